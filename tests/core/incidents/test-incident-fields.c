/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: fields, their dated terms and responsibilities, and the unit that is proposed from them.
 */
#include "tc-room-fixture.h"

static TcFieldSet
make_field (TcRoom *room, const char *code, gint64 parent_id)
{
  return (TcFieldSet){
      .field_id = tc_room_id (room),
      .code = code,
      .parent_id = parent_id,
      .name_vi = "Chiếu sáng",
      .name_en = "Lighting",
      .priority = 3,
      .position = 5,
      .attributes = "[{\"code\":\"pole\"}]",
      .active = 1,
  };
}

static void
test_fields (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  TcFieldSet field = make_field (room, "light", 0);
  TcFieldSet kind = make_field (room, "light.street", field.field_id);

  tc_fixture_run_as (room->fixture, room->lan, &tc_field_add_type, &field);
  tc_fixture_refuse (room->fixture, &tc_field_add_type, &field, "field.id-used");
  TcFieldSet same_code = make_field (room, "light", 0);
  tc_fixture_refuse (room->fixture, &tc_field_add_type, &same_code, "field.code-used");
  TcFieldSet orphan = make_field (room, "x", 4);
  tc_fixture_refuse (room->fixture, &tc_field_add_type, &orphan, "field.unknown");
  kind.attributes = NULL;
  tc_fixture_run (room->fixture, &tc_field_add_type, &kind);
  TcFieldSet third = make_field (room, "light.street.led", kind.field_id);
  tc_fixture_refuse (room->fixture, &tc_field_add_type, &third, "field.depth");
  field.parent_id = room->field;
  tc_fixture_refuse (room->fixture, &tc_field_change_type, &field, "field.depth");
  third.parent_id = 0;
  tc_fixture_refuse (room->fixture, &tc_field_change_type, &third, "field.unknown");
  kind.active = 0;
  kind.name_en = "Street light";
  tc_fixture_run (room->fixture, &tc_field_change_type, &kind);
  g_autoptr (TcService) service = tc_service_find (room->fixture->db, "light.street");
  g_assert_cmpstr (service->name_en, ==, "Street light");
  g_assert_cmpstr (service->group_code, ==, "light");
  /* Without attributes of its own it asks its field's. */
  g_assert_cmpstr (service->attributes, ==, "[{\"code\":\"pole\"}]");
  g_assert_false (service->active);
  g_assert_null (tc_service_find (room->fixture->db, "LIGHT"));
}

static void
test_services_in_order (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  TcFieldSet change = make_field (room, NULL, 0);

  change.field_id = room->other_field;
  change.position = 0;
  change.active = 0;
  tc_fixture_run (room->fixture, &tc_field_change_type, &change);
  g_autoptr (GArray) all = tc_services (room->fixture->db, FALSE);
  g_autoptr (GArray) active = tc_services (room->fixture->db, TRUE);
  g_assert_cmpint (all->len, ==, 3);
  g_assert_cmpint (active->len, ==, 2);
  g_assert_cmpstr (g_array_index (active, TcService, 0).code, ==, "traffic");
  g_assert_cmpstr (g_array_index (active, TcService, 1).code, ==, "traffic.light");
  g_assert_cmpint (g_array_index (active, TcService, 1).group_id, ==, room->field);
}

/* The law changes; a report received before the change keeps the term of its day. */
static void
test_terms_are_dated (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  char code[40];
  TcFieldSetTerm term = {tc_room_id (room), room->kind, 2, 30, room->fixture->now_us, "QĐ 3",
                         .take_minutes = 5};

  tc_fixture_run_as (room->fixture, room->lan, &tc_field_set_term_type, &term);
  TcIncidentReport late = tc_room_report_args (room, code);
  late.received_us = room->fixture->now_us - TC_HOUR_US;
  tc_fixture_run (room->fixture, &tc_incident_report_type, &late);
  g_assert_cmpint (tc_room_int (room, "SELECT due_us - received_us FROM incident WHERE id = ?",
                                late.incident_id),
                   ==, 120 * TC_MINUTE_US);
  gint64 now = tc_room_report (room);
  g_assert_cmpint (
      tc_room_int (room, "SELECT due_us - received_us FROM incident WHERE id = ?", now), ==,
      30 * TC_MINUTE_US);
  term.term_id = tc_room_id (room);
  tc_fixture_refuse (room->fixture, &tc_field_set_term_type, &term, "field.term-order");
  term.field_id = 3;
  tc_fixture_refuse (room->fixture, &tc_field_set_term_type, &term, "field.unknown");
  term.field_id = room->kind;
  term.take_minutes = 31;
  tc_fixture_refuse (room->fixture, &tc_field_set_term_type, &term, "field.term-steps");
}

/* A person can't take back what was promised to those who have reported. */
static void
test_levels_hold_from_now_on (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  TcFieldSetTerm term = {tc_room_id (room), room->kind, 3, 30, room->fixture->now_us - 1, "QĐ 3"};

  tc_fixture_refuse_as (room->fixture, room->lan, &tc_field_set_term_type, &term,
                        "field.term-past");
  tc_fixture_run (room->fixture, &tc_field_set_term_type, &term);
}

/* ---- responsibilities ---- */

static gint64
set_responsibility (TcRoom *room, gint64 field, gint64 area, gint64 agency, gint64 from_us)
{
  TcResponsibilitySet args = {tc_room_id (room), field, area, agency, from_us, NULL};

  tc_fixture_run (room->fixture, &tc_responsibility_set_type, &args);
  return args.responsibility_id;
}

static gint64
propose (TcRoom *room, gint64 field, gint64 area, gint64 at_us)
{
  g_autoptr (GArray) units = tc_incident_proposed_units (room->fixture->db, field, area, at_us);

  if (units->len == 0)
    return 0;
  g_assert_cmpint (units->len, ==, 1);
  return g_array_index (units, TcProposedUnit, 0).agency_id;
}

/* Why this unit: the rule that says so. */
static void
test_the_rule_is_told (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  gint64 now_us = room->fixture->now_us;
  const TcProposedUnit *unit;

  set_responsibility (room, room->field, room->region, room->unit, now_us - TC_US_PER_DAY);
  g_autoptr (GArray)
      units = tc_incident_proposed_units (room->fixture->db, room->kind, room->area, now_us);
  g_assert_cmpint (units->len, ==, 1);
  unit = &g_array_index (units, TcProposedUnit, 0);
  g_assert_cmpstr (unit->field_vi, ==, "Giao thông");
  g_assert_cmpstr (unit->area_vi, ==, "Phường Vị Thanh");
  g_assert_cmpint (unit->since_us, ==, now_us - TC_US_PER_DAY);
  g_assert_false (unit->followed);
}

static void
test_the_closest_rule_is_proposed (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  gint64 now_us = room->fixture->now_us;

  g_assert_cmpint (propose (room, room->kind, room->area, now_us), ==, 0);
  set_responsibility (room, room->field, 0, room->centre, now_us);
  g_assert_cmpint (propose (room, room->kind, room->area, now_us), ==, room->centre);
  set_responsibility (room, room->field, room->region, room->unit, now_us);
  g_assert_cmpint (propose (room, room->kind, room->area, now_us), ==, room->unit);
  g_assert_cmpint (propose (room, room->kind, 0, now_us), ==, room->centre);
  /* The kind goes before its field, however wide its area. */
  set_responsibility (room, room->kind, 0, room->unit2, now_us);
  g_assert_cmpint (propose (room, room->kind, room->area, now_us), ==, room->unit2);
  g_assert_cmpint (propose (room, room->field, room->area, now_us), ==, room->unit);
  g_assert_cmpint (propose (room, room->other_field, room->area, now_us), ==, 0);
}

static void
test_responsibilities_are_dated (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  gint64 now_us = room->fixture->now_us;
  gint64 later_us = now_us + TC_HOUR_US;

  set_responsibility (room, room->field, 0, room->unit, now_us);
  gint64 second = set_responsibility (room, room->field, 0, room->unit2, later_us);
  g_assert_cmpint (propose (room, room->field, 0, now_us - 1), ==, 0);
  g_assert_cmpint (propose (room, room->field, 0, now_us), ==, room->unit);
  g_assert_cmpint (propose (room, room->field, 0, later_us), ==, room->unit2);
  TcResponsibilitySet early = {tc_room_id (room), room->field, 0, room->unit, now_us, NULL};
  tc_fixture_refuse (room->fixture, &tc_responsibility_set_type, &early, "responsibility.order");
  TcResponsibilityEnd end = {second, later_us + TC_HOUR_US};
  tc_fixture_run (room->fixture, &tc_responsibility_end_type, &end);
  tc_fixture_refuse (room->fixture, &tc_responsibility_end_type, &end, "responsibility.unknown");
  g_assert_cmpint (propose (room, room->field, 0, later_us + TC_HOUR_US), ==, 0);
}

/* A unit that was merged into another answers as that one. */
static void
test_who_followed_is_proposed (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  gint64 now_us = room->fixture->now_us;
  TcAgencyEnd end = {room->unit2, room->unit, now_us + 1};

  set_responsibility (room, room->field, 0, room->unit2, now_us);
  tc_fixture_run (room->fixture, &tc_agency_end_type, &end);
  g_assert_cmpint (propose (room, room->field, 0, now_us + 1), ==, room->unit);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/incident/fields/fields", test_fields);
  g_test_add_func ("/incident/fields/services-in-order", test_services_in_order);
  g_test_add_func ("/incident/fields/terms-are-dated", test_terms_are_dated);
  g_test_add_func ("/incident/fields/levels-from-now-on", test_levels_hold_from_now_on);
  g_test_add_func ("/incident/fields/closest-rule", test_the_closest_rule_is_proposed);
  g_test_add_func ("/incident/fields/rule-told", test_the_rule_is_told);
  g_test_add_func ("/incident/fields/responsibilities-are-dated", test_responsibilities_are_dated);
  g_test_add_func ("/incident/fields/who-followed", test_who_followed_is_proposed);
  return g_test_run ();
}
