/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What clients send, as validated structs: a report, a filter, an update. Reads parameters only:
 * whether a service, a request or a key exists is settled by the gateway.
 *
 * Source: GeoReport v2, "POST Service Request", "GET Service Requests"; mySociety's
 * servicerequestupdates.
 */
#pragma once

#include "tc-open311-params.h"
#include "tc-open311-records.h"

#define TC_OPEN311_DESCRIPTION_CHARS_MAX 4000
#define TC_OPEN311_ADDRESS_CHARS_MAX 500
/* A name, an account, a device. */
#define TC_OPEN311_NAME_CHARS_MAX 200
#define TC_OPEN311_PHONE_CHARS_MAX 30
#define TC_OPEN311_URL_CHARS_MAX 2000
/* An attribute of datatype string, and of text. */
#define TC_OPEN311_STRING_CHARS_MAX 500
#define TC_OPEN311_NUMBER_CHARS_MAX 30
/* Photos of one report. */
#define TC_OPEN311_MEDIA_MAX 4
#define TC_OPEN311_RATING_MAX 5
#define TC_OPEN311_ROWS_MAX 1000
#define TC_OPEN311_PAGE_MAX 1000
#define TC_OPEN311_SPAN_MAX_US (90 * G_GINT64_CONSTANT (86400000000))

typedef struct {
  char *code;  /* (owned): of the attribute, as in the definition */
  char *value; /* (owned): of a multivaluelist its keys, comma-separated */
  char **keys; /* (owned) (nullable): of a multivaluelist, in the definition's order */
} TcOpen311Answer;

typedef struct {
  char *service_code;  /* (owned) */
  char *description;   /* (owned) (nullable) */
  char *address;       /* (owned) (nullable) */
  char *address_id;    /* (owned) (nullable) */
  gint64 lat_e7;       /* G_MININT64: none */
  gint64 lon_e7;       /* G_MININT64: none */
  char *email;         /* (owned) (nullable) */
  char *phone;         /* (owned) (nullable) */
  char *name;          /* (owned) (nullable): family name first, as people are called here */
  char *device_id;     /* (owned) (nullable) */
  char *account_id;    /* (owned) (nullable) */
  GPtrArray *media;    /* (owned) (element-type utf8): addresses of photos */
  gboolean non_public; /* mySociety's parameter: to be handled, not to be shown */
} TcOpen311Report;

void tc_open311_report_free (TcOpen311Report *report);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcOpen311Report, tc_open311_report_free)

/* (nullable): NULL with one fault (400) for each thing that is wrong. */
TcOpen311Report *tc_open311_report_parse (const TcOpen311Params *params,
                                          TcOpen311Fault *fault) G_GNUC_WARN_UNUSED_RESULT;

/**
 * tc_open311_answers_parse:
 * @definition: (nullable): NULL for a service without attributes
 *
 * Reads attribute[code]=value and attribute[code][]=value. Returns: (transfer full)
 * (element-type TcOpen311Answer) (nullable): in the definition's order; NULL with a fault (400) for
 * each that is unknown, missing or not of its datatype.
 */
GPtrArray *tc_open311_answers_parse (const TcOpen311Params *params,
                                     const TcOpen311Definition *definition,
                                     TcOpen311Fault *fault) G_GNUC_WARN_UNUSED_RESULT;

typedef struct {
  GArray *ids;          /* (owned) (element-type gint64): overrides all others; empty: not given */
  char **service_codes; /* (owned) (nullable): NULL for all */
  gint64 start_us;      /* inclusive */
  gint64 end_us;        /* inclusive */
  gboolean open;        /* which statuses are wanted */
  gboolean closed;
  guint page;      /* from 1 */
  guint page_size; /* 1..TC_OPEN311_ROWS_MAX */
} TcOpen311Filter;

void tc_open311_filter_free (TcOpen311Filter *filter);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcOpen311Filter, tc_open311_filter_free)

/**
 * tc_open311_filter_parse:
 * @now_us: the clock; without dates the last 90 days up to it are meant, with one date the 90 days
 *   on its side
 */
TcOpen311Filter *tc_open311_filter_parse (const TcOpen311Params *params, gint64 now_us,
                                          TcOpen311Fault *fault) G_GNUC_WARN_UNUSED_RESULT;

typedef struct {
  gint64 service_request_id;
  char *update_id;   /* (owned) (nullable): the client's own number of it */
  char *status;      /* (owned) (nullable): lower case, one of mySociety's set */
  gint64 updated_us; /* G_MININT64: not told */
  char *description; /* (owned) (nullable): where there is a rating */
  guint rating;      /* ours, not of the standard: the reporter's rating, 1..; 0: none */
  char *name;        /* (owned) (nullable) */
  char *email;       /* (owned) (nullable) */
  char *phone;       /* (owned) (nullable) */
  char *account_id;  /* (owned) (nullable) */
  GPtrArray *media;  /* (owned) (element-type utf8) */
} TcOpen311Comment;

void tc_open311_comment_free (TcOpen311Comment *comment);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcOpen311Comment, tc_open311_comment_free)

TcOpen311Comment *tc_open311_comment_parse (const TcOpen311Params *params,
                                            TcOpen311Fault *fault) G_GNUC_WARN_UNUSED_RESULT;

/* "vi" or "en": parameter `locale`, else the first of the two in Accept-Language, else
 * @fallback. */
const char *tc_open311_choose_language (const TcOpen311Params *params, const char *accept_language,
                                        const char *fallback, TcOpen311Fault *fault);
