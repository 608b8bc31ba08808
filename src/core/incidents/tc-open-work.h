/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which rows a desk needs before it is of use: what is being handled and what hangs on it, and all
 * of people, places and codes. The rest is history, and comes behind.
 */
#pragma once

/* An SQL condition over a row of @table in a database that holds every scope; what it gives is
 * never NULL. NULL: every row of the table is needed. Static. (nullable) */
const char *tc_open_work_condition (const char *table);
