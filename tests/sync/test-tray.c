/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: beside a refused operation stands what its maker saw, until this desk may no longer hold
 * that; it can be tried without effect, sent again as it is or changed, and set aside with a
 * reason; and what waits for the server is told. Method: two desks on one incident, cut off and
 * connected again; the outbox's rows and raw bytes.
 */
#define _GNU_SOURCE /* memmem */
#include "sync-world.h"
#include "tc-incident-queries.h"
#include "tc-id.h"
#include "tc-incident-seen.h"
#include "tc-shift-operations.h"

#include <string.h>

/* How every image of a new incident begins. */
static const char image[] = "new\0none";

typedef struct {
  World *world;
  WorldDesk *first;
  WorldDesk *second;
  gint64 incident;
} Room;

static void
set_up (Room *room, gconstpointer data)
{
  room->world = world_new ();
  world_open_room (room->world);
  world_lease (room->world, 0, 1);
  room->first = world_add_desk (room->world, 1);
  room->second = world_add_desk (room->world, 2);
  g_autofree char *code = g_strdup_printf ("PA-%06" G_GINT64_FORMAT "-%04u",
                                           tc_incident_day (room->world->now_us), 1);
  TcIncidentReport report = world_make_report (room->world, &room->world->ids, code, NULL);
  room->incident = report.incident_id;
  world_do (room->world, &tc_incident_report_type, &report);
  world_connect (room->first);
  world_connect (room->second);
  world_run (room->world);
}

static void
tear_down (Room *room, gconstpointer data)
{
  world_free (room->world);
}

static void
submit (WorldDesk *desk, const TcOperationType *type, gconstpointer args)
{
  g_autoptr (TcVerdict) verdict = world_submit (desk, type, args);

  g_assert_null (verdict->refusal);
}

static void
close_at (Room *room, WorldDesk *desk, const char *text)
{
  const TcIncidentClose args = {room->incident, "nothing-found", 0, text};

  submit (desk, &tc_incident_close_type, &args);
}

/* Both close it without a line; the second to come back is refused. Returns: its sequence. */
static gint64
collide (Room *room)
{
  world_disconnect (room->first);
  world_disconnect (room->second);
  close_at (room, room->first, "một");
  close_at (room, room->second, "hai");
  world_connect (room->first);
  world_run (room->world);
  world_connect (room->second);
  world_run (room->world);
  return tc_database_get_int (room->second->outbox_db, 0,
                              "SELECT seq FROM tray WHERE refusal = 'incident.state'"
                              " AND settled_us IS NULL",
                              NULL);
}

static TcVerdict *
try (Room *room, gint64 seq, GVariant *args)
{
  g_autoptr (GError) error = NULL;
  TcVerdict *verdict = tc_replica_try (room->second->replica, seq, args, WORLD_STAFF,
                                       room->second->session, room->world->now_us, &error);

  g_assert_no_error (error);
  return verdict;
}

/* What was seen is the incident before one's own operation, without what the other did. */
static void
test_seen (Room *room, gconstpointer data)
{
  gint64 seq = collide (room);
  g_autoptr (TcQuery) query = tc_database_query (room->second->outbox_db,
                                                 "SELECT image FROM seen WHERE seq = ?", "i", seq);

  g_assert_cmpint (seq, >, 0);
  g_assert_true (tc_query_next (query));
  g_autoptr (GBytes) bytes = tc_query_dup_blob (query, 0);
  g_autoptr (TcIncidentSeen) seen = tc_incident_seen_read (bytes);
  g_autoptr (TcIncidentDetail) now = tc_incident_detail (room->second->db, room->incident);
  guint unseen = 0;
  g_assert_cmpint (seen->state, ==, TC_STATE_NEW);
  g_assert_cmpint (now->incident.state, ==, TC_STATE_CLOSED);
  for (guint i = 0; i < now->events->len; i++) {
    const TcIncidentEvent *event = &g_array_index (now->events, TcIncidentEvent, i);

    if (!tc_incident_seen_has_event (seen, event)) {
      g_assert_cmpstr (event->text, ==, "một");
      unseen++;
    }
  }
  g_assert_cmpuint (unseen, ==, 1);
  /* Of what was accepted nothing is kept. */
  g_assert_cmpint (
      tc_database_get_int (room->first->outbox_db, -1, "SELECT count(*) FROM seen", NULL), ==, 0);
}

static void
test_try_and_resend (Room *room, gconstpointer data)
{
  gint64 seq = collide (room);
  const TcIncidentText reopen = {room->incident, "mở lại"};
  g_autoptr (TcVerdict) no = try (room, seq, NULL);
  g_autoptr (TcVerdict) yes = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (no->refusal->code, ==, "incident.state");
  submit (room->first, &tc_incident_reopen_type, &reopen);
  world_run (room->world);
  gint64 events = tc_database_get_int (room->second->db, 0, "SELECT count(*) FROM incident_event",
                                       NULL);
  yes = try (room, seq, NULL);
  g_assert_null (yes->refusal);
  g_assert_cmpint (
      tc_database_get_int (room->second->db, 0, "SELECT count(*) FROM incident_event", NULL), ==,
      events);
  g_assert_cmpuint (room->second->status.attention, ==, 1);
  GVariant *args = g_variant_new_parsed ("{'incident_id': <%x>, 'reason': <'other'>,"
                                         " 'text': <'đã đổi'>}",
                                         room->incident);
  g_autoptr (TcVerdict)
      sent = tc_replica_resend_as (room->second->replica, seq, args, WORLD_STAFF,
                                   room->second->session, room->world->now_us, &error);
  g_assert_no_error (error);
  g_assert_null (sent->refusal);
  world_run (room->world);
  world_assert_agree (room->world);
  g_assert_cmpuint (room->second->status.attention, ==, 0);
  g_autofree char *how = tc_database_dup_text (
      room->second->outbox_db, "SELECT settled_how FROM tray WHERE seq = ?", "i", seq);
  g_autofree char *text = tc_database_dup_text (
      room->second->db, "SELECT text FROM incident_event ORDER BY at_us DESC, id DESC LIMIT 1",
      NULL);
  g_assert_cmpstr (how, ==, "edited");
  g_assert_cmpstr (text, ==, "đã đổi");
  g_autoptr (TcVerdict) none = tc_replica_try (room->second->replica, seq, NULL, WORLD_STAFF,
                                               room->second->session, room->world->now_us, &error);
  g_assert_null (none);
  g_assert_error (error, TC_ERROR, TC_ERROR_NOT_FOUND);
}

static int
count_commit_cb (gpointer data)
{
  ++*(guint *) data;
  return 0;
}

/* A stop at no moment leaves both: what is sent again and the entry that asks for it. */
static void
test_resend_at_once (Room *room, gconstpointer data)
{
  gint64 seq = collide (room);
  const TcIncidentText reopen = {room->incident, "mở lại"};
  g_autoptr (GError) error = NULL;
  guint commits = 0;

  submit (room->first, &tc_incident_reopen_type, &reopen);
  world_run (room->world);
  sqlite3_commit_hook (tc_database_get_handle (room->second->outbox_db), count_commit_cb, &commits);
  g_autoptr (TcVerdict) sent = tc_replica_resend (
      room->second->replica, seq, WORLD_STAFF, room->second->session, room->world->now_us, &error);
  sqlite3_commit_hook (tc_database_get_handle (room->second->outbox_db), NULL, NULL);
  g_assert_no_error (error);
  g_assert_null (sent->refusal);
  g_assert_cmpuint (commits, ==, 1);
  g_assert_cmpuint (room->second->status.attention, ==, 0);
  world_run (room->world);
  world_assert_agree (room->world);
}

static void
test_set_aside (Room *room, gconstpointer data)
{
  gint64 seq = collide (room);
  g_autoptr (GArray) seqs = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GError) error = NULL;

  g_array_append_val (seqs, seq);
  g_assert_true (tc_replica_set_aside (room->second->replica, seqs, WORLD_STAFF, "đã đóng rồi",
                                       room->world->now_us, &error));
  g_assert_no_error (error);
  world_restart_desk (room->second);
  g_autofree char *text = tc_database_dup_text (
      room->second->outbox_db, "SELECT settled_by || settled_how || settled_text FROM tray", NULL);
  g_autofree char *wanted = g_strdup_printf ("%d%s", WORLD_STAFF, "set-asideđã đóng rồi");
  g_assert_cmpstr (text, ==, wanted);
}

static guint
count_attention (WorldDesk *desk)
{
  TcReplicaStatus status;

  tc_replica_get_status (desk->replica, &status);
  return status.attention;
}

/* What was set aside by mistake needs attention again; what was sent again does not. */
static void
test_take_back (Room *room, gconstpointer data)
{
  gint64 seq = collide (room), nowhere = 9999;
  const TcIncidentText reopen = {room->incident, "mở lại"};
  g_autoptr (GArray) seqs = g_array_new (FALSE, FALSE, sizeof (gint64));
  TcReplica *replica = room->second->replica;

  g_array_append_val (seqs, seq);
  g_array_append_val (seqs, nowhere);
  g_assert_cmpuint (count_attention (room->second), ==, 1);
  g_assert_true (
      tc_replica_set_aside (replica, seqs, WORLD_STAFF, "nhầm", room->world->now_us, NULL));
  g_assert_cmpuint (count_attention (room->second), ==, 0);
  /* Once more changes nothing of it. */
  g_assert_true (
      tc_replica_set_aside (replica, seqs, WORLD_STAFF, "khác", room->world->now_us, NULL));
  g_assert_cmpuint (count_attention (room->second), ==, 0);
  g_assert_true (tc_replica_take_back (replica, seqs, NULL));
  g_assert_cmpuint (count_attention (room->second), ==, 1);
  submit (room->first, &tc_incident_reopen_type, &reopen);
  world_run (room->world);
  g_autoptr (TcVerdict) sent = tc_replica_resend (replica, seq, WORLD_STAFF, room->second->session,
                                                  room->world->now_us, NULL);
  g_assert_true (sent && !sent->refusal);
  g_assert_true (tc_replica_take_back (replica, seqs, NULL));
  g_assert_cmpuint (count_attention (room->second), ==, 0);
  world_restart_desk (room->second);
  g_assert_cmpuint (count_attention (room->second), ==, 0);
}

static guint
find_on_disk (WorldDesk *desk)
{
  static const char *const suffixes[] = {"", "-wal"};
  guint found = 0;

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++) {
    g_autofree char *file = g_strdup_printf ("outbox-%u.db%s", desk->number, suffixes[i]);
    g_autofree char *path = g_build_filename (desk->world->folder, file, NULL);
    g_autofree char *data = NULL;
    gsize size = 0;

    if (g_file_get_contents (path, &data, &size, NULL))
      found += memmem (data, size, image, sizeof image - 1) != NULL;
  }
  return found;
}

/* The right to read incidents is taken away: what was seen goes from the raw file, what was typed
 * stays. */
static void
test_wipe (Room *room, gconstpointer data)
{
  gint64 seq = collide (room);
  const TcRoleScope incidents = {WORLD_ROLE, "incidents"};

  g_assert_cmpuint (find_on_disk (room->second), >, 0);
  world_do (room->world, &tc_role_unread_type, &incidents);
  world_run (room->world);
  world_connect (room->second);
  world_run (room->world);
  g_assert_cmpint (
      tc_database_get_int (room->second->db, -1, "SELECT count(*) FROM incident", NULL), ==, 0);
  g_assert_cmpint (
      tc_database_get_int (room->second->outbox_db, -1, "SELECT count(*) FROM seen", NULL), ==, 0);
  g_assert_cmpuint (find_on_disk (room->second), ==, 0);
  g_autoptr (TcQuery) query = tc_database_query (room->second->outbox_db,
                                                 "SELECT bytes FROM tray WHERE seq = ?", "i", seq);
  g_assert_true (tc_query_next (query));
  gsize size;
  const guint8 *bytes = tc_query_blob (query, 0, &size);
  g_assert_nonnull (memmem (bytes, size, "hai", 3));
}

/* Likewise where the replica that held them was lost meanwhile, and with it what it was; what was
 * put by of it goes too. Whose rights are as before keeps all. */
static void
test_wipe_replica_lost (Room *room, gconstpointer data)
{
  const TcRoleScope incidents = {WORLD_ROLE, "incidents"};

  collide (room);
  world_lose_replica (room->second);
  world_connect (room->second);
  world_run (room->world);
  g_assert_cmpuint (room->second->let_go, ==, 0);
  g_assert_cmpuint (find_on_disk (room->second), >, 0);
  world_lose_replica (room->second);
  world_do (room->world, &tc_role_unread_type, &incidents);
  world_run (room->world);
  world_connect (room->second);
  world_run (room->world);
  g_assert_cmpuint (room->second->let_go, ==, 1);
  g_assert_cmpint (
      tc_database_get_int (room->second->outbox_db, -1, "SELECT count(*) FROM seen", NULL), ==, 0);
  g_assert_cmpuint (find_on_disk (room->second), ==, 0);
  world_restart_desk (room->second);
  world_connect (room->second);
  world_run (room->world);
  g_assert_cmpuint (room->second->let_go, ==, 1);
}

static void
test_waiting (Room *room, gconstpointer data)
{
  guint64 version = tc_replica_get_waiting_version (room->first->replica);
  g_autoptr (GArray) none = tc_replica_list_waiting (room->first->replica);
  const TcIncidentText note = {room->incident, "ghi chú"};

  g_assert_cmpuint (none->len, ==, 0);
  const TcJournalAdd entry = {.entry_id = 77, .kind = "call", .text = "Gọi", .due_us = TC_NONE};

  world_disconnect (room->first);
  submit (room->first, &tc_incident_comment_type, &note);
  submit (room->first, &tc_journal_add_type, &entry);
  g_assert_cmpuint (tc_replica_get_waiting_version (room->first->replica), !=, version);
  g_autoptr (GArray) waiting = tc_replica_list_waiting (room->first->replica);
  g_assert_true (tc_ids_contain (waiting, room->incident));
  g_assert_true (tc_ids_contain (waiting, entry.entry_id));
  g_assert_true (
      tc_ids_contain (waiting, tc_database_get_int (room->first->db, 0,
                                                    "SELECT max(id) FROM incident_event", NULL)));
  world_connect (room->first);
  world_run (room->world);
  g_autoptr (GArray) after = tc_replica_list_waiting (room->first->replica);
  g_assert_cmpuint (after->len, ==, 0);
}

/* Of an operation on two incidents both wait, and the line in the history of each. */
static void
test_waiting_of_two (Room *room, gconstpointer data)
{
  g_autofree char *code = g_strdup_printf ("PA-%06" G_GINT64_FORMAT "-%04u",
                                           tc_incident_day (room->world->now_us), 2);
  TcIncidentReport report = world_make_report (room->world, &room->world->ids, code, NULL);
  const TcIncidentMerge merge = {
      .incident_id = report.incident_id, .into_id = room->incident, .into_event_id = 4242};
  const TcIncidentUnmerge unmerge = {report.incident_id, 4243, room->incident};

  world_do (room->world, &tc_incident_report_type, &report);
  world_run (room->world);
  world_disconnect (room->first);
  submit (room->first, &tc_incident_merge_type, &merge);
  g_autoptr (GArray) merged = tc_replica_list_waiting (room->first->replica);
  g_assert_true (tc_ids_contain (merged, room->incident));
  g_assert_true (tc_ids_contain (merged, report.incident_id));
  g_assert_true (tc_ids_contain (merged, merge.into_event_id));
  world_connect (room->first);
  world_run (room->world);
  world_disconnect (room->first);
  submit (room->first, &tc_incident_unmerge_type, &unmerge);
  g_autoptr (GArray) taken_back = tc_replica_list_waiting (room->first->replica);
  g_assert_true (tc_ids_contain (taken_back, room->incident));
  g_assert_true (tc_ids_contain (taken_back, unmerge.from_event_id));
}

/* What can't be asked about any more is sent though the guards here refuse it: it has no effect,
 * outlives a stop, and the server's refusal is in the tray; what the server accepts is done. */
static void
test_insist (Room *room, gconstpointer data)
{
  const TcIncidentClose close = {room->incident, "nothing-found", 0, "hai"};
  WorldDesk *desk = room->second;
  TcReplicaStatus status = {0};
  g_autoptr (GError) error = NULL;
  g_autoptr (TcVerdict) verdict = NULL;

  close_at (room, room->first, "một");
  world_run (room->world);
  g_autoptr (TcVerdict) refused = world_submit (desk, &tc_incident_close_type, &close);
  g_assert_cmpstr (refused->refusal->code, ==, "incident.state");
  world_disconnect (desk);
  verdict = tc_replica_insist (desk->replica, &tc_incident_close_type,
                               tc_args_encode (&tc_incident_close_type, &close), WORLD_STAFF,
                               desk->session, room->world->now_us, &error);
  g_assert_no_error (error);
  g_assert_null (verdict->refusal);
  g_assert_cmpint (tc_database_get_int (desk->outbox_db, 0, "SELECT count(*) FROM pending", NULL),
                   ==, 1);
  /* That it has no effect is told until the server has decided. */
  tc_replica_get_status (desk->replica, &status);
  g_assert_cmpuint (status.pending, ==, 1);
  g_assert_cmpuint (status.idle, ==, 1);
  g_assert_cmpuint (status.deferred, ==, 0);
  g_autoptr (GPtrArray) idle = tc_replica_list_undecided (desk->replica);
  g_assert_cmpuint (idle->len, ==, 1);
  const TcUndecided *one = g_ptr_array_index (idle, 0);
  g_assert_cmpstr (one->op->name, ==, "incident.close");
  g_assert_false (one->deferred);
  g_assert_cmpstr (one->refusal->code, ==, "incident.state");
  g_assert_cmpint (tc_database_get_int (
                       desk->db, 0, "SELECT count(*) FROM incident_event WHERE text = 'hai'", NULL),
                   ==, 0);
  world_connect (desk);
  world_run (room->world);
  g_assert_cmpint (tc_database_get_int (desk->outbox_db, 0, "SELECT count(*) FROM pending", NULL),
                   ==, 0);
  tc_replica_get_status (desk->replica, &status);
  g_assert_cmpuint (status.idle, ==, 0);
  g_autoptr (GPtrArray) none = tc_replica_list_undecided (desk->replica);
  g_assert_cmpuint (none->len, ==, 0);
  g_assert_cmpint (tc_database_get_int (desk->outbox_db, 0,
                                        "SELECT count(*) FROM tray WHERE settled_us IS NULL"
                                        " AND refusal = 'incident.state'",
                                        NULL),
                   ==, 1);
}

static void
add (const char *path, void (*test) (Room *room, gconstpointer data))
{
  g_test_add (path, Room, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  tc_crypto_init ();
  add ("/tray/seen", test_seen);
  add ("/tray/try-and-resend", test_try_and_resend);
  add ("/tray/resend-at-once", test_resend_at_once);
  add ("/tray/set-aside", test_set_aside);
  add ("/tray/take-back", test_take_back);
  add ("/tray/wipe", test_wipe);
  add ("/tray/wipe-replica-lost", test_wipe_replica_lost);
  add ("/tray/waiting", test_waiting);
  add ("/tray/waiting-of-two", test_waiting_of_two);
  add ("/tray/insist", test_insist);
  return g_test_run ();
}
