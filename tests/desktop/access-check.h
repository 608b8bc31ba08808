/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is asked of a window on screen so that everybody can use it: names and roles, the way of the
 * Tab key, sizes of what is pressed, contrast of what is drawn, room for large letters. Each check
 * walks the whole tree of widgets below a window and adds what is wrong to a list, with the path of
 * the widget.
 */
#pragma once

#include <gtk/gtk.h>

typedef struct {
  const char *screen; /* what is looked at */
  GPtrArray *faults;  /* (owned) (element-type utf8) */
  GHashTable *said;   /* (owned) (element-type utf8): each once */
} Access;

void access_begin (Access *self, const char *screen);
/* Prints all faults; the test has failed if there is one. */
void access_end (Access *self);
void access_fault (Access *self, GtkWidget *widget, const char *format, ...) G_GNUC_PRINTF (3, 4);

/* On screen, and no tooltip: that goes with what it is of. */
gboolean access_is_shown (GtkWidget *widget);
/* Something that a person presses, types into or moves. */
gboolean access_is_control (GtkWidget *widget);
/* A list whose rows are gone through by Up and Down. (nullable) */
GtkWidget *access_get_list (GtkWidget *widget);
GtkWidget *access_get_row (GtkWidget *widget);
/* Calls @look with each widget on screen in the window or popover @native, but not with those in
 * popovers of its own. */
typedef void (*AccessLook) (Access *self, GtkWidget *widget, gpointer data);
void access_walk (Access *self, GtkWidget *native, AccessLook look, gpointer data);

/* The checks: in the window @root, popovers and all. */
void access_check_names (Access *self, GtkWidget *root);
void access_check_targets (Access *self, GtkWidget *root, int least_px);
void access_check_room (Access *self, GtkWidget *root, int width_px, int height_px);
/* In a window or a popover by itself. */
void access_check_order (Access *self, GtkWidget *native);
void access_check_contrast (Access *self, GtkWidget *native, const char *scheme);
/* Everything that is drawn there, as a file. */
void access_save_picture (GtkWidget *native, const char *path);
