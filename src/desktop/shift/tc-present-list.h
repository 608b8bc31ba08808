/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who is on duty and who is at a desk now, a line each, with where; names of incidents are their
 * codes.
 */
#pragma once

#include "tc-presence-watch.h"

#include <gtk/gtk.h>

#define TC_TYPE_PRESENT_LIST (tc_present_list_get_type ())
G_DECLARE_FINAL_TYPE (TcPresentList, tc_present_list, TC, PRESENT_LIST, GtkWidget)

/* Lines at most; how many more there are stands under them. */
#define TC_PRESENT_LINES_MAX 12

/* @watch: (nullable) */
void tc_present_list_set_watch (TcPresentList *self, TcPresenceWatch *watch);
