/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How good the alarms were; see the header.
 */
#include "tc-alarm-measures-page.h"

#include "tc-alarm-measure-words.h"
#include "tc-alarm-words.h"
#include "tc-bar-list.h"
#include "tc-chip.h"
#include "tc-fact.h"
#include "tc-overview-words.h"
#include "tc-tile-layout.h"
#include "tc-wrap-layout.h"

#include <glib/gi18n-lib.h>

struct _TcAlarmMeasuresPage {
  GtkWidget parent;
  GtkWidget *scroller; /* (unowned): template child, like all that follow */
  GtkLabel *counted;
  GtkLabel *stale;
  GtkWidget *figures;
  TcFact *rate;
  TcFact *flood;
  TcFact *known;
  TcFact *standing;
  TcFact *chattering;
  TcFact *all;
  TcBarList *priorities;
  TcBarList *sources;
  TcBarList *standing_list;
  TcBarList *chattering_list;
};

G_DEFINE_FINAL_TYPE (TcAlarmMeasuresPage, tc_alarm_measures_page, GTK_TYPE_WIDGET)

/* ---- figures ---- */

/* Silent data says since when, in place of what it would be judged by; see show(). */
static void
show_rate (TcAlarmMeasuresPage *self, const TcAlarmMeasures *measures, const char *since)
{
  /* As it is shown, so that figure and word agree. */
  double rate = (int) (tc_alarm_measures_rate (measures) * 10 + 0.5) / 10.0;
  g_autofree char *number = tc_alarm_word_rate (rate);
  g_autofree char *worst = tc_alarm_word_worst (measures);
  g_autofree char *value = NULL;

  g_object_set (self->rate, "late", !since && rate >= 0 && measures->worst >= TC_ALARM_FLOOD, NULL);
  if (rate < 0) {
    tc_fact_set (self->rate, number, since ? since : _ ("nobody was at a desk"));
    return;
  }
  value = g_strdup_printf ("%s  %s", number, tc_alarm_word_judgement (tc_alarm_judge_rate (rate)));
  tc_fact_set (self->rate, since ? number : value, since ? since : worst);
}

static const char *
word_none_should (guint n)
{
  return n == 0 ? _ ("✓ none should") : _ ("▲ none should");
}

static void
show_figures (TcAlarmMeasuresPage *self, const TcAlarmMeasures *measures, const char *since)
{
  g_autofree char *flood = tc_alarm_word_flood_share (measures);
  g_autofree char *half = tc_overview_word_span (measures->known_p50_us);
  g_autofree char *most = tc_overview_word_span (measures->known_p95_us);
  /* Translators: a time; of 95 of a hundred alarms it was at most that long. */
  g_autofree char *known = g_strdup_printf (_ ("95 of a hundred: %s"), most);
  g_autofree char *all = tc_overview_word_count (measures->n);
  g_autofree char *standing = tc_overview_word_count (measures->n_standing);
  g_autofree char *chattering = tc_overview_word_count (measures->n_chattering);

  show_rate (self, measures, since);
  tc_fact_set (self->flood, flood, since ? since : tc_alarm_word_flood_judgement (measures));
  tc_fact_set (self->known, half, since ? since : known);
  tc_fact_set (self->standing, standing, since ? since : word_none_should (measures->n_standing));
  tc_fact_set (self->chattering, chattering,
               since ? since : word_none_should (measures->n_chattering));
  tc_fact_set (self->all, all, since ? since : "");
}

/* ---- lists ---- */

/* @name: taken */
static void
add_bar (GArray *bars, GPtrArray *texts, gint64 key, char *name, gint64 count, GVariant *target)
{
  /* Translators: a line as it is spoken: a name, its number. */
  char *spoken = g_strdup_printf (C_ ("spoken", "%1$s: %2$d"), name, (int) count);
  TcBar bar = {key, name, count, 0, NULL, spoken, target};

  g_ptr_array_add (texts, name);
  g_ptr_array_add (texts, spoken);
  g_array_append_val (bars, bar);
}

static void
fill (TcBarList *list, GArray *bars)
{
  tc_bar_list_set (list, (const TcBar *) (void *) bars->data, bars->len);
}

static void
show_priorities (TcAlarmMeasuresPage *self, const TcAlarmMeasures *measures)
{
  g_autoptr (GArray) bars = g_array_new (FALSE, FALSE, sizeof (TcBar));
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; measures->n > 0 && i < TC_ALARM_N_PRIORITIES; i++)
    add_bar (bars, texts, i, tc_alarm_word_share_of (measures, i), measures->by_priority[i], NULL);
  fill (self->priorities, bars);
}

static void
show_sources (TcAlarmMeasuresPage *self, const TcAlarmMeasures *measures)
{
  g_autoptr (GArray) bars = g_array_new (FALSE, FALSE, sizeof (TcBar));
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < measures->sources->len; i++) {
    const TcAlarmSource *source = &g_array_index (measures->sources, TcAlarmSource, i);
    add_bar (bars, texts, (gint64) ((guint64) source->field_id * TC_ALARM_N_KINDS + source->kind),
             tc_alarm_word_source (source), source->count, NULL);
  }
  fill (self->sources, bars);
}

/* By hours, or by how often; Enter opens the incident. */
static void
show_cases (TcBarList *list, GArray *cases, gint64 now_us, gboolean hours)
{
  g_autoptr (GArray) bars = g_array_new (FALSE, FALSE, sizeof (TcBar));
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < cases->len; i++) {
    const TcAlarmCase *one = &g_array_index (cases, TcAlarmCase, i);
    g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, one->incident_id);
    gint64 past = (now_us - one->since_us) / G_TIME_SPAN_HOUR;
    /* Translators: an alarm: code of an incident, what is wrong with it, what it is about. */
    char *name = g_strdup_printf (C_ ("alarms", "%1$s · %2$s · %3$s"), one->code ? one->code : "–",
                                  tc_alarm_word_cause (one->kind), one->title ? one->title : "");
    add_bar (bars, texts, one->incident_id, name, hours ? past : one->count,
             one->kind == TC_ALARM_JOURNAL ? NULL : g_variant_new_string (id));
  }
  fill (list, bars);
}

/* ---- page ---- */

static char *
word_state (TcAlarmReview *review, const TcAlarmMeasures *measures)
{
  guint done = 0, all = 0;

  if (tc_alarm_review_get_error (review))
    return g_strdup (_ ("The alarms could not be counted. Choose the time once more."));
  if (tc_alarm_review_get_progress (review, &done, &all) && all > 0)
    /* Translators: how many incidents have been looked at, and how many there are. */
    return g_strdup_printf (_ ("Counting: %1$u of %2$u incidents"), done, all);
  if (!measures)
    return g_strdup (_ ("Counting…"));
  return tc_alarm_word_counted (measures);
}

void
tc_alarm_measures_page_show (TcAlarmMeasuresPage *self, TcAlarmReview *review, const char *silent,
                             const char *since)
{
  const TcAlarmMeasures *measures = tc_alarm_review_get (review);
  g_autofree char *state = word_state (review, measures);

  g_return_if_fail (TC_IS_ALARM_MEASURES_PAGE (self));
  gtk_label_set_label (self->counted, state);
  gtk_label_set_label (self->stale, silent ? silent : "");
  gtk_widget_set_visible (GTK_WIDGET (self->stale), silent != NULL);
  if (silent)
    gtk_widget_add_css_class (GTK_WIDGET (self), "stale");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "stale");
  gtk_widget_set_visible (self->figures, measures != NULL);
  if (!measures)
    return;
  show_figures (self, measures, since);
  show_priorities (self, measures);
  show_sources (self, measures);
  show_cases (self->standing_list, measures->standing, measures->until_us, TRUE);
  show_cases (self->chattering_list, measures->chattering, measures->until_us, FALSE);
}

TcChartPicture *
tc_alarm_measures_page_make_picture (TcAlarmMeasuresPage *self)
{
  TcFact *const facts[] = {self->rate,     self->flood,      self->known,
                           self->standing, self->chattering, self->all};
  TcBarList *const lists[] = {self->priorities, self->sources, self->standing_list,
                              self->chattering_list};
  g_autofree char *counted = NULL;
  TcChartPicture *picture = NULL;

  g_return_val_if_fail (TC_IS_ALARM_MEASURES_PAGE (self), NULL);
  if (!gtk_widget_get_visible (self->figures))
    return NULL;
  /* A picture that is kept is no fresher than the page. */
  counted = g_strjoin (" ", gtk_label_get_label (self->counted), gtk_label_get_label (self->stale),
                       NULL);
  picture = tc_chart_picture_new (_ ("How good the alarms were"), g_strchomp (counted));
  for (guint i = 0; i < G_N_ELEMENTS (facts); i++)
    tc_chart_picture_add_fact (picture, facts[i]);
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    tc_chart_picture_add_list (picture, lists[i]);
  return picture;
}

static void
tc_alarm_measures_page_dispose (GObject *object)
{
  g_clear_pointer (&TC_ALARM_MEASURES_PAGE (object)->scroller, gtk_widget_unparent);
  G_OBJECT_CLASS (tc_alarm_measures_page_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *class)
{
  gtk_widget_class_bind_template_child (class, TcAlarmMeasuresPage, scroller);
  gtk_widget_class_bind_template_child (class, TcAlarmMeasuresPage, counted);
  gtk_widget_class_bind_template_child (class, TcAlarmMeasuresPage, stale);
  gtk_widget_class_bind_template_child (class, TcAlarmMeasuresPage, figures);
  gtk_widget_class_bind_template_child (class, TcAlarmMeasuresPage, rate);
  gtk_widget_class_bind_template_child (class, TcAlarmMeasuresPage, flood);
  gtk_widget_class_bind_template_child (class, TcAlarmMeasuresPage, known);
  gtk_widget_class_bind_template_child (class, TcAlarmMeasuresPage, standing);
  gtk_widget_class_bind_template_child (class, TcAlarmMeasuresPage, chattering);
  gtk_widget_class_bind_template_child (class, TcAlarmMeasuresPage, all);
  gtk_widget_class_bind_template_child (class, TcAlarmMeasuresPage, priorities);
  gtk_widget_class_bind_template_child (class, TcAlarmMeasuresPage, sources);
  gtk_widget_class_bind_template_child (class, TcAlarmMeasuresPage, standing_list);
  gtk_widget_class_bind_template_child (class, TcAlarmMeasuresPage, chattering_list);
}

static void
tc_alarm_measures_page_class_init (TcAlarmMeasuresPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = tc_alarm_measures_page_dispose;
  g_type_ensure (TC_TYPE_BAR_LIST);
  g_type_ensure (TC_TYPE_CHIP);
  g_type_ensure (TC_TYPE_FACT);
  g_type_ensure (TC_TYPE_TILE_LAYOUT);
  g_type_ensure (TC_TYPE_WRAP_LAYOUT);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/toancanh/ToanCanh/ui/tc-alarm-measures-page.ui");
  bind_children (widget_class);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
tc_alarm_measures_page_init (TcAlarmMeasuresPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
