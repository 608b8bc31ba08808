/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The RTSP server; see the header.
 *
 * DESIGN: a client belongs to a thread of gst-rtsp-server's; it is ended by shutting its socket,
 * which that thread finds. What a client was let in with is kept as data of its object: set once,
 * by its thread, so that the main loop may read it while the client is there. Who wants something
 * else connects anew.
 */
#include "tc-media-doors.h"

#include "tc-error.h"
#include "tc-media-recorded.h"
#include "tc-media-replayer.h"
#include "tc-media-viewer.h"

#include <gst/rtsp-server/rtsp-server.h>
#include <stdio.h>
#include <string.h>

#define ROLE "viewer"
#define ACCOUNT "ticket:"
#define CLIENT_PASS "tc-pass"
#define CLIENT_WISH "tc-wish"
#define CLIENT_NUMBER "tc-number"
/* Beside importance and limit. */
#define WISH_KNOWN (1u << 16)
#define WISH_SOUND (1u << 17)
#define MEDIA_SEAT "tc-seat"
/* What a request may say beside its heads. */
#define REQUEST_BYTES_MAX 4096
/* Threads that serve clients. */
#define THREADS 4
#define LOOK_MS 500
#define CLEAN_UP_S 5
/* A first picture that hasn't come by then: the client tries again. */
#define WAIT_US ((gint64) 6 * G_USEC_PER_SEC)
/* Sound that is said to come: without it there are pictures. */
#define SOUND_WAIT_US ((gint64) 1 * G_USEC_PER_SEC)

struct _TcMediaDoors {
  TcMediaDoorsOptions options; /* its texts are the caller's, and not looked at later */
  GstRTSPServer *server;       /* (owned) */
  TcMediaAudience *audience;   /* (owned) */
  guint source;                /* of the server in the main loop */
  guint look_source;
  guint clean_up_source;
  guint16 port;
};

/* ---- who asks ---- */

#define TC_TYPE_MEDIA_CLIENT (tc_media_client_get_type ())
G_DECLARE_FINAL_TYPE (TcMediaClient, tc_media_client, TC, MEDIA_CLIENT, GstRTSPClient)

/* What it was let in with, wants and plays is data of the object: CLIENT_... */
struct _TcMediaClient {
  GstRTSPClient parent;
  TcMediaAudience *audience; /* (owned) */
};

G_DEFINE_FINAL_TYPE (TcMediaClient, tc_media_client, GST_TYPE_RTSP_CLIENT)

static TcSendWish
get_wish (GstRTSPClient *client)
{
  guint packed = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (client), CLIENT_WISH));

  /* Of who doesn't say: an older desk. */
  if (!packed)
    return (TcSendWish){TC_IMPORTANCE_NORMAL, TC_RUNG_FULL, FALSE};
  return (TcSendWish){(TcTileImportance) (packed >> 8 & 0xff), (TcDecodeRung) (packed & 0xff),
                      (packed & WISH_SOUND) != 0};
}

static void
read_wish (GstRTSPClient *client, GstRTSPMessage *request)
{
  guint number = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (client), CLIENT_NUMBER));
  TcSendWish wish;
  char *text = NULL;

  if (gst_rtsp_message_get_header_by_name (request, TC_SEND_WISH_HEADER, &text, 0) != GST_RTSP_OK ||
      !tc_send_wish_read (&wish, text))
    return;
  g_object_set_data (G_OBJECT (client), CLIENT_WISH,
                     GUINT_TO_POINTER (WISH_KNOWN | (wish.sound ? WISH_SOUND : 0) |
                                       (guint) wish.importance << 8 | (guint) wish.limit));
  if (number)
    tc_media_audience_set_wish (TC_MEDIA_CLIENT (client)->audience, number, &wish);
}

/* Whatever is set: what it wants stands in the head. Nobody is asked for a ticket for that, and who
 * has shown none has nothing of which it could be wanted. */
static GstRTSPResult
tc_media_client_params_set (GstRTSPClient *client, GstRTSPContext *context)
{
  read_wish (client, context->request);
  gst_rtsp_message_init_response (context->response, GST_RTSP_STS_OK,
                                  gst_rtsp_status_as_text (GST_RTSP_STS_OK), context->request);
  return GST_RTSP_OK;
}

static gboolean read_ticket (GstRTSPContext *context, TcMediaTicket *ticket);

/* It comes before anybody is let in, which is looked at where the stream is found: whoever shows no
 * ticket that is good is refused there. */
static GstRTSPStatusCode
tc_media_client_pre_describe_request (GstRTSPClient *client, GstRTSPContext *context)
{
  TcMediaTicket ticket;
  TcSendWish wish;

  read_wish (client, context->request);
  wish = get_wish (client);
  return read_ticket (context, &ticket) &&
                 !tc_media_audience_admits (TC_MEDIA_CLIENT (client)->audience, &ticket, &wish)
             ? GST_RTSP_STS_NOT_ENOUGH_BANDWIDTH
             : GST_RTSP_STS_OK;
}

static void
tc_media_client_finalize (GObject *object)
{
  tc_media_audience_unref (TC_MEDIA_CLIENT (object)->audience);
  G_OBJECT_CLASS (tc_media_client_parent_class)->finalize (object);
}

static void
tc_media_client_class_init (TcMediaClientClass *klass)
{
  GstRTSPClientClass *client_class = GST_RTSP_CLIENT_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = tc_media_client_finalize;
  client_class->params_set = tc_media_client_params_set;
  client_class->pre_describe_request = tc_media_client_pre_describe_request;
}

static void
tc_media_client_init (TcMediaClient *self)
{
}

#define TC_TYPE_MEDIA_SERVER (tc_media_server_get_type ())
G_DECLARE_FINAL_TYPE (TcMediaServer, tc_media_server, TC, MEDIA_SERVER, GstRTSPServer)

struct _TcMediaServer {
  GstRTSPServer parent;
  TcMediaAudience *audience; /* (owned) */
};

G_DEFINE_FINAL_TYPE (TcMediaServer, tc_media_server, GST_TYPE_RTSP_SERVER)

static GstRTSPClient *
tc_media_server_create_client (GstRTSPServer *server)
{
  TcMediaClient *self = g_object_new (TC_TYPE_MEDIA_CLIENT, NULL);
  GstRTSPClient *client = GST_RTSP_CLIENT (self);
  g_autoptr (GstRTSPSessionPool) pool = gst_rtsp_server_get_session_pool (server);
  g_autoptr (GstRTSPMountPoints) mounts = gst_rtsp_server_get_mount_points (server);
  g_autoptr (GstRTSPAuth) auth = gst_rtsp_server_get_auth (server);
  g_autoptr (GstRTSPThreadPool) threads = gst_rtsp_server_get_thread_pool (server);

  self->audience = tc_media_audience_ref (TC_MEDIA_SERVER (server)->audience);
  gst_rtsp_client_set_session_pool (client, pool);
  gst_rtsp_client_set_mount_points (client, mounts);
  gst_rtsp_client_set_auth (client, auth);
  gst_rtsp_client_set_thread_pool (client, threads);
  gst_rtsp_client_set_content_length_limit (client, REQUEST_BYTES_MAX);
  return client;
}

static void
tc_media_server_finalize (GObject *object)
{
  tc_media_audience_unref (TC_MEDIA_SERVER (object)->audience);
  G_OBJECT_CLASS (tc_media_server_parent_class)->finalize (object);
}

static void
tc_media_server_class_init (TcMediaServerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tc_media_server_finalize;
  GST_RTSP_SERVER_CLASS (klass)->create_client = tc_media_server_create_client;
}

static void
tc_media_server_init (TcMediaServer *self)
{
}

/* ---- who is let in ---- */

#define TC_TYPE_MEDIA_AUTH (tc_media_auth_get_type ())
G_DECLARE_FINAL_TYPE (TcMediaAuth, tc_media_auth, TC, MEDIA_AUTH, GstRTSPAuth)

struct _TcMediaAuth {
  GstRTSPAuth parent;
  guint16 host;
  TcPublicKey server_key;
  GstRTSPToken *token; /* (owned) */
};

G_DEFINE_FINAL_TYPE (TcMediaAuth, tc_media_auth, GST_TYPE_RTSP_AUTH)

/* "/live/12345/sub", and what may follow behind a '/'. */
static gboolean
read_path (const char *path, TcTicketWish *wish)
{
  g_auto (GStrv) parts = g_strsplit (path, "/", 6);
  guint n = g_strv_length (parts);

  return n >= 4 && n <= 5 && !*parts[0] && tc_ticket_use_from_code (parts[1], &wish->use) &&
         wish->use != TC_TICKET_EXPORT &&
         g_ascii_string_to_signed (parts[2], 10, 1, G_MAXINT64, &wish->camera_id, NULL) &&
         tc_ticket_profile_from_code (parts[3], &wish->profile);
}

/* (transfer full) (nullable): the password of HTTP Basic. */
static char *
dup_secret (GstRTSPMessage *request)
{
  GstRTSPAuthCredential **credentials = gst_rtsp_message_parse_auth_credentials (
      request, GST_RTSP_HDR_AUTHORIZATION);
  char *secret = NULL;

  for (int i = 0; credentials && credentials[i] && !secret; i++) {
    const GstRTSPAuthCredential *one = credentials[i];
    g_autofree guchar *text = NULL;
    gsize size = 0;

    if (one->scheme != GST_RTSP_AUTH_BASIC || !one->authorization ||
        strlen (one->authorization) > 2 * TC_TICKET_CHARS_MAX)
      continue;
    text = g_base64_decode (one->authorization, &size);
    if (size > strlen (ACCOUNT) && memcmp (text, ACCOUNT, strlen (ACCOUNT)) == 0)
      secret = g_strndup ((const char *) text + strlen (ACCOUNT), size - strlen (ACCOUNT));
  }
  if (credentials)
    gst_rtsp_auth_credentials_free (credentials);
  return secret;
}

/* Whether the client was let in with this very ticket. */
static gboolean
is_pass (const TcMediaTicket *pass, const TcMediaTicket *ticket)
{
  return pass && memcmp (pass->nonce, ticket->nonce, TC_TICKET_NONCE_SIZE) == 0;
}

/* A connection is of one ticket, which each request of it shows again. */
static gboolean
check_ticket (const TcMediaTicket *pass, const TcMediaTicket *ticket, const TcTicketWish *wish,
              GError **error)
{
  if (pass && !is_pass (pass, ticket)) {
    g_set_error (error, TC_ERROR, TC_ERROR_DENIED, "the connection is another ticket's");
    return FALSE;
  }
  return tc_media_ticket_admits (ticket, wish, pass != NULL, g_get_real_time (), error);
}

static void
let_in (TcMediaAuth *self, GstRTSPContext *context, const TcMediaTicket *ticket)
{
  GObject *client = G_OBJECT (context->client);

  if (!g_object_get_data (client, CLIENT_PASS))
    g_object_set_data_full (client, CLIENT_PASS, g_memdup2 (ticket, sizeof *ticket), g_free);
  read_wish (context->client, context->request);
  context->token = gst_rtsp_token_ref (self->token);
}

/* The ticket that a request shows, if it is good for what is asked for. */
static gboolean
read_ticket (GstRTSPContext *context, TcMediaTicket *ticket)
{
  TcMediaAuth *self = TC_MEDIA_AUTH (context->auth);
  TcTicketWish wish = {.host = self->host};
  g_autofree char *secret = context->request ? dup_secret (context->request) : NULL;
  g_autoptr (GError) error = NULL;

  /* Nobody has shown one: it is asked for. */
  if (!secret || !context->uri || !read_path (context->uri->abspath, &wish))
    return FALSE;
  if (tc_media_ticket_read (ticket, secret, &self->server_key, &error) &&
      check_ticket (g_object_get_data (G_OBJECT (context->client), CLIENT_PASS), ticket, &wish,
                    &error))
    return TRUE;
  g_debug ("somebody isn't let in: %s", error->message);
  return FALSE;
}

static gboolean
tc_media_auth_authenticate (GstRTSPAuth *auth, GstRTSPContext *context)
{
  TcMediaTicket ticket;

  if (!read_ticket (context, &ticket))
    return FALSE;
  let_in (TC_MEDIA_AUTH (auth), context, &ticket);
  return TRUE;
}

static void
tc_media_auth_finalize (GObject *object)
{
  gst_rtsp_token_unref (TC_MEDIA_AUTH (object)->token);
  G_OBJECT_CLASS (tc_media_auth_parent_class)->finalize (object);
}

static void
tc_media_auth_class_init (TcMediaAuthClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tc_media_auth_finalize;
  GST_RTSP_AUTH_CLASS (klass)->authenticate = tc_media_auth_authenticate;
}

static void
tc_media_auth_init (TcMediaAuth *self)
{
  self->token = gst_rtsp_token_new (GST_RTSP_TOKEN_MEDIA_FACTORY_ROLE, G_TYPE_STRING, ROLE, NULL);
}

/* ---- streams ---- */

#define TC_TYPE_MEDIA_FACTORY (tc_media_factory_get_type ())
G_DECLARE_FINAL_TYPE (TcMediaFactory, tc_media_factory, TC, MEDIA_FACTORY, GstRTSPMediaFactory)

struct _TcMediaFactory {
  GstRTSPMediaFactory parent;
  TcMediaAudience *audience;  /* (owned) */
  TcMediaFan *fan;            /* (owned) (nullable): NULL: what was recorded */
  TcMediaFan *lesser;         /* (owned) (nullable) */
  char *recordings;           /* (owned) (nullable): folder of them, where there is no fan */
  TcPlaybackSources *sources; /* (owned) (nullable): where neither is: what its recorder holds */
  gint64 camera_id;
};

G_DEFINE_FINAL_TYPE (TcMediaFactory, tc_media_factory, GST_TYPE_RTSP_MEDIA_FACTORY)

static void
nothing_cb (TcAccessUnit *unit, gpointer data)
{
}

/* (transfer full) (nullable): what the stream is, once it comes. */
static TcAccessUnit *
wait_for_first (TcMediaFan *fan)
{
  guint hold = tc_media_fan_take (fan, nothing_cb, NULL);
  TcAccessUnit *first = tc_media_fan_wait (fan, WAIT_US);

  tc_media_fan_leave (fan, hold);
  return first;
}

/* Of the audience: what feeds an element, and goes with it. */
typedef struct {
  TcMediaAudience *audience; /* (owned) */
  guint number;
  TcMediaViewer *viewer;     /* (owned) (nullable): one of the three */
  TcMediaReplayer *replayer; /* (owned) (nullable) */
  TcMediaRecorded *recorded; /* (owned) (nullable) */
} Seat;

static void
free_seat (gpointer data)
{
  Seat *seat = data;

  tc_media_audience_remove (seat->audience, seat->number);
  if (seat->viewer)
    tc_media_viewer_end (seat->viewer);
  g_clear_pointer (&seat->viewer, tc_media_viewer_unref);
  g_clear_pointer (&seat->replayer, tc_media_replayer_free);
  g_clear_pointer (&seat->recorded, tc_media_recorded_free);
  tc_media_audience_unref (seat->audience);
  g_free (seat);
}

static TcPacketMarker *
get_marker (const Seat *feed)
{
  if (feed->viewer)
    return tc_media_viewer_get_marker (feed->viewer);
  return feed->replayer ? tc_media_replayer_get_marker (feed->replayer)
                        : tc_media_recorded_get_marker (feed->recorded);
}

/* @feed: one of the three, which is taken */
static void
give_seat (TcMediaFactory *self, GstElement *element, const Seat *feed)
{
  GstRTSPClient *client = gst_rtsp_context_get_current ()->client;
  const TcMediaTicket *pass = g_object_get_data (G_OBJECT (client), CLIENT_PASS);
  TcSendWish wish = get_wish (client);
  Seat *seat = g_memdup2 (feed, sizeof *feed);

  seat->audience = tc_media_audience_ref (self->audience);
  seat->number = tc_media_audience_add (self->audience, pass, &wish, feed->viewer,
                                        get_marker (feed));
  g_object_set_data (G_OBJECT (client), CLIENT_NUMBER, GUINT_TO_POINTER (seat->number));
  g_object_set_data_full (G_OBJECT (element), MEDIA_SEAT, seat, free_seat);
}

static GstElement *
view (TcMediaFactory *self)
{
  g_autoptr (TcAccessUnit) first = wait_for_first (self->fan);
  g_autoptr (TcSoundUnit)
      sound = first ? tc_sound_fan_wait (tc_media_fan_get_sound (self->fan), SOUND_WAIT_US) : NULL;
  GstElement *element = NULL;
  TcMediaViewer *viewer = first ? tc_media_viewer_new (self->fan, self->lesser, first, sound,
                                                       tc_media_audience_is_thin (self->audience),
                                                       &element)
                                : NULL;

  if (viewer)
    give_seat (self, element, &(Seat){.viewer = viewer});
  return element;
}

/* From when and how fast is the ticket's to say. */
static GstElement *
replay (TcMediaFactory *self, const TcMediaTicket *pass)
{
  GstElement *element = NULL;
  TcMediaReplayer *replayer;

  if (pass->use != TC_TICKET_REPLAY)
    return NULL;
  replayer = tc_media_replayer_new (self->recordings, self->camera_id,
                                    &(TcReplayClock){.from_us = pass->from_us,
                                                     .start_us = pass->start_us,
                                                     .rate_milli = pass->rate_milli},
                                    &element);
  if (replayer)
    give_seat (self, element, &(Seat){.replayer = replayer});
  return element;
}

/* How it is played is asked for first. */
static GstElement *
replay_recorder (TcMediaFactory *self, const TcMediaTicket *pass)
{
  gint64 by_us = g_get_monotonic_time () + WAIT_US;
  g_autoptr (TcPlaybackSource) source = NULL;
  GstElement *element = NULL;
  TcMediaRecorded *recorded;

  if (pass->use != TC_TICKET_RECORDER)
    return NULL;
  source = tc_playback_sources_wait (self->sources, self->camera_id, WAIT_US);
  recorded = source ? tc_media_recorded_new (source, pass->from_us,
                                             MAX (by_us - g_get_monotonic_time (), WAIT_US / 2),
                                             &element)
                    : NULL;
  if (recorded)
    give_seat (self, element, &(Seat){.recorded = recorded});
  return element;
}

static GstElement *
tc_media_factory_create_element (GstRTSPMediaFactory *factory, const GstRTSPUrl *url)
{
  TcMediaFactory *self = TC_MEDIA_FACTORY (factory);
  const GstRTSPContext *context = gst_rtsp_context_get_current ();
  const TcMediaTicket *pass = context ? g_object_get_data (G_OBJECT (context->client), CLIENT_PASS)
                                      : NULL;

  if (!pass)
    return NULL;
  if (self->fan)
    return view (self);
  return self->sources ? replay_recorder (self, pass) : replay (self, pass);
}

/* (nullable): lent */
static Seat *
get_seat (GstRTSPMedia *media)
{
  g_autoptr (GstElement) element = gst_rtsp_media_get_element (media);

  return element ? g_object_get_data (G_OBJECT (element), MEDIA_SEAT) : NULL;
}

static void
state_cb (GstRTSPMedia *media, gint state, gpointer data)
{
  const Seat *seat = get_seat (media);

  if (seat && seat->replayer && state == GST_STATE_PLAYING)
    tc_media_replayer_play (seat->replayer);
  if (seat && seat->recorded && state == GST_STATE_PLAYING)
    tc_media_recorded_play (seat->recorded);
}

static void
unprepared_cb (GstRTSPMedia *media, gpointer data)
{
  const Seat *seat = get_seat (media);

  if (seat)
    tc_media_audience_remove (seat->audience, seat->number);
  if (seat && seat->viewer)
    tc_media_viewer_end (seat->viewer);
  if (seat && seat->replayer)
    tc_media_replayer_end (seat->replayer);
  if (seat && seat->recorded)
    tc_media_recorded_end (seat->recorded);
}

static void
tc_media_factory_configure (GstRTSPMediaFactory *factory, GstRTSPMedia *media)
{
  GST_RTSP_MEDIA_FACTORY_CLASS (tc_media_factory_parent_class)->configure (factory, media);
  g_signal_connect (media, "new-state", G_CALLBACK (state_cb), NULL);
  g_signal_connect (media, "unprepared", G_CALLBACK (unprepared_cb), NULL);
}

static void
tc_media_factory_finalize (GObject *object)
{
  TcMediaFactory *self = TC_MEDIA_FACTORY (object);

  tc_media_audience_unref (self->audience);
  g_clear_pointer (&self->fan, tc_media_fan_unref);
  g_clear_pointer (&self->lesser, tc_media_fan_unref);
  g_free (self->recordings);
  g_clear_pointer (&self->sources, tc_playback_sources_unref);
  G_OBJECT_CLASS (tc_media_factory_parent_class)->finalize (object);
}

static void
tc_media_factory_class_init (TcMediaFactoryClass *klass)
{
  GstRTSPMediaFactoryClass *factory_class = GST_RTSP_MEDIA_FACTORY_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = tc_media_factory_finalize;
  factory_class->create_element = tc_media_factory_create_element;
  factory_class->configure = tc_media_factory_configure;
}

static void
tc_media_factory_init (TcMediaFactory *self)
{
}

static TcMediaFactory *
new_factory (TcMediaAudience *audience)
{
  TcMediaFactory *self = g_object_new (TC_TYPE_MEDIA_FACTORY, NULL);
  GstRTSPMediaFactory *factory = GST_RTSP_MEDIA_FACTORY (self);

  self->audience = tc_media_audience_ref (audience);
  gst_rtsp_media_factory_set_shared (factory, FALSE);
  gst_rtsp_media_factory_set_protocols (factory, GST_RTSP_LOWER_TRANS_TCP);
  gst_rtsp_media_factory_add_role (factory, ROLE, GST_RTSP_PERM_MEDIA_FACTORY_ACCESS,
                                   G_TYPE_BOOLEAN, TRUE, GST_RTSP_PERM_MEDIA_FACTORY_CONSTRUCT,
                                   G_TYPE_BOOLEAN, TRUE, NULL);
  return self;
}

/* ---- clients ---- */

static void
shut (GstRTSPClient *client)
{
  GstRTSPConnection *connection = gst_rtsp_client_get_connection (client);
  GSocket *socket = connection ? gst_rtsp_connection_get_read_socket (connection) : NULL;

  if (socket)
    g_socket_shutdown (socket, TRUE, TRUE, NULL);
}

static void
filter (TcMediaDoors *self, GstRTSPServerClientFilterFunc func, gpointer data)
{
  g_list_free_full (gst_rtsp_server_client_filter (self->server, func, data), g_object_unref);
}

static GstRTSPFilterResult
end_late_cb (GstRTSPServer *server, GstRTSPClient *client, gpointer data)
{
  const TcMediaTicket *pass = g_object_get_data (G_OBJECT (client), CLIENT_PASS);

  if (pass && pass->ends_us <= *(gint64 *) data)
    shut (client);
  return GST_RTSP_FILTER_KEEP;
}

static gboolean
look_cb (gpointer data)
{
  gint64 now_us = g_get_real_time ();

  filter (data, end_late_cb, &now_us);
  return G_SOURCE_CONTINUE;
}

static GstRTSPFilterResult
end_stream_cb (GstRTSPServer *server, GstRTSPClient *client, gpointer data)
{
  const TcMediaTicket *pass = g_object_get_data (G_OBJECT (client), CLIENT_PASS);
  const TcTicketWish *which = data;

  if (pass && pass->camera_id == which->camera_id && pass->use == which->use &&
      pass->profile == which->profile)
    shut (client);
  return GST_RTSP_FILTER_KEEP;
}

static GstRTSPFilterResult
end_number_cb (GstRTSPServer *server, GstRTSPClient *client, gpointer data)
{
  if (g_object_get_data (G_OBJECT (client), CLIENT_NUMBER) == data)
    shut (client);
  return GST_RTSP_FILTER_KEEP;
}

void
tc_media_doors_shut (TcMediaDoors *self, guint number)
{
  filter (self, end_number_cb, GUINT_TO_POINTER (number));
}

TcMediaAudience *
tc_media_doors_get_audience (TcMediaDoors *self)
{
  return self->audience;
}

static gboolean
clean_up_cb (gpointer data)
{
  TcMediaDoors *self = data;
  g_autoptr (GstRTSPSessionPool) pool = gst_rtsp_server_get_session_pool (self->server);

  gst_rtsp_session_pool_cleanup (pool);
  return G_SOURCE_CONTINUE;
}

/* ---- all of it ---- */

/* @factory: (transfer full) (nullable): NULL: who is there is sent away */
static void
mount (TcMediaDoors *self, const TcTicketWish *which, TcMediaFactory *factory)
{
  g_autoptr (GstRTSPMountPoints) mounts = gst_rtsp_server_get_mount_points (self->server);
  g_autofree char *path = g_strdup_printf ("/%s/%" G_GINT64_FORMAT "/%s",
                                           tc_ticket_use_code (which->use), which->camera_id,
                                           tc_stream_profile_code (which->profile));

  if (factory) {
    gst_rtsp_mount_points_add_factory (mounts, path, GST_RTSP_MEDIA_FACTORY (factory));
    return;
  }
  gst_rtsp_mount_points_remove_factory (mounts, path);
  filter (self, end_stream_cb, (gpointer) which);
}

void
tc_media_doors_set (TcMediaDoors *self, gint64 camera_id, TcStreamProfile profile, TcMediaFan *fan,
                    TcMediaFan *lesser)
{
  const TcTicketWish which = {.camera_id = camera_id, .use = TC_TICKET_LIVE, .profile = profile};
  TcMediaFactory *factory = fan ? new_factory (self->audience) : NULL;

  if (factory) {
    factory->fan = tc_media_fan_ref (fan);
    factory->lesser = lesser ? tc_media_fan_ref (lesser) : NULL;
  }
  mount (self, &which, factory);
}

void
tc_media_doors_set_replay (TcMediaDoors *self, gint64 camera_id, const char *recordings)
{
  const TcTicketWish which = {
      .camera_id = camera_id, .use = TC_TICKET_REPLAY, .profile = TC_PROFILE_MAIN};
  TcMediaFactory *factory = recordings ? new_factory (self->audience) : NULL;

  if (factory) {
    factory->recordings = g_strdup (recordings);
    factory->camera_id = camera_id;
  }
  mount (self, &which, factory);
}

void
tc_media_doors_set_recorder (TcMediaDoors *self, gint64 camera_id, TcPlaybackSources *sources)
{
  const TcTicketWish which = {
      .camera_id = camera_id, .use = TC_TICKET_RECORDER, .profile = TC_PROFILE_MAIN};
  TcMediaFactory *factory = sources ? new_factory (self->audience) : NULL;

  if (factory) {
    factory->sources = tc_playback_sources_ref (sources);
    factory->camera_id = camera_id;
  }
  mount (self, &which, factory);
}

static GstRTSPAuth *
new_auth (const TcMediaDoorsOptions *options, GError **error)
{
  g_autoptr (GTlsCertificate)
      certificate = g_tls_certificate_new_from_files (options->certificate, options->key, error);
  TcMediaAuth *self;

  if (!certificate)
    return NULL;
  self = g_object_new (TC_TYPE_MEDIA_AUTH, NULL);
  self->host = options->host;
  self->server_key = options->server_key;
  gst_rtsp_auth_set_supported_methods (GST_RTSP_AUTH (self), GST_RTSP_AUTH_BASIC);
  gst_rtsp_auth_set_realm (GST_RTSP_AUTH (self), "media");
  gst_rtsp_auth_set_tls_certificate (GST_RTSP_AUTH (self), certificate);
  return GST_RTSP_AUTH (self);
}

static gboolean
listen (TcMediaDoors *self, GError **error)
{
  const TcMediaDoorsOptions *options = &self->options;

  for (guint port = options->port_first; port <= MAX (options->port_first, options->port_last);
       port++) {
    g_autofree char *service = g_strdup_printf ("%u", port);

    gst_rtsp_server_set_service (self->server, service);
    self->source = gst_rtsp_server_attach (self->server, NULL);
    if (self->source) {
      self->port = (guint16) gst_rtsp_server_get_bound_port (self->server);
      return TRUE;
    }
  }
  g_set_error (error, TC_ERROR, TC_ERROR_BUSY, "no port from %u to %u of %s is free",
               options->port_first, options->port_last, options->address);
  return FALSE;
}

TcMediaDoors *
tc_media_doors_new (const TcMediaDoorsOptions *options, GError **error)
{
  g_autoptr (GstRTSPAuth) auth = new_auth (options, error);
  g_autoptr (TcMediaDoors) self = NULL;
  g_autoptr (GstRTSPSessionPool) pool = NULL;
  g_autoptr (GstRTSPThreadPool) threads = NULL;

  if (!auth)
    return NULL;
  self = g_new0 (TcMediaDoors, 1);
  self->options = *options;
  self->audience = tc_media_audience_new (options->thin);
  self->server = g_object_new (TC_TYPE_MEDIA_SERVER, NULL);
  TC_MEDIA_SERVER (self->server)->audience = tc_media_audience_ref (self->audience);
  gst_rtsp_server_set_auth (self->server, auth);
  gst_rtsp_server_set_address (self->server, options->address);
  pool = gst_rtsp_server_get_session_pool (self->server);
  gst_rtsp_session_pool_set_max_sessions (pool, TC_MEDIA_VIEWERS_MAX);
  threads = gst_rtsp_server_get_thread_pool (self->server);
  gst_rtsp_thread_pool_set_max_threads (threads, THREADS);
  if (!listen (self, error))
    return NULL;
  self->look_source = g_timeout_add (LOOK_MS, look_cb, self);
  self->clean_up_source = g_timeout_add_seconds (CLEAN_UP_S, clean_up_cb, self);
  return g_steal_pointer (&self);
}

void
tc_media_doors_free (TcMediaDoors *self)
{
  g_clear_handle_id (&self->look_source, g_source_remove);
  g_clear_handle_id (&self->clean_up_source, g_source_remove);
  g_clear_handle_id (&self->source, g_source_remove);
  g_object_unref (self->server);
  tc_media_audience_unref (self->audience);
  g_free (self);
}

guint16
tc_media_doors_get_port (TcMediaDoors *self)
{
  return self->port;
}
