/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What asking for a copy (tc-camera-export.c) and fetching it (tc-camera-export-fetch.c) share.
 */
#pragma once

#include "tc-back-off.h"
#include "tc-camera-export.h"
#include "tc-evidence.h"
#include "tc-http-client.h"

/* What is fetched now. */
typedef enum {
  TC_FETCH_MANIFEST,
  TC_FETCH_SIGNATURE,
  TC_FETCH_FILE
} TcCameraExportStep;

struct _TcCameraExport {
  GObject parent;
  TcDesk *desk; /* (owned) (nullable): NULL once it is stopped */
  TcCameraExportWish wish;
  char *folder; /* (owned): see tc_camera_export_get_folder() */
  TcCameraExportState state;
  const char *why; /* static */
  char *words;     /* (owned) (nullable): of a refusal */
  char *trouble;   /* (owned) (nullable): why it waits */
  double done;
  gboolean making;           /* it isn't waiting at the host */
  guint n_lost;              /* how often the host didn't know it any more */
  TcBackOff back_off;        /* of what can't be had just now */
  gint64 next_us;            /* when that is tried again; 0: it doesn't wait */
  GCancellable *cancellable; /* (owned) (nullable): of what is under way */
  guint source;              /* of the next look */

  /* Fetching. */
  TcHttpClient *http;   /* (owned) (nullable) */
  char *remote;         /* (owned) (nullable): path there */
  char *part;           /* (owned) (nullable): folder while it isn't whole */
  TcPublicKey host_key; /* that signed it */
  GArray *files;        /* (owned) (nullable) (element-type TcEvidenceFile): of the manifest */
  TcCameraExportStep step;
  guint file; /* of TC_FETCH_FILE: which comes now */
  gint64 bytes, bytes_before;
  goffset begun;     /* of that file, when this attempt began; -1: not known yet */
  gboolean diverged; /* a file was fetched whole that isn't the signed one */
};

void tc_camera_export_say (TcCameraExport *self);
/* @why: a code */
void tc_camera_export_fail (TcCameraExport *self, const char *why);
/* It is tried again later. @trouble: (transfer full) (nullable): why not at once, for a person;
 * NULL: the host can't be reached */
void tc_camera_export_wait (TcCameraExport *self, char *trouble);
/* It came farther: waits begin with the shortest again. */
void tc_camera_export_went_on (TcCameraExport *self);
/* A question wasn't answered: it fails, or waits. Both (nullable). */
void tc_camera_export_take_trouble (TcCameraExport *self, const TcRefusal *refusal,
                                    const GError *error);
/* Its callback owns a reference to @self. @act: a person wants it just now */
void tc_camera_export_ask (TcCameraExport *self, const char *name, gboolean act,
                           GAsyncReadyCallback callback);
/* The host has it whole. */
void tc_camera_export_fetch (TcCameraExport *self);
void tc_camera_export_remove_part (TcCameraExport *self);
