/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * toancanh: the desktop program. Words are looked up in TC_LOCALE_DIR where it is set (a build that
 * isn't installed), else where they were installed.
 */
#include "tc-application.h"
#include "tc-translator.h"

#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <locale.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

/* The end of the session, or of a test: leave in order, like closing the window. */
static gboolean
terminate_cb (gpointer data)
{
  g_application_quit (data);
  return G_SOURCE_REMOVE;
}

/* What follows @name, or stands in it behind '='. */
static const char *
find_option (int argc, char **argv, const char *name)
{
  gsize length = strlen (name);

  for (int i = 1; i < argc; i++) {
    if (g_str_equal (argv[i], name))
      return argv[i + 1];
    if (strncmp (argv[i], name, length) == 0 && argv[i][length] == '=')
      return argv[i] + length + 1;
  }
  return NULL;
}

/* Before anything is worded: GLib decides once whether there is something to translate. FALSE: the
 * file can't be used. */
static gboolean
open_translation (int argc, char **argv, TcTranslator **translator)
{
  const char *path = find_option (argc, argv, "--po");
  g_autoptr (GError) error = NULL;

  if (!path)
    return TRUE;
  *translator = tc_translator_new (path, &error);
  if (!*translator)
    g_printerr ("%s: %s\n", path, error->message);
  return *translator != NULL;
}

int
main (int argc, char **argv)
{
  g_autoptr (TcTranslator) translator = NULL;
  g_autoptr (TcApplication) application = NULL;
  const char *locale_dir = g_getenv ("TC_LOCALE_DIR");

  setlocale (LC_ALL, "");
  /* A limit on the size of files is a full disk, and no reason to end. */
  signal (SIGXFSZ, SIG_IGN);
  bindtextdomain (GETTEXT_PACKAGE, locale_dir ? locale_dir : TC_LOCALE_DIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_set_prgname ("io.github.toancanh.ToanCanh");
  if (!open_translation (argc, argv, &translator))
    return EXIT_FAILURE;
  application = tc_application_new (translator);
  g_unix_signal_add (SIGTERM, terminate_cb, application);
  return g_application_run (G_APPLICATION (application), argc, argv);
}
