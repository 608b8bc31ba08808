/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * HTTP Digest; see the header.
 */
#include "tc-onvif-digest.h"

#include <string.h>

struct _TcOnvifDigest {
  GChecksumType hash;
  gboolean session; /* "-sess" */
  gboolean qop;     /* "auth"; FALSE: of RFC 2069 */
  gboolean stale;
  gboolean fit;          /* it can be answered */
  const char *algorithm; /* (unowned) (nullable): a constant; NULL: it named none */
  char *realm;           /* (owned) (nullable) */
  char *nonce;           /* (owned) (nullable) */
  char *opaque;          /* (owned) (nullable) */
  char *session_key;     /* (owned) (nullable): of "-sess", made with the first answer */
  guint count;
};

typedef struct {
  const char *name;
  GChecksumType hash;
  gboolean session;
} Algorithm;

static const Algorithm algorithms[] = {
    {"SHA-256", G_CHECKSUM_SHA256, FALSE},
    {"SHA-256-sess", G_CHECKSUM_SHA256, TRUE},
    {"MD5", G_CHECKSUM_MD5, FALSE},
    {"MD5-sess", G_CHECKSUM_MD5, TRUE},
};

/* What is as good as a password isn't left behind. */
static void
free_secret (char *secret)
{
  if (secret)
    explicit_bzero (secret, strlen (secret));
  g_free (secret);
}

void
tc_onvif_digest_free (TcOnvifDigest *digest)
{
  if (!digest)
    return;
  g_free (digest->realm);
  g_free (digest->nonce);
  g_free (digest->opaque);
  free_secret (digest->session_key);
  g_free (digest);
}

static TcOnvifDigest *
begin_challenge (void)
{
  TcOnvifDigest *digest = g_new0 (TcOnvifDigest, 1);

  digest->hash = G_CHECKSUM_MD5;
  digest->fit = TRUE;
  return digest;
}

static gboolean
names_auth (const char *value)
{
  g_auto (GStrv) words = g_strsplit_set (value, ", \t", -1);

  for (char **word = words; *word; word++)
    if (g_ascii_strcasecmp (*word, "auth") == 0)
      return TRUE;
  return FALSE;
}

static void
take_algorithm (TcOnvifDigest *digest, const char *value)
{
  for (gsize i = 0; i < G_N_ELEMENTS (algorithms); i++) {
    if (g_ascii_strcasecmp (algorithms[i].name, value) == 0) {
      digest->algorithm = algorithms[i].name;
      digest->hash = algorithms[i].hash;
      digest->session = algorithms[i].session;
      return;
    }
  }
  digest->fit = FALSE;
}

static void
take_text (char **place, const char *value)
{
  g_free (*place);
  *place = g_strdup (value);
}

static void
take_parameter (TcOnvifDigest *digest, const char *name, const char *value)
{
  if (g_ascii_strcasecmp (name, "realm") == 0) {
    take_text (&digest->realm, value);
  } else if (g_ascii_strcasecmp (name, "nonce") == 0) {
    take_text (&digest->nonce, value);
  } else if (g_ascii_strcasecmp (name, "opaque") == 0) {
    take_text (&digest->opaque, value);
  } else if (g_ascii_strcasecmp (name, "stale") == 0) {
    digest->stale = g_ascii_strcasecmp (value, "true") == 0;
  } else if (g_ascii_strcasecmp (name, "algorithm") == 0) {
    take_algorithm (digest, value);
  } else if (g_ascii_strcasecmp (name, "qop") == 0) {
    digest->qop = names_auth (value);
    digest->fit = digest->fit && digest->qop;
  }
}

static const char *
skip (const char *at, const char *characters)
{
  return at + strspn (at, characters);
}

/* A token, or what stands in quotes. (transfer full) */
static char *
read_value (const char **at)
{
  GString *out = g_string_new (NULL);
  const char *from = *at;

  if (*from != '"') {
    gsize size = strcspn (from, " \t,");

    g_string_append_len (out, from, (gssize) size);
    *at = from + size;
    return g_string_free (out, FALSE);
  }
  for (from++; *from && *from != '"'; from++) {
    if (*from == '\\' && from[1])
      from++;
    g_string_append_c (out, *from);
  }
  *at = *from ? from + 1 : from;
  return g_string_free (out, FALSE);
}

/* A header value whose control characters would end ours. */
static gboolean
is_plain (const char *text)
{
  for (; *text; text++)
    if (g_ascii_iscntrl (*text))
      return FALSE;
  return TRUE;
}

/* Adds what stands in @header to @found (element-type TcOnvifDigest). A word that no '=' follows
 * begins a challenge. */
static void
read_header (const char *header, GPtrArray *found)
{
  TcOnvifDigest *current = NULL; /* (unowned): found has it; NULL: of a scheme that isn't ours */
  const char *at = skip (header, " \t,");

  while (*at) {
    gsize size = strcspn (at, " \t,=\"");
    g_autofree char *name = g_strndup (at, size);
    const char *after = skip (at + size, " \t");

    if (size == 0) {
      at = skip (at + 1, " \t,");
      continue;
    }
    if (*after == '=') {
      g_autofree char *value = NULL;

      after = skip (after + 1, " \t");
      value = read_value (&after);
      if (current)
        take_parameter (current, name, value);
    } else if (g_ascii_strcasecmp (name, "Digest") == 0) {
      current = begin_challenge ();
      g_ptr_array_add (found, current);
    } else {
      current = NULL;
    }
    at = skip (after, " \t,");
  }
}

static gboolean
can_answer (const TcOnvifDigest *digest)
{
  return digest->fit && digest->realm && digest->nonce && *digest->nonce &&
         is_plain (digest->realm) && is_plain (digest->nonce) &&
         (!digest->opaque || is_plain (digest->opaque));
}

TcOnvifDigest *
tc_onvif_digest_new (const char *const *headers)
{
  g_autoptr (GPtrArray)
      found = g_ptr_array_new_with_free_func ((GDestroyNotify) tc_onvif_digest_free);
  int best = -1;

  for (; headers && *headers; headers++)
    if (strlen (*headers) <= TC_ONVIF_CHALLENGE_BYTES_MAX)
      read_header (*headers, found);
  for (guint i = 0; i < found->len; i++) {
    const TcOnvifDigest *digest = g_ptr_array_index (found, i);

    if (!can_answer (digest))
      continue;
    if (best < 0 || (digest->hash == G_CHECKSUM_SHA256 &&
                     ((TcOnvifDigest *) g_ptr_array_index (found, best))->hash == G_CHECKSUM_MD5))
      best = (int) i;
  }
  return best < 0 ? NULL : g_ptr_array_steal_index (found, (guint) best);
}

gboolean
tc_onvif_digest_is_stale (const TcOnvifDigest *digest)
{
  return digest->stale;
}

/* The hash of the parts with ':' between them, in hex. (transfer full) */
static char *
hash_parts (GChecksumType type, const char *const *parts)
{
  g_autofree char *whole = g_strjoinv (":", (char **) parts);
  char *hex = g_compute_checksum_for_string (type, whole, -1);

  explicit_bzero (whole, strlen (whole));
  return hex;
}

/* A1; that of a session is made once, of the first cnonce (RFC 7616, 3.4.2). */
static char *
hash_account (TcOnvifDigest *digest, const char *account, const char *password, const char *cnonce)
{
  const char *parts[] = {account, digest->realm, password, NULL};
  char *plain;

  if (digest->session_key)
    return g_strdup (digest->session_key);
  plain = hash_parts (digest->hash, parts);
  if (digest->session) {
    const char *session[] = {plain, digest->nonce, cnonce, NULL};

    digest->session_key = hash_parts (digest->hash, session);
    free_secret (plain);
    return g_strdup (digest->session_key);
  }
  return plain;
}

static void
append_quoted (GString *out, const char *name, const char *value)
{
  g_string_append_printf (out, "%s%s=\"", out->len > strlen ("Digest ") ? ", " : "", name);
  for (; *value; value++) {
    if (*value == '"' || *value == '\\')
      g_string_append_c (out, '\\');
    g_string_append_c (out, *value);
  }
  g_string_append_c (out, '"');
}

char *
tc_onvif_digest_answer (TcOnvifDigest *digest, const char *method, const char *path,
                        const char *account, const char *password, const char *cnonce)
{
  char count[9];
  const char *asked[] = {method, path, NULL};
  char *a1 = hash_account (digest, account, password, cnonce);
  g_autofree char *a2 = hash_parts (digest->hash, asked);
  const char *new_parts[] = {a1, digest->nonce, count, cnonce, "auth", a2, NULL};
  const char *old_parts[] = {a1, digest->nonce, a2, NULL};
  g_autofree char *response = NULL;
  GString *out = g_string_new ("Digest ");

  g_snprintf (count, sizeof count, "%08x", ++digest->count);
  response = hash_parts (digest->hash, digest->qop ? new_parts : old_parts);
  free_secret (a1);
  append_quoted (out, "username", account);
  append_quoted (out, "realm", digest->realm);
  append_quoted (out, "nonce", digest->nonce);
  append_quoted (out, "uri", path);
  append_quoted (out, "response", response);
  if (digest->algorithm)
    g_string_append_printf (out, ", algorithm=%s", digest->algorithm);
  if (digest->opaque)
    append_quoted (out, "opaque", digest->opaque);
  if (digest->qop)
    g_string_append_printf (out, ", qop=auth, nc=%s", count);
  if (digest->qop || digest->session)
    append_quoted (out, "cnonce", cnonce);
  return g_string_free (out, FALSE);
}
