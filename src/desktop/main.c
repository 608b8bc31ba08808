/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * toancanh: the desktop program. Words are looked up in TC_LOCALE_DIR where it is set (a build that
 * isn't installed), else where they were installed.
 */
#include "tc-application.h"

#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <locale.h>
#include <signal.h>

/* The end of the session, or of a test: leave in order, like closing the window. */
static gboolean
terminate_cb (gpointer data)
{
  g_application_quit (data);
  return G_SOURCE_REMOVE;
}

int
main (int argc, char **argv)
{
  g_autoptr (TcApplication) application = NULL;
  const char *locale_dir = g_getenv ("TC_LOCALE_DIR");

  setlocale (LC_ALL, "");
  /* A limit on the size of files is a full disk, and no reason to end. */
  signal (SIGXFSZ, SIG_IGN);
  bindtextdomain (GETTEXT_PACKAGE, locale_dir ? locale_dir : TC_LOCALE_DIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_set_prgname ("io.github.toancanh.ToanCanh");
  application = tc_application_new ();
  g_unix_signal_add (SIGTERM, terminate_cb, application);
  return g_application_run (G_APPLICATION (application), argc, argv);
}
