/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The composer; see the header. What is typed goes to the drafts with each change, so that nothing
 * has to be saved when it closes.
 */
#include "tc-composer.h"

#include "tc-due-typed.h"
#include "tc-enter-key.h"
#include "tc-focus.h"
#include "tc-inner-name.h"
#include "tc-limits.h"
#include "tc-now.h"
#include "tc-scroll-to.h"
#include "tc-suggest-entry.h"
#include "tc-text-label.h"
#include "tc-ticked-list.h"
#include "tc-text.h"
#include "tc-tip.h"
#include "tc-typed-text.h"
#include "tc-verb-button.h"
#include "tc-wrap-layout.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Of the text: two lines, as in the template; what is longer than the most is scrolled. */
#define TEXT_PX_MIN 56
#define TEXT_PX_MAX 160

/* A form, kept. */
typedef struct {
  const char *action; /* interned */
  gint64 subject_id;
  char *title;    /* (owned) */
  char *verb;     /* (owned) */
  char **choices; /* (owned) (nullable) */
  char **texts;   /* (owned) (nullable): of each choice: it is a template */
  char *hint;     /* (owned) (nullable) */
  gboolean required;
  gboolean when;
  gboolean other_choices;
} Form;

/* What was sent and isn't answered. */
typedef struct {
  Form *form;          /* (owned) */
  char *name;          /* (owned) (nullable): among the drafts; NULL: it isn't there */
  char *text;          /* (owned) */
  guint choice;        /* that went with it */
  GtkWidget *keyboard; /* (nullable) (weak): what took the keyboard that was here */
} Sent;

struct _TcComposer {
  GtkWidget parent;
  GtkWidget *box;              /* (unowned): template child */
  GtkLabel *title;             /* (unowned): template child */
  GtkLabel *hint;              /* (unowned): template child */
  GtkTextView *view;           /* (unowned): template child */
  GtkScrolledWindow *scrolled; /* (unowned): template child */
  GtkWidget *verb;             /* (unowned): template child */
  GtkDropDown *choice;         /* (unowned): template child */
  GtkWidget *when_box;         /* (unowned): template child: there if a time is asked for */
  TcSuggestEntry *when;        /* (unowned): template child */
  GtkLabel *when_read;         /* (unowned): template child */
  TcDrafts *drafts;            /* (owned) */
  GQueue sent;                 /* (owned) (element-type Sent): the oldest first */
  Form *form;                  /* (owned) (nullable): nothing is open */
  char *put;                   /* (owned) (nullable): what the choice put into the text */
  gboolean filling;            /* what changes was not typed */
};

G_DEFINE_FINAL_TYPE (TcComposer, tc_composer, GTK_TYPE_WIDGET)

static guint send_signal, left_signal;

/* GTK asks how high the text is before its lines are laid out, and not again. */
static gboolean
grow_tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  GtkScrolledWindow *scrolled = GTK_SCROLLED_WINDOW (widget);
  GtkAdjustment *height = gtk_scrolled_window_get_vadjustment (scrolled);

  gtk_scrolled_window_set_min_content_height (
      scrolled, CLAMP ((int) gtk_adjustment_get_upper (height), TEXT_PX_MIN, TEXT_PX_MAX));
  return G_SOURCE_REMOVE;
}

static void
height_cb (TcComposer *self)
{
  GtkAdjustment *height = gtk_scrolled_window_get_vadjustment (self->scrolled);

  if (gtk_adjustment_get_upper (height) > gtk_adjustment_get_page_size (height))
    gtk_widget_add_tick_callback (GTK_WIDGET (self->scrolled), grow_tick_cb, NULL, NULL);
}

static Form *
copy_form (const TcComposerForm *form)
{
  Form *copy = g_new0 (Form, 1);

  *copy = (Form){g_intern_string (form->action),
                 form->subject_id,
                 g_strdup (form->title),
                 g_strdup (form->verb),
                 g_strdupv ((char **) form->choices),
                 NULL,
                 NULL,
                 form->required,
                 form->when,
                 form->other_choices};
  return copy;
}

static void
free_form (Form *form)
{
  g_free (form->title);
  g_free (form->verb);
  g_strfreev (form->choices);
  g_strfreev (form->texts);
  g_free (form->hint);
  g_free (form);
}

static void
free_sent (gpointer data)
{
  Sent *sent = data;

  g_clear_pointer (&sent->form, free_form);
  g_clear_weak_pointer (&sent->keyboard);
  g_free (sent->name);
  g_free (sent->text);
  g_free (sent);
}

static char *
make_key (const char *action, gint64 subject_id)
{
  return g_strdup_printf ("%s %" G_GINT64_FORMAT, action, subject_id);
}

/* (nullable) (transfer full): nothing is open. */
static char *
dup_key (TcComposer *self)
{
  return self->form ? make_key (self->form->action, self->form->subject_id) : NULL;
}

static char *
dup_view (TcComposer *self)
{
  g_autofree char *raw = tc_typed_text_dup (self->view);

  return tc_text_clean (raw, TC_TEXT_PARAGRAPH, G_MAXSIZE);
}

/* What is kept is one text: a time is the line before it. */
char *
tc_composer_dup_text (TcComposer *self)
{
  g_autofree char *text = dup_view (self), *when = NULL;

  if (!self->form || !self->form->when)
    return g_steal_pointer (&text);
  when = tc_suggest_entry_dup_text (self->when);
  return *when || *text ? g_strdup_printf ("%s\n%s", when, text) : g_strdup ("");
}

static void
show_when (TcComposer *self)
{
  g_autofree char *typed = tc_suggest_entry_dup_text (self->when);
  g_autofree char *text = tc_due_typed_word (typed, tc_now_us ());

  gtk_label_set_label (self->when_read, text);
}

/* @text: as tc_composer_dup_text() gave it */
static void
put_text (TcComposer *self, const char *text)
{
  if (self->form && self->form->when) {
    const char *end = text + strcspn (text, "\n");
    g_autofree char *when = g_strndup (text, (gsize) (end - text));
    tc_suggest_entry_set_text (self->when, when);
    show_when (self);
    text = *end ? end + 1 : end;
  }
  tc_typed_text_set (self->view, text);
}

static guint
get_choice (TcComposer *self)
{
  return gtk_widget_get_visible (GTK_WIDGET (self->choice))
             ? gtk_drop_down_get_selected (self->choice)
             : 0;
}

static void
changed_cb (TcComposer *self)
{
  g_autofree char *key = self->filling ? NULL : dup_key (self), *text = NULL;

  if (!key)
    return;
  text = tc_composer_dup_text (self);
  tc_drafts_set (self->drafts, key, text, get_choice (self));
}

/* In place of what the choice before put there and nobody touched, else where the cursor is. */
static void
choose_cb (TcComposer *self)
{
  guint choice = get_choice (self);
  const char *text = NULL;

  if (self->filling || !self->form)
    return;
  if (self->form->texts) {
    text = self->form->texts[choice];
    tc_typed_text_put (self->view, text, self->put);
    g_free (self->put);
    self->put = g_strdup (text);
    gtk_widget_grab_focus (GTK_WIDGET (self->view));
  }
  changed_cb (self);
}

static void
fill (TcComposer *self, const char *text, guint choice)
{
  GListModel *choices = gtk_drop_down_get_model (self->choice);
  guint n = choices ? g_list_model_get_n_items (choices) : 0;

  self->filling = TRUE;
  put_text (self, text);
  if (gtk_widget_get_visible (GTK_WIDGET (self->choice)))
    gtk_drop_down_set_selected (self->choice, choice < n ? choice : 0);
  self->filling = FALSE;
}

static void
put_away (TcComposer *self)
{
  g_clear_pointer (&self->form, free_form);
  g_clear_pointer (&self->put, g_free);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/* What is hidden loses the keyboard to whatever is around it: somebody has to take it before. */
void
tc_composer_close (TcComposer *self)
{
  g_return_if_fail (TC_IS_COMPOSER (self));

  if (tc_focus_holds (GTK_WIDGET (self)))
    g_signal_emit (self, left_signal, 0);
  put_away (self);
}

void
tc_composer_keep_to (TcComposer *self, gint64 subject_id)
{
  g_return_if_fail (TC_IS_COMPOSER (self));

  if (self->form && self->form->subject_id != subject_id)
    tc_composer_close (self);
}

const char *
tc_composer_get_action (TcComposer *self)
{
  g_return_val_if_fail (TC_IS_COMPOSER (self), NULL);
  return self->form ? self->form->action : NULL;
}

gint64
tc_composer_get_subject (TcComposer *self)
{
  g_return_val_if_fail (TC_IS_COMPOSER (self), 0);
  return self->form ? self->form->subject_id : 0;
}

static void
show_choices (TcComposer *self)
{
  const char *const *choices = (const char *const *) self->form->choices;
  g_autoptr (GtkStringList) list = choices ? gtk_string_list_new (choices) : NULL;

  self->filling = TRUE;
  gtk_drop_down_set_model (self->choice, G_LIST_MODEL (list));
  self->filling = FALSE;
  gtk_widget_set_visible (GTK_WIDGET (self->choice), choices != NULL);
  tc_inner_name_set (GTK_WIDGET (self->choice), self->form->texts ? _ ("Template") : _ ("Reason"));
  tc_tip_set (GTK_WIDGET (self->choice),
              self->form->texts ? _ ("Alt+↓ for the next template") : NULL);
}

static void
show_hint (TcComposer *self, const char *hint)
{
  /* Nothing is read out twice. */
  if (g_str_equal (gtk_label_get_label (self->hint), hint ? hint : ""))
    return;
  tc_text_label_say (self->hint, hint);
  if (hint)
    gtk_accessible_update_property (GTK_ACCESSIBLE (self->view),
                                    GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, hint, -1);
  else
    gtk_accessible_reset_property (GTK_ACCESSIBLE (self->view),
                                   GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
}

/* @form: taken; @text, @choice: unless something was begun before */
static void
show_form (TcComposer *self, Form *form, const char *text, guint choice)
{
  g_autofree char *key = NULL;
  TcDraft draft = {NULL};

  put_away (self);
  self->form = form;
  key = dup_key (self);
  if (!tc_drafts_get (self->drafts, key, &draft))
    draft = (TcDraft){text ? text : "", choice};
  else if (form->other_choices)
    draft.choice = choice;
  show_choices (self);
  gtk_widget_set_visible (self->when_box, form->when);
  gtk_label_set_label (self->title, form->title);
  show_hint (self, form->hint);
  g_object_set (self->verb, "verb", form->verb, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  form->title, -1);
  gtk_scrolled_window_set_min_content_height (self->scrolled, TEXT_PX_MIN);
  fill (self, draft.text, draft.choice);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
}

static void
take_keyboard (TcComposer *self)
{
  gtk_widget_grab_focus (self->form->when ? GTK_WIDGET (self->when) : GTK_WIDGET (self->view));
  tc_scroll_to (GTK_WIDGET (self));
}

void
tc_composer_open (TcComposer *self, const TcComposerForm *form)
{
  g_return_if_fail (TC_IS_COMPOSER (self));

  show_form (self, copy_form (form), form->text, form->choice);
  take_keyboard (self);
}

void
tc_composer_hint (TcComposer *self, const char *hint)
{
  g_return_if_fail (TC_IS_COMPOSER (self));
  if (!self->form)
    return;
  g_free (self->form->hint);
  self->form->hint = g_strdup (hint);
  show_hint (self, hint);
}

/* (transfer full): @words behind @first */
static char **
put_before (const char *first, const char *const *words)
{
  g_autoptr (GStrvBuilder) all = g_strv_builder_new ();

  g_strv_builder_add (all, first);
  g_strv_builder_addv (all, (const char **) words);
  return g_strv_builder_end (all);
}

void
tc_composer_offer (TcComposer *self, const char *const *names, const char *const *texts)
{
  g_autofree char *key = NULL;
  TcDraft draft = {NULL};

  g_return_if_fail (TC_IS_COMPOSER (self));
  if (!self->form || self->form->choices || !names[0])
    return;
  self->form->choices = put_before (_ ("no template"), names);
  self->form->texts = put_before ("", texts);
  show_choices (self);
  key = dup_key (self);
  self->filling = TRUE;
  if (tc_drafts_get (self->drafts, key, &draft) && draft.choice < g_strv_length (self->form->texts))
    gtk_drop_down_set_selected (self->choice, draft.choice);
  self->filling = FALSE;
}

/* (nullable) (transfer full) */
static Sent *
take_sent (TcComposer *self, const char *action, gint64 subject_id)
{
  for (GList *at = self->sent.head; at; at = at->next) {
    Sent *sent = at->data;

    if (sent->form->subject_id != subject_id || !g_str_equal (sent->form->action, action))
      continue;
    g_queue_delete_link (&self->sent, at);
    return sent;
  }
  return NULL;
}

void
tc_composer_done (TcComposer *self, const char *action, gint64 subject_id)
{
  g_autofree char *key = make_key (action, subject_id);
  Sent *sent = NULL;

  g_return_if_fail (TC_IS_COMPOSER (self));
  sent = take_sent (self, action, subject_id);
  if (!sent)
    return;
  tc_drafts_end_sending (self->drafts, sent->name, key, TRUE);
  free_sent (sent);
}

/* Here, or where it went when that was sent: nobody has moved it since. A list that had no row yet
 * gives it to one by itself. */
static gboolean
has_keyboard (TcComposer *self, const Sent *sent)
{
  return tc_focus_holds (GTK_WIDGET (self)) ||
         (sent->keyboard &&
          (gtk_widget_is_focus (sent->keyboard) || tc_focus_holds (sent->keyboard)));
}

void
tc_composer_failed (TcComposer *self, const char *action, gint64 subject_id, gboolean reopen)
{
  g_autofree char *key = make_key (action, subject_id);
  g_autofree char *open = dup_key (self);
  gboolean typing = FALSE;
  Sent *sent = NULL;

  g_return_if_fail (TC_IS_COMPOSER (self));
  sent = take_sent (self, action, subject_id);
  if (!sent)
    return;
  tc_drafts_end_sending (self->drafts, sent->name, key, FALSE);
  /* What is being typed for the same has it before it now. */
  if ((!open && reopen) || g_strcmp0 (open, key) == 0) {
    typing = has_keyboard (self, sent);
    show_form (self, g_steal_pointer (&sent->form), sent->text, sent->choice);
    if (typing)
      take_keyboard (self);
  }
  free_sent (sent);
}

void
tc_composer_write (TcComposer *self, const char *text)
{
  g_return_if_fail (TC_IS_COMPOSER (self));
  put_text (self, text);
  changed_cb (self);
}

/* Whether all that is asked for stands there; else the keyboard goes to what is missing. */
static gboolean
is_whole (TcComposer *self, const char *text, gint64 *when_us)
{
  g_autofree char *when = NULL;

  *when_us = TC_NONE;
  if (self->form->when) {
    when = tc_suggest_entry_dup_text (self->when);
    *when_us = tc_due_typed_read (when, tc_now_us ());
    if (*when_us == TC_NONE) {
      gtk_label_set_label (self->when_read, _ ("Type a time that is still to come."));
      gtk_widget_grab_focus (GTK_WIDGET (self->when));
      return FALSE;
    }
  }
  if (self->form->required && !*text) {
    gtk_widget_grab_focus (GTK_WIDGET (self->view));
    return FALSE;
  }
  return TRUE;
}

void
tc_composer_send (TcComposer *self)
{
  g_autofree char *key = NULL, *text = NULL, *kept = NULL;
  gint64 when_us = TC_NONE;
  gboolean typing = FALSE;
  Sent *sent = NULL;
  Form *form = NULL;

  g_return_if_fail (TC_IS_COMPOSER (self));
  key = dup_key (self);
  form = self->form;
  if (!key)
    return;
  text = dup_view (self);
  if (!is_whole (self, text, &when_us))
    return;
  kept = tc_composer_dup_text (self);
  sent = g_new0 (Sent, 1);
  *sent = (Sent){form, NULL, g_strdup (kept), get_choice (self), NULL};
  /* Also what stood there untouched. */
  tc_drafts_set (self->drafts, key, kept, sent->choice);
  sent->name = tc_drafts_begin_sending (self->drafts, key);
  g_queue_push_tail (&self->sent, sent);
  self->form = NULL;
  typing = tc_focus_holds (GTK_WIDGET (self));
  tc_composer_close (self);
  if (typing)
    g_set_weak_pointer (&sent->keyboard,
                        gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self))));
  g_signal_emit (self, send_signal, 0, form->action, form->subject_id, text, sent->choice, when_us);
}

void
tc_composer_set_drafts (TcComposer *self, TcDrafts *drafts)
{
  g_return_if_fail (TC_IS_COMPOSER (self));
  g_set_object (&self->drafts, drafts);
}

/* ---- actions ---- */

static void
write_cb (TcComposer *self, GVariant *target)
{
  tc_composer_write (self, g_variant_get_string (target, NULL));
}

static void
send_cb (TcComposer *self)
{
  tc_composer_send (self);
}

static void
when_typed_cb (TcComposer *self)
{
  show_when (self);
  changed_cb (self);
}

static void
when_entered_cb (TcComposer *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static void
cancel_cb (TcComposer *self)
{
  tc_composer_close (self);
}

static void
add_action (TcComposer *self, GActionMap *window, const char *prefix, const char *name,
            const GVariantType *type, GCallback callback)
{
  g_autofree char *full = g_strconcat (prefix, name, NULL);
  g_autoptr (GSimpleAction) action = g_simple_action_new (full, type);

  g_signal_connect_object (action, "activate", callback, self, G_CONNECT_SWAPPED);
  g_action_map_add_action (window, G_ACTION (action));
}

void
tc_composer_add_actions (TcComposer *self, GActionMap *window, const char *prefix)
{
  g_return_if_fail (TC_IS_COMPOSER (self));

  add_action (self, window, prefix, "write", G_VARIANT_TYPE_STRING, G_CALLBACK (write_cb));
  add_action (self, window, prefix, "send", NULL, G_CALLBACK (send_cb));
  add_action (self, window, prefix, "cancel", NULL, G_CALLBACK (cancel_cb));
}

/* To the next template, or the one before. Returns: whether the key was for it */
static gboolean
step_choice (TcComposer *self, guint keyval, GdkModifierType state)
{
  g_autofree char *typed = tc_typed_text_dup (self->view);
  gboolean down = keyval == GDK_KEY_Down || keyval == GDK_KEY_KP_Down;
  guint choice = get_choice (self);

  if (!self->form || !self->form->texts || (!(state & GDK_ALT_MASK) && (!down || *typed)))
    return FALSE;
  if (down && choice + 1 < g_strv_length (self->form->texts))
    gtk_drop_down_set_selected (self->choice, choice + 1);
  else if (!down && choice > 0)
    gtk_drop_down_set_selected (self->choice, choice - 1);
  return TRUE;
}

/* Before the text view breaks the line, and before an input method ends the syllable that it
 * composes: that is taken as it stands. */
static gboolean
key_pressed_cb (TcComposer *self, guint keyval, guint keycode, GdkModifierType state)
{
  if (keyval == GDK_KEY_Down || keyval == GDK_KEY_KP_Down || keyval == GDK_KEY_Up ||
      keyval == GDK_KEY_KP_Up)
    return step_choice (self, keyval, state);
  if (!tc_is_enter_key (keyval) || (state & GDK_SHIFT_MASK))
    return GDK_EVENT_PROPAGATE;
  tc_composer_send (self);
  return GDK_EVENT_STOP;
}

/* ---- object ---- */

static void
tc_composer_dispose (GObject *object)
{
  TcComposer *self = TC_COMPOSER (object);

  g_clear_pointer (&self->form, free_form);
  g_clear_pointer (&self->put, g_free);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->drafts);
  g_queue_clear_full (&self->sent, free_sent);
  G_OBJECT_CLASS (tc_composer_parent_class)->dispose (object);
}

static void
tc_composer_class_init (TcComposerClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = tc_composer_dispose;
  g_type_ensure (TC_TYPE_SUGGEST_ENTRY);
  g_type_ensure (TC_TYPE_VERB_BUTTON);
  g_type_ensure (TC_TYPE_WRAP_LAYOUT);
  send_signal = g_signal_new ("send", TC_TYPE_COMPOSER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                              G_TYPE_NONE, 5, G_TYPE_STRING, G_TYPE_INT64, G_TYPE_STRING,
                              G_TYPE_UINT, G_TYPE_INT64);
  left_signal = g_signal_new ("left", TC_TYPE_COMPOSER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                              G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/toancanh/ToanCanh/ui/tc-composer.ui");
  gtk_widget_class_bind_template_child (widget_class, TcComposer, box);
  gtk_widget_class_bind_template_child (widget_class, TcComposer, title);
  gtk_widget_class_bind_template_child (widget_class, TcComposer, hint);
  gtk_widget_class_bind_template_child (widget_class, TcComposer, view);
  gtk_widget_class_bind_template_child (widget_class, TcComposer, scrolled);
  gtk_widget_class_bind_template_child (widget_class, TcComposer, verb);
  gtk_widget_class_bind_template_child (widget_class, TcComposer, choice);
  gtk_widget_class_bind_template_child (widget_class, TcComposer, when_box);
  gtk_widget_class_bind_template_child (widget_class, TcComposer, when);
  gtk_widget_class_bind_template_child (widget_class, TcComposer, when_read);
  gtk_widget_class_bind_template_callback (widget_class, when_typed_cb);
  gtk_widget_class_bind_template_callback (widget_class, when_entered_cb);
  gtk_widget_class_bind_template_callback (widget_class, send_cb);
  gtk_widget_class_bind_template_callback (widget_class, cancel_cb);
  gtk_widget_class_bind_template_callback (widget_class, choose_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_pressed_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
tc_composer_init (TcComposer *self)
{
  self->drafts = tc_drafts_new ();
  g_queue_init (&self->sent);
  gtk_widget_init_template (GTK_WIDGET (self));
  tc_ticked_list_set (self->choice);
  tc_typed_text_watch (self->view, G_CALLBACK (changed_cb), self);
  g_signal_connect_object (gtk_scrolled_window_get_vadjustment (self->scrolled), "changed",
                           G_CALLBACK (height_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}
