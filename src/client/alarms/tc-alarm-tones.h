/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The three patterns that alarms sound, made from a table: two tones rising, one tone, a soft tick.
 *
 * Thread: any.
 */
#pragma once

#include "tc-alarm.h"

/* Samples a second; one channel of 16 bits. */
#define TC_TONE_RATE 22050

/* The pattern of @priority at @volume (0..100) as a WAV file, the same bytes each time. */
GBytes *tc_alarm_tone_make (TcAlarmPriority priority, int volume);
