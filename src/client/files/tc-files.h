/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The files of a desk: what a person attaches is kept here before anything else and goes up when
 * the line is there; what is looked at comes down, checked. Made for a desk by tc_files_of(), and
 * ends with it.
 *
 * Thread: the main loop's; everything that waits for a disk or a line is asynchronous.
 */
#pragma once

#include "tc-desk.h"
#include "tc-file-transfers.h"
#include "tc-kept-file.h"
#include "tc-unattached.h"

#define TC_TYPE_FILES (tc_files_get_type ())
G_DECLARE_FINAL_TYPE (TcFiles, tc_files, TC, FILES, GObject)

/* A file that is still to be sent, for an order of this desk's unit. */
typedef struct {
  const char *hash; /* (unowned) */
  const char *name; /* (unowned) */
} TcOrderFile;

/* What is fetched before anybody asks: files of open incidents up to this size. */
#define TC_FILE_AHEAD_BYTES_MAX ((gint64) 8 * 1024 * 1024)

/*
 * Property: unsent (uint): files that are still to be sent.
 *
 * Signal: ::changed (const char *hash): its status is another; NULL: of any file.
 * Signal: ::person: somebody else is signed in, or nobody: whose files those are that could not be
 *   attached.
 * Signal: ::forgotten (gint64 id): of those one that nobody came back to is gone.
 */

/* The desk's, made at the first call; (transfer none): lives as long as the desk. */
TcFiles *tc_files_of (TcDesk *desk);

void tc_files_look (TcFiles *self, const char *hash, TcFileStatus *status);
guint tc_files_get_unsent (TcFiles *self);
/* Of one order, the oldest first; also of an earlier run. They live until the next ::changed.
 * (transfer full) (element-type TcOrderFile) */
GArray *tc_files_list_order_files (TcFiles *self, gint64 task_id);
void tc_files_set_quota (TcFiles *self, gint64 bytes);
gint64 tc_files_get_total (TcFiles *self);
/* Files that this desk has no attachment of any more go now, not in a minute. */
void tc_files_tidy_now (TcFiles *self);
/* What nobody came back to is forgotten now, not within the hour. */
void tc_files_forget_now (TcFiles *self);

typedef struct {
  const char *hash;
  gint64 size;
} TcFileWant;
/* What is on screen now: it comes before all else, in this order. Call it when that changes. */
void tc_files_show (TcFiles *self, const TcFileWant *wants, guint n);
/* What the person looks at: it comes first. */
void tc_files_view (TcFiles *self, const TcFileWant *want);

/* What the server wouldn't give may be had by now. */
void tc_files_ask_again (TcFiles *self, const char *hash);

/* The whole file, checked. Errors: TC_ERROR_NOT_FOUND, TC_ERROR_DIVERGED; then it is fetched anew
 * if it can be. */
void tc_files_read_async (TcFiles *self, const char *hash, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer data);
GBytes *tc_files_read_finish (TcFiles *self, GAsyncResult *result, GError **error);

/* How a picture looks that was decoded here: kept at this desk, to find duplicates by. */
void tc_files_keep_look (TcFiles *self, const char *hash, gint64 look);

/* What a file is attached to. */
typedef struct {
  gint64 id; /* of the attachment: tc_files_make_id(), once for a file that is given */
  gint64 incident_id;
  gint64 task_id;     /* of the order that a unit sends it for from its own desk; 0 */
  gint64 original_id; /* of a photo: this is a copy that was blurred by hand; 0 */
} TcFilePlace;

gint64 tc_files_make_id (TcFiles *self);
/**
 * tc_files_attach_async:
 * @place: another try under the same id is the same file: what was attached already isn't a second
 *   time
 * @source: (nullable): a file; or
 * @bytes: (nullable): its contents
 * @name: (nullable): NULL takes that of @source
 *
 * Keeps a copy on this desk's disk, then submits incident.attach as the person signed in, and sends
 * the file when it can. Once it is finished without a refusal nothing can lose it.
 */
void tc_files_attach_async (TcFiles *self, const TcFilePlace *place, GFile *source, GBytes *bytes,
                            const char *name, GAsyncReadyCallback callback, gpointer data);
/* (transfer full): a refusal is that of incident.attach, or file.unreadable (name), file.empty
 * (name), file.too-large (name, limit_mib), file.no-room (name). Errors: TC_ERROR_STORE, … */
TcVerdict *tc_files_attach_finish (TcFiles *self, GAsyncResult *result,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * tc_files_take_async:
 * @source: a file
 *
 * Keeps a copy on this desk's disk for what is a draft still. It is held until
 * tc_files_let_go_kept(); after a stop as long as a draft in outbox.db speaks of it.
 */
void tc_files_take_async (TcFiles *self, GFile *source, GAsyncReadyCallback callback,
                          gpointer data);
/* @file: (out) (transfer full) (nullable): NULL with a refusal. Otherwise as
 * tc_files_attach_finish(). */
TcVerdict *tc_files_take_finish (TcFiles *self, GAsyncResult *result, TcKeptFile **file,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;
void tc_files_let_go_kept (TcFiles *self, const TcKeptFile *file);
/* The draft has become an incident, or a report on one: its file is attached under the file's own
 * id, so that a second try is the same attachment. Its row is written before whatever is asked of
 * the outbox next. See tc_files_attach_finish(). */
void tc_files_attach_kept_async (TcFiles *self, const TcKeptFile *file, gint64 incident_id,
                                 gint64 report_id, GAsyncReadyCallback callback, gpointer data);

/**
 * tc_files_keep_unattached_async:
 * @what: which it was, what for, why not and whose it is; hash, size and time are set here
 * @source: (nullable): a file; or
 * @bytes: (nullable): its contents
 *
 * Keeps what could not be attached on this desk's disk for that person, until
 * tc_files_drop_unattached(): what the try copied, if it came that far. Errors: TC_ERROR_LIMIT
 * (enough is kept already, or it is too large), TC_ERROR_FULL, TC_ERROR_INVALID (empty),
 * TC_ERROR_BUSY (it is nobody's), G_IO_ERROR, …
 */
void tc_files_keep_unattached_async (TcFiles *self, const TcUnattached *what, GFile *source,
                                     GBytes *bytes, GAsyncReadyCallback callback, gpointer data);
/* (transfer full) */
TcUnattached *tc_files_keep_unattached_finish (TcFiles *self, GAsyncResult *result, GError **error);
/* Who is signed in at the desk; 0: nobody. */
gint64 tc_files_get_person (TcFiles *self);
/* Of the person signed in. (transfer full) (element-type TcUnattached) */
void tc_files_list_unattached_async (TcFiles *self, GAsyncReadyCallback callback, gpointer data);
GPtrArray *tc_files_list_unattached_finish (TcFiles *self, GAsyncResult *result, GError **error);
/* It was refused again: @one has why. */
void tc_files_note_unattached (TcFiles *self, const TcUnattached *one);
/* It is attached, or nobody wants it any more. */
void tc_files_drop_unattached (TcFiles *self, const TcUnattached *one);

/* Where a copy for opening it with another program goes: a folder that the next start clears.
 * (transfer full) */
GFile *tc_files_get_open_target (TcFiles *self, const char *hash, const char *name);
/* Whether it is of a kind that is opened with the system's program, by name and first bytes. */
gboolean tc_files_may_open (const char *name, GBytes *bytes);
/**
 * tc_files_save_async:
 * @open_name: (nullable): it is to be opened: refused for kinds that aren't
 *
 * Writes a copy, checked. Errors: TC_ERROR_NOT_FOUND, TC_ERROR_DIVERGED, TC_ERROR_DENIED (isn't
 * opened), G_IO_ERROR.
 */
void tc_files_save_async (TcFiles *self, const char *hash, GFile *target, const char *open_name,
                          GAsyncReadyCallback callback, gpointer data);
gboolean tc_files_save_finish (TcFiles *self, GAsyncResult *result,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;
