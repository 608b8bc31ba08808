/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a person typed into a text view, with the syllable that an input method still composes: with
 * Telex on, the last one always is, and nobody ends it before pressing Enter.
 */
#pragma once

#include <gtk/gtk.h>

/* From now on what is composed in @view is known. @changed: (nullable): called with @data swapped
 * whenever it changes, for as long as @data, an object, lives. */
void tc_typed_text_watch (GtkTextView *view, GCallback changed, gpointer data);
/* (transfer full) */
char *tc_typed_text_dup (GtkTextView *view);
/* In place of all that is there; what is being composed is given up. */
void tc_typed_text_set (GtkTextView *view, const char *text);
/* Where the cursor is, in place of what is selected; in place of all where that is @before
 * (nullable). Can be undone; what is being composed is given up. */
void tc_typed_text_put (GtkTextView *view, const char *text, const char *before);
