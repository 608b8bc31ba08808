/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the page of an order shows; see the header.
 */
#include "tc-unit-page.h"

#include "tc-id.h"
#include "tc-incident-operations.h"
#include "tc-people-operations.h"
#include "tc-permission.h"
#include "tc-reading-rights.h"

#define PAGE_SQL                                                                                   \
  "SELECT t.incident_id, t.incident_code, t.state, t.asked, t.title, t.priority, a.name_vi,"       \
  " a.name_en, f.name_vi, f.name_en, area.name_vi, area.name_en, t.address, t.lat_e7, t.lon_e7,"   \
  " t.due_us, t.sent_us, t.acknowledged_us, t.scene_us, t.ended_us, t.agency_id,"                  \
  " (SELECT count(*) FROM incident_event WHERE incident_id = t.incident_id"                        \
  " AND code = 'incident.renew-page' AND other_id = t.id),"                                        \
  " (SELECT count(*) FROM incident_event WHERE incident_id = t.incident_id"                        \
  " AND code = 'incident.attach' AND reason = '" TC_VIA_PAGE "' AND agency_id = t.agency_id),"     \
  " (SELECT phone FROM agency WHERE kind = 'centre' AND phone <> '' AND valid_to_us IS NULL"       \
  " ORDER BY id LIMIT 1), t.matter FROM task AS t LEFT JOIN agency AS a ON a.id = t.agency_id"     \
  " LEFT JOIN field AS f ON f.id = t.field_id LEFT JOIN area ON area.id = t.area_id"               \
  " WHERE t.id = ?"

#define PHOTOS_SQL                                                                                 \
  "SELECT id, hash, media_type, size FROM attachment WHERE kind = 'stripped' AND hash <> ''"       \
  " AND media_type IN ('image/jpeg', 'image/png', 'image/webp') AND (incident_id = ?1"             \
  " OR report_id IN (SELECT id FROM report WHERE incident_id = ?1)) ORDER BY id LIMIT ?2"

static void
clear_photo (gpointer data)
{
  TcUnitPagePhoto *photo = data;

  g_free (photo->hash);
  g_free (photo->media_type);
}

static GArray *
list_photos (TcDatabase *db, gint64 incident_id)
{
  GArray *list = g_array_new (FALSE, TRUE, sizeof (TcUnitPagePhoto));
  g_autoptr (TcQuery) query = tc_database_query (db, PHOTOS_SQL, "ii", incident_id,
                                                 (gint64) TC_UNIT_PAGE_PHOTOS_MAX);

  g_array_set_clear_func (list, clear_photo);
  while (tc_query_next (query)) {
    TcUnitPagePhoto photo = {tc_query_int (query, 0), tc_query_dup_text (query, 1),
                             tc_query_dup_text (query, 2), tc_query_int (query, 3)};

    g_array_append_val (list, photo);
  }
  return list;
}

TcUnitPage *
tc_unit_page_get (TcDatabase *db, gint64 task_id)
{
  g_autoptr (TcQuery) query = tc_database_query (db, PAGE_SQL, "i", task_id);
  TcUnitPage *page;

  if (!tc_query_next (query))
    return NULL;
  page = g_new (TcUnitPage, 1);
  *page = (TcUnitPage){
      .task_id = task_id,
      .incident_id = tc_query_int (query, 0),
      .code = tc_query_dup_text (query, 1),
      .state = tc_query_dup_text (query, 2),
      .asked = tc_query_dup_text (query, 3),
      .title = tc_query_dup_text (query, 4),
      .priority = tc_query_int (query, 5),
      .unit_vi = tc_query_dup_text (query, 6),
      .unit_en = tc_query_dup_text (query, 7),
      .field_vi = tc_query_dup_text (query, 8),
      .field_en = tc_query_dup_text (query, 9),
      .area_vi = tc_query_dup_text (query, 10),
      .area_en = tc_query_dup_text (query, 11),
      .address = tc_query_dup_text (query, 12),
      .lat_e7 = tc_query_int (query, 13),
      .lon_e7 = tc_query_int (query, 14),
      .due_us = tc_query_int (query, 15),
      .sent_us = tc_query_int (query, 16),
      .acknowledged_us = tc_query_int (query, 17),
      .scene_us = tc_query_int (query, 18),
      .ended_us = tc_query_int (query, 19),
      .renewals = tc_query_int (query, 21),
      .sent_photos = tc_query_int (query, 22),
      .centre_phone = tc_query_dup_text (query, 23),
      .matter = tc_query_dup_text (query, 24),
  };
  page->photos = list_photos (db, page->incident_id);
  page->messages = tc_task_list_messages (db, task_id, TC_UNIT_PAGE_MESSAGES_MAX);
  tc_task_get_released (db, task_id, &page->person);
  return page;
}

void
tc_unit_page_free (TcUnitPage *page)
{
  g_free (page->code);
  g_free (page->state);
  g_free (page->asked);
  g_free (page->title);
  g_free (page->matter);
  g_free (page->unit_vi);
  g_free (page->unit_en);
  g_free (page->field_vi);
  g_free (page->field_en);
  g_free (page->area_vi);
  g_free (page->area_en);
  g_free (page->address);
  g_free (page->centre_phone);
  g_array_unref (page->photos);
  g_array_unref (page->messages);
  tc_released_clear (&page->person);
  g_free (page);
}

gboolean
tc_unit_page_is_open (const TcUnitPage *page)
{
  return page->ended_us == TC_NONE;
}

gboolean
tc_unit_page_may_link (TcDatabase *db, gint64 desk_id, gint64 at_us)
{
  g_autoptr (GArray) scopes = tc_reading_rights_of_desk (db, desk_id);
  g_autoptr (TcQuery) query = NULL;

  if (!tc_ids_contain (scopes, TC_SCOPE_INCIDENTS))
    return FALSE;
  query = tc_database_query (db,
                             "SELECT DISTINCT staff_id FROM session WHERE desk_id = ?1"
                             " AND from_us <= ?2 AND until_us > ?2 ORDER BY staff_id",
                             "ii", desk_id, at_us);
  while (tc_query_next (query))
    if (tc_permission_has (db, tc_query_int (query, 0), TC_MAY_DISPATCH, at_us))
      return TRUE;
  return FALSE;
}
