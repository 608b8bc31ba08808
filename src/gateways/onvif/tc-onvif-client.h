/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A camera or recorder by ONVIF: connecting to it, what it is, its profiles and where their streams
 * are. PTZ and recordings are asked for through the same object (tc-onvif-ptz.h,
 * tc-onvif-recording.h).
 *
 * Connecting asks for the device's clock first, without an account, since proofs carry its time. An
 * account is proved by HTTP Digest or WS-UsernameToken, whichever the device takes; that is kept.
 * Each exchange has its time-out; whoever calls can cancel. Nothing is tried again by itself but
 * with the other proof: when to come back is the caller's. What a device denied is denied here,
 * with no more proofs, until it is connected to anew; so is all, where nothing was taken between
 * two.
 *
 * Errors, of all: those of TC_ONVIF_ERROR (tc-onvif-error.h); G_IO_ERROR_CANCELLED.
 * Thread: the main loop's.
 */
#pragma once

#include "tc-onvif-records.h"

#include <gio/gio.h>

#define TC_ONVIF_CONNECT_MS 4000
#define TC_ONVIF_ANSWER_MS 8000
#define TC_ONVIF_CLOCK_FRESH_MS 10000

typedef struct {
  const char *address;            /* as tc_onvif_address_read() takes it */
  const char *account;            /* (nullable): none, also if it is empty */
  const char *password;           /* (nullable) */
  const char *certificate_sha256; /* (nullable): hex: of a certificate that a person vouches for */
  guint connect_ms;               /* until the line is there; 0: TC_ONVIF_CONNECT_MS */
  guint answer_ms;                /* from then on until the whole answer is; 0: as above */
  guint clock_fresh_ms;           /* a clock asked so lately isn't asked again; 0: as above */
} TcOnvifOptions;

#define TC_TYPE_ONVIF_CLIENT (tc_onvif_client_get_type ())
G_DECLARE_FINAL_TYPE (TcOnvifClient, tc_onvif_client, TC, ONVIF_CLIENT, GObject)

/* @options is copied. Errors: TC_ONVIF_ERROR_ADDRESS. */
TcOnvifClient *tc_onvif_client_new (const TcOnvifOptions *options,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Asks for clock, services and what the device is. Before that nothing else can be asked; it may be
 * called again at any time. */
void tc_onvif_client_connect_async (TcOnvifClient *self, GCancellable *cancellable,
                                    GAsyncReadyCallback callback, gpointer data);
gboolean tc_onvif_client_connect_finish (TcOnvifClient *self, GAsyncResult *result,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* (nullable): NULL before it is connected. */
const TcOnvifInformation *tc_onvif_client_get_information (TcOnvifClient *self);
gboolean tc_onvif_client_has (TcOnvifClient *self, TcOnvifService service);
/* How far the device's clock is ahead of ours; where it told none, that of its HTTP; else 0. */
gint64 tc_onvif_client_get_clock_offset_ms (TcOnvifClient *self);
/* Asks for the device's clock again, which may have been set since. That it tells none is no error:
 * HTTP's Date stands in for it. */
void tc_onvif_renew_clock_async (TcOnvifClient *self, GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer data);
gboolean tc_onvif_renew_clock_finish (TcOnvifClient *self, GAsyncResult *result,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* (transfer container) (element-type TcOnvifProfile): of media2, else of media */
void tc_onvif_client_profiles_async (TcOnvifClient *self, GCancellable *cancellable,
                                     GAsyncReadyCallback callback, gpointer data);
GPtrArray *tc_onvif_client_profiles_finish (TcOnvifClient *self, GAsyncResult *result,
                                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Where the stream of a profile is, by RTSP over TCP; where a picture of it is. Addresses as
 * tc_onvif_address_take() leaves them; TC_ONVIF_ERROR_TOLD_ADDRESS if it may not be used, which
 * holds of one that tells an account or a password too. Some are good for a while only: who finds
 * one that isn't any more asks anew. */
void tc_onvif_client_stream_async (TcOnvifClient *self, const TcOnvifProfile *profile,
                                   GCancellable *cancellable, GAsyncReadyCallback callback,
                                   gpointer data);
char *tc_onvif_client_stream_finish (TcOnvifClient *self, GAsyncResult *result,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;
void tc_onvif_client_snapshot_async (TcOnvifClient *self, const TcOnvifProfile *profile,
                                     GCancellable *cancellable, GAsyncReadyCallback callback,
                                     gpointer data);
char *tc_onvif_client_snapshot_finish (TcOnvifClient *self, GAsyncResult *result,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;
