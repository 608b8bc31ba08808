/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is said in passing, at the foot of a window: one toast after the other, in the order in
 * which they come. Where another waits, one without a button goes as soon as it can have been seen;
 * one with a button stands its time out, since it is the only way to take something back.
 */
#pragma once

#include <adwaita.h>

/* @toast: (transfer full) */
void tc_toasts_add (AdwToastOverlay *overlay, AdwToast *toast);
