/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Recorders of a media host; see the header.
 *
 * DESIGN: a box is a recorder that is connected to. What is asked waits until its recordings are
 * known, or it has failed; then each question goes from callback to callback as the data of its
 * task.
 */
#include "tc-media-recorders.h"

#include "tc-error.h"
#include "tc-onvif-error.h"
#include "tc-onvif-recording.h"

#include <string.h>

#define TICK_S 10
#define PORT_RTSP 554
#define CLOCK_TOLD_US ((gint64) G_USEC_PER_SEC)
#define CHANNEL_WORD "{channel}"

typedef enum {
  CAUSE_NONE,
  CAUSE_CHANNEL,
  CAUSE_DENIED,
  CAUSE_AWAY,
  CAUSE_BUSY,
  CAUSE_FAULT,
} Cause;

static const char *const causes[] = {"recorder-none", "recorder-channel", "recorder-denied",
                                     "recorder-away", "recorder-busy",    "recorder-fault"};

static G_DEFINE_QUARK (tc - media - recorders, recorder);

/* Whatever is under way has a reference. */
typedef struct {
  char *address;             /* (owned): with the next what it is known by */
  char *account;             /* (owned) */
  char *password;            /* (owned) (nullable): wiped */
  TcOnvifClient *client;     /* (owned) (nullable): none yet, or it failed */
  GPtrArray *profiles;       /* (owned) (nullable) (element-type TcOnvifProfile) */
  GPtrArray *recordings;     /* (owned) (nullable) (element-type TcOnvifRecording): it is known */
  GPtrArray *waiting;        /* (owned) (element-type GTask) */
  GCancellable *cancellable; /* (owned): it was let go of */
  GError *error;             /* (owned) (nullable): of what failed last */
  gboolean finding;
  gint64 failed_us, used_us; /* monotonic */
  gint64 clock_us;           /* likewise: when its clock was looked at */
} Box;

struct _TcMediaRecorders {
  GHashTable *plan;          /* (owned): id (gint64) to TcMediaCamera */
  GPtrArray *boxes;          /* (owned) (element-type Box) */
  GCancellable *cancellable; /* (owned): when it ends */
  guint n_asked;
  guint source;
};

typedef struct {
  TcMediaRecorders *self;    /* (unowned): not looked at once it is cancelled */
  GCancellable *cancellable; /* (owned): of that */
  TcMediaCamera *camera;     /* (owned) */
  Box *box;                  /* (owned) (nullable) */
  gboolean finds;            /* how it is played is asked; else what there is */
  gint64 from_us, until_us;
} Asking;

/* ---- what there is ---- */

void
tc_recorder_holding_free (TcRecorderHolding *holding)
{
  g_array_unref (holding->spans);
  g_free (holding);
}

static TcRecorderHolding *
holding_new (gboolean told, gint64 known_until_us)
{
  TcRecorderHolding *holding = g_new0 (TcRecorderHolding, 1);

  holding->told = told;
  holding->spans = g_array_new (FALSE, FALSE, sizeof (TcRecordingsSpan));
  holding->known_until_us = known_until_us;
  return holding;
}

static TcRecorderHolding *
make_holding (const Asking *asking, const GArray *ranges, gboolean complete)
{
  gint64 now_us = MIN (asking->until_us, g_get_real_time ());
  TcRecorderHolding *holding = holding_new (TRUE, asking->until_us);

  for (guint i = 0; i < ranges->len; i++) {
    const TcOnvifRange *range = &g_array_index (ranges, TcOnvifRange, i);
    const TcRecordingsSpan span = {MAX (range->from_us, asking->from_us),
                                   MIN (range->until_us, now_us)};

    if (span.until_us > span.from_us)
      g_array_append_val (holding->spans, span);
  }
  if (!complete)
    holding->known_until_us =
        holding->spans->len > 0
            ? g_array_index (holding->spans, TcRecordingsSpan, holding->spans->len - 1).until_us
            : asking->from_us;
  return holding;
}

/* ---- causes ---- */

static Cause
read_cause (const GError *error)
{
  if (error->domain == recorder_quark ())
    return (Cause) error->code;
  switch (error->domain == TC_ONVIF_ERROR ? error->code : -1) {
  case TC_ONVIF_ERROR_DENIED:
    return CAUSE_DENIED;
  case TC_ONVIF_ERROR_ADDRESS:
  case TC_ONVIF_ERROR_UNSUPPORTED:
  case TC_ONVIF_ERROR_NOT_ONVIF:
  case TC_ONVIF_ERROR_WEB_PAGE:
    return CAUSE_NONE;
  case TC_ONVIF_ERROR_UNKNOWN_HOST:
  case TC_ONVIF_ERROR_NO_ROUTE:
  case TC_ONVIF_ERROR_REFUSED:
  case TC_ONVIF_ERROR_TIMEOUT:
  case TC_ONVIF_ERROR_BROKEN:
    return CAUSE_AWAY;
  case TC_ONVIF_ERROR_BUSY:
    return CAUSE_BUSY;
  default:
    return CAUSE_FAULT;
  }
}

const char *
tc_media_recorders_get_cause (const GError *error)
{
  return causes[read_cause (error)];
}

static GError *
new_error (Cause cause)
{
  return g_error_new (recorder_quark (), (int) cause, "%s", causes[cause]);
}

/* Whether its vendor's address may be tried all the same: ONVIF is often off, or has accounts of
 * its own. */
static gboolean
may_try (const Asking *asking, const GError *error)
{
  Cause cause = read_cause (error);

  return asking->camera->playback &&
         (cause == CAUSE_NONE || cause == CAUSE_CHANNEL || cause == CAUSE_DENIED ||
          g_error_matches (error, TC_ONVIF_ERROR, TC_ONVIF_ERROR_REFUSED));
}

/* ---- playing by a vendor's address ---- */

/* "rtsp://HOST:PORT" of a stream, or NULL */
static char *
dup_stream_host (const TcMediaCamera *camera)
{
  const char *address = camera->streams[TC_PROFILE_MAIN].address
                            ? camera->streams[TC_PROFILE_MAIN].address
                            : camera->streams[TC_PROFILE_SUB].address;
  const char *end = address && g_str_has_prefix (address, "rtsp://")
                        ? address + strlen ("rtsp://") + strcspn (address + strlen ("rtsp://"), "/")
                        : NULL;

  return end ? g_strndup (address, (gsize) (end - address)) : NULL;
}

static char *
dup_device_host (const TcMediaCamera *camera)
{
  g_autoptr (GUri) uri = camera->device ? g_uri_parse (camera->device, G_URI_FLAGS_NONE, NULL)
                                        : NULL;
  const char *host = uri ? g_uri_get_host (uri) : NULL;

  if (!host)
    return NULL;
  return strchr (host, ':') ? g_strdup_printf ("rtsp://[%s]:%d", host, PORT_RTSP)
                            : g_strdup_printf ("rtsp://%s:%d", host, PORT_RTSP);
}

/* A camera whose stream is at the recorder tells its port; one whose stream is its own doesn't. */
static gboolean
is_at_device (const TcMediaCamera *camera, const char *stream_host)
{
  g_autoptr (GUri) device = camera->device ? g_uri_parse (camera->device, G_URI_FLAGS_NONE, NULL)
                                           : NULL;
  g_autoptr (GUri) stream = stream_host ? g_uri_parse (stream_host, G_URI_FLAGS_NONE, NULL) : NULL;

  return stream && (!device || g_strcmp0 (g_uri_get_host (device), g_uri_get_host (stream)) == 0);
}

char *
tc_media_recorders_dup_playback (const TcMediaCamera *camera)
{
  g_autofree char *stream = dup_stream_host (camera);
  g_autofree char *host = is_at_device (camera, stream) ? g_steal_pointer (&stream)
                                                        : dup_device_host (camera);
  g_autoptr (GString) address = host && camera->playback ? g_string_new (host) : NULL;
  g_autofree char *channel = g_strdup_printf ("%" G_GINT64_FORMAT, MAX (camera->channel, 1));

  if (!address)
    return NULL;
  g_string_append (address, camera->playback);
  g_string_replace (address, CHANNEL_WORD, channel, 0);
  return g_string_free (g_steal_pointer (&address), FALSE);
}

/* A clock is told in whole seconds: one that seems to be off by less than that is right. */
static gint64
get_offset_us (TcOnvifClient *client)
{
  gint64 offset_us = tc_onvif_client_get_clock_offset_ms (client) * 1000;

  return ABS (offset_us) <= CLOCK_TOLD_US ? 0 : offset_us;
}

static TcPlaybackSource *
new_source (const Asking *asking, char *address, gboolean onvif)
{
  const TcMediaCamera *camera = asking->camera;
  TcPlaybackSource *source = g_new0 (TcPlaybackSource, 1);

  source->address = address;
  source->account = g_strdup (camera->account);
  source->password = g_strdup (camera->password);
  source->onvif = onvif;
  source->local = camera->playback_local;
  if (asking->box && asking->box->client)
    source->offset_us = get_offset_us (asking->box->client);
  return source;
}

/* ---- tasks ---- */

static void
box_clear (gpointer data)
{
  Box *box = data;

  g_free (box->address);
  g_free (box->account);
  if (box->password)
    explicit_bzero (box->password, strlen (box->password));
  g_free (box->password);
  g_clear_object (&box->client);
  g_clear_pointer (&box->profiles, g_ptr_array_unref);
  g_clear_pointer (&box->recordings, g_ptr_array_unref);
  g_ptr_array_unref (box->waiting);
  g_object_unref (box->cancellable);
  g_clear_error (&box->error);
}

static void
box_unref (gpointer data)
{
  g_rc_box_release_full (data, box_clear);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Box, box_unref)

static void
free_asking (gpointer data)
{
  Asking *asking = data;

  if (!g_cancellable_is_cancelled (asking->cancellable))
    asking->self->n_asked--;
  g_object_unref (asking->cancellable);
  g_clear_pointer (&asking->camera, tc_media_camera_free);
  g_clear_pointer (&asking->box, box_unref);
  g_free (asking);
}

/* @error: (transfer full): of ONVIF */
static void
fail (GTask *task, GError *error)
{
  const Asking *asking = g_task_get_task_data (task);
  char *address = may_try (asking, error) ? tc_media_recorders_dup_playback (asking->camera) : NULL;

  if (!address) {
    g_task_return_error (task, error);
    return;
  }
  g_error_free (error);
  if (asking->finds) {
    g_task_return_pointer (task, new_source (asking, address, FALSE),
                           (GDestroyNotify) tc_playback_source_free);
    return;
  }
  g_free (address);
  g_task_return_pointer (task, holding_new (FALSE, asking->from_us),
                         (GDestroyNotify) tc_recorder_holding_free);
}

/* Of a box that was known: it is asked anew next time, after a rest. Returns: @error, which it
 * takes */
static GError *
note_broken (GTask *task, GError *error)
{
  Box *box = ((const Asking *) g_task_get_task_data (task))->box;
  Cause cause = read_cause (error);

  if (cause != CAUSE_AWAY && cause != CAUSE_DENIED)
    return error;
  g_clear_pointer (&box->recordings, g_ptr_array_unref);
  g_clear_error (&box->error);
  box->error = g_error_copy (error);
  box->failed_us = g_get_monotonic_time ();
  return error;
}

static void
ranges_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  gboolean complete = FALSE;
  g_autoptr (GArray)
      ranges = tc_onvif_ranges_finish (TC_ONVIF_CLIENT (source), result, &complete, &error);

  if (ranges)
    g_task_return_pointer (task, make_holding (g_task_get_task_data (task), ranges, complete),
                           (GDestroyNotify) tc_recorder_holding_free);
  else
    fail (task, note_broken (task, error));
}

static void
replay_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  char *address = tc_onvif_replay_finish (TC_ONVIF_CLIENT (source), result, &error);

  if (address)
    g_task_return_pointer (task, new_source (g_task_get_task_data (task), address, TRUE),
                           (GDestroyNotify) tc_playback_source_free);
  else
    fail (task, note_broken (task, error));
}

/* The n-th source that profiles tell of. (nullable) */
static const char *
find_source (const GPtrArray *profiles, gint64 channel, guint *n_sources)
{
  g_autoptr (GHashTable) sources = g_hash_table_new (g_str_hash, g_str_equal);
  const char *found = NULL;

  for (guint i = 0; i < profiles->len; i++) {
    const TcOnvifProfile *profile = g_ptr_array_index (profiles, i);

    if (*profile->source && g_hash_table_add (sources, profile->source) &&
        g_hash_table_size (sources) == (guint) MAX (channel, 1))
      found = profile->source;
  }
  *n_sources = g_hash_table_size (sources);
  return found;
}

const char *
tc_media_recorders_match (const GPtrArray *recordings, const GPtrArray *profiles, gint64 channel)
{
  guint n_sources = 0;
  const char *source = find_source (profiles, channel, &n_sources);
  guint at = (guint) MAX (channel, 1) - 1;

  for (guint i = 0; source && i < recordings->len; i++) {
    const TcOnvifRecording *recording = g_ptr_array_index (recordings, i);

    if (g_str_equal (recording->source, source))
      return recording->token;
  }
  /* One for each source: in the same order. More or fewer than that, and it might be another's. */
  return recordings->len == MAX (n_sources, 1) && at < recordings->len
             ? ((const TcOnvifRecording *) g_ptr_array_index (recordings, at))->token
             : NULL;
}

/* Its box is known. @task: (transfer full) */
static void
go_on (GTask *task)
{
  const Asking *asking = g_task_get_task_data (task);
  Box *box = asking->box;
  const char *recording = tc_media_recorders_match (box->recordings, box->profiles,
                                                    asking->camera->channel);

  box->used_us = g_get_monotonic_time ();
  if (!recording) {
    fail (task, new_error (CAUSE_CHANNEL));
    g_object_unref (task);
  } else if (asking->finds) {
    tc_onvif_replay_async (box->client, recording, box->cancellable, replay_cb, task);
  } else {
    tc_onvif_ranges_async (box->client, recording, asking->from_us, asking->until_us,
                           box->cancellable, ranges_cb, task);
  }
}

/* ---- boxes ---- */

/* All that wait for it go on, or fail with it. */
static void
end_finding (Box *box)
{
  g_autoptr (GPtrArray) waiting = g_steal_pointer (&box->waiting);

  box->waiting = g_ptr_array_new ();
  box->finding = FALSE;
  for (guint i = 0; i < waiting->len; i++) {
    GTask *task = g_ptr_array_index (waiting, i);

    if (box->recordings) {
      go_on (task);
    } else {
      fail (task, g_error_copy (box->error));
      g_object_unref (task);
    }
  }
}

/* TRUE: it has failed. @error: (transfer full) (nullable) */
static gboolean
has_failed (Box *box, GError *error)
{
  if (!error)
    return FALSE;
  if (!g_cancellable_is_cancelled (box->cancellable))
    g_message ("the recorder at %s doesn't say what it holds: %s", box->address, error->message);
  g_clear_error (&box->error);
  box->error = error;
  box->failed_us = g_get_monotonic_time ();
  end_finding (box);
  return TRUE;
}

static void
recordings_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Box) box = data;
  GError *error = NULL;
  GPtrArray *recordings = tc_onvif_recordings_finish (TC_ONVIF_CLIENT (source), result, NULL,
                                                      &error);

  if (has_failed (box, error))
    return;
  box->recordings = recordings;
  end_finding (box);
}

static void
profiles_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Box) box = data;
  GError *error = NULL;
  GPtrArray *profiles = tc_onvif_client_profiles_finish (TC_ONVIF_CLIENT (source), result, &error);

  if (has_failed (box, error))
    return;
  box->profiles = profiles;
  tc_onvif_recordings_async (box->client, box->cancellable, recordings_cb, g_rc_box_acquire (box));
}

static void
connected_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Box) box = data;
  GError *error = NULL;

  if (!tc_onvif_client_connect_finish (TC_ONVIF_CLIENT (source), result, &error)) {
    has_failed (box, error);
    return;
  }
  box->clock_us = g_get_monotonic_time ();
  if (tc_onvif_client_has (box->client, TC_ONVIF_SERVICE_SEARCH) &&
      tc_onvif_client_has (box->client, TC_ONVIF_SERVICE_REPLAY))
    tc_onvif_client_profiles_async (box->client, box->cancellable, profiles_cb,
                                    g_rc_box_acquire (box));
  else
    has_failed (box, new_error (CAUSE_NONE));
}

static void
find (Box *box)
{
  const TcOnvifOptions options = {
      .address = box->address, .account = box->account, .password = box->password};
  GError *error = NULL;

  box->finding = TRUE;
  g_clear_object (&box->client);
  g_clear_pointer (&box->profiles, g_ptr_array_unref);
  box->client = tc_onvif_client_new (&options, &error);
  if (!has_failed (box, error))
    tc_onvif_client_connect_async (box->client, box->cancellable, connected_cb,
                                   g_rc_box_acquire (box));
}

/* What it fails at now, what waits fails at too. */
static void
clock_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Box) box = data;
  g_autoptr (GError) error = NULL;

  if (!tc_onvif_renew_clock_finish (TC_ONVIF_CLIENT (source), result, &error))
    g_debug ("the clock of the recorder at %s: %s", box->address, error->message);
  box->clock_us = g_get_monotonic_time ();
  end_finding (box);
}

static void
look_at_clock (Box *box)
{
  box->finding = TRUE;
  tc_onvif_renew_clock_async (box->client, box->cancellable, clock_cb, g_rc_box_acquire (box));
}

static gboolean
is_box_of (const Box *box, const TcMediaCamera *camera)
{
  return g_strcmp0 (box->address, camera->device) == 0 &&
         g_strcmp0 (box->account, camera->account) == 0 &&
         g_strcmp0 (box->password, camera->password) == 0;
}

/* Lent. */
static Box *
get_box (TcMediaRecorders *self, const TcMediaCamera *camera)
{
  Box *box = NULL;

  for (guint i = 0; i < self->boxes->len; i++)
    if (is_box_of (g_ptr_array_index (self->boxes, i), camera))
      return g_ptr_array_index (self->boxes, i);
  box = g_rc_box_new0 (Box);
  box->address = g_strdup (camera->device);
  box->account = g_strdup (camera->account);
  box->password = g_strdup (camera->password);
  box->waiting = g_ptr_array_new ();
  box->cancellable = g_cancellable_new ();
  g_ptr_array_add (self->boxes, box);
  return box;
}

static void
let_go (gpointer data)
{
  Box *box = data;

  g_cancellable_cancel (box->cancellable);
  box_unref (box);
}

static gboolean
rests (const Box *box)
{
  gint64 rest_us = box->error && read_cause (box->error) == CAUSE_DENIED
                       ? TC_MEDIA_RECORDERS_DENIED_US
                       : TC_MEDIA_RECORDERS_REST_US;

  return box->error && !box->finding && g_get_monotonic_time () - box->failed_us < rest_us;
}

static gboolean
tick_cb (gpointer data)
{
  TcMediaRecorders *self = data;
  gint64 now_us = g_get_monotonic_time ();

  for (guint i = self->boxes->len; i > 0; i--) {
    const Box *box = g_ptr_array_index (self->boxes, i - 1);

    if (!box->finding && !rests (box) && now_us - box->used_us > TC_MEDIA_RECORDERS_IDLE_US)
      g_ptr_array_remove_index_fast (self->boxes, i - 1);
  }
  return G_SOURCE_CONTINUE;
}

/* @task: (transfer full) */
static void
enter (GTask *task, Box *box)
{
  Asking *asking = g_task_get_task_data (task);

  asking->box = g_rc_box_acquire (box);
  box->used_us = g_get_monotonic_time ();
  if (box->recordings && !box->finding &&
      box->used_us - box->clock_us < TC_MEDIA_RECORDERS_CLOCK_US) {
    go_on (task);
  } else if (box->recordings) {
    g_ptr_array_add (box->waiting, task);
    if (!box->finding)
      look_at_clock (box);
  } else if (rests (box)) {
    fail (task, g_error_copy (box->error));
    g_object_unref (task);
  } else {
    g_ptr_array_add (box->waiting, task);
    if (!box->finding)
      find (box);
  }
}

/* ---- what is asked ---- */

static void
ask (TcMediaRecorders *self, gint64 camera_id, const Asking *what, GAsyncReadyCallback callback,
     gpointer data)
{
  GTask *task = g_task_new (NULL, NULL, callback, data);
  const TcMediaCamera *camera = g_hash_table_lookup (self->plan, &camera_id);
  Asking *asking = g_memdup2 (what, sizeof *what);

  asking->self = self;
  asking->cancellable = g_object_ref (self->cancellable);
  asking->camera = camera ? tc_media_camera_copy (camera) : NULL;
  self->n_asked++;
  g_task_set_task_data (task, asking, free_asking);
  if (self->n_asked > TC_MEDIA_RECORDERS_MAX)
    g_task_return_error (task, new_error (CAUSE_BUSY));
  else if (!camera)
    g_task_return_error (task, new_error (CAUSE_NONE));
  else if (!camera->device)
    fail (task, new_error (CAUSE_NONE));
  else
    enter (g_steal_pointer (&task), get_box (self, camera));
  g_clear_object (&task);
}

void
tc_media_recorders_look_async (TcMediaRecorders *self, gint64 camera_id, gint64 from_us,
                               gint64 until_us, GAsyncReadyCallback callback, gpointer data)
{
  ask (self, camera_id, &(Asking){.from_us = from_us, .until_us = until_us}, callback, data);
}

TcRecorderHolding *
tc_media_recorders_look_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
tc_media_recorders_find_async (TcMediaRecorders *self, gint64 camera_id,
                               GAsyncReadyCallback callback, gpointer data)
{
  ask (self, camera_id, &(Asking){.finds = TRUE}, callback, data);
}

TcPlaybackSource *
tc_media_recorders_find_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
tc_media_recorders_set_plan (TcMediaRecorders *self, const GPtrArray *plan)
{
  g_hash_table_remove_all (self->plan);
  for (guint i = 0; i < plan->len; i++) {
    TcMediaCamera *camera = tc_media_camera_copy (g_ptr_array_index (plan, i));

    g_hash_table_insert (self->plan, &camera->id, camera);
  }
}

TcMediaRecorders *
tc_media_recorders_new (void)
{
  TcMediaRecorders *self = g_new0 (TcMediaRecorders, 1);

  self->plan = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL,
                                      (GDestroyNotify) tc_media_camera_free);
  self->boxes = g_ptr_array_new_with_free_func (let_go);
  self->cancellable = g_cancellable_new ();
  self->source = g_timeout_add_seconds (TICK_S, tick_cb, self);
  return self;
}

void
tc_media_recorders_free (TcMediaRecorders *self)
{
  g_source_remove (self->source);
  g_cancellable_cancel (self->cancellable);
  g_ptr_array_unref (self->boxes);
  g_hash_table_unref (self->plan);
  g_object_unref (self->cancellable);
  g_free (self);
}
