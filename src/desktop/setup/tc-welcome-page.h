/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The very first page: three doors, each said in one sentence.
 */
#pragma once

#include <gtk/gtk.h>

#define TC_TYPE_WELCOME_PAGE (tc_welcome_page_get_type ())
G_DECLARE_FINAL_TYPE (TcWelcomePage, tc_welcome_page, TC, WELCOME_PAGE, GtkWidget)
