/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The verb operate: any kind of operation, its arguments in JSON read by the kind's own table (ids
 * as strings, lists of ids as arrays of strings, bytes as base64, other numbers as numbers).
 */
#include "tc-admin-private.h"
#include "tc-operation-registry.h"

static const TcArg *
find_arg (const TcOperationType *type, const char *name)
{
  for (const TcArg *arg = type->args; arg->name; arg++)
    if (g_str_equal (arg->name, name))
      return arg;
  return NULL;
}

static const char *
get_string (JsonNode *node)
{
  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
             ? json_node_get_string (node)
             : NULL;
}

static gboolean
read_id (JsonNode *node, gint64 *id)
{
  const char *text = get_string (node);

  return text && g_ascii_string_to_signed (text, 10, 1, G_MAXINT64, id, NULL);
}

static GVariant *
read_ids (JsonNode *node)
{
  JsonArray *array = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; array && i < json_array_get_length (array); i++) {
    gint64 id;

    if (!read_id (json_array_get_element (array, i), &id))
      return NULL;
    g_array_append_val (ids, id);
  }
  return array ? g_variant_new_fixed_array (G_VARIANT_TYPE_INT64, ids->data, ids->len,
                                            sizeof (gint64))
               : NULL;
}

static GVariant *
read_bytes (const char *text)
{
  gsize size;
  guchar *decoded = g_base64_decode (text, &size);
  g_autoptr (GBytes) bytes = g_bytes_new_take (decoded, size);

  return g_variant_new_from_bytes (G_VARIANT_TYPE_BYTESTRING, bytes, TRUE);
}

/* (nullable): NULL if it doesn't have the form of its kind. Limits are the table's to check. */
static GVariant *
read_value (const TcArg *arg, JsonNode *node)
{
  const char *text = get_string (node);
  gint64 id;

  switch (arg->kind) {
  case TC_ARG_ID:
    return read_id (node, &id) ? g_variant_new_int64 (id) : NULL;
  case TC_ARG_IDS:
    return read_ids (node);
  case TC_ARG_BYTES:
    return text ? read_bytes (text) : NULL;
  case TC_ARG_CODE:
  case TC_ARG_LINE:
  case TC_ARG_PARAGRAPH:
    return text ? g_variant_new_string (text) : NULL;
  case TC_ARG_INT:
  case TC_ARG_TIME:
  case TC_ARG_LAT:
  case TC_ARG_LON:
    return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_INT64
               ? g_variant_new_int64 (json_node_get_int (node))
               : NULL;
  }
  return NULL;
}

/* (nullable): NULL once the question is answered: an argument is wrong. */
static GVariant *
read_args (TcAdminQuestion *question, const TcOperationType *type, JsonObject *object)
{
  g_autoptr (GList) names = json_object_get_members (object);
  GVariantDict dict;

  g_variant_dict_init (&dict, NULL);
  for (GList *at = names; at; at = at->next) {
    const char *name = at->data;
    const TcArg *arg = find_arg (type, name);
    GVariant *value = arg ? read_value (arg, json_object_get_member (object, name)) : NULL;

    if (!value) {
      g_variant_dict_clear (&dict);
      if (arg)
        tc_admin_fail (question, "%s: \"%s\" has the wrong form", type->name, name);
      else
        tc_admin_fail (question, "%s has no argument \"%s\"", type->name, name);
      return NULL;
    }
    g_variant_dict_insert_value (&dict, name, value);
  }
  return g_variant_ref_sink (g_variant_dict_end (&dict));
}

static void
operated_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TcAdminQuestion *question = data;
  gint64 lsn = 0;
  JsonObject *answer;

  if (!tc_admin_accepted (question, source, result, &lsn))
    return;
  answer = json_object_new ();
  json_object_set_int_member (answer, "lsn", lsn);
  tc_admin_answer (question, answer);
}

/* Who did it and when, if it wasn't the system now. FALSE: the question is answered. */
static gboolean
read_record (TcAdminQuestion *question, TcRecord *record)
{
  gint64 now_us = g_get_real_time ();

  record->made_us = now_us;
  record->actor_id = tc_admin_get_id (question, "actor");
  if (json_object_has_member (question->asked, "actor") && record->actor_id == 0)
    tc_admin_fail (question, "\"actor\" must be an id");
  else if (json_object_has_member (question->asked, "made_us") &&
           (!tc_admin_get_int (question, "made_us", &record->made_us) || record->made_us <= 0))
    tc_admin_fail (question, "\"made_us\" must be a time in microseconds UTC");
  else if (record->made_us > now_us)
    tc_admin_fail (question, "\"made_us\" lies in the future");
  else
    return TRUE;
  return FALSE;
}

void
tc_admin_ask_operate (TcAdminQuestion *question)
{
  const char *name = tc_admin_get_text (question, "name");
  /* What the log loses is the hub's to say. */
  gboolean hidden = name && g_str_equal (name, "log.purge");
  const TcOperationType *type = name && !hidden ? tc_operation_registry_find (name) : NULL;
  JsonNode *node = json_object_get_member (question->asked, "args");
  g_autoptr (TcRefusal) refusal = NULL;
  g_autoptr (GVariant) values = NULL;
  g_autoptr (TcArgs) args = NULL;
  TcRecord record;

  if (!type) {
    tc_admin_fail (question, "there is no operation \"%s\"", name ? name : "");
    return;
  }
  if (!node || !JSON_NODE_HOLDS_OBJECT (node)) {
    tc_admin_fail (question, "\"args\" must be an object");
    return;
  }
  if (!read_record (question, &record))
    return;
  values = read_args (question, type, json_node_get_object (node));
  if (!values)
    return;
  args = tc_args_decode (type, type->version, values, &refusal);
  if (!args)
    tc_admin_refuse (question, refusal);
  else
    tc_hub_worker_record_async (question->parts->hub, type, tc_args_get (args), &record, NULL,
                                operated_cb, question);
}
