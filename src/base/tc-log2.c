/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Logarithms bit by bit; see the header.
 */
#include "tc-log2.h"

#define FRACTION_BITS 16

/* 2 to the power of -1/2, -1/4, -1/8 …, in units of 2 to the power of -30. */
static const gint64 roots[FRACTION_BITS] = {
    759250125,  902905651,  984625594,  1028218693, 1050733751, 1062175491, 1067942999, 1070838486,
    1072289173, 1073015252, 1073378477, 1073560135, 1073650976, 1073696399, 1073719111, 1073730468,
};

gint64
tc_log2 (guint64 x)
{
  int whole = (int) g_bit_storage (x >> 32 ? (gulong) (x >> 32) : (gulong) x) - 1;
  gint64 log;
  guint64 y;

  g_assert (x > 0);
  if (x >> 32)
    whole += 32;
  log = whole;
  /* 1 ≤ y < 2, in units of 2 to the power of -31; squared, its logarithm doubles. */
  y = whole > 31 ? x >> (whole - 31) : x << (31 - whole);
  for (int i = 0; i < FRACTION_BITS; i++) {
    y = (y * y) >> 31;
    log = 2 * log + (gint64) (y >> 32);
    y >>= y >> 32;
  }
  return log;
}

gint64
tc_exp2 (gint64 exponent)
{
  guint64 down;
  gint64 power = (gint64) 1 << 30;

  g_assert (exponent <= 0);
  down = -(guint64) exponent;
  if (down >> FRACTION_BITS > 30)
    return 0;
  for (int i = 0; i < FRACTION_BITS; i++) {
    if (down & ((guint64) 1 << (FRACTION_BITS - 1 - i)))
      power = (power * roots[i]) >> 30;
  }
  return power >> (down >> FRACTION_BITS);
}
