/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The text of a quick report; see the header. A list is cut where the whole might not fit into one
 * operation, and says so.
 */
#include "tc-quick-report-words.h"

#include "tc-big-event-words.h"
#include "tc-incident-export.h"
#include "tc-incident-words.h"
#include "tc-paper-words.h"

#include <glib/gi18n-lib.h>

#define LOG_MAX 10
#define LINE_CHARS_MAX 200
#define HOLDS_MAX 15
/* Of areas behind a figure. */
#define AREAS_BYTES_MAX 120

/* ---- the parts ---- */

static void
add_head (GString *text, const TcBigEventView *view)
{
  const TcBigEvent *event = view->event;
  g_autofree char *begun = tc_incident_word_date (event->begun_us);
  g_autofree char *until = tc_incident_word_date (view->at_us);

  /* Translators: on a quick report: a kind of event, and its name. */
  g_string_append_printf (text, _ ("Event: %1$s, %2$s\n"), tc_big_event_word_kind (event->kind),
                          event->title);
  /* Translators: on a quick report: a time. */
  g_string_append_printf (text, _ ("Begun: %s\n"), begun);
  if (event->ended_us != TC_NONE) {
    g_autofree char *ended = tc_incident_word_date (event->ended_us);
    /* Translators: on a quick report: a time. */
    g_string_append_printf (text, _ ("Ended: %s\n"), ended);
  }
  /* Translators: on a quick report: a time. */
  g_string_append_printf (text, _ ("All as of: %s\n"), until);
}

/* A number behind a name, as long as there is room in the line. */
static void
add_area (GString *areas, const char *vi, const char *en, gint64 n)
{
  const char *name = tc_incident_pick_name (vi, en);

  if (areas->len < AREAS_BYTES_MAX)
    g_string_append_printf (areas, "%s%s %" G_GINT64_FORMAT, areas->len > 0 ? ", " : "", name, n);
  else if (!g_str_has_suffix (areas->str, "…"))
    g_string_append (areas, ", …");
}

static void
add_areas (GString *text, const TcBigEventView *view)
{
  GArray *areas = view->counts[TC_EVENT_BY_AREA];
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < areas->len; i++) {
    const TcEventCount *count = &g_array_index (areas, TcEventCount, i);
    if (count->value)
      add_area (names, count->name_vi, count->name_en, count->n);
  }
  if (names->len > 0)
    /* Translators: on a quick report: areas, each with a number of incidents. */
    g_string_append_printf (text, _ ("Incidents being handled, by area: %s.\n"), names->str);
}

/* The newest of the log, the oldest of them first. */
static void
add_situation (GString *text, const TcBigEventView *view)
{
  guint n = MIN (view->log->len, LOG_MAX);

  tc_paper_add_heading (text, 1, _ ("Situation"));
  add_areas (text, view);
  for (guint i = n; i-- > 0;) {
    const TcEventLogRow *row = &g_array_index (view->log, TcEventLogRow, i);
    g_autofree char *at = tc_incident_word_date (row->at_us);
    g_autofree char *said = tc_paper_shorten (row->text, LINE_CHARS_MAX);
    if (*said)
      g_string_append_printf (text, "- %s: %s\n", at, said);
  }
  if (n == 0)
    tc_paper_add_none (text);
}

static void
add_figures (GString *text, const TcBigEventView *view, TcFigureGroup group)
{
  for (guint i = 0; i < view->sums->len; i++) {
    const TcEventSum *sum = &g_array_index (view->sums, TcEventSum, i);
    g_autoptr (GString) areas = g_string_new (NULL);
    if (sum->group != group)
      continue;
    for (guint j = 0; j < view->parts->len; j++) {
      const TcEventSum *part = &g_array_index (view->parts, TcEventSum, j);
      if (g_str_equal (part->kind, sum->kind) && part->area_id)
        add_area (areas, part->area_vi, part->area_en, part->amount);
    }
    g_string_append_printf (text, "- %s: %" G_GINT64_FORMAT, tc_big_event_word_figure (sum->kind),
                            sum->amount);
    if (areas->len > 0)
      g_string_append_printf (text, " (%s)", areas->str);
    g_string_append_c (text, '\n');
  }
}

static gboolean
has_figures (const TcBigEventView *view, TcFigureGroup group)
{
  for (guint i = 0; i < view->sums->len; i++)
    if (g_array_index (view->sums, TcEventSum, i).group == group)
      return TRUE;
  return FALSE;
}

static const char *
find_name (const TcBigEventView *view, gint64 resource_id)
{
  for (guint i = 0; i < view->resources->len; i++) {
    const TcResource *resource = &g_array_index (view->resources, TcResource, i);
    if (resource->id == resource_id)
      return resource->name;
  }
  return "";
}

static void
add_holds (GString *text, const TcBigEventView *view)
{
  guint n = 0;

  for (guint i = 0; i < view->holds->len; i++) {
    const TcResourceHold *hold = &g_array_index (view->holds, TcResourceHold, i);
    if (hold->event_id != view->event->id)
      continue;
    if (n++ < HOLDS_MAX) {
      /* Translators: on a quick report: how many of a resource are with whom. */
      g_autofree char *line = g_strdup_printf (_ ("%1$s: %2$d with %3$s"),
                                               find_name (view, hold->resource_id), (int) hold->out,
                                               hold->holder);
      g_autofree char *cut = tc_paper_shorten (line, LINE_CHARS_MAX);
      g_string_append_printf (text, "- %s\n", cut);
    }
  }
  tc_paper_add_rest (text, n, HOLDS_MAX);
}

static void
add_command (GString *text, const TcBigEventView *view)
{
  const TcBigEvent *event = view->event;

  tc_paper_add_heading (text, 2, _ ("Command and response"));
  if (event->commander)
    /* Translators: on a quick report: a person. */
    g_string_append_printf (text, _ ("The response is led by: %s.\n"), event->commander);
  g_string_append_printf (
      /* Translators: numbers of incidents: all, being handled, of those without a unit. */
      text, _ ("Incidents: %1$d; being handled: %2$d, of them without a unit: %3$d.\n"),
      (int) event->n_members, (int) event->n_open, (int) event->n_without);
  add_figures (text, view, TC_FIGURE_DONE);
  add_holds (text, view);
}

char *
tc_quick_report_word_text (const TcBigEventView *view, const char *remark)
{
  GString *text = g_string_new (NULL);

  add_head (text, view);
  add_situation (text, view);
  add_command (text, view);
  tc_paper_add_heading (text, 3, _ ("Damage"));
  add_figures (text, view, TC_FIGURE_DAMAGE);
  if (!has_figures (view, TC_FIGURE_DAMAGE))
    g_string_append_printf (text, "%s\n", _ ("No damage was reported so far."));
  tc_paper_add_heading (text, 4, _ ("Needs"));
  add_figures (text, view, TC_FIGURE_NEED);
  if (!has_figures (view, TC_FIGURE_NEED))
    tc_paper_add_none (text);
  tc_paper_add_heading (text, 5, _ ("Proposals"));
  if (*remark)
    g_string_append (text, remark);
  else
    /* Translators: in place of a list that has nothing in it. */
    g_string_append (text, _ ("None."));
  return g_string_free (text, FALSE);
}
