/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The connections of the HTTP server and their clocks: how long each may take for what it is doing
 * now, and how many one address may have. Private to the room.
 *
 * A peer lives as long as somebody refers to it; its connection is watched, not owned: libsoup
 * (or a line) owns it, and when that lets go the peer is gone from the table.
 */
#pragma once

#include "tc-http-server.h"

#include <libsoup/soup.h>

typedef enum {
  TC_PEER_HANDSHAKE, /* TLS */
  TC_PEER_HEAD,      /* a request's head is awaited or coming */
  TC_PEER_BODY,      /* its body is coming */
  TC_PEER_WORK,      /* a handler is at it: no clock of ours */
  TC_PEER_SEND,      /* the answer is going out */
  TC_PEER_IDLE,      /* between requests */
  TC_PEER_LINE,      /* became a line: its owner watches it */
  TC_PEER_CLOSING,   /* answered in haste; draining what the client still sends */
} TcPeerState;

typedef struct _TcHttpPeers TcHttpPeers;

typedef struct {
  grefcount refs;
  TcHttpPeers *peers;            /* (unowned) (nullable): NULL once the connection is gone */
  GSocketConnection *connection; /* (unowned) (nullable): watched; NULL once it is gone */
  GIOStream *stream;             /* (unowned) (nullable): the connection, or TLS over it */
  GIOStream *idle_stream;        /* (owned) (nullable): while nobody else holds it */
  GSource *idle_source;          /* (owned) (nullable): watches it */
  guint nested;                  /* streams laid over each other for requests sent ahead */
  char *address;                 /* (owned): as told to handlers */
  char *key;                     /* (owned): what limits count by */
  gboolean tls;
  gboolean proxy; /* it speaks for others */
  TcPeerState state;
  gint64 since_us;            /* monotonic: when the state began */
  gint64 last_us;             /* monotonic: the last byte that moved */
  gint64 bytes;               /* of the body so far */
  SoupServerMessage *message; /* (unowned) (nullable): now served; libsoup owns it */
  TcHttpRequest *request;     /* (nullable): its request; owned while holds_request */
  gboolean holds_request;
} TcHttpPeer;

TcHttpPeer *tc_http_peer_ref (TcHttpPeer *peer);
void tc_http_peer_unref (TcHttpPeer *peer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcHttpPeer, tc_http_peer_unref)
void tc_http_peer_set_state (TcHttpPeer *peer, TcPeerState state);
/* What a limit counts an address by, as text. (transfer full) */
char *tc_http_peer_make_key (GInetAddress *address);
/* @bytes of a body or answer moved. */
void tc_http_peer_moved (TcHttpPeer *peer, gsize bytes);
/* Ends the connection under whoever uses it. */
void tc_http_peer_cut (TcHttpPeer *peer);

/* @timed_out: called for one whose time is up, before it is cut; (nullable) answer is up to it:
 * TRUE if it dealt with it. */
TcHttpPeers *tc_http_peers_new (const TcHttpLimits *limits,
                                gboolean (*timed_out) (TcHttpPeer *peer, gpointer data),
                                gpointer data);
void tc_http_peers_free (TcHttpPeers *self);
/* (transfer full) (nullable): NULL if the address has too many. */
TcHttpPeer *tc_http_peers_add (TcHttpPeers *self, GSocketConnection *connection, gboolean tls);
guint tc_http_peers_get_count (TcHttpPeers *self);
/* Those that are neither idle nor lines. */
guint tc_http_peers_get_busy (TcHttpPeers *self);
/* Cuts those whose time is up; once a second. */
void tc_http_peers_tick (TcHttpPeers *self, gint64 now_us);
/* Cuts those that only wait for a further request. */
void tc_http_peers_cut_idle (TcHttpPeers *self);
