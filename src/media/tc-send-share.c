/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sharing a connection; see the header.
 *
 * DESIGN: rungs and gaps are one list of levels, each of which costs a viewer something. A decision
 * starts from nothing but the levels that there are now, which count for less: it is quick (some
 * hundred viewers, eight levels), and nothing is to be remembered between two.
 */
#include "tc-send-share.h"

#define N_LEVELS 8
#define FLOOR 3 /* the level of stills that all are to have first */

static const struct {
  TcSendRung rung;
  guint32 gap_ms;
} levels[N_LEVELS] = {
    {TC_SEND_NOTHING, 0},   {TC_SEND_STILLS, 10000}, {TC_SEND_STILLS, 5000}, {TC_SEND_STILLS, 3000},
    {TC_SEND_STILLS, 2000}, {TC_SEND_KEYS, 900},     {TC_SEND_SUB, 0},       {TC_SEND_WHOLE, 0},
};

typedef struct {
  TcSendViewer *viewer; /* (unowned) */
  guint before;         /* the level that it had */
  guint most;           /* more it doesn't want */
  guint level;
  gboolean sound; /* counts, where it moves */
} Place;

static guint64
or_else (guint32 known, guint32 assumed)
{
  return known ? known : assumed;
}

static guint64
reckon_keys (const TcSendViewer *viewer, guint32 gap_ms)
{
  guint64 key_ms = or_else (viewer->lesser.key_ms, TC_SEND_KEY_MS);
  guint64 least_ms = gap_ms - TC_SEND_JITTER_US / 1000;
  guint64 apart_ms = MAX ((least_ms + key_ms - 1) / key_ms, 1) * key_ms;

  return or_else (viewer->lesser.key_bits, TC_SEND_KEY_BITS) * 1000 / apart_ms;
}

static guint64
reckon_sound (const Place *place, guint level)
{
  if (!place->sound || levels[level].rung < TC_SEND_SUB)
    return 0;
  return place->viewer->sound ? TC_SEND_SOUND_BPS
                              : (guint64) TC_SEND_SOUND_BPS * TC_SEND_UP_PERCENT / 100;
}

static guint64
reckon (const Place *place, guint level)
{
  const TcSendViewer *viewer = place->viewer;
  guint64 bps = 0;

  switch (levels[level].rung) {
  case TC_SEND_WHOLE:
    bps = or_else (viewer->whole.bps, viewer->is_main ? TC_SEND_MAIN_BPS : TC_SEND_SUB_BPS);
    break;
  case TC_SEND_SUB:
    bps = or_else (viewer->lesser.bps, TC_SEND_SUB_BPS);
    break;
  case TC_SEND_NOTHING:
    break;
  default:
    bps = reckon_keys (viewer, levels[level].gap_ms);
    break;
  }
  if (level > place->before)
    bps = bps * TC_SEND_UP_PERCENT / 100;
  return bps + reckon_sound (place, level);
}

static guint64
sum_up (const Place *places, gsize n)
{
  guint64 sum = 0;

  for (gsize i = 0; i < n; i++)
    sum += reckon (&places[i], places[i].level);
  return sum;
}

static guint
find_level (TcSendRung rung, guint32 gap_ms)
{
  guint level = 0;

  for (guint i = 0; i < N_LEVELS; i++)
    if (levels[i].rung < rung || (levels[i].rung == rung && levels[i].gap_ms >= gap_ms))
      level = i;
  return level;
}

static guint
find_most (const TcSendWish *wish)
{
  if (tc_send_wish_moves (wish))
    return N_LEVELS - 1;
  return wish->importance != TC_IMPORTANCE_HIDDEN && wish->limit == TC_RUNG_KEYS
             ? find_level (TC_SEND_KEYS, 0)
             : 1;
}

/* A level that there is for it, that one or the next below. */
static guint
limit_level (const Place *place, guint level)
{
  level = MIN (level, place->most);
  return levels[level].rung == TC_SEND_SUB && !place->viewer->has_sub ? level - 1 : level;
}

static guint
rank (const TcSendViewer *viewer)
{
  return (guint) viewer->wish.importance * 2 + (viewer->is_main ? 1 : 0);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  const TcSendViewer *one = ((const Place *) a)->viewer, *other = ((const Place *) b)->viewer;
  guint rank_one = rank (one), rank_other = rank (other);

  if (rank_one != rank_other)
    return rank_one > rank_other ? -1 : 1;
  return one->number < other->number ? -1 : one->number > other->number;
}

/* Those of a rank, from @first on. */
static gsize
count_equals (const Place *places, gsize n, gsize first)
{
  gsize end = first + 1;

  while (end < n && rank (places[end].viewer) == rank (places[first].viewer))
    end++;
  return end - first;
}

/* The first of all that have room for it; the others have nothing. */
static void
let_in (Place *places, gsize n, guint64 budget)
{
  for (gsize i = 0; i < n; i++) {
    places[i].level = 1;
    if (sum_up (places, n) > budget)
      places[i].level = 0;
  }
}

/* All of them to @level at least. FALSE: it takes more than @budget, and nothing is changed. */
static gboolean
lift (Place *places, gsize n, Place *some, gsize n_some, guint level, guint64 budget)
{
  g_autofree guint *before = g_new (guint, n_some);

  for (gsize i = 0; i < n_some; i++) {
    before[i] = some[i].level;
    if (some[i].level > 0)
      some[i].level = MAX (some[i].level, limit_level (&some[i], level));
  }
  if (sum_up (places, n) <= budget)
    return TRUE;
  for (gsize i = 0; i < n_some; i++)
    some[i].level = before[i];
  return FALSE;
}

static void
give_out (Place *places, gsize n, guint64 budget)
{
  gsize n_equals;

  let_in (places, n, budget);
  for (guint level = FLOOR; level > 1; level--)
    if (lift (places, n, places, n, level, budget * TC_SEND_STILLS_PERCENT / 100))
      break;
  for (gsize first = 0; first < n; first += n_equals) {
    guint level = N_LEVELS - 1;

    n_equals = count_equals (places, n, first);
    while (level > 1 && !lift (places, n, &places[first], n_equals, level, budget))
      level--;
    for (gsize i = first; i < first + n_equals && level + 1 < N_LEVELS; i++)
      for (guint more = N_LEVELS - 1; more > level; more--)
        if (lift (places, n, &places[i], 1, more, budget))
          break;
  }
}

static Place *
make_places (TcSendViewer *viewers, gsize n)
{
  Place *places = g_new0 (Place, n);

  for (gsize i = 0; i < n; i++) {
    places[i].viewer = &viewers[i];
    places[i].before = find_level (viewers[i].rung, viewers[i].gap_ms);
    places[i].most = find_most (&viewers[i].wish);
    places[i].sound = viewers[i].listens && tc_send_wish_moves (&viewers[i].wish);
  }
  qsort (places, n, sizeof (Place), compare);
  return places;
}

static gboolean
moves (const Place *place)
{
  return levels[place->level].rung >= TC_SEND_SUB;
}

/* Whether there is sound that goes with nothing that moves: without it the picture may. */
static gboolean
leave_out_sound (Place *places, gsize n)
{
  gboolean left_out = FALSE;

  for (gsize i = 0; i < n; i++) {
    if (!places[i].sound || moves (&places[i]))
      continue;
    places[i].sound = FALSE;
    left_out = TRUE;
  }
  return left_out;
}

guint64
tc_send_share (TcSendViewer *viewers, gsize n_viewers, guint64 budget_bps)
{
  g_autofree Place *places = make_places (viewers, n_viewers);
  guint64 budget = budget_bps * TC_SEND_USE_PERCENT / 100;
  guint64 sum = 0;

  give_out (places, n_viewers, budget);
  if (leave_out_sound (places, n_viewers))
    give_out (places, n_viewers, budget);
  for (gsize i = 0; i < n_viewers; i++) {
    places[i].before = N_LEVELS - 1;
    places[i].viewer->sound = places[i].sound && moves (&places[i]);
    sum += reckon (&places[i], places[i].level);
    places[i].viewer->rung = levels[places[i].level].rung;
    places[i].viewer->gap_ms = levels[places[i].level].gap_ms;
  }
  return sum;
}

guint64
tc_send_share_least (const TcSendViewer *viewers, gsize n_viewers)
{
  guint64 sum = 0;

  for (gsize i = 0; i < n_viewers; i++)
    sum += reckon_keys (&viewers[i], levels[1].gap_ms);
  return sum;
}

gboolean
tc_send_share_admits (const TcSendViewer *viewers, gsize n_viewers, guint64 budget_bps,
                      TcTileImportance importance)
{
  guint64 sum = reckon_keys (&(TcSendViewer){0}, levels[1].gap_ms);

  for (gsize i = 0; i < n_viewers; i++)
    if (viewers[i].wish.importance >= importance)
      sum += reckon_keys (&viewers[i], levels[1].gap_ms);
  return sum <= budget_bps * TC_SEND_USE_PERCENT / 100;
}
