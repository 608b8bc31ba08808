/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Correcting a place; see the header.
 */
#include "tc-incident-correction.h"

#include "tc-fold.h"
#include "tc-intake-form.h"

#include <string.h>

static const char *
get_address (const TcIncidentRow *row)
{
  return row->address ? row->address : "";
}

GVariant *
tc_incident_pack_place (const TcIncidentRow *row)
{
  return g_variant_new (TC_PLACE_FORMAT, row->id, row->area_id, row->lat_e7, row->lon_e7,
                        get_address (row));
}

static gboolean
is_placed (const TcIncidentRow *row)
{
  return row->lat_e7 != TC_NONE && row->lon_e7 != TC_NONE;
}

/* Whether the name stands in the address, however it is written. */
static gboolean
is_in_address (const TcIncidentRow *row, const char *name)
{
  g_autofree char *address = tc_fold_key (get_address (row)), *key = tc_fold_key (name);

  return *key && strstr (address, key) != NULL;
}

static gboolean
keeps_point (const TcIncidentRow *row, const TcPlaceHit *hit, gboolean area_alone)
{
  if (!hit || area_alone)
    return !hit || is_placed (row);
  if (hit->place == TC_PLACE_AREA)
    return is_placed (row) && hit->area_id == row->area_id;
  return hit->place == TC_PLACE_STREET && is_placed (row) && is_in_address (row, hit->name);
}

static char *
word_address (const TcIncidentRow *row, const TcPlaceHit *hit, const char *typed,
              gboolean *area_alone)
{
  g_autofree char *address = hit && hit->place != TC_PLACE_POINT
                                 ? tc_intake_word_address (hit, typed)
                                 : g_strdup (hit ? get_address (row) : typed);

  *area_alone = hit && hit->place == TC_PLACE_AREA && *get_address (row) &&
                g_str_equal (address, hit->name);
  return g_strdup (*area_alone ? get_address (row) : g_strstrip (address));
}

GVariant *
tc_incident_correct_place (const TcIncidentRow *row, const TcPlaceHit *hit, const char *typed)
{
  gboolean area_alone = FALSE;
  g_autofree char *address = word_address (row, hit, typed, &area_alone);
  gboolean keeps = keeps_point (row, hit, area_alone);
  gint64 area_id = hit && hit->area_id ? hit->area_id : row->area_id;
  gint64 lat_e7 = keeps ? row->lat_e7 : hit->lat_e7, lon_e7 = keeps ? row->lon_e7 : hit->lon_e7;

  if (area_id == row->area_id && lat_e7 == row->lat_e7 && lon_e7 == row->lon_e7 &&
      g_str_equal (address, get_address (row)))
    return NULL;
  return g_variant_new (TC_PLACE_FORMAT, row->id, area_id, lat_e7, lon_e7, address);
}
