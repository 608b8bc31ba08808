/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The head over the queue's columns: their names, each over its column. Dragged at its name one
 * goes to another place, dragged at its edge it gets wider or narrower; what comes of it is given
 * to the action win.columns (s), a text of tc-queue-columns.h. It is away while the columns are
 * those that everybody begins with, unless they are being chosen, which is a form in a popover.
 *
 * CSS: node queuehead.
 */
#pragma once

#include "tc-queue-columns.h"

#include <gtk/gtk.h>

#define TC_TYPE_QUEUE_HEAD (tc_queue_head_get_type ())
G_DECLARE_FINAL_TYPE (TcQueueHead, tc_queue_head, TC, QUEUE_HEAD, GtkWidget)

/* Signal: closed: the form was closed. */
void tc_queue_head_set_columns (TcQueueHead *self, const TcQueueColumns *columns);
/* Opens the form. */
void tc_queue_head_choose (TcQueueHead *self);
