/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Guards; see the header.
 */
#include "tc-camera-guards.h"

#include "tc-digest.h"

gboolean
tc_camera_refuse (TcApply *apply, const char *code, const char *what, gint64 id)
{
  return tc_apply_refuse (apply, code, what, TC_I, id, NULL);
}

gboolean
tc_camera_refuse_argument (TcApply *apply, const char *argument)
{
  return tc_apply_refuse (apply, "operation.arguments", "operation", TC_S, apply->op->name,
                          "argument", TC_S, argument, NULL);
}

gboolean
tc_camera_check_there (TcApply *apply, gint64 camera_id)
{
  return tc_database_get_int (apply->db, 0,
                              "SELECT 1 FROM camera WHERE id = ? AND state <> 'removed'", "i",
                              camera_id) ||
         tc_camera_refuse (apply, "camera.unknown", "camera", camera_id);
}

gboolean
tc_camera_check_device (TcApply *apply, gint64 device_id)
{
  return tc_database_get_int (apply->db, 0,
                              "SELECT 1 FROM camera_device WHERE id = ? AND removed_us IS NULL",
                              "i", device_id) ||
         tc_camera_refuse (apply, "camera-device.unknown", "device", device_id);
}

gboolean
tc_camera_check_word (TcApply *apply, const char *argument, const char *const *words,
                      const char *word)
{
  return g_strv_contains (words, word) || tc_camera_refuse_argument (apply, argument);
}

gboolean
tc_camera_check_number (TcApply *apply, const char *argument, gint64 n, gboolean optional)
{
  return (n == TC_NONE ? optional : n >= 1) || tc_camera_refuse_argument (apply, argument);
}

gint64
tc_camera_scope (TcDatabase *db, gint64 camera_id)
{
  return tc_database_get_int (db, TC_SCOPE_CAMERAS, "SELECT scope FROM camera WHERE id = ?", "i",
                              camera_id);
}

gint64
tc_camera_pair_id (const char *what, gint64 a, gint64 b)
{
  TcHasher hasher;
  TcDigest digest;
  guint64 id = 0;

  tc_hasher_init (&hasher, what);
  tc_hasher_add_int (&hasher, a);
  tc_hasher_add_int (&hasher, b);
  digest = tc_hasher_end (&hasher);
  for (guint i = 0; i < 8; i++)
    id = id << 8 | digest.bytes[i];
  return (gint64) (id >> 2 | 1);
}
