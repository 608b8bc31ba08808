/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A desktop for tests of tiles; see the header.
 */
#include "tile-desk.h"

#include "tc-tile-private.h"

#define TURN_MS 5
/* Longer than that nothing of ours takes. */
#define TURN_MS_MAX 50

const char *desk_program;
static gint64 lost_us; /* of desk_time_us() */

static void
frame_cb (TcTile *tile, gpointer data)
{
  ((Desk *) data)->n_frames++;
}

static void
changed_cb (TcTile *tile, gpointer data)
{
  ((Desk *) data)->n_changes++;
}

static void
cleared_cb (TcTile *tile, gpointer data)
{
  ((Desk *) data)->n_cleared++;
}

static void
wanted_cb (TcTile *tile, int profile, gpointer data)
{
  Desk *desk = data;

  desk->n_wanted++;
  desk->wanted = (TcStreamProfile) profile;
}

TcTileGroup *
desk_group (const char *program)
{
  TcTileGroup *group = tc_tile_group_new (program);

  tc_tile_group_assume_busy (group, 0);
  return group;
}

TcTile *
desk_add (TcTileGroup *group, Desk *desk)
{
  TcTile *tile = tc_tile_group_add (group);

  g_signal_connect (tile, "frame", G_CALLBACK (frame_cb), desk);
  g_signal_connect (tile, "changed", G_CALLBACK (changed_cb), desk);
  g_signal_connect (tile, "cleared", G_CALLBACK (cleared_cb), desk);
  g_signal_connect (tile, "stream-wanted", G_CALLBACK (wanted_cb), desk);
  tc_tile_set_size (tile, 64, 36);
  return tile;
}

void
desk_play (TcTile *tile, TcStreamProfile profile, const char *what, const char *secret,
           gint64 until_us)
{
  g_autofree char *address = g_strconcat ("rtsp://fake/", what, NULL);
  const TcTileStream stream = {
      .profile = profile, .address = address, .secret = secret, .until_us = until_us};
  g_autoptr (GError) error = NULL;

  g_assert_true (tc_tile_play (tile, &stream, &error));
  g_assert_no_error (error);
}

void
desk_open (Desk *desk, const char *what)
{
  *desk = (Desk){.group = desk_group (desk_program)};
  desk->tile = desk_add (desk->group, desk);
  if (what)
    desk_play (desk->tile, TC_PROFILE_SUB, what, NULL, 0);
}

void
desk_close (Desk *desk)
{
  g_clear_object (&desk->tile);
  g_assert_finalize_object (desk->group);
}

static gboolean
tick_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

guint
desk_keep_turning (void)
{
  return g_timeout_add (TURN_MS, tick_cb, NULL);
}

gint64
desk_time_us (void)
{
  return g_get_monotonic_time () - lost_us;
}

void
desk_turn (void)
{
  gint64 begun_us = g_get_monotonic_time ();

  g_main_context_iteration (NULL, TRUE);
  if (g_get_monotonic_time () - begun_us > TURN_MS_MAX * MS)
    lost_us += g_get_monotonic_time () - begun_us;
}

void
pass_time (gint64 us)
{
  gint64 end_us = desk_time_us () + us;

  wait_until (desk_time_us () >= end_us);
}

gboolean
desk_is (TcTile *tile, TcStreamState state, TcStreamCause cause)
{
  TcStreamReport report = tc_tile_get_report (tile);

  return report.state == state && report.cause == cause;
}

guint
desk_watch (TcTile *tile, gint64 us)
{
  gint64 end_us = desk_time_us () + us;
  guint source = desk_keep_turning ();
  guint n = 0;

  while (desk_time_us () < end_us) {
    n += desk_take (tile) ? 1 : 0;
    desk_turn ();
  }
  g_source_remove (source);
  return n;
}

gboolean
desk_take (TcTile *tile)
{
  g_autoptr (TcTileFrame) frame = tc_tile_take_frame (tile);

  return frame != NULL;
}

void
desk_see (TcTile *tile, guint n)
{
  for (; n > 0; n--)
    wait_until (desk_take (tile));
}
