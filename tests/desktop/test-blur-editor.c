/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: rectangles are made, moved, sized, removed and undone by actions, never leave the picture,
 * and what is saved is a JPEG of it. Method: the real window.
 */
#include "tc-blur-editor.h"
#include "tc-style.h"

#include <adwaita.h>
#include <string.h>

#define SLACK 0.0001

typedef struct {
  TcBlurEditor *editor; /* (unowned): destroyed by itself once it has saved */
  GBytes *saved;        /* (owned) (nullable) */
  gboolean gone;
} Seat;

static void
blurred_cb (TcBlurEditor *editor, GBytes *bytes, Seat *seat)
{
  seat->saved = g_bytes_ref (bytes);
}

static void
gone_cb (gpointer data, GObject *object)
{
  ((Seat *) data)->gone = TRUE;
}

static void
set_up (Seat *seat)
{
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, 640, 480);
  g_autoptr (GdkTexture) texture = NULL;

  gdk_pixbuf_fill (pixbuf, 0x3060a0ff);
  texture = gdk_texture_new_for_pixbuf (pixbuf);
  *seat = (Seat){tc_blur_editor_new (NULL, texture, "cây ngã.jpg"), NULL, FALSE};
  g_object_weak_ref (G_OBJECT (seat->editor), gone_cb, seat);
  g_signal_connect (seat->editor, "blurred", G_CALLBACK (blurred_cb), seat);
  gtk_window_present (GTK_WINDOW (seat->editor));
  while (g_main_context_iteration (NULL, FALSE))
    continue;
}

static void
act (Seat *seat, const char *action, double x, double y)
{
  if (x != 0 || y != 0)
    g_assert_true (gtk_widget_activate_action (GTK_WIDGET (seat->editor), action, "(dd)", x, y));
  else
    g_assert_true (gtk_widget_activate_action (GTK_WIDGET (seat->editor), action, NULL));
}

static void
assert_area (Seat *seat, guint i, double x, double y, double width, double height)
{
  const TcBlurArea *area = &g_array_index (tc_blur_editor_get_areas (seat->editor), TcBlurArea, i);

  g_assert_cmpfloat_with_epsilon (area->x, x, SLACK);
  g_assert_cmpfloat_with_epsilon (area->y, y, SLACK);
  g_assert_cmpfloat_with_epsilon (area->width, width, SLACK);
  g_assert_cmpfloat_with_epsilon (area->height, height, SLACK);
}

static guint
count (Seat *seat)
{
  return tc_blur_editor_get_areas (seat->editor)->len;
}

static void
test_by_keys (void)
{
  Seat seat;

  set_up (&seat);
  act (&seat, "blur.add", 0, 0);
  assert_area (&seat, 0, 0.4, 0.425, 0.2, 0.15);
  act (&seat, "blur.move", 0.05, -0.05);
  assert_area (&seat, 0, 0.45, 0.375, 0.2, 0.15);
  act (&seat, "blur.resize", 0.1, 0.1);
  assert_area (&seat, 0, 0.45, 0.375, 0.3, 0.25);
  act (&seat, "blur.add", 0, 0);
  act (&seat, "blur.next", 0, 0);
  act (&seat, "blur.move", 2, 2);
  assert_area (&seat, 0, 0.7, 0.75, 0.3, 0.25);
  act (&seat, "blur.resize", -3, -3);
  assert_area (&seat, 0, 0.7, 0.75, 0.01, 0.01);
  act (&seat, "blur.remove", 0, 0);
  g_assert_cmpuint (count (&seat), ==, 1);
  for (guint i = 0; i < 5; i++)
    act (&seat, "blur.undo", 0, 0);
  g_assert_cmpuint (count (&seat), ==, 1);
  assert_area (&seat, 0, 0.45, 0.375, 0.2, 0.15);
  act (&seat, "blur.undo", 0, 0);
  act (&seat, "blur.undo", 0, 0);
  g_assert_cmpuint (count (&seat), ==, 0);
  gtk_window_destroy (GTK_WINDOW (seat.editor));
}

static void
test_saved (void)
{
  Seat seat;
  gsize size;

  set_up (&seat);
  act (&seat, "blur.add", 0, 0);
  act (&seat, "blur.save", 0, 0);
  while (!seat.gone)
    g_main_context_iteration (NULL, TRUE);
  g_assert_nonnull (seat.saved);
  g_assert_true (memcmp (g_bytes_get_data (seat.saved, &size), "\xff\xd8\xff", 3) == 0);
  g_bytes_unref (seat.saved);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  tc_style_register ();
  g_test_add_func ("/blur-editor/by-keys", test_by_keys);
  g_test_add_func ("/blur-editor/saved", test_saved);
  return g_test_run ();
}
