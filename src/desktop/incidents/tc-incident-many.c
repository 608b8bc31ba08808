/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is done to the incidents chosen in the queue, one or many: a bar over the list says how many
 * and what can be done, one composer takes what is to be written, and what became of each is told
 * there. What could not be done stays chosen.
 */
#include "tc-incident-panel-private.h"

#include "tc-bulk-look.h"
#include "tc-incident-units.h"
#include "tc-incident-words.h"
#include "tc-refusal-words.h"

#include <glib/gi18n-lib.h>

guint
tc_incident_panel_count_chosen (TcIncidentPanel *self)
{
  g_autoptr (GtkBitset)
      chosen = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));

  return (guint) MIN (gtk_bitset_get_size (chosen), G_MAXUINT);
}

GArray *
tc_incident_panel_list_chosen (TcIncidentPanel *self, guint limit)
{
  g_autoptr (GtkBitset)
      chosen = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  GtkBitsetIter iter;
  guint position = 0;

  for (gboolean more = gtk_bitset_iter_init_first (&iter, chosen, &position);
       more && ids->len < limit; more = gtk_bitset_iter_next (&iter, &position)) {
    gint64 id = tc_incident_queue_get_id (self->queue, position);
    g_array_append_val (ids, id);
  }
  return ids;
}

/* The one that is shown may be in no list: it is what is meant where nothing is chosen. */
GArray *
tc_incident_panel_list_meant (TcIncidentPanel *self, guint limit)
{
  GArray *ids = tc_incident_panel_list_chosen (self, limit);
  gint64 shown = tc_incident_focus_get_id (self->focus);

  if (ids->len == 0 && shown != 0)
    g_array_append_val (ids, shown);
  return ids;
}

guint
tc_incident_panel_count_meant (TcIncidentPanel *self)
{
  guint n = tc_incident_panel_count_chosen (self);

  return n == 0 && tc_incident_focus_get_id (self->focus) != 0 ? 1 : n;
}

/* ---- the bar ---- */

static char *
word_chosen (guint n)
{
  if (n == 0)
    /* Translators: heading over what became of what was to be done to an incident. */
    return g_strdup (C_ ("heading", "Outcome"));
  if (n > TC_BULK_MAX)
    /* Translators: how many are chosen, how many can be at once. */
    return g_strdup_printf (_ ("%u chosen; at most %d can be done at once"), n, TC_BULK_MAX);
  return g_strdup_printf (ngettext ("%u incident chosen", "%u incidents chosen", n), n);
}

/* A name is the list's, whatever is chosen in it. */
static gboolean
is_naming (TcIncidentPanel *self)
{
  const char *action = tc_composer_get_action (self->many_composer);

  return action && !g_str_equal (action, TC_COMPOSE_MANY);
}

void
tc_incident_panel_tell_chosen (TcIncidentPanel *self)
{
  guint n = tc_incident_panel_count_chosen (self);
  gboolean composing = tc_composer_get_action (self->many_composer) ||
                       gtk_widget_get_visible (GTK_WIDGET (self->many_field));
  gboolean merging = tc_merge_sheet_is_open (self->merge_sheet);
  gboolean told = *gtk_label_get_label (self->many_told) != 0;
  g_autofree char *text = word_chosen (n);

  gtk_label_set_label (self->many_label, self->doing ? _ ("Being done…") : text);
  gtk_widget_set_visible (self->many_doing, self->doing != NULL);
  /* What a sheet merges that was opened without choosing stands in it; a composer has a title. */
  gtk_widget_set_visible (
      self->many_heading,
      self->doing || (!is_naming (self) && (n > 1 || (!merging && (n == 1 || !composing)))));
  /* While something is asked the rows have that room. */
  gtk_widget_set_visible (self->many_verbs, n > 1 && !self->doing && !merging && !composing);
  gtk_widget_set_visible (self->many_told_box, told);
  gtk_widget_set_visible (self->many, n > 1 || composing || merging || told || self->doing);
}

gboolean
tc_incident_panel_close_many (TcIncidentPanel *self)
{
  gboolean merging = tc_merge_sheet_close (self->merge_sheet);
  gboolean choosing = tc_incident_panel_close_many_field (self);
  gboolean open = merging || choosing || self->doing ||
                  tc_composer_get_action (self->many_composer);

  if (merging || choosing)
    gtk_widget_grab_focus (GTK_WIDGET (self->list));
  g_cancellable_cancel (self->doing);
  tc_composer_close (self->many_composer);
  tc_incident_panel_tell_chosen (self);
  return open;
}

void
tc_incident_panel_keep_chosen (TcIncidentPanel *self)
{
  g_array_unref (self->chosen_ids);
  self->chosen_ids = tc_incident_panel_list_chosen (self, TC_BULK_MAX);
  tc_incident_panel_tell_chosen (self);
  tc_incident_panel_enable_actions (self);
}

void
tc_incident_panel_choose_again (TcIncidentPanel *self)
{
  GtkSelectionModel *selection = GTK_SELECTION_MODEL (self->selection);

  self->choosing = TRUE;
  gtk_selection_model_unselect_all (selection);
  for (guint i = 0; i < self->chosen_ids->len; i++) {
    guint position = tc_incident_queue_find (self->queue,
                                             g_array_index (self->chosen_ids, gint64, i));
    if (position != G_MAXUINT)
      gtk_selection_model_select_item (selection, position, FALSE);
  }
  self->choosing = FALSE;
  tc_incident_panel_keep_chosen (self);
}

/* ---- doing it ---- */

typedef struct {
  TcIncidentPanel *panel; /* (owned) */
  TcBulkOrder order;      /* its texts and what each has: (owned) */
  GArray *ids;            /* (owned) (element-type gint64) */
  TcBulkKind typed;       /* what the composer was open for */
  gint64 shown_id;        /* when it began */
  guint choices;          /* by then */
  GArray *befores;        /* (owned) (nullable) (element-type gint64): to take it back */
} Doing;

static void
free_doing (Doing *doing)
{
  g_object_unref (doing->panel);
  g_free ((char *) doing->order.text);
  g_free ((char *) doing->order.language);
  g_clear_pointer (&doing->order.each, g_array_unref);
  g_clear_pointer (&doing->order.answers, g_array_unref);
  g_array_unref (doing->ids);
  g_clear_pointer (&doing->befores, g_array_unref);
  g_free (doing);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Doing, free_doing)

/* Before the list, with the keyboard there or nowhere. */
static gboolean
is_at_list (TcIncidentPanel *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root ? gtk_root_get_focus (root) : NULL;

  return gtk_widget_get_mapped (GTK_WIDGET (self)) &&
         (!focus || focus == GTK_WIDGET (self->list) ||
          gtk_widget_is_ancestor (focus, GTK_WIDGET (self->list)));
}

/* Whether who began it is where he was then: the same is shown, and he has chosen nothing else.
 * What left the list meanwhile is no longer chosen, but not by him. */
static gboolean
has_stayed (const Doing *doing)
{
  TcIncidentPanel *self = doing->panel;

  return is_at_list (self) && self->choices == doing->choices &&
         tc_incident_focus_get_id (self->focus) == doing->shown_id;
}

/* Those that were refused, and those that it didn't come to. */
static void
choose_undone (TcIncidentPanel *self, GArray *outcomes, GArray *ids)
{
  g_array_set_size (self->chosen_ids, 0);
  for (guint i = 0; i < outcomes->len; i++) {
    const TcBulkOutcome *outcome = &g_array_index (outcomes, TcBulkOutcome, i);
    if (outcome->code)
      g_array_append_val (self->chosen_ids, outcome->incident_id);
  }
  g_array_append_vals (self->chosen_ids, &g_array_index (ids, gint64, outcomes->len),
                       ids->len - outcomes->len);
  tc_incident_panel_choose_again (self);
}

/* @left: that it didn't come to */
static char *
word_outcomes (TcBulkKind kind, GArray *outcomes, guint left, guint *refused)
{
  g_autofree char *sum = tc_incident_word_bulk (kind, outcomes);
  GString *text = g_string_new (sum);

  if (left > 0)
    g_string_append_printf (
        text, ngettext ("; stopped before %u of them", "; stopped before %u of them", left), left);
  for (guint i = 0; i < outcomes->len; i++) {
    const TcBulkOutcome *outcome = &g_array_index (outcomes, TcBulkOutcome, i);
    *refused += outcome->code != NULL;
    if (outcome->code)
      g_string_append_printf (text, "\n• %s", outcome->why);
  }
  return g_string_free (text, FALSE);
}

/* Where one goes on that was just declared. */
static void
show_event (TcIncidentPanel *self, gint64 event_id)
{
  g_action_group_activate_action (G_ACTION_GROUP (self->window), "panel",
                                  g_variant_new_string ("events"));
  g_action_group_activate_action (G_ACTION_GROUP (self->window), "event-select",
                                  g_variant_new_int64 (event_id));
}

static gboolean
is_end (TcBulkKind kind)
{
  return kind == TC_BULK_CLOSE || kind == TC_BULK_REJECT || kind == TC_BULK_REDIRECT;
}

/* With a button that opens again what was ended. */
static void
tell_ended (TcIncidentPanel *self, const char *text, GArray *outcomes)
{
  GVariantBuilder builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("ax"));
  guint n = 0;

  for (guint i = 0; i < outcomes->len; i++) {
    const TcBulkOutcome *outcome = &g_array_index (outcomes, TcBulkOutcome, i);
    if (outcome->code)
      continue;
    g_variant_builder_add (&builder, "x", outcome->incident_id);
    n++;
  }
  if (n > 0)
    tc_panel_say_undo (GTK_WIDGET (self), text, C_ ("verb", "Reopen"), "win.reopen-many",
                       g_variant_builder_end (&builder));
  else
    g_variant_builder_clear (&builder);
}

static void
reopen_many_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcIncidentPanel *self = data;
  const TcBulkOrder order = {.kind = TC_BULK_REOPEN, .text = _ ("ended by mistake")};
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  gsize n = 0;
  const gint64 *first = g_variant_get_fixed_array (target, &n, sizeof (gint64));

  g_autofree char *text = NULL;

  g_array_append_vals (ids, first, (guint) n);
  if (n == 0 || tc_incident_panel_do_many (self, &order, ids))
    return;
  text = g_strdup_printf (ngettext ("%u ended", "%u ended", (guint) n), (guint) n);
  tc_incident_panel_offer_again (self, text, "win.reopen-many", target);
}

/* It may take long: keyboard and selection stay where the person has gone with them meanwhile. */
static void
done_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Doing) doing = data;
  TcIncidentPanel *self = doing->panel;
  TcBulkKind kind = doing->order.kind;
  g_autoptr (GArray) outcomes = tc_incident_bulk_finish (TC_OPERATION_SINK (source), result);
  g_autofree char *text = NULL;
  gboolean together = FALSE, told = FALSE, stayed = FALSE;
  guint refused = 0, left = doing->ids->len - outcomes->len;

  g_clear_object (&self->doing);
  if (!self->desk)
    return;
  text = word_outcomes (kind, outcomes, left, &refused);
  stayed = has_stayed (doing);
  /* What could not be done stays chosen, and what was typed is there for it again. */
  if (refused + left > 0)
    tc_composer_failed (self->many_composer, TC_COMPOSE_MANY, doing->typed, FALSE);
  else
    tc_composer_done (self->many_composer, TC_COMPOSE_MANY, doing->typed);
  if (refused + left > 0 && stayed)
    choose_undone (self, outcomes, doing->ids);
  /* One that went well is seen in its history; what goes together is told with how to undo it. */
  together = kind == TC_BULK_MERGE || kind == TC_BULK_UNMERGE;
  told = refused + left > 0 || (outcomes->len > 1 && !together && !is_end (kind));
  gtk_label_set_label (self->many_told, told ? text : "");
  tc_incident_panel_tell_chosen (self);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->many_told), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  text, -1);
  if (kind == TC_BULK_LEAD_EVENT && refused == 0 && outcomes->len == 1) {
    if (stayed)
      show_event (self, g_array_index (outcomes, TcBulkOutcome, 0).incident_id);
    else
      tc_panel_say (GTK_WIDGET (self), text);
  }
  if (is_end (kind))
    tell_ended (self, text, outcomes);
  if (doing->befores)
    tc_incident_panel_offer_many (self, kind, doing->befores, outcomes);
  if (together)
    tc_incident_panel_tell_merged (self, kind, doing->order.into_id, outcomes, stayed);
}

static void
progress_cb (guint done, guint all, gpointer data)
{
  TcIncidentPanel *self = ((Doing *) data)->panel;
  /* Translators: of those that something is done to, how many of how many it is done to by now. */
  g_autofree char *text = g_strdup_printf (_ ("Being done… %u of %u"), done, all);

  if (!self->desk)
    return;
  gtk_label_set_label (self->many_label, text);
  gtk_progress_bar_set_fraction (self->many_bar, (double) done / all);
}

/* @doing: (transfer full) */
static void
begin (Doing *doing)
{
  TcIncidentPanel *self = doing->panel;

  doing->order.progress = progress_cb;
  doing->order.progress_data = doing;
  progress_cb (0, doing->ids->len, doing);
  tc_incident_bulk_async (TC_OPERATION_SINK (self->desk), &doing->order,
                          (const gint64 *) (void *) doing->ids->data, doing->ids->len, self->doing,
                          done_cb, doing);
}

/* Without it it is done all the same, and isn't taken back. */
static void
befores_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Doing) doing = data;

  doing->befores = tc_incident_panel_remember_finish (TC_WORKER (source), result);
  if (doing->panel->desk)
    begin (g_steal_pointer (&doing));
}

/* Without them nothing is answered. */
static void
answers_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Doing) doing = data;
  TcIncidentPanel *self = doing->panel;
  g_autoptr (GError) error = NULL;
  g_autofree char *trouble = NULL;

  doing->order.answers = tc_bulk_answers_finish (TC_WORKER (source), result, &error);
  if (self->desk && doing->order.answers) {
    begin (g_steal_pointer (&doing));
    return;
  }
  g_clear_object (&self->doing);
  if (!self->desk)
    return;
  trouble = tc_fault_word (error);
  tc_composer_failed (self->many_composer, TC_COMPOSE_MANY, doing->typed, TRUE);
  gtk_label_set_label (self->many_told, trouble);
  tc_incident_panel_tell_chosen (self);
}

/* What has to be read for it first. @doing: (transfer full) */
static void
prepare (Doing *doing)
{
  TcIncidentPanel *self = doing->panel;
  const TcBulkOrder *order = &doing->order;

  if (order->kind == TC_BULK_ANSWER) {
    tc_bulk_answers_async (tc_desk_get_reader (self->desk), doing->ids, order->text,
                           order->language ? order->language : "vi", answers_cb, doing);
    return;
  }
  /* What takes something back isn't taken back in turn: the key goes on to what was before. */
  if (!order->each && doing->ids->len == 1)
    doing->befores = tc_incident_panel_remember_one (self, order->kind,
                                                     g_array_index (doing->ids, gint64, 0));
  if (order->each || doing->befores ||
      !tc_incident_panel_remember_async (self, order->kind, doing->ids, befores_cb, doing))
    begin (doing);
}

/* @typed: what the composer was open for */
static gboolean
carry_out_on (TcIncidentPanel *self, const TcBulkOrder *order, TcBulkKind typed, GArray *ids)
{
  Doing *doing = NULL;

  if (self->doing || ids->len == 0 || ids->len > TC_BULK_MAX)
    return FALSE;
  doing = g_new0 (Doing, 1);
  *doing = (Doing){.panel = g_object_ref (self),
                   .order = *order,
                   .ids = g_array_ref (ids),
                   .typed = typed,
                   .shown_id = tc_incident_focus_get_id (self->focus),
                   .choices = self->choices};
  doing->order.text = g_strdup (order->text);
  doing->order.language = g_strdup (order->language);
  doing->order.each = order->each ? g_array_ref (order->each) : NULL;
  self->doing = g_cancellable_new ();
  gtk_label_set_label (self->many_told, "");
  gtk_progress_bar_set_fraction (self->many_bar, 0);
  tc_incident_panel_tell_chosen (self);
  /* What it was begun with is closed, or closes now. */
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    gtk_widget_grab_focus (GTK_WIDGET (self->list));
  prepare (doing);
  return TRUE;
}

static gboolean
carry_out (TcIncidentPanel *self, const TcBulkOrder *order, TcBulkKind typed)
{
  g_autoptr (GArray) ids = tc_incident_panel_list_meant (self, TC_BULK_MAX + 1);

  return carry_out_on (self, order, typed, ids);
}

gboolean
tc_incident_panel_do_many (TcIncidentPanel *self, const TcBulkOrder *order, GArray *ids)
{
  return carry_out_on (self, order, order->kind, ids);
}

/* ---- the composer ---- */

gboolean
tc_incident_panel_ask_meant (TcIncidentPanel *self, TcBulkKind kind, TcComposerForm form)
{
  guint n = tc_incident_panel_count_meant (self);
  g_autofree char *title = NULL;

  if (n == 0 || n > TC_BULK_MAX || self->doing)
    return FALSE;
  if (n > 1)
    /* Translators: what is to be written ("Note"), and for how many incidents. */
    title = g_strdup_printf (ngettext ("%s: %u incident", "%s: %u incidents", n), form.title, n);
  form.title = title ? title : form.title;
  form.action = TC_COMPOSE_MANY;
  form.subject_id = kind;
  gtk_label_set_label (self->many_told, "");
  tc_merge_sheet_close (self->merge_sheet);
  tc_incident_panel_close_many_field (self);
  gtk_widget_set_visible (self->many, TRUE);
  tc_composer_open (self->many_composer, &form);
  tc_incident_panel_tell_chosen (self);
  if (n > 1)
    tc_incident_panel_look_many (self, kind);
  return TRUE;
}

static void
priority_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  const char *choices[] = {tc_incident_word_priority (1), tc_incident_word_priority (2),
                           tc_incident_word_priority (3), tc_incident_word_priority (4), NULL};
  TcIncidentPanel *self = data;

  tc_incident_panel_ask_meant (
      self, TC_BULK_PRIORITY,
      (TcComposerForm){.title = _ ("New priority, and why (may stay empty)"),
                       .verb = C_ ("verb", "Change priority"),
                       .choices = choices,
                       .choice = TC_PRIORITY_URGENT - 1});
}

typedef struct {
  TcIncidentPanel *panel; /* (owned) */
  TcBulkKind kind;        /* TC_BULK_ASSIGN or TC_BULK_DISPATCH */
} UnitsAsking;

static void
units_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree UnitsAsking *asking = data;
  g_autoptr (TcIncidentPanel) self = asking->panel;
  gboolean assign = asking->kind == TC_BULK_ASSIGN;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) units = tc_incident_list_units_finish (TC_WORKER (source), result, &error);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  if (!self->desk || !units)
    return;
  g_array_set_size (self->units, 0);
  g_ptr_array_set_size (self->unit_names, 0);
  for (guint i = 0; i < units->len; i++) {
    const TcAgency *unit = g_ptr_array_index (units, i);
    g_array_append_val (self->units, unit->id);
    g_ptr_array_add (names, (char *) tc_incident_pick_name (unit->name_vi, unit->name_en));
    g_ptr_array_add (self->unit_names, g_strdup (names->pdata[i]));
  }
  g_ptr_array_add (names, NULL);
  if (units->len > 0)
    tc_incident_panel_ask_meant (
        self, asking->kind,
        (TcComposerForm){.title = assign ? _ ("Assign to a unit (a word to it may stay empty)")
                                         : _ ("Dispatch a unit (a word to it may stay empty)"),
                         .verb = assign ? C_ ("verb", "Assign") : C_ ("verb", "Dispatch"),
                         .choices = (const char *const *) names->pdata});
}

void
tc_incident_panel_ask_unit (TcIncidentPanel *self, TcBulkKind kind)
{
  UnitsAsking *asking = g_new0 (UnitsAsking, 1);

  *asking = (UnitsAsking){g_object_ref (self), kind};
  tc_incident_list_units_async (tc_desk_get_reader (self->desk), units_cb, asking);
}

static void
assign_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  tc_incident_panel_ask_unit (data, TC_BULK_ASSIGN);
}

static void
forward_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  tc_incident_panel_ask_meant (
      data, TC_BULK_FORWARD,
      (TcComposerForm){.title = _ ("Forwarded to which body outside, and what for"),
                       .verb = C_ ("verb", "Forward"),
                       .required = TRUE});
}

/* ---- ends ---- */

gboolean
tc_incident_panel_compose_many (TcIncidentPanel *self, TcBulkKind kind, TcComposerForm form)
{
  if (tc_incident_panel_count_chosen (self) < 2)
    return FALSE;
  tc_incident_panel_ask_meant (self, kind, form);
  return TRUE;
}

gboolean
tc_incident_panel_close_all (TcIncidentPanel *self)
{
  g_autofree const char **words = tc_put_by_word_reasons (tc_close_reasons);

  return tc_incident_panel_compose_many (
      self, TC_BULK_CLOSE,
      (TcComposerForm){.title = _ ("Why they are closed (a word to it may stay empty)"),
                       .verb = C_ ("verb", "Close"),
                       .choices = words});
}

/* Before "in 5 seconds". (transfer full) */
static char *
word_held_many (const TcBulkOrder *order, guint n)
{
  const char *reason = tc_incident_word_reason (order->reason);

  if (order->kind == TC_BULK_REJECT)
    /* Translators: before "in 5 seconds": how many incidents, a reason. */
    return g_strdup_printf (ngettext ("%u is rejected (%s)", "%u are rejected (%s)", n), n, reason);
  /* Translators: before "in 5 seconds": how many incidents, who has them then. */
  return g_strdup_printf (ngettext ("%u is redirected (%s)", "%u are redirected (%s)", n), n,
                          reason);
}

/* FALSE: it can't be done. */
static gboolean
end_many (TcIncidentPanel *self, TcBulkOrder *order, guint choice)
{
  const char *const *reasons = order->kind == TC_BULK_REJECT     ? tc_reject_reasons
                               : order->kind == TC_BULK_REDIRECT ? tc_redirect_reasons
                                                                 : tc_close_reasons;
  const TcPutBy by = {order->kind == TC_BULK_REJECT ? TC_PUT_REJECT : TC_PUT_REDIRECT,
                      tc_put_by_get_reason (reasons, choice), order->text};
  g_autofree char *missing = NULL, *what = NULL;

  order->reason = by.reason;
  if (order->kind == TC_BULK_CLOSE)
    return carry_out (self, order, order->kind);
  missing = tc_put_by_check (&by);
  if (missing) {
    gtk_label_set_label (self->many_told, missing);
    return FALSE;
  }
  what = word_held_many (order, tc_incident_panel_count_meant (self));
  tc_incident_panel_hold_many (self, order, what);
  return TRUE;
}

/* ---- what was typed ---- */

static void
send_cb (TcIncidentPanel *self, const char *action, gint64 subject_id, const char *text,
         guint choice)
{
  TcBulkOrder order = {.kind = (TcBulkKind) subject_id, .text = text};
  g_autoptr (GArray) ids = NULL;
  gboolean ready = TRUE;

  if (tc_incident_panel_send_name (self, action, subject_id, text, choice))
    return;
  if (is_end (order.kind)) {
    if (!end_many (self, &order, choice))
      tc_composer_failed (self->many_composer, TC_COMPOSE_MANY, subject_id, TRUE);
    tc_incident_panel_tell_chosen (self);
    return;
  }
  if (order.kind == TC_BULK_DISPATCH) {
    if (!tc_incident_panel_dispatch_many (self, &order, choice))
      tc_composer_failed (self->many_composer, TC_COMPOSE_MANY, subject_id, TRUE);
    return;
  }
  if (order.kind == TC_BULK_ANSWER)
    ready = tc_incident_panel_fill_answer (self, &order, choice);
  if (order.kind == TC_BULK_PRIORITY)
    order.priority = choice + 1;
  if (order.kind == TC_BULK_ASSIGN && choice < self->units->len)
    order.agency_id = g_array_index (self->units, gint64, choice);
  if (order.kind == TC_BULK_JOIN_EVENT || order.kind == TC_BULK_LEAVE_EVENT)
    ids = tc_incident_panel_fill_event (self, &order, choice);
  else
    ids = tc_incident_panel_list_meant (self, TC_BULK_MAX + 1);
  if ((order.kind == TC_BULK_ASSIGN && order.agency_id == 0) || !ready || !ids ||
      !carry_out_on (self, &order, (TcBulkKind) subject_id, ids)) {
    tc_composer_failed (self->many_composer, TC_COMPOSE_MANY, subject_id, TRUE);
    tc_incident_panel_tell_chosen (self);
  }
}

gboolean
tc_incident_panel_take_many (TcIncidentPanel *self)
{
  if (tc_incident_panel_count_chosen (self) < 2)
    return FALSE;
  carry_out (self, &(TcBulkOrder){.kind = TC_BULK_TAKE}, TC_BULK_TAKE);
  return TRUE;
}

gboolean
tc_incident_panel_note_many (TcIncidentPanel *self)
{
  if (tc_incident_panel_count_chosen (self) < 2)
    return FALSE;
  tc_incident_panel_ask_meant (
      self, TC_BULK_NOTE,
      (TcComposerForm){.title = _ ("Note"), .verb = _ ("Keep the note"), .required = TRUE});
  return TRUE;
}

/* ---- choosing ---- */

/* What was begun is done, the rest stays as it is. */
static void
stop_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  g_cancellable_cancel (TC_INCIDENT_PANEL (data)->doing);
}

static void
select_all_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  gtk_selection_model_select_all (GTK_SELECTION_MODEL (TC_INCIDENT_PANEL (data)->selection));
}

void
tc_incident_panel_forget_told (TcIncidentPanel *self)
{
  gtk_label_set_label (self->many_told, "");
  tc_incident_panel_tell_chosen (self);
}

void
tc_incident_panel_end_many (TcIncidentPanel *self)
{
  if (!is_naming (self))
    tc_composer_close (self->many_composer);
  tc_merge_sheet_close (self->merge_sheet);
  tc_incident_panel_close_many_field (self);
  tc_incident_panel_forget_told (self);
}

/* Back to the one that is shown. */
static void
unselect_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcIncidentPanel *self = data;

  tc_incident_panel_end_many (self);
  tc_incident_panel_choose (self, tc_incident_focus_get_id (self->focus));
  gtk_widget_grab_focus (GTK_WIDGET (self->list));
}

void
tc_incident_panel_add_many_actions (TcIncidentPanel *self, GActionMap *window)
{
  const GActionEntry entries[] = {
      {.name = "priority", .activate = priority_cb},
      {.name = "assign", .activate = assign_cb},
      {.name = "forward", .activate = forward_cb},
      {.name = "reopen-many", .activate = reopen_many_cb, .parameter_type = "ax"},
      {.name = "stop-many", .activate = stop_cb},
      {.name = "choose-all", .activate = select_all_cb},
      {.name = "choose-one", .activate = unselect_cb},
  };

  g_action_map_add_action_entries (window, entries, G_N_ELEMENTS (entries), self);
  tc_incident_panel_add_many_verbs (self);
  tc_incident_panel_add_event_actions (self, window);
  tc_composer_set_drafts (self->many_composer, tc_drafts_of (self->desk));
  g_signal_connect_object (self->many_composer, "send", G_CALLBACK (send_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->many_composer, "left", G_CALLBACK (gtk_widget_grab_focus), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->many_composer, "notify::visible",
                           G_CALLBACK (tc_incident_panel_tell_chosen), self, G_CONNECT_SWAPPED);
}
