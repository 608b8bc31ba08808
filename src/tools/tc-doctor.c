/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The doctor's findings; see the header.
 */
#include "tc-doctor.h"

#include <string.h>

static void
free_finding (gpointer data)
{
  TcFinding *finding = data;

  g_free (finding->what);
  g_free (finding->cure);
  g_free (finding);
}

TcDoctor *
tc_doctor_new (const char *config_path, const char *data_dir, gboolean deep, gint64 now_us)
{
  TcDoctor *doctor = g_new0 (TcDoctor, 1);

  doctor->config_path = g_strdup (config_path);
  doctor->data_dir = g_strdup (data_dir);
  doctor->units = "/etc/systemd/system/toancanhd.service.d";
  doctor->deep = deep;
  doctor->now_us = now_us;
  doctor->findings = g_ptr_array_new_with_free_func (free_finding);
  return doctor;
}

void
tc_doctor_free (TcDoctor *doctor)
{
  g_free (doctor->config_path);
  g_free (doctor->data_dir);
  g_clear_pointer (&doctor->status, json_object_unref);
  g_clear_pointer (&doctor->config, tc_server_config_free);
  g_ptr_array_unref (doctor->findings);
  g_free (doctor);
}

void
tc_doctor_say (TcDoctor *doctor, TcFindingLevel level, const char *check, const char *cure,
               const char *format, ...)
{
  TcFinding *finding = g_new0 (TcFinding, 1);
  va_list args;

  va_start (args, format);
  finding->what = g_strdup_vprintf (format, args);
  va_end (args);
  finding->level = level;
  finding->check = check;
  finding->cure = g_strdup (cure);
  g_ptr_array_add (doctor->findings, finding);
}

TcFindingLevel
tc_doctor_get_worst (TcDoctor *doctor)
{
  TcFindingLevel worst = TC_FINDING_FINE;

  for (guint i = 0; i < doctor->findings->len; i++)
    worst = MAX (worst, ((TcFinding *) doctor->findings->pdata[i])->level);
  return worst;
}

const TcFinding *
tc_doctor_find (TcDoctor *doctor, const char *check)
{
  for (guint i = 0; i < doctor->findings->len; i++) {
    const TcFinding *finding = doctor->findings->pdata[i];

    if (finding->level != TC_FINDING_FINE && strcmp (finding->check, check) == 0)
      return finding;
  }
  return NULL;
}
