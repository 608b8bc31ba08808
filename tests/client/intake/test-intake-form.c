/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: what a call-taker types becomes a report as it was meant: numbers, places with what stands
 * before them, nothing of a person who stays anonymous; a draft comes back as it was. Method: forms
 * by hand.
 */
#include "tc-intake-form.h"
#include "tc-limits.h"
#include "tc-phone.h"
#include "tc-report-words.h"

static void
test_phone (void)
{
  static const struct {
    const char *typed;
    const char *number;
  } numbers[] = {
      {"0912345678", "0912345678"},
      {" 0912 345 678 ", "0912345678"},
      {"+84 912.345.678", "0912345678"},
      {"+84 (0)912-345-678", "0912345678"},
      {"0084912345678", "0912345678"},
      {"+1 212 555 0100", "+12125550100"},
      {"(0293) 3 876 543", "02933876543"},
      {"113", "113"},
      {"12", NULL},
      {"", NULL},
      {"chị Ba", NULL},
      {"0912x", NULL},
      {"09123456789012345", NULL},
  };

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++) {
    g_autofree char *number = tc_phone_normalise (numbers[i].typed);
    g_test_message ("“%s”", numbers[i].typed);
    g_assert_cmpstr (number, ==, numbers[i].number);
  }
}

static TcPlaceHit street = {.place = TC_PLACE_STREET,
                            .id = 7,
                            .name = (char *) "Trần Hưng Đạo",
                            .area_name = (char *) "Phường Vị Thanh",
                            .area_id = 3,
                            .lat_e7 = 97800000,
                            .lon_e7 = 1054600000};

static void
test_place (void)
{
  static const struct {
    const char *typed;
    const char *address;
  } places[] = {
      {"tran hung", "Trần Hưng Đạo"},
      {"12 tran hung d", "12 Trần Hưng Đạo"},
      {"hẻm 3 trần", "hẻm 3 Trần Hưng Đạo"},
      {"123/4 hung dao", "123/4 Trần Hưng Đạo"},
      {"trước nhà 5 tran", "trước nhà 5 Trần Hưng Đạo"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (places); i++) {
    g_autoptr (TcIntakeForm) form = tc_intake_form_new (1, 2, "lan");
    tc_intake_form_set_place (form, &street, places[i].typed);
    g_assert_cmpstr (form->address, ==, places[i].address);
    g_assert_cmpstr (form->area_name, ==, "Phường Vị Thanh");
    g_assert_cmpint (form->area_id, ==, 3);
    g_assert_cmpint (form->lat_e7, ==, 97800000);
  }
}

static void
test_place_abbreviated (void)
{
  TcPlaceHit road = street;
  g_autoptr (TcIntakeForm) form = tc_intake_form_new (1, 2, "lan");

  road.name = (char *) "Quốc lộ 61";
  tc_intake_form_set_place (form, &road, "trước ql61");
  g_assert_cmpstr (form->address, ==, "trước Quốc lộ 61");
  tc_intake_form_set_address (form, "trước QL61, đối diện trạm xăng");
  g_assert_cmpint (form->area_id, ==, 3);
}

/* More may be typed around the name; another name is another place. */
static void
test_place_is_left (void)
{
  g_autoptr (TcIntakeForm) form = tc_intake_form_new (1, 2, "lan");

  tc_intake_form_set_place (form, &street, "tran");
  tc_intake_form_set_address (form, "Trần Hưng Đạo, đối diện chợ");
  g_assert_cmpint (form->area_id, ==, 3);
  tc_intake_form_set_address (form, "Trần Hưng");
  g_assert_cmpint (form->area_id, ==, 0);
  g_assert_cmpint (form->lat_e7, ==, TC_NONE);
  g_assert_cmpstr (form->place_name, ==, "");
  g_assert_cmpstr (form->address, ==, "Trần Hưng");
}

static void
test_language (void)
{
  g_autoptr (TcIntakeForm) form = tc_intake_form_new (1, 2, NULL);
  g_auto (GStrv) names = tc_report_word_languages ();

  g_assert_cmpstr (tc_intake_form_get_args (form, 0).language, ==, "vi");
  /* A name for each, in the same order. */
  g_assert_cmpuint (g_strv_length (names), ==, 7);
  g_assert_null (tc_report_get_language (7));
  for (guint i = 0; names[i]; i++)
    g_assert_cmpuint (tc_report_find_language (tc_report_get_language (i)), ==, i);
  g_assert_cmpstr (names[tc_report_find_language ("km")], ==, "Khmer");
  g_assert_cmpuint (tc_report_find_language ("xx"), ==, G_MAXUINT);
}

static TcIntakeForm *
make_whole (void)
{
  TcIntakeForm *form = tc_intake_form_new (1000, 2, "lan");

  tc_intake_form_set (&form->phone, "+84 900 123 456");
  tc_intake_form_set (&form->name, " Nguyễn Văn A ");
  tc_intake_form_set (&form->text, "Ngập sâu\nxe chết máy");
  tc_intake_form_set (&form->code, "PA-261126-0001");
  tc_intake_form_set (&form->field_name, "Ngập");
  tc_intake_form_set_place (form, &street, "12 tran");
  tc_intake_form_set (&form->language, "en");
  tc_intake_form_set (&form->email, "a@tinh.vn");
  tc_intake_form_set (&form->home, "Ấp 1");
  form->field_id = 9;
  form->priority = 2;
  form->on_behalf = TRUE;
  form->incident_id = 11;
  form->report_id = 12;
  form->reporter_id = 13;
  return form;
}

static void
test_draft_comes_back (void)
{
  g_autoptr (TcIntakeForm) form = make_whole ();
  g_autoptr (GVariant) data = g_variant_ref_sink (tc_intake_form_to_variant (form));
  g_autoptr (TcIntakeForm) back = tc_intake_form_from_variant (data, 1000, 2);
  g_autoptr (GVariant) again = g_variant_ref_sink (tc_intake_form_to_variant (back));
  g_autoptr (GBytes) one = g_variant_get_data_as_bytes (data);
  g_autoptr (GBytes) other = g_variant_get_data_as_bytes (again);

  g_assert_cmpstr (back->text, ==, "Ngập sâu\nxe chết máy");
  g_assert_cmpstr (back->staff_name, ==, "lan");
  g_assert_cmpint (back->on_behalf, ==, TRUE);
  g_assert_cmpstr (back->language, ==, "en");
  g_assert_cmpstr (back->email, ==, "a@tinh.vn");
  g_assert_cmpstr (back->home, ==, "Ấp 1");
  g_assert_cmpint (back->lon_e7, ==, 1054600000);
  g_assert_cmpuint (g_bytes_get_size (one), ==, g_bytes_get_size (other));
}

/* Whatever stands in the file, a form comes of it. */
static void
test_draft_of_anything (void)
{
  g_autoptr (GBytes) junk = g_bytes_new_static ("\x01\x02\x03junk", 7);
  g_autoptr (GVariant)
      data = g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE_VARDICT, junk, FALSE));
  g_autoptr (GVariant) odd = g_variant_ref_sink (g_variant_new_parsed (
      "{'text': <int64 5>, 'lat_e7': <'x'>, 'unknown': <true>, 'language': <'x'>}"));
  g_autoptr (TcIntakeForm) of_junk = tc_intake_form_from_variant (data, 1, 2);
  g_autoptr (TcIntakeForm) of_odd = tc_intake_form_from_variant (odd, 1, 2);

  g_assert_true (tc_intake_form_is_empty (of_junk));
  g_assert_true (tc_intake_form_is_empty (of_odd));
  g_assert_cmpint (of_odd->lat_e7, ==, TC_NONE);
  /* One of before, or in a language that isn't known. */
  g_assert_cmpstr (of_junk->language, ==, "vi");
  g_assert_cmpstr (of_odd->language, ==, "vi");
}

static void
test_report (void)
{
  g_autoptr (TcIntakeForm) form = make_whole ();
  TcIncidentReport args = {0};

  g_assert_cmpint (tc_intake_form_clean (form), ==, TC_INTAKE_FINE);
  args = tc_intake_form_get_args (form, 0);
  g_assert_cmpint (args.incident_id, ==, 11);
  g_assert_cmpint (args.report_id, ==, 12);
  g_assert_cmpint (args.reporter_id, ==, 13);
  g_assert_cmpstr (args.code, ==, "PA-261126-0001");
  g_assert_cmpstr (args.channel, ==, "hotline");
  g_assert_cmpstr (args.language, ==, "en");
  g_assert_cmpstr (args.reporter_phone, ==, "0900123456");
  g_assert_cmpstr (args.reporter_name, ==, "Nguyễn Văn A");
  g_assert_cmpint (args.priority, ==, 2);
  g_assert_cmpint (args.said_us, ==, 1000);
  g_assert_cmpint (args.received_us, ==, TC_NONE);
  args = tc_intake_form_get_args (form, 99);
  g_assert_cmpint (args.incident_id, ==, 99);
  g_assert_null (args.code);
  g_assert_cmpint (args.priority, ==, TC_NONE);
  /* Nothing of a person who stays anonymous leaves the draft. */
  form->anonymous = TRUE;
  args = tc_intake_form_get_args (form, 0);
  g_assert_cmpint (args.reporter_id, ==, 0);
  g_assert_null (args.reporter_phone);
  g_assert_null (args.reporter_name);
}

/* Asked for where an answer may go by mail; typed before the way was changed, they stay here. */
static void
test_addresses (void)
{
  static const char *const none[] = {"an",          "an@",         "an@vithanh",  "@tinh.vn",
                                     "an@tinh..vn", "an @tinh.vn", "a@b@tinh.vn", "An <an@tinh.vn>",
                                     "an@tinh.vn,"};
  g_autofree char *long_home = g_strnfill (TC_ADDRESS_CHARS_MAX + 1, 'a');
  g_autofree char *long_name = g_strnfill (TC_NAME_CHARS_MAX, 'a');
  g_autofree char *long_email = g_strconcat (long_name, "@tinh.vn", NULL);
  g_autoptr (TcIntakeForm) form = tc_intake_form_new (1, 2, NULL);

  tc_intake_form_set (&form->email, "an");
  g_assert_false (tc_intake_form_is_empty (form));
  tc_intake_form_set (&form->text, "cây đổ");
  tc_intake_form_set (&form->home, long_home);
  g_assert_cmpint (tc_intake_form_clean (form), ==, TC_INTAKE_FINE);
  g_assert_false (tc_intake_form_has_person (form));
  tc_intake_form_set (&form->channel, "mail");
  for (guint i = 0; i < G_N_ELEMENTS (none); i++) {
    g_test_message ("%s", none[i]);
    tc_intake_form_set (&form->email, none[i]);
    g_assert_cmpint (tc_intake_form_clean (form), ==, TC_INTAKE_EMAIL);
  }
  tc_intake_form_set (&form->email, long_email);
  g_assert_cmpint (tc_intake_form_clean (form), ==, TC_INTAKE_EMAIL);
  tc_intake_form_set (&form->email, " an.nguyen@vithanh.tinh.vn ");
  g_assert_cmpint (tc_intake_form_clean (form), ==, TC_INTAKE_HOME_LONG);
  tc_intake_form_set (&form->home, "Ấp 1, Vị Thủy ");
  g_assert_cmpint (tc_intake_form_clean (form), ==, TC_INTAKE_FINE);
  form->reporter_id = 13;
  g_assert_cmpint (tc_intake_form_get_args (form, 0).reporter_id, ==, 13);
  g_assert_cmpstr (tc_intake_form_get_args (form, 0).reporter_email, ==,
                   "an.nguyen@vithanh.tinh.vn");
  g_assert_cmpstr (tc_intake_form_get_args (form, 0).reporter_address, ==, "Ấp 1, Vị Thủy");
  tc_intake_form_set (&form->channel, "social");
  g_assert_null (tc_intake_form_get_args (form, 0).reporter_email);
  tc_intake_form_set (&form->channel, "walk-in");
  form->anonymous = TRUE;
  g_assert_null (tc_intake_form_get_args (form, 0).reporter_address);
  g_assert_cmpint (tc_intake_form_get_args (form, 0).reporter_id, ==, 0);
  g_assert_nonnull (tc_intake_fault_word (TC_INTAKE_EMAIL));
  g_assert_nonnull (tc_intake_fault_word (TC_INTAKE_HOME_LONG));
}

static const TcService flood = {
    .id = 4,
    .name_vi = (char *) "Ngập",
    .name_en = (char *) "Flood",
    .attributes = (char *) "[{\"code\":\"deep\",\"datatype\":\"number\",\"order\":2},"
                           "{\"code\":\"in\",\"datatype\":\"multivaluelist\",\"order\":1,"
                           "\"values\":[{\"key\":\"house\"},{\"key\":\"street\"}]},"
                           "{\"code\":\"since\",\"datatype\":\"datetime\"},"
                           "{\"code\":\"who\",\"datatype\":\"string\"},"
                           "{\"code\":\"odd\",\"datatype\":\"colour\"}]"};

static TcIntakeFault
answer (TcIntakeForm *form, const char *answers)
{
  tc_intake_form_set (&form->text, "ngập");
  tc_intake_form_set_field (form, &flood);
  tc_intake_form_set (&form->answers, answers);
  return tc_intake_form_clean (form);
}

/* Answers go into the report as Open311 would send them; a draft has them as they were typed. */
static void
test_answers (void)
{
  /* 26/11/2026 14:05 in Vietnam. */
  g_autoptr (TcIntakeForm)
      form = tc_intake_form_new (G_GINT64_CONSTANT (1795676700000000), 2, NULL);
  const char *typed = "{\"in\":[\"house\",\"street\"],\"deep\":\" 1,5 \",\"since\":\"13h\","
                      "\"who\":\"  \"}";
  g_autoptr (GVariant) data = NULL;
  g_autoptr (TcIntakeForm) back = NULL;

  g_assert_cmpint (answer (form, typed), ==, TC_INTAKE_FINE);
  g_assert_cmpstr (tc_intake_form_get_args (form, 0).attributes, ==,
                   "{\"in\":[\"house\",\"street\"],\"deep\":\"1.5\","
                   "\"since\":\"2026-11-26T06:00:00Z\"}");
  data = g_variant_ref_sink (tc_intake_form_to_variant (form));
  back = tc_intake_form_from_variant (data, form->id, 2);
  g_assert_cmpstr (back->answers, ==, typed);
  g_assert_cmpstr (back->questions, ==, flood.attributes);
  /* Another field asks something else. */
  tc_intake_form_set_field (form, NULL);
  g_assert_cmpstr (form->answers, ==, "");
  g_assert_cmpint (tc_intake_form_clean (form), ==, TC_INTAKE_FINE);
  g_assert_null (tc_intake_form_get_args (form, 0).attributes);
}

/* What has to be known is told where it isn't, and nothing else. */
static void
test_unanswered (void)
{
  static const TcService light = {
      .id = 5,
      .name_vi = (char *) "Đèn tín hiệu",
      .attributes = (char *) "[{\"code\":\"look\",\"datatype\":\"string\",\"required\":true,"
                             "\"order\":1,\"description_vi\":\"Đèn thế nào?\"},"
                             "{\"code\":\"pole\",\"datatype\":\"string\",\"required\":true,"
                             "\"order\":2},"
                             "{\"code\":\"since\",\"datatype\":\"datetime\",\"order\":3}]"};
  g_autoptr (TcIntakeForm) form = tc_intake_form_new (1, 2, NULL);
  g_autofree char *none = tc_intake_form_word_unanswered (form), *both = NULL, *one = NULL;

  g_assert_null (none);
  tc_intake_form_set (&form->text, "đèn hỏng");
  tc_intake_form_set_field (form, &light);
  g_assert_cmpint (tc_intake_form_clean (form), ==, TC_INTAKE_FINE);
  both = tc_intake_form_word_unanswered (form);
  g_assert_nonnull (strstr (both, "; pole"));
  g_assert_null (strstr (both, "since"));
  tc_intake_form_set (&form->answers, "{\"look\":\"  \",\"pole\":\"12\"}");
  g_assert_cmpint (tc_intake_form_clean (form), ==, TC_INTAKE_FINE);
  one = tc_intake_form_word_unanswered (form);
  g_assert_null (strstr (one, "pole"));
  g_clear_pointer (&one, g_free);
  tc_intake_form_set (&form->answers, "{\"look\":\"chớp\",\"pole\":\"12\"}");
  g_assert_cmpint (tc_intake_form_clean (form), ==, TC_INTAKE_FINE);
  g_assert_null (tc_intake_form_word_unanswered (form));
}

static void
test_answers_of_no_kind (void)
{
  static const char *const none[] = {"{\"deep\":\"sâu\"}", "{\"deep\":\"1.2.3\"}",
                                     "{\"deep\":\"-\"}", "{\"deep\":\"1,\"}",
                                     "{\"since\":\"hôm qua\"}"};
  g_autofree char *word = g_strnfill (501, 'a');
  g_autofree char *long_answer = g_strdup_printf ("{\"who\":\"%s\"}", word);
  g_autoptr (TcIntakeForm) form = tc_intake_form_new (1, 2, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (none); i++) {
    g_test_message ("%s", none[i]);
    g_assert_cmpint (answer (form, none[i]), ==, TC_INTAKE_ANSWER);
    g_assert_cmpstr (form->answers, ==, none[i]);
  }
  g_assert_cmpint (answer (form, long_answer), ==, TC_INTAKE_ANSWER);
  g_assert_cmpint (answer (form, "what is this"), ==, TC_INTAKE_FINE);
  g_assert_nonnull (tc_intake_fault_word (TC_INTAKE_ANSWER));
}

static void
test_faults (void)
{
  g_autofree char *long_text = g_strnfill (TC_TEXT_CHARS_MAX + 1, 'a');
  g_autoptr (TcIntakeForm) form = tc_intake_form_new (1, 2, NULL);

  g_assert_true (tc_intake_form_is_empty (form));
  g_assert_cmpint (tc_intake_form_clean (form), ==, TC_INTAKE_TEXT_MISSING);
  tc_intake_form_set (&form->text, long_text);
  g_assert_cmpint (tc_intake_form_clean (form), ==, TC_INTAKE_TEXT_LONG);
  g_assert_cmpstr (form->text, ==, long_text);
  tc_intake_form_set (&form->text, "a");
  tc_intake_form_set (&form->address, long_text);
  g_assert_cmpint (tc_intake_form_clean (form), ==, TC_INTAKE_ADDRESS_LONG);
  tc_intake_form_set (&form->address, "");
  tc_intake_form_set (&form->name, long_text);
  g_assert_cmpint (tc_intake_form_clean (form), ==, TC_INTAKE_NAME_LONG);
  tc_intake_form_set (&form->name, "");
  tc_intake_form_set (&form->phone, "không có");
  g_assert_cmpint (tc_intake_form_clean (form), ==, TC_INTAKE_PHONE);
  g_assert_cmpstr (form->phone, ==, "không có");
  tc_intake_form_set (&form->phone, "");
  g_assert_cmpint (tc_intake_form_clean (form), ==, TC_INTAKE_FINE);
  g_assert_null (tc_intake_fault_word (TC_INTAKE_FINE));
  for (int fault = TC_INTAKE_TEXT_MISSING; fault <= TC_INTAKE_PHONE; fault++)
    g_assert_nonnull (tc_intake_fault_word ((TcIntakeFault) fault));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/intake-form/phone", test_phone);
  g_test_add_func ("/intake-form/place", test_place);
  g_test_add_func ("/intake-form/place-abbreviated", test_place_abbreviated);
  g_test_add_func ("/intake-form/place-is-left", test_place_is_left);
  g_test_add_func ("/intake-form/language", test_language);
  g_test_add_func ("/intake-form/draft-comes-back", test_draft_comes_back);
  g_test_add_func ("/intake-form/draft-of-anything", test_draft_of_anything);
  g_test_add_func ("/intake-form/report", test_report);
  g_test_add_func ("/intake-form/addresses", test_addresses);
  g_test_add_func ("/intake-form/faults", test_faults);
  g_test_add_func ("/intake-form/answers", test_answers);
  g_test_add_func ("/intake-form/answers-of-no-kind", test_answers_of_no_kind);
  g_test_add_func ("/intake-form/unanswered", test_unanswered);
  return g_test_run ();
}
