/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The verbs about keeping an installation: backup (made by the server that runs), backup verify and
 * restore (which need none).
 */
#include "tc-ctl.h"

#include "tc-backup-make.h"
#include "tc-restore.h"
#include "tc-told-words.h"

#include <signal.h>
#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define POLL_US (200 * 1000)
#define KEEP_MAX 1000

static volatile sig_atomic_t interrupted;

static void
on_interrupt (int number)
{
  interrupted = 1;
}

static void
watch_interrupt (void)
{
  struct sigaction action = {.sa_handler = on_interrupt};

  sigaction (SIGINT, &action, NULL);
  sigaction (SIGTERM, &action, NULL);
}

/* ---- backup ---- */

static void
show_progress (JsonObject *state)
{
  gint64 done = json_object_get_int_member_with_default (state, "done", 0);
  gint64 total = json_object_get_int_member_with_default (state, "total", 0);

  if (isatty (STDERR_FILENO) && total > 0)
    g_printerr ("\r%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT " MiB ", done >> 20, total >> 20);
}

/* (nullable): the state once nothing runs any more; NULL: told on stderr */
static JsonObject *
wait_for_backup (TcCtl *ctl)
{
  for (;;) {
    g_autoptr (JsonObject) state = tc_ctl_call (ctl, tc_admin_question ("backup-state"));

    if (!state)
      return NULL;
    show_progress (state);
    if (!json_object_get_boolean_member_with_default (state, "running", FALSE)) {
      if (isatty (STDERR_FILENO))
        g_printerr ("\n");
      return g_steal_pointer (&state);
    }
    if (interrupted) {
      g_autoptr (JsonObject) told = tc_ctl_call (ctl, tc_admin_question ("backup-cancel"));
      if (!told)
        return NULL;
    }
    g_usleep (POLL_US);
  }
}

static TcCtlExit
tell_backup (JsonObject *state)
{
  gint64 missing = json_object_get_int_member_with_default (state, "missing", 0);
  const char *error = json_object_get_string_member_with_default (state, "error", NULL);

  if (error) {
    g_autofree char *words = tc_told_words (error);
    tc_ctl_complain (_ ("no backup was made: %s"), words);
    return TC_CTL_FAILED;
  }
  if (missing)
    tc_ctl_complain (_ ("%lld attachments are not in it: the server doesn't have them"),
                     (long long) missing);
  /* The folder alone on standard output, for scripts. */
  g_print ("%s\n", json_object_get_string_member_with_default (state, "path", ""));
  return TC_CTL_OK;
}

static TcCtlExit
run_backup (TcCtl *ctl, char **words)
{
  guint64 keep = 0;
  const char *dir = words[0];

  if (!dir || *dir == '-' ||
      (words[1] && (!g_str_equal (words[1], "--keep") || !words[2] || words[3] ||
                    !g_ascii_string_to_unsigned (words[2], 10, 1, KEEP_MAX, &keep, NULL))))
    return tc_ctl_misused (tc_ctl_backup_verbs, "backup");
  g_autofree char *full = g_canonicalize_filename (dir, NULL);
  JsonObject *question = tc_admin_question ("backup");
  json_object_set_string_member (question, "dir", full);
  json_object_set_int_member (question, "keep", (gint64) keep);
  watch_interrupt ();
  g_autoptr (JsonObject) begun = tc_ctl_call (ctl, question);
  g_autoptr (JsonObject) state = begun ? wait_for_backup (ctl) : NULL;
  return state ? tell_backup (state) : tc_ctl_get_failure (ctl);
}

static TcCtlExit
run_backup_cancel (TcCtl *ctl, char **words)
{
  if (words[0])
    return tc_ctl_misused (tc_ctl_backup_verbs, "backup cancel");
  g_autoptr (JsonObject) answer = tc_ctl_call (ctl, tc_admin_question ("backup-cancel"));
  return answer ? TC_CTL_OK : tc_ctl_get_failure (ctl);
}

/* ---- backup verify ---- */

static TcCtlExit
tell_faults (GPtrArray *faults)
{
  tc_ctl_print_faults (faults);
  return faults->len ? TC_CTL_FAILED : TC_CTL_OK;
}

static void
describe (const char *generation, const TcBackupManifest *manifest)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (manifest->made_us / G_USEC_PER_SEC);
  g_autoptr (GDateTime) local = g_date_time_to_local (utc);
  g_autofree char *when = g_date_time_format (local, "%Y-%m-%d %H:%M:%S");

  g_print (_ ("%s\nmade %s, up to operation %lld of epoch %lld, %lld attachments\n"), generation,
           when, (long long) manifest->lsn, (long long) manifest->epoch,
           (long long) manifest->files);
}

static TcCtlExit
run_backup_verify (TcCtl *ctl, char **words)
{
  g_autofree char *root = NULL;
  g_autoptr (GPtrArray) faults = NULL;
  g_autoptr (GError) error = NULL;

  if (!words[0] || words[1])
    return tc_ctl_misused (tc_ctl_backup_verbs, "backup verify");
  g_autofree char *generation = tc_backup_find (words[0], &root, &error);
  g_autoptr (TcBackupManifest) manifest = NULL;
  if (generation)
    manifest = tc_backup_verify (root, generation, NULL, &faults, &error);
  if (!manifest) {
    tc_ctl_complain_error (error);
    return TC_CTL_FAILED;
  }
  describe (generation, manifest);
  TcCtlExit result = tell_faults (faults);
  if (result == TC_CTL_OK)
    g_print (_ ("whole\n"));
  return result;
}

/* ---- restore ---- */

static gboolean
is_confirmed (const TcRestoreOptions *options, const TcRestorePlan *plan)
{
  char line[16];

  if (!isatty (STDIN_FILENO)) {
    tc_ctl_complain (_ ("nothing was changed; --yes restores without asking"));
    return FALSE;
  }
  g_print (_ ("%s\nRestore it to %s? [y/N] "),
           plan->replaces ? _ ("What is there is moved aside, into a folder within it.")
                          : _ ("Nothing is there yet."),
           options->data_dir);
  fflush (stdout);
  return fgets (line, sizeof line, stdin) && (line[0] == 'y' || line[0] == 'Y');
}

static void
tell_restored (const TcRestoreOptions *options, const TcRestorePlan *plan, const char *aside)
{
  g_print (_ ("restored to %s; epoch %lld\n"), options->data_dir, (long long) plan->epoch);
  if (*aside)
    g_print (_ ("what was there is in %s\n"), aside);
  if (plan->manifest->config_path)
    g_print (_ ("the settings were in %s; a copy is in %s/toancanhd.conf\n"),
             plan->manifest->config_path, plan->generation);
  g_print (_ ("Start the server now: desks come back by themselves and send again what they made\n"
              "since the backup; \"toancanhctl status\" tells how much is lost.\n"));
}

static TcCtlExit
restore (const TcRestoreOptions *options, gboolean yes)
{
  g_autoptr (GPtrArray) faults = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (TcRestorePlan) plan = tc_restore_plan (options, NULL, &faults, &error);

  if (!plan) {
    tc_ctl_complain_error (error);
    return TC_CTL_FAILED;
  }
  if (faults->len) {
    tc_ctl_complain (_ ("the backup is not whole, nothing was changed:"));
    return tell_faults (faults);
  }
  describe (plan->generation, plan->manifest);
  if (!yes && !is_confirmed (options, plan))
    return TC_CTL_FAILED;
  g_autofree char *aside = tc_restore_run (options, plan, NULL, &error);
  if (!aside) {
    tc_ctl_complain_error (error);
    return TC_CTL_FAILED;
  }
  tell_restored (options, plan, aside);
  return TC_CTL_OK;
}

static TcCtlExit
run_restore (TcCtl *ctl, char **words)
{
  TcRestoreOptions options = {.now_us = g_get_real_time ()};
  gboolean yes = FALSE;

  for (; *words; words++) {
    if (g_str_equal (*words, "--yes"))
      yes = TRUE;
    else if (g_str_equal (*words, "--to") && words[1])
      options.data_dir = *++words;
    else if (!options.backup && **words != '-')
      options.backup = *words;
    else
      return tc_ctl_misused (tc_ctl_backup_verbs, "restore");
  }
  return options.backup && options.data_dir ? restore (&options, yes)
                                            : tc_ctl_misused (tc_ctl_backup_verbs, "restore");
}

const TcCtlVerb tc_ctl_backup_verbs[] = {
    {"backup verify", "DIR",
     N_ ("Checks a backup, or the newest one in a folder; needs no server. Every fault is told."),
     run_backup_verify},
    {"backup cancel", "", N_ ("Ends the backup that is being made."), run_backup_cancel},
    {"backup", "DIR [--keep NUMBER]",
     N_ ("Makes a backup while the server runs and prints its folder; --keep removes older ones."),
     run_backup},
    {"restore", "DIR --to DATADIR [--yes]",
     N_ ("Restores a data directory from a backup while no server runs on it; what is there is "
         "moved "
         "aside."),
     run_restore},
    {NULL},
};
