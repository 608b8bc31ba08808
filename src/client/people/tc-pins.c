/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * PINs; see the header. The file is a key file with a group for each person; it is small and read
 * anew each time, so that what counts is what is on disk.
 */
#include "tc-pins.h"

#include "tc-limits.h"
#include "tc-password.h"
#include "tc-person-file.h"

#include <string.h>

#define WHAT "keeping a PIN"

/* Reading the file, changing it and writing it back are one step, whichever thread does it. */
static GMutex lock;

/* Each digit that much more than the one before. */
static gboolean
is_row (const char *pin, int step)
{
  for (const char *at = pin + 1; *at; at++)
    if (*at - at[-1] != step)
      return FALSE;
  return TRUE;
}

TcRefusal *
tc_pins_judge (const char *pin)
{
  gsize n = strlen (pin);

  if (n < TC_PIN_DIGITS_MIN || n > TC_PIN_DIGITS_MAX || strspn (pin, "0123456789") != n)
    return tc_refusal_new ("pin.form", "min", TC_I, (gint64) TC_PIN_DIGITS_MIN, "max", TC_I,
                           (gint64) TC_PIN_DIGITS_MAX, NULL);
  if (is_row (pin, 0) || is_row (pin, 1) || is_row (pin, -1))
    return tc_refusal_new ("pin.simple", NULL);
  return NULL;
}

static void
drop_oldest (GKeyFile *file)
{
  gsize n = 0;
  g_auto (GStrv) groups = g_key_file_get_groups (file, &n);
  const char *oldest = groups[0];

  for (gsize i = 1; i < n; i++)
    if (g_key_file_get_int64 (file, groups[i], "set", NULL) <
        g_key_file_get_int64 (file, oldest, "set", NULL))
      oldest = groups[i];
  if (n > TC_PINS_MAX)
    g_key_file_remove_group (file, oldest, NULL);
}

static int
count_left (GKeyFile *file, const char *group)
{
  if (!g_key_file_has_key (file, group, "hash", NULL))
    return -1;
  return MAX (0, TC_PIN_TRIES - g_key_file_get_integer (file, group, "wrong", NULL));
}

gboolean
tc_pins_keep (const char *path, gint64 staff_id, const char *pin, gint64 now_us, GError **error)
{
  g_autofree char *hash = tc_password_hash (pin, error);
  g_autofree char *group = tc_person_file_dup_group (staff_id);

  if (!hash)
    return FALSE;
  g_mutex_lock (&lock);
  g_autoptr (GKeyFile) file = tc_person_file_load (path);
  g_key_file_remove_group (file, group, NULL);
  g_key_file_set_string (file, group, "hash", hash);
  g_key_file_set_int64 (file, group, "set", now_us);
  drop_oldest (file);
  gboolean kept = tc_person_file_save (file, path, WHAT, error);
  g_mutex_unlock (&lock);
  return kept;
}

static TcRefusal *
check (const char *path, const char *group, const char *pin, GError **error)
{
  g_autoptr (GKeyFile) file = tc_person_file_load (path);
  g_autofree char *hash = g_key_file_get_string (file, group, "hash", NULL);
  int left = count_left (file, group);

  if (left < 0)
    return tc_refusal_new ("pin.none", NULL);
  if (left == 0)
    return tc_refusal_new ("pin.used-up", NULL);
  if (tc_password_verify (hash, pin)) {
    if (left < TC_PIN_TRIES) {
      g_key_file_remove_key (file, group, "wrong", NULL);
      /* It counts against the person alone that it couldn't be written. */
      if (!tc_person_file_save (file, path, WHAT, NULL))
        g_debug ("wrong PINs from before count still");
    }
    return NULL;
  }
  g_key_file_set_integer (file, group, "wrong", TC_PIN_TRIES - --left);
  if (!tc_person_file_save (file, path, WHAT, error))
    return NULL;
  return left == 0 ? tc_refusal_new ("pin.used-up", NULL)
                   : tc_refusal_new ("pin.wrong", "left", TC_I, (gint64) left, NULL);
}

TcRefusal *
tc_pins_check (const char *path, gint64 staff_id, const char *pin, GError **error)
{
  g_autofree char *group = tc_person_file_dup_group (staff_id);

  g_mutex_lock (&lock);
  TcRefusal *refusal = check (path, group, pin, error);
  g_mutex_unlock (&lock);
  return refusal;
}

gboolean
tc_pins_renew (const char *path, gint64 staff_id, GError **error)
{
  g_autofree char *group = tc_person_file_dup_group (staff_id);
  gboolean ok = TRUE;

  g_mutex_lock (&lock);
  g_autoptr (GKeyFile) file = tc_person_file_load (path);
  if (g_key_file_remove_key (file, group, "wrong", NULL))
    ok = tc_person_file_save (file, path, WHAT, error);
  g_mutex_unlock (&lock);
  return ok;
}

gboolean
tc_pins_forget (const char *path, gint64 staff_id, GError **error)
{
  g_autofree char *group = tc_person_file_dup_group (staff_id);
  gboolean ok = TRUE;

  g_mutex_lock (&lock);
  g_autoptr (GKeyFile) file = tc_person_file_load (path);
  if (g_key_file_remove_group (file, group, NULL))
    ok = tc_person_file_save (file, path, WHAT, error);
  g_mutex_unlock (&lock);
  return ok;
}

int
tc_pins_count_left (const char *path, gint64 staff_id)
{
  g_autofree char *group = tc_person_file_dup_group (staff_id);

  g_mutex_lock (&lock);
  g_autoptr (GKeyFile) file = tc_person_file_load (path);
  int left = count_left (file, group);
  g_mutex_unlock (&lock);
  return left;
}
