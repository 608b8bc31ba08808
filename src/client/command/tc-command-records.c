/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Records that the command line finds; see the header.
 */
#include "tc-command-records.h"

#include "tc-big-event-queries.h"
#include "tc-big-event-words.h"
#include "tc-dispatch-choosing.h"
#include "tc-duty.h"
#include "tc-fold.h"
#include "tc-hand-over-words.h"
#include "tc-incident-focus.h"
#include "tc-incident-words.h"
#include "tc-intake-look.h"
#include "tc-journal-words.h"
#include "tc-now.h"
#include "tc-people-operations.h"
#include "tc-people.h"
#include "tc-reading-rights.h"
#include "tc-shift-queries.h"

#include <string.h>

/* Shown of each kind, and looked through. */
#define EACH_MAX 2
#define SHEETS_LOOKED_AT 100
/* What is shorter begins too many words. */
#define RECORD_CHARS_MIN 3

TcCommandHit *
tc_command_add_hit (GPtrArray *hits, TcCommandHitKind kind, gint64 id, const char *code,
                    const char *title)
{
  TcCommandHit *hit = g_new0 (TcCommandHit, 1);

  hit->kind = kind;
  hit->id = id;
  hit->code = g_strdup (code);
  hit->title = g_strdup (title);
  g_ptr_array_add (hits, hit);
  return hit;
}

gboolean
tc_command_matches (const char *names, const char *text)
{
  g_autofree char *key = tc_fold_key (names);
  g_autofree char *all = g_strconcat (" ", key, NULL);
  g_auto (GStrv) words = tc_fold_words (text);

  for (guint i = 0; words[i]; i++) {
    g_autofree char *start = g_strconcat (" ", words[i], NULL);
    if (!strstr (all, start))
      return FALSE;
  }
  return words[0] != NULL;
}

/* ---- units ---- */

static gboolean
match_unit (const TcAgency *agency, const char *text)
{
  g_autofree char *code = tc_fold (agency->code), *typed = tc_fold (text);
  g_autofree char *names = g_strjoin (" ", agency->name_vi, agency->name_en, NULL);

  return g_str_has_prefix (code, typed) || tc_command_matches (names, text);
}

/* Those who are responsible for it and have no order, if nothing is typed yet. */
static void
propose_units (TcDatabase *db, const char *incident, guint limit, GPtrArray *hits, gint64 now_us)
{
  gint64 id = tc_incident_find (db, incident, tc_incident_day (now_us));
  g_autoptr (GArray)
      units = tc_dispatch_proposed (db, id, now_us, now_us - TC_FOCUS_VEHICLE_AGE_US);

  for (guint i = 0; i < MIN (units->len, limit); i++) {
    const TcDispatchChoice *unit = &g_array_index (units, TcDispatchChoice, i);
    TcCommandHit *hit = tc_command_add_hit (hits, TC_HIT_UNIT, unit->agency_id, unit->code,
                                            tc_incident_pick_name (unit->name_vi, unit->name_en));
    hit->second = tc_dispatch_choice_word_load (unit, now_us);
  }
}

void
tc_command_find_units (TcDatabase *db, const char *text, const char *incident, guint limit,
                       GPtrArray *hits)
{
  gint64 now_us = tc_now_us ();
  g_autoptr (GPtrArray) agencies = NULL;
  guint n = hits->len;

  if (!*text) {
    if (incident)
      propose_units (db, incident, limit, hits, now_us);
    return;
  }
  agencies = tc_people_list_agencies (db, now_us);
  for (guint i = 0; i < agencies->len && hits->len < n + limit; i++) {
    const TcAgency *agency = agencies->pdata[i];
    if (match_unit (agency, text))
      tc_command_add_hit (hits, TC_HIT_UNIT, agency->id, agency->code,
                          tc_incident_pick_name (agency->name_vi, agency->name_en));
  }
}

/* ---- fields ---- */

void
tc_command_find_fields (TcDatabase *db, const char *text, guint limit, GPtrArray *hits)
{
  g_autoptr (GArray) fields = tc_services (db, TRUE);
  g_autoptr (GArray) found = *text ? tc_intake_match_fields (fields, text, limit) : NULL;

  for (guint i = 0; found && i < found->len; i++) {
    const TcService *field = &g_array_index (fields, TcService, g_array_index (found, guint, i));
    TcCommandHit *hit = tc_command_add_hit (hits, TC_HIT_NAME, field->id, NULL,
                                            tc_incident_pick_name (field->name_vi, field->name_en));
    if (field->group_id != field->id)
      hit->second = g_strdup (tc_incident_pick_name (field->group_vi, field->group_en));
  }
}

/* ---- what has a page of its own ---- */

static void
find_events (TcDatabase *db, const char *text, GPtrArray *hits)
{
  g_autoptr (GPtrArray) events = tc_big_event_list (db, TC_BIG_EVENTS_MAX, tc_now_us ());
  guint n = hits->len;

  for (guint i = 0; i < events->len && hits->len < n + EACH_MAX; i++) {
    const TcBigEvent *event = events->pdata[i];
    g_autofree char *names = g_strjoin (" ", event->title, tc_big_event_word_kind (event->kind),
                                        NULL);
    if (tc_command_matches (names, text))
      tc_command_add_hit (hits, TC_HIT_EVENT, event->id, NULL, event->title)
          ->second = tc_big_event_word_second (event, tc_now_us ());
  }
}

static void
find_people (TcDatabase *db, const char *text, GPtrArray *hits)
{
  g_autoptr (TcProvinceInfo) province = tc_people_get_province (db);
  g_autoptr (GPtrArray) shifts = tc_duty_at (db, province ? province->centre_id : 0, tc_now_us ());
  guint n = hits->len;

  for (guint i = 0; i < shifts->len; i++) {
    const TcDutyShift *shift = shifts->pdata[i];
    for (guint k = 0; k < shift->people->len && hits->len < n + EACH_MAX; k++) {
      const TcOnDuty *person = shift->people->pdata[k];
      const char *shift_name = tc_incident_pick_name (shift->name_vi, shift->name_en);
      if (tc_command_matches (person->name, text))
        tc_command_add_hit (hits, TC_HIT_PERSON, person->staff_id, NULL, person->name)
            ->second = person->title ? g_strjoin (" · ", shift_name, person->title, NULL)
                                     : g_strdup (shift_name);
    }
  }
}

static void
find_shift_papers (TcDatabase *db, const char *text, gint64 staff_id, GPtrArray *hits)
{
  gint64 now_us = tc_now_us ();
  g_autoptr (GPtrArray) entries = NULL, sheets = NULL;
  guint n = hits->len;

  if (tc_reading_rights_look (db, staff_id, TC_SCOPE_INCIDENTS, now_us) != TC_READING_OPEN)
    return;
  entries = tc_journal_list (db, TC_JOURNAL_ALL, TC_JOURNAL_ROWS_MAX);
  for (guint i = 0; i < entries->len && hits->len < n + EACH_MAX; i++) {
    const TcJournalEntry *entry = entries->pdata[i];
    if (tc_command_matches (entry->text, text))
      tc_command_add_hit (hits, TC_HIT_ENTRY, entry->id, NULL, entry->text)
          ->second = tc_journal_word_second (entry, now_us);
  }
  sheets = tc_hand_over_list (db, SHEETS_LOOKED_AT);
  n = hits->len;
  for (guint i = 0; i < sheets->len && hits->len < n + EACH_MAX; i++) {
    const TcHandOverSheet *sheet = sheets->pdata[i];
    g_autofree char *title = tc_hand_over_word_title (sheet);
    if (tc_command_matches (title, text))
      tc_command_add_hit (hits, TC_HIT_SHEET, sheet->id, NULL, title)
          ->second = tc_hand_over_word_given (sheet, now_us);
  }
}

static void
find_resources (TcDatabase *db, const char *text, GPtrArray *hits)
{
  g_autoptr (GArray) resources = tc_resource_list (db);
  guint n = hits->len;

  for (guint i = 0; i < resources->len && hits->len < n + EACH_MAX; i++) {
    const TcResource *resource = &g_array_index (resources, TcResource, i);
    g_autofree char *names = g_strjoin (" ", resource->name, tc_resource_word_kind (resource->kind),
                                        NULL);
    if (tc_command_matches (names, text))
      tc_command_add_hit (hits, TC_HIT_RESOURCE, resource->id, NULL, resource->name)
          ->second = tc_resource_word_second (resource);
  }
}

void
tc_command_find_records (TcDatabase *db, const char *text, gint64 staff_id, GPtrArray *hits)
{
  if (g_utf8_strlen (text, -1) < RECORD_CHARS_MIN)
    return;
  find_events (db, text, hits);
  tc_command_find_units (db, text, NULL, EACH_MAX, hits);
  find_people (db, text, hits);
  find_shift_papers (db, text, staff_id, hits);
  find_resources (db, text, hits);
}
