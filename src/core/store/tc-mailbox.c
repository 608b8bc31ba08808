/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From a thread to the main loop; see the header.
 */
#include "tc-mailbox.h"

struct _TcMailbox {
  GObject *owner; /* (unowned): it owns this */
  TcMailboxFunc func;
  GAsyncQueue *notes;    /* (owned) */
  GMainContext *context; /* (owned) */
  int wake_pending;      /* atomic */
};

TcMailbox *
tc_mailbox_new (GObject *owner, TcMailboxFunc func, GDestroyNotify note_free)
{
  TcMailbox *self = g_new0 (TcMailbox, 1);

  self->owner = owner;
  self->func = func;
  self->notes = g_async_queue_new_full (note_free);
  self->context = g_main_context_ref_thread_default ();
  return self;
}

void
tc_mailbox_free (TcMailbox *self)
{
  g_async_queue_unref (self->notes);
  g_main_context_unref (self->context);
  g_free (self);
}

void
tc_mailbox_post (TcMailbox *self, gpointer note)
{
  g_async_queue_push (self->notes, note);
}

gboolean
tc_mailbox_is_empty (TcMailbox *self)
{
  return g_async_queue_length (self->notes) <= 0;
}

static gboolean
hand_over_cb (gpointer data)
{
  TcMailbox *self = data;
  gpointer note;

  /* Before the notes are taken: what is posted after the last of them wakes again. */
  g_atomic_int_set (&self->wake_pending, 0);
  while ((note = g_async_queue_try_pop (self->notes)))
    self->func (note, self->owner);
  return G_SOURCE_REMOVE;
}

static void
release_owner (gpointer data)
{
  g_object_unref (((TcMailbox *) data)->owner);
}

void
tc_mailbox_wake (TcMailbox *self)
{
  if (tc_mailbox_is_empty (self) || !g_atomic_int_compare_and_exchange (&self->wake_pending, 0, 1))
    return;
  g_autoptr (GSource) source = g_idle_source_new ();
  g_object_ref (self->owner);
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, hand_over_cb, self, release_owner);
  g_source_attach (source, self->context);
}
