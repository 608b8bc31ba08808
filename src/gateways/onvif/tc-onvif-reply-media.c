/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Replies of the services of media and PTZ. Declared in tc-onvif-reply.h.
 *
 * Source: media.wsdl, media2 (ver20/media/wsdl), ptz.wsdl, replay.wsdl and onvif.xsd of ONVIF.
 */
#include "tc-onvif-error.h"
#include "tc-onvif-reply-private.h"

#include <string.h>

#define PIXELS_MAX 32768
#define FPS_MILLI_MAX 1000000
#define KBIT_MAX 10000000
#define URI_BYTES_MAX 4096

/* Where each service keeps what of a profile. */
typedef struct {
  TcOnvifService service;
  const char *response;
  const char *between; /* (nullable): an element between the profile and its configurations */
  const char *source;
  const char *encoder;
  const char *audio;
  const char *ptz;
  gboolean own_names; /* configurations are of the service's namespace, else of the schema */
} Layout;

static const Layout layouts[] = {
    {TC_ONVIF_SERVICE_MEDIA2, "GetProfilesResponse", "Configurations", "VideoSource",
     "VideoEncoder", "AudioEncoder", "PTZ", TRUE},
    {TC_ONVIF_SERVICE_MEDIA, "GetProfilesResponse", NULL, "VideoSourceConfiguration",
     "VideoEncoderConfiguration", "AudioEncoderConfiguration", "PTZConfiguration", FALSE},
};

static char *
dup_token_or_empty (char *token)
{
  return token ? token : g_strdup ("");
}

static void
read_encoder (TcOnvifProfile *profile, const xmlNode *encoder)
{
  const xmlNode *size = tc_onvif_node_walk (encoder, "Resolution", NULL);
  const xmlNode *rate = tc_onvif_node_walk (encoder, "RateControl", NULL);

  profile->encoding = tc_onvif_node_dup_line (tc_onvif_node_walk (encoder, "Encoding", NULL));
  profile->width = tc_onvif_node_get_int (tc_onvif_node_walk (size, "Width", NULL), 1, PIXELS_MAX,
                                          0);
  profile->height = tc_onvif_node_get_int (tc_onvif_node_walk (size, "Height", NULL), 1, PIXELS_MAX,
                                           0);
  profile->fps_milli = tc_onvif_node_get_milli (tc_onvif_node_walk (rate, "FrameRateLimit", NULL),
                                                FPS_MILLI_MAX, 0);
  profile->kbit = tc_onvif_node_get_int (tc_onvif_node_walk (rate, "BitrateLimit", NULL), 1,
                                         KBIT_MAX, 0);
}

/* (nullable): without a token nothing can be asked about it. */
static TcOnvifProfile *
read_profile (const xmlNode *node, const Layout *layout)
{
  const char *own = tc_onvif_service_get_namespace (layout->service);
  const char *namespace = layout->own_names ? own : TC_ONVIF_SCHEMA;
  const xmlNode *parts = layout->between ? tc_onvif_node_find (node, own, layout->between) : node;
  g_autofree char *token = tc_onvif_node_dup_token_attribute (node, "token");
  const xmlNode *source = tc_onvif_node_find (parts, namespace, layout->source);
  TcOnvifProfile *profile;

  if (!token)
    return NULL;
  profile = g_new0 (TcOnvifProfile, 1);
  profile->token = g_steal_pointer (&token);
  profile->name = tc_onvif_node_dup_line (tc_onvif_node_find (node, namespace, "Name"));
  profile->source = dup_token_or_empty (
      tc_onvif_node_dup_token (tc_onvif_node_walk (source, "SourceToken", NULL)));
  read_encoder (profile, tc_onvif_node_find (parts, namespace, layout->encoder));
  profile->ptz = tc_onvif_node_find (parts, namespace, layout->ptz) != NULL;
  profile->audio = tc_onvif_node_find (parts, namespace, layout->audio) != NULL;
  profile->media2 = layout->service == TC_ONVIF_SERVICE_MEDIA2;
  return profile;
}

/* A list that is cut would look whole. */
static gboolean
check_count (guint n, const char *what, guint max, GError **error)
{
  return n <= max || tc_onvif_error_set (error, TC_ONVIF_ERROR_TOO_LARGE, "what", TC_S, what, "max",
                                         TC_I, (gint64) max, NULL);
}

GPtrArray *
tc_onvif_reply_read_profiles (TcOnvifReply *reply, GError **error)
{
  g_autoptr (GPtrArray)
      profiles = g_ptr_array_new_with_free_func ((GDestroyNotify) tc_onvif_profile_free);
  const Layout *layout = NULL;
  const xmlNode *node;

  for (guint i = 0; i < G_N_ELEMENTS (layouts) && !layout; i++)
    if (tc_onvif_reply_is (reply, layouts[i].service, layouts[i].response))
      layout = &layouts[i];
  if (!layout) {
    tc_onvif_reply_miss (reply, "GetProfilesResponse", error);
    return NULL;
  }
  node = tc_onvif_node_find (reply->content, tc_onvif_service_get_namespace (layout->service),
                             "Profiles");
  for (guint n = 0; node; node = tc_onvif_node_next (node)) {
    TcOnvifProfile *profile = read_profile (node, layout);

    if (!check_count (++n, "profiles", TC_ONVIF_PROFILES_MAX, error)) {
      tc_onvif_profile_free (profile);
      return NULL;
    }
    if (profile)
      g_ptr_array_add (profiles, profile);
  }
  return g_steal_pointer (&profiles);
}

char *
tc_onvif_reply_read_uri (TcOnvifReply *reply, GError **error)
{
  static const struct {
    TcOnvifService service;
    const char *response;
    gboolean wrapped; /* in a MediaUri */
  } kinds[] = {
      {TC_ONVIF_SERVICE_MEDIA, "GetStreamUriResponse", TRUE},
      {TC_ONVIF_SERVICE_MEDIA, "GetSnapshotUriResponse", TRUE},
      {TC_ONVIF_SERVICE_MEDIA2, "GetStreamUriResponse", FALSE},
      {TC_ONVIF_SERVICE_MEDIA2, "GetSnapshotUriResponse", FALSE},
      {TC_ONVIF_SERVICE_REPLAY, "GetReplayUriResponse", FALSE},
  };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
    const char *own = tc_onvif_service_get_namespace (kinds[i].service);
    g_autofree char *uri = NULL;
    const xmlNode *node;

    if (!tc_onvif_reply_is (reply, kinds[i].service, kinds[i].response))
      continue;
    node = kinds[i].wrapped ? tc_onvif_node_walk (
                                  tc_onvif_node_find (reply->content, own, "MediaUri"), "Uri", NULL)
                            : tc_onvif_node_find (reply->content, own, "Uri");
    uri = g_strstrip (tc_onvif_node_dup_raw (node, URI_BYTES_MAX));
    if (*uri)
      return g_steal_pointer (&uri);
    break;
  }
  tc_onvif_reply_miss (reply, "Uri", error);
  return NULL;
}

/* ---- PTZ ---- */

GPtrArray *
tc_onvif_reply_read_presets (TcOnvifReply *reply, GError **error)
{
  g_autoptr (GPtrArray)
      presets = g_ptr_array_new_with_free_func ((GDestroyNotify) tc_onvif_preset_free);
  const xmlNode *node;

  if (!tc_onvif_reply_is (reply, TC_ONVIF_SERVICE_PTZ, "GetPresetsResponse")) {
    tc_onvif_reply_miss (reply, "GetPresetsResponse", error);
    return NULL;
  }
  node = tc_onvif_node_find (reply->content, tc_onvif_service_get_namespace (TC_ONVIF_SERVICE_PTZ),
                             "Preset");
  for (guint n = 0; node; node = tc_onvif_node_next (node)) {
    g_autofree char *token = tc_onvif_node_dup_token_attribute (node, "token");
    TcOnvifPreset *preset;

    if (!check_count (++n, "presets", TC_ONVIF_PRESETS_MAX, error))
      return NULL;
    if (!token)
      continue;
    preset = g_new0 (TcOnvifPreset, 1);
    preset->token = g_steal_pointer (&token);
    preset->name = tc_onvif_node_dup_line (tc_onvif_node_walk (node, "Name", NULL));
    g_ptr_array_add (presets, preset);
  }
  return g_steal_pointer (&presets);
}

char *
tc_onvif_reply_read_preset (TcOnvifReply *reply, GError **error)
{
  char *token = NULL;

  if (tc_onvif_reply_is (reply, TC_ONVIF_SERVICE_PTZ, "SetPresetResponse"))
    token = tc_onvif_node_dup_token (tc_onvif_node_find (
        reply->content, tc_onvif_service_get_namespace (TC_ONVIF_SERVICE_PTZ), "PresetToken"));
  if (!token)
    tc_onvif_reply_miss (reply, "PresetToken", error);
  return token;
}
