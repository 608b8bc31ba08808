/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Cameras in words; see the header.
 */
#include "tc-camera-words.h"

#include "tc-incident-words.h"
#include "tc-reading-watch.h"

#include <glib/gi18n-lib.h>

typedef struct {
  const char *code;
  const char *word; /* for gettext */
} Word;

static const char *
find (const Word *words, gsize n, const char *code)
{
  for (gsize i = 0; code && i < n; i++) {
    if (g_str_equal (words[i].code, code))
      return words[i].word;
  }
  return NULL;
}

const char *
tc_camera_word_condition (const char *code)
{
  static const Word words[] = {
      {"live", NC_ ("camera", "works")},
      {"denied", NC_ ("camera", "doesn't let us in")},
      {"offline", NC_ ("camera", "no connection")},
      {"stalled", NC_ ("camera", "picture stands still")},
      {"clock", NC_ ("camera", "clock is wrong")},
  };
  const char *word = find (words, G_N_ELEMENTS (words), code);

  return word ? g_dpgettext2 (GETTEXT_PACKAGE, "camera", word) : C_ ("camera", "not known yet");
}

TcSignal
tc_camera_get_signal (const TcCamera *camera)
{
  if (!g_str_equal (camera->state, "in-service"))
    return TC_SIGNAL_NOTICE;
  if (!camera->condition)
    return TC_SIGNAL_NOTICE;
  if (g_str_equal (camera->condition, "live"))
    return TC_SIGNAL_RESOLVED;
  return g_str_equal (camera->condition, "clock") ? TC_SIGNAL_ATTENTION : TC_SIGNAL_URGENT;
}

char *
tc_camera_word_title (const TcCamera *camera)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT " %s", camera->number, camera->name);
}

/* How it does, with the time since when where that isn't as it should be. */
static char *
word_state (const TcCamera *camera, gint64 now_us)
{
  const char *word = tc_camera_word_condition (camera->condition);
  g_autofree char *since = NULL;

  if (g_str_equal (camera->state, "maintenance"))
    return g_strdup (C_ ("camera", "being mended"));
  if (!camera->condition || g_str_equal (camera->condition, "live") || camera->since_us == TC_NONE)
    return g_strdup (word);
  since = tc_words_clock (camera->since_us, now_us);
  /* Translators: how a camera does, and since when: "no connection since 14:05". */
  return g_strdup_printf (C_ ("camera", "%s since %s"), word, since);
}

/* (nullable): in what it is another than most. */
static const char *
word_apart (const TcCamera *camera)
{
  if (!camera->restricted)
    return tc_camera_may_be_heard (camera) ? NULL : C_ ("camera", "not heard");
  return tc_camera_may_be_heard (camera) ? C_ ("camera", "restricted, but may be heard")
                                         : C_ ("camera", "restricted");
}

char *
tc_camera_word_second (const TcCamera *camera, gint64 now_us)
{
  const char *area = tc_incident_pick_name (camera->area_vi, camera->area_en);
  const char *where = area && *area ? area : camera->place;
  g_autofree char *state = word_state (camera, now_us);
  /* In a narrow row the end is cut: since when it doesn't work isn't what is lost. */
  gboolean state_first = tc_camera_get_signal (camera) >= TC_SIGNAL_ATTENTION;
  g_autofree char *first = NULL;

  if (!where || !*where)
    first = g_steal_pointer (&state);
  else
    first = g_strdup_printf ("%s · %s", state_first ? state : where, state_first ? where : state);
  const char *apart = word_apart (camera);
  return apart ? g_strdup_printf ("%s · %s", first, apart) : g_steal_pointer (&first);
}

char *
tc_camera_word_silent (const TcCamera *camera)
{
  if (tc_camera_may_be_heard (camera))
    return NULL;
  if (camera->sound == TC_NONE)
    return g_strdup (_ ("A restricted camera isn't heard, unless whoever manages cameras says that "
                        "it may be."));
  /* Translators: a reason that somebody wrote. */
  return g_strdup_printf (_ ("This camera mustn't be heard: %s"),
                          camera->sound_reason ? camera->sound_reason : "–");
}

char *
tc_camera_word_spoken (const TcCamera *camera, gint64 now_us)
{
  g_autofree char *title = tc_camera_word_title (camera);
  g_autofree char *second = tc_camera_word_second (camera, now_us);

  return g_strdup_printf ("%s. %s", title, second);
}

char *
tc_camera_word_near (const TcCameraNear *near)
{
  g_autofree char *distance = tc_words_distance (near->distance_m);

  if (!near->covers)
    return g_steal_pointer (&distance);
  /* Translators: how far a camera is from an incident, which lies in what it sees. */
  return g_strdup_printf (_ ("%s, sees the place"), distance);
}

char *
tc_camera_word_none_near (const TcCameraNearView *view)
{
  g_autofree char *distance = NULL;

  if (view->reading != TC_READING_OPEN)
    return g_strdup (tc_reading_word (view->reading, TC_SCOPE_CAMERAS));
  if (view->lat_e7 == TC_NONE || view->lon_e7 == TC_NONE)
    return g_strdup (_ ("The incident has no place on the map, so no camera is near it: correct "
                        "the place first."));
  if (view->near->len > 0)
    return NULL;
  distance = tc_words_distance (TC_CAMERA_NEAR_M);
  /* Translators: a distance. */
  return g_strdup_printf (_ ("No camera in service within %s."), distance);
}
