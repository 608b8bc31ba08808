/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * "Look at this": what stands on this wall is put before another desk; and what another puts before
 * this one is taken by a key, or at once where the seat prefers that, and given up by the same key:
 * then the wall is as it was.
 */
#include "tc-camera-panel-private.h"

#include "tc-now.h"
#include "tc-presence-watch.h"
#include "tc-settings.h"
#include "tc-text-label.h"
#include "tc-wall-layouts.h"
#include "tc-wall-pushing.h"
#include "tc-words.h"

#include <glib/gi18n-lib.h>

#define AT_ONCE "camera-look-at-once"

/* ---- what another puts here ---- */

static gboolean
is_at_once (void)
{
  g_autoptr (GSettings) settings = tc_settings_open ();

  return settings && g_settings_get_boolean (settings, AT_ONCE);
}

/* (transfer full): who, when, why */
static char *
word_look (TcCameraPanel *self)
{
  const TcWallPush *look = self->look;
  g_autofree char *when = tc_words_clock (look->at_us, tc_now_us ());
  g_autofree char *who = g_strdup_printf ("%s (%s)", look->from, look->from_desk);
  g_autofree char *text = NULL;

  if (self->look_waits)
    /* Translators: a person with their desk. */
    text = g_strdup_printf (_ ("%s asks you to look at this"), who);
  else
    /* Translators: a person with their desk, a time. */
    text = g_strdup_printf (_ ("Put here by %s at %s"), who, when);
  return *look->why ? g_strdup_printf ("%s: “%s”", text, look->why) : g_steal_pointer (&text);
}

static void
tell (TcCameraPanel *self)
{
  g_autofree char *text = self->look ? word_look (self) : NULL;

  tc_text_label_say (self->look_text, text);
  gtk_widget_set_visible (self->look_bar, self->look != NULL);
  gtk_widget_set_visible (self->look_away, self->look_waits);
  g_object_set (self->look_take, "verb",
                self->look_waits ? _ ("Look at it") : _ ("Back to what was there"), NULL);
  g_object_notify (G_OBJECT (self), "badge");
  if (self->window) {
    tc_panel_enable (self->window, "wall-look", self->look != NULL);
    tc_panel_enable (self->window, "wall-look-away", self->look_waits);
  }
}

/* What was there before the first that is looked at. */
static void
take (TcCameraPanel *self)
{
  if (!self->before) {
    self->looked = tc_camera_screen_is_shown (self->front) ? self->front
                                                           : tc_camera_panel_get_own (self);
    self->before = g_variant_ref_sink (tc_camera_screen_take_cells (self->looked));
  }
  self->look_waits = FALSE;
  (void) tc_wall_set_cells (self->looked->wall, self->look->columns, self->look->rows,
                            self->look->cells);
  tell (self);
}

static void
go_back (TcCameraPanel *self)
{
  g_autoptr (GVariant) before = g_steal_pointer (&self->before);
  TcCameraScreen *looked = g_steal_pointer (&self->looked);
  const char *cells = NULL;
  guint columns = 0, rows = 0;

  g_clear_pointer (&self->look, tc_wall_push_free);
  tell (self);
  if (!before || !looked)
    return;
  g_variant_get (before, "(uu&s)", &columns, &rows, &cells);
  (void) tc_camera_screen_set_cells (looked, columns, rows, cells);
}

void
tc_camera_panel_forget_look_of (TcCameraPanel *self, const TcCameraScreen *screen)
{
  if (self->looked != screen)
    return;
  self->looked = NULL;
  g_clear_pointer (&self->before, g_variant_unref);
  g_clear_pointer (&self->look, tc_wall_push_free);
  self->look_waits = FALSE;
  tell (self);
}

static void
notice_cb (TcCameraPanel *self, const char *name, GVariant *value)
{
  const TcCameraView *view = self->desk ? tc_camera_watch_get_view (self->watch) : NULL;
  TcWallPush *look = view && view->reading == TC_READING_OPEN && g_str_equal (name, TC_WALL_LOOK)
                         ? tc_wall_push_read_told (value)
                         : NULL;
  g_autofree char *text = NULL, *hint = NULL;

  if (!look)
    return;
  g_clear_pointer (&self->look, tc_wall_push_free);
  self->look = look;
  self->look_waits = TRUE;
  if (is_at_once ())
    take (self);
  else
    tell (self);
  /* Its bar says so already. */
  if (gtk_widget_get_mapped (self->look_bar))
    return;
  text = word_look (self);
  /* Translators: a sentence about somebody who asks to look at cameras; F4 is a key. */
  hint = g_strdup_printf (_ ("%s · F4"), text);
  tc_panel_say (GTK_WIDGET (self), hint);
}

static void
look_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcCameraPanel *self = data;

  if (!self->look)
    return;
  if (!self->look_waits) {
    go_back (self);
    return;
  }
  if (!self->front->window || !tc_camera_screen_is_shown (self->front))
    g_action_group_activate_action (G_ACTION_GROUP (self->window), "panel",
                                    g_variant_new_string ("cameras"));
  take (self);
}

/* What is looked at already goes on. */
static void
away_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcCameraPanel *self = data;

  self->look_waits = FALSE;
  if (!self->before)
    g_clear_pointer (&self->look, tc_wall_push_free);
  tell (self);
}

/* ---- what is put before another ---- */

static gboolean
can_be_told (const TcPresent *present)
{
  return !present->own && present->replica != 0;
}

static void
push_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcCameraPanel *self = data;
  const GPtrArray *all = tc_presence_watch_get_all (tc_presence_watch_of (self->desk));
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  g_array_set_size (self->push_desks, 0);
  for (guint i = 0; all && i < all->len; i++) {
    const TcPresent *present = g_ptr_array_index (all, i);

    if (!can_be_told (present))
      continue;
    g_ptr_array_add (
        names, g_strdup_printf ("%s · %s", present->name, present->desk ? present->desk : ""));
    g_array_append_val (self->push_desks, present->replica);
  }
  if (names->len == 0) {
    tc_panel_answer (GTK_WIDGET (self), FALSE, _ ("Nobody else is at a desk now."));
    return;
  }
  g_ptr_array_add (names, NULL);
  tc_text_label_say (self->trouble, NULL);
  tc_camera_panel_compose (self,
                           &(TcComposerForm){.action = TC_CAMERA_PUSH,
                                             .title = _ ("On whose wall, and why (may stay empty)"),
                                             .verb = C_ ("verb", "Put it there"),
                                             .choices = (const char *const *) names->pdata});
}

static void
pushed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TcCameraPanel) self = data;
  g_autofree char *why = tc_wall_pushing_finish (TC_DESK (source), result);

  if (!self->desk)
    return;
  tc_text_label_say (self->trouble, why);
  if (why) {
    tc_composer_failed (self->composer, TC_CAMERA_PUSH, 0, TRUE);
    return;
  }
  tc_composer_done (self->composer, TC_CAMERA_PUSH, 0);
  tc_panel_say (GTK_WIDGET (self), _ ("The other desk is told to look."));
}

/* What is seen here: the large tile alone, or the wall. (transfer full) */
static char *
dup_seen (TcCameraPanel *self, guint *columns, guint *rows)
{
  int alone = tc_tile_grid_get_alone (self->front->grid);
  const TcCamera *camera = alone >= 0 ? tc_camera_panel_get_chosen (self) : NULL;

  if (camera) {
    *columns = *rows = 1;
    return g_strdup_printf ("0,0,1,1,%" G_GINT64_FORMAT ",0,0", camera->id);
  }
  *columns = tc_wall_get_columns (self->front->wall);
  *rows = tc_wall_get_rows (self->front->wall);
  return tc_wall_dup_cells (self->front->wall);
}

void
tc_camera_panel_send_push (TcCameraPanel *self, const char *text, guint choice)
{
  g_autofree char *why = g_strdelimit (g_strstrip (g_strdup (text)), "\n", ' ');
  guint columns = 0, rows = 0;
  g_autofree char *cells = dup_seen (self, &columns, &rows);
  const char *trouble = NULL;

  if (choice >= self->push_desks->len)
    trouble = _ ("Nobody else is at a desk now.");
  else if (g_utf8_strlen (why, -1) > TC_WALL_PUSH_WHY_CHARS_MAX)
    trouble = _ ("That is too long: say it in a sentence.");
  if (trouble) {
    tc_text_label_say (self->trouble, trouble);
    tc_composer_failed (self->composer, TC_CAMERA_PUSH, 0, TRUE);
    return;
  }
  tc_wall_pushing_async (self->desk, g_array_index (self->push_desks, guint16, choice), columns,
                         rows, cells, why, pushed_cb, g_object_ref (self));
}

/* ---- the panel's ---- */

void
tc_camera_panel_enable_push (TcCameraPanel *self)
{
  const TcCameraView *view = tc_camera_watch_get_view (self->watch);

  tc_panel_enable (self->window, TC_CAMERA_PUSH,
                   view && view->reading == TC_READING_OPEN &&
                       tc_desk_may (self->desk, TC_MAY_SHARE_LAYOUTS));
}

void
tc_camera_panel_add_look_actions (TcCameraPanel *self, GActionMap *window)
{
  const GActionEntry entries[] = {
      {.name = TC_CAMERA_PUSH, .activate = push_cb},
      {.name = "wall-look", .activate = look_cb},
      {.name = "wall-look-away", .activate = away_cb},
  };

  g_action_map_add_action_entries (window, entries, G_N_ELEMENTS (entries), self);
  g_signal_connect_object (self->desk, "notice", G_CALLBACK (notice_cb), self, G_CONNECT_SWAPPED);
  tell (self);
}
