/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Opens the demonstration on this computer as a person that one chooses; throws it away.
 *
 * Actions it gives the window: open-demonstration (s: account), cancel-demonstration,
 * discard-demonstration (s: ask, then now or keep).
 */
#pragma once

#include "tc-demonstration.h"

#include <gtk/gtk.h>

#define TC_TYPE_DEMONSTRATION_PAGE (tc_demonstration_page_get_type ())
G_DECLARE_FINAL_TYPE (TcDemonstrationPage, tc_demonstration_page, TC, DEMONSTRATION_PAGE, GtkWidget)

/* Signal: ::opened (TcDesk *desk, const char *account, const char *password): enrolled, not yet
 * started. */
void tc_demonstration_page_attach (TcDemonstrationPage *self, GActionMap *window);
/* Its actions can be done, or not: while a desk is worked at they can't. */
void tc_demonstration_page_set_active (TcDemonstrationPage *self, gboolean active);
/* Ends its server in order and waits for that; before, its desk is stopped. */
void tc_demonstration_page_finish (TcDemonstrationPage *self);
/* Takes over the demonstration that runs for @from, another window's, which gets ours. FALSE: @from
 * is at work. */
gboolean tc_demonstration_page_take_over (TcDemonstrationPage *self, TcDemonstrationPage *from);
