/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Drives a fuzz target without libFuzzer, so that every ordinary build runs it: the corpus first,
 * then mutations of it from a seeded generator. With clang and -Dfuzz=true libFuzzer takes the
 * place of this file; targets are the same.
 *
 *   fuzz-NAME CORPUS-DIRECTORY [RUNS [SEED]]
 *
 * On a crash the input goes to stderr in hex; the seed replays the run.
 */
#include <glib.h>

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define INPUT_BYTES_MAX (128 * 1024)
#define RUNS_DEFAULT 20000
#define STEPS_MAX 6

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static GByteArray *current; /* (owned): what the target is being given */

/* Only calls that are safe in a signal handler. */
static void
crash_cb (int number)
{
  static const char digits[] = "0123456789abcdef";
  char pair[2];

  for (guint i = 0; current && i < current->len; i++) {
    pair[0] = digits[current->data[i] >> 4];
    pair[1] = digits[current->data[i] & 15];
    if (write (STDERR_FILENO, pair, sizeof pair) < 0)
      break;
  }
  if (write (STDERR_FILENO, "\n", 1) < 0)
    _exit (1);
  signal (number, SIG_DFL);
  raise (number);
}

static int
compare_names_cb (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static GPtrArray *
read_corpus (const char *path)
{
  g_autoptr (GPtrArray) corpus = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while (dir && (name = g_dir_read_name (dir)))
    g_ptr_array_add (names, g_build_filename (path, name, NULL));
  g_ptr_array_sort (names, compare_names_cb);
  for (guint i = 0; i < names->len; i++) {
    char *text = NULL;
    gsize size = 0;

    if (g_file_get_contents (g_ptr_array_index (names, i), &text, &size, NULL))
      g_ptr_array_add (corpus, g_bytes_new_take (text, MIN (size, INPUT_BYTES_MAX)));
  }
  return g_steal_pointer (&corpus);
}

static void
run_current (void)
{
  /* A copy of exactly that size, so that a read past its end is seen by the sanitiser; like
   * libFuzzer's never NULL. */
  g_autofree guint8 *copy = g_malloc (MAX (current->len, 1));

  memcpy (copy, current->data, current->len);
  LLVMFuzzerTestOneInput (copy, current->len);
}

static void
splice (GRand *rand, GPtrArray *corpus)
{
  GBytes *other = g_ptr_array_index (corpus, g_rand_int_range (rand, 0, (gint32) corpus->len));
  gsize size;
  const guint8 *data = g_bytes_get_data (other, &size);
  guint from = size ? (guint) g_rand_int_range (rand, 0, (gint32) size) : 0;
  guint keep = (guint) g_rand_int_range (rand, 0, (gint32) current->len + 1);

  g_byte_array_set_size (current, keep);
  g_byte_array_append (current, data + from, (guint) MIN (size - from, INPUT_BYTES_MAX - keep));
}

/* A piece of it once more, somewhere. */
static void
repeat_piece (GRand *rand)
{
  guint from = (guint) g_rand_int_range (rand, 0, (gint32) current->len);
  guint size = (guint) g_rand_int_range (rand, 1, 65);
  g_autoptr (GByteArray) tail = g_byte_array_new ();

  size = MIN (size, current->len - from);
  if (current->len + size > INPUT_BYTES_MAX)
    return;
  g_byte_array_append (tail, current->data + from, current->len - from);
  g_byte_array_set_size (current, from + size);
  g_byte_array_append (current, tail->data, tail->len);
}

static void
mutate (GRand *rand, GPtrArray *corpus)
{
  static const guint8 telling[] = {0x00, 0x01, 0x7f, 0x80, 0xc0, 0xff, '%', '&', '=', '[', ']',
                                   '<',  '"',  '-',  '.',  '0',  '9',  'T', 'Z', '{', ',', ' '};
  guint at;
  guint size;

  if (current->len == 0 || g_rand_int_range (rand, 0, 8) == 0) {
    splice (rand, corpus);
    return;
  }
  at = (guint) g_rand_int_range (rand, 0, (gint32) current->len);
  switch (g_rand_int_range (rand, 0, 5)) {
  case 0:
    current->data[at] ^= (guint8) (1u << g_rand_int_range (rand, 0, 8));
    break;
  case 1:
    current->data[at] = telling[g_rand_int_range (rand, 0, G_N_ELEMENTS (telling))];
    break;
  case 2:
    current->data[at] = (guint8) g_rand_int_range (rand, 0, 256);
    break;
  case 3:
    size = (guint) g_rand_int_range (rand, 1, 17);
    g_byte_array_remove_range (current, at, MIN (size, current->len - at));
    break;
  default:
    repeat_piece (rand);
    break;
  }
}

int
main (int argc, char **argv)
{
  guint64 n_runs = argc > 2 ? g_ascii_strtoull (argv[2], NULL, 10) : RUNS_DEFAULT;
  guint32 seed = argc > 3 ? (guint32) g_ascii_strtoull (argv[3], NULL, 10) : 20261123;
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  g_autoptr (GPtrArray) corpus = NULL;

  if (argc < 2) {
    fprintf (stderr, "usage: %s CORPUS-DIRECTORY [RUNS [SEED]]\n", argv[0]);
    return 2;
  }
  corpus = read_corpus (argv[1]);
  if (corpus->len == 0) {
    fprintf (stderr, "%s: no corpus in %s\n", argv[0], argv[1]);
    return 2;
  }
  g_log_set_always_fatal (G_LOG_LEVEL_CRITICAL | G_LOG_FATAL_MASK);
  current = g_byte_array_new ();
  signal (SIGABRT, crash_cb);
  signal (SIGTRAP, crash_cb);
  signal (SIGSEGV, crash_cb);
  for (guint64 i = 0; i < corpus->len + n_runs; i++) {
    GBytes *bytes = g_ptr_array_index (corpus, i % corpus->len);
    int n_steps = i < corpus->len ? 0 : g_rand_int_range (rand, 1, STEPS_MAX + 1);

    g_byte_array_set_size (current, 0);
    g_byte_array_append (current, g_bytes_get_data (bytes, NULL), (guint) g_bytes_get_size (bytes));
    for (int step = 0; step < n_steps; step++)
      mutate (rand, corpus);
    run_current ();
  }
  printf ("%u of the corpus and %" G_GUINT64_FORMAT " mutations, seed %u\n", corpus->len, n_runs,
          seed);
  g_clear_pointer (&current, g_byte_array_unref);
  return 0;
}
