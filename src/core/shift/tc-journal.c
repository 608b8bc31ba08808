/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Entries of the duty journal; see tc-shift-operations.h. What one says is never changed.
 */
#include "tc-shift-operations.h"

#include "tc-limits.h"
#include "tc-people-operations.h"

const char *const tc_journal_kinds[] = {"order", "call", "fault", "observation", NULL};

gboolean
tc_journal_kind_is_open (const char *kind)
{
  return g_str_equal (kind, "order") || g_str_equal (kind, "fault");
}

/* ---- journal.add ---- */

static const TcArg add_args[] = {
    TC_ARG (TcJournalAdd, entry_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcJournalAdd, kind, TC_ARG_CODE, TC_REQUIRED, 0),
    TC_ARG (TcJournalAdd, text, TC_ARG_PARAGRAPH, TC_REQUIRED, TC_TEXT_CHARS_MAX),
    TC_ARG (TcJournalAdd, source, TC_ARG_LINE, TC_OPTIONAL, TC_NAME_CHARS_MAX),
    TC_ARG (TcJournalAdd, due_us, TC_ARG_TIME, TC_OPTIONAL, 0),
    {NULL},
};

static gboolean
check_new (TcApply *apply, const char *sql, gint64 id)
{
  if (!tc_database_get_int (apply->db, 0, sql, "i", id))
    return TRUE;
  return tc_apply_refuse (apply, "journal.id-used", "id", TC_I, id, NULL);
}

static gboolean
add (TcApply *apply, gconstpointer data)
{
  const TcJournalAdd *args = data;

  if (!g_strv_contains (tc_journal_kinds, args->kind))
    return tc_apply_refuse (apply, "journal.kind", "kind", TC_S, args->kind, NULL);
  if (args->due_us != TC_NONE &&
      (!tc_journal_kind_is_open (args->kind) || args->due_us <= apply->now_us))
    return tc_apply_refuse (apply, "journal.due", NULL);
  if (!check_new (apply, "SELECT 1 FROM journal_entry WHERE id = ?", args->entry_id))
    return FALSE;
  tc_database_execute (apply->db,
                       "INSERT INTO journal_entry (id, scope, kind, text, source, due_us,"
                       " staff_id, replica, at_us) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                       "iisssioii", args->entry_id, (gint64) TC_SCOPE_INCIDENTS, args->kind,
                       args->text, args->source, args->due_us, apply->op->head.actor_id,
                       (gint64) apply->op->head.replica, apply->now_us);
  return TRUE;
}

const TcOperationType tc_journal_add_type = {
    .name = "journal.add",
    .version = 1,
    .capability = TC_MAY_KEEP_JOURNAL,
    .reads = "incidents",
    .args = add_args,
    .args_size = sizeof (TcJournalAdd),
    .apply = add,
};

/* ---- journal.follow-up ---- */

static const TcArg follow_up_args[] = {
    TC_ARG (TcJournalFollowUp, follow_up_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcJournalFollowUp, entry_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcJournalFollowUp, text, TC_ARG_PARAGRAPH, TC_REQUIRED, TC_TEXT_CHARS_MAX),
    TC_ARG (TcJournalFollowUp, done, TC_ARG_INT, TC_REQUIRED, 1),
    {NULL},
};

/* An entry that is done takes what is written behind it, but is done once. */
static gboolean
check_entry (TcApply *apply, const TcJournalFollowUp *args)
{
  g_autoptr (TcQuery) query = tc_database_query (
      apply->db, "SELECT kind, done_us, done_by FROM journal_entry WHERE id = ?", "i",
      args->entry_id);
  const char *kind = NULL;

  if (!tc_query_next (query))
    return tc_apply_refuse (apply, "journal.unknown", "entry", TC_I, args->entry_id, NULL);
  kind = tc_query_text (query, 0);
  if (args->done && !tc_journal_kind_is_open (kind))
    return tc_apply_refuse (apply, "journal.not-open", "kind", TC_S, kind, NULL);
  if (args->done && !tc_query_is_null (query, 1))
    return tc_apply_refuse (apply, "journal.done", "staff", TC_I, tc_query_id (query, 2), "at_us",
                            TC_I, tc_query_int (query, 1), NULL);
  return TRUE;
}

static gboolean
follow_up (TcApply *apply, gconstpointer data)
{
  const TcJournalFollowUp *args = data;
  const TcOperationHead *head = &apply->op->head;

  if (!check_entry (apply, args) ||
      !check_new (apply, "SELECT 1 FROM journal_follow_up WHERE id = ?", args->follow_up_id))
    return FALSE;
  tc_database_execute (apply->db, "INSERT INTO journal_follow_up VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                       "iiisioii", args->follow_up_id, (gint64) TC_SCOPE_INCIDENTS, args->entry_id,
                       args->text, args->done, head->actor_id, (gint64) head->replica,
                       apply->now_us);
  if (args->done)
    tc_database_execute (apply->db,
                         "UPDATE journal_entry SET done_us = ?, done_by = ?, done_replica = ?"
                         " WHERE id = ?",
                         "ioii", apply->now_us, head->actor_id, (gint64) head->replica,
                         args->entry_id);
  return TRUE;
}

const TcOperationType tc_journal_follow_up_type = {
    .name = "journal.follow-up",
    .version = 1,
    .capability = TC_MAY_KEEP_JOURNAL,
    .reads = "incidents",
    .args = follow_up_args,
    .args_size = sizeof (TcJournalFollowUp),
    .apply = follow_up,
};

const TcOperationType *const tc_shift_types[] = {
    &tc_journal_add_type, &tc_journal_follow_up_type, &tc_hand_over_type, &tc_take_over_type, NULL,
};
