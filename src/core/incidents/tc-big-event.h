/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The operations on big events: an incident that leads hundreds of others, its situation log, its
 * figures, its list of what has to be seen to, its quick reports. What is at hand for it is in
 * tc-resource.h. `event_id` is the id of the incident that leads.
 *
 * An incident belongs to one event at a time, and none that leads belongs to another. What was
 * merged into another takes that one along: tc-big-event-queries.h.
 *
 * Refusals, beside those of tc-incident-operations.h:
 *   event.unknown (event)             that incident leads none
 *   event.ended (incident)            it is over: nothing is added to it
 *   event.not-ended (incident)
 *   event.declared (incident)         it leads one already
 *   event.member (incident, event)    it belongs to one already: the code of which leads it
 *   event.not-member (incident)
 *   event.leads (incident)            what leads one can't belong to one
 *   event.begun                       it would begin later than now
 *   event.report-number (number, next)
 */
#pragma once

#include "tc-operation-type.h"

/* One fits into an operation whatever its letters are. */
#define TC_QUICK_REPORT_CHARS_MAX 15000
#define TC_FIGURE_MAX 1000000000

/* 'storm', 'flood', 'fire', 'other'; NULL-terminated, like all below. */
extern const char *const tc_big_event_kinds[];
/* What has to be seen to in an event of the kind, in order. */
const char *const *tc_big_event_items (const char *kind);

typedef enum {
  TC_FIGURE_DAMAGE,
  TC_FIGURE_NEED,
  TC_FIGURE_DONE,
} TcFigureGroup;
#define TC_N_FIGURE_GROUPS (TC_FIGURE_DONE + 1)

typedef struct {
  const char *code;
  TcFigureGroup group;
} TcFigureKind;

/* In the order of a report; ends with a code of NULL.
 * Source: Thông tư liên tịch 43/2015/TTLT-BNNPTNT-BKHĐT, for what a quick report tells of. */
extern const TcFigureKind tc_figure_kinds[];

gboolean tc_big_event_is_figure (const char *kind);

/* event.declare */
typedef struct {
  gint64 incident_id;
  const char *kind;
  const char *name;      /* (optional): the incident's title */
  const char *commander; /* (optional) */
  gint64 begun_us;       /* (optional): when it was made */
} TcEventDeclare;
extern const TcOperationType tc_event_declare_type;

/* event.command: who leads the response from now on. */
typedef struct {
  gint64 event_id;
  const char *commander;
} TcEventCommand;
extern const TcOperationType tc_event_command_type;

/* event.end; event.resume takes it back. */
typedef struct {
  gint64 event_id;
} TcEventOnly;
extern const TcOperationType tc_event_end_type;
extern const TcOperationType tc_event_resume_type;

/* event.add, event.remove */
typedef struct {
  gint64 event_id;
  gint64 incident_id;
} TcEventMember;
extern const TcOperationType tc_event_add_type;
extern const TcOperationType tc_event_remove_type;

/* event.log: one more entry of the situation log, which is never edited. */
typedef struct {
  gint64 event_id;
  const char *text;
} TcEventLog;
extern const TcOperationType tc_event_log_type;

/* event.figure: what an area tells, all in all. Refuses: places.not-in-force (area). */
typedef struct {
  gint64 event_id;
  const char *kind;
  gint64 area_id; /* (optional) */
  gint64 amount;  /* 0..TC_FIGURE_MAX */
} TcEventFigure;
extern const TcOperationType tc_event_figure_type;

/* event.check: an item of its list is done, or isn't after all. */
typedef struct {
  gint64 event_id;
  const char *item;
  gint64 done; /* 0 or 1 */
} TcEventCheck;
extern const TcOperationType tc_event_check_type;

/* event.report: the text of a quick report. Its number is the next of the event: whoever made one
 * while another did as well is refused, since paper may have gone out with it. */
typedef struct {
  gint64 event_id;
  gint64 number;
  gint64 until_us;
  const char *text;
} TcEventReport;
extern const TcOperationType tc_event_report_type;

/* For guards of this feature: FALSE with "event.unknown", or with "event.ended" where @running. */
gboolean tc_big_event_check (TcApply *apply, gint64 event_id,
                             gboolean running) G_GNUC_WARN_UNUSED_RESULT;
