/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: figures come out in the text format, whatever stands in them and whatever the locale.
 * Method: the text, word for word; promtool reads a server's in the suite peer.
 */
#include "tc-metrics-text.h"

#include <locale.h>

static void
expect (GString *out, const char *text)
{
  g_assert_cmpstr (out->str, ==, text);
  g_string_free (out, TRUE);
}

static void
test_one (void)
{
  GString *out = g_string_new (NULL);

  tc_metrics_one (out, "a_total", "counter", "Line\none \\ two \"x\".", 1234567890123.0);
  expect (out, "# HELP a_total Line\\none \\\\ two \"x\".\n# TYPE a_total counter\n"
               "a_total 1234567890123\n");
}

static void
test_label (void)
{
  GString *out = g_string_new (NULL);

  tc_metrics_sample (out, "a", "verdict", "q\"b\\s\nn", 0.5);
  expect (out, "a{verdict=\"q\\\"b\\\\s\\nn\"} 0.5\n");
}

static void
test_histogram (void)
{
  static const double bounds[] = {0.01, 0.1, 0};
  TcHistogram histogram, copy;
  GString *out = g_string_new (NULL);

  tc_histogram_init (&histogram, bounds);
  tc_histogram_add (&histogram, 0.005);
  tc_histogram_add (&histogram, 0.01);
  tc_histogram_add (&histogram, 0.05);
  tc_histogram_add (&histogram, 7);
  tc_histogram_copy (&copy, &histogram);
  tc_histogram_add (&histogram, 9);
  tc_metrics_histogram (out, "t_seconds", "Times.", &copy);
  expect (out, "# HELP t_seconds Times.\n# TYPE t_seconds histogram\n"
               "t_seconds_bucket{le=\"0.01\"} 2\nt_seconds_bucket{le=\"0.1\"} 3\n"
               "t_seconds_bucket{le=\"+Inf\"} 4\nt_seconds_sum 7.065\nt_seconds_count 4\n");
  tc_histogram_clear (&histogram);
  tc_histogram_clear (&copy);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/metrics/one", test_one);
  g_test_add_func ("/metrics/label", test_label);
  g_test_add_func ("/metrics/histogram", test_histogram);
  return g_test_run ();
}
