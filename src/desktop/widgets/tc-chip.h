/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A filter by name with the number of things that it lets through.
 */
#pragma once

#include <gtk/gtk.h>

#define TC_TYPE_CHIP (tc_chip_get_type ())
G_DECLARE_FINAL_TYPE (TcChip, tc_chip, TC, CHIP, GtkToggleButton)

/* Properties: word (string), count (int; -1: not counted), stacked (boolean): the number stands
 * below the word, so that another digit makes it no wider. */
