/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Lists taken away; see the header.
 */
#include "tc-list-take.h"

#include "tc-incident-words.h"
#include "tc-inner-name.h"
#include "tc-now.h"
#include "tc-office.h"
#include "tc-panel.h"
#include "tc-table-paper.h"
#include "tc-words.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct {
  GtkWidget *owner; /* (unowned): has this */
  GWeakRef desk;
  char *file;                    /* (owned) */
  TcListMake make;               /* (nullable): it has charts */
  TcChartMake chart;             /* (nullable): it has a list */
  GtkFileChooserNative *chooser; /* (owned) (nullable): while it is open */
} Take;

static void
free_take (gpointer data)
{
  Take *take = data;

  g_weak_ref_clear (&take->desk);
  /* Through a portal it outlives its window. */
  if (take->chooser) {
    g_signal_handlers_disconnect_by_data (take->chooser, take);
    gtk_native_dialog_destroy (GTK_NATIVE_DIALOG (take->chooser));
  }
  g_clear_object (&take->chooser);
  g_free (take->file);
  g_free (take);
}

/* (transfer full) (nullable): it was told */
static TcListTable *
make_table (Take *take)
{
  TcListTable *table = gtk_widget_get_root (take->owner) ? take->make (take->owner) : NULL;

  if (table && tc_list_table_get_length (table) > 0)
    return table;
  g_clear_pointer (&table, tc_list_table_free);
  tc_panel_say (take->owner, _ ("The list is empty: there is nothing to save or print."));
  return NULL;
}

/* (transfer full) (nullable): it was told */
static TcChartPicture *
make_chart (GtkWidget *owner, TcChartMake make)
{
  TcChartPicture *picture = gtk_widget_get_root (owner) ? make (owner) : NULL;

  if (!picture)
    tc_panel_say (owner, _ ("Nothing has been counted yet: there is no chart to save."));
  return picture;
}

/* ---- a file ---- */

void
tc_list_take_save_chart (GtkWidget *owner, TcChartMake make, const char *path)
{
  g_autofree char *lower = g_ascii_strdown (path, -1);
  gboolean svg = g_str_has_suffix (lower, ".svg");
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (TcChartPicture) picture = NULL;
  g_autoptr (GBytes) content = NULL;

  if (!svg && !g_str_has_suffix (lower, ".png")) {
    tc_panel_say (owner, _ ("Nothing was saved: the name must end in .png or .svg."));
    return;
  }
  picture = make_chart (owner, make);
  content = picture ? tc_chart_picture_make (picture, svg) : NULL;
  if (content)
    tc_panel_save (owner, file, content);
}

static void
save_table (Take *take, GFile *file)
{
  g_autoptr (TcListTable) table = make_table (take);
  char *csv = table ? tc_list_table_to_csv (table) : NULL;
  g_autoptr (GBytes) content = csv ? g_bytes_new_take (csv, strlen (csv)) : NULL;

  if (content)
    tc_panel_save (take->owner, file, content);
}

static void
save (Take *take, GFile *file)
{
  const char *path = g_file_peek_path (file);

  if (take->make)
    save_table (take, file);
  else if (path)
    tc_list_take_save_chart (take->owner, take->chart, path);
}

static void
save_to_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  g_autoptr (GFile) file = g_file_new_for_path (g_variant_get_string (target, NULL));

  save (data, file);
}

static void
chosen_cb (GtkNativeDialog *dialog, int response, gpointer data)
{
  Take *take = data;
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));

  if (response == GTK_RESPONSE_ACCEPT && file)
    save (take, file);
  g_clear_object (&take->chooser);
}

/* Or it was told that there is nothing. */
static gboolean
has_content (Take *take)
{
  g_autoptr (TcListTable) table = take->make ? make_table (take) : NULL;
  g_autoptr (TcChartPicture) picture = take->make ? NULL : make_chart (take->owner, take->chart);

  return table || picture;
}

static void
save_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  Take *take = data;
  g_autoptr (GDateTime) now = tc_words_local (tc_now_us ());
  g_autofree char *name = g_date_time_format (now, take->file);

  if (take->chooser || !has_content (take))
    return;
  take->chooser = gtk_file_chooser_native_new (
      take->make ? _ ("Save the list for a spreadsheet")
                 : _ ("Save the charts as a picture (.png, .svg)"),
      GTK_WINDOW (gtk_widget_get_root (take->owner)), GTK_FILE_CHOOSER_ACTION_SAVE, NULL, NULL);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (take->chooser), name);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (take->chooser), TRUE);
  g_signal_connect (take->chooser, "response", G_CALLBACK (chosen_cb), take);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (take->chooser));
}

/* ---- paper ---- */

typedef struct {
  GtkWidget *owner;   /* (owned) */
  TcListTable *table; /* (owned) (nullable): given away */
  char *person;       /* (owned) (nullable) */
  char *pdf;          /* (owned) (nullable) */
} Printing;

static void
free_printing (Printing *printing)
{
  g_object_unref (printing->owner);
  g_clear_pointer (&printing->table, tc_list_table_free);
  g_free (printing->person);
  g_free (printing->pdf);
  g_free (printing);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Printing, free_printing)

static void
failed_cb (const char *why, GObject *owner)
{
  /* Translators: what the system says. */
  g_autofree char *text = g_strdup_printf (_ ("It could not be printed: %s"), why);

  tc_panel_say (GTK_WIDGET (owner), text);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Printing) printing = data;
  g_auto (GStrv) texts = tc_office_read_finish (TC_WORKER (source), result, NULL);
  GtkRoot *root = gtk_widget_get_root (printing->owner);

  if (texts && root)
    tc_table_paper_print (g_steal_pointer (&printing->table), texts[0], texts[1],
                          printing->person ? printing->person : "", GTK_WINDOW (root),
                          printing->pdf, failed_cb, G_OBJECT (printing->owner));
}

static void
print (Take *take, const char *pdf)
{
  g_autoptr (TcDesk) desk = g_weak_ref_get (&take->desk);
  TcWorker *reader = desk ? tc_desk_get_reader (desk) : NULL;
  TcListTable *table = reader ? make_table (take) : NULL;
  Printing *printing = NULL;

  if (!table)
    return;
  printing = g_new0 (Printing, 1);
  *printing = (Printing){g_object_ref (take->owner), table, NULL, g_strdup (pdf)};
  g_object_get (desk, "person-name", &printing->person, NULL);
  tc_office_read_async (reader, read_cb, printing);
}

static void
print_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  print (data, NULL);
}

static void
print_to_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  print (data, g_variant_get_string (target, NULL));
}

/* ---- adding it ---- */

typedef struct {
  const char *name;
  const char *type; /* (nullable) */
  void (*activate) (GSimpleAction *action, GVariant *target, gpointer data);
} Entry;

static const Entry list_entries[] = {
    {"save-list", NULL, save_cb},
    {"save-list-to", "s", save_to_cb},
    {"print-list", NULL, print_cb},
    {"print-list-to", "s", print_to_cb},
    {NULL, NULL, NULL},
};

static const Entry chart_entries[] = {
    {"save-chart", NULL, save_cb},
    {"save-chart-to", "s", save_to_cb},
    {NULL, NULL, NULL},
};

static Take *
add_take (GActionMap *window, const char *prefix, const Entry *entries, GtkWidget *owner,
          const char *file)
{
  Take *take = g_new0 (Take, 1);
  /* One owner has several. */
  g_autofree char *key = g_strdup_printf ("%s-%s", prefix, entries->name);

  take->owner = owner;
  take->file = g_strdup (file);
  g_weak_ref_init (&take->desk, NULL);
  g_object_set_data_full (G_OBJECT (owner), key, take, free_take);
  for (const Entry *entry = entries; entry->name; entry++) {
    g_autofree char *name = g_strdup_printf ("%s-%s", prefix, entry->name);
    g_autoptr (GSimpleAction)
        action = g_simple_action_new (name, entry->type ? G_VARIANT_TYPE (entry->type) : NULL);
    g_signal_connect (action, "activate", G_CALLBACK (entry->activate), take);
    g_action_map_add_action (window, G_ACTION (action));
  }
  return take;
}

void
tc_list_take_add (GActionMap *window, const char *prefix, GtkWidget *owner, TcDesk *desk,
                  const char *file, TcListMake make)
{
  Take *take = add_take (window, prefix, list_entries, owner, file);

  take->make = make;
  g_weak_ref_set (&take->desk, desk);
}

void
tc_list_take_add_chart (GActionMap *window, const char *prefix, GtkWidget *owner, const char *file,
                        TcChartMake make)
{
  add_take (window, prefix, chart_entries, owner, file)->chart = make;
}

void
tc_list_take_fill_menu (GtkMenuButton *button, const char *prefix)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autofree char *save = g_strdup_printf ("win.%s-save-list", prefix);
  g_autofree char *print = g_strdup_printf ("win.%s-print-list", prefix);

  g_menu_append (menu, _ ("Save the list for a spreadsheet"), save);
  g_menu_append (menu, _ ("Print the list"), print);
  gtk_menu_button_set_menu_model (button, G_MENU_MODEL (menu));
  gtk_menu_button_set_icon_name (button, "open-menu-symbolic");
  gtk_widget_set_tooltip_text (GTK_WIDGET (button), _ ("What can be done with the list"));
  tc_inner_name_set (GTK_WIDGET (button), _ ("What can be done with the list"));
}
