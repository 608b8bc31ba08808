/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The page of an order, for the telephone of the unit that has it: what is asked and where, and
 * buttons that say what the unit would say at a desk. No account, no script: who has the link may.
 * So a link is of one order alone, until a time, and void once the order has ended or the centre
 * has renewed it (tc-page-link.h); the page shows what the unit's own row has, without what
 * reporters said and who they are.
 *
 *   GET  PATH/LINK            the page
 *   GET  PATH/LINK/photo/ID   a stripped copy of a photo of the incident
 *   POST PATH/LINK            a press: form fields press, do (accept, arrive, done, return, photo),
 *                             text, reason, photo
 *
 * Each press is an ordinary operation of the system with TC_VIA_PAGE, under the guards that a desk
 * has. It is answered by the page as it is then: 200 kept, or pressed before; 409 where the order
 * has come to something else; 400, 413, 415, 429 where it can't be used; 503 where the server can't
 * say. A link that is of no use: 404 forged, 410 too old, renewed, or of an order that isn't there.
 *
 * Thread: all of it on the main loop's thread, but keep_photo.
 */
#pragma once

#include "tc-http-server.h"
#include "tc-operation-sink.h"
#include "tc-page-link.h"
#include "tc-worker.h"

#define TC_TYPE_UNIT_PAGE_GATEWAY (tc_unit_page_gateway_get_type ())
G_DECLARE_FINAL_TYPE (TcUnitPageGateway, tc_unit_page_gateway, TC, UNIT_PAGE_GATEWAY, GObject)

/* Of one order. */
#define TC_UNIT_PAGE_SENT_PHOTOS_MAX 20

typedef struct {
  TcPageKey key;
  gint64 photo_bytes_max;    /* one photo that is sent */
  int offset_s;              /* zone of the times told, seconds east of UTC */
  guint rate_per_minute;     /* requests of one address; many telephones of a network share one */
  guint presses_per_minute;  /* of one order */
  guint messages_per_minute; /* likewise, of those */
  /* Where the file of that SHA-256 (hex) stands. (transfer full) */
  char *(*dup_file_path) (const char *hash, gpointer data);
  /* Any thread, several at once: keeps it; its SHA-256 as hex. (transfer full). Errors:
   * TC_ERROR_FULL, others. */
  char *(*keep_photo) (GBytes *bytes, gpointer data, GError **error);
  gpointer data;            /* (owned) if there is data_free */
  GDestroyNotify data_free; /* (nullable): once no task needs it any more */
} TcUnitPageOptions;

extern const TcUnitPageOptions tc_unit_page_options_default;

/* @reader: of the state's database */
TcUnitPageGateway *tc_unit_page_gateway_new (TcOperationSink *sink, TcWorker *reader,
                                             const TcUnitPageOptions *options);
/* Serves @path ("/u": a constant) and all below it. The gateway outlives the server. */
void tc_unit_page_gateway_mount (TcUnitPageGateway *self, TcHttpServer *server, const char *path);
/* What follows the server's address: "/u/…". (transfer full) */
char *tc_unit_page_gateway_make_path (TcUnitPageGateway *self, const TcPageLink *link);
