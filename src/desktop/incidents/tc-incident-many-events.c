/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Incidents chosen in the queue and the big events that they belong to, or lead.
 */
#include "tc-incident-panel-private.h"

#include "tc-big-event-words.h"
#include "tc-bulk-events.h"

#include <glib/gi18n-lib.h>

typedef struct {
  TcIncidentPanel *panel; /* (owned) */
  TcBulkKind kind;        /* TC_BULK_JOIN_EVENT or TC_BULK_LEAVE_EVENT */
} EventAsking;

/* One incident can also lead a new one. */
static void
add_new_events (TcIncidentPanel *self, GPtrArray *words)
{
  for (guint i = 0; tc_big_event_kinds[i]; i++)
    /* Translators: a kind of big event: the incident chosen is to lead it. */
    g_ptr_array_add (words, g_strdup_printf (_ ("New, led by this incident: %s"),
                                             tc_big_event_word_kind (tc_big_event_kinds[i])));
}

/* NULL-terminated; empty: nothing can be done. (transfer full) (element-type utf8) */
static GPtrArray *
list_choices (TcIncidentPanel *self, const TcBulkEvents *events)
{
  GPtrArray *words = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < events->events->len; i++)
    g_ptr_array_add (words, tc_bulk_events_word (events, i));
  if (events->join && events->places->len == 1 && tc_bulk_events_is_free (events))
    add_new_events (self, words);
  g_ptr_array_add (words, NULL);
  return words;
}

static void
events_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree EventAsking *asking = data;
  g_autoptr (TcIncidentPanel) self = asking->panel;
  TcBulkEvents *events = tc_bulk_events_finish (TC_WORKER (source), result, NULL);
  g_autoptr (GPtrArray) words = NULL;
  g_autofree char *counts = NULL;
  gboolean join = asking->kind == TC_BULK_JOIN_EVENT;

  if (!self->desk || !events) {
    g_clear_pointer (&events, tc_bulk_events_free);
    return;
  }
  words = list_choices (self, events);
  if (words->len == 1) {
    g_autofree char *nothing = tc_bulk_events_word_nothing (events);
    tc_panel_say (GTK_WIDGET (self), nothing);
    tc_bulk_events_free (events);
    return;
  }
  /* A form that is open goes on with what it was opened with. */
  if (!tc_incident_panel_ask_meant (
          self, asking->kind,
          (TcComposerForm){.title = join ? _ ("To which big event (the name of a new one may stay "
                                              "empty)")
                                         : _ ("Out of which big event"),
                           .verb = join ? C_ ("verb", "Add") : C_ ("verb", "Take out"),
                           .choices = (const char *const *) words->pdata,
                           .other_choices = TRUE})) {
    tc_bulk_events_free (events);
    return;
  }
  g_clear_pointer (&self->many_events, tc_bulk_events_free);
  self->many_events = events;
  counts = tc_bulk_events_word_counts (events);
  tc_composer_hint (self->many_composer, counts);
}

static void
event_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcIncidentPanel *self = data;
  gboolean join = g_str_equal (g_action_get_name (G_ACTION (action)), "join-event");
  g_autoptr (GArray) ids = tc_incident_panel_list_meant (self, TC_BULK_MAX);
  EventAsking *asking = NULL;

  if (ids->len == 0 || tc_incident_panel_count_meant (self) > TC_BULK_MAX || self->doing)
    return;
  asking = g_new0 (EventAsking, 1);
  *asking = (EventAsking){g_object_ref (self), join ? TC_BULK_JOIN_EVENT : TC_BULK_LEAVE_EVENT};
  tc_bulk_events_async (tc_desk_get_reader (self->desk), asking->kind, ids, events_cb, asking);
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

static void
say_other (TcIncidentPanel *self)
{
  gtk_label_set_label (self->many_told, _ ("What is chosen now is there already, or can't be taken "
                                           "out of it."));
}

/* Others may be chosen by now than those that were looked at. (nullable) (transfer full) */
static GArray *
sift (TcIncidentPanel *self, guint event)
{
  g_autoptr (GArray) meant = tc_incident_panel_list_meant (self, TC_BULK_MAX + 1);
  g_autoptr (GArray) ids = tc_bulk_events_sift (self->many_events, meant, event);

  if (ids->len > 0)
    return g_steal_pointer (&ids);
  say_other (self);
  return NULL;
}

GArray *
tc_incident_panel_fill_event (TcIncidentPanel *self, TcBulkOrder *order, guint choice)
{
  const TcBulkEvents *events = self->many_events;
  gboolean join = order->kind == TC_BULK_JOIN_EVENT;
  guint n_events = events ? events->events->len : 0;

  if (!events || events->join != join) {
    say_other (self);
    return NULL;
  }
  if (choice < n_events && join && *order->text) {
    say_named (self);
    return NULL;
  }
  if (choice < n_events) {
    order->event_id = g_array_index (events->events, TcBulkEvent, choice).event_id;
    return sift (self, choice);
  }
  choice -= n_events;
  if (!join || choice >= g_strv_length ((char **) tc_big_event_kinds) ||
      tc_incident_panel_count_meant (self) != 1) {
    say_named (self);
    return NULL;
  }
  order->kind = TC_BULK_LEAD_EVENT;
  order->event_kind = tc_big_event_kinds[choice];
  return tc_incident_panel_list_meant (self, 1);
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
