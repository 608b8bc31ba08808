/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Fields as the services that people may report under.
 */
#include "tc-incident-queries-private.h"

#define SERVICE_SQL                                                                                \
  "SELECT f.id, f.code, f.name_vi, f.name_en, f.description_vi, f.description_en, f.keywords,"     \
  " g.id, g.code, g.name_vi, g.name_en, f.priority, ifnull (f.attributes, g.attributes), f.active" \
  " FROM field AS f JOIN field AS g ON g.id = ifnull (f.parent_id, f.id)"

static void
clear_service (gpointer data)
{
  TcService *service = data;

  g_free (service->code);
  g_free (service->name_vi);
  g_free (service->name_en);
  g_free (service->description_vi);
  g_free (service->description_en);
  g_free (service->keywords);
  g_free (service->group_code);
  g_free (service->group_vi);
  g_free (service->group_en);
  g_free (service->attributes);
}

static void
read_service (TcQuery *query, TcService *service)
{
  service->id = tc_query_int (query, 0);
  service->code = tc_query_dup_text (query, 1);
  service->name_vi = tc_query_dup_text (query, 2);
  service->name_en = tc_query_dup_text (query, 3);
  service->description_vi = tc_query_dup_text (query, 4);
  service->description_en = tc_query_dup_text (query, 5);
  service->keywords = tc_query_dup_text (query, 6);
  service->group_id = tc_query_int (query, 7);
  service->group_code = tc_query_dup_text (query, 8);
  service->group_vi = tc_query_dup_text (query, 9);
  service->group_en = tc_query_dup_text (query, 10);
  service->priority = tc_query_int (query, 11);
  service->attributes = tc_query_dup_text (query, 12);
  service->active = tc_query_int (query, 13) == 1;
}

GArray *
tc_services (TcDatabase *db, gboolean active_only)
{
  GArray *list = g_array_new (FALSE, TRUE, sizeof (TcService));
  g_autoptr (TcQuery) query = tc_database_query (
      db,
      SERVICE_SQL " WHERE f.active >= ? ORDER BY g.position, g.id, f.parent_id IS NOT NULL,"
                  " f.position, f.id",
      "i", (gint64) (active_only ? 1 : 0));

  g_array_set_clear_func (list, clear_service);
  while (tc_query_next (query)) {
    TcService service = {0};
    read_service (query, &service);
    g_array_append_val (list, service);
  }
  return list;
}

TcService *
tc_service_find (TcDatabase *db, const char *code)
{
  g_autoptr (TcQuery) query = tc_database_query (
      db, SERVICE_SQL " WHERE f.code = ? ORDER BY f.id LIMIT 1", "s", code);

  if (!tc_query_next (query))
    return NULL;
  TcService *service = g_new0 (TcService, 1);
  read_service (query, service);
  return service;
}

void
tc_service_free (TcService *service)
{
  if (!service)
    return;
  clear_service (service);
  g_free (service);
}
