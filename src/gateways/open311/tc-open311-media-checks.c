/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a photo is and where it may come from: the two checks without a socket. Declared in
 * tc-open311-media.h.
 */
#include "tc-open311-media.h"

#include <string.h>

const char *
tc_open311_media_sniff (const guint8 *data, gsize size)
{
  if (size >= 3 && memcmp (data, "\xff\xd8\xff", 3) == 0)
    return "image/jpeg";
  if (size >= 8 && memcmp (data, "\x89PNG\r\n\x1a\n", 8) == 0)
    return "image/png";
  if (size >= 12 && memcmp (data, "RIFF", 4) == 0 && memcmp (data + 8, "WEBP", 4) == 0)
    return "image/webp";
  return NULL;
}

typedef struct {
  guint8 bytes[4];
  guint n_bits;
} Net;

/* Source: IANA IPv4 special-purpose address registry (RFC 6890 and its successors). */
static const Net private_nets[] = {
    {{0, 0, 0, 0}, 8},      {{10, 0, 0, 0}, 8},     {{100, 64, 0, 0}, 10}, {{127, 0, 0, 0}, 8},
    {{169, 254, 0, 0}, 16}, {{172, 16, 0, 0}, 12},  {{192, 0, 0, 0}, 24},  {{192, 0, 2, 0}, 24},
    {{192, 88, 99, 0}, 24}, {{192, 168, 0, 0}, 16}, {{198, 18, 0, 0}, 15}, {{198, 51, 100, 0}, 24},
    {{203, 0, 113, 0}, 24}, {{224, 0, 0, 0}, 4},    {{240, 0, 0, 0}, 4},
};

static guint32
pack (const guint8 *bytes)
{
  return (guint32) bytes[0] << 24 | (guint32) bytes[1] << 16 | (guint32) bytes[2] << 8 | bytes[3];
}

static gboolean
is_private_v4 (const guint8 *bytes)
{
  for (gsize i = 0; i < G_N_ELEMENTS (private_nets); i++)
    if ((pack (bytes) ^ pack (private_nets[i].bytes)) >> (32 - private_nets[i].n_bits) == 0)
      return TRUE;
  return FALSE;
}

gboolean
tc_open311_media_is_private (GInetAddress *address)
{
  const guint8 *bytes = g_inet_address_to_bytes (address);
  static const guint8 mapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
  static const guint8 nat64[12] = {0x00, 0x64, 0xff, 0x9b};

  if (g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV4)
    return is_private_v4 (bytes);
  if (memcmp (bytes, mapped, sizeof mapped) == 0 || memcmp (bytes, nat64, sizeof nat64) == 0)
    return is_private_v4 (bytes + 12);
  /* 6to4 carries an IPv4 address behind its prefix. */
  if (bytes[0] == 0x20 && bytes[1] == 0x02)
    return is_private_v4 (bytes + 2);
  /* Only global unicast (2000::/3) is public; of it documentation and Teredo aren't. */
  if ((bytes[0] & 0xe0) != 0x20)
    return TRUE;
  return bytes[0] == 0x20 && bytes[1] == 0x01 &&
         ((bytes[2] == 0x0d && bytes[3] == 0xb8) || (bytes[2] == 0x00 && bytes[3] == 0x00));
}
