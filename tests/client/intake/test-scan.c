/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: a scanner's keys are told from a hand's, and of a citizen's card the name is read. Method:
 * keys at times, and the text of cards.
 */
#include "tc-scan.h"

#include <string.h>

static char *
press_all (TcScanRun *run, const char *text, guint32 from_ms, guint32 gap_ms)
{
  guint32 at_ms = from_ms;

  for (const char *at = text; *at; at = g_utf8_next_char (at), at_ms += gap_ms)
    tc_scan_run_add (run, g_utf8_get_char (at), at_ms);
  return tc_scan_run_end (run, at_ms);
}

static void
test_scanner (void)
{
  TcScanRun run = {0};
  g_autofree char *code = press_all (&run, "PA-261123-0147", 1000, 3);
  g_autofree char *slow = press_all (&run, "8934563138165", 9000, TC_SCAN_GAP_MS);

  g_assert_cmpstr (code, ==, "PA-261123-0147");
  g_assert_cmpstr (slow, ==, "8934563138165");
  tc_scan_run_clear (&run);
}

static void
test_hand (void)
{
  TcScanRun run = {0};

  g_assert_null (press_all (&run, "ngập sâu hẻm 3", 1000, TC_SCAN_GAP_MS + 1));
  /* Two keys that are rolled, a key that is held down, a pause before Enter. */
  g_assert_null (press_all (&run, "th", 2000, 10));
  g_assert_null (press_all (&run, "jjjjjjjjjjjj", 3000, 20));
  g_assert_false (tc_scan_run_add (&run, 'a', 4000));
  g_assert_true (tc_scan_run_add (&run, 'b', 4000 + TC_SCAN_GAP_MS));
  g_assert_false (tc_scan_run_add (&run, 'c', 4001 + 2 * TC_SCAN_GAP_MS));
  for (guint i = 0; i < 8; i++)
    tc_scan_run_add (&run, 'a' + i, 6000 + i);
  g_assert_null (tc_scan_run_end (&run, 6200));
  tc_scan_run_clear (&run);
}

/* The clock of events begins anew after 49 days. */
static void
test_clock (void)
{
  TcScanRun run = {0};
  g_autofree char *text = press_all (&run, "PA-261123-0147", G_MAXUINT32 - 10, 3);

  g_assert_cmpstr (text, ==, "PA-261123-0147");
  tc_scan_run_clear (&run);
}

static void
test_too_long (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  TcScanRun run = {0};

  while (text->len < TC_SCAN_LETTERS_MAX)
    g_string_append (text, "ab");
  g_autofree char *longest = press_all (&run, text->str, 1, 1);
  g_assert_cmpstr (longest, ==, text->str);
  g_string_append (text, "a");
  g_assert_null (press_all (&run, text->str, 1, 1));
  tc_scan_run_clear (&run);
}

static void
test_cards (void)
{
  static const struct {
    const char *text;
    const char *name;
  } cards[] = {
      {"093204001234|362123456|Nguyễn Thị Bé Năm|05111975|Nữ|Ấp 3, Vị Thủy, Hậu Giang|12082021",
       "Nguyễn Thị Bé Năm"},
      {"093204001234||TRAN VAN BA|05111975|Nam|Vi Thanh|12082021|||a|b", "TRAN VAN BA"},
      /* A letter that the scanner couldn't type. */
      {"093204001234||Nguy?n V?n A|05111975|Nam|Vi Thanh|12082021", NULL},
      {"093204001234|| |05111975|Nam|Vi Thanh|12082021", NULL},
      {"09320400123||Tran Van Ba|05111975|Nam|Vi Thanh|12082021", NULL},
      {"093204001234||Tran Van Ba|1975|Nam|Vi Thanh|12082021", NULL},
      {"093204001234||Tran Van Ba|05111975", NULL},
      {"PA-261123-0147", NULL},
      {"", NULL},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cards); i++) {
    g_autofree char *name = tc_scan_dup_card_name (cards[i].text);
    g_assert_cmpstr (name, ==, cards[i].name);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/scan/scanner", test_scanner);
  g_test_add_func ("/scan/hand", test_hand);
  g_test_add_func ("/scan/clock", test_clock);
  g_test_add_func ("/scan/too-long", test_too_long);
  g_test_add_func ("/scan/cards", test_cards);
  return g_test_run ();
}
