/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The desktop program: command line, style, the desk and its window.
 *
 * Actions: scheme (stateful s: "light", "dark", "night"), open-incident (s), open-journal (s),
 * quit.
 */
#pragma once

#include "tc-translator.h"

#include <adwaita.h>

#define TC_TYPE_APPLICATION (tc_application_get_type ())
G_DECLARE_FINAL_TYPE (TcApplication, tc_application, TC, APPLICATION, AdwApplication)

/* @translator: (nullable): whose words it speaks; windows are made anew when they change. */
TcApplication *tc_application_new (TcTranslator *translator);
