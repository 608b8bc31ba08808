/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Receiving requests, what only reads, and answering; see the header.
 */
#include "tc-open311-private.h"

#include "tc-open311-value.h"

#include <string.h>

#define SPECIFICATION "http://wiki.open311.org/GeoReport_v2"

G_DEFINE_FINAL_TYPE (TcOpen311Gateway, tc_open311_gateway, G_TYPE_OBJECT)

const TcOpen311Options tc_open311_options_default = {
    .changeset = "2026-11-23T00:00:00Z",
    .language = "vi",
    .offset_s = 7 * 3600,
    .repeat_s = 600,
    .key_rate_per_minute = 600,
    .key_burst = 100,
    .address_rate_per_minute = 1200,
    .address_burst = 200,
    .concurrent_max = 512,
    .media_bytes_max = 12 * 1024 * 1024,
    .media_s_max = 30,
    .media_concurrent_max = 4,
    .media_queue_max = 1000,
};

gint64
tc_open311_now (void)
{
  return g_get_real_time ();
}

/* ---- answering ---- */

static void
free_exchange (TcOpen311Exchange *exchange)
{
  exchange->gateway->n_running--;
  g_object_unref (exchange->gateway);
  g_object_unref (exchange->request);
  tc_open311_params_free (exchange->params);
  tc_open311_fault_free (exchange->fault);
  tc_open311_report_free (exchange->report);
  tc_open311_comment_free (exchange->comment);
  g_clear_pointer (&exchange->answers, g_ptr_array_unref);
  g_free (exchange->external_id);
  g_free (exchange->service_name);
  g_free (exchange);
}

static void
count (TcOpen311Gateway *self, guint status)
{
  self->counts.ok += status < 400;
  self->counts.refused += status >= 400 && status < 500;
  self->counts.failed += status >= 500;
}

static void
answer_with (TcHttpRequest *request, guint status, TcOpen311Format format,
             const TcOpen311Document *document, GPtrArray *rows, int offset_s)
{
  g_autoptr (GBytes) body = tc_open311_document_write (document, format, rows, offset_s);

  tc_http_request_add_header (request, "X-Content-Type-Options", "nosniff");
  tc_http_request_add_header (request, "Cache-Control", "no-cache");
  /* Nothing here depends on a cookie, so any page may read it. */
  tc_http_request_add_header (request, "Access-Control-Allow-Origin", "*");
  tc_http_request_answer (request, status, tc_open311_format_get_content_type (format), body);
}

void
tc_open311_exchange_answer (TcOpen311Exchange *exchange, const TcOpen311Document *document,
                            GPtrArray *rows)
{
  count (exchange->gateway, 200);
  tc_http_request_add_header (exchange->request, "Content-Language", exchange->language);
  answer_with (exchange->request, 200, exchange->route.format, document, rows,
               exchange->gateway->options.offset_s);
  free_exchange (exchange);
}

static void
answer_fault (TcHttpRequest *request, TcOpen311Format format, const TcOpen311Fault *fault)
{
  if (fault->allow)
    tc_http_request_add_header (request, "Allow", fault->allow);
  if (fault->retry_after_s) {
    g_autofree char *seconds = g_strdup_printf ("%u", fault->retry_after_s);
    tc_http_request_add_header (request, "Retry-After", seconds);
  }
  answer_with (request, fault->status, format, &tc_open311_errors_document, fault->errors, 0);
}

void
tc_open311_exchange_refuse (TcOpen311Exchange *exchange)
{
  if (exchange->is_first)
    tc_open311_repeats_settle (exchange->gateway->repeats, &exchange->repeat_key, 0,
                               tc_open311_now ());
  count (exchange->gateway, exchange->fault->status);
  answer_fault (exchange->request, exchange->route.format, exchange->fault);
  free_exchange (exchange);
}

void
tc_open311_exchange_fail (TcOpen311Exchange *exchange, const GError *error)
{
  if (g_error_matches (error, TC_ERROR, TC_ERROR_BUSY)) {
    tc_open311_fault_add (exchange->fault, 503, "too busy; try again shortly");
    exchange->fault->retry_after_s = 5;
  } else {
    g_warning ("an Open311 request failed: %s", error->message);
    tc_open311_fault_add (exchange->fault, 500,
                          "failed here; it may have been kept: repeat it with the same "
                          "Idempotency-Key");
  }
  tc_open311_exchange_refuse (exchange);
}

/* ---- asking the database ---- */

void
tc_open311_exchange_ask (TcOpen311Exchange *exchange, TcWorkFunc func, TcOpen311Ask *ask,
                         GDestroyNotify result_free, GAsyncReadyCallback callback)
{
  tc_worker_run_async (exchange->gateway->reader, func, ask, tc_open311_ask_free, result_free, NULL,
                       callback, exchange);
}

/* Our address as clients reach it. (transfer full) */
static char *
dup_base (TcOpen311Exchange *exchange)
{
  const TcOpen311Options *options = &exchange->gateway->options;

  if (options->base_url)
    return g_strdup (options->base_url);
  return g_strconcat (tc_http_request_get_origin (exchange->request), exchange->gateway->path,
                      NULL);
}

TcOpen311Ask *
tc_open311_exchange_make_ask (TcOpen311Exchange *exchange)
{
  TcOpen311Ask *ask = tc_open311_ask_new (exchange->language);

  ask->batch = exchange->gateway->options.answer_with_token;
  if (exchange->gateway->options.dup_file_path)
    ask->media_base = dup_base (exchange);
  return ask;
}

static void
discover (TcOpen311Exchange *exchange)
{
  const TcOpen311Options *options = &exchange->gateway->options;
  g_autofree char *base = dup_base (exchange);
  g_autoptr (GPtrArray) formats = g_ptr_array_new ();
  g_autoptr (GPtrArray) endpoints = g_ptr_array_new ();
  g_autoptr (GPtrArray) rows = g_ptr_array_new ();
  TcOpen311Endpoint endpoint = {SPECIFICATION, base, options->changeset,
                                options->test ? "test" : "production", formats};
  TcOpen311Discovery discovery = {options->changeset, options->contact, options->key_service,
                                  endpoints};

  g_ptr_array_add (formats, (char *) "text/xml");
  g_ptr_array_add (formats, (char *) "application/json");
  g_ptr_array_add (endpoints, &endpoint);
  g_ptr_array_add (rows, &discovery);
  tc_open311_exchange_answer (exchange, &tc_open311_discovery_document, rows);
}

/* Rows as read, told as they are. */
static void
rows_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TcOpen311Exchange *exchange = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = tc_worker_run_finish (TC_WORKER (source), result, &error);

  if (error) {
    tc_open311_exchange_fail (exchange, error);
  } else if (!rows) {
    tc_open311_fault_add (exchange->fault, 404, "service_request_id was not found");
    tc_open311_exchange_refuse (exchange);
  } else {
    tc_open311_exchange_answer (
        exchange,
        exchange->route.resource == TC_OPEN311_SERVICES  ? &tc_open311_services_document
        : exchange->route.resource == TC_OPEN311_UPDATES ? &tc_open311_updates_document
                                                         : &tc_open311_requests_document,
        rows);
  }
}

static void
list_services (TcOpen311Exchange *exchange)
{
  tc_open311_exchange_ask (exchange, tc_open311_read_services,
                           tc_open311_exchange_make_ask (exchange),
                           (GDestroyNotify) g_ptr_array_unref, rows_cb);
}

static void
list_filtered (TcOpen311Exchange *exchange, TcWorkFunc func)
{
  TcOpen311Ask *ask;
  TcOpen311Filter *filter = tc_open311_filter_parse (exchange->params, tc_open311_now (),
                                                     exchange->fault);

  if (!filter) {
    tc_open311_exchange_refuse (exchange);
    return;
  }
  ask = tc_open311_exchange_make_ask (exchange);
  ask->filter = filter;
  tc_open311_exchange_ask (exchange, func, ask, (GDestroyNotify) g_ptr_array_unref, rows_cb);
}

static void
definition_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TcOpen311Exchange *exchange = data;
  g_autoptr (GError) error = NULL;
  TcOpen311ServiceFacts *facts = tc_worker_run_finish (TC_WORKER (source), result, &error);

  if (error) {
    tc_open311_exchange_fail (exchange, error);
  } else if (!facts) {
    tc_open311_fault_add (exchange->fault, 404, "service_code was not found");
    tc_open311_exchange_refuse (exchange);
  } else {
    g_autoptr (GPtrArray) rows = g_ptr_array_new ();

    g_ptr_array_add (rows, facts->definition);
    tc_open311_exchange_answer (exchange, &tc_open311_service_document, rows);
  }
  tc_open311_service_facts_free (facts);
}

static void
define_service (TcOpen311Exchange *exchange)
{
  TcOpen311Ask *ask = tc_open311_exchange_make_ask (exchange);

  ask->service_code = g_strdup (exchange->route.key);
  tc_open311_exchange_ask (exchange, tc_open311_read_service, ask, tc_open311_service_facts_free,
                           definition_cb);
}

/* What a token stands for, or a photo: both ask for the facts of a report. */
static void
facts_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TcOpen311Exchange *exchange = data;
  const TcOpen311Options *options = &exchange->gateway->options;
  gboolean token = exchange->route.resource == TC_OPEN311_TOKEN;
  g_autoptr (GError) error = NULL;
  TcOpen311ReportFacts *facts = tc_worker_run_finish (TC_WORKER (source), result, &error);

  if (error) {
    tc_open311_exchange_fail (exchange, error);
  } else if (token && facts) {
    g_autoptr (GPtrArray) rows = g_ptr_array_new ();
    TcOpen311Receipt receipt = {exchange->report_id, exchange->route.key, NULL, NULL};

    g_ptr_array_add (rows, &receipt);
    tc_open311_exchange_answer (exchange, &tc_open311_receipts_document, rows);
  } else if (!token && facts && !facts->private_ && facts->media_hash && options->dup_file_path) {
    g_autofree char *path = options->dup_file_path (facts->media_hash, options->data);

    tc_http_request_add_header (exchange->request, "X-Content-Type-Options", "nosniff");
    count (exchange->gateway, 200);
    tc_http_request_answer_file (exchange->request, path, facts->media_type, facts->media_hash);
    free_exchange (exchange);
  } else {
    tc_open311_fault_add (exchange->fault, 404,
                          token ? "the token was not found" : "there is no such photo");
    tc_open311_exchange_refuse (exchange);
  }
  tc_open311_report_facts_free (facts);
}

/* A report by the id in the path. */
static void
ask_by_key (TcOpen311Exchange *exchange, TcWorkFunc func, GDestroyNotify result_free,
            GAsyncReadyCallback callback)
{
  TcOpen311Ask *ask;

  if (!tc_open311_parse_id (exchange->route.key, &exchange->report_id)) {
    tc_open311_fault_add (exchange->fault, 404,
                          exchange->route.resource == TC_OPEN311_TOKEN
                              ? "the token was not found"
                              : "service_request_id was not found");
    tc_open311_exchange_refuse (exchange);
    return;
  }
  ask = tc_open311_exchange_make_ask (exchange);
  ask->id = exchange->report_id;
  tc_open311_exchange_ask (exchange, func, ask, result_free, callback);
}

/* ---- receiving ---- */

static gboolean
read_body (TcOpen311Exchange *exchange)
{
  const char *type = tc_http_request_get_content_type (exchange->request);
  const char *coding = tc_http_request_get_header (exchange->request, "Content-Encoding");
  GBytes *body = tc_http_request_get_body (exchange->request);
  gsize size;
  const char *text = g_bytes_get_data (body, &size);

  if (coding && g_ascii_strcasecmp (coding, "identity") != 0)
    return tc_open311_fault_add (exchange->fault, 415, "the body must not be compressed");
  if (strcmp (type, "application/x-www-form-urlencoded") != 0)
    return tc_open311_fault_add (exchange->fault, 415,
                                 "the body has to be application/x-www-form-urlencoded");
  if (size > TC_OPEN311_BODY_BYTES_MAX)
    return tc_open311_fault_add (exchange->fault, 413, "the body has more than %d bytes",
                                 TC_OPEN311_BODY_BYTES_MAX);
  return tc_open311_params_parse (exchange->params, text ? text : "", size, exchange->fault);
}

static gboolean
read_params (TcOpen311Exchange *exchange)
{
  const char *query = tc_http_request_get_query_text (exchange->request);

  if (query && strlen (query) > TC_OPEN311_QUERY_BYTES_MAX)
    return tc_open311_fault_add (exchange->fault, 400, "the query has more than %d bytes",
                                 TC_OPEN311_QUERY_BYTES_MAX);
  if (query && !tc_open311_params_parse (exchange->params, query, strlen (query), exchange->fault))
    return FALSE;
  return !exchange->route.post || read_body (exchange);
}

static gboolean
check_jurisdiction (TcOpen311Exchange *exchange)
{
  const TcOpen311Options *options = &exchange->gateway->options;
  const char *asked = tc_open311_params_get (exchange->params, "jurisdiction_id", exchange->fault);

  if (tc_open311_fault_is_set (exchange->fault) || !options->jurisdiction_id)
    return !tc_open311_fault_is_set (exchange->fault);
  /* These two are asked for before a client knows any, or by a browser. */
  if (!asked && (exchange->route.resource == TC_OPEN311_DISCOVERY ||
                 exchange->route.resource == TC_OPEN311_PHOTO))
    return TRUE;
  if (!asked && options->jurisdiction_required)
    return tc_open311_fault_add (exchange->fault, 400, "jurisdiction_id was not provided");
  if (asked && strcmp (asked, options->jurisdiction_id) != 0)
    return tc_open311_fault_add (exchange->fault, 404, "jurisdiction_id was not found");
  return TRUE;
}

static void
dispatch (TcOpen311Exchange *exchange)
{
  switch (exchange->route.resource) {
  case TC_OPEN311_DISCOVERY:
    discover (exchange);
    break;
  case TC_OPEN311_SERVICES:
    list_services (exchange);
    break;
  case TC_OPEN311_SERVICE:
    define_service (exchange);
    break;
  case TC_OPEN311_REQUESTS:
    if (exchange->route.post)
      tc_open311_post_request (exchange);
    else
      list_filtered (exchange, tc_open311_read_requests);
    break;
  case TC_OPEN311_REQUEST:
    ask_by_key (exchange, tc_open311_read_request, (GDestroyNotify) g_ptr_array_unref, rows_cb);
    break;
  case TC_OPEN311_TOKEN:
  case TC_OPEN311_PHOTO:
    ask_by_key (exchange, tc_open311_read_report, tc_open311_report_facts_free, facts_cb);
    break;
  case TC_OPEN311_UPDATES:
    if (exchange->route.post)
      tc_open311_post_update (exchange);
    else
      list_filtered (exchange, tc_open311_read_updates);
    break;
  }
}

static void
handle_cb (TcHttpRequest *request, gpointer data)
{
  TcOpen311Gateway *self = data;
  TcOpen311Exchange *exchange = g_new0 (TcOpen311Exchange, 1);

  exchange->gateway = g_object_ref (self);
  exchange->request = g_object_ref (request);
  exchange->params = tc_open311_params_new ();
  exchange->fault = tc_open311_fault_new ();
  exchange->language = self->options.language;
  self->n_running++;
  if (!tc_open311_route_parse (&exchange->route, tc_http_request_get_method (request),
                               tc_http_request_get_rest (request), exchange->fault)) {
    tc_open311_exchange_refuse (exchange);
    return;
  }
  if (self->n_running > self->options.concurrent_max) {
    tc_open311_fault_add (exchange->fault, 503, "too busy; try again shortly");
    exchange->fault->retry_after_s = 2;
  } else if (read_params (exchange) && check_jurisdiction (exchange)) {
    exchange->language = tc_open311_choose_language (
        exchange->params, tc_http_request_get_header (request, "Accept-Language"),
        self->options.language, exchange->fault);
  }
  if (tc_open311_fault_is_set (exchange->fault))
    tc_open311_exchange_refuse (exchange);
  else
    dispatch (exchange);
}

/* The server itself refuses: the same words in the form asked for. */
static void
refuse_cb (TcHttpRequest *request, guint status, gpointer data)
{
  static const struct {
    guint status;
    const char *words;
  } reasons[] = {
      {404, "no such resource"},
      {405, "this method is not taken"},
      {408, "the request came too slowly"},
      {413, "the body is too large"},
      {429, "too many requests; wait as long as Retry-After says"},
      {503, "too busy; try again shortly"},
  };
  const char *words = "the request could not be taken";
  g_autoptr (TcOpen311Fault) fault = tc_open311_fault_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (reasons); i++)
    if (reasons[i].status == status)
      words = reasons[i].words;
  count (data, status);
  tc_open311_fault_add (fault, status, "%s", words);
  answer_fault (request,
                g_str_has_suffix (tc_http_request_get_rest (request), ".json") ? TC_OPEN311_JSON
                                                                               : TC_OPEN311_XML,
                fault);
}

void
tc_open311_gateway_mount (TcOpen311Gateway *self, TcHttpServer *server, const char *path)
{
  TcHttpRoute route = {
      .path = path,
      .methods = "GET POST",
      .body_bytes_max = TC_OPEN311_BODY_BYTES_MAX,
      .rate_per_minute = self->options.address_rate_per_minute,
      .burst = self->options.address_burst,
      .handle = handle_cb,
      .refuse = refuse_cb,
  };

  self->path = path;
  tc_http_server_add_route (server, &route, self);
}

/* ---- object ---- */

static void
tc_open311_gateway_dispose (GObject *object)
{
  TcOpen311Gateway *self = TC_OPEN311_GATEWAY (object);

  if (self->media)
    tc_open311_media_stop (self->media);
  g_clear_object (&self->media);
  g_clear_object (&self->sink);
  g_clear_object (&self->reader);
  g_clear_object (&self->codes);
  G_OBJECT_CLASS (tc_open311_gateway_parent_class)->dispose (object);
}

static void
tc_open311_gateway_finalize (GObject *object)
{
  TcOpen311Gateway *self = TC_OPEN311_GATEWAY (object);

  g_string_chunk_free (self->strings);
  g_strfreev (self->media_hosts);
  g_clear_pointer (&self->repeats, tc_open311_repeats_free);
  g_clear_pointer (&self->key_limiter, tc_rate_limiter_free);
  G_OBJECT_CLASS (tc_open311_gateway_parent_class)->finalize (object);
}

static void
tc_open311_gateway_class_init (TcOpen311GatewayClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tc_open311_gateway_dispose;
  G_OBJECT_CLASS (klass)->finalize = tc_open311_gateway_finalize;
}

static void
tc_open311_gateway_init (TcOpen311Gateway *self)
{
  self->strings = g_string_chunk_new (256);
}

static const char *
keep_string (TcOpen311Gateway *self, const char *text)
{
  return text && *text ? g_string_chunk_insert (self->strings, text) : NULL;
}

TcOpen311Gateway *
tc_open311_gateway_new (TcOperationSink *sink, TcWorker *reader, TcCodePool *codes,
                        const TcOpen311Options *options)
{
  TcOpen311Gateway *self = g_object_new (TC_TYPE_OPEN311_GATEWAY, NULL);

  g_assert (options->find_client);
  self->sink = g_object_ref (sink);
  self->reader = g_object_ref (reader);
  self->codes = g_object_ref (codes);
  self->options = *options;
  self->options.jurisdiction_id = keep_string (self, options->jurisdiction_id);
  self->options.base_url = keep_string (self, options->base_url);
  self->options.contact = keep_string (self, options->contact);
  self->options.key_service = keep_string (self, options->key_service);
  self->options.changeset = keep_string (self, options->changeset);
  self->options.language = g_strcmp0 (options->language, "en") == 0 ? "en" : "vi";
  self->media_hosts = g_strdupv ((char **) options->media_hosts);
  self->options.media_hosts = (const char *const *) self->media_hosts;
  self->options.media_bytes_max = MIN (options->media_bytes_max, TC_OPEN311_MEDIA_BYTES_MAX);
  self->media = tc_open311_media_new (sink, &self->options);
  self->repeats = tc_open311_repeats_new (options->repeat_s);
  self->key_limiter = tc_rate_limiter_new (options->key_rate_per_minute, options->key_burst);
  return self;
}

void
tc_open311_gateway_get_counts (TcOpen311Gateway *self, TcOpen311Counts *counts)
{
  *counts = self->counts;
}
