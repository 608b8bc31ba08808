/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: the queue's columns are chosen, put in order and widened by keyboard and by dragging, stand
 * under their names, and are kept for a person and with a list that has a name. Method: as in
 * test-incident-window.c; a drag is told to the head as GTK tells it.
 */
#include "window-seat.h"

#include "main-turn.h"

/* Until the X server has put it there: what opens over it is placed by that. */
static void
wait_placed (GtkWidget *popover)
{
  gint64 end_us = g_get_monotonic_time () + G_TIME_SPAN_SECOND / 2;

  while (!gtk_widget_get_mapped (popover) || g_get_monotonic_time () < end_us)
    main_turn ();
}

static gboolean
has_columns (Seat *seat, const char *text)
{
  g_autoptr (GVariant)
      state = g_action_group_get_action_state (G_ACTION_GROUP (seat->window), "columns");

  return g_str_equal (g_variant_get_string (state, NULL), text);
}

/* What a button is called: its label, or what it says of itself. (nullable) */
static const char *
get_name (GtkWidget *widget)
{
  GtkWidget *child = GTK_IS_CHECK_BUTTON (widget) ? gtk_widget_get_last_child (widget) : NULL;

  if (child)
    return GTK_IS_LABEL (child) ? gtk_label_get_label (GTK_LABEL (child)) : NULL;
  if (GTK_IS_BUTTON (widget) && gtk_button_get_label (GTK_BUTTON (widget)))
    return gtk_button_get_label (GTK_BUTTON (widget));
  return gtk_widget_get_tooltip_text (widget);
}

/* The first of that name in @widget. (nullable) */
static GtkWidget *
find_button (GtkWidget *widget, const char *name)
{
  const char *own = get_name (widget);
  GtkWidget *found = g_strcmp0 (own, name) == 0 ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child && !found;
       child = gtk_widget_get_next_sibling (child))
    found = find_button (child, name);
  return found;
}

/* Presses @name and waits until the columns are @text. */
static void
press (Seat *seat, GtkWidget *form, const char *name, const char *text)
{
  GtkWidget *button = find_button (form, name);

  g_assert_nonnull (button);
  g_assert_true (gtk_widget_is_sensitive (button));
  gtk_widget_activate (button);
  while (!has_columns (seat, text))
    g_main_context_iteration (NULL, TRUE);
}

/* Where its label begins in @ancestor. */
static double
get_left (GtkWidget *widget, GtkWidget *ancestor)
{
  graphene_rect_t bounds = GRAPHENE_RECT_INIT_ZERO;

  g_assert_true (gtk_widget_compute_bounds (widget, ancestor, &bounds));
  return bounds.origin.x;
}

/* A visible text in @widget that shows exactly that. (nullable) */
static GtkWidget *
find_label (GtkWidget *widget, const char *text)
{
  gboolean is_it = gtk_widget_get_mapped (widget) && g_strcmp0 (get_shown_text (widget), text) == 0;
  GtkWidget *found = is_it ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child && !found;
       child = gtk_widget_get_next_sibling (child))
    found = find_label (child, text);
  return found;
}

/* Until GTK knows that the pointer is no longer in what has closed: the tip that it waits to show
 * there goes by that alone, and not with the window. */
static void
wait_pointer (Seat *seat)
{
  gdk_display_sync (gtk_widget_get_display (GTK_WIDGET (seat->window)));
  while (g_main_context_iteration (NULL, FALSE))
    continue;
}

/* They are chosen, put in order and widened with the keyboard; the head stands over them. */
static void
test_columns (void)
{
  Seat seat = {0};
  GtkWidget *head = NULL, *form = NULL, *popover = NULL, *name = NULL, *cell = NULL;

  sit_down (&seat);
  head = find_type (GTK_WIDGET (seat.window), "TcQueueHead");
  g_assert_false (gtk_widget_get_visible (head));
  act (&seat, "choose-columns", NULL);
  form = find_type (head, "TcColumnsForm");
  popover = gtk_widget_get_ancestor (form, GTK_TYPE_POPOVER);
  wait_placed (popover);
  g_assert_true (gtk_widget_get_mapped (head));
  press (&seat, form, "State", "age,title,state,term,second");
  wait_listed (&seat, "new", TRUE);
  press (&seat, form, "State: further to the left", "age,state,title,term,second");
  press (&seat, form, "State: wider", "age,state:14,title,term,second");
  press (&seat, form, "A second line: field, area, who has it", "age,state:14,title,term");
  wait_listed (&seat, "Traffic", FALSE);
  gtk_popover_popdown (GTK_POPOVER (popover));
  while (!is_at_list (&seat))
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (gtk_widget_get_visible (head));
  name = find_label (head, "State");
  cell = find_label (find_list (GTK_WIDGET (seat.window)), "new");
  g_assert_nonnull (name);
  g_assert_nonnull (cell);
  g_assert_cmpfloat_with_epsilon (get_left (name, GTK_WIDGET (seat.window)),
                                  get_left (cell, GTK_WIDGET (seat.window)), 1.0);
  /* What stands in a column follows what is done. */
  act (&seat, "take", NULL);
  wait_shown (&seat, "Mine 1", TRUE);
  act (&seat, "choose-columns", NULL);
  press (&seat, form, "As at first", "age,title,term,second");
  gtk_popover_popdown (GTK_POPOVER (popover));
  while (gtk_widget_get_visible (head))
    g_main_context_iteration (NULL, TRUE);
  wait_pointer (&seat);
  stand_up (&seat);
}

/* A person's own are there again; a list that has a name brings its own, and leaves theirs. */
static void
test_kept_columns (void)
{
  static const char own[] = "code,age,title,term,second", named[] = "title,unit:20,reports";
  Seat seat = {0};
  gint64 late_us = g_get_monotonic_time () + WAIT_US;

  sit_down (&seat);
  act_string (&seat, "columns", named);
  write_and_send (&seat, "save-filter", "Theo đội");
  wait_shown (&seat, "Saved: Theo đội", TRUE);
  act (&seat, "filter", g_variant_new_string ("open"));
  act_string (&seat, "columns", own);
  wait_listed (&seat, "PA-", TRUE);
  act_string (&seat, "columns", "no,such");
  g_assert_true (has_columns (&seat, own));
  do {
    act_string (&seat, "saved-filter-named", "theo doi");
    main_turn ();
    g_assert_cmpint (g_get_monotonic_time (), <, late_us);
  } while (!has_columns (&seat, named));
  wait_listed (&seat, "PA-", FALSE);
  /* Changed in the list that has a name: the own ones aren't. */
  act_string (&seat, "columns", "title,unit:30,reports");
  act (&seat, "filter", g_variant_new_string ("open"));
  g_assert_true (has_columns (&seat, own));
  stand_up (&seat);
  sit_down (&seat);
  g_assert_true (has_columns (&seat, own));
  act_string (&seat, "columns", "age,title,term,second");
  stand_up (&seat);
}

static GtkGesture *
find_drag (GtkWidget *head)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (head);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++) {
    g_autoptr (GtkEventController) one = g_list_model_get_item (controllers, i);
    if (GTK_IS_GESTURE_DRAG (one))
      return GTK_GESTURE (one);
  }
  return NULL;
}

/* From @x so far to the right. */
static void
drag (GtkWidget *head, double x, double by)
{
  GtkGesture *gesture = find_drag (head);

  g_assert_nonnull (gesture);
  g_signal_emit_by_name (gesture, "drag-begin", x, 10.0);
  g_signal_emit_by_name (gesture, "drag-update", by, 0.0);
  g_signal_emit_by_name (gesture, "drag-end", by, 0.0);
}

static void
wait_label (GtkWidget *head, const char *text)
{
  while (!find_label (head, text) || gtk_widget_get_width (find_label (head, text)) == 0)
    g_main_context_iteration (NULL, TRUE);
}

/* By its name to another place, by its edge wider; the title has no edge of its own. */
static void
test_dragged (void)
{
  Seat seat = {0};
  GtkWidget *head = NULL, *code = NULL;
  double x = 0;

  sit_down (&seat);
  act_string (&seat, "columns", "age,code,title,term,second");
  head = find_type (GTK_WIDGET (seat.window), "TcQueueHead");
  wait_label (head, "Code");
  code = find_label (head, "Code");
  x = get_left (code, head);
  /* Not yet past the middle of the one that stands there; then past it. */
  drag (head, x + 20, -30);
  g_assert_true (has_columns (&seat, "age,code,title,term,second"));
  drag (head, x + 20, get_left (find_label (head, "Age"), head) + 2 - (x + 20));
  g_assert_true (has_columns (&seat, "code,age,title,term,second"));
  wait_label (head, "Code");
  while (get_left (code, head) >= x)
    g_main_context_iteration (NULL, TRUE);
  x = get_left (code, head) + gtk_widget_get_width (code) + 4;
  drag (head, x, 60);
  g_assert_false (has_columns (&seat, "code,age,title,term,second"));
  g_assert_true (gtk_widget_get_visible (head));
  while (get_left (find_label (head, "Age"), head) < x + 30)
    g_main_context_iteration (NULL, TRUE);
  /* Where the title ends the next one is widened, to the left. */
  act_string (&seat, "columns", "age,title,code,term,second");
  while (get_left (code, head) < x + 60)
    g_main_context_iteration (NULL, TRUE);
  x = get_left (code, head) - 4;
  drag (head, x, -60);
  while (get_left (code, head) > x - 30)
    g_main_context_iteration (NULL, TRUE);
  act_string (&seat, "columns", "age,title,term,second");
  stand_up (&seat);
}

int
main (int argc, char **argv)
{
  window_seat_init (&argc, &argv);
  g_test_add_func ("/columns/chosen", test_columns);
  g_test_add_func ("/columns/kept", test_kept_columns);
  g_test_add_func ("/columns/dragged", test_dragged);
  return window_seat_run ();
}
