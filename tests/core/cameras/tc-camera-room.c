/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The province of the tests of cameras; see the header.
 */
#include "tc-camera-room.h"

#include "tc-people-operations.h"
#include "tc-places-operations.h"
#include "tc-wall-layouts.h"

static void
found (CameraRoom *room)
{
  TcProvinceArgs province = {"haugiang", NULL, "Hậu Giang", "Hau Giang", 0, TC_NONE, TC_NONE, 0};
  TcAgencyArgs agency = {.agency_id = tc_fixture_id (room->f),
                         .code = "ca-vithanh",
                         .kind = "team",
                         .name_vi = "Công an phường",
                         .name_en = "Ward Police",
                         .valid_from_us = room->f->now_us - TC_US_PER_DAY,
                         .lat_e7 = TC_NONE,
                         .lon_e7 = TC_NONE};
  TcDeskArgs host = {ROOM_HOST, "Máy chủ hình", agency.agency_id};
  TcDeskArgs desk = {ROOM_DESK, "Bàn 01", agency.agency_id};

  tc_fixture_run (room->f, &tc_province_found_type, &province);
  tc_fixture_run (room->f, &tc_agency_add_type, &agency);
  tc_fixture_run (room->f, &tc_desk_invite_type, &host);
  tc_fixture_run (room->f, &tc_desk_invite_type, &desk);
  room->agency = agency.agency_id;
}

static gint64
add_area (CameraRoom *room, const char *code, const char *name, gint64 parent_id)
{
  TcAreaArgs area = {.area_id = tc_fixture_id (room->f),
                     .code = code,
                     .kind = parent_id ? "ward" : "city",
                     .name_vi = name,
                     .name_en = "Somewhere",
                     .parent_id = parent_id,
                     .valid_from_us = room->f->now_us - TC_US_PER_DAY,
                     .lat_e7 = TC_NONE,
                     .lon_e7 = TC_NONE};

  tc_fixture_run (room->f, &tc_area_add_type, &area);
  return area.area_id;
}

/* @capabilities: NULL-terminated. Returns: the role */
static gint64
add_role (CameraRoom *room, const char *code, const char *const *capabilities)
{
  TcRoleArgs role = {tc_fixture_id (room->f), code, "Vai trò", "Role"};

  tc_fixture_run (room->f, &tc_role_add_type, &role);
  for (guint i = 0; capabilities[i]; i++)
    tc_fixture_run (room->f, &tc_role_allow_type,
                    &(TcRoleCapability){role.role_id, capabilities[i]});
  return role.role_id;
}

static gint64
add_staff (CameraRoom *room, const char *account, gint64 role_id)
{
  TcStaffArgs staff = {tc_fixture_id (room->f), account, "Ai đó", NULL, NULL};
  TcPostAdd post = {tc_fixture_id (room->f), staff.staff_id, room->agency, role_id,
                    room->f->now_us,         TC_NONE};

  tc_fixture_run (room->f, &tc_staff_add_type, &staff);
  tc_fixture_run (room->f, &tc_post_add_type, &post);
  return staff.staff_id;
}

CameraRoom *
camera_room_new (void)
{
  static const char *const sees[] = {TC_MAY_VIEW_CAMERAS, NULL};
  static const char *const does[] = {TC_MAY_VIEW_CAMERAS, TC_MAY_VIEW_RESTRICTED,
                                     TC_MAY_MANAGE_CAMERAS, TC_MAY_SHARE_LAYOUTS, NULL};
  static const char *const none[] = {NULL};
  CameraRoom *room = g_new0 (CameraRoom, 1);

  room->f = tc_fixture_new ();
  found (room);
  room->city = add_area (room, "930", "Thành phố Vị Thanh", 0);
  room->ward = add_area (room, "31321", "Phường Vị Thanh", room->city);
  room->viewer_role = add_role (room, "viewer", sees);
  room->chief_role = add_role (room, "chief", does);
  room->viewer = add_staff (room, "lan", room->viewer_role);
  room->chief = add_staff (room, "minh", room->chief_role);
  room->nobody = add_staff (room, "khach", add_role (room, "guest", none));
  return room;
}

void
camera_room_free (CameraRoom *room)
{
  tc_fixture_free (room->f);
  g_free (room);
}

TcCameraArgs
camera_room_args (CameraRoom *room, gint64 number, const char *code)
{
  return (TcCameraArgs){.camera_id = tc_fixture_id (room->f),
                        .number = number,
                        .code = code,
                        .name = "Ngã tư Trần Hưng Đạo",
                        .kind = "fixed",
                        .agency_id = room->agency,
                        .area_id = room->ward,
                        .lat_e7 = ROOM_LAT_E7,
                        .lon_e7 = ROOM_LON_E7,
                        .heading_deg = 0,
                        .view_deg = 90,
                        .reach_m = 200,
                        .host_id = TC_NONE,
                        .retention = "standard"};
}

gint64
camera_room_add (CameraRoom *room, gint64 number, const char *code)
{
  TcCameraArgs args = camera_room_args (room, number, code);

  tc_fixture_run (room->f, &tc_camera_add_type, &args);
  return args.camera_id;
}

gint64
camera_room_add_restricted (CameraRoom *room, gint64 number, const char *code)
{
  TcCameraArgs args = camera_room_args (room, number, code);

  args.restricted = 1;
  tc_fixture_run (room->f, &tc_camera_add_type, &args);
  return args.camera_id;
}

TcActor
camera_room_actor (gint64 staff_id)
{
  return (TcActor){staff_id, 0, 0};
}

gint64
camera_room_group (CameraRoom *room, const char *code, gint64 camera_id, gint64 role_id)
{
  g_autoptr (GArray) cameras = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) roles = g_array_new (FALSE, FALSE, sizeof (gint64));
  TcCameraGroupSet args = {tc_fixture_id (room->f), code, "Nhóm", cameras, role_id ? roles : NULL};

  g_array_append_val (cameras, camera_id);
  g_array_append_val (roles, role_id);
  tc_fixture_run (room->f, &tc_camera_group_set_type, &args);
  return args.group_id;
}

char *
camera_room_list (CameraRoom *room, const TcCameraFilter *filter)
{
  g_autoptr (GPtrArray) list = tc_cameras_list (room->f->db, filter, TC_CAMERAS_LIST_MAX);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < list->len; i++) {
    const TcCamera *camera = g_ptr_array_index (list, i);

    g_string_append_printf (text, "%s%" G_GINT64_FORMAT, i ? "," : "", camera->number);
  }
  return g_string_free (text, FALSE);
}

gint64
camera_room_count (CameraRoom *room, const char *sql)
{
  return tc_database_get_int (room->f->db, -1, sql, NULL);
}
