/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who reads what: the scopes that a desk holds and the scopes that a person sees. Both follow from
 * replicated rows alone, so they are the same function of the log's position everywhere.
 */
#pragma once

#include "tc-database.h"

/**
 * tc_reading_rights_of_desk:
 *
 * The union over the roles that may work at the desk: all scopes of the kinds that a role reads,
 * of kind "unit" that of the desk's agency alone, for a relay also those of the agencies below it;
 * and the common scope. Nothing for a desk that is not enrolled, nor for a media host.
 * Returns: (transfer full) (element-type gint64): ascending
 */
GArray *tc_reading_rights_of_desk (TcDatabase *db, gint64 desk_id);

/* Whether @relay_id is a relay and that desk one of its agency or of those below it: whom it may
 * speak for. */
gboolean tc_reading_rights_relay_serves (TcDatabase *db, gint64 relay_id, gint64 desk_id);

/* Likewise over the posts of a person that are in force at @at_us; of kind "unit" the scopes of the
 * posts' agencies. Nothing for a person who is not active then. (transfer full) */
GArray *tc_reading_rights_of_staff (TcDatabase *db, gint64 staff_id, gint64 at_us);

/* Whether what is of a scope can be read here. */
typedef enum {
  TC_READING_OPEN,
  TC_READING_NO_RIGHT, /* no role of the person reads it */
  TC_READING_NOT_HELD, /* this desk doesn't hold it, whoever works at it */
  TC_READING_UNKNOWN,  /* the desk holds nothing yet, not even who may do what */
} TcReading;

/* What of @scope that person reads here at @at_us: the one rule of whoever shows rows of it, and of
 * what is said where there are none. */
TcReading tc_reading_rights_look (TcDatabase *db, gint64 staff_id, gint64 scope, gint64 at_us);

/* Whether a changed row of @table may change either. */
gboolean tc_reading_rights_touches (const char *table);
