/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Files that were attached at this desk and are still to be sent, in outbox.db (table upload): what
 * a person added outlives every stop.
 *
 * Thread: that of the outbox's connection. Faults of the database stick to it.
 */
#pragma once

#include "tc-database.h"

typedef struct {
  gint64 id; /* of the attachment */
  gint64 incident_id;
  char *hash;         /* (owned) */
  gint64 size;        /* bytes */
  char *name;         /* (owned) */
  char *media_type;   /* (owned) */
  gint64 original_id; /* of a blurred copy; 0 */
  gint64 report_id;   /* that it came with; 0 */
  gint64 task_id;     /* of the order that a unit sends it for; 0 */
  gint64 actor_id;
  gint64 session_id;
  gint64 added_us;
  gboolean attached; /* the operation was submitted */
  gboolean sent;
} TcUpload;

TcUpload *tc_upload_copy (const TcUpload *upload);
void tc_upload_free (TcUpload *upload);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcUpload, tc_upload_free)

/* One that is there with this id stays as it is. */
void tc_upload_queue_add (TcDatabase *db, const TcUpload *upload);
/* Oldest first. One whose operation is in the outbox is attached, whatever the row says.
 * (transfer full) (element-type TcUpload) */
GPtrArray *tc_upload_queue_list (TcDatabase *db);
/* What was attached here and put on record, as far back as the outbox knows: a server that was
 * restored from a backup may have lost it. Only hash and size are set. (transfer full)
 * (element-type TcUpload) */
GPtrArray *tc_upload_queue_list_confirmed (TcDatabase *db);
/* The operation is in the outbox; what was sent too is done. */
void tc_upload_queue_set_attached (TcDatabase *db, gint64 id);
/* The server has the bytes; what is attached too is done. */
void tc_upload_queue_set_sent (TcDatabase *db, const char *hash);
/* Whether a file with this hash is still to be sent. */
gboolean tc_upload_queue_has (TcDatabase *db, const char *hash);
/* The operation was refused at once. */
void tc_upload_queue_remove (TcDatabase *db, gint64 id);
/* Nobody wants it any more: it goes, unless its operation is in the outbox. */
void tc_upload_queue_give_up (TcDatabase *db, gint64 id);
/* What an earlier try copied: hash and size alone are set. (nullable) (transfer full) */
TcUpload *tc_upload_queue_find (TcDatabase *db, gint64 id);
