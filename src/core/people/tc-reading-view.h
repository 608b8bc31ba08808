/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a person sees of a desk's replica, which may hold more than that person may read: others
 * work at the desk too. Not for: what the desk holds (tc-reading-rights.h).
 *
 * DESIGN: on one connection each replicated table that may have rows of a scope that is held and
 * hidden is covered by a temporary view of its name without those rows. SQLite looks there first,
 * so every query of every room reads what may be read and none has to think of it. A table whose
 * rows are all of one scope is covered whole or not at all, which costs nothing; where all that is
 * held may be read there are no views. Indexes of words are no tables of rows: whoever asks one
 * asks tc_reading_view_hides() first. Nor can a view be read by INDEXED BY: what uses that asks
 * first whether the person may read the table (tc_overview_access()).
 *
 * Thread: that of the connection, which is one for reading.
 */
#pragma once

#include "tc-database.h"

/**
 * tc_reading_view_show:
 * @staff_id: 0 for nobody, who sees the common scope
 *
 * What is read from now on is what that person may read at @at_us. Cheap if nothing changes.
 * Returns: (transfer full) (nullable): scopes that may be read, for comparing; NULL after a fault.
 * Faults stick.
 */
char *tc_reading_view_show (TcDatabase *db, gint64 staff_id, gint64 at_us);
/* All that is held, until the next tc_reading_view_show(): for what the desk itself must know, its
 * files and numbers, and shows nobody. */
void tc_reading_view_lift (TcDatabase *db);
/* Whether rows of @scope are hidden on this connection. */
gboolean tc_reading_view_hides (TcDatabase *db, gint64 scope);
/* (transfer full) (element-type utf8): kinds of the scopes that are held and not hidden. One that
 * was lost is of none of the kinds that are read. */
GHashTable *tc_reading_view_list_kinds (TcDatabase *db);
/* The scope that all rows of @table have; 0: they have several. */
gint64 tc_reading_view_get_scope (const char *table);
