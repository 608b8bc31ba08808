/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The composer; see the header. Drafts live as long as it does, at most COMPOSER_DRAFTS_MAX.
 */
#include "tc-composer.h"

#include "tc-typed-text.h"
#include "tc-verb-button.h"

#define COMPOSER_DRAFTS_MAX 200

struct _TcComposer {
  GtkWidget parent;
  GtkWidget *box;      /* (unowned): template child */
  GtkLabel *title;     /* (unowned): template child */
  GtkTextView *view;   /* (unowned): template child */
  GtkWidget *verb;     /* (unowned): template child */
  GtkDropDown *choice; /* (unowned): template child */
  GHashTable *drafts;  /* (owned) (owned key, owned text) */
  char *key;           /* (owned) (nullable): of what is open */
  gboolean required;
};

G_DEFINE_FINAL_TYPE (TcComposer, tc_composer, GTK_TYPE_WIDGET)

static guint send_signal;

static char *
dup_text (TcComposer *self)
{
  return g_strstrip (tc_typed_text_dup (self->view));
}

static void
keep_draft (TcComposer *self)
{
  g_autofree char *text = self->key ? dup_text (self) : NULL;

  if (!text)
    return;
  if (*text && g_hash_table_size (self->drafts) < COMPOSER_DRAFTS_MAX)
    g_hash_table_insert (self->drafts, g_strdup (self->key), g_steal_pointer (&text));
  else
    g_hash_table_remove (self->drafts, self->key);
}

void
tc_composer_set_text (TcComposer *self, const char *text)
{
  g_return_if_fail (TC_IS_COMPOSER (self));
  tc_typed_text_set (self->view, text);
}

void
tc_composer_set_choice (TcComposer *self, guint choice)
{
  g_return_if_fail (TC_IS_COMPOSER (self));
  gtk_drop_down_set_selected (self->choice, choice);
}

void
tc_composer_close (TcComposer *self)
{
  g_return_if_fail (TC_IS_COMPOSER (self));

  keep_draft (self);
  g_clear_pointer (&self->key, g_free);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

void
tc_composer_done (TcComposer *self)
{
  g_return_if_fail (TC_IS_COMPOSER (self));

  tc_composer_set_text (self, "");
  tc_composer_close (self);
}

gboolean
tc_composer_is_open (TcComposer *self)
{
  g_return_val_if_fail (TC_IS_COMPOSER (self), FALSE);
  return self->key != NULL;
}

void
tc_composer_open (TcComposer *self, const TcComposerForm *form)
{
  g_autoptr (GtkStringList) choices = NULL;
  const char *draft = NULL;

  g_return_if_fail (TC_IS_COMPOSER (self));
  tc_composer_close (self);
  self->key = g_strdup (form->key);
  self->required = form->required;
  draft = g_hash_table_lookup (self->drafts, form->key);
  choices = form->choices ? gtk_string_list_new (form->choices) : NULL;
  gtk_drop_down_set_model (self->choice, G_LIST_MODEL (choices));
  gtk_widget_set_visible (GTK_WIDGET (self->choice), choices != NULL);
  gtk_label_set_label (self->title, form->title);
  g_object_set (self->verb, "verb", form->verb, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  form->title, -1);
  tc_composer_set_text (self, draft ? draft : "");
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

void
tc_composer_send (TcComposer *self)
{
  g_autofree char *text = NULL;
  guint choice = 0;

  g_return_if_fail (TC_IS_COMPOSER (self));
  if (!self->key)
    return;
  text = dup_text (self);
  if (self->required && !*text)
    return;
  choice = gtk_widget_get_visible (GTK_WIDGET (self->choice))
               ? gtk_drop_down_get_selected (self->choice)
               : 0;
  g_signal_emit (self, send_signal, 0, text, choice);
}

static void
send_cb (TcComposer *self)
{
  tc_composer_send (self);
}

static void
cancel_cb (TcComposer *self)
{
  tc_composer_close (self);
}

/* Before the text view breaks the line, and before an input method ends the syllable that it
 * composes: that is taken as it stands. */
static gboolean
key_pressed_cb (TcComposer *self, guint keyval, guint keycode, GdkModifierType state)
{
  if (keyval == GDK_KEY_Escape) {
    tc_composer_close (self);
    return GDK_EVENT_STOP;
  }
  if ((keyval == GDK_KEY_Return || keyval == GDK_KEY_KP_Enter) && !(state & GDK_SHIFT_MASK)) {
    tc_composer_send (self);
    return GDK_EVENT_STOP;
  }
  return GDK_EVENT_PROPAGATE;
}

static void
tc_composer_dispose (GObject *object)
{
  TcComposer *self = TC_COMPOSER (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_pointer (&self->drafts, g_hash_table_unref);
  g_clear_pointer (&self->key, g_free);
  G_OBJECT_CLASS (tc_composer_parent_class)->dispose (object);
}

static void
tc_composer_class_init (TcComposerClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = tc_composer_dispose;
  g_type_ensure (TC_TYPE_VERB_BUTTON);
  send_signal = g_signal_new ("send", TC_TYPE_COMPOSER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                              G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_UINT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/toancanh/ToanCanh/ui/tc-composer.ui");
  gtk_widget_class_bind_template_child (widget_class, TcComposer, box);
  gtk_widget_class_bind_template_child (widget_class, TcComposer, title);
  gtk_widget_class_bind_template_child (widget_class, TcComposer, view);
  gtk_widget_class_bind_template_child (widget_class, TcComposer, verb);
  gtk_widget_class_bind_template_child (widget_class, TcComposer, choice);
  gtk_widget_class_bind_template_callback (widget_class, send_cb);
  gtk_widget_class_bind_template_callback (widget_class, cancel_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_pressed_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
tc_composer_init (TcComposer *self)
{
  self->drafts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  gtk_widget_init_template (GTK_WIDGET (self));
  tc_typed_text_watch (self->view, NULL, NULL);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}
