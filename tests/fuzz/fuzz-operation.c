/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Fuzz target: operations as they come up a line, down to the database: bytes, arguments, carrying
 * out. What isn't an operation is an error, what can't be done a refusal; nothing else happens, and
 * what was read is written back the same.
 */
#include "tc-execute.h"
#include "tc-operation-registry.h"
#include "tc-schema.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* One database for all inputs; each is taken back. */
static TcDatabase *
get_database (void)
{
  static TcDatabase *db;
  static const TcSchemaSet *const sets[] = {&tc_schema_state, NULL};

  if (!db) {
    tc_crypto_init ();
    db = tc_database_open (":memory:", TC_DATABASE_WRITER | TC_DATABASE_MEMORY, NULL);
    g_assert_true (tc_schema_migrate (db, sets, NULL));
  }
  return db;
}

static void
check_arguments (const TcOperationType *type, const TcOperation *op)
{
  g_autoptr (TcRefusal) refusal = NULL;
  g_autoptr (TcRefusal) refusal_again = NULL;
  g_autoptr (TcArgs) args = tc_args_decode (type, op->version, op->args, &refusal);
  g_autoptr (GVariant) written = NULL;
  g_autoptr (TcArgs) again = NULL;

  g_assert_true ((args != NULL) == (refusal == NULL));
  if (!args)
    return;
  written = g_variant_ref_sink (tc_args_encode (type, tc_args_get (args)));
  again = tc_args_decode (type, type->version, written, &refusal_again);
  g_assert_nonnull (again);
}

static void
check_execution (const TcOperation *op)
{
  TcDatabase *db = get_database ();
  g_autoptr (TcRefusal) refusal = NULL;
  g_autoptr (GError) error = NULL;
  TcOutcome outcome;

  tc_database_begin (db);
  outcome = tc_execute (db, TRUE, NULL, op, &refusal, &error);
  g_assert_cmpint (outcome, !=, TC_OUTCOME_DEFERRED);
  g_assert_true ((outcome == TC_OUTCOME_REFUSED) == (refusal != NULL));
  if (outcome == TC_OUTCOME_FAILED)
    g_error ("an operation broke the database: %s", error->message);
  tc_database_rollback (db);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  TcSignature signature = {{0}};
  g_autoptr (GError) error = NULL;
  g_autoptr (TcOperation) op = NULL;
  const TcOperationType *type;

  get_database ();
  op = tc_operation_parse (bytes, &signature, &error);
  g_assert_true ((op != NULL) == (error == NULL));
  if (!op)
    return 0;
  type = tc_operation_registry_find (op->name);
  if (type)
    check_arguments (type, op);
  check_execution (op);
  return 0;
}
