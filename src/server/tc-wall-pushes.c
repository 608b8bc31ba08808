/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * "Look at this"; see the header.
 */
#include "tc-wall-pushes.h"

#include "tc-camera-operations.h"
#include "tc-cameras.h"
#include "tc-people.h"
#include "tc-permission.h"
#include "tc-rate-limiter.h"
#include "tc-wall-layouts.h"

struct _TcWallPushes {
  TcDeskLines *lines; /* (unowned): see the header */
  TcWorker *reader;   /* (owned) */
  TcRateLimiter *limiter;
  GCancellable *cancellable; /* (owned): when it ends */
};

typedef struct {
  TcWallPushes *self; /* (unowned): not looked at once it has ended, which cancels */
  gint64 session_id;
  guint16 desk; /* who asks */
  gint64 to_desk;
  TcWallPush *push;   /* (owned) */
  TcRefusal *refusal; /* (owned) (nullable) */
} Asking;

static void
free_asking (gpointer data)
{
  Asking *asking = data;

  g_clear_pointer (&asking->push, tc_wall_push_free);
  g_clear_pointer (&asking->refusal, tc_refusal_free);
  g_free (asking);
}

/* ---- on the reader ---- */

/* What somebody may not see isn't shown to others either. */
static gboolean
check_cameras (TcDatabase *db, Asking *asking, gint64 staff_id, gint64 now_us)
{
  const GArray *cells = asking->push->cells;

  for (guint i = 0; i < cells->len; i++) {
    gint64 camera_id = g_array_index (cells, TcWallCell, i).camera_id;

    if (camera_id && !tc_camera_may_view (db, camera_id, staff_id, now_us, &asking->refusal))
      return FALSE;
  }
  return TRUE;
}

/* Whether somebody who may see cameras is signed in there. */
static gboolean
has_watcher (TcDatabase *db, gint64 desk_id, gint64 now_us)
{
  g_autoptr (TcQuery) query = tc_database_query (
      db, "SELECT staff_id FROM session WHERE desk_id = ? AND until_us > ?", "ii", desk_id, now_us);
  gboolean found = FALSE;

  while (!found && tc_query_next (query))
    found = tc_permission_has (db, tc_query_int (query, 0), TC_MAY_VIEW_CAMERAS, now_us);
  return found;
}

static gpointer
look_up (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Asking *asking = data;
  gint64 now_us = g_get_real_time ();
  gint64 staff_id = tc_people_staff_of_session (db, asking->session_id, asking->desk, now_us);
  g_autoptr (TcDeskInfo) desk = NULL;

  if (!staff_id)
    asking->refusal = tc_refusal_new ("people.no-session", NULL);
  else if (!tc_permission_has (db, staff_id, TC_MAY_SHARE_LAYOUTS, now_us))
    asking->refusal = tc_refusal_new ("people.not-allowed", "capability", TC_S,
                                      TC_MAY_SHARE_LAYOUTS, NULL);
  else if (check_cameras (db, asking, staff_id, now_us) &&
           !has_watcher (db, asking->to_desk, now_us))
    asking->refusal = tc_refusal_new ("wall.nobody", "desk", TC_I, asking->to_desk, NULL);
  if (asking->refusal)
    return asking;
  desk = tc_people_get_desk (db, asking->desk);
  asking->push->from = tc_people_dup_staff_name (db, staff_id);
  asking->push->from_desk = g_strdup (desk ? desk->name : "");
  asking->push->at_us = now_us;
  if (!asking->push->from)
    asking->push->from = g_strdup ("");
  return asking;
}

/* ---- on the main loop ---- */

static void
return_refusal (GTask *task, TcRefusal *refusal)
{
  g_task_return_pointer (task, refusal, (GDestroyNotify) tc_refusal_free);
}

static void
looked_up_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Asking *asking = g_task_get_task_data (task);
  GError *error = NULL;

  if (!tc_worker_run_finish (TC_WORKER (source), result, &error)) {
    g_task_return_error (task, error);
    return;
  }
  if (!asking->refusal &&
      !tc_desk_lines_tell (asking->self->lines, (guint16) asking->to_desk, TC_WALL_LOOK,
                           tc_wall_push_write_told (asking->push)))
    asking->refusal = tc_refusal_new ("wall.nobody", "desk", TC_I, asking->to_desk, NULL);
  return_refusal (task, g_steal_pointer (&asking->refusal));
}

void
tc_wall_pushes_ask_async (TcWallPushes *self, TcDeskLine *line, GVariant *value,
                          GAsyncReadyCallback callback, gpointer data)
{
  GTask *task = g_task_new (NULL, NULL, callback, data);
  Asking *asking = g_new0 (Asking, 1);
  g_autofree char *key = g_strdup_printf ("%u", tc_desk_line_get_replica (line));
  gint64 wait_us = 0;
  TcRefusal *refusal = NULL;

  asking->self = self;
  asking->desk = tc_desk_line_get_replica (line);
  g_task_set_task_data (task, asking, free_asking);
  asking->push = tc_wall_push_read_asked (value, &asking->session_id, &asking->to_desk);
  if (!asking->push)
    refusal = tc_refusal_new ("question.form", "what", TC_S, "desk, columns, rows, cells, why",
                              NULL);
  else if (!tc_rate_limiter_take (self->limiter, key, g_get_monotonic_time (), &wait_us))
    refusal = tc_refusal_new ("question.busy", NULL);
  if (!refusal) {
    tc_worker_run_async (self->reader, look_up, asking, NULL, NULL, self->cancellable, looked_up_cb,
                         task);
    return;
  }
  return_refusal (task, refusal);
  g_object_unref (task);
}

gboolean
tc_wall_pushes_ask_finish (GAsyncResult *result, TcRefusal **refusal, GError **error)
{
  GError *local = NULL;
  TcRefusal *answer = g_task_propagate_pointer (G_TASK (result), &local);

  if (local) {
    g_propagate_error (error, local);
    return FALSE;
  }
  *refusal = answer;
  return answer == NULL;
}

TcWallPushes *
tc_wall_pushes_new (const TcServerParts *parts, TcDeskLines *lines)
{
  TcWallPushes *self = g_new0 (TcWallPushes, 1);

  self->lines = lines;
  self->reader = g_object_ref (parts->reader);
  self->limiter = tc_rate_limiter_new (TC_WALL_PUSHES_A_MINUTE, TC_WALL_PUSHES_AT_ONCE);
  self->cancellable = g_cancellable_new ();
  return self;
}

void
tc_wall_pushes_free (TcWallPushes *self)
{
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  g_object_unref (self->reader);
  tc_rate_limiter_free (self->limiter);
  g_free (self);
}
