/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Inside the gateway: one exchange (a request on its way to its answer) and how it ends. The file
 * tc-open311-gateway.c receives and reads, tc-open311-posting.c carries out what changes something.
 */
#pragma once

#include "tc-open311-document.h"
#include "tc-open311-gateway.h"
#include "tc-open311-media.h"
#include "tc-open311-reads.h"
#include "tc-open311-repeats.h"

#include "tc-rate-limiter.h"

struct _TcOpen311Gateway {
  GObject parent;
  TcOperationSink *sink;      /* (owned) */
  TcWorker *reader;           /* (owned) */
  TcCodePool *codes;          /* (owned) */
  TcOpen311Options options;   /* its strings are in `strings` */
  GStringChunk *strings;      /* (owned) */
  char **media_hosts;         /* (owned) */
  const char *path;           /* (unowned): a constant of the server */
  TcOpen311Media *media;      /* (owned) */
  TcOpen311Repeats *repeats;  /* (owned) */
  TcRateLimiter *key_limiter; /* (owned) */
  guint n_running;            /* exchanges that are not answered yet */
  TcOpen311Counts counts;
};

typedef struct {
  TcOpen311Gateway *gateway; /* (owned) */
  TcHttpRequest *request;    /* (owned) */
  TcOpen311Route route;
  TcOpen311Params *params; /* (owned) */
  TcOpen311Fault *fault;   /* (owned) */
  const char *language;    /* (unowned): a constant */
  /* Of a POST. */
  TcOpen311Client client;
  TcOpen311Report *report;   /* (owned) (nullable) */
  TcOpen311Comment *comment; /* (owned) (nullable) */
  GPtrArray *answers;        /* (owned) (nullable) (element-type TcOpen311Answer) */
  char *external_id;         /* (owned) (nullable) */
  char *service_name;        /* (owned) (nullable) */
  gint64 field_id;
  gint64 area_id;
  gint64 incident_id;
  gint64 report_id;
  gboolean is_closed; /* the request that an update is about */
  gint64 ended_us;    /* likewise: when that was told; G_MAXINT64 */
  guint n_tries;
  gboolean is_first; /* others wait for it, under repeat_key */
  TcDigest repeat_key;
} TcOpen311Exchange;

/* Each of these answers and frees the exchange. */
void tc_open311_exchange_answer (TcOpen311Exchange *exchange, const TcOpen311Document *document,
                                 GPtrArray *rows);
void tc_open311_exchange_refuse (TcOpen311Exchange *exchange);
/* A fault of the world below: 503 when busy, else 500 and a line in the journal. */
void tc_open311_exchange_fail (TcOpen311Exchange *exchange, const GError *error);

/* Asks the reader; the callback gets the exchange. @ask: (transfer full) */
void tc_open311_exchange_ask (TcOpen311Exchange *exchange, TcWorkFunc func, TcOpen311Ask *ask,
                              GDestroyNotify result_free, GAsyncReadyCallback callback);
/* With the language and the addresses of this exchange. (transfer full) */
TcOpen311Ask *tc_open311_exchange_make_ask (TcOpen311Exchange *exchange);
/* The clock, microseconds UTC. */
gint64 tc_open311_now (void);
/* Whose key it is; FALSE with a fault if it is nobody's, or comes too often. */
gboolean tc_open311_exchange_check_key (TcOpen311Exchange *exchange);

void tc_open311_post_request (TcOpen311Exchange *exchange);
void tc_open311_post_update (TcOpen311Exchange *exchange);
