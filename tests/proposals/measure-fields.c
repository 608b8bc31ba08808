/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How often the proposed field is the right one, on the demonstration's labelled reports: each is
 * asked for while it, and all that say the same, are unconfirmed, so that correcting and learning
 * anew is what is measured. How long it takes on a desk with 100,000 incidents.
 *
 * measure-fields PROVINCE: prints figures, and for a peer (tests/proposals/measure_fields.py) one
 * line for each report in Vietnamese: "asked", its fold, field, the proposed fields or 0, its text.
 */
#include "proposals-data.h"

#include "tc-field-proposal.h"
#include "tc-fold.h"
#include "tc-limits.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define STEP 64
#define N_LARGE 100000
#define N_ASKED 2000
/* Of shares that are said, by tens. */
#define TENS 10

typedef struct {
  guint n;
  guint first;
  guint three;
  guint proposed;
  guint said[TENS];
  guint right[TENS];
} Score;

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

static void
set_confirmed (TcDatabase *db, const Labelled *labelled, gboolean confirmed)
{
  tc_database_execute (db, "UPDATE incident SET state = ? WHERE id = ?", "si",
                       confirmed ? "accepted" : "new", labelled->id);
}

/* Returns whether anything was proposed. */
static gboolean
ask (TcDatabase *db, const char *text, gint64 field_id, Score *score)
{
  g_autoptr (GArray) proposed = tc_field_propose (db, text);
  const TcProposedField *best = proposed->len > 0 ? &g_array_index (proposed, TcProposedField, 0)
                                                  : NULL;

  score->n++;
  for (guint i = 0; i < proposed->len; i++)
    score->three += g_array_index (proposed, TcProposedField, i).field_id == field_id;
  if (!best)
    return FALSE;
  score->proposed++;
  score->first += best->field_id == field_id;
  score->said[MIN (best->share / TENS, TENS - 1)]++;
  score->right[MIN (best->share / TENS, TENS - 1)] += best->field_id == field_id;
  return TRUE;
}

typedef enum {
  AS_WRITTEN,
  PLAIN,
} Marks;

/* What a peer is told of the fields, and of each report that was asked for. Not by g_print(), which
 * writes in the charset of the locale. */
static void
tell_peer (Demonstration *data, TcDatabase *db)
{
  g_autoptr (TcQuery) query = tc_database_query (
      db,
      "SELECT id, name_vi || ', ' || description_vi || ', ' || replace (keywords, ';', ', ') || ', "
      "'"
      " || name_en || ', ' || description_en FROM field WHERE parent_id IS NOT NULL ORDER BY id",
      NULL);

  while (tc_query_next (query))
    printf ("described\t%" G_GINT64_FORMAT "\t%s\n", tc_query_int (query, 0),
            tc_query_text (query, 1));
  for (guint i = 0; i < data->labelled->len; i++) {
    const Labelled *labelled = &g_array_index (data->labelled, Labelled, i);
    g_autofree char *line = g_strdelimit (g_strdup (labelled->text), "\t\n\r", ' ');
    printf ("report\t%u\t%u\t%" G_GINT64_FORMAT "\t%s\t%s\n", i, labelled->fold, labelled->field_id,
            labelled->language, line);
  }
}

/* @language: of those asked; @taught: of those learnt, NULL for all; @tell: the peer, for which
 * something was proposed */
static Score
cross_validate (Demonstration *data, TcDatabase *db, const char *language, const char *taught,
                Marks marks, gboolean tell)
{
  Score score = {0};

  for (guint fold = 0; fold < FOLDS; fold++) {
    for (guint i = 0; i < data->labelled->len; i++) {
      const Labelled *labelled = &g_array_index (data->labelled, Labelled, i);
      set_confirmed (db, labelled,
                     labelled->fold != fold &&
                         (!taught || g_str_equal (taught, labelled->language)));
    }
    learn_all (db);
    for (guint i = 0; i < data->labelled->len; i++) {
      const Labelled *labelled = &g_array_index (data->labelled, Labelled, i);
      g_autofree char *plain = tc_fold (labelled->text);
      if (labelled->fold != fold || !g_str_equal (labelled->language, language))
        continue;
      if (ask (db, marks == PLAIN ? plain : labelled->text, labelled->field_id, &score) && tell)
        printf ("proposed\t%u\n", i);
    }
  }
  return score;
}

static double
percent (guint part, guint whole)
{
  return whole > 0 ? 100.0 * part / whole : 0;
}

static void
print_score (const char *name, const Score *score)
{
  printf ("figure field-%s-top1 %.1f %%\n", name, percent (score->first, score->n));
  printf ("figure field-%s-top3 %.1f %%\n", name, percent (score->three, score->n));
  printf ("figure field-%s-proposed %.1f %%\n", name, percent (score->proposed, score->n));
  printf ("figure field-%s-top1-of-proposed %.1f %%\n", name,
          percent (score->first, score->proposed));
  printf ("figure field-%s-top3-of-proposed %.1f %%\n", name,
          percent (score->three, score->proposed));
}

static void
print_shares (const Score *score)
{
  for (guint i = 0; i < TENS; i++) {
    if (score->said[i] > 0)
      printf ("figure field-right-at-share-%u %.1f %%\n", i * TENS,
              percent (score->right[i], score->said[i]));
  }
}

/* What the demonstration's own reporter says, without what it fills in: half as many again. */
static void
add_sentences (Demonstration *data, TcDatabase *db)
{
  g_autoptr (GRegex) slot = g_regex_new ("\\{\\w+\\}", 0, 0, NULL);
  int service = tc_csv_find_column (data->sentences, "service");
  int sentence = tc_csv_find_column (data->sentences, "sentence");

  for (guint i = 0; i < tc_csv_get_n_rows (data->sentences); i++) {
    const char *text = tc_csv_get (data->sentences, i, (guint) sentence);
    g_autofree char *said = g_regex_replace_literal (slot, text, -1, 0, ",", 0, NULL);
    gint64 field_id = demonstration_field (data, tc_csv_get (data->sentences, i, (guint) service));
    if (field_id != 0)
      replica_add (db, &(Planted){i + 1, field_id, said, TC_NONE, TC_NONE, 0});
  }
}

static void
measure_quality (Demonstration *data)
{
  g_autoptr (TcDatabase) db = replica_new (data, NULL);
  Score cold = {0}, score;

  learn_all (db);
  for (guint i = 0; i < data->labelled->len; i++) {
    const Labelled *labelled = &g_array_index (data->labelled, Labelled, i);
    replica_add (db, &(Planted){labelled->id, labelled->field_id, labelled->text, labelled->lat_e7,
                                labelled->lon_e7, labelled->received_us});
    if (g_str_equal (labelled->language, "vi"))
      ask (db, labelled->text, labelled->field_id, &cold);
  }
  tell_peer (data, db);
  print_score ("untaught", &cold);
  score = cross_validate (data, db, "vi", NULL, AS_WRITTEN, TRUE);
  print_score ("taught", &score);
  print_shares (&score);
  score = cross_validate (data, db, "vi", NULL, PLAIN, FALSE);
  print_score ("taught-plain", &score);
  add_sentences (data, db);
  score = cross_validate (data, db, "vi", NULL, AS_WRITTEN, FALSE);
  print_score ("taught-more", &score);
  tc_database_execute (db, "UPDATE incident SET state = 'new'", NULL);
  score = cross_validate (data, db, "en", "vi", AS_WRITTEN, FALSE);
  print_score ("english-untaught", &score);
  score = cross_validate (data, db, "en", NULL, AS_WRITTEN, FALSE);
  print_score ("english-taught", &score);
}

/* ---- how long ---- */

/* A report that nobody made: what one said and what another did of the same field. */
static char *
mix (Demonstration *data, GRand *random, gint64 *field_id)
{
  const Labelled *one = &g_array_index (
      data->labelled, Labelled, (guint) g_rand_int_range (random, 0, (int) data->labelled->len));
  const Labelled *other;

  do
    other = &g_array_index (data->labelled, Labelled,
                            (guint) g_rand_int_range (random, 0, (int) data->labelled->len));
  while (other->group_id != one->group_id);
  *field_id = one->field_id;
  return g_strconcat (one->text, " ", other->text, NULL);
}

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

static void
measure_time (Demonstration *data)
{
  g_autofree char *dir = g_dir_make_tmp (NULL, NULL);
  g_autofree char *path = g_build_filename (dir, "replica.db", NULL);
  g_autoptr (TcDatabase) db = replica_new (data, path);
  g_autoptr (GRand) random = g_rand_new_with_seed (1);
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64 field_id, start_us, size;

  tc_database_begin (db);
  for (guint i = 0; i < N_LARGE; i++) {
    g_autofree char *text = mix (data, random, &field_id);
    replica_add (db, &(Planted){i + 1, field_id, text, 97800000, 1054600000, i});
  }
  g_assert_true (tc_database_commit (db, NULL));
  size = tc_database_get_int (db, 0, "PRAGMA page_count", NULL);
  start_us = g_get_monotonic_time ();
  learn_all (db);
  printf ("figure field-learnt %.0f reports/s\n",
          N_LARGE * 1e6 / (double) (g_get_monotonic_time () - start_us));
  printf ("figure field-learnt-size %.1f MB\n",
          (double) (tc_database_get_int (db, 0, "PRAGMA page_count", NULL) - size) * 4096 / 1e6);
  for (guint i = 0; i < N_ASKED; i++) {
    g_autofree char *text = mix (data, random, &field_id);
    gint64 took_us = processor_us ();
    g_autoptr (GArray) proposed = tc_field_propose (db, text);
    took_us = processor_us () - took_us;
    g_array_append_val (times, took_us);
  }
  g_array_sort (times, compare_times);
  printf ("figure field-propose-p50 %.2f ms\n",
          (double) g_array_index (times, gint64, N_ASKED / 2) / 1000);
  printf ("figure field-propose-p99 %.2f ms\n",
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

  measure_quality (data);
  measure_time (data);
  return EXIT_SUCCESS;
}
