/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What belongs to a big event, counted; see the header.
 */
#include "tc-event-counts.h"

#include "tc-incident-filter.h"
#include "tc-incident-words.h"

#include <glib/gi18n-lib.h>

static GVariant *
make_target (const TcBigEventView *view, TcEventCounting by, const TcEventCount *count,
             const char *name)
{
  TcQueueFilter filter = {.match = TC_MATCH_EVENT, .event_id = view->event->id};
  g_autofree char *title = g_strdup_printf ("%s · %s", view->event->title, name);

  if (by == TC_EVENT_BY_STATE) {
    filter.match |= TC_MATCH_STATE;
    filter.state = (TcIncidentState) count->value;
  } else if (by == TC_EVENT_BY_AREA) {
    filter.match |= TC_MATCH_AREA;
    filter.area_id = count->value;
  } else {
    filter.match |= TC_MATCH_FIELD;
    filter.field_id = count->value;
  }
  return tc_incident_filter_to_variant (&filter, title);
}

static const char *
name_count (TcEventCounting by, const TcEventCount *count)
{
  if (by == TC_EVENT_BY_STATE)
    return tc_incident_word_state ((TcIncidentState) count->value);
  if (count->value)
    return tc_incident_pick_name (count->name_vi, count->name_en);
  return by == TC_EVENT_BY_AREA ? C_ ("event", "No area") : C_ ("event", "No field yet");
}

void
tc_event_counts_fill (TcBarList *list, const TcBigEventView *view, TcEventCounting by,
                      gboolean brief)
{
  GArray *counts = view->counts[by];
  g_autofree TcBar *bars = g_new0 (TcBar, counts->len + 1);
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < counts->len; i++) {
    const TcEventCount *count = &g_array_index (counts, TcEventCount, i);
    const char *name = name_count (by, count);
    char *note = NULL, *spoken = NULL;
    if (count->n_without > 0)
      /* Translators: beside a number of incidents: how many of them have no unit. */
      note = g_strdup_printf (_ ("%d without a unit"), (int) count->n_without);
    spoken = g_strdup_printf ("%s: %d%s%s", name, (int) count->n, note ? ", " : "",
                              note ? note : "");
    g_ptr_array_add (texts, note);
    g_ptr_array_add (texts, spoken);
    bars[i] = (TcBar){by == TC_EVENT_BY_STATE ? count->value + 1 : count->value,
                      name,
                      count->n,
                      count->n_without,
                      brief ? NULL : note,
                      spoken,
                      make_target (view, by, count, name)};
  }
  tc_bar_list_set (list, bars, counts->len);
}
