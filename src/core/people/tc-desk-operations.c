/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Operations on desks and sessions. A desk is invited by an administrator, enrolled by the server
 * with the key that it brings, and once revoked never comes back: its number would sign for two. A
 * session is the server's word that it checked this person at this desk.
 */
#include "tc-people-operations.h"

#include "tc-id.h"
#include "tc-key.h"
#include "tc-people-guards.h"
#include "tc-permission.h"

#include <string.h>

static const TcArg desk_args[] = {
    TC_ARG (TcDeskArgs, desk_id, TC_ARG_INT, TC_REQUIRED, TC_REPLICA_MAX),
    TC_ARG (TcDeskArgs, name, TC_ARG_LINE, TC_REQUIRED, TC_NAME_CHARS_MAX),
    TC_ARG (TcDeskArgs, agency_id, TC_ARG_ID, TC_REQUIRED, 0),
    {NULL},
};

static gboolean
refuse_state (TcApply *apply, gint64 desk_id, const char *state)
{
  return tc_apply_refuse (apply, "people.desk-state", "desk", TC_I, desk_id, "state", TC_S, state,
                          NULL);
}

/* That the desk exists and is in that state, or in any but "revoked" if @state is NULL. */
static gboolean
check_state (TcApply *apply, gint64 desk_id, const char *state)
{
  if (!tc_guard_is_there (apply, TC_RECORD_DESK, desk_id))
    return FALSE;
  g_autofree char *is = tc_database_dup_text (apply->db, "SELECT state FROM desk WHERE id = ?", "i",
                                              desk_id);
  if (state ? g_strcmp0 (is, state) == 0 : g_strcmp0 (is, "revoked") != 0)
    return TRUE;
  return refuse_state (apply, desk_id, is);
}

static gboolean
invite_desk (TcApply *apply, gconstpointer data)
{
  const TcDeskArgs *args = data;

  /* Number 0 is the server's. */
  if (args->desk_id == TC_REPLICA_SERVER)
    return tc_apply_refuse (apply, "people.exists", "what", TC_S, "desk", "id", TC_I, args->desk_id,
                            NULL);
  if (!tc_guard_is_free (apply, TC_RECORD_DESK, args->desk_id) ||
      !tc_guard_agency_in_force (apply, args->agency_id, apply->now_us))
    return FALSE;
  tc_database_execute (apply->db,
                       "INSERT INTO desk (id, scope, name, agency_id, state)"
                       " VALUES (?, 1, ?, ?, 'invited')",
                       "isi", args->desk_id, args->name, args->agency_id);
  return TRUE;
}

static gboolean
change_desk (TcApply *apply, gconstpointer data)
{
  const TcDeskArgs *args = data;

  if (!check_state (apply, args->desk_id, NULL) ||
      !tc_guard_agency_in_force (apply, args->agency_id, apply->now_us))
    return FALSE;
  tc_database_execute (apply->db, "UPDATE desk SET name = ?, agency_id = ? WHERE id = ?", "sii",
                       args->name, args->agency_id, args->desk_id);
  return TRUE;
}

static const TcArg desk_enrol_args[] = {
    TC_ARG (TcDeskEnrol, desk_id, TC_ARG_INT, TC_REQUIRED, TC_REPLICA_MAX),
    TC_ARG (TcDeskEnrol, public_key, TC_ARG_BYTES, TC_REQUIRED, TC_KEY_PUBLIC_SIZE),
    {NULL},
};

static gboolean
enrol_desk (TcApply *apply, gconstpointer data)
{
  const TcDeskEnrol *args = data;

  if (!check_state (apply, args->desk_id, "invited"))
    return FALSE;
  if (g_bytes_get_size (args->public_key) != TC_KEY_PUBLIC_SIZE)
    return tc_apply_refuse (apply, "people.public-key", NULL);
  tc_database_execute (apply->db, "UPDATE desk SET state = 'enrolled', public_key = ? WHERE id = ?",
                       "yi", args->public_key, args->desk_id);
  return TRUE;
}

static const TcArg desk_ref_args[] = {
    TC_ARG (TcDeskRef, desk_id, TC_ARG_INT, TC_REQUIRED, TC_REPLICA_MAX),
    {NULL},
};

static gboolean
revoke_desk (TcApply *apply, gconstpointer data)
{
  const TcDeskRef *args = data;

  if (!check_state (apply, args->desk_id, NULL))
    return FALSE;
  /* The key stays: what the desk signed before must be checkable for ever. */
  tc_database_execute (apply->db, "UPDATE desk SET state = 'revoked' WHERE id = ?", "i",
                       args->desk_id);
  return TRUE;
}

/* Before it is enrolled: what a desk holds and what it may carry never changes under it. */
static gboolean
make_relay (TcApply *apply, gconstpointer data)
{
  const TcDeskRef *args = data;

  if (!check_state (apply, args->desk_id, "invited"))
    return FALSE;
  tc_database_execute (apply->db, "UPDATE desk SET kind = 'relay' WHERE id = ?", "i",
                       args->desk_id);
  return TRUE;
}

/* Likewise. It may hold nothing (tc-reading-rights.h), whatever roles it has. */
static gboolean
make_media_host (TcApply *apply, gconstpointer data)
{
  const TcDeskRef *args = data;

  if (!check_state (apply, args->desk_id, "invited"))
    return FALSE;
  tc_database_execute (apply->db, "UPDATE desk SET kind = 'media' WHERE id = ?", "i",
                       args->desk_id);
  return TRUE;
}

static const TcArg desk_role_args[] = {
    TC_ARG (TcDeskRole, desk_id, TC_ARG_INT, TC_REQUIRED, TC_REPLICA_MAX),
    TC_ARG (TcDeskRole, role_id, TC_ARG_ID, TC_REQUIRED, 0),
    {NULL},
};

static gboolean
allow_role_at_desk (TcApply *apply, gconstpointer data)
{
  const TcDeskRole *args = data;

  if (!check_state (apply, args->desk_id, NULL) ||
      !tc_guard_is_there (apply, TC_RECORD_ROLE, args->role_id))
    return FALSE;
  tc_database_execute (apply->db,
                       "INSERT INTO desk_role (id, scope, desk_id, role_id)"
                       " SELECT ?1, 1, ?2, ?3 WHERE NOT EXISTS (SELECT 1 FROM desk_role"
                       " WHERE desk_id = ?2 AND role_id = ?3)",
                       "iii", apply->op->head.id, args->desk_id, args->role_id);
  return TRUE;
}

static gboolean
deny_role_at_desk (TcApply *apply, gconstpointer data)
{
  const TcDeskRole *args = data;

  if (!tc_guard_is_there (apply, TC_RECORD_DESK, args->desk_id) ||
      !tc_guard_is_there (apply, TC_RECORD_ROLE, args->role_id))
    return FALSE;
  tc_database_execute (apply->db, "DELETE FROM desk_role WHERE desk_id = ? AND role_id = ?", "ii",
                       args->desk_id, args->role_id);
  return TRUE;
}

static const TcArg session_open_args[] = {
    TC_ARG (TcSessionOpen, session_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcSessionOpen, staff_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcSessionOpen, desk_id, TC_ARG_INT, TC_REQUIRED, TC_REPLICA_MAX),
    TC_ARG (TcSessionOpen, until_us, TC_ARG_TIME, TC_REQUIRED, 0),
    {NULL},
};

/* A person signs in only where one of their roles may work: the desk holds what that role reads. */
static gboolean
check_role_here (TcApply *apply, const TcSessionOpen *args)
{
  if (tc_database_get_int (apply->db, 0,
                           "SELECT 1 FROM post JOIN desk_role AS d ON d.role_id = post.role_id"
                           " WHERE post.staff_id = ?1 AND d.desk_id = ?2"
                           " AND post.valid_from_us <= ?3"
                           " AND (post.valid_to_us IS NULL OR post.valid_to_us > ?3) LIMIT 1",
                           "iii", args->staff_id, args->desk_id, apply->now_us))
    return TRUE;
  return tc_apply_refuse (apply, "people.role-not-here", "desk", TC_I, args->desk_id, NULL);
}

static gboolean
open_session (TcApply *apply, gconstpointer data)
{
  const TcSessionOpen *args = data;

  if (!tc_guard_is_free (apply, TC_RECORD_SESSION, args->session_id) ||
      !tc_guard_staff_active (apply, args->staff_id, apply->now_us) ||
      !check_state (apply, args->desk_id, "enrolled") || !check_role_here (apply, args))
    return FALSE;
  if (args->until_us <= apply->now_us || args->until_us - apply->now_us > TC_SESSION_MAX_US)
    return tc_apply_refuse (apply, "people.session-length", NULL);
  tc_database_execute (apply->db,
                       "INSERT INTO session (id, scope, staff_id, desk_id, from_us, until_us)"
                       " VALUES (?, 1, ?, ?, ?, ?)",
                       "iiiii", args->session_id, args->staff_id, args->desk_id, apply->now_us,
                       args->until_us);
  return TRUE;
}

static const TcArg session_end_args[] = {
    TC_ARG (TcSessionEnd, session_id, TC_ARG_ID, TC_REQUIRED, 0),
    {NULL},
};

static gboolean
end_session (TcApply *apply, gconstpointer data)
{
  const TcSessionEnd *args = data;
  gint64 actor_id = apply->op->head.actor_id;

  if (!tc_guard_is_there (apply, TC_RECORD_SESSION, args->session_id))
    return FALSE;
  if (actor_id != 0 &&
      tc_database_get_int (apply->db, 0, "SELECT staff_id FROM session WHERE id = ?", "i",
                           args->session_id) != actor_id)
    return tc_apply_refuse (apply, "people.not-own-session", NULL);
  /* Never longer than it was, nor over before it began. */
  tc_database_execute (
      apply->db, "UPDATE session SET until_us = max (from_us, min (until_us, ?)) WHERE id = ?",
      "ii", apply->now_us, args->session_id);
  return TRUE;
}

#define TYPE(symbol, operation, capability, table, Struct, function)                               \
  const TcOperationType symbol = {                                                                 \
      operation, 1, capability, "common", table, sizeof (Struct), NULL, function,                  \
  }

TYPE (tc_desk_invite_type, "desk.invite", TC_CAPABILITY_PEOPLE, desk_args, TcDeskArgs, invite_desk);
TYPE (tc_desk_change_type, "desk.change", TC_CAPABILITY_PEOPLE, desk_args, TcDeskArgs, change_desk);
TYPE (tc_desk_enrol_type, "desk.enrol", NULL, desk_enrol_args, TcDeskEnrol, enrol_desk);
TYPE (tc_desk_revoke_type, "desk.revoke", TC_CAPABILITY_PEOPLE, desk_ref_args, TcDeskRef,
      revoke_desk);
TYPE (tc_desk_relay_type, "desk.relay", TC_CAPABILITY_PEOPLE, desk_ref_args, TcDeskRef, make_relay);
TYPE (tc_desk_media_type, "desk.media", TC_CAPABILITY_PEOPLE, desk_ref_args, TcDeskRef,
      make_media_host);
TYPE (tc_desk_allow_role_type, "desk.allow-role", TC_CAPABILITY_PEOPLE, desk_role_args, TcDeskRole,
      allow_role_at_desk);
TYPE (tc_desk_deny_role_type, "desk.deny-role", TC_CAPABILITY_PEOPLE, desk_role_args, TcDeskRole,
      deny_role_at_desk);
TYPE (tc_session_open_type, "session.open", NULL, session_open_args, TcSessionOpen, open_session);
TYPE (tc_session_end_type, "session.end", TC_CAPABILITY_SIGNED_IN, session_end_args, TcSessionEnd,
      end_session);

const TcOperationType *const tc_people_types[] = {
    &tc_province_found_type,
    &tc_province_change_type,
    &tc_scope_add_type,
    &tc_agency_add_type,
    &tc_agency_change_type,
    &tc_agency_end_type,
    &tc_staff_add_type,
    &tc_staff_change_type,
    &tc_staff_deactivate_type,
    &tc_staff_reactivate_type,
    &tc_role_add_type,
    &tc_role_change_type,
    &tc_role_allow_type,
    &tc_role_deny_type,
    &tc_role_read_type,
    &tc_role_unread_type,
    &tc_post_add_type,
    &tc_post_end_type,
    &tc_desk_invite_type,
    &tc_desk_change_type,
    &tc_desk_enrol_type,
    &tc_desk_revoke_type,
    &tc_desk_relay_type,
    &tc_desk_media_type,
    &tc_desk_allow_role_type,
    &tc_desk_deny_role_type,
    &tc_session_open_type,
    &tc_session_end_type,
    NULL,
};
