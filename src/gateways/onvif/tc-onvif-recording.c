/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Searching a recorder, and playing from it; see the header.
 */
#include "tc-onvif-recording.h"

#include "tc-onvif-client-private.h"

#include <string.h>

#define RESULTS_A_LOOK "100"
#define LOOK_WAIT "PT2S" /* the device may hold an answer back so long */
#define KEEP_ALIVE "PT30S"
#define TURNS_MAX 200
#define IDLE_MS 250 /* between looks at a device that answers at once with nothing */
/* Looks on end that tell only what is known by then. */
#define STALE_MAX 5

/* Source: ONVIF Recording Search 5.21: what tells of presence; the rest would drown it. */
#define PRESENCE_FILTER                                                                            \
  "<wsnt:TopicExpression xmlns:wsnt=\"http://docs.oasis-open.org/wsn/b-2\""                        \
  " xmlns:tns1=\"http://www.onvif.org/ver10/topics\""                                              \
  " Dialect=\"http://www.onvif.org/ver10/tev/topicExpression/ConcreteSet\">"                       \
  "tns1:RecordingHistory//.</wsnt:TopicExpression>"

/* A search under way: the data of a task. */
typedef struct {
  const char *begin; /* (unowned): a constant, as the next: names of the requests */
  const char *begun; /* of its answer */
  const char *look;
  TcOnvifFound *(*read) (TcOnvifReply *reply, GError **error);
  char *token;       /* (owned) (nullable): of the search in the device */
  GPtrArray *found;  /* (owned) */
  GHashTable *known; /* (owned) (nullable) (element-type utf8): tokens of recordings found */
  guint found_max;
  guint n_turns;
  guint n_stale;
  gint64 end_us; /* monotonic */
  gboolean complete;
  guint idle_id;
  char *recording; /* (owned) (nullable): of a question about presence, as are the next */
  gint64 from_us;  /* by the device's clock */
  gint64 until_us;
  gboolean unfiltered; /* it refused to tell of presence alone */
  gint64 offset_us;    /* of its clock */
} Search;

static void look (GTask *task);

static void
free_search (gpointer data)
{
  Search *search = data;

  g_clear_handle_id (&search->idle_id, g_source_remove);
  g_free (search->token);
  g_free (search->recording);
  g_clear_pointer (&search->known, g_hash_table_unref);
  g_ptr_array_unref (search->found);
  g_free (search);
}

static int
compare_events_cb (gconstpointer a, gconstpointer b)
{
  const TcOnvifRecordingEvent *first = *(TcOnvifRecordingEvent *const *) a;
  const TcOnvifRecordingEvent *second = *(TcOnvifRecordingEvent *const *) b;

  if (first->at_us != second->at_us)
    return first->at_us < second->at_us ? -1 : 1;
  /* What ends goes before what begins, but how it was comes first of all. */
  if (first->initial != second->initial)
    return first->initial ? -1 : 1;
  return (int) first->present - (int) second->present;
}

static void
close_range (GArray *ranges, gint64 begun_us, gint64 at_us)
{
  TcOnvifRange range = {begun_us, at_us};

  if (at_us <= begun_us)
    return;
  if (ranges->len && g_array_index (ranges, TcOnvifRange, ranges->len - 1).until_us >= begun_us)
    g_array_index (ranges, TcOnvifRange, ranges->len - 1).until_us = at_us;
  else if (ranges->len < TC_ONVIF_RANGES_MAX)
    g_array_append_val (ranges, range);
}

/* Events of @recording by time; those of its tracks alone, if there are any. (transfer full) */
static GPtrArray *
pick_events (GPtrArray *events, const char *recording)
{
  GPtrArray *whole = g_ptr_array_new ();
  GPtrArray *tracks = g_ptr_array_new ();
  gboolean has_tracks;

  for (guint i = 0; i < events->len; i++) {
    TcOnvifRecordingEvent *event = g_ptr_array_index (events, i);

    if (strcmp (event->recording, recording) == 0)
      g_ptr_array_add (*event->track ? tracks : whole, event);
  }
  has_tracks = tracks->len > 0;
  g_ptr_array_unref (has_tracks ? whole : tracks);
  g_ptr_array_sort (has_tracks ? tracks : whole, compare_events_cb);
  return has_tracks ? tracks : whole;
}

/* Tracks that have something at the beginning though nobody says so: the first thing that is told
 * of them is that it ends. Many recorders leave out how it was. (transfer full) */
static GHashTable *
find_present (GPtrArray *picked, gint64 from_us)
{
  GHashTable *present = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < picked->len; i++) {
    const TcOnvifRecordingEvent *event = g_ptr_array_index (picked, i);

    if (g_hash_table_add (seen, event->track) && !event->present && !event->initial &&
        event->at_us > from_us)
      g_hash_table_add (present, event->track);
  }
  return present;
}

GArray *
tc_onvif_ranges_from_events (GPtrArray *events, const char *recording, gint64 from_us,
                             gint64 until_us)
{
  GArray *ranges = g_array_new (FALSE, FALSE, sizeof (TcOnvifRange));
  g_autoptr (GPtrArray) picked = pick_events (events, recording);
  g_autoptr (GHashTable) present = find_present (picked, from_us);
  gint64 begun_us = from_us;

  for (guint i = 0; i < picked->len; i++) {
    const TcOnvifRecordingEvent *event = g_ptr_array_index (picked, i);
    gboolean before = g_hash_table_size (present) > 0;
    gint64 at_us = CLAMP (event->at_us, from_us, until_us);

    if (event->present)
      g_hash_table_add (present, event->track);
    else
      g_hash_table_remove (present, event->track);
    if (!before && g_hash_table_size (present) > 0)
      begun_us = at_us;
    else if (before && g_hash_table_size (present) == 0)
      close_range (ranges, begun_us, at_us);
  }
  if (g_hash_table_size (present) > 0)
    close_range (ranges, begun_us, until_us);
  return ranges;
}

/* ---- searching ---- */

/* What it keeps for us it may let go, also where nobody waits for it any more: it has room for few
 * of them. Whether it does is all the same. */
static void
end_search (GTask *task)
{
  Search *search = g_task_get_task_data (task);
  GString *body = tc_onvif_body_new (TC_ONVIF_SERVICE_SEARCH, "EndSearch");

  tc_onvif_body_add (body, "SearchToken", search->token);
  tc_onvif_call_async (g_task_get_source_object (task), TC_ONVIF_SERVICE_SEARCH, "EndSearch", body,
                       TC_ONVIF_CALL_BRISK, NULL, NULL, NULL);
}

static void
return_found (GTask *task)
{
  end_search (task);
  g_task_return_boolean (task, TRUE);
}

static void
fail_search (GTask *task, GError *error)
{
  Search *search = g_task_get_task_data (task);
  gboolean partly = search->found->len > 0 &&
                    !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  if (!partly) {
    end_search (task);
    g_task_return_error (task, error);
    return;
  }
  g_error_free (error);
  return_found (task);
}

static gboolean
look_again_cb (gpointer data)
{
  GTask *task = data;
  Search *search = g_task_get_task_data (task);

  search->idle_id = 0;
  look (task);
  return G_SOURCE_REMOVE;
}

/* Takes what of @found is new. Returns: how many that are */
static guint
take_found (Search *search, TcOnvifFound *found)
{
  guint n_new = 0;

  while (found->found->len && search->found->len < search->found_max) {
    gpointer record = g_ptr_array_steal_index (found->found, 0);
    char *token = search->known ? ((TcOnvifRecording *) record)->token : NULL;

    if (token && g_hash_table_contains (search->known, token)) {
      tc_onvif_recording_free (record);
      continue;
    }
    if (token)
      g_hash_table_add (search->known, token);
    g_ptr_array_add (search->found, record);
    n_new++;
  }
  return n_new;
}

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Search *search = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (TcOnvifReply) reply = tc_onvif_call_finish (TC_ONVIF_CLIENT (source), result, &error);
  g_autoptr (TcOnvifFound) found = reply ? search->read (reply, &error) : NULL;
  gboolean all;

  if (!found) {
    fail_search (task, error);
    return;
  }
  if (take_found (search, found))
    search->n_stale = 0;
  else if (search->known && found->n_told)
    search->n_stale++;
  all = !found->cut && found->found->len == 0;
  search->complete = found->completed && all;
  if (found->completed || !all || ++search->n_turns >= TURNS_MAX || search->n_stale >= STALE_MAX ||
      g_get_monotonic_time () >= search->end_us)
    return_found (task);
  else if (found->n_told)
    look (task);
  else
    search->idle_id = g_timeout_add_full (G_PRIORITY_DEFAULT, IDLE_MS, look_again_cb,
                                          g_object_ref (task), g_object_unref);
}

static void
look (GTask *task)
{
  Search *search = g_task_get_task_data (task);
  GString *body = tc_onvif_body_new (TC_ONVIF_SERVICE_SEARCH, search->look);

  tc_onvif_body_add (body, "SearchToken", search->token);
  tc_onvif_body_add (body, "MinResults", "1");
  tc_onvif_body_add (body, "MaxResults", RESULTS_A_LOOK);
  tc_onvif_body_add (body, "WaitTime", LOOK_WAIT);
  /* A result is given once: not again of itself. */
  tc_onvif_call_async (g_task_get_source_object (task), TC_ONVIF_SERVICE_SEARCH, search->look, body,
                       TC_ONVIF_CALL_ONCE, g_task_get_cancellable (task), looked_cb,
                       g_object_ref (task));
}

static void begin (GTask *task);

static void
begun_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Search *search = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (TcOnvifReply) reply = tc_onvif_call_finish (TC_ONVIF_CLIENT (source), result, &error);

  search->token = reply ? tc_onvif_reply_read_search (reply, search->begun, &error) : NULL;
  if (search->token) {
    look (task);
  } else if (search->recording && !search->unfiltered && tc_onvif_error_is_refusal (error)) {
    g_error_free (error);
    search->unfiltered = TRUE;
    begin (task);
  } else {
    g_task_return_error (task, error);
  }
}

static void
add_question (GString *body, const Search *search)
{
  g_autofree char *from = tc_onvif_time_to_text (search->from_us);
  g_autofree char *until = tc_onvif_time_to_text (search->until_us);

  tc_onvif_body_add (body, "StartPoint", from);
  tc_onvif_body_add (body, "EndPoint", until);
  tc_onvif_body_open (body, "Scope");
  tc_onvif_body_add (body, "tt:IncludedRecordings", search->recording);
  tc_onvif_body_close (body, "Scope");
  tc_onvif_body_open (body, "SearchFilter");
  if (!search->unfiltered)
    g_string_append (body, PRESENCE_FILTER);
  tc_onvif_body_close (body, "SearchFilter");
  tc_onvif_body_add (body, "IncludeStartState", "true");
}

static void
begin (GTask *task)
{
  Search *search = g_task_get_task_data (task);
  GString *body = tc_onvif_body_new (TC_ONVIF_SERVICE_SEARCH, search->begin);

  if (search->recording)
    add_question (body, search);
  else
    tc_onvif_body_add (body, "Scope", "");
  tc_onvif_body_add (body, "KeepAliveTime", KEEP_ALIVE);
  tc_onvif_call_async (g_task_get_source_object (task), TC_ONVIF_SERVICE_SEARCH, search->begin,
                       body, TC_ONVIF_CALL_ONCE, g_task_get_cancellable (task), begun_cb,
                       g_object_ref (task));
}

/* Begins @search, which it takes. */
static void
start (TcOnvifClient *client, Search *search, GCancellable *cancellable,
       GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (client, cancellable, callback, data);

  search->end_us = g_get_monotonic_time () + TC_ONVIF_SEARCH_MS * 1000;
  search->offset_us = client->offset_us;
  g_task_set_task_data (task, search, free_search);
  begin (task);
}

void
tc_onvif_recordings_async (TcOnvifClient *client, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer data)
{
  Search *search = g_new0 (Search, 1);

  search->begin = "FindRecordings";
  search->begun = "FindRecordingsResponse";
  search->look = "GetRecordingSearchResults";
  search->read = tc_onvif_reply_read_recordings;
  search->found = g_ptr_array_new_with_free_func ((GDestroyNotify) tc_onvif_recording_free);
  search->known = g_hash_table_new (g_str_hash, g_str_equal);
  search->found_max = TC_ONVIF_RECORDINGS_MAX;
  start (client, search, cancellable, callback, data);
}

static void
to_our_clock (gint64 *us, gint64 offset_us)
{
  if (*us != TC_ONVIF_NO_TIME)
    *us -= offset_us;
}

GPtrArray *
tc_onvif_recordings_finish (TcOnvifClient *client, GAsyncResult *result, gboolean *complete,
                            GError **error)
{
  Search *search = g_task_get_task_data (G_TASK (result));

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;
  if (complete)
    *complete = search->complete;
  for (guint i = 0; i < search->found->len; i++) {
    TcOnvifRecording *recording = g_ptr_array_index (search->found, i);

    to_our_clock (&recording->from_us, search->offset_us);
    to_our_clock (&recording->until_us, search->offset_us);
  }
  return g_ptr_array_ref (search->found);
}

void
tc_onvif_ranges_async (TcOnvifClient *client, const char *recording, gint64 from_us,
                       gint64 until_us, GCancellable *cancellable, GAsyncReadyCallback callback,
                       gpointer data)
{
  Search *search = g_new0 (Search, 1);

  g_assert (until_us > from_us);
  search->begin = "FindEvents";
  search->begun = "FindEventsResponse";
  search->look = "GetEventSearchResults";
  search->read = tc_onvif_reply_read_events;
  search->found = g_ptr_array_new_with_free_func ((GDestroyNotify) tc_onvif_recording_event_free);
  search->found_max = TC_ONVIF_EVENTS_MAX;
  search->recording = g_strdup (recording);
  search->from_us = MAX (0, from_us + client->offset_us);
  search->until_us = MAX (0, until_us + client->offset_us);
  start (client, search, cancellable, callback, data);
}

GArray *
tc_onvif_ranges_finish (TcOnvifClient *client, GAsyncResult *result, gboolean *complete,
                        GError **error)
{
  Search *search = g_task_get_task_data (G_TASK (result));
  GArray *ranges;

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;
  if (complete)
    *complete = search->complete;
  ranges = tc_onvif_ranges_from_events (search->found, search->recording, search->from_us,
                                        search->until_us);
  for (guint i = 0; i < ranges->len; i++) {
    g_array_index (ranges, TcOnvifRange, i).from_us -= search->offset_us;
    g_array_index (ranges, TcOnvifRange, i).until_us -= search->offset_us;
  }
  return ranges;
}

/* ---- playing ---- */

static void
replay_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  g_autoptr (TcOnvifReply) reply = tc_onvif_call_finish (TC_ONVIF_CLIENT (source), result, &error);

  if (reply)
    tc_onvif_return_address (task, reply, TC_ONVIF_ADDRESS_STREAM);
  else
    g_task_return_error (task, error);
}

void
tc_onvif_replay_async (TcOnvifClient *client, const char *recording, GCancellable *cancellable,
                       GAsyncReadyCallback callback, gpointer data)
{
  GString *body = tc_onvif_body_new (TC_ONVIF_SERVICE_REPLAY, "GetReplayUri");

  tc_onvif_body_open (body, "StreamSetup");
  tc_onvif_body_add (body, "tt:Stream", "RTP-Unicast");
  tc_onvif_body_open (body, "tt:Transport");
  tc_onvif_body_add (body, "tt:Protocol", "RTSP");
  tc_onvif_body_close (body, "tt:Transport");
  tc_onvif_body_close (body, "StreamSetup");
  tc_onvif_body_add (body, "RecordingToken", recording);
  tc_onvif_call_async (client, TC_ONVIF_SERVICE_REPLAY, "GetReplayUri", body, TC_ONVIF_CALL_PLAIN,
                       cancellable, replay_cb, g_task_new (client, cancellable, callback, data));
}

char *
tc_onvif_replay_finish (TcOnvifClient *client, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
