/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who else has this incident open, in words that are there only then and move nothing else. While
 * it is on screen this desk has it open itself, and says so.
 */
#pragma once

#include "tc-presence-watch.h"

#include <gtk/gtk.h>

#define TC_TYPE_PRESENT_LABEL (tc_present_label_get_type ())
G_DECLARE_FINAL_TYPE (TcPresentLabel, tc_present_label, TC, PRESENT_LABEL, GtkWidget)

void tc_present_label_set_watch (TcPresentLabel *self, TcPresenceWatch *watch);
/* @id: 0: none */
void tc_present_label_set_incident (TcPresentLabel *self, gint64 id);
