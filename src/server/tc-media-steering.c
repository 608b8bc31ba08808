/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A media host's cameras that are moved; see the header.
 *
 * DESIGN: a head is a camera that somebody steers. Until its device was reached, what is asked for
 * waits, but for a movement, of which the newest is kept as long as it is fresh and which is
 * answered at once: the hand renews it anyway, and hears of a failure then.
 */
#include "tc-media-steering.h"

#include "tc-camera-address.h"
#include "tc-onvif-error.h"
#include "tc-onvif-ptz.h"

#include <string.h>

#define TICK_S 10
/* Orders that wait for a device; further ones are answered "away". */
#define WAITING_MAX 8
/* Profiles whose streams are asked for, to find the camera's. */
#define LOOKED_AT_MAX 64

const char *const tc_steering_causes[] = {"", "no-ptz", "denied", "away", "fault", NULL};

typedef struct {
  gint64 number;
  char *preset; /* (owned) (nullable): to go to; NULL: presets are listed */
} Order;

/* Whatever is under way has a reference. */
typedef struct {
  TcMediaSteering *owner; /* (unowned) (nullable): it was let go of */
  TcMediaCamera *camera;  /* (owned) */
  TcOnvifClient *client;  /* (owned) (nullable): not reached yet, as the next two */
  GPtrArray *profiles;    /* (owned) (nullable) (element-type TcOnvifProfile): while it is found */
  TcOnvifPtz *ptz;        /* (owned) (nullable): it can be moved now */
  char *profile;          /* (owned) (nullable) */
  guint looked_at;        /* of profiles, while it is found */
  GCancellable *cancellable; /* (owned) */
  gboolean finding;
  GArray *carried;   /* (owned) (element-type gint64): numbers that are under way */
  GQueue waiting;    /* (owned) (element-type Order) */
  int speed[3];      /* wanted while it is being found */
  gint64 speed_us;   /* monotonic: since then; 0: none */
  const char *cause; /* static: of what failed last */
  gint64 failed_us;  /* monotonic */
  gint64 used_us;    /* likewise */
} Head;

struct _TcMediaSteering {
  TcMediaSteeredFunc func;
  gpointer data;
  GHashTable *plan;  /* (owned): id (gint64) to TcMediaCamera */
  GHashTable *heads; /* (owned): likewise to Head */
  guint source;
};

static void
free_order (gpointer data)
{
  Order *order = data;

  g_free (order->preset);
  g_free (order);
}

static void
clear_head (gpointer data)
{
  Head *head = data;

  g_queue_clear_full (&head->waiting, free_order);
  g_array_unref (head->carried);
  tc_media_camera_free (head->camera);
  g_clear_object (&head->client);
  g_clear_pointer (&head->profiles, g_ptr_array_unref);
  g_object_unref (head->cancellable);
  g_free (head->profile);
}

static void
head_unref (gpointer data)
{
  g_rc_box_release_full (data, clear_head);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Head, head_unref)

/* @presets: (nullable) (floating) */
static void
tell (Head *head, gint64 number, const char *cause, GVariant *presets)
{
  if (head->owner && head->owner->func)
    head->owner->func (number, cause, presets, head->owner->data);
}

/* Letting go of what moves it stops it; whatever waits has its answer. */
static void
let_go (gpointer data)
{
  Head *head = data;

  for (guint i = 0; i < head->carried->len; i++)
    tell (head, g_array_index (head->carried, gint64, i), "away", NULL);
  for (GList *l = head->waiting.head; l; l = l->next)
    tell (head, ((Order *) l->data)->number, "away", NULL);
  head->owner = NULL;
  g_cancellable_cancel (head->cancellable);
  if (head->ptz)
    g_signal_handlers_disconnect_by_data (head->ptz, head);
  g_clear_object (&head->ptz);
  head_unref (head);
}

/* ---- what failed ---- */

static const char *
read_cause (const GError *error)
{
  switch (error->domain == TC_ONVIF_ERROR ? error->code : -1) {
  case TC_ONVIF_ERROR_DENIED:
    return "denied";
  case TC_ONVIF_ERROR_UNSUPPORTED:
  case TC_ONVIF_ERROR_NOT_ONVIF:
  case TC_ONVIF_ERROR_WEB_PAGE:
    return "no-ptz";
  case TC_ONVIF_ERROR_FAULT:
    return "fault";
  default:
    return "away";
  }
}

static void
note_failure (Head *head, const char *cause)
{
  head->cause = cause;
  head->failed_us = g_get_monotonic_time ();
}

/* "": nothing failed lately. */
static const char *
get_cause (const Head *head)
{
  return head->cause && g_get_monotonic_time () - head->failed_us < TC_MEDIA_STEERING_REST_US
             ? head->cause
             : "";
}

/* Its device is asked anew next time. */
static void
give_up (Head *head, const char *cause)
{
  Order *order;

  head->finding = FALSE;
  head->speed_us = 0;
  g_clear_pointer (&head->profiles, g_ptr_array_unref);
  g_clear_object (&head->client);
  note_failure (head, cause);
  while ((order = g_queue_pop_head (&head->waiting))) {
    tell (head, order->number, cause, NULL);
    free_order (order);
  }
}

static gboolean
has_failed (Head *head, const GError *error)
{
  if (error && head->owner) {
    g_message ("camera %" G_GINT64_FORMAT " can't be steered: %s", head->camera->number,
               error->message);
    give_up (head, read_cause (error));
  }
  return error || !head->owner;
}

/* What fails but isn't refused: it is connected to anew, after a rest. */
static void
let_device_go (Head *head, const char *cause)
{
  note_failure (head, cause);
  if (head->ptz)
    g_signal_handlers_disconnect_by_data (head->ptz, head);
  g_clear_object (&head->ptz);
  g_clear_object (&head->client);
  g_clear_pointer (&head->profile, g_free);
}

static void
failed_cb (Head *head, const GError *error)
{
  g_message ("camera %" G_GINT64_FORMAT " doesn't move as it was told: %s", head->camera->number,
             error->message);
  if (g_str_equal (read_cause (error), "fault"))
    note_failure (head, "fault");
  else
    let_device_go (head, read_cause (error));
}

/* ---- presets ---- */

typedef struct {
  Head *head; /* (owned) */
  gint64 number;
} Carrying;

static Carrying *
carry (Head *head, gint64 number)
{
  Carrying *carrying = g_new0 (Carrying, 1);

  *carrying = (Carrying){g_rc_box_acquire (head), number};
  g_array_append_val (head->carried, number);
  return carrying;
}

static void
end_carrying (Carrying *carrying)
{
  GArray *carried = carrying->head->carried;

  for (guint i = carried->len; i > 0; i--)
    if (g_array_index (carried, gint64, i - 1) == carrying->number)
      g_array_remove_index_fast (carried, i - 1);
  head_unref (carrying->head);
  g_free (carrying);
}

static void
tell_failure (Carrying *carrying, const GError *error)
{
  const char *cause = read_cause (error);

  if (carrying->head->owner && !g_str_equal (cause, "fault"))
    let_device_go (carrying->head, cause);
  tell (carrying->head, carrying->number, cause, NULL);
}

static void
presets_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Carrying *carrying = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray)
      presets = tc_onvif_presets_finish (TC_ONVIF_CLIENT (source), result, &error);
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(ss)"));
  for (guint i = 0; presets && i < MIN (presets->len, TC_MEDIA_STEERING_PRESETS_MAX); i++) {
    const TcOnvifPreset *preset = g_ptr_array_index (presets, i);

    g_variant_builder_add (&builder, "(ss)", preset->token, preset->name);
  }
  if (presets)
    tell (carrying->head, carrying->number, "", g_variant_builder_end (&builder));
  else
    tell_failure (carrying, error);
  g_variant_builder_clear (&builder);
  end_carrying (carrying);
}

static void
gone_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Carrying *carrying = data;
  g_autoptr (GError) error = NULL;
  gboolean gone = tc_onvif_preset_done_finish (TC_ONVIF_CLIENT (source), result, &error);

  if (gone)
    tell (carrying->head, carrying->number, "", NULL);
  else
    tell_failure (carrying, error);
  end_carrying (carrying);
}

static void
carry_out (Head *head, const Order *order)
{
  if (order->preset)
    tc_onvif_preset_go_async (head->client, head->profile, order->preset, head->cancellable,
                              gone_cb, carry (head, order->number));
  else
    tc_onvif_presets_async (head->client, head->profile, head->cancellable, presets_cb,
                            carry (head, order->number));
}

/* ---- finding which profile it is ---- */

/* @profile: (nullable): there is none that can be moved */
static void
use_profile (Head *head, const TcOnvifProfile *profile)
{
  Order *order;

  if (!profile) {
    give_up (head, "no-ptz");
    return;
  }
  head->finding = FALSE;
  head->profile = g_strdup (profile->token);
  g_clear_pointer (&head->profiles, g_ptr_array_unref);
  head->ptz = tc_onvif_ptz_new (head->client, head->profile);
  g_signal_connect_swapped (head->ptz, "failed", G_CALLBACK (failed_cb), head);
  if (head->speed_us &&
      g_get_monotonic_time () - head->speed_us < TC_ONVIF_PTZ_DEAD_MS * (gint64) 1000)
    tc_onvif_ptz_move (head->ptz, head->speed[0], head->speed[1], head->speed[2]);
  head->speed_us = 0;
  while ((order = g_queue_pop_head (&head->waiting))) {
    carry_out (head, order);
    free_order (order);
  }
}

/* That of the camera's channel, counting sources in the order in which the device tells them; of
 * what has no channels the first. (nullable) */
static const TcOnvifProfile *
find_by_channel (const Head *head)
{
  g_autoptr (GHashTable) sources = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < head->profiles->len; i++) {
    const TcOnvifProfile *profile = g_ptr_array_index (head->profiles, i);

    g_hash_table_add (sources, profile->source);
    if (profile->ptz &&
        (!head->camera->channel || g_hash_table_size (sources) == (guint) head->camera->channel))
      return profile;
  }
  return NULL;
}

static gboolean
is_stream_of (const TcMediaCamera *camera, const char *address)
{
  for (int i = TC_PROFILE_SUB; i < TC_PROFILE_N; i++)
    if (tc_camera_address_same_path (camera->streams[i].address, address))
      return TRUE;
  return FALSE;
}

static void look_at_next (Head *head);

static void
stream_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Head) head = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *address = tc_onvif_client_stream_finish (TC_ONVIF_CLIENT (source), result,
                                                            &error);

  if (!head->owner)
    return;
  if (address && is_stream_of (head->camera, address))
    use_profile (head, g_ptr_array_index (head->profiles, head->looked_at - 1));
  else
    look_at_next (head);
}

static void
look_at_next (Head *head)
{
  while (head->looked_at < MIN (head->profiles->len, LOOKED_AT_MAX)) {
    const TcOnvifProfile *profile = g_ptr_array_index (head->profiles, head->looked_at++);

    if (!profile->ptz)
      continue;
    tc_onvif_client_stream_async (head->client, profile, head->cancellable, stream_cb,
                                  g_rc_box_acquire (head));
    return;
  }
  use_profile (head, find_by_channel (head));
}

static void
profiles_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Head) head = data;
  g_autoptr (GError) error = NULL;
  GPtrArray *profiles = tc_onvif_client_profiles_finish (TC_ONVIF_CLIENT (source), result, &error);

  if (has_failed (head, error)) {
    g_clear_pointer (&profiles, g_ptr_array_unref);
    return;
  }
  head->profiles = profiles;
  head->looked_at = 0;
  look_at_next (head);
}

static void
connected_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Head) head = data;
  g_autoptr (GError) error = NULL;
  gboolean connected = tc_onvif_client_connect_finish (TC_ONVIF_CLIENT (source), result, &error);

  if (has_failed (head, error) || !connected)
    return;
  if (tc_onvif_client_has (head->client, TC_ONVIF_SERVICE_PTZ))
    tc_onvif_client_profiles_async (head->client, head->cancellable, profiles_cb,
                                    g_rc_box_acquire (head));
  else
    give_up (head, "no-ptz");
}

static void
find (Head *head)
{
  const TcMediaCamera *camera = head->camera;
  const TcOnvifOptions options = {
      .address = camera->device, .account = camera->account, .password = camera->password};
  g_autoptr (GError) error = NULL;

  if (head->finding)
    return;
  head->finding = TRUE;
  head->client = camera->device ? tc_onvif_client_new (&options, &error) : NULL;
  if (!head->client)
    give_up (head, "no-ptz");
  else
    tc_onvif_client_connect_async (head->client, head->cancellable, connected_cb,
                                   g_rc_box_acquire (head));
}

/* ---- orders ---- */

static Head *
get_head (TcMediaSteering *self, gint64 camera_id)
{
  Head *head = g_hash_table_lookup (self->heads, &camera_id);
  const TcMediaCamera *camera = g_hash_table_lookup (self->plan, &camera_id);

  if (head || !camera)
    return head;
  head = g_rc_box_new0 (Head);
  head->owner = self;
  head->camera = tc_media_camera_copy (camera);
  head->cancellable = g_cancellable_new ();
  g_queue_init (&head->waiting);
  head->carried = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_hash_table_insert (self->heads, &head->camera->id, head);
  return head;
}

static void
move (Head *head, gint64 number, GVariant *notice)
{
  static const char *const axes[] = {"pan", "tilt", "zoom"};
  int speed[3] = {0, 0, 0};
  const char *cause = get_cause (head);

  for (int i = 0; i < 3; i++)
    (void) g_variant_lookup (notice, axes[i], "i", &speed[i]);
  if (head->ptz) {
    tc_onvif_ptz_move (head->ptz, speed[0], speed[1], speed[2]);
  } else if (!*cause) {
    memcpy (head->speed, speed, sizeof speed);
    head->speed_us = g_get_monotonic_time ();
    find (head);
  }
  tell (head, number, cause, NULL);
}

static void
stop (Head *head, gint64 number)
{
  head->speed_us = 0;
  if (head->ptz)
    tc_onvif_ptz_stop (head->ptz);
  tell (head, number, get_cause (head), NULL);
}

/* @preset: (nullable) */
static void
wait (Head *head, gint64 number, const char *preset)
{
  const Order order = {number, (char *) preset};
  Order *waiting;

  if (head->ptz) {
    carry_out (head, &order);
    return;
  }
  if (*get_cause (head) || g_queue_get_length (&head->waiting) >= WAITING_MAX) {
    tell (head, number, *get_cause (head) ? get_cause (head) : "away", NULL);
    return;
  }
  waiting = g_new0 (Order, 1);
  *waiting = (Order){number, g_strdup (preset)};
  g_queue_push_tail (&head->waiting, waiting);
  find (head);
}

void
tc_media_steering_take (TcMediaSteering *self, GVariant *notice)
{
  gint64 number = 0, camera_id = 0;
  const char *what = NULL, *preset = NULL;
  Head *head;

  if (!g_variant_lookup (notice, "number", "x", &number) ||
      !g_variant_lookup (notice, "camera", "x", &camera_id) ||
      !g_variant_lookup (notice, "what", "&s", &what))
    return;
  head = get_head (self, camera_id);
  if (!head) {
    self->func (number, "away", NULL, self->data);
    return;
  }
  head->used_us = g_get_monotonic_time ();
  (void) g_variant_lookup (notice, "preset", "&s", &preset);
  if (g_str_equal (what, "move"))
    move (head, number, notice);
  else if (g_str_equal (what, "stop"))
    stop (head, number);
  else if (g_str_equal (what, "presets"))
    wait (head, number, NULL);
  else if (g_str_equal (what, "preset") && preset)
    wait (head, number, preset);
}

/* ---- the whole ---- */

static gboolean
is_idle (gpointer key, gpointer value, gpointer data)
{
  const Head *head = value;

  return !head->finding && g_get_monotonic_time () - head->used_us > TC_MEDIA_STEERING_IDLE_US;
}

static gboolean
tick_cb (gpointer data)
{
  g_hash_table_foreach_remove (((TcMediaSteering *) data)->heads, is_idle, NULL);
  return G_SOURCE_CONTINUE;
}

TcMediaSteering *
tc_media_steering_new (TcMediaSteeredFunc func, gpointer data)
{
  TcMediaSteering *self = g_new0 (TcMediaSteering, 1);

  self->func = func;
  self->data = data;
  self->plan = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL,
                                      (GDestroyNotify) tc_media_camera_free);
  self->heads = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, let_go);
  self->source = g_timeout_add_seconds (TICK_S, tick_cb, self);
  return self;
}

void
tc_media_steering_free (TcMediaSteering *self)
{
  g_source_remove (self->source);
  self->func = NULL;
  g_hash_table_unref (self->heads);
  g_hash_table_unref (self->plan);
  g_free (self);
}

/* What isn't served any more, or is reached otherwise. */
static gboolean
is_other (gpointer key, gpointer value, gpointer data)
{
  const TcMediaCamera *camera = g_hash_table_lookup (((TcMediaSteering *) data)->plan, key);

  return !camera || !tc_media_camera_equal (camera, ((Head *) value)->camera);
}

void
tc_media_steering_set_plan (TcMediaSteering *self, const GPtrArray *plan)
{
  g_hash_table_remove_all (self->plan);
  for (guint i = 0; i < plan->len; i++) {
    TcMediaCamera *camera = tc_media_camera_copy (g_ptr_array_index (plan, i));

    g_hash_table_insert (self->plan, &camera->id, camera);
  }
  g_hash_table_foreach_remove (self->heads, is_other, self);
}
