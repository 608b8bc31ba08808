/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the verbs that bring data in share: what a plan asks of the server, and carrying a plan out
 * over the administration socket.
 */
#pragma once

#include "tc-ctl.h"
#include "tc-province-plan.h"

/* What a plan asks; data: a TcAdminClient. */
extern const TcProvinceServer tc_ctl_province_server;

/* As the server will: so that a fault of the files is found before anything is done. FALSE with
 * each fault on stderr. @steps: (element-type TcPlanStep) */
gboolean tc_ctl_check_steps (GPtrArray *steps);
/* Files first, then operations, some ahead of the answers; after a failure nothing more. Tells how
 * many there were; what fails stands on stderr. */
TcCtlExit tc_ctl_carry_out (TcAdminClient *client, GPtrArray *steps);
/* Likewise, without the last word. FALSE: something failed, or it was interrupted. @progress:
 * (nullable): told how many are done of how many */
gboolean tc_ctl_carry_out_steps (TcAdminClient *client, GPtrArray *steps,
                                 void (*progress) (guint done, guint all));

/* From now on Ctrl+C (or SIGTERM) ends in order: what belongs to one line of a file is still done
 * whole, and nothing after it. The second one ends at once. */
void tc_ctl_catch_interrupt (void);
gboolean tc_ctl_is_interrupted (void);
