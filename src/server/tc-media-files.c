/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Exports, handed out; see the header.
 */
#include "tc-media-files.h"

#include "tc-error.h"
#include "tc-http-server.h"
#include "tc-media-exports.h"
#include "tc-media-ticket.h"

#include <string.h>

#define PATH "/export"
#define ID_DIGITS 16
#define FILE_CHARS_MAX 100

struct _TcMediaFiles {
  const TcMembership *member; /* (unowned): see the header */
  char *folder;               /* (owned) */
  TcHttpServer *http;         /* (owned) */
};

/* What is asked for. */
typedef struct {
  gint64 camera_id;
  gint64 export_id;
  char *file; /* (owned) */
} Wanted;

static void
wanted_clear (Wanted *wanted)
{
  g_clear_pointer (&wanted->file, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Wanted, wanted_clear)

/* A name in the folder itself. */
static gboolean
is_file_name (const char *name)
{
  return *name && *name != '.' && strlen (name) <= FILE_CHARS_MAX &&
         strspn (name, "abcdefghijklmnopqrstuvwxyz0123456789.-") == strlen (name);
}

/* "/12345/00000000000003e7/clip-1.mkv". */
static gboolean
read_wanted (const char *rest, Wanted *wanted)
{
  g_auto (GStrv) parts = g_strsplit (rest, "/", 5);
  guint64 id;

  if (g_strv_length (parts) != 4 || *parts[0] || strlen (parts[2]) != ID_DIGITS ||
      !g_ascii_string_to_signed (parts[1], 10, 1, G_MAXINT64, &wanted->camera_id, NULL) ||
      !g_ascii_string_to_unsigned (parts[2], 16, 1, G_MAXINT64, &id, NULL) ||
      !is_file_name (parts[3]))
    return FALSE;
  wanted->export_id = (gint64) id;
  wanted->file = g_strdup (parts[3]);
  return TRUE;
}

static gboolean
is_let_in (TcMediaFiles *self, const char *secret, const Wanted *wanted)
{
  const TcTicketWish wish = {.host = self->member->replica,
                             .camera_id = wanted->camera_id,
                             .use = TC_TICKET_EXPORT,
                             .profile = TC_PROFILE_MAIN,
                             .export_id = wanted->export_id};
  g_autoptr (GError) error = NULL;
  TcMediaTicket ticket;

  if (secret && tc_media_ticket_read (&ticket, secret, &self->member->server_key, &error) &&
      tc_media_ticket_admits (&ticket, &wish, FALSE, g_get_real_time (), &error))
    return TRUE;
  if (error)
    g_debug ("somebody isn't given an export: %s", error->message);
  return FALSE;
}

static void
handle_cb (TcHttpRequest *request, gpointer data)
{
  TcMediaFiles *self = data;
  g_auto (Wanted) wanted = {0};
  g_autofree char *name = NULL, *path = NULL, *etag = NULL;

  if (!read_wanted (tc_http_request_get_rest (request), &wanted) ||
      !is_let_in (self, tc_http_request_get_bearer (request), &wanted)) {
    tc_http_request_add_header (request, "WWW-Authenticate", "Bearer");
    tc_http_request_answer (request, 401, NULL, NULL);
    return;
  }
  name = tc_media_copies_find (self->folder, wanted.camera_id, wanted.export_id);
  if (!name) {
    tc_http_request_answer (request, 404, NULL, NULL);
    return;
  }
  path = g_build_filename (self->folder, name, wanted.file, NULL);
  etag = g_strdup_printf ("%s-%s", name, wanted.file);
  tc_http_request_answer_file (request, path, "application/octet-stream", etag);
}

static gboolean
listen (TcMediaFiles *self, const TcMediaConfig *config, GError **error)
{
  const TcHttpTls tls = {.certificate_path = config->certificate,
                         .key_path = *config->key ? config->key : NULL};

  if (!config->port_first)
    return tc_http_server_listen (self->http, config->address, 0, &tls, error);
  /* Workers take theirs from the first on, and pictures that move come before copies. */
  g_set_error (error, TC_ERROR, TC_ERROR_LIMIT, "no port is left for copies: give another one");
  for (gint64 port = config->port_last; port > config->port_first; port--) {
    g_clear_error (error);
    if (tc_http_server_listen (self->http, config->address, (guint16) port, &tls, error))
      return TRUE;
  }
  return FALSE;
}

TcMediaFiles *
tc_media_files_new (const TcMediaConfig *config, const TcMembership *member, const char *folder,
                    GError **error)
{
  const TcHttpRoute route = {.path = PATH, .methods = "GET", .secret = TRUE, .handle = handle_cb};
  TcMediaFiles *self = g_new0 (TcMediaFiles, 1);

  self->member = member;
  self->folder = g_strdup (folder);
  self->http = tc_http_server_new (NULL);
  tc_http_server_add_route (self->http, &route, self);
  if (listen (self, config, error))
    return self;
  tc_media_files_free (self);
  return NULL;
}

void
tc_media_files_free (TcMediaFiles *self)
{
  g_object_unref (self->http);
  g_free (self->folder);
  g_free (self);
}

guint16
tc_media_files_get_port (TcMediaFiles *self)
{
  return tc_http_server_get_port (self->http);
}
