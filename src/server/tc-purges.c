/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Beside the database; see the header.
 *
 * DESIGN: one look does all of it and may be done at any time: it compares what the database says
 * with what is on the disk, at the start, after each purge, and now and then, since a desk may send
 * again what was purged before a restore.
 */
#include "tc-purges.h"

#include "tc-incident-purge.h"
#include "tc-limits.h"
#include "tc-operation-sink.h"
#include "tc-snapshots.h"

#include <json-glib/json-glib.h>
#include <string.h>

#define LOOK_S 600
/* Far more than there will ever be. */
#define PURGES_MAX 100000

struct _TcPurges {
  const TcServerParts *parts; /* (unowned): outlive it */
  TcFileStore *store;         /* (unowned): likewise */
  GCancellable *cancellable;  /* (owned): when it ends */
  guint timer;                /* source id */
  gboolean looking;
  gboolean again; /* something happened since */
};

/* One as the file has it. */
typedef struct {
  gint64 purge_id;
  gint64 incident_id;
  gint64 target_id;
  gint64 staff_id;
  gint64 at_us;
  char *kind;     /* (owned) */
  char *reason;   /* (owned) */
  char *decision; /* (owned) */
} Purge;

static void
free_purge (gpointer data)
{
  Purge *purge = data;

  g_free (purge->kind);
  g_free (purge->reason);
  g_free (purge->decision);
  g_free (purge);
}

/* What a look is given, and what it found in the database. */
typedef struct {
  GHashTable *noted;  /* (owned) (element-type Purge): by the files, by id */
  GPtrArray *again;   /* (owned) (element-type Purge): of noted, to be carried out again; unowned */
  GHashTable *purges; /* (owned) (element-type Purge): by id */
  GPtrArray *files;   /* (owned) (element-type utf8): hashes that no row names any more */
} Found;

static void
free_found (gpointer data)
{
  Found *found = data;

  g_ptr_array_unref (found->again);
  g_hash_table_unref (found->noted);
  g_hash_table_unref (found->purges);
  g_ptr_array_unref (found->files);
  g_free (found);
}

static GHashTable *
new_purges (void)
{
  return g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, free_purge);
}

static void
add_purge (GHashTable *purges, Purge *purge)
{
  g_hash_table_replace (purges, &purge->purge_id, purge);
}

/* ---- the database, on the reader's thread ---- */

/* What a restore has brought back; not what it has lost, as long as no desk sends it again. */
static void
find_again (TcDatabase *db, Found *found)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, found->noted);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    const Purge *purge = value;

    if (!g_hash_table_contains (found->purges, &purge->purge_id) &&
        tc_database_get_int (db, 0,
                             "SELECT 1 FROM report WHERE id = ?1 UNION SELECT 1 FROM attachment"
                             " WHERE id = ?1 UNION SELECT 1 FROM incident_event WHERE id = ?1",
                             "i", purge->target_id))
      g_ptr_array_add (found->again, value);
  }
}

static gpointer
look (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Found *found = g_new0 (Found, 1);
  g_autoptr (TcQuery) purges = tc_database_query (
      db,
      "SELECT purge.id, purge.incident_id, target_id, purge.staff_id, purge.at_us, kind,"
      " ifnull (text, ''), decision FROM purge LEFT JOIN incident_event AS e"
      " ON e.id = operation_id ORDER BY purge.id LIMIT ?",
      "i", (gint64) PURGES_MAX);
  g_autoptr (TcQuery) files = tc_database_query (
      db,
      "SELECT hash FROM purge_file WHERE NOT EXISTS (SELECT 1 FROM attachment WHERE"
      " attachment.hash = purge_file.hash) ORDER BY hash",
      NULL);

  found->noted = g_hash_table_ref (data);
  found->again = g_ptr_array_new ();
  found->purges = new_purges ();
  found->files = g_ptr_array_new_with_free_func (g_free);
  while (tc_query_next (purges)) {
    Purge *purge = g_new0 (Purge, 1);

    *purge = (Purge){tc_query_int (purges, 0),      tc_query_int (purges, 1),
                     tc_query_int (purges, 2),      tc_query_id (purges, 3),
                     tc_query_int (purges, 4),      tc_query_dup_text (purges, 5),
                     tc_query_dup_text (purges, 6), tc_query_dup_text (purges, 7)};
    add_purge (found->purges, purge);
  }
  while (tc_query_next (files))
    g_ptr_array_add (found->files, tc_query_dup_text (files, 0));
  find_again (db, found);
  return found;
}

/* ---- the file ---- */

static gint64
get_id (JsonObject *object, const char *name)
{
  const char *text = json_object_get_string_member_with_default (object, name, "");
  gint64 id = 0;

  return g_ascii_string_to_signed (text, 10, 1, G_MAXINT64, &id, NULL) ? id : 0;
}

/* (nullable) */
static Purge *
read_purge (JsonNode *node)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  Purge *purge;

  if (!object || !get_id (object, "purge") || !get_id (object, "incident") ||
      !get_id (object, "target") || !get_id (object, "staff"))
    return NULL;
  purge = g_new0 (Purge, 1);
  purge->purge_id = get_id (object, "purge");
  purge->incident_id = get_id (object, "incident");
  purge->target_id = get_id (object, "target");
  purge->staff_id = get_id (object, "staff");
  purge->at_us = json_object_get_int_member_with_default (object, "at_us", 0);
  purge->kind = g_strdup (json_object_get_string_member_with_default (object, "kind", ""));
  purge->reason = g_strdup (json_object_get_string_member_with_default (object, "reason", ""));
  purge->decision = g_strdup (json_object_get_string_member_with_default (object, "decision", ""));
  return purge;
}

static void
read_file (GHashTable *purges, const char *dir)
{
  g_autofree char *path = g_build_filename (dir, TC_PURGES_FILE, NULL);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;

  if (!*dir || !g_file_test (path, G_FILE_TEST_EXISTS))
    return;
  if (!json_parser_load_from_file (parser, path, &error)) {
    g_warning ("what legal purges have to be repeated can't be read: %s", error->message);
    return;
  }
  JsonNode *root = json_parser_get_root (parser);
  JsonArray *list = root && JSON_NODE_HOLDS_ARRAY (root) ? json_node_get_array (root) : NULL;
  for (guint i = 0; list && i < MIN (json_array_get_length (list), PURGES_MAX); i++) {
    Purge *purge = read_purge (json_array_get_element (list, i));

    if (purge)
      add_purge (purges, purge);
  }
}

static void
set_id (JsonObject *object, const char *name, gint64 id)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, id);

  json_object_set_string_member (object, name, text);
}

static JsonObject *
describe (const Purge *purge)
{
  JsonObject *object = json_object_new ();

  set_id (object, "purge", purge->purge_id);
  set_id (object, "incident", purge->incident_id);
  set_id (object, "target", purge->target_id);
  set_id (object, "staff", purge->staff_id);
  json_object_set_int_member (object, "at_us", purge->at_us);
  json_object_set_string_member (object, "kind", purge->kind);
  json_object_set_string_member (object, "reason", purge->reason);
  json_object_set_string_member (object, "decision", purge->decision);
  return object;
}

static gint
compare_ids (gconstpointer a, gconstpointer b)
{
  gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;

  return x < y ? -1 : x > y;
}

static char *
print_all (GHashTable *purges)
{
  g_autoptr (GList) ids = g_list_sort (g_hash_table_get_keys (purges), compare_ids);
  g_autoptr (JsonNode) node = json_node_alloc ();
  JsonArray *list = json_array_new ();

  for (GList *at = ids; at; at = at->next)
    json_array_add_object_element (list, describe (g_hash_table_lookup (purges, at->data)));
  json_node_init_array (node, list);
  json_array_unref (list);
  return json_to_string (node, TRUE);
}

static void
write_file (const char *dir, const char *text)
{
  g_autofree char *path = g_build_filename (dir, TC_PURGES_FILE, NULL);
  g_autofree char *there = NULL;
  g_autoptr (GError) error = NULL;

  if (!*dir || !g_file_test (dir, G_FILE_TEST_IS_DIR) ||
      (g_file_get_contents (path, &there, NULL, NULL) && g_str_equal (there, text)))
    return;
  if (!g_file_set_contents_full (path, text, -1,
                                 G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600,
                                 &error))
    g_warning ("what legal purges there were could not be noted: %s", error->message);
}

/* ---- again, after a restore ---- */

static void
repeated_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TcVerdict) verdict = g_task_propagate_pointer (G_TASK (result), &error);

  if (!verdict)
    g_warning ("a legal purge of before a restore could not be repeated yet: %s", error->message);
  else if (!verdict->refusal)
    g_message ("a legal purge of before a restore was carried out again");
  else
    g_warning ("a legal purge of before a restore was not repeated: %s", verdict->refusal->code);
}

static void
repeat (TcPurges *self, const Purge *purge)
{
  /* By the system: who may do it now is another question. */
  const TcIncidentPurge args = {purge->incident_id, purge->purge_id, purge->kind,
                                purge->target_id,   purge->reason,   purge->decision,
                                purge->staff_id};

  tc_hub_worker_record_async (self->parts->hub, &tc_incident_purge_type, &args, NULL,
                              self->cancellable, repeated_cb, NULL);
}

/* ---- a look ---- */

static void
remove_files (TcPurges *self, GPtrArray *files)
{
  for (guint i = 0; i < files->len; i++) {
    const char *hash = g_ptr_array_index (files, i);

    if (tc_file_store_is_hash (hash))
      tc_file_store_erase (self->store, hash);
    tc_hub_worker_forget_purged_file (self->parts->hub, hash);
  }
}

static void
note_all (TcPurges *self, Found *found)
{
  g_autofree char *text = NULL;
  GHashTableIter iter;
  gpointer purge;

  g_hash_table_iter_init (&iter, found->purges);
  while (g_hash_table_iter_next (&iter, NULL, &purge)) {
    g_hash_table_iter_steal (&iter);
    add_purge (found->noted, purge);
  }
  if (g_hash_table_size (found->noted) == 0)
    return;
  text = print_all (found->noted);
  write_file (self->parts->dir, text);
  write_file (self->parts->config->backup_dir, text);
}

static void begin_look (TcPurges *self);

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TcPurges *self = data;
  g_autoptr (GError) error = NULL;
  Found *found = tc_worker_run_finish (TC_WORKER (source), result, &error);

  /* When it was cancelled @self is gone. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->looking = FALSE;
  if (!found) {
    g_warning ("looking at legal purges: %s", error->message);
    return;
  }
  remove_files (self, found->files);
  for (guint i = 0; i < found->again->len; i++)
    repeat (self, g_ptr_array_index (found->again, i));
  note_all (self, found);
  free_found (found);
  if (self->again)
    begin_look (self);
}

static void
begin_look (TcPurges *self)
{
  GHashTable *noted;

  self->again = self->looking;
  if (self->looking)
    return;
  self->looking = TRUE;
  noted = new_purges ();
  read_file (noted, self->parts->config->backup_dir);
  read_file (noted, self->parts->dir);
  tc_worker_run_async (self->parts->reader, look, noted, (GDestroyNotify) g_hash_table_unref,
                       free_found, self->cancellable, looked_cb, self);
}

static gboolean
look_cb (gpointer data)
{
  begin_look (data);
  return G_SOURCE_CONTINUE;
}

static void
purged_cb (gint64 closed_lsn, gboolean swept, gpointer data)
{
  TcPurges *self = data;

  if (swept)
    g_message ("a legal purge is done: nothing of it is left in the log up to %" G_GINT64_FORMAT
               " nor in the database's file",
               closed_lsn);
  if (self->parts->snapshots)
    tc_snapshots_purge (self->parts->snapshots);
  begin_look (self);
}

TcPurges *
tc_purges_new (const TcServerParts *parts, TcFileStore *store)
{
  TcPurges *self = g_new0 (TcPurges, 1);

  self->parts = parts;
  self->store = store;
  self->cancellable = g_cancellable_new ();
  self->timer = g_timeout_add_seconds (LOOK_S, look_cb, self);
  tc_hub_worker_set_purged (parts->hub, purged_cb, self);
  begin_look (self);
  return self;
}

void
tc_purges_free (TcPurges *self)
{
  tc_hub_worker_set_purged (self->parts->hub, NULL, NULL);
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  g_source_remove (self->timer);
  g_free (self);
}
