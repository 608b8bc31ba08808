/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One picture of a fake camera as JPEG.
 */
#include "tc-fake-camera-snapshot.h"

#include "tc-error.h"
#include "tc-fake-camera-feed.h"
#include "tc-frame-times.h"

#include <gst/video/video.h>

#define ENCODE_NS (5 * GST_SECOND)

GBytes *
tc_fake_snapshot_new (const TcFakeWorld *world, guint number, GError **error)
{
  const TcFakeFormat *format = tc_fake_world_format (TC_FAKE_PROFILE_MAIN);
  TcFakeFeedConfig config = {.world = world, .number = number, .profile = TC_FAKE_PROFILE_MAIN};
  g_autoptr (TcFakeFeed) feed = tc_fake_feed_new (&config);
  g_autoptr (GstCaps) raw = tc_fake_encoder_raw_caps (format);
  g_autoptr (GstCaps) jpeg = gst_caps_new_empty_simple ("image/jpeg");
  g_autoptr (GstBuffer) picture = tc_fake_feed_take (
      tc_frame_times_count (number, format->fps_milli, g_get_real_time ()), feed);
  g_autoptr (GstSample) taken = gst_sample_new (picture, raw, NULL, NULL);
  g_autoptr (GstSample) encoded = gst_video_convert_sample (taken, jpeg, ENCODE_NS, error);
  GstMapInfo map;

  if (!encoded || !gst_buffer_map (gst_sample_get_buffer (encoded), &map, GST_MAP_READ)) {
    g_prefix_error (error, "encoding a picture: ");
    return NULL;
  }
  GBytes *bytes = g_bytes_new (map.data, map.size);
  gst_buffer_unmap (gst_sample_get_buffer (encoded), &map);
  return bytes;
}
