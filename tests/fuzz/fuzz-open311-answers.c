/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Fuzz target: attributes of a report against a definition with every datatype.
 */
#include "tc-open311-input.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static TcOpen311Definition *
make_definition (void)
{
  static const char *const datatypes[] = {"string", "number",          "datetime",
                                          "text",   "singlevaluelist", "multivaluelist"};
  TcOpen311Definition *definition = tc_open311_definition_new ("a");

  for (gsize i = 0; i < G_N_ELEMENTS (datatypes); i++) {
    TcOpen311Attribute *attribute = tc_open311_attribute_new ();

    attribute->variable = TRUE;
    attribute->required = i == 0;
    attribute->code = g_strndup (datatypes[i], 1);
    *attribute->code = (char) ('a' + i);
    attribute->datatype = g_strdup (datatypes[i]);
    g_ptr_array_add (attribute->values, tc_open311_value_new ("1", "một"));
    g_ptr_array_add (attribute->values, tc_open311_value_new ("2", "hai"));
    g_ptr_array_add (definition->attributes, attribute);
  }
  return definition;
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (TcOpen311Definition) definition = make_definition ();
  g_autoptr (TcOpen311Params) params = tc_open311_params_new ();
  g_autoptr (TcOpen311Fault) fault = tc_open311_fault_new ();
  g_autoptr (GPtrArray) answers = NULL;

  if (!tc_open311_params_parse (params, (const char *) data, size, fault))
    return 0;
  answers = tc_open311_answers_parse (params, definition, fault);
  g_assert_true ((answers != NULL) == !tc_open311_fault_is_set (fault));
  for (guint i = 0; answers && i < answers->len; i++) {
    const TcOpen311Answer *answer = g_ptr_array_index (answers, i);

    g_assert_true (*answer->value);
    if (*answer->code == 'f')
      g_assert_true (strcmp (answer->value, "1") == 0 || strcmp (answer->value, "2") == 0 ||
                     strcmp (answer->value, "1,2") == 0);
  }
  return 0;
}
