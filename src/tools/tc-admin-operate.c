/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Arguments of operations for the administration socket; see the header.
 */
#include "tc-admin-operate.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

static const TcArg *
find_arg (const TcOperationType *type, const char *name)
{
  for (const TcArg *arg = type->args; arg->name; arg++) {
    if (g_str_equal (arg->name, name))
      return arg;
  }
  return NULL;
}

/* ---- to JSON ---- */

static JsonNode *
write_ids (GVariant *value)
{
  JsonArray *array = json_array_new ();
  JsonNode *node = json_node_alloc ();
  gsize n;
  const gint64 *ids = g_variant_get_fixed_array (value, &n, sizeof (gint64));

  for (gsize i = 0; i < n; i++) {
    g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, ids[i]);
    json_array_add_string_element (array, id);
  }
  json_node_init_array (node, array);
  json_array_unref (array);
  return node;
}

static JsonNode *
write_value (const TcArg *arg, GVariant *value)
{
  JsonNode *node = json_node_alloc ();

  if (g_variant_is_of_type (value, G_VARIANT_TYPE_STRING))
    return json_node_init_string (node, g_variant_get_string (value, NULL));
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_INT64) && arg->kind != TC_ARG_ID)
    return json_node_init_int (node, g_variant_get_int64 (value));
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_INT64)) {
    g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, g_variant_get_int64 (value));
    return json_node_init_string (node, id);
  }
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_BYTESTRING)) {
    g_autofree char *text = g_base64_encode (g_variant_get_data (value),
                                             g_variant_get_size (value));
    return json_node_init_string (node, text);
  }
  json_node_unref (node);
  return write_ids (value);
}

JsonObject *
tc_admin_operate_question (const TcOperationType *type, GVariant *args, gint64 made_us,
                           gint64 actor_id)
{
  JsonObject *question = tc_admin_question ("operate");
  JsonObject *object = json_object_new ();
  GVariantIter iter;
  const char *name;
  GVariant *value;

  g_variant_iter_init (&iter, args);
  while (g_variant_iter_loop (&iter, "{&sv}", &name, &value)) {
    const TcArg *arg = find_arg (type, name);
    if (arg)
      json_object_set_member (object, name, write_value (arg, value));
  }
  json_object_set_string_member (question, "name", type->name);
  json_object_set_object_member (question, "args", object);
  if (made_us)
    json_object_set_int_member (question, "made_us", made_us);
  if (actor_id) {
    g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, actor_id);
    json_object_set_string_member (question, "actor", id);
  }
  return question;
}

/* ---- from what is typed ---- */

static gboolean
parse_time (const char *text, gint64 *time_us)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (text, NULL);

  if (!time)
    return FALSE;
  *time_us = g_date_time_to_unix (time) * G_USEC_PER_SEC + g_date_time_get_microsecond (time);
  return TRUE;
}

static gboolean
parse_degrees (const char *text, gint64 *e7)
{
  char *end = NULL;
  double degrees = g_ascii_strtod (text, &end);

  if (!strchr (text, '.') || *end || !(fabs (degrees) <= 180))
    return FALSE;
  *e7 = llround (degrees * 1e7);
  return TRUE;
}

static GVariant *
parse_number (const TcArg *arg, const char *text)
{
  gint64 value;

  if (arg->kind == TC_ARG_TIME && parse_time (text, &value))
    return g_variant_new_int64 (value);
  if ((arg->kind == TC_ARG_LAT || arg->kind == TC_ARG_LON) && parse_degrees (text, &value))
    return g_variant_new_int64 (value);
  return g_ascii_string_to_signed (text, 10, G_MININT64, G_MAXINT64, &value, NULL)
             ? g_variant_new_int64 (value)
             : NULL;
}

static GVariant *
parse_ids (const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, ",", -1);
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("ax"));
  for (guint i = 0; parts[i]; i++) {
    gint64 id;
    if (!g_ascii_string_to_signed (parts[i], 10, 1, G_MAXINT64, &id, NULL)) {
      g_variant_builder_clear (&builder);
      return NULL;
    }
    g_variant_builder_add (&builder, "x", id);
  }
  return g_variant_builder_end (&builder);
}

static GVariant *
parse_bytes (const char *text)
{
  gsize size;
  guchar *data = g_base64_decode (text, &size);

  return g_variant_new_from_data (G_VARIANT_TYPE_BYTESTRING, data, size, TRUE, g_free, data);
}

/* (transfer floating) (nullable) */
static GVariant *
parse_value (const TcArg *arg, const char *text)
{
  if (arg->kind <= TC_ARG_LON)
    return parse_number (arg, text);
  if (arg->kind == TC_ARG_IDS)
    return parse_ids (text);
  if (arg->kind == TC_ARG_BYTES)
    return parse_bytes (text);
  return g_utf8_validate (text, -1, NULL) ? g_variant_new_string (text) : NULL;
}

static gboolean
parse_pair (const TcOperationType *type, const char *pair, GVariantDict *dict, GError **error)
{
  const char *sign = strchr (pair, '=');
  g_autofree char *name = sign ? g_strndup (pair, (gsize) (sign - pair)) : g_strdup (pair);
  const TcArg *arg = find_arg (type, name);

  if (!sign || !arg) {
    g_set_error (error, TC_ERROR, TC_ERROR_INVALID,
                 sign ? _ ("%s has no argument \"%s\"") : _ ("%s: \"%s\" is not name=value"),
                 type->name, name);
    return FALSE;
  }
  GVariant *value = parse_value (arg, sign + 1);
  if (!value || g_variant_dict_contains (dict, name)) {
    g_set_error (error, TC_ERROR, TC_ERROR_INVALID,
                 value ? _ ("%s is given twice") : _ ("%s does not have the form it should"), name);
    if (value)
      g_variant_unref (g_variant_ref_sink (value));
    return FALSE;
  }
  g_variant_dict_insert_value (dict, name, value);
  return TRUE;
}

GVariant *
tc_admin_parse_args (const TcOperationType *type, char **pairs, GError **error)
{
  g_auto (GVariantDict) dict = G_VARIANT_DICT_INIT (NULL);
  g_autoptr (TcRefusal) refusal = NULL;

  for (guint i = 0; pairs[i]; i++) {
    if (!parse_pair (type, pairs[i], &dict, error))
      return NULL;
  }
  g_autoptr (GVariant) args = g_variant_ref_sink (g_variant_dict_end (&dict));
  g_autoptr (TcArgs) decoded = tc_args_decode (type, type->version, args, &refusal);
  if (decoded)
    return g_steal_pointer (&args);
  const char *name = NULL;
  (void) !g_variant_lookup (refusal->args, "argument", "&s", &name);
  g_set_error (error, TC_ERROR, TC_ERROR_INVALID, _ ("%s is missing or not as it should be"),
               name ? name : _ ("an argument"));
  return NULL;
}

char *
tc_admin_describe_args (const TcOperationType *type)
{
  static const char *const kinds[] = {
      [TC_ARG_ID] = NC_ ("argument", "id"),
      [TC_ARG_INT] = NC_ ("argument", "number"),
      [TC_ARG_TIME] = NC_ ("argument", "time"),
      [TC_ARG_LAT] = NC_ ("argument", "latitude"),
      [TC_ARG_LON] = NC_ ("argument", "longitude"),
      [TC_ARG_CODE] = NC_ ("argument", "code"),
      [TC_ARG_LINE] = NC_ ("argument", "text"),
      [TC_ARG_PARAGRAPH] = NC_ ("argument", "text of several lines"),
      [TC_ARG_BYTES] = NC_ ("argument", "base64"),
      [TC_ARG_IDS] = NC_ ("argument", "ids, separated by ','"),
  };
  GString *text = g_string_new (NULL);

  for (const TcArg *arg = type->args; arg->name; arg++) {
    g_string_append_printf (text, "  %-18s %s", arg->name,
                            g_dpgettext2 (GETTEXT_PACKAGE, "argument", kinds[arg->kind]));
    if (arg->max > 0)
      g_string_append_printf (text, _ (", up to %lld"), (long long) arg->max);
    g_string_append (text, arg->required ? _ (", required\n") : "\n");
  }
  return g_string_free (text, FALSE);
}
