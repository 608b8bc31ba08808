/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The index of what a media host has recorded: which segments there are, which of them are held for
 * an incident, and which go next. It says nothing of files but what they are to be; what is done to
 * them stands in tc-recordings-disk.h.
 *
 * All are functions of the database and their arguments; faults stick to the database
 * (tc-database.h). Times are microseconds UTC, of what was recorded unless said otherwise. Thread:
 * the database's.
 */
#pragma once

#include "tc-database.h"
#include "tc-segment.h"

/* Further apart, there is a gap between two segments. */
#define TC_RECORDINGS_GAP_US ((gint64) 500000)
#define TC_RECORDINGS_SPANS_MAX 10000
#define TC_RECORDINGS_HOLDS_MAX 10000
#define TC_RECORDINGS_REASON_CHARS_MAX 500

/* How long what a camera recorded is kept, the shortest first. */
typedef enum {
  TC_KEEP_NONE, /* it isn't recorded */
  TC_KEEP_SHORT,
  TC_KEEP_STANDARD,
  TC_KEEP_LONG,
  TC_KEEP_N
} TcKeepClass;

/* "none", "short", "standard", "long", as core/cameras has them. */
const char *tc_keep_class_code (TcKeepClass class);
/* What is none of them is standard. */
TcKeepClass tc_keep_class_from_code (const char *code);

typedef struct {
  gint64 keep_us[TC_KEEP_N]; /* after its end */
  gint64 bytes_max;          /* of all together; 0: as many as the disk has room for */
  gint64 free_min;           /* bytes of the disk that stay free; 0: a tenth of it */
} TcRecordingsPolicy;

/* 0, 3, 15 and 30 days; no limit. */
extern const TcRecordingsPolicy tc_recordings_policy_default;

/* Opens the index, or makes it. Errors: as tc_database_open() and tc_schema_migrate(). */
TcDatabase *tc_recordings_open (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* ---- segments ---- */

/* One is on the disk. One of that camera and start that is there already is as this says. */
void tc_recordings_add (TcDatabase *db, const TcSegment *segment);
gboolean tc_recordings_has (TcDatabase *db, gint64 camera_id, gint64 start_us);
/* Where the newest of a camera begins; 0: it has none. */
gint64 tc_recordings_get_newest (TcDatabase *db, gint64 camera_id);

typedef enum {
  TC_RECORDING_WHOLE,
  TC_RECORDING_GONE,    /* its file isn't there */
  TC_RECORDING_DIFFERS, /* it isn't what was written */
  TC_RECORDING_LEAVING, /* its file is being removed */
  TC_RECORDING_N_STATES
} TcRecordingState;

/* What was found of its file. */
void tc_recordings_set_state (TcDatabase *db, gint64 camera_id, gint64 start_us,
                              TcRecordingState state);
/* Its file is gone, and so is its row. */
void tc_recordings_forget (TcDatabase *db, gint64 camera_id, gint64 start_us);

/* Of a camera (0: of all) after @after (nullable: the beginning), by camera and start, at most
 * @max; those whose files are being removed are left out. (transfer full) (element-type TcSegment)
 */
GArray *tc_recordings_list (TcDatabase *db, gint64 camera_id, const TcSegment *after, guint max);
/* Those of a camera that have something of @from_us..@until_us and whose files are right, as far as
 * is known. (transfer full) (element-type TcSegment) */
GArray *tc_recordings_list_between (TcDatabase *db, gint64 camera_id, gint64 from_us,
                                    gint64 until_us, guint max);
/* Whose files are being removed. */
GArray *tc_recordings_list_leaving (TcDatabase *db, guint max);
/* Of all that there is, also of what is being removed. */
gint64 tc_recordings_get_bytes (TcDatabase *db);
/* (transfer full) (element-type gint64) */
GArray *tc_recordings_list_cameras (TcDatabase *db);

typedef struct {
  gint64 from_us, until_us;
} TcRecordingsSpan;

/* What there is of a camera in @from_us..@until_us, without a gap each; between them are the gaps.
 * (transfer full) (element-type TcRecordingsSpan): TC_RECORDINGS_SPANS_MAX at most */
GArray *tc_recordings_list_spans (TcDatabase *db, gint64 camera_id, gint64 from_us,
                                  gint64 until_us);

typedef struct {
  gint64 from_us, until_us;
  gint64 share_pm; /* for how many thousandths of that something moved */
} TcRecordingsMotion;

/* Of the segments of a camera in @from_us..@until_us of which it is known, the newest @max.
 * (transfer full) (element-type TcRecordingsMotion) */
GArray *tc_recordings_list_motion (TcDatabase *db, gint64 camera_id, gint64 from_us,
                                   gint64 until_us, guint max);

/* ---- how long ---- */

void tc_recordings_set_class (TcDatabase *db, gint64 camera_id, TcKeepClass class);
TcKeepClass tc_recordings_get_class (TcDatabase *db, gint64 camera_id);

/* What is over by @now_us (real time) and not held, at most @max. (transfer full) (element-type
 * TcSegment) */
GArray *tc_recordings_list_due (TcDatabase *db, const TcRecordingsPolicy *policy, gint64 now_us,
                                guint max);
/* What goes next where room is needed: of the shortest class what is oldest and not held, then of
 * the next, until @bytes are together, at most @max. */
GArray *tc_recordings_list_least (TcDatabase *db, gint64 now_us, gint64 bytes, guint max);

typedef enum {
  TC_DISK_ROOMY,
  TC_DISK_LOW,  /* the oldest has to go */
  TC_DISK_FULL, /* nothing is to be recorded until that was done */
} TcDiskLevel;

/* In thousandths of the disk that are used, or of ten times what is to stay free of it. */
#define TC_DISK_LOW_PM 900
#define TC_DISK_LOW_END_PM 890
#define TC_DISK_FULL_PM 970
#define TC_DISK_FULL_END_PM 950

/**
 * tc_disk_judge:
 * @before: what it was found to be last
 * @total: bytes of the disk; @available: those that may still be written
 * @free_min: bytes that stay free; 0: a tenth of @total
 * @to_free: (out): how much has to go; 0: nothing
 *
 * Pure. Thread: any.
 */
TcDiskLevel tc_disk_judge (TcDiskLevel before, gint64 total, gint64 available, gint64 free_min,
                           gint64 *to_free);

/* ---- holds ---- */

typedef struct {
  gint64 id;
  gint64 camera_id;
  gint64 from_us, until_us;
  gint64 incident_id; /* 0: of none */
  gint64 staff_id;    /* 0: the system */
  char *reason;       /* (owned) */
  gint64 made_us;
  gint64 keep_until_us;
  gint64 released_us; /* TC_NONE: it wasn't */
} TcHold;

void tc_hold_clear (TcHold *hold);

/* Whether it can be made: its times, reason, ids. Thread: any. */
gboolean tc_hold_is_valid (const TcHold *hold);
/* One that is there already stays as it is. Errors stick: TC_ERROR_LIMIT: there are too many. */
void tc_recordings_hold (TcDatabase *db, const TcHold *hold);
/* What is taken back before its time, of which camera, by whom (0: the system) and why. */
typedef struct {
  gint64 id;
  gint64 camera_id;
  gint64 staff_id;
  const char *reason; /* (nullable): not said */
} TcRelease;

/* FALSE: that camera has none that holds. @incident_id: (out): that it was for; 0: none */
gboolean tc_recordings_release (TcDatabase *db, const TcRelease *release, gint64 now_us,
                                gint64 *incident_id);
/* Of a camera, or of all if 0, that hold at @now_us, by id. (transfer full)
 * (element-type TcHold) */
GArray *tc_recordings_list_holds (TcDatabase *db, gint64 camera_id, gint64 now_us);
