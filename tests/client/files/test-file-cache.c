/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A desk's files on disk: what was added is there after a stop, whole and under its hash; what was
 * used longest ago goes for room, and nothing that is held; what rots is noticed.
 */
#include "remove-tree.h"
#include "tc-error.h"
#include "tc-file-cache.h"

#include <string.h>
#include <utime.h>

#define SIZE 1000
#define SIZE_MAX_BYTES 5000

typedef struct {
  char *dir;
  TcFileCache *cache;
} Fixture;

static void
open_cache (Fixture *fixture, gint64 quota)
{
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&fixture->cache, tc_file_cache_unref);
  fixture->cache = tc_file_cache_new (fixture->dir, quota);
  g_assert_true (tc_file_cache_load (fixture->cache, &error));
  g_assert_no_error (error);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *top = g_dir_make_tmp ("test-file-cache-XXXXXX", NULL);

  fixture->dir = g_build_filename (top, "files", NULL);
  open_cache (fixture, 1000000);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autofree char *top = g_path_get_dirname (fixture->dir);

  tc_file_cache_unref (fixture->cache);
  remove_tree (top);
  g_free (fixture->dir);
}

static char *
add (Fixture *fixture, char letter, gsize size, int code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GInputStream) input = g_memory_input_stream_new_from_data (g_strnfill (size, letter),
                                                                        (gssize) size, g_free);
  gint64 found = 0;
  char *hash = tc_file_cache_add (fixture->cache, input, SIZE_MAX_BYTES, &found, NULL, &error);

  if (code >= 0)
    g_assert_error (error, TC_ERROR, code);
  else
    g_assert_no_error (error);
  if (hash)
    g_assert_cmpint (found, ==, size);
  return hash;
}

/* Added and let go at once, as used @minutes ago. */
static char *
add_old (Fixture *fixture, char letter, int minutes)
{
  char *hash = add (fixture, letter, SIZE, -1);
  g_autofree char *path = tc_file_cache_dup_path (fixture->cache, hash);
  time_t then = (time_t) (g_get_real_time () / G_USEC_PER_SEC) - minutes * 60;
  struct utimbuf times = {then, then};

  tc_file_cache_let_go (fixture->cache, hash);
  g_assert_cmpint (utime (path, &times), ==, 0);
  return hash;
}

static gboolean
reads (Fixture *fixture, const char *hash, int code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = tc_file_cache_read (fixture->cache, hash, SIZE_MAX_BYTES, &error);

  if (code >= 0)
    g_assert_error (error, TC_ERROR, code);
  else
    g_assert_no_error (error);
  return bytes != NULL;
}

static void
test_add (Fixture *fixture, gconstpointer data)
{
  g_autofree char *hash = add (fixture, 'a', SIZE, -1);
  g_autofree char *text = g_strnfill (SIZE, 'a');
  g_autofree char *right = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, SIZE);

  g_assert_cmpstr (hash, ==, right);
  g_assert_true (tc_file_cache_has (fixture->cache, hash));
  g_assert_true (reads (fixture, hash, -1));
  open_cache (fixture, 1000000);
  g_assert_true (tc_file_cache_has (fixture->cache, hash));
  g_assert_cmpint (tc_file_cache_get_total (fixture->cache), ==, SIZE);
  g_assert_true (reads (fixture, hash, -1));
}

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  g_autofree char *adding = g_build_filename (fixture->dir, "adding", NULL);
  g_autoptr (GDir) dir = NULL;

  g_assert_null (add (fixture, 'a', SIZE_MAX_BYTES + 1, TC_ERROR_LIMIT));
  g_assert_null (add (fixture, 'a', 0, TC_ERROR_INVALID));
  dir = g_dir_open (adding, 0, NULL);
  g_assert_null (g_dir_read_name (dir));
}

/* A copy that was broken off is no file, and goes at the next start; so do old parts. */
static void
test_leavings (Fixture *fixture, gconstpointer data)
{
  g_autofree char *adding = g_build_filename (fixture->dir, "adding", "abcdef", NULL);
  g_autofree char *hash = add_old (fixture, 'p', 0);
  g_autofree char *path = tc_file_cache_dup_path (fixture->cache, hash);
  g_autofree char *part = g_strconcat (path, ".part", NULL);
  struct utimbuf old = {0, 0};

  g_assert_true (g_file_set_contents (adding, "half", -1, NULL));
  g_assert_true (g_file_set_contents (part, "half", -1, NULL));
  open_cache (fixture, 1000000);
  g_assert_false (g_file_test (adding, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (part, G_FILE_TEST_EXISTS));
  g_assert_cmpint (tc_file_cache_get_total (fixture->cache), ==, SIZE);
  g_assert_cmpint (utime (part, &old), ==, 0);
  open_cache (fixture, 1000000);
  g_assert_false (g_file_test (part, G_FILE_TEST_EXISTS));
}

static void
test_room (Fixture *fixture, gconstpointer data)
{
  g_autofree char *oldest = add_old (fixture, 'a', 30);
  g_autofree char *used = add_old (fixture, 'b', 20);
  g_autofree char *middle = add_old (fixture, 'c', 10);
  g_autofree char *held = add_old (fixture, 'd', 40);

  open_cache (fixture, 4 * SIZE);
  tc_file_cache_hold (fixture->cache, held);
  g_assert_true (tc_file_cache_has_room (fixture->cache, 0, 0));
  g_assert_false (tc_file_cache_has_room (fixture->cache, 1, 0));
  tc_file_cache_make_room (fixture->cache, SIZE);
  g_assert_true (tc_file_cache_has (fixture->cache, oldest)); /* nothing goes before it may */
  tc_file_cache_allow_removing (fixture->cache);
  g_assert_true (reads (fixture, used, -1));
  tc_file_cache_make_room (fixture->cache, SIZE);
  g_assert_false (tc_file_cache_has (fixture->cache, oldest));
  g_assert_true (tc_file_cache_has (fixture->cache, middle));
  tc_file_cache_make_room (fixture->cache, 2 * SIZE);
  g_assert_false (tc_file_cache_has (fixture->cache, middle));
  g_assert_true (tc_file_cache_has (fixture->cache, used));
  /* More than there is: all goes but what is held. */
  tc_file_cache_make_room (fixture->cache, 10 * SIZE);
  g_assert_false (tc_file_cache_has (fixture->cache, used));
  g_assert_true (tc_file_cache_has (fixture->cache, held));
  g_assert_true (reads (fixture, held, -1));
  tc_file_cache_let_go (fixture->cache, held);
  tc_file_cache_make_room (fixture->cache, 10 * SIZE);
  g_assert_cmpint (tc_file_cache_get_total (fixture->cache), ==, 0);
}

/* The disk is nearly full: what isn't held goes, and no more is fetched, whatever the quota. */
static void
test_room_of_disk (Fixture *fixture, gconstpointer data)
{
  g_autofree char *held = add (fixture, 'a', SIZE, -1);
  g_autofree char *other = add_old (fixture, 'b', 1);

  tc_file_cache_allow_removing (fixture->cache);
  g_assert_true (tc_file_cache_has_room (fixture->cache, SIZE, 0));
  g_assert_false (tc_file_cache_has_room (fixture->cache, SIZE, G_MAXINT64));
  tc_file_cache_set_quota (fixture->cache, 100 * SIZE, 0);
  g_assert_true (tc_file_cache_make_room (fixture->cache, SIZE));
  g_assert_true (tc_file_cache_has (fixture->cache, other));
  tc_file_cache_set_quota (fixture->cache, 100 * SIZE, G_MAXINT64);
  g_assert_false (tc_file_cache_make_room (fixture->cache, 0));
  g_assert_false (tc_file_cache_has (fixture->cache, other));
  g_assert_true (tc_file_cache_has (fixture->cache, held));
}

static void
test_remove (Fixture *fixture, gconstpointer data)
{
  g_autofree char *held = add (fixture, 'a', SIZE, -1);
  g_autofree char *other = add_old (fixture, 'b', 1);
  g_autoptr (GPtrArray) list = tc_file_cache_list (fixture->cache);

  g_assert_cmpuint (list->len, ==, 2);
  tc_file_cache_remove (fixture->cache, other);
  g_assert_true (reads (fixture, other, -1)); /* not before it may */
  tc_file_cache_allow_removing (fixture->cache);
  tc_file_cache_remove (fixture->cache, other);
  tc_file_cache_remove (fixture->cache, held);
  g_assert_false (reads (fixture, other, TC_ERROR_NOT_FOUND));
  g_assert_true (reads (fixture, held, -1));
  g_assert_cmpint (tc_file_cache_get_total (fixture->cache), ==, SIZE);
}

/* As another program has it open: below a folder of the first characters of its hash. */
static char *
open_copy (Fixture *fixture, const char *hash)
{
  g_autofree char *own = g_strndup (hash, TC_FILE_OPEN_CHARS);
  g_autofree char *folder = g_build_filename (fixture->dir, TC_FILE_OPEN_FOLDER, own, NULL);
  char *path = g_build_filename (folder, "ảnh.png", NULL);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, "copy", -1, NULL));
  return path;
}

/* Copies for other programs go when the files do that they are of, without a new start. */
static void
test_copies (Fixture *fixture, gconstpointer data)
{
  g_autofree char *kept = add_old (fixture, 'a', 1), *gone = add_old (fixture, 'b', 1);
  g_autofree char *copy = open_copy (fixture, kept), *other = open_copy (fixture, gone);
  g_autofree char *folder = g_path_get_dirname (other);

  tc_file_cache_allow_removing (fixture->cache);
  tc_file_cache_remove_copies (fixture->cache);
  g_assert_true (g_file_test (other, G_FILE_TEST_EXISTS));
  tc_file_cache_remove (fixture->cache, gone);
  tc_file_cache_remove_copies (fixture->cache);
  g_assert_false (g_file_test (folder, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (copy, G_FILE_TEST_EXISTS));
}

static void
test_rot (Fixture *fixture, gconstpointer data)
{
  g_autofree char *hash = add (fixture, 'a', SIZE, -1);
  g_autofree char *path = tc_file_cache_dup_path (fixture->cache, hash);

  g_assert_true (g_file_set_contents (path, "other", -1, NULL));
  g_assert_false (reads (fixture, hash, TC_ERROR_DIVERGED));
  g_assert_false (tc_file_cache_has (fixture->cache, hash));
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS)); /* held: for who may mend it */
  tc_file_cache_let_go (fixture->cache, hash);
  g_assert_false (reads (fixture, hash, TC_ERROR_DIVERGED));
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_false (reads (fixture, hash, TC_ERROR_NOT_FOUND));
  g_free (hash);
  hash = add (fixture, 'a', SIZE, -1);
  g_assert_true (reads (fixture, hash, -1));
}

/* One after another by their hashes, and from the beginning again; what has rotted is noticed. */
static void
test_look_through (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) seen = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *path = NULL;
  char *at = NULL;

  g_assert_null (tc_file_cache_find_next (fixture->cache, NULL));
  for (char fill = 'a'; fill < 'e'; fill++) {
    g_autofree char *hash = add (fixture, fill, SIZE, -1);

    tc_file_cache_let_go (fixture->cache, hash);
    g_assert_cmpint (tc_file_cache_get_size (fixture->cache, hash), ==, SIZE);
  }
  for (guint i = 0; i < 8; i++) {
    at = tc_file_cache_find_next (fixture->cache, at);
    g_assert_true (tc_file_cache_check (fixture->cache, at));
    g_ptr_array_add (seen, at);
  }
  for (guint i = 0; i < 4; i++) {
    g_assert_cmpstr (seen->pdata[i], ==, seen->pdata[i + 4]);
    if (i > 0)
      g_assert_cmpstr (seen->pdata[i - 1], <, seen->pdata[i]);
  }
  path = tc_file_cache_dup_path (fixture->cache, seen->pdata[1]);
  g_assert_true (g_file_set_contents (path, "other", -1, NULL));
  g_assert_false (tc_file_cache_check (fixture->cache, seen->pdata[1]));
  g_assert_false (tc_file_cache_has (fixture->cache, seen->pdata[1]));
  g_assert_cmpint (tc_file_cache_get_size (fixture->cache, seen->pdata[1]), ==, -1);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

static void
test_names (void)
{
  g_autofree char *right = g_strnfill (64, 'a'), *longer = g_strnfill (65, 'a');
  g_autofree char *capital = g_strnfill (64, 'A');

  g_assert_true (tc_file_cache_is_hash (right));
  g_assert_false (tc_file_cache_is_hash (longer));
  g_assert_false (tc_file_cache_is_hash (capital));
  g_assert_false (tc_file_cache_is_hash (""));
  memcpy (right, "../", 3);
  g_assert_false (tc_file_cache_is_hash (right));
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/file-cache/add", test_add);
  ADD ("/file-cache/refused", test_refused);
  ADD ("/file-cache/leavings", test_leavings);
  ADD ("/file-cache/room", test_room);
  ADD ("/file-cache/room-of-disk", test_room_of_disk);
  ADD ("/file-cache/remove", test_remove);
  ADD ("/file-cache/copies", test_copies);
  ADD ("/file-cache/rot", test_rot);
  ADD ("/file-cache/look-through", test_look_through);
  g_test_add_func ("/file-cache/names", test_names);
  return g_test_run ();
}
