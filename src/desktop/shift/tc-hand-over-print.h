/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A hand-over sheet on paper, in the official form: national heading, number, title, what was
 * signed, both signatures and the hash of the text.
 */
#pragma once

#include "tc-paper-view.h"
#include "tc-shift-queries.h"

/**
 * tc_hand_over_print:
 * @sheet: with its text; nothing of it is kept
 * @office: who makes it; @place: where
 * @pdf: (nullable): the file to write in place of asking for a printer
 * @failed: called with what went wrong, a sentence of the system's
 * @owner: given to it; kept until the sheet is printed
 */
void tc_hand_over_print (const TcHandOverSheet *sheet, const char *office, const char *place,
                         GtkWindow *parent, const char *pdf,
                         void (*failed) (const char *why, GObject *owner), GObject *owner);
/* The same page on the screen; also of a sheet that isn't signed yet (at_us: TC_NONE). */
void tc_hand_over_show (const TcHandOverSheet *sheet, const char *office, const char *place,
                        TcPaperView *view);
