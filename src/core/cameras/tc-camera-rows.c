/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Moving a camera's rows between the scopes; see tc-camera-guards.h.
 *
 * DESIGN: nowhere else does `core` move a row to another scope, since a relay finds who may be told
 * of an operation by what it names (sync/tc-relay-try.c). Here it may be done: whatever changes one
 * of these rows names the camera, as what moves them does, so it is tried after it.
 */
#include "tc-camera-guards.h"

void
tc_camera_rows_move (TcApply *apply, gint64 camera_id, gboolean restricted)
{
  gint64 scope = restricted ? TC_SCOPE_CAMERAS_RESTRICTED : TC_SCOPE_CAMERAS;

  tc_database_execute (apply->db, "UPDATE camera SET scope = ? WHERE id = ?", "ii", scope,
                       camera_id);
  tc_database_execute (apply->db, "UPDATE camera_status SET scope = ? WHERE id = ?", "ii", scope,
                       camera_id);
  tc_database_execute (apply->db, "UPDATE camera_fault SET scope = ? WHERE camera_id = ?", "ii",
                       scope, camera_id);
  tc_database_execute (apply->db, "UPDATE camera_member SET scope = ? WHERE camera_id = ?", "ii",
                       scope, camera_id);
}
