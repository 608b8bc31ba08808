/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a desk says of who is there, and what it is told: whatever stands in it, nothing is taken
 * that can't be; and what is written again is read the same.
 */
#include "tc-presence.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
check_list (GVariant *value)
{
  g_autoptr (GArray) list = tc_presence_read_list (value);

  if (!list)
    return;
  g_assert_cmpuint (list->len, <=, TC_PRESENCE_MAX);
  g_autoptr (GVariant) written = g_variant_ref_sink (tc_presence_write_list (list));
  g_autoptr (GArray) again = tc_presence_read_list (written);
  g_assert_cmpuint (again->len, ==, list->len);
  for (guint i = 0; i < list->len; i++) {
    const TcPresence *one = &g_array_index (list, TcPresence, i);
    const TcPresence *other = &g_array_index (again, TcPresence, i);

    g_assert_true (one->replica > 0 && one->staff_id > 0 && one->incident_id >= 0);
    g_assert_true (one->replica == other->replica && one->staff_id == other->staff_id &&
                   one->incident_id == other->incident_id && !one->away == !other->away);
  }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (GVariant)
      value = g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE_VARDICT, bytes, FALSE));
  gint64 session_id = -1, incident_id = -1;
  gboolean away = FALSE;

  if (tc_presence_read_said (value, &session_id, &incident_id, &away))
    g_assert_true (session_id >= 0 && incident_id >= 0);
  else
    g_assert_cmpint (session_id, ==, -1);
  check_list (value);
  return 0;
}
