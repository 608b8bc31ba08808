/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: every panel, page and dialog can be used by who doesn't see it, doesn't use a mouse, sees
 * little or needs large letters: whatever can be used has a name and a role, the Tab key comes to
 * it once and in the order of reading, it is large enough to be hit, all text is seen on what is
 * behind it in each scheme, and at twice the size everything still has its room. Method: a table of
 * screens, each opened in the real window over the room's desk; the checks of access-check.h walk
 * all widgets that are on screen then. With TC_PICTURES=FOLDER each screen is left there as a file.
 */
#include "access-check.h"
#include "access-seat.h"
#include "main-turn.h"
#include "tc-style.h"

#include <gdk/x11/gdkx.h>

#define DPI (96 * 1024)
/* By hand and mouse; on a wall that is touched. */
#define TARGET_PX 32
#define TARGET_WALL_PX 44
/* What moves has come to rest by then. */
#define SETTLE_US (80 * 1000)

static void
painted_cb (GdkFrameClock *clock, gpointer data)
{
  ++*(guint *) data;
}

/* Until it has been laid out and drawn as it is now, and nothing more comes. */
static void
settle (GtkWidget *window)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (window);
  gint64 end_us = g_get_monotonic_time () + SETTLE_US;
  guint painted = 0;
  gulong id = g_signal_connect (clock, "after-paint", G_CALLBACK (painted_cb), &painted);

  gtk_widget_queue_resize (window);
  while (painted < 2 || g_get_monotonic_time () < end_us) {
    if (painted < 2)
      gtk_widget_queue_draw (window);
    main_turn ();
  }
  g_signal_handler_disconnect (clock, id);
}

/* ---- the checks ---- */

/* The windows that are looked at: those over the main one, or that one. */
static GPtrArray *
list_windows (Seat *seat)
{
  GPtrArray *list = access_seat_list_over (seat);

  if (list->len == 0)
    g_ptr_array_add (list, g_object_ref (seat->window));
  return list;
}

/* @window and each popover that is open in it. */
static void
list_natives (GtkWidget *widget, GPtrArray *natives)
{
  if (!access_is_shown (widget))
    return;
  if (GTK_IS_NATIVE (widget))
    g_ptr_array_add (natives, widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    list_natives (child, natives);
}

static void
save_picture (const char *screen, const char *what, guint n, GtkWidget *native)
{
  const char *folder = g_getenv ("TC_PICTURES");
  g_autofree char *name = g_strdup_printf ("%s-%s-%u.png", screen, what, n);
  g_autofree char *path = folder && *folder ? g_build_filename (folder, name, NULL) : NULL;

  if (path)
    access_save_picture (native, path);
}

static void
check_schemes (Access *access, GtkWidget *window)
{
  static const char *const schemes[] = {"light", "night", "dark"};

  for (guint i = 0; i < G_N_ELEMENTS (schemes); i++) {
    g_autoptr (GPtrArray) natives = g_ptr_array_new ();

    tc_style_load (schemes[i]);
    settle (window);
    list_natives (window, natives);
    for (guint j = 0; j < natives->len; j++) {
      access_check_contrast (access, natives->pdata[j], schemes[i]);
      save_picture (access->screen, schemes[i], j, natives->pdata[j]);
    }
  }
}

static void
check_large (Access *access, GtkWidget *window)
{
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", 2 * DPI, NULL);
  settle (window);
  access_check_room (access, window, ACCESS_WIDTH_PX, ACCESS_HEIGHT_PX);
  save_picture (access->screen, "large", 0, window);
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", DPI, NULL);
  settle (window);
}

static GtkWidget *
find_popover (GtkWidget *window)
{
  g_autoptr (GPtrArray) natives = g_ptr_array_new ();

  list_natives (window, natives);
  return natives->len > 1 ? natives->pdata[natives->len - 1] : NULL;
}

/* What Tab goes about in: a popover that has the focus, else all of the window. */
static GtkWidget *
find_keyboard (GtkWidget *window)
{
  GtkWidget *popover = find_popover (window);
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (window));

  return popover && focus && gtk_widget_is_ancestor (focus, popover) ? popover : window;
}

/* As a person presses it, by the X server: the Escape key closes what is looked at. */
static void
check_escape (Access *access, GtkWidget *window)
{
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (window));
  g_autofree char *id = g_strdup_printf ("%lu", gdk_x11_surface_get_xid (surface));
  const char *const press[] = {"xdotool", "windowfocus", "--sync", id, "key", "Escape", NULL};
  g_autoptr (GtkWidget) held = g_object_ref (window);
  g_autoptr (GError) error = NULL;
  gint64 end_us = g_get_monotonic_time () + WAIT_US;
  gboolean popover = find_popover (window) != NULL;

  g_spawn_async (NULL, (char **) press, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL,
                 NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  while (popover ? find_popover (window) != NULL : gtk_widget_get_mapped (window)) {
    if (g_get_monotonic_time () > end_us) {
      access_fault (access, window, "Escape doesn't close it");
      return;
    }
    main_turn ();
  }
}

static void
check_window (Access *access, GtkWidget *window, const AccessScreen *screen)
{
  settle (window);
  access_check_names (access, window);
  access_check_targets (access, window, screen->wall ? TARGET_WALL_PX : TARGET_PX);
  access_check_room (access, window, ACCESS_WIDTH_PX, ACCESS_HEIGHT_PX);
  check_schemes (access, window);
  access_check_order (access, find_keyboard (window));
  check_large (access, window);
  if (screen->leaves)
    check_escape (access, window);
}

static void
test_screen (gconstpointer data)
{
  const AccessScreen *screen = data;
  Seat seat = {0};
  Access access;
  g_autoptr (GPtrArray) windows = NULL;

  access_seat_sit_down (&seat, screen);
  screen->open (&seat);
  settle (GTK_WIDGET (seat.window));
  access_begin (&access, screen->name);
  windows = list_windows (&seat);
  for (guint i = 0; i < windows->len; i++)
    check_window (&access, windows->pdata[i], screen);
  access_end (&access);
  g_clear_pointer (&windows, g_ptr_array_unref);
  access_seat_stand_up (&seat);
}

static void
add_screens (const char *group, const AccessScreen *(*list) (guint *n))
{
  guint n = 0;
  const AccessScreen *screens = list (&n);

  for (guint i = 0; i < n; i++) {
    g_autofree char *path = g_strdup_printf ("/accessibility/%s/%s", group, screens[i].name);
    g_test_add_data_func (path, &screens[i], test_screen);
  }
}

int
main (int argc, char **argv)
{
  window_seat_init (&argc, &argv);
  access_seat_init ();
  add_screens ("panels", access_screens_list_panels);
  add_screens ("dialogs", access_screens_list_dialogs);
  return window_seat_run ();
}
