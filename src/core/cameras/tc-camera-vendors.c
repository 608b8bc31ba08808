/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Vendors of recorders; see the header.
 */
#include "tc-camera-vendors.h"

extern const char tc_recorders_ini[];

static GArray *
read_all (void)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  GArray *vendors = g_array_new (FALSE, FALSE, sizeof (TcCameraVendor));
  gboolean read = g_key_file_load_from_data (file, tc_recorders_ini, (gsize) -1, G_KEY_FILE_NONE,
                                             NULL);
  g_auto (GStrv) groups = g_key_file_get_groups (file, NULL);

  g_assert (read);
  for (guint i = 0; groups[i]; i++) {
    g_autofree char *clock = g_key_file_get_string (file, groups[i], "clock", NULL);
    const TcCameraVendor vendor = {
        g_strdup (groups[i]), g_key_file_get_string (file, groups[i], "name", NULL),
        g_key_file_get_string (file, groups[i], "playback", NULL), g_strcmp0 (clock, "local") == 0};

    g_assert (vendor.name && vendor.playback && clock);
    g_array_append_val (vendors, vendor);
  }
  return vendors;
}

const GArray *
tc_camera_vendors_get (void)
{
  static GArray *vendors; /* (owned): of the program */

  if (g_once_init_enter (&vendors))
    g_once_init_leave (&vendors, read_all ());
  return vendors;
}

const TcCameraVendor *
tc_camera_vendor_find (const char *code)
{
  const GArray *vendors = tc_camera_vendors_get ();

  for (guint i = 0; i < vendors->len; i++)
    if (g_strcmp0 (g_array_index (vendors, TcCameraVendor, i).code, code) == 0)
      return &g_array_index (vendors, TcCameraVendor, i);
  return NULL;
}

char *
tc_camera_vendors_dup_codes (void)
{
  const GArray *vendors = tc_camera_vendors_get ();
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < vendors->len; i++)
    g_string_append_printf (out, "%s%s", i > 0 ? ", " : "",
                            g_array_index (vendors, TcCameraVendor, i).code);
  return g_string_free (out, FALSE);
}
