/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The panels there are, in the order of the rail. A panel adds one line to the table.
 */
#pragma once

#include "tc-panel.h"

typedef struct {
  const char *name;  /* "incidents": of win.panel and --panel */
  const char *title; /* for gettext */
  const char *icon;
  GtkWidget *(*make) (TcDesk *desk); /* (transfer floating): a TcPanel */
} TcPanelType;

const TcPanelType *tc_panel_registry_list (guint *n);
const TcPanelType *tc_panel_registry_find (const char *name); /* (nullable) */
