/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The operations on places: areas in their dated tree, and streets, junctions, bridges, landmarks.
 * Each struct holds the arguments of the kinds below it. A "change" says all that may be changed:
 * what it leaves out is empty afterwards. Ids of new records are the maker's. A time that is
 * TC_NONE is the time the operation was made; mind that a zeroed struct says 1970 and 0°, not
 * TC_NONE. Who may: holders of TC_CAPABILITY_PLACES. All rows are in the common scope.
 *
 * Refusals:
 *   places.unknown (what, id)    there is no such area or street
 *   places.exists (what, id)     the id of the new record is taken
 *   places.code-taken (code)     another area in force, or another street, has it
 *   places.kind (kind)           not one of those below
 *   places.dates                 it would end before it begins
 *   places.not-in-force (area)   the area has not begun or has ended by then
 *   places.ended (what, id)      it has an end already
 *   places.has-areas (area)      areas within it are in force; end or move them first
 *   places.circle (area)         an area would stand within itself
 *   people.unknown (what, id)    there is no such agency
 */
#pragma once

#include "tc-limits.h"
#include "tc-operation-type.h"

#define TC_CAPABILITY_PLACES "places.manage"

/* NULL-terminated. */
extern const char *const tc_area_kinds[];
extern const char *const tc_street_kinds[];

typedef struct {
  gint64 area_id;
  const char *code; /* of area.add, like kind and valid_from_us */
  const char *kind; /* one of tc_area_kinds */
  const char *name_vi;
  const char *name_en;
  gint64 parent_id; /* 0: at the top */
  gint64 agency_id; /* its People's Committee; 0: unknown */
  gint64 valid_from_us;
  gint64 lat_e7; /* of its centre; TC_NONE: unknown */
  gint64 lon_e7;
} TcAreaArgs;
extern const TcOperationType tc_area_add_type;    /* area.add */
extern const TcOperationType tc_area_change_type; /* area.change: all but code, kind and from */

typedef struct {
  gint64 area_id;
  gint64 successor_id; /* 0: none */
  gint64 at_us;        /* the first moment it is no longer in force */
} TcAreaEnd;
extern const TcOperationType tc_area_end_type; /* area.end: areas within it go first */

typedef struct {
  gint64 street_id;
  const char *code; /* of street.add */
  const char *kind; /* one of tc_street_kinds */
  const char *name;
  const char *aliases; /* (nullable): separated by ';' */
  gint64 area_id;      /* 0: none */
  gint64 lat_e7;       /* TC_NONE: unknown */
  gint64 lon_e7;
} TcStreetArgs;
extern const TcOperationType tc_street_add_type;    /* street.add */
extern const TcOperationType tc_street_change_type; /* street.change: all but code */

typedef struct {
  gint64 street_id;
} TcStreetRef;
/* street.remove: it is found no more; what names it goes on naming it. */
extern const TcOperationType tc_street_remove_type;

/* All of them, NULL-terminated. */
extern const TcOperationType *const tc_places_types[];
