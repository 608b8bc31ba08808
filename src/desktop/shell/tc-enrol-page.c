/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The enrolment page; see the header.
 */
#include "tc-enrol-page.h"

#include "tc-refusal-words.h"

#include <glib/gi18n-lib.h>

struct _TcEnrolPage {
  GtkWidget parent;
  GtkWidget *sheet;   /* (unowned): template child */
  GtkEditable *url;   /* (unowned): template child */
  GtkEditable *code;  /* (unowned): template child */
  GtkWidget *enter;   /* (unowned): template child */
  GtkWidget *spinner; /* (unowned): template child */
  GtkLabel *refusal;  /* (unowned): template child */
  TcDesk *desk;       /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (TcEnrolPage, tc_enrol_page, GTK_TYPE_WIDGET)

static guint enrolled_signal;

static void
set_busy (TcEnrolPage *self, gboolean busy)
{
  gtk_widget_set_sensitive (self->enter, !busy);
  gtk_widget_set_visible (self->spinner, busy);
  g_object_set (self->spinner, "spinning", busy, NULL);
}

static void
show_refusal (TcEnrolPage *self, const char *text)
{
  gtk_label_set_label (self->refusal, text);
  gtk_widget_set_visible (GTK_WIDGET (self->refusal), *text != 0);
}

static void
enrolled_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TcEnrolPage) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TcRefusal) refusal = tc_desk_enrol_finish (TC_DESK (source), result, &error);
  g_autofree char *text = NULL;

  if (!self->sheet)
    return;
  set_busy (self, FALSE);
  if (!refusal && !error) {
    gtk_editable_set_text (self->code, "");
    g_signal_emit (self, enrolled_signal, 0);
    return;
  }
  text = refusal ? tc_refusal_word (refusal, g_get_real_time ()) : tc_fault_word (error);
  show_refusal (self, text);
  gtk_widget_grab_focus (GTK_WIDGET (self->code));
}

static void
enter_cb (TcEnrolPage *self)
{
  if (!self->desk || !gtk_widget_get_sensitive (self->enter))
    return;
  show_refusal (self, "");
  set_busy (self, TRUE);
  tc_desk_enrol_async (self->desk, gtk_editable_get_text (self->url),
                       gtk_editable_get_text (self->code), NULL, enrolled_cb, g_object_ref (self));
}

static void
url_activate_cb (TcEnrolPage *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->code));
}

void
tc_enrol_page_set_desk (TcEnrolPage *self, TcDesk *desk)
{
  g_return_if_fail (TC_IS_ENROL_PAGE (self));
  g_set_object (&self->desk, desk);
}

void
tc_enrol_page_prepare (TcEnrolPage *self, const char *url, const char *code)
{
  g_return_if_fail (TC_IS_ENROL_PAGE (self));

  gtk_editable_set_text (self->url, url ? url : "");
  gtk_editable_set_text (self->code, code ? code : "");
  if (url && *url && code && *code)
    enter_cb (self);
}

const char *
tc_enrol_page_get_url (TcEnrolPage *self)
{
  g_return_val_if_fail (TC_IS_ENROL_PAGE (self), NULL);
  return gtk_editable_get_text (self->url);
}

static gboolean
tc_enrol_page_grab_focus (GtkWidget *widget)
{
  TcEnrolPage *self = TC_ENROL_PAGE (widget);
  gboolean known = *gtk_editable_get_text (self->url) != 0;

  return gtk_widget_grab_focus (GTK_WIDGET (known ? self->code : self->url));
}

static void
tc_enrol_page_dispose (GObject *object)
{
  TcEnrolPage *self = TC_ENROL_PAGE (object);

  g_clear_object (&self->desk);
  g_clear_pointer (&self->sheet, gtk_widget_unparent);
  G_OBJECT_CLASS (tc_enrol_page_parent_class)->dispose (object);
}

static void
tc_enrol_page_class_init (TcEnrolPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = tc_enrol_page_dispose;
  widget_class->grab_focus = tc_enrol_page_grab_focus;
  enrolled_signal = g_signal_new ("enrolled", TC_TYPE_ENROL_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/toancanh/ToanCanh/ui/tc-enrol-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TcEnrolPage, sheet);
  gtk_widget_class_bind_template_child (widget_class, TcEnrolPage, url);
  gtk_widget_class_bind_template_child (widget_class, TcEnrolPage, code);
  gtk_widget_class_bind_template_child (widget_class, TcEnrolPage, enter);
  gtk_widget_class_bind_template_child (widget_class, TcEnrolPage, spinner);
  gtk_widget_class_bind_template_child (widget_class, TcEnrolPage, refusal);
  gtk_widget_class_bind_template_callback (widget_class, url_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, enter_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
tc_enrol_page_init (TcEnrolPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
