/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: toancanhctl as it is run: what it prints, its exit code, what it asks the server and, where
 * it must not, that it asks nothing. Method: the built program against a small server on a real
 * socket, with a province in memory behind it (tc-admin-fake.h).
 */
#include "tc-admin-fake.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

typedef struct {
  gboolean done;
  gboolean exited;
  char *out; /* (owned) */
  char *err; /* (owned) */
  int code;
} Run;

static void
run_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Run *run = data;
  g_autoptr (GError) error = NULL;

  g_subprocess_communicate_utf8_finish (G_SUBPROCESS (source), result, &run->out, &run->err,
                                        &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (G_SUBPROCESS (source)));
  run->code = g_subprocess_get_exit_status (G_SUBPROCESS (source));
  run->done = TRUE;
}

/* @words: separated by '|' */
static void
run_ctl (Run *run, const char *path, const char *input, const char *words)
{
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_auto (GStrv) parts = g_strsplit (words, "|", -1);
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (argv, (gpointer) g_getenv ("TC_CTL"));
  g_ptr_array_add (argv, (gpointer) "--socket");
  g_ptr_array_add (argv, (gpointer) path);
  for (guint i = 0; parts[i]; i++)
    g_ptr_array_add (argv, parts[i]);
  g_ptr_array_add (argv, NULL);
  g_autoptr (GSubprocess)
      process = g_subprocess_newv ((const char *const *) argv->pdata,
                                   G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                                       G_SUBPROCESS_FLAGS_STDERR_PIPE,
                                   &error);
  g_assert_no_error (error);
  *run = (Run){0};
  g_subprocess_communicate_utf8_async (process, input, NULL, run_cb, run);
  while (!run->done)
    g_main_context_iteration (NULL, TRUE);
}

static void
clear_run (Run *run)
{
  g_free (run->out);
  g_free (run->err);
}

/* Runs it; @out and @err: (nullable): anything */
static void
expect (TcAdminFake *fake, const char *words, int code, const char *out, const char *err)
{
  Run run;

  run_ctl (&run, fake->path, "", words);
  if (err)
    g_assert_cmpstr (run.err, ==, err);
  if (out)
    g_assert_cmpstr (run.out, ==, out);
  g_assert_cmpint (run.code, ==, code);
  clear_run (&run);
}

static char *
load_words (const char *more)
{
  return g_strconcat ("province|load|", g_getenv ("TC_PROVINCE_DIR"), more, NULL);
}

static void
test_load (void)
{
  g_autoptr (TcAdminFake) fake = tc_admin_fake_new ();
  g_autofree char *words = load_words ("|--reports");
  Run run;

  /* Reports are so many minutes old by this machine's clock. */
  fake->fixture->now_us = g_get_real_time ();
  run_ctl (&run, fake->path, "", words);
  g_assert_cmpstr (run.err, ==, "");
  g_assert_cmpint (run.code, ==, 0);
  g_autofree char *expected = g_strdup_printf ("%u operations\n", fake->operations);
  g_assert_true (g_str_has_suffix (run.out, expected));
  clear_run (&run);
  g_assert_cmpuint (fake->operations, >, 1000);
  g_assert_cmpint (tc_database_get_int (fake->fixture->db, 0, "SELECT count(*) FROM report", ""),
                   >=, 100);
  expect (fake, words, 0, "0 operations\n", "");
}

/* The demonstration with one report and its photo, which needs two pieces. */
static void
test_photo (void)
{
  static const char *const files[] = {"province.ini", "agencies.csv", "areas.csv", "fields.csv",
                                      "roles.csv",    "staff.csv",    NULL};
  g_autoptr (TcAdminFake) fake = tc_admin_fake_new ();
  g_autofree char *dir = g_dir_make_tmp ("province-XXXXXX", NULL);
  g_autofree char *photos = g_build_filename (dir, "photos", NULL);
  g_autofree char *photo = g_build_filename (photos, "a.jpg", NULL);
  g_autofree char *reports = g_build_filename (dir, "reports.csv", NULL);
  g_autofree char *words = g_strconcat ("province|load|", dir, "|--reports", NULL);
  g_autofree char *bytes = g_strnfill (600 * 1024, 'p');
  Run run;

  for (guint i = 0; files[i]; i++) {
    g_autofree char *from = g_build_filename (g_getenv ("TC_PROVINCE_DIR"), files[i], NULL);
    g_autofree char *to = g_build_filename (dir, files[i], NULL);
    g_assert_cmpint (symlink (from, to), ==, 0);
  }
  g_assert_cmpint (g_mkdir (photos, 0700), ==, 0);
  g_assert_true (g_file_set_contents (photo, bytes, -1, NULL));
  g_assert_true (
      g_file_set_contents (reports,
                           "label,field,text,lat,lon,channel,minutes_ago,language,outcome,photos\n"
                           "r1,hatang,Ổ gà,9.78,105.47,app,9,vi,new,a.jpg\n"
                           "r2,hatang,Ổ gà,9.78,105.47,app,8,vi,new,a.jpg\n",
                           -1, NULL));
  fake->fixture->now_us = g_get_real_time ();
  run_ctl (&run, fake->path, "", words);
  g_assert_cmpstr (run.err, ==, "");
  g_assert_true (g_str_has_prefix (run.out, "1 files\n"));
  g_assert_cmpuint (fake->file->len, ==, 600 * 1024);
  g_assert_cmpint (tc_database_get_int (
                       fake->fixture->db, 0,
                       "SELECT count(*) FROM attachment WHERE size = 614400 AND length (hash) = 64",
                       ""),
                   ==, 2);
  clear_run (&run);
}

static void
test_refused (void)
{
  g_autoptr (TcAdminFake) fake = tc_admin_fake_new ();
  g_autofree char *words = load_words ("");

  fake->fixture->now_us = g_get_real_time ();
  fake->refuse_at = 3;
  Run run;
  run_ctl (&run, fake->path, "", words);
  g_assert_cmpint (run.code, ==, 1);
  g_assert_nonnull (strstr (run.err, "agencies.csv:3:1: agency.add: refused: fake.refused "
                                     "{\"what\":\"agency.add\"}"));
  clear_run (&run);
  /* Once it is mended, loading goes on from there. */
  fake->refuse_at = 0;
  run_ctl (&run, fake->path, "", words);
  g_assert_cmpstr (run.err, ==, "");
  g_assert_cmpint (run.code, ==, 0);
  clear_run (&run);
  g_assert_cmpint (tc_database_get_int (fake->fixture->db, 0, "SELECT count(*) FROM area", ""), ==,
                   9 + 28);
  g_assert_cmpint (
      tc_database_get_int (fake->fixture->db, 0, "SELECT count(DISTINCT code) FROM agency", ""), ==,
      tc_database_get_int (fake->fixture->db, 0, "SELECT count(*) FROM agency", ""));
}

/* The server goes away in the middle: told once, and gone on with afterwards. */
static void
test_dropped (void)
{
  g_autoptr (TcAdminFake) fake = tc_admin_fake_new ();
  g_autofree char *words = load_words ("");
  Run run;

  fake->fixture->now_us = g_get_real_time ();
  fake->drop_at = 100;
  run_ctl (&run, fake->path, "", words);
  g_assert_cmpint (run.code, ==, 1);
  g_assert_cmpuint (fake->operations, ==, 100);
  g_auto (GStrv) lines = g_strsplit (run.err, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 3);
  g_assert_true (g_str_has_prefix (lines[1], "toancanhctl: stopped; "));
  clear_run (&run);
  fake->drop_at = 0;
  run_ctl (&run, fake->path, "", words);
  g_assert_cmpstr (run.err, ==, "");
  g_assert_cmpint (run.code, ==, 0);
  clear_run (&run);
  expect (fake, words, 0, "0 operations\n", "");
}

/* A faulty file: nothing is asked of the server, let alone done. */
static void
test_faulty (void)
{
  g_autoptr (TcAdminFake) fake = tc_admin_fake_new ();
  g_autofree char *dir = g_dir_make_tmp ("province-XXXXXX", NULL);
  g_autofree char *words = g_strconcat ("province|load|", dir, NULL);
  Run run;

  run_ctl (&run, fake->path, "", words);
  g_assert_cmpint (run.code, ==, 1);
  g_assert_nonnull (strstr (run.err, "agencies.csv:1:1: "));
  g_assert_nonnull (strstr (run.err, "province.ini: "));
  g_assert_cmpstr (fake->asked->str, ==, "");
  clear_run (&run);
  g_rmdir (dir);
}

static void
test_usage (void)
{
  g_autoptr (TcAdminFake) fake = tc_admin_fake_new ();
  static const char *const misuses[] = {
      "desk|revoke",
      "desk|invite",
      "desk|invite|Bàn 1|--agency",
      "account|set-password",
      "api-key|add",
      "log|tail|x",
      "province|load",
      "province|load|a|b",
      "import|311",
      "import|311|a|b",
      "import|311|a|--preview|0",
      "import|311|a|--map",
      "import|people",
      "import|streets|a|--dry",
      "export",
      "export|a|--since|hôm qua",
      "export|a|--what|nothing",
      "export|a|--personal",
      "status|now",
      "nonsense",
      "operate|nonsense",
      "operate|incident.comment|incident_id=x",
  };

  for (guint i = 0; i < G_N_ELEMENTS (misuses); i++)
    expect (fake, misuses[i], 2, "", NULL);
  g_assert_cmpstr (fake->asked->str, ==, "");
  expect (fake, "desk|revoke", 2, "", "Usage: toancanhctl desk revoke NUMBER\n");
  expect (fake, "api-key|--help", 0,
          "  api-key list \n"
          "      Lists the clients that may post: id, name, source, active, made.\n"
          "  api-key add NAME [--source SOURCE]\n"
          "      Prints a new key for a client that posts reports; it is told this once.\n"
          "  api-key revoke ID\n"
          "      Ends a key.\n",
          "");
  expect (fake, "status", 0,
          "Server                 0 at , for 0 min\n"
          "Log                    0 of epoch 0\n"
          "Operations             0 in the last minute; since the start 0 taken, 0 refused\n"
          "Disk                   data 0 bytes, attachments 0 bytes, room 0 bytes\n"
          "Newest backup          none\n\n",
          "");
}

/* Options come before the verb. */
/* An administrator reads her own language; what scripts read stays as it is. */
static void
test_vietnamese (void)
{
  g_autoptr (TcAdminFake) fake = tc_admin_fake_new ();
  Run run;

  g_setenv ("LC_ALL", "C.UTF-8", TRUE);
  g_setenv ("LANGUAGE", "vi", TRUE);
  expect (fake, "desk|revoke", 2, "", "Cách dùng: toancanhctl desk revoke NUMBER\n");
  expect (fake, "nonsense", 2, "",
          "toancanhctl: không có lệnh \"nonsense\"; xem toancanhctl --help\n");
  expect (fake, "--nonsense", 2, "",
          "toancanhctl: không có tùy chọn --nonsense; xem toancanhctl --help\n");
  expect (fake, "--socket", 2, "",
          "toancanhctl: sau --socket phải có đường dẫn; xem toancanhctl --help\n");
  /* What the server says, and what the rooms say that it shares with its tools. */
  expect (fake, "alarm-call|test|12", 1, "",
          "toancanhctl: chương trình không trả lời trong 20 giây và đã bị dừng; hãy xem mạng, số "
          "dư và modem, rồi chạy tay chương trình ([alarm-call] command)\n");
  expect (fake, "audit|export|PA-1|/khong-co/tep|--reason|x", 1, "",
          "toancanhctl: không có thư mục '/khong-co': hãy tạo trước, hoặc sửa lại đường dẫn\n");
  expect (fake, "backup|verify|/khong-co", 1, "",
          "toancanhctl: không có bản sao lưu nào trong '/khong-co'\n");
  expect (fake, "operate|incident.comment|x", 2, "",
          "toancanhctl: incident.comment: \"x\" không có dạng tên=giá_trị\n"
          "Đối số của incident.comment:\n"
          "  incident_id        mã định danh, bắt buộc\n"
          "  text               chữ nhiều dòng, tối đa 4000, bắt buộc\n");
  run_ctl (&run, fake->path, "", "import|311|/khong-co.csv");
  g_assert_true (g_str_has_prefix (run.err, "không mở được tệp “/khong-co.csv”: "));
  clear_run (&run);
  g_setenv ("LANGUAGE", "en", TRUE);
}

/* A mistyped path is not made. */
static void
test_paths (void)
{
  static const char *const verbs[] = {"audit|export|PA-1|%s/x/tep|--reason|y",
                                      "export|%s/x/thu-muc", "snapshot|export|--desk|Bàn 1|%s"};
  g_autoptr (TcAdminFake) fake = tc_admin_fake_new ();
  g_autofree char *missing = g_build_filename (fake->dir, "go-nham", NULL);
  g_autofree char *told = g_strdup_printf ("toancanhctl: the folder '%s' doesn't exist: make it "
                                           "first, or correct the path\n",
                                           missing);

  for (guint i = 0; i < G_N_ELEMENTS (verbs); i++) {
    g_auto (GStrv) parts = g_strsplit (verbs[i], "%s", 2);
    g_autofree char *words = g_strconcat (parts[0], missing, parts[1], NULL);
    expect (fake, words, 1, "", told);
  }
  g_assert_cmpstr (fake->asked->str, ==, "");
  g_assert_false (g_file_test (missing, G_FILE_TEST_EXISTS));
}

static void
test_json (void)
{
  g_autoptr (TcAdminFake) fake = tc_admin_fake_new ();

  expect (fake, "--json|status", 0, "{\"lsn\":0,\"version\":\"0\"}\n", "");
  expect (fake, "status|--json", 2, "", NULL);
}

static void
test_operate (void)
{
  g_autoptr (TcAdminFake) fake = tc_admin_fake_new ();

  expect (fake, "operate|province.found|code=p|name_vi=Tỉnh|name_en=P|demonstration=1", 0, "1\n",
          "");
  expect (fake, "operate|province.found|code=p|name_vi=Tỉnh|name_en=P|demonstration=1", 1, "",
          "toancanhctl: refused: people.founded {}: The province is founded already.\n");
  expect (fake, "desk|invite|Bàn 1", 0, "ABCD-EFGH\n", "");
}

static void
test_password (void)
{
  g_autoptr (TcAdminFake) fake = tc_admin_fake_new ();
  Run run;

  expect (fake, "operate|staff.add|staff_id=5|account=lan|name=Lan", 0, "1\n", "");
  run_ctl (&run, fake->path, "mật khẩu dài\n", "account|set-password|lan");
  g_assert_cmpstr (run.err, ==, "");
  g_assert_cmpint (run.code, ==, 0);
  g_assert_cmpstr (fake->secret, ==, "mật khẩu dài");
  clear_run (&run);
  run_ctl (&run, fake->path, "mật khẩu dài\n", "account|set-password|ai");
  g_assert_cmpstr (run.err, ==, "toancanhctl: there is no such account\n");
  g_assert_cmpint (run.code, ==, 1);
  clear_run (&run);
  run_ctl (&run, fake->path, "", "account|set-password|lan");
  g_assert_cmpint (run.code, ==, 2);
  clear_run (&run);
}

static void
test_nobody (void)
{
  Run run;

  run_ctl (&run, "/nonexistent/socket", "", "status");
  g_assert_cmpint (run.code, ==, 3);
  g_assert_true (g_str_has_prefix (run.err, "toancanhctl: no server answers at /nonexistent"));
  clear_run (&run);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ctl/load", test_load);
  g_test_add_func ("/ctl/photo", test_photo);
  g_test_add_func ("/ctl/refused", test_refused);
  g_test_add_func ("/ctl/dropped", test_dropped);
  g_test_add_func ("/ctl/faulty", test_faulty);
  g_test_add_func ("/ctl/usage", test_usage);
  g_test_add_func ("/ctl/paths", test_paths);
  g_test_add_func ("/ctl/vietnamese", test_vietnamese);
  g_test_add_func ("/ctl/json", test_json);
  g_test_add_func ("/ctl/operate", test_operate);
  g_test_add_func ("/ctl/password", test_password);
  g_test_add_func ("/ctl/nobody", test_nobody);
  return g_test_run ();
}
