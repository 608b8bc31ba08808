/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A ticket: the server's signed word that one person at one desk may have one stream of one camera
 * from one media host. The host checks it with the server's key alone, so it is good while the
 * server can't be reached. What may be had at all is decided before it is signed, not here.
 *
 * As text it is base64url without padding of version, members and an Ed25519 signature; exactly
 * one text for each ticket. Whoever has the text has the stream: it belongs in no journal.
 *
 * Pure: time by argument. Thread: any.
 */
#pragma once

#include "tc-error.h"
#include "tc-key.h"
#include "tc-stream-choice.h"

#define TC_TICKET_CHARS_MAX 400
#define TC_TICKET_NONCE_SIZE 16
/* What is shown with it begins within that time, and has ended after this. */
#define TC_TICKET_BEGIN_US ((gint64) 180 * G_USEC_PER_SEC)
#define TC_TICKET_LASTS_US ((gint64) 3600 * G_USEC_PER_SEC)
/* A file of an export is asked for within that time; for what is left of it another is had. */
#define TC_TICKET_FETCH_US ((gint64) 900 * G_USEC_PER_SEC)
/* A replay's speed, in thousandths of the camera's. */
#define TC_TICKET_RATE_MIN 500
#define TC_TICKET_RATE_NORMAL 1000
#define TC_TICKET_RATE_MAX 8000

typedef enum {
  TC_TICKET_LIVE,
  TC_TICKET_REPLAY,
  TC_TICKET_EXPORT,   /* files of a copy that was made, by HTTP; none of a stream's */
  TC_TICKET_RECORDER, /* as a replay, of what the camera's recorder holds */
  TC_TICKET_N_USES
} TcTicketUse;

/* Whether it is for what was recorded, here or there; and so an address that it is for. */
gboolean tc_ticket_use_is_replay (TcTicketUse use);
gboolean tc_ticket_address_is_replay (const char *address);
/* "live", "replay", "export", "recorder". */
const char *tc_ticket_use_code (TcTicketUse use);
gboolean tc_ticket_use_from_code (const char *code, TcTicketUse *use) G_GNUC_WARN_UNUSED_RESULT;
/* One that can be asked for: "main", "sub". */
gboolean tc_ticket_profile_from_code (const char *code,
                                      TcStreamProfile *profile) G_GNUC_WARN_UNUSED_RESULT;

/* Times are real time, µs UTC. */
typedef struct {
  guint16 host;     /* the media host's number as a desk */
  gint64 camera_id; /* above 0 */
  TcTicketUse use;
  TcStreamProfile profile;
  gint64 export_id; /* of an export: which, above 0; of others 0 */
  gint64 from_us;   /* of a replay, also from a recorder: what is shown first; of others 0, as the
                       next two */
  gint64
      start_us; /* of a replay: when that is shown, so that several are on one clock; 0: at once */
  gint64 rate_milli;  /* TC_TICKET_RATE_MIN..TC_TICKET_RATE_MAX */
  guint16 desk;       /* for whom */
  gint64 staff_id;    /* above 0 */
  gint64 begin_by_us; /* above 0 */
  gint64 ends_us;     /* not before that */
  guint8 nonce[TC_TICKET_NONCE_SIZE];
} TcMediaTicket;

/* Whether its members are what they may be; only such ones are signed and read. */
gboolean tc_media_ticket_is_valid (const TcMediaTicket *self);

/* (transfer full): at most TC_TICKET_CHARS_MAX characters */
char *tc_media_ticket_sign (const TcMediaTicket *self, const TcKey *key);

/* Errors: TC_ERROR_INVALID (no ticket), TC_ERROR_DENIED (not signed by @key). */
gboolean tc_media_ticket_read (TcMediaTicket *self, const char *text, const TcPublicKey *key,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What it is asked for. */
typedef struct {
  guint16 host;
  gint64 camera_id;
  TcTicketUse use;
  TcStreamProfile profile;
  gint64 export_id; /* likewise */
} TcTicketWish;

/* TRUE: it is good for that at @now_us. @begun: the stream was begun with it in time.
 * Errors: TC_ERROR_DENIED, saying what doesn't fit. */
gboolean tc_media_ticket_admits (const TcMediaTicket *self, const TcTicketWish *wish,
                                 gboolean begun, gint64 now_us,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;
