/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The incident that a person looks at: all of it, with the units to send and what is like it, read
 * off the main loop and kept true while data changes.
 *
 * Thread: the main loop's; reading is done on the worker.
 */
#pragma once

#include "tc-answer-template.h"
#include "tc-dispatch-choices.h"
#include "tc-field-proposal.h"
#include "tc-incident-photo.h"
#include "tc-incident-queries.h"
#include "tc-limits.h"
#include "tc-vehicles.h"
#include "tc-worker.h"

#define TC_TYPE_INCIDENT_FOCUS (tc_incident_focus_get_type ())
G_DECLARE_FINAL_TYPE (TcIncidentFocus, tc_incident_focus, TC, INCIDENT_FOCUS, GObject)

/* What was read at one moment; immutable. */
typedef struct {
  TcIncidentDetail *detail; /* (owned) (nullable): no such incident on this desk */
  GArray *fields;    /* (owned) (element-type TcProposedField): where a person is to decide */
  GArray *units;     /* (owned) (element-type TcDispatchChoice): as tc_dispatch_proposed() */
  GArray *similar;   /* (owned) (element-type TcSimilar) */
  GArray *vehicles;  /* (owned) (element-type TcVehicleNear): closest first */
  GArray *templates; /* (owned) (element-type TcAnswerTemplate): of answers */
  TcPhotoPlace photo_place;
  TcDigest read; /* of all but where vehicles are, which move */
} TcIncidentPicture;

/* Whoever goes on within that time has not stopped to read: a key that is held repeats faster. */
#define TC_FOCUS_PASSING_MS 150
/* Vehicles that are shown, and how old their place may be. */
#define TC_FOCUS_VEHICLES 5
#define TC_FOCUS_VEHICLE_AGE_US (30 * 60 * TC_US_PER_S)

/* What came up so lately, beside an incident that is looked at already, wasn't read: a key for it
 * was meant for what stood there before. */
#define TC_FOCUS_SEEN_US G_TIME_SPAN_SECOND

/* A field that its maker gave and nobody has confirmed is only doubted from this share on. */
#define TC_FOCUS_DOUBT_SHARE 50

/* Signals: ::changed (): read anew; ::moved (): its units and vehicles are, no more; ::fault
 * (const GError *). */
TcIncidentFocus *tc_incident_focus_new (TcWorker *reader);

/* @id: 0 for none. */
void tc_incident_focus_set_id (TcIncidentFocus *self, gint64 id);
/* Reads it without waiting whether somebody goes on. */
void tc_incident_focus_hurry (TcIncidentFocus *self);
gint64 tc_incident_focus_get_id (TcIncidentFocus *self);
/* (nullable): until it has been read. Borrowed until the next ::changed. */
const TcIncidentPicture *tc_incident_focus_get_picture (TcIncidentFocus *self);
/* Likewise, but NULL too where there is no such incident on this desk: it has a detail. @self:
 * (nullable) */
const TcIncidentPicture *tc_incident_focus_get_found (TcIncidentFocus *self);
/* Its detail. @self: (nullable) */
const TcIncidentDetail *tc_incident_focus_get_detail (TcIncidentFocus *self);

/* (nullable): the first field that is proposed, or the most similar incident; NULL too where it has
 * only just come up (TC_FOCUS_SEEN_US). Borrowed until the next ::changed. */
const TcProposedField *tc_incident_focus_get_seen_field (TcIncidentFocus *self);
const TcSimilar *tc_incident_focus_get_seen_similar (TcIncidentFocus *self);

/* Whether the unit has an order for it that hasn't ended. */
gboolean tc_incident_picture_is_sent (const TcIncidentPicture *picture, gint64 agency_id);
/* (nullable): whom to send: the first of those responsible that has none. Borrowed until the next
 * ::changed or ::moved. */
const TcDispatchChoice *tc_incident_picture_get_unit (const TcIncidentPicture *picture);

/* What TcDesk::rows-changed and TcDesk::replaced say. */
void tc_incident_focus_rows_changed (TcIncidentFocus *self, const char *table, GArray *ids);
void tc_incident_focus_replaced (TcIncidentFocus *self);
