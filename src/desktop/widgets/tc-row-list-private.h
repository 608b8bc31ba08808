/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How the rows of a list lie (tc-row-list-lay.c), for what has them move (tc-row-list.c).
 */
#pragma once

#include "tc-row-list.h"

#define TC_ROW_NOWHERE GTK_INVALID_LIST_POSITION

typedef struct {
  GtkWidget *widget; /* (unowned): a child */
  guint position;    /* TC_ROW_NOWHERE: a spare one */
  int y;
  int height;
} TcRow;

struct _TcRowList {
  GtkWidget parent;
  GtkSelectionModel *model; /* (owned) (nullable) */
  GType row_type;
  GArray *rows;          /* (owned) (element-type TcRow): in no order */
  GtkAdjustment *across; /* (owned) (nullable) */
  GtkAdjustment *down;   /* (owned) (nullable) */
  guint policies[2];     /* by GtkOrientation */
  int row_height;        /* of a plain one, px; 0: none was measured */
  guint cursor;          /* where the keyboard is; TC_ROW_NOWHERE: not yet */
  guint extent;          /* where a choice of several began */
  guint tick;            /* id of the tick callback */
  guint soon;            /* source id: not as late as that */
  gboolean reveal;       /* the cursor's row is to be seen whole */
  gboolean configuring;  /* the adjustment is set by us */
};

guint tc_row_list_count (TcRowList *self);
/* (nullable) */
TcRow *tc_row_list_find (TcRowList *self, guint position);
/* (nullable): of the row that is @widget or holds it. */
TcRow *tc_row_list_find_of (TcRowList *self, GtkWidget *widget);
void tc_row_list_show_selected (TcRowList *self, TcRow *row);
/* The how many-th it is, for who doesn't see it. */
void tc_row_list_tell_place (TcRowList *self, const TcRow *row);
/* Has @row show what is at @position. */
void tc_row_list_bind (TcRowList *self, TcRow *row, guint position);
/* @row is for another item, or shows nothing from the next update on. */
void tc_row_list_spare (TcRow *row);
void tc_row_list_drop (TcRowList *self);

/* How far down the list is seen from, px of rows that are all plain. */
double tc_row_list_get_value (TcRowList *self);
void tc_row_list_configure (TcRowList *self, double value);
/* Where the keyboard is, or would be: the chosen row, or the first in sight. Of a list that is not
 * empty. */
guint tc_row_list_find_cursor (TcRowList *self);
/* Makes and places the rows that are in sight: now; before the next frame is laid out. */
void tc_row_list_update (TcRowList *self);
void tc_row_list_queue_update (TcRowList *self);
/* As soon as nothing else is to be done: other items take the most of a frame's time. */
void tc_row_list_update_soon (TcRowList *self);
