/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The roster of a week; see the header.
 */
#include "tc-roster-watch.h"

#include "tc-duty-operations.h"
#include "tc-incident-words.h"
#include "tc-now.h"
#include "tc-people.h"

#include <glib/gi18n-lib.h>

/* Behind all whom the rules name. */
#define STAND_IN_POSITION 900

struct _TcRosterWatch {
  TcWatch parent;
  gint64 first_day;
};

G_DEFINE_FINAL_TYPE (TcRosterWatch, tc_roster_watch, TC_TYPE_WATCH)

gint64
tc_roster_monday (gint64 day)
{
  /* 1970-01-01 was a Thursday. */
  return day - (day + 3) % 7;
}

static void
free_week (gpointer data)
{
  TcRosterWeek *week = data;

  for (guint i = 0; i < TC_ROSTER_DAYS; i++)
    g_ptr_array_unref (week->days[i]);
  g_ptr_array_unref (week->changes);
  g_ptr_array_unref (week->staff);
  g_free (week);
}

static int
compare_staff (gconstpointer a, gconstpointer b)
{
  const TcStaff *one = *(const TcStaff *const *) a, *other = *(const TcStaff *const *) b;

  return g_utf8_collate (one->name, other->name);
}

static gpointer
read_week (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (TcProvinceInfo) province = tc_people_get_province (db);
  gint64 centre_id = province ? province->centre_id : 0, now_us = tc_now_us ();
  TcRosterWeek *week = g_new0 (TcRosterWeek, 1);

  week->first_day = *(const gint64 *) data;
  for (guint i = 0; i < TC_ROSTER_DAYS; i++)
    week->days[i] = tc_duty_on_day (db, centre_id, week->first_day + i, now_us);
  week->changes = tc_duty_list_changes (db, centre_id, week->first_day,
                                        week->first_day + TC_ROSTER_DAYS - 1);
  week->staff = tc_people_list_staff_of (db, centre_id, now_us);
  g_ptr_array_sort (week->staff, compare_staff);
  return week;
}

static gpointer
ask (TcWatch *watch)
{
  return g_memdup2 (&TC_ROSTER_WATCH (watch)->first_day, sizeof (gint64));
}

static void
tc_roster_watch_class_init (TcRosterWatchClass *class)
{
  static const char *const tables[] = {"shift", "duty", "staff", "post", "province", NULL};
  TcWatchClass *watch = TC_WATCH_CLASS (class);

  watch->what = "the roster";
  watch->tables = tables;
  watch->ask = ask;
  watch->free_asked = g_free;
  watch->read = read_week;
  watch->free_view = free_week;
}

static void
tc_roster_watch_init (TcRosterWatch *self)
{
  self->first_day = tc_roster_monday (tc_duty_day (tc_now_us ()));
}

TcRosterWatch *
tc_roster_watch_new (TcDesk *desk)
{
  TcRosterWatch *self = g_object_new (TC_TYPE_ROSTER_WATCH, NULL);

  tc_watch_follow (TC_WATCH (self), desk);
  return self;
}

void
tc_roster_watch_show (TcRosterWatch *self, gint64 day)
{
  g_return_if_fail (TC_IS_ROSTER_WATCH (self));
  self->first_day = tc_roster_monday (day);
  tc_watch_read (TC_WATCH (self));
}

const TcRosterWeek *
tc_roster_watch_get_week (TcRosterWatch *self)
{
  g_return_val_if_fail (TC_IS_ROSTER_WATCH (self), NULL);
  return tc_watch_get (TC_WATCH (self));
}

/* ---- words ---- */

/* In Vietnam's time, whatever the seat is set to. */
static char *
format_time (gint64 time_us, const char *format)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_offset (7 * 3600);
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (time_us / G_USEC_PER_SEC);
  g_autoptr (GDateTime) there = g_date_time_to_timezone (utc, zone);

  return g_date_time_format (there, format);
}

char *
tc_roster_word_day (gint64 day)
{
  static const char *const names[] = {NC_ ("weekday", "Monday"),    NC_ ("weekday", "Tuesday"),
                                      NC_ ("weekday", "Wednesday"), NC_ ("weekday", "Thursday"),
                                      NC_ ("weekday", "Friday"),    NC_ ("weekday", "Saturday"),
                                      NC_ ("weekday", "Sunday")};
  g_autofree char *date = format_time (tc_duty_day_start (day), "%d/%m");

  return g_strdup_printf ("%s %s", g_dpgettext2 (NULL, "weekday", names[(day + 3) % 7]), date);
}

char *
tc_roster_word_hours (const TcDutyShift *shift)
{
  g_autofree char *from = format_time (shift->from_us, "%H:%M");
  g_autofree char *until = format_time (shift->until_us, "%H:%M");

  return g_strdup_printf ("%s–%s", from, until);
}

static void
add_line (TcListTable *table, gint64 day, const TcDutyShift *shift, const TcOnDuty *person)
{
  g_autofree char *date = format_time (tc_duty_day_start (day), "%Y-%m-%d");
  g_autofree char *from = format_time (shift->from_us, "%H:%M");
  g_autofree char *until = format_time (shift->until_us, "%H:%M");

  tc_list_table_add (
      table, (const char *const[]){date, tc_incident_pick_name (shift->name_vi, shift->name_en),
                                   from, until, person ? person->team : NULL,
                                   person ? person->name : NULL, person ? person->title : NULL});
}

TcListTable *
tc_roster_week_to_table (const TcRosterWeek *week)
{
  const TcListColumn columns[] = {
      {C_ ("roster", "Day"), TC_LIST_FIT, FALSE},  {C_ ("roster", "Shift"), TC_LIST_FIT, FALSE},
      {C_ ("roster", "From"), TC_LIST_FIT, FALSE}, {C_ ("roster", "Until"), TC_LIST_FIT, FALSE},
      {C_ ("roster", "Team"), TC_LIST_FIT, FALSE}, {C_ ("roster", "Name"), TC_LIST_FIT, FALSE},
      {C_ ("roster", "Title"), TC_LIST_FIT, FALSE}};
  g_autoptr (GDateTime) monday = g_date_time_new_from_unix_utc (week->first_day * 24 * 3600);
  /* Translators: below the title of a printed roster: its Monday; %%d day, %%m month, %%Y year. */
  g_autofree char *which = g_date_time_format (monday, _ ("Week from %d/%m/%Y"));
  TcListTable *table = tc_list_table_new (_ ("DUTY ROSTER"), which, columns,
                                          G_N_ELEMENTS (columns));

  for (guint i = 0; i < TC_ROSTER_DAYS; i++)
    for (guint k = 0; k < week->days[i]->len; k++) {
      const TcDutyShift *shift = g_ptr_array_index (week->days[i], k);

      for (guint n = 0; n < shift->people->len; n++)
        add_line (table, week->first_day + i, shift, g_ptr_array_index (shift->people, n));
      if (shift->people->len == 0)
        add_line (table, week->first_day + i, shift, NULL);
    }
  return table;
}

/* ---- changes ---- */

void
tc_roster_set (TcDesk *desk, gint64 shift_id, gint64 staff_id, gint64 day, gboolean absent,
               GAsyncReadyCallback callback, gpointer data)
{
  TcOperationSink *sink = TC_OPERATION_SINK (desk);
  const TcDutySet args = {.duty_id = tc_operation_sink_make_id (sink),
                          .shift_id = shift_id,
                          .staff_id = staff_id,
                          .position = STAND_IN_POSITION,
                          .absent = absent ? 1 : 0,
                          .from_day = day,
                          .to_day = day,
                          .cycle = 1,
                          .days = 1,
                          .weekdays = TC_DUTY_ALL_WEEKDAYS};

  tc_operation_sink_submit_async (sink, &tc_duty_set_type, &args, NULL, callback, data);
}

void
tc_roster_take_back (TcDesk *desk, gint64 duty_id, gint64 day, GAsyncReadyCallback callback,
                     gpointer data)
{
  const TcDutyWithdraw args = {duty_id, day};

  tc_operation_sink_submit_async (TC_OPERATION_SINK (desk), &tc_duty_withdraw_type, &args, NULL,
                                  callback, data);
}
