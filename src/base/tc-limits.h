/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The limits on everything that comes from outside, in one place, so that both ends of a line and
 * every store agree on them. A limit that only one file needs stands in that file.
 */
#pragma once

#define TC_US_PER_S ((gint64) 1000000)
#define TC_US_PER_DAY (86400 * TC_US_PER_S)

/* One operation, as its maker wrote it. */
#define TC_OPERATION_BYTES_MAX (64 * 1024)
/* Operations in one message from a desk, and in one commit of the server. */
#define TC_BATCH_OPERATIONS_MAX 256
/* One message on a line, either way; frames above it travel as a snapshot. */
#define TC_MESSAGE_BYTES_MAX (4 * 1024 * 1024)
/* Sent to one desk and not yet acknowledged; past it the desk catches up from the log. */
#define TC_IN_FLIGHT_BYTES_MAX (1024 * 1024)
/* Desks that are sent what is read from the log, at the same time; others wait for their turn. */
#define TC_CATCH_UPS_MAX 64
/* One attachment. */
#define TC_FILE_BYTES_MAX ((gint64) 64 * 1024 * 1024)
/* Free text: an Open311 description has 4,000 characters at most. */
#define TC_TEXT_CHARS_MAX 4000
#define TC_NAME_CHARS_MAX 200
/* How far ahead of the server a desk's clock may stand, and how old a pending operation may be. */
#define TC_CLOCK_AHEAD_MAX_US (120 * TC_US_PER_S)
#define TC_OFFLINE_MAX_US (14 * TC_US_PER_DAY)
/* Rows that a list asks for at once, and that an outside client gets at most. */
#define TC_PAGE_ROWS 100
#define TC_QUERY_ROWS_MAX 1000
