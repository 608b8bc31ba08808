/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The work column; see the header.
 */
#include "tc-incident-work.h"

#include "tc-answer-words.h"
#include "tc-dispatch-choosing.h"
#include "tc-fact.h"
#include "tc-id.h"
#include "tc-incident-files.h"
#include "tc-incident-words.h"
#include "tc-inner-name.h"
#include "tc-keyed-list.h"
#include "tc-mark-words.h"
#include "tc-now.h"
#include "tc-operation-rows.h"
#include "tc-present-label.h"
#include "tc-signal-shape.h"
#include "tc-text-label.h"
#include "tc-timeline-row.h"
#include "tc-tip.h"
#include "tc-verb-button.h"
#include "tc-wrap-layout.h"

#include <glib/gi18n-lib.h>

#define FACTS_TICK_S 10

struct _TcIncidentWork {
  GtkWidget parent;
  GtkStack *stack;          /* (unowned): template child */
  GtkScrolledWindow *page;  /* (unowned): template child */
  GtkLabel *nothing;        /* (unowned): template child */
  TcSignalShape *shape;     /* (unowned): template child */
  GtkLabel *code;           /* (unowned): template child */
  GtkLabel *field;          /* (unowned): template child */
  GtkWidget *unsettled;     /* what it has come to is provisional */
  GtkLabel *title;          /* (unowned): template child */
  TcFact *state;            /* (unowned): template child */
  TcFact *due;              /* (unowned): template child */
  TcFact *taken;            /* (unowned): template child */
  TcFact *dispatched;       /* (unowned): template child */
  TcFact *acknowledged;     /* (unowned): template child */
  TcFact *unit;             /* (unowned): template child */
  TcFact *reports;          /* (unowned): template child */
  TcFact *place;            /* (unowned): template child */
  GtkWidget *verbs;         /* (unowned): template child */
  GtkWidget *more;          /* (unowned): template child */
  GtkLabel *merged;         /* (unowned): template child */
  GtkWidget *leader;        /* (unowned): template child */
  GtkWidget *take;          /* (unowned): template child */
  GtkWidget *dispatch;      /* (unowned): template child */
  GtkWidget *resolve;       /* (unowned): template child */
  GtkWidget *close;         /* (unowned): template child */
  GtkWidget *resume;        /* (unowned): template child */
  TcPresentLabel *present;  /* (unowned): template child */
  TcComposer *composer;     /* (unowned): template child */
  GtkLabel *pending;        /* (unowned): template child */
  GtkLabel *refusal;        /* (unowned): template child */
  TcAttachBox *unattached;  /* (unowned): template child */
  TcUnitChooser *chooser;   /* (unowned): template child */
  TcTaskList *tasks;        /* (unowned): template child */
  TcIncidentFiles *files;   /* (unowned): template child */
  GtkListBox *timeline;     /* (unowned): template child */
  GtkListBox *undecided;    /* (unowned): template child */
  GtkBox *fold;             /* (unowned): template child */
  GtkSizeGroup *times;      /* (owned): of the timeline's lines, so that its stem is one */
  TcIncidentFocus *focus;   /* (owned) (nullable) */
  gint64 shown_id;          /* incident whose history is in the timeline */
  gint64 refused_id;        /* of which it is said why something wasn't done */
  GArray *shown_events;     /* (owned) (element-type gint64): ids of its lines */
  GHashTable *waiting;      /* (owned) (nullable) (element-type gint64): events not sent yet */
  GHashTable *provisional;  /* (owned) (nullable) (element-type gint64): others' */
  GPtrArray *undecided_all; /* (owned) (nullable) (element-type TcUndecided): without effect */
  GPtrArray *idle;          /* (owned) (element-type TcUndecided): of them, those with lines */
  gint64 person_id;         /* who reads; 0: nobody */
  char *person_name;        /* (owned) (nullable) */
  guint tick;               /* source id: the deadline's words */
};

G_DEFINE_FINAL_TYPE (TcIncidentWork, tc_incident_work, GTK_TYPE_WIDGET)

/* ---- facts ---- */

/* A word that stands alone begins with a capital. (transfer full) */
static char *
capitalise (const char *word)
{
  const char *rest = *word ? g_utf8_next_char (word) : word;
  g_autofree char *first = g_strndup (word, (gsize) (rest - word));
  g_autofree char *capital = g_utf8_strup (first, -1);

  return g_strconcat (capital, rest, NULL);
}

static void
show_state (TcIncidentWork *self, const TcIncidentDetail *detail, gint64 now_us)
{
  const TcIncidentRow *row = &detail->incident;
  g_autofree char *since = tc_words_when (row->changed_us, now_us);
  g_autofree char *state = capitalise (tc_incident_word_state (row->state));
  g_autofree char *note = NULL, *when = NULL;

  if (row->state == TC_STATE_SCHEDULED && row->scheduled_us != TC_NONE) {
    when = tc_words_clock (row->scheduled_us, now_us);
    /* Translators: when it will be done. */
    note = g_strdup_printf (C_ ("state", "for %s"), when);
  } else if (row->staff_name && *row->staff_name) {
    /* Translators: who has it, and since when it is so. */
    note = g_strdup_printf (C_ ("state", "%s, %s"), row->staff_name, since);
  }
  tc_fact_set (self->state, state, note ? note : since);
}

static void
show_due (TcIncidentWork *self, const TcIncidentDetail *detail, gint64 now_us)
{
  const TcIncidentRow *row = &detail->incident;
  gint64 end_us = tc_incident_get_end (row);
  g_autofree char *clock = NULL, *left = NULL, *verdict = tc_incident_word_verdict (row);

  if (row->due_us == TC_NONE || row->due_us == 0) {
    tc_fact_set (self->due, C_ ("deadline", "none"), "");
    return;
  }
  clock = tc_words_clock (row->due_us, now_us);
  left = *verdict ? g_steal_pointer (&verdict) : tc_words_due (row->due_us, now_us);
  tc_fact_set (self->due, clock, left);
  g_object_set (self->due, "late", end_us == TC_NONE && now_us > row->due_us, NULL);
  tc_tip_set (GTK_WIDGET (self->due), detail->term_basis);
}

/* What came to its end otherwise needed no unit: nobody was sent. */
static gboolean
is_needless (const TcIncidentDetail *detail, TcServiceTimerKind kind)
{
  return kind == TC_TIMER_DISPATCH && detail->dispatches->len == 0;
}

/* What was promised before the deadline: how long is left, or how long it took. */
static void
show_timer (TcFact *fact, const TcIncidentDetail *detail, TcServiceTimerKind kind, gint64 now_us)
{
  const TcServiceTimer *timer = &detail->timers[kind];
  gboolean ended = timer->done_us != TC_NONE;
  gboolean done = ended && !is_needless (detail, kind);
  gboolean runs = !ended && tc_incident_get_end (&detail->incident) == TC_NONE;
  g_autofree char *value = NULL, *note = NULL;

  gtk_widget_set_visible (GTK_WIDGET (fact), timer->due_us != TC_NONE && (runs || done));
  if (timer->due_us == TC_NONE || !(runs || done))
    return;
  value = done ? tc_incident_word_took (timer) : tc_words_clock (timer->due_us, now_us);
  note = done ? tc_incident_word_promised (timer) : tc_words_due (timer->due_us, now_us);
  tc_fact_set (fact, value, note);
  g_object_set (fact, "caption", tc_incident_word_timer (kind, done), "late",
                timer->due_us < (done ? timer->done_us : now_us), NULL);
}

static void
show_times (TcIncidentWork *self, const TcIncidentDetail *detail, gint64 now_us)
{
  show_due (self, detail, now_us);
  show_timer (self->taken, detail, TC_TIMER_TAKE, now_us);
  show_timer (self->dispatched, detail, TC_TIMER_DISPATCH, now_us);
  show_timer (self->acknowledged, detail, TC_TIMER_ACKNOWLEDGE, now_us);
}

/* Who has it, or who should. */
static void
show_unit (TcIncidentWork *self, const TcIncidentPicture *picture)
{
  const TcIncidentRow *row = &picture->detail->incident;
  const char *has = tc_incident_pick_name (row->unit_vi, row->unit_en);
  const TcDispatchChoice *unit = tc_incident_picture_get_unit (picture);
  g_autofree char *note = NULL;

  if (row->unit_id != 0 && *has) {
    g_object_set (self->unit, "caption", _ ("Unit"), NULL);
    tc_fact_set (self->unit, has, tc_incident_word_state (row->state));
    return;
  }
  if (row->state >= TC_STATE_RESOLVED) {
    tc_fact_set (self->unit, "", "");
    return;
  }
  g_object_set (self->unit, "caption", _ ("Proposed unit"), NULL);
  if (!unit) {
    tc_fact_set (self->unit, C_ ("unit", "none"), _ ("nobody is named for this field here"));
    return;
  }
  note = tc_dispatch_choice_word_short (unit, tc_now_us ());
  tc_fact_set (self->unit, tc_incident_pick_name (unit->name_vi, unit->name_en), note);
}

static void
show_reports (TcIncidentWork *self, const TcIncidentDetail *detail)
{
  g_autofree char *count = g_strdup_printf (
      "%d", (int) MAX (detail->incident.report_count, detail->reports->len));
  g_autoptr (GString) channels = g_string_new (NULL);

  for (guint i = 0; i < detail->reports->len; i++) {
    const char *channel = tc_incident_word_channel (
        g_array_index (detail->reports, TcReport, i).channel);
    if (strstr (channels->str, channel))
      continue;
    g_string_append_printf (channels, "%s%s", channels->len > 0 ? ", " : "", channel);
  }
  tc_fact_set (self->reports, count, channels->str);
}

static void
show_place (TcIncidentWork *self, const TcIncidentRow *row)
{
  const char *area = tc_incident_pick_name (row->area_name, row->area_en);
  gboolean placed = row->lat_e7 != TC_NONE && row->lon_e7 != TC_NONE;
  g_autofree char *place = placed ? tc_words_place ((gint32) row->lat_e7, (gint32) row->lon_e7)
                                  : NULL;

  if (*area)
    tc_fact_set (self->place, area, place ? place : row->address);
  else
    tc_fact_set (self->place,
                 row->address && *row->address ? row->address : C_ ("place", "unknown"), place);
}

/* Whoever approves or publishes it reads what the reporters are going to be told. */
static void
show_pending (TcIncidentWork *self, const TcIncidentDetail *detail)
{
  g_autofree char *text = tc_answer_word_pending (detail);

  gtk_label_set_label (self->pending, text ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->pending), text != NULL);
}

static void
show_facts (TcIncidentWork *self, const TcIncidentPicture *picture)
{
  gint64 now_us = tc_now_us ();

  show_state (self, picture->detail, now_us);
  show_times (self, picture->detail, now_us);
  show_unit (self, picture);
  show_reports (self, picture->detail);
  show_place (self, &picture->detail->incident);
  show_pending (self, picture->detail);
}

/* ---- verbs ---- */

static void
set_primary (GtkWidget *verb, gboolean primary)
{
  if (primary)
    gtk_widget_add_css_class (verb, "primary");
  else
    gtk_widget_remove_css_class (verb, "primary");
}

/* One verb is the next step; the buttons of actions that can't be done aren't there. */
static void
show_verbs (TcIncidentWork *self, const TcIncidentPicture *picture)
{
  const TcIncidentRow *row = &picture->detail->incident;
  gboolean untaken = row->staff_id == 0 && row->state <= TC_STATE_ACCEPTED;
  const TcDispatchChoice *unit = tc_incident_picture_get_unit (picture);
  gboolean pausing = row->state >= TC_STATE_WAITING && row->state <= TC_STATE_SCHEDULED;
  gboolean unsent = !untaken && row->state <= TC_STATE_ASSIGNED && unit;
  g_autofree char *dispatch = NULL;

  if (unit) {
    /* Translators: a button: sends the unit. */
    dispatch = g_strdup_printf (_ ("Dispatch %s"),
                                tc_incident_pick_name (unit->name_vi, unit->name_en));
  }
  g_object_set (self->dispatch, "verb", dispatch ? dispatch : _ ("Dispatch"), NULL);
  set_primary (self->take, untaken);
  set_primary (self->dispatch, unsent);
  set_primary (self->resume, pausing);
  set_primary (self->resolve, !untaken && !unsent && row->state < TC_STATE_WAITING);
  set_primary (self->close, row->state >= TC_STATE_RESOLVED);
}

/* ---- history ---- */

static void
clear_timeline (TcIncidentWork *self)
{
  GtkWidget *row = NULL;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->timeline))))
    gtk_list_box_remove (self->timeline, row);
  g_array_set_size (self->shown_events, 0);
}

static gboolean
is_in (GHashTable *ids, gint64 event_id)
{
  return ids && g_hash_table_contains (ids, &event_id);
}

static void
mark_event (TcIncidentWork *self, GtkWidget *line, gint64 event_id)
{
  tc_timeline_row_set_waiting (TC_TIMELINE_ROW (line), is_in (self->waiting, event_id));
  tc_timeline_row_set_provisional (TC_TIMELINE_ROW (line), is_in (self->provisional, event_id));
}

static void
speak (GtkListBoxRow *row)
{
  g_autofree char *spoken = tc_timeline_row_dup_spoken (
      TC_TIMELINE_ROW (gtk_list_box_row_get_child (row)));

  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
}

static void
add_event (TcIncidentWork *self, const TcIncidentEvent *event, const TcIncidentDetail *detail,
           gint64 now_us)
{
  GtkWidget *line = tc_timeline_row_new (event, detail, self->times, now_us),
            *row = gtk_list_box_row_new ();

  mark_event (self, line, event->id);
  g_array_append_val (self->shown_events, event->id);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), line);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  speak (GTK_LIST_BOX_ROW (row));
  gtk_list_box_append (self->timeline, row);
}

/* How long ago it all was. */
static void
tell_ages (TcIncidentWork *self, gint64 now_us)
{
  for (guint i = 0; i < self->shown_events->len; i++) {
    GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->timeline, (int) i);

    if (tc_timeline_row_tell_age (TC_TIMELINE_ROW (gtk_list_box_row_get_child (row)), now_us))
      speak (row);
  }
}

/* Whether what is shown is how the history begins. */
static gboolean
has_grown (TcIncidentWork *self, const TcIncidentDetail *detail)
{
  if (self->shown_id != detail->incident.id || self->shown_events->len == 0 ||
      self->shown_events->len > detail->events->len)
    return FALSE;
  for (guint i = 0; i < self->shown_events->len; i++)
    if (g_array_index (self->shown_events, gint64, i) !=
        g_array_index (detail->events, TcIncidentEvent, i).id)
      return FALSE;
  return TRUE;
}

/* What is read stays where it is as long as the history only grows. After a merge, or when what
 * others did before comes in, it is made anew. */
static void
show_history (TcIncidentWork *self, const TcIncidentDetail *detail)
{
  gint64 now_us = tc_now_us ();

  if (!has_grown (self, detail))
    clear_timeline (self);
  for (guint i = self->shown_events->len; i < detail->events->len; i++)
    add_event (self, &g_array_index (detail->events, TcIncidentEvent, i), detail, now_us);
  self->shown_id = detail->incident.id;
}

static void
mark_events (TcIncidentWork *self)
{
  for (guint i = 0; i < self->shown_events->len; i++) {
    GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->timeline, (int) i);

    mark_event (self, gtk_list_box_row_get_child (row),
                g_array_index (self->shown_events, gint64, i));
  }
}

/* ---- what has no effect ---- */

static gboolean
is_about (const TcOperation *op, gint64 id)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  tc_operation_rows_append (ids, op);
  return tc_ids_contain (ids, id);
}

static GtkWidget *
make_undecided (guint i, gpointer data)
{
  TcIncidentWork *self = data;
  GtkWidget *row = gtk_list_box_row_new ();

  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), tc_timeline_row_new_undecided (self->times));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  return row;
}

static void
fill_undecided (GtkListBoxRow *row, guint i, gpointer data)
{
  TcIncidentWork *self = data;
  const TcUndecided *one = self->idle->pdata[i];
  gint64 now_us = tc_now_us ();
  g_autofree char *what = tc_mark_word_undecided_what (one, self->person_id);
  g_autofree char *who = tc_mark_word_undecided_who (one, self->person_id, self->person_name);
  g_autofree char *why = tc_mark_word_undecided_why (one, self->person_id, now_us);
  const TcTimelineUndecided words = {one->op->head.made_us, what, who, why,
                                     tc_mark_word_undecided_fate (one)};

  tc_timeline_row_set_undecided (TC_TIMELINE_ROW (gtk_list_box_row_get_child (row)), &words,
                                 now_us);
  speak (row);
}

/* Of all that has no effect, what is about this incident and has waited for a moment. */
static void
show_undecided (TcIncidentWork *self)
{
  g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, sizeof (gint64));

  g_ptr_array_set_size (self->idle, 0);
  for (guint i = 0; self->shown_id && self->undecided_all && i < self->undecided_all->len; i++) {
    TcUndecided *one = self->undecided_all->pdata[i];

    if (!is_in (self->waiting, one->op->head.id) || !is_about (one->op, self->shown_id))
      continue;
    g_ptr_array_add (self->idle, one);
    g_array_append_val (keys, one->op->head.id);
  }
  tc_keyed_list_set (self->undecided, (const gint64 *) (void *) keys->data, keys->len,
                     make_undecided, fill_undecided, self);
  gtk_widget_set_visible (GTK_WIDGET (self->undecided), keys->len > 0);
}

void
tc_incident_work_set_undecided (TcIncidentWork *self, GPtrArray *undecided, gint64 person_id,
                                const char *name)
{
  g_return_if_fail (TC_IS_INCIDENT_WORK (self));
  g_ptr_array_set_size (self->idle, 0);
  g_clear_pointer (&self->undecided_all, g_ptr_array_unref);
  self->undecided_all = g_ptr_array_ref (undecided);
  self->person_id = person_id;
  g_free (self->person_name);
  self->person_name = g_strdup (name);
  show_undecided (self);
}

void
tc_incident_work_set_waiting (TcIncidentWork *self, GHashTable *ids)
{
  g_return_if_fail (TC_IS_INCIDENT_WORK (self));
  g_clear_pointer (&self->waiting, g_hash_table_unref);
  self->waiting = g_hash_table_ref (ids);
  mark_events (self);
  tc_task_list_set_waiting (self->tasks, ids);
}

/* As its row of the queue. */
static void
mark_head (TcIncidentWork *self)
{
  gint64 id = self->focus ? tc_incident_focus_get_id (self->focus) : 0;

  gtk_widget_set_visible (self->unsettled, is_in (self->provisional, id));
}

void
tc_incident_work_set_provisional (TcIncidentWork *self, GHashTable *ids)
{
  g_return_if_fail (TC_IS_INCIDENT_WORK (self));
  g_clear_pointer (&self->provisional, g_hash_table_unref);
  self->provisional = g_hash_table_ref (ids);
  mark_events (self);
  mark_head (self);
}

static void
show_head (TcIncidentWork *self, const TcIncidentRow *row)
{
  const char *field = tc_incident_pick_name (row->field_vi, row->field_en);
  const char *kind = tc_incident_pick_name (row->kind_vi, row->kind_en);
  g_autofree char *text = *kind ? g_strdup_printf ("%s · %s", field, kind) : g_strdup (field);

  tc_signal_shape_set_signal (self->shape, tc_incident_get_signal (row));
  gtk_label_set_label (self->code, row->code);
  gtk_label_set_label (self->field, text);
  gtk_label_set_label (self->title, row->title);
  mark_head (self);
}

/* What is done about it is done at another one. */
static void
show_merged (TcIncidentWork *self, const TcIncidentDetail *detail)
{
  const TcIncidentRow *row = &detail->incident;
  const char *code = row->merged_into_code ? row->merged_into_code : "…", *title = "…";
  g_autofree char *text = NULL, *verb = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->merged), row->state == TC_STATE_MERGED);
  if (row->state != TC_STATE_MERGED)
    return;
  for (guint i = 0; i < detail->links->len; i++) {
    const TcIncidentLinkRow *link = &g_array_index (detail->links, TcIncidentLinkRow, i);
    if (link->other_id == row->merged_into)
      title = link->other_title;
  }
  /* Translators: code and title of the incident that this one was merged into. */
  text = g_strdup_printf (_ ("Merged: it is handled as %1$s, “%2$s”. Its reports and answers "
                             "stand there."),
                          code, title);
  /* Translators: a button: opens the incident with that code. */
  verb = g_strdup_printf (_ ("Open %s"), code);
  gtk_label_set_label (self->merged, text);
  g_object_set (self->leader, "verb", verb, NULL);
}

/* What was being typed about an incident that is gone stands where it was. */
static void
show_nothing (TcIncidentWork *self)
{
  gint64 id = self->focus ? tc_incident_focus_get_id (self->focus) : 0;
  g_autofree char *typed = id != 0 && tc_composer_get_subject (self->composer) == id
                               ? tc_composer_dup_text (self->composer)
                               : NULL;
  g_autofree char *text = NULL;

  if (id == 0)
    text = g_strdup (_ ("Choose an incident in the queue, or press Ctrl K and type its code."));
  else if (typed && *typed)
    /* Translators: what a person was typing about it. */
    text = g_strdup_printf (_ ("This incident is no longer on this desk: it was handed on, or you "
                               "may not read it any more. You were typing:\n\n%s"),
                            typed);
  else
    text = g_strdup (_ ("This incident is no longer on this desk: it was handed on, or you may not "
                        "read it any more."));
  gtk_label_set_label (self->nothing, text);
  gtk_label_set_selectable (self->nothing, typed && *typed);
  clear_timeline (self);
  self->shown_id = 0;
  show_undecided (self);
}

static void
refresh_cb (TcIncidentWork *self)
{
  const TcIncidentPicture *picture = tc_incident_focus_get_found (self->focus);

  gtk_stack_set_visible_child_name (self->stack, picture ? "incident" : "nothing");
  tc_present_label_set_incident (self->present, picture ? picture->detail->incident.id : 0);
  if (!picture) {
    show_nothing (self);
    return;
  }
  tc_composer_keep_to (self->composer, picture->detail->incident.id);
  tc_unit_chooser_keep_to (self->chooser, picture->detail->incident.id);
  if (self->refused_id != picture->detail->incident.id)
    tc_incident_work_show_refusal (self, NULL);
  if (self->shown_id != picture->detail->incident.id) {
    clear_timeline (self);
    /* Which one it is stands above all else. */
    gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->page), 0);
  }
  show_head (self, &picture->detail->incident);
  show_merged (self, picture->detail);
  show_facts (self, picture);
  show_verbs (self, picture);
  show_history (self, picture->detail);
  show_undecided (self);
}

static gboolean
tick_cb (gpointer data)
{
  TcIncidentWork *self = data;
  const TcIncidentPicture *picture = tc_incident_focus_get_found (self->focus);
  gint64 now_us = tc_now_us ();

  if (!picture || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return G_SOURCE_CONTINUE;
  show_state (self, picture->detail, now_us);
  show_times (self, picture->detail, now_us);
  tell_ages (self, now_us);
  show_undecided (self);
  return G_SOURCE_CONTINUE;
}

/* Who is proposed may be another one by now. */
static void
moved_cb (TcIncidentWork *self)
{
  const TcIncidentPicture *picture = tc_incident_focus_get_found (self->focus);

  if (!picture)
    return;
  show_unit (self, picture);
  show_verbs (self, picture);
}

void
tc_incident_work_set_focus (TcIncidentWork *self, TcIncidentFocus *focus)
{
  g_return_if_fail (TC_IS_INCIDENT_WORK (self));

  g_set_object (&self->focus, focus);
  g_signal_connect_object (focus, "changed", G_CALLBACK (refresh_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (focus, "moved", G_CALLBACK (moved_cb), self, G_CONNECT_SWAPPED);
  tc_task_list_set_focus (self->tasks, focus);
  refresh_cb (self);
}

void
tc_incident_work_set_presence (TcIncidentWork *self, TcPresenceWatch *watch)
{
  g_return_if_fail (TC_IS_INCIDENT_WORK (self));

  tc_present_label_set_watch (self->present, watch);
}

void
tc_incident_work_set_files (TcIncidentWork *self, TcFiles *files)
{
  g_return_if_fail (TC_IS_INCIDENT_WORK (self) && self->focus);

  tc_incident_files_set (self->files, self->focus, files);
  tc_attach_box_set_files (self->unattached, files, FALSE);
}

TcComposer *
tc_incident_work_get_composer (TcIncidentWork *self)
{
  g_return_val_if_fail (TC_IS_INCIDENT_WORK (self), NULL);
  return self->composer;
}

TcAttachBox *
tc_incident_work_get_unattached (TcIncidentWork *self)
{
  g_return_val_if_fail (TC_IS_INCIDENT_WORK (self), NULL);
  return self->unattached;
}

TcUnitChooser *
tc_incident_work_get_chooser (TcIncidentWork *self)
{
  g_return_val_if_fail (TC_IS_INCIDENT_WORK (self), NULL);
  return self->chooser;
}

TcTaskList *
tc_incident_work_get_tasks (TcIncidentWork *self)
{
  g_return_val_if_fail (TC_IS_INCIDENT_WORK (self), NULL);
  return self->tasks;
}

GtkBox *
tc_incident_work_get_fold (TcIncidentWork *self)
{
  g_return_val_if_fail (TC_IS_INCIDENT_WORK (self), NULL);
  return self->fold;
}

void
tc_incident_work_show_refusal (TcIncidentWork *self, const char *text)
{
  g_return_if_fail (TC_IS_INCIDENT_WORK (self));

  tc_text_label_say (self->refusal, text);
  /* What is opened and acted on at once may be refused before it has been read. */
  self->refused_id = self->focus ? tc_incident_focus_get_id (self->focus) : 0;
}

static void
tc_incident_work_dispose (GObject *object)
{
  TcIncidentWork *self = TC_INCIDENT_WORK (object);

  g_clear_handle_id (&self->tick, g_source_remove);
  g_clear_object (&self->focus);
  g_clear_object (&self->times);
  g_clear_pointer (&self->waiting, g_hash_table_unref);
  g_clear_pointer (&self->provisional, g_hash_table_unref);
  g_clear_pointer (&self->undecided_all, g_ptr_array_unref);
  g_clear_pointer (&self->person_name, g_free);
  if (self->stack)
    gtk_widget_unparent (GTK_WIDGET (g_steal_pointer (&self->stack)));
  G_OBJECT_CLASS (tc_incident_work_parent_class)->dispose (object);
}

static void
tc_incident_work_finalize (GObject *object)
{
  g_array_unref (TC_INCIDENT_WORK (object)->shown_events);
  g_ptr_array_unref (TC_INCIDENT_WORK (object)->idle);
  G_OBJECT_CLASS (tc_incident_work_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *class)
{
  gtk_widget_class_bind_template_child (class, TcIncidentWork, stack);
  gtk_widget_class_bind_template_child (class, TcIncidentWork, page);
  gtk_widget_class_bind_template_child (class, TcIncidentWork, nothing);
  gtk_widget_class_bind_template_child (class, TcIncidentWork, shape);
  gtk_widget_class_bind_template_child (class, TcIncidentWork, code);
  gtk_widget_class_bind_template_child (class, TcIncidentWork, field);
  gtk_widget_class_bind_template_child (class, TcIncidentWork, unsettled);
  gtk_widget_class_bind_template_child (class, TcIncidentWork, title);
  gtk_widget_class_bind_template_child (class, TcIncidentWork, state);
  gtk_widget_class_bind_template_child (class, TcIncidentWork, due);
  gtk_widget_class_bind_template_child (class, TcIncidentWork, taken);
  gtk_widget_class_bind_template_child (class, TcIncidentWork, dispatched);
  gtk_widget_class_bind_template_child (class, TcIncidentWork, acknowledged);
  gtk_widget_class_bind_template_child (class, TcIncidentWork, unit);
  gtk_widget_class_bind_template_child (class, TcIncidentWork, reports);
  gtk_widget_class_bind_template_child (class, TcIncidentWork, place);
  gtk_widget_class_bind_template_child (class, TcIncidentWork, verbs);
  gtk_widget_class_bind_template_child (class, TcIncidentWork, more);
  gtk_widget_class_bind_template_child (class, TcIncidentWork, merged);
  gtk_widget_class_bind_template_child (class, TcIncidentWork, leader);
  gtk_widget_class_bind_template_child (class, TcIncidentWork, take);
  gtk_widget_class_bind_template_child (class, TcIncidentWork, dispatch);
  gtk_widget_class_bind_template_child (class, TcIncidentWork, resolve);
  gtk_widget_class_bind_template_child (class, TcIncidentWork, close);
  gtk_widget_class_bind_template_child (class, TcIncidentWork, resume);
  gtk_widget_class_bind_template_child (class, TcIncidentWork, present);
  gtk_widget_class_bind_template_child (class, TcIncidentWork, composer);
  gtk_widget_class_bind_template_child (class, TcIncidentWork, pending);
  gtk_widget_class_bind_template_child (class, TcIncidentWork, refusal);
  gtk_widget_class_bind_template_child (class, TcIncidentWork, unattached);
  gtk_widget_class_bind_template_child (class, TcIncidentWork, chooser);
  gtk_widget_class_bind_template_child (class, TcIncidentWork, tasks);
  gtk_widget_class_bind_template_child (class, TcIncidentWork, files);
  gtk_widget_class_bind_template_child (class, TcIncidentWork, timeline);
  gtk_widget_class_bind_template_child (class, TcIncidentWork, undecided);
  gtk_widget_class_bind_template_child (class, TcIncidentWork, fold);
}

static void
tc_incident_work_class_init (TcIncidentWorkClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = tc_incident_work_dispose;
  G_OBJECT_CLASS (class)->finalize = tc_incident_work_finalize;
  g_type_ensure (TC_TYPE_ATTACH_BOX);
  g_type_ensure (TC_TYPE_COMPOSER);
  g_type_ensure (TC_TYPE_FACT);
  g_type_ensure (TC_TYPE_INCIDENT_FILES);
  g_type_ensure (TC_TYPE_PRESENT_LABEL);
  g_type_ensure (TC_TYPE_SIGNAL_SHAPE);
  g_type_ensure (TC_TYPE_TASK_LIST);
  g_type_ensure (TC_TYPE_UNIT_CHOOSER);
  g_type_ensure (TC_TYPE_VERB_BUTTON);
  g_type_ensure (TC_TYPE_WRAP_LAYOUT);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/toancanh/ToanCanh/ui/tc-incident-work.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, gtk_popover_popdown);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
tc_incident_work_init (TcIncidentWork *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  tc_inner_name_set (self->more, _ ("What else can be done"));
  self->times = gtk_size_group_new (GTK_SIZE_GROUP_HORIZONTAL);
  self->shown_events = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->idle = g_ptr_array_new ();
  self->tick = g_timeout_add_seconds (FACTS_TICK_S, tick_cb, self);
}
