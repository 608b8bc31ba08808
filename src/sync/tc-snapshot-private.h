/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What making, listing and loading snapshots share.
 */
#pragma once

#include "tc-bytes.h"
#include "tc-snapshot.h"

#define TC_SNAPSHOT_MAGIC "TCSNAP1\n"
#define TC_SNAPSHOT_LIST_MAGIC "TCPART1\n"
#define TC_SNAPSHOT_LIST_DOMAIN "toancanh snapshot 1"

/* Of a file and of its list. */
void tc_snapshot_write_head (GByteArray *out, const char *magic, const TcPosition *position,
                             gint64 scope, const TcDigest *schema);
TcDigest tc_snapshot_part_hash (gconstpointer data, gsize size);
