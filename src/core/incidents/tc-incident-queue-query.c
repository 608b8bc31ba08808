/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The queue: ids of what a filter lets through, and rows for the few in view. Each filter is one
 * range of an index; the ids of a million incidents are read without touching their rows' texts.
 */
#include "tc-incident-operations.h"
#include "tc-incident-queries-private.h"

#include "tc-big-event-queries.h"
#include "tc-incident-text.h"

#include <string.h>

/* What a filter asks, as SQL after WHERE; ?1 is its number, ?2 the code of its state. */
typedef struct {
  const char *where;
  gboolean sorted; /* its index gives the order by rank_us */
} FilterSql;

/* From when on it is due soon: the expression of the desk's index. */
#define SOON_SQL "ifnull (soon_us, due_us)"
#define NOT_RESOLVED " AND state NOT IN ('resolved', 'published')"

#define EACH "?1 IS ?1 AND ?2 IS ?2"

static const FilterSql filters[] = {
    [TC_QUEUE_OPEN] = {"open = 1 AND ?1 IS ?1 AND ?2 IS ?2", TRUE},
    [TC_QUEUE_ALL] = {"open = ?1 AND ?2 IS ?2", TRUE},
    [TC_QUEUE_MINE] = {"staff_id = ?1 AND open = 1 AND ?2 IS ?2", TRUE},
    [TC_QUEUE_UNTAKEN] = {"staff_id IS NULL AND open = 1 AND ?1 IS ?1 AND ?2 IS ?2" NOT_RESOLVED,
                          TRUE},
    [TC_QUEUE_DUE_SOON] = {"open = 1 AND " SOON_SQL
                           " <= ?1 AND paused_us IS NULL AND ?2 IS ?2" NOT_RESOLVED,
                           FALSE},
    [TC_QUEUE_EMERGENCY] = {"open = 1 AND priority = 1 AND ?1 IS ?1 AND ?2 IS ?2" NOT_RESOLVED,
                            TRUE},
    [TC_QUEUE_ALARMING] = {"open = 1 AND priority = 1 AND staff_id IS NULL"
                           " AND state IN ('new', 'accepted') AND " EACH,
                           TRUE},
    [TC_QUEUE_AREA] = {"area_id IN (WITH RECURSIVE below (id) AS (SELECT ?1 UNION"
                       " SELECT area.id FROM area JOIN below ON area.parent_id = below.id)"
                       " SELECT id FROM below) AND open = 1 AND ?2 IS ?2",
                       FALSE},
    [TC_QUEUE_UNIT] = {"unit_id = ?1 AND open = 1 AND ?2 IS ?2", TRUE},
    [TC_QUEUE_FIELD] = {"open = 1 AND field_id IN (SELECT id FROM field WHERE id = ?1"
                        " OR parent_id = ?1) AND ?2 IS ?2",
                        TRUE},
    [TC_QUEUE_STATE] = {"state = ?2 AND ?1 IS ?1", TRUE},
};

static gint64
get_number (const TcQueueFilter *filter)
{
  switch (filter->kind) {
  case TC_QUEUE_MINE:
    return filter->staff_id;
  case TC_QUEUE_DUE_SOON:
    return filter->at_us;
  case TC_QUEUE_AREA:
    return filter->area_id;
  case TC_QUEUE_UNIT:
    return filter->agency_id;
  case TC_QUEUE_FIELD:
    return filter->field_id;
  default:
    return 0;
  }
}

/* ---- what is matched ---- */

/* Each asks some of what run_filter() binds. */
static const struct {
  TcQueueMatch match;
  const char *where;
} matches[] = {
    {TC_MATCH_FIELD, " AND (?4 IS NULL AND field_id IS NULL OR field_id IN"
                     " (SELECT id FROM field WHERE id = ?4 OR parent_id = ?4))"},
    {TC_MATCH_UNIT, " AND unit_id IS ?5"},
    {TC_MATCH_AREA, " AND area_id IS ?6"},
    {TC_MATCH_UNTAKEN, " AND staff_id IS NULL"},
    {TC_MATCH_LATE, " AND rank_us < ?7 AND paused_us IS NULL"},
    {TC_MATCH_SOON, " AND " SOON_SQL " <= ?7 AND due_us >= ?7 AND paused_us IS NULL"},
    {TC_MATCH_AGE, " AND received_us > ?8 AND received_us <= ?9"},
    {TC_MATCH_PRIORITY, " AND priority = ?10"},
    {TC_MATCH_STATE, " AND state = ?11"},
    {TC_MATCH_RECEIVED, " AND received_us >= ?12 AND received_us < ?13"},
    {TC_MATCH_RESOLVED, " AND resolved_us >= ?12 AND resolved_us < ?13"},
    {TC_MATCH_REPORTED, " AND id IN (SELECT incident_id FROM report WHERE received_us >= ?12"
                        " AND received_us < ?13 AND (?14 = '' OR channel = ?14))"},
    {TC_MATCH_EVENT, " AND id IN " TC_BIG_EVENT_MEMBERS ("?15")},
    {TC_MATCH_CHANNEL, " AND EXISTS (SELECT 1 FROM report WHERE incident_id = incident.id"
                       " AND channel = ?14)"},
    /* An answer is written while its incident is open. */
    {TC_MATCH_TO_APPROVE, " AND open = 1 AND answer_state = 'submitted'"},
    {TC_MATCH_TO_PUBLISH, " AND open = 1 AND answer_state = 'approved'"},
    {TC_MATCH_UNTOLD,
     " AND id IN (SELECT i.id FROM incident AS i JOIN report AS r ON r.incident_id"
     " = i.id WHERE i.state IN ('resolved', 'published') AND " TC_REPORT_IS_UNTOLD ")"},
};
#define MATCH_MORE                                                                                 \
  (TC_MATCH_STATE | TC_MATCH_RECEIVED | TC_MATCH_RESOLVED | TC_MATCH_REPORTED |                    \
   TC_MATCH_TO_APPROVE | TC_MATCH_TO_PUBLISH | TC_MATCH_UNTOLD)

/* All there are, whatever became of them. */
static gboolean
is_whole (const TcQueueFilter *filter)
{
  return filter->kind == TC_QUEUE_ALL && filter->match == 0;
}

/* A bound that is far away stays far away. */
static gint64
get_bound (gint64 at_us, gint64 age_us)
{
  if (age_us == G_MAXINT64)
    return G_MININT64 + 1;
  return age_us == G_MININT64 ? G_MAXINT64 : at_us - age_us;
}

/* Without what is matched a list is one range of an index, and asked in the words of that. */
static const char *
get_where (const TcQueueFilter *filter)
{
  if (filter->match == 0 && filter->kind != TC_QUEUE_MATCH)
    return filters[filter->kind].where;
  if (filter->kind == TC_QUEUE_ALL ||
      (filter->kind == TC_QUEUE_MATCH && filter->match & MATCH_MORE))
    return EACH;
  return filter->kind == TC_QUEUE_MATCH ? EACH " AND open = 1" NOT_RESOLVED
                                        : filters[filter->kind].where;
}

/* @order: may ask for ?3, which is @last */
static TcQuery *
run_filter (TcDatabase *db, const TcQueueFilter *f, const char *select, const char *order,
            gint64 number, gint64 last)
{
  g_autoptr (GString) sql = g_string_new (select);
  const char *state = tc_incident_state_get_code (f->state);

  g_assert (f->kind <= TC_QUEUE_MATCH);
  g_string_append_printf (sql, " FROM incident WHERE ?3 IS ?3 AND %s", get_where (f));
  if (f->match == 0) {
    g_string_append (sql, order);
    return tc_database_query (db, sql->str, "isi", number, state, last);
  }
  g_string_append (sql, " AND ?14 IS ?14 AND ?15 IS ?15");
  for (guint i = 0; i < G_N_ELEMENTS (matches); i++) {
    if (f->match & matches[i].match)
      g_string_append (sql, matches[i].where);
  }
  g_string_append (sql, order);
  return tc_database_query (
      db, sql->str, "isioooiiiisiisi", number, state, last, f->field_id, f->agency_id, f->area_id,
      f->at_us, get_bound (f->at_us, f->age_until_us), get_bound (f->at_us, f->age_from_us),
      f->priority, state, f->from_us, f->until_us, f->channel, f->event_id);
}

/* Between two looks at whether it is still wanted. */
#define LOOK_EVERY 4096

/* What is made. */
typedef struct {
  GArray *entries; /* (owned): given away in the end */
  guint limit;
  GCancellable *cancellable; /* (unowned) (nullable) */
} Making;

static void
append_entries (TcQuery *query, const TcQueueFilter *filter, Making *making)
{
  gboolean newest = filter->sort == TC_QUEUE_NEW_FIRST;
  GArray *entries = making->entries;

  while (entries->len < making->limit && tc_query_next (query)) {
    if (entries->len % LOOK_EVERY == 0 && g_cancellable_is_cancelled (making->cancellable))
      return;
    TcQueueEntry entry = {0, tc_query_id (query, 0)};
    entry.key = newest ? -entry.id : tc_query_id (query, 1);
    g_array_append_val (entries, entry);
  }
}

static int
compare_entries (gconstpointer a, gconstpointer b)
{
  const TcQueueEntry *one = a, *other = b;

  if (one->key != other->key)
    return one->key < other->key ? -1 : 1;
  return (one->id > other->id) - (one->id < other->id);
}

/* By bytes of the key, the lowest first, from one array to the other and back: a million within
 * some thirty milliseconds, however they came. The keys are negative and all different. */
static void
sort_newest (GArray *entries)
{
  g_autofree TcQueueEntry *room = g_new (TcQueueEntry, entries->len + 1);
  TcQueueEntry *from = (TcQueueEntry *) (void *) entries->data, *to = room;

  for (guint shift = 0; shift < 64; shift += 8) {
    guint starts[257] = {0};
    for (guint i = 0; i < entries->len; i++)
      starts[((guint64) from[i].key >> shift & 255) + 1]++;
    for (guint i = 0; i < 256; i++)
      starts[i + 1] += starts[i];
    for (guint i = 0; i < entries->len; i++)
      to[starts[(guint64) from[i].key >> shift & 255]++] = from[i];
    TcQueueEntry *sorted = to;
    to = from;
    from = sorted;
  }
}

#define SELECT_ENTRY(filter)                                                                       \
  ((filter)->sort == TC_QUEUE_NEW_FIRST ? "SELECT id" : "SELECT id, rank_us")

/* All there are: any index will do, which is quicker by far than the rows in their order. */
static void
append_newest (TcDatabase *db, const TcQueueFilter *filter, Making *making)
{
  gboolean whole = making->limit >= TC_QUEUE_IDS_MAX;
  g_autoptr (TcQuery)
      query = tc_database_query (db,
                                 whole ? "SELECT id FROM incident LIMIT ?"
                                       : "SELECT id FROM incident ORDER BY id DESC LIMIT ?",
                                 "i", (gint64) making->limit);

  append_entries (query, filter, making);
  if (whole)
    sort_newest (making->entries);
}

static void
append_range (TcDatabase *db, const TcQueueFilter *filter, gint64 number, Making *making)
{
  const char *order = filter->sort == TC_QUEUE_NEW_FIRST ? " ORDER BY id DESC LIMIT ?3"
                                                         : " ORDER BY rank_us, id LIMIT ?3";
  g_autoptr (TcQuery) query = NULL;

  query = run_filter (db, filter, SELECT_ENTRY (filter), order, number,
                      making->limit - making->entries->len);
  append_entries (query, filter, making);
}

static void
append_filtered (TcDatabase *db, const TcQueueFilter *filter, Making *making)
{
  if (!is_whole (filter)) {
    append_range (db, filter, get_number (filter), making);
  } else if (filter->sort == TC_QUEUE_NEW_FIRST) {
    append_newest (db, filter, making);
  } else {
    /* The open ones, then the ended ones: two ranges of one index. */
    append_range (db, filter, 1, making);
    if (making->entries->len < making->limit)
      append_range (db, filter, 0, making);
  }
}

/* ---- by a text ---- */

/* A list in which is looked for the hits, if it is no longer than this; else each hit is looked at
 * by itself, and most are in the list. */
#define AMONG_MAX 100000

typedef struct {
  TcDatabase *db;              /* (unowned) */
  const TcQueueFilter *filter; /* (unowned) */
  GHashTable *among;           /* (owned) (nullable) (element-type gint64) */
} Wanted;

static gboolean
is_wanted_cb (gint64 id, gpointer data)
{
  const Wanted *wanted = data;
  g_autoptr (GArray) found = NULL;

  if (is_whole (wanted->filter))
    return TRUE;
  if (wanted->among)
    return g_hash_table_contains (wanted->among, &id);
  found = tc_incident_queue_look_up (wanted->db, wanted->filter, &id, 1);
  return found->len > 0;
}

static void
append_found (TcDatabase *db, const TcQueueFilter *filter, Making *making)
{
  TcQueueFilter whole = *filter;
  Wanted wanted = {db, &whole, NULL};
  TcTextAsked asked = {filter->text, filter->who, MIN (making->limit, TC_QUEUE_FOUND_MAX),
                       is_wanted_cb, &wanted,     making->cancellable};
  g_autoptr (GHashTable) among = g_hash_table_new (g_int64_hash, g_int64_equal);
  g_autoptr (GArray) list = NULL, ids = NULL;
  gint64 code = tc_incident_find (db, filter->text, tc_incident_day (filter->at_us));

  *whole.text = 0;
  if (!is_whole (filter))
    list = tc_incident_queue_entries (db, &whole, AMONG_MAX + 1, making->cancellable);
  for (guint i = 0; list && list->len <= AMONG_MAX && i < list->len; i++)
    g_hash_table_add (among, &g_array_index (list, TcQueueEntry, i).id);
  if (list && list->len <= AMONG_MAX)
    wanted.among = among;
  ids = tc_incident_text_find (db, &asked);
  /* Whoever types a code means that one, wherever it stands. */
  if (code != 0)
    g_array_append_vals (making->entries, &(TcQueueEntry){G_MININT64, code}, 1);
  for (guint i = 0; i < ids->len; i++) {
    TcQueueEntry entry = {-g_array_index (ids, gint64, i), g_array_index (ids, gint64, i)};
    if (entry.id != code)
      g_array_append_val (making->entries, entry);
  }
}

/* ---- lists ---- */

GArray *
tc_incident_queue_entries (TcDatabase *db, const TcQueueFilter *filter, guint limit,
                           GCancellable *cancellable)
{
  Making making = {g_array_new (FALSE, FALSE, sizeof (TcQueueEntry)), limit, cancellable};

  if (*filter->text)
    append_found (db, filter, &making);
  else
    append_filtered (db, filter, &making);
  return making.entries;
}

gboolean
tc_incident_queue_is_range (const TcQueueFilter *filter)
{
  if (*filter->text || filter->kind == TC_QUEUE_MATCH || filter->match != 0 ||
      filter->group != TC_GROUP_NONE)
    return FALSE;
  return filter->kind == TC_QUEUE_ALL ? filter->sort == TC_QUEUE_NEW_FIRST
                                      : filters[filter->kind].sorted;
}

gboolean
tc_incident_queue_is_paged (const TcQueueFilter *filter)
{
  return tc_incident_queue_is_range (filter) || (*filter->text && filter->group == TC_GROUP_NONE &&
                                                 tc_incident_text_is_paged (filter->text));
}

GArray *
tc_incident_queue_look_up (TcDatabase *db, const TcQueueFilter *filter, const gint64 *ids,
                           guint n_ids)
{
  Making making = {g_array_new (FALSE, FALSE, sizeof (TcQueueEntry)), G_MAXUINT, NULL};

  for (guint i = 0; i < n_ids; i++) {
    g_autoptr (TcQuery) query = NULL;
    if (is_whole (filter))
      query = tc_database_query (db, "SELECT id, rank_us FROM incident WHERE id = ?", "i", ids[i]);
    else
      query = run_filter (db, filter, SELECT_ENTRY (filter), " AND id = ?3", get_number (filter),
                          ids[i]);
    append_entries (query, filter, &making);
  }
  g_array_sort (making.entries, compare_entries);
  return making.entries;
}

GArray *
tc_incident_queue_ids (TcDatabase *db, const TcQueueFilter *filter)
{
  g_autoptr (GArray) entries = tc_incident_queue_entries (db, filter, TC_QUEUE_IDS_MAX, NULL);
  GArray *ids = g_array_sized_new (FALSE, FALSE, sizeof (gint64), entries->len);

  for (guint i = 0; i < entries->len; i++)
    g_array_append_val (ids, g_array_index (entries, TcQueueEntry, i).id);
  return ids;
}

gint64
tc_incident_queue_count (TcDatabase *db, const TcQueueFilter *filter)
{
  g_autoptr (TcQuery) query = NULL;

  if (is_whole (filter))
    return tc_database_get_int (db, 0, "SELECT count (*) FROM incident", NULL);
  query = run_filter (db, filter, "SELECT count(*)", "", get_number (filter), 0);
  return tc_query_next (query) ? tc_query_int (query, 0) : 0;
}

/* ---- rows ---- */

#define ROW_SQL                                                                                    \
  "SELECT i.id, i.code, i.title, i.priority, i.state, i.open, i.field_id,"                         \
  " ifnull (g.name_vi, f.name_vi), ifnull (g.name_en, f.name_en),"                                 \
  " iif (g.id IS NULL, NULL, f.name_vi), iif (g.id IS NULL, NULL, f.name_en),"                     \
  " i.area_id, area.name_vi, area.name_en, i.address, i.lat_e7, i.lon_e7, i.unit_id, u.code,"      \
  " u.name_vi, u.name_en, i.staff_id, staff.name, i.received_us, i.due_us, i.scheduled_us,"        \
  " i.paused_us, i.opened_us, i.changed_us, i.resolved_us, i.closed_us, i.report_count,"           \
  " i.reopened_count, i.answer_state, i.outcome, i.merged_into, m.code, i.duplicate_of,"           \
  " r.channel, r.language, r.anonymous, i.soon_us, EXISTS (SELECT 1 FROM dispatch"                 \
  " WHERE incident_id = i.id AND said_us IS NOT NULL"                                              \
  " AND state IN ('sent', 'acknowledged', 'working'))"                                             \
  " FROM incident AS i LEFT JOIN field AS f ON f.id = i.field_id"                                  \
  " LEFT JOIN field AS g ON g.id = f.parent_id LEFT JOIN area ON area.id = i.area_id"              \
  " LEFT JOIN agency AS u ON u.id = i.unit_id LEFT JOIN staff ON staff.id = i.staff_id"            \
  " LEFT JOIN incident AS m ON m.id = i.merged_into LEFT JOIN report AS r ON r.id ="               \
  " (SELECT min (id) FROM report WHERE home_id = i.id) WHERE i.id = ?"

TcIncidentState
tc_query_state (TcQuery *query, int column)
{
  TcIncidentState state = TC_STATE_NEW;

  return tc_incident_state_from_code (tc_query_text (query, column), &state) ? state : TC_STATE_NEW;
}

static void
read_what (TcQuery *query, TcIncidentRow *row)
{
  row->id = tc_query_int (query, 0);
  row->code = tc_query_dup_text (query, 1);
  row->title = tc_query_dup_text (query, 2);
  row->priority = tc_query_int (query, 3);
  row->state = tc_query_state (query, 4);
  row->open = tc_query_int (query, 5) == 1;
  row->field_id = tc_query_id (query, 6);
  row->field_vi = tc_query_dup_text (query, 7);
  row->field_en = tc_query_dup_text (query, 8);
  row->kind_vi = tc_query_dup_text (query, 9);
  row->kind_en = tc_query_dup_text (query, 10);
  row->area_id = tc_query_id (query, 11);
  row->area_name = tc_query_dup_text (query, 12);
  row->area_en = tc_query_dup_text (query, 13);
  row->address = tc_query_dup_text (query, 14);
  row->lat_e7 = tc_query_int (query, 15);
  row->lon_e7 = tc_query_int (query, 16);
}

static void
read_who_and_when (TcQuery *query, TcIncidentRow *row)
{
  row->unit_id = tc_query_id (query, 17);
  row->unit_code = tc_query_dup_text (query, 18);
  row->unit_vi = tc_query_dup_text (query, 19);
  row->unit_en = tc_query_dup_text (query, 20);
  row->staff_id = tc_query_id (query, 21);
  row->staff_name = tc_query_dup_text (query, 22);
  row->received_us = tc_query_int (query, 23);
  row->due_us = tc_query_int (query, 24);
  row->scheduled_us = tc_query_int (query, 25);
  row->paused_us = tc_query_int (query, 26);
  row->opened_us = tc_query_int (query, 27);
  row->changed_us = tc_query_int (query, 28);
  row->resolved_us = tc_query_int (query, 29);
  row->closed_us = tc_query_int (query, 30);
}

static void
read_rest (TcQuery *query, TcIncidentRow *row)
{
  row->report_count = tc_query_int (query, 31);
  row->reopened_count = tc_query_int (query, 32);
  row->answer_state = tc_query_dup_text (query, 33);
  row->outcome = tc_query_dup_text (query, 34);
  row->merged_into = tc_query_id (query, 35);
  row->merged_into_code = tc_query_dup_text (query, 36);
  row->duplicate_of = tc_query_id (query, 37);
  row->channel = tc_query_dup_text (query, 38);
  row->language = tc_query_dup_text (query, 39);
  row->anonymous = tc_query_int (query, 40) == 1;
  row->soon_us = tc_query_int (query, 41);
  row->said = tc_query_int (query, 42) == 1;
}

gboolean
tc_incident_row_read (TcDatabase *db, gint64 id, TcIncidentRow *row)
{
  g_autoptr (TcQuery) query = tc_database_query (db, ROW_SQL, "i", id);

  if (!tc_query_next (query))
    return FALSE;
  read_what (query, row);
  read_who_and_when (query, row);
  read_rest (query, row);
  return TRUE;
}

void
tc_incident_row_clear (TcIncidentRow *row)
{
  char **texts[] = {&row->code,       &row->title,        &row->field_vi,  &row->field_en,
                    &row->kind_vi,    &row->kind_en,      &row->area_name, &row->area_en,
                    &row->address,    &row->unit_code,    &row->unit_vi,   &row->unit_en,
                    &row->staff_name, &row->answer_state, &row->outcome,   &row->merged_into_code,
                    &row->channel,    &row->language};

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_clear_pointer (texts[i], g_free);
}

GArray *
tc_incident_rows (TcDatabase *db, const gint64 *ids, guint n_ids)
{
  GArray *rows = g_array_sized_new (FALSE, TRUE, sizeof (TcIncidentRow), n_ids);

  g_array_set_clear_func (rows, (GDestroyNotify) tc_incident_row_clear);
  for (guint i = 0; i < n_ids; i++) {
    TcIncidentRow row = {0};
    if (tc_incident_row_read (db, ids[i], &row))
      g_array_append_val (rows, row);
  }
  return rows;
}
