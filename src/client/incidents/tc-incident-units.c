/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Agencies to choose from; see the header.
 */
#include "tc-incident-units.h"

#include "tc-incident-words.h"
#include "tc-now.h"

#include <string.h>

static int
compare_names (gconstpointer a, gconstpointer b)
{
  const TcAgency *one = *(const TcAgency *const *) a, *other = *(const TcAgency *const *) b;

  return g_utf8_collate (tc_incident_pick_name (one->name_vi, one->name_en),
                         tc_incident_pick_name (other->name_vi, other->name_en));
}

static gpointer
list_units (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (TcProvinceInfo) province = tc_people_get_province (db);
  GPtrArray *units = tc_people_list_agencies (db, tc_now_us ());

  for (guint i = units->len; province && i-- > 0;)
    if (((TcAgency *) units->pdata[i])->id == province->centre_id)
      g_ptr_array_remove_index (units, i);
  g_ptr_array_sort (units, compare_names);
  return units;
}

void
tc_incident_list_units_async (TcWorker *reader, GAsyncReadyCallback callback, gpointer data)
{
  tc_worker_run_async (reader, list_units, NULL, NULL, (GDestroyNotify) g_ptr_array_unref, NULL,
                       callback, data);
}

GPtrArray *
tc_incident_list_units_finish (TcWorker *reader, GAsyncResult *result, GError **error)
{
  return tc_worker_run_finish (reader, result, error);
}
