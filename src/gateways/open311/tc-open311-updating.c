/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a reporter says later, by way of the client that the report came from: an update, that it
 * isn't solved, a rating in points.
 *
 * The way of one: key → form → whose report → rating → words, which reopen the incident where that
 * is asked for and the service level lets them, else stand in its history → receipt.
 */
#include "tc-open311-private.h"

#include "tc-incident-operations.h"

#include <string.h>

static void
answer_update (TcOpen311Exchange *exchange, gint64 id)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new ();
  TcOpen311Update update = {.update_id = id};

  g_ptr_array_add (rows, &update);
  tc_open311_exchange_answer (exchange, &tc_open311_update_receipts_document, rows);
}

static void
ask_report (TcOpen311Exchange *exchange, GAsyncReadyCallback callback)
{
  TcOpen311Ask *ask = tc_open311_exchange_make_ask (exchange);

  ask->id = exchange->comment->service_request_id;
  ask->external_id = g_strdup (exchange->comment->update_id);
  ask->text = g_strdup (exchange->comment->description);
  tc_open311_exchange_ask (exchange, tc_open311_read_report, ask, tc_open311_report_facts_free,
                           callback);
}

/* Its id, or the rating's, now that it stands in the history. */
static void
update_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TcOpen311Exchange *exchange = data;
  g_autoptr (GError) error = NULL;
  TcOpen311ReportFacts *facts = tc_worker_run_finish (TC_WORKER (source), result, &error);

  if (error)
    tc_open311_exchange_fail (exchange, error);
  else
    answer_update (exchange, !facts                           ? 0
                             : exchange->comment->description ? facts->update_id
                                                              : facts->rated_id);
  tc_open311_report_facts_free (facts);
}

/* FALSE: it is answered. */
static gboolean
take_verdict (TcOpen311Exchange *exchange, GObject *source, GAsyncResult *result,
              TcVerdict **verdict)
{
  g_autoptr (GError) error = NULL;

  *verdict = tc_operation_sink_submit_finish (TC_OPERATION_SINK (source), result, &error);
  if (!*verdict)
    tc_open311_exchange_fail (exchange, error);
  return *verdict != NULL;
}

static void
refuse_update (TcOpen311Exchange *exchange, const char *code)
{
  tc_open311_fault_add (exchange->fault, 400, "the update was refused: %s", code);
  tc_open311_exchange_refuse (exchange);
}

/* What is said stands in the history; its photos follow behind. */
static void
answer_said (TcOpen311Exchange *exchange)
{
  const TcOpen311Comment *comment = exchange->comment;

  for (guint i = 0; i < comment->media->len; i++)
    tc_open311_media_add (exchange->gateway->media, exchange->incident_id,
                          comment->service_request_id, g_ptr_array_index (comment->media, i));
  ask_report (exchange, update_read_cb);
}

static void
updated_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TcOpen311Exchange *exchange = data;
  g_autoptr (TcVerdict) verdict = NULL;

  if (!take_verdict (exchange, source, result, &verdict))
    return;
  if (verdict->refusal) {
    refuse_update (exchange, verdict->refusal->code);
    return;
  }
  answer_said (exchange);
}

static void
submit_words (TcOpen311Exchange *exchange)
{
  const TcOpen311Comment *comment = exchange->comment;
  TcReportUpdate args = {comment->service_request_id, 1, comment->description, comment->update_id};

  tc_operation_sink_submit_async (exchange->gateway->sink, &tc_report_update_type, &args, NULL,
                                  updated_cb, exchange);
}

/* Too late, or open again already: it is said all the same. */
static void
reopened_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TcOpen311Exchange *exchange = data;
  g_autoptr (TcVerdict) verdict = NULL;

  if (!take_verdict (exchange, source, result, &verdict))
    return;
  if (verdict->refusal)
    submit_words (exchange);
  else
    answer_said (exchange);
}

/* Some clients have no other word than "open", others send what they think it is with whatever is
 * said: it means the same where it was said after the end had been told. */
static gboolean
wants_reopening (const TcOpen311Exchange *exchange)
{
  const TcOpen311Comment *comment = exchange->comment;

  if (!exchange->is_closed || !comment->status)
    return FALSE;
  return g_str_equal (comment->status, "reopen") ||
         (g_str_equal (comment->status, "open") && comment->updated_us > exchange->ended_us);
}

static void
say_words (TcOpen311Exchange *exchange)
{
  const TcOpen311Comment *comment = exchange->comment;
  TcReportReopen args = {comment->service_request_id, comment->description, comment->update_id};

  if (!comment->description)
    ask_report (exchange, update_read_cb);
  else if (!wants_reopening (exchange))
    submit_words (exchange);
  else
    tc_operation_sink_submit_async (exchange->gateway->sink, &tc_report_reopen_type, &args, NULL,
                                    reopened_cb, exchange);
}

static void
rated_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TcOpen311Exchange *exchange = data;
  g_autoptr (TcVerdict) verdict = NULL;

  if (!take_verdict (exchange, source, result, &verdict))
    return;
  if (verdict->refusal && g_str_equal (verdict->refusal->code, "incident.state")) {
    tc_open311_fault_add (exchange->fault, 400,
                          "\"rating\" is taken once the request is closed, and not before");
    tc_open311_exchange_refuse (exchange);
  } else if (verdict->refusal) {
    refuse_update (exchange, verdict->refusal->code);
  } else {
    say_words (exchange);
  }
}

static void
say_update (TcOpen311Exchange *exchange, const TcOpen311ReportFacts *facts)
{
  const TcOpen311Comment *comment = exchange->comment;
  TcReportRate args = {comment->service_request_id, comment->rating, NULL};

  exchange->incident_id = facts->incident_id;
  exchange->is_closed = facts->closed;
  exchange->ended_us = facts->ended_us;
  if (comment->rating == 0 || facts->rating == comment->rating)
    say_words (exchange);
  else
    tc_operation_sink_submit_async (exchange->gateway->sink, &tc_report_rate_type, &args, NULL,
                                    rated_cb, exchange);
}

/* Only the client that a report came from may add to it. */
static void
report_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TcOpen311Exchange *exchange = data;
  const TcOpen311Comment *comment = exchange->comment;
  g_autoptr (GError) error = NULL;
  TcOpen311ReportFacts *facts = tc_worker_run_finish (TC_WORKER (source), result, &error);
  gboolean ours = facts && g_strcmp0 (facts->source, exchange->client.name) == 0;
  gint64 known_id = facts && comment->description && comment->update_id ? facts->update_id : 0;

  if (error) {
    tc_open311_exchange_fail (exchange, error);
  } else if (!facts || (!ours && facts->private_)) {
    tc_open311_fault_add (exchange->fault, 404, "service_request_id was not found");
    tc_open311_exchange_refuse (exchange);
  } else if (!ours) {
    tc_open311_fault_add (exchange->fault, 403, "the request was made with another key");
    tc_open311_exchange_refuse (exchange);
  } else if (known_id) {
    answer_update (exchange, known_id);
  } else {
    say_update (exchange, facts);
  }
  tc_open311_report_facts_free (facts);
}

void
tc_open311_post_update (TcOpen311Exchange *exchange)
{
  GPtrArray *media;

  if (tc_open311_exchange_check_key (exchange))
    exchange->comment = tc_open311_comment_parse (exchange->params, exchange->fault);
  media = exchange->comment ? exchange->comment->media : NULL;
  for (guint i = 0; media && i < media->len; i++)
    if (!tc_open311_media_allows (exchange->gateway->media, g_ptr_array_index (media, i)))
      tc_open311_fault_add (exchange->fault, 400,
                            "photos are not taken from the host of \"media_url\"");
  if (tc_open311_fault_is_set (exchange->fault))
    tc_open311_exchange_refuse (exchange);
  else
    ask_report (exchange, report_cb);
}
