/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The operations on people: the province and its agencies, staff, roles, posts, desks, sessions.
 * Each struct holds the arguments of the kinds below it. A "change" says all that may be changed,
 * as a form does: what it leaves out is empty afterwards. Ids of new records are the maker's
 * (tc_operation_sink_make_id). A time that is TC_NONE is the time the operation was made; mind
 * that a zeroed struct says 1970 and 0°, not TC_NONE.
 *
 * Who may: what is marked system, the server alone; session.end, whoever is signed in; the rest,
 * holders of TC_CAPABILITY_PEOPLE. All rows are in the common scope.
 *
 * Refusals, beside those of tc-permission.h:
 *   people.unknown (what, id)       there is no such record
 *   people.exists (what, id)        the id of the new record is taken
 *   people.founded                  the province is founded already
 *   people.code-taken (code)        another agency in force, or another role, has it
 *   people.account-taken (account)
 *   people.kind (kind)              not one of those of the schema
 *   people.dates                    it would end before it begins
 *   people.not-in-force (agency)    the agency has not begun or has ended by then
 *   people.ended (what, id)         it has an end already
 *   people.has-units (agency)       units below it are in force; end or move them first
 *   people.circle (agency)          an agency would stand above itself
 *   people.inactive (staff)         the person is not active
 *   people.desk-state (desk, state) not possible for a desk in that state
 *   people.public-key               not the public key of a desk
 *   people.role-not-here (desk)     the person holds no role that may work at this desk
 *   people.session-length           the session would be over already, or be too long
 *   people.not-own-session          the session is somebody else's
 */
#pragma once

#include "tc-limits.h"
#include "tc-operation-type.h"

#define TC_SCOPE_COMMON 1
#define TC_SCOPE_INCIDENTS 2
#define TC_SCOPE_REPORTERS 3
#define TC_SCOPE_CAMERAS 4
#define TC_SCOPE_CAMERAS_RESTRICTED 5
#define TC_SCOPE_CAMERA_LINES 6

/* Agencies, staff, roles, posts and desks. */
#define TC_CAPABILITY_PEOPLE "people.manage"

/* Longest validity of a session: it may lie offline as long as what was made in it. */
#define TC_SESSION_MAX_US TC_OFFLINE_MAX_US

/* The kinds of a scope, and of an agency; NULL-terminated. */
extern const char *const tc_scope_kinds[];
extern const char *const tc_agency_kinds[];

typedef struct {
  const char *code;
  const char *official_code; /* (nullable) */
  const char *name_vi;
  const char *name_en;
  gint64 centre_id;     /* 0: none yet */
  gint64 lat_e7;        /* TC_NONE: unknown */
  gint64 lon_e7;        /* TC_NONE: unknown */
  gint64 demonstration; /* 0 or 1 */
} TcProvinceArgs;
/* province.found (system): once; also makes the scopes above; those of cameras since version 2 of
 * its arguments, which are the same. */
extern const TcOperationType tc_province_found_type;
extern const TcOperationType tc_province_change_type; /* province.change */

typedef struct {
  gint64 scope_id;
  const char *kind;
  gint64 agency_id; /* of kind "unit"; else 0 */
} TcScopeAdd;
extern const TcOperationType tc_scope_add_type; /* scope.add (system) */

typedef struct {
  gint64 agency_id;
  const char *code;
  const char *official_code; /* (nullable) */
  const char *kind;
  const char *name_vi;
  const char *name_en;
  gint64 parent_id; /* 0: at the top */
  gint64 valid_from_us;
  const char *phone;   /* (nullable) */
  const char *address; /* (nullable) */
  gint64 lat_e7;
  gint64 lon_e7;
} TcAgencyArgs;
/* agency.add: also makes the agency's scope of kind "unit", whose id is the agency's. */
extern const TcOperationType tc_agency_add_type;
/* agency.change: all but code, kind and valid_from_us. */
extern const TcOperationType tc_agency_change_type;

typedef struct {
  gint64 agency_id;
  gint64 successor_id; /* 0: none */
  gint64 at_us;        /* the first moment it is no longer in force */
} TcAgencyEnd;
/* agency.end: also ends the posts there. Units below it go first. */
extern const TcOperationType tc_agency_end_type;

typedef struct {
  gint64 staff_id;
  const char *account; /* of staff.add */
  const char *name;
  const char *title; /* (nullable) */
  const char *phone; /* (nullable) */
} TcStaffArgs;
extern const TcOperationType tc_staff_add_type;    /* staff.add */
extern const TcOperationType tc_staff_change_type; /* staff.change */

typedef struct {
  gint64 staff_id;
} TcStaffRef;
extern const TcOperationType tc_staff_deactivate_type; /* staff.deactivate: from now on */
extern const TcOperationType tc_staff_reactivate_type; /* staff.reactivate */

typedef struct {
  gint64 role_id;
  const char *code; /* of role.add */
  const char *name_vi;
  const char *name_en;
} TcRoleArgs;
extern const TcOperationType tc_role_add_type;    /* role.add */
extern const TcOperationType tc_role_change_type; /* role.change */

typedef struct {
  gint64 role_id;
  const char *capability;
} TcRoleCapability;
/* Doing it twice changes nothing. */
extern const TcOperationType tc_role_allow_type; /* role.allow */
extern const TcOperationType tc_role_deny_type;  /* role.deny */

typedef struct {
  gint64 role_id;
  const char *kind; /* of the scopes */
} TcRoleScope;
extern const TcOperationType tc_role_read_type;   /* role.read */
extern const TcOperationType tc_role_unread_type; /* role.unread */

typedef struct {
  gint64 post_id;
  gint64 staff_id;
  gint64 agency_id;
  gint64 role_id;
  gint64 valid_from_us;
  gint64 valid_to_us; /* TC_NONE: open */
} TcPostAdd;
extern const TcOperationType tc_post_add_type; /* post.add */

typedef struct {
  gint64 post_id;
  gint64 at_us;
} TcPostEnd;
extern const TcOperationType tc_post_end_type; /* post.end */

typedef struct {
  gint64 desk_id; /* its replica number, 1..TC_REPLICA_MAX; never used twice */
  const char *name;
  gint64 agency_id;
} TcDeskArgs;
extern const TcOperationType tc_desk_invite_type; /* desk.invite */
extern const TcOperationType tc_desk_change_type; /* desk.change */

typedef struct {
  gint64 desk_id;
  GBytes *public_key; /* Ed25519, TC_KEY_PUBLIC_SIZE bytes */
} TcDeskEnrol;
extern const TcOperationType tc_desk_enrol_type; /* desk.enrol (system): an invited one, once */

typedef struct {
  gint64 desk_id;
} TcDeskRef;
extern const TcOperationType tc_desk_revoke_type; /* desk.revoke: for ever */
/* desk.relay: an invited one is a relay for the desks of its agency and of those below it. */
extern const TcOperationType tc_desk_relay_type;
/* desk.media: an invited one is a media host: it serves cameras and holds no rows at all. */
extern const TcOperationType tc_desk_media_type;

typedef struct {
  gint64 desk_id;
  gint64 role_id;
} TcDeskRole;
extern const TcOperationType tc_desk_allow_role_type; /* desk.allow-role */
extern const TcOperationType tc_desk_deny_role_type;  /* desk.deny-role */

typedef struct {
  gint64 session_id;
  gint64 staff_id;
  gint64 desk_id;
  gint64 until_us;
} TcSessionOpen;
extern const TcOperationType tc_session_open_type; /* session.open (system) */

typedef struct {
  gint64 session_id;
} TcSessionEnd;
extern const TcOperationType tc_session_end_type; /* session.end: one's own, or any by the system */

/* All of them, NULL-terminated. */
extern const TcOperationType *const tc_people_types[];
