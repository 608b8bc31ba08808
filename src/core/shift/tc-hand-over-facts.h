/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a hand-over sheet is written from: what came and went in a shift, what stands now and who
 * has it, what was promised, which cameras don't work, what the journal has open. Facts alone; the
 * sheet's words are the client's.
 */
#pragma once

#include "tc-alarm-suppression.h"
#include "tc-alarm.h"
#include "tc-big-event-queries.h"
#include "tc-cameras.h"
#include "tc-incident-queries.h"
#include "tc-shift-queries.h"

/* Lines of one list in a sheet; beyond it how many more there are. */
#define TC_HAND_OVER_ROWS_MAX 25

typedef struct {
  guint n;      /* how many there are */
  GArray *rows; /* (owned) (element-type TcIncidentRow): the first of them */
} TcHandOverPart;

typedef struct {
  TcCamera *camera;    /* (owned) */
  char *incident_code; /* (owned) (nullable): of what is done about it */
} TcHandOverCamera;

/* Cameras that don't work or are being mended, of those that who hands over may see here. */
typedef struct {
  gboolean readable; /* else none are known: no right, or no such rows at this desk */
  guint n;           /* how many may be named */
  guint n_unnamed;   /* restricted, or for some roles alone: not for all who read a sheet */
  GPtrArray *rows;   /* (owned) (element-type TcHandOverCamera): the first of the n, by number */
} TcHandOverCameras;

typedef struct {
  gint64 from_us;
  gint64 until_us;
  guint received;    /* incidents, from from_us until before until_us, as all that follow */
  guint emergencies; /* of them */
  guint resolved;
  TcHandOverPart standing; /* open and not resolved: what is late first */
  guint late;              /* of them */
  guint soon;              /* likewise: due soon, not late */
  GArray *shelved;         /* (owned) (element-type TcAlarm): all, what is most pressing first */
  GPtrArray *quiet;        /* (owned) (element-type TcSuppression): that go on, or are to come */
  guint n_events;
  GPtrArray *events; /* (owned) (element-type TcBigEvent): that go on, the first of them */
  GArray *out;       /* (owned) (element-type TcResourceHold): what is handed out for events */
  TcHandOverCameras cameras;
  TcHandOverPart promised; /* an answer that isn't published, or an appointment */
  guint n_open;
  GPtrArray *open; /* (owned) (element-type TcJournalEntry): not done, the first of them */
  guint n_written;
  GPtrArray *written; /* (owned) (element-type TcJournalEntry): of the shift, likewise */
} TcHandOverFacts;

/* @staff_id: who hands over: alarms are of a person. (transfer full). Thread: the connection's. */
TcHandOverFacts *tc_hand_over_facts_read (TcDatabase *db, gint64 from_us, gint64 until_us,
                                          gint64 now_us, gint64 staff_id);
void tc_hand_over_facts_free (TcHandOverFacts *facts);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcHandOverFacts, tc_hand_over_facts_free)
