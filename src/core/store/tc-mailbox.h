/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a thread tells the main loop of the object that owns it: notes are posted one by one, and
 * handed over in that order, all there are in one turn, in the context where the mailbox was made.
 */
#pragma once

#include <glib-object.h>

typedef struct _TcMailbox TcMailbox;

/* @note: (transfer full). Thread: that of the context. */
typedef void (*TcMailboxFunc) (gpointer note, gpointer owner);

/* @owner: has the mailbox, and is kept alive by notes that are about to be handed over */
TcMailbox *tc_mailbox_new (GObject *owner, TcMailboxFunc func, GDestroyNotify note_free);
/* Frees what was not handed over. */
void tc_mailbox_free (TcMailbox *self);

/* Thread: any, for all that follow. */

/* @note: (transfer full): handed over after the next tc_mailbox_wake() */
void tc_mailbox_post (TcMailbox *self, gpointer note);
void tc_mailbox_wake (TcMailbox *self);
/* Whether all was handed over. */
gboolean tc_mailbox_is_empty (TcMailbox *self);
