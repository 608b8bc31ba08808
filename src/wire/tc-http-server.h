/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The HTTP server of toancanhd: libsoup with its traps closed. Routes are a path, limits and a
 * handler; a gateway mounts routes and answers requests (tc-http-request.h) at once or later, and
 * sees nothing of libsoup.
 *
 * What a route never has to think of: bodies over its limit, clients that send or read too slowly,
 * too many connections or requests of one address. Those are answered before its handler.
 *
 * Thread: all of it on the thread whose main context was the default when the server was made.
 */
#pragma once

#include "tc-http-request.h"

#include <gio/gio.h>

#define TC_TYPE_HTTP_SERVER (tc_http_server_get_type ())
G_DECLARE_FINAL_TYPE (TcHttpServer, tc_http_server, TC, HTTP_SERVER, GObject)

typedef struct {
  guint connections_max;         /* altogether; further ones wait in the backlog */
  guint address_connections_max; /* of one address (one /64 of IPv6) */
  guint head_s;                  /* from connecting to the end of a request's head */
  guint idle_s;                  /* without a byte, within a body and between requests */
  guint body_bytes_per_s_min;    /* a body slower than that on the whole is cut off */
  /* (unowned) (nullable): numeric; outlives the server. A proxy before us: what limits count by is
   * then the last address in its X-Forwarded-For, and it may have connections without number. */
  const char *trusted_proxy;
} TcHttpLimits;

extern const TcHttpLimits tc_http_limits_default;

typedef struct {
  const char *certificate_path; /* PEM, with the chain; NULL: no TLS */
  const char *key_path;         /* PEM; NULL: stands in the certificate's file */
  gboolean allow_plain;         /* serve without TLS off loopback: behind a proxy that has it */
} TcHttpTls;

/* A path and all below it. The longest path that fits a request is its route. */
typedef struct {
  const char *path;      /* "/open311/v2": it, and what follows it after a '/' */
  const char *methods;   /* "GET POST"; HEAD is taken with GET. Others are answered 405 */
  gint64 body_bytes_max; /* 0: takes no body. More is answered 413, before it is read */
  guint rate_per_minute; /* of one address; 0: no limit. More is answered 429 */
  guint burst;           /* how many at once, of one address */
  gboolean secret;       /* what follows the path is a secret: no line of ours names it */
  /* The request is here whole (or its chunks were): answer it now or keep a reference and later. */
  void (*handle) (TcHttpRequest *request, gpointer data);
  /* (nullable): the head is here; answering now refuses the request without reading its body. */
  void (*begin) (TcHttpRequest *request, gpointer data);
  /* (nullable): takes the body as it comes, instead of keeping it for handle. */
  void (*chunk) (TcHttpRequest *request, GBytes *chunk, gpointer data);
  /* (nullable): the server refuses with @status: answer in the protocol's form. NULL: plain
   * text. */
  void (*refuse) (TcHttpRequest *request, guint status, gpointer data);
} TcHttpRoute;

/* @limits: (nullable): the default ones */
TcHttpServer *tc_http_server_new (const TcHttpLimits *limits);

/* @route is copied, but not its strings: they are constants, or outlive the server. */
void tc_http_server_add_route (TcHttpServer *self, const TcHttpRoute *route, gpointer data);

/**
 * tc_http_server_listen:
 * @address: numeric, IPv4 or IPv6; "::" is both
 * @port: 0 takes a free one
 * @tls: (nullable)
 *
 * Starts to serve. Errors: TC_ERROR_DENIED off loopback without TLS; TC_ERROR_INVALID for an
 * address or certificate that can't be read; G_IO_ERROR if the port can't be had.
 */
gboolean tc_http_server_listen (TcHttpServer *self, const char *address, guint16 port,
                                const TcHttpTls *tls, GError **error) G_GNUC_WARN_UNUSED_RESULT;
guint16 tc_http_server_get_port (TcHttpServer *self);
/* "http://127.0.0.1:8080", "https://…": where this machine reaches it. (transfer full) */
char *tc_http_server_dup_uri (TcHttpServer *self);
guint tc_http_server_get_connections (TcHttpServer *self);

/* Stops to take connections and requests, and lets those that run finish within @bound_ms. Lines
 * are their owner's to close. */
void tc_http_server_stop_async (TcHttpServer *self, guint bound_ms, GAsyncReadyCallback callback,
                                gpointer data);
/* TRUE if all finished, FALSE if some had to be cut. */
gboolean tc_http_server_stop_finish (TcHttpServer *self, GAsyncResult *result);
