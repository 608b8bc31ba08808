/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Making up reports; see the header.
 */
#include "tc-field-report.h"

#include <string.h>

/* How far from the street's point, degrees * 1e7: about 150 m. */
#define JITTER_E7 14000
/* Of 10, how many give their name. */
#define NAMED_OF_10 6

gboolean
tc_field_report_possible (const TcProvince *province)
{
  return tc_province_get_n_rows (province, TC_PROVINCE_SENTENCES) > 0 &&
         tc_province_get_n_rows (province, TC_PROVINCE_STREETS) > 0;
}

static guint
pick (const TcProvince *province, TcProvinceFile file, GRand *random)
{
  return (guint) g_rand_int_range (random, 0, (gint32) tc_province_get_n_rows (province, file));
}

/* A word for @slot; (nullable): there is none. */
static const char *
pick_word (const TcProvince *province, GRand *random, const char *slot)
{
  const char *chosen = NULL;
  int n = 0;

  for (guint row = 0; row < tc_province_get_n_rows (province, TC_PROVINCE_WORDS); row++) {
    if (!g_str_equal (tc_province_get (province, TC_PROVINCE_WORDS, row, "slot"), slot))
      continue;
    /* Each has the same chance, whatever their number. */
    if (g_rand_int_range (random, 0, ++n) == 0)
      chosen = tc_province_get (province, TC_PROVINCE_WORDS, row, "word");
  }
  return chosen;
}

/* The slots of @sentence filled; the check of the province saw to it that each can be. */
static char *
fill (const TcProvince *province, GRand *random, const char *sentence, const char *place,
      const char *area)
{
  GString *text = g_string_new (NULL);
  const char *at = sentence;

  for (const char *open = strchr (at, '{'); open; open = strchr (at, '{')) {
    const char *close = strchr (open, '}');
    g_autofree char *slot = g_strndup (open + 1, (gsize) (close - open) - 1);
    const char *word = g_str_equal (slot, "place")  ? place
                       : g_str_equal (slot, "area") ? area
                                                    : pick_word (province, random, slot);
    g_string_append_len (text, at, open - at);
    g_string_append (text, word ? word : "");
    at = close + 1;
  }
  g_string_append (text, at);
  return g_strstrip (g_string_free (text, FALSE));
}

/* An answer to one question. (transfer full) */
static char *
answer (const TcProvince *province, guint row, GRand *random, gint64 now_us)
{
  const char *datatype = tc_province_get (province, TC_PROVINCE_ATTRIBUTES, row, "datatype");
  g_auto (GStrv) values = tc_province_dup_list (province, TC_PROVINCE_ATTRIBUTES, row, "values");

  if (values[0]) {
    char *choice = values[g_rand_int_range (random, 0, (gint32) g_strv_length (values))];
    return g_strndup (choice, strcspn (choice, ":"));
  }
  if (g_str_equal (datatype, "number"))
    return g_strdup_printf ("%d", g_rand_int_range (random, 1, 60));
  if (!g_str_equal (datatype, "datetime"))
    return g_strdup ("không rõ");
  gint64 hours = g_rand_int_range (random, 1, 48);
  g_autoptr (GDateTime)
      time = g_date_time_new_from_unix_utc (now_us / G_USEC_PER_SEC - hours * 3600);
  return g_date_time_format_iso8601 (time);
}

/* All that must be answered, and half of the rest. */
static void
add_answers (TcFieldReport *report, const TcProvince *province, GRand *random, gint64 now_us)
{
  const TcProvinceFile file = TC_PROVINCE_ATTRIBUTES;

  for (guint row = 0; row < tc_province_get_n_rows (province, file); row++) {
    if (!g_str_equal (tc_province_get (province, file, row, "service"), report->service))
      continue;
    if (tc_province_get_int (province, file, row, "required", 0) == 0 && g_rand_boolean (random))
      continue;
    g_ptr_array_add (report->answers, g_strdup (tc_province_get (province, file, row, "code")));
    g_ptr_array_add (report->answers, answer (province, row, random, now_us));
  }
}

/* A sentence about @service; any where there is none. */
static guint
pick_sentence (const TcProvince *province, GRand *random, const char *service)
{
  const TcProvinceFile file = TC_PROVINCE_SENTENCES;
  guint chosen = G_MAXUINT;
  int n = 0;

  for (guint row = 0; service && row < tc_province_get_n_rows (province, file); row++) {
    if (g_str_equal (tc_province_get (province, file, row, "service"), service) &&
        g_rand_int_range (random, 0, ++n) == 0)
      chosen = row;
  }
  return chosen == G_MAXUINT ? pick (province, file, random) : chosen;
}

static void
set_place (TcFieldReport *report, const TcProvince *province, GRand *random, guint street,
           gint64 jitter_e7)
{
  const TcProvinceFile file = TC_PROVINCE_STREETS;

  (void) !tc_province_get_e7 (province, file, street, "lat", &report->lat_e7);
  (void) !tc_province_get_e7 (province, file, street, "lon", &report->lon_e7);
  report->lat_e7 += g_rand_int_range (random, (gint32) -jitter_e7, (gint32) jitter_e7);
  report->lon_e7 += g_rand_int_range (random, (gint32) -jitter_e7, (gint32) jitter_e7);
}

TcFieldReport *
tc_field_report_new_about (const TcProvince *province, GRand *random, gint64 now_us,
                           const char *service, guint street, gint64 jitter_e7)
{
  TcFieldReport *report = g_new0 (TcFieldReport, 1);
  guint sentence = pick_sentence (province, random, service);
  const char *place = tc_province_get (province, TC_PROVINCE_STREETS, street, "name");
  const char *code = tc_province_get (province, TC_PROVINCE_STREETS, street, "area");
  const char *area = tc_province_get (province, TC_PROVINCE_AREAS,
                                      (guint) tc_province_find (province, TC_PROVINCE_AREAS, code),
                                      "name_vi");

  set_place (report, province, random, street, jitter_e7);
  report->service = g_strdup (
      tc_province_get (province, TC_PROVINCE_SENTENCES, sentence, "service"));
  report->address = g_strdup_printf ("%s, %s", place, area);
  report->description = fill (
      province, random, tc_province_get (province, TC_PROVINCE_SENTENCES, sentence, "sentence"),
      place, area);
  if (g_rand_int_range (random, 0, 10) < NAMED_OF_10) {
    report->name = g_strdup (pick_word (province, random, "name"));
    report->phone = g_strdup_printf ("0900 2%02d %03d", g_rand_int_range (random, 0, 100),
                                     g_rand_int_range (random, 0, 1000));
  }
  report->answers = g_ptr_array_new_with_free_func (g_free);
  add_answers (report, province, random, now_us);
  return report;
}

TcFieldReport *
tc_field_report_new (const TcProvince *province, GRand *random, gint64 now_us)
{
  guint street = pick (province, TC_PROVINCE_STREETS, random);

  return tc_field_report_new_about (province, random, now_us, NULL, street, JITTER_E7);
}

void
tc_field_report_free (TcFieldReport *report)
{
  g_free (report->service);
  g_free (report->description);
  g_free (report->address);
  g_free (report->name);
  g_free (report->phone);
  g_ptr_array_unref (report->answers);
  g_free (report);
}

static void
add_pair (GString *form, const char *name, const char *value)
{
  if (!value)
    return;
  if (form->len > 0)
    g_string_append_c (form, '&');
  g_string_append_uri_escaped (form, name, NULL, FALSE);
  g_string_append_c (form, '=');
  g_string_append_uri_escaped (form, value, NULL, FALSE);
}

/* Degrees with seven places, whatever the locale. */
static void
add_degrees (GString *form, const char *name, gint64 e7)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  add_pair (form, name, g_ascii_formatd (text, sizeof text, "%.7f", (double) e7 / 1e7));
}

char *
tc_field_report_to_form (const TcFieldReport *report, const char *key, const char *jurisdiction)
{
  GString *form = g_string_new (NULL);
  g_auto (GStrv) names = report->name ? g_strsplit (report->name, " ", 2) : g_new0 (char *, 1);

  add_pair (form, "api_key", key);
  add_pair (form, "jurisdiction_id", jurisdiction);
  add_pair (form, "service_code", report->service);
  add_degrees (form, "lat", report->lat_e7);
  add_degrees (form, "long", report->lon_e7);
  add_pair (form, "address_string", report->address);
  add_pair (form, "description", report->description);
  /* The family name comes first. */
  add_pair (form, "last_name", names[0]);
  add_pair (form, "first_name", names[0] ? names[1] : NULL);
  add_pair (form, "phone", report->phone);
  for (guint i = 0; i + 1 < report->answers->len; i += 2) {
    g_autofree char *name = g_strdup_printf ("attribute[%s]",
                                             (const char *) g_ptr_array_index (report->answers, i));
    add_pair (form, name, g_ptr_array_index (report->answers, i + 1));
  }
  return g_string_free (form, FALSE);
}
