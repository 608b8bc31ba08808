/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * All there is to tell of a refused operation: the incident as its maker saw it and as it is, what
 * others did in between, and how it can be put right.
 *
 * Thread: the main loop's; reading is done on the worker.
 */
#pragma once

#include "tc-incident-queries.h"
#include "tc-incident-seen.h"
#include "tc-tray-entry.h"
#include "tc-worker.h"

typedef struct {
  gint64 incident_id;       /* 0: it isn't about one */
  TcIncidentDetail *detail; /* (owned) (nullable): no such incident on this desk */
  TcIncidentSeen *seen;     /* (owned) (nullable): not known any more */
  GArray *meanwhile;  /* (owned) (element-type guint): of detail's events, those not seen then */
  int cause;          /* of detail's events: what stands in the way; -1: none is known */
  char *actor_name;   /* (owned) (nullable) */
  char *settled_name; /* (owned) (nullable) */
  /* Names of what was seen and of what was wanted. (owned) (nullable) */
  char *seen_staff;
  char *seen_unit_vi, *seen_unit_en;
  char *seen_into; /* code of the incident it was merged into */
  char *agency_vi, *agency_en;
  char *field_vi, *field_en;
  char *staff_name;
  char *other_code; /* of the other incident */
} TcTrayDetail;

/* On a connection to the replica; faults stick to it. */
TcTrayDetail *tc_tray_detail_read (TcDatabase *db, const TcTrayEntry *entry);
void tc_tray_detail_free (TcTrayDetail *detail);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcTrayDetail, tc_tray_detail_free)

/* @entry: copied as far as it is needed */
void tc_tray_detail_read_async (TcWorker *reader, const TcTrayEntry *entry,
                                GCancellable *cancellable, GAsyncReadyCallback callback,
                                gpointer data);
TcTrayDetail *tc_tray_detail_read_finish (TcWorker *reader, GAsyncResult *result, GError **error);

/* "code · title" of the incidents that entries are about, NULL where there is none: in the order of
 * @entries (element-type TcTrayEntry). (transfer full) (element-type utf8) */
void tc_tray_read_codes_async (TcWorker *reader, const GPtrArray *entries,
                               GCancellable *cancellable, GAsyncReadyCallback callback,
                               gpointer data);
GPtrArray *tc_tray_read_codes_finish (TcWorker *reader, GAsyncResult *result, GError **error);

/* What of an entry a person may type anew. */
typedef struct {
  const char *argument; /* (nullable): name of the one that is text; NULL: none can be edited */
  gboolean required;
  const char *choice; /* (nullable): name of the one that is chosen */
} TcTrayForm;
TcTrayForm tc_tray_get_form (const TcTrayEntry *entry);
/* Arguments of @entry with another text, and choice unless it is NULL. (transfer floating) */
GVariant *tc_tray_edit (const TcTrayEntry *entry, const char *text, const char *choice);

/* A way to what was wanted that isn't the one that was refused. */
typedef enum {
  TC_TRAY_NO_WAY,
  TC_TRAY_TAKE_OVER, /* from who has it */
  TC_TRAY_SEND_ON,   /* to the incident that it was merged into */
} TcTrayWay;
TcTrayWay tc_tray_find_way (const TcTrayEntry *entry, const TcTrayDetail *detail);
/* Arguments for it. (transfer floating): a{sv} */
GVariant *tc_tray_make_way (const TcTrayEntry *entry, const TcTrayDetail *detail, TcTrayWay way);
