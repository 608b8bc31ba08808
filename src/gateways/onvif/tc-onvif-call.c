/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One call of a service. Declared in tc-onvif-client-private.h.
 *
 * DESIGN: a call is a task that takes turns, each one exchange, until there is an answer. HTTP
 * Digest is tried first (a request without a proof, then an answer to the challenge); a device that
 * denies that is given a WS-UsernameToken, and the other way round if the token is what it took
 * before: some take one alone, some refuse a request that has both. If it denies both, lives by the
 * token, and wasn't asked for its clock just now, that is asked for again, since a camera that lost
 * its power is back in 1970 and refuses proofs of today.
 *
 * No more proofs than that: devices lock an account after some that are wrong. A challenge is
 * answered unasked only after one answer to it was taken. What was denied once isn't proved again
 * until somebody connects anew; and nothing at all, once two calls on end were denied, or the
 * first.
 */
#include "tc-onvif-client-private.h"

#include "tc-digest.h"
#include "tc-limits.h"
#include "tc-onvif-exchange-private.h"
#include "tc-onvif-reply-private.h"

#include <string.h>

#define TURNS_MAX 10
#define REDIRECTS_MAX 3
/* Clocks are told in whole seconds, cut: half of one is what is missing. */
#define CUT_US (TC_US_PER_S / 2)

typedef struct {
  TcOnvifService service;
  const char *action; /* (unowned): a constant */
  char *body;         /* (owned) */
  TcOnvifCallFlags flags;
  GUri *url;         /* (owned) */
  gboolean token;    /* the proof of this turn */
  gboolean tried[2]; /* by token: it was denied */
  guint n_answered;  /* challenges of this call */
  gboolean renewed;  /* the clock was asked for anew */
  guint n_turns;
  guint n_redirects;
  gboolean passing; /* one of them isn't for good */
  gboolean proving; /* this turn carries a proof */
  guint n_proofs;
} Call;

static void take_turn (GTask *task);

static void
free_call (gpointer data)
{
  Call *call = data;

  g_free (call->body);
  g_clear_pointer (&call->url, g_uri_unref);
  g_free (call);
}

gboolean
tc_onvif_error_is_refusal (const GError *error)
{
  return g_error_matches (error, TC_ONVIF_ERROR, TC_ONVIF_ERROR_FAULT) ||
         g_error_matches (error, TC_ONVIF_ERROR, TC_ONVIF_ERROR_UNSUPPORTED);
}

/* Without that it is asked as by a stranger: it may say more than no. */
static gboolean
may_prove (TcOnvifClient *self, const Call *call)
{
  return self->account && !(call->flags & TC_ONVIF_CALL_OPEN) && !self->held &&
         !g_hash_table_contains (self->denied, call->action);
}

static void
return_denied (GTask *task, Call *call)
{
  TcOnvifClient *self = g_task_get_source_object (task);

  if (call->n_proofs) {
    g_clear_pointer (&self->digest, tc_onvif_digest_free);
    self->held = !self->proved;
    self->proved = FALSE;
    g_hash_table_add (self->denied, (gpointer) call->action);
  }
  g_task_return_error (
      task, tc_onvif_error_new (TC_ONVIF_ERROR_DENIED, "step", TC_S, call->action, NULL));
}

static void
renewed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Call *call = g_task_get_task_data (task);
  GError *error = NULL;

  if (!tc_onvif_renew_clock_finish (TC_ONVIF_CLIENT (source), result, &error)) {
    g_task_return_error (task, error);
    return;
  }
  call->token = TRUE;
  take_turn (task);
}

/* The device denies this proof. */
static void
turn_denied (GTask *task)
{
  TcOnvifClient *self = g_task_get_source_object (task);
  Call *call = g_task_get_task_data (task);
  gboolean fresh = self->offset_at_us != TC_ONVIF_NO_TIME &&
                   g_get_monotonic_time () - self->offset_at_us <
                       (gint64) self->clock_fresh_ms * 1000;

  call->tried[call->token] = TRUE;
  if (!may_prove (self, call)) {
    return_denied (task, call);
  } else if (!call->tried[!call->token]) {
    call->token = !call->token;
    take_turn (task);
  } else if (!call->renewed && !fresh && (self->token || !self->digest)) {
    call->renewed = TRUE;
    tc_onvif_renew_clock_async (self, g_task_get_cancellable (task), renewed_cb,
                                g_object_ref (task));
  } else {
    return_denied (task, call);
  }
}

/* Keeps what a device challenges with; whether this turn can be taken again with it. Some never say
 * that a nonce was only too old, so the first challenge of a call is always answered. */
static gboolean
take_challenge (TcOnvifClient *self, Call *call, const TcOnvifAnswer *answer)
{
  TcOnvifDigest *digest = tc_onvif_digest_new ((const char *const *) answer->challenges);

  if (!digest)
    return FALSE;
  g_clear_pointer (&self->digest, tc_onvif_digest_free);
  self->digest = digest;
  self->digest_proved = FALSE;
  if (call->token)
    call->n_answered = 1; /* the next turn does */
  if (!may_prove (self, call) || call->token || call->n_answered > 1 ||
      (call->n_answered == 1 && !tc_onvif_digest_is_stale (digest)))
    return FALSE;
  call->n_answered++;
  return TRUE;
}

/* Follows a device to another of its own addresses. Elsewhere an account isn't carried. */
static void
follow (GTask *task, const TcOnvifAnswer *answer)
{
  Call *call = g_task_get_task_data (task);
  g_autoptr (GUri) uri = answer->location ? g_uri_parse_relative (call->url, answer->location,
                                                                  SOUP_HTTP_URI_FLAGS, NULL)
                                          : NULL;
  const char *host = uri ? g_uri_get_host (uri) : NULL;
  g_autofree char *told = uri ? g_uri_to_string (uri) : NULL;
  g_autofree char *address = NULL;

  if (host && g_ascii_strcasecmp (host, g_uri_get_host (call->url)) == 0 &&
      (strcmp (g_uri_get_scheme (uri), "https") == 0 ||
       strcmp (g_uri_get_scheme (call->url), "http") == 0))
    address = tc_onvif_address_take (told, TC_ONVIF_ADDRESS_SERVICE, call->url);
  if (!address || ++call->n_redirects > REDIRECTS_MAX) {
    g_task_return_error (
        task, tc_onvif_error_new (TC_ONVIF_ERROR_REDIRECTED, "host", TC_S, host ? host : "", NULL));
    return;
  }
  g_uri_unref (call->url);
  call->url = g_uri_parse (address, SOUP_HTTP_URI_FLAGS, NULL);
  call->passing = call->passing || (answer->status != SOUP_STATUS_MOVED_PERMANENTLY &&
                                    answer->status != SOUP_STATUS_PERMANENT_REDIRECT);
  take_turn (task);
}

/* It gave a good answer: what led there is kept. */
static void
keep_way (TcOnvifClient *self, const Call *call)
{
  if (call->proving) {
    self->token = call->token;
    self->digest_proved = self->digest && !call->token;
    self->proved = TRUE;
  }
  if (call->n_redirects && !call->passing) {
    g_clear_pointer (&self->services[call->service], g_uri_unref);
    self->services[call->service] = g_uri_ref (call->url);
  }
}

static void
read_answer (GTask *task, const TcOnvifAnswer *answer)
{
  TcOnvifClient *self = g_task_get_source_object (task);
  Call *call = g_task_get_task_data (task);
  GError *error = NULL;
  TcOnvifReply *reply = tc_onvif_reply_new (answer->bytes, answer->status, answer->content_type,
                                            call->action, &error);

  if (reply) {
    keep_way (self, call);
    reply->at_us = answer->at_us;
    g_task_return_pointer (task, reply, (GDestroyNotify) tc_onvif_reply_free);
  } else if (g_error_matches (error, TC_ONVIF_ERROR, TC_ONVIF_ERROR_DENIED)) {
    g_error_free (error);
    turn_denied (task);
  } else {
    g_task_return_error (task, error);
  }
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  TcOnvifClient *self = g_task_get_source_object (task);
  Call *call = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (TcOnvifAnswer) answer = tc_onvif_exchange_finish (result, &error);

  if (!answer) {
    g_task_return_error (task, error);
    return;
  }
  if (answer->date_us != TC_ONVIF_NO_TIME)
    self->date_offset_us = answer->date_us + CUT_US - answer->at_us;
  if (answer->status >= 300 && answer->status < 400)
    follow (task, answer);
  else if (answer->status == SOUP_STATUS_UNAUTHORIZED && take_challenge (self, call, answer))
    take_turn (task);
  else
    read_answer (task, answer);
}

static GBytes *
make_content (TcOnvifClient *self, const Call *call)
{
  TcOnvifToken token = {.account = self->account,
                        .password = self->password,
                        .created_us = MAX (0, g_get_real_time () + self->offset_us)};

  tc_random_bytes (token.nonce, sizeof token.nonce);
  return tc_onvif_envelope_new (call->action, call->body, call->token ? &token : NULL);
}

/* (transfer full) (nullable) */
static char *
make_authorization (TcOnvifClient *self, const Call *call)
{
  g_autofree char *path = NULL;
  g_autofree char *cnonce = NULL;
  const char *query = g_uri_get_query (call->url);
  guint8 chance[12];

  if (!self->digest || call->token || !may_prove (self, call) ||
      (!self->digest_proved && call->n_answered == 0))
    return NULL;
  tc_random_bytes (chance, sizeof chance);
  cnonce = tc_hex_new (chance, sizeof chance);
  path = g_strconcat (*g_uri_get_path (call->url) ? g_uri_get_path (call->url) : "/",
                      query ? "?" : "", query, NULL);
  return tc_onvif_digest_answer (self->digest, SOUP_METHOD_POST, path, self->account,
                                 self->password, cnonce);
}

static void
take_turn (GTask *task)
{
  TcOnvifClient *self = g_task_get_source_object (task);
  Call *call = g_task_get_task_data (task);
  g_autoptr (GBytes) content = NULL;
  g_autofree char *authorization = NULL;
  g_autofree char *type = NULL;
  TcOnvifRequest request = {0};

  if (++call->n_turns > TURNS_MAX) {
    return_denied (task, call);
    return;
  }
  content = make_content (self, call);
  authorization = make_authorization (self, call);
  call->proving = call->token || authorization;
  call->n_proofs += call->proving;
  type = g_strdup_printf ("application/soap+xml; charset=utf-8; action=\"%s/%s\"",
                          tc_onvif_service_get_namespace (call->service), call->action);
  request.url = call->url;
  request.content = content;
  request.content_type = type;
  request.authorization = authorization;
  request.certificate_sha256 = self->certificate_sha256;
  request.step = call->action;
  request.connect_ms = self->connect_ms;
  request.answer_ms = self->answer_ms;
  request.once = (call->flags & TC_ONVIF_CALL_ONCE) != 0;
  if (call->flags & TC_ONVIF_CALL_BRISK) {
    request.connect_ms = MIN (request.connect_ms, TC_ONVIF_BRISK_MS);
    request.answer_ms = MIN (request.answer_ms, TC_ONVIF_BRISK_MS);
  }
  tc_onvif_exchange_async (call->flags & TC_ONVIF_CALL_BRISK ? self->brisk : self->session,
                           &request, g_task_get_cancellable (task), answered_cb,
                           g_object_ref (task));
}

void
tc_onvif_call_async (TcOnvifClient *self, TcOnvifService service, const char *action, GString *body,
                     TcOnvifCallFlags flags, GCancellable *cancellable,
                     GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, data);
  Call *call = g_new0 (Call, 1);

  g_task_set_check_cancellable (task, FALSE); /* the exchange says it */
  g_task_set_task_data (task, call, free_call);
  call->service = service;
  call->action = action;
  call->body = g_string_free (body, FALSE);
  call->flags = flags;
  call->token = self->token && may_prove (self, call);
  if (!self->services[service]) {
    g_task_return_error (
        task, tc_onvif_error_new (self->misled[service] ? TC_ONVIF_ERROR_TOLD_ADDRESS
                                                        : TC_ONVIF_ERROR_UNSUPPORTED,
                                  "what", TC_S, tc_onvif_service_get_name (service), NULL));
    return;
  }
  call->url = g_uri_ref (self->services[service]);
  take_turn (task);
}

TcOnvifReply *
tc_onvif_call_finish (TcOnvifClient *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* ---- the clock ---- */

static void
clock_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  TcOnvifClient *self = TC_ONVIF_CLIENT (source);
  gint64 told_us = TC_ONVIF_NO_TIME;
  GError *error = NULL;
  g_autoptr (TcOnvifReply) reply = tc_onvif_call_finish (self, result, &error);
  gboolean ok = reply && tc_onvif_reply_read_time (reply, &told_us, &error);

  if (!ok && !tc_onvif_error_is_refusal (error) &&
      !g_error_matches (error, TC_ONVIF_ERROR, TC_ONVIF_ERROR_DENIED)) {
    g_task_return_error (task, error);
    return;
  }
  g_clear_error (&error);
  if (told_us != TC_ONVIF_NO_TIME)
    self->offset_us = told_us + CUT_US - reply->at_us;
  else
    self->offset_us = self->date_offset_us == TC_ONVIF_NO_TIME ? 0 : self->date_offset_us;
  self->offset_at_us = g_get_monotonic_time ();
  g_task_return_boolean (task, TRUE);
}

void
tc_onvif_renew_clock_async (TcOnvifClient *self, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer data)
{
  tc_onvif_call_async (self, TC_ONVIF_SERVICE_DEVICE, "GetSystemDateAndTime",
                       tc_onvif_body_new (TC_ONVIF_SERVICE_DEVICE, "GetSystemDateAndTime"),
                       TC_ONVIF_CALL_OPEN, cancellable, clock_cb,
                       g_task_new (self, cancellable, callback, data));
}

gboolean
tc_onvif_renew_clock_finish (TcOnvifClient *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
