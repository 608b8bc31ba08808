/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How good the alarms were, for whoever leads the shift: figures that say what they are to be
 * judged by, the share of each priority, what they were about, which stand and which come and go.
 * Once their source is silent they are grey and say since when.
 */
#pragma once

#include "tc-alarm-review.h"
#include "tc-chart-picture.h"

#define TC_TYPE_ALARM_MEASURES_PAGE (tc_alarm_measures_page_get_type ())
G_DECLARE_FINAL_TYPE (TcAlarmMeasuresPage, tc_alarm_measures_page, TC, ALARM_MEASURES_PAGE,
                      GtkWidget)

/* What has been counted, and how far what is being counted is. @silent: (nullable): a line over all
 * figures, once nothing new comes; @since: (nullable): the same beside each of them */
void tc_alarm_measures_page_show (TcAlarmMeasuresPage *self, TcAlarmReview *review,
                                  const char *silent, const char *since);
/* What is shown, to be kept. (transfer full) (nullable): nothing has been counted */
TcChartPicture *tc_alarm_measures_page_make_picture (TcAlarmMeasuresPage *self);
