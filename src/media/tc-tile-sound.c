/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The sound of a tile; see the header.
 *
 * DESIGN: what a camera sends says what it is only with its first piece. The main loop makes the
 * pipeline when it has seen that; opening a device may take a while, and is done on a thread of
 * GStreamer's, as is closing it.
 */
#include "tc-tile-sound.h"

#include "tc-sound-parts.h"

#include <gst/app/gstappsrc.h>
#include <string.h>

/* How late it is played, so that it doesn't stop each time the network does for a moment. */
#define LATENCY_NS ((gint64) (200 * GST_MSECOND))
/* What isn't played yet. */
#define WAITING_BYTES_MAX ((guint64) 32 * 1024)
/* Nothing came for so long: it waits again. */
#define QUIET_US ((gint64) 2 * G_USEC_PER_SEC)
/* A device may be put in: it is tried again so often. */
#define RETRY_US ((gint64) 5 * G_USEC_PER_SEC)
#define VOLUME "volume"
#define SYSTEM_SINK "system"

struct _TcTileSound {
  gatomicrefcount refs;
  /* The main loop's: */
  GstElement *pipeline; /* (owned) (nullable) */
  char *plays;          /* (owned) (nullable): caps that it was made for */
  gint64 failed_us;     /* when no device was there; 0: not so */
  gboolean hushed;
  GMutex mutex;      /* of all below */
  GstAppSrc *source; /* (owned) (nullable): of the pipeline; NULL: it takes nothing */
  char *caps;        /* (owned) (nullable): of what comes */
  gint64 came_us;    /* the last piece, monotonic; 0: none */
  gboolean heard;    /* something of it has come to the device */
  gboolean failed;   /* the pipeline has */
};

TcTileSound *
tc_tile_sound_new (void)
{
  TcTileSound *self = g_new0 (TcTileSound, 1);

  g_atomic_ref_count_init (&self->refs);
  g_mutex_init (&self->mutex);
  return self;
}

TcTileSound *
tc_tile_sound_ref (TcTileSound *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
tc_tile_sound_unref (TcTileSound *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  tc_tile_sound_end (self);
  g_free (self->caps);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

/* ---- the pipeline, on GStreamer's threads ---- */

static void
fail (TcTileSound *self)
{
  g_mutex_lock (&self->mutex);
  self->failed = TRUE;
  g_mutex_unlock (&self->mutex);
}

static GstBusSyncReply
message_cb (GstBus *bus, GstMessage *message, gpointer data)
{
  if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_ERROR)
    fail (data);
  gst_message_unref (message);
  return GST_BUS_DROP;
}

static GstPadProbeReturn
heard_cb (GstPad *pad, GstPadProbeInfo *info, gpointer data)
{
  TcTileSound *self = data;

  g_mutex_lock (&self->mutex);
  self->heard = TRUE;
  g_mutex_unlock (&self->mutex);
  return GST_PAD_PROBE_REMOVE;
}

/* Where there is no device the system's choice is one that plays nowhere, and says no error. */
static gboolean
plays_nowhere (GstElement *pipeline)
{
  g_autoptr (GstElement) sink = gst_bin_get_by_name (GST_BIN (pipeline), SYSTEM_SINK);
  g_autoptr (GstIterator) parts = sink && GST_IS_BIN (sink) ? gst_bin_iterate_sinks (GST_BIN (sink))
                                                            : NULL;
  g_auto (GValue) value = G_VALUE_INIT;
  GstElementFactory *factory;

  if (!parts || gst_iterator_next (parts, &value) != GST_ITERATOR_OK)
    return FALSE;
  factory = gst_element_get_factory (g_value_get_object (&value));
  return factory && g_str_equal (GST_OBJECT_NAME (factory), "fakesink");
}

static void
begin_cb (GstElement *pipeline, gpointer data)
{
  if (gst_element_set_state (pipeline, GST_STATE_PLAYING) == GST_STATE_CHANGE_FAILURE ||
      plays_nowhere (pipeline))
    fail (data);
}

static void
end_cb (GstElement *pipeline, gpointer data)
{
  g_autoptr (GstBus) bus = gst_element_get_bus (pipeline);

  gst_element_set_state (pipeline, GST_STATE_NULL);
  gst_bus_set_sync_handler (bus, NULL, NULL, NULL);
}

static void
unref_cb (gpointer data)
{
  tc_tile_sound_unref (data);
}

/* ---- the main loop ---- */

/* (transfer full) (nullable): with a source and a volume in it. */
static GstElement *
make_pipeline (const char *caps)
{
  const TcSoundParts *parts = tc_sound_parts_find_bytes (caps);
  const char *typed = g_getenv (TC_TILE_SOUND_SINK_VARIABLE);
  g_autofree char *words = NULL;
  g_autoptr (GError) error = NULL;
  GstElement *pipeline;

  if (!parts)
    return NULL;
  words = g_strdup_printf ("appsrc name=source ! queue ! %s ! audioconvert ! audioresample ! "
                           "volume name=" VOLUME " ! %s",
                           parts->decode,
                           typed && *typed ? typed : "autoaudiosink name=" SYSTEM_SINK);
  pipeline = gst_parse_launch_full (words, NULL, GST_PARSE_FLAG_FATAL_ERRORS, &error);
  if (!pipeline)
    g_message ("sound can't be played: %s", error->message);
  return pipeline ? gst_object_ref_sink (pipeline) : NULL;
}

static void
set_up_source (GstElement *source, const char *caps)
{
  GstCaps *known = gst_caps_from_string (caps);

  g_object_set (source, "is-live", TRUE, "do-timestamp", TRUE, "format", GST_FORMAT_TIME, "block",
                FALSE, "max-bytes", 2 * WAITING_BYTES_MAX, "min-latency", LATENCY_NS, "caps", known,
                NULL);
  gst_caps_unref (known);
}

static void
hush (TcTileSound *self)
{
  g_autoptr (GstElement) volume = gst_bin_get_by_name (GST_BIN (self->pipeline), VOLUME);

  g_object_set (volume, "mute", self->hushed, NULL);
}

/* Takes @caps. */
static void
begin (TcTileSound *self, char *caps)
{
  g_autoptr (GstElement) source = NULL;
  g_autoptr (GstElement) volume = NULL;
  g_autoptr (GstPad) pad = NULL;
  g_autoptr (GstBus) bus = NULL;

  g_free (self->plays);
  self->plays = caps;
  self->pipeline = make_pipeline (caps);
  if (!self->pipeline) {
    fail (self);
    return;
  }
  bus = gst_element_get_bus (self->pipeline);
  gst_bus_set_sync_handler (bus, message_cb, tc_tile_sound_ref (self), unref_cb);
  source = gst_bin_get_by_name (GST_BIN (self->pipeline), "source");
  set_up_source (source, caps);
  volume = gst_bin_get_by_name (GST_BIN (self->pipeline), VOLUME);
  pad = gst_element_get_static_pad (volume, "src");
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER, heard_cb, tc_tile_sound_ref (self), unref_cb);
  hush (self);
  gst_element_call_async (self->pipeline, begin_cb, tc_tile_sound_ref (self), unref_cb);
  g_mutex_lock (&self->mutex);
  self->source = GST_APP_SRC (g_steal_pointer (&source));
  g_mutex_unlock (&self->mutex);
}

void
tc_tile_sound_end (TcTileSound *self)
{
  GstAppSrc *source;

  g_mutex_lock (&self->mutex);
  source = g_steal_pointer (&self->source);
  self->heard = self->failed = FALSE;
  g_mutex_unlock (&self->mutex);
  if (source)
    gst_object_unref (source);
  g_clear_pointer (&self->plays, g_free);
  if (!self->pipeline)
    return;
  self->hushed = TRUE;
  hush (self);
  gst_element_call_async (self->pipeline, end_cb, NULL, NULL);
  gst_clear_object (&self->pipeline);
}

void
tc_tile_sound_hush (TcTileSound *self, gboolean hushed)
{
  self->hushed = hushed;
  if (self->pipeline)
    hush (self);
}

/* Another pipeline is to be: for what comes now, or in place of one that failed. */
static void
follow (TcTileSound *self, char *caps, gboolean failed, gint64 now_us)
{
  gboolean hushed = self->hushed;

  if (failed && self->failed_us && now_us - self->failed_us >= RETRY_US) {
    self->failed_us = now_us;
  } else if (failed) {
    self->failed_us = self->failed_us ? self->failed_us : now_us;
    g_free (caps);
    return;
  }
  tc_tile_sound_end (self);
  self->hushed = hushed;
  begin (self, caps);
}

TcSoundState
tc_tile_sound_look (TcTileSound *self, gint64 now_us)
{
  char *caps;
  gboolean failed, heard, quiet;

  g_mutex_lock (&self->mutex);
  caps = g_strdup (self->caps);
  failed = self->failed;
  heard = self->heard;
  quiet = now_us - self->came_us > QUIET_US;
  g_mutex_unlock (&self->mutex);
  if (heard && !failed)
    self->failed_us = 0;
  if (caps && (failed || g_strcmp0 (caps, self->plays) != 0))
    follow (self, g_steal_pointer (&caps), failed, now_us);
  g_free (caps);
  if (self->failed_us)
    return TC_SOUND_NO_DEVICE;
  return heard && !quiet ? TC_SOUND_HEARD : TC_SOUND_WAITS;
}

/* ---- any thread ---- */

void
tc_tile_sound_push (TcTileSound *self, const char *caps, GBytes *bytes)
{
  GstAppSrc *source = NULL;

  g_mutex_lock (&self->mutex);
  self->came_us = g_get_monotonic_time ();
  if (g_strcmp0 (self->caps, caps) != 0) {
    g_free (self->caps);
    self->caps = g_strdup (caps);
    /* Its pipeline is of what came before. */
    if (self->source)
      gst_object_unref (g_steal_pointer (&self->source));
  }
  if (self->source && !self->failed)
    source = gst_object_ref (self->source);
  g_mutex_unlock (&self->mutex);
  if (source && gst_app_src_get_current_level_bytes (source) < WAITING_BYTES_MAX)
    gst_app_src_push_buffer (source, gst_buffer_new_wrapped_bytes (bytes));
  if (source)
    gst_object_unref (source);
}
