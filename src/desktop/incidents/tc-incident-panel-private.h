/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the panel's actions (tc-incident-actions.c) know of the panel.
 */
#pragma once

#include "tc-files.h"
#include "tc-incident-counts.h"
#include "tc-incident-focus.h"
#include "tc-incident-panel.h"
#include "tc-incident-queue.h"
#include "tc-incident-work.h"

/* The lists that have a chip, in the order of the template. */
#define TC_LISTS 5
#define TC_LIST_UNTAKEN 2

struct _TcIncidentPanel {
  GtkWidget parent;
  GtkWidget *queue_side; /* (unowned): template child, like all down to aside */
  GtkListView *list;
  GtkEditable *search;
  GtkLabel *search_state;
  GtkWidget *nothing;
  GtkLabel *nothing_label;
  GtkWidget *search_all;
  GtkWidget *chosen;
  GtkLabel *chosen_label;
  GtkLabel *chosen_count;
  GtkWidget *news;
  GtkLabel *news_label;
  GtkWidget *chips[TC_LISTS];
  TcIncidentWork *work;
  GtkWidget *aside;
  GtkWidget *context; /* (owned): moves between aside and the work column */

  TcDesk *desk;                  /* (owned) */
  TcFiles *files;                /* (owned): the desk's */
  GtkFileChooserNative *chooser; /* (owned) (nullable): while it is open */
  TcIncidentQueue *queue;        /* (owned) */
  GtkSingleSelection *selection; /* (owned) */
  TcQueueFilter list_filter;     /* of the list chosen, without what is searched */
  gint64 list_soon_us;
  TcIncidentFocus *focus;   /* (owned) */
  TcIncidentCounts *counts; /* (owned) */
  GActionMap *window;       /* (unowned): outlives the panel */
  guint fold_idle;          /* source id */
  gboolean choosing;        /* the selection follows, it wasn't chosen by hand */
  gboolean entered;         /* the first rows have been shown */
};

/* Shows incident @id, and selects it where the queue has it. */
void tc_incident_panel_choose (TcIncidentPanel *self, gint64 id);

/* tc-incident-lists.c: which list is shown, and what is searched in it. */
void tc_incident_panel_add_list_actions (TcIncidentPanel *self, GActionMap *window);
/* @counted: (out) (array fixed-size=TC_LISTS) */
void tc_incident_panel_list_counted (TcIncidentPanel *self, TcCountedFilter *counted);
/* What stands above the rows and in place of them: how many, that there are none. */
void tc_incident_panel_tell_list (TcIncidentPanel *self);
void tc_incident_panel_searched_cb (TcIncidentPanel *self);
void tc_incident_panel_stop_search_cb (TcIncidentPanel *self);

void tc_incident_panel_add_actions (TcIncidentPanel *self, GActionMap *window);
/* tc-incident-file-actions.c */
void tc_incident_panel_add_file_actions (TcIncidentPanel *self, GActionMap *window);
/* tc-incident-proposal-actions.c: what is proposed, carried out by a person */
void tc_incident_panel_add_proposal_actions (TcIncidentPanel *self, GActionMap *window);
/* tc-incident-verbs.c: what is typed in the command line */
void tc_incident_panel_add_verbs (TcIncidentPanel *self, GActionMap *window);
const TcCommandVerb *tc_incident_panel_list_verbs (void);
/* Sends it in five seconds, unless it is kept back. */
void tc_incident_panel_hold_order (TcIncidentPanel *self, gint64 incident_id, gint64 agency_id,
                                   const char *unit);
/* Which actions make sense for what is shown now. */
void tc_incident_panel_enable_actions (TcIncidentPanel *self);
const TcPanelKey *tc_incident_panel_list_keys (void);
