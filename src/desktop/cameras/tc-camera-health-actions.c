/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The page of cameras' health in the video wall's panel: shown in place of the tiles, which go on.
 */
#include "tc-camera-panel-private.h"

#include "tc-camera-operations.h"
#include "tc-camera-test-words.h"
#include "tc-desk-files.h"
#include "tc-faults-window.h"
#include "tc-incident-operations.h"
#include "tc-now.h"
#include "tc-refusal-words.h"
#include "tc-words.h"

#include <glib/gi18n-lib.h>

#define ORDER "health-order"
#define REPORT "camera-report-fault"
#define TEST "camera-test"
#define FAULTS "camera-faults"

static void
set_state (TcCameraPanel *self, const char *name, GVariant *state)
{
  GAction *action = self->window ? g_action_map_lookup_action (self->window, name) : NULL;

  if (action)
    g_simple_action_set_state (G_SIMPLE_ACTION (action), state);
  else
    g_variant_unref (g_variant_ref_sink (state));
}

void
tc_camera_panel_show_health (TcCameraPanel *self, gboolean shown)
{
  if (shown == gtk_widget_get_visible (GTK_WIDGET (self->health)))
    return;
  (void) tc_camera_panel_leave_camera (self);
  set_state (self, TC_ACTION_HEALTH, g_variant_new_boolean (shown));
  gtk_widget_set_visible (GTK_WIDGET (self->grid), !shown);
  tc_camera_health_page_show (self->health, shown);
  gtk_widget_grab_focus (shown ? GTK_WIDGET (self->health) : GTK_WIDGET (self->grid));
}

static void
health_cb (GSimpleAction *action, GVariant *state, gpointer data)
{
  tc_camera_panel_show_health (data, g_variant_get_boolean (state));
}

static void
order_cb (GSimpleAction *action, GVariant *state, gpointer data)
{
  TcHealthOrder order;

  if (!tc_health_order_from_code (g_variant_get_string (state, NULL), &order))
    return;
  g_simple_action_set_state (action, state);
  tc_camera_health_page_sort (((TcCameraPanel *) data)->health, order);
}

/* ---- a fault as an incident ---- */

static void
reported_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TcCameraPanel) self = data;
  g_autoptr (TcRefusal) refusal = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) value = tc_desk_ask_finish (TC_DESK (source), result, &refusal, &error);
  g_autofree char *why = refusal ? tc_refusal_word (refusal, tc_now_us ())
                         : error ? tc_fault_word (error)
                                 : NULL;
  g_autofree char *text = NULL;
  gboolean existing = FALSE;
  gint64 id = 0;

  if (!self->desk || !self->window)
    return;
  if (!value || !g_variant_lookup (value, "incident", "x", &id)) {
    tc_panel_answer (GTK_WIDGET (self), FALSE, why ? why : "");
    return;
  }
  (void) g_variant_lookup (value, "existing", "b", &existing);
  if (!existing) {
    tc_panel_answer (GTK_WIDGET (self), TRUE,
                     _ ("The fault is reported. Once more shows the incident."));
    return;
  }
  tc_panel_answer (GTK_WIDGET (self), TRUE, _ ("There is an incident about this fault already."));
  text = g_strdup_printf ("%" G_GINT64_FORMAT, id);
  g_action_group_activate_action (G_ACTION_GROUP (self->window), "open",
                                  g_variant_new_string (text));
}

/* What the page has selected while it is shown, else what is to be seen in the chosen tile. */
static const TcCamera *
get_subject (TcCameraPanel *self)
{
  return gtk_widget_get_visible (GTK_WIDGET (self->health))
             ? tc_camera_health_page_get_selected (self->health)
             : tc_camera_panel_get_chosen (self);
}

static void
tell_choose (TcCameraPanel *self)
{
  tc_panel_answer (GTK_WIDGET (self), FALSE, _ ("Choose a camera first."));
}

static void
ask_of_subject (TcCameraPanel *self, const char *question, GAsyncReadyCallback callback)
{
  const TcCamera *camera = get_subject (self);
  GVariantDict dict = G_VARIANT_DICT_INIT (NULL);

  if (!camera) {
    g_variant_dict_clear (&dict);
    tell_choose (self);
    return;
  }
  g_variant_dict_insert (&dict, "session_id", "x", tc_desk_get_session (self->desk));
  g_variant_dict_insert (&dict, "camera", "x", camera->id);
  tc_desk_ask_async (self->desk, question, g_variant_dict_end (&dict), NULL, callback,
                     g_object_ref (self));
}

static void
report_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  ask_of_subject (data, "camera.report-fault", reported_cb);
}

/* ---- the connection ---- */

static void
tested_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TcCameraPanel) self = data;
  g_autoptr (TcRefusal) refusal = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) value = tc_desk_ask_finish (TC_DESK (source), result, &refusal, &error);
  gboolean fine = FALSE;
  g_autofree char *text = value     ? tc_camera_test_word (value, &fine)
                          : refusal ? tc_refusal_word (refusal, tc_now_us ())
                                    : tc_fault_word (error);

  if (self->desk && self->window)
    tc_panel_answer (GTK_WIDGET (self), fine, text);
}

static void
test_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  ask_of_subject (data, "camera.test", tested_cb);
}

/* ---- what it has had ---- */

static void
faults_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcCameraPanel *self = data;
  const TcCamera *camera = get_subject (self);

  if (camera)
    tc_faults_window_show (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), self->desk,
                           camera);
  else
    tell_choose (self);
}

void
tc_camera_panel_enable_health (TcCameraPanel *self)
{
  const TcCameraView *view = tc_camera_watch_get_view (self->watch);

  tc_panel_enable (self->window, REPORT,
                   view && view->reading == TC_READING_OPEN &&
                       tc_desk_may (self->desk, TC_MAY_REPORT));
  tc_panel_enable (self->window, FAULTS, view && view->reading == TC_READING_OPEN);
  tc_panel_enable (self->window, TEST,
                   view && view->reading == TC_READING_OPEN &&
                       tc_desk_may (self->desk, TC_MAY_MANAGE_CAMERAS));
}

void
tc_camera_panel_add_health (TcCameraPanel *self, GActionMap *window)
{
  const GActionEntry entries[] = {
      {.name = TC_ACTION_HEALTH, .state = "false", .change_state = health_cb},
      {.name = REPORT, .activate = report_cb},
      {.name = TEST, .activate = test_cb},
      {.name = FAULTS, .activate = faults_cb},
      {.name = ORDER, .parameter_type = "s", .state = "'worst'", .change_state = order_cb},
  };

  g_action_map_add_action_entries (window, entries, G_N_ELEMENTS (entries), self);
  tc_camera_health_page_add_take (self->health, self->desk, window);
}
