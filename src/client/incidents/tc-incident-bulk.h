/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One thing done to many incidents: an ordinary operation for each, as if by hand, and what became
 * of each told at the end.
 *
 * Thread: the main loop's.
 */
#pragma once

#include "tc-error.h"
#include "tc-operation-sink.h"

/* Incidents in one go. */
#define TC_BULK_MAX 200

typedef enum {
  TC_BULK_TAKE,
  TC_BULK_NOTE,        /* text */
  TC_BULK_PRIORITY,    /* priority, text: why (may be empty) */
  TC_BULK_ASSIGN,      /* agency_id, text (may be empty) */
  TC_BULK_FORWARD,     /* text: to whom, and what for */
  TC_BULK_JOIN_EVENT,  /* event_id */
  TC_BULK_LEAVE_EVENT, /* event_id */
  TC_BULK_LEAD_EVENT,  /* event_kind, text: its name (may be empty); one incident */
  TC_BULK_MERGE,       /* into_id */
  TC_BULK_UNMERGE,     /* into_id: takes that back */
  TC_BULK_CLOSE,       /* reason, text (may be empty) */
  TC_BULK_REJECT,      /* likewise; the reporters are told */
  TC_BULK_REDIRECT,    /* likewise */
  TC_BULK_RELEASE,     /* what oneself has */
  TC_BULK_REOPEN,      /* text: why; takes back the three above */
  TC_BULK_CLASSIFY,    /* field_id */
  TC_BULK_DISPATCH,    /* agency_id, text: what the unit is told (may be empty) */
  TC_BULK_ANSWER,      /* answers, language; for approval */
  TC_BULK_PUBLISH,     /* each: the approved answer of each; the reporters are told */
} TcBulkKind;

/* What is answered to those who reported one of them. */
typedef struct {
  char *text; /* (owned) (nullable): none can be made */
  char *why;  /* (owned) (nullable): why not, in words */
} TcBulkAnswer;

/* @done: of @all, those of which it is known what became of them. */
typedef void (*TcBulkProgressFunc) (guint done, guint all, gpointer data);

typedef struct {
  TcBulkKind kind;
  gint64 priority;
  gint64 agency_id;
  gint64 field_id;
  gint64 event_id;        /* of the incident that leads it */
  const char *event_kind; /* (static) (nullable) */
  gint64 into_id;
  const char *reason;   /* (static) (nullable) */
  const char *text;     /* (nullable) */
  GArray *each;         /* (nullable) (element-type gint64): in place of priority, agency_id and
                 * field_id, one of each incident's own: what it had before; or its answer */
  GArray *answers;      /* (nullable) (element-type TcBulkAnswer): one for each incident */
  const char *language; /* (nullable): of the answers; NULL: Vietnamese */
  TcBulkProgressFunc progress; /* (nullable): called until all is done */
  gpointer progress_data;
} TcBulkOrder;

/* What became of one. */
typedef struct {
  gint64 incident_id;
  char *code; /* (owned): of the refusal; NULL: it was done */
  char *why;  /* (owned): in words */
} TcBulkOutcome;

/**
 * tc_incident_bulk_async:
 * @ids: at most TC_BULK_MAX
 * @cancellable: (nullable): what hasn't begun by then is not done
 */
void tc_incident_bulk_async (TcOperationSink *sink, const TcBulkOrder *order, const gint64 *ids,
                             guint n_ids, GCancellable *cancellable, GAsyncReadyCallback callback,
                             gpointer data);
/* (transfer full) (element-type TcBulkOutcome): in the order of the ids; what wasn't begun is left
 * out. Never NULL. */
GArray *tc_incident_bulk_finish (TcOperationSink *sink, GAsyncResult *result);

/* Why it isn't done to an incident before it is asked for: the code of such an outcome. */
#define TC_BULK_NO_ANSWER "bulk.no-answer"

/* "12 taken, 1 not: Somebody else has taken PA-…"; of several refusals the most frequent first, at
 * most three. (transfer full) */
char *tc_incident_word_bulk (TcBulkKind kind, GArray *outcomes);
