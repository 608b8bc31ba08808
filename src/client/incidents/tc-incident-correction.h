/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the place of an incident becomes once a person has typed a better one.
 */
#pragma once

#include "tc-incident-queries.h"
#include "tc-place-index.h"

/* incident, area (0: none), latitude, longitude, address ("": none) */
#define TC_PLACE_FORMAT "(xxxxs)"

/* As it is. (transfer floating) */
GVariant *tc_incident_pack_place (const TcIncidentRow *row);
/**
 * tc_incident_correct_place:
 * @hit: (nullable): what was chosen of what was found for @typed
 *
 * Whoever chooses nothing corrects the address alone; degrees change the point and the area; an
 * area alone leaves address and point; a street is the address behind what was typed before it, and
 * its point, unless the address is in that street already: then the point stays.
 *
 * Returns: (transfer floating) (nullable): TC_PLACE_FORMAT; NULL: all is as it was
 */
GVariant *tc_incident_correct_place (const TcIncidentRow *row, const TcPlaceHit *hit,
                                     const char *typed);
