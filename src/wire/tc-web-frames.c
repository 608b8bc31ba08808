/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Frames of a WebSocket; see the header.
 */
#include "tc-web-frames-private.h"

#include <string.h>

#define FINAL 0x80
#define RESERVED 0x70
#define MASKED 0x80
#define CONTINUATION 0
#define MASK_SIZE 4
/* A buffer that grew past this for one long message is given back. */
#define KEPT_BYTES_MAX (64 * 1024)

void
tc_web_reader_init (TcWebReader *reader, gsize message_max)
{
  *reader = (TcWebReader){g_byte_array_new (), g_byte_array_new (), 0, message_max, 0};
}

void
tc_web_reader_clear (TcWebReader *reader)
{
  g_clear_pointer (&reader->in, g_byte_array_unref);
  g_clear_pointer (&reader->message, g_byte_array_unref);
}

/* The head of one frame. */
typedef struct {
  guint8 opcode;
  gboolean final;
  guint64 size;
  const guint8 *mask;
  gsize head_size; /* 0: it is not whole */
} Head;

static const char *
read_head (const guint8 *data, gsize size, Head *head)
{
  gsize extended;

  *head = (Head){0};
  if (size < 2)
    return NULL;
  if (data[0] & RESERVED)
    return "it uses what was not agreed to";
  if (!(data[1] & MASKED))
    return "it does not mask what it sends";
  head->opcode = data[0] & 0x0f;
  head->final = data[0] & FINAL;
  head->size = data[1] & 0x7f;
  extended = head->size == 126 ? 2 : head->size == 127 ? 8 : 0;
  if (size < 2 + extended + MASK_SIZE)
    return NULL;
  if (extended) {
    head->size = 0;
    for (gsize i = 0; i < extended; i++)
      head->size = head->size << 8 | data[2 + i];
  }
  head->mask = data + 2 + extended;
  head->head_size = 2 + extended + MASK_SIZE;
  return NULL;
}

static const char *
check_head (const TcWebReader *reader, const Head *head)
{
  switch (head->opcode) {
  case TC_WEB_CLOSE:
  case TC_WEB_PING:
  case TC_WEB_PONG:
    return head->final && head->size <= TC_WEB_CONTROL_MAX ? NULL : "it is no WebSocket";
  case TC_WEB_TEXT:
  case TC_WEB_BINARY:
    if (reader->kind)
      return "it begins a message within one";
    break;
  case CONTINUATION:
    if (!reader->kind)
      return "it goes on with no message";
    break;
  default:
    return "it is no WebSocket";
  }
  return head->size <= reader->message_max - MIN (reader->message->len, reader->message_max)
             ? NULL
             : "its message is too long";
}

static void
unmask (guint8 *data, gsize size, const guint8 *mask)
{
  guint64 wide, word;
  gsize at = 0;

  memcpy (&wide, mask, MASK_SIZE);
  memcpy ((guint8 *) &wide + MASK_SIZE, mask, MASK_SIZE);
  for (; at + sizeof word <= size; at += sizeof word) {
    memcpy (&word, data + at, sizeof word);
    word ^= wide;
    memcpy (data + at, &word, sizeof word);
  }
  for (; at < size; at++)
    data[at] ^= mask[at % MASK_SIZE];
}

/* One whole frame, unmasked. FALSE: the user wants no more. */
static gboolean
take_frame (TcWebReader *reader, const Head *head, const guint8 *content, TcWebFunc func,
            gpointer data)
{
  g_autoptr (GBytes) whole = NULL;
  TcWebKind kind = (TcWebKind) head->opcode;

  reader->noise += head->head_size;
  if (head->opcode >= TC_WEB_CLOSE) {
    reader->noise += head->size;
    whole = g_bytes_new (content, head->size);
    return func (kind, whole, data);
  }
  if (!head->final) {
    reader->kind = reader->kind ? reader->kind : head->opcode;
    g_byte_array_append (reader->message, content, (guint) head->size);
    return TRUE;
  }
  if (!reader->kind) {
    reader->noise -= head->head_size;
    whole = g_bytes_new (content, head->size);
    return func (kind, whole, data);
  }
  kind = (TcWebKind) reader->kind;
  g_byte_array_append (reader->message, content, (guint) head->size);
  whole = g_byte_array_free_to_bytes (g_steal_pointer (&reader->message));
  reader->message = g_byte_array_new ();
  reader->kind = 0;
  return func (kind, whole, data);
}

static void
forget_read (TcWebReader *reader, gsize at)
{
  gboolean large = reader->in->len > KEPT_BYTES_MAX;

  if (at < reader->in->len) {
    g_byte_array_remove_range (reader->in, 0, (guint) at);
  } else if (large) {
    g_byte_array_unref (reader->in);
    reader->in = g_byte_array_new ();
  } else {
    g_byte_array_set_size (reader->in, 0);
  }
}

const char *
tc_web_reader_feed (TcWebReader *reader, gconstpointer data, gsize size, TcWebFunc func,
                    gpointer func_data)
{
  const char *why = NULL;
  gboolean on = TRUE;
  gsize at = 0;

  g_byte_array_append (reader->in, data, (guint) size);
  while (on && !why) {
    guint8 *from = reader->in->data + at;
    gsize left = reader->in->len - at;
    Head head;

    why = read_head (from, left, &head);
    if (!why && head.head_size)
      why = check_head (reader, &head);
    if (why || !head.head_size || head.size > left - head.head_size)
      break;
    unmask (from + head.head_size, head.size, head.mask);
    on = take_frame (reader, &head, from + head.head_size, func, func_data);
    at += head.head_size + head.size;
  }
  if (at)
    forget_read (reader, at);
  return why;
}

gsize
tc_web_write_head (guint8 *head, TcWebKind kind, gsize size)
{
  gsize bytes = size < 126 ? 0 : size < 65536 ? 2 : 8;

  head[0] = FINAL | (guint8) kind;
  head[1] = bytes == 0 ? (guint8) size : bytes == 2 ? 126 : 127;
  for (gsize i = 0; i < bytes; i++)
    head[2 + i] = (guint8) (size >> 8 * (bytes - 1 - i));
  return 2 + bytes;
}
