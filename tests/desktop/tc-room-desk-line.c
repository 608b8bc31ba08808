/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the server answers to the room's desk while it is online: the link to an order's page, who
 * else is where, and whether the province is a demonstration; and how the desk stands with it.
 */
#include "tc-room-cameras.h"
#include "tc-room-desk-private.h"

#include "tc-desk-acts.h"
#include "tc-desk-report.h"
#include "tc-desk-files.h"
#include "tc-now.h"
#include "tc-presence.h"
#include "tc-steady-clock.h"

/* Of a question that was refused. */
#define REFUSAL "refusal"

/* Of the newest one: what the desk said last. */
static gint64 said_incident_id;

gint64
tc_room_desk_get_said (void)
{
  return said_incident_id;
}

/* Minh, at the other desk. */
static GVariant *
list_others (TcDesk *self)
{
  const TcPresence minh = {4, self->minh_away, self->room->minh.staff_id, self->minh_incident_id};
  g_autoptr (GArray) list = g_array_new (FALSE, FALSE, sizeof (TcPresence));

  if (self->minh_is_there)
    g_array_append_val (list, minh);
  return g_variant_ref_sink (tc_presence_write_list (list));
}

void
tc_room_desk_place_minh (TcDesk *self, gboolean there, gint64 incident_id, gboolean away)
{
  g_autoptr (GVariant) list = NULL;

  self->minh_is_there = there;
  self->minh_incident_id = incident_id;
  self->minh_away = away;
  list = list_others (self);
  g_signal_emit_by_name (self, "notice", TC_PRESENCE, list);
}

void
tc_room_desk_set_online (TcDesk *self, gboolean online)
{
  self->state = online ? TC_DESK_ONLINE : TC_DESK_OFFLINE;
  self->offline_since_us = online ? 0 : g_get_real_time ();
  g_object_notify (G_OBJECT (self), "state");
}

void
tc_room_desk_turn_away (TcDesk *self, const char *code)
{
  self->turned_away = g_intern_string (code);
  tc_room_desk_set_online (self, code == NULL);
  g_object_notify (G_OBJECT (self), "turned-away");
}

void
tc_room_desk_set_disk (TcDesk *self, TcDiskState disk)
{
  self->disk = disk;
  g_object_notify (G_OBJECT (self), "disk");
}

void
tc_room_desk_cut_relay (TcDesk *self, gint64 provisional_id)
{
  self->relay = TC_DESK_RELAY_CUT;
  self->relay_since_us = g_get_real_time ();
  g_hash_table_remove_all (self->provisional);
  if (provisional_id)
    g_hash_table_add (self->provisional, g_memdup2 (&provisional_id, sizeof provisional_id));
  g_object_notify (G_OBJECT (self), "relay");
  g_signal_emit_by_name (self, "waiting-changed");
}

void
tc_room_desk_set_clock_ahead (TcDesk *self, gint64 ahead_us)
{
  TcServerClock clock = {0};

  self->clock_ahead_us = ahead_us;
  tc_server_clock_set (&clock, g_get_real_time () - ahead_us, tc_steady_clock_us ());
  tc_now_told (&clock);
  g_object_notify (G_OBJECT (self), "clock-ahead-us");
}

void
tc_room_desk_set_demonstration (TcDesk *self, gboolean demonstration)
{
  self->demonstration = demonstration;
  g_object_notify (G_OBJECT (self), "demonstration");
}

static void
answer_question (TcDesk *self, const char *name, GVariant *asked, GTask *task)
{
  gint64 renewals = 0;
  GVariantDict dict;

  if (g_str_equal (name, TC_PRESENCE)) {
    g_variant_lookup (asked, "incident_id", "x", &said_incident_id);
    if (g_getenv ("TC_ROOM_PRESENT"))
      tc_room_desk_place_minh (self, TRUE, said_incident_id, FALSE);
    g_task_return_pointer (task, list_others (self), (GDestroyNotify) g_variant_unref);
    return;
  }
  if (g_str_equal (name, "camera.snapshot")) {
    TcRefusal *refusal = tc_room_desk_note_snapshot (self, asked);

    tc_desk_keep_act (task, !refusal);
    if (refusal)
      g_object_set_data_full (G_OBJECT (task), REFUSAL, refusal, (GDestroyNotify) tc_refusal_free);
    g_task_return_pointer (task, NULL, NULL);
    return;
  }
  if (tc_room_desk_is_camera_question (name)) {
    TcRefusal *refusal = NULL;
    GVariant *ticket = tc_room_desk_answer_camera (self, name, asked, &refusal);

    tc_desk_keep_act (task, !refusal);
    if (refusal)
      g_object_set_data_full (G_OBJECT (task), REFUSAL, refusal, (GDestroyNotify) tc_refusal_free);
    g_task_return_pointer (task, ticket, (GDestroyNotify) g_variant_unref);
    return;
  }
  if (g_str_equal (name, TC_WALL_PUSH)) {
    TcRefusal *refusal = tc_room_desk_answer_push (self, asked);

    if (refusal)
      g_object_set_data_full (G_OBJECT (task), REFUSAL, refusal, (GDestroyNotify) tc_refusal_free);
    g_task_return_pointer (task, NULL, NULL);
    return;
  }
  g_assert_cmpstr (name, ==, "unit-page.link");
  g_variant_lookup (asked, "renewals", "x", &renewals);
  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert (&dict, "url", "s", TC_ROOM_LINK);
  g_variant_dict_insert (&dict, "until_us", "x", g_get_real_time () + G_TIME_SPAN_DAY);
  g_variant_dict_insert (&dict, "renewals", "x", renewals);
  g_task_return_pointer (task, g_variant_ref_sink (g_variant_dict_end (&dict)),
                         (GDestroyNotify) g_variant_unref);
}

void
tc_desk_ask_async (TcDesk *self, const char *name, GVariant *value, GCancellable *cancellable,
                   GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GVariant) asked = value ? g_variant_ref_sink (value) : NULL;
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, data);

  answer_question (self, name, asked, task);
}

void
tc_desk_ask_act_async (TcDesk *self, const char *name, GVariant *value, GCancellable *cancellable,
                       GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GVariant) asked = value ? g_variant_ref_sink (value) : NULL;
  g_autoptr (GTask) task = tc_desk_get_person (self)
                               ? tc_desk_begin_act (self, name, asked, NULL, callback, data)
                               : g_task_new (self, NULL, callback, data);

  answer_question (self, name, asked, task);
}

/* While it is cut off there is no answer. */
GVariant *
tc_desk_ask_finish (TcDesk *self, GAsyncResult *result, TcRefusal **refusal, GError **error)
{
  g_autoptr (GVariant) value = g_task_propagate_pointer (G_TASK (result), error);

  if (tc_desk_get_state (self) == TC_DESK_ONLINE) {
    *refusal = g_object_steal_data (G_OBJECT (result), REFUSAL);
    return g_steal_pointer (&value);
  }
  *refusal = tc_refusal_new ("line.offline", NULL);
  return NULL;
}

static void
clear_line (gpointer data)
{
  TcReportLine *line = data;

  g_free (line->label);
  g_free (line->value);
}

void
tc_desk_report_async (TcDesk *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                      gpointer data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, data);

  g_task_return_boolean (task, TRUE);
}

GArray *
tc_desk_report_finish (TcDesk *self, GAsyncResult *result, GError **error)
{
  const TcReportLine lines[] = {
      {"Line", g_strdup ("State"), g_strdup ("no line"), TRUE},
      {"Line", g_strdup ("Server"), g_strdup ("https://center.haugiang.example"), FALSE},
      {"Desk", g_strdup ("Waiting"), g_strdup ("0"), FALSE},
  };
  GArray *list = g_array_new (FALSE, FALSE, sizeof (TcReportLine));

  g_array_set_clear_func (list, clear_line);
  return g_array_append_vals (list, lines, G_N_ELEMENTS (lines));
}

char *
tc_desk_report_text (const GArray *lines, gint64 now_us)
{
  return g_strdup_printf ("%u lines", lines->len);
}

void
tc_room_desk_use_up_codes (TcDesk *self)
{
  self->code_replica = G_MAXUINT16;
}

/* ---- what is sent by other ways ---- */

char *
tc_desk_dup_path (TcDesk *self, const char *name)
{
  return g_build_filename (self->dir, name, NULL);
}

gint64
tc_desk_get_session (TcDesk *self)
{
  return self->me.session_id;
}

TcHttpClient *
tc_desk_make_http (TcDesk *self, GError **error)
{
  return NULL;
}
