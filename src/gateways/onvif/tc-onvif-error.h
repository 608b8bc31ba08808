/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Why a device can't be worked with. Such a GError is worded for the journal and carries its cause:
 * a stable code with arguments, which is worded where a person reads it.
 *
 * No password, no address with one, and no bytes as a device sent them are ever in it: what a
 * device says is cleaned and cut.
 */
#pragma once

#include "tc-error.h"

#define TC_ONVIF_ERROR (tc_onvif_error_quark ())
GQuark tc_onvif_error_quark (void);

/* Each with the code of its cause and the arguments of that. */
typedef enum {
  TC_ONVIF_ERROR_ADDRESS,      /* camera.address {what}: what was given is none that may be used */
  TC_ONVIF_ERROR_TOLD_ADDRESS, /* camera.told-address {what}: likewise, what the device told */
  TC_ONVIF_ERROR_UNKNOWN_HOST, /* camera.unknown-host {host} */
  TC_ONVIF_ERROR_NO_ROUTE,     /* camera.no-route {host} */
  TC_ONVIF_ERROR_REFUSED,      /* camera.refused {host}: nothing listens there */
  TC_ONVIF_ERROR_TIMEOUT,      /* camera.timeout {step, ms} */
  TC_ONVIF_ERROR_BROKEN,       /* camera.broken {step}: the line broke */
  TC_ONVIF_ERROR_CERTIFICATE,  /* camera.certificate {sha256}: nobody vouches for it */
  TC_ONVIF_ERROR_DENIED,       /* camera.denied {step}: account, password or its rights */
  TC_ONVIF_ERROR_REDIRECTED,   /* camera.redirected {host}: it leads elsewhere */
  TC_ONVIF_ERROR_NOT_ONVIF,    /* camera.not-onvif {status}: something else answers */
  TC_ONVIF_ERROR_WEB_PAGE,     /* camera.web-page {status, title}: a page for people answers */
  TC_ONVIF_ERROR_BUSY,         /* camera.busy {status}: it can't just now */
  TC_ONVIF_ERROR_MALFORMED,    /* camera.malformed {what} */
  TC_ONVIF_ERROR_TOO_LARGE,    /* camera.too-large {what, max} */
  TC_ONVIF_ERROR_FAULT,        /* camera.fault {code, reason}: it refuses that, in its own words */
  TC_ONVIF_ERROR_UNSUPPORTED,  /* camera.unsupported {what}: it has no such thing */
  TC_ONVIF_N_ERRORS,
} TcOnvifError;

/* Characters of a text of the device's that stand in an error. */
#define TC_ONVIF_SAID_CHARS_MAX 200

/**
 * tc_onvif_error_new:
 * @...: the arguments: triples as for tc_refusal_new(), closed by NULL; texts are cleaned and cut
 */
GError *tc_onvif_error_new (TcOnvifError code, ...) G_GNUC_NULL_TERMINATED;
/* Likewise, where a GError goes. Returns: FALSE. */
gboolean tc_onvif_error_set (GError **error, TcOnvifError code, ...) G_GNUC_NULL_TERMINATED;

/* (transfer full) (nullable): the cause of an error of TC_ONVIF_ERROR; NULL of any other. */
TcRefusal *tc_onvif_error_dup_cause (const GError *error);
