/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Loading data from a stick; see the header.
 */
#include "tc-stick-loader.h"

#include "tc-now.h"
#include "tc-refusal-words.h"

#include <glib/gi18n-lib.h>

#define LOADING_KEY "stick-loading"

typedef struct {
  GtkWindow *window;          /* (owned) */
  TcDesk *desk;               /* (owned) */
  GtkFileChooserNative *file; /* (owned) (nullable): while it is asked for */
  GCancellable *cancellable;  /* (owned) */
  GtkWindow *wait;            /* (owned) (nullable): says that it goes on */
} Asking;

static Asking *
new_asking (GtkWindow *window, TcDesk *desk)
{
  Asking *asking = g_new0 (Asking, 1);

  asking->window = g_object_ref (window);
  asking->desk = g_object_ref (desk);
  asking->cancellable = g_cancellable_new ();
  return asking;
}

static void
free_asking (Asking *asking)
{
  g_object_unref (asking->window);
  g_object_unref (asking->desk);
  g_object_unref (asking->cancellable);
  g_clear_object (&asking->file);
  if (asking->wait)
    gtk_window_destroy (asking->wait);
  g_clear_object (&asking->wait);
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

/* Gigabytes take minutes. */
static void
show_wait (Asking *asking)
{
  GtkWidget *dialog = adw_message_dialog_new (
      find_front (asking->window), _ ("Loading data from the stick"),
      _ ("This may take some minutes. Leave the stick where it is."));
  GtkWidget *spinner = gtk_spinner_new ();

  gtk_spinner_start (GTK_SPINNER (spinner));
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), spinner);
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("Cancel"));
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (g_cancellable_cancel),
                           asking->cancellable, G_CONNECT_SWAPPED);
  asking->wait = GTK_WINDOW (g_object_ref (dialog));
  gtk_window_present (asking->wait);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Asking *asking = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TcRefusal) refusal = tc_desk_load_stick_finish (TC_DESK (source), result, &error);
  g_autofree char *why = NULL;

  g_object_set_data (source, LOADING_KEY, NULL);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    free_asking (asking);
    return;
  }
  if (asking->wait)
    gtk_widget_set_visible (GTK_WIDGET (asking->wait), FALSE);
  if (refusal)
    why = tc_refusal_word (refusal, tc_now_us ());
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
  Asking *asking = NULL;

  /* One at a time: they would be unpacked into the same folder. */
  if (g_object_get_data (G_OBJECT (desk), LOADING_KEY))
    return;
  asking = new_asking (window, desk);
  g_object_set_data (G_OBJECT (desk), LOADING_KEY, (gpointer) LOADING_KEY);
  show_wait (asking);
  tc_desk_load_stick_async (desk, path, asking->cancellable, loaded_cb, asking);
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
