/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A timeline, drawn; see the header. All in the ink of its words: what is there is thick, what
 * isn't is a thin line, so that it is told apart without a colour; what the camera's recorder holds
 * is outlined.
 */
#include "tc-replay-line.h"

#include "tc-replay-events.h"
#include "tc-words.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define HEIGHT_PX 32
#define WIDTH_PX 240
/* Parts of the height, from above: events, what there is, what is held. */
#define EVENT_TOP 0.0f
#define EVENT_SIDE 0.3f
#define BAND_TOP 0.36f
#define BAND_HEIGHT 0.4f
#define THIN_HEIGHT 0.06f
#define HOLD_TOP 0.86f
#define HOLD_HEIGHT 0.14f
#define HEAD_PX 3.0f
#define BAND_ALPHA 0.3f
/* Of what moves: at least that part of the band, so that little is seen, too. */
#define MOTION_PART_MIN 0.25f
#define MOTION_ALPHA 0.9f
/* Where it isn't known: dots. */
#define DOT_PX 3.0f
#define DOTS_APART_PX 9.0f
#define THIN_ALPHA 0.35f
#define OUTLINE_ALPHA 0.8f
#define OUTLINE_PX 1.5f
#define HOLD_ALPHA 0.8f
#define MARK_ALPHA 0.2f
#define MARK_PX 2.0f

struct _TcReplayLine {
  GtkWidget parent;
  TcCameraReplay *replay; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (TcReplayLine, tc_replay_line, GTK_TYPE_WIDGET)

enum {
  SEEK,
  PAUSE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* ---- places ---- */

static float
place (TcReplayLine *self, gint64 at_us, float width)
{
  gint64 from_us, until_us;

  tc_camera_replay_get_window (self->replay, &from_us, &until_us);
  return (float) CLAMP ((double) (at_us - from_us) / (double) MAX (until_us - from_us, 1), 0, 1) *
         width;
}

static void
fill (GtkSnapshot *snapshot, GdkRGBA ink, float alpha, float left, float top, float right,
      float height)
{
  ink.alpha *= alpha;
  gtk_snapshot_append_color (snapshot, &ink,
                             &GRAPHENE_RECT_INIT (left, top, MAX (right - left, 1), height));
}

static void
fill_spans (TcReplayLine *self, GtkSnapshot *snapshot, const GArray *spans, GdkRGBA ink,
            float alpha, float top, float height)
{
  float width = (float) gtk_widget_get_width (GTK_WIDGET (self));

  for (guint i = 0; i < spans->len; i++) {
    const TcCameraReplaySpan *span = &g_array_index (spans, TcCameraReplaySpan, i);

    fill (snapshot, ink, alpha, place (self, span->from_us, width), top,
          place (self, span->until_us, width), height);
  }
}

/* A hollow band. */
static void
outline_recorder (TcReplayLine *self, GtkSnapshot *snapshot, GdkRGBA ink)
{
  const GArray *spans = tc_replay_recorder_get_spans (tc_camera_replay_get_recorder (self->replay));
  float width = (float) gtk_widget_get_width (GTK_WIDGET (self));
  float height = (float) gtk_widget_get_height (GTK_WIDGET (self));
  float top = BAND_TOP * height, tall = BAND_HEIGHT * height;

  for (guint i = 0; i < spans->len; i++) {
    const TcCameraReplaySpan *span = &g_array_index (spans, TcCameraReplaySpan, i);
    float left = place (self, span->from_us, width);
    float right = MAX (place (self, span->until_us, width), left + 2 * OUTLINE_PX);

    fill (snapshot, ink, OUTLINE_ALPHA, left, top, right, OUTLINE_PX);
    fill (snapshot, ink, OUTLINE_ALPHA, left, top + tall - OUTLINE_PX, right, OUTLINE_PX);
    fill (snapshot, ink, OUTLINE_ALPHA, left, top, left + OUTLINE_PX, tall);
    fill (snapshot, ink, OUTLINE_ALPHA, right - OUTLINE_PX, top, right, tall);
  }
}

/* In the band, the higher the more moved: told by height, and darker than what is there. */
static void
fill_motion (TcReplayLine *self, GtkSnapshot *snapshot, GdkRGBA ink)
{
  const GArray *motion = tc_camera_replay_get_motion (self->replay);
  float width = (float) gtk_widget_get_width (GTK_WIDGET (self));
  float height = (float) gtk_widget_get_height (GTK_WIDGET (self));

  for (guint i = 0; i < motion->len; i++) {
    const TcCameraReplayMotion *one = &g_array_index (motion, TcCameraReplayMotion, i);
    float tall = MAX ((float) one->share_pm / 1000, MOTION_PART_MIN) * BAND_HEIGHT * height;

    if (one->share_pm >= TC_CAMERA_REPLAY_MOVES_PM)
      fill (snapshot, ink, MOTION_ALPHA, place (self, one->from_us, width),
            (BAND_TOP + BAND_HEIGHT) * height - tall, place (self, one->until_us, width), tall);
  }
}

/* A row of dots in the middle of the band: not the even band of what stands still. Their places
 * are of the whole line, so that they don't jump where a span grows. */
static void
fill_untold (TcReplayLine *self, GtkSnapshot *snapshot, GdkRGBA ink)
{
  const GArray *untold = tc_camera_replay_get_untold (self->replay);
  float width = (float) gtk_widget_get_width (GTK_WIDGET (self));
  float height = (float) gtk_widget_get_height (GTK_WIDGET (self));
  float top = (BAND_TOP + BAND_HEIGHT / 2) * height - DOT_PX / 2;

  for (guint i = 0; i < untold->len; i++) {
    const TcCameraReplaySpan *span = &g_array_index (untold, TcCameraReplaySpan, i);
    float end = place (self, span->until_us, width);
    float at = ceilf (place (self, span->from_us, width) / DOTS_APART_PX) * DOTS_APART_PX;

    for (; at + DOT_PX <= end; at += DOTS_APART_PX)
      fill (snapshot, ink, MOTION_ALPHA, at, top, at + DOT_PX, DOT_PX);
  }
}

static void
fill_holds (TcReplayLine *self, GtkSnapshot *snapshot, GdkRGBA ink)
{
  const GArray *holds = tc_camera_replay_get_holds (self->replay);
  float width = (float) gtk_widget_get_width (GTK_WIDGET (self));
  float height = (float) gtk_widget_get_height (GTK_WIDGET (self));

  for (guint i = 0; i < holds->len; i++) {
    const TcCameraReplayHold *hold = &g_array_index (holds, TcCameraReplayHold, i);

    fill (snapshot, ink, HOLD_ALPHA, place (self, hold->from_us, width), HOLD_TOP * height,
          place (self, hold->until_us, width), HOLD_HEIGHT * height);
  }
}

/* A thin line at each end, and what is between them darker. */
static void
fill_marks (TcReplayLine *self, GtkSnapshot *snapshot, GdkRGBA ink)
{
  float width = (float) gtk_widget_get_width (GTK_WIDGET (self));
  float height = (float) gtk_widget_get_height (GTK_WIDGET (self));
  gint64 marks[2];

  tc_camera_replay_get_marks (self->replay, &marks[0], &marks[1]);
  if (marks[0] && marks[1])
    fill (snapshot, ink, MARK_ALPHA, place (self, marks[0], width), 0,
          place (self, marks[1], width), height);
  for (gsize i = 0; i < G_N_ELEMENTS (marks); i++) {
    float at = place (self, marks[i], width);

    if (marks[i])
      fill (snapshot, ink, 1, at - MARK_PX / 2, 0, at + MARK_PX / 2, height);
  }
}

static void
tc_replay_line_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  TcReplayLine *self = TC_REPLAY_LINE (widget);
  float width = (float) gtk_widget_get_width (widget);
  float height = (float) gtk_widget_get_height (widget);
  const GArray *events;
  float head;
  GdkRGBA ink;

  if (!self->replay || !tc_camera_replay_is_on (self->replay))
    return;
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &ink);
  fill (snapshot, ink, THIN_ALPHA, 0, (BAND_TOP + (BAND_HEIGHT - THIN_HEIGHT) / 2) * height, width,
        THIN_HEIGHT * height);
  fill_spans (self, snapshot, tc_camera_replay_get_spans (self->replay), ink, BAND_ALPHA,
              BAND_TOP * height, BAND_HEIGHT * height);
  outline_recorder (self, snapshot, ink);
  fill_motion (self, snapshot, ink);
  fill_untold (self, snapshot, ink);
  fill_holds (self, snapshot, ink);
  events = tc_camera_replay_get_events (self->replay);
  for (guint i = 0; i < events->len; i++) {
    float at = place (self, g_array_index (events, TcReplayEvent, i).at_us, width);
    float half = EVENT_SIDE * height / 2;

    fill (snapshot, ink, 1, at - half, EVENT_TOP * height, at + half, EVENT_SIDE * height);
  }
  fill_marks (self, snapshot, ink);
  head = place (self, tc_camera_replay_get_position (self->replay), width);
  fill (snapshot, ink, 1, head - HEAD_PX / 2, 0, head + HEAD_PX / 2, height);
}

static void
tc_replay_line_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                        int *natural, int *minimum_baseline, int *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_VERTICAL ? HEIGHT_PX : WIDTH_PX;
}

/* ---- hands ---- */

static void
seek (TcReplayLine *self, gint64 at_us)
{
  g_signal_emit (self, signals[SEEK], 0, at_us);
}

static void
pressed_cb (TcReplayLine *self, int n, double x, double y)
{
  gint64 from_us, until_us;
  double width = gtk_widget_get_width (GTK_WIDGET (self));

  gtk_widget_grab_focus (GTK_WIDGET (self));
  if (!self->replay || width < 1)
    return;
  tc_camera_replay_get_window (self->replay, &from_us, &until_us);
  seek (self, from_us + (gint64) (CLAMP (x / width, 0, 1) * (double) (until_us - from_us)));
}

static gboolean
key_cb (TcReplayLine *self, guint keyval, guint keycode, GdkModifierType state)
{
  gint64 step_us = state & GDK_SHIFT_MASK ? TC_REPLAY_LEAP_US : TC_REPLAY_STEP_US;
  gint64 at_us = self->replay ? tc_camera_replay_get_position (self->replay) : 0;

  if (!at_us || (state & gtk_accelerator_get_default_mod_mask () & ~GDK_SHIFT_MASK))
    return GDK_EVENT_PROPAGATE;
  if (keyval == GDK_KEY_Left || keyval == GDK_KEY_KP_Left)
    seek (self, at_us - step_us);
  else if (keyval == GDK_KEY_Right || keyval == GDK_KEY_KP_Right)
    seek (self, at_us + step_us);
  else if (keyval == GDK_KEY_Home || keyval == GDK_KEY_KP_Home)
    seek (self, G_MAXINT64);
  else if (keyval == GDK_KEY_space)
    g_signal_emit (self, signals[PAUSE], 0);
  else
    return GDK_EVENT_PROPAGATE;
  return GDK_EVENT_STOP;
}

/* For what is held where the pointer is, and until when. (transfer full) (nullable) */
static char *
word_hold (TcReplayLine *self, float x, float width)
{
  const GArray *holds = tc_camera_replay_get_holds (self->replay);

  for (guint i = 0; i < holds->len; i++) {
    const TcCameraReplayHold *hold = &g_array_index (holds, TcCameraReplayHold, i);
    g_autofree char *until = tc_words_date_time (hold->keep_until_us);

    if (x < place (self, hold->from_us, width) - 1 || x > place (self, hold->until_us, width) + 1)
      continue;
    /* Translators: an incident's code (or nothing), why part of a recording is kept, a date. */
    return g_strdup_printf (_ ("Kept: %1$s %2$s, until %3$s"), hold->incident, hold->reason, until);
  }
  return NULL;
}

/* Of what isn't here: (nullable) */
static const char *
word_recorder (TcReplayLine *self, gint64 at_us)
{
  const TcReplayRecorder *recorder = tc_camera_replay_get_recorder (self->replay);

  if (tc_replay_spans_cover (tc_camera_replay_get_spans (self->replay), at_us))
    return NULL;
  if (tc_replay_spans_cover (tc_replay_recorder_get_spans (recorder), at_us))
    return _ ("The camera's recorder holds this");
  if (tc_replay_recorder_get_state (recorder) == TC_RECORDER_TRIED)
    return _ ("Whether the camera's recorder holds this isn't known");
  return tc_replay_recorder_get_trouble (recorder);
}

/* Of where the pointer is. (transfer full) (nullable) */
static char *
word_motion (TcReplayLine *self, float x, float width)
{
  gint64 from_us, until_us, at_us;
  const TcCameraReplayMotion *motion;

  tc_camera_replay_get_window (self->replay, &from_us, &until_us);
  at_us = from_us + (gint64) ((double) (x / MAX (width, 1)) * (double) (until_us - from_us));
  if (word_recorder (self, at_us))
    return g_strdup (word_recorder (self, at_us));
  motion = tc_camera_replay_find_motion (self->replay, at_us);
  if (!motion)
    return tc_camera_replay_is_untold (self->replay, at_us)
               ? g_strdup (_ ("Whether something moves isn't known here"))
               : NULL;
  if (motion->share_pm < TC_CAMERA_REPLAY_MOVES_PM)
    return g_strdup (_ ("Nothing moves"));
  /* Translators: of some seconds of a recording: for how much of them something moved. */
  return g_strdup_printf (_ ("Movement, %d %% of the time"), motion->share_pm / 10);
}

/* What happened near where the pointer is, or what is held there. */
static gboolean
tooltip_cb (TcReplayLine *self, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  const GArray *events = self->replay ? tc_camera_replay_get_events (self->replay) : NULL;
  float width = (float) gtk_widget_get_width (GTK_WIDGET (self));
  float half = EVENT_SIDE * (float) gtk_widget_get_height (GTK_WIDGET (self));
  g_autofree char *held = NULL;

  for (guint i = 0; events && !keyboard && i < events->len; i++) {
    const TcReplayEvent *event = &g_array_index (events, TcReplayEvent, i);
    g_autofree char *when = tc_words_clock_seconds (event->at_us);
    g_autofree char *text = NULL;

    if (ABS (place (self, event->at_us, width) - (float) x) > half)
      continue;
    text = g_strdup_printf ("%s · %s · %s", when, event->code, event->title);
    gtk_tooltip_set_text (tooltip, text);
    return TRUE;
  }
  held = events && !keyboard ? word_hold (self, (float) x, width) : NULL;
  if (!held && events && !keyboard)
    held = word_motion (self, (float) x, width);
  gtk_tooltip_set_text (tooltip, held);
  return held != NULL;
}

/* ---- the widget ---- */

static void
tc_replay_line_dispose (GObject *object)
{
  tc_replay_line_set_replay (TC_REPLAY_LINE (object), NULL);
  G_OBJECT_CLASS (tc_replay_line_parent_class)->dispose (object);
}

static void
tc_replay_line_class_init (TcReplayLineClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = tc_replay_line_dispose;
  widget_class->snapshot = tc_replay_line_snapshot;
  widget_class->measure = tc_replay_line_measure;
  signals[SEEK] = g_signal_new ("seek", TC_TYPE_REPLAY_LINE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, G_TYPE_INT64);
  signals[PAUSE] = g_signal_new ("pause", TC_TYPE_REPLAY_LINE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_css_name (widget_class, "replayline");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_SLIDER);
}

static void
tc_replay_line_init (TcReplayLine *self)
{
  GtkGesture *click = gtk_gesture_click_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  g_signal_connect (self, "query-tooltip", G_CALLBACK (tooltip_cb), NULL);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

static void
changed_cb (TcReplayLine *self)
{
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
tc_replay_line_set_replay (TcReplayLine *self, TcCameraReplay *replay)
{
  g_return_if_fail (TC_IS_REPLAY_LINE (self));
  if (self->replay)
    g_signal_handlers_disconnect_by_data (self->replay, self);
  g_set_object (&self->replay, replay);
  if (replay)
    g_signal_connect_swapped (replay, "changed", G_CALLBACK (changed_cb), self);
}
