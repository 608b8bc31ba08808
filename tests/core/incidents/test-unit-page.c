/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: what an order's page may show and who may have its link; that an operation which says it
 * came from there is the server's word alone; that a page is told apart from the one before it was
 * renewed.
 */
#include "tc-room-fixture.h"
#include "tc-unit-page.h"

#define HASH "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"

typedef struct {
  TcRoom *room;
  gint64 incident;
  gint64 task;
} Stage;

static void
set_up (Stage *stage)
{
  stage->room = tc_room_new ();
  stage->incident = tc_room_report (stage->room);
  const TcIncidentDispatch args = {stage->incident, tc_room_id (stage->room), stage->room->unit,
                                   "Đến ngay", TC_NONE};
  stage->task = args.task_id;
  tc_fixture_run_as (stage->room->fixture, stage->room->lan, &tc_incident_dispatch_type, &args);
}

static TcIncidentAttach
make_photo (Stage *stage)
{
  return (TcIncidentAttach){
      .incident_id = stage->incident,
      .attachment_id = tc_room_id (stage->room),
      .hash = HASH,
      .media_type = "image/jpeg",
      .size = 1000,
      .name = "a.jpg",
      .kind = "original",
      .taken_us = TC_NONE,
  };
}

static void
test_shown (void)
{
  Stage stage;

  set_up (&stage);
  TcDatabase *db = stage.room->fixture->db;
  TcIncidentAttach original = make_photo (&stage), stripped = make_photo (&stage);
  tc_fixture_run_as (stage.room->fixture, stage.room->lan, &tc_incident_attach_type, &original);
  stripped.kind = "stripped";
  stripped.original_id = original.attachment_id;
  tc_fixture_run (stage.room->fixture, &tc_incident_attach_type, &stripped);
  g_autoptr (TcUnitPage) page = tc_unit_page_get (db, stage.task);
  g_assert_cmpint (page->incident_id, ==, stage.incident);
  g_assert_true (g_str_has_prefix (page->code, "PA-"));
  g_assert_cmpstr (page->state, ==, "sent");
  g_assert_cmpstr (page->asked, ==, "Đến ngay");
  g_assert_cmpstr (page->matter, ==, "Đèn giao thông ngã tư 30/4 chớp vàng, xe chạy lộn xộn.");
  g_assert_cmpstr (page->address, ==, "Ngã tư 30/4");
  g_assert_cmpstr (page->area_vi, ==, "Phường Vị Thanh");
  g_assert_cmpint (page->lat_e7, ==, TC_ROOM_LAT_E7);
  g_assert_cmpint (page->renewals, ==, 0);
  g_assert_cmpint (page->photos->len, ==, 1);
  g_assert_cmpint (g_array_index (page->photos, TcUnitPagePhoto, 0).id, ==, stripped.attachment_id);
  g_assert_true (tc_unit_page_is_open (page));
  g_assert_null (tc_unit_page_get (db, stage.task + 1));
  const TcIncidentTask recall = {stage.incident, stage.task, NULL, NULL};
  tc_fixture_run_as (stage.room->fixture, stage.room->lan, &tc_incident_recall_type, &recall);
  g_autoptr (TcUnitPage) ended = tc_unit_page_get (db, stage.task);
  g_assert_false (tc_unit_page_is_open (ended));
  tc_room_free (stage.room);
}

static gint64
count_via (Stage *stage, const char *code)
{
  return tc_database_get_int (stage->room->fixture->db, 0,
                              "SELECT count(*) FROM incident_event WHERE code = ? AND reason ="
                              " 'page' AND actor_id = 0",
                              "s", code);
}

/* By the server alone, whoever would say so: also for what a person did elsewhere. */
static void
test_via (void)
{
  Stage stage;

  set_up (&stage);
  TcFixture *fixture = stage.room->fixture;
  const TcIncidentTask step = {stage.incident, stage.task, NULL, TC_VIA_PAGE};
  const TcIncidentTask other = {stage.incident, stage.task, NULL, "fax"};
  const TcIncidentProgress whole = {stage.incident, 0, NULL, TC_VIA_PAGE};
  const TcIncidentProgress part = {stage.incident, stage.task, NULL, TC_VIA_PAGE};
  const TcIncidentReturn back = {stage.incident, stage.task, 0, "Xe hỏng", TC_VIA_PAGE};
  const TcOperationType *const types[] = {&tc_incident_acknowledge_type, &tc_incident_set_out_type,
                                          &tc_incident_arrive_type};
  const TcOperationType *const centres[] = {&tc_incident_recall_type, &tc_incident_renew_page_type};

  for (guint i = 0; i < G_N_ELEMENTS (types); i++) {
    tc_fixture_refuse_as (fixture, stage.room->crew, types[i], &step, "operation.arguments");
    tc_fixture_refuse_as (fixture, stage.room->lan, types[i], &step, "operation.arguments");
    tc_fixture_refuse (fixture, types[i], &other, "operation.arguments");
  }
  for (guint i = 0; i < G_N_ELEMENTS (centres); i++) {
    tc_fixture_refuse_as (fixture, stage.room->lan, centres[i], &step, "operation.arguments");
    tc_fixture_refuse (fixture, centres[i], &step, "operation.arguments");
    tc_fixture_refuse (fixture, centres[i], &other, "operation.arguments");
  }
  tc_fixture_refuse_as (fixture, stage.room->crew, &tc_incident_resolve_type, &part,
                        "operation.arguments");
  tc_fixture_refuse (fixture, &tc_incident_resolve_type, &whole, "operation.arguments");
  tc_fixture_refuse_as (fixture, stage.room->crew, &tc_incident_return_type, &back,
                        "operation.arguments");
  for (guint i = 0; i < G_N_ELEMENTS (types); i++) {
    tc_fixture_run (fixture, types[i], &step);
    g_assert_cmpint (count_via (&stage, types[i]->name), ==, 1);
  }
  tc_fixture_refuse (fixture, &tc_incident_acknowledge_type, &step, "task.state");
  tc_fixture_run (fixture, &tc_incident_return_type, &back);
  g_assert_cmpint (count_via (&stage, "incident.return"), ==, 1);
  tc_room_free (stage.room);
}

static void
test_photo (void)
{
  Stage stage;

  set_up (&stage);
  TcFixture *fixture = stage.room->fixture;
  TcIncidentAttach photo = make_photo (&stage);
  photo.task_id = stage.task;
  tc_fixture_run (fixture, &tc_incident_attach_type, &photo);
  tc_fixture_refuse (fixture, &tc_incident_attach_type, &photo, "incident.id-used");
  g_autoptr (TcUnitPage) page = tc_unit_page_get (fixture->db, stage.task);
  g_assert_cmpint (page->sent_photos, ==, 1);
  g_assert_cmpint (tc_room_int (stage.room,
                                "SELECT agency_id FROM incident_event WHERE other_id = ?",
                                photo.attachment_id),
                   ==, stage.room->unit);
  photo.attachment_id = tc_room_id (stage.room);
  photo.task_id = 5;
  tc_fixture_refuse (fixture, &tc_incident_attach_type, &photo, "task.unknown");
  photo.task_id = stage.task;
  const TcIncidentTask recall = {stage.incident, stage.task, NULL, NULL};
  tc_fixture_run_as (fixture, stage.room->lan, &tc_incident_recall_type, &recall);
  tc_fixture_refuse (fixture, &tc_incident_attach_type, &photo, "task.state");
  tc_room_free (stage.room);
}

static void
forbid_dispatch (TcRoom *room)
{
  tc_database_execute (room->fixture->db, "DELETE FROM role_capability WHERE capability = ?", "s",
                       TC_MAY_DISPATCH);
}

static void
test_renewed (void)
{
  Stage stage;

  set_up (&stage);
  TcFixture *fixture = stage.room->fixture;
  const TcIncidentTask renew = {stage.incident, stage.task, NULL, NULL};
  const TcIncidentTask unknown = {stage.incident, 9, NULL, NULL};
  tc_fixture_refuse_as (fixture, stage.room->lan, &tc_incident_renew_page_type, &unknown,
                        "task.unknown");
  const TcIdMaker behind = fixture->ids;
  tc_id_maker_next (&fixture->ids, fixture->now_us + TC_HOUR_US);
  tc_fixture_run_as (fixture, stage.room->lan, &tc_incident_renew_page_type, &renew);
  g_autoptr (TcUnitPage) first = tc_unit_page_get (fixture->db, stage.task);
  /* The other desk's clock is behind the first one's: its ids are smaller. */
  fixture->ids = behind;
  tc_fixture_run_as (fixture, stage.room->minh, &tc_incident_renew_page_type, &renew);
  g_autoptr (TcUnitPage) second = tc_unit_page_get (fixture->db, stage.task);
  g_assert_cmpint (first->renewals, ==, 1);
  g_assert_cmpint (second->renewals, ==, 2);
  g_assert_cmpint (tc_room_int (stage.room,
                                "SELECT replica FROM incident_event WHERE other_id = ?"
                                " AND code = 'incident.renew-page' ORDER BY id DESC LIMIT 1",
                                stage.task),
                   ==, stage.room->lan.desk);
  g_assert_cmpstr (second->state, ==, "sent");
  forbid_dispatch (stage.room);
  tc_fixture_refuse_as (fixture, stage.room->lan, &tc_incident_renew_page_type, &renew,
                        "people.not-allowed");
  tc_fixture_run (fixture, &tc_incident_recall_type, &renew);
  tc_fixture_refuse (fixture, &tc_incident_renew_page_type, &renew, "incident.state");
  tc_room_free (stage.room);
}

static void
test_who_may_link (void)
{
  Stage stage;

  set_up (&stage);
  TcDatabase *db = stage.room->fixture->db;
  gint64 now_us = stage.room->fixture->now_us;
  /* No role reads incidents yet. */
  g_assert_false (tc_unit_page_may_link (db, stage.room->lan.desk, now_us));
  tc_database_execute (db, "INSERT OR IGNORE INTO scope VALUES (?1, 1, 'incidents', NULL)", "i",
                       (gint64) TC_SCOPE_INCIDENTS);
  tc_database_execute (db, "INSERT INTO role_scope VALUES (?1, 1, ?2, 'incidents')", "ii",
                       tc_room_id (stage.room), stage.room->role);
  g_assert_true (tc_unit_page_may_link (db, stage.room->lan.desk, now_us));
  g_assert_false (tc_unit_page_may_link (db, 77, now_us));
  tc_database_execute (db, "UPDATE session SET until_us = ?1 WHERE desk_id = ?2", "ii", now_us,
                       (gint64) stage.room->lan.desk);
  g_assert_false (tc_unit_page_may_link (db, stage.room->lan.desk, now_us));
  g_assert_true (tc_unit_page_may_link (db, stage.room->minh.desk, now_us));
  forbid_dispatch (stage.room);
  g_assert_false (tc_unit_page_may_link (db, stage.room->minh.desk, now_us));
  tc_room_free (stage.room);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/unit-page/shown", test_shown);
  g_test_add_func ("/unit-page/via", test_via);
  g_test_add_func ("/unit-page/photo", test_photo);
  g_test_add_func ("/unit-page/renewed", test_renewed);
  g_test_add_func ("/unit-page/who-may-link", test_who_may_link);
  return g_test_run ();
}
