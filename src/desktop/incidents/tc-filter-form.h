/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A filter of the queue, put together by hand: a row for each thing it can ask for, all at once.
 * What a filter asks for beyond these rows (a big event, a certain time) stays as it is.
 *
 * Signals: ::changed (): the person has chosen; what is asked for now is tc_filter_form_get().
 */
#pragma once

#include "tc-queue-choices.h"

#include <gtk/gtk.h>

#define TC_TYPE_FILTER_FORM (tc_filter_form_get_type ())
G_DECLARE_FINAL_TYPE (TcFilterForm, tc_filter_form, TC, FILTER_FORM, GtkWidget)

/* Once. */
void tc_filter_form_set_choices (TcFilterForm *self, TcQueueChoices *choices);
/* Shows what is asked for now; no ::changed. */
void tc_filter_form_set (TcFilterForm *self, const TcQueueFilter *filter);
/* (transfer none) */
const TcQueueFilter *tc_filter_form_get (TcFilterForm *self);
