/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What leaves the server is looked at as it leaves: no section, no snapshot and no word of a scope
 * that the desk may not read at this moment; no more on its way than the credit allows; and each
 * answer is noted, to be held against the log. The rights are asked of the tables anew, not of what
 * the hub thinks they are.
 */
#include "sim.h"

#include <string.h>
#include <zstd.h>

typedef struct {
  gint64 lsn;
  gsize size;
} SimInFlight;

gboolean
sim_guard_may_read (Sim *sim, const SimDesk *desk, gint64 scope)
{
  gint64 may = tc_database_get_int (
      sim->db, 0,
      "SELECT 1 FROM desk AS d WHERE d.id = ?1 AND d.state = 'enrolled' AND (?2 = 1 OR EXISTS"
      " (SELECT 1 FROM scope AS s, role_scope AS r, desk_role AS o WHERE s.id = ?2"
      " AND r.kind = s.kind AND o.role_id = r.role_id AND o.desk_id = d.id"
      " AND (s.kind <> 'unit' OR s.agency_id = d.agency_id)))",
      "ii", (gint64) desk->number, scope);

  /* What can't be read is found by the hub, too. */
  return may || tc_database_has_fault (sim->db);
}

static gboolean
contains (const guint8 *data, gsize size, const char *word)
{
  return memmem (data, size, word, strlen (word)) != NULL;
}

static void
guard_words (SimLine *line, const guint8 *data, gsize size, const char *what)
{
  Sim *sim = line->sim;

  if (contains (data, size, SIM_SECRET_REPORTERS) &&
      !sim_guard_may_read (sim, line->desk, TC_SCOPE_REPORTERS))
    sim_fail (sim, "%s has words about reporters, which desk %u may not read", what,
              line->desk->number);
  if (contains (data, size, SIM_SECRET_INCIDENTS) &&
      !sim_guard_may_read (sim, line->desk, TC_SCOPE_INCIDENTS))
    sim_fail (sim, "%s has words about incidents, which desk %u may not read", what,
              line->desk->number);
}

static void
guard_frames (SimLine *line, const TcLineMessage *message, gsize size)
{
  Sim *sim = line->sim;
  SimInFlight *sent = g_new0 (SimInFlight, 1);

  for (guint i = 0; i < message->frames->len; i++) {
    const TcFrame *frame = g_ptr_array_index (message->frames, i);

    sent->lsn = frame->last_lsn;
    for (guint j = 0; j < frame->bodies->len; j++) {
      gint64 scope = g_array_index (frame->bodies, TcScopeBody, j).scope;

      if (!sim_guard_may_read (sim, line->desk, scope))
        sim_fail (sim, "a frame has scope %" G_GINT64_FORMAT ", which desk %u may not read", scope,
                  line->desk->number);
    }
  }
  sent->size = size;
  g_queue_push_tail (line->frames, sent);
  line->unacked += size;
  if (line->unacked > TC_IN_FLIGHT_BYTES_MAX + TC_MESSAGE_BYTES_MAX)
    sim_fail (sim, "%" G_GSIZE_FORMAT " bytes are on their way to desk %u", line->unacked,
              line->desk->number);
}

static void
guard_welcome (SimLine *line, const TcLineMessage *message)
{
  for (guint i = 0; i < message->scopes->len; i++) {
    gint64 scope = g_array_index (message->scopes, gint64, i);

    if (!sim_guard_may_read (line->sim, line->desk, scope))
      sim_fail (line->sim, "desk %u is promised scope %" G_GINT64_FORMAT ", which it may not read",
                line->desk->number, scope);
  }
}

static void
note_answers (SimLine *line, const TcLineMessage *message)
{
  for (guint i = 0; i < message->answers->len; i++) {
    const TcLineAnswer *answer = &g_array_index (message->answers, TcLineAnswer, i);
    SimAnswer noted = {line->desk->number, answer->seq, answer->lsn, NULL};

    if (answer->refusal && g_str_equal (answer->refusal->code, TC_ANSWER_FORKED))
      continue;
    noted.refusal = answer->refusal ? g_strdup (answer->refusal->code) : NULL;
    g_array_append_val (line->sim->answers, noted);
  }
}

void
sim_guard_message (SimLine *line, GBytes *bytes)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TcLineMessage) message = tc_line_message_read (bytes, &error);
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  if (!message)
    sim_fail (line->sim, "the hub sent what can't be read: %s", error->message);
  guard_words (line, data, size, "a message");
  if (message->kind == TC_LINE_FRAMES)
    guard_frames (line, message, size);
  else if (message->kind == TC_LINE_WELCOME)
    guard_welcome (line, message);
  else if (message->kind == TC_LINE_ANSWERS)
    note_answers (line, message);
  else if (message->kind == TC_LINE_GOODBYE)
    sim_trace (line->sim, "hub to desk %u: goodbye, %s", line->desk->number,
               message->refusal ? message->refusal->code : "");
}

void
sim_guard_ack (SimLine *line, GBytes *bytes)
{
  g_autoptr (TcLineMessage) message = tc_line_message_read (bytes, NULL);
  SimInFlight *first;

  if (!message || message->kind != TC_LINE_ACK)
    return;
  while ((first = g_queue_peek_head (line->frames)) && first->lsn <= message->lsn) {
    line->unacked -= first->size;
    g_free (g_queue_pop_head (line->frames));
  }
}

void
sim_guard_snapshot (SimLine *line, gint64 scope, GBytes *file)
{
  ZSTD_DCtx *zstd = ZSTD_createDCtx ();
  ZSTD_inBuffer in = {g_bytes_get_data (file, NULL), g_bytes_get_size (file), 0};
  g_autoptr (GByteArray) all = g_byte_array_new ();
  g_autofree guint8 *part = g_malloc (ZSTD_DStreamOutSize ());

  while (in.pos < in.size) {
    ZSTD_outBuffer out = {part, ZSTD_DStreamOutSize (), 0};

    if (ZSTD_isError (ZSTD_decompressStream (zstd, &out, &in)))
      sim_fail (line->sim, "a snapshot can't be unpacked");
    g_byte_array_append (all, part, (guint) out.pos);
  }
  ZSTD_freeDCtx (zstd);
  if (!sim_guard_may_read (line->sim, line->desk, scope))
    sim_fail (line->sim, "desk %u is offered scope %" G_GINT64_FORMAT ", which it may not read",
              line->desk->number, scope);
  guard_words (line, all->data, all->len, "a snapshot");
}
