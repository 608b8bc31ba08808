/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Enrolling the desk, and what people may there; see tc-desk.h. Signing in is in tc-desk-sign-in.c.
 */
#include "tc-desk-private.h"

#include "tc-enrol-client.h"
#include "tc-now.h"
#include "tc-people.h"

#include <string.h>

#define CA_FILE "server.pem"

/* Enrolment. */

typedef struct {
  char *url;          /* (owned) */
  TcHttpClient *http; /* (owned) */
} Enrolment;

static void
free_enrolment (gpointer data)
{
  Enrolment *enrolment = data;

  g_free (enrolment->url);
  g_clear_object (&enrolment->http);
  g_free (enrolment);
}

static gboolean
save_ini (TcDesk *self, const char *url, const TcEnrolled *enrolled, GError **error)
{
  g_autofree char *path = tc_desk_dup_path (self, "desk.ini");
  g_autoptr (GKeyFile) ini = g_key_file_new ();
  g_autofree char *text = NULL;
  gsize size = 0;

  g_key_file_set_comment (
      ini, NULL, NULL, " Who this desk is, from its enrolment. Not to be copied to another.", NULL);
  g_key_file_set_string (ini, "desk", "url", url);
  g_key_file_set_string (ini, "desk", "name", enrolled->name);
  g_key_file_set_integer (ini, "desk", "replica", enrolled->replica);
  g_key_file_set_string (ini, "desk", "server-key", enrolled->server_key);
  if (self->ca_pem)
    g_key_file_set_string (ini, "desk", "ca", CA_FILE);
  text = g_key_file_to_data (ini, &size, NULL);
  /* The code is used up: a power cut must not take it back. */
  return g_file_set_contents_full (path, text, (gssize) size,
                                   G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                   0600, error);
}

static gboolean
take_enrolment (TcDesk *self, const char *url, const TcEnrolled *enrolled, GError **error)
{
  TcDigest digest;

  if (!save_ini (self, url, enrolled, error) || !tc_digest_from_hex (enrolled->server_key, &digest))
    return FALSE;
  memcpy (self->server_key.bytes, digest.bytes, TC_KEY_PUBLIC_SIZE);
  self->replica = enrolled->replica;
  self->url = g_strdup (url);
  if (self->ca_pem)
    self->ca_path = tc_desk_dup_path (self, CA_FILE);
  g_free (self->name);
  self->name = g_strdup (enrolled->name);
  if (!tc_desk_open_replica (self, error))
    return FALSE;
  g_object_notify (G_OBJECT (self), "name");
  tc_desk_set_state (self, TC_DESK_OFFLINE);
  if (self->started)
    tc_desk_start (self);
  return TRUE;
}

static void
enrolled_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Enrolment *enrolment = g_task_get_task_data (task);
  TcDesk *self = g_task_get_source_object (task);
  g_autofree char *refused = NULL;
  GError *error = NULL;
  guint status = 0;
  g_autoptr (TcEnrolled) enrolled = tc_enrol_finish (result, &status, &refused, &error);

  if (enrolled && take_enrolment (self, enrolment->url, enrolled, &error)) {
    g_task_return_pointer (task, NULL, NULL);
    return;
  }
  if (!error) {
    TcRefusal *why = refused
                         ? tc_refusal_new (refused, NULL)
                         : tc_refusal_new ("enrol.answer", "status", TC_I, (gint64) status, NULL);

    g_task_return_pointer (task, why, (GDestroyNotify) tc_refusal_free);
    return;
  }
  g_free (self->refused);
  self->refused = g_strdup (tc_http_client_get_refused_certificate (enrolment->http));
  g_task_return_error (task, error);
}

void
tc_desk_set_ca (TcDesk *self, const char *pem)
{
  g_free (self->ca_pem);
  self->ca_pem = g_strdup (pem);
}

const char *
tc_desk_get_refused_certificate (TcDesk *self)
{
  return self->refused;
}

/* As people type it: without the scheme, with spaces around it. */
static char *
tidy_url (const char *url)
{
  g_autofree char *bare = g_strstrip (g_strdup (url));

  return strstr (bare, "://") ? g_steal_pointer (&bare) : g_strconcat ("https://", bare, NULL);
}

/* (nullable): what failed is no address of a server that we would speak to. */
static TcRefusal *
refuse_address (const GError *error)
{
  if (g_error_matches (error, TC_ERROR, TC_ERROR_INVALID))
    return tc_refusal_new ("enrol.address", NULL);
  if (g_error_matches (error, TC_ERROR, TC_ERROR_DENIED))
    return tc_refusal_new ("enrol.plain", NULL);
  return NULL;
}

/* What is trusted, for @url; certificates given are kept in a file of the desk's. */
static TcWireAddress *
make_address (TcDesk *self, const char *url, GError **error)
{
  g_autofree char *path = tc_desk_dup_path (self, CA_FILE);

  if (!self->ca_pem)
    return tc_wire_address_new (url, NULL, error);
  if (!g_file_set_contents (path, self->ca_pem, -1, error))
    return NULL;
  return tc_wire_address_new (url, path, error);
}

void
tc_desk_enrol_async (TcDesk *self, const char *url, const char *code, GCancellable *cancellable,
                     GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, data);
  g_autofree char *key_path = tc_desk_dup_path (self, "desk.key");
  g_autofree char *tidy = tidy_url (url);
  g_autofree char *bare_code = g_strstrip (g_strdup (code));
  Enrolment *enrolment = g_new0 (Enrolment, 1);
  GError *error = NULL;

  g_task_set_task_data (task, enrolment, free_enrolment);
  g_clear_pointer (&self->refused, g_free);
  if (self->worker) {
    g_task_return_pointer (task, tc_refusal_new ("enrol.already", NULL),
                           (GDestroyNotify) tc_refusal_free);
    return;
  }
  g_autoptr (TcKey) key = tc_key_load_or_make (key_path, &error);
  g_autoptr (TcWireAddress) address = key ? make_address (self, tidy, &error) : NULL;
  TcRefusal *refusal = key && !address ? refuse_address (error) : NULL;
  if (refusal) {
    g_clear_error (&error);
    g_task_return_pointer (task, refusal, (GDestroyNotify) tc_refusal_free);
    return;
  }
  enrolment->http = address ? tc_http_client_new (address, &error) : NULL;
  if (!enrolment->http) {
    g_task_return_error (task, error);
    return;
  }
  enrolment->url = g_strdup (address->url);
  g_autofree char *public_key = tc_hex_new (tc_key_get_public (key)->bytes, TC_KEY_PUBLIC_SIZE);
  tc_enrol_async (enrolment->http, bare_code, public_key, cancellable, enrolled_cb,
                  g_steal_pointer (&task));
}

TcRefusal *
tc_desk_enrol_finish (TcDesk *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* What the person may. */

void
tc_desk_eyes_changed_cb (gpointer self)
{
  g_signal_emit_by_name (self, "replaced");
  tc_desk_count_hidden (self);
}

/* What was read, and for whom. */
typedef struct {
  gint64 staff_id;
  GHashTable *capabilities; /* (owned) (element-type utf8): a set */
} Capabilities;

static void
free_capabilities (Capabilities *self)
{
  g_hash_table_unref (self->capabilities);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Capabilities, free_capabilities)

static gpointer
read_capabilities (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Capabilities *read = g_new0 (Capabilities, 1);
  g_autoptr (TcQuery) query = tc_database_query (
      db,
      "SELECT DISTINCT c.capability FROM post JOIN role_capability AS c"
      " ON c.role_id = post.role_id WHERE post.staff_id = ?1 AND post.valid_from_us <= ?2"
      " AND (post.valid_to_us IS NULL OR post.valid_to_us > ?2)",
      "ii", *(gint64 *) data, tc_now_us ());

  read->staff_id = *(gint64 *) data;
  read->capabilities = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  while (tc_query_next (query))
    g_hash_table_add (read->capabilities, tc_query_dup_text (query, 0));
  return read;
}

static void
capabilities_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TcDesk) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (Capabilities) read = tc_worker_run_finish (TC_WORKER (source), result, &error);

  if (!read) {
    g_warning ("what the person may could not be read: %s", error->message);
    return;
  }
  /* Who they were read for has signed out meanwhile, and perhaps somebody else in. */
  if (read->staff_id != self->person_id)
    return;
  g_hash_table_unref (self->capabilities);
  self->capabilities = g_hash_table_ref (read->capabilities);
  g_object_notify (G_OBJECT (self), "person-id");
}

void
tc_desk_load_capabilities (TcDesk *self)
{
  if (self->reader && self->person_id)
    tc_worker_run_async (
        self->reader, read_capabilities, g_memdup2 (&self->person_id, sizeof (gint64)), g_free,
        (GDestroyNotify) free_capabilities, NULL, capabilities_read_cb, g_object_ref (self));
}

gboolean
tc_desk_may (TcDesk *self, const char *capability)
{
  return g_hash_table_contains (self->capabilities, capability);
}

static gpointer
read_province (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return tc_people_get_province (db);
}

static void
province_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TcDesk) self = data;
  g_autoptr (TcProvinceInfo) province = tc_worker_run_finish (TC_WORKER (source), result, NULL);
  gboolean demonstration = province && province->demonstration;

  if (self->demonstration == demonstration)
    return;
  self->demonstration = demonstration;
  g_object_notify (G_OBJECT (self), "demonstration");
}

void
tc_desk_load_province (TcDesk *self)
{
  if (self->reader)
    tc_worker_run_async (self->reader, read_province, NULL, NULL,
                         (GDestroyNotify) tc_province_info_free, NULL, province_read_cb,
                         g_object_ref (self));
}
