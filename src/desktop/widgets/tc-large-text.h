/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is laid out otherwise with large letters, beyond what widths decide by themselves.
 */
#pragma once

#include <gtk/gtk.h>

/* Whether letters are at least half as large again as everybody's, as the person has chosen; asked
 * when something is made. Thread: the main one. */
gboolean tc_large_text_is_on (void);
