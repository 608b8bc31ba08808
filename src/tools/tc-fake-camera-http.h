/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Fake cameras by HTTP: ONVIF (tc-fake-camera-onvif.h) and /NUMBER/snapshot.jpg, with account and
 * password, and with the fault in force: who is killed breaks connections off, who is unreachable
 * doesn't answer, who is slow answers late, who sends garbage answers with a web page or noise.
 *
 * Thread: that of the default main context.
 */
#pragma once

#include "tc-fake-camera-world.h"

#include <gio/gio.h>

typedef struct _TcFakeHttp TcFakeHttp;

/* @rtsp_port: where its streams are told to be. Errors: G_IO_ERROR. @world outlives it. */
TcFakeHttp *tc_fake_http_new (const TcFakeWorld *world, guint16 rtsp_port,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;
void tc_fake_http_free (TcFakeHttp *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcFakeHttp, tc_fake_http_free)
guint16 tc_fake_http_get_port (TcFakeHttp *self);
/* The fault of camera @number became another one. */
void tc_fake_http_fault_changed (TcFakeHttp *self, guint number);
