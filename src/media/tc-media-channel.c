/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Messages between a media host and its workers; see the header.
 */
#include "tc-media-channel.h"

#include "tc-error.h"
#include "tc-packet-channel.h"

#include <string.h>

#define FORM "(sa{sv})"

struct _TcMediaChannel {
  TcPacketChannel *packets; /* (owned) */
  TcMediaChannelHooks hooks;
  gpointer data;
};

static gboolean
packet_hook (GBytes *bytes, int fd, gpointer data, GError **error)
{
  TcMediaChannel *self = data;
  g_autoptr (GVariant)
      message = g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE (FORM), bytes, FALSE));
  g_autoptr (GVariant) value = NULL;
  const char *name;

  if (!g_variant_is_normal_form (message)) {
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

static void
closed_hook (const GError *error, gpointer data)
{
  TcMediaChannel *self = data;

  self->hooks.closed (error, self->data);
}

static const TcPacketChannelHooks packet_hooks = {
    TC_MEDIA_CHANNEL_BYTES_MAX, TC_MEDIA_CHANNEL_WAITING_MAX, packet_hook, closed_hook};

static TcMediaChannel *
make (const TcMediaChannelHooks *hooks, gpointer data)
{
  TcMediaChannel *self = g_new0 (TcMediaChannel, 1);

  self->hooks = *hooks;
  self->data = data;
  return self;
}

TcMediaChannel *
tc_media_channel_new (int fd, const TcMediaChannelHooks *hooks, gpointer data, GError **error)
{
  g_autoptr (TcMediaChannel) self = make (hooks, data);

  self->packets = tc_packet_channel_new (fd, &packet_hooks, self, error);
  return self->packets ? g_steal_pointer (&self) : NULL;
}

TcMediaChannel *
tc_media_channel_new_pair (const TcMediaChannelHooks *hooks, gpointer data, int *other,
                           GError **error)
{
  g_autoptr (TcMediaChannel) self = make (hooks, data);

  self->packets = tc_packet_channel_new_pair (&packet_hooks, self, other, error);
  return self->packets ? g_steal_pointer (&self) : NULL;
}

void
tc_media_channel_free (TcMediaChannel *self)
{
  g_clear_pointer (&self->packets, tc_packet_channel_free);
  g_free (self);
}

void
tc_media_channel_send (TcMediaChannel *self, const char *name, GVariant *value)
{
  g_autoptr (GVariant) message = g_variant_ref_sink (g_variant_new ("(s@a{sv})", name, value));
  g_autoptr (GBytes) bytes = g_variant_get_data_as_bytes (message);

  tc_packet_channel_send (self->packets, bytes, -1);
}
