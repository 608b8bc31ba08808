/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Arguments of operations between a{sv} and plain structs, by the table of their kind. One place
 * says for each kind of argument how it is read, checked and written.
 */
#include "tc-operation-type.h"

#include "tc-text.h"

#include <string.h>

#define CODE_MAX 60
#define E7 10000000

struct _TcArgs {
  const TcOperationType *type; /* (unowned): types are static */
  GVariant *source;            /* (owned): strings in the struct borrow from it */
  guint64 fields[];            /* the struct; 64-bit so that its members are aligned */
};

static gpointer
member (gconstpointer args, const TcArg *arg)
{
  return (guint8 *) args + arg->offset;
}

static gint64
none_of (TcArgKind kind)
{
  return kind == TC_ARG_ID ? 0 : TC_NONE;
}

static gboolean
is_number (TcArgKind kind)
{
  return kind <= TC_ARG_LON;
}

static gboolean
number_fits (const TcArg *arg, gint64 value)
{
  switch (arg->kind) {
  case TC_ARG_ID:
    return value > 0;
  case TC_ARG_INT:
    return value >= 0 && value <= arg->max;
  case TC_ARG_LAT:
    return value >= -90 * (gint64) E7 && value <= 90 * (gint64) E7;
  case TC_ARG_LON:
    return value >= -180 * (gint64) E7 && value <= 180 * (gint64) E7;
  default:
    /* A time: from 1900 to 2200. */
    return value >= -2208988800 * G_USEC_PER_SEC && value <= 7258118400 * G_USEC_PER_SEC;
  }
}

static gboolean
is_code (const char *text)
{
  gsize length = strlen (text);

  return length > 0 && length <= CODE_MAX &&
         strspn (text, "abcdefghijklmnopqrstuvwxyz0123456789._-") == length;
}

static gboolean
read_text (const TcArg *arg, GVariant *value, gpointer out)
{
  if (!g_variant_is_of_type (value, G_VARIANT_TYPE_STRING))
    return FALSE;
  TcTextForm form = arg->kind == TC_ARG_PARAGRAPH ? TC_TEXT_PARAGRAPH : TC_TEXT_LINE;
  const char *text = g_variant_get_string (value, NULL);
  gboolean fits = arg->kind == TC_ARG_CODE ? is_code (text)
                                           : tc_text_is_clean (text, form, (gsize) arg->max);
  /* An empty text is an absent one. */
  if (!fits || !*text)
    return FALSE;
  *(const char **) out = text;
  return TRUE;
}

static gboolean
read_bytes (const TcArg *arg, GVariant *value, gpointer out)
{
  if (!g_variant_is_of_type (value, G_VARIANT_TYPE_BYTESTRING))
    return FALSE;
  g_autoptr (GBytes) bytes = g_variant_get_data_as_bytes (value);
  if ((gint64) g_bytes_get_size (bytes) > arg->max)
    return FALSE;
  *(GBytes **) out = g_steal_pointer (&bytes);
  return TRUE;
}

static gboolean
read_ids (const TcArg *arg, GVariant *value, gpointer out)
{
  gsize n;

  if (!g_variant_is_of_type (value, G_VARIANT_TYPE ("ax")))
    return FALSE;
  const gint64 *ids = g_variant_get_fixed_array (value, &n, sizeof (gint64));
  if (n == 0 || (gint64) n > arg->max)
    return FALSE;
  for (gsize i = 0; i < n; i++) {
    if (ids[i] <= 0)
      return FALSE;
  }
  GArray *array = g_array_sized_new (FALSE, FALSE, sizeof (gint64), (guint) n);
  g_array_append_vals (array, ids, (guint) n);
  *(GArray **) out = array;
  return TRUE;
}

static gboolean
read_value (const TcArg *arg, GVariant *value, gpointer out)
{
  if (is_number (arg->kind)) {
    if (!g_variant_is_of_type (value, G_VARIANT_TYPE_INT64) ||
        !number_fits (arg, g_variant_get_int64 (value)))
      return FALSE;
    *(gint64 *) out = g_variant_get_int64 (value);
    return TRUE;
  }
  if (arg->kind == TC_ARG_BYTES)
    return read_bytes (arg, value, out);
  if (arg->kind == TC_ARG_IDS)
    return read_ids (arg, value, out);
  return read_text (arg, value, out);
}

GVariant *
tc_args_upcast (const TcOperationType *type, guint version, GVariant *args)
{
  GVariant *current = g_variant_ref (args);

  for (guint v = version; v < type->version && type->upcast; v++) {
    GVariant *next = type->upcast (current, v);
    g_variant_unref (current);
    current = g_variant_take_ref (next);
  }
  return current;
}

/* -1: no argument of this kind has the name, it is a newer maker's */
static int
find_arg (const TcOperationType *type, const char *name)
{
  for (int i = 0; type->args[i].name; i++) {
    if (!strcmp (type->args[i].name, name))
      return i;
  }
  return -1;
}

/* Reads what is there, in one pass. (nullable): the argument that does not have its form */
static const TcArg *
read_given (TcArgs *decoded, guint64 *given)
{
  GVariantIter iter;
  const char *name;
  GVariant *next;

  g_variant_iter_init (&iter, decoded->source);
  while (g_variant_iter_next (&iter, "{&sv}", &name, &next)) {
    g_autoptr (GVariant) value = next;
    int i = find_arg (decoded->type, name);
    const TcArg *arg = i < 0 ? NULL : &decoded->type->args[i];

    /* Of two with one name the first counts. */
    if (!arg || (*given & ((guint64) 1 << i)))
      continue;
    if (!read_value (arg, value, member (decoded->fields, arg)))
      return arg;
    *given |= (guint64) 1 << i;
  }
  return NULL;
}

TcArgs *
tc_args_decode (const TcOperationType *type, guint version, GVariant *args, TcRefusal **refusal)
{
  g_autoptr (TcArgs) decoded = g_malloc0 (sizeof (TcArgs) + type->args_size);
  guint64 given = 0;
  int i;

  decoded->type = type;
  decoded->source = tc_args_upcast (type, version, args);
  for (i = 0; type->args[i].name; i++) {
    if (is_number (type->args[i].kind))
      *(gint64 *) member (decoded->fields, &type->args[i]) = none_of (type->args[i].kind);
  }
  g_assert (i <= 64);
  const TcArg *fault = read_given (decoded, &given);
  for (i = 0; type->args[i].name && !fault; i++) {
    if (type->args[i].required && !(given & ((guint64) 1 << i)))
      fault = &type->args[i];
  }
  if (!fault)
    return g_steal_pointer (&decoded);
  *refusal = tc_refusal_new ("operation.arguments", "operation", TC_S, type->name, "argument", TC_S,
                             fault->name, NULL);
  return NULL;
}

gconstpointer
tc_args_get (const TcArgs *args)
{
  return args->fields;
}

void
tc_args_free (TcArgs *args)
{
  if (!args)
    return;
  for (const TcArg *arg = args->type->args; arg->name; arg++) {
    if (arg->kind == TC_ARG_BYTES)
      g_clear_pointer ((GBytes **) member (args->fields, arg), g_bytes_unref);
    else if (arg->kind == TC_ARG_IDS)
      g_clear_pointer ((GArray **) member (args->fields, arg), g_array_unref);
  }
  g_variant_unref (args->source);
  g_free (args);
}

static GVariant *
write_value (const TcArg *arg, gconstpointer in)
{
  if (is_number (arg->kind)) {
    gint64 value = *(const gint64 *) in;
    return value == none_of (arg->kind) ? NULL : g_variant_new_int64 (value);
  }
  if (arg->kind == TC_ARG_BYTES) {
    GBytes *bytes = *(GBytes *const *) in;
    return bytes ? g_variant_new_from_bytes (G_VARIANT_TYPE_BYTESTRING, bytes, TRUE) : NULL;
  }
  if (arg->kind == TC_ARG_IDS) {
    const GArray *ids = *(GArray *const *) in;
    return ids ? g_variant_new_fixed_array (G_VARIANT_TYPE_INT64, ids->data, ids->len,
                                            sizeof (gint64))
               : NULL;
  }
  const char *text = *(const char *const *) in;
  return text && *text ? g_variant_new_string (text) : NULL;
}

GVariant *
tc_args_encode (const TcOperationType *type, gconstpointer args)
{
  g_auto (GVariantDict) dict = G_VARIANT_DICT_INIT (NULL);

  for (const TcArg *arg = type->args; arg->name; arg++) {
    GVariant *value = write_value (arg, member (args, arg));

    if (value)
      g_variant_dict_insert_value (&dict, arg->name, value);
  }
  return g_variant_dict_end (&dict);
}

GVariant *
tc_args_clean (const TcOperationType *type, GVariant *args)
{
  GVariantDict dict;

  g_variant_dict_init (&dict, args);
  for (const TcArg *arg = type->args; arg->name; arg++) {
    TcTextForm form = arg->kind == TC_ARG_PARAGRAPH ? TC_TEXT_PARAGRAPH : TC_TEXT_LINE;
    const char *text = NULL;

    if ((arg->kind != TC_ARG_LINE && arg->kind != TC_ARG_PARAGRAPH) ||
        !g_variant_dict_lookup (&dict, arg->name, "&s", &text))
      continue;
    g_autofree char *clean = tc_text_clean (text, form, (gsize) arg->max);
    if (clean && *clean)
      g_variant_dict_insert (&dict, arg->name, "s", clean);
    else if (clean)
      g_variant_dict_remove (&dict, arg->name);
  }
  return g_variant_dict_end (&dict);
}

TcOperation *
tc_operation_make (const TcOperationType *type, const TcOperationHead *head, gconstpointer args,
                   const TcKey *key)
{
  return tc_operation_new (type->name, type->version, head, tc_args_encode (type, args), key);
}

gboolean
tc_apply_refuse (TcApply *apply, const char *code, ...)
{
  va_list list;

  g_clear_pointer (&apply->refusal, tc_refusal_free);
  va_start (list, code);
  apply->refusal = tc_refusal_new_list (code, list);
  va_end (list);
  return FALSE;
}
