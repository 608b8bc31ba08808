/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Files on their way: what the server answers, what the line does, and what a person looks at
 * decide what goes when. Method: a small real server of /files that fails as it is told; a short
 * second.
 */
#include "remove-tree.h"
#include "tc-error.h"
#include "tc-file-transfers.h"
#include "tc-http-server.h"
#include "wait-limit.h"

#include <glib/gstdio.h>
#include <string.h>

#define SECOND_MS 20
#define SIZE (300 * 1000)
#define TOKEN "right"

typedef struct {
  char *dir;
  TcHttpServer *server;
  TcHttpClient *http;
  TcFileCache *cache;
  TcFileTransfers *transfers;
  GHashTable *files; /* (owned): hash to GBytes: what the server has */
  GPtrArray *asked;  /* (owned): hashes, in the order of their GET */
  GQueue held;       /* (owned): GETs that are not answered yet */
  GHashTable *seen;  /* (owned): states that a file was seen in */
  const char *token; /* what the server takes */
  guint status;      /* answer each PATCH so; 0: take it */
  guint cut_bytes;   /* take so much of a PATCH, then cut; 0: all */
  gboolean hold;     /* keep GETs waiting */
  gboolean other;    /* give other bytes than those asked for */
  guint tokens;      /* how often one was asked for */
  guint sent;
  guint patches;
} Fixture;

/* ---- the server ---- */

static gboolean
is_allowed (Fixture *fixture, TcHttpRequest *request)
{
  if (g_strcmp0 (tc_http_request_get_bearer (request), fixture->token) == 0)
    return TRUE;
  tc_http_request_answer_text (request, 401, "text/plain", "");
  return FALSE;
}

static void
answer_get (Fixture *fixture, TcHttpRequest *request)
{
  const char *hash = tc_http_request_get_rest (request) + 1;
  GBytes *bytes = g_hash_table_lookup (fixture->files, hash);
  gboolean head = g_str_equal (tc_http_request_get_method (request), "HEAD");
  g_autoptr (GBytes) other = NULL;

  if (!bytes || (head && g_bytes_get_size (bytes) < SIZE)) {
    g_autofree char *offset = g_strdup_printf ("%" G_GSIZE_FORMAT,
                                               bytes ? g_bytes_get_size (bytes) : 0);

    tc_http_request_add_header (request, "Upload-Offset", offset);
    tc_http_request_answer_text (request, 404, "text/plain", "");
    return;
  }
  if (fixture->other)
    bytes = other = g_bytes_new_take (g_strnfill (SIZE, '?'), SIZE);
  tc_http_request_answer (request, 200, "application/octet-stream", bytes);
}

static void
answer_patch (Fixture *fixture, TcHttpRequest *request)
{
  const char *hash = tc_http_request_get_rest (request) + 1;
  GBytes *had = g_hash_table_lookup (fixture->files, hash);
  GBytes *body = tc_http_request_get_body (request);
  g_autoptr (GByteArray) all = g_byte_array_new ();
  gsize size = 0;
  const guint8 *bytes = g_bytes_get_data (body, &size);

  fixture->patches++;
  if (fixture->status) {
    tc_http_request_answer_text (request, fixture->status, "text/plain", "");
    return;
  }
  if (had)
    g_byte_array_append (all, g_bytes_get_data (had, NULL), (guint) g_bytes_get_size (had));
  if (fixture->cut_bytes) {
    size = MIN (size, fixture->cut_bytes);
    fixture->cut_bytes = 0;
  }
  g_byte_array_append (all, bytes, (guint) size);
  g_hash_table_insert (fixture->files, g_strdup (hash), g_bytes_new (all->data, all->len));
  tc_http_request_answer_text (request, all->len == SIZE ? 204 : 503, "text/plain", "");
}

static void
handle_cb (TcHttpRequest *request, gpointer data)
{
  Fixture *fixture = data;

  if (!is_allowed (fixture, request))
    return;
  if (g_str_equal (tc_http_request_get_method (request), "PATCH")) {
    answer_patch (fixture, request);
    return;
  }
  if (g_str_equal (tc_http_request_get_method (request), "GET")) {
    g_ptr_array_add (fixture->asked, g_strdup (tc_http_request_get_rest (request) + 1));
    if (fixture->hold) {
      g_queue_push_tail (&fixture->held, g_object_ref (request));
      return;
    }
  }
  answer_get (fixture, request);
}

static void
release (Fixture *fixture)
{
  TcHttpRequest *request;

  fixture->hold = FALSE;
  while ((request = g_queue_pop_head (&fixture->held))) {
    answer_get (fixture, request);
    g_object_unref (request);
  }
}

/* ---- the desk's part ---- */

static void
need_token_cb (gpointer data)
{
  Fixture *fixture = data;

  fixture->tokens++;
  tc_file_transfers_set_token (fixture->transfers, TOKEN, 0);
}

static void
changed_cb (const char *hash, gpointer data)
{
  Fixture *fixture = data;
  TcFileStatus status;

  if (!fixture->transfers)
    return;
  tc_file_transfers_look (fixture->transfers, hash, &status);
  g_hash_table_add (fixture->seen, GINT_TO_POINTER (status.state));
}

static void
sent_cb (const char *hash, gpointer data)
{
  ((Fixture *) data)->sent++;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  const TcHttpRoute route = {
      .path = "/files", .methods = "GET PATCH", .body_bytes_max = 2 * SIZE, .handle = handle_cb};
  const TcFileTransferHooks hooks = {need_token_cb, changed_cb, sent_cb};
  g_autoptr (GError) error = NULL;
  g_autofree char *url = NULL, *folder = NULL;
  g_autoptr (TcWireAddress) address = NULL;

  fixture->dir = g_dir_make_tmp ("test-file-transfers-XXXXXX", NULL);
  folder = g_build_filename (fixture->dir, "files", NULL);
  fixture->token = TOKEN;
  fixture->files = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                          (GDestroyNotify) g_bytes_unref);
  fixture->asked = g_ptr_array_new_with_free_func (g_free);
  fixture->seen = g_hash_table_new (NULL, NULL);
  fixture->server = tc_http_server_new (NULL);
  tc_http_server_add_route (fixture->server, &route, fixture);
  if (!tc_http_server_listen (fixture->server, "127.0.0.1", 0, NULL, &error))
    g_error ("%s", error->message);
  url = tc_http_server_dup_uri (fixture->server);
  address = tc_wire_address_new (url, NULL, &error);
  g_assert_no_error (error);
  fixture->http = tc_http_client_new (address, &error);
  fixture->cache = tc_file_cache_new (folder, 100 * SIZE);
  g_assert_true (tc_file_cache_load (fixture->cache, &error));
  fixture->transfers = tc_file_transfers_new (fixture->cache, &hooks, fixture);
  tc_file_transfers_set_second_ms (fixture->transfers, SECOND_MS);
  tc_file_transfers_set_http (fixture->transfers, fixture->http);
}

static void
turn (guint ms)
{
  gint64 end_us = g_get_monotonic_time () + ms * (gint64) 1000;

  while (g_get_monotonic_time () < end_us)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (500);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  release (fixture);
  tc_file_transfers_stop (fixture->transfers);
  turn (50);
  g_object_unref (fixture->transfers);
  g_object_unref (fixture->http);
  g_object_unref (fixture->server);
  tc_file_cache_unref (fixture->cache);
  g_hash_table_unref (fixture->files);
  g_hash_table_unref (fixture->seen);
  g_ptr_array_unref (fixture->asked);
  remove_tree (fixture->dir);
  g_free (fixture->dir);
}

/* Something to be sent: kept here. (transfer full): its hash */
static char *
add_here (Fixture *fixture, char letter)
{
  g_autoptr (GInputStream)
      input = g_memory_input_stream_new_from_data (g_strnfill (SIZE, letter), SIZE, g_free);
  gint64 size = 0;
  char *hash = tc_file_cache_add (fixture->cache, input, SIZE, &size, NULL, NULL);

  tc_file_cache_let_go (fixture->cache, hash);
  return hash;
}

static char *
add_there (Fixture *fixture, char letter)
{
  g_autoptr (GBytes) bytes = g_bytes_new_take (g_strnfill (SIZE, letter), SIZE);
  char *hash = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);

  g_hash_table_insert (fixture->files, g_strdup (hash), g_bytes_ref (bytes));
  return hash;
}

static TcFileState
look (Fixture *fixture, const char *hash)
{
  TcFileStatus status;

  tc_file_transfers_look (fixture->transfers, hash, &status);
  return status.state;
}

static void
wait_state (Fixture *fixture, const char *hash, TcFileState state)
{
  gint64 end_us = g_get_monotonic_time () + WAIT_US;

  while (look (fixture, hash) != state) {
    if (g_get_monotonic_time () > end_us)
      g_error ("the file stays in state %d", look (fixture, hash));
    turn (1);
  }
}

static gboolean
was_seen (Fixture *fixture, TcFileState state)
{
  return g_hash_table_contains (fixture->seen, GINT_TO_POINTER (state));
}

/* ---- up ---- */

static void
test_send (Fixture *fixture, gconstpointer data)
{
  g_autofree char *hash = add_here (fixture, 'a');

  tc_file_transfers_send (fixture->transfers, hash, SIZE);
  turn (5 * SECOND_MS);
  g_assert_cmpint (look (fixture, hash), ==, TC_FILE_TO_SEND);
  g_assert_cmpuint (tc_file_transfers_count_sends (fixture->transfers), ==, 1);
  tc_file_transfers_set_online (fixture->transfers, TRUE);
  wait_state (fixture, hash, TC_FILE_HERE);
  g_assert_true (was_seen (fixture, TC_FILE_SENDING));
  g_assert_cmpuint (fixture->sent, ==, 1);
  g_assert_cmpuint (tc_file_transfers_count_sends (fixture->transfers), ==, 0);
  g_assert_cmpuint (g_bytes_get_size (g_hash_table_lookup (fixture->files, hash)), ==, SIZE);
}

/* The line breaks in the middle: it goes on where it stood. */
static void
test_send_resumes (Fixture *fixture, gconstpointer data)
{
  g_autofree char *hash = add_here (fixture, 'a');

  fixture->cut_bytes = 100 * 1000;
  tc_file_transfers_send (fixture->transfers, hash, SIZE);
  tc_file_transfers_set_online (fixture->transfers, TRUE);
  wait_state (fixture, hash, TC_FILE_HERE);
  g_assert_cmpuint (fixture->patches, ==, 2);
  g_assert_cmpuint (g_bytes_get_size (g_hash_table_lookup (fixture->files, hash)), ==, SIZE);
}

static void
test_server_full (Fixture *fixture, gconstpointer data)
{
  g_autofree char *hash = add_here (fixture, 'a');

  fixture->status = 507;
  tc_file_transfers_send (fixture->transfers, hash, SIZE);
  tc_file_transfers_set_online (fixture->transfers, TRUE);
  wait_state (fixture, hash, TC_FILE_SERVER_FULL);
  fixture->status = 0;
  wait_state (fixture, hash, TC_FILE_HERE);
}

/* Too large is not tried again, before the server says that it takes more. */
static void
test_too_large (Fixture *fixture, gconstpointer data)
{
  g_autofree char *hash = add_here (fixture, 'a');
  g_autofree char *other = add_here (fixture, 'b');
  guint tried;

  fixture->status = 413;
  tc_file_transfers_send (fixture->transfers, hash, SIZE);
  tc_file_transfers_set_online (fixture->transfers, TRUE);
  wait_state (fixture, hash, TC_FILE_TOO_LARGE);
  tried = fixture->patches;
  turn (20 * SECOND_MS);
  g_assert_cmpuint (fixture->patches, ==, tried);
  tc_file_transfers_set_token (fixture->transfers, TOKEN, SIZE - 1);
  tc_file_transfers_send (fixture->transfers, other, SIZE);
  g_assert_cmpint (look (fixture, other), ==, TC_FILE_TOO_LARGE);
  g_assert_cmpint (tc_file_transfers_get_size_max (fixture->transfers), ==, SIZE - 1);
  fixture->status = 0;
  tc_file_transfers_set_token (fixture->transfers, TOKEN, SIZE);
  wait_state (fixture, hash, TC_FILE_HERE);
  wait_state (fixture, other, TC_FILE_HERE);
}

/* The server finds another hash: if our copy is good it is sent again, else it is lost. */
static void
test_wrong_hash (Fixture *fixture, gconstpointer data)
{
  g_autofree char *hash = add_here (fixture, 'a');
  g_autofree char *path = tc_file_cache_dup_path (fixture->cache, hash);
  g_autofree char *again = NULL;

  fixture->status = 422;
  tc_file_transfers_send (fixture->transfers, hash, SIZE);
  tc_file_transfers_set_online (fixture->transfers, TRUE);
  while (fixture->patches < 2)
    turn (1);
  g_assert_cmpint (look (fixture, hash), !=, TC_FILE_LOST);
  g_assert_true (g_file_set_contents (path, "other", -1, NULL));
  wait_state (fixture, hash, TC_FILE_LOST);
  fixture->status = 0;
  turn (20 * SECOND_MS);
  g_assert_cmpint (look (fixture, hash), ==, TC_FILE_LOST);
  again = add_here (fixture, 'a');
  tc_file_transfers_send (fixture->transfers, again, SIZE);
  wait_state (fixture, hash, TC_FILE_HERE);
}

static void
test_copy_gone (Fixture *fixture, gconstpointer data)
{
  g_autofree char *hash = add_here (fixture, 'a');
  g_autofree char *path = tc_file_cache_dup_path (fixture->cache, hash);

  g_unlink (path);
  tc_file_transfers_send (fixture->transfers, hash, SIZE);
  tc_file_transfers_set_online (fixture->transfers, TRUE);
  wait_state (fixture, hash, TC_FILE_LOST);
}

/* 401: another token is asked for, at once and then ever later. */
static void
test_token (Fixture *fixture, gconstpointer data)
{
  g_autofree char *hash = add_here (fixture, 'a');

  tc_file_transfers_send (fixture->transfers, hash, SIZE);
  fixture->token = "another";
  tc_file_transfers_set_online (fixture->transfers, TRUE);
  while (fixture->tokens < 3)
    turn (1);
  g_assert_cmpint (look (fixture, hash), !=, TC_FILE_HERE);
  fixture->token = TOKEN;
  wait_state (fixture, hash, TC_FILE_HERE);
}

/* Held while it is to be sent: no quota takes it. */
static void
test_never_evicted (Fixture *fixture, gconstpointer data)
{
  g_autofree char *hash = add_here (fixture, 'a');

  tc_file_transfers_send (fixture->transfers, hash, SIZE);
  tc_file_cache_allow_removing (fixture->cache);
  tc_file_cache_set_quota (fixture->cache, 1, 0);
  tc_file_cache_make_room (fixture->cache, SIZE);
  g_assert_true (tc_file_cache_has (fixture->cache, hash));
  tc_file_transfers_keep_back (fixture->transfers, hash);
  tc_file_cache_make_room (fixture->cache, SIZE);
  g_assert_false (tc_file_cache_has (fixture->cache, hash));
}

/* ---- down ---- */

/* Some of the disk stays free; it is fetched once there is more. */
static void
test_kept_room (Fixture *fixture, gconstpointer data)
{
  g_autofree char *hash = add_there (fixture, 'a');

  tc_file_cache_set_quota (fixture->cache, 100 * SIZE, G_MAXINT64);
  tc_file_transfers_want (fixture->transfers, hash, SIZE, TC_FILE_SHOWN);
  tc_file_transfers_set_online (fixture->transfers, TRUE);
  wait_state (fixture, hash, TC_FILE_NO_ROOM);
  tc_file_cache_set_quota (fixture->cache, 100 * SIZE, 0);
  wait_state (fixture, hash, TC_FILE_HERE);
}

static void
test_fetch (Fixture *fixture, gconstpointer data)
{
  g_autofree char *hash = add_there (fixture, 'a');
  g_autoptr (GBytes) bytes = NULL;

  g_assert_cmpint (look (fixture, hash), ==, TC_FILE_ABSENT);
  tc_file_transfers_want (fixture->transfers, hash, SIZE, TC_FILE_SHOWN);
  g_assert_cmpint (look (fixture, hash), ==, TC_FILE_TO_FETCH);
  tc_file_transfers_set_online (fixture->transfers, TRUE);
  wait_state (fixture, hash, TC_FILE_HERE);
  bytes = tc_file_cache_read (fixture->cache, hash, SIZE, NULL);
  g_assert_nonnull (bytes);
  tc_file_transfers_want (fixture->transfers, hash, SIZE, TC_FILE_VIEWED);
  turn (5 * SECOND_MS);
  g_assert_cmpuint (fixture->asked->len, ==, 1);
}

/* Asked for before the folder was read: it is not fetched again. */
static void
test_here_after_all (Fixture *fixture, gconstpointer data)
{
  g_autofree char *hash = add_there (fixture, 'a');
  g_autofree char *same = NULL;

  tc_file_transfers_want (fixture->transfers, hash, SIZE, TC_FILE_SHOWN);
  same = add_here (fixture, 'a');
  g_assert_cmpstr (same, ==, hash);
  g_assert_cmpint (look (fixture, hash), ==, TC_FILE_HERE);
  tc_file_transfers_set_online (fixture->transfers, TRUE);
  turn (5 * SECOND_MS);
  g_assert_cmpuint (fixture->asked->len, ==, 0);
}

static void
test_not_yet (Fixture *fixture, gconstpointer data)
{
  g_autofree char *hash = add_there (fixture, 'a');
  g_autoptr (GBytes) bytes = g_bytes_ref (g_hash_table_lookup (fixture->files, hash));

  g_hash_table_remove (fixture->files, hash);
  tc_file_transfers_want (fixture->transfers, hash, SIZE, TC_FILE_SHOWN);
  tc_file_transfers_set_online (fixture->transfers, TRUE);
  wait_state (fixture, hash, TC_FILE_NOT_YET);
  g_hash_table_insert (fixture->files, g_strdup (hash), g_bytes_ref (bytes));
  wait_state (fixture, hash, TC_FILE_HERE);
}

/* Told that it has come, a desk doesn't wait for its next turn. */
static void
test_arrived (Fixture *fixture, gconstpointer data)
{
  g_autofree char *hash = add_there (fixture, 'a');
  g_autoptr (GBytes) bytes = g_bytes_ref (g_hash_table_lookup (fixture->files, hash));

  tc_file_transfers_set_second_ms (fixture->transfers, 60 * 1000);
  g_hash_table_remove (fixture->files, hash);
  tc_file_transfers_want (fixture->transfers, hash, SIZE, TC_FILE_SHOWN);
  tc_file_transfers_set_online (fixture->transfers, TRUE);
  wait_state (fixture, hash, TC_FILE_NOT_YET);
  g_hash_table_insert (fixture->files, g_strdup (hash), g_bytes_ref (bytes));
  turn (5 * SECOND_MS);
  g_assert_cmpint (look (fixture, hash), ==, TC_FILE_NOT_YET);
  tc_file_transfers_arrived (fixture->transfers, hash);
  wait_state (fixture, hash, TC_FILE_HERE);
  tc_file_transfers_arrived (fixture->transfers, hash);
}

/* Told so while it still hears that it isn't there, and while there is no line to hear it by. */
static void
test_arrived_meanwhile (Fixture *fixture, gconstpointer data)
{
  g_autofree char *first = add_there (fixture, 'a');
  g_autofree char *second = add_there (fixture, 'b');
  g_autoptr (GBytes) bytes = g_bytes_ref (g_hash_table_lookup (fixture->files, first));
  g_autoptr (GBytes) more = g_bytes_ref (g_hash_table_lookup (fixture->files, second));

  tc_file_transfers_set_second_ms (fixture->transfers, 60 * 1000);
  g_hash_table_remove (fixture->files, first);
  g_hash_table_remove (fixture->files, second);
  tc_file_transfers_want (fixture->transfers, first, SIZE, TC_FILE_SHOWN);
  tc_file_transfers_set_online (fixture->transfers, TRUE);
  while (fixture->asked->len == 0)
    g_main_context_iteration (NULL, TRUE);
  tc_file_transfers_arrived (fixture->transfers, first);
  g_hash_table_insert (fixture->files, g_strdup (first), g_bytes_ref (bytes));
  wait_state (fixture, first, TC_FILE_HERE);
  tc_file_transfers_want (fixture->transfers, second, SIZE, TC_FILE_SHOWN);
  wait_state (fixture, second, TC_FILE_NOT_YET);
  tc_file_transfers_set_online (fixture->transfers, FALSE);
  g_hash_table_insert (fixture->files, g_strdup (second), g_bytes_ref (more));
  tc_file_transfers_set_online (fixture->transfers, TRUE);
  wait_state (fixture, second, TC_FILE_HERE);
}

static void
test_damaged (Fixture *fixture, gconstpointer data)
{
  g_autofree char *hash = add_there (fixture, 'a');
  g_autofree char *path = tc_file_cache_dup_path (fixture->cache, hash);

  fixture->other = TRUE;
  tc_file_transfers_want (fixture->transfers, hash, SIZE, TC_FILE_SHOWN);
  tc_file_transfers_set_online (fixture->transfers, TRUE);
  wait_state (fixture, hash, TC_FILE_DAMAGED);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  fixture->other = FALSE;
  wait_state (fixture, hash, TC_FILE_HERE);
}

/* Of another size than was told: it isn't what was attached. */
static void
test_wrong_size (Fixture *fixture, gconstpointer data)
{
  g_autofree char *hash = add_there (fixture, 'a');

  tc_file_transfers_want (fixture->transfers, hash, SIZE - 1, TC_FILE_SHOWN);
  tc_file_transfers_set_online (fixture->transfers, TRUE);
  wait_state (fixture, hash, TC_FILE_DAMAGED);
}

/* Where the folder can't be written to, that is said. */
static void
test_no_room (Fixture *fixture, gconstpointer data)
{
  g_autofree char *hash = add_there (fixture, 'a');
  g_autofree char *path = tc_file_cache_dup_path (fixture->cache, hash);
  g_autofree char *part = g_strconcat (path, ".part", NULL);

  g_assert_cmpint (g_mkdir (part, 0700), ==, 0); /* a folder in the place of the file */
  tc_file_transfers_want (fixture->transfers, hash, SIZE, TC_FILE_SHOWN);
  tc_file_transfers_set_online (fixture->transfers, TRUE);
  turn (10 * SECOND_MS);
  g_assert_cmpint (look (fixture, hash), !=, TC_FILE_HERE);
  g_assert_cmpint (g_rmdir (part), ==, 0);
  wait_state (fixture, hash, TC_FILE_HERE);
}

/* No line in the middle: what had come is there, and the rest comes later. */
static void
test_line_lost (Fixture *fixture, gconstpointer data)
{
  g_autofree char *hash = add_there (fixture, 'a');

  fixture->hold = TRUE;
  tc_file_transfers_want (fixture->transfers, hash, SIZE, TC_FILE_SHOWN);
  tc_file_transfers_set_online (fixture->transfers, TRUE);
  while (fixture->asked->len == 0)
    turn (1);
  tc_file_transfers_set_online (fixture->transfers, FALSE);
  turn (5 * SECOND_MS);
  g_assert_cmpint (look (fixture, hash), ==, TC_FILE_TO_FETCH);
  release (fixture);
  turn (5 * SECOND_MS);
  g_assert_cmpuint (fixture->asked->len, ==, 1);
  tc_file_transfers_set_online (fixture->transfers, TRUE);
  wait_state (fixture, hash, TC_FILE_HERE);
}

static gboolean
was_asked (Fixture *fixture, const char *hash)
{
  return g_ptr_array_find_with_equal_func (fixture->asked, hash, g_str_equal, NULL);
}

/* So many were asked for, and no more even after a while. */
static void
wait_asked (Fixture *fixture, guint n)
{
  gint64 end_us = g_get_monotonic_time () + WAIT_US;

  while (fixture->asked->len < n) {
    g_assert_cmpint (g_get_monotonic_time (), <, end_us);
    turn (1);
  }
  turn (5 * SECOND_MS);
  g_assert_cmpuint (fixture->asked->len, ==, n);
}

/* What is viewed pushes out what was fetched ahead; what is shown comes in its order. */
static void
test_priorities (Fixture *fixture, gconstpointer data)
{
  char *hashes[8];

  for (guint i = 0; i < 8; i++)
    hashes[i] = add_there (fixture, (char) ('a' + i));
  fixture->hold = TRUE;
  tc_file_transfers_set_online (fixture->transfers, TRUE);
  for (guint i = 0; i < 3; i++)
    tc_file_transfers_want (fixture->transfers, hashes[i], SIZE, TC_FILE_AHEAD);
  wait_asked (fixture, 1); /* one slot for what may be asked for later */
  for (guint i = 3; i < 7; i++)
    tc_file_transfers_want (fixture->transfers, hashes[i], SIZE, TC_FILE_SHOWN);
  wait_asked (fixture, 4);
  for (guint i = 3; i < 6; i++) /* together, so in any order */
    g_assert_true (was_asked (fixture, hashes[i]));
  tc_file_transfers_want (fixture->transfers, hashes[7], SIZE, TC_FILE_VIEWED);
  wait_asked (fixture, 5);
  g_assert_cmpstr (fixture->asked->pdata[4], ==, hashes[7]);
  release (fixture);
  for (guint i = 0; i < 8; i++)
    wait_state (fixture, hashes[i], TC_FILE_HERE);
  for (guint i = 0; i < 8; i++)
    g_free (hashes[i]);
}

/* A server that can't is left alone for longer and longer; the line's return ends that. */
static void
test_dead_line (Fixture *fixture, gconstpointer data)
{
  g_autofree char *hash = add_here (fixture, 'a');
  guint tried;

  fixture->status = 503;
  tc_file_transfers_send (fixture->transfers, hash, SIZE);
  tc_file_transfers_set_online (fixture->transfers, TRUE);
  turn (60 * SECOND_MS);
  tried = fixture->patches;
  g_assert_cmpuint (tried, >=, 3);
  g_assert_cmpuint (tried, <=, 8); /* after 1, 2, 4, 8, 16 and 30 seconds, give or take */
  fixture->status = 0;
  tc_file_transfers_set_online (fixture->transfers, FALSE);
  tc_file_transfers_set_online (fixture->transfers, TRUE);
  wait_state (fixture, hash, TC_FILE_HERE);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/file-transfers/send", test_send);
  ADD ("/file-transfers/send-resumes", test_send_resumes);
  ADD ("/file-transfers/server-full", test_server_full);
  ADD ("/file-transfers/too-large", test_too_large);
  ADD ("/file-transfers/wrong-hash", test_wrong_hash);
  ADD ("/file-transfers/copy-gone", test_copy_gone);
  ADD ("/file-transfers/token", test_token);
  ADD ("/file-transfers/never-evicted", test_never_evicted);
  ADD ("/file-transfers/fetch", test_fetch);
  ADD ("/file-transfers/here-after-all", test_here_after_all);
  ADD ("/file-transfers/not-yet", test_not_yet);
  ADD ("/file-transfers/arrived", test_arrived);
  ADD ("/file-transfers/arrived-meanwhile", test_arrived_meanwhile);
  ADD ("/file-transfers/damaged", test_damaged);
  ADD ("/file-transfers/wrong-size", test_wrong_size);
  ADD ("/file-transfers/no-room", test_no_room);
  ADD ("/file-transfers/kept-room", test_kept_room);
  ADD ("/file-transfers/line-lost", test_line_lost);
  ADD ("/file-transfers/priorities", test_priorities);
  ADD ("/file-transfers/dead-line", test_dead_line);
  return g_test_run ();
}
