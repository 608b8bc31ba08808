/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whether all is at rest, and whether all agree then; see sim.h. What operations became is in
 * sim-ledger.c, the log carried out anew in sim-rerun.c.
 */
#include "sim.h"

#include "memory-disk.h"
#include "tc-log-audit.h"
#include "tc-schema.h"

#include <string.h>

/* Whether the server knows the desk. */
static gboolean
is_enrolled (Sim *sim, const SimDesk *desk)
{
  return tc_database_get_int (sim->db, 0, "SELECT 1 FROM desk WHERE id = ? AND state = 'enrolled'",
                              "i", (gint64) desk->number);
}

/* Whether both ends know of it: one whose hub is gone is live until its desk hears of that. */
static gboolean
is_whole (const SimLine *line)
{
  return line && line->peer && !line->cut;
}

static const char *
what_moves (Sim *sim, SimDesk *desk, const TcPosition *head)
{
  desk->settled = FALSE;
  if (!desk->replica)
    return "its files are not open";
  if (!is_enrolled (sim, desk))
    return NULL;
  if (!is_whole (desk->line) || desk->status.state != TC_REPLICA_LIVE)
    return "it has no line";
  if (desk->status.lsn != head->lsn)
    return "it hasn't all";
  if (desk->status.parts_left > 0)
    return "parts of its snapshots are missing";
  if (desk->status.provisional > 0)
    return "it shows what others made and is not settled";
  if (desk->status.pending > 0)
    return "something is pending";
  desk->settled = TRUE;
  return NULL;
}

static char *
what_relay_does (Sim *sim, const TcPosition *head)
{
  const SimRelay *relay = &sim->relay;

  if (!relay->relay)
    return g_strdup ("the relay is not up");
  if (!is_whole (relay->line) || relay->status.upstream.state != TC_REPLICA_LIVE)
    return g_strdup ("the relay has no line");
  if (relay->status.upstream.lsn != head->lsn || relay->status.queued > 0)
    return g_strdup_printf ("the relay is at %" G_GINT64_FORMAT ", %u waiting",
                            relay->status.upstream.lsn, relay->status.queued);
  return NULL;
}

char *
sim_check_rest (Sim *sim)
{
  TcPosition head;

  if (!sim->hub)
    return g_strdup ("the hub is not up");
  if (tc_hub_has_work (sim->hub))
    return g_strdup ("the hub has work");
  tc_hub_get_position (sim->hub, &head);
  for (guint i = 1; i <= sim->plan.n_desks; i++) {
    SimDesk *desk = &sim->desks[i];
    const char *what = what_moves (sim, desk, &head);

    if (what)
      return g_strdup_printf (
          "desk %u: %s (state %d, %" G_GINT64_FORMAT " of %" G_GINT64_FORMAT ", %u pending)", i,
          what, (int) desk->status.state, desk->status.lsn, head.lsn, desk->status.pending);
  }
  return sim->relay.used ? what_relay_does (sim, &head) : NULL;
}

/* ---- rows ---- */

static TcDatabase *
open_reader (Sim *sim, const char *name)
{
  g_autoptr (GError) error = NULL;
  TcDatabase *db = tc_database_open (name, 0, &error);

  if (!db)
    sim_fail (sim, "%s can't be read: %s", name, error->message);
  return db;
}

static void
check_held (Sim *sim, SimDesk *desk, TcDatabase *db)
{
  g_autofree char *held = tc_database_dup_text (
      db, "SELECT group_concat (id) FROM (SELECT id FROM held_scope ORDER BY id)", NULL);
  g_autofree char *rights = tc_database_dup_text (
      sim->db,
      "SELECT group_concat (id) FROM (SELECT s.id FROM scope AS s, desk AS d WHERE d.id = ?"
      " AND (s.id = 1 OR EXISTS (SELECT 1 FROM role_scope AS r, desk_role AS o"
      " WHERE r.kind = s.kind AND o.role_id = r.role_id AND o.desk_id = d.id"
      " AND (s.kind <> 'unit' OR s.agency_id = d.agency_id))) ORDER BY s.id)",
      "i", (gint64) desk->number);

  if (g_strcmp0 (held, rights) != 0)
    sim_fail (sim, "desk %u holds scopes %s and may hold %s", desk->number, held, rights);
}

/* @ours: the server's */
static void
check_rows (Sim *sim, SimDesk *desk, TcDatabase *db, TcCatalogue *catalogue, SimRows *ours)
{
  g_autoptr (SimRows) theirs = sim_rows_read (catalogue, db);
  g_autoptr (GArray) scopes = sim_rows_list_scopes (theirs);
  g_autoptr (TcQuery) held = tc_database_query (db, "SELECT id FROM held_scope ORDER BY id", NULL);

  while (tc_query_next (held))
    if (!sim_rows_equal (ours, theirs, tc_query_int (held, 0)))
      sim_fail (sim, "scope %" G_GINT64_FORMAT " is another on desk %u", tc_query_int (held, 0),
                desk->number);
  for (guint i = 0; i < scopes->len; i++) {
    gint64 scope = g_array_index (scopes, gint64, i);

    if (!tc_database_get_int (db, 0, "SELECT 1 FROM held_scope WHERE id = ?", "i", scope))
      sim_fail (sim, "desk %u has rows of scope %" G_GINT64_FORMAT ", which it may not have",
                desk->number, scope);
  }
  if (tc_database_get_int (db, -1, "SELECT count(*) FROM pending_undo", NULL) != 0)
    sim_fail (sim, "desk %u would take back what is settled", desk->number);
  if (tc_database_get_int (db, -1, "SELECT count(*) FROM provisional", NULL) != 0)
    sim_fail (sim, "desk %u shows as provisional what is settled", desk->number);
}

static void
check_integrity (Sim *sim, TcDatabase *db, const char *name)
{
  g_autofree char *found = tc_database_dup_text (db, "PRAGMA integrity_check", NULL);

  if (g_strcmp0 (found, "ok") != 0)
    sim_fail (sim, "%s is corrupt: %s", name, found);
}

/* ---- bytes ---- */

/* What others wrote, and this desk may not read, stands in no byte of the file. */
static void
check_bytes (Sim *sim, SimDesk *desk, const char *name, gint64 scope, const char *secret)
{
  gsize size;
  const guint8 *data = memory_disk_peek (name, &size);

  for (guint i = 1; data && i <= SIM_DESKS_MAX; i++) {
    g_autofree char *word = g_strdup_printf ("%s-%u-", secret, i);

    if (i != desk->number && memmem (data, size, word, strlen (word)))
      sim_fail (sim, "%s has bytes of scope %" G_GINT64_FORMAT " that desk %u may not read", name,
                scope, desk->number);
  }
}

/* What the person saw goes with the scope, what that person typed stays. */
static void
check_seen (Sim *sim, SimDesk *desk, TcDatabase *db)
{
  g_autoptr (TcQuery)
      seen = tc_database_query (tc_replica_store_get_outbox (desk->store),
                                "SELECT DISTINCT scope FROM seen ORDER BY scope", NULL);

  while (tc_query_next (seen))
    if (!tc_database_get_int (db, 0, "SELECT 1 FROM held_scope WHERE id = ?", "i",
                              tc_query_int (seen, 0)))
      sim_fail (
          sim,
          "the outbox of desk %u shows as seen what it may not read, of scope %" G_GINT64_FORMAT,
          desk->number, tc_query_int (seen, 0));
}

/* @name: of the replica's file, or the outbox's */
static void
check_secrets (Sim *sim, SimDesk *desk, TcDatabase *db, const char *name)
{
  static const struct {
    gint64 scope;
    const char *secret;
  } secrets[] = {{TC_SCOPE_REPORTERS, SIM_SECRET_REPORTERS},
                 {TC_SCOPE_INCIDENTS, SIM_SECRET_INCIDENTS}};
  g_autofree char *wal = g_strconcat (name, "-wal", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (secrets); i++) {
    if (tc_database_get_int (db, 0, "SELECT 1 FROM held_scope WHERE id = ?", "i", secrets[i].scope))
      continue;
    check_bytes (sim, desk, name, secrets[i].scope, secrets[i].secret);
    check_bytes (sim, desk, wal, secrets[i].scope, secrets[i].secret);
  }
}

static void
check_desk (Sim *sim, SimDesk *desk, TcCatalogue *catalogue, SimRows *ours)
{
  g_autofree char *name = sim_desk_file (desk, "replica");
  g_autofree char *outbox = sim_desk_file (desk, "outbox");
  g_autoptr (TcDatabase) db = open_reader (sim, name);

  check_integrity (sim, db, name);
  check_integrity (sim, tc_replica_store_get_outbox (desk->store), outbox);
  if (!desk->settled)
    return;
  check_held (sim, desk, db);
  check_rows (sim, desk, db, catalogue, ours);
  check_seen (sim, desk, db);
  check_secrets (sim, desk, db, name);
  check_secrets (sim, desk, db, outbox);
  if (!tc_database_check (db, NULL))
    sim_fail (sim, "%s can't be read through", name);
}

/* What it holds for its desks is what the server has. */
static void
check_relay (Sim *sim, TcCatalogue *catalogue, SimRows *ours)
{
  TcDatabase *db = sim->relay.db;
  g_autoptr (SimRows) theirs = sim_rows_read (catalogue, db);
  g_autoptr (TcQuery) held = tc_database_query (db, "SELECT id FROM held_scope ORDER BY id", NULL);

  check_integrity (sim, db, SIM_RELAY_FILE);
  while (tc_query_next (held))
    if (!sim_rows_equal (ours, theirs, tc_query_int (held, 0)))
      sim_fail (sim, "scope %" G_GINT64_FORMAT " is another at the relay", tc_query_int (held, 0));
}

/* ---- the log ---- */

static void
check_order (Sim *sim)
{
  gint64 wrong = tc_database_get_int (
      sim->db, -1,
      "SELECT count(*) FROM (SELECT seq, operation_id, lag (seq) OVER own AS seq_before,"
      " lag (operation_id) OVER own AS id_before FROM log_operation"
      " WINDOW own AS (PARTITION BY replica ORDER BY lsn))"
      " WHERE seq <= seq_before OR operation_id <= id_before",
      NULL);

  if (wrong != 0)
    sim_fail (sim, "%" G_GINT64_FORMAT " operations are not in their desk's order", wrong);
}

static void
check_log (Sim *sim)
{
  const TcLogAuditOptions options = {
      .key = tc_key_get_public (sim->key), .after_lsn = sim_base_lsn (), .deep = TRUE};
  g_auto (TcLogAudit) audit = {0};
  g_autoptr (GError) error = NULL;

  if (!tc_log_audit_run (sim->db, &options, &audit, &error))
    sim_fail (sim, "the log can't be audited: %s", error->message);
  g_autofree char *fault = tc_log_audit_dup_fault (&audit);
  if (fault)
    sim_fail (sim, "the log is broken: %s", fault);
}

void
sim_check_all (Sim *sim)
{
  g_autoptr (TcCatalogue) catalogue = tc_catalogue_load (sim->db, NULL);
  g_autoptr (SimRows) rows = sim_rows_read (catalogue, sim->db);

  for (guint i = 1; i <= sim->plan.n_desks; i++)
    check_desk (sim, &sim->desks[i], catalogue, rows);
  check_integrity (sim, sim->db, SIM_SERVER);
  if (sim->relay.used)
    check_relay (sim, catalogue, rows);
  check_order (sim);
  check_log (sim);
  sim_ledger_check (sim);
  sim_rerun_check (sim, rows);
  if (!tc_database_check (sim->db, NULL))
    sim_fail (sim, "the server's file can't be read through");
}
