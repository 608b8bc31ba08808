/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which tiles go down and up; see the header.
 */
#include "tc-wall-governor.h"

#define PERCENT 100

void
tc_wall_governor_init (TcWallGovernor *self)
{
  *self = (TcWallGovernor){.up_after_us = TC_GOVERNOR_UP_AFTER_US};
}

/* Where it would stand if the computer could do anything. */
static TcDecodeRung
find_ceiling (const TcGovernorTile *tile)
{
  if (tile->importance == TC_IMPORTANCE_HIDDEN)
    return TC_RUNG_PAUSED;
  return tile->importance == TC_IMPORTANCE_ALARM ? TC_RUNG_FULL : tile->limit;
}

static TcDecodeRung
find_rung (const TcGovernorTile *tile)
{
  int rung = (int) find_ceiling (tile);

  if (tile->importance != TC_IMPORTANCE_ALARM)
    rung -= tile->n_taken;
  return (TcDecodeRung) MAX (rung, (int) TC_RUNG_PAUSED);
}

static gboolean
is_governed (const TcGovernorTile *tile)
{
  return tile->importance != TC_IMPORTANCE_HIDDEN && tile->importance != TC_IMPORTANCE_ALARM;
}

static gboolean
can_fall (const TcGovernorTile *tile)
{
  return is_governed (tile) && find_rung (tile) > TC_RUNG_PAUSED;
}

static gboolean
can_rise (const TcGovernorTile *tile)
{
  return is_governed (tile) && tile->n_taken > 0;
}

/* Whether @a falls before @b, and so rises after it. */
static gboolean
falls_before (const TcGovernorTile *a, const TcGovernorTile *b)
{
  gboolean a_selected = a->importance == TC_IMPORTANCE_SELECTED;
  gboolean b_selected = b->importance == TC_IMPORTANCE_SELECTED;

  if (a_selected != b_selected)
    return b_selected;
  if (a->n_taken != b->n_taken)
    return a->n_taken < b->n_taken;
  return a->importance != b->importance ? a->importance < b->importance : a->id > b->id;
}

/* Of two rungs taken from one and one from another, the first was taken last. */
static gboolean
rises_before (const TcGovernorTile *a, const TcGovernorTile *b)
{
  TcGovernorTile a_before = *a;
  TcGovernorTile b_before = *b;

  a_before.n_taken--;
  b_before.n_taken--;
  return falls_before (&b_before, &a_before);
}

static void
lower (TcGovernorTile *tiles, gsize n_tiles)
{
  gsize n_able = 0;
  gsize n_down;

  for (gsize i = 0; i < n_tiles; i++)
    n_able += can_fall (&tiles[i]);
  n_down = MIN (MAX (n_able / TC_GOVERNOR_DOWN_SHARE, 1), n_able);
  for (gsize n = 0; n < n_down; n++) {
    TcGovernorTile *first = NULL;

    for (gsize i = 0; i < n_tiles; i++)
      if (can_fall (&tiles[i]) && (!first || falls_before (&tiles[i], first)))
        first = &tiles[i];
    if (!first)
      return;
    first->n_taken++;
  }
}

/* Returns: whether one rose. */
static gboolean
raise_one (TcGovernorTile *tiles, gsize n_tiles)
{
  TcGovernorTile *first = NULL;

  for (gsize i = 0; i < n_tiles; i++)
    if (can_rise (&tiles[i]) && (!first || rises_before (&tiles[i], first)))
      first = &tiles[i];
  if (!first)
    return FALSE;
  first->n_taken--;
  return TRUE;
}

static gboolean
is_pressed (const TcGovernorSample *sample)
{
  return sample->busy_percent > TC_GOVERNOR_BUSY_PERCENT_MAX ||
         (sample->n_decoded >= TC_GOVERNOR_DECODED_MIN &&
          sample->n_shown * PERCENT < sample->n_decoded * TC_GOVERNOR_SHOWN_PERCENT_MIN);
}

static gboolean
is_roomy (const TcGovernorSample *sample)
{
  return sample->busy_percent < TC_GOVERNOR_BUSY_PERCENT_GOOD &&
         (sample->n_decoded < TC_GOVERNOR_DECODED_MIN ||
          sample->n_shown * PERCENT >= sample->n_decoded * TC_GOVERNOR_SHOWN_PERCENT_GOOD);
}

static void
press (TcWallGovernor *self, TcGovernorTile *tiles, gsize n_tiles, gint64 now_us)
{
  self->roomy_us = 0;
  if (self->up_us && now_us - self->up_us <= TC_GOVERNOR_REGRET_US)
    self->up_after_us = MIN (2 * self->up_after_us, TC_GOVERNOR_UP_AFTER_MAX_US);
  self->up_us = 0;
  if (!self->pressed_us)
    self->pressed_us = now_us;
  if (now_us - self->pressed_us < TC_GOVERNOR_DOWN_AFTER_US)
    return;
  lower (tiles, n_tiles);
  self->pressed_us = now_us;
}

static void
relax (TcWallGovernor *self, TcGovernorTile *tiles, gsize n_tiles, gint64 now_us)
{
  if (self->up_us && now_us - self->up_us > TC_GOVERNOR_REGRET_US) {
    self->up_after_us = TC_GOVERNOR_UP_AFTER_US;
    self->up_us = 0;
  }
  if (!self->roomy_us)
    self->roomy_us = now_us;
  if (now_us - self->roomy_us < self->up_after_us)
    return;
  if (raise_one (tiles, n_tiles))
    self->up_us = now_us;
  self->roomy_us = now_us;
}

gboolean
tc_wall_governor_decide (TcWallGovernor *self, TcGovernorTile *tiles, gsize n_tiles,
                         const TcGovernorSample *sample, gint64 now_us)
{
  gboolean changed = FALSE;

  if (sample && is_pressed (sample))
    press (self, tiles, n_tiles, now_us);
  else if (sample) {
    self->pressed_us = 0;
    if (is_roomy (sample))
      relax (self, tiles, n_tiles, now_us);
    else
      self->roomy_us = 0;
  }
  for (gsize i = 0; i < n_tiles; i++) {
    TcDecodeRung rung = find_rung (&tiles[i]);

    changed |= rung != tiles[i].rung;
    tiles[i].rung = rung;
  }
  return changed;
}
