/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who may see a camera, as a condition of SQL: what all lists of tc-cameras.h have in common. Only
 * for this folder.
 */
#pragma once

#include "tc-camera-operations.h"

/* Of posts in force: of person ?1 at ?2, with role `role_id`. */
#define TC_CAMERA_POST                                                                             \
  "post.staff_id = ?1 AND post.valid_from_us <= ?2"                                                \
  " AND (post.valid_to_us IS NULL OR post.valid_to_us > ?2)"
#define TC_CAMERA_HAS(capability)                                                                  \
  "EXISTS (SELECT 1 FROM post JOIN role_capability AS c ON c.role_id = post.role_id"               \
  " WHERE " TC_CAMERA_POST " AND c.capability = '" capability "')"

/* Of a row of `camera` named `it`: one of the groups that it stands in names roles, and none of
 * them is the person's. */
#define TC_CAMERA_OF_OTHERS                                                                        \
  "(EXISTS (SELECT 1 FROM camera_member AS m JOIN camera_group_role AS r"                          \
  " ON r.group_id = m.group_id WHERE m.camera_id = it.id)"                                         \
  " AND NOT EXISTS (SELECT 1 FROM camera_member AS m JOIN camera_group_role AS r"                  \
  " ON r.group_id = m.group_id JOIN post ON post.role_id = r.role_id"                              \
  " WHERE m.camera_id = it.id AND " TC_CAMERA_POST "))"

/* Of a row of `camera` named `it`: person ?1 may see it at ?2. */
/* clang-format off */
#define TC_CAMERA_VISIBLE                                                                          \
  "it.state <> 'removed' AND " TC_CAMERA_HAS (TC_MAY_VIEW_CAMERAS)                                 \
  " AND (it.restricted = 0 OR " TC_CAMERA_HAS (TC_MAY_VIEW_RESTRICTED) ")"                         \
  " AND NOT " TC_CAMERA_OF_OTHERS
/* clang-format on */
