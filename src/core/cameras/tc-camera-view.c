/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whether a person may see a camera; see tc-cameras.h.
 */
#include "tc-camera-view.h"

#include "tc-cameras.h"
#include "tc-permission.h"

static gboolean
refuse (TcRefusal **refusal, TcRefusal *made)
{
  if (refusal)
    *refusal = made;
  else
    tc_refusal_free (made);
  return FALSE;
}

static gboolean
has (TcDatabase *db, gint64 staff_id, const char *capability, gint64 at_us, TcRefusal **refusal)
{
  return tc_permission_has (db, staff_id, capability, at_us) ||
         refuse (refusal,
                 tc_refusal_new ("people.not-allowed", "capability", TC_S, capability, NULL));
}

gboolean
tc_camera_may_view (TcDatabase *db, gint64 camera_id, gint64 staff_id, gint64 at_us,
                    TcRefusal **refusal)
{
  gint64 restricted = tc_database_get_int (
      db, TC_NONE, "SELECT restricted FROM camera WHERE id = ? AND state <> 'removed'", "i",
      camera_id);

  /* Who may not see it isn't told that it is there. */
  if (restricted == TC_NONE ||
      (restricted && !tc_permission_has (db, staff_id, TC_MAY_VIEW_RESTRICTED, at_us)))
    return refuse (refusal, tc_refusal_new ("camera.unknown", "camera", TC_I, camera_id, NULL));
  if (!has (db, staff_id, TC_MAY_VIEW_CAMERAS, at_us, refusal))
    return FALSE;
  if (tc_database_get_int (db, 0,
                           "SELECT 1 FROM camera AS it WHERE it.id = ?3 AND " TC_CAMERA_OF_OTHERS,
                           "iii", staff_id, at_us, camera_id))
    return refuse (refusal, tc_refusal_new ("camera.group", "camera", TC_I, camera_id, NULL));
  return TRUE;
}

gboolean
tc_camera_may_be_heard (const TcCamera *camera)
{
  return camera->sound == TC_NONE ? !camera->restricted : camera->sound == 1;
}

gint64
tc_camera_open_until (TcDatabase *db, gint64 camera_id, gint64 staff_id, guint16 replica,
                      gint64 at_us)
{
  gint64 opened_us = tc_database_get_int (db, 0,
                                          "SELECT max (at_us) FROM camera_opening"
                                          " WHERE camera_id = ? AND staff_id = ? AND replica = ?"
                                          " AND at_us > ? AND at_us <= ?",
                                          "iiiii", camera_id, staff_id, (gint64) replica,
                                          at_us - TC_CAMERA_OPEN_US, at_us + TC_CLOCK_AHEAD_MAX_US);

  return opened_us > 0 ? opened_us + TC_CAMERA_OPEN_US : 0;
}

gboolean
tc_camera_is_open (TcDatabase *db, gint64 camera_id, gint64 staff_id, guint16 replica, gint64 at_us)
{
  return tc_camera_open_until (db, camera_id, staff_id, replica, at_us) > 0;
}
