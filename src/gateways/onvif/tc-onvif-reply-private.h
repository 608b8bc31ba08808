/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the readers of replies share: elements by namespace and name, and their texts. Private to
 * the room.
 */
#pragma once

#include "tc-onvif-reply.h"

#include <libxml/tree.h>

struct _TcOnvifReply {
  xmlDoc *doc;      /* (owned) */
  xmlNode *header;  /* (unowned) (nullable): in doc */
  xmlNode *content; /* (unowned): in doc: what stands in the body */
  gint64 at_us;     /* by our clock: when it was made, as near as we know; 0: we don't */
};

/* The first child element of that name; likewise the next one beside @node. (nullable); NULL in
 * gives NULL out, so that ways can be chained. */
xmlNode *tc_onvif_node_find (const xmlNode *parent, const char *namespace, const char *name);
xmlNode *tc_onvif_node_next (const xmlNode *node);
/* The way down by names of TC_ONVIF_SCHEMA, closed by NULL. */
xmlNode *tc_onvif_node_walk (const xmlNode *node, ...) G_GNUC_NULL_TERMINATED;
gboolean tc_onvif_node_is (const xmlNode *node, const char *namespace, const char *name);

/* What stands between its tags, cut after @bytes_max bytes at the end of a character; "" for NULL.
 * (transfer full) */
char *tc_onvif_node_dup_raw (const xmlNode *node, gsize bytes_max);
/* Likewise, as a clean line; cut. (transfer full) */
char *tc_onvif_node_dup_line (const xmlNode *node);
/* Likewise a token; NULL: there is none that could be. (transfer full) (nullable) */
char *tc_onvif_node_dup_token (const xmlNode *node);
/* Likewise of an attribute without a namespace. */
char *tc_onvif_node_dup_token_attribute (const xmlNode *node, const char *name);
/* A whole number within limits, else @fallback. */
gint64 tc_onvif_node_get_int (const xmlNode *node, gint64 min, gint64 max, gint64 fallback);
/* The thousandths of a decimal, likewise. */
gint64 tc_onvif_node_get_milli (const xmlNode *node, gint64 max, gint64 fallback);
/* xs:dateTime between 1970 and 2100, else TC_ONVIF_NO_TIME. */
gint64 tc_onvif_text_to_time (const char *text);

/* Whether it is the answer @name; @namespace as of a service. */
gboolean tc_onvif_reply_is (TcOnvifReply *reply, TcOnvifService service, const char *name);
/* Sets MALFORMED that names what came and what was missed. Returns: FALSE */
gboolean tc_onvif_reply_miss (TcOnvifReply *reply, const char *what, GError **error);
