/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The log carried out anew, in its order, on an empty store: the same answers, the same bytes for
 * each scope and the same rows in the end. What the base's log does is done once in a process; what
 * a seed's log does is taken back.
 */
#include "sim.h"

#include "tc-execute.h"
#include "tc-operation-registry.h"

#define BASE "base-rerun.db"

typedef struct {
  Sim *sim; /* (nullable): none for the base */
  TcDatabase *log;
  TcDatabase *db; /* the empty store */
  TcCatalogue *catalogue;
  TcCapture *capture;
} Rerun;

static Rerun base;

static void
open_rerun (Rerun *rerun, const char *name)
{
  static const TcSchemaSet *const sets[] = {&tc_schema_state, NULL};

  rerun->db = tc_database_open (name, TC_DATABASE_WRITER, NULL);
  g_assert_true (tc_schema_migrate (rerun->db, sets, NULL));
  rerun->catalogue = tc_catalogue_load (rerun->db, NULL);
  rerun->capture = tc_capture_new (rerun->db, rerun->catalogue, FALSE);
}

static TcOperation *
read_operation (TcQuery *query)
{
  g_autoptr (GBytes) bytes = tc_query_dup_blob (query, 1);
  const TcSignature none = {{0}};

  return tc_operation_parse (bytes, &none, NULL);
}

/* Answers that stand on the server's clock can't be given again. */
static gboolean
is_of_clock (const char *code)
{
  return code &&
         (g_str_equal (code, "operation.future") || g_str_equal (code, "operation.too-old"));
}

static void
compare (Rerun *rerun, gint64 lsn, const TcOperation *op, const char *code, GBytes *args,
         const TcRefusal *refusal)
{
  g_autoptr (GBytes) found = refusal ? g_variant_get_data_as_bytes (refusal->args) : NULL;

  if (g_strcmp0 (code, refusal ? refusal->code : NULL) != 0 ||
      (refusal && !g_bytes_equal (found, args)))
    sim_fail (rerun->sim, "%s at %" G_GINT64_FORMAT ": %s in the log, %s when done again", op->name,
              lsn, code ? code : "accepted", refusal ? refusal->code : "accepted");
}

static void
carry_out (Rerun *rerun, TcQuery *query)
{
  gint64 lsn = tc_query_int (query, 0);
  const char *code = tc_query_text (query, 2);
  g_autoptr (GBytes) args = tc_query_dup_blob (query, 3);
  g_autoptr (TcOperation) op = read_operation (query);
  g_autoptr (TcRefusal) refusal = NULL;
  g_autoptr (GError) error = NULL;

  if (is_of_clock (code))
    return;
  if (!code)
    sim_rules_check (rerun->sim, rerun->db, lsn, op, tc_operation_registry_find (op->name));
  if (tc_execute (rerun->db, TRUE, rerun->capture, op, &refusal, &error) == TC_OUTCOME_FAILED)
    sim_fail (rerun->sim, "%s at %" G_GINT64_FORMAT " can't be done again: %s", op->name, lsn,
              error->message);
  tc_capture_keep (rerun->capture);
  compare (rerun, lsn, op, code, args, refusal);
}

/* What it did to each scope; past the horizon there is only the hash of it. */
static void
check_sections (Rerun *rerun, gint64 last_lsn)
{
  g_autoptr (GArray) sections = tc_capture_take_sections (rerun->capture);
  g_autoptr (TcQuery) query = tc_database_query (
      rerun->log, "SELECT scope, hash FROM log_section WHERE last_lsn = ? ORDER BY scope", "i",
      last_lsn);
  guint at = 0;

  for (; tc_query_next (query); at++) {
    const TcSection *section = at < sections->len ? &g_array_index (sections, TcSection, at) : NULL;
    g_autoptr (GBytes) hash = tc_query_dup_blob (query, 1);
    TcDigest found = {{0}};

    if (section)
      found = tc_frame_section_hash (section->scope, section->body);
    g_autoptr (GBytes) ours = g_bytes_new (found.bytes, TC_DIGEST_SIZE);
    if (!section || section->scope != tc_query_int (query, 0) || !g_bytes_equal (ours, hash))
      sim_fail (rerun->sim, "done again, the commit of %" G_GINT64_FORMAT " does something else",
                last_lsn);
  }
  if (at != sections->len)
    sim_fail (rerun->sim, "done again, the commit of %" G_GINT64_FORMAT " does more", last_lsn);
}

static void
run_log (Rerun *rerun, gint64 after_lsn)
{
  g_autoptr (TcQuery) commits = tc_database_query (
      rerun->log, "SELECT first_lsn, last_lsn FROM log_commit WHERE last_lsn > ? ORDER BY last_lsn",
      "i", after_lsn);

  while (tc_query_next (commits)) {
    g_autoptr (TcQuery) entries = tc_database_query (
        rerun->log,
        "SELECT lsn, log_bytes (lsn, bytes), refusal, refusal_args FROM log_operation"
        " WHERE lsn BETWEEN ? AND ? ORDER BY lsn",
        "ii", tc_query_int (commits, 0), tc_query_int (commits, 1));

    while (tc_query_next (entries))
      carry_out (rerun, entries);
    if (!tc_database_check (rerun->db, NULL))
      sim_fail (rerun->sim, "the log can't be carried out anew");
    check_sections (rerun, tc_query_int (commits, 1));
  }
}

void
sim_rerun_make_base (TcDatabase *log)
{
  base.log = log;
  open_rerun (&base, BASE);
  tc_database_begin (base.db);
  run_log (&base, 0);
  if (!tc_database_commit (base.db, NULL))
    sim_fail (NULL, "the log of the base can't be carried out anew");
}

static gboolean
are_same (SimRows *a, SimRows *b)
{
  g_autoptr (GArray) scopes = sim_rows_list_scopes (a);
  g_autoptr (GArray) others = sim_rows_list_scopes (b);
  gboolean same = scopes->len == others->len;

  for (guint i = 0; same && i < scopes->len; i++)
    same = sim_rows_equal (a, b, g_array_index (scopes, gint64, i));
  return same;
}

void
sim_rerun_check (Sim *sim, SimRows *rows)
{
  g_autoptr (SimRows) again = NULL;

  base.sim = sim;
  base.log = sim->db;
  tc_database_begin (base.db);
  run_log (&base, sim_base_lsn ());
  again = sim_rows_read (base.catalogue, base.db);
  if (!tc_database_check (base.db, NULL) || !are_same (again, rows))
    sim_fail (sim, "done again, the log leads to other rows");
  tc_database_rollback (base.db);
}
