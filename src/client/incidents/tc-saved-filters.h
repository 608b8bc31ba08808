/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The filters that the person at a desk can choose by name: their own at this desk (in outbox.db),
 * those of the agencies where they have a post, the province's. Followed as they change.
 *
 * Thread: the main loop's.
 */
#pragma once

#include "tc-desk-files.h"
#include "tc-incident-queries.h"

#define TC_TYPE_SAVED_FILTERS (tc_saved_filters_get_type ())
G_DECLARE_FINAL_TYPE (TcSavedFilters, tc_saved_filters, TC, SAVED_FILTERS, GObject)

/* Of one person at this desk. */
#define TC_PERSONAL_FILTERS_MAX 50
/* The agency_id of one that is the person's own. */
#define TC_FILTER_PERSONAL (-1)

/* For whom one is saved. */
typedef enum {
  TC_FILTER_FOR_ME,
  TC_FILTER_FOR_UNIT, /* the agency of the person's first post, or the one that has it already */
  TC_FILTER_FOR_PROVINCE,
} TcFilterFor;

/* Signal: ::changed (). */
TcSavedFilters *tc_saved_filters_new (TcDesk *desk);
/* The person's own first. (transfer none) (element-type TcSavedFilter): until the next change */
GArray *tc_saved_filters_get_list (TcSavedFilters *self);
/* (nullable) */
const TcSavedFilter *tc_saved_filters_find (TcSavedFilters *self, gint64 id);
/* However it is typed; the first whose name begins so, one that is the same before all. (nullable)
 */
const TcSavedFilter *tc_saved_filters_find_named (TcSavedFilters *self, const char *name);

/* The agency_id of what is saved for @whom. @id: of the one that it was made from, which stays its
 * unit's; 0: none. */
gint64 tc_saved_filters_find_agency (TcSavedFilters *self, gint64 id, TcFilterFor whom);
/* @filter: of tc-incident-filter.h; one of the person's own with the same name is replaced. @id: of
 * the one that it was made from, which is changed if it has that name and is that agency's; else 0.
 */
void tc_saved_filters_save_async (TcSavedFilters *self, gint64 id, gint64 agency_id,
                                  const char *name, GVariant *filter, GAsyncReadyCallback callback,
                                  gpointer data);
/* Another name, for whom it is; none that another of the person's own has. */
void tc_saved_filters_rename_async (TcSavedFilters *self, gint64 id, const char *name,
                                    GAsyncReadyCallback callback, gpointer data);
void tc_saved_filters_delete_async (TcSavedFilters *self, gint64 id, GAsyncReadyCallback callback,
                                    gpointer data);
/* Of all three. @id: (out): of what it was done to: the list may not have it yet. (nullable)
 * (transfer full): why it was not done, in words; NULL: it was. */
char *tc_saved_filters_done_finish (TcSavedFilters *self, GAsyncResult *result, gint64 *id);
