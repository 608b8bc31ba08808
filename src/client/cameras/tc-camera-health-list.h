/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How cameras do, as a list model in an order that is chosen: what its row says (state, since
 * when), what its faults came to (tc-camera-health-watch.h), and what its media host tells of its
 * stream, which is asked of the server while somebody looks. The order changes with how cameras do
 * and with the choice, never with figures alone.
 *
 * Thread: the main loop's.
 */
#pragma once

#include "tc-camera-health-watch.h"

#include <gio/gio.h>

/* So often figures are asked for while it is shown. */
#define TC_CAMERA_HEALTH_ASK_MS 5000

typedef struct {
  const TcCamera *camera;
  gint64 down_us; /* of span_us, as the next */
  gint64 times;
  gint64 span_us; /* as far back as it is looked at: since it is in service at the most */
  gboolean has_figures;
  guint kbit;       /* a second */
  guint fps_milli;  /* pictures in 1000 s */
  guint reconnects; /* since the media host's process began */
} TcCameraHealth;

/* A media host whose connection is thin, as it told last. */
typedef struct {
  char *name;           /* (owned) */
  guint kbit, kbit_max; /* a second, that are sent and that it can carry */
  guint n_viewers, n_thinned;
} TcCameraHost;

#define TC_TYPE_CAMERA_HEALTH_ITEM (tc_camera_health_item_get_type ())
G_DECLARE_FINAL_TYPE (TcCameraHealthItem, tc_camera_health_item, TC, CAMERA_HEALTH_ITEM, GObject)

/* Signal "changed". Borrowed until the next. */
const TcCameraHealth *tc_camera_health_item_get (TcCameraHealthItem *self);

/* What stands first; what is the same goes by number. */
typedef enum {
  TC_HEALTH_WORST, /* what a person must do something about, then what was down longest */
  TC_HEALTH_NUMBER,
  TC_HEALTH_UPTIME, /* the least */
  TC_HEALTH_TIMES,
  TC_HEALTH_RECONNECTS,
  TC_HEALTH_KBIT,
  TC_HEALTH_FRAMES, /* the fewest */
  TC_HEALTH_CLOCK,  /* farthest off */
  TC_HEALTH_N_ORDERS
} TcHealthOrder;

/* "worst" and so on. */
const char *tc_health_order_code (TcHealthOrder order);
gboolean tc_health_order_from_code (const char *code,
                                    TcHealthOrder *order) G_GNUC_WARN_UNUSED_RESULT;

#define TC_TYPE_CAMERA_HEALTH_LIST (tc_camera_health_list_get_type ())
G_DECLARE_FINAL_TYPE (TcCameraHealthList, tc_camera_health_list, TC, CAMERA_HEALTH_LIST, GObject)

/* (element-type TcCameraHost): of the cameras; signal "hosts" when they are told. Borrowed until
 * the next. */
const GArray *tc_camera_health_list_get_hosts (TcCameraHealthList *self);
/* Empty; asks nothing yet. */
TcCameraHealthList *tc_camera_health_list_new (TcDesk *desk);
/* Asks nothing any more. */
void tc_camera_health_list_end (TcCameraHealthList *self);
/* @cameras: (element-type TcCamera): held, and not changed any more */
void tc_camera_health_list_set (TcCameraHealthList *self, GPtrArray *cameras);
void tc_camera_health_list_sort (TcCameraHealthList *self, TcHealthOrder order);
TcHealthOrder tc_camera_health_list_get_order (TcCameraHealthList *self);
/* Somebody looks at it. */
void tc_camera_health_list_show (TcCameraHealthList *self, gboolean shown);
