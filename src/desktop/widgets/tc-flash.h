/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Lets a widget flash: its style class "lit" comes and goes, once a second, which is half of what
 * is allowed to a control room and a third of what harms (WCAG 2.2, 2.3.1). Where animations are
 * turned off it stays lit.
 */
#pragma once

#include <gtk/gtk.h>

void tc_flash_set (GtkWidget *widget, gboolean flashing);
