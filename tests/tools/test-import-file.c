/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: a file of reports is read as it stands or refused whole, each fault named with its place in
 * words that help. Method: small files by the built-in mappings and by written ones, a case for
 * each fault with its exact sentence; the mapping's own faults likewise.
 */
#include "tc-import-file.h"

#include "tc-database.h"
#include "tc-encoding.h"
#include "tc-error.h"
#include "tc-import-time.h"

#include <string.h>

/* 2026-01-01 in UTC. */
#define NOW_US (G_GINT64_CONSTANT (1767225600) * G_USEC_PER_SEC)

static const char map_text[] = "[file]\nsource=cu\ntime_zone=Asia/Ho_Chi_Minh\n"
                               "date_forms=DD/MM/YYYY hh:mm\nkeep=phuong\n"
                               "[columns]\nid=so\nopened=mo\nclosed=dong\nstate=tt\ntitle=nd\n"
                               "closing_text=kq\nlat=vd\nlon=kd\nchannel=kenh\n"
                               "[states]\nopen=Mới\nclosed=Đã xong\n"
                               "[channels]\nhotline=Điện thoại\n"
                               "[outcomes]\nother=trùng\n";
static const char header[] = "so,mo,dong,tt,nd,kq,vd,kd,kenh,phuong\n";

static TcImportMap *
make_map (const char *text)
{
  g_autoptr (GError) error = NULL;
  TcImportMap *map = tc_import_map_parse ("a.map", text, strlen (text), &error);

  g_assert_no_error (error);
  return map;
}

/* As the verb does it: text, CSV, lines. */
static TcImportFile *
read_bytes (const char *data, gsize size, const char *map, char **faults)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) list = NULL;
  g_autofree char *text = tc_encoding_decode ("a.csv", data, NULL, &size, &error);
  TcCsv *csv = text ? tc_csv_parse ("a.csv", text, size, &error) : NULL;

  if (!csv) {
    *faults = g_strdup (error->message);
    return NULL;
  }
  TcImportFile *file = tc_import_file_read (csv, make_map (map), NOW_US, &list);
  g_ptr_array_add (list, NULL);
  *faults = g_strjoinv ("\n", (char **) list->pdata);
  return file;
}

static void
test_lines (void)
{
  g_autofree char *text = g_strconcat (
      header,
      "2,21/01/2022 08:00,22/01/2022 09:30,đã xong,Rác,Trùng với 1,\"9,78\",105.47,,P1\n"
      "1,5/1/2022 7:05,,mới,Đèn,,,,điện thoại,\n",
      NULL);
  g_autofree char *faults = NULL;
  g_autoptr (TcImportFile) file = read_bytes (text, strlen (text), map_text, &faults);

  g_assert_cmpstr (faults, ==, "");
  g_assert_cmpuint (file->rows->len, ==, 2);
  /* By the time they were opened. */
  const TcImportRow *first = g_ptr_array_index (file->rows, 0);
  const TcImportRow *second = g_ptr_array_index (file->rows, 1);
  g_assert_cmpstr (first->id, ==, "1");
  g_assert_cmpint (first->opened_us, ==, G_GINT64_CONSTANT (1641341100000000));
  g_assert_cmpstr (first->state, ==, "open");
  g_assert_cmpstr (first->channel, ==, "hotline");
  g_assert_cmpint (first->lat_e7, ==, TC_NONE);
  g_assert_null (first->attributes);
  g_assert_cmpstr (second->text, ==, "Rác");
  g_assert_cmpstr (second->outcome, ==, "other");
  g_assert_cmpint (second->closed_us - second->opened_us, ==, G_GINT64_CONSTANT (91800000000));
  g_assert_cmpint (second->lat_e7, ==, 97800000);
  g_assert_cmpstr (second->channel, ==, "web");
  g_assert_cmpstr (second->attributes, ==, "{\"phuong\":\"P1\"}");
}

typedef struct {
  const char *name;
  const char *rows; /* below the header */
  const char *faults;
} Case;

static const Case cases[] = {
    {"no-lines", "", "a.csv:1:1: there is no line below the header"},
    {"no-id", ",5/1/2022 7:05,,mới,Đèn,,,,,\n", "a.csv:2:1: so: must not be empty"},
    {"no-time", "1,,,mới,Đèn,,,,,\n", "a.csv:2:3: mo: must not be empty"},
    {"no-text", "1,5/1/2022 7:05,,mới,,,,,,\n", "a.csv:2:22: nd: must not be empty"},
    {"bad-date", "1,31/02/2022 08:00,,mới,Đèn,,,,,\n",
     "a.csv:2:3: mo: \"31/02/2022 08:00\" is no time of the form \"DD/MM/YYYY hh:mm\""},
    {"to-come", "1,05/01/2030 08:00,,mới,Đèn,,,,,\n",
     "a.csv:2:3: mo: \"05/01/2030 08:00\" is still to come"},
    {"closed-first", "1,05/01/2022 08:00,04/01/2022 08:00,đã xong,Đèn,,,,,\n",
     "a.csv:2:20: dong: 04/01/2022 08:00 is before it was opened (05/01/2022 08:00)"},
    {"closed-never", "1,05/01/2022 08:00,,đã xong,Đèn,,,,,\n",
     "a.csv:2:20: dong: must not be empty where the state is an end"},
    {"state", "1,05/01/2022 08:00,,treo,Đèn,,,,,\n",
     "a.csv:2:21: tt: \"treo\" is none of the words for states in the mapping"},
    {"channel", "1,05/01/2022 08:00,,mới,Đèn,,,,bồ câu,\n",
     "a.csv:2:32: kenh: \"bồ câu\" is none of the words for channels in the mapping"},
    {"exchanged", "1,05/01/2022 08:00,,mới,Đèn,,105.47,9.78,,\n",
     "a.csv:2:30: vd: \"105.47\" is no latitude from -90 to 90 (are latitude and longitude "
     "exchanged?)"},
    {"latitude", "1,05/01/2022 08:00,,mới,Đèn,,97.8,105.47,,\n",
     "a.csv:2:30: vd: \"97.8\" is no latitude from -90 to 90"},
    {"longitude", "1,05/01/2022 08:00,,mới,Đèn,,9.78,1054.7,,\n",
     "a.csv:2:35: kd: \"1054.7\" is no longitude from -180 to 180"},
    {"half-place", "1,05/01/2022 08:00,,mới,Đèn,,9.78,,,\n",
     "a.csv:2:35: kd: must not be empty where the other of latitude and longitude is given"},
    {"twice", "1,05/01/2022 08:00,,mới,Đèn,,,,,\n1,05/01/2022 08:00,,mới,Đèn,,,,,\n",
     "a.csv:3:1: so: \"1\" stands already on line 2"},
    {"two-faults", "1,,,mới,Đèn,,,,,\n2,,,mới,Đèn,,,,,\n",
     "a.csv:2:3: mo: must not be empty\na.csv:3:3: mo: must not be empty"},
    {"fields", "1,05/01/2022 08:00\n2,,,mới,Đèn,,,,,\n",
     "a.csv:2:1: 2 fields where the header has 10"},
    {"quote", "1,\"05/01/2022 08:00,,mới,Đèn,,,,,\n",
     "a.csv:2:3: the quotation mark that opens here is never closed"},
};

static void
test_fault (gconstpointer data)
{
  const Case *one = data;
  g_autofree char *text = g_strconcat (header, one->rows, NULL);
  g_autofree char *faults = NULL;

  g_assert_null (read_bytes (text, strlen (text), map_text, &faults));
  g_assert_cmpstr (faults, ==, one->faults);
}

/* Faults of the whole file. */
static void
test_whole (void)
{
  static const struct {
    const char *data;
    gsize size;
    const char *faults;
  } files[] = {
      {"", 0, "a.csv:1:1: the file is empty"},
      {"1,05/01/2022 08:00\n", 19,
       "a.csv:1:1: there is no column \"so\", which the mapping names for id"},
      {"so|mo|dong\n1|2|3\n", 17,
       "a.csv:1:1: one column alone: fields are separated by ',', ';' or tabs"},
      {"PK\x03\x04\0\0\xff\xff", 8,
       "a.csv:1:1: this is no text file (a spreadsheet must be saved as CSV first)"},
      {"so,nd\n1,Ph\xfd\xf5\xccng\n", 15,
       "a.csv:2:1: this file is not UTF-8; it looks like Windows-1258. Save it as \"CSV UTF-8\", "
       "or say --encoding windows-1258"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++) {
    g_autofree char *faults = NULL;
    g_assert_null (read_bytes (files[i].data, files[i].size, map_text, &faults));
    g_auto (GStrv) lines = g_strsplit (faults, "\n", -1);
    g_assert_cmpstr (lines[0], ==, files[i].faults);
  }
}

static void
append_many (GString *text, const char *part, guint n)
{
  for (guint i = 0; i < n; i++)
    g_string_append (text, part);
}

static void
assert_faults (const GString *text, const char *expected)
{
  g_autofree char *faults = NULL;

  g_assert_null (read_bytes (text->str, text->len, map_text, &faults));
  g_assert_cmpstr (faults, ==, expected);
}

static void
test_limits (void)
{
  g_autoptr (GString) lines = g_string_new (header);
  g_autoptr (GString) title = g_string_new (header);
  g_autoptr (GString) field = g_string_new (header);
  g_autoptr (GString) bytes = g_string_new (header);

  append_many (lines, "1,05/01/2022 08:00,,mới,Đèn,,,,,\n", TC_CSV_ROWS_MAX + 1);
  assert_faults (lines, "a.csv:100002:1: more than 100000 rows");
  g_string_append (title, "1,05/01/2022 08:00,,mới,");
  append_many (title, "x", 161);
  g_string_append (title, ",,,,,\n");
  assert_faults (title, "a.csv:2:25: nd: longer than 160 characters");
  g_string_append (field, "1,05/01/2022 08:00,,mới,");
  append_many (field, "x", TC_CSV_FIELD_BYTES_MAX + 1);
  assert_faults (field, "a.csv:2:32793: the field is longer than 32768 bytes");
  append_many (bytes, "1,05/01/2022 08:00,,mới,Đèn,,,,,\n", TC_CSV_BYTES_MAX / 32);
  assert_faults (bytes, "a.csv:1:1: the file is longer than 67108864 bytes");
}

/* One of four has its two numbers exchanged, both in range. */
static void
test_odd_place (void)
{
  static const char map[] = "[columns]\nid=i\nopened=o\ntext=t\nlat=a\nlon=b\n";
  static const char text[] = "i,o,t,a,b\n1,2022-01-01,x,42.3,-71.1\n2,2022-01-01,x,42.4,-71\n"
                             "3,2022-01-01,x,-71.2,42.3\n4,2022-01-01,x,0,0\n";
  g_autofree char *faults = NULL;

  g_assert_null (read_bytes (text, strlen (text), map, &faults));
  g_assert_cmpstr (faults, ==,
                   "a.csv:4:16: a: far from all other lines, and near them with latitude and "
                   "longitude exchanged");
}

static void
test_map_faults (void)
{
  static const struct {
    const char *text;
    const char *message;
  } maps[] = {
      {"[columns]\nopened=o\ntitle=t\n", "a.map: [columns] id: must not be empty"},
      {"[columns]\nid=i\ntitle=t\n", "a.map: [columns] opened: must not be empty"},
      {"[columns]\nid=i\nopened=o\n", "a.map: [columns] text: must not be empty where title is"},
      {"[columns]\nid=i\nopened=o\ntext=t\nlat=a\n", "a.map: [columns] lat: goes with lon"},
      {"[sates]\nopen=x\n", "a.map: [sates] *: there is no such section"},
      {"[states]\nclsoed=x\n[columns]\nid=i\nopened=o\ntext=t\n",
       "a.map: [states] clsoed: there is no such key here; there are open, closed, rejected, "
       "redirected"},
      {"[states]\nopen=x\nclosed=X\n[columns]\nid=i\nopened=o\ntext=t\n",
       "a.map: [states] closed: \"X\" stands there twice"},
      {"[file]\ntime_zone=Asia/Vi_Thanh\n",
       "a.map: [file] time_zone: there is no zone \"Asia/Vi_Thanh\""},
      {"[file]\ndate_forms=DD/MM\n",
       "a.map: [file] date_forms: \"DD/MM\" is no form of YYYY, MM, DD, hh, mm, ss and AP, each "
       "once"},
      {"[file]\nlanguage=fr\n", "a.map: [file] language: \"fr\" is none of vi, en"},
      {"[file]\nchannel=pigeon\n",
       "a.map: [file] channel: \"pigeon\" is none of hotline, web, app, mail, social, open311, "
       "walk-in, operator, camera, sensor"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (maps); i++) {
    g_autoptr (GError) error = NULL;
    g_assert_null (tc_import_map_parse ("a.map", maps[i].text, strlen (maps[i].text), &error));
    g_assert_error (error, TC_ERROR, TC_ERROR_INVALID);
    g_assert_cmpstr (error->message, ==, maps[i].message);
  }
}

static void
test_recognised (void)
{
  static const char *const boston[] = {"case_enquiry_id", "open_dt",   "closed_dt",  "case_status",
                                       "closure_reason",  "queue",     "department", "case_title",
                                       "latitude",        "longitude", NULL};
  static const char *const own[] = {"Mã phản ánh", "Ngày gửi", "Nội dung",
                                    "Vĩ độ",       "Kinh độ",  NULL};
  g_autoptr (TcImportMap) map = tc_import_map_recognise (boston);

  g_assert_cmpstr (map->source, ==, "boston-311");
  g_assert_cmpstr (map->columns[TC_IMPORT_UNIT], ==, "queue");
  /* Roles whose columns aren't there are not played. */
  g_assert_null (map->columns[TC_IMPORT_DUE]);
  g_assert_null (tc_import_map_recognise (own));
  g_autofree char *proposed = tc_import_map_propose (own);
  g_autoptr (TcImportMap) read = make_map (proposed);
  g_assert_cmpstr (read->columns[TC_IMPORT_ID], ==, "Mã phản ánh");
  g_assert_cmpstr (read->columns[TC_IMPORT_OPENED], ==, "Ngày gửi");
  g_assert_cmpstr (read->columns[TC_IMPORT_TEXT], ==, "Nội dung");
  g_assert_cmpstr (read->columns[TC_IMPORT_LON], ==, "Kinh độ");
  g_autofree char *known = tc_import_map_propose (boston);
  g_autoptr (TcImportMap) same = make_map (known);
  g_assert_cmpstr (same->source, ==, "boston-311");
}

static void
test_times (void)
{
  static const char *const forms[] = {"MM/DD/YYYY hh:mm:ss AP", "YYYY-MM-DD", NULL};
  static const struct {
    const char *text;
    gint64 s; /* 0: no time */
  } times[] = {
      {"01/21/2022 01:47:00 PM", 1642790820},
      {"01/21/2022 12:00:00 AM", 1642741200},
      {"01/21/2022 13:00:00 PM", 0},
      {"2022-01-21", 1642741200},
      {"2022-01-21T13:47:00", 1642790820},
      {"2022-01-21T13:47:00Z", 1642772820},
      {"2022-1-21 ", 0},
      {"2022-02-30", 0},
      {"22-01-21", 0},
      {"", 0},
  };
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("America/New_York");

  for (guint i = 0; i < G_N_ELEMENTS (times); i++) {
    gint64 time_us = 0;
    g_assert_true (tc_import_time_parse (times[i].text, forms, zone, &time_us) ==
                   (times[i].s != 0));
    g_assert_cmpint (time_us, ==, times[i].s * G_USEC_PER_SEC);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/import-file/lines", test_lines);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strconcat ("/import-file/fault/", cases[i].name, NULL);
    g_test_add_data_func (path, &cases[i], test_fault);
  }
  g_test_add_func ("/import-file/whole", test_whole);
  g_test_add_func ("/import-file/limits", test_limits);
  g_test_add_func ("/import-file/odd-place", test_odd_place);
  g_test_add_func ("/import-file/map-faults", test_map_faults);
  g_test_add_func ("/import-file/recognised", test_recognised);
  g_test_add_func ("/import-file/times", test_times);
  return g_test_run ();
}
