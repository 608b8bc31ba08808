/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: an operator who types a place as people say it finds it first. Method: some places of a
 * town, and what comes first for each way of typing; changes while the index stands; 20,000 names
 * against a plain scan, and how long a search takes (told, not asserted).
 */
#include "tc-core-fixture.h"
#include "tc-fold.h"
#include "tc-limits.h"
#include "tc-place-index.h"
#include "tc-places-operations.h"

#include <string.h>

#define OLD_US (TC_FIXTURE_START_US - 700 * TC_US_PER_DAY)

typedef struct {
  TcFixture *f;
  TcPlaceIndex *index;
  gint64 vi_thanh;
  gint64 vi_tan;
} Town;

static gint64
add_area (Town *town, const char *code, const char *kind, const char *name, const char *name_en,
          gint64 lat_e7, gint64 lon_e7)
{
  TcAreaArgs args = {.area_id = tc_fixture_id (town->f),
                     .code = code,
                     .kind = kind,
                     .name_vi = name,
                     .name_en = name_en,
                     .valid_from_us = OLD_US,
                     .lat_e7 = lat_e7,
                     .lon_e7 = lon_e7};

  tc_fixture_run (town->f, &tc_area_add_type, &args);
  return args.area_id;
}

static gint64
add_street (Town *town, const char *kind, const char *name, const char *aliases, gint64 area_id,
            gint64 lat_e7, gint64 lon_e7)
{
  g_autofree char *code = g_strdup_printf ("s%" G_GINT64_FORMAT, town->f->seq);
  TcStreetArgs args = {tc_fixture_id (town->f), code, kind, name, aliases, area_id, lat_e7, lon_e7};

  tc_fixture_run (town->f, &tc_street_add_type, &args);
  return args.street_id;
}

static void
open_town (Town *town)
{
  town->f = tc_fixture_new ();
  town->index = tc_place_index_new ();
  town->vi_thanh = add_area (town, "31321", "ward", "Phường Vị Thanh", "Vi Thanh Ward", 97600000,
                             1054590000);
  town->vi_tan = add_area (town, "31333", "ward", "Phường Vị Tân", "Vi Tan Ward", 97920000,
                           1054540000);
  add_area (town, "31340", "ward", "Phường Ngã Bảy", "Nga Bay Ward", 98020000, 1058200000);
  add_area (town, "31338", "commune", "Xã Hoả Lựu", "Hoa Luu Commune", 97170000, 1054010000);
  add_street (town, "street", "Đường Trần Hưng Đạo", "THĐ", town->vi_thanh, 97825000, 1054700000);
  add_street (town, "street", "Đường Trần Hưng Đạo", NULL, town->vi_tan, 98000000, 1058210000);
  add_street (town, "street", "Lê Quý Đôn", NULL, town->vi_tan, 97830000, 1054725000);
  add_street (town, "street", "Đường Hòa Bình", NULL, town->vi_thanh, TC_NONE, TC_NONE);
  add_street (town, "street", "Đường Hoa Bính", NULL, town->vi_thanh, TC_NONE, TC_NONE);
  add_street (town, "street", "Quốc lộ 61", NULL, 0, 97900000, 1055000000);
  add_street (town, "street", "Quốc lộ 61C", NULL, 0, 97800000, 1055000000);
  add_street (town, "street", "Quốc lộ 1", NULL, 0, 98000000, 1058000000);
  add_street (town, "street", "Đường tỉnh 931", NULL, 0, TC_NONE, TC_NONE);
  add_street (town, "junction", "Ngã tư Trần Hưng Đạo – Lê Quý Đôn", NULL, town->vi_tan, 97827000,
              1054718000);
  add_street (town, "landmark", "Chợ Vị Thanh", "Chợ phường 1;Chợ cũ", town->vi_thanh, 97840000,
              1054705000);
}

static void
close_town (Town *town)
{
  tc_place_index_free (town->index);
  tc_fixture_free (town->f);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Town, close_town)

static GPtrArray *
search (Town *town, const char *text, gint64 lat_e7, gint64 lon_e7)
{
  TcPlaceQuery query = {text, lat_e7, lon_e7, town->f->now_us, 10};

  return tc_place_index_search (town->index, town->f->db, &query);
}

static void
check_first (Town *town, const char *text, const char *name)
{
  g_autoptr (GPtrArray) hits = search (town, text, TC_NONE, TC_NONE);

  g_test_message ("%s", text);
  g_assert_cmpuint (hits->len, >, 0);
  g_assert_cmpstr (((TcPlaceHit *) hits->pdata[0])->name, ==, name);
}

static void
check_count (Town *town, const char *text, guint n)
{
  g_autoptr (GPtrArray) hits = search (town, text, TC_NONE, TC_NONE);

  g_test_message ("%s", text);
  g_assert_cmpuint (hits->len, ==, n);
}

static void
test_as_people_type (void)
{
  g_auto (Town) town = {0};

  open_town (&town);
  check_first (&town, "phường vị thanh", "Phường Vị Thanh");
  check_first (&town, "P. Vị Thanh", "Phường Vị Thanh");
  check_first (&town, "p.vi thanh", "Phường Vị Thanh");
  check_first (&town, "vi thanh ward", "Phường Vị Thanh");
  check_first (&town, "NGA BAY", "Phường Ngã Bảy");
  check_first (&town, "hỏa lựu", "Xã Hoả Lựu");
  check_first (&town, "x. hoa luu", "Xã Hoả Lựu");
  check_first (&town, "QL61", "Quốc lộ 61");
  check_first (&town, "quoc lo 61c", "Quốc lộ 61C");
  check_first (&town, "ql 1", "Quốc lộ 1");
  check_first (&town, "ĐT931", "Đường tỉnh 931");
  check_first (&town, "tỉnh lộ 931", "Đường tỉnh 931");
  check_first (&town, "cho phuong 1", "Chợ Vị Thanh");
  check_first (&town, "THĐ", "Đường Trần Hưng Đạo");
  check_first (&town, "duong le quy don", "Lê Quý Đôn");
  check_first (&town, "đạo hưng", "Đường Trần Hưng Đạo");
}

static void
test_half_typed (void)
{
  g_auto (Town) town = {0};

  open_town (&town);
  check_first (&town, "tran hu", "Đường Trần Hưng Đạo");
  check_first (&town, "ng", "Phường Ngã Bảy");
  check_first (&town, "quốc l", "Quốc lộ 61");
  check_first (&town, "le q", "Lê Quý Đôn");
  check_count (&town, "zz", 0);
  check_count (&town, "tran hung dao zz", 0);
  check_count (&town, "", 0);
  check_count (&town, " . ,", 0);
  check_count (&town, "\xff", 0);
}

static void
test_accents_first (void)
{
  g_auto (Town) town = {0};

  open_town (&town);
  check_first (&town, "hòa bình", "Đường Hòa Bình");
  check_first (&town, "hoà bình", "Đường Hòa Bình");
  check_first (&town, "hoa bính", "Đường Hoa Bính");
  check_count (&town, "hoa binh", 2);
}

static void
test_addresses (void)
{
  g_auto (Town) town = {0};

  open_town (&town);
  check_first (&town, "123/4 Trần Hưng Đạo", "Đường Trần Hưng Đạo");
  check_first (&town, "số 12 Lê Quý Đôn", "Lê Quý Đôn");
  check_first (&town, "trước chợ Vị Thanh", "Chợ Vị Thanh");
  check_first (&town, "Trần Hưng Đạo giao Lê Quý Đôn", "Ngã tư Trần Hưng Đạo – Lê Quý Đôn");
  check_first (&town, "tran hung dao x le quy don", "Ngã tư Trần Hưng Đạo – Lê Quý Đôn");
  check_count (&town, "123", 0);
}

/* The area that a street lies in tells two of one name apart, but isn't a name of the street. */
static void
test_around (void)
{
  g_auto (Town) town = {0};

  open_town (&town);
  g_autoptr (GPtrArray) both = search (&town, "tran hung dao", TC_NONE, TC_NONE);
  g_autoptr (GPtrArray) one = search (&town, "tran hung dao, vi thanh", TC_NONE, TC_NONE);
  g_autoptr (GPtrArray) ward = search (&town, "vị thanh", TC_NONE, TC_NONE);
  g_assert_cmpuint (both->len, ==, 3);
  g_assert_cmpuint (one->len, ==, 1);
  TcPlaceHit *street = one->pdata[0];
  g_assert_cmpint (street->area_id, ==, town.vi_thanh);
  g_assert_cmpstr (street->area_name, ==, "Phường Vị Thanh");
  g_assert_cmpint (street->place, ==, TC_PLACE_STREET);
  g_assert_cmpstr (street->kind, ==, "street");
  g_assert_cmpuint (ward->len, ==, 2); /* the ward and its market, no street */
  g_assert_cmpint (((TcPlaceHit *) ward->pdata[0])->id, ==, town.vi_thanh);
}

static void
test_near (void)
{
  g_auto (Town) town = {0};

  open_town (&town);
  g_autoptr (GPtrArray) west = search (&town, "tran hung dao", 97830000, 1054700000);
  g_autoptr (GPtrArray) east = search (&town, "tran hung dao", 98000000, 1058200000);
  TcPlaceHit *in_west = west->pdata[0];
  TcPlaceHit *in_east = east->pdata[0];
  g_assert_cmpint (in_west->area_id, ==, town.vi_thanh);
  g_assert_cmpint (ABS (in_west->distance_m - 55), <=, 1);
  g_assert_cmpint (in_east->area_id, ==, town.vi_tan);
  g_assert_cmpint (ABS (in_east->distance_m - 110), <=, 1);
  g_autoptr (GPtrArray) nowhere = search (&town, "hoa binh", 97830000, 1054700000);
  g_assert_cmpint (((TcPlaceHit *) nowhere->pdata[0])->distance_m, ==, TC_NONE);
}

static void
test_changes_are_seen (void)
{
  g_auto (Town) town = {0};

  open_town (&town);
  check_count (&town, "nguyen hue", 0);
  gint64 id = add_street (&town, "street", "Đường Nguyễn Huệ", NULL, 0, TC_NONE, TC_NONE);
  check_first (&town, "nguyen hue", "Đường Nguyễn Huệ");
  TcStreetRef ref = {id};
  tc_fixture_run (town.f, &tc_street_remove_type, &ref);
  check_count (&town, "nguyen hue", 0);
  TcAreaEnd end = {town.vi_tan, town.vi_thanh, town.f->now_us};
  g_autoptr (GPtrArray) before = search (&town, "vi tan", TC_NONE, TC_NONE);
  g_assert_true (((TcPlaceHit *) before->pdata[0])->in_force);
  tc_fixture_run (town.f, &tc_area_end_type, &end);
  g_autoptr (GPtrArray) after = search (&town, "vi tan", TC_NONE, TC_NONE);
  g_assert_false (((TcPlaceHit *) after->pdata[0])->in_force);
}

/* A junction holds the names of its streets, but who types one of them means the street. */
static void
test_street_before_its_junction (void)
{
  g_auto (Town) town = {0};

  open_town (&town);
  g_autoptr (GPtrArray) hits = search (&town, "le quy don", 97827000, 1054718000);
  g_assert_cmpuint (hits->len, ==, 2);
  TcPlaceHit *first = hits->pdata[0];
  TcPlaceHit *second = hits->pdata[1];
  g_assert_cmpstr (first->kind, ==, "street");
  g_assert_cmpstr (second->kind, ==, "junction");
  g_assert_cmpint (second->distance_m, <, first->distance_m);
}

/* A desk applies what came from the server as rows; the stamp comes along. */
static void
test_changes_by_rows (void)
{
  g_auto (Town) town = {0};
  g_autoptr (TcPlaceIndex) index = tc_place_index_new ();

  open_town (&town);
  TcPlaceQuery query = {"nguyen hue", TC_NONE, TC_NONE, town.f->now_us, 10};
  g_autoptr (GPtrArray) none = tc_place_index_search (index, town.f->mirror, &query);
  g_assert_cmpuint (none->len, ==, 0);
  add_street (&town, "street", "Đường Nguyễn Huệ", NULL, 0, TC_NONE, TC_NONE);
  g_autoptr (GPtrArray) one = tc_place_index_search (index, town.f->mirror, &query);
  g_assert_cmpuint (one->len, ==, 1);
}

#define MANY 20000

static void
fill_many (TcFixture *f)
{
  static const char *const syllables[] = {"Trần", "Lê",  "Nguyễn", "Phạm", "Hưng", "Đạo",  "Quý",
                                          "Đôn",  "Văn", "Thị",    "Minh", "Khai", "Bình", "Hoà",
                                          "An",   "Phú", "Long",   "Mỹ",   "Tân",  "Vị"};
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);

  tc_database_begin (f->db);
  for (guint i = 0; i < MANY; i++) {
    g_autofree char *name = g_strdup_printf (
        "Đường %s %s %s %u", syllables[g_rand_int_range (rand, 0, 20)],
        syllables[g_rand_int_range (rand, 0, 20)], syllables[g_rand_int_range (rand, 0, 20)], i);
    tc_database_execute (f->db,
                         "INSERT INTO street (id, scope, code, kind, name, lat_e7, lon_e7)"
                         " VALUES (?, 1, ?, 'street', ?, ?, ?)",
                         "issii", (gint64) i + 1, "x", name,
                         (gint64) g_rand_int_range (rand, 96000000, 99000000),
                         (gint64) g_rand_int_range (rand, 1054000000, 1058000000));
  }
  g_autoptr (GError) error = NULL;
  gboolean committed = tc_database_commit (f->db, &error);
  g_assert_no_error (error);
  g_assert_true (committed);
}

/* What a plain scan counts for "long m": two words that begin so, neither the other. */
static guint
count_plainly (TcFixture *f)
{
  g_autoptr (TcQuery)
      query = tc_database_query (f->db, "SELECT name FROM street ORDER BY id", NULL);
  guint n = 0;

  while (tc_query_next (query)) {
    g_auto (GStrv) words = tc_fold_words (tc_query_text (query, 0));
    gboolean has_long = FALSE, has_m = FALSE;
    for (char **word = words; *word; word++) {
      has_long = has_long || strcmp (*word, "long") == 0;
      has_m = has_m || g_str_has_prefix (*word, "m");
    }
    n += has_long && has_m;
  }
  return n;
}

static void
test_many (void)
{
  g_autoptr (TcFixture) f = tc_fixture_new ();
  g_autoptr (TcPlaceIndex) index = tc_place_index_new ();
  TcPlaceQuery query = {"long m", 97800000, 1056000000, f->now_us, TC_PLACE_HITS_MAX};

  fill_many (f);
  gint64 start_us = g_get_monotonic_time ();
  g_autoptr (GPtrArray) hits = tc_place_index_search (index, f->db, &query);
  gint64 filled_us = g_get_monotonic_time ();
  g_assert_cmpuint (hits->len, ==, MIN (count_plainly (f), TC_PLACE_HITS_MAX));
  for (guint i = 0; i < hits->len; i++)
    g_assert_true (strstr (((TcPlaceHit *) hits->pdata[i])->name, "Long") != NULL);
  static const char *const typed[] = {"d", "duong", "tran hung dao", "le quy don 15", "vi"};
  for (guint i = 0; i < G_N_ELEMENTS (typed); i++) {
    gint64 from_us = g_get_monotonic_time ();
    query.text = typed[i];
    g_autoptr (GPtrArray) found = tc_place_index_search (index, f->db, &query);
    g_test_message ("\"%s\": %u hits in %d us", typed[i], found->len,
                    (int) (g_get_monotonic_time () - from_us));
  }
  g_test_message ("filled %d names in %d us", MANY, (int) (filled_us - start_us));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/place-index/as-people-type", test_as_people_type);
  g_test_add_func ("/place-index/half-typed", test_half_typed);
  g_test_add_func ("/place-index/accents", test_accents_first);
  g_test_add_func ("/place-index/addresses", test_addresses);
  g_test_add_func ("/place-index/around", test_around);
  g_test_add_func ("/place-index/near", test_near);
  g_test_add_func ("/place-index/junction", test_street_before_its_junction);
  g_test_add_func ("/place-index/changes", test_changes_are_seen);
  g_test_add_func ("/place-index/rows", test_changes_by_rows);
  g_test_add_func ("/place-index/many", test_many);
  return g_test_run ();
}
