/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One thing that the program could do now and doesn't do by itself: a bar over whatever panel is
 * shown, with the key that does it. It stays until that, "Not now", or until whoever offered it
 * takes it back; another offer stands in its place.
 *
 * Actions of the window: offer ((sss): the sentence, the verb, which action of the window does it),
 * offer-end (s: that action: nothing is offered any more), offer-take, offer-away.
 */
#pragma once

#include <gtk/gtk.h>

#define TC_TYPE_OFFER_BAR (tc_offer_bar_get_type ())
G_DECLARE_FINAL_TYPE (TcOfferBar, tc_offer_bar, TC, OFFER_BAR, GtkWidget)

/* @window: (unowned): outlives it */
void tc_offer_bar_attach (TcOfferBar *self, GActionMap *window);
/* Somebody else is there. */
void tc_offer_bar_clear (TcOfferBar *self);
