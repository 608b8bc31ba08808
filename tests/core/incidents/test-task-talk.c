/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: the centre and a unit write to each other about an order: who may, where it stands for
 * each, that a unit's word is unread until it is answered or acknowledged and rings for that long,
 * and what is refused. And who reported it is given to a unit for one order alone.
 */
#include "tc-alarm-history.h"
#include "tc-alarm.h"
#include "tc-incident-purge.h"
#include "tc-room-fixture.h"
#include "tc-unit-page.h"

typedef struct {
  TcRoom *room;
  TcFixture *fixture; /* (unowned): the room's */
  gint64 incident;
  gint64 task;
} Stage;

static void
set_up (Stage *stage)
{
  stage->room = tc_room_new ();
  stage->fixture = stage->room->fixture;
  stage->incident = tc_room_report (stage->room);
  tc_room_step (stage->room, stage->incident, TC_STEP_TAKE);
  const TcIncidentDispatch args = {stage->incident, tc_room_id (stage->room), stage->room->unit,
                                   NULL, TC_NONE};
  stage->task = args.task_id;
  tc_fixture_run_as (stage->fixture, stage->room->lan, &tc_incident_dispatch_type, &args);
}

static TcTaskSay
make_word (Stage *stage, const char *text, const char *via)
{
  return (TcTaskSay){stage->incident, stage->task, tc_room_id (stage->room), text, via};
}

static void
say_as (Stage *stage, TcActor actor, const char *text)
{
  TcTaskSay word = make_word (stage, text, NULL);

  tc_fixture_run_as (stage->fixture, actor, &tc_task_say_type, &word);
}

static void
say_on_page (Stage *stage, const char *text)
{
  TcTaskSay word = make_word (stage, text, TC_VIA_PAGE);

  tc_fixture_run (stage->fixture, &tc_task_say_type, &word);
}

static gint64
get_said (Stage *stage)
{
  return tc_database_get_int (stage->fixture->db, TC_NONE,
                              "SELECT said_us FROM dispatch WHERE id = ?", "i", stage->task);
}

/* Which kind rings for Lan; TC_ALARM_N_KINDS: nothing. */
static TcAlarmKind
find_alarm (Stage *stage)
{
  g_autoptr (GArray) alarms = tc_alarm_list (stage->fixture->db, stage->room->lan.staff_id,
                                             stage->fixture->now_us);

  g_assert_cmpuint (alarms->len, <=, 1);
  return alarms->len ? g_array_index (alarms, TcAlarm, 0).kind : TC_ALARM_N_KINDS;
}

static void
test_talk (void)
{
  Stage stage;

  set_up (&stage);
  say_as (&stage, stage.room->lan, "Đi lối cầu Xà No");
  g_assert_cmpint (get_said (&stage), ==, TC_NONE);
  say_on_page (&stage, "Không thấy hẻm 3");
  gint64 first_us = stage.fixture->now_us;
  g_assert_cmpint (get_said (&stage), ==, first_us);
  stage.fixture->now_us += TC_MINUTE_US;
  say_as (&stage, stage.room->crew, "Đang đứng đầu đường");
  g_assert_cmpint (get_said (&stage), ==, first_us);
  stage.fixture->now_us += TC_MINUTE_US;
  say_as (&stage, stage.room->minh, "Hẻm 13, cạnh trường học");
  g_assert_cmpint (get_said (&stage), ==, TC_NONE);

  g_autoptr (TcUnitPage) page = tc_unit_page_get (stage.fixture->db, stage.task);
  static const struct {
    gboolean from_unit, named;
    const char *text;
  } words[] = {{FALSE, TRUE, "Đi lối cầu Xà No"},
               {TRUE, FALSE, "Không thấy hẻm 3"},
               {TRUE, TRUE, "Đang đứng đầu đường"},
               {FALSE, TRUE, "Hẻm 13, cạnh trường học"}};
  g_assert_cmpuint (page->messages->len, ==, G_N_ELEMENTS (words));
  for (guint i = 0; i < G_N_ELEMENTS (words); i++) {
    const TcTaskMessage *message = &g_array_index (page->messages, TcTaskMessage, i);
    g_assert_cmpstr (message->text, ==, words[i].text);
    g_assert_cmpint (message->from_unit, ==, words[i].from_unit);
    g_assert_cmpint (message->staff_name != NULL, ==, words[i].named);
  }
  /* In the unit's scope as in the history, under one id. */
  g_assert_cmpint (tc_room_int (stage.room,
                                "SELECT count(*) FROM task_message AS m JOIN incident_event AS e"
                                " ON e.id = m.id AND e.text = m.text AND e.number IS nullif"
                                " (m.from_unit, 0) WHERE m.scope = ?",
                                stage.room->unit),
                   ==, 4);
  tc_room_free (stage.room);
}

#define HASH "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"

static TcIncidentAttach
make_file (Stage *stage, gint64 task_id)
{
  return (TcIncidentAttach){
      .incident_id = stage->incident,
      .attachment_id = tc_room_id (stage->room),
      .hash = HASH,
      .media_type = "image/jpeg",
      .size = 1000,
      .name = "cầu.jpg",
      .kind = "original",
      .taken_us = TC_NONE,
      .public_ = TC_NONE,
      .task_id = task_id,
  };
}

/* A unit's people may do no more than work on its orders. */
static void
forbid_reports (Stage *stage)
{
  tc_database_execute (stage->fixture->db,
                       "DELETE FROM role_capability WHERE capability = '" TC_MAY_REPORT "'", NULL);
}

static void
test_file (void)
{
  Stage stage;

  set_up (&stage);
  forbid_reports (&stage);
  TcIncidentAttach file = make_file (&stage, stage.task);
  tc_fixture_run_as (stage.fixture, stage.room->crew, &tc_incident_attach_type, &file);
  /* In the order's talk, for the unit; in the history and beside the photo, for the room. */
  g_autoptr (TcUnitPage) page = tc_unit_page_get (stage.fixture->db, stage.task);
  g_assert_cmpuint (page->messages->len, ==, 1);
  const TcTaskMessage *message = &g_array_index (page->messages, TcTaskMessage, 0);
  g_assert_true (message->file && message->from_unit);
  g_assert_cmpstr (message->text, ==, "cầu.jpg");
  g_assert_cmpstr (message->staff_name, ==, "crew");
  g_autoptr (TcIncidentDetail) detail = tc_incident_detail (stage.fixture->db, stage.incident);
  g_assert_cmpuint (detail->attachments->len, ==, 1);
  const TcAttachment *photo = &g_array_index (detail->attachments, TcAttachment, 0);
  g_assert_true (photo->sealed);
  g_assert_nonnull (photo->unit_vi);
  const TcIncidentEvent *event = &g_array_index (detail->events, TcIncidentEvent,
                                                 detail->events->len - 1);
  g_assert_cmpstr (event->code, ==, "incident.attach");
  g_assert_cmpint (event->agency_id, ==, stage.room->unit);
  g_assert_null (event->reason);
  /* Its copy is the unit's too. */
  TcIncidentAttach copy = make_file (&stage, 0);
  copy.kind = "stripped";
  copy.original_id = file.attachment_id;
  copy.hash = "11112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
  tc_fixture_run (stage.fixture, &tc_incident_attach_type, &copy);
  g_autoptr (TcIncidentDetail) later = tc_incident_detail (stage.fixture->db, stage.incident);
  g_assert_cmpuint (later->attachments->len, ==, 2);
  g_assert_cmpstr (g_array_index (later->attachments, TcAttachment, 1).unit_vi, ==,
                   g_array_index (later->attachments, TcAttachment, 0).unit_vi);
  /* A word and a file never share an id. */
  TcTaskSay word = make_word (&stage, "Xong", NULL);
  word.message_id = file.attachment_id;
  tc_fixture_refuse_as (stage.fixture, stage.room->crew, &tc_task_say_type, &word,
                        "incident.id-used");
  tc_room_free (stage.room);
}

static void
test_file_refused (void)
{
  Stage stage;

  set_up (&stage);
  const TcIncidentDispatch other = {stage.incident, tc_room_id (stage.room), stage.room->unit2,
                                    NULL, TC_NONE};
  tc_fixture_run_as (stage.fixture, stage.room->lan, &tc_incident_dispatch_type, &other);
  TcIncidentAttach first = make_file (&stage, 0);
  tc_fixture_run_as (stage.fixture, stage.room->lan, &tc_incident_attach_type, &first);
  forbid_reports (&stage);
  TcFixture *fixture = stage.fixture;
  TcActor crew = stage.room->crew;
  const TcOperationType *type = &tc_incident_attach_type;
  TcIncidentAttach file = make_file (&stage, 0);
  tc_fixture_refuse_as (fixture, crew, type, &file, "people.not-allowed");
  tc_fixture_refuse_as (fixture, stage.room->lan, type, &file, "people.not-allowed");
  file = make_file (&stage, other.task_id);
  tc_fixture_refuse_as (fixture, crew, type, &file, "task.not-yours");
  file = make_file (&stage, stage.task);
  tc_fixture_refuse_as (fixture, stage.room->lan, type, &file, "task.not-yours");
  file = make_file (&stage, 5);
  tc_fixture_refuse_as (fixture, crew, type, &file, "task.unknown");
  file = make_file (&stage, stage.task);
  file.kind = "blurred";
  file.original_id = first.attachment_id;
  tc_fixture_refuse_as (fixture, crew, type, &file, "operation.arguments");
  file = make_file (&stage, stage.task);
  file.event_id = tc_room_id (stage.room);
  tc_fixture_refuse_as (fixture, crew, type, &file, "operation.arguments");
  file = make_file (&stage, stage.task);
  file.report_id = tc_room_int (stage.room, "SELECT id FROM report WHERE incident_id = ?",
                                stage.incident);
  tc_fixture_refuse_as (fixture, crew, type, &file, "operation.arguments");
  file = make_file (&stage, stage.task);
  for (guint i = 0; i < TC_TASK_FILES_MAX; i++) {
    file.attachment_id = tc_room_id (stage.room);
    tc_fixture_run_as (fixture, crew, type, &file);
  }
  file.attachment_id = tc_room_id (stage.room);
  tc_fixture_refuse_as (fixture, crew, type, &file, "task.files-full");
  const TcIncidentTask recall = {stage.incident, stage.task, NULL, NULL};
  tc_fixture_run_as (fixture, stage.room->lan, &tc_incident_recall_type, &recall);
  tc_fixture_refuse_as (fixture, crew, type, &file, "task.state");
  tc_database_execute (fixture->db,
                       "DELETE FROM role_capability WHERE capability = '" TC_MAY_WORK "'", NULL);
  tc_fixture_refuse_as (fixture, crew, type, &file, "people.not-allowed");
  tc_room_free (stage.room);
}

/* By a purge of the file it goes from the unit's talk too; so it does by one of its line. */
static void
test_file_purged (void)
{
  static const char *const kinds[] = {"attachment", "text"};

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
    Stage stage;
    set_up (&stage);
    TcIncidentAttach file = make_file (&stage, stage.task);
    tc_fixture_run_as (stage.fixture, stage.room->crew, &tc_incident_attach_type, &file);
    gint64 event = tc_room_int (stage.room, "SELECT id FROM incident_event WHERE other_id = ?",
                                file.attachment_id);
    const TcIncidentPurge purge = {.incident_id = stage.incident,
                                   .purge_id = tc_room_id (stage.room),
                                   .kind = kinds[i],
                                   .target_id = i == 0 ? file.attachment_id : event,
                                   .reason = "Theo yêu cầu",
                                   .decision = "12/QĐ",
                                   .staff_id = stage.room->lan.staff_id};
    tc_fixture_run (stage.fixture, &tc_incident_purge_type, &purge);
    g_assert_cmpint (tc_room_int (stage.room,
                                  "SELECT count(*) FROM task_message WHERE id = ? AND text = ''",
                                  file.attachment_id),
                     ==, 1);
    tc_room_free (stage.room);
  }
}

static void
test_who_may (void)
{
  Stage stage;

  set_up (&stage);
  TcTaskSay word = make_word (&stage, "Chào", NULL), page = make_word (&stage, "Chào", TC_VIA_PAGE);
  tc_fixture_refuse_as (stage.fixture, stage.room->lan, &tc_task_say_type, &page,
                        "operation.arguments");
  /* Of the other unit's order its people know nothing. */
  const TcIncidentDispatch other = {stage.incident, tc_room_id (stage.room), stage.room->unit2,
                                    NULL, TC_NONE};
  tc_fixture_run_as (stage.fixture, stage.room->lan, &tc_incident_dispatch_type, &other);
  TcTaskSay theirs = word;
  theirs.task_id = other.task_id;
  tc_fixture_refuse_as (stage.fixture, stage.room->crew, &tc_task_say_type, &theirs,
                        "task.not-yours");
  theirs.task_id = 1;
  tc_fixture_refuse_as (stage.fixture, stage.room->lan, &tc_task_say_type, &theirs, "task.unknown");
  /* The centre's people who may not dispatch. */
  tc_database_execute (stage.fixture->db,
                       "DELETE FROM role_capability WHERE capability = '" TC_MAY_DISPATCH "'",
                       NULL);
  tc_fixture_refuse_as (stage.fixture, stage.room->lan, &tc_task_say_type, &word,
                        "people.not-allowed");
  tc_fixture_run_as (stage.fixture, stage.room->crew, &tc_task_say_type, &word);
  tc_fixture_refuse (stage.fixture, &tc_task_say_type, &word, "incident.id-used");
  tc_room_free (stage.room);
}

static void
test_ended (void)
{
  Stage stage;

  set_up (&stage);
  const TcIncidentTask recall = {stage.incident, stage.task, NULL, NULL};
  say_on_page (&stage, "Kẹt cầu");
  tc_fixture_run_as (stage.fixture, stage.room->lan, &tc_incident_recall_type, &recall);
  g_assert_cmpint (find_alarm (&stage), !=, TC_ALARM_MESSAGE);
  TcTaskSay late = make_word (&stage, "Còn đó không?", NULL);
  /* Nobody has it any more: the incident's state says so before its order does. */
  tc_fixture_refuse_as (stage.fixture, stage.room->lan, &tc_task_say_type, &late, "incident.state");
  tc_room_free (stage.room);
}

static void
test_full (void)
{
  Stage stage;

  set_up (&stage);
  for (guint i = 0; i < TC_TASK_MESSAGES_MAX; i++)
    say_on_page (&stage, "Có ai không?");
  TcTaskSay word = make_word (&stage, "Có ai không?", TC_VIA_PAGE);
  tc_fixture_refuse (stage.fixture, &tc_task_say_type, &word, "task.talk-full");
  g_autoptr (TcUnitPage) page = tc_unit_page_get (stage.fixture->db, stage.task);
  g_assert_cmpuint (page->messages->len, ==, TC_UNIT_PAGE_MESSAGES_MAX);
  tc_room_free (stage.room);
}

/* However many files are sent: what the centre asked is there, and not answered by them. */
static void
test_words_stay (void)
{
  Stage stage;

  set_up (&stage);
  say_as (&stage, stage.room->lan, "Đến đâu rồi?");
  TcIncidentAttach file = make_file (&stage, stage.task);
  for (guint i = 0; i < 40; i++) {
    file.attachment_id = tc_room_id (stage.room);
    tc_fixture_run_as (stage.fixture, stage.room->crew, &tc_incident_attach_type, &file);
  }
  g_autoptr (TcUnitPage) page = tc_unit_page_get (stage.fixture->db, stage.task);
  g_assert_cmpuint (page->messages->len, ==, 41);
  g_assert_cmpstr (g_array_index (page->messages, TcTaskMessage, 0).text, ==, "Đến đâu rồi?");
  g_assert_true (tc_task_is_asked (page->messages));
  say_as (&stage, stage.room->crew, "Đã tới");
  g_autoptr (TcUnitPage) later = tc_unit_page_get (stage.fixture->db, stage.task);
  g_assert_false (tc_task_is_asked (later->messages));
  tc_room_free (stage.room);
}

/* It rings until somebody reads it; what is late after that rings again. */
static void
test_alarm (void)
{
  Stage stage;

  set_up (&stage);
  tc_room_step (stage.room, stage.incident, TC_STEP_ARRIVE);
  g_assert_cmpint (find_alarm (&stage), ==, TC_ALARM_N_KINDS);
  gint64 from_us = stage.fixture->now_us;
  say_on_page (&stage, "Cần thêm xe");
  g_assert_cmpint (find_alarm (&stage), ==, TC_ALARM_MESSAGE);
  stage.fixture->now_us += TC_MINUTE_US;
  const TcAlarmMark read = {stage.incident, "message"};
  tc_fixture_run_as (stage.fixture, stage.room->lan, &tc_alarm_acknowledge_type, &read);
  g_assert_cmpint (get_said (&stage), ==, TC_NONE);
  g_assert_cmpint (find_alarm (&stage), ==, TC_ALARM_N_KINDS);
  gint64 read_us = stage.fixture->now_us;
  stage.fixture->now_us += TC_MINUTE_US;
  say_as (&stage, stage.room->crew, "Đã tới");
  stage.fixture->now_us += TC_MINUTE_US;
  say_as (&stage, stage.room->lan, "Rõ");
  g_assert_cmpint (find_alarm (&stage), ==, TC_ALARM_N_KINDS);

  g_autoptr (GArray) episodes = g_array_new (FALSE, FALSE, sizeof (TcAlarmEpisode));
  tc_alarm_history_add (stage.fixture->db, stage.incident, from_us - TC_HOUR_US,
                        stage.fixture->now_us, episodes);
  guint n = 0;
  for (guint i = 0; i < episodes->len; i++) {
    const TcAlarmEpisode *episode = &g_array_index (episodes, TcAlarmEpisode, i);
    if (episode->kind != TC_ALARM_MESSAGE)
      continue;
    n++;
    g_assert_cmpint (episode->until_us, !=, TC_NONE);
    if (n == 1) {
      g_assert_cmpint (episode->from_us, ==, from_us);
      g_assert_cmpint (episode->until_us, ==, read_us);
      g_assert_cmpint (episode->known_us, ==, read_us);
    }
  }
  g_assert_cmpuint (n, ==, 2);
  tc_room_free (stage.room);
}

/* A legal purge of the text takes both. */
static void
test_purge (void)
{
  Stage stage;

  set_up (&stage);
  say_as (&stage, stage.room->lan, "Hỏi ông Sáu nhà số 5");
  gint64 word = tc_room_int (stage.room, "SELECT id FROM task_message WHERE task_id = ?",
                             stage.task);
  const TcIncidentPurge purge = {.incident_id = stage.incident,
                                 .purge_id = tc_room_id (stage.room),
                                 .kind = "text",
                                 .target_id = word,
                                 .reason = "Theo yêu cầu",
                                 .decision = "12/QĐ",
                                 .staff_id = stage.room->lan.staff_id};
  tc_fixture_run (stage.fixture, &tc_incident_purge_type, &purge);
  g_assert_cmpint (
      tc_room_int (stage.room, "SELECT length (text) FROM task_message WHERE id = ?", word), ==, 0);
  tc_room_free (stage.room);
}

/* Who reported it is given for one order: it goes with its end, whoever ends it. */
static void
test_released (void)
{
  static const TcIncidentStep ends[] = {TC_STEP_RECALL, TC_STEP_RETURN, TC_STEP_RESOLVE};

  for (guint i = 0; i < G_N_ELEMENTS (ends); i++) {
    Stage stage;

    set_up (&stage);
    const TcReporterRelease release = {stage.room->report, tc_room_id (stage.room),
                                       stage.room->unit, "Hỏi đường vào",
                                       stage.fixture->now_us + TC_HOUR_US};
    tc_fixture_run_as (stage.fixture, stage.room->lan, &tc_reporter_release_type, &release);
    g_autoptr (TcUnitPage) page = tc_unit_page_get (stage.fixture->db, stage.task);
    g_assert_cmpstr (page->person.phone, ==, TC_ROOM_PHONE);
    g_assert_cmpstr (page->person.reason, ==, "Hỏi đường vào");
    g_assert_cmpint (page->person.until_us, ==, release.expires_us);
    g_autoptr (TcIncidentDetail) detail = tc_incident_detail (stage.fixture->db, stage.incident);
    const TcDispatch *order = &g_array_index (detail->dispatches, TcDispatch, 0);
    g_assert_cmpint (order->released_id, ==, release.copy_id);
    g_assert_cmpint (order->released_report_id, ==, stage.room->report);
    if (i == 0) {
      const TcReporterWithdraw back = {stage.room->report, release.copy_id, "Nhầm"};
      tc_fixture_run_as (stage.fixture, stage.room->lan, &tc_reporter_withdraw_type, &back);
      g_autoptr (TcIncidentDetail) after = tc_incident_detail (stage.fixture->db, stage.incident);
      g_assert_cmpint (g_array_index (after->dispatches, TcDispatch, 0).released_id, ==, 0);
      g_assert_cmpint (g_array_index (after->dispatches, TcDispatch, 0).person_report_id, ==,
                       stage.room->report);
    }
    tc_room_step (stage.room, stage.incident, ends[i]);
    g_autoptr (TcUnitPage) over = tc_unit_page_get (stage.fixture->db, stage.task);
    g_assert_null (over->person.phone);
    g_assert_cmpint (tc_room_int (stage.room, "SELECT count(*) FROM reporter WHERE agency_id = ?",
                                  stage.room->unit),
                     ==, 0);
    tc_room_free (stage.room);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/task-talk/file", test_file);
  g_test_add_func ("/task-talk/file-refused", test_file_refused);
  g_test_add_func ("/task-talk/file-purged", test_file_purged);
  g_test_add_func ("/task-talk/talk", test_talk);
  g_test_add_func ("/task-talk/who-may", test_who_may);
  g_test_add_func ("/task-talk/ended", test_ended);
  g_test_add_func ("/task-talk/full", test_full);
  g_test_add_func ("/task-talk/words-stay", test_words_stay);
  g_test_add_func ("/task-talk/alarm", test_alarm);
  g_test_add_func ("/task-talk/purge", test_purge);
  g_test_add_func ("/task-talk/released", test_released);
  return g_test_run ();
}
