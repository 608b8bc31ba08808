/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Words for incidents: states, the lines of a queue's row, and the history, from codes and
 * arguments, in the reader's language.
 *
 * Thread: any; every char * is (transfer full) unless it is const.
 */
#pragma once

#include "tc-incident-queries.h"
#include "tc-words.h"

/* ---- names ---- */

/* "being worked on"; in the middle of a sentence. */
const char *tc_incident_word_state (TcIncidentState state);
/* As the program says it, whatever the province calls it. */
const char *tc_incident_word_state_plain (TcIncidentState state);
/* Words that stand in place of the program's from now on. @names: (element-type utf8) (nullable):
 * TC_N_STATES, NULL where the program's stands. Returns: TRUE if one is another than before */
gboolean tc_incident_words_name_states (const GPtrArray *names);
/* How often that was so: what was worded before is worded anew. Thread: the main loop's, like the
 * one above. */
guint tc_incident_words_count_named (void);
/* Of the channel a report came by, e.g. "Open311"; @channel itself if it is none we know. */
const char *tc_incident_word_channel (const char *channel);
/* @vi or @en, by the reader's language; the other where one is missing; "" where both are. */
const char *tc_incident_pick_name (const char *vi, const char *en);
/* What a search says that found nothing. @loading: how much of the history is here, 0..1; @barred:
 * (nullable): why nothing can be found, as tc_reading_word(); @error: (nullable): it could not be
 * carried out. (transfer full) */
char *tc_incident_word_no_hits (double loading, const char *barred, const GError *error);
/* A TcWordFunc for the arguments of refusals. */
char *tc_incident_word_argument (const char *name, const char *value);

/* ---- proposals ---- */

/* Words that decided: "because: “đèn đường”, “tối om”". */
char *tc_incident_word_because (const char *words);
/* What a score is made of: "place 40 · time 28 · words 12 · photo 25". */
char *tc_incident_word_parts (const TcSimilar *similar);
/* Why this unit: "responsible for Street light out, Vị Tân Ward, since 01/07/2025". */
char *tc_incident_word_responsible (const TcProposedUnit *unit);

/* ---- a row of the queue ---- */

/* What was done here and hasn't reached the server yet: "not sent yet". */
const char *tc_incident_word_waiting (void);
/* What somebody else of this room did while its relay is cut off: "provisional, not settled". */
const char *tc_incident_word_provisional (void);

TcSignal tc_incident_get_signal (const TcIncidentRow *row);
/* When its clock stopped: resolved or closed; TC_NONE while it runs. */
gint64 tc_incident_get_end (const TcIncidentRow *row);
/* "Water supply · P. Vị Thanh · 2 reports · not taken" */
char *tc_incident_word_second (const TcIncidentRow *row);
/* "12 Trần Hưng Đạo, Phường Vị Thanh": many an address ends with its area. @address, @area:
 * (nullable). (transfer full) */
char *tc_incident_word_address (const char *address, const char *area);
/* Who has it: the unit, the person, or that nobody has. */
char *tc_incident_word_holder (const TcIncidentRow *row);
/* "on time", "was late" once it has ended, "clock stands" while it does; "" while it runs. */
char *tc_incident_word_verdict (const TcIncidentRow *row);
/* What a timer is called while it runs and once it is done; how long that took, and what was
 * promised. */
const char *tc_incident_word_timer (TcServiceTimerKind kind, gboolean done);
char *tc_incident_word_took (const TcServiceTimer *timer);
char *tc_incident_word_promised (const TcServiceTimer *timer);
/* All of a row in one sentence, for the screen reader. */
char *tc_incident_word_spoken (const TcIncidentRow *row, gint64 now_us);

/* How another incident belongs to this one: "merged into this one"; "" for a kind we don't know. */
const char *tc_incident_word_link (const char *kind);

/* Over a group of a list: what it is, and how many. */
char *tc_incident_word_group (TcQueueGrouping grouping, const TcQueueGroup *group);

/* ---- the history ---- */

/* What happened: "Sent to Đội tín hiệu số 1". @detail: (nullable): of the incident */
char *tc_incident_word_event (const TcIncidentEvent *event, const TcIncidentDetail *detail,
                              gint64 now_us);
/* Who did it and where: "Lê Văn A · Bàn 03"; "automatic" for the system. */
char *tc_incident_word_actor (const TcIncidentEvent *event);
/* The state of a dispatch: "has acknowledged", ... */
const char *tc_incident_word_dispatch (const char *state);
/* Likewise, and how far it has come: "on the way" */
const char *tc_incident_word_task (const TcDispatch *task);
const char *tc_incident_word_vehicle (const char *status); /* what it does */
/* Why it was rejected, redirected or closed; @code itself where it has no word. */
const char *tc_incident_word_reason (const char *code);
/* "urgent", of 1..4; "…" for anything else. */
const char *tc_incident_word_priority (gint64 priority);
/* What somebody wanted to do, from the name of an operation; @name itself where it has no word. */
const char *tc_incident_word_operation (const char *name);
