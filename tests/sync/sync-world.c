/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The world of the synchronisation's tests; see the header.
 */
#include "sync-world.h"

#include "remove-tree.h"
#include "tc-incident-queries.h"
#include "tc-snapshot.h"

#include <glib/gstdio.h>
#include <string.h>

#define START_US ((gint64) 1795400000 * 1000000)

static void
random_cb (guint8 *out, gsize size, gpointer data)
{
  static guint64 state = 88172645463325252u;

  for (gsize i = 0; i < size; i++) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    out[i] = (guint8) state;
  }
}

static gint64
hub_id_cb (gint64 now_us, gpointer data)
{
  return tc_id_maker_next (&((World *) data)->ids, now_us);
}

static void
hub_send_cb (gpointer peer_data, GBytes *message, gpointer data)
{
  g_queue_push_tail (((WorldDesk *) peer_data)->to_desk, g_bytes_ref (message));
}

static void
hub_purge_waits_cb (const GError *why, gpointer data)
{
  ((World *) data)->purge_waits++;
}

static void
hub_drop_cb (gpointer peer_data, gpointer data)
{
  WorldDesk *desk = peer_data;

  desk->peer = NULL;
  desk->dropped = TRUE;
}

static void
hub_ask_cb (gpointer peer_data, guint16 replica, gint64 number, const char *name, GVariant *value,
            gpointer data)
{
  World *world = data;
  WorldDesk *desk = peer_data;

  world->asked++;
  tc_hub_reply (world->hub, desk->peer, number, NULL, NULL);
}

static char *
snapshot_path (World *world, const char *name)
{
  return g_build_filename (world->folder, name, NULL);
}

/* Some of what hangs together comes with the first parts and some does not, whatever it is. */
static const char *
split (const char *table)
{
  return strstr ("incident report reporter incident_event dispatch task answer", table)
             ? "id % 3 = 0"
             : NULL;
}

static GBytes *
make_snapshot (World *world, gint64 scope, const TcPosition *position, const char *path)
{
  const TcSnapshotOptions options = {world->key, world->now_us,
                                     world->part_bytes ? world->part_bytes : 300, split};
  g_autoptr (TcCatalogue) catalogue = tc_catalogue_load (world->db, NULL);
  g_autoptr (GError) error = NULL;
  GBytes *list = tc_snapshot_make (world->db, catalogue, scope, position, &options, path, &error);

  g_assert_no_error (error);
  return list;
}

static void
write_snapshot (World *world, const char *name, gint64 scope)
{
  g_autofree char *path = snapshot_path (world, name);
  g_autofree char *list_path = g_strconcat (path, TC_SNAPSHOT_LIST_SUFFIX, NULL);
  g_autoptr (GBytes) list = make_snapshot (world, scope, &world->snapshots_at, path);

  g_assert_true (g_file_set_contents_full (list_path, g_bytes_get_data (list, NULL),
                                           (gssize) g_bytes_get_size (list),
                                           G_FILE_SET_CONTENTS_NONE, 0600, NULL));
}

/* At once, on the hub's own connection between its transactions. */
static void
hub_snapshot_cb (gpointer peer_data, const gint64 *scopes, guint n_scopes, gpointer data)
{
  World *world = data;
  WorldDesk *desk = peer_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) files = g_array_new (FALSE, FALSE, sizeof (TcSnapshotFile));
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  if (!world->again) {
    g_assert_true (tc_snapshot_position (world->db, &world->snapshots_at, &error));
    world->n_snapshots++;
  }
  for (guint i = 0; i < n_scopes; i++) {
    TcSnapshotFile file = {scopes[i], 1, g_strdup_printf ("snap-%u-%u", world->n_snapshots, i)};

    g_ptr_array_add (names, file.name);
    if (!world->again)
      write_snapshot (world, file.name, scopes[i]);
    g_array_append_val (files, file);
  }
  tc_hub_offer (world->hub, desk->peer, &world->snapshots_at, files);
}

static void
hub_ahead_cb (guint16 replica, const TcPosition *position, gpointer data)
{
  ((World *) data)->ahead++;
}

static void
hub_other_version_cb (guint16 replica, gint64 version, const char *refused, gpointer data)
{
  ((World *) data)->other_versions++;
}

static void
hub_executing_cb (TcOperation *const *ops, guint n, gpointer data)
{
  World *world = data;

  for (guint i = 0; i < n; i++)
    g_assert_true (!world->deaths || world->deaths (ops[i]) < TC_HUB_DEATHS_MAX);
  if (n > 0)
    g_array_append_val (world->executed, n);
  world->executing = n;
}

static guint
hub_deaths_cb (const TcOperation *op, gpointer data)
{
  World *world = data;

  return world->deaths ? world->deaths (op) : 0;
}

static const TcSchemaSet *
state_of (const TcSchemaSet *schema)
{
  return schema ? schema : &tc_schema_state;
}

static void
open_server (World *world)
{
  const TcSchemaSet *const sets[] = {state_of (world->schema), &tc_schema_server, NULL};
  const TcHubHooks hooks = {.send = hub_send_cb,
                            .drop = hub_drop_cb,
                            .ask = hub_ask_cb,
                            .snapshot = hub_snapshot_cb,
                            .random = random_cb,
                            .make_id = hub_id_cb,
                            .ahead = hub_ahead_cb,
                            .other_version = hub_other_version_cb,
                            .executing = hub_executing_cb,
                            .deaths = hub_deaths_cb,
                            .purge_waits = hub_purge_waits_cb};
  g_autofree char *path = g_build_filename (world->folder, "server.db", NULL);
  g_autoptr (GError) error = NULL;

  world->db = tc_database_open (path, TC_DATABASE_WRITER, &error);
  g_assert_no_error (error);
  g_assert_true (tc_schema_migrate (world->db, sets, &error));
  world->hub = tc_hub_new (world->db, world->key, &hooks, world, world->now_us, &error);
  g_assert_no_error (error);
  tc_hub_set_schema (world->hub, sets[0]);
  tc_id_maker_init (&world->ids, TC_REPLICA_SERVER, tc_hub_get_last_id (world->hub));
  g_assert_true (tc_hub_begin_epoch (world->hub, world->now_us, &error));
}

static void
desk_send_cb (GBytes *message, gpointer data)
{
  g_queue_push_tail (((WorldDesk *) data)->to_server, g_bytes_ref (message));
}

static void
desk_close_cb (const TcRefusal *why, gpointer data)
{
  WorldDesk *desk = data;

  desk->line_bad = TRUE;
  g_free (desk->closed_code);
  desk->closed_code = g_strdup (why ? why->code : "");
}

static void
desk_changed_cb (const TcRowChange *changes, guint n, gpointer data)
{
  ((WorldDesk *) data)->changed += n;
}

static void
desk_replaced_cb (gpointer data)
{
  ((WorldDesk *) data)->replaced++;
}

static void
desk_status_cb (const TcReplicaStatus *status, gpointer data)
{
  ((WorldDesk *) data)->status = *status;
}

static void
desk_fetch_cb (const TcSnapshotFile *files, guint n, gpointer data)
{
  WorldDesk *desk = data;

  g_array_set_size (desk->wanted, 0);
  for (guint i = 0; i < n; i++) {
    TcSnapshotFile file = {files[i].scope, files[i].size, g_strdup (files[i].name)};
    g_array_append_val (desk->wanted, file);
  }
  desk->load_wanted = TRUE;
}

static void
clear_part (gpointer data)
{
  g_free (((TcReplicaPart *) data)->file);
}

static void
desk_want_cb (const TcReplicaPart *parts, guint n, gpointer data)
{
  WorldDesk *desk = data;

  g_array_set_size (desk->parts, 0);
  for (guint i = 0; i < n && desk->connected; i++) {
    TcReplicaPart part = parts[i];

    part.file = g_strdup (parts[i].file);
    g_array_append_val (desk->parts, part);
  }
}

static void
desk_reply_cb (gint64 number, const TcRefusal *refusal, GVariant *value, gpointer data)
{
  ((WorldDesk *) data)->replies++;
}

static void
desk_archive_cb (const TcPosition *position, gpointer data)
{
  if (position)
    g_assert_cmpint (position->lsn, >, 0);
  ((WorldDesk *) data)->archived += position != NULL;
  ((WorldDesk *) data)->let_go += position == NULL;
}

static gint64
desk_id_cb (gint64 now_us, gpointer data)
{
  return tc_id_maker_next (&((WorldDesk *) data)->ids, now_us);
}

const TcReplicaHooks world_desk_hooks = {.send = desk_send_cb,
                                         .close = desk_close_cb,
                                         .changed = desk_changed_cb,
                                         .replaced = desk_replaced_cb,
                                         .status = desk_status_cb,
                                         .fetch = desk_fetch_cb,
                                         .reply = desk_reply_cb,
                                         .random = random_cb,
                                         .make_id = desk_id_cb,
                                         .archive = desk_archive_cb,
                                         .want = desk_want_cb,
                                         .executing = world_desk_executing_cb,
                                         .deaths = world_desk_deaths_cb};

static TcDatabase *
open_file (World *world, guint16 slot, const char *name, const TcSchemaSet *const *sets)
{
  g_autofree char *file = g_strdup_printf ("%s-%u.db", name, slot);
  g_autofree char *path = g_build_filename (world->folder, file, NULL);
  g_autoptr (GError) error = NULL;
  TcDatabase *db = tc_database_open (path, TC_DATABASE_WRITER, &error);

  g_assert_no_error (error);
  g_assert_true (tc_schema_migrate (db, sets, &error));
  return db;
}

static void
open_desk (WorldDesk *desk)
{
  const TcSchemaSet *const replica_sets[] = {state_of (desk->schema), &tc_schema_desk, NULL};
  static const TcSchemaSet *const outbox_sets[] = {&tc_schema_outbox, NULL};
  g_autoptr (GError) error = NULL;

  desk->db = open_file (desk->world, desk->slot, "replica", replica_sets);
  desk->outbox_db = open_file (desk->world, desk->slot, "outbox", outbox_sets);
  desk->replica = tc_replica_new (desk->db, desk->outbox_db, desk->number, desk->key,
                                  &world_desk_hooks, desk, &error);
  g_assert_no_error (error);
  tc_replica_set_server_key (desk->replica, tc_key_get_public (desk->world->key));
  tc_id_maker_init (&desk->ids, desk->number, tc_replica_get_last_id (desk->replica));
  tc_replica_get_status (desk->replica, &desk->status);
}

void
world_close_desk (WorldDesk *desk)
{
  g_clear_pointer (&desk->replica, tc_replica_free);
  g_clear_pointer (&desk->db, tc_database_close);
  g_clear_pointer (&desk->outbox_db, tc_database_close);
}

static void
check_verdict_cb (const TcVerdict *verdict, const GError *error, gpointer data)
{
  g_assert_no_error (error);
  if (verdict->refusal)
    g_error ("the system's operation was refused: %s", verdict->refusal->code);
}

void
world_do (World *world, const TcOperationType *type, gconstpointer args)
{
  g_autoptr (GError) error = NULL;

  tc_hub_submit (world->hub, type, tc_args_encode (type, args), NULL, world->now_us,
                 check_verdict_cb, world);
  g_assert_true (tc_hub_flush (world->hub, world->now_us, &error));
}

static void
found_province (World *world, const TcOperationType *found)
{
  const TcProvinceArgs province = {"haugiang", NULL,    "Hậu Giang", "Hau Giang",
                                   0,          TC_NONE, TC_NONE,     0};
  const TcAgencyArgs agency = {WORLD_AGENCY, "ioc",    NULL,    "centre",
                               "Trung tâm",  "Centre", 0,       START_US - TC_US_PER_DAY,
                               NULL,         NULL,     TC_NONE, TC_NONE};
  const TcRoleArgs role = {WORLD_ROLE, "dispatcher", "Trực ban", "Dispatcher"};
  const TcRoleCapability manage = {WORLD_ROLE, TC_CAPABILITY_PEOPLE};
  const TcStaffArgs staff = {WORLD_STAFF, "an", "Nguyễn Văn An", NULL, NULL};
  const TcPostAdd post = {400,    WORLD_STAFF, WORLD_AGENCY, WORLD_ROLE, START_US - TC_US_PER_DAY,
                          TC_NONE};

  world_do (world, found, &province);
  world_do (world, &tc_agency_add_type, &agency);
  world_do (world, &tc_role_add_type, &role);
  world_do (world, &tc_role_allow_type, &manage);
  world_do (world, &tc_staff_add_type, &staff);
  world_do (world, &tc_post_add_type, &post);
}

TcKey *
world_key (guint16 replica)
{
  const guint8 seed[TC_KEY_SEED_SIZE] = {(guint8) replica, (guint8) (replica >> 8), 1};

  return tc_key_from_seed (seed);
}

World *
world_new (void)
{
  return world_new_founded (&tc_province_found_type);
}

World *
world_new_founded (const TcOperationType *found)
{
  World *world = g_new0 (World, 1);

  tc_crypto_init ();
  world->folder = g_dir_make_tmp ("tc-world-XXXXXX", NULL);
  world->key = world_key (TC_REPLICA_SERVER);
  world->now_us = START_US;
  world->executed = g_array_new (FALSE, FALSE, sizeof (guint));
  open_server (world);
  found_province (world, found);
  return world;
}

static void
clear_queue (GQueue *queue)
{
  GBytes *bytes;

  while ((bytes = g_queue_pop_head (queue)))
    g_bytes_unref (bytes);
}

void
world_free (World *world)
{
  for (guint i = 1; i <= WORLD_DESKS_MAX; i++) {
    WorldDesk *desk = &world->desks[i];

    if (!desk->world)
      continue;
    world_disconnect (desk);
    world_close_desk (desk);
    tc_key_free (desk->key);
    g_queue_free (desk->to_desk);
    g_queue_free (desk->to_server);
    g_array_unref (desk->wanted);
    g_array_unref (desk->parts);
    g_free (desk->closed_code);
  }
  tc_hub_free (world->hub);
  tc_database_close (world->db);
  tc_key_free (world->key);
  remove_tree (world->folder);
  g_array_unref (world->executed);
  g_free (world->folder);
  g_free (world);
}

static WorldDesk *
set_up_desk (World *world, guint16 number, guint16 slot)
{
  WorldDesk *desk = &world->desks[slot];

  g_assert_null (desk->world);
  desk->world = world;
  desk->number = number;
  desk->slot = slot;
  desk->hub = &world->hub;
  desk->key = world_key (number);
  desk->session = 5000 + number;
  desk->to_desk = g_queue_new ();
  desk->to_server = g_queue_new ();
  desk->wanted = tc_snapshot_files_new ();
  desk->parts = g_array_new (FALSE, FALSE, sizeof (TcReplicaPart));
  g_array_set_clear_func (desk->parts, clear_part);
  return desk;
}

WorldDesk *
world_enrol_desk (World *world, guint16 number)
{
  WorldDesk *desk = set_up_desk (world, number, number);
  g_autoptr (GBytes) key = g_bytes_new (tc_key_get_public (desk->key), TC_KEY_PUBLIC_SIZE);
  const TcDeskEnrol enrol = {number, key};
  const TcSessionOpen session = {desk->session, WORLD_STAFF, number, world->now_us + TC_US_PER_DAY};

  world_do (world, &tc_desk_enrol_type, &enrol);
  world_do (world, &tc_session_open_type, &session);
  open_desk (desk);
  return desk;
}

WorldDesk *
world_add_desk (World *world, guint16 number)
{
  world_invite_desk (world, number);
  return world_enrol_desk (world, number);
}

void
world_connect (WorldDesk *desk)
{
  g_assert_false (desk->connected);
  desk->connected = TRUE;
  desk->dropped = FALSE;
  desk->line_bad = FALSE;
  tc_replica_line_opened (desk->replica);
  desk->peer = tc_hub_connect (*desk->hub, desk, desk->world->now_us);
}

void
world_disconnect (WorldDesk *desk)
{
  if (!desk->connected)
    return;
  desk->connected = FALSE;
  if (desk->peer)
    tc_hub_disconnect (*desk->hub, g_steal_pointer (&desk->peer));
  clear_queue (desk->to_desk);
  clear_queue (desk->to_server);
  desk->load_wanted = FALSE;
  g_array_set_size (desk->parts, 0);
  tc_replica_line_closed (desk->replica);
}

void
world_restart_desk (WorldDesk *desk)
{
  world_disconnect (desk);
  world_close_desk (desk);
  open_desk (desk);
}

void
world_lose_replica (WorldDesk *desk)
{
  static const char *const suffixes[] = {"", "-wal", "-shm"};

  world_disconnect (desk);
  world_close_desk (desk);
  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++) {
    g_autofree char *file = g_strdup_printf ("replica-%u.db%s", desk->slot, suffixes[i]);
    g_autofree char *path = g_build_filename (desk->world->folder, file, NULL);

    g_unlink (path);
  }
  open_desk (desk);
}

static void
copy_into (World *world, TcDatabase *db, const char *name, guint slot)
{
  g_autofree char *file = g_strdup_printf ("%s-%u.copy", name, slot);
  g_autofree char *path = g_build_filename (world->folder, file, NULL);

  g_unlink (path);
  tc_database_execute (db, "VACUUM INTO ?", "s", path);
  g_assert_true (tc_database_check (db, NULL));
}

void
world_back_up_desk (WorldDesk *desk)
{
  copy_into (desk->world, desk->db, "replica", desk->slot);
  copy_into (desk->world, desk->outbox_db, "outbox", desk->slot);
}

static void
put_back (World *world, const char *name, guint slot)
{
  static const char *const ends[] = {"db-wal", "db-shm", "db"};
  g_autofree char *copy = g_strdup_printf ("%s/%s-%u.copy", world->folder, name, slot);
  g_autofree char *path = g_strdup_printf ("%s/%s-%u.db", world->folder, name, slot);

  for (guint i = 0; i < G_N_ELEMENTS (ends); i++) {
    g_autofree char *old = g_strdup_printf ("%s/%s-%u.%s", world->folder, name, slot, ends[i]);
    g_unlink (old);
  }
  g_assert_cmpint (g_rename (copy, path), ==, 0);
}

void
world_restore_desk (WorldDesk *desk)
{
  world_disconnect (desk);
  world_close_desk (desk);
  put_back (desk->world, "replica", desk->slot);
  put_back (desk->world, "outbox", desk->slot);
  open_desk (desk);
}

WorldDesk *
world_clone_desk (WorldDesk *desk, guint16 slot)
{
  World *world = desk->world;
  WorldDesk *clone = set_up_desk (world, desk->number, slot);

  clone->hub = desk->hub;
  clone->session = desk->session;
  clone->schema = desk->schema;
  copy_into (world, desk->db, "replica", slot);
  copy_into (world, desk->outbox_db, "outbox", slot);
  put_back (world, "replica", slot);
  put_back (world, "outbox", slot);
  open_desk (clone);
  return clone;
}

static void
close_server (World *world)
{
  for (guint i = 1; i <= WORLD_DESKS_MAX; i++) {
    if (world->desks[i].world)
      world_disconnect (&world->desks[i]);
  }
  g_clear_pointer (&world->hub, tc_hub_free);
  g_clear_pointer (&world->db, tc_database_close);
}

void
world_restart_server (World *world)
{
  close_server (world);
  open_server (world);
}

void
world_back_up (World *world)
{
  g_autofree char *path = g_build_filename (world->folder, "backup.db", NULL);

  g_unlink (path);
  tc_database_execute (world->db, "VACUUM INTO ?", "s", path);
  g_assert_true (tc_database_check (world->db, NULL));
}

void
world_restore (World *world)
{
  static const char *const names[] = {"server.db", "server.db-wal", "server.db-shm"};
  g_autofree char *backup = g_build_filename (world->folder, "backup.db", NULL);
  g_autofree char *path = g_build_filename (world->folder, "server.db", NULL);
  gint64 epoch = tc_database_get_int (world->db, 0, "SELECT epoch FROM log_identity", NULL);
  char *data;
  gsize size;

  close_server (world);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *old = g_build_filename (world->folder, names[i], NULL);
    g_unlink (old);
  }
  g_assert_true (g_file_get_contents (backup, &data, &size, NULL));
  g_assert_true (g_file_set_contents (path, data, (gssize) size, NULL));
  g_free (data);
  world_begin_epoch (path, epoch + 1, world->now_us, world->now_us);
  open_server (world);
}

static GBytes *
read_range (World *world, const char *name, gint64 start, gint64 size)
{
  g_autofree char *path = snapshot_path (world, name);
  g_autoptr (GBytes) whole = NULL;
  char *data;
  gsize length;

  g_assert_true (g_file_get_contents (path, &data, &length, NULL));
  whole = g_bytes_new_take (data, length);
  g_assert_cmpint (start + MAX (size, 0), <=, (gint64) length);
  return g_bytes_new_from_bytes (whole, (gsize) start, size < 0 ? length : (gsize) size);
}

static void
add_first (World *world, const char *name, GBytes *list_bytes, GPtrArray *parts)
{
  g_autoptr (TcSnapshotList) list = tc_snapshot_list_read (list_bytes, NULL);

  for (guint i = 0; i < list->parts->len; i++) {
    const TcSnapshotPart *part = &g_array_index (list->parts, TcSnapshotPart, i);

    if (part->first)
      g_ptr_array_add (parts, read_range (world, name, part->start, part->size));
  }
}

static void
load_first (WorldDesk *desk)
{
  g_autoptr (GPtrArray) lists = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autoptr (GError) error = NULL;
  const TcSnapshotFile *files = (const TcSnapshotFile *) (void *) desk->wanted->data;

  desk->load_wanted = FALSE;
  for (guint i = 0; i < desk->wanted->len; i++) {
    g_autofree char *name = g_strconcat (files[i].name, TC_SNAPSHOT_LIST_SUFFIX, NULL);

    g_ptr_array_add (lists, read_range (desk->world, name, 0, -1));
    add_first (desk->world, files[i].name, g_ptr_array_index (lists, i), parts);
  }
  gboolean loaded = tc_replica_load_first (desk->replica, files, lists, parts, &error);
  g_assert_no_error (error);
  g_assert_true (loaded);
}

/* Now and then, so that frames come in between: parts whole, and in slices. */
static gboolean
load_part (WorldDesk *desk)
{
  if (tc_replica_is_slicing (desk->replica) && !desk->world->hold) {
    g_assert_true (tc_replica_load_slice (desk->replica, 100, NULL));
    return TRUE;
  }
  if (desk->parts->len == 0 || desk->world->hold)
    return FALSE;
  if (desk->moves++ % 3 > 0)
    return TRUE;
  const TcReplicaPart *part = &g_array_index (desk->parts, TcReplicaPart, 0);
  g_autoptr (GBytes) bytes = read_range (desk->world, part->file, part->start, part->size);
  g_autoptr (GError) error = NULL;
  gboolean loaded = part->number % 2 ? tc_replica_load_part (desk->replica, part->scope,
                                                             part->number, bytes, &error)
                                     : tc_replica_begin_part (desk->replica, part->scope,
                                                              part->number, bytes, &error);
  g_assert_no_error (error);
  g_assert_true (loaded);
  return TRUE;
}

static void
load_files (WorldDesk *desk)
{
  g_autoptr (GPtrArray) contents = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autoptr (GError) error = NULL;

  desk->load_wanted = FALSE;
  for (guint i = 0; i < desk->wanted->len; i++) {
    g_autofree char *path = snapshot_path (desk->world,
                                           g_array_index (desk->wanted, TcSnapshotFile, i).name);
    char *data;
    gsize size;

    g_assert_true (g_file_get_contents (path, &data, &size, &error));
    g_ptr_array_add (contents, g_bytes_new_take (data, size));
  }
  g_assert_true (tc_replica_load (desk->replica, contents, &error));
}

gboolean
world_move (WorldDesk *desk)
{
  World *world = desk->world;
  g_autoptr (GBytes) down = g_queue_pop_head (desk->to_desk);
  g_autoptr (GError) error = NULL;

  if (down && !tc_replica_receive (desk->replica, down, world->now_us, &error)) {
    g_test_message ("desk %u: %s", desk->number, error->message);
    desk->line_bad = TRUE;
  }
  if (desk->load_wanted && world->whole)
    load_files (desk);
  else if (desk->load_wanted)
    load_first (desk);
  gboolean loading = load_part (desk);
  g_autoptr (GBytes) up = g_queue_pop_head (desk->to_server);
  if (up && desk->peer)
    tc_hub_receive (*desk->hub, desk->peer, up, world->now_us);
  gboolean moved = down || up || loading;
  if ((desk->dropped && g_queue_is_empty (desk->to_desk)) || desk->line_bad) {
    world_disconnect (desk);
    moved = TRUE;
  }
  return moved;
}

void
world_settle_one (WorldDesk *desk)
{
  g_autoptr (GBytes) up = g_queue_pop_head (desk->to_server);

  tc_hub_receive (*desk->hub, desk->peer, up, desk->world->now_us);
  g_assert_true (tc_hub_flush (*desk->hub, desk->world->now_us, NULL));
}

void
world_run (World *world)
{
  gboolean moved = TRUE;

  for (guint turn = 0; moved; turn++) {
    g_autoptr (GError) error = NULL;

    g_assert_cmpuint (turn, <, 1000000);
    moved = FALSE;
    world->now_us += 1000;
    for (guint i = 1; i <= WORLD_DESKS_MAX; i++) {
      if (world->desks[i].connected)
        moved |= world_move (&world->desks[i]);
    }
    if (world->also)
      moved |= world->also (world);
    gboolean more = FALSE;
    g_assert_true (world->hold_purges ||
                   tc_hub_tend_purges (world->hub, world->now_us, &more, &error));
    moved |= more || tc_hub_has_work (world->hub);
    g_assert_true (tc_hub_flush (world->hub, world->now_us, &error));
  }
}
