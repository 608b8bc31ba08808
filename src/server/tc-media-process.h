/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A worker of a media host as the host sees it: the process, started again when it ends, the
 * cameras that it has, and what it says of them.
 *
 * Thread: the main loop's.
 */
#pragma once

#include "tc-media-config.h"
#include "tc-media-plan.h"
#include "tc-media-records.h"
#include "tc-membership.h"
#include "tc-playback-source.h"
#include "tc-send-share.h"

typedef struct _TcMediaProcess TcMediaProcess;

typedef struct {
  /* How cameras do, or where they are had, has changed. */
  void (*changed) (TcMediaProcess *process, gpointer data);
  /* It ended by itself, or was ended because it said nothing; it will be started again. */
  void (*ended) (TcMediaProcess *process, gpointer data);
  /* Somebody wants to see what the recorder of that camera of its plan holds. */
  void (*playback_wanted) (TcMediaProcess *process, gint64 camera_id, gpointer data);
} TcMediaProcessHooks;

/* @config, @member, @records (nullable: nothing is recorded): outlive it */
TcMediaProcess *tc_media_process_new (const TcMediaConfig *config, const TcMembership *member,
                                      TcMediaRecords *records, const TcMediaProcessHooks *hooks,
                                      gpointer data);
void tc_media_process_free (TcMediaProcess *self);
/* (element-type TcMediaCamera): all that it has from now on; referenced. */
void tc_media_process_set_plan (TcMediaProcess *self, GPtrArray *cameras);
/* Whether the disk has room for recordings is another thing now. */
void tc_media_process_change_records (TcMediaProcess *self);
/* As set last; lent. */
GPtrArray *tc_media_process_get_plan (TcMediaProcess *self);
/* (element-type TcSendViewer): who looks at its streams, as it said last; lent. */
const GArray *tc_media_process_get_viewers (TcMediaProcess *self);
/* What it sends of late, in bits a second: all, and of that what was recorded. */
void tc_media_process_get_sent (TcMediaProcess *self, guint64 *sent_bps, guint64 *replayed_bps);
/* What it has promised to replays, in bits a second, as it said last. */
guint64 tc_media_process_get_promised (TcMediaProcess *self);
/* What those who look are to have; see tc-media-channel.h, "shares". @viewers: (element-type
 * TcSendViewer); @free_bps: what is left for replays; @over_bps: what these have to give back */
void tc_media_process_order (TcMediaProcess *self, const GArray *viewers, TcTileImportance least,
                             guint64 free_bps, guint64 over_bps);
/* How that is played; @source: (nullable): it can't be. */
void tc_media_process_give_playback (TcMediaProcess *self, gint64 camera_id,
                                     const TcPlaybackSource *source);
/* Adds what it says of its cameras. @health: (element-type TcMediaHealth) */
void tc_media_process_add_health (TcMediaProcess *self, GArray *health);
