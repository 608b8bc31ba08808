/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Numbers by name, each with a bar, under a caption; Up and Down go through them, Enter opens one.
 * The order is that of the numbers when the list came into view: it doesn't move while it is looked
 * at. Past the first ones the rest is one line that brings them in.
 */
#pragma once

#include <gtk/gtk.h>

#define TC_TYPE_BAR_LIST (tc_bar_list_get_type ())
G_DECLARE_FINAL_TYPE (TcBarList, tc_bar_list, TC, BAR_LIST, GtkWidget)

typedef struct {
  gint64 key; /* what tells one from the other */
  const char *name;
  gint64 count;
  gint64 part;        /* of it: what needs a person */
  const char *note;   /* (nullable): the part in a few words */
  const char *spoken; /* all of it for the screen reader */
  GVariant *target;   /* (nullable): of the list's action; taken */
} TcBar;

/* Properties: caption (string), action-name (string), nothing (string: said when it is empty),
 * ordered (boolean): the bars have an order of their own, which is kept; shown (uint): how many
 * before one asks for the rest. */
void tc_bar_list_set (TcBarList *self, const TcBar *bars, guint n_bars);
/* Those past the first ones too. */
guint tc_bar_list_get_length (TcBarList *self);
/* @bar: (out): name, number, part and note of one, as they stand there; texts are lent until it is
 * set again */
void tc_bar_list_get_bar (TcBarList *self, guint row, TcBar *bar);
