/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Verifying the history of an incident; see the header.
 */
#include "tc-bundle-check.h"

#include "tc-bundle.h"
#include "tc-id.h"
#include "tc-log-store.h"

#include <string.h>

/* Of one commit. */
#define OPERATIONS_MAX 65536
#define SECTIONS_MAX 100000

typedef struct {
  TcPublicKey key;
  gboolean enrolled;
  char *name; /* (owned) (nullable) */
} Desk;

typedef struct {
  gint64 staff_id;
  gint64 desk_id;
} Session;

struct _TcBundleCheck {
  void (*tell) (const TcBundleEntry *entry, gpointer data); /* (nullable) */
  gpointer data;
  gboolean has_key;
  gboolean begun;
  gboolean ended;
  guint line;
  TcBundleFacts facts;  /* its strings are owned */
  gint64 at;            /* last LSN of the commit before */
  TcDigest at_link;     /* its link */
  GHashTable *desks;    /* (owned) (element-type Desk): by number */
  GHashTable *people;   /* (owned) (element-type utf8): names by id */
  GHashTable *sessions; /* (owned) (element-type Session): by id */
  GHashTable *emptied;  /* (owned) (element-type TcDigest): by LSN: of purged operations, until one
                           says so */
  char *file;           /* (owned) (nullable): hash of the attachment that is being read */
  gint64 file_size;
  GChecksum *checksum; /* (owned) (nullable): of it */
  gint64 said[3];      /* operations, commits, files: by the last line */
};

static void
free_desk (gpointer data)
{
  g_free (((Desk *) data)->name);
  g_free (data);
}

TcBundleCheck *
tc_bundle_check_new (const TcPublicKey *key,
                     void (*tell) (const TcBundleEntry *entry, gpointer data), gpointer data)
{
  TcBundleCheck *self = g_new0 (TcBundleCheck, 1);

  self->tell = tell;
  self->data = data;
  self->has_key = key != NULL;
  if (key)
    self->facts.key = *key;
  self->desks = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, free_desk);
  self->people = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  self->sessions = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  self->emptied = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  return self;
}

void
tc_bundle_check_free (TcBundleCheck *self)
{
  g_hash_table_unref (self->desks);
  g_hash_table_unref (self->people);
  g_hash_table_unref (self->sessions);
  g_hash_table_unref (self->emptied);
  g_clear_pointer (&self->checksum, g_checksum_free);
  g_free (self->file);
  g_free (self->facts.incident);
  g_free (self->facts.reason);
  g_free (self);
}

static gboolean fail (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);

static gboolean
fail (GError **error, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error_literal (error, TC_ERROR, TC_ERROR_INVALID, text);
  return FALSE;
}

/* ---- members ---- */

static const char *
get_text (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
             ? json_node_get_string (node)
             : NULL;
}

static gint64
get_int (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_INT64
             ? json_node_get_int (node)
             : -1;
}

static gboolean
get_flag (JsonObject *object, const char *name, gboolean *flag)
{
  JsonNode *node = json_object_get_member (object, name);

  if (!node || !JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_BOOLEAN)
    return FALSE;
  *flag = json_node_get_boolean (node);
  return TRUE;
}

/* One way of writing each: what is turned in the file must not be read as the same. */
static gboolean
get_hex (JsonObject *object, const char *name, guint8 *out, gsize size)
{
  const char *hex = get_text (object, name);

  if (!hex || strlen (hex) != 2 * size || strspn (hex, "0123456789abcdef") != 2 * size)
    return FALSE;
  for (gsize i = 0; i < size; i++) {
    out[i] = (guint8) (g_ascii_xdigit_value (hex[2 * i]) << 4 |
                       g_ascii_xdigit_value (hex[2 * i + 1]));
  }
  return TRUE;
}

/* (transfer full) (nullable) */
static GBytes *
get_base64 (JsonObject *object, const char *name)
{
  const char *text = get_text (object, name);
  gsize size = 0;
  g_autofree guchar *data = text ? g_base64_decode (text, &size) : NULL;
  g_autofree char *again = data ? g_base64_encode (data, size) : NULL;

  return again && g_str_equal (again, text) ? g_bytes_new (data, size) : NULL;
}

/* (nullable): without it, or with more than @max in it. */
static JsonArray *
get_array (JsonObject *object, const char *name, guint max)
{
  JsonNode *node = json_object_get_member (object, name);
  JsonArray *array = node && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  return array && json_array_get_length (array) <= max ? array : NULL;
}

static JsonObject *
get_object (JsonArray *array, guint i)
{
  JsonNode *node = json_array_get_element (array, i);

  return JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

/* ---- what the witnesses say ---- */

static Desk *
get_desk (TcBundleCheck *self, gint64 number)
{
  Desk *desk = g_hash_table_lookup (self->desks, &number);

  if (!desk) {
    desk = g_new0 (Desk, 1);
    g_hash_table_insert (self->desks, g_memdup2 (&number, sizeof number), desk);
  }
  return desk;
}

static gint64
get_arg (const TcOperation *op, const char *name)
{
  gint64 value = 0;

  g_variant_lookup (op->args, name, "x", &value);
  return value;
}

static void
learn_key (TcBundleCheck *self, const TcOperation *op)
{
  g_autoptr (GVariant)
      key = g_variant_lookup_value (op->args, "public_key", G_VARIANT_TYPE_BYTESTRING);
  gsize size = 0;
  const guint8 *data = key ? g_variant_get_fixed_array (key, &size, 1) : NULL;
  Desk *desk = get_desk (self, get_arg (op, "desk_id"));

  if (size != TC_KEY_PUBLIC_SIZE)
    return;
  memcpy (desk->key.bytes, data, size);
  desk->enrolled = TRUE;
}

/* Of what was accepted. */
static void
learn (TcBundleCheck *self, const TcOperation *op)
{
  gboolean server = op->head.replica == TC_REPLICA_SERVER;
  const char *name = NULL;
  gint64 id;

  g_variant_lookup (op->args, "name", "&s", &name);
  if (server && g_str_equal (op->name, "desk.enrol")) {
    learn_key (self, op);
  } else if (name &&
             (g_str_equal (op->name, "desk.invite") || g_str_equal (op->name, "desk.change"))) {
    Desk *desk = get_desk (self, get_arg (op, "desk_id"));

    g_free (desk->name);
    desk->name = g_strdup (name);
  } else if (name &&
             (g_str_equal (op->name, "staff.add") || g_str_equal (op->name, "staff.change"))) {
    id = get_arg (op, "staff_id");
    g_hash_table_insert (self->people, g_memdup2 (&id, sizeof id), g_strdup (name));
  } else if (server && g_str_equal (op->name, "session.open")) {
    const Session session = {get_arg (op, "staff_id"), get_arg (op, "desk_id")};

    id = get_arg (op, "session_id");
    g_hash_table_insert (self->sessions, g_memdup2 (&id, sizeof id),
                         g_memdup2 (&session, sizeof session));
  }
}

/* ---- operations ---- */

static gboolean
check_maker (TcBundleCheck *self, const TcOperation *op, gboolean accepted, GError **error)
{
  const TcOperationHead *head = &op->head;
  const gint64 number = head->replica;
  const Desk *desk = g_hash_table_lookup (self->desks, &number);
  const Session *session = g_hash_table_lookup (self->sessions, &head->session_id);

  if (head->replica == TC_REPLICA_SERVER)
    return tc_operation_verify (op, &self->facts.key)
               ? TRUE
               : fail (error, "it is not signed with the server's key");
  if (!desk || !desk->enrolled)
    return fail (error, "nothing before it says which key desk %u has", (guint) head->replica);
  if (!tc_operation_verify (op, &desk->key))
    return fail (error, "it is not signed with the key of desk %u", (guint) head->replica);
  if (accepted &&
      (!session || session->staff_id != head->actor_id || session->desk_id != head->replica))
    return fail (error, "nothing before it says that this person had signed in at desk %u",
                 (guint) head->replica);
  return TRUE;
}

static void
tell_entry (TcBundleCheck *self, const TcOperation *op, JsonObject *object, gint64 lsn,
            gint64 time_us)
{
  const gint64 number = op->head.replica;
  const Desk *desk = g_hash_table_lookup (self->desks, &number);
  const TcBundleEntry entry = {lsn,
                               time_us,
                               op,
                               get_text (object, "why"),
                               get_text (object, "refusal"),
                               g_hash_table_lookup (self->people, &op->head.actor_id),
                               desk ? desk->name : NULL};

  if (self->tell)
    self->tell (&entry, self->data);
}

/* ---- purged operations ---- */

static gboolean
read_id (JsonObject *object, const char *name, gint64 *id)
{
  const char *text = get_text (object, name);

  return text && g_ascii_string_to_signed (text, 10, 0, G_MAXINT64, id, NULL);
}

/* (nullable) */
static TcOperation *
read_emptied (TcBundleCheck *self, JsonObject *object, gint64 lsn, const TcSignature *signature,
              GError **error)
{
  const char *name = get_text (object, "name");
  gint64 replica = get_int (object, "replica");
  TcOperationHead head = {.seq = get_int (object, "seq"), .made_us = get_int (object, "made_us")};
  TcDigest hash;

  if (!name || strlen (name) > TC_OPERATION_NAME_MAX || replica < 0 || replica > TC_REPLICA_MAX ||
      head.seq < 1 || head.made_us < 1 || !read_id (object, "id", &head.id) ||
      !read_id (object, "actor", &head.actor_id) ||
      !get_hex (object, "hash", hash.bytes, TC_DIGEST_SIZE)) {
    fail (error, "it can't be read");
    return NULL;
  }
  head.replica = (guint16) replica;
  TcOperation *op = tc_operation_new_emptied (name, &head, &hash, signature);
  const TcDigest digest = tc_log_purged_digest (lsn, op);
  g_hash_table_insert (self->emptied, g_memdup2 (&lsn, sizeof lsn),
                       g_memdup2 (&digest, sizeof digest));
  return op;
}

/* The server's operation that took the bytes of others out. */
static gboolean
check_purge (TcBundleCheck *self, const TcOperation *op, GError **error)
{
  g_autoptr (GVariant) lsns = g_variant_lookup_value (op->args, "lsns", G_VARIANT_TYPE ("ax"));
  g_autoptr (GVariant)
      digests = g_variant_lookup_value (op->args, "digests", G_VARIANT_TYPE_BYTESTRING);
  gsize n = 0, size = 0;
  const gint64 *list = lsns ? g_variant_get_fixed_array (lsns, &n, sizeof (gint64)) : NULL;
  const guint8 *said = digests ? g_variant_get_fixed_array (digests, &size, 1) : NULL;

  for (gsize i = 0; i < n && (i + 1) * TC_DIGEST_SIZE <= size; i++) {
    const TcDigest *found = g_hash_table_lookup (self->emptied, &list[i]);

    if (found && memcmp (found->bytes, said + i * TC_DIGEST_SIZE, TC_DIGEST_SIZE) != 0)
      return fail (error, "what it says of the purged operation %" G_GINT64_FORMAT " is another",
                   list[i]);
    g_hash_table_remove (self->emptied, &list[i]);
  }
  return TRUE;
}

/* @leaf: (out) */
static gboolean
check_whole (TcBundleCheck *self, JsonObject *object, gint64 lsn, gint64 time_us, TcDigest *leaf,
             GError **error)
{
  g_autoptr (GBytes) bytes = get_base64 (object, "bytes");
  g_autoptr (GBytes) args = get_base64 (object, "refusal_args");
  static const char *const reasons[] = {"incident", "desk", "person", "session", NULL};
  const char *code = get_text (object, "refusal");
  const char *why = get_text (object, "why");
  TcSignature signature;
  gsize size = 0;
  const guint8 *data = args ? g_bytes_get_data (args, &size) : NULL;

  if (!get_hex (object, "signature", signature.bytes, TC_SIGNATURE_SIZE) || !why ||
      !g_strv_contains (reasons, why) || (code && !args))
    return fail (error, "it can't be read");
  g_autoptr (TcOperation) op = bytes ? tc_operation_parse (bytes, &signature, error)
                                     : read_emptied (self, object, lsn, &signature, error);
  if (!op || (bytes && !check_maker (self, op, code == NULL, error)))
    return FALSE;
  if (!code && op->head.replica == TC_REPLICA_SERVER && g_str_equal (op->name, "log.purge") &&
      !check_purge (self, op, error))
    return FALSE;
  *leaf = tc_log_leaf (lsn, op, code, code ? strlen (code) : 0, data, size);
  if (!code)
    learn (self, op);
  tell_entry (self, op, object, lsn, time_us);
  self->facts.operations++;
  self->facts.purged += bytes == NULL;
  return TRUE;
}

static gboolean
check_operations (TcBundleCheck *self, JsonArray *operations, TcFrame *frame, GError **error)
{
  g_autoptr (GArray) leaves = g_array_new (FALSE, FALSE, sizeof (TcDigest));

  for (guint i = 0; i < json_array_get_length (operations); i++) {
    JsonObject *object = get_object (operations, i);
    gint64 lsn = frame->first_lsn + i;
    TcDigest leaf;

    if (!object || (!get_hex (object, "leaf", leaf.bytes, TC_DIGEST_SIZE) &&
                    !check_whole (self, object, lsn, frame->time_us, &leaf, error))) {
      if (error && !*error)
        fail (error, "it is no object");
      g_prefix_error (error, "operation %" G_GINT64_FORMAT ": ", lsn);
      return FALSE;
    }
    g_array_append_val (leaves, leaf);
  }
  frame->ops_root = tc_log_root ((const TcDigest *) (void *) leaves->data, leaves->len);
  return TRUE;
}

/* ---- commits ---- */

static gboolean
read_sections (JsonObject *line, TcFrame *frame, GError **error)
{
  JsonArray *sections = get_array (line, "sections", SECTIONS_MAX);

  for (guint i = 0; sections && i < json_array_get_length (sections); i++) {
    JsonObject *one = get_object (sections, i);
    const char *scope = one ? get_text (one, "scope") : NULL;
    TcScopeHash hash;

    if (!scope || !g_ascii_string_to_signed (scope, 10, 0, G_MAXINT64, &hash.scope, NULL) ||
        !get_hex (one, "hash", hash.hash.bytes, TC_DIGEST_SIZE))
      return fail (error, "a section of it can't be read");
    g_array_append_val (frame->hashes, hash);
  }
  return sections ? TRUE : fail (error, "it has no sections");
}

static gboolean
check_parts (TcBundleCheck *self, JsonObject *line, TcFrame *frame, GError **error)
{
  JsonArray *operations = get_array (line, "operations", OPERATIONS_MAX);
  gint64 n = frame->last_lsn - frame->first_lsn + 1;

  if (!operations)
    return get_hex (line, "root", frame->ops_root.bytes, TC_DIGEST_SIZE)
               ? TRUE
               : fail (error, "it has neither operations nor their root");
  if (json_array_get_length (operations) != n)
    return fail (error, "it has another number of operations than it says");
  return check_operations (self, operations, frame, error);
}

/* @before: what the commit says that it follows on */
static gboolean
check_place (TcBundleCheck *self, const TcFrame *frame, const TcDigest *before, GError **error)
{
  gboolean next = self->at && frame->first_lsn == self->at + 1;

  if (frame->first_lsn <= self->at || frame->last_lsn < frame->first_lsn ||
      frame->last_lsn - frame->first_lsn >= OPERATIONS_MAX)
    return fail (error, "it is not after the commit before it");
  if (self->facts.chain && self->at && !next)
    return fail (error, "a commit before it is missing");
  if (next && !tc_digest_equal (before, &self->at_link))
    return fail (error, "it does not follow on the commit before it");
  return TRUE;
}

static gboolean
check_link (TcBundleCheck *self, TcFrame *frame, const TcDigest *before, GError **error)
{
  const TcDigest link = tc_frame_next_link (before, frame);

  if (!tc_digest_equal (&link, &frame->link))
    return fail (error, "its link is not what its parts give");
  if (!tc_frame_verify (frame, &self->facts.key))
    return fail (error, "its link is not signed with the server's key");
  self->at = frame->last_lsn;
  self->at_link = frame->link;
  self->facts.commits++;
  return TRUE;
}

static gboolean
check_commit (TcBundleCheck *self, JsonObject *line, GError **error)
{
  g_autoptr (TcFrame) frame = tc_frame_new ();
  TcDigest before;
  gboolean fine;

  frame->first_lsn = get_int (line, "first_lsn");
  frame->last_lsn = get_int (line, "last_lsn");
  frame->time_us = get_int (line, "time_us");
  if (frame->first_lsn < 1 || !get_hex (line, "before", before.bytes, TC_DIGEST_SIZE) ||
      !get_hex (line, "link", frame->link.bytes, TC_DIGEST_SIZE) ||
      !get_hex (line, "signature", frame->signature.bytes, TC_SIGNATURE_SIZE))
    return fail (error, "the commit can't be read");
  fine = check_place (self, frame, &before, error) && check_parts (self, line, frame, error) &&
         read_sections (line, frame, error) && check_link (self, frame, &before, error);
  if (!fine)
    g_prefix_error (error, "commit %" G_GINT64_FORMAT ": ", frame->last_lsn);
  return fine;
}

/* ---- attachments ---- */

static gboolean
end_file (TcBundleCheck *self, GError **error)
{
  g_autofree char *hash = g_steal_pointer (&self->file);
  g_autoptr (GChecksum) checksum = g_steal_pointer (&self->checksum);

  if (!hash)
    return TRUE;
  if (strcmp (g_checksum_get_string (checksum), hash) != 0)
    return fail (error, "the attachment %s is damaged: it has another hash", hash);
  self->facts.files++;
  return TRUE;
}

static gboolean
check_piece (TcBundleCheck *self, JsonObject *line, GError **error)
{
  const char *hash = get_text (line, "sha256");
  g_autoptr (GBytes) data = get_base64 (line, "data");
  gint64 offset = get_int (line, "offset");
  gsize size = 0;

  if (!hash || !data)
    return fail (error, "the piece of an attachment can't be read");
  if (g_strcmp0 (hash, self->file) != 0) {
    if (!end_file (self, error))
      return FALSE;
    self->file = g_strdup (hash);
    self->file_size = 0;
    self->checksum = g_checksum_new (G_CHECKSUM_SHA256);
  }
  if (offset != self->file_size)
    return fail (error, "a piece of the attachment %s is missing", hash);
  gconstpointer bytes = g_bytes_get_data (data, &size);
  if (size)
    g_checksum_update (self->checksum, bytes, (gssize) size);
  self->file_size += (gint64) size;
  return TRUE;
}

/* ---- lines ---- */

static gboolean
read_head (TcBundleCheck *self, JsonObject *line, GError **error)
{
  TcBundleFacts *facts = &self->facts;
  const char *format = get_text (line, "format");
  const char *incident = get_text (line, "incident");
  const char *reason = get_text (line, "reason");
  TcPublicKey key;

  if (g_strcmp0 (format, TC_BUNDLE_FORMAT) != 0)
    return fail (error, "it is not of the form \"%s\"", TC_BUNDLE_FORMAT);
  facts->epoch = get_int (line, "epoch");
  facts->lsn = get_int (line, "lsn");
  facts->made_us = get_int (line, "made_us");
  if (!incident || !get_flag (line, "chain", &facts->chain) ||
      !get_hex (line, "server_key", key.bytes, TC_KEY_PUBLIC_SIZE) ||
      !get_hex (line, "link", facts->link.bytes, TC_DIGEST_SIZE) || facts->lsn < 1)
    return fail (error, "its head can't be read");
  if (self->has_key && memcmp (key.bytes, facts->key.bytes, TC_KEY_PUBLIC_SIZE) != 0)
    return fail (error, "it says that it is of a server with another key");
  facts->key = key;
  facts->incident = g_strdup (incident);
  facts->reason = g_strdup (reason ? reason : "");
  self->begun = TRUE;
  return TRUE;
}

static gboolean
read_end (TcBundleCheck *self, JsonObject *line, GError **error)
{
  self->said[0] = get_int (line, "operations");
  self->said[1] = get_int (line, "commits");
  self->said[2] = get_int (line, "files");
  self->ended = TRUE;
  return end_file (self, error);
}

static gboolean
check_object (TcBundleCheck *self, JsonObject *line, GError **error)
{
  const char *kind = get_text (line, "kind");

  if (self->ended)
    return fail (error, "there is more after its end");
  if (!self->begun)
    return g_strcmp0 (kind, "head") == 0 ? read_head (self, line, error)
                                         : fail (error, "it does not begin with a head");
  if (g_strcmp0 (kind, "commit") == 0)
    return check_commit (self, line, error);
  if (g_strcmp0 (kind, "file") == 0)
    return check_piece (self, line, error);
  if (g_strcmp0 (kind, "end") == 0)
    return read_end (self, line, error);
  return fail (error, "what this line is is not known");
}

gboolean
tc_bundle_check_line (TcBundleCheck *self, const char *line, gsize size, GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  gboolean fine;

  self->line++;
  if (size > TC_BUNDLE_LINE_MAX) {
    g_set_error (error, TC_ERROR, TC_ERROR_LIMIT, "line %u: it is too long", self->line);
    return FALSE;
  }
  JsonNode *root = json_parser_load_from_data (parser, line, (gssize) size, NULL)
                       ? json_parser_get_root (parser)
                       : NULL;
  fine = root && JSON_NODE_HOLDS_OBJECT (root)
             ? check_object (self, json_node_get_object (root), error)
             : fail (error, "it is no object");
  if (!fine)
    g_prefix_error (error, "line %u: ", self->line);
  return fine;
}

const TcBundleFacts *
tc_bundle_check_end (TcBundleCheck *self, GError **error)
{
  const TcBundleFacts *facts = &self->facts;
  const gint64 found[] = {facts->operations, facts->commits, facts->files};
  gboolean fine;

  if (!self->ended)
    fine = fail (error, "the file is cut off");
  else if (g_hash_table_size (self->emptied) > 0)
    fine = fail (error, "operations in it have no bytes, and no legal purge says so");
  else if (memcmp (found, self->said, sizeof found) != 0)
    fine = fail (error, "it has not as many parts as its last line says");
  else if (facts->chain &&
           (self->at != facts->lsn || !tc_digest_equal (&self->at_link, &facts->link)))
    fine = fail (error, "its chain does not lead to the head that it names");
  else
    fine = TRUE;
  return fine ? facts : NULL;
}
