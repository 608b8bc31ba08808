/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Writing the history of one incident; see the header.
 *
 * DESIGN: which operations touch an incident is found by reading the whole log: those that name it,
 * or a row that belongs to it, in one of their arguments, accepted or refused. A list of its events
 * would lack what was refused.
 */
#include "tc-bundle.h"

#include "tc-backup-set.h"
#include "tc-database.h"
#include "tc-file-store.h"
#include "tc-limits.h"
#include "tc-log-packing.h"
#include "tc-log-store.h"

#include <glib/gstdio.h>
#include <string.h>

#define LOOK_EVERY 5000

/* Why an operation is in the bundle. */
typedef enum {
  WHY_NOT,
  WHY_INCIDENT,
  WHY_DESK,    /* says whose key that is */
  WHY_PERSON,  /* says who that is */
  WHY_SESSION, /* says that the person had signed in */
} Why;

static const char *const why_names[] = {NULL, "incident", "desk", "person", "session"};

/* One that may tell of a desk, a person or a session. */
typedef struct {
  gint64 lsn;
  Why why;
  gint64 id; /* of that */
  TcOperationHead head;
} Witness;

typedef struct {
  const TcBundleOptions *options; /* (unowned) */
  GCancellable *cancellable;      /* (unowned) */
  TcDatabase *db;                 /* (owned) */
  GOutputStream *output;          /* (owned) */
  gint64 incident_id;
  char *code;           /* (owned) */
  GHashTable *rows;     /* (owned) (element-type gint64): of the incident, and it */
  GHashTable *chosen;   /* (owned): LSN to Why */
  GHashTable *desks;    /* (owned) (element-type gint64): whose operations are chosen */
  GHashTable *people;   /* (owned) (element-type gint64): likewise */
  GHashTable *sessions; /* (owned) (element-type gint64): likewise */
  GArray *witnesses;    /* (owned) (element-type Witness) */
  gint64 operations, commits, files, missing;
} Bundle;

static GHashTable *
new_ids (void)
{
  return g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
}

static void
add_id (GHashTable *ids, gint64 id)
{
  if (id > 0)
    g_hash_table_add (ids, g_memdup2 (&id, sizeof id));
}

static gboolean
has_id (GHashTable *ids, gint64 id)
{
  return g_hash_table_contains (ids, &id);
}

static Why
why_of (Bundle *bundle, gint64 lsn)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (bundle->chosen, &lsn));
}

static void
choose (Bundle *bundle, gint64 lsn, Why why)
{
  if (why_of (bundle, lsn) == WHY_NOT)
    g_hash_table_insert (bundle->chosen, g_memdup2 (&lsn, sizeof lsn), GUINT_TO_POINTER (why));
}

/* ---- which ---- */

static gboolean
find_incident (Bundle *bundle, GError **error)
{
  gint64 id = 0;

  if (!g_ascii_string_to_signed (bundle->options->incident, 10, 1, G_MAXINT64, &id, NULL))
    id = tc_database_get_int (bundle->db, 0, "SELECT id FROM incident WHERE code = ? ORDER BY id",
                              "s", bundle->options->incident);
  bundle->code = tc_database_dup_text (bundle->db, "SELECT code FROM incident WHERE id = ?", "i",
                                       id);
  bundle->incident_id = id;
  if (!tc_database_check (bundle->db, error))
    return FALSE;
  if (!bundle->code)
    g_set_error (error, TC_ERROR, TC_ERROR_NOT_FOUND, "there is no incident %s",
                 bundle->options->incident);
  return bundle->code != NULL;
}

static void
find_rows (Bundle *bundle)
{
  g_autoptr (TcQuery) query = tc_database_query (
      bundle->db,
      "WITH said AS (SELECT id FROM report WHERE incident_id = ?1 OR home_id = ?1)"
      " SELECT id FROM said UNION SELECT id FROM reporter WHERE report_id IN said"
      " UNION SELECT id FROM incident_event WHERE incident_id = ?1"
      " UNION SELECT id FROM attachment WHERE incident_id = ?1 OR report_id IN said"
      " UNION SELECT id FROM answer WHERE incident_id = ?1"
      " UNION SELECT id FROM dispatch WHERE incident_id = ?1"
      " UNION SELECT id FROM task WHERE incident_id = ?1"
      " UNION SELECT id FROM incident_link WHERE incident_id = ?1 OR other_id = ?1"
      " UNION SELECT id FROM purge WHERE incident_id = ?1"
      " UNION SELECT id FROM purged_operation WHERE purge_id IN (SELECT id FROM purge WHERE"
      " incident_id = ?1) ORDER BY 1",
      "i", bundle->incident_id);

  add_id (bundle->rows, bundle->incident_id);
  while (tc_query_next (query))
    add_id (bundle->rows, tc_query_int (query, 0));
}

static gboolean
names_row (Bundle *bundle, GVariant *value)
{
  gsize n = 0;
  const gint64 *ids;

  if (g_variant_is_of_type (value, G_VARIANT_TYPE_INT64))
    return has_id (bundle->rows, g_variant_get_int64 (value));
  if (!g_variant_is_of_type (value, G_VARIANT_TYPE ("ax")))
    return FALSE;
  ids = g_variant_get_fixed_array (value, &n, sizeof (gint64));
  for (gsize i = 0; i < n; i++) {
    if (has_id (bundle->rows, ids[i]))
      return TRUE;
  }
  return FALSE;
}

static gboolean
touches (Bundle *bundle, const TcOperation *op)
{
  GVariantIter iter;
  GVariant *value;
  gboolean found = has_id (bundle->rows, op->head.id);

  g_variant_iter_init (&iter, op->args);
  while (!found && g_variant_iter_next (&iter, "{&sv}", NULL, &value)) {
    found = names_row (bundle, value);
    g_variant_unref (value);
  }
  return found;
}

/* Whose key, name and sign-in an operation carries. */
static void
note_maker (Bundle *bundle, const TcOperationHead *head)
{
  add_id (bundle->desks, head->replica);
  add_id (bundle->people, head->actor_id);
  add_id (bundle->sessions, head->session_id);
}

/* What may be needed to say who did what where: it is known afterwards. */
static void
note_witness (Bundle *bundle, const TcOperation *op, gint64 lsn)
{
  static const struct {
    const char *name;
    const char *arg;
    Why why;
  } kinds[] = {
      {"desk.invite", "desk_id", WHY_DESK},        {"desk.change", "desk_id", WHY_DESK},
      {"desk.enrol", "desk_id", WHY_DESK},         {"desk.revoke", "desk_id", WHY_DESK},
      {"staff.add", "staff_id", WHY_PERSON},       {"staff.change", "staff_id", WHY_PERSON},
      {"session.open", "session_id", WHY_SESSION},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++) {
    Witness witness = {lsn, kinds[i].why, 0, op->head};

    if (!g_str_equal (op->name, kinds[i].name))
      continue;
    if (g_variant_lookup (op->args, kinds[i].arg, "x", &witness.id))
      g_array_append_val (bundle->witnesses, witness);
    return;
  }
}

/* (nullable): as it stands in the log, whole or emptied. */
static TcOperation *
read_operation (Bundle *bundle, gint64 lsn, GBytes *bytes, const TcSignature *signature)
{
  return bytes && g_bytes_get_size (bytes) > 0
             ? tc_operation_parse (bytes, signature, NULL)
             : tc_log_sqlite_read_emptied (bundle->db, lsn, signature, NULL);
}

static gboolean
read_log (Bundle *bundle, GError **error)
{
  gint64 total = tc_database_get_int (bundle->db, 0, "SELECT max (lsn) FROM log_operation", NULL);
  g_autoptr (TcQuery) query = tc_database_query (
      bundle->db, "SELECT lsn, log_bytes (lsn, bytes), refusal FROM log_operation ORDER BY lsn",
      NULL);
  const TcSignature signature = {{0}};

  while (tc_query_next (query)) {
    g_autoptr (GBytes) bytes = tc_query_dup_blob (query, 1);
    gint64 lsn = tc_query_int (query, 0);
    g_autoptr (TcOperation) op = read_operation (bundle, lsn, bytes, &signature);

    if (!op) {
      g_set_error (error, TC_ERROR, TC_ERROR_CORRUPT,
                   "operation %" G_GINT64_FORMAT " is damaged: toancanhctl audit verify", lsn);
      return FALSE;
    }
    if (touches (bundle, op)) {
      choose (bundle, lsn, WHY_INCIDENT);
      note_maker (bundle, &op->head);
    } else if (tc_query_is_null (query, 2)) {
      note_witness (bundle, op, lsn);
    }
    if (lsn % LOOK_EVERY == 0 && bundle->options->progress)
      bundle->options->progress (lsn, total, bundle->options->data);
    if (lsn % LOOK_EVERY == 0 && g_cancellable_set_error_if_cancelled (bundle->cancellable, error))
      return FALSE;
  }
  return tc_database_check (bundle->db, error);
}

/* Witnesses have makers too, until all are known. */
static void
choose_witnesses (Bundle *bundle)
{
  gboolean more = TRUE;

  while (more) {
    more = FALSE;
    for (guint i = 0; i < bundle->witnesses->len; i++) {
      const Witness *witness = &g_array_index (bundle->witnesses, Witness, i);
      GHashTable *wanted = witness->why == WHY_DESK     ? bundle->desks
                           : witness->why == WHY_PERSON ? bundle->people
                                                        : bundle->sessions;

      if (why_of (bundle, witness->lsn) != WHY_NOT || !has_id (wanted, witness->id))
        continue;
      choose (bundle, witness->lsn, witness->why);
      note_maker (bundle, &witness->head);
      more = TRUE;
    }
  }
}

/* ---- lines ---- */

static void
set_hex (JsonObject *object, const char *name, const guint8 *bytes, gsize size)
{
  g_autofree char *hex = tc_hex_new (bytes, size);

  json_object_set_string_member (object, name, hex);
}

static void
set_base64 (JsonObject *object, const char *name, const guint8 *bytes, gsize size)
{
  g_autofree char *text = g_base64_encode (bytes, size);

  json_object_set_string_member (object, name, text);
}

/* @object: (transfer full) */
static gboolean
write_line (Bundle *bundle, JsonObject *object, GError **error)
{
  g_autoptr (JsonNode) node = json_node_alloc ();
  g_autofree char *text = NULL;

  json_node_init_object (node, object);
  json_object_unref (object);
  text = json_to_string (node, FALSE);
  return g_output_stream_write_all (bundle->output, text, strlen (text), NULL, NULL, error) &&
         g_output_stream_write_all (bundle->output, "\n", 1, NULL, NULL, error);
}

static JsonObject *
new_line (const char *kind)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "kind", kind);
  return object;
}

static void
set_id (JsonObject *object, const char *name, gint64 id)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, id);

  json_object_set_string_member (object, name, text);
}

static gboolean
write_head (Bundle *bundle, GError **error)
{
  JsonObject *line = new_line ("head");
  g_autoptr (TcLogStore) log = tc_log_sqlite_new (bundle->db, NULL, error);
  TcPosition head;

  if (!log || !tc_log_store_head (log, &head, error)) {
    json_object_unref (line);
    return FALSE;
  }
  json_object_set_string_member (line, "format", TC_BUNDLE_FORMAT);
  json_object_set_string_member (line, "incident", bundle->code);
  set_id (line, "incident_id", bundle->incident_id);
  json_object_set_string_member (line, "reason", bundle->options->reason);
  json_object_set_int_member (line, "made_us", bundle->options->now_us);
  json_object_set_boolean_member (line, "chain", bundle->options->chain);
  set_hex (line, "server_key", bundle->options->key->bytes, TC_KEY_PUBLIC_SIZE);
  set_hex (line, "log", head.log_id, TC_LOG_ID_SIZE);
  json_object_set_int_member (line, "epoch", head.epoch);
  json_object_set_int_member (line, "lsn", head.lsn);
  set_hex (line, "link", head.link.bytes, TC_DIGEST_SIZE);
  return write_line (bundle, line, error);
}

/* ---- commits ---- */

/* What a legal purge left of it. */
static void
describe_emptied (JsonObject *object, const TcOperation *op)
{
  set_hex (object, "hash", op->hash.bytes, TC_DIGEST_SIZE);
  json_object_set_string_member (object, "name", op->name);
  set_id (object, "id", op->head.id);
  set_id (object, "actor", op->head.actor_id);
  json_object_set_int_member (object, "replica", op->head.replica);
  json_object_set_int_member (object, "seq", op->head.seq);
  json_object_set_int_member (object, "made_us", op->head.made_us);
}

static JsonObject *
describe_operation (Bundle *bundle, TcQuery *query, const TcOperation *op, Why why)
{
  JsonObject *object = json_object_new ();
  gsize size;
  const guint8 *bytes = g_bytes_get_data (op->bytes, &size);

  if (tc_operation_is_emptied (op))
    describe_emptied (object, op);
  else
    set_base64 (object, "bytes", bytes, size);
  set_hex (object, "signature", op->signature.bytes, TC_SIGNATURE_SIZE);
  json_object_set_string_member (object, "why", why_names[why]);
  if (!tc_query_is_null (query, 3)) {
    const guint8 *args = tc_query_blob (query, 4, &size);

    json_object_set_string_member (object, "refusal", tc_query_text (query, 3));
    set_base64 (object, "refusal_args", args, size);
  }
  bundle->operations++;
  return object;
}

/* Those of a commit: whole where they are chosen, else as their leaves. @root: (out) */
static JsonArray *
list_operations (Bundle *bundle, const TcFrame *frame, TcDigest *root)
{
  g_autoptr (GArray) leaves = g_array_new (FALSE, FALSE, sizeof (TcDigest));
  g_autoptr (TcQuery) query = tc_database_query (
      bundle->db,
      "SELECT lsn, log_bytes (lsn, bytes), signature, refusal, refusal_args FROM log_operation"
      " WHERE lsn BETWEEN ? AND ? ORDER BY lsn",
      "ii", frame->first_lsn, frame->last_lsn);
  JsonArray *list = json_array_new ();

  while (tc_query_next (query)) {
    g_autoptr (GBytes) bytes = tc_query_dup_blob (query, 1);
    const char *code = tc_query_text (query, 3);
    Why why = why_of (bundle, tc_query_int (query, 0));
    TcSignature signature = {{0}};
    gsize size;
    const guint8 *data = tc_query_blob (query, 2, &size);

    if (size == TC_SIGNATURE_SIZE)
      memcpy (signature.bytes, data, size);
    g_autoptr (TcOperation)
        op = read_operation (bundle, tc_query_int (query, 0), bytes, &signature);
    if (!op)
      continue;
    const guint8 *args = tc_query_blob (query, 4, &size);
    TcDigest leaf = tc_log_leaf (tc_query_int (query, 0), op, code, code ? strlen (code) : 0, args,
                                 size);
    g_array_append_val (leaves, leaf);
    JsonObject *one = why ? describe_operation (bundle, query, op, why) : json_object_new ();
    if (!why)
      set_hex (one, "leaf", leaf.bytes, TC_DIGEST_SIZE);
    json_array_add_object_element (list, one);
  }
  *root = tc_log_root ((const TcDigest *) (void *) leaves->data, leaves->len);
  return list;
}

static JsonObject *
describe_commit (const TcFrame *frame, const TcDigest *before)
{
  JsonObject *line = new_line ("commit");
  JsonArray *sections = json_array_new ();

  json_object_set_int_member (line, "first_lsn", frame->first_lsn);
  json_object_set_int_member (line, "last_lsn", frame->last_lsn);
  json_object_set_int_member (line, "time_us", frame->time_us);
  set_hex (line, "before", before->bytes, TC_DIGEST_SIZE);
  set_hex (line, "link", frame->link.bytes, TC_DIGEST_SIZE);
  set_hex (line, "signature", frame->signature.bytes, TC_SIGNATURE_SIZE);
  for (guint i = 0; i < frame->hashes->len; i++) {
    const TcScopeHash *hash = &g_array_index (frame->hashes, TcScopeHash, i);
    JsonObject *one = json_object_new ();

    set_id (one, "scope", hash->scope);
    set_hex (one, "hash", hash->hash.bytes, TC_DIGEST_SIZE);
    json_array_add_object_element (sections, one);
  }
  json_object_set_array_member (line, "sections", sections);
  return line;
}

static gboolean
write_commit (Bundle *bundle, const TcFrame *frame, const TcDigest *before, gboolean whole,
              GError **error)
{
  JsonObject *line = describe_commit (frame, before);
  TcDigest root = frame->ops_root;

  if (whole)
    json_object_set_array_member (line, "operations", list_operations (bundle, frame, &root));
  else
    set_hex (line, "root", root.bytes, TC_DIGEST_SIZE);
  if (!tc_digest_equal (&root, &frame->ops_root)) {
    json_object_unref (line);
    g_set_error (error, TC_ERROR, TC_ERROR_INVALID,
                 "the commit at %" G_GINT64_FORMAT " can't be shown in part: it is of an older"
                 " version, or damaged (toancanhctl audit verify)",
                 frame->last_lsn);
    return FALSE;
  }
  bundle->commits++;
  return write_line (bundle, line, error);
}

static gboolean
is_wanted (Bundle *bundle, const TcFrame *frame)
{
  for (gint64 lsn = frame->first_lsn; lsn <= frame->last_lsn; lsn++) {
    if (why_of (bundle, lsn) != WHY_NOT)
      return TRUE;
  }
  return FALSE;
}

static gboolean
write_commits (Bundle *bundle, GError **error)
{
  g_autoptr (TcLogStore) log = tc_log_sqlite_new (bundle->db, NULL, error);
  TcDigest before = {{0}};
  gint64 at = 0;

  while (log) {
    g_autoptr (GPtrArray) frames = tc_log_store_read (log, at, NULL, 0, 256 * 1024, error);

    if (!frames || g_cancellable_set_error_if_cancelled (bundle->cancellable, error))
      return FALSE;
    if (frames->len == 0)
      return tc_database_check (bundle->db, error);
    for (guint i = 0; i < frames->len; i++) {
      const TcFrame *frame = frames->pdata[i];
      gboolean wanted = is_wanted (bundle, frame);

      if ((wanted || (bundle->options->chain && bundle->commits)) &&
          !write_commit (bundle, frame, &before, wanted, error))
        return FALSE;
      before = frame->link;
      at = frame->last_lsn;
    }
  }
  return FALSE;
}

/* ---- attachments ---- */

static gboolean
write_file (Bundle *bundle, const char *hash, const char *path, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) input = g_file_read (file, bundle->cancellable, error);
  g_autofree guint8 *piece = g_malloc (TC_BUNDLE_PIECE);
  gint64 offset = 0;
  gsize n = TC_BUNDLE_PIECE;

  while (input && n > 0) {
    if (!g_input_stream_read_all (G_INPUT_STREAM (input), piece, TC_BUNDLE_PIECE, &n,
                                  bundle->cancellable, error))
      return FALSE;
    if (n == 0)
      break;
    JsonObject *line = new_line ("file");
    json_object_set_string_member (line, "sha256", hash);
    json_object_set_int_member (line, "offset", offset);
    set_base64 (line, "data", piece, n);
    if (!write_line (bundle, line, error))
      return FALSE;
    offset += (gint64) n;
  }
  return input != NULL;
}

static gboolean
write_files (Bundle *bundle, GError **error)
{
  g_autofree char *dir = g_build_filename (bundle->options->data_dir, "files", NULL);
  g_autoptr (TcQuery) query = tc_database_query (
      bundle->db,
      "SELECT DISTINCT hash FROM attachment WHERE incident_id = ? AND hash <> '' ORDER BY hash",
      "i", bundle->incident_id);

  while (bundle->options->attachments && tc_query_next (query)) {
    const char *hash = tc_query_text (query, 0);
    g_autofree char *path = tc_file_store_is_hash (hash) ? tc_backup_file_path (dir, hash) : NULL;

    if (!path || !g_file_test (path, G_FILE_TEST_EXISTS)) {
      bundle->missing++;
      continue;
    }
    if (!write_file (bundle, hash, path, error))
      return FALSE;
    bundle->files++;
  }
  return tc_database_check (bundle->db, error);
}

static gboolean
write_end (Bundle *bundle, GError **error)
{
  JsonObject *line = new_line ("end");

  json_object_set_int_member (line, "commits", bundle->commits);
  json_object_set_int_member (line, "operations", bundle->operations);
  json_object_set_int_member (line, "files", bundle->files);
  return write_line (bundle, line, error) &&
         g_output_stream_close (bundle->output, bundle->cancellable, error);
}

/* ---- the whole ---- */

static gboolean
write_all (Bundle *bundle, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (bundle->options->path);
  g_autoptr (GFileOutputStream) stream = NULL;

  tc_database_begin (bundle->db);
  if (!find_incident (bundle, error))
    return FALSE;
  find_rows (bundle);
  if (!read_log (bundle, error))
    return FALSE;
  choose_witnesses (bundle);
  stream = g_file_create (file, G_FILE_CREATE_PRIVATE, bundle->cancellable, error);
  if (!stream)
    return FALSE;
  bundle->output = g_buffered_output_stream_new (G_OUTPUT_STREAM (stream));
  gboolean written = write_head (bundle, error) && write_commits (bundle, error) &&
                     write_files (bundle, error) && write_end (bundle, error);
  if (!written)
    g_unlink (bundle->options->path);
  return written;
}

static JsonObject *
describe (const Bundle *bundle)
{
  JsonObject *result = json_object_new ();

  json_object_set_string_member (result, "incident", bundle->code);
  json_object_set_int_member (result, "operations", bundle->operations);
  json_object_set_int_member (result, "commits", bundle->commits);
  json_object_set_int_member (result, "files", bundle->files);
  json_object_set_int_member (result, "missing", bundle->missing);
  return result;
}

JsonObject *
tc_bundle_write (const TcBundleOptions *options, GCancellable *cancellable, GError **error)
{
  g_autofree char *path = g_build_filename (options->data_dir, "state.db", NULL);
  Bundle bundle = {.options = options, .cancellable = cancellable};
  JsonObject *result = NULL;

  bundle.db = tc_database_open (path, 0, error);
  if (bundle.db)
    tc_log_packing_register (bundle.db);
  bundle.rows = new_ids ();
  bundle.desks = new_ids ();
  bundle.people = new_ids ();
  bundle.sessions = new_ids ();
  bundle.chosen = new_ids ();
  bundle.witnesses = g_array_new (FALSE, FALSE, sizeof (Witness));
  if (bundle.db && write_all (&bundle, error))
    result = describe (&bundle);
  g_clear_object (&bundle.output);
  g_clear_pointer (&bundle.db, tc_database_close);
  g_hash_table_unref (bundle.rows);
  g_hash_table_unref (bundle.desks);
  g_hash_table_unref (bundle.people);
  g_hash_table_unref (bundle.sessions);
  g_hash_table_unref (bundle.chosen);
  g_array_unref (bundle.witnesses);
  g_free (bundle.code);
  return result;
}
