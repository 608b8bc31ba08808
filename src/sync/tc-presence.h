/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Presence: who is at which desk, and which incident that person has open. It is never an operation
 * and stands in no row: a desk says it by a question (also over its relay) and again as long as it
 * holds, the server keeps it in memory, answers with what that desk may know of the others, and
 * tells those who said something whenever it changes. What nobody says again ends by itself.
 *
 * Here are the two forms as they travel and the server's book; both pure, with time by argument.
 */
#pragma once

#include "tc-limits.h"

#include <glib.h>

/* The question of a desk, and the notice of the server. The newest replaces all that was told
 * before, so that a lost one does no harm; a notice without a list (of a relay) says: ask. Desks
 * that never ask are told nothing: older ones don't know of it. */
#define TC_PRESENCE "presence"
/* Desks that one list names; further ones aren't told of. */
#define TC_PRESENCE_MAX 256
/* A desk says it again after so long; after the second it is gone. */
#define TC_PRESENCE_AGAIN_US (20 * TC_US_PER_S)
#define TC_PRESENCE_ENDS_US (65 * TC_US_PER_S)

typedef struct {
  guint16 replica; /* the desk */
  gboolean away;   /* it is locked */
  gint64 staff_id;
  gint64 incident_id; /* open there; 0: none */
} TcPresence;

/* What a desk says: (transfer floating): a{sv}. @session_id: 0: nobody is there any more */
GVariant *tc_presence_write_said (gint64 session_id, gint64 incident_id, gboolean away);
/* FALSE: it is malformed. */
gboolean tc_presence_read_said (GVariant *value, gint64 *session_id, gint64 *incident_id,
                                gboolean *away) G_GNUC_WARN_UNUSED_RESULT;

/* What a desk is told: (transfer floating): a{sv}. @list: (element-type TcPresence) */
GVariant *tc_presence_write_list (const GArray *list);
/* (transfer full) (nullable) (element-type TcPresence): ascending by desk; what can't be is left
 * out. NULL: there is no list */
GArray *tc_presence_read_list (GVariant *value);

/* The server's. */
typedef struct _TcPresenceBook TcPresenceBook;

TcPresenceBook *tc_presence_book_new (void);
void tc_presence_book_free (TcPresenceBook *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcPresenceBook, tc_presence_book_free)

/* @scope: who holds it is told; @relay: over which it was said, 0: none. TRUE: something that
 * others are told is another now. */
gboolean tc_presence_book_put (TcPresenceBook *self, const TcPresence *presence, gint64 scope,
                               guint16 relay, gint64 now_us);
/* Likewise, of one desk. */
gboolean tc_presence_book_remove (TcPresenceBook *self, guint16 replica);
/* Likewise: the line of @replica is gone, and with it all that was said over it. */
gboolean tc_presence_book_cut (TcPresenceBook *self, guint16 replica);
/* Likewise, of all that wasn't said again in time. */
gboolean tc_presence_book_expire (TcPresenceBook *self, gint64 now_us);
guint tc_presence_book_get_size (TcPresenceBook *self);
/* Desks with a line of their own that said something: who is told. (transfer full) (element-type
 * guint16): ascending */
GArray *tc_presence_book_list_desks (TcPresenceBook *self);
/* Relays over which something was said. Likewise. */
GArray *tc_presence_book_list_relays (TcPresenceBook *self);
/* What a desk that holds @scopes (element-type gint64, ascending) may know of the others. (transfer
 * full) (element-type TcPresence): ascending by desk */
GArray *tc_presence_book_list_for (TcPresenceBook *self, guint16 replica, const GArray *scopes);
/* A copy as it is now, for another thread. (transfer full) */
TcPresenceBook *tc_presence_book_copy (TcPresenceBook *self);
