/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The life of an incident as one static table: from which state which step leads where. All else
 * (who may, what else must hold) stands with the operations.
 *
 * Neither 'screened' nor 'reopened' is a state: what was screened is accepted, rejected, redirected
 * or merged, and what is reopened is accepted or assigned again and counts how often.
 *
 * States travel and are stored as the codes of tc_incident_state_get_code(): plain words, worded
 * for people in the client.
 */
#pragma once

#include <glib.h>

typedef enum {
  TC_STATE_NEW,          /* reported; nobody has looked at it */
  TC_STATE_ACCEPTED,     /* ours; nobody has it */
  TC_STATE_ASSIGNED,     /* a person or a unit has it */
  TC_STATE_DISPATCHED,   /* a unit was asked, and hasn't answered */
  TC_STATE_ACKNOWLEDGED, /* the unit knows */
  TC_STATE_WORKING,
  TC_STATE_WAITING,   /* for the reporter: the clock stands */
  TC_STATE_FORWARDED, /* to a body outside, which we watch */
  TC_STATE_SCHEDULED, /* will be done at an appointed time */
  TC_STATE_RESOLVED,
  TC_STATE_PUBLISHED,  /* resolved, and the reporters know */
  TC_STATE_CLOSED,     /* end */
  TC_STATE_REJECTED,   /* end: not to be handled */
  TC_STATE_REDIRECTED, /* end: another has it (113, 114, 115, the complaints office) */
  TC_STATE_MERGED,     /* end: handled as another incident */
} TcIncidentState;
#define TC_N_STATES (TC_STATE_MERGED + 1)

/* What can be done. One for each operation on an incident. */
typedef enum {
  TC_STEP_JOIN, /* one more report about it */
  TC_STEP_ACCEPT,
  TC_STEP_REJECT,
  TC_STEP_REDIRECT,
  TC_STEP_MERGE,  /* into another */
  TC_STEP_ABSORB, /* the other side of merge */
  TC_STEP_UNMERGE,
  TC_STEP_CLASSIFY,
  TC_STEP_PLACE,
  TC_STEP_SET_PRIORITY,
  TC_STEP_ASSIGN,
  TC_STEP_TAKE,
  TC_STEP_RELEASE, /* the reverse of take */
  TC_STEP_DISPATCH,
  TC_STEP_RECALL,
  TC_STEP_ACKNOWLEDGE,
  TC_STEP_REACH, /* by telephone */
  TC_STEP_SET_OUT,
  TC_STEP_ARRIVE,
  TC_STEP_SAY,        /* to a unit about its order, or by it */
  TC_STEP_RENEW_PAGE, /* of an order: links given before are void */
  TC_STEP_RETURN,
  TC_STEP_START,
  TC_STEP_WAIT,
  TC_STEP_FORWARD,
  TC_STEP_SCHEDULE,
  TC_STEP_RESUME,
  TC_STEP_EXTEND,
  TC_STEP_RESOLVE,
  TC_STEP_SUBMIT,  /* an answer */
  TC_STEP_APPROVE, /* or send it back */
  TC_STEP_PUBLISH,
  TC_STEP_CLOSE,
  TC_STEP_REOPEN,
  TC_STEP_DISPUTE, /* the reporter says that it isn't resolved */
  TC_STEP_COMMENT,
  TC_STEP_ATTACH,
  TC_STEP_LINK,   /* or unlink */
  TC_STEP_UPDATE, /* the reporter adds something */
  TC_STEP_TELL,   /* the reporter is told something */
  TC_STEP_RATE,
  TC_STEP_REPORTER, /* open, give out or take back the reporter's data */
  TC_STEP_PHOTO,    /* open an original, or say what may be published */
} TcIncidentStep;
#define TC_N_STEPS (TC_STEP_PHOTO + 1)

typedef enum {
  TC_MOVE_REFUSED,
  TC_MOVE_STAY,
  TC_MOVE_TO,     /* to the state given */
  TC_MOVE_BACK,   /* to what its open tasks say, else assigned if somebody has it, else accepted */
  TC_MOVE_RESUME, /* likewise, but new or working if it was so before it waited, was forwarded or
                     scheduled */
  TC_MOVE_BEFORE, /* to the state before it was merged */
} TcIncidentMove;

/* @to: (out): set with TC_MOVE_TO */
TcIncidentMove tc_incident_state_move (TcIncidentState from, TcIncidentStep step,
                                       TcIncidentState *to);

/* "new", "accepted", ... */
const char *tc_incident_state_get_code (TcIncidentState state);
/* FALSE for a word that is no state. */
gboolean tc_incident_state_from_code (const char *code, TcIncidentState *out);
/* Whether it stands in the queue. */
gboolean tc_incident_state_is_open (TcIncidentState state);
/* What GeoReport v2 says of it: "open" or "closed" (resolved and after). */
const char *tc_incident_state_get_open311 (TcIncidentState state);
/* Steps that the state lets through, as a bit set: 1 << TcIncidentStep. Says nothing of rights. */
guint64 tc_incident_allowed_steps (TcIncidentState state);
/* Name of the operation: "incident.dispatch". */
const char *tc_incident_step_get_name (TcIncidentStep step);
