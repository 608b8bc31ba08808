/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Loading data from a stick; see the header.
 */
#include "tc-stick-loader.h"

#include "tc-refusal-words.h"

#include <glib/gi18n-lib.h>

typedef struct {
  GtkWindow *window;          /* (owned) */
  TcDesk *desk;               /* (owned) */
  GtkFileChooserNative *file; /* (owned) (nullable): while it is asked for */
} Asking;

static Asking *
new_asking (GtkWindow *window, TcDesk *desk)
{
  Asking *asking = g_new0 (Asking, 1);

  asking->window = g_object_ref (window);
  asking->desk = g_object_ref (desk);
  return asking;
}

static void
free_asking (Asking *asking)
{
  g_object_unref (asking->window);
  g_object_unref (asking->desk);
  g_clear_object (&asking->file);
  g_free (asking);
}

/* Over whatever window of ours is in front. */
static GtkWindow *
find_front (GtkWindow *window)
{
  GtkApplication *application = gtk_window_get_application (window);
  GtkWindow *front = application ? gtk_application_get_active_window (application) : NULL;

  return front ? front : window;
}

static void
tell (GtkWindow *window, const char *heading, const char *text)
{
  GtkWidget *dialog = adw_message_dialog_new (find_front (window), heading, text);

  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _ ("Close"));
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Asking *asking = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TcRefusal) refusal = tc_desk_load_stick_finish (TC_DESK (source), result, &error);
  g_autofree char *why = NULL;

  if (refusal)
    why = tc_refusal_word (refusal, g_get_real_time ());
  else if (error)
    why = tc_fault_word (error);
  if (why)
    tell (asking->window, _ ("Nothing was loaded"), why);
  else
    tell (
        asking->window, _ ("The data is loaded"),
        _ ("This desk can be used. When it reaches the server it goes on from there; what is over "
           "and done with is still being loaded in the background."));
  free_asking (asking);
}

void
tc_stick_loader_load (GtkWindow *window, TcDesk *desk, const char *path)
{
  tc_desk_load_stick_async (desk, path, NULL, loaded_cb, new_asking (window, desk));
}

static void
response_cb (GtkNativeDialog *dialog, int response, gpointer data)
{
  Asking *asking = data;
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  g_autofree char *path = file ? g_file_get_path (file) : NULL;

  if (response == GTK_RESPONSE_ACCEPT && path)
    tc_stick_loader_load (asking->window, asking->desk, path);
  free_asking (asking);
}

void
tc_stick_loader_choose (GtkWindow *window, TcDesk *desk)
{
  Asking *asking = new_asking (window, desk);
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  asking->file = gtk_file_chooser_native_new (_ ("Load data from a stick"), find_front (window),
                                              GTK_FILE_CHOOSER_ACTION_OPEN, NULL, NULL);
  gtk_file_filter_set_name (filter, _ ("Data for a desk"));
  gtk_file_filter_add_pattern (filter, "*.tcstick");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (asking->file), filter);
  g_signal_connect (asking->file, "response", G_CALLBACK (response_cb), asking);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (asking->file));
}
