/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * SOAP as fake cameras read and write it. Elements are found by their local name: a fake takes what
 * any client writes. Pure.
 */
#pragma once

#include <glib.h>

#define TC_FAKE_SOAP_BYTES_MAX (64 * 1024)

typedef struct _TcFakeSoap TcFakeSoap;

/* Errors: TC_ERROR_LIMIT; TC_ERROR_INVALID: it is no envelope with something in its body. */
TcFakeSoap *tc_fake_soap_parse (const char *bytes, gsize size,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
void tc_fake_soap_free (TcFakeSoap *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcFakeSoap, tc_fake_soap_free)

/* What stands in the body: "GetProfiles", and its namespace. */
const char *tc_fake_soap_get_action (const TcFakeSoap *self);
const char *tc_fake_soap_get_namespace (const TcFakeSoap *self);

/* The text of the first element of that name in the body, however deep. (transfer full)
 * (nullable) */
char *tc_fake_soap_dup (const TcFakeSoap *self, const char *name);
/* Likewise in the header. */
char *tc_fake_soap_dup_header (const TcFakeSoap *self, const char *name);
gboolean tc_fake_soap_has (const TcFakeSoap *self, const char *name);
/* The number that is an attribute of it; @fallback: there is none. */
double tc_fake_soap_get_number (const TcFakeSoap *self, const char *name, const char *attribute,
                                double fallback);

/* A duration such as "PT1.5S" in microseconds; @fallback: it is none, or NULL. */
gint64 tc_fake_soap_parse_duration (const char *text, gint64 fallback);

/* ---- who asks ---- */

typedef enum {
  TC_FAKE_PROOF_NONE,
  TC_FAKE_PROOF_GOOD,
  TC_FAKE_PROOF_BAD,
} TcFakeProof;

/**
 * tc_fake_soap_prove:
 * @clock_us: the camera's; a token that was made long before or after by it is no proof
 * @nonce: (out) (transfer full) (nullable): of a good one: it may not come again
 *
 * Whether there is a WS-UsernameToken and it is right (PasswordDigest alone).
 */
TcFakeProof tc_fake_soap_prove (const TcFakeSoap *self, const char *account, const char *password,
                                gint64 clock_us, char **nonce);

/* ---- answers ---- */

/* An envelope that holds @content; the prefixes tt, tds, trt, tr2, tptz, tse, trp, ter, tns1 and
 * wsnt are those of ONVIF. (transfer full) */
char *tc_fake_soap_envelope (const char *content);
/* @code: "Sender" or "Receiver"; @subcodes: (nullable) "ter:NotAuthorized" in the outer one, or
 * with an inner one behind a space. (transfer full) */
char *tc_fake_soap_fault (const char *code, const char *subcodes, const char *reason);
/* "2026-11-27T06:37:00.123Z". (transfer full) */
char *tc_fake_soap_time (gint64 us);
