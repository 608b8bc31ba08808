/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Following big events; see the header.
 */
#include "tc-big-event-watch.h"

#include "tc-fold.h"
#include "tc-incident-words.h"
#include "tc-now.h"
#include "tc-people-operations.h"
#include "tc-people.h"
#include "tc-places.h"

#include <string.h>

/* Between two counts, however much changes. */
#define INTERVAL_MS 500

typedef struct {
  gint64 staff_id;
  gint64 event_id;
  gboolean proposals;
} Asked;

struct _TcBigEventWatch {
  TcWatch parent;
  gint64 event_id;
  gboolean proposals;
  gboolean looked_at;
  gboolean behind; /* something changed that nobody looked at */
};

G_DEFINE_FINAL_TYPE (TcBigEventWatch, tc_big_event_watch, TC_TYPE_WATCH)

static void
free_view (gpointer data)
{
  TcBigEventView *view = data;
  GArray *arrays[] = {view->counts[0], view->counts[1], view->counts[2], view->without,
                      view->log,       view->sums,      view->parts,     view->items,
                      view->reports,   view->resources, view->holds,     view->proposals};

  for (guint i = 0; i < G_N_ELEMENTS (arrays); i++)
    g_clear_pointer (&arrays[i], g_array_unref);
  g_ptr_array_unref (view->events);
  g_ptr_array_unref (view->areas);
  g_ptr_array_unref (view->units);
  tc_big_event_free (view->event);
  g_free (view->office);
  g_free (view->place);
  g_free (view);
}

static void
read_whole (TcDatabase *db, TcBigEventView *view, gboolean proposals)
{
  gint64 id = view->event->id;

  for (guint i = 0; i < TC_EVENT_N_COUNTS; i++)
    view->counts[i] = tc_big_event_count (db, id, (TcEventCounting) i);
  view->without = tc_big_event_without_unit (db, id, TC_EVENT_WITHOUT_MAX);
  view->log = tc_big_event_log (db, id, TC_EVENT_LOG_MAX);
  view->sums = tc_big_event_sums (db, id, view->at_us);
  view->parts = tc_big_event_parts (db, id, view->at_us);
  view->items = tc_big_event_list_items (db, id);
  view->reports = tc_big_event_reports (db, id);
  view->next_report = tc_big_event_next_report (db, id);
  view->resources = tc_resource_list (db);
  view->holds = tc_resource_holds (db);
  if (proposals)
    view->proposals = tc_big_event_propose (db, id);
}

static void
read_origin (TcDatabase *db, TcBigEventView *view)
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
  TcBigEventView *view = g_new0 (TcBigEventView, 1);
  gint64 id = asked->event_id;
  gboolean open = FALSE;

  view->at_us = tc_now_us ();
  view->reading = tc_reading_rights_look (db, asked->staff_id, TC_SCOPE_INCIDENTS, view->at_us);
  open = view->reading == TC_READING_OPEN;
  view->events = open ? tc_big_event_list (db, TC_BIG_EVENTS_MAX, view->at_us) : g_ptr_array_new ();
  view->areas = tc_places_list_areas (db, view->at_us);
  view->units = tc_people_list_agencies (db, view->at_us);
  read_origin (db, view);
  if (id == 0 && view->events->len > 0)
    id = ((const TcBigEvent *) view->events->pdata[0])->id;
  view->event = open && id ? tc_big_event_get (db, id, view->at_us) : NULL;
  if (view->event)
    read_whole (db, view, asked->proposals);
  return view;
}

static gpointer
ask (TcWatch *watch)
{
  TcBigEventWatch *self = TC_BIG_EVENT_WATCH (watch);
  const Asked asked = {tc_desk_get_person (tc_watch_get_desk (watch)), self->event_id,
                       self->proposals};

  self->behind = FALSE;
  return g_memdup2 (&asked, sizeof asked);
}

/* What is counted, as long as somebody looks. */
static gboolean
minds (TcWatch *watch, const char *table)
{
  static const char *const counted[] = {"incident", "incident_event", "area",
                                        "agency",   "staff",          NULL};
  TcBigEventWatch *self = TC_BIG_EVENT_WATCH (watch);

  if (!g_strv_contains (counted, table))
    return FALSE;
  self->behind |= !self->looked_at;
  return self->looked_at;
}

/* The one that was shown stays, whichever is the first later. */
static void
changed (TcWatch *watch)
{
  TcBigEventWatch *self = TC_BIG_EVENT_WATCH (watch);
  const TcBigEventView *view = tc_watch_get (watch);

  if (self->event_id == 0 && view->event)
    self->event_id = view->event->id;
}

static void
tc_big_event_watch_class_init (TcBigEventWatchClass *class)
{
  static const char *const tables[] = {"big_event",
                                       "big_event_member",
                                       "big_event_figure",
                                       "big_event_check",
                                       "quick_report",
                                       "resource",
                                       "resource_hold",
                                       "post",
                                       NULL};
  TcWatchClass *watch = TC_WATCH_CLASS (class);

  watch->what = "the big events";
  watch->tables = tables;
  watch->interval_ms = INTERVAL_MS;
  watch->ask = ask;
  watch->free_asked = g_free;
  watch->read = read_view;
  watch->free_view = free_view;
  watch->minds = minds;
  watch->changed = changed;
}

static void
tc_big_event_watch_init (TcBigEventWatch *self)
{
}

TcBigEventWatch *
tc_big_event_watch_new (TcDesk *desk)
{
  TcBigEventWatch *self = g_object_new (TC_TYPE_BIG_EVENT_WATCH, NULL);

  tc_watch_follow (TC_WATCH (self), desk);
  return self;
}

void
tc_big_event_watch_show (TcBigEventWatch *self, gint64 event_id, gboolean proposals)
{
  g_return_if_fail (TC_IS_BIG_EVENT_WATCH (self));
  self->event_id = event_id;
  self->proposals = proposals;
  tc_watch_read (TC_WATCH (self));
}

void
tc_big_event_watch_look (TcBigEventWatch *self, gboolean looked_at)
{
  g_return_if_fail (TC_IS_BIG_EVENT_WATCH (self));
  self->looked_at = looked_at;
  if (looked_at && self->behind)
    tc_watch_read (TC_WATCH (self));
}

const TcBigEventView *
tc_big_event_watch_get_view (TcBigEventWatch *self)
{
  g_return_val_if_fail (TC_IS_BIG_EVENT_WATCH (self), NULL);
  return tc_watch_get (TC_WATCH (self));
}

/* ---- by name ---- */

/* A place is often typed without what kind it is: "Vị Thanh" of "Phường Vị Thanh". */
static gboolean
is_called (const char *wanted, const char *name)
{
  g_autofree char *key = name ? tc_fold_key (name) : NULL;

  return key && (g_str_equal (key, wanted) || (g_str_has_suffix (key, wanted) &&
                                               key[strlen (key) - strlen (wanted) - 1] == ' '));
}

static gboolean
is_whole (const char *wanted, const char *name)
{
  g_autofree char *key = name ? tc_fold_key (name) : NULL;

  return key && g_str_equal (key, wanted);
}

/* One whose whole name it is comes before those that end with it. */
static gint64
settle (gint64 whole, gint64 partly, guint n_partly)
{
  if (whole)
    return whole;
  return n_partly == 1 ? partly : 0;
}

gint64
tc_big_event_view_find_area (const TcBigEventView *view, const char *name)
{
  g_autofree char *wanted = tc_fold_key (name);
  gint64 whole = 0, partly = 0;
  guint n_partly = 0;

  for (guint i = 0; *wanted && i < view->areas->len; i++) {
    const TcArea *area = view->areas->pdata[i];
    if (is_whole (wanted, area->name_vi) || is_whole (wanted, area->name_en))
      whole = area->id;
    if (is_called (wanted, area->name_vi) || is_called (wanted, area->name_en)) {
      partly = area->id;
      n_partly++;
    }
  }
  return settle (whole, partly, n_partly);
}

gint64
tc_big_event_view_find_unit (const TcBigEventView *view, const char *name)
{
  g_autofree char *wanted = tc_fold_key (name);
  gint64 whole = 0, partly = 0;
  guint n_partly = 0;

  for (guint i = 0; *wanted && i < view->units->len; i++) {
    const TcAgency *unit = view->units->pdata[i];
    if (is_whole (wanted, unit->name_vi) || is_whole (wanted, unit->name_en) ||
        is_whole (wanted, unit->code))
      whole = unit->id;
    if (is_called (wanted, unit->name_vi) || is_called (wanted, unit->name_en)) {
      partly = unit->id;
      n_partly++;
    }
  }
  return settle (whole, partly, n_partly);
}
