/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Secrets: passwords lock after some wrong ones and longer each time, codes work once, for one key,
 * in time and with few tries, API keys end when revoked; and nothing of it is in the file as it was
 * told. Method: the real database in a folder of its own; time is given.
 */
#define _GNU_SOURCE /* memmem */
#include "tc-digest.h"
#include "tc-secrets.h"

#include <glib/gstdio.h>
#include <string.h>

#define NOW_US (G_GINT64_CONSTANT (1764000000) * G_USEC_PER_SEC)

typedef struct {
  char *dir;
  char *path;
  TcSecrets *secrets;
  GAsyncResult *result;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->dir = g_dir_make_tmp ("test-secrets-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->dir, "secrets.db", NULL);
  fixture->secrets = tc_secrets_open (fixture->path, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  static const char *const endings[] = {"", "-wal", "-shm"};

  g_clear_pointer (&fixture->secrets, tc_secrets_close);
  g_clear_object (&fixture->result);
  for (gsize i = 0; i < G_N_ELEMENTS (endings); i++) {
    g_autofree char *path = g_strconcat (fixture->path, endings[i], NULL);

    g_unlink (path);
  }
  g_assert_cmpint (g_rmdir (fixture->dir), ==, 0);
  g_free (fixture->dir);
  g_free (fixture->path);
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_set_object (&((Fixture *) data)->result, result);
}

static GAsyncResult *
wait (Fixture *fixture)
{
  while (!fixture->result)
    g_main_context_iteration (NULL, TRUE);
  return fixture->result;
}

static void
set_password (Fixture *fixture, gint64 staff_id, const char *password, int code)
{
  g_autoptr (GError) error = NULL;

  g_clear_object (&fixture->result);
  tc_secrets_set_password_async (fixture->secrets, staff_id, password, NOW_US, done_cb, fixture);
  if (tc_secrets_set_password_finish (wait (fixture), &error))
    g_assert_cmpint (code, ==, -1);
  else
    g_assert_error (error, TC_ERROR, code);
}

/* @code: (nullable): the refusal's; NULL: it is right. */
static void
check (Fixture *fixture, gint64 staff_id, const char *password, gint64 after_us, const char *code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TcRefusal) refusal = NULL;

  g_clear_object (&fixture->result);
  tc_secrets_check_password_async (fixture->secrets, staff_id, password, NOW_US + after_us, done_cb,
                                   fixture);
  refusal = tc_secrets_check_password_finish (wait (fixture), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (refusal ? refusal->code : NULL, ==, code);
}

static void
test_password (Fixture *fixture, gconstpointer data)
{
  set_password (fixture, 7, "mật khẩu dài", -1);
  set_password (fixture, 8, "ngắn", TC_ERROR_LIMIT);
  check (fixture, 7, "mật khẩu dài", 0, NULL);
  check (fixture, 7, "mật khẩu dàj", 0, "sign-in.failed");
  check (fixture, 7, "", 0, "sign-in.failed");
  check (fixture, 8, "ngắn", 0, "sign-in.failed");
  check (fixture, 0, "mật khẩu dài", 0, "sign-in.failed");
}

static void
test_lock (Fixture *fixture, gconstpointer data)
{
  set_password (fixture, 7, "mật khẩu dài", -1);
  for (int i = 0; i < TC_LOCK_FREE_FAILURES; i++)
    check (fixture, 7, "sai sai sai", 0, "sign-in.failed");
  check (fixture, 7, "sai sai sai", 0, "sign-in.locked");
  /* While it is locked, the right one doesn't help; afterwards it does, and all is forgiven. */
  check (fixture, 7, "mật khẩu dài", TC_LOCK_FIRST_US - 1, "sign-in.locked");
  check (fixture, 7, "sai sai sai", TC_LOCK_FIRST_US, "sign-in.locked");
  check (fixture, 7, "mật khẩu dài", 2 * TC_LOCK_FIRST_US, "sign-in.locked");
  check (fixture, 7, "mật khẩu dài", 3 * TC_LOCK_FIRST_US, NULL);
  check (fixture, 7, "sai sai sai", 3 * TC_LOCK_FIRST_US, "sign-in.failed");
  g_assert_cmpint (tc_password_lock_us (TC_LOCK_FREE_FAILURES), ==, 0);
  g_assert_cmpint (tc_password_lock_us (TC_LOCK_FREE_FAILURES + 3), ==, 4 * TC_LOCK_FIRST_US);
  g_assert_cmpint (tc_password_lock_us (1000), ==, TC_LOCK_LONGEST_US);
  /* A new password unlocks. */
  for (int i = 0; i <= TC_LOCK_FREE_FAILURES; i++)
    check (fixture, 7, "sai sai sai", 0,
           i < TC_LOCK_FREE_FAILURES - 1 ? "sign-in.failed" : "sign-in.locked");
  set_password (fixture, 7, "mật khẩu mới", -1);
  check (fixture, 7, "mật khẩu mới", 0, NULL);
}

static char *
invite (Fixture *fixture, gint64 desk_id)
{
  g_autoptr (GError) error = NULL;
  gint64 until_us = 0;
  char *code;

  g_clear_object (&fixture->result);
  tc_secrets_invite_async (fixture->secrets, desk_id, NOW_US, done_cb, fixture);
  code = tc_secrets_invite_finish (wait (fixture), &until_us, &error);
  g_assert_no_error (error);
  g_assert_cmpint (until_us, ==, NOW_US + TC_ENROLMENT_VALID_US);
  return code;
}

static gint64
redeem (Fixture *fixture, const char *code, guint8 key_byte, gint64 after_us)
{
  g_autoptr (GError) error = NULL;
  TcPublicKey key;
  gint64 desk_id;

  memset (key.bytes, key_byte, sizeof key.bytes);
  g_clear_object (&fixture->result);
  tc_secrets_redeem_async (fixture->secrets, code, &key, NOW_US + after_us, done_cb, fixture);
  desk_id = tc_secrets_redeem_finish (wait (fixture), &error);
  g_assert_no_error (error);
  return desk_id;
}

static void
test_code (Fixture *fixture, gconstpointer data)
{
  g_autofree char *first = invite (fixture, 12);
  g_autofree char *code = invite (fixture, 12);
  g_autofree char *small = g_ascii_strdown (code, -1);
  g_autofree char *other = g_strconcat ("13", code + 2, NULL);

  g_assert_true (g_str_has_prefix (code, "12-"));
  g_assert_cmpint (redeem (fixture, first, 1, 0), ==, 0);
  g_assert_cmpint (redeem (fixture, other, 1, 0), ==, 0);
  g_assert_cmpint (redeem (fixture, "", 1, 0), ==, 0);
  g_assert_cmpint (redeem (fixture, "12-", 1, 0), ==, 0);
  g_assert_cmpint (redeem (fixture, "99999999999999999999-AAAA", 1, 0), ==, 0);
  g_assert_cmpint (redeem (fixture, code, 1, TC_ENROLMENT_VALID_US), ==, 0);
  g_assert_cmpint (redeem (fixture, small, 1, 0), ==, 12);
  /* The desk that used it may ask again, if the answer was lost; nobody else may. */
  g_assert_cmpint (redeem (fixture, code, 1, 1), ==, 12);
  g_assert_cmpint (redeem (fixture, code, 2, 1), ==, 0);
}

static void
test_code_tries (Fixture *fixture, gconstpointer data)
{
  g_autofree char *code = invite (fixture, 12);

  for (int i = 0; i < TC_ENROLMENT_TRIES; i++)
    g_assert_cmpint (redeem (fixture, "12-AAAA-AAAA-AAAA-AAAA", 1, 0), ==, 0);
  g_assert_cmpint (redeem (fixture, code, 1, 0), ==, 0);
}

static char *
add_key (Fixture *fixture, gint64 id)
{
  g_autoptr (GError) error = NULL;
  char *key;

  g_clear_object (&fixture->result);
  tc_secrets_add_api_key_async (fixture->secrets, id, "app", "open311", NOW_US, done_cb, fixture);
  key = tc_secrets_add_api_key_finish (wait (fixture), &error);
  g_assert_no_error (error);
  return key;
}

static gboolean
revoke_key (Fixture *fixture, gint64 id)
{
  g_autoptr (GError) error = NULL;

  g_clear_object (&fixture->result);
  tc_secrets_revoke_api_key_async (fixture->secrets, id, done_cb, fixture);
  return tc_secrets_revoke_api_key_finish (wait (fixture), &error);
}

static void
test_api_keys (Fixture *fixture, gconstpointer data)
{
  g_autofree char *first = add_key (fixture, 1);
  g_autofree char *second = add_key (fixture, 2);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) list = NULL;

  g_assert_cmpint (tc_secrets_find_api_key (fixture->secrets, first)->id, ==, 1);
  g_assert_null (tc_secrets_find_api_key (fixture->secrets, "tck_"));
  g_assert_true (revoke_key (fixture, 1));
  g_assert_false (revoke_key (fixture, 3));
  g_assert_null (tc_secrets_find_api_key (fixture->secrets, first));
  tc_secrets_close (fixture->secrets);
  fixture->secrets = tc_secrets_open (fixture->path, &error);
  g_assert_no_error (error);
  g_assert_null (tc_secrets_find_api_key (fixture->secrets, first));
  g_assert_cmpstr (tc_secrets_find_api_key (fixture->secrets, second)->source, ==, "open311");
  list = tc_secrets_list_api_keys (fixture->secrets);
  g_assert_cmpuint (list->len, ==, 2);
}

static void
assert_absent (Fixture *fixture, const char *secret)
{
  static const char *const endings[] = {"", "-wal"};

  for (gsize i = 0; i < G_N_ELEMENTS (endings); i++) {
    g_autofree char *path = g_strconcat (fixture->path, endings[i], NULL);
    g_autofree char *bytes = NULL;
    gsize size;

    if (g_file_get_contents (path, &bytes, &size, NULL))
      g_assert_null (memmem (bytes, size, secret, strlen (secret)));
  }
}

static void
test_nothing_plain (Fixture *fixture, gconstpointer data)
{
  g_autofree char *key = add_key (fixture, 1);
  g_autofree char *code = invite (fixture, 12);

  set_password (fixture, 7, "mật khẩu dài", -1);
  assert_absent (fixture, key);
  assert_absent (fixture, code);
  assert_absent (fixture, "mật khẩu dài");
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  tc_crypto_init ();
  ADD ("/secrets/password", test_password);
  ADD ("/secrets/lock", test_lock);
  ADD ("/secrets/code", test_code);
  ADD ("/secrets/code-tries", test_code_tries);
  ADD ("/secrets/api-keys", test_api_keys);
  ADD ("/secrets/nothing-plain", test_nothing_plain);
  return g_test_run ();
}
