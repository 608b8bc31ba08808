/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Answers to a service's own questions: attribute[code]=value, checked against the service's
 * definition. An attribute that the definition doesn't ask for is refused, never dropped: whoever
 * typed it would believe that it arrived.
 */
#include "tc-open311-input.h"
#include "tc-open311-value.h"

#include <string.h>

#define PREFIX "attribute["

static void
free_answer (gpointer data)
{
  TcOpen311Answer *answer = data;

  g_free (answer->code);
  g_free (answer->value);
  g_strfreev (answer->keys);
  g_free (answer);
}

/* The code inside "attribute[code]" or "attribute[code][]". (transfer full) (nullable):
 * it is none. */
static char *
dup_code (const char *name)
{
  gsize size = strlen (name);

  if (!g_str_has_prefix (name, PREFIX))
    return NULL;
  if (g_str_has_suffix (name, "[]"))
    size -= 2;
  if (size <= strlen (PREFIX) || name[size - 1] != ']')
    return NULL;
  return g_strndup (name + strlen (PREFIX), size - strlen (PREFIX) - 1);
}

/* code → values in the order given. */
static GHashTable *
collect_values (const TcOpen311Params *params, TcOpen311Fault *fault)
{
  GHashTable *given = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                             (GDestroyNotify) g_ptr_array_unref);

  for (guint i = 0; i < params->list->len; i++) {
    const TcOpen311Param *param = g_ptr_array_index (params->list, i);
    g_autofree char *code = dup_code (param->name);
    GPtrArray *values;

    if (!code) {
      if (g_str_has_prefix (param->name, "attribute"))
        tc_open311_fault_add (fault, 400,
                              "an attribute is written attribute[code] or "
                              "attribute[code][]");
      continue;
    }
    values = g_hash_table_lookup (given, code);
    if (!values) {
      values = g_ptr_array_new ();
      g_hash_table_insert (given, g_steal_pointer (&code), values);
    }
    g_ptr_array_add (values, param->value);
  }
  return given;
}

static gboolean
is_number (const char *text)
{
  gsize whole, part;

  if (strnlen (text, TC_OPEN311_NUMBER_CHARS_MAX + 1) > TC_OPEN311_NUMBER_CHARS_MAX)
    return FALSE;
  if (*text == '-' || *text == '+')
    text++;
  whole = strspn (text, "0123456789");
  text += whole;
  if (whole == 0 || *text == '\0')
    return whole > 0;
  if (*text != '.')
    return FALSE;
  part = strspn (text + 1, "0123456789");
  return part > 0 && text[1 + part] == '\0';
}

/* A date-time with its zone, or a plain date. */
static gboolean
is_datetime (const char *text)
{
  g_autofree char *noon = NULL;
  gint64 time_us;

  if (tc_open311_parse_time (text, &time_us))
    return TRUE;
  noon = strlen (text) == strlen ("2026-11-23") ? g_strconcat (text, "T12:00Z", NULL) : NULL;
  return noon && tc_open311_parse_time (noon, &time_us);
}

static gboolean
has_key (const TcOpen311Attribute *attribute, const char *key)
{
  for (guint i = 0; i < attribute->values->len; i++) {
    const TcOpen311Value *value = g_ptr_array_index (attribute->values, i);

    if (strcmp (value->key, key) == 0)
      return TRUE;
  }
  return FALSE;
}

/* The keys given, in the definition's order. (transfer full) (nullable): a fault. */
static char *
join_keys (const TcOpen311Attribute *attribute, GPtrArray *given, TcOpen311Fault *fault)
{
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; i < given->len; i++) {
    if (!has_key (attribute, g_ptr_array_index (given, i))) {
      tc_open311_fault_add (fault, 400, "attribute \"%s\" has a value that is not in its list",
                            attribute->code);
      return NULL;
    }
  }
  for (guint i = 0; i < attribute->values->len; i++) {
    const TcOpen311Value *value = g_ptr_array_index (attribute->values, i);

    if (g_ptr_array_find_with_equal_func (given, value->key, g_str_equal, NULL))
      g_string_append_printf (out, "%s%s", out->len ? "," : "", value->key);
  }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

/* (transfer full) (nullable): a fault, or nothing left of it. */
static char *
read_value (const TcOpen311Attribute *attribute, GPtrArray *given, TcOpen311Fault *fault)
{
  gboolean multi = strcmp (attribute->datatype, "multivaluelist") == 0;
  gboolean text = strcmp (attribute->datatype, "text") == 0;
  g_autofree char *value = NULL;

  for (guint i = 1; i < given->len && !multi; i++) {
    if (strcmp (g_ptr_array_index (given, 0), g_ptr_array_index (given, i)) != 0) {
      tc_open311_fault_add (fault, 400, "attribute \"%s\" takes one value", attribute->code);
      return NULL;
    }
  }
  if (multi || strcmp (attribute->datatype, "singlevaluelist") == 0)
    return join_keys (attribute, given, fault);
  value = tc_open311_clean_text (
      attribute->code, g_ptr_array_index (given, 0), text,
      text ? TC_OPEN311_DESCRIPTION_CHARS_MAX : TC_OPEN311_STRING_CHARS_MAX, fault);
  if (!value)
    return NULL;
  if ((strcmp (attribute->datatype, "number") == 0 && !is_number (value)) ||
      (strcmp (attribute->datatype, "datetime") == 0 && !is_datetime (value))) {
    tc_open311_fault_add (fault, 400, "attribute \"%s\" is not a %s", attribute->code,
                          attribute->datatype);
    return NULL;
  }
  return g_steal_pointer (&value);
}

static void
add_answer (GPtrArray *answers, const TcOpen311Attribute *attribute, GHashTable *given,
            TcOpen311Fault *fault)
{
  GPtrArray *values = g_hash_table_lookup (given, attribute->code);
  guint n_errors = fault->errors->len;
  g_autofree char *value = values ? read_value (attribute, values, fault) : NULL;
  TcOpen311Answer *answer;

  g_hash_table_remove (given, attribute->code);
  if (!value) {
    if (attribute->required && fault->errors->len == n_errors)
      tc_open311_fault_add (fault, 400, "attribute \"%s\" was not provided", attribute->code);
    return;
  }
  answer = g_new0 (TcOpen311Answer, 1);
  answer->code = g_strdup (attribute->code);
  if (strcmp (attribute->datatype, "multivaluelist") == 0)
    answer->keys = g_strsplit (value, ",", -1);
  answer->value = g_steal_pointer (&value);
  g_ptr_array_add (answers, answer);
}

GPtrArray *
tc_open311_answers_parse (const TcOpen311Params *params, const TcOpen311Definition *definition,
                          TcOpen311Fault *fault)
{
  g_autoptr (GPtrArray) answers = g_ptr_array_new_with_free_func (free_answer);
  g_autoptr (GHashTable) given = collect_values (params, fault);
  g_autoptr (GList) left = NULL;

  for (guint i = 0; definition && i < definition->attributes->len; i++) {
    const TcOpen311Attribute *attribute = g_ptr_array_index (definition->attributes, i);

    if (attribute->variable)
      add_answer (answers, attribute, given, fault);
  }
  left = g_list_sort (g_hash_table_get_keys (given), (GCompareFunc) strcmp);
  for (GList *at = left; at; at = at->next)
    tc_open311_fault_add (fault, 400, "the service has no attribute \"%s\"",
                          (const char *) at->data);
  return tc_open311_fault_is_set (fault) ? NULL : g_steal_pointer (&answers);
}
