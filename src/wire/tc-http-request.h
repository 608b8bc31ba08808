/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One HTTP request and its answer. Handlers get it lent; one that answers later keeps a reference.
 * Answering twice is our mistake (asserted); answering a client that has gone does nothing. If the
 * last reference is dropped without an answer, the client gets a 500.
 *
 * What the request says is to be read before it is answered.
 *
 * Everything in a request comes from outside: path, header values and form fields are valid UTF-8
 * without NUL, and that is all that was checked.
 */
#pragma once

#include <gio/gio.h>

#define TC_TYPE_HTTP_REQUEST (tc_http_request_get_type ())
G_DECLARE_FINAL_TYPE (TcHttpRequest, tc_http_request, TC, HTTP_REQUEST, GObject)

/* "GET" …; a HEAD is told as HEAD, and answered like a GET: the body is left out by itself. */
const char *tc_http_request_get_method (TcHttpRequest *self);
/* The whole path, percent-decoded. */
const char *tc_http_request_get_path (TcHttpRequest *self);
/* What follows the route's path: "" or "/requests.xml". */
const char *tc_http_request_get_rest (TcHttpRequest *self);
/* "https://host:port" as the client addressed us. */
const char *tc_http_request_get_origin (TcHttpRequest *self);
/* The client's address, numeric. */
const char *tc_http_request_get_address (TcHttpRequest *self);
/* (nullable): as sent, still encoded. */
const char *tc_http_request_get_query_text (TcHttpRequest *self);
/* (nullable): the first of that name in the query. */
const char *tc_http_request_get_query (TcHttpRequest *self, const char *name);
/* (nullable) */
const char *tc_http_request_get_header (TcHttpRequest *self, const char *name);
/* The content type without its parameters, lower case; "" if there is none. */
const char *tc_http_request_get_content_type (TcHttpRequest *self);
/* As the head says; -1 when it comes in chunks. */
gint64 tc_http_request_get_body_size (TcHttpRequest *self);
/* The body, empty if there is none or if it came by chunks. */
GBytes *tc_http_request_get_body (TcHttpRequest *self);
/* (nullable): what follows "Authorization: Bearer ". */
const char *tc_http_request_get_bearer (TcHttpRequest *self);
/* Cancelled when the client is known to be gone. */
GCancellable *tc_http_request_get_cancellable (TcHttpRequest *self);
/* Whatever the handler wants to keep with it. */
void tc_http_request_set_state (TcHttpRequest *self, gpointer state, GDestroyNotify state_free);
gpointer tc_http_request_get_state (TcHttpRequest *self);

gboolean tc_http_request_is_answered (TcHttpRequest *self);
/* Before the answer; another of that name is replaced. @name and @value must be printable: ours,
 * not the client's. */
void tc_http_request_add_header (TcHttpRequest *self, const char *name, const char *value);
/* @content_type: (nullable), @body: (nullable) */
void tc_http_request_answer (TcHttpRequest *self, guint status, const char *content_type,
                             GBytes *body);
/* @text: copied */
void tc_http_request_answer_text (TcHttpRequest *self, guint status, const char *content_type,
                                  const char *text);
/* The file, or the one range of it that was asked for; 404 if it can't be read. The file's name is
 * its version: @etag is told as such. */
void tc_http_request_answer_file (TcHttpRequest *self, const char *path, const char *content_type,
                                  const char *etag);

/* A field of a form or query. */
typedef struct {
  char *name;  /* (owned) */
  char *value; /* (owned) */
} TcHttpField;

/**
 * tc_http_parse_form:
 * @text: application/x-www-form-urlencoded, @size bytes
 * @max: fields at most
 *
 * Returns: (transfer full) (element-type TcHttpField): in their order, repeated ones too. Errors:
 * TC_ERROR_LIMIT; TC_ERROR_INVALID for a bad escape, NUL or what isn't UTF-8.
 */
GPtrArray *tc_http_parse_form (const char *text, gsize size, guint max,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* (nullable): the first of that name. */
const char *tc_http_form_get (GPtrArray *fields, const char *name);

/* A part of a form that brings files. */
typedef struct {
  char *name;   /* (owned) */
  GBytes *body; /* (owned) */
} TcHttpPart;

/**
 * tc_http_parse_multipart:
 * @content_type: (nullable): the header, with its parameters
 * @body: multipart/form-data
 * @max: parts at most
 *
 * Returns: (transfer full) (element-type TcHttpPart): in their order; those without a name are left
 * out. Errors: TC_ERROR_LIMIT; TC_ERROR_INVALID.
 */
GPtrArray *tc_http_parse_multipart (const char *content_type, GBytes *body, guint max,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* (nullable): the first of that name. */
GBytes *tc_http_multipart_get (GPtrArray *parts, const char *name);
/* (nullable) (transfer full): likewise, as text; NULL too if it isn't UTF-8 without NUL. */
char *tc_http_multipart_dup_text (GPtrArray *parts, const char *name);
