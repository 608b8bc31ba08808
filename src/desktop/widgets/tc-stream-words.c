/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Streams in words; see the header.
 */
#include "tc-stream-words.h"

#include <glib/gi18n-lib.h>

static const char *const states[TC_STREAM_N_STATES] = {
    [TC_STREAM_CONNECTING] = NC_ ("camera", "Connecting"),
    [TC_STREAM_LIVE] = NC_ ("camera", "Live"),
    [TC_STREAM_LATE] = NC_ ("camera", "Late"),
    [TC_STREAM_STALLED] = NC_ ("camera", "Stands still"),
    [TC_STREAM_DENIED] = NC_ ("camera", "Not admitted"),
    [TC_STREAM_OFFLINE] = NC_ ("camera", "No picture"),
};

static const char *const causes[TC_CAUSE_N] = {
    [TC_CAUSE_NONE] = "",
    [TC_CAUSE_DENIED] = N_ ("The account or the ticket isn't accepted."),
    [TC_CAUSE_NO_ROUTE] = N_ ("The address can't be reached."),
    [TC_CAUSE_REFUSED] = N_ ("Nothing answers at the address."),
    [TC_CAUSE_TIMEOUT] = N_ ("No answer came in time."),
    [TC_CAUSE_ADDRESS] = N_ ("There is no such stream at the address."),
    [TC_CAUSE_CERTIFICATE] = N_ ("It isn't the media host that was expected: wrong certificate."),
    [TC_CAUSE_SERVER] = N_ ("The media host can't give it now."),
    [TC_CAUSE_CODEC] = N_ ("The camera sends a codec that isn't known here."),
    [TC_CAUSE_END] = N_ ("The camera ended the stream."),
    [TC_CAUSE_BROKEN] = N_ ("The connection broke off."),
    [TC_CAUSE_NO_DATA] = N_ ("Connected, but nothing comes."),
    [TC_CAUSE_GARBLED] = N_ ("What comes gives no picture."),
    [TC_CAUSE_LOSS] = N_ ("Much gets lost on the way."),
    [TC_CAUSE_SLOW] = N_ ("Pictures come late, or too few."),
    [TC_CAUSE_FROZEN] = N_ ("The camera sends the same picture again and again."),
    [TC_CAUSE_CLOCK] = N_ ("The camera's clock is wrong."),
    [TC_CAUSE_DECODER] = N_ ("This desk's decoder failed; it starts again."),
    [TC_CAUSE_FULL] = N_ ("The connection of its media host is full; it is tried again."),
};

static const char *const rungs[TC_RUNG_N] = {
    [TC_RUNG_PAUSED] = N_ ("paused"),
    [TC_RUNG_STILL] = N_ ("a picture every 10 s"),
    [TC_RUNG_KEYS] = N_ ("a picture every second"),
    [TC_RUNG_FULL] = "",
};

const char *
tc_stream_words_state (TcStreamState state)
{
  g_return_val_if_fail (state < TC_STREAM_N_STATES, "");
  return g_dpgettext2 (NULL, "camera", states[state]);
}

static const char *
translate (const char *text)
{
  return *text ? _ (text) : "";
}

const char *
tc_stream_words_cause (TcStreamCause cause)
{
  g_return_val_if_fail (cause < TC_CAUSE_N, "");
  return translate (causes[cause]);
}

const char *
tc_stream_words_rung (TcDecodeRung rung)
{
  g_return_val_if_fail (rung < TC_RUNG_N, "");
  return translate (rungs[rung]);
}

const char *
tc_stream_words_sound (TcSoundState sound, gboolean replay)
{
  static const char *const sounds[TC_SOUND_N] = {
      [TC_SOUND_OFF] = "",
      /* Translators: at the foot of a camera's picture, of what is heard of it; short. */
      [TC_SOUND_WAITS] = N_ ("sound: nothing comes"),
      [TC_SOUND_HEARD] = N_ ("sound on"),
      [TC_SOUND_HUSHED] = N_ ("sound waits for the alarm"),
      [TC_SOUND_NONE] = N_ ("no sound from this camera"),
      [TC_SOUND_NO_DEVICE] = N_ ("this computer plays no sound"),
      [TC_SOUND_NO_ROOM] = N_ ("no sound now: thin connection"),
  };

  g_return_val_if_fail (sound < TC_SOUND_N, "");
  if (replay && sound != TC_SOUND_OFF)
    return _ ("recordings have no sound");
  return translate (sounds[sound]);
}

/* Seconds between stills, upwards: a picture may take so long, and what is said is never less. */
static guint
round_gap (gint64 gap_us)
{
  return (guint) ((gap_us + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC);
}

char *
tc_stream_words_sent (const TcStreamReport *report, TcDecodeRung rung)
{
  guint gap_s = round_gap (report->sent_gap_us);

  if (tc_stream_report_get_rung (report, rung) < rung && gap_s > 1)
    /* Translators: over a picture of a camera behind a thin connection: how often there is a new
     * one. %u: seconds, two at least. */
    return g_strdup_printf (ngettext ("still every %u s", "still every %u s", gap_s), gap_s);
  if (tc_stream_report_get_rung (report, rung) < rung)
    return g_strdup (_ ("key frames"));
  if (rung == TC_RUNG_FULL && report->sent == TC_SEND_SUB)
    return g_strdup (_ ("small picture, thin connection"));
  return g_strdup (tc_stream_words_rung (rung));
}
