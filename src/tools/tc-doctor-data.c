/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The doctor on the data: what the facts of tc_inspect() mean.
 */
#include "tc-doctor.h"

#include "tc-inspect.h"
#include "tc-limits.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define DESK_AWAY_US (30 * TC_US_PER_DAY)
#define CLOCK_AHEAD_US (2 * TC_US_PER_S)
#define RESTORE "toancanhctl restore"

static gint64
get_int (JsonObject *object, const char *name)
{
  return object ? json_object_get_int_member_with_default (object, name, 0) : 0;
}

static const char *
get_text (JsonObject *object, const char *name)
{
  return object ? json_object_get_string_member_with_default (object, name, NULL) : NULL;
}

static JsonObject *
get_object (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

static JsonArray *
get_array (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

static gboolean
check_database (TcDoctor *doctor, JsonObject *facts, const char *member, const char *file)
{
  const char *said = get_text (facts, member);

  if (g_strcmp0 (said, "ok") == 0)
    return TRUE;
  tc_doctor_say (doctor, TC_FINDING_FAULT, "database",
                 _ ("stop the server and restore a backup: toancanhctl restore"),
                 _ ("%s is damaged: %s."), file, said ? said : "?");
  return FALSE;
}

static void
check_log (TcDoctor *doctor, JsonObject *facts)
{
  const char *fault = get_text (facts, "fault");

  if (fault)
    tc_doctor_say (doctor, TC_FINDING_FAULT, "log",
                   _ ("stop the server and restore a backup: toancanhctl restore"),
                   _ ("The log was changed or is damaged at operation %lld: %s."),
                   (long long) get_int (facts, "fault_lsn"), fault);
  else
    tc_doctor_say (doctor, TC_FINDING_FINE, "log", NULL,
                   _ ("The newest %lld commits of the log follow on each other."),
                   (long long) get_int (facts, "commits"));
}

/* (transfer full): by this machine's clock */
static char *
word_time (gint64 time_us)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (time_us / TC_US_PER_S);
  g_autoptr (GDateTime) local = g_date_time_to_local (utc);

  return g_date_time_format (local, "%d/%m/%Y %H:%M");
}

static void
tell_log_size (TcDoctor *doctor, JsonObject *facts)
{
  gint64 since_us = get_int (facts, "catch_up_since_us");
  g_autofree char *log = g_format_size ((guint64) get_int (facts, "log_bytes"));
  g_autofree char *catch_up = g_format_size ((guint64) get_int (facts, "catch_up_bytes"));
  g_autofree char *free_room = g_format_size ((guint64) get_int (facts, "free_bytes"));
  g_autofree char *since = word_time (since_us);

  tc_doctor_say (doctor, TC_FINDING_FINE, "log", NULL,
                 _ ("%lld operations take %s; what desks catch up from, %s; free in the database "
                    "for what comes, %s."),
                 (long long) get_int (facts, "lsn"), log, catch_up, free_room);
  if (since_us)
    tc_doctor_say (doctor, TC_FINDING_FINE, "log", NULL,
                   _ ("Desks that were connected since %s catch up from the log; others load "
                      "their data anew."),
                   since);
}

static void
check_references (TcDoctor *doctor, JsonObject *facts)
{
  JsonArray *dangling = get_array (facts, "dangling");

  for (guint i = 0; dangling && i < json_array_get_length (dangling); i++) {
    JsonObject *one = json_array_get_object_element (dangling, i);

    tc_doctor_say (doctor, TC_FINDING_WARNING, "references",
                   _ ("send this line to the makers of the program"),
                   _ ("%lld rows refer to something that isn't there (%s)."),
                   (long long) get_int (one, "count"), get_text (one, "column"));
  }
}

static void
check_files (TcDoctor *doctor, JsonObject *facts)
{
  JsonObject *files = get_object (facts, "files");
  const char *example = get_text (files, "example");
  gint64 damaged = get_int (files, "damaged");
  gint64 missing = get_int (files, "missing");
  gint64 orphans = get_int (files, "orphans");
  gint64 set_aside = get_int (files, "set_aside");

  if (damaged)
    tc_doctor_say (doctor, TC_FINDING_FAULT, "files-damaged",
                   _ ("copy it from files/ of a backup to files/ of the data directory"),
                   _ ("%lld attachments are damaged on the disk, such as %s."), (long long) damaged,
                   example);
  if (missing)
    tc_doctor_say (doctor, TC_FINDING_WARNING, "files-missing",
                   _ ("wait for the desk that attached it, or copy it from files/ of a backup"),
                   _ ("%lld attachments are not here (yet), such as %s."), (long long) missing,
                   example);
  if (set_aside)
    tc_doctor_say (doctor, TC_FINDING_WARNING, "files-set-aside",
                   _ ("look at the disk (dmesg, smartctl); then empty files/damaged"),
                   _ ("%lld attachments were found damaged on the disk and set aside."),
                   (long long) set_aside);
  if (orphans)
    tc_doctor_say (doctor, TC_FINDING_WARNING, "files-orphans",
                   _ ("nothing, if desks are just sending; they do no harm"),
                   _ ("%lld files (%lld MiB) belong to no incident."), (long long) orphans,
                   (long long) (get_int (files, "orphan_bytes") >> 20));
  if (!damaged && !missing)
    tc_doctor_say (doctor, TC_FINDING_FINE, "files", NULL, _ ("All %lld attachments are here."),
                   (long long) get_int (files, "rows"));
}

static void
check_clocks (TcDoctor *doctor, JsonObject *facts)
{
  gint64 head_us = get_int (facts, "head_us");
  gint64 ahead_us = get_int (facts, "ahead_us");

  if (head_us > doctor->now_us + CLOCK_AHEAD_US)
    tc_doctor_say (doctor, TC_FINDING_FAULT, "clock", "timedatectl set-ntp true",
                   _ ("This machine's clock has gone back: the log is %lld seconds ahead of it."),
                   (long long) ((head_us - doctor->now_us) / TC_US_PER_S));
  else if (ahead_us > CLOCK_AHEAD_US)
    tc_doctor_say (doctor, TC_FINDING_WARNING, "clock",
                   _ ("timedatectl set-ntp true, at that desk and here"),
                   _ ("The clock of desk %lld is %lld seconds ahead of the server's."),
                   (long long) get_int (facts, "ahead_desk"), (long long) (ahead_us / TC_US_PER_S));
}

static void
check_desks (TcDoctor *doctor, JsonObject *facts)
{
  JsonArray *desks = get_array (facts, "desks");

  for (guint i = 0; desks && i < json_array_get_length (desks); i++) {
    JsonObject *desk = json_array_get_object_element (desks, i);
    gint64 last_us = get_int (desk, "last_us");
    g_autofree char *cure = g_strdup_printf ("toancanhctl desk revoke %lld",
                                             (long long) get_int (desk, "id"));

    if (last_us && doctor->now_us - last_us > DESK_AWAY_US)
      tc_doctor_say (doctor, TC_FINDING_WARNING, "desks", cure,
                     _ ("Nothing was done at %s for %lld days; if it is gone, end its right."),
                     get_text (desk, "name"),
                     (long long) ((doctor->now_us - last_us) / TC_US_PER_DAY));
  }
}

static void
check_people (TcDoctor *doctor, JsonObject *facts)
{
  JsonArray *locked = get_array (facts, "locked");

  if (get_int (facts, "admins") == 0)
    tc_doctor_say (doctor, TC_FINDING_WARNING, "admins", "toancanhctl account set-password ACCOUNT",
                   _ ("Nobody who may manage people has a password."));
  for (guint i = 0; locked && i < json_array_get_length (locked); i++)
    tc_doctor_say (doctor, TC_FINDING_WARNING, "locked",
                   _ ("wait, or toancanhctl account set-password"),
                   _ ("The account %s is locked after wrong passwords."),
                   json_array_get_string_element (locked, i));
}

static void
check_restored (TcDoctor *doctor, JsonObject *facts)
{
  JsonObject *restored = get_object (facts, "restored");

  if (!restored)
    return;
  g_autofree char *when = word_time (get_int (restored, "began_us"));

  tc_doctor_say (doctor, TC_FINDING_FINE, "restored", NULL,
                 _ ("Restored from a backup on %s: %lld operations after it were lost here, desks "
                    "sent %lld again."),
                 when, (long long) get_int (restored, "lost"),
                 (long long) get_int (restored, "again"));
}

void
tc_doctor_check_facts (TcDoctor *doctor, JsonObject *facts)
{
  gboolean state = check_database (doctor, facts, "state_check", "state.db");
  gboolean secrets = check_database (doctor, facts, "secrets_check", "secrets.db");

  if (!state || !secrets)
    return;
  tc_doctor_say (doctor, TC_FINDING_FINE, "database", NULL, _ ("The databases are whole."));
  check_log (doctor, facts);
  tell_log_size (doctor, facts);
  check_references (doctor, facts);
  check_files (doctor, facts);
  check_clocks (doctor, facts);
  check_desks (doctor, facts);
  check_people (doctor, facts);
  check_restored (doctor, facts);
}

void
tc_doctor_check_data (TcDoctor *doctor)
{
  const TcInspectOptions options = {doctor->data_dir, doctor->deep, doctor->now_us};
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) facts = NULL;

  if (tc_doctor_find (doctor, "folder") || tc_doctor_find (doctor, "missing"))
    return;
  facts = tc_inspect (&options, NULL, &error);
  if (facts)
    tc_doctor_check_facts (doctor, facts);
  else
    tc_doctor_say (doctor, TC_FINDING_FAULT, "database",
                   _ ("stop the server and restore a backup: toancanhctl restore"),
                   _ ("The data can't be read: %s."), error->message);
}
