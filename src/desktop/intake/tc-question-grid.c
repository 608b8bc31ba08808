/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The questions of a field; see the header.
 */
#include "tc-question-grid.h"

#include "tc-wrap-layout.h"

#include <glib/gi18n-lib.h>

/* An answer that isn't chosen. */
#define ENTRY_CHARS 12
#define WORDS_CHARS 34

struct _TcQuestionGrid {
  GtkWidget parent;
  GtkWidget *grid;      /* (unowned): the only child */
  GPtrArray *questions; /* (owned) (element-type TcQuestion) */
  GPtrArray *answers;   /* (owned) (element-type GtkWidget) (unowned): an entry, or a box of check
                           buttons in the order of the choices */
  gboolean filling;
};

G_DEFINE_FINAL_TYPE (TcQuestionGrid, tc_question_grid, GTK_TYPE_WIDGET)

static guint changed_signal;

static void
changed_cb (TcQuestionGrid *self)
{
  if (!self->filling)
    g_signal_emit (self, changed_signal, 0);
}

/* Enter goes on to what comes next. */
static void
next_cb (TcQuestionGrid *self)
{
  gtk_widget_child_focus (GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (self))),
                          GTK_DIR_TAB_FORWARD);
}

/* ---- making ---- */

static const char *
get_hint (TcQuestionKind kind)
{
  if (kind == TC_QUESTION_TIME)
    /* Translators: how a time may be typed. */
    return _ ("17:30, 8h 27/11");
  return NULL;
}

static GtkWidget *
make_entry (TcQuestionGrid *self, const TcQuestion *question, const char *value)
{
  GtkWidget *entry = gtk_entry_new ();
  gboolean plain = question->kind == TC_QUESTION_NUMBER || question->kind == TC_QUESTION_TIME;

  gtk_editable_set_text (GTK_EDITABLE (entry), value ? value : "");
  gtk_editable_set_width_chars (GTK_EDITABLE (entry), ENTRY_CHARS);
  gtk_entry_set_placeholder_text (GTK_ENTRY (entry), get_hint (question->kind));
  /* No input method eats digits. */
  if (plain)
    g_object_set (entry, "im-module", "gtk-im-context-simple", NULL);
  gtk_widget_set_hexpand (entry, !plain);
  gtk_widget_set_halign (entry, plain ? GTK_ALIGN_START : GTK_ALIGN_FILL);
  g_signal_connect_object (entry, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (entry, "activate", G_CALLBACK (next_cb), self, G_CONNECT_SWAPPED);
  return entry;
}

static GtkWidget *
make_choices (TcQuestionGrid *self, const TcQuestion *question, const char *value)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0), *first = NULL;
  g_auto (GStrv) chosen = g_strsplit (value ? value : "", TC_ANSWER_SEPARATOR, -1);

  gtk_widget_set_layout_manager (box, g_object_new (TC_TYPE_WRAP_LAYOUT, "spacing", 12, NULL));
  for (guint i = 0; i < question->choices->len; i++) {
    const TcQuestionChoice *choice = question->choices->pdata[i];
    GtkWidget *button = gtk_check_button_new_with_label (choice->word);

    if (question->kind == TC_QUESTION_ONE && first)
      gtk_check_button_set_group (GTK_CHECK_BUTTON (button), GTK_CHECK_BUTTON (first));
    first = first ? first : button;
    gtk_check_button_set_active (GTK_CHECK_BUTTON (button),
                                 g_strv_contains ((const char *const *) chosen, choice->key));
    g_signal_connect_object (button, "toggled", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
    gtk_box_append (GTK_BOX (box), button);
  }
  return box;
}

static gboolean
is_choice (const TcQuestion *question)
{
  return question->kind == TC_QUESTION_ONE || question->kind == TC_QUESTION_SOME;
}

static void
add_question (TcQuestionGrid *self, const TcQuestion *question, const char *value, int row)
{
  const char *words = *question->words ? question->words : question->code;
  GtkWidget *label = gtk_label_new (words);
  GtkWidget *answer = is_choice (question) ? make_choices (self, question, value)
                                           : make_entry (self, question, value);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), WORDS_CHARS);
  if (question->required)
    gtk_widget_add_css_class (label, "strong");
  gtk_accessible_update_property (GTK_ACCESSIBLE (answer), GTK_ACCESSIBLE_PROPERTY_LABEL, words,
                                  -1);
  gtk_grid_attach (GTK_GRID (self->grid), label, 0, row, 1, 1);
  gtk_grid_attach (GTK_GRID (self->grid), answer, 1, row, 1, 1);
  g_ptr_array_add (self->answers, answer);
}

void
tc_question_grid_show (TcQuestionGrid *self, const char *questions, const char *answers)
{
  g_autoptr (GHashTable) given = tc_answers_read (answers);
  GtkWidget *child = NULL;

  g_return_if_fail (TC_IS_QUESTION_GRID (self));
  self->filling = TRUE;
  while ((child = gtk_widget_get_first_child (self->grid)))
    gtk_grid_remove (GTK_GRID (self->grid), child);
  g_ptr_array_set_size (self->answers, 0);
  g_clear_pointer (&self->questions, g_ptr_array_unref);
  self->questions = tc_questions_read (questions);
  for (guint i = 0; i < self->questions->len; i++) {
    const TcQuestion *question = self->questions->pdata[i];
    add_question (self, question, g_hash_table_lookup (given, question->code), (int) i);
  }
  gtk_widget_set_visible (GTK_WIDGET (self), self->questions->len > 0);
  self->filling = FALSE;
}

/* ---- reading ---- */

/* (transfer full): "" for nothing */
static char *
dup_choices (const TcQuestion *question, GtkWidget *box)
{
  GString *value = g_string_new (NULL);
  guint i = 0;

  for (GtkWidget *button = gtk_widget_get_first_child (box); button;
       button = gtk_widget_get_next_sibling (button), i++) {
    const TcQuestionChoice *choice = question->choices->pdata[i];
    if (gtk_check_button_get_active (GTK_CHECK_BUTTON (button)))
      g_string_append_printf (value, "%s%s", value->len > 0 ? TC_ANSWER_SEPARATOR : "",
                              choice->key);
  }
  return g_string_free (value, FALSE);
}

char *
tc_question_grid_dup_answers (TcQuestionGrid *self)
{
  g_autoptr (GHashTable) typed = NULL;

  g_return_val_if_fail (TC_IS_QUESTION_GRID (self), NULL);
  typed = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  for (guint i = 0; i < self->questions->len; i++) {
    const TcQuestion *question = self->questions->pdata[i];
    GtkWidget *answer = self->answers->pdata[i];
    g_hash_table_insert (typed, question->code,
                         is_choice (question)
                             ? dup_choices (question, answer)
                             : g_strdup (gtk_editable_get_text (GTK_EDITABLE (answer))));
  }
  return tc_answers_write (self->questions, typed);
}

void
tc_question_grid_grab_faulty (TcQuestionGrid *self, gint64 now_us)
{
  g_autofree char *typed = tc_question_grid_dup_answers (self);
  const TcQuestion *faulty = NULL;
  g_autofree char *clean = tc_answers_clean (self->questions, typed, now_us, &faulty);
  guint i = 0;

  if (faulty && g_ptr_array_find (self->questions, faulty, &i))
    gtk_widget_grab_focus (self->answers->pdata[i]);
}

/* ---- object ---- */

static void
tc_question_grid_dispose (GObject *object)
{
  TcQuestionGrid *self = TC_QUESTION_GRID (object);

  g_clear_pointer (&self->grid, gtk_widget_unparent);
  g_clear_pointer (&self->answers, g_ptr_array_unref);
  g_clear_pointer (&self->questions, g_ptr_array_unref);
  G_OBJECT_CLASS (tc_question_grid_parent_class)->dispose (object);
}

static void
tc_question_grid_class_init (TcQuestionGridClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = tc_question_grid_dispose;
  changed_signal = g_signal_new ("changed", TC_TYPE_QUESTION_GRID, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
tc_question_grid_init (TcQuestionGrid *self)
{
  self->grid = gtk_grid_new ();
  gtk_grid_set_row_spacing (GTK_GRID (self->grid), 8);
  gtk_grid_set_column_spacing (GTK_GRID (self->grid), 16);
  gtk_widget_set_parent (self->grid, GTK_WIDGET (self));
  self->answers = g_ptr_array_new ();
  self->questions = tc_questions_read (NULL);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}
