/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What could not be attached; see the header.
 */
#include "tc-attach-row.h"

#include "tc-focus.h"
#include "tc-text-label.h"
#include "tc-wrap-layout.h"

#include <glib/gi18n-lib.h>

/* Of a name; of longer ones as many are shown from both ends. */
#define NAME_CHARS_MAX 40

struct _TcAttachRow {
  GtkWidget parent;
  GtkWidget *box;    /* (unowned): template child */
  GtkLabel *what;    /* (unowned): template child */
  GtkLabel *trouble; /* (unowned): template child */
  GtkWidget *again;  /* (unowned): template child */
  char *name;        /* (owned): of the file */
  char *shown;       /* (owned): it, or what stands for it */
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
tc_attach_row_finalize (GObject *object)
{
  g_free (TC_ATTACH_ROW (object)->name);
  g_free (TC_ATTACH_ROW (object)->shown);
  G_OBJECT_CLASS (tc_attach_row_parent_class)->finalize (object);
}

static void
tc_attach_row_class_init (TcAttachRowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = tc_attach_row_dispose;
  G_OBJECT_CLASS (class)->finalize = tc_attach_row_finalize;
  widget_class->focus = tc_focus_children;
  widget_class->grab_focus = tc_attach_row_grab_focus;
  signals[TRY_AGAIN] = g_signal_new ("try-again", TC_TYPE_ATTACH_ROW, G_SIGNAL_RUN_LAST, 0, NULL,
                                     NULL, NULL, G_TYPE_NONE, 0);
  signals[DROP] = g_signal_new ("drop", TC_TYPE_ATTACH_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 0);
  g_type_ensure (TC_TYPE_WRAP_LAYOUT);
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

/* Cameras give names without a break: their middle tells least. (transfer full) */
static char *
shorten (const char *name)
{
  glong chars = g_utf8_strlen (name, -1);
  g_autofree char *head = NULL, *tail = NULL;

  if (chars <= NAME_CHARS_MAX)
    return g_strdup (name);
  head = g_utf8_substring (name, 0, NAME_CHARS_MAX / 2);
  tail = g_utf8_substring (name, chars - NAME_CHARS_MAX / 2, chars);
  return g_strconcat (head, "…", tail, NULL);
}

GtkWidget *
tc_attach_row_new (const char *name, const char *code)
{
  TcAttachRow *self = g_object_new (TC_TYPE_ATTACH_ROW, NULL);
  g_autofree char *shown = shorten (name), *text = NULL;

  /* Translators: name of a file, then code of an incident. */
  text = g_strdup_printf (_ ("“%1$s” was not attached to %2$s"), shown, code);
  self->name = g_strdup (name);
  self->shown = g_steal_pointer (&shown);
  gtk_label_set_label (self->what, text);
  return GTK_WIDGET (self);
}

void
tc_attach_row_set_trouble (TcAttachRow *self, const char *trouble)
{
  g_autoptr (GString) text = g_string_new (trouble ? trouble : _ ("It is being tried again…"));

  g_return_if_fail (TC_IS_ATTACH_ROW (self));

  if (*self->name)
    g_string_replace (text, self->name, self->shown, 0);
  tc_text_label_say (self->trouble, text->str);
  if (trouble)
    gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    gtk_label_get_label (self->what),
                                    GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, trouble, -1);
}
