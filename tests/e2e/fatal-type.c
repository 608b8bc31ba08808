/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * toancanhd or tc-operator with one operation more, "test.fatal", which ends the process of
 * whichever server carries it out and is harmless on a desk: for test_poison.py. FATAL_MAIN is the
 * name that the program's own main() was compiled under.
 */
#include "tc-operation-registry.h"

#include "tc-incident-operations.h"

#include <stdlib.h>

int FATAL_MAIN (int argc, char **argv);

typedef struct {
  const char *text;
} Fatal;

static gboolean
apply_fatal (TcApply *apply, gconstpointer args)
{
  if (tc_database_get_int (apply->db, 0, "SELECT 1 FROM sqlite_schema WHERE name = 'log_operation'",
                           NULL))
    abort ();
  return TRUE;
}

static const TcArg fatal_args[] = {TC_ARG (Fatal, text, TC_ARG_LINE, TC_OPTIONAL, 100), {NULL}};
static const TcOperationType fatal_type = {.name = "test.fatal",
                                           .version = 1,
                                           .capability = TC_MAY_HANDLE,
                                           .args = fatal_args,
                                           .args_size = sizeof (Fatal),
                                           .apply = apply_fatal};

int
main (int argc, char **argv)
{
  tc_operation_registry_add (&fatal_type);
  return FATAL_MAIN (argc, argv);
}
