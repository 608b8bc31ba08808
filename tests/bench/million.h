/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A great many incidents to measure on, each with its report and three events of its history,
 * written straight into the tables of a desk's replica; the same at each run. Texts are those of a
 * province's reports: some kinds of matter at some hundred streets.
 */
#pragma once

#include "tc-database.h"

#define MILLION 1000000

/**
 * million_fill:
 * @n: how many; ids 1 to n, the newest last; every 50th is open
 * @within_us: over how long they came, until @now_us
 * @reporters: whether each report has a person with a telephone number
 *
 * In one transaction. Ends the program on a fault.
 */
void million_fill (TcDatabase *db, gint64 n, gint64 within_us, gint64 now_us, gboolean reporters);
