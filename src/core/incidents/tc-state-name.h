/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a province calls the states of an incident: words of its own, for people alone. States
 * themselves, their shapes and colours stay; where no word is set the program's stands.
 *
 * Thread: that of the connection.
 */
#pragma once

#include "tc-database.h"
#include "tc-incident-states.h"
#include "tc-operation-type.h"

/* It stands in a narrow column. */
#define TC_STATE_NAME_CHARS_MAX 40

/* incident.name-state: sets both words of a state, or takes them back. Refuses: state.unknown
 * (state), state.name-used (name): another state is called so. */
typedef struct {
  gint64 name_id;      /* of the row, where the state has none yet */
  const char *state;   /* its code */
  const char *name_vi; /* (optional): the program's word, like the next */
  const char *name_en;
} TcIncidentNameState;
extern const TcOperationType tc_incident_name_state_type;

/* @language: "vi" or "en". (element-type utf8): TC_N_STATES, by state; NULL where none is set */
GPtrArray *tc_state_names (TcDatabase *db, const char *language);
