/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Light desks; see the header.
 */
#include "bench-desks.h"

#include "tc-limits.h"
#include "tc-row-image.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define READ_BYTES 65536
/* As client/desk does: an acknowledgement waits for more to acknowledge, but not for long, each
 * desk for another while. */
#define ACK_BYTES (64 * 1024)
#define ACK_LEAST_US 250000
#define ACK_MOST_US 500000
/* In no step with what is sent. */
#define ACK_TICK_US 7300

enum {
  OPCODE_BINARY = 2,
  OPCODE_CLOSE = 8,
  OPCODE_PING = 9,
  OPCODE_PONG = 10
};

struct _BenchDesk {
  BenchDesks *desks; /* (unowned): owns it */
  guint16 number;
  int fd; /* -1: not connected */
  gboolean upgraded;
  gboolean following;
  GByteArray *in; /* (owned): what came and is not whole yet */
  TcPosition position;
  gint64 acked_lsn;
  gint64 ack_us;      /* when the next acknowledgement is due; 0: nothing came since the last */
  gsize owed;         /* bytes since the last acknowledgement */
  TcKey *key;         /* (owned) */
  TcReplica *replica; /* (unowned) (nullable): a full desk's */
};

struct _BenchDesks {
  BenchLoop *loop; /* (unowned): the caller's */
  guint port;
  BenchDesksCallbacks callbacks;
  gpointer data;
  GPtrArray *all; /* (owned) (element-type BenchDesk) */
  TcPosition position;
  TcDigest schema_hash;
  guint64 bytes;
  GArray *numbers; /* (owned) (element-type guint): of the frames being read */
};

static void
send_frame (BenchDesk *desk, guint8 opcode, gconstpointer data, gsize size)
{
  g_autofree guint8 *frame = g_malloc (size + 14);
  gsize head = 2;

  /* Masked with zeros: the same work for the server. */
  frame[0] = 0x80 | opcode;
  if (size < 126) {
    frame[1] = 0x80 | (guint8) size;
  } else if (size < 65536) {
    guint16 length = GUINT16_TO_BE ((guint16) size);

    frame[1] = 0x80 | 126;
    memcpy (frame + 2, &length, sizeof length);
    head = 4;
  } else {
    guint64 length = GUINT64_TO_BE (size);

    frame[1] = 0x80 | 127;
    memcpy (frame + 2, &length, sizeof length);
    head = 10;
  }
  memset (frame + head, 0, 4);
  if (size)
    memcpy (frame + head + 4, data, size);
  bench_write (desk->fd, frame, head + 4 + size);
}

void
bench_desk_send_message (BenchDesk *desk, GBytes *message)
{
  if (desk->fd >= 0)
    send_frame (desk, OPCODE_BINARY, g_bytes_get_data (message, NULL), g_bytes_get_size (message));
}

static void
send_message (BenchDesk *desk, const TcLineMessage *message)
{
  g_autoptr (GBytes) bytes = tc_line_message_write (message);

  bench_desk_send_message (desk, bytes);
}

static void
acknowledge (BenchDesk *desk)
{
  g_autoptr (TcLineMessage) ack = tc_line_message_new (TC_LINE_ACK);

  ack->lsn = desk->acked_lsn = desk->position.lsn;
  desk->ack_us = 0;
  desk->owed = 0;
  send_message (desk, ack);
}

static void
greet (BenchDesk *desk, const TcLineMessage *challenge)
{
  g_autoptr (TcLineMessage) hello = tc_line_message_new (TC_LINE_HELLO);
  g_autoptr (GBytes) to_sign = tc_line_hello_to_sign (challenge, desk->number);
  const gint64 scopes[] = {1, 2};

  hello->signature = tc_key_sign (desk->key, "toancanh hello 1", g_bytes_get_data (to_sign, NULL),
                                  g_bytes_get_size (to_sign));
  hello->replica = desk->number;
  hello->schema_version = tc_schema_state.version;
  hello->schema_hash = desk->desks->schema_hash;
  hello->position = desk->position;
  g_array_append_vals (hello->scopes, scopes, G_N_ELEMENTS (scopes));
  send_message (desk, hello);
}

/* Reading. */

static void
take_text (BenchDesks *desks, const guint8 *text, gsize size)
{
  static const gsize prefix = sizeof STAGE_TEXT - 1;

  if (size > prefix && size < prefix + 12 && !memcmp (text, STAGE_TEXT, prefix)) {
    char digits[16] = {0};
    memcpy (digits, text + prefix, size - prefix);
    guint number = (guint) strtoul (digits, NULL, 10);
    g_array_append_val (desks->numbers, number);
  }
}

static void
decode_value (BenchDesks *desks, TcReader *reader)
{
  guint8 tag = tc_read_u8 (reader);
  gsize size;

  if (tag == TC_VALUE_NULL)
    return;
  if (tag == TC_VALUE_INT) {
    tc_read_int (reader);
    return;
  }
  const guint8 *data = tc_read_blob (reader, TC_MESSAGE_BYTES_MAX, &size);
  if (data && tag == TC_VALUE_TEXT) {
    if (!g_utf8_validate_len ((const char *) data, size, NULL))
      reader->failed = TRUE;
    take_text (desks, data, size);
  }
}

static void
decode_section (BenchDesks *desks, GBytes *body)
{
  TcReader reader;

  tc_reader_init_bytes (&reader, body);
  while (reader.at < reader.end && !reader.failed) {
    tc_read_uint (&reader); /* place in the commit */
    tc_read_uint (&reader); /* table */
    guint8 kind = tc_read_u8 (&reader);
    tc_read_int (&reader); /* row */
    guint64 n = kind == TC_ROW_DELETE ? 0 : tc_read_uint (&reader);
    for (guint64 i = 0; i < n && !reader.failed; i++) {
      if (kind == TC_ROW_UPDATE)
        tc_read_uint (&reader);
      decode_value (desks, &reader);
    }
  }
  if (!tc_reader_done (&reader))
    bench_fail ("a section is malformed");
}

static void
check_frame (BenchDesk *desk, const TcFrame *frame)
{
  TcDigest link = tc_frame_next_link (&desk->position.link, frame);
  guint at = 0;

  if (frame->first_lsn != desk->position.lsn + 1 || !tc_digest_equal (&link, &frame->link))
    bench_fail ("desk %u: a frame does not continue the chain", desk->number);
  for (guint i = 0; i < frame->hashes->len; i++) {
    const TcScopeHash *hash = &g_array_index (frame->hashes, TcScopeHash, i);
    const TcScopeBody *body = at < frame->bodies->len
                                  ? &g_array_index (frame->bodies, TcScopeBody, at)
                                  : NULL;

    if (!body || body->scope != hash->scope)
      continue;
    TcDigest found = tc_frame_section_hash (body->scope, body->body);
    if (!tc_digest_equal (&found, &hash->hash))
      bench_fail ("desk %u: a section is damaged", desk->number);
    decode_section (desk->desks, body->body);
    at++;
  }
  desk->position.lsn = frame->last_lsn;
  desk->position.link = frame->link;
}

static void
tell_seen (BenchDesk *desk)
{
  BenchDesks *desks = desk->desks;

  for (guint i = 0; i < desks->numbers->len; i++)
    desks->callbacks.seen (desk, g_array_index (desks->numbers, guint, i), desks->data);
  g_array_set_size (desks->numbers, 0);
}

static void
take_frames (BenchDesk *desk, const TcLineMessage *message)
{
  for (guint i = 0; i < message->frames->len; i++)
    check_frame (desk, g_ptr_array_index (message->frames, i));
}

/* A full desk: the numbers are found first, and told when the replica has committed. */
static void
give_to_replica (BenchDesk *desk, GBytes *bytes, const TcLineMessage *message)
{
  g_autoptr (GError) error = NULL;

  if (message->kind == TC_LINE_FRAMES)
    take_frames (desk, message);
  if (!tc_replica_receive (desk->replica, bytes, g_get_real_time (), &error))
    bench_fail ("full desk %u: %s", desk->number, error->message);
  desk->following |= message->kind == TC_LINE_WELCOME;
  tell_seen (desk);
}

static void
take_message (BenchDesk *desk, const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (TcLineMessage) message = tc_line_message_read (bytes, &error);

  if (!message)
    bench_fail ("desk %u: %s", desk->number, error->message);
  if (message->kind == TC_LINE_SNAPSHOT)
    bench_fail ("desk %u would have to load snapshots", desk->number);
  if (message->kind == TC_LINE_GOODBYE && !desk->desks->callbacks.lost)
    bench_fail ("desk %u: goodbye: %s", desk->number,
                message->refusal ? message->refusal->code : "");
  if (desk->replica) {
    give_to_replica (desk, bytes, message);
    return;
  }
  if (message->kind == TC_LINE_CHALLENGE)
    greet (desk, message);
  else if (message->kind == TC_LINE_WELCOME)
    desk->following = TRUE;
  else if (message->kind == TC_LINE_FRAMES)
    take_frames (desk, message);
  desk->owed += size;
  if (message->kind == TC_LINE_FRAMES && desk->owed >= ACK_BYTES)
    acknowledge (desk);
  tell_seen (desk);
}

/* Bytes of the frame at @at, 0 if it is not whole. */
static gsize
take_one (BenchDesk *desk, const guint8 *at, gsize left)
{
  gsize head = 2;
  guint64 size;

  if (left < 2)
    return 0;
  size = at[1] & 0x7f;
  if (size == 126) {
    head = 4;
    size = left < head ? 0 : (guint64) at[2] << 8 | at[3];
  } else if (size == 127) {
    head = 10;
    if (left >= head) {
      memcpy (&size, at + 2, sizeof size);
      size = GUINT64_FROM_BE (size);
    }
  }
  if (left < head || left - head < size)
    return 0;
  if ((at[0] & 0x0f) == OPCODE_BINARY)
    take_message (desk, at + head, size);
  else if ((at[0] & 0x0f) == OPCODE_PING)
    send_frame (desk, OPCODE_PONG, at + head, size);
  return head + size;
}

static gsize
take_answer (BenchDesk *desk, const guint8 *data, gsize size)
{
  const char *end = g_strstr_len ((const char *) data, (gssize) size, "\r\n\r\n");

  if (!end)
    return 0;
  if (size < 12 || memcmp (data + 9, "101", 3) != 0)
    bench_fail ("desk %u: no WebSocket: %.60s", desk->number, (const char *) data);
  desk->upgraded = TRUE;
  return (gsize) (end + 4 - (const char *) data);
}

static void
lose (BenchDesk *desk)
{
  BenchDesks *desks = desk->desks;

  bench_desk_disconnect (desk);
  if (!desks->callbacks.lost)
    bench_fail ("desk %u: the server closed the line", desk->number);
  desks->callbacks.lost (desk, desks->data);
}

static void
take_all (BenchDesk *desk)
{
  gsize at = 0;
  gsize n = 1;

  while (n > 0 && desk->fd >= 0) {
    n = desk->upgraded ? take_one (desk, desk->in->data + at, desk->in->len - at)
                       : take_answer (desk, desk->in->data, desk->in->len);
    at += n;
  }
  if (at > 0 && desk->in->len >= at)
    g_byte_array_remove_range (desk->in, 0, (guint) at);
}

static void
ready_cb (gpointer data)
{
  BenchDesk *desk = data;
  guint had = desk->in->len;

  g_byte_array_set_size (desk->in, had + READ_BYTES);
  gssize n = recv (desk->fd, desk->in->data + had, READ_BYTES, 0);
  g_byte_array_set_size (desk->in, had + (guint) MAX (n, 0));
  if (n == 0 || (n < 0 && errno != EAGAIN)) {
    lose (desk);
    return;
  }
  desk->desks->bytes += (guint64) MAX (n, 0);
  take_all (desk);
}

/* The lines. */

gboolean
bench_desk_connect (BenchDesk *desk)
{
  static const char request[] = "GET /sync/line HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                                "Upgrade: websocket\r\nConnection: Upgrade\r\n"
                                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                                "Sec-WebSocket-Version: 13\r\n"
                                "Sec-WebSocket-Protocol: " TC_LINE_SUBPROTOCOL "\r\n\r\n";

  desk->fd = bench_connect (desk->desks->port);
  if (desk->fd < 0)
    return FALSE;
  desk->upgraded = desk->following = FALSE;
  g_byte_array_set_size (desk->in, 0);
  if (desk->replica)
    tc_replica_line_opened (desk->replica);
  bench_loop_watch (desk->desks->loop, desk->fd, ready_cb, desk);
  bench_write (desk->fd, request, sizeof request - 1);
  return TRUE;
}

void
bench_desk_disconnect (BenchDesk *desk)
{
  if (desk->fd < 0)
    return;
  bench_loop_unwatch (desk->desks->loop, desk->fd);
  close (desk->fd);
  desk->fd = -1;
  desk->following = FALSE;
}

void
bench_desk_stall (BenchDesk *desk)
{
  int small = 4096;

  /* What waits for it is to wait at the server, not in the system. */
  setsockopt (desk->fd, SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
  bench_loop_unwatch (desk->desks->loop, desk->fd);
}

void
bench_desk_rewind (BenchDesk *desk)
{
  desk->position = desk->desks->position;
  desk->acked_lsn = desk->position.lsn;
}

gboolean
bench_desk_is_following (const BenchDesk *desk)
{
  return desk->following;
}

gint64
bench_desk_get_lsn (const BenchDesk *desk)
{
  return desk->position.lsn;
}

guint16
bench_desk_get_number (const BenchDesk *desk)
{
  return desk->number;
}

void
bench_desk_set_replica (BenchDesk *desk, TcReplica *replica)
{
  desk->replica = replica;
  tc_replica_get_position (replica, &desk->position);
}

void
bench_desk_send (BenchDesk *desk, GPtrArray *operations)
{
  g_autoptr (TcLineMessage) message = tc_line_message_new (TC_LINE_OPERATIONS);

  for (guint i = 0; i < operations->len; i++) {
    const TcOperation *op = g_ptr_array_index (operations, i);
    TcSignedBytes bytes = {g_bytes_ref (op->bytes), op->signature};

    g_array_append_val (message->operations, bytes);
  }
  send_message (desk, message);
}

guint64
bench_desks_get_bytes (const BenchDesks *desks)
{
  return desks->bytes;
}

static void
free_desk (gpointer data)
{
  BenchDesk *desk = data;

  bench_desk_disconnect (desk);
  g_byte_array_unref (desk->in);
  tc_key_free (desk->key);
  g_free (desk);
}

static void
acknowledge_due_cb (gpointer data)
{
  BenchDesks *desks = data;
  gint64 now_us = g_get_monotonic_time ();

  for (guint i = 0; i < desks->all->len; i++) {
    BenchDesk *desk = g_ptr_array_index (desks->all, i);

    if (desk->replica || !desk->following || desk->position.lsn <= desk->acked_lsn)
      continue;
    if (!desk->ack_us)
      desk->ack_us = now_us + g_random_int_range (ACK_LEAST_US, ACK_MOST_US);
    else if (now_us >= desk->ack_us)
      acknowledge (desk);
  }
}

BenchDesks *
bench_desks_new (BenchLoop *loop, guint port, const char *folder,
                 const BenchDesksCallbacks *callbacks, gpointer data)
{
  BenchDesks *desks = g_new0 (BenchDesks, 1);

  desks->loop = loop;
  desks->port = port;
  desks->callbacks = *callbacks;
  desks->data = data;
  desks->all = g_ptr_array_new_with_free_func (free_desk);
  desks->numbers = g_array_new (FALSE, FALSE, sizeof (guint));
  bench_loop_every (loop, ACK_TICK_US, acknowledge_due_cb, desks);
  stage_get_position (folder, &desks->position);
  desks->schema_hash = stage_schema_hash (folder);
  return desks;
}

void
bench_desks_free (BenchDesks *desks)
{
  g_ptr_array_unref (desks->all);
  g_array_unref (desks->numbers);
  g_free (desks);
}

BenchDesk *
bench_desks_add (BenchDesks *desks, guint16 number)
{
  BenchDesk *desk = g_new0 (BenchDesk, 1);

  desk->desks = desks;
  desk->number = number;
  desk->fd = -1;
  desk->in = g_byte_array_new ();
  desk->key = stage_desk_key (number);
  desk->position = desks->position;
  desk->acked_lsn = desk->position.lsn;
  g_ptr_array_add (desks->all, desk);
  return desk;
}
