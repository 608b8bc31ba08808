/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: of what a legal purge names no byte is left at the server, at a relay and at any desk, the
 * one that made it among them, also after a stop at any point, and the log is proved all the same.
 * Method: words that occur nowhere else, looked for in the raw files before and after.
 */
#include "relay-world.h"

#include "tc-field-proposal.h"
#include "tc-incident-purge.h"
#include "tc-incident-queries.h"
#include "tc-incident-text.h"
#include "tc-log-audit.h"

#include <glib/gstdio.h>
#include <string.h>

#define TEXT "Bà Xyzzymatter bị chó cắn trước nhà"
#define NAME "Plughname Thị Zzyzx"
#define PHONE "0909765431"
#define FILE_NAME "quuxfile.jpg"
#define HASH "abcdefabcdefabcdefabcdefabcdefabcdefabcdefabcdefabcdefabcdef0123"
/* As they stand, and folded as an index has them. */
static const char *const needles[] = {"Xyzzymatter", "xyzzymatter", "Plughname", "plughname",
                                      PHONE,         FILE_NAME,     NULL};

/* As much of a segment as it is known by. */
#define PIECE 24

typedef struct {
  World *world;
  WorldDesk *maker;
  WorldDesk *reader;
  WorldDesk *away; /* not connected while it happens */
  gint64 incident_id;
  gint64 report_id;
  gint64 attachment_id;
  char *refusal; /* (owned) (nullable): of the newest purge */
} Room;

/* ---- the room ---- */

static void
do_at (WorldDesk *desk, const TcOperationType *type, gconstpointer args)
{
  g_autoptr (TcVerdict) verdict = world_submit (desk, type, args);

  g_assert_null (verdict->refusal);
}

static void
report (Room *room)
{
  World *world = room->world;
  g_autofree char *code = g_strdup_printf ("PA-%06" G_GINT64_FORMAT "-0001",
                                           tc_incident_day (world->now_us));
  TcIncidentReport args = world_make_report (world, &room->maker->ids, code, NAME);

  args.text = TEXT;
  args.address = "12 đường Xyzzymatter";
  args.reporter_phone = PHONE;
  room->incident_id = args.incident_id;
  room->report_id = args.report_id;
  do_at (room->maker, &tc_incident_report_type, &args);
}

/* What repeats it, and one that the server refuses: the id is taken. */
static void
repeat (Room *room)
{
  World *world = room->world;
  TcIncidentAttach attach = {.incident_id = room->incident_id,
                             .report_id = room->report_id,
                             .hash = HASH,
                             .media_type = "image/jpeg",
                             .size = 10,
                             .name = FILE_NAME,
                             .kind = "original",
                             .taken_us = TC_NONE};
  const TcIncidentText note = {room->incident_id, "Đã gọi lại: " TEXT};
  const TcReportUpdate update = {room->report_id, 1, "Tôi là " NAME, NULL};

  attach.attachment_id = tc_id_maker_next (&room->maker->ids, world->now_us);
  room->attachment_id = attach.attachment_id;
  do_at (room->maker, &tc_incident_attach_type, &attach);
  do_at (room->reader, &tc_incident_comment_type, &note);
  do_at (room->reader, &tc_report_update_type, &update);
  do_at (room->reader, &tc_incident_attach_type, &attach);
  world_run (world);
  g_assert_cmpuint (room->reader->status.attention, ==, 1);
}

/* The desk's own tables, as its thread makes them when it has nothing else to do. */
static void
learn (WorldDesk *desk)
{
  tc_database_begin (desk->db);
  while (tc_field_learn_step (desk->db, 100) || tc_incident_text_step (desk->db, 100))
    continue;
  g_assert_true (tc_database_commit (desk->db, NULL));
}

static void
allow (Room *room)
{
  const TcRoleCapability may = {WORLD_ROLE, TC_MAY_PURGE};

  world_do (room->world, &tc_role_allow_type, &may);
}

static Room *
room_new (void)
{
  Room *room = g_new0 (Room, 1);
  WorldDesk **desks[] = {&room->maker, &room->reader, &room->away};

  room->world = world_new ();
  world_open_room (room->world);
  for (guint16 i = 0; i < G_N_ELEMENTS (desks); i++) {
    *desks[i] = world_add_desk (room->world, i + 1);
    world_allow_reporters (*desks[i], TRUE);
    world_connect (*desks[i]);
  }
  world_lease (room->world, 1, 1);
  world_run (room->world);
  report (room);
  world_run (room->world);
  repeat (room);
  for (guint i = 0; i < G_N_ELEMENTS (desks); i++)
    learn (*desks[i]);
  allow (room);
  world_run (room->world);
  return room;
}

static void
room_free (Room *room)
{
  world_free (room->world);
  g_free (room->refusal);
  g_free (room);
}

/* ---- the purge ---- */

static void
verdict_cb (const TcVerdict *verdict, const GError *error, gpointer data)
{
  Room *room = data;

  g_assert_no_error (error);
  g_free (room->refusal);
  room->refusal = verdict->refusal ? g_strdup (verdict->refusal->code) : NULL;
}

static void
purge_as (Room *room, const char *kind, gint64 target_id, gint64 actor_id, gint64 purge_id)
{
  World *world = room->world;
  const TcRecord record = {world->now_us, actor_id};
  const TcIncidentPurge args = {
      .incident_id = room->incident_id,
      .purge_id = purge_id ? purge_id : tc_id_maker_next (&world->ids, world->now_us),
      .kind = kind,
      .target_id = target_id,
      .reason = "Theo yêu cầu của chủ thể dữ liệu",
      .decision = "12/QĐ-UBND",
      .staff_id = actor_id   ? 0
                  : purge_id ? WORLD_STAFF
                             : 0};

  tc_hub_submit (world->hub, &tc_incident_purge_type,
                 tc_args_encode (&tc_incident_purge_type, &args), &record, world->now_us,
                 verdict_cb, room);
  g_assert_true (tc_hub_flush (world->hub, world->now_us, NULL));
}

static void
purge (Room *room, const char *kind, gint64 target_id)
{
  purge_as (room, kind, target_id, WORLD_STAFF, 0);
  g_assert_cmpstr (room->refusal, ==, NULL);
}

/* ---- looking for it ---- */

static gboolean
contains (const char *data, gsize size, const char *word)
{
  gsize length = strlen (word);
  const char *at = data;

  while ((gsize) (data + size - at) >= length &&
         (at = memchr (at, *word, (gsize) (data + size - at) - length + 1))) {
    if (!memcmp (at, word, length))
      return TRUE;
    at++;
  }
  return FALSE;
}

/* In the database and its WAL. */
static guint
find_in (World *world, const char *name)
{
  static const char *const suffixes[] = {"", "-wal"};
  guint found = 0;

  for (gsize s = 0; s < G_N_ELEMENTS (suffixes); s++) {
    g_autofree char *file = g_strconcat (name, ".db", suffixes[s], NULL);
    g_autofree char *path = g_build_filename (world->folder, file, NULL);
    g_autofree char *data = NULL;
    gsize size = 0;

    if (!g_file_get_contents (path, &data, &size, NULL))
      continue;
    for (guint i = 0; needles[i]; i++) {
      if (!contains (data, size, needles[i]))
        continue;
      g_test_message ("%s has %s", file, needles[i]);
      found++;
    }
  }
  return found;
}

static guint
find_at (WorldDesk *desk)
{
  g_autofree char *replica = g_strdup_printf ("replica-%u", desk->number);
  g_autofree char *outbox = g_strdup_printf ("outbox-%u", desk->number);

  return find_in (desk->world, replica) + find_in (desk->world, outbox);
}

static void
audit (World *world, TcLogAudit *audit)
{
  const TcLogAuditOptions options = {.key = tc_key_get_public (world->key), .deep = TRUE};

  g_assert_true (tc_log_audit_run (world->db, &options, audit, NULL));
}

static gint64
assert_whole (World *world)
{
  g_auto (TcLogAudit) result = {0};

  audit (world, &result);
  g_assert_cmpstr (result.fault, ==, NULL);
  return result.purged;
}

static void
assert_clean (Room *room)
{
  g_assert_cmpuint (find_in (room->world, "server"), ==, 0);
  g_assert_cmpuint (find_at (room->maker), ==, 0);
  g_assert_cmpuint (find_at (room->reader), ==, 0);
  g_assert_cmpuint (find_at (room->away), ==, 0);
  world_assert_agree (room->world);
}

/* ---- stories ---- */

static void
test_report (void)
{
  Room *room = room_new ();
  World *world = room->world;

  world_disconnect (room->away);
  tc_database_checkpoint (world->db);
  g_assert_cmpuint (find_in (world, "server"), >, 0);
  g_assert_cmpuint (find_at (room->maker), >, 0);
  g_assert_cmpuint (find_at (room->reader), >, 0);
  purge (room, "report", room->report_id);
  world_run (world);
  g_assert_cmpuint (find_in (world, "server"), ==, 0);
  g_assert_cmpuint (find_at (room->maker), ==, 0);
  g_assert_cmpuint (find_at (room->reader), ==, 0);
  g_assert_cmpuint (find_at (room->away), >, 0);
  world_connect (room->away);
  world_run (world);
  g_assert_cmpstr (room->away->closed_code, ==, "line.horizon");
  world_connect (room->away);
  world_run (world);
  assert_clean (room);
  /* Rows stay, and the log is proved: the report, the attachment, what the reporter wrote, what was
   * noted, and the attachment that was refused. */
  g_assert_cmpint (tc_database_get_int (world->db, 0, "SELECT count(*) FROM report", NULL), ==, 1);
  g_assert_cmpint (tc_database_get_int (room->away->db, 0,
                                        "SELECT count(*) FROM incident WHERE title = code", NULL),
                   ==, 1);
  g_assert_cmpint (assert_whole (world), ==, 5);
  g_assert_cmpint (tc_database_get_int (world->db, 0, "SELECT operations FROM purge", NULL), ==, 5);
  room_free (room);
}

/* Pieces of what stood in the server's file, somewhere in it. */
static gboolean
has_piece (World *world, GBytes *body)
{
  static const char *const suffixes[] = {"", "-wal"};
  gboolean found = FALSE;
  gsize size;
  const char *piece = g_bytes_get_data (body, &size);

  for (gsize s = 0; s < G_N_ELEMENTS (suffixes); s++) {
    g_autofree char *path = g_strconcat (world->folder, "/server.db", suffixes[s], NULL);
    g_autofree char *data = NULL;
    gsize length = 0;

    if (g_file_get_contents (path, &data, &length, NULL) && length >= PIECE)
      for (gsize at = 0; at + PIECE <= length && !found; at++)
        found = !memcmp (data + at, piece + size - PIECE, PIECE);
  }
  return found;
}

/* (element-type GBytes): the segments of operations that have one of the words. */
static GPtrArray *
list_segments (World *world)
{
  GPtrArray *bodies = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  for (guint i = 0; needles[i]; i++) {
    g_autoptr (TcQuery) query = tc_database_query (
        world->db,
        "SELECT body FROM log_operation JOIN log_segment ON last_lsn = lsn"
        " WHERE instr (log_bytes (lsn, bytes), CAST (? AS BLOB)) > 0 ORDER BY lsn",
        "s", needles[i]);

    while (tc_query_next (query))
      g_ptr_array_add (bodies, tc_query_dup_blob (query, 0));
  }
  g_assert_true (tc_database_check (world->db, NULL));
  return bodies;
}

/* What is purged was packed long ago: of its segments nothing is left either. */
static void
test_packed (void)
{
  Room *room = room_new ();
  World *world = room->world;

  g_assert_cmpuint (world_pack (world, 1), >, 20);
  tc_database_checkpoint (world->db);
  g_autoptr (GPtrArray) before = list_segments (world);
  g_assert_cmpuint (before->len, >=, 5);
  for (guint i = 0; i < before->len; i++)
    g_assert_true (has_piece (world, before->pdata[i]));
  purge (room, "report", room->report_id);
  world_run (world);
  assert_clean (room);
  g_assert_cmpint (assert_whole (world), ==, 5);
  g_autoptr (GPtrArray) after = list_segments (world);
  g_assert_cmpuint (after->len, ==, 0);
  for (guint i = 0; i < before->len; i++)
    g_assert_false (has_piece (world, before->pdata[i]));
  room_free (room);
}

/* A segment that can't be read may have the words: the purge waits, says so, and goes on once it
 * can be. */
static void
test_damaged (void)
{
  Room *room = room_new ();
  World *world = room->world;

  world_pack (world, 4);
  tc_database_execute_script (world->db, "UPDATE log_segment SET first_lsn = -first_lsn"
                                         " WHERE last_lsn = 12");
  purge (room, "report", room->report_id);
  world_run (world);
  g_assert_cmpuint (world->purge_waits, ==, 1);
  g_assert_cmpint (tc_database_get_int (world->db, -1, "SELECT count(*) FROM log_purged", NULL), ==,
                   0);
  tc_database_execute_script (world->db, "UPDATE log_segment SET first_lsn = -first_lsn"
                                         " WHERE last_lsn = 12");
  world->now_us += 3600 * TC_US_PER_S;
  world_run (world);
  g_assert_cmpuint (world->purge_waits, ==, 1);
  assert_clean (room);
  g_assert_cmpint (assert_whole (world), ==, 5);
  room_free (room);
}

/* A copy in which somebody blurred something, and that could not be attached yet. */
static void
add_unattached (WorldDesk *desk, gint64 id, gint64 original_id)
{
  tc_database_execute (desk->outbox_db,
                       "INSERT INTO unattached (id, staff_id, incident_id, code, original_id, hash,"
                       " size, name, pixels, given_us) VALUES (?, 1, 1, '', ?, '', 1, '', 0, 1)",
                       "ii", id, original_id);
}

static void
test_kinds (void)
{
  Room *room = room_new ();
  World *world = room->world;
  gint64 event_id = tc_database_get_int (
      world->db, 0, "SELECT id FROM incident_event WHERE code = 'incident.comment'", NULL);

  purge (room, "reporter", room->report_id);
  world_run (world);
  g_assert_cmpint (tc_database_get_int (room->reader->db, 0,
                                        "SELECT count(*) FROM report WHERE text <> ''", NULL),
                   ==, 1);
  g_assert_cmpint (tc_database_get_int (room->reader->db, 0,
                                        "SELECT count(*) FROM reporter WHERE name IS NULL", NULL),
                   ==, 1);
  add_unattached (room->reader, 1, room->attachment_id);
  add_unattached (room->reader, 2, room->attachment_id + 1);
  purge (room, "attachment", room->attachment_id);
  purge (room, "text", event_id);
  world_run (world);
  g_assert_cmpint (tc_database_get_int (world->db, 0, "SELECT count(*) FROM purge_file", NULL), ==,
                   1);
  g_assert_cmpint (tc_database_get_int (room->reader->db, 0,
                                        "SELECT count(*) FROM attachment WHERE hash = ''", NULL),
                   ==, 1);
  g_assert_cmpint (
      tc_database_get_int (room->reader->outbox_db, 0, "SELECT sum (id) FROM unattached", NULL), ==,
      2);
  g_assert_cmpint (tc_database_get_int (room->reader->db, 1,
                                        "SELECT text IS NOT NULL FROM incident_event WHERE id = ?",
                                        "i", event_id),
                   ==, 0);
  g_assert_cmpint (assert_whole (world), >, 0);
  world_assert_agree (world);
  room_free (room);
}

static void
test_refused (void)
{
  Room *room = room_new ();
  const TcRoleCapability may = {WORLD_ROLE, TC_MAY_PURGE};
  gint64 operations = tc_database_get_int (room->world->db, 0, "SELECT count(*) FROM log_purged",
                                           NULL);

  purge_as (room, "report", room->report_id + 1, WORLD_STAFF, 0);
  g_assert_cmpstr (room->refusal, ==, "purge.unknown");
  purge_as (room, "everything", room->report_id, WORLD_STAFF, 0);
  g_assert_cmpstr (room->refusal, ==, "purge.unknown");
  purge_as (room, "report", room->report_id, 0, 0);
  g_assert_cmpstr (room->refusal, ==, "purge.nobody");
  world_do (room->world, &tc_role_deny_type, &may);
  purge_as (room, "report", room->report_id, WORLD_STAFF, 0);
  g_assert_cmpstr (room->refusal, ==, "people.not-allowed");
  allow (room);
  world_run (room->world);
  g_assert_cmpint (
      tc_database_get_int (room->world->db, 0, "SELECT count(*) FROM log_purged", NULL), ==,
      operations);
  purge (room, "report", room->report_id);
  world_run (room->world);
  purge_as (room, "report", room->report_id, WORLD_STAFF, 0);
  g_assert_cmpstr (room->refusal, ==, "purge.done");
  purge_as (room, "reporter", room->report_id, WORLD_STAFF, 0);
  g_assert_cmpstr (room->refusal, ==, "purge.done");
  assert_clean (room);
  room_free (room);
}

/* The answer to an operation was lost; when it is asked for again its words are gone. */
static void
test_lost_answer (void)
{
  Room *room = room_new ();
  World *world = room->world;
  const TcIncidentText note = {room->incident_id, "Gọi " PHONE};

  do_at (room->maker, &tc_incident_comment_type, &note);
  world_settle_one (room->maker);
  world_disconnect (room->maker);
  purge (room, "report", room->report_id);
  world_run (world);
  g_assert_cmpuint (find_in (world, "server"), ==, 0);
  for (guint i = 0; i < 2; i++) {
    world_connect (room->maker);
    world_run (world);
  }
  g_assert_cmpuint (room->maker->status.pending, ==, 0);
  g_assert_cmpuint (room->maker->status.attention, ==, 0);
  assert_clean (room);
  room_free (room);
}

static void
step (World *world, gboolean *more)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (tc_hub_tend_purges (world->hub, world->now_us, more, &error));
}

/* The server stops after each of its steps once. */
static void
test_server_stops (void)
{
  Room *room = room_new ();
  World *world = room->world;

  for (guint stop = 0; stop < 8; stop++) {
    gboolean more = TRUE;

    world->hold_purges = TRUE;
    if (stop == 0)
      purge (room, "report", room->report_id);
    for (guint i = 0; i < stop && more; i++) {
      step (world, &more);
      g_assert_true (tc_hub_flush (world->hub, world->now_us, NULL));
    }
    world_restart_server (world);
    assert_whole (world);
  }
  world->hold_purges = FALSE;
  for (guint i = 0; i < 2; i++) {
    WorldDesk *desks[] = {room->maker, room->reader, room->away};

    for (guint d = 0; d < G_N_ELEMENTS (desks); d++)
      if (!desks[d]->connected)
        world_connect (desks[d]);
    world_run (world);
  }
  g_assert_cmpint (
      tc_database_get_int (world->db, 1, "SELECT count(*) FROM log_purge WHERE swept = 0", NULL),
      ==, 0);
  assert_clean (room);
  room_free (room);
}

/* Somebody reads the replica at that moment; and a desk that stops before it is done. */
static void
test_desk_stops (void)
{
  Room *room = room_new ();
  World *world = room->world;
  g_autofree char *path = g_build_filename (world->folder, "replica-1.db", NULL);
  g_autoptr (TcDatabase) reading = tc_database_open (path, 0, NULL);

  tc_database_begin (reading);
  g_assert_cmpint (tc_database_get_int (reading, 0, "SELECT count(*) FROM report", NULL), ==, 1);
  purge (room, "report", room->report_id);
  world_run (world);
  g_assert_cmpint (
      tc_database_get_int (room->maker->db, -1, "SELECT count(*) FROM purge_done", NULL), ==, 0);
  g_assert_cmpint (
      tc_database_get_int (room->reader->db, -1, "SELECT count(*) FROM purge_done", NULL), ==, 1);
  tc_database_rollback (reading);
  g_clear_pointer (&reading, tc_database_close);
  world_restart_desk (room->maker);
  g_assert_cmpint (
      tc_database_get_int (room->maker->db, -1, "SELECT count(*) FROM purge_done", NULL), ==, 1);
  assert_clean (room);
  room_free (room);
}

/* A desk that is still loading what is from before it. */
static void
test_loading (void)
{
  Room *room = room_new ();
  World *world = room->world;

  WorldDesk *newcomer = world_add_desk (world, 4);

  world_allow_reporters (newcomer, TRUE);
  world->hold = TRUE;
  world_connect (newcomer);
  world_run (world);
  g_assert_cmpuint (newcomer->status.parts_left, >, 0);
  purge (room, "report", room->report_id);
  world_run (world);
  g_assert_cmpstr (newcomer->closed_code, ==, "line.purge");
  world->hold = FALSE;
  world_connect (newcomer);
  world_run (world);
  g_assert_cmpuint (newcomer->status.parts_left, ==, 0);
  g_assert_cmpuint (find_at (newcomer), ==, 0);
  assert_clean (room);
  room_free (room);
}

/* What was put back from a backup is purged again, and no desk brings it back. */
static void
test_restored (void)
{
  Room *room = room_new ();
  World *world = room->world;
  gint64 purge_id;

  world_back_up (world);
  purge (room, "report", room->report_id);
  world_run (world);
  purge_id = tc_database_get_int (world->db, 0, "SELECT id FROM purge", NULL);
  world_restore (world);
  g_assert_cmpuint (find_in (world, "server"), >, 0);
  purge_as (room, "report", room->report_id, 0, purge_id);
  g_assert_cmpstr (room->refusal, ==, NULL);
  for (guint i = 0; i < 3; i++) {
    WorldDesk *desks[] = {room->maker, room->reader, room->away};

    for (guint d = 0; d < G_N_ELEMENTS (desks); d++)
      if (!desks[d]->connected)
        world_connect (desks[d]);
    world_run (world);
  }
  assert_clean (room);
  g_assert_cmpint (assert_whole (world), >, 0);
  room_free (room);
}

/* ---- the proof ---- */

static void
assert_fault (World *world, const char *change, gint64 lsn)
{
  g_auto (TcLogAudit) result = {0};

  tc_database_begin (world->db);
  tc_database_execute (world->db, change, "i", lsn);
  g_assert_cmpint (tc_database_changes (world->db), ==, 1);
  g_assert_true (tc_database_commit (world->db, NULL));
  audit (world, &result);
  g_assert_nonnull (result.fault);
  g_test_message ("%" G_GINT64_FORMAT ": %s", result.fault_lsn, result.fault);
  g_assert_cmpint (result.fault_lsn, ==, lsn);
}

/* What stands beside bytes that are gone, their hash, and bytes that nobody purged. */
static void
test_audit (void)
{
  Room *room = room_new ();
  World *world = room->world;

  purge (room, "report", room->report_id);
  world_run (world);
  gint64 lsn = tc_database_get_int (world->db, 0, "SELECT min (lsn) FROM log_purged", NULL);
  gint64 other = tc_database_get_int (
      world->db, 0, "SELECT lsn FROM log_operation WHERE name = 'staff.add' LIMIT 1", NULL);
  g_assert_cmpint (assert_whole (world), ==, 5);
  assert_fault (world, "UPDATE log_operation SET made_us = made_us + 1 WHERE lsn = ?", lsn);
  tc_database_execute (world->db, "UPDATE log_operation SET made_us = made_us - 1 WHERE lsn = ?",
                       "i", lsn);
  assert_whole (world);
  assert_fault (world, "UPDATE log_operation SET actor_id = actor_id + 1 WHERE lsn = ?", lsn);
  tc_database_execute (world->db, "UPDATE log_operation SET actor_id = actor_id - 1 WHERE lsn = ?",
                       "i", lsn);
  assert_fault (world, "UPDATE log_operation SET name = 'incident.close' WHERE lsn = ?", lsn);
  tc_database_execute (world->db, "UPDATE log_operation SET name = 'incident.report' WHERE lsn = ?",
                       "i", lsn);
  assert_whole (world);
  tc_database_execute (world->db,
                       "INSERT INTO log_purged (lsn, hash) SELECT ?, hash FROM log_purged LIMIT 1",
                       "i", other);
  assert_fault (world, "UPDATE log_operation SET bytes = x'' WHERE lsn = ?", other);
  room_free (room);
}

/* Emptied by somebody who knows the hash: the chain holds, and nothing says that it may be. */
static void
test_emptied_without_purge (void)
{
  Room *room = room_new ();
  World *world = room->world;
  g_autoptr (TcLogStore) log = tc_log_sqlite_new (world->db, NULL, NULL);
  gint64 lsn = tc_database_get_int (
      world->db, 0, "SELECT lsn FROM log_operation WHERE name = 'incident.comment'", NULL);
  g_auto (TcLogAudit) result = {0};

  tc_database_begin (world->db);
  tc_log_store_empty (log, lsn);
  g_assert_true (tc_database_commit (world->db, NULL));
  audit (world, &result);
  g_assert_nonnull (result.fault);
  g_assert_cmpint (result.fault_lsn, ==, lsn);
  g_assert_nonnull (strstr (result.fault, "no legal purge says so"));
  room_free (room);
}

/* ---- a relay ---- */

static void
test_relay (void)
{
  Room *room = room_new ();
  World *world = room->world;
  WorldRelay *relay = world_add_relay (world);
  WorldDesk *behind = world_add_desk (world, 4);
  const TcIncidentText note = {room->incident_id, "Số máy " PHONE};

  world_move_behind (behind, relay);
  world_connect_relay (relay);
  world_run (world);
  world_connect (behind);
  world_run (world);
  do_at (behind, &tc_incident_comment_type, &note);
  world_run (world);
  g_assert_cmpuint (find_in (world, "relay"), >, 0);
  g_assert_cmpuint (find_at (behind), >, 0);
  purge (room, "report", room->report_id);
  world_run (world);
  for (guint i = 0; i < 3; i++) {
    if (!relay->up.connected)
      world_connect_relay (relay);
    world_run (world);
    if (!behind->connected)
      world_connect (behind);
    world_run (world);
  }
  g_assert_cmpint (behind->status.state, ==, TC_REPLICA_LIVE);
  g_assert_cmpuint (find_in (world, "relay"), ==, 0);
  g_assert_cmpuint (find_at (behind), ==, 0);
  assert_clean (room);
  world_free_relay (relay);
  room_free (room);
}

/* A desk has done it, and fetches all anew from a relay that hasn't heard of it: that is wiped once
 * more. */
static void
test_relay_behind (void)
{
  Room *room = room_new ();
  World *world = room->world;
  WorldRelay *relay = world_add_relay (world);
  WorldDesk *mover = world_add_desk (world, 4);

  world_connect_relay (relay);
  world_connect (mover);
  world_run (world);
  world_cut_relay (relay);
  purge (room, "report", room->report_id);
  world_run (world);
  g_assert_cmpuint (find_at (mover), ==, 0);
  world_disconnect (mover);
  /* What it has is no true state of the log. */
  tc_database_execute (mover->db, "UPDATE position SET lsn = 1", NULL);
  world_restart_desk (mover);
  world_move_behind (mover, relay);
  world_connect (mover);
  world_run (world);
  g_assert_cmpuint (find_at (mover), >, 0);
  for (guint i = 0; i < 4; i++) {
    if (!relay->up.connected)
      world_connect_relay (relay);
    world_run (world);
    if (!mover->connected)
      world_connect (mover);
    world_run (world);
  }
  g_assert_cmpint (mover->status.state, ==, TC_REPLICA_LIVE);
  g_assert_cmpuint (find_at (mover), ==, 0);
  assert_clean (room);
  world_free_relay (relay);
  room_free (room);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/purge/report", test_report);
  g_test_add_func ("/purge/packed", test_packed);
  g_test_add_func ("/purge/damaged", test_damaged);
  g_test_add_func ("/purge/kinds", test_kinds);
  g_test_add_func ("/purge/refused", test_refused);
  g_test_add_func ("/purge/lost-answer", test_lost_answer);
  g_test_add_func ("/purge/server-stops", test_server_stops);
  g_test_add_func ("/purge/desk-stops", test_desk_stops);
  g_test_add_func ("/purge/loading", test_loading);
  g_test_add_func ("/purge/restored", test_restored);
  g_test_add_func ("/purge/audit", test_audit);
  g_test_add_func ("/purge/emptied-without-purge", test_emptied_without_purge);
  g_test_add_func ("/purge/relay", test_relay);
  g_test_add_func ("/purge/relay-behind", test_relay_behind);
  return g_test_run ();
}
