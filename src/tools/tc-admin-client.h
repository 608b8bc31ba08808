/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The administrator's end of toancanhd's Unix socket. The socket's permissions and the peer's
 * credentials say who may; nobody opens a live database.
 *
 * One JSON object a line each way, at most TC_ADMIN_LINE_BYTES_MAX; answers come in the order of
 * the questions. A question has "do" and what the verb needs; an answer has "ok": true with what
 * was asked for, or "ok": false with "error": a sentence, or with "refusal": {"code", "args": {…}}
 * where an operation was refused. Ids are strings, LSNs and times (microseconds UTC) numbers.
 *
 *   status                                      → version, address, uptime_s, lsn, epoch, accepted,
 *                                                 refused, per_minute, desks (lines open),
 *                                                 desk_list: [{id, name, state, online, and online
 *                                                 behind, in_flight_bytes, and as it says itself
 *                                                 version, pending, attention, clock_ahead_us; else
 *                                                 seen_us}], sizes and room in bytes, warnings,
 *                                                 errors: [{at_us, text}], newest first, backup_…
 *   operate       name, args: {…},              → lsn. Arguments by the kind's table: ids as
 *                 made_us, actor                  strings, ID lists as arrays of strings, other
 *                                                 numbers as numbers. As the system (actor 0), now;
 *                                                 with made_us (in the past) or actor (id of a
 *                                                 person who might do it then) it is recorded as
 *                                                 what happened before, elsewhere
 *   make-ids      count (≤ 1000)                → ids: […]
 *   rows          table, columns: […], after    → rows: [[…], …]: those columns of up to 1,000
 *                                                 rows with id > after, by id. Of a replicated
 *                                                 table, rows of scope 1 (common) alone: nothing
 *                                                 personal is read here. Integers are strings
 *   take-code     at_us                         → code: the next incident code of that day
 *   find-report   source, external_id           → id: of the report with that number of that
 *                                                 outside system; absent if there is none
 *   put-file      hash, size, offset, data      → offset: how much of the file is there now. Base64
 *                                                 of what follows at offset is kept if so much is
 *                                                 there; once it is whole it is checked against
 *                                                 its SHA-256 and stands in the file store
 *   find-reports  source, external_ids: […]     → reports: [{external_id, id, incident, state,
 *                 (≤ 500)                         unit, due_us}] of those that are there: state,
 *                                                 unit and due time of the incident; state
 *                                                 "merged" where it went into another
 *   export-begin  reason                        → export, log, epoch, lsn, tables: all that follows
 *                                                 is as of that LSN. With a reason, which is put on
 *                                                 record first, personal tables are among it. One
 *                                                 at a time; over after a minute without a question
 *   export-rows   export, table, after, since_us → columns, rows: [[…], …], next, done: a page of a
 *                                                 table or of "log", of what is not older than
 *                                                 since_us; texts or null. What follows ':' in a
 *                                                 column's name says what it is
 *   export-file   export, hash                  → path: of that file of the file store; absent if
 *                                                 it isn't there
 *   export-end    export
 *   accounts                                    → accounts: [{id, account, name, active, locked}]
 *   set-password  account, password
 *   desks                                       → desks: [{id, name, agency, state, online}]
 *   invite-desk   name, agency, roles: […],     → id, code (told once), until_us. Of a desk of that
 *                                                 name that is invited and not enrolled yet, a
 *                 relay, media                    new code; agency and roles may then be left out.
 *                                                 A relay, or a media host, which has no roles
 *   revoke-desk   id
 *   api-keys                                    → keys: [{id, name, source, active, made_us}]
 *   add-api-key   name, source                  → id, key (told once)
 *   revoke-api-key id
 *   backup        dir, keep (0: all)            begins one; at most one is made at a time
 *   backup-state                                → running, done, total (bytes); of the newest:
 *                                                 path, made_us, lsn, missing (attachments); if a
 *                                                 later one failed, error, failed_us
 *   backup-cancel
 *   snapshot      desk (name)                   → dir, files: names in it of snapshots of what that
 *                                                 desk may hold, each with its list of parts; key
 *                                                 (hex), desk (number), lsn; may take long
 *   files-check                                 looks through all attachments at once
 *   files-rest                                  ends that where it is; it goes on slowly
 *   files-state                                 → running, done, total (folders); of this round
 *                                                 checked, damaged, restored, removed; wanted: lost
 *                                                 now; whole_us: when a round was last whole
 *   inspect       deep (boolean)                → facts about the data, see tc-inspect.h; may take
 *                                                 long
 *   audit         key (hex), since              begins a proof of the log; one at a time. The
 *                                                 server's own key and all of it unless said
 *   audit-state                                 → running, done, total (operations), server_key; of
 *                                                 the newest that ended: result, see tc-audit.h, or
 *                                                 error
 *   audit-cancel
 *   audit-export  incident (code or id),        begins an export of its history; the reason is put
 *                 reason, chain, attachments      on record first. audit-state: result has path, to
 *                                                 be copied, and what tc_bundle_write() gives
 *   audit-export-end                            the file at path may go
 *   purgeable     incident (code)               → id, code, things: [{kind, id, at_us, by, size}]:
 *                                                 what of it could be purged: reports, attachments
 *                                                 and texts, by their ids, times, makers and sizes
 *   purge         incident (code), kind,        → lsn, id. Carried out as the person with that
 *                 target, decision, reason, by    account, who must be allowed to (legal.purge)
 *   purges                                      → purges: [{id, kind, incident (code), target,
 *                                                 decision, by (account), at_us, operations
 *                                                 (emptied in the log), done, swept}], newest first
 *   device-password device (code), password     the password of a camera or recorder; "": it is
 *                                                 forgotten
 *   serve-cameras host (name; "": none),        → changed: how many: those cameras, or all of them,
 *                 numbers: […]                    are served by that media host
 *   camera-views  camera (number), account,     → views: [{id, at_us, ends_us, account, desk,
 *                 count (≤ 500), before (id)      camera (number), name, use, profile, from_us,
 *                                                 rate_milli}], newest first
 *   test-alarm-call number                      sends one SMS to try it, by the configured program;
 *                                                 may take as long as that may (300 s at most)
 *   log-links     lsns: […] (≤ 1000)            → the links there, see tc_audit_links()
 *   log           after (lsn), count            → entries: [{lsn, name, actor, replica, made_us,
 *                                                 refusal}] in order; lsn
 */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

#define TC_ADMIN_LINE_BYTES_MAX (1024 * 1024)
/* An answer that takes longer than that won't come. */
#define TC_ADMIN_TIMEOUT_S 30

#define TC_ADMIN_ERROR (tc_admin_error_quark ())
GQuark tc_admin_error_quark (void);

typedef enum {
  TC_ADMIN_ERROR_REFUSED,  /* the operation was refused; the message holds code and arguments */
  TC_ADMIN_ERROR_FAILED,   /* the server says why in the message */
  TC_ADMIN_ERROR_PROTOCOL, /* what came is no answer */
} TcAdminError;

typedef struct _TcAdminClient TcAdminClient;

/* Errors: G_IO_ERROR with what was tried. Thread: the client's owner; all calls block. */
TcAdminClient *tc_admin_client_new (const char *socket_path,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
void tc_admin_client_free (TcAdminClient *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcAdminClient, tc_admin_client_free)

/**
 * tc_admin_client_call:
 * @question: (transfer full): an object with "do"
 *
 * Returns: (transfer full): the answer, whose "ok" is true. Errors: TC_ADMIN_ERROR, G_IO_ERROR.
 */
JsonObject *tc_admin_client_call (TcAdminClient *self, JsonObject *question,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Sends without waiting: for many in a row, each answered by one tc_admin_client_receive(). At most
 * TC_ADMIN_AHEAD_MAX may be unanswered. */
#define TC_ADMIN_AHEAD_MAX 64
gboolean tc_admin_client_send (TcAdminClient *self, JsonObject *question,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;
JsonObject *tc_admin_client_receive (TcAdminClient *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* For a question that takes long. */
void tc_admin_client_set_timeout (TcAdminClient *self, guint seconds);

/* {"do": @verb}. (transfer full) */
JsonObject *tc_admin_question (const char *verb);
