/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The operations on reports and incidents: what each is told, and its kind. An argument struct is
 * filled with ids made by the caller (tc_operation_sink_make_id()); a member marked (optional) is
 * 0 for an id, TC_NONE for a number, time or place, NULL for text: mind that a zeroed struct says 0
 * and not TC_NONE.
 *
 * Each writes a history row whose id is the operation's and whose code is its name. Each that acts
 * on an incident refuses with "incident.unknown" (incident), "incident.merged" (incident, into:
 * code of the one that it went into) and "incident.state" (incident, state, step): the argument
 * `incident` of a refusal is the incident's code, in "incident.unknown" its id.
 * Each refuses with "operation.arguments" (operation, argument) what is missing, malformed, no
 * number of its range or none of its words. Other refusals stand beside the operations; arguments
 * in parentheses.
 *
 * An agency or person that isn't there or not in force is refused as in tc-people-operations.h.
 *
 * All but those of scope common read scope kind "incidents" (a desk without it lets the server
 * decide); those that copy or show a reporter read "reporters".
 */
#pragma once

#include "tc-operation-type.h"

/* Capabilities: words of `role_capability`. */
#define TC_MAY_REPORT "incident.report"     /* take a report, add one, comment, attach */
#define TC_MAY_SCREEN "incident.screen"     /* accept, reject, redirect, merge, classify, place */
#define TC_MAY_HANDLE "incident.handle"     /* take, assign, wait, schedule, extend, close, ... */
#define TC_MAY_DISPATCH "incident.dispatch" /* send to a unit and recall */
#define TC_MAY_WORK "incident.work"         /* a unit's part: acknowledge, return, start, resolve */
#define TC_MAY_ANSWER "answer.submit"       /* write an answer */
#define TC_MAY_APPROVE "answer.approve"     /* approve it or send it back */
#define TC_MAY_PUBLISH "answer.publish"     /* tell the reporters */
#define TC_MAY_OPEN_REPORTER "reporter.open"       /* look at who reported */
#define TC_MAY_RELEASE_REPORTER "reporter.release" /* give a unit the reporter */
#define TC_MAY_SHARE_FILTERS "filter.share"        /* save a filter for others, delete one */
#define TC_MAY_MANAGE "incidents.manage"           /* fields, terms, responsibilities */

#define TC_TITLE_CHARS_MAX 160
#define TC_REASON_CHARS_MAX 1000
#define TC_ADDRESS_CHARS_MAX 500
#define TC_ATTRIBUTES_CHARS_MAX 16000

/* Priorities, which are the first four signals of the desk. */
#define TC_PRIORITY_EMERGENCY 1
#define TC_PRIORITY_URGENT 2
#define TC_PRIORITY_ATTENTION 3
#define TC_PRIORITY_NOTICE 4

/* ---- codes ---- */

/* incident.lease-codes, by the system: numbers first .. first + count - 1 of @day for @replica.
 * Refuses: incident.codes-overlap (day, first), incident.codes-range (day, first). */
typedef struct {
  gint64 block_id;
  gint64 replica; /* 0..4095 */
  gint64 day;     /* yymmdd in Vietnam's time, see tc_incident_day() */
  gint64 first;   /* from 1 */
  gint64 count;   /* 1..10000 */
} TcIncidentLeaseCodes;
extern const TcOperationType tc_incident_lease_codes_type;

/* incident.reclaim-codes, by the system, same struct: a block that @replica was leased by a server
 * which has been restored since and doesn't know it. What was given of it counts; it is closed.
 * Refuses likewise. */
extern const TcOperationType tc_incident_reclaim_codes_type;

/* incident.skip-codes, by the system, after a restore: closes all blocks of @day and leads leases
 * on to @first, where no number was ever given. Refuses: as incident.lease-codes. */
typedef struct {
  gint64 block_id;
  gint64 day;
  gint64 first;
} TcIncidentSkipCodes;
extern const TcOperationType tc_incident_skip_codes_type;

/* ---- reports ---- */

/* incident.report: one person's report, and the incident that it opens. incident.join (same struct,
 * without code, title and priority): one more report on an incident there is.
 * Refuses: incident.code-form (code), incident.code-not-leased (code), incident.code-used (code),
 * incident.id-used (id), field.unknown (field); join also as every step. */
typedef struct {
  gint64 incident_id;
  gint64 report_id;
  gint64 reporter_id;  /* (optional): set if any of reporter_* is */
  const char *code;    /* report: 'PA-261123-0147' from a block of this replica; upper case */
  const char *channel; /* 'hotline', 'web', 'app', 'mail', 'social', 'open311', 'walk-in',
                              'operator', 'camera', 'sensor' */
  const char *title;   /* (optional): the start of the text where missing */
  const char *text;
  const char *language;      /* (optional): 'vi' */
  gint64 field_id;           /* (optional) */
  gint64 priority;           /* (optional): the field's, else attention */
  gint64 area_id;            /* (optional) */
  gint64 lat_e7;             /* (optional) */
  gint64 lon_e7;             /* (optional) */
  const char *address;       /* (optional) */
  const char *address_id;    /* (optional): of Open311 */
  gint64 said_us;            /* (optional): received_us */
  gint64 received_us;        /* (optional): when it was made. The term counts from here */
  gint64 due_us;             /* (optional, also 0): as another system set it, in place of the term;
                                the server's own reports alone */
  gint64 on_behalf;          /* 0 or 1 */
  gint64 anonymous;          /* 0 or 1 */
  gint64 private_;           /* 0 or 1 */
  const char *attributes;    /* (optional): JSON object, attribute code to value or array of them */
  const char *source;        /* (optional): code of the outside system or API key's owner */
  const char *external_id;   /* (optional): its number there */
  const char *reporter_name; /* (optional), like all that follow */
  const char *reporter_phone;
  const char *reporter_email;
  const char *reporter_address;
  const char *reporter_device;  /* device_id of Open311 */
  const char *reporter_account; /* account_id of Open311 */
} TcIncidentReport;
extern const TcOperationType tc_incident_report_type;
extern const TcOperationType tc_incident_join_type;

/* report.update: what the reporter adds later (incoming 1), or is told beside answers (0). Ends a
 * wait for the reporter if incoming. Refuses: report.unknown (report). */
typedef struct {
  gint64 report_id;
  gint64 incoming; /* 0 or 1 */
  const char *text;
  const char *external_id; /* (optional): update_id of the other side */
} TcReportUpdate;
extern const TcOperationType tc_report_update_type;

/* report.rate: the reporter's rating, 1..5. Refuses: report.unknown (report). */
typedef struct {
  gint64 report_id;
  gint64 rating;
  const char *text; /* (optional) */
} TcReportRate;
extern const TcOperationType tc_report_rate_type;

/* report.reopen: who reported it says that it isn't solved, while the service level lets them; else
 * it is a report.update. Refuses: report.unknown (report), report.reopen-never (incident): the
 * level has no days for it, report.reopen-late (incident, until), incident.state. */
typedef struct {
  gint64 report_id;
  const char *text;
  const char *external_id; /* (optional): as in report.update */
} TcReportReopen;
extern const TcOperationType tc_report_reopen_type;

/* report.tell: a person told the reporter how it ended, which publishing an answer does for those
 * alone who reported through an outside system. Refuses: report.unknown (report),
 * operation.arguments; report.not-told (report), with told 0. */
typedef struct {
  gint64 report_id;
  gint64 told;      /* 1; 0: it isn't so after all */
  const char *how;  /* with told 1: one of tc_report_tell_ways */
  const char *text; /* (optional) */
} TcReportTell;
extern const TcOperationType tc_report_tell_type;
/* "called", "in-person", "written"; NULL-terminated */
extern const char *const tc_report_tell_ways[];

/* A report r of an incident i whose maker hasn't been told how it ended, and can be: by an answer
 * that is published where an outside system asks for it, else by a person. What a person said
 * before that, and an answer from before it was reopened, don't count. */
#define TC_REPORT_IS_UNTOLD                                                                        \
  "(r.channel NOT IN ('operator', 'camera', 'sensor')"                                             \
  " AND (r.told_us IS NULL OR r.told_us < i.resolved_us)"                                          \
  " AND iif (r.source IS NOT NULL, r.answered_us IS NULL OR (i.reopened_count > 0"                 \
  " AND r.answered_us < i.resolved_us), r.reporter_id IS NOT NULL))"

/* ---- screening ---- */

/* incident.accept; incident.release (give back what one took). */
typedef struct {
  gint64 incident_id;
} TcIncidentOnly;
extern const TcOperationType tc_incident_accept_type;
extern const TcOperationType tc_incident_release_type;

/* incident.reject, with reason 'no-content', 'abuse', 'out-of-area', 'not-public', 'test', 'other';
 * incident.redirect, with reason 'police-113', 'fire-114', 'ambulance-115', 'complaints',
 * 'denunciations', 'other'. Open tasks are recalled. */
typedef struct {
  gint64 incident_id;
  const char *reason;
  const char *text; /* (optional): what the reporter is told */
} TcIncidentTurnAway;
extern const TcOperationType tc_incident_reject_type;
extern const TcOperationType tc_incident_redirect_type;

/* incident.merge: all reports of incident_id are handled as into_id from now on. incident.unmerge
 * takes exactly that back (no into_id); with from_id only from that one, so that who undoes a merge
 * doesn't undo another that somebody made since. Refuses: incident.itself (incident),
 * incident.tasks-open (incident, count), incident.leads (incident) if it leads a big event,
 * incident.not-merged (incident), incident.merged-elsewhere (incident, into) if it isn't from_id.
 * unmerge of A when the incident it went into was merged itself: incident.merged. */
typedef struct {
  gint64 incident_id;
  gint64 into_id;
  gint64 into_event_id; /* for the history of the other one */
} TcIncidentMerge;
extern const TcOperationType tc_incident_merge_type;
typedef struct {
  gint64 incident_id;
  gint64 from_event_id; /* for the history of the one it leaves */
  gint64 from_id;       /* (optional): what it was merged into, as the person saw it */
} TcIncidentUnmerge;
extern const TcOperationType tc_incident_unmerge_type;

/* incident.classify: field (a kind within one, where there is one) and title. The due time counts
 * anew unless it was set by hand. Refuses: field.unknown (field). */
typedef struct {
  gint64 incident_id;
  gint64 field_id;
  const char *title; /* (optional): stays */
} TcIncidentClassify;
extern const TcOperationType tc_incident_classify_type;

/* incident.place: where it is. What is missing is unset, but lat and lon come together. Refuses:
 * incident.place (incident). */
typedef struct {
  gint64 incident_id;
  gint64 area_id;      /* (optional) */
  gint64 lat_e7;       /* (optional) */
  gint64 lon_e7;       /* (optional) */
  const char *address; /* (optional) */
} TcIncidentPlace;
extern const TcOperationType tc_incident_place_type;

/* incident.set-priority, 1..4; the due time counts anew unless it was set by hand. */
typedef struct {
  gint64 incident_id;
  gint64 priority;
  const char *text; /* (optional): why */
} TcIncidentSetPriority;
extern const TcOperationType tc_incident_set_priority_type;

/* ---- work ---- */

/* incident.take: to the actor. Refuses: incident.taken (incident, staff: who has it) unless from_id
 * names that person: so two who press at once never both have it. Already one's own: no refusal. */
typedef struct {
  gint64 incident_id;
  gint64 from_id; /* (optional): staff it is taken over from */
} TcIncidentTake;
extern const TcOperationType tc_incident_take_type;

/* incident.assign: to a unit, a person, or both; one of them is there. Refuses:
 * incident.assign-nobody (incident). */
typedef struct {
  gint64 incident_id;
  gint64 agency_id; /* (optional) */
  gint64 staff_id;  /* (optional) */
  const char *text; /* (optional) */
} TcIncidentAssign;
extern const TcOperationType tc_incident_assign_type;

/* incident.dispatch: asks one unit; makes its task. Several units: several operations. Refuses:
 * incident.already-sent (incident, agency). */
typedef struct {
  gint64 incident_id;
  gint64 task_id; /* new */
  gint64 agency_id;
  const char *asked; /* (optional): the incident's title */
  gint64 due_us;     /* (optional): the incident's */
} TcIncidentDispatch;
extern const TcOperationType tc_incident_dispatch_type;

/* What is done with a task. Refuses: task.unknown (task), task.state (task, state, step), and
 * task.not-yours (agency) where the actor serves neither that unit nor the centre.
 *
 * @via, of these and of those below: TC_VIA_PAGE of what the server records for a unit that pressed
 * a button of the order's page; operation.arguments for anybody else. The history keeps it as the
 * reason. */
#define TC_VIA_PAGE "page"
typedef struct {
  gint64 incident_id;
  gint64 task_id;
  const char *text; /* (optional) */
  const char *via;  /* (optional): refused with recall and renew-page */
} TcIncidentTask;
extern const TcOperationType tc_incident_acknowledge_type; /* incident.acknowledge */
extern const TcOperationType tc_incident_recall_type;      /* incident.recall, by the centre */
/* incident.renew-page: from now on links to the order's page that were given before are void. What
 * a link is made of is the server's; how many of these there were stands in it (tc-unit-page.h). */
extern const TcOperationType tc_incident_renew_page_type;

/* task.say: a word about an order that isn't ended: of the centre to its unit (by whoever may
 * dispatch), or of the unit to the centre. It stands in the history, under @message_id, and in the
 * unit's own scope; the unit's is unread until the centre says something to that order or
 * acknowledges the alarm (tc-alarm.h). Refuses as above; incident.id-used (id); task.talk-full
 * (task) after TC_TASK_MESSAGES_MAX; people.not-allowed (capability). */
#define TC_MESSAGE_CHARS_MAX 500
#define TC_TASK_MESSAGES_MAX 300
typedef struct {
  gint64 incident_id;
  gint64 task_id;
  gint64 message_id;
  const char *text;
  const char *via; /* (optional) */
} TcTaskSay;
extern const TcOperationType tc_task_say_type;

/* incident.reach: a unit was telephoned. With reason 'answered' it knows, and @text is who
 * answered; with 'no-answer' it doesn't, and that is kept. Refuses as above. */
typedef struct {
  gint64 incident_id;
  gint64 task_id;
  const char *reason;
  const char *text; /* (optional) */
} TcIncidentReach;
extern const TcOperationType tc_incident_reach_type;

/* How far a unit has come, by the unit, or by the centre that is told by radio: it is on the way
 * (and knows, if it hasn't said so), it is on scene (and works). Same struct as acknowledge. */
extern const TcOperationType tc_incident_set_out_type; /* incident.set-out */
extern const TcOperationType tc_incident_arrive_type;  /* incident.arrive */

/* incident.return: not ours. */
typedef struct {
  gint64 incident_id;
  gint64 task_id;
  gint64 agency_id; /* (optional): whose it is */
  const char *text; /* why */
  const char *via;  /* (optional) */
} TcIncidentReturn;
extern const TcOperationType tc_incident_return_type;

/* incident.start: work begins or goes on; incident.resolve: what was to be done is done. With a
 * task for that unit's part (resolved once no other task is open), without for the whole, which is
 * the centre's alone (task.not-yours). */
typedef struct {
  gint64 incident_id;
  gint64 task_id;   /* (optional) */
  const char *text; /* (optional) */
  const char *via;  /* (optional): with a task alone */
} TcIncidentProgress;
extern const TcOperationType tc_incident_start_type;
extern const TcOperationType tc_incident_resolve_type;

/* incident.wait (for the reporter; the clock stands until it is over), incident.resume (ends
 * waiting, forwarded and scheduled), incident.comment, incident.reopen. */
typedef struct {
  gint64 incident_id;
  const char *text; /* resume: (optional) */
} TcIncidentText;
extern const TcOperationType tc_incident_wait_type;
extern const TcOperationType tc_incident_resume_type;
extern const TcOperationType tc_incident_comment_type;
extern const TcOperationType tc_incident_reopen_type;

/* incident.forward: to a body outside, named in text or, if it is in the tree, by id. */
typedef struct {
  gint64 incident_id;
  gint64 agency_id; /* (optional) */
  const char *text;
} TcIncidentForward;
extern const TcOperationType tc_incident_forward_type;

/* incident.schedule: will be done at when_us; the due time stays. Refuses: incident.past (incident,
 * when). incident.extend: the due time becomes when_us; text says why. Refuses: incident.not-later
 * (incident, due). */
typedef struct {
  gint64 incident_id;
  gint64 when_us;
  const char *text; /* schedule: (optional) */
} TcIncidentWhen;
extern const TcOperationType tc_incident_schedule_type;
extern const TcOperationType tc_incident_extend_type;

/* incident.close, with reason 'done' (after resolve alone: incident.not-resolved (incident)),
 * 'duplicate' (duplicate_of_id is compulsory: incident.duplicate-of (incident)), 'withdrawn',
 * 'nothing-found', 'other'. Open tasks are recalled. */
typedef struct {
  gint64 incident_id;
  const char *reason;
  gint64 duplicate_of_id; /* with 'duplicate' */
  const char *text;       /* (optional) */
} TcIncidentClose;
extern const TcOperationType tc_incident_close_type;

/* incident.attach: a file, known by its hash; its bytes travel apart. A copy of a photo names its
 * original; a stripped one comes from the system alone. It takes TC_MAY_REPORT. What a unit sends
 * names its order, which must be open: from the order's page by the server alone, or by whoever may
 * work there (TC_MAY_WORK), serves that unit and has no post at the centre. What a person of the
 * unit sends is an original without report_id and event_id; it stands in the unit's own scope too,
 * as a message whose text is TC_TASK_FILE_MARK and the name.
 * Refuses: attachment.hash (hash), attachment.original (original), attachment.sealed (hash): it is
 * an original's, report.unknown, task.unknown, task.state, task.not-yours, task.files-full (task)
 * after TC_TASK_FILES_MAX of that unit; people.not-allowed (capability). */
#define TC_TASK_FILES_MAX 100
/* No text that somebody typed begins so. */
#define TC_TASK_FILE_MARK "\t"
typedef struct {
  gint64 incident_id;
  gint64 attachment_id;
  gint64 report_id;       /* (optional): which report it came with */
  gint64 event_id;        /* (optional): id of the report.update that it came with */
  const char *hash;       /* SHA-256, 64 lower-case hex digits */
  const char *media_type; /* 'image/jpeg' */
  gint64 size;            /* bytes */
  const char *name;
  const char *kind;   /* 'original', or a copy of one: 'stripped', 'blurred' */
  gint64 original_id; /* (optional) */
  gint64 taken_us;    /* (optional) */
  gint64 public_;     /* 0 or 1 */
  gint64 task_id;     /* (optional): from the unit that has that order */
} TcIncidentAttach;
extern const TcOperationType tc_incident_attach_type;

/* incident.link; kind 'related', 'cause' (the other is the cause), 'follow-up'. Refuses:
 * incident.itself, incident.linked (incident, other). */
typedef struct {
  gint64 incident_id;
  gint64 link_id;
  gint64 other_id;
  gint64 other_event_id; /* for the other's history */
  const char *kind;
} TcIncidentLink;
extern const TcOperationType tc_incident_link_type;
/* incident.unlink. Refuses: incident.not-linked (incident). */
typedef struct {
  gint64 incident_id;
  gint64 link_id;
  gint64 other_event_id;
} TcIncidentUnlink;
extern const TcOperationType tc_incident_unlink_type;

/* ---- answers ---- */

/* answer.submit: takes the place of an answer that is not published yet. */
typedef struct {
  gint64 incident_id;
  gint64 answer_id; /* new */
  const char *text;
  const char *language; /* (optional): 'vi' */
} TcAnswerSubmit;
extern const TcOperationType tc_answer_submit_type;

/* answer.approve, answer.return (text says why), answer.publish (only what was approved; all
 * reporters are told, with the photos that were found fit (photo.clear); a resolved incident is
 * then published). Refuses: answer.unknown (answer), answer.state (answer, state), publish:
 * answer.not-approved (answer, state). */
typedef struct {
  gint64 incident_id;
  gint64 answer_id;
  const char *text; /* return only */
} TcAnswerStep;
extern const TcOperationType tc_answer_approve_type;
extern const TcOperationType tc_answer_return_type;
extern const TcOperationType tc_answer_publish_type;

/* ---- the reporter's person ---- */

/* reporter.open: before the desk shows a reporter; the reason is kept apart from the incident.
 * Refuses: reporter.unknown (report). */
typedef struct {
  gint64 report_id;
  const char *reason;
} TcReporterOpen;
extern const TcOperationType tc_reporter_open_type;

/* reporter.correct: name and number as the reporter has them, also in what was given of it to
 * units; what is missing is left empty. Who did it stands beside the person, the words in the log
 * alone. Refuses: reporter.unknown (report), reporter.same (report): it says nothing new. */
typedef struct {
  gint64 report_id;
  const char *name;  /* (optional) */
  const char *phone; /* (optional) */
  const char *reason;
} TcReporterCorrect;
extern const TcOperationType tc_reporter_correct_type;

/* reporter.release: a copy for a unit that has a task of the incident, until expires_us. Refuses:
 * reporter.unknown (report), reporter.no-task (agency), incident.past (incident, when). */
typedef struct {
  gint64 report_id;
  gint64 copy_id; /* new */
  gint64 agency_id;
  const char *reason;
  gint64 expires_us;
} TcReporterRelease;
extern const TcOperationType tc_reporter_release_type;

/* reporter.withdraw: the copy is deleted (by the system once it has expired, or by hand). Refuses:
 * reporter.unknown-copy (copy). */
typedef struct {
  gint64 report_id;
  gint64 copy_id;
  const char *reason;
} TcReporterWithdraw;
extern const TcOperationType tc_reporter_withdraw_type;

/* reporter.search: who may see reporters looked for one by name or number. Nothing is refused. */
typedef struct {
  const char *text; /* as typed */
} TcReporterSearch;
extern const TcOperationType tc_reporter_search_type;

/* reporter.export, by the system: before an export that holds the reporters of all reports; who
 * looks at one of them later finds the reason beside them. */
typedef struct {
  const char *reason;
} TcReporterExport;
extern const TcOperationType tc_reporter_export_type;

/* ---- administration ---- */

/* field.add, field.change (of the same id; the code stays). Refuses: field.id-used (id),
 * field.code-used (code), field.unknown (field), field.depth (field): a parent has no parent. */
typedef struct {
  gint64 field_id;
  const char *code; /* add; lower case */
  gint64 parent_id; /* (optional) */
  const char *name_vi;
  const char *name_en;
  const char *description_vi; /* (optional) */
  const char *description_en; /* (optional) */
  const char *keywords;       /* (optional): comma-separated */
  gint64 priority;            /* 1..4 */
  const char *attributes;     /* (optional): JSON array of Open311 attribute definitions */
  gint64 position;            /* in lists */
  gint64 active;              /* 0 or 1: offered for new reports */
} TcFieldSet;
extern const TcOperationType tc_field_add_type;
extern const TcOperationType tc_field_change_type;

/* field.set-term: a service level (tc-service-level.h) for what is received from valid_from_us on;
 * ends the one that was in force. Refuses: field.unknown, field.term-order (from): a later one is
 * there already; field.term-steps (minutes): a step is to take longer than the whole;
 * field.term-past (from): by a person, for what was received already. */
typedef struct {
  gint64 term_id;
  gint64 field_id; /* (optional): all fields that have none of their own */
  gint64 priority; /* 1..4 */
  gint64 minutes;  /* until it is resolved */
  gint64 valid_from_us;
  const char *basis;          /* (optional) */
  gint64 take_minutes;        /* (optional, also 0: not promised), like the two below */
  gint64 dispatch_minutes;    /* until a unit is sent */
  gint64 acknowledge_minutes; /* of a unit, from when it was sent */
  gint64 soon_percent;        /* (optional, also 0: TC_SOON_PERCENT) ..100 */
  gint64 arrive_minutes;      /* (optional, also 0: not promised), like the two below: from when a
                               * unit answered, until it is at work */
  gint64 work_minutes;        /* from then, until it is done */
  gint64 reply_minutes;       /* of who was asked: the reporter, or a body outside */
  gint64 tell_minutes;        /* (optional, also 0: not promised): until who reported it is told,
                               * from when it was resolved */
  gint64 reopen_days;         /* (optional, also 0: never): in which a reporter may reopen it */
} TcFieldSetTerm;
extern const TcOperationType tc_field_set_term_type;

/* responsibility.set: field × area → agency from valid_from_us on; ends what was in force for the
 * same field and area. Refuses: field.unknown, responsibility.order (from). */
typedef struct {
  gint64 responsibility_id;
  gint64 field_id;
  gint64 area_id; /* (optional): everywhere */
  gint64 agency_id;
  gint64 valid_from_us;
  const char *basis; /* (optional) */
} TcResponsibilitySet;
extern const TcOperationType tc_responsibility_set_type;
/* responsibility.end. Refuses: responsibility.unknown (responsibility). */
typedef struct {
  gint64 responsibility_id;
  gint64 valid_to_us;
} TcResponsibilityEnd;
extern const TcOperationType tc_responsibility_end_type;

/* ---- filters of the queue that are shared ---- */

#define TC_FILTER_NAME_CHARS_MAX 60
#define TC_FILTER_CHARS_MAX 2000
/* For the province, and for each agency. */
#define TC_FILTERS_MAX 50

/* filter.save: a new one, or one that is there in another form. Refuses: filter.name-used (name),
 * filter.too-many (limit). */
typedef struct {
  gint64 filter_id;
  gint64 agency_id; /* (optional): for all of the province */
  const char *name;
  const char *filter; /* a{sv} as text: see client/incidents/tc-incident-filter.h */
} TcFilterSave;
extern const TcOperationType tc_filter_save_type;
/* filter.delete. Refuses: filter.unknown (filter). */
typedef struct {
  gint64 filter_id;
} TcFilterDelete;
extern const TcOperationType tc_filter_delete_type;

/* All of them, for the registry: NULL-terminated. */
extern const TcOperationType *const tc_incident_types[];
