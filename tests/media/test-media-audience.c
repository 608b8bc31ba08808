/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: over a thin connection each replay gets what was promised to it, or is refused; those that
 * come together don't take the same room, one that ends gives its own back, and where too much was
 * promised the newest go. Method: the audience alone, told of room as a host tells it.
 */
#include "tc-media-audience.h"

#define MBIT G_GUINT64_CONSTANT (1000000)

static const TcSendWish wish = {TC_IMPORTANCE_NORMAL, TC_RUNG_FULL};

static TcMediaTicket
make_pass (guint8 nonce, TcTicketUse use, gint64 rate_milli)
{
  TcMediaTicket pass = {.camera_id = 7, .use = use, .rate_milli = rate_milli};

  pass.nonce[0] = nonce;
  return pass;
}

static gboolean
admits (TcMediaAudience *audience, guint8 nonce)
{
  TcMediaTicket pass = make_pass (nonce, TC_TICKET_REPLAY, TC_TICKET_RATE_NORMAL);

  return tc_media_audience_admits (audience, &pass, &wish);
}

static guint
begin (TcMediaAudience *audience, guint8 nonce)
{
  TcMediaTicket pass = make_pass (nonce, TC_TICKET_REPLAY, TC_TICKET_RATE_NORMAL);
  TcPacketMarker *marker = tc_packet_marker_new ();
  guint number = tc_media_audience_add (audience, &pass, &wish, NULL, marker);

  tc_packet_marker_unref (marker);
  return number;
}

/* Of 2 Mbit/s each, as long as nothing is known of the stream. */
static void
test_together (void)
{
  TcMediaAudience *audience = tc_media_audience_new (TRUE);
  guint first;

  g_assert_false (admits (audience, 1));
  tc_media_audience_set_room (audience, TC_IMPORTANCE_HIDDEN, 5 * MBIT, 0);
  g_assert_true (admits (audience, 1));
  g_assert_true (admits (audience, 2));
  g_assert_false (admits (audience, 3));
  /* Asked again it is the same. */
  g_assert_true (admits (audience, 1));
  g_assert_cmpuint (tc_media_audience_get_promised (audience), ==, 4 * MBIT);
  first = begin (audience, 1);
  g_assert_cmpuint (tc_media_audience_get_promised (audience), ==, 4 * MBIT);
  /* The host hears of both, and has 1 Mbit/s left; it had heard of one when it said this. */
  tc_media_audience_set_room (audience, TC_IMPORTANCE_HIDDEN, 1 * MBIT, 4 * MBIT);
  g_assert_false (admits (audience, 3));
  tc_media_audience_set_room (audience, TC_IMPORTANCE_HIDDEN, 3 * MBIT, 2 * MBIT);
  g_assert_false (admits (audience, 3));
  tc_media_audience_remove (audience, first);
  g_assert_cmpuint (tc_media_audience_get_promised (audience), ==, 2 * MBIT);
  g_assert_true (admits (audience, 3));
  g_assert_false (admits (audience, 4));
  tc_media_audience_unref (audience);
}

static void
test_rate (void)
{
  TcMediaAudience *audience = tc_media_audience_new (TRUE);
  TcMediaTicket fast = make_pass (1, TC_TICKET_REPLAY, 4000);
  TcMediaTicket slow = make_pass (2, TC_TICKET_REPLAY, 500);

  tc_media_audience_set_rate (audience, 7, 1 * MBIT);
  tc_media_audience_set_room (audience, TC_IMPORTANCE_HIDDEN, 3 * MBIT, 0);
  g_assert_false (tc_media_audience_admits (audience, &fast, &wish));
  g_assert_true (tc_media_audience_admits (audience, &slow, &wish));
  g_assert_cmpuint (tc_media_audience_get_promised (audience), ==, MBIT / 2);
  tc_media_audience_unref (audience);
}

/* The newest go, no more than are over; who hasn't begun isn't there to be sent away. */
static void
test_over (void)
{
  TcMediaAudience *audience = tc_media_audience_new (TRUE);
  g_autoptr (GArray) none = NULL, one = NULL, two = NULL;
  guint numbers[3];

  tc_media_audience_set_room (audience, TC_IMPORTANCE_HIDDEN, 100 * MBIT, 0);
  for (guint8 i = 0; i < 3; i++) {
    g_assert_true (admits (audience, i + 1));
    numbers[i] = begin (audience, i + 1);
  }
  g_assert_true (admits (audience, 9));
  none = tc_media_audience_list_over (audience, 0);
  g_assert_cmpuint (none->len, ==, 0);
  one = tc_media_audience_list_over (audience, 2 * MBIT);
  g_assert_cmpuint (one->len, ==, 1);
  g_assert_cmpuint (g_array_index (one, guint, 0), ==, numbers[2]);
  two = tc_media_audience_list_over (audience, 2 * MBIT + 1);
  g_assert_cmpuint (two->len, ==, 2);
  g_assert_cmpuint (g_array_index (two, guint, 1), ==, numbers[1]);
  tc_media_audience_unref (audience);
}

/* What is live is let in by its importance, and where there is room for all so is everybody. */
static void
test_others (void)
{
  TcMediaAudience *thin = tc_media_audience_new (TRUE), *wide = tc_media_audience_new (FALSE);
  TcMediaTicket live = make_pass (1, TC_TICKET_LIVE, TC_TICKET_RATE_NORMAL);

  tc_media_audience_set_room (thin, TC_IMPORTANCE_NORMAL, 0, 0);
  g_assert_true (tc_media_audience_admits (thin, &live, &wish));
  tc_media_audience_set_room (thin, TC_IMPORTANCE_ALARM, 0, 0);
  g_assert_false (tc_media_audience_admits (thin, &live, &wish));
  for (guint8 i = 1; i < 50; i++)
    g_assert_true (admits (wide, i));
  g_assert_cmpuint (tc_media_audience_get_promised (wide), ==, 0);
  tc_media_audience_unref (thin);
  tc_media_audience_unref (wide);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/media-audience/together", test_together);
  g_test_add_func ("/media-audience/rate", test_rate);
  g_test_add_func ("/media-audience/over", test_over);
  g_test_add_func ("/media-audience/others", test_others);
  return g_test_run ();
}
