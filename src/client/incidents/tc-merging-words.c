/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is said of several that are to be merged; see tc-incident-merging.h.
 */
#include "tc-incident-merging.h"

#include "tc-incident-words.h"

#include <glib/gi18n-lib.h>

const char *
tc_merging_word_reason (TcLeadReason reason)
{
  switch (reason) {
  case TC_LEADS_CHOSEN:
    /* Translators: of the incident into which others are merged. */
    return _ ("leads: you chose it");
  case TC_LEADS_RUNNING:
    return _ ("proposed to lead: it is still being handled");
  case TC_LEADS_EVENT:
    return _ ("proposed to lead: it leads a big event");
  case TC_LEADS_ORDER:
    return _ ("proposed to lead: a unit has an order for it");
  case TC_LEADS_URGENT:
    return _ ("proposed to lead: none is more urgent");
  case TC_LEADS_TAKEN:
    return _ ("proposed to lead: somebody has it");
  case TC_LEADS_REPORTS:
    return _ ("proposed to lead: it has the most reports");
  case TC_LEADS_OLDEST:
    return _ ("proposed to lead: it came first");
  case TC_LEADS_ONLY:
  default:
    return _ ("proposed to lead: no other can");
  }
}

/* @part: (transfer full) */
static void
append (GString *text, char *part)
{
  if (part && *part)
    g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", part);
  g_free (part);
}

static char *
word_place (const TcIncidentRow *row)
{
  const char *area = tc_incident_pick_name (row->area_name, row->area_en);

  return g_strdup (row->address && *row->address ? row->address : area);
}

char *
tc_merging_word_member (const TcMergeMember *member, gboolean leads)
{
  const TcIncidentRow *row = &member->facts.row;
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *apart = tc_words_age_short (0, member->apart_us);

  append (text, word_place (row));
  if (row->report_count > 1)
    append (text, g_strdup_printf (ngettext ("%d report", "%d reports", (gulong) row->report_count),
                                   (int) row->report_count));
  if (leads)
    return g_string_free (g_steal_pointer (&text), FALSE);
  if (member->distance_m != TC_NONE && !(member->warnings & TC_MERGE_FAR))
    append (text, tc_words_distance (member->distance_m));
  if (!(member->warnings & TC_MERGE_APART))
    /* Translators: how long one incident was received before or after another: "3 min apart". */
    append (text, g_strdup_printf (_ ("%s apart"), apart));
  if (member->score != TC_NONE)
    /* Translators: points out of a hundred that two incidents are the same. */
    append (text, g_strdup_printf (_ ("score %d"), (int) member->score));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
append_impossible (GString *text, const TcMergeMember *member)
{
  const TcIncidentRow *row = &member->facts.row;

  if (member->warnings & TC_MERGE_MERGED)
    /* Translators: the code of an incident. */
    append (text, g_strdup_printf (_ ("already merged into %s"), row->merged_into_code));
  if (member->warnings & TC_MERGE_ENDED)
    /* Translators: the state of an incident. */
    append (text, g_strdup_printf (_ ("can't be merged: %s"), tc_incident_word_state (row->state)));
  if (member->warnings & TC_MERGE_ORDER)
    append (text, g_strdup_printf (
                      /* Translators: a unit. */
                      _ ("%s has an order for it: recall it first, or let this one "
                         "lead"),
                      tc_incident_pick_name (member->facts.order_vi, member->facts.order_en)));
  if (member->warnings & TC_MERGE_EVENT)
    append (text, g_strdup (_ ("leads a big event, so it can only lead here")));
}

static void
append_unlike (GString *text, const TcMergeMember *member)
{
  const TcIncidentRow *row = &member->facts.row;
  g_autofree char *distance = tc_words_distance (MAX (member->distance_m, 0));
  g_autofree char *span = tc_words_span (member->apart_us);

  if (member->warnings & TC_MERGE_FAR)
    /* Translators: a distance. */
    append (text, g_strdup_printf (_ ("far: %s away"), distance));
  if (member->warnings & TC_MERGE_NOWHERE)
    append (text, g_strdup (_ ("no place to compare")));
  if (member->warnings & TC_MERGE_FIELD)
    /* Translators: a field. */
    append (text, g_strdup_printf (_ ("other field: %s"),
                                   tc_incident_pick_name (row->field_vi, row->field_en)));
  if (member->warnings & TC_MERGE_APART)
    /* Translators: a span of time between two incidents: "2 days 3 hours". */
    append (text, g_strdup_printf (_ ("%s between them"), span));
  if (member->warnings & TC_MERGE_UNIT)
    /* Translators: a unit. */
    append (text, g_strdup_printf (_ ("another unit is responsible: %s"),
                                   tc_incident_pick_name (row->unit_vi, row->unit_en)));
  if (member->warnings & TC_MERGE_TAKEN)
    /* Translators: a person. */
    append (text, g_strdup_printf (_ ("%s has it"), row->staff_name ? row->staff_name : "…"));
  if (member->warnings & TC_MERGE_URGENT)
    /* Translators: a priority. */
    append (text, g_strdup_printf (_ ("more urgent than what leads: %s"),
                                   tc_incident_word_priority (row->priority)));
}

char *
tc_merging_word_warnings (const TcMergeMember *member)
{
  g_autoptr (GString) text = g_string_new (NULL);

  append_impossible (text, member);
  append_unlike (text, member);
  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}
