/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A desk's process around its store and replica: what tc-replica-worker.c and tc-desk-line.c of
 * src/client/desk do with threads, sockets and HTTP.
 */
#include "sim.h"

#include "fault-vfs.h"
#include "memory-disk.h"
#include "tc-operation-registry.h"

#include <sqlite3.h>
#include <string.h>

#define CONNECT_US_MAX (5 * TC_US_PER_S)
/* After the server has said that it doesn't want this desk. */
#define DENIED_US (120 * TC_US_PER_S)
#define RESTART_US_MAX (60 * TC_US_PER_S)

static void try_open (Sim *sim, gpointer object, GBytes *bytes, guint64 number);

gint64
sim_desk_now (SimDesk *desk)
{
  return desk->sim->now_us + desk->skew_us;
}

char *
sim_desk_file (SimDesk *desk, const char *name)
{
  return g_strdup_printf ("%s%s.db", desk->prefix, name);
}

/* ---- faults ---- */

static void
open_later (SimDesk *desk)
{
  Sim *sim = desk->sim;

  if (desk->opening || !desk->store)
    return;
  desk->opening = TRUE;
  sim_after (sim, tc_replica_store_get_next_us (desk->store) - sim->now_us, try_open, desk, NULL,
             desk->life);
}

/* The disk failed: both files are closed, and opened again after a while. */
static void
take_fault (SimDesk *desk, const GError *error)
{
  SimLine *line = desk->line;

  sim_note_fault (desk->sim, "desk", error);
  sim_faults_count (desk->sim);
  tc_replica_store_fail (desk->store, error, desk->sim->now_us);
  desk->replica = NULL;
  desk->line = NULL;
  if (line)
    sim_line_close_from_desk (line);
  open_later (desk);
}

/* Whether the operation in doubt was kept is known now. */
static void
settle_doubt (SimDesk *desk)
{
  SimMade *made = desk->doubt ? sim_ledger_find (desk->sim, desk->number, desk->doubt) : NULL;

  desk->doubt = 0;
  if (!made)
    return;
  made->kept = tc_replica_has_pending (desk->replica, made->id);
  made->denied = !made->kept;
  desk->sim->counts[SIM_DOUBTS]++;
}

static void
try_open (Sim *sim, gpointer object, GBytes *bytes, guint64 number)
{
  SimDesk *desk = object;
  g_autoptr (GError) error = NULL;

  if (number != desk->life || !desk->store)
    return;
  desk->opening = FALSE;
  if (desk->replica)
    return;
  if (!tc_replica_store_open (desk->store, sim->now_us, sim_desk_now (desk),
                              tc_id_maker_next (&desk->ids, sim_desk_now (desk)), &error)) {
    sim_note_fault (sim, "desk", error);
    sim_faults_count (sim);
    open_later (desk);
    return;
  }
  desk->replica = tc_replica_store_get (desk->store);
  desk->ids.last = MAX (desk->ids.last, tc_replica_get_last_id (desk->replica));
  settle_doubt (desk);
  sim_desk_connect_later (desk, sim_draw_us (sim, CONNECT_US_MAX));
}

void
sim_desk_line_fault (SimDesk *desk, const GError *error)
{
  if (tc_error_is_store (error)) {
    take_fault (desk, error);
    return;
  }
  sim_trace (desk->sim, "desk %u ends the line: %s", desk->number, error->message);
  desk->sim->counts[SIM_LINE_FAULTS]++;
  sim_desk_lose_line (desk);
}

/* ---- the line ---- */

void
sim_desk_lose_line (SimDesk *desk)
{
  SimLine *line = g_steal_pointer (&desk->line);

  desk->closing = FALSE;
  if (!line)
    return;
  if (desk->replica)
    tc_replica_line_closed (desk->replica);
  sim_line_close_from_desk (line);
  sim_desk_connect_later (desk, sim_draw_us (desk->sim, CONNECT_US_MAX));
}

static void
accept_line (Sim *sim, gpointer object, GBytes *bytes, guint64 number)
{
  SimLine *line = object;

  gboolean current = sim_line_is_current (line);

  if (current && !line->cut && sim_line_get_hub (line))
    line->via ? sim_relay_accept (sim, line) : sim_hub_accept (sim, line);
  else if (current)
    sim_desk_lose_line (line->desk);
}

static void
try_connect (Sim *sim, gpointer object, GBytes *bytes, guint64 number)
{
  SimDesk *desk = object;

  desk->connecting = FALSE;
  if (desk->line || !desk->replica)
    return;
  /* Those of the room behind the relay; now and then one goes to the server itself. */
  gboolean via = sim->relay.used && desk->number >= SIM_BEHIND && !sim_chance (sim, 6);
  gboolean there = via ? sim->relay.relay != NULL : sim->hub != NULL;
  if (!there || sim->now_us < desk->alone_us) {
    sim_desk_connect_later (desk, sim_draw_us (sim, 2 * CONNECT_US_MAX));
    return;
  }
  desk->line = sim_line_open (sim, desk, via);
  tc_replica_line_opened (desk->replica);
  sim_after (sim, sim_draw_us (sim, sim->plan.delay_us_max), accept_line, desk->line, NULL, 0);
}

void
sim_desk_connect_later (SimDesk *desk, gint64 delay_us)
{
  if (desk->connecting)
    return;
  desk->connecting = TRUE;
  if (desk->denied)
    delay_us += DENIED_US;
  sim_after (desk->sim, delay_us, try_connect, desk, NULL, 0);
}

void
sim_desk_close_if_due (SimDesk *desk)
{
  if (desk->closing)
    sim_desk_lose_line (desk);
}

void
sim_desk_receive (SimDesk *desk, GBytes *bytes)
{
  g_autoptr (GError) error = NULL;

  if (!tc_replica_receive (desk->replica, bytes, sim_desk_now (desk), &error))
    sim_desk_line_fault (desk, error);
  sim_desk_close_if_due (desk);
  if (desk->replica && sim_chance (desk->sim, 12))
    tc_replica_store_tend (desk->store, sim_chance (desk->sim, 2));
}

/* ---- the replica's hooks ---- */

static void
send_cb (GBytes *message, gpointer data)
{
  SimDesk *desk = data;

  if (desk->line)
    sim_line_send_up (desk->line, message);
}

static void
close_cb (const TcRefusal *why, gpointer data)
{
  SimDesk *desk = data;

  desk->denied = why && g_str_equal (why->code, "line.desk-unknown");
  desk->closing = TRUE;
}

static void
status_cb (const TcReplicaStatus *status, gpointer data)
{
  ((SimDesk *) data)->status = *status;
}

static void
fetch_cb (const TcSnapshotFile *files, guint n, gpointer data)
{
  sim_snapshots_fetch (data, files, n);
}

static void
want_cb (const TcReplicaPart *parts, guint n, gpointer data)
{
  sim_snapshots_want (data, parts, n);
}

static void
reply_cb (gint64 number, const TcRefusal *refusal, GVariant *value, gpointer data)
{
}

static void
random_cb (guint8 *out, gsize size, gpointer data)
{
  sim_random_cb (out, size, ((SimDesk *) data)->sim);
}

static gint64
make_id_cb (gint64 now_us, gpointer data)
{
  return tc_id_maker_next (&((SimDesk *) data)->ids, now_us);
}

/* ---- the process ---- */

/* Somebody else who has the file open; of no use but for that, so it needn't know the schema. */
static sqlite3 *
open_reader (const char *file)
{
  sqlite3 *reader = NULL;

  if (sqlite3_open_v2 (file, &reader, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) ==
      SQLITE_OK) {
    sqlite3_db_config (reader, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    sqlite3_exec (reader, "PRAGMA query_only = 1; PRAGMA user_version", NULL, NULL, NULL);
    return reader;
  }
  sqlite3_close_v2 (reader);
  return NULL;
}

void
sim_desk_start (SimDesk *desk)
{
  const TcReplicaHooks hooks = {.send = send_cb,
                                .close = close_cb,
                                .status = status_cb,
                                .fetch = fetch_cb,
                                .reply = reply_cb,
                                .random = random_cb,
                                .make_id = make_id_cb,
                                .want = want_cb};
  g_autofree char *replica = sim_desk_file (desk, "replica");
  g_autofree char *outbox = sim_desk_file (desk, "outbox");
  const TcReplicaStoreOptions options = {
      replica, outbox, desk->number, *tc_key_get_public (desk->sim->key), FAULT_VFS, 0};

  desk->life++;
  desk->opening = FALSE;
  desk->store = tc_replica_store_new (&options, desk->key, &hooks, desk);
  tc_id_maker_init (&desk->ids, desk->number, 0);
  if (sim_chance (desk->sim, 3))
    desk->reader = open_reader (replica);
  try_open (desk->sim, desk, NULL, desk->life);
}

static void
start_again (Sim *sim, gpointer object, GBytes *bytes, guint64 number)
{
  SimDesk *desk = object;

  if (!desk->store)
    sim_desk_start (desk);
}

void
sim_desk_stop (SimDesk *desk, gboolean power)
{
  Sim *sim = desk->sim;
  SimMade *made = desk->doubt ? sim_ledger_find (sim, desk->number, desk->doubt) : NULL;
  SimLine *line = g_steal_pointer (&desk->line);

  /* Nobody was told of it. */
  if (made)
    made->kept = made->denied = FALSE;
  desk->doubt = 0;
  desk->replica = NULL;
  g_clear_pointer (&desk->store, tc_replica_store_free);
  g_clear_pointer (&desk->reader, sqlite3_close_v2);
  sim->counts[power ? SIM_DESK_POWER : SIM_DESK_KILLED]++;
  if (power) {
    MemoryDiskCut cut = memory_disk_cut_power (desk->prefix, sim->rand);
    sim->counts[SIM_WRITES_LOST] += cut != MEMORY_DISK_KEPT;
    sim->counts[SIM_WRITES_TORN] += cut == MEMORY_DISK_TORN;
  }
  sim_trace (sim, "desk %u: down%s", desk->number, power ? ", its power cut" : "");
  if (line)
    sim_line_close_from_desk (line);
  sim_after (sim, sim_draw_us (sim, RESTART_US_MAX), start_again, desk, NULL, 0);
}

/* ---- the person ---- */

static SimMade *
note_made (SimDesk *desk, const TcOperationType *type, GVariant *args, gint64 made_us)
{
  SimMade *made = g_new0 (SimMade, 1);

  made->replica = desk->number;
  made->id = tc_replica_get_doubt (desk->replica);
  made->name = g_strdup (type->name);
  made->mark = sim_ledger_mark (desk->number, type->name, args, made_us);
  g_ptr_array_add (desk->sim->made, made);
  return made;
}

static void
judge (SimDesk *desk, SimMade *made, const TcVerdict *verdict, const GError *error)
{
  if (verdict) {
    made->kept = verdict->refusal == NULL;
    made->denied = !made->kept;
    desk->sim->counts[SIM_OPERATIONS] += made->kept;
    sim_trace (desk->sim, "desk %u: %s: %s", desk->number, made->name,
               verdict->refusal ? verdict->refusal->code : "kept");
  } else if (tc_error_is_store (error)) {
    desk->doubt = made->id;
    take_fault (desk, error);
  } else {
    sim_fail (desk->sim, "desk %u can't keep %s, and not for its disk: %s", desk->number,
              made->name, error->message);
  }
}

gboolean
sim_desk_submit (SimDesk *desk, const TcOperationType *type, gconstpointer args)
{
  g_autoptr (GVariant) encoded = g_variant_ref_sink (tc_args_encode (type, args));
  gint64 now_us = sim_desk_now (desk);
  g_autoptr (GError) error = NULL;
  g_autoptr (TcVerdict)
      verdict = tc_replica_submit (desk->replica, type, encoded, SIM_STAFF + desk->number,
                                   SIM_SESSION + desk->number, now_us, &error);

  judge (desk, note_made (desk, type, encoded, now_us), verdict, error);
  return verdict && !verdict->refusal;
}

/* As it stands in the tray. */
void
sim_desk_resend (SimDesk *desk, gint64 seq)
{
  TcDatabase *db = tc_replica_store_get_outbox (desk->store);
  g_autoptr (TcQuery) query = tc_database_query (
      db, "SELECT bytes FROM tray WHERE seq = ? AND settled_us IS NULL", "i", seq);
  g_autoptr (GBytes) bytes = tc_query_next (query) ? tc_query_dup_blob (query, 0) : NULL;
  const TcSignature none = {{0}};
  g_autoptr (TcOperation) op = bytes ? tc_operation_parse (bytes, &none, NULL) : NULL;
  gint64 now_us = sim_desk_now (desk);
  g_autoptr (GError) error = NULL;

  if (!op)
    return;
  g_clear_pointer (&query, tc_query_free);
  g_autoptr (TcVerdict) verdict = tc_replica_resend (desk->replica, seq, SIM_STAFF + desk->number,
                                                     SIM_SESSION + desk->number, now_us, &error);
  judge (desk, note_made (desk, tc_operation_registry_find (op->name), op->args, now_us), verdict,
         error);
}

void
sim_desk_set_aside (SimDesk *desk, gint64 seq)
{
  g_autoptr (GArray) seqs = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GError) error = NULL;

  g_array_append_val (seqs, seq);
  if (tc_replica_set_aside (desk->replica, seqs, SIM_STAFF + desk->number, NULL,
                            sim_desk_now (desk), &error))
    return;
  if (!tc_error_is_store (error))
    sim_fail (desk->sim, "an entry of the tray can't be set aside: %s", error->message);
  take_fault (desk, error);
}

/* ---- its disk, put by and put back ---- */

static void
copy_files (SimDesk *desk, gboolean back)
{
  static const char *const names[] = {"replica", "outbox"};

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *file = sim_desk_file (desk, names[i]);
    g_autofree char *copy = g_strconcat ("copy-", file, NULL);

    memory_disk_copy (back ? copy : file, back ? file : copy);
  }
}

void
sim_desk_put_by (SimDesk *desk)
{
  if (!desk->replica)
    return;
  copy_files (desk, FALSE);
  desk->copied = TRUE;
  desk->copy_made = desk->sim->made->len;
}

/* What was made since then may be gone; what the server has of it stays. */
void
sim_desk_put_back (SimDesk *desk)
{
  Sim *sim = desk->sim;

  if (!desk->copied || !desk->store)
    return;
  sim_desk_stop (desk, FALSE);
  copy_files (desk, TRUE);
  desk->copied = FALSE;
  for (guint i = desk->copy_made; i < sim->made->len; i++) {
    SimMade *made = g_ptr_array_index (sim->made, i);

    if (made->replica == desk->number)
      made->kept = FALSE;
  }
  sim->counts[SIM_DESKS_PUT_BACK]++;
  desk->put_back = TRUE;
  sim_trace (sim, "desk %u: put back", desk->number);
}
