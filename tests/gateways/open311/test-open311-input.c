/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: reports, filters, updates and attributes are taken whole or refused with a sentence for
 * each thing that is wrong.
 * Method: form bodies as clients send them; good ones compared member by member, bad ones counted.
 */
#include "tc-open311-input.h"

#include <string.h>

#define NOW_US G_GINT64_CONSTANT (1795433400000000)
#define PLACE "&lat=9.7845&long=105.47"

static TcOpen311Params *
parse (const char *form)
{
  TcOpen311Params *params = tc_open311_params_new ();
  g_autoptr (TcOpen311Fault) fault = tc_open311_fault_new ();

  g_assert_true (tc_open311_params_parse (params, form, strlen (form), fault));
  return params;
}

static void
test_report_good (void)
{
  g_autoptr (TcOpen311Params) params = parse (
      "service_code=ho-ga&lat=9.7845&long=105.47&address_string=+12+Tr%E1%BA%A7n+H%C6%B0ng&"
      "description=%3Cb%3Eng%E1%BA%ADp%3C/b%3E%0D%0As%C3%A2u&first_name=An&last_name="
      "Nguy%E1%BB%85n+V%C4%83n&email=an@x.vn&phone=%2B84+(0)903-123.456&device_id=d1&account_id=7&"
      "media_url=https://p.vn/a.jpg&media_url=https://p.vn/b.jpg&unknown=thing&address_id=");
  g_autoptr (TcOpen311Fault) fault = tc_open311_fault_new ();
  g_autoptr (TcOpen311Report) report = tc_open311_report_parse (params, fault);

  g_assert_nonnull (report);
  g_assert_cmpstr (report->service_code, ==, "ho-ga");
  g_assert_cmpint (report->lat_e7, ==, 97845000);
  g_assert_cmpint (report->lon_e7, ==, 1054700000);
  g_assert_cmpstr (report->address, ==, "12 Trần Hưng");
  g_assert_null (report->address_id);
  g_assert_cmpstr (report->description, ==, "<b>ngập</b>\nsâu");
  g_assert_cmpstr (report->name, ==, "Nguyễn Văn An");
  g_assert_cmpstr (report->email, ==, "an@x.vn");
  g_assert_cmpstr (report->phone, ==, "+84 (0)903-123.456");
  g_assert_cmpuint (report->media->len, ==, 2);
}

static void
test_report_bad (void)
{
  static const char *const cases[] = {
      "lat=9.78&long=105.47",
      "service_code=a",
      "service_code=a&lat=9.78",
      "service_code=a&long=105",
      "service_code=a&lat=&long=",
      "service_code=a&lat=NaN&long=NaN",
      "service_code=a&lat=inf&long=1",
      "service_code=a&lat=91&long=1",
      "service_code=a&lat=1&long=-180.1",
      "service_code=a&lat=1e1&long=1",
      "service_code=a&lat=9,7&long=105,4",
      "service_code=a&lat=1&lat=2&long=1",
      "service_code=a&service_code=b" PLACE,
      "service_code=a" PLACE "&email=an",
      "service_code=a" PLACE "&email=an@",
      "service_code=a" PLACE "&email=@x",
      "service_code=a" PLACE "&email=a@b@c",
      "service_code=a" PLACE "&email=%3Cscript%3E@x",
      "service_code=a" PLACE "&phone=call+me",
      "service_code=a" PLACE "&phone=12",
      "service_code=a" PLACE "&phone=1%27+OR+1=1",
      "service_code=a" PLACE "&description=a%01b",
      "service_code=a" PLACE "&description=a%1B%5B31m",
      "service_code=a" PLACE "&first_name=%7F",
      "service_code=a" PLACE "&media_url=ftp://x/a.jpg",
      "service_code=a" PLACE "&media_url=javascript:alert(1)",
      "service_code=a" PLACE "&media_url=file:///etc/passwd",
      "service_code=a" PLACE "&media_url=http://u:p@x/a.jpg",
      "service_code=a" PLACE "&media_url=http://",
      "service_code=a" PLACE "&media_url=x",
      "service_code=a" PLACE "&media_url=http://a/1&media_url=http://a/2&media_url=http://a/3"
      "&media_url=http://a/4&media_url=http://a/5",
      "service_code=+" PLACE,
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (TcOpen311Params) params = parse (cases[i]);
    g_autoptr (TcOpen311Fault) fault = tc_open311_fault_new ();
    g_autoptr (TcOpen311Report) report = tc_open311_report_parse (params, fault);

    g_test_message ("%s", cases[i]);
    g_assert_null (report);
    g_assert_cmpuint (fault->status, ==, 400);
  }
}

/* Each text at its limit is taken, one character more is refused: for characters of 1 and 3 bytes.
 * */
static void
test_report_lengths (void)
{
  static const struct {
    const char *name;
    guint chars_max;
  } fields[] = {
      {"description", TC_OPEN311_DESCRIPTION_CHARS_MAX},
      {"address_string", TC_OPEN311_ADDRESS_CHARS_MAX},
      {"address_id", TC_OPEN311_NAME_CHARS_MAX},
      {"device_id", TC_OPEN311_NAME_CHARS_MAX},
      {"account_id", TC_OPEN311_NAME_CHARS_MAX},
      {"first_name", TC_OPEN311_NAME_CHARS_MAX},
      {"last_name", TC_OPEN311_NAME_CHARS_MAX},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++) {
    for (guint extra = 0; extra <= 1; extra++) {
      g_autoptr (GString) form = g_string_new ("service_code=a" PLACE "&");
      g_autoptr (TcOpen311Params) params = NULL;
      g_autoptr (TcOpen311Fault) fault = tc_open311_fault_new ();
      g_autoptr (TcOpen311Report) report = NULL;

      g_string_append_printf (form, "%s=", fields[i].name);
      for (guint k = 0; k < fields[i].chars_max + extra; k++)
        g_string_append (form, k % 2 ? "ộ" : "x");
      params = parse (form->str);
      report = tc_open311_report_parse (params, fault);
      g_assert_cmpuint (fault->status, ==, extra ? 400 : 0);
    }
  }
}

/* SQL and HTML are text like any other, in every field that takes text. */
static void
test_report_injection (void)
{
  static const char *const texts[] = {"'); DROP TABLE report; --",
                                      "<script>alert(1)</script>",
                                      "\" onload=\"x",
                                      "${7*7}",
                                      "../../etc/passwd",
                                      "%s%n%x",
                                      "Robert'--"};
  static const char *const fields[] = {"description", "address_string", "address_id",
                                       "device_id",   "account_id",     "first_name",
                                       "last_name",   "service_code"};

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    for (gsize k = 0; k < G_N_ELEMENTS (fields); k++) {
      g_autofree char *value = g_uri_escape_string (texts[i], NULL, FALSE);
      g_autofree char *form = g_strdup_printf ("%s%s=%s" PLACE, k == 7 ? "" : "service_code=a&",
                                               fields[k], value);
      g_autoptr (TcOpen311Params) params = parse (form);
      g_autoptr (TcOpen311Fault) fault = tc_open311_fault_new ();
      g_autoptr (TcOpen311Report) report = tc_open311_report_parse (params, fault);
      const char *read[8];

      g_assert_nonnull (report);
      memcpy (read,
              (const char *[]){report->description, report->address, report->address_id,
                               report->device_id, report->account_id, report->name, report->name,
                               report->service_code},
              sizeof read);
      g_assert_cmpstr (read[k], ==, texts[i]);
    }
  }
}

static void
add_attribute (TcOpen311Definition *definition, const char *code, const char *datatype,
               gboolean variable, gboolean required)
{
  TcOpen311Attribute *attribute = tc_open311_attribute_new ();

  attribute->code = g_strdup (code);
  attribute->datatype = g_strdup (datatype);
  attribute->variable = variable;
  attribute->required = required;
  if (g_str_has_suffix (datatype, "list")) {
    g_ptr_array_add (attribute->values, tc_open311_value_new ("small", "Nhỏ"));
    g_ptr_array_add (attribute->values, tc_open311_value_new ("big", "Lớn"));
  }
  g_ptr_array_add (definition->attributes, attribute);
}

static TcOpen311Definition *
make_definition (void)
{
  TcOpen311Definition *definition = tc_open311_definition_new ("ho-ga");

  add_attribute (definition, "note", "string", FALSE, FALSE);
  add_attribute (definition, "size", "singlevaluelist", TRUE, TRUE);
  add_attribute (definition, "what", "multivaluelist", TRUE, FALSE);
  add_attribute (definition, "depth", "number", TRUE, FALSE);
  add_attribute (definition, "since", "datetime", TRUE, FALSE);
  add_attribute (definition, "line", "string", TRUE, FALSE);
  add_attribute (definition, "story", "text", TRUE, FALSE);
  return definition;
}

static void
test_answers_good (void)
{
  static const char *const expected[][2] = {
      {"size", "big"},         {"what", "small,big"}, {"depth", "-1.50"},
      {"since", "2026-11-23"}, {"line", "a b"},       {"story", "a\nb"},
  };
  g_autoptr (TcOpen311Definition) definition = make_definition ();
  g_autoptr (TcOpen311Params) params = parse (
      "attribute[size]=big&attribute[what][]=big&attribute[what][]=small&attribute[what][]="
      "big&attribute%5Bdepth%5D=-1.50&attribute[since]=2026-11-23&attribute[line]=a%0Ab&"
      "attribute[story]=a%0Ab&attribute[none]=");
  g_autoptr (TcOpen311Fault) fault = tc_open311_fault_new ();
  g_autoptr (GPtrArray) answers = tc_open311_answers_parse (params, definition, fault);

  g_assert_nonnull (answers);
  g_assert_cmpuint (answers->len, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < answers->len; i++) {
    const TcOpen311Answer *answer = g_ptr_array_index (answers, i);

    g_assert_cmpstr (answer->code, ==, expected[i][0]);
    g_assert_cmpstr (answer->value, ==, expected[i][1]);
  }
}

static void
test_answers_bad (void)
{
  static const char *const cases[] = {
      "x=1",
      "attribute[size]=",
      "attribute[size]=huge",
      "attribute[size]=small&attribute[size]=big",
      "attribute[size]=small&attribute[what][]=huge",
      "attribute[size]=small&attribute[depth]=deep",
      "attribute[size]=small&attribute[depth]=NaN",
      "attribute[size]=small&attribute[depth]=1e5",
      "attribute[size]=small&attribute[depth]=1.",
      "attribute[size]=small&attribute[depth]=1111111111111111111111111111111111111111",
      "attribute[size]=small&attribute[since]=yesterday",
      "attribute[size]=small&attribute[since]=2026-02-30",
      "attribute[size]=small&attribute[line]=a%02",
      "attribute[size]=small&attribute[other]=1",
      "attribute[size]=small&attribute[note]=1",
      "attribute[size]=small&attribute[]=1",
      "attribute[size]=small&attribute=1",
      "attribute[size]=small&attribute[line=1",
      "attribute[size]=small&attribute[line][0]=1",
  };
  g_autoptr (TcOpen311Definition) definition = make_definition ();
  g_autoptr (TcOpen311Params) none = parse ("description=x");
  g_autoptr (TcOpen311Params) extra = parse ("attribute[x]=1");
  g_autoptr (TcOpen311Fault) fault_none = tc_open311_fault_new ();
  g_autoptr (TcOpen311Fault) fault_extra = tc_open311_fault_new ();
  g_autoptr (GPtrArray) empty = tc_open311_answers_parse (none, NULL, fault_none);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (TcOpen311Params) params = parse (cases[i]);
    g_autoptr (TcOpen311Fault) fault = tc_open311_fault_new ();
    g_autoptr (GPtrArray) answers = tc_open311_answers_parse (params, definition, fault);

    g_test_message ("%s", cases[i]);
    g_assert_null (answers);
    g_assert_cmpuint (fault->status, ==, 400);
    g_assert_cmpuint (fault->errors->len, ==, 1);
  }
  g_assert_nonnull (empty);
  g_assert_cmpuint (empty->len, ==, 0);
  g_assert_null (tc_open311_answers_parse (extra, NULL, fault_extra));
}

static TcOpen311Filter *
filter (const char *query, guint *status)
{
  g_autoptr (TcOpen311Params) params = parse (query);
  g_autoptr (TcOpen311Fault) fault = tc_open311_fault_new ();
  TcOpen311Filter *parsed = tc_open311_filter_parse (params, NOW_US, fault);

  g_assert_cmpint (parsed != NULL, ==, fault->status == 0);
  if (status)
    *status = fault->status;
  return parsed;
}

static void
test_filter (void)
{
  static const char *const bad[] = {
      "start_date=yesterday",
      "end_date=2026-11-23",
      "status=done",
      "status=open,done",
      "start_date=2026-11-23T00:00:00Z&end_date=2026-11-22T00:00:00Z",
      "start_date=2026-01-01T00:00:00Z&end_date=2026-06-01T00:00:00Z",
      "start_date=2026-01-01T00:00:00Z&start_date=2026-01-02T00:00:00Z",
      "service_request_id=1,x",
      "service_request_id=-5",
      "service_request_id=99999999999999999999",
      "page=0",
      "page=-1",
      "page=1.5",
      "page_size=1001",
      "page_size=x",
      "page=1001",
  };
  g_autoptr (TcOpen311Filter) plain = filter ("", NULL);
  g_autoptr (TcOpen311Filter)
      full = filter ("service_request_id=&service_code=a,b&service_code=c&status=open&"
                     "start_date=2026-08-25T11:30:00Z&end_date=2026-11-23T18:30:00%2B07:00&page=2&"
                     "page_size=50",
                     NULL);
  g_autoptr (TcOpen311Filter) ids = filter ("service_request_id=5,6&service_request_id=7", NULL);
  g_autoptr (TcOpen311Filter) from = filter ("start_date=2026-01-01T00:00:00Z", NULL);

  g_assert_cmpuint (plain->ids->len, ==, 0);
  g_assert_null (plain->service_codes);
  g_assert_true (plain->open && plain->closed);
  g_assert_cmpint (plain->end_us, ==, NOW_US);
  g_assert_cmpint (plain->start_us, ==, NOW_US - TC_OPEN311_SPAN_MAX_US);
  g_assert_cmpuint (plain->page_size, ==, TC_OPEN311_ROWS_MAX);
  g_assert_cmpstrv (full->service_codes, ((const char *const[]){"a", "b", "c", NULL}));
  g_assert_true (full->open && !full->closed);
  g_assert_cmpint (full->end_us, ==, NOW_US);
  g_assert_cmpint (full->end_us - full->start_us, ==, TC_OPEN311_SPAN_MAX_US);
  g_assert_cmpuint (full->page, ==, 2);
  g_assert_cmpuint (full->page_size, ==, 50);
  g_assert_cmpuint (ids->ids->len, ==, 3);
  g_assert_cmpint (g_array_index (ids->ids, gint64, 2), ==, 7);
  g_assert_cmpint (from->end_us - from->start_us, ==, TC_OPEN311_SPAN_MAX_US);
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    guint status = 0;
    g_autoptr (TcOpen311Filter) none = filter (bad[i], &status);

    g_test_message ("%s", bad[i]);
    g_assert_cmpuint (status, ==, 400);
  }
}

static void
test_comment (void)
{
  static const char *const bad[] = {
      "description=x",
      "service_request_id=&description=x",
      "service_request_id=x&description=x",
      "service_request_id=5",
      "service_request_id=5&description=+",
      "service_request_id=5&description=x&status=HALF",
      "service_request_id=5&description=x&updated_datetime=2026-11-23",
      "service_request_id=5&description=x&email=no",
  };
  g_autoptr (TcOpen311Params)
      params = parse ("service_request_id=5&update_id_ext=77&description=v%E1%BA%ABn+ng%E1%BA%ADp&"
                      "status=CLOSED&updated_datetime=2026-11-23T18:30:00%2B07:00&last_name=An&"
                      "public_anonymity_required=TRUE");
  g_autoptr (TcOpen311Fault) fault = tc_open311_fault_new ();
  g_autoptr (TcOpen311Comment) comment = tc_open311_comment_parse (params, fault);

  g_assert_nonnull (comment);
  g_assert_cmpint (comment->service_request_id, ==, 5);
  g_assert_cmpstr (comment->update_id, ==, "77");
  g_assert_cmpstr (comment->status, ==, "closed");
  g_assert_cmpint (comment->updated_us, ==, NOW_US);
  g_assert_cmpstr (comment->description, ==, "vẫn ngập");
  g_assert_cmpstr (comment->name, ==, "An");
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (TcOpen311Params) wrong = parse (bad[i]);
    g_autoptr (TcOpen311Fault) errors = tc_open311_fault_new ();

    g_test_message ("%s", bad[i]);
    g_assert_null (tc_open311_comment_parse (wrong, errors));
    g_assert_cmpuint (errors->status, ==, 400);
  }
}

static void
test_language (void)
{
  g_autoptr (TcOpen311Params) none = parse ("");
  g_autoptr (TcOpen311Params) english = parse ("locale=en_GB");
  g_autoptr (TcOpen311Params) other = parse ("locale=fr");
  g_autoptr (TcOpen311Fault) fault = tc_open311_fault_new ();

  g_assert_cmpstr (tc_open311_choose_language (english, "vi", "vi", fault), ==, "en");
  g_assert_cmpstr (tc_open311_choose_language (other, "en", "vi", fault), ==, "vi");
  g_assert_cmpstr (tc_open311_choose_language (none, "fr, en-US;q=0.8, vi", "vi", fault), ==, "en");
  g_assert_cmpstr (tc_open311_choose_language (none, "environment", "vi", fault), ==, "vi");
  g_assert_cmpstr (tc_open311_choose_language (none, NULL, "vi", fault), ==, "vi");
  g_assert_cmpstr (tc_open311_choose_language (none, ",,,", "vi", fault), ==, "vi");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/open311/input/report-good", test_report_good);
  g_test_add_func ("/open311/input/report-bad", test_report_bad);
  g_test_add_func ("/open311/input/report-lengths", test_report_lengths);
  g_test_add_func ("/open311/input/report-injection", test_report_injection);
  g_test_add_func ("/open311/input/answers-good", test_answers_good);
  g_test_add_func ("/open311/input/answers-bad", test_answers_bad);
  g_test_add_func ("/open311/input/filter", test_filter);
  g_test_add_func ("/open311/input/comment", test_comment);
  g_test_add_func ("/open311/input/language", test_language);
  return g_test_run ();
}
