/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reading big events; see the header.
 */
#include "tc-big-event-queries.h"

#include "tc-incident-queries-private.h"
#include "tc-resource.h"

/* As the lists count what is being handled. */
#define HANDLED "open = 1 AND state NOT IN ('resolved', 'published')"

/* ---- events ---- */

void
tc_big_event_free (TcBigEvent *event)
{
  if (!event)
    return;
  g_free (event->code);
  g_free (event->title);
  g_free (event->kind);
  g_free (event->commander);
  g_free (event->staff_name);
  g_free (event);
}

#define EVENT_SQL                                                                                  \
  "SELECT e.id, ifnull (i.code, ''), coalesce (e.name, i.title, ''), e.kind, e.commander,"         \
  " e.begun_us, e.ended_us, s.name, i.lat_e7, i.lon_e7 FROM big_event AS e"                        \
  " LEFT JOIN incident AS i ON i.id = e.id LEFT JOIN staff AS s ON s.id = e.staff_id"

/* Of itself: its log, its figures, what was seen to. */
static gint64
find_heard (TcDatabase *db, const TcBigEvent *event)
{
  return tc_database_get_int (
      db, event->begun_us,
      "SELECT max (?2, ifnull ((SELECT max (at_us) FROM incident_event WHERE incident_id = ?1), 0),"
      " ifnull ((SELECT max (at_us) FROM big_event_figure WHERE event_id = ?1), 0),"
      " ifnull ((SELECT max (at_us) FROM big_event_check WHERE event_id = ?1), 0))",
      "ii", event->id, event->begun_us);
}

static void
count_members (TcDatabase *db, TcBigEvent *event, gint64 now_us)
{
  g_autoptr (TcQuery) query = tc_database_query (
      db,
      "SELECT count (*), total (" HANDLED "), total (" HANDLED " AND unit_id IS NULL),"
      " total (" HANDLED " AND paused_us IS NULL AND due_us < ?2),"
      " total (" HANDLED " AND paused_us IS NULL AND soon_us <= ?2 AND due_us >= ?2),"
      " max (changed_us) FROM incident"
      " WHERE state <> 'merged' AND id IN " TC_BIG_EVENT_MEMBERS ("?1"),
      "ii", event->id, now_us);

  if (!tc_query_next (query))
    return;
  event->n_members = tc_query_int (query, 0);
  event->n_open = tc_query_int (query, 1);
  event->n_without = tc_query_int (query, 2);
  event->n_late = tc_query_int (query, 3);
  event->n_soon = tc_query_int (query, 4);
  event->heard_us = MAX (tc_query_int (query, 5), find_heard (db, event));
}

static TcBigEvent *
read_event (TcDatabase *db, TcQuery *query, gint64 now_us)
{
  TcBigEvent *event = g_new0 (TcBigEvent, 1);

  event->id = tc_query_int (query, 0);
  event->code = tc_query_dup_text (query, 1);
  event->title = tc_query_dup_text (query, 2);
  event->kind = tc_query_dup_text (query, 3);
  event->commander = tc_query_dup_text (query, 4);
  event->begun_us = tc_query_int (query, 5);
  event->ended_us = tc_query_int (query, 6);
  event->staff_name = tc_query_dup_text (query, 7);
  event->lat_e7 = tc_query_int (query, 8);
  event->lon_e7 = tc_query_int (query, 9);
  count_members (db, event, now_us);
  return event;
}

GPtrArray *
tc_big_event_list (TcDatabase *db, guint limit, gint64 now_us)
{
  GPtrArray *events = g_ptr_array_new_with_free_func ((GDestroyNotify) tc_big_event_free);
  g_autoptr (TcQuery) query = tc_database_query (
      db, EVENT_SQL " ORDER BY e.ended_us IS NOT NULL, e.begun_us DESC, e.id DESC LIMIT ?", "i",
      (gint64) limit);

  while (tc_query_next (query))
    g_ptr_array_add (events, read_event (db, query, now_us));
  return events;
}

TcBigEvent *
tc_big_event_get (TcDatabase *db, gint64 event_id, gint64 now_us)
{
  g_autoptr (TcQuery) query = tc_database_query (db, EVENT_SQL " WHERE e.id = ?", "i", event_id);

  return tc_query_next (query) ? read_event (db, query, now_us) : NULL;
}

gint64
tc_big_event_of (TcDatabase *db, gint64 incident_id)
{
  return tc_database_get_int (db, 0,
                              "SELECT id FROM big_event WHERE id = ?1 UNION ALL SELECT event_id"
                              " FROM big_event_member WHERE incident_id = ?1 AND ended_us IS NULL"
                              " LIMIT 1",
                              "i", incident_id);
}

/* ---- what belongs to one ---- */

static void
clear_count (gpointer data)
{
  g_free (((TcEventCount *) data)->name_vi);
  g_free (((TcEventCount *) data)->name_en);
}

static GArray *
count_states (TcDatabase *db, gint64 event_id)
{
  GArray *counts = g_array_new (FALSE, TRUE, sizeof (TcEventCount));
  gint64 by_state[TC_N_STATES] = {0};
  g_autoptr (TcQuery) query = tc_database_query (
      db,
      "SELECT state, count (*) FROM incident WHERE state <> 'merged' AND id IN"
      " " TC_BIG_EVENT_MEMBERS ("?1") " GROUP BY state ORDER BY state",
      "i", event_id);

  while (tc_query_next (query))
    by_state[tc_query_state (query, 0)] += tc_query_int (query, 1);
  for (gint64 state = 0; state < TC_N_STATES; state++) {
    TcEventCount count = {.value = state, .n = by_state[state]};
    if (count.n > 0)
      g_array_append_val (counts, count);
  }
  return counts;
}

#define COUNT_SQL(id, table)                                                                       \
  "SELECT o.id, o.name_vi, o.name_en, count (*), total (i.unit_id IS NULL) FROM incident AS i"     \
  " LEFT JOIN field AS f ON f.id = i.field_id LEFT JOIN " table " AS o ON o.id = " id              \
  " WHERE " HANDLED                                                                                \
  " AND i.id IN " TC_BIG_EVENT_MEMBERS ("?1") " GROUP BY o.id ORDER BY count (*) DESC, o.id"

GArray *
tc_big_event_count (TcDatabase *db, gint64 event_id, TcEventCounting by)
{
  GArray *counts = NULL;
  g_autoptr (TcQuery) query = NULL;

  if (by == TC_EVENT_BY_STATE)
    return count_states (db, event_id);
  counts = g_array_new (FALSE, TRUE, sizeof (TcEventCount));
  g_array_set_clear_func (counts, clear_count);
  query = tc_database_query (db,
                             by == TC_EVENT_BY_FIELD
                                 ? COUNT_SQL ("ifnull (f.parent_id, f.id)", "field")
                                 : COUNT_SQL ("i.area_id", "area"),
                             "i", event_id);
  while (tc_query_next (query)) {
    TcEventCount count = {tc_query_id (query, 0), tc_query_dup_text (query, 1),
                          tc_query_dup_text (query, 2), tc_query_int (query, 3),
                          tc_query_int (query, 4)};
    g_array_append_val (counts, count);
  }
  return counts;
}

static void
clear_member (gpointer data)
{
  TcEventMemberRow *row = data;

  g_free (row->code);
  g_free (row->title);
  g_free (row->area_vi);
  g_free (row->area_en);
}

GArray *
tc_big_event_without_unit (TcDatabase *db, gint64 event_id, guint limit)
{
  GArray *rows = g_array_new (FALSE, TRUE, sizeof (TcEventMemberRow));
  g_autoptr (TcQuery) query = tc_database_query (
      db,
      "SELECT i.id, i.code, i.title, i.priority, i.received_us, a.name_vi, a.name_en"
      " FROM incident AS i LEFT JOIN area AS a ON a.id = i.area_id WHERE " HANDLED
      " AND unit_id IS NULL AND i.id IN " TC_BIG_EVENT_MEMBERS (
          "?1") " ORDER BY i.priority, i.rank_us, i.id LIMIT ?2",
      "ii", event_id, (gint64) limit);

  g_array_set_clear_func (rows, clear_member);
  while (tc_query_next (query)) {
    TcEventMemberRow row = {.id = tc_query_int (query, 0),
                            .code = tc_query_dup_text (query, 1),
                            .title = tc_query_dup_text (query, 2),
                            .priority = tc_query_int (query, 3),
                            .received_us = tc_query_int (query, 4),
                            .area_vi = tc_query_dup_text (query, 5),
                            .area_en = tc_query_dup_text (query, 6)};
    g_array_append_val (rows, row);
  }
  return rows;
}

GArray *
tc_big_event_places (TcDatabase *db, gint64 event_id, guint limit)
{
  GArray *places = g_array_new (FALSE, TRUE, sizeof (TcEventPlace));
  g_autoptr (TcQuery) query = tc_database_query (
      db,
      "SELECT lat_e7, lon_e7 FROM incident WHERE lat_e7 IS NOT NULL AND lon_e7 IS NOT NULL"
      " AND (id = ?1 OR (" HANDLED " AND id IN " TC_BIG_EVENT_MEMBERS (
          "?1") ")) ORDER BY id <> ?1, priority, rank_us, id LIMIT ?2",
      "ii", event_id, (gint64) limit);

  while (tc_query_next (query)) {
    TcEventPlace place = {tc_query_int (query, 0), tc_query_int (query, 1)};
    g_array_append_val (places, place);
  }
  return places;
}

/* ---- the situation log ---- */

static void
clear_log (gpointer data)
{
  TcEventLogRow *row = data;

  g_free (row->text);
  g_free (row->name);
  g_free (row->desk);
}

GArray *
tc_big_event_log (TcDatabase *db, gint64 event_id, guint limit)
{
  GArray *rows = g_array_new (FALSE, TRUE, sizeof (TcEventLogRow));
  g_autoptr (TcQuery) query = tc_database_query (
      db,
      "SELECT e.id, e.at_us, ifnull (e.text, ''), s.name, desk.name FROM incident_event AS e"
      " LEFT JOIN staff AS s ON s.id = e.actor_id LEFT JOIN desk ON desk.id = e.replica"
      " WHERE e.incident_id = ? AND e.code = 'event.log' ORDER BY e.at_us DESC, e.id DESC LIMIT ?",
      "ii", event_id, (gint64) limit);

  g_array_set_clear_func (rows, clear_log);
  while (tc_query_next (query)) {
    TcEventLogRow row = {tc_query_int (query, 0), tc_query_int (query, 1),
                         tc_query_dup_text (query, 2), tc_query_dup_text (query, 3),
                         tc_query_dup_text (query, 4)};
    g_array_append_val (rows, row);
  }
  return rows;
}

/* ---- figures ---- */

static void
clear_sum (gpointer data)
{
  g_free (((TcEventSum *) data)->area_vi);
  g_free (((TcEventSum *) data)->area_en);
}

/* Of each area what it told last; ?2 the kind, ?3 the time. */
#define NEWEST_SQL                                                                                 \
  "big_event_figure AS f WHERE f.event_id = ?1 AND f.kind = ?2 AND f.at_us <= ?3"                  \
  " AND NOT EXISTS (SELECT 1 FROM big_event_figure AS n WHERE n.event_id = ?1 AND n.kind = ?2"     \
  " AND n.area_id IS f.area_id AND n.at_us <= ?3 AND (n.at_us, n.id) > (f.at_us, f.id))"

static GArray *
sums_new (void)
{
  GArray *sums = g_array_new (FALSE, TRUE, sizeof (TcEventSum));

  g_array_set_clear_func (sums, clear_sum);
  return sums;
}

GArray *
tc_big_event_sums (TcDatabase *db, gint64 event_id, gint64 at_us)
{
  GArray *sums = sums_new ();

  for (const TcFigureKind *kind = tc_figure_kinds; kind->code; kind++) {
    g_autoptr (TcQuery) query = tc_database_query (
        db, "SELECT sum (amount), max (at_us), count (*) FROM " NEWEST_SQL, "isi", event_id,
        kind->code, at_us);
    if (tc_query_next (query) && tc_query_int (query, 2) > 0) {
      TcEventSum sum = {.kind = kind->code,
                        .group = kind->group,
                        .amount = tc_query_int (query, 0),
                        .at_us = tc_query_int (query, 1),
                        .n = tc_query_int (query, 2)};
      g_array_append_val (sums, sum);
    }
  }
  return sums;
}

GArray *
tc_big_event_parts (TcDatabase *db, gint64 event_id, gint64 at_us)
{
  GArray *parts = sums_new ();

  for (const TcFigureKind *kind = tc_figure_kinds; kind->code; kind++) {
    g_autoptr (TcQuery) query = tc_database_query (
        db,
        "SELECT f.area_id, a.name_vi, a.name_en, f.amount, f.at_us FROM (SELECT * FROM " NEWEST_SQL
        ") AS f LEFT JOIN area AS a ON a.id = f.area_id ORDER BY f.amount DESC, f.id",
        "isi", event_id, kind->code, at_us);
    while (tc_query_next (query)) {
      TcEventSum part = {kind->code,
                         kind->group,
                         tc_query_id (query, 0),
                         tc_query_dup_text (query, 1),
                         tc_query_dup_text (query, 2),
                         tc_query_int (query, 3),
                         tc_query_int (query, 4),
                         1};
      g_array_append_val (parts, part);
    }
  }
  return parts;
}

/* ---- what has to be seen to ---- */

static void
clear_item (gpointer data)
{
  g_free (((TcEventItem *) data)->name);
}

GArray *
tc_big_event_list_items (TcDatabase *db, gint64 event_id)
{
  GArray *items = g_array_new (FALSE, TRUE, sizeof (TcEventItem));
  g_autofree char *kind = tc_database_dup_text (db, "SELECT kind FROM big_event WHERE id = ?", "i",
                                                event_id);

  g_array_set_clear_func (items, clear_item);
  for (const char *const *code = tc_big_event_items (kind); kind && *code; code++) {
    TcEventItem item = {.item = *code, .at_us = TC_NONE};
    g_autoptr (TcQuery) query = tc_database_query (
        db,
        "SELECT c.done, c.at_us, s.name FROM big_event_check AS c LEFT JOIN staff AS s"
        " ON s.id = c.staff_id WHERE c.event_id = ? AND c.item = ?"
        " ORDER BY c.at_us DESC, c.id DESC LIMIT 1",
        "is", event_id, *code);
    if (tc_query_next (query)) {
      item.done = tc_query_int (query, 0) == 1;
      item.at_us = tc_query_int (query, 1);
      item.name = tc_query_dup_text (query, 2);
    }
    g_array_append_val (items, item);
  }
  return items;
}

/* ---- quick reports ---- */

static void
clear_report (gpointer data)
{
  g_free (((TcQuickReport *) data)->text);
  g_free (((TcQuickReport *) data)->name);
}

GArray *
tc_big_event_reports (TcDatabase *db, gint64 event_id)
{
  GArray *reports = g_array_new (FALSE, TRUE, sizeof (TcQuickReport));
  g_autoptr (TcQuery) query = tc_database_query (
      db,
      "SELECT r.id, r.number, r.until_us, r.at_us, r.text, s.name FROM quick_report AS r"
      " LEFT JOIN staff AS s ON s.id = r.staff_id WHERE r.event_id = ?"
      " ORDER BY r.number DESC, r.id DESC LIMIT ?",
      "ii", event_id, (gint64) TC_BIG_EVENT_ROWS_MAX);

  g_array_set_clear_func (reports, clear_report);
  while (tc_query_next (query)) {
    TcQuickReport report = {tc_query_int (query, 0),      tc_query_int (query, 1),
                            tc_query_int (query, 2),      tc_query_int (query, 3),
                            tc_query_dup_text (query, 4), tc_query_dup_text (query, 5)};
    g_array_append_val (reports, report);
  }
  return reports;
}

gint64
tc_big_event_next_report (TcDatabase *db, gint64 event_id)
{
  return tc_database_get_int (
      db, 1, "SELECT ifnull (max (number), 0) + 1 FROM quick_report WHERE event_id = ?", "i",
      event_id);
}

/* ---- resources ---- */

static void
clear_resource (gpointer data)
{
  TcResource *resource = data;

  g_free (resource->kind);
  g_free (resource->name);
  g_free (resource->place);
  g_free (resource->keeper_vi);
  g_free (resource->keeper_en);
}

GArray *
tc_resource_list (TcDatabase *db)
{
  GArray *resources = g_array_new (FALSE, TRUE, sizeof (TcResource));
  g_autoptr (TcQuery) query = tc_database_query (
      db,
      "SELECT r.id, r.kind, r.name, r.count, (SELECT ifnull (sum (h.count - h.back), 0)"
      " FROM resource_hold AS h WHERE h.resource_id = r.id AND h.back_us IS NULL), r.place,"
      " r.keeper_id, a.name_vi, a.name_en FROM resource AS r LEFT JOIN agency AS a"
      " ON a.id = r.keeper_id WHERE r.retired_us IS NULL ORDER BY r.kind, r.name, r.id LIMIT ?",
      "i", (gint64) TC_BIG_EVENT_ROWS_MAX);

  g_array_set_clear_func (resources, clear_resource);
  while (tc_query_next (query)) {
    TcResource resource = {.id = tc_query_int (query, 0),
                           .kind = tc_query_dup_text (query, 1),
                           .name = tc_query_dup_text (query, 2),
                           .count = tc_query_int (query, 3),
                           .out = tc_query_int (query, 4),
                           .place = tc_query_dup_text (query, 5),
                           .keeper_id = tc_query_id (query, 6),
                           .keeper_vi = tc_query_dup_text (query, 7),
                           .keeper_en = tc_query_dup_text (query, 8)};
    g_array_append_val (resources, resource);
  }
  return resources;
}

static void
clear_hold (gpointer data)
{
  g_free (((TcResourceHold *) data)->holder);
}

GArray *
tc_resource_holds (TcDatabase *db)
{
  GArray *holds = g_array_new (FALSE, TRUE, sizeof (TcResourceHold));
  g_autoptr (TcQuery) query = tc_database_query (
      db,
      "SELECT id, resource_id, event_id, count - back, holder, at_us FROM resource_hold"
      " WHERE back_us IS NULL ORDER BY at_us, id LIMIT ?",
      "i", (gint64) TC_BIG_EVENT_ROWS_MAX);

  g_array_set_clear_func (holds, clear_hold);
  while (tc_query_next (query)) {
    TcResourceHold hold = {tc_query_int (query, 0),      tc_query_int (query, 1),
                           tc_query_int (query, 2),      tc_query_int (query, 3),
                           tc_query_dup_text (query, 4), tc_query_int (query, 5)};
    g_array_append_val (holds, hold);
  }
  return holds;
}
