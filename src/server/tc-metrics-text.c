/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The text format; see the header.
 */
#include "tc-metrics-text.h"

#include <string.h>

static guint
count_bounds (const double *bounds)
{
  guint n = 0;

  while (bounds[n] > 0)
    n++;
  return n;
}

void
tc_histogram_init (TcHistogram *histogram, const double *bounds)
{
  histogram->bounds = bounds;
  histogram->sum = 0;
  histogram->counts = g_new0 (guint64, count_bounds (bounds) + 1);
}

void
tc_histogram_clear (TcHistogram *histogram)
{
  g_clear_pointer (&histogram->counts, g_free);
}

void
tc_histogram_add (TcHistogram *histogram, double value)
{
  guint n = count_bounds (histogram->bounds);

  for (guint i = 0; i < n; i++)
    histogram->counts[i] += value <= histogram->bounds[i];
  histogram->counts[n]++;
  histogram->sum += value;
}

void
tc_histogram_copy (TcHistogram *histogram, const TcHistogram *from)
{
  *histogram = *from;
  histogram->counts = g_memdup2 (from->counts,
                                 (count_bounds (from->bounds) + 1) * sizeof *from->counts);
}

static void
append_escaped (GString *out, const char *text, gboolean label)
{
  for (; *text; text++) {
    if (*text == '\\')
      g_string_append (out, "\\\\");
    else if (*text == '\n')
      g_string_append (out, "\\n");
    else if (*text == '"' && label)
      g_string_append (out, "\\\"");
    else
      g_string_append_c (out, *text);
  }
}

void
tc_metrics_head (GString *out, const char *name, const char *type, const char *help)
{
  g_string_append_printf (out, "# HELP %s ", name);
  append_escaped (out, help, FALSE);
  g_string_append_printf (out, "\n# TYPE %s %s\n", name, type);
}

static void
append_number (GString *out, double number)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append_printf (out, " %s\n", g_ascii_formatd (text, sizeof text, "%.15g", number));
}

void
tc_metrics_sample (GString *out, const char *name, const char *label, const char *value,
                   double number)
{
  g_string_append (out, name);
  if (label) {
    g_string_append_printf (out, "{%s=\"", label);
    append_escaped (out, value, TRUE);
    g_string_append (out, "\"}");
  }
  append_number (out, number);
}

void
tc_metrics_one (GString *out, const char *name, const char *type, const char *help, double number)
{
  tc_metrics_head (out, name, type, help);
  tc_metrics_sample (out, name, NULL, NULL, number);
}

void
tc_metrics_histogram (GString *out, const char *name, const char *help,
                      const TcHistogram *histogram)
{
  guint n = count_bounds (histogram->bounds);
  g_autofree char *bucket = g_strconcat (name, "_bucket", NULL);
  g_autofree char *sum = g_strconcat (name, "_sum", NULL);
  g_autofree char *count = g_strconcat (name, "_count", NULL);

  tc_metrics_head (out, name, "histogram", help);
  for (guint i = 0; i < n; i++) {
    char bound[G_ASCII_DTOSTR_BUF_SIZE];

    g_ascii_formatd (bound, sizeof bound, "%g", histogram->bounds[i]);
    tc_metrics_sample (out, bucket, "le", bound, (double) histogram->counts[i]);
  }
  tc_metrics_sample (out, bucket, "le", "+Inf", (double) histogram->counts[n]);
  tc_metrics_sample (out, sum, NULL, NULL, histogram->sum);
  tc_metrics_sample (out, count, NULL, NULL, (double) histogram->counts[n]);
}
