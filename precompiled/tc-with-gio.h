/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What nearly every file of a room without a window reads through its own headers. The build
 * compiles it once for each room; no file includes it.
 */
#include <gio/gio.h>
