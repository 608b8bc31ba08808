/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is looked up while a call is taken down: what is similar nearby, which the call may join,
 * what it may be about, and who calls again.
 */
#include "tc-intake-panel-private.h"

#include "tc-incident-operations.h"
#include "tc-phone.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* So long after what is typed. */
#define LOOK_MS 200

static void
set_join (TcIntakePanel *self, const TcSimilar *similar)
{
  self->join_id = similar ? similar->incident_id : 0;
  g_free (self->join_code);
  g_free (self->join_title);
  self->join_code = g_strdup (similar ? similar->code : NULL);
  self->join_title = g_strdup (similar ? similar->title : NULL);
  tc_intake_work_set_join (self->work, self->join_code);
  tc_intake_panel_enable_actions (self);
}

/* (nullable): the best one that is still open to reports */
static const TcSimilar *
find_joinable (GArray *similar)
{
  for (guint i = 0; i < similar->len; i++) {
    const TcSimilar *one = &g_array_index (similar, TcSimilar, i);
    if (tc_incident_allowed_steps (one->state) & (G_GUINT64_CONSTANT (1) << TC_STEP_JOIN))
      return one;
  }
  return NULL;
}

static void
around_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TcIntakePanel) self = data;
  TcIntakeContext *context = NULL;
  g_autoptr (TcIntakeAround)
      around = tc_intake_look_around_finish (TC_WORKER (source), result, NULL);

  /* Another look began, or nobody waits any more. */
  if (g_task_get_cancellable (G_TASK (result)) != self->around || !self->desk || !self->form)
    return;
  context = TC_INTAKE_CONTEXT (self->context);
  if (!around) {
    tc_slow_note_set_stopped (tc_intake_context_get_slow (context),
                              _ ("What is similar nearby couldn't be looked up."));
    return;
  }
  tc_slow_note_set_busy (tc_intake_context_get_slow (context), FALSE);
  tc_intake_context_set_similar (context, around->similar, self->form->lat_e7 != TC_NONE);
  tc_intake_work_set_proposals (self->work, around->fields);
  set_join (self, find_joinable (around->similar));
}

static GCancellable *
renew (GCancellable **cancellable)
{
  g_cancellable_cancel (*cancellable);
  g_clear_object (cancellable);
  *cancellable = g_cancellable_new ();
  return *cancellable;
}

static void
earlier_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TcIntakePanel) self = data;
  GArray *earlier = tc_intake_find_earlier_finish (TC_WORKER (source), result, NULL);

  if (!earlier)
    return;
  g_clear_pointer (&self->earlier, g_array_unref);
  self->earlier = earlier;
  if (self->desk)
    tc_intake_context_set_earlier (TC_INTAKE_CONTEXT (self->context), TC_EARLIER_KNOWN, earlier);
}

static void
ask_earlier (TcIntakePanel *self)
{
  TcIntakeContext *context = TC_INTAKE_CONTEXT (self->context);
  g_autofree char *phone = tc_phone_normalise (self->form->phone);
  gboolean whole = phone && strlen (phone) >= TC_PHONE_DIGITS_WHOLE;

  if (g_str_equal (whole ? phone : "", self->earlier_phone))
    return;
  g_free (self->earlier_phone);
  self->earlier_phone = g_strdup (whole ? phone : "");
  g_clear_pointer (&self->earlier, g_array_unref);
  self->opening = 0;
  renew (&self->asking);
  if (!whole)
    tc_intake_context_set_earlier (context, TC_EARLIER_NOT_ASKED, NULL);
  else if (!tc_desk_may (self->desk, TC_MAY_OPEN_REPORTER))
    tc_intake_context_set_earlier (context, TC_EARLIER_FORBIDDEN, NULL);
  else
    tc_intake_find_earlier_async (tc_desk_get_reader (self->desk), phone, self->asking, earlier_cb,
                                  g_object_ref (self));
}

static gboolean
look_cb (gpointer data)
{
  TcIntakePanel *self = data;

  self->look_source = 0;
  if (!self->form || !tc_desk_get_reader (self->desk))
    return G_SOURCE_REMOVE;
  tc_slow_note_set_busy (tc_intake_context_get_slow (TC_INTAKE_CONTEXT (self->context)), TRUE);
  tc_intake_look_around_async (tc_desk_get_reader (self->desk), self->form, renew (&self->around),
                               around_cb, g_object_ref (self));
  ask_earlier (self);
  return G_SOURCE_REMOVE;
}

void
tc_intake_panel_look_soon (TcIntakePanel *self)
{
  g_clear_handle_id (&self->look_source, g_source_remove);
  self->look_source = g_timeout_add (LOOK_MS, look_cb, self);
}

void
tc_intake_panel_forget_looked_up (TcIntakePanel *self)
{
  renew (&self->around);
  renew (&self->asking);
  g_clear_handle_id (&self->look_source, g_source_remove);
  g_clear_pointer (&self->earlier, g_array_unref);
  g_free (self->earlier_phone);
  self->earlier_phone = g_strdup ("");
  self->opening = 0;
  tc_intake_context_set_similar (TC_INTAKE_CONTEXT (self->context), NULL, FALSE);
  tc_intake_context_set_earlier (TC_INTAKE_CONTEXT (self->context), TC_EARLIER_NOT_ASKED, NULL);
  tc_slow_note_set_busy (tc_intake_context_get_slow (TC_INTAKE_CONTEXT (self->context)), FALSE);
  set_join (self, NULL);
}

/* ---- one that takes long ---- */

/* Whoever doesn't wait for it logs without it. */
static void
look_stop_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcIntakePanel *self = data;

  g_cancellable_cancel (self->around);
  g_clear_object (&self->around);
  tc_slow_note_set_stopped (tc_intake_context_get_slow (TC_INTAKE_CONTEXT (self->context)),
                            _ ("What is similar nearby was not looked up: it was stopped."));
}

static void
look_again_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  tc_intake_panel_look_soon (data);
}

void
tc_intake_panel_add_look_actions (TcIntakePanel *self, GActionMap *window)
{
  const GActionEntry entries[] = {{.name = "look-around-stop", .activate = look_stop_cb},
                                  {.name = "look-around-again", .activate = look_again_cb}};

  g_action_map_add_action_entries (window, entries, G_N_ELEMENTS (entries), self);
}
