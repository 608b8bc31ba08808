/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Keeping alarms quiet by plan, and lifting that: actions of the window. What was typed as a field
 * or an area is looked for first; what can't be done is said under the form, where all stays.
 */
#include "tc-alarm-panel-private.h"

#include "tc-desk-places.h"
#include "tc-incident-search.h"
#include "tc-incident-words.h"
#include "tc-now.h"
#include "tc-refusal-words.h"

#include <glib/gi18n-lib.h>

void
tc_alarm_panel_show_plans (TcAlarmPanel *self)
{
  const GPtrArray *list = self->quiet ? tc_watch_get (TC_WATCH (self->quiet)) : NULL;
  const char *barred = NULL;

  if (!self->desk)
    return;
  barred = tc_reading_watch_word (self->reading);
  tc_suppress_page_show (self->plans, list, tc_desk_may (self->desk, TC_MAY_HANDLE), barred,
                         tc_now_us ());
  g_object_set (self->chip_plans, "count", barred ? -1 : list ? (int) list->len : 0, NULL);
}

/* ---- one under way ---- */

typedef struct {
  TcAlarmPanel *panel;  /* (owned) */
  TcAlarmSuppress args; /* its reason is the next */
  char *reason;         /* (owned) (nullable) */
  gboolean form;        /* it stands in the form */
  TcSuppressEntry next; /* of it: which is looked for, the field or then the area */
} Doing;

static void
free_doing (Doing *doing)
{
  g_object_unref (doing->panel);
  g_free (doing->reason);
  g_free (doing);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Doing, free_doing)

static void
suppressed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Doing) doing = data;
  TcAlarmPanel *self = doing->panel;
  g_autofree char *trouble = tc_verdict_finish_word (TC_OPERATION_SINK (source), result);

  if (!self->desk)
    return;
  if (trouble && doing->form) {
    tc_suppress_page_show_trouble (self->plans, trouble);
  } else if (trouble) {
    tc_panel_say (GTK_WIDGET (self), trouble);
  } else {
    if (doing->form)
      tc_suppress_page_clear (self->plans);
    tc_panel_say_undo (GTK_WIDGET (self), _ ("Kept quiet by plan."), C_ ("verb", "Undo"),
                       "win.alarm-lift", g_variant_new_int64 (doing->args.suppression_id));
  }
}

static void
submit (Doing *doing)
{
  const TcCommand command = {TC_OPERATION_SINK (doing->panel->desk), NULL, suppressed_cb, doing};

  doing->args.reason = doing->reason;
  doing->args.suppression_id = tc_suppress_command (&command, &doing->args);
}

/* ---- the form ---- */

static void look (Doing *doing);

static gint64 *
get_id (Doing *doing)
{
  return doing->next == TC_SUPPRESS_AREA ? &doing->args.area_id : &doing->args.field_id;
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Doing) doing = data;
  TcAlarmPanel *self = doing->panel;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) names = tc_suppress_find_finish (TC_WORKER (source), result, &error);
  g_autofree char *trouble = names ? NULL : tc_fault_word (error);
  gboolean area = doing->next == TC_SUPPRESS_AREA;

  if (!self->desk)
    return;
  if (names && names->len == 0)
    trouble = g_strdup (area ? _ ("There is no such area.") : _ ("There is no such field."));
  else if (names && names->len > 1)
    trouble = g_strdup (area ? _ ("Several areas are called so: choose one.")
                             : _ ("Several fields are called so: choose one."));
  if (trouble) {
    tc_suppress_page_show_trouble (self->plans, trouble);
    return;
  }
  *get_id (doing) = ((TcSuppressName *) names->pdata[0])->id;
  doing->next++;
  look (g_steal_pointer (&doing));
}

/* Takes @doing. What is empty means all. */
static void
look (Doing *doing)
{
  TcAlarmPanel *self = doing->panel;

  for (; doing->next <= TC_SUPPRESS_AREA; doing->next++) {
    g_autofree char *text = g_strstrip (tc_suppress_page_dup_text (self->plans, doing->next));

    *get_id (doing) = tc_suppress_page_get_id (self->plans, doing->next);
    if (!*text || *get_id (doing) != 0)
      continue;
    tc_suppress_find_async (tc_desk_get_reader (self->desk), tc_desk_get_places (self->desk),
                            doing->next == TC_SUPPRESS_AREA, text, found_cb, doing);
    return;
  }
  submit (doing);
}

static void
suppress_now_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcAlarmPanel *self = data;
  g_autofree char *from = tc_suppress_page_dup_text (self->plans, TC_SUPPRESS_FROM);
  g_autofree char *until = tc_suppress_page_dup_text (self->plans, TC_SUPPRESS_UNTIL);
  g_autoptr (Doing) doing = g_new0 (Doing, 1);
  g_autofree char *missing = NULL;

  doing->panel = g_object_ref (self);
  doing->form = TRUE;
  doing->reason = tc_suppress_page_dup_text (self->plans, TC_SUPPRESS_REASON);
  g_strstrip (doing->reason);
  missing = tc_suppress_read_times (from, until, tc_now_us (), &doing->args.from_us,
                                    &doing->args.until_us);
  if (!missing && !*doing->reason)
    missing = g_strdup (_ ("Write why: whoever comes next must know."));
  tc_suppress_page_show_trouble (self->plans, missing);
  if (!missing)
    look (g_steal_pointer (&doing));
}

static void
entered_cb (TcAlarmPanel *self)
{
  g_action_group_activate_action (G_ACTION_GROUP (self->window), "alarm-suppress-now", NULL);
}

/* Writes it into the form. */
static void
plan_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcAlarmPanel *self = data;

  for (guint i = 0; i < TC_SUPPRESS_ENTRIES; i++) {
    const char *text = NULL;
    g_variant_get_child (target, i, "&s", &text);
    tc_suppress_page_write (self->plans, (TcSuppressEntry) i, text);
  }
}

/* ---- lifting ---- */

static void
lifted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Doing) doing = data;
  TcAlarmPanel *self = doing->panel;
  const TcAlarmSuppress *args = &doing->args;
  g_autofree char *trouble = tc_verdict_finish_word (TC_OPERATION_SINK (source), result);

  if (!self->desk)
    return;
  if (trouble || !doing->reason)
    tc_panel_say (GTK_WIDGET (self), trouble ? trouble : _ ("Lifted: it rings again."));
  else
    tc_panel_say_undo (GTK_WIDGET (self), _ ("Lifted: it rings again."), C_ ("verb", "Undo"),
                       "win.alarm-suppress-again",
                       g_variant_new ("(xxxxs)", args->field_id, args->area_id, args->from_us,
                                      args->until_us, doing->reason));
}

static void
lift_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcAlarmPanel *self = data;
  const GPtrArray *list = tc_watch_get (TC_WATCH (self->quiet));
  gint64 id = g_variant_get_int64 (target);
  Doing *doing = g_new0 (Doing, 1);
  const TcCommand command = {TC_OPERATION_SINK (self->desk), NULL, lifted_cb, doing};

  doing->panel = g_object_ref (self);
  for (guint i = 0; list && i < list->len; i++) {
    const TcSuppression *it = list->pdata[i];
    if (it->id != id)
      continue;
    doing->args = (TcAlarmSuppress){0, it->field_id, it->area_id, it->from_us, it->until_us, NULL};
    doing->reason = g_strdup (it->reason);
  }
  tc_suppress_command_lift (&command, id);
}

static void
again_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  Doing *doing = g_new0 (Doing, 1);

  doing->panel = g_object_ref (data);
  g_variant_get (target, "(xxxxs)", &doing->args.field_id, &doing->args.area_id,
                 &doing->args.from_us, &doing->args.until_us, &doing->reason);
  submit (doing);
}

/* ---- showing it ---- */

static void
show (TcAlarmPanel *self, gboolean plans)
{
  GActionGroup *window = G_ACTION_GROUP (self->window);

  g_action_group_activate_action (window, "panel", g_variant_new_string ("alarms"));
  g_action_group_change_action_state (window, "alarm-filter",
                                      g_variant_new_string (plans ? "plans" : "now"));
}

/* An alarm whose field and area are looked up for the form. */
typedef struct {
  TcAlarmPanel *panel; /* (owned) */
  guint turn;          /* of the form */
} Proposing;

static void
target_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree Proposing *proposing = data;
  g_autoptr (TcAlarmPanel) self = proposing->panel;
  g_autoptr (TcDispatchTarget)
      target = tc_incident_find_target_finish (TC_WORKER (source), result, NULL);
  const TcIncidentRow *row = target && target->detail ? &target->detail->incident : NULL;

  if (!self->desk || !row || tc_suppress_page_get_turn (self->plans) != proposing->turn)
    return;
  /* Named as the entry would propose it. */
  tc_suppress_page_propose (self->plans, row->field_id,
                            row->kind_vi ? tc_incident_pick_name (row->kind_vi, row->kind_en)
                                         : tc_incident_pick_name (row->field_vi, row->field_en),
                            row->area_id, row->area_name);
}

/* Of the alarm that is selected field and area stand there. */
static void
suppress_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcAlarmPanel *self = data;
  const TcAlarmRow *row = tc_alarm_panel_get_selected (self);
  g_autofree char *code = row && row->count == 1 && *row->alarm->code ? g_strdup (row->alarm->code)
                                                                      : NULL;

  show (self, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->plans));
  if (code && tc_desk_get_reader (self->desk)) {
    const Proposing proposing = {g_object_ref (self), tc_suppress_page_get_turn (self->plans)};

    tc_incident_find_target_async (tc_desk_get_reader (self->desk), code, "", target_cb,
                                   g_memdup2 (&proposing, sizeof proposing));
  }
}

static void
plans_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcAlarmPanel *self = data;

  show (self, g_strcmp0 (gtk_stack_get_visible_child_name (self->pane), "plans") != 0);
}

void
tc_alarm_panel_add_suppress_actions (TcAlarmPanel *self, GActionMap *window)
{
  const GActionEntry entries[] = {
      {.name = "alarm-suppress", .activate = suppress_cb},
      {.name = "alarm-suppress-now", .activate = suppress_now_cb},
      {.name = "alarm-suppress-again", .activate = again_cb, .parameter_type = "(xxxxs)"},
      {.name = "alarm-plan", .activate = plan_cb, .parameter_type = "(sssss)"},
      {.name = "alarm-plans", .activate = plans_cb},
      {.name = "alarm-lift", .activate = lift_cb, .parameter_type = "x"},
  };

  g_action_map_add_action_entries (window, entries, G_N_ELEMENTS (entries), self);
  g_signal_connect_object (self->plans, "suppress", G_CALLBACK (entered_cb), self,
                           G_CONNECT_SWAPPED);
}
