/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: reports that are made up are such as a client would send: every gap filled, every question
 * answered that must be, near a street, and the same for the same seed. Method: a thousand of them
 * from the demonstration province.
 */
#include "tc-field-report.h"

#include <string.h>

#define N_REPORTS 1000
#define NOW_US ((gint64) 1795000000 * G_USEC_PER_SEC)

static TcProvince *
load (void)
{
  g_autoptr (GPtrArray) faults = NULL;
  TcProvince *province = tc_province_load (g_getenv ("TC_PROVINCE_DIR"), &faults);

  g_assert_nonnull (province);
  g_assert_true (tc_field_report_possible (province));
  return province;
}

static const char *
find_answer (const TcFieldReport *report, const char *code)
{
  for (guint i = 0; i + 1 < report->answers->len; i += 2) {
    if (g_str_equal (g_ptr_array_index (report->answers, i), code))
      return g_ptr_array_index (report->answers, i + 1);
  }
  return NULL;
}

static void
check_answers (const TcProvince *province, const TcFieldReport *report)
{
  const TcProvinceFile file = TC_PROVINCE_ATTRIBUTES;

  for (guint row = 0; row < tc_province_get_n_rows (province, file); row++) {
    if (!g_str_equal (tc_province_get (province, file, row, "service"), report->service))
      continue;
    const char *answer = find_answer (report, tc_province_get (province, file, row, "code"));
    if (tc_province_get_int (province, file, row, "required", 0))
      g_assert_nonnull (answer);
    const char *values = tc_province_get (province, file, row, "values");
    g_assert_true (!answer || !values || strstr (values, answer));
  }
}

static void
test_sound (void)
{
  g_autoptr (TcProvince) province = load ();
  GRand *random = g_rand_new_with_seed (311);
  g_autoptr (GHashTable) services = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint anonymous = 0;

  for (guint i = 0; i < N_REPORTS; i++) {
    g_autoptr (TcFieldReport) report = tc_field_report_new (province, random, NOW_US);
    g_assert_null (strpbrk (report->description, "{}"));
    g_assert_cmpuint (strlen (report->description), >, 10);
    g_assert_cmpint (tc_province_find (province, TC_PROVINCE_FIELDS, report->service), >=, 0);
    g_assert_cmpint (report->lat_e7, >, 95000000);
    g_assert_cmpint (report->lat_e7, <, 100000000);
    g_assert_cmpint (report->lon_e7, >, 1053000000);
    g_assert_cmpint (report->lon_e7, <, 1060000000);
    check_answers (province, report);
    g_hash_table_add (services, g_strdup (report->service));
    anonymous += report->name == NULL;
  }
  g_rand_free (random);
  g_assert_cmpuint (g_hash_table_size (services), >, 25);
  g_assert_cmpuint (anonymous, >, N_REPORTS / 4);
  g_assert_cmpuint (anonymous, <, N_REPORTS / 2);
}

static void
test_seed (void)
{
  g_autoptr (TcProvince) province = load ();
  GRand *first = g_rand_new_with_seed (7);
  GRand *second = g_rand_new_with_seed (7);

  for (guint i = 0; i < 50; i++) {
    g_autoptr (TcFieldReport) a = tc_field_report_new (province, first, NOW_US);
    g_autoptr (TcFieldReport) b = tc_field_report_new (province, second, NOW_US);
    g_autofree char *form_a = tc_field_report_to_form (a, "k", NULL);
    g_autofree char *form_b = tc_field_report_to_form (b, "k", NULL);
    g_assert_cmpstr (form_a, ==, form_b);
  }
  g_rand_free (first);
  g_rand_free (second);
}

static void
test_form (void)
{
  g_autoptr (GPtrArray) answers = g_ptr_array_new ();
  TcFieldReport report = {
      .service = (char *) "nuoc.ngap",
      .description = (char *) "Ngập & kẹt",
      .address = (char *) "Đường 1/5",
      .lat_e7 = 97835000,
      .lon_e7 = 1054680000,
      .name = (char *) "Lê Văn Ba",
      .answers = answers,
  };

  g_ptr_array_add (answers, (gpointer) "sau");
  g_ptr_array_add (answers, (gpointer) "30");
  g_autofree char *form = tc_field_report_to_form (&report, "a+b", NULL);
  g_assert_cmpstr (form, ==,
                   "api_key=a%2Bb&service_code=nuoc.ngap&lat=9.7835000&long=105.4680000"
                   "&address_string=%C4%90%C6%B0%E1%BB%9Dng%201%2F5"
                   "&description=Ng%E1%BA%ADp%20%26%20k%E1%BA%B9t&last_name=L%C3%AA"
                   "&first_name=V%C4%83n%20Ba&attribute%5Bsau%5D=30");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/field-report/sound", test_sound);
  g_test_add_func ("/field-report/seed", test_seed);
  g_test_add_func ("/field-report/form", test_form);
  return g_test_run ();
}
