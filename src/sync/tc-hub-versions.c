/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which versions of the replicated schema the hub serves: its own and the two before it. Migrations
 * only add, so an older desk passes over what it doesn't know; it is known by number and structural
 * hash together, for one without the other is another lineage. See tc-hub-private.h.
 */
#include "tc-hub-private.h"

/* The first whose desks note what they pass over and fetch it once they are upgraded. */
#define OLDEST_SERVED 7

void
tc_hub_set_schema (TcHub *hub, const TcSchemaSet *state)
{
  hub->schema = state;
  g_clear_pointer (&hub->older, g_array_unref);
}

/* Hashes of the versions before ours, newest first: made when the first desk of one comes. */
static const GArray *
list_older (TcHub *hub)
{
  if (hub->older)
    return hub->older;
  hub->older = g_array_new (FALSE, FALSE, sizeof (TcDigest));
  for (guint back = 1; back <= TC_HUB_VERSIONS_BACK && back < hub->schema->version; back++) {
    TcDigest hash;

    if (!tc_schema_hash_at (hub->schema, hub->schema->version - back, &hash, NULL))
      break;
    g_array_append_val (hub->older, hash);
  }
  return hub->older;
}

static gboolean
is_served (TcHub *hub, gint64 version, const TcDigest *hash)
{
  gint64 back = hub->schema->version - version;

  if (back == 0) {
    TcDigest ours = tc_catalogue_hash (hub->catalogue);
    return tc_digest_equal (&ours, hash);
  }
  if (back < 0 || version < OLDEST_SERVED)
    return FALSE;
  const GArray *older = list_older (hub);
  return back <= older->len && tc_digest_equal (&g_array_index (older, TcDigest, back - 1), hash);
}

const char *
tc_hub_check_schema (TcHub *hub, guint16 replica, gint64 version, const TcDigest *hash)
{
  const char *refused = NULL;

  if (version > hub->schema->version)
    refused = "line.schema-newer";
  else if (!is_served (hub, version, hash))
    refused = "line.schema";
  if ((refused || version != hub->schema->version) && hub->hooks.other_version)
    hub->hooks.other_version (replica, version, refused, hub->data);
  return refused;
}

/* From which position on the log was written by this version; it stays for whoever reads it. */
gboolean
tc_hub_mark_schema (TcHub *hub, gint64 now_us, GError **error)
{
  gint64 version = tc_schema_get_version (hub->db, tc_schema_state.name);

  if (tc_database_get_int (hub->db, 0, "SELECT 1 FROM log_schema WHERE version = ?", "i",
                           version) == 0)
    tc_database_execute (hub->db,
                         "INSERT INTO log_schema (version, after_lsn, since_us) VALUES (?,?,?)",
                         "iii", version, hub->position.lsn, now_us);
  return tc_database_check (hub->db, error);
}
