/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * "Look at this"; see the header.
 */
#include "tc-wall-push.h"

#define NAME_CHARS_MAX 200

void
tc_wall_push_free (TcWallPush *push)
{
  if (!push)
    return;
  g_clear_pointer (&push->cells, g_array_unref);
  g_free (push->why);
  g_free (push->from);
  g_free (push->from_desk);
  g_free (push);
}

GVariant *
tc_wall_push_write_asked (gint64 session_id, gint64 desk_id, guint columns, guint rows,
                          const char *cells, const char *why)
{
  GVariantDict dict = G_VARIANT_DICT_INIT (NULL);

  g_variant_dict_insert (&dict, "session_id", "x", session_id);
  g_variant_dict_insert (&dict, "desk", "x", desk_id);
  g_variant_dict_insert (&dict, "columns", "u", columns);
  g_variant_dict_insert (&dict, "rows", "u", rows);
  g_variant_dict_insert (&dict, "cells", "s", cells);
  g_variant_dict_insert (&dict, "why", "s", why);
  return g_variant_dict_end (&dict);
}

/* (transfer full) (nullable): NULL: none, or too long */
static char *
read_text (GVariant *value, const char *key, glong chars_max)
{
  const char *text = NULL;

  return g_variant_lookup (value, key, "&s", &text) && g_utf8_strlen (text, -1) <= chars_max
             ? g_strdup (text)
             : NULL;
}

/* What question and notice have in common. */
static TcWallPush *
read_push (GVariant *value)
{
  g_autoptr (TcWallPush) push = g_new0 (TcWallPush, 1);
  const char *cells = NULL;

  if (!value || !g_variant_is_of_type (value, G_VARIANT_TYPE_VARDICT) ||
      !g_variant_lookup (value, "columns", "u", &push->columns) ||
      !g_variant_lookup (value, "rows", "u", &push->rows) ||
      !g_variant_lookup (value, "cells", "&s", &cells))
    return NULL;
  if (push->columns < 1 || push->columns > TC_WALL_COLUMNS_MAX || push->rows < 1 ||
      push->rows > TC_WALL_ROWS_MAX)
    return NULL;
  push->cells = tc_wall_cells_parse (cells, push->columns, push->rows);
  push->why = read_text (value, "why", TC_WALL_PUSH_WHY_CHARS_MAX);
  return push->cells && push->why ? g_steal_pointer (&push) : NULL;
}

TcWallPush *
tc_wall_push_read_asked (GVariant *value, gint64 *session_id, gint64 *desk_id)
{
  g_autoptr (TcWallPush) push = read_push (value);

  if (!push || !g_variant_lookup (value, "session_id", "x", session_id) || *session_id <= 0 ||
      !g_variant_lookup (value, "desk", "x", desk_id) || *desk_id <= 0 || *desk_id > G_MAXUINT16)
    return NULL;
  return g_steal_pointer (&push);
}

GVariant *
tc_wall_push_write_told (const TcWallPush *push)
{
  GVariantDict dict = G_VARIANT_DICT_INIT (NULL);
  g_autofree char *cells = tc_wall_cells_format (push->cells, push->columns, push->rows);

  g_variant_dict_insert (&dict, "columns", "u", push->columns);
  g_variant_dict_insert (&dict, "rows", "u", push->rows);
  g_variant_dict_insert (&dict, "cells", "s", cells);
  g_variant_dict_insert (&dict, "why", "s", push->why);
  g_variant_dict_insert (&dict, "from", "s", push->from);
  g_variant_dict_insert (&dict, "from_desk", "s", push->from_desk);
  g_variant_dict_insert (&dict, "at_us", "x", push->at_us);
  return g_variant_dict_end (&dict);
}

TcWallPush *
tc_wall_push_read_told (GVariant *value)
{
  g_autoptr (TcWallPush) push = read_push (value);

  if (!push || !g_variant_lookup (value, "at_us", "x", &push->at_us) || push->at_us <= 0)
    return NULL;
  push->from = read_text (value, "from", NAME_CHARS_MAX);
  push->from_desk = read_text (value, "from_desk", NAME_CHARS_MAX);
  return push->from && push->from_desk ? g_steal_pointer (&push) : NULL;
}
