/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The desktop program: command line, style, the desk and its window.
 *
 * Actions: scheme (stateful s: "light", "dark", "night"), quit.
 */
#pragma once

#include <adwaita.h>

#define TC_TYPE_APPLICATION (tc_application_get_type ())
G_DECLARE_FINAL_TYPE (TcApplication, tc_application, TC, APPLICATION, AdwApplication)

TcApplication *tc_application_new (void);
