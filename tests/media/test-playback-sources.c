/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: whoever wants to see what a recorder holds learns how it is played, once it is known, and
 * isn't kept waiting where it can't be. Method: a thread that waits, as those of the RTSP server
 * do, and the main loop, which answers.
 */
#include "tc-playback-sources.h"

#define CAMERA 7
#define WAIT_US ((gint64) 120 * G_USEC_PER_SEC)

typedef struct {
  TcPlaybackSources *sources;
  guint n_wanted;
  const TcPlaybackSource *answer; /* (nullable) */
  gboolean silent;
  gint64 wait_us;
  TcPlaybackSource *found;
  gint done; /* atomic */
} World;

static void
wanted_cb (gint64 camera_id, gpointer data)
{
  World *world = data;

  g_assert_cmpint (camera_id, ==, CAMERA);
  world->n_wanted++;
  if (!world->silent)
    tc_playback_sources_set (world->sources, camera_id, world->answer);
}

static gpointer
wait_thread (gpointer data)
{
  World *world = data;

  world->found = tc_playback_sources_wait (world->sources, CAMERA, world->wait_us);
  g_atomic_int_set (&world->done, 1);
  g_main_context_wakeup (NULL);
  return NULL;
}

/* (transfer full) (nullable) */
static TcPlaybackSource *
ask (World *world)
{
  GThread *thread;

  g_atomic_int_set (&world->done, 0);
  thread = g_thread_new ("wait", wait_thread, world);
  while (!g_atomic_int_get (&world->done))
    g_main_context_iteration (NULL, TRUE);
  g_thread_join (thread);
  return g_steal_pointer (&world->found);
}

static void
test_told (void)
{
  const TcPlaybackSource source = {.address = (char *) "rtsp://a/b"};
  World world = {.answer = &source, .wait_us = WAIT_US};

  world.sources = tc_playback_sources_new (wanted_cb, &world);
  for (guint i = 0; i < 2; i++) {
    g_autoptr (TcPlaybackSource) found = ask (&world);

    g_assert_cmpstr (found->address, ==, "rtsp://a/b");
    /* It is kept for a while. */
    g_assert_cmpuint (world.n_wanted, ==, 1);
  }
  tc_playback_sources_unref (world.sources);
}

static void
test_cannot (void)
{
  const TcPlaybackSource source = {.address = (char *) "rtsp://a/b"};
  World world = {.wait_us = WAIT_US};
  g_autoptr (TcPlaybackSource) found = NULL;

  world.sources = tc_playback_sources_new (wanted_cb, &world);
  g_assert_null (ask (&world));
  /* It may be that it can by now. */
  world.answer = &source;
  found = ask (&world);
  g_assert_nonnull (found);
  g_assert_cmpuint (world.n_wanted, ==, 2);
  tc_playback_sources_unref (world.sources);
}

static void
test_silent (void)
{
  World world = {.silent = TRUE, .wait_us = 20000};

  world.sources = tc_playback_sources_new (wanted_cb, &world);
  g_assert_null (ask (&world));
  tc_playback_sources_unref (world.sources);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/playback-sources/told", test_told);
  g_test_add_func ("/playback-sources/cannot", test_cannot);
  g_test_add_func ("/playback-sources/silent", test_silent);
  return g_test_run ();
}
