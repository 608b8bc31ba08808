/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which keys are Enter: a keyboard may have three of them.
 */
#pragma once

#include <gdk/gdk.h>

static inline gboolean
tc_is_enter_key (guint keyval)
{
  return keyval == GDK_KEY_Return || keyval == GDK_KEY_KP_Enter || keyval == GDK_KEY_ISO_Enter;
}
