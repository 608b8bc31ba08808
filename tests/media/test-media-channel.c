/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Messages between a media host and its workers: they come whole and in their order, also more than
 * the socket takes at once; what is none ends the channel with a reason, and so does what is too
 * long or isn't read; the end of the other process has none.
 */
#include "tc-media-channel.h"

#include "tc-error.h"

#include <sys/socket.h>
#include <unistd.h>

typedef struct {
  TcMediaChannel *channel;
  guint n;
  gint64 last;
  gboolean closed;
  GError *error;
} End;

static void
message_cb (const char *name, GVariant *value, gpointer data)
{
  End *end = data;
  gint64 number;

  g_assert_cmpstr (name, ==, "count");
  g_assert_true (g_variant_lookup (value, "n", "x", &number));
  g_assert_cmpint (number, ==, end->last + 1);
  end->last = number;
  end->n++;
}

static void
closed_cb (const GError *error, gpointer data)
{
  End *end = data;

  end->closed = TRUE;
  end->error = error ? g_error_copy (error) : NULL;
}

static const TcMediaChannelHooks hooks = {message_cb, closed_cb};

static void
clear (End *end)
{
  g_clear_pointer (&end->channel, tc_media_channel_free);
  g_clear_error (&end->error);
}

static void
post (End *end, gint64 number, gsize more)
{
  g_autofree char *text = g_strnfill (more, 'x');
  GVariantDict dict;

  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert (&dict, "n", "x", number);
  g_variant_dict_insert (&dict, "more", "s", text);
  tc_media_channel_send (end->channel, "count", g_variant_dict_end (&dict));
}

static void
open_pair (End *a, End *b)
{
  int fd = -1;

  a->channel = tc_media_channel_new_pair (&hooks, a, &fd, NULL);
  b->channel = tc_media_channel_new (fd, &hooks, b, NULL);
  g_assert_true (a->channel && b->channel);
}

static void
test_both_ways (void)
{
  End a = {0}, b = {0};

  open_pair (&a, &b);
  for (gint64 i = 1; i <= 200; i++) {
    post (&a, i, 10000);
    post (&b, i, 10);
  }
  while (a.n < 200 || b.n < 200)
    g_main_context_iteration (NULL, TRUE);
  /* The other end goes. */
  clear (&a);
  while (!b.closed)
    g_main_context_iteration (NULL, TRUE);
  g_assert_no_error (b.error);
  clear (&b);
}

static void
test_limits (void)
{
  End a = {0}, b = {0};

  open_pair (&a, &b);
  post (&a, 1, TC_MEDIA_CHANNEL_BYTES_MAX);
  while (!a.closed)
    g_main_context_iteration (NULL, TRUE);
  g_assert_error (a.error, TC_ERROR, TC_ERROR_LIMIT);
  clear (&a);
  clear (&b);

  a = b = (End){0};
  open_pair (&a, &b);
  /* Nobody reads: the main loop doesn't run. */
  for (gint64 i = 1; i <= 4 * TC_MEDIA_CHANNEL_WAITING_MAX; i++)
    post (&a, i, 50000);
  while (!a.closed)
    g_main_context_iteration (NULL, TRUE);
  g_assert_error (a.error, TC_ERROR, TC_ERROR_LIMIT);
  clear (&a);
  clear (&b);
}

static void
check_refused (const char *bytes, gsize size)
{
  End b = {0};
  int fds[2];

  g_assert_cmpint (socketpair (AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, fds), ==, 0);
  b.channel = tc_media_channel_new (fds[1], &hooks, &b, NULL);
  g_assert_cmpint (write (fds[0], bytes, size), ==, size);
  while (!b.closed)
    g_main_context_iteration (NULL, TRUE);
  g_assert_error (b.error, TC_ERROR, TC_ERROR_INVALID);
  g_assert_cmpuint (b.n, ==, 0);
  clear (&b);
  close (fds[0]);
}

static void
test_refused (void)
{
  g_autofree char *name = g_strnfill (TC_MEDIA_NAME_CHARS_MAX + 1, 'n');
  g_autoptr (GVariant) long_name = g_variant_ref_sink (
      g_variant_new ("(s@a{sv})", name, g_variant_new ("a{sv}", NULL)));

  check_refused ("x", 1);
  check_refused ("no message of this kind", 23);
  check_refused (g_variant_get_data (long_name), g_variant_get_size (long_name));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/media-channel/both-ways", test_both_ways);
  g_test_add_func ("/media-channel/limits", test_limits);
  g_test_add_func ("/media-channel/refused", test_refused);
  return g_test_run ();
}
