/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the list of big events (tc-big-event-panel.c), what is done (tc-big-event-actions.c), what
 * is typed (tc-big-event-forms.c) and quick reports (tc-big-event-report.c) share.
 */
#pragma once

#include "tc-big-event-panel.h"
#include "tc-big-event-work.h"
#include "tc-slow-note.h"

/* What the composer is open for; each is an action. */
#define TC_EVENT_LOG "event-log"
#define TC_EVENT_FIGURE "event-figure"
#define TC_EVENT_COMMANDER "event-commander"
#define TC_EVENT_RESOURCE "event-resource"
#define TC_EVENT_RESOURCE_CHANGE "event-resource-change"
#define TC_EVENT_HAND_OUT "event-hand-out"
#define TC_EVENT_TAKE_BACK "event-take-back"
#define TC_EVENT_REPORT "event-report"
#define TC_EVENT_WALL "event-wall"

struct _TcBigEventPanel {
  GtkWidget parent;
  GtkWidget *side;          /* (unowned): template child */
  GtkMenuButton *list_menu; /* (unowned): template child */
  GtkLabel *nothing;        /* (unowned): template child */
  TcSlowNote *slow;         /* (unowned): template child */
  GtkListBox *list;         /* (unowned): template child */
  TcBigEventWork *work;     /* (unowned): template child */
  TcDesk *desk;             /* (owned) (nullable): NULL once the window lets go */
  GActionMap *window;       /* (unowned) (nullable): outlives us */
  TcBigEventWatch *watch;   /* (owned) */
  gint64 selected;          /* id; 0: nothing */
  gboolean proposing;       /* what may belong to it is shown */
  gint64 report_id;         /* a quick report is shown in place of the page; 0: none */
  gboolean reporting;       /* what would be the next one is */
  gint64 made_number;       /* of one that was made here: shown once it is read; 0: none */
  int n_without;            /* as the badge says */
  gboolean mode;            /* this desk is set up for one: see tc-big-event-mode.c */
  char *group_before;       /* (owned) (nullable): how the incidents were shown then */
  gboolean compact_before;
  gboolean filling; /* rows are taken away and put back: no selecting */
};

/* (nullable): of what is selected */
const TcBigEventView *tc_big_event_panel_get_view (TcBigEventPanel *self);
void tc_big_event_panel_choose (TcBigEventPanel *self, gint64 id);
void tc_big_event_panel_show_selected (TcBigEventPanel *self);
/* Reads it again, with proposals where they are shown. */
void tc_big_event_panel_read (TcBigEventPanel *self);

/* tc-big-event-take.c: lists for a spreadsheet and on paper */
void tc_big_event_panel_add_take (TcBigEventPanel *self, GActionMap *window);

/* tc-big-event-actions.c */
void tc_big_event_panel_add_actions (TcBigEventPanel *self, GActionMap *window);
void tc_big_event_panel_enable_actions (TcBigEventPanel *self);
const TcPanelKey *tc_big_event_panel_list_keys (void);
const TcCommandVerb *tc_big_event_panel_list_verbs (void);
/* Gives an operation to the desk; @typed: interned (nullable): stands in the composer, for
 * @subject_id; @said: for gettext (nullable): told once it is done. */
void tc_big_event_panel_submit (TcBigEventPanel *self, const TcOperationType *type,
                                gconstpointer args, const char *typed, gint64 subject_id,
                                const char *said);

/* tc-big-event-forms.c */
void tc_big_event_panel_add_forms (TcBigEventPanel *self, GActionMap *window);

/* tc-big-event-mode.c */
void tc_big_event_panel_add_mode (TcBigEventPanel *self, GActionMap *window);
/* As this seat was left. */
void tc_big_event_panel_restore_mode (TcBigEventPanel *self);

/* tc-big-event-report.c */
void tc_big_event_panel_add_report (TcBigEventPanel *self, GActionMap *window);
void tc_big_event_panel_send_report (TcBigEventPanel *self, const char *remark);
/* The report that is shown, or made, in place of the page. */
void tc_big_event_panel_show_report (TcBigEventPanel *self);
