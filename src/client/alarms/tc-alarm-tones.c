/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The patterns; see the header. A tone has a little of its first overtones, so that small
 * loudspeakers carry it, and begins and ends softly, so that nothing clicks.
 */
#include "tc-alarm-tones.h"

#include <math.h>
#include <string.h>

#define WAV_HEADER 44
/* Of full scale at volume 100. */
#define LOUDEST 0.8
#define RISE_MS 6
#define FALL_MS 40

typedef struct {
  int hz; /* 0: silence; after the last one: end */
  int ms; /* at least RISE_MS + FALL_MS of what sounds, but for a tick */
  double level;
} Note;

/* Four at most of each; ms of 0 ends one. */
static const Note patterns[TC_ALARM_N_PRIORITIES][4] = {
    [TC_ALARM_HIGH] = {{660, 200, 1}, {0, 40, 0}, {990, 320, 1}, {0, 0, 0}},
    [TC_ALARM_MEDIUM] = {{587, 380, 0.7}, {0, 0, 0}},
    [TC_ALARM_LOW] = {{1320, 46, 0.25}, {0, 0, 0}},
};

static int
count_samples (const Note *note)
{
  return note->ms * TC_TONE_RATE / 1000;
}

static double
find_envelope (int at, int n)
{
  const double rise = RISE_MS * TC_TONE_RATE / 1000.0, fall = FALL_MS * TC_TONE_RATE / 1000.0;
  double left = n - 1 - at;

  return MIN (1, MIN (at / rise, left / fall));
}

static void
append_note (GByteArray *wav, const Note *note, double loudness)
{
  int n = count_samples (note);

  for (int i = 0; i < n; i++) {
    double angle = 2 * G_PI * note->hz * i / TC_TONE_RATE;
    double wave = (sin (angle) + 0.4 * sin (2 * angle) + 0.2 * sin (3 * angle)) / 1.6;
    double level = note->level * loudness * find_envelope (i, n);
    gint16 sample = GINT16_TO_LE ((gint16) lrint (wave * level * G_MAXINT16));
    g_byte_array_append (wav, (const guint8 *) &sample, sizeof sample);
  }
}

static void
put_number (guint8 *at, guint32 number, gsize n_bytes)
{
  guint32 little = GUINT32_TO_LE (number);

  memcpy (at, &little, n_bytes);
}

/* RIFF's form for plain samples: Microsoft and IBM, "Multimedia Programming Interface and Data
 * Specifications 1.0", 1991. */
static void
write_header (guint8 *header, guint32 n_bytes)
{
  memcpy (header, "RIFF....WAVEfmt ", 16);
  put_number (header + 4, WAV_HEADER - 8 + n_bytes, 4);
  put_number (header + 16, 16, 4);
  put_number (header + 20, 1, 2); /* not compressed */
  put_number (header + 22, 1, 2);
  put_number (header + 24, TC_TONE_RATE, 4);
  put_number (header + 28, TC_TONE_RATE * 2, 4);
  put_number (header + 32, 2, 2);
  put_number (header + 34, 16, 2);
  memcpy (header + 36, "data", 4);
  put_number (header + 40, n_bytes, 4);
}

GBytes *
tc_alarm_tone_make (TcAlarmPriority priority, int volume)
{
  guint8 header[WAV_HEADER] = {0};
  GByteArray *wav = g_byte_array_new ();
  double share = CLAMP (volume, 0, 100) / 100.0;

  g_assert (priority < TC_ALARM_N_PRIORITIES);
  g_byte_array_append (wav, header, sizeof header);
  /* An ear hears the square of it as half as loud. */
  for (const Note *note = patterns[priority]; note->ms > 0; note++)
    append_note (wav, note, share * share * LOUDEST);
  write_header (wav->data, wav->len - WAV_HEADER);
  return g_byte_array_free_to_bytes (wav);
}
