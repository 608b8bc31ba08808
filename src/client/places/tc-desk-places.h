/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The place index of a desk: one for all who look for places on it, since it has every name in
 * memory.
 */
#pragma once

#include "tc-desk.h"
#include "tc-place-index.h"

/* Borrowed; lives as long as @desk. Thread: the main loop's; the index may be searched on any. */
TcPlaceIndex *tc_desk_get_places (TcDesk *desk);
