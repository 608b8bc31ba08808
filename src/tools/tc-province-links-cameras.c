/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the lines about cameras say of each other, and what stands in them as a text of a form of
 * its own: masks, addresses.
 */
#include "tc-province-private.h"

#include "tc-camera-address.h"
#include "tc-camera-masks.h"
#include "tc-camera-operations.h"
#include "tc-camera-vendors.h"

#include <glib/gi18n-lib.h>

/* Of which no address for playing is known: it would do nothing, and is most likely mistyped. */
static void
check_vendor (TcProvince *province, guint row)
{
  const TcProvinceFile file = TC_PROVINCE_CAMERA_DEVICES;
  const char *vendor = tc_province_get (province, file, row, "vendor");
  g_autofree char *codes = tc_camera_vendors_dup_codes ();

  if (vendor && !tc_camera_vendor_find (vendor))
    tc_province_fault (
        province, file, (int) row, "vendor",
        _ ("\"%s\" is none of %s: how others play what they hold isn't known; leave it "
           "empty"),
        vendor, codes);
}

static void
check_devices (TcProvince *province)
{
  const TcProvinceFile file = TC_PROVINCE_CAMERA_DEVICES;

  for (guint row = 0; row < tc_province_get_n_rows (province, file); row++) {
    const char *address = tc_province_get (province, file, row, "address");

    if (address && !tc_camera_address_is_device (address))
      tc_province_fault (province, file, (int) row, "address",
                         _ ("must be http://HOST[:PORT][/PATH], without a name or password"));
    check_vendor (province, row);
  }
}

/* A number is one camera's. @seen: numbers above */
static void
check_number (TcProvince *province, guint row, GHashTable *seen)
{
  const TcProvinceFile file = TC_PROVINCE_CAMERAS;
  gint64 number = tc_province_get_int (province, file, row, "number", 0);

  if (number < 1)
    tc_province_fault (province, file, (int) row, "number", _ ("must be 1 at least"));
  else if (!g_hash_table_add (seen, GINT_TO_POINTER ((int) number)))
    tc_province_fault (province, file, (int) row, "number", _ ("a line above has %lld already"),
                       (long long) number);
}

/* What the files say of a device that a line names; what only the server knows it judges itself. */
static void
check_line (TcProvince *province, guint row)
{
  const TcProvinceFile file = TC_PROVINCE_CAMERAS;
  const char *device = tc_province_get (province, file, row, "device");
  int at = device ? tc_province_find (province, TC_PROVINCE_CAMERA_DEVICES, device) : -1;
  const char *kind = at < 0 ? NULL
                            : tc_province_get (province, TC_PROVINCE_CAMERA_DEVICES, (guint) at,
                                               "kind");

  if (!device && tc_province_get (province, file, row, "channel"))
    tc_province_fault (province, file, (int) row, "channel", _ ("of which device?"));
  if (g_strcmp0 (kind, "camera") == 0 && tc_province_get (province, file, row, "channel"))
    tc_province_fault (province, file, (int) row, "channel",
                       _ ("\"%s\" is a camera, which has none"), device);
}

/* Said with its reason, or not at all. */
static void
check_sound (TcProvince *province, guint row)
{
  const TcProvinceFile file = TC_PROVINCE_CAMERAS;
  gboolean said = tc_province_get (province, file, row, "sound") != NULL;

  if (said != (tc_province_get (province, file, row, "sound_reason") != NULL))
    tc_province_fault (province, file, (int) row, said ? "sound" : "sound_reason",
                       _ ("sound and sound_reason are told together"));
}

static void
check_camera (TcProvince *province, guint row)
{
  static const char *const from_one[] = {"view", "reach", "channel"};
  const TcProvinceFile file = TC_PROVINCE_CAMERAS;
  g_autoptr (GArray) masks = tc_camera_masks_parse (tc_province_get (province, file, row, "masks"));

  tc_province_check_place (province, file, row);
  check_sound (province, row);
  check_line (province, row);
  for (guint i = 0; i < G_N_ELEMENTS (from_one); i++)
    if (tc_province_get_int (province, file, row, from_one[i], 1) < 1)
      tc_province_fault (province, file, (int) row, from_one[i], _ ("must be 1 at least"));
  if (!masks)
    tc_province_fault (
        province, file, (int) row, "masks",
        _ ("must be up to %d times LEFT,TOP,RIGHT,BOTTOM in thousandths of the picture, "
           "separated by ';'"),
        TC_CAMERA_MASKS_MAX);
  for (guint i = 0; tc_camera_profiles[i]; i++) {
    const char *address = tc_province_get (province, file, row, tc_camera_profiles[i]);

    if (address && !tc_camera_address_is_stream (address))
      tc_province_fault (province, file, (int) row, tc_camera_profiles[i],
                         _ ("must be rtsp://HOST[:PORT][/PATH], without a name or password"));
  }
}

/* A camera is once in a group, and so is a role. */
static void
check_once (TcProvince *province, guint row, const char *column, guint max)
{
  const TcProvinceFile file = TC_PROVINCE_CAMERA_GROUPS;
  g_auto (GStrv) words = tc_province_dup_list (province, file, row, column);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; words[i]; i++)
    if (!g_hash_table_add (seen, words[i]))
      tc_province_fault (province, file, (int) row, column, _ ("\"%s\" stands there twice"),
                         words[i]);
  if (g_strv_length (words) > max)
    tc_province_fault (province, file, (int) row, column, _ ("are more than %u"), max);
}

static void
check_groups (TcProvince *province)
{
  const TcProvinceFile file = TC_PROVINCE_CAMERA_GROUPS;
  guint n = tc_province_get_n_rows (province, file);

  for (guint row = 0; row < n; row++) {
    check_once (province, row, "cameras", TC_CAMERA_GROUP_MEMBERS_MAX);
    check_once (province, row, "roles", TC_CAMERA_GROUP_ROLES_MAX);
  }
  if (n > TC_CAMERA_GROUPS_MAX)
    tc_province_fault (province, file, TC_CAMERA_GROUPS_MAX, NULL,
                       _ ("there are more than %d groups"), TC_CAMERA_GROUPS_MAX);
}

void
tc_province_check_cameras (TcProvince *province)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);

  check_devices (province);
  for (guint row = 0; row < tc_province_get_n_rows (province, TC_PROVINCE_CAMERAS); row++) {
    check_number (province, row, seen);
    check_camera (province, row);
  }
  check_groups (province);
}
