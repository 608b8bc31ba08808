/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Binary logarithm and its reverse in whole numbers, so that what is weighed by them is the same on
 * every machine. In units of 1/65536.
 */
#pragma once

#include <glib.h>

#define TC_LOG2_ONE 65536

/* @x: from 1. Rounded down, within 2 units. */
gint64 tc_log2 (guint64 x);
/* 2 to the power of @exponent (0 or less, in those units), in units of 2 to the power of -30; 0 for
 * what is too small. */
gint64 tc_exp2 (gint64 exponent);
