/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Segments by name; see the header.
 */
#include "tc-segment-folder.h"

#include <string.h>

#define DAY_CHARS 8

/* (transfer full): "4711/20261128", of the day that @time_us is in */
static char *
dup_day (gint64 camera_id, gint64 time_us)
{
  g_autofree char *path = tc_segment_dup_path (camera_id,
                                               CLAMP (time_us, 1, TC_SEGMENT_TIME_MAX_US));

  return g_path_get_dirname (path);
}

/* Of the files of a day: the last that begins by @time_us, or with @next the first after it; 0. */
static gint64
find_in_day (const char *folder, const char *day, gint64 time_us, gboolean next)
{
  g_autofree char *path = g_build_filename (folder, day, NULL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  gint64 found = 0;
  const char *name;

  while (dir && (name = g_dir_read_name (dir))) {
    g_autofree char *file = g_build_filename (day, name, NULL);
    gint64 camera_id, start_us;

    if (!tc_segment_read_path (file, &camera_id, &start_us))
      continue;
    if (next ? start_us > time_us && (!found || start_us < found)
             : start_us <= time_us && start_us > found)
      found = start_us;
  }
  return found;
}

/* The folder of the day beside @day that has something, before or after it. (transfer full)
 * (nullable): NULL: there is none */
static char *
find_day_beside (const char *folder, const char *day, gboolean next)
{
  g_autofree char *camera = g_path_get_dirname (day);
  g_autofree char *path = g_build_filename (folder, camera, NULL);
  const char *own = strrchr (day, '/') + 1;
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  g_autofree char *found = NULL;
  const char *name;

  while (dir && (name = g_dir_read_name (dir))) {
    if (strlen (name) != DAY_CHARS || (next ? strcmp (name, own) <= 0 : strcmp (name, own) >= 0))
      continue;
    if (!found || (next ? strcmp (name, found) < 0 : strcmp (name, found) > 0)) {
      g_free (found);
      found = g_strdup (name);
    }
  }
  return found ? g_build_filename (camera, found, NULL) : NULL;
}

static gint64
find (const char *folder, gint64 camera_id, gint64 time_us, gboolean next)
{
  g_autofree char *day = dup_day (camera_id, time_us);

  while (day) {
    gint64 found = find_in_day (folder, day, time_us, next);
    char *beside;

    if (found)
      return found;
    beside = find_day_beside (folder, day, next);
    g_free (day);
    day = beside;
  }
  return 0;
}

gint64
tc_segment_folder_find (const char *folder, gint64 camera_id, gint64 time_us)
{
  return find (folder, camera_id, time_us, FALSE);
}

gint64
tc_segment_folder_find_next (const char *folder, gint64 camera_id, gint64 time_us)
{
  return find (folder, camera_id, time_us, TRUE);
}
