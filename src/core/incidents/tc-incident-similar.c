/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What may be the same matter: near, recent, of the same group of fields, in similar words, with a
 * similar photo. It only proposes; a person merges. The score is the sum of four parts, of which
 * text alone can't tell: two people say the same thing in other words, and the same words of
 * another place.
 *
 * DESIGN: candidates come from the nine cells of the 0.01 degree grid around the place (a cell is
 * more than 1,000 m wide and high in all of Vietnam), out of an index that holds all that place and
 * time are weighed by; a million incidents cost nine look-ups. Those that are ahead then are read,
 * until what is left can't come up any more whatever it says.
 */
#include "tc-incident-queries-private.h"

#include "tc-field-words.h"
#include "tc-geo.h"
#include "tc-incident-record.h"
#include "tc-log2.h"

#include <string.h>

/* Of a cell; the newest. */
#define CANDIDATES_MAX 5000
/* Whose words are read. */
#define READ_MAX 30
#define WORDS_MAX 5
/* The parts of the score; from this distance on, and with time halved after so long. */
#define PLACE_SCORE 45
#define PLACE_M 400
#define TIME_SCORE 30
#define TIME_HALF_US TC_US_PER_DAY
#define TEXT_SCORE 25
/* Two kinds of one group of fields may be one matter that two people call otherwise, but rarely. */
#define KIND_SCORE (-25)
/* What looks the same is added to that, up to 100 in all; photos that don't say nothing. */
#define PHOTO_SCORE 25
#define PHOTO_BITS_SAME 4
#define PHOTO_BITS_OTHER 14
/* Pictures of an incident that are compared. */
#define PHOTOS_MAX 8
/* Half of the words are as good as all. */
#define TEXT_FULL_PERCENT 50
/* A text of a word or two proves little: it counts as if it had so many. */
#define WORDS_MIN 8
#define WINDOW_US (TC_SIMILAR_DAYS * TC_US_PER_DAY)

typedef struct {
  gint64 incident_id;
  gint64 field_id;
  gint64 group_id; /* 0: any */
  gint64 lat_e7;
  gint64 lon_e7;
  gint64 at_us;
  gint64 radius_m;
  GHashTable *groups; /* (owned): id of a field to that of its group */
  GHashTable *words;  /* (owned): words of the text to their weight */
  gint64 weight;      /* of all words together */
  GArray *looks;      /* (owned) (element-type gint64): of its photos */
} Search;

/* ---- words ---- */

/* The rarer a word is in what this desk has learnt, the more it says. */
static gint64
weigh_word (TcDatabase *db, const char *word, gint64 all)
{
  gint64 n = tc_database_get_int (db, 0, "SELECT total (n) FROM learnt_word WHERE word = ?", "s",
                                  word);

  return MAX (tc_log2 ((guint64) MAX (all, 64) + 1) - tc_log2 ((guint64) CLAMP (n, 0, all) + 1), 1);
}

static void
take_words (TcDatabase *db, Search *search, const char *text)
{
  g_autoptr (GPtrArray) words = tc_field_words (text);
  gint64 all = tc_database_get_int (db, 0, "SELECT total (n) FROM learnt_field", NULL);

  for (guint i = 0; i < words->len; i++) {
    gint64 weight = weigh_word (db, g_ptr_array_index (words, i), all);
    g_hash_table_insert (search->words, g_strdup (g_ptr_array_index (words, i)),
                         GSIZE_TO_POINTER (weight));
    search->weight += weight;
  }
}

/* Heavier ones first: what two texts have in common is said by them. */
static int
compare_weights (gconstpointer a, gconstpointer b, gpointer data)
{
  const char *one = *(const char *const *) a, *other = *(const char *const *) b;
  gsize weight = GPOINTER_TO_SIZE (g_hash_table_lookup (data, one));
  gsize other_weight = GPOINTER_TO_SIZE (g_hash_table_lookup (data, other));

  if (weight != other_weight)
    return weight < other_weight ? 1 : -1;
  return strcmp (one, other);
}

/* Pairs of syllables alone: one by itself is no word to a reader. */
static char *
show_common (const Search *search, GPtrArray *common, const char *text)
{
  g_autoptr (GPtrArray) pairs = g_ptr_array_new ();

  for (guint i = 0; i < common->len; i++)
    if (tc_field_word_is_pair (g_ptr_array_index (common, i)))
      g_ptr_array_add (pairs, g_ptr_array_index (common, i));
  g_ptr_array_sort_with_data (pairs, compare_weights, search->words);
  if (pairs->len > WORDS_MAX)
    g_ptr_array_set_size (pairs, WORDS_MAX);
  return tc_field_words_show (pairs, text);
}

/* What the shorter text shares with the longer, by weight. Words that only the other text has are
 * taken to weigh what those of this one do. */
static gint64
score_text (const Search *search, const char *text, char **shown)
{
  g_autoptr (GPtrArray) words = tc_field_words (text);
  g_autoptr (GPtrArray) common = g_ptr_array_new ();
  gint64 n = (gint64) g_hash_table_size (search->words);
  gint64 shared = 0, whole;

  for (guint i = 0; i < words->len; i++) {
    gpointer weight = g_hash_table_lookup (search->words, g_ptr_array_index (words, i));
    if (!weight)
      continue;
    shared += (gint64) GPOINTER_TO_SIZE (weight);
    g_ptr_array_add (common, g_ptr_array_index (words, i));
  }
  if (n == 0 || words->len == 0)
    return 0;
  whole = shared + (gint64) (words->len - common->len) * search->weight / n;
  whole = MAX (MIN (whole, search->weight), WORDS_MIN * search->weight / n);
  *shown = show_common (search, common, text);
  return TEXT_SCORE * MIN (100 * shared / whole, TEXT_FULL_PERCENT) / TEXT_FULL_PERCENT;
}

/* ---- photos ---- */

static GArray *
read_looks (TcDatabase *db, gint64 incident_id)
{
  GArray *looks = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (TcQuery) query = tc_database_query (
      db,
      "SELECT DISTINCT p.look FROM report AS r JOIN attachment AS a ON a.report_id = r.id JOIN"
      " picture_look AS p ON p.hash = a.hash WHERE r.incident_id = ?1 UNION SELECT p.look FROM"
      " attachment AS a JOIN picture_look AS p ON p.hash = a.hash WHERE a.incident_id = ?1"
      " ORDER BY 1 LIMIT ?2",
      "ii", incident_id, (gint64) PHOTOS_MAX);

  while (tc_query_next (query)) {
    gint64 look = tc_query_int (query, 0);
    g_array_append_val (looks, look);
  }
  return looks;
}

#define UNSEEN_SQL                                                                                 \
  "SELECT a.hash FROM attachment AS a WHERE (a.incident_id = ?1 OR a.report_id IN (SELECT id FROM" \
  " report WHERE incident_id = ?1)) AND a.media_type IN ('image/jpeg', 'image/png')"               \
  " ORDER BY a.id LIMIT 1"

/* Of the two that are most alike. TC_NONE: one of the incidents has no photo that is known here. */
static gint64
score_photos (const Search *search, GArray *looks)
{
  gint64 fewest = 64;

  if (search->looks->len == 0 || looks->len == 0)
    return TC_NONE;
  for (guint i = 0; i < search->looks->len; i++) {
    for (guint k = 0; k < looks->len; k++) {
      guint64 other = (guint64) g_array_index (search->looks, gint64, i) ^
                      (guint64) g_array_index (looks, gint64, k);
      fewest = MIN (fewest, __builtin_popcountll (other));
    }
  }
  fewest = CLAMP (fewest, PHOTO_BITS_SAME, PHOTO_BITS_OTHER);
  return PHOTO_SCORE * (PHOTO_BITS_OTHER - fewest) / (PHOTO_BITS_OTHER - PHOTO_BITS_SAME);
}

/* ---- candidates ---- */

static gint64
score_place (gint64 distance_m)
{
  return PLACE_SCORE * MAX (PLACE_M - distance_m, 0) / PLACE_M;
}

/* What happens once is told of within hours; what stays is told of for days, and less and less
 * likely as news. */
static gint64
score_time (gint64 apart_us)
{
  return TIME_SCORE * TIME_HALF_US / (TIME_HALF_US + apart_us);
}

static gboolean
is_of_group (const Search *search, gint64 field_id)
{
  gint64 *group = field_id ? g_hash_table_lookup (search->groups, &field_id) : NULL;

  return search->group_id == 0 || !group || *group == search->group_id;
}

/* A metre is less than so much in all of Vietnam, along or across. */
#define METRE_E7 100

#define CELL_SQL                                                                                   \
  "SELECT id, lat_e7, lon_e7, received_us, field_id FROM incident WHERE cell = ?1 AND received_us" \
  " > ?2 AND received_us < ?3 AND abs (lat_e7 - ?6) < ?8 AND abs (lon_e7 - ?7) < ?8 AND id <> ?4"  \
  " AND state <> 'merged' ORDER BY received_us DESC, id DESC LIMIT ?5"

/* Of a query with the columns of CELL_SQL. */
static void
take_candidates (TcQuery *query, const Search *search, GArray *found)
{
  while (tc_query_next (query)) {
    gint64 field_id = tc_query_id (query, 4);
    if (!is_of_group (search, field_id))
      continue;
    TcSimilar similar = {
        .incident_id = tc_query_int (query, 0),
        .distance_m = tc_geo_distance_m (search->lat_e7, search->lon_e7, tc_query_int (query, 1),
                                         tc_query_int (query, 2)),
        .apart_us = ABS (search->at_us - tc_query_int (query, 3)),
        .photo = TC_NONE,
    };
    if (similar.distance_m > search->radius_m)
      continue;
    similar.place = score_place (similar.distance_m);
    similar.time = score_time (similar.apart_us);
    similar.kind = field_id && search->field_id && field_id != search->field_id ? KIND_SCORE : 0;
    similar.score = similar.place + similar.time + similar.kind;
    g_array_append_val (found, similar);
  }
}

static void
search_cell (TcDatabase *db, const Search *search, gint64 cell, GArray *found)
{
  g_autoptr (TcQuery) query = tc_database_query (
      db, CELL_SQL, "iiiiiiii", cell, search->at_us - WINDOW_US, search->at_us + WINDOW_US,
      search->incident_id, (gint64) CANDIDATES_MAX, search->lat_e7, search->lon_e7,
      search->radius_m * METRE_E7);

  take_candidates (query, search, found);
}

#define ONE_SQL                                                                                    \
  "SELECT id, lat_e7, lon_e7, received_us, field_id FROM incident WHERE id = ?1 AND id <> ?2 AND"  \
  " received_us > ?3 AND received_us < ?4 AND lat_e7 IS NOT NULL AND lon_e7 IS NOT NULL AND state" \
  " <> 'merged'"

static void
search_one (TcDatabase *db, const Search *search, gint64 incident_id, GArray *found)
{
  g_autoptr (TcQuery)
      query = tc_database_query (db, ONE_SQL, "iiii", incident_id, search->incident_id,
                                 search->at_us - WINDOW_US, search->at_us + WINDOW_US);

  take_candidates (query, search, found);
}

#define READ_SQL                                                                                   \
  "SELECT i.code, i.title, i.state, r.text FROM incident AS i LEFT JOIN report AS r"               \
  " ON r.id = (SELECT min (id) FROM report WHERE home_id = i.id) WHERE i.id = ?"

static void
read_candidate (TcDatabase *db, const Search *search, TcSimilar *similar)
{
  g_autoptr (TcQuery) query = tc_database_query (db, READ_SQL, "i", similar->incident_id);
  g_autoptr (GArray) looks = read_looks (db, similar->incident_id);
  const char *text;

  if (!tc_query_next (query))
    return;
  similar->code = tc_query_dup_text (query, 0);
  similar->title = tc_query_dup_text (query, 1);
  similar->state = tc_query_state (query, 2);
  text = tc_query_is_null (query, 3) ? similar->title : tc_query_text (query, 3);
  similar->text = score_text (search, text, &similar->words);
  similar->photo = score_photos (search, looks);
  if (search->looks->len > 0 && looks->len == 0)
    similar->unseen = tc_database_dup_text (db, UNSEEN_SQL, "i", similar->incident_id);
  similar->score += similar->text + (similar->photo == TC_NONE ? 0 : similar->photo);
  similar->score = CLAMP (similar->score, 0, 100);
  /* All who stand at one place at one time need something that speaks of the same. */
  similar->likely = similar->score >= TC_SIMILAR_LIKELY &&
                    (similar->text > 0 || similar->photo > 0);
}

/* ---- the answer ---- */

static void
clear_similar (gpointer data)
{
  TcSimilar *similar = data;

  g_free (similar->code);
  g_free (similar->title);
  g_free (similar->words);
  g_free (similar->unseen);
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

/* Whether so many of the first @n are better than @score that nobody sees what has it. */
static gboolean
is_beaten (GArray *found, guint n, gint64 score)
{
  guint better = 0;

  for (guint i = 0; i < n; i++)
    better += g_array_index (found, TcSimilar, i).score >= score;
  return better >= TC_SIMILAR_MAX || score < TC_SIMILAR_SHOWN;
}

/* Reads those that can still be shown, the best by place and time first; the others go. */
static void
read_best (TcDatabase *db, const Search *search, GArray *found)
{
  gint64 most = TEXT_SCORE + (search->looks->len > 0 ? PHOTO_SCORE : 0);
  guint n = 0;

  g_array_sort (found, compare_scores);
  while (n < MIN (found->len, READ_MAX)) {
    TcSimilar *similar = &g_array_index (found, TcSimilar, n);
    if (is_beaten (found, n, similar->score + most))
      break;
    read_candidate (db, search, similar);
    n++;
  }
  g_array_set_size (found, n);
  g_array_sort (found, compare_scores);
  n = 0;
  while (n < MIN (found->len, TC_SIMILAR_MAX) &&
         g_array_index (found, TcSimilar, n).score >= TC_SIMILAR_SHOWN)
    n++;
  g_array_set_size (found, n);
}

static void
read_groups (TcDatabase *db, Search *search, gint64 field_id)
{
  g_autoptr (TcQuery) query = tc_database_query (
      db, "SELECT id, ifnull (parent_id, id) FROM field ORDER BY id", NULL);

  while (tc_query_next (query)) {
    gint64 id = tc_query_int (query, 0), group = tc_query_int (query, 1);
    g_hash_table_insert (search->groups, g_memdup2 (&id, sizeof id),
                         g_memdup2 (&group, sizeof group));
    if (id == field_id)
      search->group_id = group;
  }
}

static void
clear_search (Search *search)
{
  g_clear_pointer (&search->groups, g_hash_table_unref);
  g_clear_pointer (&search->words, g_hash_table_unref);
  g_clear_pointer (&search->looks, g_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Search, clear_search)

/* Of an incident at a place, which is known. */
static void
begin_search (TcDatabase *db, Search *search, const char *text)
{
  search->groups = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  search->words = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  search->looks = read_looks (db, search->incident_id);
  read_groups (db, search, search->field_id);
  take_words (db, search, text);
}

static GArray *
new_found (void)
{
  GArray *found = g_array_new (FALSE, TRUE, sizeof (TcSimilar));

  g_array_set_clear_func (found, clear_similar);
  return found;
}

GArray *
tc_incident_similar (TcDatabase *db, gint64 incident_id, gint64 field_id, gint64 lat_e7,
                     gint64 lon_e7, gint64 at_us, const char *text, gint64 radius_m)
{
  g_autoptr (GArray) found = new_found ();
  g_auto (Search) search = {
      .incident_id = incident_id,
      .field_id = field_id,
      .lat_e7 = lat_e7,
      .lon_e7 = lon_e7,
      .at_us = at_us,
      .radius_m = radius_m,
  };

  g_assert (radius_m > 0 && radius_m <= TC_SIMILAR_STAFF_M);
  if (lat_e7 == TC_NONE || lon_e7 == TC_NONE)
    return g_steal_pointer (&found);
  begin_search (db, &search, text);
  for (gint64 dy = -1; dy <= 1; dy++) {
    for (gint64 dx = -1; dx <= 1; dx++)
      search_cell (db, &search,
                   tc_incident_cell (lat_e7 + dy * TC_CELL_E7, lon_e7 + dx * TC_CELL_E7), found);
  }
  read_best (db, &search, found);
  return g_steal_pointer (&found);
}

GArray *
tc_incident_similar_among (TcDatabase *db, gint64 incident_id, gint64 field_id, gint64 lat_e7,
                           gint64 lon_e7, gint64 at_us, const char *text, const gint64 *ids,
                           guint n_ids)
{
  g_autoptr (GArray) found = new_found ();
  g_auto (Search) search = {
      .incident_id = incident_id,
      .field_id = field_id,
      .lat_e7 = lat_e7,
      .lon_e7 = lon_e7,
      .at_us = at_us,
      .radius_m = TC_SIMILAR_STAFF_M,
  };
  guint shown = 0;

  if (lat_e7 == TC_NONE || lon_e7 == TC_NONE)
    return g_steal_pointer (&found);
  begin_search (db, &search, text);
  for (guint i = 0; i < n_ids; i++)
    search_one (db, &search, ids[i], found);
  for (guint i = 0; i < found->len; i++)
    read_candidate (db, &search, &g_array_index (found, TcSimilar, i));
  g_array_sort (found, compare_scores);
  while (shown < found->len && g_array_index (found, TcSimilar, shown).score >= TC_SIMILAR_SHOWN)
    shown++;
  g_array_set_size (found, shown);
  return g_steal_pointer (&found);
}

gboolean
tc_incident_similar_keep_look (TcDatabase *db, const char *hash, gint64 look)
{
  tc_database_execute (db,
                       "INSERT INTO picture_look (hash, look) VALUES (?, ?)"
                       " ON CONFLICT (hash) DO NOTHING",
                       "si", hash, look);
  return tc_database_changes (db) > 0;
}

void
tc_incident_similar_forget_looks (TcDatabase *db)
{
  tc_database_execute (db, "DELETE FROM picture_look", NULL);
}
