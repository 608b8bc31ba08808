/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One refused operation in full: what was wanted, why it was refused, what others did meanwhile,
 * the incident then and now, and what can be done about it.
 */
#pragma once

#include "tc-composer.h"
#include "tc-tray-detail.h"

#define TC_TYPE_TRAY_WORK (tc_tray_work_get_type ())
G_DECLARE_FINAL_TYPE (TcTrayWork, tc_tray_work, TC, TRAY_WORK, GtkWidget)

/* @entry: (nullable): nothing is selected; @detail: (nullable): not read yet */
void tc_tray_work_show (TcTrayWork *self, const TcTrayEntry *entry, const TcTrayDetail *detail);
/* @verb: (nullable): of the way around; NULL: there is none */
void tc_tray_work_set_way (TcTrayWork *self, const char *verb);
/* How many are marked, which setting aside is about then; 0: about the one shown. */
void tc_tray_work_set_marked (TcTrayWork *self, guint n);
/* What would become of it if it were sent again as it is. (nullable) */
void tc_tray_work_set_outlook (TcTrayWork *self, const char *text);
/* Why the last attempt was refused. (nullable) */
void tc_tray_work_show_trouble (TcTrayWork *self, const char *text);
TcComposer *tc_tray_work_get_composer (TcTrayWork *self);
