/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reading cameras: those that a person may see, by words, number, group and place; how they do; and
 * whether a person may see one. Plain records that own their strings. Not for changing them
 * (tc-camera-operations.h) nor for how they are reached (tc-camera-lines.h).
 *
 * All take a connection of any kind and leave faults on it (tc_database_check()); after one they
 * give NULL or an empty list. Thread: the connection's.
 */
#pragma once

#include "tc-camera-masks.h"
#include "tc-database.h"
#include "tc-error.h"

#define TC_CAMERAS_LIST_MAX 9999 /* as many as have a number: a list is whole */
#define TC_CAMERAS_NEAR_MAX 64

typedef struct {
  gint64 id;
  gint64 number;
  char *code;       /* (owned), as all texts */
  char *name;       /* as people know it */
  char *kind;       /* one of tc_camera_kinds */
  char *place;      /* (nullable) */
  gint64 agency_id; /* whose it is */
  gint64 area_id;   /* 0: none */
  char *area_vi;    /* (nullable) */
  char *area_en;    /* (nullable) */
  gint64 lat_e7;    /* TC_NONE: unknown, as the others below */
  gint64 lon_e7;    /* both or neither */
  gint64 heading_deg;
  gint64 view_deg;
  gint64 reach_m;
  gboolean restricted;
  char *state;        /* 'in-service', 'maintenance', 'removed' */
  char *state_reason; /* (nullable) */
  gint64 state_us;
  gint64 host_id;     /* the desk of kind 'media' that serves it; 0: none */
  char *retention;    /* one of tc_camera_retentions */
  char *masks;        /* (nullable): tc_camera_masks_parse() */
  gint64 sound;       /* whether it may be heard, 1 or 0, as was said; TC_NONE: nothing was */
  char *sound_reason; /* (nullable): why */
  char *condition;    /* one of tc_camera_conditions; (nullable): nothing was told yet */
  char *cause;        /* (nullable): a code */
  gint64 since_us;    /* of the condition; TC_NONE: nothing was told yet */
  gint64 told_us;
  gint64 clock_offset_ms; /* ahead of the server's, behind it below 0; TC_NONE: unknown */
} TcCamera;

void tc_camera_free (TcCamera *camera);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcCamera, tc_camera_free)

/* Whom it is for, and which. A zeroed one lets nobody see anything. */
typedef struct {
  gint64 staff_id;
  gint64 at_us;
  const char *text; /* (nullable): a number's first digits, or words of name, place, area and code,
                     * with or without marks, each from its beginning */
  gint64 area_id;   /* 0: any; with the areas within it */
  gint64 group_id;  /* 0: any; else in the group's order */
} TcCameraFilter;

/**
 * tc_cameras_list:
 * @limit: at most TC_CAMERAS_LIST_MAX
 *
 * Those that the person may see, but for removed ones, by number, of a group in its order.
 * (transfer full) (element-type TcCamera)
 */
GPtrArray *tc_cameras_list (TcDatabase *db, const TcCameraFilter *filter, guint limit);

/* Whoever may see it: ask tc_camera_may_view() before anything of these two is shown. A removed
 * one, too. (transfer full) (nullable) */
TcCamera *tc_camera_get (TcDatabase *db, gint64 id);
/* Likewise, but not a removed one. */
TcCamera *tc_camera_find (TcDatabase *db, gint64 number);

/* What @host_id serves, but for removed ones, by number; for the host. (transfer full)
 * (element-type gint64) */
GArray *tc_cameras_of_host (TcDatabase *db, gint64 host_id);

typedef struct {
  TcCamera *camera; /* (owned) */
  gint64 distance_m;
  gboolean covers; /* the point lies in what it sees; FALSE also where that isn't known */
} TcCameraNear;

/**
 * tc_cameras_near:
 * @within_m: farther ones are left out
 * @limit: at most TC_CAMERAS_NEAR_MAX
 *
 * Those in service that the person may see, those that see the point first, then by distance.
 * (transfer full) (element-type TcCameraNear): clears its members
 */
GArray *tc_cameras_near (TcDatabase *db, gint64 staff_id, gint64 at_us, gint64 lat_e7,
                         gint64 lon_e7, gint64 within_m, guint limit);
GArray *tc_cameras_near_new_list (void); /* an empty one */

/* Whether the point lies in the camera's field of view: within its reach, and within half its view
 * on either side of its heading. FALSE where place, heading, view or reach isn't known, but for one
 * that turns (kind 'ptz'), which can look anywhere within its reach. */
gboolean tc_camera_covers (const TcCamera *camera, gint64 lat_e7, gint64 lon_e7);

/**
 * tc_camera_may_view:
 * @refusal: (out) (optional): why not: camera.unknown (camera): also where it is restricted and the
 *   person may not see such ones; people.not-allowed (capability): camera.view is missing;
 *   camera.group (camera): it stands in groups
 *   that name roles, and the person has none of them
 *
 * Whether a person may see a camera at @at_us, by posts in force then. Of a restricted one this
 * isn't all: it has to be opened, see tc_camera_is_open().
 */
gboolean tc_camera_may_view (TcDatabase *db, gint64 camera_id, gint64 staff_id, gint64 at_us,
                             TcRefusal **refusal);
/* Whether its sound may be heard, by whoever may see it: a restricted one's only where that was
 * said. Of this alone it depends whether a media host asks a camera for its sound. Thread: any. */
gboolean tc_camera_may_be_heard (const TcCamera *camera);
/* Until when camera.open of that person at that desk lets them see it; 0: it isn't open. */
gint64 tc_camera_open_until (TcDatabase *db, gint64 camera_id, gint64 staff_id, guint16 replica,
                             gint64 at_us);
/* Whether camera.open of that person at that desk was accepted within TC_CAMERA_OPEN_US. */
gboolean tc_camera_is_open (TcDatabase *db, gint64 camera_id, gint64 staff_id, guint16 replica,
                            gint64 at_us);

typedef struct {
  gint64 id;
  char *code;    /* (owned) */
  char *name;    /* (owned) */
  guint cameras; /* that the person may see */
} TcCameraGroup;

void tc_camera_group_free (TcCameraGroup *group);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcCameraGroup, tc_camera_group_free)

/* Those with a camera that the person may see, by name. (transfer full) (element-type
 * TcCameraGroup) */
GPtrArray *tc_camera_groups_list (TcDatabase *db, gint64 staff_id, gint64 at_us);

/* As camera.group-set has it. */
typedef struct {
  gint64 id;
  char *code;         /* (owned) */
  char *name;         /* (owned) */
  GArray *camera_ids; /* (owned) (element-type gint64): in their order; also such as not everybody
                         may see */
  GArray *role_ids;   /* (owned) (element-type gint64): who may see them; none: everybody may */
} TcCameraGroupForm;

void tc_camera_group_form_free (TcCameraGroupForm *form);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcCameraGroupForm, tc_camera_group_form_free)

/* All that there are, by name, for who manages cameras. (transfer full) (element-type
 * TcCameraGroupForm) */
GPtrArray *tc_camera_group_forms_list (TcDatabase *db);
/* Whether a desk's replica shows a person groups without their restricted cameras, which the person
 * may see elsewhere: set from here, a group would lose them. */
gboolean tc_camera_groups_are_partial (TcDatabase *db, gint64 staff_id, gint64 at_us);

/* A time when it wasn't live, or came and went. */
typedef struct {
  gint64 id;
  char *state; /* (owned): one of tc_camera_conditions: the last */
  char *cause; /* (owned) (nullable) */
  gint64 began_us;
  gint64 ended_us; /* TC_NONE: it goes on */
  gint64 times;    /* 1 or more: how often it began */
} TcCameraFault;

void tc_camera_fault_free (TcCameraFault *fault);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcCameraFault, tc_camera_fault_free)

/* Newest first, at most TC_CAMERA_FAULTS_MAX. (transfer full) (element-type TcCameraFault) */
GPtrArray *tc_camera_faults_list (TcDatabase *db, gint64 camera_id, guint limit);

/* What a camera's faults come to. */
typedef struct {
  gint64 camera_id;
  gint64 down_us; /* how long in all it wasn't live */
  gint64 times;   /* how often that began */
} TcCameraFaultSum;

/* Of the time from @since_us until @now_us; of cameras that had a fault in it, by id. A fault that
 * began before counts from @since_us, with all its times. (transfer full) (element-type
 * TcCameraFaultSum) */
GArray *tc_camera_fault_sums (TcDatabase *db, gint64 since_us, gint64 now_us);
