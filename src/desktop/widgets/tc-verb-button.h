/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A button with a verb and the key that does the same, shown as a key cap and in the tooltip.
 */
#pragma once

#include <gtk/gtk.h>

#define TC_TYPE_VERB_BUTTON (tc_verb_button_get_type ())
G_DECLARE_FINAL_TYPE (TcVerbButton, tc_verb_button, TC, VERB_BUTTON, GtkButton)

/* Properties: verb (string), key (string: what stands on the cap, e.g. "T"). */
