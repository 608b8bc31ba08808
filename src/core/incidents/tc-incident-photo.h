/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Photos of an incident. The original is sealed: its bytes are only for who has a right to open it,
 * and each opening is on record. All others see a copy without what the photo carried beside its
 * pixels (base/tc-photo.h), which the server makes as soon as it has the original.
 */
#pragma once

#include "tc-incident-queries.h"
#include "tc-operation-type.h"

/* Of no role unless it is given: word of `role_capability`. */
#define TC_MAY_OPEN_ORIGINAL "evidence.open"
/* For how long an opening lets that desk fetch the original. */
#define TC_PHOTO_OPEN_US ((gint64) 3600 * 1000000)

/* Of a row of `attachment`, named by @it ("a."): an original that is sealed. */
#define TC_PHOTO_SEALED(it)                                                                        \
  "(" it "kind = 'original' AND " it "media_type IN ('image/jpeg', 'image/png', 'image/webp'))"

/* Behind another condition on a row: a copy that carries only its pixels; the server made it, or
 * found it so. */
#define TC_PHOTO_IS_BARE " AND (kind = 'stripped' OR (kind = 'blurred' AND read_us IS NOT NULL))"

/* photo.strip, by the system: what the original says, and its copy; or that one that was blurred
 * carries nothing but its pixels. Refuses: attachment.unknown (attachment): it is neither;
 * photo.read (attachment): that was done before; attachment.hash (hash), incident.id-used (id). */
typedef struct {
  gint64 attachment_id; /* of the original, or of one that was blurred, which has no copy */
  gint64 copy_id;       /* new; (optional): no copy can be made of it */
  const char *hash;     /* of the copy, and the size: with copy_id */
  gint64 size;
  gint64 taken_us; /* (optional) */
  gint64 lat_e7;   /* (optional), like the next: both or neither (operation.arguments) */
  gint64 lon_e7;
} TcPhotoStrip;
extern const TcOperationType tc_photo_strip_type;

/* photo.open: the original is looked at, and why. Refuses: attachment.unknown (attachment). */
typedef struct {
  gint64 attachment_id; /* of the original */
  const char *reason;
} TcPhotoOpen;
extern const TcOperationType tc_photo_open_type;

/* photo.clear: somebody has looked at a copy and finds it fit for publishing: it goes out with the
 * next answer, and other copies of its original don't; or, not fit any more, is taken back.
 * Refuses: attachment.unknown (attachment); photo.sealed (attachment): it is the original;
 * photo.unread (attachment): it was blurred, and the server hasn't found only pixels in it. */
typedef struct {
  gint64 attachment_id; /* of a copy */
  gint64 fit;           /* 0 or 1 */
} TcPhotoClear;
extern const TcOperationType tc_photo_clear_type;

/* For answer.publish: what was found fit and isn't published yet goes out with the answer. */
void tc_photo_publish (TcApply *apply, gint64 incident_id, gint64 answer_id);
/* Whether @kind is one of a copy. */
gboolean tc_photo_is_copy (const char *kind);

/* ---- what photos say ---- */

/* From there on a photo was taken somewhere else than was reported. */
#define TC_PHOTO_FAR_M 300
/* A photo that is older than its report by more shows how it was another day. */
#define TC_PHOTO_OLD_US ((gint64) 86400 * 1000000)

/* Metres between the photo and the place of the incident; TC_NONE where one of them has none. */
gint64 tc_photo_distance_m (const TcAttachment *photo, const TcIncidentRow *incident);
/* How long before the report it was taken; 0: not before, or it isn't known. */
gint64 tc_photo_age_us (const TcAttachment *photo, const TcIncidentRow *incident);

/* A place for the incident, of a photo. */
typedef struct {
  gint64 attachment_id; /* 0: there is none to be proposed */
  gint64 lat_e7;
  gint64 lon_e7;
  gint64 area_id; /* 0: no area is near */
} TcPhotoPlace;

/* Where the incident has no place, or another one than its photo, the first that isn't old says
 * where. */
void tc_photo_propose_place (TcDatabase *db, const TcIncidentDetail *detail, TcPhotoPlace *place);

/* ---- for the server ---- */

typedef struct {
  gint64 id;
  gboolean blurred; /* a copy; else an original */
  char hash[65];
} TcPhotoUnread;

/* Originals and blurred copies that weren't read yet, with ids below @below (the newest first), at
 * most @max. (transfer full) (element-type TcPhotoUnread) */
GArray *tc_photo_list_unread (TcDatabase *db, gint64 below, guint max);
/* Whether that file is an original's, whatever else names it, and not its own copy. */
gboolean tc_photo_is_sealed (TcDatabase *db, const char *hash);
/* Whether a row of that file may be read by a desk that holds @scopes and is number @replica, at
 * @at_us: any but a sealed file's, and that after an opening. @relay: it asks for its desks. */
gboolean tc_photo_may_fetch (TcDatabase *db, const char *hash, const GArray *scopes, gint64 replica,
                             gboolean relay, gint64 at_us);
