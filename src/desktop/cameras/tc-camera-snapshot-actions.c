/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Keeping the picture of the chosen tile: as large as the stream has it, put on record by the
 * server, then written with what is known of it, and attached to the incident that is open if that
 * is wished; or to one that is reported here, with the place of the camera.
 */
#include "tc-camera-panel-private.h"

#include "tc-camera-masks.h"
#include "tc-camera-player.h"
#include "tc-camera-snapshot.h"
#include "tc-incident-words.h"
#include "tc-now.h"

#include <glib/gi18n-lib.h>

/* A picture in the stream's own size comes within that time, or what there is is taken. */
#define FULL_US ((gint64) 1500 * 1000)
#define LOOK_MS 50

typedef struct {
  TcCameraPanel *panel; /* (owned) */
  TcCameraTile *view;   /* (owned) */
  TcCamera *camera;     /* (owned): what a snapshot says of it */
  gint64 until_us;      /* monotonic */
  gboolean attach;
  gint64 seen; /* the number of what is reported; 0: nothing is */
  char codec[17];
  GdkTexture *texture; /* (owned) (nullable): once it is taken */
  TcCameraSnapshot snapshot;
} Shot;

static void
free_shot (Shot *shot)
{
  g_object_unref (shot->panel);
  g_object_unref (shot->view);
  g_clear_object (&shot->texture);
  tc_camera_free (shot->camera);
  g_free (shot);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Shot, free_shot)

static void
say (const Shot *shot, const char *text)
{
  tc_panel_answer (GTK_WIDGET (shot->panel), FALSE, text);
}

/* ---- writing ---- */

static void
kept_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Shot) shot = data;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) paths = tc_camera_snapshot_keep_finish (result, &error);
  g_autofree char *folder = paths ? g_path_get_dirname (paths[0]) : NULL;
  g_autofree char *text = NULL;

  if (!shot->panel->desk)
    return;
  if (!paths) {
    /* Translators: the technical detail. */
    text = g_strdup_printf (_ ("The snapshot could not be written, nothing was kept: %s"),
                            error->message);
    say (shot, text);
    return;
  }
  /* Translators: number of a camera, a folder. */
  text = g_strdup_printf (_ ("Snapshot of camera %d kept in %s"), (int) shot->camera->number,
                          folder);
  tc_panel_answer (GTK_WIDGET (shot->panel), TRUE, text);
  if (shot->attach)
    g_action_group_activate_action (G_ACTION_GROUP (shot->panel->window), "attach-snapshot",
                                    g_variant_new_strv ((const char *const *) paths, -1));
  if (shot->seen)
    g_action_group_activate_action (G_ACTION_GROUP (shot->panel->window), "attach-to-seen",
                                    g_variant_new ("(x^as)", shot->seen, paths));
}

static void
encode (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_task_return_pointer (task, gdk_texture_save_to_png_bytes (data),
                         (GDestroyNotify) g_bytes_unref);
}

static void
encoded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Shot) shot = data;
  g_autoptr (GBytes) png = g_task_propagate_pointer (G_TASK (result), NULL);
  g_autofree char *folder = tc_camera_snapshot_folder ();
  TcDesk *desk = shot->panel->desk;
  const TcCameraSnapshot *snapshot = &shot->snapshot;

  /* The slot of memory that it stands in goes back to its tile. */
  g_clear_object (&shot->texture);
  if (!desk)
    return;
  if (png)
    tc_camera_snapshot_keep_async (desk, snapshot, folder, png, kept_cb, g_steal_pointer (&shot));
  else
    say (shot, _ ("There is no picture in the chosen tile that could be kept."));
}

static void
noted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Shot) shot = data;
  g_autofree char *why = tc_camera_snapshot_note_finish (TC_DESK (source), result);
  g_autoptr (GTask) task = NULL;

  if (!shot->panel->desk)
    return;
  if (why) {
    say (shot, why);
    return;
  }
  task = g_task_new (NULL, NULL, encoded_cb, shot);
  g_task_set_task_data (task, g_object_ref (shot->texture), g_object_unref);
  g_task_run_in_thread (task, encode);
  g_steal_pointer (&shot);
}

/* ---- taking ---- */

/* What is on screen, with what is known of it now. */
static void
take (Shot *shot, const TcTileFrame *frame)
{
  TcTile *tile = tc_camera_tile_get_tile (shot->view);
  TcTileStatistics statistics = {0};
  gint64 ago_us = g_get_monotonic_time () - frame->decoded_us;
  g_autoptr (GArray) masks = tc_camera_masks_parse (shot->camera->masks);

  tc_tile_get_statistics (tile, &statistics);
  g_strlcpy (shot->codec, statistics.codec, sizeof shot->codec);
  shot->texture = gdk_memory_texture_new (
      frame->width, frame->height, GDK_MEMORY_B8G8R8A8_PREMULTIPLIED, frame->pixels, frame->stride);
  shot->snapshot = (TcCameraSnapshot){
      .camera = shot->camera,
      .at_us = tc_now_us () - ago_us,
      .profile = tc_stream_profile_code (frame->profile),
      .codec = shot->codec,
      .rung = tc_decode_rung_code (tc_tile_get_rung (tile)),
      .state = tc_stream_state_code (tc_tile_get_report (tile).state),
      .n_masks = masks ? masks->len : 0,
      .width = frame->width,
      .height = frame->height,
  };
}

/* (nullable): of the camera that was meant */
static const TcTileFrame *
get_frame (Shot *shot)
{
  const TcCamera *chosen = shot->panel->desk ? tc_camera_panel_get_chosen (shot->panel) : NULL;
  gboolean there = chosen && chosen->id == shot->camera->id &&
                   tc_camera_tile_get_tile (shot->view) != NULL;

  return there ? tc_camera_tile_get_frame (shot->view) : NULL;
}

static gboolean
look_cb (gpointer data)
{
  Shot *shot = data;
  const TcTileFrame *frame = get_frame (shot);
  TcTileStatistics statistics = {0};

  if (frame)
    tc_tile_get_statistics (tc_camera_tile_get_tile (shot->view), &statistics);
  if (frame && g_get_monotonic_time () < shot->until_us &&
      (statistics.width == 0 || frame->width < statistics.width))
    return G_SOURCE_CONTINUE;
  tc_camera_tile_set_full (shot->view, FALSE);
  if (frame) {
    take (shot, frame);
    tc_camera_snapshot_note_async (shot->panel->desk, &shot->snapshot, noted_cb, shot);
    return G_SOURCE_REMOVE;
  }
  if (shot->panel->desk)
    say (shot, _ ("There is no picture in the chosen tile that could be kept."));
  free_shot (shot);
  return G_SOURCE_REMOVE;
}

static TcCamera *
copy_camera (const TcCamera *camera)
{
  TcCamera *copy = g_new0 (TcCamera, 1);

  copy->id = camera->id;
  copy->number = camera->number;
  copy->code = g_strdup (camera->code);
  copy->name = g_strdup (camera->name);
  copy->masks = g_strdup (camera->masks);
  copy->restricted = camera->restricted;
  return copy;
}

static Shot *
make_shot (TcCameraPanel *self, TcCameraTile *view, const TcCamera *camera)
{
  Shot *shot = g_new0 (Shot, 1);

  shot->panel = g_object_ref (self);
  shot->view = g_object_ref (view);
  shot->camera = copy_camera (camera);
  return shot;
}

static void
snapshot_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcCameraPanel *self = data;
  const TcCamera *camera = tc_camera_panel_get_chosen (self);
  TcCameraTile *view = tc_tile_grid_get_tile (self->front->grid,
                                              tc_wall_get_chosen (self->front->wall));
  gboolean attach = g_str_equal (g_action_get_name (G_ACTION (action)), "wall-snapshot-attach");
  Shot *shot = NULL;

  if (attach && !g_action_group_get_action_enabled (G_ACTION_GROUP (self->window), "attach")) {
    tc_panel_answer (tc_camera_panel_get_place (self), FALSE,
                     _ ("No incident is open that it could be attached to: open one first."));
    return;
  }
  /* Its time would be told wrongly. */
  if (tc_camera_tile_is_replay (view)) {
    tc_panel_answer (tc_camera_panel_get_place (self), FALSE,
                     _ ("This tile shows a recording: a snapshot is of what is live."));
    return;
  }
  if (!camera || !tc_camera_tile_get_frame (view)) {
    tc_panel_answer (tc_camera_panel_get_place (self), FALSE,
                     _ ("There is no picture in the chosen tile that could be kept."));
    return;
  }
  shot = make_shot (self, view, camera);
  shot->until_us = g_get_monotonic_time () + FULL_US;
  shot->attach = attach;
  tc_camera_tile_set_full (view, TRUE);
  g_timeout_add (LOOK_MS, look_cb, shot);
}

/* ---- reporting what is seen ---- */

/* Where it is, for who reads the incident: of a restricted camera not its name. */
static const char *
get_place (const TcCamera *camera)
{
  if (camera->place)
    return camera->place;
  return camera->restricted ? "" : camera->name;
}

static void
open_intake (TcCameraPanel *self, const TcCamera *camera, gint64 seen)
{
  const char *area = tc_incident_pick_name (camera->area_vi, camera->area_en);

  g_action_group_activate_action (G_ACTION_GROUP (self->window), "log-seen",
                                  g_variant_new ("(xsxsxx)", seen, get_place (camera),
                                                 camera->area_id, area ? area : "", camera->lat_e7,
                                                 camera->lon_e7));
}

/* The picture as it stands on screen: a larger one would come once the tile is out of sight. */
static void
report_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcCameraPanel *self = data;
  const TcCamera *camera = tc_camera_panel_get_chosen (self);
  TcCameraTile *view = tc_tile_grid_get_tile (self->front->grid,
                                              tc_wall_get_chosen (self->front->wall));
  gboolean live = camera && !tc_camera_tile_is_replay (view);
  const TcTileFrame *frame = live ? tc_camera_tile_get_frame (view) : NULL;
  g_autoptr (Shot) shot = camera ? make_shot (self, view, camera) : NULL;

  if (!shot) {
    tc_panel_answer (tc_camera_panel_get_place (self), FALSE,
                     _ ("No camera is in the chosen tile."));
    return;
  }
  shot->seen = tc_now_us ();
  if (frame)
    take (shot, frame);
  open_intake (self, camera, shot->seen);
  if (!frame) {
    say (shot, live ? _ ("There is no picture in the chosen tile: none is attached.")
                    : _ ("The tile shows a recording: no picture of it is attached."));
    return;
  }
  tc_camera_snapshot_note_async (self->desk, &shot->snapshot, noted_cb, shot);
  g_steal_pointer (&shot);
}

void
tc_camera_panel_add_snapshot_actions (TcCameraPanel *self, GActionMap *window)
{
  const GActionEntry entries[] = {
      {.name = "wall-snapshot", .activate = snapshot_cb},
      {.name = "wall-snapshot-attach", .activate = snapshot_cb},
      {.name = "wall-report", .activate = report_cb},
  };

  g_action_map_add_action_entries (window, entries, G_N_ELEMENTS (entries), self);
}
