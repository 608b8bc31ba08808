/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Parts of pictures; see the header.
 */
#include "tc-nal.h"

#include <string.h>

#define LENGTH_SIZE 4
/* Of one kind that a file names. */
#define SETS_MAX 16
#define H264_SPS 7
#define H264_PPS 8
#define H265_VPS 32
#define H265_SPS 33
#define H265_PPS 34
/* The general part of profile, tier and level. */
#define H265_LEVEL_SIZE 12
#define H265_SUB_LAYERS_MAX 6

/* ---- parts ---- */

typedef struct {
  const guint8 *at; /* (unowned): what is left of the bytes given */
  const guint8 *end;
} Parts;

/* The next start code (3 bytes) from @at, or the end. */
static const guint8 *
find_start (const guint8 *at, const guint8 *end)
{
  while (end - at >= 3) {
    if (at[2] > 1)
      at += 3;
    else if (at[2] == 1 && at[0] == 0 && at[1] == 0)
      return at;
    else
      at++;
  }
  return end;
}

static void
parts_init (Parts *self, const guint8 *data, gsize size)
{
  self->end = data + size;
  self->at = find_start (data, self->end);
}

/* FALSE: there is none any more. Parts without a byte are passed over. */
static gboolean
parts_next (Parts *self, const guint8 **part, gsize *size)
{
  while (self->at < self->end) {
    const guint8 *begin = self->at + 3;
    const guint8 *next = find_start (begin, self->end);
    const guint8 *last = next;

    self->at = next;
    /* Zeros between parts belong to neither. */
    while (last > begin && last[-1] == 0)
      last--;
    if (last > begin) {
      *part = begin;
      *size = (gsize) (last - begin);
      return TRUE;
    }
  }
  return FALSE;
}

static void
add_length (GByteArray *out, gsize size)
{
  const guint8 bytes[LENGTH_SIZE] = {(guint8) (size >> 24), (guint8) (size >> 16),
                                     (guint8) (size >> 8), (guint8) size};

  g_byte_array_append (out, bytes, sizeof bytes);
}

gboolean
tc_nal_to_lengths (const guint8 *data, gsize size, GByteArray *out)
{
  guint before = out->len;
  guint n = 0;
  const guint8 *part;
  gsize part_size;
  Parts parts;

  if (size == 0 || size > TC_ACCESS_UNIT_BYTES_MAX)
    return FALSE;
  parts_init (&parts, data, size);
  while (n <= TC_NAL_UNITS_MAX && parts_next (&parts, &part, &part_size)) {
    add_length (out, part_size);
    g_byte_array_append (out, part, (guint) part_size);
    n++;
  }
  if (n > 0 && n <= TC_NAL_UNITS_MAX)
    return TRUE;
  g_byte_array_set_size (out, before);
  return FALSE;
}

gboolean
tc_nal_from_lengths (const guint8 *data, gsize size, GByteArray *out)
{
  static const guint8 start[LENGTH_SIZE] = {0, 0, 0, 1};
  guint before = out->len;
  guint n = 0;

  while (size > LENGTH_SIZE && n < TC_NAL_UNITS_MAX) {
    gsize part = (gsize) data[0] << 24 | (gsize) data[1] << 16 | (gsize) data[2] << 8 | data[3];

    if (part == 0 || part > size - LENGTH_SIZE)
      break;
    g_byte_array_append (out, start, sizeof start);
    g_byte_array_append (out, data + LENGTH_SIZE, (guint) part);
    data += LENGTH_SIZE + part;
    size -= LENGTH_SIZE + part;
    n++;
  }
  if (n > 0 && size == 0)
    return TRUE;
  g_byte_array_set_size (out, before);
  return FALSE;
}

/* ---- bits of a parameter set ---- */

typedef struct {
  guint8 bytes[TC_NAL_SET_BYTES_MAX]; /* without the bytes that keep start codes out of it */
  gsize n_bits;
  gsize at;
  gboolean failed; /* past the end: all reads as 0 from then on */
} Bits;

static void
bits_init (Bits *self, const guint8 *set, gsize size)
{
  gsize n = 0;
  guint zeros = 0;

  for (gsize i = 0; i < size && n < TC_NAL_SET_BYTES_MAX; i++) {
    gboolean is_guard = zeros >= 2 && set[i] == 3;

    zeros = set[i] == 0 ? zeros + 1 : 0;
    if (!is_guard)
      self->bytes[n++] = set[i];
  }
  self->n_bits = n * 8;
  self->at = 0;
  self->failed = FALSE;
}

static guint32
read_bits (Bits *self, guint n)
{
  guint32 value = 0;

  g_assert (n <= 32);
  if (self->failed || n > self->n_bits - self->at) {
    self->failed = TRUE;
    return 0;
  }
  for (; n > 0; n--, self->at++)
    value = value << 1 | (guint32) (self->bytes[self->at / 8] >> (7 - self->at % 8) & 1);
  return value;
}

static void
skip_bits (Bits *self, gsize n)
{
  if (self->failed || n > self->n_bits - self->at)
    self->failed = TRUE;
  else
    self->at += n;
}

/* Exp-Golomb, unsigned. */
static guint32
read_ue (Bits *self)
{
  guint zeros = 0;

  while (!self->failed && read_bits (self, 1) == 0)
    zeros++;
  if (zeros >= 32)
    self->failed = TRUE;
  return self->failed ? 0 : (1u << zeros) - 1 + read_bits (self, zeros);
}

/* ---- what a file says of a codec ---- */

typedef struct {
  const guint8 *at[SETS_MAX]; /* (unowned): in the key frame */
  gsize sizes[SETS_MAX];
  guint n;
} Sets;

static gboolean
add_set (Sets *self, const guint8 *part, gsize size)
{
  if (self->n == SETS_MAX || size > TC_NAL_SET_BYTES_MAX)
    return FALSE;
  self->at[self->n] = part;
  self->sizes[self->n++] = size;
  return TRUE;
}

static void
add_byte (GByteArray *out, guint value)
{
  guint8 byte = (guint8) value;

  g_byte_array_append (out, &byte, 1);
}

static void
add_sets (GByteArray *out, const Sets *sets)
{
  for (guint i = 0; i < sets->n; i++) {
    add_byte (out, (guint) sets->sizes[i] >> 8);
    add_byte (out, (guint) sets->sizes[i]);
    g_byte_array_append (out, sets->at[i], (guint) sets->sizes[i]);
  }
}

/* What the profiles from High on say of colour. FALSE: it isn't understood. */
static gboolean
add_avc_colour (GByteArray *out, const Sets *sps)
{
  guint chroma, luma_bits, chroma_bits;
  Bits bits;

  bits_init (&bits, sps->at[0], sps->sizes[0]);
  skip_bits (&bits, 8 + 24);
  read_ue (&bits);
  chroma = read_ue (&bits);
  if (chroma == 3)
    skip_bits (&bits, 1);
  luma_bits = read_ue (&bits);
  chroma_bits = read_ue (&bits);
  if (bits.failed || chroma > 3 || luma_bits > 7 || chroma_bits > 7)
    return FALSE;
  add_byte (out, 0xfc | chroma);
  add_byte (out, 0xf8 | luma_bits);
  add_byte (out, 0xf8 | chroma_bits);
  add_byte (out, 0);
  return TRUE;
}

static GBytes *
make_avc (const guint8 *data, gsize size)
{
  g_autoptr (GByteArray) out = g_byte_array_new ();
  Sets sps = {.n = 0}, pps = {.n = 0};
  const guint8 *part;
  gsize part_size;
  guint profile;
  Parts parts;

  parts_init (&parts, data, size);
  while (parts_next (&parts, &part, &part_size)) {
    guint type = part[0] & 0x1f;

    if ((type == H264_SPS && !add_set (&sps, part, part_size)) ||
        (type == H264_PPS && !add_set (&pps, part, part_size)))
      return NULL;
  }
  if (sps.n == 0 || pps.n == 0 || sps.sizes[0] < 4)
    return NULL;
  profile = sps.at[0][1];
  add_byte (out, 1);
  g_byte_array_append (out, sps.at[0] + 1, 3); /* profile, what it keeps to, level */
  add_byte (out, 0xfc | (LENGTH_SIZE - 1));
  add_byte (out, 0xe0 | sps.n);
  add_sets (out, &sps);
  add_byte (out, pps.n);
  add_sets (out, &pps);
  if ((profile == 100 || profile == 110 || profile == 122 || profile == 144) &&
      !add_avc_colour (out, &sps))
    return NULL;
  return g_byte_array_free_to_bytes (g_steal_pointer (&out));
}

typedef struct {
  guint8 level[H265_LEVEL_SIZE];
  guint n_layers; /* temporal ones, 1..7 */
  guint is_nested;
  guint chroma, luma_bits, chroma_bits; /* bits beyond 8 */
} HevcFacts;

/* What is said of lower temporal layers. */
static void
skip_sub_layers (Bits *bits, guint n)
{
  gboolean profile[H265_SUB_LAYERS_MAX], level[H265_SUB_LAYERS_MAX];

  for (guint i = 0; i < n; i++) {
    profile[i] = read_bits (bits, 1) != 0;
    level[i] = read_bits (bits, 1) != 0;
  }
  if (n > 0)
    skip_bits (bits, 2 * (8 - n));
  for (guint i = 0; i < n; i++)
    skip_bits (bits, (profile[i] ? 88 : 0) + (level[i] ? 8 : 0));
}

static gboolean
read_hevc (const Sets *sps, HevcFacts *facts)
{
  Bits bits;
  guint below;

  bits_init (&bits, sps->at[0], sps->sizes[0]);
  skip_bits (&bits, 16 + 4);
  below = read_bits (&bits, 3);
  facts->is_nested = read_bits (&bits, 1);
  for (guint i = 0; i < H265_LEVEL_SIZE; i++)
    facts->level[i] = (guint8) read_bits (&bits, 8);
  if (below > H265_SUB_LAYERS_MAX)
    return FALSE;
  skip_sub_layers (&bits, below);
  read_ue (&bits);
  facts->chroma = read_ue (&bits);
  if (facts->chroma == 3)
    skip_bits (&bits, 1);
  read_ue (&bits); /* width, height */
  read_ue (&bits);
  if (read_bits (&bits, 1)) /* what is cut off at its edges */
    for (guint i = 0; i < 4; i++)
      read_ue (&bits);
  facts->luma_bits = read_ue (&bits);
  facts->chroma_bits = read_ue (&bits);
  facts->n_layers = below + 1;
  return !bits.failed && facts->chroma <= 3 && facts->luma_bits <= 7 && facts->chroma_bits <= 7;
}

static GBytes *
make_hevc (const guint8 *data, gsize size)
{
  static const guint types[3] = {H265_VPS, H265_SPS, H265_PPS};
  g_autoptr (GByteArray) out = g_byte_array_new ();
  Sets sets[3] = {{.n = 0}, {.n = 0}, {.n = 0}};
  const guint8 *part;
  gsize part_size;
  HevcFacts facts;
  Parts parts;

  parts_init (&parts, data, size);
  while (parts_next (&parts, &part, &part_size))
    for (guint i = 0; i < G_N_ELEMENTS (types); i++)
      if ((part[0] >> 1 & 0x3f) == types[i] && !add_set (&sets[i], part, part_size))
        return NULL;
  if (sets[0].n == 0 || sets[1].n == 0 || sets[2].n == 0 || !read_hevc (&sets[1], &facts))
    return NULL;
  add_byte (out, 1);
  g_byte_array_append (out, facts.level, H265_LEVEL_SIZE);
  add_byte (out, 0xf0); /* how it may be decoded in parallel: not said */
  add_byte (out, 0);
  add_byte (out, 0xfc);
  add_byte (out, 0xfc | facts.chroma);
  add_byte (out, 0xf8 | facts.luma_bits);
  add_byte (out, 0xf8 | facts.chroma_bits);
  add_byte (out, 0); /* its rate: not said */
  add_byte (out, 0);
  add_byte (out, facts.n_layers << 3 | facts.is_nested << 2 | (LENGTH_SIZE - 1));
  add_byte (out, G_N_ELEMENTS (types));
  for (guint i = 0; i < G_N_ELEMENTS (types); i++) {
    add_byte (out, types[i]); /* there may be others of it among the pictures */
    add_byte (out, 0);
    add_byte (out, sets[i].n);
    add_sets (out, &sets[i]);
  }
  return g_byte_array_free_to_bytes (g_steal_pointer (&out));
}

GBytes *
tc_nal_make_private (TcCodec codec, const guint8 *data, gsize size)
{
  if (size > TC_ACCESS_UNIT_BYTES_MAX)
    return NULL;
  switch (codec) {
  case TC_CODEC_H264:
    return make_avc (data, size);
  case TC_CODEC_H265:
    return make_hevc (data, size);
  case TC_CODEC_MJPEG:
  case TC_CODEC_N:
  default:
    return NULL;
  }
}
