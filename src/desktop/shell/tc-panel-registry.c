/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The table of panels; see the header.
 */
#include "tc-panel-registry.h"

#include "tc-alarm-panel.h"
#include "tc-big-event-panel.h"
#include "tc-camera-panel.h"
#include "tc-incident-panel.h"
#include "tc-intake-panel.h"
#include "tc-journal-panel.h"
#include "tc-overview-panel.h"
#include "tc-tray-panel.h"

#include <glib/gi18n-lib.h>

static const TcPanelType panels[] = {
    {"overview", NC_ ("panel", "Overview"), "tc-panel-overview-symbolic", tc_overview_panel_new},
    {"incidents", NC_ ("panel", "Incidents"), "tc-panel-incidents-symbolic", tc_incident_panel_new},
    {"cameras", NC_ ("panel", "Video wall"), "tc-panel-cameras-symbolic", tc_camera_panel_new},
    {"intake", NC_ ("panel", "Calls"), "tc-panel-intake-symbolic", tc_intake_panel_new},
    {"alarms", NC_ ("panel", "Alarms"), "tc-panel-alarms-symbolic", tc_alarm_panel_new},
    {"events", NC_ ("panel", "Big events"), "tc-panel-events-symbolic", tc_big_event_panel_new},
    {"journal", NC_ ("panel", "Journal"), "tc-panel-journal-symbolic", tc_journal_panel_new},
    {"tray", NC_ ("panel", "Attention"), "tc-panel-tray-symbolic", tc_tray_panel_new},
};

const TcPanelType *
tc_panel_registry_list (guint *n)
{
  *n = G_N_ELEMENTS (panels);
  return panels;
}

const TcPanelType *
tc_panel_registry_find (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (panels); i++) {
    if (g_strcmp0 (panels[i].name, name) == 0)
      return &panels[i];
  }
  return NULL;
}
