/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A list whose rows are known by keys and brought up to date in place: whatever comes in, a row
 * that stays is the same widget. Where none changes its place, focus, selection and the place where
 * one reads stay; a row that is moved loses focus and selection. For lists of which all rows are
 * made; long ones are windowed models.
 */
#pragma once

#include <gtk/gtk.h>

/* (transfer floating): a row for what stands at @i; it is filled next. */
typedef GtkWidget *(*TcKeyedRowMake) (guint i, gpointer data);
typedef void (*TcKeyedRowFill) (GtkListBoxRow *row, guint i, gpointer data);

/**
 * tc_keyed_list_set:
 * @keys: (array length=n_keys): what the list holds, in order; none is 0, each there once
 * @make: called for what isn't there yet
 * @fill: called for each row, once those before it are in their places
 *
 * Rows that go may have been selected: until the selection is chosen anew it means nothing.
 */
void tc_keyed_list_set (GtkListBox *list, const gint64 *keys, guint n_keys, TcKeyedRowMake make,
                        TcKeyedRowFill fill, gpointer data);
/* 0: @row is NULL */
gint64 tc_keyed_list_get_key (GtkListBoxRow *row);
/* (nullable) */
GtkListBoxRow *tc_keyed_list_find (GtkListBox *list, gint64 key);
/* Selects the row of @key, else the one that stands at @otherwise, or before it. Returns: the key
 * of what is selected; 0: the list is empty */
gint64 tc_keyed_list_select (GtkListBox *list, gint64 key, int otherwise);
/* Where the selected row stands; 0: there is none */
int tc_keyed_list_get_place (GtkListBox *list);
