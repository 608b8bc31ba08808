/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Units to choose from; see the header. A province has some hundred agencies and some dozens of
 * vehicles, so all are measured.
 */
#include "tc-dispatch-choices.h"

#include "tc-geo.h"

static void
clear_choice (gpointer data)
{
  TcDispatchChoice *choice = data;

  g_free (choice->code);
  g_free (choice->name_vi);
  g_free (choice->name_en);
  g_free (choice->phone);
  g_free (choice->call_sign);
  tc_proposed_unit_free (choice->rule);
  if (choice->doing)
    g_free (choice->doing->state);
  g_free (choice->doing);
  g_free (choice->doing_code);
}

typedef struct {
  gint64 field_id;
  gint64 area_id;
  gint64 lat_e7;
  gint64 lon_e7;
  gint64 received_us;
} Place;

static gboolean
read_place (TcDatabase *db, gint64 incident_id, Place *place)
{
  g_autoptr (TcQuery) query = tc_database_query (
      db, "SELECT field_id, area_id, lat_e7, lon_e7, received_us FROM incident WHERE id = ?", "i",
      incident_id);

  if (!tc_query_next (query))
    return FALSE;
  *place = (Place){tc_query_id (query, 0), tc_query_id (query, 1), tc_query_int (query, 2),
                   tc_query_int (query, 3), tc_query_int (query, 4)};
  return TRUE;
}

static gint64
measure (const Place *place, gint64 lat_e7, gint64 lon_e7)
{
  if (place->lat_e7 == TC_NONE || place->lon_e7 == TC_NONE || lat_e7 == TC_NONE ||
      lon_e7 == TC_NONE)
    return TC_NONE;
  return tc_geo_distance_m (place->lat_e7, place->lon_e7, lat_e7, lon_e7);
}

/* A vehicle out there says more than a house: the nearest, or the one seen last where nothing says
 * what is near. */
static void
find_vehicle (TcDatabase *db, TcDispatchChoice *choice, const Place *place, gint64 since_us)
{
  gint64 nearest_m = TC_NONE;
  g_autoptr (TcQuery) query = tc_database_query (
      db,
      "SELECT v.call_sign, p.lat_e7, p.lon_e7, p.placed_us FROM vehicle AS v JOIN unit_place AS p"
      " ON p.id = v.id WHERE v.agency_id = ? AND v.removed_us IS NULL AND p.status <> 'off'"
      " AND p.placed_us >= ? ORDER BY v.id",
      "ii", choice->agency_id, since_us);

  while (tc_query_next (query)) {
    gint64 distance_m = measure (place, tc_query_int (query, 1), tc_query_int (query, 2));
    if (nearest_m != TC_NONE && (distance_m == TC_NONE || distance_m >= nearest_m))
      continue;
    if (distance_m == TC_NONE && tc_query_int (query, 3) <= choice->placed_us)
      continue;
    nearest_m = choice->distance_m = distance_m;
    choice->placed_us = tc_query_int (query, 3);
    g_free (choice->call_sign);
    choice->call_sign = tc_query_dup_text (query, 0);
  }
}

static int
compare_cb (gconstpointer a, gconstpointer b)
{
  const TcDispatchChoice *one = a, *other = b;
  gint64 far_one = one->distance_m == TC_NONE ? G_MAXINT32 : one->distance_m;
  gint64 far_other = other->distance_m == TC_NONE ? G_MAXINT32 : other->distance_m;

  far_one += one->open_tasks * TC_CHOICE_TASK_M;
  far_other += other->open_tasks * TC_CHOICE_TASK_M;
  if ((one->off_us == TC_NONE) != (other->off_us == TC_NONE))
    return one->off_us == TC_NONE ? -1 : 1;
  if (!one->rule != !other->rule)
    return one->rule ? -1 : 1;
  if (far_one != far_other)
    return far_one < far_other ? -1 : 1;
  return one->agency_id < other->agency_id ? -1 : one->agency_id > other->agency_id;
}

#define OPEN_TASKS "state IN ('sent', 'acknowledged', 'working')"
#define CHOICES_SQL                                                                                \
  "SELECT a.id, a.code, a.name_vi, a.name_en, a.phone, a.lat_e7, a.lon_e7, (SELECT count(*)"       \
  " FROM dispatch WHERE agency_id = a.id AND " OPEN_TASKS ") FROM agency AS a"                     \
  " WHERE a.kind <> 'centre' AND a.valid_from_us <= ?1 AND (a.valid_to_us IS NULL OR"              \
  " a.valid_to_us > ?1) AND NOT EXISTS (SELECT 1 FROM dispatch WHERE incident_id = ?2"             \
  " AND agency_id = a.id AND " OPEN_TASKS ")"

#define ORDER_SQL                                                                                  \
  "SELECT i.code, d.state, d.sent_us, d.acknowledged_us, d.way_us, d.scene_us, d.started_us,"      \
  " d.ended_us, i.id FROM dispatch AS d JOIN incident AS i ON i.id = d.incident_id"                \
  " WHERE d.agency_id = ? AND d."
#define DOING_SQL                                                                                  \
  ORDER_SQL OPEN_TASKS " ORDER BY d.scene_us IS NULL, d.way_us IS NULL,"                           \
                       " d.acknowledged_us IS NULL, d.id DESC LIMIT 1"
#define BACK_SQL ORDER_SQL "state = 'done' AND d.ended_us >= ? ORDER BY d.ended_us DESC LIMIT 1"

static void
read_order (TcQuery *query, TcDispatchChoice *choice)
{
  if (!tc_query_next (query))
    return;
  choice->doing_id = tc_query_int (query, 8);
  choice->doing_code = tc_query_dup_text (query, 0);
  choice->doing = g_new (TcDispatch, 1);
  *choice->doing = (TcDispatch){
      .agency_id = choice->agency_id,
      .state = tc_query_dup_text (query, 1),
      .due_us = TC_NONE,
      .sent_us = tc_query_int (query, 2),
      .acknowledged_us = tc_query_int (query, 3),
      .way_us = tc_query_int (query, 4),
      .scene_us = tc_query_int (query, 5),
      .started_us = tc_query_int (query, 6),
      .ended_us = tc_query_int (query, 7),
      .answer_us = TC_NONE,
  };
}

static void
read_doing (TcDatabase *db, TcDispatchChoice *choice)
{
  g_autoptr (TcQuery) query = tc_database_query (db, DOING_SQL, "i", choice->agency_id);

  read_order (query, choice);
}

static void
read_back (TcDatabase *db, TcDispatchChoice *choice, gint64 since_us)
{
  g_autoptr (TcQuery) query = tc_database_query (db, BACK_SQL, "ii", choice->agency_id, since_us);

  read_order (query, choice);
}

/* An order that came after it, and was done, makes up for it. */
static void
read_off (TcDatabase *db, TcDispatchChoice *choice, gint64 incident_id)
{
  g_autoptr (TcQuery) query = tc_database_query (
      db,
      "SELECT state, ended_us FROM dispatch WHERE incident_id = ? AND agency_id = ?"
      " ORDER BY sent_us DESC, id DESC LIMIT 1",
      "ii", incident_id, choice->agency_id);
  const char *state = tc_query_next (query) ? tc_query_text (query, 0) : "";

  choice->gave_back = g_str_equal (state, "returned");
  if (choice->gave_back || g_str_equal (state, "recalled"))
    choice->off_us = tc_query_int (query, 1);
}

typedef struct {
  TcDatabase *db; /* (unowned) */
  gint64 incident_id;
  GArray *list;  /* (owned) (element-type TcDispatchChoice) */
  GArray *rules; /* (owned) (element-type TcProposedUnit) */
  Place place;
  gint64 since_us;
} Walk;

/* Once, though it may follow two that were named. (transfer full) (nullable) */
static TcProposedUnit *
take_rule (GArray *rules, gint64 agency_id)
{
  TcProposedUnit *taken = NULL;

  for (guint i = 0; i < rules->len; i++) {
    TcProposedUnit *rule = &g_array_index (rules, TcProposedUnit, i);
    if (rule->agency_id != agency_id)
      continue;
    if (!taken) {
      taken = g_memdup2 (rule, sizeof *rule);
      *rule = (TcProposedUnit){0};
    }
    rule->agency_id = 0;
  }
  return taken;
}

static void
append_choice (Walk *walk, TcQuery *query)
{
  TcDispatchChoice choice = {
      .agency_id = tc_query_int (query, 0),
      .code = tc_query_dup_text (query, 1),
      .name_vi = tc_query_dup_text (query, 2),
      .name_en = tc_query_dup_text (query, 3),
      .phone = tc_query_dup_text (query, 4),
      .distance_m = measure (&walk->place, tc_query_int (query, 5), tc_query_int (query, 6)),
      .open_tasks = tc_query_int (query, 7),
      .placed_us = TC_NONE,
      .off_us = TC_NONE,
  };

  if (choice.open_tasks > 0)
    read_doing (walk->db, &choice);
  choice.rule = take_rule (walk->rules, choice.agency_id);
  find_vehicle (walk->db, &choice, &walk->place, walk->since_us);
  read_off (walk->db, &choice, walk->incident_id);
  g_array_append_val (walk->list, choice);
}

static gboolean
begin (Walk *walk, TcDatabase *db, gint64 incident_id, gint64 since_us)
{
  *walk = (Walk){db, incident_id, tc_dispatch_choices_new (), NULL, {0}, since_us};
  if (!read_place (db, incident_id, &walk->place))
    return FALSE;
  walk->rules = tc_incident_proposed_units (db, walk->place.field_id, walk->place.area_id,
                                            walk->place.received_us);
  return TRUE;
}

static GArray *
end (Walk *walk)
{
  g_clear_pointer (&walk->rules, g_array_unref);
  g_array_sort (walk->list, compare_cb);
  return walk->list;
}

GArray *
tc_dispatch_choices_new (void)
{
  GArray *list = g_array_new (FALSE, TRUE, sizeof (TcDispatchChoice));

  g_array_set_clear_func (list, clear_choice);
  return list;
}

GArray *
tc_dispatch_choices (TcDatabase *db, gint64 incident_id, gint64 at_us, gint64 since_us)
{
  Walk walk;

  if (!begin (&walk, db, incident_id, since_us))
    return end (&walk);
  g_autoptr (TcQuery) query = tc_database_query (db, CHOICES_SQL " ORDER BY a.id LIMIT ?3", "iii",
                                                 at_us, incident_id, (gint64) TC_CHOICES_MAX);
  while (tc_query_next (query))
    append_choice (&walk, query);
  return end (&walk);
}

GArray *
tc_dispatch_proposed (TcDatabase *db, gint64 incident_id, gint64 at_us, gint64 since_us)
{
  Walk walk;

  if (!begin (&walk, db, incident_id, since_us))
    return end (&walk);
  for (guint i = 0; i < walk.rules->len; i++) {
    gint64 agency_id = g_array_index (walk.rules, TcProposedUnit, i).agency_id;
    g_autoptr (TcQuery) query = tc_database_query (db, CHOICES_SQL " AND a.id = ?3", "iii", at_us,
                                                   incident_id, agency_id);
    if (tc_query_next (query))
      append_choice (&walk, query);
  }
  return end (&walk);
}

static int
rank (const TcDispatchChoice *choice)
{
  const TcDispatch *order = choice->doing;

  if (!order)
    return 4;
  if (order->ended_us != TC_NONE)
    return 3;
  return order->scene_us != TC_NONE ? 0 : order->way_us != TC_NONE ? 1 : 2;
}

static int
compare_work_cb (gconstpointer a, gconstpointer b)
{
  const TcDispatchChoice *one = a, *other = b;
  int order = rank (one) - rank (other);

  return order != 0 ? order : g_strcmp0 (one->code, other->code);
}

GArray *
tc_dispatch_units (TcDatabase *db, gint64 at_us, gint64 since_us)
{
  Walk walk = {.db = db,
               .list = tc_dispatch_choices_new (),
               .rules = g_array_new (FALSE, FALSE, sizeof (TcProposedUnit)),
               .place = {.lat_e7 = TC_NONE, .lon_e7 = TC_NONE},
               .since_us = since_us};
  g_autoptr (TcQuery) query = tc_database_query (db, CHOICES_SQL " ORDER BY a.id LIMIT ?3", "iii",
                                                 at_us, (gint64) 0, (gint64) TC_CHOICES_MAX);

  while (tc_query_next (query))
    append_choice (&walk, query);
  for (guint i = 0; i < walk.list->len; i++) {
    TcDispatchChoice *choice = &g_array_index (walk.list, TcDispatchChoice, i);
    if (!choice->doing)
      read_back (db, choice, since_us);
  }
  g_array_unref (walk.rules);
  g_array_sort (walk.list, compare_work_cb);
  return walk.list;
}
