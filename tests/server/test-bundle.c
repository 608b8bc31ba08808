/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: the history of an incident that was exported verifies alone, has all that was done with it
 * and nothing of others; and whatever is changed in it is named. Method: a small world with two
 * incidents (sync-world.h), its database as a server's, and the file's lines changed one by one.
 */
#include "sync-world.h"
#include "tc-backup-set.h"
#include "tc-bundle-check.h"
#include "tc-bundle.h"
#include "tc-incident-queries.h"

#include <glib/gstdio.h>
#include <string.h>

#define FOREIGN "Chuyện của người khác"
#define FILE_TEXT "một tấm ảnh của vụ việc"

typedef struct {
  World *world;
  TcIncidentReport report;
  char *dir;  /* (owned): a data directory */
  char *path; /* (owned): of the bundle */
  char *hash; /* (owned): of the attachment */
  GString *told;
} Fixture;

static char *
code_of (World *world, guint n)
{
  return g_strdup_printf ("PA-%06" G_GINT64_FORMAT "-%04u", tc_incident_day (world->now_us), n);
}

static void
put_file (Fixture *fixture)
{
  g_autofree char *files = g_build_filename (fixture->dir, "files", NULL);
  g_autofree char *path = tc_backup_file_path (files, fixture->hash);
  g_autofree char *folder = g_path_get_dirname (path);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, FILE_TEXT, -1, NULL));
}

static void
work (Fixture *fixture)
{
  World *world = fixture->world;
  g_autofree char *code = code_of (world, 1);
  g_autofree char *other = code_of (world, 2);
  TcIncidentReport foreign = world_make_report (world, &world->ids, other, "Người khác");

  foreign.text = FOREIGN;
  fixture->report = world_make_report (world, &world->ids, code, "Người báo");
  gint64 incident_id = fixture->report.incident_id;
  const TcIncidentTake take = {incident_id, 0};
  const TcIncidentText comment = {incident_id, "đã gọi lại"};
  const TcIncidentText resume = {incident_id, NULL};
  const TcIncidentAttach attach = {.attachment_id = tc_id_maker_next (&world->ids, world->now_us),
                                   .incident_id = incident_id,
                                   .hash = fixture->hash,
                                   .media_type = "image/jpeg",
                                   .size = strlen (FILE_TEXT),
                                   .name = "a.jpg",
                                   .kind = "original",
                                   .taken_us = TC_NONE};
  world_do (world, &tc_incident_report_type, &fixture->report);
  world_do (world, &tc_incident_report_type, &foreign);
  world_run (world);
  g_autoptr (TcVerdict) taken = world_submit (&world->desks[1], &tc_incident_take_type, &take);
  g_autoptr (TcVerdict) said = world_submit (&world->desks[1], &tc_incident_comment_type, &comment);
  world_run (world);
  world_do (world, &tc_incident_attach_type, &attach);
  /* Refused: it is part of the history. */
  tc_hub_submit (world->hub, &tc_incident_resume_type,
                 tc_args_encode (&tc_incident_resume_type, &resume), NULL, world->now_us, NULL,
                 NULL);
  g_assert_true (tc_hub_flush (world->hub, world->now_us, NULL));
  world_rename (&world->desks[2], "Tên khác");
  world_run (world);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *state = NULL;

  fixture->world = world_new ();
  fixture->hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, FILE_TEXT, -1);
  fixture->dir = g_dir_make_tmp ("test-bundle-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->dir, "one.bundle", NULL);
  fixture->told = g_string_new (NULL);
  world_open_room (fixture->world);
  world_lease (fixture->world, 0, 1);
  for (guint16 number = 1; number <= 2; number++)
    world_connect (world_add_desk (fixture->world, number));
  world_run (fixture->world);
  work (fixture);
  if (data)
    g_assert_cmpuint (world_pack (fixture->world, 2), >, 5);
  state = g_build_filename (fixture->dir, "state.db", NULL);
  tc_database_execute (fixture->world->db, "VACUUM INTO ?", "s", state);
  g_assert_true (tc_database_check (fixture->world->db, NULL));
  put_file (fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  world_free (fixture->world);
  g_assert_true (tc_backup_remove_tree (fixture->dir, NULL));
  g_free (fixture->dir);
  g_free (fixture->path);
  g_free (fixture->hash);
  g_string_free (fixture->told, TRUE);
}

static JsonObject *
export_it (Fixture *fixture, const char *incident, gboolean chain, GError **error)
{
  const TcBundleOptions options = {.data_dir = fixture->dir,
                                   .incident = incident,
                                   .reason = "thử",
                                   .path = fixture->path,
                                   .key = tc_key_get_public (fixture->world->key),
                                   .chain = chain,
                                   .attachments = TRUE,
                                   .now_us = 1};

  g_unlink (fixture->path);
  return tc_bundle_write (&options, NULL, error);
}

/* (transfer full): the lines of the bundle */
static char **
export_lines (Fixture *fixture, gboolean chain)
{
  g_autofree char *code = code_of (fixture->world, 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) result = export_it (fixture, code, chain, &error);
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  g_assert_cmpint (json_object_get_int_member (result, "files"), ==, 1);
  g_assert_cmpint (json_object_get_int_member (result, "missing"), ==, 0);
  g_assert_true (g_file_get_contents (fixture->path, &text, NULL, NULL));
  text[strlen (text) - 1] = '\0';
  return g_strsplit (text, "\n", -1);
}

static void
note_entry (const TcBundleEntry *entry, gpointer data)
{
  Fixture *fixture = data;

  if (g_str_equal (entry->why, "incident"))
    g_string_append_printf (fixture->told, "%s/%s/%s/%s ", entry->op->name,
                            entry->person ? entry->person : "-", entry->desk ? entry->desk : "-",
                            entry->refusal ? entry->refusal : "ok");
}

/* NULL: it is whole. (transfer full) */
static char *
check_lines (Fixture *fixture, char **lines, const TcPublicKey *key)
{
  g_autoptr (TcBundleCheck) check = tc_bundle_check_new (key, note_entry, fixture);
  g_autoptr (GError) error = NULL;
  gboolean fine = TRUE;

  g_string_truncate (fixture->told, 0);
  for (guint i = 0; fine && lines[i]; i++)
    fine = tc_bundle_check_line (check, lines[i], strlen (lines[i]), &error);
  if (fine && tc_bundle_check_end (check, &error))
    return NULL;
  g_assert_true (error->domain == TC_ERROR);
  return g_strdup (error->message);
}

/* ---- whole ---- */

static void
test_whole (Fixture *fixture, gconstpointer data)
{
  for (guint chain = 0; chain < 2; chain++) {
    g_auto (GStrv) lines = export_lines (fixture, chain != 0);
    g_autofree char *all = g_strjoinv ("\n", lines);
    g_autofree char *own = check_lines (fixture, lines, NULL);
    g_autofree char *given = check_lines (fixture, lines, tc_key_get_public (fixture->world->key));

    g_assert_cmpstr (own, ==, NULL);
    g_assert_cmpstr (given, ==, NULL);
    g_assert_cmpstr (fixture->told->str, ==,
                     "incident.report/-/-/ok incident.take/Nguyễn Văn An/Bàn/ok"
                     " incident.comment/Nguyễn Văn An/Bàn/ok incident.attach/-/-/ok"
                     " incident.resume/-/-/incident.state ");
    g_assert_null (strstr (all, FOREIGN));
  }
}

static gboolean
contains (const guint8 *bytes, gsize size, const char *word)
{
  gsize length = strlen (word);

  for (gsize i = 0; i + length <= size; i++) {
    if (memcmp (bytes + i, word, length) == 0)
      return TRUE;
  }
  return FALSE;
}

/* No operation of another incident is there, in whatever writing. */
static void
test_nothing_foreign (Fixture *fixture, gconstpointer data)
{
  g_auto (GStrv) lines = export_lines (fixture, TRUE);

  for (guint i = 0; lines[i]; i++) {
    g_autoptr (JsonParser) parser = json_parser_new ();
    JsonObject *line;
    JsonArray *operations;

    g_assert_true (json_parser_load_from_data (parser, lines[i], -1, NULL));
    line = json_node_get_object (json_parser_get_root (parser));
    operations = json_object_has_member (line, "operations") &&
                         g_str_equal (json_object_get_string_member (line, "kind"), "commit")
                     ? json_object_get_array_member (line, "operations")
                     : NULL;
    for (guint j = 0; operations && j < json_array_get_length (operations); j++) {
      const char *text = json_object_get_string_member_with_default (
          json_array_get_object_element (operations, j), "bytes", "");
      gsize size;
      g_autofree guchar *bytes = g_base64_decode (text, &size);

      g_assert_false (contains (bytes, size, FOREIGN));
    }
  }
}

static void
test_errors (Fixture *fixture, gconstpointer data)
{
  g_autofree char *code = code_of (fixture->world, 1);
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, fixture->report.incident_id);
  g_autoptr (GError) unknown = NULL;
  g_autoptr (GError) damaged = NULL;
  g_autofree char *state = g_build_filename (fixture->dir, "state.db", NULL);
  g_autoptr (JsonObject) by_id = export_it (fixture, id, FALSE, NULL);
  sqlite3 *db = NULL;

  g_assert_nonnull (by_id);
  g_assert_null (export_it (fixture, "PA-000000-0000", FALSE, &unknown));
  g_assert_error (unknown, TC_ERROR, TC_ERROR_NOT_FOUND);
  g_assert_cmpint (sqlite3_open (state, &db), ==, SQLITE_OK);
  g_assert_cmpint (
      sqlite3_exec (db, "UPDATE log_commit SET ops_root = zeroblob (32)", NULL, NULL, NULL), ==,
      SQLITE_OK);
  sqlite3_close (db);
  g_assert_null (export_it (fixture, code, FALSE, &damaged));
  g_assert_error (damaged, TC_ERROR, TC_ERROR_INVALID);
  g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));
}

/* ---- changed ---- */

static void
assert_named (Fixture *fixture, char **lines, const char *words)
{
  g_autofree char *said = check_lines (fixture, lines, NULL);

  g_test_message ("%s", said);
  g_assert_nonnull (said);
  g_assert_nonnull (strstr (said, words));
}

/* The first line that has @from gets @to instead. */
static char **
with_change (char **lines, const char *from, const char *to)
{
  char **changed = g_strdupv (lines);

  for (guint i = 0; changed[i]; i++) {
    char *at = strstr (changed[i], from);

    if (!at)
      continue;
    g_autofree char *line = changed[i];
    g_autofree char *head = g_strndup (line, (gsize) (at - line));
    changed[i] = g_strconcat (head, to, at + strlen (from), NULL);
    return changed;
  }
  g_error ("nothing has %s", from);
}

static void
test_changed (Fixture *fixture, gconstpointer data)
{
  static const struct {
    const char *from;
    const char *to;
    const char *words;
  } cases[] = {
      {"\"format\":\"toancanh incident 1\"", "\"format\":\"toancanh incident 9\"", "of the form"},
      {"\"server_key\":\"", "\"server_key\":\"00", "its head can't be read"},
      {"\"kind\":\"head\"", "\"kind\":\"end\"", "does not begin with a head"},
      {"\"kind\":\"commit\"", "\"kind\":\"other\"", "is not known"},
      {"\"time_us\":", "\"time_us\":1", "its link is not what its parts give"},
      {"\"sections\":[{\"scope\":\"1\"", "\"sections\":[{\"scope\":\"9\"", "its link is not what"},
      {"\"sections\":", "\"section\":", "it has no sections"},
      {"\"refusal\":\"incident.state\"", "\"refusal\":\"incident.stat\"", "its link is not what"},
      {"\"why\":\"desk\"", "\"why\":\"desks\"", "it can't be read"},
      {"\"bytes\":\"", "\"bytes\":\"!", "it can't be read"},
      {"\"offset\":0", "\"offset\":1", "a piece of the attachment"},
      {"\"data\":\"", "\"data\":\"AAAA", "it has another hash"},
      {"\"files\":1", "\"files\":2", "not as many parts"},
  };
  g_auto (GStrv) lines = export_lines (fixture, TRUE);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_auto (GStrv) changed = with_change (lines, cases[i].from, cases[i].to);

    assert_named (fixture, changed, cases[i].words);
  }
}

static void
take_line (char **lines, guint at)
{
  for (g_free (lines[at]); lines[at]; at++)
    lines[at] = lines[at + 1];
}

static guint
count_commits (char **lines)
{
  guint n = 0;

  for (guint i = 0; lines[i]; i++)
    n += g_str_has_prefix (lines[i], "{\"kind\":\"commit\"");
  return n;
}

/* With a chain no commit can be left out, and it leads to the head. */
static void
test_left_out (Fixture *fixture, gconstpointer data)
{
  g_auto (GStrv) lines = export_lines (fixture, TRUE);
  g_auto (GStrv) middle = g_strdupv (lines);
  g_auto (GStrv) last = g_strdupv (lines);
  g_auto (GStrv) end = g_strdupv (lines);
  g_auto (GStrv) more = g_strdupv (lines);
  guint commits = count_commits (lines);

  take_line (middle, commits / 2);
  assert_named (fixture, middle, "a commit before it is missing");
  take_line (last, commits);
  g_auto (GStrv) recounted = g_strdupv (last);
  assert_named (fixture, recounted, "not as many parts");
  take_line (end, g_strv_length (end) - 1);
  assert_named (fixture, end, "cut off");
  g_free (more[1]);
  more[1] = g_strdup (more[g_strv_length (more) - 1]);
  assert_named (fixture, more, "there is more after its end");
}

/* Somebody with a server of their own makes a history: it isn't this server's. */
static void
test_other_key (Fixture *fixture, gconstpointer data)
{
  g_auto (GStrv) lines = export_lines (fixture, FALSE);
  g_autoptr (TcKey) other = tc_key_generate ();
  g_autofree char *said = check_lines (fixture, lines, tc_key_get_public (other));
  g_autofree char *hex = tc_hex_new (tc_key_get_public (other)->bytes, TC_KEY_PUBLIC_SIZE);
  g_autofree char *own = tc_hex_new (tc_key_get_public (fixture->world->key)->bytes,
                                     TC_KEY_PUBLIC_SIZE);
  g_auto (GStrv) claimed = with_change (lines, own, hex);

  g_assert_nonnull (strstr (said, "of a server with another key"));
  assert_named (fixture, claimed, "not signed with the server's key");
}

static void
test_limits (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TcBundleCheck) check = tc_bundle_check_new (NULL, NULL, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_false (tc_bundle_check_line (check, "", TC_BUNDLE_LINE_MAX + 1, &error));
  g_assert_error (error, TC_ERROR, TC_ERROR_LIMIT);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
#define ADD_PACKED(path, func) g_test_add (path, Fixture, "packed", set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/bundle/whole", test_whole);
  ADD ("/bundle/nothing-foreign", test_nothing_foreign);
  ADD ("/bundle/errors", test_errors);
  ADD ("/bundle/changed", test_changed);
  ADD ("/bundle/left-out", test_left_out);
  ADD ("/bundle/other-key", test_other_key);
  ADD ("/bundle/limits", test_limits);
  ADD_PACKED ("/bundle/packed/whole", test_whole);
  ADD_PACKED ("/bundle/packed/nothing-foreign", test_nothing_foreign);
  return g_test_run ();
}
