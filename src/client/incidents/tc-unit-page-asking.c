/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Asking for the link to an order's page; see the header.
 */
#include "tc-unit-page-asking.h"

#include "tc-now.h"
#include "tc-refusal-words.h"

#define AGAIN_MS 250
#define TRIES_MAX 24

typedef struct {
  gint64 task_id;
  gint64 renewals;
  guint tries;
} Asking;

void
tc_unit_page_link_free (TcUnitPageLink *link)
{
  g_free (link->url);
  g_free (link);
}

gint64
tc_unit_page_count_renewals (const TcIncidentDetail *detail, gint64 task_id)
{
  gint64 count = 0;

  for (guint i = 0; i < detail->events->len; i++) {
    const TcIncidentEvent *event = &g_array_index (detail->events, TcIncidentEvent, i);
    if (event->other_id == task_id && g_str_equal (event->code, "incident.renew-page"))
      count++;
  }
  return count;
}

static void ask (GTask *task);

static gboolean
again_cb (gpointer data)
{
  ask (data);
  return G_SOURCE_REMOVE;
}

static TcUnitPageLink *
read_link (GVariant *value)
{
  TcUnitPageLink *link = g_new0 (TcUnitPageLink, 1);

  if (g_variant_lookup (value, "url", "s", &link->url) &&
      g_variant_lookup (value, "until_us", "x", &link->until_us) &&
      g_variant_lookup (value, "renewals", "x", &link->renewals))
    return link;
  tc_unit_page_link_free (link);
  return NULL;
}

static void
asked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Asking *asking = g_task_get_task_data (task);
  TcRefusal *refusal = NULL;
  GError *error = NULL;
  g_autoptr (GVariant) value = tc_desk_ask_finish (TC_DESK (source), result, &refusal, &error);
  TcUnitPageLink *link = value ? read_link (value) : NULL;

  if (error) {
    g_task_return_error (task, error);
  } else if (refusal && g_str_equal (refusal->code, "unit-page.pending") &&
             ++asking->tries < TRIES_MAX) {
    tc_refusal_free (refusal);
    g_timeout_add (AGAIN_MS, again_cb, g_steal_pointer (&task));
  } else if (link) {
    g_task_return_pointer (task, link, (GDestroyNotify) tc_unit_page_link_free);
  } else {
    if (!refusal)
      refusal = tc_refusal_new ("question.failed", NULL);
    g_object_set_data_full (G_OBJECT (task), "refusal", refusal, (GDestroyNotify) tc_refusal_free);
    g_task_return_pointer (task, NULL, NULL);
  }
}

/* @task: (transfer full) */
static void
ask (GTask *task)
{
  const Asking *asking = g_task_get_task_data (task);
  GVariantDict dict = G_VARIANT_DICT_INIT (NULL);

  g_variant_dict_insert (&dict, "task_id", "x", asking->task_id);
  g_variant_dict_insert (&dict, "renewals", "x", asking->renewals);
  tc_desk_ask_async (TC_DESK (g_task_get_source_object (task)), "unit-page.link",
                     g_variant_dict_end (&dict), NULL, asked_cb, task);
}

void
tc_unit_page_ask_link_async (TcDesk *desk, gint64 task_id, gint64 renewals,
                             GAsyncReadyCallback callback, gpointer data)
{
  const Asking asking = {task_id, renewals, 0};
  GTask *task = g_task_new (desk, NULL, callback, data);

  g_task_set_task_data (task, g_memdup2 (&asking, sizeof asking), g_free);
  ask (task);
}

TcUnitPageLink *
tc_unit_page_ask_link_finish (TcDesk *desk, GAsyncResult *result, char **trouble)
{
  g_autoptr (GError) error = NULL;
  TcUnitPageLink *link = g_task_propagate_pointer (G_TASK (result), &error);
  const TcRefusal *refusal = g_object_get_data (G_OBJECT (result), "refusal");

  if (error)
    *trouble = tc_fault_word (error);
  else if (!link)
    *trouble = tc_refusal_word (refusal, tc_now_us ());
  return link;
}
