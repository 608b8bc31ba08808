/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a program has to do for an input method that is another process. ibus asks its engine about
 * each key and turns the main loop until the answer comes (its "hybrid" mode, which GTK 4 has), so
 * that on a machine at its limit anything can happen within a key.
 */
#pragma once

#include <gtk/gtk.h>

/* Keys and pointer wait until the key before them has been answered: otherwise Enter overtakes the
 * letters it ends. And what asks stays alive until it is answered, though its entry may go away
 * meanwhile. To be called once, after gtk_init(), before the first widget.
 * Returns: FALSE: the display's events weren't found, and go on as GDK delivers them */
gboolean tc_input_method_protect (void);

/* Whether this (an idle, a timeout, an answer of the desk's line) runs while a key waits for its
 * answer, or while a PDF is written. The method of an entry can't be changed then: the key would be
 * lost. */
gboolean tc_input_method_is_asked (void);
