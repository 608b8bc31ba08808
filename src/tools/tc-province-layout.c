/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The files of a province as one table: which columns there are and what may stand in them. Words
 * and lengths are those of the operations that the values go into.
 */
#include "tc-province-private.h"

#include "tc-alarm-rule.h"
#include "tc-answer-template.h"
#include "tc-big-event.h"
#include "tc-camera-masks.h"
#include "tc-camera-operations.h"
#include "tc-duty-operations.h"
#include "tc-incident-operations.h"
#include "tc-limits.h"
#include "tc-resource.h"
#include "tc-service-level.h"
#include "tc-state-name.h"
#include "tc-shift-operations.h"

#define REQUIRED TRUE
#define OPTIONAL FALSE
#define COLUMN(name, kind, required, max)                                                          \
  {                                                                                                \
    name, TC_COLUMN_##kind, required, max, NULL, 0                                                 \
  }
#define WORD(name, kind, required, words)                                                          \
  {                                                                                                \
    name, TC_COLUMN_##kind, required, 0, words, 0                                                  \
  }
#define REF(name, kind, required, file)                                                            \
  {                                                                                                \
    name, TC_COLUMN_##kind, required, 0, NULL, TC_PROVINCE_##file                                  \
  }

#define LEVEL_MINUTES_MAX (366 * 24 * 60)
#define MINUTES_MAX (60 * 24 * 60)
#define RATING_MAX 5
#define SPEED_KMH_MAX 120
#define REPORTS_A_DAY_MAX 10000
#define WEIGHT_MAX 100
#define EVENTS_A_MONTH_MAX 1000
#define REPORTS_OF_EVENT_MAX 500

static const char *const agency_kinds[] = {"centre",     "province", "district", "ward",
                                           "department", "team",     "external", NULL};
static const char *const area_kinds[] = {"province", "city",    "district", "town",
                                         "ward",     "commune", NULL};
static const char *const street_kinds[] = {"street", "junction", "bridge", "landmark", NULL};
static const char *const priorities[] = {"emergency", "urgent", "attention", "notice", NULL};
static const char *const datatypes[] = {"string",          "number",         "datetime", "text",
                                        "singlevaluelist", "multivaluelist", NULL};
static const char *const scope_kinds[] = {"common",  "incidents",          "reporters",    "unit",
                                          "cameras", "cameras-restricted", "camera-lines", NULL};
static const char *const channels[] = {"hotline", "web",     "app",     "mail",
                                       "social",  "open311", "walk-in", "operator",
                                       "camera",  "sensor",  NULL};
static const char *const languages[] = {"vi", "en", NULL};
static const char *const outcomes[] = {
    "new",       "accepted",   "dispatched", "working",   "waiting", "forwarded",
    "scheduled", "resolved",   "answered",   "published", "closed",  "reopened",
    "rejected",  "redirected", "merged",     NULL,
};
/* In which there is something to be answered. */
static const char *const states[] = {"new",          "accepted", "assigned",  "dispatched",
                                     "acknowledged", "working",  "waiting",   "forwarded",
                                     "scheduled",    "resolved", "published", NULL};
/* All that an incident may be in. */
static const char *const all_states[] = {
    "new",      "accepted",   "assigned",  "dispatched", "acknowledged", "working",
    "waiting",  "forwarded",  "scheduled", "resolved",   "published",    "closed",
    "rejected", "redirected", "merged",    NULL,
};
static const char *const vehicle_kinds[] = {"car", "motorcycle", "truck", "tanker", "boat", NULL};
static const char *const spreads[] = {"place", "area", NULL};
static const char *const steps[] = {"declare", "command", "add",      "log",
                                    "figure",  "check",   "hand-out", NULL};
static const char *const slots[] = {"when", "ask",     "near",   "who", "name",
                                    "wait", "forward", "reopen", NULL};

static const TcColumn agencies[] = {
    COLUMN ("code", CODE, REQUIRED, 0),
    COLUMN ("official_code", LINE, OPTIONAL, TC_NAME_CHARS_MAX),
    WORD ("kind", WORD, REQUIRED, agency_kinds),
    COLUMN ("name_vi", LINE, REQUIRED, TC_NAME_CHARS_MAX),
    COLUMN ("name_en", LINE, REQUIRED, TC_NAME_CHARS_MAX),
    REF ("parent", REF, OPTIONAL, AGENCIES),
    REF ("successor", REF, OPTIONAL, AGENCIES),
    COLUMN ("valid_from", DATE, REQUIRED, 0),
    COLUMN ("valid_to", DATE, OPTIONAL, 0),
    COLUMN ("phone", LINE, OPTIONAL, TC_NAME_CHARS_MAX),
    COLUMN ("address", LINE, OPTIONAL, TC_NAME_CHARS_MAX),
    COLUMN ("lat", LAT, OPTIONAL, 0),
    COLUMN ("lon", LON, OPTIONAL, 0),
    {NULL},
};

static const TcColumn areas[] = {
    COLUMN ("code", CODE, REQUIRED, 0),
    WORD ("kind", WORD, REQUIRED, area_kinds),
    COLUMN ("name_vi", LINE, REQUIRED, TC_NAME_CHARS_MAX),
    COLUMN ("name_en", LINE, REQUIRED, TC_NAME_CHARS_MAX),
    REF ("parent", REF, OPTIONAL, AREAS),
    REF ("successor", REF, OPTIONAL, AREAS),
    REF ("agency", REF, OPTIONAL, AGENCIES),
    COLUMN ("valid_from", DATE, REQUIRED, 0),
    COLUMN ("valid_to", DATE, OPTIONAL, 0),
    COLUMN ("lat", LAT, OPTIONAL, 0),
    COLUMN ("lon", LON, OPTIONAL, 0),
    {NULL},
};

static const TcColumn streets[] = {
    COLUMN ("code", CODE, REQUIRED, 0),
    WORD ("kind", WORD, REQUIRED, street_kinds),
    COLUMN ("name", LINE, REQUIRED, TC_NAME_CHARS_MAX),
    COLUMN ("aliases", LINE, OPTIONAL, TC_NAME_CHARS_MAX),
    REF ("area", REF, REQUIRED, AREAS),
    COLUMN ("lat", LAT, REQUIRED, 0),
    COLUMN ("lon", LON, REQUIRED, 0),
    {NULL},
};

static const TcColumn fields[] = {
    COLUMN ("code", CODE, REQUIRED, 0),
    REF ("parent", REF, OPTIONAL, FIELDS),
    COLUMN ("name_vi", LINE, REQUIRED, TC_NAME_CHARS_MAX),
    COLUMN ("name_en", LINE, REQUIRED, TC_NAME_CHARS_MAX),
    COLUMN ("description_vi", PARAGRAPH, OPTIONAL, TC_REASON_CHARS_MAX),
    COLUMN ("description_en", PARAGRAPH, OPTIONAL, TC_REASON_CHARS_MAX),
    WORD ("priority", WORD, REQUIRED, priorities),
    COLUMN ("keywords", LINE, OPTIONAL, TC_NAME_CHARS_MAX),
    {NULL},
};

static const TcColumn levels[] = {
    REF ("field", REF, OPTIONAL, FIELDS),
    WORD ("priority", WORD, REQUIRED, priorities),
    COLUMN ("take_minutes", INT, OPTIONAL, LEVEL_MINUTES_MAX),
    COLUMN ("dispatch_minutes", INT, OPTIONAL, LEVEL_MINUTES_MAX),
    COLUMN ("acknowledge_minutes", INT, OPTIONAL, LEVEL_MINUTES_MAX),
    COLUMN ("resolve_minutes", INT, REQUIRED, LEVEL_MINUTES_MAX),
    COLUMN ("soon_percent", INT, OPTIONAL, 100),
    COLUMN ("arrive_minutes", INT, OPTIONAL, LEVEL_MINUTES_MAX),
    COLUMN ("work_minutes", INT, OPTIONAL, LEVEL_MINUTES_MAX),
    COLUMN ("reply_minutes", INT, OPTIONAL, LEVEL_MINUTES_MAX),
    COLUMN ("tell_minutes", INT, OPTIONAL, LEVEL_MINUTES_MAX),
    COLUMN ("reopen_days", INT, OPTIONAL, TC_REOPEN_DAYS_MAX),
    COLUMN ("basis", LINE, OPTIONAL, TC_NAME_CHARS_MAX),
    {NULL},
};

static const TcColumn answers[] = {
    COLUMN ("code", CODE, REQUIRED, 0),
    REF ("field", REF, OPTIONAL, FIELDS),
    WORD ("state", WORD, OPTIONAL, states),
    WORD ("language", WORD, REQUIRED, languages),
    COLUMN ("name", LINE, REQUIRED, TC_ANSWER_TEMPLATE_NAME_CHARS_MAX),
    COLUMN ("text", PARAGRAPH, REQUIRED, TC_TEXT_CHARS_MAX),
    COLUMN ("active", INT, OPTIONAL, 1),
    {NULL},
};

static const char *const alarm_priorities[] = {"high", "medium", "low", NULL};
static const TcColumn escalations[] = {
    COLUMN ("code", CODE, REQUIRED, 0),
    WORD ("priority", WORD, REQUIRED, alarm_priorities),
    COLUMN ("minutes", INT, REQUIRED, TC_ALARM_RULE_MINUTES_MAX),
    REF ("role", REF, REQUIRED, ROLES),
    COLUMN ("active", INT, OPTIONAL, 1),
    {NULL},
};

static const TcColumn state_names[] = {
    WORD ("state", WORD, REQUIRED, all_states),
    COLUMN ("name_vi", LINE, OPTIONAL, TC_STATE_NAME_CHARS_MAX),
    COLUMN ("name_en", LINE, OPTIONAL, TC_STATE_NAME_CHARS_MAX),
    {NULL},
};

static const TcColumn attributes[] = {
    REF ("service", REF, REQUIRED, FIELDS),
    COLUMN ("code", CODE, REQUIRED, 0),
    COLUMN ("order", INT, REQUIRED, 1000),
    WORD ("datatype", WORD, REQUIRED, datatypes),
    COLUMN ("required", INT, REQUIRED, 1),
    COLUMN ("name_vi", LINE, REQUIRED, TC_NAME_CHARS_MAX),
    COLUMN ("name_en", LINE, REQUIRED, TC_NAME_CHARS_MAX),
    COLUMN ("values", LINE, OPTIONAL, TC_TEXT_CHARS_MAX),
    {NULL},
};

static const TcColumn responsibilities[] = {
    REF ("field", REF, REQUIRED, FIELDS),
    REF ("areas", REFS, OPTIONAL, AREAS),
    REF ("agency", REF, REQUIRED, AGENCIES),
    {NULL},
};

static const TcColumn roles[] = {
    COLUMN ("code", CODE, REQUIRED, 0),
    COLUMN ("name_vi", LINE, REQUIRED, TC_NAME_CHARS_MAX),
    COLUMN ("name_en", LINE, REQUIRED, TC_NAME_CHARS_MAX),
    WORD ("scopes", WORDS, REQUIRED, scope_kinds),
    COLUMN ("capabilities", CODES, OPTIONAL, 0),
    {NULL},
};

static const TcColumn staff[] = {
    COLUMN ("account", CODE, REQUIRED, 0),
    COLUMN ("name", LINE, REQUIRED, TC_NAME_CHARS_MAX),
    COLUMN ("title", LINE, OPTIONAL, TC_NAME_CHARS_MAX),
    COLUMN ("phone", LINE, OPTIONAL, TC_NAME_CHARS_MAX),
    COLUMN ("active", INT, REQUIRED, 1),
    COLUMN ("posts", POSTS, OPTIONAL, 0),
    {NULL},
};

static const TcColumn shifts[] = {
    COLUMN ("code", CODE, REQUIRED, 0),
    COLUMN ("name_vi", LINE, REQUIRED, TC_NAME_CHARS_MAX),
    COLUMN ("name_en", LINE, REQUIRED, TC_NAME_CHARS_MAX),
    COLUMN ("starts", HOUR, REQUIRED, 0),
    COLUMN ("ends", HOUR, REQUIRED, 0),
    {NULL},
};

static const TcColumn roster[] = {
    COLUMN ("team", LINE, REQUIRED, TC_NAME_CHARS_MAX),
    COLUMN ("valid_from", DATE, REQUIRED, 0),
    COLUMN ("valid_to", DATE, OPTIONAL, 0),
    COLUMN ("weekdays", WEEKDAYS, OPTIONAL, 0),
    REF ("pattern", TURNS, REQUIRED, SHIFTS),
    REF ("accounts", REFS, REQUIRED, STAFF),
    {NULL},
};

static const TcColumn units[] = {
    COLUMN ("code", CODE, REQUIRED, 0),
    COLUMN ("call_sign", LINE, REQUIRED, TC_NAME_CHARS_MAX),
    WORD ("kind", WORD, REQUIRED, vehicle_kinds),
    REF ("unit", REF, REQUIRED, AGENCIES),
    COLUMN ("lat", LAT, REQUIRED, 0),
    COLUMN ("lon", LON, REQUIRED, 0),
    COLUMN ("speed_kmh", INT, REQUIRED, SPEED_KMH_MAX),
    REF ("areas", REFS, REQUIRED, AREAS),
    {NULL},
};

static const TcColumn desks[] = {
    COLUMN ("name", LINE, REQUIRED, TC_NAME_CHARS_MAX),
    REF ("agency", REF, REQUIRED, AGENCIES),
    REF ("roles", REFS, REQUIRED, ROLES),
    {NULL},
};

static const TcColumn resources[] = {
    COLUMN ("name", LINE, REQUIRED, TC_TITLE_CHARS_MAX),
    WORD ("kind", WORD, REQUIRED, tc_resource_kinds),
    COLUMN ("count", INT, REQUIRED, TC_RESOURCE_COUNT_MAX),
    COLUMN ("place", LINE, OPTIONAL, TC_NAME_CHARS_MAX),
    REF ("keeper", REF, OPTIONAL, AGENCIES),
    {NULL},
};

static const TcColumn camera_devices[] = {
    COLUMN ("code", CODE, REQUIRED, 0),
    COLUMN ("name", LINE, REQUIRED, TC_NAME_CHARS_MAX),
    WORD ("kind", WORD, REQUIRED, tc_camera_device_kinds),
    COLUMN ("vendor", CODE, OPTIONAL, 0),
    COLUMN ("address", LINE, OPTIONAL, TC_CAMERA_ADDRESS_CHARS_MAX),
    COLUMN ("account", LINE, OPTIONAL, TC_CAMERA_ACCOUNT_CHARS_MAX),
    {NULL},
};

static const TcColumn cameras[] = {
    COLUMN ("number", INT, REQUIRED, TC_CAMERA_NUMBER_MAX),
    COLUMN ("code", CODE, REQUIRED, 0),
    COLUMN ("name", LINE, REQUIRED, TC_NAME_CHARS_MAX),
    WORD ("kind", WORD, REQUIRED, tc_camera_kinds),
    REF ("agency", REF, REQUIRED, AGENCIES),
    REF ("area", REF, OPTIONAL, AREAS),
    COLUMN ("place", LINE, OPTIONAL, TC_NAME_CHARS_MAX),
    COLUMN ("lat", LAT, OPTIONAL, 0),
    COLUMN ("lon", LON, OPTIONAL, 0),
    COLUMN ("heading", INT, OPTIONAL, 359),
    COLUMN ("view", INT, OPTIONAL, 360),
    COLUMN ("reach", INT, OPTIONAL, TC_CAMERA_REACH_M_MAX),
    COLUMN ("restricted", INT, OPTIONAL, 1),
    WORD ("retention", WORD, OPTIONAL, tc_camera_retentions),
    COLUMN ("masks", LINE, OPTIONAL, TC_CAMERA_MASKS_CHARS_MAX),
    COLUMN ("sound", INT, OPTIONAL, 1),
    COLUMN ("sound_reason", LINE, OPTIONAL, TC_CAMERA_REASON_CHARS_MAX),
    REF ("device", REF, OPTIONAL, CAMERA_DEVICES),
    COLUMN ("channel", INT, OPTIONAL, TC_CAMERA_CHANNEL_MAX),
    COLUMN ("main", LINE, OPTIONAL, TC_CAMERA_ADDRESS_CHARS_MAX),
    COLUMN ("sub", LINE, OPTIONAL, TC_CAMERA_ADDRESS_CHARS_MAX),
    COLUMN ("elsewhere", INT, OPTIONAL, 1),
    {NULL},
};

static const TcColumn camera_groups[] = {
    COLUMN ("code", CODE, REQUIRED, 0),
    COLUMN ("name", LINE, REQUIRED, TC_NAME_CHARS_MAX),
    REF ("cameras", REFS, OPTIONAL, CAMERAS),
    REF ("roles", REFS, OPTIONAL, ROLES),
    {NULL},
};

static const TcColumn reports[] = {
    COLUMN ("label", CODE, REQUIRED, 0),
    REF ("field", REF, REQUIRED, FIELDS),
    COLUMN ("text", PARAGRAPH, REQUIRED, TC_TEXT_CHARS_MAX),
    COLUMN ("address", LINE, OPTIONAL, TC_NAME_CHARS_MAX),
    REF ("area", REF, OPTIONAL, AREAS),
    COLUMN ("lat", LAT, REQUIRED, 0),
    COLUMN ("lon", LON, REQUIRED, 0),
    WORD ("channel", WORD, REQUIRED, channels),
    COLUMN ("minutes_ago", INT, REQUIRED, MINUTES_MAX),
    COLUMN ("reporter_name", LINE, OPTIONAL, TC_NAME_CHARS_MAX),
    COLUMN ("reporter_phone", LINE, OPTIONAL, TC_NAME_CHARS_MAX),
    WORD ("language", WORD, REQUIRED, languages),
    REF ("duplicate_of", REF, OPTIONAL, REPORTS),
    WORD ("outcome", WORD, REQUIRED, outcomes),
    REF ("unit", REF, OPTIONAL, AGENCIES),
    COLUMN ("answer", PARAGRAPH, OPTIONAL, TC_REASON_CHARS_MAX),
    COLUMN ("photos", PHOTOS, OPTIONAL, 0),
    COLUMN ("rating", INT, OPTIONAL, RATING_MAX),
    REF ("handler", REF, OPTIONAL, STAFF),
    COLUMN ("note", PARAGRAPH, OPTIONAL, TC_REASON_CHARS_MAX),
    {NULL},
};

static const TcColumn journal[] = {
    WORD ("kind", WORD, REQUIRED, tc_journal_kinds),
    COLUMN ("text", PARAGRAPH, REQUIRED, TC_TEXT_CHARS_MAX),
    COLUMN ("source", LINE, OPTIONAL, TC_NAME_CHARS_MAX),
    REF ("account", REF, REQUIRED, STAFF),
    COLUMN ("minutes_ago", INT, REQUIRED, MINUTES_MAX),
    COLUMN ("due_minutes", INT, OPTIONAL, MINUTES_MAX),
    COLUMN ("follow_up", PARAGRAPH, OPTIONAL, TC_TEXT_CHARS_MAX),
    COLUMN ("follow_minutes", INT, OPTIONAL, MINUTES_MAX),
    COLUMN ("done", INT, OPTIONAL, 1),
    {NULL},
};

static const TcColumn big_events[] = {
    REF ("event", REF, REQUIRED, REPORTS),
    WORD ("step", WORD, REQUIRED, steps),
    COLUMN ("what", LINE, OPTIONAL, TC_TITLE_CHARS_MAX),
    COLUMN ("text", PARAGRAPH, OPTIONAL, TC_TEXT_CHARS_MAX),
    COLUMN ("amount", INT, OPTIONAL, TC_FIGURE_MAX),
    REF ("area", REF, OPTIONAL, AREAS),
    REF ("account", REF, REQUIRED, STAFF),
    COLUMN ("minutes_ago", INT, REQUIRED, MINUTES_MAX),
    {NULL},
};

static const TcColumn sentences[] = {
    REF ("service", REF, REQUIRED, FIELDS),
    COLUMN ("sentence", LINE, REQUIRED, TC_TEXT_CHARS_MAX),
    {NULL},
};

static const TcColumn words[] = {
    WORD ("slot", WORD, REQUIRED, slots),
    COLUMN ("word", LINE, REQUIRED, TC_NAME_CHARS_MAX),
    {NULL},
};

static const TcColumn rhythm[] = {
    REF ("services", REFS, REQUIRED, FIELDS),
    COLUMN ("per_day", INT, REQUIRED, REPORTS_A_DAY_MAX),
    COLUMN ("hours", HOURS, REQUIRED, WEIGHT_MAX),
    {NULL},
};

static const TcColumn events[] = {
    COLUMN ("code", CODE, REQUIRED, 0),
    COLUMN ("name", LINE, REQUIRED, TC_NAME_CHARS_MAX),
    COLUMN ("per_month", INT, REQUIRED, EVENTS_A_MONTH_MAX),
    COLUMN ("starts", HOUR, REQUIRED, 0),
    COLUMN ("ends", HOUR, REQUIRED, 0),
    COLUMN ("lasts_minutes", INT, REQUIRED, TC_MINUTES_PER_DAY),
    REF ("services", REFS, REQUIRED, FIELDS),
    COLUMN ("reports", INT, REQUIRED, REPORTS_OF_EVENT_MAX),
    WORD ("spread", WORD, REQUIRED, spreads),
    {NULL},
};

const TcLayout tc_province_layouts[TC_PROVINCE_N_FILES] = {
    [TC_PROVINCE_AGENCIES] = {"agencies.csv", REQUIRED, "code", agencies},
    [TC_PROVINCE_AREAS] = {"areas.csv", REQUIRED, "code", areas},
    [TC_PROVINCE_STREETS] = {"streets.csv", OPTIONAL, "code", streets},
    [TC_PROVINCE_FIELDS] = {"fields.csv", REQUIRED, "code", fields},
    [TC_PROVINCE_LEVELS] = {"levels.csv", OPTIONAL, NULL, levels},
    [TC_PROVINCE_ANSWERS] = {"answers.csv", OPTIONAL, "code", answers},
    [TC_PROVINCE_ESCALATIONS] = {"escalations.csv", OPTIONAL, "code", escalations},
    [TC_PROVINCE_STATES] = {"states.csv", OPTIONAL, "state", state_names},
    [TC_PROVINCE_ATTRIBUTES] = {"attributes.csv", OPTIONAL, NULL, attributes},
    [TC_PROVINCE_RESPONSIBILITIES] = {"responsibilities.csv", OPTIONAL, NULL, responsibilities},
    [TC_PROVINCE_ROLES] = {"roles.csv", REQUIRED, "code", roles},
    [TC_PROVINCE_STAFF] = {"staff.csv", REQUIRED, "account", staff},
    [TC_PROVINCE_SHIFTS] = {"shifts.csv", OPTIONAL, "code", shifts},
    [TC_PROVINCE_ROSTER] = {"roster.csv", OPTIONAL, NULL, roster},
    [TC_PROVINCE_UNITS] = {"units.csv", OPTIONAL, "code", units},
    [TC_PROVINCE_DESKS] = {"desks.csv", OPTIONAL, "name", desks},
    [TC_PROVINCE_RESOURCES] = {"resources.csv", OPTIONAL, "name", resources},
    [TC_PROVINCE_CAMERA_DEVICES] = {"camera-devices.csv", OPTIONAL, "code", camera_devices},
    [TC_PROVINCE_CAMERAS] = {"cameras.csv", OPTIONAL, "code", cameras},
    [TC_PROVINCE_CAMERA_GROUPS] = {"camera-groups.csv", OPTIONAL, "code", camera_groups},
    [TC_PROVINCE_REPORTS] = {"reports.csv", OPTIONAL, "label", reports},
    [TC_PROVINCE_JOURNAL] = {"journal.csv", OPTIONAL, NULL, journal},
    [TC_PROVINCE_BIG_EVENTS] = {"big-events.csv", OPTIONAL, NULL, big_events},
    [TC_PROVINCE_SENTENCES] = {"sentences.csv", OPTIONAL, NULL, sentences},
    [TC_PROVINCE_WORDS] = {"words.csv", OPTIONAL, NULL, words},
    [TC_PROVINCE_RHYTHM] = {"rhythm.csv", OPTIONAL, NULL, rhythm},
    [TC_PROVINCE_EVENTS] = {"events.csv", OPTIONAL, "code", events},
};
