/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The link to an order's page: asked of the server, which alone can make it, and never kept.
 *
 * Thread: the main loop's.
 */
#pragma once

#include "tc-desk.h"
#include "tc-incident-queries.h"

typedef struct {
  char *url;       /* (owned) */
  gint64 until_us; /* of use no longer than that */
  gint64 renewals; /* void once there are more incident.renew-page of the order */
} TcUnitPageLink;

void tc_unit_page_link_free (TcUnitPageLink *link);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcUnitPageLink, tc_unit_page_link_free)

/* How many incident.renew-page of the order are known here. */
gint64 tc_unit_page_count_renewals (const TcIncidentDetail *detail, gint64 task_id);

/**
 * tc_unit_page_ask_link_async:
 * @renewals: the server must know of so many incident.renew-page of the order; until it does it is
 *   asked again, for some seconds
 */
void tc_unit_page_ask_link_async (TcDesk *desk, gint64 task_id, gint64 renewals,
                                  GAsyncReadyCallback callback, gpointer data);
/* (transfer full) (nullable): NULL with @trouble in words. */
TcUnitPageLink *tc_unit_page_ask_link_finish (TcDesk *desk, GAsyncResult *result, char **trouble);
