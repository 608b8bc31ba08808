/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Turning fake cameras by ONVIF. Source: ptz.wsdl and onvif.xsd of ONVIF.
 */
#include "tc-fake-camera-onvif-private.h"

#include "tc-limits.h"

/* How long a camera moves that wasn't told. */
#define MOVE_US (10 * TC_US_PER_S)
#define MOVE_US_MAX (60 * TC_US_PER_S)

/* (nullable): refused */
static TcFakePtz *
find_ptz (TcFakeCall *call)
{
  g_autofree char *token = tc_fake_soap_dup (call->soap, "ProfileToken");
  TcFakeProfile profile;
  guint number = tc_fake_call_check_profile (call, token, &profile);
  TcFakePtz *ptz = number > 0 ? tc_fake_world_ptz (call->world, number) : NULL;

  if (number > 0 && !ptz)
    tc_fake_call_refuse (call, "ter:InvalidArgVal ter:NoPTZProfile", "that camera can't be turned");
  return ptz;
}

static void
answer_move (TcFakeCall *call)
{
  TcFakePtz *ptz = find_ptz (call);
  g_autofree char *timeout = tc_fake_soap_dup (call->soap, "Timeout");
  TcFakeView speed = {tc_fake_soap_get_number (call->soap, "PanTilt", "x", 0),
                      tc_fake_soap_get_number (call->soap, "PanTilt", "y", 0),
                      tc_fake_soap_get_number (call->soap, "Zoom", "x", 0)};

  if (ptz)
    tc_fake_ptz_move (
        ptz, tc_fake_soap_has (call->soap, "PanTilt"), tc_fake_soap_has (call->soap, "Zoom"), speed,
        MIN (tc_fake_soap_parse_duration (timeout, MOVE_US), MOVE_US_MAX), call->now_us);
}

/* Without a word on it all stops. */
static gboolean
is_said (const TcFakeCall *call, const char *name)
{
  g_autofree char *text = tc_fake_soap_dup (call->soap, name);

  return !text || g_str_equal (text, "true") || g_str_equal (text, "1");
}

static void
answer_stop (TcFakeCall *call)
{
  TcFakePtz *ptz = find_ptz (call);

  if (ptz)
    tc_fake_ptz_stop (ptz, is_said (call, "PanTilt"), is_said (call, "Zoom"), call->now_us);
}

static void
answer_status (TcFakeCall *call)
{
  TcFakePtz *ptz = find_ptz (call);
  gboolean moving = FALSE;

  if (!ptz)
    return;
  TcFakeView view = tc_fake_ptz_get (ptz, call->now_us, &moving);
  g_autofree char *time = tc_fake_soap_time (call->now_us);
  char number[3][G_ASCII_DTOSTR_BUF_SIZE];
  g_ascii_formatd (number[0], sizeof number[0], "%.4f", view.pan);
  g_ascii_formatd (number[1], sizeof number[1], "%.4f", view.tilt);
  g_ascii_formatd (number[2], sizeof number[2], "%.4f", view.zoom);
  g_string_append_printf (
      call->out,
      "<tptz:PTZStatus><tt:Position><tt:PanTilt x=\"%s\" y=\"%s\"/><tt:Zoom x=\"%s\"/>"
      "</tt:Position><tt:MoveStatus><tt:PanTilt>%s</tt:PanTilt><tt:Zoom>%s</tt:Zoom>"
      "</tt:MoveStatus><tt:UtcTime>%s</tt:UtcTime></tptz:PTZStatus>",
      number[0], number[1], number[2], moving ? "MOVING" : "IDLE", moving ? "MOVING" : "IDLE",
      time);
}

/* ---- presets ---- */

static void
answer_presets (TcFakeCall *call)
{
  TcFakePtz *ptz = find_ptz (call);
  g_autoptr (GPtrArray) presets = ptz ? tc_fake_ptz_dup_presets (ptz) : g_ptr_array_new ();

  for (guint i = 0; i < presets->len; i++) {
    const TcFakePreset *preset = g_ptr_array_index (presets, i);
    g_string_append_printf (call->out, "<tptz:Preset token=\"%s\">", preset->token);
    tc_fake_call_add (call, "tt:Name", preset->name);
    g_string_append (call->out, "</tptz:Preset>");
  }
}

static void
answer_set_preset (TcFakeCall *call)
{
  TcFakePtz *ptz = find_ptz (call);
  g_autofree char *token = tc_fake_soap_dup (call->soap, "PresetToken");
  g_autofree char *name = tc_fake_soap_dup (call->soap, "PresetName");

  if (!ptz)
    return;
  g_autofree char *kept = tc_fake_ptz_set_preset (ptz, token, name, call->now_us);
  if (kept)
    tc_fake_call_add (call, "tptz:PresetToken", kept);
  else if (token)
    tc_fake_call_refuse (call, "ter:InvalidArgVal ter:NoToken", "no such preset");
  else
    tc_fake_call_refuse (call, "ter:Action ter:TooManyPresets", "there is no room for one more");
}

static void
answer_goto_preset (TcFakeCall *call)
{
  TcFakePtz *ptz = find_ptz (call);
  g_autofree char *token = tc_fake_soap_dup (call->soap, "PresetToken");

  if (ptz && (!token || !tc_fake_ptz_go (ptz, token, call->now_us)))
    tc_fake_call_refuse (call, "ter:InvalidArgVal ter:NoToken", "no such preset");
}

static void
answer_remove_preset (TcFakeCall *call)
{
  TcFakePtz *ptz = find_ptz (call);
  g_autofree char *token = tc_fake_soap_dup (call->soap, "PresetToken");

  if (ptz && (!token || !tc_fake_ptz_remove_preset (ptz, token)))
    tc_fake_call_refuse (call, "ter:InvalidArgVal ter:NoToken", "no such preset");
}

const TcFakeAction tc_fake_ptz_actions[] = {
    {"ContinuousMove", answer_move},        {"Stop", answer_stop},
    {"GetStatus", answer_status},           {"GetPresets", answer_presets},
    {"SetPreset", answer_set_preset},       {"GotoPreset", answer_goto_preset},
    {"RemovePreset", answer_remove_preset}, {NULL},
};
