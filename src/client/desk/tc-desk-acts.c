/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a person does, told; see the header.
 */
#include "tc-desk-acts.h"

#include "tc-error.h"

/* Of a task that is an act: which. */
#define ACT "tc-desk-act"

typedef struct {
  gint64 id;
  gboolean kept;
  GAsyncReadyCallback callback;
  gpointer data; /* of @callback */
} Act;

static void
answer_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree Act *act = data;

  g_signal_emit_by_name (source, "act-answered", act->id, act->kept);
  if (act->callback)
    act->callback (source, result, act->data);
  g_signal_emit_by_name (source, "act-told", act->id);
}

void
tc_desk_acts_install (GType desk_type)
{
  g_signal_new ("act-begun", desk_type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 3,
                G_TYPE_INT64, G_TYPE_STRING, G_TYPE_VARIANT);
  g_signal_new ("act-answered", desk_type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                G_TYPE_INT64, G_TYPE_BOOLEAN);
  g_signal_new ("act-told", desk_type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                G_TYPE_INT64);
}

GTask *
tc_desk_begin_act (TcDesk *self, const char *name, GVariant *args, GCancellable *cancellable,
                   GAsyncReadyCallback callback, gpointer data)
{
  static gint64 last_id;
  g_autoptr (GVariant) kept = args ? g_variant_ref_sink (args) : NULL;
  Act *act = g_new0 (Act, 1);
  GTask *task = g_task_new (self, cancellable, answer_cb, act);

  *act = (Act){++last_id, FALSE, callback, data};
  g_object_set_data (G_OBJECT (task), ACT, act);
  g_signal_emit_by_name (self, "act-begun", act->id, name, kept);
  return task;
}

void
tc_desk_keep_act (GTask *task, gboolean kept)
{
  Act *act = g_object_get_data (G_OBJECT (task), ACT);

  if (act)
    act->kept = kept;
}

void
tc_desk_settle_act (GTask *task, const TcVerdict *verdict, const GError *error)
{
  tc_desk_keep_act (task, verdict ? !verdict->refusal
                                  : g_error_matches (error, TC_ERROR, TC_ERROR_UNKNOWN));
}
