/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: a connection that is too thin is never given out more than once; everybody has something
 * before anybody has more; what is looked at most moves first; and nobody goes up and down all the
 * time. Method: walls of one to many viewers over connections of all widths, with what each costs
 * by argument.
 */
#include "tc-send-form.h"

/* A sub stream of 300 kbit a second, with key frames of 10 kB every two seconds. */
static const TcSendRates sub = {300000, 80000, 2000};
static const TcSendRates main_stream = {2000000, 400000, 2000};

static TcSendViewer
make_viewer (guint number, TcTileImportance importance, gboolean is_main)
{
  return (TcSendViewer){.number = number,
                        .wish = {importance, TC_RUNG_FULL},
                        .is_main = is_main,
                        .has_sub = is_main,
                        .whole = is_main ? main_stream : sub,
                        .lesser = sub,
                        .rung = TC_SEND_STILLS,
                        .gap_ms = 10000};
}

static GArray *
make_wall (guint n)
{
  GArray *wall = g_array_new (FALSE, TRUE, sizeof (TcSendViewer));

  for (guint i = 0; i < n; i++) {
    TcSendViewer one = make_viewer (i + 1, TC_IMPORTANCE_NORMAL, FALSE);

    g_array_append_val (wall, one);
  }
  return wall;
}

static TcSendViewer *
at (GArray *wall, guint i)
{
  return &g_array_index (wall, TcSendViewer, i);
}

static guint64
share (GArray *wall, guint64 budget_bps)
{
  return tc_send_share ((TcSendViewer *) (gpointer) wall->data, wall->len, budget_bps);
}

/* Sixteen over a megabit: the one that was chosen moves, of the others come stills. */
static void
test_chosen (void)
{
  g_autoptr (GArray) wall = make_wall (16);

  *at (wall, 5) = make_viewer (6, TC_IMPORTANCE_SELECTED, TRUE);
  g_assert_cmpuint (share (wall, 1000000), <=, 800000);
  g_assert_cmpint (at (wall, 5)->rung, ==, TC_SEND_SUB);
  for (guint i = 0; i < 16; i++) {
    if (i == 5)
      continue;
    /* Some are lucky. */
    g_assert_cmpint (at (wall, i)->rung, >=, TC_SEND_STILLS);
    g_assert_cmpint (at (wall, i)->rung, <=, TC_SEND_KEYS);
    g_assert_cmpuint (at (wall, i)->gap_ms, <=, 3000);
  }
  /* Another one is chosen. */
  at (wall, 5)->wish.importance = TC_IMPORTANCE_NORMAL;
  at (wall, 9)->wish.importance = TC_IMPORTANCE_ALARM;
  share (wall, 1000000);
  g_assert_cmpint (at (wall, 9)->rung, ==, TC_SEND_WHOLE);
  g_assert_cmpint (at (wall, 5)->rung, <=, TC_SEND_SUB);
  /* The connection has become wide. */
  share (wall, 20000000);
  for (guint i = 0; i < 16; i++)
    g_assert_cmpint (at (wall, i)->rung, ==, TC_SEND_WHOLE);
}

/* Whatever there is: not more than that, and nobody moves where another has nothing. */
static void
test_widths (void)
{
  for (guint64 kbit = 8; kbit < 40000; kbit = kbit * 5 / 4 + 1) {
    g_autoptr (GArray) wall = make_wall (24);
    gboolean someone_has_none = FALSE, someone_moves = FALSE;

    for (guint i = 0; i < 4; i++)
      *at (wall, i * 5) = make_viewer (i * 5 + 1, (TcTileImportance) (i + 1), i % 2 == 0);
    at (wall, 3)->wish.limit = TC_RUNG_KEYS;
    at (wall, 4)->wish.limit = TC_RUNG_PAUSED;
    g_assert_cmpuint (share (wall, kbit * 1000), <=, kbit * 1000 * TC_SEND_USE_PERCENT / 100);
    for (guint i = 0; i < wall->len; i++) {
      someone_has_none = someone_has_none || at (wall, i)->rung == TC_SEND_NOTHING;
      someone_moves = someone_moves || at (wall, i)->rung > TC_SEND_STILLS;
    }
    g_assert_false (someone_has_none && someone_moves);
    g_assert_cmpint (at (wall, 3)->rung, <=, TC_SEND_KEYS);
    g_assert_cmpint (at (wall, 4)->rung, <=, TC_SEND_STILLS);
    /* Asked again with nothing else: nothing else, once who went up counts for less. */
    for (guint i = 0; i < 10; i++) {
      g_autoptr (GVariant) before = g_variant_ref_sink (tc_send_viewers_write (wall));
      g_autoptr (GVariant) after = NULL;

      share (wall, kbit * 1000);
      after = g_variant_ref_sink (tc_send_viewers_write (wall));
      if (i > 6)
        g_assert_true (g_variant_equal (before, after));
    }
  }
}

/* Rates that go up and down by five in a hundred change nobody's rung. */
static void
test_steady (void)
{
  g_autoptr (GArray) wall = make_wall (16);
  g_autoptr (GVariant) first = NULL;

  share (wall, 2000000);
  for (guint round = 0; round < 20; round++) {
    g_autoptr (GVariant) now = NULL;

    for (guint i = 0; i < wall->len; i++)
      at (wall, i)->whole.bps = at (wall, i)->lesser.bps = 300000 + (round % 2 ? 7000 : 0);
    share (wall, 2000000);
    for (guint i = 0; i < wall->len; i++)
      at (wall, i)->whole.bps = at (wall, i)->lesser.bps = 300000;
    now = g_variant_ref_sink (tc_send_viewers_write (wall));
    if (round == 10)
      first = g_variant_ref (now);
    if (first)
      g_assert_true (g_variant_equal (first, now));
  }
}

/* Who is the least and came last goes; who is more gets in all the same. */
static void
test_full (void)
{
  g_autoptr (GArray) wall = make_wall (12);
  const TcSendViewer *viewers = (const TcSendViewer *) (gpointer) wall->data;

  /* A still each takes 8 kbit/s: ten have room. */
  share (wall, 100000);
  for (guint i = 0; i < 12; i++)
    g_assert_cmpint (at (wall, i)->rung, ==, i < 10 ? TC_SEND_STILLS : TC_SEND_NOTHING);
  g_assert_false (tc_send_share_admits (viewers, 10, 100000, TC_IMPORTANCE_NORMAL));
  g_assert_true (tc_send_share_admits (viewers, 10, 100000, TC_IMPORTANCE_ALARM));
  g_assert_true (tc_send_share_admits (viewers, 7, 100000, TC_IMPORTANCE_NORMAL));
  g_assert_cmpuint (tc_send_share_least (viewers, 10), ==, 80000);
  at (wall, 11)->wish.importance = TC_IMPORTANCE_ALARM;
  share (wall, 100000);
  g_assert_cmpint (at (wall, 11)->rung, ==, TC_SEND_STILLS);
  g_assert_cmpint (at (wall, 9)->rung, ==, TC_SEND_NOTHING);
}

/* What nobody knows yet isn't sent whole. */
static void
test_unknown (void)
{
  TcSendViewer one = make_viewer (1, TC_IMPORTANCE_SELECTED, TRUE);

  one.whole = one.lesser = (TcSendRates){0};
  tc_send_share (&one, 1, 1000000);
  g_assert_cmpint (one.rung, ==, TC_SEND_SUB);
  one.has_sub = FALSE;
  tc_send_share (&one, 1, 1000000);
  g_assert_cmpint (one.rung, ==, TC_SEND_KEYS);
}

/* What somebody listens to has its room, before others move; it goes up and down with nothing. */
static void
test_sound (void)
{
  g_autoptr (GArray) wall = make_wall (16);
  TcSendViewer *chosen = at (wall, 5);

  *chosen = make_viewer (6, TC_IMPORTANCE_SELECTED, TRUE);
  chosen->listens = TRUE;
  for (guint64 kbit = 64; kbit < 6000; kbit = kbit * 9 / 8) {
    guint64 budget = kbit * 1000 * TC_SEND_USE_PERCENT / 100;
    guint64 sum = share (wall, kbit * 1000);
    gboolean sound = chosen->sound;

    g_assert_cmpuint (sum, <=, budget);
    g_assert_true (!sound || chosen->rung >= TC_SEND_SUB);
    /* It would fit beside stills of all the others, and the picture that goes with it. */
    if (kbit > 900)
      g_assert_true (sound);
    for (guint i = 0; i < 5; i++) {
      g_assert_cmpuint (share (wall, kbit * 1000), <=, budget);
      g_assert_true (i < 2 || chosen->sound == sound);
      sound = chosen->sound;
    }
    for (guint i = 0; i < 16; i++)
      g_assert_true (i == 5 || !at (wall, i)->sound);
  }
  /* Nobody listens any more. */
  chosen->listens = FALSE;
  share (wall, 6000000);
  g_assert_false (chosen->sound);
}

/* A picture that moves is more than sound without one. */
static void
test_sound_left_out (void)
{
  TcSendViewer one = make_viewer (1, TC_IMPORTANCE_SELECTED, FALSE);

  one.listens = TRUE;
  /* 300 kbit/s, and a tenth more for going up; sound takes 120 likewise. */
  tc_send_share (&one, 1, 420000);
  g_assert_cmpint (one.rung, ==, TC_SEND_WHOLE);
  g_assert_false (one.sound);
  tc_send_share (&one, 1, 600000);
  g_assert_true (one.sound);
  /* What is there stays where coming wouldn't be. */
  tc_send_share (&one, 1, 530000);
  g_assert_true (one.sound);
  one.sound = FALSE;
  tc_send_share (&one, 1, 530000);
  g_assert_false (one.sound);
  tc_send_share (&one, 1, 300000);
  g_assert_cmpint (one.rung, <, TC_SEND_SUB);
  g_assert_false (one.sound);
  /* Where nothing moves anyway there is none to leave out, and nothing counts for it. */
  for (guint i = 0; i < 2; i++) {
    guint64 silent;

    one = make_viewer (1, i ? TC_IMPORTANCE_HIDDEN : TC_IMPORTANCE_SELECTED, FALSE);
    one.wish.limit = i ? TC_RUNG_FULL : TC_RUNG_KEYS;
    g_assert_false (tc_send_wish_moves (&one.wish));
    silent = tc_send_share (&one, 1, 1000000);
    one.listens = TRUE;
    g_assert_cmpuint (tc_send_share (&one, 1, 1000000), ==, silent);
    g_assert_false (one.sound);
  }
  /* Of what nobody knows either it counts on top. */
  one = (TcSendViewer){.number = 1,
                       .wish = {TC_IMPORTANCE_SELECTED, TC_RUNG_FULL},
                       .listens = TRUE,
                       .rung = TC_SEND_WHOLE};
  g_assert_cmpuint (tc_send_share (&one, 1, 1000000), ==, TC_SEND_SUB_BPS + TC_SEND_SOUND_BPS);
}

static void
test_form (void)
{
  g_autoptr (GArray) wall = make_wall (3);
  g_autoptr (GVariant) value = NULL;
  g_autoptr (GVariant) other = g_variant_ref_sink (g_variant_new_string ("x"));
  g_autoptr (GArray) read = NULL;
  g_autoptr (GArray) none = tc_send_viewers_read (NULL);
  g_autoptr (GArray) strange = tc_send_viewers_read (other);

  at (wall, 1)->wish.importance = TC_IMPORTANCE_N;
  at (wall, 2)->is_main = TRUE;
  at (wall, 2)->listens = TRUE;
  at (wall, 0)->sound = TRUE;
  value = g_variant_ref_sink (tc_send_viewers_write (wall));
  read = tc_send_viewers_read (value);
  g_assert_cmpuint (none->len + strange->len, ==, 0);
  g_assert_cmpuint (read->len, ==, 2); /* one can't be */
  g_assert_cmpuint (at (read, 1)->number, ==, 3);
  g_assert_true (at (read, 1)->is_main);
  g_assert_true (at (read, 1)->listens && !at (read, 1)->sound);
  g_assert_true (!at (read, 0)->listens && at (read, 0)->sound);
  g_assert_cmpuint (at (read, 0)->lesser.key_ms, ==, 2000);
  g_assert_cmpuint (at (read, 0)->gap_ms, ==, 10000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/media/send-share/chosen", test_chosen);
  g_test_add_func ("/media/send-share/widths", test_widths);
  g_test_add_func ("/media/send-share/steady", test_steady);
  g_test_add_func ("/media/send-share/full", test_full);
  g_test_add_func ("/media/send-share/unknown", test_unknown);
  g_test_add_func ("/media/send-share/sound", test_sound);
  g_test_add_func ("/media/send-share/sound-left-out", test_sound_left_out);
  g_test_add_func ("/media/send-share/form", test_form);
  return g_test_run ();
}
