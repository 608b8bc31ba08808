/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Following cameras; see the header.
 */
#include "tc-camera-watch.h"

#include "tc-camera-operations.h"
#include "tc-desk-files.h"
#include "tc-now.h"
#include "tc-reading-watch.h"

/* Many cameras tell how they do in one second, after a power cut say. */
#define INTERVAL_MS 500
/* What was opened closes by itself; rights begin and end. */
#define TICK_S 60

typedef struct {
  gint64 staff_id;
  gint64 session_id;
  char *text; /* (owned) (nullable) */
  gint64 group_id;
  GArray *camera_ids; /* (owned) (element-type gint64): of the wall */
  GArray *group_ids;  /* (owned) (element-type gint64): likewise */
} Asked;

struct _TcCameraWatch {
  TcWatch parent;
  char *text; /* (owned) (nullable) */
  gint64 group_id;
  GArray *camera_ids; /* (owned) (element-type gint64) */
  GArray *group_ids;  /* (owned) (element-type gint64) */
};

G_DEFINE_FINAL_TYPE (TcCameraWatch, tc_camera_watch, TC_TYPE_WATCH)

static void
free_view (gpointer data)
{
  TcCameraView *view = data;

  g_ptr_array_unref (view->cameras);
  g_ptr_array_unref (view->groups);
  g_ptr_array_unref (view->layouts);
  g_hash_table_unref (view->on_wall);
  g_hash_table_unref (view->members);
  g_hash_table_unref (view->open);
  g_free (view);
}

static void
free_asked (gpointer data)
{
  Asked *asked = data;

  g_free (asked->text);
  g_array_unref (asked->camera_ids);
  g_array_unref (asked->group_ids);
  g_free (asked);
}

static gpointer
dup_id (gint64 id)
{
  return g_memdup2 (&id, sizeof id);
}

/* ---- reading ---- */

static void
put_on_wall (TcDatabase *db, const Asked *asked, TcCameraView *view, guint16 replica, gint64 id,
             gint64 now_us)
{
  TcCamera *camera = NULL;

  if (g_hash_table_contains (view->on_wall, &id) ||
      !tc_camera_may_view (db, id, asked->staff_id, now_us, NULL))
    return;
  camera = tc_camera_get (db, id);
  if (!camera)
    return;
  g_hash_table_insert (view->on_wall, dup_id (id), camera);
  if (camera->restricted && tc_camera_is_open (db, id, asked->staff_id, replica, now_us))
    g_hash_table_add (view->open, dup_id (id));
}

static void
read_members (TcDatabase *db, const Asked *asked, TcCameraView *view, gint64 group_id,
              gint64 now_us)
{
  TcCameraFilter filter = {.staff_id = asked->staff_id, .at_us = now_us, .group_id = group_id};
  g_autoptr (GPtrArray) cameras = tc_cameras_list (db, &filter, TC_CAMERA_GROUP_MEMBERS_MAX);
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  g_ptr_array_set_free_func (cameras, NULL);
  for (guint i = 0; i < cameras->len; i++) {
    TcCamera *camera = g_ptr_array_index (cameras, i);

    g_array_append_val (ids, camera->id);
    if (g_hash_table_contains (view->on_wall, &camera->id))
      tc_camera_free (camera);
    else
      g_hash_table_insert (view->on_wall, dup_id (camera->id), camera);
  }
  g_hash_table_insert (view->members, dup_id (group_id), ids);
}

static TcCameraView *
make_view (void)
{
  TcCameraView *view = g_new0 (TcCameraView, 1);

  view->cameras = g_ptr_array_new ();
  view->groups = g_ptr_array_new ();
  view->layouts = g_ptr_array_new ();
  view->on_wall = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free,
                                         (GDestroyNotify) tc_camera_free);
  view->members = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free,
                                         (GDestroyNotify) g_array_unref);
  view->open = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  return view;
}

static gpointer
read_view (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Asked *asked = data;
  gint64 now_us = tc_now_us ();
  TcCameraView *view = make_view ();
  TcCameraFilter filter = {asked->staff_id, now_us, asked->text, 0, asked->group_id};
  guint16 replica = (guint16) tc_database_get_int (
      db, 0, "SELECT desk_id FROM session WHERE id = ?", "i", asked->session_id);

  view->reading = tc_reading_look (db, asked->staff_id, TC_SCOPE_CAMERAS, now_us);
  view->restricted = tc_reading_look (db, asked->staff_id, TC_SCOPE_CAMERAS_RESTRICTED, now_us);
  if (view->reading != TC_READING_OPEN)
    return view;
  g_ptr_array_unref (view->cameras);
  g_ptr_array_unref (view->groups);
  g_ptr_array_unref (view->layouts);
  view->cameras = tc_cameras_list (db, &filter, TC_CAMERAS_LIST_MAX);
  view->groups = tc_camera_groups_list (db, asked->staff_id, now_us);
  view->layouts = tc_wall_layout_list (db, asked->staff_id);
  for (guint i = 0; i < asked->camera_ids->len; i++)
    put_on_wall (db, asked, view, replica, g_array_index (asked->camera_ids, gint64, i), now_us);
  for (guint i = 0; i < asked->group_ids->len; i++)
    read_members (db, asked, view, g_array_index (asked->group_ids, gint64, i), now_us);
  return view;
}

static gpointer
ask (TcWatch *watch)
{
  TcCameraWatch *self = TC_CAMERA_WATCH (watch);
  TcDesk *desk = tc_watch_get_desk (watch);
  Asked *asked = g_new0 (Asked, 1);

  asked->staff_id = tc_desk_get_person (desk);
  asked->session_id = tc_desk_get_session (desk);
  asked->text = g_strdup (self->text);
  asked->group_id = self->group_id;
  asked->camera_ids = g_array_copy (self->camera_ids);
  asked->group_ids = g_array_copy (self->group_ids);
  return asked;
}

/* ---- object ---- */

static void
tc_camera_watch_finalize (GObject *object)
{
  TcCameraWatch *self = TC_CAMERA_WATCH (object);

  g_free (self->text);
  g_array_unref (self->camera_ids);
  g_array_unref (self->group_ids);
  G_OBJECT_CLASS (tc_camera_watch_parent_class)->finalize (object);
}

static void
tc_camera_watch_class_init (TcCameraWatchClass *class)
{
  static const char *const tables[] = {
      "camera",         "camera_member", "camera_group", "camera_group_role", "camera_status",
      "camera_opening", "wall_layout",   "post",         "role_capability",   NULL};
  TcWatchClass *watch = TC_WATCH_CLASS (class);

  G_OBJECT_CLASS (class)->finalize = tc_camera_watch_finalize;
  watch->what = "cameras";
  watch->tables = tables;
  watch->interval_ms = INTERVAL_MS;
  watch->tick_s = TICK_S;
  watch->ask = ask;
  watch->free_asked = free_asked;
  watch->read = read_view;
  watch->free_view = free_view;
}

static void
tc_camera_watch_init (TcCameraWatch *self)
{
  self->camera_ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->group_ids = g_array_new (FALSE, FALSE, sizeof (gint64));
}

TcCameraWatch *
tc_camera_watch_new (TcDesk *desk)
{
  TcCameraWatch *self = g_object_new (TC_TYPE_CAMERA_WATCH, NULL);

  tc_watch_set_aside (TC_WATCH (self));
  tc_watch_follow (TC_WATCH (self), desk);
  return self;
}

void
tc_camera_watch_filter (TcCameraWatch *self, const char *text, gint64 group_id)
{
  char *kept = text && *text ? g_strdup (text) : NULL;

  g_return_if_fail (TC_IS_CAMERA_WATCH (self));
  g_free (self->text);
  self->text = kept;
  self->group_id = group_id;
  tc_watch_read (TC_WATCH (self));
}

static gboolean
has_id (const GArray *ids, gint64 id)
{
  for (guint i = 0; i < ids->len; i++) {
    if (g_array_index (ids, gint64, i) == id)
      return TRUE;
  }
  return FALSE;
}

/* Returns: whether one is there that wasn't. */
static gboolean
replace_ids (GArray **ids, GArray *by)
{
  gboolean more = FALSE;

  for (guint i = 0; i < by->len && !more; i++)
    more = !has_id (*ids, g_array_index (by, gint64, i));
  g_array_unref (*ids);
  *ids = by;
  return more;
}

void
tc_camera_watch_set_wall (TcCameraWatch *self, const GArray *cells)
{
  GArray *camera_ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  GArray *group_ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  gboolean more = FALSE;

  g_return_if_fail (TC_IS_CAMERA_WATCH (self));
  for (guint i = 0; i < cells->len; i++) {
    const TcWallCell *cell = &g_array_index (cells, TcWallCell, i);

    if (cell->camera_id && !has_id (camera_ids, cell->camera_id))
      g_array_append_val (camera_ids, cell->camera_id);
    if (cell->group_id && !has_id (group_ids, cell->group_id))
      g_array_append_val (group_ids, cell->group_id);
  }
  more = replace_ids (&self->camera_ids, camera_ids);
  more = replace_ids (&self->group_ids, group_ids) || more;
  if (more)
    tc_watch_read (TC_WATCH (self));
}

const TcCameraView *
tc_camera_watch_get_view (TcCameraWatch *self)
{
  g_return_val_if_fail (TC_IS_CAMERA_WATCH (self), NULL);
  return tc_watch_get (TC_WATCH (self));
}

const TcCamera *
tc_camera_view_find (const TcCameraView *view, gint64 camera_id)
{
  const TcCamera *found = view ? g_hash_table_lookup (view->on_wall, &camera_id) : NULL;

  for (guint i = 0; view && !found && i < view->cameras->len; i++) {
    const TcCamera *camera = g_ptr_array_index (view->cameras, i);

    if (camera->id == camera_id)
      found = camera;
  }
  return found;
}

/* ---- looking one up ---- */

typedef struct {
  gint64 staff_id;
  gint64 number;
} Wanted;

static gpointer
find (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Wanted *wanted = data;
  g_autoptr (TcCamera) camera = tc_camera_find (db, wanted->number);

  return camera && tc_camera_may_view (db, camera->id, wanted->staff_id, tc_now_us (), NULL)
             ? g_steal_pointer (&camera)
             : NULL;
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  TcCamera *camera = tc_worker_run_finish (TC_WORKER (source), result, &error);

  if (error)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, camera, (GDestroyNotify) tc_camera_free);
}

void
tc_camera_find_async (TcDesk *desk, gint64 number, GAsyncReadyCallback callback, gpointer data)
{
  const Wanted wanted = {tc_desk_get_person (desk), number};
  GTask *task = g_task_new (desk, NULL, callback, data);
  TcWorker *reader = tc_desk_get_reader (desk);

  if (!reader) {
    g_task_return_pointer (task, NULL, NULL);
    g_object_unref (task);
    return;
  }
  tc_worker_run_async (reader, find, g_memdup2 (&wanted, sizeof wanted), g_free,
                       (GDestroyNotify) tc_camera_free, NULL, found_cb, task);
}

TcCamera *
tc_camera_find_finish (TcDesk *desk, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, desk), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
