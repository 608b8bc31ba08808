/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The bar of the session; see the header.
 */
#include "tc-session-bar.h"

#include "tc-focus.h"
#include "tc-now.h"
#include "tc-refusal-words.h"
#include "tc-signal-shape.h"
#include "tc-words.h"

#include <glib/gi18n-lib.h>

struct _TcSessionBar {
  GtkWidget parent;
  GtkWidget *box;        /* (unowned): template child */
  TcSignalShape *shape;  /* (unowned): template child */
  GtkLabel *title;       /* (unowned): template child */
  GtkLabel *rest;        /* (unowned): template child */
  GtkEditable *password; /* (unowned): template child */
  TcDesk *desk;          /* (owned) (nullable) */
  char *refusal;         /* (owned) (nullable): why it wasn't renewed just now */
  gboolean busy;
};

G_DEFINE_FINAL_TYPE (TcSessionBar, tc_session_bar, GTK_TYPE_WIDGET)

static void
show_words (TcSessionBar *self, gint64 until_us, gint64 now_us)
{
  gint64 left_us = until_us - now_us;
  g_autofree char *at = tc_words_clock (until_us, now_us);
  g_autofree char *left = tc_words_due (until_us, now_us);
  g_autofree char *title = NULL, *spoken = NULL;
  const char *rest = _ ("Type your password to go on. What you have begun stays.");

  if (left_us <= 0) {
    title = g_strdup (_ ("Your session is over"));
    rest = _ ("What you do now isn't taken. Type your password to go on; what you have begun "
              "stays.");
  } else {
    /* Translators: a time, and how long until then: “2 hours left”. */
    title = g_strdup_printf (_ ("Your session ends at %s: %s"), at, left);
  }
  if (self->refusal)
    rest = self->refusal;
  if (!g_str_equal (gtk_label_get_label (self->title), title) ||
      !g_str_equal (gtk_label_get_label (self->rest), rest)) {
    gtk_label_set_label (self->title, title);
    gtk_label_set_label (self->rest, rest);
    spoken = g_strdup_printf ("%s. %s", title, rest);
    gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken,
                                    -1);
  }
  tc_signal_shape_set_signal (self->shape, left_us <= TC_SESSION_GRAVE_US ? TC_SIGNAL_URGENT
                                                                          : TC_SIGNAL_ATTENTION);
  if (left_us <= TC_SESSION_GRAVE_US)
    gtk_widget_add_css_class (GTK_WIDGET (self), "grave");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "grave");
}

void
tc_session_bar_turn (TcSessionBar *self)
{
  gint64 until_us = 0, now_us = tc_now_us ();

  g_return_if_fail (TC_IS_SESSION_BAR (self));
  if (self->desk)
    g_object_get (self->desk, "session-until-us", &until_us, NULL);
  gtk_widget_set_visible (GTK_WIDGET (self),
                          until_us > 0 && until_us - now_us <= TC_SESSION_WARN_US);
  if (gtk_widget_get_visible (GTK_WIDGET (self)))
    show_words (self, until_us, now_us);
}

static void
until_cb (TcSessionBar *self)
{
  g_clear_pointer (&self->refusal, g_free);
  gtk_editable_set_text (self->password, "");
  tc_session_bar_turn (self);
}

static void
renewed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TcSessionBar) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TcRefusal) refusal = tc_desk_renew_finish (TC_DESK (source), result, &error);

  self->busy = FALSE;
  if (!self->box)
    return;
  gtk_editable_set_text (self->password, "");
  g_clear_pointer (&self->refusal, g_free);
  if (refusal)
    self->refusal = tc_refusal_word_password (refusal, tc_now_us ());
  else if (error)
    self->refusal = tc_fault_word (error);
  tc_session_bar_turn (self);
}

static void
renew_cb (GtkWidget *widget, const char *action, GVariant *target)
{
  TcSessionBar *self = TC_SESSION_BAR (widget);
  const char *password = gtk_editable_get_text (self->password);

  if (!self->desk || self->busy)
    return;
  if (!*password) {
    gtk_widget_grab_focus (GTK_WIDGET (self->password));
    return;
  }
  self->busy = TRUE;
  tc_desk_renew_async (self->desk, password, renewed_cb, g_object_ref (self));
}

static void
enter_cb (TcSessionBar *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "session.renew", NULL);
}

void
tc_session_bar_set_desk (TcSessionBar *self, TcDesk *desk)
{
  g_return_if_fail (TC_IS_SESSION_BAR (self));

  if (self->desk)
    g_signal_handlers_disconnect_by_data (self->desk, self);
  g_set_object (&self->desk, desk);
  if (desk)
    g_signal_connect_object (desk, "notify::session-until-us", G_CALLBACK (until_cb), self,
                             G_CONNECT_SWAPPED);
  until_cb (self);
}

static gboolean
tc_session_bar_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (TC_SESSION_BAR (widget)->password));
}

static void
tc_session_bar_dispose (GObject *object)
{
  TcSessionBar *self = TC_SESSION_BAR (object);

  g_clear_object (&self->desk);
  g_clear_pointer (&self->refusal, g_free);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (tc_session_bar_parent_class)->dispose (object);
}

static void
tc_session_bar_class_init (TcSessionBarClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = tc_session_bar_dispose;
  widget_class->grab_focus = tc_session_bar_grab_focus;
  widget_class->focus = tc_focus_children;
  g_type_ensure (TC_TYPE_SIGNAL_SHAPE);
  gtk_widget_class_install_action (widget_class, "session.renew", NULL, renew_cb);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/toancanh/ToanCanh/ui/tc-session-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, TcSessionBar, box);
  gtk_widget_class_bind_template_child (widget_class, TcSessionBar, shape);
  gtk_widget_class_bind_template_child (widget_class, TcSessionBar, title);
  gtk_widget_class_bind_template_child (widget_class, TcSessionBar, rest);
  gtk_widget_class_bind_template_child (widget_class, TcSessionBar, password);
  gtk_widget_class_bind_template_callback (widget_class, enter_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_ALERT);
}

static void
tc_session_bar_init (TcSessionBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}
