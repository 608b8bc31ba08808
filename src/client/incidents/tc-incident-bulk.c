/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Many at once; see the header. They are sent one after the other, some at a time, so that a desk
 * that is slow to answer isn't flooded.
 */
#include "tc-incident-bulk.h"

#include "tc-incident-commands.h"
#include "tc-refusal-words.h"

#include <glib/gi18n-lib.h>

#define AT_ONCE 8
#define REASONS_MAX 3

typedef struct {
  TcBulkOrder order;
  char *text;       /* (owned) (nullable) */
  char *language;   /* (owned) (nullable) */
  GArray *each;     /* (owned) (nullable) (element-type gint64) */
  GArray *answers;  /* (owned) (nullable) (element-type TcBulkAnswer) */
  GArray *ids;      /* (owned) (element-type gint64) */
  GArray *outcomes; /* (owned) (element-type TcBulkOutcome): for each id */
  guint next;       /* to be begun */
  guint under_way;
} Bulk;

static void
clear_outcome (gpointer data)
{
  TcBulkOutcome *outcome = data;

  g_free (outcome->code);
  g_free (outcome->why);
}

static void
free_bulk (gpointer data)
{
  Bulk *bulk = data;

  g_free (bulk->text);
  g_free (bulk->language);
  g_clear_pointer (&bulk->each, g_array_unref);
  g_clear_pointer (&bulk->answers, g_array_unref);
  g_array_unref (bulk->ids);
  g_array_unref (bulk->outcomes);
  g_free (bulk);
}

/* One of them. */
typedef struct {
  GTask *task; /* (owned): of all */
  guint index;
} One;

static void begin_some (GTask *task);

static void
tell (const Bulk *bulk)
{
  if (bulk->order.progress)
    bulk->order.progress (bulk->next - bulk->under_way, bulk->ids->len, bulk->order.progress_data);
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree One *one = data;
  g_autoptr (GTask) task = one->task;
  Bulk *bulk = g_task_get_task_data (task);
  TcBulkOutcome *outcome = &g_array_index (bulk->outcomes, TcBulkOutcome, one->index);
  g_autoptr (GError) error = NULL;
  g_autoptr (TcVerdict)
      verdict = tc_incident_command_finish (TC_OPERATION_SINK (source), result, &error);

  outcome->why = tc_verdict_word (verdict, error);
  if (outcome->why)
    outcome->code = g_strdup (verdict ? verdict->refusal->code : "fault");
  bulk->under_way--;
  tell (bulk);
  begin_some (task);
}

static void
begin_one (const TcCommand *command, const Bulk *bulk, guint index)
{
  gint64 id = g_array_index (bulk->ids, gint64, index);
  gint64 own = bulk->each ? g_array_index (bulk->each, gint64, index) : 0;

  switch (bulk->order.kind) {
  case TC_BULK_TAKE:
    tc_incident_command_take (command, id, 0);
    break;
  case TC_BULK_NOTE:
    tc_incident_command_comment (command, id, bulk->text);
    break;
  case TC_BULK_PRIORITY:
    tc_incident_command_set_priority (command, id, own ? own : bulk->order.priority, bulk->text);
    break;
  case TC_BULK_ASSIGN:
    tc_incident_command_assign (command, id, own ? own : bulk->order.agency_id, bulk->text);
    break;
  case TC_BULK_JOIN_EVENT:
    tc_incident_command_join_event (command, id, bulk->order.event_id);
    break;
  case TC_BULK_LEAVE_EVENT:
    tc_incident_command_leave_event (command, id, bulk->order.event_id);
    break;
  case TC_BULK_LEAD_EVENT:
    tc_incident_command_declare_event (command, id, bulk->order.event_kind, bulk->text);
    break;
  case TC_BULK_MERGE:
    tc_incident_command_merge (command, id, bulk->order.into_id);
    break;
  case TC_BULK_UNMERGE:
    tc_incident_command_unmerge (command, id, bulk->order.into_id);
    break;
  case TC_BULK_CLOSE:
    tc_incident_command_close (command, id, bulk->order.reason, bulk->text);
    break;
  case TC_BULK_REJECT:
    tc_incident_command_reject (command, id, bulk->order.reason, bulk->text);
    break;
  case TC_BULK_REDIRECT:
    tc_incident_command_redirect (command, id, bulk->order.reason, bulk->text);
    break;
  case TC_BULK_RELEASE:
    tc_incident_command_release (command, id);
    break;
  case TC_BULK_REOPEN:
    tc_incident_command_reopen (command, id, bulk->text);
    break;
  case TC_BULK_CLASSIFY:
    tc_incident_command_classify (command, id, own ? own : bulk->order.field_id);
    break;
  case TC_BULK_DISPATCH:
    tc_incident_command_dispatch (command, id, bulk->order.agency_id,
                                  bulk->text && *bulk->text ? bulk->text : NULL);
    break;
  case TC_BULK_ANSWER:
    tc_incident_command_answer (
        command, id, g_array_index (bulk->answers, TcBulkAnswer, index).text, bulk->language);
    break;
  case TC_BULK_PUBLISH:
    tc_incident_command_publish_answer (command, id, own);
    break;
  case TC_BULK_FORWARD:
  default:
    tc_incident_command_forward (command, id, bulk->text);
    break;
  }
}

/* Whether it can't even be asked for; that is its outcome. */
static gboolean
lacks_answer (Bulk *bulk, guint index)
{
  TcBulkOutcome *outcome = &g_array_index (bulk->outcomes, TcBulkOutcome, index);
  const TcBulkAnswer *answer = bulk->answers ? &g_array_index (bulk->answers, TcBulkAnswer, index)
                                             : NULL;

  if (!answer || answer->text)
    return FALSE;
  outcome->code = g_strdup (TC_BULK_NO_ANSWER);
  outcome->why = g_strdup (answer->why);
  return TRUE;
}

static void
begin_some (GTask *task)
{
  Bulk *bulk = g_task_get_task_data (task);
  TcOperationSink *sink = g_task_get_source_object (task);

  /* A sink may answer before it returns: the last one to do so finds nothing under way. */
  while (bulk->under_way < AT_ONCE && bulk->next < bulk->ids->len &&
         !g_cancellable_is_cancelled (g_task_get_cancellable (task))) {
    One *one = NULL;
    TcCommand command = {sink, NULL, done_cb, NULL};

    if (lacks_answer (bulk, bulk->next)) {
      bulk->next++;
      tell (bulk);
      continue;
    }
    one = g_new0 (One, 1);
    command.data = one;
    *one = (One){g_object_ref (task), bulk->next++};
    bulk->under_way++;
    begin_one (&command, bulk, one->index);
  }
  if (bulk->under_way == 0 && !g_task_get_completed (task)) {
    g_array_set_size (bulk->outcomes, bulk->next);
    g_task_return_pointer (task, g_array_ref (bulk->outcomes), (GDestroyNotify) g_array_unref);
  }
}

void
tc_incident_bulk_async (TcOperationSink *sink, const TcBulkOrder *order, const gint64 *ids,
                        guint n_ids, GCancellable *cancellable, GAsyncReadyCallback callback,
                        gpointer data)
{
  g_autoptr (GTask) task = g_task_new (sink, cancellable, callback, data);
  Bulk *bulk = g_new0 (Bulk, 1);

  g_return_if_fail (n_ids <= TC_BULK_MAX && (!order->each || order->each->len == n_ids) &&
                    (order->kind == TC_BULK_ANSWER) == (order->answers != NULL) &&
                    (!order->answers || order->answers->len == n_ids));
  bulk->order = *order;
  bulk->text = g_strdup (order->text);
  bulk->language = g_strdup (order->language);
  bulk->answers = order->answers ? g_array_ref (order->answers) : NULL;
  bulk->each = order->each ? g_array_ref (order->each) : NULL;
  bulk->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_array_append_vals (bulk->ids, ids, n_ids);
  bulk->outcomes = g_array_new (FALSE, TRUE, sizeof (TcBulkOutcome));
  g_array_set_clear_func (bulk->outcomes, clear_outcome);
  g_array_set_size (bulk->outcomes, n_ids);
  for (guint i = 0; i < n_ids; i++)
    g_array_index (bulk->outcomes, TcBulkOutcome, i).incident_id = ids[i];
  g_task_set_task_data (task, bulk, free_bulk);
  /* What was done stays done. */
  g_task_set_check_cancellable (task, FALSE);
  begin_some (task);
}

GArray *
tc_incident_bulk_finish (TcOperationSink *sink, GAsyncResult *result)
{
  return g_task_propagate_pointer (G_TASK (result), NULL);
}

/* ---- words ---- */

static char *
word_done (TcBulkKind kind, guint n)
{
  switch (kind) {
  case TC_BULK_TAKE:
    return g_strdup_printf (ngettext ("%u taken", "%u taken", n), n);
  case TC_BULK_NOTE:
    return g_strdup_printf (ngettext ("%u noted", "%u noted", n), n);
  case TC_BULK_PRIORITY:
    return g_strdup_printf (ngettext ("Priority of %u changed", "Priority of %u changed", n), n);
  case TC_BULK_ASSIGN:
    return g_strdup_printf (ngettext ("%u assigned", "%u assigned", n), n);
  case TC_BULK_JOIN_EVENT:
    return g_strdup_printf (ngettext ("%u added to the big event", "%u added to the big event", n),
                            n);
  case TC_BULK_LEAD_EVENT:
    return g_strdup_printf (ngettext ("%u leads a big event", "%u lead a big event", n), n);
  case TC_BULK_LEAVE_EVENT:
    return g_strdup_printf (
        ngettext ("%u taken out of the big event", "%u taken out of the big event", n), n);
  case TC_BULK_MERGE:
    return g_strdup_printf (ngettext ("%u merged", "%u merged", n), n);
  case TC_BULK_UNMERGE:
    return g_strdup_printf (ngettext ("%u taken apart again", "%u taken apart again", n), n);
  case TC_BULK_CLOSE:
    return g_strdup_printf (ngettext ("%u closed", "%u closed", n), n);
  case TC_BULK_REJECT:
    return g_strdup_printf (ngettext ("%u rejected", "%u rejected", n), n);
  case TC_BULK_REDIRECT:
    return g_strdup_printf (ngettext ("%u redirected", "%u redirected", n), n);
  case TC_BULK_RELEASE:
    return g_strdup_printf (ngettext ("%u given back", "%u given back", n), n);
  case TC_BULK_REOPEN:
    return g_strdup_printf (ngettext ("%u opened again", "%u opened again", n), n);
  case TC_BULK_CLASSIFY:
    return g_strdup_printf (ngettext ("%u classified", "%u classified", n), n);
  case TC_BULK_DISPATCH:
    return g_strdup_printf (ngettext ("%u dispatched", "%u dispatched", n), n);
  case TC_BULK_ANSWER:
    return g_strdup_printf (
        ngettext ("%u answer sent for approval", "%u answers sent for approval", n), n);
  case TC_BULK_PUBLISH:
    return g_strdup_printf (ngettext ("%u answer published", "%u answers published", n), n);
  case TC_BULK_FORWARD:
  default:
    return g_strdup_printf (ngettext ("%u forwarded", "%u forwarded", n), n);
  }
}

/* How often a refusal came, and the first one in words. */
typedef struct {
  const char *code; /* (unowned) */
  const char *why;  /* (unowned) */
  guint n;
} Reason;

static int
compare_reasons (gconstpointer a, gconstpointer b)
{
  return (int) ((const Reason *) b)->n - (int) ((const Reason *) a)->n;
}

/* (transfer full) (element-type Reason) */
static GArray *
count_reasons (GArray *outcomes)
{
  GArray *reasons = g_array_new (FALSE, FALSE, sizeof (Reason));

  for (guint i = 0; i < outcomes->len; i++) {
    const TcBulkOutcome *outcome = &g_array_index (outcomes, TcBulkOutcome, i);
    Reason reason = {outcome->code, outcome->why, 1};
    guint at = 0;
    if (!outcome->code)
      continue;
    while (at < reasons->len &&
           !g_str_equal (g_array_index (reasons, Reason, at).code, outcome->code))
      at++;
    if (at < reasons->len)
      g_array_index (reasons, Reason, at).n++;
    else
      g_array_append_val (reasons, reason);
  }
  g_array_sort (reasons, compare_reasons);
  return reasons;
}

char *
tc_incident_word_bulk (TcBulkKind kind, GArray *outcomes)
{
  g_autoptr (GArray) reasons = count_reasons (outcomes);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *done = NULL;
  guint refused = 0;

  for (guint i = 0; i < reasons->len; i++)
    refused += g_array_index (reasons, Reason, i).n;
  done = word_done (kind, outcomes->len - refused);
  g_string_append (text, done);
  for (guint i = 0; i < MIN (reasons->len, REASONS_MAX); i++) {
    const Reason *reason = &g_array_index (reasons, Reason, i);
    /* Translators: after "12 taken": how many were not, and a sentence that says why. */
    g_string_append_printf (text, ngettext ("; %u not: %s", "; %u not: %s", reason->n), reason->n,
                            reason->why);
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}
