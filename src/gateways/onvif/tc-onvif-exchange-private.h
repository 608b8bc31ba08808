/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One request to a device and what came back, whatever that is: bounded in time and size, never led
 * elsewhere, trusting no certificate but those that somebody vouches for. It knows nothing of SOAP
 * or accounts. Private to the room.
 */
#pragma once

#include <gio/gio.h>
#include <libsoup/soup.h>

/* (transfer full): as an exchange wants it. */
SoupSession *tc_onvif_session_new (void);

typedef struct {
  GUri *url;
  GBytes *content;
  const char *content_type;
  const char *authorization;      /* (nullable) */
  const char *certificate_sha256; /* (nullable): lower-case hex: trusted though nobody signed it */
  const char *step;               /* for the error */
  guint connect_ms;
  guint answer_ms; /* for the whole answer, from the moment that the request goes out */
  gboolean once;   /* it mustn't be sent again of itself */
} TcOnvifRequest;

typedef struct {
  guint status;
  GBytes *bytes;      /* (owned) */
  char *content_type; /* (owned) (nullable) */
  char **challenges;  /* (owned): each WWW-Authenticate */
  char *location;     /* (owned) (nullable) */
  gint64 date_us;     /* of the header Date, if it can be; TC_ONVIF_NO_TIME */
  gint64 at_us;       /* by our clock: between the request and the answer's headers */
} TcOnvifAnswer;

void tc_onvif_answer_free (TcOnvifAnswer *answer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcOnvifAnswer, tc_onvif_answer_free)

/* What @request points to is copied as far as it is needed. Whoever cancels, and a time-out, end it
 * at once, also where it still waits for a line. */
void tc_onvif_exchange_async (SoupSession *session, const TcOnvifRequest *request,
                              GCancellable *cancellable, GAsyncReadyCallback callback,
                              gpointer data);
/* Errors: of TC_ONVIF_ERROR: UNKNOWN_HOST, NO_ROUTE, REFUSED, TIMEOUT, BROKEN, CERTIFICATE,
 * NOT_ONVIF, TOO_LARGE; G_IO_ERROR_CANCELLED. */
TcOnvifAnswer *tc_onvif_exchange_finish (GAsyncResult *result,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;
