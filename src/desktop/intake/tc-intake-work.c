/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The form of a call; see the header. What an input method still composes is taken as typed.
 */
#include "tc-intake-work.h"

#include "tc-desk-places.h"
#include "tc-focus.h"
#include "tc-inner-name.h"
#include "tc-incident-words.h"
#include "tc-intake-files.h"
#include "tc-now.h"
#include "tc-question-grid.h"
#include "tc-report-words.h"
#include "tc-suggest-entry.h"
#include "tc-text-label.h"
#include "tc-typed-text.h"
#include "tc-verb-button.h"
#include "tc-wrap-layout.h"

#include <glib/gi18n-lib.h>
#include <string.h>

struct _TcIntakeWork {
  GtkWidget parent;
  GtkWidget *box; /* (unowned): template child, like all down to open_told */
  GtkStack *stack;
  GtkLabel *begun;
  GtkEditable *phone;
  TcSuggestEntry *name;
  GtkWidget *addresses;
  GtkEditable *email;
  TcSuggestEntry *home;
  TcSuggestEntry *place;
  GtkLabel *place_note;
  GtkTextView *text;
  TcSuggestEntry *field;
  GtkLabel *field_note;
  TcQuestionGrid *questions;
  GtkDropDown *priority;
  GtkDropDown *channel;
  GtkCheckButton *on_behalf;
  GtkCheckButton *anonymous;
  GtkCheckButton *private_;
  GtkDropDown *language;
  TcIntakeFiles *files;
  GtkLabel *refusal;
  GtkWidget *join;
  GtkBox *fold;
  GtkLabel *told;
  GtkLabel *told_note;
  GtkWidget *open_told;
  GtkWidget *new_call;
  TcDesk *desk;              /* (owned) (nullable) */
  TcIntakeForm *form;        /* (unowned) (nullable): the panel's */
  GArray *fields;            /* (owned) (nullable) (element-type TcService) */
  GPtrArray *places;         /* (owned) (nullable) (element-type TcPlaceHit): as shown */
  GArray *shown_fields;      /* (owned) (nullable) (element-type guint): in fields */
  GArray *proposals;         /* (owned) (nullable) (element-type TcProposedField) */
  GCancellable *cancellable; /* (owned) (nullable): of looking for places */
  GtkWidget *typed_in;       /* (weak) (nullable): of this form, where the keyboard was last */
  gulong focus_moves;        /* handler at the window */
  guint enter_idle;          /* source id */
  gboolean filling;          /* the form is shown, not typed */
};

G_DEFINE_FINAL_TYPE (TcIntakeWork, tc_intake_work, GTK_TYPE_WIDGET)

static guint changed_signal;

/* In the order of the template. */
static const char *const channels[] = {"hotline", "walk-in", "operator", "mail", "social"};

/* ---- reading ---- */

static void
read_form (TcIntakeWork *self)
{
  TcIntakeForm *form = self->form;
  g_autofree char *text = tc_typed_text_dup (self->text);
  g_autofree char *name = tc_suggest_entry_dup_text (self->name);
  g_autofree char *home = tc_suggest_entry_dup_text (self->home);
  g_autofree char *answers = tc_question_grid_dup_answers (self->questions);
  guint priority = gtk_drop_down_get_selected (self->priority);
  guint channel = gtk_drop_down_get_selected (self->channel);

  tc_intake_form_set (&form->phone, gtk_editable_get_text (self->phone));
  tc_intake_form_set (&form->name, name);
  tc_intake_form_set (&form->email, gtk_editable_get_text (self->email));
  tc_intake_form_set (&form->home, home);
  tc_intake_form_set (&form->text, text);
  tc_intake_form_set (&form->answers, answers);
  tc_intake_form_set (&form->channel, channels[MIN (channel, G_N_ELEMENTS (channels) - 1)]);
  tc_intake_form_set (&form->language,
                      tc_report_get_language (gtk_drop_down_get_selected (self->language)));
  form->priority = priority == 0 || priority > TC_PRIORITY_NOTICE ? TC_NONE : (gint64) priority;
  form->on_behalf = gtk_check_button_get_active (self->on_behalf);
  form->anonymous = gtk_check_button_get_active (self->anonymous);
  form->private_ = gtk_check_button_get_active (self->private_);
}

static void
show_person (TcIntakeWork *self)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->name), !self->form->anonymous);
  gtk_widget_set_sensitive (self->addresses, !self->form->anonymous);
  gtk_widget_set_visible (self->addresses, tc_intake_form_has_addresses (self->form));
}

static void
changed_cb (TcIntakeWork *self)
{
  if (self->filling || !self->form)
    return;
  read_form (self);
  show_person (self);
  g_signal_emit (self, changed_signal, 0);
}

/* Enter in an entry goes on to the next. */
static void
next_cb (TcIntakeWork *self)
{
  gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
}

/* ---- the place ---- */

static void
show_place_note (TcIntakeWork *self)
{
  const TcIntakeForm *form = self->form;
  g_autofree char *where = NULL, *text = NULL;

  if (form->lat_e7 != TC_NONE && form->lon_e7 != TC_NONE)
    where = tc_words_place ((gint32) form->lat_e7, (gint32) form->lon_e7);
  if (*form->place_name)
    text = g_strdup_printf ("✓ %s%s%s", *form->area_name ? form->area_name : form->place_name,
                            where ? " · " : "", where ? where : "");
  else if (*form->address)
    text = g_strdup (_ ("Not found on the map: it is kept as it is typed."));
  gtk_label_set_label (self->place_note, text ? text : "");
}

static void
places_found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TcIntakeWork) self = data;
  g_autoptr (GPtrArray) places = tc_intake_find_places_finish (TC_WORKER (source), result, NULL);
  TcSuggestion shown[TC_INTAKE_PLACES_MAX] = {0};

  if (!places || !self->box || !tc_suggest_entry_has_keys (self->place))
    return;
  for (guint i = 0; i < MIN (places->len, TC_INTAKE_PLACES_MAX); i++) {
    const TcPlaceHit *hit = places->pdata[i];
    shown[i] = (TcSuggestion){TC_SUGGEST_NONE, hit->name, hit->area_name,
                              hit->in_force ? NULL : C_ ("place", "old name")};
  }
  tc_suggest_entry_show (self->place, shown, MIN (places->len, TC_INTAKE_PLACES_MAX));
  g_clear_pointer (&self->places, g_ptr_array_unref);
  self->places = g_steal_pointer (&places);
}

static void
place_typed_cb (TcIntakeWork *self)
{
  g_autofree char *text = tc_suggest_entry_dup_text (self->place);

  if (!self->form || !self->desk || !tc_desk_get_reader (self->desk))
    return;
  tc_intake_form_set_address (self->form, text);
  show_place_note (self);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  tc_intake_find_places_async (tc_desk_get_reader (self->desk), tc_desk_get_places (self->desk),
                               text, self->cancellable, places_found_cb, g_object_ref (self));
  g_signal_emit (self, changed_signal, 0);
}

static void
place_chosen_cb (TcIntakeWork *self, guint row)
{
  g_autofree char *typed = tc_suggest_entry_dup_text (self->place);

  if (!self->form || !self->places || row >= self->places->len)
    return;
  tc_intake_form_set_place (self->form, self->places->pdata[row], typed);
  tc_suggest_entry_set_text (self->place, self->form->address);
  tc_suggest_entry_close (self->place);
  show_place_note (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->text));
  g_signal_emit (self, changed_signal, 0);
}

/* ---- the field ---- */

static const char *
get_field_name (const TcService *field)
{
  return tc_incident_pick_name (field->name_vi, field->name_en);
}

/* Its place in fields; G_MAXUINT: it isn't there. */
static guint
find_field (TcIntakeWork *self, gint64 id)
{
  for (guint i = 0; self->fields && i < self->fields->len; i++) {
    if (g_array_index (self->fields, TcService, i).id == id)
      return i;
  }
  return G_MAXUINT;
}

static void
show_field_note (TcIntakeWork *self)
{
  const TcProposedField *first = self->proposals && self->proposals->len > 0
                                     ? &g_array_index (self->proposals, TcProposedField, 0)
                                     : NULL;
  guint at = first ? find_field (self, first->field_id) : G_MAXUINT;
  g_autofree char *text = NULL;

  if (self->form->field_id != 0)
    text = g_strdup_printf ("✓ %s", self->form->field_name);
  else if (at != G_MAXUINT)
    /* Translators: a field, and the words of the text that speak for it. */
    text = g_strdup_printf (_ ("Proposed: %s (%s)"),
                            get_field_name (&g_array_index (self->fields, TcService, at)),
                            first->words ? first->words : "…");
  gtk_label_set_label (self->field_note, text ? text : "");
}

static void
show_questions (TcIntakeWork *self)
{
  tc_question_grid_show (self->questions, self->form->questions, self->form->answers);
}

static void
add_proposed (TcIntakeWork *self, GArray *found)
{
  for (guint i = 0; self->proposals && i < self->proposals->len; i++) {
    guint at = find_field (self, g_array_index (self->proposals, TcProposedField, i).field_id);
    if (at != G_MAXUINT)
      g_array_append_val (found, at);
  }
}

/* What decided for a field, if it was proposed. (nullable) */
static const char *
get_reason (TcIntakeWork *self, gint64 field_id)
{
  for (guint i = 0; self->proposals && i < self->proposals->len; i++) {
    const TcProposedField *proposal = &g_array_index (self->proposals, TcProposedField, i);
    if (proposal->field_id == field_id)
      return proposal->words;
  }
  return NULL;
}

/* With nothing typed the proposals; else the fields that have the words. */
static void
show_fields (TcIntakeWork *self)
{
  g_autofree char *text = tc_suggest_entry_dup_text (self->field);
  g_autoptr (GArray) found = NULL;
  TcSuggestion shown[TC_SUGGEST_ROWS_MAX] = {0};

  if (!self->fields || !tc_suggest_entry_has_keys (self->field))
    return;
  if (*text)
    found = tc_intake_match_fields (self->fields, text, TC_SUGGEST_ROWS_MAX);
  else
    found = g_array_new (FALSE, FALSE, sizeof (guint));
  if (!*text)
    add_proposed (self, found);
  for (guint i = 0; i < found->len; i++) {
    const TcService *field = &g_array_index (self->fields, TcService,
                                             g_array_index (found, guint, i));
    const char *reason = get_reason (self, field->id);
    const char *group = field->group_id == field->id
                            ? NULL
                            : tc_incident_pick_name (field->group_vi, field->group_en);
    shown[i] = (TcSuggestion){TC_SUGGEST_NONE, get_field_name (field), group, reason};
  }
  tc_suggest_entry_show (self->field, shown, found->len);
  g_clear_pointer (&self->shown_fields, g_array_unref);
  self->shown_fields = g_steal_pointer (&found);
}

static void
field_typed_cb (TcIntakeWork *self)
{
  if (!self->form)
    return;
  tc_intake_form_set_field (self->form, NULL);
  show_field_note (self);
  show_questions (self);
  show_fields (self);
  g_signal_emit (self, changed_signal, 0);
}

static void
field_chosen_cb (TcIntakeWork *self, guint row)
{
  const TcService *field = NULL;

  if (!self->form || !self->shown_fields || row >= self->shown_fields->len)
    return;
  field = &g_array_index (self->fields, TcService, g_array_index (self->shown_fields, guint, row));
  tc_intake_form_set_field (self->form, field);
  tc_suggest_entry_set_text (self->field, self->form->field_name);
  tc_suggest_entry_close (self->field);
  show_field_note (self);
  show_questions (self);
  g_signal_emit (self, changed_signal, 0);
}

static gboolean
enter_field_cb (gpointer data)
{
  TcIntakeWork *self = data;

  self->enter_idle = 0;
  if (self->form && self->form->field_id == 0)
    show_fields (self);
  return G_SOURCE_REMOVE;
}

/* Once the keyboard has come: on the way nobody has it. */
static void
field_entered_cb (TcIntakeWork *self)
{
  if (self->enter_idle == 0)
    self->enter_idle = g_idle_add (enter_field_cb, self);
}

void
tc_intake_work_set_proposals (TcIntakeWork *self, GArray *proposals)
{
  g_return_if_fail (TC_IS_INTAKE_WORK (self));
  g_clear_pointer (&self->proposals, g_array_unref);
  self->proposals = g_array_ref (proposals);
  if (!self->form)
    return;
  show_field_note (self);
  /* The row that Enter takes stays while one looks at it. */
  if (tc_suggest_entry_get_row (self->field) < 0)
    field_entered_cb (self);
}

static void
fields_listed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TcIntakeWork) self = data;
  g_autoptr (GError) error = NULL;
  GArray *fields = tc_intake_list_fields_finish (TC_WORKER (source), result, &error);

  if (!fields)
    g_warning ("the fields could not be read: %s", error->message);
  g_clear_pointer (&self->fields, g_array_unref);
  self->fields = fields;
}

/* ---- showing ---- */

static guint
find_channel (const char *code)
{
  for (guint i = 0; i < G_N_ELEMENTS (channels); i++) {
    if (g_str_equal (channels[i], code))
      return i;
  }
  return 0;
}

static void
show_begun (TcIntakeWork *self)
{
  g_autofree char *when = tc_words_clock (self->form->id, tc_now_us ());
  /* Translators: when a call was begun, and by whom. */
  g_autofree char *text = *self->form->staff_name ? g_strdup_printf (_ ("Begun at %s by %s"), when,
                                                                     self->form->staff_name)
                                                  : g_strdup_printf (_ ("Begun at %s"), when);

  gtk_label_set_label (self->begun, text);
}

static void
fill (TcIntakeWork *self)
{
  const TcIntakeForm *form = self->form;

  self->filling = TRUE;
  show_begun (self);
  gtk_editable_set_text (self->phone, form->phone);
  tc_suggest_entry_set_text (self->name, form->name);
  gtk_editable_set_text (self->email, form->email);
  tc_suggest_entry_set_text (self->home, form->home);
  tc_suggest_entry_set_text (self->place, form->address);
  tc_suggest_entry_set_text (self->field, form->field_name);
  tc_typed_text_set (self->text, form->text);
  gtk_drop_down_set_selected (self->priority,
                              form->priority == TC_NONE ? 0 : (guint) form->priority);
  gtk_drop_down_set_selected (self->channel, find_channel (form->channel));
  gtk_check_button_set_active (self->on_behalf, form->on_behalf);
  gtk_check_button_set_active (self->anonymous, form->anonymous);
  gtk_check_button_set_active (self->private_, form->private_);
  gtk_drop_down_set_selected (self->language, tc_report_find_language (form->language));
  self->filling = FALSE;
  show_place_note (self);
  show_field_note (self);
  show_questions (self);
  show_person (self);
  tc_intake_work_show_files (self);
}

/* A stack is as high as the highest of its pages that aren't hidden: what is short doesn't scroll.
 * (As high as the page alone, it would be measured by the width that the page wants at its lowest.)
 */
static void
show_page (TcIntakeWork *self, const char *name)
{
  GtkWidget *page = gtk_stack_get_child_by_name (self->stack, name);

  gtk_widget_set_visible (page, TRUE);
  gtk_stack_set_visible_child (self->stack, page);
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->stack)); child;
       child = gtk_widget_get_next_sibling (child))
    gtk_widget_set_visible (child, child == page);
}

void
tc_intake_work_show_files (TcIntakeWork *self)
{
  g_return_if_fail (TC_IS_INTAKE_WORK (self));
  if (self->form)
    tc_intake_files_show (self->files, self->form->files);
}

void
tc_intake_work_set_form (TcIntakeWork *self, TcIntakeForm *form)
{
  TcIntakeForm *before = self->form;

  g_return_if_fail (TC_IS_INTAKE_WORK (self));
  self->form = form;
  g_clear_pointer (&self->proposals, g_array_unref);
  tc_intake_work_show_refusal (self, TC_INTAKE_FINE, NULL);
  tc_intake_work_set_join (self, NULL);
  show_page (self, form ? "form" : "nothing");
  if (form)
    fill (self);
  /* The page gives the keyboard back to where the one before was typed. */
  if (form != before)
    g_clear_weak_pointer (&self->typed_in);
}

static GtkWidget *
get_faulty (TcIntakeWork *self, TcIntakeFault fault)
{
  switch (fault) {
  case TC_INTAKE_TEXT_MISSING:
  case TC_INTAKE_TEXT_LONG:
    return GTK_WIDGET (self->text);
  case TC_INTAKE_ADDRESS_LONG:
    return GTK_WIDGET (self->place);
  case TC_INTAKE_NAME_LONG:
    return GTK_WIDGET (self->name);
  case TC_INTAKE_EMAIL:
    return GTK_WIDGET (self->email);
  case TC_INTAKE_HOME_LONG:
    return GTK_WIDGET (self->home);
  case TC_INTAKE_PHONE:
    return GTK_WIDGET (self->phone);
  case TC_INTAKE_ANSWER: /* which, the questions know */
  case TC_INTAKE_FINE:
  default:
    return NULL;
  }
}

void
tc_intake_work_show_refusal (TcIntakeWork *self, TcIntakeFault fault, const char *text)
{
  GtkWidget *faulty = get_faulty (self, fault);

  g_return_if_fail (TC_IS_INTAKE_WORK (self));
  tc_text_label_say (self->refusal, text);
  if (faulty)
    gtk_widget_grab_focus (faulty);
  if (fault == TC_INTAKE_ANSWER)
    tc_question_grid_grab_faulty (self->questions, self->form->id);
}

void
tc_intake_work_grab_text (TcIntakeWork *self)
{
  g_return_if_fail (TC_IS_INTAKE_WORK (self));
  gtk_widget_grab_focus (GTK_WIDGET (self->text));
}

void
tc_intake_work_show_told (TcIntakeWork *self, const char *code, const char *note)
{
  g_return_if_fail (TC_IS_INTAKE_WORK (self));
  self->form = NULL;
  g_clear_weak_pointer (&self->typed_in);
  gtk_label_set_label (self->told, code);
  gtk_label_set_label (self->told_note, note);
  /* The button has the focus: a screen reader says the number with it. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->open_told),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, code, -1);
  show_page (self, "told");
  gtk_widget_grab_focus (self->open_told);
}

gboolean
tc_intake_work_is_told (TcIntakeWork *self)
{
  g_return_val_if_fail (TC_IS_INTAKE_WORK (self), FALSE);
  return g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "told") == 0;
}

void
tc_intake_work_set_join (TcIntakeWork *self, const char *code)
{
  /* Translators: of a button: the call becomes one more report on that incident; its code. */
  g_autofree char *verb = code ? g_strdup_printf (_ ("Join %s"), code) : NULL;

  g_return_if_fail (TC_IS_INTAKE_WORK (self));
  g_object_set (self->join, "verb", verb ? verb : C_ ("verb", "Join the most similar"), NULL);
}

GtkBox *
tc_intake_work_get_fold (TcIntakeWork *self)
{
  g_return_val_if_fail (TC_IS_INTAKE_WORK (self), NULL);
  return self->fold;
}

void
tc_intake_work_set_desk (TcIntakeWork *self, TcDesk *desk)
{
  g_return_if_fail (TC_IS_INTAKE_WORK (self));
  g_set_object (&self->desk, desk);
  if (tc_desk_get_reader (desk))
    tc_intake_list_fields_async (tc_desk_get_reader (desk), fields_listed_cb, g_object_ref (self));
}

/* ---- object ---- */

/* ---- where one was ---- */

static void
focus_moves_cb (TcIntakeWork *self, GParamSpec *pspec, GtkRoot *root)
{
  GtkWidget *focus = gtk_root_get_focus (root);

  if (self->form && focus && (GTK_IS_TEXT (focus) || GTK_IS_TEXT_VIEW (focus)) &&
      gtk_widget_is_ancestor (focus, GTK_WIDGET (self)))
    g_set_weak_pointer (&self->typed_in, focus);
}

static void
tc_intake_work_root (GtkWidget *widget)
{
  TcIntakeWork *self = TC_INTAKE_WORK (widget);

  GTK_WIDGET_CLASS (tc_intake_work_parent_class)->root (widget);
  self->focus_moves = g_signal_connect_object (gtk_widget_get_root (widget), "notify::focus-widget",
                                               G_CALLBACK (focus_moves_cb), self,
                                               G_CONNECT_SWAPPED);
}

static void
tc_intake_work_unroot (GtkWidget *widget)
{
  TcIntakeWork *self = TC_INTAKE_WORK (widget);

  g_clear_signal_handler (&self->focus_moves, gtk_widget_get_root (widget));
  GTK_WIDGET_CLASS (tc_intake_work_parent_class)->unroot (widget);
}

/* A caller is still talking when somebody comes back from another panel: the keyboard is where it
 * was, and what stands there isn't selected, which the next letter would wipe. */
static gboolean
tc_intake_work_grab_focus (GtkWidget *widget)
{
  TcIntakeWork *self = TC_INTAKE_WORK (widget);

  if (self->form && self->typed_in) {
    gboolean grabbed = gtk_widget_grab_focus (self->typed_in);
    if (GTK_IS_EDITABLE (self->typed_in))
      gtk_editable_set_position (GTK_EDITABLE (self->typed_in), -1);
    return grabbed;
  }
  if (self->form)
    return gtk_widget_grab_focus (GTK_WIDGET (self->phone));
  return gtk_widget_grab_focus (tc_intake_work_is_told (self) ? self->open_told : self->new_call);
}

static void
tc_intake_work_dispose (GObject *object)
{
  TcIntakeWork *self = TC_INTAKE_WORK (object);

  g_clear_handle_id (&self->enter_idle, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->desk);
  self->form = NULL;
  g_clear_weak_pointer (&self->typed_in);
  g_clear_pointer (&self->fields, g_array_unref);
  g_clear_pointer (&self->places, g_ptr_array_unref);
  g_clear_pointer (&self->shown_fields, g_array_unref);
  g_clear_pointer (&self->proposals, g_array_unref);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (tc_intake_work_parent_class)->dispose (object);
}

#define BIND(class, child) gtk_widget_class_bind_template_child (class, TcIntakeWork, child)

static void
bind_children (GtkWidgetClass *class)
{
  BIND (class, box);
  BIND (class, stack);
  BIND (class, begun);
  BIND (class, phone);
  BIND (class, name);
  BIND (class, addresses);
  BIND (class, email);
  BIND (class, home);
  BIND (class, place);
  BIND (class, place_note);
  BIND (class, text);
  BIND (class, field);
  BIND (class, field_note);
  BIND (class, questions);
  BIND (class, priority);
  BIND (class, channel);
  BIND (class, on_behalf);
  BIND (class, anonymous);
  gtk_widget_class_bind_template_child_full (class, "private", FALSE,
                                             G_STRUCT_OFFSET (TcIntakeWork, private_));
  BIND (class, language);
  BIND (class, files);
  BIND (class, refusal);
  BIND (class, join);
  BIND (class, fold);
  BIND (class, told);
  BIND (class, told_note);
  BIND (class, open_told);
  BIND (class, new_call);
}

static void
tc_intake_work_class_init (TcIntakeWorkClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = tc_intake_work_dispose;
  widget_class->grab_focus = tc_intake_work_grab_focus;
  widget_class->root = tc_intake_work_root;
  widget_class->unroot = tc_intake_work_unroot;
  widget_class->focus = tc_focus_children;
  changed_signal = g_signal_new ("changed", TC_TYPE_INTAKE_WORK, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
  g_type_ensure (TC_TYPE_INTAKE_FILES);
  g_type_ensure (TC_TYPE_QUESTION_GRID);
  g_type_ensure (TC_TYPE_SUGGEST_ENTRY);
  g_type_ensure (TC_TYPE_VERB_BUTTON);
  g_type_ensure (TC_TYPE_WRAP_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/toancanh/ToanCanh/ui/tc-intake-work.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, next_cb);
  gtk_widget_class_bind_template_callback (widget_class, place_typed_cb);
  gtk_widget_class_bind_template_callback (widget_class, place_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, field_typed_cb);
  gtk_widget_class_bind_template_callback (widget_class, field_chosen_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
list_languages (TcIntakeWork *self)
{
  g_auto (GStrv) names = tc_report_word_languages ();
  g_autoptr (GtkStringList) list = gtk_string_list_new ((const char *const *) names);

  gtk_drop_down_set_model (self->language, G_LIST_MODEL (list));
}

static void
tc_intake_work_init (TcIntakeWork *self)
{
  GtkEventController *focus = gtk_event_controller_focus_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  tc_inner_name_set (GTK_WIDGET (self->priority), _ ("Priority"));
  tc_inner_name_set (GTK_WIDGET (self->channel), _ ("How it came"));
  tc_inner_name_set (GTK_WIDGET (self->language), _ ("Language of the caller"));
  list_languages (self);
  tc_typed_text_watch (self->text, G_CALLBACK (changed_cb), self);
  g_signal_connect_object (focus, "enter", G_CALLBACK (field_entered_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->field), focus);
}
