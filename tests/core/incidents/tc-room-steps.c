/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Any step on any incident of the control room; see tc-room-fixture.h. Several kinds of operation
 * share a struct, so one function fills each struct.
 */
#include "tc-room-fixture.h"

#include "tc-incident-photo.h"

typedef struct {
  TcRoom *room;
  TcActor actor;
  gint64 incident;
} Try;

static TcRefusal *
run (Try *try, const TcOperationType *type, gconstpointer args)
{
  return tc_fixture_try_as (try->room->fixture, try->actor, type, args);
}

static gint64
find_report (Try *try)
{
  return tc_room_int (try->room, "SELECT id FROM report WHERE home_id = ? ORDER BY id LIMIT 1",
                      try->incident);
}

/* ---- one for each struct ---- */

static TcRefusal *
run_text (Try *try, const TcOperationType *type)
{
  TcIncidentText args = {try->incident, "Lời ghi"};

  return run (try, type, &args);
}

static TcRefusal *
run_only (Try *try, const TcOperationType *type)
{
  TcIncidentOnly args = {try->incident};

  return run (try, type, &args);
}

static TcRefusal *
run_turn_away (Try *try, const TcOperationType *type)
{
  TcIncidentTurnAway args = {try->incident, "other", "Không thuộc thẩm quyền"};

  return run (try, type, &args);
}

static TcRefusal *
run_when (Try *try, const TcOperationType *type)
{
  gint64 due_us = tc_room_int (try->room, "SELECT due_us FROM incident WHERE id = ?",
                               try->incident);
  TcIncidentWhen args = {try->incident, MAX (due_us, try->room->fixture->now_us) + TC_HOUR_US,
                         "Lý do"};

  return run (try, type, &args);
}

/* The first task that is in a state the step may start from. */
static gint64
find_task (Try *try, const TcOperationType *type)
{
  if (type == &tc_incident_acknowledge_type || type == &tc_incident_reach_type)
    return tc_room_int (try->room,
                        "SELECT id FROM dispatch WHERE incident_id = ? ORDER BY state <> 'sent',"
                        " id LIMIT 1",
                        try->incident);
  return tc_room_int (try->room,
                      "SELECT id FROM dispatch WHERE incident_id = ? ORDER BY"
                      " state NOT IN ('sent', 'acknowledged', 'working'), id LIMIT 1",
                      try->incident);
}

static TcRefusal *
run_task (Try *try, const TcOperationType *type)
{
  TcIncidentTask args = {try->incident, MAX (find_task (try, type), 1), NULL};

  return run (try, type, &args);
}

static TcRefusal *
run_say (Try *try, const TcOperationType *type)
{
  TcTaskSay args = {try->incident, MAX (find_task (try, type), 1), tc_room_id (try->room),
                    "Đường ngập, đi lối cầu Xà No", NULL};

  return run (try, type, &args);
}

static TcRefusal *
run_reach (Try *try, const TcOperationType *type)
{
  TcIncidentReach args = {try->incident, MAX (find_task (try, type), 1), "answered", "Trực ban"};

  return run (try, type, &args);
}

static TcRefusal *
run_return (Try *try, const TcOperationType *type)
{
  TcIncidentReturn args = {try->incident, MAX (find_task (try, type), 1), try->room->unit2,
                           "Không phải của chúng tôi"};

  return run (try, type, &args);
}

static TcRefusal *
run_progress (Try *try, const TcOperationType *type)
{
  TcIncidentProgress args = {try->incident, 0, NULL};

  return run (try, type, &args);
}

static TcRefusal *
run_merge (Try *try, const TcOperationType *type)
{
  TcIncidentMerge args = {try->incident, tc_room_report (try->room), tc_room_id (try->room)};

  return run (try, type, &args);
}

static TcRefusal *
run_absorb (Try *try, const TcOperationType *type)
{
  TcIncidentMerge args = {tc_room_report (try->room), try->incident, tc_room_id (try->room)};

  return run (try, type, &args);
}

static TcRefusal *
run_unmerge (Try *try, const TcOperationType *type)
{
  TcIncidentUnmerge args = {try->incident, tc_room_id (try->room)};

  return run (try, type, &args);
}

static TcRefusal *
run_join (Try *try, const TcOperationType *type)
{
  char code[40];
  TcIncidentReport args = tc_room_report_args (try->room, code);

  args.incident_id = try->incident;
  args.code = NULL;
  return run (try, type, &args);
}

static TcRefusal *
run_classify (Try *try, const TcOperationType *type)
{
  TcIncidentClassify args = {try->incident, try->room->other_field, "Rác"};

  return run (try, type, &args);
}

static TcRefusal *
run_place (Try *try, const TcOperationType *type)
{
  TcIncidentPlace args = {try->incident, try->room->area, TC_ROOM_LAT_E7 + 1000, TC_ROOM_LON_E7,
                          "Hẻm 3"};

  return run (try, type, &args);
}

static TcRefusal *
run_priority (Try *try, const TcOperationType *type)
{
  TcIncidentSetPriority args = {try->incident, TC_PRIORITY_EMERGENCY, NULL};

  return run (try, type, &args);
}

static TcRefusal *
run_assign (Try *try, const TcOperationType *type)
{
  TcIncidentAssign args = {try->incident, try->room->unit, 0, NULL};

  return run (try, type, &args);
}

static TcRefusal *
run_take (Try *try, const TcOperationType *type)
{
  TcIncidentTake args = {
      try->incident,
      tc_room_int (try->room, "SELECT staff_id FROM incident WHERE id = ?", try->incident)};

  return run (try, type, &args);
}

/* The first unit, then the second, then the centre itself. */
static TcRefusal *
run_dispatch (Try *try, const TcOperationType *type)
{
  gint64 units[] = {try->room->unit, try->room->unit2, try->room->centre};
  gint64 n = tc_room_int (try->room,
                          "SELECT count(*) FROM dispatch WHERE incident_id = ?"
                          " AND state IN ('sent', 'acknowledged', 'working')",
                          try->incident);
  TcIncidentDispatch args = {try->incident, tc_room_id (try->room), units[MIN (n, 2)], NULL,
                             TC_NONE};

  return run (try, type, &args);
}

static TcRefusal *
run_forward (Try *try, const TcOperationType *type)
{
  TcIncidentForward args = {try->incident, 0, "Điện lực"};

  return run (try, type, &args);
}

static TcRefusal *
run_close (Try *try, const TcOperationType *type)
{
  TcIncidentClose args = {try->incident, "withdrawn", 0, NULL};

  return run (try, type, &args);
}

static TcRefusal *
run_submit (Try *try, const TcOperationType *type)
{
  TcAnswerSubmit args = {try->incident, tc_room_id (try->room), "Đã xử lý xong.", NULL};

  return run (try, type, &args);
}

static TcRefusal *
run_answer (Try *try, const TcOperationType *type)
{
  gint64 answer = tc_room_int (
      try->room, "SELECT id FROM answer WHERE incident_id = ? ORDER BY id DESC LIMIT 1",
      try->incident);
  TcAnswerStep args = {try->incident, MAX (answer, 1), NULL};

  return run (try, type, &args);
}

static TcRefusal *
run_attach (Try *try, const TcOperationType *type)
{
  TcIncidentAttach args = {
      .incident_id = try->incident,
      .attachment_id = tc_room_id (try->room),
      .report_id = find_report (try),
      .hash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
      .media_type = "image/jpeg",
      .name = "anh.jpg",
      .kind = "original",
      .taken_us = TC_NONE,
      .public_ = 1,
  };

  return run (try, type, &args);
}

static TcRefusal *
run_open_photo (Try *try, const TcOperationType *type)
{
  gint64 photo = tc_room_int (
      try->room, "SELECT id FROM attachment WHERE incident_id = ? ORDER BY id DESC LIMIT 1",
      try->incident);
  TcPhotoOpen args = {MAX (photo, 1), "Xác minh biển số"};

  return run (try, type, &args);
}

static TcRefusal *
run_link (Try *try, const TcOperationType *type)
{
  TcIncidentLink args = {try->incident, tc_room_id (try->room), tc_room_report (try->room),
                         tc_room_id (try->room), "related"};

  return run (try, type, &args);
}

static TcRefusal *
run_update (Try *try, const TcOperationType *type)
{
  TcReportUpdate args = {find_report (try), 1, "Còn đây là ngã tư nào", NULL};

  return run (try, type, &args);
}

static TcRefusal *
run_tell (Try *try, const TcOperationType *type)
{
  TcReportUpdate args = {find_report (try), 0, "Đội đang trên đường", NULL};

  return run (try, type, &args);
}

static TcRefusal *
run_rate (Try *try, const TcOperationType *type)
{
  TcReportRate args = {find_report (try), 5, NULL};

  return run (try, type, &args);
}

static TcRefusal *
run_dispute (Try *try, const TcOperationType *type)
{
  TcReportReopen args = {find_report (try), "Đèn vẫn chớp vàng", NULL};

  return run (try, type, &args);
}

static TcRefusal *
run_open (Try *try, const TcOperationType *type)
{
  TcReporterOpen args = {find_report (try), "Gọi lại hỏi địa chỉ"};

  return run (try, type, &args);
}

static const struct {
  TcRefusal *(*run) (Try *try, const TcOperationType *type);
  const TcOperationType *type;
} steps[TC_N_STEPS] = {
    [TC_STEP_JOIN] = {run_join, &tc_incident_join_type},
    [TC_STEP_ACCEPT] = {run_only, &tc_incident_accept_type},
    [TC_STEP_REJECT] = {run_turn_away, &tc_incident_reject_type},
    [TC_STEP_REDIRECT] = {run_turn_away, &tc_incident_redirect_type},
    [TC_STEP_MERGE] = {run_merge, &tc_incident_merge_type},
    [TC_STEP_ABSORB] = {run_absorb, &tc_incident_merge_type},
    [TC_STEP_UNMERGE] = {run_unmerge, &tc_incident_unmerge_type},
    [TC_STEP_CLASSIFY] = {run_classify, &tc_incident_classify_type},
    [TC_STEP_PLACE] = {run_place, &tc_incident_place_type},
    [TC_STEP_SET_PRIORITY] = {run_priority, &tc_incident_set_priority_type},
    [TC_STEP_ASSIGN] = {run_assign, &tc_incident_assign_type},
    [TC_STEP_TAKE] = {run_take, &tc_incident_take_type},
    [TC_STEP_RELEASE] = {run_only, &tc_incident_release_type},
    [TC_STEP_DISPATCH] = {run_dispatch, &tc_incident_dispatch_type},
    [TC_STEP_RECALL] = {run_task, &tc_incident_recall_type},
    [TC_STEP_ACKNOWLEDGE] = {run_task, &tc_incident_acknowledge_type},
    [TC_STEP_REACH] = {run_reach, &tc_incident_reach_type},
    [TC_STEP_SET_OUT] = {run_task, &tc_incident_set_out_type},
    [TC_STEP_ARRIVE] = {run_task, &tc_incident_arrive_type},
    [TC_STEP_SAY] = {run_say, &tc_task_say_type},
    [TC_STEP_RENEW_PAGE] = {run_task, &tc_incident_renew_page_type},
    [TC_STEP_RETURN] = {run_return, &tc_incident_return_type},
    [TC_STEP_START] = {run_progress, &tc_incident_start_type},
    [TC_STEP_WAIT] = {run_text, &tc_incident_wait_type},
    [TC_STEP_FORWARD] = {run_forward, &tc_incident_forward_type},
    [TC_STEP_SCHEDULE] = {run_when, &tc_incident_schedule_type},
    [TC_STEP_RESUME] = {run_text, &tc_incident_resume_type},
    [TC_STEP_EXTEND] = {run_when, &tc_incident_extend_type},
    [TC_STEP_RESOLVE] = {run_progress, &tc_incident_resolve_type},
    [TC_STEP_SUBMIT] = {run_submit, &tc_answer_submit_type},
    [TC_STEP_APPROVE] = {run_answer, &tc_answer_approve_type},
    [TC_STEP_PUBLISH] = {run_answer, &tc_answer_publish_type},
    [TC_STEP_CLOSE] = {run_close, &tc_incident_close_type},
    [TC_STEP_REOPEN] = {run_text, &tc_incident_reopen_type},
    [TC_STEP_COMMENT] = {run_text, &tc_incident_comment_type},
    [TC_STEP_ATTACH] = {run_attach, &tc_incident_attach_type},
    [TC_STEP_LINK] = {run_link, &tc_incident_link_type},
    [TC_STEP_UPDATE] = {run_update, &tc_report_update_type},
    [TC_STEP_TELL] = {run_tell, &tc_report_update_type},
    [TC_STEP_RATE] = {run_rate, &tc_report_rate_type},
    [TC_STEP_DISPUTE] = {run_dispute, &tc_report_reopen_type},
    [TC_STEP_REPORTER] = {run_open, &tc_reporter_open_type},
    [TC_STEP_PHOTO] = {run_open_photo, &tc_photo_open_type},
};

TcRefusal *
tc_room_try (TcRoom *room, TcActor actor, gint64 incident_id, TcIncidentStep step)
{
  Try try = {room, actor, incident_id};

  if (!steps[step].type)
    g_error ("%s: how it is tried stands nowhere above", tc_incident_step_get_name (step));
  g_assert_cmpstr (steps[step].type->name, ==, tc_incident_step_get_name (step));
  return steps[step].run (&try, steps[step].type);
}

void
tc_room_step (TcRoom *room, gint64 incident_id, TcIncidentStep step)
{
  g_autoptr (TcRefusal) refusal = tc_room_try (room, room->lan, incident_id, step);

  if (refusal) {
    g_autofree char *args = g_variant_print (refusal->args, FALSE);
    g_error ("%s: %s %s", tc_incident_step_get_name (step), refusal->code, args);
  }
}

#define END TC_N_STEPS
#define TAKEN TC_STEP_ACCEPT, TC_STEP_TAKE
#define SENT TAKEN, TC_STEP_DISPATCH, TC_STEP_DISPATCH

gint64
tc_room_make (TcRoom *room, TcIncidentState state)
{
  static const guint8 ways[TC_N_STATES][8] = {
      [TC_STATE_NEW] = {END},
      [TC_STATE_ACCEPTED] = {TC_STEP_ACCEPT, END},
      [TC_STATE_ASSIGNED] = {TAKEN, END},
      [TC_STATE_DISPATCHED] = {SENT, END},
      [TC_STATE_ACKNOWLEDGED] = {SENT, TC_STEP_ACKNOWLEDGE, END},
      [TC_STATE_WORKING] = {SENT, TC_STEP_START, END},
      [TC_STATE_WAITING] = {SENT, TC_STEP_WAIT, END},
      [TC_STATE_FORWARDED] = {SENT, TC_STEP_FORWARD, END},
      [TC_STATE_SCHEDULED] = {SENT, TC_STEP_SCHEDULE, END},
      [TC_STATE_RESOLVED] = {TAKEN, TC_STEP_RESOLVE, END},
      [TC_STATE_PUBLISHED] = {TAKEN, TC_STEP_RESOLVE, TC_STEP_SUBMIT, TC_STEP_APPROVE,
                              TC_STEP_PUBLISH, END},
      [TC_STATE_CLOSED] = {TC_STEP_ACCEPT, TC_STEP_RESOLVE, TC_STEP_CLOSE, END},
      [TC_STATE_REJECTED] = {TC_STEP_REJECT, END},
      [TC_STATE_REDIRECTED] = {TC_STEP_REDIRECT, END},
      [TC_STATE_MERGED] = {TAKEN, TC_STEP_MERGE, END},
  };
  gint64 incident = tc_room_report (room);

  for (const guint8 *step = ways[state]; *step != END; step++)
    tc_room_step (room, incident, (TcIncidentStep) *step);
  g_assert_cmpint (tc_room_state (room, incident), ==, state);
  return incident;
}
