/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is said in passing, at the foot of a window: one toast after the other, in the order in
 * which they come. Where another waits, one goes as soon as it can have been seen, one with a
 * button as soon as that can have been pressed: there is a key for it all the while. It is in as
 * many lines as it needs.
 */
#pragma once

#include <adwaita.h>

/* Toasts stand at the start of @beside and not in the middle: there panels have their list, whose
 * last row can wait, and no verbs that a toast would cover. @beside: (unowned): in @overlay, as
 * long as it is shown */
void tc_toasts_stand_beside (AdwToastOverlay *overlay, GtkWidget *beside);
/* @text: of @toast, which has none of its own. @toast: (transfer full) */
void tc_toasts_add (AdwToastOverlay *overlay, AdwToast *toast, const char *text);
