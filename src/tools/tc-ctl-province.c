/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The verbs about a province's files: check them, and carry them into the server. Nothing is sent
 * before all files are read and checked, the plan is made, and each of its operations has been
 * checked against its kind.
 */
#include "tc-ctl-carry.h"
#include "tc-ctl.h"

#include <glib/gi18n-lib.h>

/* (nullable): the faults are on stderr. */
static TcProvince *
load_files (const char *dir)
{
  g_autoptr (GPtrArray) faults = NULL;
  TcProvince *province = tc_province_load (dir, &faults);

  tc_ctl_print_faults (faults);
  return province;
}

static TcCtlExit
run_check (TcCtl *ctl, char **words)
{
  if (!words[0] || words[1])
    return tc_ctl_misused (tc_ctl_province_verbs, "province check");
  g_autoptr (TcProvince) province = load_files (words[0]);
  if (!province)
    return TC_CTL_FAILED;
  for (guint file = 0; file < TC_PROVINCE_N_FILES; file++)
    g_print ("%-22s %u\n", tc_province_get_file_name (file),
             tc_province_get_n_rows (province, file));
  return TC_CTL_OK;
}

static TcCtlExit
load_province (TcCtl *ctl, const char *dir, gboolean reports)
{
  g_autoptr (TcProvince) province = load_files (dir);
  g_autoptr (GError) error = NULL;

  if (!province)
    return TC_CTL_FAILED;
  TcAdminClient *client = tc_ctl_get_client (ctl);
  if (!client)
    return TC_CTL_UNREACHABLE;
  g_autoptr (GPtrArray) steps = tc_province_plan (province, &tc_ctl_province_server, client,
                                                  g_get_real_time (), reports, &error);
  if (!steps) {
    tc_ctl_complain_error (error);
    return TC_CTL_FAILED;
  }
  if (!tc_ctl_check_steps (steps))
    return TC_CTL_FAILED;
  tc_ctl_catch_interrupt ();
  return tc_ctl_carry_out (client, steps);
}

static TcCtlExit
run_load (TcCtl *ctl, char **words)
{
  const char *dir = NULL;
  gboolean reports = FALSE;

  for (; *words; words++) {
    if (g_str_equal (*words, "--reports"))
      reports = TRUE;
    else if (!dir && **words != '-')
      dir = *words;
    else
      return tc_ctl_misused (tc_ctl_province_verbs, "province load");
  }
  return dir ? load_province (ctl, dir, reports)
             : tc_ctl_misused (tc_ctl_province_verbs, "province load");
}

const TcCtlVerb tc_ctl_province_verbs[] = {
    {"province check", "DIR",
     N_ ("Reads a province's files and tells every fault; asks no server."), run_check},
    {"province load", "DIR [--reports]",
     N_ ("Brings the server to what a province's files say; --reports adds the demonstration's "
         "reports."),
     run_load},
    {NULL},
};
