/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which tiles go down and up; see the header.
 */
#include "tc-wall-governor.h"

#define PERCENT 100

/* Up to STEP_KEYS they are rungs. */
typedef enum {
  STEP_PAUSED = TC_RUNG_PAUSED,
  STEP_STILL = TC_RUNG_STILL,
  STEP_KEYS = TC_RUNG_KEYS,
  STEP_SUB,
  STEP_FULL
} Step;

/* How long steps of a kind are on probation, and how long it may come to be between them. */
typedef struct {
  gint64 regret_us, after_us, after_us_max;
} Patience;

static const Patience of_rungs = {TC_GOVERNOR_REGRET_US, TC_GOVERNOR_UP_AFTER_US,
                                  TC_GOVERNOR_UP_AFTER_MAX_US};
static const Patience of_mains = {TC_GOVERNOR_MAIN_REGRET_US, TC_GOVERNOR_MAIN_AFTER_US,
                                  TC_GOVERNOR_MAIN_AFTER_MAX_US};

void
tc_wall_governor_init (TcWallGovernor *self)
{
  *self = (TcWallGovernor){.rungs.after_us = of_rungs.after_us,
                           .mains.after_us = of_mains.after_us};
}

static Step
step_of_rung (TcDecodeRung rung)
{
  return rung == TC_RUNG_FULL ? STEP_FULL : (Step) rung;
}

static TcDecodeRung
rung_of_step (Step step)
{
  return step >= STEP_SUB ? TC_RUNG_FULL : (TcDecodeRung) step;
}

/* Where it would stand if the computer could do anything. */
static Step
find_ceiling (const TcGovernorTile *tile)
{
  if (tile->importance == TC_IMPORTANCE_HIDDEN)
    return STEP_PAUSED;
  return tile->importance == TC_IMPORTANCE_ALARM ? STEP_FULL : step_of_rung (tile->limit);
}

/* What there is in full of a tile without a sub stream of its own is a sub stream, or costs what it
 * costs: it stands beside those that have gone over to theirs. */
static Step
find_step (const TcGovernorTile *tile)
{
  int step = (int) find_ceiling (tile);

  if (tile->importance != TC_IMPORTANCE_ALARM)
    step = MIN (step, (int) STEP_FULL - tile->n_taken);
  return (Step) MAX (tile->has_sub ? step : MIN (step, (int) STEP_SUB), (int) STEP_PAUSED);
}

static gboolean
is_governed (const TcGovernorTile *tile)
{
  return tile->importance != TC_IMPORTANCE_HIDDEN && tile->importance != TC_IMPORTANCE_ALARM;
}

static gboolean
can_fall (const TcGovernorTile *tile)
{
  return is_governed (tile) && find_step (tile) > STEP_PAUSED;
}

static gboolean
can_rise (const TcGovernorTile *tile)
{
  return is_governed (tile) && tile->n_taken > 0;
}

static void
fall (TcGovernorTile *tile)
{
  tile->n_taken = (int) STEP_FULL - ((int) find_step (tile) - 1);
}

/* To the next step that makes a difference, and over those behind it that make none. */
static void
rise (TcGovernorTile *tile)
{
  Step first = find_step (tile);

  while (tile->n_taken > 0) {
    TcGovernorTile above = *tile;

    above.n_taken--;
    if (find_step (tile) != first && find_step (&above) != find_step (tile))
      return;
    *tile = above;
  }
}

/* Whether @a falls before @b, and so rises after it. */
static gboolean
falls_before (const TcGovernorTile *a, const TcGovernorTile *b)
{
  gboolean a_selected = a->importance == TC_IMPORTANCE_SELECTED;
  gboolean b_selected = b->importance == TC_IMPORTANCE_SELECTED;
  Step a_step = find_step (a);
  Step b_step = find_step (b);

  if ((a_step == STEP_FULL) != (b_step == STEP_FULL))
    return a_step == STEP_FULL;
  if (a_selected != b_selected)
    return b_selected;
  if (a_step != b_step)
    return a_step > b_step;
  return a->importance != b->importance ? a->importance < b->importance : a->id > b->id;
}

/* Of two steps taken from one and one from another, the first was taken last. */
static gboolean
rises_before (const TcGovernorTile *a, const TcGovernorTile *b)
{
  TcGovernorTile a_before = *a;
  TcGovernorTile b_before = *b;

  rise (&a_before);
  rise (&b_before);
  return falls_before (&b_before, &a_before);
}

static void
lower (TcGovernorTile *tiles, gsize n_tiles)
{
  gsize n_able = 0;
  gsize n_down;
  gboolean full = FALSE;

  for (gsize i = 0; i < n_tiles; i++)
    n_able += can_fall (&tiles[i]);
  n_down = MIN (MAX (n_able / TC_GOVERNOR_DOWN_SHARE, 1), n_able);
  for (gsize n = 0; n < n_down; n++) {
    TcGovernorTile *first = NULL;

    for (gsize i = 0; i < n_tiles; i++)
      if (can_fall (&tiles[i]) && (!first || falls_before (&tiles[i], first)))
        first = &tiles[i];
    /* Nobody has fewer pictures in the round in which main streams end. */
    if (!first || (full && find_step (first) != STEP_FULL))
      return;
    full = find_step (first) == STEP_FULL;
    fall (first);
  }
}

/* (nullable): nothing is left to be had */
static TcGovernorTile *
find_riser (TcGovernorTile *tiles, gsize n_tiles)
{
  TcGovernorTile *first = NULL;

  for (gsize i = 0; i < n_tiles; i++)
    if (can_rise (&tiles[i]) && (!first || rises_before (&tiles[i], first)))
      first = &tiles[i];
  return first;
}

/* Whether a stream is on its way. @down: of those that go down; FALSE: any */
static gboolean
is_changing (const TcGovernorTile *tiles, gsize n_tiles, gboolean down)
{
  for (gsize i = 0; i < n_tiles; i++)
    if (is_governed (&tiles[i]) && tiles[i].changing && (!down || tiles[i].n_taken > 0))
      return TRUE;
  return FALSE;
}

static gboolean
needs_at_most (const TcGovernorSample *sample, int percent)
{
  return sample->own_percent >= 0 && sample->own_percent <= percent;
}

static gboolean
is_pressed (const TcGovernorSample *sample)
{
  return (sample->busy_percent > TC_GOVERNOR_BUSY_PERCENT_MAX &&
          !needs_at_most (sample, TC_GOVERNOR_OWN_PERCENT_FAIR)) ||
         (sample->n_decoded >= TC_GOVERNOR_DECODED_MIN &&
          sample->n_shown * PERCENT < sample->n_decoded * TC_GOVERNOR_SHOWN_PERCENT_MIN);
}

static gboolean
is_main_next (const TcGovernorTile *riser)
{
  return riser && riser->has_sub && find_step (riser) == STEP_SUB;
}

/* Below how much load @riser may go up. */
static int
find_good (const TcGovernorTile *tiles, gsize n_tiles, const TcGovernorTile *riser)
{
  int n = 0;

  for (gsize i = 0; i < n_tiles; i++)
    n += find_step (&tiles[i]) > STEP_STILL ? 1 : 0;
  return is_main_next (riser)
             ? TC_GOVERNOR_BUSY_PERCENT_GOOD
             : MAX (TC_GOVERNOR_BUSY_PERCENT_GOOD,
                    TC_GOVERNOR_BUSY_PERCENT_MAX * n / (n + 1) - TC_GOVERNOR_BUSY_PERCENT_SPARE);
}

static gboolean
is_roomy (const TcGovernorSample *sample, const TcGovernorTile *riser, int busy_percent_good)
{
  return (sample->busy_percent < busy_percent_good ||
          (!is_main_next (riser) && needs_at_most (sample, TC_GOVERNOR_OWN_PERCENT_LITTLE))) &&
         (sample->n_decoded < TC_GOVERNOR_DECODED_MIN ||
          sample->n_shown * PERCENT >= sample->n_decoded * TC_GOVERNOR_SHOWN_PERCENT_GOOD);
}

static void
regret (TcGovernorSteps *steps, const Patience *patience, gint64 now_us)
{
  if (steps->up_us && now_us - steps->up_us <= patience->regret_us)
    steps->after_us = MIN (2 * steps->after_us, patience->after_us_max);
  steps->up_us = 0;
}

static void
approve (TcGovernorSteps *steps, const Patience *patience, gint64 now_us)
{
  if (steps->up_us && now_us - steps->up_us > patience->regret_us) {
    steps->after_us = patience->after_us;
    steps->up_us = 0;
  }
}

static void
press (TcWallGovernor *self, TcGovernorTile *tiles, gsize n_tiles, gint64 now_us)
{
  self->roomy_us = 0;
  /* For a moment two streams of a tile are decoded: what comes of that is waited for. */
  if (!self->pressed_us || is_changing (tiles, n_tiles, TRUE))
    self->pressed_us = now_us;
  if (now_us - self->pressed_us < TC_GOVERNOR_DOWN_AFTER_US)
    return;
  regret (&self->rungs, &of_rungs, now_us);
  regret (&self->mains, &of_mains, now_us);
  lower (tiles, n_tiles);
  self->pressed_us = now_us;
}

static void
relax (TcWallGovernor *self, TcGovernorTile *riser, gboolean changing, gint64 now_us)
{
  TcGovernorSteps *steps = is_main_next (riser) ? &self->mains : &self->rungs;

  approve (&self->rungs, &of_rungs, now_us);
  approve (&self->mains, &of_mains, now_us);
  if (!self->roomy_us || changing)
    self->roomy_us = now_us;
  if (!riser || now_us - self->roomy_us < steps->after_us)
    return;
  rise (riser);
  steps->up_us = now_us;
  self->roomy_us = now_us;
}

int
tc_wall_governor_find_taken (const TcGovernorTile *tiles, gsize n_tiles)
{
  int n_taken = -1;

  for (gsize i = 0; i < n_tiles; i++)
    if (is_governed (&tiles[i]))
      n_taken = n_taken < 0 ? tiles[i].n_taken : MIN (n_taken, tiles[i].n_taken);
  return MAX (n_taken, 0);
}

gboolean
tc_wall_governor_decide (TcWallGovernor *self, TcGovernorTile *tiles, gsize n_tiles,
                         const TcGovernorSample *sample, gint64 now_us)
{
  TcGovernorTile *riser = find_riser (tiles, n_tiles);
  gboolean changing = is_changing (tiles, n_tiles, FALSE);
  gboolean changed = FALSE;

  /* What a main stream costs is seen once it is there. */
  if (self->mains.up_us && changing)
    self->mains.up_us = now_us;
  if (sample && is_pressed (sample))
    press (self, tiles, n_tiles, now_us);
  else if (sample) {
    self->pressed_us = 0;
    if (is_roomy (sample, riser, find_good (tiles, n_tiles, riser)))
      relax (self, riser, changing, now_us);
    else
      self->roomy_us = 0;
  }
  /* What was before isn't added to what comes after nobody looked. */
  if (!sample)
    self->pressed_us = 0;
  for (gsize i = 0; i < n_tiles; i++) {
    TcGovernorTile *tile = &tiles[i];
    TcDecodeRung rung = rung_of_step (find_step (tile));
    gboolean sub = tile->has_sub && tile->n_taken > 0 && tile->importance != TC_IMPORTANCE_ALARM;

    changed |= rung != tile->rung || sub != tile->sub;
    tile->rung = rung;
    tile->sub = sub;
  }
  return changed;
}
