/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * This seat's preferences.
 */
#pragma once

#include <gio/gio.h>

/* (transfer full) (nullable): NULL where the schema isn't installed; the program works without. */
GSettings *tc_settings_open (void);
/* Of sounds, 0..100. @settings: (nullable) */
int tc_settings_get_volume (GSettings *settings);
