/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Templates of answers; see the header.
 */
#include "tc-answer-template.h"

#include "tc-incident-record.h"
#include "tc-limits.h"

#include <string.h>

const char *const tc_answer_template_words[] = {"code", "place",    "field", "unit",
                                                "due",  "received", NULL};

char *
tc_answer_template_find_stranger (const char *text)
{
  for (const char *at = strpbrk (text, "{}"); at; at = strpbrk (at + 1, "{}")) {
    const char *end = *at == '{' ? strpbrk (at + 1, "{}") : NULL;
    g_autofree char *word = NULL;

    if (!end || *end != '}')
      return g_strdup ("");
    word = g_strndup (at + 1, (gsize) (end - at - 1));
    if (!g_strv_contains (tc_answer_template_words, word))
      return g_steal_pointer (&word);
    at = end;
  }
  return NULL;
}

/* ---- answer.set-template ---- */

static const TcArg set_args[] = {
    TC_ARG (TcAnswerSetTemplate, template_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcAnswerSetTemplate, code, TC_ARG_CODE, TC_REQUIRED, 0),
    TC_ARG (TcAnswerSetTemplate, field_id, TC_ARG_ID, TC_OPTIONAL, 0),
    TC_ARG (TcAnswerSetTemplate, state, TC_ARG_CODE, TC_OPTIONAL, 0),
    TC_ARG (TcAnswerSetTemplate, language, TC_ARG_CODE, TC_REQUIRED, 0),
    TC_ARG (TcAnswerSetTemplate, name, TC_ARG_LINE, TC_REQUIRED, TC_ANSWER_TEMPLATE_NAME_CHARS_MAX),
    TC_ARG (TcAnswerSetTemplate, text, TC_ARG_PARAGRAPH, TC_REQUIRED, TC_TEXT_CHARS_MAX),
    TC_ARG (TcAnswerSetTemplate, active, TC_ARG_INT, TC_REQUIRED, 1),
    {NULL},
};

static gboolean
check_text (TcApply *apply, const char *text)
{
  g_autofree char *word = tc_answer_template_find_stranger (text);

  if (!word)
    return TRUE;
  return tc_apply_refuse (apply, "template.word", "word", TC_S, word, NULL);
}

static gboolean
check_state (TcApply *apply, const char *code)
{
  TcIncidentState state = TC_STATE_NEW;

  if (!code || tc_incident_state_from_code (code, &state))
    return TRUE;
  return tc_apply_refuse (apply, "template.state", "state", TC_S, code, NULL);
}

static gboolean
check_room (TcApply *apply, gint64 template_id)
{
  if (tc_database_get_int (apply->db, 0, "SELECT 1 FROM answer_template WHERE id = ?", "i",
                           template_id) ||
      tc_database_get_int (apply->db, 0, "SELECT count(*) FROM answer_template", "") <
          TC_ANSWER_TEMPLATES_MAX)
    return TRUE;
  return tc_apply_refuse (apply, "template.too-many", "limit", TC_I,
                          (gint64) TC_ANSWER_TEMPLATES_MAX, NULL);
}

static gboolean
apply_set (TcApply *apply, gconstpointer data)
{
  const TcAnswerSetTemplate *args = data;

  if ((args->field_id && !tc_incident_check_field (apply, args->field_id)) ||
      !check_state (apply, args->state) || !check_text (apply, args->text) ||
      !check_room (apply, args->template_id))
    return FALSE;
  if (tc_database_get_int (apply->db, 0,
                           "SELECT 1 FROM answer_template WHERE code = ? AND id <> ? LIMIT 1", "si",
                           args->code, args->template_id))
    return tc_apply_refuse (apply, "template.code-used", "code", TC_S, args->code, NULL);
  tc_database_execute (apply->db,
                       "INSERT INTO answer_template VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"
                       " ON CONFLICT (id) DO UPDATE SET code = ?3, field_id = ?4, state = ?5,"
                       " language = ?6, name = ?7, text = ?8, active = ?9",
                       "iisossssi", args->template_id, (gint64) TC_SCOPE_COMMON, args->code,
                       args->field_id, args->state, args->language, args->name, args->text,
                       args->active);
  return TRUE;
}

const TcOperationType tc_answer_set_template_type = {
    .name = "answer.set-template",
    .version = 1,
    .capability = TC_MAY_MANAGE,
    .args = set_args,
    .args_size = sizeof (TcAnswerSetTemplate),
    .apply = apply_set,
};

/* ---- reading ---- */

static void
clear_template (gpointer data)
{
  TcAnswerTemplate *one = data;

  g_free (one->language);
  g_free (one->name);
  g_free (one->text);
}

GArray *
tc_answer_templates_new (void)
{
  GArray *list = g_array_new (FALSE, TRUE, sizeof (TcAnswerTemplate));

  g_array_set_clear_func (list, clear_template);
  return list;
}

static GArray *
list_in (TcDatabase *db, gint64 field_id, TcIncidentState state, const char *language)
{
  GArray *list = tc_answer_templates_new ();
  g_autoptr (TcQuery) query = tc_database_query (
      db,
      "SELECT it.id, it.language, it.name, it.text FROM answer_template AS it"
      " LEFT JOIN field AS own ON own.id = ?1"
      " WHERE it.active = 1 AND it.language = ?3 AND (it.state IS NULL OR it.state = ?2)"
      " AND (it.field_id IS NULL OR it.field_id = ?1 OR it.field_id = own.parent_id)"
      " ORDER BY it.field_id IS NULL, it.field_id IS NOT ?1, it.state IS NULL, it.name, it.id"
      " LIMIT ?4",
      "issi", field_id, tc_incident_state_get_code (state), language,
      (gint64) TC_ANSWER_TEMPLATES_OFFERED);

  while (tc_query_next (query)) {
    TcAnswerTemplate one = {tc_query_int (query, 0), tc_query_dup_text (query, 1),
                            tc_query_dup_text (query, 2), tc_query_dup_text (query, 3)};
    g_array_append_val (list, one);
  }
  return list;
}

GArray *
tc_answer_templates (TcDatabase *db, gint64 field_id, TcIncidentState state, const char *language)
{
  g_autoptr (GArray) list = list_in (db, field_id, state, language);

  if (list->len == 0 && !g_str_equal (language, "vi"))
    return list_in (db, field_id, state, "vi");
  return g_steal_pointer (&list);
}
