/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Making, reading and checking operations as bytes; see the header.
 */
#include "tc-operation.h"

#include "tc-limits.h"

#include <string.h>

#define FORM 1
#define TYPE "(ysqxxxxxqaya{sv})"
#define SIGN_DOMAIN "toancanh operation 1"
#define HASH_DOMAIN "toancanh operation hash 1"

static TcDigest
hash_bytes (GBytes *bytes)
{
  TcHasher hasher;
  gsize size;
  gconstpointer data = g_bytes_get_data (bytes, &size);

  tc_hasher_init (&hasher, HASH_DOMAIN);
  tc_hasher_add_blob (&hasher, data, size);
  return tc_hasher_end (&hasher);
}

static void
clear_operation (gpointer data)
{
  TcOperation *op = data;

  g_clear_pointer (&op->args, g_variant_unref);
  g_clear_pointer (&op->bytes, g_bytes_unref);
}

TcOperation *
tc_operation_ref (TcOperation *op)
{
  return g_atomic_rc_box_acquire (op);
}

void
tc_operation_unref (TcOperation *op)
{
  if (op)
    g_atomic_rc_box_release_full (op, clear_operation);
}

static GVariant *
to_little_endian (GVariant *value)
{
  if (G_BYTE_ORDER == G_LITTLE_ENDIAN)
    return g_variant_ref (value);
  return g_variant_byteswap (value);
}

TcOperation *
tc_operation_new (const char *name, guint version, const TcOperationHead *head, GVariant *args,
                  const TcKey *key)
{
  TcOperation *op = g_atomic_rc_box_new0 (TcOperation);
  gsize size;

  g_assert (strlen (name) <= TC_OPERATION_NAME_MAX);
  op->head = *head;
  op->version = version;
  op->args = g_variant_ref_sink (args);
  g_strlcpy (op->name, name, sizeof op->name);

  GVariant *nonce = g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, head->nonce, TC_NONCE_SIZE, 1);
  g_autoptr (GVariant) whole = g_variant_ref_sink (
      g_variant_new ("(ysqxxxxxq@ay@a{sv})", FORM, name, version, head->id, head->actor_id,
                     head->session_id, head->seq, head->made_us, head->replica, nonce, op->args));
  g_autoptr (GVariant) little = to_little_endian (whole);
  op->bytes = g_variant_get_data_as_bytes (little);

  gconstpointer data = g_bytes_get_data (op->bytes, &size);
  op->signature = tc_key_sign (key, SIGN_DOMAIN, data, size);
  op->hash = hash_bytes (op->bytes);
  return op;
}

static gboolean
is_name (const char *name)
{
  gsize length = strlen (name);

  return length > 0 && length <= TC_OPERATION_NAME_MAX &&
         strspn (name, "abcdefghijklmnopqrstuvwxyz0123456789.-") == length;
}

/* Fills @op from the tuple; the outputs are valid only if it returns TRUE. */
static gboolean
read_tuple (TcOperation *op, GVariant *tuple)
{
  const char *name;
  guint8 form;
  guint16 version;
  gsize n_nonce;
  g_autoptr (GVariant) nonce = NULL;
  g_autoptr (GVariant) args = NULL;
  TcOperationHead *head = &op->head;

  g_variant_get (tuple, "(y&sqxxxxxq@ay@a{sv})", &form, &name, &version, &head->id, &head->actor_id,
                 &head->session_id, &head->seq, &head->made_us, &head->replica, &nonce, &args);
  const guint8 *bytes = g_variant_get_fixed_array (nonce, &n_nonce, 1);
  if (form != FORM || !is_name (name) || version == 0 || n_nonce != TC_NONCE_SIZE ||
      head->id <= 0 || head->actor_id < 0 || head->session_id < 0 || head->seq <= 0 ||
      head->made_us <= 0)
    return FALSE;
  memcpy (head->nonce, bytes, TC_NONCE_SIZE);
  g_strlcpy (op->name, name, sizeof op->name);
  op->version = version;
  op->args = g_steal_pointer (&args);
  return TRUE;
}

TcOperation *
tc_operation_parse (GBytes *bytes, const TcSignature *signature, GError **error)
{
  if (g_bytes_get_size (bytes) > TC_OPERATION_BYTES_MAX) {
    g_set_error (error, TC_ERROR, TC_ERROR_LIMIT, "reading an operation: %" G_GSIZE_FORMAT " bytes",
                 g_bytes_get_size (bytes));
    return NULL;
  }
  g_autoptr (GVariant)
      little = g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE (TYPE), bytes, FALSE));
  g_autoptr (GVariant) tuple = to_little_endian (little);
  g_autoptr (TcOperation) op = g_atomic_rc_box_new0 (TcOperation);

  /* Only the one normal form: two spellings of one operation must not exist. */
  if (!g_variant_is_normal_form (little) || !read_tuple (op, tuple)) {
    g_set_error (error, TC_ERROR, TC_ERROR_INVALID, "reading an operation: malformed");
    return NULL;
  }
  op->bytes = g_bytes_ref (bytes);
  op->signature = *signature;
  op->hash = hash_bytes (bytes);
  return g_steal_pointer (&op);
}

TcOperation *
tc_operation_new_emptied (const char *name, const TcOperationHead *head, const TcDigest *hash,
                          const TcSignature *signature)
{
  TcOperation *op = g_atomic_rc_box_new0 (TcOperation);

  op->head = *head;
  op->version = 1;
  op->args = g_variant_ref_sink (g_variant_new ("a{sv}", NULL));
  op->bytes = g_bytes_new (NULL, 0);
  op->signature = *signature;
  op->hash = *hash;
  g_strlcpy (op->name, name, sizeof op->name);
  return op;
}

gboolean
tc_operation_is_emptied (const TcOperation *op)
{
  return g_bytes_get_size (op->bytes) == 0;
}

TcRefusal *
tc_operation_check_size (const TcOperation *op)
{
  if (g_bytes_get_size (op->bytes) <= TC_OPERATION_BYTES_MAX)
    return NULL;
  return tc_refusal_new ("operation.too-large", "operation", TC_S, op->name, NULL);
}

gboolean
tc_operation_verify (const TcOperation *op, const TcPublicKey *key)
{
  gsize size;
  gconstpointer data = g_bytes_get_data (op->bytes, &size);

  return tc_key_verify (key, SIGN_DOMAIN, data, size, &op->signature);
}

void
tc_verdict_free (TcVerdict *verdict)
{
  if (!verdict)
    return;
  tc_refusal_free (verdict->refusal);
  g_free (verdict);
}
