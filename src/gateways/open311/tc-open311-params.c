/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Parameters; see the header. The decoding itself is wire's.
 */
#include "tc-open311-params.h"

#include "tc-http-request.h"

#include <string.h>

static void
free_param (gpointer data)
{
  TcOpen311Param *param = data;

  g_free (param->name);
  g_free (param->value);
  g_free (param);
}

TcOpen311Params *
tc_open311_params_new (void)
{
  TcOpen311Params *params = g_new0 (TcOpen311Params, 1);

  params->list = g_ptr_array_new_with_free_func (free_param);
  return params;
}

void
tc_open311_params_free (TcOpen311Params *params)
{
  if (!params)
    return;
  g_ptr_array_unref (params->list);
  g_free (params);
}

/* Takes name and value out of @field. */
static gboolean
add_field (TcOpen311Params *params, TcHttpField *field, TcOpen311Fault *fault)
{
  TcOpen311Param *param;

  if (*field->name == '\0')
    return tc_open311_fault_add (fault, 400, "a parameter has no name");
  if (strlen (field->name) > TC_OPEN311_PARAM_NAME_BYTES_MAX)
    return tc_open311_fault_add (fault, 400, "the name of a parameter is longer than %d bytes",
                                 TC_OPEN311_PARAM_NAME_BYTES_MAX);
  if (strlen (field->value) > TC_OPEN311_PARAM_VALUE_BYTES_MAX)
    return tc_open311_fault_add (fault, 400, "parameter \"%s\" is longer than %d bytes",
                                 field->name, TC_OPEN311_PARAM_VALUE_BYTES_MAX);
  if (*field->value == '\0')
    return TRUE;
  param = g_new0 (TcOpen311Param, 1);
  param->name = g_steal_pointer (&field->name);
  param->value = g_steal_pointer (&field->value);
  g_ptr_array_add (params->list, param);
  return TRUE;
}

gboolean
tc_open311_params_parse (TcOpen311Params *params, const char *text, gsize size,
                         TcOpen311Fault *fault)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) fields = tc_http_parse_form (
      text, size, TC_OPEN311_PARAMS_MAX - MIN (params->list->len, TC_OPEN311_PARAMS_MAX), &error);

  if (!fields)
    return tc_open311_fault_add (fault, 400, "%s", error->message);
  for (guint i = 0; i < fields->len; i++)
    if (!add_field (params, g_ptr_array_index (fields, i), fault))
      return FALSE;
  return TRUE;
}

const char *
tc_open311_params_get (const TcOpen311Params *params, const char *name, TcOpen311Fault *fault)
{
  const char *value = NULL;

  for (guint i = 0; i < params->list->len; i++) {
    const TcOpen311Param *param = g_ptr_array_index (params->list, i);

    if (strcmp (param->name, name) != 0)
      continue;
    if (value && strcmp (value, param->value) != 0) {
      tc_open311_fault_add (fault, 400, "parameter \"%s\" is given twice with different values",
                            name);
      return NULL;
    }
    value = param->value;
  }
  return value;
}

char **
tc_open311_params_get_list (const TcOpen311Params *params, const char *name, TcOpen311Fault *fault)
{
  g_autoptr (GStrvBuilder) list = g_strv_builder_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < params->list->len; i++) {
    const TcOpen311Param *param = g_ptr_array_index (params->list, i);
    g_auto (GStrv) parts = NULL;

    if (strcmp (param->name, name) != 0)
      continue;
    parts = g_strsplit (param->value, ",", -1);
    for (char **part = parts; *part; part++) {
      g_strstrip (*part);
      if (**part == '\0' || !g_hash_table_add (seen, g_strdup (*part)))
        continue;
      if (g_hash_table_size (seen) > TC_OPEN311_LIST_MAX) {
        tc_open311_fault_add (fault, 400, "parameter \"%s\" lists more than %d values", name,
                              TC_OPEN311_LIST_MAX);
        return NULL;
      }
      g_strv_builder_add (list, *part);
    }
  }
  return g_hash_table_size (seen) > 0 ? g_strv_builder_end (list) : NULL;
}
