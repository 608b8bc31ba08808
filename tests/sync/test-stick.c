/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: snapshots on a stick open for the desk that they are sealed for and for nobody else, any
 * damage is seen, and a replica that is filled from them goes on with the log. Method: files sealed
 * and read in memory, each bit flipped; the world of sync-world.h.
 */
#define _GNU_SOURCE /* memmem */
#include "sync-world.h"
#include "tc-snapshot.h"
#include "tc-stick.h"

#include <string.h>

typedef struct {
  GString *seen;
  gint64 size;
} Taken;

static gboolean
begin_file_cb (const char *name, gint64 size, gpointer data, GError **error)
{
  g_string_append_printf (((Taken *) data)->seen, "[%s %d]", name, (int) size);
  return TRUE;
}

static gboolean
add_cb (const guint8 *bytes, gsize size, gpointer data, GError **error)
{
  Taken *taken = data;

  taken->size += (gint64) size;
  if (size < 100)
    g_string_append_len (taken->seen, (const char *) bytes, (gssize) size);
  return TRUE;
}

static GByteArray *
seal (const TcPublicKey *to)
{
  GByteArray *out = g_byte_array_new ();
  g_autoptr (TcStick) stick = tc_stick_new (to, out);
  g_autofree guint8 *big = g_malloc0 (TC_STICK_PIECE_BYTES + 1000);

  g_assert_nonnull (stick);
  tc_stick_begin_file (stick, "1-1-5.snap", 11, out);
  tc_stick_add (stick, "Nguyễn An", 11, out);
  tc_stick_begin_file (stick, "2-1-5.snap", TC_STICK_PIECE_BYTES + 1000, out);
  tc_stick_add (stick, big, TC_STICK_PIECE_BYTES + 1000, out);
  tc_stick_end (stick, out);
  return out;
}

/* As whoever has the whole file in memory. */
static gboolean
read_all (const TcKey *key, const guint8 *data, gsize size, Taken *taken, GError **error)
{
  const TcStickTaker taker = {begin_file_cb, add_cb, taken};
  g_autoptr (TcStick) stick = size >= TC_STICK_HEAD_SIZE ? tc_stick_open (key, data, error) : NULL;
  gsize at = TC_STICK_HEAD_SIZE;
  gboolean ended = FALSE;

  if (!stick)
    return FALSE;
  while (!ended) {
    guint32 length;

    if (size - at < sizeof length)
      return FALSE;
    memcpy (&length, data + at, sizeof length);
    length = GUINT32_FROM_LE (length);
    at += sizeof length;
    if (length > size - at || !tc_stick_take (stick, data + at, length, &taker, &ended, error))
      return FALSE;
    at += length;
  }
  return at == size;
}

static void
test_round_trip (void)
{
  g_autoptr (TcKey) key = tc_key_generate ();
  g_autoptr (GByteArray) file = seal (tc_key_get_public (key));
  g_autoptr (GString) seen = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  Taken taken = {seen, 0};

  g_assert_true (read_all (key, file->data, file->len, &taken, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (seen->str, ==, "[1-1-5.snap 11]Nguyễn An[2-1-5.snap 263144]");
  g_assert_cmpint (taken.size, ==, 11 + TC_STICK_PIECE_BYTES + 1000);
  g_assert_null (memmem (file->data, file->len, "Nguyễn", strlen ("Nguyễn")));
  g_assert_null (memmem (file->data, file->len, "snap", 4));
}

static void
test_other_desk (void)
{
  g_autoptr (TcKey) key = tc_key_generate ();
  g_autoptr (TcKey) other = tc_key_generate ();
  g_autoptr (GByteArray) file = seal (tc_key_get_public (key));
  g_autoptr (GString) seen = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) no_stick = NULL;
  Taken taken = {seen, 0};

  g_assert_false (read_all (other, file->data, file->len, &taken, &error));
  g_assert_error (error, TC_ERROR, TC_ERROR_DENIED);
  g_assert_cmpuint (seen->len, ==, 0);
  file->data[0] = 'x';
  g_assert_false (read_all (key, file->data, file->len, &taken, &no_stick));
  g_assert_error (no_stick, TC_ERROR, TC_ERROR_INVALID);
}

/* The first records bit by bit, the long ones byte by byte now and then. */
static void
test_damaged (void)
{
  g_autoptr (TcKey) key = tc_key_generate ();
  g_autoptr (GByteArray) file = seal (tc_key_get_public (key));

  for (gsize bit = 0; bit < file->len * 8; bit += bit < 3000 ? 1 : 9973) {
    g_autoptr (GString) seen = g_string_new (NULL);
    Taken taken = {seen, 0};

    file->data[bit / 8] ^= (guint8) (1 << (bit % 8));
    g_assert_false (read_all (key, file->data, file->len, &taken, NULL));
    file->data[bit / 8] ^= (guint8) (1 << (bit % 8));
  }
  for (gsize size = 0; size < file->len; size += size < 400 ? 1 : 9973) {
    g_autoptr (GString) seen = g_string_new (NULL);
    Taken taken = {seen, 0};

    g_assert_false (read_all (key, file->data, size, &taken, NULL));
  }
}

/* What its maker may not write either. */
static void
test_names (void)
{
  static const char *const names[] = {"../replica.db", ".hidden", "a/b", "", "A.snap"};
  g_autoptr (TcKey) key = tc_key_generate ();

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autoptr (GByteArray) out = g_byte_array_new ();
    g_autoptr (TcStick) stick = tc_stick_new (tc_key_get_public (key), out);
    g_autoptr (GString) seen = g_string_new (NULL);
    g_autoptr (GError) error = NULL;
    Taken taken = {seen, 0};

    tc_stick_begin_file (stick, names[i], 0, out);
    tc_stick_end (stick, out);
    g_assert_false (read_all (key, out->data, out->len, &taken, &error));
    g_assert_error (error, TC_ERROR, TC_ERROR_INVALID);
    g_assert_cmpuint (seen->len, ==, 0);
  }
}

/* A file that is longer or shorter than it said. */
static void
test_sizes (void)
{
  g_autoptr (TcKey) key = tc_key_generate ();

  for (gint64 size = 3; size <= 5; size++) {
    g_autoptr (GByteArray) out = g_byte_array_new ();
    g_autoptr (TcStick) stick = tc_stick_new (tc_key_get_public (key), out);
    g_autoptr (GString) seen = g_string_new (NULL);
    Taken taken = {seen, 0};

    tc_stick_begin_file (stick, "1.snap", size, out);
    tc_stick_add (stick, "abcd", 4, out);
    tc_stick_end (stick, out);
    g_assert_true (read_all (key, out->data, out->len, &taken, NULL) == (size == 4));
  }
}

/* Filling a replica. */

typedef struct {
  World *world;
  WorldDesk *desk;
  GArray *files;
  GPtrArray *lists;
  GPtrArray *parts;
} Carried;

static void
set_up (Carried *carried, gconstpointer data)
{
  carried->world = world_new ();
  world_open_room (carried->world);
  carried->desk = world_add_desk (carried->world, 1);
  carried->files = tc_snapshot_files_new ();
  carried->lists = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  carried->parts = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
}

static void
tear_down (Carried *carried, gconstpointer data)
{
  g_array_unref (carried->files);
  g_ptr_array_unref (carried->lists);
  g_ptr_array_unref (carried->parts);
  world_free (carried->world);
}

/* What a stick would bring, made with the key of @signer. */
static void
carry (Carried *carried, const TcKey *signer)
{
  static const gint64 scopes[] = {1, 2, WORLD_AGENCY};
  World *world = carried->world;
  g_autoptr (TcCatalogue) catalogue = tc_catalogue_load (world->db, NULL);
  const TcSnapshotOptions options = {.key = signer, .made_us = world->now_us};
  TcPosition position;

  g_assert_true (tc_snapshot_position (world->db, &position, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (scopes); i++) {
    TcSnapshotFile file = {scopes[i], 0, (char *) "1.snap"};
    g_autofree char *path = g_build_filename (world->folder, "stick", NULL);
    GBytes *bytes = tc_snapshot_make (world->db, catalogue, scopes[i], &position, &options, path,
                                      NULL);
    g_autoptr (TcSnapshotList) list = tc_snapshot_list_read (bytes, NULL);
    g_autofree char *data = NULL;

    g_assert_true (g_file_get_contents (path, &data, NULL, NULL));
    tc_snapshot_files_add (carried->files, &file);
    g_ptr_array_add (carried->lists, bytes);
    for (guint k = 0; k < list->parts->len; k++) {
      const TcSnapshotPart *part = &g_array_index (list->parts, TcSnapshotPart, k);

      g_assert_true (part->first);
      g_ptr_array_add (carried->parts, g_bytes_new (data + part->start, (gsize) part->size));
    }
  }
}

static gboolean
load (Carried *carried, GError **error)
{
  return tc_replica_load_stick (carried->desk->replica,
                                (const TcSnapshotFile *) (void *) carried->files->data,
                                carried->lists, carried->parts, error);
}

static void
test_goes_on (Carried *carried, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  carry (carried, carried->world->key);
  load (carried, &error);
  g_assert_no_error (error);
  world_assert_name (carried->desk->db, "Nguyễn Văn An");
  world_rename (carried->desk, "Trần Bình");
  world_connect (carried->desk);
  world_run (carried->world);
  g_assert_cmpuint (carried->world->n_snapshots, ==, 0);
  g_assert_cmpint (carried->desk->status.state, ==, TC_REPLICA_LIVE);
  world_assert_agree (carried->world);
}

static void
test_behind (Carried *carried, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  carry (carried, carried->world->key);
  world_connect (carried->desk);
  world_run (carried->world);
  g_assert_false (load (carried, &error));
  g_assert_error (error, TC_ERROR, TC_ERROR_NOT_FOUND);
  world_assert_agree (carried->world);
}

static void
test_not_signed (Carried *carried, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TcKey) other = tc_key_generate ();

  carry (carried, other);
  g_assert_false (load (carried, &error));
  g_assert_error (error, TC_ERROR, TC_ERROR_DENIED);
}

/* What the desk held and the stick no longer has is gone without a trace once it is greeted. */
static void
test_less (Carried *carried, gconstpointer data)
{
  WorldDesk *desk = carried->desk;
  const TcStaffArgs rename = {WORLD_STAFF, NULL, "Trần", NULL, NULL};
  g_autoptr (GError) error = NULL;

  world_allow_reporters (desk, TRUE);
  world_connect (desk);
  world_run (carried->world);
  world_disconnect (desk);
  world_allow_reporters (desk, FALSE);
  world_do (carried->world, &tc_staff_change_type, &rename);
  carry (carried, carried->world->key);
  g_assert_true (load (carried, &error));
  g_assert_cmpint (tc_database_get_int (desk->db, 0,
                                        "SELECT count(*) FROM held_scope WHERE id = 3"
                                        " AND kind = 'wiped'",
                                        NULL),
                   ==, 1);
  world_connect (desk);
  world_run (carried->world);
  g_assert_cmpint (
      tc_database_get_int (desk->db, -1, "SELECT count(*) FROM held_scope WHERE id = 3", NULL), ==,
      0);
  world_assert_agree (carried->world);
}

/* On an open line: it greets anew from where the stick stands. */
static void
test_on_a_line (Carried *carried, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  const TcStaffArgs rename = {WORLD_STAFF, NULL, "Trần", NULL, NULL};

  world_connect (carried->desk);
  world_run (carried->world);
  world_do (carried->world, &tc_staff_change_type, &rename);
  carry (carried, carried->world->key);
  g_assert_true (load (carried, &error));
  g_assert_cmpstr (carried->desk->closed_code, ==, "line.stick");
  world_run (carried->world);
  g_assert_false (carried->desk->connected);
  world_connect (carried->desk);
  world_run (carried->world);
  world_assert_agree (carried->world);
}

/* Made after the server was put back, for a desk that hasn't met it since: nothing is fetched, and
 * what the server forgot comes to it again. */
static void
test_after_restore (Carried *carried, gconstpointer data)
{
  World *world = carried->world;
  WorldDesk *desk = carried->desk;
  g_autoptr (GError) error = NULL;

  world_connect (desk);
  world_run (world);
  world_back_up (world);
  world_rename (desk, "Sau bản sao lưu");
  world_run (world);
  world_disconnect (desk);
  world_restore (world);
  world_assert_name (world->db, "Nguyễn Văn An");
  world_rename (desk, "Khi máy chủ vắng");
  guint before = world->n_snapshots;
  carry (carried, world->key);
  load (carried, &error);
  g_assert_no_error (error);
  world_connect (desk);
  world_run (world);
  world_connect_all (world);
  g_assert_cmpuint (world->n_snapshots, ==, before);
  g_assert_cmpint (desk->status.state, ==, TC_REPLICA_LIVE);
  g_assert_cmpuint (desk->status.pending, ==, 0);
  g_assert_cmpuint (desk->status.attention, ==, 0);
  g_assert_cmpint (tc_database_get_int (world->db, 0,
                                        "SELECT count(*) FROM log_operation WHERE replica = 1"
                                        " AND name = 'staff.change'",
                                        NULL),
                   ==, 2);
  world_assert_name (world->db, "Khi máy chủ vắng");
  world_assert_agree (world);
}

#define ADD(name, func) g_test_add ("/stick/" name, Carried, NULL, set_up, func, tear_down)

/* What was written before the server was restored isn't newer than what came after. */
static void
test_before_restore (Carried *carried, gconstpointer data)
{
  World *world = carried->world;
  WorldDesk *desk = carried->desk;
  g_autoptr (GError) error = NULL;

  world_connect (desk);
  world_run (world);
  world_back_up (world);
  world_rename (desk, "Trước khi khôi phục");
  world_run (world);
  carry (carried, world->key);
  world_disconnect (desk);
  world_restore (world);
  world_connect (desk);
  world_run (world);
  world_rename (desk, "Sau khi khôi phục");
  world_run (world);
  g_assert_false (load (carried, &error));
  g_assert_error (error, TC_ERROR, TC_ERROR_NOT_FOUND);
  world_assert_name (desk->db, "Sau khi khôi phục");
  world_assert_agree (world);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  tc_crypto_init ();
  g_test_add_func ("/stick/round-trip", test_round_trip);
  g_test_add_func ("/stick/other-desk", test_other_desk);
  g_test_add_func ("/stick/damaged", test_damaged);
  g_test_add_func ("/stick/names", test_names);
  g_test_add_func ("/stick/sizes", test_sizes);
  ADD ("goes-on", test_goes_on);
  ADD ("behind", test_behind);
  ADD ("not-signed", test_not_signed);
  ADD ("on-a-line", test_on_a_line);
  ADD ("less", test_less);
  ADD ("after-restore", test_after_restore);
  ADD ("before-restore", test_before_restore);
  return g_test_run ();
}
