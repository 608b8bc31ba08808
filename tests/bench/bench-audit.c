/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Proving a log of a million operations, and beside it, in the same run and on as many threads,
 * what can't be done in less: verifying as many signatures of as many bytes, bare, with libsodium.
 * Then the same log once its operations are packed.
 *
 *   bench-audit [OPERATIONS]
 *
 * The log has 64 operations a commit, of eight desks, each some 200 bytes long, and a section of
 * row images of 4 KiB a commit.
 */
#include "tc-audit.h"
#include "tc-id.h"
#include "tc-log-segment.h"
#include "tc-log-store.h"
#include "tc-people-operations.h"
#include "tc-schema.h"

#include <glib/gstdio.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#define OPERATIONS 1000000
#define PER_COMMIT 64
#define DESKS 8
#define SECTION_BYTES 4096
#define START_US ((gint64) 1795400000 * 1000000)

typedef struct {
  TcDatabase *db;
  TcLogStore *log;
  TcKey *server;
  TcKey *desks[DESKS + 1];
  gint64 seq[DESKS + 1];
  TcIdMaker ids[DESKS + 1];
  TcPosition head;
} Maker;

static void
add (Maker *maker, TcLogBatch *batch, guint replica, const char *name, GVariant *args)
{
  TcOperationHead head = {.seq = ++maker->seq[replica],
                          .actor_id = replica ? 300 : 0,
                          .session_id = replica ? 5000 + replica : 0,
                          .replica = (guint16) replica};
  TcLogEntry entry = {maker->head.lsn + batch->entries->len + 1};

  head.made_us = START_US + entry.lsn * 1000;
  head.id = tc_id_maker_next (&maker->ids[replica], head.made_us);
  entry.op = tc_operation_new (name, 1, &head, args,
                               replica ? maker->desks[replica] : maker->server);
  g_array_append_val (batch->entries, entry);
}

static void
seal (Maker *maker, TcLogBatch *batch)
{
  static const guint8 zeros[SECTION_BYTES];
  GBytes *bytes = g_bytes_new_static (zeros, sizeof zeros);
  TcScopeBody body = {2, bytes};
  TcScopeHash hash = {2, tc_frame_section_hash (2, bytes)};
  TcFrame *frame = batch->frame;

  g_array_append_val (frame->bodies, body);
  g_array_append_val (frame->hashes, hash);
  frame->first_lsn = maker->head.lsn + 1;
  frame->last_lsn = maker->head.lsn + batch->entries->len;
  frame->time_us = START_US + frame->last_lsn * 1000;
  frame->ops_root = tc_log_batch_root (batch);
  frame->link = tc_frame_next_link (&maker->head.link, frame);
  tc_frame_sign (frame, maker->server);
  g_autoptr (GError) error = NULL;
  if (tc_log_store_append (maker->log, maker->head.epoch, maker->head.lsn, batch, &error) !=
      TC_LOG_OK)
    g_error ("the log could not be made: %s", error ? error->message : "somebody else did");
  maker->head.lsn = frame->last_lsn;
  maker->head.link = frame->link;
}

static void
enrol (Maker *maker)
{
  g_autoptr (TcLogBatch) batch = tc_log_batch_new ();

  for (guint i = 1; i <= DESKS; i++) {
    g_autoptr (GBytes) key = g_bytes_new (tc_key_get_public (maker->desks[i]), TC_KEY_PUBLIC_SIZE);
    const TcDeskEnrol args = {i, key};

    add (maker, batch, 0, "desk.enrol", tc_args_encode (&tc_desk_enrol_type, &args));
    tc_database_execute (maker->db,
                         "INSERT INTO desk (id, scope, name, agency_id, state, public_key) VALUES "
                         "(?, 1, 'Bàn', 100, 'enrolled', ?)",
                         "iy", (gint64) i, key);
  }
  seal (maker, batch);
}

static void
fill (Maker *maker, gint64 operations)
{
  static const char text[] = "Đèn đường hẻm 3 tắt đã ba đêm, đi lại rất nguy hiểm, xin sửa sớm";

  while (maker->head.lsn < operations) {
    g_autoptr (TcLogBatch) batch = tc_log_batch_new ();

    for (guint i = 0; i < PER_COMMIT && maker->head.lsn + batch->entries->len < operations; i++)
      add (maker, batch, 1 + i % DESKS, "incident.note",
           g_variant_new_parsed ("{'incident_id': <int64 %x>, 'text': <%s>}",
                                 (gint64) (maker->head.lsn + i), text));
    seal (maker, batch);
  }
}

static void
make_log (Maker *maker, const char *path, gint64 operations)
{
  static const TcSchemaSet *const sets[] = {&tc_schema_state, &tc_schema_server, NULL};

  maker->db = tc_database_open (path, TC_DATABASE_WRITER, NULL);
  if (!tc_schema_migrate (maker->db, sets, NULL))
    g_error ("the schema could not be made");
  tc_database_begin (maker->db);
  maker->log = tc_log_sqlite_new (maker->db, (const guint8 *) "LLLLLLLLLLLLLLLL", NULL);
  maker->server = tc_key_generate ();
  for (guint i = 0; i <= DESKS; i++) {
    maker->desks[i] = tc_key_generate ();
    tc_id_maker_init (&maker->ids[i], (guint16) i, 0);
  }
  if (!tc_log_store_head (maker->log, &maker->head, NULL))
    g_error ("the log has no head");
  enrol (maker);
  fill (maker, operations);
  if (!tc_database_commit (maker->db, NULL) || !tc_database_empty_wal (maker->db, NULL))
    g_error ("the log could not be kept");
}

/* Seconds of all processors that this process has used. */
static double
processor_s (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return (double) (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
         (double) (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / G_USEC_PER_SEC;
}

/* ---- the limit ---- */

typedef struct {
  gint64 signatures;
  gsize bytes; /* of what is signed */
} Bare;

static gpointer
verify_bare (gpointer data)
{
  const Bare *bare = data;
  guint8 public[crypto_sign_PUBLICKEYBYTES], secret[crypto_sign_SECRETKEYBYTES];
  guint8 signature[crypto_sign_BYTES];
  g_autofree guint8 *message = g_malloc0 (bare->bytes);
  guint good = 0;

  crypto_sign_keypair (public, secret);
  crypto_sign_detached (signature, NULL, message, bare->bytes, secret);
  for (gint64 i = 0; i < bare->signatures; i++)
    good += crypto_sign_verify_detached (signature, message, bare->bytes, public) == 0;
  return GUINT_TO_POINTER (good);
}

/* Seconds for as many signatures on as many threads as there are processors. */
static double
measure_bare (gint64 signatures, gsize bytes)
{
  guint n = g_get_num_processors ();
  Bare bare = {signatures / n, bytes};
  g_autoptr (GPtrArray) threads = g_ptr_array_new ();
  gint64 begun_us = g_get_monotonic_time ();

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (threads, g_thread_new ("bare", verify_bare, &bare));
  for (guint i = 0; i < n; i++)
    g_thread_join (threads->pdata[i]);
  return (double) (g_get_monotonic_time () - begun_us) / G_USEC_PER_SEC;
}

/* Of the operations and their segments, with indexes. */
static double
measure_mib (TcDatabase *db)
{
  return (double) tc_database_get_int (
             db, 0,
             "SELECT sum (pgsize) FROM sqlite_schema AS t JOIN dbstat AS d ON d.name = t.name AND"
             " d.aggregate = 1 WHERE t.tbl_name IN ('log_operation', 'log_segment')",
             NULL) /
         (1 << 20);
}

/* As the server does, a step a time. */
static void
pack (Maker *maker)
{
  g_autoptr (GError) error = NULL;
  TcLogTrim trim = {.more = TRUE};
  gboolean more = TRUE;
  gint64 longest_us = 0;
  gint64 total_us = 0;
  guint steps = 0;

  while (trim.more)
    if (!tc_log_store_trim (maker->log, G_MAXINT64, &trim, &error))
      g_error ("%s", error->message);
  for (; more; steps += more) {
    gint64 begun_us = g_get_monotonic_time ();

    if (!tc_log_store_pack (maker->log, TC_LOG_SEGMENT_OPERATIONS, &more, &error))
      g_error ("%s", error->message);
    gint64 took_us = g_get_monotonic_time () - begun_us;
    longest_us = MAX (longest_us, took_us);
    total_us += took_us;
    tc_database_checkpoint (maker->db);
  }
  g_print ("figure pack-step %.2f ms\n", (double) total_us / MAX (steps, 1) / 1000);
  g_print ("figure pack-step-longest %.2f ms\n", (double) longest_us / 1000);
  if (!tc_database_empty_wal (maker->db, NULL))
    g_error ("the log could not be kept");
}

static JsonObject *
audit (const char *path, const TcKey *key)
{
  const TcAuditOptions options = {.path = path, .key = tc_key_get_public (key)};
  g_autoptr (GError) error = NULL;
  JsonObject *result = tc_audit_run (&options, NULL, &error);

  if (!result)
    g_error ("%s", error->message);
  if (json_object_has_member (result, "sentence") || json_object_has_member (result, "tables"))
    g_error ("%s", json_object_get_string_member_with_default (result, "sentence", "the tables"));
  return result;
}

int
main (int argc, char *argv[])
{
  gint64 operations = argc > 1 ? atoll (argv[1]) : OPERATIONS;
  g_autofree char *folder = g_dir_make_tmp ("bench-audit-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "state.db", NULL);
  Maker maker = {NULL};

  tc_crypto_init ();
  make_log (&maker, path, operations);
  gsize bytes = (gsize) tc_database_get_int (
      maker.db, 0, "SELECT length (bytes) FROM log_operation WHERE lsn = 100", NULL);
  gint64 commits = tc_database_get_int (maker.db, 0, "SELECT count (*) FROM log_commit", NULL);
  double begun = processor_s ();
  g_autoptr (JsonObject) result = audit (path, maker.server);
  double audited = processor_s ();
  double ours = (double) json_object_get_int_member (result, "took_us") / G_USEC_PER_SEC;
  double bare = measure_bare (operations + commits, bytes);
  double verified = processor_s ();
  double scale = OPERATIONS / (double) operations;
  GStatBuf info;

  g_stat (path, &info);
  g_print ("%" G_GINT64_FORMAT " operations of %zu bytes, %" G_GINT64_FORMAT " commits, %ld MiB\n",
           json_object_get_int_member (result, "operations"), bytes, commits,
           (long) (info.st_size >> 20));
  g_print ("figure audit-1m %.1f s\n", ours * scale);
  g_print ("figure audit-bare-1m %.1f s\n", bare * scale);
  g_print ("figure audit-processor-1m %.1f s\n", (audited - begun) * scale);
  g_print ("figure audit-bare-processor-1m %.1f s\n", (verified - audited) * scale);
  g_print ("figure audit-ratio %.2f times\n", ours / bare);
  g_print ("figure log %.1f MiB\n", measure_mib (maker.db));
  pack (&maker);
  g_print ("figure log-packed %.1f MiB\n", measure_mib (maker.db));
  begun = processor_s ();
  g_autoptr (JsonObject) packed = audit (path, maker.server);
  g_print ("figure audit-packed-1m %.1f s\n",
           (double) json_object_get_int_member (packed, "took_us") / G_USEC_PER_SEC * scale);
  g_print ("figure audit-packed-processor-1m %.1f s\n", (processor_s () - begun) * scale);
  tc_log_store_free (maker.log);
  tc_database_close (maker.db);
  g_autofree char *command = g_strdup_printf ("rm -rf '%s'", folder);
  return system (command) == 0 ? 0 : 1;
}
