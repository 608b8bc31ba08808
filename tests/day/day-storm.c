/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A storm hour: some hundred people tell of 40 things within an hour. The head of the shift leads:
 * she makes it a big event, adds what belongs to it as it is proposed, has boats and pumps handed
 * out, writes down what areas tell, and sends the quick report; the others go on as ever.
 */
#include "day.h"

#include "tc-big-event-watch.h"
#include "tc-big-event.h"
#include "tc-incident-item.h"
#include "tc-quick-report-words.h"
#include "tc-resource.h"

#include <libintl.h>

#define MINUTE_S 60.0
#define DECLARED_S (8 * MINUTE_S)
#define RESOURCES_S (12 * MINUTE_S)
#define JOIN_EVERY_S (5 * MINUTE_S)
#define REPORT_S (55 * MINUTE_S)

/* Of every hundred things that a storm does, so many. */
static const struct {
  const char *service;
  guint weight;
} services[] = {
    {"nuoc.ngap", 35},    {"hatang.cayxanh", 25}, {"dien.matdien", 20},    {"dien.daydien", 6},
    {"giaothong.den", 6}, {"nuoc.cong", 5},       {"giaothong.tainan", 3},
};

static const struct {
  const char *kind;
  const char *name;
  gint64 count;
} resources[] = {
    {"boat", "Ca nô cứu hộ", 4},
    {"pump", "Máy bơm di động", 6},
    {"shelter", "Trường THPT Vị Thanh", 200},
};

static const struct {
  const char *kind;
  const char *area;
  gint64 amount;
} told[] = {
    {"houses-flooded", "Phường Vị Thanh", 38},
    {"houses-damaged", "Xã Vị Thủy", 12},
    {"rice", "Xã Vị Thủy", 85},
};

static const char *
pick_service (Day *day)
{
  guint at = (guint) g_rand_int_range (day->random, 0, 100), i = 0;

  for (; i + 1 < G_N_ELEMENTS (services) && at >= services[i].weight; i++)
    at -= services[i].weight;
  return services[i].service;
}

/* Most tell in its first half; some things are told of by many, most by a few. */
void
day_storm_make (Day *day)
{
  guint wanted = (guint) g_key_file_get_integer (day->plan, "day", "reports", NULL);
  guint places = (guint) g_key_file_get_integer (day->plan, "storm", "places", NULL);
  guint streets = tc_province_get_n_rows (day->province, TC_PROVINCE_STREETS);
  g_autofree guint *street = g_new (guint, places);
  g_autofree const char **service = g_new (const char *, places);
  double length_us = (double) (day->end_us - day->start_us);

  for (guint i = 0; i < places; i++) {
    street[i] = (guint) g_rand_int_range (day->random, 0, (gint32) streets);
    service[i] = pick_service (day);
  }
  for (guint i = 0; i < wanted; i++) {
    double share = g_rand_double (day->random), when = g_rand_double (day->random);
    guint place = i < places ? i : (guint) (share * share * places);
    gint64 at_us = day->start_us + (gint64) ((when * when + when) / 2 * length_us);
    day_reports_add (day, at_us, (int) place,
                     tc_field_report_new_about (day->province, day->random, at_us, service[place],
                                                street[place], 5500));
  }
}

/* ---- the event ---- */

static gboolean
has_view (gpointer data)
{
  const TcBigEventView *view = tc_big_event_watch_get_view (data);

  return view && view->event && view->proposals;
}

/* (transfer full) */
static TcBigEventWatch *
look (DaySeat *seat)
{
  TcBigEventWatch *watch = tc_big_event_watch_new (seat->desk);

  tc_big_event_watch_show (watch, seat->day->event_id, TRUE);
  day_spin (has_view, watch, "the big event");
  return watch;
}

static gboolean
has_code (gpointer data)
{
  DaySeat *seat = ((gpointer *) data)[0];
  char **code = ((gpointer *) data)[1];

  *code = tc_desk_take_code (seat->desk, seat->day->now_us);
  return *code != NULL;
}

static void
declare (Day *day, DaySeat *seat, gint64 unused, gint64 unused_too)
{
  TcOperationSink *sink = TC_OPERATION_SINK (seat->desk);
  g_autofree char *code = NULL;
  TcIncidentReport args = {.channel = "operator",
                           .title = "Bão số 9 vào Hậu Giang",
                           .text = "Bão số 9: gió mạnh, mưa to trên toàn tỉnh từ 14 giờ",
                           .priority = TC_PRIORITY_URGENT,
                           .lat_e7 = TC_NONE,
                           .lon_e7 = TC_NONE,
                           .said_us = TC_NONE,
                           .received_us = TC_NONE,
                           .due_us = TC_NONE};
  DayDoing doing;

  seat->leads = TRUE;
  day_spin (has_code, (gpointer[]){seat, &code}, "a code");
  day->event_id = args.incident_id = tc_operation_sink_make_id (sink);
  args.report_id = tc_operation_sink_make_id (sink);
  args.code = code;
  day_begin (seat, &doing);
  tc_incident_command_report (&doing.command, &args);
  day_end (seat, &doing);
  day_begin (seat, &doing);
  tc_incident_command_take (&doing.command, day->event_id, 0);
  day_end (seat, &doing);
  day_begin (seat, &doing);
  tc_incident_command_declare_event (&doing.command, day->event_id, "storm", NULL);
  day_end (seat, &doing);
}

/* In the beginning all that is open, afterwards what is proposed. */
static void
list_members (DaySeat *seat, GArray *ids)
{
  Day *day = seat->day;
  const TcQueueFilter open = {.kind = TC_QUEUE_OPEN};
  g_autoptr (TcBigEventWatch) watch = look (seat);
  GArray *proposals = tc_big_event_watch_get_view (watch)->proposals;
  g_autoptr (GPtrArray) items = day->members == 0 ? day_list (seat, &open, TC_BULK_MAX)
                                                  : g_ptr_array_new ();

  for (guint i = 0; i < items->len; i++) {
    gint64 id = tc_incident_item_get_id (g_ptr_array_index (items, i));
    if (id != day->event_id)
      g_array_append_val (ids, id);
  }
  for (guint i = 0; day->members > 0 && i < MIN (proposals->len, TC_BULK_MAX); i++)
    g_array_append_val (ids, g_array_index (proposals, TcEventProposal, i).id);
}

static void
add_members (Day *day, DaySeat *seat, gint64 unused, gint64 unused_too)
{
  const TcBulkOrder order = {.kind = TC_BULK_JOIN_EVENT, .event_id = day->event_id};
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  day_after (day, JOIN_EVERY_S, add_members, seat, 0, 0);
  list_members (seat, ids);
  if (ids->len > 0)
    day->members += day_do_many (seat, &order, ids);
}

static void
find_resources (Day *day, DaySeat *seat, gint64 unused, gint64 unused_too)
{
  TcOperationSink *sink = TC_OPERATION_SINK (seat->desk);

  for (guint i = 0; i < G_N_ELEMENTS (resources); i++) {
    gint64 id = tc_operation_sink_make_id (sink);
    day_do (
        seat, &tc_resource_add_type,
        &(TcResourceArgs){id, resources[i].kind, resources[i].name, resources[i].count, NULL, 0});
    day_do (seat, &tc_resource_hand_out_type,
            &(TcResourceHandOut){tc_operation_sink_make_id (sink), id, day->event_id,
                                 resources[i].count / 2, "Đội xung kích phường", 0});
  }
  day_do (seat, &tc_event_log_type,
          &(TcEventLog){day->event_id, "Đã điều ca nô, máy bơm; mở điểm sơ tán"});
}

static void
write_down (Day *day, DaySeat *seat, gint64 unused, gint64 unused_too)
{
  g_autoptr (TcBigEventWatch) watch = look (seat);
  const TcBigEventView *view = tc_big_event_watch_get_view (watch);
  const char *const *items = tc_big_event_items ("storm");

  for (guint i = 0; i < G_N_ELEMENTS (told); i++)
    day_do (seat, &tc_event_figure_type,
            &(TcEventFigure){day->event_id, told[i].kind,
                             tc_big_event_view_find_area (view, told[i].area), told[i].amount});
  for (guint i = 0; items[i] && i < 3; i++)
    day_do (seat, &tc_event_check_type, &(TcEventCheck){day->event_id, items[i], 1});
}

static void
report (Day *day, DaySeat *seat, gint64 unused, gint64 unused_too)
{
  g_autoptr (TcBigEventWatch) watch = look (seat);
  const TcBigEventView *view = tc_big_event_watch_get_view (watch);
  g_autofree char *text = tc_quick_report_word_text (view, "Đề nghị tăng cường hai tổ bơm");
  const TcEventReport args = {day->event_id, view->next_report, view->at_us, text};

  day_do (seat, &tc_event_report_type, &args);
  g_print ("%s\n", text);
}

void
day_storm_plan (Day *day)
{
  DaySeat *head = &day->seats[0];

  bindtextdomain (GETTEXT_PACKAGE, g_getenv ("TC_LOCALE_DIR"));
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  day_after (day, DECLARED_S, declare, head, 0, 0);
  day_after (day, DECLARED_S + MINUTE_S, add_members, head, 0, 0);
  day_after (day, RESOURCES_S, find_resources, head, 0, 0);
  day_after (day, REPORT_S - 2 * MINUTE_S, write_down, head, 0, 0);
  day_after (day, REPORT_S, report, head, 0, 0);
}
