/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Attachments on disk: seen only whole and under their own hash, counted, within the room there is;
 * parts that nobody went on with go at start.
 */
#include "remove-tree.h"
#include "tc-error.h"
#include "tc-file-store.h"

#include <string.h>
#include <utime.h>

#define TEXT "một tấm ảnh"

typedef struct {
  char *dir;
  TcFileStore *store;
  char *hash;
} Fixture;

static void
open_store (Fixture *fixture, gint64 total_max)
{
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&fixture->store, tc_file_store_unref);
  fixture->store = tc_file_store_new (fixture->dir, total_max, &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->dir = g_dir_make_tmp ("test-file-store-XXXXXX", NULL);
  fixture->hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, TEXT, -1);
  open_store (fixture, 100);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  tc_file_store_unref (fixture->store);
  remove_tree (fixture->dir);
  g_free (fixture->dir);
  g_free (fixture->hash);
}

static void
put_part (Fixture *fixture, const char *text)
{
  g_autofree char *path = tc_file_store_dup_part_path (fixture->store, fixture->hash, 0);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static void
test_take (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;

  g_assert_false (tc_file_store_has (fixture->store, fixture->hash));
  put_part (fixture, "một tấm");
  g_assert_cmpint (tc_file_store_get_part_size (fixture->store, fixture->hash, 0), ==,
                   strlen ("một tấm"));
  g_assert_false (tc_file_store_take (fixture->store, fixture->hash, 0, &error));
  g_assert_error (error, TC_ERROR, TC_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_cmpint (tc_file_store_get_part_size (fixture->store, fixture->hash, 0), ==, 0);
  put_part (fixture, TEXT);
  g_assert_true (tc_file_store_take (fixture->store, fixture->hash, 0, &error));
  g_assert_no_error (error);
  g_assert_true (tc_file_store_has (fixture->store, fixture->hash));
  path = tc_file_store_dup_path (fixture->store, fixture->hash);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, TEXT);
}

/* What comes from one desk is none of another's, and the same file from both counts once. */
static void
test_two_desks (Fixture *fixture, gconstpointer data)
{
  g_autofree char *first = tc_file_store_dup_part_path (fixture->store, fixture->hash, 1);
  g_autofree char *second = tc_file_store_dup_part_path (fixture->store, fixture->hash, 2);
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (first, "gì khác", -1, NULL));
  g_assert_cmpint (tc_file_store_get_part_size (fixture->store, fixture->hash, 2), ==, 0);
  g_assert_true (g_file_set_contents (second, TEXT, -1, NULL));
  g_assert_false (tc_file_store_take (fixture->store, fixture->hash, 1, &error));
  g_assert_error (error, TC_ERROR, TC_ERROR_INVALID);
  g_assert_true (tc_file_store_take (fixture->store, fixture->hash, 2, NULL));
  g_assert_true (g_file_set_contents (first, TEXT, -1, NULL));
  g_assert_true (tc_file_store_take (fixture->store, fixture->hash, 1, NULL));
  g_assert_cmpint (tc_file_store_get_total (fixture->store), ==, strlen (TEXT));
  g_assert_true (g_file_set_contents (first, "một", -1, NULL));
  g_assert_true (g_file_set_contents (second, "một", -1, NULL));
  tc_file_store_erase (fixture->store, fixture->hash);
  g_assert_false (tc_file_store_has (fixture->store, fixture->hash));
  for (guint16 desk = 1; desk <= 2; desk++)
    g_assert_cmpint (tc_file_store_get_part_size (fixture->store, fixture->hash, desk), ==, 0);
}

static void
test_room (Fixture *fixture, gconstpointer data)
{
  gint64 size = strlen (TEXT);

  put_part (fixture, TEXT);
  g_assert_true (tc_file_store_take (fixture->store, fixture->hash, 0, NULL));
  g_assert_cmpint (tc_file_store_get_total (fixture->store), ==, size);
  open_store (fixture, size + 10); /* counted anew from what is there */
  g_assert_cmpint (tc_file_store_get_total (fixture->store), ==, size);
  g_assert_true (tc_file_store_has_room (fixture->store, 10));
  g_assert_false (tc_file_store_has_room (fixture->store, 11));
}

/* What is coming has its room from the beginning, whoever sends it and however often; it counts
 * once when it has come, and not at all when it never does. */
static void
test_claims (Fixture *fixture, gconstpointer data)
{
  gint64 size = strlen (TEXT);
  g_autofree char *other = g_strnfill (64, 'a');
  g_autofree char *part = tc_file_store_dup_part_path (fixture->store, other, 2);
  const struct utimbuf old = {0, 0};

  g_assert_true (tc_file_store_claim (fixture->store, fixture->hash, 0, size));
  g_assert_true (tc_file_store_claim (fixture->store, other, 2, 100 - size));
  g_assert_false (tc_file_store_claim (fixture->store, other, 1, 1));
  g_assert_true (tc_file_store_claim (fixture->store, other, 2, 100 - size)); /* gone on with */
  g_assert_false (tc_file_store_has_room (fixture->store, 1));
  g_assert_cmpint (tc_file_store_get_total (fixture->store), ==, 0);
  put_part (fixture, TEXT);
  g_assert_true (g_file_set_contents (part, "một", -1, NULL));
  g_assert_true (tc_file_store_take (fixture->store, fixture->hash, 0, NULL));
  g_assert_cmpint (tc_file_store_get_total (fixture->store), ==, size);
  g_assert_false (tc_file_store_has_room (fixture->store, 1));
  /* From an earlier run: what has come of it, until that is too old. */
  open_store (fixture, 100);
  g_assert_cmpint (tc_file_store_get_total (fixture->store), ==, size);
  g_assert_true (tc_file_store_has_room (fixture->store, 100 - size - (gint64) strlen ("một")));
  g_assert_false (tc_file_store_has_room (fixture->store, 101 - size - (gint64) strlen ("một")));
  g_assert_cmpint (utime (part, &old), ==, 0);
  tc_file_store_tidy (fixture->store, g_get_real_time ());
  g_assert_true (tc_file_store_has_room (fixture->store, 100 - size));
  g_assert_true (tc_file_store_claim (fixture->store, other, 2, 100 - size));
  tc_file_store_unclaim (fixture->store, other, 2);
  g_assert_true (tc_file_store_has_room (fixture->store, 100 - size));
}

/* What came before a stop counts once it is whole, and once. */
static void
test_part_of_before (Fixture *fixture, gconstpointer data)
{
  put_part (fixture, TEXT);
  open_store (fixture, 100);
  g_assert_cmpint (tc_file_store_get_total (fixture->store), ==, 0);
  g_assert_true (tc_file_store_take (fixture->store, fixture->hash, 0, NULL));
  g_assert_cmpint (tc_file_store_get_total (fixture->store), ==, strlen (TEXT));
}

/* A part that turned out to be another file holds nothing. */
static void
test_claim_of_wrong (Fixture *fixture, gconstpointer data)
{
  g_assert_true (tc_file_store_claim (fixture->store, fixture->hash, 0, 100));
  put_part (fixture, "gì khác");
  g_assert_false (tc_file_store_take (fixture->store, fixture->hash, 0, NULL));
  g_assert_true (tc_file_store_has_room (fixture->store, 100));
}

static gboolean
keeps_cb (const char *hash, gpointer data)
{
  return g_str_equal (hash, data);
}

/* What was used longest ago goes, until there is room, and never what is to stay. */
static void
test_make_room (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = g_strnfill (30, 'x');
  char *hashes[3];

  for (guint i = 0; i < G_N_ELEMENTS (hashes); i++) {
    const struct utimbuf used = {1000 + i, 1000 + i};

    text[0] = (char) ('a' + i);
    hashes[i] = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
    g_autofree char *path = tc_file_store_dup_path (fixture->store, hashes[i]);
    g_assert_true (g_file_set_contents (path, text, -1, NULL));
    g_assert_cmpint (utime (path, &used), ==, 0);
    tc_file_store_count (fixture->store, hashes[i]);
  }
  g_assert_cmpint (tc_file_store_get_total (fixture->store), ==, 90);
  g_assert_true (tc_file_store_make_room (fixture->store, 10, keeps_cb, hashes[0]));
  g_assert_cmpint (tc_file_store_get_total (fixture->store), ==, 90);
  g_assert_true (tc_file_store_make_room (fixture->store, 20, keeps_cb, hashes[0]));
  g_assert_true (tc_file_store_has (fixture->store, hashes[0]));
  g_assert_false (tc_file_store_has (fixture->store, hashes[1]));
  g_assert_true (tc_file_store_has (fixture->store, hashes[2]));
  g_assert_cmpint (tc_file_store_get_total (fixture->store), ==, 60);
  g_assert_false (tc_file_store_make_room (fixture->store, 71, keeps_cb, hashes[0]));
  g_assert_true (tc_file_store_has (fixture->store, hashes[0]));
  g_assert_cmpint (tc_file_store_get_total (fixture->store), ==, 30);
  for (guint i = 0; i < G_N_ELEMENTS (hashes); i++)
    g_free (hashes[i]);
}

static void
test_old_parts (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = tc_file_store_dup_part_path (fixture->store, fixture->hash, 0);
  struct utimbuf old = {0, 0};

  put_part (fixture, TEXT);
  open_store (fixture, 100);
  g_assert_cmpint (tc_file_store_get_part_size (fixture->store, fixture->hash, 0), >, 0);
  g_assert_cmpint (utime (path, &old), ==, 0);
  open_store (fixture, 100);
  g_assert_cmpint (tc_file_store_get_part_size (fixture->store, fixture->hash, 0), ==, 0);
}

static void
test_names (void)
{
  g_autofree char *right = g_strnfill (64, 'a');
  g_autofree char *capital = g_strnfill (64, 'A');
  g_autofree char *longer = g_strnfill (65, 'a');

  g_assert_true (tc_file_store_is_hash (right));
  g_assert_false (tc_file_store_is_hash (capital));
  g_assert_false (tc_file_store_is_hash (longer));
  g_assert_false (tc_file_store_is_hash (""));
  right[3] = '/';
  g_assert_false (tc_file_store_is_hash (right));
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/file-store/take", test_take);
  ADD ("/file-store/two-desks", test_two_desks);
  ADD ("/file-store/room", test_room);
  ADD ("/file-store/claims", test_claims);
  ADD ("/file-store/part-of-before", test_part_of_before);
  ADD ("/file-store/claim-of-wrong", test_claim_of_wrong);
  ADD ("/file-store/make-room", test_make_room);
  ADD ("/file-store/old-parts", test_old_parts);
  g_test_add_func ("/file-store/names", test_names);
  return g_test_run ();
}
