/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A control room for the tests of incidents: a centre with two dispatchers, two units, the first
 * with a person of its own, fields with terms and responsibilities, an area, leased codes. And one
 * way to take any step on any incident with arguments that make sense.
 */
#pragma once

#include "tc-core-fixture.h"
#include "tc-incident-operations.h"
#include "tc-incident-queries.h"
#include "tc-people-operations.h"
#include "tc-places-operations.h"

/* In which a reporter may reopen what is over; tc_room_promise() gives none. */
#define TC_ROOM_REOPEN_DAYS 5
#define TC_HOUR_US ((gint64) 3600 * 1000000)
#define TC_MINUTE_US ((gint64) 60 * 1000000)

#define TC_ROOM_NAME "Nguyễn Thị Người Báo"
#define TC_ROOM_PHONE "0900123456"
/* The second unit has no person, so it is telephoned. */
#define TC_ROOM_UNIT2_PHONE "0293 555 0113"
#define TC_ROOM_LAT_E7 97800000
#define TC_ROOM_LON_E7 1054600000

typedef struct {
  TcFixture *fixture; /* (owned) */
  TcActor lan;        /* dispatcher at desk 3 */
  TcActor minh;       /* dispatcher at desk 4 */
  TcActor crew;       /* of `unit`, at desk 5 */
  gint64 centre;
  gint64 unit;
  gint64 unit2;
  gint64 role;
  gint64 area;   /* the ward, within */
  gint64 region; /* the province */
  gint64 field;  /* 'traffic' */
  gint64 kind;   /* 'traffic.light', within it */
  gint64 other_field;
  gint64 day;
  gint64 report; /* of the last incident reported */
} TcRoom;

TcRoom *tc_room_new (void);
void tc_room_free (TcRoom *room);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcRoom, tc_room_free)

gint64 tc_room_id (TcRoom *room);
/* What is promised of each priority of `kind` from now on, in minutes: until it is taken, sent,
 * answered by the unit (TC_NONE: not promised), ended; due soon in the last 40 hundredths. */
void tc_room_promise (TcRoom *room, gint64 take, gint64 send, gint64 answer, gint64 whole);
/* The unit is responsible for `field` everywhere beside who is: responsibility.set ends the one
 * before, so the row is written as it is. @basis: (nullable) */
void tc_room_share_duty (TcRoom *room, gint64 unit, const char *basis);
/* The arguments of a report with a reporter, of `kind`, in `area`, and the server's next code in
 * @code (40 bytes). */
TcIncidentReport tc_room_report_args (TcRoom *room, char *code);
/* Reports it by the system. Returns the incident. */
gint64 tc_room_report (TcRoom *room);

/* Takes the step as @actor. Tasks and answers that it is about are the newest in the right state;
 * what it merges, absorbs or links is a fresh incident. Returns: (transfer full) (nullable) */
TcRefusal *tc_room_try (TcRoom *room, TcActor actor, gint64 incident_id, TcIncidentStep step);
/* By Lan; asserts that it is applied. */
void tc_room_step (TcRoom *room, gint64 incident_id, TcIncidentStep step);
/* Brings a fresh incident into the state, by way of both units where a unit is asked at all. */
gint64 tc_room_make (TcRoom *room, TcIncidentState state);

gint64 tc_room_int (TcRoom *room, const char *sql, gint64 id);
char *tc_room_text (TcRoom *room, const char *sql, gint64 id);
TcIncidentState tc_room_state (TcRoom *room, gint64 incident_id);
