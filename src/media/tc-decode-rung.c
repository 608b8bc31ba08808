/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The ladder and its gate; see the header.
 */
#include "tc-decode-rung.h"

const char *
tc_decode_rung_code (TcDecodeRung rung)
{
  static const char *const codes[TC_RUNG_N] = {[TC_RUNG_PAUSED] = "paused",
                                               [TC_RUNG_STILL] = "still",
                                               [TC_RUNG_KEYS] = "keys",
                                               [TC_RUNG_FULL] = "full"};

  return (guint) rung < TC_RUNG_N ? codes[rung] : "";
}

void
tc_decode_gate_init (TcDecodeGate *self, TcDecodeRung rung)
{
  *self = (TcDecodeGate){.rung = rung, .awaits_key = TRUE, .passed_us = G_MININT64};
}

void
tc_decode_gate_set_rung (TcDecodeGate *self, TcDecodeRung rung)
{
  /* Coming up from a still picture the next key frame is wanted at once. */
  if (rung > self->rung)
    self->passed_us = G_MININT64;
  self->rung = rung;
}

void
tc_decode_gate_lose (TcDecodeGate *self)
{
  self->awaits_key = TRUE;
}

/* How far apart key frames that pass must be. */
static gint64
find_gap (TcDecodeRung rung)
{
  switch (rung) {
  case TC_RUNG_FULL:
    return 0;
  case TC_RUNG_KEYS:
    return TC_RUNG_KEYS_US;
  case TC_RUNG_STILL:
    return TC_RUNG_STILL_US;
  default:
    return G_MAXINT64;
  }
}

void
tc_decode_gate_damage (TcDecodeGate *self, gint64 pts)
{
  /* Of a packet that was never there. */
  if (pts < 0)
    return;
  self->damaged[self->n_damaged++ % TC_DECODE_DAMAGED_MAX] = pts;
}

static gboolean
is_damaged (const TcDecodeGate *self, gint64 pts)
{
  for (guint i = 0; i < MIN (self->n_damaged, TC_DECODE_DAMAGED_MAX); i++)
    if (self->damaged[i] == pts)
      return TRUE;
  return FALSE;
}

gboolean
tc_decode_gate_pass (TcDecodeGate *self, gint64 pts, gboolean is_key, gint64 now_us)
{
  gint64 gap_us = find_gap (self->rung);
  gboolean passes;

  if (is_damaged (self, pts))
    passes = FALSE;
  else if (is_key)
    passes = self->rung != TC_RUNG_PAUSED &&
             (self->passed_us == G_MININT64 || now_us - self->passed_us >= gap_us);
  else
    passes = self->rung == TC_RUNG_FULL && !self->awaits_key;
  if (passes && is_key)
    self->passed_us = now_us;
  /* What follows a key frame that passed can be decoded, as long as nothing is left out. */
  self->awaits_key = !passes;
  return passes;
}
