/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * toancanhctl: administration from a terminal. Finds the verb and hands it its words; what a verb
 * does stands in tc-ctl-server.c and tc-ctl-province.c.
 */
#include "tc-ctl.h"

#include "tc-digest.h"
#include "tc-error.h"
#include "tc-told-words.h"

#include <glib/gi18n-lib.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SOCKET_DEFAULT "/run/toancanh/admin.sock"
#define SOCKET_VARIABLE "TOANCANH_ADMIN_SOCKET"
/* Translators: a verb, such as "desk list", and what follows it. */
#define USAGE _ ("Usage: toancanhctl %s %s\n")

static const TcCtlVerb *const tables[] = {
    tc_ctl_init_verbs,     tc_ctl_server_verbs,  tc_ctl_province_verbs, tc_ctl_import_verbs,
    tc_ctl_file_verbs,     tc_ctl_export_verbs,  tc_ctl_backup_verbs,   tc_ctl_doctor_verbs,
    tc_ctl_snapshot_verbs, tc_ctl_audit_verbs,   tc_ctl_bundle_verbs,   tc_ctl_purge_verbs,
    tc_ctl_camera_verbs,   tc_ctl_finding_verbs, tc_ctl_evidence_verbs, tc_ctl_alarm_verbs};

TcAdminClient *
tc_ctl_get_client (TcCtl *ctl)
{
  g_autoptr (GError) error = NULL;

  if (!ctl->client)
    ctl->client = tc_admin_client_new (ctl->socket_path, &error);
  if (!ctl->client)
    tc_ctl_complain_error (error);
  return ctl->client;
}

JsonObject *
tc_ctl_call (TcCtl *ctl, JsonObject *question)
{
  TcAdminClient *client = tc_ctl_get_client (ctl);
  g_autoptr (GError) error = NULL;

  if (!client) {
    json_object_unref (question);
    return NULL;
  }
  JsonObject *answer = tc_admin_client_call (client, question, &error);
  if (!answer)
    tc_ctl_complain_error (error);
  return answer;
}

void
tc_ctl_complain (const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  g_printerr ("toancanhctl: %s\n", text);
}

void
tc_ctl_complain_error (const GError *error)
{
  g_autofree char *words = tc_told_words (error->message);

  tc_ctl_complain ("%s", words);
}

void
tc_ctl_print_fault (const char *fault)
{
  g_autofree char *words = tc_told_words (fault);

  g_printerr ("%s\n", words);
}

void
tc_ctl_print_faults (const GPtrArray *faults)
{
  for (guint i = 0; i < faults->len; i++)
    tc_ctl_print_fault (faults->pdata[i]);
}

gboolean
tc_ctl_may_make (const char *path)
{
  g_autoptr (GError) error = NULL;

  if (g_file_test (path, G_FILE_TEST_EXISTS))
    tc_ctl_complain (_ ("'%s' is there already; it is left as it is"), path);
  else if (!tc_error_unless_parent (path, &error))
    tc_ctl_complain_error (error);
  else
    return TRUE;
  return FALSE;
}

TcCtlExit
tc_ctl_get_failure (TcCtl *ctl)
{
  return ctl->client ? TC_CTL_FAILED : TC_CTL_UNREACHABLE;
}

TcCtlExit
tc_ctl_misused (const TcCtlVerb *verbs, const char *words)
{
  for (; verbs->words; verbs++) {
    if (g_str_equal (verbs->words, words))
      g_printerr (USAGE, verbs->words, verbs->usage);
  }
  return TC_CTL_USAGE;
}

static void
print_help (void)
{
  g_print (_ ("Usage: toancanhctl [--socket PATH] [--json] VERB …\n\n"
              "Administers the toancanhd of this machine over its socket (%s,\n"
              "or the environment variable %s). With --json, what is shown is one line of\n"
              "JSON; without it a list has its columns separated by tabs.\n\n"),
           SOCKET_DEFAULT, SOCKET_VARIABLE);
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++) {
    for (const TcCtlVerb *verb = tables[i]; verb->words; verb++)
      g_print ("  %s %s\n      %s\n", verb->words, verb->usage, _ (verb->help));
  }
  g_print ("\n%s\n",
           _ ("Exit codes: 0 done, 1 refused or failed, 2 not understood, 3 no server there."));
}

/* How many of @argv are the words of the verb; 0 if they aren't. */
static int
match (const TcCtlVerb *verb, char **argv)
{
  g_auto (GStrv) words = g_strsplit (verb->words, " ", -1);
  int n = 0;

  for (; words[n]; n++) {
    if (!argv[n] || !g_str_equal (argv[n], words[n]))
      return 0;
  }
  return n;
}

/* Those of more words that begin with @word: what may have been meant, or was asked for.
 * FALSE if there are none. */
static gboolean
list_verbs (const char *word, gboolean explained)
{
  g_autofree char *start = g_strconcat (word, " ", NULL);
  gboolean found = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (tables); i++) {
    for (const TcCtlVerb *verb = tables[i]; verb->words; verb++) {
      if (!g_str_has_prefix (verb->words, start))
        continue;
      if (explained)
        g_print ("  %s %s\n      %s\n", verb->words, verb->usage, _ (verb->help));
      else
        g_printerr (USAGE, verb->words, verb->usage);
      found = TRUE;
    }
  }
  return found;
}

static TcCtlExit
run (TcCtl *ctl, char **argv)
{
  if (!argv[0] || g_str_equal (argv[0], "--help") || g_str_equal (argv[0], "help")) {
    print_help ();
    return argv[0] ? TC_CTL_OK : TC_CTL_USAGE;
  }
  if (*argv[0] == '-' && !g_str_equal (argv[0], "--version")) {
    tc_ctl_complain (g_str_equal (argv[0], "--socket")
                         ? _ ("%s needs a path behind it; see toancanhctl --help")
                         : _ ("there is no option %s; see toancanhctl --help"),
                     argv[0]);
    return TC_CTL_USAGE;
  }
  if (g_str_equal (argv[0], "--version")) {
    g_print ("toancanhctl %s\n", TC_VERSION);
    return TC_CTL_OK;
  }
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++) {
    for (const TcCtlVerb *verb = tables[i]; verb->words; verb++) {
      int n = match (verb, argv);
      if (n == 0)
        continue;
      if (g_strcmp0 (argv[n], "--help") != 0)
        return verb->run (ctl, argv + n);
      g_print (USAGE, verb->words, verb->usage);
      g_print ("\n%s\n%s", _ (verb->help), verb->details ? _ (verb->details) : "");
      return TC_CTL_OK;
    }
  }
  if (g_strcmp0 (argv[1], "--help") == 0 && list_verbs (argv[0], TRUE))
    return TC_CTL_OK;
  if (!list_verbs (argv[0], FALSE))
    tc_ctl_complain (_ ("there is no verb \"%s\"; see toancanhctl --help"), argv[0]);
  return TC_CTL_USAGE;
}

/* Options before the verb; returns where that is. */
static char **
read_options (TcCtl *ctl, char **argv)
{
  for (; argv[0]; argv++) {
    if (g_str_equal (argv[0], "--json")) {
      ctl->json = TRUE;
    } else if (g_str_equal (argv[0], "--socket") && argv[1]) {
      g_free (ctl->socket_path);
      ctl->socket_path = g_strdup (*++argv);
    } else {
      break;
    }
  }
  return argv;
}

int
main (int argc, char **argv)
{
  const char *path = g_getenv (SOCKET_VARIABLE);
  const char *locale_dir = g_getenv ("TC_LOCALE_DIR");
  TcCtl ctl = {g_strdup (path ? path : SOCKET_DEFAULT), NULL, FALSE};

  setlocale (LC_ALL, "");
  /* A service or ssh gives no locale, and the terminal reads UTF-8 all the same. */
  if (!g_get_charset (NULL) && MB_CUR_MAX == 1)
    setlocale (LC_CTYPE, "C.UTF-8");
  bindtextdomain (GETTEXT_PACKAGE, locale_dir ? locale_dir : TC_LOCALE_DIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  tc_crypto_init ();
  TcCtlExit exit_code = run (&ctl, read_options (&ctl, argv + 1));
  g_clear_pointer (&ctl.client, tc_admin_client_free);
  g_free (ctl.socket_path);
  return exit_code;
}
