/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Following the journal; see the header.
 */
#include "tc-journal-watch.h"

#include "tc-incident-words.h"
#include "tc-now.h"
#include "tc-people-operations.h"
#include "tc-people.h"

/* Deadlines pass by themselves. */
#define TICK_S 30

typedef struct {
  gint64 staff_id;
  TcJournalShow show;
  gint64 selected;
} Asked;

struct _TcJournalWatch {
  TcWatch parent;
  TcJournalShow show;
  gint64 selected;
};

G_DEFINE_FINAL_TYPE (TcJournalWatch, tc_journal_watch, TC_TYPE_WATCH)

static void
free_view (gpointer data)
{
  TcJournalView *view = data;

  g_ptr_array_unref (view->entries);
  g_ptr_array_unref (view->sheets);
  g_ptr_array_unref (view->follow_ups);
  tc_hand_over_sheet_free (view->sheet);
  g_free (view->office);
  g_free (view->place);
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

/* For the paper. */
static void
read_office (TcDatabase *db, TcJournalView *view)
{
  g_autoptr (TcProvinceInfo) province = tc_people_get_province (db);
  g_autoptr (TcAgency) centre = province ? tc_people_get_agency (db, province->centre_id) : NULL;

  view->office = g_strdup (centre ? tc_incident_pick_name (centre->name_vi, centre->name_en) : "");
  view->place = g_strdup (province ? tc_incident_pick_name (province->name_vi, province->name_en)
                                   : "");
}

static gpointer
read_view (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Asked *asked = data;
  gint64 now_us = tc_now_us ();
  TcJournalView *view = g_new0 (TcJournalView, 1);

  view->reading = tc_reading_rights_look (db, asked->staff_id, TC_SCOPE_INCIDENTS, now_us);
  view->show = asked->show;
  view->selected = view->reading == TC_READING_OPEN ? asked->selected : 0;
  view->entries = g_ptr_array_new ();
  view->follow_ups = g_ptr_array_new ();
  view->sheets = g_ptr_array_new ();
  read_office (db, view);
  if (view->reading != TC_READING_OPEN)
    return view;
  if (view->show == TC_JOURNAL_SHOW_SHEETS)
    read_sheets (db, view);
  else
    read_entries (db, view);
  view->n_open = tc_journal_count_open (db);
  view->n_late = tc_journal_count_late (db, now_us);
  view->n_unsigned = tc_hand_over_count_waiting (db, now_us);
  view->n_to_sign = tc_hand_over_count_to_sign (db, asked->staff_id, now_us);
  return view;
}

static gpointer
ask (TcWatch *watch)
{
  TcJournalWatch *self = TC_JOURNAL_WATCH (watch);
  const Asked asked = {tc_desk_get_person (tc_watch_get_desk (watch)), self->show, self->selected};

  return g_memdup2 (&asked, sizeof asked);
}

static void
tc_journal_watch_class_init (TcJournalWatchClass *class)
{
  static const char *const tables[] = {
      "journal_entry", "journal_follow_up", "hand_over", "staff", "desk", "post", NULL};
  TcWatchClass *watch = TC_WATCH_CLASS (class);

  watch->what = "the duty journal";
  watch->tables = tables;
  watch->tick_s = TICK_S;
  watch->ask = ask;
  watch->free_asked = g_free;
  watch->read = read_view;
  watch->free_view = free_view;
}

static void
tc_journal_watch_init (TcJournalWatch *self)
{
}

TcJournalWatch *
tc_journal_watch_new (TcDesk *desk)
{
  TcJournalWatch *self = g_object_new (TC_TYPE_JOURNAL_WATCH, NULL);

  tc_watch_follow (TC_WATCH (self), desk);
  return self;
}

void
tc_journal_watch_show (TcJournalWatch *self, TcJournalShow show, gint64 selected)
{
  g_return_if_fail (TC_IS_JOURNAL_WATCH (self));
  self->show = show;
  self->selected = selected;
  tc_watch_read (TC_WATCH (self));
}

const TcJournalView *
tc_journal_watch_get_view (TcJournalWatch *self)
{
  g_return_val_if_fail (TC_IS_JOURNAL_WATCH (self), NULL);
  return tc_watch_get (TC_WATCH (self));
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
