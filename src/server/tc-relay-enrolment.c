/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Enrolments of desks that ask at a relay; see the header.
 */
#include "tc-relay-enrolment.h"

#include "tc-enrol-client.h"
#include "tc-error.h"

#include <string.h>

#define BODY_BYTES_MAX 4096
#define RATE_PER_MINUTE 20

TcMembershipOptions
tc_relay_membership_options (const TcServerConfig *config)
{
  return (TcMembershipOptions){"relay", config->relay_server, config->relay_ca, config->relay_code,
                               config->data_dir};
}

/* Enrolments of desks: the server's alone. */

static void
refuse (TcHttpRequest *request, guint status, const char *code)
{
  g_autofree char *text = g_strdup_printf ("{\"refused\":{\"code\":\"%s\",\"args\":{}}}\n", code);

  tc_http_request_answer_text (request, status, "application/json", text);
}

static void
refuse_cb (TcHttpRequest *request, guint status, gpointer data)
{
  refuse (request, status, status == 429 ? "enrol.busy" : "enrol.form");
}

static void
passed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TcHttpRequest) request = data;
  g_autoptr (GError) error = NULL;
  guint status = 0;
  g_autoptr (GBytes)
      body = tc_http_client_post_finish (TC_HTTP_CLIENT (source), result, &status, &error);
  gsize size = 0;
  const char *text = body ? g_bytes_get_data (body, &size) : NULL;

  if (!body) {
    g_message ("a desk could not be enrolled, the server can't be reached: %s", error->message);
    refuse (request, 503, "enrol.busy");
    return;
  }
  g_autofree char *copy = g_strndup (text ? text : "", size);
  tc_http_request_answer_text (request, status, "application/json", copy);
}

static void
enrol_cb (TcHttpRequest *request, gpointer data)
{
  TcHttpClient *http = tc_relay_line_get_http (data);

  if (!http) {
    refuse (request, 503, "enrol.busy");
    return;
  }
  tc_http_client_post_async (http, TC_ENROL_PATH, "application/json",
                             tc_http_request_get_body (request), NULL, passed_cb,
                             g_object_ref (request));
}

void
tc_relay_enrolment_mount (TcHttpServer *http, TcRelayLine *line)
{
  static const TcHttpRoute route = {
      .path = TC_ENROL_PATH,
      .methods = "POST",
      .body_bytes_max = BODY_BYTES_MAX,
      .rate_per_minute = RATE_PER_MINUTE,
      .burst = RATE_PER_MINUTE,
      .handle = enrol_cb,
      .refuse = refuse_cb,
  };

  tc_http_server_add_route (http, &route, line);
}
