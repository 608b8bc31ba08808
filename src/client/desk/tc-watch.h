/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Something of the replica that is looked at and kept true: read at once, again when rows that it
 * is made of change or time goes by, never twice at a time, and once more if it was asked for
 * meanwhile. It ends with its desk: from ::stopping on nothing is read, and what still comes is
 * thrown away.
 *
 * What is read, and of what, is said by the class: a watch is derived from this one, fills the
 * class in, and keeps what its reading depends on.
 *
 * Ownership: what was read belongs to the watch; the watch doesn't keep its desk.
 * Thread: the main loop's, but for TcWatchClass.read, which is called on the worker.
 */
#pragma once

#include "tc-desk.h"

#define TC_TYPE_WATCH (tc_watch_get_type ())
G_DECLARE_DERIVABLE_TYPE (TcWatch, tc_watch, TC, WATCH, GObject)

/*
 * Signals:
 * ::changed (): it was read anew, and isn't the same where the class tells that.
 * ::failed (const char *message): it couldn't be; what was read before is as it was.
 */
struct _TcWatchClass {
  GObjectClass parent_class;

  const char *what;          /* is read, in a line of the journal: "the roster" */
  const char *const *tables; /* NULL-ended: rows of which it is made */
  guint interval_ms;         /* at least between two readings that rows ask for; 0: none */
  guint tick_s;              /* read again each time that has passed; 0: never */

  /* Reads; never NULL without an error. As TcWorkFunc, with what `ask` made. */
  TcWorkFunc read;
  GDestroyNotify free_view;
  /* (nullable): whether what was read now says what was read before, which then stays. */
  gboolean (*same) (gconstpointer before, gconstpointer now);
  /* (nullable): what `read` needs to know, as of now. (transfer full) */
  gpointer (*ask) (TcWatch *self);
  GDestroyNotify free_asked; /* (nullable): without `ask` */

  /* (nullable): whether a row of a table that isn't among `tables` makes it read now. */
  gboolean (*minds) (TcWatch *self, const char *table);
  /* (nullable): before whoever is connected hears of it. */
  void (*changed) (TcWatch *self);
  /* (nullable): its desk closes its files, or it is disposed of; may be called again. */
  void (*stop) (TcWatch *self);
};

/* Begins; once, when all that `ask` needs is there. */
void tc_watch_follow (TcWatch *self, TcDesk *desk);
/* Likewise without a desk: whoever owns the watch says what changes, and ends it before @reader. */
void tc_watch_follow_reader (TcWatch *self, TcWorker *reader);
/* From here on it reads by the side reader of its desk: nobody waits for it. */
void tc_watch_set_aside (TcWatch *self);
/* What `ask` says is another now: a person looks on, so it is read without an interval. */
void tc_watch_read (TcWatch *self);
/* Nobody waits any more for what is being read: it is thrown away without a signal. What was read
 * before stays, until it is read again for whatever reason. */
void tc_watch_give_up (TcWatch *self);
/* What TcDesk::rows-changed and TcDesk::replaced say. */
void tc_watch_rows_changed (TcWatch *self, const char *table);
void tc_watch_replaced (TcWatch *self);

/* (nullable): nothing yet. Borrowed until the next ::changed. */
gconstpointer tc_watch_get (TcWatch *self);
/* (nullable): it has ended, or follows a reader alone. */
TcDesk *tc_watch_get_desk (TcWatch *self);
