/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What this program is, whose it is and which version runs: for whoever telephones for help. It
 * says what the metainfo says (a test holds it to that).
 */
#pragma once

#include <gtk/gtk.h>

/* In front of @window, which needn't be the main one. */
void tc_about_show (GtkWindow *window);
