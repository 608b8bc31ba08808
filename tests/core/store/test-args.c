/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: arguments of every kind are taken when they keep to their rules and refused by name when
 * they don't, on any maker's version, and what is encoded is decoded the same. Method: one made-up
 * kind of operation with an argument of each kind.
 */
#include "tc-limits.h"
#include "tc-operation-type.h"

#include <string.h>

typedef struct {
  gint64 id;
  gint64 number;
  gint64 time_us;
  gint64 lat_e7;
  gint64 lon_e7;
  const char *code;
  const char *line;
  const char *text;
  GBytes *bytes;
  GArray *ids;
} All;

static const TcArg all_args[] = {TC_ARG (All, id, TC_ARG_ID, TC_OPTIONAL, 0),
                                 TC_ARG (All, number, TC_ARG_INT, TC_OPTIONAL, 100),
                                 TC_ARG (All, time_us, TC_ARG_TIME, TC_OPTIONAL, 0),
                                 TC_ARG (All, lat_e7, TC_ARG_LAT, TC_OPTIONAL, 0),
                                 TC_ARG (All, lon_e7, TC_ARG_LON, TC_OPTIONAL, 0),
                                 TC_ARG (All, code, TC_ARG_CODE, TC_OPTIONAL, 0),
                                 TC_ARG (All, line, TC_ARG_LINE, TC_OPTIONAL, 10),
                                 TC_ARG (All, text, TC_ARG_PARAGRAPH, TC_OPTIONAL, 20),
                                 TC_ARG (All, bytes, TC_ARG_BYTES, TC_OPTIONAL, 4),
                                 TC_ARG (All, ids, TC_ARG_IDS, TC_OPTIONAL, 3),
                                 {NULL}};

static const TcOperationType all_type = {
    .name = "test.all", .version = 1, .args = all_args, .args_size = sizeof (All)};

/* Version 1 called it "name", version 2 "nick"; since 3 it is "line". */
static GVariant *
upcast_cb (GVariant *args, guint version)
{
  g_auto (GVariantDict) dict = G_VARIANT_DICT_INIT (args);
  const char *from = version == 1 ? "name" : "nick";
  g_autoptr (GVariant) value = g_variant_dict_lookup_value (&dict, from, NULL);

  if (value) {
    g_variant_dict_remove (&dict, from);
    g_variant_dict_insert_value (&dict, version == 1 ? "nick" : "line", value);
  }
  return g_variant_dict_end (&dict);
}

static const TcArg line_args[] = {TC_ARG (All, line, TC_ARG_LINE, TC_REQUIRED, 10), {NULL}};
static const TcOperationType line_type = {.name = "test.line",
                                          .version = 3,
                                          .args = line_args,
                                          .args_size = sizeof (All),
                                          .upcast = upcast_cb};

static TcArgs *
decode (const TcOperationType *type, guint version, const char *words, TcRefusal **refusal)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) args = g_variant_parse (G_VARIANT_TYPE_VARDICT, words, NULL, NULL, &error);

  g_assert_no_error (error);
  return tc_args_decode (type, version, args, refusal);
}

static void
assert_taken (const char *words)
{
  g_autoptr (TcRefusal) refusal = NULL;
  g_autoptr (TcArgs) args = decode (&all_type, 1, words, &refusal);

  g_test_message ("%s", words);
  g_assert_null (refusal);
  g_assert_nonnull (args);
}

static void
assert_refused (const TcOperationType *type, const char *words, const char *argument)
{
  g_autoptr (TcRefusal) refusal = NULL;
  g_autoptr (TcArgs) args = decode (type, type->version, words, &refusal);
  const char *named;

  g_test_message ("%s", words);
  g_assert_null (args);
  g_assert_cmpstr (refusal->code, ==, "operation.arguments");
  g_assert_true (g_variant_lookup (refusal->args, "argument", "&s", &named));
  g_assert_cmpstr (named, ==, argument);
  g_assert_true (g_variant_lookup (refusal->args, "operation", "&s", &named));
  g_assert_cmpstr (named, ==, type->name);
}

static void
test_absent (void)
{
  g_autoptr (TcRefusal) refusal = NULL;
  g_autoptr (TcArgs) args = decode (&all_type, 1, "{'unknown': <1.5>}", &refusal);
  const All *all = tc_args_get (args);

  g_assert_null (refusal);
  g_assert_cmpint (all->id, ==, 0);
  g_assert_cmpint (all->number, ==, TC_NONE);
  g_assert_cmpint (all->time_us, ==, TC_NONE);
  g_assert_cmpint (all->lat_e7, ==, TC_NONE);
  g_assert_cmpint (all->lon_e7, ==, TC_NONE);
  g_assert_null (all->code);
  g_assert_null (all->line);
  g_assert_null (all->text);
  g_assert_null (all->bytes);
  g_assert_null (all->ids);
}

static void
test_taken (void)
{
  static const char *const words[] = {
      "{'id': <int64 1>}",
      "{'id': <int64 9223372036854775807>}",
      "{'number': <int64 0>}",
      "{'number': <int64 100>}",
      "{'time_us': <int64 0>}",
      "{'time_us': <int64 -1>}",
      "{'lat_e7': <int64 900000000>}",
      "{'lat_e7': <int64 -900000000>}",
      "{'lon_e7': <int64 1800000000>}",
      "{'lon_e7': <int64 -1800000000>}",
      "{'code': <'a.b_c-9'>}",
      "{'line': <'Đường số 1'>}",
      "{'text': <'một\\n\\nhai'>}",
      "{'bytes': <@ay []>}",
      "{'bytes': <[byte 1, 2, 3, 4]>}",
      "{'ids': <[int64 3, 1, 3]>}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    assert_taken (words[i]);
}

static void
test_refused (void)
{
  static const struct {
    const char *argument;
    const char *values[8];
  } bad[] = {
      {"id", {"int64 0", "int64 -1", "1", "uint64 1", "'1'", "true"}},
      {"number", {"int64 -1", "int64 101", "int64 -9223372036854775808", "5", "5.0"}},
      {"time_us", {"int64 -9223372036854775808", "int64 9223372036854775807", "'2026'"}},
      {"lat_e7", {"int64 900000001", "int64 -900000001", "9.5"}},
      {"lon_e7", {"int64 1800000001", "int64 -1800000001", "105.5"}},
      {"code",
       {"''", "'Ab'", "'a b'", "'đ'", "'a\\n'", "int64 1",
        "'a123456789012345678901234567890123456789012345678901234567890'"}},
      {"line",
       {"''", "' a'", "'a '", "'a\\nb'", "'12345678901'", "'a\\tb'", "int64 1", "'e\xcc\x81'"}},
      {"text",
       {"''", "'a\\r\\nb'", "'\\na'", "'123456789012345678901'", "'a\\u202eb'", "[byte 1]",
        "objectpath '/a'"}},
      {"bytes", {"[byte 1, 2, 3, 4, 5]", "'a'", "[int64 1]"}},
      {"ids", {"@ax []", "[int64 0]", "[int64 -1]", "[int64 1, 2, 3, 4]", "[1, 2]", "int64 1"}},
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    for (guint j = 0; j < G_N_ELEMENTS (bad[i].values) && bad[i].values[j]; j++) {
      g_autofree char *words = g_strdup_printf ("{'%s': <%s>}", bad[i].argument, bad[i].values[j]);
      assert_refused (&all_type, words, bad[i].argument);
    }
  }
}

static void
test_required (void)
{
  assert_refused (&line_type, "@a{sv} {}", "line");
  assert_refused (&line_type, "{'name': <'An'>}", "line");
}

static void
test_upcast (void)
{
  static const char *const words[] = {"{'name': <'An'>}", "{'nick': <'An'>}", "{'line': <'An'>}"};

  for (guint version = 1; version <= 3; version++) {
    g_autoptr (TcRefusal) refusal = NULL;
    g_autoptr (TcArgs) args = decode (&line_type, version, words[version - 1], &refusal);

    g_assert_nonnull (args);
    g_assert_cmpstr (((const All *) tc_args_get (args))->line, ==, "An");
  }
}

/* Encoded, sent as bytes, parsed and decoded: the same struct; encoded again: the same bytes. */
static void
test_identity (void)
{
  const gint64 numbers[] = {5, 1, 7};
  g_autoptr (GBytes) bytes = g_bytes_new ("\0\xff", 2);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (TcKey) key = tc_key_generate ();
  const TcOperationHead head = {.id = 1, .seq = 1, .made_us = 1};
  g_autoptr (TcRefusal) refusal = NULL;

  g_array_append_vals (ids, numbers, 3);
  const All all = {G_MAXINT64, 0, -1, -900000000, 1800000000, "a.b", "Việt", "a\nb", bytes, ids};
  g_autoptr (TcOperation) made = tc_operation_make (&all_type, &head, &all, key);
  g_autoptr (TcOperation) read = tc_operation_parse (made->bytes, &made->signature, NULL);
  g_autoptr (TcArgs) args = tc_args_decode (&all_type, read->version, read->args, &refusal);
  g_assert_null (refusal);
  const All *again = tc_args_get (args);
  g_assert_cmpmem (&all, G_STRUCT_OFFSET (All, code), again, G_STRUCT_OFFSET (All, code));
  g_assert_cmpstr (again->code, ==, all.code);
  g_assert_cmpstr (again->line, ==, all.line);
  g_assert_cmpstr (again->text, ==, all.text);
  g_assert_true (g_bytes_equal (again->bytes, bytes));
  g_assert_cmpmem (again->ids->data, 24, numbers, 24);
  g_autoptr (GVariant) encoded = g_variant_ref_sink (tc_args_encode (&all_type, again));
  g_assert_cmpvariant (encoded, read->args);
}

static void
test_identity_of_nothing (void)
{
  const All none = {0, TC_NONE, TC_NONE, TC_NONE, TC_NONE, NULL, NULL, "", NULL, NULL};
  g_autoptr (GVariant) encoded = g_variant_ref_sink (tc_args_encode (&all_type, &none));

  g_assert_cmpuint (g_variant_n_children (encoded), ==, 0);
}

static void
assert_cleaned (const char *typed, const char *line, const char *text)
{
  const All all = {0, TC_NONE, TC_NONE, TC_NONE, TC_NONE, NULL, typed, typed, NULL, NULL};
  g_autoptr (GVariant) encoded = g_variant_ref_sink (tc_args_encode (&all_type, &all));
  g_autoptr (GVariant) clean = g_variant_ref_sink (tc_args_clean (&all_type, encoded));
  const char *found_line = NULL, *found_text = NULL;

  g_variant_lookup (clean, "line", "&s", &found_line);
  g_variant_lookup (clean, "text", "&s", &found_text);
  g_assert_cmpstr (found_line, ==, line);
  g_assert_cmpstr (found_text, ==, text);
}

/* What people type and paste becomes what an operation takes. */
static void
test_clean (void)
{
  assert_cleaned ("hai xe", "hai xe", "hai xe");
  assert_cleaned (" hai\u00a0xe\t", "hai xe", "hai xe");
  assert_cleaned ("hai\r\nxe", "hai xe", "hai\nxe");
  assert_cleaned ("\ufeffbi\u1ec3\u200bn", "biển", "biển");
  assert_cleaned ("tu\u031b\u0300", "từ", "từ");
  assert_cleaned (" \u200b\n", NULL, NULL);
  /* Nothing is cut: that is refused by its name. */
  assert_cleaned ("mười hai chữ", "mười hai chữ", "mười hai chữ");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  tc_crypto_init ();
  g_test_add_func ("/args/absent", test_absent);
  g_test_add_func ("/args/taken", test_taken);
  g_test_add_func ("/args/refused", test_refused);
  g_test_add_func ("/args/required", test_required);
  g_test_add_func ("/args/upcast", test_upcast);
  g_test_add_func ("/args/clean", test_clean);
  g_test_add_func ("/args/identity", test_identity);
  g_test_add_func ("/args/identity-of-nothing", test_identity_of_nothing);
  return g_test_run ();
}
