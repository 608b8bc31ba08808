/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Incidents chosen in the queue and the big events that they belong to, or lead.
 */
#include "tc-incident-panel-private.h"

#include "tc-big-event-queries.h"
#include "tc-big-event-words.h"

#include <glib/gi18n-lib.h>

typedef struct {
  TcIncidentPanel *panel; /* (owned) */
  TcBulkKind kind;        /* TC_BULK_JOIN_EVENT or TC_BULK_LEAVE_EVENT */
} EventAsking;

static gpointer
read_events (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return tc_big_event_list (db, TC_BIG_EVENTS_MAX);
}

/* Of those that go on, or all; their ids are kept in the order of the choices. */
static void
add_events (TcIncidentPanel *self, GPtrArray *events, gboolean all, GPtrArray *words)
{
  g_array_set_size (self->units, 0);
  for (guint i = 0; i < events->len; i++) {
    const TcBigEvent *event = g_ptr_array_index (events, i);
    if (!all && event->ended_us != TC_NONE)
      continue;
    g_array_append_val (self->units, event->id);
    g_ptr_array_add (words, g_strdup_printf ("%s · %s", event->title, event->code));
  }
}

/* One incident can also lead a new one. */
static void
add_new_events (TcIncidentPanel *self, GPtrArray *words)
{
  for (guint i = 0; tc_incident_panel_count_meant (self) == 1 && tc_big_event_kinds[i]; i++)
    /* Translators: a kind of big event: the incident chosen is to lead it. */
    g_ptr_array_add (words, g_strdup_printf (_ ("New, led by this incident: %s"),
                                             tc_big_event_word_kind (tc_big_event_kinds[i])));
}

static void
events_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree EventAsking *asking = data;
  g_autoptr (TcIncidentPanel) self = asking->panel;
  g_autoptr (GPtrArray) events = tc_worker_run_finish (TC_WORKER (source), result, NULL);
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  gboolean join = asking->kind == TC_BULK_JOIN_EVENT;

  if (!self->desk || !events)
    return;
  add_events (self, events, !join, words);
  if (join)
    add_new_events (self, words);
  if (words->len == 0) {
    tc_panel_say (GTK_WIDGET (self), _ ("There is no big event. Choose the one incident first that "
                                        "is to lead it."));
    return;
  }
  g_ptr_array_add (words, NULL);
  tc_incident_panel_ask_meant (
      self, asking->kind,
      (TcComposerForm){.title = join ? _ ("To which big event (the name of a new one may stay "
                                          "empty)")
                                     : _ ("Out of which big event"),
                       .verb = join ? C_ ("verb", "Add") : C_ ("verb", "Take out"),
                       .choices = (const char *const *) words->pdata});
}

static void
event_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcIncidentPanel *self = data;
  gboolean join = g_str_equal (g_action_get_name (G_ACTION (action)), "join-event");
  EventAsking *asking = g_new0 (EventAsking, 1);

  *asking = (EventAsking){g_object_ref (self), join ? TC_BULK_JOIN_EVENT : TC_BULK_LEAVE_EVENT};
  tc_worker_run_async (tc_desk_get_reader (self->desk), read_events, NULL, NULL,
                       (GDestroyNotify) g_ptr_array_unref, NULL, events_cb, asking);
}

/* The name of a new one, while one that exists is chosen: neither can be meant. */
static void
say_named (TcIncidentPanel *self)
{
  gtk_label_set_label (self->many_told,
                       tc_incident_panel_count_meant (self) == 1
                           ? _ ("Choose what kind the new big event is, or leave the name empty.")
                           : _ ("A new big event is led by one incident: choose it alone, or leave "
                                "the name empty."));
}

gboolean
tc_incident_panel_fill_event (TcIncidentPanel *self, TcBulkOrder *order, guint choice)
{
  guint n_kinds = g_strv_length ((char **) tc_big_event_kinds);

  if (choice < self->units->len && order->kind == TC_BULK_JOIN_EVENT && *order->text) {
    say_named (self);
    return FALSE;
  }
  if (choice < self->units->len) {
    order->event_id = g_array_index (self->units, gint64, choice);
    return TRUE;
  }
  choice -= self->units->len;
  if (order->kind != TC_BULK_JOIN_EVENT || choice >= n_kinds ||
      tc_incident_panel_count_meant (self) != 1)
    return FALSE;
  order->kind = TC_BULK_LEAD_EVENT;
  order->event_kind = tc_big_event_kinds[choice];
  return TRUE;
}

void
tc_incident_panel_add_event_actions (TcIncidentPanel *self, GActionMap *window)
{
  const GActionEntry entries[] = {
      {.name = "join-event", .activate = event_cb},
      {.name = "leave-event", .activate = event_cb},
  };

  g_action_map_add_action_entries (window, entries, G_N_ELEMENTS (entries), self);
}
