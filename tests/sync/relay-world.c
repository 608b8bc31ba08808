/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A relay in the world; see the header.
 */
#include "relay-world.h"
#include "tc-snapshot.h"

#include <glib/gstdio.h>

static void
random_cb (guint8 *out, gsize size, gpointer data)
{
  static guint64 state = 2463534242u;

  for (gsize i = 0; i < size; i++) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    out[i] = (guint8) state;
  }
}

/* Towards the desks. */

static void
desk_send_cb (gpointer peer_data, GBytes *message, gpointer data)
{
  g_queue_push_tail (((WorldDesk *) peer_data)->to_desk, g_bytes_ref (message));
}

static void
desk_drop_cb (gpointer peer_data, gpointer data)
{
  WorldDesk *desk = peer_data;

  desk->peer = NULL;
  desk->dropped = TRUE;
}

static void
desk_ask_cb (gpointer peer_data, guint16 replica, gint64 number, const char *name, GVariant *value,
             gpointer data)
{
  WorldRelay *relay = data;

  relay->asked++;
  tc_hub_reply (relay->hub, ((WorldDesk *) peer_data)->peer, number, NULL, NULL);
}

/* The server's files, as they came. */
static void
desk_snapshot_cb (gpointer peer_data, const gint64 *scopes, guint n_scopes, gpointer data)
{
  WorldRelay *relay = data;
  g_autoptr (GArray) files = tc_snapshot_files_new ();

  for (guint i = 0; i < n_scopes; i++)
    for (guint k = 0; k < relay->kept->len; k++)
      if (g_array_index (relay->kept, TcSnapshotFile, k).scope == scopes[i])
        tc_snapshot_files_add (files, &g_array_index (relay->kept, TcSnapshotFile, k));
  g_assert_cmpuint (files->len, ==, n_scopes);
  tc_hub_offer (relay->hub, ((WorldDesk *) peer_data)->peer, &relay->status.base, files);
}

/* Towards the server. */

static void
up_send_cb (GBytes *message, gpointer data)
{
  WorldRelay *relay = data;

  relay->carried += tc_line_message_kind (message) == TC_LINE_CARRY;
  g_queue_push_tail (relay->up.to_server, g_bytes_ref (message));
}

static void
up_close_cb (const TcRefusal *why, gpointer data)
{
  WorldRelay *relay = data;

  relay->up.line_bad = TRUE;
  g_free (relay->up.closed_code);
  relay->up.closed_code = g_strdup (why ? why->code : "");
}

static void
up_fetch_cb (const TcSnapshotFile *files, guint n, gpointer data)
{
  WorldRelay *relay = data;

  relay->fetches++;
  g_array_set_size (relay->up.wanted, 0);
  for (guint i = 0; i < n; i++)
    tc_snapshot_files_add (relay->up.wanted, &files[i]);
  relay->up.load_wanted = TRUE;
}

static void
up_reply_cb (gint64 number, const TcRefusal *refusal, GVariant *value, gpointer data)
{
  ((WorldRelay *) data)->up.replies++;
}

static void
up_given_up_cb (guint16 replica, guint n, gpointer data)
{
  ((WorldRelay *) data)->given_up += n;
}

/* Whoever reads the file then sees none of them. */
static void
up_lost_cb (gpointer data)
{
  WorldRelay *relay = data;
  g_autofree char *path = g_build_filename (relay->world->folder, "relay.db", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (TcDatabase) reader = tc_database_open (path, 0, &error);

  g_assert_no_error (error);
  g_assert_cmpint (tc_database_get_int (reader, -1,
                                        "SELECT count(*) FROM reporter WHERE scope NOT IN"
                                        " (SELECT id FROM held_scope WHERE kind <> 'wiped')",
                                        NULL),
                   ==, 0);
  relay->lost++;
}

static void
executing_cb (TcOperation *const *ops, guint n, gpointer data)
{
  WorldRelay *relay = data;

  relay->tried += n;
  relay->executing = n;
}

static guint
deaths_cb (const TcOperation *op, gpointer data)
{
  return ((WorldRelay *) data)->deadly;
}

static void
up_status_cb (const TcRelayStatus *status, gpointer data)
{
  ((WorldRelay *) data)->status = *status;
}

static TcDatabase *
open_file (WorldRelay *relay, const char *name)
{
  static const TcSchemaSet *const sets[] = {&tc_schema_state,  &tc_schema_server, &tc_schema_desk,
                                            &tc_schema_outbox, &tc_schema_relay,  NULL};
  g_autofree char *path = g_build_filename (relay->world->folder, name, NULL);
  g_autoptr (GError) error = NULL;
  TcDatabase *db = tc_database_open (path, TC_DATABASE_WRITER, &error);

  g_assert_no_error (error);
  g_assert_true (tc_schema_migrate (db, sets, &error));
  return db;
}

static void
open_relay (WorldRelay *relay)
{
  const TcHubHooks hub_hooks = {.send = desk_send_cb,
                                .drop = desk_drop_cb,
                                .ask = desk_ask_cb,
                                .snapshot = desk_snapshot_cb,
                                .random = random_cb,
                                .executing = executing_cb,
                                .deaths = deaths_cb};
  const TcRelayHooks hooks = {.send = up_send_cb,
                              .close = up_close_cb,
                              .fetch = up_fetch_cb,
                              .reply = up_reply_cb,
                              .status = up_status_cb,
                              .given_up = up_given_up_cb,
                              .lost = up_lost_cb};
  const TcRelayIdentity identity = {WORLD_RELAY, relay->key, *tc_key_get_public (relay->world->key),
                                    "Trạm Vị Thủy"};
  g_autoptr (GError) error = NULL;

  relay->db = open_file (relay, "relay.db");
  relay->relay = tc_relay_new (relay->db, &identity, &hooks, &hub_hooks, relay,
                               relay->world->now_us, &error);
  g_assert_no_error (error);
  relay->hub = tc_relay_get_hub (relay->relay);
  tc_relay_get_status (relay->relay, &relay->status);
}

static gboolean
also_cb (World *world)
{
  return world_move_relay (world->also_data);
}

void
world_enrol_relay (World *world, const TcKey *key)
{
  g_autoptr (GBytes) bytes = g_bytes_new (tc_key_get_public (key), TC_KEY_PUBLIC_SIZE);
  const TcDeskArgs invite = {WORLD_RELAY, "Trạm", WORLD_AGENCY};
  const TcDeskRef kind = {WORLD_RELAY};
  const TcDeskRole role = {WORLD_RELAY, WORLD_ROLE};
  const TcDeskEnrol enrol = {WORLD_RELAY, bytes};

  world_do (world, &tc_desk_invite_type, &invite);
  world_do (world, &tc_desk_relay_type, &kind);
  world_do (world, &tc_desk_allow_role_type, &role);
  world_do (world, &tc_desk_enrol_type, &enrol);
}

WorldRelay *
world_add_relay (World *world)
{
  WorldRelay *relay = g_new0 (WorldRelay, 1);

  relay->world = world;
  relay->key = tc_key_generate ();
  relay->up.number = WORLD_RELAY;
  relay->up.to_desk = g_queue_new ();
  relay->up.to_server = g_queue_new ();
  relay->up.wanted = tc_snapshot_files_new ();
  relay->kept = tc_snapshot_files_new ();
  world->also = also_cb;
  world->also_data = relay;
  world_enrol_relay (world, relay->key);
  open_relay (relay);
  return relay;
}

void
world_drop_loaded (WorldRelay *relay)
{
  static const char *const names[] = {"next.db", "next.db-wal", "next.db-shm"};

  g_clear_pointer (&relay->plan, tc_relay_plan_unref);
  g_clear_pointer (&relay->filled, tc_database_close);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *path = g_build_filename (relay->world->folder, names[i], NULL);
    g_unlink (path);
  }
}

static void
close_relay (WorldRelay *relay)
{
  world_drop_loaded (relay);
  world_cut_relay (relay);
  for (guint i = 1; i <= WORLD_DESKS_MAX; i++)
    if (relay->world->desks[i].hub == &relay->hub)
      world_disconnect (&relay->world->desks[i]);
  g_clear_pointer (&relay->relay, tc_relay_free);
  g_clear_pointer (&relay->db, tc_database_close);
}

void
world_free_relay (WorldRelay *relay)
{
  close_relay (relay);
  relay->world->also = NULL;
  tc_key_free (relay->key);
  g_queue_free (relay->up.to_desk);
  g_queue_free (relay->up.to_server);
  g_array_unref (relay->up.wanted);
  g_array_unref (relay->kept);
  g_free (relay->up.closed_code);
  g_free (relay);
}

void
world_restart_relay (WorldRelay *relay)
{
  close_relay (relay);
  open_relay (relay);
}

void
world_connect_relay (WorldRelay *relay)
{
  g_assert_false (relay->up.connected);
  relay->up.connected = TRUE;
  relay->up.dropped = FALSE;
  relay->up.line_bad = FALSE;
  tc_relay_line_opened (relay->relay, relay->world->now_us);
  relay->up.peer = tc_hub_connect (relay->world->hub, &relay->up, relay->world->now_us);
}

static void
clear_queue (GQueue *queue)
{
  GBytes *bytes;

  while ((bytes = g_queue_pop_head (queue)))
    g_bytes_unref (bytes);
}

void
world_cut_relay (WorldRelay *relay)
{
  if (!relay->up.connected)
    return;
  relay->up.connected = FALSE;
  if (relay->up.peer)
    tc_hub_disconnect (relay->world->hub, g_steal_pointer (&relay->up.peer));
  clear_queue (relay->up.to_desk);
  clear_queue (relay->up.to_server);
  relay->up.load_wanted = FALSE;
  tc_relay_line_closed (relay->relay, relay->world->now_us);
}

void
world_move_behind (WorldDesk *desk, WorldRelay *relay)
{
  g_assert_false (desk->connected);
  desk->hub = &relay->hub;
}

void
world_move_away (WorldDesk *desk)
{
  g_assert_false (desk->connected);
  desk->hub = &desk->world->hub;
}

/* (transfer full) */
static GBytes *
read_file (WorldRelay *relay, guint i, const char *suffix)
{
  g_autofree char *name = g_strconcat (g_array_index (relay->up.wanted, TcSnapshotFile, i).name,
                                       suffix, NULL);
  g_autofree char *path = g_build_filename (relay->world->folder, name, NULL);
  char *data;
  gsize size;

  g_assert_true (g_file_get_contents (path, &data, &size, NULL));
  if (relay->spoils && g_str_equal (suffix, relay->spoils))
    data[size / 2] ^= 1;
  return g_bytes_new_take (data, size);
}

static void
load_files (WorldRelay *relay)
{
  g_autoptr (GPtrArray) lists = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autoptr (GPtrArray) contents = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autoptr (GError) error = NULL;

  relay->up.load_wanted = FALSE;
  world_drop_loaded (relay);
  for (guint i = 0; i < relay->up.wanted->len; i++) {
    g_ptr_array_add (lists, read_file (relay, i, TC_SNAPSHOT_LIST_SUFFIX));
    g_ptr_array_add (contents, read_file (relay, i, ""));
  }
  relay->plan = tc_relay_plan (relay->relay);
  relay->filled = open_file (relay, "next.db");
  if (!tc_relay_plan_fill (relay->plan, relay->filled, lists, contents, NULL, &error)) {
    g_assert_nonnull (relay->spoils);
    relay->up.line_bad = TRUE;
    world_drop_loaded (relay);
    return;
  }
}

static void
take_loaded (WorldRelay *relay)
{
  g_autoptr (GError) error = NULL;

  if (tc_relay_wants (relay->relay, relay->plan) == TC_RELAY_WANTED) {
    g_array_set_size (relay->kept, 0);
    for (guint i = 0; i < relay->up.wanted->len; i++)
      tc_snapshot_files_add (relay->kept, &g_array_index (relay->up.wanted, TcSnapshotFile, i));
    if (!tc_relay_take (relay->relay, relay->plan, relay->filled, relay->world->now_us, &error))
      g_assert_no_error (error);
  }
  world_drop_loaded (relay);
}

static gboolean
is_lost (WorldRelay *relay, TcLineKind kind)
{
  return (relay->loses_answers && kind == TC_LINE_CARRY) ||
         (relay->loses_frames && kind == TC_LINE_FRAMES);
}

/* Before the server has greeted it isn't known whether it is still wanted. */
static gboolean
is_to_be_taken (WorldRelay *relay)
{
  return relay->plan && !relay->holds_loaded &&
         tc_relay_wants (relay->relay, relay->plan) != TC_RELAY_WANTED_LATER;
}

gboolean
world_move_relay (WorldRelay *relay)
{
  World *world = relay->world;
  g_autoptr (GBytes) down = g_queue_pop_head (relay->up.to_desk);
  g_autoptr (GError) error = NULL;

  if (down && is_lost (relay, tc_line_message_kind (down)))
    return TRUE;
  if (down && !tc_relay_receive (relay->relay, down, world->now_us, &error)) {
    g_test_message ("relay: %s", error->message);
    relay->up.line_bad = TRUE;
  }
  if (relay->up.load_wanted)
    load_files (relay);
  gboolean took = is_to_be_taken (relay);
  if (took)
    take_loaded (relay);
  g_autoptr (GBytes) up = g_queue_pop_head (relay->up.to_server);
  if (up && relay->up.peer)
    tc_hub_receive (world->hub, relay->up.peer, up, world->now_us);
  gboolean moved = down || up || took || tc_hub_has_work (relay->hub);
  g_clear_error (&error);
  g_assert_true (tc_hub_flush (relay->hub, world->now_us, &error));
  if (relay->up.connected &&
      ((relay->up.dropped && g_queue_is_empty (relay->up.to_desk)) || relay->up.line_bad)) {
    world_cut_relay (relay);
    moved = TRUE;
  }
  return moved;
}
