/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Enrolment of what isn't a desk; see the header.
 */
#include "tc-membership.h"

#include "tc-digest.h"
#include "tc-enrol-client.h"
#include "tc-error.h"

#include <string.h>

void
tc_membership_clear (TcMembership *self)
{
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->key, tc_key_free);
  self->replica = 0;
}

TcWireAddress *
tc_membership_address_new (const TcMembershipOptions *options, GError **error)
{
  TcWireAddress *address = tc_wire_address_new (options->server, *options->ca ? options->ca : NULL,
                                                error);

  if (!address)
    g_prefix_error (error, "[%s] server = %s: ", options->what, options->server);
  return address;
}

/* (transfer full): "relay.ini" in the data directory. */
static char *
dup_path (const TcMembershipOptions *options, const char *ending)
{
  g_autofree char *name = g_strconcat (options->what, ending, NULL);

  return g_build_filename (options->dir, name, NULL);
}

static gboolean
take_key (TcMembership *self, const char *hex)
{
  TcDigest digest;

  G_STATIC_ASSERT (TC_KEY_PUBLIC_SIZE == TC_DIGEST_SIZE);
  if (!hex || !tc_digest_from_hex (hex, &digest))
    return FALSE;
  memcpy (self->server_key.bytes, digest.bytes, TC_KEY_PUBLIC_SIZE);
  return TRUE;
}

static gboolean
read_ini (TcMembership *self, const char *path, const char *group, GError **error)
{
  g_autoptr (GKeyFile) ini = g_key_file_new ();
  g_autofree char *key = NULL;

  if (!g_key_file_load_from_file (ini, path, G_KEY_FILE_NONE, error)) {
    g_prefix_error (error, "reading %s: ", path);
    return FALSE;
  }
  self->name = g_key_file_get_string (ini, group, "name", NULL);
  self->replica = (guint16) g_key_file_get_integer (ini, group, "replica", NULL);
  key = g_key_file_get_string (ini, group, "server-key", NULL);
  if (self->name && self->replica > 0 && take_key (self, key))
    return TRUE;
  g_set_error (error, TC_ERROR, TC_ERROR_INVALID, "reading %s: it is not complete", path);
  return FALSE;
}

gboolean
tc_membership_load (TcMembership *self, const TcMembershipOptions *options, GError **error)
{
  g_autofree char *key_path = dup_path (options, ".key");
  g_autofree char *path = dup_path (options, ".ini");

  memset (self, 0, sizeof *self);
  self->key = tc_key_load_or_make (key_path, error);
  if (!self->key)
    return FALSE;
  return !g_file_test (path, G_FILE_TEST_EXISTS) || read_ini (self, path, options->what, error);
}

/* Joining. */

typedef struct {
  char *path;         /* (owned): of what is kept */
  char *group;        /* (owned): in it */
  TcHttpClient *http; /* (owned) */
} Joining;

static void
free_joining (gpointer data)
{
  Joining *joining = data;

  g_free (joining->path);
  g_free (joining->group);
  g_clear_object (&joining->http);
  g_free (joining);
}

/* The code is used up: a power cut must not take it back. */
static gboolean
save_ini (const Joining *joining, const TcEnrolled *enrolled, GError **error)
{
  const char *group = joining->group;
  g_autoptr (GKeyFile) ini = g_key_file_new ();
  g_autofree char *text = NULL;
  gsize size = 0;

  g_key_file_set_comment (ini, NULL, NULL,
                          " Who this is, from its enrolment. Not to be copied to another computer.",
                          NULL);
  g_key_file_set_string (ini, group, "name", enrolled->name);
  g_key_file_set_integer (ini, group, "replica", enrolled->replica);
  g_key_file_set_string (ini, group, "server-key", enrolled->server_key);
  text = g_key_file_to_data (ini, &size, NULL);
  return g_file_set_contents_full (joining->path, text, (gssize) size,
                                   G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                   0600, error);
}

static void
enrolled_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Joining *joining = g_task_get_task_data (task);
  g_autofree char *refused = NULL;
  GError *error = NULL;
  guint status = 0;
  g_autoptr (TcEnrolled) enrolled = tc_enrol_finish (result, &status, &refused, &error);

  if (enrolled && save_ini (joining, enrolled, &error)) {
    g_task_return_boolean (task, TRUE);
  } else if (error) {
    g_prefix_error (&error, "joining: ");
    g_task_return_error (task, error);
  } else if (status == 403) {
    g_task_return_new_error (task, TC_ERROR, TC_ERROR_DENIED,
                             "joining: the server doesn't take the code: it was used, or is over");
  } else {
    g_task_return_new_error (task, TC_ERROR, TC_ERROR_INVALID, "joining: the server answers %u",
                             status);
  }
}

static void
join_async (const TcMembershipOptions *options, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, data);
  g_auto (TcMembership) membership = {0};
  Joining *joining = g_new0 (Joining, 1);
  GError *error = NULL;

  g_task_set_task_data (task, joining, free_joining);
  joining->path = dup_path (options, ".ini");
  joining->group = g_strdup (options->what);
  if (!*options->code) {
    g_task_return_new_error (task, TC_ERROR, TC_ERROR_INVALID,
                             "it is not enrolled: [%s] code must have the one-time code of "
                             "`toancanhctl desk invite NAME --%s`",
                             options->what, options->what);
    return;
  }
  g_autoptr (TcWireAddress) address = tc_membership_address_new (options, &error);
  if (address && tc_membership_load (&membership, options, &error))
    joining->http = tc_http_client_new (address, &error);
  if (!joining->http) {
    g_task_return_error (task, error);
    return;
  }
  g_autofree char *public_key = tc_hex_new (tc_key_get_public (membership.key)->bytes,
                                            TC_KEY_PUBLIC_SIZE);
  tc_enrol_async (joining->http, options->code, public_key, NULL, enrolled_cb,
                  g_steal_pointer (&task));
}

typedef struct {
  GMainLoop *loop;      /* (owned) */
  GAsyncResult *result; /* (owned) (nullable) */
} Waiting;

static void
joined_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Waiting *waiting = data;

  waiting->result = g_object_ref (result);
  g_main_loop_quit (waiting->loop);
}

gboolean
tc_membership_join (TcMembership *self, const TcMembershipOptions *options, GError **error)
{
  Waiting waiting = {0};
  gboolean joined;

  if (!tc_membership_load (self, options, error))
    return FALSE;
  if (self->replica > 0)
    return TRUE;
  tc_membership_clear (self);
  waiting.loop = g_main_loop_new (NULL, FALSE);
  join_async (options, joined_cb, &waiting);
  g_main_loop_run (waiting.loop);
  joined = g_task_propagate_boolean (G_TASK (waiting.result), error);
  g_object_unref (waiting.result);
  g_main_loop_unref (waiting.loop);
  return joined && tc_membership_load (self, options, error);
}
