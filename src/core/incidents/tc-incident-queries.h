/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What screens and gateways read of incidents, as plain structs. Two steps for a list: the ids of
 * what a filter lets through, then rows for the few ids in view.
 *
 * Everything returned is the caller's (transfer full). Arrays free their members' texts
 * (g_array_unref). Absent: 0 for ids, TC_NONE for numbers, times and places, NULL for texts.
 * Faults of the database stick to it, as always: tc_database_check() at the end.
 * Thread: that of the connection.
 */
#pragma once

#include "tc-database.h"
#include "tc-incident-states.h"
#include "tc-limits.h"
#include "tc-service-level.h"

#include <gio/gio.h>

/* ---- the queue ---- */

typedef enum {
  TC_QUEUE_OPEN,      /* all that isn't ended */
  TC_QUEUE_ALL,       /* ended ones too */
  TC_QUEUE_MINE,      /* open, taken by staff_id */
  TC_QUEUE_UNTAKEN,   /* open, not resolved, taken by nobody */
  TC_QUEUE_DUE_SOON,  /* open, not resolved, due soon or late at at_us */
  TC_QUEUE_EMERGENCY, /* open, not resolved, priority 1 */
  TC_QUEUE_ALARMING,  /* priority 1, new or accepted, taken by nobody */
  TC_QUEUE_AREA,      /* open, in area_id or what lies below it */
  TC_QUEUE_UNIT,      /* open, with agency_id */
  TC_QUEUE_FIELD,     /* open, of field_id or its kinds */
  TC_QUEUE_STATE,     /* in state */
  TC_QUEUE_MATCH,     /* those being handled, but see `match` */
} TcQueueKind;

/* What each incident of a list has to be beside, all at once. With TC_QUEUE_MATCH those alone that
 * are being handled (open and not resolved), unless one marked * asks for others. */
typedef enum {
  TC_MATCH_FIELD = 1 << 0,       /* of field_id or its kinds; 0: not classified */
  TC_MATCH_UNIT = 1 << 1,        /* with agency_id; 0: with none */
  TC_MATCH_AREA = 1 << 2,        /* in area_id itself; 0: in none */
  TC_MATCH_UNTAKEN = 1 << 3,     /* taken by nobody */
  TC_MATCH_LATE = 1 << 4,        /* due before at_us */
  TC_MATCH_SOON = 1 << 5,        /* due soon by its service level, not late */
  TC_MATCH_AGE = 1 << 6,         /* received age_from_us to age_until_us before at_us; half-open */
  TC_MATCH_PRIORITY = 1 << 7,    /* of `priority` */
  TC_MATCH_STATE = 1 << 8,       /* * in `state` */
  TC_MATCH_RECEIVED = 1 << 9,    /* * received from from_us until before until_us */
  TC_MATCH_RESOLVED = 1 << 10,   /* * resolved then */
  TC_MATCH_REPORTED = 1 << 11,   /* * with a report received then, by `channel` unless it is "" */
  TC_MATCH_EVENT = 1 << 12,      /* of what belongs to the big event event_id */
  TC_MATCH_CHANNEL = 1 << 13,    /* with a report by `channel` */
  TC_MATCH_TO_APPROVE = 1 << 14, /* * its newest answer waits for who approves it */
  TC_MATCH_TO_PUBLISH = 1 << 15, /* * it is approved, and not published */
  TC_MATCH_UNTOLD = 1 << 16,     /* * it is over, and a reporter is to be told: by a person where no
                                  * outside system tells them */
} TcQueueMatch;

#define TC_CHANNEL_SIZE 32
#define TC_QUEUE_TEXT_SIZE 128

typedef enum {
  TC_QUEUE_LATE_FIRST, /* by due time; without one behind; whose clock stands; resolved last */
  TC_QUEUE_NEW_FIRST,  /* by id, newest first */
} TcQueueSort;

/* What its rows are put together by; within a group they stand as `sort` says. */
typedef enum {
  TC_GROUP_NONE,
  TC_GROUP_STATE,
  TC_GROUP_FIELD, /* the topmost */
  TC_GROUP_AREA,
  TC_GROUP_DUE, /* TcDueGroup */
  TC_GROUP_UNIT,
  TC_GROUP_PRIORITY,
} TcQueueGrouping;

typedef enum {
  TC_DUE_LATE,
  TC_DUE_SOON, /* by its service level */
  TC_DUE_TODAY,
  TC_DUE_LATER,
  TC_DUE_STANDS, /* the clock does */
  TC_DUE_NONE,
  TC_DUE_OVER, /* resolved, or ended */
} TcDueGroup;

typedef struct {
  TcQueueKind kind;
  TcQueueSort sort;
  TcQueueGrouping group;
  gint64 staff_id;
  gint64 area_id;
  gint64 agency_id;
  gint64 field_id;
  TcIncidentState state;
  gint64 at_us; /* now */
  /* Of these, those in which it is found (tc-incident-text.h), newest first; "": all. */
  char text[TC_QUEUE_TEXT_SIZE];
  gboolean who; /* with text: also in names and numbers of reporters */
  TcQueueMatch match;
  gint64 age_from_us;
  gint64 age_until_us;
  gint64 from_us;
  gint64 until_us;
  gint64 priority;
  gint64 event_id;
  char channel[TC_CHANNEL_SIZE];
} TcQueueFilter;

/* Of one list; a cap on what one desk keeps in memory (32 MiB), and of those found by a text. */
#define TC_QUEUE_IDS_MAX 2000000
#define TC_QUEUE_FOUND_MAX 10000

/* What a list stands by: the smaller key is further up, of equal ones the smaller id. */
typedef struct {
  gint64 key;
  gint64 id;
} TcQueueEntry;

/* In order, the first @limit; fewer once @cancellable (nullable) is cancelled. Returns:
 * (element-type TcQueueEntry) */
GArray *tc_incident_queue_entries (TcDatabase *db, const TcQueueFilter *filter, guint limit,
                                   GCancellable *cancellable);
/* Whether a list can be read from its beginning, and kept by tc_incident_queue_look_up(). */
gboolean tc_incident_queue_is_range (const TcQueueFilter *filter);
/* Whether what a small limit gives is the beginning of what a larger one gives. */
gboolean tc_incident_queue_is_paged (const TcQueueFilter *filter);
/* Those of @ids that the filter lets through, in order; of a range. Returns: (element-type
 * TcQueueEntry) */
GArray *tc_incident_queue_look_up (TcDatabase *db, const TcQueueFilter *filter, const gint64 *ids,
                                   guint n_ids);
/* A run of a list. */
typedef struct {
  guint start;
  guint count;
  gint64 value;  /* TcIncidentState, field, area, unit (0: none), TcDueGroup or priority */
  char *name_vi; /* (nullable): of field, area and unit */
  char *name_en;
} TcQueueGroup;

/* Longer lists aren't put into groups. */
#define TC_QUEUE_GROUPED_MAX 50000

/* Puts @entries (element-type TcQueueEntry) together as the filter's `group` says. Returns:
 * (nullable) (element-type TcQueueGroup): NULL: it says nothing, or there are too many */
GArray *tc_incident_queue_group (TcDatabase *db, const TcQueueFilter *filter, GArray *entries);

/* Returns: (element-type gint64) */
GArray *tc_incident_queue_ids (TcDatabase *db, const TcQueueFilter *filter);
gint64 tc_incident_queue_count (TcDatabase *db, const TcQueueFilter *filter);

/* One row of the queue. */
typedef struct {
  gint64 id;
  char *code;
  char *title;
  gint64 priority; /* 1..4 */
  TcIncidentState state;
  gboolean open;
  gint64 field_id;
  char *field_vi; /* of the topmost field: what the row shows */
  char *field_en;
  char *kind_vi; /* (nullable): of the kind within it */
  char *kind_en;
  gint64 area_id;
  char *area_name; /* (nullable): official name, 'Phường Vị Thanh' */
  char *area_en;   /* (nullable): its English form */
  char *address;
  gint64 lat_e7;
  gint64 lon_e7;
  gint64 unit_id;
  char *unit_code;
  char *unit_vi;
  char *unit_en;
  gint64 staff_id;
  char *staff_name;
  gint64 received_us;
  gint64 due_us;
  gint64 soon_us;
  gint64 scheduled_us;
  gint64 paused_us;
  gint64 opened_us;
  gint64 changed_us;
  gint64 resolved_us;
  gint64 closed_us;
  gint64 report_count;
  gint64 reopened_count;
  char *answer_state; /* 'none', 'submitted', 'approved', 'returned', 'published' */
  char *outcome;      /* (nullable) */
  gint64 merged_into;
  char *merged_into_code;
  gint64 duplicate_of;
  char *channel;      /* of the first report */
  char *language;     /* of the first report */
  gboolean anonymous; /* the first report */
  gboolean said;      /* a unit wrote something that nobody has read */
} TcIncidentRow;

void tc_incident_row_clear (TcIncidentRow *row);
/* In the order of @ids; unknown ones are left out. Returns: (element-type TcIncidentRow) */
GArray *tc_incident_rows (TcDatabase *db, const gint64 *ids, guint n_ids);
/* 0 if there is none. @code in any case; '0147' or '147' means that of @day (yymmdd). */
gint64 tc_incident_find (TcDatabase *db, const char *code, gint64 day);

/* ---- filters that are shared ---- */

typedef struct {
  gint64 id;
  gint64 agency_id; /* 0: for all of the province */
  char *name;
  char *filter; /* a{sv} as text */
} TcSavedFilter;

/* Those that are for this person: of the agencies where they have a post, then the province's; by
 * name. (element-type TcSavedFilter) */
GArray *tc_saved_filter_list (TcDatabase *db, gint64 staff_id, gint64 at_us);
GArray *tc_saved_filter_array_new (void);

/* ---- one incident ---- */

typedef struct {
  gint64 id;
  gint64 incident_id;
  gint64 home_id; /* where it was before any merge */
  char *channel;
  char *text;
  char *language;
  char *address;
  gint64 lat_e7;
  gint64 lon_e7;
  gint64 said_us;
  gint64 received_us;
  gboolean on_behalf;
  gboolean anonymous;
  gboolean private_;
  char *attributes; /* (nullable): JSON object: the answers, by the questions' codes */
  char *questions;  /* (nullable): JSON array: field.attributes of what it was reported as */
  char *source;
  char *external_id;
  gint64 reporter_id; /* 0: none given */
  gint64 answered_us;
  gint64 told_us;  /* by a person; TC_NONE */
  gboolean untold; /* nobody has told them how it ended, and somebody is to */
  gint64 rating;   /* TC_NONE */
  char *rating_text;
} TcReport;

typedef struct {
  gint64 id;
  char *code; /* name of the operation: worded in the client */
  gint64 at_us;
  gint64 actor_id; /* 0: the system */
  char *actor_name;
  gint64 replica;  /* desk number */
  char *desk_name; /* (nullable) */
  TcIncidentState state;
  gboolean moved;
  gboolean public_;
  gint64 report_id;
  char *reason;
  char *text;
  gint64 agency_id;
  char *agency_vi;
  char *agency_en;
  gint64 staff_id;
  char *staff_name;
  gint64 other_id;
  char *other_code; /* (nullable): where it is an incident */
  gint64 when_us;
  gint64 number;
  char *external_id; /* (nullable): of an update from outside; of a purge the decision's number */
  char *set_vi;      /* (nullable): of the field or area that was set, and of what was before */
  char *set_en;
  char *before_vi;
  char *before_en;
} TcIncidentEvent;

typedef struct {
  gint64 id;
  gint64 incident_id; /* where it was attached, which may be merged by now */
  gint64 report_id;
  char *hash;
  char *media_type;
  gint64 size;
  char *name;
  gboolean sealed;    /* an original that is only opened with a reason: tc-incident-photo.h */
  gboolean stripped;  /* a copy of one, made by the server */
  gboolean blurred;   /* a copy that a person blurred something in */
  gint64 original_id; /* of a copy */
  gint64 taken_us;    /* TC_NONE, like the place: of a copy those of its original */
  gint64 lat_e7;
  gint64 lon_e7;
  gint64 added_us;
  gint64 read_us;    /* TC_NONE: the server hasn't read the original yet */
  gint64 cleared_us; /* TC_NONE: nobody has found it fit for publishing */
  gboolean public_;
  char *unit_vi; /* (nullable): the unit that sent it; of a copy, its original */
  char *unit_en;
} TcAttachment;

typedef struct {
  gint64 id;
  char *state;
  char *text;
  char *language;
  gint64 submitted_by;
  char *submitted_name;
  gint64 submitted_us;
  char *approved_name;
  gint64 approved_us;
  char *published_name;
  gint64 published_us;
  char *returned_text;
} TcAnswer;

typedef struct {
  gint64 id;
  gint64 agency_id;
  char *agency_code;
  char *agency_vi;
  char *agency_en;
  char *state; /* 'sent', 'acknowledged', 'working', 'done', 'returned', 'recalled' */
  char *asked;
  gint64 due_us;
  gint64 sent_us;
  gint64 acknowledged_us;
  gint64 way_us;
  gint64 scene_us;
  gint64 started_us;
  gint64 ended_us;
  char *phone;               /* (nullable): of the unit */
  gboolean by_phone;         /* nobody had an account there when it was asked: it is telephoned */
  gint64 answer_us;          /* until when the unit is to answer; TC_NONE: no level says so */
  gint64 said_us;            /* since when what the unit wrote is unread; TC_NONE */
  gint64 person_report_id;   /* the first report whose person is known; 0: none */
  gint64 released_id;        /* the copy of the person that the unit has; 0: none */
  gint64 released_report_id; /* of that copy */
  gint64 released_us;        /* since when; TC_NONE */
} TcDispatch;

typedef struct {
  gint64 id; /* of the link; 0 with 'merged', 'leader' and 'duplicate' */
  gint64 other_id;
  char *other_code;
  char *other_title;
  TcIncidentState other_state;
  /* 'related', 'cause' (the other is), 'follow-up', 'effect' (this is the cause), 'preceding',
   * 'merged' (the other went into this one), 'leader' (this went into the other), 'duplicate' (this
   * was closed as one of the other) */
  char *kind;
} TcIncidentLinkRow;

typedef struct {
  TcIncidentRow incident;
  GArray *reports;     /* (owned) (element-type TcReport): oldest first */
  GArray *events;      /* (owned) (element-type TcIncidentEvent): oldest first */
  GArray *attachments; /* (owned) (element-type TcAttachment): also of reports merged in */
  GArray *answers;     /* (owned) (element-type TcAnswer): oldest first */
  GArray *dispatches;  /* (owned) (element-type TcDispatch): oldest first */
  GArray *links;       /* (owned) (element-type TcIncidentLinkRow) */
  /* Where the due time comes from; minutes TC_NONE if set by hand or there is none. */
  gint64 term_minutes;
  char *term_basis;
  gint64 extended_us;
  TcServiceTimer timers[TC_N_TIMERS];
} TcIncidentDetail;

/* (nullable): no such incident here. */
TcIncidentDetail *tc_incident_detail (TcDatabase *db, gint64 incident_id);
void tc_incident_detail_free (TcIncidentDetail *detail);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcIncidentDetail, tc_incident_detail_free)

/* The person behind a report, if this database holds that row: first submit reporter.open. */
typedef struct {
  gint64 id;
  char *name;
  char *phone;
  char *email;
  char *address;
  char *device_id;
  char *account_id;
} TcReporter;
/* (nullable) */
TcReporter *tc_reporter_get (TcDatabase *db, gint64 report_id);
void tc_reporter_free (TcReporter *reporter);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcReporter, tc_reporter_free)

/* That somebody looked at who reported, and why. */
typedef struct {
  gint64 id;
  gint64 at_us;
  char *kind;         /* 'opened', 'released', 'withdrawn', 'searched', 'exported' */
  char *reason;       /* of 'searched': what was looked for */
  char *staff_name;   /* (nullable): the system */
  char *desk_name;    /* (nullable) */
  gint64 incident_id; /* 0: of none alone */
  char *code;         /* (nullable) */
  char *agency_vi;    /* (nullable): whom it was given to */
  char *agency_en;
} TcReporterAccess;
/* As far as this desk holds them, the newest first. (element-type TcReporterAccess) */
GArray *tc_reporter_accesses (TcDatabase *db, guint limit);

/* A copy given to a unit whose time is over: the server's job withdraws it (reporter.withdraw). */
typedef struct {
  gint64 copy_id;
  gint64 report_id;
} TcExpiredCopy;
/* At most TC_QUERY_ROWS_MAX, the oldest first. (element-type TcExpiredCopy) */
GArray *tc_reporter_expired (TcDatabase *db, gint64 now_us);

/* ---- a unit's own tasks ---- */

typedef struct {
  gint64 id;
  gboolean from_unit;
  gboolean file; /* a file that was sent: its text is the name */
  char *text;
  char *staff_name; /* (nullable): nobody of whom we know, on the page */
  gint64 at_us;
} TcTaskMessage;

/* (element-type TcTaskMessage): the newest @max words of an order with the files between and after
 * them (TC_TASK_FILES_MAX), the oldest first, from the unit's own scope. */
GArray *tc_task_list_messages (TcDatabase *db, gint64 task_id, guint max);
/* Whether the last words are the centre's; files are none. @messages: of tc_task_list_messages() */
gboolean tc_task_is_asked (const GArray *messages);

/* Who reported it, as released for an order; all NULL and TC_NONE: it isn't. */
typedef struct {
  char *name;
  char *phone;
  char *reason; /* why */
  gint64 until_us;
} TcReleased;

/* From the unit's own scope; @out is overwritten. */
void tc_task_get_released (TcDatabase *db, gint64 task_id, TcReleased *out);
void tc_released_clear (TcReleased *released);

/* All that a desk of the unit holds of the matter. */
typedef struct {
  gint64 id;
  gint64 incident_id;
  char *incident_code;
  gint64 agency_id;
  char *state; /* as in TcDispatch */
  char *asked;
  char *title;
  char *matter; /* (nullable): what the first report said */
  gint64 field_id;
  char *field_vi; /* (nullable) */
  char *field_en;
  gint64 priority;
  char *area_name; /* (nullable) */
  char *address;   /* (nullable) */
  gint64 lat_e7;
  gint64 lon_e7;
  gint64 due_us;
  gint64 sent_us;
  gint64 acknowledged_us;
  gint64 started_us;
  gint64 ended_us;
  gint64 way_us;
  gint64 scene_us;
  GArray *messages; /* (owned) (element-type TcTaskMessage): the newest TC_TASK_MESSAGES_SHOWN */
  TcReleased person;
} TcTask;
#define TC_TASK_MESSAGES_SHOWN 30
/* Open ones by due time; with @ended those that ended, newest first, TC_QUERY_ROWS_MAX at most.
 * (element-type TcTask) */
GArray *tc_unit_tasks (TcDatabase *db, gint64 agency_id, gboolean ended);

/* ---- proposals ---- */

typedef struct {
  gint64 agency_id;
  /* The rule that says so. */
  char *field_vi; /* its field, which may be the one above */
  char *field_en;
  char *area_vi; /* (nullable): everywhere */
  char *area_en;
  gint64 since_us;
  char *basis;       /* (nullable): the decision that sets it */
  gboolean followed; /* it names another agency, which this one follows */
} TcProposedUnit;
/* @unit: (nullable) */
void tc_proposed_unit_free (TcProposedUnit *unit);
/* Who is responsible for the field (else its parent) in the area (else what lies above it, else
 * everywhere) at @at_us; the closest rule alone, its agencies by id: tc_dispatch_proposed() puts
 * them in the order in which they are to be asked. (element-type TcProposedUnit) */
GArray *tc_incident_proposed_units (TcDatabase *db, gint64 field_id, gint64 area_id, gint64 at_us);

#define TC_SIMILAR_PUBLIC_M 250
#define TC_SIMILAR_STAFF_M 1000
#define TC_SIMILAR_DAYS 30
#define TC_SIMILAR_MAX 10
/* What has less isn't shown; from the second on it is likely the same matter. By measurement: `sh
 * tests/run --suite proposals`. */
#define TC_SIMILAR_SHOWN 40
#define TC_SIMILAR_LIKELY 72

typedef struct {
  gint64 incident_id;
  char *code;
  char *title;
  TcIncidentState state;
  gint64 score; /* 0..100: the sum of the parts that follow */
  gint64 place;
  gint64 time;
  gint64 kind; /* 0, or less if it is another kind of the same field */
  gint64 text;
  gint64 photo;    /* TC_NONE: not both have one that this desk has seen */
  gboolean likely; /* the score is TC_SIMILAR_LIKELY or more, not by place and time alone */
  gint64 distance_m;
  gint64 apart_us;
  char *words;  /* (nullable): what both texts say, at most 5 words, comma-separated */
  char *unseen; /* (nullable): hash of a photo of it to be looked at, to compare it */
} TcSimilar;
/**
 * tc_incident_similar:
 * @incident_id: left out, with what was merged into it; 0 for a report that isn't there yet
 * @radius_m: TC_SIMILAR_PUBLIC_M or TC_SIMILAR_STAFF_M
 *
 * Same group of fields, within the radius, received less than 30 days apart, not merged; best
 * first. It only proposes. Only for a desk's replica: how much a word says is what was learnt there
 * (tc-field-proposal.h). (element-type TcSimilar)
 */
GArray *tc_incident_similar (TcDatabase *db, gint64 incident_id, gint64 field_id, gint64 lat_e7,
                             gint64 lon_e7, gint64 at_us, const char *text, gint64 radius_m);

/* Likewise, of those alone, within TC_SIMILAR_STAFF_M, and as many as have TC_SIMILAR_SHOWN; ids of
 * none are passed over. (element-type TcSimilar) */
GArray *tc_incident_similar_among (TcDatabase *db, gint64 incident_id, gint64 field_id,
                                   gint64 lat_e7, gint64 lon_e7, gint64 at_us, const char *text,
                                   const gint64 *ids, guint n_ids);

/* How a picture looks (64 bits, of which like pictures have nearly all in common), by the SHA-256
 * of its file. FALSE: it was known. In a transaction of the caller. */
gboolean tc_incident_similar_keep_look (TcDatabase *db, const char *hash, gint64 look);
/* Forgets all of them: the pictures may be none of this desk's any more. */
void tc_incident_similar_forget_looks (TcDatabase *db);

/* ---- codes ---- */

/* Numbers that a desk asks for at once, and how few it has left of a day when it does: so many
 * calls at least it can log without a line. */
#define TC_CODE_BLOCK_SIZE 200
/* Days ahead of today for which a desk has numbers: as long as one may be signed in without a line.
 */
#define TC_CODE_DAYS_AHEAD (TC_OFFLINE_MAX_US / TC_US_PER_DAY)
/* How far ahead of its clock the server leases any: a desk's may be in the next day already. */
#define TC_CODE_AHEAD_US ((TC_CODE_DAYS_AHEAD + 1) * TC_US_PER_DAY)
/* A day's numbers come in lanes; no block crosses from one into the next, so that a restored server
 * that goes on in another lane gives none that was given before. */
#define TC_CODE_LANE 100000
#define TC_CODE_LANES 10

/* The day of a time in Vietnam (UTC+7, no summer time), as yymmdd. */
gint64 tc_incident_day (gint64 time_us);
/**
 * tc_incident_next_code:
 * @day: yymmdd
 * @after: the last number handed out by the caller and perhaps not stored yet; 0
 * @number: (out) (nullable)
 *
 * Returns: (nullable): the next free code in the blocks leased to @replica; NULL: lease more.
 */
char *tc_incident_next_code (TcDatabase *db, guint16 replica, gint64 day, gint64 after,
                             gint64 *number);
/* Where the leases of @day go on in an epoch that began with a restore: a lane of its own. */
gint64 tc_incident_lane_after (TcDatabase *db, gint64 day, gint64 epoch);
/* Numbers left in the blocks of @replica for @day. */
gint64 tc_incident_codes_left (TcDatabase *db, guint16 replica, gint64 day);
/* The first number of @day that no block holds: where the next lease starts. */
gint64 tc_incident_first_unleased (TcDatabase *db, gint64 day);

/* ---- Open311 ---- */

typedef struct {
  gint64 id;
  char *code;
  char *name_vi;
  char *name_en;
  char *description_vi;
  char *description_en;
  char *keywords;
  gint64 group_id; /* the topmost field; its own id if it has no parent */
  char *group_code;
  char *group_vi;
  char *group_en;
  gint64 priority;
  char *attributes; /* (nullable): JSON array of definitions, its own or its group's */
  gboolean active;
} TcService;
/* Fields by position, group by group. (element-type TcService) */
GArray *tc_services (TcDatabase *db, gboolean active_only);
/* (nullable). The code is matched exactly. */
TcService *tc_service_find (TcDatabase *db, const char *code);
void tc_service_free (TcService *service);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcService, tc_service_free)

typedef struct {
  gint64 id; /* service_request_id, and the token */
  gint64 incident_id;
  char *incident_code;
  TcIncidentState state;
  const char *status; /* "open", "closed" */
  char *outcome;      /* (nullable) */
  char *answer;       /* (nullable): the newest published answer */
  char *service_code; /* of the incident's field now; (nullable) */
  char *service_vi;
  char *service_en;
  char *text;
  char *unit_vi; /* (nullable): who has it */
  char *unit_en;
  gint64 requested_us;
  gint64 updated_us;
  gint64 expected_us; /* due */
  char *address;
  char *address_id;
  gint64 lat_e7;
  gint64 lon_e7;
  char *media_hash; /* (nullable): the first public attachment */
  char *media_type;
  gboolean private_;
  char *source;
  char *external_id;
  gint64 rating; /* TC_NONE: none */
} TcRequestRow;

typedef struct {
  const gint64 *ids; /* (nullable): then all else is ignored, as the standard says */
  guint n_ids;
  const char *const *service_codes; /* (nullable), NULL-terminated */
  gint64 from_us;                   /* TC_NONE: no bound */
  gint64 until_us;                  /* exclusive; TC_NONE: no bound */
  gboolean want_open;               /* both FALSE: no filter */
  gboolean want_closed;
  gboolean private_too; /* else private ones are left out of lists (asked for by id they come) */
  guint limit;          /* at most TC_QUERY_ROWS_MAX */
} TcRequestFilter;
/* Newest first. (element-type TcRequestRow) */
GArray *tc_requests (TcDatabase *db, const TcRequestFilter *filter);
/* By the number that the outside system @source gave; 0: none. */
gint64 tc_request_find_external (TcDatabase *db, const char *source, const char *external_id);
/* The event by which its maker gave a rating last; 0: none. */
gint64 tc_request_find_rating (TcDatabase *db, gint64 report_id);

/* One line of servicerequestupdates: what was told either way, and each public change of state. */
typedef struct {
  gint64 id; /* update_id */
  gint64 report_id;
  TcIncidentState state;
  const char *status;
  gboolean incoming;
  gint64 at_us;
  char *text; /* (nullable) */
  char *external_id;
  char *media_hash; /* (nullable): the first public attachment that came with it */
  char *media_type;
} TcRequestUpdate;
/* @report_id: 0 for all that aren't private; times TC_NONE for no bound; oldest first.
 * (element-type TcRequestUpdate) */
GArray *tc_request_updates (TcDatabase *db, gint64 report_id, gint64 from_us, gint64 until_us,
                            guint limit);
