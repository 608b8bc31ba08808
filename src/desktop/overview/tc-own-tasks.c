/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a unit does with its own orders; see the header. Rows stay as long as the orders are the
 * same, so that the focus stays where it is.
 */
#include "tc-own-tasks.h"

#include "tc-composer.h"
#include "tc-desk-tray.h"
#include "tc-focus.h"
#include "tc-incident-commands.h"
#include "tc-now.h"
#include "tc-own-files.h"
#include "tc-own-task-row.h"
#include "tc-refusal-words.h"

#include <glib/gi18n-lib.h>

struct _TcOwnTasks {
  GtkWidget parent;
  GtkWidget *box; /* (unowned): template child, like the next four */
  GtkLabel *refusal;
  TcAttachBox *unattached;
  TcComposer *composer;
  GtkListBox *list;
  TcDesk *desk;       /* (owned) (nullable) */
  TcOwnFiles *files;  /* (owned) (nullable): as long as there is a desk */
  GActionMap *window; /* (unowned): outlives the panel */
  GArray *tasks;      /* (owned) (nullable) (element-type TcTask) */
  GArray *ids;        /* (owned) (element-type gint64): of the rows */
};

G_DEFINE_FINAL_TYPE (TcOwnTasks, tc_own_tasks, GTK_TYPE_WIDGET)

static const char *const actions[TC_OWN_STEPS] = {
    [TC_OWN_KNOWS] = "own-knows",     [TC_OWN_SETS_OUT] = "own-sets-out",
    [TC_OWN_ARRIVES] = "own-arrives", [TC_OWN_ENDS] = "own-ends",
    [TC_OWN_SAYS] = "own-says",       [TC_OWN_ATTACHES] = "own-attaches",
    [TC_OWN_RETURNS] = "own-returns",
};

/* ---- which one ---- */

/* (nullable) */
static const TcTask *
find_task (TcOwnTasks *self, gint64 id)
{
  for (guint i = 0; self->tasks && i < self->tasks->len; i++) {
    const TcTask *task = &g_array_index (self->tasks, TcTask, i);
    if (task->id == id)
      return task;
  }
  return NULL;
}

/* The order that has the keyboard; 0. */
static gint64
find_focused (TcOwnTasks *self)
{
  GtkWidget *row = gtk_widget_get_focus_child (GTK_WIDGET (self->list));
  int i = GTK_IS_LIST_BOX_ROW (row) ? gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row)) : -1;

  return i >= 0 && (guint) i < self->ids->len ? g_array_index (self->ids, gint64, i) : 0;
}

/* (nullable): what its key means. */
static const TcTask *
find_keyed (TcOwnTasks *self, TcOwnStep step)
{
  const TcTask *focused = find_task (self, find_focused (self));

  if (focused && tc_own_task_allows (focused, step))
    return focused;
  for (guint i = 0; self->tasks && i < self->tasks->len; i++) {
    const TcTask *task = &g_array_index (self->tasks, TcTask, i);
    if (tc_own_task_allows (task, step))
      return task;
  }
  return NULL;
}

static gboolean
may_work (TcOwnTasks *self)
{
  return self->desk && tc_desk_may (self->desk, TC_MAY_WORK);
}

/* ---- showing ---- */

static gboolean
has_rows (TcOwnTasks *self)
{
  guint n = self->tasks ? self->tasks->len : 0;

  if (self->ids->len != n)
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (g_array_index (self->ids, gint64, i) != g_array_index (self->tasks, TcTask, i).id)
      return FALSE;
  return TRUE;
}

static GtkListBoxRow *
get_row (TcOwnTasks *self, guint i)
{
  return gtk_list_box_get_row_at_index (self->list, (int) i);
}

/* The focus stays on its order, or comes to the first that is left. */
static void
make_rows (TcOwnTasks *self)
{
  gint64 focused = find_focused (self);
  gboolean had = gtk_widget_get_focus_child (GTK_WIDGET (self->list)) != NULL;
  GtkListBoxRow *row = NULL;
  guint wanted = 0;

  while ((row = get_row (self, 0)))
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
  g_array_set_size (self->ids, 0);
  for (guint i = 0; self->tasks && i < self->tasks->len; i++) {
    gint64 id = g_array_index (self->tasks, TcTask, i).id;
    row = GTK_LIST_BOX_ROW (gtk_list_box_row_new ());
    gtk_list_box_row_set_child (row, tc_own_task_row_new ());
    gtk_list_box_row_set_activatable (row, FALSE);
    gtk_list_box_append (self->list, GTK_WIDGET (row));
    g_array_append_val (self->ids, id);
    wanted = id == focused ? i : wanted;
  }
  if (had && get_row (self, wanted))
    gtk_widget_grab_focus (GTK_WIDGET (get_row (self, wanted)));
}

static void
show_row (TcOwnTasks *self, guint i, gint64 now_us)
{
  const TcTask *task = &g_array_index (self->tasks, TcTask, i);
  GtkListBoxRow *row = get_row (self, i);
  TcOwnTaskRow *child = TC_OWN_TASK_ROW (gtk_list_box_row_get_child (row));
  GHashTable *waiting = self->desk ? tc_desk_get_waiting (self->desk) : NULL;
  gboolean waits = waiting && g_hash_table_contains (waiting, &task->incident_id);
  g_autofree char *unsent = self->files ? tc_own_files_word_unsent (self->files, task->id)
                                        : g_strdup ("");
  g_autofree char *spoken = NULL;
  guint keyed = 0;

  for (guint step = 0; step < TC_OWN_STEPS; step++)
    if (find_keyed (self, (TcOwnStep) step) == task)
      keyed |= 1u << step;
  tc_own_task_row_show (child, task, may_work (self), keyed, waits, unsent, now_us);
  spoken = tc_own_task_row_dup_spoken (child);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
}

static void
refresh_cb (TcOwnTasks *self)
{
  gint64 now_us = tc_now_us ();

  if (!has_rows (self))
    make_rows (self);
  for (guint i = 0; i < self->ids->len; i++)
    show_row (self, i, now_us);
  for (guint i = 0; self->window && i < TC_OWN_STEPS; i++)
    tc_panel_enable (self->window, actions[i],
                     may_work (self) && find_keyed (self, (TcOwnStep) i) != NULL);
}

/* The keys stand on the order that they mean. */
static void
focus_moved_cb (TcOwnTasks *self)
{
  if (has_rows (self))
    refresh_cb (self);
}

void
tc_own_tasks_set (TcOwnTasks *self, GArray *tasks)
{
  g_return_if_fail (TC_IS_OWN_TASKS (self));

  g_clear_pointer (&self->tasks, g_array_unref);
  self->tasks = tasks ? g_array_ref (tasks) : NULL;
  refresh_cb (self);
}

/* ---- carrying out ---- */

typedef struct {
  TcOwnTasks *tasks; /* (owned) */
  gint64 task_id;
  char *code;        /* (owned): of the incident */
  const char *typed; /* (unowned) (nullable): the composer was open for that */
} Doing;

static void
free_doing (Doing *doing)
{
  g_object_unref (doing->tasks);
  g_free (doing->code);
  g_free (doing);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Doing, free_doing)

static void
show_refusal (TcOwnTasks *self, const char *text)
{
  gtk_label_set_label (self->refusal, text ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->refusal), text != NULL);
}

static void
say_sent (TcOwnTasks *self, const char *code)
{
  g_autofree char *said = g_strdup_printf (
      tc_desk_get_state (self->desk) == TC_DESK_ONLINE
          /* Translators: what a unit said of its order; code of the incident */
          ? _ ("%s: sent to the centre.")
          : _ ("%s: kept at this desk. It goes to the centre as soon as there is a line."),
      code);

  tc_panel_say (GTK_WIDGET (self), said);
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Doing) doing = data;
  TcOwnTasks *self = doing->tasks;
  g_autofree char *trouble = tc_verdict_finish_word (TC_OPERATION_SINK (source), result);

  if (!self->desk)
    return;
  if (doing->typed && trouble)
    tc_composer_failed (self->composer, doing->typed, doing->task_id, TRUE);
  else if (doing->typed)
    tc_composer_done (self->composer, doing->typed, doing->task_id);
  show_refusal (self, trouble);
  if (!trouble)
    say_sent (self, doing->code);
}

static TcCommand
start (TcOwnTasks *self, const TcTask *task, const char *typed)
{
  Doing *doing = g_new (Doing, 1);

  *doing = (Doing){g_object_ref (self), task->id, g_strdup (task->incident_code), typed};
  show_refusal (self, NULL);
  return (TcCommand){TC_OPERATION_SINK (self->desk), NULL, done_cb, doing};
}

/* ---- what is typed ---- */

/* Why an order is given back; of the last the words are those that are written. */
static const char *const reasons[] = {
    NC_ ("give back", "Busy with another matter"), NC_ ("give back", "No vehicle or equipment"),
    NC_ ("give back", "Not our task or area"), NC_ ("give back", "Another reason, written here")};

static const char *
get_reason (guint choice)
{
  return g_dpgettext2 (GETTEXT_PACKAGE, "give back", reasons[choice]);
}

static void
compose (TcOwnTasks *self, const TcTask *task, TcOwnStep step)
{
  const char *choices[G_N_ELEMENTS (reasons) + 1] = {NULL};
  const char *code = task->incident_code;
  g_autofree char *title = NULL;
  TcComposerForm form = {.action = actions[step], .subject_id = task->id};

  if (step == TC_OWN_ENDS) {
    /* Translators: code of the incident. */
    title = g_strdup_printf (_ ("%s is done: what was found and done (may stay empty)"), code);
    form.verb = C_ ("verb", "Report it done");
  } else if (step == TC_OWN_RETURNS) {
    /* Translators: code of the incident. */
    title = g_strdup_printf (_ ("Give %s back to the centre: why"), code);
    form.verb = C_ ("verb", "Give it back");
    for (guint i = 0; i < G_N_ELEMENTS (reasons); i++)
      choices[i] = get_reason (i);
    form.choices = choices;
  } else {
    /* Translators: code of the incident. */
    title = g_strdup_printf (_ ("To the centre, about %s"), code);
    form.verb = C_ ("verb", "Send");
    form.required = TRUE;
  }
  form.title = title;
  tc_composer_open (self->composer, &form);
}

/* The reason, with what was written beside it; NULL: neither. (transfer full) */
static char *
word_reason (const char *text, guint choice)
{
  const char *reason = choice < G_N_ELEMENTS (reasons) - 1 ? get_reason (choice) : NULL;

  if (!reason)
    return text && *text ? g_strdup (text) : NULL;
  return text && *text ? g_strdup_printf ("%s. %s", reason, text) : g_strdup (reason);
}

static void
refuse (TcOwnTasks *self, const char *action, gint64 task_id, const char *text)
{
  tc_composer_failed (self->composer, action, task_id, TRUE);
  show_refusal (self, text);
}

static void
send_cb (TcOwnTasks *self, const char *action, gint64 task_id, const char *text, guint choice,
         gint64 when_us)
{
  const TcTask *task = find_task (self, task_id);
  const char *typed = g_intern_string (action);
  g_autofree char *reason = word_reason (text, choice);
  TcCommand command = {0};

  if (!task) {
    refuse (self, typed, task_id,
            _ ("Not sent: the order has ended meanwhile. What you wrote is kept here."));
    return;
  }
  if (g_str_equal (action, actions[TC_OWN_RETURNS]) && !reason) {
    refuse (self, typed, task_id, _ ("Not sent: write the reason, or choose one."));
    return;
  }
  command = start (self, task, typed);
  if (g_str_equal (action, actions[TC_OWN_RETURNS]))
    tc_incident_command_return_task (&command, task->incident_id, task_id, reason);
  else if (g_str_equal (action, actions[TC_OWN_ENDS]))
    tc_incident_command_finish_task_with (&command, task->incident_id, task_id, text);
  else
    tc_incident_command_say (&command, task->incident_id, task_id, text);
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

/* ---- files ---- */

static const TcTask *
find_file_task (gint64 task_id, gpointer data)
{
  return find_task (data, task_id);
}

static void
files_late_cb (gpointer data)
{
  show_refusal (data, _ ("Not sent: the order has ended meanwhile."));
}

static void
files_settled_cb (TcOwnTasks *self, const TcAttachTo *to, const char *trouble)
{
  if (!trouble && self->desk)
    say_sent (self, to->code);
}

/* For tests and for whoever has the paths already: to the order that its key means. */
static void
attach_uris_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcOwnTasks *self = data;
  const TcTask *task = find_keyed (self, TC_OWN_ATTACHES);
  g_autofree const char **uris = g_variant_get_strv (target, NULL);
  GSList *files = NULL;

  for (guint i = 0; uris[i]; i++)
    files = g_slist_prepend (files, g_file_new_for_uri (uris[i]));
  files = g_slist_reverse (files);
  if (task && may_work (self))
    tc_own_files_send (self->files, task, files);
  g_slist_free_full (files, g_object_unref);
}

/* On the order over which they are let go. */
static gboolean
drop_cb (TcOwnTasks *self, const GValue *value, double x, double y)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_y (self->list, (int) y);
  guint i = row ? (guint) gtk_list_box_row_get_index (row) : self->ids->len;
  const TcTask *task = i < self->ids->len ? find_task (self, g_array_index (self->ids, gint64, i))
                                          : NULL;

  if (!task || !may_work (self) || !tc_own_task_allows (task, TC_OWN_ATTACHES))
    return FALSE;
  show_refusal (self, NULL);
  return tc_own_files_send_value (self->files, task, value);
}

static void
add_drop (TcOwnTasks *self)
{
  GType types[] = {GDK_TYPE_FILE_LIST, GDK_TYPE_TEXTURE};
  GtkDropTarget *target = gtk_drop_target_new (G_TYPE_INVALID, GDK_ACTION_COPY);

  gtk_drop_target_set_gtypes (target, types, G_N_ELEMENTS (types));
  g_signal_connect_object (target, "drop", G_CALLBACK (drop_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->list), GTK_EVENT_CONTROLLER (target));
}

/* ---- the table ---- */

static void
take_step (TcOwnTasks *self, TcOwnStep step, const TcTask *task)
{
  static void (*const commands[TC_OWN_STEPS]) (const TcCommand *, gint64, gint64) = {
      [TC_OWN_KNOWS] = tc_incident_command_acknowledge,
      [TC_OWN_SETS_OUT] = tc_incident_command_set_out,
      [TC_OWN_ARRIVES] = tc_incident_command_arrive,
  };
  TcCommand command = {0};

  if (!task || !may_work (self) || !tc_own_task_allows (task, step))
    return;
  if (step == TC_OWN_ATTACHES) {
    show_refusal (self, NULL);
    tc_own_files_choose (self->files, task->id);
    return;
  }
  if (!commands[step]) {
    compose (self, task, step);
    return;
  }
  command = start (self, task, NULL);
  commands[step](&command, task->incident_id, task->id);
}

static void
step_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  guint step;
  gint64 task_id;

  g_variant_get (target, "(ux)", &step, &task_id);
  if (step < TC_OWN_STEPS)
    take_step (data, (TcOwnStep) step, find_task (data, task_id));
}

static void
key_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  const char *name = g_action_get_name (G_ACTION (action));

  for (guint i = 0; i < TC_OWN_STEPS; i++)
    if (g_str_equal (actions[i], name))
      take_step (data, (TcOwnStep) i, find_keyed (data, (TcOwnStep) i));
}

void
tc_own_tasks_attach (TcOwnTasks *self, TcDesk *desk, GActionMap *window)
{
  const GActionEntry targeted[] = {
      {.name = "own-step", .activate = step_cb, .parameter_type = "(ux)"},
      {.name = "own-attach-uris", .activate = attach_uris_cb, .parameter_type = "as"},
  };

  g_return_if_fail (TC_IS_OWN_TASKS (self));
  g_set_object (&self->desk, desk);
  self->window = window;
  g_clear_pointer (&self->files, tc_own_files_free);
  self->files = tc_own_files_new (self->unattached, tc_files_of (desk), find_file_task,
                                  files_late_cb, self);
  g_action_map_add_action_entries (window, targeted, G_N_ELEMENTS (targeted), self);
  for (guint i = 0; i < TC_OWN_STEPS; i++) {
    const GActionEntry entry = {.name = actions[i], .activate = key_cb};
    g_action_map_add_action_entries (window, &entry, 1, self);
  }
  tc_composer_add_actions (self->composer, window, "own-");
  tc_composer_set_drafts (self->composer, tc_drafts_of (desk));
  g_signal_connect_object (self->composer, "send", G_CALLBACK (send_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->composer, "left", G_CALLBACK (gtk_widget_grab_focus), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "waiting-changed", G_CALLBACK (refresh_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (tc_files_of (desk), "changed", G_CALLBACK (refresh_cb), self,
                           G_CONNECT_SWAPPED);
  refresh_cb (self);
}

static gboolean
tc_own_tasks_grab_focus (GtkWidget *widget)
{
  TcOwnTasks *self = TC_OWN_TASKS (widget);

  return get_row (self, 0) && gtk_widget_grab_focus (GTK_WIDGET (self->list));
}

static void
tc_own_tasks_dispose (GObject *object)
{
  TcOwnTasks *self = TC_OWN_TASKS (object);

  g_clear_pointer (&self->files, tc_own_files_free);
  g_clear_object (&self->desk);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (tc_own_tasks_parent_class)->dispose (object);
}

static void
tc_own_tasks_finalize (GObject *object)
{
  TcOwnTasks *self = TC_OWN_TASKS (object);

  g_clear_pointer (&self->tasks, g_array_unref);
  g_array_unref (self->ids);
  G_OBJECT_CLASS (tc_own_tasks_parent_class)->finalize (object);
}

static void
tc_own_tasks_class_init (TcOwnTasksClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = tc_own_tasks_dispose;
  G_OBJECT_CLASS (class)->finalize = tc_own_tasks_finalize;
  widget_class->focus = tc_focus_children;
  widget_class->grab_focus = tc_own_tasks_grab_focus;
  g_type_ensure (TC_TYPE_ATTACH_BOX);
  g_type_ensure (TC_TYPE_COMPOSER);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/toancanh/ToanCanh/ui/tc-own-tasks.ui");
  gtk_widget_class_bind_template_child (widget_class, TcOwnTasks, box);
  gtk_widget_class_bind_template_child (widget_class, TcOwnTasks, refusal);
  gtk_widget_class_bind_template_child (widget_class, TcOwnTasks, unattached);
  gtk_widget_class_bind_template_callback (widget_class, show_refusal);
  gtk_widget_class_bind_template_callback (widget_class, files_settled_cb);
  gtk_widget_class_bind_template_callback (widget_class, gtk_widget_grab_focus);
  gtk_widget_class_bind_template_child (widget_class, TcOwnTasks, composer);
  gtk_widget_class_bind_template_child (widget_class, TcOwnTasks, list);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
tc_own_tasks_init (TcOwnTasks *self)
{
  GtkEventController *controller = gtk_event_controller_focus_new ();

  self->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (controller, "enter", G_CALLBACK (focus_moved_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (controller, "leave", G_CALLBACK (focus_moved_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->list), controller);
  add_drop (self);
}
