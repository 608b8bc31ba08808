/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Preferences; see the header.
 */
#include "tc-settings.h"

#define SETTINGS_ID "io.github.toancanh.ToanCanh"

GSettings *
tc_settings_open (void)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema)
      schema = source ? g_settings_schema_source_lookup (source, SETTINGS_ID, TRUE) : NULL;

  return schema ? g_settings_new_full (schema, NULL, NULL) : NULL;
}
