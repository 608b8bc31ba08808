/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The page of a locked desk; see the header.
 */
#include "tc-lock-page.h"

#include "tc-desk-lock.h"
#include "tc-focus.h"
#include "tc-now.h"
#include "tc-refusal-words.h"
#include "tc-text-label.h"

#include <glib/gi18n-lib.h>

struct _TcLockPage {
  GtkWidget parent;
  GtkWidget *sheet;       /* (unowned): template child */
  GtkLabel *title;        /* (unowned): template child */
  GtkLabel *who;          /* (unowned): template child */
  GtkLabel *hint;         /* (unowned): template child */
  GtkLabel *secret_label; /* (unowned): template child */
  GtkEditable *secret;    /* (unowned): template child */
  GtkWidget *by_password; /* (unowned): template child */
  GtkWidget *by_pin;      /* (unowned): template child */
  GtkWidget *spinner;     /* (unowned): template child */
  GtkLabel *refusal;      /* (unowned): template child */
  TcDesk *desk;           /* (owned) (nullable) */
  TcDeskLock *lock;       /* (unowned) (nullable): the desk's */
  gboolean wants_password;
  gboolean asks_pin; /* what is typed is one */
};

G_DEFINE_FINAL_TYPE (TcLockPage, tc_lock_page, GTK_TYPE_WIDGET)

static guint leaving_signal;

static gboolean
takes_pin (TcLockPage *self)
{
  return !self->wants_password && tc_desk_lock_takes_pin (self->lock);
}

/* Nor does it stay to be read. */
static void
clear_secret (TcLockPage *self)
{
  gtk_editable_set_text (self->secret, "");
  gtk_text_set_visibility (GTK_TEXT (gtk_editable_get_delegate (self->secret)), FALSE);
}

/* A PIN that is being typed is no password. */
static void
set_asks_pin (TcLockPage *self, gboolean pin)
{
  if (self->asks_pin != pin)
    clear_secret (self);
  self->asks_pin = pin;
  gtk_label_set_label (self->secret_label, pin ? _ ("PIN") : _ ("Password"));
  gtk_widget_set_visible (self->by_password, pin);
  gtk_widget_set_visible (self->by_pin, !pin && tc_desk_lock_takes_pin (self->lock));
}

static void
refresh_cb (TcLockPage *self)
{
  g_autofree char *name = NULL, *person = NULL, *who = NULL;
  gboolean over;

  if (!self->desk || !tc_desk_lock_is_locked (self->lock))
    return;
  over = tc_desk_lock_is_session_over (self->lock);
  g_object_get (self->desk, "name", &name, "person-name", &person, NULL);
  who = person && *person && name && *name ? g_strdup_printf ("%s · %s", person, name)
                                           : g_strdup (name ? name : "");
  gtk_label_set_label (self->title, over ? _ ("The session is over") : _ ("Desk locked"));
  gtk_label_set_label (self->who, who);
  gtk_label_set_label (self->hint, over ? _ ("Type your password for a new session. What you have "
                                             "begun is kept, and goes on where you left it.")
                                   : tc_desk_lock_has_pin (self->lock)
                                       ? _ ("Nothing was closed: it goes on where you left it.")
                                       : _ ("Nothing was closed: it goes on where you left it. "
                                            "With a PIN, which you set in the preferences, it "
                                            "opens in a second."));
  set_asks_pin (self, takes_pin (self));
}

void
tc_lock_page_turn (TcLockPage *self)
{
  g_return_if_fail (TC_IS_LOCK_PAGE (self));
  refresh_cb (self);
}

static void
set_busy (TcLockPage *self, gboolean busy)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "lock.open", !busy);
  gtk_widget_set_visible (self->spinner, busy);
  g_object_set (self->spinner, "spinning", busy, NULL);
}

void
tc_lock_page_begin (TcLockPage *self)
{
  g_return_if_fail (TC_IS_LOCK_PAGE (self));
  self->wants_password = FALSE;
  clear_secret (self);
  tc_text_label_say (self->refusal, NULL);
  set_busy (self, FALSE);
  refresh_cb (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->secret));
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TcLockPage) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TcRefusal) refusal = tc_desk_lock_finish (TC_DESK_LOCK (source), result, &error);
  g_autofree char *text = NULL;

  if (!self->sheet)
    return;
  set_busy (self, FALSE);
  clear_secret (self);
  if (!refusal && !error)
    return;
  text = refusal ? tc_refusal_word_password (refusal, tc_now_us ()) : tc_fault_word (error);
  tc_text_label_say (self->refusal, text);
  refresh_cb (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->secret));
}

static void
open_cb (GtkWidget *widget, const char *action, GVariant *target)
{
  TcLockPage *self = TC_LOCK_PAGE (widget);
  const char *secret = gtk_editable_get_text (self->secret);

  if (!self->desk || !*secret || gtk_widget_get_visible (self->spinner))
    return;
  tc_text_label_say (self->refusal, NULL);
  set_busy (self, TRUE);
  if (self->asks_pin)
    tc_desk_lock_open_async (self->lock, secret, opened_cb, g_object_ref (self));
  else
    tc_desk_lock_open_by_password_async (self->lock, secret, opened_cb, g_object_ref (self));
}

static void
enter_cb (TcLockPage *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "lock.open", NULL);
}

static void
ask_for (TcLockPage *self, gboolean password)
{
  self->wants_password = password;
  tc_text_label_say (self->refusal, NULL);
  clear_secret (self);
  refresh_cb (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->secret));
}

static void
by_password_cb (GtkWidget *widget, const char *action, GVariant *target)
{
  ask_for (TC_LOCK_PAGE (widget), TRUE);
}

static void
by_pin_cb (GtkWidget *widget, const char *action, GVariant *target)
{
  ask_for (TC_LOCK_PAGE (widget), FALSE);
}

static void
leave_cb (GtkWidget *widget, const char *action, GVariant *target)
{
  TcLockPage *self = TC_LOCK_PAGE (widget);

  if (!self->desk)
    return;
  g_signal_emit (self, leaving_signal, 0);
  tc_desk_sign_out (self->desk);
}

void
tc_lock_page_set_desk (TcLockPage *self, TcDesk *desk)
{
  g_return_if_fail (TC_IS_LOCK_PAGE (self));

  if (self->desk) {
    g_signal_handlers_disconnect_by_data (self->desk, self);
    g_signal_handlers_disconnect_by_data (self->lock, self);
  }
  g_set_object (&self->desk, desk);
  self->lock = desk ? tc_desk_lock_of (desk) : NULL;
  if (!desk)
    return;
  g_signal_connect_object (self->lock, "notify", G_CALLBACK (refresh_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "notify::person-name", G_CALLBACK (refresh_cb), self,
                           G_CONNECT_SWAPPED);
  refresh_cb (self);
}

static gboolean
tc_lock_page_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (TC_LOCK_PAGE (widget)->secret));
}

static void
tc_lock_page_dispose (GObject *object)
{
  TcLockPage *self = TC_LOCK_PAGE (object);

  tc_lock_page_set_desk (self, NULL);
  g_clear_pointer (&self->sheet, gtk_widget_unparent);
  G_OBJECT_CLASS (tc_lock_page_parent_class)->dispose (object);
}

static void
tc_lock_page_class_init (TcLockPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = tc_lock_page_dispose;
  widget_class->grab_focus = tc_lock_page_grab_focus;
  widget_class->focus = tc_focus_children;
  leaving_signal = g_signal_new ("leaving", TC_TYPE_LOCK_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
  gtk_widget_class_install_action (widget_class, "lock.open", NULL, open_cb);
  gtk_widget_class_install_action (widget_class, "lock.by-password", NULL, by_password_cb);
  gtk_widget_class_install_action (widget_class, "lock.by-pin", NULL, by_pin_cb);
  gtk_widget_class_install_action (widget_class, "lock.leave", NULL, leave_cb);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/toancanh/ToanCanh/ui/tc-lock-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TcLockPage, sheet);
  gtk_widget_class_bind_template_child (widget_class, TcLockPage, title);
  gtk_widget_class_bind_template_child (widget_class, TcLockPage, who);
  gtk_widget_class_bind_template_child (widget_class, TcLockPage, hint);
  gtk_widget_class_bind_template_child (widget_class, TcLockPage, secret_label);
  gtk_widget_class_bind_template_child (widget_class, TcLockPage, secret);
  gtk_widget_class_bind_template_child (widget_class, TcLockPage, by_password);
  gtk_widget_class_bind_template_child (widget_class, TcLockPage, by_pin);
  gtk_widget_class_bind_template_child (widget_class, TcLockPage, spinner);
  gtk_widget_class_bind_template_child (widget_class, TcLockPage, refusal);
  gtk_widget_class_bind_template_callback (widget_class, enter_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
tc_lock_page_init (TcLockPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
