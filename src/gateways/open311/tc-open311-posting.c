/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What clients send in: reports, from form to operation to receipt.
 *
 * The way of a report: key → form → is it a repeat → service and its questions → code → operation →
 * receipt; photos follow behind.
 */
#include "tc-open311-private.h"

#include "tc-incident-operations.h"
#include "tc-limits.h"
#include "tc-open311-value.h"

#include <json-glib/json-glib.h>
#include <string.h>

#define IDEMPOTENCY_CHARS_MAX 200
#define CODE_TRIES_MAX 3

static void take_code (TcOpen311Exchange *exchange);

gboolean
tc_open311_exchange_check_key (TcOpen311Exchange *exchange)
{
  TcOpen311Gateway *self = exchange->gateway;
  const char *key = tc_open311_params_get (exchange->params, "api_key", exchange->fault);
  g_autofree char *bucket = NULL;
  gint64 wait_us = 0;

  if (tc_open311_fault_is_set (exchange->fault))
    return FALSE;
  if (!key)
    return tc_open311_fault_add (exchange->fault, 403, "api_key was not provided");
  if (!self->options.find_client (key, &exchange->client, self->options.data))
    return tc_open311_fault_add (exchange->fault, 403, "api_key is not known");
  bucket = g_strdup_printf ("%" G_GINT64_FORMAT, exchange->client.id);
  if (!tc_rate_limiter_take (self->key_limiter, bucket, g_get_monotonic_time (), &wait_us)) {
    exchange->fault->retry_after_s = (guint) (wait_us / TC_US_PER_S) + 1;
    return tc_open311_fault_add (exchange->fault, 429,
                                 "too many requests with this key; wait as long as Retry-After "
                                 "says");
  }
  return TRUE;
}

/* The client's own number of what it sends. (transfer full) (nullable) */
static char *
take_external_id (TcOpen311Exchange *exchange)
{
  const char *id = tc_http_request_get_header (exchange->request, "Idempotency-Key");
  const char *name = "Idempotency-Key";

  if (!id || *id == '\0') {
    name = "external_id";
    id = tc_open311_params_get (exchange->params, name, exchange->fault);
  }
  return id ? tc_open311_clean_text (name, id, FALSE, IDEMPOTENCY_CHARS_MAX, exchange->fault)
            : NULL;
}

/* ---- receipts ---- */

static void
answer_receipt (TcOpen311Exchange *exchange, gint64 id)
{
  g_autoptr (GPtrArray)
      rows = g_ptr_array_new_with_free_func ((GDestroyNotify) tc_open311_receipt_free);
  TcOpen311Receipt *receipt = tc_open311_receipt_new ();

  if (exchange->is_first)
    tc_open311_repeats_settle (exchange->gateway->repeats, &exchange->repeat_key, id,
                               tc_open311_now ());
  if (exchange->gateway->options.answer_with_token)
    receipt->token = g_strdup_printf ("%" G_GINT64_FORMAT, id);
  else
    receipt->service_request_id = id;
  receipt->account_id = g_strdup (exchange->report->account_id);
  g_ptr_array_add (rows, receipt);
  tc_open311_exchange_answer (exchange, &tc_open311_receipts_document, rows);
}

static void
repeated_cb (gint64 id, gpointer data)
{
  TcOpen311Exchange *exchange = data;

  if (id) {
    answer_receipt (exchange, id);
    return;
  }
  tc_open311_fault_add (exchange->fault, 503, "the same request failed just now; try again");
  exchange->fault->retry_after_s = 2;
  tc_open311_exchange_refuse (exchange);
}

/* TRUE if it is a first one; else it is answered, or waits. */
static gboolean
begin_first (TcOpen311Exchange *exchange)
{
  TcOpen311Gateway *self = exchange->gateway;
  GBytes *body = tc_http_request_get_body (exchange->request);
  TcHasher hasher;
  gint64 id = 0;

  if (!exchange->external_id && self->options.repeat_s == 0)
    return TRUE;
  tc_hasher_init (&hasher, "open311.repeat");
  tc_hasher_add_int (&hasher, exchange->client.id);
  if (exchange->external_id)
    tc_hasher_add_blob (&hasher, exchange->external_id, strlen (exchange->external_id));
  else
    tc_hasher_add_blob (&hasher, g_bytes_get_data (body, NULL), g_bytes_get_size (body));
  exchange->repeat_key = tc_hasher_end (&hasher);
  switch (tc_open311_repeats_begin (self->repeats, &exchange->repeat_key, tc_open311_now (), &id,
                                    repeated_cb, exchange)) {
  case TC_OPEN311_FIRST:
    exchange->is_first = TRUE;
    return TRUE;
  case TC_OPEN311_KNOWN:
    answer_receipt (exchange, id);
    return FALSE;
  case TC_OPEN311_WAITING:
    return FALSE;
  case TC_OPEN311_CROWDED:
  default:
    repeated_cb (0, exchange);
    return FALSE;
  }
}

/* ---- the operation ---- */

/* Answers to the service's questions, and where its photos are: {"code":"value", ...}.
 * (transfer full) (nullable): none */
static char *
dup_attributes (const TcOpen311Exchange *exchange)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;

  if (exchange->answers->len == 0 && exchange->report->media->len == 0)
    return NULL;
  json_builder_begin_object (builder);
  for (guint i = 0; i < exchange->answers->len; i++) {
    const TcOpen311Answer *answer = g_ptr_array_index (exchange->answers, i);

    json_builder_set_member_name (builder, answer->code);
    if (!answer->keys) {
      json_builder_add_string_value (builder, answer->value);
      continue;
    }
    json_builder_begin_array (builder);
    for (char **key = answer->keys; *key; key++)
      json_builder_add_string_value (builder, *key);
    json_builder_end_array (builder);
  }
  if (exchange->report->media->len > 0) {
    json_builder_set_member_name (builder, "media_url");
    json_builder_begin_array (builder);
    for (guint i = 0; i < exchange->report->media->len; i++)
      json_builder_add_string_value (builder, g_ptr_array_index (exchange->report->media, i));
    json_builder_end_array (builder);
  }
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

static void
reported_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TcOpen311Exchange *exchange = data;
  GPtrArray *media = exchange->report->media;
  g_autoptr (GError) error = NULL;
  g_autoptr (TcVerdict)
      verdict = tc_operation_sink_submit_finish (TC_OPERATION_SINK (source), result, &error);

  if (!verdict) {
    tc_open311_exchange_fail (exchange, error);
    return;
  }
  if (verdict->refusal && g_str_has_prefix (verdict->refusal->code, "incident.code-") &&
      ++exchange->n_tries < CODE_TRIES_MAX) {
    take_code (exchange);
    return;
  }
  if (verdict->refusal) {
    tc_open311_fault_add (exchange->fault, 400, "the report was refused: %s",
                          verdict->refusal->code);
    tc_open311_exchange_refuse (exchange);
    return;
  }
  for (guint i = 0; i < media->len; i++)
    tc_open311_media_add (exchange->gateway->media, exchange->incident_id, exchange->report_id,
                          g_ptr_array_index (media, i));
  answer_receipt (exchange, exchange->report_id);
}

static void
submit_report (TcOpen311Exchange *exchange, const char *code)
{
  TcOperationSink *sink = exchange->gateway->sink;
  const TcOpen311Report *report = exchange->report;
  gboolean known = report->name || report->phone || report->email;
  gboolean person = known || report->device_id || report->account_id;
  /* A browser's Accept-Language says nothing of what was written. */
  gboolean located = tc_open311_params_get (exchange->params, "locale", exchange->fault) != NULL;
  g_autofree char *attributes = dup_attributes (exchange);
  TcIncidentReport args = {
      .code = code,
      .channel = exchange->client.channel,
      .text = report->description ? report->description : exchange->service_name,
      .language = located ? exchange->language : exchange->gateway->options.language,
      .field_id = exchange->field_id,
      .priority = TC_NONE,
      .area_id = exchange->area_id,
      .lat_e7 = report->lat_e7,
      .lon_e7 = report->lon_e7,
      .address = report->address,
      .address_id = report->address_id,
      .said_us = TC_NONE,
      .received_us = TC_NONE,
      .anonymous = known ? 0 : 1,
      .private_ = report->non_public ? 1 : 0,
      .attributes = attributes,
      .source = exchange->client.name,
      .external_id = exchange->external_id,
      .reporter_name = report->name,
      .reporter_phone = report->phone,
      .reporter_email = report->email,
      .reporter_device = report->device_id,
      .reporter_account = report->account_id,
  };

  if (attributes && g_utf8_strlen (attributes, -1) > TC_ATTRIBUTES_CHARS_MAX) {
    tc_open311_fault_add (exchange->fault, 400, "the attributes together are too long");
    tc_open311_exchange_refuse (exchange);
    return;
  }
  exchange->incident_id = tc_operation_sink_make_id (sink);
  exchange->report_id = tc_operation_sink_make_id (sink);
  args.incident_id = exchange->incident_id;
  args.report_id = exchange->report_id;
  args.reporter_id = person ? tc_operation_sink_make_id (sink) : 0;
  tc_operation_sink_submit_async (sink, &tc_incident_report_type, &args, NULL, reported_cb,
                                  exchange);
}

static void
code_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TcOpen311Exchange *exchange = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *code = tc_code_pool_take_finish (TC_CODE_POOL (source), result, &error);

  if (code)
    submit_report (exchange, code);
  else
    tc_open311_exchange_fail (exchange, error);
}

static void
take_code (TcOpen311Exchange *exchange)
{
  tc_code_pool_take_async (exchange->gateway->codes, tc_open311_now (), code_cb, exchange);
}

/* ---- POST requests ---- */

static void
service_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TcOpen311Exchange *exchange = data;
  g_autoptr (GError) error = NULL;
  TcOpen311ServiceFacts *facts = tc_worker_run_finish (TC_WORKER (source), result, &error);

  if (error) {
    tc_open311_exchange_fail (exchange, error);
    return;
  }
  if (facts && facts->known_id) {
    answer_receipt (exchange, facts->known_id);
    tc_open311_service_facts_free (facts);
    return;
  }
  if (facts) {
    exchange->field_id = facts->field_id;
    exchange->area_id = facts->area_id;
    exchange->service_name = g_strdup (facts->name);
    exchange->answers = tc_open311_answers_parse (exchange->params, facts->definition,
                                                  exchange->fault);
  } else {
    tc_open311_fault_add (exchange->fault, 404, "service_code was not found");
  }
  tc_open311_service_facts_free (facts);
  if (exchange->answers)
    take_code (exchange);
  else
    tc_open311_exchange_refuse (exchange);
}

static void
check_media (TcOpen311Exchange *exchange)
{
  GPtrArray *media = exchange->report->media;

  for (guint i = 0; i < media->len; i++)
    if (!tc_open311_media_allows (exchange->gateway->media, g_ptr_array_index (media, i)))
      tc_open311_fault_add (exchange->fault, 400,
                            "photos are not taken from the host of \"media_url\"");
}

void
tc_open311_post_request (TcOpen311Exchange *exchange)
{
  TcOpen311Ask *ask;

  if (tc_open311_exchange_check_key (exchange)) {
    exchange->report = tc_open311_report_parse (exchange->params, exchange->fault);
    exchange->external_id = take_external_id (exchange);
    if (exchange->report)
      check_media (exchange);
  }
  if (tc_open311_fault_is_set (exchange->fault)) {
    tc_open311_exchange_refuse (exchange);
    return;
  }
  if (!begin_first (exchange))
    return;
  ask = tc_open311_exchange_make_ask (exchange);
  ask->service_code = g_strdup (exchange->report->service_code);
  ask->source = g_strdup (exchange->client.name);
  ask->external_id = g_strdup (exchange->external_id);
  ask->lat_e7 = exchange->report->lat_e7;
  ask->lon_e7 = exchange->report->lon_e7;
  tc_open311_exchange_ask (exchange, tc_open311_read_service, ask, tc_open311_service_facts_free,
                           service_cb);
}
