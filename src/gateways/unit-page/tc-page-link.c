/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Links and presses; see the header. As text they are base64 of RFC 4648, section 5, without
 * padding: their sizes are multiples of three bytes.
 */
#include "tc-page-link.h"

#include "tc-error.h"
#include "tc-limits.h"

#include <string.h>

#define CODE_SIZE 16
#define LINK_INTS_SIZE 20 /* task_id, renewals, seconds in four bytes */
#define PRESS_INTS_SIZE 8
#define BYTES_MAX (LINK_INTS_SIZE + CODE_SIZE)

TcPageKey
tc_page_key_derive (const TcKey *server)
{
  guint8 seed[TC_KEY_SEED_SIZE];
  TcHasher hasher;
  TcPageKey key;

  tc_key_copy_seed (server, seed);
  tc_hasher_init (&hasher, "toancanh unit page key");
  tc_hasher_add (&hasher, seed, sizeof seed);
  key.secret = tc_hasher_end (&hasher);
  explicit_bzero (seed, sizeof seed);
  return key;
}

static void
put_int (guint8 *out, guint64 value, guint size)
{
  for (guint i = 0; i < size; i++)
    out[i] = (guint8) (value >> (8 * (size - 1 - i)));
}

static gint64
get_int (const guint8 *bytes, guint size)
{
  guint64 value = 0;

  for (guint i = 0; i < size; i++)
    value = value << 8 | bytes[i];
  return (gint64) value;
}

/* Cut to its first half: the other half is zero. */
static TcDigest
make_code (const TcPageKey *key, const char *domain, const TcPageLink *link, gint64 id)
{
  TcHasher hasher;
  TcDigest code;

  tc_hasher_init (&hasher, domain);
  tc_hasher_add_blob (&hasher, key->secret.bytes, TC_DIGEST_SIZE);
  tc_hasher_add_int (&hasher, link->task_id);
  tc_hasher_add_int (&hasher, link->renewals);
  tc_hasher_add_int (&hasher, link->until_us);
  tc_hasher_add_int (&hasher, id);
  code = tc_hasher_end (&hasher);
  memset (code.bytes + CODE_SIZE, 0, TC_DIGEST_SIZE - CODE_SIZE);
  return code;
}

static gboolean
has_code (const guint8 *bytes, const TcDigest *code)
{
  TcDigest given = {{0}};

  memcpy (given.bytes, bytes, CODE_SIZE);
  return tc_digest_equal (&given, code);
}

static char *
encode (const guint8 *bytes, gsize size)
{
  g_assert (size % 3 == 0);
  return g_strdelimit (g_strdelimit (g_base64_encode (bytes, size), "+", '-'), "/", '_');
}

/* Each text has one form alone: what it is made of and what makes it are the same. */
static gboolean
decode (const char *text, guint8 *bytes, gsize size)
{
  g_autofree char *plain = NULL, *again = NULL;
  g_autofree guint8 *decoded = NULL;
  gsize length = 0;

  if (strlen (text) != size / 3 * 4)
    return FALSE;
  plain = g_strdelimit (g_strdelimit (g_strdup (text), "-", '+'), "_", '/');
  decoded = g_base64_decode (plain, &length);
  if (length != size)
    return FALSE;
  memcpy (bytes, decoded, size);
  again = encode (bytes, size);
  return g_str_equal (again, text);
}

#define LINK_DOMAIN "toancanh unit page link"
#define PRESS_DOMAIN "toancanh unit page press"

char *
tc_page_link_make (const TcPageKey *key, const TcPageLink *link)
{
  TcDigest code = make_code (key, LINK_DOMAIN, link, 0);
  guint8 bytes[BYTES_MAX];

  g_assert (link->until_us >= 0 && link->until_us % TC_US_PER_S == 0 &&
            link->until_us / TC_US_PER_S <= G_MAXUINT32);
  put_int (bytes, (guint64) link->task_id, 8);
  put_int (bytes + 8, (guint64) link->renewals, 8);
  put_int (bytes + 16, (guint64) (link->until_us / TC_US_PER_S), 4);
  memcpy (bytes + LINK_INTS_SIZE, code.bytes, CODE_SIZE);
  return encode (bytes, LINK_INTS_SIZE + CODE_SIZE);
}

gboolean
tc_page_link_parse (const TcPageKey *key, const char *text, TcPageLink *link)
{
  guint8 bytes[BYTES_MAX];
  TcPageLink read;
  TcDigest code;

  if (!decode (text, bytes, LINK_INTS_SIZE + CODE_SIZE))
    return FALSE;
  read = (TcPageLink){get_int (bytes, 8), get_int (bytes + 8, 8),
                      get_int (bytes + 16, 4) * TC_US_PER_S};
  code = make_code (key, LINK_DOMAIN, &read, 0);
  if (!has_code (bytes + LINK_INTS_SIZE, &code))
    return FALSE;
  *link = read;
  return TRUE;
}

char *
tc_page_press_make (const TcPageKey *key, const TcPageLink *link, gint64 id)
{
  TcDigest code = make_code (key, PRESS_DOMAIN, link, id);
  guint8 bytes[PRESS_INTS_SIZE + CODE_SIZE];

  put_int (bytes, (guint64) id, PRESS_INTS_SIZE);
  memcpy (bytes + PRESS_INTS_SIZE, code.bytes, CODE_SIZE);
  return encode (bytes, sizeof bytes);
}

gboolean
tc_page_press_parse (const TcPageKey *key, const TcPageLink *link, const char *text, gint64 *id)
{
  guint8 bytes[PRESS_INTS_SIZE + CODE_SIZE];
  gint64 read;
  TcDigest code;

  if (!text || !decode (text, bytes, sizeof bytes))
    return FALSE;
  read = get_int (bytes, PRESS_INTS_SIZE);
  code = make_code (key, PRESS_DOMAIN, link, read);
  if (!has_code (bytes + PRESS_INTS_SIZE, &code))
    return FALSE;
  *id = read;
  return TRUE;
}
