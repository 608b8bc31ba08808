/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: forms with files: parts come out as they went in, each error has its code, and how many
 * there are is known before anything is made of them.
 */
#include "tc-error.h"
#include "tc-http-request.h"

#include <string.h>

#define TYPE "multipart/form-data; boundary=grenze"
#define PART(name, body)                                                                           \
  "--grenze\r\nContent-Disposition: form-data; name=\"" name "\"\r\n\r\n" body "\r\n"
#define END "--grenze--\r\n"

static GPtrArray *
parse (const char *type, const char *body, gsize size, guint max, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (body, size);

  return tc_http_parse_multipart (type, bytes, max, error);
}

static void
test_parts (void)
{
  static const char body[] = PART ("press", "abc") PART ("photo", "\xff\0\r\n--gren") PART ("", "x")
      PART ("press", "second") END;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) parts = parse (TYPE, body, sizeof body - 1, 4, &error);
  gsize size;

  g_assert_no_error (error);
  g_autofree char *press = tc_http_multipart_dup_text (parts, "press");
  g_assert_cmpstr (press, ==, "abc");
  const char *photo = g_bytes_get_data (tc_http_multipart_get (parts, "photo"), &size);
  g_assert_cmpmem (photo, size, "\xff\0\r\n--gren", 10);
  g_assert_null (tc_http_multipart_dup_text (parts, "photo"));
  g_assert_null (tc_http_multipart_get (parts, "other"));
  g_assert_null (tc_http_multipart_dup_text (parts, "other"));
}

/* As telephones may write it: no parts, an empty one, a quoted boundary, one that is a prefix. */
static void
test_odd (void)
{
  static const char body[] = PART ("none", "") "--grenze\r\ncontent-disposition: form-data; "
                                               "filename=\"a;b\"; name=\"photo\"\r\n\r\n\r\n--grenz"
                                               "\r\n" END "epilogue";
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray)
      parts = parse ("Multipart/Form-Data; boundary=\"grenze\"", body, sizeof body - 1, 4, &error);
  g_autoptr (GPtrArray) nothing = parse (TYPE, END, strlen (END), 4, NULL);

  g_assert_no_error (error);
  g_autofree char *none = tc_http_multipart_dup_text (parts, "none");
  g_autofree char *photo = tc_http_multipart_dup_text (parts, "photo");
  g_assert_cmpstr (none, ==, "");
  g_assert_cmpstr (photo, ==, "\r\n--grenz");
  g_assert_cmpuint (nothing->len, ==, 0);
}

static void
test_errors (void)
{
  static const struct {
    const char *type;
    const char *body;
    int code;
  } cases[] = {
      {NULL, PART ("a", "b") END, TC_ERROR_INVALID},
      {"multipart/form-data", PART ("a", "b") END, TC_ERROR_INVALID},
      {"multipart/mixed; boundary=grenze", PART ("a", "b") END, TC_ERROR_INVALID},
      {"multipart/form-data; boundary=\"\"", PART ("a", "b") END, TC_ERROR_INVALID},
      {TYPE, "", TC_ERROR_INVALID},
      {TYPE, "no part at all", TC_ERROR_INVALID},
      {TYPE, "--grenze", TC_ERROR_INVALID},
      {TYPE, "preamble\r\n" PART ("a", "b") END, TC_ERROR_INVALID},
      {TYPE, PART ("a", "b") "--grenze", TC_ERROR_INVALID},
      {TYPE, "--grenze\r\n--grenze--\r\n", TC_ERROR_INVALID},
      {TYPE, "--grenze\r\n\r\n--grenze--\r\n", TC_ERROR_INVALID},
      {"multipart/form-data; boundary=a b\"c", PART ("a", "b") END, TC_ERROR_INVALID},
      {TYPE, PART ("a", "b") PART ("c", "d") PART ("e", "f") END, TC_ERROR_LIMIT},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GPtrArray)
        parts = parse (cases[i].type, cases[i].body, strlen (cases[i].body), 2, &error);

    g_test_message ("%s: %s", cases[i].type, cases[i].body);
    g_assert_error (error, TC_ERROR, cases[i].code);
    g_assert_null (parts);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/http-multipart/parts", test_parts);
  g_test_add_func ("/http-multipart/odd", test_odd);
  g_test_add_func ("/http-multipart/errors", test_errors);
  return g_test_run ();
}
