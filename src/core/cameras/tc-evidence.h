/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Evidence: a folder with what a camera recorded, as it was handed out by its media host, that
 * anybody can verify without a server. Beside the clips stands manifest.json: of which camera, what
 * span with which gaps, for whom and why, and the SHA-256 of each file and of each segment that it
 * was made of; and manifest.sig: hashes of the manifest and of each of its fields, signed by the
 * media host. So whatever was changed is named, down to the field.
 *
 * manifest.sig, each line ended:
 *   toancanh evidence 1
 *   key <64 hexadecimal digits: Ed25519, of the media host>
 *   manifest <64: SHA-256 of manifest.json>
 *   field <name> <64: SHA-256 of the name, a line feed and the field as JSON without spaces> ...
 *   signature <128: of all lines before, in the domain "toancanh evidence">
 *
 * Thread: any.
 */
#pragma once

#include "tc-digest.h"
#include "tc-key.h"

#include <gio/gio.h>
#include <json-glib/json-glib.h>

#define TC_EVIDENCE_FORMAT "toancanh evidence 1"
#define TC_EVIDENCE_MANIFEST "manifest.json"
#define TC_EVIDENCE_SIGNATURE "manifest.sig"

#define TC_EVIDENCE_MANIFEST_BYTES_MAX (8 * 1024 * 1024)
#define TC_EVIDENCE_SIGNATURE_BYTES_MAX (16 * 1024)
#define TC_EVIDENCE_FIELDS_MAX 64
#define TC_EVIDENCE_FILES_MAX 100
/* Named at most; more than so much is wrong with it. */
#define TC_EVIDENCE_FAULTS_MAX 200

/* @manifest: its fields; "format" is set. (transfer full) (out): the content of both files. */
void tc_evidence_sign (JsonObject *manifest, const TcKey *key, char **json, char **signature);

typedef struct {
  char *name; /* (owned) */
  gint64 bytes;
  TcDigest sha256;
} TcEvidenceFile;

typedef struct {
  TcPublicKey key; /* that it was checked with */
  char *camera;    /* (owned): number and name */
  char *person;    /* (owned) */
  char *reason;    /* (owned) */
  char *incident;  /* (owned): its code; "": of none */
  char *copy;      /* (owned): number of the copy; "": not said */
  gint64 from_us, until_us, made_us;
  GArray *files; /* (owned) (element-type TcEvidenceFile) */
} TcEvidenceFacts;

void tc_evidence_facts_clear (TcEvidenceFacts *facts);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TcEvidenceFacts, tc_evidence_facts_clear)

/**
 * tc_evidence_read:
 * @json, @signature: the content of both files, as they are found
 * @key: (nullable): the media host's, as known from elsewhere; NULL: the one that stands there
 * @facts: (out): to be cleared; what can't be read is empty
 * @faults: (element-type utf8): what is wrong with them is added, in sentences that begin with the
 *   file's name
 *
 * Every byte string is safe to give.
 */
void tc_evidence_read (const char *json, gsize json_size, const char *signature,
                       gsize signature_size, const TcPublicKey *key, TcEvidenceFacts *facts,
                       GPtrArray *faults);
