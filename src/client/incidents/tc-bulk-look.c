/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Looking at many; see the header. What a state lets through is the table of
 * tc-incident-states.h, which the operations judge by too; by the time that they do it may be
 * another.
 */
#include "tc-bulk-look.h"

#include "tc-answer-words.h"
#include "tc-incident-queries.h"
#include "tc-incident-words.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct {
  TcBulkKind kind;
  GArray *ids;    /* (owned) (element-type gint64) */
  char *text;     /* (owned) (nullable) */
  char *language; /* (owned) (nullable) */
  gint64 agency_id;
} Asked;

static void
free_asked (gpointer data)
{
  Asked *asked = data;

  g_array_unref (asked->ids);
  g_free (asked->text);
  g_free (asked->language);
  g_free (asked);
}

void
tc_bulk_look_free (TcBulkLook *look)
{
  g_clear_pointer (&look->templates, g_array_unref);
  g_free (look);
}

/* ---- what can be done ---- */

static TcIncidentStep
get_step (TcBulkKind kind)
{
  static const TcIncidentStep steps[] = {
      [TC_BULK_TAKE] = TC_STEP_TAKE,
      [TC_BULK_NOTE] = TC_STEP_COMMENT,
      [TC_BULK_PRIORITY] = TC_STEP_SET_PRIORITY,
      [TC_BULK_ASSIGN] = TC_STEP_ASSIGN,
      [TC_BULK_FORWARD] = TC_STEP_FORWARD,
      [TC_BULK_JOIN_EVENT] = TC_STEP_LINK,
      [TC_BULK_LEAVE_EVENT] = TC_STEP_LINK,
      [TC_BULK_LEAD_EVENT] = TC_STEP_LINK,
      [TC_BULK_MERGE] = TC_STEP_MERGE,
      [TC_BULK_UNMERGE] = TC_STEP_UNMERGE,
      [TC_BULK_CLOSE] = TC_STEP_CLOSE,
      [TC_BULK_REJECT] = TC_STEP_REJECT,
      [TC_BULK_REDIRECT] = TC_STEP_REDIRECT,
      [TC_BULK_RELEASE] = TC_STEP_RELEASE,
      [TC_BULK_REOPEN] = TC_STEP_REOPEN,
      [TC_BULK_CLASSIFY] = TC_STEP_CLASSIFY,
      [TC_BULK_DISPATCH] = TC_STEP_DISPATCH,
      [TC_BULK_ANSWER] = TC_STEP_SUBMIT,
      [TC_BULK_PUBLISH] = TC_STEP_PUBLISH,
  };

  return steps[kind];
}

static gboolean
is_under_way (const TcIncidentRow *row)
{
  return g_strcmp0 (row->answer_state, "submitted") == 0 ||
         g_strcmp0 (row->answer_state, "approved") == 0;
}

static gboolean
has_template (GArray *list, gint64 id)
{
  for (guint i = 0; i < list->len; i++)
    if (g_array_index (list, TcAnswerTemplate, i).id == id)
      return TRUE;
  return FALSE;
}

/* Of those so far, the ones that also fit this. */
static void
keep_templates (TcDatabase *db, TcBulkLook *look, const TcIncidentRow *row)
{
  g_autoptr (GArray) fit = tc_answer_templates (db, row->field_id, row->state,
                                                row->language ? row->language : "vi");

  if (!look->templates) {
    look->templates = g_steal_pointer (&fit);
    return;
  }
  for (guint i = look->templates->len; i-- > 0;)
    if (!has_template (fit, g_array_index (look->templates, TcAnswerTemplate, i).id))
      g_array_remove_index (look->templates, i);
}

/* @row: one that it can be done to */
static void
look_at_one (TcDatabase *db, TcBulkLook *look, const TcIncidentRow *row, gboolean first)
{
  if (first)
    look->field_id = row->field_id;
  else if (look->field_id != row->field_id)
    look->field_id = 0;
  if (look->kind != TC_BULK_ANSWER)
    return;
  look->n_replaced += is_under_way (row);
  keep_templates (db, look, row);
}

static gpointer
look_at (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Asked *asked = data;
  guint64 step = G_GUINT64_CONSTANT (1) << get_step (asked->kind);
  TcBulkLook *look = g_new0 (TcBulkLook, 1);
  g_autoptr (GArray)
      rows = tc_incident_rows (db, (const gint64 *) (void *) asked->ids->data, asked->ids->len);

  look->kind = asked->kind;
  look->n = rows->len;
  for (guint i = 0; i < rows->len; i++) {
    const TcIncidentRow *row = &g_array_index (rows, TcIncidentRow, i);
    if (!(tc_incident_allowed_steps (row->state) & step)) {
      look->n_cannot++;
      look->by_state[row->state]++;
    } else {
      look_at_one (db, look, row, i == look->n_cannot);
    }
  }
  return look;
}

static Asked *
asked_new (TcBulkKind kind, GArray *ids)
{
  Asked *asked = g_new0 (Asked, 1);

  *asked = (Asked){.kind = kind, .ids = g_array_ref (ids)};
  return asked;
}

void
tc_bulk_look_async (TcWorker *reader, TcBulkKind kind, GArray *ids, GAsyncReadyCallback callback,
                    gpointer data)
{
  g_return_if_fail (ids->len <= TC_BULK_MAX);

  tc_worker_run_async (reader, look_at, asked_new (kind, ids), free_asked,
                       (GDestroyNotify) tc_bulk_look_free, NULL, callback, data);
}

TcBulkLook *
tc_bulk_look_finish (TcWorker *reader, GAsyncResult *result, GError **error)
{
  return tc_worker_run_finish (reader, result, error);
}

/* ---- what a unit already has ---- */

static gpointer
list_unasked (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Asked *asked = data;
  GArray *unasked = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < asked->ids->len; i++) {
    gint64 id = g_array_index (asked->ids, gint64, i);
    if (!tc_database_get_int (db, 0,
                              "SELECT 1 FROM dispatch WHERE incident_id = ? AND agency_id = ?"
                              " AND state IN ('sent', 'acknowledged', 'working') LIMIT 1",
                              "ii", id, asked->agency_id))
      g_array_append_val (unasked, id);
  }
  return unasked;
}

void
tc_bulk_unasked_async (TcWorker *reader, GArray *ids, gint64 agency_id,
                       GAsyncReadyCallback callback, gpointer data)
{
  Asked *asked = asked_new (TC_BULK_DISPATCH, ids);

  asked->agency_id = agency_id;
  tc_worker_run_async (reader, list_unasked, asked, free_asked, (GDestroyNotify) g_array_unref,
                       NULL, callback, data);
}

GArray *
tc_bulk_unasked_finish (TcWorker *reader, GAsyncResult *result, GError **error)
{
  return tc_worker_run_finish (reader, result, error);
}

/* ---- answers that are approved ---- */

static gpointer
list_approved (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Asked *asked = data;
  GArray *approved = g_array_new (FALSE, FALSE, sizeof (TcBulkApproved));

  for (guint i = 0; i < asked->ids->len; i++) {
    TcBulkApproved one = {g_array_index (asked->ids, gint64, i), 0};
    one.answer_id = tc_database_get_int (
        db, 0, "SELECT id FROM answer WHERE incident_id = ? AND state = 'approved' LIMIT 1", "i",
        one.incident_id);
    if (one.answer_id != 0)
      g_array_append_val (approved, one);
  }
  return approved;
}

void
tc_bulk_approved_async (TcWorker *reader, GArray *ids, GAsyncReadyCallback callback, gpointer data)
{
  tc_worker_run_async (reader, list_approved, asked_new (TC_BULK_PUBLISH, ids), free_asked,
                       (GDestroyNotify) g_array_unref, NULL, callback, data);
}

GArray *
tc_bulk_approved_finish (TcWorker *reader, GAsyncResult *result, GError **error)
{
  return tc_worker_run_finish (reader, result, error);
}

/* ---- words ---- */

/* "2 closed, 1 merged". (transfer full) */
static char *
word_states (const TcBulkLook *look)
{
  GString *text = g_string_new (NULL);

  for (guint state = 0; state < TC_N_STATES; state++) {
    if (look->by_state[state] == 0)
      continue;
    g_string_append_printf (text, "%s%u %s", text->len > 0 ? ", " : "", look->by_state[state],
                            tc_incident_word_state ((TcIncidentState) state));
  }
  return g_string_free (text, FALSE);
}

char *
tc_bulk_look_word (const TcBulkLook *look)
{
  g_autofree char *states = word_states (look), *cannot = NULL, *replaced = NULL;

  if (look->n_cannot > 0)
    /* Translators: how many of how many incidents it can't be done to, and their states: "2 closed,
     * 1 merged". */
    cannot = g_strdup_printf (_ ("Not possible for %u of %u: %s"), look->n_cannot, look->n, states);
  if (look->n_replaced > 0)
    replaced = g_strdup_printf (ngettext ("%u has an answer on its way, which this one replaces",
                                          "%u have answers on their way, which these replace",
                                          look->n_replaced),
                                look->n_replaced);
  if (cannot && replaced)
    return g_strconcat (cannot, "\n", replaced, NULL);
  return cannot ? g_steal_pointer (&cannot) : g_steal_pointer (&replaced);
}

/* ---- one answer for each ---- */

static void
clear_answer (gpointer data)
{
  TcBulkAnswer *answer = data;

  g_free (answer->text);
  g_free (answer->why);
}

static TcBulkAnswer
make_answer (TcDatabase *db, const Asked *asked, gint64 id)
{
  const TcAnswerTemplate one = {.language = asked->language, .text = asked->text};
  g_autoptr (TcIncidentDetail) detail = tc_incident_detail (db, id);
  const char *missing = detail ? tc_answer_template_find_missing (&one, detail) : NULL;

  if (!detail)
    return (TcBulkAnswer){NULL, g_strdup (_ ("The incident isn't here any more."))};
  if (missing)
    return (TcBulkAnswer){
        NULL,
        /* Translators: code of an incident, and a word of a template of answers: "place". */
        g_strdup_printf (_ ("%1$s has nothing for {%2$s}: answer it by itself."),
                         detail->incident.code, missing)};
  return (TcBulkAnswer){tc_answer_template_fill (&one, detail), NULL};
}

static gpointer
make_answers (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Asked *asked = data;
  GArray *answers = g_array_new (FALSE, TRUE, sizeof (TcBulkAnswer));

  g_array_set_clear_func (answers, clear_answer);
  for (guint i = 0; i < asked->ids->len; i++) {
    TcBulkAnswer answer = make_answer (db, asked, g_array_index (asked->ids, gint64, i));
    g_array_append_val (answers, answer);
  }
  return answers;
}

void
tc_bulk_answers_async (TcWorker *reader, GArray *ids, const char *text, const char *language,
                       GAsyncReadyCallback callback, gpointer data)
{
  Asked *asked = asked_new (TC_BULK_ANSWER, ids);

  asked->text = g_strdup (text);
  asked->language = g_strdup (language);
  tc_worker_run_async (reader, make_answers, asked, free_asked, (GDestroyNotify) g_array_unref,
                       NULL, callback, data);
}

GArray *
tc_bulk_answers_finish (TcWorker *reader, GAsyncResult *result, GError **error)
{
  return tc_worker_run_finish (reader, result, error);
}
