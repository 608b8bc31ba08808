/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: text of any office comes out as the same UTF-8, and what can't be told is refused in words
 * that help. Method: one word in each encoding, and each refusal with its sentence.
 */
#include "tc-encoding.h"

#include "tc-error.h"
#include "tc-text.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

static void
test_known (void)
{
  static const struct {
    const char *data;
    gsize size;
    const char *encoding;
  } cases[] = {
      {"Ph\xc6\xb0\xe1\xbb\x9dng 1\n", 12, NULL},
      {"\xef\xbb\xbfPh\xc6\xb0\xe1\xbb\x9dng 1\n", 15, NULL},
      {"\xff\xfeP\0h\0\xb0\x01\xdd\x1en\0g\0 \0001\0\n\0", 20, NULL},
      {"\xfe\xff\0P\0h\x01\xb0\x1e\xdd\0n\0g\0 \0001\0\n", 20, NULL},
      {"P\0h\0\xb0\x01\xdd\x1en\0g\0 \0001\0\n\0", 18, NULL},
      {"Ph\xfd\xf5\xccng 1\n", 10, "windows-1258"},
      {"Ph\xad\xeang 1\n", 9, "TCVN3"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    gsize size = cases[i].size;
    g_autofree char *text = tc_encoding_decode ("a.csv", cases[i].data, cases[i].encoding, &size,
                                                &error);
    g_assert_no_error (error);
    g_assert_cmpuint (size, ==, strlen (text));
    g_autofree char *clean = tc_text_clean (text, TC_TEXT_LINE, 100);
    g_assert_cmpstr (clean, ==, "Phường 1");
  }
}

static void
test_refused (void)
{
  static const struct {
    const char *data;
    gsize size;
    const char *encoding;
    const char *message;
  } cases[] = {
      {"code\nPh\xfd\xf5\xccng\n", 13, NULL,
       "a.csv:2:1: this file is not UTF-8; it looks like Windows-1258. Save it as \"CSV UTF-8\", "
       "or say --encoding windows-1258"},
      {"code\nPh\xad\xeang\n", 12, NULL,
       "a.csv:2:1: this file is not UTF-8; it looks like TCVN3 (ABC). Save it as \"CSV UTF-8\", "
       "or say --encoding tcvn3"},
      {"PK\x03\x04\x14\0\x06\xff", 8, NULL,
       "a.csv:1:1: this is no text file (a spreadsheet must be saved as CSV first)"},
      {"a", 1, "latin1",
       "a.csv: the encoding \"latin1\" is none of utf-8, utf-16, windows-1258, tcvn3"},
      {"\xff\xfe"
       "a\0\0\xd8",
       6, NULL, "a.csv: not UTF-16LE from its byte 2"},
      {"\xff\xfe"
       "a\0\0\0b\0",
       8, NULL, "a.csv: not UTF-16LE from its byte 1"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    gsize size = cases[i].size;
    g_autofree char *text = tc_encoding_decode ("a.csv", cases[i].data, cases[i].encoding, &size,
                                                &error);
    g_assert_null (text);
    g_assert_error (error, TC_ERROR, TC_ERROR_INVALID);
    g_assert_cmpstr (error->message, ==, cases[i].message);
  }
}

static void
test_files (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  gsize size;
  int fd = g_file_open_tmp ("encoding-XXXXXX", &path, NULL);

  g_assert_cmpint (fd, >=, 0);
  g_close (fd, NULL);
  g_assert_true (g_file_set_contents (path, "abcd", 4, NULL));
  g_autofree char *text = tc_encoding_load (path, NULL, 4, &size, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, "abcd");
  g_assert_null (tc_encoding_load (path, NULL, 3, &size, &error));
  g_assert_error (error, TC_ERROR, TC_ERROR_LIMIT);
  g_clear_error (&error);
  g_unlink (path);
  g_assert_null (tc_encoding_load (path, NULL, 3, &size, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/encoding/known", test_known);
  g_test_add_func ("/encoding/refused", test_refused);
  g_test_add_func ("/encoding/files", test_files);
  return g_test_run ();
}
