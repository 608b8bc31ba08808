/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What people do in the world of the synchronisation's tests, and whether all agree; see
 * sync-world.h.
 */
#include "sync-world.h"

#include "tc-incident-queries.h"

void
world_invite_desk (World *world, guint16 number)
{
  const TcDeskArgs invite = {number, "Bàn", WORLD_AGENCY};
  const TcDeskRole role = {number, WORLD_ROLE};

  world_do (world, &tc_desk_invite_type, &invite);
  world_do (world, &tc_desk_allow_role_type, &role);
}

void
world_connect_all (World *world)
{
  for (guint i = 1; i <= WORLD_DESKS_MAX; i++) {
    if (world->desks[i].world && !world->desks[i].connected)
      world_connect (&world->desks[i]);
  }
  world_run (world);
}

void
world_rename (WorldDesk *desk, const char *name)
{
  const TcStaffArgs args = {WORLD_STAFF, NULL, name, NULL, NULL};
  g_autoptr (TcVerdict) verdict = world_submit (desk, &tc_staff_change_type, &args);

  g_assert_null (verdict->refusal);
}

void
world_assert_name (TcDatabase *db, const char *expected)
{
  g_autofree char *name = tc_database_dup_text (db, "SELECT name FROM staff WHERE id = ?", "i",
                                                (gint64) WORLD_STAFF);

  g_assert_cmpstr (name, ==, expected);
}

void
world_begin_epoch (const char *path, gint64 epoch, gint64 backup_us, gint64 now_us)
{
  g_autoptr (TcDatabase) db = tc_database_open (path, TC_DATABASE_WRITER | TC_DATABASE_FULL, NULL);

  tc_database_begin (db);
  tc_database_execute (db, "UPDATE log_identity SET epoch = ?", "i", epoch);
  tc_database_execute (db,
                       "INSERT INTO log_epoch (epoch, base_lsn, backup_us, began_us, known_lsn,"
                       " codes_skipped) SELECT epoch, lsn, ?1, ?2, lsn, 0 FROM log_identity,"
                       " (SELECT max (last_lsn) AS lsn FROM log_commit)",
                       "ii", backup_us, now_us);
  g_assert_true (tc_database_commit (db, NULL));
}

static void
move_file (World *world, const char *from, const char *folder, const char *to)
{
  g_autofree char *source = g_build_filename (world->folder, from, NULL);
  g_autofree char *target = g_build_filename (folder, to, NULL);
  g_autofree char *data = NULL;
  gsize size = 0;
  g_autoptr (TcDatabase) db = tc_database_open (source, TC_DATABASE_WRITER, NULL);

  g_assert_true (tc_database_empty_wal (db, NULL));
  g_clear_pointer (&db, tc_database_close);
  g_assert_true (g_file_get_contents (source, &data, &size, NULL));
  g_assert_true (g_file_set_contents (target, data, (gssize) size, NULL));
}

void
world_leave_desk (const char *folder)
{
  World *world = world_new ();
  WorldDesk *desk;

  world->now_us = g_get_real_time ();
  desk = world_add_desk (world, 1);
  world_connect (desk);
  world_run (world);
  world_disconnect (desk);
  world_close_desk (desk);
  move_file (world, "replica-1.db", folder, "replica.db");
  move_file (world, "outbox-1.db", folder, "outbox.db");
  world_free (world);
}

/* As far as the desk's program knows what there is. */
static void
assert_agrees (WorldDesk *desk)
{
  g_autoptr (TcCatalogue) catalogue = tc_catalogue_load (desk->db, NULL);
  g_autoptr (TcQuery) held = tc_database_query (
      desk->db, "SELECT id FROM held_scope WHERE kind <> 'wiped' ORDER BY id", NULL);
  gint64 rows = 0;
  guint n;
  const TcTable *const *tables = tc_catalogue_list (catalogue, &n);

  g_assert_cmpuint (desk->status.pending, ==, 0);
  g_assert_cmpuint (desk->status.parts_left, ==, 0);
  while (tc_query_next (held)) {
    gint64 scope = tc_query_int (held, 0);
    TcDigest ours = tc_catalogue_digest (catalogue, desk->world->db, scope);
    TcDigest theirs = tc_catalogue_digest (catalogue, desk->db, scope);

    g_assert_cmpmem (ours.bytes, TC_DIGEST_SIZE, theirs.bytes, TC_DIGEST_SIZE);
  }
  /* And nothing of any other scope. */
  for (guint i = 0; i < n; i++) {
    g_autofree char *sql = g_strdup_printf (
        "SELECT count(*) FROM %s WHERE scope NOT IN (SELECT id FROM held_scope)", tables[i]->name);
    rows += tc_database_get_int (desk->db, -1, sql, NULL);
  }
  g_assert_cmpint (rows, ==, 0);
}

void
world_assert_agree (World *world)
{
  for (guint i = 1; i <= WORLD_DESKS_MAX; i++) {
    WorldDesk *desk = &world->desks[i];

    if (desk->world && desk->status.state == TC_REPLICA_LIVE)
      assert_agrees (desk);
  }
}

TcVerdict *
world_submit (WorldDesk *desk, const TcOperationType *type, gconstpointer args)
{
  g_autoptr (GError) error = NULL;
  TcVerdict *verdict = tc_replica_submit (desk->replica, type, tc_args_encode (type, args),
                                          WORLD_STAFF, desk->session, desk->world->now_us, &error);

  g_assert_no_error (error);
  return verdict;
}

void
world_sign_in (WorldDesk *desk, gint64 session, const TcKey *key)
{
  World *world = desk->world;
  TcSessionProof proof = {session, WORLD_STAFF, desk->number, world->now_us,
                          world->now_us + TC_US_PER_DAY};
  const TcSessionOpen open = {session, WORLD_STAFF, desk->number, proof.until_us};
  GVariantDict dict;

  world_do (world, &tc_session_open_type, &open);
  tc_session_proof_sign (&proof, key);
  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert (&dict, "session_id", "x", session);
  g_variant_dict_insert (&dict, "staff_id", "x", (gint64) WORLD_STAFF);
  g_variant_dict_insert (&dict, "from_us", "x", proof.from_us);
  g_variant_dict_insert (&dict, "until_us", "x", proof.until_us);
  g_variant_dict_insert_value (
      &dict, "proof",
      g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, proof.signature.bytes, TC_SIGNATURE_SIZE, 1));
  tc_hub_reply (world->hub, desk->peer, 1, NULL, g_variant_dict_end (&dict));
  world_run (world);
  desk->session = session;
}

void
world_open_room (World *world)
{
  static const char *const capabilities[] = {TC_MAY_REPORT,   TC_MAY_SCREEN, TC_MAY_HANDLE,
                                             TC_MAY_DISPATCH, TC_MAY_WORK,   NULL};
  const TcRoleArgs calls = {WORLD_ROLE_CALLS, "calls", "Tiếp nhận", "Calls"};
  const TcRoleScope reads[] = {
      {WORLD_ROLE, "incidents"}, {WORLD_ROLE, "unit"}, {WORLD_ROLE_CALLS, "reporters"}};

  for (guint i = 0; capabilities[i]; i++) {
    const TcRoleCapability allow = {WORLD_ROLE, capabilities[i]};
    world_do (world, &tc_role_allow_type, &allow);
  }
  world_do (world, &tc_role_add_type, &calls);
  for (guint i = 0; i < G_N_ELEMENTS (reads); i++)
    world_do (world, &tc_role_read_type, &reads[i]);
}

void
world_allow_reporters (WorldDesk *desk, gboolean allow)
{
  const TcDeskRole role = {desk->number, WORLD_ROLE_CALLS};

  world_do (desk->world, allow ? &tc_desk_allow_role_type : &tc_desk_deny_role_type, &role);
}

void
world_lease (World *world, gint64 replica, gint64 first)
{
  const TcIncidentLeaseCodes lease = {tc_id_maker_next (&world->ids, world->now_us), replica,
                                      tc_incident_day (world->now_us), first, 1000};

  world_do (world, &tc_incident_lease_codes_type, &lease);
}

TcIncidentReport
world_make_report (World *world, TcIdMaker *ids, const char *code, const char *reporter)
{
  TcIncidentReport report = {.code = code,
                             .channel = "hotline",
                             .text = "Ngập sâu trước chợ",
                             .priority = TC_NONE,
                             .lat_e7 = TC_NONE,
                             .lon_e7 = TC_NONE,
                             .said_us = TC_NONE,
                             .received_us = world->now_us,
                             .reporter_name = reporter};

  report.incident_id = tc_id_maker_next (ids, world->now_us);
  report.report_id = tc_id_maker_next (ids, world->now_us);
  report.reporter_id = reporter ? tc_id_maker_next (ids, world->now_us) : 0;
  return report;
}

guint
world_pack (World *world, guint operations)
{
  TcLogTrim trim = {.more = TRUE};
  gboolean more = TRUE;
  guint segments = 0;

  while (trim.more)
    g_assert_true (tc_hub_trim (world->hub, G_MAXINT64, &trim, NULL));
  for (; more; segments += more)
    g_assert_true (tc_hub_pack (world->hub, operations, &more, NULL));
  return segments;
}

void
world_desk_executing_cb (const TcOperation *op, gpointer data)
{
  ((WorldDesk *) data)->executed += op != NULL;
}

guint
world_desk_deaths_cb (const TcOperation *op, gpointer data)
{
  return ((WorldDesk *) data)->deaths;
}
