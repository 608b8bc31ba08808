/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Asking that parts of recordings are kept; see the header.
 */
#include "tc-hold-asker.h"

#include "tc-desk-files.h"
#include "tc-now.h"
#include "tc-refusal-words.h"

struct _TcHoldAsker {
  GObject parent;
  TcDesk *desk;      /* (owned) */
  GHashTable *known; /* (owned): key of a wish and camera to its number (gint64, owned) */
  GQueue keys;       /* (element-type utf8) (unowned): those of @known, the oldest first */
};

G_DEFINE_FINAL_TYPE (TcHoldAsker, tc_hold_asker, G_TYPE_OBJECT)

/* ---- numbers ---- */

/* (transfer full): the same for whoever wants the same. */
static char *
make_key (const TcHoldWish *wish, gint64 camera_id)
{
  return g_strdup_printf (
      "%" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %" G_GINT64_FORMAT "\n%s\n%s",
      camera_id, wish->from_us, wish->until_us, wish->incident_id, wish->keep_until, wish->reason);
}

static void
forget (TcHoldAsker *self, const char *key)
{
  gpointer own = NULL;

  if (!g_hash_table_lookup_extended (self->known, key, &own, NULL))
    return;
  g_queue_remove (&self->keys, own);
  g_hash_table_remove (self->known, key);
}

/* @key: (transfer none) */
static gint64
get_number (TcHoldAsker *self, const char *key)
{
  const gint64 *known = g_hash_table_lookup (self->known, key);
  gint64 number;
  char *own;

  if (known)
    return *known;
  if (self->keys.length >= TC_HOLD_ASKER_KNOWN_MAX)
    forget (self, g_queue_peek_head (&self->keys));
  number = tc_operation_sink_make_id (TC_OPERATION_SINK (self->desk));
  own = g_strdup (key);
  g_hash_table_insert (self->known, own, g_memdup2 (&number, sizeof number));
  g_queue_push_tail (&self->keys, own);
  return number;
}

/* ---- asking ---- */

/* Data of the task. */
typedef struct {
  GPtrArray *keys; /* (owned) (element-type utf8): of what is asked for */
  guint waiting;   /* answers that are still to come */
  char *trouble;   /* (owned) (nullable): of the first that failed */
} Asking;

static void
free_asking (gpointer data)
{
  Asking *asking = data;

  g_ptr_array_unref (asking->keys);
  g_free (asking->trouble);
  g_free (asking);
}

static void
finish (GTask *task)
{
  TcHoldAsker *self = g_task_get_source_object (task);
  Asking *asking = g_task_get_task_data (task);

  /* Whoever wants the same once it is done wants another one. */
  for (guint i = 0; !asking->trouble && i < asking->keys->len; i++)
    forget (self, g_ptr_array_index (asking->keys, i));
  g_task_return_pointer (task, g_steal_pointer (&asking->trouble), g_free);
}

static void
asked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Asking *asking = g_task_get_task_data (task);
  g_autoptr (TcRefusal) refusal = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) value = tc_desk_ask_finish (TC_DESK (source), result, &refusal, &error);

  if (!value && !asking->trouble)
    asking->trouble = refusal ? tc_refusal_word (refusal, tc_now_us ()) : tc_fault_word (error);
  if (--asking->waiting == 0)
    finish (task);
}

static void
ask (GTask *task, const TcHoldWish *wish, gint64 camera_id)
{
  TcHoldAsker *self = g_task_get_source_object (task);
  Asking *asking = g_task_get_task_data (task);
  char *key = make_key (wish, camera_id);
  GVariantDict dict = G_VARIANT_DICT_INIT (NULL);

  g_ptr_array_add (asking->keys, key);
  g_variant_dict_insert (&dict, "session_id", "x", tc_desk_get_session (self->desk));
  g_variant_dict_insert (&dict, "camera", "x", camera_id);
  g_variant_dict_insert (&dict, "hold", "x", get_number (self, key));
  g_variant_dict_insert (&dict, "from_us", "x", wish->from_us);
  g_variant_dict_insert (&dict, "until_us", "x", wish->until_us);
  g_variant_dict_insert (&dict, "keep_until_us", "x", wish->keep_until_us);
  g_variant_dict_insert (&dict, "incident", "x", wish->incident_id);
  g_variant_dict_insert (&dict, "reason", "s", wish->reason);
  tc_desk_ask_act_async (self->desk, "camera.hold", g_variant_dict_end (&dict), NULL, asked_cb,
                         g_object_ref (task));
}

void
tc_hold_asker_ask_async (TcHoldAsker *self, const TcHoldWish *wish, GAsyncReadyCallback callback,
                         gpointer data)
{
  g_autoptr (GTask) task = NULL;
  Asking *asking = NULL;

  g_return_if_fail (TC_IS_HOLD_ASKER (self) && wish->camera_ids->len > 0 && *wish->reason);
  task = g_task_new (self, NULL, callback, data);
  asking = g_new0 (Asking, 1);
  asking->keys = g_ptr_array_new_with_free_func (g_free);
  asking->waiting = wish->camera_ids->len;
  g_task_set_task_data (task, asking, free_asking);
  for (guint i = 0; i < wish->camera_ids->len; i++)
    ask (task, wish, g_array_index (wish->camera_ids, gint64, i));
}

char *
tc_hold_asker_ask_finish (TcHoldAsker *self, GAsyncResult *result)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), NULL);
}

/* ---- object ---- */

static void
tc_hold_asker_finalize (GObject *object)
{
  TcHoldAsker *self = TC_HOLD_ASKER (object);

  g_queue_clear (&self->keys);
  g_hash_table_unref (self->known);
  g_object_unref (self->desk);
  G_OBJECT_CLASS (tc_hold_asker_parent_class)->finalize (object);
}

static void
tc_hold_asker_class_init (TcHoldAskerClass *class)
{
  G_OBJECT_CLASS (class)->finalize = tc_hold_asker_finalize;
}

static void
tc_hold_asker_init (TcHoldAsker *self)
{
  self->known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_queue_init (&self->keys);
}

TcHoldAsker *
tc_hold_asker_new (TcDesk *desk)
{
  TcHoldAsker *self = g_object_new (TC_TYPE_HOLD_ASKER, NULL);

  self->desk = g_object_ref (desk);
  return self;
}
