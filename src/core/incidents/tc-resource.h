/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The operations on resources: what is at hand in a big event (boats, pumps, shelters), how many,
 * where, kept by whom, and who holds some of them now.
 *
 * Refusals, beside those of tc-big-event.h; an agency that isn't there or not in force is refused
 * as in tc-people-operations.h:
 *   resource.id-used (id)
 *   resource.unknown (resource)       it is not there, or not any more
 *   resource.short (name, left)       fewer are left, or fewer than are out
 *   resource.out (name, out)          some are out still
 *   hold.unknown (hold)
 *   hold.more (out)                   more would come back than are out
 */
#pragma once

#include "tc-operation-type.h"

#define TC_RESOURCE_COUNT_MAX 1000000

/* 'boat', 'pump', 'shelter', 'vehicle', 'generator', 'supplies', 'people', 'other';
 * NULL-terminated. */
extern const char *const tc_resource_kinds[];

/* resource.add; resource.change: all of it anew. */
typedef struct {
  gint64 resource_id;
  const char *kind;
  const char *name;
  gint64 count;      /* 1 or more */
  const char *place; /* (optional) */
  gint64 keeper_id;  /* (optional): an agency */
} TcResourceArgs;
extern const TcOperationType tc_resource_add_type;
extern const TcOperationType tc_resource_change_type;

/* resource.retire */
typedef struct {
  gint64 resource_id;
} TcResourceOnly;
extern const TcOperationType tc_resource_retire_type;

/* resource.hand-out */
typedef struct {
  gint64 hold_id;
  gint64 resource_id;
  gint64 event_id;
  gint64 count;
  const char *holder; /* as people say it */
  gint64 holder_id;   /* (optional): where it is an agency */
} TcResourceHandOut;
extern const TcOperationType tc_resource_hand_out_type;

/* resource.give-back: also when the event is over. */
typedef struct {
  gint64 hold_id;
  gint64 count;
} TcResourceGiveBack;
extern const TcOperationType tc_resource_give_back_type;
