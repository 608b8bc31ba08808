/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The channel between a desktop and its decoder: messages in their order with their descriptors,
 * also when the other end is slow; and its ends: the other side goes, says what can't be read, what
 * it may not say, or doesn't read any more.
 */
#include "tc-tile-channel.h"

#include "tc-error.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

typedef struct {
  guint n_messages;
  guint32 last_tile;
  guint n_fds;
  gboolean closed;
  GError *error;           /* (owned) (nullable) */
  TcTileChannel **to_free; /* (nullable): freed by its own hook */
} End;

static void
message_cb (TcTileMessage *message, int fd, gpointer data)
{
  End *end = data;

  g_assert_cmpuint (message->tile, ==, end->last_tile + 1);
  end->last_tile = message->tile;
  end->n_messages++;
  if (fd >= 0) {
    g_assert_cmpint (fcntl (fd, F_GETFD), >=, 0);
    end->n_fds++;
  }
  if (end->to_free)
    g_clear_pointer (end->to_free, tc_tile_channel_free);
}

static void
closed_cb (const GError *error, gpointer data)
{
  End *end = data;

  g_assert_false (end->closed);
  end->closed = TRUE;
  end->error = error ? g_error_copy (error) : NULL;
}

static const TcTileChannelHooks hooks = {message_cb, closed_cb};

/* As many turns as there is something to do. */
static void
turn (void)
{
  for (int i = 0; i < 20; i++)
    while (g_main_context_iteration (NULL, FALSE))
      ;
}

static void
say (TcTileChannel *channel, TcTileKind kind, guint32 tile, int fd)
{
  g_autoptr (TcTileMessage) message = tc_tile_message_new (kind);

  message->tile = tile;
  message->width = message->height = 16;
  tc_tile_channel_send (channel, message, fd);
}

static void
test_both_ways (void)
{
  End desktop_end = {0}, decoder_end = {0};
  int fd = -1;
  g_autoptr (TcTileChannel) desktop = tc_tile_channel_new_pair (&hooks, &desktop_end, &fd, NULL);
  g_autoptr (TcTileChannel) decoder = tc_tile_channel_new (fd, &hooks, &decoder_end, NULL);
  g_autoptr (TcTileMessage) frame = tc_tile_message_new (TC_TILE_FRAME);

  say (desktop, TC_TILE_STOP, 1, -1);
  say (desktop, TC_TILE_RING, 2, STDERR_FILENO);
  say (desktop, TC_TILE_RUNG, 3, -1);
  frame->tile = 1;
  frame->width = frame->height = 16;
  g_assert_true (tc_tile_channel_try (decoder, frame));
  turn ();
  g_assert_cmpuint (decoder_end.n_messages, ==, 3);
  g_assert_cmpuint (decoder_end.n_fds, ==, 1);
  g_assert_cmpuint (desktop_end.n_messages, ==, 1);
  g_assert_false (desktop_end.closed || decoder_end.closed);

  g_clear_pointer (&desktop, tc_tile_channel_free);
  turn ();
  g_assert_true (decoder_end.closed);
  g_assert_no_error (decoder_end.error);
  g_assert_false (tc_tile_channel_try (decoder, frame));
}

/* More than the kernel holds, with descriptors among them: all come, in order, once there is
 * somebody who reads. */
static void
test_slow_reader (void)
{
  End desktop_end = {0}, decoder_end = {0};
  int fd = -1;
  g_autoptr (TcTileChannel) desktop = tc_tile_channel_new_pair (&hooks, &desktop_end, &fd, NULL);
  g_autoptr (TcTileChannel) decoder = NULL;

  for (guint32 i = 1; i <= 1000; i++)
    say (desktop, i % 50 == 0 ? TC_TILE_RING : TC_TILE_RUNG, i, i % 50 == 0 ? STDERR_FILENO : -1);
  g_assert_false (desktop_end.closed);
  decoder = tc_tile_channel_new (fd, &hooks, &decoder_end, NULL);
  for (int i = 0; i < 100 && decoder_end.n_messages < 1000; i++)
    turn ();
  g_assert_cmpuint (decoder_end.n_messages, ==, 1000);
  g_assert_cmpuint (decoder_end.n_fds, ==, 20);
  g_assert_false (desktop_end.closed);
}

static void
test_no_reader (void)
{
  End desktop_end = {0};
  int fd = -1;
  g_autoptr (TcTileChannel) desktop = tc_tile_channel_new_pair (&hooks, &desktop_end, &fd, NULL);

  for (guint32 i = 1; i <= 10 * TC_TILE_CHANNEL_WAITING_MAX; i++)
    say (desktop, TC_TILE_RUNG, i, -1);
  turn ();
  g_assert_true (desktop_end.closed);
  g_assert_error (desktop_end.error, TC_ERROR, TC_ERROR_LIMIT);
  g_clear_error (&desktop_end.error);
  close (fd);
}

/* A descriptor that can't be kept until there is room: what it belongs to would be lost. */
static void
test_no_descriptor (void)
{
  End desktop_end = {0};
  int fd = -1;
  g_autoptr (TcTileChannel) desktop = tc_tile_channel_new_pair (&hooks, &desktop_end, &fd, NULL);
  struct rlimit kept, none;

  for (guint32 i = 1; i <= TC_TILE_CHANNEL_WAITING_MAX; i++)
    say (desktop, TC_TILE_RUNG, i, -1);
  g_assert_cmpint (getrlimit (RLIMIT_NOFILE, &kept), ==, 0);
  none = (struct rlimit){0, kept.rlim_max};
  g_assert_cmpint (setrlimit (RLIMIT_NOFILE, &none), ==, 0);
  say (desktop, TC_TILE_RING, 1, STDERR_FILENO);
  g_assert_cmpint (setrlimit (RLIMIT_NOFILE, &kept), ==, 0);
  turn ();
  g_assert_true (desktop_end.closed);
  g_assert_nonnull (desktop_end.error);
  g_clear_error (&desktop_end.error);
  close (fd);
}

static void
test_garbage (void)
{
  static const char garbage[TC_TILE_MESSAGE_BYTES_MAX + 1] = "garbage";
  static const gsize sizes[] = {7, TC_TILE_MESSAGE_BYTES_MAX + 1};
  static const int codes[] = {TC_ERROR_INVALID, TC_ERROR_LIMIT};

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++) {
    End end = {0};
    int fd = -1;
    g_autoptr (TcTileChannel) desktop = tc_tile_channel_new_pair (&hooks, &end, &fd, NULL);

    g_assert_cmpint (write (fd, garbage, sizes[i]), ==, (gssize) sizes[i]);
    turn ();
    g_assert_true (end.closed);
    g_assert_error (end.error, TC_ERROR, codes[i]);
    g_assert_cmpuint (end.n_messages, ==, 0);
    g_clear_error (&end.error);
    close (fd);
  }
}

/* A decoder that was taken over speaks as if it were the desktop. */
static void
test_wrong_side (void)
{
  End end = {0};
  int fd = -1;
  g_autoptr (TcTileChannel) desktop = tc_tile_channel_new_pair (&hooks, &end, &fd, NULL);
  g_autoptr (TcTileMessage) message = tc_tile_message_new (TC_TILE_STOP);
  g_autoptr (GBytes) bytes = tc_tile_message_write (message);

  g_assert_cmpint (write (fd, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes)), >, 0);
  turn ();
  g_assert_true (end.closed);
  g_assert_error (end.error, TC_ERROR, TC_ERROR_INVALID);
  g_assert_cmpuint (end.n_messages, ==, 0);
  g_clear_error (&end.error);
  close (fd);
}

static void
test_freed_within (void)
{
  End desktop_end = {0}, decoder_end = {0};
  int fd = -1;
  g_autoptr (TcTileChannel) desktop = tc_tile_channel_new_pair (&hooks, &desktop_end, &fd, NULL);
  TcTileChannel *decoder = tc_tile_channel_new (fd, &hooks, &decoder_end, NULL);

  decoder_end.to_free = &decoder;
  say (desktop, TC_TILE_STOP, 1, -1);
  say (desktop, TC_TILE_STOP, 2, -1);
  turn ();
  g_assert_null (decoder);
  g_assert_cmpuint (decoder_end.n_messages, ==, 1);
  g_assert_false (decoder_end.closed);
  g_assert_true (desktop_end.closed);
  g_clear_error (&desktop_end.error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tile-channel/both-ways", test_both_ways);
  g_test_add_func ("/tile-channel/slow-reader", test_slow_reader);
  g_test_add_func ("/tile-channel/no-reader", test_no_reader);
  g_test_add_func ("/tile-channel/no-descriptor", test_no_descriptor);
  g_test_add_func ("/tile-channel/garbage", test_garbage);
  g_test_add_func ("/tile-channel/wrong-side", test_wrong_side);
  g_test_add_func ("/tile-channel/freed-within", test_freed_within);
  return g_test_run ();
}
