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

char *
tc_overview_word_event (const TcOverviewEvent *event, gint64 now_us)
{
  TcIncidentEvent bare = event->event;

  bare.text = NULL;
  return tc_incident_word_event (&bare, NULL, now_us);
}
