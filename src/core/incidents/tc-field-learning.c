/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Counting words by field; see tc-field-proposal.h.
 *
 * DESIGN: triggers note in learn_due what may have to be counted otherwise (data/schema/desk), in
 * the transaction that changes it. A step looks at some of it: which field it is of now, as which
 * it was counted, and moves the counts. So nothing is read twice that didn't change, whatever is
 * undone and done again meanwhile, and a start reads nothing. What was there before is walked
 * through once, the newest first.
 */
#include "tc-field-proposal.h"
#include "tc-field-words.h"

enum {
  KIND_REPORT = 1,
  KIND_FIELD = 2
};

/* What describes a field counts as so many reports. */
#define FIELD_WEIGHT 4

/* So much may change at any time without much being learnt by it. */
#define DUE_MAX 32

/* The newest first, so that what is of use is there first. */
#define WALK_SQL                                                                                   \
  "SELECT id FROM report WHERE id < (SELECT below FROM learning) ORDER BY id DESC LIMIT ?"

#define REPORT_SQL                                                                                 \
  "SELECT r.text, iif (i.state NOT IN ('rejected', 'redirected', 'merged') AND (i.state <> 'new'"  \
  " OR EXISTS (SELECT 1 FROM incident_event WHERE incident_id = i.id AND code ="                   \
  " 'incident.classify')), i.field_id, NULL) FROM report AS r JOIN incident AS i ON i.id ="        \
  " r.incident_id WHERE r.id = ?"

/* As the triggers write down what is gone. A field that has others below it is named by theirs. */
#define FIELD_SQL                                                                                  \
  "SELECT name_vi || char (10) || ifnull (description_vi, '') || char (10) || ifnull (keywords,"   \
  " '') || char (10) || name_en || char (10) || ifnull (description_en, ''), iif (active = 1 AND"  \
  " NOT EXISTS (SELECT 1 FROM field AS below WHERE below.parent_id = field.id AND below.active ="  \
  " 1), id, NULL) FROM field WHERE id = ?"

/* ---- counts ---- */

static void
count (TcDatabase *db, const char *text, gint64 field_id, gint64 by)
{
  g_autoptr (GPtrArray) words = tc_field_words (text);

  for (guint i = 0; i < words->len; i++)
    tc_database_execute (db,
                         "INSERT INTO learnt_word (word, field_id, n) VALUES (?, ?, ?)"
                         " ON CONFLICT (word, field_id) DO UPDATE SET n = n + excluded.n",
                         "sii", g_ptr_array_index (words, i), field_id, by);
  for (guint i = 0; by < 0 && i < words->len; i++)
    tc_database_execute (db, "DELETE FROM learnt_word WHERE word = ? AND field_id = ? AND n <= 0",
                         "si", g_ptr_array_index (words, i), field_id);
  tc_database_execute (db,
                       "INSERT INTO learnt_field (field_id, n) VALUES (?, ?)"
                       " ON CONFLICT (field_id) DO UPDATE SET n = n + excluded.n",
                       "ii", field_id, by * (gint64) words->len);
}

/* What is to be counted now. 0: nothing. */
static gint64
read_now (TcDatabase *db, gint64 kind, gint64 id, char **text)
{
  g_autoptr (TcQuery)
      query = tc_database_query (db, kind == KIND_FIELD ? FIELD_SQL : REPORT_SQL, "i", id);

  if (!tc_query_next (query))
    return 0;
  *text = tc_query_dup_text (query, 0);
  return tc_query_id (query, 1);
}

/* @gone: (nullable): the text as it was counted, if the row may have another by now */
static void
look_at (TcDatabase *db, gint64 kind, gint64 id, const char *gone)
{
  gint64 weight = kind == KIND_FIELD ? FIELD_WEIGHT : 1;
  gint64 before = tc_database_get_int (
      db, 0, "SELECT field_id FROM learnt WHERE kind = ? AND id = ?", "ii", kind, id);
  g_autofree char *text = NULL;
  gint64 now = read_now (db, kind, id, &text);

  if (before == now && !gone)
    return;
  if (before && (gone || text))
    count (db, gone ? gone : text, before, -weight);
  if (now)
    count (db, text, now, weight);
  if (now)
    tc_database_execute (db,
                         "INSERT INTO learnt (kind, id, field_id) VALUES (?, ?, ?)"
                         " ON CONFLICT (kind, id) DO UPDATE SET field_id = excluded.field_id",
                         "iii", kind, id, now);
  else
    tc_database_execute (db, "DELETE FROM learnt WHERE kind = ? AND id = ?", "ii", kind, id);
}

/* ---- steps ---- */

typedef struct {
  gint64 kind;
  gint64 id;
  char *gone; /* (owned) (nullable) */
} Due;

static void
clear_due (gpointer data)
{
  g_free (((Due *) data)->gone);
}

/* Read whole before anything is written. (element-type Due) */
static GArray *
list_due (TcDatabase *db, const char *sql, guint limit)
{
  GArray *list = g_array_new (FALSE, FALSE, sizeof (Due));
  g_autoptr (TcQuery) query = tc_database_query (db, sql, "i", (gint64) limit);

  g_array_set_clear_func (list, clear_due);
  while (tc_query_next (query)) {
    Due due = {tc_query_int (query, 0), tc_query_int (query, 1), tc_query_dup_text (query, 2)};
    g_array_append_val (list, due);
  }
  return list;
}

static guint
take_due (TcDatabase *db, guint limit)
{
  /* As its key goes, so that no step looks at more than it takes. */
  g_autoptr (GArray) list = list_due (
      db, "SELECT kind, id, gone FROM learn_due ORDER BY kind DESC, id DESC LIMIT ?", limit);

  for (guint i = 0; i < list->len; i++) {
    const Due *due = &g_array_index (list, Due, i);
    look_at (db, due->kind, due->id, due->gone);
    tc_database_execute (db, "DELETE FROM learn_due WHERE kind = ? AND id = ?", "ii", due->kind,
                         due->id);
  }
  return list->len;
}

static guint
walk (TcDatabase *db, guint limit)
{
  g_autoptr (GArray) list = list_due (db, "SELECT 1, id, NULL FROM (" WALK_SQL ")", limit);

  for (guint i = 0; i < list->len; i++)
    look_at (db, KIND_REPORT, g_array_index (list, Due, i).id, NULL);
  if (list->len > 0)
    tc_database_execute (db, "UPDATE learning SET below = ?", "i",
                         g_array_index (list, Due, list->len - 1).id);
  return list->len;
}

static void
begin (TcDatabase *db)
{
  tc_database_execute (db, "INSERT INTO learning (id, below) VALUES (1, ?)", "i", G_MAXINT64);
  tc_database_execute (db, "INSERT INTO learn_due (kind, id) SELECT 2, id FROM field", NULL);
}

gboolean
tc_field_learn_step (TcDatabase *db, guint limit)
{
  guint n;

  g_assert (limit > 0);
  if (!tc_database_get_int (db, 0, "SELECT id FROM learning", NULL))
    begin (db);
  n = take_due (db, limit);
  if (n < limit)
    n += walk (db, limit - n);
  return n == limit && !tc_database_has_fault (db);
}

gboolean
tc_field_has_learnt (TcDatabase *db)
{
  return tc_database_get_int (
             db, 0,
             "SELECT EXISTS (SELECT 1 FROM learning) AND NOT EXISTS (SELECT 1 FROM report WHERE id"
             " < (SELECT below FROM learning)) AND (SELECT count(*) FROM (SELECT 1 FROM learn_due"
             " LIMIT ?1)) < ?1",
             "i", (gint64) DUE_MAX) != 0;
}

void
tc_field_learn_reset (TcDatabase *db)
{
  static const char *const tables[] = {"learning", "learnt", "learnt_word", "learnt_field",
                                       "learn_due"};

  for (guint i = 0; i < G_N_ELEMENTS (tables); i++) {
    g_autofree char *sql = g_strdup_printf ("DELETE FROM %s", tables[i]);
    tc_database_execute (db, sql, NULL);
  }
}
