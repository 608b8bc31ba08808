/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is written into the journal: each an action of the window. What is refused, or can't be
 * kept, is said beside the entry, and what was typed stands in its field again.
 */
#include "tc-journal-panel-private.h"

#include "tc-due-typed.h"
#include "tc-journal-words.h"
#include "tc-now.h"
#include "tc-refusal-words.h"
#include "tc-shift-operations.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define FOLLOW_UP "journal-follow-up"
#define DONE "journal-done"

static const TcPanelKey keys[] = {
    {"o", "journal-order", N_ ("Write down an order")},
    {"c", "journal-call", N_ ("Write down a call")},
    {"f", "journal-fault", N_ ("Write down a fault")},
    {"n", "journal-observation", N_ ("Write down an observation")},
    {"g", "journal-follow-up", N_ ("Follow up the entry")},
    {"x", "journal-done", N_ ("Mark the entry as done")},
    {"h", "journal-hand-over", N_ ("Hand over the shift")},
    {"t", "journal-take-over", N_ ("Take over the shift")},
    {"p", "journal-print", N_ ("Print the hand-over sheet")},
    {"<Control>s", "journal-save-list", N_ ("Save the list for a spreadsheet")},
    {"<Control>p", "journal-print-list", N_ ("Print the list")},
    {"Escape", "journal-cancel", N_ ("Close what is being typed")},
    {NULL, NULL, NULL},
};

static const TcCommandVerb verbs[] = {
    {.words = NC_ ("command", "jot;observation"),
     .usage = N_ ("TEXT"),
     .title = N_ ("Write an observation into the duty journal"),
     .action = "journal-jot",
     .need = TC_MAY_KEEP_JOURNAL,
     .args = {TC_COMMAND_TEXT}},
    {.words = NC_ ("command", "fault"),
     .usage = N_ ("TEXT"),
     .title = N_ ("Write a fault into the duty journal"),
     .action = "journal-report-fault",
     .need = TC_MAY_KEEP_JOURNAL,
     .args = {TC_COMMAND_TEXT}},
    {.words = NC_ ("command", "order"),
     .usage = N_ ("TEXT"),
     .title = N_ ("Begin an order in the duty journal"),
     .action = "journal-begin-order",
     .need = TC_MAY_KEEP_JOURNAL,
     .args = {TC_COMMAND_TEXT},
     .n_optional = 1},
    {.words = NC_ ("command", "hand over"),
     .title = N_ ("Hand over the shift"),
     .action = "journal-hand-over",
     .need = TC_MAY_HAND_OVER},
    {NULL},
};

const TcPanelKey *
tc_journal_panel_list_keys (void)
{
  return keys;
}

const TcCommandVerb *
tc_journal_panel_list_verbs (void)
{
  return verbs;
}

/* ---- what can be done ---- */

void
tc_journal_panel_enable_actions (TcJournalPanel *self)
{
  static const char *const writing[] = {
      "journal-order", "journal-call",         "journal-fault",      "journal-observation",
      "journal-jot",   "journal-report-fault", "journal-begin-order"};
  const TcJournalView *view = tc_journal_watch_get_view (self->watch);
  const TcJournalEntry *entry = tc_journal_panel_get_selected (self);
  gboolean may = view && view->reading == TC_READING_OPEN &&
                 tc_desk_may (self->desk, TC_MAY_KEEP_JOURNAL);

  if (!self->window)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (writing); i++)
    tc_panel_enable (self->window, writing[i], may);
  tc_journal_panel_enable_hand_over (self);
  tc_panel_enable (self->window, "journal-follow-up", may && entry);
  tc_panel_enable (self->window, "journal-done", may && entry && tc_journal_entry_is_open (entry));
}

/* ---- writing ---- */

typedef struct {
  TcJournalPanel *panel; /* (owned) */
  const char *typed;     /* interned (nullable): what the composer was open for; NULL: a command */
  gint64 subject_id;     /* likewise */
  gint64 entry_id;       /* is selected when it is written */
  const char *said;      /* for gettext (nullable): the answer to a command */
} Writing;

static void
free_writing (Writing *writing)
{
  g_object_unref (writing->panel);
  g_free (writing);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Writing, free_writing)

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Writing) writing = data;
  TcJournalPanel *self = writing->panel;
  TcComposer *composer = tc_journal_work_get_composer (self->work);
  g_autofree char *trouble = tc_verdict_finish_word (TC_OPERATION_SINK (source), result);

  if (!self->desk)
    return;
  if (!trouble) {
    if (writing->typed)
      tc_composer_done (composer, writing->typed, writing->subject_id);
    if (writing->typed && writing->subject_id == 0)
      tc_journal_work_forget (self->work);
    if (writing->said)
      tc_panel_answer (GTK_WIDGET (self), TRUE, _ (writing->said));
    tc_journal_panel_choose (self, writing->entry_id);
    return;
  }
  if (writing->typed)
    tc_composer_failed (composer, writing->typed, writing->subject_id,
                        writing->subject_id == 0 || writing->subject_id == self->selected);
  if (writing->said)
    tc_panel_answer (GTK_WIDGET (self), FALSE, trouble);
  else
    tc_journal_work_show_trouble (self->work, trouble);
}

static Writing *
start (TcJournalPanel *self, const char *typed, gint64 subject_id, gint64 entry_id,
       const char *said)
{
  Writing *writing = g_new0 (Writing, 1);

  *writing = (Writing){g_object_ref (self), g_intern_string (typed), subject_id, entry_id, said};
  tc_journal_work_show_trouble (self->work, NULL);
  return writing;
}

/* @source: "" for nobody; @said: (nullable): see Writing */
static void
add (TcJournalPanel *self, const char *typed, const char *kind, const char *text,
     const char *source, gint64 due_us, const char *said)
{
  TcOperationSink *sink = TC_OPERATION_SINK (self->desk);
  TcJournalAdd args = {tc_operation_sink_make_id (sink), kind, text, *source ? source : NULL,
                       due_us};

  tc_operation_sink_submit_async (sink, &tc_journal_add_type, &args, NULL, written_cb,
                                  start (self, typed, 0, args.entry_id, said));
}

/* A deadline that nobody can read is no deadline: the text comes back and it is said. */
static void
send_entry (TcJournalPanel *self, const char *action, const char *text)
{
  TcComposer *composer = tc_journal_work_get_composer (self->work);
  g_autofree char *source = tc_journal_work_dup_source (self->work);
  g_autofree char *due = tc_journal_work_dup_due (self->work);
  gint64 due_us = tc_due_typed_read (due, tc_now_us ());

  if (*due && due_us == TC_NONE) {
    tc_composer_failed (composer, action, 0, TRUE);
    tc_journal_work_ask (self->work, TRUE, TRUE);
    tc_journal_work_show_trouble (
        self->work, _ ("The deadline is not understood, or is over already. Write it as 17:00, "
                       "8:00 27/11 or +90 (minutes from now). Nothing was written down yet."));
    return;
  }
  add (self, action, action + strlen ("journal-"), text, source, due_us, NULL);
}

static void
send_cb (TcJournalPanel *self, const char *action, gint64 subject_id, const char *text,
         guint choice)
{
  gboolean done = g_str_equal (action, DONE);
  TcOperationSink *sink = TC_OPERATION_SINK (self->desk);

  if (g_str_equal (action, TC_JOURNAL_HAND_OVER)) {
    tc_journal_panel_send_hand_over (self, text);
    return;
  }
  if (subject_id == 0) {
    send_entry (self, action, text);
    return;
  }
  tc_operation_sink_submit_async (
      sink, &tc_journal_follow_up_type,
      &(TcJournalFollowUp){tc_operation_sink_make_id (sink), subject_id,
                           *text ? text : C_ ("journal", "Done."), done},
      NULL, written_cb, start (self, action, subject_id, subject_id, NULL));
}

/* ---- beginning ---- */

static void
begin (TcJournalPanel *self, const char *kind, const char *text)
{
  g_autofree char *action = g_strdup_printf ("journal-%s", kind);
  gboolean open = tc_journal_kind_is_open (kind);

  tc_journal_work_show_trouble (self->work, NULL);
  tc_composer_open (tc_journal_work_get_composer (self->work),
                    &(TcComposerForm){.action = g_intern_string (action),
                                      .title = tc_journal_word_kind (kind),
                                      .verb = C_ ("verb", "Write down"),
                                      .text = text,
                                      .required = TRUE});
  tc_journal_work_ask (self->work, !g_str_equal (kind, "observation"), open);
}

/* "journal-order" */
static void
begin_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  begin (data, g_action_get_name (G_ACTION (action)) + strlen ("journal-"), NULL);
}

static void
begin_order_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcJournalPanel *self = data;
  const char *text = g_variant_get_string (target, NULL);

  g_action_group_activate_action (G_ACTION_GROUP (self->window), "panel",
                                  g_variant_new_string ("journal"));
  begin (self, "order", NULL);
  if (*text)
    tc_composer_write (tc_journal_work_get_composer (self->work), text);
  tc_panel_answer (GTK_WIDGET (self), TRUE, "");
}

static void
jot_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  add (data, NULL, "observation", g_variant_get_string (target, NULL), "", TC_NONE,
       N_ ("Written into the duty journal."));
}

static void
report_fault_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  add (data, NULL, "fault", g_variant_get_string (target, NULL), "", TC_NONE,
       N_ ("Written into the duty journal; it is open until somebody marks it as done."));
}

static void
follow_up_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcJournalPanel *self = data;
  gboolean done = g_str_equal (g_action_get_name (G_ACTION (action)), DONE);

  tc_journal_work_show_trouble (self->work, NULL);
  tc_composer_open (
      tc_journal_work_get_composer (self->work),
      &(TcComposerForm){
          .action = done ? DONE : FOLLOW_UP,
          .subject_id = self->selected,
          .title = done ? _ ("Done: with what result (may stay empty)") : _ ("Follow-up"),
          .verb = done ? C_ ("verb", "Mark as done") : C_ ("verb", "Write down"),
          .required = !done,
      });
  tc_journal_work_ask (self->work, FALSE, FALSE);
}

static void
source_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  tc_journal_work_set_source (TC_JOURNAL_PANEL (data)->work, g_variant_get_string (target, NULL));
}

static void
due_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  tc_journal_work_set_due (TC_JOURNAL_PANEL (data)->work, g_variant_get_string (target, NULL));
}

/* ---- the table ---- */

static void
select_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  tc_journal_panel_choose (data, g_variant_get_int64 (target));
}

/* As the chips name them. */
static const char *const lists[] = {[TC_JOURNAL_SHOW_ALL] = "all",
                                    [TC_JOURNAL_SHOW_OPEN] = "open",
                                    [TC_JOURNAL_SHOW_SHEETS] = "sheets"};

void
tc_journal_panel_show_list (TcJournalPanel *self, TcJournalShow show)
{
  g_action_group_change_action_state (G_ACTION_GROUP (self->window), "journal-list",
                                      g_variant_new_string (lists[show]));
}

/* From an alarm, wherever it stands: an entry that isn't done. */
static void
open_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcJournalPanel *self = data;
  GActionGroup *window = G_ACTION_GROUP (self->window);
  gint64 id = g_ascii_strtoll (g_variant_get_string (target, NULL), NULL, 10);

  g_action_group_activate_action (window, "panel", g_variant_new_string ("journal"));
  tc_journal_panel_show_list (self, TC_JOURNAL_SHOW_OPEN);
  tc_journal_panel_choose (self, id);
}

static void
list_cb (GSimpleAction *action, GVariant *state, gpointer data)
{
  const char *name = g_variant_get_string (state, NULL);
  guint show = 0;

  while (show < G_N_ELEMENTS (lists) && !g_str_equal (lists[show], name))
    show++;
  if (show == G_N_ELEMENTS (lists))
    return;
  g_simple_action_set_state (action, state);
  tc_journal_panel_show (data, show);
}

void
tc_journal_panel_add_actions (TcJournalPanel *self, GActionMap *window)
{
  const GActionEntry entries[] = {
      {.name = "journal-list", .parameter_type = "s", .state = "'all'", .change_state = list_cb},
      {.name = "journal-select", .activate = select_cb, .parameter_type = "x"},
      {.name = "journal-open", .activate = open_cb, .parameter_type = "s"},
      {.name = "journal-order", .activate = begin_cb},
      {.name = "journal-call", .activate = begin_cb},
      {.name = "journal-fault", .activate = begin_cb},
      {.name = "journal-observation", .activate = begin_cb},
      {.name = "journal-jot", .activate = jot_cb, .parameter_type = "s"},
      {.name = "journal-report-fault", .activate = report_fault_cb, .parameter_type = "s"},
      {.name = "journal-begin-order", .activate = begin_order_cb, .parameter_type = "s"},
      {.name = FOLLOW_UP, .activate = follow_up_cb},
      {.name = DONE, .activate = follow_up_cb},
      {.name = "journal-source", .activate = source_cb, .parameter_type = "s"},
      {.name = "journal-due", .activate = due_cb, .parameter_type = "s"},
  };
  TcComposer *composer = tc_journal_work_get_composer (self->work);
  TcDrafts *drafts = tc_drafts_of (self->desk);

  g_action_map_add_action_entries (window, entries, G_N_ELEMENTS (entries), self);
  tc_journal_panel_add_hand_over (self, window);
  tc_composer_add_actions (composer, window, "journal-");
  tc_composer_set_drafts (composer, drafts);
  tc_journal_work_set_drafts (self->work, drafts);
  g_signal_connect_object (composer, "send", G_CALLBACK (send_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (composer, "left", G_CALLBACK (gtk_widget_grab_focus), self,
                           G_CONNECT_SWAPPED);
}
