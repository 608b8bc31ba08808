/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: a link and a press come back as they were made, and nothing else does: whatever bit is
 * changed, cut or added, whoever else's key it was made with, whichever page a press is of.
 */
#include "tc-page-link.h"

#include "tc-limits.h"

#include <string.h>

static const TcPageLink sample = {7654321, 42, 1795000000 * TC_US_PER_S};

static TcPageKey
make_key (void)
{
  g_autoptr (TcKey) server = tc_key_generate ();

  return tc_page_key_derive (server);
}

static void
test_there_and_back (void)
{
  g_autoptr (TcKey) server = tc_key_generate ();
  TcPageKey key = tc_page_key_derive (server), again = tc_page_key_derive (server);
  g_autofree char *text = tc_page_link_make (&key, &sample);
  TcPageLink link;
  gint64 id;

  g_assert_cmpuint (strlen (text), ==, 48);
  g_assert_cmpuint (strspn (text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                  "0123456789-_"),
                    ==, 48);
  g_assert_true (tc_page_link_parse (&again, text, &link));
  g_assert_cmpint (link.task_id, ==, sample.task_id);
  g_assert_cmpint (link.renewals, ==, sample.renewals);
  g_assert_cmpint (link.until_us, ==, sample.until_us);
  g_autofree char *press = tc_page_press_make (&key, &sample, G_MAXINT64);
  g_assert_true (tc_page_press_parse (&key, &link, press, &id));
  g_assert_cmpint (id, ==, G_MAXINT64);
}

/* The secret itself is not the server's key, and two servers have two. */
static void
test_other_key (void)
{
  TcPageKey key = make_key (), other = make_key ();
  g_autofree char *text = tc_page_link_make (&key, &sample);
  g_autofree char *press = tc_page_press_make (&key, &sample, 5);
  TcPageLink link = {0};
  gint64 id = 0;

  g_assert_false (tc_page_link_parse (&other, text, &link));
  g_assert_false (tc_page_press_parse (&other, &sample, press, &id));
  g_assert_cmpint (link.task_id, ==, 0);
  g_assert_cmpint (id, ==, 0);
}

static void
test_forged (void)
{
  static const char *const texts[] = {"", "x", "====", "..", "%2e%2e", "////"};
  TcPageKey key = make_key ();
  g_autofree char *text = tc_page_link_make (&key, &sample);
  TcPageLink link;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_assert_false (tc_page_link_parse (&key, texts[i], &link));
  for (guint i = 0; i < 48; i++) {
    for (guint bit = 0; bit < 7; bit++) {
      g_autofree char *changed = g_strdup (text);
      changed[i] = (char) (changed[i] ^ (1 << bit));
      g_assert_false (tc_page_link_parse (&key, changed, &link));
    }
    g_autofree char *cut = g_strndup (text, i);
    g_assert_false (tc_page_link_parse (&key, cut, &link));
  }
  g_autofree char *longer = g_strconcat (text, "AAAA", NULL);
  g_assert_false (tc_page_link_parse (&key, longer, &link));
}

/* A press is of one page, and no link is a press. */
static void
test_press_of_another (void)
{
  TcPageKey key = make_key ();
  const TcPageLink others[] = {{sample.task_id + 1, sample.renewals, sample.until_us},
                               {sample.task_id, 0, sample.until_us},
                               {sample.task_id, sample.renewals, sample.until_us + TC_US_PER_S}};
  g_autofree char *press = tc_page_press_make (&key, &sample, 5);
  g_autofree char *text = tc_page_link_make (&key, &sample);
  gint64 id;

  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    g_assert_false (tc_page_press_parse (&key, &others[i], press, &id));
  for (guint i = 0; press[i]; i++) {
    g_autofree char *changed = g_strdup (press);
    changed[i] ^= 1;
    g_assert_false (tc_page_press_parse (&key, &sample, changed, &id));
  }
  g_assert_false (tc_page_press_parse (&key, &sample, text, &id));
  g_assert_false (tc_page_press_parse (&key, &sample, NULL, &id));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  tc_crypto_init ();
  g_test_add_func ("/page-link/there-and-back", test_there_and_back);
  g_test_add_func ("/page-link/other-key", test_other_key);
  g_test_add_func ("/page-link/forged", test_forged);
  g_test_add_func ("/page-link/press-of-another", test_press_of_another);
  return g_test_run ();
}
