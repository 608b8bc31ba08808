/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The registry: one line a feature in `features`, lower features first.
 */
#include "tc-operation-registry.h"

#include "tc-camera-operations.h"
#include "tc-duty-operations.h"
#include "tc-incident-operations.h"
#include "tc-people-operations.h"
#include "tc-places-operations.h"
#include "tc-shift-operations.h"
#include "tc-vehicle-operations.h"

#include <string.h>

/* Each ends with NULL. */
static const TcOperationType *const *const features[] = {
    tc_people_types, tc_duty_types,     tc_places_types, tc_vehicle_types,
    tc_camera_types, tc_incident_types, tc_shift_types,  NULL,
};

static GPtrArray *added; /* (owned) (nullable) (element-type TcOperationType) */
static gboolean built;

void
tc_operation_registry_add (const TcOperationType *type)
{
  g_assert (!built);
  if (!added)
    added = g_ptr_array_new ();
  g_ptr_array_add (added, (gpointer) type);
}

/* (nullable) */
static const TcOperationType *
find_added (const char *name)
{
  for (guint i = 0; added && i < added->len; i++) {
    const TcOperationType *type = g_ptr_array_index (added, i);

    if (!strcmp (type->name, name))
      return type;
  }
  return NULL;
}

static GHashTable *
build_index (GPtrArray *list)
{
  GHashTable *index = g_hash_table_new (g_str_hash, g_str_equal);

  built = TRUE;
  for (guint i = 0; added && i < added->len; i++) {
    const TcOperationType *type = g_ptr_array_index (added, i);

    g_hash_table_insert (index, (gpointer) type->name, (gpointer) type);
    g_ptr_array_add (list, (gpointer) type);
  }
  for (guint i = 0; features[i]; i++) {
    for (const TcOperationType *const *type = features[i]; *type; type++) {
      if (find_added ((*type)->name))
        continue;
      gboolean first = g_hash_table_insert (index, (gpointer) (*type)->name, (gpointer) *type);
      g_assert (first);
      g_ptr_array_add (list, (gpointer) *type);
    }
  }
  g_ptr_array_add (list, NULL);
  return index;
}

static GHashTable *
get_index (GPtrArray **list)
{
  static gsize once;
  static GHashTable *index;
  static GPtrArray *types;

  if (g_once_init_enter (&once)) {
    types = g_ptr_array_new ();
    index = build_index (types);
    g_once_init_leave (&once, 1);
  }
  *list = types;
  return index;
}

const TcOperationType *
tc_operation_registry_find (const char *name)
{
  GPtrArray *list;

  return g_hash_table_lookup (get_index (&list), name);
}

const TcOperationType *const *
tc_operation_registry_list (guint *n)
{
  GPtrArray *list;

  get_index (&list);
  *n = list->len - 1;
  return (const TcOperationType *const *) list->pdata;
}
