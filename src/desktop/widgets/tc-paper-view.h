/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An official paper on the screen, page below page, exactly as it is printed: as wide as there is
 * room, black on white in each of the colour schemes. A screen reader finds its text in a label.
 */
#pragma once

#include "tc-paper-text.h"

#define TC_TYPE_PAPER_VIEW (tc_paper_view_get_type ())
G_DECLARE_FINAL_TYPE (TcPaperView, tc_paper_view, TC, PAPER_VIEW, GtkWidget)

/* Nothing of @text is kept. */
void tc_paper_view_set (TcPaperView *self, const TcPaperText *text);
guint tc_paper_view_get_n_pages (TcPaperView *self);
