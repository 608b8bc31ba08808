/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An order of one's own unit; see the header.
 */
#include "tc-own-task-row.h"

#include "tc-incident-words.h"
#include "tc-service-level.h"
#include "tc-signal-shape.h"
#include "tc-verb-button.h"
#include "tc-words.h"
#include "tc-wrap-layout.h"

#include <glib/gi18n-lib.h>

/* What tc-own-tasks.c has as keys: those of the room, but S, which saves figures here. */
static const struct {
  const char *verb;
  const char *cap;
  TcTaskStep step; /* the room's, which is possible when this is */
} steps[TC_OWN_STEPS] = {
    [TC_OWN_KNOWS] = {NC_ ("own order", "Accept"), "Y", TC_TASK_KNOWS},
    [TC_OWN_SETS_OUT] = {NC_ ("own order", "On the way"), "E", TC_TASK_SETS_OUT},
    [TC_OWN_ARRIVES] = {NC_ ("own order", "On scene"), "⇧S", TC_TASK_ARRIVES},
    [TC_OWN_ENDS] = {NC_ ("own order", "Done…"), "W", TC_TASK_ENDS},
    [TC_OWN_SAYS] = {NC_ ("own order", "Write to the centre…"), "⇧G", TC_TASK_SAYS},
    [TC_OWN_ATTACHES] = {NC_ ("own order", "Attach a photo or file…"), "F", TC_TASK_SAYS},
    [TC_OWN_RETURNS] = {NC_ ("own order", "Give it back…"), "Z", TC_TASK_RECALLED},
};

struct _TcOwnTaskRow {
  GtkWidget parent;
  GtkWidget *box; /* (unowned): template child, like all down to verbs */
  TcSignalShape *shape;
  GtkLabel *title;
  GtkLabel *due;
  GtkLabel *state;
  GtkLabel *matter;
  GtkLabel *place;
  GtkLabel *person;
  GtkLabel *talk;
  GtkLabel *unsent;
  GtkBox *verbs;
  GtkWidget *buttons[TC_OWN_STEPS]; /* (unowned): children of verbs */
};

G_DEFINE_FINAL_TYPE (TcOwnTaskRow, tc_own_task_row, GTK_TYPE_WIDGET)

gboolean
tc_own_task_allows (const TcTask *task, TcOwnStep step)
{
  const TcDispatch order = tc_task_of_unit (task);

  return tc_task_allows (&order, steps[step].step);
}

static void
show_text (GtkLabel *label, const char *text)
{
  gtk_label_set_label (label, text);
  gtk_widget_set_visible (GTK_WIDGET (label), *text != '\0');
}

static char *
word_due (const TcTask *task, gint64 now_us)
{
  g_autofree char *due = task->due_us == TC_NONE ? g_strdup ("")
                                                 : tc_words_due_short (task->due_us, now_us);

  if (!tc_order_is_due_soon (task->sent_us, task->due_us, now_us))
    return g_steal_pointer (&due);
  /* Translators: of an order, in a narrow column: it is due soon, then how much time is left. */
  return g_strdup_printf (C_ ("narrow", "soon · %s"), due);
}

static void
show_title (TcOwnTaskRow *self, const TcTask *task, gint64 now_us)
{
  g_autofree char *title = g_strdup_printf ("%s · %s", task->incident_code, task->title);
  g_autofree char *due = word_due (task, now_us);
  gboolean late = task->due_us != TC_NONE && task->due_us < now_us;

  gtk_label_set_label (self->title, title);
  show_text (self->due, due);
  gtk_widget_remove_css_class (GTK_WIDGET (self->due), late ? "dim" : "late");
  gtk_widget_add_css_class (GTK_WIDGET (self->due), late ? "late" : "dim");
}

static void
show_state (TcOwnTaskRow *self, const TcTask *task, gboolean waits, gint64 now_us)
{
  const TcDispatch order = tc_task_of_unit (task);
  g_autofree char *state = tc_task_word_state (&order, now_us);
  g_autofree char *text = NULL;

  if (waits)
    /* Translators: what an order has come to; what was said of it since is still at this desk. */
    text = g_strdup_printf (_ ("%s · what you said goes to the server as soon as it can"), state);
  gtk_label_set_label (self->state, text ? text : state);
  tc_signal_shape_set_signal (self->shape, tc_task_get_signal (&order, now_us));
}

static void
show_matter (TcOwnTaskRow *self, const TcTask *task)
{
  GString *text = g_string_new (NULL);
  g_autofree char *all = NULL;

  if (task->asked && g_strcmp0 (task->asked, task->title) != 0)
    /* Translators: to a unit: what it is to do. */
    g_string_append_printf (text, _ ("Asked: %s"), task->asked);
  if (task->matter && *task->matter && g_strcmp0 (task->matter, task->title) != 0) {
    if (text->len > 0)
      g_string_append_c (text, '\n');
    /* Translators: to a unit: what was reported. */
    g_string_append_printf (text, _ ("Reported: %s"), task->matter);
  }
  all = g_string_free (text, FALSE);
  show_text (self->matter, all);
}

static void
show_place (TcOwnTaskRow *self, const TcTask *task)
{
  const char *parts[] = {NULL, NULL, NULL};
  guint n = 0;
  g_autofree char *place = NULL, *text = NULL;

  if (task->address && *task->address)
    parts[n++] = task->address;
  /* Many an address ends with it. */
  if (task->area_name && *task->area_name &&
      !(n > 0 && g_str_has_suffix (task->address, task->area_name)))
    parts[n++] = task->area_name;
  place = g_strjoinv (", ", (char **) (gpointer) parts);
  /* Translators: to a unit: address and area of what it is to see to. */
  text = *place ? g_strdup_printf (_ ("Where: %s"), place) : g_strdup ("");
  show_text (self->place, text);
}

static void
show_person (TcOwnTaskRow *self, const TcTask *task, gint64 now_us)
{
  const TcReleased *person = &task->person;
  g_autofree char *until = NULL, *text = NULL;

  if (person->until_us == TC_NONE || person->until_us <= now_us) {
    show_text (self->person, "");
    return;
  }
  until = tc_words_clock (person->until_us, now_us);
  /* Translators: to a unit: name and number of who reported it, what they were given out for, until
   * when. */
  text = g_strdup_printf (_ ("Who reported it: %1$s, %2$s. Only for: %3$s; until %4$s."),
                          person->name ? person->name : "…", person->phone ? person->phone : "…",
                          person->reason, until);
  show_text (self->person, text);
}

/* Of files that were sent one after another only the last is named: words would go under. */
static gboolean
is_passed_over (const GArray *messages, guint i)
{
  return i + 1 < messages->len && g_array_index (messages, TcTaskMessage, i).file &&
         g_array_index (messages, TcTaskMessage, i + 1).file;
}

/* Where the lines that are shown begin. */
static guint
find_first (const GArray *messages)
{
  guint lines = 0, i = messages->len;

  while (i > 0 && lines < TC_TASK_TALK_LINES)
    lines += !is_passed_over (messages, --i);
  return i;
}

static void
show_talk (TcOwnTaskRow *self, const TcTask *task, gint64 now_us)
{
  GString *text = g_string_new (NULL);
  gboolean asked = tc_task_is_asked (task->messages);
  g_autofree char *all = NULL;

  for (guint i = find_first (task->messages); i < task->messages->len; i++) {
    const TcTaskMessage *message = &g_array_index (task->messages, TcTaskMessage, i);
    g_autofree char *when = tc_words_clock (message->at_us, now_us);

    if (is_passed_over (task->messages, i))
      continue;

    if (text->len > 0)
      g_string_append_c (text, '\n');
    g_string_append_printf (text,
                            message->file
                                /* Translators: to a unit: when it sent a file, and its name. */
                                ? _ ("%1$s, you sent a file: %2$s")
                                : message->from_unit
                                      /* Translators: to a unit: when it wrote, and what. */
                                      ? _ ("%1$s, you: %2$s")
                                      /* Translators: to a unit: when the centre wrote, and what. */
                                      : _ ("%1$s, the centre: %2$s"),
                            when, message->text);
  }
  all = g_string_free (text, FALSE);
  show_text (self->talk, all);
  if (asked)
    gtk_widget_add_css_class (GTK_WIDGET (self->talk), "strong");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->talk), "strong");
}

void
tc_own_task_row_show (TcOwnTaskRow *self, const TcTask *task, gboolean may, guint keyed,
                      gboolean waits, const char *unsent, gint64 now_us)
{
  g_return_if_fail (TC_IS_OWN_TASK_ROW (self));
  show_title (self, task, now_us);
  show_state (self, task, waits, now_us);
  show_matter (self, task);
  show_place (self, task);
  show_person (self, task, now_us);
  show_talk (self, task, now_us);
  show_text (self->unsent, unsent);
  for (guint i = 0; i < TC_OWN_STEPS; i++) {
    gtk_widget_set_visible (self->buttons[i], may && tc_own_task_allows (task, (TcOwnStep) i));
    g_object_set (self->buttons[i], "key", keyed & 1u << i ? steps[i].cap : "", NULL);
    gtk_actionable_set_action_target (GTK_ACTIONABLE (self->buttons[i]), "(ux)", i, task->id);
  }
  gtk_widget_set_visible (GTK_WIDGET (self->verbs), may);
}

char *
tc_own_task_row_dup_spoken (TcOwnTaskRow *self)
{
  GtkLabel *const labels[] = {self->title, self->due,    self->state, self->matter,
                              self->place, self->person, self->talk,  self->unsent};
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (labels); i++) {
    const char *part = gtk_label_get_label (labels[i]);
    if (*part)
      g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", part);
  }
  return g_string_free (text, FALSE);
}

static void
tc_own_task_row_dispose (GObject *object)
{
  g_clear_pointer (&TC_OWN_TASK_ROW (object)->box, gtk_widget_unparent);
  G_OBJECT_CLASS (tc_own_task_row_parent_class)->dispose (object);
}

static void
tc_own_task_row_class_init (TcOwnTaskRowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = tc_own_task_row_dispose;
  g_type_ensure (TC_TYPE_SIGNAL_SHAPE);
  g_type_ensure (TC_TYPE_WRAP_LAYOUT);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/toancanh/ToanCanh/ui/tc-own-task-row.ui");
  gtk_widget_class_bind_template_child (widget_class, TcOwnTaskRow, box);
  gtk_widget_class_bind_template_child (widget_class, TcOwnTaskRow, shape);
  gtk_widget_class_bind_template_child (widget_class, TcOwnTaskRow, title);
  gtk_widget_class_bind_template_child (widget_class, TcOwnTaskRow, due);
  gtk_widget_class_bind_template_child (widget_class, TcOwnTaskRow, state);
  gtk_widget_class_bind_template_child (widget_class, TcOwnTaskRow, matter);
  gtk_widget_class_bind_template_child (widget_class, TcOwnTaskRow, place);
  gtk_widget_class_bind_template_child (widget_class, TcOwnTaskRow, person);
  gtk_widget_class_bind_template_child (widget_class, TcOwnTaskRow, talk);
  gtk_widget_class_bind_template_child (widget_class, TcOwnTaskRow, unsent);
  gtk_widget_class_bind_template_child (widget_class, TcOwnTaskRow, verbs);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
tc_own_task_row_init (TcOwnTaskRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < TC_OWN_STEPS; i++) {
    self->buttons[i] = g_object_new (TC_TYPE_VERB_BUTTON, "verb",
                                     g_dpgettext2 (GETTEXT_PACKAGE, "own order", steps[i].verb),
                                     NULL);
    gtk_actionable_set_action_target (GTK_ACTIONABLE (self->buttons[i]), "(ux)", i, (gint64) 0);
    gtk_actionable_set_action_name (GTK_ACTIONABLE (self->buttons[i]), "win.own-step");
    gtk_box_append (self->verbs, self->buttons[i]);
  }
}

GtkWidget *
tc_own_task_row_new (void)
{
  return g_object_new (TC_TYPE_OWN_TASK_ROW, NULL);
}
