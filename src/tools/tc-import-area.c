/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Areas by their centres; see the header.
 */
#include "tc-import-area.h"

#include "tc-database.h"
#include "tc-geo.h"

typedef struct {
  gint64 id;
  gint64 parent_id;
  gint64 from_us;
  gint64 to_us; /* G_MAXINT64: in force */
  gint64 lat_e7;
  gint64 lon_e7;
  char *code; /* (owned) */
} Area;

struct _TcImportAreas {
  GArray *areas;  /* (owned) (element-type Area): those with a centre */
  gint64 reach_m; /* the farthest that an area in force lies from its nearest neighbour */
};

static gboolean
is_in_force (const Area *area, gint64 at_us)
{
  return area->from_us <= at_us && area->to_us > at_us;
}

/* In force, with none in force within it. */
static gboolean
is_innermost (const TcImportAreas *areas, const Area *area, gint64 at_us)
{
  if (!is_in_force (area, at_us))
    return FALSE;
  for (guint i = 0; i < areas->areas->len; i++) {
    const Area *part = &g_array_index (areas->areas, Area, i);
    if (part->parent_id == area->id && is_in_force (part, at_us))
      return FALSE;
  }
  return TRUE;
}

/* (nullable): there is none. @except: (nullable): not this one */
static const Area *
find_nearest (const TcImportAreas *areas, gint64 lat_e7, gint64 lon_e7, gint64 at_us,
              const Area *except, gint64 *distance_m)
{
  const Area *nearest = NULL;

  *distance_m = G_MAXINT64;
  for (guint i = 0; i < areas->areas->len; i++) {
    const Area *area = &g_array_index (areas->areas, Area, i);
    gint64 m = tc_geo_distance_m (lat_e7, lon_e7, area->lat_e7, area->lon_e7);
    if (area == except || m >= *distance_m || !is_innermost (areas, area, at_us))
      continue;
    *distance_m = m;
    nearest = area;
  }
  return nearest;
}

static gint64
find_reach (const TcImportAreas *areas)
{
  const gint64 now_us = G_MAXINT64 - 1;
  gint64 reach_m = 0;

  for (guint i = 0; i < areas->areas->len; i++) {
    const Area *area = &g_array_index (areas->areas, Area, i);
    gint64 m;
    if (is_innermost (areas, area, now_us) &&
        find_nearest (areas, area->lat_e7, area->lon_e7, now_us, area, &m))
      reach_m = MAX (reach_m, m);
  }
  return reach_m;
}

static void
clear_area (gpointer data)
{
  g_free (((Area *) data)->code);
}

TcImportAreas *
tc_import_areas_new (const TcKnownRows *rows)
{
  TcImportAreas *areas = g_new0 (TcImportAreas, 1);

  areas->areas = g_array_new (FALSE, FALSE, sizeof (Area));
  g_array_set_clear_func (areas->areas, clear_area);
  for (guint i = 0; i < tc_known_rows_get_n (rows); i++) {
    Area area = {
        .id = tc_known_rows_get_int (rows, i, "id"),
        .parent_id = tc_known_rows_get_int (rows, i, "parent_id"),
        .from_us = tc_known_rows_get_int (rows, i, "valid_from_us"),
        .to_us = tc_known_rows_get (rows, i, "valid_to_us")
                     ? tc_known_rows_get_int (rows, i, "valid_to_us")
                     : G_MAXINT64,
        .lat_e7 = tc_known_rows_get_int (rows, i, "lat_e7"),
        .lon_e7 = tc_known_rows_get_int (rows, i, "lon_e7"),
    };
    if (!tc_known_rows_get (rows, i, "lat_e7") || !tc_known_rows_get (rows, i, "lon_e7"))
      continue;
    area.code = g_strdup (tc_known_rows_get (rows, i, "code"));
    g_array_append_val (areas->areas, area);
  }
  areas->reach_m = find_reach (areas);
  return areas;
}

void
tc_import_areas_free (TcImportAreas *areas)
{
  g_array_unref (areas->areas);
  g_free (areas);
}

gint64
tc_import_areas_find (const TcImportAreas *areas, gint64 lat_e7, gint64 lon_e7, gint64 at_us)
{
  gint64 distance_m;

  if (lat_e7 == TC_NONE)
    return 0;
  const Area *nearest = find_nearest (areas, lat_e7, lon_e7, at_us, NULL, &distance_m);
  return nearest && distance_m <= areas->reach_m ? nearest->id : 0;
}

const char *
tc_import_areas_get_code (const TcImportAreas *areas, gint64 id)
{
  for (guint i = 0; i < areas->areas->len; i++) {
    const Area *area = &g_array_index (areas->areas, Area, i);
    if (area->id == id)
      return area->code;
  }
  return "";
}
