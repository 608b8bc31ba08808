/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Makes evidence (tc-evidence.h) of what a camera recorded: proves the segments first, has
 * toancanh-clip make clips of them in a process of its own, and signs what came of it. The folder
 * appears whole or not at all.
 *
 * Thread: it is asked for and answers in the caller's main context; the work is on a thread of its
 * own.
 */
#pragma once

#include "tc-evidence.h"
#include "tc-picture-mask.h"
#include "tc-segment.h"

/* Segments of one: the longest span has 2160 of ten seconds. */
#define TC_EVIDENCE_SEGMENTS_MAX 20000

typedef struct {
  const char *recordings; /* folder of all of them */
  const char *program;    /* toancanh-clip */
  const char *folder;     /* where it is to be; nothing is there yet */
  gint64 host_id;         /* the media host's desk */
  gint64 copy_id;         /* its number; 0: it has none */
  gint64 camera_id, camera_number;
  const char *camera_name;
  gint64 from_us, until_us;
  const TcPictureMask *masks;
  gsize n_masks;
  GArray *segments; /* (element-type TcSegment): of the index, all of that span */
  gint64 person_id; /* 0: the system */
  const char *person;
  const char *reason;
  gint64 incident_id;   /* 0: of none */
  const char *incident; /* (nullable): its code */
  gint64 made_us;
} TcEvidencePlan;

/* On the thread of the work. */
typedef void (*TcEvidenceProgressFunc) (int done_pm, gpointer data);

/**
 * tc_evidence_make_async:
 * @plan: copied
 * @key: the host's; outlives the work
 * @progress: (nullable)
 *
 * Cancelled, nothing is left.
 */
void tc_evidence_make_async (const TcEvidencePlan *plan, const TcKey *key,
                             TcEvidenceProgressFunc progress, gpointer progress_data,
                             GCancellable *cancellable, GAsyncReadyCallback callback,
                             gpointer data);
/* Errors: TC_ERROR_NOT_FOUND: nothing was recorded there; TC_ERROR_DIVERGED: a segment isn't what
 * was recorded, which is named; TC_ERROR_INVALID: what toancanh-clip said; TC_ERROR_LIMIT;
 * G_FILE_ERROR; G_IO_ERROR_EXISTS: the folder is there; G_IO_ERROR_CANCELLED. */
gboolean tc_evidence_make_finish (GAsyncResult *result, GError **error) G_GNUC_WARN_UNUSED_RESULT;
