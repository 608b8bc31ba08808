/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who looks over a thin connection (tc-send-share.h), as a worker tells it its host, and as it is
 * told in return what each of them is to have.
 *
 * Pure. Thread: any, one at a time.
 */
#pragma once

#include "tc-send-share.h"

/* Of one worker, at most. */
#define TC_SEND_VIEWERS_MAX 256

/* @viewers: (element-type TcSendViewer). (transfer full): floating */
GVariant *tc_send_viewers_write (const GArray *viewers);
/* (transfer full) (element-type TcSendViewer): those of @value, which may be NULL, that can be, up
 * to TC_SEND_VIEWERS_MAX */
GArray *tc_send_viewers_read (GVariant *value);
