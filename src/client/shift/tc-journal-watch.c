/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Following the journal; see the header. It is read anew when rows change, and every half minute,
 * since deadlines pass by themselves.
 */
#include "tc-journal-watch.h"

#define TICK_S 30

typedef struct {
  gint64 staff_id;
  TcJournalShow show;
  gint64 selected;
} Asked;

struct _TcJournalWatch {
  GObject parent;
  TcDesk *desk;        /* (owned) (nullable): until disposed of */
  TcJournalView *view; /* (owned) (nullable) */
  TcJournalShow show;
  gint64 selected;
  gboolean reading;
  gboolean again; /* something changed while it was read */
  guint tick;     /* source id */
};

G_DEFINE_FINAL_TYPE (TcJournalWatch, tc_journal_watch, G_TYPE_OBJECT)

static guint changed_signal, failed_signal;

static void read_anew (TcJournalWatch *self);

static void
free_view (gpointer data)
{
  TcJournalView *view = data;

  g_ptr_array_unref (view->entries);
  g_ptr_array_unref (view->sheets);
  g_ptr_array_unref (view->follow_ups);
  tc_hand_over_sheet_free (view->sheet);
  g_free (view);
}

static void
read_sheets (TcDatabase *db, TcJournalView *view)
{
  g_ptr_array_unref (view->sheets);
  view->sheets = tc_hand_over_list (db, TC_JOURNAL_ROWS_MAX);
  view->sheet = view->selected ? tc_hand_over_get (db, view->selected) : NULL;
}

static void
read_entries (TcDatabase *db, TcJournalView *view)
{
  g_ptr_array_unref (view->entries);
  g_ptr_array_unref (view->follow_ups);
  view->entries = tc_journal_list (
      db, view->show == TC_JOURNAL_SHOW_OPEN ? TC_JOURNAL_OPEN : TC_JOURNAL_ALL,
      TC_JOURNAL_ROWS_MAX);
  view->follow_ups = tc_journal_list_follow_ups (db, view->selected);
}

static gpointer
read_view (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Asked *asked = data;
  gint64 now_us = g_get_real_time ();
  TcJournalView *view = g_new0 (TcJournalView, 1);

  view->readable = tc_journal_readable (db, asked->staff_id, now_us);
  view->show = asked->show;
  view->selected = view->readable ? asked->selected : 0;
  view->entries = g_ptr_array_new ();
  view->follow_ups = g_ptr_array_new ();
  view->sheets = g_ptr_array_new ();
  if (!view->readable)
    return view;
  if (view->show == TC_JOURNAL_SHOW_SHEETS)
    read_sheets (db, view);
  else
    read_entries (db, view);
  view->n_open = tc_journal_count_open (db);
  view->n_late = tc_journal_count_late (db, now_us);
  return view;
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TcJournalWatch) self = data;
  g_autoptr (GError) error = NULL;
  TcJournalView *view = tc_worker_run_finish (TC_WORKER (source), result, &error);

  self->reading = FALSE;
  if (!self->desk) {
    g_clear_pointer (&view, free_view);
    return;
  }
  if (view) {
    g_clear_pointer (&self->view, free_view);
    self->view = view;
    g_signal_emit (self, changed_signal, 0);
  } else {
    g_warning ("reading the duty journal: %s", error->message);
    g_signal_emit (self, failed_signal, 0, error->message);
  }
  if (self->again)
    read_anew (self);
}

static void
read_anew (TcJournalWatch *self)
{
  TcWorker *reader = self->desk ? tc_desk_get_reader (self->desk) : NULL;
  Asked asked = {0};

  self->again = self->reading;
  if (self->reading || !reader)
    return;
  self->reading = TRUE;
  asked = (Asked){tc_desk_get_person (self->desk), self->show, self->selected};
  tc_worker_run_async (reader, read_view, g_memdup2 (&asked, sizeof asked), g_free, free_view, NULL,
                       read_cb, g_object_ref (self));
}

static gboolean
tick_cb (gpointer data)
{
  read_anew (data);
  return G_SOURCE_CONTINUE;
}

static void
rows_changed_cb (TcJournalWatch *self, const char *table)
{
  static const char *const read[] = {
      "journal_entry", "journal_follow_up", "hand_over", "staff", "desk", "post", NULL};

  if (g_strv_contains (read, table))
    read_anew (self);
}

static void
tc_journal_watch_dispose (GObject *object)
{
  TcJournalWatch *self = TC_JOURNAL_WATCH (object);

  g_clear_handle_id (&self->tick, g_source_remove);
  g_clear_object (&self->desk);
  g_clear_pointer (&self->view, free_view);
  G_OBJECT_CLASS (tc_journal_watch_parent_class)->dispose (object);
}

static void
tc_journal_watch_class_init (TcJournalWatchClass *class)
{
  G_OBJECT_CLASS (class)->dispose = tc_journal_watch_dispose;
  changed_signal = g_signal_new ("changed", TC_TYPE_JOURNAL_WATCH, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
  failed_signal = g_signal_new ("failed", TC_TYPE_JOURNAL_WATCH, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
tc_journal_watch_init (TcJournalWatch *self)
{
  self->tick = g_timeout_add_seconds (TICK_S, tick_cb, self);
}

TcJournalWatch *
tc_journal_watch_new (TcDesk *desk)
{
  TcJournalWatch *self = g_object_new (TC_TYPE_JOURNAL_WATCH, NULL);

  self->desk = g_object_ref (desk);
  g_signal_connect_object (desk, "rows-changed", G_CALLBACK (rows_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "replaced", G_CALLBACK (read_anew), self, G_CONNECT_SWAPPED);
  read_anew (self);
  return self;
}

void
tc_journal_watch_show (TcJournalWatch *self, TcJournalShow show, gint64 selected)
{
  g_return_if_fail (TC_IS_JOURNAL_WATCH (self));
  self->show = show;
  self->selected = selected;
  read_anew (self);
}

const TcJournalView *
tc_journal_watch_get_view (TcJournalWatch *self)
{
  g_return_val_if_fail (TC_IS_JOURNAL_WATCH (self), NULL);
  return self->view;
}

const TcJournalEntry *
tc_journal_view_find (const TcJournalView *view, gint64 id)
{
  for (guint i = 0; view && i < view->entries->len; i++) {
    const TcJournalEntry *entry = g_ptr_array_index (view->entries, i);

    if (entry->id == id)
      return entry;
  }
  return NULL;
}
