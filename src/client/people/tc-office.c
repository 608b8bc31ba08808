/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who makes a paper, and where; see the header.
 */
#include "tc-office.h"

#include "tc-incident-words.h"
#include "tc-people.h"

static gpointer
read_office (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (TcProvinceInfo) province = tc_people_get_province (db);
  g_autoptr (TcAgency) centre = province ? tc_people_get_agency (db, province->centre_id) : NULL;
  char **texts = g_new0 (char *, 3);

  texts[0] = g_strdup (centre ? tc_incident_pick_name (centre->name_vi, centre->name_en) : "");
  texts[1] = g_strdup (province ? tc_incident_pick_name (province->name_vi, province->name_en)
                                : "");
  return texts;
}

void
tc_office_read_async (TcWorker *reader, GAsyncReadyCallback callback, gpointer data)
{
  tc_worker_run_async (reader, read_office, NULL, NULL, (GDestroyNotify) g_strfreev, NULL, callback,
                       data);
}

char **
tc_office_read_finish (TcWorker *reader, GAsyncResult *result, GError **error)
{
  return tc_worker_run_finish (reader, result, error);
}
