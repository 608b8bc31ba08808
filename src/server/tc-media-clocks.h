/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How far the clocks of a media host's cameras are off, by asking their devices over ONVIF now and
 * then: one device after the other, each device once however many cameras hang on it.
 *
 * Thread: the main loop's.
 */
#pragma once

#include "tc-media-plan.h"

/* A device is asked so often, and after a failure as often. */
#define TC_MEDIA_CLOCKS_EVERY_S 600
/* Off by more, a camera that is live is one whose clock is wrong. */
#define TC_MEDIA_CLOCK_OFF_US ((gint64) 5 * G_USEC_PER_SEC)

typedef struct _TcMediaClocks TcMediaClocks;

TcMediaClocks *tc_media_clocks_new (void);
void tc_media_clocks_free (TcMediaClocks *self);
/* @plan: (element-type TcMediaCamera): copied */
void tc_media_clocks_set_plan (TcMediaClocks *self, const GPtrArray *plan);
/* Adds what is known of that camera's clock. */
void tc_media_clocks_add (TcMediaClocks *self, TcMediaHealth *health);
