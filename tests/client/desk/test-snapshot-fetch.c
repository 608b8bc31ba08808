/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: what is of no use any more in a desk's folder of snapshots goes, what can be gone on with
 * stays, and the main loop doesn't wait for it: parts are of gigabytes. Method: a folder as an
 * earlier run left it; nothing is fetched, only asked for.
 */
#include "tc-snapshot-fetch.h"

#include "main-turn.h"

#include <glib/gstdio.h>

typedef struct {
  char *folder;
  TcSnapshotFetch *fetch;
  TcHttpClient *http;
  guint tokens;
  guint there; /* files in the folder when a token was asked for */
} Fixture;

static guint
count_files (Fixture *fixture)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->folder, 0, NULL);
  guint n = 0;

  while (dir && g_dir_read_name (dir))
    n++;
  return n;
}

static void
add_file (Fixture *fixture, const char *name)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

  g_assert_true (g_file_set_contents (path, name, -1, NULL));
}

static gboolean
has_file (Fixture *fixture, const char *name)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

  return g_access (path, F_OK) == 0;
}

static void
token_cb (gpointer data)
{
  Fixture *fixture = data;

  fixture->tokens++;
  fixture->there = count_files (fixture);
}

static void
progress_cb (double done, gpointer data)
{
}

static const TcSnapshotFetchHooks hooks = {.token = token_cb, .progress = progress_cb};

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TcWireAddress) address = tc_wire_address_new ("http://127.0.0.1:1", NULL, NULL);

  fixture->folder = g_dir_make_tmp ("test-snapshot-fetch-XXXXXX", NULL);
  fixture->http = tc_http_client_new (address, NULL);
  fixture->fetch = tc_snapshot_fetch_new (fixture->folder, &hooks, fixture);
  tc_snapshot_fetch_set_http (fixture->fetch, fixture->http);
  add_file (fixture, "1-1-5.snap");
  add_file (fixture, "1-1-5.snap.2");
  add_file (fixture, "1-1-9.snap.list");
  add_file (fixture, "1-1-9.snap.3.part");
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  static const char *const names[] = {"1-1-5.snap", "1-1-5.snap.2", "1-1-9.snap.list",
                                      "1-1-9.snap.3.part"};

  tc_snapshot_fetch_free (fixture->fetch);
  g_object_unref (fixture->http);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *path = g_build_filename (fixture->folder, names[i], NULL);

    g_unlink (path);
  }
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->folder);
}

static void
wait_token (Fixture *fixture)
{
  while (fixture->tokens == 0)
    g_main_context_iteration (NULL, TRUE);
}

static GArray *
list_parts (const char *file, gint64 number)
{
  GArray *parts = g_array_new (FALSE, FALSE, sizeof (TcReplicaPart));
  TcReplicaPart part = {1, number, (char *) file, 0, 1000};

  g_array_append_val (parts, part);
  return parts;
}

/* Of an older turn than the one that is offered. */
static void
test_offer (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GArray) files = tc_snapshot_files_new ();
  TcSnapshotFile file = {.scope = 1, .size = 10, .name = (char *) "1-1-9.snap"};

  tc_snapshot_files_add (files, &file);
  tc_snapshot_fetch_first (fixture->fetch, files);
  /* It goes on when the folder is cleared, not in here. */
  g_assert_cmpuint (fixture->tokens, ==, 0);
  wait_token (fixture);
  g_assert_cmpuint (fixture->there, ==, 2);
  g_assert_true (has_file (fixture, "1-1-9.snap.list") && has_file (fixture, "1-1-9.snap.3.part"));
}

/* Of the parts that come next, and in the end of none. */
static void
test_parts (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GArray) wanted = list_parts ("1-1-9.snap", 3);
  g_autoptr (GArray) none = g_array_new (FALSE, FALSE, sizeof (TcReplicaPart));

  tc_snapshot_fetch_parts (fixture->fetch, wanted);
  g_assert_cmpuint (fixture->tokens, ==, 0);
  wait_token (fixture);
  g_assert_true (has_file (fixture, "1-1-9.snap.3.part"));
  /* Whole files have further parts. */
  g_assert_true (has_file (fixture, "1-1-5.snap"));
  g_assert_false (has_file (fixture, "1-1-5.snap.2"));
  tc_snapshot_fetch_parts (fixture->fetch, none);
  while (count_files (fixture) > 0)
    main_turn ();
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/snapshot-fetch/offer", Fixture, NULL, set_up, test_offer, tear_down);
  g_test_add ("/snapshot-fetch/parts", Fixture, NULL, set_up, test_parts, tear_down);
  return g_test_run ();
}
