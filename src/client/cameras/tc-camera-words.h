/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Cameras in words: how one does, what stands in its row and what a screen reader says of it. What
 * a stream is like that is played here: desktop/widgets/tc-stream-words.h.
 *
 * Thread: any; every string is (transfer full) unless it is const.
 */
#pragma once

#include "tc-camera-near-watch.h"
#include "tc-words.h"

/* @code: (nullable): one of tc_camera_conditions; NULL: nothing was told yet */
const char *tc_camera_word_condition (const char *code);
/* What it asks of a person: it works, is being mended, or doesn't work. */
TcSignal tc_camera_get_signal (const TcCamera *camera);
/* "114 Ngã tư Trần Hưng Đạo" */
char *tc_camera_word_title (const TcCamera *camera);
/* Where it is and how it does: "Phường Vị Thanh · works", "no connection since 14:05 · Phường Vị
 * Thanh" */
char *tc_camera_word_second (const TcCamera *camera, gint64 now_us);
/* (nullable): why it isn't heard; NULL: it may be */
char *tc_camera_word_silent (const TcCamera *camera);
/* All of it in a sentence. */
char *tc_camera_word_spoken (const TcCamera *camera, gint64 now_us);
/* How far it is from a place and whether it sees that: "40 m, sees the place" */
char *tc_camera_word_near (const TcCameraNear *near);
/* (nullable): why none is near: no right, no place, or none there; NULL: some are */
char *tc_camera_word_none_near (const TcCameraNearView *view);
