/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The words; see the header.
 */
#include "tc-tray-words.h"

#include "tc-incident-words.h"

#include <glib/gi18n-lib.h>

static void
clear_fact (gpointer data)
{
  TcTrayFact *fact = data;

  g_free (fact->label);
  g_free (fact->then);
  g_free (fact->now);
}

static GArray *
new_facts (void)
{
  GArray *facts = g_array_new (FALSE, TRUE, sizeof (TcTrayFact));

  g_array_set_clear_func (facts, clear_fact);
  return facts;
}

/* Takes @then and @now. */
static void
add_fact (GArray *facts, const char *label, char *then, char *now)
{
  TcTrayFact fact = {g_strdup (label), then ? then : g_strdup (""), now ? now : g_strdup (""),
                     FALSE};

  fact.changed = *fact.then && *fact.now && !g_str_equal (fact.then, fact.now);
  g_array_append_val (facts, fact);
}

char *
tc_tray_word_wanted (const TcTrayEntry *entry)
{
  TcTrayForm form = tc_tray_get_form (entry);
  const char *text = NULL;
  const char *name = tc_incident_word_operation (entry->operation);

  /* A file is known by its name. */
  if (g_variant_lookup (entry->args, form.argument ? form.argument : "name", "&s", &text) &&
      *text) {
    /* Translators: what was done, then what was typed with it. */
    return g_strdup_printf (_ ("%s: “%s”"), name, text);
  }
  return g_strdup (name);
}

char *
tc_tray_word_when (const TcTrayEntry *entry, const TcTrayDetail *detail, gint64 now_us)
{
  g_autofree char *made = tc_words_clock (entry->made_us, now_us);
  g_autofree char *refused = tc_words_clock (entry->refused_us, now_us);

  if (detail && detail->actor_name) {
    /* Translators: a person, and two times. */
    return g_strdup_printf (_ ("%1$s did this here at %2$s; the server refused it at %3$s"),
                            detail->actor_name, made, refused);
  }
  /* Translators: two times. */
  return g_strdup_printf (_ ("done at %s, refused at %s"), made, refused);
}

char *
tc_tray_word_cause (const TcTrayDetail *detail, gint64 now_us)
{
  const TcIncidentEvent *event;

  if (!detail->detail || detail->cause < 0)
    return NULL;
  event = &g_array_index (detail->detail->events, TcIncidentEvent, (guint) detail->cause);
  g_autofree char *when = tc_words_clock (event->at_us, now_us);
  g_autofree char *who = tc_incident_word_actor (event);
  g_autofree char *what = tc_incident_word_event (event, detail->detail, now_us);
  /* Translators: a time, a person (and desk), and what that person did, as the history says it. */
  return g_strdup_printf (_ ("At %1$s, %2$s: %3$s"), when, who, what);
}

char *
tc_tray_word_settled (const TcTrayEntry *entry, const TcTrayDetail *detail, gint64 now_us)
{
  g_autofree char *when = NULL;
  const char *who = detail && detail->settled_name ? detail->settled_name : "…";

  if (!entry->settled_us)
    return NULL;
  when = tc_words_clock (entry->settled_us, now_us);
  if (g_strcmp0 (entry->settled_how, "resent") == 0)
    /* Translators: a time and a person. */
    return g_strdup_printf (_ ("Sent again at %1$s by %2$s"), when, who);
  if (g_strcmp0 (entry->settled_how, "edited") == 0)
    /* Translators: a time and a person. */
    return g_strdup_printf (_ ("Changed and sent again at %1$s by %2$s"), when, who);
  if (entry->settled_text && *entry->settled_text) {
    /* Translators: a time, a person, and the reason that was typed. */
    return g_strdup_printf (_ ("Set aside at %1$s by %2$s: “%3$s”"), when, who,
                            entry->settled_text);
  }
  /* Translators: a time and a person. */
  return g_strdup_printf (_ ("Set aside at %1$s by %2$s"), when, who);
}

/* ---- what was wanted ---- */

static void
add_time (GArray *facts, const TcTrayEntry *entry, const char *label, const char *name,
          gint64 now_us)
{
  gint64 time_us = TC_NONE;

  if (g_variant_lookup (entry->args, name, "x", &time_us) && time_us != TC_NONE)
    add_fact (facts, label, tc_words_clock (time_us, now_us), NULL);
}

static void
add_text (GArray *facts, const TcTrayEntry *entry, const char *label, const char *name)
{
  const char *text = NULL;

  if (g_variant_lookup (entry->args, name, "&s", &text) && *text)
    add_fact (facts, label, g_strdup (text), NULL);
}

/* Whatever the caller left of herself. */
static void
add_reporter (GArray *facts, const TcTrayEntry *entry)
{
  static const char *const names[] = {"reporter_name", "reporter_phone", "reporter_email",
                                      "reporter_address"};
  g_autoptr (GString) all = g_string_new (NULL);
  const char *text = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_variant_lookup (entry->args, names[i], "&s", &text))
      g_string_append_printf (all, "%s%s", all->len > 0 ? " · " : "", text);
  if (all->len > 0)
    add_fact (facts, _ ("Reporter"), g_strdup (all->str), NULL);
}

GArray *
tc_tray_list_wanted (const TcTrayEntry *entry, const TcTrayDetail *detail, gint64 now_us)
{
  GArray *facts = new_facts ();
  const char *agency = tc_incident_pick_name (detail->agency_vi, detail->agency_en);
  const char *field = tc_incident_pick_name (detail->field_vi, detail->field_en);
  const char *typed = tc_tray_get_form (entry).argument, *text = NULL;
  gint64 priority = 0;

  if (*agency)
    add_fact (facts, _ ("Unit"), g_strdup (agency), NULL);
  if (detail->staff_name)
    add_fact (facts, _ ("Person"), g_strdup (detail->staff_name), NULL);
  if (detail->other_code)
    add_fact (facts, _ ("The other incident"), g_strdup (detail->other_code), NULL);
  if (*field)
    add_fact (facts, _ ("Field"), g_strdup (field), NULL);
  if (g_strcmp0 (typed, "reason") != 0 && g_variant_lookup (entry->args, "reason", "&s", &text))
    add_fact (facts, _ ("Reason"), g_strdup (tc_incident_word_reason (text)), NULL);
  if (g_variant_lookup (entry->args, "priority", "x", &priority) && priority >= 1 && priority <= 4)
    add_fact (facts, _ ("Priority"), g_strdup (tc_incident_word_priority (priority)), NULL);
  add_time (facts, entry, _ ("New time"), "when_us", now_us);
  add_text (facts, entry, _ ("Title"), "title");
  add_text (facts, entry, _ ("Address"), "address");
  add_reporter (facts, entry);
  add_text (facts, entry, _ ("File"), "name");
  return facts;
}

/* ---- then and now ---- */

static char *
word_time (gint64 time_us, gint64 now_us)
{
  return time_us == TC_NONE || time_us == 0 ? g_strdup (C_ ("deadline", "none"))
                                            : tc_words_clock (time_us, now_us);
}

static char *
word_name (const char *name)
{
  return g_strdup (name && *name ? name : C_ ("person or unit", "none"));
}

GArray *
tc_tray_list_facts (const TcTrayDetail *detail, gint64 now_us)
{
  const TcIncidentRow *row = detail->detail ? &detail->detail->incident : NULL;
  const TcIncidentSeen *seen = detail->seen;
  GArray *facts = new_facts ();

  if (!row)
    return facts;
  add_fact (facts, _ ("State"), seen ? g_strdup (tc_incident_word_state (seen->state)) : NULL,
            g_strdup (tc_incident_word_state (row->state)));
  add_fact (facts, _ ("Taken by"), seen ? word_name (detail->seen_staff) : NULL,
            word_name (row->staff_name));
  add_fact (facts, _ ("Unit"),
            seen ? word_name (tc_incident_pick_name (detail->seen_unit_vi, detail->seen_unit_en))
                 : NULL,
            word_name (tc_incident_pick_name (row->unit_vi, row->unit_en)));
  add_fact (facts, _ ("Priority"),
            seen ? g_strdup (tc_incident_word_priority (seen->priority)) : NULL,
            g_strdup (tc_incident_word_priority (row->priority)));
  add_fact (facts, _ ("Deadline"), seen ? word_time (seen->due_us, now_us) : NULL,
            word_time (row->due_us, now_us));
  if (row->merged_into)
    add_fact (facts, _ ("Merged into"), g_strdup (detail->seen_into ? detail->seen_into : "–"),
              g_strdup (row->merged_into_code ? row->merged_into_code : "…"));
  return facts;
}

char *
tc_tray_word_way (const TcTrayDetail *detail, TcTrayWay way)
{
  const TcIncidentRow *row = detail->detail ? &detail->detail->incident : NULL;

  if (!row || way == TC_TRAY_NO_WAY)
    return NULL;
  if (way == TC_TRAY_TAKE_OVER)
    /* Translators: a button; a person who has an incident. */
    return g_strdup_printf (_ ("Take over from %s"), row->staff_name ? row->staff_name : "…");
  /* Translators: a button; the code of the incident that this one was merged into. */
  return g_strdup_printf (_ ("Send to %s instead"),
                          row->merged_into_code ? row->merged_into_code : "…");
}
