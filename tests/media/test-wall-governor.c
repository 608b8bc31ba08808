/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The governor: what is to be at once is at once; under pressure main streams give way to sub
 * streams, then the least important go down, one rung before anyone goes two; with room they come
 * up in the opposite order; what had to come down again waits longer. Time and what was seen are
 * given.
 */
#include "tc-wall-governor.h"

#define SECOND ((gint64) G_USEC_PER_SEC)

static const TcGovernorSample pressed_shown = {100, 79, 10, 10};
static const TcGovernorSample pressed_busy = {100, 100, 71, 50};
static const TcGovernorSample roomy = {100, 95, 54, 40};
static const TcGovernorSample between = {100, 90, 60, 50};

typedef struct {
  TcWallGovernor governor;
  TcGovernorTile tiles[8];
  gsize n_tiles;
  gint64 now_us;
} Wall;

static Wall
make (gsize n_tiles)
{
  Wall wall = {.n_tiles = n_tiles, .now_us = 1000 * SECOND};

  tc_wall_governor_init (&wall.governor);
  for (gsize i = 0; i < n_tiles; i++)
    wall.tiles[i] = (TcGovernorTile){.id = (guint) i + 1,
                                     .importance = TC_IMPORTANCE_NORMAL,
                                     .limit = TC_RUNG_FULL,
                                     .rung = TC_RUNG_FULL};
  return wall;
}

/* Tiles that play main streams and could play sub streams. */
static Wall
make_large (gsize n_tiles)
{
  Wall wall = make (n_tiles);

  for (gsize i = 0; i < n_tiles; i++)
    wall.tiles[i].has_sub = TRUE;
  return wall;
}

static gboolean
decide (Wall *wall, const TcGovernorSample *sample)
{
  return tc_wall_governor_decide (&wall->governor, wall->tiles, wall->n_tiles, sample,
                                  wall->now_us);
}

/* So many seconds of the same; returns how many of them changed something. */
static int
pass (Wall *wall, const TcGovernorSample *sample, int seconds)
{
  int n_changes = 0;

  for (int i = 0; i < seconds; i++) {
    wall->now_us += SECOND;
    n_changes += decide (wall, sample) ? 1 : 0;
  }
  return n_changes;
}

/* "fbks": a letter a tile; b: in full, but of the sub stream. */
static char *
describe (const Wall *wall)
{
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < wall->n_tiles; i++)
    g_string_append_c (text, wall->tiles[i].rung == TC_RUNG_FULL && wall->tiles[i].sub
                                 ? 'b'
                                 : "pskf"[wall->tiles[i].rung]);
  return g_string_free (text, FALSE);
}

#define check(wall, text)                                                                          \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autofree char *said = describe (wall);                                                       \
                                                                                                   \
    g_assert_cmpstr (said, ==, (text));                                                            \
  }                                                                                                \
  G_STMT_END

static void
test_at_once (void)
{
  Wall wall = make (4);

  g_assert_false (decide (&wall, NULL));
  wall.tiles[0].importance = TC_IMPORTANCE_HIDDEN;
  wall.tiles[1].limit = TC_RUNG_KEYS;
  wall.tiles[2].limit = TC_RUNG_STILL;
  wall.tiles[2].importance = TC_IMPORTANCE_ALARM;
  wall.tiles[3].limit = TC_RUNG_PAUSED;
  g_assert_true (decide (&wall, NULL));
  check (&wall, "pkfp");
  g_assert_false (decide (&wall, NULL));
  wall.tiles[0].importance = TC_IMPORTANCE_LOW;
  wall.tiles[2].importance = TC_IMPORTANCE_NORMAL;
  g_assert_true (decide (&wall, NULL));
  check (&wall, "fksp");
}

/* Exactly at the thresholds nothing happens; beyond one of them it does. */
static void
test_thresholds (void)
{
  static const struct {
    TcGovernorSample sample;
    gboolean presses;
  } cases[] = {
      {{100, 80, 70, 50}, FALSE}, {{100, 79, 0, 0}, TRUE},     {{100, 100, 71, 50}, TRUE},
      {{0, 0, 71, -1}, TRUE},     {{0, 0, -1, -1}, FALSE},     {{9, 0, 0, 0}, FALSE},
      {{10, 0, -1, -1}, TRUE},    {{100, 100, 100, 11}, TRUE}, {{100, 100, 100, 10}, FALSE},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    Wall wall = make (2);

    g_assert_cmpint (pass (&wall, &cases[i].sample, 4) > 0, ==, cases[i].presses);
  }
}

static void
test_duration (void)
{
  Wall wall = make (2);

  /* A moment is borne, and so is another one after a better one. */
  g_assert_cmpint (pass (&wall, &pressed_busy, 2), ==, 0);
  g_assert_cmpint (pass (&wall, &between, 1), ==, 0);
  g_assert_cmpint (pass (&wall, &pressed_shown, 2), ==, 0);
  g_assert_cmpint (pass (&wall, &pressed_shown, 1), ==, 1);
  check (&wall, "fk");
}

static void
test_order_down (void)
{
  Wall wall = make (4);

  wall.tiles[0].importance = TC_IMPORTANCE_SELECTED;
  wall.tiles[1].importance = TC_IMPORTANCE_LOW;
  wall.tiles[3].importance = TC_IMPORTANCE_ALARM;
  pass (&wall, &pressed_busy, 3);
  check (&wall, "fkff");
  pass (&wall, &pressed_busy, 2);
  check (&wall, "fkkf");
  pass (&wall, &pressed_busy, 2);
  check (&wall, "fskf");
  pass (&wall, &pressed_busy, 6);
  check (&wall, "fppf");
  /* Selected ones are the last, alarms never. */
  pass (&wall, &pressed_busy, 2);
  check (&wall, "kppf");
  pass (&wall, &pressed_busy, 60);
  check (&wall, "pppf");
}

static void
test_order_of_equals (void)
{
  Wall wall = make (3);

  pass (&wall, &pressed_busy, 3);
  check (&wall, "ffk");
  pass (&wall, &pressed_busy, 2);
  check (&wall, "fkk");
  pass (&wall, &pressed_busy, 2);
  check (&wall, "kkk");
}

/* Of many several go at once. */
static void
test_share (void)
{
  static TcGovernorTile tiles[64];
  TcWallGovernor governor;
  guint n_lower = 0;

  tc_wall_governor_init (&governor);
  for (guint i = 0; i < 64; i++)
    tiles[i] = (TcGovernorTile){
        .id = i, .importance = TC_IMPORTANCE_NORMAL, .limit = TC_RUNG_FULL, .rung = TC_RUNG_FULL};
  for (int second = 1; second <= 3; second++)
    tc_wall_governor_decide (&governor, tiles, 64, &pressed_busy, second * SECOND);
  for (guint i = 0; i < 64; i++)
    n_lower += tiles[i].rung == TC_RUNG_KEYS ? 1 : 0;
  g_assert_cmpuint (n_lower, ==, 64 / TC_GOVERNOR_DOWN_SHARE);
}

static void
test_order_up (void)
{
  Wall wall = make (3);

  wall.tiles[0].importance = TC_IMPORTANCE_SELECTED;
  wall.tiles[2].importance = TC_IMPORTANCE_LOW;
  pass (&wall, &pressed_busy, 100);
  check (&wall, "ppp");
  /* Five seconds of room for each step. */
  g_assert_cmpint (pass (&wall, &roomy, 5), ==, 0);
  g_assert_cmpint (pass (&wall, &roomy, 1), ==, 1);
  check (&wall, "spp");
  pass (&wall, &roomy, 10);
  check (&wall, "fpp");
  pass (&wall, &roomy, 5);
  check (&wall, "fsp");
  pass (&wall, &roomy, 5);
  check (&wall, "fss");
  pass (&wall, &roomy, 20);
  check (&wall, "fff");
  g_assert_cmpint (pass (&wall, &roomy, 60), ==, 0);
}

static void
test_hysteresis (void)
{
  Wall wall = make (2);

  pass (&wall, &pressed_busy, 3);
  check (&wall, "fk");
  /* Not so bad as before isn't good. */
  g_assert_cmpint (pass (&wall, &between, 300), ==, 0);
  /* Room must last without a break. */
  pass (&wall, &roomy, 5);
  pass (&wall, &between, 1);
  g_assert_cmpint (pass (&wall, &roomy, 5), ==, 0);
  g_assert_cmpint (pass (&wall, &roomy, 1), ==, 1);
  check (&wall, "ff");
}

/* A wall that is just too much doesn't swing to and fro. */
static void
test_regret (void)
{
  static const int waits_s[] = {5, 10, 20, 40, 80, 80};
  Wall wall = make (2);

  pass (&wall, &pressed_busy, 3);
  for (gsize i = 0; i < G_N_ELEMENTS (waits_s); i++) {
    check (&wall, "fk");
    g_assert_cmpint (pass (&wall, &roomy, waits_s[i]), ==, 0);
    g_assert_cmpint (pass (&wall, &roomy, 1), ==, 1);
    check (&wall, "ff");
    pass (&wall, &pressed_busy, 3);
  }
  /* Once it has proved right, the wait is the first again. */
  pass (&wall, &roomy, 81);
  check (&wall, "ff");
  pass (&wall, &roomy, 11);
  pass (&wall, &pressed_busy, 3);
  check (&wall, "fk");
  pass (&wall, &roomy, 6);
  check (&wall, "ff");
}

/* Nobody has fewer pictures as long as somebody has larger ones than need be. */
static void
test_sub_first (void)
{
  Wall wall = make_large (4);

  wall.tiles[0].importance = TC_IMPORTANCE_SELECTED;
  wall.tiles[1].has_sub = FALSE;
  wall.tiles[2].importance = TC_IMPORTANCE_LOW;
  pass (&wall, &pressed_busy, 3);
  check (&wall, "ffbf");
  pass (&wall, &pressed_busy, 2);
  check (&wall, "ffbb");
  pass (&wall, &pressed_busy, 2);
  check (&wall, "bfbb");
  pass (&wall, &pressed_busy, 2);
  check (&wall, "bfkb");
  pass (&wall, &pressed_busy, 4);
  check (&wall, "bkkk");
  pass (&wall, &pressed_busy, 60);
  check (&wall, "pppp");
}

static void
test_sub_at_once (void)
{
  Wall wall = make_large (3);

  pass (&wall, &pressed_busy, 7);
  check (&wall, "bbb");
  /* One has become small: what it plays is what it would play. One is told of by an alarm. */
  wall.tiles[0].has_sub = FALSE;
  wall.tiles[1].importance = TC_IMPORTANCE_ALARM;
  wall.tiles[2].importance = TC_IMPORTANCE_HIDDEN;
  g_assert_true (decide (&wall, NULL));
  check (&wall, "ffp");
  g_assert_true (wall.tiles[2].sub);
  wall.tiles[0].has_sub = TRUE;
  wall.tiles[1].importance = wall.tiles[2].importance = TC_IMPORTANCE_NORMAL;
  g_assert_true (decide (&wall, NULL));
  check (&wall, "bbb");
  /* What is missing is missed on the next step down, not on two. */
  wall.tiles[2].has_sub = FALSE;
  decide (&wall, NULL);
  check (&wall, "bbf");
  pass (&wall, &pressed_busy, 3);
  check (&wall, "bbk");
}

/* Two streams of a tile at once are the change's doing; one that never comes holds nobody up. */
static void
test_changing_down (void)
{
  Wall wall = make_large (2);

  pass (&wall, &pressed_busy, 3);
  check (&wall, "fb");
  wall.tiles[1].changing = TRUE;
  g_assert_cmpint (pass (&wall, &pressed_busy, 5), ==, 0);
  wall.tiles[1].changing = FALSE;
  g_assert_cmpint (pass (&wall, &pressed_busy, 1), ==, 0);
  g_assert_cmpint (pass (&wall, &pressed_busy, 1), ==, 1);
  check (&wall, "bb");
}

/* Ten seconds of room for a main stream, and no other while it is on its way. */
static void
test_changing_up (void)
{
  Wall wall = make_large (3);

  wall.tiles[0].importance = TC_IMPORTANCE_SELECTED;
  pass (&wall, &pressed_busy, 9);
  check (&wall, "bbk");
  pass (&wall, &roomy, 6);
  check (&wall, "bbb");
  g_assert_cmpint (pass (&wall, &roomy, 9), ==, 0);
  g_assert_cmpint (pass (&wall, &roomy, 1), ==, 1);
  check (&wall, "fbb");
  wall.tiles[0].changing = TRUE;
  g_assert_cmpint (pass (&wall, &roomy, 30), ==, 0);
  wall.tiles[0].changing = FALSE;
  g_assert_cmpint (pass (&wall, &roomy, 9), ==, 0);
  g_assert_cmpint (pass (&wall, &roomy, 1), ==, 1);
  check (&wall, "ffb");
  /* One that proves too much goes back at once, though it be on its way still. */
  wall.tiles[1].changing = TRUE;
  g_assert_cmpint (pass (&wall, &pressed_busy, 3), ==, 1);
  check (&wall, "fbb");
}

/* A wall that can't have its main streams tries them ever less often: 10, 20 … 640 s. */
static void
test_regret_main (void)
{
  Wall wall = make_large (1);
  int wait_s = 10;

  pass (&wall, &pressed_busy, 3);
  for (int i = 0; i < 8; i++) {
    check (&wall, "b");
    g_assert_cmpint (pass (&wall, &roomy, wait_s), ==, 0);
    g_assert_cmpint (pass (&wall, &roomy, 1), ==, 1);
    check (&wall, "f");
    /* It took its time to come, and was too much half a minute later. */
    wall.tiles[0].changing = TRUE;
    pass (&wall, &between, 50);
    wall.tiles[0].changing = FALSE;
    pass (&wall, &between, 30);
    pass (&wall, &pressed_busy, 3);
    wait_s = MIN (2 * wait_s, 640);
  }
  pass (&wall, &roomy, 641 + 61);
  check (&wall, "f");
  pass (&wall, &pressed_busy, 3);
  check (&wall, "b");
  pass (&wall, &roomy, 11);
  check (&wall, "f");
}

/* One of many more is had where one of few wouldn't be; a main stream isn't. */
static void
test_room_of_many (void)
{
  static const struct {
    gsize n_tiles;
    int busy_percent;
    gboolean has_sub, rises;
  } cases[] = {
      {8, 57, FALSE, TRUE}, {8, 58, FALSE, FALSE}, {4, 55, FALSE, FALSE},
      {4, 54, FALSE, TRUE}, {8, 57, TRUE, FALSE},  {8, 54, TRUE, TRUE},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    const TcGovernorSample sample = {100, 95, cases[i].busy_percent, 50};
    Wall wall = make (cases[i].n_tiles);

    wall.tiles[0].has_sub = cases[i].has_sub;
    pass (&wall, &pressed_busy, 3);
    g_assert_cmpint (pass (&wall, &sample, 30) > 0, ==, cases[i].rises);
  }
}

/* What others do takes no more than it could give back: a tenth of the processors is ours. */
static void
test_busy_by_others (void)
{
  static const TcGovernorSample little = {20, 20, 100, 4};
  static const TcGovernorSample enough = {60, 60, 100, 8};
  Wall wall = make (4);
  Wall large = make_large (1);

  pass (&wall, &pressed_busy, 60);
  check (&wall, "pppp");
  g_assert_cmpint (pass (&wall, &enough, 100), ==, 0);
  pass (&wall, &little, 400);
  check (&wall, "ffff");
  g_assert_cmpint (pass (&wall, &enough, 100), ==, 0);
  /* A main stream needs more than is known to be had. */
  pass (&large, &pressed_busy, 60);
  pass (&large, &little, 400);
  check (&large, "b");
}

/* One bad second, a while in which tiles begin, and another bad second aren't bad for that long. */
static void
test_unseen (void)
{
  Wall wall = make (4);

  g_assert_cmpint (pass (&wall, &pressed_busy, 1), ==, 0);
  g_assert_cmpint (pass (&wall, NULL, 5), ==, 0);
  g_assert_cmpint (pass (&wall, &pressed_busy, 2), ==, 0);
  check (&wall, "ffff");
  g_assert_cmpint (pass (&wall, &pressed_busy, 1), ==, 1);
}

/* Who comes gets no more than who is there; hidden ones and alarms count for nothing. */
static void
test_taken (void)
{
  Wall wall = make (4);

  g_assert_cmpint (tc_wall_governor_find_taken (NULL, 0), ==, 0);
  pass (&wall, &pressed_busy, 3);
  g_assert_cmpint (tc_wall_governor_find_taken (wall.tiles, wall.n_tiles), ==, 0);
  pass (&wall, &pressed_busy, 20);
  g_assert_cmpint (tc_wall_governor_find_taken (wall.tiles, wall.n_tiles), >, 0);
  wall.tiles[0].importance = TC_IMPORTANCE_HIDDEN;
  wall.tiles[0].n_taken = 0;
  wall.tiles[1].importance = TC_IMPORTANCE_ALARM;
  wall.tiles[1].n_taken = 0;
  g_assert_cmpint (tc_wall_governor_find_taken (wall.tiles, wall.n_tiles), >, 0);
  g_assert_cmpint (tc_wall_governor_find_taken (wall.tiles, 2), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wall-governor/at-once", test_at_once);
  g_test_add_func ("/wall-governor/thresholds", test_thresholds);
  g_test_add_func ("/wall-governor/duration", test_duration);
  g_test_add_func ("/wall-governor/order-down", test_order_down);
  g_test_add_func ("/wall-governor/order-of-equals", test_order_of_equals);
  g_test_add_func ("/wall-governor/share", test_share);
  g_test_add_func ("/wall-governor/order-up", test_order_up);
  g_test_add_func ("/wall-governor/hysteresis", test_hysteresis);
  g_test_add_func ("/wall-governor/regret", test_regret);
  g_test_add_func ("/wall-governor/sub-first", test_sub_first);
  g_test_add_func ("/wall-governor/sub-at-once", test_sub_at_once);
  g_test_add_func ("/wall-governor/changing-down", test_changing_down);
  g_test_add_func ("/wall-governor/changing-up", test_changing_up);
  g_test_add_func ("/wall-governor/regret-main", test_regret_main);
  g_test_add_func ("/wall-governor/room-of-many", test_room_of_many);
  g_test_add_func ("/wall-governor/busy-by-others", test_busy_by_others);
  g_test_add_func ("/wall-governor/unseen", test_unseen);
  g_test_add_func ("/wall-governor/taken", test_taken);
  return g_test_run ();
}
