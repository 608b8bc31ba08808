/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who sits at the room's desk, and what that person's eyes see of it.
 */
#include "tc-room-desk-private.h"

#define HOA "Trần Thị Hoa"

void
tc_room_desk_seat (TcDesk *self, gint64 staff_id)
{
  self->me.staff_id = staff_id;
  tc_desk_eyes_set_person (self->eyes, staff_id);
}

const char *
tc_room_desk_get_name (TcDesk *self)
{
  if (self->me.staff_id == 0)
    return "";
  return self->me.staff_id == self->hoa ? HOA : "Nguyễn Thị Lan";
}

/* At the centre, with a role that may work at the desk and reads @kinds. */
static gint64
add_hoa (TcRoom *room, const char *const *kinds)
{
  TcRoleArgs role = {tc_room_id (room), "porter", "Văn thư", "Clerk"};
  TcStaffArgs staff = {tc_room_id (room), "hoa", HOA, NULL, NULL};
  TcPostAdd post = {tc_room_id (room), staff.staff_id,        room->centre,
                    role.role_id,      room->fixture->now_us, TC_NONE};
  TcDeskRole works = {3, role.role_id};

  tc_fixture_run (room->fixture, &tc_role_add_type, &role);
  for (guint i = 0; kinds[i]; i++)
    tc_fixture_run (room->fixture, &tc_role_read_type, &(TcRoleScope){role.role_id, kinds[i]});
  tc_fixture_run (room->fixture, &tc_staff_add_type, &staff);
  tc_fixture_run (room->fixture, &tc_post_add_type, &post);
  tc_fixture_run (room->fixture, &tc_desk_allow_role_type, &works);
  return staff.staff_id;
}

void
tc_room_desk_change_person (TcDesk *self, const char *const *kinds)
{
  tc_desk_sign_out (self);
  self->hoa = add_hoa (self->room, kinds);
  tc_database_execute (self->room->fixture->db, "UPDATE session SET staff_id = ? WHERE id = ?",
                       "ii", self->hoa, self->me.session_id);
  tc_room_desk_publish (self);
  tc_room_desk_seat (self, self->hoa);
  g_object_notify (G_OBJECT (self), "person-id");
  g_object_notify (G_OBJECT (self), "person-name");
}

void
tc_room_desk_lose_scope (TcDesk *self, gint64 scope)
{
  tc_database_execute (self->room->fixture->db, "DELETE FROM held_scope WHERE id = ?", "i", scope);
  tc_room_desk_publish (self);
  g_signal_emit_by_name (self, "replaced");
}

/* ---- signing in and out ---- */

void
tc_desk_sign_in_async (TcDesk *self, const char *account, const char *password,
                       GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, data);
  TcRefusal *refusal = NULL;

  if (self->state != TC_DESK_ONLINE && !g_str_equal (account, "lan"))
    refusal = tc_refusal_new ("sign-in.offline", NULL);
  else if (!g_str_equal (account, "lan") || !g_str_equal (password, "mat-khau"))
    refusal = tc_refusal_new ("sign-in.failed", NULL);
  g_task_return_pointer (task, refusal, (GDestroyNotify) tc_refusal_free);
  if (refusal)
    return;
  tc_room_desk_seat (self, self->room->lan.staff_id);
  self->checked_us = self->state != TC_DESK_ONLINE ? g_get_real_time () - TC_HOUR_US : 0;
  g_object_notify (G_OBJECT (self), "person-id");
  g_object_notify (G_OBJECT (self), "person-name");
}

TcRefusal *
tc_desk_sign_in_finish (TcDesk *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

TcRefusal *
tc_desk_take_signed_out (TcDesk *self)
{
  const char *code = g_steal_pointer (&self->signed_out);

  return code ? tc_refusal_new (code, NULL) : NULL;
}

void
tc_desk_sign_out (TcDesk *self)
{
  g_signal_emit_by_name (self, "signing-out");
  tc_room_desk_seat (self, 0);
  g_object_notify (G_OBJECT (self), "person-id");
  g_object_notify (G_OBJECT (self), "person-name");
}

gint64
tc_desk_get_person (TcDesk *self)
{
  return self->me.staff_id;
}
