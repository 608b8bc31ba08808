/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What opens in a page that scrolls may lie out of sight: with large letters, or on a small screen.
 */
#pragma once

#include <gtk/gtk.h>

/* Brings @widget, which was only just shown or has grown, into view as soon as it has its place;
 * its upper end, where it doesn't fit. To be called for what the person has asked for alone. */
void tc_scroll_to (GtkWidget *widget);
