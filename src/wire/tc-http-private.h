/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the HTTP server, its requests and lines know of each other. Private to the room.
 */
#pragma once

#include "tc-http-peer-private.h"
#include "tc-rate-limiter.h"

/* libsoup 3.2 has no name for it. */
#define TC_STATUS_TOO_MANY_REQUESTS 429

/* A route as mounted. */
typedef struct {
  TcHttpRoute route;
  gpointer data;          /* (unowned): the mounter's */
  TcRateLimiter *limiter; /* (owned) (nullable) */
  /* Of a line instead of a handler: takes the stream once the handshake is done. */
  const char *subprotocol; /* (nullable) */
  void (*upgraded) (GIOStream *stream, GUri *uri, TcHttpPeer *peer, gpointer data);
} TcHttpMount;

struct _TcHttpRequest {
  GObject parent;
  SoupServerMessage *message; /* (owned) (nullable): until answered or gone */
  TcHttpPeer *peer;           /* (owned) */
  const TcHttpMount *mount;   /* (unowned): the server outlives its connections */
  char *method;               /* (owned) */
  char *path;                 /* (owned) */
  char *address;              /* (owned): of the client, though a proxy stands between */
  char *key;                  /* (owned): what limits count it by */
  char *origin;               /* (owned) (nullable): made when asked for */
  char *content_type;         /* (owned) (nullable): made when asked for */
  GPtrArray *query;           /* (owned) (nullable): read when asked for */
  GBytes *body;               /* (owned) (nullable): made when asked for */
  GCancellable *cancellable;  /* (owned) */
  gpointer state;             /* the handler's */
  GDestroyNotify state_free;
  gint64 started_us;   /* monotonic */
  gboolean takes_body; /* the head announces one */
  gboolean whole;      /* nothing more to read */
  gboolean answered;
  gboolean paused;
  gboolean last; /* the connection closes after it */
};

/* @path: decoded. (transfer full) */
TcHttpRequest *tc_http_request_new (SoupServerMessage *message, TcHttpPeer *peer,
                                    const TcHttpMount *mount, const char *path);
/* Refuses in the route's form. */
void tc_http_request_refuse (TcHttpRequest *self, guint status);
/* Sets status and headers for a body that follows by itself; (nullable): the message, still lent,
 * or NULL if the client is gone. */
SoupServerMessage *tc_http_request_start_answer (TcHttpRequest *self, guint status,
                                                 const char *content_type);
void tc_http_request_resume (TcHttpRequest *self, SoupServerMessage *message);

/* Mounts a line at @path. */
void tc_http_server_add_line (TcHttpServer *self, const char *path, const char *subprotocol,
                              void (*upgraded) (GIOStream *stream, GUri *uri, TcHttpPeer *peer,
                                                gpointer data),
                              gpointer data);
