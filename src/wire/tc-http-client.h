/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The client's end of HTTP with our server: short posts, and files up and down that resume where
 * they broke off and are checked by their SHA-256.
 *
 * A file goes up by HEAD /files/<sha256> (200: it is there; 404 with Upload-Offset: how much of it
 * is), then PATCH with Upload-Offset and Upload-Length, as often as the line breaks.
 *
 * Thread: one, whose main context was the default when it was made; files are read and written on
 * others.
 */
#pragma once

#include "tc-digest.h"
#include "tc-wire-address.h"

#define TC_TYPE_HTTP_CLIENT (tc_http_client_get_type ())
G_DECLARE_FINAL_TYPE (TcHttpClient, tc_http_client, TC, HTTP_CLIENT, GObject)

/* Errors: of reading the CA file. */
TcHttpClient *tc_http_client_new (const TcWireAddress *address,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
/**
 * tc_http_client_new_pinned:
 * @sha256: of the one certificate (DER) that is trusted, whatever stands in it
 *
 * Of somebody whom our server named. Errors: as tc_wire_address_new().
 */
TcHttpClient *tc_http_client_new_pinned (const char *url, const TcDigest *sha256,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* @token: (nullable): sent as bearer with each request. */
void tc_http_client_set_token (TcHttpClient *self, const char *token);

/* Answers of at most this size are read. */
#define TC_HTTP_ANSWER_BYTES_MAX (1024 * 1024)

void tc_http_client_post_async (TcHttpClient *self, const char *path, const char *content_type,
                                GBytes *body, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer data);
/* (transfer full): the answer's body, with its @status, whatever that is. */
GBytes *tc_http_client_post_finish (TcHttpClient *self, GAsyncResult *result, guint *status,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * tc_http_client_upload_async:
 * @path: the file here
 * @sha256: its hash, lower-case hex: its name there
 *
 * @progress: (nullable): of the whole file, what an earlier attempt sent with it
 *
 * Errors: G_IO_ERROR when the line broke (call it again: it goes on where it stood);
 * TC_ERROR_DENIED, TC_ERROR_LIMIT (too large for the server), TC_ERROR_FULL (no room there),
 * TC_ERROR_BUSY, TC_ERROR_INVALID as the server answers.
 */
void tc_http_client_upload_async (TcHttpClient *self, const char *path, const char *sha256,
                                  GCancellable *cancellable, GFileProgressCallback progress,
                                  gpointer progress_data, GAsyncReadyCallback callback,
                                  gpointer data);
gboolean tc_http_client_upload_finish (TcHttpClient *self, GAsyncResult *result,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * tc_http_client_download_async:
 * @remote: "/files/<sha256>" or "/sync/snapshot/<name>"
 * @path: where it is to be; "<path>.part" holds it until it is whole, and is gone on with
 * @size: it must have; -1: any up to @size_max
 * @sha256: (nullable): it must have
 * @progress: (nullable): of the whole file, what was there before with it
 *
 * Errors: G_IO_ERROR when the line broke; TC_ERROR_NOT_FOUND, TC_ERROR_DENIED, TC_ERROR_LIMIT;
 * TC_ERROR_DIVERGED if what came isn't what was asked for (nothing is kept then).
 */
void tc_http_client_download_async (TcHttpClient *self, const char *remote, const char *path,
                                    gint64 size, gint64 size_max, const char *sha256,
                                    GCancellable *cancellable, GFileProgressCallback progress,
                                    gpointer progress_data, GAsyncReadyCallback callback,
                                    gpointer data);
/* Likewise, @size bytes of it from @start on. (Its end: tc_http_client_download_finish().) */
void tc_http_client_download_range_async (TcHttpClient *self, const char *remote, const char *path,
                                          gint64 start, gint64 size, GCancellable *cancellable,
                                          GAsyncReadyCallback callback, gpointer data);
gboolean tc_http_client_download_finish (TcHttpClient *self, GAsyncResult *result,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The SHA-256 of a file, lower-case hex. Any thread; reads the whole file. */
char *tc_file_sha256 (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* PEM of the server's certificate where a request failed (G_TLS_ERROR_BAD_CERTIFICATE) for the one
 * reason that nobody trusted signed it: a person may compare its fingerprint and vouch for it.
 * Borrowed. (nullable) */
const char *tc_http_client_get_refused_certificate (TcHttpClient *self);
