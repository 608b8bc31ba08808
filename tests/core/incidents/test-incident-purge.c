/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: a legal purge blanks what it names wherever the rows have it and nothing else; and knows
 * which operations carry it. Method: an incident with everything that copies what was said, every
 * text column of every row of it looked through afterwards; each refusal once.
 */
#include "tc-incident-purge.h"
#include "tc-room-fixture.h"

#include <string.h>

#define DECISION "12/QĐ-UBND"

typedef struct {
  TcRoom *room;
  gint64 incident;
  gint64 report;
  gint64 attachment;
  gint64 note;
} Case;

static gint64
last_event (TcRoom *room)
{
  return tc_room_int (room, "SELECT max (id) FROM incident_event WHERE incident_id >= ?", 0);
}

static void
set_up (Case *self, gconstpointer data)
{
  TcRoom *room = tc_room_new ();
  TcIncidentAttach attach = {
      .hash = "abcdefabcdefabcdefabcdefabcdefabcdefabcdefabcdefabcdefabcdef0123",
      .media_type = "image/jpeg",
      .size = 9,
      .name = "den.jpg",
      .kind = "original",
      .taken_us = TC_NONE};

  self->room = room;
  self->incident = tc_room_report (room);
  self->report = room->report;
  attach.incident_id = self->incident;
  attach.report_id = self->report;
  attach.attachment_id = self->attachment = tc_room_id (room);
  tc_fixture_run_as (room->fixture, room->lan, &tc_incident_attach_type, &attach);
  const TcIncidentDispatch dispatch = {self->incident, tc_room_id (room), room->unit, NULL,
                                       TC_NONE};
  const TcIncidentText note = {self->incident, "Người báo nói thêm"};
  const TcIncidentText quote = {self->incident, "Gọi lại " TC_ROOM_PHONE};
  const TcRoleCapability may = {room->role, TC_MAY_PURGE};
  tc_fixture_run_as (room->fixture, room->lan, &tc_incident_dispatch_type, &dispatch);
  tc_fixture_run_as (room->fixture, room->lan, &tc_incident_comment_type, &note);
  self->note = last_event (room);
  tc_fixture_run_as (room->fixture, room->lan, &tc_incident_comment_type, &quote);
  tc_fixture_run (room->fixture, &tc_role_allow_type, &may);
}

static void
tear_down (Case *self, gconstpointer data)
{
  tc_room_free (self->room);
}

static TcIncidentPurge
make_args (Case *self, const char *kind, gint64 target_id)
{
  return (TcIncidentPurge){
      self->incident, tc_room_id (self->room), kind, target_id, "Theo yêu cầu", DECISION, 0};
}

static void
purge (Case *self, const char *kind, gint64 target_id)
{
  const TcIncidentPurge args = make_args (self, kind, target_id);

  tc_fixture_run_as (self->room->fixture, self->room->lan, &tc_incident_purge_type, &args);
}

/* Rows of replicated tables in which @word stands, but for the purge's own reason. */
static gint64
count_rows_with (Case *self, const char *word)
{
  static const char *const columns[] = {
      "incident WHERE instr (title || ifnull (address, ''), ?1)",
      "report WHERE instr (text || ifnull (address, ''), ?1)",
      "reporter WHERE instr (ifnull (name, '') || ifnull (phone, ''), ?1)",
      "attachment WHERE instr (name || hash, ?1)",
      "incident_event WHERE instr (ifnull (text, ''), ?1)",
      "dispatch WHERE instr (asked, ?1)",
      "task WHERE instr (title || asked || ifnull (matter, '') || ifnull (address, ''), ?1)",
  };
  gint64 n = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++) {
    g_autofree char *sql = g_strconcat ("SELECT count(*) FROM ", columns[i], NULL);
    n += tc_database_get_int (self->room->fixture->db, -1000, sql, "s", word);
  }
  return n;
}

static void
test_report (Case *self, gconstpointer data)
{
  TcRoom *room = self->room;

  g_assert_cmpint (count_rows_with (self, "Đèn giao thông"), >, 3);
  g_assert_cmpint (count_rows_with (self, TC_ROOM_NAME), ==, 1);
  purge (self, "report", self->report);
  g_assert_cmpint (count_rows_with (self, "Đèn giao thông"), ==, 0);
  g_assert_cmpint (count_rows_with (self, TC_ROOM_NAME), ==, 0);
  g_assert_cmpint (count_rows_with (self, "Ngã tư 30/4"), ==, 0);
  g_assert_cmpint (count_rows_with (self, "den.jpg"), ==, 0);
  g_assert_cmpint (count_rows_with (self, TC_ROOM_PHONE), ==, 0);
  /* What others wrote about it without repeating it is theirs, and has a purge of its own. */
  g_assert_cmpint (count_rows_with (self, "Người báo nói thêm"), ==, 1);
  g_assert_cmpint (
      tc_room_int (room, "SELECT title = code FROM incident WHERE id = ?", self->incident), ==, 1);
  g_assert_cmpint (tc_room_int (room,
                                "SELECT asked = incident_code FROM task WHERE incident_id = ?",
                                self->incident),
                   ==, 1);
  g_assert_cmpint (tc_room_int (room, "SELECT private FROM report WHERE id = ?", self->report), ==,
                   1);
  g_assert_cmpint (
      tc_room_int (room, "SELECT count(*) FROM purge WHERE target_id = ?", self->report), ==, 1);
  g_autofree char *decision = tc_room_text (
      room,
      "SELECT external_id FROM incident_event WHERE code = 'incident.purge' AND"
      " incident_id = ?",
      self->incident);
  g_assert_cmpstr (decision, ==, DECISION);
  tc_fixture_check_replays (room->fixture);
}

static void
test_parts (Case *self, gconstpointer data)
{
  purge (self, "reporter", self->report);
  g_assert_cmpint (count_rows_with (self, TC_ROOM_NAME), ==, 0);
  g_assert_cmpint (count_rows_with (self, TC_ROOM_PHONE), ==, 0);
  g_assert_cmpint (count_rows_with (self, "Đèn giao thông"), >, 3);
  purge (self, "attachment", self->attachment);
  g_assert_cmpint (count_rows_with (self, "den.jpg"), ==, 0);
  purge (self, "text", self->note);
  g_assert_cmpint (count_rows_with (self, "Người báo nói thêm"), ==, 0);
  g_assert_cmpint (count_rows_with (self, "Đèn giao thông"), >, 3);
  /* After the person all the rest may go as well. */
  purge (self, "report", self->report);
  g_assert_cmpint (count_rows_with (self, "Đèn giao thông"), ==, 0);
}

static void
refuse (Case *self, const TcIncidentPurge *args, const char *code)
{
  tc_fixture_refuse_as (self->room->fixture, self->room->lan, &tc_incident_purge_type, args, code);
}

static void
test_refusals (Case *self, gconstpointer data)
{
  TcRoom *room = self->room;
  TcIncidentPurge args = make_args (self, "report", self->report);
  const TcLogPurge nothing = {.purge_id = 7, .last = 1};
  const TcRoleCapability may = {room->role, TC_MAY_PURGE};

  args.incident_id = 5;
  refuse (self, &args, "incident.unknown");
  args.incident_id = tc_room_report (room);
  refuse (self, &args, "purge.unknown");
  args.incident_id = self->incident;
  args.kind = "everything";
  refuse (self, &args, "purge.unknown");
  args.kind = "attachment";
  refuse (self, &args, "purge.unknown");
  args.kind = "report";
  tc_fixture_refuse (room->fixture, &tc_incident_purge_type, &args, "purge.nobody");
  tc_fixture_run (room->fixture, &tc_role_deny_type, &may);
  refuse (self, &args, "people.not-allowed");
  tc_fixture_run (room->fixture, &tc_role_allow_type, &may);
  tc_fixture_refuse (room->fixture, &tc_log_purge_type, &nothing, "purge.unknown");
  tc_fixture_refuse_as (room->fixture, room->lan, &tc_log_purge_type, &nothing,
                        "people.system-only");
  purge (self, "report", self->report);
  refuse (self, &args, "purge.done");
  args.kind = "reporter";
  refuse (self, &args, "purge.done");
}

static void
test_log (Case *self, gconstpointer data)
{
  TcRoom *room = self->room;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GBytes) digest = g_bytes_new ("0123456789abcdef0123456789abcdef", 32);
  const gint64 id = 1000;

  g_array_append_val (ids, id);
  purge (self, "report", self->report);
  TcLogPurge args = {
      .purge_id = tc_room_int (room, "SELECT id FROM purge WHERE target_id = ?", self->report),
      .lsns = ids,
      .operations = ids,
      .seqs = ids,
      .last = 1};
  tc_fixture_refuse (room->fixture, &tc_log_purge_type, &args, "operation.arguments");
  args.digests = digest;
  tc_fixture_run (room->fixture, &tc_log_purge_type, &args);
  g_assert_cmpint (tc_room_int (room, "SELECT operations FROM purge WHERE done_us > ?", 0), ==, 1);
  tc_fixture_refuse (room->fixture, &tc_log_purge_type, &args, "purge.unknown");
}

/* ---- carriers ---- */

static TcOperation *
make (Case *self, const TcOperationType *type, gconstpointer args)
{
  g_autoptr (TcKey) key = tc_key_from_seed ((const guint8 *) "0123456789abcdef0123456789abcdef");
  const TcOperationHead head = {.id = tc_room_id (self->room), .seq = 1, .made_us = 1};

  return tc_operation_make (type, &head, args, key);
}

static void
test_match (Case *self, gconstpointer data)
{
  TcRoom *room = self->room;
  char code[40];
  TcIncidentReport report = tc_room_report_args (room, code);
  g_autofree char *repeated = g_strconcat ("Gọi lại: ", report.text, NULL);
  const TcIncidentText same = {self->incident, repeated};
  const TcIncidentText other = {self->incident, "Chuyện khác hẳn"};
  const TcIncidentText elsewhere = {tc_room_report (room), repeated};

  report.report_id = self->report;
  purge (self, "report", self->report);
  g_autoptr (TcPurgeMatch) match = tc_purge_match_new (
      room->fixture->db,
      tc_room_int (room, "SELECT id FROM purge WHERE target_id = ?", self->report));
  g_autoptr (TcOperation) brought = make (self, &tc_incident_report_type, &report);
  g_autoptr (TcOperation) repeats = make (self, &tc_incident_comment_type, &same);
  g_autoptr (TcOperation) differs = make (self, &tc_incident_comment_type, &other);
  g_autoptr (TcOperation) far = make (self, &tc_incident_comment_type, &elsewhere);
  gsize size;
  gconstpointer bytes = g_bytes_get_data (repeats->bytes, &size);

  g_assert_true (tc_purge_match_may (match, bytes, size));
  bytes = g_bytes_get_data (far->bytes, &size);
  g_assert_false (tc_purge_match_may (match, bytes, size));
  g_assert_false (tc_purge_match_repeats (match, repeats));
  g_assert_true (tc_purge_match_brought (match, brought));
  g_assert_false (tc_purge_match_brought (match, repeats));
  g_assert_true (tc_purge_match_repeats (match, repeats));
  g_assert_false (tc_purge_match_repeats (match, differs));
  g_assert_false (tc_purge_match_repeats (match, far));
  g_assert_null (tc_purge_match_new (room->fixture->db, 5));
}

/* A column that comes is either blanked or holds nobody's words: whoever adds it decides that in
 * tc-incident-purge.c, then names it here. */
static void
test_columns (Case *self, gconstpointer data)
{
  static const struct {
    const char *table;
    const char *columns; /* of text, in their order */
  } known[] = {
      {"incident", "code title state address resumes_to before_merge outcome answer_state"},
      {"report", "channel text language address address_id attributes source external_id"
                 " rating_text"},
      {"reporter", "name phone email address device_id account_id reason"},
      {"incident_event", "code state reason text external_id"},
      {"attachment", "hash media_type name kind"},
      {"answer", "state text language returned_text"},
      {"dispatch", "state asked"},
      {"task", "incident_code state asked title matter address end_text"},
      {"big_event", "kind name commander"},
      {"quick_report", "text"},
      {"resource_hold", "holder"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (known); i++) {
    g_autofree char *sql = g_strdup_printf ("SELECT group_concat (name, ' ') FROM"
                                            " pragma_table_info ('%s') WHERE type = 'TEXT'"
                                            " AND cid >= ?",
                                            known[i].table);
    g_autofree char *columns = tc_room_text (self->room, sql, 0);
    if (!g_str_equal (columns, known[i].columns))
      g_error ("columns of %s are “%s”: blank a new one in tc-incident-purge.c if people's words"
               " stand in it, then name it in this test",
               known[i].table, columns);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/purge/report", Case, NULL, set_up, test_report, tear_down);
  g_test_add ("/purge/parts", Case, NULL, set_up, test_parts, tear_down);
  g_test_add ("/purge/refusals", Case, NULL, set_up, test_refusals, tear_down);
  g_test_add ("/purge/log", Case, NULL, set_up, test_log, tear_down);
  g_test_add ("/purge/columns", Case, NULL, set_up, test_columns, tear_down);
  g_test_add ("/purge/match", Case, NULL, set_up, test_match, tear_down);
  return g_test_run ();
}
