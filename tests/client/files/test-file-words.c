/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Each state of a file has words, those that need a person say what to do, and limits are told as
 * they are.
 */
#include "tc-error.h"
#include "tc-file-words.h"
#include "tc-refusal-words.h"

#include <string.h>

static void
test_states (void)
{
  for (int state = TC_FILE_ABSENT; state <= TC_FILE_NO_ROOM; state++) {
    const TcFileStatus status = {(TcFileState) state, 42, 20 * 1024 * 1024};
    g_autofree char *word = tc_file_word_status (&status);
    g_autofree char *advice = tc_file_word_advice (&status);
    gboolean moves = state == TC_FILE_SENDING || state == TC_FILE_FETCHING;
    gboolean needs = state == TC_FILE_SERVER_FULL || state == TC_FILE_TOO_LARGE ||
                     state == TC_FILE_LOST || state == TC_FILE_DAMAGED || state == TC_FILE_NO_ROOM;

    g_assert_true ((*word == 0) == (state == TC_FILE_HERE));
    g_assert_true ((strstr (word, "42\u00a0%") != NULL) == moves);
    g_assert_true ((*advice != 0) == needs);
    g_assert_true ((strstr (advice, "20 MB") != NULL) == (state == TC_FILE_TOO_LARGE));
  }
}

static void
test_sizes (void)
{
  static const struct {
    gint64 bytes;
    const char *word;
  } sizes[] = {
      {1, "1 byte"},      {1023, "1023 bytes"},    {1024, "1 KB"},
      {350000, "342 KB"}, {1024 * 1024, "1.0 MB"}, {3565158, "3.4 MB"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++) {
    g_autofree char *word = tc_file_word_size (sizes[i].bytes);

    g_assert_cmpstr (word, ==, sizes[i].word);
  }
}

static void
test_refusals (void)
{
  static const char *const codes[] = {"file.too-large", "file.empty", "file.unreadable",
                                      "file.no-room"};

  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++) {
    g_autoptr (TcRefusal) refusal = tc_refusal_new (codes[i], "name", TC_S, "cây ngã.jpg",
                                                    "limit_mib", TC_I, (gint64) 64, NULL);
    g_autofree char *word = tc_refusal_word (refusal, 0);

    g_assert_nonnull (strstr (word, "“cây ngã.jpg”"));
    g_assert_true ((strstr (word, "64") != NULL) == (i == 0));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/file-words/states", test_states);
  g_test_add_func ("/file-words/sizes", test_sizes);
  g_test_add_func ("/file-words/refusals", test_refusals);
  return g_test_run ();
}
