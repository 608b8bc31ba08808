/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Fuzz target: dates, degrees, ids and paths. What was read is written and reads back the same.
 */
#include "tc-open311-route.h"
#include "tc-open311-value.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
check_time (const char *text)
{
  gint64 time_us;
  gint64 again_us;
  g_autofree char *written = NULL;

  /* Nine thousand years on, an hour east of UTC has five digits in its year. */
  if (!tc_open311_parse_time (text, &time_us) || time_us > G_GINT64_CONSTANT (253400000000000000))
    return;
  written = tc_open311_format_time (time_us, 7 * 3600);
  g_assert_true (tc_open311_parse_time (written, &again_us));
  g_assert_cmpint (again_us, ==, time_us - time_us % 1000000);
}

static void
check_numbers (const char *text)
{
  gint64 e7;
  gint64 again_e7;
  gint64 id;
  guint count;
  g_autofree char *written = NULL;

  if (tc_open311_parse_degrees (text, 180, &e7)) {
    g_assert_true (ABS (e7) <= G_GINT64_CONSTANT (1800000000));
    written = tc_open311_format_degrees (e7);
    g_assert_true (tc_open311_parse_degrees (written, 180, &again_e7));
    g_assert_cmpint (again_e7, ==, e7);
  }
  if (tc_open311_parse_id (text, &id))
    g_assert_cmpint (id, >, 0);
  if (tc_open311_parse_count (text, 1000, &count))
    g_assert_true (count >= 1 && count <= 1000);
}

static void
check_route (const char *text)
{
  g_autoptr (TcOpen311Fault) fault = tc_open311_fault_new ();
  TcOpen311Route route;
  gboolean good = tc_open311_route_parse (&route, "GET", text, fault);

  g_assert_true (good == !tc_open311_fault_is_set (fault));
  g_assert_true (route.format == TC_OPEN311_XML || route.format == TC_OPEN311_JSON);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);

  check_time (text);
  check_numbers (text);
  check_route (text);
  return 0;
}
