/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The list of a drop-down of texts, which shows each of them whole and a tick at what is chosen;
 * for one whose button shows its text in some other way (a factory of its own).
 */
#pragma once

#include <gtk/gtk.h>

void tc_ticked_list_set (GtkDropDown *down);
