/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The walls of a desk: the panel's own, and one for each monitor that a person puts one on. All are
 * played by one group, which keeps within what the computer can do with all their tiles together;
 * what is done is done to the one in front, where a tile was chosen last. They are kept for each
 * person in this seat's settings; who never had any here finds those of who sat here before.
 */
#include "tc-camera-panel-private.h"

#include "tc-monitors.h"
#include "tc-settings.h"

#include <glib/gi18n-lib.h>

#define SETTING "camera-walls"
#define OWN_BEFORE "camera-wall"
#define ROW "(xsuus)"
#define ROWS_MAX 200 /* of all persons; those who were here longest ago go first */
#define SCREENS_MAX 8

TcCameraScreen *
tc_camera_panel_get_own (TcCameraPanel *self)
{
  return g_ptr_array_index (self->screens, 0);
}

TcCameraScreen *
tc_camera_panel_find_screen (TcCameraPanel *self, const char *connector)
{
  for (guint i = 0; i < self->screens->len; i++) {
    TcCameraScreen *screen = g_ptr_array_index (self->screens, i);

    if (g_str_equal (screen->connector, connector))
      return screen;
  }
  return NULL;
}

/* ---- kept ---- */

static void
append_others (GVariantBuilder *rows, GVariant *kept, gint64 staff_id, guint n)
{
  GVariantIter iter;
  GVariant *row = NULL;

  g_variant_iter_init (&iter, kept);
  while ((row = g_variant_iter_next_value (&iter))) {
    gint64 whose = 0;

    g_variant_get_child (row, 0, "x", &whose);
    if (whose != staff_id && n++ < ROWS_MAX)
      g_variant_builder_add_value (rows, row);
    g_variant_unref (row);
  }
}

char *
tc_camera_panel_dup_kept (TcCameraPanel *self, const TcCameraScreen *screen, guint *columns,
                          guint *rows)
{
  char *cells = NULL;

  if (self->before && screen == self->looked) {
    g_variant_get (self->before, "(uus)", columns, rows, &cells);
    return cells;
  }
  *columns = tc_wall_get_columns (screen->wall);
  *rows = tc_wall_get_rows (screen->wall);
  return tc_camera_panel_dup_own_cells (self, screen);
}

static gboolean
append_screen (TcCameraPanel *self, GVariantBuilder *rows, const TcCameraScreen *screen)
{
  guint columns = 0, height = 0;
  g_autofree char *cells = tc_camera_panel_dup_kept (self, screen, &columns, &height);

  if (cells)
    g_variant_builder_add (rows, ROW, tc_desk_get_person (self->desk), screen->connector, columns,
                           height, cells);
  return cells != NULL;
}

void
tc_camera_panel_keep_walls (TcCameraPanel *self)
{
  g_autoptr (GSettings) settings = tc_settings_open ();
  g_autoptr (GVariant) kept = settings ? g_settings_get_value (settings, SETTING) : NULL;
  g_autoptr (GVariant) now = NULL;
  gint64 staff_id = self->desk ? tc_desk_get_person (self->desk) : 0;
  GVariantBuilder rows;
  guint n = 0;

  tc_camera_panel_tell_walls (self);
  if (!settings || !staff_id || self->restoring)
    return;
  g_variant_builder_init (&rows, G_VARIANT_TYPE ("a" ROW));
  for (guint i = 0; i < self->screens->len; i++)
    n += append_screen (self, &rows, g_ptr_array_index (self->screens, i)) ? 1 : 0;
  append_others (&rows, kept, staff_id, n);
  now = g_variant_ref_sink (g_variant_builder_end (&rows));
  /* Each time is a file written. */
  if (!g_variant_equal (kept, now))
    g_settings_set_value (settings, SETTING, now);
}

/* Whose walls are put up: the person's, else those of who was here last; 0: nobody's. */
static gint64
choose_owner (GVariant *kept, gint64 staff_id)
{
  gint64 first = 0, whose = 0;
  GVariantIter iter;

  g_variant_iter_init (&iter, kept);
  while (g_variant_iter_next (&iter, ROW, &whose, NULL, NULL, NULL, NULL)) {
    first = first ? first : whose;
    if (whose == staff_id)
      return whose;
  }
  return first;
}

/* As it was kept before there were several. */
static void
restore_one (TcCameraPanel *self, GSettings *settings)
{
  g_autofree char *text = NULL;
  guint columns = 0, rows = 0;

  g_settings_get (settings, OWN_BEFORE, "(uus)", &columns, &rows, &text);
  (void) tc_camera_screen_set_cells (tc_camera_panel_get_own (self), columns, rows, text);
}

/* @own: the panel's; else the others */
static void
restore (TcCameraPanel *self, gboolean own)
{
  g_autoptr (GSettings) settings = tc_settings_open ();
  g_autoptr (GVariant) kept = settings ? g_settings_get_value (settings, SETTING) : NULL;
  gint64 owner = kept ? choose_owner (kept, tc_desk_get_person (self->desk)) : 0, whose = 0;
  const char *connector = NULL, *text = NULL;
  guint columns = 0, rows = 0;
  GVariantIter iter;

  if (settings && !owner && own)
    restore_one (self, settings);
  if (!owner)
    return;
  g_variant_iter_init (&iter, kept);
  while (g_variant_iter_next (&iter, "(x&suu&s)", &whose, &connector, &columns, &rows, &text)) {
    TcCameraScreen *screen = NULL;

    if (whose != owner || (*connector == '\0') != own)
      continue;
    screen = tc_camera_panel_open_screen (self, connector);
    if (screen)
      (void) tc_camera_screen_set_cells (screen, columns, rows, text);
  }
}

/* Once the window has all its actions, which theirs have too. */
static gboolean
restore_cb (gpointer data)
{
  TcCameraPanel *self = data;

  self->restore_source = 0;
  restore (self, FALSE);
  self->restoring = FALSE;
  tc_camera_panel_tell_walls (self);
  return G_SOURCE_REMOVE;
}

void
tc_camera_panel_finish_restoring (TcCameraPanel *self)
{
  if (!self->restore_source)
    return;
  g_clear_handle_id (&self->restore_source, g_source_remove);
  (void) restore_cb (self);
}

/* ---- which there are ---- */

static gboolean
key_cb (GtkEventControllerKey *key, guint keyval, guint code, GdkModifierType state, gpointer data)
{
  TcCameraScreen *screen = data;

  return tc_camera_panel_press (screen->panel, gtk_window_get_focus (GTK_WINDOW (screen->window)),
                                keyval, state);
}

/* By a person: it isn't there at the next start. */
static gboolean
close_request_cb (GtkWindow *window, gpointer data)
{
  TcCameraScreen *screen = data;

  g_action_group_activate_action (G_ACTION_GROUP (screen->panel->window), "wall-take-off",
                                  g_variant_new_string (screen->connector));
  return TRUE;
}

static void
active_cb (GtkWindow *window, GParamSpec *pspec, gpointer data)
{
  TcCameraScreen *screen = data;

  if (gtk_window_is_active (window))
    tc_camera_panel_set_front (screen->panel, screen);
}

static void
follow_window (TcCameraPanel *self, TcCameraScreen *screen)
{
  GtkEventController *key = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (key, GTK_PHASE_CAPTURE);
  g_signal_connect (key, "key-pressed", G_CALLBACK (key_cb), screen);
  gtk_widget_add_controller (GTK_WIDGET (screen->window), key);
  g_signal_connect (screen->window, "close-request", G_CALLBACK (close_request_cb), screen);
  g_signal_connect (screen->window, "notify::is-active", G_CALLBACK (active_cb), screen);
  tc_camera_steer_listen (self->steer, GTK_WIDGET (screen->window), screen->grid);
  tc_camera_panel_add_menu (self, screen);
}

TcCameraScreen *
tc_camera_panel_open_screen (TcCameraPanel *self, const char *connector)
{
  TcCameraScreen *screen = tc_camera_panel_find_screen (self, connector);
  TcCameraWallWindow *window = NULL;

  if (screen || !self->desk || !self->window || !*connector || self->screens->len >= SCREENS_MAX)
    return screen;
  window = tc_camera_wall_window_new (GTK_WINDOW (self->window), self->desk, TC_PANEL (self),
                                      connector);
  screen = tc_camera_screen_new (self, connector, window, tc_camera_wall_window_get_grid (window));
  g_ptr_array_add (self->screens, screen);
  follow_window (self, screen);
  tc_camera_panel_show_wall (self);
  tc_camera_panel_fill_walls (self);
  return screen;
}

void
tc_camera_panel_close_screen (TcCameraPanel *self, TcCameraScreen *screen)
{
  if (self->front == screen)
    tc_camera_panel_set_front (self, tc_camera_panel_get_own (self));
  tc_camera_panel_forget_look_of (self, screen);
  tc_camera_panel_forget_alarms_of (self, screen);
  g_ptr_array_remove (self->screens, screen);
  tc_camera_panel_watch_walls (self);
  tc_camera_panel_keep_walls (self);
  tc_camera_panel_fill_walls (self);
}

static void
set_state (TcCameraPanel *self, const char *name, GVariant *state)
{
  GAction *action = self->window ? g_action_map_lookup_action (self->window, name) : NULL;
  g_autoptr (GVariant) kept = g_variant_ref_sink (state);

  if (action)
    g_simple_action_set_state (G_SIMPLE_ACTION (action), kept);
}

void
tc_camera_panel_set_front (TcCameraPanel *self, TcCameraScreen *screen)
{
  if (self->front == screen || !self->desk)
    return;
  self->front = screen;
  set_state (self, "wall-front", g_variant_new_string (screen->connector));
  set_state (self, "wall-pause", g_variant_new_boolean (tc_wall_get_paused (screen->wall)));
  tc_camera_panel_show_wall (self);
  tc_camera_panel_fill_walls (self);
  tc_camera_panel_enable_actions (self);
}

void
tc_camera_panel_pause (TcCameraPanel *self, TcCameraScreen *screen, gboolean paused)
{
  tc_wall_set_paused (screen->wall, paused);
  if (screen == self->front)
    set_state (self, "wall-pause", g_variant_new_boolean (paused));
  tc_camera_panel_tell_walls (self);
}

GtkWidget *
tc_camera_panel_get_place (TcCameraPanel *self)
{
  return self->front && self->front->window && tc_camera_screen_is_shown (self->front)
             ? GTK_WIDGET (self->front->grid)
             : GTK_WIDGET (self);
}

void
tc_camera_panel_compose (TcCameraPanel *self, const TcComposerForm *form)
{
  GtkRoot *root = NULL;

  if (self->front->window) {
    g_action_group_activate_action (G_ACTION_GROUP (self->window), "panel",
                                    g_variant_new_string ("cameras"));
    root = gtk_widget_get_root (GTK_WIDGET (self));
    if (root)
      gtk_window_present (GTK_WINDOW (root));
  }
  tc_composer_open (self->composer, form);
}

/* ---- actions ---- */

/* The keyboard goes there, too. */
static void
go_to (TcCameraPanel *self, TcCameraScreen *screen)
{
  tc_camera_panel_set_front (self, screen);
  if (screen->window && tc_camera_screen_is_shown (screen))
    gtk_window_present (GTK_WINDOW (screen->window));
  else if (!screen->window)
    g_action_group_activate_action (G_ACTION_GROUP (self->window), "panel",
                                    g_variant_new_string ("cameras"));
  if (!screen->window && gtk_widget_get_root (GTK_WIDGET (self)))
    gtk_window_present (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))));
  gtk_widget_grab_focus (GTK_WIDGET (screen->grid));
}

static void
front_cb (GSimpleAction *action, GVariant *state, gpointer data)
{
  TcCameraScreen *screen = tc_camera_panel_find_screen (data, g_variant_get_string (state, NULL));

  if (screen)
    go_to (data, screen);
}

/* Those whose monitor is gone are left out. */
static void
next_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcCameraPanel *self = data;
  guint at = 0;

  (void) g_ptr_array_find (self->screens, self->front, &at);
  for (guint i = 1; i < self->screens->len; i++) {
    TcCameraScreen *screen = g_ptr_array_index (self->screens, (at + i) % self->screens->len);

    if (tc_camera_screen_is_shown (screen)) {
      go_to (self, screen);
      return;
    }
  }
  tc_panel_answer (GTK_WIDGET (self), FALSE,
                   _ ("There is one wall: put others on screens with the button “Walls”."));
}

static void
put_on_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcCameraPanel *self = data;
  TcCameraScreen *screen = tc_camera_panel_open_screen (self, g_variant_get_string (target, NULL));

  if (!screen) {
    tc_panel_answer (GTK_WIDGET (self), FALSE,
                     _ ("A desk has walls on so many screens already: take one off first."));
    return;
  }
  tc_camera_panel_keep_walls (self);
  go_to (self, screen);
}

static void
take_off_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcCameraPanel *self = data;
  TcCameraScreen *screen = tc_camera_panel_find_screen (self, g_variant_get_string (target, NULL));
  g_autofree char *text = NULL, *cells = NULL;
  guint columns = 0, rows = 0;
  GVariant *before = NULL;

  if (!screen || !screen->window)
    return;
  cells = tc_camera_panel_dup_kept (self, screen, &columns, &rows);
  before = g_variant_new ("(suus)", screen->connector, columns, rows, cells);
  /* Translators: a screen, by what it is plugged into: "HDMI-1". */
  text = g_strdup_printf (_ ("The wall on %s is taken off."), screen->connector);
  tc_camera_panel_close_screen (self, screen);
  tc_panel_say_undo (GTK_WIDGET (self), text, C_ ("verb", "Undo"), "win.wall-cells", before);
}

static void
take_front_off_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcCameraPanel *self = data;

  if (self->front->window)
    g_action_group_activate_action (G_ACTION_GROUP (self->window), "wall-take-off",
                                    g_variant_new_string (self->front->connector));
  else
    tc_panel_answer (GTK_WIDGET (self), FALSE,
                     _ ("The wall in front stands in this window, on no screen of its own."));
}

void
tc_camera_panel_add_walls (TcCameraPanel *self, GActionMap *window)
{
  const GActionEntry entries[] = {
      {.name = "wall-front", .parameter_type = "s", .state = "''", .change_state = front_cb},
      {.name = "wall-front-next", .activate = next_cb},
      {.name = "wall-put-on", .activate = put_on_cb, .parameter_type = "s"},
      {.name = "wall-take-off", .activate = take_off_cb, .parameter_type = "s"},
      {.name = "wall-take-front-off", .activate = take_front_off_cb},
  };

  g_action_map_add_action_entries (window, entries, G_N_ELEMENTS (entries), self);
  tc_camera_panel_add_wall_state (self, window);
  self->restore_source = g_idle_add (restore_cb, self);
}

/* ---- all of it ---- */

void
tc_camera_panel_make_walls (TcCameraPanel *self)
{
  TcCameraScreen *own = tc_camera_screen_new (self, "", NULL, self->grid);

  self->screens = g_ptr_array_new_with_free_func (tc_camera_screen_free);
  g_ptr_array_add (self->screens, own);
  self->front = own;
  self->restoring = TRUE;
  restore (self, TRUE);
  tc_camera_panel_watch_walls (self);
  tc_camera_panel_show_wall (self);
  g_signal_connect_object (tc_monitors_list (), "items-changed",
                           G_CALLBACK (tc_camera_panel_fill_walls), self, G_CONNECT_SWAPPED);
}

/* What stands on its own wall may still be asked for. */
void
tc_camera_panel_end_walls (TcCameraPanel *self)
{
  g_clear_handle_id (&self->restore_source, g_source_remove);
  if (!self->screens)
    return;
  self->front = tc_camera_panel_get_own (self);
  tc_camera_screen_stop (self->front);
  if (self->screens->len > 1)
    g_ptr_array_set_size (self->screens, 1);
}
