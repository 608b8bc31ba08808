/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the lines of a province say of each other: names that must point to a line, times that must
 * fit, a tree without circles. Run once every value is sound by itself, so that it asks nothing of
 * their form.
 */
#include "tc-province-private.h"

#include "tc-answer-template.h"
#include "tc-big-event.h"
#include "tc-duty-operations.h"
#include "tc-shift-operations.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

/* A photo as a telephone sends it. */
#define PHOTO_BYTES_MAX (8 * 1024 * 1024)

/* In the files, or on the server where it is asked. */
static gboolean
stands (TcProvince *province, TcProvinceFile file, const char *key)
{
  return tc_province_find (province, file, key) >= 0 ||
         tc_province_find_known (province, file, key) != NULL;
}

/* Where a name is looked for, for messages. */
static const char *
get_where (const TcProvince *province, TcProvinceFile file)
{
  return province->known ? "this file or on the server" : tc_province_layouts[file].name;
}

static void
check_ref (TcProvince *province, TcProvinceFile file, guint row, const TcColumn *column,
           const char *key)
{
  if (!stands (province, column->ref, key))
    tc_province_fault (province, file, (int) row, column->name, _ ("\"%s\" does not stand in %s"),
                       key, get_where (province, column->ref));
}

static void
check_post (TcProvince *province, TcProvinceFile file, guint row, const char *column,
            const char *post)
{
  g_auto (GStrv) parts = g_strsplit (post, "@", 2);

  if (!stands (province, TC_PROVINCE_ROLES, parts[0]))
    tc_province_fault (province, file, (int) row, column,
                       _ ("the role \"%s\" does not stand in %s"), parts[0],
                       get_where (province, TC_PROVINCE_ROLES));
  if (!stands (province, TC_PROVINCE_AGENCIES, parts[1]))
    tc_province_fault (province, file, (int) row, column,
                       _ ("the agency \"%s\" does not stand in %s"), parts[1],
                       get_where (province, TC_PROVINCE_AGENCIES));
}

static void
check_refs (TcProvince *province, TcProvinceFile file, guint row, const TcColumn *column)
{
  g_auto (GStrv) parts = tc_province_dup_list (province, file, row, column->name);

  for (guint i = 0; parts[i]; i++) {
    if (column->kind == TC_COLUMN_POSTS)
      check_post (province, file, row, column->name, parts[i]);
    else if (column->kind != TC_COLUMN_TURNS || !g_str_equal (parts[i], TC_PROVINCE_DAY_OFF))
      check_ref (province, file, row, column, parts[i]);
  }
}

static void
check_file_refs (TcProvince *province, TcProvinceFile file)
{
  const TcColumn *column = tc_province_layouts[file].columns;

  for (; column->name; column++) {
    for (guint row = 0; row < tc_province_get_n_rows (province, file); row++) {
      const char *text = tc_province_get (province, file, row, column->name);
      if (text && column->kind == TC_COLUMN_REF)
        check_ref (province, file, row, column, text);
      else if (text && (column->kind == TC_COLUMN_REFS || column->kind == TC_COLUMN_POSTS ||
                        column->kind == TC_COLUMN_TURNS))
        check_refs (province, file, row, column);
    }
  }
}

/* What @row points to by @column must stand above it: then there is no circle, and loading from
 * the top down always finds it. */
static void
check_above (TcProvince *province, TcProvinceFile file, guint row, const char *column)
{
  const char *key = tc_province_get (province, file, row, column);

  if (key && tc_province_find (province, file, key) >= (int) row)
    tc_province_fault (province, file, (int) row, column, _ ("\"%s\" must stand above this line"),
                       key);
}

/* A place is both or none. */
void
tc_province_check_place (TcProvince *province, TcProvinceFile file, guint row)
{
  gboolean lat = tc_province_get (province, file, row, "lat") != NULL;
  gboolean lon = tc_province_get (province, file, row, "lon") != NULL;

  if (lat != lon)
    tc_province_fault (province, file, (int) row, lat ? "lon" : "lat",
                       _ ("must not be empty where the other of lat and lon is given"));
}

/* Likewise where the parent stands on the server alone. */
static gboolean
is_within (TcProvince *province, TcProvinceFile file, guint row, const TcProvinceSpan *span)
{
  gint64 from_us = G_MININT64;
  gint64 to_us = G_MAXINT64;

  (void) !tc_province_get_day (province, file, row, "valid_from", 0, &from_us);
  (void) !tc_province_get_day (province, file, row, "valid_to", 1, &to_us);
  return from_us >= span->from_us && to_us <= span->to_us;
}

/* An agency or area is in force under its parent alone. */
static void
check_dates (TcProvince *province, TcProvinceFile file, guint row)
{
  const char *from = tc_province_get (province, file, row, "valid_from");
  const char *to = tc_province_get (province, file, row, "valid_to");
  const char *parent = tc_province_get (province, file, row, "parent");

  /* Dates of this form compare as texts. */
  if (to && strcmp (to, from) < 0)
    tc_province_fault (province, file, (int) row, "valid_to", _ ("%s is before valid_from %s"), to,
                       from);
  if (!to && tc_province_get (province, file, row, "successor"))
    tc_province_fault (province, file, (int) row, "successor", _ ("is given without valid_to"));
  int above = parent ? tc_province_find (province, file, parent) : -1;
  const TcProvinceSpan *span = parent && above < 0 ? tc_province_find_known (province, file, parent)
                                                   : NULL;
  const char *parent_from = above < 0
                                ? NULL
                                : tc_province_get (province, file, (guint) above, "valid_from");
  const char *parent_to = above < 0 ? NULL
                                    : tc_province_get (province, file, (guint) above, "valid_to");
  if ((parent_from && strcmp (from, parent_from) < 0) ||
      (parent_to && (!to || strcmp (to, parent_to) > 0)) ||
      (span && !is_within (province, file, row, span)))
    tc_province_fault (province, file, (int) row, "parent",
                       _ ("\"%s\" is not in force as long as what this line says"), parent);
}

/* What takes over is in force on the day after. */
static void
check_successor (TcProvince *province, TcProvinceFile file, guint row)
{
  const char *successor = tc_province_get (province, file, row, "successor");
  int after = successor ? tc_province_find (province, file, successor) : -1;
  const TcProvinceSpan *span = successor && after < 0
                                   ? tc_province_find_known (province, file, successor)
                                   : NULL;
  TcProvinceSpan then = span ? *span : (TcProvinceSpan){G_MAXINT64, G_MAXINT64};
  gint64 at_us;

  if ((after < 0 && !span) || !tc_province_get_day (province, file, row, "valid_to", 1, &at_us))
    return;
  if (after >= 0) {
    (void) !tc_province_get_day (province, file, (guint) after, "valid_from", 0, &then.from_us);
    (void) !tc_province_get_day (province, file, (guint) after, "valid_to", 1, &then.to_us);
  }
  if (after == (int) row || then.from_us > at_us || then.to_us <= at_us)
    tc_province_fault (province, file, (int) row, "successor",
                       _ ("\"%s\" is not in force on the day after valid_to"), successor);
}

/* Agencies and areas are dated trees. */
static void
check_tree (TcProvince *province, TcProvinceFile file)
{
  for (guint row = 0; row < tc_province_get_n_rows (province, file); row++) {
    check_above (province, file, row, "parent");
    tc_province_check_place (province, file, row);
    check_dates (province, file, row);
    check_successor (province, file, row);
  }
}

static void
check_fields (TcProvince *province)
{
  const TcProvinceFile file = TC_PROVINCE_FIELDS;

  for (guint row = 0; row < tc_province_get_n_rows (province, file); row++) {
    const char *parent = tc_province_get (province, file, row, "parent");
    check_above (province, file, row, "parent");
    int above = parent ? tc_province_find (province, file, parent) : -1;
    if (above >= 0 && tc_province_get (province, file, (guint) above, "parent"))
      tc_province_fault (province, file, (int) row, "parent",
                         _ ("\"%s\" is a service itself: a service stands below a field"), parent);
  }
}

/* key:Vietnamese:English */
static gboolean
is_choice (const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, ":", -1);

  return g_strv_length (parts) == 3 && *parts[0] && *parts[1] && *parts[2];
}

static void
check_attributes (TcProvince *province)
{
  const TcProvinceFile file = TC_PROVINCE_ATTRIBUTES;

  for (guint row = 0; row < tc_province_get_n_rows (province, file); row++) {
    g_auto (GStrv) values = tc_province_dup_list (province, file, row, "values");
    gboolean choice = g_str_has_suffix (tc_province_get (province, file, row, "datatype"),
                                        "valuelist");
    if (choice != (values[0] != NULL))
      tc_province_fault (province, file, (int) row, "values",
                         choice ? _ ("must not be empty for a choice")
                                : _ ("only a choice has values"));
    for (guint i = 0; values[i]; i++) {
      if (!is_choice (values[i]))
        tc_province_fault (province, file, (int) row, "values",
                           _ ("\"%s\" is not key:Vietnamese:English"), values[i]);
    }
  }
}

/* One level of a field and priority, and no step longer than the whole. */
static void
check_levels (TcProvince *province)
{
  static const char *const steps[] = {"take_minutes", "dispatch_minutes"};
  const TcProvinceFile file = TC_PROVINCE_LEVELS;
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint row = 0; row < tc_province_get_n_rows (province, file); row++) {
    const char *field = tc_province_get (province, file, row, "field");
    const char *priority = tc_province_get (province, file, row, "priority");
    gint64 whole = tc_province_get_int (province, file, row, "resolve_minutes", 0);
    if (!g_hash_table_add (seen, g_strconcat (field ? field : "", "@", priority, NULL)))
      tc_province_fault (province, file, (int) row, "priority",
                         _ ("%s has a level for %s on a line above already"),
                         field ? field : _ ("every field"), priority);
    for (guint i = 0; i < G_N_ELEMENTS (steps); i++) {
      if (tc_province_get_int (province, file, row, steps[i], 0) > whole)
        tc_province_fault (province, file, (int) row, steps[i],
                           _ ("must not be more than resolve_minutes"));
    }
  }
}

static void
check_answers (TcProvince *province)
{
  const TcProvinceFile file = TC_PROVINCE_ANSWERS;

  for (guint row = 0; row < tc_province_get_n_rows (province, file); row++) {
    const char *text = tc_province_get (province, file, row, "text");
    g_autofree char *stranger = text ? tc_answer_template_find_stranger (text) : NULL;

    if (stranger)
      tc_province_fault (province, file, (int) row, "text",
                         *stranger ? _ ("{%s} is no word that is filled in")
                                   : _ ("a brace%s has no fellow"),
                         stranger);
  }
}

static void
check_escalations (TcProvince *province)
{
  const TcProvinceFile file = TC_PROVINCE_ESCALATIONS;

  for (guint row = 0; row < tc_province_get_n_rows (province, file); row++) {
    if (tc_province_get_int (province, file, row, "minutes", 1) < 1)
      tc_province_fault (province, file, (int) row, "minutes", _ ("must be 1 at least"));
  }
}

/* The same field and area twice would leave it to chance who is asked. */
static void
check_responsibilities (TcProvince *province)
{
  const TcProvinceFile file = TC_PROVINCE_RESPONSIBILITIES;
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint row = 0; row < tc_province_get_n_rows (province, file); row++) {
    const char *field = tc_province_get (province, file, row, "field");
    g_auto (GStrv) areas = tc_province_dup_list (province, file, row, "areas");
    for (guint i = 0; i == 0 || areas[i]; i++) {
      const char *area = areas[0] ? areas[i] : "everywhere";
      if (!g_hash_table_add (seen, g_strconcat (field, "@", area, NULL)))
        tc_province_fault (province, file, (int) row, areas[0] ? "areas" : "field",
                           _ ("%s in %s has an agency on a line above already"), field, area);
      if (!areas[0])
        break;
    }
  }
}

/* Photos are there and not larger than the server takes. */
static void
check_photos (TcProvince *province, guint row)
{
  const TcProvinceFile file = TC_PROVINCE_REPORTS;
  g_auto (GStrv) names = tc_province_dup_list (province, file, row, "photos");

  for (guint i = 0; names[i]; i++) {
    g_autofree char *path = tc_province_dup_photo_path (province, names[i]);
    GStatBuf status;
    if (g_stat (path, &status) != 0 || !S_ISREG (status.st_mode))
      tc_province_fault (province, file, (int) row, "photos", _ ("there is no file photos/%s"),
                         names[i]);
    else if (status.st_size > PHOTO_BYTES_MAX)
      tc_province_fault (province, file, (int) row, "photos",
                         _ ("photos/%s is larger than %d kilobytes"), names[i],
                         PHOTO_BYTES_MAX / 1024);
  }
}

static void
check_report (TcProvince *province, guint row)
{
  static const char *const handled[] = {"dispatched", "working", "resolved", "answered",
                                        "published",  "closed",  "reopened", NULL};
  static const char *const answered[] = {"answered", "published", NULL};
  const TcProvinceFile file = TC_PROVINCE_REPORTS;
  const char *outcome = tc_province_get (province, file, row, "outcome");

  check_above (province, file, row, "duplicate_of");
  check_photos (province, row);
  if (g_strv_contains (handled, outcome) && !tc_province_get (province, file, row, "unit"))
    tc_province_fault (province, file, (int) row, "unit",
                       _ ("must not be empty where the outcome is \"%s\""), outcome);
  if (g_strv_contains (answered, outcome) && !tc_province_get (province, file, row, "answer"))
    tc_province_fault (province, file, (int) row, "answer",
                       _ ("must not be empty where the outcome is \"%s\""), outcome);
  if (g_str_equal (outcome, "merged") && !tc_province_get (province, file, row, "duplicate_of"))
    tc_province_fault (province, file, (int) row, "duplicate_of",
                       _ ("must not be empty where the outcome is \"merged\""));
  if (tc_province_get_int (province, file, row, "rating", 1) < 1)
    tc_province_fault (province, file, (int) row, "rating", _ ("is from 1 to 5"));
}

static void
check_reports (TcProvince *province)
{
  for (guint row = 0; row < tc_province_get_n_rows (province, TC_PROVINCE_REPORTS); row++)
    check_report (province, row);
}

/* Only what is open has a deadline and an end, and nothing lies in the future. */
static void
check_journal (TcProvince *province)
{
  const TcProvinceFile file = TC_PROVINCE_JOURNAL;

  for (guint row = 0; row < tc_province_get_n_rows (province, file); row++) {
    const char *kind = tc_province_get (province, file, row, "kind");
    gboolean open = kind && tc_journal_kind_is_open (kind);
    gboolean done = tc_province_get_int (province, file, row, "done", 0) == 1;

    if (!open && tc_province_get (province, file, row, "due_minutes"))
      tc_province_fault (province, file, (int) row, "due_minutes",
                         _ ("only an order or a fault has a deadline"));
    if (done && (!open || !tc_province_get (province, file, row, "follow_up")))
      tc_province_fault (province, file, (int) row, "done",
                         _ ("only an order or a fault is done, with a follow_up that says how"));
    if (tc_province_get_int (province, file, row, "follow_minutes", 0) >
        tc_province_get_int (province, file, row, "minutes_ago", 0))
      tc_province_fault (province, file, (int) row, "follow_minutes",
                         _ ("must not be more than minutes_ago"));
  }
}

/* Of what a step is about, in the column `what`. */
static gboolean
is_known_thing (const TcProvince *province, const char *step, const char *kind, const char *what)
{
  if (g_str_equal (step, "declare"))
    return g_strv_contains (tc_big_event_kinds, what);
  if (g_str_equal (step, "figure"))
    return tc_big_event_is_figure (what);
  if (g_str_equal (step, "check"))
    return g_strv_contains (tc_big_event_items (kind), what);
  if (g_str_equal (step, "hand-out"))
    return tc_province_find (province, TC_PROVINCE_RESOURCES, what) >= 0;
  return g_str_equal (step, "add") && tc_province_find (province, TC_PROVINCE_REPORTS, what) >= 0;
}

/* The kind of which an event was declared above @row; NULL: it wasn't. */
static const char *
find_kind (const TcProvince *province, const char *event, guint row)
{
  const TcProvinceFile file = TC_PROVINCE_BIG_EVENTS;

  for (guint above = 0; above < row; above++)
    if (g_str_equal (tc_province_get (province, file, above, "event"), event) &&
        g_str_equal (tc_province_get (province, file, above, "step"), "declare"))
      return tc_province_get (province, file, above, "what");
  return NULL;
}

/* An event is declared first; what a step needs is there, and nothing that it has no use for. */
static void
check_big_event (TcProvince *province, guint row)
{
  const TcProvinceFile file = TC_PROVINCE_BIG_EVENTS;
  const char *event = tc_province_get (province, file, row, "event");
  const char *step = tc_province_get (province, file, row, "step");
  const char *what = tc_province_get (province, file, row, "what");
  gboolean text = tc_province_get (province, file, row, "text") != NULL;
  gboolean amount = tc_province_get (province, file, row, "amount") != NULL;
  gboolean words = g_str_equal (step, "command") || g_str_equal (step, "log");
  gboolean out = g_str_equal (step, "hand-out");
  const char *kind = find_kind (province, event, row);

  if (g_str_equal (step, "declare") == (kind != NULL))
    tc_province_fault (province, file, (int) row, "step",
                       kind ? _ ("the event is declared on a line above already")
                            : _ ("the event is not declared on a line above"));
  else if (words ? what != NULL : !what || !is_known_thing (province, step, kind, what))
    tc_province_fault (province, file, (int) row, "what",
                       words ? _ ("has no meaning in this step")
                             : _ ("is nothing that this step knows"));
  if ((words || out) && !text)
    tc_province_fault (province, file, (int) row, "text", _ ("must not be empty in this step"));
  if ((out || g_str_equal (step, "figure")) != amount)
    tc_province_fault (province, file, (int) row, "amount",
                       amount ? _ ("has no meaning in this step")
                              : _ ("must not be empty in this step"));
}

static void
check_big_events (TcProvince *province)
{
  for (guint row = 0; row < tc_province_get_n_rows (province, TC_PROVINCE_BIG_EVENTS); row++)
    check_big_event (province, row);
}

static void
check_resources (TcProvince *province)
{
  for (guint row = 0; row < tc_province_get_n_rows (province, TC_PROVINCE_RESOURCES); row++)
    if (tc_province_get_int (province, TC_PROVINCE_RESOURCES, row, "count", 0) < 1)
      tc_province_fault (province, TC_PROVINCE_RESOURCES, (int) row, "count", _ ("is 1 or more"));
}

/* A shift lasts some time; whoever isn't active has no duty; a cycle is not endless. */
static void
check_roster (TcProvince *province)
{
  const TcProvinceFile file = TC_PROVINCE_ROSTER;

  for (guint row = 0; row < tc_province_get_n_rows (province, TC_PROVINCE_SHIFTS); row++) {
    if (tc_province_get_minutes (province, TC_PROVINCE_SHIFTS, row, "starts") ==
        tc_province_get_minutes (province, TC_PROVINCE_SHIFTS, row, "ends"))
      tc_province_fault (province, TC_PROVINCE_SHIFTS, (int) row, "ends", _ ("is when it starts"));
  }
  for (guint row = 0; row < tc_province_get_n_rows (province, file); row++) {
    g_auto (GStrv) turns = tc_province_dup_list (province, file, row, "pattern");
    g_auto (GStrv) accounts = tc_province_dup_list (province, file, row, "accounts");
    const char *from = tc_province_get (province, file, row, "valid_from");
    const char *to = tc_province_get (province, file, row, "valid_to");
    if (g_strv_length (turns) > TC_DUTY_CYCLE_MAX)
      tc_province_fault (province, file, (int) row, "pattern", _ ("is longer than %d days"),
                         TC_DUTY_CYCLE_MAX);
    if (to && strcmp (to, from) < 0)
      tc_province_fault (province, file, (int) row, "valid_to", _ ("%s is before valid_from %s"),
                         to, from);
    for (guint i = 0; accounts[i]; i++) {
      int person = tc_province_find (province, TC_PROVINCE_STAFF, accounts[i]);
      if (person >= 0 &&
          tc_province_get_int (province, TC_PROVINCE_STAFF, (guint) person, "active", 1) == 0)
        tc_province_fault (province, file, (int) row, "accounts", _ ("\"%s\" is not active"),
                           accounts[i]);
    }
  }
}

/* Every {slot} of a sentence can be filled. */
static void
check_slots (TcProvince *province, guint row, const char *sentence)
{
  static const char *const known[] = {"place", "area", NULL};
  const TcProvinceFile file = TC_PROVINCE_SENTENCES;

  for (const char *open = strchr (sentence, '{'); open; open = strchr (open + 1, '{')) {
    const char *close = strchr (open, '}');
    g_autofree char *slot = close ? g_strndup (open + 1, (gsize) (close - open) - 1) : NULL;
    gboolean found = slot && g_strv_contains (known, slot);
    for (guint i = 0; slot && !found && i < tc_province_get_n_rows (province, TC_PROVINCE_WORDS);
         i++)
      found = g_str_equal (tc_province_get (province, TC_PROVINCE_WORDS, i, "slot"), slot);
    if (!slot)
      tc_province_fault (province, file, (int) row, "sentence", _ ("'{' is never closed"));
    else if (!found)
      tc_province_fault (province, file, (int) row, "sentence", _ ("nothing fills {%s}"), slot);
  }
}

static void
check_sentences (TcProvince *province)
{
  for (guint row = 0; row < tc_province_get_n_rows (province, TC_PROVINCE_SENTENCES); row++)
    check_slots (province, row, tc_province_get (province, TC_PROVINCE_SENTENCES, row, "sentence"));
}

static gboolean
has_sentence (TcProvince *province, const char *service)
{
  const TcProvinceFile file = TC_PROVINCE_SENTENCES;

  for (guint row = 0; row < tc_province_get_n_rows (province, file); row++) {
    if (g_str_equal (tc_province_get (province, file, row, "service"), service))
      return TRUE;
  }
  return FALSE;
}

/* What is reported can be said. */
static void
check_services (TcProvince *province, TcProvinceFile file)
{
  for (guint row = 0; row < tc_province_get_n_rows (province, file); row++) {
    g_auto (GStrv) services = tc_province_dup_list (province, file, row, "services");
    for (guint i = 0; services[i]; i++) {
      if (!has_sentence (province, services[i]))
        tc_province_fault (province, file, (int) row, "services",
                           _ ("sentences.csv says nothing about \"%s\""), services[i]);
    }
  }
}

void
tc_province_check_links (TcProvince *province)
{
  g_autofree char *centre = tc_province_dup_setting (province, "centre");

  if (!province->known && tc_province_find (province, TC_PROVINCE_AGENCIES, centre) < 0)
    tc_province_fault_text (province,
                            g_strdup_printf (_ ("province.ini: centre: \"%s\" does not stand in "
                                                "agencies.csv"),
                                             centre));
  for (guint file = 0; file < TC_PROVINCE_N_FILES; file++)
    check_file_refs (province, file);
  check_tree (province, TC_PROVINCE_AGENCIES);
  check_tree (province, TC_PROVINCE_AREAS);
  check_fields (province);
  check_levels (province);
  check_answers (province);
  check_escalations (province);
  check_attributes (province);
  check_responsibilities (province);
  check_reports (province);
  check_journal (province);
  check_big_events (province);
  check_resources (province);
  tc_province_check_cameras (province);
  check_roster (province);
  check_sentences (province);
  check_services (province, TC_PROVINCE_RHYTHM);
  check_services (province, TC_PROVINCE_EVENTS);
}
