/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: what is looked up during a call is what helps: places by half a name, fields by their
 * words, what is like it nearby, and reports of the same number however it was written. Method: the
 * control room of tests/core/incidents in a file, read by a worker as on a desk.
 */
#include "tc-fixture-file.h"
#include "tc-intake-look.h"
#include "tc-room-fixture.h"
#include "tc-schema.h"

typedef struct {
  TcRoom *room;         /* (owned) */
  TcFixtureFile *file;  /* (owned) */
  TcPlaceIndex *places; /* (owned) */
  gint64 flood;
} Bench;

static gint64
report (TcRoom *room, const char *text, const char *phone)
{
  char code[40];
  TcIncidentReport args = tc_room_report_args (room, code);

  room->fixture->now_us += TC_MINUTE_US;
  args.text = args.title = text;
  args.reporter_phone = phone;
  args.lat_e7 = TC_ROOM_LAT_E7;
  args.lon_e7 = TC_ROOM_LON_E7;
  tc_fixture_run (room->fixture, &tc_incident_report_type, &args);
  return args.incident_id;
}

static void
publish (Bench *bench)
{
  while (tc_field_learn_step (bench->room->fixture->db, G_MAXINT))
    ;
  bench->file = tc_fixture_file_new (bench->room->fixture);
}

static void
set_up (Bench *bench)
{
  static const TcSchemaSet *const sets[] = {&tc_schema_state, &tc_schema_desk, NULL};
  TcStreetArgs street = {0};
  TcFieldSet flood = {0};

  bench->room = tc_room_new ();
  g_assert_true (tc_schema_migrate (bench->room->fixture->db, sets, NULL));
  bench->room->fixture->now_us = g_get_real_time () - TC_HOUR_US;
  bench->places = tc_place_index_new ();
  street = (TcStreetArgs){.street_id = tc_room_id (bench->room),
                          .code = "thd",
                          .kind = "street",
                          .name = "Trần Hưng Đạo",
                          .area_id = bench->room->area,
                          .lat_e7 = TC_ROOM_LAT_E7,
                          .lon_e7 = TC_ROOM_LON_E7};
  flood = (TcFieldSet){.field_id = tc_room_id (bench->room),
                       .code = "traffic.flood",
                       .parent_id = bench->room->field,
                       .name_vi = "Đường ngập nước",
                       .name_en = "Flooded road",
                       .keywords = "ngập sâu;chết máy",
                       .priority = 2,
                       .active = 1};
  bench->flood = flood.field_id;
  tc_fixture_run (bench->room->fixture, &tc_street_add_type, &street);
  tc_fixture_run (bench->room->fixture, &tc_field_add_type, &flood);
}

static void
tear_down (Bench *bench)
{
  tc_fixture_file_free (bench->file);
  tc_place_index_free (bench->places);
  tc_room_free (bench->room);
}

static void
came_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

static void
wait (GAsyncResult **result)
{
  while (!*result)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_places (void)
{
  Bench bench = {0};
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) places = NULL;

  set_up (&bench);
  publish (&bench);
  tc_intake_find_places_async (bench.file->reader, bench.places, "12 tran hun", NULL, came_cb,
                               &result);
  wait (&result);
  places = tc_intake_find_places_finish (bench.file->reader, result, NULL);
  g_assert_cmpuint (places->len, ==, 1);
  g_assert_cmpstr (((TcPlaceHit *) places->pdata[0])->name, ==, "Trần Hưng Đạo");
  g_clear_object (&result);
  g_clear_pointer (&places, g_ptr_array_unref);
  /* Degrees are a point, in the area that is nearest. */
  tc_intake_find_places_async (bench.file->reader, bench.places, "9,7801; 105,4602", NULL, came_cb,
                               &result);
  wait (&result);
  places = tc_intake_find_places_finish (bench.file->reader, result, NULL);
  g_assert_cmpuint (places->len, ==, 1);
  g_assert_true (((TcPlaceHit *) places->pdata[0])->place == TC_PLACE_POINT);
  g_assert_cmpint (((TcPlaceHit *) places->pdata[0])->lat_e7, ==, 97801000);
  g_assert_cmpstr (((TcPlaceHit *) places->pdata[0])->name, ==, "9.7801 105.4602");
  tear_down (&bench);
}

static gint64
match (GArray *fields, const char *text)
{
  g_autoptr (GArray) found = tc_intake_match_fields (fields, text, 3);

  return found->len ? g_array_index (fields, TcService, g_array_index (found, guint, 0)).id : 0;
}

static void
test_fields (void)
{
  Bench bench = {0};
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GArray) fields = NULL;

  set_up (&bench);
  publish (&bench);
  tc_intake_list_fields_async (bench.file->reader, came_cb, &result);
  wait (&result);
  fields = tc_intake_list_fields_finish (bench.file->reader, result, NULL);
  g_assert_cmpint (match (fields, "ngap nuo"), ==, bench.flood);
  g_assert_cmpint (match (fields, "flood"), ==, bench.flood);
  g_assert_cmpint (match (fields, "chết má"), ==, bench.flood);
  g_assert_cmpint (match (fields, "zzz"), ==, 0);
  tear_down (&bench);
}

static TcIntakeAround *
look_around (Bench *bench, const TcIntakeForm *form)
{
  g_autoptr (GAsyncResult) result = NULL;

  tc_intake_look_around_async (bench->file->reader, form, NULL, came_cb, &result);
  wait (&result);
  return tc_intake_look_around_finish (bench->file->reader, result, NULL);
}

static void
test_around (void)
{
  Bench bench = {0};
  g_autoptr (TcIntakeForm) form = tc_intake_form_new (1, 2, NULL);
  gint64 incident;

  set_up (&bench);
  incident = report (bench.room, "Ngập sâu trước chợ, xe chết máy", "0911111111");
  publish (&bench);
  tc_intake_form_set (&form->text, "nước ngập sâu lắm, xe chết máy");
  g_autoptr (TcIntakeAround) nowhere = look_around (&bench, form);
  g_assert_cmpuint (nowhere->similar->len, ==, 0);
  g_assert_cmpint (g_array_index (nowhere->fields, TcProposedField, 0).field_id, ==, bench.flood);
  g_assert_nonnull (g_array_index (nowhere->fields, TcProposedField, 0).words);
  form->lat_e7 = TC_ROOM_LAT_E7;
  form->lon_e7 = TC_ROOM_LON_E7;
  g_autoptr (TcIntakeAround) here = look_around (&bench, form);
  g_assert_cmpint (g_array_index (here->similar, TcSimilar, 0).incident_id, ==, incident);
  tc_intake_form_set (&form->text, "");
  g_autoptr (TcIntakeAround) nothing = look_around (&bench, form);
  g_assert_cmpuint (nothing->fields->len, ==, 0);
  tear_down (&bench);
}

static GArray *
find_earlier (Bench *bench, const char *phone)
{
  g_autoptr (GAsyncResult) result = NULL;

  tc_intake_find_earlier_async (bench->file->reader, phone, NULL, came_cb, &result);
  wait (&result);
  return tc_intake_find_earlier_finish (bench->file->reader, result, NULL);
}

static void
test_earlier (void)
{
  Bench bench = {0};
  gint64 newest;

  set_up (&bench);
  report (bench.room, "Một", "0911111111");
  newest = report (bench.room, "Hai", "+84911111111");
  report (bench.room, "Ba", "0922222222");
  publish (&bench);
  g_autoptr (GArray) known = find_earlier (&bench, "0911111111");
  g_assert_cmpuint (known->len, ==, 2);
  g_assert_cmpint (g_array_index (known, TcEarlierReport, 0).incident_id, ==, newest);
  g_assert_cmpstr (g_array_index (known, TcEarlierReport, 0).title, ==, "Hai");
  g_autoptr (GArray) unknown = find_earlier (&bench, "0933333333");
  g_assert_cmpuint (unknown->len, ==, 0);
  tear_down (&bench);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/intake-look/places", test_places);
  g_test_add_func ("/intake-look/fields", test_fields);
  g_test_add_func ("/intake-look/around", test_around);
  g_test_add_func ("/intake-look/earlier", test_earlier);
  return g_test_run ();
}
