/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A catalogue of messages as gettext looks it up: the file NAME.mo, in the byte order of this
 * machine.
 *
 * Source: GNU gettext manual, "The Format of GNU MO Files".
 *
 * Thread: any.
 */
#pragma once

#include "tc-error.h"

/* A message: CONTEXT "\004" MSGID, or MSGID alone; behind it, where the message has a plural, "\0"
 * and the English plural. Translations are parted by "\0" likewise, a form after the other. */
typedef struct {
  GBytes *message;     /* (owned) */
  GBytes *translation; /* (owned) */
} TcMoEntry;

/* In the order of the file, the header (the empty message) first. (element-type TcMoEntry)
 * (transfer full) (nullable). Errors: INVALID. */
GPtrArray *tc_mo_file_parse (GBytes *bytes, GError **error);

/* @entries: (element-type TcMoEntry): in any order. (transfer full) */
GBytes *tc_mo_file_make (GPtrArray *entries);

/* (transfer full) for both bytes. */
TcMoEntry *tc_mo_entry_new (GBytes *message, GBytes *translation);
/* An array that owns its entries. (element-type TcMoEntry) (transfer full) */
GPtrArray *tc_mo_entries_new (void);
