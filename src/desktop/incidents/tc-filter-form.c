/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Putting a filter together; see the header.
 */
#include "tc-filter-form.h"

#include "tc-incident-words.h"
#include "tc-inner-name.h"
#include "tc-overview-words.h"
#include "tc-suggest-entry.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define NOTHING (-1)
#define N_ROWS 11
#define PRIORITIES 4

struct _TcFilterForm {
  GtkWidget parent;
  GtkWidget *box; /* (unowned): template child, as the next */
  GtkGrid *grid;
  GtkWidget *controls[N_ROWS];    /* (unowned): in the grid, as `rows` has them */
  GArray *found[TC_CHOICE_KINDS]; /* (owned) (nullable) (element-type gint64): those proposed */
  TcQueueChoices *choices;        /* (owned) (nullable) */
  TcQueueFilter filter;
  gboolean showing; /* what is there, not what a person chooses */
};

G_DEFINE_FINAL_TYPE (TcFilterForm, tc_filter_form, GTK_TYPE_WIDGET)

static guint changed_signal;

/* ---- what there is to choose from; 0 is what asks for nothing ---- */

static const TcQueueKind lists[] = {TC_QUEUE_OPEN,     TC_QUEUE_MINE, TC_QUEUE_UNTAKEN,
                                    TC_QUEUE_DUE_SOON, TC_QUEUE_ALL,  TC_QUEUE_MATCH};

static const char *
word_list (guint i)
{
  static const char *const words[] = {
      NC_ ("list", "Open incidents"),
      NC_ ("list", "My incidents"),
      NC_ ("list", "Incidents taken by nobody"),
      NC_ ("list", "Incidents late or due soon"),
      NC_ ("list", "All incidents"),
      NC_ ("list", "Incidents being handled"),
  };

  return i < G_N_ELEMENTS (words) ? g_dpgettext2 (GETTEXT_PACKAGE, "list", words[i]) : NULL;
}

static guint
get_list (const TcQueueFilter *filter)
{
  guint i = 0;

  while (i < G_N_ELEMENTS (lists) - 1 && lists[i] != filter->kind)
    i++;
  return i;
}

static void
set_list (TcQueueFilter *filter, guint i)
{
  filter->kind = lists[i];
  filter->sort = filter->kind == TC_QUEUE_ALL ? TC_QUEUE_NEW_FIRST : TC_QUEUE_LATE_FIRST;
}

static const char *
word_priority (guint i)
{
  if (i == 0)
    return C_ ("filter", "any");
  return i <= PRIORITIES ? tc_incident_word_priority (i) : NULL;
}

static guint
get_priority (const TcQueueFilter *filter)
{
  return filter->match & TC_MATCH_PRIORITY ? (guint) CLAMP (filter->priority, 1, PRIORITIES) : 0;
}

static void
set_priority (TcQueueFilter *filter, guint i)
{
  filter->match |= TC_MATCH_PRIORITY;
  filter->priority = i;
}

static const char *
word_state (guint i)
{
  if (i == 0)
    return C_ ("filter", "any");
  return i <= TC_N_STATES ? tc_incident_word_state ((TcIncidentState) (i - 1)) : NULL;
}

static guint
get_state (const TcQueueFilter *filter)
{
  return filter->match & TC_MATCH_STATE ? (guint) filter->state + 1 : 0;
}

/* What has ended is in no list of open ones. */
static void
set_state (TcQueueFilter *filter, guint i)
{
  filter->match |= TC_MATCH_STATE;
  filter->state = (TcIncidentState) (i - 1);
  if (!tc_incident_state_is_open (filter->state) && filter->kind != TC_QUEUE_MATCH)
    set_list (filter, 4);
}

static guint
find_match (const TcQueueFilter *filter, const TcQueueMatch *asked, guint n)
{
  guint i = n - 1;

  while (i > 0 && !(filter->match & asked[i]))
    i--;
  return i;
}

static const TcQueueMatch terms[] = {0, TC_MATCH_LATE, TC_MATCH_SOON};

static const char *
word_term (guint i)
{
  const char *const words[] = {C_ ("filter", "any"), C_ ("filter", "overdue"),
                               C_ ("filter", "due soon")};

  return i < G_N_ELEMENTS (words) ? words[i] : NULL;
}

static guint
get_term (const TcQueueFilter *filter)
{
  return find_match (filter, terms, G_N_ELEMENTS (terms));
}

static void
set_term (TcQueueFilter *filter, guint i)
{
  filter->match |= terms[i];
}

static const TcQueueMatch answers[] = {0, TC_MATCH_TO_APPROVE, TC_MATCH_TO_PUBLISH,
                                       TC_MATCH_UNTOLD};

static const char *
word_answer (guint i)
{
  const char *const words[] = {C_ ("filter", "any"), C_ ("filter", "to be approved"),
                               C_ ("filter", "to be published"),
                               C_ ("filter", "reporter to be told")};

  return i < G_N_ELEMENTS (words) ? words[i] : NULL;
}

static guint
get_answer (const TcQueueFilter *filter)
{
  return find_match (filter, answers, G_N_ELEMENTS (answers));
}

static void
set_answer (TcQueueFilter *filter, guint i)
{
  filter->match |= answers[i];
}

static const char *
word_age (guint i)
{
  if (i == 0)
    return C_ ("filter", "any time");
  return i <= TC_AGE_BANDS ? tc_overview_word_band (i - 1) : NULL;
}

static guint
get_age (const TcQueueFilter *filter)
{
  guint i = filter->match & TC_MATCH_AGE ? TC_AGE_BANDS : 0;

  while (i > 0 && tc_age_band_from_us[i - 1] != filter->age_from_us)
    i--;
  return i;
}

static void
set_age (TcQueueFilter *filter, guint i)
{
  filter->match |= TC_MATCH_AGE;
  filter->age_from_us = tc_age_band_from_us[i - 1];
  filter->age_until_us = tc_age_band_from_us[i];
}

static const char *const channels[] = {"hotline", "web",     "app",      "mail",   "social",
                                       "open311", "walk-in", "operator", "camera", "sensor"};

static const char *
word_channel (guint i)
{
  if (i == 0)
    return C_ ("filter", "any");
  return i <= G_N_ELEMENTS (channels) ? tc_incident_word_channel (channels[i - 1]) : NULL;
}

static guint
get_channel (const TcQueueFilter *filter)
{
  guint i = filter->match & TC_MATCH_CHANNEL ? G_N_ELEMENTS (channels) : 0;

  while (i > 0 && !g_str_equal (channels[i - 1], filter->channel))
    i--;
  return i;
}

static void
set_channel (TcQueueFilter *filter, guint i)
{
  filter->match |= TC_MATCH_CHANNEL;
  g_strlcpy (filter->channel, channels[i - 1], sizeof filter->channel);
}

static const char *
word_sort (guint i)
{
  const char *const words[] = {C_ ("filter", "by deadline"), C_ ("filter", "newest first")};

  return i < G_N_ELEMENTS (words) ? words[i] : NULL;
}

static guint
get_sort (const TcQueueFilter *filter)
{
  return filter->sort == TC_QUEUE_NEW_FIRST;
}

static void
set_sort (TcQueueFilter *filter, guint i)
{
  filter->sort = i == 1 ? TC_QUEUE_NEW_FIRST : TC_QUEUE_LATE_FIRST;
}

typedef struct {
  const char *name;
  int kind;                       /* TcChoiceKind; -1: a list */
  TcQueueMatch match;             /* goes when 0 is chosen */
  const char *(*word) (guint at); /* NULL behind the last */
  guint (*get) (const TcQueueFilter *filter);
  void (*set) (TcQueueFilter *filter, guint at);
} Row;

static const Row rows[N_ROWS] = {
    {NC_ ("filter", "List"), -1, 0, word_list, get_list, set_list},
    {NC_ ("filter", "Field"), TC_CHOICE_FIELD, 0, NULL, NULL, NULL},
    {NC_ ("filter", "Area"), TC_CHOICE_AREA, 0, NULL, NULL, NULL},
    {NC_ ("filter", "Unit"), TC_CHOICE_UNIT, 0, NULL, NULL, NULL},
    {NC_ ("filter", "Priority"), -1, TC_MATCH_PRIORITY, word_priority, get_priority, set_priority},
    {NC_ ("filter", "State"), -1, TC_MATCH_STATE, word_state, get_state, set_state},
    {NC_ ("filter", "Deadline"), -1, TC_MATCH_LATE | TC_MATCH_SOON, word_term, get_term, set_term},
    {NC_ ("filter", "Answer"), -1, TC_MATCH_TO_APPROVE | TC_MATCH_TO_PUBLISH | TC_MATCH_UNTOLD,
     word_answer, get_answer, set_answer},
    {NC_ ("filter", "Received ago"), -1, TC_MATCH_AGE, word_age, get_age, set_age},
    {NC_ ("filter", "Channel"), -1, TC_MATCH_CHANNEL, word_channel, get_channel, set_channel},
    {NC_ ("filter", "Order"), -1, 0, word_sort, get_sort, set_sort},
};

static const char *
get_name (const Row *row)
{
  return g_dpgettext2 (GETTEXT_PACKAGE, "filter", row->name);
}

/* ---- showing ---- */

static void
show_choice (TcFilterForm *self, guint at)
{
  TcChoiceKind kind = (TcChoiceKind) rows[at].kind;
  gint64 id = tc_queue_choices_get (&self->filter, kind);
  const char *name = id == NOTHING || !self->choices
                         ? NULL
                         : tc_queue_choices_name (self->choices, kind, id, NULL);

  tc_suggest_entry_set_text (TC_SUGGEST_ENTRY (self->controls[at]), name ? name : "");
}

static void
show (TcFilterForm *self)
{
  self->showing = TRUE;
  for (guint i = 0; i < N_ROWS; i++) {
    if (rows[i].kind >= 0)
      show_choice (self, i);
    else
      gtk_drop_down_set_selected (GTK_DROP_DOWN (self->controls[i]), rows[i].get (&self->filter));
  }
  self->showing = FALSE;
}

static void
tell (TcFilterForm *self)
{
  show (self);
  g_signal_emit (self, changed_signal, 0);
}

/* ---- choosing ---- */

static guint
find_row (TcFilterForm *self, gpointer control)
{
  guint i = 0;

  while (i < N_ROWS && self->controls[i] != control)
    i++;
  g_assert (i < N_ROWS);
  return i;
}

static void
selected_cb (GtkDropDown *list, GParamSpec *pspec, gpointer data)
{
  TcFilterForm *self = data;
  guint at = gtk_drop_down_get_selected (list);
  const Row *row = NULL;

  if (self->showing || at == GTK_INVALID_LIST_POSITION)
    return;
  row = &rows[find_row (self, list)];
  self->filter.match &= ~row->match;
  if (at > 0 || row->match == 0)
    row->set (&self->filter, at);
  tell (self);
}

static void
choose (TcFilterForm *self, TcChoiceKind kind, gint64 id)
{
  if (tc_queue_choices_get (&self->filter, kind) == id)
    return;
  tc_queue_choices_set (&self->filter, kind, id);
  tell (self);
}

/* Without a text it doesn't matter; else what it finds is proposed. */
static void
typed_cb (TcSuggestEntry *entry, gpointer data)
{
  TcFilterForm *self = data;
  TcChoiceKind kind = (TcChoiceKind) rows[find_row (self, entry)].kind;
  g_autofree char *text = tc_suggest_entry_dup_text (entry);
  TcSuggestion shown[TC_SUGGEST_ROWS_MAX] = {0};
  GArray *found = NULL;

  g_strstrip (text);
  if (!*text) {
    tc_suggest_entry_close (entry);
    choose (self, kind, NOTHING);
    return;
  }
  if (!self->choices)
    return;
  found = tc_queue_choices_match (self->choices, kind, text, TC_SUGGEST_ROWS_MAX);
  g_clear_pointer (&self->found[kind], g_array_unref);
  self->found[kind] = found;
  for (guint i = 0; i < found->len; i++) {
    shown[i].signal = TC_SUGGEST_NONE;
    shown[i].title = tc_queue_choices_name (self->choices, kind, g_array_index (found, gint64, i),
                                            &shown[i].second);
  }
  if (found->len == 0)
    tc_suggest_entry_answer (entry, _ ("There is none with these words."));
  else
    tc_suggest_entry_show (entry, shown, found->len);
}

static void
chosen_cb (TcSuggestEntry *entry, guint at, gpointer data)
{
  TcFilterForm *self = data;
  TcChoiceKind kind = (TcChoiceKind) rows[find_row (self, entry)].kind;

  if (!self->found[kind] || at >= self->found[kind]->len)
    return;
  tc_suggest_entry_close (entry);
  choose (self, kind, g_array_index (self->found[kind], gint64, at));
  show_choice (self, find_row (self, entry));
}

static gboolean
complete_cb (TcSuggestEntry *entry, guint at, gpointer data)
{
  chosen_cb (entry, at, data);
  return FALSE;
}

/* What was typed and not chosen isn't asked for: the entry says again what is. */
static void
left_cb (GtkEventControllerFocus *controller, gpointer data)
{
  TcFilterForm *self = data;
  GtkWidget *entry = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (controller));

  tc_suggest_entry_close (TC_SUGGEST_ENTRY (entry));
  show_choice (self, find_row (self, entry));
}

static void
save_cb (TcFilterForm *self)
{
  GtkWidget *popover = gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_POPOVER);

  if (popover)
    gtk_popover_popdown (GTK_POPOVER (popover));
}

/* ---- widget ---- */

static GtkWidget *
make_entry (TcFilterForm *self, const Row *row)
{
  GtkWidget *entry = g_object_new (TC_TYPE_SUGGEST_ENTRY, "label", get_name (row), "placeholder",
                                   _ ("any; type to find"), "eager", TRUE, NULL);
  GtkEventController *focus = gtk_event_controller_focus_new ();

  g_signal_connect (entry, "typed", G_CALLBACK (typed_cb), self);
  g_signal_connect (entry, "chosen", G_CALLBACK (chosen_cb), self);
  g_signal_connect (entry, "complete", G_CALLBACK (complete_cb), self);
  g_signal_connect (focus, "leave", G_CALLBACK (left_cb), self);
  gtk_widget_add_controller (entry, focus);
  return entry;
}

static GtkWidget *
make_list (TcFilterForm *self, const Row *row)
{
  GtkStringList *words = gtk_string_list_new (NULL);
  GtkWidget *list = NULL;

  for (guint i = 0; row->word (i); i++)
    gtk_string_list_append (words, row->word (i));
  list = gtk_drop_down_new (G_LIST_MODEL (words), NULL);
  tc_inner_name_set (list, get_name (row));
  g_signal_connect (list, "notify::selected", G_CALLBACK (selected_cb), self);
  return list;
}

static void
tc_filter_form_dispose (GObject *object)
{
  TcFilterForm *self = TC_FILTER_FORM (object);

  if (self->box)
    gtk_widget_unparent (g_steal_pointer (&self->box));
  g_clear_object (&self->choices);
  for (guint i = 0; i < TC_CHOICE_KINDS; i++)
    g_clear_pointer (&self->found[i], g_array_unref);
  G_OBJECT_CLASS (tc_filter_form_parent_class)->dispose (object);
}

static void
tc_filter_form_class_init (TcFilterFormClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = tc_filter_form_dispose;
  changed_signal = g_signal_new ("changed", TC_TYPE_FILTER_FORM, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/toancanh/ToanCanh/ui/tc-filter-form.ui");
  gtk_widget_class_bind_template_child (widget_class, TcFilterForm, box);
  gtk_widget_class_bind_template_child (widget_class, TcFilterForm, grid);
  gtk_widget_class_bind_template_callback (widget_class, save_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
tc_filter_form_init (TcFilterForm *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < N_ROWS; i++) {
    GtkWidget *label = gtk_label_new (get_name (&rows[i]));
    GtkWidget *control = rows[i].kind >= 0 ? make_entry (self, &rows[i])
                                           : make_list (self, &rows[i]);
    gtk_label_set_xalign (GTK_LABEL (label), 0);
    gtk_widget_set_hexpand (control, TRUE);
    gtk_grid_attach (self->grid, label, 0, (int) i, 1, 1);
    gtk_grid_attach (self->grid, control, 1, (int) i, 1, 1);
    self->controls[i] = control;
  }
}

void
tc_filter_form_set_choices (TcFilterForm *self, TcQueueChoices *choices)
{
  g_return_if_fail (TC_IS_FILTER_FORM (self) && !self->choices);
  self->choices = g_object_ref (choices);
}

void
tc_filter_form_set (TcFilterForm *self, const TcQueueFilter *filter)
{
  g_return_if_fail (TC_IS_FILTER_FORM (self));
  self->filter = *filter;
  show (self);
}

const TcQueueFilter *
tc_filter_form_get (TcFilterForm *self)
{
  g_return_val_if_fail (TC_IS_FILTER_FORM (self), NULL);
  return &self->filter;
}
