/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Times as other systems write them: by forms of YYYY, MM, DD, hh, mm, ss and AP (AM or PM), all
 * else standing for itself; and always as ISO 8601. A text that fits no form wholly is no time.
 */
#pragma once

#include <glib.h>

#define TC_IMPORT_FORMS_MAX 16

/* Whether @form has a year, a month and a day, and each of its parts once. */
gboolean tc_import_time_is_form (const char *form);
/**
 * tc_import_time_parse:
 * @forms: NULL-terminated, tried in this order
 * @zone: of a time that doesn't say its own
 * @time_us: (out): microseconds UTC; untouched if @text is no time
 */
gboolean tc_import_time_parse (const char *text, const char *const *forms, GTimeZone *zone,
                               gint64 *time_us) G_GNUC_WARN_UNUSED_RESULT;
