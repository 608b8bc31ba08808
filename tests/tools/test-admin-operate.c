/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: what is typed for an operation becomes its typed arguments or a message that names the one
 * that is wrong, and typed arguments become the JSON of the administration socket. Method: real
 * kinds of operation, one of each sort of argument.
 */
#include "tc-admin-operate.h"

#include "tc-operation-registry.h"

static GVariant *
parse (const char *name, const char *words, GError **error)
{
  g_auto (GStrv) pairs = g_strsplit (words, "|", -1);

  return tc_admin_parse_args (tc_operation_registry_find (name), pairs, error);
}

static void
test_parse (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) args = parse (
      "agency.add",
      "agency_id=362387865600000001|code=csgt3|kind=team|name_vi=Đội 3|name_en=Team 3|"
      "valid_from_us=2025-07-01T00:00:00+07:00|lat_e7=9.784|lon_e7=1054700000",
      &error);
  gint64 value;

  g_assert_no_error (error);
  g_assert_true (g_variant_lookup (args, "agency_id", "x", &value));
  g_assert_cmpint (value, ==, 362387865600000001);
  g_assert_true (g_variant_lookup (args, "valid_from_us", "x", &value));
  g_assert_cmpint (value, ==, (gint64) 1751302800 * G_USEC_PER_SEC);
  g_assert_true (g_variant_lookup (args, "lat_e7", "x", &value));
  g_assert_cmpint (value, ==, 97840000);
  g_assert_true (g_variant_lookup (args, "lon_e7", "x", &value));
  g_assert_cmpint (value, ==, 1054700000);
}

static void
test_faults (void)
{
  static const struct {
    const char *words;
    const char *message;
  } cases[] = {
      {"incident_id", "incident.comment: \"incident_id\" is not name=value"},
      {"colour=red", "incident.comment has no argument \"colour\""},
      {"incident_id=x", "incident_id does not have the form it should"},
      {"incident_id=1|incident_id=2", "incident_id is given twice"},
      {"incident_id=1", "text is missing or not as it should be"},
      {"incident_id=-1|text=a", "incident_id is missing or not as it should be"},
      {"incident_id=1|text= a", "text is missing or not as it should be"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GVariant) args = parse ("incident.comment", cases[i].words, &error);
    g_assert_null (args);
    g_assert_error (error, TC_ERROR, TC_ERROR_INVALID);
    g_assert_cmpstr (error->message, ==, cases[i].message);
  }
}

static void
test_question (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant)
      args = parse ("agency.end", "agency_id=9007199254740993|at_us=1751302800000000", &error);
  g_assert_no_error (error);
  g_autoptr (JsonObject)
      question = tc_admin_operate_question (tc_operation_registry_find ("agency.end"), args, 0, 0);
  JsonObject *object = json_object_get_object_member (question, "args");

  g_assert_cmpstr (json_object_get_string_member (question, "do"), ==, "operate");
  g_assert_cmpstr (json_object_get_string_member (question, "name"), ==, "agency.end");
  /* Past 2^53 a number would lose its last digits on the way through other programs. */
  g_assert_cmpstr (json_object_get_string_member (object, "agency_id"), ==, "9007199254740993");
  g_assert_cmpint (json_object_get_int_member (object, "at_us"), ==, 1751302800000000);
  g_assert_false (json_object_has_member (question, "made_us"));
  g_assert_false (json_object_has_member (question, "actor"));
  g_autoptr (JsonObject) recorded = tc_admin_operate_question (
      tc_operation_registry_find ("agency.end"), args, 1751302800000000, 9007199254740993);
  g_assert_cmpint (json_object_get_int_member (recorded, "made_us"), ==, 1751302800000000);
  g_assert_cmpstr (json_object_get_string_member (recorded, "actor"), ==, "9007199254740993");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/admin-operate/parse", test_parse);
  g_test_add_func ("/admin-operate/faults", test_faults);
  g_test_add_func ("/admin-operate/question", test_question);
  return g_test_run ();
}
