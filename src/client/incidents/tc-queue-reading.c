/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reading lists for the queue; see the header.
 */
#include "tc-queue-reading.h"

#include "tc-incident-text.h"
#include "tc-queue-diff.h"

void
tc_queue_reading_free (gpointer data)
{
  TcQueueReading *reading = data;

  tc_queue_list_unref (reading->shown);
  g_clear_pointer (&reading->belong, tc_queue_list_unref);
  g_array_unref (reading->changed);
  g_free (reading);
}

void
tc_queue_read_free (TcQueueRead *read)
{
  tc_queue_list_unref (read->belong);
  g_clear_pointer (&read->edits, g_array_unref);
  g_array_unref (read->rows);
  g_free (read);
}

static TcQueueList *
read_list (TcDatabase *db, const TcQueueReading *reading, GCancellable *cancellable)
{
  g_autoptr (GArray) found = NULL;

  if (!reading->belong) {
    GArray *entries = tc_incident_queue_entries (db, &reading->filter, reading->limit, cancellable);
    return tc_queue_list_new (entries, tc_incident_queue_group (db, &reading->filter, entries));
  }
  found = tc_incident_queue_look_up (db, &reading->filter,
                                     (const gint64 *) (void *) reading->changed->data,
                                     reading->changed->len);
  return tc_queue_list_merge (reading->belong, reading->changed, found);
}

static GArray *
read_rows (TcDatabase *db, TcQueueList *list, guint n)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  n = MIN (n, tc_queue_list_get_length (list));
  for (guint i = 0; i < n; i++) {
    gint64 id = tc_queue_list_get_id (list, i);
    g_array_append_val (ids, id);
  }
  return tc_incident_rows (db, (const gint64 *) (void *) ids->data, ids->len);
}

gpointer
tc_queue_read (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const TcQueueReading *reading = data;
  TcQueueRead *read = NULL;

  if (g_cancellable_is_cancelled (cancellable))
    return NULL;
  read = g_new0 (TcQueueRead, 1);
  read->belong = read_list (db, reading, cancellable);
  /* What has the code that was typed may come on top. */
  read->page = !reading->belong && reading->limit < TC_QUEUE_IDS_MAX &&
               tc_queue_list_get_length (read->belong) >= reading->limit;
  read->edits = tc_queue_list_diff (reading->shown, read->belong, &read->same);
  read->n_new = tc_queue_list_count_missing (read->belong, reading->shown);
  read->text_done = *reading->filter.text ? tc_incident_text_done (db) : 1;
  read->rows = read_rows (db, read->belong, reading->n_rows);
  return read;
}
