/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The link to an order's page, for the telephone of its unit: asked for, copied and shown under the
 * order; and a new one, which ends those that were given before.
 */
#include "tc-incident-panel-private.h"

#include "tc-incident-operations.h"
#include "tc-refusal-words.h"
#include "tc-unit-page-asking.h"

#include <glib/gi18n-lib.h>

typedef struct {
  TcIncidentPanel *panel; /* (owned) */
  gint64 incident_id;
  gint64 task_id;
  gint64 renewals;
} Linking;

static void
free_linking (Linking *linking)
{
  g_object_unref (linking->panel);
  g_free (linking);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Linking, free_linking)

/* (nullable): for an order of the incident that is shown. */
static Linking *
make_linking (TcIncidentPanel *self, gint64 task_id)
{
  const TcIncidentDetail *detail = tc_incident_focus_get_detail (self->focus);
  Linking *linking;

  if (!detail || !tc_desk_may (self->desk, TC_MAY_DISPATCH))
    return NULL;
  linking = g_new (Linking, 1);
  *linking = (Linking){g_object_ref (self), detail->incident.id, task_id,
                       tc_unit_page_count_renewals (detail, task_id)};
  return linking;
}

/* Beside its incident, or at the foot where another one is shown by now. */
static void
say_trouble (const Linking *linking, const char *text)
{
  TcIncidentPanel *self = linking->panel;

  if (tc_incident_focus_get_id (self->focus) == linking->incident_id)
    tc_incident_work_show_refusal (self->work, text);
  else
    tc_panel_say (GTK_WIDGET (self), text);
}

static void
linked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Linking) linking = data;
  TcIncidentPanel *self = linking->panel;
  g_autofree char *trouble = NULL;
  g_autoptr (TcUnitPageLink)
      link = tc_unit_page_ask_link_finish (TC_DESK (source), result, &trouble);

  if (!self->desk)
    return;
  if (!link) {
    say_trouble (linking, trouble);
    return;
  }
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), link->url);
  tc_panel_say (GTK_WIDGET (self), _ ("The link to the order's page was copied."));
  tc_task_list_show_link (tc_incident_work_get_tasks (self->work), linking->task_id, link);
}

static void
ask_link (Linking *linking)
{
  tc_unit_page_ask_link_async (linking->panel->desk, linking->task_id, linking->renewals, linked_cb,
                               linking);
}

static void
link_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcIncidentPanel *self = data;
  Linking *linking = make_linking (self, g_variant_get_int64 (target));

  if (!linking)
    return;
  tc_incident_work_show_refusal (self->work, NULL);
  ask_link (linking);
}

static void
renewed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Linking) linking = data;
  g_autofree char *trouble = tc_verdict_finish_word (TC_OPERATION_SINK (source), result);

  if (!linking->panel->desk)
    return;
  if (!trouble) {
    linking->renewals++;
    ask_link (g_steal_pointer (&linking));
    return;
  }
  say_trouble (linking, trouble);
}

static void
new_link_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcIncidentPanel *self = data;
  Linking *linking = make_linking (self, g_variant_get_int64 (target));
  TcCommand command = {0};

  if (!linking)
    return;
  tc_incident_work_show_refusal (self->work, NULL);
  command = (TcCommand){TC_OPERATION_SINK (self->desk), NULL, renewed_cb, linking};
  tc_incident_command_renew_page (&command, linking->incident_id, linking->task_id);
}

void
tc_incident_panel_add_page_actions (TcIncidentPanel *self, GActionMap *window)
{
  static const GActionEntry entries[] = {
      {.name = "unit-link", .activate = link_cb, .parameter_type = "x"},
      {.name = "unit-new-link", .activate = new_link_cb, .parameter_type = "x"},
  };

  g_action_map_add_action_entries (window, entries, G_N_ELEMENTS (entries), self);
}
