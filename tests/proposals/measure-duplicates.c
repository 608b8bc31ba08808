/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whether what is called likely to be the same matter is it. Of the demonstration: reports that its
 * maker wrote as the same, in other words, among all others. And planted: the same thing told twice
 * by what the demonstration's reporter says (another sentence, or the same without its marks and
 * with other words in it), up to 300 m and three days apart; and near misses: the same elsewhere,
 * the same there a fortnight later, another kind of the same field there. How long it takes on a
 * desk with 100,000 incidents.
 *
 * measure-duplicates PROVINCE: prints figures.
 */
#include "proposals-data.h"

#include "tc-field-proposal.h"
#include "tc-fold.h"
#include "tc-id.h"
#include "tc-incident-queries.h"
#include "tc-limits.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define SEED 7
#define N_PLANTED 300
/* Between two planted matters, so that none is near another: some 11 km. */
#define FIELD_E7 1000000
#define MINUTE_US (60 * TC_US_PER_S)
#define DAY_MINUTES (24 * 60)
#define BASE_US (TC_ID_EPOCH_US + (gint64) 500 * TC_US_PER_DAY)
#define N_LARGE 100000
#define N_ASKED 300
#define STEP 64

typedef struct {
  guint asked;
  guint same;     /* pairs there are */
  guint found;    /* of them, called likely */
  guint other;    /* called likely, and not the same */
  guint shown;    /* of the pairs, shown at all */
  guint first;    /* of the pairs, shown first */
  guint hist[21]; /* scores of the same, by fives */
  guint miss[21]; /* of others */
} Score;

static void
print_score (const char *name, const Score *score)
{
  printf ("figure duplicates-%s-pairs %u\n", name, score->same);
  printf ("figure duplicates-%s-precision %.1f %%\n", name,
          100.0 * score->found / MAX (score->found + score->other, 1));
  printf ("figure duplicates-%s-recall %.1f %%\n", name,
          100.0 * score->found / MAX (score->same, 1));
  printf ("figure duplicates-%s-shown %.1f %%\n", name,
          100.0 * score->shown / MAX (score->same, 1));
  printf ("figure duplicates-%s-shown-first %.1f %%\n", name,
          100.0 * score->first / MAX (score->same, 1));
}

/* Precision and recall if another score were called likely. */
static void
print_sweep (const char *name, const Score *score)
{
  guint found = 0, other = 0;

  for (int i = 20; i >= 8; i--) {
    found += score->hist[i];
    other += score->miss[i];
    if (i > 17 || i < 11)
      continue;
    printf ("figure duplicates-%s-at-%d-precision %.1f %%\n", name, i * 5,
            100.0 * found / MAX (found + other, 1));
    printf ("figure duplicates-%s-at-%d-recall %.1f %%\n", name, i * 5,
            100.0 * found / MAX (score->same, 1));
  }
}

static void
learn_all (TcDatabase *db)
{
  gboolean more = TRUE;

  while (more) {
    tc_database_begin (db);
    more = tc_field_learn_step (db, STEP);
    g_assert_true (tc_database_commit (db, NULL));
  }
}

/* As for a report that has just come: what is there already. */
static void
ask (TcDatabase *db, const Planted *report, gboolean (*is_same) (gint64 id, gpointer data),
     gpointer data, Score *score)
{
  g_autoptr (GArray) similar = tc_incident_similar (
      db, report->id, report->field_id, report->lat_e7, report->lon_e7, report->received_us,
      report->text, TC_SIMILAR_STAFF_M);
  guint place = 0;

  score->asked++;
  for (guint i = 0; i < similar->len; i++) {
    const TcSimilar *one = &g_array_index (similar, TcSimilar, i);
    gboolean same = is_same (one->incident_id, data);
    gint64 received_us = tc_database_get_int (
        db, 0, "SELECT received_us FROM incident WHERE id = ?", "i", one->incident_id);
    if (received_us > report->received_us)
      continue;
    (same ? score->hist : score->miss)[one->score / 5]++;
    score->shown += same;
    score->first += same && place == 0;
    score->found += same && one->likely;
    score->other += !same && one->likely;
    place++;
  }
}

/* ---- as the demonstration has them ---- */

typedef struct {
  Demonstration *data;
  guint root;
} Asked;

static gboolean
has_root (gint64 id, gpointer data)
{
  const Asked *asked = data;

  for (guint i = 0; i < asked->data->labelled->len; i++) {
    const Labelled *labelled = &g_array_index (asked->data->labelled, Labelled, i);
    if (labelled->id == id)
      return labelled->root == asked->root;
  }
  return FALSE;
}

static void
measure_demonstration (Demonstration *data)
{
  g_autoptr (TcDatabase) db = replica_new (data, NULL);
  GArray *all = data->labelled;
  Score score = {0};

  for (guint i = 0; i < all->len; i++) {
    const Labelled *one = &g_array_index (all, Labelled, i);
    replica_add (db, &(Planted){one->id, one->field_id, one->text, one->lat_e7, one->lon_e7,
                                one->received_us});
  }
  learn_all (db);
  for (guint i = 0; i < all->len; i++) {
    const Labelled *one = &g_array_index (all, Labelled, i);
    for (guint k = 0; k < all->len; k++) {
      const Labelled *other = &g_array_index (all, Labelled, k);
      score.same += i != k && one->root == other->root && other->received_us <= one->received_us &&
                    (other->received_us < one->received_us || k < i);
    }
    Asked asked = {data, one->root};
    ask (db,
         &(Planted){one->id, one->field_id, one->text, one->lat_e7, one->lon_e7, one->received_us},
         has_root, &asked, &score);
  }
  print_score ("demonstration", &score);
  print_sweep ("demonstration", &score);
}

/* ---- planted ---- */

typedef struct {
  Demonstration *data;
  TcCsv *words;        /* (owned) */
  TcCsv *streets;      /* (owned) */
  GHashTable *by_slot; /* (owned) (element-type utf8 GPtrArray): what fills a slot */
  GHashTable *by_kind; /* (owned) (element-type utf8 GPtrArray): sentences of a service */
  GPtrArray *kinds;    /* (owned): its keys, in order */
  GRand *random;       /* (owned) */
} Maker;

static void
add_to (GHashTable *table, const char *key, const char *value)
{
  GPtrArray *list = g_hash_table_lookup (table, key);

  if (!list) {
    list = g_ptr_array_new ();
    g_hash_table_insert (table, (gpointer) key, list);
  }
  g_ptr_array_add (list, (gpointer) value);
}

static TcCsv *
load (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  TcCsv *csv = tc_csv_load (path, NULL, NULL);

  g_assert_nonnull (csv);
  return csv;
}

static const char *
get (TcCsv *csv, guint row, const char *column)
{
  return tc_csv_get (csv, row, (guint) tc_csv_find_column (csv, column));
}

static gboolean
is_ascii_english (const char *text)
{
  return strstr (text, " the ") || strstr (text, " is ") || strstr (text, " are ");
}

static void
fill_maker (Maker *self, Demonstration *data, const char *folder)
{
  self->data = data;
  self->words = load (folder, "words.csv");
  self->streets = load (folder, "streets.csv");
  self->by_slot = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                                         (GDestroyNotify) g_ptr_array_unref);
  self->by_kind = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                                         (GDestroyNotify) g_ptr_array_unref);
  self->kinds = g_ptr_array_new ();
  self->random = g_rand_new_with_seed (SEED);
  for (guint i = 0; i < tc_csv_get_n_rows (self->words); i++)
    add_to (self->by_slot, get (self->words, i, "slot"), get (self->words, i, "word"));
  for (guint i = 0; i < tc_csv_get_n_rows (data->sentences); i++) {
    const char *kind = get (data->sentences, i, "service");
    const char *sentence = get (data->sentences, i, "sentence");
    if (is_ascii_english (sentence) || !strstr (sentence, "{place}"))
      continue;
    if (!g_hash_table_contains (self->by_kind, kind))
      g_ptr_array_add (self->kinds, (gpointer) kind);
    add_to (self->by_kind, kind, sentence);
  }
}

static void
clear_maker (Maker *self)
{
  tc_csv_free (self->words);
  tc_csv_free (self->streets);
  g_hash_table_unref (self->by_slot);
  g_hash_table_unref (self->by_kind);
  g_ptr_array_unref (self->kinds);
  g_rand_free (self->random);
}

static guint
pick (Maker *self, guint n)
{
  return (guint) g_rand_int_range (self->random, 0, (int) n);
}

static const char *
pick_word (Maker *self, GPtrArray *words)
{
  return g_ptr_array_index (words, pick (self, words->len));
}

static char *
fill (Maker *self, const char *sentence, const char *place)
{
  g_autoptr (GString) text = g_string_new (sentence);
  GHashTableIter iter;
  gpointer slot, words;

  g_string_replace (text, "{place}", place, 0);
  g_string_replace (text, "{area}", "Vị Thanh", 0);
  g_hash_table_iter_init (&iter, self->by_slot);
  while (g_hash_table_iter_next (&iter, &slot, &words)) {
    g_autofree char *name = g_strdup_printf ("{%s}", (const char *) slot);
    if (strstr (text->str, name))
      g_string_replace (text, name, pick_word (self, words), 0);
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* One matter: where, when, what. */
typedef struct {
  gint64 lat_e7;
  gint64 lon_e7;
  gint64 at_us;
  const char *kind;
  guint sentence;
  const char *place;
} Matter;

/* About @m away in some direction. */
static void
move (Maker *self, Planted *report, gint64 m)
{
  gint64 along = g_rand_int_range (self->random, -100, 101);
  gint64 across = (100 - ABS (along)) * (pick (self, 2) ? 1 : -1);
  gint64 sum = ABS (along) + ABS (across);

  report->lat_e7 += m * 90 * along / sum;
  report->lon_e7 += m * 90 * across / sum;
}

static const char *
sentence_of (Maker *self, const char *kind, guint at)
{
  GPtrArray *sentences = g_hash_table_lookup (self->by_kind, kind);

  return g_ptr_array_index (sentences, at % sentences->len);
}

/* Told again, in other words. (transfer full) */
static char *
tell_again (Maker *self, const Matter *matter)
{
  g_autofree char *same = NULL;

  if (pick (self, 2))
    return fill (self, sentence_of (self, matter->kind, matter->sentence + 1), matter->place);
  same = fill (self, sentence_of (self, matter->kind, matter->sentence), matter->place);
  return tc_fold (same);
}

static void ask_planted (TcDatabase *db, Maker *self, const Matter *matter, gint64 id,
                         Score *score);

typedef struct {
  gint64 id;
} One;

static gboolean
is_one (gint64 id, gpointer data)
{
  return ((One *) data)->id == id;
}

static gboolean
is_none (gint64 id, gpointer data)
{
  return FALSE;
}

/* Another kind of the same group, or the same if there is none. */
static const char *
other_kind (Maker *self, const char *kind)
{
  gsize group = (gsize) (strchr (kind, '.') - kind) + 1;

  for (guint i = 0, at = pick (self, self->kinds->len); i < self->kinds->len; i++) {
    const char *other = g_ptr_array_index (self->kinds, (at + i) % self->kinds->len);
    if (strncmp (other, kind, group) == 0 && strcmp (other, kind) != 0)
      return other;
  }
  return kind;
}

/* Up to three days, mostly soon. */
static gint64
some_time_us (Maker *self)
{
  static const int within[] = {30, 120, 480, DAY_MINUTES, 3 * DAY_MINUTES};

  return g_rand_int_range (self->random, 1, within[pick (self, G_N_ELEMENTS (within))]) * MINUTE_US;
}

static void
ask_planted (TcDatabase *db, Maker *self, const Matter *matter, gint64 id, Score *score)
{
  gint64 field_id = demonstration_field (self->data, matter->kind);
  const char *other = other_kind (self, matter->kind);
  const char *elsewhere = get (self->streets, pick (self, tc_csv_get_n_rows (self->streets)),
                               "name");
  g_autofree char *again = tell_again (self, matter), *away = NULL, *later = NULL, *beside = NULL;
  One one = {id};
  Planted report = {id + 1,         field_id,       again,
                    matter->lat_e7, matter->lon_e7, matter->at_us + some_time_us (self)};

  move (self, &report, pick (self, 10) ? (gint64) pick (self, 120) : (gint64) pick (self, 300));
  score->same++;
  ask (db, &report, is_one, &one, score);
  away = fill (self, sentence_of (self, matter->kind, matter->sentence), elsewhere);
  report = (Planted){id + 1,         field_id,       away,
                     matter->lat_e7, matter->lon_e7, matter->at_us + some_time_us (self)};
  move (self, &report, 300 + pick (self, 600));
  ask (db, &report, is_none, NULL, score);
  later = tell_again (self, matter);
  report = (Planted){id + 1,         field_id,
                     later,          matter->lat_e7,
                     matter->lon_e7, matter->at_us + (12 + pick (self, 16)) * TC_US_PER_DAY};
  move (self, &report, pick (self, 60));
  ask (db, &report, is_none, NULL, score);
  beside = fill (self, sentence_of (self, other, matter->sentence), matter->place);
  report = (Planted){id + 1,         demonstration_field (self->data, other),
                     beside,         matter->lat_e7,
                     matter->lon_e7, matter->at_us + some_time_us (self)};
  move (self, &report, pick (self, 120));
  ask (db, &report, is_none, NULL, score);
}

static void
measure_planted (Demonstration *data, const char *folder)
{
  g_autoptr (TcDatabase) db = replica_new (data, NULL);
  Maker maker = {0};
  Score score = {0};

  fill_maker (&maker, data, folder);
  for (guint i = 0; i < data->labelled->len; i++) {
    const Labelled *one = &g_array_index (data->labelled, Labelled, i);
    replica_add (db, &(Planted){one->id, one->field_id, one->text, one->lat_e7, one->lon_e7,
                                one->received_us});
  }
  learn_all (db);
  for (guint i = 0; i < N_PLANTED; i++) {
    Matter matter = {
        .lat_e7 = 120000000 + (i / 20) * FIELD_E7,
        .lon_e7 = 1000000000 + (i % 20) * FIELD_E7,
        .at_us = BASE_US,
        .kind = g_ptr_array_index (maker.kinds, i % maker.kinds->len),
        .sentence = pick (&maker, 100),
        .place = get (maker.streets, pick (&maker, tc_csv_get_n_rows (maker.streets)), "name"),
    };
    g_autofree char *text = fill (&maker, sentence_of (&maker, matter.kind, matter.sentence),
                                  matter.place);
    gint64 id = 2 * (gint64) i + 10;
    replica_add (db, &(Planted){id, demonstration_field (data, matter.kind), text, matter.lat_e7,
                                matter.lon_e7, matter.at_us});
    ask_planted (db, &maker, &matter, id, &score);
  }
  print_score ("planted", &score);
  print_sweep ("planted", &score);
  clear_maker (&maker);
}

/* ---- how long ---- */

/* What else the machine does meanwhile is not counted. */
static gint64
processor_us (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);
  return time.tv_sec * TC_US_PER_S + time.tv_nsec / 1000;
}

static int
compare_times (gconstpointer a, gconstpointer b)
{
  gint64 one = *(const gint64 *) a, other = *(const gint64 *) b;

  return (one > other) - (one < other);
}

/* Two years of a province, most of it in its town: 4 km wide. */
static void
measure_time (Demonstration *data)
{
  g_autofree char *dir = g_dir_make_tmp (NULL, NULL);
  g_autofree char *path = g_build_filename (dir, "replica.db", NULL);
  g_autoptr (TcDatabase) db = replica_new (data, path);
  g_autoptr (GRand) random = g_rand_new_with_seed (SEED);
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (gint64));

  tc_database_begin (db);
  for (guint i = 0; i < N_LARGE; i++) {
    const Labelled *one = &g_array_index (data->labelled, Labelled, i % data->labelled->len);
    replica_add (db, &(Planted){i + 1, one->field_id, one->text,
                                97800000 + g_rand_int_range (random, -180000, 180000),
                                1054600000 + g_rand_int_range (random, -180000, 180000),
                                BASE_US + i * (730 * TC_US_PER_DAY / N_LARGE)});
  }
  g_assert_true (tc_database_commit (db, NULL));
  learn_all (db);
  for (guint i = 0; i < N_ASKED; i++) {
    const Labelled *one = &g_array_index (data->labelled, Labelled, i % data->labelled->len);
    gint64 took_us = processor_us ();
    g_autoptr (GArray) similar = tc_incident_similar (
        db, 0, one->field_id, 97800000 + g_rand_int_range (random, -90000, 90000), 1054600000,
        BASE_US + 700 * TC_US_PER_DAY, one->text, TC_SIMILAR_STAFF_M);
    took_us = processor_us () - took_us;
    g_array_append_val (times, took_us);
  }
  g_array_sort (times, compare_times);
  printf ("figure duplicates-ask-p50 %.2f ms\n",
          (double) g_array_index (times, gint64, N_ASKED / 2) / 1000);
  printf ("figure duplicates-ask-p99 %.2f ms\n",
          (double) g_array_index (times, gint64, N_ASKED * 99 / 100) / 1000);
  g_clear_pointer (&db, tc_database_close);
  for (const char *const *tail = (const char *const[]){"", "-wal", "-shm", NULL}; *tail; tail++) {
    g_autofree char *file = g_strconcat (path, *tail, NULL);
    g_unlink (file);
  }
  g_rmdir (dir);
}

int
main (int argc, char **argv)
{
  g_autoptr (Demonstration) data = demonstration_load (argv[1]);

  measure_demonstration (data);
  measure_planted (data, argv[1]);
  measure_time (data);
  return EXIT_SUCCESS;
}
