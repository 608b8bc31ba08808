/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who is let into the streams of fake cameras.
 */
#include "tc-fake-camera-auth.h"

#define TC_TYPE_FAKE_AUTH (tc_fake_auth_get_type ())
G_DECLARE_FINAL_TYPE (TcFakeAuth, tc_fake_auth, TC, FAKE_AUTH, GstRTSPAuth)

struct _TcFakeAuth {
  GstRTSPAuth parent;
  const TcFakeWorld *world; /* (unowned) */
};

G_DEFINE_FINAL_TYPE (TcFakeAuth, tc_fake_auth, GST_TYPE_RTSP_AUTH)

static gboolean
tc_fake_auth_authenticate (GstRTSPAuth *auth, GstRTSPContext *context)
{
  TcFakeAuth *self = TC_FAKE_AUTH (auth);
  guint number = context->uri ? tc_fake_world_parse_path (self->world, context->uri->abspath, NULL)
                              : 0;

  if (number > 0 && tc_fake_world_fault (self->world, number).kind == TC_FAKE_FAULT_DENY)
    return FALSE;
  return GST_RTSP_AUTH_CLASS (tc_fake_auth_parent_class)->authenticate (auth, context);
}

static void
tc_fake_auth_class_init (TcFakeAuthClass *klass)
{
  GST_RTSP_AUTH_CLASS (klass)->authenticate = tc_fake_auth_authenticate;
}

static void
tc_fake_auth_init (TcFakeAuth *self)
{
}

GstRTSPAuth *
tc_fake_auth_new (const TcFakeWorld *world)
{
  const TcFakeOptions *options = world->options;
  GstRTSPToken *token = gst_rtsp_token_new (GST_RTSP_TOKEN_MEDIA_FACTORY_ROLE, G_TYPE_STRING,
                                            TC_FAKE_ROLE, NULL);
  TcFakeAuth *self = g_object_new (TC_TYPE_FAKE_AUTH, NULL);
  GstRTSPAuth *auth = GST_RTSP_AUTH (self);

  self->world = world;
  gst_rtsp_auth_set_supported_methods (auth, GST_RTSP_AUTH_DIGEST);
  gst_rtsp_auth_set_realm (auth, "camera");
  if (options->account)
    gst_rtsp_auth_add_digest (auth, options->account, options->password, token);
  else
    gst_rtsp_auth_set_default_token (auth, token);
  gst_rtsp_token_unref (token);
  return auth;
}
