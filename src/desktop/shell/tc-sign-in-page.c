/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The sign-in page; see the header.
 */
#include "tc-sign-in-page.h"

#include "tc-focus.h"
#include "tc-now.h"
#include "tc-refusal-words.h"
#include "tc-text-label.h"

#include <glib/gi18n-lib.h>

struct _TcSignInPage {
  GtkWidget parent;
  GtkWidget *sheet;      /* (unowned): template child */
  GtkLabel *desk_name;   /* (unowned): template child */
  GtkWidget *hint;       /* (unowned): template child */
  GtkEditable *account;  /* (unowned): template child */
  GtkEditable *password; /* (unowned): template child */
  GtkWidget *enter;      /* (unowned): template child */
  GtkWidget *spinner;    /* (unowned): template child */
  GtkLabel *refusal;     /* (unowned): template child */
  TcDesk *desk;          /* (owned) (nullable) */
  gboolean eager;        /* sign in by ourselves once the line is up */
};

G_DEFINE_FINAL_TYPE (TcSignInPage, tc_sign_in_page, GTK_TYPE_WIDGET)

static guint signed_in_signal;

static void
set_busy (TcSignInPage *self, gboolean busy)
{
  gtk_widget_set_sensitive (self->enter, !busy);
  gtk_widget_set_visible (self->spinner, busy);
  g_object_set (self->spinner, "spinning", busy, NULL);
}

static void
signed_in_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TcSignInPage) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TcRefusal) refusal = tc_desk_sign_in_finish (TC_DESK (source), result, &error);
  g_autofree char *text = NULL;

  if (!self->sheet)
    return;
  set_busy (self, FALSE);
  if (!refusal && !error) {
    gtk_editable_set_text (self->password, "");
    g_signal_emit (self, signed_in_signal, 0);
    return;
  }
  text = refusal ? tc_refusal_word (refusal, tc_now_us ()) : tc_fault_word (error);
  tc_text_label_say (self->refusal, text);
  gtk_widget_grab_focus (GTK_WIDGET (self->password));
}

static void
enter_cb (TcSignInPage *self)
{
  if (!self->desk || !gtk_widget_get_sensitive (self->enter))
    return;
  self->eager = FALSE;
  tc_text_label_say (self->refusal, NULL);
  set_busy (self, TRUE);
  tc_desk_sign_in_async (self->desk, gtk_editable_get_text (self->account),
                         gtk_editable_get_text (self->password), NULL, signed_in_cb,
                         g_object_ref (self));
}

static void
account_activate_cb (TcSignInPage *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->password));
}

static void
desk_cb (TcSignInPage *self)
{
  g_autofree char *name = NULL;

  g_object_get (self->desk, "name", &name, NULL);
  gtk_label_set_label (self->desk_name, name ? name : "");
  gtk_widget_set_visible (self->hint, tc_desk_get_state (self->desk) == TC_DESK_OFFLINE);
  if (self->eager && tc_desk_get_state (self->desk) == TC_DESK_ONLINE)
    enter_cb (self);
}

void
tc_sign_in_page_set_desk (TcSignInPage *self, TcDesk *desk)
{
  g_return_if_fail (TC_IS_SIGN_IN_PAGE (self));

  if (self->desk == desk)
    return;
  if (self->desk)
    g_signal_handlers_disconnect_by_data (self->desk, self);
  g_set_object (&self->desk, desk);
  g_signal_connect_object (desk, "notify", G_CALLBACK (desk_cb), self, G_CONNECT_SWAPPED);
  desk_cb (self);
}

void
tc_sign_in_page_prepare (TcSignInPage *self, const char *account, const char *password)
{
  g_return_if_fail (TC_IS_SIGN_IN_PAGE (self));

  gtk_editable_set_text (self->account, account ? account : "");
  if (!password)
    return;
  gtk_editable_set_text (self->password, password);
  self->eager = TRUE;
  if (self->desk)
    desk_cb (self);
}

static gboolean
tc_sign_in_page_grab_focus (GtkWidget *widget)
{
  TcSignInPage *self = TC_SIGN_IN_PAGE (widget);
  gboolean known = *gtk_editable_get_text (self->account) != 0;

  return gtk_widget_grab_focus (GTK_WIDGET (known ? self->password : self->account));
}

static void
tc_sign_in_page_dispose (GObject *object)
{
  TcSignInPage *self = TC_SIGN_IN_PAGE (object);

  g_clear_object (&self->desk);
  g_clear_pointer (&self->sheet, gtk_widget_unparent);
  G_OBJECT_CLASS (tc_sign_in_page_parent_class)->dispose (object);
}

static void
tc_sign_in_page_class_init (TcSignInPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = tc_sign_in_page_dispose;
  widget_class->grab_focus = tc_sign_in_page_grab_focus;
  widget_class->focus = tc_focus_children;
  signed_in_signal = g_signal_new ("signed-in", TC_TYPE_SIGN_IN_PAGE, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/toancanh/ToanCanh/ui/tc-sign-in-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TcSignInPage, sheet);
  gtk_widget_class_bind_template_child (widget_class, TcSignInPage, desk_name);
  gtk_widget_class_bind_template_child (widget_class, TcSignInPage, hint);
  gtk_widget_class_bind_template_child (widget_class, TcSignInPage, account);
  gtk_widget_class_bind_template_child (widget_class, TcSignInPage, password);
  gtk_widget_class_bind_template_child (widget_class, TcSignInPage, enter);
  gtk_widget_class_bind_template_child (widget_class, TcSignInPage, spinner);
  gtk_widget_class_bind_template_child (widget_class, TcSignInPage, refusal);
  gtk_widget_class_bind_template_callback (widget_class, account_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, enter_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
tc_sign_in_page_init (TcSignInPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

const char *
tc_sign_in_page_get_account (TcSignInPage *self)
{
  g_return_val_if_fail (TC_IS_SIGN_IN_PAGE (self), NULL);
  return gtk_editable_get_text (self->account);
}

void
tc_sign_in_page_explain (TcSignInPage *self)
{
  g_autoptr (TcRefusal) why = NULL;
  g_autofree char *text = NULL;

  g_return_if_fail (TC_IS_SIGN_IN_PAGE (self) && self->desk);
  why = tc_desk_take_signed_out (self->desk);
  text = why ? tc_refusal_word (why, tc_now_us ()) : g_strdup ("");
  tc_text_label_say (self->refusal, text);
}
