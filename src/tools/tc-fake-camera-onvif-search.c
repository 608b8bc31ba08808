/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What fake cameras hold of before (profile G): a day up to the start, but for half an hour, and
 * all since. Searches are over when they begin: all that is known of one stands in its token.
 * Source: search.wsdl, replay.wsdl and onvif.xsd of ONVIF; Recording Search Specification, 5.21.
 */
#include "tc-fake-camera-onvif-private.h"

#include "tc-limits.h"

#include <stdio.h>

/* About the year 2100. */
#define TIME_MAX_US (4102444800 * TC_US_PER_S)
#define HOUR_US (3600 * TC_US_PER_S)
#define EARLIEST_US (24 * HOUR_US)
#define GAP_BEGIN_US (2 * HOUR_US)
#define GAP_END_US (HOUR_US + HOUR_US / 2)

typedef struct {
  gint64 from_us;
  gint64 until_us;
  guint number; /* 0: all */
  gboolean start;
} Events;

/* The device's clock less real time: it tells all times by its own. */
static gint64
get_ahead_us (const TcFakeCall *call, guint number)
{
  return tc_fake_world_clock_us (call->world, number, call->now_us) - call->now_us;
}

static void
add_time (TcFakeCall *call, const char *name, gint64 us)
{
  g_autofree char *text = tc_fake_soap_time (us);

  tc_fake_call_add (call, name, text);
}

/* (nullable): none of it is asked for alone */
static gboolean
parse_scope (TcFakeCall *call, guint *number)
{
  g_autofree char *recording = tc_fake_soap_dup (call->soap, "IncludedRecordings");

  *number = 0;
  if (!recording)
    return TRUE;
  *number = tc_fake_call_check_recording (call, recording);
  return *number > 0;
}

/* ---- recordings ---- */

static void
answer_find_recordings (TcFakeCall *call)
{
  guint number;

  if (!parse_scope (call, &number))
    return;
  g_autofree char *token = g_strdup_printf ("recordings-%u", number);
  tc_fake_call_add (call, "tse:SearchToken", token);
}

static void
add_recording (TcFakeCall *call, guint number)
{
  gint64 ahead_us = get_ahead_us (call, number);
  gint64 from_us = call->began_us - EARLIEST_US + ahead_us;
  gint64 until_us = call->now_us + ahead_us;

  g_string_append_printf (
      call->out,
      "<tt:RecordingInformation><tt:RecordingToken>recording-%u</tt:RecordingToken>"
      "<tt:Source><tt:SourceId>source-%u</tt:SourceId><tt:Name>Camera %u</tt:Name>"
      "<tt:Location>here</tt:Location><tt:Description/><tt:Address/></tt:Source>",
      number, number, number);
  add_time (call, "tt:EarliestRecording", from_us);
  add_time (call, "tt:LatestRecording", until_us);
  g_string_append (call->out, "<tt:Content/><tt:Track><tt:TrackToken>video</tt:TrackToken>"
                              "<tt:TrackType>Video</tt:TrackType><tt:Description/>");
  add_time (call, "tt:DataFrom", from_us);
  add_time (call, "tt:DataTo", until_us);
  g_string_append (call->out, "</tt:Track><tt:RecordingStatus>Recording</tt:RecordingStatus>"
                              "</tt:RecordingInformation>");
}

static void
answer_recordings (TcFakeCall *call)
{
  g_autofree char *token = tc_fake_soap_dup (call->soap, "SearchToken");
  guint number = 0;
  guint first;
  guint n;

  if (!token || sscanf (token, "recordings-%u", &number) != 1) {
    tc_fake_call_refuse (call, "ter:InvalidArgVal ter:InvalidToken", "no such search");
    return;
  }
  tc_fake_call_get_range (call, &first, &n);
  g_string_append (call->out, "<tse:ResultList><tt:SearchState>Completed</tt:SearchState>");
  for (guint i = 0; i < n; i++) {
    if (number == 0 || number == first + i)
      add_recording (call, first + i);
  }
  g_string_append (call->out, "</tse:ResultList>");
}

/* ---- events ---- */

static gint64
parse_time (const TcFakeCall *call, const char *name, gint64 fallback)
{
  g_autofree char *text = tc_fake_soap_dup (call->soap, name);
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GDateTime) time = text ? g_date_time_new_from_iso8601 (text, utc) : NULL;

  return time ? g_date_time_to_unix (time) * TC_US_PER_S + g_date_time_get_microsecond (time)
              : fallback;
}

static void
answer_find_events (TcFakeCall *call)
{
  g_autofree char *start = tc_fake_soap_dup (call->soap, "IncludeStartState");
  guint number;

  if (!parse_scope (call, &number))
    return;
  g_autofree char *token = g_strdup_printf (
      "events-%" G_GINT64_FORMAT "-%" G_GINT64_FORMAT "-%u-%d", parse_time (call, "StartPoint", 0),
      parse_time (call, "EndPoint", G_MAXINT64), number,
      g_strcmp0 (start, "true") == 0 || g_strcmp0 (start, "1") == 0);
  tc_fake_call_add (call, "tse:SearchToken", token);
}

static void
add_event (TcFakeCall *call, guint number, gint64 at_us, gboolean present, gboolean start)
{
  g_autofree char *time = tc_fake_soap_time (at_us);

  g_string_append_printf (
      call->out,
      "<tt:Result><tt:RecordingToken>recording-%u</tt:RecordingToken>"
      "<tt:TrackToken>video</tt:TrackToken><tt:Time>%s</tt:Time><tt:Event>"
      "<wsnt:Topic Dialect=\"http://www.onvif.org/ver10/tev/topicExpression/ConcreteSet\">"
      "tns1:RecordingHistory/Track/State</wsnt:Topic><wsnt:Message>"
      "<tt:Message UtcTime=\"%s\" PropertyOperation=\"%s\"><tt:Source>"
      "<tt:SimpleItem Name=\"RecordingToken\" Value=\"recording-%u\"/>"
      "<tt:SimpleItem Name=\"Track\" Value=\"video\"/></tt:Source><tt:Data>"
      "<tt:SimpleItem Name=\"IsDataPresent\" Value=\"%s\"/></tt:Data></tt:Message>"
      "</wsnt:Message></tt:Event><tt:StartStateEvent>%s</tt:StartStateEvent></tt:Result>",
      number, time, time, start ? "Initialized" : "Changed", number, present ? "true" : "false",
      start ? "true" : "false");
}

static void
add_events (TcFakeCall *call, guint number, const Events *events)
{
  gint64 ahead_us = get_ahead_us (call, number);
  const gint64 changes_us[] = {call->began_us - EARLIEST_US + ahead_us,
                               call->began_us - GAP_BEGIN_US + ahead_us,
                               call->began_us - GAP_END_US + ahead_us};
  gboolean before = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (changes_us); i++)
    before = changes_us[i] <= events->from_us ? i % 2 == 0 : before;
  if (events->start)
    add_event (call, number, events->from_us, before, TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (changes_us); i++) {
    if (changes_us[i] > events->from_us && changes_us[i] < events->until_us)
      add_event (call, number, changes_us[i], i % 2 == 0, FALSE);
  }
}

static void
answer_events (TcFakeCall *call)
{
  g_autofree char *token = tc_fake_soap_dup (call->soap, "SearchToken");
  Events events = {0};
  guint first;
  guint n;

  if (!token ||
      sscanf (token, "events-%" G_GINT64_FORMAT "-%" G_GINT64_FORMAT "-%u-%d", &events.from_us,
              &events.until_us, &events.number, &events.start) != 4 ||
      events.from_us < 0 || events.from_us > TIME_MAX_US) {
    tc_fake_call_refuse (call, "ter:InvalidArgVal ter:InvalidToken", "no such search");
    return;
  }
  tc_fake_call_get_range (call, &first, &n);
  g_string_append (call->out, "<tse:ResultList><tt:SearchState>Completed</tt:SearchState>");
  for (guint i = 0; i < n; i++) {
    if (events.number == 0 || events.number == first + i)
      add_events (call, first + i, &events);
  }
  g_string_append (call->out, "</tse:ResultList>");
}

static void
answer_end (TcFakeCall *call)
{
  add_time (call, "tse:Endpoint", call->now_us);
}

/* ---- replay ---- */

static void
answer_replay_uri (TcFakeCall *call)
{
  g_autofree char *token = tc_fake_soap_dup (call->soap, "RecordingToken");
  guint number = tc_fake_call_check_recording (call, token);

  if (number == 0)
    return;
  g_autofree char *uri = tc_fake_call_dup_stream_uri (call, number, "replay");
  tc_fake_call_add (call, "trp:Uri", uri);
}

const TcFakeAction tc_fake_search_actions[] = {
    {"FindRecordings", answer_find_recordings},
    {"GetRecordingSearchResults", answer_recordings},
    {"FindEvents", answer_find_events},
    {"GetEventSearchResults", answer_events},
    {"EndSearch", answer_end},
    {NULL},
};

const TcFakeAction tc_fake_replay_actions[] = {
    {"GetReplayUri", answer_replay_uri},
    {NULL},
};
