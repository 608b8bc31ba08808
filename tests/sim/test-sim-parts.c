/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: what the simulation has of its own instead of the real thing hides no fault: its digest of
 * rows tells apart what the catalogue's does, its signatures find another key, domain or byte, and
 * its memory gives no piece out twice. Method: two databases that differ by one statement; bent
 * signatures; pieces of all sizes full of a pattern, in an order of a fixed seed.
 */
#include "sim.h"
#include "tc-schema.h"

#include <sqlite3.h>
#include <string.h>

#define SCOPES 3
#define PIECES 200
#define TURNS 100000
#define LARGEST (200 * 1024)

#define ROW "INSERT INTO saved_filter VALUES "
#define BASE                                                                                       \
  ROW "(1, 1, NULL, 'a', 'bc', 7, 8), (2, 1, 5, '', 'd', 7, 8), (3, 2, 0, 'e', 'f', 7, 8)"

static TcDatabase *
open_state (TcCatalogue **catalogue)
{
  const TcSchemaSet *const sets[] = {&tc_schema_state, NULL};
  g_autoptr (GError) error = NULL;
  TcDatabase *db = tc_database_open (":memory:", TC_DATABASE_WRITER | TC_DATABASE_MEMORY, &error);

  g_assert_no_error (error);
  g_assert_true (tc_schema_migrate (db, sets, &error));
  *catalogue = tc_catalogue_load (db, &error);
  g_assert_no_error (error);
  tc_database_execute_script (db, BASE);
  return db;
}

/* What differs by one statement from what it was; in which scopes, as bits. */
static const struct {
  const char *statement;
  guint differ;
} changes[] = {
    {"UPDATE saved_filter SET name = name", 0},
    {"DELETE FROM saved_filter; " BASE, 0},
    {"UPDATE saved_filter SET name = 'b' WHERE id = 1", 1 << 1},
    {"UPDATE saved_filter SET name = 'ab', filter = 'c' WHERE id = 1", 1 << 1},
    {"UPDATE saved_filter SET agency_id = 0 WHERE id = 1", 1 << 1},
    {"UPDATE saved_filter SET agency_id = NULL WHERE id = 3", 1 << 2},
    {"UPDATE saved_filter SET staff_id = 8, changed_us = 7 WHERE id = 2", 1 << 1},
    {"UPDATE saved_filter SET scope = 2 WHERE id = 1", 1 << 1 | 1 << 2},
    {"UPDATE saved_filter SET id = 4 WHERE id = 3", 1 << 2},
    {"DELETE FROM saved_filter WHERE id = 3", 1 << 2},
    {ROW "(4, 3, NULL, '', '', 0, 0)", 1 << 3},
};

static void
test_rows (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++) {
    g_autoptr (TcCatalogue) catalogue = NULL;
    g_autoptr (TcCatalogue) other_catalogue = NULL;
    g_autoptr (TcDatabase) db = open_state (&catalogue);
    g_autoptr (TcDatabase) other_db = open_state (&other_catalogue);
    tc_database_execute_script (other_db, changes[i].statement);
    g_autoptr (SimRows) rows = sim_rows_read (catalogue, db);
    g_autoptr (SimRows) other = sim_rows_read (other_catalogue, other_db);

    for (gint64 scope = 1; scope <= SCOPES; scope++) {
      TcDigest one = tc_catalogue_digest (catalogue, db, scope);
      TcDigest two = tc_catalogue_digest (other_catalogue, other_db, scope);
      gboolean same = !(changes[i].differ & 1u << scope);

      g_test_message ("scope %d after: %s", (int) scope, changes[i].statement);
      g_assert_cmpint (sim_rows_equal (rows, other, scope), ==, same);
      g_assert_cmpint (tc_digest_equal (&one, &two), ==, same);
    }
  }
}

static void
test_scopes (void)
{
  g_autoptr (TcCatalogue) catalogue = NULL;
  g_autoptr (TcDatabase) db = open_state (&catalogue);
  tc_database_execute_script (db, ROW "(4, -6, NULL, '', '', 0, 0)");
  g_autoptr (SimRows) rows = sim_rows_read (catalogue, db);
  g_autoptr (GArray) scopes = sim_rows_list_scopes (rows);
  const gint64 there[] = {-6, 1, 2};

  g_assert_cmpmem (scopes->data, scopes->len * sizeof (gint64), there, sizeof there);
}

static void
test_signatures (void)
{
  g_autoptr (TcKey) key = tc_key_generate ();
  g_autoptr (TcKey) other = tc_key_generate ();
  const TcPublicKey *public = tc_key_get_public (key);
  char text[] = "dispatch 7";
  TcSignature signature = tc_key_sign (key, "op", text, sizeof text);

  g_assert_true (tc_key_verify (public, "op", text, sizeof text, &signature));
  g_assert_false (tc_key_verify (tc_key_get_public (other), "op", text, sizeof text, &signature));
  g_assert_false (tc_key_verify (public, "link", text, sizeof text, &signature));
  g_assert_false (tc_key_verify (public, "op", text, sizeof text - 1, &signature));
  g_assert_false (tc_key_verify (public, "opd", text + 1, sizeof text - 1, &signature));
  for (guint i = 0; i < TC_SIGNATURE_SIZE; i++) {
    TcSignature bent = signature;
    bent.bytes[i] ^= 1;
    g_assert_false (tc_key_verify (public, "op", text, sizeof text, &bent));
  }
  for (guint i = 0; i < sizeof text; i++) {
    text[i] ^= 1;
    g_assert_false (tc_key_verify (public, "op", text, sizeof text, &signature));
    text[i] ^= 1;
  }
  signature = tc_key_sign (key, "op", "", 0);
  g_assert_true (tc_key_verify (public, "op", "", 0, &signature));
}

/* Small ones are likelier; some are right at the border of a size. */
static guint
draw_size (GRand *rand)
{
  guint size = 1u << g_rand_int_range (rand, 0, 18);

  return MIN (size + (guint) g_rand_int_range (rand, 0, (gint) MIN (size, 20u)), LARGEST);
}

static void
check_piece (const guint8 *piece, guint size, guint8 pattern)
{
  for (guint i = 0; i < size; i++)
    g_assert_cmpuint (piece[i], ==, pattern);
}

static void
test_memory (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  guint8 *pieces[PIECES] = {NULL};
  guint sizes[PIECES] = {0};

  for (guint turn = 0; turn < TURNS; turn++) {
    guint at = (guint) g_rand_int_range (rand, 0, PIECES);
    guint size = draw_size (rand);

    check_piece (pieces[at], MIN (sizes[at], 64), (guint8) at);
    if (pieces[at] && g_rand_boolean (rand)) {
      pieces[at] = sqlite3_realloc64 (pieces[at], size);
      check_piece (pieces[at], MIN (size, sizes[at]), (guint8) at);
    } else {
      check_piece (pieces[at], sizes[at], (guint8) at);
      sqlite3_free (pieces[at]);
      pieces[at] = sqlite3_malloc64 (size);
    }
    g_assert_cmpuint (GPOINTER_TO_SIZE (pieces[at]) % 8, ==, 0);
    g_assert_cmpuint (sqlite3_msize (pieces[at]), >=, size);
    memset (pieces[at], (guint8) at, size);
    sizes[at] = size;
  }
  for (guint at = 0; at < PIECES; at++) {
    check_piece (pieces[at], sizes[at], (guint8) at);
    sqlite3_free (pieces[at]);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  sim_memory_prepare ();
  tc_crypto_init ();
  g_test_add_func ("/sim/memory", test_memory);
  g_test_add_func ("/sim/rows", test_rows);
  g_test_add_func ("/sim/scopes", test_scopes);
  g_test_add_func ("/sim/signatures", test_signatures);
  return g_test_run ();
}
