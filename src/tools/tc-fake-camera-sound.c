/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tones; see the header.
 */
#include "tc-fake-camera-sound.h"

/* What telephones carry, and G.711 with them. */
#define HZ_FIRST 300
#define HZ_STEP 50
#define TONES 64
#define PIECE_MS 20

typedef struct {
  const char *encode, *pay; /* elements */
  int rate_hz;
} Parts;

static const Parts all[TC_FAKE_N_SOUNDS] = {
    [TC_FAKE_SOUND_PCMU] = {"mulawenc", "rtppcmupay", 8000},
    [TC_FAKE_SOUND_PCMA] = {"alawenc", "rtppcmapay", 8000},
    [TC_FAKE_SOUND_AAC] = {"avenc_aac", "rtpmp4gpay", 16000},
};

guint
tc_fake_sound_hz (guint number)
{
  return HZ_FIRST + HZ_STEP * (number % TONES);
}

void
tc_fake_sound_add (GstBin *bin, TcFakeSound sound, guint number)
{
  const Parts *parts = &all[sound];
  const char *const factories[] = {"audiotestsrc", "audioconvert", "capsfilter", parts->encode,
                                   parts->pay};
  GstElement *elements[G_N_ELEMENTS (factories)];
  GstCaps *caps;

  if (sound == TC_FAKE_SOUND_NONE)
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (factories); i++) {
    gboolean is_last = i + 1 == G_N_ELEMENTS (factories);

    elements[i] = gst_element_factory_make (factories[i], is_last ? "pay1" : NULL);
    if (!elements[i])
      g_error ("GStreamer has no %s", factories[i]);
    gst_bin_add (bin, elements[i]);
    if (i > 0)
      gst_element_link (elements[i - 1], elements[i]);
  }
  g_object_set (elements[0], "is-live", TRUE, "freq", (double) tc_fake_sound_hz (number), "volume",
                0.5, "samplesperbuffer", parts->rate_hz * PIECE_MS / 1000, NULL);
  caps = gst_caps_new_simple ("audio/x-raw", "rate", G_TYPE_INT, parts->rate_hz, "channels",
                              G_TYPE_INT, 1, NULL);
  g_object_set (elements[2], "caps", caps, NULL);
  gst_caps_unref (caps);
  g_object_set (elements[4], "pt", 97u, NULL);
}
