/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tickets: what the server gives a person at a desk so that it may play one stream of one camera
 * from its media host, for minutes. A wall wants many at once, so they are asked for a few at a
 * time, in the order in which they were wanted; who no longer wants one cancels, and costs the
 * server nothing.
 *
 * A ticket is a secret: it is kept in memory alone, and wiped when it is freed.
 *
 * Thread: the main loop's.
 */
#pragma once

#include "tc-desk.h"
#include "tc-digest.h"

/* So many are asked for at the same time. */
#define TC_CAMERA_TICKETS_AT_ONCE 4
/* So many wait; past it asking fails with "question.failed". */
#define TC_CAMERA_TICKETS_WAITING_MAX 512
#define TC_CAMERA_TICKET_ADDRESS_CHARS_MAX 500
#define TC_CAMERA_TICKET_SECRET_CHARS_MAX 4000
/* Between tries of what may pass by itself. */
#define TC_CAMERA_TICKET_AGAIN_US_MIN ((gint64) 2 * G_USEC_PER_SEC)
#define TC_CAMERA_TICKET_AGAIN_US_MAX ((gint64) 30 * G_USEC_PER_SEC)

typedef struct {
  char *profile;   /* (owned): one of tc_camera_profiles; the one there is, where it has no other */
  char *address;   /* (owned): rtsps://host:port/… */
  char *account;   /* (owned) */
  char *secret;    /* (owned) */
  gint64 until_us; /* real time: begun by then */
  gint64 ends_us;  /* real time: it is of no use any more; 0: not told */
  TcDigest fingerprint; /* of the certificate that the host shows, and no other */
} TcCameraTicket;

void tc_camera_ticket_free (TcCameraTicket *ticket);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcCameraTicket, tc_camera_ticket_free)

/* What of a recording: from when, shown from when on (real time, µs UTC), and how fast in
 * thousandths; media/tc-media-ticket.h. Zeroed it is none. */
typedef struct {
  gint64 from_us;
  gint64 start_us;
  gint64 rate_milli;
  gboolean of_recorder; /* of what the camera's recorder holds; else of what was recorded here */
} TcCameraReplayWish;

gboolean tc_camera_replay_wish_equal (const TcCameraReplayWish *a, const TcCameraReplayWish *b);

/* Why there is none. */
typedef struct {
  char *code;       /* (owned): of the refusal; "" for a fault of the line */
  char *words;      /* (owned): for a person */
  gboolean passing; /* it may be had later without anybody doing anything here */
} TcCameraTrouble;

void tc_camera_trouble_free (TcCameraTrouble *trouble);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcCameraTrouble, tc_camera_trouble_free)

/**
 * tc_camera_ticket_ask_async:
 * @profile: one of tc_camera_profiles
 * @replay: (nullable): what was recorded; NULL: to look at it live
 *
 * Once @cancellable is cancelled the result is a trouble without words.
 */
void tc_camera_ticket_ask_async (TcDesk *desk, gint64 camera_id, const char *profile,
                                 const TcCameraReplayWish *replay, GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer data);
/* (transfer full) (nullable): NULL with @trouble */
TcCameraTicket *tc_camera_ticket_ask_finish (TcDesk *desk, GAsyncResult *result,
                                             TcCameraTrouble **trouble);

/* When it is asked for again after so many that failed with what may pass. */
gint64 tc_camera_ticket_get_again_us (guint n_failed);
