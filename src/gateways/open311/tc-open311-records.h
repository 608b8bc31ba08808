/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The rows that Open311 documents are written from. They own their strings; those with GPtrArray
 * members always have one.
 */
#pragma once

#include <glib.h>

typedef struct {
  char *service_code; /* (owned) */
  char *service_name; /* (owned) */
  char *description;  /* (owned) (nullable) */
  gboolean metadata;  /* it has attributes */
  char *type;         /* (owned): "realtime" or "batch" */
  char *keywords;     /* (owned) (nullable): comma-separated */
  char *group;        /* (owned) (nullable) */
} TcOpen311Service;

typedef struct {
  char *key;  /* (owned) */
  char *name; /* (owned) */
} TcOpen311Value;

typedef struct {
  gboolean variable; /* FALSE: only told, not asked */
  char *code;        /* (owned) */
  char *datatype;    /* (owned): string, number, datetime, text, singlevaluelist, multivaluelist */
  gboolean required;
  char *datatype_description; /* (owned) (nullable) */
  gint64 order;
  char *description; /* (owned) (nullable) */
  GPtrArray *values; /* (owned) (element-type TcOpen311Value) */
} TcOpen311Attribute;

typedef struct {
  char *service_code;    /* (owned) */
  GPtrArray *attributes; /* (owned) (element-type TcOpen311Attribute) */
} TcOpen311Definition;

typedef struct {
  gint64 service_request_id;
  char *status;             /* (owned): "open" or "closed" */
  char *status_notes;       /* (owned) (nullable): the published answer */
  char *service_name;       /* (owned) (nullable) */
  char *service_code;       /* (owned) (nullable) */
  char *description;        /* (owned) (nullable) */
  char *agency_responsible; /* (owned) (nullable) */
  char *service_notice;     /* (owned) (nullable) */
  gint64 requested_datetime;
  gint64 updated_datetime;
  gint64 expected_datetime; /* G_MININT64: none */
  char *address;            /* (owned) (nullable) */
  char *address_id;         /* (owned) (nullable) */
  char *zipcode;            /* (owned) (nullable) */
  gint64 lat;               /* e7; G_MININT64: none */
  gint64 lon;
  char *media_url; /* (owned) (nullable) */
} TcOpen311Request;

/* One of id and token. */
typedef struct {
  gint64 service_request_id; /* 0: none */
  char *token;               /* (owned) (nullable) */
  char *service_notice;      /* (owned) (nullable) */
  char *account_id;          /* (owned) (nullable) */
} TcOpen311Receipt;

typedef struct {
  gint64 update_id;
  gint64 service_request_id; /* 0 in the answer to a POST */
  char *status;              /* (owned) (nullable): mySociety's extended set, lower case */
  gint64 updated_datetime;
  char *description; /* (owned) (nullable) */
  char *media_url;   /* (owned) (nullable) */
} TcOpen311Update;

TcOpen311Service *tc_open311_service_new (void);
TcOpen311Definition *tc_open311_definition_new (const char *service_code);
TcOpen311Attribute *tc_open311_attribute_new (void);
TcOpen311Value *tc_open311_value_new (const char *key, const char *name);
TcOpen311Request *tc_open311_request_new (void);
TcOpen311Receipt *tc_open311_receipt_new (void);
TcOpen311Update *tc_open311_update_new (void);

void tc_open311_service_free (TcOpen311Service *service);
void tc_open311_definition_free (TcOpen311Definition *definition);
void tc_open311_attribute_free (TcOpen311Attribute *attribute);
void tc_open311_value_free (TcOpen311Value *value);
void tc_open311_request_free (TcOpen311Request *request);
void tc_open311_receipt_free (TcOpen311Receipt *receipt);
void tc_open311_update_free (TcOpen311Update *update);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcOpen311Service, tc_open311_service_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcOpen311Definition, tc_open311_definition_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcOpen311Attribute, tc_open311_attribute_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcOpen311Request, tc_open311_request_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcOpen311Receipt, tc_open311_receipt_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcOpen311Update, tc_open311_update_free)
