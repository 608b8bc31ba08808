/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How good the alarms were over a time that has passed (core/incidents/tc-alarm-measures.h),
 * counted when it is asked for, some incidents at a time, so that whoever else reads comes in
 * between.
 *
 * Signal: ::changed (): it went on, was counted, or could not be.
 *
 * Thread: the main loop's; the counting is done on the worker.
 */
#pragma once

#include "tc-alarm-measures.h"
#include "tc-worker.h"

#define TC_TYPE_ALARM_REVIEW (tc_alarm_review_get_type ())
G_DECLARE_FINAL_TYPE (TcAlarmReview, tc_alarm_review, TC, ALARM_REVIEW, GObject)

TcAlarmReview *tc_alarm_review_new (TcWorker *reader);
/* Of the last @hours, from now on; what is being counted is given up. What was counted before stays
 * until then if it was of as many hours. */
void tc_alarm_review_count (TcAlarmReview *self, gint64 hours);
/* Gives up what is being counted. */
void tc_alarm_review_cancel (TcAlarmReview *self);
/* (nullable): nothing has been counted */
const TcAlarmMeasures *tc_alarm_review_get (TcAlarmReview *self);
/* Whether it is being counted; then how far it has come. */
gboolean tc_alarm_review_get_progress (TcAlarmReview *self, guint *done, guint *all);
/* Why it could not be counted; (nullable) */
const GError *tc_alarm_review_get_error (TcAlarmReview *self);
