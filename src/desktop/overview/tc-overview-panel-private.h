/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the panel's figures (tc-overview-figures.c) know of the panel.
 */
#pragma once

#include "tc-bar-list.h"
#include "tc-event-list.h"
#include "tc-figure.h"
#include "tc-overview-panel.h"
#include "tc-overview.h"
#include "tc-own-tasks.h"
#include "tc-reading-watch.h"
#include "tc-trend-chart.h"

struct _TcOverviewPanel {
  GtkWidget parent;
  GtkWidget *box;   /* (unowned): template child, like all down to task_list */
  GtkWidget *stale; /* what says since when nothing comes */
  GtkStack *pages;
  GtkWidget *waiting; /* (unowned): template child, like all that follow */
  GtkWidget *nothing;
  GtkLabel *nothing_label;
  GtkWidget *tasks;
  TcFigure *handled;
  TcFigure *untaken;
  TcFigure *late;
  TcFigure *soon;
  TcFigure *first_action;
  TcFigure *resolution;
  GtkWidget *today;
  GtkLabel *today_caption;
  GtkLabel *today_value;
  GtkLabel *today_note;
  TcTrendChart *chart;
  TcBarList *channels;
  TcBarList *fields;
  TcBarList *units;
  TcBarList *areas;
  TcBarList *ages;
  TcEventList *events;
  GtkLabel *counted; /* when that was */
  GtkLabel *tasks_head;
  GtkMenuButton *tasks_menu;
  TcOwnTasks *task_list;

  TcDesk *desk;            /* (owned) */
  TcOverview *overview;    /* (owned) */
  TcReadingWatch *reading; /* (owned): of incidents */
  GActionMap *actions;     /* (unowned): the window, which outlives the panel */
  GtkWindow *wall;         /* (unowned) (nullable): by GTK, until it is closed */
  char *since; /* (owned) (nullable): in words, since when nothing comes; NULL: it does */
};

/* Shows what was counted last. */
void tc_overview_panel_fill (TcOverviewPanel *self);
