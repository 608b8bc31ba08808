/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Files of segments; see the header.
 */
#include "tc-segment-format.h"

#include "tc-error.h"

#include <string.h>

#define EBML 0x1a45dfa3u
#define EBML_VERSION 0x4286u
#define EBML_READ_VERSION 0x42f7u
#define EBML_MAX_ID 0x42f2u
#define EBML_MAX_SIZE 0x42f3u
#define DOC_TYPE 0x4282u
#define DOC_VERSION 0x4287u
#define DOC_READ_VERSION 0x4285u
#define SEGMENT 0x18538067u
#define INFO 0x1549a966u
#define TIMESTAMP_SCALE 0x2ad7b1u
#define DATE_UTC 0x4461u
#define MUXING_APP 0x4d80u
#define WRITING_APP 0x5741u
#define TRACKS 0x1654ae6bu
#define TRACK_ENTRY 0xaeu
#define TRACK_NUMBER 0xd7u
#define TRACK_UID 0x73c5u
#define TRACK_TYPE 0x83u
#define FLAG_LACING 0x9cu
#define CODEC_ID 0x86u
#define CODEC_PRIVATE 0x63a2u
#define VIDEO 0xe0u
#define PIXEL_WIDTH 0xb0u
#define PIXEL_HEIGHT 0xbau
#define TAGS 0x1254c367u
#define TAG 0x7373u
#define TARGETS 0x63c0u
#define SIMPLE_TAG 0x67c8u
#define TAG_NAME 0x45a3u
#define TAG_STRING 0x4487u

#define APP "Toàn Cảnh"
#define TAG_CAPS "TOANCANH_CAPS"
#define TAG_CAMERA "TOANCANH_CAMERA"
#define MS_NS 1000000
/* Seconds between 1970 and 2001, from where on Matroska counts. */
#define MATROSKA_EPOCH_S G_GINT64_CONSTANT (978307200)
#define VIDEO_TRACK 1
#define TRACK 1
#define KEY_FLAG 0x80

static const char *const codec_ids[TC_CODEC_N] = {"V_MPEG4/ISO/AVC", "V_MPEGH/ISO/HEVC", "V_MJPEG"};

void
tc_segment_head_clear (TcSegmentHead *head)
{
  g_clear_pointer (&head->caps, g_free);
  g_clear_pointer (&head->codec_private, g_bytes_unref);
}

/* ---- writing ---- */

static void
write_id (GByteArray *out, guint32 id)
{
  const guint8 bytes[4] = {(guint8) (id >> 24), (guint8) (id >> 16), (guint8) (id >> 8),
                           (guint8) id};
  guint skip = id > 0xffffff ? 0 : id > 0xffff ? 1 : id > 0xff ? 2 : 3;

  g_byte_array_append (out, bytes + skip, 4 - skip);
}

/* Of 4 bytes, whatever it is: up to 256 MiB. */
static void
write_size (GByteArray *out, gsize size)
{
  const guint8 bytes[4] = {(guint8) (0x10 | size >> 24), (guint8) (size >> 16),
                           (guint8) (size >> 8), (guint8) size};

  g_assert (size < 1 << 28);
  g_byte_array_append (out, bytes, sizeof bytes);
}

static void
write_unknown_size (GByteArray *out)
{
  static const guint8 bytes[8] = {0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff};

  g_byte_array_append (out, bytes, sizeof bytes);
}

static void
write_binary (GByteArray *out, guint32 id, gconstpointer data, gsize size)
{
  write_id (out, id);
  write_size (out, size);
  g_byte_array_append (out, data, (guint) size);
}

static void
write_text (GByteArray *out, guint32 id, const char *text)
{
  write_binary (out, id, text, strlen (text));
}

static void
write_uint (GByteArray *out, guint32 id, guint64 value)
{
  guint8 bytes[8];
  guint n = 1;

  for (guint i = 0; i < 8; i++) {
    bytes[i] = (guint8) (value >> (56 - 8 * i));
    if (bytes[i] && n == 1)
      n = 8 - i;
  }
  write_binary (out, id, bytes + 8 - n, n);
}

static void
write_master (GByteArray *out, guint32 id, const GByteArray *content)
{
  write_binary (out, id, content->data, content->len);
}

static void
write_ebml (GByteArray *out)
{
  g_autoptr (GByteArray) content = g_byte_array_new ();

  write_uint (content, EBML_VERSION, 1);
  write_uint (content, EBML_READ_VERSION, 1);
  write_uint (content, EBML_MAX_ID, 4);
  write_uint (content, EBML_MAX_SIZE, 8);
  write_text (content, DOC_TYPE, "matroska");
  write_uint (content, DOC_VERSION, 4);
  write_uint (content, DOC_READ_VERSION, 2);
  write_master (out, EBML, content);
}

static void
write_info (GByteArray *out, const TcSegmentHead *head)
{
  g_autoptr (GByteArray) content = g_byte_array_new ();
  guint64 ns = (guint64) (head->start_us - MATROSKA_EPOCH_S * G_USEC_PER_SEC) * 1000;
  guint64 date = GUINT64_TO_BE (ns);

  write_uint (content, TIMESTAMP_SCALE, MS_NS);
  write_binary (content, DATE_UTC, &date, sizeof date);
  write_text (content, MUXING_APP, APP);
  write_text (content, WRITING_APP, APP);
  write_master (out, INFO, content);
}

static void
write_tracks (GByteArray *out, const TcSegmentHead *head)
{
  g_autoptr (GByteArray) video = g_byte_array_new ();
  g_autoptr (GByteArray) entry = g_byte_array_new ();
  g_autoptr (GByteArray) content = g_byte_array_new ();

  write_uint (video, PIXEL_WIDTH, (guint64) head->width);
  write_uint (video, PIXEL_HEIGHT, (guint64) head->height);
  write_uint (entry, TRACK_NUMBER, TRACK);
  write_uint (entry, TRACK_UID, TRACK);
  write_uint (entry, TRACK_TYPE, VIDEO_TRACK);
  write_uint (entry, FLAG_LACING, 0);
  write_text (entry, CODEC_ID, codec_ids[head->codec]);
  if (head->codec_private)
    write_binary (entry, CODEC_PRIVATE, g_bytes_get_data (head->codec_private, NULL),
                  g_bytes_get_size (head->codec_private));
  write_master (entry, VIDEO, video);
  write_master (content, TRACK_ENTRY, entry);
  write_master (out, TRACKS, content);
}

static void
write_tag (GByteArray *out, const char *name, const char *value)
{
  g_autoptr (GByteArray) content = g_byte_array_new ();

  write_text (content, TAG_NAME, name);
  write_text (content, TAG_STRING, value);
  write_master (out, SIMPLE_TAG, content);
}

static void
write_tags (GByteArray *out, const TcSegmentHead *head)
{
  g_autofree char *camera = g_strdup_printf ("%" G_GINT64_FORMAT, head->camera_id);
  g_autoptr (GByteArray) tag = g_byte_array_new ();
  g_autoptr (GByteArray) content = g_byte_array_new ();

  write_binary (tag, TARGETS, "", 0);
  write_tag (tag, TAG_CAPS, head->caps);
  write_tag (tag, TAG_CAMERA, camera);
  write_master (content, TAG, tag);
  write_master (out, TAGS, content);
}

void
tc_segment_head_write (GByteArray *out, const TcSegmentHead *head)
{
  write_ebml (out);
  write_id (out, SEGMENT);
  write_unknown_size (out);
  write_info (out, head);
  write_tracks (out, head);
  write_tags (out, head);
}

void
tc_segment_cluster_write (GByteArray *out, gint64 ms)
{
  write_id (out, TC_EBML_CLUSTER);
  write_unknown_size (out);
  write_uint (out, TC_EBML_TIMESTAMP, (guint64) ms);
}

void
tc_segment_block_write (GByteArray *out, gint64 ms, gboolean key, gsize size)
{
  const guint8 head[4] = {0x80 | TRACK, (guint8) (ms >> 8), (guint8) ms, key ? KEY_FLAG : 0};

  g_assert (ms >= 0 && ms <= TC_SEGMENT_CLUSTER_MS_MAX);
  write_id (out, TC_EBML_SIMPLE_BLOCK);
  write_size (out, size + sizeof head);
  g_byte_array_append (out, head, sizeof head);
}

/* ---- reading ---- */

gboolean
tc_ebml_read (const guint8 *data, gsize size, TcEbmlElement *element)
{
  guint id_size, size_size;
  guint64 length;
  guint32 id = 0;

  if (size < 2 || data[0] < 0x10)
    return FALSE;
  id_size = data[0] >= 0x80 ? 1 : data[0] >= 0x40 ? 2 : data[0] >= 0x20 ? 3 : 4;
  if (size <= id_size || data[id_size] == 0)
    return FALSE;
  size_size = (guint) __builtin_clz (data[id_size]) - 23;
  if (size < id_size + size_size)
    return FALSE;
  for (guint i = 0; i < id_size; i++)
    id = id << 8 | data[i];
  length = data[id_size] & (0xffu >> size_size);
  for (guint i = 1; i < size_size; i++)
    length = length << 8 | data[id_size + i];
  element->id = id;
  element->head = id_size + size_size;
  element->size = length == (G_GUINT64_CONSTANT (1) << 7 * size_size) - 1 ? -1 : (gint64) length;
  return TRUE;
}

guint64
tc_ebml_read_uint (const guint8 *data, gsize size)
{
  guint64 value = 0;

  for (gsize i = 0; i < MIN (size, 8); i++)
    value = value << 8 | data[i];
  return value;
}

typedef struct {
  const guint8 *at; /* (unowned): of the data that is read */
  gsize left;
} Span;

/* The next element in @span, with what it holds; of one that doesn't say its size, the rest. FALSE:
 * the end, or it isn't whole. */
static gboolean
next_element (Span *span, TcEbmlElement *element, Span *content)
{
  gsize left;

  if (!tc_ebml_read (span->at, span->left, element))
    return FALSE;
  left = span->left - element->head;
  if (element->size > (gint64) left)
    return FALSE;
  content->at = span->at + element->head;
  content->left = element->size < 0 ? left : (gsize) element->size;
  span->at = content->at + content->left;
  span->left = left - content->left;
  return TRUE;
}

/* (transfer full): "" where it is no text */
static char *
dup_text (const Span *content, gsize max)
{
  char *text;

  if (content->left > max)
    return g_strdup ("");
  text = g_strndup ((const char *) content->at, content->left);
  if (strlen (text) == content->left && g_utf8_validate (text, -1, NULL))
    return text;
  g_free (text);
  return g_strdup ("");
}

static void
read_info (Span info, TcSegmentHead *head, gint64 *scale)
{
  TcEbmlElement element;
  Span content;

  while (next_element (&info, &element, &content)) {
    if (element.id == TIMESTAMP_SCALE)
      *scale = (gint64) tc_ebml_read_uint (content.at, content.left);
    else if (element.id == DATE_UTC && content.left == 8)
      head->start_us = (gint64) tc_ebml_read_uint (content.at, 8) / 1000 +
                       MATROSKA_EPOCH_S * G_USEC_PER_SEC;
  }
}

static void
read_video (Span video, TcSegmentHead *head)
{
  TcEbmlElement element;
  Span content;

  while (next_element (&video, &element, &content)) {
    guint64 value = MIN (tc_ebml_read_uint (content.at, content.left), G_MAXINT);

    if (element.id == PIXEL_WIDTH)
      head->width = (int) value;
    else if (element.id == PIXEL_HEIGHT)
      head->height = (int) value;
  }
}

static void
read_track (Span entry, TcSegmentHead *head)
{
  TcEbmlElement element;
  Span content;

  while (next_element (&entry, &element, &content)) {
    if (element.id == CODEC_ID) {
      g_autofree char *id = dup_text (&content, 64);

      for (guint i = 0; i < TC_CODEC_N; i++)
        if (g_str_equal (codec_ids[i], id))
          head->codec = (TcCodec) i;
    } else if (element.id == CODEC_PRIVATE && content.left > 0) {
      g_clear_pointer (&head->codec_private, g_bytes_unref);
      head->codec_private = g_bytes_new (content.at, content.left);
    } else if (element.id == VIDEO) {
      read_video (content, head);
    }
  }
}

static void
read_tag (Span tag, TcSegmentHead *head)
{
  g_autofree char *name = g_strdup ("");
  g_autofree char *value = g_strdup ("");
  TcEbmlElement element;
  Span content;

  while (next_element (&tag, &element, &content)) {
    if (element.id == TAG_NAME) {
      g_free (name);
      name = dup_text (&content, 64);
    } else if (element.id == TAG_STRING) {
      g_free (value);
      value = dup_text (&content, TC_ACCESS_CAPS_CHARS_MAX);
    }
  }
  if (g_str_equal (name, TAG_CAPS)) {
    g_free (head->caps);
    head->caps = g_steal_pointer (&value);
  } else if (g_str_equal (name, TAG_CAMERA)) {
    if (!g_ascii_string_to_signed (value, 10, 1, G_MAXINT64, &head->camera_id, NULL))
      head->camera_id = 0;
  }
}

static void
read_tags (Span tags, TcSegmentHead *head)
{
  TcEbmlElement element, inner;
  Span tag, simple;

  while (next_element (&tags, &element, &tag))
    while (element.id == TAG && next_element (&tag, &inner, &simple))
      if (inner.id == SIMPLE_TAG)
        read_tag (simple, head);
}

/* All before the first cluster, @span. FALSE: none comes. */
static gboolean
read_parts (Span *span, TcSegmentHead *head, gint64 *scale)
{
  TcEbmlElement element;
  Span content, before = *span, entry;

  while (tc_ebml_read (span->at, span->left, &element) && element.id != TC_EBML_CLUSTER) {
    if (!next_element (span, &element, &content) || element.size < 0)
      return FALSE;
    if (element.id == INFO)
      read_info (content, head, scale);
    else if (element.id == TRACKS && next_element (&content, &element, &entry))
      read_track (entry, head);
    else if (element.id == TAGS)
      read_tags (content, head);
    before = *span;
  }
  *span = before;
  return tc_ebml_read (span->at, span->left, &element) && element.id == TC_EBML_CLUSTER;
}

static gboolean
is_complete (const TcSegmentHead *head, gint64 scale)
{
  return scale == MS_NS && head->camera_id > 0 && head->start_us > 0 &&
         head->start_us < TC_SEGMENT_TIME_MAX_US - TC_SEGMENT_US_MAX && head->codec < TC_CODEC_N &&
         head->width > 0 && head->width <= TC_SEGMENT_SIDE_MAX && head->height > 0 &&
         head->height <= TC_SEGMENT_SIDE_MAX && head->caps && *head->caps &&
         (head->codec == TC_CODEC_MJPEG || head->codec_private);
}

gboolean
tc_segment_head_read (const guint8 *data, gsize size, TcSegmentHead *head, gsize *end,
                      GError **error)
{
  g_auto (TcSegmentHead) read = {.codec = TC_CODEC_N};
  Span span = {data, size}, segment;
  TcEbmlElement element;
  gint64 scale = MS_NS;

  if (!next_element (&span, &element, &segment) || element.id != EBML || element.size < 0 ||
      !next_element (&span, &element, &segment) || element.id != SEGMENT ||
      !read_parts (&segment, &read, &scale) || !is_complete (&read, scale)) {
    g_set_error_literal (error, TC_ERROR, TC_ERROR_INVALID, "this isn't the file of a segment");
    return FALSE;
  }
  *end = (gsize) (segment.at - data);
  *head = read;
  read = (TcSegmentHead){0};
  return TRUE;
}
