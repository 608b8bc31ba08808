/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A list of very many rows; see the header.
 */
#include "tc-row-list-private.h"

#include <math.h>

static void scrollable_iface_init (GtkScrollableInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TcRowList, tc_row_list, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_SCROLLABLE, scrollable_iface_init))

enum {
  PROP_HADJUSTMENT = 1,
  PROP_VADJUSTMENT,
  PROP_HSCROLL_POLICY,
  PROP_VSCROLL_POLICY,
};

/* ---- what changes in the model ---- */

/* Where @position is after that change; TC_ROW_NOWHERE: it is gone. */
static guint
follow (guint position, guint changed, guint removed, guint added)
{
  if (position == TC_ROW_NOWHERE || position < changed)
    return position;
  return position - changed < removed ? TC_ROW_NOWHERE : position - removed + added;
}

/* The row on top stays there; if it is gone, as many stay above it as there still are. */
static double
follow_value (TcRowList *self, guint changed, guint removed, guint added)
{
  double value = self->down ? gtk_adjustment_get_value (self->down) : 0;
  guint top = self->row_height > 0 ? (guint) (value / self->row_height) : 0;
  double above = MIN ((double) top - changed, removed);

  if (top < changed || removed == tc_row_list_count (self) + removed - added)
    return top < changed ? value : 0;
  if (top - changed < removed)
    return value + (MIN (added, above) - above) * self->row_height;
  return value + ((double) added - removed) * self->row_height;
}

/* The keyboard's row is gone: it goes to the one that is now there. */
static void
move_focused (TcRowList *self, TcRow *row)
{
  guint n = tc_row_list_count (self);
  TcRow *other = n > 0 ? tc_row_list_find (self, self->cursor) : NULL;

  if (n > 0 && !other) {
    tc_row_list_bind (self, row, self->cursor);
    return;
  }
  gtk_widget_grab_focus (other ? other->widget : GTK_WIDGET (self));
  tc_row_list_spare (row);
}

static void
items_changed_cb (TcRowList *self, guint changed, guint removed, guint added)
{
  guint n = tc_row_list_count (self), focused = TC_ROW_NOWHERE;
  double value = follow_value (self, changed, removed, added);
  GtkWidget *keyboard = gtk_widget_get_focus_child (GTK_WIDGET (self));
  guint cursor = follow (self->cursor, changed, removed, added);

  if (cursor == TC_ROW_NOWHERE && keyboard && n > 0)
    cursor = removed == n + removed - added ? 0 : MIN (self->cursor, n - 1);
  self->cursor = cursor;
  self->extent = follow (self->extent, changed, removed, added);
  for (guint i = 0; i < self->rows->len; i++) {
    TcRow *row = &g_array_index (self->rows, TcRow, i);
    gboolean was = row->position != TC_ROW_NOWHERE;

    row->position = follow (row->position, changed, removed, added);
    if (row->position != TC_ROW_NOWHERE)
      tc_row_list_tell_place (self, row);
    else if (was && row->widget == keyboard)
      focused = i;
    else if (was)
      tc_row_list_spare (row);
  }
  if (focused != TC_ROW_NOWHERE)
    move_focused (self, &g_array_index (self->rows, TcRow, focused));
  if (self->row_height > 0)
    tc_row_list_configure (self, value);
  tc_row_list_update_soon (self);
}

static void
selection_changed_cb (TcRowList *self, guint changed, guint n)
{
  g_autoptr (GtkBitset) chosen = gtk_selection_model_get_selection (self->model);

  for (guint i = 0; i < self->rows->len; i++) {
    TcRow *row = &g_array_index (self->rows, TcRow, i);
    if (row->position != TC_ROW_NOWHERE && row->position >= changed && row->position - changed < n)
      tc_row_list_show_selected (self, row);
  }
  /* One that was chosen from elsewhere is where the keyboard goes on. */
  if (gtk_bitset_get_size (chosen) != 1 || gtk_bitset_contains (chosen, self->cursor))
    return;
  self->cursor = self->extent = gtk_bitset_get_minimum (chosen);
  tc_row_list_queue_update (self);
}

/* ---- keyboard and pointer ---- */

static void
choose (TcRowList *self, guint position, gboolean modify, gboolean extend)
{
  guint from = self->extent < tc_row_list_count (self) ? self->extent : position;

  if (extend)
    gtk_selection_model_select_range (self->model, MIN (from, position),
                                      MAX (from, position) - MIN (from, position) + 1, !modify);
  else if (modify && gtk_selection_model_is_selected (self->model, position))
    gtk_selection_model_unselect_item (self->model, position);
  else
    gtk_selection_model_select_item (self->model, position, !modify);
  self->extent = extend ? from : position;
}

static void
go_to (TcRowList *self, guint position)
{
  self->cursor = position;
  self->reveal = TRUE;
  tc_row_list_update (self);
}

typedef enum {
  UP,
  DOWN,
  PAGE_UP,
  PAGE_DOWN,
  FIRST,
  LAST,
} Step;

static guint
find_step (TcRowList *self, Step step)
{
  guint last = tc_row_list_count (self) - 1, at = MIN (self->cursor, last);
  int rows = gtk_widget_get_height (GTK_WIDGET (self)) / MAX (self->row_height, 1) - 1;
  guint page = (guint) MAX (rows, 1);

  switch (step) {
  case UP:
    return at > 0 ? at - 1 : 0;
  case DOWN:
    return MIN (at + 1, last);
  case PAGE_UP:
    return at > page ? at - page : 0;
  case PAGE_DOWN:
    return MIN (at + page, last);
  case FIRST:
    return 0;
  default:
    return last;
  }
}

static gboolean
step_cb (GtkWidget *widget, GVariant *args, gpointer data)
{
  TcRowList *self = TC_ROW_LIST (widget);
  gboolean modify = FALSE, extend = FALSE;
  guint step = 0, position = 0;

  g_variant_get (args, "(ubb)", &step, &modify, &extend);
  if (tc_row_list_count (self) == 0)
    return FALSE;
  if (self->extent == TC_ROW_NOWHERE)
    self->extent = self->cursor;
  position = find_step (self, step);
  if (!modify || extend)
    choose (self, position, modify, extend);
  go_to (self, position);
  return TRUE;
}

static gboolean
choose_cb (GtkWidget *widget, GVariant *args, gpointer data)
{
  TcRowList *self = TC_ROW_LIST (widget);
  gboolean modify = FALSE, extend = FALSE;

  g_variant_get (args, "(bb)", &modify, &extend);
  if (self->cursor >= tc_row_list_count (self))
    return FALSE;
  choose (self, self->cursor, modify, extend);
  return TRUE;
}

static gboolean
choose_all_cb (GtkWidget *widget, GVariant *args, gpointer data)
{
  TcRowList *self = TC_ROW_LIST (widget);

  if (!self->model)
    return FALSE;
  if (g_variant_get_boolean (args))
    gtk_selection_model_select_all (self->model);
  else
    gtk_selection_model_unselect_all (self->model);
  return TRUE;
}

static void
add_step (GtkWidgetClass *class, guint key, guint pad_key, Step step)
{
  static const GdkModifierType modifiers[] = {0, GDK_CONTROL_MASK, GDK_SHIFT_MASK,
                                              GDK_CONTROL_MASK | GDK_SHIFT_MASK};

  for (guint i = 0; i < G_N_ELEMENTS (modifiers); i++) {
    gboolean modify = (modifiers[i] & GDK_CONTROL_MASK) != 0;
    gboolean extend = (modifiers[i] & GDK_SHIFT_MASK) != 0;

    gtk_widget_class_add_binding (class, key, modifiers[i], step_cb, "(ubb)", step, modify, extend);
    gtk_widget_class_add_binding (class, pad_key, modifiers[i], step_cb, "(ubb)", step, modify,
                                  extend);
  }
}

static void
add_keys (GtkWidgetClass *class)
{
  const GdkModifierType control = GDK_CONTROL_MASK, shift = GDK_SHIFT_MASK;

  add_step (class, GDK_KEY_Up, GDK_KEY_KP_Up, UP);
  add_step (class, GDK_KEY_Down, GDK_KEY_KP_Down, DOWN);
  add_step (class, GDK_KEY_Page_Up, GDK_KEY_KP_Page_Up, PAGE_UP);
  add_step (class, GDK_KEY_Page_Down, GDK_KEY_KP_Page_Down, PAGE_DOWN);
  add_step (class, GDK_KEY_Home, GDK_KEY_KP_Home, FIRST);
  add_step (class, GDK_KEY_End, GDK_KEY_KP_End, LAST);
  gtk_widget_class_add_binding (class, GDK_KEY_space, 0, choose_cb, "(bb)", FALSE, FALSE);
  gtk_widget_class_add_binding (class, GDK_KEY_space, control, choose_cb, "(bb)", TRUE, FALSE);
  gtk_widget_class_add_binding (class, GDK_KEY_space, shift, choose_cb, "(bb)", FALSE, TRUE);
  gtk_widget_class_add_binding (class, GDK_KEY_space, control | shift, choose_cb, "(bb)", TRUE,
                                TRUE);
  gtk_widget_class_add_binding (class, GDK_KEY_a, control, choose_all_cb, "b", TRUE);
  gtk_widget_class_add_binding (class, GDK_KEY_slash, control, choose_all_cb, "b", TRUE);
  gtk_widget_class_add_binding (class, GDK_KEY_a, control | shift, choose_all_cb, "b", FALSE);
  gtk_widget_class_add_binding (class, GDK_KEY_backslash, control, choose_all_cb, "b", FALSE);
}

/* A finger that scrolls was no click: then the gesture is taken away from here. */
static void
released_cb (GtkGestureClick *gesture, int n_press, double x, double y, TcRowList *self)
{
  GdkModifierType state = gtk_event_controller_get_current_event_state (
      GTK_EVENT_CONTROLLER (gesture));
  GtkWidget *picked = gtk_widget_pick (GTK_WIDGET (self), x, y, GTK_PICK_DEFAULT);
  TcRow *row = tc_row_list_find_of (self, picked);
  guint position = row ? row->position : TC_ROW_NOWHERE;

  if (position == TC_ROW_NOWHERE)
    return;
  self->cursor = position;
  gtk_widget_grab_focus (row->widget);
  choose (self, position, (state & GDK_CONTROL_MASK) != 0, (state & GDK_SHIFT_MASK) != 0);
}

static gboolean
tc_row_list_grab_focus (GtkWidget *widget)
{
  TcRowList *self = TC_ROW_LIST (widget);
  TcRow *row = NULL;

  if (tc_row_list_count (self) > 0 && gtk_widget_get_mapped (widget) &&
      gtk_widget_get_height (widget) > 0) {
    go_to (self, tc_row_list_find_cursor (self));
    row = tc_row_list_find (self, self->cursor);
  }
  if (row)
    return gtk_widget_grab_focus (row->widget);
  return GTK_WIDGET_CLASS (tc_row_list_parent_class)->grab_focus (widget);
}

/* Tab goes into the list once and out again; within it there are the arrows. */
static gboolean
tc_row_list_focus (GtkWidget *widget, GtkDirectionType direction)
{
  if (gtk_widget_get_focus_child (widget) || gtk_widget_has_focus (widget))
    return FALSE;
  return gtk_widget_grab_focus (widget);
}

static void
tc_row_list_set_focus_child (GtkWidget *widget, GtkWidget *child)
{
  TcRowList *self = TC_ROW_LIST (widget);
  const TcRow *row = tc_row_list_find_of (self, child);

  GTK_WIDGET_CLASS (tc_row_list_parent_class)->set_focus_child (widget, child);
  if (row && row->position != TC_ROW_NOWHERE)
    self->cursor = row->position;
}

/* ---- widget ---- */

static void
tc_row_list_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                     int *natural, int *minimum_baseline, int *natural_baseline)
{
  TcRowList *self = TC_ROW_LIST (widget);

  *minimum = *natural = orientation == GTK_ORIENTATION_VERTICAL ? self->row_height : 0;
  for (guint i = 0; i < self->rows->len && orientation == GTK_ORIENTATION_HORIZONTAL; i++) {
    const TcRow *row = &g_array_index (self->rows, TcRow, i);
    int least = 0, liked = 0;

    if (row->position == TC_ROW_NOWHERE)
      continue;
    gtk_widget_measure (row->widget, orientation, -1, &least, &liked, NULL, NULL);
    *minimum = MAX (*minimum, least);
    *natural = MAX (*natural, liked);
  }
}

/* The adjustment is told later: its scroll bar comes or goes by it, which isn't possible while
 * sizes are given out (the window above is painted unlaid, and misses what is resized after). */
static void
tc_row_list_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  TcRowList *self = TC_ROW_LIST (widget);
  gboolean differs = self->row_height == 0 || !self->down ||
                     gtk_adjustment_get_page_size (self->down) != (double) height;

  for (guint i = 0; i < self->rows->len; i++) {
    const TcRow *row = &g_array_index (self->rows, TcRow, i);
    int natural = 0;

    if (row->position == TC_ROW_NOWHERE)
      continue;
    gtk_widget_measure (row->widget, GTK_ORIENTATION_VERTICAL, width, NULL, &natural, NULL, NULL);
    differs = differs || natural != row->height;
    gtk_widget_size_allocate (row->widget, &(GtkAllocation){0, row->y, width, natural}, -1);
  }
  if (differs)
    tc_row_list_queue_update (self);
}

static void
tc_row_list_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (tc_row_list_parent_class)->map (widget);
  tc_row_list_queue_update (TC_ROW_LIST (widget));
}

static void
tc_row_list_unmap (GtkWidget *widget)
{
  TcRowList *self = TC_ROW_LIST (widget);

  if (self->tick != 0)
    gtk_widget_remove_tick_callback (widget, self->tick);
  self->tick = 0;
  g_clear_handle_id (&self->soon, g_source_remove);
  GTK_WIDGET_CLASS (tc_row_list_parent_class)->unmap (widget);
}

static void
value_changed_cb (TcRowList *self)
{
  if (!self->configuring && gtk_widget_get_mapped (GTK_WIDGET (self)))
    tc_row_list_update (self);
}

static void
set_adjustment (TcRowList *self, GtkAdjustment **place, GtkAdjustment *adjustment)
{
  if (*place)
    g_signal_handlers_disconnect_by_data (*place, self);
  g_clear_object (place);
  if (!adjustment)
    return;
  *place = g_object_ref_sink (adjustment);
  if (place == &self->down)
    g_signal_connect_swapped (adjustment, "value-changed", G_CALLBACK (value_changed_cb), self);
  tc_row_list_queue_update (self);
}

static void
tc_row_list_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TcRowList *self = TC_ROW_LIST (object);

  if (id == PROP_HADJUSTMENT || id == PROP_VADJUSTMENT)
    g_value_set_object (value, id == PROP_HADJUSTMENT ? self->across : self->down);
  else
    g_value_set_enum (value, (int) self->policies[id == PROP_VSCROLL_POLICY]);
}

static void
tc_row_list_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  TcRowList *self = TC_ROW_LIST (object);

  if (id == PROP_HADJUSTMENT)
    set_adjustment (self, &self->across, g_value_get_object (value));
  else if (id == PROP_VADJUSTMENT)
    set_adjustment (self, &self->down, g_value_get_object (value));
  else
    self->policies[id == PROP_VSCROLL_POLICY] = (guint) g_value_get_enum (value);
}

static void
tc_row_list_dispose (GObject *object)
{
  TcRowList *self = TC_ROW_LIST (object);

  tc_row_list_set_model (self, NULL);
  set_adjustment (self, &self->across, NULL);
  set_adjustment (self, &self->down, NULL);
  G_OBJECT_CLASS (tc_row_list_parent_class)->dispose (object);
}

static void
tc_row_list_finalize (GObject *object)
{
  g_array_unref (TC_ROW_LIST (object)->rows);
  G_OBJECT_CLASS (tc_row_list_parent_class)->finalize (object);
}

static void
scrollable_iface_init (GtkScrollableInterface *iface)
{
}

static void
tc_row_list_class_init (TcRowListClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  object_class->get_property = tc_row_list_get_property;
  object_class->set_property = tc_row_list_set_property;
  object_class->dispose = tc_row_list_dispose;
  object_class->finalize = tc_row_list_finalize;
  widget_class->measure = tc_row_list_measure;
  widget_class->size_allocate = tc_row_list_size_allocate;
  widget_class->map = tc_row_list_map;
  widget_class->unmap = tc_row_list_unmap;
  widget_class->focus = tc_row_list_focus;
  widget_class->grab_focus = tc_row_list_grab_focus;
  widget_class->set_focus_child = tc_row_list_set_focus_child;
  g_object_class_override_property (object_class, PROP_HADJUSTMENT, "hadjustment");
  g_object_class_override_property (object_class, PROP_VADJUSTMENT, "vadjustment");
  g_object_class_override_property (object_class, PROP_HSCROLL_POLICY, "hscroll-policy");
  g_object_class_override_property (object_class, PROP_VSCROLL_POLICY, "vscroll-policy");
  gtk_widget_class_set_css_name (widget_class, "listview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LIST);
  add_keys (widget_class);
}

static void
tc_row_list_init (TcRowList *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  self->rows = g_array_new (FALSE, FALSE, sizeof (TcRow));
  self->cursor = self->extent = TC_ROW_NOWHERE;
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_widget_add_css_class (GTK_WIDGET (self), "view");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_MULTI_SELECTABLE,
                                  TRUE, -1);
  g_signal_connect (click, "released", G_CALLBACK (released_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}

void
tc_row_list_set_row_type (TcRowList *self, GType type)
{
  self->row_type = type;
}

void
tc_row_list_show (TcRowList *self, guint position)
{
  g_return_if_fail (TC_IS_ROW_LIST (self));
  if (position >= tc_row_list_count (self))
    return;
  self->cursor = position;
  self->reveal = TRUE;
  tc_row_list_queue_update (self);
}

gboolean
tc_row_list_is_in_sight (TcRowList *self, guint position)
{
  const TcRow *row = NULL;

  g_return_val_if_fail (TC_IS_ROW_LIST (self), FALSE);
  if (position >= tc_row_list_count (self))
    return FALSE;
  row = tc_row_list_find (self, position);
  return row && row->y + row->height > 0 && row->y < gtk_widget_get_height (GTK_WIDGET (self));
}

GtkSelectionModel *
tc_row_list_get_model (TcRowList *self)
{
  return self->model;
}

void
tc_row_list_set_model (TcRowList *self, GtkSelectionModel *model)
{
  if (self->model == model)
    return;
  if (self->model)
    g_signal_handlers_disconnect_by_data (self->model, self);
  tc_row_list_drop (self);
  self->cursor = self->extent = TC_ROW_NOWHERE;
  g_set_object (&self->model, model);
  if (!model)
    return;
  g_signal_connect_swapped (model, "items-changed", G_CALLBACK (items_changed_cb), self);
  g_signal_connect_swapped (model, "selection-changed", G_CALLBACK (selection_changed_cb), self);
  tc_row_list_queue_update (self);
}
