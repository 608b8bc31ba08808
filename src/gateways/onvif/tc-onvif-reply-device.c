/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Replies of the device service, and of WS-Discovery. Declared in tc-onvif-reply.h.
 *
 * Source: devicemgmt.wsdl and onvif.xsd of ONVIF; WS-Discovery, April 2005.
 */
#include "tc-onvif-reply-private.h"

#include "tc-limits.h"
#include "tc-text.h"

#include <string.h>

#define SERVICES_MAX 64
#define SCOPE_PREFIX "onvif://www.onvif.org/"

/* ---- the clock ---- */

/* tt:DateTime as microseconds since 1970; TC_ONVIF_NO_TIME: it is none. */
static gint64
read_clock (const xmlNode *node)
{
  const xmlNode *date = tc_onvif_node_walk (node, "Date", NULL);
  const xmlNode *time = tc_onvif_node_walk (node, "Time", NULL);
  gint64 year = tc_onvif_node_get_int (tc_onvif_node_walk (date, "Year", NULL), TC_ONVIF_YEAR_MIN,
                                       TC_ONVIF_YEAR_MAX, -1);
  gint64 month = tc_onvif_node_get_int (tc_onvif_node_walk (date, "Month", NULL), 1, 12, -1);
  gint64 day = tc_onvif_node_get_int (tc_onvif_node_walk (date, "Day", NULL), 1, 31, -1);
  gint64 hour = tc_onvif_node_get_int (tc_onvif_node_walk (time, "Hour", NULL), 0, 23, -1);
  gint64 minute = tc_onvif_node_get_int (tc_onvif_node_walk (time, "Minute", NULL), 0, 59, -1);
  gint64 second = tc_onvif_node_get_int (tc_onvif_node_walk (time, "Second", NULL), 0, 61, -1);
  g_autoptr (GDateTime) found = NULL;

  if (year < 0 || month < 0 || day < 0 || hour < 0 || minute < 0 || second < 0)
    return TC_ONVIF_NO_TIME;
  found = g_date_time_new_utc ((int) year, (int) month, (int) day, (int) hour, (int) minute,
                               (double) MIN (second, 59));
  return found ? g_date_time_to_unix (found) * TC_US_PER_S : TC_ONVIF_NO_TIME;
}

/* Seconds that local time is ahead of UTC, by a zone as POSIX writes it: "ICT-7", "<+07>-7:00",
 * "CST6CDT5,…" (IEEE 1003.1, 8.3: what is given is added to local time); but "GMT+07:00", as
 * cameras write it, is ahead. FALSE: it is none. */
static gboolean
read_zone (const char *zone, gboolean summer, gint64 *ahead_s)
{
  const char *at = zone;
  gint64 sign = -1;
  gint64 parts[3] = {0, 0, 0};

  if (*at == '<')
    at = strchr (at, '>') ? strchr (at, '>') + 1 : at + strlen (at);
  else
    while (g_ascii_isalpha (*at))
      at++;
  if (at == zone)
    return FALSE;
  if (*at == '+' || *at == '-')
    sign = *at++ == '-' ? 1 : -1;
  if (!g_ascii_isdigit (*at))
    return FALSE;
  if (g_ascii_strncasecmp (zone, "GMT", 3) == 0 && strchr (at, ':'))
    sign = -sign;
  for (guint i = 0; i < G_N_ELEMENTS (parts) && g_ascii_isdigit (*at); i++) {
    char *end;

    parts[i] = (gint64) g_ascii_strtoull (at, &end, 10);
    at = *end == ':' ? end + 1 : end;
    if (parts[i] < 0 || parts[i] > (i ? 59 : 24))
      return FALSE;
  }
  *ahead_s = sign * (parts[0] * 3600 + parts[1] * 60 + parts[2]) + (summer ? 3600 : 0);
  return TRUE;
}

static gint64
read_local_clock (const xmlNode *told)
{
  gint64 us = read_clock (tc_onvif_node_walk (told, "LocalDateTime", NULL));
  g_autofree char *zone = tc_onvif_node_dup_line (
      tc_onvif_node_walk (told, "TimeZone", "TZ", NULL));
  g_autofree char *summer = tc_onvif_node_dup_line (
      tc_onvif_node_walk (told, "DaylightSavings", NULL));
  gint64 ahead_s = 0;

  if (us == TC_ONVIF_NO_TIME || !read_zone (zone, strcmp (summer, "true") == 0, &ahead_s))
    return TC_ONVIF_NO_TIME;
  return MAX (0, us - ahead_s * TC_US_PER_S);
}

gboolean
tc_onvif_reply_read_time (TcOnvifReply *reply, gint64 *us, GError **error)
{
  const xmlNode *told;

  if (!tc_onvif_reply_is (reply, TC_ONVIF_SERVICE_DEVICE, "GetSystemDateAndTimeResponse"))
    return tc_onvif_reply_miss (reply, "GetSystemDateAndTimeResponse", error);
  told = tc_onvif_node_find (reply->content,
                             tc_onvif_service_get_namespace (TC_ONVIF_SERVICE_DEVICE),
                             "SystemDateAndTime");
  *us = read_clock (tc_onvif_node_walk (told, "UTCDateTime", NULL));
  if (*us == TC_ONVIF_NO_TIME)
    *us = read_local_clock (told);
  return TRUE;
}

/* ---- what it is and can ---- */

static char *
dup_device_line (TcOnvifReply *reply, const char *name)
{
  return tc_onvif_node_dup_line (tc_onvif_node_find (
      reply->content, tc_onvif_service_get_namespace (TC_ONVIF_SERVICE_DEVICE), name));
}

TcOnvifInformation *
tc_onvif_reply_read_information (TcOnvifReply *reply, GError **error)
{
  TcOnvifInformation *information;

  if (!tc_onvif_reply_is (reply, TC_ONVIF_SERVICE_DEVICE, "GetDeviceInformationResponse")) {
    tc_onvif_reply_miss (reply, "GetDeviceInformationResponse", error);
    return NULL;
  }
  information = g_new0 (TcOnvifInformation, 1);
  information->manufacturer = dup_device_line (reply, "Manufacturer");
  information->model = dup_device_line (reply, "Model");
  information->firmware = dup_device_line (reply, "FirmwareVersion");
  information->serial = dup_device_line (reply, "SerialNumber");
  information->hardware = dup_device_line (reply, "HardwareId");
  return information;
}

static void
take_address (TcOnvifServices *services, TcOnvifService service, const xmlNode *address)
{
  g_autofree char *told = g_strstrip (tc_onvif_node_dup_raw (address, 2048));

  if (*told && !services->told[service])
    services->told[service] = g_steal_pointer (&told);
}

static void
read_service_list (TcOnvifReply *reply, TcOnvifServices *services)
{
  const char *tds = tc_onvif_service_get_namespace (TC_ONVIF_SERVICE_DEVICE);
  const xmlNode *node = tc_onvif_node_find (reply->content, tds, "Service");

  for (guint n = 0; node && n < SERVICES_MAX; node = tc_onvif_node_next (node), n++) {
    g_autofree char *namespace = g_strstrip (
        tc_onvif_node_dup_raw (tc_onvif_node_find (node, tds, "Namespace"), 256));

    for (guint i = 0; i < TC_ONVIF_N_SERVICES; i++)
      if (strcmp (namespace, tc_onvif_service_get_namespace (i)) == 0)
        take_address (services, i, tc_onvif_node_find (node, tds, "XAddr"));
  }
}

/* The older list, without media2. */
static void
read_capabilities (TcOnvifReply *reply, TcOnvifServices *services)
{
  const xmlNode *all = tc_onvif_node_find (
      reply->content, tc_onvif_service_get_namespace (TC_ONVIF_SERVICE_DEVICE), "Capabilities");
  const xmlNode *more = tc_onvif_node_walk (all, "Extension", NULL);

  take_address (services, TC_ONVIF_SERVICE_DEVICE,
                tc_onvif_node_walk (all, "Device", "XAddr", NULL));
  take_address (services, TC_ONVIF_SERVICE_MEDIA, tc_onvif_node_walk (all, "Media", "XAddr", NULL));
  take_address (services, TC_ONVIF_SERVICE_PTZ, tc_onvif_node_walk (all, "PTZ", "XAddr", NULL));
  take_address (services, TC_ONVIF_SERVICE_SEARCH,
                tc_onvif_node_walk (more, "Search", "XAddr", NULL));
  take_address (services, TC_ONVIF_SERVICE_REPLAY,
                tc_onvif_node_walk (more, "Replay", "XAddr", NULL));
}

TcOnvifServices *
tc_onvif_reply_read_services (TcOnvifReply *reply, GError **error)
{
  g_autoptr (TcOnvifServices) services = g_new0 (TcOnvifServices, 1);

  if (tc_onvif_reply_is (reply, TC_ONVIF_SERVICE_DEVICE, "GetServicesResponse")) {
    read_service_list (reply, services);
  } else if (tc_onvif_reply_is (reply, TC_ONVIF_SERVICE_DEVICE, "GetCapabilitiesResponse")) {
    read_capabilities (reply, services);
  } else {
    tc_onvif_reply_miss (reply, "GetServicesResponse", error);
    return NULL;
  }
  return g_steal_pointer (&services);
}

/* ---- discovery ---- */

/* What stands behind "onvif://www.onvif.org/@what/" in a list of scopes, as a clean line. (transfer
 * full) */
static char *
dup_scope (char **scopes, const char *what)
{
  g_autofree char *prefix = g_strconcat (SCOPE_PREFIX, what, "/", NULL);

  for (; *scopes; scopes++) {
    if (g_ascii_strncasecmp (*scopes, prefix, strlen (prefix)) == 0) {
      g_autofree char *plain = g_uri_unescape_string (*scopes + strlen (prefix), NULL);
      g_autofree char *valid = g_utf8_make_valid (plain ? plain : "", -1);
      char *clean = tc_text_clean (valid, TC_TEXT_LINE, TC_ONVIF_TEXT_CHARS_MAX);

      return clean ? clean : g_strdup ("");
    }
  }
  return g_strdup ("");
}

/* Words between blanks, at most @max of them. (transfer full) */
static char **
dup_words (const xmlNode *node, guint max)
{
  g_autofree char *text = tc_onvif_node_dup_raw (node, 8 * 1024);
  g_auto (GStrv) parts = g_strsplit_set (text, " \t\r\n", -1);
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();
  guint n = 0;

  for (char **part = parts; *part && n < max; part++) {
    if (**part) {
      g_strv_builder_add (words, *part);
      n++;
    }
  }
  return g_strv_builder_end (words);
}

static TcOnvifMatch *
read_match (const xmlNode *node, const char *relates)
{
  const xmlNode *reference = tc_onvif_node_find (node, TC_ONVIF_ADDRESSING, "EndpointReference");
  g_autofree char *endpoint = tc_onvif_node_dup_token (
      tc_onvif_node_find (reference, TC_ONVIF_ADDRESSING, "Address"));
  g_auto (GStrv) scopes = dup_words (tc_onvif_node_find (node, TC_ONVIF_DISCOVERY, "Scopes"), 128);
  TcOnvifMatch *match;

  if (!endpoint)
    return NULL;
  match = g_new0 (TcOnvifMatch, 1);
  match->endpoint = g_steal_pointer (&endpoint);
  match->relates = g_strdup (relates);
  match->told = dup_words (tc_onvif_node_find (node, TC_ONVIF_DISCOVERY, "XAddrs"), 16);
  match->name = dup_scope (scopes, "name");
  match->hardware = dup_scope (scopes, "hardware");
  match->location = dup_scope (scopes, "location");
  return match;
}

GPtrArray *
tc_onvif_reply_read_matches (TcOnvifReply *reply, GError **error)
{
  g_autoptr (GPtrArray)
      matches = g_ptr_array_new_with_free_func ((GDestroyNotify) tc_onvif_match_free);
  g_autofree char *relates = tc_onvif_node_dup_token (
      tc_onvif_node_find (reply->header, TC_ONVIF_ADDRESSING, "RelatesTo"));
  const xmlNode *node;

  if (!tc_onvif_node_is (reply->content, TC_ONVIF_DISCOVERY, "ProbeMatches")) {
    tc_onvif_reply_miss (reply, "ProbeMatches", error);
    return NULL;
  }
  node = tc_onvif_node_find (reply->content, TC_ONVIF_DISCOVERY, "ProbeMatch");
  for (guint n = 0; node && n < TC_ONVIF_MATCHES_MAX; node = tc_onvif_node_next (node), n++) {
    TcOnvifMatch *match = read_match (node, relates ? relates : "");

    if (match)
      g_ptr_array_add (matches, match);
  }
  return g_steal_pointer (&matches);
}
