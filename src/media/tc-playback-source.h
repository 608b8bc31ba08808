/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How what a recorder holds of one camera is played from it by RTSP, from any moment on: by ONVIF
 * (profile G), where the time is asked for in a header, or by its vendor's address, in which the
 * times stand. All times are the recorder's own in what is sent to it.
 *
 * It holds a password: it belongs in no journal.
 *
 * Pure. Thread: any, one at a time.
 */
#pragma once

#include <glib.h>

#define TC_PLAYBACK_ADDRESS_CHARS_MAX 1000
/* A vendor's address is of so long at most: who looks longer asks anew. */
#define TC_PLAYBACK_LASTS_US ((gint64) 3600 * G_USEC_PER_SEC)

/* Texts are (owned). */
typedef struct {
  char *address;  /* rtsp://…; of a vendor's, with {from:FORMAT} and {until:FORMAT} in it, FORMAT
                       as of g_date_time_format() */
  char *account;  /* (nullable) */
  char *password; /* (nullable) */
  gboolean onvif; /* the time is asked for in a header */
  gboolean local; /* times in the address are of this computer's time zone; else UTC */
  gint64 offset_us; /* the recorder's clock less ours */
} TcPlaybackSource;

TcPlaybackSource *tc_playback_source_copy (const TcPlaybackSource *source);
/* Wipes the password. */
void tc_playback_source_free (TcPlaybackSource *source);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcPlaybackSource, tc_playback_source_free)

/* As a{sv}, between a media host and its workers; floating. */
GVariant *tc_playback_source_write (const TcPlaybackSource *source);
/* (transfer full) (nullable): NULL: it is none */
TcPlaybackSource *tc_playback_source_read (GVariant *value);

/* What is connected to, to see what was at @from_us. (transfer full) (nullable): NULL: what stands
 * in braces isn't known */
char *tc_playback_source_dup_address (const TcPlaybackSource *source, gint64 from_us);
/* What it begins with then, by our clock: by a vendor's address the second in which that is. */
gint64 tc_playback_source_get_begin (const TcPlaybackSource *source, gint64 from_us);
/**
 * tc_playback_source_dup_range:
 *
 * The value of Range in PLAY, with which goes "Require: onvif-replay".
 * Source: ONVIF Streaming 6.4 (RTSP feature tag, Range). (transfer full) (nullable): NULL: by a
 * vendor's address there is none
 */
char *tc_playback_source_dup_range (const TcPlaybackSource *source, gint64 from_us);
