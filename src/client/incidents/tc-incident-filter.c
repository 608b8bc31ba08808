/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Filters as data; see the header.
 */
#include "tc-incident-filter.h"

/* Numbers: the member that each stands for. */
static const struct {
  const char *key;
  TcQueueMatch match;
  gsize offset;
} numbers[] = {
    {"field", TC_MATCH_FIELD, G_STRUCT_OFFSET (TcQueueFilter, field_id)},
    {"unit", TC_MATCH_UNIT, G_STRUCT_OFFSET (TcQueueFilter, agency_id)},
    {"area", TC_MATCH_AREA, G_STRUCT_OFFSET (TcQueueFilter, area_id)},
    {"event", TC_MATCH_EVENT, G_STRUCT_OFFSET (TcQueueFilter, event_id)},
    {"priority", TC_MATCH_PRIORITY, G_STRUCT_OFFSET (TcQueueFilter, priority)},
    {"age-from", TC_MATCH_AGE, G_STRUCT_OFFSET (TcQueueFilter, age_from_us)},
    {"age-until", TC_MATCH_AGE, G_STRUCT_OFFSET (TcQueueFilter, age_until_us)},
    {"received-from", TC_MATCH_RECEIVED, G_STRUCT_OFFSET (TcQueueFilter, from_us)},
    {"received-until", TC_MATCH_RECEIVED, G_STRUCT_OFFSET (TcQueueFilter, until_us)},
    {"resolved-from", TC_MATCH_RESOLVED, G_STRUCT_OFFSET (TcQueueFilter, from_us)},
    {"resolved-until", TC_MATCH_RESOLVED, G_STRUCT_OFFSET (TcQueueFilter, until_us)},
    {"reported-from", TC_MATCH_REPORTED, G_STRUCT_OFFSET (TcQueueFilter, from_us)},
    {"reported-until", TC_MATCH_REPORTED, G_STRUCT_OFFSET (TcQueueFilter, until_us)},
};

static const struct {
  const char *key;
  TcQueueMatch match;
} flags[] = {
    {"untaken", TC_MATCH_UNTAKEN},
    {"late", TC_MATCH_LATE},
    {"soon", TC_MATCH_SOON},
    {"to-approve", TC_MATCH_TO_APPROVE},
    {"to-publish", TC_MATCH_TO_PUBLISH},
    {"untold", TC_MATCH_UNTOLD},
};

/* Lists that need nothing more. */
static const struct {
  const char *name;
  TcQueueKind kind;
} lists[] = {
    {"open", TC_QUEUE_OPEN},     {"mine", TC_QUEUE_MINE}, {"untaken", TC_QUEUE_UNTAKEN},
    {"soon", TC_QUEUE_DUE_SOON}, {"all", TC_QUEUE_ALL},
};

static const char *const groupings[] = {
    [TC_GROUP_NONE] = "none",         [TC_GROUP_STATE] = "state", [TC_GROUP_FIELD] = "field",
    [TC_GROUP_AREA] = "area",         [TC_GROUP_DUE] = "due",     [TC_GROUP_UNIT] = "unit",
    [TC_GROUP_PRIORITY] = "priority",
};
static const char *const sorts[] = {[TC_QUEUE_LATE_FIRST] = "late", [TC_QUEUE_NEW_FIRST] = "new"};

#define MATCH_TIMES (TC_MATCH_RECEIVED | TC_MATCH_RESOLVED | TC_MATCH_REPORTED)

GVariant *
tc_incident_filter_to_variant (const TcQueueFilter *filter, const char *title)
{
  GVariantDict dict = G_VARIANT_DICT_INIT (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++) {
    if (filter->match & numbers[i].match)
      g_variant_dict_insert (&dict, numbers[i].key, "x",
                             G_STRUCT_MEMBER (gint64, filter, numbers[i].offset));
  }
  for (guint i = 0; i < G_N_ELEMENTS (flags); i++) {
    if (filter->match & flags[i].match)
      g_variant_dict_insert (&dict, flags[i].key, "b", TRUE);
  }
  if (filter->match & TC_MATCH_STATE)
    g_variant_dict_insert (&dict, "state", "s", tc_incident_state_get_code (filter->state));
  if (filter->match & TC_MATCH_REPORTED && *filter->channel)
    g_variant_dict_insert (&dict, "channel", "s", filter->channel);
  if (filter->match & TC_MATCH_CHANNEL)
    g_variant_dict_insert (&dict, "by-channel", "s", filter->channel);
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++) {
    if (filter->kind == lists[i].kind)
      g_variant_dict_insert (&dict, "list", "s", lists[i].name);
  }
  if (*filter->text)
    g_variant_dict_insert (&dict, "text", "s", filter->text);
  if (title)
    g_variant_dict_insert (&dict, "title", "s", title);
  return g_variant_dict_end (&dict);
}

static gboolean
read_number (const char *key, GVariant *value, TcQueueFilter *filter)
{
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++) {
    if (!g_str_equal (numbers[i].key, key))
      continue;
    filter->match |= numbers[i].match;
    G_STRUCT_MEMBER (gint64, filter, numbers[i].offset) = g_variant_get_int64 (value);
    return TRUE;
  }
  return FALSE;
}

const char *
tc_incident_filter_word_grouping (TcQueueGrouping grouping)
{
  return groupings[grouping];
}

gboolean
tc_incident_filter_read_grouping (const char *name, TcQueueGrouping *grouping)
{
  for (guint i = 0; i < G_N_ELEMENTS (groupings); i++) {
    if (!g_str_equal (groupings[i], name))
      continue;
    *grouping = (TcQueueGrouping) i;
    return TRUE;
  }
  return FALSE;
}

GVariant *
tc_incident_filter_to_look (const TcQueueFilter *filter, const TcQueueColumns *columns)
{
  g_autofree char *text = tc_queue_columns_to_text (columns);
  GVariantDict dict;
  g_autoptr (GVariant) data = g_variant_ref_sink (tc_incident_filter_to_variant (filter, NULL));

  g_variant_dict_init (&dict, data);
  g_variant_dict_insert (&dict, "group", "s", groupings[filter->group]);
  g_variant_dict_insert (&dict, "sort", "s", sorts[filter->sort]);
  if (!tc_queue_columns_is_first (columns) || !columns->second)
    g_variant_dict_insert (&dict, TC_FILTER_COLUMNS, "s", text);
  return g_variant_dict_end (&dict);
}

static gboolean
read_sort (const char *name, TcQueueFilter *filter)
{
  for (guint i = 0; i < G_N_ELEMENTS (sorts); i++) {
    if (!g_str_equal (sorts[i], name))
      continue;
    filter->sort = (TcQueueSort) i;
    return TRUE;
  }
  return FALSE;
}

static gboolean
read_flag (const char *key, GVariant *value, TcQueueFilter *filter)
{
  for (guint i = 0; i < G_N_ELEMENTS (flags); i++) {
    if (!g_str_equal (flags[i].key, key))
      continue;
    if (g_variant_get_boolean (value))
      filter->match |= flags[i].match;
    return TRUE;
  }
  return FALSE;
}

static gboolean
read_list (const char *name, TcQueueFilter *filter)
{
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++) {
    if (!g_str_equal (lists[i].name, name))
      continue;
    filter->kind = lists[i].kind;
    return TRUE;
  }
  return FALSE;
}

/* The panel takes them from the data again: they say nothing of what is in the list. */
static gboolean
are_columns (const char *text)
{
  TcQueueColumns columns;

  return tc_queue_columns_read (text, &columns);
}

static gboolean
read_text (const char *key, const char *text, TcQueueFilter *filter, char **title)
{
  if (g_str_equal (key, "title")) {
    g_free (*title);
    *title = g_strdup (text);
    return TRUE;
  }
  if (g_str_equal (key, "list"))
    return read_list (text, filter);
  if (g_str_equal (key, "text"))
    return g_strlcpy (filter->text, text, TC_QUEUE_TEXT_SIZE) < TC_QUEUE_TEXT_SIZE;
  if (g_str_equal (key, "group"))
    return tc_incident_filter_read_grouping (text, &filter->group);
  if (g_str_equal (key, "sort"))
    return read_sort (text, filter);
  if (g_str_equal (key, TC_FILTER_COLUMNS))
    return are_columns (text);
  if (g_str_equal (key, "by-channel"))
    filter->match |= TC_MATCH_CHANNEL;
  if (g_str_equal (key, "channel") || g_str_equal (key, "by-channel"))
    return g_strlcpy (filter->channel, text, TC_CHANNEL_SIZE) < TC_CHANNEL_SIZE;
  if (!g_str_equal (key, "state") || !tc_incident_state_from_code (text, &filter->state))
    return FALSE;
  filter->match |= TC_MATCH_STATE;
  return TRUE;
}

static gboolean
read_value (const char *key, GVariant *value, TcQueueFilter *filter, char **title)
{
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_INT64))
    return read_number (key, value, filter);
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_BOOLEAN))
    return read_flag (key, value, filter);
  return g_variant_is_of_type (value, G_VARIANT_TYPE_STRING) &&
         read_text (key, g_variant_get_string (value, NULL), filter, title);
}

gboolean
tc_incident_filter_from_variant (GVariant *data, TcQueueFilter *out, char **title)
{
  TcQueueFilter filter = {.kind = TC_QUEUE_MATCH,
                          .age_from_us = G_MININT64,
                          .age_until_us = G_MAXINT64,
                          .until_us = G_MAXINT64};
  g_autofree char *words = NULL;
  GVariantIter iter;
  const char *key = NULL;
  GVariant *value = NULL;
  gboolean known = g_variant_is_of_type (data, G_VARIANT_TYPE_VARDICT);
  guint times = 0;

  if (!known)
    return FALSE;
  g_variant_iter_init (&iter, data);
  while (known && g_variant_iter_next (&iter, "{&sv}", &key, &value)) {
    known = read_value (key, value, &filter, &words);
    g_variant_unref (value);
  }
  times = filter.match & MATCH_TIMES;
  if (!known || (times & (times - 1)) != 0)
    return FALSE;
  *out = filter;
  *title = g_steal_pointer (&words);
  return TRUE;
}
