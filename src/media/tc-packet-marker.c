/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Marks in packets; see the header.
 */
#include "tc-packet-marker.h"

struct _TcPacketMarker {
  gatomicrefcount refs;
  GMutex mutex;        /* of the next */
  TcReplayMarks marks; /* of what is on its way to the payloader */
  guint64 n_bytes;
};

TcPacketMarker *
tc_packet_marker_new (void)
{
  TcPacketMarker *self = g_new0 (TcPacketMarker, 1);

  g_atomic_ref_count_init (&self->refs);
  g_mutex_init (&self->mutex);
  return self;
}

TcPacketMarker *
tc_packet_marker_ref (TcPacketMarker *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
tc_packet_marker_unref (TcPacketMarker *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  g_mutex_clear (&self->mutex);
  g_free (self);
}

/* (transfer full): @packet, which is taken, with the mark in its head. */
static GstBuffer *
put_mark (GstBuffer *packet, const TcReplayMark *mark)
{
  guint8 head[TC_REPLAY_RTP_HEAD_SIZE + TC_REPLAY_MARK_SIZE];
  GstBuffer *marked;

  if (gst_buffer_extract (packet, 0, head, TC_REPLAY_RTP_HEAD_SIZE) != TC_REPLAY_RTP_HEAD_SIZE ||
      (head[0] & 0x1f) != 0)
    return packet;
  head[0] |= 0x10;
  tc_replay_mark_write (mark, head + TC_REPLAY_RTP_HEAD_SIZE);
  marked = gst_buffer_new_memdup (head, sizeof head);
  gst_buffer_copy_into (marked, packet, GST_BUFFER_COPY_METADATA, 0, (gsize) -1);
  gst_buffer_copy_into (marked, packet, GST_BUFFER_COPY_MEMORY, TC_REPLAY_RTP_HEAD_SIZE,
                        (gsize) -1);
  gst_buffer_unref (packet);
  return marked;
}

static gboolean
packet_cb (GstBuffer **packet, guint index, gpointer data)
{
  TcPacketMarker *self = data;
  TcReplayMark mark;
  gboolean found;

  g_mutex_lock (&self->mutex);
  found = tc_replay_marks_find (&self->marks, GST_BUFFER_PTS (*packet), &mark);
  g_mutex_unlock (&self->mutex);
  if (found)
    *packet = put_mark (*packet, &mark);
  g_mutex_lock (&self->mutex);
  self->n_bytes += gst_buffer_get_size (*packet) + TC_PACKET_AROUND_BYTES;
  g_mutex_unlock (&self->mutex);
  return TRUE;
}

static GstPadProbeReturn
packets_cb (GstPad *pad, GstPadProbeInfo *info, gpointer data)
{
  GstBuffer *packet;

  if (info->type & GST_PAD_PROBE_TYPE_BUFFER_LIST) {
    GstBufferList *list = gst_buffer_list_make_writable (GST_PAD_PROBE_INFO_BUFFER_LIST (info));

    gst_buffer_list_foreach (list, packet_cb, data);
    GST_PAD_PROBE_INFO_DATA (info) = list;
  } else {
    packet = GST_PAD_PROBE_INFO_BUFFER (info);
    packet_cb (&packet, 0, data);
    GST_PAD_PROBE_INFO_DATA (info) = packet;
  }
  return GST_PAD_PROBE_OK;
}

void
tc_packet_marker_attach (TcPacketMarker *self, GstElement *payloader)
{
  g_autoptr (GstPad) pad = gst_element_get_static_pad (payloader, "src");

  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER | GST_PAD_PROBE_TYPE_BUFFER_LIST, packets_cb,
                     tc_packet_marker_ref (self), (GDestroyNotify) tc_packet_marker_unref);
}

static GstPadProbeReturn
count_cb (GstPad *pad, GstPadProbeInfo *info, gpointer data)
{
  TcPacketMarker *self = data;
  gboolean is_list = (info->type & GST_PAD_PROBE_TYPE_BUFFER_LIST) != 0;
  GstBufferList *list = is_list ? GST_PAD_PROBE_INFO_BUFFER_LIST (info) : NULL;
  guint n = list ? gst_buffer_list_length (list) : 1;
  gsize bytes = list ? gst_buffer_list_calculate_size (list)
                     : gst_buffer_get_size (GST_PAD_PROBE_INFO_BUFFER (info));

  g_mutex_lock (&self->mutex);
  self->n_bytes += bytes + n * TC_PACKET_AROUND_BYTES;
  g_mutex_unlock (&self->mutex);
  return GST_PAD_PROBE_OK;
}

void
tc_packet_marker_count (TcPacketMarker *self, GstElement *payloader)
{
  g_autoptr (GstPad) pad = gst_element_get_static_pad (payloader, "src");

  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER | GST_PAD_PROBE_TYPE_BUFFER_LIST, count_cb,
                     tc_packet_marker_ref (self), (GDestroyNotify) tc_packet_marker_unref);
}

void
tc_packet_marker_add (TcPacketMarker *self, guint64 pts, const TcReplayMark *mark)
{
  g_mutex_lock (&self->mutex);
  tc_replay_marks_add (&self->marks, pts, mark);
  g_mutex_unlock (&self->mutex);
}

guint64
tc_packet_marker_get_bytes (TcPacketMarker *self)
{
  guint64 n_bytes;

  g_mutex_lock (&self->mutex);
  n_bytes = self->n_bytes;
  g_mutex_unlock (&self->mutex);
  return n_bytes;
}
