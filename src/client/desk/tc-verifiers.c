/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Verifiers of passwords; see the header. The file is a key file with a group for each person; it
 * is small and read anew each time, so that what counts is what is on disk.
 */
#include "tc-verifiers.h"

#include "tc-limits.h"
#include "tc-password.h"
#include "tc-person-file.h"

#include <string.h>

#define CLOCK "clock"
#define WHAT "keeping who may sign in"
/* What a clock that is set right may jump back. */
#define CLOCK_BACK_US (10 * 60 * TC_US_PER_S)

static GMutex lock;

void
tc_verifier_clear (TcVerifier *verifier)
{
  g_clear_pointer (&verifier->account, g_free);
  g_clear_pointer (&verifier->name, g_free);
}

static void
read_person (GKeyFile *file, const char *group, TcVerifier *verifier)
{
  verifier->staff_id = g_ascii_strtoll (group + strlen (TC_PERSON_FILE_PREFIX), NULL, 10);
  verifier->account = g_key_file_get_string (file, group, "account", NULL);
  verifier->name = g_key_file_get_string (file, group, "name", NULL);
  verifier->session_id = g_key_file_get_int64 (file, group, "session", NULL);
  verifier->checked_us = g_key_file_get_int64 (file, group, "checked", NULL);
  verifier->until_us = g_key_file_get_int64 (file, group, "until", NULL);
}

static GArray *
list_people (GKeyFile *file)
{
  GArray *people = g_array_new (FALSE, TRUE, sizeof (TcVerifier));
  g_auto (GStrv) groups = g_key_file_get_groups (file, NULL);

  g_array_set_clear_func (people, (GDestroyNotify) tc_verifier_clear);
  for (char **group = groups; *group; group++) {
    TcVerifier verifier = {0};

    if (!g_str_has_prefix (*group, TC_PERSON_FILE_PREFIX))
      continue;
    read_person (file, *group, &verifier);
    if (verifier.staff_id > 0 && verifier.account && verifier.name)
      g_array_append_val (people, verifier);
    else
      tc_verifier_clear (&verifier);
  }
  return people;
}

static void
drop_oldest (GKeyFile *file)
{
  g_autoptr (GArray) people = list_people (file);

  while (people->len > TC_VERIFIERS_MAX) {
    guint oldest = 0;

    for (guint i = 1; i < people->len; i++)
      if (g_array_index (people, TcVerifier, i).checked_us <
          g_array_index (people, TcVerifier, oldest).checked_us)
        oldest = i;
    g_autofree char *group = tc_person_file_dup_group (
        g_array_index (people, TcVerifier, oldest).staff_id);
    g_key_file_remove_group (file, group, NULL);
    g_array_remove_index (people, oldest);
  }
}

/* The newest time that this desk has seen. */
static void
note_time (GKeyFile *file, gint64 time_us)
{
  if (time_us > g_key_file_get_int64 (file, CLOCK, "seen", NULL))
    g_key_file_set_int64 (file, CLOCK, "seen", time_us);
}

gboolean
tc_verifiers_keep (const char *path, const TcVerifier *verifier, const char *password,
                   GError **error)
{
  g_autofree char *hash = tc_password_hash (password, error);
  g_autofree char *group = tc_person_file_dup_group (verifier->staff_id);

  if (!hash)
    return FALSE;
  g_mutex_lock (&lock);
  g_autoptr (GKeyFile) file = tc_person_file_load (path);
  g_key_file_remove_group (file, group, NULL);
  g_key_file_set_string (file, group, "account", verifier->account);
  g_key_file_set_string (file, group, "name", verifier->name);
  g_key_file_set_string (file, group, "hash", hash);
  g_key_file_set_int64 (file, group, "session", verifier->session_id);
  g_key_file_set_int64 (file, group, "checked", verifier->checked_us);
  g_key_file_set_int64 (file, group, "until", verifier->until_us);
  note_time (file, verifier->checked_us);
  drop_oldest (file);
  gboolean kept = tc_person_file_save (file, path, WHAT, error);
  g_mutex_unlock (&lock);
  return kept;
}

/* (nullable) (transfer full): the group of that account. */
static char *
find_group (GKeyFile *file, const char *account)
{
  g_autoptr (GArray) people = list_people (file);

  for (guint i = 0; i < people->len; i++)
    if (g_str_equal (g_array_index (people, TcVerifier, i).account, account))
      return tc_person_file_dup_group (g_array_index (people, TcVerifier, i).staff_id);
  return NULL;
}

/* What is known before the password is looked at. */
static TcRefusal *
refuse_before (GKeyFile *file, const char *group, gint64 now_us)
{
  gint64 seen_us = g_key_file_get_int64 (file, CLOCK, "seen", NULL);
  gint64 locked_us = g_key_file_get_int64 (file, group, "locked", NULL);

  if (now_us < seen_us - CLOCK_BACK_US)
    return tc_refusal_new ("sign-in.clock", "now_us", TC_I, now_us, "seen_us", TC_I, seen_us, NULL);
  if (now_us >= g_key_file_get_int64 (file, group, "until", NULL))
    return tc_refusal_new ("sign-in.offline-old", "checked_us", TC_I,
                           g_key_file_get_int64 (file, group, "checked", NULL), NULL);
  if (locked_us > now_us)
    return tc_refusal_new ("sign-in.locked", "until_us", TC_I, locked_us, NULL);
  return NULL;
}

static TcRefusal *
note_failure (GKeyFile *file, const char *group, gint64 now_us)
{
  gint64 failures = g_key_file_get_int64 (file, group, "failures", NULL) + 1;
  gint64 lock_us = tc_password_lock_us (failures);

  g_key_file_set_int64 (file, group, "failures", failures);
  if (!lock_us)
    return tc_refusal_new ("sign-in.failed", NULL);
  g_key_file_set_int64 (file, group, "locked", now_us + lock_us);
  return tc_refusal_new ("sign-in.locked", "until_us", TC_I, now_us + lock_us, NULL);
}

static TcRefusal *
check (const char *path, const char *account, const char *password, gint64 now_us,
       TcVerifier *verifier, GError **error)
{
  g_autoptr (GKeyFile) file = tc_person_file_load (path);
  g_autofree char *group = find_group (file, account);
  g_autoptr (TcRefusal) refusal = NULL;

  if (!group)
    return tc_refusal_new ("sign-in.offline", NULL);
  refusal = refuse_before (file, group, now_us);
  if (refusal)
    return g_steal_pointer (&refusal);
  g_autofree char *hash = g_key_file_get_string (file, group, "hash", NULL);
  if (!hash || !tc_password_verify (hash, password)) {
    refusal = note_failure (file, group, now_us);
  } else {
    g_key_file_remove_key (file, group, "failures", NULL);
    g_key_file_remove_key (file, group, "locked", NULL);
  }
  note_time (file, now_us);
  if (!tc_person_file_save (file, path, WHAT, error))
    return NULL;
  if (!refusal)
    read_person (file, group, verifier);
  return g_steal_pointer (&refusal);
}

TcRefusal *
tc_verifiers_check (const char *path, const char *account, const char *password, gint64 now_us,
                    TcVerifier *verifier, GError **error)
{
  g_autofree char *small = g_utf8_strdown (account, -1);

  g_strstrip (small);
  g_mutex_lock (&lock);
  TcRefusal *refusal = check (path, small, password, now_us, verifier, error);
  g_mutex_unlock (&lock);
  return refusal;
}

gboolean
tc_verifiers_forget (const char *path, const gint64 *staff_ids, guint n, GError **error)
{
  gboolean ok = TRUE;
  gboolean any = FALSE;

  g_mutex_lock (&lock);
  g_autoptr (GKeyFile) file = tc_person_file_load (path);
  for (guint i = 0; i < n; i++) {
    g_autofree char *group = tc_person_file_dup_group (staff_ids[i]);

    any |= g_key_file_remove_group (file, group, NULL);
  }
  if (any)
    ok = tc_person_file_save (file, path, WHAT, error);
  g_mutex_unlock (&lock);
  return ok;
}

GArray *
tc_verifiers_list (const char *path)
{
  g_mutex_lock (&lock);
  g_autoptr (GKeyFile) file = tc_person_file_load (path);
  GArray *people = list_people (file);
  g_mutex_unlock (&lock);
  return people;
}
