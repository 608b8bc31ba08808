/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the gateway asks the database, as work for a reader (tc-worker.h): each function below is a
 * TcWorkFunc that gets a TcOpen311Ask and gives an Open311 record, in the language asked for.
 *
 * This is the gate for what may come out: private reports are left out here, texts are masked here.
 */
#pragma once

#include "tc-open311-input.h"
#include "tc-worker.h"

typedef struct {
  char language[3];        /* "vi" or "en" */
  gboolean batch;          /* services are told to be "batch": POST answers a token */
  char *media_base;        /* (owned) (nullable): address that photos stand below */
  char *service_code;      /* (owned) (nullable) */
  gint64 id;               /* of a report */
  TcOpen311Filter *filter; /* (owned) (nullable) */
  char *source;            /* (owned) (nullable): the client's name */
  char *external_id;       /* (owned) (nullable): its number of the report or update */
  char *text;              /* (owned) (nullable): of the update */
  gint64 lat_e7;           /* where it is; TC_NONE: not told */
  gint64 lon_e7;
} TcOpen311Ask;

TcOpen311Ask *tc_open311_ask_new (const char *language);
void tc_open311_ask_free (gpointer ask);

/* GPtrArray of TcOpen311Service. */
gpointer tc_open311_read_services (TcDatabase *db, gpointer ask, GCancellable *cancellable,
                                   GError **error);
/* TcOpen311ServiceFacts (nullable): no such service; service_code. With source and external_id also
 * whether that report is there already. */
typedef struct {
  gint64 field_id;
  char *name;                      /* (owned) */
  TcOpen311Definition *definition; /* (owned) */
  gint64 area_id;                  /* whose centre is nearest to the place; 0: none is near */
  gint64 known_id;                 /* the report that the client sent before; 0: none */
} TcOpen311ServiceFacts;
void tc_open311_service_facts_free (gpointer facts);
gpointer tc_open311_read_service (TcDatabase *db, gpointer ask, GCancellable *cancellable,
                                  GError **error);
/* GPtrArray of TcOpen311Request: by filter. */
gpointer tc_open311_read_requests (TcDatabase *db, gpointer ask, GCancellable *cancellable,
                                   GError **error);
/* GPtrArray of TcOpen311Request with the one of id; (nullable): none that may be seen. */
gpointer tc_open311_read_request (TcDatabase *db, gpointer ask, GCancellable *cancellable,
                                  GError **error);
/* GPtrArray of TcOpen311Update: what we told, by filter. */
gpointer tc_open311_read_updates (TcDatabase *db, gpointer ask, GCancellable *cancellable,
                                  GError **error);

/* What is known of one report; (nullable): none of id. Private ones too: not for telling. */
typedef struct {
  gint64 incident_id;
  char *source; /* (owned) (nullable) */
  gboolean private_;
  gboolean closed;  /* as GeoReport says it */
  gint64 ended_us;  /* when updates told that it is; G_MAXINT64: they didn't */
  gint64 update_id; /* of the incoming update of external_id, else of text; 0: none */
  gint64 rating;    /* the reporter's rating; TC_NONE */
  gint64 rated_id;  /* of the update that gave it last; 0 */
  char *media_hash; /* (owned) (nullable): of a released photo */
  char *media_type; /* (owned) (nullable) */
} TcOpen311ReportFacts;
void tc_open311_report_facts_free (gpointer facts);
gpointer tc_open311_read_report (TcDatabase *db, gpointer ask, GCancellable *cancellable,
                                 GError **error);

/* A service's questions: JSON as it stands in field.attributes, an array of objects with code,
 * datatype, required, variable, order, description_vi, description_en, datatype_description_vi,
 * datatype_description_en and values (key, name_vi, name_en). What isn't of that form is passed
 * over, with a line in the journal. Added to @definition, by order. */
void tc_open311_definition_add_json (TcOpen311Definition *definition, const char *json,
                                     const char *language);
/* Mysociety's word for a state: "open", "investigating", "in_progress" … */
const char *tc_open311_get_update_status (const char *state_code);
/* Telephone numbers, identity numbers and e-mail addresses are blotted out. (transfer full) */
char *tc_open311_mask_text (const char *text);
