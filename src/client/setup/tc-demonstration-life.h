/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What goes on in the demonstration by itself: citizens report (tc-field-reporter) and vehicles
 * move about (tc-unit-mover), as children of this program. Without them one can work all the same.
 *
 * Thread: the main loop's.
 */
#pragma once

#include "tc-setup-programs.h"

#include <gio/gio.h>

typedef struct TcDemonstrationLife TcDemonstrationLife;

/**
 * tc_demonstration_life_start:
 * @folder: of the demonstration: its administration socket, and the logs of the two
 * @url: the server's
 * @key: for Open311
 *
 * What is not there, or doesn't start, is logged and left out. Not NULL.
 */
TcDemonstrationLife *tc_demonstration_life_start (const TcSetupPrograms *programs,
                                                  const char *folder, const char *url,
                                                  const char *key) G_GNUC_WARN_UNUSED_RESULT;
/* Ends both in order and waits for that, some seconds at most. */
void tc_demonstration_life_stop (TcDemonstrationLife *life);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcDemonstrationLife, tc_demonstration_life_stop)

/* Sends SIGTERM and waits until @process is gone; FALSE: it was cut off after @wait_ms. */
gboolean tc_demonstration_end_child (GSubprocess *process, guint wait_ms);
