/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Writing figures in the text format of Prometheus, version 0.0.4.
 *
 * Source: prometheus.io, "Exposition formats", text-based format.
 */
#pragma once

#include <glib.h>

#define TC_METRICS_CONTENT_TYPE "text/plain; version=0.0.4; charset=utf-8"

typedef struct {
  guint64 *counts;      /* below each bound, and all of them last; (owned): free with g_free() */
  const double *bounds; /* ascending; ends with 0 */
  double sum;
} TcHistogram;

void tc_histogram_init (TcHistogram *histogram, const double *bounds);
void tc_histogram_clear (TcHistogram *histogram);
void tc_histogram_add (TcHistogram *histogram, double value);
void tc_histogram_copy (TcHistogram *histogram, const TcHistogram *from);

/* @type: "counter", "gauge", "histogram" */
void tc_metrics_head (GString *out, const char *name, const char *type, const char *help);
/* @label: (nullable): with @value for it */
void tc_metrics_sample (GString *out, const char *name, const char *label, const char *value,
                        double number);
/* Head and sample of what has no label. */
void tc_metrics_one (GString *out, const char *name, const char *type, const char *help,
                     double number);
void tc_metrics_histogram (GString *out, const char *name, const char *help,
                           const TcHistogram *histogram);
