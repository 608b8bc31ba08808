/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What photos say, in words; see the header.
 */
#include "tc-photo-words.h"

#include "tc-incident-words.h"
#include "tc-words.h"

#include <glib/gi18n-lib.h>

char *
tc_photo_word_sender (const TcAttachment *file)
{
  const char *unit = tc_incident_pick_name (file->unit_vi, file->unit_en);

  /* Translators: whose photo or file it is: the unit that was sent there. */
  return *unit ? g_strdup_printf (C_ ("photo", "from %s"), unit) : NULL;
}

char *
tc_photo_word_short (const TcAttachment *photo, const TcIncidentRow *incident, gint64 now_us)
{
  gint64 distance_m = tc_photo_distance_m (photo, incident);
  g_autofree char *sender = tc_photo_word_sender (photo);
  g_autofree char *when = photo->taken_us == TC_NONE ? NULL
                                                     : tc_words_clock (photo->taken_us, now_us);
  g_autofree char *far = distance_m == TC_NONE ? NULL : tc_words_distance (distance_m);
  const char *parts[] = {NULL, NULL, NULL, NULL};
  guint n = 0;

  if (when)
    parts[n++] = when;
  if (far)
    parts[n++] = far;
  if (sender)
    parts[n++] = sender;
  return n > 0 ? g_strjoinv (" · ", (char **) (gpointer) parts) : NULL;
}

static char *
word_when_and_where (const char *when, const char *far, gboolean placed)
{
  if (when && far)
    /* Translators: when a photo was taken, then how far away: "350 m". */
    return g_strdup_printf (_ ("Photo taken at %s, %s from the place reported."), when, far);
  if (when && placed)
    /* Translators: when a photo was taken. */
    return g_strdup_printf (_ ("Photo taken at %s; it says where, the report doesn't."), when);
  if (when)
    /* Translators: when a photo was taken. */
    return g_strdup_printf (_ ("Photo taken at %s; it doesn't say where."), when);
  if (far)
    /* Translators: how far away a photo was taken: "350 m". */
    return g_strdup_printf (_ ("Photo taken %s from the place reported."), far);
  return placed ? g_strdup (_ ("The photo says where it was taken, the report doesn't.")) : NULL;
}

/* (nullable) */
static char *
word_taken (const TcAttachment *photo, const TcIncidentRow *incident, gint64 now_us)
{
  gint64 distance_m = tc_photo_distance_m (photo, incident);
  gint64 age_us = tc_photo_age_us (photo, incident);
  g_autofree char *when = photo->taken_us == TC_NONE ? NULL
                                                     : tc_words_clock (photo->taken_us, now_us);
  g_autofree char *far = distance_m == TC_NONE ? NULL : tc_words_distance (distance_m);
  g_autofree char *said = word_when_and_where (when, far, photo->lat_e7 != TC_NONE);
  g_autofree char *span = NULL, *older = NULL;

  if (!said || age_us < TC_PHOTO_OLD_US)
    return g_steal_pointer (&said);
  span = tc_words_span (age_us);
  /* Translators: how long before the report a photo was taken: "3 days". */
  older = g_strdup_printf (_ ("It is older than the report: %s."), span);
  return g_strdup_printf ("%s %s", said, older);
}

char *
tc_photo_word_taken (const TcAttachment *photo, const TcIncidentRow *incident, gint64 now_us)
{
  const char *unit = tc_incident_pick_name (photo->unit_vi, photo->unit_en);
  g_autofree char *taken = word_taken (photo, incident, now_us);
  g_autofree char *sent = NULL;

  if (!*unit)
    return g_steal_pointer (&taken);
  /* Translators: of a photo or file: the unit that was sent there. */
  sent = g_strdup_printf (_ ("Sent by %s."), unit);
  return taken ? g_strdup_printf ("%s %s", sent, taken) : g_steal_pointer (&sent);
}

const char *
tc_photo_word_sealed (const TcAttachment *photo)
{
  if (!photo->sealed)
    return NULL;
  return photo->read_us == TC_NONE ? _ ("the copy to look at is being made")
                                   : _ ("sealed: no copy can be made of it");
}

char *
tc_photo_word_fit (const TcAttachment *photo)
{
  const char *fit = photo->public_                 ? C_ ("photo", "published")
                    : photo->cleared_us != TC_NONE ? C_ ("photo", "fit for publishing")
                                                   : NULL;

  if (photo->blurred && fit)
    return g_strdup_printf ("%s, %s", C_ ("photo", "blurred"), fit);
  return g_strdup (photo->blurred ? C_ ("photo", "blurred") : fit ? fit : "");
}
