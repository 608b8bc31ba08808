/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A refused operation in full; see the header.
 */
#include "tc-tray-work.h"

#include "tc-fact.h"
#include "tc-incident-words.h"
#include "tc-now.h"
#include "tc-refusal-words.h"
#include "tc-text-label.h"
#include "tc-tray-words.h"
#include "tc-verb-button.h"
#include "tc-wrap-layout.h"

#include <glib/gi18n-lib.h>

/* Lines of what happened meanwhile; of more the newest. */
#define MEANWHILE_MAX 12

struct _TcTrayWork {
  GtkWidget parent;
  GtkWidget *box;  /* (unowned): template child, like all that follow */
  GtkStack *stack; /* nothing, or an entry */
  GtkLabel *which; /* code and title of the incident */
  GtkLabel *wanted;
  GtkLabel *when;
  GtkBox *wishes; /* what was chosen, as facts */
  GtkWidget *why_section;
  GtkLabel *why;
  GtkLabel *cause;
  GtkLabel *settled;
  GtkWidget *verbs;
  GtkWidget *way;
  GtkWidget *aside;
  GtkLabel *outlook;
  TcComposer *composer;
  GtkLabel *trouble;
  GtkWidget *meanwhile_section;
  GtkListBox *meanwhile;
  GtkWidget *facts_section;
  GtkLabel *gone;
  GtkGrid *facts;
  gint64 shown; /* sequence; 0: nothing */
};

G_DEFINE_FINAL_TYPE (TcTrayWork, tc_tray_work, GTK_TYPE_WIDGET)

static void
empty (GtkWidget *parent, void (*remove) (GtkWidget *parent, GtkWidget *child))
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (parent)))
    remove (parent, child);
}

static void
remove_from_box (GtkWidget *parent, GtkWidget *child)
{
  gtk_box_remove (GTK_BOX (parent), child);
}

static void
remove_from_list (GtkWidget *parent, GtkWidget *child)
{
  gtk_list_box_remove (GTK_LIST_BOX (parent), child);
}

static void
remove_from_grid (GtkWidget *parent, GtkWidget *child)
{
  gtk_grid_remove (GTK_GRID (parent), child);
}

/* ---- what was wanted ---- */

static void
show_wishes (TcTrayWork *self, const TcTrayEntry *entry, const TcTrayDetail *detail, gint64 now_us)
{
  g_autoptr (GArray) wishes = tc_tray_list_wanted (entry, detail, now_us);

  for (guint i = 0; i < wishes->len; i++) {
    const TcTrayFact *wish = &g_array_index (wishes, TcTrayFact, i);
    GtkWidget *fact = g_object_new (TC_TYPE_FACT, "caption", wish->label, NULL);

    tc_fact_set (TC_FACT (fact), wish->then, "");
    gtk_box_append (self->wishes, fact);
  }
  gtk_widget_set_visible (GTK_WIDGET (self->wishes), wishes->len > 0);
}

static void
show_which (TcTrayWork *self, const TcTrayDetail *detail)
{
  const TcIncidentRow *row = detail && detail->detail ? &detail->detail->incident : NULL;
  g_autofree char *text = row ? g_strdup_printf ("%s · %s", row->code, row->title) : NULL;

  tc_text_label_say (self->which, text);
}

/* ---- meanwhile ---- */

static void
add_event (TcTrayWork *self, const TcIncidentEvent *event, const TcTrayDetail *detail,
           gboolean cause, gint64 now_us)
{
  g_autofree char *time = tc_words_clock (event->at_us, now_us);
  g_autofree char *what = tc_incident_word_event (event, detail->detail, now_us);
  g_autofree char *who = tc_incident_word_actor (event);
  g_autofree char *spoken = g_strdup_printf ("%s: %s, %s", time, what, who);
  GtkWidget *row = gtk_list_box_row_new (), *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  gtk_box_append (GTK_BOX (box), tc_text_label_new_wrapped (time, "time"));
  gtk_box_append (GTK_BOX (box), tc_text_label_new_wrapped (what, cause ? "strong" : NULL));
  gtk_box_append (GTK_BOX (box), tc_text_label_new_wrapped (who, "dim"));
  gtk_widget_add_css_class (box, "timeline-row");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  gtk_list_box_append (self->meanwhile, row);
}

static void
show_meanwhile (TcTrayWork *self, const TcTrayDetail *detail, gint64 now_us)
{
  guint first = detail->meanwhile->len > MEANWHILE_MAX ? detail->meanwhile->len - MEANWHILE_MAX : 0;

  gtk_widget_set_visible (self->meanwhile_section, detail->meanwhile->len > 0);
  for (guint i = first; i < detail->meanwhile->len; i++) {
    guint at = g_array_index (detail->meanwhile, guint, i);

    add_event (self, &g_array_index (detail->detail->events, TcIncidentEvent, at), detail,
               (int) at == detail->cause, now_us);
  }
}

/* ---- then and now ---- */

static void
add_fact (TcTrayWork *self, const TcTrayFact *fact, int row)
{
  g_autofree char *now = NULL;

  /* Translators: what is different now from what was seen: the sign stands for the change. */
  now = fact->changed ? g_strdup_printf (_ ("→ %s"), fact->now) : g_strdup (fact->now);
  gtk_grid_attach (self->facts, tc_text_label_new_wrapped (fact->label, "dim"), 0, row, 1, 1);
  gtk_grid_attach (self->facts, tc_text_label_new_wrapped (fact->then, NULL), 1, row, 1, 1);
  gtk_grid_attach (self->facts, tc_text_label_new_wrapped (now, fact->changed ? "strong" : NULL), 2,
                   row, 1, 1);
}

static void
show_facts (TcTrayWork *self, const TcTrayDetail *detail, gint64 now_us)
{
  g_autoptr (GArray) facts = tc_tray_list_facts (detail, now_us);

  gtk_widget_set_visible (self->facts_section, detail->incident_id != 0);
  if (detail->incident_id && !detail->detail)
    tc_text_label_say (self->gone,
                       _ ("This desk doesn't hold the incident: it was never here, or nobody "
                          "here may see it any more. What you typed is kept."));
  else
    tc_text_label_say (self->gone, detail->detail && !detail->seen
                                       ? _ ("How it was then is not known any more.")
                                       : NULL);
  if (facts->len == 0)
    return;
  gtk_grid_attach (self->facts, tc_text_label_new_wrapped (_ ("When it was done"), "caption"), 1, 0,
                   1, 1);
  gtk_grid_attach (self->facts, tc_text_label_new_wrapped (C_ ("facts", "Now"), "caption"), 2, 0, 1,
                   1);
  for (guint i = 0; i < facts->len; i++)
    add_fact (self, &g_array_index (facts, TcTrayFact, i), (int) i + 1);
}

/* ---- all of it ---- */

static void
show_entry (TcTrayWork *self, const TcTrayEntry *entry, const TcTrayDetail *detail)
{
  gint64 now_us = tc_now_us ();
  g_autofree char *wanted = tc_tray_word_wanted (entry);
  g_autofree char *when = tc_tray_word_when (entry, detail, now_us);
  g_autofree char *why = tc_refusal_word (entry->refusal, now_us);
  g_autofree char *cause = detail ? tc_tray_word_cause (detail, now_us) : NULL;
  g_autofree char *settled = tc_tray_word_settled (entry, detail, now_us);

  show_which (self, detail);
  tc_text_label_say (self->wanted, wanted);
  tc_text_label_say (self->when, when);
  tc_text_label_say (self->why, why);
  tc_text_label_say (self->cause, cause);
  tc_text_label_say (self->settled, settled);
  gtk_widget_set_visible (self->verbs, TRUE);
  empty (GTK_WIDGET (self->wishes), remove_from_box);
  empty (GTK_WIDGET (self->meanwhile), remove_from_list);
  empty (GTK_WIDGET (self->facts), remove_from_grid);
  gtk_widget_set_visible (self->meanwhile_section, FALSE);
  gtk_widget_set_visible (self->facts_section, FALSE);
  tc_text_label_say (self->gone, NULL);
  if (!detail)
    return;
  show_wishes (self, entry, detail, now_us);
  show_meanwhile (self, detail, now_us);
  show_facts (self, detail, now_us);
}

/* The one that isn't shown takes no room: with a stack of pages as high as each is, the one shown
 * is asked how wide it has to be to be as low as it can, which is all its lines in one. */
static void
show_page (TcTrayWork *self, const char *name)
{
  static const char *const names[] = {"nothing", "entry"};

  gtk_widget_set_visible (gtk_stack_get_child_by_name (self->stack, name), TRUE);
  gtk_stack_set_visible_child_name (self->stack, name);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (!g_str_equal (names[i], name))
      gtk_widget_set_visible (gtk_stack_get_child_by_name (self->stack, names[i]), FALSE);
}

void
tc_tray_work_show (TcTrayWork *self, const TcTrayEntry *entry, const TcTrayDetail *detail)
{
  g_return_if_fail (TC_IS_TRAY_WORK (self));

  if (self->shown != (entry ? entry->seq : 0)) {
    tc_composer_close (self->composer);
    tc_text_label_say (self->trouble, NULL);
    tc_text_label_say (self->outlook, NULL);
  }
  self->shown = entry ? entry->seq : 0;
  show_page (self, entry ? "entry" : "nothing");
  if (entry)
    show_entry (self, entry, detail);
}

void
tc_tray_work_set_way (TcTrayWork *self, const char *verb)
{
  g_return_if_fail (TC_IS_TRAY_WORK (self));
  g_object_set (self->way, "verb", verb ? verb : "", NULL);
}

void
tc_tray_work_set_marked (TcTrayWork *self, guint n)
{
  g_autofree char *verb = NULL;

  g_return_if_fail (TC_IS_TRAY_WORK (self));
  /* Translators: a button; how many of a list are meant. */
  verb = n > 0 ? g_strdup_printf (ngettext ("Set %u aside", "Set %u aside", n), n)
               : g_strdup (C_ ("verb", "Set aside"));
  g_object_set (self->aside, "verb", verb, NULL);
}

void
tc_tray_work_set_outlook (TcTrayWork *self, const char *text)
{
  g_return_if_fail (TC_IS_TRAY_WORK (self));
  tc_text_label_say (self->outlook, text);
}

void
tc_tray_work_show_trouble (TcTrayWork *self, const char *text)
{
  g_return_if_fail (TC_IS_TRAY_WORK (self));
  tc_text_label_say (self->trouble, text);
}

TcComposer *
tc_tray_work_get_composer (TcTrayWork *self)
{
  g_return_val_if_fail (TC_IS_TRAY_WORK (self), NULL);
  return self->composer;
}

static void
tc_tray_work_dispose (GObject *object)
{
  g_clear_pointer (&TC_TRAY_WORK (object)->box, gtk_widget_unparent);
  G_OBJECT_CLASS (tc_tray_work_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *class)
{
  gtk_widget_class_bind_template_child (class, TcTrayWork, box);
  gtk_widget_class_bind_template_child (class, TcTrayWork, stack);
  gtk_widget_class_bind_template_child (class, TcTrayWork, which);
  gtk_widget_class_bind_template_child (class, TcTrayWork, wanted);
  gtk_widget_class_bind_template_child (class, TcTrayWork, when);
  gtk_widget_class_bind_template_child (class, TcTrayWork, wishes);
  gtk_widget_class_bind_template_child (class, TcTrayWork, why_section);
  gtk_widget_class_bind_template_child (class, TcTrayWork, why);
  gtk_widget_class_bind_template_child (class, TcTrayWork, cause);
  gtk_widget_class_bind_template_child (class, TcTrayWork, settled);
  gtk_widget_class_bind_template_child (class, TcTrayWork, verbs);
  gtk_widget_class_bind_template_child (class, TcTrayWork, way);
  gtk_widget_class_bind_template_child (class, TcTrayWork, aside);
  gtk_widget_class_bind_template_child (class, TcTrayWork, outlook);
  gtk_widget_class_bind_template_child (class, TcTrayWork, composer);
  gtk_widget_class_bind_template_child (class, TcTrayWork, trouble);
  gtk_widget_class_bind_template_child (class, TcTrayWork, meanwhile_section);
  gtk_widget_class_bind_template_child (class, TcTrayWork, meanwhile);
  gtk_widget_class_bind_template_child (class, TcTrayWork, facts_section);
  gtk_widget_class_bind_template_child (class, TcTrayWork, gone);
  gtk_widget_class_bind_template_child (class, TcTrayWork, facts);
}

static void
tc_tray_work_class_init (TcTrayWorkClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = tc_tray_work_dispose;
  g_type_ensure (TC_TYPE_COMPOSER);
  g_type_ensure (TC_TYPE_VERB_BUTTON);
  g_type_ensure (TC_TYPE_WRAP_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/toancanh/ToanCanh/ui/tc-tray-work.ui");
  bind_children (widget_class);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
tc_tray_work_init (TcTrayWork *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
