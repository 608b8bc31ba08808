/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pipelines of streams: a source, an encoder (not with a loop), a payloader with its faults.
 */
#include "tc-fake-camera-factory.h"

#include "tc-fake-camera-auth.h"
#include "tc-fake-camera-packets.h"
#include "tc-fake-camera-sound.h"
#include "tc-fake-camera-source.h"
#include "tc-limits.h"

#include <stdio.h>

#define MEDIA_FEED "tc-feed"
#define MEDIA_RUNS "tc-runs"

#define TC_TYPE_FAKE_FACTORY (tc_fake_factory_get_type ())
G_DECLARE_FINAL_TYPE (TcFakeFactory, tc_fake_factory, TC, FAKE_FACTORY, GstRTSPMediaFactory)

struct _TcFakeFactory {
  GstRTSPMediaFactory parent;
  TcFakeStreamState *state; /* (unowned) */
  TcFakeStreamKind kind;
};

G_DEFINE_FINAL_TYPE (TcFakeFactory, tc_fake_factory, GST_TYPE_RTSP_MEDIA_FACTORY)

static TcFakeProfile
get_profile (const TcFakeFactory *self)
{
  return self->kind == TC_FAKE_STREAM_SUB ? TC_FAKE_PROFILE_SUB : TC_FAKE_PROFILE_MAIN;
}

static gboolean
is_of_before (const TcFakeFactory *self)
{
  return self->kind == TC_FAKE_STREAM_REPLAY || self->kind == TC_FAKE_STREAM_TRACK;
}

/* ---- loops ---- */

static const TcFakeLoop *
get_loop (TcFakeStreamState *state, TcFakeProfile profile, TcFakeCodec codec, GError **error)
{
  g_mutex_lock (&state->mutex);
  if (!state->loops[profile][codec])
    state->loops[profile][codec] = tc_fake_loop_new (state->world, state->number, profile, codec,
                                                     error);
  const TcFakeLoop *loop = state->loops[profile][codec];
  g_mutex_unlock (&state->mutex);
  return loop;
}

const TcFakeLoop *
tc_fake_factory_get_loop (TcFakeStreamState *state, TcFakeProfile profile, GError **error)
{
  return get_loop (state, profile, tc_fake_world_codec (state->world, state->number), error);
}

void
tc_fake_stream_state_clear (TcFakeStreamState *state)
{
  for (guint profile = 0; profile < TC_FAKE_N_PROFILES; profile++) {
    for (guint codec = 0; codec < TC_FAKE_N_CODECS; codec++)
      g_clear_pointer (&state->loops[profile][codec], tc_fake_loop_free);
  }
  g_mutex_clear (&state->mutex);
}

/* ---- pipelines ---- */

static char *
tc_fake_factory_gen_key (GstRTSPMediaFactory *factory, const GstRTSPUrl *url)
{
  TcFakeFactory *self = TC_FAKE_FACTORY (factory);

  /* Without a key it is nobody else's. */
  if (is_of_before (self))
    return NULL;
  return g_strdup_printf ("%d", g_atomic_int_get (&self->state->generation));
}

/* @loop: (nullable). @feed: (out): lives as long as the element */
static GstElement *
new_source (TcFakeFactory *self, const TcFakeLoop *loop, TcFakeFeed **feed)
{
  TcFakeStreamState *state = self->state;
  const TcFakeFormat *format = tc_fake_world_format (get_profile (self));
  g_autoptr (GstCaps) caps = loop ? gst_caps_ref (loop->caps) : tc_fake_encoder_raw_caps (format);
  TcFakeFeedConfig config = {.world = state->world,
                             .number = state->number,
                             .profile = get_profile (self),
                             .loop = loop,
                             .ended = state->ended,
                             .data = state->data};

  *feed = tc_fake_feed_new (&config);
  return tc_fake_source_new (&(TcFakeSourceConfig){
      .number = state->number,
      .fps_milli = format->fps_milli,
      .live = TRUE,
      .align = loop ? (gint64) loop->key_frames : 1,
      .caps = caps,
      .take = tc_fake_feed_take,
      .get_burst_us = tc_fake_feed_burst_us,
      .data = *feed,
      .data_free = (GDestroyNotify) tc_fake_feed_free,
  });
}

/* "starttime=20261127T063700Z&endtime=…"; 0: it says something else */
static gint64
parse_query (const char *query)
{
  int year, month, day, hour, minute, second;

  if (!query || sscanf (query, "starttime=%4d%2d%2dT%2d%2d%2dZ", &year, &month, &day, &hour,
                        &minute, &second) != 6)
    return 0;
  g_autoptr (GDateTime) time = g_date_time_new_utc (year, month, day, hour, minute, second);
  return time ? g_date_time_to_unix (time) * TC_US_PER_S : 0;
}

static GstElement *
tc_fake_factory_create_element (GstRTSPMediaFactory *factory, const GstRTSPUrl *url)
{
  TcFakeFactory *self = TC_FAKE_FACTORY (factory);
  TcFakeStreamState *state = self->state;
  TcFakeProfile profile = get_profile (self);
  TcFakeCodec codec = tc_fake_world_codec (state->world, state->number);
  gboolean looped = state->world->options->loop_s > 0 && !is_of_before (self);
  g_autoptr (GError) error = NULL;
  const TcFakeLoop *loop = looped ? get_loop (state, profile, codec, &error) : NULL;
  gint64 from_us = self->kind == TC_FAKE_STREAM_TRACK ? parse_query (url->query) : 0;
  TcFakeFeed *feed;

  if (self->kind == TC_FAKE_STREAM_TRACK && from_us == 0)
    return NULL;
  if (looped && !loop) {
    g_printerr ("tc-fake-cameras: %s\n", error->message);
    return NULL;
  }
  GstElement *bin = gst_bin_new (NULL);
  GstElement *source = new_source (self, loop, &feed);
  GstElement *payloader = tc_fake_payloader_new (codec);
  gst_bin_add_many (GST_BIN (bin), source, payloader, NULL);
  GstElement *last = source;
  if (!loop) {
    last = tc_fake_encoder_new (codec, tc_fake_world_format (profile));
    gst_bin_add (GST_BIN (bin), last);
    gst_element_link (source, last);
  }
  if (!gst_element_link (last, payloader))
    g_printerr ("tc-fake-cameras: what is encoded can't be sent\n");
  if (!is_of_before (self))
    tc_fake_sound_add (GST_BIN (bin),
                       state->world->options->sounds[state->number - state->world->options->first],
                       state->number);
  if (self->kind == TC_FAKE_STREAM_REPLAY)
    tc_fake_packets_tell_times (payloader, feed);
  if (from_us > 0)
    tc_fake_feed_go_back (feed, from_us);
  tc_fake_packets_watch (payloader, state->world, state->number);
  g_object_set_data (G_OBJECT (bin), MEDIA_FEED, feed);
  return bin;
}

/* ---- media ---- */

static void
prepared_cb (GstRTSPMedia *media, gpointer data)
{
  TcFakeFactory *self = data;
  GstRTSPStream *stream = gst_rtsp_media_get_stream (media, 0);
  g_autoptr (GObject) session = stream ? gst_rtsp_stream_get_rtpsession (stream) : NULL;

  /* Told for each of those who waited for it at the same time. */
  if (!g_object_replace_data (G_OBJECT (media), MEDIA_RUNS, NULL, media, NULL, NULL))
    return;
  g_atomic_int_inc (&self->state->running[get_profile (self)]);
  if (session)
    tc_fake_packets_watch_reports (session, self->state->world, self->state->number);
}

static void
unprepared_cb (GstRTSPMedia *media, gpointer data)
{
  TcFakeFactory *self = data;

  /* Also told of one that couldn't be prepared. */
  if (g_object_steal_data (G_OBJECT (media), MEDIA_RUNS))
    g_atomic_int_add (&self->state->running[get_profile (self)], -1);
}

static void
tc_fake_factory_configure (GstRTSPMediaFactory *factory, GstRTSPMedia *media)
{
  GST_RTSP_MEDIA_FACTORY_CLASS (tc_fake_factory_parent_class)->configure (factory, media);
  g_signal_connect_object (media, "prepared", G_CALLBACK (prepared_cb), factory, 0);
  g_signal_connect_object (media, "unprepared", G_CALLBACK (unprepared_cb), factory, 0);
}

static void
tc_fake_factory_class_init (TcFakeFactoryClass *klass)
{
  GstRTSPMediaFactoryClass *factory_class = GST_RTSP_MEDIA_FACTORY_CLASS (klass);

  factory_class->gen_key = tc_fake_factory_gen_key;
  factory_class->create_element = tc_fake_factory_create_element;
  factory_class->configure = tc_fake_factory_configure;
}

static void
tc_fake_factory_init (TcFakeFactory *self)
{
}

GstRTSPMediaFactory *
tc_fake_factory_new (TcFakeStreamState *state, TcFakeStreamKind kind)
{
  TcFakeFactory *self = g_object_new (TC_TYPE_FAKE_FACTORY, NULL);
  GstRTSPMediaFactory *factory = GST_RTSP_MEDIA_FACTORY (self);

  self->state = state;
  self->kind = kind;
  gst_rtsp_media_factory_set_shared (factory, !is_of_before (self));
  /* Its first picture is the one that PLAY asks for, and none of before that. */
  if (kind == TC_FAKE_STREAM_REPLAY)
    gst_rtsp_media_factory_set_suspend_mode (factory, GST_RTSP_SUSPEND_MODE_RESET);
  gst_rtsp_media_factory_add_role (factory, TC_FAKE_ROLE, GST_RTSP_PERM_MEDIA_FACTORY_ACCESS,
                                   G_TYPE_BOOLEAN, TRUE, GST_RTSP_PERM_MEDIA_FACTORY_CONSTRUCT,
                                   G_TYPE_BOOLEAN, TRUE, NULL);
  return factory;
}

/* ---- replays ---- */

/* "clock=20261127T063700.5Z-…"; 0: it says something else */
static gint64
parse_range (const char *range)
{
  int year, month, day, hour, minute;
  double second;

  if (sscanf (range, "clock=%4d%2d%2dT%2d%2d%lfZ", &year, &month, &day, &hour, &minute, &second) !=
      6)
    return 0;
  g_autoptr (GDateTime) time = g_date_time_new_utc (year, month, day, hour, minute, second);
  return time ? g_date_time_to_unix (time) * TC_US_PER_S + g_date_time_get_microsecond (time) : 0;
}

/* gst-rtsp-server would look for the time in a pipeline that has no past: the header is taken from
 * it. */
static GstRTSPStatusCode
play_cb (GstRTSPClient *client, GstRTSPContext *context, gpointer data)
{
  g_autoptr (GstElement) bin = gst_rtsp_media_get_element (context->media);
  TcFakeFeed *feed = g_object_get_data (G_OBJECT (bin), MEDIA_FEED);
  char *range = NULL;

  if (gst_rtsp_media_is_shared (context->media) ||
      gst_rtsp_message_get_header (context->request, GST_RTSP_HDR_RANGE, &range, 0) != GST_RTSP_OK)
    return GST_RTSP_STS_OK;
  gint64 from_us = parse_range (range);
  if (from_us > 0) {
    tc_fake_feed_go_back (feed, from_us);
    gst_rtsp_message_remove_header (context->request, GST_RTSP_HDR_RANGE, -1);
  }
  return GST_RTSP_STS_OK;
}

/* (transfer full): what of @wanted it doesn't know; "": it knows all */
static char *
requirements_cb (GstRTSPClient *client, GstRTSPContext *context, char **wanted, gpointer data)
{
  static const char *const known[] = {"onvif-replay", NULL};

  for (guint i = 0; wanted[i]; i++)
    if (!g_strv_contains (known, wanted[i]))
      return g_strdup (wanted[i]);
  return g_strdup ("");
}

void
tc_fake_factory_watch_client (GstRTSPClient *client)
{
  g_signal_connect (client, "check-requirements", G_CALLBACK (requirements_cb), NULL);
  g_signal_connect (client, "pre-play-request", G_CALLBACK (play_cb), NULL);
}
