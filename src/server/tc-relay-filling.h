/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A file beside a relay's database that is filled with snapshots, by a thread that has nothing else
 * to do; it is removed with the last reference.
 *
 * Thread: any.
 */
#pragma once

#include "tc-relay.h"
#include "tc-schema.h"

typedef struct _TcRelayFilling TcRelayFilling;

/**
 * tc_relay_filling_new:
 * @path: of the relay's database
 * @number: so that no two are the same
 * @sets: of that database; NULL-terminated
 * @lists, @contents: as of tc_relay_plan_fill()
 * @cancel: when nobody wants it any more
 */
TcRelayFilling *tc_relay_filling_new (const char *path, guint number,
                                      const TcSchemaSet *const *sets, TcRelayPlan *plan,
                                      GPtrArray *lists, GPtrArray *contents, GCancellable *cancel);
TcRelayFilling *tc_relay_filling_ref (TcRelayFilling *self);
void tc_relay_filling_unref (TcRelayFilling *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcRelayFilling, tc_relay_filling_unref)

const TcRelayPlan *tc_relay_filling_get_plan (TcRelayFilling *self);
GCancellable *tc_relay_filling_get_cancel (TcRelayFilling *self);
/* Fills it; once. Errors: those of tc_database_open(), tc_schema_migrate() and
 * tc_relay_plan_fill(). */
gboolean tc_relay_filling_carry_out (TcRelayFilling *self,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* (transfer full): a writer of what it was filled with. Errors: as tc_database_open(). */
TcDatabase *tc_relay_filling_open (TcRelayFilling *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Those that a process left which was killed. @path: as above */
void tc_relay_filling_remove_left (const char *path);
