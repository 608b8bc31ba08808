/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * GET /metrics: the server's figures for Prometheus. Off unless set; then for whoever asks from
 * this machine, or with the token that is set. Nothing of a person is in it: no name, no account,
 * no address; desks are counted, not listed.
 *
 * Thread: the main loop's.
 */
#pragma once

#include "tc-file-store.h"
#include "tc-open311-gateway.h"
#include "tc-server-parts.h"

typedef struct _TcMetrics TcMetrics;

/* @open311: (nullable). Mounts nothing if the settings say so. All outlive it. */
TcMetrics *tc_metrics_new (const TcServerParts *parts, TcFileStore *files,
                           TcOpen311Gateway *open311);
void tc_metrics_free (TcMetrics *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcMetrics, tc_metrics_free)
