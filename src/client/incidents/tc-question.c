/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Questions and answers; see the header.
 */
#include "tc-question.h"

#include "tc-database.h"
#include "tc-due-typed.h"
#include "tc-incident-words.h"
#include "tc-limits.h"
#include "tc-text.h"
#include "tc-words.h"

#include <json-glib/json-glib.h>
#include <string.h>

#define LINE_CHARS 500
#define TEXT_CHARS 4000
#define NUMBER_CHARS 20

/* In the order of TcQuestionKind. */
static const char *const datatypes[] = {"string",          "text",          "number", "datetime",
                                        "singlevaluelist", "multivaluelist"};

/* ---- questions ---- */

static void
free_choice (gpointer data)
{
  TcQuestionChoice *choice = data;

  g_free (choice->key);
  g_free (choice->word);
  g_free (choice);
}

static void
free_question (gpointer data)
{
  TcQuestion *question = data;

  g_free (question->code);
  g_free (question->words);
  g_ptr_array_unref (question->choices);
  g_free (question);
}

/* (transfer full) (nullable) */
static JsonNode *
parse (const char *json)
{
  return json && *json ? json_from_string (json, NULL) : NULL;
}

static const char *
get_text (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node && json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node)
                                                                  : NULL;
}

/* @name: "name" or "description", which is there in two languages. "" if it isn't there. */
static const char *
pick_word (JsonObject *object, const char *name)
{
  g_autofree char *vi = g_strdup_printf ("%s_vi", name);
  g_autofree char *en = g_strdup_printf ("%s_en", name);

  return tc_incident_pick_name (get_text (object, vi), get_text (object, en));
}

static JsonObject *
get_object (JsonArray *array, guint i)
{
  JsonNode *node = json_array_get_element (array, i);

  return JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

static void
read_choices (TcQuestion *question, JsonObject *object)
{
  JsonNode *node = json_object_get_member (object, "values");
  JsonArray *values = node && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  for (guint i = 0; values && i < json_array_get_length (values); i++) {
    JsonObject *value = get_object (values, i);
    const char *key = value ? get_text (value, "key") : NULL;
    TcQuestionChoice *choice = NULL;

    if (!key || !*key)
      continue;
    choice = g_new0 (TcQuestionChoice, 1);
    choice->key = g_strdup (key);
    choice->word = g_strdup (*pick_word (value, "name") ? pick_word (value, "name") : key);
    g_ptr_array_add (question->choices, choice);
  }
}

/* (transfer full) (nullable): not of the form. */
static TcQuestion *
read_question (JsonObject *object, guint place)
{
  const char *code = get_text (object, "code"), *datatype = get_text (object, "datatype");
  JsonNode *order = json_object_get_member (object, "order");
  JsonNode *required = json_object_get_member (object, "required");
  TcQuestion *question = NULL;
  guint kind = 0;

  while (kind < G_N_ELEMENTS (datatypes) && g_strcmp0 (datatypes[kind], datatype) != 0)
    kind++;
  if (!code || !*code || kind == G_N_ELEMENTS (datatypes))
    return NULL;
  question = g_new0 (TcQuestion, 1);
  question->kind = (TcQuestionKind) kind;
  question->required = required && json_node_get_value_type (required) == G_TYPE_BOOLEAN &&
                       json_node_get_boolean (required);
  question->order = order && json_node_get_value_type (order) == G_TYPE_INT64
                        ? json_node_get_int (order)
                        : (gint64) place + 1;
  question->code = g_strdup (code);
  question->words = g_strdup (pick_word (object, "description"));
  question->choices = g_ptr_array_new_with_free_func (free_choice);
  read_choices (question, object);
  return question;
}

static int
compare_orders_cb (gconstpointer a, gconstpointer b)
{
  const TcQuestion *first = *(const TcQuestion *const *) a;
  const TcQuestion *second = *(const TcQuestion *const *) b;

  return first->order < second->order ? -1 : first->order > second->order;
}

GPtrArray *
tc_questions_read (const char *json)
{
  GPtrArray *questions = g_ptr_array_new_with_free_func (free_question);
  g_autoptr (JsonNode) root = parse (json);
  JsonArray *array = root && JSON_NODE_HOLDS_ARRAY (root) ? json_node_get_array (root) : NULL;

  for (guint i = 0; array && i < json_array_get_length (array); i++) {
    JsonObject *object = get_object (array, i);
    TcQuestion *question = object ? read_question (object, i) : NULL;
    if (question)
      g_ptr_array_add (questions, question);
  }
  g_ptr_array_sort (questions, compare_orders_cb);
  return questions;
}

const TcQuestion *
tc_questions_find (GPtrArray *questions, const char *code)
{
  for (guint i = 0; i < questions->len; i++) {
    const TcQuestion *question = questions->pdata[i];
    if (g_str_equal (question->code, code))
      return question;
  }
  return NULL;
}

char *
tc_question_word_value (const TcQuestion *question, const char *value, gint64 now_us)
{
  g_autoptr (GDateTime) time = NULL;

  for (guint i = 0; i < question->choices->len; i++) {
    const TcQuestionChoice *choice = question->choices->pdata[i];
    if (g_str_equal (choice->key, value))
      return g_strdup (choice->word);
  }
  if (question->kind == TC_QUESTION_TIME)
    time = g_date_time_new_from_iso8601 (value, NULL);
  return time ? tc_words_clock (g_date_time_to_unix (time) * TC_US_PER_S, now_us)
              : g_strdup (value);
}

/* ---- answers ---- */

static void
add_value (GString *values, JsonNode *node)
{
  if (json_node_get_value_type (node) == G_TYPE_STRING)
    g_string_append_printf (values, "%s%s", values->len > 0 ? TC_ANSWER_SEPARATOR : "",
                            json_node_get_string (node));
}

GHashTable *
tc_answers_read (const char *json)
{
  GHashTable *answers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (JsonNode) root = parse (json);
  JsonObjectIter iter;
  const char *code = NULL;
  JsonNode *node = NULL;

  if (!root || !JSON_NODE_HOLDS_OBJECT (root))
    return answers;
  json_object_iter_init (&iter, json_node_get_object (root));
  while (json_object_iter_next (&iter, &code, &node)) {
    JsonArray *array = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
    GString *values = g_string_new (NULL);

    if (JSON_NODE_HOLDS_VALUE (node))
      add_value (values, node);
    for (guint i = 0; array && i < json_array_get_length (array); i++)
      add_value (values, json_array_get_element (array, i));
    g_hash_table_insert (answers, g_strdup (code), g_string_free (values, FALSE));
  }
  return answers;
}

static void
write_value (JsonBuilder *json, const TcQuestion *question, const char *value)
{
  g_auto (GStrv) keys = NULL;

  json_builder_set_member_name (json, question->code);
  if (question->kind != TC_QUESTION_SOME) {
    json_builder_add_string_value (json, value);
    return;
  }
  keys = g_strsplit (value, TC_ANSWER_SEPARATOR, -1);
  json_builder_begin_array (json);
  for (guint i = 0; keys[i]; i++)
    json_builder_add_string_value (json, keys[i]);
  json_builder_end_array (json);
}

/* (transfer full) */
static char *
finish (JsonBuilder *json)
{
  g_autoptr (JsonNode) root = NULL;

  json_builder_end_object (json);
  root = json_builder_get_root (json);
  return json_to_string (root, FALSE);
}

char *
tc_answers_write (GPtrArray *questions, GHashTable *typed)
{
  g_autoptr (JsonBuilder) json = json_builder_new ();

  json_builder_begin_object (json);
  for (guint i = 0; i < questions->len; i++) {
    const TcQuestion *question = questions->pdata[i];
    const char *value = g_hash_table_lookup (typed, question->code);
    if (value && *value)
      write_value (json, question, value);
  }
  return finish (json);
}

/* (transfer full) (nullable): as an officer types it, "1,5" or "30". */
static char *
clean_number (const char *typed)
{
  g_autofree char *number = tc_text_clean (typed, TC_TEXT_LINE, NUMBER_CHARS);
  const char *at = number;
  guint n_digits = 0, n_points = 0;

  if (!number)
    return NULL;
  g_strdelimit (number, ",", '.');
  for (at += *at == '-'; *at; at++) {
    n_digits += g_ascii_isdigit (*at) ? 1 : 0;
    n_points += *at == '.' ? 1 : 0;
    if (!g_ascii_isdigit (*at) && *at != '.')
      return NULL;
  }
  return n_digits > 0 && n_points <= 1 && at[-1] != '.' ? g_steal_pointer (&number) : NULL;
}

/* (transfer full) (nullable) */
static char *
clean_time (const char *typed, gint64 now_us)
{
  gint64 at_us = tc_time_typed_read (typed, now_us);
  g_autoptr (GDateTime) time = NULL;

  if (at_us == TC_NONE)
    return NULL;
  time = g_date_time_new_from_unix_utc (at_us / TC_US_PER_S);
  return g_date_time_format (time, "%Y-%m-%dT%H:%M:%SZ");
}

/* (transfer full) (nullable): not of its kind. */
static char *
clean_value (const TcQuestion *question, const char *typed, gint64 now_us)
{
  switch (question->kind) {
  case TC_QUESTION_LINE:
    return tc_text_clean (typed, TC_TEXT_LINE, LINE_CHARS);
  case TC_QUESTION_TEXT:
    return tc_text_clean (typed, TC_TEXT_PARAGRAPH, TEXT_CHARS);
  case TC_QUESTION_NUMBER:
    return clean_number (typed);
  case TC_QUESTION_TIME:
    return clean_time (typed, now_us);
  case TC_QUESTION_ONE:
  case TC_QUESTION_SOME:
  default:
    return g_strdup (typed);
  }
}

char *
tc_answers_clean (GPtrArray *questions, const char *typed, gint64 now_us, const TcQuestion **faulty)
{
  g_autoptr (GHashTable) answers = tc_answers_read (typed);
  g_autoptr (JsonBuilder) json = json_builder_new ();
  guint n = 0;

  *faulty = NULL;
  json_builder_begin_object (json);
  for (guint i = 0; i < questions->len; i++) {
    const TcQuestion *question = questions->pdata[i];
    const char *raw = g_hash_table_lookup (answers, question->code);
    g_autofree char *line = raw ? g_strstrip (g_strdup (raw)) : NULL;
    g_autofree char *value = line && *line ? clean_value (question, line, now_us) : NULL;

    if (line && *line && !value) {
      *faulty = question;
      return NULL;
    }
    if (value && *value) {
      write_value (json, question, value);
      n++;
    }
  }
  g_autofree char *written = finish (json);
  return n > 0 ? g_steal_pointer (&written) : NULL;
}
