/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Parts for a codec; see the header. libav's decoders are the cheapest that Debian has; each works
 * on one thread, since a wall has more tiles than a computer has processors.
 */
#include "tc-tile-chain.h"

#include "tc-tile-pipeline.h"

#define HEAD_SIZE TC_REPLAY_RTP_HEAD_SIZE
#define VERSION 2
#define CLOCK_RATE_VIDEO 90000
/* After that the other side began anew: nothing is missing. */
#define LOST_MAX 10000

/* ---- packets ---- */

void
tc_tile_packet_reader_init (TcTilePacketReader *self, guint clock_rate)
{
  *self = (TcTilePacketReader){.clock_rate = clock_rate ? clock_rate : CLOCK_RATE_VIDEO,
                               .pts = GST_CLOCK_TIME_NONE};
}

gboolean
tc_tile_packet_read (TcTilePacketReader *self, GstBuffer *buffer, TcTilePacket *packet)
{
  guint8 head[TC_REPLAY_RTP_HEAD_MAX];
  gsize size = gst_buffer_extract (buffer, 0, head, sizeof head);
  guint16 sequence, gap;
  guint32 stamp;

  if (size < HEAD_SIZE || head[0] >> 6 != VERSION)
    return FALSE;
  if (!tc_replay_mark_read (head, size, &packet->mark))
    packet->mark = (TcReplayMark){0};
  if (!tc_replay_mark_read_onvif (head, size, &packet->recorded_us))
    packet->recorded_us = 0;
  sequence = (guint16) (head[2] << 8 | head[3]);
  stamp = (guint32) head[4] << 24 | (guint32) head[5] << 16 | (guint32) head[6] << 8 | head[7];
  gap = (guint16) (sequence - self->sequence - 1);
  packet->n_bytes = gst_buffer_get_size (buffer) - HEAD_SIZE;
  packet->n_lost = self->begun && gap < LOST_MAX ? gap : 0;
  packet->is_new_frame = !self->begun || stamp != self->stamp;
  if (self->begun)
    self->stamp_all = MAX (self->stamp_all + (gint32) (stamp - self->stamp), 0);
  packet->pts_us = (gint64) gst_util_uint64_scale ((guint64) self->stamp_all, G_USEC_PER_SEC,
                                                   self->clock_rate);
  packet->pts_before = self->pts;
  self->pts = GST_BUFFER_PTS (buffer);
  self->begun = TRUE;
  self->sequence = sequence;
  self->stamp = stamp;
  return TRUE;
}

/* ---- parts ---- */

struct _TcTileCodec {
  const char *encoding; /* as RTP calls it */
  const char *name;
  const char *depay, *parse, *decode; /* elements */
};

static const TcTileCodec codecs[] = {
    {"H264", "H.264", "rtph264depay", "h264parse", "avdec_h264"},
    {"H265", "H.265", "rtph265depay", "h265parse", "avdec_h265"},
    {"JPEG", "MJPEG", "rtpjpegdepay", "jpegparse", "avdec_mjpeg"},
};

static const char *
get_text (const GstCaps *caps, const char *name)
{
  return gst_caps_get_size (caps) > 0
             ? gst_structure_get_string (gst_caps_get_structure (caps, 0), name)
             : NULL;
}

gboolean
tc_tile_chain_is_video (const GstCaps *caps)
{
  return g_strcmp0 (get_text (caps, "media"), "video") == 0;
}

const TcTileCodec *
tc_tile_chain_find (const GstCaps *caps)
{
  const char *encoding = get_text (caps, "encoding-name");

  for (gsize i = 0; encoding && i < G_N_ELEMENTS (codecs); i++)
    if (g_ascii_strcasecmp (codecs[i].encoding, encoding) == 0)
      return &codecs[i];
  return NULL;
}

gboolean
tc_tile_chain_can_hold (const GstCaps *caps)
{
  const GstStructure *structure = gst_caps_get_structure (caps, 0);
  gint width = 0, height = 0;

  /* A parser that doesn't know yet says so again. */
  if (!gst_structure_get_int (structure, "width", &width) ||
      !gst_structure_get_int (structure, "height", &height))
    return TRUE;
  return width > 0 && height > 0 && width <= TC_TILE_SIDE_MAX && height <= TC_TILE_SIDE_MAX &&
         width * height <= TC_TILE_PIXELS_MAX;
}

/* (transfer none): the pipeline's. NULL: there is no such part. */
static GstElement *
add (GstBin *pipeline, const char *factory, GError **error)
{
  GstElement *element = gst_element_factory_make (factory, NULL);

  if (!element) {
    g_set_error (error, GST_CORE_ERROR, GST_CORE_ERROR_MISSING_PLUGIN, "GStreamer has no %s",
                 factory);
    return NULL;
  }
  gst_bin_add (pipeline, element);
  return element;
}

/* Where the element has that property. */
static void
set_if_there (GstElement *element, const char *name, int value)
{
  if (g_object_class_find_property (G_OBJECT_GET_CLASS (element), name))
    g_object_set (element, name, value, NULL);
}

static void
probe (GstElement *element, const char *name, GstPadProbeType type, GstPadProbeCallback callback,
       gpointer data)
{
  g_autoptr (GstPad) pad = gst_element_get_static_pad (element, name);

  gst_pad_add_probe (pad, type, callback, data, NULL);
}

static void
configure (GstElement **parts)
{
  /* Each key frame with what it takes to decode it: one may be joined at any. */
  set_if_there (parts[TC_TILE_PART_PARSE], "config-interval", -1);
  /* Twice what the gate lets in: it never blocks. */
  g_object_set (parts[TC_TILE_PART_QUEUE], "max-size-buffers", 2 * TC_TILE_QUEUE_FRAMES,
                "max-size-bytes", 0u, "max-size-time", (guint64) 0, "silent", TRUE, NULL);
  set_if_there (parts[TC_TILE_PART_DECODE], "max-threads", 1);
  set_if_there (parts[TC_TILE_PART_DECODE], "output-corrupt", FALSE);
  g_object_set (parts[TC_TILE_PART_SINK], "sync", FALSE, "max-buffers", 1u, "drop", TRUE, "qos",
                FALSE, "enable-last-sample", FALSE, NULL);
}

/* Errors: GST_CORE_ERROR. */
static gboolean
put_together (GstBin *pipeline, const TcTileCodec *codec, GstElement **parts, GError **error)
{
  const char *const factories[TC_TILE_N_PARTS] = {codec->depay, codec->parse, "queue",
                                                  codec->decode, "appsink"};

  for (int i = 0; i < TC_TILE_N_PARTS; i++) {
    parts[i] = add (pipeline, factories[i], error);
    if (!parts[i])
      return FALSE;
  }
  configure (parts);
  for (int i = 0; i + 1 < TC_TILE_N_PARTS; i++) {
    if (!gst_element_link (parts[i], parts[i + 1])) {
      g_set_error (error, GST_CORE_ERROR, GST_CORE_ERROR_NEGOTIATION, "%s and %s don't fit",
                   factories[i], factories[i + 1]);
      return FALSE;
    }
  }
  return TRUE;
}

gboolean
tc_tile_chain_make (GstBin *pipeline, GstPad *pad, const TcTileChainHooks *hooks, gpointer data,
                    TcTileChain *chain, GError **error)
{
  g_autoptr (GstCaps) caps = gst_pad_get_current_caps (pad);
  const TcTileCodec *codec = caps ? tc_tile_chain_find (caps) : NULL;
  gint clock_rate = 0;

  if (!codec) {
    g_set_error (error, GST_STREAM_ERROR, GST_STREAM_ERROR_CODEC_NOT_FOUND, "no codec for %s",
                 caps ? get_text (caps, "encoding-name") : "what comes");
    return FALSE;
  }
  if (!put_together (pipeline, codec, chain->parts, error))
    return FALSE;
  probe (chain->parts[TC_TILE_PART_PARSE], "src", GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM, hooks->sizes,
         data);
  probe (chain->parts[TC_TILE_PART_PARSE], "src", GST_PAD_PROBE_TYPE_BUFFER, hooks->gate, data);
  probe (chain->parts[TC_TILE_PART_DECODE], "src", GST_PAD_PROBE_TYPE_BUFFER, hooks->decoded, data);
  gst_structure_get_int (gst_caps_get_structure (caps, 0), "clock-rate", &clock_rate);
  chain->codec = codec->name;
  chain->clock_rate = (guint) clock_rate;
  return TRUE;
}

gboolean
tc_tile_chain_link (TcTileChain *chain, GstPad *pad)
{
  g_autoptr (GstPad) first = gst_element_get_static_pad (chain->parts[TC_TILE_PART_DEPAY], "sink");

  /* The last first, so that none is given what it can't take yet. */
  for (int i = TC_TILE_N_PARTS - 1; i >= 0; i--)
    if (!gst_element_sync_state_with_parent (chain->parts[i]))
      return FALSE;
  return gst_pad_link (pad, first) == GST_PAD_LINK_OK;
}
