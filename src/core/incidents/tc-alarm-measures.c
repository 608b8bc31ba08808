/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How good the alarms are; see the header.
 */
#include "tc-alarm-measures.h"

#include "tc-alarm-journal.h"

#include "tc-limits.h"

static void
clear_source (gpointer data)
{
  TcAlarmSource *source = data;

  g_free (source->name_vi);
  g_free (source->name_en);
}

static void
clear_case (gpointer data)
{
  TcAlarmCase *one = data;

  g_free (one->code);
  g_free (one->title);
}

void
tc_alarm_measures_free (TcAlarmMeasures *self)
{
  g_array_unref (self->sources);
  g_array_unref (self->standing);
  g_array_unref (self->chattering);
  g_free (self);
}

TcAlarmRate
tc_alarm_judge_rate (double alarms)
{
  if (alarms <= TC_ALARM_COMFORTABLE)
    return TC_ALARM_RATE_COMFORTABLE;
  if (alarms <= TC_ALARM_LIMIT)
    return TC_ALARM_RATE_LIMIT;
  return alarms < TC_ALARM_FLOOD ? TC_ALARM_RATE_MANY : TC_ALARM_RATE_FLOOD;
}

double
tc_alarm_measures_rate (const TcAlarmMeasures *self)
{
  if (self->manned_us <= 0)
    return -1;
  return (double) self->n_rung * (double) TC_ALARM_SLOT_US /
         (double) MAX (self->manned_us, TC_ALARM_SLOT_US);
}

static gboolean
began (const TcAlarmMeasures *self, const TcAlarmEpisode *episode)
{
  return episode->from_us >= self->from_us && episode->from_us < self->until_us;
}

/* ---- at desks ---- */

static gboolean
covers (const TcAlarmWatch *watch, gint64 at_us)
{
  return watch->from_us <= at_us && watch->until_us > at_us;
}

static gboolean
is_present (GArray *watches, gint64 staff_id, gint64 at_us)
{
  for (guint i = 0; i < watches->len; i++) {
    const TcAlarmWatch *watch = &g_array_index (watches, TcAlarmWatch, i);
    if (watch->staff_id == staff_id && covers (watch, at_us))
      return TRUE;
  }
  return FALSE;
}

/* As is_mine() in tc-alarm-list.c. */
static gboolean
rings_at (const TcAlarmWatch *watch, const TcAlarmEpisode *episode, gboolean absent)
{
  return covers (watch, episode->from_us) &&
         (absent || watch->staff_id == episode->staff_id || watch->staff_id == episode->sent_by);
}

/* A desk and a slot; how many rang there then. */
typedef struct {
  gint64 desk_id;
  gint64 slot;
  guint count;
} Cell;

static guint
hash_cell (gconstpointer data)
{
  const Cell *cell = data;

  return g_int64_hash (&cell->desk_id) ^ (guint) cell->slot;
}

static gboolean
equal_cells (gconstpointer a, gconstpointer b)
{
  const Cell *one = a, *other = b;

  return one->desk_id == other->desk_id && one->slot == other->slot;
}

static Cell *
get_cell (GHashTable *cells, gint64 desk_id, gint64 at_us)
{
  Cell key = {desk_id, at_us / TC_ALARM_SLOT_US, 0};
  Cell *cell = g_hash_table_lookup (cells, &key);

  if (!cell) {
    cell = g_memdup2 (&key, sizeof key);
    g_hash_table_add (cells, cell);
  }
  return cell;
}

/* Time at a desk counts once, whoever and how many were signed in there. Watches are in the order
 * in which they began. */
static void
man_desks (TcAlarmMeasures *self, GArray *watches, GHashTable *cells)
{
  g_autoptr (GHashTable) ends = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);

  for (guint i = 0; i < watches->len; i++) {
    const TcAlarmWatch *watch = &g_array_index (watches, TcAlarmWatch, i);
    const gint64 *end_us = g_hash_table_lookup (ends, &watch->desk_id);
    gint64 from_us = MAX (watch->from_us, self->from_us);
    gint64 until_us = MIN (watch->until_us, self->until_us);

    if (end_us)
      from_us = MAX (from_us, *end_us);
    if (from_us >= until_us)
      continue;
    self->manned_us += until_us - from_us;
    g_hash_table_insert (ends, g_memdup2 (&watch->desk_id, sizeof watch->desk_id),
                         g_memdup2 (&until_us, sizeof until_us));
    for (gint64 at_us = from_us - from_us % TC_ALARM_SLOT_US; at_us < until_us;
         at_us += TC_ALARM_SLOT_US)
      get_cell (cells, watch->desk_id, at_us);
  }
}

/* Once at each desk. */
static void
ring (TcAlarmMeasures *self, const TcAlarmEpisode *episode, GArray *watches, GHashTable *cells)
{
  g_autoptr (GHashTable) desks = g_hash_table_new (g_int64_hash, g_int64_equal);
  gboolean absent = episode->staff_id == 0 ||
                    !is_present (watches, episode->staff_id, episode->from_us);

  for (guint i = 0; i < watches->len; i++) {
    const TcAlarmWatch *watch = &g_array_index (watches, TcAlarmWatch, i);
    if (!rings_at (watch, episode, absent) || !g_hash_table_add (desks, (gpointer) &watch->desk_id))
      continue;
    Cell *cell = get_cell (cells, watch->desk_id, episode->from_us);
    cell->count++;
    self->n_rung++;
    if (cell->count > self->worst) {
      self->worst = cell->count;
      self->worst_us = cell->slot * TC_ALARM_SLOT_US;
    }
  }
}

static void
count_desks (TcAlarmMeasures *self, GArray *episodes, GArray *watches)
{
  g_autoptr (GHashTable) cells = g_hash_table_new_full (hash_cell, equal_cells, g_free, NULL);
  GHashTableIter iter;
  gpointer key = NULL;

  man_desks (self, watches, cells);
  for (guint i = 0; i < episodes->len; i++) {
    const TcAlarmEpisode *episode = &g_array_index (episodes, TcAlarmEpisode, i);
    if (began (self, episode))
      ring (self, episode, watches, cells);
  }
  g_hash_table_iter_init (&iter, cells);
  while (g_hash_table_iter_next (&iter, &key, NULL)) {
    self->n_slots++;
    self->slots[tc_alarm_judge_rate (((const Cell *) key)->count)]++;
  }
}

/* ---- how long until somebody knew ---- */

static int
compare_spans (gconstpointer a, gconstpointer b)
{
  gint64 one = *(const gint64 *) a, other = *(const gint64 *) b;

  return one < other ? -1 : one > other;
}

/* By nearest rank. */
static gint64
find_share (GArray *sorted, guint percent)
{
  guint rank = (sorted->len * percent + 99) / 100;

  return sorted->len == 0 ? TC_NONE : g_array_index (sorted, gint64, MAX (rank, 1) - 1);
}

static void
count_known (TcAlarmMeasures *self, GArray *episodes)
{
  g_autoptr (GArray) spans = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < episodes->len; i++) {
    const TcAlarmEpisode *episode = &g_array_index (episodes, TcAlarmEpisode, i);
    gint64 end_us = self->until_us, span_us;

    if (!began (self, episode))
      continue;
    if (episode->until_us != TC_NONE)
      end_us = MIN (end_us, episode->until_us);
    if (episode->known_us != TC_NONE)
      end_us = MIN (end_us, episode->known_us);
    span_us = end_us - episode->from_us;
    g_array_append_val (spans, span_us);
  }
  g_array_sort (spans, compare_spans);
  self->n_known = spans->len;
  self->known_p50_us = find_share (spans, 50);
  self->known_p95_us = find_share (spans, 95);
}

/* ---- what they are about ---- */

static int
compare_sources (gconstpointer a, gconstpointer b)
{
  const TcAlarmSource *one = a, *other = b;

  if (one->count != other->count)
    return one->count > other->count ? -1 : 1;
  if (one->field_id != other->field_id)
    return one->field_id < other->field_id ? -1 : 1;
  return (int) one->kind - (int) other->kind;
}

static void
count_source (TcAlarmMeasures *self, const TcAlarmEpisode *episode)
{
  TcAlarmSource source = {.field_id = episode->field_id, .kind = episode->kind, .count = 1};

  for (guint i = 0; i < self->sources->len; i++) {
    TcAlarmSource *there = &g_array_index (self->sources, TcAlarmSource, i);
    if (there->field_id == source.field_id && there->kind == source.kind) {
      there->count++;
      return;
    }
  }
  g_array_append_val (self->sources, source);
}

static int
compare_since (gconstpointer a, gconstpointer b)
{
  const TcAlarmCase *one = a, *other = b;

  return one->since_us < other->since_us ? -1 : one->since_us > other->since_us;
}

static void
count_standing (TcAlarmMeasures *self, const TcAlarmEpisode *episode)
{
  TcAlarmCase one = {.incident_id = episode->incident_id,
                     .kind = episode->kind,
                     .priority = episode->priority,
                     .since_us = episode->from_us,
                     .count = 1};

  if (episode->until_us == TC_NONE && episode->from_us <= self->until_us - TC_ALARM_STANDING_US)
    g_array_append_val (self->standing, one);
}

/* ---- chatter ---- */

static int
compare_episodes (gconstpointer a, gconstpointer b)
{
  const TcAlarmEpisode *one = a, *other = b;

  if (one->incident_id != other->incident_id)
    return one->incident_id < other->incident_id ? -1 : 1;
  if (one->kind != other->kind)
    return (int) one->kind - (int) other->kind;
  return one->from_us < other->from_us ? -1 : one->from_us > other->from_us;
}

static gboolean
is_same (const TcAlarmEpisode *one, const TcAlarmEpisode *other)
{
  return one->incident_id == other->incident_id && one->kind == other->kind;
}

static int
compare_counts (gconstpointer a, gconstpointer b)
{
  const TcAlarmCase *one = a, *other = b;

  if (one->count != other->count)
    return one->count > other->count ? -1 : 1;
  return compare_since (a, b);
}

/* @run: the same alarm each time, by when it began */
static void
count_run (TcAlarmMeasures *self, const TcAlarmEpisode *run, guint n)
{
  TcAlarmCase one = {.incident_id = run->incident_id,
                     .kind = run->kind,
                     .priority = run->priority,
                     .since_us = run->from_us,
                     .count = n};

  for (guint i = TC_ALARM_CHATTER_N - 1; i < n; i++) {
    if (run[i].from_us - run[i - (TC_ALARM_CHATTER_N - 1)].from_us <= TC_ALARM_CHATTER_US) {
      g_array_append_val (self->chattering, one);
      return;
    }
  }
}

static void
count_chatter (TcAlarmMeasures *self, GArray *episodes)
{
  g_autoptr (GArray) sorted = g_array_new (FALSE, FALSE, sizeof (TcAlarmEpisode));
  guint from = 0;

  for (guint i = 0; i < episodes->len; i++) {
    const TcAlarmEpisode *episode = &g_array_index (episodes, TcAlarmEpisode, i);
    if (began (self, episode))
      g_array_append_val (sorted, *episode);
  }
  g_array_sort (sorted, compare_episodes);
  for (guint i = 1; i <= sorted->len; i++) {
    const TcAlarmEpisode *first = &g_array_index (sorted, TcAlarmEpisode, from);
    if (i < sorted->len && is_same (first, &g_array_index (sorted, TcAlarmEpisode, i)))
      continue;
    count_run (self, first, i - from);
    from = i;
  }
}

/* ---- public ---- */

static void
keep_first (GArray *array, GCompareFunc compare, guint n_max)
{
  g_array_sort (array, compare);
  if (array->len > n_max)
    g_array_set_size (array, n_max);
}

TcAlarmMeasures *
tc_alarm_measures_make (GArray *episodes, GArray *watches, gint64 from_us, gint64 until_us)
{
  TcAlarmMeasures *self = g_new0 (TcAlarmMeasures, 1);

  self->from_us = from_us;
  self->until_us = until_us;
  self->sources = g_array_new (FALSE, FALSE, sizeof (TcAlarmSource));
  self->standing = g_array_new (FALSE, FALSE, sizeof (TcAlarmCase));
  self->chattering = g_array_new (FALSE, FALSE, sizeof (TcAlarmCase));
  g_array_set_clear_func (self->sources, clear_source);
  g_array_set_clear_func (self->standing, clear_case);
  g_array_set_clear_func (self->chattering, clear_case);
  for (guint i = 0; i < episodes->len; i++) {
    const TcAlarmEpisode *episode = &g_array_index (episodes, TcAlarmEpisode, i);
    count_standing (self, episode);
    if (!began (self, episode))
      continue;
    self->n++;
    self->by_priority[episode->priority]++;
    count_source (self, episode);
  }
  count_desks (self, episodes, watches);
  count_known (self, episodes);
  count_chatter (self, episodes);
  self->n_standing = self->standing->len;
  self->n_chattering = self->chattering->len;
  keep_first (self->sources, compare_sources, TC_ALARM_SOURCES_MAX);
  keep_first (self->standing, compare_since, TC_ALARM_LISTED_MAX);
  keep_first (self->chattering, compare_counts, TC_ALARM_LISTED_MAX);
  return self;
}

static void
name_cases (GArray *cases, TcDatabase *db)
{
  for (guint i = 0; i < cases->len; i++) {
    TcAlarmCase *one = &g_array_index (cases, TcAlarmCase, i);
    if (one->kind == TC_ALARM_JOURNAL) {
      one->title = tc_alarm_journal_dup_title (db, one->incident_id);
      continue;
    }
    g_autoptr (TcQuery) query = tc_database_query (
        db, "SELECT code, title FROM incident WHERE id = ?", "i", one->incident_id);
    if (!tc_query_next (query))
      continue;
    one->code = tc_query_dup_text (query, 0);
    one->title = tc_query_dup_text (query, 1);
  }
}

void
tc_alarm_measures_name (TcAlarmMeasures *self, TcDatabase *db)
{
  for (guint i = 0; i < self->sources->len; i++) {
    TcAlarmSource *source = &g_array_index (self->sources, TcAlarmSource, i);
    g_autoptr (TcQuery) query = tc_database_query (
        db, "SELECT name_vi, name_en FROM field WHERE id = ?", "i", source->field_id);
    if (!tc_query_next (query))
      continue;
    source->name_vi = tc_query_dup_text (query, 0);
    source->name_en = tc_query_dup_text (query, 1);
  }
  name_cases (self->standing, db);
  name_cases (self->chattering, db);
}
