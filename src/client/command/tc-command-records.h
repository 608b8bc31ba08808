/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the command line finds beside incidents and places: big events, units, who is on duty, what
 * stands in the journal, hand-over sheets, resources; and fields. Each is found by the words it is
 * known by, begun or whole, with or without marks.
 *
 * Thread: the connection's.
 */
#pragma once

#include "tc-command-complete.h"
#include "tc-database.h"

/* Whether each word of @text begins a word of @names. */
gboolean tc_command_matches (const char *names, const char *text);
TcCommandHit *tc_command_add_hit (GPtrArray *hits, TcCommandHitKind kind, gint64 id,
                                  const char *code, const char *title);
/* @text: "": those who are responsible for the incident whose code is @incident (nullable) */
void tc_command_find_units (TcDatabase *db, const char *text, const char *incident, guint limit,
                            GPtrArray *hits);
/* All that @staff_id may read here. */
void tc_command_find_records (TcDatabase *db, const char *text, gint64 staff_id, GPtrArray *hits);
void tc_command_find_fields (TcDatabase *db, const char *text, guint limit, GPtrArray *hits);
