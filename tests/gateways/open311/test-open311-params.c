/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: query and form become clean pairs, or one 400; paths become resources, or a 404 or 405.
 * Method: tables of good and bad bytes.
 */
#include "tc-open311-params.h"
#include "tc-open311-route.h"

#include <string.h>

static guint
parse (const char *text, gsize size, TcOpen311Params *params)
{
  g_autoptr (TcOpen311Fault) fault = tc_open311_fault_new ();
  gboolean good = tc_open311_params_parse (params, text, size, fault);

  g_assert_cmpint (good, ==, !tc_open311_fault_is_set (fault));
  return fault->status;
}

static void
test_good (void)
{
  const char *text = "&&a=1&b=%C4%91%E1%BB%83+x&c=&d&e=x%26y%3D%25&attribute[A]=1&"
                     "attribute%5BA%5D=1&b=%c4%91ể+x&";
  g_autoptr (TcOpen311Params) params = tc_open311_params_new ();
  g_autoptr (TcOpen311Fault) fault = tc_open311_fault_new ();

  g_assert_cmpuint (parse (text, strlen (text), params), ==, 0);
  g_assert_cmpuint (params->list->len, ==, 6);
  g_assert_cmpstr (tc_open311_params_get (params, "a", fault), ==, "1");
  g_assert_cmpstr (tc_open311_params_get (params, "b", fault), ==, "để x");
  g_assert_null (tc_open311_params_get (params, "c", fault));
  g_assert_null (tc_open311_params_get (params, "d", fault));
  g_assert_cmpstr (tc_open311_params_get (params, "e", fault), ==, "x&y=%");
  g_assert_cmpstr (tc_open311_params_get (params, "attribute[A]", fault), ==, "1");
  g_assert_false (tc_open311_fault_is_set (fault));
}

static void
test_bad (void)
{
  static const struct {
    const char *text;
    gsize size;
  } cases[] = {
      {"a=%", 3},
      {"a=%4", 4},
      {"a=%zz", 5},
      {"a=%%41", 6},
      {"=x", 2},
      {"a=%00", 5},
      {"a=x\0y", 5},
      {"%00=x", 5},
      {"a=\xff", 3},
      {"a=%FF%FE", 8},
      {"a=%C0%AF", 8},
      {"a=%E0%80%AF", 11},
      {"a=%F0%80%80%AF", 14},
      {"a=%ED%A0%80", 11},
      {"a=%F4%90%80%80", 14},
      {"a=%C3", 5},
      {"a=%BF", 5},
      {"a=\xc4\x91\xc4", 5},
      {"%FF=1", 5},
      {"a=%u1234", 8},
      {"a=1&b=%F8%88%80%80%80", 22},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (TcOpen311Params) params = tc_open311_params_new ();

    g_test_message ("%s", cases[i].text);
    g_assert_cmpuint (parse (cases[i].text, cases[i].size, params), ==, 400);
  }
}

static void
test_limits (void)
{
  g_autoptr (TcOpen311Params) params = tc_open311_params_new ();
  g_autoptr (GString) many = g_string_new (NULL);
  g_autoptr (GString) value = g_string_new ("a=");
  g_autoptr (GString) name = g_string_new (NULL);

  for (int i = 0; i < TC_OPEN311_PARAMS_MAX; i++)
    g_string_append_printf (many, "a%d=1&", i);
  g_assert_cmpuint (parse (many->str, many->len, params), ==, 0);
  g_assert_cmpuint (params->list->len, ==, TC_OPEN311_PARAMS_MAX);
  g_assert_cmpuint (parse ("z=1", 3, params), ==, 400);

  for (int i = 0; i < TC_OPEN311_PARAM_VALUE_BYTES_MAX; i++)
    g_string_append (value, "%41");
  g_ptr_array_set_size (params->list, 0);
  g_assert_cmpuint (parse (value->str, value->len, params), ==, 0);
  g_string_append_c (value, 'A');
  g_assert_cmpuint (parse (value->str, value->len, params), ==, 400);

  for (int i = 0; i <= TC_OPEN311_PARAM_NAME_BYTES_MAX; i++)
    g_string_append_c (name, 'n');
  g_string_append (name, "=1");
  g_assert_cmpuint (parse (name->str, name->len, params), ==, 400);
}

static void
test_repeats (void)
{
  const char *text = "s=open&s=closed,open,,+x+&same=1&same=1&two=1&two=2";
  g_autoptr (TcOpen311Params) params = tc_open311_params_new ();
  g_autoptr (TcOpen311Fault) fault = tc_open311_fault_new ();
  g_auto (GStrv) list = NULL;
  g_autoptr (GString) long_list = g_string_new ("l=");

  g_assert_cmpuint (parse (text, strlen (text), params), ==, 0);
  list = tc_open311_params_get_list (params, "s", fault);
  g_assert_cmpstrv (list, ((const char *const[]){"open", "closed", "x", NULL}));
  g_assert_cmpstr (tc_open311_params_get (params, "same", fault), ==, "1");
  g_assert_null (tc_open311_params_get_list (params, "none", fault));
  g_assert_false (tc_open311_fault_is_set (fault));
  g_assert_null (tc_open311_params_get (params, "two", fault));
  g_assert_cmpuint (fault->status, ==, 400);

  for (int i = 0; i <= TC_OPEN311_LIST_MAX; i++)
    g_string_append_printf (long_list, "%d,", i);
  g_assert_cmpuint (parse (long_list->str, long_list->len, params), ==, 0);
  g_assert_null (tc_open311_params_get_list (params, "l", fault));
}

static void
test_routes (void)
{
  static const struct {
    const char *method, *path;
    guint status;
    TcOpen311Resource resource;
    TcOpen311Format format;
    const char *key;
  } cases[] = {
      {"GET", "/discovery.xml", 0, TC_OPEN311_DISCOVERY, TC_OPEN311_XML, ""},
      {"GET", "/discovery.json", 0, TC_OPEN311_DISCOVERY, TC_OPEN311_JSON, ""},
      {"HEAD", "/services.json", 0, TC_OPEN311_SERVICES, TC_OPEN311_JSON, ""},
      {"GET", "/services/ho-ga.v2.xml", 0, TC_OPEN311_SERVICE, TC_OPEN311_XML, "ho-ga.v2"},
      {"GET", "/requests.xml", 0, TC_OPEN311_REQUESTS, TC_OPEN311_XML, ""},
      {"POST", "/requests.json", 0, TC_OPEN311_REQUESTS, TC_OPEN311_JSON, ""},
      {"GET", "/requests/17.json", 0, TC_OPEN311_REQUEST, TC_OPEN311_JSON, "17"},
      {"GET", "/tokens/ab12.xml", 0, TC_OPEN311_TOKEN, TC_OPEN311_XML, "ab12"},
      {"POST", "/servicerequestupdates.xml", 0, TC_OPEN311_UPDATES, TC_OPEN311_XML, ""},
      {"GET", "/requests", 404, 0, TC_OPEN311_XML, ""},
      {"GET", "/requests.csv", 404, 0, TC_OPEN311_XML, ""},
      {"GET", "/requests.XML", 404, 0, TC_OPEN311_XML, ""},
      {"GET", "/nothing.json", 404, 0, TC_OPEN311_JSON, ""},
      {"GET", "/requests/.json", 404, 0, TC_OPEN311_JSON, ""},
      {"GET", "/requests/1/2.json", 404, 0, TC_OPEN311_JSON, ""},
      {"GET", "/requestsx.json", 404, 0, TC_OPEN311_JSON, ""},
      {"GET", "/discovery/1.json", 404, 0, TC_OPEN311_JSON, ""},
      {"GET", "/.xml", 404, 0, TC_OPEN311_XML, ""},
      {"GET", "/", 404, 0, TC_OPEN311_XML, ""},
      {"GET", "", 404, 0, TC_OPEN311_XML, ""},
      {"GET", "requests.xml", 404, 0, TC_OPEN311_XML, ""},
      {"GET", "/requests/\xff.xml", 404, 0, TC_OPEN311_XML, ""},
      {"POST", "/services.json", 405, 0, TC_OPEN311_JSON, ""},
      {"PUT", "/requests.xml", 405, 0, TC_OPEN311_XML, ""},
      {"DELETE", "/requests/1.xml", 405, 0, TC_OPEN311_XML, ""},
      {"get", "/services.xml", 405, 0, TC_OPEN311_XML, ""},
  };
  g_autofree char *long_key = g_strnfill (TC_OPEN311_KEY_BYTES_MAX + 1, '9');
  g_autofree char *long_path = g_strdup_printf ("/requests/%s.json", long_key);
  g_autoptr (TcOpen311Fault) long_fault = tc_open311_fault_new ();
  TcOpen311Route long_route;

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (TcOpen311Fault) fault = tc_open311_fault_new ();
    TcOpen311Route route;

    g_test_message ("%s %s", cases[i].method, cases[i].path);
    tc_open311_route_parse (&route, cases[i].method, cases[i].path, fault);
    g_assert_cmpuint (fault->status, ==, cases[i].status);
    g_assert_cmpint (route.format, ==, cases[i].format);
    g_assert_cmpint (fault->allow != NULL, ==, cases[i].status == 405);
    if (fault->status != 0)
      continue;
    g_assert_cmpint (route.resource, ==, cases[i].resource);
    g_assert_cmpstr (route.key, ==, cases[i].key);
    g_assert_cmpint (route.post, ==, strcmp (cases[i].method, "POST") == 0);
  }
  tc_open311_route_parse (&long_route, "GET", long_path, long_fault);
  g_assert_cmpuint (long_fault->status, ==, 404);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/open311/params/good", test_good);
  g_test_add_func ("/open311/params/bad", test_bad);
  g_test_add_func ("/open311/params/limits", test_limits);
  g_test_add_func ("/open311/params/repeats", test_repeats);
  g_test_add_func ("/open311/params/routes", test_routes);
  return g_test_run ();
}
