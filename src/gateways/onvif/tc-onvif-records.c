/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Freeing records; see the header.
 */
#include "tc-onvif-records.h"

TcOnvifInformation *
tc_onvif_information_new (void)
{
  TcOnvifInformation *information = g_new0 (TcOnvifInformation, 1);

  information->manufacturer = g_strdup ("");
  information->model = g_strdup ("");
  information->firmware = g_strdup ("");
  information->serial = g_strdup ("");
  information->hardware = g_strdup ("");
  return information;
}

void
tc_onvif_information_free (TcOnvifInformation *information)
{
  if (!information)
    return;
  g_free (information->manufacturer);
  g_free (information->model);
  g_free (information->firmware);
  g_free (information->serial);
  g_free (information->hardware);
  g_free (information);
}

void
tc_onvif_services_free (TcOnvifServices *services)
{
  if (!services)
    return;
  for (guint i = 0; i < TC_ONVIF_N_SERVICES; i++)
    g_free (services->told[i]);
  g_free (services);
}

void
tc_onvif_profile_free (TcOnvifProfile *profile)
{
  if (!profile)
    return;
  g_free (profile->token);
  g_free (profile->name);
  g_free (profile->source);
  g_free (profile->encoding);
  g_free (profile);
}

void
tc_onvif_preset_free (TcOnvifPreset *preset)
{
  if (!preset)
    return;
  g_free (preset->token);
  g_free (preset->name);
  g_free (preset);
}

void
tc_onvif_recording_free (TcOnvifRecording *recording)
{
  if (!recording)
    return;
  g_free (recording->token);
  g_free (recording->source);
  g_free (recording->name);
  g_free (recording->location);
  g_free (recording);
}

void
tc_onvif_recording_event_free (TcOnvifRecordingEvent *event)
{
  if (!event)
    return;
  g_free (event->recording);
  g_free (event->track);
  g_free (event);
}

void
tc_onvif_found_free (TcOnvifFound *found)
{
  if (!found)
    return;
  g_ptr_array_unref (found->found);
  g_free (found);
}

void
tc_onvif_match_free (TcOnvifMatch *match)
{
  if (!match)
    return;
  g_free (match->endpoint);
  g_free (match->relates);
  g_strfreev (match->told);
  g_free (match->name);
  g_free (match->hardware);
  g_free (match->location);
  g_free (match);
}
