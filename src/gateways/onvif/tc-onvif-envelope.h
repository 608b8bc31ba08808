/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Making requests: SOAP 1.2 envelopes with or without a WS-UsernameToken, and the probe of
 * WS-Discovery. Time and chance come by argument.
 *
 * Source: ONVIF Core 5.9 and 7; WS-Security UsernameToken Profile 1.0.
 */
#pragma once

#include <glib.h>

typedef enum {
  TC_ONVIF_SERVICE_DEVICE,
  TC_ONVIF_SERVICE_MEDIA,
  TC_ONVIF_SERVICE_MEDIA2,
  TC_ONVIF_SERVICE_PTZ,
  TC_ONVIF_SERVICE_SEARCH,
  TC_ONVIF_SERVICE_REPLAY,
  TC_ONVIF_N_SERVICES,
} TcOnvifService;

#define TC_ONVIF_SCHEMA "http://www.onvif.org/ver10/schema"
#define TC_ONVIF_SOAP_12 "http://www.w3.org/2003/05/soap-envelope"
#define TC_ONVIF_SOAP_11 "http://schemas.xmlsoap.org/soap/envelope/"
#define TC_ONVIF_DISCOVERY "http://schemas.xmlsoap.org/ws/2005/04/discovery"
#define TC_ONVIF_ADDRESSING "http://schemas.xmlsoap.org/ws/2004/08/addressing"

/* Its namespace, which is also what a device knows it by. A constant. */
const char *tc_onvif_service_get_namespace (TcOnvifService service);
/* "media", for journal and causes. A constant. */
const char *tc_onvif_service_get_name (TcOnvifService service);

/* What stands in the envelope: an element @action of @service, in which further ones are put. The
 * prefix "tt" is that of TC_ONVIF_SCHEMA. (transfer full) */
GString *tc_onvif_body_new (TcOnvifService service, const char *action);
/* <@name>@text</@name>, escaped; @name may have the prefix. */
void tc_onvif_body_add (GString *body, const char *name, const char *text);
void tc_onvif_body_open (GString *body, const char *name);
void tc_onvif_body_close (GString *body, const char *name);

#define TC_ONVIF_NONCE_BYTES 16

typedef struct {
  const char *account;
  const char *password;
  guint8 nonce[TC_ONVIF_NONCE_BYTES]; /* another one each time: a device may refuse it twice */
  gint64 created_us;                  /* by the clock of the device */
} TcOnvifToken;

/**
 * tc_onvif_envelope_new:
 * @body: what tc_onvif_body_new() began for @action; its end is put behind it
 * @token: (nullable)
 */
GBytes *tc_onvif_envelope_new (const char *action, const char *body, const TcOnvifToken *token);

/* Base64 of the SHA-1 of nonce, time and password. (transfer full) */
char *tc_onvif_password_digest (gconstpointer nonce, gsize nonce_size, const char *created,
                                const char *password);

/* Times that are told and taken: from 1970 to the end of 2100. */
#define TC_ONVIF_YEAR_MIN 1970
#define TC_ONVIF_YEAR_MAX 2100
#define TC_ONVIF_TIME_US_MAX G_GINT64_CONSTANT (4133980799999999)

/* "2026-11-27T06:37:19.120Z"; the nearest one within those limits. (transfer full) */
char *tc_onvif_time_to_text (gint64 us);

/* @message_id: "urn:uuid:…"; @types: such as "dn:NetworkVideoTransmitter" or "tds:Device" */
GBytes *tc_onvif_probe_new (const char *message_id, const char *types);
