/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A person at the real window, over a desk that carries out real operations (tc-room-desk.h): acts
 * through the window's actions alone, and sees the labels on screen. Each wait ends the test when
 * what it waits for doesn't come.
 */
#pragma once

#include "tc-room-fixture.h"
#include "tc-room-desk.h"
#include "tc-window.h"
#include "wait-limit.h"

#include <gtk/gtk.h>

typedef struct {
  TcDesk *desk;     /* (owned) */
  TcWindow *window; /* (unowned): by GTK, until it is closed */
} Seat;

/* First and last in main(). */
void window_seat_init (int *argc, char ***argv);
int window_seat_run (void);
/* Instead of waiting for words, which may be in any language, each wait_shown() and wait_shown_in()
 * waits that long. */
void window_seat_be_patient (gint64 for_us);

/* Before the queue, once it is there and the first incident is shown. */
void sit_down (Seat *seat);
/* Before @panel, without waiting. @desk: (transfer full); @panel: (nullable) */
void sit_down_at (Seat *seat, TcDesk *desk, const char *panel, int width, int height);
void stand_up (Seat *seat);

/* (nullable): of a label or an inscription. */
const char *get_shown_text (GtkWidget *widget);
/* Whether @widget or something visible in it shows @text. */
gboolean shows (GtkWidget *widget, const char *text);
void wait_shown (Seat *seat, const char *text, gboolean shown);
void wait_shown_in (GtkWidget *widget, const char *text, gboolean shown);
/* Until it is laid out and painted as it is now, so that what is in it has a place. */
void wait_painted (GtkWidget *window);
/* The queue itself: what is like the incident shown stands in the context too. */
GtkWidget *find_list (GtkWidget *widget);
/* Likewise in the queue. */
void wait_listed (Seat *seat, const char *text, gboolean shown);

/* The first of that GType's name: @widget or in it; a window. (transfer none) (nullable) */
gpointer find_type (GtkWidget *widget, const char *type);
gpointer find_window_of (const char *type);
/* Until there is one. */
gpointer wait_window_of (const char *type);

void act (Seat *seat, const char *action, GVariant *target);
void act_string (Seat *seat, const char *action, const char *target);
gboolean can (Seat *seat, const char *action);
void show_incident (Seat *seat, gint64 id);
/* Until it is stored so. */
void wait_state (Seat *seat, gint64 id, TcIncidentState state);
/* "PA-… merged into PA-….", at the foot of the window. */
void wait_merged (Seat *seat, gint64 incident_id, gint64 into_id);
/* Whether the queue has the keyboard. */
gboolean is_at_list (Seat *seat);
/* Waits until @action can be done, or can't. */
void wait_can (Seat *seat, const char *action, gboolean able);
/* Whether a menu has that, opened or not. */
void wait_in_menu (Seat *seat, const char *text, gboolean offered);
/* The choices that go with what is typed. (nullable) */
GtkDropDown *find_choice (GtkWidget *widget);
/* Opens the composer by @action, writes, sends. */
void write_and_send (Seat *seat, const char *action, const char *text);
/* What stands beside @label in the form. */
GtkWidget *find_control (GtkWidget *form, const char *label);
/* Chosen in the queue are these rows alone. */
void choose_rows (Seat *seat, guint from, guint n);
/* How the queue's rows stand: "priority", … */
gboolean is_grouped (Seat *seat, const char *by);
void group_by (Seat *seat, const char *by);
/* Lists the queue by a filter that was saved grouped by priority. */
void choose_saved (Seat *seat, const char *name);
/* Clicks on the button of that verb, in @widget or what is visible in it; FALSE: there is none that
 * can be clicked. */
gboolean click_verb (GtkWidget *widget, const char *verb);
/* Prints by @action into a file called @name, until it is a whole PDF. */
void print_to (Seat *seat, const char *action, const char *name);
/* Likewise by "win.…" of another window. */
void print_from (GtkWidget *window, const char *action, const char *name);
/* Saves by win.PREFIX-save-list-to until the file has @text, then prints it. */
void take_list (GtkWidget *window, const char *prefix, const char *text);
/* Saves the charts of @prefix as both kinds of picture; in the folder TC_PICTURES one is left. */
void take_chart (GtkWidget *window, const char *prefix);
