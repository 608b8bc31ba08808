/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: a wall never lets an old picture look live, says what isn't as it should be to eye and ear,
 * decodes nothing that isn't seen, and is used by keys alone. Method: real widgets in a window on a
 * screen of their own; tiles of a decoder that does what the address says (fake-tiles.c).
 */
#include "tc-style.h"
#include "tc-tile-grid.h"
#include "tc-tile-private.h"
#include "tc-words.h"
#include "tile-desk.h"

#include <adwaita.h>

#define N_TILES 4
/* Of an incident's detail, that has three. */
#define SMALL_WIDTH 130
#define SMALL_HEIGHT 76

typedef struct {
  GtkWidget *window;
  TcTileGrid *grid;
  TcTileGroup *group;
  TcTile *tiles[N_TILES]; /* (owned) (nullable) */
  guint activated, swapped_from, swapped_to, n_signals;
} Wall;

static const TcTilePlace places[N_TILES] = {{0, 0, 2, 2}, {2, 0, 1, 1}, {2, 1, 1, 1}, {0, 2, 3, 1}};

static void
activate_cb (TcTileGrid *grid, guint i, Wall *wall)
{
  wall->activated = i;
  wall->n_signals++;
}

static void
open_wall (Wall *wall)
{
  *wall = (Wall){.window = gtk_window_new ()};
  wall->group = desk_group (desk_program);
  wall->grid = g_object_new (TC_TYPE_TILE_GRID, NULL);
  g_signal_connect (wall->grid, "activate-tile", G_CALLBACK (activate_cb), wall);
  tc_tile_grid_set_places (wall->grid, 3, 3, places, N_TILES);
  gtk_window_set_default_size (GTK_WINDOW (wall->window), 900, 600);
  gtk_window_set_child (GTK_WINDOW (wall->window), GTK_WIDGET (wall->grid));
  gtk_window_present (GTK_WINDOW (wall->window));
  wait_until (gtk_widget_get_width (GTK_WIDGET (wall->grid)) > 0);
}

static void
play (Wall *wall, guint i, const char *what)
{
  wall->tiles[i] = tc_tile_group_add (wall->group);
  desk_play (wall->tiles[i], TC_PROFILE_SUB, what, NULL, 0);
  tc_camera_tile_set_title (tc_tile_grid_get_tile (wall->grid, i), 10 + i, "Cầu Xà No");
  tc_camera_tile_set_tile (tc_tile_grid_get_tile (wall->grid, i), wall->tiles[i]);
}

static void
close_wall (Wall *wall)
{
  gtk_window_destroy (GTK_WINDOW (wall->window));
  for (guint i = 0; i < N_TILES; i++) {
    if (wall->tiles[i])
      tc_tile_close (wall->tiles[i]);
    g_clear_object (&wall->tiles[i]);
  }
  g_assert_finalize_object (wall->group);
}

static TcCameraTile *
tile (Wall *wall, guint i)
{
  return tc_tile_grid_get_tile (wall->grid, i);
}

/* The child of a template, by its id. */
static GtkWidget *
part (TcCameraTile *camera, const char *id)
{
  GObject *child = gtk_widget_get_template_child (GTK_WIDGET (camera), TC_TYPE_CAMERA_TILE, id);

  return GTK_WIDGET (child);
}

static gboolean
is_said (TcCameraTile *camera, const char *id, const char *text)
{
  return gtk_widget_get_mapped (part (camera, id)) &&
         g_strcmp0 (gtk_label_get_label (GTK_LABEL (part (camera, id))), text) == 0;
}

/* Newer pictures come by themselves; it is spoken of as live. */
static void
test_live (void)
{
  Wall wall;

  open_wall (&wall);
  play (&wall, 1, "live");
  wait_until (tc_camera_tile_get_frame (tile (&wall, 1)) != NULL);
  guint64 first = tc_camera_tile_get_frame (tile (&wall, 1))->number;
  wait_until (tc_camera_tile_get_frame (tile (&wall, 1))->number > first + 5);
  g_assert_true (is_said (tile (&wall, 1), "number", "11"));
  g_assert_false (gtk_widget_get_mapped (part (tile (&wall, 1), "placard")));
  gtk_test_accessible_assert_property (tile (&wall, 1), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Camera 11, Cầu Xà No. Live");
  gtk_test_accessible_assert_property (tile (&wall, 0), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Empty place");
  close_wall (&wall);
}

/* A tile in two places is decoded once, as the more demanding of them wants it; each has its
 * pictures, also one that comes later, and one that is hidden keeps none from the other. */
static void
test_two_places (void)
{
  Wall wall;
  int width = 0, height = 0;

  open_wall (&wall);
  play (&wall, 0, "live");
  wait_until (tc_camera_tile_get_frame (tile (&wall, 0)) != NULL);
  tc_camera_tile_set_tile (tile (&wall, 1), wall.tiles[0]);
  g_assert_true (tc_camera_tile_refresh (tile (&wall, 1)));
  guint64 number = tc_camera_tile_get_frame (tile (&wall, 1))->number;
  wait_until (tc_camera_tile_get_frame (tile (&wall, 0))->number > number + 5 &&
              tc_camera_tile_get_frame (tile (&wall, 1))->number > number + 5);
  tc_camera_tile_get_size (tile (&wall, 0), &width, &height);
  wait_until (tc_camera_tile_get_frame (tile (&wall, 1))->width == width);
  g_object_set (tile (&wall, 1), "selected", TRUE, NULL);
  g_assert_cmpint (tc_tile_get_importance (wall.tiles[0]), ==, TC_IMPORTANCE_SELECTED);
  tc_tile_grid_show_alone (wall.grid, 1);
  number = tc_camera_tile_get_frame (tile (&wall, 1))->number;
  wait_until (tc_camera_tile_get_frame (tile (&wall, 1))->number > number + 5);
  tc_camera_tile_set_tile (tile (&wall, 1), NULL);
  g_assert_cmpint (tc_tile_get_importance (wall.tiles[0]), ==, TC_IMPORTANCE_HIDDEN);
  close_wall (&wall);
}

/* A picture that is kept for seconds says when it was, not what time it is. */
static void
test_rung (void)
{
  Wall wall;

  open_wall (&wall);
  play (&wall, 0, "live");
  wait_until (tc_camera_tile_get_frame (tile (&wall, 0)) != NULL);
  tc_tile_limit_rung (wall.tiles[0], TC_RUNG_PAUSED);
  wait_until (tc_tile_get_rung (wall.tiles[0]) == TC_RUNG_PAUSED);
  gint64 paused_us = g_get_monotonic_time ();
  wait_until (g_get_monotonic_time () - paused_us > 2500000);
  tc_camera_tile_tell (tile (&wall, 0));
  g_autofree char *then = tc_words_clock_seconds (tc_tile_get_report (wall.tiles[0]).picture_us);
  g_autofree char *now = tc_words_clock_seconds (g_get_real_time ());
  g_assert_true (is_said (tile (&wall, 0), "rung", "paused"));
  g_assert_true (is_said (tile (&wall, 0), "clock", then));
  g_assert_cmpstr (then, !=, now);
  close_wall (&wall);
}

/* Seen by a sign and read in words; what can't be heard is no fault of the picture. */
static void
test_sound (void)
{
  Wall wall;

  open_wall (&wall);
  play (&wall, 0, "live");
  play (&wall, 1, "deaf");
  wait_until (tc_camera_tile_get_frame (tile (&wall, 0)) != NULL);
  wait_until (tc_camera_tile_get_frame (tile (&wall, 1)) != NULL);
  g_assert_false (gtk_widget_get_mapped (part (tile (&wall, 0), "sound")));
  tc_tile_group_hear (wall.group, wall.tiles[0]);
  wait_until (is_said (tile (&wall, 0), "sound_words", "sound on"));
  g_assert_true (gtk_widget_get_mapped (part (tile (&wall, 0), "sound_sign")));
  gtk_test_accessible_assert_property (tile (&wall, 0), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Camera 10, Cầu Xà No. Live. sound on");
  tc_tile_group_hush (wall.group, TRUE);
  wait_until (is_said (tile (&wall, 0), "sound_words", "sound waits for the alarm"));
  tc_tile_group_hush (wall.group, FALSE);
  tc_tile_group_hear (wall.group, wall.tiles[1]);
  wait_until (is_said (tile (&wall, 1), "sound_words", "this computer plays no sound"));
  g_assert_false (gtk_widget_get_mapped (part (tile (&wall, 0), "sound")));
  g_assert_false (gtk_widget_get_mapped (part (tile (&wall, 1), "placard")));
  guint64 first = tc_camera_tile_get_frame (tile (&wall, 1))->number;
  wait_until (tc_camera_tile_get_frame (tile (&wall, 1))->number > first + 5);
  close_wall (&wall);
}

/* What has no picture any more keeps the last, grey, and says what it is, why and since when. */
static void
test_fault (void)
{
  Wall wall;

  open_wall (&wall);
  play (&wall, 0, "falls");
  play (&wall, 3, "offline");
  wait_until (tc_camera_tile_get_frame (tile (&wall, 0)) != NULL);
  wait_until (is_said (tile (&wall, 0), "state", "No picture"));
  g_assert_nonnull (tc_camera_tile_get_frame (tile (&wall, 0)));
  g_assert_true (gtk_widget_get_mapped (part (tile (&wall, 0), "since")));
  wait_until (is_said (tile (&wall, 3), "state", "No picture"));
  g_assert_null (tc_camera_tile_get_frame (tile (&wall, 3)));
  /* It comes back by itself. */
  wait_until (!gtk_widget_get_mapped (part (tile (&wall, 0), "placard")));
  gtk_test_accessible_assert_property (tile (&wall, 0), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Camera 10, Cầu Xà No. Live");
  close_wall (&wall);
}

/* Its picture doesn't stay behind another camera's name. */
static void
test_other (void)
{
  Wall wall;

  open_wall (&wall);
  play (&wall, 0, "live");
  wait_until (tc_camera_tile_get_frame (tile (&wall, 0)) != NULL);
  tc_camera_tile_set_tile (tile (&wall, 0), NULL);
  g_assert_null (tc_camera_tile_get_frame (tile (&wall, 0)));
  g_assert_true (tc_camera_picture_is_empty (tc_camera_tile_get_picture (tile (&wall, 0))));
  tc_camera_tile_set_notice (tile (&wall, 0), "No media host serves it.");
  g_assert_true (is_said (tile (&wall, 0), "cause", "No media host serves it."));
  tc_camera_tile_set_notice (tile (&wall, 0), NULL);
  g_assert_false (gtk_widget_get_visible (part (tile (&wall, 0), "placard")));
  close_wall (&wall);
}

/* The least that a tile is shown at has room for why there is no picture, in either language. */
static void
test_small (void)
{
  static const char *const notices[] = {"No media host serves this camera yet.",
                                        "Chưa có máy chủ hình ảnh nào phục vụ camera này."};
  Wall wall;

  open_wall (&wall);
  tc_tile_grid_set_places (wall.grid, 7, 8, places, N_TILES);
  wait_until (gtk_widget_get_width (GTK_WIDGET (tile (&wall, 1))) <= SMALL_WIDTH);
  tc_camera_tile_set_title (tile (&wall, 1), 114, "Cầu Xà No");
  for (gsize i = 0; i < G_N_ELEMENTS (notices); i++) {
    GtkWidget *cause = part (tile (&wall, 1), "cause");
    PangoLayout *layout;

    tc_camera_tile_set_notice (tile (&wall, 1), notices[i]);
    wait_until (gtk_widget_get_height (cause) > 0 && gtk_widget_get_mapped (cause));
    layout = gtk_label_get_layout (GTK_LABEL (cause));
    g_test_message ("%d×%d", gtk_widget_get_width (GTK_WIDGET (tile (&wall, 1))),
                    gtk_widget_get_height (GTK_WIDGET (tile (&wall, 1))));
    g_assert_false (pango_layout_is_ellipsized (layout));
    g_assert_cmpint (gtk_widget_get_height (part (tile (&wall, 1), "placard")), <=, SMALL_HEIGHT);
  }
  close_wall (&wall);
}

static void
test_importance (void)
{
  Wall wall;

  open_wall (&wall);
  for (guint i = 0; i < N_TILES; i++)
    play (&wall, i, "live");
  g_assert_cmpint (tc_tile_get_importance (wall.tiles[1]), ==, TC_IMPORTANCE_NORMAL);
  tc_tile_grid_select (wall.grid, 1);
  g_assert_cmpint (tc_tile_get_importance (wall.tiles[1]), ==, TC_IMPORTANCE_SELECTED);
  tc_camera_tile_set_alarm (tile (&wall, 2), "Nước dâng");
  g_assert_cmpint (tc_tile_get_importance (wall.tiles[2]), ==, TC_IMPORTANCE_ALARM);
  g_assert_true (is_said (tile (&wall, 2), "alarm_label", "Nước dâng"));
  tc_camera_tile_set_alarm (tile (&wall, 2), NULL);
  g_assert_cmpint (tc_tile_get_importance (wall.tiles[2]), ==, TC_IMPORTANCE_NORMAL);
  /* Alone: the others aren't seen. */
  tc_tile_grid_show_alone (wall.grid, 3);
  wait_until (tc_tile_get_importance (wall.tiles[1]) == TC_IMPORTANCE_HIDDEN);
  g_assert_cmpint (tc_tile_get_importance (wall.tiles[3]), ==, TC_IMPORTANCE_SELECTED);
  wait_until (gtk_widget_get_height (GTK_WIDGET (tile (&wall, 3))) > 500);
  tc_tile_grid_show_alone (wall.grid, -1);
  wait_until (tc_tile_get_importance (wall.tiles[1]) == TC_IMPORTANCE_NORMAL);
  gtk_widget_hide (GTK_WIDGET (wall.grid));
  for (guint i = 0; i < N_TILES; i++)
    g_assert_cmpint (tc_tile_get_importance (wall.tiles[i]), ==, TC_IMPORTANCE_HIDDEN);
  close_wall (&wall);
}

static gboolean
press (Wall *wall, guint key)
{
  g_autoptr (GListModel) all = gtk_widget_observe_controllers (GTK_WIDGET (wall->grid));
  gboolean taken = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (all); i++) {
    g_autoptr (GtkEventController) one = g_list_model_get_item (all, i);

    if (GTK_IS_EVENT_CONTROLLER_KEY (one))
      g_signal_emit_by_name (one, "key-pressed", key, 0, 0, &taken);
  }
  return taken;
}

/* In the direction of the key, to what lies nearest; at the edge it stays. */
static void
test_keys (void)
{
  const struct {
    guint key;
    int then;
  } way[] = {{GDK_KEY_Right, 1}, {GDK_KEY_Right, 1}, {GDK_KEY_Down, 2}, {GDK_KEY_Left, 0},
             {GDK_KEY_Down, 3},  {GDK_KEY_Down, 3},  {GDK_KEY_Up, 0}};
  Wall wall;

  open_wall (&wall);
  tc_tile_grid_select (wall.grid, 0);
  for (guint i = 0; i < G_N_ELEMENTS (way); i++) {
    g_assert_true (press (&wall, way[i].key));
    g_assert_cmpint (tc_tile_grid_get_selected (wall.grid), ==, way[i].then);
  }
  g_assert_true (press (&wall, GDK_KEY_Return));
  g_assert_cmpuint (wall.n_signals, ==, 1);
  g_assert_cmpuint (wall.activated, ==, 0);
  g_assert_false (press (&wall, GDK_KEY_a));
  /* One alone: the keys show the next. */
  tc_tile_grid_show_alone (wall.grid, 0);
  press (&wall, GDK_KEY_Down);
  g_assert_cmpint (tc_tile_grid_get_alone (wall.grid), ==, 3);
  close_wall (&wall);
}

/* Fewer places, then more: what plays in those that stay plays on. */
static void
test_places (void)
{
  const TcTilePlace one = {0, 0, 1, 1};
  Wall wall;

  open_wall (&wall);
  play (&wall, 0, "live");
  play (&wall, 3, "live");
  tc_tile_grid_select (wall.grid, 3);
  tc_tile_grid_set_places (wall.grid, 1, 1, &one, 1);
  g_assert_cmpuint (tc_tile_grid_get_n_tiles (wall.grid), ==, 1);
  g_assert_cmpint (tc_tile_grid_get_selected (wall.grid), ==, -1);
  g_assert_true (tc_camera_tile_get_tile (tile (&wall, 0)) == wall.tiles[0]);
  g_assert_cmpint (tc_tile_get_importance (wall.tiles[3]), ==, TC_IMPORTANCE_HIDDEN);
  tc_tile_grid_set_places (wall.grid, 3, 3, places, N_TILES);
  g_assert_null (tc_camera_tile_get_tile (tile (&wall, 3)));
  wait_until (tc_camera_tile_get_frame (tile (&wall, 0)) != NULL);
  close_wall (&wall);
}

static void
test_zoom (void)
{
  Wall wall;

  open_wall (&wall);
  play (&wall, 0, "live");
  TcCameraPicture *picture = tc_camera_tile_get_picture (tile (&wall, 0));
  tc_camera_picture_set_zoom (picture, 2);
  /* There is nothing to magnify yet. */
  g_assert_cmpfloat (tc_camera_picture_get_zoom (picture), ==, 1);
  wait_until (tc_camera_tile_get_frame (tile (&wall, 0)) != NULL);
  tc_camera_picture_set_zoom (picture, 2);
  g_assert_true (is_said (tile (&wall, 0), "zoom", "×2.0"));
  tc_camera_picture_set_zoom (picture, 100);
  g_assert_cmpfloat (tc_camera_picture_get_zoom (picture), ==, TC_CAMERA_ZOOM_MAX);
  tc_camera_picture_set_zoom (picture, 0.1);
  g_assert_cmpfloat (tc_camera_picture_get_zoom (picture), ==, 1);
  g_assert_false (gtk_widget_get_visible (part (tile (&wall, 0), "zoom")));
  close_wall (&wall);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  tc_style_register ();
  g_assert_cmpint (argc, ==, 2);
  desk_program = argv[1];
  g_test_add_func ("/camera-tile/live", test_live);
  g_test_add_func ("/camera-tile/two-places", test_two_places);
  g_test_add_func ("/camera-tile/rung", test_rung);
  g_test_add_func ("/camera-tile/sound", test_sound);
  g_test_add_func ("/camera-tile/fault", test_fault);
  g_test_add_func ("/camera-tile/other", test_other);
  g_test_add_func ("/camera-tile/small", test_small);
  g_test_add_func ("/camera-tile/importance", test_importance);
  g_test_add_func ("/camera-tile/keys", test_keys);
  g_test_add_func ("/camera-tile/places", test_places);
  g_test_add_func ("/camera-tile/zoom", test_zoom);
  return g_test_run ();
}
