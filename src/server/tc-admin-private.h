/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One question on the administration socket, as its verb sees it: what was asked, what the server
 * lends, and exactly one answer, which frees the question. Private to the admin server's files.
 */
#pragma once

#include "tc-admin-server.h"

#include <json-glib/json-glib.h>

/* Asked for no longer than that, an export is over. */
#define TC_ADMIN_EXPORT_IDLE_S 60

typedef struct _TcAdminConnection TcAdminConnection;
/* The audit that runs, or ran last. */
typedef struct _TcAdminAudits TcAdminAudits;
/* The export that is under way, if one is. */
typedef struct _TcAdminExports TcAdminExports;

TcAdminExports *tc_admin_exports_new (void);
/* A line is gone, and with it the export that it had begun. */
void tc_admin_exports_close_line (TcAdminExports *exports, const TcAdminConnection *connection);
/* Waits for what is being read. */
void tc_admin_exports_free (TcAdminExports *exports);

TcAdminAudits *tc_admin_audits_new (const TcServerParts *parts);
/* Cancels what runs and waits for it. */
void tc_admin_audits_free (TcAdminAudits *self);

typedef struct {
  const TcServerParts *parts;    /* (unowned): the server's */
  TcDeskLines *lines;            /* (unowned): the server's */
  TcFileStore *files;            /* (unowned): the server's */
  TcAdminExports *exports;       /* (unowned): the server's */
  TcAdminAudits *audits;         /* (unowned): the server's */
  gint64 started_us;             /* of the server, monotonic */
  JsonObject *asked;             /* (owned) */
  TcAdminConnection *connection; /* (owned) */
  char *answer;                  /* (owned) (nullable): until it is its turn */
  gpointer state;                /* (nullable): the verb's */
  GDestroyNotify state_free;
} TcAdminQuestion;

typedef struct {
  const char *name;
  void (*ask) (TcAdminQuestion *question);
} TcAdminVerb;

extern const TcAdminVerb tc_admin_state_verbs[];  /* end with a name of NULL */
extern const TcAdminVerb tc_admin_people_verbs[]; /* likewise */
extern const TcAdminVerb tc_admin_exchange_verbs[];
extern const TcAdminVerb tc_admin_export_verbs[];
extern const TcAdminVerb tc_admin_backup_verbs[];  /* likewise */
extern const TcAdminVerb tc_admin_inspect_verbs[]; /* likewise */
extern const TcAdminVerb tc_admin_snapshot_verbs[];
extern const TcAdminVerb tc_admin_audit_verbs[];
extern const TcAdminVerb tc_admin_purge_verbs[];
extern const TcAdminVerb tc_admin_camera_verbs[];
extern const TcAdminVerb tc_admin_finding_verbs[];
extern const TcAdminVerb tc_admin_alarm_verbs[];

/* @answer: (transfer full) (nullable): what was asked for */
void tc_admin_answer (TcAdminQuestion *question, JsonObject *answer);
void tc_admin_refuse (TcAdminQuestion *question, const TcRefusal *refusal);
void tc_admin_fail (TcAdminQuestion *question, const char *format, ...) G_GNUC_PRINTF (2, 3);
void tc_admin_fail_error (TcAdminQuestion *question, const GError *error);

/* Members of what was asked; NULL or FALSE if it isn't there in that form. */
const char *tc_admin_get_text (TcAdminQuestion *question, const char *name);
gboolean tc_admin_get_int (TcAdminQuestion *question, const char *name, gint64 *value);
/* An id: a string of digits. 0 if it isn't one. */
gint64 tc_admin_get_id (TcAdminQuestion *question, const char *name);
JsonArray *tc_admin_get_array (TcAdminQuestion *question, const char *name);
void tc_admin_set_id (JsonObject *object, const char *name, gint64 id);

/* A query on the short reader; @result is told in the question's main context. */
void tc_admin_run (TcAdminQuestion *question, TcWorkFunc func, gpointer data,
                   GDestroyNotify data_free, GDestroyNotify result_free,
                   GAsyncReadyCallback callback);
void tc_admin_submit (TcAdminQuestion *question, const TcOperationType *type, gconstpointer args,
                      GAsyncReadyCallback callback);
/* TRUE if it was accepted; else the question is answered. */
gboolean tc_admin_accepted (TcAdminQuestion *question, GObject *source, GAsyncResult *result,
                            gint64 *lsn);
/* Cancelled when the connection is closed, by either side. */
GCancellable *tc_admin_get_cancellable (TcAdminQuestion *question);
/* The replica of the media host of that name; 0: there is none. On the reader. */
gint64 tc_admin_find_media_host (TcDatabase *db, const char *name, GError **error);
void tc_admin_ask_status (TcAdminQuestion *question);
/* What status says of backups and restores; answers. */
void tc_admin_add_backup (TcAdminQuestion *question, JsonObject *answer);
/* operate: any operation, its arguments in JSON by its table. */
void tc_admin_ask_operate (TcAdminQuestion *question);
/* put-file: a piece of a file for the store. */
void tc_admin_ask_put_file (TcAdminQuestion *question);
