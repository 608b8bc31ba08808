/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: the demonstration province is sound, and each kind of slip in a province's files is found
 * and told with its file, line and column. Method: a copy of the demonstration with one passage
 * exchanged, and the message that must come of it, word for word.
 */
#include "remove-tree.h"
#include "tc-province.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

static const char *source; /* folder of the demonstration */

static void
copy_file (const char *dir, const char *name)
{
  g_autofree char *from = g_build_filename (source, name, NULL);
  g_autofree char *to = g_build_filename (dir, name, NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *data = NULL;
  gsize size;

  g_file_get_contents (from, &data, &size, &error);
  g_assert_no_error (error);
  g_file_set_contents (to, data, (gssize) size, &error);
  g_assert_no_error (error);
}

static void
link_folder (const char *dir, const char *name)
{
  g_autofree char *from = g_build_filename (source, name, NULL);
  g_autofree char *to = g_build_filename (dir, name, NULL);

  g_assert_cmpint (symlink (from, to), ==, 0);
}

static char *
copy_province (void)
{
  g_autoptr (GError) error = NULL;
  char *dir = g_dir_make_tmp ("province-XXXXXX", &error);
  g_assert_no_error (error);
  g_autoptr (GDir) files = g_dir_open (source, 0, &error);
  g_assert_no_error (error);

  for (const char *name = g_dir_read_name (files); name; name = g_dir_read_name (files)) {
    if (g_str_equal (name, "photos"))
      link_folder (dir, name);
    else
      copy_file (dir, name);
  }
  return dir;
}

static void
remove_province (char *dir)
{
  remove_tree (dir);
  g_free (dir);
}

/* The first @from in file @name becomes @to; it must be there. */
static void
exchange (const char *dir, const char *name, const char *from, const char *to)
{
  g_autofree char *path = g_build_filename (dir, name, NULL);
  g_autofree char *data = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &data, NULL, &error);
  g_assert_no_error (error);
  char *at = strstr (data, from);
  g_assert_nonnull (at);
  g_autofree char *head = g_strndup (data, (gsize) (at - data));
  g_autofree char *changed = g_strconcat (head, to, at + strlen (from), NULL);
  g_file_set_contents (path, changed, -1, &error);
  g_assert_no_error (error);
}

static void
test_demonstration (void)
{
  g_autoptr (GPtrArray) faults = NULL;
  g_autoptr (TcProvince) province = tc_province_load (source, &faults);
  gint64 e7 = 0;
  gint64 time_us = 0;

  for (guint i = 0; i < faults->len; i++)
    g_test_message ("%s", (char *) g_ptr_array_index (faults, i));
  g_assert_nonnull (province);
  g_assert_cmpuint (tc_province_get_n_rows (province, TC_PROVINCE_AREAS), ==, 9 + 28);
  g_assert_cmpuint (tc_province_get_n_rows (province, TC_PROVINCE_REPORTS), >=, 100);
  int row = tc_province_find (province, TC_PROVINCE_AGENCIES, "haugiang");
  g_assert_cmpint (row, >=, 0);
  g_assert_cmpstr (tc_province_get (province, TC_PROVINCE_AGENCIES, (guint) row, "official_code"),
                   ==, "H30");
  g_assert_null (tc_province_get (province, TC_PROVINCE_AGENCIES, (guint) row, "parent"));
  g_assert_true (tc_province_get_e7 (province, TC_PROVINCE_AGENCIES, (guint) row, "lat", &e7));
  g_assert_cmpint (e7, ==, 97790000);
  /* The end of 30 June 2025 in Vietnam is 17:00 UTC. */
  g_assert_true (
      tc_province_get_day (province, TC_PROVINCE_AGENCIES, (guint) row, "valid_to", 1, &time_us));
  g_assert_cmpint (time_us, ==, (gint64) 1751302800 * G_USEC_PER_SEC);
}

/* All 13 fields have reports and a service, and every service somebody responsible. */
static void
test_coverage (void)
{
  g_autoptr (GPtrArray) faults = NULL;
  g_autoptr (TcProvince) province = tc_province_load (source, &faults);
  g_autoptr (GHashTable) reported = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) settled = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint fields = 0;

  g_assert_nonnull (province);
  for (guint i = 0; i < tc_province_get_n_rows (province, TC_PROVINCE_REPORTS); i++) {
    g_auto (GStrv)
        parts = g_strsplit (tc_province_get (province, TC_PROVINCE_REPORTS, i, "field"), ".", 2);
    g_hash_table_add (reported, g_strdup (parts[0]));
  }
  for (guint i = 0; i < tc_province_get_n_rows (province, TC_PROVINCE_RESPONSIBILITIES); i++)
    g_hash_table_add (
        settled, g_strdup (tc_province_get (province, TC_PROVINCE_RESPONSIBILITIES, i, "field")));
  for (guint i = 0; i < tc_province_get_n_rows (province, TC_PROVINCE_FIELDS); i++) {
    const char *code = tc_province_get (province, TC_PROVINCE_FIELDS, i, "code");
    if (tc_province_get (province, TC_PROVINCE_FIELDS, i, "parent"))
      continue;
    fields++;
    g_assert_true (g_hash_table_contains (reported, code));
    g_assert_true (g_hash_table_contains (settled, code));
  }
  g_assert_cmpuint (fields, ==, 13);
}

/* Reports that are labelled as the same thing said twice are near each other, of one field, and not
 * a chain: what the search for duplicates is held against. */
static void
test_duplicates (void)
{
  const TcProvinceFile file = TC_PROVINCE_REPORTS;
  g_autoptr (GPtrArray) faults = NULL;
  g_autoptr (TcProvince) province = tc_province_load (source, &faults);
  guint duplicates = 0;

  g_assert_nonnull (province);
  for (guint row = 0; row < tc_province_get_n_rows (province, file); row++) {
    const char *label = tc_province_get (province, file, row, "duplicate_of");
    if (!label)
      continue;
    guint first = (guint) tc_province_find (province, file, label);
    gint64 lat[2];
    gint64 lon[2];
    duplicates++;
    g_assert_null (tc_province_get (province, file, first, "duplicate_of"));
    g_assert_cmpstr (tc_province_get (province, file, row, "field"), ==,
                     tc_province_get (province, file, first, "field"));
    g_assert_true (tc_province_get_e7 (province, file, row, "lat", &lat[0]));
    g_assert_true (tc_province_get_e7 (province, file, first, "lat", &lat[1]));
    g_assert_true (tc_province_get_e7 (province, file, row, "lon", &lon[0]));
    g_assert_true (tc_province_get_e7 (province, file, first, "lon", &lon[1]));
    /* 0.001 degrees are 111 m from south to north and 109 m from west to east here. */
    g_assert_cmpint (ABS (lat[0] - lat[1]), <, 15000);
    g_assert_cmpint (ABS (lon[0] - lon[1]), <, 15000);
  }
  g_assert_cmpuint (duplicates, >=, 15);
}

typedef struct {
  const char *name;
  const char *file;
  const char *from;
  const char *to;
  const char *message;
} Slip;

#define WEEK "sang;sang;chieu;chieu;dem;dem;-;"
#define LONG_PATTERN WEEK WEEK WEEK WEEK WEEK WEEK WEEK WEEK "-"

static const Slip slips[] = {
    {"missing-setting", "province.ini", "centre=ioc", "",
     "province.ini: section [province] has no centre"},
    {"unknown-zone", "province.ini", "Asia/Ho_Chi_Minh", "Asia/Vi_Thanh",
     "province.ini: time_zone: there is no zone \"Asia/Vi_Thanh\""},
    {"centre", "province.ini", "centre=ioc", "centre=nowhere",
     "province.ini: centre: \"nowhere\" does not stand in agencies.csv"},
    {"missing-column", "areas.csv", "code,kind", "code,sort",
     "areas.csv:1:1: the column \"kind\" is missing"},
    {"field-count", "areas.csv", "9.760,105.459", "9.760,105.459,",
     "areas.csv:11:1: 12 fields where the header has 11"},
    {"quotation", "fields.csv", "\"Đèn tín hiệu, biển báo, ùn tắc, tai nạn, đỗ xe.\"",
     "\"Đèn tín hiệu\" và biển báo", "fields.csv:2:59: text after the closing quotation mark"},
    {"code", "agencies.csv", "tinhieu1,,team", "Tín hiệu 1,,team",
     "agencies.csv:30:1: code: \"Tín hiệu 1\" is no code (a-z, 0-9, '.', '_' and '-', up to 60)"},
    {"twice", "agencies.csv", "tinhieu2,,team", "tinhieu1,,team",
     "agencies.csv:31:1: code: \"tinhieu1\" stands already at agencies.csv:30:1"},
    {"word", "agencies.csv", "ca,,department", "ca,,ministry",
     "agencies.csv:29:5: kind: \"ministry\" is none of centre, province, district, ward, "
     "department, team, external"},
    {"date", "agencies.csv", "2020-07-01,2025-06-30", "2020-07-01,2025-06-31",
     "agencies.csv:4:135: valid_to: \"2025-06-31\" is no date YYYY-MM-DD or "
     "DD/MM/YYYY of the calendar"},
    {"dates", "agencies.csv", "ioc,2020-07-01,2025-06-30", "ioc,2020-07-01,2019-06-30",
     "agencies.csv:4:135: valid_to: 2019-06-30 is before valid_from 2020-07-01"},
    {"parent", "agencies.csv", "Traffic Police Team 1 (Vị Thanh – Long Mỹ),ca,",
     "Traffic Police Team 1 (Vị Thanh – Long Mỹ),haugiang,",
     "agencies.csv:34:106: parent: \"haugiang\" is not in force as long as what this line says"},
    {"order", "agencies.csv", "Department of Construction,cantho,",
     "Department of Construction,tinhieu1,",
     "agencies.csv:21:58: parent: \"tinhieu1\" must stand above this line"},
    {"successor", "agencies.csv", "haugiang,so-khcn-hg,2008", "haugiang,so-khcn,2008",
     "agencies.csv:18:132: successor: \"so-khcn\" is not in force on the day after valid_to"},
    {"degrees", "areas.csv", "9.760,105.459", "9.760,1054.59",
     "areas.csv:11:70: lon: \"1054.59\" is no number of degrees from -180 to 180"},
    {"place", "agencies.csv", "10.034,105.788", "10.034,",
     "agencies.csv:2:113: lon: must not be empty where the other of lat and lon is given"},
    {"number", "levels.csv", ",emergency,2,", ",emergency,hai,",
     "levels.csv:2:12: take_minutes: \"hai\" is no whole number from 0 to 527040"},
    {"level-twice", "levels.csv", ",urgent,", ",emergency,",
     "levels.csv:3:2: priority: every field has a level for emergency on a line above already"},
    {"level-steps", "levels.csv", ",emergency,2,5,3,", ",emergency,2,241,3,",
     "levels.csv:2:14: dispatch_minutes: must not be more than resolve_minutes"},
    {"level-field", "levels.csv", "giaothong.den,", "giaothong.xanh,",
     "levels.csv:10:1: field: \"giaothong.xanh\" does not stand in fields.csv"},
    {"template-word", "answers.csv", "phản ánh số {code} về", "phản ánh số {ma} về",
     "answers.csv:2:34: text: {ma} is no word that is filled in"},
    {"template-brace", "answers.csv", "phản ánh số {code} về", "phản ánh số {code về",
     "answers.csv:2:34: text: a brace has no fellow"},
    {"template-state", "answers.csv", "chung.phancong,,dispatched", "chung.phancong,,sent",
     "answers.csv:3:17: state: \"sent\" is none of new, accepted, assigned, dispatched, "
     "acknowledged, "
     "working, waiting, forwarded, scheduled, resolved, published"},
    {"template-field", "answers.csv", "giaothong.den,resolved", "giaothong.xanh,resolved",
     "answers.csv:11:10: field: \"giaothong.xanh\" does not stand in fields.csv"},
    {"journal-due", "journal.csv", "lan,5900,,", "lan,5900,60,",
     "journal.csv:3:129: due_minutes: only an order or a fault has a deadline"},
    {"journal-done", "journal.csv", "lan,5900,,Cầu đã thông làn lúc 4 giờ 40.,400,",
     "lan,5900,,Cầu đã thông làn lúc 4 giờ 40.,400,1",
     "journal.csv:3:165: done: only an order or a fault is done, with a follow_up that says how"},
    {"journal-future", "journal.csv", "lan,5900,,Cầu đã thông làn lúc 4 giờ 40.,400,",
     "lan,5900,,Cầu đã thông làn lúc 4 giờ 40.,5901,",
     "journal.csv:3:161: follow_minutes: must not be more than minutes_ago"},
    {"resource-kind", "resources.csv", "ST 450,boat", "ST 450,ship",
     "resources.csv:3:21: kind: \"ship\" is none of boat, pump, shelter, vehicle, generator, "
     "supplies, people, other"},
    {"resource-count", "resources.csv", "ST 450,boat,2", "ST 450,boat,0",
     "resources.csv:3:26: count: is 1 or more"},
    {"camera-number", "cameras.csv", "\n2,vt-vong", "\n1,vt-vong",
     "cameras.csv:3:1: number: a line above has 1 already"},
    {"camera-number-none", "cameras.csv", "\n2,vt-vong", "\n0,vt-vong",
     "cameras.csv:3:1: number: must be 1 at least"},
    {"camera-view", "cameras.csv", "315,80,120", "315,0,120",
     "cameras.csv:2:161: view: must be 1 at least"},
    {"camera-masks", "cameras.csv", "0,0,260,420", "0,0,260,1420",
     "cameras.csv:15:135: masks: must be up to 16 times LEFT,TOP,RIGHT,BOTTOM in thousandths of "
     "the picture, separated by ';'"},
    {"camera-device", "cameras.csv", ",,vithanh,1,", ",,vithan,1,",
     "cameras.csv:2:180: device: \"vithan\" does not stand in camera-devices.csv"},
    {"camera-channel", "camera-devices.csv", "(giả lập),recorder", "(giả lập),camera",
     "cameras.csv:2:188: channel: \"vithanh\" is a camera, which has none"},
    {"camera-channel-alone", "cameras.csv", ",,vithanh,1,", ",,,1,",
     "cameras.csv:2:181: channel: of which device?"},
    {"camera-address", "cameras.csv", "rtsp://127.0.0.1:8554/1/main",
     "rtsp://camera:camera@127.0.0.1:8554/1/main",
     "cameras.csv:2:190: main: must be rtsp://HOST[:PORT][/PATH], without a name or password"},
    {"camera-place", "cameras.csv", "9.7818,105.4708,315", "9.7818,,315",
     "cameras.csv:2:148: lon: must not be empty where the other of lat and lon is given"},
    {"camera-group-twice", "camera-groups.csv", "vt-benh-vien-cap-cuu", "vt-truong-chuyen",
     "camera-groups.csv:5:46: cameras: \"vt-truong-chuyen\" stands there twice"},
    {"camera-group-role", "camera-groups.csv", "supervisor;camera-admin", "supervisor;supervisor",
     "camera-groups.csv:5:84: roles: \"supervisor\" stands there twice"},
    {"camera-group-camera", "camera-groups.csv", "vt-benh-vien-cap-cuu", "vt-benh-vien",
     "camera-groups.csv:5:46: cameras: \"vt-benh-vien\" does not stand in cameras.csv"},
    {"camera-device-address", "camera-devices.csv", "http://127", "http://camera:camera@127",
     "camera-devices.csv:2:46: address: must be http://HOST[:PORT][/PATH], without a name or "
     "password"},
    {"event-order", "big-events.csv", "r047,declare,flood,", "r047,command,,",
     "big-events.csv:2:6: step: the event is not declared on a line above"},
    {"event-declared", "big-events.csv", "r047,command,,", "r047,declare,flood,",
     "big-events.csv:3:6: step: the event is declared on a line above already"},
    {"event-item", "big-events.csv", "check,duty", "check,call-114",
     "big-events.csv:4:12: what: is nothing that this step knows"},
    {"event-member", "big-events.csv", "add,r048", "add,r999",
     "big-events.csv:5:10: what: is nothing that this step knows"},
    {"event-words", "big-events.csv", "r047,command,,Phó", "r047,command,flood,Phó",
     "big-events.csv:3:14: what: has no meaning in this step"},
    {"event-amount", "big-events.csv", "houses-flooded,,38,", "houses-flooded,,,",
     "big-events.csv:13:29: amount: must not be empty in this step"},
    {"event-holder", "big-events.csv", ",UBND phường Vị Thanh,800", ",,800",
     "big-events.csv:17:32: text: must not be empty in this step"},
    {"escalation-priority", "escalations.csv", "khancap,high", "khancap,emergency",
     "escalations.csv:2:9: priority: \"emergency\" is none of high, medium, low"},
    {"escalation-minutes", "escalations.csv", "high,2,", "high,0,",
     "escalations.csv:2:14: minutes: must be 1 at least"},
    {"escalation-role", "escalations.csv", "high,2,supervisor", "high,2,chief",
     "escalations.csv:2:16: role: \"chief\" does not stand in roles.csv"},
    {"reference", "responsibilities.csv", "thutuc,,hcc", "thutuc,,hcq",
     "responsibilities.csv:152:9: agency: \"hcq\" does not stand in agencies.csv"},
    {"responsible-twice", "responsibilities.csv", "giaoduc,,so-gddt", "yte.thucpham,,so-gddt",
     "responsibilities.csv:117:1: field: yte.thucpham in everywhere has an agency on a line above "
     "already"},
    {"post", "staff.csv", "dispatcher@ioc\n", "dispatcher\n",
     "staff.csv:4:55: posts: \"dispatcher\" is not role@agency"},
    {"post-role", "staff.csv", "analyst@ioc", "clerk@ioc",
     "staff.csv:15:66: posts: the role \"clerk\" does not stand in roles.csv"},
    {"choice", "attributes.csv", "khong:Không:No", "khong:Không",
     "attributes.csv:5:104: values: \"khong:Không\" is not key:Vietnamese:English"},
    {"unit", "reports.csv", "dispatched,tinhieu1", "dispatched,",
     "reports.csv:2:299: unit: must not be empty where the outcome is \"dispatched\""},
    {"hour", "shifts.csv", "06:00,14:00", "6h,14:00",
     "shifts.csv:2:28: starts: \"6h\" is no hour HH:MM"},
    {"shift-length", "shifts.csv", "06:00,14:00", "06:00,06:00",
     "shifts.csv:2:34: ends: is when it starts"},
    {"weekdays", "roster.csv", "2025-07-01,,1-5,", "2025-07-01,,5-1,",
     "roster.csv:6:36: weekdays: \"5-1\" is no days of the week (1 is Monday; \"1-5\", \"6;7\")"},
    {"pattern", "roster.csv", "sang;sang;chieu", "sang;trua;chieu",
     "roster.csv:2:20: pattern: \"trua\" does not stand in shifts.csv"},
    {"cycle", "roster.csv", "sang;sang;chieu;chieu;dem;dem;-;-", LONG_PATTERN,
     "roster.csv:2:20: pattern: is longer than 56 days"},
    {"roster-dates", "roster.csv", "Kíp A,2025-07-01,,", "Kíp A,2025-07-01,2025-06-30,",
     "roster.csv:2:18: valid_to: 2025-06-30 is before valid_from 2025-07-01"},
    {"on-duty", "roster.csv", "truongca;lan", "truongca;nghiviec",
     "roster.csv:2:54: accounts: \"nghiviec\" is not active"},
    {"account", "roster.csv", "truongca;lan", "truongca;lann",
     "roster.csv:2:54: accounts: \"lann\" does not stand in staff.csv"},
    {"vehicle", "units.csv", "Tuần tra 11,motorcycle", "Tuần tra 11,horse",
     "units.csv:2:22: kind: \"horse\" is none of car, motorcycle, truck, tanker, boat"},
    {"vehicle-speed", "units.csv", "9.777,105.473,45", "9.777,105.473,450",
     "units.csv:2:53: speed_kmh: \"450\" is no whole number from 0 to 120"},
    {"vehicle-unit", "units.csv", "motorcycle,csgt1", "motorcycle,csgt9",
     "units.csv:2:33: unit: \"csgt9\" does not stand in agencies.csv"},
    {"hours", "rhythm.csv", ",34,1;1;", ",34,1;",
     "rhythm.csv:2:67: hours: must be 24 whole numbers from 0 to 100, not all 0"},
    {"hours-number", "rhythm.csv", ",34,1;1;", ",34,1;101;",
     "rhythm.csv:2:67: hours: must be 24 whole numbers from 0 to 100, not all 0"},
    {"said", "events.csv", "nuoc.ngap;nuoc.ngap", "nuoc.ngap;nuoc",
     "events.csv:2:49: services: sentences.csv says nothing about \"nuoc\""},
    {"spread", "events.csv", ",14,area", ",14,everywhere",
     "events.csv:2:110: spread: \"everywhere\" is none of place, area"},
    {"event-twice", "events.csv", "giong-dem,", "mua-chieu,",
     "events.csv:3:1: code: \"mua-chieu\" stands already at events.csv:2:1"},
    {"slot", "sentences.csv", "{when}", "{weather}",
     "sentences.csv:2:15: sentence: nothing fills {weather}"},
};

static void
test_slip (gconstpointer data)
{
  const Slip *slip = data;
  char *dir = copy_province ();
  g_autoptr (GPtrArray) faults = NULL;

  exchange (dir, slip->file, slip->from, slip->to);
  g_autoptr (TcProvince) province = tc_province_load (dir, &faults);
  remove_province (dir);
  g_assert_null (province);
  g_assert_cmpuint (faults->len, >=, 1);
  g_assert_cmpstr (g_ptr_array_index (faults, 0), ==, slip->message);
}

/* A report's line with the columns that the demonstration's file may leave out. */
#define REPORT_COLUMNS                                                                             \
  "label,field,text,lat,lon,channel,minutes_ago,language,duplicate_of,outcome,unit,answer,photos," \
  "rating,handler,note\n"

/* One report alone, and no big event of others. */
static void
set_report (const char *dir, const char *line)
{
  g_autofree char *path = g_build_filename (dir, "reports.csv", NULL);
  g_autofree char *events = g_build_filename (dir, "big-events.csv", NULL);
  g_autofree char *text = g_strconcat (REPORT_COLUMNS, line, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  g_assert_cmpint (g_unlink (events), ==, 0);
}

static void
check_report (const char *line, const char *message)
{
  char *dir = copy_province ();
  g_autoptr (GPtrArray) faults = NULL;

  set_report (dir, line);
  g_autoptr (TcProvince) province = tc_province_load (dir, &faults);
  remove_province (dir);
  g_assert_true ((province == NULL) == (message != NULL));
  if (message)
    g_assert_cmpstr (g_ptr_array_index (faults, 0), ==, message);
}

static void
test_report_columns (void)
{
#define HEAD "r1,nuoc,Ngập,9.7,105.4,app,86400,vi"
  check_report (HEAD ",,new,,,,,,\n", NULL);
  check_report (HEAD ",,closed,tinhieu1,,,5,lan,Đã gọi lại\n", NULL);
  check_report (HEAD ",,closed,,,,,,\n",
                "reports.csv:2:45: unit: must not be empty where the outcome is \"closed\"");
  check_report (HEAD ",,published,tinhieu1,,,,,\n",
                "reports.csv:2:57: answer: must not be empty where the outcome is \"published\"");
  check_report (
      HEAD ",,merged,,,,,,\n",
      "reports.csv:2:37: duplicate_of: must not be empty where the outcome is \"merged\"");
  check_report (
      HEAD ",,ended,,,,,,\n",
      "reports.csv:2:38: outcome: \"ended\" is none of new, accepted, dispatched, working,"
      " waiting, forwarded, scheduled, resolved, answered, published, closed, reopened,"
      " rejected, redirected, merged");
  check_report (HEAD ",,new,,,,0,,\n", "reports.csv:2:45: rating: is from 1 to 5");
  check_report (HEAD ",,new,,,,6,,\n",
                "reports.csv:2:45: rating: \"6\" is no whole number from 0 to 5");
  check_report (HEAD ",,new,,,,,nobody,\n",
                "reports.csv:2:46: handler: \"nobody\" does not stand in staff.csv");
  check_report (HEAD ",,new,,,no.jpg,,,\n",
                "reports.csv:2:44: photos: there is no file photos/no.jpg");
  check_report (
      HEAD ",,new,,,../a.jpg,,,\n",
      "reports.csv:2:44: photos: \"../a.jpg\" is no name of a photo (a-z, 0-9, '.', '_' and"
      " '-', .jpg or .png)");
  check_report (HEAD ",,new,,,a.pdf,,,\n",
                "reports.csv:2:44: photos: \"a.pdf\" is no name of a photo (a-z, 0-9, '.', '_' and"
                " '-', .jpg or .png)");
  check_report ("r1,nuoc,Ngập,9.7,105.4,app,86401,vi,,new,,,,,,\n",
                "reports.csv:2:28: minutes_ago: \"86401\" is no whole number from 0 to 86400");
#undef HEAD
}

/* A photo as no telephone sends it. */
static void
test_large_photo (void)
{
  char *dir = copy_province ();
  g_autofree char *photos = g_build_filename (dir, "photos", NULL);
  g_autofree char *photo = g_build_filename (photos, "large.jpg", NULL);
  g_autoptr (GPtrArray) faults = NULL;

  g_unlink (photos);
  g_assert_cmpint (g_mkdir (photos, 0700), ==, 0);
  g_assert_true (g_file_set_contents (photo, "", 0, NULL));
  g_assert_cmpint (truncate (photo, 8 * 1024 * 1024 + 1), ==, 0);
  set_report (dir, "r1,nuoc,Ngập,9.7,105.4,app,5,vi,,new,,,large.jpg,,,\n");
  g_autoptr (TcProvince) province = tc_province_load (dir, &faults);
  g_unlink (photo);
  g_rmdir (photos);
  remove_province (dir);
  g_assert_null (province);
  g_assert_cmpstr (g_ptr_array_index (faults, 0), ==,
                   "reports.csv:2:40: photos: photos/large.jpg is larger than 8192 kilobytes");
}

static void
test_missing_file (void)
{
  char *dir = copy_province ();
  g_autofree char *path = g_build_filename (dir, "roles.csv", NULL);
  g_autoptr (GPtrArray) faults = NULL;

  g_assert_cmpint (g_unlink (path), ==, 0);
  g_autoptr (TcProvince) province = tc_province_load (dir, &faults);
  remove_province (dir);
  g_assert_null (province);
  g_assert_cmpuint (faults->len, ==, 1);
  g_assert_true (g_str_has_prefix (g_ptr_array_index (faults, 0), "roles.csv:1:1: "));
}

/* More faults than are listed are counted. */
static void
test_many (void)
{
  char *dir = copy_province ();
  g_autofree char *path = g_build_filename (dir, "streets.csv", NULL);
  g_autoptr (GString) text = g_string_new ("code,kind,name,aliases,area,lat,lon\n");
  g_autoptr (GPtrArray) faults = NULL;

  for (guint i = 0; i < TC_PROVINCE_FAULTS_MAX + 7; i++)
    g_string_append_printf (text, "s%u,street,,,31321,9.7,105.4\n", i);
  g_assert_true (g_file_set_contents (path, text->str, -1, NULL));
  g_autoptr (TcProvince) province = tc_province_load (dir, &faults);
  remove_province (dir);
  g_assert_null (province);
  g_assert_cmpuint (faults->len, ==, TC_PROVINCE_FAULTS_MAX + 1);
  g_assert_cmpstr (g_ptr_array_index (faults, 0), ==, "streets.csv:2:11: name: must not be empty");
  g_assert_cmpstr (g_ptr_array_index (faults, TC_PROVINCE_FAULTS_MAX), ==, "and 7 more");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  source = g_getenv ("TC_PROVINCE_DIR");
  g_assert_nonnull (source);
  g_test_add_func ("/province/demonstration", test_demonstration);
  g_test_add_func ("/province/coverage", test_coverage);
  g_test_add_func ("/province/duplicates", test_duplicates);
  for (guint i = 0; i < G_N_ELEMENTS (slips); i++) {
    g_autofree char *path = g_strconcat ("/province/slip/", slips[i].name, NULL);
    g_test_add_data_func (path, &slips[i], test_slip);
  }
  g_test_add_func ("/province/report-columns", test_report_columns);
  g_test_add_func ("/province/large-photo", test_large_photo);
  g_test_add_func ("/province/missing-file", test_missing_file);
  g_test_add_func ("/province/many", test_many);
  return g_test_run ();
}
