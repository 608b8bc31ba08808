/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The verbs about cameras: passwords of their devices, who serves them, whether they may be heard,
 * who looked at them.
 */
#include "tc-ctl.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

#define VIEWS_LINES 50
#define VIEWS_LINES_MAX 500

/* Nothing but a failure is said; a person at a terminal is told that it is done. */
static TcCtlExit
tell (TcCtl *ctl, JsonObject *question)
{
  g_autoptr (JsonObject) answer = tc_ctl_call (ctl, question);

  if (answer && isatty (STDOUT_FILENO))
    g_printerr ("%s\n", _ ("Done."));
  return answer ? TC_CTL_OK : tc_ctl_get_failure (ctl);
}

static TcCtlExit
run_password (TcCtl *ctl, char **words)
{
  gboolean forget = words[0] && words[1] && g_str_equal (words[1], "--forget");
  char *password;
  JsonObject *question;

  if (!words[0] || (words[1] && (!forget || words[2])))
    return tc_ctl_misused (tc_ctl_camera_verbs, "camera set-password");
  password = forget ? g_strdup ("") : tc_ctl_read_secret ("Password of the device");
  if (!password || (!*password && !forget)) {
    tc_ctl_complain (_ ("no password was given"));
    g_free (password);
    return TC_CTL_USAGE;
  }
  question = tc_admin_question ("device-password");
  json_object_set_string_member (question, "device", words[0]);
  json_object_set_string_member (question, "password", password);
  explicit_bzero (password, strlen (password));
  g_free (password);
  return tell (ctl, question);
}

static TcCtlExit
run_serve (TcCtl *ctl, char **words)
{
  JsonObject *question = tc_admin_question ("serve-cameras");
  JsonArray *numbers = json_array_new ();
  gboolean fine = words[0] != NULL;

  for (guint i = 1; fine && words[i]; i++) {
    guint64 number;

    fine = g_ascii_string_to_unsigned (words[i], 10, 1, 9999, &number, NULL);
    if (fine)
      json_array_add_int_element (numbers, (gint64) number);
  }
  json_object_set_array_member (question, "numbers", numbers);
  if (!fine) {
    json_object_unref (question);
    return tc_ctl_misused (tc_ctl_camera_verbs, "camera serve");
  }
  json_object_set_string_member (question, "host", g_str_equal (words[0], "none") ? "" : words[0]);
  return tell (ctl, question);
}

static TcCtlExit
run_sound (TcCtl *ctl, char **words)
{
  static const char *const sounds[] = {"on", "off", "default", NULL};
  guint64 number;
  JsonObject *question;

  if (g_strv_length (words) != 3 || !g_strv_contains (sounds, words[1]) || !*words[2] ||
      !g_ascii_string_to_unsigned (words[0], 10, 1, 9999, &number, NULL))
    return tc_ctl_misused (tc_ctl_camera_verbs, "camera sound");
  question = tc_admin_question ("camera-sound");
  json_object_set_int_member (question, "camera", (gint64) number);
  json_object_set_string_member (question, "sound", words[1]);
  json_object_set_string_member (question, "reason", words[2]);
  return tell (ctl, question);
}

static TcCtlExit
run_state (TcCtl *ctl, char **words)
{
  gboolean mended = words[0] && words[1] && g_str_equal (words[1], "maintenance");
  gboolean back = words[0] && words[1] && g_str_equal (words[1], "in-service");
  guint n = g_strv_length (words);
  guint64 number;
  JsonObject *question;

  if ((!mended && !back) || n != (mended ? 3 : 2) || (mended && !*words[2]) ||
      !g_ascii_string_to_unsigned (words[0], 10, 1, 9999, &number, NULL))
    return tc_ctl_misused (tc_ctl_camera_verbs, "camera state");
  question = tc_admin_question ("camera-state");
  json_object_set_int_member (question, "camera", (gint64) number);
  json_object_set_string_member (question, "state", words[1]);
  if (mended)
    json_object_set_string_member (question, "reason", words[2]);
  return tell (ctl, question);
}

/* (transfer full) */
static char *
format_time (gint64 time_us)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (time_us / G_USEC_PER_SEC);
  g_autoptr (GDateTime) local = utc ? g_date_time_to_local (utc) : NULL;

  return local ? g_date_time_format (local, "%Y-%m-%d %H:%M:%S") : g_strdup ("–");
}

static const char *
get_text (JsonObject *object, const char *name)
{
  const char *text = json_object_get_string_member_with_default (object, name, NULL);

  return text ? text : "–";
}

static void
print_view (JsonObject *view)
{
  gint64 from_us = json_object_get_int_member_with_default (view, "from_us", 0);
  g_autofree char *at = format_time (json_object_get_int_member_with_default (view, "at_us", 0));
  g_autofree char *from = from_us ? format_time (from_us) : g_strdup ("");

  g_print ("%s\t%s\t%s\t%" G_GINT64_FORMAT "\t%s\t%s\t%s\t%s\n", at, get_text (view, "account"),
           get_text (view, "desk"), json_object_get_int_member_with_default (view, "camera", 0),
           get_text (view, "use"), get_text (view, "profile"), from,
           json_object_get_string_member_with_default (view, "part", ""));
}

static gboolean
read_views_words (JsonObject *question, char **words)
{
  guint64 number;

  json_object_set_int_member (question, "count", VIEWS_LINES);
  for (; words[0]; words++) {
    if (g_str_equal (words[0], "--camera") && words[1]) {
      if (!g_ascii_string_to_unsigned (*++words, 10, 1, 9999, &number, NULL))
        return FALSE;
      json_object_set_int_member (question, "camera", (gint64) number);
    } else if (g_str_equal (words[0], "--account") && words[1]) {
      json_object_set_string_member (question, "account", *++words);
    } else if (g_ascii_string_to_unsigned (words[0], 10, 1, VIEWS_LINES_MAX, &number, NULL)) {
      json_object_set_int_member (question, "count", (gint64) number);
    } else {
      return FALSE;
    }
  }
  return TRUE;
}

static TcCtlExit
run_views (TcCtl *ctl, char **words)
{
  JsonObject *question = tc_admin_question ("camera-views");
  g_autoptr (JsonObject) answer = NULL;
  JsonArray *views;

  if (!read_views_words (question, words)) {
    json_object_unref (question);
    return tc_ctl_misused (tc_ctl_camera_verbs, "camera views");
  }
  answer = tc_ctl_call (ctl, question);
  if (!answer)
    return tc_ctl_get_failure (ctl);
  views = json_object_get_array_member (answer, "views");
  if (ctl->json) {
    g_autoptr (JsonNode) node = json_node_init_array (json_node_alloc (), views);
    g_autofree char *text = json_to_string (node, FALSE);

    g_print ("%s\n", text);
    return TC_CTL_OK;
  }
  for (guint i = 0; i < json_array_get_length (views); i++)
    print_view (json_array_get_object_element (views, i));
  return TC_CTL_OK;
}

const TcCtlVerb tc_ctl_camera_verbs[] = {
    {"camera set-password", "DEVICE [--forget]",
     N_ ("Gives the server the password of a camera or recorder, by its code, read from standard "
         "input; or takes it back."),
     run_password},
    {"camera serve", "HOST|none [NUMBER …]",
     N_ ("Has cameras served by a media host, by its name, or by none; all of them where no number "
         "is given."),
     run_serve},
    {"camera sound", "NUMBER on|off|default REASON",
     N_ ("Says that a camera may be heard or not, and why; by default it may unless it is "
         "restricted. Whoever restricts or releases a camera takes back what was said."),
     run_sound},
    {"camera state", "NUMBER in-service|maintenance REASON",
     N_ ("Takes a camera out of service to be mended, with the reason, or back: meanwhile nothing "
         "connects to it, and it has no faults."),
     run_state},
    {"camera views", "[--camera NUMBER] [--account ACCOUNT] [COUNT]",
     N_ ("Shows who looked at cameras, newest first: when, account, desk, camera, use, stream, of "
         "a "
         "replay from when on, and of a copy or of what is kept its number."),
     run_views},
    {NULL},
};
