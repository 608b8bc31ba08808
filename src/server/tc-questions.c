/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What desks ask; see the header. A question is carried from callback to callback in one struct,
 * and answered exactly once: its last step frees it.
 */
#include "tc-questions.h"

#include "tc-camera-finding.h"
#include "tc-camera-health.h"
#include "tc-camera-questions.h"
#include "tc-camera-recordings.h"
#include "tc-copies-over.h"
#include "tc-camera-reports.h"
#include "tc-camera-steering.h"
#include "tc-incident-operations.h"
#include "tc-incident-queries.h"
#include "tc-people-operations.h"
#include "tc-people.h"
#include "tc-presences.h"
#include "tc-wall-pushes.h"
#include "tc-reading-rights.h"
#include "tc-unit-pages.h"

#include <string.h>

/* Times that a lease is tried when others lease at the same time. */
#define LEASE_TRIES_MAX 5
/* People that one desk may ask about at once. */
#define VERIFIERS_MAX 64

typedef struct {
  const TcServerParts *parts; /* (unowned): see the header */
  TcDeskLine *line;           /* (owned) */
  gint64 number;
  const char *name; /* static */
  char *account;    /* (owned) (nullable) */
  char *password;   /* (owned) (nullable): wiped */
  TcStaff *staff;   /* (owned) (nullable) */
  gint64 session_id;
  gint64 from_us;
  gint64 until_us;
  gboolean offline; /* the desk wants a session for the time without us, too */
  gint64 offline_id;
  gint64 offline_until_us;
  gint64 day;
  gint64 count;
  gint64 first;
  guint tries;
} Question;

static void
free_question (Question *question)
{
  tc_desk_line_unref (question->line);
  g_free (question->account);
  if (question->password)
    explicit_bzero (question->password, strlen (question->password));
  g_free (question->password);
  g_clear_pointer (&question->staff, tc_staff_free);
  g_free (question);
}

static void
answer (Question *question, GVariantDict *dict)
{
  tc_desk_line_reply (question->line, question->number, NULL,
                      dict ? g_variant_dict_end (dict) : NULL);
  free_question (question);
}

static void
refuse (Question *question, TcRefusal *refusal)
{
  tc_desk_line_reply (question->line, question->number, refusal, NULL);
  tc_refusal_free (refusal);
  free_question (question);
}

static void
refuse_form (Question *question, const char *what)
{
  refuse (question, tc_refusal_new ("question.form", "what", TC_S, what, NULL));
}

static void
fail (Question *question, const GError *error)
{
  g_warning ("desk %u: a question failed: %s", tc_desk_line_get_replica (question->line),
             error->message);
  refuse (question,
          tc_refusal_new (g_error_matches (error, TC_ERROR, TC_ERROR_BUSY) ? "question.busy"
                                                                           : "question.failed",
                          NULL));
}

/* Sign-in. */

/* Our word on a session, for the desk to keep: see tc-session-proof.h. */
static void
add_session (Question *question, GVariantDict *dict, gint64 session_id, gint64 until_us)
{
  TcSessionProof proof = {session_id, question->staff->id,
                          tc_desk_line_get_replica (question->line), question->from_us, until_us};

  tc_hub_worker_prove_session (question->parts->hub, &proof);
  g_variant_dict_insert (dict, "session_id", "x", session_id);
  g_variant_dict_insert (dict, "staff_id", "x", proof.staff_id);
  g_variant_dict_insert (dict, "from_us", "x", proof.from_us);
  g_variant_dict_insert (dict, "until_us", "x", until_us);
  g_variant_dict_insert_value (
      dict, "proof",
      g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, proof.signature.bytes, TC_SIGNATURE_SIZE, 1));
}

static void
answer_sign_in (Question *question)
{
  GVariantDict dict, offline;

  g_message ("desk %u: %s signed in", tc_desk_line_get_replica (question->line), question->account);
  g_variant_dict_init (&dict, NULL);
  add_session (question, &dict, question->session_id, question->until_us);
  g_variant_dict_insert (&dict, "name", "s", question->staff->name);
  if (question->offline_id) {
    g_variant_dict_init (&offline, NULL);
    add_session (question, &offline, question->offline_id, question->offline_until_us);
    g_variant_dict_insert_value (&dict, "offline", g_variant_dict_end (&offline));
  }
  answer (question, &dict);
}

static void open_session (Question *question, gint64 session_id, gint64 until_us,
                          GAsyncReadyCallback callback);

/* Without it the person is signed in all the same. */
static void
offline_opened_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Question *question = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TcVerdict)
      verdict = tc_operation_sink_submit_finish (TC_OPERATION_SINK (source), result, &error);

  if (!verdict || verdict->refusal)
    question->offline_id = 0;
  answer_sign_in (question);
}

static void
session_opened_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Question *question = data;
  TcOperationSink *sink = TC_OPERATION_SINK (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (TcVerdict) verdict = tc_operation_sink_submit_finish (sink, result, &error);

  if (!verdict) {
    fail (question, error);
    return;
  }
  if (verdict->refusal) {
    gboolean here = g_str_equal (verdict->refusal->code, "people.role-not-here");

    g_message ("desk %u: sign-in of %s refused: %s", tc_desk_line_get_replica (question->line),
               question->account, verdict->refusal->code);
    refuse (question, tc_refusal_new (here ? "sign-in.desk" : "sign-in.failed", NULL));
    return;
  }
  if (!question->offline || question->parts->config->offline_days == 0) {
    answer_sign_in (question);
    return;
  }
  question->offline_id = tc_operation_sink_make_id (sink);
  question->offline_until_us = question->from_us +
                               question->parts->config->offline_days * TC_US_PER_DAY;
  open_session (question, question->offline_id, question->offline_until_us, offline_opened_cb);
}

static void
open_session (Question *question, gint64 session_id, gint64 until_us, GAsyncReadyCallback callback)
{
  const TcSessionOpen args = {session_id, question->staff->id,
                              tc_desk_line_get_replica (question->line), until_us};

  tc_operation_sink_submit_async (TC_OPERATION_SINK (question->parts->hub), &tc_session_open_type,
                                  &args, NULL, callback, question);
}

static void
password_checked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Question *question = data;
  TcOperationSink *sink = TC_OPERATION_SINK (question->parts->hub);
  g_autoptr (GError) error = NULL;
  TcRefusal *refusal = tc_secrets_check_password_finish (result, &error);

  if (error) {
    fail (question, error);
    return;
  }
  if (refusal) {
    g_message ("desk %u: sign-in of %s: %s", tc_desk_line_get_replica (question->line),
               question->account, refusal->code);
    refuse (question, refusal);
    return;
  }
  question->session_id = tc_operation_sink_make_id (sink);
  question->from_us = g_get_real_time ();
  question->until_us = question->from_us +
                       question->parts->config->session_hours * 3600 * TC_US_PER_S;
  open_session (question, question->session_id, question->until_us, session_opened_cb);
}

static gpointer
find_staff (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return tc_people_find_staff (db, data);
}

static void
staff_found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Question *question = data;
  g_autoptr (GError) error = NULL;

  question->staff = tc_worker_run_finish (TC_WORKER (source), result, &error);
  if (error) {
    fail (question, error);
    return;
  }
  tc_secrets_check_password_async (question->parts->secrets,
                                   question->staff ? question->staff->id : 0, question->password,
                                   g_get_real_time (), password_checked_cb, question);
}

static void
ask_sign_in (Question *question, GVariant *value)
{
  const char *account = NULL, *password = NULL;

  if (!value || !g_variant_lookup (value, "account", "&s", &account) ||
      !g_variant_lookup (value, "password", "&s", &password) ||
      strlen (account) > TC_NAME_CHARS_MAX || strlen (password) > TC_PASSWORD_BYTES_MAX) {
    refuse_form (question, "account, password");
    return;
  }
  g_variant_lookup (value, "offline", "b", &question->offline);
  question->account = g_utf8_strdown (account, -1);
  g_strstrip (question->account);
  question->password = g_strdup (password);
  tc_worker_run_async (question->parts->reader, find_staff, g_strdup (question->account), g_free,
                       (GDestroyNotify) tc_staff_free, NULL, staff_found_cb, question);
}

/* Sign-out. */

static void
session_ended_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Question *question = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TcVerdict)
      verdict = tc_operation_sink_submit_finish (TC_OPERATION_SINK (source), result, &error);

  if (!verdict)
    fail (question, error);
  else if (verdict->refusal)
    refuse (question, g_steal_pointer (&verdict->refusal));
  else
    answer (question, NULL);
}

/* The desk of a session; 0: there is none. */
static gpointer
find_session_desk (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  gint64 desk = tc_database_get_int (db, 0, "SELECT desk_id FROM session WHERE id = ?", "i",
                                     *(gint64 *) data);

  return GSIZE_TO_POINTER (desk);
}

static void
session_found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Question *question = data;
  TcSessionEnd args = {question->session_id};
  g_autoptr (GError) error = NULL;
  gsize desk = GPOINTER_TO_SIZE (tc_worker_run_finish (TC_WORKER (source), result, &error));

  if (error)
    fail (question, error);
  else if (!desk || desk != tc_desk_line_get_replica (question->line))
    refuse (question, tc_refusal_new ("people.not-own-session", NULL));
  else
    tc_operation_sink_submit_async (TC_OPERATION_SINK (question->parts->hub), &tc_session_end_type,
                                    &args, NULL, session_ended_cb, question);
}

static void
ask_sign_out (Question *question, GVariant *value)
{
  if (!value || !g_variant_lookup (value, "session_id", "x", &question->session_id)) {
    refuse_form (question, "session_id");
    return;
  }
  tc_worker_run_async (question->parts->reader, find_session_desk,
                       g_memdup2 (&question->session_id, sizeof (gint64)), g_free, NULL, NULL,
                       session_found_cb, question);
}

/* Verifiers: what desks keep of passwords, to check them while we can't be reached. */

static void
void_listed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Question *question = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids = tc_secrets_list_void_finish (result, &error);
  GVariantDict dict;

  if (!ids) {
    fail (question, error);
    return;
  }
  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert_value (
      &dict, "void",
      g_variant_new_fixed_array (G_VARIANT_TYPE_INT64, ids->data, ids->len, sizeof (gint64)));
  answer (question, &dict);
}

static void
ask_verifiers (Question *question, GVariant *value)
{
  g_autoptr (GVariant)
      people = value ? g_variant_lookup_value (value, "people", G_VARIANT_TYPE ("a(xx)")) : NULL;
  g_autoptr (GArray) checks = g_array_new (FALSE, FALSE, sizeof (TcPasswordCheck));
  gsize n = people ? g_variant_n_children (people) : 0;

  if (!people || n > VERIFIERS_MAX) {
    refuse_form (question, "people");
    return;
  }
  for (gsize i = 0; i < n; i++) {
    TcPasswordCheck check;

    g_variant_get_child (people, i, "(xx)", &check.staff_id, &check.checked_us);
    g_array_append_val (checks, check);
  }
  tc_secrets_list_void_async (question->parts->secrets, checks, g_get_real_time (), void_listed_cb,
                              question);
}

/* Tokens, codes, ping. */

/* Whether the desk may hold any row: what a token opens is of such. */
static gpointer
find_rights (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (GArray) rights = tc_reading_rights_of_desk (db, *(gint64 *) data);

  return GINT_TO_POINTER (rights->len > 0);
}

static void
give_token (Question *question)
{
  gint64 now_us = g_get_real_time ();
  g_autofree char *token = tc_tokens_make (question->parts->tokens,
                                           tc_desk_line_get_replica (question->line), now_us);
  GVariantDict dict;

  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert (&dict, "token", "s", token);
  g_variant_dict_insert (&dict, "until_us", "x", now_us + TC_TOKEN_VALID_US);
  g_variant_dict_insert (&dict, "file_bytes_max", "x",
                         question->parts->config->file_mib_max * 1024 * 1024);
  answer (question, &dict);
}

static void
rights_found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Question *question = data;
  g_autoptr (GError) error = NULL;
  gpointer any = tc_worker_run_finish (TC_WORKER (source), result, &error);

  if (error)
    fail (question, error);
  else if (!any)
    refuse (question, tc_refusal_new ("question.unknown", "name", TC_S, question->name, NULL));
  else
    give_token (question);
}

static void
ask_http_token (Question *question, GVariant *value)
{
  gint64 desk = tc_desk_line_get_replica (question->line);

  tc_worker_run_async (question->parts->reader, find_rights, g_memdup2 (&desk, sizeof desk), g_free,
                       NULL, NULL, rights_found_cb, question);
}

static void try_lease (Question *question);

static void
leased_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Question *question = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TcVerdict)
      verdict = tc_operation_sink_submit_finish (TC_OPERATION_SINK (source), result, &error);
  GVariantDict dict;

  if (!verdict) {
    fail (question, error);
    return;
  }
  if (verdict->refusal && g_str_equal (verdict->refusal->code, "incident.codes-overlap") &&
      ++question->tries < LEASE_TRIES_MAX) {
    try_lease (question);
    return;
  }
  if (verdict->refusal) {
    refuse (question, g_steal_pointer (&verdict->refusal));
    return;
  }
  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert (&dict, "first", "x", question->first);
  answer (question, &dict);
}

static gpointer
find_first (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return GSIZE_TO_POINTER (tc_incident_first_unleased (db, *(gint64 *) data));
}

static void
first_found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Question *question = data;
  TcOperationSink *sink = TC_OPERATION_SINK (question->parts->hub);
  g_autoptr (GError) error = NULL;
  TcIncidentLeaseCodes args = {0};

  question->first = (gint64) GPOINTER_TO_SIZE (
      tc_worker_run_finish (TC_WORKER (source), result, &error));
  if (error) {
    fail (question, error);
    return;
  }
  args.block_id = tc_operation_sink_make_id (sink);
  args.replica = tc_desk_line_get_replica (question->line);
  args.day = question->day;
  args.first = question->first;
  args.count = question->count;
  tc_operation_sink_submit_async (sink, &tc_incident_lease_codes_type, &args, NULL, leased_cb,
                                  question);
}

static void
try_lease (Question *question)
{
  tc_worker_run_async (question->parts->reader, find_first,
                       g_memdup2 (&question->day, sizeof (gint64)), g_free, NULL, NULL,
                       first_found_cb, question);
}

static void
ask_lease (Question *question, GVariant *value)
{
  gint64 now_us = g_get_real_time ();

  if (!value || !g_variant_lookup (value, "day", "x", &question->day) ||
      !g_variant_lookup (value, "count", "x", &question->count) || question->count < 1 ||
      question->count > TC_LEASE_CODES_MAX || question->day < tc_incident_day (now_us) ||
      question->day > tc_incident_day (now_us + TC_CODE_AHEAD_US)) {
    refuse_form (question, "day, count");
    return;
  }
  try_lease (question);
}

static void
ask_ping (Question *question, GVariant *value)
{
  GVariantDict dict;

  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert (&dict, "now_us", "x", g_get_real_time ());
  answer (question, &dict);
}

/* The link to an order's page. */

static void
linked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Question *question = data;
  TcRefusal *refusal = NULL;
  g_autoptr (GError) error = NULL;
  TcPageLink link;
  g_autofree char *url = tc_unit_pages_link_finish (question->parts->pages, result, &link, &refusal,
                                                    &error);
  GVariantDict dict;

  if (error) {
    fail (question, error);
  } else if (refusal) {
    refuse (question, refusal);
  } else {
    g_variant_dict_init (&dict, NULL);
    g_variant_dict_insert (&dict, "url", "s", url);
    g_variant_dict_insert (&dict, "until_us", "x", link.until_us);
    g_variant_dict_insert (&dict, "renewals", "x", link.renewals);
    answer (question, &dict);
  }
}

static void
ask_page_link (Question *question, GVariant *value)
{
  gint64 task_id, renewals = 0;

  if (!value || !g_variant_lookup (value, "task_id", "x", &task_id)) {
    refuse_form (question, "task_id");
    return;
  }
  if (!question->parts->pages) {
    refuse (question, tc_refusal_new ("unit-page.off", NULL));
    return;
  }
  g_variant_lookup (value, "renewals", "x", &renewals);
  tc_unit_pages_link_async (question->parts->pages, tc_desk_line_get_replica (question->line),
                            task_id, renewals, linked_cb, question);
}

/* Who is there, and what is open. */

static void
presence_said_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Question *question = data;
  TcRefusal *refusal = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) list = tc_presences_say_finish (result, &refusal, &error);

  if (error) {
    fail (question, error);
  } else if (refusal) {
    refuse (question, refusal);
  } else {
    tc_desk_line_reply (question->line, question->number, NULL, list);
    free_question (question);
  }
}

static void
ask_presence (Question *question, GVariant *value)
{
  if (question->parts->presences)
    tc_presences_say_async (question->parts->presences, question->line, value, presence_said_cb,
                            question);
  else
    refuse (question, tc_refusal_new ("question.unknown", "name", TC_S, TC_PRESENCE, NULL));
}

static void
pushed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Question *question = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TcRefusal) refusal = NULL;

  if (tc_wall_pushes_ask_finish (result, &refusal, &error) || refusal) {
    tc_desk_line_reply (question->line, question->number, refusal, NULL);
    free_question (question);
  } else {
    fail (question, error);
  }
}

static void
ask_push (Question *question, GVariant *value)
{
  if (question->parts->pushes)
    tc_wall_pushes_ask_async (question->parts->pushes, question->line, value, pushed_cb, question);
  else
    refuse (question, tc_refusal_new ("question.unknown", "name", TC_S, TC_WALL_PUSH, NULL));
}

/* Of media hosts and of cameras. */

static void
answer_camera (Question *question, TcCameraAnswer *answer, const GError *error)
{
  if (!answer) {
    fail (question, error);
    return;
  }
  tc_desk_line_reply (question->line, question->number, answer->refusal, answer->value);
  tc_camera_answer_free (answer);
  free_question (question);
}

static void
asked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  TcCameraAnswer *answer = tc_camera_answer_finish (result, &error);

  answer_camera (data, answer, error);
}

static void
ask_media (Question *question, GVariant *value)
{
  if (question->parts->media)
    tc_media_service_ask_async (question->parts->media, question->line, question->name, value,
                                asked_cb, question);
  else
    refuse (question, tc_refusal_new ("question.unknown", "name", TC_S, question->name, NULL));
}

static void
ask_camera (Question *question, GVariant *value)
{
  if (question->parts->cameras)
    tc_camera_questions_ask_async (question->parts->cameras, question->line, question->name, value,
                                   asked_cb, question);
  else
    refuse (question, tc_refusal_new ("question.unknown", "name", TC_S, question->name, NULL));
}

static void
ask_steering (Question *question, GVariant *value)
{
  if (question->parts->steering)
    tc_camera_steering_ask_async (question->parts->steering, question->line, question->name, value,
                                  asked_cb, question);
  else
    refuse (question, tc_refusal_new ("question.unknown", "name", TC_S, question->name, NULL));
}

static void
ask_recordings (Question *question, GVariant *value)
{
  if (question->parts->recordings)
    tc_camera_recordings_ask_async (question->parts->recordings, question->line, question->name,
                                    value, asked_cb, question);
  else
    refuse (question, tc_refusal_new ("question.unknown", "name", TC_S, question->name, NULL));
}

static void
ask_health (Question *question, GVariant *value)
{
  if (question->parts->media)
    tc_camera_health_ask_async (question->parts, question->line, value, asked_cb, question);
  else
    refuse (question, tc_refusal_new ("question.unknown", "name", TC_S, question->name, NULL));
}

static void
ask_report_fault (Question *question, GVariant *value)
{
  if (question->parts->reports)
    tc_camera_reports_ask_async (question->parts->reports, question->line, value, asked_cb,
                                 question);
  else
    refuse (question, tc_refusal_new ("question.unknown", "name", TC_S, question->name, NULL));
}

static void
ask_camera_test (Question *question, GVariant *value)
{
  if (question->parts->finding)
    tc_camera_finding_ask_async (question->parts->finding, question->line, value, asked_cb,
                                 question);
  else
    refuse (question, tc_refusal_new ("question.unknown", "name", TC_S, question->name, NULL));
}

/* What a host found is taken from itself alone. */
static void
ask_found (Question *question, GVariant *value)
{
  if (question->parts->finding && value && !tc_desk_line_get_relay (question->line))
    tc_camera_finding_take (question->parts->finding, tc_desk_line_get_replica (question->line),
                            value);
  answer (question, NULL);
}

/* A desk says how it is; kept as long as its line. */
static void
ask_desk_status (Question *question, GVariant *value)
{
  TcDeskSaid said = {{0}};
  const char *version = "";

  if (!value || !g_variant_lookup (value, "pending", "x", &said.pending) ||
      !g_variant_lookup (value, "attention", "x", &said.attention) ||
      !g_variant_lookup (value, "clock_ahead_us", "x", &said.clock_ahead_us) ||
      !g_variant_lookup (value, "version", "&s", &version)) {
    refuse_form (question, "version, pending, attention, clock_ahead_us");
    return;
  }
  g_strlcpy (said.version, version, sizeof said.version);
  if (!g_utf8_validate (said.version, -1, NULL))
    said.version[0] = 0;
  tc_desk_line_set_said (question->line, &said);
  answer (question, NULL);
}

void
tc_question_ask (const TcServerParts *parts, TcDeskLine *line, gint64 number, const char *name,
                 GVariant *value)
{
  static const struct {
    const char *name;
    void (*ask) (Question *question, GVariant *value);
  } kinds[] = {
      {"sign-in", ask_sign_in},
      {"sign-out", ask_sign_out},
      {"http-token", ask_http_token},
      {"codes.lease", ask_lease},
      {"ping", ask_ping},
      {"desk-status", ask_desk_status},
      {"verifiers", ask_verifiers},
      {"unit-page.link", ask_page_link},
      {TC_ASK_PLAN, ask_media},
      {TC_ASK_REPORT, ask_media},
      {TC_ASK_TICKET, ask_camera},
      {TC_ASK_SNAPSHOT, ask_camera},
      {TC_ASK_VIEWS, ask_camera},
      {TC_ASK_SECRET_SET, ask_camera},
      {TC_ASK_HEALTH, ask_health},
      {TC_ASK_REPORT_FAULT, ask_report_fault},
      {TC_ASK_STEER, ask_steering},
      {TC_ASK_STEERED, ask_steering},
      {TC_ASK_CAMERA_TEST, ask_camera_test},
      {TC_ASK_FOUND, ask_found},
      {TC_ASK_TIMELINE, ask_recordings},
      {TC_ASK_RECORDER, ask_recordings},
      {TC_ASK_HOLD, ask_recordings},
      {TC_ASK_RELEASE, ask_recordings},
      {TC_ASK_HOLDS, ask_recordings},
      {TC_ASK_EXPORT, ask_recordings},
      {TC_ASK_EXPORT_STATE, ask_recordings},
      {TC_ASK_EXPORT_CANCEL, ask_recordings},
      {TC_ASK_EXPORT_FETCH, ask_recordings},
      {TC_ASK_ERRAND_DONE, ask_recordings},
      {TC_ASK_COPIES_OVER, ask_recordings},
      {TC_PRESENCE, ask_presence},
      {TC_WALL_PUSH, ask_push},
  };
  Question *question = g_new0 (Question, 1);

  question->parts = parts;
  question->line = tc_desk_line_ref (line);
  question->number = number;
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++) {
    if (g_str_equal (kinds[i].name, name)) {
      question->name = kinds[i].name;
      kinds[i].ask (question, value);
      return;
    }
  }
  refuse (question, tc_refusal_new ("question.unknown", "name", TC_S, name, NULL));
}
