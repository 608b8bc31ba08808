/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The index of words; see the header.
 *
 * DESIGN: FTS5 without positions, over a table of our own with each incident's words, so that what
 * was written can be taken back exactly. FTS5 walks words lazily, newest first, and stops at the
 * limit. So it does for a beginning of two to five letters, which has an index of its own; a longer
 * one it gathers first, therefore its last word is asked as a whole one before.
 */
#include "tc-incident-text.h"

#include "tc-fold.h"
#include "tc-people-operations.h"
#include "tc-reading-view.h"

#include <string.h>

/* ---- making it ---- */

typedef struct {
  GString *text;    /* (owned): the words with a space between */
  GHashTable *seen; /* (owned) (element-type utf8) */
} Words;

static void
words_init (Words *words)
{
  words->text = g_string_new (NULL);
  words->seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

static void
words_clear (Words *words)
{
  g_string_free (words->text, TRUE);
  g_hash_table_unref (words->seen);
}

static void
add_word (Words *words, const char *word)
{
  if (!*word || g_hash_table_size (words->seen) >= TC_TEXT_WORDS_MAX ||
      !g_hash_table_add (words->seen, g_strdup (word)))
    return;
  if (words->text->len > 0)
    g_string_append_c (words->text, ' ');
  g_string_append (words->text, word);
}

static void
add_text (Words *words, const char *text)
{
  g_auto (GStrv) parts = text ? tc_fold_words (text) : NULL;

  for (guint i = 0; parts && parts[i]; i++)
    add_word (words, parts[i]);
}

/* The digits of a number as one word: "0912 345-678" is asked for in many ways. */
static void
add_number (Words *words, const char *text)
{
  g_autoptr (GString) digits = g_string_new (NULL);

  for (; text && *text; text++)
    if (g_ascii_isdigit (*text))
      g_string_append_c (digits, *text);
  add_word (words, digits->str);
}

static void
read_matter (TcDatabase *db, gint64 id, Words *words)
{
  g_autoptr (TcQuery) query = tc_database_query (
      db,
      "SELECT i.title, i.address, a.name_vi FROM incident AS i LEFT JOIN area AS a ON"
      " a.id = i.area_id WHERE i.id = ?",
      "i", id);
  g_autoptr (TcQuery) reports = NULL;

  if (!tc_query_next (query))
    return;
  for (int column = 0; column < 3; column++)
    add_text (words, tc_query_text (query, column));
  reports = tc_database_query (
      db, "SELECT text, address FROM report WHERE incident_id = ? ORDER BY id", "i", id);
  while (g_hash_table_size (words->seen) < TC_TEXT_WORDS_MAX && tc_query_next (reports)) {
    add_text (words, tc_query_text (reports, 0));
    add_text (words, tc_query_text (reports, 1));
  }
}

static void
read_who (TcDatabase *db, gint64 id, Words *words)
{
  g_autoptr (TcQuery) query = tc_database_query (
      db,
      "SELECT p.name, p.email, p.phone FROM report AS r JOIN reporter AS p ON p.report_id = r.id"
      " WHERE r.incident_id = ? ORDER BY p.id",
      "i", id);

  while (g_hash_table_size (words->seen) < TC_TEXT_WORDS_MAX && tc_query_next (query)) {
    add_text (words, tc_query_text (query, 0));
    add_text (words, tc_query_text (query, 1));
    add_number (words, tc_query_text (query, 2));
  }
}

static void
take_back (TcDatabase *db, gint64 id)
{
  g_autoptr (TcQuery)
      query = tc_database_query (db, "SELECT matter, who FROM search_row WHERE id = ?", "i", id);

  if (!tc_query_next (query))
    return;
  tc_database_execute (db,
                       "INSERT INTO search_matter (search_matter, rowid, matter)"
                       " VALUES ('delete', ?, ?)",
                       "is", id, tc_query_text (query, 0));
  if (*tc_query_text (query, 1))
    tc_database_execute (db,
                         "INSERT INTO search_who (search_who, rowid, who)"
                         " VALUES ('delete', ?, ?)",
                         "is", id, tc_query_text (query, 1));
  tc_database_execute (db, "DELETE FROM search_row WHERE id = ?", "i", id);
}

static void
read_incident (TcDatabase *db, gint64 id)
{
  Words matter, who;

  take_back (db, id);
  words_init (&matter);
  words_init (&who);
  read_matter (db, id, &matter);
  if (matter.text->len > 0) {
    read_who (db, id, &who);
    tc_database_execute (db, "INSERT INTO search_row VALUES (?, ?, ?)", "iss", id, matter.text->str,
                         who.text->str);
    tc_database_execute (db, "INSERT INTO search_matter (rowid, matter) VALUES (?, ?)", "is", id,
                         matter.text->str);
  }
  if (who.text->len > 0)
    tc_database_execute (db, "INSERT INTO search_who (rowid, who) VALUES (?, ?)", "is", id,
                         who.text->str);
  words_clear (&matter);
  words_clear (&who);
}

/* (transfer full) (element-type gint64) */
static GArray *
list_ids (TcDatabase *db, const char *sql, gint64 bound, guint n)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (TcQuery) query = tc_database_query (db, sql, "ii", bound, (gint64) n);

  while (tc_query_next (query)) {
    gint64 id = tc_query_int (query, 0);
    g_array_append_val (ids, id);
  }
  return ids;
}

static gint64
get_place (TcDatabase *db)
{
  return tc_database_get_int (db, 0, "SELECT below FROM search_place", NULL);
}

/* Of what changed; how many. */
static guint
read_changed (TcDatabase *db, guint rows)
{
  g_autoptr (GArray) ids = list_ids (
      db, "SELECT id FROM search_todo WHERE id > ? ORDER BY id DESC LIMIT ?", G_MININT64 + 1, rows);

  for (guint i = 0; i < ids->len; i++) {
    gint64 id = g_array_index (ids, gint64, i);
    read_incident (db, id);
    tc_database_execute (db, "DELETE FROM search_todo WHERE id = ?", "i", id);
  }
  return ids->len;
}

gboolean
tc_incident_text_step (TcDatabase *db, guint rows)
{
  gint64 below = get_place (db);
  guint done = read_changed (db, rows);
  g_autoptr (GArray) older = NULL;

  if (done >= rows)
    return TRUE;
  if (below == G_MININT64 + 1)
    return FALSE;
  older = list_ids (db, "SELECT id FROM incident WHERE id < ? ORDER BY id DESC LIMIT ?", below,
                    rows - done);
  for (guint i = 0; i < older->len; i++)
    read_incident (db, g_array_index (older, gint64, i));
  below = older->len < rows - done ? G_MININT64 + 1 : g_array_index (older, gint64, older->len - 1);
  tc_database_execute (db, "UPDATE search_place SET below = ?", "i", below);
  return below != G_MININT64 + 1;
}

double
tc_incident_text_done (TcDatabase *db)
{
  gint64 below = get_place (db);
  gint64 first = tc_database_get_int (db, 0, "SELECT min (id) FROM incident", NULL);
  gint64 last = tc_database_get_int (db, 0, "SELECT max (id) FROM incident", NULL);

  if (below <= first)
    return 1;
  return below > last ? 0 : (double) (last - below) / (double) (last - first);
}

void
tc_incident_text_reset (TcDatabase *db)
{
  tc_database_execute_script (db, "INSERT INTO search_matter (search_matter) VALUES ('delete-all');"
                                  "INSERT INTO search_who (search_who) VALUES ('delete-all');"
                                  "DELETE FROM search_row; DELETE FROM search_todo;"
                                  "UPDATE search_place SET below = 9223372036854775807");
}

/* ---- asking it ---- */

/* How its words are to be taken. */
typedef enum {
  WHOLE,      /* each as a word */
  LAST_BEGUN, /* the last as the beginning of one */
  ALL_BEGUN
} Reading;

/* Letters of a beginning that has an index. */
#define BEGUN_MIN 2
#define BEGUN_MAX 5

/* As FTS5 wants it; quoted, since what was typed may be anything. A single letter begins too many
 * words to be asked for: the last one is passed over. */
static char *
make_match (char **words, Reading reading)
{
  GString *match = g_string_new (NULL);

  for (guint i = 0; words[i] && i < TC_TEXT_ASKED_MAX; i++) {
    gboolean last = !words[i + 1] || i + 1 == TC_TEXT_ASKED_MAX;
    gboolean begun = reading == ALL_BEGUN || (reading == LAST_BEGUN && last);

    if (begun && last && i > 0 && !words[i][1])
      break;
    if (i > 0)
      g_string_append (match, " AND ");
    g_string_append_printf (match, "\"%s\"", words[i]);
    if (begun && words[i][1])
      g_string_append (match, " *");
  }
  return g_string_free (match, FALSE);
}

static void
find (TcDatabase *db, const char *sql, const char *match, const TcTextAsked *asked, GArray *ids)
{
  g_autoptr (TcQuery) query = tc_database_query (db, sql, "s", match);

  while (ids->len < asked->limit && !g_cancellable_is_cancelled (asked->cancellable) &&
         tc_query_next (query)) {
    gint64 id = tc_query_int (query, 0);
    if (!asked->is_wanted || asked->is_wanted (id, asked->data))
      g_array_append_val (ids, id);
  }
}

static const char matter_sql[] =
    "SELECT rowid FROM search_matter WHERE search_matter MATCH ? ORDER BY rowid DESC";
static const char who_sql[] =
    "SELECT rowid FROM search_who WHERE search_who MATCH ? ORDER BY rowid DESC";

/* In @into, both newest first, each once. */
static void
join_ids (GArray *into, GArray *more, guint limit)
{
  g_autoptr (GArray) one = g_array_copy (into);
  guint i = 0, j = 0;

  g_array_set_size (into, 0);
  while (into->len < limit && (i < one->len || j < more->len)) {
    gint64 a = i < one->len ? g_array_index (one, gint64, i) : G_MININT64;
    gint64 b = j < more->len ? g_array_index (more, gint64, j) : G_MININT64;
    gint64 id = MAX (a, b);
    g_array_append_val (into, id);
    i += a == id;
    j += b == id;
  }
}

/* A number as people say it, with spaces, is one word there; NULL: it is none. (transfer full) */
static char *
read_number (const char *text)
{
  GString *digits = g_string_new (NULL);

  for (; *text; text++) {
    if (g_ascii_isdigit (*text))
      g_string_append_c (digits, *text);
    else if (!strchr (" .-+()", *text))
      break;
  }
  if (*text || digits->len < 3) {
    g_string_free (digits, TRUE);
    return NULL;
  }
  return g_string_free (digits, FALSE);
}

static void
find_who (TcDatabase *db, const TcTextAsked *asked, char **words, Reading reading, GArray *ids)
{
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autofree char *number = read_number (asked->text);
  char *number_alone[] = {number, NULL};
  g_autofree char *match = make_match (number ? number_alone : words, reading);

  find (db, who_sql, match, asked, found);
  join_ids (ids, found, asked->limit);
}

/* Letters of the last word that is asked for. */
static gsize
count_last_letters (char **words)
{
  return strlen (words[MIN (g_strv_length (words), TC_TEXT_ASKED_MAX) - 1]);
}

GArray *
tc_incident_text_find (TcDatabase *db, const TcTextAsked *asked)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_auto (GStrv) words = tc_fold_words (asked->text);
  gsize letters = words[0] ? count_last_letters (words) : 0;
  Reading first = letters >= BEGUN_MIN && letters <= BEGUN_MAX ? LAST_BEGUN : WHOLE;

  /* No view covers the index. */
  if (tc_reading_view_hides (db, TC_SCOPE_INCIDENTS))
    return ids;
  for (Reading reading = first; words[0] && reading <= ALL_BEGUN; reading++) {
    g_autofree char *match = make_match (words, reading);
    g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (gint64));

    if (ids->len >= asked->limit || (reading == ALL_BEGUN && (ids->len > 0 || !words[1])) ||
        (reading == LAST_BEGUN && ids->len > 0 && letters == 1))
      break;
    find (db, matter_sql, match, asked, found);
    join_ids (ids, found, asked->limit);
    if (asked->who && !tc_reading_view_hides (db, TC_SCOPE_REPORTERS))
      find_who (db, asked, words, reading, ids);
  }
  return ids;
}

gboolean
tc_incident_text_is_paged (const char *text)
{
  g_auto (GStrv) words = tc_fold_words (text);

  return words[0] && count_last_letters (words) <= BEGUN_MAX;
}

/* Less may be a house or the end of a code. */
#define NUMBER_DIGITS_MIN 6

gboolean
tc_incident_text_is_person (TcDatabase *db, const char *text)
{
  const TcTextAsked asked = {.text = text, .limit = 1};
  g_autofree char *number = read_number (text);
  g_auto (GStrv) words = tc_fold_words (text);

  if (number)
    return strlen (number) >= NUMBER_DIGITS_MIN;
  if (tc_reading_view_hides (db, TC_SCOPE_REPORTERS))
    return FALSE;
  for (Reading reading = WHOLE; words[0] && reading <= LAST_BEGUN; reading++) {
    g_autofree char *match = make_match (words, reading);
    g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (gint64));

    find (db, who_sql, match, &asked, found);
    if (found->len > 0)
      return TRUE;
  }
  return FALSE;
}
