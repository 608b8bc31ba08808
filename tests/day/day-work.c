/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a person does with an incident, step by step; see day.h.
 */
#include "day.h"

#include "tc-answer-words.h"
#include "tc-dispatch-choosing.h"
#include "tc-incident-tasks.h"
#include "tc-repeat.h"

/* What is said of something that was done. */
#define SAID "Đã tiếp nhận và xử lý; cảm ơn ông (bà) đã phản ánh."

static void
rest (DaySeat *seat)
{
  day_after (seat->day, 1, day_people_free, seat, 0, 0);
}

/* The first order that it may be said of; 0: none. */
static gint64
find_task (TcIncidentFocus *focus, TcTaskStep step)
{
  const TcIncidentPicture *picture = tc_incident_focus_get_picture (focus);
  const TcDispatch *task = picture->detail ? tc_task_find (picture->detail, step, 0) : NULL;

  return task ? task->id : 0;
}

/* ---- taking ---- */

void
day_work_take (Day *day, DaySeat *seat, gint64 incident_id, gint64 from_id)
{
  DayDoing doing;

  day_begin (seat, &doing);
  tc_incident_command_take (&doing.command, incident_id, from_id);
  if (day_end (seat, &doing))
    day_after (day, day_draw (day, DAY_TIME_READ), day_work_decide, seat, incident_id, 0);
  else
    rest (seat);
}

/* ---- telephoning a unit ---- */

static void
ask_how_far (Day *day, DaySeat *seat, gint64 incident_id, gint64 unused)
{
  DayDoing doing;

  day_begin (seat, &doing);
  tc_incident_command_comment (&doing.command, incident_id, "Đã gọi đội, đang xử lý");
  day_end (seat, &doing);
  rest (seat);
}

static void
telephone (Day *day, DaySeat *seat, gint64 incident_id, gint64 unused)
{
  g_autoptr (TcIncidentFocus) focus = day_look_at (seat, incident_id);
  const TcIncidentPicture *picture = tc_incident_focus_get_picture (focus);
  gint64 reached = find_task (focus, TC_TASK_REACHED), knows = find_task (focus, TC_TASK_KNOWS);
  gboolean answered = day_chance (day, DAY_SHARE_TELEPHONE_ANSWERED);
  DayDoing doing;

  if (!picture->detail || (!reached && !knows)) {
    rest (seat);
    return;
  }
  day->counts[DAY_TELEPHONED]++;
  day_begin (seat, &doing);
  if (reached)
    tc_incident_command_reach (&doing.command, incident_id, reached, answered, NULL);
  else if (answered)
    tc_incident_command_acknowledge (&doing.command, incident_id, knows);
  else
    tc_incident_command_comment (&doing.command, incident_id, "Gọi đội không nghe máy");
  if (day_end (seat, &doing) && answered)
    day_unit_knows (day, incident_id, reached ? reached : knows,
                    picture->detail->incident.priority);
  rest (seat);
}

/* ---- deciding ---- */

static void
send (Day *day, DaySeat *seat, gint64 incident_id, gint64 agency_id)
{
  g_autoptr (TcIncidentFocus) focus = NULL;
  const TcIncidentDetail *detail = NULL;
  const TcDispatch *task = NULL;
  DayDoing doing;

  day_begin (seat, &doing);
  tc_incident_command_dispatch (&doing.command, incident_id, agency_id, NULL);
  if (!day_end (seat, &doing)) {
    rest (seat);
    return;
  }
  day->counts[DAY_DISPATCHED]++;
  focus = day_look_at (seat, incident_id);
  detail = tc_incident_focus_get_picture (focus)->detail;
  task = &g_array_index (detail->dispatches, TcDispatch, detail->dispatches->len - 1);
  if (task->by_phone) {
    day_after (day, day_draw (day, DAY_TIME_TELEPHONE), telephone, seat, incident_id, 0);
    return;
  }
  day_unit_sent (day, incident_id, task->id, detail->incident.priority);
  rest (seat);
}

/* Who is proposed; else the first of all there are. */
static gint64
find_unit (DaySeat *seat, const TcIncidentPicture *picture)
{
  const TcDispatchChoice *unit = tc_incident_picture_get_unit (picture);
  TcWorker *reader = tc_desk_get_reader (seat->desk);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GArray) choices = NULL;

  if (unit)
    return unit->agency_id;
  tc_dispatch_read_choices_async (reader, picture->detail->incident.id, day_keep_result_cb,
                                  &result);
  day_spin (day_is_there, &result, "units");
  choices = tc_dispatch_read_choices_finish (reader, result, NULL);
  return choices && choices->len > 0 ? g_array_index (choices, TcDispatchChoice, 0).agency_id : 0;
}

static gboolean
merge (DaySeat *seat, const TcIncidentPicture *picture)
{
  Day *day = seat->day;
  const TcSimilar *first = NULL;
  DayDoing doing;

  if (picture->similar->len > 0)
    first = &g_array_index (picture->similar, TcSimilar, 0);
  if (!first || !first->likely || first->state == TC_STATE_NEW ||
      first->state >= TC_STATE_RESOLVED || !day_chance (day, DAY_SHARE_DUPLICATE))
    return FALSE;
  day_begin (seat, &doing);
  tc_incident_command_merge (&doing.command, picture->detail->incident.id, first->incident_id);
  day->counts[DAY_MERGED] += day_end (seat, &doing);
  return TRUE;
}

static void
merge_in (Day *day, DaySeat *seat, gint64 incident_id, gint64 unused)
{
  const TcBulkOrder order = {.kind = TC_BULK_MERGE, .into_id = incident_id};

  day->counts[DAY_MERGED] += day_do_many (seat, &order, seat->alike);
  day_work_decide (day, seat, incident_id, TRUE);
}

/* What others tell of the same goes into this one, all of it at once, before a unit is asked. */
static gboolean
merge_others (DaySeat *seat, const TcIncidentPicture *picture)
{
  Day *day = seat->day;
  double seconds = day_draw (day, DAY_TIME_COMPARE);

  g_array_set_size (seat->alike, 0);
  for (guint i = 0; i < picture->similar->len; i++) {
    const TcSimilar *one = &g_array_index (picture->similar, TcSimilar, i);
    if (!one->likely || one->state != TC_STATE_NEW || day_is_in_hand (day, one->incident_id) ||
        one->incident_id == day->event_id)
      continue;
    if (seat->alike->len > 0)
      seconds += day_draw (day, DAY_TIME_COMPARE_MORE);
    g_array_append_val (seat->alike, one->incident_id);
  }
  if (seat->alike->len == 0)
    return FALSE;
  day_after (day, seconds, merge_in, seat, picture->detail->incident.id, 0);
  return TRUE;
}

static void
reply (Day *day, DaySeat *seat, gint64 report_id, gint64 unused)
{
  day_do_outside (day, &tc_report_update_type,
                  &(TcReportUpdate){report_id, 1, "Dạ, ở ngay đầu hẻm, gần trụ điện", NULL});
}

/* Whether it is put by: the reporter is asked first, or it is turned away. */
static gboolean
put_by (DaySeat *seat, const TcIncidentDetail *detail)
{
  Day *day = seat->day;
  const TcIncidentRow *row = &detail->incident;
  gint64 report_id = g_array_index (detail->reports, TcReport, 0).id;
  DayDoing doing;

  if (row->priority == TC_PRIORITY_EMERGENCY)
    return FALSE;
  if (day_chance (day, DAY_SHARE_REJECT)) {
    day_begin (seat, &doing);
    tc_incident_command_reject (&doing.command, row->id, "no-content", NULL);
    day->counts[DAY_REJECTED] += day_end (seat, &doing);
    return TRUE;
  }
  if (day_chance (day, DAY_SHARE_WAIT) && detail->reports->len == 1) {
    day_begin (seat, &doing);
    tc_incident_command_wait (&doing.command, row->id, "Xin cho biết rõ vị trí");
    day->counts[DAY_WAITED] += day_end (seat, &doing);
    day_after (day, day_draw (day, DAY_TIME_REPLY), reply, NULL, report_id, 0);
    return TRUE;
  }
  return FALSE;
}

static void
classify (DaySeat *seat, const TcIncidentPicture *picture)
{
  DayDoing doing;

  if (picture->detail->incident.field_id != 0 || picture->fields->len == 0)
    return;
  day_begin (seat, &doing);
  tc_incident_command_classify (&doing.command, picture->detail->incident.id,
                                g_array_index (picture->fields, TcProposedField, 0).field_id);
  day_end (seat, &doing);
}

/* @merged: what is alike was merged into it just now, else it was read for the first time */
void
day_work_decide (Day *day, DaySeat *seat, gint64 incident_id, gint64 merged)
{
  g_autoptr (TcIncidentFocus) focus = day_look_at (seat, incident_id);
  const TcIncidentPicture *picture = tc_incident_focus_get_picture (focus);
  TcIncidentState state = picture->detail ? picture->detail->incident.state : TC_STATE_CLOSED;
  gint64 agency_id = 0;

  if (state != TC_STATE_NEW && state != TC_STATE_ACCEPTED && state != TC_STATE_ASSIGNED) {
    rest (seat);
    return;
  }
  if (!merged && (merge (seat, picture) || put_by (seat, picture->detail))) {
    rest (seat);
    return;
  }
  if (merge_others (seat, picture))
    return;
  agency_id = find_unit (seat, picture);
  classify (seat, picture);
  if (agency_id)
    day_after (day, day_draw (day, DAY_TIME_DECIDE) + day_draw (day, DAY_TIME_HOLD), send, seat,
               incident_id, agency_id);
  else
    day_fail ("nobody can be sent");
}

/* ---- alarms ---- */

static void
merge_repeat (Day *day, DaySeat *seat, gint64 incident_id, gint64 into_id)
{
  DayDoing doing;

  day_begin (seat, &doing);
  tc_incident_command_merge (&doing.command, incident_id, into_id);
  day->counts[DAY_MERGED] += day_end (seat, &doing);
  rest (seat);
}

static gpointer
find_repeat (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return tc_repeat_find (db, *(gint64 *) data);
}

/* What the alarm says to be told of again is compared with that and merged by one key; all else is
 * taken. */
static void
see_to_untaken (DaySeat *seat, gint64 incident_id)
{
  Day *day = seat->day;
  g_autoptr (TcRepeat)
      repeat = day_read (seat, find_repeat, incident_id, (GDestroyNotify) tc_repeat_free);

  if (repeat->incident_id && day_chance (day, DAY_SHARE_DUPLICATE))
    day_after (day, day_draw (day, DAY_TIME_COMPARE), merge_repeat, seat, incident_id,
               repeat->incident_id);
  else
    day_work_take (day, seat, incident_id, 0);
}

void
day_work_see_to (Day *day, DaySeat *seat, gint64 incident_id, gint64 key)
{
  const TcAlarm *alarm = day_alarm_find (seat, key);
  TcAlarmKind kind = alarm ? alarm->kind : TC_ALARM_UNTAKEN;
  gint64 has_it = alarm ? alarm->staff_id : 0;
  DayDoing doing;

  if (!alarm || alarm->state != TC_ALARM_RINGING) {
    rest (seat);
    return;
  }
  if (kind == TC_ALARM_UNTAKEN) {
    see_to_untaken (seat, incident_id);
    return;
  }
  day_begin (seat, &doing);
  tc_alarm_command_acknowledge (&doing.command, alarm);
  day_end (seat, &doing);
  if (has_it != seat->staff_id) {
    day_begin (seat, &doing);
    tc_incident_command_take (&doing.command, incident_id, has_it);
    if (!day_end (seat, &doing)) {
      rest (seat);
      return;
    }
  }
  if (kind == TC_ALARM_UNDISPATCHED)
    day_after (day, day_draw (day, DAY_TIME_READ), day_work_decide, seat, incident_id, 0);
  else
    day_after (day, day_draw (day, DAY_TIME_TELEPHONE),
               kind == TC_ALARM_UNACKNOWLEDGED ? telephone : ask_how_far, seat, incident_id, 0);
}

/* ---- paper ---- */

void
day_work_answer (Day *day, DaySeat *seat, gint64 incident_id, gint64 unused)
{
  g_autoptr (TcIncidentFocus) focus = day_look_at (seat, incident_id);
  const TcIncidentPicture *picture = tc_incident_focus_get_picture (focus);
  g_autofree char *text = NULL;
  DayDoing doing;

  if (picture->detail && picture->templates->len > 0)
    text = tc_answer_template_fill (&g_array_index (picture->templates, TcAnswerTemplate, 0),
                                    picture->detail);
  day_begin (seat, &doing);
  tc_incident_command_answer (&doing.command, incident_id, text ? text : SAID, NULL);
  day_end (seat, &doing);
  rest (seat);
}

void
day_work_publish (Day *day, DaySeat *seat, gint64 incident_id, gint64 unused)
{
  g_autoptr (TcIncidentFocus) focus = day_look_at (seat, incident_id);
  GArray *answers = tc_incident_focus_get_picture (focus)->detail->answers;
  gint64 answer_id = g_array_index (answers, TcAnswer, answers->len - 1).id;
  DayDoing doing;

  day_begin (seat, &doing);
  tc_incident_command_approve_answer (&doing.command, incident_id, answer_id);
  if (day_end (seat, &doing)) {
    day_begin (seat, &doing);
    tc_incident_command_publish_answer (&doing.command, incident_id, answer_id);
    day->counts[DAY_PUBLISHED] += day_end (seat, &doing);
    day_begin (seat, &doing);
    tc_incident_command_close (&doing.command, incident_id, "done", NULL);
    day_end (seat, &doing);
  }
  rest (seat);
}
