/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: nothing but clean text gets into an operation, and cleaning loses no visible character.
 * Method: a case for each rule, then random text: what was cleaned is clean, and cleaning it again
 * changes nothing; what is clean is left as it is.
 */
#include "tc-text.h"

static void
check_clean (const char *text, TcTextForm form, const char *expected)
{
  g_autofree char *clean = tc_text_clean (text, form, 100);

  g_assert_cmpstr (clean, ==, expected);
  g_assert_true (tc_text_is_clean (clean, form, 100));
  g_assert_true (tc_text_is_clean (text, form, 100) == g_str_equal (text, expected));
}

static void
test_line (void)
{
  check_clean ("", TC_TEXT_LINE, "");
  check_clean ("Ổ gà trước số 12", TC_TEXT_LINE, "Ổ gà trước số 12");
  check_clean ("  \t a \n ", TC_TEXT_LINE, "a");
  check_clean ("a\r\nb\tc", TC_TEXT_LINE, "a b c");
  check_clean ("a\xc2\xa0"
               "b",
               TC_TEXT_LINE, "a b");
  check_clean ("nga\xcc\xa3\xcc\x82p", TC_TEXT_LINE, "ngập");
  check_clean ("a\x01\x7f\xc2\x9f"
               "b",
               TC_TEXT_LINE, "ab");
}

static void
test_paragraph (void)
{
  check_clean ("một\nhai", TC_TEXT_PARAGRAPH, "một\nhai");
  check_clean ("một\r\nhai\rba\xe2\x80\xa8"
               "bốn\n\n",
               TC_TEXT_PARAGRAPH, "một\nhai\nba\nbốn");
  g_assert_false (tc_text_is_clean ("một\nhai", TC_TEXT_LINE, 100));
  g_assert_false (tc_text_is_clean ("một\r\nhai", TC_TEXT_PARAGRAPH, 100));
}

/* Characters that hide or turn round what a person reads. */
static void
test_hidden (void)
{
  static const gunichar hidden[] = {0xad,   0x61c,  0x200b,  0x200e, 0x200f,
                                    0x202a, 0x202e, 0x2060,  0x2066, 0x2069,
                                    0xfeff, 0xfffe, 0xe0041, 0xfdd0, 0x10ffff};

  for (guint i = 0; i < G_N_ELEMENTS (hidden); i++) {
    g_autoptr (GString) text = g_string_new ("a");
    g_string_append_unichar (text, hidden[i]);
    g_string_append_c (text, 'b');
    check_clean (text->str, TC_TEXT_LINE, "ab");
  }
  /* A family in one emoji holds joiners. */
  check_clean ("\xf0\x9f\x91\xa8\xe2\x80\x8d\xf0\x9f\x91\xa9", TC_TEXT_LINE,
               "\xf0\x9f\x91\xa8\xe2\x80\x8d\xf0\x9f\x91\xa9");
}

static void
test_limits (void)
{
  g_autofree char *exact = tc_text_clean (" ngập ", TC_TEXT_LINE, 4);
  g_autofree char *over = tc_text_clean ("ngập!", TC_TEXT_LINE, 4);

  g_assert_cmpstr (exact, ==, "ngập");
  g_assert_null (over);
  g_assert_true (tc_text_is_clean ("ngập", TC_TEXT_LINE, 4));
  g_assert_false (tc_text_is_clean ("ngập!", TC_TEXT_LINE, 4));
}

static void
test_not_utf8 (void)
{
  static const char *const wrong[] = {"\xff", "a\xc3", "\xed\xa0\x80", "\xc0\x80", "ng\xe2p"};

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++) {
    g_assert_null (tc_text_clean (wrong[i], TC_TEXT_LINE, 100));
    g_assert_false (tc_text_is_clean (wrong[i], TC_TEXT_LINE, 100));
  }
}

static void
test_random (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (18);
  static const gunichar starts[] = {0, 0x20, 0x80, 0x2f0, 0x1e00, 0x2000, 0x3000, 0xac00, 0xfff0};
  guint clean_already = 0;

  for (guint round = 0; round < 20000; round++) {
    TcTextForm form = round % 2 ? TC_TEXT_LINE : TC_TEXT_PARAGRAPH;
    g_autoptr (GString) text = g_string_new (NULL);
    for (int n = g_rand_int_range (rand, 0, 12); n > 0; n--) {
      gunichar c = starts[g_rand_int_range (rand, 0, G_N_ELEMENTS (starts))] +
                   (gunichar) g_rand_int_range (rand, 0, 128);
      if (c)
        g_string_append_unichar (text, c);
    }
    g_autofree char *clean = tc_text_clean (text->str, form, 50);
    g_autofree char *again = tc_text_clean (clean, form, 50);
    g_assert_true (tc_text_is_clean (clean, form, 50));
    g_assert_cmpstr (again, ==, clean);
    if (tc_text_is_clean (text->str, form, 50)) {
      g_assert_cmpstr (clean, ==, text->str);
      clean_already++;
    }
  }
  g_assert_cmpuint (clean_already, >, 1000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/text/line", test_line);
  g_test_add_func ("/text/paragraph", test_paragraph);
  g_test_add_func ("/text/hidden", test_hidden);
  g_test_add_func ("/text/limits", test_limits);
  g_test_add_func ("/text/not-utf8", test_not_utf8);
  g_test_add_func ("/text/random", test_random);
  return g_test_run ();
}
