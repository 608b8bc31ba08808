/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tickets; see the header. The queue is the desk's, and goes with it.
 */
#include "tc-camera-tickets.h"

#include "tc-camera-operations.h"
#include "tc-desk-files.h"
#include "tc-now.h"
#include "tc-refusal-words.h"

#include <string.h>

#define QUEUE_KEY "tc-camera-tickets"
#define FINGERPRINT_KEY "fingerprint"

typedef struct {
  gint64 camera_id;
  const char *profile;       /* interned */
  TcCameraReplayWish replay; /* its from_us 0: live */
} Wish;

typedef struct {
  GQueue waiting; /* (owned) (element-type GTask) */
  guint n_asked;
} Queue;

static void
wipe (char *secret)
{
  if (secret)
    explicit_bzero (secret, strlen (secret));
  g_free (secret);
}

void
tc_camera_ticket_free (TcCameraTicket *ticket)
{
  if (!ticket)
    return;
  g_free (ticket->profile);
  g_free (ticket->address);
  g_free (ticket->account);
  wipe (ticket->secret);
  g_free (ticket);
}

void
tc_camera_trouble_free (TcCameraTrouble *trouble)
{
  if (!trouble)
    return;
  g_free (trouble->code);
  g_free (trouble->words);
  g_free (trouble);
}

static void
free_queue (gpointer data)
{
  Queue *queue = data;

  g_queue_clear_full (&queue->waiting, g_object_unref);
  g_free (queue);
}

gboolean
tc_camera_replay_wish_equal (const TcCameraReplayWish *a, const TcCameraReplayWish *b)
{
  return a->from_us == b->from_us && a->start_us == b->start_us && a->rate_milli == b->rate_milli &&
         a->of_recorder == b->of_recorder;
}

static Queue *
get_queue (TcDesk *desk)
{
  Queue *queue = g_object_get_data (G_OBJECT (desk), QUEUE_KEY);

  if (!queue) {
    queue = g_new0 (Queue, 1);
    g_object_set_data_full (G_OBJECT (desk), QUEUE_KEY, queue, free_queue);
  }
  return queue;
}

/* ---- answers ---- */

/* What comes by itself: the line, the host, what the server hasn't read yet. */
static gboolean
is_passing (const char *code)
{
  static const char *const codes[] = {"line.offline", "camera.host-away", "question.failed", NULL};

  return g_strv_contains (codes, code);
}

static void
return_trouble (GTask *task, const char *code, char *words, gboolean passing)
{
  TcCameraTrouble *trouble = g_new0 (TcCameraTrouble, 1);

  *trouble = (TcCameraTrouble){g_strdup (code), words, passing};
  g_object_set_data_full (G_OBJECT (task), "trouble", trouble,
                          (GDestroyNotify) tc_camera_trouble_free);
  g_task_return_pointer (task, NULL, NULL);
}

static void
return_refusal (GTask *task, const TcRefusal *refusal)
{
  return_trouble (task, refusal->code, tc_refusal_word (refusal, tc_now_us ()),
                  is_passing (refusal->code));
}

static gboolean
is_text (const char *text, gsize max)
{
  return text && *text && strlen (text) <= max;
}

/* @profile: that was asked for. (nullable): it isn't one that could be used */
static TcCameraTicket *
read_ticket (GVariant *value, const char *profile)
{
  g_autoptr (TcCameraTicket) ticket = g_new0 (TcCameraTicket, 1);
  g_autoptr (GVariant)
      print = g_variant_lookup_value (value, FINGERPRINT_KEY, G_VARIANT_TYPE_BYTESTRING);
  gsize n = 0;
  gconstpointer bytes = print ? g_variant_get_fixed_array (print, &n, 1) : NULL;

  if (!g_variant_lookup (value, "address", "s", &ticket->address) ||
      !g_variant_lookup (value, "account", "s", &ticket->account) ||
      !g_variant_lookup (value, "secret", "s", &ticket->secret) ||
      !g_variant_lookup (value, "until_us", "x", &ticket->until_us))
    return NULL;
  /* Whoever has it has the stream: it goes to its host alone, and in nobody's sight. */
  if (!g_str_has_prefix (ticket->address, "rtsps://") || n != TC_DIGEST_SIZE)
    return NULL;
  if (!is_text (ticket->address, TC_CAMERA_TICKET_ADDRESS_CHARS_MAX) ||
      !is_text (ticket->account, TC_CAMERA_TICKET_ADDRESS_CHARS_MAX) ||
      !is_text (ticket->secret, TC_CAMERA_TICKET_SECRET_CHARS_MAX) || ticket->until_us <= 0)
    return NULL;
  if (!g_variant_lookup (value, "profile", "s", &ticket->profile))
    ticket->profile = g_strdup (profile);
  if (!g_strv_contains (tc_camera_profiles, ticket->profile))
    return NULL;
  (void) g_variant_lookup (value, "ends_us", "x", &ticket->ends_us);
  memcpy (ticket->fingerprint.bytes, bytes, TC_DIGEST_SIZE);
  return g_steal_pointer (&ticket);
}

static const char *
get_profile (GTask *task)
{
  return ((const Wish *) g_task_get_task_data (task))->profile;
}

static void next (TcDesk *desk);

static void
asked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TcDesk *desk = TC_DESK (source);
  g_autoptr (GTask) task = data;
  g_autoptr (TcRefusal) refusal = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) value = tc_desk_ask_finish (desk, result, &refusal, &error);
  TcCameraTicket *ticket = value ? read_ticket (value, get_profile (task)) : NULL;

  get_queue (desk)->n_asked--;
  if (ticket) {
    g_task_return_pointer (task, ticket, (GDestroyNotify) tc_camera_ticket_free);
  } else if (error) {
    return_trouble (task, "", tc_fault_word (error), TRUE);
  } else {
    if (!refusal)
      refusal = tc_refusal_new ("question.failed", NULL);
    return_refusal (task, refusal);
  }
  next (desk);
}

/* ---- asking ---- */

static const char *
get_use (const TcCameraReplayWish *replay)
{
  if (!replay->from_us)
    return "live";
  return replay->of_recorder ? "recorder" : "replay";
}

/* @task: (transfer full) */
static void
ask (TcDesk *desk, GTask *task)
{
  const Wish *wish = g_task_get_task_data (task);
  GVariantDict dict = G_VARIANT_DICT_INIT (NULL);

  g_variant_dict_insert (&dict, "session_id", "x", tc_desk_get_session (desk));
  g_variant_dict_insert (&dict, "camera", "x", wish->camera_id);
  g_variant_dict_insert (&dict, "use", "s", get_use (&wish->replay));
  if (wish->replay.from_us) {
    g_variant_dict_insert (&dict, "from_us", "x", wish->replay.from_us);
    g_variant_dict_insert (&dict, "start_us", "x", wish->replay.start_us);
    g_variant_dict_insert (&dict, "rate_milli", "x", wish->replay.rate_milli);
  }
  g_variant_dict_insert (&dict, "profile", "s", wish->profile);
  tc_desk_ask_async (desk, "camera.ticket", g_variant_dict_end (&dict),
                     g_task_get_cancellable (task), asked_cb, task);
}

static void
next (TcDesk *desk)
{
  Queue *queue = get_queue (desk);
  GTask *task = NULL;

  while (queue->n_asked < TC_CAMERA_TICKETS_AT_ONCE &&
         (task = g_queue_pop_head (&queue->waiting))) {
    if (g_cancellable_is_cancelled (g_task_get_cancellable (task))) {
      return_trouble (task, "", g_strdup (""), FALSE);
      g_object_unref (task);
      continue;
    }
    queue->n_asked++;
    ask (desk, task);
  }
}

void
tc_camera_ticket_ask_async (TcDesk *desk, gint64 camera_id, const char *profile,
                            const TcCameraReplayWish *replay, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer data)
{
  const Wish wish = {camera_id, g_intern_string (profile),
                     replay ? *replay : (TcCameraReplayWish){0}};
  GTask *task = NULL;
  Queue *queue = NULL;

  g_return_if_fail (TC_IS_DESK (desk));
  task = g_task_new (desk, cancellable, callback, data);
  queue = get_queue (desk);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, g_memdup2 (&wish, sizeof wish), g_free);
  if (g_queue_get_length (&queue->waiting) >= TC_CAMERA_TICKETS_WAITING_MAX) {
    g_autoptr (TcRefusal) refusal = tc_refusal_new ("question.failed", NULL);

    return_refusal (task, refusal);
    g_object_unref (task);
    return;
  }
  g_queue_push_tail (&queue->waiting, task);
  next (desk);
}

TcCameraTicket *
tc_camera_ticket_ask_finish (TcDesk *desk, GAsyncResult *result, TcCameraTrouble **trouble)
{
  TcCameraTicket *ticket = NULL;
  gpointer kept = NULL;

  g_return_val_if_fail (g_task_is_valid (result, desk), NULL);
  ticket = g_task_propagate_pointer (G_TASK (result), NULL);
  if (!ticket) {
    kept = g_object_steal_data (G_OBJECT (result), "trouble");
    *trouble = kept;
  }
  return ticket;
}

gint64
tc_camera_ticket_get_again_us (guint n_failed)
{
  gint64 us = TC_CAMERA_TICKET_AGAIN_US_MIN;

  for (guint i = 1; i < n_failed && us < TC_CAMERA_TICKET_AGAIN_US_MAX; i++)
    us *= 2;
  return MIN (us, TC_CAMERA_TICKET_AGAIN_US_MAX);
}
