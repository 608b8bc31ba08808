/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What nearly every file of the desktop reads through its own headers; see tc-with-gio.h.
 */
#include <adwaita.h>
