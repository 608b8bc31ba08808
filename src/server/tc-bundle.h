/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The history of one incident as a file that can be verified without a server: what was done as
 * exact bytes with signatures and verdicts, the commits that it stands in with the server's signed
 * links (other operations of theirs as hashes alone), and what says whose keys and names those are.
 * Lines of JSON; the form is docs/AUDIT.md.
 *
 * Thread: any; blocks.
 */
#pragma once

#include "tc-key.h"

#include <gio/gio.h>
#include <json-glib/json-glib.h>

#define TC_BUNDLE_FORMAT "toancanh incident 1"
#define TC_BUNDLE_LINE_MAX (4 * 1024 * 1024)
/* Of an attachment, in one line. */
#define TC_BUNDLE_PIECE (384 * 1024)

typedef struct {
  const char *data_dir;
  const char *incident; /* code or id */
  const char *reason;   /* it stands in the file */
  const char *path;     /* of the file, which must not be there */
  const TcPublicKey *key;
  gboolean chain;       /* also the commits between, so that all stands in one chain to the head */
  gboolean attachments; /* with their bytes */
  gint64 now_us;
  void (*progress) (gint64 done, gint64 total, gpointer data); /* (nullable): operations */
  gpointer data;
} TcBundleOptions;

/**
 * tc_bundle_write:
 *
 * Returns: (transfer full): incident (its code), operations, commits, files, missing (attachments
 * whose bytes are not here). Nothing is left at the path on an error. Errors: TC_ERROR_NOT_FOUND:
 * no such incident; TC_ERROR_INVALID: a commit that can't be shown in part; TC_ERROR_STORE and its
 * kin; G_IO_ERROR, G_IO_ERROR_CANCELLED.
 */
JsonObject *tc_bundle_write (const TcBundleOptions *options, GCancellable *cancellable,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;
