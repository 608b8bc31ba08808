/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who asks a fake camera, what is asked of which service, and the service of the device itself.
 * Source: ONVIF Core Specification (devicemgmt.wsdl), 5.9 on authentication.
 */
#include "tc-fake-camera-onvif-private.h"

#include "tc-limits.h"

#include <string.h>

#define NONCES_MAX 1024
#define STATUS_OK 200
#define STATUS_BAD_REQUEST 400
#define STATUS_UNAUTHORIZED 401

struct _TcFakeOnvif {
  const TcFakeWorld *world; /* (unowned) */
  guint16 rtsp_port;
  gint64 began_us;
  GHashTable *nonces; /* (owned): of tokens that were taken */
};

static const TcFakeAction device_actions[];

static const struct {
  const char *prefix;
  const char *path; /* below the device's */
  const char *namespace;
  const TcFakeAction *actions;
} services[] = {
    {"tds", "device_service", "http://www.onvif.org/ver10/device/wsdl", device_actions},
    {"trt", "media_service", TC_FAKE_MEDIA, tc_fake_media_actions},
    {"tr2", "media2_service", TC_FAKE_MEDIA2, tc_fake_media2_actions},
    {"tptz", "ptz_service", "http://www.onvif.org/ver20/ptz/wsdl", tc_fake_ptz_actions},
    {"tse", "search_service", "http://www.onvif.org/ver10/search/wsdl", tc_fake_search_actions},
    {"trp", "replay_service", "http://www.onvif.org/ver10/replay/wsdl", tc_fake_replay_actions},
};

/* What a client may ask before it knows the time that its proof needs. */
static const char *const open_actions[] = {"GetSystemDateAndTime", "GetServices", "GetCapabilities",
                                           "GetHostname", "GetWsdlUrl"};

/* ---- what services share ---- */

void
tc_fake_call_refuse (TcFakeCall *call, const char *subcodes, const char *reason)
{
  call->subcodes = subcodes;
  call->reason = reason;
}

void
tc_fake_call_get_range (const TcFakeCall *call, guint *first, guint *n)
{
  *first = call->number > 0 ? call->number : call->world->options->first;
  *n = call->number > 0 ? 1 : call->world->options->n;
}

/* @text: a number and what follows; FALSE: not one of the device that is asked */
static gboolean
parse_number (const TcFakeCall *call, const char *text, guint *number, const char **rest)
{
  char *end = NULL;
  guint64 value = text && g_ascii_isdigit (*text) ? g_ascii_strtoull (text, &end, 10) : 0;

  if (value == 0 || value > TC_FAKE_NUMBER_MAX || !tc_fake_world_has (call->world, (guint) value) ||
      (call->number > 0 && call->number != value))
    return FALSE;
  *number = (guint) value;
  *rest = end;
  return TRUE;
}

guint
tc_fake_call_check_profile (TcFakeCall *call, const char *token, TcFakeProfile *profile)
{
  const char *rest;
  guint number;

  if (parse_number (call, token, &number, &rest) && *rest == '-' &&
      tc_fake_profile_parse (rest + 1, profile))
    return number;
  tc_fake_call_refuse (call, "ter:InvalidArgVal ter:NoProfile", "no such profile");
  return 0;
}

guint
tc_fake_call_check_recording (TcFakeCall *call, const char *token)
{
  const char *prefix = "recording-";
  const char *rest;
  guint number;

  if (token && g_str_has_prefix (token, prefix) &&
      parse_number (call, token + strlen (prefix), &number, &rest) && *rest == '\0')
    return number;
  tc_fake_call_refuse (call, "ter:InvalidArgVal ter:NoRecording", "no such recording");
  return 0;
}

char *
tc_fake_call_dup_stream_uri (const TcFakeCall *call, guint number, const char *what)
{
  const char *colon = strrchr (call->host, ':');
  gboolean port = colon && !strchr (colon, ']');
  int size = port ? (int) (colon - call->host) : (int) strlen (call->host);

  return g_strdup_printf ("rtsp://%.*s:%u/%u/%s", size, call->host, call->rtsp_port, number, what);
}

void
tc_fake_call_add (TcFakeCall *call, const char *name, const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  g_string_append_printf (call->out, "<%s>%s</%s>", name, escaped, name);
}

/* ---- the device ---- */

/* A recorder's is that of its first channel. */
static gint64
get_clock_us (const TcFakeWorld *world, const TcFakeCall *call)
{
  return tc_fake_world_clock_us (world, MAX (call->number, 1), call->now_us);
}

static void
answer_time (TcFakeCall *call)
{
  gint64 clock_us = get_clock_us (call->world, call);
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (clock_us / TC_US_PER_S);

  g_string_append_printf (
      call->out,
      "<tds:SystemDateAndTime><tt:DateTimeType>Manual</tt:DateTimeType>"
      "<tt:DaylightSavings>false</tt:DaylightSavings><tt:TimeZone><tt:TZ>ICT-7</tt:TZ></"
      "tt:TimeZone>"
      "<tt:UTCDateTime><tt:Time><tt:Hour>%d</tt:Hour><tt:Minute>%d</tt:Minute>"
      "<tt:Second>%d</tt:Second></tt:Time><tt:Date><tt:Year>%d</tt:Year><tt:Month>%d</tt:Month>"
      "<tt:Day>%d</tt:Day></tt:Date></tt:UTCDateTime></tds:SystemDateAndTime>",
      g_date_time_get_hour (time), g_date_time_get_minute (time), g_date_time_get_second (time),
      g_date_time_get_year (time), g_date_time_get_month (time),
      g_date_time_get_day_of_month (time));
}

static void
answer_information (TcFakeCall *call)
{
  g_autofree char *serial = g_strdup_printf ("TC-%04u", call->number);

  tc_fake_call_add (call, "tds:Manufacturer", "Toàn Cảnh");
  tc_fake_call_add (call, "tds:Model", call->number > 0 ? "Fake camera" : "Fake recorder");
  tc_fake_call_add (call, "tds:FirmwareVersion", "1.0");
  tc_fake_call_add (call, "tds:SerialNumber", serial);
  tc_fake_call_add (call, "tds:HardwareId", "fake");
}

static char *
dup_address (const TcFakeCall *call, const char *path)
{
  if (call->number == 0)
    return g_strdup_printf ("http://%s/onvif/%s", call->host, path);
  return g_strdup_printf ("http://%s/%u/onvif/%s", call->host, call->number, path);
}

static gboolean
has_service (const TcFakeCall *call, guint i)
{
  guint first;
  guint n;

  if (services[i].actions == tc_fake_search_actions ||
      services[i].actions == tc_fake_replay_actions)
    return !call->world->options->no_search;
  if (services[i].actions != tc_fake_ptz_actions)
    return TRUE;
  tc_fake_call_get_range (call, &first, &n);
  for (guint k = 0; k < n; k++) {
    if (tc_fake_world_ptz (call->world, first + k))
      return TRUE;
  }
  return FALSE;
}

static void
answer_services (TcFakeCall *call)
{
  for (guint i = 0; i < G_N_ELEMENTS (services); i++) {
    g_autofree char *address = dup_address (call, services[i].path);
    if (!has_service (call, i))
      continue;
    g_string_append (call->out, "<tds:Service>");
    tc_fake_call_add (call, "tds:Namespace", services[i].namespace);
    tc_fake_call_add (call, "tds:XAddr", address);
    g_string_append (call->out, "<tds:Version><tt:Major>2</tt:Major><tt:Minor>60</tt:Minor>"
                                "</tds:Version></tds:Service>");
  }
}

/* @inside: (nullable): what follows the address in it */
static void
add_capability (TcFakeCall *call, const char *name, const char *path, const char *inside)
{
  g_autofree char *address = dup_address (call, path);

  g_string_append_printf (call->out, "<tt:%s>", name);
  tc_fake_call_add (call, "tt:XAddr", address);
  g_string_append_printf (call->out, "%s</tt:%s>", inside ? inside : "", name);
}

/* What there was before GetServices; it knows nothing of media2. */
static void
answer_capabilities (TcFakeCall *call)
{
  g_string_append (call->out, "<tds:Capabilities>");
  add_capability (call, "Device", "device_service", NULL);
  add_capability (call, "Media", "media_service",
                  "<tt:StreamingCapabilities><tt:RTPMulticast>false</tt:RTPMulticast>"
                  "<tt:RTP_TCP>true</tt:RTP_TCP><tt:RTP_RTSP_TCP>true</tt:RTP_RTSP_TCP>"
                  "</tt:StreamingCapabilities>");
  for (guint i = 0; i < G_N_ELEMENTS (services); i++) {
    if (services[i].actions == tc_fake_ptz_actions && has_service (call, i))
      add_capability (call, "PTZ", services[i].path, NULL);
  }
  g_string_append (call->out, "<tt:Extension>");
  if (!call->world->options->no_search) {
    add_capability (call, "Search", "search_service",
                    "<tt:MetadataSearch>false</tt:MetadataSearch>");
    add_capability (call, "Replay", "replay_service", NULL);
  }
  g_string_append (call->out, "</tt:Extension></tds:Capabilities>");
}

static const TcFakeAction device_actions[] = {
    {"GetSystemDateAndTime", answer_time},
    {"GetDeviceInformation", answer_information},
    {"GetServices", answer_services},
    {"GetCapabilities", answer_capabilities},
    {NULL},
};

/* ---- who asks ---- */

static gboolean
is_open (const TcFakeSoap *soap)
{
  for (guint i = 0; i < G_N_ELEMENTS (open_actions); i++) {
    if (g_str_equal (tc_fake_soap_get_action (soap), open_actions[i]))
      return TRUE;
  }
  return FALSE;
}

static gboolean
is_token_good (TcFakeOnvif *self, const TcFakeSoap *soap, gint64 clock_us, gboolean *there)
{
  const TcFakeOptions *options = self->world->options;
  g_autofree char *nonce = NULL;
  TcFakeProof proof = tc_fake_soap_prove (soap, options->account, options->password, clock_us,
                                          &nonce);

  *there = proof != TC_FAKE_PROOF_NONE;
  if (proof != TC_FAKE_PROOF_GOOD || g_hash_table_contains (self->nonces, nonce))
    return FALSE;
  if (g_hash_table_size (self->nonces) >= NONCES_MAX)
    g_hash_table_remove_all (self->nonces);
  g_hash_table_add (self->nonces, g_steal_pointer (&nonce));
  return TRUE;
}

static void
challenge (TcFakeOnvifAnswer *answer)
{
  answer->status = STATUS_UNAUTHORIZED;
  answer->challenge = TRUE;
  answer->text = g_strdup ("");
}

/* Whether it may be answered; FALSE: it is refused in @answer. */
static gboolean
is_allowed (TcFakeOnvif *self, const TcFakeCall *call, const TcFakeOnvifRequest *request,
            TcFakeOnvifAnswer *answer)
{
  const TcFakeOptions *options = self->world->options;
  gboolean denied = call->number > 0 &&
                    tc_fake_world_fault (self->world, call->number).kind == TC_FAKE_FAULT_DENY;
  gint64 clock_us = get_clock_us (self->world, call);
  gboolean token = FALSE;

  if (is_open (call->soap) || (!options->account && !denied))
    return TRUE;
  if (request->digest && options->auth != TC_FAKE_AUTH_TOKEN && !denied)
    return TRUE;
  if (options->auth != TC_FAKE_AUTH_DIGEST && is_token_good (self, call->soap, clock_us, &token) &&
      !denied)
    return TRUE;
  if (token || options->auth == TC_FAKE_AUTH_TOKEN) {
    answer->status = STATUS_BAD_REQUEST;
    answer->text = tc_fake_soap_fault ("Sender", "ter:NotAuthorized", "Sender not authorized");
    return FALSE;
  }
  challenge (answer);
  return FALSE;
}

/* ---- answering ---- */

static void
refuse (TcFakeOnvifAnswer *answer, const char *subcodes, const char *reason)
{
  answer->status = STATUS_BAD_REQUEST;
  answer->text = tc_fake_soap_fault ("Sender", subcodes, reason);
}

static const TcFakeAction *
find_action (TcFakeCall *call)
{
  const TcFakeAction *action = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (services); i++) {
    if (g_str_equal (services[i].namespace, tc_fake_soap_get_namespace (call->soap)) &&
        has_service (call, i)) {
      call->prefix = services[i].prefix;
      action = services[i].actions;
    }
  }
  while (action && action->action &&
         !g_str_equal (action->action, tc_fake_soap_get_action (call->soap)))
    action++;
  return action && action->action ? action : NULL;
}

static void
answer_call (TcFakeCall *call, TcFakeOnvifAnswer *answer)
{
  const TcFakeAction *action = find_action (call);

  if (!action) {
    refuse (answer, "ter:ActionNotSupported", "no such action");
    return;
  }
  g_string_append_printf (call->out, "<%s:%sResponse>", call->prefix, action->action);
  action->answer (call);
  g_string_append_printf (call->out, "</%s:%sResponse>", call->prefix, action->action);
  if (call->subcodes) {
    refuse (answer, call->subcodes, call->reason);
  } else {
    answer->status = STATUS_OK;
    answer->text = tc_fake_soap_envelope (call->out->str);
  }
}

void
tc_fake_onvif_answer (TcFakeOnvif *self, const TcFakeOnvifRequest *request,
                      TcFakeOnvifAnswer *answer)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TcFakeSoap) soap = tc_fake_soap_parse (request->body, request->size, &error);
  g_autoptr (GString) out = g_string_new (NULL);
  TcFakeCall call = {.world = self->world,
                     .soap = soap,
                     .host = request->host,
                     .rtsp_port = self->rtsp_port,
                     .began_us = self->began_us,
                     .now_us = request->now_us,
                     .number = tc_fake_world_parse_path (self->world, request->path, NULL),
                     .out = out};

  *answer = (TcFakeOnvifAnswer){0};
  /* A client that knows of Digest may ask for the challenge first, without its body. */
  if (request->size == 0 && self->world->options->account && !request->digest &&
      self->world->options->auth != TC_FAKE_AUTH_TOKEN)
    challenge (answer);
  else if (!soap)
    refuse (answer, "ter:WellFormed", error->message);
  else if (is_allowed (self, &call, request, answer))
    answer_call (&call, answer);
}

TcFakeOnvif *
tc_fake_onvif_new (const TcFakeWorld *world, guint16 rtsp_port, gint64 began_us)
{
  TcFakeOnvif *self = g_new0 (TcFakeOnvif, 1);

  self->world = world;
  self->rtsp_port = rtsp_port;
  self->began_us = began_us;
  self->nonces = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

void
tc_fake_onvif_free (TcFakeOnvif *self)
{
  g_hash_table_unref (self->nonces);
  g_free (self);
}
