/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A turn of snapshots on its way by hand: one file for one desk, sealed for its key (tc-seal.h), so
 * that a stick that is lost tells nobody anything. That what is in it comes from the server is
 * proved by the signatures of the lists of parts.
 *
 * Form: "TCSTICK1", the seal's head, then records, each with its length before it (4 bytes,
 * little-endian). Inside a record its first byte says what follows: 1 that a file begins (its name
 * and size), 2 bytes of that file. The last record is an empty one of kind 3.
 */
#pragma once

#include "tc-error.h"
#include "tc-key.h"

/* Of one file, in one record. */
#define TC_STICK_PIECE_BYTES (256 * 1024)
#define TC_STICK_RECORD_BYTES_MAX (TC_STICK_PIECE_BYTES + 1024)
#define TC_STICK_NAME_BYTES_MAX 200
#define TC_STICK_FILES_MAX 10000
/* Files' names end like that. */
#define TC_STICK_SUFFIX ".tcstick"

typedef struct _TcStick TcStick;

/* The beginning of the file is added to @out. (nullable): @to is no key. */
TcStick *tc_stick_new (const TcPublicKey *to, GByteArray *out);
void tc_stick_free (TcStick *stick);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcStick, tc_stick_free)
/* What is to be written next is added to @out. */
void tc_stick_begin_file (TcStick *stick, const char *name, gint64 size, GByteArray *out);
void tc_stick_add (TcStick *stick, gconstpointer data, gsize size, GByteArray *out);
void tc_stick_end (TcStick *stick, GByteArray *out);

/* Reading: what comes out, in the order of the file. FALSE with an error ends the reading. */
typedef struct {
  gboolean (*begin_file) (const char *name, gint64 size, gpointer data, GError **error);
  gboolean (*add) (const guint8 *bytes, gsize size, gpointer data, GError **error);
  gpointer data;
} TcStickTaker;

/* Bytes of the file that are needed before tc_stick_open(). */
#define TC_STICK_HEAD_SIZE 112
/* Errors: TC_ERROR_INVALID (it is no such file), TC_ERROR_DENIED (sealed for another desk). */
TcStick *tc_stick_open (const TcKey *key, const guint8 *head,
                        GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* One record, without its length. @ended: (out): it was the last. Errors: TC_ERROR_INVALID. */
gboolean tc_stick_take (TcStick *stick, const guint8 *record, gsize size, const TcStickTaker *taker,
                        gboolean *ended, GError **error) G_GNUC_WARN_UNUSED_RESULT;
