/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What stands beside a call; see the header.
 */
#include "tc-intake-context.h"

#include "tc-incident-words.h"
#include "tc-now.h"
#include "tc-verb-button.h"

#include <glib/gi18n-lib.h>

struct _TcIntakeContext {
  GtkWidget parent;
  GtkWidget *box; /* (unowned): template child, like all that follow */
  TcSlowNote *slow;
  GtkLabel *similar_note;
  GtkListBox *similar;
  GtkLabel *earlier_note;
  GtkWidget *show_earlier;
  GtkListBox *earlier;
};

G_DEFINE_FINAL_TYPE (TcIntakeContext, tc_intake_context, GTK_TYPE_WIDGET)

static GtkWidget *
make_label (const char *text, const char *class, double xalign)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), (float) xalign);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, class);
  return label;
}

static void
clear_list (GtkListBox *list)
{
  GtkWidget *row = NULL;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (list))))
    gtk_list_box_remove (list, row);
}

/* Two lines; activated it opens the incident. */
static void
add_row (GtkListBox *list, const char *title, const char *second, gint64 incident_id)
{
  GtkWidget *row = gtk_list_box_row_new (), *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  g_autofree char *spoken = g_strdup_printf ("%s, %s", title, second);
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, incident_id);

  gtk_box_append (GTK_BOX (lines), make_label (title, "row-title", 0));
  gtk_box_append (GTK_BOX (lines), make_label (second, "caption", 0));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), lines);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "win.open");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "s", id);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  gtk_list_box_append (list, row);
}

static void
add_similar (TcIntakeContext *self, const TcSimilar *similar)
{
  g_autofree char *distance = tc_words_distance (similar->distance_m);
  g_autofree char *apart = tc_words_age (tc_now_us () - similar->apart_us, tc_now_us ());
  g_autofree char *second = g_strdup_printf ("%s · %s · %s · %s%s%s", similar->code, distance,
                                             apart, tc_incident_word_state (similar->state),
                                             similar->words ? " · " : "",
                                             similar->words ? similar->words : "");

  add_row (self->similar, similar->title, second, similar->incident_id);
}

void
tc_intake_context_set_similar (TcIntakeContext *self, GArray *similar, gboolean placed)
{
  guint n = similar ? similar->len : 0;

  g_return_if_fail (TC_IS_INTAKE_CONTEXT (self));
  clear_list (self->similar);
  for (guint i = 0; i < n; i++)
    add_similar (self, &g_array_index (similar, TcSimilar, i));
  gtk_widget_set_visible (GTK_WIDGET (self->similar), n > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->similar_note), n == 0);
  gtk_label_set_label (self->similar_note,
                       placed ? _ ("Nothing like it within a kilometre and a month.")
                              : _ ("Shown once the place is known."));
}

static void
add_earlier (TcIntakeContext *self, const TcEarlierReport *report)
{
  g_autofree char *when = tc_words_age (report->received_us, tc_now_us ());
  g_autofree char *second = g_strdup_printf ("%s · %s · %s", report->code, when,
                                             tc_incident_word_state (report->state));

  add_row (self->earlier, report->title, second, report->incident_id);
}

static char *
word_earlier (TcEarlierState state, guint n)
{
  switch (state) {
  case TC_EARLIER_FORBIDDEN:
    return g_strdup (_ ("You may not look at who reported what."));
  case TC_EARLIER_KNOWN:
    if (n == 0)
      return g_strdup (_ ("This number has not called before."));
    return g_strdup_printf (
        ngettext ("This number reported %u time before. If you look, that is kept on record.",
                  "This number reported %u times before. If you look, that is kept on record.", n),
        n);
  case TC_EARLIER_OPENED:
    return g_strdup (_ ("That you looked is kept on record."));
  case TC_EARLIER_NOT_ASKED:
  default:
    return g_strdup (_ ("Shown once the number is whole."));
  }
}

void
tc_intake_context_set_earlier (TcIntakeContext *self, TcEarlierState state, GArray *reports)
{
  guint n = reports ? reports->len : 0;
  g_autofree char *note = word_earlier (state, n);

  g_return_if_fail (TC_IS_INTAKE_CONTEXT (self));
  clear_list (self->earlier);
  for (guint i = 0; state == TC_EARLIER_OPENED && i < n; i++)
    add_earlier (self, &g_array_index (reports, TcEarlierReport, i));
  gtk_label_set_label (self->earlier_note, note);
  gtk_widget_set_visible (self->show_earlier, state == TC_EARLIER_KNOWN && n > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->earlier), state == TC_EARLIER_OPENED);
}

TcSlowNote *
tc_intake_context_get_slow (TcIntakeContext *self)
{
  g_return_val_if_fail (TC_IS_INTAKE_CONTEXT (self), NULL);
  return self->slow;
}

static void
tc_intake_context_dispose (GObject *object)
{
  g_clear_pointer (&TC_INTAKE_CONTEXT (object)->box, gtk_widget_unparent);
  G_OBJECT_CLASS (tc_intake_context_parent_class)->dispose (object);
}

static void
tc_intake_context_class_init (TcIntakeContextClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = tc_intake_context_dispose;
  g_type_ensure (TC_TYPE_SLOW_NOTE);
  g_type_ensure (TC_TYPE_VERB_BUTTON);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/toancanh/ToanCanh/ui/tc-intake-context.ui");
  gtk_widget_class_bind_template_child (widget_class, TcIntakeContext, box);
  gtk_widget_class_bind_template_child (widget_class, TcIntakeContext, slow);
  gtk_widget_class_bind_template_child (widget_class, TcIntakeContext, similar_note);
  gtk_widget_class_bind_template_child (widget_class, TcIntakeContext, similar);
  gtk_widget_class_bind_template_child (widget_class, TcIntakeContext, earlier_note);
  gtk_widget_class_bind_template_child (widget_class, TcIntakeContext, show_earlier);
  gtk_widget_class_bind_template_child (widget_class, TcIntakeContext, earlier);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
tc_intake_context_init (TcIntakeContext *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_add_css_class (GTK_WIDGET (self), "context");
  tc_intake_context_set_similar (self, NULL, FALSE);
  tc_intake_context_set_earlier (self, TC_EARLIER_NOT_ASKED, NULL);
}
