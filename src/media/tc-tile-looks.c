/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a tile looks like; see the header.
 */
#include "tc-tile-looks.h"

#include <string.h>

TcSoundState
tc_tile_looks_get_sound (const TcStreamReport *report, const TcTileLadder *ladder)
{
  if (ladder->loudness == TC_LOUDNESS_OFF)
    return TC_SOUND_OFF;
  if (report->sound == TC_SOUND_HEARD && ladder->loudness == TC_LOUDNESS_HUSHED)
    return TC_SOUND_HUSHED;
  return report->sound == TC_SOUND_OFF ? TC_SOUND_WAITS : report->sound;
}

gboolean
tc_tile_looks_change (TcTileLooks *self, const TcStreamReport *report, gint64 retry_us,
                      const TcTileLadder *ladder, TcStreamProfile shown)
{
  TcTileLooks now;

  /* Compared as bytes: what is between the fields counts. */
  memset (&now, 0, sizeof now);
  now.state = report->state;
  now.cause = report->cause;
  now.since_us = report->since_us;
  now.clock_offset_us = report->clock_offset_us;
  now.retry_us = retry_us;
  now.rung = ladder->rung;
  now.sub = ladder->sub;
  now.shown = shown;
  now.sent = report->sent_gap_us * TC_SEND_N + (gint64) report->sent;
  now.sound = tc_tile_looks_get_sound (report, ladder);
  if (memcmp (&now, self, sizeof now) == 0)
    return FALSE;
  *self = now;
  return TRUE;
}
