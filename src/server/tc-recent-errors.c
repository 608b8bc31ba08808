/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The newest warnings; see the header.
 */
#include "tc-recent-errors.h"

static GMutex lock;
static GQueue errors = G_QUEUE_INIT; /* (mutex lock) (element-type TcRecentError): oldest first */
static guint64 count;                /* (mutex lock) */

static void
clear_error (gpointer data)
{
  g_free (((TcRecentError *) data)->text);
}

static const char *
find_message (const GLogField *fields, gsize n)
{
  for (gsize i = 0; i < n; i++)
    if (g_strcmp0 (fields[i].key, "MESSAGE") == 0)
      return fields[i].value;
  return NULL;
}

static void
keep (const char *text)
{
  TcRecentError *error = g_new0 (TcRecentError, 1);

  error->at_us = g_get_real_time ();
  error->text = g_utf8_substring (text, 0,
                                  MIN (g_utf8_strlen (text, -1), TC_RECENT_ERROR_CHARS_MAX));
  g_mutex_lock (&lock);
  count++;
  g_queue_push_tail (&errors, error);
  if (errors.length > TC_RECENT_ERRORS_MAX) {
    error = g_queue_pop_head (&errors);
    clear_error (error);
    g_free (error);
  }
  g_mutex_unlock (&lock);
}

static GLogWriterOutput
write_cb (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer data)
{
  const char *text = find_message (fields, n_fields);

  if (text && (level & (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING)))
    keep (text);
  return g_log_writer_default (level, fields, n_fields, data);
}

void
tc_recent_errors_install (void)
{
  g_log_set_writer_func (write_cb, NULL, NULL);
}

GArray *
tc_recent_errors_list (void)
{
  GArray *list = g_array_new (FALSE, TRUE, sizeof (TcRecentError));

  g_array_set_clear_func (list, clear_error);
  g_mutex_lock (&lock);
  for (GList *item = errors.tail; item; item = item->prev) {
    const TcRecentError *error = item->data;
    TcRecentError copy = {error->at_us, g_strdup (error->text)};

    g_array_append_val (list, copy);
  }
  g_mutex_unlock (&lock);
  return list;
}

guint64
tc_recent_errors_count (void)
{
  g_mutex_lock (&lock);
  guint64 n = count;
  g_mutex_unlock (&lock);
  return n;
}
