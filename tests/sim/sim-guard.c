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

static guint16
client_of (const SimLine *line)
{
  return line->desk ? line->desk->number : SIM_RELAY;
}

gboolean
sim_guard_may_read (SimLine *line, gint64 scope)
{
  TcDatabase *db = line->via ? line->sim->relay.db : line->sim->db;
  gint64 may = tc_database_get_int (
      db, 0,
      "WITH RECURSIVE below (id) AS (SELECT agency_id FROM desk WHERE id = ?1 AND kind = 'relay'"
      " UNION SELECT a.id FROM below AS b JOIN agency AS a ON a.parent_id = b.id)"
      "SELECT 1 FROM desk AS d WHERE d.id = ?1 AND d.state = 'enrolled' AND (?2 = 1 OR EXISTS"
      " (SELECT 1 FROM scope AS s, role_scope AS r, desk_role AS o WHERE s.id = ?2"
      " AND r.kind = s.kind AND o.role_id = r.role_id AND o.desk_id = d.id"
      " AND (s.kind <> 'unit' OR s.agency_id = d.agency_id OR s.agency_id IN (SELECT id FROM"
      " below))))",
      "ii", (gint64) client_of (line), scope);

  /* What can't be read is found by the hub, too. */
  return may || tc_database_has_fault (db);
}

/* What this client wrote itself may come back to it. */
static gboolean
contains (const guint8 *data, gsize size, const char *secret, guint16 client)
{
  if (!memmem (data, size, secret, strlen (secret)))
    return FALSE;
  for (guint i = 1; i <= SIM_DESKS_MAX; i++) {
    g_autofree char *word = g_strdup_printf ("%s-%u-", secret, i);

    if (i != client && memmem (data, size, word, strlen (word)))
      return TRUE;
  }
  return FALSE;
}

static void
guard_words (SimLine *line, const guint8 *data, gsize size, const char *what)
{
  static const struct {
    const char *secret;
    gint64 scope;
  } secrets[] = {{SIM_SECRET_REPORTERS, TC_SCOPE_REPORTERS},
                 {SIM_SECRET_INCIDENTS, TC_SCOPE_INCIDENTS}};

  for (guint i = 0; i < G_N_ELEMENTS (secrets); i++)
    if (contains (data, size, secrets[i].secret, client_of (line)) &&
        !sim_guard_may_read (line, secrets[i].scope))
      sim_fail (line->sim,
                "%s to %u has words of scope %" G_GINT64_FORMAT ", which it may not read", what,
                client_of (line), secrets[i].scope);
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

      if (!sim_guard_may_read (line, scope))
        sim_fail (sim, "a frame has scope %" G_GINT64_FORMAT ", which desk %u may not read", scope,
                  client_of (line));
    }
  }
  sent->size = size;
  g_queue_push_tail (line->frames, sent);
  line->unacked += size;
  if (line->unacked > TC_IN_FLIGHT_BYTES_MAX + TC_MESSAGE_BYTES_MAX)
    sim_fail (sim, "%" G_GSIZE_FORMAT " bytes are on their way to desk %u", line->unacked,
              client_of (line));
}

static void
guard_welcome (SimLine *line, const TcLineMessage *message)
{
  for (guint i = 0; i < message->scopes->len; i++) {
    gint64 scope = g_array_index (message->scopes, gint64, i);

    if (!sim_guard_may_read (line, scope))
      sim_fail (line->sim, "desk %u is promised scope %" G_GINT64_FORMAT ", which it may not read",
                client_of (line), scope);
  }
}

static void
note_answers (SimLine *line, guint16 replica, const TcLineMessage *message)
{
  for (guint i = 0; i < message->answers->len; i++) {
    const TcLineAnswer *answer = &g_array_index (message->answers, TcLineAnswer, i);
    SimAnswer noted = {replica, answer->seq, answer->lsn, NULL};

    if (answer->refusal && g_str_equal (answer->refusal->code, TC_ANSWER_FORKED))
      continue;
    noted.refusal = answer->refusal ? g_strdup (answer->refusal->code) : NULL;
    g_array_append_val (line->sim->answers, noted);
  }
}

/* To a desk behind the relay. */
static void
guard_carried (SimLine *line, const TcLineMessage *message)
{
  g_autoptr (TcLineMessage) inner = tc_line_message_read (message->inner, NULL);

  if (!inner)
    sim_fail (line->sim, "the hub sent a relay what can't be read");
  if (inner->kind == TC_LINE_ANSWERS)
    note_answers (line, message->replica, inner);
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
  else if (message->kind == TC_LINE_CARRY)
    guard_carried (line, message);
  else if (message->kind == TC_LINE_ANSWERS && !line->via)
    note_answers (line, client_of (line), message);
  else if (message->kind == TC_LINE_GOODBYE)
    sim_trace (line->sim, "hub to desk %u: goodbye, %s", client_of (line),
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
  if (!sim_guard_may_read (line, scope))
    sim_fail (line->sim, "desk %u is offered scope %" G_GINT64_FORMAT ", which it may not read",
              client_of (line), scope);
  guard_words (line, all->data, all->len, "a snapshot");
}
