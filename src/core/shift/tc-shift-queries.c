/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reading the journal and the sheets; see the header.
 */
#include "tc-shift-queries.h"

#define OPEN "entry.done_us IS NULL AND entry.kind IN ('order', 'fault')"

#define ENTRY_SQL                                                                                  \
  "SELECT entry.id, entry.kind, entry.text, source, due_us, at_us, done_us, writer.name, at.name," \
  " doer.name, done_at.name, (SELECT count(*) FROM journal_follow_up WHERE entry_id = entry.id)"   \
  " FROM journal_entry AS entry LEFT JOIN staff AS writer ON writer.id = entry.staff_id"           \
  " LEFT JOIN desk AS at ON at.id = entry.replica"                                                 \
  " LEFT JOIN staff AS doer ON doer.id = done_by"                                                  \
  " LEFT JOIN desk AS done_at ON done_at.id = done_replica"

static void
clear_hand (TcJournalHand *hand)
{
  g_free (hand->name);
  g_free (hand->desk);
}

static TcJournalHand
read_hand (TcQuery *query, int column)
{
  return (TcJournalHand){tc_query_dup_text (query, column), tc_query_dup_text (query, column + 1)};
}

void
tc_journal_entry_free (TcJournalEntry *entry)
{
  if (!entry)
    return;
  g_free (entry->kind);
  g_free (entry->text);
  g_free (entry->source);
  clear_hand (&entry->written);
  clear_hand (&entry->done);
  g_free (entry);
}

static void
free_more (gpointer data)
{
  TcJournalMore *more = data;

  g_free (more->text);
  clear_hand (&more->written);
  g_free (more);
}

/* ---- the journal ---- */

static GPtrArray *
read_entries (TcQuery *query)
{
  GPtrArray *entries = g_ptr_array_new_with_free_func ((GDestroyNotify) tc_journal_entry_free);

  while (tc_query_next (query)) {
    TcJournalEntry *entry = g_new0 (TcJournalEntry, 1);

    entry->id = tc_query_int (query, 0);
    entry->kind = tc_query_dup_text (query, 1);
    entry->text = tc_query_dup_text (query, 2);
    entry->source = tc_query_dup_text (query, 3);
    entry->due_us = tc_query_int (query, 4);
    entry->at_us = tc_query_int (query, 5);
    entry->done_us = tc_query_int (query, 6);
    entry->written = read_hand (query, 7);
    entry->done = read_hand (query, 9);
    entry->n_follow_ups = tc_query_int (query, 11);
    g_ptr_array_add (entries, entry);
  }
  return entries;
}

GPtrArray *
tc_journal_list (TcDatabase *db, TcJournalList list, guint limit)
{
  g_autoptr (TcQuery) query = tc_database_query (
      db,
      list == TC_JOURNAL_OPEN ? ENTRY_SQL " WHERE " OPEN
                                          " ORDER BY due_us IS NULL, due_us, entry.id LIMIT ?"
                              : ENTRY_SQL " ORDER BY at_us DESC, entry.id DESC LIMIT ?",
      "i", (gint64) limit);

  return read_entries (query);
}

GPtrArray *
tc_journal_list_between (TcDatabase *db, gint64 from_us, gint64 until_us, guint limit)
{
  g_autoptr (TcQuery) query = tc_database_query (
      db, ENTRY_SQL " WHERE at_us >= ? AND at_us < ? ORDER BY at_us, entry.id LIMIT ?", "iii",
      from_us, until_us, (gint64) limit);

  return read_entries (query);
}

guint
tc_journal_count_between (TcDatabase *db, gint64 from_us, gint64 until_us)
{
  return (guint) tc_database_get_int (
      db, 0, "SELECT count(*) FROM journal_entry WHERE at_us >= ? AND at_us < ?", "ii", from_us,
      until_us);
}

GPtrArray *
tc_journal_list_follow_ups (TcDatabase *db, gint64 entry_id)
{
  GPtrArray *all = g_ptr_array_new_with_free_func (free_more);
  g_autoptr (TcQuery) query = tc_database_query (
      db,
      "SELECT more.id, more.text, done, at_us, writer.name, at.name FROM journal_follow_up AS more"
      " LEFT JOIN staff AS writer ON writer.id = more.staff_id"
      " LEFT JOIN desk AS at ON at.id = more.replica WHERE entry_id = ?"
      " ORDER BY at_us, more.id LIMIT ?",
      "ii", entry_id, (gint64) TC_JOURNAL_ROWS_MAX);

  while (tc_query_next (query)) {
    TcJournalMore *more = g_new0 (TcJournalMore, 1);

    more->id = tc_query_int (query, 0);
    more->text = tc_query_dup_text (query, 1);
    more->done = tc_query_int (query, 2) == 1;
    more->at_us = tc_query_int (query, 3);
    more->written = read_hand (query, 4);
    g_ptr_array_add (all, more);
  }
  return all;
}

guint
tc_journal_count_open (TcDatabase *db)
{
  return (guint) tc_database_get_int (
      db, 0, "SELECT count(*) FROM journal_entry AS entry WHERE " OPEN, NULL);
}

guint
tc_journal_count_late (TcDatabase *db, gint64 now_us)
{
  return (guint) tc_database_get_int (
      db, 0, "SELECT count(*) FROM journal_entry AS entry WHERE " OPEN " AND due_us <= ?", "i",
      now_us);
}

/* ---- the sheets ---- */

#define SHEET_COLUMNS                                                                              \
  "sheet.id, shift_id, shift.name_vi, shift.name_en, from_us, until_us, sha256, sheet.staff_id,"   \
  " at_us, taken_by, taken_us, giver.name, at.name, taker.name, taken_at.name"
#define SHEET_FROM                                                                                 \
  " FROM hand_over AS sheet LEFT JOIN shift ON shift.id = shift_id"                                \
  " LEFT JOIN staff AS giver ON giver.id = sheet.staff_id"                                         \
  " LEFT JOIN desk AS at ON at.id = sheet.replica"                                                 \
  " LEFT JOIN staff AS taker ON taker.id = taken_by"                                               \
  " LEFT JOIN desk AS taken_at ON taken_at.id = taken_replica"

void
tc_hand_over_sheet_free (TcHandOverSheet *sheet)
{
  if (!sheet)
    return;
  g_free (sheet->shift_vi);
  g_free (sheet->shift_en);
  g_free (sheet->text);
  g_bytes_unref (sheet->sha256);
  clear_hand (&sheet->given);
  clear_hand (&sheet->taken);
  g_free (sheet);
}

static TcHandOverSheet *
read_sheet (TcQuery *query)
{
  TcHandOverSheet *sheet = g_new0 (TcHandOverSheet, 1);

  sheet->id = tc_query_int (query, 0);
  sheet->shift_id = tc_query_id (query, 1);
  sheet->shift_vi = tc_query_dup_text (query, 2);
  sheet->shift_en = tc_query_dup_text (query, 3);
  sheet->from_us = tc_query_int (query, 4);
  sheet->until_us = tc_query_int (query, 5);
  sheet->sha256 = tc_query_dup_blob (query, 6);
  sheet->staff_id = tc_query_id (query, 7);
  sheet->at_us = tc_query_int (query, 8);
  sheet->taken_by = tc_query_id (query, 9);
  sheet->taken_us = tc_query_int (query, 10);
  sheet->given = read_hand (query, 11);
  sheet->taken = read_hand (query, 13);
  return sheet;
}

GPtrArray *
tc_hand_over_list (TcDatabase *db, guint limit)
{
  GPtrArray *sheets = g_ptr_array_new_with_free_func ((GDestroyNotify) tc_hand_over_sheet_free);
  g_autoptr (TcQuery) query = tc_database_query (
      db, "SELECT " SHEET_COLUMNS SHEET_FROM " ORDER BY at_us DESC, sheet.id DESC LIMIT ?", "i",
      (gint64) limit);

  while (tc_query_next (query))
    g_ptr_array_add (sheets, read_sheet (query));
  return sheets;
}

TcHandOverSheet *
tc_hand_over_get (TcDatabase *db, gint64 id)
{
  g_autoptr (TcQuery) query = tc_database_query (
      db, "SELECT " SHEET_COLUMNS ", sheet.text" SHEET_FROM " WHERE sheet.id = ?", "i", id);
  TcHandOverSheet *sheet = NULL;

  if (!tc_query_next (query))
    return NULL;
  sheet = read_sheet (query);
  sheet->text = tc_query_dup_text (query, 15);
  return sheet;
}

guint
tc_hand_over_count_waiting (TcDatabase *db, gint64 now_us)
{
  return (guint) tc_database_get_int (
      db, 0, "SELECT count(*) FROM hand_over WHERE at_us > ? AND taken_us IS NULL", "i",
      now_us - TC_HAND_OVER_WAITS_US);
}

guint
tc_hand_over_count_to_sign (TcDatabase *db, gint64 staff_id, gint64 now_us)
{
  return (guint) tc_database_get_int (
      db, 0,
      "SELECT count(*) FROM hand_over WHERE at_us > ? AND taken_us IS NULL AND staff_id IS NOT ?",
      "ii", now_us - TC_HAND_OVER_WAITS_US, staff_id);
}

gint64
tc_hand_over_last_us (TcDatabase *db, gint64 before_us)
{
  return tc_database_get_int (db, TC_NONE,
                              "SELECT at_us FROM hand_over WHERE at_us < ?"
                              " ORDER BY at_us DESC LIMIT 1",
                              "i", before_us);
}
