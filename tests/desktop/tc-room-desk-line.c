/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the server answers to the room's desk: the link to an order's page, while it is online.
 */
#include "tc-room-desk-private.h"

void
tc_desk_ask_async (TcDesk *self, const char *name, GVariant *value, GCancellable *cancellable,
                   GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, data);
  gint64 renewals = 0;
  GVariantDict dict;

  g_assert_cmpstr (name, ==, "unit-page.link");
  g_variant_lookup (value, "renewals", "x", &renewals);
  g_variant_unref (g_variant_ref_sink (value));
  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert (&dict, "url", "s", TC_ROOM_LINK);
  g_variant_dict_insert (&dict, "until_us", "x", g_get_real_time () + G_TIME_SPAN_DAY);
  g_variant_dict_insert (&dict, "renewals", "x", renewals);
  g_task_return_pointer (task, g_variant_ref_sink (g_variant_dict_end (&dict)),
                         (GDestroyNotify) g_variant_unref);
}

/* While it is cut off there is no answer. */
GVariant *
tc_desk_ask_finish (TcDesk *self, GAsyncResult *result, TcRefusal **refusal, GError **error)
{
  g_autoptr (GVariant) value = g_task_propagate_pointer (G_TASK (result), error);

  if (tc_desk_get_state (self) == TC_DESK_ONLINE)
    return g_steal_pointer (&value);
  *refusal = tc_refusal_new ("line.offline", NULL);
  return NULL;
}
