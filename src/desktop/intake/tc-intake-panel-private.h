/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What logging a call (tc-intake-log.c), its files (tc-intake-attach.c), what the room saw itself
 * (tc-intake-seen.c) and taking the lists away (tc-intake-take.c) know of the panel.
 */
#pragma once

#include "tc-intake-context.h"
#include "tc-intake-panel.h"
#include "tc-intake-work.h"

/* What was begun at a camera, whose picture comes while one types, or after. */
typedef struct {
  gint64 token;       /* of who asked for it */
  gint64 form_id;     /* what it became */
  gint64 incident_id; /* once it is logged; 0 */
  gint64 report_id;
} TcIntakeSeen;

/* A call that was logged here. */
typedef struct {
  gint64 at_us;
  char *code;  /* (owned): of the incident it went to */
  char *title; /* (owned): what it is about */
} TcIntakeLogged;

struct _TcIntakePanel {
  GtkWidget parent;
  GtkWidget *side; /* (unowned): template child, like all down to context */
  GtkWidget *nothing;
  GtkListBox *list;
  GtkWidget *logged_title;
  GtkListBox *logged;
  GtkMenuButton *list_menu;
  TcIntakeWork *work;
  GtkWidget *aside;
  GtkWidget *context; /* (unowned): the layout moves it into the work column and back */

  TcDesk *desk;                  /* (owned) (nullable): NULL once the window lets go */
  GActionMap *window;            /* (unowned) (nullable): outlives us */
  GPtrArray *forms;              /* (owned) (element-type TcIntakeForm): oldest first */
  TcIntakeForm *form;            /* (unowned) (nullable): the one at hand, of forms */
  TcIntakeForm *dropped;         /* (owned) (nullable): what was thrown away last */
  GCancellable *around;          /* (owned) (nullable): of looking around */
  GCancellable *asking;          /* (owned) (nullable): of who calls again */
  GArray *earlier;               /* (owned) (nullable) (element-type TcEarlierReport) */
  char *earlier_phone;           /* (owned): whose they are; "" */
  guint opening;                 /* records of looking that are still to be answered */
  gint64 join_id;                /* incident that the call would join; 0 */
  char *join_code;               /* (owned) (nullable) */
  char *join_title;              /* (owned) (nullable) */
  gint64 told_id;                /* incident whose number is shown; 0 */
  char *told_code;               /* (owned) (nullable) */
  GtkFileChooserNative *chooser; /* (owned) (nullable): while it asks for files */
  guint taking;                  /* files that are being copied and logging waits for */
  GArray *seen;                  /* (owned) (element-type TcIntakeSeen): the last of them */
  GArray *calls;                 /* (owned) (element-type TcIntakeLogged): oldest first */
  guint save_source;
  guint look_source;
  gboolean filling; /* rows are put back: no selecting */
  gboolean logging; /* until it is answered */
};

/* ---- tc-intake-panel.c ---- */

/* A new one, or the one at hand if that is empty still. (transfer none) */
TcIntakeForm *tc_intake_panel_make_form (TcIntakePanel *self);
/* Comes to the front with it. */
void tc_intake_panel_begin (TcIntakePanel *self, TcIntakeForm *form);

/* Writes the form at hand down at once. */
void tc_intake_panel_save (TcIntakePanel *self);
void tc_intake_panel_save_form (TcIntakePanel *self, const TcIntakeForm *form);
/* (nullable): it is logged or thrown away */
TcIntakeForm *tc_intake_panel_find_form (TcIntakePanel *self, gint64 id);
/* Takes it out of the list and of the outbox. (transfer full) */
TcIntakeForm *tc_intake_panel_take_out (TcIntakePanel *self, TcIntakeForm *form);
/* It is logged: its number stands in the list, and in the middle unless another is at hand. */
void tc_intake_panel_tell (TcIntakePanel *self, gint64 incident_id, const char *code,
                           const char *title, const char *note);
void tc_intake_panel_enable_actions (TcIntakePanel *self);

/* ---- tc-intake-around.c ---- */

void tc_intake_panel_add_look_actions (TcIntakePanel *self, GActionMap *window);
/* Looks up what belongs to the form at hand, once no more is typed. */
void tc_intake_panel_look_soon (TcIntakePanel *self);
/* Another form is at hand, or none. */
void tc_intake_panel_forget_looked_up (TcIntakePanel *self);

/* ---- tc-intake-attach.c ---- */

void tc_intake_panel_add_file_actions (TcIntakePanel *self, GActionMap *window);
/* The form is logged: its files belong to @incident_id now. */
void tc_intake_panel_attach_files (TcIntakePanel *self, const TcIntakeForm *form,
                                   gint64 incident_id);
/* A copy is made and added to that form, or to what it was logged as by then: nobody waits. */
void tc_intake_panel_take_seen (TcIntakePanel *self, gint64 form_id, GFile *file);
/* It is thrown away for good. */
void tc_intake_panel_let_go_files (TcIntakePanel *self, const TcIntakeForm *form);

/* ---- tc-intake-seen.c ---- */

void tc_intake_panel_add_seen_actions (TcIntakePanel *self, GActionMap *window);
/* (nullable): of that form, the last. */
const TcIntakeSeen *tc_intake_panel_find_seen (TcIntakePanel *self, gint64 form_id);
/* It is logged: a picture that comes later goes to @incident_id. */
void tc_intake_panel_note_logged (TcIntakePanel *self, const TcIntakeForm *form,
                                  gint64 incident_id);

/* ---- tc-intake-take.c ---- */

/* For panel->calls. (transfer full) */
GArray *tc_intake_panel_make_calls (void);
void tc_intake_panel_keep_call (TcIntakePanel *self, const char *code, const char *title);
void tc_intake_panel_add_take (TcIntakePanel *self, GActionMap *window);

/* ---- tc-intake-log.c ---- */

/* @join: as one more report on join_id instead of an incident of its own. */
void tc_intake_panel_log (TcIntakePanel *self, gboolean join);
/* Puts on record that somebody looks at the earlier reports, then shows them. */
void tc_intake_panel_open_earlier (TcIntakePanel *self);
