/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: whatever happens in whatever order, all agree in the end, every operation is settled once,
 * and the log proves it. Method: seeded random steps (people at desks, lines that break, desks and
 * server that restart, rights that come and go; in half of the worlds the server is also restored
 * from its backups) on the world of sync-world.h; then the log is
 * checked link by link and carried out again on an empty store. The environment
 * variable TC_SEEDS says how many seeds; the seed of a failure is the name of its test.
 */
#include "sync-world.h"
#include "tc-execute.h"
#include "tc-incident-queries.h"
#include "tc-log-store.h"

#include <string.h>

#define DESKS 3
#define STEPS 300
#define SEEDS 24
#define CODES_FIRST 1000
/* Added to a seed: a world whose server is restored now and then. */
#define RESTORES 1000000

typedef struct {
  World *world;
  GRand *rand;
  GArray *incidents;      /* ids, made anywhere */
  gint64 made[DESKS + 1]; /* operations a desk kept */
  gint64 next_code[DESKS + 1];
  gboolean reporters[DESKS + 1]; /* whether the desk may hold them */
  gboolean restores;
} Play;

static gint
pick (Play *play, gint n)
{
  return g_rand_int_range (play->rand, 0, n);
}

static void
note_verdict (Play *play, WorldDesk *desk, TcVerdict *verdict)
{
  if (!verdict->refusal)
    play->made[desk->number]++;
  tc_verdict_free (verdict);
}

static void
report (Play *play, WorldDesk *desk)
{
  g_autofree char *reporter = g_strdup_printf ("Người báo %d", pick (play, 1000));
  gint64 number = play->next_code[desk->number] + pick (play, 2);
  g_autofree char *code = g_strdup_printf ("PA-%06" G_GINT64_FORMAT "-%04" G_GINT64_FORMAT,
                                           tc_incident_day (play->world->now_us), number);
  TcIncidentReport args = world_make_report (play->world, &desk->ids, code,
                                             pick (play, 2) ? reporter : NULL);
  TcVerdict *verdict = world_submit (desk, &tc_incident_report_type, &args);

  if (!verdict->refusal) {
    play->next_code[desk->number] = number + 1;
    g_array_append_val (play->incidents, args.incident_id);
  }
  note_verdict (play, desk, verdict);
}

static void
handle (Play *play, WorldDesk *desk)
{
  gint64 id = g_array_index (play->incidents, gint64, pick (play, (gint) play->incidents->len));
  gint64 other = g_array_index (play->incidents, gint64, pick (play, (gint) play->incidents->len));
  const TcIncidentOnly only = {id};
  const TcIncidentTake take = {id, pick (play, 2) ? WORLD_STAFF : 0};
  const TcIncidentText text = {id, "Ghi chú"};
  const TcIncidentSetPriority priority = {id, 1 + pick (play, 4), NULL};
  const TcIncidentProgress progress = {id, 0, "Xong"};
  const TcIncidentTurnAway away = {id, "test", NULL};
  const TcIncidentMerge merge = {id, other, tc_id_maker_next (&desk->ids, play->world->now_us)};
  const TcIncidentDispatch dispatch = {id, tc_id_maker_next (&desk->ids, play->world->now_us),
                                       WORLD_AGENCY, NULL, TC_NONE};
  const struct {
    const TcOperationType *type;
    gconstpointer args;
  } kinds[] = {{&tc_incident_accept_type, &only},    {&tc_incident_accept_type, &only},
               {&tc_incident_take_type, &take},      {&tc_incident_comment_type, &text},
               {&tc_incident_start_type, &progress}, {&tc_incident_set_priority_type, &priority},
               {&tc_incident_reopen_type, &text},    {&tc_incident_resolve_type, &progress},
               {&tc_incident_merge_type, &merge},    {&tc_incident_dispatch_type, &dispatch},
               {&tc_incident_reject_type, &away}};
  gint i = pick (play, G_N_ELEMENTS (kinds));

  note_verdict (play, desk, world_submit (desk, kinds[i].type, kinds[i].args));
}

static void
do_something (Play *play, WorldDesk *desk)
{
  gint choice = pick (play, 10);

  if (choice == 0) {
    g_autofree char *name = g_strdup_printf ("Người %d", pick (play, 1000));
    note_verdict (play, desk, world_rename (desk, WORLD_STAFF, name));
  } else if (choice < 4 || play->incidents->len == 0) {
    report (play, desk);
  } else {
    handle (play, desk);
  }
}

/* Rights come and go: of one desk the reporters, of everybody the management of people. */
static void
change_rights (Play *play)
{
  WorldDesk *desk = &play->world->desks[1 + pick (play, DESKS)];
  const TcRoleCapability manage = {WORLD_ROLE, TC_CAPABILITY_PEOPLE};

  if (pick (play, 2)) {
    play->reporters[desk->number] = !play->reporters[desk->number];
    world_allow_reporters (desk, play->reporters[desk->number]);
  } else {
    world_do (play->world, pick (play, 2) ? &tc_role_allow_type : &tc_role_deny_type, &manage);
  }
}

/* The server's file is put by, or put back: some of what was settled is forgotten. */
static void
restart_server (Play *play)
{
  gint choice = play->restores ? pick (play, 4) : 0;

  if (choice == 1)
    world_back_up (play->world);
  else if (choice == 2)
    world_restore (play->world);
  else
    world_restart_server (play->world);
}

static void
step (Play *play)
{
  WorldDesk *desk = &play->world->desks[1 + pick (play, DESKS)];
  gint choice = pick (play, 100);

  play->world->now_us += pick (play, 5000000);
  if (choice < 35)
    do_something (play, desk);
  else if (choice < 80 && desk->connected)
    world_move (desk);
  else if (choice < 80)
    world_connect (desk);
  else if (choice < 89)
    g_assert_true (tc_hub_flush (play->world->hub, play->world->now_us, NULL));
  else if (choice < 93)
    world_disconnect (desk);
  else if (choice < 95)
    world_restart_desk (desk);
  else if (choice < 96)
    restart_server (play);
  else if (choice < 98)
    change_rights (play);
  else
    world_run (play->world);
}

static gint64
check_refused (WorldDesk *desk, gint64 seq)
{
  g_assert_cmpint (
      tc_database_get_int (desk->outbox_db, 0, "SELECT 1 FROM tray WHERE seq = ?", "i", seq), ==,
      1);
  return 1;
}

/* Every operation of every desk is in the log once; refused ones, and no others, in the tray. A
 * restored server has forgotten some that it had refused. */
static void
check_ledger (Play *play)
{
  for (guint i = 1; i <= DESKS; i++) {
    WorldDesk *desk = &play->world->desks[i];
    g_autoptr (TcQuery) log = tc_database_query (
        play->world->db, "SELECT seq, refusal FROM log_operation WHERE replica = ? ORDER BY seq",
        "i", (gint64) i);
    gint64 seq = 0;
    gint64 forgotten = 0;

    while (tc_query_next (log)) {
      g_autofree char *code = tc_database_dup_text (
          desk->outbox_db, "SELECT refusal FROM tray WHERE seq = ?", "i", tc_query_int (log, 0));

      while (++seq < tc_query_int (log, 0))
        forgotten += check_refused (desk, seq);
      g_assert_cmpint (tc_query_int (log, 0), ==, seq);
      g_assert_cmpstr (tc_query_text (log, 1), ==, code);
    }
    while (seq < play->made[i])
      forgotten += check_refused (desk, ++seq);
    g_assert_cmpint (seq, ==, play->made[i]);
    g_assert_true (play->restores || !forgotten);
  }
}

typedef struct {
  TcDatabase *db; /* the empty store */
  TcCatalogue *catalogue;
  TcCapture *capture;
} Rerun;

static void
read_entry (TcQuery *query, TcLogEntry *entry)
{
  g_autoptr (GBytes) bytes = tc_query_dup_blob (query, 1);
  g_autoptr (GBytes) args = tc_query_dup_blob (query, 4);
  TcSignature signature;
  gsize size;
  const guint8 *data = tc_query_blob (query, 2, &size);

  g_assert_cmpuint (size, ==, TC_SIGNATURE_SIZE);
  memcpy (signature.bytes, data, size);
  entry->lsn = tc_query_int (query, 0);
  entry->op = tc_operation_parse (bytes, &signature, NULL);
  g_assert_nonnull (entry->op);
  entry->refusal = NULL;
  if (!tc_query_is_null (query, 3))
    entry->refusal = tc_refusal_new_variant (
        tc_query_text (query, 3), g_variant_new_from_bytes (G_VARIANT_TYPE_VARDICT, args, FALSE));
}

static void
read_entries (World *world, TcLogBatch *batch)
{
  g_autoptr (TcQuery) query = tc_database_query (
      world->db,
      "SELECT lsn, bytes, signature, refusal, refusal_args FROM log_operation"
      " WHERE lsn BETWEEN ? AND ? ORDER BY lsn",
      "ii", batch->frame->first_lsn, batch->frame->last_lsn);

  while (tc_query_next (query)) {
    TcLogEntry entry;
    const TcKey *key;

    read_entry (query, &entry);
    g_array_append_val (batch->entries, entry);
    key = entry.op->head.replica ? world->desks[entry.op->head.replica].key : world->key;
    g_assert_true (tc_operation_verify (entry.op, tc_key_get_public (key)));
  }
  g_assert_cmpuint (batch->entries->len, ==,
                    (guint) (batch->frame->last_lsn - batch->frame->first_lsn + 1));
}

/* The same verdicts, but for those that stand on the server's clock. */
static void
carry_out (Rerun *rerun, const TcLogBatch *batch)
{
  tc_database_begin (rerun->db);
  for (guint i = 0; i < batch->entries->len; i++) {
    const TcLogEntry *entry = &g_array_index (batch->entries, TcLogEntry, i);
    g_autoptr (TcRefusal) refusal = NULL;
    g_autoptr (GError) error = NULL;

    if (entry->refusal && (g_str_equal (entry->refusal->code, "operation.future") ||
                           g_str_equal (entry->refusal->code, "operation.too-old")))
      continue;
    TcOutcome outcome = tc_execute (rerun->db, TRUE, rerun->capture, entry->op, &refusal, &error);
    g_assert_no_error (error);
    g_assert_cmpint (outcome, ==, entry->refusal ? TC_OUTCOME_REFUSED : TC_OUTCOME_APPLIED);
    if (refusal) {
      g_assert_cmpstr (refusal->code, ==, entry->refusal->code);
      g_assert_cmpvariant (refusal->args, entry->refusal->args);
    }
    tc_capture_keep (rerun->capture);
  }
  g_assert_true (tc_database_commit (rerun->db, NULL));
}

/* Carrying it out again did to every scope the very bytes that the log has. */
static void
check_bodies (Rerun *rerun, const TcFrame *frame)
{
  g_autoptr (GArray) sections = tc_capture_take_sections (rerun->capture);

  g_assert_cmpuint (sections->len, ==, frame->bodies->len);
  g_assert_cmpuint (sections->len, ==, frame->hashes->len);
  for (guint i = 0; i < sections->len; i++) {
    const TcSection *section = &g_array_index (sections, TcSection, i);
    const TcScopeBody *body = &g_array_index (frame->bodies, TcScopeBody, i);
    const TcScopeHash *hash = &g_array_index (frame->hashes, TcScopeHash, i);
    TcDigest found = tc_frame_section_hash (section->scope, section->body);

    g_assert_cmpint (section->scope, ==, body->scope);
    g_assert_true (g_bytes_equal (section->body, body->body));
    g_assert_true (tc_digest_equal (&found, &hash->hash));
  }
}

static GPtrArray *
read_frames (World *world)
{
  g_autoptr (TcLogStore) log = tc_log_sqlite_new (world->db, NULL, NULL);
  g_autoptr (GArray) scopes = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (TcQuery) query = tc_database_query (
      world->db, "SELECT DISTINCT scope FROM log_section ORDER BY scope", NULL);

  while (tc_query_next (query)) {
    gint64 scope = tc_query_int (query, 0);
    g_array_append_val (scopes, scope);
  }
  return tc_log_store_read (log, 0, (const gint64 *) (void *) scopes->data, scopes->len, G_MAXSIZE,
                            NULL);
}

static void
open_rerun (Rerun *rerun)
{
  static const TcSchemaSet *const sets[] = {&tc_schema_state, NULL};

  rerun->db = tc_database_open (":memory:", TC_DATABASE_WRITER | TC_DATABASE_MEMORY, NULL);
  g_assert_true (tc_schema_migrate (rerun->db, sets, NULL));
  rerun->catalogue = tc_catalogue_load (rerun->db, NULL);
  rerun->capture = tc_capture_new (rerun->db, rerun->catalogue, FALSE);
}

static void
check_chain (World *world)
{
  g_autoptr (GPtrArray) frames = read_frames (world);
  TcDigest link = {{0}};
  Rerun rerun;

  open_rerun (&rerun);
  for (guint i = 0; i < frames->len; i++) {
    g_autoptr (TcLogBatch) batch = tc_log_batch_new ();

    tc_frame_free (batch->frame);
    batch->frame = g_ptr_array_index (frames, i);
    read_entries (world, batch);
    TcDigest root = tc_log_batch_root (batch);
    g_assert_true (tc_digest_equal (&root, &batch->frame->ops_root));
    link = tc_frame_next_link (&link, batch->frame);
    g_assert_true (tc_digest_equal (&link, &batch->frame->link));
    carry_out (&rerun, batch);
    check_bodies (&rerun, batch->frame);
    batch->frame = tc_frame_new ();
  }
  TcDigest ours = tc_catalogue_digest (rerun.catalogue, world->db, 0);
  TcDigest theirs = tc_catalogue_digest (rerun.catalogue, rerun.db, 0);
  g_assert_true (tc_digest_equal (&ours, &theirs));
  tc_capture_free (rerun.capture);
  tc_catalogue_free (rerun.catalogue);
  tc_database_close (rerun.db);
}

static void
open_play (Play *play, guint32 seed)
{
  play->world = world_new ();
  play->rand = g_rand_new_with_seed (seed);
  play->incidents = g_array_new (FALSE, FALSE, sizeof (gint64));
  play->restores = seed > RESTORES;
  world_open_room (play->world);
  for (guint16 i = 1; i <= DESKS; i++) {
    WorldDesk *desk = world_add_desk (play->world, i);

    play->next_code[i] = CODES_FIRST * i;
    world_lease (play->world, i, CODES_FIRST * i);
    play->reporters[i] = i < DESKS;
    if (play->reporters[i])
      world_allow_reporters (desk, TRUE);
  }
  world_back_up (play->world);
}

static gint64
count (Play *play, const char *which)
{
  g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM log_operation WHERE %s", which);

  return tc_database_get_int (play->world->db, 0, sql, NULL);
}

static void
test_seed (gconstpointer data)
{
  Play play = {0};

  open_play (&play, GPOINTER_TO_UINT (data));
  for (guint i = 0; i < STEPS; i++)
    step (&play);
  /* In the end all have a line. It may take a second greeting, where rights have just changed. */
  for (guint round = 0; round < 4; round++) {
    for (guint i = 1; i <= DESKS; i++) {
      if (!play.world->desks[i].connected)
        world_connect (&play.world->desks[i]);
    }
    world_run (play.world);
  }
  for (guint i = 1; i <= DESKS; i++)
    g_assert_cmpint (play.world->desks[i].status.state, ==, TC_REPLICA_LIVE);
  world_assert_agree (play.world);
  check_ledger (&play);
  check_chain (play.world);
  g_test_message ("%" G_GINT64_FORMAT " operations of desks, %" G_GINT64_FORMAT
                  " refused, %" G_GINT64_FORMAT " restores",
                  count (&play, "replica > 0"), count (&play, "replica > 0 AND refusal NOTNULL"),
                  tc_database_get_int (play.world->db, 0, "SELECT count(*) FROM log_epoch", NULL));
  g_assert_cmpint (count (&play, "replica > 0"), >, 20);
  g_array_unref (play.incidents);
  g_rand_free (play.rand);
  world_free (play.world);
}

int
main (int argc, char *argv[])
{
  const char *more = g_getenv ("TC_SEEDS");
  guint n = more ? (guint) g_ascii_strtoull (more, NULL, 10) : SEEDS;

  g_test_init (&argc, &argv, NULL);
  for (guint i = 1; i <= n; i++) {
    guint seed = i % 2 ? i : i + RESTORES;
    g_autofree char *name = g_strdup_printf ("/random-world/%u", seed);
    g_test_add_data_func (name, GUINT_TO_POINTER (seed), test_seed);
  }
  return g_test_run ();
}
