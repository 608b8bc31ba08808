/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Parameters of a request, from its query and its form body (application/x-www-form-urlencoded).
 * Every name and value that comes out is valid UTF-8 without NUL and within its limit; a parameter
 * that is empty counts as absent (GeoReport v2, "Optional Arguments").
 */
#pragma once

#include "tc-open311-fault.h"

/* Query and form together. */
#define TC_OPEN311_PARAMS_MAX 200
#define TC_OPEN311_PARAM_NAME_BYTES_MAX 200
/* A description has 4,000 characters, of up to four bytes each. */
#define TC_OPEN311_PARAM_VALUE_BYTES_MAX (16 * 1024)
#define TC_OPEN311_QUERY_BYTES_MAX (16 * 1024)
#define TC_OPEN311_BODY_BYTES_MAX (64 * 1024)
/* Elements of one comma-separated list. */
#define TC_OPEN311_LIST_MAX 200

typedef struct {
  char *name;  /* (owned): not empty */
  char *value; /* (owned): not empty */
} TcOpen311Param;

typedef struct {
  GPtrArray *list; /* (owned) (element-type TcOpen311Param): in the order received */
} TcOpen311Params;

TcOpen311Params *tc_open311_params_new (void);
void tc_open311_params_free (TcOpen311Params *params);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcOpen311Params, tc_open311_params_free)

/**
 * tc_open311_params_parse:
 * @text: name=value pairs joined by '&', percent-encoded, '+' for a space; need not end in NUL
 *
 * Adds them to @params. Faults (400): broken percent code, invalid UTF-8, NUL, a pair without a
 * name, more than a limit allows.
 */
gboolean tc_open311_params_parse (TcOpen311Params *params, const char *text, gsize size,
                                  TcOpen311Fault *fault);

/* (nullable): the value of @name. Given twice with differing values it is a fault (400). */
const char *tc_open311_params_get (const TcOpen311Params *params, const char *name,
                                   TcOpen311Fault *fault);
/* Splits at commas, over all parameters of this @name; empty elements and repeats are left out.
 * (transfer full): NULL-terminated; (nullable): none. Faults (400): more than LIST_MAX. */
char **tc_open311_params_get_list (const TcOpen311Params *params, const char *name,
                                   TcOpen311Fault *fault);
