/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The files that were attached to a call, each with a button that takes it out again, and a button
 * that attaches more. What the buttons do are the panel's actions.
 */
#pragma once

#include <gtk/gtk.h>

#define TC_TYPE_INTAKE_FILES (tc_intake_files_get_type ())
G_DECLARE_FINAL_TYPE (TcIntakeFiles, tc_intake_files, TC, INTAKE_FILES, GtkWidget)

/* (element-type TcKeptFile): as they are now; nothing of it is kept. The keyboard stays here if it
 * was on one that is gone. */
void tc_intake_files_show (TcIntakeFiles *self, GPtrArray *files);
