/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Proposing a field; see the header.
 */
#include "tc-field-proposal.h"

#include "tc-field-words.h"
#include "tc-log2.h"

#include <string.h>

/* a of the formula. */
#define SMOOTH 4
/* How sharply scores become shares: so that of what gets a share of p, about p is right. In halves.
 */
#define SHARPNESS 6
/* Of the syllables of a text this many of a hundred must be known: else it is in another language,
 * or nothing was learnt yet. */
#define KNOWN_PERCENT_MIN 55
/* The best one has at least this share. */
#define SHARE_MIN 10
/* A proposal is never sure. */
#define SHARE_MAX 99
#define FIELDS_MAX 1000
/* Words that are shown. */
#define WORDS_MAX 3
/* A word decided if without it the share of the field were half as large to that of the others. */
#define DECIDES (2 * TC_LOG2_ONE / SHARPNESS)

typedef struct {
  TcProposedField field;
  gint64 n;     /* n(f) */
  gint64 score; /* as of tc_log2() */
} Candidate;

typedef struct {
  GPtrArray *words;  /* (owned) (element-type utf8) */
  GArray *fields;    /* (owned) (element-type Candidate): by id */
  gint64 *counts;    /* (owned): n(t, f), a row of fields for each word */
  gint64 *totals;    /* (owned): n(t) */
  gint64 n;          /* n */
  GHashTable *index; /* (owned) (element-type gint64): id of a field to its place + 1 */
} Weighing;

static void
clear_field (gpointer data)
{
  TcProposedField *field = data;

  g_free (field->code);
  g_free (field->name_vi);
  g_free (field->name_en);
  g_free (field->group_vi);
  g_free (field->group_en);
  g_free (field->words);
}

GArray *
tc_proposed_fields_new (void)
{
  GArray *fields = g_array_new (FALSE, TRUE, sizeof (TcProposedField));

  g_array_set_clear_func (fields, clear_field);
  return fields;
}

static void
clear_weighing (Weighing *self)
{
  g_ptr_array_unref (self->words);
  g_array_unref (self->fields);
  g_hash_table_unref (self->index);
  g_free (self->counts);
  g_free (self->totals);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Weighing, clear_weighing)

/* ---- reading ---- */

#define FIELDS_SQL                                                                                 \
  "SELECT f.id, f.code, f.name_vi, f.name_en, p.name_vi, p.name_en, ifnull (l.n, 0) FROM field AS" \
  " f LEFT JOIN field AS p ON p.id = f.parent_id LEFT JOIN learnt_field AS l ON l.field_id = f.id" \
  " WHERE f.active = 1 AND NOT EXISTS (SELECT 1 FROM field AS below WHERE below.parent_id = f.id"  \
  " AND below.active = 1) ORDER BY f.id LIMIT ?"

static void
read_fields (TcDatabase *db, Weighing *self)
{
  g_autoptr (TcQuery) query = tc_database_query (db, FIELDS_SQL, "i", (gint64) FIELDS_MAX);

  while (tc_query_next (query)) {
    Candidate candidate = {
        .field = {.field_id = tc_query_int (query, 0),
                  .code = tc_query_dup_text (query, 1),
                  .name_vi = tc_query_dup_text (query, 2),
                  .name_en = tc_query_dup_text (query, 3),
                  .group_vi = tc_query_dup_text (query, 4),
                  .group_en = tc_query_dup_text (query, 5)},
        .n = tc_query_int (query, 6),
    };
    g_array_append_val (self->fields, candidate);
    g_hash_table_insert (self->index,
                         g_memdup2 (&candidate.field.field_id, sizeof candidate.field.field_id),
                         GUINT_TO_POINTER (self->fields->len));
  }
  self->n = tc_database_get_int (db, 0, "SELECT total (n) FROM learnt_field", NULL);
}

static void
read_word (TcDatabase *db, Weighing *self, guint word)
{
  g_autoptr (TcQuery) query = tc_database_query (
      db, "SELECT field_id, n FROM learnt_word WHERE word = ? ORDER BY field_id", "s",
      g_ptr_array_index (self->words, word));

  while (tc_query_next (query)) {
    gint64 field_id = tc_query_int (query, 0);
    guint place = GPOINTER_TO_UINT (g_hash_table_lookup (self->index, &field_id));
    self->totals[word] += tc_query_int (query, 1);
    if (place > 0)
      self->counts[word * self->fields->len + place - 1] = tc_query_int (query, 1);
  }
}

/* ---- weighing ---- */

/* What is left of @all without @part, which the tables may not say with each other if somebody
 * wrote into them. */
static gint64
weigh_without (gint64 all, gint64 part)
{
  guint64 whole = (guint64) MAX (all, 0) + SMOOTH;
  guint64 rest = (guint64) MAX (all - part, 0) + SMOOTH;

  return part > 0 ? tc_log2 (whole) - tc_log2 (rest) : 0;
}

static gint64
weigh_word (const Weighing *self, guint word, guint field)
{
  return weigh_without (self->totals[word], self->counts[word * self->fields->len + field]);
}

/* Whether this is a language, and a matter, of which anything is known. */
static gboolean
is_known (const Weighing *self)
{
  guint syllables = 0, known = 0;

  for (guint i = 0; i < self->words->len; i++) {
    if (tc_field_word_is_pair (g_ptr_array_index (self->words, i)))
      continue;
    syllables++;
    known += self->totals[i] > 0;
  }
  return known > 0 && known * 100 >= syllables * KNOWN_PERCENT_MIN;
}

static void
weigh (Weighing *self)
{
  for (guint f = 0; f < self->fields->len; f++) {
    Candidate *candidate = &g_array_index (self->fields, Candidate, f);
    /* n once more is a for each of the words there are: about a quarter of n. */
    gint64 size = weigh_without (2 * self->n, candidate->n);
    for (guint w = 0; w < self->words->len; w++) {
      if (self->totals[w] > 0)
        candidate->score += weigh_word (self, w, f) - size;
    }
  }
}

static int
compare_scores (gconstpointer a, gconstpointer b, gpointer data)
{
  const GArray *fields = data;
  const Candidate *one = &g_array_index (fields, Candidate, *(const guint *) a);
  const Candidate *other = &g_array_index (fields, Candidate, *(const guint *) b);

  if (one->score != other->score)
    return one->score < other->score ? 1 : -1;
  return one->field.field_id < other->field.field_id ? -1 : 1;
}

/* Places of fields, the best first. (element-type guint) */
static GArray *
rank (Weighing *self)
{
  GArray *order = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < self->fields->len; i++)
    g_array_append_val (order, i);
  g_array_sort_with_data (order, compare_scores, self->fields);
  return order;
}

static void
share (Weighing *self, GArray *order)
{
  gint64 best = g_array_index (self->fields, Candidate, g_array_index (order, guint, 0)).score;
  gint64 sum = 0;

  for (guint i = 0; i < self->fields->len; i++) {
    Candidate *candidate = &g_array_index (self->fields, Candidate, i);
    candidate->field.share = tc_exp2 (SHARPNESS * (candidate->score - best) / 2);
    sum += candidate->field.share;
  }
  for (guint i = 0; i < self->fields->len; i++) {
    TcProposedField *field = &g_array_index (self->fields, Candidate, i).field;
    field->share = MIN ((100 * field->share + sum / 2) / sum, SHARE_MAX);
  }
}

/* ---- reasons ---- */

/* Whether a pair has the syllable in it. */
static gboolean
holds (const char *pair, const char *syllable)
{
  gsize length = strlen (syllable);

  return (g_str_has_prefix (pair, syllable) && pair[length] == ' ') ||
         (g_str_has_suffix (pair, syllable) && pair[strlen (pair) - length - 1] == ' ');
}

/* Takes the word for what is shown; of a pair and its syllable the pair stands for both. */
static void
choose (GPtrArray *chosen, char *word)
{
  gboolean pair = tc_field_word_is_pair (word);

  for (guint i = 0; i < chosen->len; i++) {
    char *other = g_ptr_array_index (chosen, i);
    if (!pair && tc_field_word_is_pair (other) && holds (other, word))
      return;
    if (pair && !tc_field_word_is_pair (other) && holds (word, other)) {
      chosen->pdata[i] = word;
      return;
    }
  }
  if (chosen->len < WORDS_MAX)
    g_ptr_array_add (chosen, word);
}

static char *
find_words (const Weighing *self, guint field, const char *text)
{
  g_autoptr (GPtrArray) chosen = g_ptr_array_new ();
  g_autofree gboolean *seen = g_new0 (gboolean, self->words->len);

  for (guint turn = 0; turn < 2 * WORDS_MAX; turn++) {
    guint best = G_MAXUINT;
    gint64 most = DECIDES;
    for (guint w = 0; w < self->words->len; w++) {
      gint64 weight = seen[w] ? 0 : weigh_word (self, w, field);
      /* A pair says more to a person than a syllable. */
      if (weight >= DECIDES && tc_field_word_is_pair (g_ptr_array_index (self->words, w)))
        weight = weight * 3 / 2;
      if (weight > most) {
        most = weight;
        best = w;
      }
    }
    if (best == G_MAXUINT)
      break;
    seen[best] = TRUE;
    choose (chosen, g_ptr_array_index (self->words, best));
  }
  return tc_field_words_show (chosen, text);
}

/* ---- the answer ---- */

static void
clear_candidate (gpointer data)
{
  clear_field (&((Candidate *) data)->field);
}

static void
take_best (Weighing *self, GArray *order, const char *text, GArray *proposed)
{
  for (guint i = 0; i < order->len && i < TC_PROPOSED_FIELDS_MAX; i++) {
    guint place = g_array_index (order, guint, i);
    Candidate *candidate = &g_array_index (self->fields, Candidate, place);
    if (candidate->field.share < (i == 0 ? SHARE_MIN : 1))
      break;
    candidate->field.words = find_words (self, place, text);
    /* Without a reason that can be said there is no proposal. */
    if (i == 0 && !candidate->field.words)
      break;
    g_array_append_val (proposed, candidate->field);
    candidate->field = (TcProposedField){0};
  }
}

GArray *
tc_field_propose (TcDatabase *db, const char *text)
{
  GArray *proposed = tc_proposed_fields_new ();
  g_auto (Weighing) self = {
      .words = tc_field_words (text),
      .fields = g_array_new (FALSE, TRUE, sizeof (Candidate)),
      .index = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL),
  };
  g_autoptr (GArray) order = NULL;

  g_array_set_clear_func (self.fields, clear_candidate);
  read_fields (db, &self);
  self.counts = g_new0 (gint64, (gsize) self.words->len * self.fields->len);
  self.totals = g_new0 (gint64, self.words->len);
  for (guint i = 0; i < self.words->len; i++)
    read_word (db, &self, i);
  if (self.fields->len == 0 || !is_known (&self))
    return proposed;
  weigh (&self);
  order = rank (&self);
  share (&self, order);
  take_best (&self, order, text, proposed);
  return proposed;
}
