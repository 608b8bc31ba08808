/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a fake camera hears: one tone, by which it is known to whoever listens.
 *
 * Thread: any.
 */
#pragma once

#include "tc-fake-camera-options.h"

#include <gst/gst.h>

/* In Hz, of 64 cameras in a row one each; far enough apart to be told by a fifth of a second. */
guint tc_fake_sound_hz (guint number);

/* Adds it to @bin, which gets a payloader named pay1; not where it has none. */
void tc_fake_sound_add (GstBin *bin, TcFakeSound sound, guint number);
