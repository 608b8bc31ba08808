/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: what a person types for a place changes what he means and nothing else. Method: a table of
 * what was typed and chosen, and what becomes of one place.
 */
#include "tc-incident-correction.h"

#define LAT 97800000
#define LON 1054600000
#define WARD 11
#define OTHER 12
#define STREET "Trần Hưng Đạo"

static const TcPlaceHit ward = {.place = TC_PLACE_AREA,
                                .name = (char *) "Phường Vị Tân",
                                .area_id = OTHER,
                                .lat_e7 = 1,
                                .lon_e7 = 2};
static const TcPlaceHit same_street = {
    .place = TC_PLACE_STREET, .name = (char *) STREET, .area_id = WARD, .lat_e7 = 3, .lon_e7 = 4};
static const TcPlaceHit other_street = {.place = TC_PLACE_STREET,
                                        .name = (char *) "Võ Văn Kiệt",
                                        .area_id = OTHER,
                                        .lat_e7 = 5,
                                        .lon_e7 = 6};
static const TcPlaceHit point = {.place = TC_PLACE_POINT,
                                 .name = (char *) "9.7845 105.4701",
                                 .area_id = OTHER,
                                 .lat_e7 = 97845000,
                                 .lon_e7 = 1054701000};

static void
test_correct (void)
{
  TcIncidentRow row = {
      .id = 7, .area_id = WARD, .lat_e7 = LAT, .lon_e7 = LON, .address = (char *) "hẻm 3 " STREET};
  const struct {
    const TcPlaceHit *hit;
    const char *typed;
    gint64 area_id, lat_e7, lon_e7;
    const char *address;
  } rows[] = {
      {NULL, " hẻm 13 " STREET " ", WARD, LAT, LON, "hẻm 13 " STREET},
      {NULL, "", WARD, LAT, LON, ""},
      {&ward, "vị tân", OTHER, LAT, LON, "hẻm 3 " STREET},
      {&ward, "chợ phường vị tân", OTHER, 1, 2, "chợ Phường Vị Tân"},
      {&same_street, "hẻm 13 tran hung", WARD, LAT, LON, "hẻm 13 " STREET},
      {&other_street, "12 vo van", OTHER, 5, 6, "12 Võ Văn Kiệt"},
      {&point, "9.7845 105.4701", OTHER, 97845000, 1054701000, "hẻm 3 " STREET},
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GVariant) is = tc_incident_correct_place (&row, rows[i].hit, rows[i].typed);
    g_autoptr (GVariant) wanted = g_variant_new (TC_PLACE_FORMAT, row.id, rows[i].area_id,
                                                 rows[i].lat_e7, rows[i].lon_e7, rows[i].address);

    g_test_message ("%s", rows[i].typed);
    g_assert_cmpvariant (g_variant_ref_sink (is), g_variant_ref_sink (wanted));
  }
  g_assert_null (tc_incident_correct_place (&row, NULL, row.address));
}

/* Where nothing is known yet. */
static void
test_unknown (void)
{
  const TcIncidentRow row = {.id = 7, .lat_e7 = TC_NONE, .lon_e7 = TC_NONE};
  g_autoptr (GVariant) is = tc_incident_correct_place (&row, &ward, "vị tân");
  g_autoptr (GVariant) wanted = g_variant_new (TC_PLACE_FORMAT, row.id, (gint64) OTHER, (gint64) 1,
                                               (gint64) 2, ward.name);
  g_autoptr (GVariant) before = tc_incident_pack_place (&row);
  g_autoptr (GVariant)
      none = g_variant_new (TC_PLACE_FORMAT, row.id, (gint64) 0, TC_NONE, TC_NONE, "");

  g_assert_cmpvariant (g_variant_ref_sink (is), g_variant_ref_sink (wanted));
  g_assert_cmpvariant (g_variant_ref_sink (before), g_variant_ref_sink (none));
  g_assert_null (tc_incident_correct_place (&row, NULL, " "));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/incident-correction/correct", test_correct);
  g_test_add_func ("/incident-correction/unknown", test_unknown);
  return g_test_run ();
}
