/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The table of states and steps; see the header.
 */
#include "tc-incident-states.h"

#include <string.h>

typedef struct {
  const char *code;
  char letter; /* in the table below */
  gboolean open;
  gboolean open311_open;
} StateInfo;

static const StateInfo states[TC_N_STATES] = {
    [TC_STATE_NEW] = {"new", 'N', TRUE, TRUE},
    [TC_STATE_ACCEPTED] = {"accepted", 'A', TRUE, TRUE},
    [TC_STATE_ASSIGNED] = {"assigned", 'S', TRUE, TRUE},
    [TC_STATE_DISPATCHED] = {"dispatched", 'D', TRUE, TRUE},
    [TC_STATE_ACKNOWLEDGED] = {"acknowledged", 'K', TRUE, TRUE},
    [TC_STATE_WORKING] = {"working", 'W', TRUE, TRUE},
    [TC_STATE_WAITING] = {"waiting", 'H', TRUE, TRUE},
    [TC_STATE_FORWARDED] = {"forwarded", 'F', TRUE, TRUE},
    [TC_STATE_SCHEDULED] = {"scheduled", 'C', TRUE, TRUE},
    [TC_STATE_RESOLVED] = {"resolved", 'R', TRUE, FALSE},
    [TC_STATE_PUBLISHED] = {"published", 'P', TRUE, FALSE},
    [TC_STATE_CLOSED] = {"closed", 'X', FALSE, FALSE},
    [TC_STATE_REJECTED] = {"rejected", 'J', FALSE, FALSE},
    [TC_STATE_REDIRECTED] = {"redirected", 'E', FALSE, FALSE},
    [TC_STATE_MERGED] = {"merged", 'M', FALSE, FALSE},
};

typedef struct {
  const char *name;
  /* One letter for each state it may start from: where it leads, '.' refused, '=' stays, '<' back,
   * '>' resumes, '^' as before the merge. */
  const char *moves;
} StepInfo;

/* clang-format off */
static const StepInfo steps[TC_N_STEPS] = {
    /*                                                  NASDKWHFCRPXJEM */
    [TC_STEP_JOIN] =         {"incident.join",         "===========...."},
    [TC_STEP_ACCEPT] =       {"incident.accept",       "A.............."},
    [TC_STEP_REJECT] =       {"incident.reject",       "JJJ...J........"},
    [TC_STEP_REDIRECT] =     {"incident.redirect",     "EEEEEEEEE......"},
    [TC_STEP_MERGE] =        {"incident.merge",        "MMMMMMMMM......"},
    [TC_STEP_ABSORB] =       {"incident.merge",        "===========...."},
    [TC_STEP_UNMERGE] =      {"incident.unmerge",      "..............^"},
    [TC_STEP_CLASSIFY] =     {"incident.classify",     "===========...."},
    [TC_STEP_PLACE] =        {"incident.place",        "===========...."},
    [TC_STEP_SET_PRIORITY] = {"incident.set-priority", "=========......"},
    [TC_STEP_ASSIGN] =       {"incident.assign",       "SS=======......"},
    [TC_STEP_TAKE] =         {"incident.take",         "SS=======......"},
    [TC_STEP_RELEASE] =      {"incident.release",      "..<======......"},
    [TC_STEP_DISPATCH] =     {"incident.dispatch",     "DDD===DDD......"},
    [TC_STEP_RECALL] =       {"incident.recall",       "...<<<===......"},
    [TC_STEP_ACKNOWLEDGE] =  {"incident.acknowledge",  "...K=====......"},
    [TC_STEP_REACH] =        {"incident.reach",        "...K=====......"},
    [TC_STEP_SET_OUT] =      {"incident.set-out",      "...K=====......"},
    [TC_STEP_ARRIVE] =       {"incident.arrive",       "...WW=WWW......"},
    [TC_STEP_SAY] =          {"task.say",              "...======......"},
    [TC_STEP_RENEW_PAGE] =   {"incident.renew-page",   "...======......"},
    [TC_STEP_RETURN] =       {"incident.return",       "...<<<===......"},
    [TC_STEP_START] =        {"incident.start",        "..WWW=WWW......"},
    [TC_STEP_WAIT] =         {"incident.wait",         "HHHHHH.HH......"},
    [TC_STEP_FORWARD] =      {"incident.forward",      ".FFFFFF=F......"},
    [TC_STEP_SCHEDULE] =     {"incident.schedule",     ".CCCCCCC=......"},
    [TC_STEP_RESUME] =       {"incident.resume",       "......>>>......"},
    [TC_STEP_EXTEND] =       {"incident.extend",       "=========......"},
    [TC_STEP_RESOLVE] =      {"incident.resolve",      ".RRRRRRRR......"},
    [TC_STEP_SUBMIT] =       {"answer.submit",         ".=============."},
    [TC_STEP_APPROVE] =      {"answer.approve",        ".=============."},
    [TC_STEP_PUBLISH] =      {"answer.publish",        ".========P====."},
    [TC_STEP_CLOSE] =        {"incident.close",        "XXXXXXXXXXX...."},
    [TC_STEP_REOPEN] =       {"incident.reopen",       ".........<<<<<."},
    [TC_STEP_DISPUTE] =      {"report.reopen",         ".........<<<..."},
    [TC_STEP_COMMENT] =      {"incident.comment",      "==============="},
    [TC_STEP_ATTACH] =       {"incident.attach",       "==============="},
    [TC_STEP_LINK] =         {"incident.link",         "==============="},
    [TC_STEP_UPDATE] =       {"report.update",         "======>========"},
    [TC_STEP_TELL] =         {"report.update",         "==============="},
    [TC_STEP_RATE] =         {"report.rate",           ".........=====."},
    [TC_STEP_REPORTER] =     {"reporter.open",         "==============="},
    [TC_STEP_PHOTO] =        {"photo.open",            "==============="},
};
/* clang-format on */

static TcIncidentMove
find_target (char letter, TcIncidentState *to)
{
  for (guint i = 0; i < TC_N_STATES; i++) {
    if (states[i].letter == letter) {
      *to = (TcIncidentState) i;
      return TC_MOVE_TO;
    }
  }
  g_assert (letter == '.');
  return TC_MOVE_REFUSED;
}

TcIncidentMove
tc_incident_state_move (TcIncidentState from, TcIncidentStep step, TcIncidentState *to)
{
  g_assert (from < TC_N_STATES && step < TC_N_STEPS);
  g_assert (strlen (steps[step].moves) == TC_N_STATES);
  switch (steps[step].moves[from]) {
  case '=':
    return TC_MOVE_STAY;
  case '<':
    return TC_MOVE_BACK;
  case '>':
    return TC_MOVE_RESUME;
  case '^':
    return TC_MOVE_BEFORE;
  default:
    return find_target (steps[step].moves[from], to);
  }
}

const char *
tc_incident_state_get_code (TcIncidentState state)
{
  g_assert (state < TC_N_STATES);
  return states[state].code;
}

gboolean
tc_incident_state_from_code (const char *code, TcIncidentState *out)
{
  for (guint i = 0; i < TC_N_STATES; i++) {
    if (g_strcmp0 (code, states[i].code) == 0) {
      *out = (TcIncidentState) i;
      return TRUE;
    }
  }
  return FALSE;
}

gboolean
tc_incident_state_is_open (TcIncidentState state)
{
  g_assert (state < TC_N_STATES);
  return states[state].open;
}

const char *
tc_incident_state_get_open311 (TcIncidentState state)
{
  g_assert (state < TC_N_STATES);
  return states[state].open311_open ? "open" : "closed";
}

const char *
tc_incident_step_get_name (TcIncidentStep step)
{
  g_assert (step < TC_N_STEPS);
  return steps[step].name;
}

guint64
tc_incident_allowed_steps (TcIncidentState state)
{
  guint64 allowed = 0;
  TcIncidentState to;

  for (guint i = 0; i < TC_N_STEPS; i++) {
    if (tc_incident_state_move (state, (TcIncidentStep) i, &to) != TC_MOVE_REFUSED)
      allowed |= (guint64) 1 << i;
  }
  return allowed;
}
