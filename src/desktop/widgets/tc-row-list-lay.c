/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How the rows of a list lie; see the header.
 *
 * DESIGN: The adjustment counts as if all rows had the height of a plain one; those that are higher
 * (they have a heading) are known only once they are made. So one point is fixed and the rows lie
 * around it: at the share of the height at which the view stands in all of the list. At the top it
 * is the top edge, at the end the bottom edge, so that headings have neither end missed. Rows are
 * made and bound before a frame is laid out, never while it is.
 */
#include "tc-row-list-private.h"

#include <math.h>

/* What a wheel's step scrolls, rows. */
#define STEP_ROWS 1.5
/* How often a row that is to be seen whole is looked for around rows that are higher. */
#define REVEALS 3

guint
tc_row_list_count (TcRowList *self)
{
  return self->model ? g_list_model_get_n_items (G_LIST_MODEL (self->model)) : 0;
}

/* ---- rows ---- */

/* (nullable) */
TcRow *
tc_row_list_find (TcRowList *self, guint position)
{
  for (guint i = 0; i < self->rows->len; i++) {
    TcRow *row = &g_array_index (self->rows, TcRow, i);
    if (row->position == position)
      return row;
  }
  return NULL;
}

/* (nullable): of the row that is @widget or holds it. */
TcRow *
tc_row_list_find_of (TcRowList *self, GtkWidget *widget)
{
  for (guint i = 0; widget && i < self->rows->len; i++) {
    TcRow *row = &g_array_index (self->rows, TcRow, i);
    if (row->widget == widget || gtk_widget_is_ancestor (widget, row->widget))
      return row;
  }
  return NULL;
}

/* (nullable): of the row that has the keyboard. */
static TcRow *
find_focused (TcRowList *self)
{
  return tc_row_list_find_of (self, gtk_widget_get_focus_child (GTK_WIDGET (self)));
}

void
tc_row_list_show_selected (TcRowList *self, TcRow *row)
{
  gboolean selected = gtk_selection_model_is_selected (self->model, row->position);
  gboolean was = (gtk_widget_get_state_flags (row->widget) & GTK_STATE_FLAG_SELECTED) != 0;

  if (selected == was)
    return;
  if (selected)
    gtk_widget_set_state_flags (row->widget, GTK_STATE_FLAG_SELECTED, FALSE);
  else
    gtk_widget_unset_state_flags (row->widget, GTK_STATE_FLAG_SELECTED);
  gtk_accessible_update_state (GTK_ACCESSIBLE (row->widget), GTK_ACCESSIBLE_STATE_SELECTED,
                               selected, -1);
}

void
tc_row_list_tell_place (TcRowList *self, const TcRow *row)
{
  gtk_accessible_update_relation (GTK_ACCESSIBLE (row->widget), GTK_ACCESSIBLE_RELATION_POS_IN_SET,
                                  (int) row->position + 1, GTK_ACCESSIBLE_RELATION_SET_SIZE,
                                  (int) tc_row_list_count (self), -1);
}

/* Whoever reads the children one after the other reads them from above. */
static void
put_in_order (TcRowList *self, const TcRow *row)
{
  const TcRow *above = NULL;

  for (guint i = 0; i < self->rows->len; i++) {
    const TcRow *other = &g_array_index (self->rows, TcRow, i);
    if (other->position < row->position && (!above || other->position > above->position))
      above = other;
  }
  gtk_widget_insert_after (row->widget, GTK_WIDGET (self), above ? above->widget : NULL);
}

/* A row out of use is not drawn, and no screen reader finds it. */
static void
set_in_use (TcRow *row, gboolean in_use)
{
  if (gtk_widget_get_child_visible (row->widget) == in_use)
    return;
  gtk_widget_set_child_visible (row->widget, in_use);
  gtk_accessible_update_state (GTK_ACCESSIBLE (row->widget), GTK_ACCESSIBLE_STATE_HIDDEN, !in_use,
                               -1);
}

void
tc_row_list_bind (TcRowList *self, TcRow *row, guint position)
{
  g_autoptr (GObject) item = g_list_model_get_item (G_LIST_MODEL (self->model), position);

  row->position = position;
  g_object_set (row->widget, "item", item, NULL);
  set_in_use (row, TRUE);
  put_in_order (self, row);
  tc_row_list_show_selected (self, row);
  tc_row_list_tell_place (self, row);
}

void
tc_row_list_spare (TcRow *row)
{
  row->position = TC_ROW_NOWHERE;
}

/* Those that weren't needed again. DESIGN: not as soon as they are spare: to show nothing and then
 * another item takes twice as long as to show another item. */
static void
clear_spare (TcRowList *self)
{
  for (guint i = 0; i < self->rows->len; i++) {
    TcRow *row = &g_array_index (self->rows, TcRow, i);
    if (row->position != TC_ROW_NOWHERE || !gtk_widget_get_child_visible (row->widget))
      continue;
    g_object_set (row->widget, "item", NULL, NULL);
    set_in_use (row, FALSE);
  }
}

/* (transfer none): a row for @position, which has none: one that is spare, or a new one. */
static TcRow *
take_row (TcRowList *self, guint position)
{
  TcRow *row = tc_row_list_find (self, TC_ROW_NOWHERE), fresh = {.position = TC_ROW_NOWHERE};

  if (!row) {
    fresh.widget = g_object_new (self->row_type, NULL);
    gtk_widget_set_focusable (fresh.widget, TRUE);
    gtk_widget_add_css_class (fresh.widget, "activatable");
    gtk_widget_set_parent (fresh.widget, GTK_WIDGET (self));
    g_array_append_val (self->rows, fresh);
    row = &g_array_index (self->rows, TcRow, self->rows->len - 1);
  }
  tc_row_list_bind (self, row, position);
  return row;
}

void
tc_row_list_drop (TcRowList *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    gtk_widget_unparent (g_array_index (self->rows, TcRow, i).widget);
  g_array_set_size (self->rows, 0);
}

static int
measure_row (TcRowList *self, const TcRow *row)
{
  int height = 0;

  gtk_widget_measure (row->widget, GTK_ORIENTATION_VERTICAL,
                      gtk_widget_get_width (GTK_WIDGET (self)), NULL, &height, NULL, NULL);
  return MAX (height, 1);
}

/* ---- where they lie ---- */

static double
get_upper (TcRowList *self)
{
  return MAX ((double) tc_row_list_count (self) * self->row_height,
              (double) gtk_widget_get_height (GTK_WIDGET (self)));
}

double
tc_row_list_get_value (TcRowList *self)
{
  double most = get_upper (self) - gtk_widget_get_height (GTK_WIDGET (self));

  return self->down ? CLAMP (gtk_adjustment_get_value (self->down), 0, most) : 0;
}

void
tc_row_list_configure (TcRowList *self, double value)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self));
  int height = gtk_widget_get_height (GTK_WIDGET (self));
  double upper = get_upper (self);

  self->configuring = TRUE;
  if (self->across)
    gtk_adjustment_configure (self->across, 0, 0, width, width, width, width);
  if (self->down)
    gtk_adjustment_configure (self->down, CLAMP (value, 0, upper - height), 0, upper,
                              STEP_ROWS * self->row_height, MAX (height - self->row_height, 1),
                              height);
  self->configuring = FALSE;
}

/* The point that is fixed: *@position's row, *@share of it, lies *@y below the top edge. */
static void
find_anchor (TcRowList *self, guint *position, double *share, double *y)
{
  double page = gtk_widget_get_height (GTK_WIDGET (self));
  double room = get_upper (self) - page, value = tc_row_list_get_value (self);
  double at = 0;

  *y = room > 0 ? value / room * page : 0;
  at = (value + *y) / self->row_height;
  *position = (guint) MIN (floor (at), (double) tc_row_list_count (self) - 1);
  *share = MIN (at - *position, 1);
}

/* Keeps of the rows those from @first to @last, and the keyboard's: below, until they get their
 * place. */
static void
spare_rows (TcRowList *self, guint first, guint last)
{
  for (guint i = 0; i < self->rows->len; i++) {
    TcRow *row = &g_array_index (self->rows, TcRow, i);
    gboolean near = row->position >= first && row->position <= last;

    row->y = gtk_widget_get_height (GTK_WIDGET (self));
    if (row->position != TC_ROW_NOWHERE && row->position != self->cursor && !near)
      tc_row_list_spare (row);
  }
}

static TcRow *
need_row (TcRowList *self, guint position)
{
  TcRow *row = tc_row_list_find (self, position);

  if (!row)
    row = take_row (self, position);
  row->height = measure_row (self, row);
  return row;
}

/* Down from @y to @end, or up from there to the top edge. Returns where the last ends. */
static int
stack_rows (TcRowList *self, guint position, int y, int end)
{
  guint n = tc_row_list_count (self);
  guint at = position;

  for (int below = y; below < end && at < n; at++) {
    TcRow *row = need_row (self, at);
    row->y = below;
    below += row->height;
  }
  while (y > 0 && position > 0) {
    TcRow *row = need_row (self, --position);
    y -= row->height;
    row->y = y;
  }
  return y;
}

/* The keyboard's row is there even when it is out of sight, or the keyboard would be nowhere. */
static void
place_cursor (TcRowList *self)
{
  TcRow *row = self->cursor < tc_row_list_count (self) ? tc_row_list_find (self, self->cursor)
                                                       : NULL;
  double y = row ? (double) self->cursor * self->row_height - tc_row_list_get_value (self) : 0;
  int height = gtk_widget_get_height (GTK_WIDGET (self));

  if (!row)
    return;
  row->height = measure_row (self, row);
  row->y = y < 0 ? -row->height : height;
}

static int
find_plain_height (TcRowList *self)
{
  int height = G_MAXINT;

  for (guint i = 0; i < self->rows->len; i++) {
    const TcRow *row = &g_array_index (self->rows, TcRow, i);
    if (row->position != TC_ROW_NOWHERE && row->height > 0)
      height = MIN (height, row->height);
  }
  return height == G_MAXINT ? self->row_height : height;
}

static void
lay_rows (TcRowList *self)
{
  int page = gtk_widget_get_height (GTK_WIDGET (self)), before = self->row_height;
  double share = 0, y = 0;
  guint position = 0, reach = 0;

  if (tc_row_list_count (self) == 0) {
    spare_rows (self, 1, 0);
    return;
  }
  if (before == 0)
    before = self->row_height = need_row (self, 0)->height;
  find_anchor (self, &position, &share, &y);
  reach = (guint) (page / self->row_height) + 1;
  spare_rows (self, position > reach ? position - reach : 0, position + reach);
  place_cursor (self);
  stack_rows (self, position, (int) round (y - share * need_row (self, position)->height), page);
  self->row_height = find_plain_height (self);
  if (self->row_height != before) {
    tc_row_list_configure (self, tc_row_list_get_value (self) / before * self->row_height);
    tc_row_list_queue_update (self);
  }
}

/* By how much the cursor's row is out of sight: < 0 above, > 0 below. */
static int
find_hidden (TcRowList *self)
{
  int page = gtk_widget_get_height (GTK_WIDGET (self));
  const TcRow *row = tc_row_list_find (self, self->cursor);

  if (!row || row->y < 0)
    return row ? row->y : 0;
  return MIN (MAX (row->y + row->height - page, 0), row->y);
}

static void
reveal_cursor (TcRowList *self)
{
  int page = gtk_widget_get_height (GTK_WIDGET (self));
  double top = (double) self->cursor * self->row_height;

  tc_row_list_configure (self,
                         CLAMP (tc_row_list_get_value (self), top + self->row_height - page, top));
  lay_rows (self);
  for (guint i = 0; i < REVEALS && find_hidden (self) != 0; i++) {
    tc_row_list_configure (self, tc_row_list_get_value (self) + find_hidden (self));
    lay_rows (self);
  }
}

/* The keyboard is at a row while there is one, at the list itself while there is none. */
static void
keep_focus (TcRowList *self)
{
  TcRow *row = self->cursor != TC_ROW_NOWHERE ? tc_row_list_find (self, self->cursor) : NULL;
  TcRow *focused = find_focused (self);

  if (row && gtk_widget_has_focus (GTK_WIDGET (self)))
    gtk_widget_grab_focus (row->widget);
  else if (focused && row && focused != row)
    gtk_widget_grab_focus (row->widget);
  else if (focused && !row)
    gtk_widget_grab_focus (GTK_WIDGET (self));
}

/* The chosen one, or the first in sight. */
guint
tc_row_list_find_cursor (TcRowList *self)
{
  g_autoptr (GtkBitset) chosen = gtk_selection_model_get_selection (self->model);

  if (self->cursor < tc_row_list_count (self))
    return self->cursor;
  if (!gtk_bitset_is_empty (chosen))
    return gtk_bitset_get_minimum (chosen);
  return self->row_height > 0 ? (guint) ceil (tc_row_list_get_value (self) / self->row_height) : 0;
}

void
tc_row_list_update (TcRowList *self)
{
  guint n = tc_row_list_count (self);

  if (gtk_widget_get_height (GTK_WIDGET (self)) <= 0)
    return;
  if (self->cursor >= n)
    self->cursor = TC_ROW_NOWHERE;
  if (n > 0 && gtk_widget_has_focus (GTK_WIDGET (self)))
    self->cursor = tc_row_list_find_cursor (self);
  if (self->cursor != TC_ROW_NOWHERE && self->row_height > 0)
    need_row (self, self->cursor);
  if (self->reveal && self->cursor != TC_ROW_NOWHERE && self->row_height > 0)
    reveal_cursor (self);
  else
    lay_rows (self);
  self->reveal = FALSE;
  clear_spare (self);
  keep_focus (self);
  tc_row_list_configure (self, tc_row_list_get_value (self));
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

static gboolean
tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  TcRowList *self = TC_ROW_LIST (widget);

  self->tick = 0;
  g_clear_handle_id (&self->soon, g_source_remove);
  tc_row_list_update (self);
  return G_SOURCE_REMOVE;
}

/* Before the next frame is laid out. */
void
tc_row_list_queue_update (TcRowList *self)
{
  if (self->tick == 0 && gtk_widget_get_mapped (GTK_WIDGET (self)))
    self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), tick_cb, NULL, NULL);
}

static gboolean
soon_cb (gpointer data)
{
  TcRowList *self = data;

  self->soon = 0;
  if (self->tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick);
  self->tick = 0;
  tc_row_list_update (self);
  return G_SOURCE_REMOVE;
}

void
tc_row_list_update_soon (TcRowList *self)
{
  tc_row_list_queue_update (self);
  if (self->soon == 0 && self->tick != 0)
    self->soon = g_idle_add_full (G_PRIORITY_HIGH_IDLE, soon_cb, self, NULL);
}
