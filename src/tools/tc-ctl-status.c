/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * toancanhctl status: how the server is, for a person; --json gives the answer as it came.
 */
#include "tc-ctl.h"

#include <glib/gi18n-lib.h>

#define ERRORS_SHOWN 5
#define CLOCK_AHEAD_US (2 * G_USEC_PER_SEC)

static gint64
get (JsonObject *object, const char *name)
{
  return json_object_get_int_member_with_default (object, name, 0);
}

static const char *
get_text (JsonObject *object, const char *name)
{
  return json_object_get_string_member_with_default (object, name, "");
}

static char *
word_time (gint64 time_us)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (time_us / G_USEC_PER_SEC);
  g_autoptr (GDateTime) local = utc ? g_date_time_to_local (utc) : NULL;

  return local ? g_date_time_format (local, "%d/%m %H:%M:%S") : g_strdup ("–");
}

/* Takes @value. */
static void
line (const char *label, char *value)
{
  int width = (int) g_utf8_strlen (label, -1);

  g_print ("%s%*s %s\n", label, MAX (0, 22 - width), "", value);
  g_free (value);
}

static char *
word_span (gint64 seconds)
{
  if (seconds < 3600)
    /* Translators: minutes. */
    return g_strdup_printf (_ ("%d min"), (int) (seconds / 60));
  if (seconds < 2 * 86400)
    /* Translators: hours and minutes. */
    return g_strdup_printf (_ ("%1$d h %2$02d min"), (int) (seconds / 3600),
                            (int) (seconds / 60 % 60));
  /* Translators: days and hours. */
  return g_strdup_printf (_ ("%1$d days %2$d h"), (int) (seconds / 86400),
                          (int) (seconds / 3600 % 24));
}

static void
print_server (JsonObject *answer)
{
  g_autofree char *span = word_span (get (answer, "uptime_s"));
  g_autofree char *database = g_format_size ((guint64) get (answer, "database_bytes"));
  g_autofree char *files = g_format_size ((guint64) get (answer, "files_bytes"));
  g_autofree char *room = g_format_size ((guint64) get (answer, "disk_free_bytes"));

  line (_ ("Server"),
        /* Translators: the version, an address, and for how long. */
        g_strdup_printf (_ ("%1$s at %2$s, for %3$s"), get_text (answer, "version"),
                         get_text (answer, "address"), span));
  line (_ ("Log"),
        /* Translators: place in the log, which log since the last restore. */
        g_strdup_printf (_ ("%1$lld of epoch %2$lld"), (long long) get (answer, "lsn"),
                         (long long) get (answer, "epoch")));
  /* Translators: three numbers. */
  line (_ ("Operations"),
        g_strdup_printf (_ ("%1$lld in the last minute; since the start %2$lld taken, %3$lld "
                            "refused"),
                         (long long) get (answer, "per_minute"),
                         (long long) get (answer, "accepted"),
                         (long long) get (answer, "refused")));
  /* Translators: three sizes. */
  line (_ ("Disk"),
        g_strdup_printf (_ ("data %1$s, attachments %2$s, room %3$s"), database, files, room));
}

static void
print_backup (JsonObject *answer)
{
  g_autofree char *when = word_time (get (answer, "backup_us"));

  if (get (answer, "backup_us") > 0)
    line (_ ("Newest backup"), g_steal_pointer (&when));
  else
    line (_ ("Newest backup"), g_strdup (_ ("none")));
  if (*get_text (answer, "backup_error"))
    line (_ ("Backup failed"), g_strdup (get_text (answer, "backup_error")));
  if (get (answer, "restored_lost") > 0)
    /* Translators: two numbers. */
    line (_ ("After the restore"),
          g_strdup_printf (_ ("%1$lld operations lost, %2$lld sent again by desks"),
                           (long long) get (answer, "restored_lost"),
                           (long long) get (answer, "restored_again")));
}

static char *
word_desk (JsonObject *desk)
{
  g_autofree char *seen = word_time (get (desk, "seen_us"));
  g_autofree char *said = word_time (get (desk, "said_us"));
  g_autoptr (GString) text = g_string_new (NULL);

  if (get (desk, "relay") > 0)
    /* Translators: the number of a relay; a time. */
    g_string_append_printf (text, _ ("over relay %1$lld, heard %2$s"),
                            (long long) get (desk, "relay"), said);
  else if (!json_object_get_boolean_member_with_default (desk, "online", FALSE))
    /* Translators: a time. */
    return get (desk, "seen_us") ? g_strdup_printf (_ ("no line, last seen %s"), seen)
                                 : g_strdup (_ ("no line since the server was started"));
  else if (json_object_get_boolean_member_with_default (desk, "loading", FALSE))
    g_string_append (text, _ ("loads its data"));
  else if (get (desk, "behind") > 0)
    /* Translators: how many operations a desk is behind. */
    g_string_append_printf (text, _ ("online, %lld behind"), (long long) get (desk, "behind"));
  else
    g_string_append (text, _ ("online"));
  if (get (desk, "pending") > 0)
    /* Translators: operations that wait at a desk. */
    g_string_append_printf (text, _ (", %lld waiting there"), (long long) get (desk, "pending"));
  if (get (desk, "attention") > 0)
    /* Translators: operations that were refused. */
    g_string_append_printf (text, _ (", %lld to deal with"), (long long) get (desk, "attention"));
  if (ABS (get (desk, "clock_ahead_us")) > CLOCK_AHEAD_US)
    /* Translators: seconds. */
    g_string_append_printf (text, _ (", its clock is %+d s off"),
                            (int) (get (desk, "clock_ahead_us") / G_USEC_PER_SEC));
  if (*get_text (desk, "version"))
    /* Translators: of the programme. */
    g_string_append_printf (text, _ (", version %s"), get_text (desk, "version"));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static JsonArray *
get_list (JsonObject *answer, const char *name)
{
  JsonNode *node = json_object_get_member (answer, name);

  return node && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

static void
print_desks (JsonObject *answer)
{
  JsonArray *desks = get_list (answer, "desk_list");

  g_print ("\n");
  for (guint i = 0; desks && i < json_array_get_length (desks); i++) {
    JsonObject *desk = json_array_get_object_element (desks, i);
    g_autofree char *label = g_strdup_printf ("%s %s", get_text (desk, "id"),
                                              get_text (desk, "name"));

    if (!g_str_equal (get_text (desk, "state"), "enrolled"))
      continue;
    line (label, word_desk (desk));
  }
}

static void
print_errors (JsonObject *answer)
{
  JsonArray *errors = get_list (answer, "errors");
  guint n = errors ? json_array_get_length (errors) : 0;

  if (n == 0)
    return;
  g_print ("\n");
  /* Translators: how many since the start; the newest follow. */
  g_print (ngettext ("%d warning since the start; the newest:\n",
                     "%d warnings since the start; the newest:\n",
                     (gulong) get (answer, "warnings")),
           (int) get (answer, "warnings"));
  for (guint i = 0; i < MIN (n, ERRORS_SHOWN); i++) {
    JsonObject *error = json_array_get_object_element (errors, i);
    g_autofree char *when = word_time (get (error, "at_us"));

    g_print ("  %s  %s\n", when, get_text (error, "text"));
  }
}

void
tc_ctl_print_status (JsonObject *answer)
{
  print_server (answer);
  print_backup (answer);
  print_desks (answer);
  print_errors (answer);
}
