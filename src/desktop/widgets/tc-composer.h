/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A place to type a few lines, opened by a verb: Enter sends, Shift+Enter breaks the line, Escape
 * closes (a key of the window's, which may have something more pressing to keep back). What was
 * typed is kept for what it was typed for until it is sent. Where templates are offered Alt+Down
 * and Alt+Up go through them, and Down alone in an empty text.
 */
#pragma once

#include "tc-drafts.h"

#include <gtk/gtk.h>

#define TC_TYPE_COMPOSER (tc_composer_get_type ())
G_DECLARE_FINAL_TYPE (TcComposer, tc_composer, TC, COMPOSER, GtkWidget)

/* What is typed for. */
typedef struct {
  const char *action;         /* what is done with it: "note" */
  gint64 subject_id;          /* what it is about */
  const char *title;          /* "Note" */
  const char *verb;           /* "Save" */
  const char *const *choices; /* (nullable): NULL-terminated, one of them goes with the text */
  const char *text;           /* (nullable): stands there if nothing was begun before */
  guint choice;               /* likewise, of the choices, by position */
  gboolean other_choices;     /* each time: one of before isn't meant again */
  gboolean required;          /* an empty text isn't sent */
  gboolean when;              /* a time goes with it, which is asked for first */
} TcComposerForm;

/*
 * Signal: ::send (const char *action, gint64 subject_id, const char *text, guint choice, gint64
 * when_us): as the form had it, whatever is selected by now. The composer is closed by then, so
 * that the next can be begun. It is answered by tc_composer_done() or tc_composer_failed().
 * Signal: ::left (): it closes, sent or not, while the keyboard is in it: whoever has it takes the
 * keyboard back.
 */
void tc_composer_open (TcComposer *self, const TcComposerForm *form);
/* Texts that can be put into what is typed, by name, NULL-terminated and as many; in place of the
 * form's choices: ::send then has the number of the last that was put there, from 1 on. Nothing if
 * something is offered already: what somebody chooses from doesn't change. */
void tc_composer_offer (TcComposer *self, const char *const *names, const char *const *texts);
/* What is to be known before it is typed, under the title of the form that is open; it comes back
 * with it. @hint: (nullable) */
void tc_composer_hint (TcComposer *self, const char *hint);
void tc_composer_close (TcComposer *self);
/* Closes it unless it is open for @subject_id. */
void tc_composer_keep_to (TcComposer *self, gint64 subject_id);
/* (nullable): what is typed for now. */
const char *tc_composer_get_action (TcComposer *self);
gint64 tc_composer_get_subject (TcComposer *self);
/* (transfer full): what stands there, as it would be sent; a time in a line of its own before. */
char *tc_composer_dup_text (TcComposer *self);
/* What stands there, with a line before it where a time is asked for; as pressing Enter. */
void tc_composer_write (TcComposer *self, const char *text);
void tc_composer_send (TcComposer *self);
/* What was sent longest ago for that: it is kept, so it is forgotten. */
void tc_composer_done (TcComposer *self, const char *action, gint64 subject_id);
/* It isn't: it is begun and not sent again. @reopen: where nothing else is being typed it stands in
 * the composer again, with the keyboard if that is still where it went when this was sent. */
void tc_composer_failed (TcComposer *self, const char *action, gint64 subject_id, gboolean reopen);
/* Where what is begun is kept; without it, as long as the composer lives. */
void tc_composer_set_drafts (TcComposer *self, TcDrafts *drafts);
/* PREFIXwrite (s): what stands there; PREFIXsend: as pressing Enter; PREFIXcancel: closes. */
void tc_composer_add_actions (TcComposer *self, GActionMap *window, const char *prefix);
