/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One end of the socket pair between a desktop and its decoder (tc-tile-message.h). Messages come
 * on the main loop; sending never blocks. A message that can't be read, one of a kind that the
 * other end has no business with, or a queue that has grown too long (it doesn't read any more)
 * ends the channel.
 *
 * Thread: the main loop's, but for tc_tile_channel_try().
 */
#pragma once

#include "tc-tile-message.h"

/* Messages that wait because the other end doesn't read. */
#define TC_TILE_CHANNEL_WAITING_MAX 1024

typedef struct _TcTileChannel TcTileChannel;

typedef struct {
  /* @fd: a descriptor that came with it, -1: none; closed afterwards, unless it was duplicated. */
  void (*message) (TcTileMessage *message, int fd, gpointer data);
  /* It is over; said once, and never from within a call of this header. (nullable) @error: what was
   * wrong; NULL: the other end went. */
  void (*closed) (const GError *error, gpointer data);
} TcTileChannelHooks;

/**
 * tc_tile_channel_new_pair:
 * @fd: (out): the other end's, for a child; the caller closes it
 */
TcTileChannel *tc_tile_channel_new_pair (const TcTileChannelHooks *hooks, gpointer data, int *fd,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* A decoder's end; takes @fd. */
TcTileChannel *tc_tile_channel_new (int fd, const TcTileChannelHooks *hooks, gpointer data,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Also from within a hook; nothing is said any more. */
void tc_tile_channel_free (TcTileChannel *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcTileChannel, tc_tile_channel_free)

/* Sends it, or keeps it until there is room. @fd: -1: none; duplicated. */
void tc_tile_channel_send (TcTileChannel *self, const TcTileMessage *message, int fd);
/* Sends it now or not at all. Thread: any, as long as the channel is there. */
gboolean tc_tile_channel_try (TcTileChannel *self,
                              const TcTileMessage *message) G_GNUC_WARN_UNUSED_RESULT;
