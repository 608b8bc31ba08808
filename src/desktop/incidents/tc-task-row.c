/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An order on screen; see the header.
 */
#include "tc-task-row.h"

#include "tc-incident-words.h"
#include "tc-signal-shape.h"
#include "tc-verb-button.h"
#include "tc-words.h"
#include "tc-wrap-layout.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* What tc-incident-actions.c has as keys. */
static const char *const caps[TC_TASK_STEPS] = {"Q",  "Y",  "E",  "S",  "W",
                                                "⇧Y", "⇧G", "⇧I", "⇧E", "Z"};

struct _TcTaskRow {
  GtkWidget parent;
  GtkWidget *box; /* (unowned): template child, like all down to new_link */
  TcSignalShape *shape;
  GtkLabel *unit;
  GtkLabel *phone;
  GtkLabel *state;
  GtkLabel *told;
  GtkLabel *talk;
  GtkLabel *person;
  GtkLabel *source;
  GtkBox *verbs;
  GtkWidget *link_box;
  GtkLabel *link;
  GtkLabel *link_until;
  GtkWidget *new_link;
  GtkWidget *buttons[TC_TASK_STEPS]; /* (unowned): children of verbs, like the next */
  GtkWidget *get_link;
  gint64 link_renewals; /* of the link shown */
  gboolean unsent;      /* its unit doesn't know of it */
};

G_DEFINE_FINAL_TYPE (TcTaskRow, tc_task_row, GTK_TYPE_WIDGET)

static void
show_phone (TcTaskRow *self, const TcDispatch *task)
{
  gboolean wanted = self->unsent || tc_task_allows (task, TC_TASK_REACHED);
  gboolean known = task->phone && *task->phone;
  g_autofree char *spoken = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->phone), wanted);
  if (!wanted)
    return;
  gtk_label_set_label (self->phone, known ? task->phone : _ ("no number"));
  /* Translators: to the screen reader: the number that a unit is called at. */
  spoken = g_strdup_printf (_ ("Call %s"), gtk_label_get_label (self->phone));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->phone), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  spoken, -1);
}

static void
show_source (TcTaskRow *self, const TcDispatch *task, const TcIncidentDetail *detail, gint64 now_us)
{
  g_autofree char *asked = tc_task_word_asked (task, now_us);
  g_autofree char *source = tc_task_word_source (task, detail);
  g_autofree char *text = *source ? g_strdup_printf ("%s · %s", asked, source) : g_strdup (asked);

  gtk_label_set_label (self->source, text);
}

static void
show_told (TcTaskRow *self, const TcDispatch *task, const TcIncidentDetail *detail)
{
  const char *told = tc_task_find_told (task, detail);
  /* Translators: below an order: what was written to the unit with it. */
  g_autofree char *text = g_strdup_printf (_ ("Told: %s"), told ? told : "");

  gtk_label_set_label (self->told, text);
  gtk_widget_set_visible (GTK_WIDGET (self->told), told != NULL);
}

static void
show_talk (TcTaskRow *self, const TcDispatch *task, const TcIncidentDetail *detail, gint64 now_us)
{
  g_autofree char *text = tc_task_word_talk (task, detail, TC_TASK_TALK_LINES, now_us);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
  const char *unread = strstr (text, TC_TASK_UNREAD_SIGN);

  gtk_label_set_label (self->talk, text);
  gtk_widget_set_visible (GTK_WIDGET (self->talk), *text != '\0');
  /* What is unread is the last of it: else it would be answered. */
  if (task->said_us != TC_NONE && unread) {
    PangoAttribute *bold = pango_attr_weight_new (PANGO_WEIGHT_BOLD);

    bold->start_index = (guint) (unread - text);
    pango_attr_list_insert (attributes, bold);
  }
  gtk_label_set_attributes (self->talk, attributes);
}

static void
show_person (TcTaskRow *self, const TcDispatch *task, gint64 now_us)
{
  g_autofree char *since = NULL, *text = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->person), task->released_id != 0);
  if (task->released_id == 0)
    return;
  since = tc_words_clock (task->released_us, now_us);
  /* Translators: below an order: since when its unit knows who reported it. */
  text = g_strdup_printf (_ ("It has the caller's name and number since %s"), since);
  gtk_label_set_label (self->person, text);
}

void
tc_task_row_set_unsent (TcTaskRow *self, gboolean unsent)
{
  g_return_if_fail (TC_IS_TASK_ROW (self));
  self->unsent = unsent;
}

/* That a unit doesn't answer which was never reached would be half the truth. */
void
tc_task_row_tick (TcTaskRow *self, const TcDispatch *task, gint64 now_us)
{
  g_autofree char *state = NULL;

  g_return_if_fail (TC_IS_TASK_ROW (self));
  state = self->unsent
              ? g_strdup (_ ("not sent yet: the unit doesn't know of this order, telephone it"))
              : tc_task_word_state (task, now_us);
  gtk_label_set_label (self->state, state);
  tc_signal_shape_set_signal (self->shape,
                              self->unsent ? TC_SIGNAL_URGENT : tc_task_get_signal (task, now_us));
  if (self->unsent || tc_task_is_late (task, now_us))
    gtk_widget_add_css_class (GTK_WIDGET (self->state), "late");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->state), "late");
}

/* The link goes once it is of no use. Whether its button is there. */
static gboolean
show_link_verbs (TcTaskRow *self, const TcDispatch *task, const TcIncidentDetail *detail,
                 guint steps)
{
  gboolean can = (steps & TC_TASK_MAY_LINK) != 0 && tc_task_is_open (task);

  gtk_widget_set_visible (self->get_link, can);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->get_link), "x", task->id);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->new_link), "x", task->id);
  if (!can || tc_unit_page_count_renewals (detail, task->id) > self->link_renewals)
    gtk_widget_set_visible (self->link_box, FALSE);
  return can;
}

void
tc_task_row_show (TcTaskRow *self, const TcDispatch *task, const TcIncidentDetail *detail,
                  guint steps, guint keyed, gint64 now_us)
{
  gboolean any = FALSE;

  g_return_if_fail (TC_IS_TASK_ROW (self));
  gtk_label_set_label (self->unit, tc_incident_pick_name (task->agency_vi, task->agency_en));
  show_phone (self, task);
  show_source (self, task, detail, now_us);
  show_told (self, task, detail);
  show_talk (self, task, detail, now_us);
  show_person (self, task, now_us);
  tc_task_row_tick (self, task, now_us);
  for (guint i = 0; i < TC_TASK_STEPS; i++) {
    gboolean can = (steps & 1u << i) != 0 && tc_task_allows (task, (TcTaskStep) i);
    gtk_widget_set_visible (self->buttons[i], can);
    g_object_set (self->buttons[i], "key", keyed & 1u << i ? caps[i] : "", NULL);
    gtk_actionable_set_action_target (GTK_ACTIONABLE (self->buttons[i]), "(ux)", i, task->id);
    any |= can;
  }
  any |= show_link_verbs (self, task, detail, steps);
  gtk_widget_set_visible (GTK_WIDGET (self->verbs), any);
}

void
tc_task_row_show_link (TcTaskRow *self, const TcUnitPageLink *link, gint64 now_us)
{
  g_autofree char *when = NULL, *until = NULL;

  g_return_if_fail (TC_IS_TASK_ROW (self));
  when = tc_words_clock (link->until_us, now_us);
  until = g_strdup_printf (
      /* Translators: below a link that was copied: until when it can be used. */
      _ ("Copied. Whoever has it answers for the unit, until %s or the order's "
         "end: send it to the unit alone."),
      when);
  self->link_renewals = link->renewals;
  gtk_label_set_label (self->link, link->url);
  gtk_label_set_label (self->link_until, until);
  gtk_widget_set_visible (self->link_box, TRUE);
}

static char *
dup_spoken_state (TcTaskRow *self)
{
  if (gtk_widget_get_visible (GTK_WIDGET (self->phone)))
    return g_strdup_printf ("%s, %s: %s, %s", gtk_label_get_label (self->unit),
                            gtk_label_get_label (self->phone), gtk_label_get_label (self->state),
                            gtk_label_get_label (self->source));
  return g_strdup_printf ("%s: %s, %s", gtk_label_get_label (self->unit),
                          gtk_label_get_label (self->state), gtk_label_get_label (self->source));
}

char *
tc_task_row_dup_spoken (TcTaskRow *self)
{
  g_autofree char *state = NULL;

  g_return_val_if_fail (TC_IS_TASK_ROW (self), NULL);
  state = dup_spoken_state (self);
  if (!gtk_widget_get_visible (GTK_WIDGET (self->talk)))
    return g_steal_pointer (&state);
  return g_strdup_printf ("%s; %s", state, gtk_label_get_label (self->talk));
}

static void
tc_task_row_dispose (GObject *object)
{
  g_clear_pointer (&TC_TASK_ROW (object)->box, gtk_widget_unparent);
  G_OBJECT_CLASS (tc_task_row_parent_class)->dispose (object);
}

static void
tc_task_row_class_init (TcTaskRowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = tc_task_row_dispose;
  g_type_ensure (TC_TYPE_SIGNAL_SHAPE);
  g_type_ensure (TC_TYPE_VERB_BUTTON);
  g_type_ensure (TC_TYPE_WRAP_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/toancanh/ToanCanh/ui/tc-task-row.ui");
  gtk_widget_class_bind_template_child (widget_class, TcTaskRow, box);
  gtk_widget_class_bind_template_child (widget_class, TcTaskRow, shape);
  gtk_widget_class_bind_template_child (widget_class, TcTaskRow, unit);
  gtk_widget_class_bind_template_child (widget_class, TcTaskRow, phone);
  gtk_widget_class_bind_template_child (widget_class, TcTaskRow, state);
  gtk_widget_class_bind_template_child (widget_class, TcTaskRow, told);
  gtk_widget_class_bind_template_child (widget_class, TcTaskRow, talk);
  gtk_widget_class_bind_template_child (widget_class, TcTaskRow, person);
  gtk_widget_class_bind_template_child (widget_class, TcTaskRow, source);
  gtk_widget_class_bind_template_child (widget_class, TcTaskRow, verbs);
  gtk_widget_class_bind_template_child (widget_class, TcTaskRow, link_box);
  gtk_widget_class_bind_template_child (widget_class, TcTaskRow, link);
  gtk_widget_class_bind_template_child (widget_class, TcTaskRow, link_until);
  gtk_widget_class_bind_template_child (widget_class, TcTaskRow, new_link);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
tc_task_row_init (TcTaskRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < TC_TASK_STEPS; i++) {
    self->buttons[i] = g_object_new (TC_TYPE_VERB_BUTTON, "verb",
                                     tc_task_word_step ((TcTaskStep) i), NULL);
    gtk_actionable_set_action_target (GTK_ACTIONABLE (self->buttons[i]), "(ux)", i, (gint64) 0);
    gtk_actionable_set_action_name (GTK_ACTIONABLE (self->buttons[i]), "win.unit-step");
    gtk_box_append (self->verbs, self->buttons[i]);
  }
  self->get_link = g_object_new (TC_TYPE_VERB_BUTTON, "verb", C_ ("verb", "Link for its phone"),
                                 NULL);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->get_link), "x", (gint64) 0);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->get_link), "win.unit-link");
  gtk_box_append (self->verbs, self->get_link);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->new_link), "x", (gint64) 0);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->new_link), "win.unit-new-link");
}

GtkWidget *
tc_task_row_new (void)
{
  return g_object_new (TC_TYPE_TASK_ROW, NULL);
}
