/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A legal purge at a desk; see tc-replica-private.h. Its rows have changed like any others, by a
 * frame or with snapshots; what is wiped here is everything beside them.
 *
 * DESIGN: a purge is done here once nothing of it is in the free pages of both files and in what
 * was made of their rows; until then it is tried again, after a stop or a reader in the way too.
 * Parts of snapshots that are still to come when it is heard of may be from before it: then all
 * rows are fetched anew, and a relay, whose log is of before it, does the same. What this desk
 * still sends of it, not knowing that the server has it, is not carried out here again.
 */
#include "tc-replica-private.h"

#include "tc-field-proposal.h"
#include "tc-incident-text.h"

static gboolean
knows_purges (TcReplica *self)
{
  return tc_catalogue_find (self->catalogue, "purge") &&
         tc_catalogue_find (self->catalogue, "purged_operation");
}

gboolean
tc_replica_is_purged (TcReplica *self, const TcOperation *op)
{
  return knows_purges (self) &&
         tc_database_get_int (self->db, 0, "SELECT 1 FROM purged_operation WHERE id = ?", "i",
                              op->head.id) == 1;
}

/* (transfer full) (element-type gint64) */
static GArray *
list_ids (TcReplica *self, const char *sql)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (TcQuery) query = tc_database_query (self->db, sql, "i", (gint64) self->number);

  while (tc_query_next (query)) {
    gint64 id = tc_query_int (query, 0);

    g_array_append_val (ids, id);
  }
  return ids;
}

/* What the outbox has of them. @clean: (out) (inout): FALSE: a reader was in the way */
static gboolean
wipe_outbox (TcReplica *self, gboolean any, gboolean *clean, GError **error)
{
  g_autoptr (GArray)
      seqs = list_ids (self, "SELECT seq FROM purged_operation WHERE replica = ? ORDER BY seq");
  /* The desk's number isn't asked for. */
  g_autoptr (GArray)
      files = list_ids (self, "SELECT id FROM attachment WHERE hash = '' AND ?1 > 0 ORDER BY id");

  return tc_database_check (self->db, error) &&
         tc_outbox_purge (self->outbox, seqs, files, any, clean, error);
}

/* What was made of the rows. */
static gboolean
wipe_beside (TcReplica *self, GError **error)
{
  tc_database_begin (self->db);
  tc_field_learn_reset (self->db);
  tc_incident_text_reset (self->db);
  tc_database_execute (
      self->db, "DELETE FROM picture_look WHERE hash NOT IN (SELECT hash FROM attachment)", NULL);
  if (self->keeper && self->keeper->purged)
    self->keeper->purged (self->keeper_data);
  return tc_database_commit (self->db, error);
}

/* @clean: (out): FALSE: somebody reads it */
static gboolean
empty_wal (TcReplica *self, gboolean *clean, GError **error)
{
  g_autoptr (GError) local = NULL;

  *clean = tc_database_empty_wal (self->db, &local);
  if (*clean || g_error_matches (local, TC_ERROR, TC_ERROR_BUSY))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
note_done (TcReplica *self, const GArray *due, GError **error)
{
  tc_database_begin (self->db);
  for (guint i = 0; i < due->len; i++)
    tc_database_execute (self->db, "INSERT INTO purge_done (id) VALUES (?)", "i",
                         g_array_index (due, gint64, i));
  if (!tc_database_commit (self->db, error))
    return FALSE;
  self->purge_due = FALSE;
  self->purge_rewritten = 0;
  self->purge_anew = 0;
  if (self->hooks.purged)
    self->hooks.purged (self->data);
  return TRUE;
}

/* @clean: (out): FALSE: a reader was in the way. A new file never had what it is about. */
static gboolean
wipe_files (TcReplica *self, const GArray *due, gboolean fresh, gboolean *clean, GError **error)
{
  *clean = TRUE;
  if (self->purge_rewritten == due->len && due->len > 0)
    return TRUE;
  if (!wipe_outbox (self, due->len > 0, clean, error))
    return FALSE;
  if (!*clean || due->len == 0)
    return TRUE;
  if (self->hooks.archive)
    self->hooks.archive (NULL, self->data);
  if (!fresh && !wipe_beside (self, error))
    return FALSE;
  if (!fresh)
    tc_database_execute_script (self->db, "VACUUM");
  if (!tc_database_check (self->db, error))
    return FALSE;
  self->purge_rewritten = due->len;
  return TRUE;
}

static gboolean
wipe (TcReplica *self, const GArray *due, gboolean fresh, GError **error)
{
  gboolean clean;

  if (!wipe_files (self, due, fresh, &clean, error))
    return FALSE;
  if (clean && due->len == 0)
    self->purge_due = FALSE;
  if (!clean || due->len == 0)
    return TRUE;
  if (!empty_wal (self, &clean, error))
    return FALSE;
  return !clean || note_done (self, due, error);
}

static gboolean
begin_anew (TcReplica *self, GError **error)
{
  g_autoptr (TcRefusal) why = tc_refusal_new ("line.purge", NULL);

  if (!tc_replica_forget (self, error))
    return FALSE;
  if (self->state != TC_REPLICA_OFFLINE)
    self->hooks.close (why, self->data);
  return TRUE;
}

gboolean
tc_replica_wipe_filled (TcReplica *self, GError **error)
{
  self->purge_due = TRUE;
  return tc_replica_tend_purges (self, self->filled_new ? TC_REPLICA_FILLED_NEW : TC_REPLICA_FILLED,
                                 error);
}

gboolean
tc_replica_tend_purges (TcReplica *self, TcReplicaFilled filled, GError **error)
{
  if (!self->purge_due || !knows_purges (self) ||
      (self->position.lsn == 0 && filled == TC_REPLICA_FOLLOWED))
    return TRUE;
  /* What was filled anew may be of before one that was done here: from a relay that was behind. */
  tc_database_execute (self->db,
                       "DELETE FROM purge_done WHERE id NOT IN"
                       " (SELECT id FROM purge WHERE done_us IS NOT NULL)",
                       NULL);
  g_autoptr (GArray)
      due = list_ids (self, "SELECT id FROM purge WHERE done_us IS NOT NULL AND ?1 > 0"
                            " AND id NOT IN (SELECT id FROM purge_done) ORDER BY id");
  if (!tc_database_check (self->db, error))
    return FALSE;
  if (filled != TC_REPLICA_FOLLOWED)
    self->purge_anew = due->len;
  if (due->len > self->purge_anew && (self->parts_left > 0 || self->keeper))
    return begin_anew (self, error);
  return wipe (self, due, filled == TC_REPLICA_FILLED_NEW, error);
}
