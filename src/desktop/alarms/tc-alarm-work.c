/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One alarm in full; see the header.
 */
#include "tc-alarm-work.h"

#include "tc-alarm-words.h"
#include "tc-fact.h"
#include "tc-incident-words.h"
#include "tc-inner-name.h"
#include "tc-repeat-look.h"
#include "tc-signal-shape.h"
#include "tc-text-label.h"
#include "tc-verb-button.h"
#include "tc-wrap-layout.h"

#include <glib/gi18n-lib.h>

struct _TcAlarmWork {
  GtkWidget parent;
  GtkStack *stack; /* (unowned): template child, like all that follow */
  TcSignalShape *shape;
  GtkLabel *which;
  GtkLabel *title;
  TcFact *since;
  TcFact *handler;
  TcFact *due;
  TcFact *mark;
  TcFact *escalated;
  TcFact *call;
  GtkLabel *texts;
  GtkLabel *cause;
  GtkLabel *consequence;
  GtkLabel *action;
  GtkLabel *repeat;
  GtkLabel *trouble;
  GtkWidget *shelf;
  GtkDropDown *reason;
  GtkDropDown *time;
};

G_DEFINE_FINAL_TYPE (TcAlarmWork, tc_alarm_work, GTK_TYPE_WIDGET)

static const char *const reasons[] = {"known", "waiting", "wrong", "other"};
static const gint64 times_min[] = {15, 30, 60, 120, 240, 720};

/* ---- what it says ---- */

/* To whom it has gone, and whom to telephone. */
static void
show_escalation (TcAlarmWork *self, const TcAlarmRow *row, gint64 now_us)
{
  const TcAlarm *alarm = row->alarm;
  g_autofree char *clock = tc_words_clock (alarm->escalated_us, now_us);
  /* Translators: a time: since when an alarm has gone up to somebody. */
  g_autofree char *since = g_strdup_printf (C_ ("alarm", "since %s"), clock);
  g_autofree char *called = tc_alarm_word_called (alarm, now_us);
  g_autofree char *texts = tc_alarm_word_texts (alarm, now_us);
  gboolean shown = row->count == 1 && alarm->escalated_us != 0;

  tc_fact_set (self->escalated, tc_incident_pick_name (alarm->role_vi, alarm->role_en), since);
  if (alarm->call_phone) {
    g_autofree char *call = g_strdup_printf ("%s · %s", alarm->call_name, alarm->call_phone);
    tc_fact_set (self->call, call, called);
  } else {
    tc_fact_set (self->call, _ ("no number"), called);
  }
  gtk_widget_set_visible (GTK_WIDGET (self->escalated), shown);
  gtk_widget_set_visible (GTK_WIDGET (self->call), shown);
  gtk_label_set_label (self->texts, texts);
  gtk_widget_set_visible (GTK_WIDGET (self->texts), row->count == 1 && *texts);
}

static void
show_facts (TcAlarmWork *self, const TcAlarmRow *row, gint64 now_us)
{
  const TcAlarm *alarm = row->alarm;
  g_autofree char *clock = tc_words_clock (alarm->since_us, now_us);
  g_autofree char *age = tc_words_age (alarm->since_us, now_us);
  g_autofree char *handler = tc_alarm_word_handler (alarm),
                  *mark = tc_alarm_word_mark (alarm, now_us);
  gboolean one = row->count == 1;

  tc_fact_set (self->since, clock, age);
  tc_fact_set (self->handler, handler, "");
  tc_fact_set (self->mark, mark, "");
  gtk_widget_set_visible (GTK_WIDGET (self->handler), one);
  gtk_widget_set_visible (GTK_WIDGET (self->mark), one && *mark);
  gtk_widget_set_visible (GTK_WIDGET (self->due), one && alarm->due_us != TC_NONE);
  if (one && alarm->due_us != TC_NONE) {
    g_autofree char *due = tc_words_clock (alarm->due_us, now_us);
    g_autofree char *left = tc_words_due (alarm->due_us, now_us);
    tc_fact_set (self->due, due, left);
    g_object_set (self->due, "late", alarm->due_us < now_us, NULL);
  }
}

void
tc_alarm_work_show (TcAlarmWork *self, const TcAlarmRow *row, gint64 now_us)
{
  g_autofree char *which = NULL, *flood = NULL, *what = NULL;

  gtk_stack_set_visible_child_name (self->stack, row ? "alarm" : "nothing");
  if (!row)
    return;
  if (row->count > 1)
    flood = tc_alarm_word_flood (row->alarm->kind, row->count);
  /* Translators: an alarm: code of its incident, its priority ("high"). */
  which = g_strdup_printf (C_ ("alarm", "%1$s · priority: %2$s"),
                           flood ? "–" : tc_alarm_word_code (row->alarm),
                           tc_alarm_word_priority (row->alarm->priority));
  tc_signal_shape_set_signal (self->shape, tc_alarm_get_signal (row->alarm));
  gtk_label_set_label (self->which, which);
  gtk_label_set_label (self->title, flood ? flood : row->alarm->title);
  what = tc_alarm_word_what (row->alarm);
  gtk_label_set_label (self->cause, what);
  gtk_label_set_label (self->consequence, tc_alarm_word_consequence (row->alarm->kind));
  gtk_label_set_label (self->action, tc_alarm_word_action (row->alarm->kind));
  show_facts (self, row, now_us);
  show_escalation (self, row, now_us);
}

void
tc_alarm_work_show_repeat (TcAlarmWork *self, const TcRepeat *repeat)
{
  g_autofree char *text = repeat ? tc_repeat_word (repeat) : NULL;

  gtk_label_set_label (self->repeat, text ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->repeat), text != NULL);
}

void
tc_alarm_work_show_trouble (TcAlarmWork *self, const char *text)
{
  tc_text_label_say (self->trouble, text);
}

/* ---- the shelf ---- */

static void
fill_shelf (TcAlarmWork *self)
{
  g_autoptr (GtkStringList) words = gtk_string_list_new (NULL);
  g_autoptr (GtkStringList) spans = gtk_string_list_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (reasons); i++)
    gtk_string_list_append (words, tc_alarm_word_reason (reasons[i]));
  for (guint i = 0; i < G_N_ELEMENTS (times_min); i++) {
    g_autofree char *span = tc_words_span (times_min[i] * 60 * G_USEC_PER_SEC);
    gtk_string_list_append (spans, span);
  }
  gtk_drop_down_set_model (self->reason, G_LIST_MODEL (words));
  gtk_drop_down_set_model (self->time, G_LIST_MODEL (spans));
}

void
tc_alarm_work_open_shelf (TcAlarmWork *self, gboolean open)
{
  gtk_widget_set_visible (self->shelf, open);
  if (open)
    gtk_widget_grab_focus (GTK_WIDGET (self->reason));
}

gboolean
tc_alarm_work_has_shelf (TcAlarmWork *self)
{
  return gtk_widget_get_visible (self->shelf);
}

const char *
tc_alarm_work_get_shelf (TcAlarmWork *self, gint64 *minutes)
{
  guint reason = MIN (gtk_drop_down_get_selected (self->reason), G_N_ELEMENTS (reasons) - 1);
  guint time = MIN (gtk_drop_down_get_selected (self->time), G_N_ELEMENTS (times_min) - 1);

  *minutes = times_min[time];
  return reasons[reason];
}

/* ---- widget ---- */

static void
tc_alarm_work_dispose (GObject *object)
{
  TcAlarmWork *self = TC_ALARM_WORK (object);

  if (self->stack)
    gtk_widget_unparent (GTK_WIDGET (g_steal_pointer (&self->stack)));
  G_OBJECT_CLASS (tc_alarm_work_parent_class)->dispose (object);
}

static void
tc_alarm_work_class_init (TcAlarmWorkClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = tc_alarm_work_dispose;
  g_type_ensure (TC_TYPE_FACT);
  g_type_ensure (TC_TYPE_SIGNAL_SHAPE);
  g_type_ensure (TC_TYPE_VERB_BUTTON);
  g_type_ensure (TC_TYPE_WRAP_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/toancanh/ToanCanh/ui/tc-alarm-work.ui");
  gtk_widget_class_bind_template_child (widget_class, TcAlarmWork, stack);
  gtk_widget_class_bind_template_child (widget_class, TcAlarmWork, shape);
  gtk_widget_class_bind_template_child (widget_class, TcAlarmWork, which);
  gtk_widget_class_bind_template_child (widget_class, TcAlarmWork, title);
  gtk_widget_class_bind_template_child (widget_class, TcAlarmWork, since);
  gtk_widget_class_bind_template_child (widget_class, TcAlarmWork, handler);
  gtk_widget_class_bind_template_child (widget_class, TcAlarmWork, due);
  gtk_widget_class_bind_template_child (widget_class, TcAlarmWork, mark);
  gtk_widget_class_bind_template_child (widget_class, TcAlarmWork, escalated);
  gtk_widget_class_bind_template_child (widget_class, TcAlarmWork, call);
  gtk_widget_class_bind_template_child (widget_class, TcAlarmWork, texts);
  gtk_widget_class_bind_template_child (widget_class, TcAlarmWork, cause);
  gtk_widget_class_bind_template_child (widget_class, TcAlarmWork, consequence);
  gtk_widget_class_bind_template_child (widget_class, TcAlarmWork, action);
  gtk_widget_class_bind_template_child (widget_class, TcAlarmWork, repeat);
  gtk_widget_class_bind_template_child (widget_class, TcAlarmWork, trouble);
  gtk_widget_class_bind_template_child (widget_class, TcAlarmWork, shelf);
  gtk_widget_class_bind_template_child (widget_class, TcAlarmWork, reason);
  gtk_widget_class_bind_template_child (widget_class, TcAlarmWork, time);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
tc_alarm_work_init (TcAlarmWork *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  fill_shelf (self);
  tc_inner_name_set (GTK_WIDGET (self->reason), _ ("Why it is shelved"));
  tc_inner_name_set (GTK_WIDGET (self->time), _ ("For how long"));
}
