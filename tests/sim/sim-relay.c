/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The process of a district's relay around TcRelay: its own line to the server, the lines of the
 * desks behind it, the server's files that it keeps for them.
 */
#include "sim.h"

#include "fault-vfs.h"
#include "memory-disk.h"
#include "tc-snapshot.h"

#define CONNECT_US_MAX (10 * TC_US_PER_S)
#define RESTART_US_MAX (20 * TC_US_PER_S)
#define FETCH_US_MAX (3 * TC_US_PER_S)
#define LOAD_US_MAX (5 * TC_US_PER_S)
#define FLUSH_US_MAX (20 * 1000)

static void start (Sim *sim, gpointer object, GBytes *bytes, guint64 number);

/* Its disk failed: it ends, and is started again. */
static void
fail (Sim *sim, const GError *error)
{
  sim_note_fault (sim, "relay", error);
  sim_faults_count (sim);
  sim_relay_stop (sim, sim_chance (sim, 3));
}

static void
flush (Sim *sim, gpointer object, GBytes *bytes, guint64 number)
{
  SimRelay *relay = &sim->relay;
  g_autoptr (GError) error = NULL;

  if (!relay->relay || number != relay->life)
    return;
  relay->flushing = FALSE;
  while (tc_hub_has_work (tc_relay_get_hub (relay->relay))) {
    if (!tc_hub_flush (tc_relay_get_hub (relay->relay), sim->now_us, &error)) {
      fail (sim, error);
      return;
    }
  }
}

static void
flush_later (Sim *sim)
{
  SimRelay *relay = &sim->relay;

  if (!relay->relay || relay->flushing || !tc_hub_has_work (tc_relay_get_hub (relay->relay)))
    return;
  relay->flushing = TRUE;
  sim_after (sim, sim_draw_us (sim, FLUSH_US_MAX), flush, NULL, NULL, relay->life);
}

static void
tick (Sim *sim, gpointer object, GBytes *bytes, guint64 number)
{
  SimRelay *relay = &sim->relay;
  g_autoptr (GError) error = NULL;

  if (!relay->relay || number != relay->life)
    return;
  tc_hub_tick (tc_relay_get_hub (relay->relay), sim->now_us);
  if (!tc_relay_tick (relay->relay, sim->now_us, &error)) {
    fail (sim, error);
    return;
  }
  flush_later (sim);
  sim_after (sim, SIM_TICK_US, tick, NULL, NULL, number);
}

/* ---- towards the desks ---- */

static void
send_cb (gpointer peer_data, GBytes *message, gpointer data)
{
  Sim *sim = data;

  sim->counts[SIM_PROVISIONAL] += tc_line_message_kind (message) == TC_LINE_PROVISIONAL;
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

void
sim_relay_renew (Sim *sim)
{
  g_autoptr (GError) error = NULL;

  if (!tc_relay_renew (sim->relay.relay, &error))
    fail (sim, error);
  else if (sim->relay.closing)
    sim_relay_lose_line (sim);
}

/* The server's files, as they came. */
static void
offer (Sim *sim, gpointer object, GBytes *bytes, guint64 number)
{
  SimRelay *relay = &sim->relay;
  SimLine *line = object;
  g_autoptr (GArray) files = tc_snapshot_files_new ();
  gsize size;
  const gint64 *scopes = g_bytes_get_data (bytes, &size);

  if (!relay->relay || number != relay->life || !line->peer)
    return;
  for (gsize i = 0; i < size / sizeof *scopes; i++)
    for (guint k = 0; k < relay->kept->len; k++)
      if (g_array_index (relay->kept, TcSnapshotFile, k).scope == scopes[i])
        tc_snapshot_files_add (files, &g_array_index (relay->kept, TcSnapshotFile, k));
  if (files->len == size / sizeof *scopes) {
    tc_hub_offer (tc_relay_get_hub (relay->relay), line->peer, &relay->status.base, files);
    return;
  }
  /* It lost them with its process: it gets new ones, and the desk comes again. */
  sim_line_close_from_hub (line);
  sim_hub_hang_up (line);
  sim_relay_renew (sim);
}

static void
snapshot_cb (gpointer peer_data, const gint64 *scopes, guint n_scopes, gpointer data)
{
  Sim *sim = data;

  sim_after (sim, sim_draw_us (sim, FETCH_US_MAX), offer, peer_data,
             g_bytes_new (scopes, n_scopes * sizeof *scopes), sim->relay.life);
}

void
sim_relay_accept (Sim *sim, SimLine *line)
{
  line->peer = tc_hub_connect (tc_relay_get_hub (sim->relay.relay), line, sim->now_us);
}

void
sim_relay_hear (SimLine *line, GBytes *bytes)
{
  Sim *sim = line->sim;

  sim_guard_ack (line, bytes);
  tc_hub_receive (tc_relay_get_hub (sim->relay.relay), line->peer, bytes, sim->now_us);
  flush_later (sim);
}

/* ---- towards the server ---- */

static void
up_send_cb (GBytes *message, gpointer data)
{
  SimRelay *relay = &((Sim *) data)->relay;

  if (relay->line)
    sim_line_send_up (relay->line, message);
}

static void
up_close_cb (const TcRefusal *why, gpointer data)
{
  ((Sim *) data)->relay.closing = TRUE;
}

/* Whole, with the lists of their parts. @bytes: scope and name of each, as text */
static gboolean
take_files (Sim *sim, char **names, GPtrArray *lists, GPtrArray *contents, GArray *files)
{
  SimRelay *relay = &sim->relay;

  for (guint i = 0; names[i] && *names[i]; i++) {
    char *name;
    TcSnapshotFile file = {g_ascii_strtoll (names[i], &name, 10), 0, NULL};

    file.name = name + 1;
    g_autofree char *list_name = g_strconcat (file.name, TC_SNAPSHOT_LIST_SUFFIX, NULL);
    GBytes *bytes = sim_snapshots_get (relay->line, file.name, file.scope, 0, -1);
    GBytes *list = sim_snapshots_get (relay->line, list_name, file.scope, 0, -1);

    if (bytes)
      g_ptr_array_add (contents, bytes);
    if (list) {
      g_ptr_array_add (lists, g_bytes_ref (list));
      g_hash_table_insert (relay->files, g_steal_pointer (&list_name), list);
    }
    if (!bytes || !list)
      return FALSE;
    file.size = (gint64) g_bytes_get_size (bytes);
    tc_snapshot_files_add (files, &file);
    g_hash_table_insert (relay->files, g_strdup (file.name), g_bytes_ref (bytes));
  }
  return TRUE;
}

static void
remove_next (SimRelay *relay)
{
  memory_disk_remove (SIM_RELAY_NEXT);
  memory_disk_remove (SIM_RELAY_NEXT "-wal");
  g_clear_pointer (&relay->plan, tc_relay_plan_unref);
}

static TcDatabase *
open_file (const char *name, GError **error)
{
  static const TcSchemaSet *const sets[] = {&tc_schema_state,  &tc_schema_server, &tc_schema_desk,
                                            &tc_schema_outbox, &tc_schema_relay,  NULL};
  g_autoptr (TcDatabase)
      db = tc_database_open_vfs (name, TC_DATABASE_WRITER | TC_DATABASE_FULL, FAULT_VFS, error);

  return db && tc_schema_migrate (db, sets, error) ? g_steal_pointer (&db) : NULL;
}

/* The file beside its own failed: it goes on with what it has, and comes for others. */
static void
put_off (Sim *sim, const GError *error)
{
  remove_next (&sim->relay);
  sim_faults_count (sim);
  sim->counts[SIM_LINE_FAULTS]++;
  sim_trace (sim, "relay: %s", error->message);
  sim_relay_lose_line (sim);
}

/* FALSE: it came to nothing. */
static gboolean
take_next (Sim *sim)
{
  SimRelay *relay = &sim->relay;
  g_autoptr (GError) error = NULL;
  g_autoptr (TcDatabase) filled = open_file (SIM_RELAY_NEXT, &error);
  gboolean taken = filled && tc_relay_take (relay->relay, relay->plan, filled, sim->now_us, &error);
  gboolean own = filled && !taken && !g_error_matches (error, TC_ERROR, TC_ERROR_INVALID);

  g_clear_pointer (&filled, tc_database_close);
  if (own)
    fail (sim, error);
  else if (!taken)
    put_off (sim, error);
  return taken;
}

/* What was loaded takes the place of what is there. */
static void
take (Sim *sim, gpointer object, GBytes *bytes, guint64 number)
{
  SimRelay *relay = &sim->relay;

  if (!relay->plan || number != relay->life)
    return;
  TcRelayWant want = tc_relay_wants (relay->relay, relay->plan);
  if (want == TC_RELAY_WANTED_LATER) {
    sim_after (sim, sim_draw_us (sim, LOAD_US_MAX), take, NULL, NULL, relay->life);
    return;
  }
  if (want == TC_RELAY_WANTED) {
    if (!take_next (sim))
      return;
    sim_trace (sim, "relay: all is new");
    g_array_set_size (relay->kept, 0);
    for (guint i = 0; i < relay->loaded->len; i++)
      tc_snapshot_files_add (relay->kept, &g_array_index (relay->loaded, TcSnapshotFile, i));
  }
  remove_next (relay);
  if (relay->closing)
    sim_relay_lose_line (sim);
  flush_later (sim);
}

/* Into a file of its own, which takes its time. */
static void
load (Sim *sim, GPtrArray *lists, GPtrArray *contents, GArray *files)
{
  SimRelay *relay = &sim->relay;
  g_autoptr (GError) error = NULL;
  g_autoptr (TcDatabase) db = NULL;

  remove_next (relay);
  relay->plan = tc_relay_plan (relay->relay);
  db = open_file (SIM_RELAY_NEXT, &error);
  if (!db || !tc_relay_plan_fill (relay->plan, db, lists, contents, NULL, &error)) {
    g_clear_pointer (&db, tc_database_close);
    put_off (sim, error);
    return;
  }
  g_array_set_size (relay->loaded, 0);
  for (guint i = 0; i < files->len; i++)
    tc_snapshot_files_add (relay->loaded, &g_array_index (files, TcSnapshotFile, i));
  sim_after (sim, sim_draw_us (sim, LOAD_US_MAX), take, NULL, NULL, relay->life);
}

static void
fetched (Sim *sim, gpointer object, GBytes *bytes, guint64 number)
{
  SimRelay *relay = &sim->relay;
  g_autoptr (GPtrArray) lists = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autoptr (GPtrArray) contents = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autoptr (GArray) files = tc_snapshot_files_new ();
  g_auto (GStrv) names = g_strsplit (g_bytes_get_data (bytes, NULL), "\n", -1);

  if (!relay->line || relay->line->id != number || relay->line->cut ||
      relay->status.upstream.state != TC_REPLICA_LOADING)
    return;
  if (take_files (sim, names, lists, contents, files))
    load (sim, lists, contents, files);
  else
    sim_relay_lose_line (sim);
}

static void
up_fetch_cb (const TcSnapshotFile *files, guint n, gpointer data)
{
  Sim *sim = data;
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    g_string_append_printf (names, "%" G_GINT64_FORMAT " %s\n", files[i].scope, files[i].name);
  sim_after (sim, sim_draw_us (sim, FETCH_US_MAX), fetched, NULL,
             g_bytes_new (names->str, names->len + 1), sim->relay.line->id);
}

static void
up_reply_cb (gint64 number, const TcRefusal *refusal, GVariant *value, gpointer data)
{
}

static void
up_status_cb (const TcRelayStatus *status, gpointer data)
{
  ((Sim *) data)->relay.status = *status;
}

void
sim_relay_receive (Sim *sim, GBytes *bytes)
{
  SimRelay *relay = &sim->relay;
  g_autoptr (GError) error = NULL;

  if (!tc_relay_receive (relay->relay, bytes, sim->now_us, &error)) {
    if (tc_error_is_store (error)) {
      fail (sim, error);
      return;
    }
    sim->counts[SIM_LINE_FAULTS]++;
    sim_trace (sim, "relay: %s", error->message);
    relay->closing = TRUE;
  }
  if (relay->closing)
    sim_relay_lose_line (sim);
  flush_later (sim);
}

static void
accept_line (Sim *sim, gpointer object, GBytes *bytes, guint64 number)
{
  SimLine *line = object;
  gboolean current = sim_line_is_current (line);

  if (current && !line->cut && sim_line_get_hub (line))
    sim_hub_accept (sim, line);
  else if (current)
    sim_relay_lose_line (sim);
}

static void
try_connect (Sim *sim, gpointer object, GBytes *bytes, guint64 number)
{
  SimRelay *relay = &sim->relay;

  relay->connecting = FALSE;
  if (relay->line || !relay->relay)
    return;
  if (!sim->hub || sim->now_us < relay->alone_us) {
    relay->connecting = TRUE;
    sim_after (sim, sim_draw_us (sim, CONNECT_US_MAX), try_connect, NULL, NULL, 0);
    return;
  }
  relay->line = sim_line_open (sim, NULL, FALSE);
  tc_relay_line_opened (relay->relay, sim->now_us);
  sim_after (sim, sim_draw_us (sim, sim->plan.delay_us_max), accept_line, relay->line, NULL, 0);
}

static void
connect_later (Sim *sim)
{
  if (sim->relay.connecting)
    return;
  sim->relay.connecting = TRUE;
  sim_after (sim, sim_draw_us (sim, CONNECT_US_MAX), try_connect, NULL, NULL, 0);
}

void
sim_relay_lose_line (Sim *sim)
{
  SimRelay *relay = &sim->relay;
  SimLine *line = g_steal_pointer (&relay->line);

  relay->closing = FALSE;
  if (!line)
    return;
  if (relay->relay)
    tc_relay_line_closed (relay->relay, sim->now_us);
  sim_line_close_from_desk (line);
  connect_later (sim);
}

/* ---- the process ---- */

static gboolean
open_relay (Sim *sim, GError **error)
{
  const TcHubHooks hub_hooks = {.send = send_cb,
                                .drop = drop_cb,
                                .ask = ask_cb,
                                .snapshot = snapshot_cb,
                                .random = sim_random_cb};
  const TcRelayHooks hooks = {.send = up_send_cb,
                              .close = up_close_cb,
                              .fetch = up_fetch_cb,
                              .reply = up_reply_cb,
                              .status = up_status_cb};
  SimRelay *relay = &sim->relay;
  const TcRelayIdentity identity = {SIM_RELAY, relay->key, *tc_key_get_public (sim->key), "Trạm"};

  relay->db = open_file (SIM_RELAY_FILE, error);
  if (!relay->db)
    return FALSE;
  relay->relay = tc_relay_new (relay->db, &identity, &hooks, &hub_hooks, sim, sim->now_us, error);
  if (!relay->relay)
    return FALSE;
  tc_relay_get_status (relay->relay, &relay->status);
  return TRUE;
}

static void
start (Sim *sim, gpointer object, GBytes *bytes, guint64 number)
{
  SimRelay *relay = &sim->relay;
  g_autoptr (GError) error = NULL;

  if (relay->relay)
    return;
  relay->life++;
  relay->flushing = FALSE;
  if (!open_relay (sim, &error)) {
    fail (sim, error);
    return;
  }
  sim_trace (sim, "relay: up");
  sim_after (sim, SIM_TICK_US, tick, NULL, NULL, relay->life);
  connect_later (sim);
}

void
sim_relay_stop (Sim *sim, gboolean power)
{
  SimRelay *relay = &sim->relay;
  SimLine *own = g_steal_pointer (&relay->line);

  relay->life++;
  relay->closing = FALSE;
  for (guint i = 0; i < sim->lines->len; i++) {
    SimLine *line = g_ptr_array_index (sim->lines, i);

    if (!line->peer || !line->via)
      continue;
    line->peer = NULL;
    sim_line_close_from_hub (line);
  }
  if (own)
    sim_line_close_from_desk (own);
  g_clear_pointer (&relay->relay, tc_relay_free);
  g_clear_pointer (&relay->db, tc_database_close);
  remove_next (relay);
  /* Mostly its folder of files is there when it comes back. */
  if (sim_chance (sim, 4)) {
    g_array_set_size (relay->kept, 0);
    g_hash_table_remove_all (relay->files);
  }
  sim->counts[power ? SIM_RELAY_POWER : SIM_RELAY_KILLED]++;
  if (power) {
    MemoryDiskCut cut = memory_disk_cut_power (SIM_RELAY_FILE, sim->rand);
    sim->counts[SIM_WRITES_LOST] += cut != MEMORY_DISK_KEPT;
    sim->counts[SIM_WRITES_TORN] += cut == MEMORY_DISK_TORN;
  }
  sim_trace (sim, "relay: down%s", power ? ", its power cut" : "");
  sim_after (sim, sim_draw_us (sim, RESTART_US_MAX), start, NULL, NULL, 0);
}

void
sim_relay_set_up (Sim *sim)
{
  SimRelay *relay = &sim->relay;
  static const char *const names[] = {SIM_RELAY_FILE, SIM_RELAY_FILE "-wal"};

  relay->sim = sim;
  relay->used = sim->plan.relay;
  relay->key = sim_key (SIM_RELAY);
  relay->kept = tc_snapshot_files_new ();
  relay->loaded = tc_snapshot_files_new ();
  relay->files = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                        (GDestroyNotify) g_bytes_unref);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    memory_disk_remove (names[i]);
  remove_next (relay);
  if (relay->used)
    start (sim, NULL, NULL, 0);
}

void
sim_relay_tear_down (Sim *sim)
{
  SimRelay *relay = &sim->relay;

  g_clear_pointer (&relay->relay, tc_relay_free);
  g_clear_pointer (&relay->db, tc_database_close);
  tc_key_free (relay->key);
  g_array_unref (relay->kept);
  g_array_unref (relay->loaded);
  remove_next (relay);
  g_hash_table_unref (relay->files);
}
