/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reading cameras; see the header. A province has some hundreds of them, so words are looked for
 * and distances measured over all that a person may see.
 */
#include "tc-cameras.h"

#include "tc-camera-view.h"
#include "tc-fold.h"
#include "tc-geo.h"

#include <string.h>

#define CAMERA                                                                                     \
  "SELECT it.id, it.number, it.code, it.name, it.kind, it.place, it.agency_id, it.area_id,"        \
  " area.name_vi, area.name_en, it.lat_e7, it.lon_e7, it.heading_deg, it.view_deg, it.reach_m,"    \
  " it.restricted, it.state, it.state_reason, it.state_us, it.host_id, it.retention, it.masks,"    \
  " s.state, s.cause, s.since_us, s.told_us, s.clock_offset_ms, it.sound, it.sound_reason"         \
  " FROM camera AS it LEFT JOIN area ON area.id = it.area_id"                                      \
  " LEFT JOIN camera_status AS s ON s.id = it.id"

void
tc_camera_free (TcCamera *camera)
{
  if (!camera)
    return;
  g_free (camera->code);
  g_free (camera->name);
  g_free (camera->kind);
  g_free (camera->place);
  g_free (camera->area_vi);
  g_free (camera->area_en);
  g_free (camera->state);
  g_free (camera->state_reason);
  g_free (camera->retention);
  g_free (camera->masks);
  g_free (camera->sound_reason);
  g_free (camera->condition);
  g_free (camera->cause);
  g_free (camera);
}

static TcCamera *
read_camera (TcQuery *query)
{
  TcCamera *camera = g_new0 (TcCamera, 1);

  camera->id = tc_query_id (query, 0);
  camera->number = tc_query_int (query, 1);
  camera->code = tc_query_dup_text (query, 2);
  camera->name = tc_query_dup_text (query, 3);
  camera->kind = tc_query_dup_text (query, 4);
  camera->place = tc_query_dup_text (query, 5);
  camera->agency_id = tc_query_id (query, 6);
  camera->area_id = tc_query_id (query, 7);
  camera->area_vi = tc_query_dup_text (query, 8);
  camera->area_en = tc_query_dup_text (query, 9);
  camera->lat_e7 = tc_query_int (query, 10);
  camera->lon_e7 = tc_query_int (query, 11);
  camera->heading_deg = tc_query_int (query, 12);
  camera->view_deg = tc_query_int (query, 13);
  camera->reach_m = tc_query_int (query, 14);
  camera->restricted = tc_query_int (query, 15) == 1;
  camera->state = tc_query_dup_text (query, 16);
  camera->state_reason = tc_query_dup_text (query, 17);
  camera->state_us = tc_query_int (query, 18);
  camera->host_id = tc_query_id (query, 19);
  camera->retention = tc_query_dup_text (query, 20);
  camera->masks = tc_query_dup_text (query, 21);
  camera->condition = tc_query_dup_text (query, 22);
  camera->cause = tc_query_dup_text (query, 23);
  camera->since_us = tc_query_int (query, 24);
  camera->told_us = tc_query_int (query, 25);
  camera->clock_offset_ms = tc_query_int (query, 26);
  camera->sound = tc_query_int (query, 27);
  camera->sound_reason = tc_query_dup_text (query, 28);
  return camera;
}

TcCamera *
tc_camera_get (TcDatabase *db, gint64 id)
{
  g_autoptr (TcQuery) query = tc_database_query (db, CAMERA " WHERE it.id = ?", "i", id);

  return tc_query_next (query) ? read_camera (query) : NULL;
}

TcCamera *
tc_camera_find (TcDatabase *db, gint64 number)
{
  g_autoptr (TcQuery) query = tc_database_query (
      db, CAMERA " WHERE it.number = ? AND it.state <> 'removed' ORDER BY it.id LIMIT 1", "i",
      number);

  return tc_query_next (query) ? read_camera (query) : NULL;
}

GArray *
tc_cameras_of_host (TcDatabase *db, gint64 host_id)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (TcQuery) query = tc_database_query (
      db, "SELECT id FROM camera WHERE host_id = ? AND state <> 'removed' ORDER BY number, id", "i",
      host_id);

  while (tc_query_next (query)) {
    gint64 id = tc_query_int (query, 0);

    g_array_append_val (ids, id);
  }
  return ids;
}

/* ---- lists ---- */

/* What is looked for. */
typedef struct {
  char **words; /* (owned) (nullable): folded */
  char *digits; /* (owned) (nullable): it may be a number */
} Wanted;

static void
clear_wanted (Wanted *wanted)
{
  g_strfreev (wanted->words);
  g_free (wanted->digits);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Wanted, clear_wanted)

static void
read_wanted (const char *text, Wanted *wanted)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (text ? text : ""));

  if (!*trimmed)
    return;
  wanted->words = tc_fold_words (trimmed);
  if (strspn (trimmed, "0123456789") == strlen (trimmed))
    wanted->digits = g_steal_pointer (&trimmed);
}

static gboolean
begins_one (char **words, const char *begin)
{
  for (guint i = 0; words[i]; i++)
    if (g_str_has_prefix (words[i], begin))
      return TRUE;
  return FALSE;
}

static gboolean
matches (const TcCamera *camera, const Wanted *wanted)
{
  char number[24];

  if (!wanted->words)
    return TRUE;
  g_snprintf (number, sizeof number, "%" G_GINT64_FORMAT, camera->number);
  if (wanted->digits && g_str_has_prefix (number, wanted->digits))
    return TRUE;
  g_autofree char *all = g_strdup_printf (
      "%s %s %s %s %s", camera->name, camera->place ? camera->place : "",
      camera->area_vi ? camera->area_vi : "", camera->area_en ? camera->area_en : "", camera->code);
  g_auto (GStrv) words = tc_fold_words (all);
  for (guint i = 0; wanted->words[i]; i++)
    if (!begins_one (words, wanted->words[i]))
      return FALSE;
  return wanted->words[0] != NULL;
}

/* Of person ?1 at ?2; of area ?3 and those within it; of group ?4, whose order it has then. */
static TcQuery *
query_visible (TcDatabase *db, const TcCameraFilter *filter)
{
  return tc_database_query (
      db,
      "WITH RECURSIVE within (id) AS (SELECT ?3 UNION SELECT area.id FROM within"
      " JOIN area ON area.parent_id = within.id) " CAMERA
      " LEFT JOIN camera_member AS member ON member.group_id = ?4 AND member.camera_id = it.id"
      " WHERE " TC_CAMERA_VISIBLE " AND (?3 IS NULL OR it.area_id IN (SELECT id FROM within))"
      " AND (?4 IS NULL OR member.id IS NOT NULL) ORDER BY member.rank, it.number, it.id",
      "iioo", filter->staff_id, filter->at_us, filter->area_id, filter->group_id);
}

GPtrArray *
tc_cameras_list (TcDatabase *db, const TcCameraFilter *filter, guint limit)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) tc_camera_free);
  g_auto (Wanted) wanted = {NULL, NULL};
  g_autoptr (TcQuery) query = query_visible (db, filter);

  read_wanted (filter->text, &wanted);
  limit = MIN (limit, TC_CAMERAS_LIST_MAX);
  while (list->len < limit && tc_query_next (query)) {
    g_autoptr (TcCamera) camera = read_camera (query);

    if (matches (camera, &wanted))
      g_ptr_array_add (list, g_steal_pointer (&camera));
  }
  return list;
}

/* ---- near ---- */

static void
clear_near (gpointer data)
{
  g_clear_pointer (&((TcCameraNear *) data)->camera, tc_camera_free);
}

GArray *
tc_cameras_near_new_list (void)
{
  GArray *list = g_array_new (FALSE, TRUE, sizeof (TcCameraNear));

  g_array_set_clear_func (list, clear_near);
  return list;
}

gboolean
tc_camera_covers (const TcCamera *camera, gint64 lat_e7, gint64 lon_e7)
{
  if (camera->lat_e7 == TC_NONE || camera->lon_e7 == TC_NONE || camera->reach_m == TC_NONE ||
      tc_geo_distance_m (camera->lat_e7, camera->lon_e7, lat_e7, lon_e7) > camera->reach_m)
    return FALSE;
  if (g_str_equal (camera->kind, "ptz") || camera->view_deg == 360)
    return TRUE;
  if (camera->heading_deg == TC_NONE || camera->view_deg == TC_NONE)
    return FALSE;
  gint64 aside = ABS (tc_geo_bearing_deg (camera->lat_e7, camera->lon_e7, lat_e7, lon_e7) -
                      camera->heading_deg);
  return 2 * MIN (aside, 360 - aside) <= camera->view_deg;
}

static int
compare_cb (gconstpointer a, gconstpointer b)
{
  const TcCameraNear *first = a;
  const TcCameraNear *second = b;

  if (first->covers != second->covers)
    return first->covers ? -1 : 1;
  if (first->distance_m != second->distance_m)
    return first->distance_m < second->distance_m ? -1 : 1;
  return (first->camera->number > second->camera->number) -
         (first->camera->number < second->camera->number);
}

GArray *
tc_cameras_near (TcDatabase *db, gint64 staff_id, gint64 at_us, gint64 lat_e7, gint64 lon_e7,
                 gint64 within_m, guint limit)
{
  GArray *list = tc_cameras_near_new_list ();
  g_autoptr (TcQuery) query = tc_database_query (
      db,
      CAMERA " WHERE " TC_CAMERA_VISIBLE " AND it.state = 'in-service' AND it.lat_e7 IS NOT NULL"
             " AND it.lon_e7 IS NOT NULL ORDER BY it.id",
      "ii", staff_id, at_us);

  while (tc_query_next (query)) {
    g_autoptr (TcCamera) camera = read_camera (query);
    TcCameraNear near = {
        .distance_m = tc_geo_distance_m (camera->lat_e7, camera->lon_e7, lat_e7, lon_e7),
        .covers = tc_camera_covers (camera, lat_e7, lon_e7)};

    if (near.distance_m > within_m)
      continue;
    near.camera = g_steal_pointer (&camera);
    g_array_append_val (list, near);
  }
  g_array_sort (list, compare_cb);
  limit = MIN (limit, TC_CAMERAS_NEAR_MAX);
  if (list->len > limit)
    g_array_set_size (list, limit);
  return list;
}
