/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Makes the binary part of the corpus (operations, row images, messages), which nobody can type:
 * corpus-maker tests/fuzz/corpus. Not built by itself: ninja tests/fuzz/corpus-maker.
 */
#include "remove-tree.h"
#include "tc-bytes.h"
#include "tc-enrolment-proof.h"
#include "tc-evidence.h"
#include "tc-execute.h"
#include "tc-incident-operations.h"
#include "tc-line-message.h"
#include "tc-log-segment.h"
#include "tc-schema.h"
#include "tc-segment-writer.h"
#include "tc-snapshot.h"
#include "tc-tile-message.h"
#include "unit-maker.h"

#include <glib/gstdio.h>
#include <gst/gst.h>
#include <string.h>
#include <zstd.h>

static const char *folder;

static void
keep (const char *target, const char *name, GBytes *bytes)
{
  g_autofree char *path = g_build_filename (folder, target, NULL);
  g_autofree char *file = g_build_filename (path, name, NULL);

  g_mkdir_with_parents (path, 0755);
  g_assert_true (g_file_set_contents (file, g_bytes_get_data (bytes, NULL),
                                      (gssize) g_bytes_get_size (bytes), NULL));
}

typedef struct {
  TcDatabase *db;
  TcCapture *capture;
  TcKey *key;
  gint64 n;
} Maker;

/* Keeps the operation, carries it out, keeps what it did to the rows. */
static GBytes *
make (Maker *maker, const char *name, const TcOperationType *type, gconstpointer args)
{
  TcOperationHead head = {.id = 1000 + maker->n, .seq = ++maker->n, .made_us = 1795433400000000};
  g_autoptr (TcOperation) op = tc_operation_make (type, &head, args, maker->key);
  g_autoptr (TcRefusal) refusal = NULL;
  g_autoptr (GArray) sections = NULL;

  keep ("operation", name, op->bytes);
  tc_database_begin (maker->db);
  g_assert_cmpint (tc_execute (maker->db, TRUE, maker->capture, op, &refusal, NULL), ==,
                   TC_OUTCOME_APPLIED);
  tc_capture_keep (maker->capture);
  g_assert_true (tc_database_commit (maker->db, NULL));
  sections = tc_capture_take_sections (maker->capture);
  for (guint i = 0; i < sections->len; i++) {
    const TcSection *section = &g_array_index (sections, TcSection, i);
    g_autofree char *file = g_strdup_printf ("%s-%u", name, i);

    keep ("rows", file, section->body);
  }
  return g_bytes_ref (op->bytes);
}

static void
make_messages (GBytes *operation)
{
  g_autoptr (TcLineMessage) operations = tc_line_message_new (TC_LINE_OPERATIONS);
  g_autoptr (TcLineMessage) ask = tc_line_message_new (TC_LINE_ASK);
  g_autoptr (GBytes) operations_bytes = NULL;
  g_autoptr (GBytes) ask_bytes = NULL;
  g_autoptr (GBytes) goodbye = tc_line_goodbye ("line.protocol");
  TcSignedBytes signed_bytes = {g_bytes_ref (operation), {{0}}};

  operations->operations = g_array_new (FALSE, TRUE, sizeof (TcSignedBytes));
  g_array_append_val (operations->operations, signed_bytes);
  operations_bytes = tc_line_message_write (operations);
  ask->number = 7;
  ask->name = g_strdup ("place.search");
  ask->value = g_variant_ref_sink (g_variant_new_parsed ("{'text': <'ngập'>, 'n': <int64 5>}"));
  ask_bytes = tc_line_message_write (ask);
  keep ("line-message", "operations", operations_bytes);
  keep ("line-message", "ask", ask_bytes);
  keep ("line-message", "goodbye", goodbye);
  for (int kind = TC_LINE_CHALLENGE; kind <= TC_LINE_SETTLED; kind++) {
    g_autoptr (TcLineMessage) message = tc_line_message_new (kind);
    g_autofree char *name = g_strdup_printf ("kind-%d", kind);
    g_autoptr (GBytes) bytes = NULL;

    if (kind == TC_LINE_FRAMES)
      g_ptr_array_add (message->frames, tc_frame_new ());
    if (kind == TC_LINE_ASK || kind == TC_LINE_NOTICE)
      message->name = g_strdup ("presence");
    if (kind == TC_LINE_GOODBYE)
      message->refusal = tc_refusal_new ("line.closed", "n", TC_I, (gint64) 1, NULL);
    if (kind == TC_LINE_CARRY)
      message->inner = g_bytes_ref (goodbye);
    bytes = tc_line_message_write (message);
    keep ("line-message", name, bytes);
  }
}

static void
keep_enrolment_proof (const char *name, const TcEnrolmentProof *proof, const TcKey *key)
{
  static const guint8 log_id[TC_LOG_ID_SIZE];
  g_autoptr (GVariant) value = g_variant_ref_sink (tc_enrolment_proof_sign (proof, log_id, key));
  g_autoptr (GBytes) bytes = g_variant_get_data_as_bytes (value);

  keep ("enrolment-proof", name, bytes);
}

static void
make_enrolment_proofs (const TcKey *key)
{
  char *roles[] = {"operator", "supervisor", NULL}, *none[] = {NULL};
  TcEnrolmentProof proof = {3, 17, "Bàn 17", "csgt", FALSE, roles, *tc_key_get_public (key), {{0}}};

  keep_enrolment_proof ("desk", &proof, key);
  proof.relay = TRUE;
  proof.roles = none;
  keep_enrolment_proof ("relay", &proof, key);
}

static void
make_tile_messages (void)
{
  const TcPictureMask mask = {10, 20, 300, 400};
  const TcTileCounts counts = {1, 2, 300000, 400, 5, 6, 390, 7, 640, 360, 15000, "H.264"};

  for (int kind = TC_TILE_RING; kind < TC_TILE_N_KINDS; kind++) {
    g_autoptr (TcTileMessage) message = tc_tile_message_new ((TcTileKind) kind);
    g_autofree char *name = g_strdup_printf ("kind-%d", kind);
    g_autoptr (GBytes) bytes = NULL;

    message->tile = 1;
    message->attempt = message->ring = 2;
    message->slot = 2;
    message->width = 640;
    message->height = 360;
    message->rung = TC_RUNG_FULL;
    message->address = g_strdup ("rtsps://127.0.0.1:8554/c/1/sub");
    message->secret = g_strdup ("ticket");
    message->has_fingerprint = TRUE;
    message->masks = g_array_new (FALSE, FALSE, sizeof mask);
    g_array_append_val (message->masks, mask);
    message->report = (TcStreamReport){TC_STREAM_STALLED, TC_CAUSE_FROZEN, 5, 6, -7};
    message->detail = g_strdup ("Not found");
    message->counts = g_array_new (FALSE, FALSE, sizeof counts);
    g_array_append_val (message->counts, counts);
    bytes = tc_tile_message_write (message);
    keep ("tile-message", name, bytes);
  }
}

/* The common scope as a snapshot, and what stands inside it. */
static void
make_snapshot (Maker *maker, TcCatalogue *catalogue)
{
  g_autofree char *path = g_build_filename (folder, "snapshot.tmp", NULL);
  g_autofree char *file = NULL;
  g_autoptr (GBytes) whole = NULL;
  g_autoptr (GBytes) inside = NULL;
  g_autoptr (GBytes) list = NULL;
  TcPosition position = {{0}};
  const TcSnapshotOptions options = {maker->key, 1795433400000000, 100, NULL};
  gsize size, used;
  guint8 *out;

  tc_database_begin (maker->db);
  list = tc_snapshot_make (maker->db, catalogue, 1, &position, &options, path, NULL);
  g_assert_nonnull (list);
  tc_database_rollback (maker->db);
  g_assert_true (g_file_get_contents (path, &file, &size, NULL));
  g_remove (path);
  whole = g_bytes_new (file, size);
  out = g_malloc (1024 * 1024);
  used = ZSTD_decompress (out, 1024 * 1024, file, size);
  g_assert_false (ZSTD_isError (used));
  inside = g_bytes_new_take (out, used);
  keep ("snapshot", "list", list);
  keep ("snapshot", "whole", whole);
  keep ("snapshot", "inside", inside);
}

/* Three operations, the second of which a legal purge emptied, as a segment and what stands inside;
 * before each their number. */
static void
make_log_segment (GBytes *first, GBytes *last)
{
  g_autoptr (GBytes) none = g_bytes_new (NULL, 0);
  GBytes *const operations[] = {first, none, last};
  g_autoptr (GBytes) body = tc_log_segment_pack (operations, 3, NULL);
  g_autoptr (GByteArray) whole = g_byte_array_new ();
  g_autoptr (GByteArray) inside = g_byte_array_new ();

  tc_write_raw (whole, "\3\0", 2);
  tc_write_raw (whole, g_bytes_get_data (body, NULL), g_bytes_get_size (body));
  tc_write_raw (inside, "\3\0", 2);
  for (guint i = 0; i < 3; i++)
    tc_write_blob (inside, g_bytes_get_data (operations[i], NULL),
                   g_bytes_get_size (operations[i]));
  g_autoptr (GBytes) whole_bytes = g_bytes_new (whole->data, whole->len);
  g_autoptr (GBytes) inside_bytes = g_bytes_new (inside->data, inside->len);
  keep ("log-segment", "whole", whole_bytes);
  keep ("log-segment", "inside", inside_bytes);
}

static void
keep_segment (const TcSegment *segment, gpointer data)
{
  g_autoptr (GByteArray) record = g_byte_array_new ();
  g_autofree char *path = tc_segment_dup_path (segment->camera_id, segment->start_us);
  g_autofree char *whole_path = g_build_filename (data, path, NULL);
  g_autofree char *content = NULL;
  g_autofree char *name = g_strdup_printf ("record-%s", tc_codec_code (segment->codec));
  g_autoptr (GBytes) file = NULL;
  g_autoptr (GBytes) bytes = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (whole_path, &content, &size, NULL));
  file = g_bytes_new (content, size);
  keep ("segment", tc_codec_code (segment->codec), file);
  tc_segment_write (record, segment);
  bytes = g_bytes_new (record->data, record->len);
  keep ("segment", name, bytes);
}

/* A few small pictures of each codec, as they are recorded. */
static void
make_segments (void)
{
  g_autofree char *disk = g_dir_make_tmp ("tc-corpus-XXXXXX", NULL);

  gst_init (NULL, NULL);
  for (int codec = 0; codec < TC_CODEC_N; codec++) {
    UnitPlan plan = {(TcCodec) codec, 160, 90, 10, 4, 3, .camera = 7, .start_us = 1795433400123456};
    g_autoptr (GPtrArray) units = make_units (&plan);
    g_autoptr (TcSegmentWriter)
        writer = tc_segment_writer_new (disk, 1 + codec, keep_segment, disk);

    for (guint i = 0; i < units->len; i++)
      g_assert_true (tc_segment_writer_push (writer, units->pdata[i], NULL));
  }
  remove_tree (disk);
}

/* A manifest as it is handed out, and its signature. */
static void
make_evidence (const TcKey *key)
{
  static const char text[] =
      "{\"camera\":{\"id\":\"7\",\"number\":12,\"name\":\"Ngã tư\",\"masks\":1},"
      "\"from_us\":1795433400000000,\"until_us\":1795433410000000,"
      "\"made_us\":1795433500000000,\"person\":\"Nguyễn Văn An\",\"reason\":\"Công văn 12\","
      "\"files\":[{\"name\":\"clip.mkv\",\"bytes\":3,\"sha256\":"
      "\"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\"}],\"gaps\":[]}";
  g_autoptr (JsonNode) node = json_from_string (text, NULL);
  g_autofree char *json = NULL;
  g_autofree char *signature = NULL;
  g_autoptr (GByteArray) both = g_byte_array_new ();
  g_autoptr (GBytes) bytes = NULL;

  tc_evidence_sign (json_node_get_object (node), key, &json, &signature);
  g_byte_array_append (both, (const guint8 *) json, (guint) strlen (json) + 1);
  g_byte_array_append (both, (const guint8 *) signature, (guint) strlen (signature));
  bytes = g_bytes_new (both->data, both->len);
  keep ("evidence", "signed", bytes);
}

int
main (int argc, char **argv)
{
  static const TcSchemaSet *const sets[] = {&tc_schema_state, NULL};
  g_autoptr (TcKey) key = NULL;
  g_autoptr (TcDatabase) db = NULL;
  g_autoptr (TcCatalogue) catalogue = NULL;
  g_autoptr (TcCapture) capture = NULL;
  g_autoptr (GBytes) lease_bytes = NULL;
  g_autoptr (GBytes) report_bytes = NULL;
  g_autoptr (GBytes) accept_bytes = NULL;
  Maker maker = {0};
  TcIncidentLeaseCodes lease = {5, 0, 261124, 1, 50};
  TcIncidentReport report = {.incident_id = 6,
                             .report_id = 7,
                             .reporter_id = 8,
                             .code = "PA-261124-0001",
                             .channel = "open311",
                             .text = "Ngập sâu\ntrước chợ",
                             .priority = TC_NONE,
                             .lat_e7 = 97845000,
                             .lon_e7 = 1054701000,
                             .said_us = TC_NONE,
                             .received_us = TC_NONE,
                             .reporter_name = "Nguyễn Văn An"};
  TcIncidentOnly accept = {6};

  g_assert_cmpint (argc, ==, 2);
  folder = argv[1];
  tc_crypto_init ();
  key = tc_key_from_seed ((const guint8 *) "0123456789abcdef0123456789abcdef");
  db = tc_database_open (":memory:", TC_DATABASE_WRITER | TC_DATABASE_MEMORY, NULL);
  g_assert_true (tc_schema_migrate (db, sets, NULL));
  catalogue = tc_catalogue_load (db, NULL);
  capture = tc_capture_new (db, catalogue, FALSE);
  maker.db = db;
  maker.capture = capture;
  maker.key = key;
  lease_bytes = make (&maker, "lease-codes", &tc_incident_lease_codes_type, &lease);
  report_bytes = make (&maker, "report", &tc_incident_report_type, &report);
  accept_bytes = make (&maker, "accept", &tc_incident_accept_type, &accept);
  make_messages (report_bytes);
  make_enrolment_proofs (key);
  make_tile_messages ();
  make_snapshot (&maker, catalogue);
  make_log_segment (lease_bytes, report_bytes);
  make_segments ();
  make_evidence (key);
  return 0;
}
