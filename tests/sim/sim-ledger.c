/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What became of each operation that a person made: of those that were said to be kept, each is in
 * the log once or waits in its desk's tray; of those that were said not to be, none is anywhere;
 * and each answer that the server gave is what its log says. An operation is known by what it says,
 * since a desk that was put back makes it anew under another number.
 */
#include "sim.h"

#include "tc-digest.h"

#include <string.h>

typedef struct {
  guint accepted; /* in the log */
  guint refused;
  guint tray; /* on the desk */
  guint pending;
  gboolean known; /* somebody made it */
} Places;

void
sim_ledger_free_made (gpointer data)
{
  SimMade *made = data;

  g_free (made->name);
  g_free (made);
}

void
sim_ledger_clear_answer (gpointer data)
{
  g_clear_pointer (&((SimAnswer *) data)->refusal, g_free);
}

TcDigest
sim_ledger_mark (guint16 replica, const char *name, GVariant *args, gint64 made_us)
{
  TcHasher hasher;

  tc_hasher_init (&hasher, "simulated operation");
  tc_hasher_add_int (&hasher, replica);
  tc_hasher_add_int (&hasher, made_us);
  tc_hasher_add_blob (&hasher, name, strlen (name));
  tc_hasher_add_blob (&hasher, g_variant_get_data (args), g_variant_get_size (args));
  return tc_hasher_end (&hasher);
}

SimMade *
sim_ledger_find (Sim *sim, guint16 replica, gint64 id)
{
  for (guint i = sim->made->len; i > 0; i--) {
    SimMade *made = g_ptr_array_index (sim->made, i - 1);

    if (made->replica == replica && made->id == id)
      return made;
  }
  return NULL;
}

static guint
hash_mark (gconstpointer mark)
{
  guint hash;

  memcpy (&hash, mark, sizeof hash);
  return hash;
}

static gboolean
equal_marks (gconstpointer a, gconstpointer b)
{
  return tc_digest_equal (a, b);
}

static Places *
find_places (GHashTable *all, Sim *sim, TcQuery *query, guint16 replica)
{
  g_autoptr (GBytes) bytes = tc_query_dup_blob (query, 0);
  const TcSignature none = {{0}};
  g_autoptr (TcOperation) op = tc_operation_parse (bytes, &none, NULL);

  if (!op || op->head.replica != replica)
    sim_fail (sim, "an operation of desk %u can't be read, or is of another", replica);
  TcDigest mark = sim_ledger_mark (replica, op->name, op->args, op->head.made_us);
  Places *places = g_hash_table_lookup (all, &mark);
  if (!places) {
    places = g_new0 (Places, 1);
    g_hash_table_insert (all, g_memdup2 (&mark, sizeof mark), places);
  }
  return places;
}

/* Refused ones are in the tray of their desk, with the same answer. */
static void
check_refused (Sim *sim, SimDesk *desk, TcQuery *query)
{
  g_autofree char *code = tc_database_dup_text (tc_replica_store_get_outbox (desk->store),
                                                "SELECT refusal FROM tray WHERE seq = ?", "i",
                                                tc_query_int (query, 1));

  if (g_strcmp0 (code, tc_query_text (query, 2)) != 0)
    sim_fail (sim, "operation %" G_GINT64_FORMAT " of desk %u was refused (%s); its tray says %s",
              tc_query_int (query, 1), desk->number, tc_query_text (query, 2),
              code ? code : "nothing");
}

static void
look_through_log (Sim *sim, GHashTable *all, SimDesk *desk, gboolean settled)
{
  g_autoptr (TcQuery) query = tc_database_query (sim->db,
                                                 "SELECT log_bytes (lsn, bytes), seq, refusal FROM "
                                                 "log_operation WHERE replica = ? ORDER BY lsn",
                                                 "i", (gint64) desk->number);

  while (tc_query_next (query)) {
    Places *places = find_places (all, sim, query, desk->number);

    if (tc_query_is_null (query, 2))
      places->accepted++;
    else
      places->refused++;
    if (settled && !tc_query_is_null (query, 2) && !desk->put_back)
      check_refused (sim, desk, query);
  }
}

static void
look_through_desk (Sim *sim, GHashTable *all, SimDesk *desk)
{
  TcDatabase *db = tc_replica_store_get_outbox (desk->store);
  g_autoptr (TcQuery) tray = tc_database_query (db, "SELECT bytes FROM tray ORDER BY seq", NULL);
  g_autoptr (TcQuery)
      pending = tc_database_query (db, "SELECT bytes FROM pending ORDER BY seq", NULL);

  /* Ended before it heard of a server put back: what that lost is still here. */
  g_autoptr (TcQuery)
      confirmed = tc_database_query (db, "SELECT bytes FROM confirmed ORDER BY seq", NULL);

  while (!desk->settled && tc_query_next (confirmed))
    find_places (all, sim, confirmed, desk->number)->pending = 1;
  while (tc_query_next (tray))
    find_places (all, sim, tray, desk->number)->tray++;
  while (tc_query_next (pending))
    find_places (all, sim, pending, desk->number)->pending++;
  if (!tc_database_check (db, NULL))
    sim_fail (sim, "the outbox of desk %u can't be read", desk->number);
}

static void
check_made (Sim *sim, GHashTable *all, const SimMade *made)
{
  const SimDesk *desk = &sim->desks[made->replica];
  const Places none = {0};
  Places *places = g_hash_table_lookup (all, &made->mark);
  const Places *is = places ? places : &none;
  /* A refusal is in log and tray; what an ended desk still holds may have been settled. */
  guint n = is->accepted + MAX (is->tray, is->refused);

  if (n == 0 || !desk->settled)
    n = MAX (n, is->pending);
  if (places)
    places->known = TRUE;
  if (made->denied ? n == 0 : made->kept ? n == 1 : n <= 1)
    return;
  sim_fail (sim,
            "%s of desk %u, number %" G_GINT64_FORMAT " (%s): %u times accepted, %u refused, %u in"
            " the tray, %u pending",
            made->name, made->replica, made->id,
            made->denied ? "said not to be kept"
            : made->kept ? "said to be kept"
                         : "of which nothing was said",
            is->accepted, is->refused, is->tray, is->pending);
}

static void
check_answers (Sim *sim)
{
  for (guint i = 0; i < sim->answers->len; i++) {
    const SimAnswer *answer = &g_array_index (sim->answers, SimAnswer, i);
    g_autoptr (TcQuery) query = tc_database_query (
        sim->db, "SELECT lsn, refusal FROM log_operation WHERE replica = ? AND lsn = ?", "ii",
        (gint64) answer->replica, answer->lsn);

    if (!tc_query_next (query) || tc_query_int (query, 0) != answer->lsn ||
        g_strcmp0 (tc_query_text (query, 1), answer->refusal) != 0)
      sim_fail (sim,
                "desk %u was told of %" G_GINT64_FORMAT ": %s at %" G_GINT64_FORMAT
                "; the log has something else",
                answer->replica, answer->seq, answer->refusal ? answer->refusal : "accepted",
                answer->lsn);
  }
}

void
sim_ledger_check (Sim *sim)
{
  g_autoptr (GHashTable) all = g_hash_table_new_full (hash_mark, equal_marks, g_free, g_free);
  GHashTableIter iter;
  gpointer value;

  for (guint i = 1; i <= sim->plan.n_desks; i++) {
    SimDesk *desk = &sim->desks[i];

    look_through_desk (sim, all, desk);
    look_through_log (sim, all, desk, desk->settled);
  }
  for (guint i = 0; i < sim->made->len; i++)
    check_made (sim, all, g_ptr_array_index (sim->made, i));
  g_hash_table_iter_init (&iter, all);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    const Places *places = value;

    if (!places->known)
      sim_fail (sim, "somewhere is an operation that nobody made");
    sim->counts[SIM_ACCEPTED] += places->accepted;
    sim->counts[SIM_REFUSED] += places->refused;
  }
  check_answers (sim);
}
