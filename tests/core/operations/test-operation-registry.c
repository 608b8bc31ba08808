/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: every kind of operation that there is can be found, and each is sound. Method: the rules of
 * tc-operation-type.h over the whole table; arguments made and read again.
 */
#include "tc-operation-registry.h"

#include "tc-people-operations.h"

#include <string.h>

static void
test_find (void)
{
  guint n;
  const TcOperationType *const *types = tc_operation_registry_list (&n);

  g_assert_cmpuint (n, >, 30);
  g_assert_null (types[n]);
  for (guint i = 0; i < n; i++)
    g_assert_true (tc_operation_registry_find (types[i]->name) == types[i]);
  g_assert_true (tc_operation_registry_find ("agency.add") == &tc_agency_add_type);
  g_assert_nonnull (tc_operation_registry_find ("street.add"));
  g_assert_null (tc_operation_registry_find ("agency"));
  g_assert_null (tc_operation_registry_find (""));
}

static gsize
size_of (TcArgKind kind)
{
  return kind <= TC_ARG_LON ? sizeof (gint64) : sizeof (gpointer);
}

static void
check_args (const TcOperationType *type)
{
  for (const TcArg *arg = type->args; arg->name; arg++) {
    g_assert_cmpuint (arg->offset + size_of (arg->kind), <=, type->args_size);
    if (arg->kind == TC_ARG_INT || arg->kind >= TC_ARG_LINE)
      g_assert_cmpint (arg->max, >, 0);
    for (const TcArg *other = type->args; other < arg; other++) {
      g_assert_cmpstr (other->name, !=, arg->name);
      g_assert_cmpuint (other->offset, !=, arg->offset);
    }
  }
}

static void
test_sound (void)
{
  guint n;
  const TcOperationType *const *types = tc_operation_registry_list (&n);

  for (guint i = 0; i < n; i++) {
    const TcOperationType *type = types[i];

    g_test_message ("%s", type->name);
    g_assert_cmpuint (strlen (type->name), <=, TC_OPERATION_NAME_MAX);
    g_assert_true (g_regex_match_simple ("^[a-z]+(\\.[a-z]+(-[a-z]+)*)+$", type->name, 0, 0));
    g_assert_cmpuint (type->version, >=, 1);
    g_assert_nonnull (type->apply);
    g_assert_true (type->version == 1 || type->upcast);
    g_assert_true (!type->capability ||
                   g_regex_match_simple ("^[a-z]+\\.[a-z-]+$", type->capability, 0, 0));
    check_args (type);
  }
}

/* Decoding an empty dictionary names the first argument that is required, or gives "no value"
 * everywhere. */
static void
test_nothing_given (void)
{
  guint n;
  const TcOperationType *const *types = tc_operation_registry_list (&n);
  g_autoptr (GVariant) none = g_variant_ref_sink (g_variant_new ("a{sv}", NULL));

  for (guint i = 0; i < n; i++) {
    const TcArg *arg = types[i]->args;
    g_autoptr (TcRefusal) refusal = NULL;
    const char *named = NULL;
    g_autoptr (TcArgs) args = tc_args_decode (types[i], types[i]->version, none, &refusal);

    while (arg->name && !arg->required)
      arg++;
    if (!arg->name) {
      g_assert_nonnull (args);
      continue;
    }
    g_assert_null (args);
    g_assert_cmpstr (refusal->code, ==, "operation.arguments");
    g_assert_true (g_variant_lookup (refusal->args, "argument", "&s", &named));
    g_assert_cmpstr (named, ==, arg->name);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/registry/find", test_find);
  g_test_add_func ("/registry/sound", test_sound);
  g_test_add_func ("/registry/nothing-given", test_nothing_given);
  return g_test_run ();
}
