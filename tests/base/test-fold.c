/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: what people type finds what is written. Method: pairs that must meet and pairs that must
 * not, every Vietnamese letter against GLib's own decomposition, and random bytes.
 */
#include "tc-fold.h"

#include <string.h>

static void
check_fold (const char *text, const char *expected)
{
  g_autofree char *folded = tc_fold (text);

  g_assert_cmpstr (folded, ==, expected);
}

static void
check_key (const char *text, const char *expected)
{
  g_autofree char *key = tc_fold_key (text);

  g_assert_cmpstr (key, ==, expected);
}

static void
test_letters (void)
{
  check_fold ("", "");
  check_fold ("Đường Lý Tự Trọng", "duong ly tu trong");
  check_fold ("NGẬP NƯỚC", "ngap nuoc");
  check_fold ("ngập", "ngap");
  check_fold ("nga\xcc\xa3\xcc\x82p", "ngap");
  check_fold ("Æsir Straße ŒUVRE Þór ŁÓDŹ ×", "aesir strasse oeuvre thor lodz ×");
  check_fold ("道路 Москва", "道路 Москва");
}

/* Every letter that has a decomposition folds to its base letter, whatever its form. */
static void
test_table_agrees_with_decomposition (void)
{
  guint seen = 0;

  for (gunichar c = 0xc0; c < 0x1f00; c++) {
    if (c == 0x250)
      c = 0x1e00;
    char text[7] = {0};
    g_unichar_to_utf8 (c, text);
    g_autofree char *apart = g_utf8_normalize (text, -1, G_NORMALIZE_NFD);
    if (!g_ascii_isalpha (*apart))
      continue;
    char base[2] = {g_ascii_tolower (*apart), 0};
    check_fold (text, base);
    check_fold (apart, base);
    seen++;
  }
  g_assert_cmpuint (seen, >, 400);
}

static void
test_bytes_that_are_no_text (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (20261123);

  check_fold ("a\xff\x62\xe1\xba", "ab");
  check_key ("\xc3 q\xf0\x9f", "q");
  for (guint round = 0; round < 20000; round++) {
    char text[24] = {0};
    for (guint i = 0; i < sizeof text - 1; i++)
      text[i] = (char) g_rand_int_range (rand, 0, 256);
    g_autofree char *folded = tc_fold (text);
    g_autofree char *again = tc_fold (folded);
    g_auto (GStrv) words = tc_fold_words (text);
    g_auto (GStrv) accented = tc_fold_accented_words (text);
    g_assert_true (g_utf8_validate (folded, -1, NULL));
    g_assert_cmpstr (again, ==, folded);
    g_assert_cmpuint (g_strv_length (words), ==, g_strv_length (accented));
  }
}

static void
test_short_forms_meet (void)
{
  static const char *const same[][6] = {
      {"Hoà Bình", "Hòa Bình", "HOA BINH", "hoa  binh."},
      {"Phường 5", "P.5", "P. 5", "p5", "P 5", "phuong 5"},
      {"Quốc lộ 61", "QL61", "QL 61", "QL.61", "ql-61", "quoc lo 61"},
      {"Quốc lộ 61C", "QL61C", "ql 61c"},
      {"đường tỉnh 931", "ĐT931", "ĐT.931", "DT 931", "Tỉnh lộ 931", "TL931"},
      {"Thị xã Long Mỹ", "TX. Long Mỹ", "TX Long My", "tx.long mỹ"},
      {"Thành phố Vị Thanh", "TP. Vị Thanh", "TP Vị Thanh", "tp.vi thanh"},
      {"Huyện Châu Thành A", "H. Châu Thành A", "h.chau thanh a"},
      {"Xã Vị Tân", "X. Vị Tân", "x.vi tan"},
      {"Thị trấn Cái Tắc", "TT. Cái Tắc", "TT Cai Tac"},
      {"Khu vực 3, Phường Vị Tân", "KV3, P. Vị Tân", "kv 3 p.vi tan"},
      {"UBND phường 1", "Uỷ ban nhân dân P1", "Ủy ban nhân dân phường 1"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (same); i++) {
    g_autofree char *key = tc_fold_key (same[i][0]);
    for (guint k = 1; k < G_N_ELEMENTS (same[i]) && same[i][k]; k++)
      check_key (same[i][k], key);
  }
}

static void
test_what_is_no_short_form (void)
{
  check_key ("Hẻm h", "hem h");
  check_key ("p vi tan", "p vi tan");
  check_key ("x 5", "x 5");
  check_key ("h5", "h5");
  check_key ("p5a", "phuong 5a");
  check_key ("a1", "a1");
  check_key ("SĐT khách", "sdt khach");
  check_key ("ĐT nhà", "dt nha");
  check_key ("Tỉnh Lộ", "tinh lo");
  check_key ("..., --", "");
}

static void
check_accents (const char *a, const char *b, gboolean equal)
{
  g_auto (GStrv) left = tc_fold_accented_words (a);
  g_auto (GStrv) right = tc_fold_accented_words (b);

  g_assert_true (g_strv_equal ((const char *const *) left, (const char *const *) right) == equal);
}

static void
test_accents (void)
{
  check_accents ("Hoà", "hòa", TRUE);
  check_accents ("Hoà", "hoa", FALSE);
  check_accents ("thuỷ", "THỦY", TRUE);
  check_accents ("P. Vị Tân", "phường Vị Tân", TRUE);
  check_accents ("Vị Tân", "Vị Tấn", FALSE);
  check_accents ("nga\xcc\xa3\xcc\x82p", "ngập", TRUE);
  check_accents ("đa", "da", FALSE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fold/letters", test_letters);
  g_test_add_func ("/fold/table", test_table_agrees_with_decomposition);
  g_test_add_func ("/fold/bytes", test_bytes_that_are_no_text);
  g_test_add_func ("/fold/short-forms", test_short_forms_meet);
  g_test_add_func ("/fold/no-short-forms", test_what_is_no_short_form);
  g_test_add_func ("/fold/accents", test_accents);
  return g_test_run ();
}
