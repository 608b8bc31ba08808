/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: the table of questions is whole, each wrong answer has its sentence, answers survive being
 * left and read again without a password ever being written, and a certificate's words are always
 * the same. Method: answers in folders of the test's own, a port that the test has, the
 * certificates of tests/wire.
 */
#include "tc-error.h"
#include "tc-fingerprint.h"
#include "tc-setup-checks.h"
#include "tc-setup-questions.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

static void
test_table (void)
{
  g_autoptr (GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < TC_SETUP_N_QUESTIONS; i++) {
    const TcSetupQuestion *question = tc_setup_questions_get (i);

    g_assert_true (question->words && *question->words && question->help && *question->help);
    g_assert_nonnull (question->fields[0].id);
    for (const TcSetupField *field = question->fields; field->id; field++) {
      g_assert_true (g_hash_table_add (ids, (gpointer) field->id));
      g_assert_true (field->words && *field->words);
      g_assert_cmpint (field->kind == TC_SETUP_CHOICE, ==, field->choices != NULL);
      /* It needs only what was asked before. */
      g_assert_true (!field->needs || g_hash_table_contains (ids, field->needs));
    }
  }
}

static void
expect (const char *field, const char *value, const char *part)
{
  g_autoptr (TcSetupAnswers) answers = tc_setup_answers_new (TRUE);

  tc_setup_answers_set (answers, field, value);
  g_autofree char *sentence = tc_setup_field_check (tc_setup_questions_find_field (field), answers);
  if (!part)
    g_assert_cmpstr (sentence, ==, NULL);
  else if (!sentence || !strstr (sentence, part))
    g_error ("%s = %s: %s", field, value, sentence ? sentence : "(nothing)");
}

static void
test_simple_checks (void)
{
  g_autofree char *longer = g_strnfill (TC_SETUP_ANSWER_CHARS_MAX + 1, 'x');

  expect ("province-name", "", "must be answered");
  expect ("province-name", longer, "too long");
  expect ("province-name",
          "a\x01"
          "b",
          "can't be used");
  expect ("province-name", "Hậu Giang", NULL);
  expect ("province-code", "30", "letter H with two digits");
  expect ("province-code", "H3", "letter H");
  expect ("province-code", "H30.1", "letter H");
  expect ("province-code", "H30", NULL);
  expect ("reach", "moon", "none of the answers");
  expect ("host", "https://a.example", "without https://");
  expect ("host", "a.example", NULL);
  expect ("host", "192.168.1.10", NULL);
  expect ("admin-account", "Quản trị", "small letters");
  expect ("admin-account", "quantri", NULL);
  expect ("admin-password", "ngắn", "10 characters");
  expect ("admin-password", "đủ dài để dùng", NULL);
  expect ("time-zone", "Asia/Atlantis", "no time zone");
  expect ("time-zone", "Asia/Ho_Chi_Minh", NULL);
  expect ("desks", "0", "from 1 to 50");
  expect ("desks", "51", "from 1 to 50");
  expect ("desks", "50", NULL);
  expect ("port", "0", "from 1 to 65535");
  expect ("port", "x", "from 1 to 65535");
}

static void
test_port (void)
{
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  g_autoptr (GError) error = NULL;
  guint16 port = g_socket_listener_add_any_inet_port (listener, NULL, &error);
  g_autofree char *text = g_strdup_printf ("%u", port);

  g_assert_no_error (error);
  expect ("port", text, "Another program on this computer has port");
  g_socket_listener_close (listener);
  expect ("port", text, NULL);
}

static void
test_folder (void)
{
  g_autofree char *top = g_dir_make_tmp ("setup-XXXXXX", NULL);
  g_autofree char *state = g_build_filename (top, "state.db", NULL);
  g_autofree char *below = g_build_filename (top, "a", "b", NULL);
  g_autofree char *in_file = g_build_filename (state, "x", NULL);
  g_autoptr (TcSetupAnswers) system = tc_setup_answers_new (FALSE);
  g_autoptr (TcSetupAnswers) own = tc_setup_answers_new (TRUE);

  expect ("data-folder", "relative", "whole path");
  expect ("data-folder", below, NULL);
  g_assert_true (g_file_set_contents (state, "", 0, NULL));
  expect ("data-folder", top, "never overwritten");
  expect ("data-folder", in_file, "is not a folder");
  /* Begun by ourselves, it may be gone on with. */
  tc_setup_answers_set_made (own, "data", top);
  g_autofree char *fine = tc_setup_check_data_folder (own, top);
  g_assert_null (fine);
  g_autofree char *sentence = tc_setup_check_data_folder (system, below);
  g_assert_nonnull (strstr (sentence, TC_SETUP_SYSTEM_DATA));
  if (geteuid () != 0)
    expect ("data-folder", "/etc/toancanh-data", "Nothing can be written");
  g_unlink (state);
  g_rmdir (top);
}

static void
test_certificate (void)
{
  g_autofree char *server = g_build_filename (g_getenv ("TC_TLS_DIR"), "server.pem", NULL);
  g_autofree char *other = g_build_filename (g_getenv ("TC_TLS_DIR"), "other-ca.pem", NULL);
  g_autoptr (TcSetupAnswers) answers = tc_setup_answers_new (TRUE);

  tc_setup_answers_set (answers, "host", "127.0.0.1");
  g_autofree char *fine = tc_setup_check_certificate (answers, server);
  g_assert_cmpstr (fine, ==, NULL);
  tc_setup_answers_set (answers, "host", "elsewhere.example");
  g_autofree char *wrong = tc_setup_check_certificate (answers, server);
  g_assert_nonnull (strstr (wrong, "is not for “elsewhere.example”"));
  g_autofree char *missing = tc_setup_check_certificate (answers, "/nonexistent.pem");
  g_assert_nonnull (strstr (missing, "There is no file"));
  g_autofree char *relative = tc_setup_check_certificate (answers, "server.pem");
  g_assert_nonnull (strstr (relative, "whole path"));
  g_autofree char *text = tc_setup_check_certificate (answers, "/etc/passwd");
  g_assert_nonnull (strstr (text, "no certificate"));
  /* Of another certificate; without openssl nobody can tell. */
  tc_setup_answers_set (answers, "certificate-file", other);
  g_autofree char *key = tc_setup_check_key (answers, server);
  g_assert_nonnull (strstr (key, "not the private key"));
  tc_setup_answers_set (answers, "certificate-file", server);
  g_autofree char *good = tc_setup_check_key (answers, server);
  g_assert_cmpstr (good, ==, NULL);
}

static void
test_fingerprint (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("TC_TLS_DIR"), "server.pem", NULL);
  g_autofree char *other = g_build_filename (g_getenv ("TC_TLS_DIR"), "other-ca.pem", NULL);
  g_autofree char *pem = NULL, *other_pem = NULL;

  g_assert_true (g_file_get_contents (path, &pem, NULL, NULL));
  g_assert_true (g_file_get_contents (other, &other_pem, NULL, NULL));
  g_autofree char *words = tc_fingerprint_words (pem);
  g_autofree char *again = tc_fingerprint_words (pem);
  g_autofree char *others = tc_fingerprint_words (other_pem);
  g_autofree char *digits = tc_fingerprint_digits (pem);
  g_assert_cmpuint (strlen (words), ==, 8 * 6 - 1);
  g_assert_cmpstr (words, ==, again);
  g_assert_cmpstr (words, !=, others);
  g_assert_cmpuint (strlen (digits), ==, 16 * 5 - 1);
  g_assert_null (tc_fingerprint_words ("nothing"));
  g_assert_null (tc_fingerprint_digits (""));
}

static void
test_depends (void)
{
  g_autoptr (TcSetupAnswers) answers = tc_setup_answers_new (TRUE);
  const TcSetupField *host = tc_setup_questions_find_field ("host");
  const TcSetupField *key = tc_setup_questions_find_field ("key-file");

  g_assert_false (tc_setup_field_applies (host, answers));
  tc_setup_answers_set (answers, "certificate", "have");
  g_assert_false (tc_setup_field_applies (key, answers));
  tc_setup_answers_set (answers, "reach", "network");
  g_assert_true (tc_setup_field_applies (host, answers));
  g_assert_true (tc_setup_field_applies (key, answers));
}

static char *
write_file (const char *text)
{
  char *path = NULL;
  int fd = g_file_open_tmp ("answers-XXXXXX", &path, NULL);

  g_assert_true (g_close (fd, NULL));
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  return path;
}

static void
refuse (const char *text, const char *part)
{
  g_autofree char *path = write_file (text);
  g_autoptr (TcSetupAnswers) answers = tc_setup_answers_new (TRUE);
  g_autoptr (GError) error = NULL;

  g_assert_false (tc_setup_answers_load (answers, path, &error));
  g_assert_nonnull (strstr (error->message, part));
  g_assert_null (tc_setup_answers_get (answers, "province-name"));
  g_unlink (path);
}

static void
test_bad_files (void)
{
  g_autofree char *longer = g_strnfill (TC_SETUP_ANSWER_CHARS_MAX + 1, 'x');
  g_autofree char *line = g_strdup_printf ("[answers]\nprovince-name=%s\n", longer);
  g_autofree char *big = g_strnfill (TC_SETUP_ANSWERS_BYTES_MAX + 1, '\n');

  refuse ("[answers]\nprovince-name=A\nnonsense=1\n", "nonsense: there is no such question");
  refuse ("[answers]\nprovince-name=A\nadmin-password=secret\n", "doesn't belong in a file");
  refuse (line, "longer than 200");
  refuse (big, "too long for a file of answers");
  refuse ("province-name=A\n", "answers-");
}

/* Left after the fifth question, gone on with. */
static void
test_resume (void)
{
  g_autofree char *path = write_file ("");
  g_autofree char *text = NULL;
  g_autoptr (TcSetupAnswers) answers = tc_setup_answers_new (TRUE);
  g_autoptr (TcSetupAnswers) again = tc_setup_answers_new (TRUE);
  g_autoptr (GError) error = NULL;

  tc_setup_answers_set (answers, "province-name", "Cà Mau");
  tc_setup_answers_set (answers, "province-code", "H12");
  tc_setup_answers_set (answers, "admin-password", "rất bí mật 123");
  g_assert_cmpuint (tc_setup_questions_find_open (answers), ==, 1);
  for (guint i = 0; i < 5; i++)
    tc_setup_question_settle (tc_setup_questions_get (i), answers);
  g_assert_cmpuint (tc_setup_questions_find_open (answers), ==, 5);
  g_assert_true (tc_setup_answers_save (answers, path, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_null (strstr (text, "mật"));
  g_assert_true (tc_setup_answers_load (again, path, &error));
  g_assert_cmpuint (tc_setup_questions_find_open (again), ==, 5);
  g_assert_cmpstr (tc_setup_answers_get (again, "centre-name"), ==,
                   "Trung tâm Giám sát, điều hành thông minh tỉnh Cà Mau");
  g_unlink (path);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/setup/table", test_table);
  g_test_add_func ("/setup/simple-checks", test_simple_checks);
  g_test_add_func ("/setup/port", test_port);
  g_test_add_func ("/setup/folder", test_folder);
  g_test_add_func ("/setup/certificate", test_certificate);
  g_test_add_func ("/setup/fingerprint", test_fingerprint);
  g_test_add_func ("/setup/depends", test_depends);
  g_test_add_func ("/setup/bad-files", test_bad_files);
  g_test_add_func ("/setup/resume", test_resume);
  return g_test_run ();
}
