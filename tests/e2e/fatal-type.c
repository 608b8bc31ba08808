/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * toancanhd or tc-operator with two operations more, for test_poison.py: "test.fatal" ends the
 * process of whichever server carries it out and is harmless on a desk; "test.fatal-desk" is
 * harmless on a server and ends a desk's in whose environment TC_FATAL_DESK is set. FATAL_MAIN is
 * the name that the program's own main() was compiled under.
 */
#include "tc-operation-registry.h"

#include "tc-incident-operations.h"

#include <stdlib.h>

int FATAL_MAIN (int argc, char **argv);

typedef struct {
  const char *text;
} Fatal;

static gboolean
is_server (TcApply *apply)
{
  return tc_database_get_int (apply->db, 0,
                              "SELECT 1 FROM sqlite_schema WHERE name = 'log_operation'", NULL);
}

static gboolean
apply_fatal (TcApply *apply, gconstpointer args)
{
  if (is_server (apply))
    abort ();
  return TRUE;
}

static gboolean
apply_fatal_desk (TcApply *apply, gconstpointer args)
{
  if (!is_server (apply) && g_getenv ("TC_FATAL_DESK"))
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

static const TcOperationType fatal_desk_type = {.name = "test.fatal-desk",
                                                .version = 1,
                                                .capability = TC_MAY_HANDLE,
                                                .args = fatal_args,
                                                .args_size = sizeof (Fatal),
                                                .apply = apply_fatal_desk};

int
main (int argc, char **argv)
{
  tc_operation_registry_add (&fatal_type);
  tc_operation_registry_add (&fatal_desk_type);
  return FATAL_MAIN (argc, argv);
}
