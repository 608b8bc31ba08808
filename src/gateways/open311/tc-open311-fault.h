/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is wrong with a request, gathered while it is read: an HTTP status and one plain English
 * sentence for each error, since their reader is the maker of a client. Every parser of this folder
 * takes a fault and adds to it; whoever answers asks once whether there is one.
 *
 * Source: GeoReport v2, "Possible Errors" of each method: 404 for an unknown jurisdiction, service,
 * request or token, 403 for a missing or wrong key, 400 for the rest; 405, 413, 415, 429 and 503
 * are HTTP's own (RFC 9110, RFC 6585).
 */
#pragma once

#include <glib.h>

/* Errors that one answer lists; more are counted out. */
#define TC_OPEN311_ERRORS_MAX 20

typedef struct {
  char *code;        /* (owned): the HTTP status of this error, as text */
  char *description; /* (owned) */
} TcOpen311Error;

typedef struct {
  guint status;        /* that of the answer; 0 while nothing is wrong */
  GPtrArray *errors;   /* (owned) (element-type TcOpen311Error) */
  const char *allow;   /* (unowned) (nullable): a constant; the methods allowed, with 405 */
  guint retry_after_s; /* with 429 and 503 */
} TcOpen311Fault;

TcOpen311Fault *tc_open311_fault_new (void);
void tc_open311_fault_free (TcOpen311Fault *fault);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcOpen311Fault, tc_open311_fault_free)

gboolean tc_open311_fault_is_set (const TcOpen311Fault *fault);
/* The first error gives the answer its status. Always returns FALSE, so that a parser can end with
 * it. */
gboolean tc_open311_fault_add (TcOpen311Fault *fault, guint status, const char *format, ...)
    G_GNUC_PRINTF (3, 4);
