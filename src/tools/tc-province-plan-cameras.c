/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The part of a plan that is about cameras: devices, cameras with their masks and how they are
 * reached, groups. Of masks, lines, the restriction, sound, and cameras and roles of a group, what
 * stands empty stays as the server has it: an office that lists its cameras must not uncover what
 * somebody covered. What a file has no column for stays, too.
 */
#include "tc-province-plan-private.h"

#include "tc-camera-operations.h"
#include "tc-error.h"
#include "tc-id.h"

#include <glib/gi18n-lib.h>

/* ---- devices ---- */

static void
plan_device (TcPlan *plan, guint row, const TcKnownRows *rows)
{
  const TcProvinceFile file = TC_PROVINCE_CAMERA_DEVICES;
  const char *code = tc_plan_get (plan, file, row, "code");
  int known = tc_known_rows_find (rows, "code", code, "removed_us", NULL, NULL);
  TcCameraDeviceArgs args = {
      .device_id = known >= 0 ? tc_known_rows_get_int (rows, (guint) known, "id")
                              : tc_plan_take_id (plan),
      .code = code,
      .name = tc_plan_get (plan, file, row, "name"),
      .kind = tc_plan_get (plan, file, row, "kind"),
      .vendor = tc_plan_get (plan, file, row, "vendor"),
      .address = tc_plan_get (plan, file, row, "address"),
      .account = tc_plan_get (plan, file, row, "account"),
  };

  tc_plan_set_id (plan->camera_devices, code, args.device_id);
  if (known >= 0)
    tc_plan_change (plan, &tc_camera_device_change_type, &args, file, row, rows, (guint) known);
  else
    tc_plan_add (plan, &tc_camera_device_add_type, &args, file, row);
}

void
tc_plan_camera_devices (TcPlan *plan)
{
  g_autoptr (TcKnownRows) rows = tc_plan_read (
      plan, "camera_device", "id,code,name,kind,vendor,address,account,removed_us");

  for (guint row = 0; row < tc_province_get_n_rows (plan->province, TC_PROVINCE_CAMERA_DEVICES);
       row++)
    plan_device (plan, row, rows);
}

/* ---- cameras ---- */

/* What the server has. */
typedef struct {
  TcKnownRows *cameras; /* (owned), as all */
  TcKnownRows *lines;
  TcKnownRows *streams;
} Known;

static gint64
get_int (TcPlan *plan, guint row, const char *column, gint64 fallback)
{
  return tc_province_get_int (plan->province, TC_PROVINCE_CAMERAS, row, column, fallback);
}

/* The one of that code that isn't removed; -1: none. */
static int
find_camera (const TcKnownRows *cameras, const char *code)
{
  int known = tc_known_rows_find (cameras, "code", code, "state", "in-service", NULL);

  return known >= 0 ? known
                    : tc_known_rows_find (cameras, "code", code, "state", "maintenance", NULL);
}

static void
plan_masks (TcPlan *plan, guint row, gint64 camera_id, const TcKnownRows *cameras, int known)
{
  TcCameraMaskSet args = {camera_id, tc_plan_get (plan, TC_PROVINCE_CAMERAS, row, "masks")};
  const char *has = known >= 0 ? tc_known_rows_get (cameras, (guint) known, "masks") : NULL;

  if (args.masks && g_strcmp0 (args.masks, has) != 0)
    tc_plan_add (plan, &tc_camera_mask_set_type, &args, TC_PROVINCE_CAMERAS, row);
}

/* What was said of it is gone where the line restricts or releases it. */
static void
plan_sound (TcPlan *plan, guint row, gint64 camera_id, const TcKnownRows *cameras, int known)
{
  TcCameraSoundSet args = {camera_id, get_int (plan, row, "sound", TC_NONE),
                           tc_plan_get (plan, TC_PROVINCE_CAMERAS, row, "sound_reason")};
  gint64 restricted = get_int (plan, row, "restricted", TC_NONE);

  if (args.sound == TC_NONE)
    return;
  if (known >= 0 && (restricted == TC_NONE ||
                     restricted == tc_known_rows_get_int (cameras, (guint) known, "restricted")))
    tc_plan_change (plan, &tc_camera_sound_type, &args, TC_PROVINCE_CAMERAS, row, cameras,
                    (guint) known);
  else
    tc_plan_add (plan, &tc_camera_sound_type, &args, TC_PROVINCE_CAMERAS, row);
}

static void
plan_line (TcPlan *plan, guint row, gint64 camera_id, const TcKnownRows *lines)
{
  const char *device = tc_plan_get (plan, TC_PROVINCE_CAMERAS, row, "device");
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, camera_id);
  TcCameraLineSet args = {camera_id, tc_plan_get_id (plan->camera_devices, device),
                          get_int (plan, row, "channel", TC_NONE)};
  int known = tc_known_rows_find (lines, "id", id, NULL);

  if (!device)
    return;
  if (known >= 0 && args.channel == TC_NONE &&
      tc_known_rows_get_int (lines, (guint) known, "device_id") == args.device_id &&
      tc_known_rows_get (lines, (guint) known, "channel"))
    args.channel = tc_known_rows_get_int (lines, (guint) known, "channel");
  if (known >= 0)
    tc_plan_change (plan, &tc_camera_line_set_type, &args, TC_PROVINCE_CAMERAS, row, lines,
                    (guint) known);
  else
    tc_plan_add (plan, &tc_camera_line_set_type, &args, TC_PROVINCE_CAMERAS, row);
}

/* What is known of a stream beside its address goes with another address. */
static void
plan_stream (TcPlan *plan, guint row, gint64 camera_id, const char *profile,
             const TcKnownRows *streams)
{
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, camera_id);
  TcCameraStreamSet args = {.camera_id = camera_id,
                            .profile = profile,
                            .address = tc_plan_get (plan, TC_PROVINCE_CAMERAS, row, profile),
                            .width = TC_NONE,
                            .height = TC_NONE,
                            .fps_milli = TC_NONE,
                            .kbit = TC_NONE,
                            .elsewhere = get_int (plan, row, "elsewhere", 0)};

  if (args.address && tc_known_rows_find (streams, "camera_id", id, "profile", profile, "address",
                                          args.address, NULL) < 0)
    tc_plan_add (plan, &tc_camera_stream_set_type, &args, TC_PROVINCE_CAMERAS, row);
}

/* What the server has, where the file has no such column; @there: its row, -1: it has none. */
static gint64
keep_int (TcPlan *plan, const char *column, const Known *known, int there, const char *name,
          gint64 said)
{
  const char *has;

  if (there < 0 || tc_province_has_column (plan->province, TC_PROVINCE_CAMERAS, column))
    return said;
  has = tc_known_rows_get (known->cameras, (guint) there, name);
  return has ? g_ascii_strtoll (has, NULL, 10) : TC_NONE;
}

/* Fills in what may be empty of a camera. */
static void
read_sight (TcPlan *plan, guint row, const Known *known, int there, TcCameraArgs *args)
{
  const TcProvinceFile file = TC_PROVINCE_CAMERAS;
  gint64 area_id = tc_plan_get_id (plan->areas, tc_plan_get (plan, file, row, "area"));

  area_id = keep_int (plan, "area", known, there, "area_id", area_id);
  args->area_id = area_id == TC_NONE ? 0 : area_id;
  args->place = there < 0 || tc_province_has_column (plan->province, file, "place")
                    ? tc_plan_get (plan, file, row, "place")
                    : tc_known_rows_get (known->cameras, (guint) there, "place");
  args->lat_e7 = keep_int (plan, "lat", known, there, "lat_e7",
                           tc_plan_get_e7 (plan, file, row, "lat"));
  args->lon_e7 = keep_int (plan, "lat", known, there, "lon_e7",
                           tc_plan_get_e7 (plan, file, row, "lon"));
  args->heading_deg = keep_int (plan, "heading", known, there, "heading_deg",
                                get_int (plan, row, "heading", TC_NONE));
  args->view_deg = keep_int (plan, "view", known, there, "view_deg",
                             get_int (plan, row, "view", TC_NONE));
  args->reach_m = keep_int (plan, "reach", known, there, "reach_m",
                            get_int (plan, row, "reach", TC_NONE));
}

/* What is empty stays; a new camera says it as it is added. */
static void
plan_restriction (TcPlan *plan, guint row, gint64 camera_id, const TcKnownRows *cameras, int known)
{
  TcCameraRestrict args = {camera_id, get_int (plan, row, "restricted", TC_NONE)};

  if (known >= 0 && args.restricted != TC_NONE)
    tc_plan_change (plan, &tc_camera_restrict_type, &args, TC_PROVINCE_CAMERAS, row, cameras,
                    (guint) known);
}

/* @parked: its number for now; 0: the line's, and all the rest of it */
static void
plan_camera (TcPlan *plan, guint row, const Known *known, gint64 parked)
{
  const TcProvinceFile file = TC_PROVINCE_CAMERAS;
  const char *code = tc_plan_get (plan, file, row, "code");
  const char *retention = tc_plan_get (plan, file, row, "retention");
  int there = find_camera (known->cameras, code);
  const char *fallback = there < 0 ? "standard"
                                   : tc_known_rows_get (known->cameras, (guint) there, "retention");
  const char *host = there < 0 ? NULL
                               : tc_known_rows_get (known->cameras, (guint) there, "host_id");
  TcCameraArgs args = {
      .camera_id = there >= 0 ? tc_known_rows_get_int (known->cameras, (guint) there, "id")
                              : tc_plan_take_id (plan),
      .number = parked ? parked : get_int (plan, row, "number", 0),
      .code = code,
      .name = tc_plan_get (plan, file, row, "name"),
      .kind = tc_plan_get (plan, file, row, "kind"),
      .agency_id = tc_plan_get_id (plan->agencies, tc_plan_get (plan, file, row, "agency")),
      .restricted = get_int (plan, row, "restricted", 0),
      .host_id = host ? g_ascii_strtoll (host, NULL, 10) : TC_NONE,
      .retention = retention ? retention : fallback,
  };

  read_sight (plan, row, known, there, &args);
  tc_plan_set_id (plan->cameras, code, args.camera_id);
  if (there >= 0)
    tc_plan_change (plan, &tc_camera_change_type, &args, file, row, known->cameras, (guint) there);
  else
    tc_plan_add (plan, &tc_camera_add_type, &args, file, row);
  if (parked)
    return;
  plan_restriction (plan, row, args.camera_id, known->cameras, there);
  plan_sound (plan, row, args.camera_id, known->cameras, there);
  plan_masks (plan, row, args.camera_id, known->cameras, there);
  plan_line (plan, row, args.camera_id, known->lines);
  plan_stream (plan, row, args.camera_id, "main", known->streams);
  plan_stream (plan, row, args.camera_id, "sub", known->streams);
}

/* DESIGN: a number is one camera's at each moment, so who gives one away comes before who takes it,
 * and of a circle one is parked on a free number first. */
typedef struct {
  GHashTable *held; /* (owned): number → 1 and the row of the camera that has it; 0: it has none */
  GArray *had;      /* (owned) (element-type gint64): by row: which it has; 0: none */
  guint8 *done;     /* (owned): by row */
  guint left;
} Numbers;

static void
clear_numbers (Numbers *numbers)
{
  g_hash_table_unref (numbers->held);
  g_array_unref (numbers->had);
  g_free (numbers->done);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Numbers, clear_numbers)

static void
read_numbers (TcPlan *plan, const TcKnownRows *cameras, Numbers *numbers)
{
  guint n = tc_province_get_n_rows (plan->province, TC_PROVINCE_CAMERAS);

  *numbers = (Numbers){g_hash_table_new (NULL, NULL), g_array_new (FALSE, TRUE, sizeof (gint64)),
                       g_new0 (guint8, n), n};
  for (guint i = 0; i < tc_known_rows_get_n (cameras); i++)
    if (g_strcmp0 (tc_known_rows_get (cameras, i, "state"), "removed") != 0)
      g_hash_table_insert (numbers->held,
                           GSIZE_TO_POINTER (tc_known_rows_get_int (cameras, i, "number")),
                           GUINT_TO_POINTER (0));
  g_array_set_size (numbers->had, n);
  for (guint row = 0; row < n; row++) {
    int there = find_camera (cameras, tc_plan_get (plan, TC_PROVINCE_CAMERAS, row, "code"));
    gint64 number = there < 0 ? 0 : tc_known_rows_get_int (cameras, (guint) there, "number");

    g_array_index (numbers->had, gint64, row) = number;
    if (number)
      g_hash_table_insert (numbers->held, GSIZE_TO_POINTER (number), GUINT_TO_POINTER (row + 1));
  }
}

/* Nothing is done where another camera has the number of a line and no line gives it another. */
static gboolean
check_numbers (TcPlan *plan, const Numbers *numbers)
{
  for (guint row = 0; row < numbers->left; row++) {
    gint64 number = get_int (plan, row, "number", 0);
    gpointer holder;

    if (!g_hash_table_lookup_extended (numbers->held, GSIZE_TO_POINTER (number), NULL, &holder) ||
        holder)
      continue;
    if (!plan->error)
      g_set_error (&plan->error, TC_ERROR, TC_ERROR_INVALID,
                   _ ("camera %s: another camera has the number %lld and stands in no line"),
                   tc_plan_get (plan, TC_PROVINCE_CAMERAS, row, "code"), (long long) number);
    return FALSE;
  }
  return TRUE;
}

static void
take_number (Numbers *numbers, guint row, gint64 number)
{
  gint64 *had = &g_array_index (numbers->had, gint64, row);

  g_hash_table_remove (numbers->held, GSIZE_TO_POINTER (*had));
  g_hash_table_insert (numbers->held, GSIZE_TO_POINTER (number), GUINT_TO_POINTER (row + 1));
  *had = number;
}

/* Those whose number nobody else has; FALSE if there was none. */
static gboolean
plan_free_ones (TcPlan *plan, const Known *known, Numbers *numbers)
{
  guint before = numbers->left;

  for (guint row = 0; row < numbers->had->len; row++) {
    gint64 number = get_int (plan, row, "number", 0);

    if (numbers->done[row] || (g_hash_table_contains (numbers->held, GSIZE_TO_POINTER (number)) &&
                               g_array_index (numbers->had, gint64, row) != number))
      continue;
    take_number (numbers, row, number);
    numbers->done[row] = 1;
    numbers->left--;
    plan_camera (plan, row, known, 0);
  }
  return numbers->left < before;
}

/* What is left stands in circles; FALSE where there is none. */
static gboolean
park_one (TcPlan *plan, const Known *known, Numbers *numbers)
{
  gint64 number = TC_CAMERA_NUMBER_MAX;
  guint row = 0;

  while (row < numbers->had->len &&
         (numbers->done[row] || !g_array_index (numbers->had, gint64, row)))
    row++;
  if (row == numbers->had->len)
    return FALSE;
  while (number > 1 && g_hash_table_contains (numbers->held, GSIZE_TO_POINTER (number)))
    number--;
  take_number (numbers, row, number);
  plan_camera (plan, row, known, number);
  return TRUE;
}

void
tc_plan_cameras (TcPlan *plan)
{
  g_auto (Numbers) numbers = {0};
  Known known = {
      tc_plan_read (plan, "camera",
                    "id,number,code,name,kind,agency_id,area_id,place,lat_e7,lon_e7,heading_deg,"
                    "view_deg,reach_m,restricted,host_id,retention,masks,state,sound,sound_reason"),
      tc_plan_read (plan, "camera_line", "id,device_id,channel"),
      tc_plan_read (plan, "camera_stream", "camera_id,profile,address"),
  };

  read_numbers (plan, known.cameras, &numbers);
  if (check_numbers (plan, &numbers))
    while (numbers.left > 0 &&
           (plan_free_ones (plan, &known, &numbers) || park_one (plan, &known, &numbers)))
      continue;
  tc_known_rows_free (known.cameras);
  tc_known_rows_free (known.lines);
  tc_known_rows_free (known.streams);
}

/* ---- groups ---- */

/* (transfer full) (element-type gint64) (nullable): NULL where the list is empty */
static GArray *
list_ids (TcPlan *plan, guint row, const char *column, GHashTable *ids)
{
  g_auto (GStrv)
      codes = tc_province_dup_list (plan->province, TC_PROVINCE_CAMERA_GROUPS, row, column);
  GArray *list = codes[0] ? g_array_new (FALSE, FALSE, sizeof (gint64)) : NULL;

  for (guint i = 0; codes[i]; i++) {
    gint64 id = tc_plan_get_id (ids, codes[i]);

    g_array_append_val (list, id);
  }
  return list;
}

/* What the server has of groups. */
typedef struct {
  TcKnownRows *groups; /* (owned), as all */
  TcKnownRows *members;
  TcKnownRows *roles;
  TcKnownRows *cameras;
} KnownGroups;

static gboolean
is_removed (const TcKnownRows *cameras, gint64 camera_id)
{
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, camera_id);

  return tc_known_rows_find (cameras, "id", id, "state", "removed", NULL) >= 0;
}

static int
compare_ranks (gconstpointer a, gconstpointer b, gpointer members)
{
  gint64 first = tc_known_rows_get_int (members, *(const guint *) a, "rank");
  gint64 second = tc_known_rows_get_int (members, *(const guint *) b, "rank");

  return (first > second) - (first < second);
}

/* The cameras of a group, but for removed ones, in its order. (transfer full) (element-type
 * gint64) */
static GArray *
known_members (const KnownGroups *known, gint64 group_id)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < tc_known_rows_get_n (known->members); i++)
    if (tc_known_rows_get_int (known->members, i, "group_id") == group_id)
      g_array_append_val (rows, i);
  g_array_sort_with_data (rows, compare_ranks, known->members);
  for (guint i = 0; i < rows->len; i++) {
    gint64 id = tc_known_rows_get_int (known->members, g_array_index (rows, guint, i), "camera_id");

    if (!is_removed (known->cameras, id))
      g_array_append_val (ids, id);
  }
  return ids;
}

/* (transfer full) (element-type gint64) */
static GArray *
known_roles (const KnownGroups *known, gint64 group_id)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < tc_known_rows_get_n (known->roles); i++) {
    gint64 role_id = tc_known_rows_get_int (known->roles, i, "role_id");

    if (tc_known_rows_get_int (known->roles, i, "group_id") == group_id)
      g_array_append_val (ids, role_id);
  }
  return ids;
}

/* @order: they are the same only in the same order. */
static gboolean
has_same (const GArray *known, const GArray *ids, gboolean order)
{
  if (known->len != ids->len)
    return FALSE;
  for (guint i = 0; i < ids->len; i++) {
    gint64 id = g_array_index (ids, gint64, i);

    if (order ? g_array_index (known, gint64, i) != id : !tc_ids_contain (known, id))
      return FALSE;
  }
  return TRUE;
}

static void
plan_group (TcPlan *plan, guint row, const KnownGroups *known)
{
  const TcProvinceFile file = TC_PROVINCE_CAMERA_GROUPS;
  const char *code = tc_plan_get (plan, file, row, "code");
  int there = tc_known_rows_find (known->groups, "code", code, "removed_us", NULL, NULL);
  TcCameraGroupSet args = {
      .group_id = there >= 0 ? tc_known_rows_get_int (known->groups, (guint) there, "id")
                             : tc_plan_take_id (plan),
      .code = code,
      .name = tc_plan_get (plan, file, row, "name"),
  };
  g_autoptr (GArray) members = known_members (known, args.group_id);
  g_autoptr (GArray) of_roles = known_roles (known, args.group_id);
  g_autoptr (GArray) camera_ids = list_ids (plan, row, "cameras", plan->cameras);
  g_autoptr (GArray) role_ids = list_ids (plan, row, "roles", plan->roles);

  if (!camera_ids)
    camera_ids = g_array_ref (members);
  if (!role_ids)
    role_ids = g_array_ref (of_roles);
  args.camera_ids = camera_ids->len ? camera_ids : NULL;
  args.role_ids = role_ids->len ? role_ids : NULL;
  if (there < 0)
    tc_plan_add (plan, &tc_camera_group_set_type, &args, file, row);
  else if (g_strcmp0 (tc_known_rows_get (known->groups, (guint) there, "name"), args.name) != 0 ||
           !has_same (members, camera_ids, TRUE) || !has_same (of_roles, role_ids, FALSE))
    tc_plan_record (plan, &tc_camera_group_set_type,
                    tc_args_encode (&tc_camera_group_set_type, &args), file, row, 0, 0);
}

void
tc_plan_camera_groups (TcPlan *plan)
{
  KnownGroups known = {
      tc_plan_read (plan, "camera_group", "id,code,name,removed_us"),
      tc_plan_read (plan, "camera_member", "group_id,camera_id,rank"),
      tc_plan_read (plan, "camera_group_role", "group_id,role_id"),
      tc_plan_read (plan, "camera", "id,state"),
  };

  for (guint row = 0; row < tc_province_get_n_rows (plan->province, TC_PROVINCE_CAMERA_GROUPS);
       row++)
    plan_group (plan, row, &known);
  tc_known_rows_free (known.groups);
  tc_known_rows_free (known.members);
  tc_known_rows_free (known.roles);
  tc_known_rows_free (known.cameras);
}
