/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reading form-encoded pairs. Strict where leniency would let two readers see two things (a lone
 * '%', overlong UTF-8, NUL), so libsoup's own decoder, which passes these on, isn't used.
 */
#include "tc-open311-params.h"

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

/* The decoded text, or NULL with a fault; @what names it in the sentence. */
static char *
decode_part (const char *text, gsize size, gsize max, const char *what, TcOpen311Fault *fault)
{
  g_autoptr (GString) out = g_string_sized_new (MIN (size, max) + 1);

  for (gsize i = 0; i < size; i++) {
    char c = text[i];

    if (c == '+') {
      c = ' ';
    } else if (c == '%') {
      int high = i + 2 < size ? g_ascii_xdigit_value (text[i + 1]) : -1;
      int low = high >= 0 ? g_ascii_xdigit_value (text[i + 2]) : -1;

      if (low < 0) {
        tc_open311_fault_add (fault, 400, "%s has a broken percent code", what);
        return NULL;
      }
      c = (char) (high << 4 | low);
      i += 2;
    }
    if (c == '\0') {
      tc_open311_fault_add (fault, 400, "%s contains NUL", what);
      return NULL;
    }
    if (out->len == max) {
      tc_open311_fault_add (fault, 400, "%s is longer than %" G_GSIZE_FORMAT " bytes", what, max);
      return NULL;
    }
    g_string_append_c (out, c);
  }
  if (!g_utf8_validate (out->str, (gssize) out->len, NULL)) {
    tc_open311_fault_add (fault, 400, "%s is not valid UTF-8", what);
    return NULL;
  }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static gboolean
add_pair (TcOpen311Params *params, const char *text, gsize size, TcOpen311Fault *fault)
{
  const char *equals = memchr (text, '=', size);
  gsize name_size = equals ? (gsize) (equals - text) : size;
  g_autofree char *name = NULL;
  g_autofree char *value = NULL;
  g_autofree char *what = NULL;
  TcOpen311Param *param;

  name = decode_part (text, name_size, TC_OPEN311_PARAM_NAME_BYTES_MAX, "the name of a parameter",
                      fault);
  if (!name)
    return FALSE;
  if (*name == '\0')
    return tc_open311_fault_add (fault, 400, "a parameter has no name");
  what = g_strdup_printf ("parameter \"%s\"", name);
  if (equals)
    value = decode_part (equals + 1, size - name_size - 1, TC_OPEN311_PARAM_VALUE_BYTES_MAX, what,
                         fault);
  else
    value = g_strdup ("");
  if (!value)
    return FALSE;
  if (*value == '\0')
    return TRUE;
  param = g_new0 (TcOpen311Param, 1);
  param->name = g_steal_pointer (&name);
  param->value = g_steal_pointer (&value);
  g_ptr_array_add (params->list, param);
  return TRUE;
}

gboolean
tc_open311_params_parse (TcOpen311Params *params, const char *text, gsize size,
                         TcOpen311Fault *fault)
{
  const char *end = text + size;
  guint n_pairs = 0;

  while (text < end) {
    const char *amp = memchr (text, '&', (gsize) (end - text));
    const char *stop = amp ? amp : end;

    if (stop > text) {
      /* Empty ones are dropped, so they are counted here too: a limit on work, not only on size. */
      if (++n_pairs > TC_OPEN311_PARAMS_MAX || params->list->len >= TC_OPEN311_PARAMS_MAX)
        return tc_open311_fault_add (fault, 400, "more than %d parameters", TC_OPEN311_PARAMS_MAX);
      if (!add_pair (params, text, (gsize) (stop - text), fault))
        return FALSE;
    }
    text = amp ? amp + 1 : end;
  }
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
