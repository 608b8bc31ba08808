/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Faults of fake cameras by name, with what each takes, and the table of those in force.
 */
#include "tc-fake-camera-faults.h"

#include "tc-error.h"
#include "tc-limits.h"

#include <string.h>

#define LINE_WORDS_MAX 4
#define CLOCK_S_MAX (10 * 365 * 86400.0)
#define SLOW_S_MAX 60.0
#define LOSS_PERCENT 50
#define SLOW_US (3 * TC_US_PER_S / 2)

typedef enum {
  TAKES_NOTHING,
  TAKES_SECONDS, /* with a sign, needed */
  TAKES_CODEC,
  TAKES_PERCENT,
  TAKES_LATENESS
} Takes;

static const struct {
  const char *word;
  Takes takes;
  gint64 value; /* when nothing is said */
} kinds[TC_FAKE_N_FAULTS] = {
    [TC_FAKE_FAULT_NONE] = {"none"},
    [TC_FAKE_FAULT_KILL] = {"kill"},
    [TC_FAKE_FAULT_UNREACHABLE] = {"unreachable"},
    [TC_FAKE_FAULT_DENY] = {"401"},
    [TC_FAKE_FAULT_STALL] = {"stall"},
    [TC_FAKE_FAULT_FREEZE] = {"freeze"},
    [TC_FAKE_FAULT_EOS] = {"eos"},
    [TC_FAKE_FAULT_CLOCK] = {"clock", TAKES_SECONDS, 0},
    [TC_FAKE_FAULT_CODEC] = {"codec", TAKES_CODEC, TC_FAKE_CODEC_H265},
    [TC_FAKE_FAULT_LOSS] = {"loss", TAKES_PERCENT, LOSS_PERCENT},
    [TC_FAKE_FAULT_SLOW] = {"slow", TAKES_LATENESS, SLOW_US},
    [TC_FAKE_FAULT_GARBAGE] = {"garbage"},
};

static const char *const codecs[TC_FAKE_N_CODECS] = {"h264", "h265", "mjpeg"};
static const char *const profiles[TC_FAKE_N_PROFILES] = {"main", "sub"};

struct _TcFakeFaults {
  GMutex mutex;
  guint first;
  guint n;
  TcFakeFault *faults; /* (owned) (mutex mutex) */
};

/* ---- words ---- */

static gboolean
find_word (const char *const *words, guint n, const char *word, guint *found)
{
  for (guint i = 0; i < n; i++) {
    if (g_str_equal (words[i], word)) {
      *found = i;
      return TRUE;
    }
  }
  return FALSE;
}

const char *
tc_fake_codec_word (TcFakeCodec codec)
{
  return codecs[codec];
}

gboolean
tc_fake_codec_parse (const char *word, TcFakeCodec *codec)
{
  guint found;

  if (!find_word (codecs, TC_FAKE_N_CODECS, word, &found))
    return FALSE;
  *codec = (TcFakeCodec) found;
  return TRUE;
}

const char *
tc_fake_profile_word (TcFakeProfile profile)
{
  return profiles[profile];
}

gboolean
tc_fake_profile_parse (const char *word, TcFakeProfile *profile)
{
  guint found;

  if (!find_word (profiles, TC_FAKE_N_PROFILES, word, &found))
    return FALSE;
  *profile = (TcFakeProfile) found;
  return TRUE;
}

const char *
tc_fake_fault_word (TcFakeFaultKind kind)
{
  return kinds[kind].word;
}

/* ---- lines ---- */

static gboolean
parse_number (const char *word, guint *number, GError **error)
{
  guint64 value = 0;

  if (g_strcmp0 (word, "all") == 0) {
    *number = 0;
    return TRUE;
  }
  if (word && g_ascii_string_to_unsigned (word, 10, 1, G_MAXUINT16, &value, NULL)) {
    *number = (guint) value;
    return TRUE;
  }
  g_set_error (error, TC_ERROR, TC_ERROR_INVALID, "a camera's number, or \"all\", was expected: %s",
               word ? word : "nothing");
  return FALSE;
}

/* A number of seconds, in microseconds. */
static gboolean
parse_seconds (const char *word, double min, double max, gint64 *us)
{
  char *end;
  double seconds = g_ascii_strtod (word, &end);

  if (*end != '\0' || end == word || !(seconds >= min && seconds <= max))
    return FALSE;
  *us = (gint64) (seconds * (double) TC_US_PER_S);
  return TRUE;
}

static gboolean
parse_value (Takes takes, const char *word, gint64 *value)
{
  TcFakeCodec codec;

  switch (takes) {
  case TAKES_SECONDS:
    return parse_seconds (word, -CLOCK_S_MAX, CLOCK_S_MAX, value);
  case TAKES_LATENESS:
    return parse_seconds (word, 0.1, SLOW_S_MAX, value);
  case TAKES_PERCENT:
    return g_ascii_string_to_signed (word, 10, 1, 100, value, NULL);
  case TAKES_CODEC:
    if (!tc_fake_codec_parse (word, &codec))
      return FALSE;
    *value = codec;
    return TRUE;
  case TAKES_NOTHING:
  default:
    return FALSE;
  }
}

/* @words: "kind" or "kind", "value"; @n of them */
static gboolean
parse_fault (char **words, guint n, TcFakeFault *fault, GError **error)
{
  TcFakeFaultKind kind = 0;

  while (kind < TC_FAKE_N_FAULTS && n > 0 && !g_str_equal (kinds[kind].word, words[0]))
    kind++;
  if (n == 0 || kind == TC_FAKE_N_FAULTS) {
    g_set_error (error, TC_ERROR, TC_ERROR_INVALID, "no such fault: %s", n ? words[0] : "nothing");
    return FALSE;
  }
  TcFakeFault parsed = {.kind = kind, .value = kinds[kind].value};
  gboolean said = n == 2 && parse_value (kinds[kind].takes, words[1], &parsed.value);
  if (n > 2 || (n == 2 && !said) || (n == 1 && kinds[kind].takes == TAKES_SECONDS)) {
    g_set_error (error, TC_ERROR, TC_ERROR_INVALID, "what \"%s\" takes can't be read",
                 kinds[kind].word);
    return FALSE;
  }
  *fault = parsed;
  return TRUE;
}

static gboolean
parse_prepare (char **words, guint n, TcFakeCommand *command, GError **error)
{
  if (!parse_number (n > 1 ? words[1] : NULL, &command->number, error))
    return FALSE;
  if (n == 3 && tc_fake_profile_parse (words[2], &command->profile))
    return TRUE;
  g_set_error_literal (error, TC_ERROR, TC_ERROR_INVALID, "\"main\" or \"sub\" was expected");
  return FALSE;
}

gboolean
tc_fake_command_parse (const char *line, TcFakeCommand *command, GError **error)
{
  g_auto (GStrv) words = g_strsplit_set (line, " \t", LINE_WORDS_MAX + 1);
  guint n = g_strv_length (words);
  TcFakeCommand parsed = {0};
  gboolean fine = TRUE;

  if (n == 1 && g_str_equal (words[0], "status")) {
    parsed.verb = TC_FAKE_DO_STATUS;
  } else if (n == 1 && g_str_equal (words[0], "quit")) {
    parsed.verb = TC_FAKE_DO_QUIT;
  } else if (n >= 1 && g_str_equal (words[0], "prepare")) {
    parsed.verb = TC_FAKE_DO_PREPARE;
    fine = parse_prepare (words, n, &parsed, error);
  } else if (n >= 1 && g_str_equal (words[0], "fault")) {
    parsed.verb = TC_FAKE_DO_FAULT;
    fine = parse_number (n > 1 ? words[1] : NULL, &parsed.number, error) &&
           parse_fault (words + 2, n - MIN (n, 2), &parsed.fault, error);
  } else {
    g_set_error (error, TC_ERROR, TC_ERROR_INVALID,
                 "fault, prepare, status or quit was expected: %s", line);
    fine = FALSE;
  }
  if (fine)
    *command = parsed;
  return fine;
}

/* ---- the table ---- */

TcFakeFaults *
tc_fake_faults_new (guint first, guint n)
{
  TcFakeFaults *self = g_new0 (TcFakeFaults, 1);

  g_mutex_init (&self->mutex);
  self->first = first;
  self->n = n;
  self->faults = g_new0 (TcFakeFault, n);
  return self;
}

void
tc_fake_faults_free (TcFakeFaults *self)
{
  g_mutex_clear (&self->mutex);
  g_free (self->faults);
  g_free (self);
}

gboolean
tc_fake_faults_has (const TcFakeFaults *self, guint number)
{
  return number >= self->first && number - self->first < self->n;
}

void
tc_fake_faults_set (TcFakeFaults *self, guint number, const TcFakeFault *fault)
{
  g_assert (number == 0 || tc_fake_faults_has (self, number));
  g_mutex_lock (&self->mutex);
  for (guint i = 0; i < self->n; i++) {
    if (number == 0 || number == self->first + i)
      self->faults[i] = *fault;
  }
  g_mutex_unlock (&self->mutex);
}

TcFakeFault
tc_fake_faults_get (TcFakeFaults *self, guint number)
{
  g_assert (tc_fake_faults_has (self, number));
  g_mutex_lock (&self->mutex);
  TcFakeFault fault = self->faults[number - self->first];
  g_mutex_unlock (&self->mutex);
  return fault;
}
