/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Messages between a media host and its workers; see the header.
 */
#include "tc-media-channel.h"

#include "tc-error.h"

#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define FORM "(sa{sv})"
/* Read in one go, so that other sources of the main loop have their turn. */
#define READS_MAX 32

struct _TcMediaChannel {
  GSocket *socket; /* (owned) */
  TcMediaChannelHooks hooks;
  gpointer data;
  GSource *reader; /* (owned) (nullable): NULL once it is over */
  GSource *writer; /* (owned) (nullable): while something waits */
  GSource *closer; /* (owned) (nullable) */
  GError *error;   /* (owned) (nullable): why it is over */
  GQueue waiting;  /* (element-type GBytes) (owned) */
  guint8 *buffer;  /* (owned): TC_MEDIA_CHANNEL_BYTES_MAX + 1 */
};

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
  TcMediaChannel *self = data;

  clear_source (&self->closer);
  self->hooks.closed (self->error, self->data);
  return G_SOURCE_REMOVE;
}

/* Takes @error. */
static void
end (TcMediaChannel *self, GError *error)
{
  if (!self->reader) {
    g_clear_error (&error);
    return;
  }
  clear_source (&self->reader);
  clear_source (&self->writer);
  self->error = error;
  self->closer = g_idle_source_new ();
  g_source_set_callback (self->closer, closed_cb, self, NULL);
  g_source_attach (self->closer, NULL);
}

/* ---- sending ---- */

static gboolean
send_now (TcMediaChannel *self, GBytes *bytes, GError **error)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);

  return g_socket_send (self->socket, data, size, NULL, error) >= 0;
}

static gboolean
writable_cb (GSocket *socket, GIOCondition condition, gpointer data)
{
  TcMediaChannel *self = data;
  GBytes *next;

  while ((next = g_queue_peek_head (&self->waiting))) {
    g_autoptr (GError) error = NULL;

    if (send_now (self, next, &error)) {
      g_bytes_unref (g_queue_pop_head (&self->waiting));
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
put_off (TcMediaChannel *self, GBytes *bytes)
{
  if (self->waiting.length >= TC_MEDIA_CHANNEL_WAITING_MAX) {
    end (self, g_error_new (TC_ERROR, TC_ERROR_LIMIT, "%d messages weren't read",
                            TC_MEDIA_CHANNEL_WAITING_MAX));
    return;
  }
  g_queue_push_tail (&self->waiting, g_bytes_ref (bytes));
  if (self->writer)
    return;
  self->writer = g_socket_create_source (self->socket, G_IO_OUT, NULL);
  g_source_set_callback (self->writer, G_SOURCE_FUNC (writable_cb), self, NULL);
  g_source_attach (self->writer, NULL);
}

void
tc_media_channel_send (TcMediaChannel *self, const char *name, GVariant *value)
{
  g_autoptr (GVariant) message = g_variant_ref_sink (g_variant_new ("(s@a{sv})", name, value));
  g_autoptr (GBytes) bytes = g_variant_get_data_as_bytes (message);
  g_autoptr (GError) error = NULL;

  if (!self->reader)
    return;
  if (g_bytes_get_size (bytes) > TC_MEDIA_CHANNEL_BYTES_MAX) {
    end (self, g_error_new (TC_ERROR, TC_ERROR_LIMIT, "message \"%s\" is too long", name));
    return;
  }
  if (self->waiting.length == 0 && send_now (self, bytes, &error))
    return;
  if (!error || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
    put_off (self, bytes);
  else
    end (self, g_steal_pointer (&error));
}

/* ---- receiving ---- */

static gboolean
dispatch (TcMediaChannel *self, gsize size, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (self->buffer, size);
  g_autoptr (GVariant) message = NULL;
  g_autoptr (GVariant) value = NULL;
  const char *name;

  message = g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE (FORM), bytes, FALSE));
  if (size > TC_MEDIA_CHANNEL_BYTES_MAX || !g_variant_is_normal_form (message)) {
    g_set_error (error, TC_ERROR, TC_ERROR_INVALID, "what came is no message");
    return FALSE;
  }
  g_variant_get (message, "(&s@a{sv})", &name, &value);
  if (strlen (name) > TC_MEDIA_NAME_CHARS_MAX) {
    g_set_error (error, TC_ERROR, TC_ERROR_INVALID, "a message's name is too long");
    return FALSE;
  }
  self->hooks.message (name, value, self->data);
  return TRUE;
}

static gboolean
readable_cb (GSocket *socket, GIOCondition condition, gpointer data)
{
  TcMediaChannel *self = data;

  for (int i = 0; i < READS_MAX && self->reader; i++) {
    g_autoptr (GError) error = NULL;
    gssize size = g_socket_receive (self->socket, (char *) self->buffer,
                                    TC_MEDIA_CHANNEL_BYTES_MAX + 1, NULL, &error);

    if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
      break;
    if (size > 0 && dispatch (self, (gsize) size, &error))
      continue;
    end (self, g_steal_pointer (&error));
  }
  return self->reader ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

/* ---- making ---- */

TcMediaChannel *
tc_media_channel_new (int fd, const TcMediaChannelHooks *hooks, gpointer data, GError **error)
{
  GSocket *socket = g_socket_new_from_fd (fd, error);
  TcMediaChannel *self;

  if (!socket) {
    close (fd);
    return NULL;
  }
  g_socket_set_blocking (socket, FALSE);
  self = g_new0 (TcMediaChannel, 1);
  self->socket = socket;
  self->hooks = *hooks;
  self->data = data;
  self->buffer = g_malloc (TC_MEDIA_CHANNEL_BYTES_MAX + 1);
  g_queue_init (&self->waiting);
  self->reader = g_socket_create_source (socket, G_IO_IN, NULL);
  g_source_set_callback (self->reader, G_SOURCE_FUNC (readable_cb), self, NULL);
  g_source_attach (self->reader, NULL);
  return self;
}

TcMediaChannel *
tc_media_channel_new_pair (const TcMediaChannelHooks *hooks, gpointer data, int *other,
                           GError **error)
{
  int fds[2];
  TcMediaChannel *self;

  if (socketpair (AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, fds) < 0) {
    tc_error_take_errno ("making", "a channel to a worker", error);
    return NULL;
  }
  self = tc_media_channel_new (fds[0], hooks, data, error);
  if (self)
    *other = fds[1];
  else
    close (fds[1]);
  return self;
}

void
tc_media_channel_free (TcMediaChannel *self)
{
  clear_source (&self->reader);
  clear_source (&self->writer);
  clear_source (&self->closer);
  g_clear_error (&self->error);
  g_queue_clear_full (&self->waiting, (GDestroyNotify) g_bytes_unref);
  g_object_unref (self->socket);
  g_free (self->buffer);
  g_free (self);
}
