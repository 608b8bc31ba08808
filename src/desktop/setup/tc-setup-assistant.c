/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The assistant; see the header. DESIGN: one sheet whose body is built anew for each page; a page
 * is a question's number, or one of those after them. Answers are checked and saved on a thread, as
 * a copy; the next page comes when that is done.
 */
#include "tc-setup-assistant.h"

#include "tc-error.h"
#include "tc-fingerprint.h"
#include "tc-focus.h"
#include "tc-now.h"
#include "tc-refusal-words.h"
#include "tc-setup-field.h"
#include "tc-setup-work.h"
#include "tc-text-label.h"

#include <glib/gi18n-lib.h>

#define PASSWORD "admin-password"

/* Pages after the questions. */
enum {
  PAGE_SUMMARY = TC_SETUP_N_QUESTIONS,
  PAGE_WORK,
  PAGE_DONE,
};

struct _TcSetupAssistant {
  GtkWidget parent;
  GtkWidget *sheet; /* (unowned): template child, like all to left */
  GtkLabel *count;
  GtkLabel *title;
  GtkLabel *help;
  GtkBox *body;
  GtkLabel *refusal;
  GtkWidget *back;
  GtkWidget *spinner;
  GtkWidget *cancel;
  GtkButton *next;
  GtkWidget *left;
  GActionMap *window;        /* (unowned) (nullable): outlives us */
  TcDesk *desk;              /* (owned) (nullable) */
  TcSetupAnswers *answers;   /* (owned) */
  char *path;                /* (owned): where they are kept */
  TcSetupOutcome *outcome;   /* (owned) (nullable): once made */
  char *pem;                 /* (owned) (nullable): of the certificate that was made */
  GPtrArray *fields;         /* (owned) (element-type TcSetupFieldWidget): of the page */
  GCancellable *cancellable; /* (owned) (nullable): while something is under way */
  guint page;
  gboolean active;
};

G_DEFINE_FINAL_TYPE (TcSetupAssistant, tc_setup_assistant, GTK_TYPE_WIDGET)

enum {
  READY,
  LEFT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* ---- what can be done now ---- */

static void
enable (TcSetupAssistant *self, const char *name, gboolean enabled)
{
  GAction *action = self->window ? g_action_map_lookup_action (self->window, name) : NULL;

  if (action)
    g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled && self->active);
}

static void
refresh (TcSetupAssistant *self)
{
  gboolean busy = self->cancellable != NULL;

  enable (self, "setup-answer", !busy && self->page < PAGE_SUMMARY);
  enable (self, "setup-next", !busy);
  enable (self, "setup-back", !busy && self->page < PAGE_DONE);
  enable (self, "setup-cancel", busy && self->page == PAGE_WORK);
  gtk_widget_set_visible (self->spinner, busy);
  g_object_set (self->spinner, "spinning", busy, NULL);
  gtk_widget_set_visible (self->cancel, busy && self->page == PAGE_WORK);
  gtk_widget_set_visible (self->back, self->page < PAGE_DONE);
  gtk_widget_set_visible (self->left, self->page < PAGE_WORK);
}

static void
set_busy (TcSetupAssistant *self, gboolean busy)
{
  g_clear_object (&self->cancellable);
  if (busy)
    self->cancellable = g_cancellable_new ();
  refresh (self);
}

/* ---- pages ---- */

static void
clear_body (TcSetupAssistant *self)
{
  GtkWidget *child = NULL;

  g_ptr_array_set_size (self->fields, 0);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->body))))
    gtk_box_remove (self->body, child);
}

static GtkLabel *
add_label (TcSetupAssistant *self, const char *text, const char *class)
{
  GtkLabel *label = GTK_LABEL (gtk_label_new (text));

  gtk_label_set_xalign (label, 0);
  gtk_label_set_wrap (label, TRUE);
  gtk_label_set_max_width_chars (label, 70);
  gtk_label_set_selectable (label, TRUE);
  gtk_widget_set_can_focus (GTK_WIDGET (label), FALSE);
  if (class)
    gtk_widget_add_css_class (GTK_WIDGET (label), class);
  gtk_box_append (self->body, GTK_WIDGET (label));
  return label;
}

/* What depends on another answer comes and goes; what is proposed follows. */
static void
refresh_fields (TcSetupAssistant *self)
{
  for (guint i = 0; i < self->fields->len; i++) {
    TcSetupFieldWidget *widget = g_ptr_array_index (self->fields, i);
    const TcSetupField *field = tc_setup_field_widget_get_field (widget);
    g_autofree char *value = tc_setup_answers_dup (self->answers, field->id);

    gtk_widget_set_visible (GTK_WIDGET (widget), tc_setup_field_applies (field, self->answers));
    tc_setup_field_widget_set_value (widget, value);
  }
}

static void
answered_cb (TcSetupAssistant *self, const char *value, TcSetupFieldWidget *widget)
{
  const TcSetupField *field = tc_setup_field_widget_get_field (widget);

  tc_setup_answers_set (self->answers, field->id, value);
  if (field->kind == TC_SETUP_CHOICE)
    refresh_fields (self);
}

static void
entered_cb (TcSetupAssistant *self)
{
  g_action_group_activate_action (G_ACTION_GROUP (self->window), "setup-next", NULL);
}

static void
show_question (TcSetupAssistant *self)
{
  const TcSetupQuestion *question = tc_setup_questions_get (self->page);

  gtk_label_set_label (self->title, _ (question->words));
  gtk_label_set_label (self->help, _ (question->help));
  for (const TcSetupField *field = question->fields; field->id; field++) {
    GtkWidget *widget = tc_setup_field_widget_new (field);

    g_signal_connect_object (widget, "answered", G_CALLBACK (answered_cb), self, G_CONNECT_SWAPPED);
    g_signal_connect_object (widget, "entered", G_CALLBACK (entered_cb), self, G_CONNECT_SWAPPED);
    g_ptr_array_add (self->fields, widget);
    gtk_box_append (self->body, widget);
  }
  refresh_fields (self);
  gtk_button_set_label (self->next, _ ("Next"));
}

static void
show_summary (TcSetupAssistant *self)
{
  GtkWidget *grid = gtk_grid_new ();
  int row = 0;

  gtk_grid_set_column_spacing (GTK_GRID (grid), 16);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 4);
  for (guint i = 0; i < TC_SETUP_N_QUESTIONS; i++) {
    const TcSetupQuestion *question = tc_setup_questions_get (i);

    for (const TcSetupField *field = question->fields; field->id; field++) {
      g_autofree char *words = tc_setup_field_dup_words (field, self->answers);
      GtkWidget *name = gtk_label_new (_ (field->words));
      GtkWidget *value = gtk_label_new (words);

      g_object_ref_sink (name);
      g_object_ref_sink (value);
      if (tc_setup_field_applies (field, self->answers)) {
        g_object_set (name, "xalign", 0.0, "wrap", TRUE, "max-width-chars", 28, "yalign", 0.0,
                      NULL);
        g_object_set (value, "xalign", 0.0, "wrap", TRUE, "max-width-chars", 44, "yalign", 0.0,
                      "wrap-mode", PANGO_WRAP_WORD_CHAR, NULL);
        gtk_widget_add_css_class (name, "dim");
        gtk_grid_attach (GTK_GRID (grid), name, 0, row, 1, 1);
        gtk_grid_attach (GTK_GRID (grid), value, 1, row++, 1, 1);
      }
      g_object_unref (name);
      g_object_unref (value);
    }
  }
  gtk_box_append (self->body, grid);
  gtk_label_set_label (self->title, _ ("Is all of it right?"));
  gtk_label_set_label (self->help, _ ("Nothing has been made yet. Go back to change an answer."));
  gtk_button_set_label (self->next, _ ("Make the province"));
}

static void
show_outcome (TcSetupAssistant *self)
{
  g_autofree char *words = self->pem ? tc_fingerprint_words (self->pem) : NULL;

  gtk_label_set_label (self->title, _ ("The province is made"));
  gtk_label_set_label (self->help,
                       _ ("The server runs on this computer, and this desk is connected."));
  add_label (self, _ ("Address for the other desks"), "caption");
  add_label (self, self->outcome->url, "strong");
  if (self->outcome->names[0])
    add_label (self, _ ("One-time code of each; write them down, they are told this once"),
               "caption");
  for (guint i = 0; self->outcome->names[i]; i++) {
    g_autofree char *line = g_strdup_printf ("%s   %s", self->outcome->codes[i],
                                             self->outcome->names[i]);

    if (i > 0 || tc_desk_get_state (self->desk) == TC_DESK_NEW)
      add_label (self, line, "code");
  }
  if (words) {
    add_label (self, _ ("When a desk connects, it shows these words; compare them:"), "caption");
    add_label (self, words, "fingerprint");
  }
  add_label (self, _ ("The files of the province, to go on with"), "caption");
  add_label (self, self->outcome->province, "code");
  add_label (self, _ ("So that the server starts by itself when this computer does:"), "caption");
  add_label (self, "systemctl --user enable toancanhd; loginctl enable-linger", "code");
  gtk_button_set_label (self->next, _ ("Begin to work"));
}

static void
show_page (TcSetupAssistant *self, guint page)
{
  g_autofree char *count = NULL;

  self->page = page;
  clear_body (self);
  tc_text_label_say (self->refusal, NULL);
  if (page < PAGE_SUMMARY) {
    /* Translators: number of a question, how many there are. */
    count = g_strdup_printf (_ ("Question %u of %u"), page + 1, TC_SETUP_N_QUESTIONS);
    show_question (self);
  } else if (page == PAGE_SUMMARY) {
    show_summary (self);
  } else if (page == PAGE_WORK) {
    gtk_label_set_label (self->title, _ ("Making the province"));
    gtk_label_set_label (self->help, "");
    gtk_button_set_label (self->next, _ ("Try again"));
  } else {
    show_outcome (self);
  }
  gtk_label_set_label (self->count, count ? count : "");
  gtk_widget_set_visible (GTK_WIDGET (self->count), count != NULL);
  refresh (self);
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

/* ---- checking and saving, on a thread ---- */

typedef struct {
  TcSetupAnswers *answers; /* (owned): a copy */
  char *path;              /* (owned) */
  guint first, last;       /* questions to check */
  guint bad;               /* the first that isn't right; last + 1: none */
  char *sentence;          /* (owned) (nullable) */
  const TcSetupField *at;  /* (unowned) (nullable): the field it is about */
} Check;

static void
free_check (gpointer data)
{
  Check *check = data;

  tc_setup_answers_free (check->answers);
  g_free (check->path);
  g_free (check->sentence);
  g_free (check);
}

static void
run_check (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Check *check = data;
  GError *error = NULL;

  for (check->bad = check->first; check->bad <= check->last; check->bad++) {
    const TcSetupQuestion *question = tc_setup_questions_get (check->bad);

    check->sentence = tc_setup_question_check (question, check->answers, &check->at);
    if (check->sentence)
      break;
    tc_setup_question_settle (question, check->answers);
  }
  if (tc_setup_answers_save (check->answers, check->path, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* Checks the questions from @first to @last and saves all answers. */
static void
check_async (TcSetupAssistant *self, guint first, guint last, GAsyncReadyCallback callback)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, NULL);
  Check *check = g_new0 (Check, 1);

  check->answers = tc_setup_answers_copy (self->answers);
  check->path = g_strdup (self->path);
  check->first = first;
  check->last = last;
  g_task_set_task_data (task, check, free_check);
  set_busy (self, TRUE);
  g_task_run_in_thread (task, run_check);
}

static void
focus_field (TcSetupAssistant *self, const TcSetupField *field)
{
  for (guint i = 0; i < self->fields->len; i++) {
    TcSetupFieldWidget *widget = g_ptr_array_index (self->fields, i);

    if (tc_setup_field_widget_get_field (widget) == field)
      gtk_widget_grab_focus (GTK_WIDGET (widget));
  }
}

/* FALSE: something is wrong, and is shown at its question. */
static gboolean
take_check (TcSetupAssistant *self, GAsyncResult *result)
{
  const Check *check = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error)) {
    g_autofree char *text = tc_fault_word (error);
    tc_text_label_say (self->refusal, text);
    return FALSE;
  }
  for (guint i = check->first; i < check->bad; i++)
    tc_setup_question_settle (tc_setup_questions_get (i), self->answers);
  if (!check->sentence)
    return TRUE;
  if (self->page != check->bad)
    show_page (self, check->bad);
  tc_text_label_say (self->refusal, check->sentence);
  focus_field (self, check->at);
  return FALSE;
}

/* ---- the work ---- */

static void
enrolled_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TcSetupAssistant) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TcRefusal) refusal = tc_desk_enrol_finish (TC_DESK (source), result, &error);
  g_autofree char *text = NULL;

  if (!self->sheet)
    return;
  set_busy (self, FALSE);
  if (!refusal && !error) {
    tc_desk_start (self->desk);
    show_page (self, PAGE_DONE);
    return;
  }
  text = refusal ? tc_refusal_word (refusal, tc_now_us ()) : tc_fault_word (error);
  tc_text_label_say (self->refusal, text);
}

static void
enrol (TcSetupAssistant *self)
{
  const char *code = self->outcome->codes[0];

  if (!code) {
    set_busy (self, FALSE);
    tc_text_label_say (self->refusal,
                       _ ("Every desk of the province is connected already. Add one to its files, "
                          "or connect with a code."));
    return;
  }
  add_label (self, _ ("Enrolling this desk…"), NULL);
  tc_desk_set_ca (self->desk, self->pem);
  tc_desk_enrol_async (self->desk, self->outcome->own_url, code, self->cancellable, enrolled_cb,
                       g_object_ref (self));
}

static void
pem_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TcSetupAssistant) self = data;

  g_clear_pointer (&self->pem, g_free);
  g_file_load_contents_finish (G_FILE (source), result, &self->pem, NULL, NULL, NULL);
  if (self->sheet)
    enrol (self);
}

static void
take_outcome (TcSetupAssistant *self)
{
  g_autoptr (GFile) file = self->outcome->ca ? g_file_new_for_path (self->outcome->ca) : NULL;

  if (file)
    g_file_load_contents_async (file, NULL, pem_read_cb, g_object_ref (self));
  else
    enrol (self);
}

static void
reread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_autoptr (TcSetupAnswers) answers = tc_setup_answers_new (TRUE);

  /* Where there is nothing yet, there is nothing to go on with. */
  if (!tc_setup_answers_load (answers, data, NULL))
    g_task_return_pointer (task, NULL, NULL);
  else
    g_task_return_pointer (task, g_steal_pointer (&answers),
                           (GDestroyNotify) tc_setup_answers_free);
}

/* Answers as they are in the file, with what the child noted in it. */
static void
reread_async (TcSetupAssistant *self, GAsyncReadyCallback callback)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, NULL);

  g_task_set_task_data (task, g_strdup (self->path), g_free);
  g_task_run_in_thread (task, reread);
}

static void
take_answers (TcSetupAssistant *self, GAsyncResult *result)
{
  TcSetupAnswers *answers = g_task_propagate_pointer (G_TASK (result), NULL);

  if (!answers)
    return;
  tc_setup_answers_set (answers, PASSWORD, tc_setup_answers_get (self->answers, PASSWORD));
  tc_setup_answers_free (self->answers);
  self->answers = answers;
}

static void
reread_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  take_answers (TC_SETUP_ASSISTANT (source), result);
}

static void
worked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TcSetupAssistant) self = data;
  g_autoptr (GError) error = NULL;
  TcSetupOutcome *outcome = tc_setup_work_finish (result, &error);

  g_clear_pointer (&self->outcome, tc_setup_outcome_free);
  self->outcome = outcome;
  if (!self->sheet)
    return;
  reread_async (self, reread_cb);
  if (outcome) {
    take_outcome (self);
    return;
  }
  set_busy (self, FALSE);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    show_page (self, PAGE_SUMMARY);
  else
    tc_text_label_say (self->refusal, error->message);
}

static void
progress_cb (const char *sentence, gpointer data)
{
  TcSetupAssistant *self = data;

  if (self->sheet)
    add_label (self, sentence, NULL);
}

static void
all_checked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TcSetupAssistant *self = TC_SETUP_ASSISTANT (source);

  set_busy (self, FALSE);
  if (!self->sheet || !take_check (self, result))
    return;
  const char *password = tc_setup_answers_get (self->answers, PASSWORD);
  show_page (self, PAGE_WORK);
  set_busy (self, TRUE);
  tc_setup_work_async (self->path, password ? password : "", self->cancellable, progress_cb, self,
                       worked_cb, g_object_ref (self));
}

/* ---- going about ---- */

static guint
find_page (TcSetupAssistant *self, guint from, int step)
{
  while (from < PAGE_SUMMARY &&
         !tc_setup_question_applies (tc_setup_questions_get (from), self->answers))
    from = (guint) ((int) from + step);
  return from;
}

static void
checked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TcSetupAssistant *self = TC_SETUP_ASSISTANT (source);

  set_busy (self, FALSE);
  if (self->sheet && take_check (self, result))
    show_page (self, find_page (self, self->page + 1, 1));
}

static void
next_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcSetupAssistant *self = data;
  g_autofree char *account = tc_setup_answers_dup (self->answers, "admin-account");

  tc_text_label_say (self->refusal, NULL);
  if (self->page < PAGE_SUMMARY)
    check_async (self, self->page, self->page, checked_cb);
  else if (self->page == PAGE_DONE)
    g_signal_emit (self, signals[READY], 0, account,
                   tc_setup_answers_get (self->answers, PASSWORD));
  else
    check_async (self, 0, TC_SETUP_N_QUESTIONS - 1, all_checked_cb);
}

static void
back_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcSetupAssistant *self = data;

  if (self->page == 0)
    g_signal_emit (self, signals[LEFT], 0);
  else if (self->page == PAGE_WORK)
    show_page (self, PAGE_SUMMARY);
  else
    show_page (self, find_page (self, self->page - 1, -1));
}

static void
cancel_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcSetupAssistant *self = data;

  if (self->cancellable)
    g_cancellable_cancel (self->cancellable);
}

static void
answer_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcSetupAssistant *self = data;
  const char *id = NULL, *value = NULL;

  g_variant_get (target, "(&s&s)", &id, &value);
  if (!tc_setup_questions_find_field (id))
    return;
  tc_setup_answers_set (self->answers, id, value);
  refresh_fields (self);
}

static void
begun_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TcSetupAssistant *self = TC_SETUP_ASSISTANT (source);

  take_answers (self, result);
  set_busy (self, FALSE);
  if (self->sheet)
    show_page (self, find_page (self, tc_setup_questions_find_open (self->answers), 1));
}

void
tc_setup_assistant_begin (TcSetupAssistant *self)
{
  g_return_if_fail (TC_IS_SETUP_ASSISTANT (self));

  if (self->cancellable || self->outcome)
    return;
  set_busy (self, TRUE);
  reread_async (self, begun_cb);
}

void
tc_setup_assistant_attach (TcSetupAssistant *self, GActionMap *window)
{
  const GActionEntry entries[] = {
      {.name = "setup-answer", .activate = answer_cb, .parameter_type = "(ss)"},
      {.name = "setup-next", .activate = next_cb},
      {.name = "setup-back", .activate = back_cb},
      {.name = "setup-cancel", .activate = cancel_cb},
  };

  g_return_if_fail (TC_IS_SETUP_ASSISTANT (self));
  self->window = window;
  g_action_map_add_action_entries (window, entries, G_N_ELEMENTS (entries), self);
  refresh (self);
}

void
tc_setup_assistant_set_desk (TcSetupAssistant *self, TcDesk *desk)
{
  g_return_if_fail (TC_IS_SETUP_ASSISTANT (self));
  g_set_object (&self->desk, desk);
}

void
tc_setup_assistant_set_active (TcSetupAssistant *self, gboolean active)
{
  g_return_if_fail (TC_IS_SETUP_ASSISTANT (self));
  self->active = active;
  refresh (self);
}

void
tc_setup_assistant_finish (TcSetupAssistant *self)
{
  g_return_if_fail (TC_IS_SETUP_ASSISTANT (self));
  if (self->cancellable)
    g_cancellable_cancel (self->cancellable);
}

static gboolean
tc_setup_assistant_grab_focus (GtkWidget *widget)
{
  TcSetupAssistant *self = TC_SETUP_ASSISTANT (widget);

  if (self->fields->len > 0)
    return gtk_widget_grab_focus (g_ptr_array_index (self->fields, 0));
  return gtk_widget_grab_focus (GTK_WIDGET (self->next));
}

static void
tc_setup_assistant_dispose (GObject *object)
{
  TcSetupAssistant *self = TC_SETUP_ASSISTANT (object);

  if (self->cancellable)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->desk);
  g_clear_pointer (&self->sheet, gtk_widget_unparent);
  G_OBJECT_CLASS (tc_setup_assistant_parent_class)->dispose (object);
}

static void
tc_setup_assistant_finalize (GObject *object)
{
  TcSetupAssistant *self = TC_SETUP_ASSISTANT (object);

  tc_setup_answers_free (self->answers);
  tc_setup_outcome_free (self->outcome);
  g_ptr_array_unref (self->fields);
  g_free (self->path);
  g_free (self->pem);
  G_OBJECT_CLASS (tc_setup_assistant_parent_class)->finalize (object);
}

static void
tc_setup_assistant_class_init (TcSetupAssistantClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = tc_setup_assistant_dispose;
  G_OBJECT_CLASS (class)->finalize = tc_setup_assistant_finalize;
  widget_class->grab_focus = tc_setup_assistant_grab_focus;
  widget_class->focus = tc_focus_children;
  signals[READY] = g_signal_new ("ready", TC_TYPE_SETUP_ASSISTANT, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
  signals[LEFT] = g_signal_new ("left", TC_TYPE_SETUP_ASSISTANT, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/toancanh/ToanCanh/ui/tc-setup-assistant.ui");
  gtk_widget_class_bind_template_child (widget_class, TcSetupAssistant, sheet);
  gtk_widget_class_bind_template_child (widget_class, TcSetupAssistant, count);
  gtk_widget_class_bind_template_child (widget_class, TcSetupAssistant, title);
  gtk_widget_class_bind_template_child (widget_class, TcSetupAssistant, help);
  gtk_widget_class_bind_template_child (widget_class, TcSetupAssistant, body);
  gtk_widget_class_bind_template_child (widget_class, TcSetupAssistant, refusal);
  gtk_widget_class_bind_template_child (widget_class, TcSetupAssistant, back);
  gtk_widget_class_bind_template_child (widget_class, TcSetupAssistant, spinner);
  gtk_widget_class_bind_template_child (widget_class, TcSetupAssistant, cancel);
  gtk_widget_class_bind_template_child (widget_class, TcSetupAssistant, next);
  gtk_widget_class_bind_template_child (widget_class, TcSetupAssistant, left);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
tc_setup_assistant_init (TcSetupAssistant *self)
{
  self->fields = g_ptr_array_new ();
  self->answers = tc_setup_answers_new (TRUE);
  self->path = tc_setup_answers_dup_usual_path ();
  self->active = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
}
