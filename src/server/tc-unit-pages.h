/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the pages of orders (gateways/unit-page) have of the server: the key that links are signed
 * with, which is made of the server's own, the files, and who is given a link.
 */
#pragma once

#include "tc-file-store.h"
#include "tc-page-link.h"
#include "tc-server-parts.h"

/* Serves the pages under /u. */
TcUnitPages *tc_unit_pages_new (const TcServerParts *parts, TcFileStore *store);
void tc_unit_pages_free (TcUnitPages *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcUnitPages, tc_unit_pages_free)

/* The link to an order's page, for desk @replica. @renewals: it must follow
 * that many incident.renew-page at least */
void tc_unit_pages_link_async (TcUnitPages *self, guint16 replica, gint64 task_id, gint64 renewals,
                               GAsyncReadyCallback callback, gpointer data);
/* (transfer full) (nullable): the whole address, and what stands in it; NULL with @refusal:
 * "unit-page.denied" (nobody there may dispatch), "unit-page.address" (none is set), "task.unknown"
 * (task), "task.state" (task, state, step), "unit-page.pending" (it doesn't follow @renewals yet);
 * or with @error. */
char *tc_unit_pages_link_finish (TcUnitPages *self, GAsyncResult *result, TcPageLink *link,
                                 TcRefusal **refusal, GError **error);
