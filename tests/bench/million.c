/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A great many incidents; see the header.
 */
#include "million.h"

static const char *const matters[] = {
    "Ngập sâu, xe chết máy",
    "Cây ngã chắn nửa đường",
    "Đèn đường không sáng",
    "Rác chưa lấy ba ngày",
    "Nắp cống vỡ",
    "Ổ gà sâu giữa đường",
    "Loa kéo gây ồn sau 22 giờ",
    "Dây điện sà xuống đường",
    "Nước máy đục, có mùi",
    "Lấn chiếm vỉa hè buôn bán",
    "Đổ trộm xà bần",
    "Biển báo bị che khuất",
    "Chó thả rông không rọ mõm",
    "Tín hiệu giao thông chớp vàng",
    "Xe tải đậu lấn làn",
    "Vỡ ống nước",
    "Khói đốt rơm rạ",
};
static const char *const streets[] = {
    "Trần Hưng Đạo",  "Nguyễn Công Trứ", "Lê Hồng Phong",   "Võ Văn Kiệt",   "Ba Tháng Hai",
    "Hậu Giang",      "Xà No",           "Châu Văn Liêm",   "Ngô Hữu Hạnh",  "Nguyễn Việt Hồng",
    "Trần Quốc Toản", "Lý Tự Trọng",     "Đoàn Thị Điểm",   "Bùi Hữu Nghĩa", "Cách Mạng Tháng Tám",
    "Nguyễn Trãi",    "Phan Văn Trị",    "Hồ Xuân Hương",   "Tây Sông Hậu",  "Quốc lộ 61C",
    "Đường tỉnh 931", "Hùng Vương",      "Nguyễn Thái Học",
};
static const char *const families[] = {"Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Võ", "Đặng"};
static const char *const given[] = {"An",   "Bình", "Chi",  "Dũng", "Hạnh", "Khoa", "Lan",
                                    "Minh", "Nga",  "Phúc", "Quý",  "Thảo", "Vinh"};

/* ?1 how many, ?2 now, ?3 within how long. */
static const char *const fill[] = {
    "INSERT OR IGNORE INTO field SELECT value, 1, 'f' || value, NULL, 'Lĩnh vực ' || value,"
    " 'Field ' || value, NULL, NULL, NULL, 3, NULL, 1, 1 FROM (WITH RECURSIVE n (value) AS (SELECT"
    " 1 UNION ALL SELECT value + 1 FROM n WHERE value < 13) SELECT value FROM n)"
    " WHERE ?1 > 0 AND ?2 > 0 AND ?3 > 0",
    "INSERT INTO incident (id, scope, code, day, number, title, field_id, priority, state, open,"
    " rank_us, area_id, address, unit_id, staff_id, received_us, due_us, paused_total_us,"
    " answer_state, report_count, reopened_count, opened_us, changed_us, resolved_us, closed_us)"
    " WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1),"
    " t AS (SELECT i, ?2 - ?3 + ?3 / ?1 * i AS r, i % 50 = 0 AS o FROM n)"
    " SELECT i, 2, 'PA-261123-' || i, 261123, i, m.text || ', hẻm ' || (i % 311) || ' ' || s.text,"
    " i % 13 + 1, i % 4 + 1, iif (o, 'working', iif (i % 20 = 1, 'rejected', 'closed')), o,"
    " iif (o, r + 86400000000, -r), i % 28, (i % 911) || ' ' || s.text, i % 90,"
    " iif (i % 3 = 0, NULL, i % 7), r,"
    " r + 86400000000, 0, 'none', 1, 0, r, r, iif (o OR i % 20 = 1, NULL, r + i % 99 * 3600000000),"
    " iif (o, NULL, r + i % 99 * 3700000000) FROM t JOIN temp.word AS m ON m.kind = 1 AND m.number"
    " = i % 17 JOIN temp.word AS s ON s.kind = 2 AND s.number = i % 23",
    "INSERT INTO report (id, scope, incident_id, home_id, channel, text, language, said_us,"
    " received_us, on_behalf, anonymous, private, reporter_id) WITH RECURSIVE n (i) AS (SELECT 1"
    " UNION ALL SELECT i + 1 FROM n WHERE i < ?1) SELECT i, 2, i, i, iif (i % 3 = 0, 'hotline',"
    " 'app'), m.text || '. Nước đến đầu gối, xe máy qua không được, nhờ bơm giúp.', 'vi', 0,"
    " ?2 - ?3 + ?3 / ?1 * i, 0, 0, 0, i FROM n JOIN temp.word AS m ON m.kind = 1 AND m.number ="
    " i % 17",
    "INSERT INTO incident_event (id, scope, incident_id, code, at_us, actor_id, replica, state,"
    " moved, public) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1"
    " * 3) SELECT i, 2, (i + 2) / 3, iif (i % 3 = 1, 'incident.report', 'incident.take'),"
    " ?2 - ?3 + ?3 / ?1 * (i / 3) + i % 3 * 900000000, 0, 0, 'new', i % 3 <> 1, 0 FROM n",
};
static const char fill_reporters[] =
    "INSERT INTO reporter (id, scope, report_id, name, phone) WITH RECURSIVE n (i) AS (SELECT 1"
    " UNION ALL SELECT i + 1 FROM n WHERE i < ?1) SELECT i, 3, i, f.text || ' Văn ' || g.text,"
    " printf ('09%08d', i * 7919 % 100000000) FROM n JOIN temp.word AS f ON f.kind = 3 AND f.number"
    " = i % 7 JOIN temp.word AS g ON g.kind = 4 AND g.number = i % 13";

static void
add_words (TcDatabase *db, gint64 kind, const char *const *words, guint n)
{
  for (guint i = 0; i < n; i++)
    tc_database_execute (db, "INSERT INTO temp.word VALUES (?, ?, ?)", "iis", kind, (gint64) i,
                         words[i]);
}

void
million_fill (TcDatabase *db, gint64 n, gint64 within_us, gint64 now_us, gboolean reporters)
{
  g_autoptr (GError) error = NULL;

  tc_database_execute_script (db, "CREATE TEMP TABLE word (kind INTEGER, number INTEGER, text TEXT,"
                                  " PRIMARY KEY (kind, number)) WITHOUT ROWID");
  tc_database_begin (db);
  add_words (db, 1, matters, G_N_ELEMENTS (matters));
  add_words (db, 2, streets, G_N_ELEMENTS (streets));
  add_words (db, 3, families, G_N_ELEMENTS (families));
  add_words (db, 4, given, G_N_ELEMENTS (given));
  for (guint i = 0; i < G_N_ELEMENTS (fill); i++)
    tc_database_execute (db, fill[i], "iii", n, now_us, within_us);
  if (reporters)
    tc_database_execute (db, fill_reporters, "i", n);
  g_assert_true (tc_database_commit (db, &error));
  g_assert_no_error (error);
  tc_database_execute_script (db, "DROP TABLE temp.word");
}
