/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the journal's list (tc-journal-panel.c) and what is done there (tc-journal-actions.c) share.
 */
#pragma once

#include "tc-hand-over-writing.h"
#include "tc-journal-panel.h"
#include "tc-journal-work.h"
#include "tc-present-list.h"
#include "tc-slow-note.h"

/* What the composer is open for, beside entries. */
#define TC_JOURNAL_HAND_OVER "journal-hand-over"

struct _TcJournalPanel {
  GtkWidget parent;
  GtkWidget *side;          /* (unowned): template child */
  GtkMenuButton *list_menu; /* (unowned): template child */
  GtkWidget *chip_all;      /* (unowned): template child */
  GtkWidget *chip_open;     /* (unowned): template child */
  GtkLabel *nothing;        /* (unowned): template child */
  TcSlowNote *slow;         /* (unowned): template child */
  GtkListBox *list;         /* (unowned): template child */
  TcJournalWork *work;      /* (unowned): template child */
  TcPresentList *present;   /* (unowned): template child */
  TcDesk *desk;             /* (owned) (nullable): NULL once the window lets go */
  GActionMap *window;       /* (unowned) (nullable): outlives us */
  TcJournalWatch *watch;    /* (owned) */
  TcJournalShow show;       /* which list is wanted */
  GtkWidget *chip_sheets;   /* (unowned): template child */
  TcHandOverDraft *draft;   /* (owned) (nullable): shown, to be signed */
  gboolean signing;         /* the password is being checked */
  gint64 selected;          /* id; 0: nothing */
  TcJournalShow before;     /* the list from which a sheet was begun */
  gint64 before_id;         /* what was selected there; 0: nothing */
  gboolean coming_back;     /* to that list, which isn't read yet */
  guint n_waiting;          /* as the badge says */
  gboolean filling;         /* rows are taken away and put back: no selecting */
};

/* (nullable): what is selected, as it was read */
const TcJournalEntry *tc_journal_panel_get_selected (TcJournalPanel *self);
/* Selects it, also if it isn't in the list yet. */
void tc_journal_panel_choose (TcJournalPanel *self, gint64 id);
void tc_journal_panel_show_selected (TcJournalPanel *self);
void tc_journal_panel_show (TcJournalPanel *self, TcJournalShow show);
/* As the chips do. */
void tc_journal_panel_show_list (TcJournalPanel *self, TcJournalShow show);

/* tc-journal-actions.c */
void tc_journal_panel_add_actions (TcJournalPanel *self, GActionMap *window);
void tc_journal_panel_enable_actions (TcJournalPanel *self);
/* tc-hand-over-actions.c */
void tc_journal_panel_add_hand_over (TcJournalPanel *self, GActionMap *window);
void tc_journal_panel_enable_hand_over (TcJournalPanel *self);
void tc_journal_panel_send_hand_over (TcJournalPanel *self, const char *remark);
void tc_journal_panel_drop_draft (TcJournalPanel *self);

/* tc-journal-actions.c, tables */
const TcPanelKey *tc_journal_panel_list_keys (void);
const TcCommandVerb *tc_journal_panel_list_verbs (void);
