/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: a paper on the screen is the page that the printer makes, whatever the colours around it,
 * and who can't see it can read it. Method: the same text in the widget and in a PDF, whose pages
 * are counted; the widget drawn into memory.
 */
#include "main-turn.h"
#include "tc-paper-view.h"
#include "tc-paper.h"
#include "tc-style.h"
#include "tc-table-paper.h"
#include "wait-limit.h"

#include <adwaita.h>
#include <string.h>

#define LINES 150

static void
failed_cb (const char *why, GObject *owner)
{
  g_error ("%s", why);
}

/* Once it is whole. */
static guint
count_pages (const char *path)
{
  gint64 late_us = g_get_monotonic_time () + WAIT_US;
  g_autofree char *bytes = NULL;
  gsize size = 0;
  guint n = 0;

  while (!g_file_get_contents (path, &bytes, &size, NULL) || size < 1000 ||
         !g_strstr_len (bytes + size - 8, 8, "%%EOF")) {
    g_clear_pointer (&bytes, g_free);
    g_assert_cmpint (g_get_monotonic_time (), <, late_us);
    main_turn ();
  }
  for (gsize i = 0; i + 12 < size; i++)
    n += memcmp (bytes + i, "/Type /Page\n", 12) == 0 ||
         memcmp (bytes + i, "/Type /Page ", 12) == 0;
  return n;
}

/* So that one paper doesn't take another's place in a folder. */
static void
test_file_name (void)
{
  static const struct {
    const char *name;
    const char *file;
  } cases[] = {
      {"Biên bản giao ca, ca sáng", "Biên bản giao ca, ca sáng 2026-11-29"},
      {"Trụ điện ở 30/4: \"nghiêng\"\n", "Trụ điện ở 30-4- -nghiêng-- 2026-11-29"},
      {"  ", "2026-11-29"},
  };
  g_autoptr (GDateTime) noon = g_date_time_new_utc (2026, 11, 28, 20, 0, 0);
  gint64 at_us = g_date_time_to_unix (noon) * G_USEC_PER_SEC;
  g_autofree char *long_name = g_strnfill (500, 'a'), *file = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *made = tc_paper_name_file (cases[i].name, at_us);
    g_assert_cmpstr (made, ==, cases[i].file);
  }
  file = tc_paper_name_file (long_name, at_us);
  g_assert_cmpuint (strlen (file), <, 100);
}

static char *
make_text (void)
{
  GString *text = g_string_new ("1. Sự việc\n");

  for (guint i = 0; i < LINES; i++)
    g_string_append_printf (text,
                            "Dòng %u: cây ngã chắn nửa đường, đã báo tổ trực và công ty cây xanh,"
                            " chờ xe nâng tới; người báo tin đứng gần đó.\n",
                            i);
  return g_string_free (text, FALSE);
}

static TcPaperText
make_paper (const char *text)
{
  return (TcPaperText){.office = "Trung tâm",
                       .number = "Số: ....",
                       .place = "Cần Thơ",
                       .at_us = G_GINT64_CONSTANT (1795806000000000),
                       .title = "PHIẾU BÀN GIAO",
                       .which = "Ca đêm",
                       .text = text,
                       .signers = {{"NGƯỜI GIAO", "", "Lê Thị Lan"}, {"NGƯỜI NHẬN", "", ""}},
                       .foot = "SHA-256: 00"};
}

static void
test_as_printed (void)
{
  g_autofree char *text = make_text (), *dir = g_dir_make_tmp ("test-paper-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (dir, "paper.pdf", NULL);
  const TcPaperText paper = make_paper (text);
  g_autoptr (GtkWidget) view = g_object_ref_sink (g_object_new (TC_TYPE_PAPER_VIEW, NULL));
  GtkWidget *label = gtk_widget_get_first_child (view);
  int narrow = 0, wide = 0;

  tc_paper_view_set (TC_PAPER_VIEW (view), &paper);
  tc_paper_text_print (&paper, NULL, path, failed_cb, G_OBJECT (view));
  g_assert_cmpuint (tc_paper_view_get_n_pages (TC_PAPER_VIEW (view)), >, 3);
  g_assert_cmpuint (count_pages (path), ==, tc_paper_view_get_n_pages (TC_PAPER_VIEW (view)));
  gtk_widget_measure (view, GTK_ORIENTATION_VERTICAL, 400, &narrow, NULL, NULL, NULL);
  gtk_widget_measure (view, GTK_ORIENTATION_VERTICAL, 800, &wide, NULL, NULL, NULL);
  g_assert_cmpint (wide, >, narrow * 19 / 10);
  g_assert_nonnull (
      strstr (gtk_label_get_label (GTK_LABEL (label)), "PHIẾU BÀN GIAO\nCa đêm\n1. Sự"));
  /* Made in the evening of the day before at Greenwich. */
  g_assert_true (
      g_str_has_prefix (gtk_label_get_label (GTK_LABEL (label)), "Cần Thơ, 28/11/2026\n"));
  g_assert_nonnull (strstr (gtk_label_get_label (GTK_LABEL (label)), "NGƯỜI GIAO\nLê Thị Lan"));
}

/* Wherever a page ends, a heading goes on with what it is of, the tenth too. */
static void
test_headings_stay (void)
{
  g_autoptr (GtkWidget) view = g_object_ref_sink (g_object_new (TC_TYPE_PAPER_VIEW, NULL));
  PangoContext *pango = gtk_widget_get_pango_context (view);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint before = 0; before < 60; before++) {
    g_autofree char *whole = g_strdup_printf ("%s10. Ghi chú\n- một\n- hai\n", text->str);
    const TcPaperText paper = make_paper (whole);
    g_autoptr (TcPaperPages) pages = tc_paper_pages_new (&paper);
    guint n = tc_paper_pages_lay (pages, pango, 400, 600);

    for (guint page = 1; page < n; page++)
      g_assert_cmpuint (tc_paper_pages_get_start (pages, page), !=, before + 1);
    /* Nor do the signatures stand alone: the last line goes with them. */
    g_assert_cmpuint (tc_paper_pages_get_start (pages, n - 1), <, before + 3);
    g_string_append (text, "- việc trước\n");
  }
}

/* How many of its dots are dark, and whether its corner is white. */
static guint
count_dark (GtkWidget *view, gboolean *white)
{
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  g_autoptr (GskRenderNode) node = NULL;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 600, 800);
  cairo_t *cr = cairo_create (surface);
  guint dark = 0;

  GTK_WIDGET_GET_CLASS (view)->snapshot (view, snapshot);
  node = gtk_snapshot_free_to_node (snapshot);
  gsk_render_node_draw (node, cr);
  cairo_surface_flush (surface);
  for (int y = 4; y < 700; y++) {
    const guint32 *row = (const void *) (cairo_image_surface_get_data (surface) +
                                         y * cairo_image_surface_get_stride (surface));
    for (int x = 4; x < 400; x++)
      dark += (row[x] & 0xff) < 64;
    if (y == 4)
      *white = (row[4] & 0xffffff) == 0xffffff;
  }
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  return dark;
}

static void
test_schemes (void)
{
  static const char *const schemes[] = {"light", "night", "dark"};
  g_autofree char *text = make_text ();
  const TcPaperText paper = make_paper (text);
  GtkWidget *window = gtk_window_new ();
  GtkWidget *view = g_object_new (TC_TYPE_PAPER_VIEW, NULL), *scroll = gtk_scrolled_window_new ();
  gboolean white = FALSE;
  guint dark = 0;

  tc_paper_view_set (TC_PAPER_VIEW (view), &paper);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroll), view);
  gtk_window_set_child (GTK_WINDOW (window), scroll);
  gtk_window_set_default_size (GTK_WINDOW (window), 600, 700);
  gtk_window_present (GTK_WINDOW (window));
  while (gtk_widget_get_width (view) == 0)
    g_main_context_iteration (NULL, TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (schemes); i++) {
    tc_style_load (schemes[i]);
    while (g_main_context_iteration (NULL, FALSE))
      ;
    guint n = count_dark (view, &white);
    g_assert_true (white);
    g_assert_cmpuint (n, >, 1000);
    g_assert_true (i == 0 || n == dark);
    dark = n;
  }
  gtk_window_destroy (GTK_WINDOW (window));
}

/* A long table goes over pages, however many columns it has. */
static void
test_table (void)
{
  const TcListColumn columns[] = {{"Mã", 15}, {"Nội dung", 60}, {"Ghi chú", 0}};
  TcListTable *table = tc_list_table_new ("NHẬT KÝ", "Chưa xong", columns, 3);
  g_autofree char *dir = g_dir_make_tmp ("test-paper-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (dir, "table.pdf", NULL);
  g_autoptr (GObject) owner = g_object_new (G_TYPE_OBJECT, NULL);
  const char *const cells[] = {"PA-1", "Nước lên nhanh ở hẻm 3, cần <gấp> bao cát & máy bơm", NULL};

  for (guint i = 0; i < LINES; i++)
    tc_list_table_add (table, cells);
  tc_table_paper_print (table, "Trung tâm", "Cần Thơ", "Lan", NULL, path, failed_cb, owner);
  g_assert_cmpuint (count_pages (path), >, 3);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  tc_style_register ();
  g_test_add_func ("/paper-view/file-name", test_file_name);
  g_test_add_func ("/paper-view/as-printed", test_as_printed);
  g_test_add_func ("/paper-view/headings-stay", test_headings_stay);
  g_test_add_func ("/paper-view/schemes", test_schemes);
  g_test_add_func ("/paper-view/table", test_table);
  return g_test_run ();
}
