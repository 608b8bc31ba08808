/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The files of a call; see the header.
 */
#include "tc-intake-files.h"

#include "tc-file-words.h"
#include "tc-focus.h"
#include "tc-kept-file.h"
#include "tc-verb-button.h"
#include "tc-wrap-layout.h"

#include <glib/gi18n-lib.h>

#define NAME_CHARS 28
#define SPACING 8

struct _TcIntakeFiles {
  GtkWidget parent;
  GtkWidget *add; /* (unowned): the first child */
};

G_DEFINE_FINAL_TYPE (TcIntakeFiles, tc_intake_files, GTK_TYPE_WIDGET)

static GtkWidget *
make_remove (const TcKeptFile *file)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("window-close-symbolic");
  /* Translators: the name of a file. */
  g_autofree char *tip = g_strdup_printf (_ ("Take out “%s”"), file->name);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, tip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, tip, -1);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "x", file->id);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.detach-from-call");
  return button;
}

static GtkWidget *
make_file (const TcKeptFile *file)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);
  GtkWidget *name = gtk_label_new (file->name), *size = NULL;
  g_autofree char *bytes = tc_file_word_size (file->size);

  size = gtk_label_new (bytes);
  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_max_width_chars (GTK_LABEL (name), NAME_CHARS);
  gtk_widget_set_tooltip_text (name, file->name);
  gtk_widget_add_css_class (size, "caption");
  gtk_box_append (GTK_BOX (box), name);
  gtk_box_append (GTK_BOX (box), size);
  gtk_box_append (GTK_BOX (box), make_remove (file));
  return box;
}

void
tc_intake_files_show (TcIntakeFiles *self, GPtrArray *files)
{
  GtkWidget *child = NULL;
  gboolean focused = FALSE;

  g_return_if_fail (TC_IS_INTAKE_FILES (self));
  while ((child = gtk_widget_get_next_sibling (self->add))) {
    focused |= gtk_widget_get_focus_child (GTK_WIDGET (self)) == child;
    if (focused)
      gtk_widget_grab_focus (self->add);
    gtk_widget_unparent (child);
  }
  for (guint i = 0; i < files->len; i++)
    gtk_widget_set_parent (make_file (files->pdata[i]), GTK_WIDGET (self));
}

static void
tc_intake_files_dispose (GObject *object)
{
  GtkWidget *child = NULL;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))))
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (tc_intake_files_parent_class)->dispose (object);
}

static void
tc_intake_files_class_init (TcIntakeFilesClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = tc_intake_files_dispose;
  widget_class->focus = tc_focus_children;
  gtk_widget_class_set_layout_manager_type (widget_class, TC_TYPE_WRAP_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
tc_intake_files_init (TcIntakeFiles *self)
{
  g_object_set (gtk_widget_get_layout_manager (GTK_WIDGET (self)), "spacing", SPACING, NULL);
  self->add = g_object_new (TC_TYPE_VERB_BUTTON, "verb", C_ ("verb", "Attach photos and files"),
                            "key", "Ctrl O", "action-name", "win.attach-to-call", NULL);
  gtk_widget_set_parent (self->add, GTK_WIDGET (self));
}
