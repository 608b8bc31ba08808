/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Settings: what is printed reads back as the defaults, and every mistake is refused by the name of
 * its key.
 */
#include "tc-error.h"
#include "tc-server-config.h"

#include <glib/gstdio.h>
#include <string.h>

static TcServerConfig *
read_text (const char *text, GError **error)
{
  g_autofree char *path = NULL;
  TcServerConfig *config;
  int fd = g_file_open_tmp ("test-config-XXXXXX", &path, NULL);

  g_assert_cmpint (fd, >=, 0);
  g_close (fd, NULL);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  config = tc_server_config_new (path, error);
  g_unlink (path);
  return config;
}

static void
test_defaults (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = tc_server_config_print ();
  g_autoptr (TcServerConfig) printed = read_text (text, &error);
  g_autoptr (TcServerConfig) none = tc_server_config_new (NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (printed->address, ==, "127.0.0.1");
  g_assert_cmpint (printed->port, ==, none->port);
  g_assert_cmpint (printed->session_hours, ==, 12);
  g_assert_true (printed->open311_enabled);
  g_assert_cmpuint (g_strv_length (printed->open311_media_hosts), ==, 0);
}

static void
test_values (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TcServerConfig)
      config = read_text ("# a comment\n[listen]\nport=0\naddress = ::1\n"
                          "[open311]\nmedia-hosts = a.vn; b.vn ;\nenabled=false\n",
                          &error);

  g_assert_no_error (error);
  g_assert_cmpint (config->port, ==, 0);
  g_assert_cmpstr (config->address, ==, "::1");
  g_assert_false (config->open311_enabled);
  g_assert_cmpuint (g_strv_length (config->open311_media_hosts), ==, 2);
  g_assert_cmpstr (config->open311_media_hosts[1], ==, "b.vn");
}

static void
test_pages_address (void)
{
  static const char *const good[] = {"",
                                     "https://lenh.example",
                                     "https://lenh.example:8443/trung-tam/",
                                     "http://127.0.0.1:8311",
                                     "http://[::1]:8311",
                                     "http://localhost:8311"};

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *text = g_strdup_printf ("[unit-page]\naddress = %s\n", good[i]);
    g_autoptr (TcServerConfig) config = read_text (text, &error);

    g_assert_no_error (error);
    g_assert_cmpstr (config->pages_address, ==, good[i]);
  }
}

static void
test_mistakes (void)
{
  static const struct {
    const char *text, *told;
  } cases[] = {
      {"[listen]\nprot=1\n", "[listen] prot: there is no such key"},
      {"[lisen]\nport=1\n", "[lisen]: there is no such group"},
      {"[listen]\nport=65536\n", "[listen] port = 65536: must be a number from 0 to 65535"},
      {"[listen]\nport=8o\n", "[listen] port = 8o: must be a number"},
      {"[listen]\nallow-plain=yes\n", "[listen] allow-plain = yes: must be true or false"},
      {"[desks]\nsession-hours=0\n", "[desks] session-hours = 0"},
      {"[open311]\nlanguage=fr\n", "[open311] language = fr: must be vi or en"},
      {"[alarm-call]\nlanguage=fr\n", "[alarm-call] language = fr: must be vi or en"},
      {"[alarm-call]\ncommand=send-sms\n", "[alarm-call] command = send-sms: must begin with /"},
      {"[alarm-call]\ncommand=/nonexistent/sms\n", "sms: must be a program's file: there is none"},
      {"[alarm-call]\ncommand=/etc/passwd\n", "/etc/passwd: must be executable (chmod 755)"},
      {"[alarm-call]\ncommand=/usr\n", "[alarm-call] command = /usr: must be a program's file"},
      {"[unit-page]\naddress=lenh.example\n", "[unit-page] address = lenh.example: must be"},
      {"[unit-page]\naddress=http://lenh.example\n", "[unit-page] address = http://lenh"},
      {"[unit-page]\naddress=https://\n", "[unit-page] address = https://: must be"},
      {"[unit-page]\naddress=https://lenh.example # ours\n", "[unit-page] address = https://lenh"},
      {"[unit-page]\naddress=https://lenh.example#ours\n", "[unit-page] address = https://lenh"},
      {"[unit-page]\nhours=48 # at most\n", "[unit-page] hours = 48 # at most: must be a number"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (TcServerConfig) config = read_text (cases[i].text, &error);

    g_assert_null (config);
    g_assert_error (error, TC_ERROR, TC_ERROR_INVALID);
    g_assert_nonnull (strstr (error->message, cases[i].told));
  }
  g_autoptr (GError) error = NULL;
  g_assert_null (tc_server_config_new ("/nonexistent/toancanhd.conf", &error));
  g_assert_nonnull (strstr (error->message, "/nonexistent/toancanhd.conf"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/server-config/defaults", test_defaults);
  g_test_add_func ("/server-config/values", test_values);
  g_test_add_func ("/server-config/pages-address", test_pages_address);
  g_test_add_func ("/server-config/mistakes", test_mistakes);
  return g_test_run ();
}
