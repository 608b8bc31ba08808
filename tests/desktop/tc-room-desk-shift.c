/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a shift writes down, at the room's desk; see tc-room-desk.h.
 */
#include "tc-room-desk-private.h"

#include "tc-desk.h"
#include "tc-duty-operations.h"
#include "tc-duty.h"
#include "tc-people-operations.h"
#include "tc-shift-operations.h"

void
tc_room_desk_tell_shift (TcDesk *self, const TcOperationType *type)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (g_str_has_prefix (type->name, "journal."))
    g_signal_emit_by_name (self, "rows-changed", "journal_entry", ids);
  else if (g_str_has_prefix (type->name, "shift."))
    g_signal_emit_by_name (self, "rows-changed", "hand_over", ids);
  else if (g_str_has_prefix (type->name, "duty."))
    g_signal_emit_by_name (self, "rows-changed", "duty", ids);
  else if (g_str_has_prefix (type->name, "event.") || g_str_has_prefix (type->name, "resource."))
    g_signal_emit_by_name (self, "rows-changed", "big_event", ids);
  else if (g_str_has_prefix (type->name, "filter."))
    g_signal_emit_by_name (self, "rows-changed", "saved_filter", ids);
  else if (g_str_has_prefix (type->name, "layout."))
    g_signal_emit_by_name (self, "rows-changed", "wall_layout", ids);
  else if (g_str_equal (type->name, "incident.name-state"))
    g_signal_emit_by_name (self, "rows-changed", "state_name", ids);
  else if (g_str_equal (type->name, "camera.open"))
    g_signal_emit_by_name (self, "rows-changed", "camera_opening", ids);
  else if (g_str_has_prefix (type->name, "camera.group-"))
    g_signal_emit_by_name (self, "rows-changed", "camera_group", ids);
  else if (g_str_equal (type->name, "camera.sound") || g_str_equal (type->name, "camera.state") ||
           g_str_equal (type->name, "camera.mask-set"))
    g_signal_emit_by_name (self, "rows-changed", "camera", ids);
  if (g_str_equal (type->name, "camera.state"))
    g_signal_emit_by_name (self, "rows-changed", "camera_fault", ids);
  if (g_str_equal (type->name, "alarm.suppress") || g_str_equal (type->name, "alarm.lift"))
    g_signal_emit_by_name (self, "rows-changed", "alarm_suppression", ids);
}

void
tc_room_desk_hand_over_elsewhere (TcDesk *self, const char *text)
{
  gint64 now_us = g_get_real_time ();
  TcHandOver args = {tc_room_id (self->room), 0, now_us - 8 * TC_HOUR_US, now_us, text};
  g_autoptr (TcRefusal)
      refusal = tc_room_desk_carry_out (self, self->room->minh, &tc_hand_over_type, &args);

  g_assert_null (refusal);
  tc_room_desk_publish (self);
  tc_room_desk_tell_shift (self, &tc_hand_over_type);
}

void
tc_room_desk_act_elsewhere (TcDesk *self, const TcOperationType *type, gconstpointer args)
{
  g_autoptr (TcRefusal) refusal = tc_room_desk_carry_out (self, self->room->minh, type, args);

  g_assert_null (refusal);
  tc_room_desk_publish (self);
  tc_room_desk_tell_shift (self, type);
}

gint64
tc_room_desk_find (TcDesk *self, const char *sql, gint64 id)
{
  return tc_room_int (self->room, sql, id);
}

char *
tc_room_desk_dup_code (TcDesk *self, gint64 incident_id)
{
  return tc_room_text (self->room, "SELECT code FROM incident WHERE id = ?", incident_id);
}

void
tc_desk_confirm_async (TcDesk *self, const char *password, GAsyncReadyCallback callback,
                       gpointer data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, data);

  g_task_return_pointer (
      task, g_str_equal (password, "mat-khau") ? NULL : tc_refusal_new ("sign-in.failed", NULL),
      (GDestroyNotify) tc_refusal_free);
}

TcRefusal *
tc_desk_confirm_finish (TcDesk *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
tc_room_desk_set_session_until (TcDesk *self, gint64 until_us)
{
  self->session_until_us = until_us;
  g_object_notify (G_OBJECT (self), "session-until-us");
}

void
tc_room_desk_begin_session (TcDesk *self)
{
  const char *minutes = g_getenv ("TC_ROOM_SESSION");

  if (g_getenv ("TC_ROOM_ROSTER"))
    tc_room_desk_make_roster (self);
  if (minutes)
    self->session_until_us = g_get_real_time () +
                             g_ascii_strtoll (minutes, NULL, 10) * G_TIME_SPAN_MINUTE;
}

void
tc_room_desk_make_roster (TcDesk *self)
{
  TcFixture *fixture = self->room->fixture;
  TcProvinceArgs province = {"hg",    NULL, "Hậu Giang", "Hậu Giang", self->room->centre, TC_NONE,
                             TC_NONE, 0};
  TcRoleCapability may = {self->room->role, TC_CAPABILITY_DUTY};
  TcShiftArgs shift = {tc_room_id (self->room),
                       self->room->centre,
                       "sang",
                       "Ca sáng",
                       "Morning shift",
                       6 * 60,
                       14 * 60};
  TcDutySet duty = {.duty_id = tc_room_id (self->room),
                    .shift_id = shift.shift_id,
                    .staff_id = self->room->lan.staff_id,
                    .team = "Kíp A",
                    .from_day = tc_duty_day (g_get_real_time ()) - 30,
                    .to_day = TC_NONE,
                    .cycle = 1,
                    .days = 1,
                    .weekdays = TC_DUTY_ALL_WEEKDAYS};

  tc_fixture_run (fixture, &tc_province_change_type, &province);
  tc_fixture_run (fixture, &tc_role_allow_type, &may);
  tc_fixture_run (fixture, &tc_shift_add_type, &shift);
  tc_fixture_run (fixture, &tc_duty_set_type, &duty);
  tc_room_desk_publish (self);
  tc_room_desk_tell_shift (self, &tc_duty_set_type);
}

/* Good for twelve hours more. */
void
tc_desk_renew_async (TcDesk *self, const char *password, GAsyncReadyCallback callback,
                     gpointer data)
{
  if (g_str_equal (password, "mat-khau"))
    tc_room_desk_set_session_until (self, g_get_real_time () + 12 * G_TIME_SPAN_HOUR);
  tc_desk_confirm_async (self, password, callback, data);
}

TcRefusal *
tc_desk_renew_finish (TcDesk *self, GAsyncResult *result, GError **error)
{
  return tc_desk_confirm_finish (self, result, error);
}
