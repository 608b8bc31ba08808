/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Loading snapshots at a relay; see tc-relay.h.
 *
 * DESIGN: they are put into a file of their own, by whatever thread, while the room goes on with
 * what is here. Then what else is here of the relay (the queue, what it knows of its desks) is
 * copied into that file, and all of it becomes the relay's in one transaction, page by page: a stop
 * at any moment leaves all that was or all that is to be, and who reads meanwhile sees either.
 */
#include "tc-relay-private.h"

#include "tc-snapshot.h"

#include <string.h>

struct _TcRelayPlan {
  TcPosition position;
  GArray *scopes; /* (owned) (element-type gint64) */
  TcPublicKey server_key;
  guint schema_version;
  GArray *rights;   /* (owned) (element-type gint64): that the server told with them */
  GPtrArray *kinds; /* (owned) (element-type utf8): of those */
  guint goodbye;    /* of the server, since which they stand */
};

/* Not replicated, and the relay's whatever its rows are. What is left out is made anew (the log,
 * which begins there) or stays empty at a relay. */
static const char *const carried[] = {
    "relay_queue",   "relay_desk",   "relay_ended",     "held_scope", "purge_done",
    "allowed_scope", "identity",     "pending",         "tray",       "confirmed",
    "session_proof", "log_identity", "enrolment_proof", NULL};

static gpointer
copy_kind (gconstpointer kind, gpointer data)
{
  return g_strdup (kind);
}

TcRelayPlan *
tc_relay_plan (TcRelay *self)
{
  const TcReplica *up = self->up;
  TcRelayPlan *plan = g_atomic_rc_box_new0 (TcRelayPlan);

  plan->position = up->offered;
  plan->scopes = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_array_append_vals (plan->scopes, up->offered_scopes->data, up->offered_scopes->len);
  plan->server_key = up->server_key;
  plan->schema_version = up->schema_version;
  plan->rights = g_array_copy (up->rights);
  plan->kinds = g_ptr_array_copy (up->rights_kinds, copy_kind, NULL);
  g_ptr_array_set_free_func (plan->kinds, g_free);
  plan->goodbye = self->goodbyes;
  return plan;
}

TcRelayPlan *
tc_relay_plan_ref (TcRelayPlan *plan)
{
  return g_atomic_rc_box_acquire (plan);
}

static void
clear_plan (gpointer plan)
{
  TcRelayPlan *self = plan;

  g_array_unref (self->scopes);
  g_array_unref (self->rights);
  g_ptr_array_unref (self->kinds);
}

void
tc_relay_plan_unref (TcRelayPlan *plan)
{
  g_atomic_rc_box_release_full (plan, clear_plan);
}

/* Who may hold what, and whose key it is, stands in these rows. */
static gboolean
verify_files (const TcRelayPlan *plan, GPtrArray *lists, GPtrArray *contents,
              GCancellable *cancellable, GError **error)
{
  if (lists->len != plan->scopes->len || contents->len != plan->scopes->len) {
    g_set_error (error, TC_ERROR, TC_ERROR_INVALID, "snapshots that nobody waits for");
    return FALSE;
  }
  for (guint i = 0; i < contents->len; i++)
    if (!tc_snapshot_verify (g_ptr_array_index (contents, i), g_ptr_array_index (lists, i),
                             g_array_index (plan->scopes, gint64, i), &plan->position,
                             &plan->server_key, cancellable, error))
      return FALSE;
  return TRUE;
}

static gboolean
load_files (const TcRelayPlan *plan, TcDatabase *db, GPtrArray *contents, GCancellable *cancellable,
            GError **error)
{
  g_autoptr (TcCatalogue) catalogue = tc_catalogue_load (db, error);

  for (guint i = 0; catalogue && i < contents->len; i++)
    if (!tc_snapshot_load (db, catalogue, g_array_index (plan->scopes, gint64, i), &plan->position,
                           g_ptr_array_index (contents, i), cancellable, error))
      return FALSE;
  if (!catalogue)
    return FALSE;
  const TcPassedOver *passed_over = tc_catalogue_get_passed_over (catalogue);
  if (passed_over->rows > 0 || passed_over->values > 0)
    tc_database_execute (db, "INSERT INTO passed_over (id, version) VALUES (1, ?)", "i",
                         (gint64) plan->schema_version);
  return TRUE;
}

gboolean
tc_relay_plan_fill (const TcRelayPlan *plan, TcDatabase *db, GPtrArray *lists, GPtrArray *contents,
                    GCancellable *cancellable, GError **error)
{
  if (!verify_files (plan, lists, contents, cancellable, error))
    return FALSE;
  tc_database_begin (db);
  if (!load_files (plan, db, contents, cancellable, error)) {
    tc_database_rollback (db);
    return FALSE;
  }
  if (!tc_database_commit (db, error) || g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  tc_database_checkpoint (db);
  return tc_database_check (db, error);
}

static void
copy_row (sqlite3_stmt *row, TcDatabase *to, const char *sql)
{
  g_autoptr (TcQuery) insert = tc_database_query (to, sql, NULL);

  if (tc_database_has_fault (to))
    return;
  for (int i = 0; i < sqlite3_column_count (row); i++)
    sqlite3_bind_value (tc_query_get_statement (insert), i + 1, sqlite3_column_value (row, i));
  tc_query_next (insert);
}

/* All rows of a table, as they are. */
static void
copy_table (TcDatabase *from, TcDatabase *to, const char *name)
{
  g_autofree char *select = g_strdup_printf ("SELECT * FROM %s", name);
  g_autofree char *clear = g_strdup_printf ("DELETE FROM %s", name);
  g_autoptr (GString) insert = g_string_new (NULL);
  g_autoptr (TcQuery) rows = tc_database_query (from, select, NULL);

  if (tc_database_has_fault (from))
    return;
  g_string_append_printf (insert, "INSERT INTO %s VALUES (?", name);
  for (int i = 1; i < sqlite3_column_count (tc_query_get_statement (rows)); i++)
    g_string_append (insert, ",?");
  g_string_append (insert, ")");
  tc_database_execute (to, clear, NULL);
  while (!tc_database_has_fault (to) && tc_query_next (rows))
    copy_row (tc_query_get_statement (rows), to, insert->str);
}

/* The log begins there anew. */
static void
write_base (TcRelay *self, TcDatabase *db, const TcPosition *position)
{
  static const TcDigest nothing;
  static const TcSignature unsigned_link;

  tc_database_execute (db, "UPDATE log_identity SET log_id = ?, epoch = ?", "bi", position->log_id,
                       (gsize) TC_LOG_ID_SIZE, position->epoch);
  tc_database_execute (db,
                       "INSERT INTO log_commit (last_lsn, first_lsn, time_us, ops_root, link,"
                       " signature) VALUES (?1,?1,?2,?3,?4,?5)",
                       "iibbb", position->lsn, self->now_us, nothing.bytes, (gsize) TC_DIGEST_SIZE,
                       position->link.bytes, (gsize) TC_DIGEST_SIZE, unsigned_link.bytes,
                       (gsize) TC_SIGNATURE_SIZE);
}

static gboolean
is_elsewhere (TcRelay *self, const TcPosition *position)
{
  return position->epoch != self->hub->position.epoch ||
         memcmp (position->log_id, self->hub->position.log_id, TC_LOG_ID_SIZE) != 0;
}

/* What fails of @filled is no fault of what is here. */
static gboolean
complete (TcRelay *self, const TcRelayPlan *plan, TcDatabase *filled, GError **error)
{
  g_autoptr (GError) fault = NULL;

  tc_database_begin (filled);
  for (guint i = 0; carried[i]; i++)
    copy_table (self->db, filled, carried[i]);
  tc_replica_mark_filled (self->up, filled);
  write_base (self, filled, &plan->position);
  if (is_elsewhere (self, &plan->position))
    tc_relay_delete_known (filled);
  else
    tc_relay_delete_seen (self, filled, plan->position.lsn);
  if (!tc_database_check (self->db, error)) {
    tc_database_rollback (filled);
    return FALSE;
  }
  if (!tc_database_commit (filled, &fault))
    g_set_error (error, TC_ERROR, TC_ERROR_INVALID, "completing what was loaded: %s",
                 fault->message);
  return fault == NULL;
}

static gboolean
is_offered (const TcReplica *up, const TcRelayPlan *plan)
{
  const GArray *scopes = up->offered_scopes;

  return !memcmp (plan->position.log_id, up->offered.log_id, TC_LOG_ID_SIZE) &&
         plan->position.epoch == up->offered.epoch && plan->position.lsn == up->offered.lsn &&
         plan->scopes->len == scopes->len &&
         (scopes->len == 0 ||
          !memcmp (plan->scopes->data, scopes->data, scopes->len * sizeof (gint64)));
}

/* A line that was cut and came back makes what was loaded no less true. */
static gboolean
has_rights (const TcReplica *up, const TcRelayPlan *plan)
{
  if (plan->rights->len != up->rights->len || plan->kinds->len != up->rights_kinds->len ||
      (up->rights->len > 0 &&
       memcmp (plan->rights->data, up->rights->data, up->rights->len * sizeof (gint64)) != 0))
    return FALSE;
  for (guint i = 0; i < plan->kinds->len; i++)
    if (g_strcmp0 (plan->kinds->pdata[i], up->rights_kinds->pdata[i]) != 0)
      return FALSE;
  return TRUE;
}

TcRelayWant
tc_relay_wants (TcRelay *self, const TcRelayPlan *plan)
{
  if (plan->goodbye != self->goodbyes || self->revoked || !is_offered (self->up, plan) ||
      !has_rights (self->up, plan))
    return TC_RELAY_UNWANTED;
  switch (self->up->state) {
  case TC_REPLICA_OFFLINE:
  case TC_REPLICA_LOADING:
    return TC_RELAY_WANTED;
  case TC_REPLICA_GREETING:
    /* The server has been told, or is being told, of what is here now. */
    return TC_RELAY_WANTED_LATER;
  default:
    return TC_RELAY_UNWANTED;
  }
}

gboolean
tc_relay_take (TcRelay *self, const TcRelayPlan *plan, TcDatabase *filled, gint64 now_us,
               GError **error)
{
  gboolean elsewhere = is_elsewhere (self, &plan->position);

  g_assert (tc_relay_wants (self, plan) == TC_RELAY_WANTED);
  self->now_us = now_us;
  tc_relay_forget_arrived (self);
  if (!complete (self, plan, filled, error) || !tc_replica_load_filled (self->up, filled, error))
    return FALSE;
  if (elsewhere)
    tc_relay_forget_known (self);
  self->placed = TRUE;
  return tc_relay_pass_on (self, error);
}
