/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Moving a camera; see the header.
 *
 * DESIGN: one request at a time is under way. What is wanted meanwhile replaces what was wanted
 * before, so that a slow camera is never behind by more than one of them; only a stop doesn't wait
 * for long. What goes on is a motor, which lives beyond its object until the camera has stopped.
 */
#include "tc-onvif-ptz.h"

#include "tc-limits.h"
#include "tc-onvif-client-private.h"

#include <string.h>

/* How soon before the camera stops by itself it is told again to move. */
#define RENEW_US (400 * 1000)
#define STOP_TRIES_MAX 4
#define STOP_AGAIN_MS 250
/* How long a stop waits for a movement that is under way. */
#define CUT_MS 200
/* How long a camera that refused to move isn't asked again, unless the hand lets go. */
#define DEAF_US (2 * TC_US_PER_S)

#define PAN_TILT_SPACE "http://www.onvif.org/ver10/tptz/PanTiltSpaces/VelocityGenericSpace"
#define ZOOM_SPACE "http://www.onvif.org/ver10/tptz/ZoomSpaces/VelocityGenericSpace"

/* How a movement is told, as one after the other may be refused: when the camera is to stop by
 * itself, and whether is said that speeds are parts of the full one. */
static const struct {
  const char *own_stop; /* (nullable) */
  gboolean space;
} ways[] = {
    {"PT1S", TRUE},
    {"PT1S", FALSE},
    {"PT10S", FALSE},
    {NULL, FALSE},
};

typedef struct {
  int pan;
  int tilt;
  int zoom;
} Speed;

/* Whatever is under way has a reference, and so has its object. */
typedef struct {
  TcOnvifPtz *owner;     /* (unowned) (nullable): it was let go of */
  TcOnvifClient *client; /* (owned) */
  char *profile;         /* (owned) */
  Speed wanted;
  Speed sent; /* with the newest movement */
  gint64 sent_us;
  gint64 deaf_until_us; /* no movements before that */
  GCancellable *move;   /* (owned) (nullable): a movement is under way */
  gboolean stopping;    /* a stop is under way */
  gboolean moving;      /* no stop was confirmed since the newest movement */
  gboolean began;       /* a movement was taken, or may have been, since it rested */
  gboolean late;        /* a movement was cut short: it may come after its stop */
  guint way;            /* that is tried or was taken */
  guint first_way;      /* from rest */
  guint n_stops;        /* tries that failed */
  guint dead_id;        /* source: nobody renewed it */
  guint again_id;       /* source: the next try */
} Motor;

struct _TcOnvifPtz {
  GObject parent;
  Motor *motor; /* (owned) */
};

G_DEFINE_FINAL_TYPE (TcOnvifPtz, tc_onvif_ptz, G_TYPE_OBJECT)

static guint failed_signal;

static void push (Motor *motor);

static void
clear_motor (gpointer data)
{
  Motor *motor = data;

  g_clear_object (&motor->client);
  g_free (motor->profile);
}

static void
motor_unref (gpointer data)
{
  g_rc_box_release_full (data, clear_motor);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Motor, motor_unref)

static gboolean
is_still (const Speed *speed)
{
  return speed->pan == 0 && speed->tilt == 0 && speed->zoom == 0;
}

/* All is settled by then: whoever hears it may move on, stop, or let go. */
static void
tell_failed (Motor *motor, const GError *error)
{
  g_autoptr (TcOnvifPtz) owner = motor->owner ? g_object_ref (motor->owner) : NULL;

  if (owner)
    g_signal_emit (owner, failed_signal, 0, error);
}

static gboolean
again_cb (gpointer data)
{
  Motor *motor = data;

  motor->again_id = 0;
  push (motor);
  return G_SOURCE_REMOVE;
}

static void
push_again_in (Motor *motor, guint ms)
{
  g_clear_handle_id (&motor->again_id, g_source_remove);
  motor->again_id = g_timeout_add_full (G_PRIORITY_DEFAULT, ms, again_cb, g_rc_box_acquire (motor),
                                        motor_unref);
}

static gboolean
is_refused (const GError *error)
{
  return tc_onvif_error_is_refusal (error) ||
         g_error_matches (error, TC_ONVIF_ERROR, TC_ONVIF_ERROR_DENIED);
}

/* ---- stopping ---- */

static void
come_to_rest (Motor *motor)
{
  motor->moving = FALSE;
  motor->began = FALSE;
  motor->late = FALSE;
  motor->n_stops = 0;
  motor->way = motor->first_way;
}

static void
stopped_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Motor) motor = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TcOnvifReply) reply = tc_onvif_call_finish (TC_ONVIF_CLIENT (source), result, &error);
  gboolean done = reply &&
                  tc_onvif_reply_read_done (reply, TC_ONVIF_SERVICE_PTZ, "StopResponse", &error);
  gboolean first = !done && motor->n_stops++ == 0;

  motor->stopping = FALSE;
  if (done && !motor->late) {
    come_to_rest (motor);
  } else if (!is_still (&motor->wanted)) {
    motor->late = FALSE; /* it is renewed from now on */
  } else if (done) {
    motor->late = FALSE;
    motor->n_stops = 0;
    push_again_in (motor, STOP_AGAIN_MS);
  } else if (motor->n_stops < STOP_TRIES_MAX && !is_refused (error)) {
    push_again_in (motor, STOP_AGAIN_MS);
  } else {
    come_to_rest (motor); /* it stopped by itself long ago, or is out of reach */
  }
  push (motor); /* somebody may want to go on by now */
  if (first)
    tell_failed (motor, error);
}

static void
send_stop (Motor *motor)
{
  GString *body = tc_onvif_body_new (TC_ONVIF_SERVICE_PTZ, "Stop");

  tc_onvif_body_add (body, "ProfileToken", motor->profile);
  tc_onvif_body_add (body, "PanTilt", "true");
  tc_onvif_body_add (body, "Zoom", "true");
  motor->stopping = TRUE;
  memset (&motor->sent, 0, sizeof motor->sent);
  tc_onvif_call_async (motor->client, TC_ONVIF_SERVICE_PTZ, "Stop", body, TC_ONVIF_CALL_BRISK, NULL,
                       stopped_cb, g_rc_box_acquire (motor));
}

/* ---- moving ---- */

/* Whether a refusal may be about how the movement was told. Source: ONVIF PTZ 5.3.3. */
static gboolean
is_about_way (const GError *error)
{
  static const char *const codes[] = {"/InvalidArgVal", "/InvalidArgs", "/TimeoutNotSupported",
                                      "/SpaceNotSupported"};
  g_autoptr (TcRefusal) cause = tc_onvif_error_dup_cause (error);
  const char *code = NULL;

  if (!cause || error->code != TC_ONVIF_ERROR_FAULT ||
      !g_variant_lookup (cause->args, "code", "&s", &code))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    if (g_str_has_suffix (code, codes[i]))
      return TRUE;
  return FALSE;
}

/* What is refused didn't begin; of anything else it isn't known. */
static void
give_up_moving (Motor *motor, const GError *error)
{
  motor->began = motor->began || !is_refused (error);
  memset (&motor->wanted, 0, sizeof motor->wanted);
  memset (&motor->sent, 0, sizeof motor->sent);
  g_clear_handle_id (&motor->dead_id, g_source_remove);
  motor->deaf_until_us = g_get_monotonic_time () + DEAF_US;
  motor->way = motor->first_way;
}

static void
moved_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Motor) motor = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TcOnvifReply) reply = tc_onvif_call_finish (TC_ONVIF_CLIENT (source), result, &error);
  gboolean done = reply && tc_onvif_reply_read_done (reply, TC_ONVIF_SERVICE_PTZ,
                                                     "ContinuousMoveResponse", &error);
  gboolean cut = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  gboolean other_way = !done && is_about_way (error) && motor->way + 1 < G_N_ELEMENTS (ways);

  g_clear_object (&motor->move);
  g_clear_handle_id (&motor->again_id, g_source_remove);
  if (done || cut)
    motor->began = TRUE;
  if (done)
    motor->first_way = ways[motor->way].own_stop ? motor->way : 0;
  if (other_way) {
    motor->way = is_still (&motor->wanted) ? motor->first_way : motor->way + 1;
    motor->sent_us = 0;
  } else if (!done && !cut) {
    give_up_moving (motor, error);
  }
  motor->late = motor->late || cut;
  motor->moving = motor->began;
  push (motor);
  if (!done && !cut && !other_way)
    tell_failed (motor, error);
}

static void
append_speed (GString *body, const char *name, int speed)
{
  g_string_append_printf (body, " %s=\"%s%d.%03d\"", name, speed < 0 ? "-" : "", ABS (speed) / 1000,
                          ABS (speed) % 1000);
}

static void
append_space (GString *body, const Motor *motor, const char *space)
{
  if (ways[motor->way].space)
    g_string_append_printf (body, " space=\"%s\"", space);
  g_string_append (body, "/>");
}

/* Of what a camera can't do it isn't told either: a fixed lens refuses to be told not to zoom. */
static void
send_move (Motor *motor)
{
  GString *body = tc_onvif_body_new (TC_ONVIF_SERVICE_PTZ, "ContinuousMove");
  const Speed *wanted = &motor->wanted;

  tc_onvif_body_add (body, "ProfileToken", motor->profile);
  tc_onvif_body_open (body, "Velocity");
  if (wanted->pan || wanted->tilt || motor->sent.pan || motor->sent.tilt) {
    g_string_append (body, "<tt:PanTilt");
    append_speed (body, "x", wanted->pan);
    append_speed (body, "y", wanted->tilt);
    append_space (body, motor, PAN_TILT_SPACE);
  }
  if (wanted->zoom || motor->sent.zoom) {
    g_string_append (body, "<tt:Zoom");
    append_speed (body, "x", wanted->zoom);
    append_space (body, motor, ZOOM_SPACE);
  }
  tc_onvif_body_close (body, "Velocity");
  if (ways[motor->way].own_stop)
    tc_onvif_body_add (body, "Timeout", ways[motor->way].own_stop);
  motor->move = g_cancellable_new ();
  motor->moving = TRUE;
  motor->sent_us = g_get_monotonic_time ();
  motor->sent = motor->wanted;
  tc_onvif_call_async (motor->client, TC_ONVIF_SERVICE_PTZ, "ContinuousMove", body,
                       TC_ONVIF_CALL_BRISK, motor->move, moved_cb, g_rc_box_acquire (motor));
}

/* A stop is wanted while a movement is under way: soon it is cut short. */
static void
cut_move (Motor *motor)
{
  gint64 left_us = motor->sent_us + CUT_MS * 1000 - g_get_monotonic_time ();

  if (left_us > 0)
    push_again_in (motor, (guint) (left_us / 1000) + 1);
  else
    g_cancellable_cancel (motor->move);
}

/* Sends what is wanted, if that changes something and nothing is under way. */
static void
push (Motor *motor)
{
  gboolean still = is_still (&motor->wanted);

  if (motor->stopping || motor->again_id)
    return;
  if (motor->move && still)
    cut_move (motor);
  if (motor->move)
    return;
  if (still) {
    if (motor->moving)
      send_stop (motor);
    return;
  }
  if (memcmp (&motor->wanted, &motor->sent, sizeof motor->sent) != 0 ||
      g_get_monotonic_time () - motor->sent_us >= RENEW_US)
    send_move (motor);
}

/* ---- the object ---- */

static gboolean
dead_cb (gpointer data)
{
  Motor *motor = data;

  motor->dead_id = 0;
  memset (&motor->wanted, 0, sizeof motor->wanted);
  push (motor);
  return G_SOURCE_REMOVE;
}

void
tc_onvif_ptz_move (TcOnvifPtz *self, int pan, int tilt, int zoom)
{
  const int max = TC_ONVIF_PTZ_SPEED_MAX;
  Motor *motor = self->motor;
  const Speed wanted = {CLAMP (pan, -max, max), CLAMP (tilt, -max, max), CLAMP (zoom, -max, max)};

  if (is_still (&wanted))
    motor->deaf_until_us = 0;
  else if (g_get_monotonic_time () < motor->deaf_until_us)
    return;
  motor->wanted = wanted;
  g_clear_handle_id (&motor->dead_id, g_source_remove);
  if (!is_still (&wanted)) {
    g_clear_handle_id (&motor->again_id, g_source_remove);
    motor->n_stops = 0;
    motor->dead_id = g_timeout_add_full (G_PRIORITY_DEFAULT, TC_ONVIF_PTZ_DEAD_MS, dead_cb,
                                         g_rc_box_acquire (motor), motor_unref);
  }
  push (motor);
}

void
tc_onvif_ptz_stop (TcOnvifPtz *self)
{
  tc_onvif_ptz_move (self, 0, 0, 0);
}

gboolean
tc_onvif_ptz_is_moving (TcOnvifPtz *self)
{
  return self->motor->moving;
}

gboolean
tc_onvif_ptz_stops_by_itself (TcOnvifPtz *self)
{
  return ways[self->motor->way].own_stop != NULL;
}

static void
tc_onvif_ptz_dispose (GObject *object)
{
  TcOnvifPtz *self = TC_ONVIF_PTZ (object);

  if (self->motor->owner) {
    self->motor->owner = NULL;
    tc_onvif_ptz_stop (self);
  }
  G_OBJECT_CLASS (tc_onvif_ptz_parent_class)->dispose (object);
}

static void
tc_onvif_ptz_finalize (GObject *object)
{
  motor_unref (TC_ONVIF_PTZ (object)->motor);
  G_OBJECT_CLASS (tc_onvif_ptz_parent_class)->finalize (object);
}

static void
tc_onvif_ptz_class_init (TcOnvifPtzClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tc_onvif_ptz_dispose;
  G_OBJECT_CLASS (klass)->finalize = tc_onvif_ptz_finalize;
  failed_signal = g_signal_new ("failed", TC_TYPE_ONVIF_PTZ, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
tc_onvif_ptz_init (TcOnvifPtz *self)
{
  self->motor = g_rc_box_new0 (Motor);
  self->motor->owner = self;
}

TcOnvifPtz *
tc_onvif_ptz_new (TcOnvifClient *client, const char *profile)
{
  TcOnvifPtz *self = g_object_new (TC_TYPE_ONVIF_PTZ, NULL);

  self->motor->client = g_object_ref (client);
  self->motor->profile = g_strdup (profile);
  return self;
}
