/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The server's end of lines; see the header.
 *
 * DESIGN: libsoup shakes hands, and the frames are read and written here (tc-web-frames.c). Its own
 * connection copies each message for each line, queues without an end, and wakes up anew for every
 * one; here the bytes of a commit are shared by all lines that get them and leave with one call
 * of the system for each, when they are sent. One epoll watches all lines: with a source of its own
 * for each the main loop would walk through all of them whenever it wakes up, for whatever reason.
 */
#include "tc-http-private.h"
#include "tc-limits.h"
#include "tc-line-message.h"
#include "tc-line-server.h"
#include "tc-web-frames-private.h"

#include <errno.h>
#include <glib-unix.h>
#include <sys/epoll.h>
#include <unistd.h>

#define TICK_S 2
/* What a line may send in an hour beside messages: pings, pongs, the heads of fragments. */
#define NOISE_BYTES_MAX (1024 * 1024)
#define NOISE_TICKS (3600 / TICK_S)
/* From our goodbye until we stop waiting for the other end's. */
#define GOODBYE_US (5 * TC_US_PER_S)
#define GOING_AWAY 1001
/* Read of one line before others have their turn. */
#define TURN_READS 8
#define READ_BYTES (64 * 1024)
/* Lines that epoll tells of at once, before the rest of the loop has its turn. */
#define TURN_LINES 64
/* Messages in one call of the system. */
#define WRITE_MESSAGES 16

/* A message on its way out. */
typedef struct {
  GBytes *bytes; /* (owned) */
  guint8 head[TC_WEB_HEAD_MAX];
  gsize head_size;
} Out;

struct _TcLine {
  TcLineServer *server;          /* (unowned): closes its lines before it goes */
  GIOStream *stream;             /* (owned): as libsoup gave it */
  GIOStream *bare;               /* (owned): the connection, or TLS over it */
  GPollableInputStream *input;   /* (unowned): of the stream */
  GPollableOutputStream *output; /* (unowned): of the bare one */
  int fd;                        /* the connection's */
  GSource *out_source;           /* (owned) (nullable): while the other end takes no more */
  TcWebReader reader;
  GQueue out;         /* (element-type Out): not yet wholly sent */
  gsize out_sent;     /* bytes of the first of them that are */
  gsize queued;       /* bytes, with their heads, not yet sent */
  TcHttpPeer *peer;   /* (owned) */
  gpointer user_data; /* the owner's */
  gint64 opened_us;   /* monotonic, as all that follow */
  gint64 sign_us;     /* of the last sign of life */
  gint64 pinged_us;
  gint64 closing_us; /* of our goodbye; 0: none was said */
  gboolean trusted;
  gboolean closing; /* nothing more is sent or taken */
  gboolean unread;  /* it is among the server's */
};

struct _TcLineServer {
  TcLineCallbacks callbacks;
  gpointer data;
  GHashTable *lines; /* (owned) (element-type TcLine) */
  guint8 *buffer;    /* (owned): READ_BYTES */
  int epoll;         /* of the lines' connections, for what comes */
  GSource *source;   /* (owned): watches it */
  GQueue unread;     /* (element-type TcLine): more of it may be in libsoup's or TLS's hands than
                        its connection tells of */
  guint tick_id;
  guint ticks;
};

static void
free_out (gpointer data)
{
  Out *out = data;

  g_bytes_unref (out->bytes);
  g_free (out);
}

static void
end_source (GSource **source)
{
  if (*source)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static void
end_line (TcLine *line)
{
  TcLineServer *server = line->server;

  if (!g_hash_table_steal (server->lines, line))
    return;
  epoll_ctl (server->epoll, EPOLL_CTL_DEL, line->fd, NULL);
  if (line->unread)
    g_queue_remove (&server->unread, line);
  end_source (&line->out_source);
  tc_http_peer_cut (line->peer);
  server->callbacks.closed (line, server->data);
  g_queue_clear_full (&line->out, free_out);
  tc_web_reader_clear (&line->reader);
  g_object_unref (line->stream);
  g_object_unref (line->bare);
  tc_http_peer_unref (line->peer);
  g_free (line);
}

/* Makes the connection fail; whoever reads it then ends the line. */
static void
cut (TcLine *line, const char *why)
{
  if (why)
    g_message ("line of %s cut: %s", line->peer->address, why);
  line->closing = TRUE;
  tc_http_peer_cut (line->peer);
}

/* Sending. */

static gsize
fill_vectors (TcLine *line, GOutputVector *vectors)
{
  gsize n = 0;
  guint taken = 0;

  for (GList *item = line->out.head; item && taken < WRITE_MESSAGES; item = item->next, taken++) {
    Out *out = item->data;
    gsize skip = taken == 0 ? line->out_sent : 0;
    gsize size;
    const guint8 *data = g_bytes_get_data (out->bytes, &size);

    if (skip < out->head_size)
      vectors[n++] = (GOutputVector){out->head + skip, out->head_size - skip};
    skip -= MIN (skip, out->head_size);
    if (skip < size)
      vectors[n++] = (GOutputVector){data + skip, size - skip};
  }
  return n;
}

static void
forget_sent (TcLine *line, gsize written)
{
  Out *out;

  line->queued -= written;
  line->out_sent += written;
  while ((out = g_queue_peek_head (&line->out)) &&
         line->out_sent >= out->head_size + g_bytes_get_size (out->bytes)) {
    line->out_sent -= out->head_size + g_bytes_get_size (out->bytes);
    free_out (g_queue_pop_head (&line->out));
  }
}

static gboolean writable_cb (GObject *stream, gpointer data);

static void
watch_output (TcLine *line)
{
  if (line->out_source)
    return;
  line->out_source = g_pollable_output_stream_create_source (line->output, NULL);
  g_source_set_callback (line->out_source, G_SOURCE_FUNC (writable_cb), line, NULL);
  g_source_attach (line->out_source, g_main_context_get_thread_default ());
}

static void
write_out (TcLine *line)
{
  while (!g_queue_is_empty (&line->out)) {
    GOutputVector vectors[2 * WRITE_MESSAGES];
    gsize written = 0;
    GPollableReturn result = g_pollable_output_stream_writev_nonblocking (
        line->output, vectors, fill_vectors (line, vectors), &written, NULL, NULL);

    if (result == G_POLLABLE_RETURN_FAILED) {
      cut (line, NULL);
      return;
    }
    forget_sent (line, written);
    if (result == G_POLLABLE_RETURN_WOULD_BLOCK) {
      watch_output (line);
      return;
    }
  }
  end_source (&line->out_source);
}

static gboolean
writable_cb (GObject *stream, gpointer data)
{
  TcLine *line = data;

  write_out (line);
  return line->out_source ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

static void
queue (TcLine *line, TcWebKind kind, GBytes *bytes)
{
  Out *out = g_new0 (Out, 1);
  gboolean idle = g_queue_is_empty (&line->out);

  out->bytes = g_bytes_ref (bytes);
  out->head_size = tc_web_write_head (out->head, kind, g_bytes_get_size (bytes));
  line->queued += out->head_size + g_bytes_get_size (bytes);
  g_queue_push_tail (&line->out, out);
  if (idle)
    write_out (line);
}

gsize
tc_line_get_queued (TcLine *line)
{
  return line->queued;
}

void
tc_line_send (TcLine *line, GBytes *message)
{
  if (line->closing)
    return;
  if (line->queued + g_bytes_get_size (message) > TC_LINE_QUEUED_BYTES_MAX)
    cut (line, "too much waits to be sent");
  else
    queue (line, TC_WEB_BINARY, message);
}

void
tc_line_close (TcLine *line)
{
  const guint16 code = GUINT16_TO_BE (GOING_AWAY);
  g_autoptr (GBytes) goodbye = g_bytes_new (&code, sizeof code);

  if (line->closing)
    return;
  queue (line, TC_WEB_CLOSE, goodbye);
  line->closing = TRUE;
  line->closing_us = g_get_monotonic_time ();
}

/* Receiving. */

static void
answer_goodbye (TcLine *line, GBytes *goodbye)
{
  if (!line->closing)
    queue (line, TC_WEB_CLOSE, goodbye);
  /* What is still queued is of no use to one who has gone. */
  cut (line, NULL);
}

static gboolean
frame_cb (TcWebKind kind, GBytes *content, gpointer data)
{
  TcLine *line = data;

  if (kind == TC_WEB_CLOSE)
    answer_goodbye (line, content);
  else if (line->closing)
    return TRUE;
  else if (kind == TC_WEB_TEXT)
    cut (line, "it sent text");
  else if (kind == TC_WEB_BINARY)
    line->server->callbacks.received (line, content, line->server->data);
  else if (kind == TC_WEB_PING)
    queue (line, TC_WEB_PONG, content);
  return !line->closing;
}

/* FALSE if there is nothing to read, or nobody any more. @all: go on until it says so. */
static gboolean
read_some (TcLine *line, gboolean all)
{
  TcLineServer *server = line->server;
  g_autoptr (GError) error = NULL;
  gssize n = g_pollable_input_stream_read_nonblocking (line->input, server->buffer, READ_BYTES,
                                                       NULL, &error);
  const char *why;

  if (n < 0 && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
    return FALSE;
  if (n <= 0) {
    end_line (line);
    return FALSE;
  }
  line->sign_us = g_get_monotonic_time ();
  why = tc_web_reader_feed (&line->reader, server->buffer, (gsize) n, frame_cb, line);
  if (!why && line->reader.noise > NOISE_BYTES_MAX)
    why = "it sends what is no message";
  if (why && !line->closing)
    cut (line, why);
  return n == READ_BYTES || all;
}

static void
note_unread (TcLine *line)
{
  TcLineServer *server = line->server;

  line->unread = TRUE;
  g_queue_push_tail (&server->unread, line);
  g_source_set_ready_time (server->source, 0);
}

/* What is left of TLS may be in its hands, and what was sent ahead in libsoup's; of the rest epoll
 * tells. */
static void
read_line (TcLine *line, gboolean ahead)
{
  gboolean all = ahead || line->peer->tls;
  guint reads = 0;

  while (reads < TURN_READS && read_some (line, all))
    reads++;
  if (reads == TURN_READS && !line->unread)
    note_unread (line);
}

static gboolean
readable_cb (gint epoll, GIOCondition condition, gpointer data)
{
  TcLineServer *self = data;
  struct epoll_event events[TURN_LINES];
  int n = epoll_wait (epoll, events, TURN_LINES, 0);
  guint n_unread = g_queue_get_length (&self->unread);
  TcLine *line;

  g_source_set_ready_time (self->source, -1);
  for (int i = 0; i < n; i++)
    /* What is heard of one may end another. */
    if (g_hash_table_contains (self->lines, events[i].data.ptr))
      read_line (events[i].data.ptr, FALSE);
  for (; n_unread > 0 && (line = g_queue_pop_head (&self->unread)); n_unread--) {
    line->unread = FALSE;
    read_line (line, TRUE);
  }
  return G_SOURCE_CONTINUE;
}

static void
watch_input (TcLine *line)
{
  struct epoll_event event = {.events = EPOLLIN, .data.ptr = line};

  if (epoll_ctl (line->server->epoll, EPOLL_CTL_ADD, line->fd, &event) < 0) {
    cut (line, g_strerror (errno));
    end_line (line);
    return;
  }
  /* Something may have been sent ahead. */
  note_unread (line);
}

static void
upgraded_cb (GIOStream *stream, GUri *uri, TcHttpPeer *peer, gpointer data)
{
  TcLineServer *self = data;
  TcLine *line;

  if (!peer->stream)
    return;
  line = g_new0 (TcLine, 1);
  line->fd = g_socket_get_fd (g_socket_connection_get_socket (peer->connection));
  line->server = self;
  line->peer = tc_http_peer_ref (peer);
  line->stream = g_object_ref (stream);
  line->bare = g_object_ref (peer->stream);
  /* libsoup's may hold what was sent ahead; what is written needs no buffer. */
  line->input = G_POLLABLE_INPUT_STREAM (g_io_stream_get_input_stream (stream));
  line->output = G_POLLABLE_OUTPUT_STREAM (g_io_stream_get_output_stream (line->bare));
  tc_web_reader_init (&line->reader, TC_LINE_GREETING_BYTES_MAX);
  g_queue_init (&line->out);
  line->opened_us = line->sign_us = line->pinged_us = g_get_monotonic_time ();
  g_hash_table_add (self->lines, line);
  self->callbacks.opened (line, self->data);
  watch_input (line);
}

/* Why it is to be cut, if it is. */
static const char *
judge (TcLine *line, gint64 now_us)
{
  if (!line->trusted && now_us - line->opened_us > TC_LINE_GREETING_S * TC_US_PER_S)
    return "it did not prove who it is in time";
  if (now_us - line->sign_us > TC_LINE_SILENT_S * TC_US_PER_S)
    return "it gives no sign";
  return NULL;
}

static void
tend (TcLine *line, gint64 now_us)
{
  const char *why = judge (line, now_us);

  if (line->closing) {
    if (line->closing_us && now_us - line->closing_us > GOODBYE_US)
      tc_http_peer_cut (line->peer);
  } else if (why) {
    cut (line, why);
  } else if (now_us - line->pinged_us >= TC_LINE_PING_S * TC_US_PER_S) {
    g_autoptr (GBytes) nothing = g_bytes_new (NULL, 0);

    line->pinged_us = now_us;
    queue (line, TC_WEB_PING, nothing);
  }
}

static GPtrArray *
list_lines (TcLineServer *self)
{
  GPtrArray *list = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, self->lines);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    g_ptr_array_add (list, key);
  return list;
}

static gboolean
tick_cb (gpointer data)
{
  TcLineServer *self = data;
  g_autoptr (GPtrArray) lines = list_lines (self);
  gint64 now_us = g_get_monotonic_time ();
  gboolean new_hour = ++self->ticks % NOISE_TICKS == 0;

  for (guint i = 0; i < lines->len; i++) {
    TcLine *line = lines->pdata[i];

    if (new_hour)
      line->reader.noise = 0;
    tend (line, now_us);
  }
  return G_SOURCE_CONTINUE;
}

TcLineServer *
tc_line_server_new (TcHttpServer *http, const char *path, const TcLineCallbacks *callbacks,
                    gpointer data)
{
  TcLineServer *self = g_new0 (TcLineServer, 1);

  self->callbacks = *callbacks;
  self->data = data;
  self->lines = g_hash_table_new (NULL, NULL);
  self->buffer = g_malloc (READ_BYTES);
  self->tick_id = g_timeout_add_seconds (TICK_S, tick_cb, self);
  g_queue_init (&self->unread);
  self->epoll = epoll_create1 (EPOLL_CLOEXEC);
  if (self->epoll < 0)
    g_error ("watching lines: %s", g_strerror (errno));
  self->source = g_unix_fd_source_new (self->epoll, G_IO_IN);
  g_source_set_callback (self->source, G_SOURCE_FUNC (readable_cb), self, NULL);
  /* Nothing turns the loop while it reads. Otherwise the loop would wake itself after each. */
  g_source_set_can_recurse (self->source, TRUE);
  g_source_attach (self->source, g_main_context_get_thread_default ());
  tc_http_server_add_line (http, path, TC_LINE_SUBPROTOCOL, upgraded_cb, self);
  return self;
}

void
tc_line_server_free (TcLineServer *self)
{
  g_autoptr (GPtrArray) lines = list_lines (self);

  for (guint i = 0; i < lines->len; i++)
    end_line (lines->pdata[i]);
  g_source_remove (self->tick_id);
  end_source (&self->source);
  close (self->epoll);
  g_hash_table_unref (self->lines);
  g_free (self->buffer);
  g_free (self);
}

void
tc_line_server_close_all (TcLineServer *self)
{
  g_autoptr (GPtrArray) lines = list_lines (self);

  for (guint i = 0; i < lines->len; i++)
    tc_line_close (lines->pdata[i]);
}

guint
tc_line_server_get_lines (TcLineServer *self)
{
  return g_hash_table_size (self->lines);
}

void
tc_line_trust (TcLine *line)
{
  line->trusted = TRUE;
  line->reader.message_max = TC_MESSAGE_BYTES_MAX;
}

const char *
tc_line_get_address (TcLine *line)
{
  return line->peer->address;
}

void
tc_line_set_user_data (TcLine *line, gpointer user_data)
{
  line->user_data = user_data;
}

gpointer
tc_line_get_user_data (TcLine *line)
{
  return line->user_data;
}
