/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Photos: their originals, copies and publication; see the header.
 */
#include "tc-incident-photo.h"

#include "tc-geo.h"
#include "tc-id.h"
#include "tc-incident-record.h"
#include "tc-limits.h"
#include "tc-places.h"

#define HASH_CHARS 64
/* Farther from its centre nothing is taken to be in an area. */
#define AREA_DISTANCE_MAX_M 20000

gboolean
tc_photo_is_copy (const char *kind)
{
  static const char *const kinds[] = {"stripped", "blurred", NULL};

  return g_strv_contains (kinds, kind);
}

/* @incident_id: (out). FALSE with "attachment.unknown": purged ones have no hash. */
static gboolean
find_attachment (TcApply *apply, gint64 id, const char *where, gint64 *incident_id)
{
  g_autofree char *sql = g_strdup_printf (
      "SELECT incident_id FROM attachment WHERE id = ? AND hash <> '' AND %s", where);

  *incident_id = tc_database_get_int (apply->db, 0, sql, "i", id);
  return *incident_id ||
         tc_apply_refuse (apply, "attachment.unknown", "attachment", TC_I, id, NULL);
}

/* ---- photo.strip ---- */

static const TcArg strip_args[] = {
    TC_ARG (TcPhotoStrip, attachment_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcPhotoStrip, copy_id, TC_ARG_ID, TC_OPTIONAL, 0),
    TC_ARG (TcPhotoStrip, hash, TC_ARG_LINE, TC_OPTIONAL, HASH_CHARS),
    TC_ARG (TcPhotoStrip, size, TC_ARG_INT, TC_OPTIONAL, TC_FILE_BYTES_MAX),
    TC_ARG (TcPhotoStrip, taken_us, TC_ARG_TIME, TC_OPTIONAL, 0),
    TC_ARG (TcPhotoStrip, lat_e7, TC_ARG_LAT, TC_OPTIONAL, 0),
    TC_ARG (TcPhotoStrip, lon_e7, TC_ARG_LON, TC_OPTIONAL, 0),
    {NULL},
};

/* A copy that was blurred is only looked at: it is what it is to be, or isn't published. */
static gboolean
check_strip (TcApply *apply, const TcPhotoStrip *args)
{
  gint64 incident_id;

  if (!find_attachment (apply, args->attachment_id,
                        "(kind = 'blurred' OR " TC_PHOTO_SEALED ("") ")", &incident_id))
    return FALSE;
  if (tc_database_get_int (apply->db, 0,
                           "SELECT 1 FROM attachment WHERE id = ? AND read_us IS NOT NULL", "i",
                           args->attachment_id))
    return tc_apply_refuse (apply, "photo.read", "attachment", TC_I, args->attachment_id, NULL);
  if ((args->lat_e7 == TC_NONE) != (args->lon_e7 == TC_NONE))
    return tc_incident_refuse_argument (apply, "lat_e7");
  if (!args->copy_id)
    return TRUE;
  if (tc_database_get_int (apply->db, 0,
                           "SELECT 1 FROM attachment WHERE id = ? AND kind = 'blurred'", "i",
                           args->attachment_id))
    return tc_incident_refuse_argument (apply, "copy_id");
  if (!args->hash || !tc_incident_is_hash (args->hash))
    return tc_apply_refuse (apply, "attachment.hash", "hash", TC_S, args->hash ? args->hash : "",
                            NULL);
  if (args->size == TC_NONE)
    return tc_incident_refuse_argument (apply, "size");
  return tc_incident_check_new (apply, "SELECT 1 FROM attachment WHERE id = ?", args->copy_id);
}

/* Nothing of it stands in the history: nobody did anything, and nothing was decided. */
static gboolean
apply_strip (TcApply *apply, gconstpointer data)
{
  const TcPhotoStrip *args = data;

  if (!check_strip (apply, args))
    return FALSE;
  tc_database_execute (apply->db,
                       "UPDATE attachment SET read_us = ?2, taken_us = ifnull (?3, taken_us),"
                       " lat_e7 = ?4, lon_e7 = ?5 WHERE id = ?1",
                       "iiiii", args->attachment_id, apply->now_us, args->taken_us, args->lat_e7,
                       args->lon_e7);
  if (args->copy_id)
    tc_database_execute (
        apply->db,
        "INSERT INTO attachment (id, scope, incident_id, report_id, event_id, hash, media_type,"
        " size, name, kind, original_id, public, staff_id, added_us) SELECT ?2, scope,"
        " incident_id, report_id, event_id, ?3, media_type, ?4, name, 'stripped', id, 0, staff_id,"
        " ?5 FROM attachment WHERE id = ?1",
        "iisii", args->attachment_id, args->copy_id, args->hash, args->size, apply->now_us);
  return TRUE;
}

const TcOperationType tc_photo_strip_type = {
    .name = "photo.strip",
    .version = 1,
    .args = strip_args,
    .args_size = sizeof (TcPhotoStrip),
    .apply = apply_strip,
};

/* ---- photo.open ---- */

static const TcArg open_args[] = {
    TC_ARG (TcPhotoOpen, attachment_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcPhotoOpen, reason, TC_ARG_LINE, TC_REQUIRED, TC_REASON_CHARS_MAX),
    {NULL},
};

static gboolean
apply_open (TcApply *apply, gconstpointer data)
{
  const TcPhotoOpen *args = data;
  TcIncidentRecord incident;
  gint64 incident_id;

  return find_attachment (apply, args->attachment_id, TC_PHOTO_SEALED (""), &incident_id) &&
         tc_incident_begin (apply, incident_id, TC_STEP_PHOTO, &incident) &&
         tc_incident_finish (
             apply, &incident,
             &(TcIncidentNote){.other_id = args->attachment_id, .text = args->reason});
}

const TcOperationType tc_photo_open_type = {
    .name = "photo.open",
    .version = 1,
    .capability = TC_MAY_OPEN_ORIGINAL,
    .reads = "incidents",
    .args = open_args,
    .args_size = sizeof (TcPhotoOpen),
    .apply = apply_open,
};

/* ---- photo.clear ---- */

static const TcArg clear_args[] = {
    TC_ARG (TcPhotoClear, attachment_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcPhotoClear, fit, TC_ARG_INT, TC_REQUIRED, 1),
    {NULL},
};

static gboolean
check_clear (TcApply *apply, const TcPhotoClear *args, gint64 *incident_id)
{
  if (!find_attachment (apply, args->attachment_id, "1", incident_id))
    return FALSE;
  g_autofree char *kind = tc_database_dup_text (
      apply->db, "SELECT kind FROM attachment WHERE id = ?", "i", args->attachment_id);
  if (!tc_photo_is_copy (kind))
    return tc_apply_refuse (apply, "photo.sealed", "attachment", TC_I, args->attachment_id, NULL);
  if (args->fit &&
      !tc_database_get_int (apply->db, 0, "SELECT 1 FROM attachment WHERE id = ?" TC_PHOTO_IS_BARE,
                            "i", args->attachment_id))
    return tc_apply_refuse (apply, "photo.unread", "attachment", TC_I, args->attachment_id, NULL);
  return TRUE;
}

/* One copy of a photo is published, the one that was found fit last. */
static void
take_back_others (TcApply *apply, gint64 attachment_id)
{
  tc_database_execute (apply->db,
                       "UPDATE attachment SET cleared_by = NULL, cleared_us = NULL, public = 0,"
                       " answer_id = NULL WHERE id <> ?1 AND original_id ="
                       " (SELECT original_id FROM attachment WHERE id = ?1)"
                       " AND (cleared_us IS NOT NULL OR public = 1)",
                       "i", attachment_id);
}

static gboolean
apply_clear (TcApply *apply, gconstpointer data)
{
  const TcPhotoClear *args = data;
  TcIncidentRecord incident;
  gint64 incident_id;

  if (!check_clear (apply, args, &incident_id) ||
      !tc_incident_begin (apply, incident_id, TC_STEP_PHOTO, &incident))
    return FALSE;
  if (args->fit)
    take_back_others (apply, args->attachment_id);
  tc_database_execute (apply->db,
                       "UPDATE attachment SET cleared_by = iif (?2, ?3, NULL),"
                       " cleared_us = iif (?2, ?4, NULL), public = iif (?2, public, 0),"
                       " answer_id = iif (?2, answer_id, NULL) WHERE id = ?1",
                       "iiii", args->attachment_id, args->fit, apply->op->head.actor_id,
                       apply->now_us);
  return tc_incident_finish (apply, &incident,
                             &(TcIncidentNote){
                                 .other_id = args->attachment_id,
                                 .reason = args->fit ? "fit" : "unfit",
                             });
}

const TcOperationType tc_photo_clear_type = {
    .name = "photo.clear",
    .version = 1,
    .capability = TC_MAY_PUBLISH,
    .reads = "incidents",
    .args = clear_args,
    .args_size = sizeof (TcPhotoClear),
    .apply = apply_clear,
};

/* A report that nobody may see in public has no photo that anybody may. */
void
tc_photo_publish (TcApply *apply, gint64 incident_id, gint64 answer_id)
{
  tc_database_execute (
      apply->db,
      "UPDATE attachment SET public = 1, answer_id = ?2 WHERE (incident_id = ?1"
      " OR report_id IN (SELECT id FROM report WHERE incident_id = ?1))"
      " AND cleared_us IS NOT NULL AND answer_id IS NULL AND hash <> ''" TC_PHOTO_IS_BARE
      " AND NOT EXISTS (SELECT 1 FROM report"
      " AS r WHERE r.id = attachment.report_id AND r.private = 1)",
      "ii", incident_id, answer_id);
}

/* ---- what photos say ---- */

gint64
tc_photo_distance_m (const TcAttachment *photo, const TcIncidentRow *incident)
{
  if (photo->lat_e7 == TC_NONE || photo->lon_e7 == TC_NONE || incident->lat_e7 == TC_NONE ||
      incident->lon_e7 == TC_NONE)
    return TC_NONE;
  return tc_geo_distance_m (photo->lat_e7, photo->lon_e7, incident->lat_e7, incident->lon_e7);
}

gint64
tc_photo_age_us (const TcAttachment *photo, const TcIncidentRow *incident)
{
  if (photo->taken_us == TC_NONE || photo->taken_us >= incident->received_us)
    return 0;
  return incident->received_us - photo->taken_us;
}

static gint64
find_area (TcDatabase *db, gint64 lat_e7, gint64 lon_e7, gint64 at_us)
{
  gint64 id = tc_places_nearest_area (db, lat_e7, lon_e7, at_us);
  g_autoptr (TcArea) area = id ? tc_places_get_area (db, id) : NULL;

  if (!area || tc_geo_distance_m (area->lat_e7, area->lon_e7, lat_e7, lon_e7) > AREA_DISTANCE_MAX_M)
    return 0;
  return id;
}

void
tc_photo_propose_place (TcDatabase *db, const TcIncidentDetail *detail, TcPhotoPlace *place)
{
  const TcIncidentRow *incident = &detail->incident;
  gboolean placed = incident->lat_e7 != TC_NONE && incident->lon_e7 != TC_NONE;

  *place = (TcPhotoPlace){.lat_e7 = TC_NONE, .lon_e7 = TC_NONE};
  for (guint i = 0; i < detail->attachments->len && !place->attachment_id; i++) {
    const TcAttachment *photo = &g_array_index (detail->attachments, TcAttachment, i);

    if (photo->lat_e7 == TC_NONE || photo->lon_e7 == TC_NONE ||
        tc_photo_age_us (photo, incident) > TC_PHOTO_OLD_US)
      continue;
    /* One that was taken there confirms what was reported. */
    if (placed && tc_photo_distance_m (photo, incident) <= TC_PHOTO_FAR_M)
      return;
    *place = (TcPhotoPlace){photo->id, photo->lat_e7, photo->lon_e7,
                            find_area (db, photo->lat_e7, photo->lon_e7, incident->received_us)};
  }
}

/* ---- for the server ---- */

GArray *
tc_photo_list_unread (TcDatabase *db, gint64 below, guint max)
{
  GArray *list = g_array_new (FALSE, TRUE, sizeof (TcPhotoUnread));
  g_autoptr (TcQuery) query = tc_database_query (
      db,
      "SELECT id, hash, 0 FROM attachment WHERE kind = 'original' AND read_us IS NULL"
      " AND media_type IN ('image/jpeg', 'image/png', 'image/webp') AND id < ?1 AND hash <> ''"
      " UNION ALL SELECT id, hash, 1 FROM attachment WHERE kind = 'blurred' AND read_us IS NULL"
      " AND id < ?1 AND hash <> '' ORDER BY 1 DESC LIMIT ?2",
      "ii", below, (gint64) max);

  while (tc_query_next (query)) {
    TcPhotoUnread one = {.id = tc_query_int (query, 0), .blurred = tc_query_int (query, 2) == 1};

    g_strlcpy (one.hash, tc_query_text (query, 1), sizeof one.hash);
    g_array_append_val (list, one);
  }
  return list;
}

gboolean
tc_photo_is_sealed (TcDatabase *db, const char *hash)
{
  return tc_database_get_int (
      db, 0,
      "SELECT EXISTS (SELECT 1 FROM attachment AS a WHERE a.hash = ?1 AND " TC_PHOTO_SEALED (
          "a.") ") AND NOT EXISTS (SELECT 1 FROM attachment WHERE hash = ?1 AND kind = 'stripped')",
      "s", hash);
}

gboolean
tc_photo_may_fetch (TcDatabase *db, const char *hash, const GArray *scopes, gint64 replica,
                    gboolean relay, gint64 at_us)
{
  g_autoptr (TcQuery) query = tc_database_query (
      db,
      "SELECT DISTINCT a.scope FROM attachment AS a WHERE a.hash = ?1 AND (?5 = 0 OR"
      " EXISTS (SELECT 1 FROM incident_event AS e WHERE e.incident_id = a.incident_id"
      " AND e.code = 'photo.open' AND e.other_id = a.id AND e.at_us > ?2"
      " AND (?4 OR e.replica = ?3))) ORDER BY a.scope",
      "siiii", hash, at_us - TC_PHOTO_OPEN_US, replica, (gint64) relay,
      (gint64) tc_photo_is_sealed (db, hash));

  while (tc_query_next (query))
    if (tc_ids_contain (scopes, tc_query_int (query, 0)))
      return TRUE;
  return FALSE;
}
