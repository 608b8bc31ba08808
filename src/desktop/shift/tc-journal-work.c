/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Writing an entry down, and reading one; see the header.
 */
#include "tc-journal-work.h"

#include "tc-due-typed.h"
#include "tc-focus.h"
#include "tc-hand-over-print.h"
#include "tc-hand-over-words.h"
#include "tc-journal-words.h"
#include "tc-now.h"
#include "tc-suggest-entry.h"
#include "tc-text-label.h"
#include "tc-verb-button.h"
#include "tc-words.h"
#include "tc-wrap-layout.h"

#include <glib/gi18n-lib.h>

/* Under which what is begun beside the text is kept. */
#define SOURCE_DRAFT "journal-source"
#define DUE_DRAFT "journal-due"

struct _TcJournalWork {
  GtkWidget parent;
  GtkWidget *box;   /* (unowned): template child, like all that follow */
  GtkWidget *asked; /* beside the text */
  GtkWidget *source_label;
  TcSuggestEntry *source;
  GtkWidget *due_label;
  TcSuggestEntry *due;
  GtkLabel *due_read; /* how it was understood */
  GtkWidget *password_label;
  GtkEditable *password;
  TcComposer *composer;
  GtkLabel *trouble;
  GtkWidget *nothing; /* shown where no entry is */
  GtkWidget *entry;
  GtkWidget *sheet; /* of hand-over */
  GtkLabel *sheet_title;
  GtkLabel *sheet_given;
  GtkLabel *sheet_taken;
  TcPaperView *sheet_page;
  GtkLabel *kind;
  GtkLabel *text;
  GtkLabel *written;
  GtkLabel *deadline;
  GtkLabel *done;
  GtkWidget *do_done;
  GtkWidget *more_section;
  GtkListBox *more;
  TcDrafts *drafts; /* (owned) (nullable) */
  gboolean asks_source;
  gboolean asks_due;
};

G_DEFINE_FINAL_TYPE (TcJournalWork, tc_journal_work, GTK_TYPE_WIDGET)

/* ---- what is asked beside the text ---- */

static void
show_due (TcJournalWork *self)
{
  g_autofree char *typed = tc_suggest_entry_dup_text (self->due);
  g_autofree char *text = tc_due_typed_word (typed, tc_now_us ());

  gtk_label_set_label (self->due_read, text);
}

static void
keep (TcJournalWork *self, TcSuggestEntry *entry, const char *key)
{
  g_autofree char *text = tc_suggest_entry_dup_text (entry);

  if (self->drafts)
    tc_drafts_set (self->drafts, key, text, 0);
}

static void
source_typed_cb (TcJournalWork *self)
{
  keep (self, self->source, SOURCE_DRAFT);
}

static void
due_typed_cb (TcJournalWork *self)
{
  keep (self, self->due, DUE_DRAFT);
  show_due (self);
}

static void
focus_text (TcJournalWork *self)
{
  gtk_widget_child_focus (GTK_WIDGET (self->composer), GTK_DIR_TAB_FORWARD);
}

static void
source_entered_cb (TcJournalWork *self)
{
  if (gtk_widget_get_visible (GTK_WIDGET (self->due)))
    gtk_widget_grab_focus (GTK_WIDGET (self->due));
  else
    focus_text (self);
}

static void
due_entered_cb (TcJournalWork *self)
{
  focus_text (self);
}

void
tc_journal_work_set_drafts (TcJournalWork *self, TcDrafts *drafts)
{
  g_return_if_fail (TC_IS_JOURNAL_WORK (self));
  g_set_object (&self->drafts, drafts);
}

static void
fill (TcJournalWork *self, TcSuggestEntry *entry, const char *key)
{
  TcDraft draft = {""};

  if (self->drafts)
    tc_drafts_get (self->drafts, key, &draft);
  tc_suggest_entry_set_text (entry, draft.text ? draft.text : "");
}

void
tc_journal_work_ask (TcJournalWork *self, gboolean source, gboolean due)
{
  g_autofree char *typed = NULL;

  g_return_if_fail (TC_IS_JOURNAL_WORK (self));
  self->asks_source = source;
  self->asks_due = due;
  gtk_widget_set_visible (self->asked, source || due);
  gtk_widget_set_visible (self->password_label, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->password), FALSE);
  gtk_widget_set_visible (self->source_label, source);
  gtk_widget_set_visible (GTK_WIDGET (self->source), source);
  gtk_widget_set_visible (self->due_label, due);
  gtk_widget_set_visible (GTK_WIDGET (self->due), due);
  gtk_widget_set_visible (GTK_WIDGET (self->due_read), due);
  if (!source)
    return;
  fill (self, self->source, SOURCE_DRAFT);
  fill (self, self->due, DUE_DRAFT);
  show_due (self);
  typed = tc_suggest_entry_dup_text (self->source);
  if (!*typed)
    gtk_widget_grab_focus (GTK_WIDGET (self->source));
}

char *
tc_journal_work_dup_source (TcJournalWork *self)
{
  g_return_val_if_fail (TC_IS_JOURNAL_WORK (self), NULL);
  return self->asks_source ? g_strstrip (tc_suggest_entry_dup_text (self->source)) : g_strdup ("");
}

char *
tc_journal_work_dup_due (TcJournalWork *self)
{
  g_return_val_if_fail (TC_IS_JOURNAL_WORK (self), NULL);
  return self->asks_due ? g_strstrip (tc_suggest_entry_dup_text (self->due)) : g_strdup ("");
}

void
tc_journal_work_set_source (TcJournalWork *self, const char *text)
{
  g_return_if_fail (TC_IS_JOURNAL_WORK (self));
  tc_suggest_entry_set_text (self->source, text);
  source_typed_cb (self);
}

void
tc_journal_work_set_due (TcJournalWork *self, const char *text)
{
  g_return_if_fail (TC_IS_JOURNAL_WORK (self));
  tc_suggest_entry_set_text (self->due, text);
  due_typed_cb (self);
}

void
tc_journal_work_forget (TcJournalWork *self)
{
  tc_journal_work_set_source (self, "");
  tc_journal_work_set_due (self, "");
}

/* ---- the password of who signs ---- */

void
tc_journal_work_show_password (TcJournalWork *self)
{
  g_return_if_fail (TC_IS_JOURNAL_WORK (self));
  gtk_widget_set_visible (self->asked, TRUE);
  gtk_widget_set_visible (self->password_label, TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->password), TRUE);
}

void
tc_journal_work_ask_password (TcJournalWork *self)
{
  tc_journal_work_show_password (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->password));
}

char *
tc_journal_work_take_password (TcJournalWork *self)
{
  char *password = NULL;

  g_return_val_if_fail (TC_IS_JOURNAL_WORK (self), NULL);
  password = g_strdup (gtk_editable_get_text (self->password));
  gtk_editable_set_text (self->password, "");
  return password;
}

void
tc_journal_work_set_password (TcJournalWork *self, const char *password)
{
  g_return_if_fail (TC_IS_JOURNAL_WORK (self));
  gtk_editable_set_text (self->password, password);
}

static void
password_entered_cb (TcJournalWork *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.journal-sign", NULL);
}

/* The row is there as long as something is being written beside it. */
static void
composer_visible_cb (TcJournalWork *self)
{
  if (gtk_widget_get_visible (GTK_WIDGET (self->composer)))
    return;
  /* It is a part of what is typed. */
  if (tc_focus_holds (self->asked))
    g_signal_emit_by_name (self->composer, "left");
  gtk_widget_set_visible (self->asked, FALSE);
}

/* ---- an entry ---- */

static void
add_more (TcJournalWork *self, const TcJournalMore *more, gint64 now_us)
{
  GtkWidget *row = gtk_list_box_row_new (), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  g_autofree char *when = tc_words_clock (more->at_us, now_us);
  g_autofree char *who = tc_journal_word_hand (&more->written);
  g_autofree char *second = g_strdup_printf ("%s · %s%s", when, who,
                                             more->done ? C_ ("journal", " · ✓ done") : "");
  g_autofree char *spoken = g_strdup_printf ("%s. %s", more->text, second);

  gtk_box_append (GTK_BOX (box), tc_text_label_new_wrapped (more->text, NULL));
  gtk_box_append (GTK_BOX (box), tc_text_label_new_wrapped (second, "caption"));
  gtk_widget_add_css_class (box, "timeline-row");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  gtk_list_box_append (self->more, row);
}

static void
show_more (TcJournalWork *self, const TcJournalView *view, gint64 now_us)
{
  GtkWidget *child = NULL;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->more))))
    gtk_list_box_remove (self->more, child);
  for (guint i = 0; view && i < view->follow_ups->len; i++)
    add_more (self, g_ptr_array_index (view->follow_ups, i), now_us);
  gtk_widget_set_visible (self->more_section, view && view->follow_ups->len > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->more), view && view->follow_ups->len > 0);
}

static void
show_entry (TcJournalWork *self, const TcJournalEntry *entry, gint64 now_us)
{
  g_autofree char *written = tc_journal_word_written (entry, now_us);
  g_autofree char *due = tc_journal_word_due (entry, now_us);
  g_autofree char *done = tc_journal_word_done (entry, now_us);
  gboolean late = tc_journal_entry_is_open (entry) && entry->due_us != TC_NONE &&
                  entry->due_us <= now_us;

  tc_text_label_say (self->kind, tc_journal_word_kind (entry->kind));
  tc_text_label_say (self->text, entry->text);
  tc_text_label_say (self->written, written);
  tc_text_label_say (self->deadline, due);
  tc_text_label_say (self->done, done);
  if (late)
    gtk_widget_add_css_class (GTK_WIDGET (self->deadline), "late");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->deadline), "late");
}

void
tc_journal_work_show (TcJournalWork *self, const TcJournalEntry *entry, const TcJournalView *view)
{
  gint64 now_us = tc_now_us ();

  g_return_if_fail (TC_IS_JOURNAL_WORK (self));
  gtk_widget_set_visible (self->nothing, entry == NULL);
  gtk_widget_set_visible (self->entry, entry != NULL);
  gtk_widget_set_visible (self->sheet, FALSE);
  if (!entry)
    return;
  show_entry (self, entry, now_us);
  show_more (self, view && view->selected == entry->id ? view : NULL, now_us);
}

static void
show_sheet (TcJournalWork *self)
{
  gtk_widget_set_visible (self->nothing, FALSE);
  gtk_widget_set_visible (self->entry, FALSE);
  gtk_widget_set_visible (self->sheet, TRUE);
}

void
tc_journal_work_show_sheet (TcJournalWork *self, const TcHandOverSheet *sheet, const char *office,
                            const char *place)
{
  gint64 now_us = tc_now_us ();
  g_autofree char *title = tc_hand_over_word_title (sheet);
  g_autofree char *given = tc_hand_over_word_given (sheet, now_us);
  g_autofree char *taken = tc_hand_over_word_taken (sheet, now_us);

  g_return_if_fail (TC_IS_JOURNAL_WORK (self));
  show_sheet (self);
  tc_text_label_say (self->sheet_title, title);
  tc_text_label_say (self->sheet_given, given);
  tc_text_label_say (self->sheet_taken, taken);
  tc_hand_over_show (sheet, office, place, self->sheet_page);
}

void
tc_journal_work_show_draft (TcJournalWork *self, const TcHandOverDraft *draft, const char *office,
                            const char *place)
{
  g_autofree char *text = tc_hand_over_draft_dup_text (draft, "");
  const TcHandOverSheet sheet = {
      .text = text, .taken_us = TC_NONE, .from_us = TC_NONE, .until_us = TC_NONE, .at_us = TC_NONE};

  g_return_if_fail (TC_IS_JOURNAL_WORK (self));
  show_sheet (self);
  tc_text_label_say (self->sheet_title, _ ("Hand-over sheet, not signed yet"));
  tc_text_label_say (self->sheet_given, _ ("Read it. What you sign stays as it is."));
  tc_text_label_say (self->sheet_taken, NULL);
  tc_hand_over_show (&sheet, office, place, self->sheet_page);
}

void
tc_journal_work_show_trouble (TcJournalWork *self, const char *text)
{
  g_return_if_fail (TC_IS_JOURNAL_WORK (self));
  tc_text_label_say (self->trouble, text);
}

TcComposer *
tc_journal_work_get_composer (TcJournalWork *self)
{
  g_return_val_if_fail (TC_IS_JOURNAL_WORK (self), NULL);
  return self->composer;
}

/* ---- widget ---- */

static void
tc_journal_work_dispose (GObject *object)
{
  g_clear_object (&TC_JOURNAL_WORK (object)->drafts);
  g_clear_pointer (&TC_JOURNAL_WORK (object)->box, gtk_widget_unparent);
  G_OBJECT_CLASS (tc_journal_work_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *class)
{
  gtk_widget_class_bind_template_child (class, TcJournalWork, box);
  gtk_widget_class_bind_template_child (class, TcJournalWork, asked);
  gtk_widget_class_bind_template_child (class, TcJournalWork, source_label);
  gtk_widget_class_bind_template_child (class, TcJournalWork, source);
  gtk_widget_class_bind_template_child (class, TcJournalWork, due_label);
  gtk_widget_class_bind_template_child (class, TcJournalWork, due);
  gtk_widget_class_bind_template_child (class, TcJournalWork, due_read);
  gtk_widget_class_bind_template_child (class, TcJournalWork, composer);
  gtk_widget_class_bind_template_child (class, TcJournalWork, trouble);
  gtk_widget_class_bind_template_child (class, TcJournalWork, nothing);
  gtk_widget_class_bind_template_child (class, TcJournalWork, entry);
  gtk_widget_class_bind_template_child (class, TcJournalWork, sheet);
  gtk_widget_class_bind_template_child (class, TcJournalWork, sheet_title);
  gtk_widget_class_bind_template_child (class, TcJournalWork, sheet_given);
  gtk_widget_class_bind_template_child (class, TcJournalWork, sheet_taken);
  gtk_widget_class_bind_template_child (class, TcJournalWork, sheet_page);
  gtk_widget_class_bind_template_child (class, TcJournalWork, password_label);
  gtk_widget_class_bind_template_child (class, TcJournalWork, password);
  gtk_widget_class_bind_template_child (class, TcJournalWork, kind);
  gtk_widget_class_bind_template_child (class, TcJournalWork, text);
  gtk_widget_class_bind_template_child (class, TcJournalWork, written);
  gtk_widget_class_bind_template_child (class, TcJournalWork, deadline);
  gtk_widget_class_bind_template_child (class, TcJournalWork, done);
  gtk_widget_class_bind_template_child (class, TcJournalWork, do_done);
  gtk_widget_class_bind_template_child (class, TcJournalWork, more_section);
  gtk_widget_class_bind_template_child (class, TcJournalWork, more);
}

static void
tc_journal_work_class_init (TcJournalWorkClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = tc_journal_work_dispose;
  g_type_ensure (TC_TYPE_COMPOSER);
  g_type_ensure (TC_TYPE_PAPER_VIEW);
  g_type_ensure (TC_TYPE_SUGGEST_ENTRY);
  g_type_ensure (TC_TYPE_VERB_BUTTON);
  g_type_ensure (TC_TYPE_WRAP_LAYOUT);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/toancanh/ToanCanh/ui/tc-journal-work.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, source_typed_cb);
  gtk_widget_class_bind_template_callback (widget_class, source_entered_cb);
  gtk_widget_class_bind_template_callback (widget_class, password_entered_cb);
  gtk_widget_class_bind_template_callback (widget_class, due_typed_cb);
  gtk_widget_class_bind_template_callback (widget_class, due_entered_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
tc_journal_work_init (TcJournalWork *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (self->composer, "notify::visible", G_CALLBACK (composer_visible_cb),
                           self, G_CONNECT_SWAPPED);
}
