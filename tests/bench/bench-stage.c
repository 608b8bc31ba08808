/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The province to measure on; see the header.
 */
#include "bench-stage.h"

#include "bench-loop.h"
#include "tc-incident-codes.h"
#include "tc-incident-operations.h"
#include "tc-incident-queries.h"
#include "tc-limits.h"
#include "tc-people-operations.h"
#include "tc-snapshot.h"

#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

#define AGENCY 100
#define ROLE 200
#define STAFF 300
#define POST 400
#define SESSION 5000 /* of desk 0; each desk's is its number further */
#define INCIDENT 1000000
#define LEASE 900
#define STATE_FILE "state.db"
#define KEY_FILE "server.key"

static void
check (GError *error, const char *what)
{
  if (error)
    bench_fail ("%s: %s", what, error->message);
}

char *
stage_path (const char *folder, const char *name)
{
  return g_build_filename (folder, name, NULL);
}

TcKey *
stage_desk_key (guint16 desk)
{
  guint8 seed[TC_KEY_SEED_SIZE] = "a desk of the benchmark";

  memcpy (seed + TC_KEY_SEED_SIZE - sizeof desk, &desk, sizeof desk);
  return tc_key_from_seed (seed);
}

/* The hub without lines. */

static void
send_cb (gpointer peer_data, GBytes *message, gpointer data)
{
  g_queue_push_tail (peer_data ? peer_data : ((StageHub *) data)->sent, g_bytes_ref (message));
}

static void
drop_cb (gpointer peer_data, gpointer data)
{
  bench_fail ("the hub ended the line");
}

static void
ask_cb (gpointer peer_data, guint16 replica, gint64 number, const char *name, GVariant *value,
        gpointer data)
{
}

static void
snapshot_cb (gpointer peer_data, const gint64 *scopes, guint n_scopes, gpointer data)
{
}

static void
random_cb (guint8 *out, gsize size, gpointer data)
{
  tc_random_bytes (out, size);
}

static gint64
make_id_cb (gint64 now_us, gpointer data)
{
  return tc_id_maker_next (&((StageHub *) data)->ids, now_us);
}

void
stage_hub_open (StageHub *stage, const char *folder)
{
  static const TcSchemaSet *const sets[] = {&tc_schema_state, &tc_schema_server, NULL};
  const TcHubHooks hooks = {.send = send_cb,
                            .drop = drop_cb,
                            .ask = ask_cb,
                            .snapshot = snapshot_cb,
                            .random = random_cb,
                            .make_id = make_id_cb};
  g_autofree char *path = stage_path (folder, STATE_FILE);
  g_autofree char *key = stage_path (folder, KEY_FILE);
  g_autoptr (GError) error = NULL;

  *stage = (StageHub){.sent = g_queue_new ()};
  stage->key = tc_key_load_or_make (key, &error);
  check (error, "the server's key");
  stage->db = tc_database_open (path, TC_DATABASE_WRITER | TC_DATABASE_FULL, &error);
  if (!stage->db || !tc_schema_migrate (stage->db, sets, &error) ||
      !(stage->hub = tc_hub_new (stage->db, stage->key, &hooks, stage, g_get_real_time (), &error)))
    check (error, "opening the hub");
  tc_id_maker_init (&stage->ids, TC_REPLICA_SERVER, tc_hub_get_last_id (stage->hub));
}

void
stage_hub_close (StageHub *stage)
{
  tc_hub_free (stage->hub);
  tc_database_close (stage->db);
  tc_key_free (stage->key);
  g_queue_free_full (stage->sent, (GDestroyNotify) g_bytes_unref);
}

/* Founding. */

static void
verdict_cb (const TcVerdict *verdict, const GError *error, gpointer data)
{
  if (error || verdict->refusal)
    bench_fail ("%s: %s", (const char *) data, error ? error->message : verdict->refusal->code);
}

static void
submit (StageHub *stage, const TcOperationType *type, gconstpointer args)
{
  tc_hub_submit (stage->hub, type, tc_args_encode (type, args), NULL, g_get_real_time (),
                 verdict_cb, (gpointer) type->name);
}

static void
flush (StageHub *stage)
{
  g_autoptr (GError) error = NULL;

  while (!error && tc_hub_has_work (stage->hub))
    if (!tc_hub_flush (stage->hub, g_get_real_time (), &error))
      break;
  check (error, "committing");
}

static void
found_province (StageHub *stage)
{
  static const char *const capabilities[] = {TC_MAY_REPORT, TC_MAY_SCREEN, TC_MAY_HANDLE,
                                             TC_MAY_DISPATCH};
  gint64 from_us = g_get_real_time () - TC_US_PER_DAY;
  const TcProvinceArgs province = {"haugiang", NULL,    "Hậu Giang", "Hau Giang",
                                   0,          TC_NONE, TC_NONE,     0};
  const TcAgencyArgs agency = {AGENCY, "ioc",   NULL, "centre", "Trung tâm", "Centre",
                               0,      from_us, NULL, NULL,     TC_NONE,     TC_NONE};
  const TcRoleArgs role = {ROLE, "dispatcher", "Trực ban", "Dispatcher"};
  const TcRoleScope reads = {ROLE, "incidents"};
  const TcStaffArgs staff = {STAFF, "an", "Nguyễn Văn An", NULL, NULL};
  const TcPostAdd post = {POST, STAFF, AGENCY, ROLE, from_us, TC_NONE};

  submit (stage, &tc_province_found_type, &province);
  submit (stage, &tc_agency_add_type, &agency);
  submit (stage, &tc_role_add_type, &role);
  submit (stage, &tc_role_read_type, &reads);
  for (guint i = 0; i < G_N_ELEMENTS (capabilities); i++) {
    const TcRoleCapability allow = {ROLE, capabilities[i]};
    submit (stage, &tc_role_allow_type, &allow);
  }
  submit (stage, &tc_staff_add_type, &staff);
  submit (stage, &tc_post_add_type, &post);
}

static void
add_desk (StageHub *stage, guint16 desk)
{
  g_autoptr (TcKey) key = stage_desk_key (desk);
  g_autoptr (GBytes) public = g_bytes_new (tc_key_get_public (key), TC_KEY_PUBLIC_SIZE);
  g_autofree char *name = g_strdup_printf ("Bàn %u", desk);
  const TcDeskArgs invite = {desk, name, AGENCY};
  const TcDeskRole role = {desk, ROLE};
  const TcDeskEnrol enrol = {desk, public};
  const TcSessionOpen session = {SESSION + desk, STAFF, desk, g_get_real_time () + TC_US_PER_DAY};

  submit (stage, &tc_desk_invite_type, &invite);
  submit (stage, &tc_desk_allow_role_type, &role);
  submit (stage, &tc_desk_enrol_type, &enrol);
  submit (stage, &tc_session_open_type, &session);
}

static void
add_incidents (StageHub *stage)
{
  gint64 now_us = g_get_real_time ();
  gint64 day = tc_incident_day (now_us);
  const TcIncidentLeaseCodes lease = {LEASE, TC_REPLICA_SERVER, day, 1, 1000};

  submit (stage, &tc_incident_lease_codes_type, &lease);
  for (guint i = 0; i < STAGE_INCIDENTS; i++) {
    g_autofree char *code = tc_incident_format_code (day, i + 1);
    const TcIncidentReport report = {.incident_id = INCIDENT + i,
                                     .report_id = 2 * INCIDENT + i,
                                     .code = code,
                                     .channel = "hotline",
                                     .text = "Ngập sâu trước chợ, xe máy không qua được",
                                     .priority = 3,
                                     .lat_e7 = 97845000,
                                     .lon_e7 = 1054701000,
                                     .said_us = TC_NONE,
                                     .received_us = now_us};
    submit (stage, &tc_incident_report_type, &report);
  }
}

/* A full desk's replica, from snapshots of the scopes that it may read. */

static void
ignore_send_cb (GBytes *message, gpointer data)
{
  g_queue_push_tail (data, g_bytes_ref (message));
}

static void
ignore_close_cb (const TcRefusal *why, gpointer data)
{
  bench_fail ("a desk gave up its line: %s", why ? why->code : "");
}

static void
ignore_changed_cb (const TcRowChange *changes, guint n, gpointer data)
{
}

static void
ignore_replaced_cb (gpointer data)
{
}

static void
ignore_status_cb (const TcReplicaStatus *status, gpointer data)
{
}

static void
ignore_fetch_cb (const TcSnapshotFile *files, guint n, gpointer data)
{
}

static void
ignore_reply_cb (gint64 number, const TcRefusal *refusal, GVariant *value, gpointer data)
{
}

static GBytes *
write_snapshot (StageHub *stage, const char *folder, TcCatalogue *catalogue, gint64 scope,
                const TcPosition *position)
{
  g_autofree char *path = stage_path (folder, "scope.snap");
  g_autoptr (GError) error = NULL;
  char *data = NULL;
  gsize size = 0;

  if (tc_snapshot_write (stage->db, catalogue, scope, position, path, &error))
    g_file_get_contents (path, &data, &size, &error);
  check (error, "writing a snapshot");
  g_unlink (path);
  return g_bytes_new_take (data, size);
}

/* As the server does for a desk that has nothing. */
static GPtrArray *
make_snapshots (StageHub *stage, const char *folder, const TcLineMessage *welcome)
{
  g_autoptr (TcCatalogue) catalogue = tc_catalogue_load (stage->db, NULL);
  GPtrArray *contents = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  for (guint i = 0; i < welcome->scopes->len; i++)
    g_ptr_array_add (contents, write_snapshot (stage, folder, catalogue,
                                               g_array_index (welcome->scopes, gint64, i),
                                               &welcome->position));
  return contents;
}

static GBytes *
offer_of (const TcLineMessage *welcome)
{
  g_autoptr (TcLineMessage) offer = tc_line_message_new (TC_LINE_SNAPSHOT);

  offer->position = welcome->position;
  for (guint i = 0; i < welcome->scopes->len; i++) {
    TcSnapshotFile file = {g_array_index (welcome->scopes, gint64, i), 1, (char *) "scope"};
    tc_snapshot_files_add (offer->files, &file);
  }
  return tc_line_message_write (offer);
}

static void
receive (TcReplica *replica, GBytes *message)
{
  g_autoptr (GError) error = NULL;

  if (!tc_replica_receive (replica, message, g_get_real_time (), &error))
    check (error, "a full desk");
}

static void
make_full_desk (StageHub *stage, const char *folder, guint16 number)
{
  g_autoptr (GQueue) up = g_queue_new ();
  const TcReplicaHooks hooks = {.send = ignore_send_cb,
                                .close = ignore_close_cb,
                                .changed = ignore_changed_cb,
                                .replaced = ignore_replaced_cb,
                                .status = ignore_status_cb,
                                .fetch = ignore_fetch_cb,
                                .reply = ignore_reply_cb,
                                .random = random_cb};
  g_autoptr (GError) error = NULL;
  StageDesk desk;

  stage_desk_open (&desk, folder, number, &hooks, up);
  tc_replica_line_opened (desk.replica);
  TcHubPeer *peer = tc_hub_connect (stage->hub, NULL, g_get_real_time ());
  g_autoptr (GBytes) challenge = g_queue_pop_tail (stage->sent);
  receive (desk.replica, challenge);
  g_autoptr (GBytes) hello = g_queue_pop_head (up);
  g_queue_clear_full (stage->sent, (GDestroyNotify) g_bytes_unref);
  tc_hub_receive (stage->hub, peer, hello, g_get_real_time ());
  g_autoptr (GBytes) welcome = g_queue_pop_head (stage->sent);
  receive (desk.replica, welcome);
  g_autoptr (TcLineMessage) read = tc_line_message_read (welcome, NULL);
  g_autoptr (GBytes) offer = offer_of (read);
  receive (desk.replica, offer);
  g_autoptr (GPtrArray) contents = make_snapshots (stage, folder, read);
  if (!tc_replica_load (desk.replica, contents, &error))
    check (error, "loading a full desk");
  tc_hub_disconnect (stage->hub, peer);
  g_queue_clear_full (up, (GDestroyNotify) g_bytes_unref);
  stage_desk_close (&desk);
}

void
stage_make (const char *folder, guint desks)
{
  StageHub stage;

  stage_hub_open (&stage, folder);
  found_province (&stage);
  for (guint i = 1; i <= desks; i++)
    add_desk (&stage, (guint16) i);
  add_incidents (&stage);
  flush (&stage);
  for (guint16 i = 1; i <= STAGE_FULL_DESKS; i++)
    make_full_desk (&stage, folder, i);
  tc_database_checkpoint (stage.db);
  stage_hub_close (&stage);
}

TcHubPeer *
stage_hub_greet (StageHub *stage, const char *folder, guint16 desk)
{
  gint64 now_us = g_get_real_time ();
  TcHubPeer *peer = tc_hub_connect (stage->hub, NULL, now_us);
  g_autoptr (GBytes) sent = g_queue_pop_tail (stage->sent);
  g_autoptr (TcLineMessage) challenge = tc_line_message_read (sent, NULL);
  g_autoptr (TcLineMessage) hello = tc_line_message_new (TC_LINE_HELLO);
  g_autoptr (GBytes) to_sign = tc_line_hello_to_sign (challenge, desk);
  g_autoptr (TcKey) key = stage_desk_key (desk);
  const gint64 scopes[] = {TC_SCOPE_COMMON, TC_SCOPE_INCIDENTS};

  hello->replica = desk;
  hello->signature = tc_key_sign (key, "toancanh hello 1", g_bytes_get_data (to_sign, NULL),
                                  g_bytes_get_size (to_sign));
  hello->schema_version = tc_schema_state.version;
  hello->schema_hash = stage_schema_hash (folder);
  tc_hub_get_position (stage->hub, &hello->position);
  g_array_append_vals (hello->scopes, scopes, G_N_ELEMENTS (scopes));
  g_autoptr (GBytes) message = tc_line_message_write (hello);
  tc_hub_receive (stage->hub, peer, message, now_us);
  return peer;
}

/* Looking into the files. */

static TcDatabase *
open_reader (const char *folder)
{
  g_autofree char *path = stage_path (folder, STATE_FILE);
  g_autoptr (GError) error = NULL;
  TcDatabase *db = tc_database_open (path, 0, &error);

  check (error, "reading the state");
  return db;
}

void
stage_get_position (const char *folder, TcPosition *position)
{
  g_autoptr (TcDatabase) db = open_reader (folder);
  g_autoptr (GError) error = NULL;

  if (!tc_snapshot_position (db, position, &error))
    check (error, "the log's head");
}

TcDigest
stage_schema_hash (const char *folder)
{
  g_autoptr (TcDatabase) db = open_reader (folder);
  g_autoptr (TcCatalogue) catalogue = tc_catalogue_load (db, NULL);

  return tc_catalogue_hash (catalogue);
}

gint64
stage_last_seq (const char *folder, guint16 desk)
{
  g_autoptr (TcDatabase) db = open_reader (folder);

  return tc_database_get_int (db, 0, "SELECT max(seq) FROM log_operation WHERE replica = ?", "i",
                              (gint64) desk);
}

void
stage_get_server_key (const char *folder, TcPublicKey *key)
{
  g_autofree char *path = stage_path (folder, KEY_FILE);
  g_autoptr (GError) error = NULL;
  g_autoptr (TcKey) whole = tc_key_load (path, &error);

  check (error, "the server's key");
  *key = *tc_key_get_public (whole);
}

/* Operations. */

void
stage_maker_init (StageMaker *maker, guint16 desk, gint64 last_seq)
{
  *maker = (StageMaker){.desk = desk, .key = stage_desk_key (desk), .seq = last_seq};
  tc_id_maker_init (&maker->ids, desk, 0);
}

void
stage_maker_clear (StageMaker *maker)
{
  g_clear_pointer (&maker->key, tc_key_free);
}

TcOperation *
stage_maker_next (StageMaker *maker, guint number, gint64 now_us)
{
  g_autofree char *text = g_strdup_printf (STAGE_TEXT "%u", number);
  const TcIncidentSetPriority args = {INCIDENT + number % STAGE_INCIDENTS,
                                      1 + (number / STAGE_INCIDENTS) % 4, text};
  TcOperationHead head = {.id = tc_id_maker_next (&maker->ids, now_us),
                          .actor_id = STAFF,
                          .session_id = SESSION + maker->desk,
                          .seq = ++maker->seq,
                          .made_us = now_us,
                          .replica = maker->desk};

  tc_random_bytes (head.nonce, TC_NONCE_SIZE);
  return tc_operation_make (&tc_incident_set_priority_type, &head, &args, maker->key);
}

/* Full desks. */

static TcDatabase *
open_file (const char *folder, guint16 number, const char *name, TcDatabaseFlags flags,
           const TcSchemaSet *const *sets)
{
  g_autofree char *file = g_strdup_printf ("%s-%u.db", name, number);
  g_autofree char *path = stage_path (folder, file);
  g_autoptr (GError) error = NULL;
  TcDatabase *db = tc_database_open (path, TC_DATABASE_WRITER | flags, &error);

  if (!db || !tc_schema_migrate (db, sets, &error))
    check (error, "a desk's file");
  return db;
}

void
stage_desk_open (StageDesk *desk, const char *folder, guint16 number, const TcReplicaHooks *hooks,
                 gpointer data)
{
  static const TcSchemaSet *const replica_sets[] = {&tc_schema_state, &tc_schema_desk, NULL};
  static const TcSchemaSet *const outbox_sets[] = {&tc_schema_outbox, NULL};
  g_autoptr (GError) error = NULL;
  TcPublicKey server;

  desk->db = open_file (folder, number, "replica", 0, replica_sets);
  desk->outbox = open_file (folder, number, "outbox", TC_DATABASE_FULL, outbox_sets);
  desk->key = stage_desk_key (number);
  desk->replica = tc_replica_new (desk->db, desk->outbox, number, desk->key, hooks, data, &error);
  check (error, "a desk's replica");
  stage_get_server_key (folder, &server);
  tc_replica_set_server_key (desk->replica, &server);
  tc_id_maker_init (&desk->ids, number, tc_replica_get_last_id (desk->replica));
}

void
stage_desk_close (StageDesk *desk)
{
  g_clear_pointer (&desk->replica, tc_replica_free);
  g_clear_pointer (&desk->db, tc_database_close);
  g_clear_pointer (&desk->outbox, tc_database_close);
  g_clear_pointer (&desk->key, tc_key_free);
}
