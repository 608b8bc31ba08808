/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What could not be attached; see the header.
 */
#include "tc-attach-row.h"

#include "tc-text-label.h"

#include <glib/gi18n-lib.h>

struct _TcAttachRow {
  GtkWidget parent;
  GtkWidget *box;    /* (unowned): template child */
  GtkLabel *what;    /* (unowned): template child */
  GtkLabel *trouble; /* (unowned): template child */
  GtkWidget *again;  /* (unowned): template child */
};

G_DEFINE_FINAL_TYPE (TcAttachRow, tc_attach_row, GTK_TYPE_WIDGET)

enum {
  TRY_AGAIN,
  DROP,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
try_again_cb (GtkWidget *widget, const char *name, GVariant *target)
{
  g_signal_emit (widget, signals[TRY_AGAIN], 0);
}

static void
drop_cb (GtkWidget *widget, const char *name, GVariant *target)
{
  g_signal_emit (widget, signals[DROP], 0);
}

static gboolean
tc_attach_row_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (TC_ATTACH_ROW (widget)->again);
}

static void
tc_attach_row_dispose (GObject *object)
{
  g_clear_pointer (&TC_ATTACH_ROW (object)->box, gtk_widget_unparent);
  G_OBJECT_CLASS (tc_attach_row_parent_class)->dispose (object);
}

static void
tc_attach_row_class_init (TcAttachRowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = tc_attach_row_dispose;
  widget_class->grab_focus = tc_attach_row_grab_focus;
  signals[TRY_AGAIN] = g_signal_new ("try-again", TC_TYPE_ATTACH_ROW, G_SIGNAL_RUN_LAST, 0, NULL,
                                     NULL, NULL, G_TYPE_NONE, 0);
  signals[DROP] = g_signal_new ("drop", TC_TYPE_ATTACH_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 0);
  gtk_widget_class_install_action (widget_class, "attach-row.try-again", NULL, try_again_cb);
  gtk_widget_class_install_action (widget_class, "attach-row.drop", NULL, drop_cb);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/toancanh/ToanCanh/ui/tc-attach-row.ui");
  gtk_widget_class_bind_template_child (widget_class, TcAttachRow, box);
  gtk_widget_class_bind_template_child (widget_class, TcAttachRow, what);
  gtk_widget_class_bind_template_child (widget_class, TcAttachRow, trouble);
  gtk_widget_class_bind_template_child (widget_class, TcAttachRow, again);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_ALERT);
}

static void
tc_attach_row_init (TcAttachRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
tc_attach_row_new (const char *name, const char *code)
{
  TcAttachRow *self = g_object_new (TC_TYPE_ATTACH_ROW, NULL);
  /* Translators: name of a file, then code of an incident. */
  g_autofree char *text = g_strdup_printf (_ ("“%1$s” was not attached to %2$s"), name, code);

  gtk_label_set_label (self->what, text);
  return GTK_WIDGET (self);
}

void
tc_attach_row_set_trouble (TcAttachRow *self, const char *trouble)
{
  g_return_if_fail (TC_IS_ATTACH_ROW (self));

  tc_text_label_say (self->trouble, trouble ? trouble : _ ("It is being tried again…"));
  if (trouble)
    gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    gtk_label_get_label (self->what),
                                    GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, trouble, -1);
}
