/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sixty days; see the header.
 */
#include "tc-room-history.h"

#define N_DAYS 60
#define PER_DAY 70

static const char *const fields[] = {
    "Môi trường – rác thải",    "Cấp thoát nước",     "Điện – chiếu sáng",
    "Hạ tầng đô thị",           "Trật tự đô thị",     "Viễn thông",
    "Y tế – an toàn thực phẩm", "Đất đai – xây dựng", "Nông nghiệp",
};
static const char *const units[] = {
    "Công ty Cấp thoát nước – Công trình đô thị Hậu Giang",
    "Điện lực thành phố Vị Thanh",
    "Đội Cảnh sát giao thông số 2",
    "Đội Quản lý trật tự đô thị",
    "Đội Môi trường số 1",
    "Trung tâm Kiểm soát bệnh tật tỉnh",
};
static const char *const areas[] = {
    "Phường Vị Tân", "Phường Long Mỹ", "Phường Ngã Bảy", "Xã Hỏa Lựu", "Xã Vị Thủy",
    "Xã Châu Thành", "Xã Phụng Hiệp",  "Xã Long Bình",   "Xã Hòa An",  "Phường Đại Thành",
};
static const char *const channels[] = {"app", "app", "app", "hotline", "hotline", "social", "web"};

typedef struct {
  TcRoom *room;
  TcDatabase *db;
  GRand *chance;
  gint64 fields[G_N_ELEMENTS (fields)];
  gint64 units[G_N_ELEMENTS (units)];
  gint64 areas[G_N_ELEMENTS (areas)];
  gint64 n;
} History;

static void
add_names (History *h)
{
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++) {
    h->fields[i] = tc_room_id (h->room);
    tc_database_execute (h->db,
                         "INSERT INTO field (id, scope, code, name_vi, name_en, priority, position,"
                         " active) VALUES (?, 1, 'f', ?, ?, 3, 1, 1)",
                         "iss", h->fields[i], fields[i], fields[i]);
  }
  for (guint i = 0; i < G_N_ELEMENTS (units); i++) {
    h->units[i] = tc_room_id (h->room);
    tc_database_execute (h->db,
                         "INSERT INTO agency (id, scope, code, kind, name_vi, name_en,"
                         " valid_from_us) VALUES (?, 1, 'u', 'team', ?, ?, 0)",
                         "iss", h->units[i], units[i], units[i]);
  }
  for (guint i = 0; i < G_N_ELEMENTS (areas); i++) {
    h->areas[i] = tc_room_id (h->room);
    tc_database_execute (h->db,
                         "INSERT INTO area (id, scope, code, kind, name_vi, name_en, valid_from_us)"
                         " VALUES (?, 1, 'a', 'ward', ?, ?, 0)",
                         "iss", h->areas[i], areas[i], areas[i]);
  }
}

/* Of @n, the first ones more often. */
static guint
pick (History *h, guint n)
{
  double at = g_rand_double (h->chance);

  return (guint) (at * at * n);
}

static void
add_report (History *h, gint64 incident_id, gint64 at_us)
{
  const char *channel = channels[g_rand_int_range (h->chance, 0, G_N_ELEMENTS (channels))];

  tc_database_execute (h->db,
                       "INSERT INTO report (id, scope, incident_id, home_id, channel, text,"
                       " language, said_us, received_us, on_behalf, anonymous, private) VALUES"
                       " (?1, 2, ?2, ?2, ?3, 'Nước ngập', 'vi', ?4, ?4, 0, 0, 0)",
                       "iisi", tc_room_id (h->room), incident_id, channel, at_us);
  tc_database_execute (h->db,
                       "INSERT INTO incident_event (id, scope, incident_id, code, at_us, actor_id,"
                       " replica, state, moved, public, report_id, reason) VALUES (?, 2, ?,"
                       " 'incident.report', ?, 0, 0, 'new', 0, 0, 1, ?)",
                       "iiis", tc_room_id (h->room), incident_id, at_us, channel);
}

static void
add_action (History *h, gint64 incident_id, gint64 at_us)
{
  tc_database_execute (h->db,
                       "INSERT INTO incident_event (id, scope, incident_id, code, at_us, actor_id,"
                       " replica, state, moved, public, staff_id) VALUES (?, 2, ?, 'incident.take',"
                       " ?, ?, 3, 'assigned', 1, 0, ?)",
                       "iiiii", tc_room_id (h->room), incident_id, at_us, h->room->lan.staff_id,
                       h->room->lan.staff_id);
}

static void
add_incident (History *h, gint64 received_us, gint64 now_us)
{
  gint64 id = tc_room_id (h->room), due_us = received_us + 24 * TC_HOUR_US;
  double share = g_rand_double (h->chance);
  gint64 ended_us = received_us + (gint64) (share * share * 40 * TC_HOUR_US);
  gint64 acted_us = received_us + g_rand_int_range (h->chance, 1, 90) * TC_MINUTE_US;
  gboolean taken = acted_us<now_us, open = ended_us> now_us;
  g_autofree char *code = g_strdup_printf ("PA-260000-%04" G_GINT64_FORMAT, ++h->n);

  tc_database_execute (
      h->db,
      "INSERT INTO incident (id, scope, code, day, number, title, field_id, priority, state, open,"
      " rank_us, area_id, unit_id, staff_id, received_us, due_us, paused_total_us, answer_state,"
      " report_count, reopened_count, opened_us, changed_us, resolved_us, closed_us) VALUES"
      " (?1, 2, ?2, 1, 1, 'Ngập sâu hẻm 3 Trần Hưng Đạo', ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11,"
      " ?12, 0, 'none', 1, 0, ?11, ?11, ?13, ?13)",
      "isoisiioooiii", id, code, h->fields[pick (h, G_N_ELEMENTS (fields))],
      (gint64) (g_rand_int_range (h->chance, 0, 20) == 0 ? 1 : g_rand_int_range (h->chance, 2, 5)),
      open ? taken ? "working" : "new" : "closed", (gint64) open, open ? due_us : -ended_us,
      h->areas[pick (h, G_N_ELEMENTS (areas))],
      taken ? h->units[pick (h, G_N_ELEMENTS (units))] : 0, taken ? h->room->lan.staff_id : 0,
      received_us, due_us, open ? TC_NONE : ended_us);
  add_report (h, id, received_us);
  if (taken)
    add_action (h, id, acted_us);
}

void
tc_room_history_fill (TcRoom *room, gint64 now_us)
{
  History h = {.room = room, .db = room->fixture->db, .chance = g_rand_new_with_seed (61)};
  g_autoptr (GError) error = NULL;

  tc_database_begin (h.db);
  add_names (&h);
  for (gint64 day = N_DAYS; day >= 0; day--) {
    /* More on some days than on others, and in the morning than at night. */
    guint n = PER_DAY + (guint) g_rand_int_range (h.chance, 0, 30);
    for (guint i = 0; i < n; i++) {
      double hour = (g_rand_double (h.chance) + g_rand_double (h.chance)) * 12;
      gint64 day_us = now_us - (now_us + 7 * TC_HOUR_US) % TC_US_PER_DAY - day * TC_US_PER_DAY;
      gint64 received_us = day_us + (gint64) (hour * TC_HOUR_US);
      if (received_us < now_us)
        add_incident (&h, received_us, now_us);
    }
  }
  g_assert_true (tc_database_commit (h.db, &error));
  g_assert_no_error (error);
  g_rand_free (h.chance);
}

/* ---- this morning ---- */

gint64
tc_room_report_at (TcRoom *room, const char *title, gint64 priority, gint64 at_us)
{
  char code[40];
  TcIncidentReport args = {0};

  room->fixture->now_us = MAX (at_us, room->fixture->now_us + 1);
  args = tc_room_report_args (room, code);
  args.channel = "open311";
  args.title = title;
  args.text = title;
  args.priority = priority;
  tc_fixture_run (room->fixture, &tc_incident_report_type, &args);
  return args.incident_id;
}

gint64
tc_room_report_text (TcRoom *room, const char *text, gboolean classified)
{
  char code[40];
  TcIncidentReport args = {0};

  room->fixture->now_us = MAX (g_get_real_time (), room->fixture->now_us + 1);
  args = tc_room_report_args (room, code);
  args.channel = "open311";
  args.title = args.text = text;
  if (!classified)
    args.field_id = 0;
  tc_fixture_run (room->fixture, &tc_incident_report_type, &args);
  return args.incident_id;
}

gint64
tc_room_report_private (TcRoom *room)
{
  char code[40];
  TcIncidentReport args = {0};

  room->fixture->now_us = MAX (g_get_real_time (), room->fixture->now_us + 1);
  args = tc_room_report_args (room, code);
  args.private_ = args.on_behalf = 1;
  args.attributes = "{\"rong\":\"40\"}";
  tc_fixture_run (room->fixture, &tc_incident_report_type, &args);
  return args.incident_id;
}

void
tc_room_fill_morning (TcRoom *room)
{
  static const struct {
    const char *title;
    gint64 priority;
    gint64 minutes;
  } morning[] = {
      {"Xe rác chưa lấy ba ngày, hẻm 52", TC_PRIORITY_ATTENTION, 160},
      {"Biển tên đường Lê Hồng Phong bị che khuất", TC_PRIORITY_NOTICE, 110},
      {"Loa kéo gây ồn sau 22 giờ, ba đêm liền", TC_PRIORITY_ATTENTION, 100},
      {"Đổ trộm rác xây dựng bờ kè Xà No", TC_PRIORITY_ATTENTION, 61},
      {"Cây ngã chắn nửa đường Võ Văn Kiệt", TC_PRIORITY_URGENT, 38},
      {"Đèn tín hiệu ngã tư Nguyễn Công Trứ – 30/4 chớp vàng", TC_PRIORITY_URGENT, 25},
      {"Hỏi giờ làm việc bộ phận một cửa phường Vị Tân", TC_PRIORITY_NOTICE, 12},
      {"Ngập sâu hẻm 3 Trần Hưng Đạo, xe chết máy", TC_PRIORITY_URGENT, 7},
  };
  gint64 now_us = g_get_real_time ();

  for (guint i = 0; i < G_N_ELEMENTS (morning); i++)
    tc_room_report_at (room, morning[i].title, morning[i].priority,
                       now_us - morning[i].minutes * TC_MINUTE_US);
}

void
tc_room_add_fields (TcRoom *room)
{
  static const struct {
    const char *code;
    const char *name_vi;
    const char *name_en;
    const char *keywords;
  } learnt[] = {
      {"green.tree", "Cây xanh ngã đổ", "Fallen tree", "cây ngã,nhánh gãy,cây đổ"},
      {"light.street", "Đèn đường không sáng", "Street light out", "đèn đường,tối thui"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (learnt); i++) {
    TcFieldSet args = {
        .field_id = tc_room_id (room),
        .code = learnt[i].code,
        .name_vi = learnt[i].name_vi,
        .name_en = learnt[i].name_en,
        .keywords = learnt[i].keywords,
        .priority = 3,
        .active = 1,
    };
    tc_fixture_run (room->fixture, &tc_field_add_type, &args);
  }
}
