/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: what is done to many is done to each, and what wasn't is told in words; a list goes whole
 * into a file that no spreadsheet takes for formulas, or not at all. Method: the control room of
 * tests/core/incidents behind a sink, and in a file that a worker reads.
 */
#include "tc-fixture-file.h"
#include "tc-incident-bulk.h"
#include "tc-incident-export.h"
#include "tc-incident-operations.h"
#include "tc-room-fixture.h"

#include <glib/gstdio.h>
#include <string.h>

/* ---- a sink that carries out at once, as Lan ---- */

#define TEST_TYPE_SINK (test_sink_get_type ())
G_DECLARE_FINAL_TYPE (TestSink, test_sink, TEST, SINK, GObject)

struct _TestSink {
  GObject parent;
  TcRoom *room; /* (unowned): the test's */
};

static void sink_iface_init (TcOperationSinkInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TestSink, test_sink, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (TC_TYPE_OPERATION_SINK, sink_iface_init))

static void
test_sink_init (TestSink *self)
{
}

static void
test_sink_class_init (TestSinkClass *class)
{
}

static gint64
make_id (TcOperationSink *sink)
{
  return tc_room_id (TEST_SINK (sink)->room);
}

static void
submit_async (TcOperationSink *sink, const TcOperationType *type, gconstpointer args,
              GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  TcRoom *room = TEST_SINK (sink)->room;
  g_autoptr (GTask) task = g_task_new (sink, cancellable, callback, data);
  TcVerdict *verdict = g_new0 (TcVerdict, 1);

  verdict->refusal = tc_fixture_try_as (room->fixture, room->lan, type, args);
  g_task_return_pointer (task, verdict, (GDestroyNotify) tc_verdict_free);
}

static TcVerdict *
submit_finish (TcOperationSink *sink, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
sink_iface_init (TcOperationSinkInterface *iface)
{
  iface->make_id = make_id;
  iface->submit_async = submit_async;
  iface->submit_finish = submit_finish;
}

/* ---- many at once ---- */

static void
finished_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GArray **) data = tc_incident_bulk_finish (TC_OPERATION_SINK (source), result);
}

/* (transfer full) */
static GArray *
carry_out (TcRoom *room, const TcBulkOrder *order, const gint64 *ids, guint n,
           GCancellable *cancellable)
{
  g_autoptr (TestSink) sink = g_object_new (TEST_TYPE_SINK, NULL);
  GArray *outcomes = NULL;

  sink->room = room;
  tc_incident_bulk_async (TC_OPERATION_SINK (sink), order, ids, n, cancellable, finished_cb,
                          &outcomes);
  while (!outcomes)
    g_main_context_iteration (NULL, TRUE);
  return outcomes;
}

static void
check_words (TcBulkKind kind, GArray *outcomes, const char *expected)
{
  g_autofree char *words = tc_incident_word_bulk (kind, outcomes);

  g_assert_true (g_str_has_prefix (words, expected));
}

static void
test_take_many (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  gint64 ids[20] = {0};
  TcIncidentTake elsewhere = {0};
  g_autoptr (GArray) outcomes = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    ids[i] = tc_room_report (room);
  for (guint i = 3; i < 5; i++) {
    elsewhere.incident_id = ids[i];
    tc_fixture_run_as (room->fixture, room->minh, &tc_incident_take_type, &elsewhere);
  }
  outcomes = carry_out (room, &(TcBulkOrder){.kind = TC_BULK_TAKE}, ids, G_N_ELEMENTS (ids), NULL);
  g_assert_cmpuint (outcomes->len, ==, 20);
  for (guint i = 0; i < outcomes->len; i++) {
    const TcBulkOutcome *outcome = &g_array_index (outcomes, TcBulkOutcome, i);
    g_assert_cmpint (outcome->incident_id, ==, ids[i]);
    g_assert_true ((outcome->code != NULL) == (i == 3 || i == 4));
    g_assert_cmpint (tc_room_state (room, ids[i]), ==, TC_STATE_ASSIGNED);
  }
  check_words (TC_BULK_TAKE, outcomes, "18 taken; 2 not: Somebody else has taken PA-");
}

static void
test_each_kind (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  gint64 ids[] = {tc_room_report (room), tc_room_make (room, TC_STATE_CLOSED),
                  tc_room_report (room)};
  const TcBulkOrder orders[] = {
      {.kind = TC_BULK_NOTE, .text = "đã gọi điện lực"},
      {.kind = TC_BULK_PRIORITY, .priority = TC_PRIORITY_URGENT, .text = ""},
      {.kind = TC_BULK_ASSIGN, .agency_id = room->unit},
      {.kind = TC_BULK_FORWARD, .text = "Công ty Cấp nước"},
  };
  const char *words[] = {
      "3 noted", "Priority of 2 changed; 1 not: ", "2 assigned; 1 not: ", "2 forwarded; 1 not: "};

  for (guint i = 0; i < G_N_ELEMENTS (orders); i++) {
    g_autoptr (GArray) outcomes = carry_out (room, &orders[i], ids, G_N_ELEMENTS (ids), NULL);
    check_words (orders[i].kind, outcomes, words[i]);
  }
  g_assert_cmpint (tc_room_state (room, ids[0]), ==, TC_STATE_FORWARDED);
  g_assert_cmpint (tc_room_state (room, ids[1]), ==, TC_STATE_CLOSED);
}

static void
count_progress_cb (guint done, guint all, gpointer data)
{
  guint *told = data;

  g_assert_cmpuint (all, ==, 3);
  g_assert_cmpuint (done, ==, ++*told);
}

/* A field, a unit and an answer for all; it is told how far it has come. */
static void
test_field_unit_answer (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  gint64 ids[] = {tc_room_report (room), tc_room_make (room, TC_STATE_MERGED),
                  tc_room_report (room)};
  TcBulkAnswer each[] = {{g_strdup ("Đã có đội đến."), NULL},
                         {NULL, g_strdup ("nothing for {place}")},
                         {g_strdup ("Đội đang đến."), NULL}};
  g_autoptr (GArray) answers = g_array_new (FALSE, FALSE, sizeof (TcBulkAnswer));
  guint told[3] = {0};
  TcBulkOrder orders[] = {
      {.kind = TC_BULK_CLASSIFY, .field_id = room->other_field},
      {.kind = TC_BULK_DISPATCH, .agency_id = room->unit, .text = "mang theo bơm"},
      {.kind = TC_BULK_ANSWER, .answers = answers},
  };
  const char *words[] = {"2 classified; 1 not: ", "2 dispatched; 1 not: ",
                         "2 answers sent for approval; 1 not: nothing for {place}"};
  g_autofree char *asked = NULL, *answer = NULL;

  g_array_append_vals (answers, each, G_N_ELEMENTS (each));
  for (guint i = 0; i < G_N_ELEMENTS (orders); i++) {
    g_autoptr (GArray) outcomes = NULL;
    orders[i].progress = count_progress_cb;
    orders[i].progress_data = &told[i];
    outcomes = carry_out (room, &orders[i], ids, G_N_ELEMENTS (ids), NULL);
    check_words (orders[i].kind, outcomes, words[i]);
    g_assert_cmpuint (told[i], ==, 3);
  }
  g_assert_cmpint (tc_room_int (room, "SELECT field_id FROM incident WHERE id = ?", ids[0]), ==,
                   room->other_field);
  g_assert_cmpint (tc_room_state (room, ids[2]), ==, TC_STATE_DISPATCHED);
  asked = tc_room_text (room, "SELECT asked FROM task WHERE incident_id = ?", ids[0]);
  g_assert_cmpstr (asked, ==, "mang theo bơm");
  answer = tc_room_text (room, "SELECT text FROM answer WHERE incident_id = ?", ids[2]);
  g_assert_cmpstr (answer, ==, "Đội đang đến.");
  for (guint i = 0; i < G_N_ELEMENTS (each); i++) {
    g_free (each[i].text);
    g_free (each[i].why);
  }
}

/* Each has the field back that it had. */
static void
test_fields_back (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  gint64 ids[] = {tc_room_report (room), tc_room_report (room)};
  g_autoptr (GArray) befores = g_array_new (FALSE, FALSE, sizeof (gint64));
  const gint64 fields[] = {room->field, room->other_field};
  g_autoptr (GArray) outcomes = NULL;

  g_array_append_vals (befores, fields, 2);
  outcomes = carry_out (room, &(TcBulkOrder){.kind = TC_BULK_CLASSIFY, .each = befores}, ids, 2,
                        NULL);
  check_words (TC_BULK_CLASSIFY, outcomes, "2 classified");
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    g_assert_cmpint (tc_room_int (room, "SELECT field_id FROM incident WHERE id = ?", ids[i]), ==,
                     fields[i]);
}

/* The end of a storm: what is over is closed, what wasn't ours is turned away, and taken back. */
static void
test_end_many (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  gint64 ids[] = {tc_room_report (room), tc_room_make (room, TC_STATE_RESOLVED)};
  const struct {
    TcBulkOrder order;
    const char *words;
    TcIncidentState states[2];
  } steps[] = {
      {{.kind = TC_BULK_CLOSE, .reason = "done"},
       "1 closed; 1 not: ",
       {TC_STATE_NEW, TC_STATE_CLOSED}},
      {{.kind = TC_BULK_REJECT, .reason = "test", .text = "diễn tập"},
       "1 rejected; 1 not: ",
       {TC_STATE_REJECTED, TC_STATE_CLOSED}},
      {{.kind = TC_BULK_REOPEN, .text = "đóng nhầm"},
       "2 opened again",
       {TC_STATE_ACCEPTED, TC_STATE_ASSIGNED}},
      {{.kind = TC_BULK_REDIRECT, .reason = "fire-114"},
       "2 redirected",
       {TC_STATE_REDIRECTED, TC_STATE_REDIRECTED}},
  };

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++) {
    g_autoptr (GArray) outcomes = carry_out (room, &steps[i].order, ids, 2, NULL);
    check_words (steps[i].order.kind, outcomes, steps[i].words);
    for (guint j = 0; j < G_N_ELEMENTS (ids); j++)
      g_assert_cmpint (tc_room_state (room, ids[j]), ==, steps[i].states[j]);
  }
}

static char *
dup_code (TcRoom *room, gint64 incident_id)
{
  return tc_room_text (room, "SELECT code FROM incident WHERE id = ?", incident_id);
}

/* Two are merged, one of them by another desk into another one after that: it stays there. */
static void
test_take_apart (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  gint64 ids[] = {tc_room_report (room), tc_room_report (room)};
  gint64 into = tc_room_report (room), later = tc_room_report (room);
  TcIncidentUnmerge apart = {ids[1], tc_room_id (room), into};
  TcIncidentMerge again = {ids[1], later, tc_room_id (room)};
  g_autofree char *code = dup_code (room, ids[1]), *later_code = dup_code (room, later);
  g_autofree char *expected = g_strdup_printf (
      "1 taken apart again; 1 not: %s was merged into %s since then: ", code, later_code);
  g_autoptr (GArray) merged = NULL, outcomes = NULL;

  merged = carry_out (room, &(TcBulkOrder){.kind = TC_BULK_MERGE, .into_id = into}, ids, 2, NULL);
  check_words (TC_BULK_MERGE, merged, "2 merged");
  tc_fixture_run_as (room->fixture, room->minh, &tc_incident_unmerge_type, &apart);
  tc_fixture_run_as (room->fixture, room->minh, &tc_incident_merge_type, &again);
  outcomes = carry_out (room, &(TcBulkOrder){.kind = TC_BULK_UNMERGE, .into_id = into}, ids, 2,
                        NULL);
  check_words (TC_BULK_UNMERGE, outcomes, expected);
  g_assert_cmpint (tc_room_state (room, ids[0]), ==, TC_STATE_NEW);
  g_assert_cmpint (tc_room_state (room, ids[1]), ==, TC_STATE_MERGED);
}

/* What was stopped isn't begun, and isn't told as if it had been. */
static void
test_stopped (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  gint64 ids[] = {tc_room_report (room), tc_room_report (room)};
  g_autoptr (GCancellable) stopped = g_cancellable_new ();
  g_autoptr (GArray) outcomes = NULL;

  g_cancellable_cancel (stopped);
  outcomes = carry_out (room, &(TcBulkOrder){.kind = TC_BULK_TAKE}, ids, 2, stopped);
  g_assert_cmpuint (outcomes->len, ==, 0);
  g_assert_cmpint (tc_room_state (room, ids[0]), !=, TC_STATE_ASSIGNED);
}

/* ---- a file ---- */

typedef struct {
  TcRoom *room;        /* (owned) */
  TcFixtureFile *file; /* (owned) */
  GError *error;       /* (owned) (nullable): of the export */
  guint rows;
  guint told;
  gboolean done;
  GCancellable *cancellable; /* (owned) */
} Office;

static void
open_office (Office *office, guint n)
{
  *office = (Office){.room = tc_room_new (), .cancellable = g_cancellable_new ()};
  for (guint i = 0; i < n; i++)
    tc_room_report (office->room);
  tc_database_execute (office->room->fixture->db,
                       "UPDATE incident SET title = ?1 WHERE id ="
                       " (SELECT min (id) FROM incident)",
                       "s", "=HYPERLINK(\"http://x\"), “a”");
  office->file = tc_fixture_file_new (office->room->fixture);
}

static void
close_office (Office *office)
{
  g_autofree char *list = g_build_filename (office->file->dir, "list.csv", NULL);

  g_unlink (list);
  tc_fixture_file_free (office->file);
  g_clear_error (&office->error);
  g_object_unref (office->cancellable);
  tc_room_free (office->room);
}

static void
progress_cb (guint done, guint all, gpointer data)
{
  Office *office = data;

  g_assert_cmpuint (done, <=, all);
  office->told++;
  if (office->told == 2 && office->rows == G_MAXUINT)
    g_cancellable_cancel (office->cancellable);
}

static void
exported_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Office *office = data;

  tc_incident_export_finish (result, &office->rows, &office->error);
  office->done = TRUE;
}

static void
export_to (Office *office, const char *path)
{
  const TcQueueFilter filter = {.kind = TC_QUEUE_OPEN};
  g_autoptr (TcQueueList) list = tc_queue_list_new (
      tc_incident_queue_entries (office->room->fixture->db, &filter, TC_QUEUE_IDS_MAX, NULL), NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  tc_incident_export_async (office->file->reader, list, file, progress_cb, office,
                            office->cancellable, exported_cb, office);
  while (!office->done)
    g_main_context_iteration (NULL, TRUE);
}

static guint
count_lines (const char *text)
{
  guint n = 0;

  for (; (text = strstr (text, "\r\n")); text += 2)
    n++;
  return n;
}

static void
test_export (void)
{
  Office office;
  g_autofree char *path = NULL, *text = NULL;

  open_office (&office, 450);
  path = g_build_filename (office.file->dir, "list.csv", NULL);
  export_to (&office, path);
  g_assert_no_error (office.error);
  g_assert_cmpuint (office.rows, ==, 450);
  g_assert_cmpuint (office.told, >=, 3);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_true (g_str_has_prefix (text, "\xef\xbb\xbf\"Code\",\"Title\","));
  g_assert_cmpuint (count_lines (text), ==, 451);
  g_assert_nonnull (strstr (text, ",\"'=HYPERLINK(\"\"http://x\"\"), “a”\","));
  close_office (&office);
}

/* An empty list is its header. */
static void
test_export_nothing (void)
{
  Office office;
  g_autofree char *path = NULL, *text = NULL;

  open_office (&office, 0);
  path = g_build_filename (office.file->dir, "list.csv", NULL);
  export_to (&office, path);
  g_assert_no_error (office.error);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpuint (count_lines (text), ==, 1);
  close_office (&office);
}

static void
test_export_stopped (void)
{
  Office office;
  g_autofree char *path = NULL, *text = NULL;

  open_office (&office, 1200);
  path = g_build_filename (office.file->dir, "list.csv", NULL);
  g_assert_true (g_file_set_contents (path, "as it was", -1, NULL));
  office.rows = G_MAXUINT;
  export_to (&office, path);
  g_assert_error (office.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "as it was");
  close_office (&office);
}

static void
test_export_nowhere (void)
{
  Office office;

  open_office (&office, 2);
  export_to (&office, "/nowhere/at/all/list.csv");
  g_assert_error (office.error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  close_office (&office);
}

static void
test_lines (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  gint64 id = tc_room_make (room, TC_STATE_ASSIGNED);
  g_autoptr (GArray) rows = tc_incident_rows (room->fixture->db, &id, 1);
  const TcIncidentRow *row = &g_array_index (rows, TcIncidentRow, 0);
  g_autofree char *line = tc_incident_word_line (row);
  g_autofree char *date = tc_incident_word_date (0), *none = tc_incident_word_date (TC_NONE);

  g_assert_true (g_str_has_prefix (line, row->code));
  g_assert_nonnull (strstr (line, "Thanh"));
  g_assert_null (strchr (line, '\n'));
  g_assert_cmpstr (date, ==, "01/01/1970 07:00");
  g_assert_cmpstr (none, ==, "");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/away/take-many", test_take_many);
  g_test_add_func ("/away/each-kind", test_each_kind);
  g_test_add_func ("/away/field-unit-answer", test_field_unit_answer);
  g_test_add_func ("/away/fields-back", test_fields_back);
  g_test_add_func ("/away/end-many", test_end_many);
  g_test_add_func ("/away/take-apart", test_take_apart);
  g_test_add_func ("/away/stopped", test_stopped);
  g_test_add_func ("/away/export", test_export);
  g_test_add_func ("/away/export-nothing", test_export_nothing);
  g_test_add_func ("/away/export-stopped", test_export_stopped);
  g_test_add_func ("/away/export-nowhere", test_export_nowhere);
  g_test_add_func ("/away/lines", test_lines);
  return g_test_run ();
}
