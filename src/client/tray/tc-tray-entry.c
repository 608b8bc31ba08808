/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Entries of the tray; see the header.
 */
#include "tc-tray-entry.h"

#include "tc-operation-registry.h"

#define COLUMNS                                                                                    \
  "t.seq, t.bytes, t.refusal, t.refusal_args, t.refused_us, t.settled_us, t.settled_how,"          \
  " t.settled_by, t.settled_text, s.image"
#define TABLES "tray AS t LEFT JOIN seen AS s ON s.seq = t.seq"

/* (nullable): its bytes are no operation. */
static TcTrayEntry *
read_entry (TcQuery *query)
{
  g_autoptr (GBytes) bytes = tc_query_dup_blob (query, 1);
  g_autoptr (GBytes) args = tc_query_dup_blob (query, 3);
  TcSignature signature = {{0}};
  g_autoptr (TcOperation) op = tc_operation_parse (bytes, &signature, NULL);

  if (!op)
    return NULL;
  const TcOperationType *type = tc_operation_registry_find (op->name);
  TcTrayEntry *entry = g_new0 (TcTrayEntry, 1);
  entry->seq = tc_query_int (query, 0);
  entry->operation_id = op->head.id;
  entry->operation = g_strdup (op->name);
  entry->args = type ? tc_args_upcast (type, op->version, op->args) : g_variant_ref (op->args);
  entry->refusal = tc_refusal_new_variant (
      tc_query_text (query, 2), g_variant_new_from_bytes (G_VARIANT_TYPE_VARDICT, args, FALSE));
  entry->actor_id = op->head.actor_id;
  entry->replica = op->head.replica;
  entry->made_us = op->head.made_us;
  entry->refused_us = tc_query_int (query, 4);
  entry->settled_us = tc_query_id (query, 5);
  entry->settled_how = tc_query_dup_text (query, 6);
  entry->settled_by = tc_query_id (query, 7);
  entry->settled_text = tc_query_dup_text (query, 8);
  entry->seen = tc_query_dup_blob (query, 9);
  return entry;
}

GPtrArray *
tc_tray_read (TcDatabase *outbox, gboolean settled)
{
  GPtrArray *entries = g_ptr_array_new_with_free_func ((GDestroyNotify) tc_tray_entry_free);
  g_autoptr (TcQuery) query = tc_database_query (
      outbox,
      settled ? "SELECT " COLUMNS " FROM " TABLES
                " WHERE t.settled_us IS NOT NULL ORDER BY t.settled_us DESC, t.seq LIMIT ?"
              : "SELECT " COLUMNS " FROM " TABLES
                " WHERE t.settled_us IS NULL ORDER BY t.seq LIMIT ?",
      "i", settled ? (gint64) TC_TRAY_SETTLED_MAX : (gint64) -1);

  while (tc_query_next (query)) {
    TcTrayEntry *entry = read_entry (query);

    if (entry)
      g_ptr_array_add (entries, entry);
  }
  return entries;
}

void
tc_tray_entry_free (TcTrayEntry *entry)
{
  if (!entry)
    return;
  g_free (entry->operation);
  g_clear_pointer (&entry->args, g_variant_unref);
  tc_refusal_free (entry->refusal);
  g_clear_pointer (&entry->seen, g_bytes_unref);
  g_free (entry->settled_how);
  g_free (entry->settled_text);
  g_free (entry);
}

static gboolean
names_reporter (GVariant *args)
{
  GVariantIter iter;
  const char *name;

  g_variant_iter_init (&iter, args);
  while (g_variant_iter_next (&iter, "{&sv}", &name, NULL)) {
    if (g_str_has_prefix (name, "reporter_"))
      return TRUE;
  }
  return FALSE;
}

gboolean
tc_tray_entry_may_be_seen (const TcTrayEntry *entry, gint64 person_id, GHashTable *kinds)
{
  const TcOperationType *type = tc_operation_registry_find (entry->operation);
  g_auto (GStrv) reads = NULL;

  if (entry->actor_id == person_id)
    return TRUE;
  if (!kinds || !type || !type->reads)
    return FALSE;
  reads = g_strsplit (type->reads, " ", -1);
  for (guint i = 0; reads[i]; i++) {
    if (!g_hash_table_contains (kinds, reads[i]))
      return FALSE;
  }
  return g_hash_table_contains (kinds, "reporters") || !names_reporter (entry->args);
}
