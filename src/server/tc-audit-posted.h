/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Links of a log that somebody kept outside (lines of the journal, or what GET /log/head gave; see
 * tc-log-head.h), compared with the log as it is now: a log that was written anew no longer leads
 * to them.
 */
#pragma once

#include "tc-key.h"

#include <gio/gio.h>
#include <json-glib/json-glib.h>

#define TC_AUDIT_POSTED_BYTES_MAX (64 * 1024 * 1024)
#define TC_AUDIT_POSTED_MAX 100000

typedef struct {
  guint line; /* of the file, from 1 */
  gint64 epoch;
  gint64 lsn;
  char *log;  /* (owned): hex */
  char *link; /* (owned): hex */
  TcSignature signature;
} TcAuditPosted;

/**
 * tc_audit_posted_read:
 * @path: a text file: in each line that has such an object it is found, others are passed over
 *
 * Returns: (transfer full) (element-type TcAuditPosted): not empty. Errors: G_FILE_ERROR;
 * TC_ERROR_INVALID: it has none; TC_ERROR_LIMIT.
 */
GPtrArray *tc_audit_posted_read (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Likewise of the text; @name is what messages call it. */
GPtrArray *tc_audit_posted_parse (const char *text, gsize size, const char *name,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What tc_audit_links() gives, of a log or a server. (transfer full) */
typedef JsonObject *(*TcAuditLinksFunc) (JsonArray *lsns, gpointer data, GError **error);

typedef struct {
  guint same;
  guint forgotten;   /* of what a restore of the server forgot */
  guint earlier;     /* before @after_lsn */
  GPtrArray *faults; /* (owned) (element-type utf8): sentences */
} TcAuditCompared;

void tc_audit_compared_clear (TcAuditCompared *compared);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TcAuditCompared, tc_audit_compared_clear)

/* @key: (nullable): the server's; then each line's own signature is checked too. */
gboolean tc_audit_posted_compare (const GPtrArray *posted, const TcPublicKey *key, gint64 after_lsn,
                                  TcAuditLinksFunc links, gpointer data, TcAuditCompared *compared,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
