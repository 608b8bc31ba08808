/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A desk for the tests of the screen, in place of src/client/desk: the same interface (tc-desk.h)
 * over the control room of tests/core/incidents, with no server and no line. Operations are the
 * real ones, carried out by the real code as the server does it, under the real clock.
 */
#pragma once

#include "tc-desk.h"

/* With TC_ROOM_HISTORY in the environment the room has sixty days behind it (tc-room-history.h),
 * with TC_ROOM_TRAY something was refused, with TC_ROOM_UNDECIDED a note on the oldest incident
 * doesn't apply, with TC_ROOM_LOADING=0.4 history is still to come, with
 * TC_ROOM_SESSION=20 the session ends in so many minutes, with TC_ROOM_PRESENT Minh has
 * open what is open here, with TC_ROOM_ROSTER there is one. */

/* Somebody else's work: a report comes in by Open311, the other dispatcher takes an incident. */
gint64 tc_room_desk_report (TcDesk *self, const char *title, gint64 priority);
/* Likewise, and not classified by its maker, unless @classified. */
gint64 tc_room_desk_report_text (TcDesk *self, const char *text, gboolean classified);
/* A private report on behalf of somebody else, with answers to the questions of its field. */
gint64 tc_room_desk_report_private (TcDesk *self);
void tc_room_desk_take_elsewhere (TcDesk *self, gint64 incident_id);
/* Likewise it sends the first unit, or the second, at which nobody has an account, so long ago. */
void tc_room_desk_send_elsewhere (TcDesk *self, gint64 incident_id, gboolean second, gint64 ago_us);
/* The first unit writes about its order of that incident, on its page. */
void tc_room_desk_write_as_unit (TcDesk *self, gint64 incident_id, const char *text);
/* The second unit is responsible beside the first. */
void tc_room_desk_share_duty (TcDesk *self);
/* Whether the server is there. */
/* Minh hands over, by that sheet. */
void tc_room_desk_hand_over_elsewhere (TcDesk *self, const char *text);
/* Minh does anything in a big event. */
void tc_room_desk_act_elsewhere (TcDesk *self, const TcOperationType *type, gconstpointer args);
/* A number that a query with one id gives. */
gint64 tc_room_desk_find (TcDesk *self, const char *sql, gint64 id);
/* (transfer full) */
char *tc_room_desk_dup_code (TcDesk *self, gint64 incident_id);
void tc_room_desk_set_online (TcDesk *self, gboolean online);
/* The server doesn't let it in; NULL: it does again. @code: (nullable) */
void tc_room_desk_turn_away (TcDesk *self, const char *code);
/* So far this computer's clock is ahead of the server's, as its greeting told. */
void tc_room_desk_set_clock_ahead (TcDesk *self, gint64 ahead_us);
void tc_room_desk_set_disk (TcDesk *self, TcDiskState disk);
/* The server refused what was done: an entry for the tray. */
void tc_room_desk_refuse (TcDesk *self);
/* Likewise of somebody else at this desk, which isn't for others to see. */
void tc_room_desk_refuse_other (TcDesk *self);
/* Somebody else takes it first: the server refuses that Lan took it, who saw it before that. */
void tc_room_desk_refuse_take (TcDesk *self, gint64 incident_id);
/* So much of what was done here no longer applies, and the server hasn't decided. */
void tc_room_desk_set_idle (TcDesk *self, guint idle);
/* A note on that incident, of Lan or of somebody else, waits and no longer applies here; or the
 * server alone can decide. Returns: its id */
gint64 tc_room_desk_let_idle (TcDesk *self, gint64 incident_id, gboolean own, gboolean deferred);
/* Whether something with this id hasn't reached the server yet. */
void tc_room_desk_let_wait (TcDesk *self, gint64 id, gboolean waits);
/* State of an incident as it is stored. */
TcIncidentState tc_room_desk_get_incident_state (TcDesk *self, gint64 incident_id);
guint tc_room_desk_count_dispatches (TcDesk *self);
/* What the server answers when it is asked for the link to an order's page. */
#define TC_ROOM_LINK                                                                               \
  "https://lenh.haugiang.example/u/AZ0x8aJ4EACkAAAAAAAAAABqxkQpQ2n0V9uZt3Rz_kB7nWm1x8-d"
/* The newest order of that incident. */
gint64 tc_room_desk_get_task (TcDesk *self, gint64 incident_id);
/* Reports that are handled as it. */
guint tc_room_desk_count_reports (TcDesk *self, gint64 incident_id);
/* From now on it is a desk of the first unit, with an officer of it, who was sent one task. */
void tc_room_desk_become_unit (TcDesk *self);
/* It stands at a relay that has lost its server, and somebody there did something to that. */
void tc_room_desk_cut_relay (TcDesk *self, gint64 provisional_id);
/* Hoa signs in in place of Lan: her role reads those kinds of scope alone. */
void tc_room_desk_change_person (TcDesk *self, const char *const *kinds);
/* The desk doesn't hold that scope any more. */
void tc_room_desk_lose_scope (TcDesk *self, gint64 scope);
/* None is left of its block. */
void tc_room_desk_use_up_codes (TcDesk *self);
/* What the person may isn't known, until it is. */
void tc_room_desk_hold_rights (TcDesk *self, gboolean hold);
/* The province turns out to be invented, or not. */
void tc_room_desk_set_demonstration (TcDesk *self, gboolean demonstration);
/* How much of the history is here. */
void tc_room_desk_set_loading (TcDesk *self, double loading);
/* The desk itself signs out who is there, for this reason. */
void tc_room_desk_put_out (TcDesk *self, const char *code);
/* The incident is no longer on this desk. */
void tc_room_desk_lose (TcDesk *self, gint64 incident_id);
/* A disk that takes its time: from now on nothing is read, until it is. */
void tc_room_desk_stop_reading (TcDesk *self, gboolean stop);
/* Likewise: what is done is answered only then. */
void tc_room_desk_hold_answers (TcDesk *self, gboolean hold);
/* Minh is at his desk, or isn't, and has that incident open; 0: none. */
void tc_room_desk_place_minh (TcDesk *self, gboolean there, gint64 incident_id, gboolean away);
/* What the server was told to be open here. */
gint64 tc_room_desk_get_said (void);
/* Lan has the morning shift every day, and may manage duties. */
void tc_room_desk_make_roster (TcDesk *self);
/* The session of who is there ends then. */
void tc_room_desk_set_session_until (TcDesk *self, gint64 until_us);
/* The next thing that is done is refused by the desk's own guards. */
void tc_room_desk_refuse_next (TcDesk *self, const char *code);
/* Likewise it is @done or isn't, and the desk can't say which. */
void tc_room_desk_doubt_next (TcDesk *self, gboolean done);
