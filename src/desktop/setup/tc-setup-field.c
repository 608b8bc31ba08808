/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A field of a question; see the header.
 */
#include "tc-setup-field.h"

#include "tc-focus.h"

#include <glib/gi18n-lib.h>

struct _TcSetupFieldWidget {
  GtkWidget parent;
  const TcSetupField *field;     /* (unowned): of the table */
  GtkWidget *box;                /* (unowned): child */
  GtkEditable *entry;            /* (unowned) (nullable): but of a choice */
  GPtrArray *choices;            /* (owned) (nullable) (element-type GtkCheckButton): of a choice */
  GtkFileChooserNative *chooser; /* (owned) (nullable): while it is open */
  gboolean showing;              /* a value that nobody gave by hand */
};

G_DEFINE_FINAL_TYPE (TcSetupFieldWidget, tc_setup_field_widget, GTK_TYPE_WIDGET)

enum {
  ANSWERED,
  ENTERED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
changed_cb (TcSetupFieldWidget *self)
{
  if (!self->showing)
    g_signal_emit (self, signals[ANSWERED], 0, gtk_editable_get_text (self->entry));
}

static void
activate_cb (TcSetupFieldWidget *self)
{
  g_signal_emit (self, signals[ENTERED], 0);
}

static void
toggled_cb (TcSetupFieldWidget *self, GtkCheckButton *button)
{
  guint at = 0;

  if (self->showing || !gtk_check_button_get_active (button))
    return;
  if (g_ptr_array_find (self->choices, button, &at))
    g_signal_emit (self, signals[ANSWERED], 0, self->field->choices[at].value);
}

static void
chosen_cb (TcSetupFieldWidget *self, int answer)
{
  g_autoptr (GFile) file = answer == GTK_RESPONSE_ACCEPT
                               ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (self->chooser))
                               : NULL;
  g_autofree char *path = file ? g_file_get_path (file) : NULL;

  if (path)
    gtk_editable_set_text (self->entry, path);
  g_clear_object (&self->chooser);
}

static void
choose_cb (TcSetupFieldWidget *self)
{
  GtkFileChooserAction action = self->field->kind == TC_SETUP_FOLDER
                                    ? GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER
                                    : GTK_FILE_CHOOSER_ACTION_OPEN;

  g_clear_object (&self->chooser);
  self->chooser = gtk_file_chooser_native_new (_ (self->field->words),
                                               GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                               action, NULL, NULL);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (chosen_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static GtkWidget *
make_entry (TcSetupFieldWidget *self)
{
  GtkWidget *entry = NULL;

  if (self->field->kind == TC_SETUP_SECRET) {
    entry = gtk_password_entry_new ();
    gtk_password_entry_set_show_peek_icon (GTK_PASSWORD_ENTRY (entry), TRUE);
  } else {
    entry = gtk_entry_new ();
  }
  if (self->field->kind == TC_SETUP_NUMBER)
    gtk_entry_set_input_purpose (GTK_ENTRY (entry), GTK_INPUT_PURPOSE_DIGITS);
  gtk_widget_set_hexpand (entry, TRUE);
  self->entry = GTK_EDITABLE (entry);
  g_signal_connect_object (entry, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (entry, "activate", G_CALLBACK (activate_cb), self, G_CONNECT_SWAPPED);
  return entry;
}

static void
add_entry (TcSetupFieldWidget *self, GtkWidget *label)
{
  GtkWidget *entry = make_entry (self);
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  gtk_accessible_update_relation (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_RELATION_LABELLED_BY,
                                  label, NULL, -1);
  gtk_box_append (GTK_BOX (row), entry);
  if (self->field->kind == TC_SETUP_FOLDER || self->field->kind == TC_SETUP_FILE) {
    GtkWidget *button = gtk_button_new_with_label (_ ("Choose…"));

    g_signal_connect_object (button, "clicked", G_CALLBACK (choose_cb), self, G_CONNECT_SWAPPED);
    gtk_box_append (GTK_BOX (row), button);
  }
  gtk_box_append (GTK_BOX (self->box), row);
}

static void
add_choices (TcSetupFieldWidget *self)
{
  self->choices = g_ptr_array_new ();
  for (const TcSetupChoice *choice = self->field->choices; choice->value; choice++) {
    GtkWidget *button = gtk_check_button_new_with_label (_ (choice->words));

    if (self->choices->len)
      gtk_check_button_set_group (GTK_CHECK_BUTTON (button), g_ptr_array_index (self->choices, 0));
    g_ptr_array_add (self->choices, button);
    g_signal_connect_object (button, "toggled", G_CALLBACK (toggled_cb), self, G_CONNECT_SWAPPED);
    gtk_box_append (GTK_BOX (self->box), button);
  }
}

void
tc_setup_field_widget_set_value (TcSetupFieldWidget *self, const char *value)
{
  g_return_if_fail (TC_IS_SETUP_FIELD_WIDGET (self));

  self->showing = TRUE;
  for (guint i = 0; self->choices && i < self->choices->len; i++)
    gtk_check_button_set_active (g_ptr_array_index (self->choices, i),
                                 g_str_equal (self->field->choices[i].value, value));
  /* What is being typed is never disturbed. */
  if (self->entry && !g_str_equal (gtk_editable_get_text (self->entry), value))
    gtk_editable_set_text (self->entry, value);
  self->showing = FALSE;
}

const TcSetupField *
tc_setup_field_widget_get_field (TcSetupFieldWidget *self)
{
  g_return_val_if_fail (TC_IS_SETUP_FIELD_WIDGET (self), NULL);
  return self->field;
}

static gboolean
tc_setup_field_widget_grab_focus (GtkWidget *widget)
{
  TcSetupFieldWidget *self = TC_SETUP_FIELD_WIDGET (widget);

  for (guint i = 0; self->choices && i < self->choices->len; i++) {
    GtkCheckButton *button = g_ptr_array_index (self->choices, i);

    if (gtk_check_button_get_active (button))
      return gtk_widget_grab_focus (GTK_WIDGET (button));
  }
  return self->entry && gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

static void
tc_setup_field_widget_dispose (GObject *object)
{
  TcSetupFieldWidget *self = TC_SETUP_FIELD_WIDGET (object);

  g_clear_object (&self->chooser);
  g_clear_pointer (&self->choices, g_ptr_array_unref);
  self->entry = NULL;
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (tc_setup_field_widget_parent_class)->dispose (object);
}

static void
tc_setup_field_widget_class_init (TcSetupFieldWidgetClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = tc_setup_field_widget_dispose;
  widget_class->grab_focus = tc_setup_field_widget_grab_focus;
  widget_class->focus = tc_focus_children;
  signals[ANSWERED] = g_signal_new ("answered", TC_TYPE_SETUP_FIELD, G_SIGNAL_RUN_LAST, 0, NULL,
                                    NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[ENTERED] = g_signal_new ("entered", TC_TYPE_SETUP_FIELD, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
tc_setup_field_widget_init (TcSetupFieldWidget *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

GtkWidget *
tc_setup_field_widget_new (const TcSetupField *field)
{
  TcSetupFieldWidget *self = g_object_new (TC_TYPE_SETUP_FIELD, NULL);
  GtkWidget *label = gtk_label_new (_ (field->words));

  self->field = field;
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "caption");
  gtk_box_append (GTK_BOX (self->box), label);
  if (field->choices)
    add_choices (self);
  else
    add_entry (self, label);
  return GTK_WIDGET (self);
}
