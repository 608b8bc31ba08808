/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The HTTP server of fake cameras. It is libsoup's own: a fault breaks a connection off in the
 * middle, which no server that is well does.
 */
#include "tc-fake-camera-http.h"

#include "tc-fake-camera-onvif.h"
#include "tc-fake-camera-snapshot.h"
#include "tc-limits.h"

#include <libsoup/soup.h>
#include <string.h>
#include <sys/socket.h>

#define REALM "camera"
#define NOISE_BYTES 700

/* A request that isn't answered yet. */
typedef struct {
  TcFakeHttp *http;           /* (unowned) */
  SoupServerMessage *message; /* (owned) */
  char *path;                 /* (owned) */
  guint number;               /* 0: of the recorder */
  guint timer;                /* source; 0: none */
} Waiting;

struct _TcFakeHttp {
  const TcFakeWorld *world; /* (unowned) */
  SoupServer *server;       /* (owned) */
  SoupAuthDomain *domain;   /* (owned): not the server's: who must prove what is decided here */
  TcFakeOnvif *onvif;       /* (owned) */
  GPtrArray *waiting;       /* (owned) (element-type Waiting) */
  guint16 port;
  guint garbled; /* answers that were garbage */
};

/* ---- answers ---- */

static void
reply (SoupServerMessage *message, guint status, const char *type, const char *text)
{
  soup_server_message_set_status (message, status, NULL);
  soup_server_message_set_response (message, type, SOUP_MEMORY_COPY, text, strlen (text));
}

static gboolean
has_digest (TcFakeHttp *self, SoupServerMessage *message)
{
  g_autofree char *account = soup_auth_domain_accepts (self->domain, message);

  return account != NULL;
}

static void
answer_onvif (TcFakeHttp *self, SoupServerMessage *message, const char *path)
{
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  const char *host = soup_message_headers_get_one (headers, "Host");
  TcFakeOnvifRequest request = {.path = path,
                                .host = host ? host : self->world->options->address,
                                .body = body->length > 0 ? body->data : "",
                                .size = (gsize) body->length,
                                .digest = has_digest (self, message),
                                .now_us = g_get_real_time ()};
  TcFakeOnvifAnswer answer;

  tc_fake_onvif_answer (self->onvif, &request, &answer);
  if (answer.challenge)
    soup_auth_domain_challenge (self->domain, message);
  else
    reply (message, answer.status, "application/soap+xml; charset=utf-8", answer.text);
  g_free (answer.text);
}

static void
answer_snapshot (TcFakeHttp *self, SoupServerMessage *message, guint number)
{
  const TcFakeOptions *options = self->world->options;
  gboolean denied = tc_fake_world_fault (self->world, number).kind == TC_FAKE_FAULT_DENY;
  g_autoptr (GError) error = NULL;

  if (denied || (options->account && !has_digest (self, message))) {
    soup_auth_domain_challenge (self->domain, message);
    return;
  }
  g_autoptr (GBytes) picture = tc_fake_snapshot_new (self->world, number, &error);
  if (!picture) {
    reply (message, SOUP_STATUS_INTERNAL_SERVER_ERROR, "text/plain", error->message);
    return;
  }
  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
  soup_message_headers_set_content_type (soup_server_message_get_response_headers (message),
                                         "image/jpeg", NULL);
  soup_message_body_append_bytes (soup_server_message_get_response_body (message), picture);
}

/* A web page and noise in turn, both as if all were well. */
static void
answer_garbage (TcFakeHttp *self, SoupServerMessage *message)
{
  char noise[NOISE_BYTES];

  if (self->garbled++ % 2 == 0) {
    reply (message, SOUP_STATUS_OK, "text/html",
           "<html><head><title>Web service</title></head><body>Please log in<br></body></html>");
    return;
  }
  for (guint i = 0; i < sizeof noise; i++)
    noise[i] = (char) g_random_int ();
  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
  soup_server_message_set_response (message, "application/soap+xml", SOUP_MEMORY_COPY, noise,
                                    sizeof noise);
}

static void
answer (TcFakeHttp *self, SoupServerMessage *message, const char *path)
{
  const char *rest;
  guint number = tc_fake_world_parse_path (self->world, path, &rest);
  const char *method = soup_server_message_get_method (message);

  if (number > 0 && tc_fake_world_fault (self->world, number).kind == TC_FAKE_FAULT_GARBAGE)
    answer_garbage (self, message);
  else if (g_str_has_prefix (rest, "/onvif/") && method == SOUP_METHOD_POST)
    answer_onvif (self, message, path);
  else if (number > 0 && g_str_equal (rest, "/snapshot.jpg") && method == SOUP_METHOD_GET)
    answer_snapshot (self, message, number);
  else
    reply (message, SOUP_STATUS_NOT_FOUND, "text/plain", "there is nothing here\n");
}

/* ---- requests that wait ---- */

static void
waiting_free (gpointer data)
{
  Waiting *waiting = data;

  if (waiting->timer > 0)
    g_source_remove (waiting->timer);
  g_signal_handlers_disconnect_by_data (waiting->message, waiting);
  g_object_unref (waiting->message);
  g_free (waiting->path);
  g_free (waiting);
}

static void
gone_cb (SoupServerMessage *message, gpointer data)
{
  Waiting *waiting = data;

  g_ptr_array_remove_fast (waiting->http->waiting, waiting);
}

static void
finish (Waiting *waiting)
{
  TcFakeHttp *self = waiting->http;
  g_autoptr (SoupServerMessage) message = g_object_ref (waiting->message);
  g_autofree char *path = g_steal_pointer (&waiting->path);

  g_ptr_array_remove_fast (self->waiting, waiting);
  answer (self, message, path);
  soup_server_message_unpause (message);
}

static gboolean
late_cb (gpointer data)
{
  Waiting *waiting = data;

  waiting->timer = 0;
  finish (waiting);
  return G_SOURCE_REMOVE;
}

/* @us: 0: until something else is decided */
static void
keep_waiting (TcFakeHttp *self, SoupServerMessage *message, const char *path, guint number,
              gint64 us)
{
  Waiting *waiting = g_new0 (Waiting, 1);

  *waiting = (Waiting){
      .http = self, .message = g_object_ref (message), .path = g_strdup (path), .number = number};
  if (us > 0)
    waiting->timer = g_timeout_add ((guint) (us / 1000), late_cb, waiting);
  g_signal_connect (message, "disconnected", G_CALLBACK (gone_cb), waiting);
  g_signal_connect (message, "finished", G_CALLBACK (gone_cb), waiting);
  g_ptr_array_add (self->waiting, waiting);
  soup_server_message_pause (message);
}

/* As far as a process can, like one whose power is cut. */
static void
cut_off (SoupServerMessage *message)
{
  const struct linger none = {.l_onoff = 1, .l_linger = 0};
  GSocket *socket = soup_server_message_get_socket (message);

  if (!socket)
    return;
  setsockopt (g_socket_get_fd (socket), SOL_SOCKET, SO_LINGER, &none, sizeof none);
  g_socket_close (socket, NULL);
}

static void
request_cb (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query,
            gpointer data)
{
  TcFakeHttp *self = data;
  guint number = tc_fake_world_parse_path (self->world, path, NULL);
  TcFakeFault fault = number > 0 ? tc_fake_world_fault (self->world, number)
                                 : (TcFakeFault){TC_FAKE_FAULT_NONE};

  switch (fault.kind) {
  case TC_FAKE_FAULT_KILL:
    cut_off (message);
    break;
  case TC_FAKE_FAULT_UNREACHABLE:
    keep_waiting (self, message, path, number, 0);
    break;
  case TC_FAKE_FAULT_SLOW:
    keep_waiting (self, message, path, number, fault.value);
    break;
  default:
    answer (self, message, path);
    break;
  }
}

void
tc_fake_http_fault_changed (TcFakeHttp *self, guint number)
{
  g_autoptr (GPtrArray) over = g_ptr_array_new ();

  for (guint i = 0; i < self->waiting->len; i++) {
    Waiting *waiting = g_ptr_array_index (self->waiting, i);
    if (waiting->number == number && waiting->timer == 0)
      g_ptr_array_add (over, waiting);
  }
  /* What was asked while nobody could be reached is lost. */
  for (guint i = 0; i < over->len; i++) {
    Waiting *waiting = g_ptr_array_index (over, i);
    g_autoptr (SoupServerMessage) message = g_object_ref (waiting->message);
    g_ptr_array_remove_fast (self->waiting, waiting);
    cut_off (message);
    soup_server_message_unpause (message);
  }
}

/* ---- the server ---- */

static char *
password_cb (SoupAuthDomain *domain, SoupServerMessage *message, const char *account, gpointer data)
{
  const TcFakeOptions *options = data;

  if (g_strcmp0 (account, options->account) != 0)
    return NULL;
  return soup_auth_domain_digest_encode_password (account, REALM, options->password);
}

static gboolean
listen_there (TcFakeHttp *self, GError **error)
{
  const TcFakeOptions *options = self->world->options;
  g_autoptr (GSocketAddress)
      address = g_inet_socket_address_new_from_string (options->address, options->http_port);

  if (!soup_server_listen (self->server, address, 0, error)) {
    g_prefix_error (error, "listening for ONVIF: ");
    return FALSE;
  }
  GSList *uris = soup_server_get_uris (self->server);
  self->port = (guint16) g_uri_get_port (uris->data);
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  return TRUE;
}

TcFakeHttp *
tc_fake_http_new (const TcFakeWorld *world, guint16 rtsp_port, GError **error)
{
  g_autoptr (TcFakeHttp) self = g_new0 (TcFakeHttp, 1);

  self->world = world;
  self->waiting = g_ptr_array_new_with_free_func (waiting_free);
  self->onvif = tc_fake_onvif_new (world, rtsp_port, g_get_real_time ());
  self->domain = soup_auth_domain_digest_new ("realm", REALM, NULL);
  soup_auth_domain_digest_set_auth_callback (self->domain, password_cb, (gpointer) world->options,
                                             NULL);
  self->server = soup_server_new ("server-header", "fake camera", NULL);
  soup_server_add_handler (self->server, NULL, request_cb, self, NULL);
  return listen_there (self, error) ? g_steal_pointer (&self) : NULL;
}

void
tc_fake_http_free (TcFakeHttp *self)
{
  soup_server_disconnect (self->server);
  g_ptr_array_unref (self->waiting);
  g_clear_object (&self->server);
  g_clear_object (&self->domain);
  tc_fake_onvif_free (self->onvif);
  g_free (self);
}

guint16
tc_fake_http_get_port (TcFakeHttp *self)
{
  return self->port;
}
