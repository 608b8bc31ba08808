/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a media host keeps and reads: its plan sealed for its own key, which nobody else opens and
 * no bit of which changes unnoticed; its settings, each refused by name when it is wrong; its
 * certificate, made once.
 */
#define _GNU_SOURCE /* memmem */
#include "remove-tree.h"
#include "tc-media-certificate.h"
#include "tc-media-config.h"
#include "tc-media-plan-file.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct {
  char *dir;
  char *path;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->dir = g_dir_make_tmp ("test-media-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->dir, "file", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  remove_tree (fixture->dir);
  g_free (fixture->dir);
  g_free (fixture->path);
}

static void
check_plan_refused (Fixture *fixture, const TcKey *key, const char *bytes, gsize size)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (fixture->path, bytes, (gssize) size, NULL));
  g_assert_null (tc_media_plan_file_load (fixture->path, key, &error));
  g_assert_error (error, TC_ERROR, TC_ERROR_INVALID);
}

static void
test_plan (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TcKey) key = tc_key_generate ();
  g_autoptr (TcKey) other = tc_key_generate ();
  g_autoptr (GPtrArray) plan = tc_media_plan_new ();
  g_autoptr (GPtrArray) read = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *bytes = NULL;
  TcMediaCamera *camera = tc_media_camera_new (5, 7, "Chợ");
  gsize size;

  camera->password = g_strdup ("rất bí mật");
  g_ptr_array_add (plan, camera);
  g_assert_null (tc_media_plan_file_load (fixture->path, key, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_clear_error (&error);
  g_assert_true (tc_media_plan_file_save (fixture->path, key, plan, &error));
  read = tc_media_plan_file_load (fixture->path, key, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (read->len, ==, 1);
  g_assert_true (tc_media_camera_equal (read->pdata[0], camera));
  g_assert_true (g_file_get_contents (fixture->path, &bytes, &size, NULL));
  g_assert_null (memmem (bytes, size, camera->password, strlen (camera->password)));
  check_plan_refused (fixture, other, bytes, size);
  check_plan_refused (fixture, key, bytes, size - 1);
  check_plan_refused (fixture, key, bytes, 10);
  for (gsize i = 0; i < size; i += 7) {
    bytes[i] ^= 4;
    check_plan_refused (fixture, key, bytes, size);
    bytes[i] ^= 4;
  }
}

static void
check_config_refused (Fixture *fixture, const char *text, const char *names)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (fixture->path, text, -1, NULL));
  g_assert_null (tc_media_config_new (fixture->path, &error));
  g_assert_nonnull (strstr (error->message, names));
}

static void
test_config (Fixture *fixture, gconstpointer data)
{
  g_autofree char *printed = tc_media_config_print ();
  g_autoptr (GError) error = NULL;
  g_autoptr (TcMediaConfig) standard = NULL;
  g_autoptr (TcMediaConfig) config = NULL;

  /* What is printed is what holds without it. */
  g_assert_true (g_file_set_contents (fixture->path, printed, -1, NULL));
  standard = tc_media_config_new (fixture->path, &error);
  g_assert_no_error (error);
  g_assert_cmpint (standard->port_first, ==, 8560);
  g_assert_cmpint (standard->recordings_mib, ==, 0);
  g_assert_cmpstr (standard->address, ==, "0.0.0.0");
  g_assert_true (g_file_set_contents (fixture->path,
                                      "[media]\nserver = https://a:1\ncode = 1-A\n[listen]\n"
                                      "port-first = 0\nname = hinh.haugiang.gov.vn\n",
                                      -1, NULL));
  config = tc_media_config_new (fixture->path, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (config->server, ==, "https://a:1");
  g_assert_cmpstr (config->name, ==, "hinh.haugiang.gov.vn");
  g_assert_cmpint (config->port_first, ==, 0);
  check_config_refused (fixture, "[media]\nport = 1\n", "[media] port");
  check_config_refused (fixture, "[listen]\nport-first = 70000\n", "port-first = 70000");
  check_config_refused (fixture, "[listen]\nport-last = 1\n", "port-last");
  check_config_refused (fixture, "[recordings]\nmax-mib = -1\n", "max-mib = -1");
  check_config_refused (fixture, "[recordings]\nfree-mib = -1\n", "free-mib = -1");
  check_config_refused (fixture, "[listen]\naddress = localhost\n", "address = localhost");
  check_config_refused (fixture, "[other]\nx = 1\n", "[other]: there is no such group");
  check_config_refused (fixture, "no settings", "file");
}

static void
test_certificate (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TcMediaConfig) config = tc_media_config_new (NULL, NULL);
  g_autoptr (GError) error = NULL;
  TcDigest first, second;

  g_free (config->data_dir);
  config->data_dir = g_strdup (fixture->dir);
  g_assert_true (tc_media_certificate_ensure (config, &error));
  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (config->certificate, fixture->dir));
  g_assert_true (tc_media_certificate_digest (config->certificate, &first, &error));
  /* The next start finds it. */
  g_free (config->certificate);
  config->certificate = g_strdup ("");
  g_assert_true (tc_media_certificate_ensure (config, &error));
  g_assert_true (tc_media_certificate_digest (config->certificate, &second, &error));
  g_assert_true (tc_digest_equal (&first, &second));
  /* One that somebody else made stays his. */
  g_free (config->certificate);
  g_free (config->key);
  config->certificate = g_strdup ("/etc/own.pem");
  config->key = g_strdup ("");
  g_assert_true (tc_media_certificate_ensure (config, &error));
  g_assert_cmpstr (config->key, ==, "/etc/own.pem");
  g_assert_false (tc_media_certificate_digest ("/nowhere.pem", &first, &error));
  g_assert_nonnull (error);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  tc_crypto_init ();
  ADD ("/media-files/plan", test_plan);
  ADD ("/media-files/config", test_config);
  ADD ("/media-files/certificate", test_certificate);
  return g_test_run ();
}
