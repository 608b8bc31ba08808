/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Answers: one description per kind of document, over a plain C struct, from which both XML and
 * JSON are written, so that the two can't differ. The mapping is GeoReport's ("Spark convention"):
 * an XML list <services><service>… is a JSON array of objects; ids and codes are JSON strings.
 *
 * What stands in a struct is any text of the database; whatever XML or JSON can't carry is replaced
 * or escaped here and nowhere else.
 */
#pragma once

#include "tc-open311-route.h"

typedef enum {
  TC_OPEN311_TEXT,    /* const char * (nullable) */
  TC_OPEN311_ID,      /* gint64; 0 is absent; a string in JSON */
  TC_OPEN311_TIME,    /* gint64 microseconds UTC; TC_OPEN311_NONE is absent */
  TC_OPEN311_DEGREES, /* gint64 e7; TC_OPEN311_NONE is absent; a number in JSON */
  TC_OPEN311_INT,     /* gint64; a number in JSON */
  TC_OPEN311_BOOL,    /* gboolean */
  TC_OPEN311_TEXTS,   /* GPtrArray * of const char *; never NULL */
  TC_OPEN311_ITEMS,   /* GPtrArray * of structs as described by `items`; never NULL */
} TcOpen311Kind;

#define TC_OPEN311_NONE G_MININT64

typedef struct _TcOpen311Field TcOpen311Field;
struct _TcOpen311Field {
  const char *name;
  TcOpen311Kind kind;
  gsize offset;
  gboolean omit;               /* left out when absent; otherwise null in JSON, empty in XML */
  const char *item;            /* of TEXTS and ITEMS: the XML element of one */
  const TcOpen311Field *items; /* of ITEMS; ends with a name of NULL */
};

typedef struct {
  const char *root; /* XML's outer element */
  const char *item; /* (nullable): one row's element; NULL: the document is one struct */
  const TcOpen311Field *fields; /* ends with a name of NULL */
} TcOpen311Document;

/* Rows of the documents below. All strings are (unowned) or (owned) as their maker says; the writer
 * only reads. */
typedef struct {
  const char *specification;
  const char *url;
  const char *changeset;
  const char *type;
  GPtrArray *formats;
} TcOpen311Endpoint;

typedef struct {
  const char *changeset;
  const char *contact;
  const char *key_service;
  GPtrArray *endpoints; /* (element-type TcOpen311Endpoint) */
} TcOpen311Discovery;

extern const TcOpen311Document tc_open311_discovery_document;
extern const TcOpen311Document tc_open311_services_document;
extern const TcOpen311Document tc_open311_service_document;
extern const TcOpen311Document tc_open311_requests_document;
extern const TcOpen311Document tc_open311_receipts_document; /* answer to a POST, and to a token */
extern const TcOpen311Document tc_open311_updates_document;
extern const TcOpen311Document tc_open311_update_receipts_document;
extern const TcOpen311Document tc_open311_errors_document;

const char *tc_open311_format_get_content_type (TcOpen311Format format);

/**
 * tc_open311_document_write:
 * @rows: of a list; a single struct is an array of one
 * @offset_s: the zone that times are given in, seconds east of UTC
 *
 * Returns: (transfer full): UTF-8
 */
GBytes *tc_open311_document_write (const TcOpen311Document *document, TcOpen311Format format,
                                   GPtrArray *rows, int offset_s);
