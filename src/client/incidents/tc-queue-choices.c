/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the queue can be filtered by; see the header.
 */
#include "tc-queue-choices.h"

#include "tc-fold.h"
#include "tc-incident-words.h"
#include "tc-now.h"
#include "tc-overview-words.h"
#include "tc-people.h"
#include "tc-places.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define INTERVAL_MS 2000
#define NOTHING (-1)

struct _TcQueueChoices {
  TcWatch parent;
};

G_DEFINE_FINAL_TYPE (TcQueueChoices, tc_queue_choices, TC_TYPE_WATCH)

typedef struct {
  gint64 id;
  char *name_vi;   /* (owned) */
  char *name_en;   /* (owned) */
  char *second_vi; /* (owned) (nullable) */
  char *second_en; /* (owned) (nullable) */
  char **words;    /* (owned): folded, of all its names and its code */
} Choice;

/* (element-type Choice) */
typedef struct {
  GArray *kinds[TC_CHOICE_KINDS]; /* (owned) */
} Choices;

static const struct {
  TcQueueMatch match;
  gsize offset;
  const char *none; /* for gettext: the choice of those that have none */
  const char *key;  /* typed before a colon, folded, without spaces; in English, shorter, … */
  const char *long_key;
  const char *short_key;
} kinds[TC_CHOICE_KINDS] = {
    {TC_MATCH_FIELD, G_STRUCT_OFFSET (TcQueueFilter, field_id), NC_ ("group", "Not classified"),
     "field", "linhvuc", "lv"},
    {TC_MATCH_AREA, G_STRUCT_OFFSET (TcQueueFilter, area_id), NC_ ("group", "No area"), "area",
     "diaban", "db"},
    {TC_MATCH_UNIT, G_STRUCT_OFFSET (TcQueueFilter, agency_id), NC_ ("group", "No unit"), "unit",
     "donvi", "dv"},
};

/* ---- reading ---- */

static void
clear_choice (gpointer data)
{
  Choice *choice = data;

  g_free (choice->name_vi);
  g_free (choice->name_en);
  g_free (choice->second_vi);
  g_free (choice->second_en);
  g_strfreev (choice->words);
}

static void
free_choices (gpointer data)
{
  Choices *choices = data;

  for (guint i = 0; i < TC_CHOICE_KINDS; i++)
    g_array_unref (choices->kinds[i]);
  g_free (choices);
}

static void
add (Choices *choices, TcChoiceKind kind, gint64 id, const char *name_vi, const char *name_en,
     const char *code)
{
  g_autofree char *all = g_strjoin (" ", name_vi, name_en ? name_en : "", code ? code : "", NULL);
  Choice choice = {.id = id,
                   .name_vi = g_strdup (name_vi),
                   .name_en = g_strdup (name_en),
                   .words = tc_fold_words (all)};

  g_array_append_val (choices->kinds[kind], choice);
}

static void
read_fields (TcDatabase *db, Choices *choices)
{
  g_autoptr (TcQuery) query = tc_database_query (
      db,
      "SELECT f.id, f.name_vi, f.name_en, p.name_vi, p.name_en FROM field AS f LEFT JOIN field AS p"
      " ON p.id = f.parent_id WHERE f.active = 1"
      " ORDER BY ifnull (p.position, f.position), f.parent_id IS NOT NULL, f.position, f.id",
      NULL);

  while (tc_query_next (query)) {
    GArray *fields = choices->kinds[TC_CHOICE_FIELD];
    Choice *choice = NULL;
    add (choices, TC_CHOICE_FIELD, tc_query_id (query, 0), tc_query_text (query, 1),
         tc_query_text (query, 2), NULL);
    choice = &g_array_index (fields, Choice, fields->len - 1);
    choice->second_vi = tc_query_dup_text (query, 3);
    choice->second_en = tc_query_dup_text (query, 4);
  }
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  const Choice *one = a, *other = b;

  return g_utf8_collate (one->name_vi, other->name_vi);
}

/* An incident has the innermost area: one that has others within it would be that of none. */
static void
read_areas (TcDatabase *db, Choices *choices, gint64 now_us)
{
  g_autoptr (GPtrArray) areas = tc_places_list_areas (db, now_us);
  g_autoptr (GHashTable) outer = g_hash_table_new (g_int64_hash, g_int64_equal);

  for (guint i = 0; i < areas->len; i++)
    g_hash_table_add (outer, &((TcArea *) areas->pdata[i])->parent_id);
  for (guint i = 0; i < areas->len; i++) {
    const TcArea *area = areas->pdata[i];
    if (!g_hash_table_contains (outer, &area->id))
      add (choices, TC_CHOICE_AREA, area->id, area->name_vi, area->name_en, area->code);
  }
  g_array_sort (choices->kinds[TC_CHOICE_AREA], compare_names);
}

static void
read_units (TcDatabase *db, Choices *choices, gint64 now_us)
{
  g_autoptr (GPtrArray) units = tc_people_list_agencies (db, now_us);

  for (guint i = 0; i < units->len; i++) {
    const TcAgency *unit = units->pdata[i];
    add (choices, TC_CHOICE_UNIT, unit->id, unit->name_vi, unit->name_en, unit->code);
  }
  g_array_sort (choices->kinds[TC_CHOICE_UNIT], compare_names);
}

static gpointer
read_choices (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Choices *choices = g_new0 (Choices, 1);
  gint64 now_us = tc_now_us ();

  for (guint i = 0; i < TC_CHOICE_KINDS; i++) {
    choices->kinds[i] = g_array_new (FALSE, TRUE, sizeof (Choice));
    g_array_set_clear_func (choices->kinds[i], clear_choice);
  }
  read_fields (db, choices);
  read_areas (db, choices, now_us);
  read_units (db, choices, now_us);
  return choices;
}

static void
tc_queue_choices_class_init (TcQueueChoicesClass *class)
{
  static const char *const tables[] = {"field", "area", "agency", NULL};
  TcWatchClass *watch = TC_WATCH_CLASS (class);

  watch->what = "what the queue can be filtered by";
  watch->tables = tables;
  watch->interval_ms = INTERVAL_MS;
  watch->read = read_choices;
  watch->free_view = free_choices;
}

static void
tc_queue_choices_init (TcQueueChoices *self)
{
}

TcQueueChoices *
tc_queue_choices_new (TcDesk *desk)
{
  TcQueueChoices *self = g_object_new (TC_TYPE_QUEUE_CHOICES, NULL);

  tc_watch_follow (TC_WATCH (self), desk);
  return self;
}

/* ---- finding ---- */

static const char *
word_none (TcChoiceKind kind)
{
  return g_dpgettext2 (GETTEXT_PACKAGE, "group", kinds[kind].none);
}

/* Each word asked for is one of those there, or begins one unless @whole. */
static gboolean
has_words (char **there, char **asked, gboolean whole)
{
  for (guint i = 0; asked[i]; i++) {
    guint at = 0;
    while (there[at] &&
           !(whole ? g_str_equal (there[at], asked[i]) : g_str_has_prefix (there[at], asked[i])))
      at++;
    if (!there[at])
      return FALSE;
  }
  return TRUE;
}

GArray *
tc_queue_choices_match (TcQueueChoices *self, TcChoiceKind kind, const char *text, guint limit)
{
  const Choices *choices = tc_watch_get (TC_WATCH (self));
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_auto (GStrv) asked = tc_fold_words (text), none = tc_fold_words (word_none (kind));

  for (guint pass = 0; choices && pass < 2; pass++) {
    for (guint i = 0; i < choices->kinds[kind]->len && ids->len < limit; i++) {
      const Choice *choice = &g_array_index (choices->kinds[kind], Choice, i);
      if (has_words (choice->words, asked, TRUE) == (pass == 0) &&
          has_words (choice->words, asked, FALSE))
        g_array_append_val (ids, choice->id);
    }
  }
  if (ids->len < limit && has_words (none, asked, FALSE))
    g_array_append_vals (ids, &(gint64){0}, 1);
  return ids;
}

const char *
tc_queue_choices_name (TcQueueChoices *self, TcChoiceKind kind, gint64 id, const char **second)
{
  const Choices *choices = tc_watch_get (TC_WATCH (self));

  if (second)
    *second = NULL;
  if (id == 0)
    return word_none (kind);
  for (guint i = 0; choices && i < choices->kinds[kind]->len; i++) {
    const Choice *choice = &g_array_index (choices->kinds[kind], Choice, i);
    if (choice->id != id)
      continue;
    if (second && choice->second_vi)
      *second = tc_incident_pick_name (choice->second_vi, choice->second_en);
    return tc_incident_pick_name (choice->name_vi, choice->name_en);
  }
  return NULL;
}

gint64
tc_queue_choices_get (const TcQueueFilter *filter, TcChoiceKind kind)
{
  return filter->match & kinds[kind].match ? G_STRUCT_MEMBER (gint64, filter, kinds[kind].offset)
                                           : NOTHING;
}

void
tc_queue_choices_set (TcQueueFilter *filter, TcChoiceKind kind, gint64 id)
{
  filter->match &= ~kinds[kind].match;
  if (id == NOTHING)
    return;
  filter->match |= kinds[kind].match;
  G_STRUCT_MEMBER (gint64, filter, kinds[kind].offset) = id;
}

/* ---- in words ---- */

static void
append (GString *words, const char *word)
{
  if (word && *word)
    g_string_append_printf (words, "%s%s", words->len > 0 ? " · " : "", word);
}

static void
append_age (GString *words, const TcQueueFilter *filter)
{
  for (guint i = 0; i < TC_AGE_BANDS; i++) {
    /* Translators: a filter; %s is "under 4 hours", "over 7 days". */
    g_autofree char *word = g_strdup_printf (_ ("received %s ago"), tc_overview_word_band (i));
    if (filter->age_from_us == tc_age_band_from_us[i])
      append (words, word);
  }
}

char *
tc_queue_choices_word (TcQueueChoices *self, const TcQueueFilter *filter)
{
  g_autoptr (GString) words = g_string_new (NULL);
  const TcQueueMatch times = TC_MATCH_RECEIVED | TC_MATCH_RESOLVED | TC_MATCH_REPORTED;

  for (guint i = 0; i < TC_CHOICE_KINDS; i++) {
    gint64 id = tc_queue_choices_get (filter, (TcChoiceKind) i);
    const char *name = NULL;
    if (id == NOTHING)
      continue;
    name = tc_queue_choices_name (self, (TcChoiceKind) i, id, NULL);
    append (words, name ? name : "…");
  }
  if (filter->match & TC_MATCH_PRIORITY)
    append (words, tc_incident_word_priority (filter->priority));
  if (filter->match & TC_MATCH_STATE)
    append (words, tc_incident_word_state (filter->state));
  if (filter->match & TC_MATCH_UNTAKEN)
    append (words, _ ("taken by nobody"));
  if (filter->match & TC_MATCH_LATE)
    append (words, _ ("overdue"));
  if (filter->match & TC_MATCH_SOON)
    append (words, _ ("due soon"));
  if (filter->match & TC_MATCH_TO_APPROVE)
    append (words, _ ("answer to be approved"));
  if (filter->match & TC_MATCH_TO_PUBLISH)
    append (words, _ ("answer to be published"));
  if (filter->match & TC_MATCH_UNTOLD)
    append (words, _ ("reporter to be told"));
  if (filter->match & TC_MATCH_AGE)
    append_age (words, filter);
  if (filter->match & TC_MATCH_CHANNEL)
    append (words, tc_incident_word_channel (filter->channel));
  if (filter->match & times)
    append (words, _ ("of a certain time"));
  if (filter->match & TC_MATCH_EVENT)
    append (words, _ ("of a big event"));
  return g_strdup (words->str);
}

/* ---- typed ---- */

/* The kind that @word means, which ends in a colon or has one and a value behind; -1: none.
 * @before: (nullable): the word before it: "lĩnh" of "lĩnh vực:" */
static int
find_kind (const char *before, const char *word, gboolean *both)
{
  const char *colon = strchr (word, ':');
  g_autofree char *last = colon ? g_strndup (word, (gsize) (colon - word)) : NULL;
  g_autofree char *key = last ? tc_fold (last) : NULL;
  g_autofree char *first = before ? tc_fold (before) : NULL;
  g_autofree char *whole = first && key ? g_strconcat (first, key, NULL) : NULL;

  *both = FALSE;
  for (guint i = 0; key && i < TC_CHOICE_KINDS; i++) {
    *both = whole && g_str_equal (whole, kinds[i].long_key);
    if (*both || g_str_equal (key, kinds[i].key) || g_str_equal (key, kinds[i].long_key) ||
        g_str_equal (key, kinds[i].short_key))
      return (int) i;
  }
  return -1;
}

/* The value goes on as long as there is something that it finds. Returns: how many words it took;
 * 0: it finds nothing. */
static guint
take_value (TcQueueChoices *self, TcChoiceKind kind, const char *value, char **following,
            TcQueueFilter *filter)
{
  g_autoptr (GString) text = g_string_new (value);
  guint taken = 0;

  for (;;) {
    g_autoptr (GArray) found = tc_queue_choices_match (self, kind, text->str, 1);
    g_autofree char *folded = tc_fold_key (text->str);
    if (found->len == 0)
      return taken;
    if (*folded) {
      tc_queue_choices_set (filter, kind, g_array_index (found, gint64, 0));
      taken++;
    }
    if (!*following || strchr (*following, ':'))
      return taken;
    g_string_append_printf (text, " %s", *following++);
    taken += !*folded;
  }
}

char *
tc_queue_choices_take (TcQueueChoices *self, const char *text, TcQueueFilter *filter,
                       char **unknown)
{
  g_auto (GStrv) words = g_strsplit_set (text, " \t", -1);
  g_autoptr (GPtrArray) rest = g_ptr_array_new ();

  *unknown = NULL;
  for (guint i = 0; words[i]; i++) {
    gboolean both = FALSE;
    const char *before = rest->len > 0 ? g_ptr_array_index (rest, rest->len - 1) : NULL;
    int kind = find_kind (before, words[i], &both);
    const char *value = kind >= 0 ? strchr (words[i], ':') + 1 : NULL;
    guint taken = 0;
    if (!value) {
      g_ptr_array_add (rest, words[i]);
      continue;
    }
    if (both)
      g_ptr_array_set_size (rest, (int) rest->len - 1);
    taken = take_value (self, (TcChoiceKind) kind, value, words + i + 1, filter);
    if (taken == 0 && !*unknown && *value)
      *unknown = g_strdup (value);
    i += taken > 0 ? taken - 1 : 0;
  }
  g_ptr_array_add (rest, NULL);
  return g_strjoinv (" ", (char **) rest->pdata);
}
