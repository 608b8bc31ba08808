/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: the overview counts for those who look and stays true while data changes; a filter comes
 * back from its data as it was, and opens the list that a figure counted. Method: the control room
 * of tests/core/incidents in a file, read by a worker as on a desk; what TcDesk would say is said
 * by hand.
 */
#include "tc-incident-filter.h"
#include "tc-incident-queue.h"
#include "tc-fixture-file.h"
#include "tc-overview-table.h"
#include "tc-overview-words.h"
#include "tc-overview.h"
#include "tc-room-fixture.h"
#include "wait-for.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct {
  TcRoom *room;        /* (owned) */
  TcFixtureFile *file; /* (owned) */
} Bench;

static void
set_up (Bench *bench)
{
  static const TcSchemaSet *const sets[] = {&tc_schema_state, &tc_schema_desk, NULL};
  g_autoptr (GError) error = NULL;
  TcRoleScope incidents = {0, "incidents"};

  bench->room = tc_room_new ();
  g_assert_true (tc_schema_migrate (bench->room->fixture->db, sets, &error));
  incidents.role_id = bench->room->role;
  tc_fixture_run (bench->room->fixture, &tc_role_read_type, &incidents);
  tc_database_execute (bench->room->fixture->db, "INSERT INTO held_scope VALUES (2, 'incidents')",
                       NULL);
  bench->file = tc_fixture_file_new (bench->room->fixture);
}

static void
tear_down (Bench *bench)
{
  tc_fixture_file_free (bench->file);
  tc_room_free (bench->room);
}

static gint64
get_handled (TcOverview *overview)
{
  const TcOverviewStanding *standing = tc_overview_get_standing (overview);

  return standing ? standing->handled : -1;
}

static void
settle_down (void)
{
  gint64 end_us = g_get_monotonic_time () + G_TIME_SPAN_SECOND / 2;

  while (g_get_monotonic_time () < end_us) {
    g_main_context_iteration (NULL, FALSE);
    g_usleep (1000);
  }
}

static void
test_counts_for_those_who_look (void)
{
  Bench bench = {0};
  g_autoptr (TcOverview) overview = NULL;
  TcOverviewAccess access = TC_OVERVIEW_NOTHING;
  gint64 id = 0;

  set_up (&bench);
  id = tc_room_report (bench.room);
  tc_room_report (bench.room);
  tc_fixture_file_publish (bench.file);
  overview = tc_overview_new (bench.file->reader, bench.room->lan.staff_id);
  settle_down ();
  g_assert_false (tc_overview_get_access (overview, &access));
  g_assert_cmpint (get_handled (overview), ==, -1);

  tc_overview_look (overview, TRUE);
  WAIT_FOR (get_handled (overview) == 2);
  g_assert_true (tc_overview_get_access (overview, &access));
  g_assert_cmpint (access, ==, TC_OVERVIEW_WHOLE);
  g_assert_cmpint (tc_overview_get_standing (overview)->untaken, ==, 2);
  g_assert_cmpuint (tc_overview_get_events (overview)->len, ==, 2);
  WAIT_FOR (tc_overview_get_usual (overview) != NULL);
  g_assert_nonnull (tc_overview_get_times (overview, 1));

  tc_room_step (bench.room, id, TC_STEP_CLOSE);
  tc_fixture_file_publish (bench.file);
  tc_overview_rows_changed (overview, "incident", NULL);
  WAIT_FOR (get_handled (overview) == 1);

  /* Nobody looks: what changes is counted when somebody does again. */
  tc_overview_look (overview, FALSE);
  settle_down ();
  tc_room_report (bench.room);
  tc_fixture_file_publish (bench.file);
  tc_overview_rows_changed (overview, "incident", NULL);
  settle_down ();
  g_assert_cmpint (get_handled (overview), ==, 1);
  tc_overview_look (overview, TRUE);
  WAIT_FOR (get_handled (overview) == 2);
  tc_overview_look (overview, FALSE);
  g_clear_object (&overview);
  tear_down (&bench);
}

/* Somebody else's rights: nothing is counted, which isn't the same as none. */
static void
test_no_rights (void)
{
  Bench bench = {0};
  g_autoptr (TcOverview) overview = NULL;
  TcOverviewAccess access = TC_OVERVIEW_WHOLE;

  set_up (&bench);
  tc_room_report (bench.room);
  tc_fixture_file_publish (bench.file);
  overview = tc_overview_new (bench.file->reader, 12345);
  tc_overview_look (overview, TRUE);
  WAIT_FOR (tc_overview_get_access (overview, &access));
  g_assert_cmpint (access, ==, TC_OVERVIEW_NOTHING);
  g_assert_null (tc_overview_get_standing (overview));
  settle_down ();
  g_assert_null (tc_overview_get_usual (overview));
  tc_overview_look (overview, FALSE);
  g_clear_object (&overview);
  tear_down (&bench);
}

/* What has gone while it was being counted does no harm. */
static void
test_goes_while_counting (void)
{
  Bench bench = {0};
  TcOverview *overview = NULL;

  set_up (&bench);
  overview = tc_overview_new (bench.file->reader, bench.room->lan.staff_id);
  tc_overview_look (overview, TRUE);
  tc_overview_look (overview, FALSE);
  tc_overview_look (overview, TRUE);
  g_object_run_dispose (G_OBJECT (overview));
  g_object_unref (overview);
  settle_down ();
  tear_down (&bench);
}

static void
test_filter_data (void)
{
  const TcQueueFilter filters[] = {
      {.kind = TC_QUEUE_MATCH, .match = TC_MATCH_FIELD, .field_id = 7},
      {.kind = TC_QUEUE_MATCH, .match = TC_MATCH_UNIT | TC_MATCH_LATE},
      {.kind = TC_QUEUE_MATCH,
       .match = TC_MATCH_AREA | TC_MATCH_UNTAKEN | TC_MATCH_SOON,
       .area_id = 9},
      {.kind = TC_QUEUE_MATCH, .match = TC_MATCH_AGE, .age_from_us = G_MININT64, .age_until_us = 5},
      {.kind = TC_QUEUE_MATCH,
       .match = TC_MATCH_PRIORITY | TC_MATCH_STATE,
       .priority = 1,
       .state = TC_STATE_WORKING},
      {.kind = TC_QUEUE_MATCH, .match = TC_MATCH_RESOLVED, .from_us = 1, .until_us = 2},
      {.kind = TC_QUEUE_MATCH, .match = TC_MATCH_TO_APPROVE},
      {.kind = TC_QUEUE_OPEN, .match = TC_MATCH_TO_PUBLISH},
      {.kind = TC_QUEUE_MATCH,
       .match = TC_MATCH_REPORTED,
       .from_us = 1,
       .until_us = 2,
       .channel = "app"},
      {.kind = TC_QUEUE_MINE,
       .match = TC_MATCH_FIELD | TC_MATCH_CHANNEL | TC_MATCH_PRIORITY,
       .field_id = 7,
       .priority = 2,
       .channel = "app"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (filters); i++) {
    g_autoptr (GVariant)
        data = g_variant_ref_sink (tc_incident_filter_to_variant (&filters[i], "Giao thông"));
    g_autofree char *title = NULL;
    TcQueueFilter back = {0};
    g_assert_true (tc_incident_filter_from_variant (data, &back, &title));
    g_assert_cmpstr (title, ==, "Giao thông");
    g_assert_cmpint (back.kind, ==, filters[i].kind);
    g_assert_cmpint (back.match, ==, filters[i].match);
    g_assert_cmpint (back.field_id, ==, filters[i].field_id);
    g_assert_cmpint (back.area_id, ==, filters[i].area_id);
    g_assert_cmpint (back.priority, ==, filters[i].priority);
    g_assert_cmpint (back.state, ==, filters[i].state);
    g_assert_cmpint (back.from_us, ==, filters[i].from_us);
    if (back.match & TC_MATCH_AGE)
      g_assert_cmpint (back.age_until_us, ==, 5);
    g_assert_cmpstr (back.channel, ==, filters[i].channel);
  }
}

/* A list that has a name of its own, and what is searched in it. */
static void
test_filter_lists (void)
{
  const TcQueueFilter lists[] = {
      {.kind = TC_QUEUE_OPEN, .text = "ngập"},
      {.kind = TC_QUEUE_MINE},
      {.kind = TC_QUEUE_UNTAKEN},
      {.kind = TC_QUEUE_DUE_SOON},
      {.kind = TC_QUEUE_ALL, .text = "0147"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++) {
    g_autoptr (GVariant)
        data = g_variant_ref_sink (tc_incident_filter_to_variant (&lists[i], NULL));
    g_autofree char *title = NULL;
    TcQueueFilter back = {0};
    g_assert_true (tc_incident_filter_from_variant (data, &back, &title));
    g_assert_cmpint (back.kind, ==, lists[i].kind);
    g_assert_cmpstr (back.text, ==, lists[i].text);
    g_assert_null (title);
  }
}

/* What is kept under a name keeps how it stands, too. */
static void
test_filter_look (void)
{
  const TcQueueFilter filter = {
      .kind = TC_QUEUE_OPEN, .group = TC_GROUP_UNIT, .sort = TC_QUEUE_NEW_FIRST};
  g_autoptr (GVariant) data = NULL, other = NULL;
  g_autofree char *title = NULL;
  const char *text = NULL;
  TcQueueFilter back = {0};
  TcQueueColumns columns;

  tc_queue_columns_init (&columns);
  data = g_variant_ref_sink (tc_incident_filter_to_look (&filter, &columns));

  g_assert_true (tc_incident_filter_from_variant (data, &back, &title));
  g_assert_cmpint (back.group, ==, TC_GROUP_UNIT);
  g_assert_cmpint (back.sort, ==, TC_QUEUE_NEW_FIRST);
  g_assert_cmpint (back.kind, ==, TC_QUEUE_OPEN);
  /* Columns that somebody chose stand in it, what everybody has doesn't. */
  g_assert_false (g_variant_lookup (data, TC_FILTER_COLUMNS, "&s", &text));
  tc_queue_columns_show (&columns, TC_COLUMN_CODE, TRUE);
  other = g_variant_ref_sink (tc_incident_filter_to_look (&filter, &columns));
  g_assert_true (g_variant_lookup (other, TC_FILTER_COLUMNS, "&s", &text));
  g_assert_cmpstr (text, ==, "age,title,code,term,second");
  g_assert_true (tc_incident_filter_from_variant (other, &back, &title));
}

static void
test_filter_refuses (void)
{
  static const char *const bad[] = {
      "{'no-such': <1>}",
      "{'field': <'traffic'>}",
      "{'late': <int64 1>}",
      "{'state': <'no-such'>}",
      "{'columns': <'age,no-such'>}",
      "{'channel': <'a-channel-whose-name-is-longer-than-any-channel'>}",
      "{'reported-from': <int64 1>, 'resolved-until': <int64 2>}",
      "{'age-from': <1.5>}",
      "{'list': <'no-such'>}",
      "{'group': <'no-such'>}",
      "{'sort': <'no-such'>}",
  };
  TcQueueFilter filter = {.priority = 99};
  char *title = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GVariant) data = g_variant_parse (G_VARIANT_TYPE_VARDICT, bad[i], NULL, NULL, NULL);
    g_assert_nonnull (data);
    g_assert_false (tc_incident_filter_from_variant (data, &filter, &title));
    g_assert_cmpint (filter.priority, ==, 99);
    g_assert_null (title);
  }
}

/* The list that a figure opens has as many rows as it counted. */
static void
test_figure_opens_list (void)
{
  Bench bench = {0};
  TcQueueFilter filter = {.kind = TC_QUEUE_MATCH, .match = TC_MATCH_UNIT};
  g_autoptr (TcIncidentQueue) queue = NULL;
  g_autoptr (TcOverview) overview = NULL;
  const TcOverviewGroup *group = NULL;

  set_up (&bench);
  for (guint i = 0; i < 3; i++)
    tc_room_make (bench.room, TC_STATE_DISPATCHED);
  tc_room_report (bench.room);
  tc_fixture_file_publish (bench.file);
  overview = tc_overview_new (bench.file->reader, bench.room->lan.staff_id);
  tc_overview_look (overview, TRUE);
  WAIT_FOR (get_handled (overview) == 4);
  group = &g_array_index (tc_overview_get_standing (overview)->units, TcOverviewGroup, 0);
  g_assert_cmpint (group->count, ==, 3);
  filter.agency_id = group->id;
  queue = tc_incident_queue_new (bench.file->reader, &filter);
  WAIT_FOR (g_list_model_get_n_items (G_LIST_MODEL (queue)) == 3);
  filter.agency_id = 0;
  tc_incident_queue_set_filter (queue, &filter);
  WAIT_FOR (g_list_model_get_n_items (G_LIST_MODEL (queue)) == 1);
  tc_overview_look (overview, FALSE);
  g_clear_object (&queue);
  g_clear_object (&overview);
  tear_down (&bench);
}

static void
test_table (void)
{
  Bench bench = {0};
  g_autoptr (TcOverview) overview = NULL;
  g_autoptr (TcListTable) table = NULL;
  g_autofree char *csv = NULL;
  g_auto (GStrv) lines = NULL;

  set_up (&bench);
  tc_database_execute (bench.room->fixture->db,
                       "UPDATE field SET name_en = '=1+1, \"x\"' WHERE parent_id IS NULL", NULL);
  tc_room_report (bench.room);
  tc_fixture_file_publish (bench.file);
  overview = tc_overview_new (bench.file->reader, bench.room->lan.staff_id);
  g_assert_null (tc_overview_to_table (overview));
  tc_overview_look (overview, TRUE);
  WAIT_FOR (get_handled (overview) == 1);
  table = tc_overview_to_table (overview);
  csv = tc_list_table_to_csv (table);
  g_assert_true (g_str_has_prefix (csv, "\xef\xbb\xbf\"Figure\","));
  lines = g_strsplit (csv, "\r\n", -1);
  g_assert_true (
      g_regex_match_simple ("^[^,]*,\"\\w+ \\d\\d/\\d\\d \\d\\d:\\d\\d\",", lines[0], 0, 0));
  g_assert_true (g_str_has_prefix (lines[1], "\"Being handled\",\"\",1,"));
  /* Never a formula, and quotes stay quotes. */
  g_assert_true (g_str_has_prefix (lines[5], "\"By field\",\"'=1+1, \"\"x\"\"\",1,"));
  g_assert_nonnull (strstr (csv, "\"By age\",\"over 7 days\","));
  /* Four figures, three groups of one, the ages, 24 hours; reports by channel where one came. */
  g_assert_cmpuint (g_strv_length (lines), >=, 1 + 4 + 3 + TC_AGE_BANDS + 24 + 1);
  tc_overview_look (overview, FALSE);
  g_clear_object (&overview);
  tear_down (&bench);
}

/* Soon after midnight nothing has usually come yet, which is nothing to judge by. */
static void
test_usual_today (void)
{
  const TcUsualRange none = {0, 0, 0}, some = {0, 1, 2}, whole = {11, 15, 20}, one = {7, 7, 7};
  g_autofree char *night = tc_overview_word_usual_today (&none, &whole);
  g_autofree char *same = tc_overview_word_usual_today (&none, &one);
  g_autofree char *day = tc_overview_word_usual_today (&some, &whole);
  g_autofree char *unknown = tc_overview_word_usual_today (NULL, &none);

  g_assert_cmpstr (night, ==, "usually 11–20 in a whole day");
  g_assert_cmpstr (same, ==, "usually 7 in a whole day");
  g_assert_cmpstr (day, ==, "usually 0–2 at this hour");
  g_assert_cmpstr (unknown, ==, "too few days to say what is usual");
}

/* Two weeks, one or none of which had something to count. */
static void
test_week_words (void)
{
  const TcOverviewTimes none = {.resolution_us = TC_NONE, .first_action_us = TC_NONE};
  const TcOverviewTimes week = {.with_term = 4,
                                .on_time = 3,
                                .resolution_us = 38 * TC_MINUTE_US,
                                .first_action_us = 12 * TC_MINUTE_US};
  const TcOverviewTimes endless = {.resolution_us = 5 * TC_MINUTE_US, .first_action_us = TC_NONE};
  const struct {
    const TcOverviewTimes *now, *before;
    const char *acted, *resolved;
  } cases[] = {
      {&none, &none, "nothing to count yet", "nothing to count yet"},
      {&week, &none, "", "in time 75\u00a0%"},
      {&none, &week, "last week 12 min", "last week 38 min"},
      {&week, &week, "last week 12 min",
       "last week 38 min · in time 75\u00a0%, last week 75\u00a0%"},
      {&endless, &none, "nothing to count yet", ""},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *acted = tc_overview_word_acted (cases[i].now, cases[i].before);
    g_autofree char *resolved = tc_overview_word_resolved (cases[i].now, cases[i].before);
    g_assert_cmpstr (acted, ==, cases[i].acted);
    g_assert_cmpstr (resolved, ==, cases[i].resolved);
  }
}

static void
test_words (void)
{
  const TcUsualRange range = {210, 250, 290}, one = {4, 4, 4};
  g_autofree char *usual = tc_overview_word_usual (&range), *same = tc_overview_word_usual (&one);
  g_autofree char *none = tc_overview_word_usual (NULL), *span = tc_overview_word_span (TC_NONE);
  g_autofree char *share = tc_overview_word_share (984, 1000);
  g_autofree char *nothing = tc_overview_word_share (0, 0);
  TcIncidentEvent take = {
      .code = (char *) "incident.comment", .text = (char *) "số điện thoại", .when_us = TC_NONE};
  TcOverviewEvent event = {.event = take};
  g_autofree char *words = tc_overview_word_event (&event, 0);

  g_assert_cmpstr (usual, ==, "usually 210–290 at this hour");
  g_assert_cmpstr (same, ==, "usually 4 at this hour");
  g_assert_cmpstr (none, ==, "too few days to say what is usual");
  g_assert_cmpstr (span, ==, "–");
  g_assert_cmpstr (share, ==, "98\u00a0%");
  g_assert_cmpstr (nothing, ==, "–");
  /* What somebody wrote stays with the incident. */
  g_assert_cmpstr (words, ==, "Note");
  for (guint i = 0; i < TC_AGE_BANDS; i++)
    g_assert_cmpint (*tc_overview_word_band (i), !=, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/overview/counts-for-those-who-look", test_counts_for_those_who_look);
  g_test_add_func ("/overview/no-rights", test_no_rights);
  g_test_add_func ("/overview/goes-while-counting", test_goes_while_counting);
  g_test_add_func ("/overview/filter-data", test_filter_data);
  g_test_add_func ("/overview/filter-lists", test_filter_lists);
  g_test_add_func ("/overview/filter-refuses", test_filter_refuses);
  g_test_add_func ("/overview/filter-look", test_filter_look);
  g_test_add_func ("/overview/figure-opens-list", test_figure_opens_list);
  g_test_add_func ("/overview/table", test_table);
  g_test_add_func ("/overview/usual-today", test_usual_today);
  g_test_add_func ("/overview/week-words", test_week_words);
  g_test_add_func ("/overview/words", test_words);
  return g_test_run ();
}
