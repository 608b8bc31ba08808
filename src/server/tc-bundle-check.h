/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Verifying the history of an incident that tc-bundle.h wrote, from its lines alone: each operation
 * is signed by the key that the server enrolled its desk with, by a person whom the server signed
 * in there, each commit's link is what its parts give and is signed by the server. Every byte
 * string is safe to give.
 *
 * Thread: any.
 */
#pragma once

#include "tc-operation.h"

#include <gio/gio.h>

typedef struct _TcBundleCheck TcBundleCheck;

/* An operation that was found right. */
typedef struct {
  gint64 lsn;
  gint64 time_us; /* of its commit, by the server's clock */
  const TcOperation *op;
  const char *why;     /* "incident", or what it is a witness of */
  const char *refusal; /* (nullable): its code */
  const char *person;  /* (nullable): the actor's name */
  const char *desk;    /* (nullable): its desk's name */
} TcBundleEntry;

typedef struct {
  char *incident; /* (owned): its code */
  char *reason;   /* (owned): why it was exported */
  gint64 made_us;
  gboolean chain; /* nothing is left out between the first commit and the log's head */
  gint64 epoch;   /* of the head, with lsn and link */
  gint64 lsn;
  TcDigest link;
  TcPublicKey key; /* what the server's signatures were checked with */
  gint64 operations, commits, files;
  gint64 purged; /* operations whose bytes a legal purge took out */
} TcBundleFacts;

/* @key: (nullable): the server's, as known from elsewhere; without it the one in the bundle. @tell:
 * (nullable): told of each operation, in order */
TcBundleCheck *tc_bundle_check_new (const TcPublicKey *key,
                                    void (*tell) (const TcBundleEntry *entry, gpointer data),
                                    gpointer data);
void tc_bundle_check_free (TcBundleCheck *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcBundleCheck, tc_bundle_check_free)
/* The next line, without its end. Errors: TC_ERROR_INVALID, TC_ERROR_LIMIT: after it nothing more
 * may be asked. */
gboolean tc_bundle_check_line (TcBundleCheck *self, const char *line, gsize size,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* After the last line. (nullable): lent. Errors: TC_ERROR_INVALID: it is not whole. */
const TcBundleFacts *tc_bundle_check_end (TcBundleCheck *self,
                                          GError **error) G_GNUC_WARN_UNUSED_RESULT;
