/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The way of the Tab key: it comes to each control once, in the order of reading, goes on from the
 * last to the first, and Shift+Tab goes the same way back. A list is one stop: within it go Up and
 * Down. Tab is what GTK binds to it, the signal move-focus of a window or popover.
 */
#include "access-check.h"
#include "tc-row-list.h"

#define STOPS_MAX 400

/* What is nearer than that is in one line, or one column. */
#define SLACK_PX 4

static GtkWidget *
get_focus (GtkWidget *native)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (native));

  return focus && (focus == native || gtk_widget_is_ancestor (focus, native)) ? focus : NULL;
}

static GtkWidget *
move (GtkWidget *native, GtkDirectionType direction)
{
  g_signal_emit_by_name (native, "move-focus", direction);
  return get_focus (native);
}

/* What says that it took the focus, and it stayed where it was; else where it is. */
static GtkWidget *
find_taker (GtkWidget *widget, GtkWidget *focus, GtkDirectionType direction)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child)) {
    if (gtk_widget_get_mapped (child) && gtk_widget_child_focus (child, direction) &&
        gtk_root_get_focus (gtk_widget_get_root (focus)) == focus)
      return find_taker (child, focus, direction);
    gtk_widget_grab_focus (focus);
  }
  return widget;
}

/* From before the first to behind the last. */
static GPtrArray *
list_stops (Access *self, GtkWidget *native, GtkDirectionType direction)
{
  /* Held: who comes to something may have it made anew. */
  GPtrArray *stops = g_ptr_array_new_with_free_func (g_object_unref);
  GtkWidget *focus = NULL;

  if (GTK_IS_WINDOW (native)) {
    for (GtkWidget *at = get_focus (native); at; at = gtk_widget_get_parent (at))
      gtk_widget_set_focus_child (at, NULL);
    gtk_window_set_focus (GTK_WINDOW (native), NULL);
  } else if (get_focus (native)) {
    /* A popover begins where it put the focus when it was opened. */
    g_ptr_array_add (stops, g_object_ref (get_focus (native)));
  }
  for (guint i = 0; i < STOPS_MAX; i++) {
    focus = move (native, direction);
    if (!focus || (stops->len > 0 && focus == stops->pdata[0]))
      return stops;
    if (g_ptr_array_find (stops, focus, NULL)) {
      GtkWidget *taker = find_taker (native, focus, direction);
      access_fault (self, taker, "%s comes to %s again from here before it has been everywhere",
                    direction == GTK_DIR_TAB_FORWARD ? "Tab" : "Shift+Tab",
                    G_OBJECT_TYPE_NAME (focus));
      return stops;
    }
    g_ptr_array_add (stops, g_object_ref (focus));
  }
  access_fault (self, native, "Tab has more than %d stops", STOPS_MAX);
  return stops;
}

static gboolean
is_in (GPtrArray *stops, GtkWidget *widget)
{
  for (guint i = 0; i < stops->len; i++)
    if (stops->pdata[i] == widget || gtk_widget_is_ancestor (stops->pdata[i], widget))
      return TRUE;
  return FALSE;
}

static gboolean
can_have_focus (GtkWidget *widget)
{
  for (GtkWidget *at = widget; at; at = gtk_widget_get_parent (at))
    if (!gtk_widget_get_can_focus (at))
      return FALSE;
  return gtk_widget_is_sensitive (widget);
}

static void
look_for_stop (Access *self, GtkWidget *widget, gpointer data)
{
  GPtrArray *stops = data;
  GtkWidget *list = access_get_list (widget), *row = access_get_row (widget);

  if (!access_is_control (widget) || !can_have_focus (widget) || is_in (stops, widget))
    return;
  /* Down to its row, then Tab to what is in it. */
  if (list && is_in (stops, list) && gtk_widget_get_focusable (row))
    return;
  access_fault (self, widget, "Tab never comes here");
}

/* The parts of what holds both that one and the other are in. */
static GtkWidget *
get_parts (GtkWidget **a, GtkWidget **b)
{
  for (GtkWidget *at = *a; at; *a = at, at = gtk_widget_get_parent (at))
    if (gtk_widget_is_ancestor (*b, at)) {
      while (gtk_widget_get_parent (*b) != at)
        *b = gtk_widget_get_parent (*b);
      return at;
    }
  return NULL;
}

static void
check_pair (Access *self, GtkWidget *from, GtkWidget *to)
{
  GtkWidget *a = from, *b = to, *in = get_parts (&a, &b);
  graphene_rect_t first, second;
  float overlap = 0;

  /* GTK comes to the title bar behind all else. */
  if (!in || TC_IS_ROW_LIST (in) ||
      b == gtk_window_get_titlebar (GTK_WINDOW (gtk_widget_get_root (b))) ||
      !gtk_widget_compute_bounds (a, in, &first) || !gtk_widget_compute_bounds (b, in, &second))
    return;
  overlap = MIN (first.origin.y + first.size.height, second.origin.y + second.size.height) -
            MAX (first.origin.y, second.origin.y);
  if (overlap <= SLACK_PX && second.origin.y < first.origin.y)
    access_fault (self, to, "Tab comes here from %s, which is below", G_OBJECT_TYPE_NAME (from));
  else if (overlap > SLACK_PX && second.origin.x + second.size.width <= first.origin.x + SLACK_PX)
    access_fault (self, to, "Tab comes here from %s, which is on its right",
                  G_OBJECT_TYPE_NAME (from));
}

/* Of rows that Up and Down go through Tab stops at one, and at what is in it. */
static void
check_rows (Access *self, GtkWidget *from, GtkWidget *to)
{
  GtkWidget *list = access_get_list (to), *row = access_get_row (to);

  if (list && list == access_get_list (from) && row != access_get_row (from) &&
      gtk_widget_get_focusable (row) && gtk_widget_get_focusable (access_get_row (from)) &&
      !gtk_widget_has_css_class (list, "boxed-list"))
    access_fault (self, list, "Tab stops at each of its rows");
}

/* The way by controls and whole lists: where in a list Tab stops depends on where one comes from.
 * Returns: (transfer container) */
static GPtrArray *
list_places (GPtrArray *stops, gboolean backwards)
{
  GPtrArray *places = g_ptr_array_new ();

  for (guint i = 0; i < stops->len; i++) {
    GtkWidget *stop = stops->pdata[backwards ? stops->len - 1 - i : i];
    GtkWidget *list = access_get_list (stop), *place = list ? list : stop;

    if (places->len == 0 || places->pdata[places->len - 1] != place)
      g_ptr_array_add (places, place);
  }
  return places;
}

static void
check_back (Access *self, GPtrArray *there, GPtrArray *back)
{
  g_autoptr (GPtrArray) ways = list_places (there, FALSE);
  g_autoptr (GPtrArray) others = list_places (back, TRUE);
  guint from = 0;

  /* It may begin at another one: a title bar is either first or last. */
  if (ways->len == 0 || !g_ptr_array_find (others, ways->pdata[0], &from))
    return;
  for (guint i = 0; i < ways->len; i++) {
    GtkWidget *other = others->pdata[(from + i) % others->len];

    if (ways->pdata[i] != other) {
      access_fault (self, other, "Shift+Tab comes here where Tab comes to %s",
                    G_OBJECT_TYPE_NAME (ways->pdata[i]));
      return;
    }
  }
}

void
access_check_order (Access *self, GtkWidget *native)
{
  g_autoptr (GPtrArray) there = NULL;
  g_autoptr (GPtrArray) back = NULL;

  /* GTK's own, gone through by Up and Down. */
  if (GTK_IS_POPOVER_MENU (native))
    return;
  there = list_stops (self, native, GTK_DIR_TAB_FORWARD);
  back = list_stops (self, native, GTK_DIR_TAB_BACKWARD);
  access_walk (self, native, look_for_stop, there);
  for (guint i = 1; i < there->len; i++) {
    check_pair (self, there->pdata[i - 1], there->pdata[i]);
    check_rows (self, there->pdata[i - 1], there->pdata[i]);
  }
  check_back (self, there, back);
}
