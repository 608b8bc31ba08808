/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Replies of the search service (profile G). Declared in tc-onvif-reply.h.
 *
 * Source: search.wsdl and onvif.xsd of ONVIF; Recording Search Specification, 5.21 (events of
 * recordings), where tns1:RecordingHistory/Recording/State tells IsRecording and …/Track/State
 * tells IsDataPresent.
 */
#include "tc-onvif-reply-private.h"

#include <string.h>

char *
tc_onvif_reply_read_search (TcOnvifReply *reply, const char *name, GError **error)
{
  char *token = NULL;

  if (tc_onvif_reply_is (reply, TC_ONVIF_SERVICE_SEARCH, name))
    token = tc_onvif_node_dup_token (tc_onvif_node_find (
        reply->content, tc_onvif_service_get_namespace (TC_ONVIF_SERVICE_SEARCH), "SearchToken"));
  if (!token)
    tc_onvif_reply_miss (reply, "SearchToken", error);
  return token;
}

static gint64
read_time (const xmlNode *node)
{
  g_autofree char *text = g_strstrip (tc_onvif_node_dup_raw (node, 64));

  return tc_onvif_text_to_time (text);
}

static gboolean
has_video (const xmlNode *recording)
{
  const xmlNode *track = tc_onvif_node_walk (recording, "Track", NULL);

  for (; track; track = tc_onvif_node_next (track)) {
    g_autofree char *type = tc_onvif_node_dup_line (tc_onvif_node_walk (track, "TrackType", NULL));

    if (strcmp (type, "Video") == 0)
      return TRUE;
  }
  return FALSE;
}

/* (nullable) */
static gpointer
read_recording (const xmlNode *node)
{
  const xmlNode *source = tc_onvif_node_walk (node, "Source", NULL);
  g_autofree char *token = tc_onvif_node_dup_token (
      tc_onvif_node_walk (node, "RecordingToken", NULL));
  TcOnvifRecording *recording;

  if (!token)
    return NULL;
  recording = g_new0 (TcOnvifRecording, 1);
  recording->token = g_steal_pointer (&token);
  recording->source = tc_onvif_node_dup_line (tc_onvif_node_walk (source, "SourceId", NULL));
  recording->name = tc_onvif_node_dup_line (tc_onvif_node_walk (source, "Name", NULL));
  recording->location = tc_onvif_node_dup_line (tc_onvif_node_walk (source, "Location", NULL));
  recording->from_us = read_time (tc_onvif_node_walk (node, "EarliestRecording", NULL));
  recording->until_us = read_time (tc_onvif_node_walk (node, "LatestRecording", NULL));
  recording->video = has_video (node);
  return recording;
}

static gboolean
read_flag (const char *text, gboolean *value)
{
  *value = strcmp (text, "true") == 0 || strcmp (text, "1") == 0;
  return *value || strcmp (text, "false") == 0 || strcmp (text, "0") == 0;
}

/* Whether @event says that there is or isn't something from then on. FALSE: it tells of others. */
static gboolean
read_presence (const xmlNode *event, gboolean *present)
{
  static const char wsnt[] = "http://docs.oasis-open.org/wsn/b-2";
  const xmlNode *message = tc_onvif_node_find (event, wsnt, "Message");
  const xmlNode *item = tc_onvif_node_walk (message, "Message", "Data", "SimpleItem", NULL);

  for (; item; item = tc_onvif_node_next (item)) {
    g_autofree char *name = tc_onvif_node_dup_token_attribute (item, "Name");
    g_autofree char *value = tc_onvif_node_dup_token_attribute (item, "Value");

    if (name && value && (strcmp (name, "IsRecording") == 0 || strcmp (name, "IsDataPresent") == 0))
      return read_flag (value, present);
  }
  return FALSE;
}

/* (nullable) */
static gpointer
read_event (const xmlNode *node)
{
  g_autofree char *recording = tc_onvif_node_dup_token (
      tc_onvif_node_walk (node, "RecordingToken", NULL));
  gint64 at_us = read_time (tc_onvif_node_walk (node, "Time", NULL));
  g_autofree char *initial = g_strstrip (
      tc_onvif_node_dup_raw (tc_onvif_node_walk (node, "StartStateEvent", NULL), 16));
  TcOnvifRecordingEvent *event;
  gboolean present;

  if (!recording || at_us == TC_ONVIF_NO_TIME ||
      !read_presence (tc_onvif_node_walk (node, "Event", NULL), &present))
    return NULL;
  event = g_new0 (TcOnvifRecordingEvent, 1);
  event->recording = g_steal_pointer (&recording);
  event->track = tc_onvif_node_dup_token (tc_onvif_node_walk (node, "TrackToken", NULL));
  if (!event->track)
    event->track = g_strdup ("");
  event->at_us = at_us;
  event->present = present;
  read_flag (initial, &event->initial);
  return event;
}

static TcOnvifFound *
read_found (TcOnvifReply *reply, const char *response, const char *item, guint max,
            gpointer (*read) (const xmlNode *node), GDestroyNotify free_item, GError **error)
{
  const xmlNode *list = NULL;
  const xmlNode *node;
  g_autofree char *state = NULL;
  TcOnvifFound *found;

  if (tc_onvif_reply_is (reply, TC_ONVIF_SERVICE_SEARCH, response))
    list = tc_onvif_node_find (
        reply->content, tc_onvif_service_get_namespace (TC_ONVIF_SERVICE_SEARCH), "ResultList");
  if (!list) {
    tc_onvif_reply_miss (reply, "ResultList", error);
    return NULL;
  }
  state = tc_onvif_node_dup_line (tc_onvif_node_walk (list, "SearchState", NULL));
  found = g_new0 (TcOnvifFound, 1);
  found->completed = strcmp (state, "Completed") == 0;
  found->found = g_ptr_array_new_with_free_func (free_item);
  node = tc_onvif_node_walk (list, item, NULL);
  for (; node && found->n_told < max; node = tc_onvif_node_next (node)) {
    gpointer record = read (node);

    found->n_told++;
    if (record)
      g_ptr_array_add (found->found, record);
  }
  found->cut = node != NULL;
  return found;
}

TcOnvifFound *
tc_onvif_reply_read_recordings (TcOnvifReply *reply, GError **error)
{
  return read_found (reply, "GetRecordingSearchResultsResponse", "RecordingInformation",
                     TC_ONVIF_RECORDINGS_MAX, read_recording,
                     (GDestroyNotify) tc_onvif_recording_free, error);
}

TcOnvifFound *
tc_onvif_reply_read_events (TcOnvifReply *reply, GError **error)
{
  return read_found (reply, "GetEventSearchResultsResponse", "Result", TC_ONVIF_EVENTS_MAX,
                     read_event, (GDestroyNotify) tc_onvif_recording_event_free, error);
}
