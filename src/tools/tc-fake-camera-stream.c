/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * DESIGN: gst-rtsp-server makes a pipeline when the first client asks for a stream and takes it
 * down when the last one has gone. The key under which it keeps a pipeline for the next client has
 * the generation of the camera in it: after a fault that ends connections nobody is given what was
 * made before, however long that takes to go.
 */
#include "tc-fake-camera-stream.h"

#include "tc-fake-camera-auth.h"
#include "tc-fake-camera-factory.h"

#include <gst/rtsp-server/rtsp-server.h>

/* Those who only look for 10 s don't hold a stream; sessions without a sign of life go. */
#define CLEAN_UP_S 5
/* Whoever is told that a stream ended has so long to go by itself. */
#define END_MS 1000
#define CLIENT_NUMBER "tc-camera"
/* Threads that serve clients, each as many as there are. */
#define THREADS 4

struct _TcFakeStreams {
  const TcFakeWorld *world;  /* (unowned) */
  GstRTSPServer *server;     /* (owned) */
  TcFakeStreamState *states; /* (owned) (array length=n) */
  guint clean_up;            /* source */
  guint arriving;            /* the camera whose client the server takes in at this moment */
};

typedef struct {
  TcFakeStreams *streams; /* (unowned): outlives the main loop's run */
  guint number;
} Ending;

static TcFakeStreamState *
get_state (TcFakeStreams *self, guint number)
{
  return &self->states[number - self->world->options->first];
}

/* ---- clients ---- */

static gboolean
swallow_cb (GstRTSPClient *client, GstRTSPMessage *messages, guint n, gboolean close, gpointer data)
{
  return TRUE;
}

static gboolean
is_of (GstRTSPClient *client, guint number)
{
  return GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (client), CLIENT_NUMBER)) == number;
}

/* By its socket: the rest of a client belongs to its thread, which finds that it has gone. */
static GstRTSPFilterResult
end_cb (GstRTSPServer *server, GstRTSPClient *client, gpointer data)
{
  GstRTSPConnection *connection = gst_rtsp_client_get_connection (client);

  if (connection && is_of (client, GPOINTER_TO_UINT (data)))
    g_socket_shutdown (gst_rtsp_connection_get_read_socket (connection), TRUE, TRUE, NULL);
  return GST_RTSP_FILTER_KEEP;
}

static GstRTSPFilterResult
silence_cb (GstRTSPServer *server, GstRTSPClient *client, gpointer data)
{
  if (is_of (client, GPOINTER_TO_UINT (data)))
    gst_rtsp_client_set_send_messages_func (client, swallow_cb, NULL, NULL);
  return GST_RTSP_FILTER_KEEP;
}

static void
filter (TcFakeStreams *self, guint number, GstRTSPServerClientFilterFunc func)
{
  g_list_free_full (gst_rtsp_server_client_filter (self->server, func, GUINT_TO_POINTER (number)),
                    g_object_unref);
}

static void
end_connections (TcFakeStreams *self, guint number)
{
  g_atomic_int_inc (&get_state (self, number)->generation);
  filter (self, number, end_cb);
}

static void
connected_cb (GstRTSPServer *server, GstRTSPClient *client, gpointer data)
{
  TcFakeStreams *self = data;

  g_object_set_data (G_OBJECT (client), CLIENT_NUMBER, GUINT_TO_POINTER (self->arriving));
  tc_fake_factory_watch_client (client);
}

void
tc_fake_streams_enter (TcFakeStreams *self, GSocket *socket, guint number)
{
  g_autoptr (GSocketAddress) address = g_socket_get_remote_address (socket, NULL);
  GInetSocketAddress *inet = address && G_IS_INET_SOCKET_ADDRESS (address)
                                 ? G_INET_SOCKET_ADDRESS (address)
                                 : NULL;

  if (!inet) {
    /* It has gone again. */
    g_object_unref (socket);
    return;
  }
  g_autofree char *ip = g_inet_address_to_string (g_inet_socket_address_get_address (inet));
  self->arriving = number;
  gst_rtsp_server_transfer_connection (self->server, socket, ip,
                                       g_inet_socket_address_get_port (inet), NULL);
  self->arriving = 0;
}

/* ---- faults ---- */

static gboolean
end_later_cb (gpointer data)
{
  Ending *ending = data;

  end_connections (ending->streams, ending->number);
  return G_SOURCE_REMOVE;
}

/* On the stream's thread. */
static void
stream_ended_cb (guint number, gpointer data)
{
  Ending *ending = g_new (Ending, 1);

  *ending = (Ending){data, number};
  g_timeout_add_full (G_PRIORITY_DEFAULT, END_MS, end_later_cb, ending, g_free);
}

void
tc_fake_streams_fault_changed (TcFakeStreams *self, guint number, const TcFakeFault *before)
{
  TcFakeFault now = tc_fake_world_fault (self->world, number);

  if (now.kind == TC_FAKE_FAULT_UNREACHABLE)
    filter (self, number, silence_cb);
  else if (now.kind == TC_FAKE_FAULT_KILL || now.kind == TC_FAKE_FAULT_DENY ||
           now.kind == TC_FAKE_FAULT_CODEC || before->kind == TC_FAKE_FAULT_CODEC ||
           before->kind == TC_FAKE_FAULT_UNREACHABLE)
    end_connections (self, number);
}

guint
tc_fake_streams_get_running (TcFakeStreams *self, guint number, TcFakeProfile profile)
{
  return (guint) g_atomic_int_get (&get_state (self, number)->running[profile]);
}

/* ---- loops ---- */

typedef struct {
  TcFakeStreamState *state;
  TcFakeProfile profile;
} Preparing;

static void
prepare_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Preparing *preparing = data;
  GError *error = NULL;

  if (tc_fake_factory_get_loop (preparing->state, preparing->profile, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
tc_fake_streams_prepare_async (TcFakeStreams *self, guint number, TcFakeProfile profile,
                               GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, data);
  Preparing *preparing = g_new (Preparing, 1);

  *preparing = (Preparing){get_state (self, number), profile};
  g_task_set_task_data (task, preparing, g_free);
  if (self->world->options->loop_s == 0)
    g_task_return_boolean (task, TRUE);
  else
    g_task_run_in_thread (task, prepare_thread);
}

gboolean
tc_fake_streams_prepare_finish (TcFakeStreams *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* ---- all of them ---- */

static gboolean
clean_up_cb (gpointer data)
{
  TcFakeStreams *self = data;
  g_autoptr (GstRTSPSessionPool) pool = gst_rtsp_server_get_session_pool (self->server);

  gst_rtsp_session_pool_cleanup (pool);
  return G_SOURCE_CONTINUE;
}

static void
mount (TcFakeStreams *self, guint number)
{
  g_autoptr (GstRTSPMountPoints) mounts = gst_rtsp_server_get_mount_points (self->server);
  g_autofree char *track = tc_fake_world_dup_track_path (self->world, number);
  const char *const names[TC_FAKE_N_STREAMS] = {"main", "sub", "replay", NULL};

  *get_state (self, number) = (TcFakeStreamState){
      .world = self->world, .number = number, .ended = stream_ended_cb, .data = self};
  g_mutex_init (&get_state (self, number)->mutex);
  for (TcFakeStreamKind kind = 0; kind < TC_FAKE_N_STREAMS; kind++) {
    g_autofree char *path = names[kind] ? g_strdup_printf ("/%u/%s", number, names[kind])
                                        : g_steal_pointer (&track);
    gst_rtsp_mount_points_add_factory (mounts, path,
                                       tc_fake_factory_new (get_state (self, number), kind));
  }
}

TcFakeStreams *
tc_fake_streams_new (const TcFakeWorld *world)
{
  TcFakeStreams *self = g_new0 (TcFakeStreams, 1);
  g_autoptr (GstRTSPAuth) auth = tc_fake_auth_new (world);

  self->world = world;
  self->server = gst_rtsp_server_new ();
  self->states = g_new0 (TcFakeStreamState, world->options->n);
  gst_rtsp_server_set_auth (self->server, auth);
  g_autoptr (GstRTSPThreadPool) threads = gst_rtsp_server_get_thread_pool (self->server);
  gst_rtsp_thread_pool_set_max_threads (threads, THREADS);
  for (guint i = 0; i < world->options->n; i++)
    mount (self, world->options->first + i);
  g_signal_connect (self->server, "client-connected", G_CALLBACK (connected_cb), self);
  self->clean_up = g_timeout_add_seconds (CLEAN_UP_S, clean_up_cb, self);
  return self;
}

void
tc_fake_streams_free (TcFakeStreams *self)
{
  const TcFakeOptions *options = self->world->options;

  g_source_remove (self->clean_up);
  for (guint i = 0; i < options->n; i++)
    end_connections (self, options->first + i);
  g_clear_object (&self->server);
  for (guint i = 0; i < options->n; i++)
    tc_fake_stream_state_clear (&self->states[i]);
  g_free (self->states);
  g_free (self);
}
