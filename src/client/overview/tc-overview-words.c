/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Words for the overview; see the header.
 */
#include "tc-overview-words.h"

#include "tc-incident-words.h"

#include <glib/gi18n-lib.h>

char *
tc_overview_word_count (gint64 count)
{
  return g_strdup_printf ("%'" G_GINT64_FORMAT, count);
}

char *
tc_overview_word_span (gint64 span_us)
{
  return span_us == TC_NONE ? g_strdup ("–") : tc_words_age_short (0, span_us);
}

char *
tc_overview_word_share (gint64 part, gint64 whole)
{
  if (whole <= 0)
    return g_strdup ("–");
  /* Translators: a share in whole per cent, with the space your language puts before the sign. */
  return g_strdup_printf (C_ ("share", "%d\u00a0%%"), (int) ((part * 200 + whole) / (2 * whole)));
}

const char *
tc_overview_word_band (guint band)
{
  static const char *const words[TC_AGE_BANDS] = {
      NC_ ("age band", "under 4 hours"), NC_ ("age band", "4 to 24 hours"),
      NC_ ("age band", "1 to 3 days"),   NC_ ("age band", "3 to 7 days"),
      NC_ ("age band", "over 7 days"),
  };

  g_return_val_if_fail (band < TC_AGE_BANDS, "");
  return g_dpgettext2 (GETTEXT_PACKAGE, "age band", words[band]);
}

const char *
tc_overview_word_group (const TcOverviewGroup *group, const char *none)
{
  const char *name = tc_incident_pick_name (group->name_vi, group->name_en);

  return *name ? name : none;
}

char *
tc_overview_word_usual (const TcUsualRange *range)
{
  if (!range)
    return g_strdup (_ ("too few days to say what is usual"));
  if (range->low == range->high)
    /* Translators: how many there usually are at this time of this weekday. */
    return g_strdup_printf (_ ("usually %d at this hour"), (int) range->low);
  /* Translators: the usual range of a number at this time of this weekday: lowest, highest. */
  return g_strdup_printf (_ ("usually %d–%d at this hour"), (int) range->low, (int) range->high);
}

char *
tc_overview_word_usual_today (const TcUsualRange *so_far, const TcUsualRange *whole)
{
  if (!so_far || so_far->high > 0)
    return tc_overview_word_usual (so_far);
  if (whole->low == whole->high)
    /* Translators: how many there usually are from midnight to midnight on this weekday. */
    return g_strdup_printf (_ ("usually %d in a whole day"), (int) whole->low);
  /* Translators: likewise lowest and highest. */
  return g_strdup_printf (_ ("usually %d–%d in a whole day"), (int) whole->low, (int) whole->high);
}

/* (nullable) */
static char *
word_last_week (gint64 span_us)
{
  g_autofree char *span = tc_overview_word_span (span_us);

  /* Translators: the same figure a week ago. */
  return span_us == TC_NONE ? NULL : g_strdup_printf (_ ("last week %s"), span);
}

/* (nullable) */
static char *
word_in_time (const TcOverviewTimes *now, const TcOverviewTimes *before)
{
  g_autofree char *share = tc_overview_word_share (now->on_time, now->with_term);
  g_autofree char *last = tc_overview_word_share (before->on_time, before->with_term);

  if (now->with_term <= 0)
    return NULL;
  if (before->with_term <= 0)
    /* Translators: how many were resolved in time, per cent. */
    return g_strdup_printf (_ ("in time %s"), share);
  /* Translators: how many were resolved in time, per cent, this week and last. */
  return g_strdup_printf (_ ("in time %1$s, last week %2$s"), share, last);
}

static char *
word_nothing (void)
{
  return g_strdup (_ ("nothing to count yet"));
}

char *
tc_overview_word_acted (const TcOverviewTimes *now, const TcOverviewTimes *before)
{
  char *last = word_last_week (before->first_action_us);

  if (last)
    return last;
  return now->first_action_us == TC_NONE ? word_nothing () : g_strdup ("");
}

char *
tc_overview_word_resolved (const TcOverviewTimes *now, const TcOverviewTimes *before)
{
  g_autofree char *last = word_last_week (before->resolution_us);
  g_autofree char *in_time = word_in_time (now, before);

  if (now->resolution_us == TC_NONE && !last)
    return word_nothing ();
  return g_strconcat (last ? last : "", last && in_time ? " · " : "", in_time ? in_time : "", NULL);
}

char *
tc_overview_word_event (const TcOverviewEvent *event, gint64 now_us)
{
  TcIncidentEvent bare = event->event;

  bare.text = NULL;
  return tc_incident_word_event (&bare, NULL, now_us);
}
