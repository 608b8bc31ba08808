/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A worker; see the header.
 */
#include "tc-media-worker.h"

#include "tc-media-channel.h"
#include "tc-media-doors.h"
#include "tc-media-streamer.h"
#include "tc-media-tape.h"
#include "tc-send-form.h"

#include <gst/gst.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#define LOOK_MS 100
/* Why a connection broke off isn't known by that alone: the next attempt says it better. */
#define HOLD_US ((gint64) 3 * G_USEC_PER_SEC)
/* A certificate's and a key's path. */
#define PATH_CHARS_MAX 4096

typedef struct {
  TcMediaCamera *camera;                    /* (owned) */
  TcMediaStreamer *streamers[TC_PROFILE_N]; /* (owned) (nullable): by profile */
  TcMediaTape *tape;                        /* (owned) (nullable): while it is recorded */
  TcMediaFan *lesser; /* (unowned) (nullable): of the sub stream, as the main one's door has it */
} Served;

typedef struct {
  TcMediaChannel *channel;    /* (owned) */
  TcMediaDoors *doors;        /* (owned) (nullable): once it was told to begin */
  GHashTable *cameras;        /* (owned): id to Served */
  TcPlaybackSources *sources; /* (owned) */
  char *recordings;           /* (owned) (nullable): folder of them; NULL: nothing is recorded */
  gboolean records;           /* the disk has room */
} Worker;

static void
free_served (gpointer data)
{
  Served *served = data;

  g_clear_pointer (&served->tape, tc_media_tape_free);
  for (int i = 0; i < TC_PROFILE_N; i++)
    g_clear_pointer (&served->streamers[i], tc_media_streamer_free);
  tc_media_camera_free (served->camera);
  g_free (served);
}

/* ---- what the host says ---- */

static void
give_up (const char *why)
{
  g_printerr ("toancanh-media: a worker ends: %s\n", why);
  /* Threads of GStreamer may be anywhere; nothing of what they do is needed any more. */
  _exit (1);
}

static gboolean
read_key (GVariant *value, TcPublicKey *key)
{
  g_autoptr (GVariant)
      bytes = g_variant_lookup_value (value, "server-key", G_VARIANT_TYPE_BYTESTRING);
  gsize size = 0;
  gconstpointer data = bytes ? g_variant_get_fixed_array (bytes, &size, 1) : NULL;

  if (size != TC_KEY_PUBLIC_SIZE)
    return FALSE;
  memcpy (key->bytes, data, size);
  return TRUE;
}

static void
begin (Worker *self, GVariant *value)
{
  TcMediaDoorsOptions options = {0};
  g_autoptr (GError) error = NULL;
  const char *recordings = "";
  GVariantDict dict;

  if (self->doors || !read_key (value, &options.server_key) ||
      !g_variant_lookup (value, "port-first", "q", &options.port_first) ||
      !g_variant_lookup (value, "port-last", "q", &options.port_last) ||
      !g_variant_lookup (value, "host", "q", &options.host) ||
      !g_variant_lookup (value, "address", "&s", &options.address) ||
      !g_variant_lookup (value, "certificate", "&s", &options.certificate) ||
      !g_variant_lookup (value, "key", "&s", &options.key))
    give_up ("it was told to begin in a form that it doesn't know");
  g_variant_lookup (value, "recordings", "&s", &recordings);
  g_variant_lookup (value, "thin", "b", &options.thin);
  self->recordings = *recordings ? g_strdup (recordings) : NULL;
  self->doors = tc_media_doors_new (&options, &error);
  if (!self->doors)
    give_up (error->message);
  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert (&dict, "port", "q", tc_media_doors_get_port (self->doors));
  tc_media_channel_send (self->channel, "ready", g_variant_dict_end (&dict));
}

/* How a camera does is known by one of its streams, which is always connected: the one that costs
 * less. */
static TcStreamProfile
get_watched (const TcMediaCamera *camera)
{
  return camera->streams[TC_PROFILE_SUB].address ? TC_PROFILE_SUB : TC_PROFILE_MAIN;
}

/* The main stream is, all the time. */
static gboolean
is_recorded (Worker *self, const TcMediaCamera *camera)
{
  return self->recordings && self->records && camera->streams[TC_PROFILE_MAIN].address &&
         g_strcmp0 (camera->retention, "none") != 0;
}

/* (nullable): what may be sent in place of that stream. */
static TcMediaFan *
get_lesser (const Served *served, TcStreamProfile profile)
{
  TcMediaStreamer *sub = served->streamers[TC_PROFILE_SUB];

  return profile == TC_PROFILE_MAIN && sub ? tc_media_streamer_get_fan (sub) : NULL;
}

static void
open_door (Worker *self, Served *served, TcStreamProfile profile)
{
  TcMediaFan *lesser = get_lesser (served, profile);

  if (profile == TC_PROFILE_MAIN)
    served->lesser = lesser;
  tc_media_doors_set (self->doors, served->camera->id, profile,
                      tc_media_streamer_get_fan (served->streamers[profile]), lesser);
}

static void
set_stream (Worker *self, Served *served, TcStreamProfile profile)
{
  const TcMediaStream *stream = &served->camera->streams[profile];
  gboolean always = profile == get_watched (served->camera) ||
                    (profile == TC_PROFILE_MAIN && is_recorded (self, served->camera));
  TcMediaStreamer **streamer = &served->streamers[profile];
  g_autofree char *name = NULL;

  if (!stream->address) {
    if (*streamer)
      tc_media_doors_set (self->doors, served->camera->id, profile, NULL, NULL);
    g_clear_pointer (streamer, tc_media_streamer_free);
    return;
  }
  if (*streamer) {
    tc_media_streamer_change (*streamer, stream, always);
    /* Who has the sub stream in place of the main one has none any more. */
    if (profile == TC_PROFILE_MAIN && served->lesser != get_lesser (served, profile)) {
      tc_media_doors_set (self->doors, served->camera->id, profile, NULL, NULL);
      open_door (self, served, profile);
    }
    return;
  }
  name = g_strdup_printf ("camera %" G_GINT64_FORMAT ", %s", served->camera->number,
                          tc_stream_profile_code (profile));
  *streamer = tc_media_streamer_new (stream, name, always, served->camera->heard);
  open_door (self, served, profile);
}

/* On the disk by now, of whichever camera it was. */
static void
segment_cb (const TcSegment *segment, gpointer data)
{
  Worker *self = data;
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  GVariantDict dict;

  tc_segment_write (bytes, segment);
  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert_value (
      &dict, "segment",
      g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, bytes->data, bytes->len, 1));
  tc_media_channel_send (self->channel, "segment", g_variant_dict_end (&dict));
}

static void
state_cb (gint64 camera_id, TcSegmentKeeperState state, const char *detail, gpointer data)
{
  static const char *const words[] = {"it is recorded", "the disk is too slow", "the disk is full",
                                      "the disk fails", "what comes is no picture"};

  g_message ("recording of camera %" G_GINT64_FORMAT ": %s (%s)", camera_id, words[state], detail);
}

static void
set_tape (Worker *self, Served *served)
{
  static const TcMediaTapeHooks hooks = {segment_cb, state_cb};
  TcMediaStreamer *main_stream = served->streamers[TC_PROFILE_MAIN];

  if (!is_recorded (self, served->camera))
    g_clear_pointer (&served->tape, tc_media_tape_free);
  else if (!served->tape && main_stream)
    served->tape = tc_media_tape_new (self->recordings, served->camera->id,
                                      tc_media_streamer_get_fan (main_stream), &hooks, self);
}

static void
set_streams (Worker *self, Served *served)
{
  /* A stream that is no more takes its fan with it. */
  if (!served->camera->streams[TC_PROFILE_MAIN].address)
    g_clear_pointer (&served->tape, tc_media_tape_free);
  set_stream (self, served, TC_PROFILE_SUB);
  set_stream (self, served, TC_PROFILE_MAIN);
  set_tape (self, served);
}

/* Who looks comes again, and is told anew whether there is sound. */
static void
end_streams (Worker *self, Served *served)
{
  g_clear_pointer (&served->tape, tc_media_tape_free);
  for (int i = TC_PROFILE_SUB; i < TC_PROFILE_N; i++) {
    tc_media_doors_set (self->doors, served->camera->id, (TcStreamProfile) i, NULL, NULL);
    g_clear_pointer (&served->streamers[i], tc_media_streamer_free);
  }
}

static void
serve (Worker *self, const TcMediaCamera *camera)
{
  Served *served = g_hash_table_lookup (self->cameras, &camera->id);

  if (!served) {
    served = g_new0 (Served, 1);
    served->camera = tc_media_camera_copy (camera);
    g_hash_table_insert (self->cameras, g_memdup2 (&camera->id, sizeof (gint64)), served);
    /* Also of one that isn't recorded any more. */
    if (self->recordings)
      tc_media_doors_set_replay (self->doors, camera->id, self->recordings);
    tc_media_doors_set_recorder (self->doors, camera->id, self->sources);
  } else {
    if (served->camera->heard != camera->heard)
      end_streams (self, served);
    tc_media_camera_free (served->camera);
    served->camera = tc_media_camera_copy (camera);
  }
  set_streams (self, served);
}

static void
set_records (Worker *self, GVariant *value)
{
  GHashTableIter iter;
  gpointer served;

  if (!g_variant_lookup (value, "on", "b", &self->records))
    give_up ("it was told to record in a form that it doesn't know");
  g_hash_table_iter_init (&iter, self->cameras);
  while (g_hash_table_iter_next (&iter, NULL, &served))
    set_streams (self, served);
}

static gboolean
is_planned (const GPtrArray *plan, gint64 id)
{
  for (guint i = 0; i < plan->len; i++)
    if (((const TcMediaCamera *) g_ptr_array_index (plan, i))->id == id)
      return TRUE;
  return FALSE;
}

static void
take_plan (Worker *self, GVariant *value)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) plan = tc_media_plan_read (value, &error);
  GHashTableIter iter;
  gpointer id, served;

  if (!self->doors || !plan || plan->len > TC_MEDIA_WORKER_CAMERAS_MAX)
    give_up (error ? error->message : "its plan came too early, or is too much");
  g_hash_table_iter_init (&iter, self->cameras);
  while (g_hash_table_iter_next (&iter, &id, &served)) {
    if (is_planned (plan, *(gint64 *) id))
      continue;
    tc_media_doors_set (self->doors, *(gint64 *) id, TC_PROFILE_SUB, NULL, NULL);
    tc_media_doors_set (self->doors, *(gint64 *) id, TC_PROFILE_MAIN, NULL, NULL);
    tc_media_doors_set_replay (self->doors, *(gint64 *) id, NULL);
    tc_media_doors_set_recorder (self->doors, *(gint64 *) id, NULL);
    g_hash_table_iter_remove (&iter);
  }
  for (guint i = 0; i < plan->len; i++)
    serve (self, g_ptr_array_index (plan, i));
}

/* ---- recorders ---- */

static void
playback_wanted_cb (gint64 camera_id, gpointer data)
{
  Worker *self = data;
  GVariantDict dict;

  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert (&dict, "camera", "x", camera_id);
  tc_media_channel_send (self->channel, "playback-wanted", g_variant_dict_end (&dict));
}

static void
take_playback (Worker *self, GVariant *value)
{
  g_autoptr (GVariant) form = g_variant_lookup_value (value, "source", G_VARIANT_TYPE_VARDICT);
  g_autoptr (TcPlaybackSource) source = form ? tc_playback_source_read (form) : NULL;
  gint64 camera_id = 0;

  if (g_variant_lookup (value, "camera", "x", &camera_id))
    tc_playback_sources_set (self->sources, camera_id, source);
}

/* ---- what is sent ---- */

/* (nullable) (transfer none): of whom an order is. */
static const TcMediaLooker *
find_looker (const GArray *lookers, guint number)
{
  for (guint i = 0; i < lookers->len; i++)
    if (g_array_index (lookers, TcMediaLooker, i).number == number)
      return &g_array_index (lookers, TcMediaLooker, i);
  return NULL;
}

/* Replays that too much was promised to, between all workers. */
static void
end_over (Worker *self, TcMediaAudience *audience, guint64 over_bps)
{
  g_autoptr (GArray) numbers = tc_media_audience_list_over (audience, over_bps);

  for (guint i = 0; i < numbers->len; i++)
    tc_media_doors_shut (self->doors, g_array_index (numbers, guint, i));
}

/* What a thin connection has room for. */
static void
take_shares (Worker *self, GVariant *value)
{
  g_autoptr (GVariant) list = g_variant_lookup_value (value, "viewers", NULL);
  g_autoptr (GArray) viewers = tc_send_viewers_read (list);
  TcMediaAudience *audience = self->doors ? tc_media_doors_get_audience (self->doors) : NULL;
  g_autoptr (GArray) lookers = audience ? tc_media_audience_list (audience) : NULL;
  guint64 free_bps = 0, known_bps = 0, over_bps = 0;
  guchar least = 0;

  if (!audience || !g_variant_lookup (value, "least", "y", &least) ||
      !g_variant_lookup (value, "free", "t", &free_bps) ||
      !g_variant_lookup (value, "promised", "t", &known_bps) ||
      !g_variant_lookup (value, "over", "t", &over_bps))
    return;
  tc_media_audience_set_room (audience, (TcTileImportance) MIN (least, TC_IMPORTANCE_N), free_bps,
                              known_bps);
  end_over (self, audience, over_bps);
  for (guint i = 0; i < viewers->len; i++) {
    const TcSendViewer *one = &g_array_index (viewers, TcSendViewer, i);
    const TcMediaLooker *looker = find_looker (lookers, one->number);
    const TcMediaOrder order = {one->rung, one->gap_ms * G_GINT64_CONSTANT (1000),
                                one->lesser.key_ms * G_GINT64_CONSTANT (1000),
                                /* Who begins to listen isn't told that there is no room. */
                                one->sound || !one->listens};

    if (looker && one->rung == TC_SEND_NOTHING)
      tc_media_doors_shut (self->doors, one->number);
    else if (looker)
      tc_media_audience_order (audience, one->number, &order);
  }
}

static void
message_cb (const char *name, GVariant *value, gpointer data)
{
  if (g_str_equal (name, "begin"))
    begin (data, value);
  else if (g_str_equal (name, "plan"))
    take_plan (data, value);
  else if (g_str_equal (name, "record"))
    set_records (data, value);
  else if (g_str_equal (name, "shares"))
    take_shares (data, value);
  else if (g_str_equal (name, "playback"))
    take_playback (data, value);
  /* What a newer host says beside is no harm. */
}

static void
closed_cb (const GError *error, gpointer data)
{
  _exit (error ? 1 : 0);
}

/* ---- what it is told ---- */

/* A condition as the server knows them; what is late is live. */
static const char *
get_condition (const TcStreamReport *report)
{
  switch (report->state) {
  case TC_STREAM_LIVE:
  case TC_STREAM_LATE:
    return "live";
  case TC_STREAM_STALLED:
    return "stalled";
  case TC_STREAM_DENIED:
    return "denied";
  case TC_STREAM_OFFLINE:
    return "offline";
  default:
    return "";
  }
}

static void
add_health (GVariantBuilder *list, const Served *served, gint64 now_us, gint64 real_us)
{
  TcStreamReport report = {0};
  TcMediaStreamer *streamer = served->streamers[get_watched (served->camera)];
  gboolean known = streamer && tc_media_streamer_get_report (streamer, &report) &&
                   (report.state != TC_STREAM_OFFLINE || now_us - report.since_us >= HOLD_US);
  const char *condition = known ? get_condition (&report) : "";
  gboolean live = g_str_equal (condition, "live");

  if (!streamer) {
    g_variant_builder_add (list, "(xssx)", served->camera->id, "offline", "address", real_us);
    return;
  }
  g_variant_builder_add (list, "(xssx)", served->camera->id, condition,
                         *condition && !live ? tc_stream_cause_code (report.cause) : "",
                         *condition ? real_us - MAX (now_us - report.since_us, 0) : (gint64) 0);
}

static void
add_figures (GVariantBuilder *list, const Served *served)
{
  TcMediaStreamer *watched = served->streamers[get_watched (served->camera)];
  TcMediaFigures figures = {0}, one;

  if (!watched)
    return;
  tc_media_streamer_get_figures (watched, &figures);
  for (int i = 0; i < TC_PROFILE_N; i++) {
    if (!served->streamers[i] || served->streamers[i] == watched)
      continue;
    tc_media_streamer_get_figures (served->streamers[i], &one);
    figures.kbit += one.kbit;
  }
  g_variant_builder_add (list, "(xuuu)", served->camera->id, figures.kbit, figures.fps_milli,
                         figures.reconnects);
}

static void
add_viewer (Worker *self, GArray *viewers, const TcMediaLooker *looker)
{
  const Served *served = g_hash_table_lookup (self->cameras, &looker->camera_id);
  TcMediaStreamer *whole = served ? served->streamers[looker->profile] : NULL;
  TcMediaStreamer *lesser = looker->has_lesser && served ? served->streamers[TC_PROFILE_SUB]
                                                         : whole;
  TcSendViewer viewer = {.number = looker->number,
                         .wish = looker->wish,
                         .is_main = looker->profile == TC_PROFILE_MAIN,
                         .has_sub = looker->has_lesser,
                         .listens = looker->wish.sound && looker->has_sound,
                         .rung = looker->order.rung,
                         .gap_ms = (guint32) (looker->order.gap_us / 1000),
                         .sound = looker->order.sound};

  if (looker->use != TC_TICKET_LIVE || !whole || !lesser)
    return;
  tc_media_streamer_get_rates (whole, &viewer.whole);
  tc_media_streamer_get_rates (lesser, &viewer.lesser);
  g_array_append_val (viewers, viewer);
}

static void
note_rates (Worker *self, TcMediaAudience *audience)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->cameras);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    const Served *served = value;
    TcSendRates rates = {0};

    if (!served->streamers[TC_PROFILE_MAIN])
      continue;
    tc_media_streamer_get_rates (served->streamers[TC_PROFILE_MAIN], &rates);
    tc_media_audience_set_rate (audience, served->camera->id, rates.bps);
  }
}

/* Who looks, and what was sent so far. */
static void
tell_audience (Worker *self)
{
  TcMediaAudience *audience = tc_media_doors_get_audience (self->doors);
  g_autoptr (GArray) lookers = tc_media_audience_list (audience);
  g_autoptr (GArray) viewers = g_array_new (FALSE, TRUE, sizeof (TcSendViewer));
  guint64 replayed = 0, sent = tc_media_audience_get_bytes (audience, &replayed);
  gint64 counted_us = g_get_monotonic_time ();
  GVariantDict dict;

  note_rates (self, audience);
  for (guint i = 0; i < lookers->len && i < TC_SEND_VIEWERS_MAX; i++)
    add_viewer (self, viewers, &g_array_index (lookers, TcMediaLooker, i));
  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert_value (&dict, "viewers", tc_send_viewers_write (viewers));
  g_variant_dict_insert (&dict, "counted", "x", counted_us);
  g_variant_dict_insert (&dict, "sent", "t", sent);
  g_variant_dict_insert (&dict, "replayed", "t", replayed);
  g_variant_dict_insert (&dict, "promised", "t", tc_media_audience_get_promised (audience));
  tc_media_channel_send (self->channel, "audience", g_variant_dict_end (&dict));
}

static gboolean
beat_cb (gpointer data)
{
  Worker *self = data;
  gint64 now_us = g_get_monotonic_time ();
  gint64 real_us = g_get_real_time ();
  GVariantBuilder list, figures;
  GVariantDict dict;
  GHashTableIter iter;
  gpointer served;

  g_variant_builder_init (&list, G_VARIANT_TYPE ("a(xssx)"));
  g_variant_builder_init (&figures, G_VARIANT_TYPE ("a(xuuu)"));
  g_hash_table_iter_init (&iter, self->cameras);
  while (g_hash_table_iter_next (&iter, NULL, &served)) {
    add_health (&list, served, now_us, real_us);
    add_figures (&figures, served);
  }
  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert_value (&dict, "cameras", g_variant_builder_end (&list));
  g_variant_dict_insert_value (&dict, "figures", g_variant_builder_end (&figures));
  tc_media_channel_send (self->channel, "health", g_variant_dict_end (&dict));
  if (self->doors)
    tell_audience (self);
  return G_SOURCE_CONTINUE;
}

static gboolean
look_cb (gpointer data)
{
  Worker *self = data;
  gint64 now_us = g_get_monotonic_time ();
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->cameras);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    Served *served = value;

    for (int i = 0; i < TC_PROFILE_N; i++)
      if (served->streamers[i])
        tc_media_streamer_look (served->streamers[i], now_us);
  }
  return G_SOURCE_CONTINUE;
}

int
tc_media_worker_run (void)
{
  const TcMediaChannelHooks hooks = {message_cb, closed_cb};
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GError) error = NULL;
  Worker self = {0};

  /* A key in the host's terminal is the host's. */
  signal (SIGINT, SIG_IGN);
  signal (SIGPIPE, SIG_IGN);
  /* It has passwords: no dump of it lies about, nobody else looks into it. */
  prctl (PR_SET_DUMPABLE, 0);
  if (!gst_init_check (NULL, NULL, &error)) {
    g_printerr ("toancanh-media: GStreamer doesn't start: %s\n", error->message);
    return 1;
  }
  self.sources = tc_playback_sources_new (playback_wanted_cb, &self);
  self.cameras = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, free_served);
  self.channel = tc_media_channel_new (TC_MEDIA_CHANNEL_FD, &hooks, &self, &error);
  if (!self.channel) {
    g_printerr ("toancanh-media: --worker is for toancanh-media itself: %s\n", error->message);
    return 1;
  }
  g_timeout_add (LOOK_MS, look_cb, &self);
  g_timeout_add (TC_MEDIA_WORKER_BEAT_MS, beat_cb, &self);
  g_main_loop_run (loop);
  return 0;
}
