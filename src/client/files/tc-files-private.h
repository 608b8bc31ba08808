/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the parts of TcFiles share: tc-files.c (the object; the desk's line), tc-files-attach.c
 * (adding), tc-files-unattached.c (what could not be), tc-files-start.c (what an earlier run left),
 * tc-files-save.c (copies for others), tc-files-keep.c (what is here is looked through).
 */
#pragma once

#include "tc-desk-files.h"
#include "tc-files.h"
#include "tc-upload-queue.h"

struct _TcFiles {
  GObject parent;
  TcDesk *desk;               /* (unowned) (nullable): NULL once it stops; it owns us */
  TcFileCache *cache;         /* (owned) */
  TcFileTransfers *transfers; /* (owned) */
  GPtrArray *order_files;     /* (owned) (element-type TcUpload): unsent, for orders of the unit */
  GHashTable *unattached;     /* (owned) (element-type gint64): ids of those that hold a file */
  GPtrArray *shown;           /* (owned) (element-type utf8): hashes, as last told */
  guint unsent;               /* as last told */
  gboolean started;           /* what an earlier run left is being read, or was */
  guint again;                /* source id */
  guint tidying;              /* source id */
  guint keeping;              /* source id */
  guint forgetting;           /* source id */
  char *kept;                 /* (owned) (nullable): the file that was looked at last */
  gboolean loaded;            /* it has been read */
  gboolean offering;          /* to be offered again as soon as it has been read */
  gboolean looking_ahead;     /* a query for what may be asked for later runs */
};

/* tc-files-start.c */
/* Reads what is there, once the desk is enrolled. */
void tc_files_start (TcFiles *self);
/* What was attached here is offered to the server again; what it has is not sent. */
void tc_files_offer_again (TcFiles *self);
/* After a while, files that this desk may not read any more, or never could, are removed. */
void tc_files_tidy (TcFiles *self);
/* After rows of attachments changed: what a legal purge has taken is not sent any more. */
void tc_files_review_sends (TcFiles *self);
/* The server has lost a file: it is sent if it is here and whole. */
void tc_files_give_back (TcFiles *self, const char *hash);
/* Looks through what is here, one file now and then. */
void tc_files_keep (TcFiles *self);
/* What may be asked for later is wanted, as far as there is room. */
void tc_files_look_ahead (TcFiles *self);

/* tc-files-unattached.c */
/* From now on what nobody comes back to is forgotten while the desk runs, too. */
void tc_files_forget (TcFiles *self);
/* @list: (element-type TcUnattached): once each, however often they are read */
void tc_files_hold_unattached (TcFiles *self, GPtrArray *list);

/* tc-files.c */
/* Keeps in mind that it is for an order, if it is, until it is sent. */
void tc_files_note_order_file (TcFiles *self, const TcUpload *upload);
void tc_files_forget_order_file (TcFiles *self, const char *hash);

/* tc-files-attach.c */
/* Thread: any that may wait for the disk. A copy of @source, or of @bytes, that is held.
 * (transfer full): its hash. Errors: see tc_file_cache_add(). */
char *tc_files_put (TcFiles *self, GFile *source, GBytes *bytes, gint64 size_max, gint64 *size,
                    GCancellable *cancellable, GError **error);
/* Submits the operation of @upload and notes that in its row; (transfer full) @upload. @later: its
 * maker isn't there to be told: what this desk would refuse goes to the server, and by way of it to
 * the tray. @callback gets a task of @self that gives a TcVerdict. */
void tc_files_put_on_record (TcFiles *self, TcUpload *upload, gboolean later,
                             GAsyncReadyCallback callback, gpointer data);
