/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The ladder of what is sent; see the header.
 */
#include "tc-send-rung.h"

#include <string.h>

/* Of which the frames of a camera are, until it is known. */
#define KEY_US ((gint64) 2 * G_USEC_PER_SEC)
/* Numbers that follow on each other have phases that are far apart (the golden section). */
#define PHASE_STEP 618
/* A process has so many viewers, as a rule. */
#define PROCESS_STEP 8

static const char *const importances[TC_IMPORTANCE_N] = {
    [TC_IMPORTANCE_HIDDEN] = "hidden", [TC_IMPORTANCE_LOW] = "low",
    [TC_IMPORTANCE_NORMAL] = "normal", [TC_IMPORTANCE_SELECTED] = "selected",
    [TC_IMPORTANCE_ALARM] = "alarm",
};

gboolean
tc_send_wish_moves (const TcSendWish *wish)
{
  return wish->importance == TC_IMPORTANCE_ALARM ||
         (wish->limit == TC_RUNG_FULL && wish->importance != TC_IMPORTANCE_HIDDEN);
}

char *
tc_send_wish_write (const TcSendWish *wish)
{
  return g_strdup_printf ("%s %s%s", importances[wish->importance],
                          tc_decode_rung_code (wish->limit), wish->sound ? " sound" : "");
}

gboolean
tc_send_wish_read (TcSendWish *wish, const char *text)
{
  for (guint i = 0; i < TC_IMPORTANCE_N; i++) {
    for (guint k = 0; k < 2 * TC_RUNG_N; k++) {
      const TcSendWish one = {(TcTileImportance) i, (TcDecodeRung) (k / 2), k % 2 == 1};
      g_autofree char *word = tc_send_wish_write (&one);

      if (strcmp (word, text) != 0)
        continue;
      *wish = one;
      return TRUE;
    }
  }
  return FALSE;
}

static gint64
find_first_due (const TcSendGate *self)
{
  return self->gap_us * (1000 - (gint64) self->phase) / 1000;
}

guint
tc_send_gate_number (guint n, guint process)
{
  return n % 1000 + process % 1000 * PROCESS_STEP;
}

void
tc_send_gate_init (TcSendGate *self, TcSendRung rung, gint64 gap_us, guint number)
{
  *self = (TcSendGate){.rung = rung,
                       .gap_us = gap_us,
                       .awaits_key = TRUE,
                       .passed_us = G_MININT64,
                       .phase = number % 1000 * PHASE_STEP % 1000};
}

void
tc_send_gate_set (TcSendGate *self, TcSendRung rung, gint64 gap_us)
{
  gboolean was_whole = self->rung >= TC_SEND_SUB;

  self->rung = rung;
  self->gap_us = gap_us;
  if (rung == TC_SEND_KEYS)
    self->due_us = MIN (self->due_us, gap_us);
  if (!was_whole || rung >= TC_SEND_SUB)
    return;
  self->farewell = TRUE;
  self->due_us = find_first_due (self);
}

void
tc_send_gate_change (TcSendGate *self)
{
  self->awaits_key = TRUE;
  self->farewell = FALSE;
  self->passed_us = G_MININT64;
}

gboolean
tc_send_gate_pass (TcSendGate *self, gboolean is_key, gint64 time_us)
{
  gboolean is_first = self->passed_us == G_MININT64;
  gboolean passes;

  if (self->rung == TC_SEND_NOTHING && !self->farewell)
    passes = FALSE;
  else if (is_key)
    passes = self->rung >= TC_SEND_SUB || self->farewell || is_first ||
             time_us - self->passed_us >= self->due_us - TC_SEND_JITTER_US ||
             time_us < self->passed_us; /* a clock was put back */
  else
    passes = !self->awaits_key && (self->rung >= TC_SEND_SUB || self->farewell);
  if (passes && is_key) {
    self->passed_us = time_us;
    self->due_us = is_first || self->farewell ? find_first_due (self) : self->gap_us;
  }
  if (passes)
    self->farewell = FALSE;
  self->awaits_key = !passes;
  return passes;
}

gint64
tc_send_gate_promise (const TcSendGate *self, gint64 key_us)
{
  gint64 apart_us = key_us > 0 ? key_us : KEY_US;
  gint64 gap_us = self->rung < TC_SEND_SUB ? self->gap_us - TC_SEND_JITTER_US : 0;

  if (self->rung >= TC_SEND_SUB && !self->awaits_key)
    return 0;
  /* With the key frame that comes first after that. */
  return MAX ((gap_us + apart_us - 1) / apart_us, 1) * apart_us;
}
