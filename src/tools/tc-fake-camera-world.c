/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Fake cameras and what they are like.
 */
#include "tc-fake-camera-world.h"

#include <string.h>

#define FILM_EVERY 4

static const TcFakeFormat formats[TC_FAKE_N_PROFILES] = {
    [TC_FAKE_PROFILE_MAIN] = {1280, 720, 25000, 2000},
    [TC_FAKE_PROFILE_SUB] = {640, 360, 15000, 500},
};

TcFakeWorld *
tc_fake_world_new (const TcFakeOptions *options)
{
  TcFakeWorld *self = g_new0 (TcFakeWorld, 1);

  self->options = options;
  self->faults = tc_fake_faults_new (options->first, options->n);
  self->ptz = g_new0 (TcFakePtz *, options->n);
  for (guint i = 0; i < options->n; i++) {
    if (options->turns[i])
      self->ptz[i] = tc_fake_ptz_new ();
  }
  return self;
}

void
tc_fake_world_free (TcFakeWorld *self)
{
  for (guint i = 0; i < self->options->n; i++)
    g_clear_pointer (&self->ptz[i], tc_fake_ptz_free);
  g_free (self->ptz);
  tc_fake_faults_free (self->faults);
  g_free (self);
}

const TcFakeFormat *
tc_fake_world_format (TcFakeProfile profile)
{
  return &formats[profile];
}

gboolean
tc_fake_world_has (const TcFakeWorld *self, guint number)
{
  return tc_fake_faults_has (self->faults, number);
}

TcFakePtz *
tc_fake_world_ptz (const TcFakeWorld *self, guint number)
{
  g_assert (tc_fake_world_has (self, number));
  return self->ptz[number - self->options->first];
}

gboolean
tc_fake_world_is_film (const TcFakeWorld *self, guint number)
{
  return self->options->footage && number % FILM_EVERY == 0 && !tc_fake_world_ptz (self, number);
}

gboolean
tc_fake_world_rests (const TcFakeWorld *self, guint number)
{
  g_assert (tc_fake_world_has (self, number));
  return self->options->rests[number - self->options->first];
}

TcFakeFault
tc_fake_world_fault (const TcFakeWorld *self, guint number)
{
  return tc_fake_faults_get (self->faults, number);
}

TcFakeCodec
tc_fake_world_codec (const TcFakeWorld *self, guint number)
{
  TcFakeFault fault = tc_fake_world_fault (self, number);

  if (fault.kind == TC_FAKE_FAULT_CODEC)
    return (TcFakeCodec) fault.value;
  return self->options->codecs[number - self->options->first];
}

gint64
tc_fake_world_clock_us (const TcFakeWorld *self, guint number, gint64 now_us)
{
  TcFakeFault fault = tc_fake_world_fault (self, number);

  return fault.kind == TC_FAKE_FAULT_CLOCK ? now_us + fault.value : now_us;
}

/* A channel of the recorder, from 1 on, and its main stream. */
#define TRACKS "/Streaming/tracks/"
#define TRACKS_A_CHANNEL 100

char *
tc_fake_world_dup_track_path (const TcFakeWorld *self, guint number)
{
  guint channel = number - self->options->first + 1;

  return g_strdup_printf (TRACKS "%u", channel * TRACKS_A_CHANNEL + 1);
}

/* (0): there is none */
static guint
parse_track (const TcFakeWorld *self, const char *path)
{
  guint64 track = g_str_has_prefix (path, TRACKS)
                      ? g_ascii_strtoull (path + strlen (TRACKS), NULL, 10)
                      : 0;
  guint64 channel = track / TRACKS_A_CHANNEL;

  return channel >= 1 && channel <= self->options->n ? self->options->first + (guint) channel - 1
                                                     : 0;
}

guint
tc_fake_world_parse_path (const TcFakeWorld *self, const char *path, const char **rest)
{
  char *end = NULL;
  guint64 number = path[0] == '/' && g_ascii_isdigit (path[1])
                       ? g_ascii_strtoull (path + 1, &end, 10)
                       : 0;
  gboolean found = number > 0 && number <= TC_FAKE_NUMBER_MAX && (*end == '/' || *end == '\0') &&
                   tc_fake_world_has (self, (guint) number);

  if (rest)
    *rest = found ? end : path;
  return found ? (guint) number : parse_track (self, path);
}
