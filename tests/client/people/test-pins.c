/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: a PIN is good digits and nothing else, opens for whom it was set, is counted when it is
 * wrong also across restarts, and what is on disk says nothing of it. Method: the functions on a
 * file.
 */
#include "tc-digest.h"
#include "tc-pins.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PIN "829174"
#define LAN 1001
#define MINH 1002

typedef struct {
  char *folder;
  char *path;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("tc-pins-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "pins.ini", NULL);
  g_assert_true (tc_pins_keep (fixture->path, LAN, PIN, 1, NULL));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_unlink (fixture->path);
  g_rmdir (fixture->folder);
  g_free (fixture->path);
  g_free (fixture->folder);
}

/* @code: NULL: it is right */
static void
check (Fixture *fixture, gint64 staff_id, const char *pin, const char *code, int left)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TcRefusal) refusal = tc_pins_check (fixture->path, staff_id, pin, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (refusal ? refusal->code : NULL, ==, code);
  g_assert_cmpint (tc_pins_count_left (fixture->path, staff_id), ==, left);
}

static void
test_form (void)
{
  static const struct {
    const char *pin;
    const char *code;
  } cases[] = {{"829174", NULL},
               {"8291", NULL},
               {"829", "pin.form"},
               {"", "pin.form"},
               {"82917a", "pin.form"},
               {"8291 74", "pin.form"},
               {"8291748291748", "pin.form"},
               {"0000", "pin.simple"},
               {"123456", "pin.simple"},
               {"9876", "pin.simple"},
               {"1357", NULL}};

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (TcRefusal) refusal = tc_pins_judge (cases[i].pin);

    g_assert_cmpstr (refusal ? refusal->code : NULL, ==, cases[i].code);
  }
}

static void
test_tries (Fixture *fixture, gconstpointer data)
{
  check (fixture, LAN, PIN, NULL, TC_PIN_TRIES);
  check (fixture, MINH, PIN, "pin.none", -1);
  check (fixture, LAN, "829175", "pin.wrong", TC_PIN_TRIES - 1);
  check (fixture, LAN, PIN, NULL, TC_PIN_TRIES);
  for (int i = 1; i < TC_PIN_TRIES; i++)
    check (fixture, LAN, "829175", "pin.wrong", TC_PIN_TRIES - i);
  check (fixture, LAN, "829175", "pin.used-up", 0);
  check (fixture, LAN, PIN, "pin.used-up", 0);
  g_assert_true (tc_pins_renew (fixture->path, LAN, NULL));
  check (fixture, LAN, PIN, NULL, TC_PIN_TRIES);
}

static void
test_set_anew (Fixture *fixture, gconstpointer data)
{
  for (int i = 1; i <= TC_PIN_TRIES; i++)
    check (fixture, LAN, "1111", i < TC_PIN_TRIES ? "pin.wrong" : "pin.used-up", TC_PIN_TRIES - i);
  g_assert_true (tc_pins_keep (fixture->path, LAN, "4417", 2, NULL));
  check (fixture, LAN, PIN, "pin.wrong", TC_PIN_TRIES - 1);
  check (fixture, LAN, "4417", NULL, TC_PIN_TRIES);
  g_assert_true (tc_pins_forget (fixture->path, LAN, NULL));
  check (fixture, LAN, "4417", "pin.none", -1);
  g_assert_true (tc_pins_forget (fixture->path, LAN, NULL));
  g_assert_true (tc_pins_renew (fixture->path, LAN, NULL));
}

static void
test_file (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = NULL;
  struct stat status;

  g_assert_true (g_file_get_contents (fixture->path, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "argon2id"));
  g_assert_null (strstr (text, PIN));
  g_assert_cmpint (stat (fixture->path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
}

/* What can't be written is an error, and never an open door. */
static void
test_no_disk (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "none", "pins.ini", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_false (tc_pins_keep (path, LAN, PIN, 1, &error));
  g_assert_error (error, TC_ERROR, TC_ERROR_STORE);
  g_clear_error (&error);
  /* The superuser writes there all the same. */
  g_assert_cmpint (g_chmod (fixture->folder, 0500), ==, 0);
  if (g_access (fixture->folder, W_OK) != 0) {
    g_assert_null (tc_pins_check (fixture->path, LAN, "829175", &error));
    g_assert_error (error, TC_ERROR, TC_ERROR_STORE);
  }
  g_assert_cmpint (g_chmod (fixture->folder, 0700), ==, 0);
}

static void
test_many (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();

  /* As if so many had set one: hashing each would take its time. */
  g_assert_true (g_key_file_load_from_file (file, fixture->path, G_KEY_FILE_NONE, NULL));
  for (int i = 0; i < TC_PINS_MAX; i++) {
    g_autofree char *group = g_strdup_printf ("person %d", 2000 + i);

    g_key_file_set_string (file, group, "hash", "x");
    g_key_file_set_int64 (file, group, "set", 10 + i);
  }
  g_key_file_remove_group (file, "person 1001", NULL);
  g_assert_true (g_key_file_save_to_file (file, fixture->path, NULL));
  g_assert_true (tc_pins_keep (fixture->path, LAN, PIN, 100, NULL));
  g_assert_cmpint (tc_pins_count_left (fixture->path, 2000), ==, -1);
  g_assert_cmpint (tc_pins_count_left (fixture->path, 2001), ==, TC_PIN_TRIES);
  check (fixture, LAN, PIN, NULL, TC_PIN_TRIES);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  tc_crypto_init ();
  g_test_add_func ("/pins/form", test_form);
#define ADD(name, func) g_test_add ("/pins/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("tries", test_tries);
  ADD ("set-anew", test_set_anew);
  ADD ("file", test_file);
  ADD ("no-disk", test_no_disk);
  ADD ("many", test_many);
#undef ADD
  return g_test_run ();
}
