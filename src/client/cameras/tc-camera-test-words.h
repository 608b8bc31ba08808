/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What became of trying the connection to a camera's device, in a sentence: the answer to
 * "camera.test" (server/tc-camera-finding.h).
 *
 * Thread: any.
 */
#pragma once

#include <glib.h>

/* @fine: (out): it answers, its clock is right and it tells the camera's streams. (transfer full)
 */
char *tc_camera_test_word (GVariant *answer, gboolean *fine);
