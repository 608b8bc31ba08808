/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: whoever looks at a desk without a line reads what to look at, and no technical word where a
 * plain one is known. Method: the faults that sockets give, and the codes that servers give.
 */
#include "tc-line-words.h"
#include "tc-refusal-words.h"

#include <gio/gio.h>
#include <string.h>

static void
assert_says (GQuark domain, int code, const char *part, gboolean detail)
{
  g_autoptr (GError) error = g_error_new_literal (domain, code, "ECONN-detail");
  g_autofree char *word = tc_line_word_error (error);

  g_assert_nonnull (strstr (word, part));
  g_assert_true ((strstr (word, "ECONN-detail") != NULL) == detail);
}

static void
test_faults (void)
{
  assert_says (G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED, "isn't running", FALSE);
  assert_says (G_IO_ERROR, G_IO_ERROR_HOST_UNREACHABLE, "cable", FALSE);
  assert_says (G_IO_ERROR, G_IO_ERROR_NETWORK_UNREACHABLE, "cable", FALSE);
  assert_says (G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND, "server's name", FALSE);
  assert_says (G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "too long", FALSE);
  assert_says (G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED, "other end", FALSE);
  assert_says (G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "another version", FALSE);
  assert_says (G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE, "certificate", TRUE);
  assert_says (G_IO_ERROR, G_IO_ERROR_FAILED, "could not be reached", TRUE);
}

/* Each code that turns a desk away says what is kept and whom to call. */
static void
test_turned_away (void)
{
  static const char *const codes[] = {"line.desk-unknown", "line.protocol",     "line.schema",
                                      "line.schema-newer", "line.relay-agency", "line.replaced"};

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++) {
    g_autoptr (TcRefusal) refusal = tc_refusal_new (codes[i], NULL);
    g_autofree char *word = tc_refusal_word (refusal, 0);

    g_assert_nonnull (strstr (word, "kept"));
    g_assert_nonnull (strstr (word, "administrator"));
    g_assert_cmpint ((int) strlen (tc_line_word_turned_away (codes[i])), >, 10);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/line-words/faults", test_faults);
  g_test_add_func ("/line-words/turned-away", test_turned_away);
  return g_test_run ();
}
