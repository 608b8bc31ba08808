/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the tray's list (tc-tray-panel.c) and what is done with its entries (tc-tray-actions.c)
 * share.
 */
#pragma once

#include "tc-debounce.h"
#include "tc-desk-tray.h"
#include "tc-tray-panel.h"
#include "tc-tray-work.h"

struct _TcTrayPanel {
  GtkWidget parent;
  GtkWidget *side;          /* (unowned): template child */
  GtkMenuButton *list_menu; /* (unowned): template child */
  GtkWidget *chip_open;     /* (unowned): template child */
  GtkWidget *chip_settled;  /* (unowned): template child */
  GtkLabel *nothing;        /* (unowned): template child */
  GtkListBox *list;         /* (unowned): template child */
  TcTrayWork *work;         /* (unowned): template child */
  TcDesk *desk;             /* (owned) (nullable): NULL once the window lets go */
  GActionMap *window;       /* (unowned) (nullable): outlives us */
  gboolean settled;         /* which list is shown */
  gboolean reading;
  gboolean again;            /* asked while it read */
  GPtrArray *entries;        /* (owned) (element-type TcTrayEntry): shown */
  GPtrArray *codes;          /* (owned) (nullable) (element-type utf8): of the entries */
  GHashTable *marked;        /* (owned) (element-type gint64): sequences */
  GHashTable *settling;      /* (owned) (element-type gint64): being dealt with, not answered */
  GCancellable *cancellable; /* (owned) (nullable): of what is read for the selection */
  gint64 selected;           /* sequence; 0: nothing */
  TcTrayDetail *detail;      /* (owned) (nullable): of the selection */
  TcDebounce *reread;        /* (owned): detail */
  gboolean can_resend;       /* as this desk's guards see it */
  gboolean can_way;          /* likewise */
  gboolean filling;          /* rows are taken away and put back: no selecting */
};

/* (nullable) */
const TcTrayEntry *tc_tray_panel_find (TcTrayPanel *self, gint64 seq);
/* Selects its row, if it is shown. */
void tc_tray_panel_choose (TcTrayPanel *self, gint64 seq);
/* Rows say what they say anew: marks have changed. */
void tc_tray_panel_refill (TcTrayPanel *self);
void tc_tray_panel_read (TcTrayPanel *self);

/* tc-tray-actions.c */
void tc_tray_panel_add_actions (TcTrayPanel *self, GActionMap *window);
void tc_tray_panel_enable_actions (TcTrayPanel *self);
/* Finds out what would become of the selection: only what is lawful is offered. */
void tc_tray_panel_look_ahead (TcTrayPanel *self, const TcTrayEntry *entry);
const TcPanelKey *tc_tray_panel_list_keys (void);
const TcCommandVerb *tc_tray_panel_list_verbs (void);
