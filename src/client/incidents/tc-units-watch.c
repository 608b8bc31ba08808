/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What units do; see the header.
 */
#include "tc-units-watch.h"

#include "tc-incident-focus.h"
#include "tc-now.h"

/* Vehicles move all the time. */
#define INTERVAL_MS 2000
/* Who is back is free after a while, and a vehicle that is silent isn't shown. */
#define TICK_S 30

struct _TcUnitsWatch {
  TcWatch parent;
};

G_DEFINE_FINAL_TYPE (TcUnitsWatch, tc_units_watch, TC_TYPE_WATCH)

static gpointer
read_units (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  gint64 now_us = tc_now_us ();

  return tc_dispatch_units (db, now_us, now_us - TC_FOCUS_VEHICLE_AGE_US);
}

static void
tc_units_watch_class_init (TcUnitsWatchClass *class)
{
  static const char *const tables[] = {"dispatch", "unit_place", "vehicle", "agency", NULL};
  TcWatchClass *watch = TC_WATCH_CLASS (class);

  watch->what = "what the units do";
  watch->tables = tables;
  watch->interval_ms = INTERVAL_MS;
  watch->tick_s = TICK_S;
  watch->read = read_units;
  watch->free_view = (GDestroyNotify) g_array_unref;
}

static void
tc_units_watch_init (TcUnitsWatch *self)
{
}

TcUnitsWatch *
tc_units_watch_new (TcDesk *desk)
{
  TcUnitsWatch *self = g_object_new (TC_TYPE_UNITS_WATCH, NULL);

  tc_watch_follow (TC_WATCH (self), desk);
  return self;
}

const GArray *
tc_units_watch_get (TcUnitsWatch *self)
{
  g_return_val_if_fail (TC_IS_UNITS_WATCH (self), NULL);
  return tc_watch_get (TC_WATCH (self));
}
