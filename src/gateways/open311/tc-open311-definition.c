/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A service's questions from the JSON of its field, and the blotting out of what a text tells about
 * a person. Declared in tc-open311-reads.h.
 */
#include "tc-open311-reads.h"

#include <json-glib/json-glib.h>
#include <string.h>

/* Digits that make a telephone or identity number: 9 without the zero, 12 on an identity card. */
#define NUMBER_DIGITS_MIN 9
#define BLOT "[…]"

/* (transfer full) (nullable) */
static char *
dup_member (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  if (!node || json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;
  return g_strdup (json_node_get_string (node));
}

/* name_vi or name_en, whichever is there. (transfer full) (nullable) */
static char *
dup_worded (JsonObject *object, const char *name, const char *language)
{
  const char *other = strcmp (language, "en") == 0 ? "vi" : "en";
  g_autofree char *first = g_strdup_printf ("%s_%s", name, language);
  g_autofree char *second = g_strdup_printf ("%s_%s", name, other);
  char *text = dup_member (object, first);

  return text ? text : dup_member (object, second);
}

static gboolean
get_flag (JsonObject *object, const char *name, gboolean fallback)
{
  JsonNode *node = json_object_get_member (object, name);

  if (!node || !JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_BOOLEAN)
    return fallback;
  return json_node_get_boolean (node);
}

static JsonArray *
get_array (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

static void
add_values (TcOpen311Attribute *attribute, JsonArray *array, const char *language)
{
  for (guint i = 0; array && i < json_array_get_length (array); i++) {
    JsonNode *node = json_array_get_element (array, i);
    JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
    g_autofree char *key = object ? dup_member (object, "key") : NULL;
    g_autofree char *name = object ? dup_worded (object, "name", language) : NULL;

    if (key && *key && !strchr (key, ','))
      g_ptr_array_add (attribute->values, tc_open311_value_new (key, name ? name : key));
  }
}

/* (transfer full) (nullable): not of the form. */
static TcOpen311Attribute *
read_attribute (JsonObject *object, guint place, const char *language)
{
  static const char *const datatypes[] = {"string",          "number",         "datetime", "text",
                                          "singlevaluelist", "multivaluelist", NULL};
  g_autoptr (TcOpen311Attribute) attribute = tc_open311_attribute_new ();
  JsonNode *order = json_object_get_member (object, "order");

  attribute->code = dup_member (object, "code");
  attribute->datatype = dup_member (object, "datatype");
  if (!attribute->code || *attribute->code == '\0' || !attribute->datatype ||
      !g_strv_contains (datatypes, attribute->datatype))
    return NULL;
  attribute->variable = get_flag (object, "variable", TRUE);
  attribute->required = get_flag (object, "required", FALSE);
  attribute->order = order && json_node_get_value_type (order) == G_TYPE_INT64
                         ? json_node_get_int (order)
                         : (gint64) place + 1;
  attribute->description = dup_worded (object, "description", language);
  attribute->datatype_description = dup_worded (object, "datatype_description", language);
  add_values (attribute, get_array (object, "values"), language);
  return g_steal_pointer (&attribute);
}

static int
compare_orders_cb (gconstpointer a, gconstpointer b)
{
  const TcOpen311Attribute *first = *(TcOpen311Attribute *const *) a;
  const TcOpen311Attribute *second = *(TcOpen311Attribute *const *) b;

  return first->order < second->order ? -1 : first->order > second->order;
}

void
tc_open311_definition_add_json (TcOpen311Definition *definition, const char *json,
                                const char *language)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  JsonNode *root;
  JsonArray *array;

  if (!json || *json == '\0')
    return;
  root = json_parser_load_from_data (parser, json, -1, NULL) ? json_parser_get_root (parser) : NULL;
  if (!root || !JSON_NODE_HOLDS_ARRAY (root)) {
    g_warning ("the attributes of service \"%s\" are not a JSON array", definition->service_code);
    return;
  }
  array = json_node_get_array (root);
  for (guint i = 0; i < json_array_get_length (array); i++) {
    JsonNode *node = json_array_get_element (array, i);
    TcOpen311Attribute *attribute = JSON_NODE_HOLDS_OBJECT (node)
                                        ? read_attribute (json_node_get_object (node), i, language)
                                        : NULL;

    if (attribute)
      g_ptr_array_add (definition->attributes, attribute);
    else
      g_warning ("attribute %u of service \"%s\" has no code or an unknown datatype", i + 1,
                 definition->service_code);
  }
  g_ptr_array_sort (definition->attributes, compare_orders_cb);
}

/* Bytes of a telephone or identity number at @at; 0: it is none. With gaps between the digits only
 * after a leading 0 or '+': else sums of money and dates would be blotted too. */
static gsize
measure_number (const char *at, gboolean gaps)
{
  guint n_digits = 0;
  gsize size = 0;

  for (gsize i = 0; g_ascii_isdigit (at[i]) || (gaps && at[i] && strchr (" .-", at[i])); i++) {
    if (g_ascii_isdigit (at[i])) {
      n_digits++;
      size = i + 1;
    } else if (!g_ascii_isdigit (at[i + 1])) {
      break;
    }
  }
  return n_digits >= NUMBER_DIGITS_MIN ? size : 0;
}

static gboolean
is_mail_char (char c)
{
  return g_ascii_isalnum (c) || (c && strchr (".-_+", c));
}

char *
tc_open311_mask_text (const char *text)
{
  GString *out = g_string_sized_new (strlen (text) + 1);

  while (*text) {
    gboolean gaps = *text == '0' || (out->len && out->str[out->len - 1] == '+');
    gsize size = g_ascii_isdigit (*text) ? measure_number (text, gaps) : 0;

    if (size) {
      g_string_append (out, BLOT);
      text += size;
    } else if (*text == '@' && out->len && is_mail_char (out->str[out->len - 1]) &&
               is_mail_char (text[1])) {
      while (out->len && is_mail_char (out->str[out->len - 1]))
        g_string_truncate (out, out->len - 1);
      g_string_append (out, BLOT);
      for (text++; is_mail_char (*text); text++)
        ;
    } else {
      /* Digits of a run that is too short go over whole, so that no part is measured again. */
      do
        g_string_append_c (out, *text++);
      while (g_ascii_isdigit (text[-1]) && g_ascii_isdigit (*text));
    }
  }
  return g_string_free (out, FALSE);
}
