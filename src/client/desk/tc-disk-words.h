/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A fault of this machine's disk in words: what happened, what was kept, what to do about it. In
 * the reader's language. Strings are (transfer full) unless they are const.
 */
#pragma once

#include "tc-desk.h"

/* For a narrow place: "Disk full". NULL while the desk keeps what is done. */
const char *tc_disk_word_short (TcDiskState disk);
/* What happened; NULL if nothing did. */
const char *tc_disk_word_title (TcDiskState disk);
/* What was kept, of which @pending wait to be sent, and what to do; NULL likewise. */
char *tc_disk_word_rest (TcDiskState disk, guint pending);
