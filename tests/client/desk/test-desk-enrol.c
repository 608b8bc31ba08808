/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: what is no address of a server is refused by its own word before anything is sent; one that
 * is typed without its scheme is taken for https. Method: a new desk; nobody listens.
 */
#include "tc-desk.h"

#include <gio/gio.h>
#include <glib/gstdio.h>

static void
done_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

static TcRefusal *
enrol (TcDesk *desk, const char *url, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  tc_desk_enrol_async (desk, url, "1-XXXX", NULL, done_cb, &result);
  while (!result)
    g_main_context_iteration (NULL, TRUE);
  return tc_desk_enrol_finish (desk, result, error);
}

static void
expect (TcDesk *desk, const char *url, const char *code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TcRefusal) refusal = enrol (desk, url, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (refusal->code, ==, code);
}

static void
test_addresses (void)
{
  g_autofree char *folder = g_dir_make_tmp ("tc-desk-enrol-XXXXXX", NULL);
  g_autofree char *key = g_build_filename (folder, "desk.key", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (TcDesk) desk = tc_desk_open (folder, &error);

  g_assert_no_error (error);
  expect (desk, "", "enrol.address");
  expect (desk, "ftp://server.example", "enrol.address");
  expect (desk, "https://server.example/path", "enrol.address");
  expect (desk, "http://192.0.2.1", "enrol.plain");
  /* Taken for https: nobody answers there. */
  g_autoptr (TcRefusal) none = enrol (desk, " 127.0.0.1:1 ", &error);
  g_assert_null (none);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED);
  g_assert_cmpint (tc_desk_get_state (desk), ==, TC_DESK_NEW);
  tc_desk_stop (desk);
  g_unlink (key);
  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/desk-enrol/addresses", test_addresses);
  return g_test_run ();
}
