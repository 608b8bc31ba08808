/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: without its server a desk lets in who signed in there before, for as long as was set, and
 * nobody else; wrong passwords lock, a clock that was put back helps nobody, and what is on disk
 * says nothing of the password. Method: the functions on a file, at times that are given.
 */
#include "tc-digest.h"
#include "tc-limits.h"
#include "tc-password.h"
#include "tc-verifiers.h"

#include <glib/gstdio.h>
#include <string.h>

#define PASSWORD "mật khẩu dài"
#define NOW_US (2000000000 * TC_US_PER_S)

typedef struct {
  char *folder;
  char *path;
} Fixture;

static void
keep (Fixture *fixture, gint64 staff_id, const char *account, gint64 checked_us)
{
  char name[] = "Lê Thị Lan";
  const TcVerifier verifier = {staff_id,       (char *) account, name,
                               staff_id * 100, checked_us,       checked_us + 14 * TC_US_PER_DAY};
  g_autoptr (GError) error = NULL;

  g_assert_true (tc_verifiers_keep (fixture->path, &verifier, PASSWORD, &error));
  g_assert_no_error (error);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("tc-verifiers-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "people.ini", NULL);
  keep (fixture, 7, "lan", NOW_US);
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
check (Fixture *fixture, const char *account, const char *password, gint64 now_us, const char *code)
{
  TcVerifier verifier = {0};
  g_autoptr (GError) error = NULL;
  g_autoptr (TcRefusal)
      refusal = tc_verifiers_check (fixture->path, account, password, now_us, &verifier, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (refusal ? refusal->code : NULL, ==, code);
  g_assert_cmpint (verifier.staff_id, ==, code ? 0 : 7);
  g_assert_cmpint (verifier.session_id, ==, code ? 0 : 700);
  tc_verifier_clear (&verifier);
}

static void
test_right (Fixture *fixture, gconstpointer data)
{
  check (fixture, "lan", PASSWORD, NOW_US + 1, NULL);
  check (fixture, " LAN ", PASSWORD, NOW_US + 13 * TC_US_PER_DAY, NULL);
  check (fixture, "minh", PASSWORD, NOW_US + 1, "sign-in.offline");
}

static void
test_limit (Fixture *fixture, gconstpointer data)
{
  check (fixture, "lan", PASSWORD, NOW_US + 14 * TC_US_PER_DAY - 1, NULL);
  check (fixture, "lan", PASSWORD, NOW_US + 14 * TC_US_PER_DAY, "sign-in.offline-old");
  /* The clock was put back: what it said before is known. */
  check (fixture, "lan", PASSWORD, NOW_US + 1, "sign-in.clock");
  /* A new check by the server is what helps. */
  keep (fixture, 7, "lan", NOW_US + 15 * TC_US_PER_DAY);
  check (fixture, "lan", PASSWORD, NOW_US + 15 * TC_US_PER_DAY, NULL);
}

static void
test_lock (Fixture *fixture, gconstpointer data)
{
  gint64 at_us = NOW_US;

  for (int i = 0; i < TC_LOCK_FREE_FAILURES; i++)
    check (fixture, "lan", "sai", at_us, "sign-in.failed");
  check (fixture, "lan", "sai", at_us, "sign-in.locked");
  check (fixture, "lan", PASSWORD, at_us + TC_LOCK_FIRST_US - 1, "sign-in.locked");
  at_us += TC_LOCK_FIRST_US;
  check (fixture, "lan", "sai", at_us, "sign-in.locked");
  check (fixture, "lan", PASSWORD, at_us + TC_LOCK_FIRST_US, "sign-in.locked");
  check (fixture, "lan", PASSWORD, at_us + 2 * TC_LOCK_FIRST_US, NULL);
  check (fixture, "lan", "sai", at_us + 2 * TC_LOCK_FIRST_US, "sign-in.failed");
}

static void
test_forget (Fixture *fixture, gconstpointer data)
{
  const gint64 ids[] = {8, 7};
  g_autoptr (GArray) before = tc_verifiers_list (fixture->path);

  g_assert_cmpuint (before->len, ==, 1);
  g_assert_cmpint (g_array_index (before, TcVerifier, 0).checked_us, ==, NOW_US);
  g_assert_true (tc_verifiers_forget (fixture->path, ids, 2, NULL));
  check (fixture, "lan", PASSWORD, NOW_US, "sign-in.offline");
  g_autoptr (GArray) after = tc_verifiers_list (fixture->path);
  g_assert_cmpuint (after->len, ==, 0);
}

static void
test_file (Fixture *fixture, gconstpointer data)
{
  GStatBuf info;
  g_autofree char *text = NULL;

  check (fixture, "lan", "sai rồi mà", NOW_US, "sign-in.failed");
  g_assert_cmpint (g_stat (fixture->path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  g_assert_true (g_file_get_contents (fixture->path, &text, NULL, NULL));
  g_assert_null (strstr (text, PASSWORD));
  g_assert_null (strstr (text, "sai rồi mà"));
  g_assert_nonnull (strstr (text, "$argon2id$"));
}

/* A file that somebody broke lets nobody in, and takes no wrong turn. */
static void
test_broken (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GArray) people = NULL;

  g_assert_true (g_file_set_contents (fixture->path,
                                      "[person 7]\naccount=lan\nname=x\n"
                                      "until=9223372036854775807\n",
                                      -1, NULL));
  check (fixture, "lan", PASSWORD, NOW_US, "sign-in.failed");
  g_assert_true (g_file_set_contents (fixture->path, "\x01\x02 nothing", -1, NULL));
  people = tc_verifiers_list (fixture->path);
  g_assert_cmpuint (people->len, ==, 0);
  check (fixture, "lan", PASSWORD, NOW_US, "sign-in.offline");
}

/* A wrong password that can't be counted is no free try. */
static void
test_no_disk (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "none", "people.ini", NULL);
  char account[] = "lan", name[] = "Lan";
  const TcVerifier verifier = {7, account, name, 700, NOW_US, NOW_US + 1};
  g_autoptr (GError) error = NULL;

  g_assert_false (tc_verifiers_keep (path, &verifier, PASSWORD, &error));
  g_assert_error (error, TC_ERROR, TC_ERROR_STORE);
}

static void
add (const char *path, void (*test) (Fixture *fixture, gconstpointer data))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  tc_crypto_init ();
  add ("/verifiers/right", test_right);
  add ("/verifiers/limit", test_limit);
  add ("/verifiers/lock", test_lock);
  add ("/verifiers/forget", test_forget);
  add ("/verifiers/file", test_file);
  add ("/verifiers/broken", test_broken);
  add ("/verifiers/no-disk", test_no_disk);
  return g_test_run ();
}
