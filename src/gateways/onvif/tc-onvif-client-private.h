/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the parts of a client share: its state, and one call of a service with all that it takes
 * (proof of the account, the other proof, a clock that has moved, a redirect). Private to the room.
 */
#pragma once

#include "tc-onvif-address.h"
#include "tc-onvif-client.h"
#include "tc-onvif-digest.h"
#include "tc-onvif-error.h"
#include "tc-onvif-reply.h"

#include <libsoup/soup.h>

struct _TcOnvifClient {
  GObject parent;
  SoupSession *session;                 /* (owned) */
  SoupSession *brisk;                   /* (owned): its own lines, which nothing slow holds */
  GUri *address;                        /* (owned): of the device service, as it was given */
  GUri *services[TC_ONVIF_N_SERVICES];  /* (owned) (nullable): each where it is */
  gboolean misled[TC_ONVIF_N_SERVICES]; /* it told where, but that may not be used */
  char *account;                        /* (owned) (nullable) */
  char *password;                       /* (owned) (nullable): wiped at the end */
  char *certificate_sha256;             /* (owned) (nullable) */
  guint connect_ms;
  guint answer_ms;
  gboolean token;                  /* WS-UsernameToken is what it took last, else HTTP Digest */
  TcOnvifDigest *digest;           /* (owned) (nullable): its newest challenge */
  gboolean digest_proved;          /* and it took an answer to that */
  gboolean proved;                 /* it took a proof since it last denied a call */
  gboolean held;                   /* it denied two calls on end: no proofs until it's connected */
  GHashTable *denied;              /* (owned) (element-type utf8): actions that it denied since */
  guint clock_fresh_ms;            /* an offset that is younger isn't asked for again */
  gint64 offset_us;                /* its clock less ours */
  gint64 offset_at_us;             /* when that was asked, monotonic; TC_ONVIF_NO_TIME: never */
  gint64 date_offset_us;           /* likewise of the newest Date of HTTP; TC_ONVIF_NO_TIME */
  TcOnvifInformation *information; /* (owned) (nullable) */
};

typedef enum {
  TC_ONVIF_CALL_PLAIN = 0,
  TC_ONVIF_CALL_OPEN = 1 << 0,  /* needs no account by the specification: none is told */
  TC_ONVIF_CALL_ONCE = 1 << 1,  /* twice isn't the same as once */
  TC_ONVIF_CALL_BRISK = 1 << 2, /* somebody's hand is on it: less time than usual */
} TcOnvifCallFlags;

#define TC_ONVIF_BRISK_MS 1500

/**
 * tc_onvif_call_async:
 * @action: a constant: also the name of the request
 * @body: (transfer full): as tc_onvif_body_new() began it for @action
 *
 * Errors: those of TC_ONVIF_ERROR; UNSUPPORTED if the device has no such service, TOLD_ADDRESS if
 * it has one where nobody may go.
 */
void tc_onvif_call_async (TcOnvifClient *self, TcOnvifService service, const char *action,
                          GString *body, TcOnvifCallFlags flags, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer data);
TcOnvifReply *tc_onvif_call_finish (TcOnvifClient *self, GAsyncResult *result,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Ends @task, of a client, with the address that stands in @reply, checked. */
void tc_onvif_return_address (GTask *task, TcOnvifReply *reply, TcOnvifAddressKind kind);

/* It refused that, or has no such thing: another way may be tried. */
gboolean tc_onvif_error_is_refusal (const GError *error);
