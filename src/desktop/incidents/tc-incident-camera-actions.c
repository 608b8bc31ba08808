/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From an incident to the cameras near it: the nearest is opened on the video wall, or all of them
 * are laid out there, those that see the place first. Of the incident that is shown, or of the one
 * whose code was typed.
 */
#include "tc-incident-panel-private.h"

#include "tc-camera-near-watch.h"
#include "tc-camera-words.h"
#include "tc-incident-search.h"
#include "tc-refusal-words.h"

#include <glib/gi18n-lib.h>

typedef struct {
  TcIncidentPanel *panel; /* (owned) */
  char *code;             /* (owned) (nullable): as it was typed */
  gboolean all;
} Wanted;

static void
free_wanted (Wanted *wanted)
{
  g_object_unref (wanted->panel);
  g_free (wanted->code);
  g_free (wanted);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Wanted, free_wanted)

static void
answer (const Wanted *wanted, const char *why)
{
  tc_panel_answer (GTK_WIDGET (wanted->panel), FALSE, why);
}

/* The video wall is another panel's, which answers for itself. */
static void
show (const Wanted *wanted, const TcCameraNearView *view)
{
  GActionGroup *window = G_ACTION_GROUP (wanted->panel->window);
  const TcCamera *nearest = g_array_index (view->near, TcCameraNear, 0).camera;
  GVariantBuilder ids;

  if (!wanted->all) {
    g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, nearest->number);

    g_action_group_activate_action (window, "camera-number", g_variant_new_string (number));
    return;
  }
  g_variant_builder_init (&ids, G_VARIANT_TYPE ("ax"));
  for (guint i = 0; i < view->near->len; i++)
    g_variant_builder_add (&ids, "x", g_array_index (view->near, TcCameraNear, i).camera->id);
  g_action_group_activate_action (window, "cameras-show", g_variant_builder_end (&ids));
  tc_panel_answer (GTK_WIDGET (wanted->panel), TRUE, "");
}

static void
near_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Wanted) wanted = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TcCameraNearView) view = tc_camera_near_read_finish (TC_DESK (source), result, &error);
  g_autofree char *why = view ? tc_camera_word_none_near (view) : tc_fault_word (error);

  if (!wanted->panel->desk)
    return;
  if (why)
    answer (wanted, why);
  else
    show (wanted, view);
}

/* Takes @wanted. */
static void
look_near (Wanted *wanted, const TcIncidentRow *row)
{
  tc_camera_near_read_async (wanted->panel->desk, row->lat_e7, row->lon_e7, near_cb, wanted);
}

static void
target_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Wanted) wanted = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TcDispatchTarget)
      target = tc_incident_find_target_finish (TC_WORKER (source), result, &error);
  g_autofree char *why = target ? NULL : tc_fault_word (error);

  if (!wanted->panel->desk)
    return;
  if (target && !target->detail)
    /* Translators: what was typed as an incident's code. */
    why = g_strdup_printf (_ ("There is no incident %s. Type its whole code, or more of it."),
                           wanted->code);
  if (why)
    answer (wanted, why);
  else
    look_near (g_steal_pointer (&wanted), &target->detail->incident);
}

static Wanted *
make_wanted (TcIncidentPanel *self, GSimpleAction *action, GVariant *target)
{
  Wanted *wanted = g_new0 (Wanted, 1);

  *wanted = (Wanted){g_object_ref (self), target ? g_variant_dup_string (target, NULL) : NULL,
                     g_str_has_prefix (g_action_get_name (G_ACTION (action)), "near-cameras")};
  return wanted;
}

static void
shown_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcIncidentPanel *self = data;
  const TcIncidentPicture *picture = tc_incident_focus_get_found (self->focus);
  Wanted *wanted = make_wanted (self, action, NULL);

  if (picture) {
    look_near (wanted, &picture->detail->incident);
    return;
  }
  answer (wanted, _ ("Choose an incident first: its cameras are meant."));
  free_wanted (wanted);
}

static void
typed_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcIncidentPanel *self = data;
  Wanted *wanted = make_wanted (self, action, target);

  tc_incident_find_target_async (tc_desk_get_reader (self->desk), wanted->code, "", target_cb,
                                 wanted);
}

/* ---- what was kept of a camera's picture ---- */

static void
attach_snapshot_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcIncidentPanel *self = data;
  TcAttachTo to = tc_incident_panel_get_attach_to (self);
  g_autofree const char **paths = g_variant_get_strv (target, NULL);
  g_autofree char *said = NULL;
  GSList *files = NULL;

  if (!tc_incident_focus_get_found (self->focus))
    return;
  for (guint i = 0; paths[i]; i++)
    files = g_slist_append (files, g_file_new_for_path (paths[i]));
  /* Translators: code of an incident. */
  said = g_strdup_printf (_ ("The snapshot is attached to %s."), to.code);
  to.said = said;
  tc_attach_box_add_files (tc_incident_work_get_unattached (self->work), &to, files);
  g_slist_free_full (files, g_object_unref);
}

void
tc_incident_panel_add_camera_actions (TcIncidentPanel *self, GActionMap *window)
{
  const GActionEntry entries[] = {
      {.name = "near-camera", .activate = shown_cb},
      {.name = "near-cameras", .activate = shown_cb},
      {.name = "attach-snapshot", .activate = attach_snapshot_cb, .parameter_type = "as"},
      {.name = "near-camera-of", .activate = typed_cb, .parameter_type = "s"},
      {.name = "near-cameras-of", .activate = typed_cb, .parameter_type = "s"},
  };

  g_action_map_add_action_entries (window, entries, G_N_ELEMENTS (entries), self);
}
