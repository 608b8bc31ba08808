/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The bar above every page while this machine's disk doesn't keep what is done, or soon won't: what
 * happened, what was kept, what to do. It goes by itself once the disk is mended.
 */
#pragma once

#include "tc-desk.h"

#include <gtk/gtk.h>

#define TC_TYPE_DISK_BAR (tc_disk_bar_get_type ())
G_DECLARE_FINAL_TYPE (TcDiskBar, tc_disk_bar, TC, DISK_BAR, GtkWidget)

/* @desk: (nullable) */
void tc_disk_bar_set_desk (TcDiskBar *self, TcDesk *desk);
