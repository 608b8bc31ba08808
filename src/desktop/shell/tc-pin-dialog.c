/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The dialog of the PIN; see the header. It stays until the PIN is kept: what was wrong is said in
 * it.
 */
#include "tc-pin-dialog.h"

#include "tc-desk-lock.h"
#include "tc-now.h"
#include "tc-panel.h"
#include "tc-pins.h"
#include "tc-refusal-words.h"
#include "tc-text-label.h"

#include <glib/gi18n-lib.h>

struct _TcPinDialog {
  GtkWindow parent;
  GtkLabel *about; /* (unowned): template child, like all that follow */
  GtkEditable *password;
  GtkEditable *pin;
  GtkEditable *again;
  GtkWidget *remove;
  GtkLabel *refusal;
  TcDesk *desk; /* (owned) (nullable) */
  gboolean busy;
  gboolean removes;
};

G_DEFINE_FINAL_TYPE (TcPinDialog, tc_pin_dialog, GTK_TYPE_WINDOW)

static void
set_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TcPinDialog) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TcRefusal) refusal = tc_desk_lock_finish (TC_DESK_LOCK (source), result, &error);
  g_autofree char *text = NULL;

  self->busy = FALSE;
  if (!self->desk)
    return;
  if (!refusal && !error) {
    tc_panel_answer (GTK_WIDGET (gtk_window_get_transient_for (GTK_WINDOW (self))), TRUE,
                     self->removes ? _ ("The PIN is gone: the password unlocks this desk.")
                                   : _ ("The PIN is kept: it unlocks this desk."));
    gtk_window_close (GTK_WINDOW (self));
    return;
  }
  text = refusal ? tc_refusal_word_password (refusal, tc_now_us ()) : tc_fault_word (error);
  tc_text_label_say (self->refusal, text);
  gtk_widget_grab_focus (GTK_WIDGET (self->password));
}

static void
set_pin (TcPinDialog *self, const char *pin)
{
  if (self->busy || !self->desk)
    return;
  self->busy = TRUE;
  self->removes = *pin == 0;
  tc_text_label_say (self->refusal, NULL);
  tc_desk_lock_set_pin_async (tc_desk_lock_of (self->desk), gtk_editable_get_text (self->password),
                              pin, set_cb, g_object_ref (self));
}

static void
keep_cb (GtkWidget *widget, const char *action, GVariant *target)
{
  TcPinDialog *self = TC_PIN_DIALOG (widget);
  const char *pin = gtk_editable_get_text (self->pin);
  g_autoptr (TcRefusal) refusal = tc_pins_judge (pin);
  g_autofree char *text = refusal ? tc_refusal_word (refusal, tc_now_us ()) : NULL;

  if (text)
    tc_text_label_say (self->refusal, text);
  else if (g_strcmp0 (pin, gtk_editable_get_text (self->again)) != 0)
    tc_text_label_say (self->refusal, _ ("The two PINs differ. Type the same one twice."));
  else
    set_pin (self, pin);
}

static void
remove_cb (GtkWidget *widget, const char *action, GVariant *target)
{
  set_pin (TC_PIN_DIALOG (widget), "");
}

static void
go_on_cb (GtkWidget *next)
{
  gtk_widget_grab_focus (next);
}

/* What was wrong with it is about what stood there before. */
static void
typed_cb (TcPinDialog *self)
{
  tc_text_label_say (self->refusal, NULL);
}

static void
enter_cb (TcPinDialog *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "pin.keep", NULL);
}

static void
tc_pin_dialog_dispose (GObject *object)
{
  g_clear_object (&TC_PIN_DIALOG (object)->desk);
  G_OBJECT_CLASS (tc_pin_dialog_parent_class)->dispose (object);
}

static void
tc_pin_dialog_class_init (TcPinDialogClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = tc_pin_dialog_dispose;
  gtk_widget_class_install_action (widget_class, "pin.keep", NULL, keep_cb);
  gtk_widget_class_install_action (widget_class, "pin.remove", NULL, remove_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/toancanh/ToanCanh/ui/tc-pin-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, TcPinDialog, about);
  gtk_widget_class_bind_template_child (widget_class, TcPinDialog, password);
  gtk_widget_class_bind_template_child (widget_class, TcPinDialog, pin);
  gtk_widget_class_bind_template_child (widget_class, TcPinDialog, again);
  gtk_widget_class_bind_template_child (widget_class, TcPinDialog, remove);
  gtk_widget_class_bind_template_child (widget_class, TcPinDialog, refusal);
  gtk_widget_class_bind_template_callback (widget_class, go_on_cb);
  gtk_widget_class_bind_template_callback (widget_class, typed_cb);
  gtk_widget_class_bind_template_callback (widget_class, enter_cb);
}

static void
tc_pin_dialog_init (TcPinDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
tc_pin_dialog_show (GtkWindow *parent, TcDesk *desk)
{
  TcPinDialog *self = g_object_new (TC_TYPE_PIN_DIALOG, "transient-for", parent, NULL);
  g_autofree char *about = g_strdup_printf (
      /* Translators: how many digits a PIN has; wrong ones after which the password is asked. */
      _ ("A PIN of %d to %d digits unlocks this desk while you are signed in, and nothing else. "
         "After %d wrong ones the password is asked for."),
      TC_PIN_DIGITS_MIN, TC_PIN_DIGITS_MAX, TC_PIN_TRIES);

  self->desk = g_object_ref (desk);
  gtk_label_set_label (self->about, about);
  gtk_widget_set_visible (self->remove, tc_desk_lock_has_pin (tc_desk_lock_of (desk)));
  gtk_window_present (GTK_WINDOW (self));
}
