/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The history of one report; see the header.
 *
 * DESIGN: a life is first told at its natural pace, as spans drawn by chance seeded with the label;
 * then, if its end would lie in the future, all of it is drawn together to fit before now; last,
 * each step gets the person who could have done it at that moment.
 */
#include "tc-province-life.h"

#include "tc-duty.h"
#include "tc-incident-operations.h"

#include <string.h>

#define US_PER_MINUTE ((gint64) 60 * G_USEC_PER_SEC)
#define US_PER_HOUR (60 * US_PER_MINUTE)
#define MINUTES_PER_DAY (24 * 60)
/* What is done last has been done some seconds ago. */
#define JUST_NOW_US (20 * G_USEC_PER_SEC)
/* Of 100 that are resolved, how many too late. */
#define LATE_OF_100 13
/* A named handler is still there for so long after the report came in. */
/* Where no service level says how long a matter may take. */
#define USUAL_TERM_US (72 * US_PER_HOUR)
#define HANDLER_STAYS_US (6 * US_PER_HOUR)
/* Crews and offices work from seven to five; what isn't urgent waits for them. */
#define DAY_STARTS_US (7 * US_PER_HOUR)
#define DAY_ENDS_US (17 * US_PER_HOUR)

typedef enum {
  WHO_SYSTEM,
  WHO_TAKER,   /* takes the call or meets the person, on duty */
  WHO_HANDLER, /* has the incident at the centre */
  WHO_ON_DUTY, /* at the centre */
  WHO_UNIT,    /* an officer of the unit; else the centre on its behalf */
} Who;

/* How far it has come. */
typedef enum {
  STAGE_NEW,
  STAGE_ACCEPTED,
  STAGE_ASIDE, /* waiting, forwarded, scheduled */
  STAGE_DISPATCHED,
  STAGE_WORKING,
  STAGE_RESOLVED,
  STAGE_ANSWERED,
  STAGE_PUBLISHED,
  STAGE_CLOSED,
  STAGE_REOPENED,
  STAGE_TURNED_AWAY,
} Stage;

typedef struct {
  TcPlan *plan; /* (unowned): the caller's, as the crew and steps */
  const TcCrew *crew;
  GPtrArray *steps; /* (element-type TcLifeStep) */
  GArray *who;      /* (owned) (element-type Who): of steps from first on */
  guint first;      /* of this life in steps */
  guint row;
  GRand *chance; /* (owned): from the label */
  TcLife life;
  gint64 at_us;     /* of the last step */
  gboolean hurried; /* emergency or urgent: day and night */
} Story;

void
tc_life_step_free (TcLifeStep *step)
{
  g_clear_pointer (&step->args, g_variant_unref);
  g_free (step);
}

static const char *
get (const Story *story, const char *column)
{
  return tc_plan_get (story->plan, TC_PROVINCE_REPORTS, story->row, column);
}

/* What is older than a day counts from 11:00 of this day in Vietnam, for which the reports were
 * written: so mornings stay mornings whenever they are loaded. */
static gint64
find_late_morning (gint64 now_us)
{
  return tc_duty_day_start (tc_duty_day (now_us)) + 11 * US_PER_HOUR;
}

static gint64
get_minutes_ago (TcPlan *plan, guint row)
{
  return tc_province_get_int (plan->province, TC_PROVINCE_REPORTS, row, "minutes_ago", 0);
}

/* One that repeats another stays as far from it as it was. */
gint64
tc_life_get_received (TcPlan *plan, guint row)
{
  const char *original = tc_plan_get (plan, TC_PROVINCE_REPORTS, row, "duplicate_of");
  int first = original ? tc_province_find (plan->province, TC_PROVINCE_REPORTS, original) : -1;
  gboolean old = get_minutes_ago (plan, first >= 0 ? (guint) first : row) > MINUTES_PER_DAY;
  gint64 since_us = old ? find_late_morning (plan->now_us) : plan->now_us;

  return MIN (since_us - US_PER_MINUTE * get_minutes_ago (plan, row), plan->now_us - JUST_NOW_US);
}

/* FNV-1a: the same on every machine. */
static guint32
hash_label (const char *label)
{
  guint32 hash = 2166136261U;

  for (; *label; label++)
    hash = (hash ^ (guint8) *label) * 16777619U;
  return hash;
}

/* ---- time ---- */

static void
pass (Story *story, double minutes_min, double minutes_max)
{
  story->at_us += (gint64) (g_rand_double_range (story->chance, minutes_min, minutes_max) *
                            US_PER_MINUTE);
}

/* On to the morning, unless it is urgent or day. */
static void
wait_for_day (Story *story)
{
  gint64 day = tc_duty_day (story->at_us);
  gint64 into_us = story->at_us - tc_duty_day_start (day);

  if (story->hurried || (into_us >= DAY_STARTS_US && into_us < DAY_ENDS_US))
    return;
  story->at_us = tc_duty_day_start (into_us < DAY_STARTS_US ? day : day + 1) + DAY_STARTS_US;
  pass (story, 5, 100);
}

static int
get_term_row (const Story *story)
{
  return tc_province_find (story->plan->province, TC_PROVINCE_FIELDS, get (story, "field"));
}

static gint64
get_term_us (const Story *story)
{
  const TcProvince *province = story->plan->province;
  const char *field = get (story, "field");
  int row = tc_province_find_level (
      province, field,
      tc_province_get (province, TC_PROVINCE_FIELDS, (guint) get_term_row (story), "priority"));

  if (row < 0)
    return USUAL_TERM_US;
  return US_PER_MINUTE *
         tc_province_get_int (province, TC_PROVINCE_LEVELS, (guint) row, "resolve_minutes", 0);
}

static gboolean
is_hurried (const Story *story)
{
  const char *priority = tc_province_get (story->plan->province, TC_PROVINCE_FIELDS,
                                          (guint) get_term_row (story), "priority");

  return g_str_equal (priority, "emergency") || g_str_equal (priority, "urgent");
}

/* ---- steps ---- */

static void
step (Story *story, const TcOperationType *type, gconstpointer args, Who who)
{
  TcLifeStep *made = g_new0 (TcLifeStep, 1);

  made->type = type;
  made->args = g_variant_ref_sink (tc_args_encode (type, args));
  made->at_us = story->at_us;
  made->row = story->row;
  g_ptr_array_add (story->steps, made);
  g_array_append_val (story->who, who);
}

/* Those who call or come are written down by somebody; the rest comes in by itself. */
static Who
get_maker (const char *channel)
{
  static const char *const spoken[] = {"hotline", "walk-in", "operator", NULL};

  return g_strv_contains (spoken, channel) ? WHO_TAKER : WHO_SYSTEM;
}

static void
tell_report (Story *story, const char *code)
{
  const TcProvinceFile file = TC_PROVINCE_REPORTS;
  TcPlan *plan = story->plan;
  const char *name = get (story, "reporter_name");
  const char *phone = get (story, "reporter_phone");
  TcIncidentReport args = {
      .incident_id = story->life.incident_id,
      .report_id = story->life.report_id,
      .reporter_id = name || phone ? tc_plan_take_id (plan) : 0,
      .code = code,
      .channel = get (story, "channel"),
      .text = get (story, "text"),
      .language = get (story, "language"),
      .field_id = tc_plan_get_id (plan->fields, get (story, "field")),
      .priority = TC_NONE,
      .area_id = tc_plan_get_id (plan->areas, get (story, "area")),
      .lat_e7 = tc_plan_get_e7 (plan, file, story->row, "lat"),
      .lon_e7 = tc_plan_get_e7 (plan, file, story->row, "lon"),
      .address = get (story, "address"),
      .said_us = TC_NONE,
      .received_us = story->life.received_us,
      .anonymous = !name && !phone,
      .source = TC_PROVINCE_REPORT_SOURCE,
      .external_id = get (story, "label"),
      .reporter_name = name,
      .reporter_phone = phone,
  };

  step (story, &tc_incident_report_type, &args, get_maker (args.channel));
}

static void
tell_photo (Story *story, const char *name)
{
  g_autofree char *path = tc_province_dup_photo_path (story->plan->province, name);
  gsize size = 0;
  g_autofree char *hash = tc_plan_upload (story->plan, path, &size, story->row);
  TcIncidentAttach args = {
      .incident_id = story->life.incident_id,
      .attachment_id = tc_plan_take_id (story->plan),
      .report_id = story->life.report_id,
      .hash = hash,
      .media_type = g_str_has_suffix (name, ".png") ? "image/png" : "image/jpeg",
      .size = (gint64) size,
      .name = name,
      .kind = "original",
      .taken_us = TC_NONE,
  };

  if (!hash)
    return;
  pass (story, 0.05, 0.4);
  step (story, &tc_incident_attach_type, &args, WHO_SYSTEM);
}

static void
tell_note (Story *story)
{
  TcIncidentText args = {story->life.incident_id, get (story, "note")};

  if (!args.text)
    return;
  pass (story, 1, 6);
  step (story, &tc_incident_comment_type, &args, WHO_HANDLER);
}

/* Looked at; @taken: somebody has it. */
static void
tell_screening (Story *story, gboolean taken)
{
  TcIncidentOnly only = {story->life.incident_id};
  TcIncidentTake take = {story->life.incident_id, 0};

  pass (story, story->hurried ? 0.7 : 3, story->hurried ? 6 : 35);
  step (story, &tc_incident_accept_type, &only, WHO_HANDLER);
  if (!taken)
    return;
  pass (story, 0.2, 2);
  step (story, &tc_incident_take_type, &take, WHO_HANDLER);
}

/* A word of words.csv for what must be said and isn't in the line. */
static const char *
get_saying (Story *story, const char *column, const char *slot)
{
  const TcProvinceFile file = TC_PROVINCE_WORDS;
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (guint));
  const char *said = get (story, column);

  for (guint row = 0; row < tc_province_get_n_rows (story->plan->province, file); row++) {
    if (g_str_equal (tc_plan_get (story->plan, file, row, "slot"), slot))
      g_array_append_val (rows, row);
  }
  if (said || rows->len == 0)
    return said ? said : get (story, "text");
  guint at = (guint) g_rand_int_range (story->chance, 0, (gint32) rows->len);
  return tc_plan_get (story->plan, file, g_array_index (rows, guint, at), "word");
}

static void
tell_aside (Story *story, const char *outcome)
{
  gint64 incident_id = story->life.incident_id;

  pass (story, 3, 25);
  if (g_str_equal (outcome, "waiting")) {
    TcIncidentText args = {incident_id, get_saying (story, "answer", "wait")};
    step (story, &tc_incident_wait_type, &args, WHO_HANDLER);
  } else if (g_str_equal (outcome, "forwarded")) {
    TcIncidentForward args = {incident_id,
                              tc_plan_get_id (story->plan->agencies, get (story, "unit")),
                              get_saying (story, "answer", "forward")};
    step (story, &tc_incident_forward_type, &args, WHO_HANDLER);
  } else {
    gint64 day = tc_duty_day (story->plan->now_us) + g_rand_int_range (story->chance, 1, 6);
    TcIncidentWhen args = {incident_id, tc_duty_day_start (day) + DAY_STARTS_US + US_PER_HOUR,
                           get (story, "answer")};
    step (story, &tc_incident_schedule_type, &args, WHO_HANDLER);
  }
}

static gint64
tell_dispatch (Story *story)
{
  TcIncidentDispatch args = {
      .incident_id = story->life.incident_id,
      .task_id = tc_plan_take_id (story->plan),
      .agency_id = tc_plan_get_id (story->plan->agencies, get (story, "unit")),
      .due_us = TC_NONE,
  };

  pass (story, story->hurried ? 0.5 : 2, story->hurried ? 4 : 15);
  step (story, &tc_incident_dispatch_type, &args, WHO_HANDLER);
  return args.task_id;
}

static void
tell_work (Story *story, gint64 task_id)
{
  TcIncidentTask task = {story->life.incident_id, task_id, NULL};
  TcIncidentProgress progress = {story->life.incident_id, task_id, NULL};

  pass (story, 1, story->hurried ? 8 : 40);
  step (story, &tc_incident_acknowledge_type, &task, WHO_UNIT);
  pass (story, 8, story->hurried ? 30 : 180);
  wait_for_day (story);
  step (story, &tc_incident_start_type, &progress, WHO_UNIT);
}

static void
tell_resolution (Story *story, gint64 task_id)
{
  TcIncidentProgress progress = {story->life.incident_id, task_id, NULL};
  gboolean late = g_rand_int_range (story->chance, 0, 100) < LATE_OF_100;
  double share = late ? g_rand_double_range (story->chance, 1.05, 1.6)
                      : g_rand_double_range (story->chance, 0.2, 0.85);
  gint64 until_us = story->life.received_us + (gint64) (share * (double) get_term_us (story));

  pass (story, 12, 60);
  story->at_us = MAX (story->at_us, until_us);
  wait_for_day (story);
  step (story, &tc_incident_resolve_type, &progress, WHO_UNIT);
}

static void
tell_answer (Story *story, gboolean published)
{
  gint64 incident_id = story->life.incident_id;
  TcAnswerSubmit submit = {incident_id, tc_plan_take_id (story->plan), get (story, "answer"), NULL};
  TcAnswerStep answer = {incident_id, submit.answer_id, NULL};

  pass (story, 10, 120);
  wait_for_day (story);
  step (story, &tc_answer_submit_type, &submit, WHO_HANDLER);
  if (!published)
    return;
  pass (story, 10, 150);
  wait_for_day (story);
  step (story, &tc_answer_approve_type, &answer, WHO_ON_DUTY);
  pass (story, 1, 30);
  step (story, &tc_answer_publish_type, &answer, WHO_ON_DUTY);
}

static void
tell_rating (Story *story)
{
  TcReportRate args = {
      story->life.report_id,
      tc_province_get_int (story->plan->province, TC_PROVINCE_REPORTS, story->row, "rating", 0),
      NULL};

  if (args.rating == 0)
    return;
  pass (story, 30, 24 * 60);
  step (story, &tc_report_rate_type, &args, WHO_SYSTEM);
}

static void
tell_end (Story *story)
{
  TcIncidentClose args = {story->life.incident_id, "done", 0, NULL};

  pass (story, 60, 20 * 60);
  wait_for_day (story);
  step (story, &tc_incident_close_type, &args, WHO_ON_DUTY);
}

static void
tell_reopening (Story *story)
{
  TcIncidentText args = {story->life.incident_id, get_saying (story, "note", "reopen")};

  pass (story, 3 * 60, 36 * 60);
  step (story, &tc_incident_reopen_type, &args, WHO_HANDLER);
  (void) !tell_dispatch (story);
}

/* ---- turned away ---- */

/* The first whose word stands in what was said; else what stands last. */
typedef struct {
  const char *word; /* (nullable) */
  const char *reason;
} Reason;

static const Reason redirections[] = {
    {"113", "police-113"},       {"114", "fire-114"},          {"115", "ambulance-115"},
    {"cháy", "fire-114"},        {"cấp cứu", "ambulance-115"}, {"tố cáo", "denunciations"},
    {"khiếu nại", "complaints"}, {"công an", "police-113"},    {NULL, "other"},
};
static const Reason rejections[] = {
    {"ngoài địa bàn", "out-of-area"},    {"thử", "test"},      {"xúc phạm", "abuse"},
    {"không có nội dung", "no-content"}, {NULL, "not-public"},
};

static const char *
find_reason (const Story *story, const Reason *reasons)
{
  const char *answer = get (story, "answer");
  const char *text = get (story, "text");

  while (reasons->word && !(answer && strstr (answer, reasons->word)) &&
         !strstr (text, reasons->word))
    reasons++;
  return reasons->reason;
}

static void
tell_turning_away (Story *story, gboolean redirect)
{
  TcIncidentTurnAway args = {
      .incident_id = story->life.incident_id,
      .reason = find_reason (story, redirect ? redirections : rejections),
      .text = get (story, "answer"),
  };

  pass (story, 1, 20);
  step (story, redirect ? &tc_incident_redirect_type : &tc_incident_reject_type, &args,
        WHO_HANDLER);
}

/* Into the incident of what it repeats, while that stands; closed as its duplicate once it has
 * ended. */
static void
tell_merging (Story *story, const TcLife *original)
{
  TcIncidentMerge merge = {story->life.incident_id, original->incident_id,
                           tc_plan_take_id (story->plan)};
  TcIncidentClose close = {story->life.incident_id, "duplicate", original->incident_id, NULL};

  pass (story, 1, 15);
  if (original->ended_us == TC_NONE || story->at_us < original->ended_us)
    step (story, &tc_incident_merge_type, &merge, WHO_HANDLER);
  else
    step (story, &tc_incident_close_type, &close, WHO_HANDLER);
}

/* ---- the whole ---- */

static Stage
get_stage (const char *outcome)
{
  static const struct {
    const char *outcome;
    Stage stage;
  } stages[] = {
      {"new", STAGE_NEW},           {"accepted", STAGE_ACCEPTED},
      {"waiting", STAGE_ASIDE},     {"forwarded", STAGE_ASIDE},
      {"scheduled", STAGE_ASIDE},   {"dispatched", STAGE_DISPATCHED},
      {"working", STAGE_WORKING},   {"resolved", STAGE_RESOLVED},
      {"answered", STAGE_ANSWERED}, {"published", STAGE_PUBLISHED},
      {"closed", STAGE_CLOSED},     {"reopened", STAGE_REOPENED},
  };

  for (guint i = 0; i < G_N_ELEMENTS (stages); i++) {
    if (g_str_equal (stages[i].outcome, outcome))
      return stages[i].stage;
  }
  return STAGE_TURNED_AWAY;
}

static void
tell_handling (Story *story, const char *outcome, Stage stage)
{
  gint64 task_id;

  tell_screening (story, stage > STAGE_ACCEPTED);
  /* Of what was reopened it says why. */
  if (stage != STAGE_REOPENED)
    tell_note (story);
  if (stage == STAGE_ASIDE)
    tell_aside (story, outcome);
  if (stage < STAGE_DISPATCHED)
    return;
  task_id = tell_dispatch (story);
  if (stage >= STAGE_WORKING)
    tell_work (story, task_id);
  if (stage >= STAGE_RESOLVED)
    tell_resolution (story, task_id);
  if (stage < STAGE_ANSWERED)
    return;
  if (get (story, "answer"))
    tell_answer (story, stage >= STAGE_PUBLISHED);
  tell_rating (story);
  if (stage >= STAGE_CLOSED)
    tell_end (story);
  if (stage == STAGE_REOPENED)
    tell_reopening (story);
}

static void
tell_all (Story *story, const char *code, const TcLife *original)
{
  g_auto (GStrv) photos = tc_province_dup_list (story->plan->province, TC_PROVINCE_REPORTS,
                                                story->row, "photos");
  const char *outcome = get (story, "outcome");
  Stage stage = get_stage (outcome);

  tell_report (story, code);
  for (guint i = 0; photos[i]; i++)
    tell_photo (story, photos[i]);
  if (stage == STAGE_NEW || (g_str_equal (outcome, "merged") && !original))
    return;
  if (g_str_equal (outcome, "merged"))
    tell_merging (story, original);
  else if (stage == STAGE_TURNED_AWAY)
    tell_turning_away (story, g_str_equal (outcome, "redirected"));
  else
    tell_handling (story, outcome, stage);
}

/* Draws what would end in the future together, so that it ends just now. */
static void
fit (Story *story)
{
  gint64 received_us = story->life.received_us;
  gint64 room_us = MAX (story->plan->now_us - received_us - JUST_NOW_US, 0);
  gint64 length_us = story->at_us - received_us;

  for (guint i = story->first; length_us > room_us && i < story->steps->len; i++) {
    TcLifeStep *made = g_ptr_array_index (story->steps, i);
    made->at_us = received_us + (gint64) ((double) (made->at_us - received_us) /
                                          (double) length_us * (double) room_us);
  }
}

/* The handler while there, else somebody on duty then. */
static int
find_handler (const Story *story, int handler, const TcLifeStep *made)
{
  gboolean there = handler != TC_CREW_NOBODY &&
                   tc_crew_may (story->crew, handler, made->type->capability) &&
                   (made->at_us < story->life.received_us + HANDLER_STAYS_US ||
                    tc_crew_is_on_duty (story->crew, handler, made->at_us));

  return there ? handler
               : tc_crew_pick_on_duty (story->crew, made->at_us, made->type->capability,
                                       hash_label (get (story, "label")));
}

static int
find_person (const Story *story, int handler, Who who, const TcLifeStep *made)
{
  guint choice = hash_label (get (story, "label"));
  const char *may = made->type->capability;
  int officer = TC_CREW_NOBODY;

  if (who == WHO_SYSTEM || made->at_us < story->plan->start_us)
    return TC_CREW_NOBODY;
  if (who == WHO_UNIT)
    officer = tc_crew_pick_officer (story->crew, get (story, "unit"), may, choice);
  if (officer != TC_CREW_NOBODY)
    return officer;
  return who == WHO_HANDLER ? find_handler (story, handler, made)
                            : tc_crew_pick_on_duty (story->crew, made->at_us, may, choice);
}

static void
cast (Story *story)
{
  const char *named = get (story, "handler");
  int handler = named ? tc_province_find (story->plan->province, TC_PROVINCE_STAFF, named)
                      : TC_CREW_NOBODY;

  for (guint i = story->first; i < story->steps->len; i++) {
    TcLifeStep *made = g_ptr_array_index (story->steps, i);
    Who who = g_array_index (story->who, Who, i - story->first);
    made->person = find_person (story, handler, who, made);
    if (who == WHO_HANDLER && handler == TC_CREW_NOBODY)
      handler = made->person;
  }
}

static gint64
find_end (const Story *story)
{
  static const char *const ends[] = {"closed", "rejected", "redirected", "merged", NULL};
  const TcLifeStep *last = g_ptr_array_index (story->steps, story->steps->len - 1);

  return g_strv_contains (ends, get (story, "outcome")) ? last->at_us : TC_NONE;
}

TcLife
tc_life_plan (TcPlan *plan, const TcCrew *crew, guint row, const char *code, const TcLife *original,
              GPtrArray *steps)
{
  Story story = {.plan = plan, .crew = crew, .steps = steps, .first = steps->len, .row = row};

  story.who = g_array_new (FALSE, FALSE, sizeof (Who));
  story.chance = g_rand_new_with_seed (hash_label (get (&story, "label")));
  story.life.incident_id = tc_plan_take_id (plan);
  story.life.report_id = tc_plan_take_id (plan);
  story.life.received_us = tc_life_get_received (plan, row);
  story.at_us = story.life.received_us;
  story.hurried = is_hurried (&story);
  tell_all (&story, code, original);
  fit (&story);
  cast (&story);
  story.life.ended_us = find_end (&story);
  g_rand_free (story.chance);
  g_array_unref (story.who);
  return story.life;
}
