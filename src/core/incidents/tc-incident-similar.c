/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What may be the same matter: near, recent, of the same group of fields, in similar words. It only
 * proposes; a person merges. The score is of distance, time and text; text
 * alone can't tell, so that distance weighs most.
 *
 * DESIGN: candidates come from the nine cells of the 0.01 degree grid around the place (a cell is
 * more than 1,000 m wide and high in all of Vietnam), so a million incidents cost nine look-ups.
 */
#include "tc-incident-queries-private.h"

#include "tc-fold.h"
#include "tc-geo.h"
#include "tc-incident-record.h"

#include <string.h>

#define CANDIDATES_MAX 200
#define WORDS_MAX 5
#define DISTANCE_WEIGHT 45
#define TIME_WEIGHT 20
#define TEXT_WEIGHT 35
#define WINDOW_US (TC_SIMILAR_DAYS * TC_US_PER_DAY)

typedef struct {
  gint64 incident_id;
  gint64 group_id; /* 0: any */
  gint64 lat_e7;
  gint64 lon_e7;
  gint64 at_us;
  gint64 radius_m;
  GHashTable *pairs; /* (owned) (element-type utf8): of syllables in the text asked for */
} Search;

/* ---- words ---- */

/* Pairs of neighbouring syllables, which is what a Vietnamese word mostly is: "chop vang". */
static GHashTable *
make_pairs (const char *text)
{
  GHashTable *pairs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_auto (GStrv) words = tc_fold_words (text);

  for (guint i = 0; words[i] && words[i + 1]; i++)
    g_hash_table_add (pairs, g_strdup_printf ("%s %s", words[i], words[i + 1]));
  return pairs;
}

static GPtrArray *
find_common (GHashTable *a, GHashTable *b)
{
  GPtrArray *common = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer pair;

  g_hash_table_iter_init (&iter, a);
  while (g_hash_table_iter_next (&iter, &pair, NULL)) {
    if (g_hash_table_contains (b, pair))
      g_ptr_array_add (common, pair);
  }
  return common;
}

/* The pairs in common as @text writes them, each once, in its order, with their marks. Empties
 * @common. */
static char *
show_common (GPtrArray *common, const char *text)
{
  g_autoptr (GString) shown = g_string_new (NULL);
  g_auto (GStrv) tokens = g_strsplit_set (text, " ,.;:!?()\"\n", -1);
  const char *before = NULL;
  guint n = 0;

  for (guint i = 0; tokens[i] && n < WORDS_MAX; i++) {
    if (!*tokens[i])
      continue;
    g_autofree char *both = before ? g_strdup_printf ("%s %s", before, tokens[i]) : NULL;
    g_autofree char *key = both ? tc_fold_key (both) : NULL;
    before = tokens[i];
    guint at;
    if (!key || !g_ptr_array_find_with_equal_func (common, key, g_str_equal, &at))
      continue;
    g_ptr_array_remove_index_fast (common, at);
    g_string_append_printf (shown, "%s%s", shown->len ? ", " : "", both);
    n++;
  }
  return shown->len ? g_string_free (g_steal_pointer (&shown), FALSE) : NULL;
}

static gint64
score_text (const Search *search, const char *text, char **words)
{
  g_autoptr (GHashTable) pairs = make_pairs (text);
  g_autoptr (GPtrArray) common = find_common (search->pairs, pairs);
  /* What the shorter text shares with the longer; a text of a word or two proves little. */
  gint64 base = MAX (MIN (g_hash_table_size (search->pairs), g_hash_table_size (pairs)), 4);

  gint64 shared = MIN ((gint64) common->len, base);

  *words = show_common (common, text);
  return TEXT_WEIGHT * shared / base;
}

/* ---- candidates ---- */

static gint64
score_time (gint64 apart_us)
{
  /* Steps, not a line: an hour apart is the same event, a week apart rarely is. */
  if (apart_us <= TC_US_PER_DAY / 24)
    return TIME_WEIGHT;
  if (apart_us <= TC_US_PER_DAY)
    return TIME_WEIGHT * 3 / 4;
  if (apart_us <= 7 * TC_US_PER_DAY)
    return TIME_WEIGHT / 2;
  return TIME_WEIGHT / 4;
}

static void
weigh_row (const Search *search, TcQuery *query, GArray *found)
{
  gint64 distance_m = tc_geo_distance_m (search->lat_e7, search->lon_e7, tc_query_int (query, 4),
                                         tc_query_int (query, 5));
  gint64 apart_us = ABS (search->at_us - tc_query_int (query, 6));

  if (distance_m > search->radius_m)
    return;
  TcSimilar similar = {
      .incident_id = tc_query_int (query, 0),
      .code = tc_query_dup_text (query, 1),
      .title = tc_query_dup_text (query, 2),
      .state = tc_query_state (query, 3),
      .distance_m = distance_m,
      .apart_us = apart_us,
  };
  g_autofree char *text = g_strdup_printf (
      "%s\n%s", similar.title, tc_query_is_null (query, 7) ? "" : tc_query_text (query, 7));
  similar.score = DISTANCE_WEIGHT * (search->radius_m - distance_m) / search->radius_m +
                  score_time (apart_us) + score_text (search, text, &similar.words);
  g_array_append_val (found, similar);
}

#define CELL_SQL                                                                                   \
  "SELECT i.id, i.code, i.title, i.state, i.lat_e7, i.lon_e7, i.received_us, r.text"               \
  " FROM incident AS i LEFT JOIN field AS f ON f.id = i.field_id LEFT JOIN report AS r"            \
  " ON r.id = (SELECT min (id) FROM report WHERE home_id = i.id) WHERE i.cell = ?1"                \
  " AND i.received_us > ?2 AND i.received_us < ?3 AND i.id <> ?4 AND i.state <> 'merged'"          \
  " AND (?5 = 0 OR f.id IS NULL OR ifnull (f.parent_id, f.id) = ?5)"                               \
  " ORDER BY i.received_us DESC, i.id DESC LIMIT ?6"

static void
search_cell (TcDatabase *db, const Search *search, gint64 cell, GArray *found)
{
  g_autoptr (TcQuery) query = tc_database_query (
      db, CELL_SQL, "iiiiii", cell, search->at_us - WINDOW_US, search->at_us + WINDOW_US,
      search->incident_id, search->group_id, (gint64) CANDIDATES_MAX);

  while (tc_query_next (query))
    weigh_row (search, query, found);
}

/* ---- the answer ---- */

static void
clear_similar (gpointer data)
{
  TcSimilar *similar = data;

  g_free (similar->code);
  g_free (similar->title);
  g_free (similar->words);
}

static int
compare_scores (gconstpointer a, gconstpointer b)
{
  const TcSimilar *similar_a = a;
  const TcSimilar *similar_b = b;

  if (similar_a->score != similar_b->score)
    return similar_a->score < similar_b->score ? 1 : -1;
  return similar_a->incident_id < similar_b->incident_id ? -1 : 1;
}

GArray *
tc_incident_similar (TcDatabase *db, gint64 incident_id, gint64 field_id, gint64 lat_e7,
                     gint64 lon_e7, gint64 at_us, const char *text, gint64 radius_m)
{
  GArray *found = g_array_new (FALSE, TRUE, sizeof (TcSimilar));
  g_autoptr (GHashTable) pairs = make_pairs (text);
  gint64 group_id = tc_database_get_int (
      db, 0, "SELECT ifnull (parent_id, id) FROM field WHERE id = ?", "i", field_id);
  Search search = {incident_id, group_id, lat_e7, lon_e7, at_us, radius_m, pairs};

  g_assert (radius_m > 0 && radius_m <= TC_SIMILAR_STAFF_M);
  g_array_set_clear_func (found, clear_similar);
  if (lat_e7 == TC_NONE || lon_e7 == TC_NONE)
    return found;
  for (gint64 dy = -1; dy <= 1; dy++) {
    for (gint64 dx = -1; dx <= 1; dx++)
      search_cell (db, &search,
                   tc_incident_cell (lat_e7 + dy * TC_CELL_E7, lon_e7 + dx * TC_CELL_E7), found);
  }
  g_array_sort (found, compare_scores);
  if (found->len > TC_SIMILAR_MAX)
    g_array_set_size (found, TC_SIMILAR_MAX);
  return found;
}
