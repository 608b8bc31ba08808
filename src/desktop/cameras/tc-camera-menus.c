/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Menus of the video wall: what its actions are called for who has no key in mind.
 */
#include "tc-camera-panel-private.h"

#include "tc-big-event-words.h"
#include "tc-mark-words.h"
#include "tc-monitors.h"
#include "tc-nested-menu.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MENU "tc-tile-menu"

static GMenu *
make_shapes (void)
{
  GMenu *menu = g_menu_new ();

  for (const char *const *name = tc_wall_list_shapes (); *name; name++) {
    gboolean plain = !strchr (*name, '+');
    g_autofree char *label = plain ? g_strdup_printf ("%s × %s", *name, *name) : g_strdup (*name);
    g_autofree char *action = g_strdup_printf ("win.wall-shape::%s", *name);

    g_menu_append (menu, label, action);
  }
  return menu;
}

static void
append_layout (TcCameraPanel *self, GMenu *menu, const TcWallLayout *layout, const char *action)
{
  /* A name isn't markup nor has it a mnemonic. */
  g_auto (GStrv) parts = g_strsplit (layout->name, "_", -1);
  g_autofree char *name = g_strjoinv ("__", parts);
  g_autoptr (GMenuItem) item = NULL;

  tc_mark_word_append (self->desk, layout->id, &name);
  item = g_menu_item_new (name, NULL);
  g_menu_item_set_action_and_target (item, action, "x", layout->id);
  g_menu_append_item (menu, item);
}

/* The wall in front is what is put up for such events. */
static GMenu *
make_kinds (void)
{
  GMenu *menu = g_menu_new ();

  for (guint i = 0; tc_big_event_kinds[i]; i++) {
    g_autofree char *action = g_strconcat ("win." TC_LAYOUT_FOR_EVENT "::", tc_big_event_kinds[i],
                                           NULL);

    g_menu_append (menu, tc_big_event_word_kind (tc_big_event_kinds[i]), action);
  }
  return menu;
}

static GMenu *
make_layouts (TcCameraPanel *self)
{
  const TcCameraView *view = tc_camera_watch_get_view (self->watch);
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) own = g_menu_new (), shared = g_menu_new (), save = g_menu_new (),
                    removal = g_menu_new (), kinds = make_kinds ();

  for (guint i = 0; view && i < view->layouts->len; i++) {
    const TcWallLayout *layout = g_ptr_array_index (view->layouts, i);

    append_layout (self, layout->owner_id ? own : shared, layout, "win.layout-use");
    append_layout (self, removal, layout, "win.layout-remove");
  }
  g_menu_append (save, _ ("Save for yourself…"), "win." TC_LAYOUT_SAVE);
  g_menu_append (save, _ ("Save for all…"), "win." TC_LAYOUT_SHARE);
  g_menu_append_submenu (save, _ ("Save for big events"), G_MENU_MODEL (kinds));
  g_menu_append_section (menu, _ ("Your own"), G_MENU_MODEL (own));
  g_menu_append_section (menu, _ ("For all"), G_MENU_MODEL (shared));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (save));
  if (g_menu_model_get_n_items (G_MENU_MODEL (removal)) > 0)
    g_menu_append_submenu (menu, _ ("Remove"), G_MENU_MODEL (removal));
  return menu;
}

static GMenu *
make_dwells (void)
{
  static const guint dwells[] = {5, 10, 20, 60};
  GMenu *menu = g_menu_new ();

  for (guint i = 0; i < G_N_ELEMENTS (dwells); i++) {
    g_autofree char *label = g_strdup_printf (ngettext ("%u second", "%u seconds", dwells[i]),
                                              dwells[i]);
    g_autofree char *action = g_strdup_printf ("win.wall-dwell(uint32 %u)", dwells[i]);

    g_menu_append (menu, label, action);
  }
  return menu;
}

typedef struct {
  const char *label; /* for gettext */
  const char *action;
} MenuItem;

static const MenuItem tile_items[] = {
    {N_ ("As large as the wall, and back"), "win.wall-alone"},
    {N_ ("Open the restricted camera…"), "win." TC_CAMERA_OPEN},
    {N_ ("Steer the camera"), "win.camera-steer"},
    {N_ ("Snapshot"), "win.wall-snapshot"},
    {N_ ("Snapshot for the open incident"), "win.wall-snapshot-attach"},
    {N_ ("Report what it shows"), "win.wall-report"},
    {N_ ("Half a minute ago"), "win.replay-instant"},
    {N_ ("Sound on or off"), "win.wall-listen"},
    {N_ ("Allow or forbid its sound…"), "win." TC_CAMERA_SOUND},
    {N_ ("Try again"), "win.wall-try-again"},
    {N_ ("Report the fault"), "win.camera-report-fault"},
    {N_ ("Faults it has had"), "win.camera-faults"},
    {N_ ("Masks: what nobody is to see…"), "win." TC_CAMERA_MASKS},
    {N_ ("Out of service, or back…"), "win." TC_CAMERA_MAINTENANCE},
    {N_ ("Try the connection"), "win.camera-test"},
    {N_ ("Magnify"), "win.wall-zoom-in"},
    {N_ ("Whole picture"), "win.wall-zoom-whole"},
    {N_ ("Empty this tile"), "win.wall-empty"},
    {NULL},
};

static const MenuItem group_items[] = {
    {N_ ("The list's group in turn"), "win.wall-patrol-here"},
    {N_ ("Next of the group"), "win.wall-next"},
    {N_ ("Previous of the group"), "win.wall-previous"},
    {N_ ("Groups stand still"), "win.wall-pause"},
    {NULL},
};

static const MenuItem wall_items[] = {
    {N_ ("Cameras near the open incident"), "win.near-cameras"},
    {N_ ("Fill the empty tiles from the list"), "win.wall-fill"},
    {N_ ("All tiles on one clock"), "win.replay-together"},
    {N_ ("Put it before another desk…"), "win." TC_CAMERA_PUSH},
    {N_ ("Empty all tiles"), "win.wall-clear"},
    {N_ ("List of cameras"), "win.camera-list"},
    {N_ ("How cameras do"), "win." TC_ACTION_HEALTH},
    {N_ ("What is kept of recordings"), "win.holds"},
    {N_ ("Copies of recordings"), "win.exports"},
    {N_ ("The wall on the next screen"), "win.wall-front-next"},
    {N_ ("Window of its own"), "win.own-window"},
    {N_ ("Full screen"), "win.full-screen"},
    {NULL},
};

static GMenu *
make_menu (const MenuItem *items)
{
  GMenu *menu = g_menu_new ();

  for (; items->label; items++)
    g_menu_append (menu, _ (items->label), items->action);
  return menu;
}

/* So short that a small screen has all of it. */
static GMenu *
make_more (void)
{
  GMenu *menu = make_menu (tile_items);
  g_autoptr (GMenu) groups = make_menu (group_items), wall = make_menu (wall_items),
                    dwells = make_dwells (), more = g_menu_new ();

  g_menu_append_submenu (groups, _ ("Each camera of a group for"), G_MENU_MODEL (dwells));
  g_menu_append_submenu (more, _ ("Groups in turn"), G_MENU_MODEL (groups));
  g_menu_append_submenu (more, _ ("The whole wall"), G_MENU_MODEL (wall));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (more));
  return menu;
}

/* (transfer full): all that the menu says of layouts */
static char *
word_layouts (TcCameraPanel *self)
{
  const TcCameraView *view = tc_camera_watch_get_view (self->watch);
  GString *words = g_string_new (NULL);

  for (guint i = 0; view && i < view->layouts->len; i++) {
    const TcWallLayout *layout = g_ptr_array_index (view->layouts, i);
    const char *mark = tc_mark_word (self->desk, layout->id);

    g_string_append_printf (words, "%" G_GINT64_FORMAT "\n%s\n%s\n", layout->id, layout->name,
                            mark ? mark : "");
  }
  return g_string_free (words, FALSE);
}

/* A menu that is open closes when it is made anew. */
void
tc_camera_panel_fill_menus (TcCameraPanel *self)
{
  g_autofree char *words = word_layouts (self);
  g_autoptr (GMenu) layouts = NULL;

  if (g_strcmp0 (words, self->layout_words) == 0)
    return;
  layouts = make_layouts (self);
  g_free (self->layout_words);
  self->layout_words = g_steal_pointer (&words);
  tc_nested_menu_set (self->layouts, G_MENU_MODEL (layouts));
}

/* ---- walls on screens ---- */

static void
append_named (GMenu *menu, const char *label, const char *action, const char *connector)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, action, "s", connector);
  g_menu_append_item (menu, item);
}

/* Those that are plugged in and have no wall. */
static void
append_free (TcCameraPanel *self, GMenu *menu)
{
  GListModel *monitors = tc_monitors_list ();

  for (guint i = 0; i < g_list_model_get_n_items (monitors); i++) {
    g_autoptr (GdkMonitor) monitor = g_list_model_get_item (monitors, i);
    const char *connector = tc_monitors_name (monitor);
    g_autofree char *label = NULL;

    if (!connector || tc_camera_panel_find_screen (self, connector))
      continue;
    /* Translators: a screen, by what it is plugged into: "HDMI-1". */
    label = g_strdup_printf (_ ("Put a wall on %s"), connector);
    append_named (menu, label, "win.wall-put-on", connector);
  }
}

static void
append_taken (TcCameraPanel *self, GMenu *fronts, GMenu *menu)
{
  for (guint i = 1; i < self->screens->len; i++) {
    const TcCameraScreen *screen = g_ptr_array_index (self->screens, i);
    /* Translators: a screen, by what it is plugged into. */
    g_autofree char *away = g_strdup_printf (_ ("%s (not plugged in)"), screen->connector);
    /* Translators: a screen, by what it is plugged into: "HDMI-1". */
    g_autofree char *off = g_strdup_printf (_ ("Take the wall off %s"), screen->connector);

    append_named (fronts, tc_camera_screen_is_shown (screen) ? screen->connector : away,
                  "win.wall-front", screen->connector);
    append_named (menu, off, "win.wall-take-off", screen->connector);
  }
}

void
tc_camera_panel_fill_walls (TcCameraPanel *self)
{
  g_autoptr (GMenu) menu = g_menu_new (), fronts = g_menu_new (), rest = g_menu_new ();
  g_autofree char *label = NULL;

  if (!self->desk || !self->walls)
    return;
  append_named (fronts, _ ("In this window"), "win.wall-front", "");
  append_taken (self, fronts, rest);
  append_free (self, rest);
  g_menu_append_section (menu, _ ("The wall in front"), G_MENU_MODEL (fronts));
  g_menu_append_section (menu, _ ("Screens"), G_MENU_MODEL (rest));
  tc_nested_menu_set (self->walls, G_MENU_MODEL (menu));
  /* Translators: a button: which wall is worked with: the screen that it is on. */
  label = self->front->window ? g_strdup_printf (_ ("Wall: %s"), self->front->connector)
                              : g_strdup (_ ("Walls"));
  gtk_menu_button_set_label (self->walls, label);
}

/* ---- of a tile ---- */

/* Where one clicked, or so far above that all of it is to be seen: GTK doesn't move it by itself,
 * and tells how high it is once it is there. @x, @y: in the tiles */
static void
popup (TcCameraScreen *screen, double x, double y, GtkWidget *menu)
{
  GtkWidget *parent = gtk_widget_get_parent (menu);
  GtkWidget *root = GTK_WIDGET (gtk_widget_get_root (parent));
  GdkRectangle at = {0, 0, 1, 1};
  double left = 0, top = 0, parent_top = 0;
  int height = 0, lowest = 0;

  (void) gtk_widget_translate_coordinates (GTK_WIDGET (screen->grid), parent, x, y, &left, &top);
  (void) gtk_widget_translate_coordinates (parent, root, 0, 0, NULL, &parent_top);
  at.x = (int) left;
  at.y = (int) top;
  gtk_popover_set_pointing_to (GTK_POPOVER (menu), &at);
  gtk_popover_popup (GTK_POPOVER (menu));
  gtk_widget_measure (menu, GTK_ORIENTATION_VERTICAL, -1, NULL, &height, NULL, NULL);
  lowest = gtk_widget_get_height (root) - height - 1 - (int) parent_top;
  if (at.y <= lowest)
    return;
  at.y = MAX (lowest, -(int) parent_top);
  gtk_popover_set_pointing_to (GTK_POPOVER (menu), &at);
}

static void
menu_cb (GtkGestureClick *click, int n, double x, double y, gpointer data)
{
  TcCameraScreen *screen = data;
  GtkWidget *picked = gtk_widget_pick (GTK_WIDGET (screen->grid), x, y, GTK_PICK_DEFAULT);
  GtkWidget *tile = picked ? gtk_widget_get_ancestor (picked, TC_TYPE_CAMERA_TILE) : NULL;

  for (guint i = 0; tile && i < tc_tile_grid_get_n_tiles (screen->grid); i++) {
    if (GTK_WIDGET (tc_tile_grid_get_tile (screen->grid, i)) == tile)
      (void) tc_wall_choose (screen->wall, i);
  }
  tc_camera_panel_set_front (screen->panel, screen);
  popup (screen, x, y, g_object_get_data (G_OBJECT (click), MENU));
}

/* Where there is no bar above the tiles, with what stands in that, too. */
static GMenu *
make_tile_menu (TcCameraPanel *self, const TcCameraScreen *screen)
{
  GMenu *menu = make_more ();
  g_autoptr (GMenu) shapes = make_shapes (), bar = g_menu_new ();

  if (!screen->window)
    return menu;
  g_menu_append_submenu (bar, _ ("Tiles"), G_MENU_MODEL (shapes));
  g_menu_append (bar, _ ("Take the wall off this screen"), "win.wall-take-front-off");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (bar));
  return menu;
}

void
tc_camera_panel_add_menu (TcCameraPanel *self, TcCameraScreen *screen)
{
  GtkWidget *parent = screen->window ? gtk_widget_get_parent (GTK_WIDGET (screen->grid))
                                     : self->work;
  g_autoptr (GMenu) model = make_tile_menu (self, screen);
  GtkWidget *menu = tc_nested_menu_new (G_MENU_MODEL (model));
  GtkGesture *click = gtk_gesture_click_new ();

  gtk_widget_set_parent (menu, parent);
  g_object_set_data (G_OBJECT (click), MENU, menu);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  g_signal_connect (click, "pressed", G_CALLBACK (menu_cb), screen);
  gtk_widget_add_controller (GTK_WIDGET (screen->grid), GTK_EVENT_CONTROLLER (click));
  screen->menu = menu;
}

void
tc_camera_panel_make_menus (TcCameraPanel *self)
{
  g_autoptr (GMenu) shapes = make_shapes (), more = make_more ();

  gtk_menu_button_set_menu_model (self->shape, G_MENU_MODEL (shapes));
  tc_nested_menu_set (self->more, G_MENU_MODEL (more));
  tc_camera_panel_fill_menus (self);
  tc_camera_panel_fill_walls (self);
  tc_camera_panel_add_menu (self, tc_camera_panel_get_own (self));
}
