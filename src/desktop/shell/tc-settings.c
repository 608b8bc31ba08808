/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Preferences; see the header.
 */
#include "tc-settings.h"

#define SETTINGS_ID "io.github.toancanh.ToanCanh"
/* As in the schema. */
#define VOLUME 70

GSettings *
tc_settings_open (void)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema)
      schema = source ? g_settings_schema_source_lookup (source, SETTINGS_ID, TRUE) : NULL;

  return schema ? g_settings_new_full (schema, NULL, NULL) : NULL;
}

int
tc_settings_get_volume (GSettings *settings)
{
  return settings ? g_settings_get_int (settings, "sound-volume") : VOLUME;
}
