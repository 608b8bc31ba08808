/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is done to all that is chosen and takes more than a word: a field for all, a unit sent to
 * all, an answer to all who reported, from a template that is filled in for each. To which of them
 * it can't be done as they are now is said while it is being typed. What leaves the room is held
 * first.
 */
#include "tc-incident-panel-private.h"

#include "tc-bulk-look.h"
#include "tc-hold-box.h"
#include "tc-refusal-words.h"

#include <glib/gi18n-lib.h>

/* ---- what is said before ---- */

typedef struct {
  TcIncidentPanel *panel; /* (owned) */
  TcBulkKind kind;
} Looking;

gboolean
tc_incident_panel_asks_many (TcIncidentPanel *self, TcBulkKind kind)
{
  if (kind == TC_BULK_CLASSIFY)
    return gtk_widget_get_visible (GTK_WIDGET (self->many_field));
  return g_strcmp0 (tc_composer_get_action (self->many_composer), TC_COMPOSE_MANY) == 0 &&
         tc_composer_get_subject (self->many_composer) == (gint64) kind;
}

static void
offer_templates (TcIncidentPanel *self, GArray *templates)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new (), texts = g_ptr_array_new ();

  for (guint i = 0; i < templates->len; i++) {
    const TcAnswerTemplate *one = &g_array_index (templates, TcAnswerTemplate, i);
    g_ptr_array_add (names, one->name);
    g_ptr_array_add (texts, one->text);
  }
  g_ptr_array_add (names, NULL);
  g_ptr_array_add (texts, NULL);
  tc_composer_offer (self->many_composer, (const char *const *) names->pdata,
                     (const char *const *) texts->pdata);
}

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree Looking *looking = data;
  g_autoptr (TcIncidentPanel) self = looking->panel;
  g_autoptr (TcBulkLook) look = tc_bulk_look_finish (TC_WORKER (source), result, NULL);
  g_autofree char *text = look ? tc_bulk_look_word (look) : NULL;

  if (!self->desk || !look || !tc_incident_panel_asks_many (self, looking->kind))
    return;
  if (look->templates) {
    offer_templates (self, look->templates);
    g_clear_pointer (&self->many_templates, g_array_unref);
    self->many_templates = g_steal_pointer (&look->templates);
  }
  if (looking->kind == TC_BULK_CLASSIFY)
    tc_field_chooser_leave_out (self->many_field, look->field_id);
  gtk_label_set_label (self->many_told, text ? text : "");
  tc_incident_panel_tell_chosen (self);
  gtk_accessible_reset_property (GTK_ACCESSIBLE (self->many_told), GTK_ACCESSIBLE_PROPERTY_LABEL);
}

void
tc_incident_panel_look_many (TcIncidentPanel *self, TcBulkKind kind)
{
  g_autoptr (GArray) ids = tc_incident_panel_list_meant (self, TC_BULK_MAX);
  Looking *looking = g_new0 (Looking, 1);

  *looking = (Looking){g_object_ref (self), kind};
  g_clear_pointer (&self->many_templates, g_array_unref);
  tc_bulk_look_async (tc_desk_get_reader (self->desk), kind, ids, looked_cb, looking);
}

/* ---- a field for all ---- */

gboolean
tc_incident_panel_close_many_field (TcIncidentPanel *self)
{
  gboolean open = gtk_widget_get_visible (GTK_WIDGET (self->many_field));

  gtk_widget_set_visible (GTK_WIDGET (self->many_field), FALSE);
  return open;
}

gboolean
tc_incident_panel_classify_many (TcIncidentPanel *self)
{
  g_autoptr (GArray) proposed = tc_proposed_fields_new ();
  guint n = tc_incident_panel_count_chosen (self);

  if (n < 2)
    return FALSE;
  if (n > TC_BULK_MAX || self->doing)
    return TRUE;
  tc_composer_close (self->many_composer);
  tc_merge_sheet_close (self->merge_sheet);
  gtk_label_set_label (self->many_told, "");
  gtk_widget_set_visible (GTK_WIDGET (self->many_field), TRUE);
  tc_incident_panel_tell_chosen (self);
  tc_field_chooser_open (self->many_field, tc_desk_get_reader (self->desk), proposed);
  tc_incident_panel_look_many (self, TC_BULK_CLASSIFY);
  return TRUE;
}

static void
field_chosen_cb (TcIncidentPanel *self, gint64 field_id)
{
  const TcBulkOrder order = {.kind = TC_BULK_CLASSIFY, .field_id = field_id};
  g_autoptr (GArray) ids = tc_incident_panel_list_meant (self, TC_BULK_MAX + 1);

  tc_incident_panel_close_many_field (self);
  if (!tc_incident_panel_do_many (self, &order, ids))
    tc_incident_panel_tell_chosen (self);
}

static void
field_closed_cb (TcIncidentPanel *self)
{
  tc_incident_panel_close_many (self);
}

void
tc_incident_panel_add_many_verbs (TcIncidentPanel *self)
{
  g_signal_connect_object (self->many_field, "chosen", G_CALLBACK (field_chosen_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->many_field, "closed", G_CALLBACK (field_closed_cb), self,
                           G_CONNECT_SWAPPED);
}

/* ---- what is held ---- */

typedef struct {
  TcIncidentPanel *panel; /* (owned) */
  TcBulkOrder order;
  char *text;   /* (owned): of it */
  GArray *ids;  /* (owned) (element-type gint64) */
  GArray *each; /* (owned) (nullable) (element-type gint64): of it */
  gboolean begun;
} HeldMany;

static void
free_held_many (gpointer data)
{
  HeldMany *held = data;

  if (!held->begun && held->panel->desk)
    tc_composer_failed (held->panel->many_composer, TC_COMPOSE_MANY, held->order.kind, TRUE);
  g_object_unref (held->panel);
  g_array_unref (held->ids);
  g_clear_pointer (&held->each, g_array_unref);
  g_free (held->text);
  g_free (held);
}

static void
send_held_many (gpointer data)
{
  HeldMany *held = data;

  held->begun = tc_incident_panel_do_many (held->panel, &held->order, held->ids);
  if (!held->begun)
    tc_panel_say (GTK_WIDGET (held->panel),
                  _ ("Something else is being done; try again after that."));
}

/* @ids: (transfer full) */
static HeldMany *
make_held_many (TcIncidentPanel *self, const TcBulkOrder *order, GArray *ids)
{
  HeldMany *held = g_new0 (HeldMany, 1);

  *held = (HeldMany){g_object_ref (self), *order, g_strdup (order->text), ids,
                     order->each ? g_array_ref (order->each) : NULL};
  held->order.text = held->text;
  return held;
}

/* @held: (transfer full) */
static void
hold (HeldMany *held, const char *what)
{
  TcIncidentPanel *self = held->panel;

  tc_hold_box_hold (GTK_WIDGET (self), what, send_held_many, held, free_held_many);
}

void
tc_incident_panel_hold_many (TcIncidentPanel *self, const TcBulkOrder *order, const char *what)
{
  hold (make_held_many (self, order, tc_incident_panel_list_meant (self, TC_BULK_MAX)), what);
  gtk_widget_grab_focus (GTK_WIDGET (self->list));
}

/* ---- a unit for all ---- */

typedef struct {
  HeldMany *held; /* (owned) (nullable): once it is held */
  char *unit;     /* (owned) */
} Sending;

static void
free_sending (Sending *sending)
{
  g_clear_pointer (&sending->held, free_held_many);
  g_free (sending->unit);
  g_free (sending);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Sending, free_sending)

/* @left_out: for which the unit has an order already. (transfer full) */
static char *
word_sending (const char *unit, guint n, guint left_out)
{
  /* Translators: before "in 5 seconds": a unit, and for how many incidents. */
  g_autofree char *goes = g_strdup_printf (ngettext ("The order goes to %1$s for %2$u incident",
                                                     "The order goes to %1$s for %2$u incidents",
                                                     n),
                                           unit, n);

  if (left_out == 0)
    return g_steal_pointer (&goes);
  /* Translators: "The order goes to …", and for how many others that unit has an order already;
   * before "in 5 seconds". */
  return g_strdup_printf (ngettext ("%1$s (without %2$u that it has already)",
                                    "%1$s (without %2$u that it has already)", left_out),
                          goes, left_out);
}

static void
unasked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Sending) sending = data;
  TcIncidentPanel *self = sending->held->panel;
  g_autoptr (GError) error = NULL;
  GArray *ids = tc_bulk_unasked_finish (TC_WORKER (source), result, &error);
  guint left_out = ids ? sending->held->ids->len - ids->len : 0;
  g_autofree char *what = NULL;

  /* What it has is refused then, and told. */
  if (ids && ids->len > 0) {
    g_array_unref (sending->held->ids);
    sending->held->ids = g_array_ref (ids);
  }
  what = word_sending (sending->unit, sending->held->ids->len, ids && ids->len > 0 ? left_out : 0);
  if (self->desk && (!ids || ids->len > 0)) {
    hold (g_steal_pointer (&sending->held), what);
  } else if (self->desk) {
    g_free (what);
    /* Translators: a unit. */
    what = g_strdup_printf (_ ("%s has an order for all of these already; nothing was sent."),
                            sending->unit);
    gtk_label_set_label (self->many_told, what);
    tc_incident_panel_tell_chosen (self);
  }
  g_clear_pointer (&ids, g_array_unref);
}

gboolean
tc_incident_panel_choose_unit_for_many (TcIncidentPanel *self)
{
  if (tc_incident_panel_count_chosen (self) < 2)
    return FALSE;
  tc_incident_panel_ask_unit (self, TC_BULK_DISPATCH);
  return TRUE;
}

gboolean
tc_incident_panel_dispatch_many (TcIncidentPanel *self, TcBulkOrder *order, guint choice)
{
  guint n = tc_incident_panel_count_meant (self);
  Sending *sending = NULL;

  if (choice >= self->units->len || n == 0 || n > TC_BULK_MAX)
    return FALSE;
  order->agency_id = g_array_index (self->units, gint64, choice);
  sending = g_new0 (Sending, 1);
  *sending = (Sending){
      make_held_many (self, order, tc_incident_panel_list_meant (self, TC_BULK_MAX)),
      g_strdup (self->unit_names->pdata[choice])};
  tc_bulk_unasked_async (tc_desk_get_reader (self->desk), sending->held->ids, order->agency_id,
                         unasked_cb, sending);
  gtk_widget_grab_focus (GTK_WIDGET (self->list));
  return TRUE;
}

/* ---- what is approved, published ---- */

/* One confirmation for all: the count, during which it is kept back. */
static void
approved_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TcIncidentPanel) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) approved = tc_bulk_approved_finish (TC_WORKER (source), result, &error);
  g_autoptr (GArray) answers = g_array_new (FALSE, FALSE, sizeof (gint64));
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autofree char *what = NULL;

  for (guint i = 0; approved && i < approved->len; i++) {
    const TcBulkApproved *one = &g_array_index (approved, TcBulkApproved, i);
    g_array_append_val (ids, one->incident_id);
    g_array_append_val (answers, one->answer_id);
  }
  if (!self->desk || ids->len == 0) {
    g_array_unref (ids);
    what = error ? tc_fault_word (error)
                 : g_strdup (_ ("None of these has an approved answer; nothing was published."));
    if (self->desk)
      gtk_label_set_label (self->many_told, what);
    if (self->desk)
      tc_incident_panel_tell_chosen (self);
    return;
  }
  /* Translators: before "in 5 seconds": how many answers of incidents that are chosen. */
  what = g_strdup_printf (ngettext ("%u approved answer goes to its reporters",
                                    "%u approved answers go to their reporters", ids->len),
                          ids->len);
  hold (make_held_many (self, &(TcBulkOrder){.kind = TC_BULK_PUBLISH, .each = answers}, ids), what);
}

gboolean
tc_incident_panel_publish_many (TcIncidentPanel *self)
{
  g_autoptr (GArray) ids = NULL;

  if (tc_incident_panel_count_chosen (self) < 2)
    return FALSE;
  ids = tc_incident_panel_list_meant (self, TC_BULK_MAX + 1);
  if (ids->len <= TC_BULK_MAX && !self->doing)
    tc_bulk_approved_async (tc_desk_get_reader (self->desk), ids, approved_cb, g_object_ref (self));
  return TRUE;
}

/* ---- an answer to all ---- */

gboolean
tc_incident_panel_answer_many (TcIncidentPanel *self)
{
  return tc_incident_panel_compose_many (
      self, TC_BULK_ANSWER,
      (TcComposerForm){.title = _ ("Answer to everybody who reported these"),
                       .verb = _ ("Send for approval"),
                       .required = TRUE});
}

gboolean
tc_incident_panel_fill_answer (TcIncidentPanel *self, TcBulkOrder *order, guint choice)
{
  g_autofree char *stranger = tc_answer_template_find_stranger (order->text);
  g_autofree char *text = NULL;

  order->language = NULL;
  if (self->many_templates && choice > 0 && choice <= self->many_templates->len)
    order->language = g_array_index (self->many_templates, TcAnswerTemplate, choice - 1).language;
  if (!stranger)
    return TRUE;
  /* Translators: what somebody wrote in braces in an answer: {place} is filled in, it isn't. */
  text = *stranger ? g_strdup_printf (_ ("{%s} can't be filled in."), stranger)
                   : g_strdup (_ ("A brace in the text has no fellow."));
  gtk_label_set_label (self->many_told, text);
  return FALSE;
}
