/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Packets over a socket pair; see the header.
 */
#include "tc-packet-channel.h"

#include "tc-error.h"

#include <fcntl.h>
#include <gio/gunixfdmessage.h>
#include <sys/socket.h>
#include <unistd.h>

/* Read in one go, so that other sources of the main loop have their turn. */
#define READS_MAX 64

typedef struct {
  GBytes *bytes; /* (owned) */
  int fd;        /* (owned): -1: none */
} Waiting;

struct _TcPacketChannel {
  GSocket *socket; /* (owned) */
  const TcPacketChannelHooks *hooks;
  gpointer data;
  GSource *reader;  /* (owned) (nullable): NULL once it is over */
  GSource *writer;  /* (owned) (nullable): while something waits */
  GSource *closer;  /* (owned) (nullable): while it is to be said that it is over */
  GError *error;    /* (owned) (nullable): why it is over */
  GQueue waiting;   /* (element-type Waiting) (owned) */
  guint8 *buffer;   /* (owned): of one byte more than a packet has */
  gboolean reading; /* within a hook, perhaps */
  gboolean freed;   /* by that hook: it goes when that has returned */
};

static void
free_waiting (gpointer data)
{
  Waiting *waiting = data;

  g_bytes_unref (waiting->bytes);
  if (waiting->fd >= 0)
    close (waiting->fd);
  g_free (waiting);
}

static void
clear_source (GSource **source)
{
  if (!*source)
    return;
  g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static gboolean
closed_cb (gpointer data)
{
  TcPacketChannel *self = data;

  clear_source (&self->closer);
  self->hooks->closed (self->error, self->data);
  return G_SOURCE_REMOVE;
}

/* Takes @error. */
static void
end (TcPacketChannel *self, GError *error)
{
  if (!self->reader) {
    g_clear_error (&error);
    return;
  }
  clear_source (&self->reader);
  clear_source (&self->writer);
  self->error = error;
  self->closer = g_idle_source_new ();
  g_source_set_priority (self->closer, G_PRIORITY_DEFAULT);
  g_source_set_callback (self->closer, closed_cb, self, NULL);
  g_source_attach (self->closer, NULL);
}

/* ---- sending ---- */

static gssize
send_bytes (GSocket *socket, GBytes *bytes, int fd, GError **error)
{
  GOutputVector vector = {.size = 0};
  GSocketControlMessage *control = NULL;
  gssize sent;

  vector.buffer = g_bytes_get_data (bytes, &vector.size);
  if (fd >= 0) {
    control = g_unix_fd_message_new ();
    if (!g_unix_fd_message_append_fd (G_UNIX_FD_MESSAGE (control), fd, error)) {
      g_object_unref (control);
      return -1;
    }
  }
  sent = g_socket_send_message (socket, NULL, &vector, 1, control ? &control : NULL,
                                control ? 1 : 0, 0, NULL, error);
  g_clear_object (&control);
  return sent;
}

static gboolean
writable_cb (GSocket *socket, GIOCondition condition, gpointer data)
{
  TcPacketChannel *self = data;
  Waiting *next;

  while ((next = g_queue_peek_head (&self->waiting))) {
    g_autoptr (GError) error = NULL;

    if (send_bytes (self->socket, next->bytes, next->fd, &error) >= 0) {
      free_waiting (g_queue_pop_head (&self->waiting));
      continue;
    }
    if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
      end (self, g_steal_pointer (&error));
    return self->writer ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
  }
  g_clear_pointer (&self->writer, g_source_unref);
  return G_SOURCE_REMOVE;
}

static void
put_off (TcPacketChannel *self, GBytes *bytes, int fd)
{
  Waiting *waiting;
  int own = -1;

  if (self->waiting.length >= self->hooks->waiting_max) {
    end (self, g_error_new (TC_ERROR, TC_ERROR_LIMIT, "the other end has not read %u messages",
                            self->hooks->waiting_max));
    return;
  }
  if (fd >= 0 && (own = fcntl (fd, F_DUPFD_CLOEXEC, 0)) < 0) {
    g_autoptr (GError) error = NULL;

    tc_error_take_errno ("keeping", "a descriptor that is to be sent", &error);
    end (self, g_steal_pointer (&error));
    return;
  }
  waiting = g_new0 (Waiting, 1);
  waiting->bytes = g_bytes_ref (bytes);
  waiting->fd = own;
  g_queue_push_tail (&self->waiting, waiting);
  if (self->writer)
    return;
  self->writer = g_socket_create_source (self->socket, G_IO_OUT, NULL);
  g_source_set_callback (self->writer, G_SOURCE_FUNC (writable_cb), self, NULL);
  g_source_attach (self->writer, NULL);
}

void
tc_packet_channel_send (TcPacketChannel *self, GBytes *bytes, int fd)
{
  g_autoptr (GError) error = NULL;

  if (!self->reader)
    return;
  if (g_bytes_get_size (bytes) > self->hooks->bytes_max) {
    end (self, g_error_new (TC_ERROR, TC_ERROR_LIMIT, "a message of %" G_GSIZE_FORMAT " bytes",
                            g_bytes_get_size (bytes)));
    return;
  }
  if (self->waiting.length == 0 && send_bytes (self->socket, bytes, fd, &error) >= 0)
    return;
  if (!error || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
    put_off (self, bytes, fd);
  else
    end (self, g_steal_pointer (&error));
}

gboolean
tc_packet_channel_try (TcPacketChannel *self, GBytes *bytes)
{
  return send_bytes (self->socket, bytes, -1, NULL) >= 0;
}

/* ---- receiving ---- */

/* The first descriptor among what came, -1 if there is none; all others are closed. */
static int
take_fd (GSocketControlMessage **controls, int n_controls)
{
  int taken = -1;

  for (int i = 0; i < n_controls; i++) {
    if (G_IS_UNIX_FD_MESSAGE (controls[i])) {
      gint n_fds = 0;
      g_autofree gint *fds = g_unix_fd_message_steal_fds (G_UNIX_FD_MESSAGE (controls[i]), &n_fds);

      for (gint k = 0; k < n_fds; k++) {
        if (taken < 0)
          taken = fds[k];
        else
          close (fds[k]);
      }
    }
    g_object_unref (controls[i]);
  }
  g_free (controls);
  return taken;
}

static gboolean
dispatch (TcPacketChannel *self, gsize size, int fd, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (self->buffer, size);

  if (size <= self->hooks->bytes_max)
    return self->hooks->packet (bytes, fd, self->data, error);
  g_set_error (error, TC_ERROR, TC_ERROR_LIMIT, "a message that is too long");
  return FALSE;
}

/* Returns: FALSE: nothing more is to be read now. */
static gboolean
receive (TcPacketChannel *self)
{
  GInputVector vector = {self->buffer, self->hooks->bytes_max + 1};
  GSocketControlMessage **controls = NULL;
  gint n_controls = 0;
  gint flags = 0;
  g_autoptr (GError) error = NULL;
  gssize size = g_socket_receive_message (self->socket, NULL, &vector, 1, &controls, &n_controls,
                                          &flags, NULL, &error);
  int fd = take_fd (controls, n_controls);
  gboolean goes_on = size > 0 && dispatch (self, (gsize) size, fd, &error);

  if (!goes_on && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
    end (self, g_steal_pointer (&error));
  if (fd >= 0)
    close (fd);
  return goes_on;
}

static void
destroy (TcPacketChannel *self)
{
  g_clear_error (&self->error);
  g_queue_clear_full (&self->waiting, free_waiting);
  g_clear_object (&self->socket);
  g_free (self->buffer);
  g_free (self);
}

static gboolean
readable_cb (GSocket *socket, GIOCondition condition, gpointer data)
{
  TcPacketChannel *self = data;
  gboolean goes_on;

  self->reading = TRUE;
  for (int i = 0; i < READS_MAX && self->reader; i++)
    if (!receive (self))
      break;
  self->reading = FALSE;
  goes_on = self->reader != NULL;
  if (self->freed)
    destroy (self);
  return goes_on ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

/* ---- both ends ---- */

TcPacketChannel *
tc_packet_channel_new (int fd, const TcPacketChannelHooks *hooks, gpointer data, GError **error)
{
  GSocket *socket = g_socket_new_from_fd (fd, error);
  TcPacketChannel *self;

  if (!socket) {
    close (fd);
    return NULL;
  }
  g_socket_set_blocking (socket, FALSE);
  self = g_new0 (TcPacketChannel, 1);
  self->socket = socket;
  self->hooks = hooks;
  self->data = data;
  self->buffer = g_malloc (hooks->bytes_max + 1);
  g_queue_init (&self->waiting);
  self->reader = g_socket_create_source (socket, G_IO_IN, NULL);
  g_source_set_callback (self->reader, G_SOURCE_FUNC (readable_cb), self, NULL);
  g_source_attach (self->reader, NULL);
  return self;
}

TcPacketChannel *
tc_packet_channel_new_pair (const TcPacketChannelHooks *hooks, gpointer data, int *other,
                            GError **error)
{
  int ends[2];
  TcPacketChannel *self;

  if (socketpair (AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) < 0) {
    tc_error_take_errno ("making", "a socket pair", error);
    return NULL;
  }
  self = tc_packet_channel_new (ends[0], hooks, data, error);
  if (self)
    *other = ends[1];
  else
    close (ends[1]);
  return self;
}

void
tc_packet_channel_free (TcPacketChannel *self)
{
  if (!self)
    return;
  clear_source (&self->reader);
  clear_source (&self->writer);
  clear_source (&self->closer);
  self->freed = TRUE;
  if (!self->reading)
    destroy (self);
}
