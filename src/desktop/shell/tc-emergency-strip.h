/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The red strip above every panel while an emergency has been taken by nobody: the most pressing
 * one, how many more, and the way to open and take it. It is there at once, wherever one works.
 */
#pragma once

#include "tc-desk.h"

#include <gtk/gtk.h>

#define TC_TYPE_EMERGENCY_STRIP (tc_emergency_strip_get_type ())
G_DECLARE_FINAL_TYPE (TcEmergencyStrip, tc_emergency_strip, TC, EMERGENCY_STRIP, GtkWidget)

/* @desk: (nullable): nobody works at it any more, and nobody's right reads it. What is veiled then
 * stays as it was last known until somebody does. */
void tc_emergency_strip_set_desk (TcEmergencyStrip *self, TcDesk *desk);
/* open-emergency, take-emergency and merge-emergency of the window that it stands in, which has
 * what they come to: open, take-incident, merge-into. */
void tc_emergency_strip_add_actions (TcEmergencyStrip *self, GActionMap *window);
/* The incident shown, 0 if none is. */
gint64 tc_emergency_strip_get_id (TcEmergencyStrip *self);
/* Whether it flashes (property flashing, boolean): what it shows was acknowledged by nobody. Then
 * it has a button for that. */
void tc_emergency_strip_set_flashing (TcEmergencyStrip *self, gboolean flashing);
/* Whether it says that there is one and nothing of it: the desk is locked. */
void tc_emergency_strip_set_veiled (TcEmergencyStrip *self, gboolean veiled);
/* What is below it and moves when it comes or goes: clicks there are passed over for a moment,
 * since they were meant for what stood there before. */
void tc_emergency_strip_guard (TcEmergencyStrip *self, GtkWidget *below);
/* Whether it came or went just now. */
gboolean tc_emergency_strip_has_moved (TcEmergencyStrip *self);
