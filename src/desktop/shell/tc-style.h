/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The three schemes: one file of tokens each, one style for all.
 */
#pragma once

#include <gtk/gtk.h>

/* Makes what is compiled in (templates, style, icons) known; to be called once, after gtk_init(),
 * before the first widget. */
void tc_style_register (void);

/* @scheme: "light", "dark" or "night"; anything else is "dark". Loads it for the default display,
 * in place of the one before. Returns: the name in force. */
const char *tc_style_load (const char *scheme);

/* A style of a window that has a scheme of its own: @file (of the resources) with the tokens of
 * @scheme filled in. (transfer full) */
char *tc_style_fill_in (const char *file, const char *scheme);
