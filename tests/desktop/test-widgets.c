/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: the widgets that know no domain say what they show, in style and to the screen reader.
 * Method: real widgets in a window on a screen of their own.
 */
#include "tc-age-label.h"
#include "tc-bar-list.h"
#include "tc-chart-picture.h"
#include "tc-chip.h"
#include "tc-deadline-bar.h"
#include "tc-fact.h"
#include "tc-figure.h"
#include "tc-flash.h"
#include "tc-focus.h"
#include "tc-hold-bar.h"
#include "tc-keyed-list.h"
#include "tc-range-bar.h"
#include "tc-scroll-to.h"
#include "tc-signal-shape.h"
#include "tc-style.h"
#include "tc-tile-layout.h"
#include "tc-tip.h"
#include "tc-trend-chart.h"
#include "tc-verb-button.h"
#include "tc-wrap-layout.h"

#include <adwaita.h>

static gboolean
stop_cb (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

static void
run_for (guint ms)
{
  gboolean over = FALSE;

  g_timeout_add (ms, stop_cb, &over);
  while (!over)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_signal (void)
{
  g_autoptr (GtkWidget) shape = g_object_ref_sink (tc_signal_shape_new (TC_SIGNAL_URGENT));

  g_assert_true (gtk_widget_has_css_class (shape, "urgent"));
  tc_signal_shape_set_signal (TC_SIGNAL_SHAPE (shape), TC_SIGNAL_RESOLVED);
  g_assert_true (gtk_widget_has_css_class (shape, "resolved"));
  g_assert_false (gtk_widget_has_css_class (shape, "urgent"));
  gtk_test_accessible_assert_property (shape, GTK_ACCESSIBLE_PROPERTY_LABEL, "resolved");
  gtk_test_accessible_assert_role (shape, GTK_ACCESSIBLE_ROLE_IMG);
}

#define SIDE 16

/* Its pixels, without their colour; how many it has. */
static guint
draw_signal (TcSignal signal, gboolean *pixels)
{
  g_autoptr (GtkWidget) shape = g_object_ref_sink (tc_signal_shape_new (signal));
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_A8, SIDE, SIDE);
  cairo_t *cr = cairo_create (surface);
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  GskRenderNode *node = NULL;
  guint n = 0;

  gtk_widget_set_size_request (shape, SIDE, SIDE);
  gtk_widget_measure (shape, GTK_ORIENTATION_HORIZONTAL, -1, NULL, NULL, NULL, NULL);
  gtk_widget_size_allocate (shape, &(GtkAllocation){0, 0, SIDE, SIDE}, -1);
  GTK_WIDGET_GET_CLASS (shape)->snapshot (shape, snapshot);
  node = gtk_snapshot_free_to_node (snapshot);
  gsk_render_node_draw (node, cr);
  gsk_render_node_unref (node);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  for (guint y = 0; y < SIDE; y++) {
    const guint8 *line = cairo_image_surface_get_data (surface) +
                         y * (guint) cairo_image_surface_get_stride (surface);
    for (guint x = 0; x < SIDE; x++)
      n += pixels[y * SIDE + x] = line[x] > 127;
  }
  cairo_surface_destroy (surface);
  return n;
}

/* Of what two of them cover together they don't share a tenth at least. */
static void
test_signals_without_colour (void)
{
  gboolean drawn[TC_SIGNALS][SIDE * SIDE];

  for (guint i = 0; i < TC_SIGNALS; i++)
    g_assert_cmpuint (draw_signal ((TcSignal) i, drawn[i]), >, SIDE);
  for (guint i = 0; i < TC_SIGNALS; i++) {
    for (guint j = 0; j < i; j++) {
      int both = 0, any = 0;
      for (guint at = 0; at < SIDE * SIDE; at++) {
        both += drawn[i][at] && drawn[j][at];
        any += drawn[i][at] || drawn[j][at];
      }
      g_test_message ("%s and %s share %d of %d", tc_words_signal_class ((TcSignal) i),
                      tc_words_signal_class ((TcSignal) j), both, any);
      g_assert_cmpint (both * 10, <=, any * 9);
    }
  }
}

static void
test_deadline (void)
{
  gboolean late = TRUE;

  g_assert_cmpfloat (tc_deadline_share (100, 200, 125, &late), ==, 0.75);
  g_assert_false (late);
  g_assert_cmpfloat (tc_deadline_share (100, 200, 200, &late), ==, 0);
  g_assert_false (late);
  g_assert_cmpfloat (tc_deadline_share (100, 200, 201, &late), ==, 1);
  g_assert_true (late);
  g_assert_cmpfloat (tc_deadline_share (200, 200, 200, &late), ==, 1);
}

static void
test_age (void)
{
  gint64 now_us = g_get_real_time ();
  g_autoptr (GtkWidget) label = g_object_ref_sink (
      g_object_new (TC_TYPE_AGE_LABEL, "form", TC_AGE_DUE_SHORT, "time-us", now_us + 1, "end-us",
                    now_us + 5 * G_TIME_SPAN_MINUTE, NULL));
  GtkLabel *inner = GTK_LABEL (gtk_widget_get_first_child (label));

  g_assert_cmpstr (gtk_label_get_label (inner), ==, "4 min late");
  g_assert_true (gtk_widget_has_css_class (label, "late"));
  g_object_set (label, "time-us", (gint64) 0, NULL);
  g_assert_cmpstr (gtk_label_get_label (inner), ==, "");
  g_assert_false (gtk_widget_has_css_class (label, "late"));
}

static void
test_verb (void)
{
  g_autoptr (GtkWidget) verb = g_object_ref_sink (
      g_object_new (TC_TYPE_VERB_BUTTON, "verb", "Take", "key", "T", NULL));

  gtk_test_accessible_assert_property (verb, GTK_ACCESSIBLE_PROPERTY_LABEL, "Take");
  gtk_test_accessible_assert_property (verb, GTK_ACCESSIBLE_PROPERTY_KEY_SHORTCUTS, "T");
  g_assert_cmpstr (gtk_widget_get_tooltip_text (verb), ==, "Take (T)");
}

static void
test_chip (void)
{
  g_autoptr (GtkWidget)
      chip = g_object_ref_sink (g_object_new (TC_TYPE_CHIP, "word", "Untaken", "count", 5, NULL));

  g_assert_cmpstr (gtk_button_get_label (GTK_BUTTON (chip)), ==, "Untaken 5");
  g_object_set (chip, "count", -1, NULL);
  g_assert_cmpstr (gtk_button_get_label (GTK_BUTTON (chip)), ==, "Untaken");
}

static void
test_fact (void)
{
  g_autoptr (GtkWidget)
      fact = g_object_ref_sink (g_object_new (TC_TYPE_FACT, "caption", "State", NULL));

  g_assert_false (gtk_widget_get_visible (fact));
  tc_fact_set (TC_FACT (fact), "Working", "since 14:05");
  g_assert_true (gtk_widget_get_visible (fact));
  gtk_test_accessible_assert_property (fact, GTK_ACCESSIBLE_PROPERTY_LABEL, "State: Working");
}

static void
wait_lit (GtkWidget *widget, gboolean lit)
{
  while (gtk_widget_has_css_class (widget, "lit") != lit)
    g_main_context_iteration (NULL, TRUE);
}

/* Slow enough, and not at all where nothing is to move. */
static void
test_flash (void)
{
  GtkWidget *window = gtk_window_new (), *label = gtk_label_new ("4");
  GtkSettings *seat = gtk_widget_get_settings (window);
  gint64 began_us = 0;

  g_object_set (seat, "gtk-enable-animations", TRUE, NULL);
  gtk_window_set_child (GTK_WINDOW (window), label);
  gtk_window_present (GTK_WINDOW (window));
  began_us = g_get_monotonic_time ();
  tc_flash_set (label, TRUE);
  wait_lit (label, TRUE);
  wait_lit (label, FALSE);
  wait_lit (label, TRUE);
  /* At most 2 Hz: twice round takes a second. */
  wait_lit (label, FALSE);
  wait_lit (label, TRUE);
  g_assert_cmpint (g_get_monotonic_time () - began_us, >=, G_USEC_PER_SEC);
  g_object_set (seat, "gtk-enable-animations", FALSE, NULL);
  run_for (1200);
  g_assert_true (gtk_widget_has_css_class (label, "lit"));
  tc_flash_set (label, FALSE);
  g_assert_false (gtk_widget_has_css_class (label, "lit"));
  g_object_set (seat, "gtk-enable-animations", TRUE, NULL);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_figure (void)
{
  g_autoptr (GtkWidget)
      figure = g_object_ref_sink (g_object_new (TC_TYPE_FIGURE, "caption", "Overdue", NULL));

  tc_figure_set (TC_FIGURE (figure), "11", "usually 0–4");
  gtk_test_accessible_assert_property (figure, GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Overdue: 11. usually 0–4");
  g_assert_false (gtk_widget_has_css_class (figure, "alert"));
  g_object_set (figure, "alert", TRUE, NULL);
  g_assert_true (gtk_widget_has_css_class (figure, "alert"));
  tc_figure_set (TC_FIGURE (figure), "0", NULL);
  gtk_test_accessible_assert_property (figure, GTK_ACCESSIBLE_PROPERTY_LABEL, "Overdue: 0");
}

static void
test_charts_are_spoken (void)
{
  g_autoptr (GtkWidget) range = g_object_ref_sink (g_object_new (TC_TYPE_RANGE_BAR, NULL));
  g_autoptr (GtkWidget) chart = g_object_ref_sink (g_object_new (TC_TYPE_TREND_CHART, NULL));
  const TcTrend trend = {.n_points = 3, .n_line = 1, .line = {1}, .at = 0.5, .now = 2};
  const char *const ticks[] = {"0", "24", NULL};

  tc_range_bar_set (TC_RANGE_BAR (range), 11, 0, 4, "11, usually 0–4");
  gtk_test_accessible_assert_property (range, GTK_ACCESSIBLE_PROPERTY_LABEL, "11, usually 0–4");
  gtk_test_accessible_assert_role (range, GTK_ACCESSIBLE_ROLE_IMG);
  tc_trend_chart_set (TC_TREND_CHART (chart), &trend, ticks, "2 until now");
  gtk_test_accessible_assert_property (chart, GTK_ACCESSIBLE_PROPERTY_LABEL, "2 until now");
}

/* Whether there is any ink in @part of what the chart draws. */
static gboolean
draws_in (GtkWidget *chart, int width, int height, const GdkRectangle *part)
{
  const GdkRGBA ink = {0, 0, 0, 1};
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);
  cairo_t *cr = cairo_create (surface);
  gboolean found = FALSE;
  const guint8 *data = NULL;

  tc_trend_chart_draw (TC_TREND_CHART (chart), cr, width, height, &ink);
  cairo_surface_flush (surface);
  data = cairo_image_surface_get_data (surface);
  for (int y = part->y; y < part->y + part->height; y++)
    for (int x = 4 * part->x; x < 4 * (part->x + part->width); x++)
      found = found || data[y * cairo_image_surface_get_stride (surface) + x] != 0;
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  return found;
}

static gboolean
draws (GtkWidget *chart, int width, int height)
{
  return draws_in (chart, width, height, &(GdkRectangle){0, 0, width, height});
}

static void
test_chart_draws (void)
{
  g_autoptr (GtkWidget) chart = g_object_ref_sink (g_object_new (TC_TYPE_TREND_CHART, NULL));
  const char *const ticks[] = {NULL};
  const TcTrend nothing = {0};
  const TcTrend zeros = {.n_points = 97, .n_line = 1, .has_usual = TRUE};
  TcTrend much = {.n_points = 97, .n_line = 97, .at = 96, .now = 1e9, .has_usual = TRUE};

  tc_trend_chart_set (TC_TREND_CHART (chart), &nothing, ticks, "");
  g_assert_false (draws (chart, 300, 120));
  tc_trend_chart_set (TC_TREND_CHART (chart), &zeros, ticks, "");
  g_assert_true (draws (chart, 300, 120));
  tc_trend_chart_set (TC_TREND_CHART (chart), &much, ticks, "");
  g_assert_true (draws (chart, 300, 120));
  g_assert_false (draws (chart, 2, 2));
}

/* Nothing stands where the day hasn't come yet, and no line begins at a word of the axis. */
static void
test_chart_ends (void)
{
  g_autoptr (GtkWidget) chart = g_object_ref_sink (g_object_new (TC_TYPE_TREND_CHART, NULL));
  const char *const ticks[] = {"0", "24", NULL};
  const TcTrend trend = {.n_points = 97, .n_line = 1, .line = {5}, .at = 30, .now = 5};
  const GdkRectangle to_come = {150, 10, 150, 60};

  tc_trend_chart_set (TC_TREND_CHART (chart), &trend, ticks, "");
  g_assert_true (draws (chart, 300, 120));
  g_assert_false (draws_in (chart, 300, 120, &to_come));
}

/* As the head of a PNG says. */
static guint
measure_picture (TcChartPicture *picture)
{
  g_autoptr (GBytes) png = tc_chart_picture_make (picture, FALSE);
  gsize size = 0;
  const guint8 *head = g_bytes_get_data (png, &size);

  g_assert_cmpuint (size, >, 24);
  return (guint) head[22] << 8 | head[23];
}

/* The line is in the picture wherever it stands: before what is added, behind it, alone. */
static void
test_chart_picture (void)
{
  g_autoptr (GtkWidget) chart = g_object_ref_sink (g_object_new (TC_TYPE_TREND_CHART, NULL));
  g_autoptr (TcChartPicture) plain = tc_chart_picture_new ("Overview", NULL);
  g_autoptr (TcChartPicture) before = tc_chart_picture_new ("Overview", NULL);
  g_autoptr (TcChartPicture) behind = tc_chart_picture_new ("Overview", NULL);
  g_autoptr (TcChartPicture) alone = tc_chart_picture_new ("Overview", NULL);

  tc_chart_picture_add_words (plain, "Today", "2");
  tc_chart_picture_set_trend (before, TC_TREND_CHART (chart));
  tc_chart_picture_add_words (before, "Today", "2");
  tc_chart_picture_add_words (behind, "Today", "2");
  tc_chart_picture_set_trend (behind, TC_TREND_CHART (chart));
  tc_chart_picture_set_trend (alone, TC_TREND_CHART (chart));
  g_assert_cmpuint (measure_picture (before), >, measure_picture (plain) + 400);
  g_assert_cmpuint (measure_picture (behind), ==, measure_picture (before));
  g_assert_cmpuint (measure_picture (alone), >, measure_picture (plain) + 380);
}

static guint
count_shown (GtkWidget *widget)
{
  guint n = GTK_IS_LIST_BOX_ROW (widget) && gtk_widget_get_visible (widget) ? 1 : 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    n += count_shown (child);
  return n;
}

static GtkListBox *
find_rows (GtkWidget *widget)
{
  GtkListBox *found = GTK_IS_LIST_BOX (widget) ? GTK_LIST_BOX (widget) : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child && !found;
       child = gtk_widget_get_next_sibling (child))
    found = find_rows (child);
  return found;
}

static void
assert_row (GtkWidget *list, int position, const char *spoken)
{
  gtk_test_accessible_assert_property (gtk_list_box_get_row_at_index (find_rows (list), position),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL, spoken);
}

/* Numbers change where they stand; what comes goes to the end; nothing moves in view. */
static void
test_bars_stand_still (void)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *list = g_object_new (TC_TYPE_BAR_LIST, "caption", "By field", "shown", 2, NULL);
  TcBar bars[] = {{.key = 1, .name = "a", .count = 5, .spoken = "a: 5"},
                  {.key = 2, .name = "b", .count = 3, .spoken = "b: 3"}};
  TcBar turned[] = {{.key = 2, .name = "b", .count = 9, .spoken = "b: 9"},
                    {.key = 3, .name = "c", .count = 7, .spoken = "c: 7"},
                    {.key = 1, .name = "a", .count = 5, .spoken = "a: 5"}};

  gtk_window_set_child (GTK_WINDOW (window), list);
  gtk_window_present (GTK_WINDOW (window));
  while (!gtk_widget_get_mapped (list))
    g_main_context_iteration (NULL, TRUE);
  tc_bar_list_set (TC_BAR_LIST (list), bars, 2);
  assert_row (list, 0, "a: 5");
  tc_bar_list_set (TC_BAR_LIST (list), turned, 3);
  assert_row (list, 0, "a: 5");
  assert_row (list, 1, "b: 9");
  assert_row (list, 2, "c: 7");
  g_assert_cmpuint (count_shown (list), ==, 2);
  /* Looked at again, it is in order. */
  gtk_widget_set_visible (list, FALSE);
  tc_bar_list_set (TC_BAR_LIST (list), turned, 3);
  assert_row (list, 0, "b: 9");
  tc_bar_list_set (TC_BAR_LIST (list), NULL, 0);
  g_assert_cmpuint (count_shown (list), ==, 0);
  gtk_window_destroy (GTK_WINDOW (window));
}

static GtkWidget *
make_label (guint i, gpointer data)
{
  GtkWidget *row = gtk_list_box_row_new ();

  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), gtk_label_new (""));
  return row;
}

static void
fill_label (GtkListBoxRow *row, guint i, gpointer data)
{
  const char *const *names = data;

  gtk_label_set_label (GTK_LABEL (gtk_list_box_row_get_child (row)), names[i]);
}

static void
assert_keyed (GtkListBox *list, int i, gint64 key, const char *name)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (list, i);

  g_assert_cmpint (tc_keyed_list_get_key (row), ==, key);
  g_assert_true (tc_keyed_list_find (list, key) == row);
  g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (gtk_list_box_row_get_child (row))), ==, name);
}

/* What stays is the same row, wherever it is put; what was selected and went gives way to what
 * stands in its place. */
static void
test_rows_by_key (void)
{
  g_autoptr (GtkWidget) widget = g_object_ref_sink (gtk_list_box_new ());
  GtkListBox *list = GTK_LIST_BOX (widget);
  const char *names[] = {"a", "b", "c", "d"};
  const gint64 first[] = {1, 2, 3}, then[] = {9, 3, 1, 4}, last[] = {9, 3};
  GtkListBoxRow *one = NULL, *three = NULL;

  g_assert_cmpint (tc_keyed_list_select (list, 1, 0), ==, 0);
  tc_keyed_list_set (list, first, 3, make_label, fill_label, names);
  one = tc_keyed_list_find (list, 1);
  three = tc_keyed_list_find (list, 3);
  g_assert_cmpint (tc_keyed_list_select (list, 3, 0), ==, 3);
  g_assert_cmpint (tc_keyed_list_get_place (list), ==, 2);
  tc_keyed_list_set (list, then, 4, make_label, fill_label, names);
  for (int i = 0; i < 4; i++)
    assert_keyed (list, i, then[i], names[i]);
  g_assert_true (tc_keyed_list_find (list, 1) == one);
  g_assert_true (tc_keyed_list_find (list, 3) == three);
  g_assert_null (tc_keyed_list_find (list, 2));
  g_assert_cmpint (tc_keyed_list_select (list, 2, 2), ==, 1);
  tc_keyed_list_set (list, last, 2, make_label, fill_label, names);
  g_assert_cmpint (tc_keyed_list_select (list, 1, 2), ==, 3);
  g_assert_cmpint (tc_keyed_list_get_place (list), ==, 1);
  tc_keyed_list_set (list, NULL, 0, make_label, fill_label, names);
  g_assert_null (gtk_list_box_get_row_at_index (list, 0));
  g_assert_cmpint (tc_keyed_list_get_place (list), ==, 0);
}

/* A row that goes down is the only one that is moved. */
static void
test_row_goes_down (void)
{
  GtkWidget *window = gtk_window_new (), *widget = gtk_list_box_new ();
  GtkListBox *list = GTK_LIST_BOX (widget);
  const char *names[] = {"a", "b", "c", "d"};
  const gint64 first[] = {1, 2, 3, 4}, then[] = {2, 3, 1, 4};

  gtk_window_set_child (GTK_WINDOW (window), widget);
  gtk_window_present (GTK_WINDOW (window));
  tc_keyed_list_set (list, first, 4, make_label, fill_label, names);
  run_for (50);
  gtk_widget_grab_focus (GTK_WIDGET (tc_keyed_list_find (list, 2)));
  tc_keyed_list_set (list, then, 4, make_label, fill_label, names);
  for (int i = 0; i < 4; i++)
    assert_keyed (list, i, then[i], names[i]);
  g_assert_true (gtk_widget_is_focus (GTK_WIDGET (tc_keyed_list_find (list, 2))));
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Fewer columns where there is less room, and all of it further down. */
static void
test_tiles (void)
{
  g_autoptr (GtkWidget) tiles = g_object_ref_sink (g_object_new (
      GTK_TYPE_BOX, "layout-manager", g_object_new (TC_TYPE_TILE_LAYOUT, NULL), NULL));
  int wide = 0, narrow = 0, least = 0;

  for (guint i = 0; i < 6; i++) {
    GtkWidget *tile = gtk_label_new ("tile");
    gtk_widget_set_size_request (tile, -1, 100);
    if (i == 4)
      gtk_widget_add_css_class (tile, "wide");
    gtk_box_append (GTK_BOX (tiles), tile);
  }
  gtk_widget_measure (tiles, GTK_ORIENTATION_VERTICAL, 1800, &wide, NULL, NULL, NULL);
  gtk_widget_measure (tiles, GTK_ORIENTATION_VERTICAL, 300, &narrow, NULL, NULL, NULL);
  gtk_widget_measure (tiles, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  g_assert_cmpint (wide, ==, 2 * 100 + 8);
  g_assert_cmpint (narrow, ==, 6 * 100 + 5 * 8);
  g_assert_cmpint (least, <=, 300);
}

static void
count_cb (int *count)
{
  (*count)++;
}

static void
test_hold (void)
{
  int gone = 0, kept = 0;
  g_autoptr (GtkWidget) hold = g_object_ref_sink (tc_hold_bar_new ("Sending"));

  g_signal_connect_swapped (hold, "let-go", G_CALLBACK (count_cb), &gone);
  g_signal_connect_swapped (hold, "kept-back", G_CALLBACK (count_cb), &kept);
  run_for (300);
  g_assert_cmpint (gone, ==, 0);
  tc_hold_bar_keep_back (TC_HOLD_BAR (hold));
  tc_hold_bar_keep_back (TC_HOLD_BAR (hold));
  tc_hold_bar_let_go (TC_HOLD_BAR (hold));
  run_for (5200);
  g_assert_cmpint (kept, ==, 1);
  g_assert_cmpint (gone, ==, 0);
}

static void
test_hold_ends (void)
{
  int gone = 0, kept = 0;
  g_autoptr (GtkWidget) hold = g_object_ref_sink (tc_hold_bar_new ("Sending"));
  gint64 start_us = g_get_monotonic_time ();

  g_signal_connect_swapped (hold, "let-go", G_CALLBACK (count_cb), &gone);
  g_signal_connect_swapped (hold, "kept-back", G_CALLBACK (count_cb), &kept);
  while (gone == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (g_get_monotonic_time () - start_us, >=, TC_HOLD_US - G_TIME_SPAN_SECOND / 5);
  g_assert_cmpint (kept, ==, 0);
}

/* Every scheme parses: GTK warns of what it can't read, and warnings are fatal here. */
static void
test_schemes (void)
{
  g_assert_cmpstr (tc_style_load ("light"), ==, "light");
  g_assert_cmpstr (tc_style_load ("night"), ==, "night");
  g_assert_cmpstr (tc_style_load ("no such"), ==, "dark");
}

/* A child that is 60 wide at least. */
static GtkWidget *
make_elastic (void)
{
  GtkWidget *label = gtk_label_new ("wide");

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_size_request (label, 60, 20);
  return label;
}

static int
measure_wrapped (GtkWidget *box, int width)
{
  int height = 0;

  gtk_widget_measure (box, GTK_ORIENTATION_VERTICAL, width, &height, NULL, NULL, NULL);
  return height;
}

/* They stay on one line as long as each can be read. */
static void
test_wrap (void)
{
  g_autoptr (GtkWidget) box = g_object_ref_sink (
      g_object_new (GTK_TYPE_BOX, "layout-manager",
                    g_object_new (TC_TYPE_WRAP_LAYOUT, "spacing", 10, NULL), NULL));
  GtkWidget *children[3];
  int least = 0, line = 0;

  g_assert_cmpint (measure_wrapped (box, 500), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (children); i++) {
    children[i] = make_elastic ();
    gtk_box_append (GTK_BOX (box), children[i]);
  }
  gtk_widget_measure (box, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  g_assert_cmpint (least, ==, 60);
  line = measure_wrapped (box, 3 * 60 + 20);
  g_assert_cmpint (line, >=, 20);
  g_assert_cmpint (measure_wrapped (box, 3 * 60 + 19), ==, 2 * line + 8);
  g_assert_cmpint (measure_wrapped (box, 60), ==, 3 * line + 2 * 8);
  gtk_widget_set_visible (children[0], FALSE);
  g_assert_cmpint (measure_wrapped (box, 2 * 60 + 10), ==, line);
  gtk_widget_size_allocate (box, &(GtkAllocation){0, 0, 60, 3 * line + 8}, -1);
  graphene_rect_t second;
  g_assert_true (gtk_widget_compute_bounds (children[2], box, &second));
  g_assert_cmpint ((int) second.origin.x, ==, 0);
  g_assert_cmpint ((int) second.origin.y, ==, line + 8);
  /* What is left of a line is for who wants it. */
  gtk_widget_set_hexpand (children[1], TRUE);
  gtk_widget_measure (box, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &least, NULL, NULL);
  gtk_widget_size_allocate (box, &(GtkAllocation){0, 0, least + 100, line}, -1);
  g_assert_true (gtk_widget_compute_bounds (children[2], box, &second));
  g_assert_cmpint ((int) (second.origin.x + second.size.width), ==, least + 100);
}

/* What is shown below all that fits is brought into view, all of it, also where the page has a
 * padding; of what is higher than the view, its upper end. */
static void
test_scroll_to (void)
{
  g_autoptr (GtkWidget) window = g_object_ref_sink (gtk_window_new ());
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  graphene_rect_t bounds;
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *above = gtk_label_new ("above"), *opened = gtk_button_new_with_label ("opened");
  GtkWidget *inner = gtk_scrolled_window_new ();
  GtkAdjustment *height = NULL;

  /* A page within the page, which is as high as what is in it. */
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (inner), GTK_POLICY_NEVER, GTK_POLICY_NEVER);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (inner), opened);
  gtk_widget_set_size_request (above, -1, 2000);
  gtk_widget_add_css_class (box, "work");
  gtk_box_append (GTK_BOX (box), above);
  gtk_box_append (GTK_BOX (box), inner);
  gtk_box_append (GTK_BOX (box), gtk_label_new ("below"));
  gtk_widget_set_visible (opened, FALSE);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), box);
  gtk_window_set_default_size (GTK_WINDOW (window), 300, 200);
  gtk_window_set_child (GTK_WINDOW (window), scrolled);
  gtk_window_present (GTK_WINDOW (window));
  height = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled));
  while (gtk_adjustment_get_upper (height) < 2000)
    g_main_context_iteration (NULL, TRUE);
  gtk_widget_set_visible (opened, TRUE);
  gtk_widget_grab_focus (opened);
  tc_scroll_to (opened);
  do {
    g_main_context_iteration (NULL, TRUE);
    g_assert_true (gtk_widget_compute_bounds (opened, scrolled, &bounds));
  } while (bounds.size.height < 1 || bounds.origin.y < 0 ||
           bounds.origin.y + bounds.size.height > 200);
  gtk_adjustment_set_value (height, 1700);
  tc_scroll_to (above);
  while (gtk_adjustment_get_value (height) > 16)
    g_main_context_iteration (NULL, TRUE);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* A key, or a button of the mouse, as the window would be told. */
static void
press_in (GtkWidget *window, gboolean key)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (window);
  gboolean taken = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++) {
    g_autoptr (GtkEventController) one = g_list_model_get_item (controllers, i);
    if (gtk_event_controller_get_propagation_phase (one) != GTK_PHASE_CAPTURE)
      continue;
    if (key && GTK_IS_EVENT_CONTROLLER_KEY (one))
      g_signal_emit_by_name (one, "key-pressed", GDK_KEY_t, 0, 0, &taken);
    if (!key && GTK_IS_GESTURE_CLICK (one))
      g_signal_emit_by_name (one, "pressed", 1, 0.0, 0.0);
  }
  g_assert_false (taken);
}

/* GTK hides the focus some seconds after the last key: it is seen as long as keys are used. */
static void
test_focus_stays (void)
{
  g_autoptr (GtkWidget) window = g_object_ref_sink (gtk_window_new ());

  tc_focus_stay_visible (GTK_WINDOW (window));
  gtk_window_set_focus_visible (GTK_WINDOW (window), FALSE);
  g_assert_false (gtk_window_get_focus_visible (GTK_WINDOW (window)));
  gtk_window_set_focus_visible (GTK_WINDOW (window), TRUE);
  press_in (window, TRUE);
  gtk_window_set_focus_visible (GTK_WINDOW (window), FALSE);
  g_assert_true (gtk_window_get_focus_visible (GTK_WINDOW (window)));
  press_in (window, FALSE);
  gtk_window_set_focus_visible (GTK_WINDOW (window), FALSE);
  g_assert_false (gtk_window_get_focus_visible (GTK_WINDOW (window)));
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
count_notify_cb (GObject *object, GParamSpec *pspec, guint *count)
{
  ++*count;
}

/* The screen isn't asked again for a tooltip that stays. */
static void
test_tip (void)
{
  g_autoptr (GtkWidget) label = g_object_ref_sink (gtk_label_new ("Lê Thị Lan"));
  guint count = 0;

  g_signal_connect (label, "notify::tooltip-text", G_CALLBACK (count_notify_cb), &count);
  tc_tip_set (label, "Lê Thị Lan, từ 14:00");
  tc_tip_set (label, "Lê Thị Lan, từ 14:00");
  g_assert_cmpuint (count, ==, 1);
  g_assert_cmpstr (gtk_widget_get_tooltip_text (label), ==, "Lê Thị Lan, từ 14:00");
  tc_tip_set (label, NULL);
  g_assert_null (gtk_widget_get_tooltip_text (label));
  tc_tip_set (label, NULL);
  g_assert_cmpuint (count, ==, 2);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  tc_style_register ();
  g_type_ensure (TC_TYPE_VERB_BUTTON);
  g_test_add_func ("/widgets/signal", test_signal);
  g_test_add_func ("/widgets/signals-without-colour", test_signals_without_colour);
  g_test_add_func ("/widgets/scroll-to", test_scroll_to);
  g_test_add_func ("/widgets/focus-stays", test_focus_stays);
  g_test_add_func ("/widgets/deadline", test_deadline);
  g_test_add_func ("/widgets/age", test_age);
  g_test_add_func ("/widgets/verb", test_verb);
  g_test_add_func ("/widgets/chip", test_chip);
  g_test_add_func ("/widgets/fact", test_fact);
  g_test_add_func ("/widgets/figure", test_figure);
  g_test_add_func ("/widgets/charts-are-spoken", test_charts_are_spoken);
  g_test_add_func ("/widgets/chart-draws", test_chart_draws);
  g_test_add_func ("/widgets/chart-ends", test_chart_ends);
  g_test_add_func ("/widgets/chart-picture", test_chart_picture);
  g_test_add_func ("/widgets/bars-stand-still", test_bars_stand_still);
  g_test_add_func ("/widgets/rows-by-key", test_rows_by_key);
  g_test_add_func ("/widgets/row-goes-down", test_row_goes_down);
  g_test_add_func ("/widgets/tiles", test_tiles);
  g_test_add_func ("/widgets/wrap", test_wrap);
  g_test_add_func ("/widgets/flash", test_flash);
  g_test_add_func ("/widgets/hold", test_hold);
  g_test_add_func ("/widgets/hold-ends", test_hold_ends);
  g_test_add_func ("/widgets/tip", test_tip);
  g_test_add_func ("/widgets/schemes", test_schemes);
  return g_test_run ();
}
