/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The fake cameras as all parts of tc-fake-cameras see them: what each is, and what it is like by
 * the fault in force.
 *
 * Thread: any; what changes has locks of its own.
 */
#pragma once

#include "tc-fake-camera-faults.h"
#include "tc-fake-camera-options.h"
#include "tc-fake-camera-ptz.h"

typedef struct {
  int width;
  int height;
  guint fps_milli; /* frames in 1,000 s */
  guint kbit;      /* in a second */
} TcFakeFormat;

typedef struct {
  const TcFakeOptions *options; /* (unowned): outlive it */
  TcFakeFaults *faults;         /* (owned) */
  TcFakePtz **ptz;              /* (owned) (array length=n): NULL: can't be turned */
} TcFakeWorld;

TcFakeWorld *tc_fake_world_new (const TcFakeOptions *options);
void tc_fake_world_free (TcFakeWorld *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcFakeWorld, tc_fake_world_free)

const TcFakeFormat *tc_fake_world_format (TcFakeProfile profile);
gboolean tc_fake_world_has (const TcFakeWorld *self, guint number);
/* (nullable) */
TcFakePtz *tc_fake_world_ptz (const TcFakeWorld *self, guint number);
/* Whether it shows the film of the options. */
gboolean tc_fake_world_is_film (const TcFakeWorld *self, guint number);
/* Whether its scene stands still now and then. */
gboolean tc_fake_world_rests (const TcFakeWorld *self, guint number);
TcFakeFault tc_fake_world_fault (const TcFakeWorld *self, guint number);
TcFakeCodec tc_fake_world_codec (const TcFakeWorld *self, guint number);
/* What its clock says at @now_us. */
gint64 tc_fake_world_clock_us (const TcFakeWorld *self, guint number, gint64 now_us);

/* Where a recorder plays what it holds of it by its vendor's address: "/Streaming/tracks/101". */
char *tc_fake_world_dup_track_path (const TcFakeWorld *self, guint number);

/* The camera in "/7/main", "/Streaming/tracks/101" or "/7/onvif/media_service"; @rest: (out)
 * (optional) (transfer none): what follows, "/main". 0: there is none, @rest is all of it then. */
guint tc_fake_world_parse_path (const TcFakeWorld *self, const char *path, const char **rest);
