/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The place index; see the header.
 *
 * DESIGN: every name of a place is a spelling: its words, then the words of the area it lies in. A
 * search looks at each spelling in turn; a word that was typed must begin a word of its own, and
 * one at least must be of the name. That is a scan, but over 20,000 names it takes two to ten
 * milliseconds (filling: a quarter of a second, after a change of the names), and it needs neither
 * tables nor rebuilding inside a transaction as FTS would.
 */
#include "tc-place-index.h"

#include "tc-fold.h"
#include "tc-geo.h"
#include "tc-limits.h"
#include "tc-places.h"

#include <string.h>

/* Words that are looked for; what is typed beyond is passed over. */
#define QUERY_WORDS_MAX 12
/* Words of one spelling; a bit each. */
#define SPELLING_WORDS_MAX 63

typedef struct {
  TcPlaceKind place;
  gint64 id;
  char *kind;      /* (owned) */
  char *name;      /* (owned) */
  char *area_name; /* (owned) (nullable) */
  gint64 area_id;
  gint64 lat_e7;
  gint64 lon_e7;
  gint64 valid_from_us;
  gint64 valid_to_us; /* TC_NONE: open */
} Place;

typedef struct {
  guint place;           /* in places */
  guint n_words;         /* of the name and around it */
  guint n_name;          /* of the name alone */
  const char **words;    /* (owned); each (unowned): in texts */
  const char **accented; /* (owned); likewise */
} Spelling;

struct _TcPlaceIndex {
  GMutex mutex;        /* guards all below */
  gboolean filled;     /* (mutex mutex) */
  gint64 stamp;        /* (mutex mutex): of what is filled in */
  GArray *places;      /* (owned) (mutex mutex) (element-type Place) */
  GArray *spellings;   /* (owned) (mutex mutex) (element-type Spelling): by place */
  GStringChunk *texts; /* (owned) (mutex mutex) */
};

/* Words of an address that are no name: where they fit nothing they are passed over, like house
 * numbers. "123/4 Trần Hưng Đạo", "trước chợ Vị Thanh", "Trần Hưng Đạo giao Lê Quý Đôn". */
static const char *const fillers[] = {"so",  "hem",  "ngo",  "nha",  "gan", "truoc",
                                      "sau", "doi",  "dien", "canh", "tai", "goc",
                                      "x",   "giao", "voi",  "va",   NULL};

/* How well a spelling fits; compared member by member, the greater first; of the last four the
 * less. */
typedef struct {
  guint accents;   /* words with the same marks */
  guint of_name;   /* words found in the name and not only around it */
  guint whole;     /* words found whole */
  gboolean force;  /* in force now */
  gboolean starts; /* the name starts with what was typed first */
  guint spare;     /* words of the name not typed, by fours: the other street of a junction */
  gint64 distance_m;
  guint n_name; /* the less the better: nothing else is in the name */
  guint place;  /* areas stand before streets, then by id */
} Fit;

static void
clear_place (gpointer data)
{
  Place *place = data;

  g_free (place->kind);
  g_free (place->name);
  g_free (place->area_name);
}

static void
clear_spelling (gpointer data)
{
  Spelling *spelling = data;

  g_free (spelling->words);
  g_free (spelling->accented);
}

TcPlaceIndex *
tc_place_index_new (void)
{
  TcPlaceIndex *index = g_new0 (TcPlaceIndex, 1);

  g_mutex_init (&index->mutex);
  index->places = g_array_new (FALSE, FALSE, sizeof (Place));
  index->spellings = g_array_new (FALSE, FALSE, sizeof (Spelling));
  index->texts = g_string_chunk_new (4096);
  g_array_set_clear_func (index->places, clear_place);
  g_array_set_clear_func (index->spellings, clear_spelling);
  return index;
}

void
tc_place_index_free (TcPlaceIndex *index)
{
  if (!index)
    return;
  g_array_unref (index->places);
  g_array_unref (index->spellings);
  g_string_chunk_free (index->texts);
  g_mutex_clear (&index->mutex);
  g_free (index);
}

void
tc_place_hit_free (TcPlaceHit *hit)
{
  if (!hit)
    return;
  g_free (hit->kind);
  g_free (hit->name);
  g_free (hit->area_name);
  g_free (hit);
}

/* The same text is kept once: most words stand in many names. */
static const char **
keep_words (TcPlaceIndex *index, char **words, guint n)
{
  const char **kept = g_new (const char *, n);

  for (guint i = 0; i < n; i++)
    kept[i] = g_string_chunk_insert_const (index->texts, words[i]);
  return kept;
}

static void
add_spelling (TcPlaceIndex *index, const char *name, const char *around)
{
  g_autofree char *all = g_strjoin (" , ", name, around, NULL);
  g_auto (GStrv) name_words = tc_fold_words (name);
  g_auto (GStrv) words = tc_fold_words (all);
  g_auto (GStrv) accented = tc_fold_accented_words (all);
  Spelling spelling = {.place = index->places->len - 1};

  spelling.n_words = MIN (g_strv_length (words), SPELLING_WORDS_MAX);
  spelling.n_name = MIN (g_strv_length (name_words), spelling.n_words);
  if (spelling.n_name == 0)
    return;
  spelling.words = keep_words (index, words, spelling.n_words);
  spelling.accented = keep_words (index, accented, spelling.n_words);
  g_array_append_val (index->spellings, spelling);
}

static void
add_area (TcPlaceIndex *index, const TcArea *area, GHashTable *areas)
{
  const TcArea *parent = g_hash_table_lookup (areas, &area->parent_id);
  Place place = {
      .place = TC_PLACE_AREA,
      .id = area->id,
      .kind = g_strdup (area->kind),
      .name = g_strdup (area->name_vi),
      .area_name = parent ? g_strdup (parent->name_vi) : NULL,
      .area_id = area->id,
      .lat_e7 = area->lat_e7,
      .lon_e7 = area->lon_e7,
      .valid_from_us = area->valid_from_us,
      .valid_to_us = area->valid_to_us,
  };

  g_array_append_val (index->places, place);
  add_spelling (index, area->name_vi, place.area_name);
  add_spelling (index, area->name_en, place.area_name);
}

static void
add_street (TcPlaceIndex *index, const TcStreet *street, GHashTable *areas)
{
  const TcArea *area = g_hash_table_lookup (areas, &street->area_id);
  g_auto (GStrv) aliases = g_strsplit (street->aliases ? street->aliases : "", ";", -1);
  g_autofree char *around = g_strjoin (" ", strcmp (street->kind, "street") == 0 ? "đường" : "",
                                       area ? area->name_vi : NULL, NULL);
  Place place = {
      .place = TC_PLACE_STREET,
      .id = street->id,
      .kind = g_strdup (street->kind),
      .name = g_strdup (street->name),
      .area_name = area ? g_strdup (area->name_vi) : NULL,
      .area_id = street->area_id,
      .lat_e7 = street->lat_e7,
      .lon_e7 = street->lon_e7,
      .valid_from_us = G_MININT64 + 1,
      .valid_to_us = TC_NONE,
  };

  g_array_append_val (index->places, place);
  add_spelling (index, street->name, around);
  for (char **alias = aliases; *alias; alias++)
    add_spelling (index, *alias, around);
}

static void
fill (TcPlaceIndex *index, TcDatabase *db)
{
  g_autoptr (GPtrArray) areas = tc_places_list_areas (db, TC_NONE);
  g_autoptr (GPtrArray) streets = tc_places_list_streets (db, 0);
  g_autoptr (GHashTable) by_id = g_hash_table_new (g_int64_hash, g_int64_equal);

  g_array_set_size (index->places, 0);
  g_array_set_size (index->spellings, 0);
  g_string_chunk_clear (index->texts);
  for (guint i = 0; i < areas->len; i++)
    g_hash_table_insert (by_id, &((TcArea *) areas->pdata[i])->id, areas->pdata[i]);
  for (guint i = 0; i < areas->len; i++)
    add_area (index, areas->pdata[i], by_id);
  for (guint i = 0; i < streets->len; i++)
    add_street (index, streets->pdata[i], by_id);
}

static void
refresh (TcPlaceIndex *index, TcDatabase *db)
{
  gint64 stamp = tc_database_get_int (db, 0, "SELECT stamp FROM place_stamp WHERE id = 1", NULL);

  if (tc_database_has_fault (db) || (index->filled && index->stamp == stamp))
    return;
  fill (index, db);
  index->stamp = stamp;
  index->filled = !tc_database_has_fault (db);
}

/* What was typed, as it is looked for. */
typedef struct {
  const TcPlaceQuery *query;
  guint n_words;
  char **words;    /* (owned) */
  char **accented; /* (owned) */
} Wanted;

/* The word of the spelling that @i of the wanted words begins: one of the name before one around
 * it, a whole word before a beginning. -1: none. */
static int
find_word (const Spelling *spelling, const Wanted *wanted, guint i, guint64 used)
{
  const char *word = wanted->words[i];
  gsize length = strlen (word);
  int found = -1;

  for (guint k = 0; k < spelling->n_words; k++) {
    if ((used >> k & 1) || strncmp (spelling->words[k], word, length) != 0)
      continue;
    if (spelling->words[k][length] == '\0')
      return (int) k;
    if (found < 0)
      found = (int) k;
  }
  return found;
}

static gboolean
is_filler (const char *word)
{
  return g_ascii_isdigit (*word) || g_strv_contains (fillers, word);
}

static gboolean
fits (const Spelling *spelling, const Wanted *wanted, Fit *fit)
{
  guint64 used = 0;

  for (guint i = 0; i < wanted->n_words; i++) {
    int k = find_word (spelling, wanted, i, used);

    if (k < 0 && is_filler (wanted->words[i]))
      continue;
    if (k < 0)
      return FALSE;
    used |= (guint64) 1 << k;
    fit->of_name += k < (int) spelling->n_name;
    fit->starts = fit->starts || (i == 0 && k == 0);
    fit->whole += strcmp (spelling->words[k], wanted->words[i]) == 0;
    fit->accents += g_str_has_prefix (spelling->accented[k], wanted->accented[i]);
  }
  fit->n_name = spelling->n_name;
  fit->spare = (fit->n_name - fit->of_name) / 4;
  return fit->of_name > 0;
}

static gint64
measure (const Place *place, const TcPlaceQuery *query)
{
  if (query->lat_e7 == TC_NONE || query->lon_e7 == TC_NONE || place->lat_e7 == TC_NONE ||
      place->lon_e7 == TC_NONE)
    return TC_NONE;
  return tc_geo_distance_m (query->lat_e7, query->lon_e7, place->lat_e7, place->lon_e7);
}

#define COMPARE(a, b) (((a) > (b)) - ((a) < (b)))

static int
compare_fits (gconstpointer one, gconstpointer other)
{
  const Fit *a = one;
  const Fit *b = other;
  /* Without a distance a place goes behind those that have one. */
  gint64 a_m = a->distance_m == TC_NONE ? G_MAXINT64 : a->distance_m;
  gint64 b_m = b->distance_m == TC_NONE ? G_MAXINT64 : b->distance_m;
  int orders[] = {
      COMPARE (b->accents, a->accents),
      COMPARE (b->of_name, a->of_name),
      COMPARE (b->whole, a->whole),
      COMPARE (b->force, a->force),
      COMPARE (b->starts, a->starts),
      COMPARE (a->spare, b->spare),
      COMPARE (a_m, b_m),
      COMPARE (a->n_name, b->n_name),
      COMPARE (a->place, b->place),
  };

  for (guint i = 0; i < G_N_ELEMENTS (orders); i++) {
    if (orders[i])
      return orders[i];
  }
  return 0;
}

/* (element-type Fit): the best of each place that fits. */
static GArray *
collect (TcPlaceIndex *index, const Wanted *wanted)
{
  GArray *found = g_array_new (FALSE, FALSE, sizeof (Fit));

  for (guint i = 0; i < index->spellings->len; i++) {
    const Spelling *spelling = &g_array_index (index->spellings, Spelling, i);
    const Place *place = &g_array_index (index->places, Place, spelling->place);
    Fit fit = {.place = spelling->place};
    Fit *last = found->len ? &g_array_index (found, Fit, found->len - 1) : NULL;

    if (!fits (spelling, wanted, &fit))
      continue;
    fit.force = place->valid_from_us <= wanted->query->now_us &&
                (place->valid_to_us == TC_NONE || place->valid_to_us > wanted->query->now_us);
    fit.distance_m = measure (place, wanted->query);
    if (!last || last->place != fit.place)
      g_array_append_val (found, fit);
    else if (compare_fits (&fit, last) < 0)
      *last = fit;
  }
  return found;
}

static TcPlaceHit *
make_hit (const Place *place, const Fit *fit)
{
  TcPlaceHit *hit = g_new0 (TcPlaceHit, 1);

  hit->place = place->place;
  hit->id = place->id;
  hit->kind = g_strdup (place->kind);
  hit->name = g_strdup (place->name);
  hit->area_name = g_strdup (place->area_name);
  hit->area_id = place->area_id;
  hit->lat_e7 = place->lat_e7;
  hit->lon_e7 = place->lon_e7;
  hit->distance_m = fit->distance_m;
  hit->in_force = fit->force;
  return hit;
}

GPtrArray *
tc_place_index_search (TcPlaceIndex *index, TcDatabase *db, const TcPlaceQuery *query)
{
  GPtrArray *hits = g_ptr_array_new_with_free_func ((GDestroyNotify) tc_place_hit_free);
  g_autofree char *text = g_utf8_make_valid (query->text, -1);
  g_autofree char *start = g_utf8_substring (text, 0,
                                             MIN (g_utf8_strlen (text, -1), TC_NAME_CHARS_MAX));
  g_auto (GStrv) words = tc_fold_words (start);
  g_auto (GStrv) accented = tc_fold_accented_words (start);
  Wanted wanted = {query, MIN (g_strv_length (words), QUERY_WORDS_MAX), words, accented};

  if (wanted.n_words == 0)
    return hits;
  g_mutex_lock (&index->mutex);
  refresh (index, db);
  g_autoptr (GArray) found = collect (index, &wanted);
  g_array_sort (found, compare_fits);
  for (guint i = 0; i < found->len && i < MIN (query->limit, TC_PLACE_HITS_MAX); i++) {
    const Fit *fit = &g_array_index (found, Fit, i);
    g_ptr_array_add (hits, make_hit (&g_array_index (index->places, Place, fit->place), fit));
  }
  g_mutex_unlock (&index->mutex);
  return hits;
}
