/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The server's process around the hub: what tc-hub-worker.c, tc-snapshots.c and tc-restore.c of
 * src/server do with threads, sockets and folders.
 */
#include "sim.h"

#include "fault-vfs.h"
#include "memory-disk.h"
#include "sync-world.h"

#define BACKUP "backup.db"
#define FLUSH_US_MAX (20 * 1000)
#define RESTART_US_MAX (20 * TC_US_PER_S)
#define WAL_PAGES_MAX 200
/* How long row images are kept at most, and mostly less. */
#define HORIZON_US_MAX (3600 * TC_US_PER_S)
/* Operations in a segment; where all are to be packed, the newest among them. */
#define SEGMENT_MAX 40
#define SEGMENT_ALL_MAX 4

gint64
sim_hub_now (Sim *sim)
{
  return sim->now_us + sim->hub_skew_us;
}

static void
flush (Sim *sim, gpointer object, GBytes *bytes, guint64 number)
{
  g_autoptr (GError) error = NULL;

  if (number != sim->hub_life)
    return;
  sim->flushing = FALSE;
  if (!sim->hub)
    return;
  while (tc_hub_has_work (sim->hub)) {
    if (!tc_hub_flush (sim->hub, sim_hub_now (sim), &error)) {
      sim_note_fault (sim, "hub", error);
      sim_faults_count (sim);
      sim_hub_stop (sim, sim_chance (sim, 3));
      return;
    }
  }
  if (tc_database_get_wal_pages (sim->db) > WAL_PAGES_MAX && sim_chance (sim, 2))
    tc_database_checkpoint (sim->db);
}

static void
flush_later (Sim *sim)
{
  if (!sim->hub || sim->flushing || !tc_hub_has_work (sim->hub))
    return;
  sim->flushing = TRUE;
  sim_after (sim, sim_draw_us (sim, FLUSH_US_MAX), flush, NULL, NULL, sim->hub_life);
}

static void
tend_purges (Sim *sim)
{
  g_autoptr (GError) error = NULL;
  gboolean more = TRUE;

  while (more && tc_hub_tend_purges (sim->hub, sim_hub_now (sim), &more, &error))
    continue;
  if (!error)
    return;
  sim_note_fault (sim, "hub", error);
  sim_faults_count (sim);
  sim_hub_stop (sim, FALSE);
}

static void
tick (Sim *sim, gpointer object, GBytes *bytes, guint64 number)
{
  if (number != sim->hub_life || !sim->hub)
    return;
  tc_hub_tick (sim->hub, sim_hub_now (sim));
  tend_purges (sim);
  flush_later (sim);
  sim_after (sim, SIM_TICK_US, tick, NULL, NULL, number);
}

/* The hub's hooks. */

static void
send_cb (gpointer peer_data, GBytes *message, gpointer data)
{
  sim_guard_message (peer_data, message);
  sim_line_send_down (peer_data, message);
}

static void
drop_cb (gpointer peer_data, gpointer data)
{
  SimLine *line = peer_data;

  line->peer = NULL;
  sim_line_close_from_hub (line);
}

static void
ask_cb (gpointer peer_data, guint16 replica, gint64 number, const char *name, GVariant *value,
        gpointer data)
{
}

static void
committed_cb (gint64 head_lsn, gpointer data)
{
  ((Sim *) data)->counts[SIM_COMMITS]++;
}

static gint64
make_id_cb (gint64 now_us, gpointer data)
{
  return tc_id_maker_next (&((Sim *) data)->ids, now_us);
}

static void
purged_cb (gint64 closed_lsn, gboolean swept, gpointer data)
{
  g_hash_table_remove_all (((Sim *) data)->snapshots);
}

static void
snapshot_cb (gpointer peer_data, const gint64 *scopes, guint n_scopes, gpointer data)
{
  sim_snapshots_ask (peer_data, scopes, n_scopes);
}

/* ---- the process ---- */

static gboolean
open_hub (Sim *sim, GError **error)
{
  static const TcSchemaSet *const sets[] = {&tc_schema_state, &tc_schema_server, NULL};
  const TcHubHooks hooks = {.send = send_cb,
                            .drop = drop_cb,
                            .ask = ask_cb,
                            .snapshot = snapshot_cb,
                            .committed = committed_cb,
                            .random = sim_random_cb,
                            .make_id = make_id_cb,
                            .purged = purged_cb};

  sim->db = tc_database_open_vfs (SIM_SERVER, TC_DATABASE_WRITER | TC_DATABASE_FULL, FAULT_VFS,
                                  error);
  if (!sim->db || !tc_schema_migrate (sim->db, sets, error))
    return FALSE;
  sim->hub = tc_hub_new (sim->db, sim->key, &hooks, sim, sim_hub_now (sim), error);
  if (!sim->hub)
    return FALSE;
  tc_id_maker_init (&sim->ids, TC_REPLICA_SERVER, tc_hub_get_last_id (sim->hub));
  return tc_hub_begin_epoch (sim->hub, sim_hub_now (sim), error);
}

void
sim_hub_start (Sim *sim, gpointer object, GBytes *bytes, guint64 number)
{
  g_autoptr (GError) error = NULL;

  if (sim->hub)
    return;
  sim->hub_life++;
  if (open_hub (sim, &error)) {
    sim_trace (sim, "hub: up");
    sim_after (sim, SIM_TICK_US, tick, NULL, NULL, sim->hub_life);
    flush_later (sim);
    return;
  }
  sim_note_fault (sim, "hub", error);
  sim_faults_count (sim);
  sim_hub_stop (sim, FALSE);
}

void
sim_hub_stop (Sim *sim, gboolean power)
{
  sim->hub_life++;
  for (guint i = 0; i < sim->lines->len; i++) {
    SimLine *line = g_ptr_array_index (sim->lines, i);

    if (!line->peer || line->via)
      continue;
    line->peer = NULL;
    sim_line_close_from_hub (line);
  }
  g_clear_pointer (&sim->hub, tc_hub_free);
  g_clear_pointer (&sim->db, tc_database_close);
  sim->flushing = FALSE;
  g_hash_table_remove_all (sim->snapshots);
  sim->counts[power ? SIM_HUB_POWER : SIM_HUB_KILLED]++;
  if (power) {
    MemoryDiskCut cut = memory_disk_cut_power (SIM_SERVER, sim->rand);
    sim->counts[SIM_WRITES_LOST] += cut != MEMORY_DISK_KEPT;
    sim->counts[SIM_WRITES_TORN] += cut == MEMORY_DISK_TORN;
  }
  sim_trace (sim, "hub: down%s", power ? ", its power cut" : "");
  sim_after (sim, sim_draw_us (sim, RESTART_US_MAX), sim_hub_start, NULL, NULL, 0);
}

void
sim_hub_accept (Sim *sim, SimLine *line)
{
  line->peer = tc_hub_connect (sim->hub, line, sim_hub_now (sim));
}

void
sim_hub_receive (SimLine *line, GBytes *bytes)
{
  Sim *sim = line->sim;

  if (g_bytes_get_size (bytes) > TC_MESSAGE_BYTES_MAX)
    sim_fail (sim, "a message of %" G_GSIZE_FORMAT " bytes was sent", g_bytes_get_size (bytes));
  sim_guard_ack (line, bytes);
  tc_hub_receive (sim->hub, line->peer, bytes, sim_hub_now (sim));
  flush_later (sim);
}

void
sim_hub_hang_up (SimLine *line)
{
  if (line->peer)
    tc_hub_disconnect (sim_line_get_hub (line), g_steal_pointer (&line->peer));
}

static void
verdict_cb (const TcVerdict *verdict, const GError *error, gpointer data)
{
  if (verdict && verdict->refusal && sim_verbose)
    g_printerr ("    the system's operation was refused: %s\n", verdict->refusal->code);
}

gboolean
sim_hub_do (Sim *sim, const TcOperationType *type, gconstpointer args)
{
  if (!sim->hub)
    return FALSE;
  tc_hub_submit (sim->hub, type, tc_args_encode (type, args), NULL, sim_hub_now (sim), verdict_cb,
                 sim);
  flush_later (sim);
  return TRUE;
}

/* ---- putting by and putting back ---- */

void
sim_hub_back_up (Sim *sim)
{
  TcPosition position;

  if (!sim->hub)
    return;
  tc_hub_get_position (sim->hub, &position);
  memory_disk_copy (SIM_SERVER, BACKUP);
  sim->backup_us = sim_hub_now (sim);
  sim->backup_lsn = position.lsn;
  sim->counts[SIM_BACKUPS]++;
}

/* Answers that the server has forgotten with what came after its backup. */
static void
forget_answers (Sim *sim)
{
  for (guint i = sim->answers->len; i > 0; i--)
    if (g_array_index (sim->answers, SimAnswer, i - 1).lsn > sim->backup_lsn)
      g_array_remove_index (sim->answers, i - 1);
}

void
sim_hub_restore (Sim *sim)
{
  gint64 epoch;

  if (sim->backup_us == 0 || !sim->hub)
    return;
  epoch = tc_database_get_int (sim->db, 0, "SELECT epoch FROM log_identity", NULL);
  sim_hub_stop (sim, FALSE);
  memory_disk_copy (BACKUP, SIM_SERVER);
  world_begin_epoch (SIM_SERVER, epoch + 1, sim->backup_us, sim_hub_now (sim));
  forget_answers (sim);
  sim->restored = TRUE;
  sim->counts[SIM_RESTORES]++;
  sim_trace (sim, "hub: put back to %" G_GINT64_FORMAT, sim->backup_lsn);
}

/* ---- the horizon ---- */

/* What the log says of every operation, its bytes among it. */
static gboolean
hash_log (Sim *sim, TcDigest *hash, GError **error)
{
  TcHasher hasher;

  tc_hasher_init (&hasher, "simulated log");
  tc_database_hash_reading (sim->db, &hasher);
  g_autoptr (TcQuery) query = tc_database_query (
      sim->db,
      "SELECT lsn, log_bytes (lsn, bytes), replica, seq, operation_id, name, actor_id, made_us,"
      " signature, refusal, refusal_args FROM log_operation ORDER BY lsn",
      NULL);
  while (tc_query_next (query))
    continue;
  tc_database_hash_reading (sim->db, NULL);
  *hash = tc_hasher_end (&hasher);
  return tc_database_check (sim->db, error);
}

/* How long segments are isn't drawn, so that a seed does what it did before there were any. */
static gboolean
pack (Sim *sim, gint64 horizon_lsn, gint64 operations_max, GError **error)
{
  guint operations = 1 + (guint) (horizon_lsn % operations_max);
  gboolean more = TRUE;
  guint segments = 0;
  TcDigest before, after;

  if (!hash_log (sim, &before, error))
    return FALSE;
  for (; more; segments += more) {
    if (!tc_hub_pack (sim->hub, operations, &more, error))
      return FALSE;
  }
  if (!hash_log (sim, &after, error))
    return FALSE;
  if (!tc_digest_equal (&before, &after))
    sim_fail (sim, "once %u segments were packed the log says something else", segments);
  sim->counts[SIM_SEGMENTS] += segments;
  sim_trace (sim, "hub: %u segments of %u operations packed", segments, operations);
  return TRUE;
}

void
sim_hub_pack_all (Sim *sim)
{
  g_autoptr (GError) error = NULL;
  TcLogTrim trim = {.more = TRUE};

  while (trim.more)
    if (!tc_hub_trim (sim->hub, G_MAXINT64, &trim, &error))
      sim_fail (sim, "the log can't be trimmed: %s", error->message);
  if (!pack (sim, trim.horizon_lsn, SEGMENT_ALL_MAX, &error))
    sim_fail (sim, "the log can't be packed: %s", error->message);
}

void
sim_hub_move_horizon (Sim *sim)
{
  g_autoptr (GError) error = NULL;
  TcLogTrim trim;

  if (!sim->hub)
    return;
  if (!tc_hub_trim (sim->hub, sim_hub_now (sim) - sim_draw_us (sim, HORIZON_US_MAX), &trim,
                    &error) ||
      !pack (sim, trim.horizon_lsn, SEGMENT_MAX, &error)) {
    sim_note_fault (sim, "hub", error);
    sim_faults_count (sim);
    sim_hub_stop (sim, FALSE);
    return;
  }
  sim->counts[SIM_HORIZONS]++;
  sim_trace (sim, "hub: horizon at %" G_GINT64_FORMAT, trim.horizon_lsn);
}
