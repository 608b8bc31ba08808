/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Withdrawing what has expired; see the header. A look that finds the one before still under way
 * is passed over. A copy that couldn't be withdrawn is found again at the next look.
 */
#include "tc-reporter-expiry.h"

#include "tc-incident-operations.h"
#include "tc-incident-queries.h"

/* Stands in the record of accesses, like the reasons that people type. */
#define REASON "Hết thời hạn cung cấp"

struct _TcReporterExpiry {
  TcOperationSink *sink; /* (owned) */
  TcWorker *reader;      /* (owned) */
  guint timer;           /* source id; 0 once freed */
  guint under_way;       /* answers that are waited for; each holds a reference */
};

static void
clear_expiry (gpointer data)
{
  TcReporterExpiry *self = data;

  g_object_unref (self->sink);
  g_object_unref (self->reader);
}

static void
unref_expiry (gpointer data)
{
  g_rc_box_release_full (data, clear_expiry);
}

static void
withdrawn_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TcReporterExpiry *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TcVerdict)
      verdict = tc_operation_sink_submit_finish (TC_OPERATION_SINK (source), result, &error);

  self->under_way--;
  if (!verdict)
    g_warning ("a reporter's copy that expired stays until the next look: %s", error->message);
  else if (verdict->refusal) /* somebody withdrew it at the same moment */
    g_message ("a reporter's copy that expired was not withdrawn: %s", verdict->refusal->code);
  unref_expiry (self);
}

static void
withdraw (TcReporterExpiry *self, const TcExpiredCopy *copy)
{
  const TcReporterWithdraw args = {copy->report_id, copy->copy_id, REASON};

  self->under_way++;
  tc_operation_sink_submit_async (self->sink, &tc_reporter_withdraw_type, &args, NULL, withdrawn_cb,
                                  g_rc_box_acquire (self));
}

static gpointer
read_expired (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return tc_reporter_expired (db, g_get_real_time ());
}

static void
expired_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TcReporterExpiry *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) copies = tc_worker_run_finish (TC_WORKER (source), result, &error);

  self->under_way--;
  if (!copies)
    g_warning ("looking for reporters' copies that expired: %s", error->message);
  for (guint i = 0; copies && self->timer != 0 && i < MIN (copies->len, TC_REPORTER_EXPIRY_MAX);
       i++)
    withdraw (self, &g_array_index (copies, TcExpiredCopy, i));
  unref_expiry (self);
}

static gboolean
look_cb (gpointer data)
{
  TcReporterExpiry *self = data;

  if (self->under_way > 0)
    return G_SOURCE_CONTINUE;
  self->under_way++;
  tc_worker_run_async (self->reader, read_expired, NULL, NULL, (GDestroyNotify) g_array_unref, NULL,
                       expired_cb, g_rc_box_acquire (self));
  return G_SOURCE_CONTINUE;
}

TcReporterExpiry *
tc_reporter_expiry_new (TcOperationSink *sink, TcWorker *reader, guint interval_s)
{
  TcReporterExpiry *self = g_rc_box_new0 (TcReporterExpiry);

  self->sink = g_object_ref (sink);
  self->reader = g_object_ref (reader);
  self->timer = g_timeout_add_seconds (interval_s, look_cb, self);
  look_cb (self);
  return self;
}

void
tc_reporter_expiry_free (TcReporterExpiry *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  unref_expiry (self);
}
