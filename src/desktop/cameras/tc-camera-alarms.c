/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Alarms on the wall: an emergency that nobody has pulls up the camera that sees it, in a frame
 * that says which it is, and gives the tile back once somebody has it. A tile that a person works
 * with is left alone, and what a person did with a tile meanwhile stays.
 *
 * DESIGN: what was pulled is known by its camera and not by its place, which a person may change.
 */
#include "tc-camera-panel-private.h"

#include "tc-focus.h"
#include "tc-settings.h"

#define SETTING "camera-alarms"

typedef struct {
  gint64 incident_id;
  gint64 camera_id;
  char *why;                    /* (owned): stands over the picture */
  gboolean placed;              /* by us: it wasn't on the wall */
  TcWallCell before;            /* what it took the place of, then */
  const TcCameraScreen *screen; /* (unowned) (nullable): on which wall that is; NULL: it is gone */
} Pull;

static void
free_pull (gpointer data)
{
  Pull *pull = data;

  g_free (pull->why);
  g_free (pull);
}

static gboolean
is_wanted (void)
{
  g_autoptr (GSettings) settings = tc_settings_open ();

  return !settings || g_settings_get_boolean (settings, SETTING);
}

/* ---- which tile ---- */

/* G_MAXUINT: it isn't there */
static guint
find_cell (const TcCameraScreen *screen, gint64 camera_id)
{
  guint n = tc_wall_get_cells (screen->wall)->len;

  for (guint i = 0; i < n; i++)
    if (tc_wall_get_camera (screen->wall, i) == camera_id)
      return i;
  return G_MAXUINT;
}

/* It is to be seen on one of the walls. */
static gboolean
is_on_walls (TcCameraPanel *self, gint64 camera_id)
{
  for (guint i = 0; i < self->screens->len; i++) {
    const TcCameraScreen *screen = g_ptr_array_index (self->screens, i);

    if (tc_camera_screen_is_shown (screen) && find_cell (screen, camera_id) != G_MAXUINT)
      return TRUE;
  }
  return FALSE;
}

/* It is looked about in, steered, replayed, or has the keyboard. */
static gboolean
is_worked_with (TcCameraPanel *self, const TcCameraScreen *screen, guint cell)
{
  TcCameraTile *tile = tc_tile_grid_get_tile (screen->grid, cell);
  gint64 steered = tc_camera_steer_get_camera (self->steer);

  return tc_camera_tile_is_replay (tile) ||
         (steered && steered == tc_wall_get_camera (screen->wall, cell)) ||
         tc_camera_picture_get_zoom (tc_camera_tile_get_picture (tile)) > 1 ||
         tc_tile_grid_get_alone (screen->grid) == (int) cell ||
         (screen == self->front && cell == tc_wall_get_chosen (screen->wall) &&
          tc_focus_holds (GTK_WIDGET (screen->grid)));
}

static gboolean
is_pulled (TcCameraPanel *self, gint64 camera_id)
{
  for (guint i = 0; i < self->pulls->len; i++)
    if (((Pull *) g_ptr_array_index (self->pulls, i))->camera_id == camera_id)
      return TRUE;
  return FALSE;
}

/* What costs a person least: an empty one, one where a group goes round, the last one; not the
 * chosen one where there is another. G_MAXUINT: none */
static guint
choose_cell (TcCameraPanel *self, const TcCameraScreen *screen)
{
  const GArray *cells = tc_wall_get_cells (screen->wall);
  guint chosen = tc_wall_get_chosen (screen->wall), best = G_MAXUINT, least = G_MAXUINT;

  for (guint i = 0; i < cells->len; i++) {
    const TcWallCell *cell = &g_array_index (cells, TcWallCell, i);
    guint cost = (cell->camera_id ? 2 : cell->group_id ? 1 : 0) + (i == chosen ? 4 : 0);

    if (is_worked_with (self, screen, i) ||
        is_pulled (self, tc_wall_get_camera (screen->wall, i)) || cost > least)
      continue;
    /* Of empty ones the first. */
    if (cost == least && cost == 0)
      continue;
    best = i;
    least = cost;
  }
  return best;
}

/* ---- pulling up and letting go ---- */

static void
pull (TcCameraPanel *self, const TcCameraAlarm *alarm)
{
  gboolean there = is_on_walls (self, alarm->camera_id);
  const TcCameraScreen *screen = tc_camera_screen_is_shown (self->front)
                                     ? self->front
                                     : tc_camera_panel_get_own (self);
  guint cell = there ? 0 : choose_cell (self, screen);
  Pull *made = NULL;

  if (cell == G_MAXUINT)
    return;
  made = g_new0 (Pull, 1);
  made->incident_id = alarm->incident_id;
  made->camera_id = alarm->camera_id;
  made->placed = !there;
  made->screen = screen;
  made->before = g_array_index (tc_wall_get_cells (screen->wall), TcWallCell, cell);
  made->why = g_strdup_printf ("%s, %s", alarm->code, alarm->title);
  g_ptr_array_add (self->pulls, made);
  if (made->placed)
    tc_wall_put (screen->wall, cell, alarm->camera_id);
}

/* Whoever works with it keeps it. */
static void
let_go (TcCameraPanel *self, const Pull *pulled)
{
  const TcCameraScreen *screen = pulled->placed ? pulled->screen : NULL;
  guint cell = screen ? find_cell (screen, pulled->camera_id) : G_MAXUINT;
  const TcWallCell *before = &pulled->before;

  if (cell == G_MAXUINT || is_worked_with (self, screen, cell))
    return;
  if (before->group_id)
    tc_wall_put_group (screen->wall, cell, before->group_id, before->dwell_s);
  else
    tc_wall_put (screen->wall, cell, before->camera_id);
}

static const TcCameraAlarm *
find_alarm (const GPtrArray *alarms, const Pull *pulled)
{
  for (guint i = 0; alarms && i < alarms->len; i++) {
    const TcCameraAlarm *alarm = g_ptr_array_index (alarms, i);

    if (alarm->incident_id == pulled->incident_id && alarm->camera_id == pulled->camera_id)
      return alarm;
  }
  return NULL;
}

/* (nullable): why that camera is framed */
static const char *
find_why (TcCameraPanel *self, gint64 camera_id)
{
  for (guint k = 0; k < self->pulls->len && camera_id; k++) {
    const Pull *pulled = g_ptr_array_index (self->pulls, k);

    if (pulled->camera_id == camera_id)
      return pulled->why;
  }
  return NULL;
}

void
tc_camera_panel_mark_alarms (TcCameraPanel *self)
{
  for (guint i = 0; i < self->screens->len; i++) {
    const TcCameraScreen *screen = g_ptr_array_index (self->screens, i);

    for (guint k = 0; k < tc_tile_grid_get_n_tiles (screen->grid); k++)
      tc_camera_tile_set_alarm (tc_tile_grid_get_tile (screen->grid, k),
                                find_why (self, tc_wall_get_camera (screen->wall, k)));
  }
}

void
tc_camera_panel_forget_alarms_of (TcCameraPanel *self, const TcCameraScreen *screen)
{
  for (guint i = 0; i < self->pulls->len; i++) {
    Pull *pulled = g_ptr_array_index (self->pulls, i);

    if (pulled->screen == screen)
      pulled->screen = NULL;
  }
}

void
tc_camera_panel_follow_alarms (TcCameraPanel *self)
{
  const GPtrArray *alarms = self->alarms && is_wanted () ? tc_camera_alarm_watch_get (self->alarms)
                                                         : NULL;

  if (!self->desk)
    return;
  for (guint i = self->pulls->len; i > 0; i--) {
    g_autoptr (GPtrArray) gone = NULL;

    if (find_alarm (alarms, g_ptr_array_index (self->pulls, i - 1)))
      continue;
    gone = g_ptr_array_new_with_free_func (free_pull);
    g_ptr_array_add (gone, g_ptr_array_steal_index (self->pulls, i - 1));
    let_go (self, g_ptr_array_index (gone, 0));
  }
  for (guint i = 0; alarms && i < alarms->len; i++) {
    const TcCameraAlarm *alarm = g_ptr_array_index (alarms, i);

    if (!is_pulled (self, alarm->camera_id))
      pull (self, alarm);
  }
  tc_camera_panel_mark_alarms (self);
}

/* What an alarm shows isn't this seat's. */
char *
tc_camera_panel_dup_own_cells (TcCameraPanel *self, const TcCameraScreen *screen)
{
  g_autoptr (GArray) cells = g_array_copy ((GArray *) tc_wall_get_cells (screen->wall));

  for (guint i = 0; i < self->pulls->len; i++) {
    const Pull *pulled = g_ptr_array_index (self->pulls, i);
    guint at = pulled->placed && pulled->screen == screen ? find_cell (screen, pulled->camera_id)
                                                          : G_MAXUINT;

    if (at != G_MAXUINT) {
      TcWallCell *cell = &g_array_index (cells, TcWallCell, at);

      cell->camera_id = pulled->before.camera_id;
      cell->group_id = pulled->before.group_id;
      cell->dwell_s = pulled->before.dwell_s;
    }
  }
  return tc_wall_cells_format (cells, tc_wall_get_columns (screen->wall),
                               tc_wall_get_rows (screen->wall));
}

void
tc_camera_panel_make_alarms (TcCameraPanel *self)
{
  self->pulls = g_ptr_array_new_with_free_func (free_pull);
  self->alarms = tc_camera_alarm_watch_new (self->desk);
  g_signal_connect_object (self->alarms, "changed", G_CALLBACK (tc_camera_panel_follow_alarms),
                           self, G_CONNECT_SWAPPED);
}

void
tc_camera_panel_end_alarms (TcCameraPanel *self)
{
  if (self->alarms)
    g_signal_handlers_disconnect_by_data (self->alarms, self);
  g_clear_object (&self->alarms);
}
