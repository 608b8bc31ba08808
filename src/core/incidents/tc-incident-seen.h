/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An incident as somebody saw it: what a desk keeps beside an operation, so that a person can be
 * told later what has changed since. Ids and codes alone; names are looked up when it is shown.
 *
 * Thread: that of the connection.
 */
#pragma once

#include "tc-incident-queries.h"

/* The incident that an operation with these arguments is about, directly or through a report; 0:
 * none, or not held here. @args: a{sv} */
gint64 tc_incident_of_arguments (TcDatabase *db, GVariant *args);

/* Events that are remembered of one incident; older ones count as seen. */
#define TC_SEEN_EVENTS_MAX 200

/* (nullable) (transfer full): its image, and the scope that it stands in; NULL: it isn't here. */
GBytes *tc_incident_dup_seen (TcDatabase *db, gint64 incident_id, gint64 *scope);

/* An image, read. */
typedef struct {
  TcIncidentState state;
  gint64 staff_id; /* 0, as all ids: nobody, none */
  gint64 unit_id;
  gint64 field_id;
  gint64 merged_into;
  gint64 priority;
  gint64 due_us;   /* TC_NONE: none */
  gint64 since_us; /* what happened before was seen */
  GArray *events;  /* (owned) (element-type gint64): ascending */
  char *answer;    /* (owned): state of the newest answer */
} TcIncidentSeen;

/* (nullable): it can't be read. */
TcIncidentSeen *tc_incident_seen_read (GBytes *image);
void tc_incident_seen_free (TcIncidentSeen *seen);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcIncidentSeen, tc_incident_seen_free)
/* Whether the person could see this event. */
gboolean tc_incident_seen_has_event (const TcIncidentSeen *seen, const TcIncidentEvent *event);
