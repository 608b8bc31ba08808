/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A desk without its screen: its replica (on a worker thread), its line to the server, the person
 * signed in. It is the operation sink of everything a person does, and gives readers to list
 * models. Simulated operators drive it as the desktop does.
 *
 * Thread: the main loop's. Everything that takes time is asynchronous.
 */
#pragma once

#include "tc-operation-sink.h"
#include "tc-worker.h"

#define TC_TYPE_DESK (tc_desk_get_type ())
G_DECLARE_FINAL_TYPE (TcDesk, tc_desk, TC, DESK, GObject)

typedef enum {
  TC_DESK_NEW,        /* not enrolled: no server is known */
  TC_DESK_OFFLINE,    /* working alone, trying to connect */
  TC_DESK_CONNECTING, /* greeting, or loading the first snapshot */
  TC_DESK_ONLINE,
} TcDeskState;

/* Whether the line goes to a relay of this room, and whether that has the province's server. */
typedef enum {
  TC_DESK_DIRECT,
  TC_DESK_RELAYED,   /* by a relay that has its server */
  TC_DESK_RELAY_CUT, /* the room is by itself: what it does is provisional */
} TcDeskRelay;

/* Whether this machine's disk keeps what is done here. From FULL on nothing is kept: submitting
 * gives TC_ERROR_FULL or TC_ERROR_DISK, the line is closed. It mends by itself as soon as the disk
 * does. */
typedef enum {
  TC_DISK_FINE,
  TC_DISK_LOW,      /* less than TC_DESK_ROOM_LOW is left */
  TC_DISK_RENEWING, /* the replica was broken, and is empty until the server has filled a new one */
  TC_DISK_FULL,     /* no room is left */
  TC_DISK_FAULTY,   /* it can't be read or written */
} TcDiskState;

/* Room that is worth a warning, bytes. */
#define TC_DESK_ROOM_LOW ((guint64) 200 * 1000 * 1000)

/*
 * Properties: state (int, TcDeskState), disk (int, TcDiskState), offline-since-us (int64; 0 when
 * online), pending (uint), attention (uint: refused, of all people here), attention-hidden (uint:
 * of that, what the person signed in may not see; see tc-desk-tray.h), round-trip-ms (int; -1
 * unknown), clock-ahead-us (int64), name (string: of the desk), person-id (int64; 0: nobody),
 * person-name (string),
 * session-until-us (int64: from then on what that person does isn't taken; 0: not known),
 * checked-us (int64: when the server last checked that person's password, if this desk did it now;
 * 0), loading (double 0..1; while CONNECTING: of what makes the desk of use; else: of the history
 * behind it; 1 when all is here), demonstration (boolean: the province is invented), turned-away
 * (string (nullable)): why the server doesn't let this desk in: "line.desk-unknown" (its right was
 * ended, or the server is another), "line.schema" (this program is too old for the server),
 * "line.schema-newer" (it is newer than the server's), "line.protocol" (the versions differ),
 * "line.relay-agency" (the relay serves others) or "line.replaced" (a second computer works under
 * this desk's number, and has the line).
 * Until it is online again.
 *
 * Also of a relay: relay (int, TcDeskRelay), relay-since-us (int64: since when it has its server,
 * or hasn't; 0: not known), provisional (uint: what others of the room did and the server hasn't
 * settled).
 *
 * Signals:
 * ::rows-changed (const char *table, GArray *ids): rows of one table changed on this replica
 *   (element-type gint64); at most one emission a table and main loop turn.
 * ::replaced (): everything that is read here may have changed: what the desk holds, or what of it
 * the person signed in may read.
 * ::reloaded (): what the desk holds is all new, perhaps since the server had to begin anew.
 * ::notice (const char *name, GVariant *value): of the server; stored nowhere.
 * ::waiting-changed (): what waits for the server's answer; see tc-desk-tray.h.
 * ::signing-out (): the person is about to be signed out: what is held back goes now, in that
 * person's name.
 * ::stopping (): its files are about to be closed.
 *
 * What the person signed in does, in this order:
 * ::act-begun (gint64 act, const char *name, GVariant *args): an operation of hers is to be kept,
 *   or the server is asked to do something for her that is on record (a recording is to be kept);
 *   name: (nullable): of its kind; NULL: it was refused once, and is sent again; args: (nullable):
 *   as it is sent; NULL: they are as they were.
 * ::act-answered (gint64 act, gboolean kept): just before whoever asked for it is told; kept: it is
 *   done, or may be.
 * ::act-told (gint64 act): just afterwards.
 */

/**
 * tc_desk_open:
 * @data_dir: where its files are (made if missing): replica.db, outbox.db, desk.key, desk.ini
 *
 * Opens what is there; nothing is connected yet. Files that can't be opened are no error: see
 * TcDiskState. Errors: TC_ERROR_STORE, TC_ERROR_INVALID, TC_ERROR_DIVERGED.
 */
TcDesk *tc_desk_open (const char *data_dir, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Starts connecting, if enrolled, and goes on for as long as the desk lives. */
void tc_desk_start (TcDesk *self);
/* Closes line and files in order; waits for the worker. */
void tc_desk_stop (TcDesk *self);

/* Certificates (PEM) that enrolment trusts beside the system's: only what they signed, or are. Kept
 * for good once enrolled. @pem: (nullable): the system's again */
void tc_desk_set_ca (TcDesk *self, const char *pem);
/* After enrolment failed with G_TLS_ERROR_BAD_CERTIFICATE: the server's certificate (PEM), if all
 * is right with it but who signed it; somebody may compare its words. Borrowed. (nullable) */
const char *tc_desk_get_refused_certificate (TcDesk *self);
/* @url: http:// or https:// of the server, https:// if it says neither; @code: one-time, from the
 * administrator. */
void tc_desk_enrol_async (TcDesk *self, const char *url, const char *code,
                          GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);
/* (nullable) (transfer full): the refusal ("enrol.code", "enrol.address" …); NULL and no error when
 * enrolled. */
TcRefusal *tc_desk_enrol_finish (TcDesk *self, GAsyncResult *result, GError **error);

void tc_desk_sign_in_async (TcDesk *self, const char *account, const char *password,
                            GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);
/* Likewise: "sign-in.failed", "sign-in.locked" (until_us), "sign-in.desk", "people.inactive",
 * "people.desk"; and where the server can't be reached, "sign-in.offline" (the person was not
 * signed in here before), "sign-in.offline-old" (checked_us), "sign-in.clock",
 * "sign-in.not-loaded". */
TcRefusal *tc_desk_sign_in_finish (TcDesk *self, GAsyncResult *result, GError **error);
/* Whether that is the password of the person signed in: for who signs something. Works without a
 * line as signing in does. */
void tc_desk_confirm_async (TcDesk *self, const char *password, GAsyncReadyCallback callback,
                            gpointer data);
/* As tc_desk_sign_in_finish(); NULL and no error: it is. */
TcRefusal *tc_desk_confirm_finish (TcDesk *self, GAsyncResult *result, GError **error);
/* A new session for the person signed in, in place of the one that ends; all else goes on. As
 * signing in. */
void tc_desk_renew_async (TcDesk *self, const char *password, GAsyncReadyCallback callback,
                          gpointer data);
/* As tc_desk_sign_in_finish(); "people.no-session": that person is no longer signed in. */
TcRefusal *tc_desk_renew_finish (TcDesk *self, GAsyncResult *result, GError **error);
/* Why the desk itself signed somebody out: "people.inactive", "sign-in.changed" (the password is
 * another now). (transfer full) (nullable); told once */
TcRefusal *tc_desk_take_signed_out (TcDesk *self);
void tc_desk_sign_out (TcDesk *self);
gint64 tc_desk_get_person (TcDesk *self);
/* Whether the person signed in may; from the replica as it was at sign-in and after each change. */
gboolean tc_desk_may (TcDesk *self, const char *capability);

/* Fills the desk from a file that the administrator made for it with `toancanhctl snapshot export`;
 * it goes on with the server's log from there. */
void tc_desk_load_stick_async (TcDesk *self, const char *path, GCancellable *cancellable,
                               GAsyncReadyCallback callback, gpointer data);
/* Likewise: "stick.file" (message), "stick.other-desk", "stick.damaged", "stick.server" (of another
 * server or version), "stick.old", "stick.behind" (this desk is ahead of it), "stick.new-desk" (not
 * enrolled). NULL and no error when it is loaded. */
TcRefusal *tc_desk_load_stick_finish (TcDesk *self, GAsyncResult *result, GError **error);

TcDeskState tc_desk_get_state (TcDesk *self);
TcDeskRelay tc_desk_get_relay (TcDesk *self);
TcDiskState tc_desk_get_disk (TcDesk *self);
guint tc_desk_get_pending (TcDesk *self);
guint tc_desk_get_attention (TcDesk *self);

/* A connection for reading, with worker of its own; NULL before the desk is enrolled, or as long as
 * its disk has not let it open its files once. */
TcWorker *tc_desk_get_reader (TcDesk *self);
/* Another, there with it, for what is worked out again and again while others write: alarms,
 * counts, the wall. Who types or opens something doesn't stand behind them. */
TcWorker *tc_desk_get_side_reader (TcDesk *self);

/* How long the answer to a question of that name is waited for: some seconds, and about a minute
 * where a device has to answer first. */
guint tc_desk_get_patience_s (const char *name);
/* Asks the server; times out after that. (transfer full) (nullable): the reply, or NULL
 * with @refusal or @error set. */
void tc_desk_ask_async (TcDesk *self, const char *name, GVariant *value, GCancellable *cancellable,
                        GAsyncReadyCallback callback, gpointer data);
/* Likewise, of what the person signed in wants done for her just now: it is an act of hers. What is
 * asked again by itself isn't. */
void tc_desk_ask_act_async (TcDesk *self, const char *name, GVariant *value,
                            GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);
GVariant *tc_desk_ask_finish (TcDesk *self, GAsyncResult *result, TcRefusal **refusal,
                              GError **error);

/* What the server's clock says, as far as this desk knows it: microseconds UTC. */
gint64 tc_desk_now_us (TcDesk *self);
/* What tc_now_us() says is this desk's time from now on: of the program's desks it is looked at. */
void tc_desk_take_now (TcDesk *self);
/* An incident code of this desk's leased block for the day of @now_us, or NULL if none is left; the
 * desk keeps itself supplied while online, for the days ahead too. Unused ones are given again. */
char *tc_desk_take_code (TcDesk *self, gint64 now_us);
