/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reading places: areas at a time, streets, the area a point is in. Plain records that own their
 * strings. Not for finding a place by name: see tc-place-index.h.
 *
 * All take a connection of any kind and leave faults on it (tc_database_check()); after one they
 * give NULL or an empty list. Lists are ordered by id. Thread: the connection's.
 */
#pragma once

#include "tc-database.h"

typedef struct {
  gint64 id;
  char *code;          /* (owned) */
  char *kind;          /* (owned): one of tc_area_kinds */
  char *name_vi;       /* (owned) */
  char *name_en;       /* (owned) */
  gint64 parent_id;    /* 0: at the top */
  gint64 successor_id; /* 0: none */
  gint64 agency_id;    /* its People's Committee; 0: unknown */
  gint64 valid_from_us;
  gint64 valid_to_us; /* TC_NONE: in force; else the first moment it is not */
  gint64 lat_e7;      /* TC_NONE: unknown */
  gint64 lon_e7;
} TcArea;

typedef struct {
  gint64 id;
  char *code;     /* (owned) */
  char *kind;     /* (owned): one of tc_street_kinds */
  char *name;     /* (owned) */
  char *aliases;  /* (owned) (nullable): separated by ';' */
  gint64 area_id; /* 0: none */
  gint64 lat_e7;  /* TC_NONE: unknown */
  gint64 lon_e7;
  gint64 removed_us; /* TC_NONE: there */
} TcStreet;

void tc_area_free (TcArea *area);
void tc_street_free (TcStreet *street);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcArea, tc_area_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcStreet, tc_street_free)

/* All below: (transfer full); what is looked up by key is (nullable), lists are never NULL. */

TcArea *tc_places_get_area (TcDatabase *db, gint64 id);
/* The one that has the code at @at_us; TC_NONE: whichever had it last. */
TcArea *tc_places_find_area (TcDatabase *db, const char *code, gint64 at_us);
/* (element-type TcArea): in force at @at_us; TC_NONE: all there ever were. */
GPtrArray *tc_places_list_areas (TcDatabase *db, gint64 at_us);
/* What area @id is at @at_us: itself while in force, then its successors. 0: nothing. */
gint64 tc_places_follow_area (TcDatabase *db, gint64 id, gint64 at_us);

/**
 * tc_places_nearest_area:
 *
 * The area in force at @at_us, with none in force within it, whose centre is nearest to the point.
 * A guess where boundaries are not known: a person confirms it. 0: no area has a centre.
 */
gint64 tc_places_nearest_area (TcDatabase *db, gint64 lat_e7, gint64 lon_e7, gint64 at_us);

TcStreet *tc_places_get_street (TcDatabase *db, gint64 id);
TcStreet *tc_places_find_street (TcDatabase *db, const char *code); /* not a removed one */
/* (element-type TcStreet): of an area, of all if 0; without removed ones. */
GPtrArray *tc_places_list_streets (TcDatabase *db, gint64 area_id);
