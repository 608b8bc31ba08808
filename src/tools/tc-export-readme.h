/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What stands in the folder of an export for whoever opens it, in Vietnamese and English.
 */
#pragma once

extern const char tc_export_readme[];
