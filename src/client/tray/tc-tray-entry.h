/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An operation that the server refused, as the outbox keeps it: what was wanted, why it was
 * refused, what its maker saw, and what somebody did about it. Immutable.
 */
#pragma once

#include "tc-database.h"

/* Of those that were dealt with, the newest. */
#define TC_TRAY_SETTLED_MAX 500

typedef struct {
  gint64 seq;
  gint64 operation_id;
  char *operation;    /* (owned): name */
  GVariant *args;     /* (owned): a{sv} */
  TcRefusal *refusal; /* (owned) */
  gint64 actor_id;
  guint16 replica; /* the desk */
  gint64 made_us;
  gint64 refused_us;
  GBytes *seen;       /* (owned) (nullable): see tc-incident-seen.h */
  gint64 settled_us;  /* 0: needs attention */
  char *settled_how;  /* (owned) (nullable): "resent", "edited", "set-aside" */
  gint64 settled_by;  /* 0: not known */
  char *settled_text; /* (owned) (nullable) */
} TcTrayEntry;

void tc_tray_entry_free (TcTrayEntry *entry);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcTrayEntry, tc_tray_entry_free)

/* Whether that person may see it: one's own; of others, whose kind reads what is among @kinds, all
 * of it, and what a caller said of himself only with "reporters" there. @kinds: (nullable)
 * (element-type utf8): see tc_reading_view_list_kinds(); NULL: nothing */
gboolean tc_tray_entry_may_be_seen (const TcTrayEntry *entry, gint64 person_id, GHashTable *kinds);

/**
 * tc_tray_read:
 * @outbox: a connection to it
 * @settled: those that were dealt with, newest first; else those that weren't, oldest first
 *
 * (transfer full) (element-type TcTrayEntry). Faults stick to @outbox.
 */
GPtrArray *tc_tray_read (TcDatabase *outbox, gboolean settled);
