/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whose eyes the readers of a desk have: all that they give is what the person signed in may read
 * (core/people/tc-reading-view.h), whoever asks and for whatever panel.
 */
#pragma once

#include "tc-worker.h"

typedef struct _TcDeskEyes TcDeskEyes;

/* What one person may read has changed, as a reader finds when it next reads. Thread: of the
 * context where the eyes were made. */
typedef void (*TcDeskEyesChanged) (gpointer owner);

TcDeskEyes *tc_desk_eyes_new (GObject *owner, TcDeskEyesChanged changed);
/* Once the readers have stopped. */
void tc_desk_eyes_free (TcDeskEyes *self);
/* @which: 0 or 1, of two readers */
void tc_desk_eyes_give (TcDeskEyes *self, TcWorker *reader, guint which);
/* Work that begins from now on reads as that person, 0 for nobody. */
void tc_desk_eyes_set_person (TcDeskEyes *self, gint64 staff_id);
