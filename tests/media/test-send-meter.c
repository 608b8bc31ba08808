/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: what is told of a connection is what was sent, however late it is heard of; what can't have
 * been counted changes nothing. Method: counts of a steady stream, with times of their own.
 */
#include "tc-send-meter.h"

#define S G_USEC_PER_SEC
/* 850 kbit/s, of which 80 are of what was recorded. */
#define SENT 106250
#define REPLAYED 10000

static gboolean
add (TcSendMeter *meter, gint64 at_us, guint64 sent, guint64 replayed)
{
  const TcSendCount count = {at_us, sent, replayed};

  return tc_send_meter_add (meter, &count);
}

/* Of whoever was late counting there is more in it, of more time. */
static void
test_steady (void)
{
  static const gint64 late_us[] = {0, 10000, 900000, 950000, 5000, 0, 400000};
  TcSendMeter meter = {0};

  for (gsize i = 0; i < G_N_ELEMENTS (late_us); i++) {
    gint64 at_us = 7 * S + (gint64) i * S + late_us[i];

    g_assert_true (add (&meter, at_us, SENT * (guint64) at_us / S, REPLAYED * (guint64) at_us / S));
    if (i == 0) {
      g_assert_cmpuint (tc_send_meter_get_sent (&meter), ==, 0);
      continue;
    }
    g_assert_cmpuint (tc_send_meter_get_sent (&meter) / 1000, >=, 849);
    g_assert_cmpuint (tc_send_meter_get_sent (&meter) / 1000, <=, 850);
    g_assert_cmpuint (tc_send_meter_get_replayed (&meter) / 1000, >=, 79);
    g_assert_cmpuint (tc_send_meter_get_replayed (&meter) / 1000, <=, 80);
  }
}

/* What was long ago is forgotten. */
static void
test_last (void)
{
  TcSendMeter meter = {0};

  g_assert_true (add (&meter, 1 * S, 0, 0));
  g_assert_true (add (&meter, 2 * S, 10000000, 0));
  for (gint64 i = 0; i < TC_SEND_METER_COUNTS - 1; i++)
    g_assert_true (add (&meter, (3 + i) * S, 10000000 + 1000 * (guint64) (i + 1), 0));
  g_assert_cmpuint (tc_send_meter_get_sent (&meter), ==, 8000);
}

static void
test_impossible (void)
{
  const guint64 max = TC_SEND_METER_BYTES_MAX;
  TcSendMeter meter = {0};

  g_assert_true (add (&meter, 1 * S, 5000, 1000));
  g_assert_false (add (&meter, 1 * S, 6000, 1000));
  g_assert_false (add (&meter, 0, 6000, 1000));
  g_assert_false (add (&meter, 2 * S, 4999, 1000));
  g_assert_false (add (&meter, 2 * S, 6000, 999));
  g_assert_false (add (&meter, 2 * S, 6000, 2001));
  g_assert_false (add (&meter, 2 * S, 5001 + max, 1000));
  g_assert_cmpuint (tc_send_meter_get_sent (&meter), ==, 0);
  g_assert_true (add (&meter, 2 * S, 6000, 2000));
  g_assert_cmpuint (tc_send_meter_get_sent (&meter), ==, 8000);
  g_assert_cmpuint (tc_send_meter_get_replayed (&meter), ==, 8000);
}

/* As much as can be counted is no overflow. */
static void
test_most (void)
{
  const guint64 max = TC_SEND_METER_BYTES_MAX;
  TcSendMeter meter = {0};

  for (guint64 i = 0; i < TC_SEND_METER_COUNTS; i++)
    g_assert_true (add (&meter, (gint64) i * S, i * max, i * max));
  g_assert_cmpuint (tc_send_meter_get_sent (&meter), ==, 8 * max);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/send-meter/steady", test_steady);
  g_test_add_func ("/send-meter/last", test_last);
  g_test_add_func ("/send-meter/impossible", test_impossible);
  g_test_add_func ("/send-meter/most", test_most);
  return g_test_run ();
}
