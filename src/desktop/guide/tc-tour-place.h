/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where on screen a step of the tour points.
 */
#pragma once

#include "tc-tour-steps.h"

#include <gtk/gtk.h>

/* What the step is about, in @window or where its panel has a window of its own; while that isn't
 * shown, the button of its panel in the rail of @window. @here: out: it isn't the button.
 * (nullable) */
GtkWidget *tc_tour_place_find (GtkWidget *window, const TcTourStep *step, gboolean *here);
