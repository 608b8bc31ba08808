/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The verbs audit: proving the log while the server runs, and exporting the history of an incident
 * that verifies without it. One at a time, on threads of its own that let all others go first; what
 * came of the newest is told until the next one begins.
 */
#include "tc-admin-private.h"

#include "tc-audit.h"
#include "tc-bundle.h"
#include "tc-incident-operations.h"

#include <glib/gstdio.h>
#include <string.h>

/* In the data directory, until its asker has copied it. */
#define BUNDLE "bundle-made"

struct _TcAdminAudits {
  char *dir;            /* (owned): the data directory */
  char *path;           /* (owned): of state.db */
  char *bundle;         /* (owned): of a bundle */
  char *incident;       /* (owned) (nullable): whose history is exported; NULL: the log is proved */
  char *reason;         /* (owned) (nullable): likewise */
  gboolean chain;       /* likewise */
  gboolean attachments; /* likewise */
  GThread *thread;      /* (owned) (nullable): runs, or has ended and was not joined yet */
  GCancellable *cancellable; /* (owned) (nullable): likewise */
  TcPublicKey key;
  gint64 after_lsn;
  GMutex lock;
  gboolean running; /* (mutex lock), and so all that follows */
  gint64 done;
  gint64 total;
  JsonObject *result; /* (owned) (nullable) */
  char *error;        /* (owned) (nullable) */
};

TcAdminAudits *
tc_admin_audits_new (const TcServerParts *parts)
{
  TcAdminAudits *self = g_new0 (TcAdminAudits, 1);

  self->dir = g_strdup (parts->dir);
  self->path = g_build_filename (parts->dir, "state.db", NULL);
  self->bundle = g_build_filename (parts->dir, BUNDLE, NULL);
  g_mutex_init (&self->lock);
  return self;
}

static void
join (TcAdminAudits *self)
{
  g_clear_pointer (&self->thread, g_thread_join);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->result, json_object_unref);
  g_clear_pointer (&self->error, g_free);
  g_clear_pointer (&self->incident, g_free);
  g_clear_pointer (&self->reason, g_free);
  g_unlink (self->bundle);
}

void
tc_admin_audits_free (TcAdminAudits *self)
{
  if (self->cancellable)
    g_cancellable_cancel (self->cancellable);
  join (self);
  g_mutex_clear (&self->lock);
  g_free (self->dir);
  g_free (self->bundle);
  g_free (self->path);
  g_free (self);
}

static void
on_progress (gint64 done, gint64 total, gpointer data)
{
  TcAdminAudits *self = data;

  g_mutex_lock (&self->lock);
  self->done = done;
  self->total = total;
  g_mutex_unlock (&self->lock);
}

static void
tell (JsonObject *result, const GError *error)
{
  const char *fault = NULL;

  if (result)
    fault = json_object_get_string_member_with_default (
        result, "sentence", json_object_get_string_member_with_default (result, "tables", NULL));
  if (fault)
    g_critical ("the log is broken: %s", fault);
  else if (result)
    g_message ("the log was proved up to %" G_GINT64_FORMAT,
               json_object_get_int_member (result, "lsn"));
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_warning ("the log could not be proved: %s", error->message);
}

static JsonObject *
prove (TcAdminAudits *self, GError **error)
{
  const TcAuditOptions options = {.path = self->path,
                                  .key = &self->key,
                                  .after_lsn = self->after_lsn,
                                  .gentle = TRUE,
                                  .progress = on_progress,
                                  .data = self};
  JsonObject *result = tc_audit_run (&options, self->cancellable, error);

  tell (result, error ? *error : NULL);
  return result;
}

static JsonObject *
export_history (TcAdminAudits *self, GError **error)
{
  const TcBundleOptions options = {.data_dir = self->dir,
                                   .incident = self->incident,
                                   .reason = self->reason,
                                   .path = self->bundle,
                                   .key = &self->key,
                                   .chain = self->chain,
                                   .attachments = self->attachments,
                                   .now_us = g_get_real_time (),
                                   .progress = on_progress,
                                   .data = self};
  JsonObject *result = tc_bundle_write (&options, self->cancellable, error);

  if (result)
    json_object_set_string_member (result, "path", self->bundle);
  return result;
}

static gpointer
run_thread (gpointer data)
{
  TcAdminAudits *self = data;
  g_autoptr (GError) error = NULL;
  JsonObject *result = self->incident ? export_history (self, &error) : prove (self, &error);

  g_mutex_lock (&self->lock);
  self->running = FALSE;
  self->result = result;
  self->error = error ? g_strdup (error->message) : NULL;
  g_mutex_unlock (&self->lock);
  return NULL;
}

static gboolean
is_running (TcAdminAudits *self)
{
  g_mutex_lock (&self->lock);
  gboolean running = self->running;
  g_mutex_unlock (&self->lock);
  return running;
}

/* FALSE: there is one, and it is none. */
static gboolean
read_key (TcAdminQuestion *question, TcPublicKey *key)
{
  const char *hex = tc_admin_get_text (question, "key");
  TcDigest bytes;

  G_STATIC_ASSERT (TC_DIGEST_SIZE == TC_KEY_PUBLIC_SIZE);
  if (!hex) {
    *key = *tc_hub_worker_get_public_key (question->parts->hub);
    return TRUE;
  }
  if (!tc_digest_from_hex (hex, &bytes))
    return FALSE;
  memcpy (key->bytes, bytes.bytes, TC_KEY_PUBLIC_SIZE);
  return TRUE;
}

/* FALSE: answered; something runs. */
static gboolean
is_free (TcAdminQuestion *question)
{
  if (!is_running (question->audits))
    return TRUE;
  tc_admin_fail (question, "the log is being proved or exported already");
  return FALSE;
}

static void
start (TcAdminQuestion *question, const TcPublicKey *key)
{
  TcAdminAudits *self = question->audits;

  self->key = *key;
  self->cancellable = g_cancellable_new ();
  self->running = TRUE;
  self->done = self->total = 0;
  self->thread = g_thread_new ("audit", run_thread, self);
  tc_admin_answer (question, NULL);
}

static void
ask_audit (TcAdminQuestion *question)
{
  TcAdminAudits *self = question->audits;
  TcPublicKey key;
  gint64 since = 0;

  if (!read_key (question, &key) ||
      (json_object_has_member (question->asked, "since") &&
       (!tc_admin_get_int (question, "since", &since) || since < 0))) {
    tc_admin_fail (question, "\"key\" is 64 hexadecimal digits and \"since\" an LSN");
    return;
  }
  if (!is_free (question))
    return;
  join (self);
  self->after_lsn = since;
  start (question, &key);
}

/* ---- audit-export ---- */

static gboolean
get_flag (TcAdminQuestion *question, const char *name)
{
  JsonNode *node = json_object_get_member (question->asked, name);

  return node && JSON_NODE_HOLDS_VALUE (node) && json_node_get_boolean (node);
}

/* The reason is on record: now it may be read. */
static void
recorded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TcAdminQuestion *question = data;
  TcAdminAudits *self;

  if (!tc_admin_accepted (question, source, result, NULL))
    return;
  if (g_cancellable_is_cancelled (tc_admin_get_cancellable (question))) {
    tc_admin_fail (question, "the line was closed");
    return;
  }
  if (!is_free (question))
    return;
  self = question->audits;
  join (self);
  self->incident = g_strdup (tc_admin_get_text (question, "incident"));
  self->reason = g_strdup (tc_admin_get_text (question, "reason"));
  self->chain = get_flag (question, "chain");
  self->attachments = get_flag (question, "attachments");
  start (question, tc_hub_worker_get_public_key (question->parts->hub));
}

static void
ask_audit_export (TcAdminQuestion *question)
{
  const char *incident = tc_admin_get_text (question, "incident");
  const char *reason = tc_admin_get_text (question, "reason");
  g_autofree char *whole = g_strdup_printf ("%s: %s", incident ? incident : "",
                                            reason ? reason : "");
  TcReporterExport args = {whole};

  if (!incident || !*incident || !reason || !*reason)
    tc_admin_fail (question, "\"incident\" (code or id) and \"reason\" are needed");
  else if (is_free (question))
    tc_admin_submit (question, &tc_reporter_export_type, &args, recorded_cb);
}

/* It was copied, or nobody wants it. */
static void
ask_audit_export_end (TcAdminQuestion *question)
{
  if (is_running (question->audits)) {
    tc_admin_fail (question, "it is still being written");
    return;
  }
  join (question->audits);
  tc_admin_answer (question, NULL);
}

static void
ask_audit_state (TcAdminQuestion *question)
{
  TcAdminAudits *self = question->audits;
  JsonObject *answer = json_object_new ();
  g_autofree char *key = tc_hex_new (tc_hub_worker_get_public_key (question->parts->hub)->bytes,
                                     TC_KEY_PUBLIC_SIZE);

  g_mutex_lock (&self->lock);
  json_object_set_boolean_member (answer, "running", self->running);
  json_object_set_int_member (answer, "done", self->done);
  json_object_set_int_member (answer, "total", self->total);
  if (self->result)
    json_object_set_object_member (answer, "result", json_object_ref (self->result));
  if (self->error)
    json_object_set_string_member (answer, "error", self->error);
  g_mutex_unlock (&self->lock);
  json_object_set_string_member (answer, "server_key", key);
  tc_admin_answer (question, answer);
}

static void
ask_audit_cancel (TcAdminQuestion *question)
{
  if (question->audits->cancellable)
    g_cancellable_cancel (question->audits->cancellable);
  tc_admin_answer (question, NULL);
}

/* ---- log-links ---- */

static gpointer
read_links (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return tc_audit_links (db, data);
}

static void
links_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TcAdminQuestion *question = data;
  g_autoptr (GError) error = NULL;
  JsonObject *answer = tc_worker_run_finish (TC_WORKER (source), result, &error);

  if (answer)
    tc_admin_answer (question, answer);
  else
    tc_admin_fail_error (question, error);
}

static void
ask_log_links (TcAdminQuestion *question)
{
  JsonArray *lsns = tc_admin_get_array (question, "lsns");

  if (!lsns || json_array_get_length (lsns) > TC_AUDIT_LINKS_MAX)
    tc_admin_fail (question, "\"lsns\" (up to %d) are needed", TC_AUDIT_LINKS_MAX);
  else
    tc_admin_run (question, read_links, json_array_ref (lsns), (GDestroyNotify) json_array_unref,
                  (GDestroyNotify) json_object_unref, links_read_cb);
}

const TcAdminVerb tc_admin_audit_verbs[] = {
    {"audit", ask_audit},
    {"audit-state", ask_audit_state},
    {"audit-cancel", ask_audit_cancel},
    {"audit-export", ask_audit_export},
    {"audit-export-end", ask_audit_export_end},
    {"log-links", ask_log_links},
    {NULL, NULL},
};
