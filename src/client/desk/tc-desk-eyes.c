/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whose eyes readers have; see the header.
 */
#include "tc-desk-eyes.h"

#include "tc-mailbox.h"
#include "tc-now.h"
#include "tc-reading-view.h"

#define READERS 2

/* One reader's. */
typedef struct {
  TcDeskEyes *eyes; /* (unowned): has it */
  gint64 staff_id;  /* whose eyes it had last; the thread's, as the next */
  char *readable;   /* (owned) (nullable): what that person might read then */
} Eye;

struct _TcDeskEyes {
  GMutex mutex;
  gint64 staff_id; /* (mutex mutex) */
  Eye all[READERS];
  TcMailbox *mailbox; /* (owned) */
  TcDeskEyesChanged changed;
};

typedef struct {
  TcDeskEyesChanged changed;
} Note;

static void
note_cb (gpointer note, gpointer owner)
{
  ((const Note *) note)->changed (owner);
  g_free (note);
}

static gint64
get_person (TcDeskEyes *self)
{
  g_mutex_lock (&self->mutex);
  gint64 staff_id = self->staff_id;
  g_mutex_unlock (&self->mutex);
  return staff_id;
}

static void
tell_changed (TcDeskEyes *self)
{
  Note *note = g_new0 (Note, 1);

  note->changed = self->changed;
  tc_mailbox_post (self->mailbox, note);
  tc_mailbox_wake (self->mailbox);
}

/* Before each piece of work, on the reader's thread. */
static void
look (TcDatabase *db, gpointer data)
{
  Eye *eye = data;
  gint64 staff_id = get_person (eye->eyes);
  char *readable = tc_reading_view_show (db, staff_id, tc_now_us ());

  if (!readable)
    return;
  /* Of whom nothing was known before, the rows have just come: that is told as it is. */
  if (eye->readable && *eye->readable && eye->staff_id == staff_id &&
      !g_str_equal (eye->readable, readable))
    tell_changed (eye->eyes);
  eye->staff_id = staff_id;
  g_free (eye->readable);
  eye->readable = readable;
}

TcDeskEyes *
tc_desk_eyes_new (GObject *owner, TcDeskEyesChanged changed)
{
  TcDeskEyes *self = g_new0 (TcDeskEyes, 1);

  g_mutex_init (&self->mutex);
  self->changed = changed;
  self->mailbox = tc_mailbox_new (owner, note_cb, g_free);
  for (guint i = 0; i < READERS; i++)
    self->all[i].eyes = self;
  return self;
}

void
tc_desk_eyes_free (TcDeskEyes *self)
{
  tc_mailbox_free (self->mailbox);
  for (guint i = 0; i < READERS; i++)
    g_free (self->all[i].readable);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

void
tc_desk_eyes_give (TcDeskEyes *self, TcWorker *reader, guint which)
{
  g_assert (which < READERS);
  tc_worker_set_before (reader, look, &self->all[which]);
}

void
tc_desk_eyes_set_person (TcDeskEyes *self, gint64 staff_id)
{
  g_mutex_lock (&self->mutex);
  self->staff_id = staff_id;
  g_mutex_unlock (&self->mutex);
}
