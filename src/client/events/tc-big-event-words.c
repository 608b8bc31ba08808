/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Words for big events; see the header.
 */
#include "tc-big-event-words.h"

#include "tc-incident-export.h"
#include "tc-incident-words.h"
#include "tc-words.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct {
  const char *code;
  const char *word; /* for gettext, with the table's context */
} Word;

static const char *
find_word (const Word *words, gsize n_words, const char *context, const char *code)
{
  for (gsize i = 0; i < n_words; i++) {
    if (g_strcmp0 (words[i].code, code) == 0)
      return g_dpgettext2 (GETTEXT_PACKAGE, context, words[i].word);
  }
  return code ? code : "";
}

const char *
tc_big_event_word_kind (const char *kind)
{
  static const Word kinds[] = {
      {"storm", NC_ ("event", "Storm")},
      {"flood", NC_ ("event", "Flood")},
      {"fire", NC_ ("event", "Fire")},
      {"other", NC_ ("event", "Another big event")},
  };

  return find_word (kinds, G_N_ELEMENTS (kinds), "event", kind);
}

const char *
tc_big_event_get_layout_name (const char *kind)
{
  static const Word layouts[] = {
      {"storm", "Bão"},
      {"flood", "Lũ"},
      {"fire", "Cháy"},
      {"other", "Sự kiện lớn"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (layouts); i++)
    if (g_strcmp0 (layouts[i].code, kind) == 0)
      return layouts[i].word;
  return NULL;
}

const char *
tc_big_event_word_figure (const char *kind)
{
  static const Word figures[] = {
      {"dead", NC_ ("figure", "Dead (people)")},
      {"missing", NC_ ("figure", "Missing (people)")},
      {"injured", NC_ ("figure", "Injured (people)")},
      {"households-affected", NC_ ("figure", "Households affected (households)")},
      {"houses-collapsed", NC_ ("figure", "Houses collapsed or swept away (houses)")},
      {"houses-damaged", NC_ ("figure", "Houses damaged, roofs blown off (houses)")},
      {"houses-flooded", NC_ ("figure", "Houses flooded (houses)")},
      {"rice", NC_ ("figure", "Rice damaged (ha)")},
      {"crops", NC_ ("figure", "Vegetables, crops and fruit trees damaged (ha)")},
      {"aquaculture", NC_ ("figure", "Fish and shrimp ponds damaged (ha)")},
      {"animals", NC_ ("figure", "Farm animals and poultry dead (animals)")},
      {"roads", NC_ ("figure", "Roads flooded or broken (m)")},
      {"dykes", NC_ ("figure", "Dykes and banks broken or slid (m)")},
      {"loss", NC_ ("figure", "Loss, as estimated (million dong)")},
      {"people-needed", NC_ ("figure", "Rescuers needed (people)")},
      {"boats-needed", NC_ ("figure", "Boats needed (boats)")},
      {"pumps-needed", NC_ ("figure", "Pumps needed (pumps)")},
      {"food-needed", NC_ ("figure", "Food needed (rations)")},
      {"water-needed", NC_ ("figure", "Drinking water needed (litres)")},
      {"evacuated", NC_ ("figure", "Evacuated (people)")},
      {"rescued", NC_ ("figure", "Rescued (people)")},
      {"people-sent", NC_ ("figure", "Sent to help (people)")},
      {"vehicles-sent", NC_ ("figure", "Vehicles and boats sent (vehicles)")},
      {"food-given", NC_ ("figure", "Food handed out (rations)")},
      {"dykes-mended", NC_ ("figure", "Dykes and banks mended (m)")},
  };

  return find_word (figures, G_N_ELEMENTS (figures), "figure", kind);
}

const char *
tc_big_event_word_group (TcFigureGroup group)
{
  switch (group) {
  case TC_FIGURE_NEED:
    return C_ ("figure", "Needs");
  case TC_FIGURE_DONE:
    return C_ ("figure", "Done");
  case TC_FIGURE_DAMAGE:
  default:
    return C_ ("figure", "Damage");
  }
}

const char *
tc_big_event_word_item (const char *item)
{
  static const Word items[] = {
      {"duty", NC_ ("event", "The duty team is reinforced; who leads is named")},
      {"warn", NC_ ("event", "Communes and people are warned")},
      {"evacuate", NC_ ("event", "Who is in danger is brought away")},
      {"shelters", NC_ ("event", "Shelters are open and manned")},
      {"resources", NC_ ("event", "Boats, pumps and people stand ready")},
      {"drainage", NC_ ("event", "Sluices, pumping stations and drains are checked")},
      {"power", NC_ ("event", "Power is cut off where it is dangerous")},
      {"roads", NC_ ("event", "Dangerous roads are closed and guarded")},
      {"medical", NC_ ("event", "Hospitals and ambulances are told")},
      {"call-114", NC_ ("event", "The fire brigade (114) is called")},
      {"report", NC_ ("event", "The day's quick report is sent (province: by 19:00)")},
  };

  return find_word (items, G_N_ELEMENTS (items), "event", item);
}

const char *
tc_resource_word_kind (const char *kind)
{
  static const Word kinds[] = {
      {"boat", NC_ ("resource", "Boats")},           {"pump", NC_ ("resource", "Pumps")},
      {"shelter", NC_ ("resource", "Shelters")},     {"vehicle", NC_ ("resource", "Vehicles")},
      {"generator", NC_ ("resource", "Generators")}, {"supplies", NC_ ("resource", "Supplies")},
      {"people", NC_ ("resource", "People")},        {"other", NC_ ("resource", "Others")},
  };

  return find_word (kinds, G_N_ELEMENTS (kinds), "resource", kind);
}

/* ---- an event ---- */

char *
tc_big_event_word_second (const TcBigEvent *event, gint64 now_us)
{
  const char *kind = tc_big_event_word_kind (event->kind);
  g_autofree char *begun = tc_words_clock (event->begun_us, now_us);
  g_autofree char *ended = NULL, *heard = NULL;
  g_autoptr (GString) line = g_string_new (NULL);

  if (event->ended_us == TC_NONE) {
    /* Translators: a kind of big event, and since when. */
    g_string_append_printf (line, _ ("%1$s · since %2$s"), kind, begun);
  } else {
    ended = tc_words_clock (event->ended_us, now_us);
    /* Translators: a kind of big event, and two times. */
    g_string_append_printf (line, _ ("%1$s · from %2$s, ended %3$s"), kind, begun, ended);
  }
  if (event->commander)
    /* Translators: behind a line about a big event: a person. */
    g_string_append_printf (line, _ (" · led by %s"), event->commander);
  if (event->ended_us == TC_NONE && now_us - event->heard_us > TC_BIG_EVENT_SILENT_US) {
    heard = tc_words_clock (event->heard_us, now_us);
    /* Translators: behind a line about a big event of which nothing is heard: a time. */
    g_string_append_printf (line, _ (" · silent since %s"), heard);
  }
  return g_string_free (g_steal_pointer (&line), FALSE);
}

char *
tc_big_event_word_counts (const TcBigEvent *event)
{
  g_autofree char *handled = NULL;
  g_autofree char *all = g_strdup_printf (
      ngettext ("%d incident", "%d incidents", (gulong) event->n_members), (int) event->n_members);

  if (event->n_open == 0)
    return g_steal_pointer (&all);
  /* Translators: "120 incidents", how many of them are being handled, of those without a unit. */
  handled = g_strdup_printf (_ ("%1$s, %2$d being handled, %3$d without a unit"), all,
                             (int) event->n_open, (int) event->n_without);
  if (event->n_late + event->n_soon == 0)
    return g_steal_pointer (&handled);
  /* Translators: "120 incidents, 80 being handled, …", how many of these are late or will be. */
  return g_strdup_printf (_ ("%1$s, %2$d overdue, %3$d due soon"), handled, (int) event->n_late,
                          (int) event->n_soon);
}

char *
tc_big_event_word_log (const TcEventLogRow *row, gint64 now_us)
{
  g_autofree char *when = tc_words_clock (row->at_us, now_us);
  const char *who = row->name ? row->name : C_ ("actor", "automatic");

  if (!row->desk)
    return g_strdup_printf ("%s · %s", when, who);
  return g_strdup_printf ("%s · %s · %s", when, who, row->desk);
}

char *
tc_big_event_word_parts (const TcEventSum *sum, GArray *parts, gint64 now_us)
{
  g_autoptr (GString) line = g_string_new (NULL);
  g_autofree char *when = tc_words_clock (sum->at_us, now_us);

  for (guint i = 0; i < parts->len; i++) {
    const TcEventSum *part = &g_array_index (parts, TcEventSum, i);
    const char *area = tc_incident_pick_name (part->area_vi, part->area_en);
    if (g_str_equal (part->kind, sum->kind) && part->area_id)
      g_string_append_printf (line, "%s %" G_GINT64_FORMAT " · ", area, part->amount);
    else if (g_str_equal (part->kind, sum->kind) && sum->n > 1)
      /* Translators: behind a figure: how much of it no area is named for. */
      g_string_append_printf (line, _ ("no area named %d · "), (int) part->amount);
  }
  g_string_append (line, when);
  return g_string_free (g_steal_pointer (&line), FALSE);
}

char *
tc_big_event_word_checked (const TcEventItem *item, gint64 now_us)
{
  g_autofree char *when = NULL;

  if (item->at_us == TC_NONE)
    return g_strdup ("");
  when = tc_words_clock (item->at_us, now_us);
  if (item->done)
    /* Translators: a time, and a person. */
    return g_strdup_printf (_ ("done at %1$s, %2$s"), when, item->name ? item->name : "");
  /* Translators: a time, and a person. */
  return g_strdup_printf (_ ("open again since %1$s, %2$s"), when, item->name ? item->name : "");
}

char *
tc_big_event_word_report (const TcQuickReport *report)
{
  g_autofree char *until = tc_incident_word_date (report->until_us);

  /* Translators: a number, and the time that it is as of. */
  return g_strdup_printf (_ ("Quick report no. %1$d, as of %2$s"), (int) report->number, until);
}

/* ---- resources ---- */

char *
tc_resource_word_second (const TcResource *resource)
{
  const char *keeper = tc_incident_pick_name (resource->keeper_vi, resource->keeper_en);
  g_autoptr (GString) line = g_string_new (NULL);

  /* Translators: of a resource: how many there are, and how many are left. */
  g_string_append_printf (line, _ ("%1$d, of them %2$d at hand"), (int) resource->count,
                          (int) (resource->count - resource->out));
  if (resource->place)
    g_string_append_printf (line, " · %s", resource->place);
  if (*keeper)
    /* Translators: behind a resource: an agency. */
    g_string_append_printf (line, _ (" · kept by %s"), keeper);
  return g_string_free (g_steal_pointer (&line), FALSE);
}

char *
tc_resource_word_hold (const TcResourceHold *hold, gint64 now_us)
{
  g_autofree char *since = tc_words_clock (hold->at_us, now_us);

  /* Translators: of a resource: how many, with whom, since when. */
  return g_strdup_printf (_ ("%1$d with %2$s, since %3$s"), (int) hold->out, hold->holder, since);
}

/* ---- numbers ---- */

gint64
tc_big_event_read_number (const char *text)
{
  gint64 number = 0;
  guint since_mark = 0, n_digits = 0;
  gboolean marked = FALSE;

  for (; *text; text++) {
    if (g_ascii_isdigit (*text)) {
      number = number * 10 + (*text - '0');
      since_mark++;
      n_digits++;
    } else if (strchr (".,", *text) && n_digits > 0 && (!marked || since_mark == 3)) {
      /* Between thousands, whichever of the two a person is used to. */
      marked = TRUE;
      since_mark = 0;
    } else if (!g_ascii_isspace (*text)) {
      return TC_NONE;
    }
    if (number > TC_FIGURE_MAX)
      return TC_NONE;
  }
  return n_digits == 0 || (marked && since_mark != 3) ? TC_NONE : number;
}

/* ---- what may belong to it ---- */

char *
tc_big_event_word_reasons (const TcEventProposal *proposal, gint64 now_us)
{
  g_autofree char *age = tc_words_age (proposal->received_us, now_us);
  g_autoptr (GString) line = g_string_new (age);

  if (proposal->distance_m != TC_NONE) {
    g_autofree char *distance = tc_words_distance (proposal->distance_m);
    /* Translators: why an incident may belong to a big event: a distance to the nearest of it. */
    g_string_append_printf (line, _ (" · %s away"), distance);
  }
  if (proposal->same_area)
    g_string_append (line, _ (" · the same area"));
  if (proposal->same_field)
    g_string_append (line, _ (" · the same field"));
  return g_string_free (g_steal_pointer (&line), FALSE);
}
