/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Messages between a desktop and its decoder; see the header.
 */
#include "tc-tile-channel.h"

#include "tc-error.h"
#include "tc-packet-channel.h"

struct _TcTileChannel {
  TcPacketChannel *packets; /* (owned) */
  TcTileChannelHooks hooks;
  gpointer data;
  gboolean is_decoder; /* what comes is of the desktop's kinds */
};

static gboolean
is_of_desktop (TcTileKind kind)
{
  return kind < TC_TILE_FRAME;
}

static gboolean
packet_hook (GBytes *bytes, int fd, gpointer data, GError **error)
{
  TcTileChannel *self = data;
  g_autoptr (TcTileMessage) message = tc_tile_message_read (bytes, error);

  if (!message)
    return FALSE;
  if (is_of_desktop (message->kind) != self->is_decoder) {
    g_set_error (error, TC_ERROR, TC_ERROR_INVALID, "kind %d of a message isn't the other end's",
                 (int) message->kind);
    return FALSE;
  }
  self->hooks.message (message, fd, self->data);
  return TRUE;
}

static void
closed_hook (const GError *error, gpointer data)
{
  TcTileChannel *self = data;

  self->hooks.closed (error, self->data);
}

static const TcPacketChannelHooks packet_hooks = {
    TC_TILE_MESSAGE_BYTES_MAX, TC_TILE_CHANNEL_WAITING_MAX, packet_hook, closed_hook};

static TcTileChannel *
make (gboolean is_decoder, const TcTileChannelHooks *hooks, gpointer data)
{
  TcTileChannel *self = g_new0 (TcTileChannel, 1);

  self->is_decoder = is_decoder;
  self->hooks = *hooks;
  self->data = data;
  return self;
}

TcTileChannel *
tc_tile_channel_new_pair (const TcTileChannelHooks *hooks, gpointer data, int *fd, GError **error)
{
  g_autoptr (TcTileChannel) self = make (FALSE, hooks, data);

  self->packets = tc_packet_channel_new_pair (&packet_hooks, self, fd, error);
  return self->packets ? g_steal_pointer (&self) : NULL;
}

TcTileChannel *
tc_tile_channel_new (int fd, const TcTileChannelHooks *hooks, gpointer data, GError **error)
{
  g_autoptr (TcTileChannel) self = make (TRUE, hooks, data);

  self->packets = tc_packet_channel_new (fd, &packet_hooks, self, error);
  return self->packets ? g_steal_pointer (&self) : NULL;
}

void
tc_tile_channel_free (TcTileChannel *self)
{
  if (!self)
    return;
  g_clear_pointer (&self->packets, tc_packet_channel_free);
  g_free (self);
}

void
tc_tile_channel_send (TcTileChannel *self, const TcTileMessage *message, int fd)
{
  g_autoptr (GBytes) bytes = tc_tile_message_write (message);

  tc_packet_channel_send (self->packets, bytes, fd);
}

gboolean
tc_tile_channel_try (TcTileChannel *self, const TcTileMessage *message)
{
  g_autoptr (GBytes) bytes = tc_tile_message_write (message);

  return tc_packet_channel_try (self->packets, bytes);
}
