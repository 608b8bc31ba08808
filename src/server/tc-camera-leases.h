/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who steers a camera: one person at one desk at a time, for TC_CAMERA_LEASE_US from the last time
 * that it was moved. Kept in memory alone; who asked first after a restart has it.
 *
 * Thread: the main loop's.
 */
#pragma once

#include <glib.h>

#define TC_CAMERA_LEASE_US ((gint64) 20 * G_USEC_PER_SEC)
/* Of a desk at a time; those of before end when it takes a further one. */
#define TC_CAMERA_LEASES_PER_DESK 4

typedef struct {
  gint64 camera_id;
  gint64 staff_id;
  guint16 replica; /* the desk */
  gint64 since_us; /* real time, as what follows */
  gint64 until_us;
} TcCameraLease;

typedef struct _TcCameraLeases TcCameraLeases;

TcCameraLeases *tc_camera_leases_new (void);
void tc_camera_leases_free (TcCameraLeases *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcCameraLeases, tc_camera_leases_free)

/* Who has it at @now_us; NULL: nobody. Lent until the next call. */
const TcCameraLease *tc_camera_leases_find (TcCameraLeases *self, gint64 camera_id, gint64 now_us);

/**
 * tc_camera_leases_take:
 * @over: also from somebody else
 * @begins: (out): whether it is another lease than before, which is to be kept in the audit
 *
 * Takes or renews it. Returns: whose it is now: another's where that one has it and not @over
 */
const TcCameraLease *tc_camera_leases_take (TcCameraLeases *self, gint64 camera_id, gint64 staff_id,
                                            guint16 replica, gboolean over, gint64 now_us,
                                            gboolean *begins);

/* It lets go: nobody has it then. Nothing if it isn't that desk's. */
void tc_camera_leases_release (TcCameraLeases *self, gint64 camera_id, guint16 replica);
/* The line of the desk is gone: all of its. (transfer full) (element-type gint64): those cameras */
GArray *tc_camera_leases_cut (TcCameraLeases *self, guint16 replica);
