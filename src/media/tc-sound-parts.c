/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Parts for sound; see the header.
 */
#include "tc-sound-parts.h"

#include "tc-sound-fan.h"

static const TcSoundParts all[] = {
    {"PCMU", "audio/x-mulaw", "rtppcmudepay", "rtppcmupay", "mulawdec"},
    {"PCMA", "audio/x-alaw", "rtppcmadepay", "rtppcmapay", "alawdec"},
    {"MPEG4-GENERIC", "audio/mpeg", "rtpmp4gdepay", "rtpmp4gpay", "avdec_aac"},
};

const TcSoundParts *
tc_sound_parts_find (const GstCaps *caps)
{
  const GstStructure *structure = gst_caps_get_size (caps) > 0 ? gst_caps_get_structure (caps, 0)
                                                               : NULL;
  const char *encoding = structure ? gst_structure_get_string (structure, "encoding-name") : NULL;

  if (!encoding || g_strcmp0 (gst_structure_get_string (structure, "media"), "audio") != 0)
    return NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (all); i++)
    if (g_ascii_strcasecmp (all[i].encoding, encoding) == 0)
      return &all[i];
  return NULL;
}

const TcSoundParts *
tc_sound_parts_find_bytes (const char *caps)
{
  for (gsize i = 0; i < G_N_ELEMENTS (all); i++)
    if (g_str_has_prefix (caps, all[i].media))
      return &all[i];
  return NULL;
}

GstElement *
tc_sound_parts_link (GstBin *pipeline, GstPad *pad, GstElement *sink)
{
  g_autoptr (GstCaps) caps = gst_pad_get_current_caps (pad);
  const TcSoundParts *parts = caps ? tc_sound_parts_find (caps) : NULL;
  GstElement *depay = parts ? gst_element_factory_make (parts->depay, NULL) : NULL;
  GstElement *bin;

  if (!depay) {
    gst_object_unref (gst_object_ref_sink (sink));
    return NULL;
  }
  bin = gst_bin_new (NULL);
  gst_bin_add_many (GST_BIN (bin), depay, sink, NULL);
  gst_element_link (depay, sink);
  g_autoptr (GstPad) first = gst_element_get_static_pad (depay, "sink");
  gst_element_add_pad (bin, gst_ghost_pad_new ("sink", first));
  gst_bin_add (pipeline, bin);
  g_autoptr (GstPad) entry = gst_element_get_static_pad (bin, "sink");
  if (gst_element_sync_state_with_parent (bin) && gst_pad_link (pad, entry) == GST_PAD_LINK_OK)
    return bin;
  gst_element_set_state (bin, GST_STATE_NULL);
  gst_bin_remove (pipeline, bin);
  return NULL;
}

GBytes *
tc_sound_parts_read (GstSample *sample, char **caps)
{
  GstBuffer *buffer = gst_sample_get_buffer (sample);
  GstCaps *known = gst_sample_get_caps (sample);
  gsize size = buffer ? gst_buffer_get_size (buffer) : 0;
  guint8 *data;

  if (!known || size == 0 || size > TC_SOUND_UNIT_BYTES_MAX)
    return NULL;
  data = g_malloc (size);
  gst_buffer_extract (buffer, 0, data, size);
  *caps = gst_caps_to_string (known);
  return g_bytes_new_take (data, size);
}
