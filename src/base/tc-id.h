/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Identifiers that every replica makes alone and that never collide: 63 bits, of which 41 are
 * milliseconds since 2024-01-01 UTC, 12 the replica number given at enrolment, 10 a counter.
 * They never run backwards on one replica, whatever its clock does. In public JSON and XML they
 * are strings, since JavaScript rounds above 2^53.
 */
#pragma once

#include <glib.h>

#define TC_ID_EPOCH_US ((gint64) 1704067200 * 1000000)
#define TC_REPLICA_MAX 4095
/* The server itself, for what gateways and jobs make. */
#define TC_REPLICA_SERVER 0

typedef struct {
  gint64 last;     /* the newest id made or known */
  guint16 replica; /* 0..TC_REPLICA_MAX */
} TcIdMaker;

/**
 * tc_id_maker_init:
 * @replica: 0..4095
 * @last: the newest id this replica is known to have made, 0 if none
 */
void tc_id_maker_init (TcIdMaker *maker, guint16 replica, gint64 last);

/**
 * tc_id_maker_next:
 * @now_us: the clock, microseconds UTC; a clock that went back does no harm
 *
 * Returns: an id greater than all before it. Thread: that of the maker's owner.
 */
gint64 tc_id_maker_next (TcIdMaker *maker, gint64 now_us);

gint64 tc_id_time_us (gint64 id);
guint16 tc_id_replica (gint64 id);

/* Whether @id is among @ids (element-type gint64). Thread: any. */
gboolean tc_ids_contain (const GArray *ids, gint64 id);
