/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a desk hears; see the header.
 */
#include "tc-alarm-bell.h"

#include "tc-alarm-sounds.h"
#include "tc-now.h"
#include "tc-settings.h"
#include "tc-sound-player.h"

#include <glib/gi18n-lib.h>

struct _TcAlarmBell {
  TcAlarmSounds *sounds; /* (owned) */
  GSettings *settings;   /* (owned) (nullable): where the schema isn't installed */
};

TcAlarmBell *
tc_alarm_bell_new (void)
{
  TcAlarmBell *self = g_new0 (TcAlarmBell, 1);

  self->sounds = tc_alarm_sounds_new ();
  self->settings = tc_settings_open ();
  return self;
}

void
tc_alarm_bell_free (TcAlarmBell *self)
{
  tc_alarm_sounds_free (self->sounds);
  g_clear_object (&self->settings);
  g_free (self);
}

void
tc_alarm_bell_ring (TcAlarmBell *self, GArray *alarms)
{
  TcSoundChoice choice = {.volume = tc_settings_get_volume (self->settings)};
  TcAlarmPriority priority;

  if (self->settings) {
    choice.quiet = g_settings_get_boolean (self->settings, "quiet-hours");
    choice.quiet_from_hour = g_settings_get_int (self->settings, "quiet-from");
    choice.quiet_to_hour = g_settings_get_int (self->settings, "quiet-to");
  }
  priority = tc_alarm_sounds_decide (self->sounds, alarms, &choice, tc_now_us ());
  if (priority < TC_ALARM_N_PRIORITIES)
    tc_sound_player_play (tc_sound_player_get (), priority, choice.volume);
}

const char *
tc_alarm_bell_get_silence (TcAlarmBell *self)
{
  if (tc_settings_get_volume (self->settings) == 0)
    return _ ("Sounds are turned off at this desk: look at the list.");
  return tc_sound_player_get_trouble (tc_sound_player_get ());
}
