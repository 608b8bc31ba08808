/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Finding a place by what a person types: folded ("ngap" finds "ngập"), abbreviations written out,
 * half-typed words, words in any order, exact accents first. Areas of old are found too, behind.
 *
 * The index stands in memory and fills itself from the tables `area` and `street`, again whenever
 * their stamp has changed. Not for guards: what it finds may lag and is for people.
 */
#pragma once

#include "tc-database.h"

/* Hits at most, whatever is asked for. */
#define TC_PLACE_HITS_MAX 100

typedef enum {
  TC_PLACE_AREA,
  TC_PLACE_STREET,
  TC_PLACE_POINT, /* none of the index's: degrees that were typed; `id` is the area's */
} TcPlaceKind;

typedef struct {
  const char *text; /* (unowned): as typed; the call reads it */
  gint64 lat_e7;    /* what is nearer goes before what fits as well; TC_NONE: nowhere */
  gint64 lon_e7;
  gint64 now_us; /* tells areas in force from those of old */
  guint limit;
} TcPlaceQuery;

typedef struct {
  TcPlaceKind place;
  gint64 id;       /* of the area or street */
  char *kind;      /* (owned): one of tc_area_kinds or tc_street_kinds */
  char *name;      /* (owned): as it is written, in Vietnamese */
  char *area_name; /* (owned) (nullable): where it lies */
  gint64 area_id;  /* 0: unknown */
  gint64 lat_e7;   /* TC_NONE: unknown */
  gint64 lon_e7;
  gint64 distance_m; /* TC_NONE: unknown */
  gboolean in_force;
} TcPlaceHit;

typedef struct _TcPlaceIndex TcPlaceIndex;

/* Empty; fills itself at the first search. */
TcPlaceIndex *tc_place_index_new (void);
void tc_place_index_free (TcPlaceIndex *index);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcPlaceIndex, tc_place_index_free)

void tc_place_hit_free (TcPlaceHit *hit);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcPlaceHit, tc_place_hit_free)

/**
 * tc_place_index_search:
 * @db: always of the same replica; faults are left on it
 *
 * Thread: any that owns @db; several may share one index and wait for one another.
 * Returns: (transfer full) (element-type TcPlaceHit): best first
 */
GPtrArray *tc_place_index_search (TcPlaceIndex *index, TcDatabase *db, const TcPlaceQuery *query);
