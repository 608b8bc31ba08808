/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a report says beside its text; see the header.
 */
#include "tc-report-words.h"

#include "tc-incident-words.h"
#include "tc-words.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>

/* Said no longer before it came in: that is the time it takes. */
#define AT_ONCE_US (2 * G_TIME_SPAN_MINUTE)

/* ---- whose, when, where ---- */

static const char *
word_language (const char *language)
{
  static const struct {
    const char *code;
    const char *word;
  } words[] = {
      {"en", NC_ ("report", "in English")}, {"km", NC_ ("report", "in Khmer")},
      {"zh", NC_ ("report", "in Chinese")}, {"fr", NC_ ("report", "in French")},
      {"ko", NC_ ("report", "in Korean")},  {"ja", NC_ ("report", "in Japanese")},
  };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++) {
    if (g_strcmp0 (words[i].code, language) == 0)
      return g_dpgettext2 (GETTEXT_PACKAGE, "report", words[i].word);
  }
  return NULL;
}

char *
tc_report_word_facts (const TcReport *report, gint64 now_us)
{
  const char *language = word_language (report->language);
  g_autofree char *clock = NULL, *said = NULL;
  const char *parts[5] = {NULL};
  guint n = 0;

  if (report->on_behalf)
    parts[n++] = C_ ("report", "on behalf of somebody else");
  if (report->anonymous)
    parts[n++] = C_ ("report", "without a name");
  if (report->said_us != TC_NONE && report->said_us < report->received_us - AT_ONCE_US) {
    clock = tc_words_clock (report->said_us, now_us);
    /* Translators: when a report that came in late was made: a time. */
    said = g_strdup_printf (C_ ("report", "said at %s"), clock);
    parts[n++] = said;
  }
  if (language)
    parts[n++] = language;
  return g_strjoinv (", ", (char **) parts);
}

char *
tc_report_word_place (const TcReport *report, const TcIncidentRow *incident)
{
  if (!report->address || !*report->address || g_strcmp0 (report->address, incident->address) == 0)
    return NULL;
  /* Translators: where a report says it is, where that isn't the incident's address. */
  return g_strdup_printf (_ ("Its place: %s"), report->address);
}

/* ---- questions and answers ---- */

static const char *
get_text (JsonObject *object, const char *name)
{
  return object ? json_object_get_string_member_with_default (object, name, NULL) : NULL;
}

/* @name: "name" or "description", which is there in two languages. "" if it isn't there. */
static const char *
pick_word (JsonObject *object, const char *name)
{
  g_autofree char *vi = g_strdup_printf ("%s_vi", name);
  g_autofree char *en = g_strdup_printf ("%s_en", name);

  return tc_incident_pick_name (get_text (object, vi), get_text (object, en));
}

/* What has @value as its @key among the objects of @array. (nullable) */
static JsonObject *
find_object (JsonArray *array, const char *key, const char *value)
{
  for (guint i = 0; array && i < json_array_get_length (array); i++) {
    JsonNode *node = json_array_get_element (array, i);
    JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
    if (object && g_strcmp0 (get_text (object, key), value) == 0)
      return object;
  }
  return NULL;
}

/* (transfer full): as it reads to a person. */
static char *
word_value (JsonObject *question, const char *value, gint64 now_us)
{
  JsonNode *values = question ? json_object_get_member (question, "values") : NULL;
  JsonObject *choice = values && JSON_NODE_HOLDS_ARRAY (values)
                           ? find_object (json_node_get_array (values), "key", value)
                           : NULL;
  g_autoptr (GDateTime) time = NULL;

  if (choice && *pick_word (choice, "name"))
    return g_strdup (pick_word (choice, "name"));
  if (g_strcmp0 (get_text (question, "datatype"), "datetime") == 0)
    time = g_date_time_new_from_iso8601 (value, NULL);
  return time ? tc_words_clock (g_date_time_to_unix (time) * G_USEC_PER_SEC, now_us)
              : g_strdup (value);
}

static void
add_value (GString *line, JsonObject *question, JsonNode *node, gint64 now_us)
{
  g_autofree char *word = NULL;

  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
    return;
  word = word_value (question, json_node_get_string (node), now_us);
  g_string_append_printf (line, "%s%s", line->len > 0 ? ", " : "", word);
}

/* (transfer full): "" if it is of no form that is known. */
static char *
word_answer (JsonObject *question, JsonNode *node, gint64 now_us)
{
  GString *line = g_string_new (NULL);
  JsonArray *array = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  if (!array)
    add_value (line, question, node, now_us);
  for (guint i = 0; array && i < json_array_get_length (array); i++)
    add_value (line, question, json_array_get_element (array, i), now_us);
  return g_string_free (line, FALSE);
}

/* (transfer full) (nullable) */
static JsonNode *
parse (const char *json)
{
  return json && *json ? json_from_string (json, NULL) : NULL;
}

char *
tc_report_word_answers (const TcReport *report, gint64 now_us)
{
  g_autoptr (JsonNode) answers = parse (report->attributes);
  g_autoptr (JsonNode) questions = parse (report->questions);
  JsonArray *asked = questions && JSON_NODE_HOLDS_ARRAY (questions)
                         ? json_node_get_array (questions)
                         : NULL;
  GString *text = g_string_new (NULL);
  JsonObjectIter iter;
  const char *code = NULL;
  JsonNode *node = NULL;

  if (!answers || !JSON_NODE_HOLDS_OBJECT (answers))
    return g_string_free (text, FALSE);
  json_object_iter_init_ordered (&iter, json_node_get_object (answers));
  while (json_object_iter_next_ordered (&iter, &code, &node)) {
    JsonObject *question = find_object (asked, "code", code);
    const char *words = question ? pick_word (question, "description") : "";
    g_autofree char *answer = word_answer (question, node, now_us);

    if (!*answer)
      continue;
    g_string_append_printf (text, "%s%s%s %s", text->len > 0 ? "\n" : "", *words ? words : code,
                            g_str_has_suffix (words, "?") ? "" : ":", answer);
  }
  return g_string_free (text, FALSE);
}
