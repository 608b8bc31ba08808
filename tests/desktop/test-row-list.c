/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: of very many rows only those in sight have a widget; they lie one below the other without a
 * gap from the first to the last, with headings among them; nothing moves when the list changes
 * elsewhere; keyboard and pointer choose as in GTK's list, and the keyboard is never lost. Method:
 * the real window with keys and a pointer of the X server.
 */
#include "tc-row-list.h"
#include "wait-limit.h"

#include <adwaita.h>

#define MANY 200000
#define WIDTH 300
#define HEIGHT 400
/* Of a row; those with a heading are higher. */
#define PLAIN 30
#define HEADED 50

/* ---- a row ---- */

#define TEST_TYPE_ROW (test_row_get_type ())
G_DECLARE_FINAL_TYPE (TestRow, test_row, TEST, ROW, GtkWidget)

struct _TestRow {
  GtkWidget parent;
  GtkStringObject *item; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (TestRow, test_row, GTK_TYPE_WIDGET)

static void
test_row_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                  int *natural, int *minimum_baseline, int *natural_baseline)
{
  GtkStringObject *item = TEST_ROW (widget)->item;
  gboolean headed = item && g_str_has_prefix (gtk_string_object_get_string (item), "#");

  *minimum = *natural = headed ? HEADED : PLAIN;
}

static void
test_row_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  g_set_object (&TEST_ROW (object)->item, g_value_get_object (value));
  gtk_widget_queue_resize (GTK_WIDGET (object));
}

static void
test_row_dispose (GObject *object)
{
  g_clear_object (&TEST_ROW (object)->item);
  G_OBJECT_CLASS (test_row_parent_class)->dispose (object);
}

static void
test_row_class_init (TestRowClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->set_property = test_row_set_property;
  object_class->dispose = test_row_dispose;
  GTK_WIDGET_CLASS (class)->measure = test_row_measure;
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (class), "row");
  g_object_class_install_property (object_class, 1,
                                   g_param_spec_object ("item", NULL, NULL, GTK_TYPE_STRING_OBJECT,
                                                        G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS));
}

static void
test_row_init (TestRow *self)
{
}

/* ---- a seat ---- */

typedef struct {
  GtkWindow *window; /* (unowned) */
  TcRowList *list;   /* (unowned) */
  GtkWidget *button; /* (unowned): what else has the keyboard */
  GtkAdjustment *down;
  GtkStringList *strings; /* (owned) */
  GtkSelectionModel *model;
} Seat;

/* Until all that was asked for is laid out and painted. */
static void
settle (Seat *seat)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (seat->window));
  gint64 frame = gdk_frame_clock_get_frame_counter (clock);
  gint64 end_us = g_get_monotonic_time () + WAIT_US;

  gtk_widget_queue_draw (GTK_WIDGET (seat->window));
  while (gdk_frame_clock_get_frame_counter (clock) < frame + 3) {
    gdk_frame_clock_request_phase (clock, GDK_FRAME_CLOCK_PHASE_PAINT);
    g_assert_cmpint (g_get_monotonic_time (), <, end_us);
    g_main_context_iteration (NULL, TRUE);
  }
  while (g_main_context_iteration (NULL, FALSE))
    continue;
}

/* @every: each of so many has a heading; 0: none. */
static void
add_strings (Seat *seat, guint n, guint every)
{
  for (guint i = 0; i < n; i++)
    gtk_string_list_take (seat->strings,
                          g_strdup_printf (every && i % every == 0 ? "#%u" : "%u", i));
}

static void
sit_down (Seat *seat, guint n, guint every)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  *seat = (Seat){.window = GTK_WINDOW (gtk_window_new ())};
  seat->strings = gtk_string_list_new (NULL);
  add_strings (seat, n, every);
  seat->model = GTK_SELECTION_MODEL (
      gtk_multi_selection_new (g_object_ref (G_LIST_MODEL (seat->strings))));
  seat->list = g_object_new (TC_TYPE_ROW_LIST, NULL);
  tc_row_list_set_row_type (seat->list, TEST_TYPE_ROW);
  tc_row_list_set_model (seat->list, seat->model);
  seat->button = gtk_button_new_with_label ("elsewhere");
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (seat->list));
  gtk_widget_set_size_request (scroller, WIDTH, HEIGHT);
  gtk_box_append (GTK_BOX (box), seat->button);
  gtk_box_append (GTK_BOX (box), scroller);
  gtk_window_set_decorated (seat->window, FALSE);
  gtk_window_set_child (seat->window, box);
  gtk_window_present (seat->window);
  seat->down = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (seat->list));
  while (!gtk_window_is_active (seat->window))
    g_main_context_iteration (NULL, TRUE);
  settle (seat);
}

static void
stand_up (Seat *seat)
{
  gtk_window_destroy (seat->window);
  g_object_unref (seat->model);
  g_object_unref (seat->strings);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
}

/* What is in sight, from above: "#0 1 2 …"; they touch each other and cover all of the list.
 * (transfer full) */
static char *
read_rows (Seat *seat)
{
  GString *text = g_string_new (NULL);
  double below = -1;

  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (seat->list)); row;
       row = gtk_widget_get_next_sibling (row)) {
    graphene_rect_t place;

    if (!gtk_widget_get_mapped (row) ||
        !gtk_widget_compute_bounds (row, GTK_WIDGET (seat->list), &place) ||
        place.origin.y >= HEIGHT || place.origin.y + place.size.height <= 0)
      continue;
    if (below < 0)
      g_assert_cmpfloat (place.origin.y, <=, 0);
    else
      g_assert_cmpfloat (place.origin.y, ==, below);
    below = place.origin.y + place.size.height;
    g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "",
                            gtk_string_object_get_string (TEST_ROW (row)->item));
  }
  if (below >= 0 && gtk_adjustment_get_upper (seat->down) > HEIGHT)
    g_assert_cmpfloat (below, >=, HEIGHT);
  return g_string_free (text, FALSE);
}

static void
assert_rows (Seat *seat, const char *first, const char *last)
{
  g_autofree char *rows = NULL;

  settle (seat);
  rows = read_rows (seat);
  if (!g_str_has_prefix (rows, first) || !g_str_has_suffix (rows, last))
    g_error ("in sight: %s; not from %s to %s", rows, first, last);
}

static guint
count_widgets (Seat *seat)
{
  guint n = 0;

  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (seat->list)); row;
       row = gtk_widget_get_next_sibling (row))
    n++;
  return n;
}

static void
scroll_to (Seat *seat, double value)
{
  gtk_adjustment_set_value (seat->down, value);
}

/* (transfer none): of the row with the keyboard; "-": none has. */
static const char *
read_focus (Seat *seat)
{
  GtkWidget *focus = gtk_window_get_focus (seat->window);

  return focus && TEST_IS_ROW (focus) ? gtk_string_object_get_string (TEST_ROW (focus)->item) : "-";
}

/* (transfer full): the positions that are chosen. */
static char *
read_chosen (Seat *seat)
{
  g_autoptr (GtkBitset) chosen = gtk_selection_model_get_selection (seat->model);

  GString *text = g_string_new (NULL);

  for (guint i = 0; i < gtk_bitset_get_size (chosen); i++)
    g_string_append_printf (text, "%s%u", i > 0 ? " " : "", gtk_bitset_get_nth (chosen, i));
  return g_string_free (text, FALSE);
}

static void
run (Seat *seat, const char *command)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) xdotool = NULL;
  g_auto (GStrv) words = g_strsplit (command, " ", -1);

  xdotool = g_subprocess_newv ((const char *const *) words, G_SUBPROCESS_FLAGS_NONE, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_wait_check (xdotool, NULL, &error));
  g_assert_no_error (error);
  settle (seat);
}

#define assert_chosen(seat, text)                                                                  \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autofree char *chosen_ = read_chosen (seat);                                                 \
    g_assert_cmpstr (chosen_, ==, text);                                                           \
  }                                                                                                \
  G_STMT_END

/* ---- */

static void
test_few_widgets (void)
{
  Seat seat = {0};
  guint few = 0;

  sit_down (&seat, MANY, 0);
  assert_rows (&seat, "0 1 2", " 13");
  g_assert_cmpfloat (gtk_adjustment_get_upper (seat.down), ==, (double) MANY * PLAIN);
  few = count_widgets (&seat);
  g_assert_cmpuint (few, <=, HEIGHT / PLAIN + 3);
  scroll_to (&seat, 100 * PLAIN);
  assert_rows (&seat, "100 101", " 113");
  scroll_to (&seat, 100.5 * PLAIN);
  assert_rows (&seat, "100 101", " 113");
  scroll_to (&seat, (double) MANY * PLAIN);
  assert_rows (&seat, "199986", " 199999");
  scroll_to (&seat, 0);
  assert_rows (&seat, "0 1", " 13");
  g_assert_cmpuint (count_widgets (&seat), <=, few + 3);
  stand_up (&seat);
}

/* Rows that are higher lie whole at both ends, and nowhere between is there a gap. */
static void
test_headings (void)
{
  Seat seat = {0};

  sit_down (&seat, 1000, 3);
  assert_rows (&seat, "#0 1 2 #3", " 10");
  for (double value = 0; value < 1000 * PLAIN - HEIGHT; value += 777.7) {
    g_autofree char *rows = NULL;

    scroll_to (&seat, value);
    settle (&seat);
    rows = read_rows (&seat);
    g_assert_cmpuint (strlen (rows), >, 0);
  }
  scroll_to (&seat, 1000 * PLAIN);
  assert_rows (&seat, "", "998 #999");
  stand_up (&seat);
}

/* What comes and goes above or below what is in sight moves nothing. */
static void
test_stands_still (void)
{
  static const char *const four[] = {"a", "b", "c", "d", NULL};
  Seat seat = {0};

  sit_down (&seat, 1000, 0);
  scroll_to (&seat, 100 * PLAIN);
  assert_rows (&seat, "100 ", " 113");
  gtk_string_list_splice (seat.strings, 0, 0, four);
  assert_rows (&seat, "100 ", " 113");
  gtk_string_list_splice (seat.strings, 2, 40, NULL);
  assert_rows (&seat, "100 ", " 113");
  gtk_string_list_splice (seat.strings, 500, 100, four);
  assert_rows (&seat, "100 ", " 113");
  /* One in sight goes: those below move up, the top stays. */
  gtk_string_list_remove (seat.strings, 100 + 4 - 40 + 5);
  assert_rows (&seat, "100 101 102 103 104 106", " 114");
  /* At the very top, too. */
  scroll_to (&seat, 0);
  assert_rows (&seat, "a b", "");
  gtk_string_list_splice (seat.strings, 0, 0, four);
  assert_rows (&seat, "a b 38", "");
  /* Another list begins with its first. */
  gtk_string_list_splice (seat.strings, 0, g_list_model_get_n_items (G_LIST_MODEL (seat.strings)),
                          four);
  assert_rows (&seat, "a b c d", "d");
  stand_up (&seat);
}

/* No further than it has to; what is in sight already moves nothing. */
static void
test_shown (void)
{
  Seat seat = {0};

  sit_down (&seat, 1000, 0);
  tc_row_list_show (seat.list, 500);
  settle (&seat);
  assert_rows (&seat, "", " 500");
  tc_row_list_show (seat.list, 495);
  settle (&seat);
  assert_rows (&seat, "", " 500");
  tc_row_list_show (seat.list, 100);
  settle (&seat);
  assert_rows (&seat, "100 ", "");
  /* One that isn't there. */
  tc_row_list_show (seat.list, 5000);
  settle (&seat);
  assert_rows (&seat, "100 ", "");
  g_assert_cmpstr (read_focus (&seat), ==, "-");
  stand_up (&seat);
}

static void
test_keys (void)
{
  Seat seat = {0};

  sit_down (&seat, 1000, 0);
  gtk_widget_grab_focus (GTK_WIDGET (seat.list));
  settle (&seat);
  g_assert_cmpstr (read_focus (&seat), ==, "0");
  assert_chosen (&seat, "");
  run (&seat, "xdotool key Down Down");
  g_assert_cmpstr (read_focus (&seat), ==, "2");
  assert_chosen (&seat, "2");
  run (&seat, "xdotool key shift+Down shift+Down");
  assert_chosen (&seat, "2 3 4");
  run (&seat, "xdotool key shift+Up");
  assert_chosen (&seat, "2 3");
  run (&seat, "xdotool key ctrl+Down ctrl+Down ctrl+space");
  assert_chosen (&seat, "2 3 5");
  run (&seat, "xdotool key Next");
  g_assert_cmpstr (read_focus (&seat), ==, "17");
  assert_chosen (&seat, "17");
  assert_rows (&seat, "4 5", " 17");
  run (&seat, "xdotool key End");
  assert_rows (&seat, "986", " 999");
  assert_chosen (&seat, "999");
  run (&seat, "xdotool key Down");
  g_assert_cmpstr (read_focus (&seat), ==, "999");
  run (&seat, "xdotool key Home");
  assert_rows (&seat, "0 ", " 13");
  run (&seat, "xdotool key ctrl+a");
  g_assert_true (gtk_selection_model_is_selected (seat.model, 999));
  run (&seat, "xdotool key ctrl+shift+a");
  assert_chosen (&seat, "");
  /* Scrolled away the keyboard stays, and goes on from where it is. */
  scroll_to (&seat, 500 * PLAIN);
  settle (&seat);
  g_assert_cmpstr (read_focus (&seat), ==, "0");
  run (&seat, "xdotool key Down");
  g_assert_cmpstr (read_focus (&seat), ==, "1");
  assert_rows (&seat, "1 ", " 14");
  stand_up (&seat);
}

/* Tab passes the list in one step, as the pointer's choice passes by the keyboard. */
static void
test_tab_and_pointer (void)
{
  Seat seat = {0};
  int top = 0;

  sit_down (&seat, 1000, 0);
  top = gtk_widget_get_height (seat.button);
  gtk_widget_grab_focus (seat.button);
  run (&seat, "xdotool key Tab");
  g_assert_cmpstr (read_focus (&seat), ==, "0");
  run (&seat, "xdotool key Tab");
  g_assert_true (gtk_window_get_focus (seat.window) == seat.button);
  for (guint i = 0; i < 3; i++) {
    static const char *const keys[] = {NULL, "shift", "ctrl"};
    static const guint rows[] = {2, 4, 7};
    g_autofree char *move = g_strdup_printf ("xdotool mousemove 50 %d",
                                             top + (int) rows[i] * PLAIN + PLAIN / 2);
    g_autofree char *down = g_strdup_printf ("xdotool keydown %s", keys[i]);
    g_autofree char *up = g_strdup_printf ("xdotool keyup %s", keys[i]);

    run (&seat, move);
    if (keys[i])
      run (&seat, down);
    run (&seat, "xdotool click 1");
    if (keys[i])
      run (&seat, up);
  }
  assert_chosen (&seat, "2 3 4 7");
  g_assert_cmpstr (read_focus (&seat), ==, "7");
  stand_up (&seat);
}

/* Whatever goes, the keyboard stays in the list; from one chosen elsewhere it goes on. */
static void
test_keyboard_is_kept (void)
{
  static const char *const two[] = {"x", "y", NULL};
  Seat seat = {0};

  sit_down (&seat, 1000, 0);
  gtk_widget_grab_focus (GTK_WIDGET (seat.list));
  run (&seat, "xdotool key Down Down Down");
  gtk_string_list_remove (seat.strings, 3);
  settle (&seat);
  g_assert_cmpstr (read_focus (&seat), ==, "4");
  gtk_string_list_splice (seat.strings, 0, 0, two);
  settle (&seat);
  g_assert_cmpstr (read_focus (&seat), ==, "4");
  gtk_selection_model_select_item (seat.model, 100, TRUE);
  settle (&seat);
  run (&seat, "xdotool key Down");
  g_assert_cmpstr (read_focus (&seat), ==, "100");
  gtk_string_list_splice (seat.strings, 0, g_list_model_get_n_items (G_LIST_MODEL (seat.strings)),
                          NULL);
  settle (&seat);
  g_assert_true (gtk_window_get_focus (seat.window) == GTK_WIDGET (seat.list));
  gtk_string_list_splice (seat.strings, 0, 0, two);
  settle (&seat);
  g_assert_cmpstr (read_focus (&seat), ==, "x");
  run (&seat, "xdotool key Down");
  assert_chosen (&seat, "1");
  tc_row_list_set_model (seat.list, NULL);
  settle (&seat);
  g_assert_cmpuint (count_widgets (&seat), ==, 0);
  stand_up (&seat);
}

int
main (int argc, char *argv[])
{
  g_autoptr (GtkCssProvider) css = gtk_css_provider_new ();

  g_test_init (&argc, &argv, NULL);
  adw_init ();
  /* Nothing around a row: the height is what it says. */
  gtk_css_provider_load_from_data (css, "row { padding: 0; border: none; }", -1);
  gtk_style_context_add_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (css),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  g_test_add_func ("/row-list/few-widgets", test_few_widgets);
  g_test_add_func ("/row-list/headings", test_headings);
  g_test_add_func ("/row-list/stands-still", test_stands_still);
  g_test_add_func ("/row-list/shown", test_shown);
  g_test_add_func ("/row-list/keys", test_keys);
  g_test_add_func ("/row-list/tab-and-pointer", test_tab_and_pointer);
  g_test_add_func ("/row-list/keyboard-is-kept", test_keyboard_is_kept);
  return g_test_run ();
}
