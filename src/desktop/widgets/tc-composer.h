/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A place to type a few lines, opened by a verb: Enter sends, Shift+Enter breaks the line, Escape
 * closes. What was typed is kept under its key until it is sent.
 */
#pragma once

#include <gtk/gtk.h>

#define TC_TYPE_COMPOSER (tc_composer_get_type ())
G_DECLARE_FINAL_TYPE (TcComposer, tc_composer, TC, COMPOSER, GtkWidget)

/* What is typed for. */
typedef struct {
  const char *key;            /* of the draft: whose text this is */
  const char *title;          /* "Note" */
  const char *verb;           /* "Save" */
  const char *const *choices; /* (nullable): NULL-terminated, one of them goes with the text */
  gboolean required;          /* an empty text isn't sent */
} TcComposerForm;

/* Signal: ::send (const char *text, guint choice). */
void tc_composer_open (TcComposer *self, const TcComposerForm *form);
void tc_composer_close (TcComposer *self);
gboolean tc_composer_is_open (TcComposer *self);
/* The draft was sent: forgets it and closes. */
void tc_composer_done (TcComposer *self);
void tc_composer_set_text (TcComposer *self, const char *text);
/* Of the form's choices, by position. */
void tc_composer_set_choice (TcComposer *self, guint choice);
/* As pressing Enter. */
void tc_composer_send (TcComposer *self);
