/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Evidence; see the header.
 */
#include "tc-evidence.h"

#include <stdarg.h>
#include <string.h>

#define DOMAIN "toancanh evidence"
#define FIELD_CHARS_MAX 32
#define NAME_CHARS_MAX 100
#define TEXT_CHARS_MAX 2000

/* ---- signing ---- */

static TcDigest
hash_bytes (gconstpointer data, gsize size)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  gsize digest_size = TC_DIGEST_SIZE;
  TcDigest digest;

  g_checksum_update (checksum, data, (gssize) size);
  g_checksum_get_digest (checksum, digest.bytes, &digest_size);
  return digest;
}

static TcDigest
hash_field (const char *name, JsonNode *node)
{
  g_autofree char *value = json_to_string (node, FALSE);
  g_autofree char *text = g_strconcat (name, "\n", value, NULL);

  return hash_bytes (text, strlen (text));
}

/* (transfer full) (nullable): NULL: it is no object */
static JsonNode *
parse (const char *json, gsize size)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  JsonNode *root;

  if (size > TC_EVIDENCE_MANIFEST_BYTES_MAX || !g_utf8_validate_len (json, size, NULL) ||
      !json_parser_load_from_data (parser, json, (gssize) size, NULL))
    return NULL;
  root = json_parser_get_root (parser);
  return root && JSON_NODE_HOLDS_OBJECT (root) ? json_node_ref (root) : NULL;
}

void
tc_evidence_sign (JsonObject *manifest, const TcKey *key, char **json, char **signature)
{
  g_autoptr (JsonNode) node = json_node_alloc ();
  g_autoptr (JsonNode) again = NULL;
  g_autoptr (GString) text = g_string_new (TC_EVIDENCE_FORMAT "\n");
  g_autofree char *public = tc_hex_new (tc_key_get_public (key)->bytes, TC_KEY_PUBLIC_SIZE);
  g_autofree char *whole = NULL;
  g_autofree char *signed_text = NULL;
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;
  TcSignature made;
  TcDigest digest;

  json_object_set_string_member (manifest, "format", TC_EVIDENCE_FORMAT);
  json_node_init_object (node, manifest);
  *json = json_to_string (node, TRUE);
  digest = hash_bytes (*json, strlen (*json));
  whole = tc_digest_to_hex (&digest);
  g_string_append_printf (text, "key %s\nmanifest %s\n", public, whole);
  /* As whoever verifies it reads it. */
  again = parse (*json, strlen (*json));
  g_assert (again && json_object_get_size (json_node_get_object (again)) <= TC_EVIDENCE_FIELDS_MAX);
  json_object_iter_init_ordered (&iter, json_node_get_object (again));
  while (json_object_iter_next_ordered (&iter, &name, &value)) {
    g_autofree char *hex = NULL;

    digest = hash_field (name, value);
    hex = tc_digest_to_hex (&digest);
    g_string_append_printf (text, "field %s %s\n", name, hex);
  }
  made = tc_key_sign (key, DOMAIN, text->str, text->len);
  signed_text = tc_hex_new (made.bytes, TC_SIGNATURE_SIZE);
  g_string_append_printf (text, "signature %s\n", signed_text);
  *signature = g_string_free (g_steal_pointer (&text), FALSE);
}

/* ---- faults ---- */

void
tc_evidence_facts_clear (TcEvidenceFacts *facts)
{
  g_clear_pointer (&facts->camera, g_free);
  g_clear_pointer (&facts->person, g_free);
  g_clear_pointer (&facts->reason, g_free);
  g_clear_pointer (&facts->incident, g_free);
  g_clear_pointer (&facts->copy, g_free);
  g_clear_pointer (&facts->files, g_array_unref);
}

static void
clear_file (gpointer data)
{
  g_free (((TcEvidenceFile *) data)->name);
}

static void add_fault (GPtrArray *faults, const char *format, ...) G_GNUC_PRINTF (2, 3);

static void
add_fault (GPtrArray *faults, const char *format, ...)
{
  va_list args;

  if (faults->len >= TC_EVIDENCE_FAULTS_MAX)
    return;
  va_start (args, format);
  g_ptr_array_add (faults, g_strdup_vprintf (format, args));
  va_end (args);
}

/* ---- manifest.sig ---- */

typedef struct {
  char name[FIELD_CHARS_MAX + 1];
  TcDigest digest;
} Field;

typedef struct {
  TcPublicKey key;
  TcDigest manifest;
  Field fields[TC_EVIDENCE_FIELDS_MAX];
  guint n_fields;
} Signed;

/* Lower case alone: what is turned in the file must not be read as the same. */
static gboolean
read_hex (const char *hex, guint8 *out, gsize size)
{
  if (strlen (hex) != 2 * size || strspn (hex, "0123456789abcdef") != 2 * size)
    return FALSE;
  for (gsize i = 0; i < size; i++)
    out[i] = (guint8) (g_ascii_xdigit_value (hex[2 * i]) << 4 |
                       g_ascii_xdigit_value (hex[2 * i + 1]));
  return TRUE;
}

static gboolean
read_field (const char *line, Signed *found)
{
  const char *space = strchr (line, ' ');
  Field *field = &found->fields[found->n_fields];
  gsize size = space ? (gsize) (space - line) : 0;

  if (size == 0 || size > FIELD_CHARS_MAX || found->n_fields == TC_EVIDENCE_FIELDS_MAX ||
      strspn (line, "abcdefghijklmnopqrstuvwxyz_") != size)
    return FALSE;
  memcpy (field->name, line, size);
  field->name[size] = '\0';
  found->n_fields++;
  return read_hex (space + 1, field->digest.bytes, TC_DIGEST_SIZE);
}

/* One line; @signature is set by the last. */
static gboolean
read_line (const char *line, guint number, Signed *found, TcSignature *signature, gboolean *last)
{
  if (number == 0)
    return g_str_equal (line, TC_EVIDENCE_FORMAT);
  if (number == 1)
    return g_str_has_prefix (line, "key ") &&
           read_hex (line + strlen ("key "), found->key.bytes, TC_KEY_PUBLIC_SIZE);
  if (number == 2)
    return g_str_has_prefix (line, "manifest ") &&
           read_hex (line + strlen ("manifest "), found->manifest.bytes, TC_DIGEST_SIZE);
  if (g_str_has_prefix (line, "field "))
    return read_field (line + strlen ("field "), found);
  *last = TRUE;
  return g_str_has_prefix (line, "signature ") &&
         read_hex (line + strlen ("signature "), signature->bytes, TC_SIGNATURE_SIZE);
}

/* FALSE: a fault was added; nothing of @found holds. */
static gboolean
read_signature (const char *text, gsize size, const TcPublicKey *key, Signed *found,
                GPtrArray *faults)
{
  TcSignature signature;
  gboolean last = FALSE;
  gsize at = 0, line_at = 0;

  for (guint number = 0; !last; number++) {
    const char *end = at < size ? memchr (text + at, '\n', size - at) : NULL;
    g_autofree char *line = end ? g_strndup (text + at, (gsize) (end - text) - at) : NULL;

    line_at = at;
    if (!line || strlen (line) != (gsize) (end - text) - at ||
        !read_line (line, number, found, &signature, &last)) {
      add_fault (faults, TC_EVIDENCE_SIGNATURE ": line %u isn't as it was written", number + 1);
      return FALSE;
    }
    at = (gsize) (end - text) + 1;
  }
  if (at != size) {
    add_fault (faults, TC_EVIDENCE_SIGNATURE ": something was added to it");
    return FALSE;
  }
  if (key && memcmp (key->bytes, found->key.bytes, TC_KEY_PUBLIC_SIZE) != 0) {
    add_fault (faults, TC_EVIDENCE_SIGNATURE ": it isn't signed with the key that was given");
    return FALSE;
  }
  if (!tc_key_verify (key ? key : &found->key, DOMAIN, text, line_at, &signature)) {
    add_fault (faults,
               TC_EVIDENCE_SIGNATURE ": its signature doesn't fit: a line of it was changed");
    return FALSE;
  }
  return TRUE;
}

/* ---- manifest.json ---- */

/* Names each field that isn't as it was signed. */
static void
compare_fields (JsonObject *manifest, const Signed *found, GPtrArray *faults)
{
  guint before = faults->len;
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  for (guint i = 0; i < found->n_fields; i++) {
    const Field *field = &found->fields[i];
    JsonNode *node = json_object_get_member (manifest, field->name);
    TcDigest digest;

    if (!node) {
      add_fault (faults, TC_EVIDENCE_MANIFEST ": the field \"%s\" is missing", field->name);
      continue;
    }
    digest = hash_field (field->name, node);
    if (!tc_digest_equal (&digest, &field->digest))
      add_fault (faults, TC_EVIDENCE_MANIFEST ": the field \"%s\" was changed", field->name);
  }
  json_object_iter_init (&iter, manifest);
  while (json_object_iter_next (&iter, &name, &value)) {
    gboolean known = FALSE;

    for (guint i = 0; i < found->n_fields; i++)
      known = known || g_str_equal (found->fields[i].name, name);
    if (!known) {
      g_autofree char *shown = g_utf8_substring (name, 0,
                                                 MIN (g_utf8_strlen (name, -1), FIELD_CHARS_MAX));

      add_fault (faults, TC_EVIDENCE_MANIFEST ": the field \"%s\" was added", shown);
    }
  }
  if (faults->len == before)
    add_fault (faults, TC_EVIDENCE_MANIFEST ": it was changed between its fields");
}

static const char *
get_text (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);
  const char *text = node && JSON_NODE_HOLDS_VALUE (node) &&
                             json_node_get_value_type (node) == G_TYPE_STRING
                         ? json_node_get_string (node)
                         : NULL;

  return text && strlen (text) <= TEXT_CHARS_MAX ? text : "";
}

static gint64
get_int (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_INT64
             ? json_node_get_int (node)
             : 0;
}

/* A name in the folder itself that can stand in an address, and none of the two beside it. */
static gboolean
is_file_name (const char *name)
{
  return *name && *name != '.' && strlen (name) <= NAME_CHARS_MAX &&
         strspn (name, "abcdefghijklmnopqrstuvwxyz0123456789.-") == strlen (name) &&
         !g_str_equal (name, TC_EVIDENCE_MANIFEST) && !g_str_equal (name, TC_EVIDENCE_SIGNATURE);
}

static void
read_files (JsonObject *manifest, TcEvidenceFacts *facts, GPtrArray *faults)
{
  JsonNode *node = json_object_get_member (manifest, "files");
  JsonArray *array = node && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  guint n = array ? json_array_get_length (array) : 0;

  if (n == 0 || n > TC_EVIDENCE_FILES_MAX) {
    add_fault (faults, TC_EVIDENCE_MANIFEST ": it names no files");
    return;
  }
  for (guint i = 0; i < n; i++) {
    JsonNode *element = json_array_get_element (array, i);
    JsonObject *object = JSON_NODE_HOLDS_OBJECT (element) ? json_node_get_object (element) : NULL;
    TcEvidenceFile file = {.bytes = object ? get_int (object, "bytes") : 0};

    if (!object || !is_file_name (get_text (object, "name")) ||
        !read_hex (get_text (object, "sha256"), file.sha256.bytes, TC_DIGEST_SIZE)) {
      add_fault (faults, TC_EVIDENCE_MANIFEST ": file %u of its list isn't described as one",
                 i + 1);
      continue;
    }
    file.name = g_strdup (get_text (object, "name"));
    g_array_append_val (facts->files, file);
  }
}

static void
read_facts (JsonObject *manifest, TcEvidenceFacts *facts, GPtrArray *faults)
{
  JsonNode *node = json_object_get_member (manifest, "camera");
  JsonObject *camera = node && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;

  if (camera) {
    g_free (facts->camera);
    facts->camera = g_strdup_printf ("%" G_GINT64_FORMAT " %s", get_int (camera, "number"),
                                     get_text (camera, "name"));
  }
  g_free (facts->person);
  facts->person = g_strdup (get_text (manifest, "person"));
  g_free (facts->reason);
  facts->reason = g_strdup (get_text (manifest, "reason"));
  g_free (facts->incident);
  facts->incident = g_strdup (get_text (manifest, "incident"));
  g_free (facts->copy);
  facts->copy = g_strdup (get_text (manifest, "copy_id"));
  facts->from_us = get_int (manifest, "from_us");
  facts->until_us = get_int (manifest, "until_us");
  facts->made_us = get_int (manifest, "made_us");
  read_files (manifest, facts, faults);
}

void
tc_evidence_read (const char *json, gsize json_size, const char *signature, gsize signature_size,
                  const TcPublicKey *key, TcEvidenceFacts *facts, GPtrArray *faults)
{
  g_autoptr (JsonNode) node = parse (json, json_size);
  TcDigest digest = hash_bytes (json, json_size);
  Signed found = {.n_fields = 0};
  gboolean is_signed;

  *facts = (TcEvidenceFacts){.camera = g_strdup (""),
                             .person = g_strdup (""),
                             .reason = g_strdup (""),
                             .incident = g_strdup (""),
                             .copy = g_strdup (""),
                             .files = g_array_new (FALSE, FALSE, sizeof (TcEvidenceFile))};
  g_array_set_clear_func (facts->files, clear_file);
  is_signed = signature_size <= TC_EVIDENCE_SIGNATURE_BYTES_MAX &&
              read_signature (signature, signature_size, key, &found, faults);
  if (signature_size > TC_EVIDENCE_SIGNATURE_BYTES_MAX)
    add_fault (faults, TC_EVIDENCE_SIGNATURE ": it is too long");
  facts->key = key ? *key : found.key;
  if (!node) {
    add_fault (faults, TC_EVIDENCE_MANIFEST ": it was changed, and is none any more");
    return;
  }
  if (is_signed && !tc_digest_equal (&digest, &found.manifest))
    compare_fields (json_node_get_object (node), &found, faults);
  read_facts (json_node_get_object (node), facts, faults);
}
