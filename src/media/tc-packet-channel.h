/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One end of a socket pair that keeps packets whole (SEQPACKET), between a program and a child of
 * it; a descriptor may go with a packet. Packets come on the main loop; sending never blocks. A
 * packet that is too long, one that its owner refuses, or a queue that has grown too long (the
 * other end doesn't read any more) ends the channel.
 *
 * Thread: the default main context's, but for tc_packet_channel_try().
 */
#pragma once

#include <gio/gio.h>

typedef struct _TcPacketChannel TcPacketChannel;

typedef struct {
  gsize bytes_max; /* of a packet */
  guint waiting_max;
  /* @fd: a descriptor that came with it, -1: none; closed afterwards, unless it was duplicated.
   * Returns: FALSE: it is no packet of the other end's, and why */
  gboolean (*packet) (GBytes *bytes, int fd, gpointer data, GError **error);
  /* It is over; said once, and never from within a call of this header. (nullable) @error: what was
   * wrong; NULL: the other end went. */
  void (*closed) (const GError *error, gpointer data);
} TcPacketChannelHooks;

/* @hooks: lent, for good. @fd: taken. Errors: G_IO_ERROR. */
TcPacketChannel *tc_packet_channel_new (int fd, const TcPacketChannelHooks *hooks, gpointer data,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* @other: (out): the other end's, for a child; the caller closes it. */
TcPacketChannel *tc_packet_channel_new_pair (const TcPacketChannelHooks *hooks, gpointer data,
                                             int *other, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Also from within a hook; nothing is said any more. */
void tc_packet_channel_free (TcPacketChannel *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcPacketChannel, tc_packet_channel_free)

/* Sends it, or keeps it until there is room. @fd: -1: none; duplicated. */
void tc_packet_channel_send (TcPacketChannel *self, GBytes *bytes, int fd);
/* Sends it now or not at all. Thread: any, as long as the channel is there. */
gboolean tc_packet_channel_try (TcPacketChannel *self, GBytes *bytes) G_GNUC_WARN_UNUSED_RESULT;
