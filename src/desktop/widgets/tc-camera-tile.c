/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A camera on a wall; see the header.
 */
#include "tc-camera-tile.h"

#include "tc-signal-shape.h"
#include "tc-stream-words.h"
#include "tc-tile-look.h"
#include "tc-words.h"

#include <glib/gi18n-lib.h>

/* Less room has none for the words behind the first. */
#define CAUSE_HEIGHT_MIN 110
#define CLOCK_WIDTH_MIN 170
/* A wall of eight by eight fits a small screen. */
#define WIDTH_MIN 64
#define HEIGHT_MIN 36
#define WIDTH_NATURAL 320
#define HEIGHT_NATURAL 180
/* A magnified picture is had in more pixels, but in no more than these. */
#define PIXELS_WIDTH_MAX 3840
#define PIXELS_HEIGHT_MAX 2160

struct _TcCameraTile {
  GtkWidget parent;
  GtkWidget *whole;         /* (unowned): template child, as all below */
  TcCameraPicture *picture; /* (unowned) */
  GtkLabel *number;
  GtkLabel *name;
  GtkLabel *alarm_label;
  GtkLabel *rung;
  GtkLabel *hand;
  GtkWidget *sound;
  GtkImage *sound_sign;
  GtkLabel *sound_words;
  GtkLabel *zoom;
  GtkLabel *clock;
  GtkWidget *head;
  GtkWidget *foot;
  GtkWidget *placard;
  TcSignalShape *shape;
  GtkLabel *state;
  GtkLabel *cause;
  GtkLabel *since;
  TcTile *tile;       /* (owned) (nullable) */
  TcTileLook *look;   /* (owned) (nullable): ours at it */
  TcTileFrame *frame; /* (owned) (nullable): what is shown */
  char *title;        /* (owned): number and name as they are spoken */
  char *alarm;        /* (owned) (nullable) */
  char *notice;       /* (owned) (nullable) */
  char *spoken;       /* (owned) (nullable) */
  gboolean selected;
  gboolean replay, frozen;
  gboolean full;
  int width, height; /* of the widget, as they were told */
};

G_DEFINE_FINAL_TYPE (TcCameraTile, tc_camera_tile, GTK_TYPE_WIDGET)

enum {
  PROP_SELECTED = 1,
  N_PROPS
};

enum {
  FRAME,
  RESIZED,
  N_SIGNALS
};

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

/* ---- words ---- */

static void
set_text (GtkLabel *label, const char *text)
{
  if (g_strcmp0 (gtk_label_get_label (label), text) != 0)
    gtk_label_set_label (label, text);
  gtk_widget_set_visible (GTK_WIDGET (label), *text != '\0');
}

static void
speak (TcCameraTile *self, const char *state, const char *sound)
{
  g_autoptr (GString) spoken = g_string_new (self->title);

  if (*state)
    g_string_append_printf (spoken, "%s%s", spoken->len ? ". " : "", state);
  if (*sound)
    g_string_append_printf (spoken, ". %s", sound);
  if (self->alarm)
    g_string_append_printf (spoken, ". %s", self->alarm);
  if (g_strcmp0 (spoken->str, self->spoken) == 0)
    return;
  g_free (self->spoken);
  self->spoken = g_string_free (g_steal_pointer (&spoken), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  self->spoken, -1);
}

/* The signal by which a state is told at a glance; what is as it should be has none. */
static TcSignal
judge (TcStreamState state)
{
  if (state == TC_STREAM_CONNECTING)
    return TC_SIGNAL_NOTICE;
  return state == TC_STREAM_LATE ? TC_SIGNAL_ATTENTION : TC_SIGNAL_URGENT;
}

/* (transfer full): since when, and when it is tried again; "": it hasn't been for long */
static char *
word_since (TcCameraTile *self, const TcStreamReport *report, gint64 now_us)
{
  gint64 retry_us = tc_tile_get_retry_us (self->tile);
  g_autofree char *when = tc_words_clock (report->since_us, now_us);
  g_autofree char *age = tc_words_age (report->since_us, now_us);

  if (!tc_stream_state_is_fault (report->state))
    return g_strdup ("");
  if (retry_us <= now_us)
    /* Translators: of a camera: since when it has no picture: clock time, then how long ago. */
    return g_strdup_printf (_ ("Since %s, %s"), when, age);
  /* Translators: of a camera: since when it has no picture (clock time, how long ago), and in how
   * many seconds it is tried again. */
  return g_strdup_printf (_ ("Since %s, %s. Tried again in %d s."), when, age,
                          (int) ((retry_us - now_us) / G_USEC_PER_SEC) + 1);
}

static void
place_placard (TcCameraTile *self, TcSignal sign, const char *state, const char *cause,
               const char *since)
{
  gboolean roomy = self->height >= CAUSE_HEIGHT_MIN;

  if (roomy)
    gtk_widget_remove_css_class (self->placard, "small");
  else
    gtk_widget_add_css_class (self->placard, "small");
  /* A sentence in the middle of little would stand on the camera's name. */
  gtk_widget_set_valign (self->placard, roomy || *state ? GTK_ALIGN_CENTER : GTK_ALIGN_END);
  tc_signal_shape_set_signal (self->shape, sign);
  set_text (self->state, state);
  gtk_widget_set_visible (GTK_WIDGET (self->shape), *state != '\0');
  set_text (self->cause, roomy || !*state ? cause : "");
  set_text (self->since, roomy ? since : "");
  gtk_widget_show (self->placard);
}

/* When what is recorded was taken, whatever room there is: its picture says so itself. */
static void
tell_recorded (TcCameraTile *self)
{
  gint64 at_us = self->frame ? self->frame->recorded_us : 0;
  g_autoptr (GDateTime) local = at_us ? tc_words_local (at_us) : NULL;
  /* Translators: when a recorded picture was taken; see strftime(3). */
  g_autofree char *clock = local ? g_date_time_format (local, _ ("%H:%M:%S, %d/%m/%Y")) : NULL;

  set_text (self->clock, clock ? clock : "");
}

/* Of what is live and whole the time now, which its pictures are of; else when the last picture
 * was: one that is some seconds old must not seem to be of now. */
static void
tell_clock (TcCameraTile *self, const TcStreamReport *report, gint64 now_us)
{
  if (self->replay) {
    tell_recorded (self);
    return;
  }
  gboolean live = report->state == TC_STREAM_LIVE || report->state == TC_STREAM_LATE;
  TcDecodeRung rung = tc_stream_report_get_rung (report, tc_tile_get_rung (self->tile));
  gint64 taken_us = report->sent_gap_us && self->frame ? self->frame->recorded_us : 0;
  gint64 at_us = live && rung == TC_RUNG_FULL ? now_us : taken_us ? taken_us : report->picture_us;
  g_autofree char *clock = at_us ? tc_words_clock_seconds (at_us) : g_strdup ("");

  set_text (self->clock, self->width < CLOCK_WIDTH_MIN || !self->frame ? "" : clock);
}

/* (transfer none): "": nobody listens */
static const char *
tell_sound (TcCameraTile *self)
{
  TcSoundState sound = self->tile ? tc_tile_get_report (self->tile).sound : TC_SOUND_OFF;
  const char *words = tc_stream_words_sound (sound, self->replay);

  gtk_image_set_from_icon_name (self->sound_sign, sound == TC_SOUND_HEARD
                                                      ? "audio-volume-high-symbolic"
                                                      : "audio-volume-muted-symbolic");
  set_text (self->sound_words, words);
  gtk_widget_set_visible (GTK_WIDGET (self->sound_words), *words && self->width >= CLOCK_WIDTH_MIN);
  gtk_widget_set_visible (self->sound, *words != '\0');
  return words;
}

static void
tell_foot (TcCameraTile *self)
{
  double magnified = tc_camera_picture_get_zoom (self->picture);
  g_autofree char *factor = tc_words_decimal (magnified);
  g_autofree char *zoom = magnified > 1 ? g_strdup_printf ("×%s", factor) : g_strdup ("");

  set_text (self->zoom, zoom);
  gtk_widget_set_visible (self->foot, gtk_widget_get_visible (GTK_WIDGET (self->hand)) ||
                                          gtk_widget_get_visible (self->sound) ||
                                          gtk_widget_get_visible (GTK_WIDGET (self->zoom)) ||
                                          gtk_widget_get_visible (GTK_WIDGET (self->clock)));
}

static void
tell_nothing (TcCameraTile *self)
{
  set_text (self->rung, "");
  set_text (self->clock, "");
  (void) tell_sound (self);
  if (self->notice)
    place_placard (self, TC_SIGNAL_NOTICE, "", self->notice, "");
  else
    gtk_widget_hide (self->placard);
  speak (self, self->notice ? self->notice : "", "");
}

/* Over the picture, beside its name. (transfer full) */
static char *
word_rung (TcCameraTile *self, const TcStreamReport *report)
{
  if (self->replay)
    return g_strdup (self->frozen ? _ ("REPLAY, paused") : _ ("REPLAY"));
  if (report->state == TC_STREAM_LATE && !report->sent_gap_us)
    return g_strdup (tc_stream_words_state (report->state));
  if (tc_tile_get_rung (self->tile) == TC_RUNG_FULL && tc_tile_wants_sub (self->tile) &&
      tc_tile_get_profile (self->tile) == TC_PROFILE_SUB && !report->sent_gap_us)
    /* Translators: beside the name of a camera whose main stream the computer can't play now. */
    return g_strdup (_ ("sub stream"));
  return tc_stream_words_sent (report, tc_tile_get_rung (self->tile));
}

static void
tell_stream (TcCameraTile *self)
{
  const TcStreamReport report = tc_tile_get_report (self->tile);
  gint64 now_us = g_get_real_time ();
  const char *state = tc_stream_words_state (report.state);
  const char *cause = tc_stream_words_cause (report.cause);
  gboolean fault = tc_stream_state_is_fault (report.state) && !self->frozen;
  g_autofree char *since = word_since (self, &report, now_us);
  g_autofree char *rung = word_rung (self, &report);
  g_autofree char *spoken = g_strjoin (*cause ? ". " : "", state, *cause ? cause : "", NULL);
  const char *sound = tell_sound (self);

  tc_camera_picture_set_stale (self->picture, fault);
  tell_clock (self, &report, now_us);
  set_text (self->rung, rung);
  if (self->notice)
    place_placard (self, judge (report.state), state, self->notice, since);
  else if (fault || (report.state == TC_STREAM_CONNECTING && !self->frame))
    place_placard (self, judge (report.state), state, cause, since);
  else
    gtk_widget_hide (self->placard);
  if (self->replay) {
    g_autofree char *replayed = g_strjoin (". ", gtk_label_get_label (self->rung),
                                           gtk_label_get_label (self->clock), NULL);

    speak (self, replayed, sound);
  } else {
    speak (self, spoken, sound);
  }
}

void
tc_camera_tile_tell (TcCameraTile *self)
{
  g_return_if_fail (TC_IS_CAMERA_TILE (self));
  if (self->tile)
    tell_stream (self);
  else
    tell_nothing (self);
  tell_foot (self);
}

/* ---- what it tells its tile ---- */

static void
tell_importance (TcCameraTile *self)
{
  TcTileImportance importance = TC_IMPORTANCE_NORMAL;

  if (!self->tile)
    return;
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    importance = TC_IMPORTANCE_HIDDEN;
  else if (self->alarm)
    importance = TC_IMPORTANCE_ALARM;
  else if (self->selected)
    importance = TC_IMPORTANCE_SELECTED;
  tc_tile_look_set_importance (self->look, importance);
}

void
tc_camera_tile_get_size (TcCameraTile *self, int *width, int *height)
{
  int scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));

  *width = self->width * scale;
  *height = self->height * scale;
}

static void
tell_size (TcCameraTile *self)
{
  double magnified = self->full ? PIXELS_WIDTH_MAX : tc_camera_picture_get_zoom (self->picture);
  int width, height;

  tc_camera_tile_get_size (self, &width, &height);
  if (!self->tile || width < 1 || height < 1)
    return;
  tc_tile_look_set_size (self->look, MIN ((int) (width * magnified), PIXELS_WIDTH_MAX),
                         MIN ((int) (height * magnified), PIXELS_HEIGHT_MAX));
}

gboolean
tc_camera_tile_is_replay (TcCameraTile *self)
{
  g_return_val_if_fail (TC_IS_CAMERA_TILE (self), FALSE);
  return self->replay;
}

void
tc_camera_tile_set_full (TcCameraTile *self, gboolean full)
{
  g_return_if_fail (TC_IS_CAMERA_TILE (self));
  self->full = full;
  tell_size (self);
}

/* ---- what its tile tells ---- */

static void
drop_frame (TcCameraTile *self)
{
  tc_camera_picture_show (self->picture, NULL, 0, 0, 0);
  g_clear_pointer (&self->frame, tc_tile_frame_free);
}

static void
frame_cb (TcTile *tile, TcCameraTile *self)
{
  g_signal_emit (self, signals[FRAME], 0);
}

static void
changed_cb (TcTile *tile, TcCameraTile *self)
{
  tc_camera_tile_tell (self);
}

static void
cleared_cb (TcTile *tile, TcCameraTile *self)
{
  drop_frame (self);
  tc_camera_tile_tell (self);
}

gboolean
tc_camera_tile_refresh (TcCameraTile *self)
{
  TcTileFrame *frame;
  gboolean first = !self->frame;

  g_return_val_if_fail (TC_IS_CAMERA_TILE (self), FALSE);
  frame = self->tile && !(self->frozen && self->frame) ? tc_tile_look_take_frame (self->look)
                                                       : NULL;
  if (!frame)
    return FALSE;
  tc_camera_picture_show (self->picture, frame->pixels, frame->width, frame->height, frame->stride);
  g_clear_pointer (&self->frame, tc_tile_frame_free);
  self->frame = frame;
  if (first)
    tc_camera_tile_tell (self);
  return TRUE;
}

const TcTileFrame *
tc_camera_tile_get_frame (TcCameraTile *self)
{
  g_return_val_if_fail (TC_IS_CAMERA_TILE (self), NULL);
  return self->frame;
}

TcCameraPicture *
tc_camera_tile_get_picture (TcCameraTile *self)
{
  g_return_val_if_fail (TC_IS_CAMERA_TILE (self), NULL);
  return self->picture;
}

/* ---- what its owner says ---- */

static void
let_go (TcCameraTile *self)
{
  if (!self->tile)
    return;
  g_signal_handlers_disconnect_by_data (self->tile, self);
  g_clear_object (&self->look);
  g_clear_object (&self->tile);
}

void
tc_camera_tile_set_tile (TcCameraTile *self, TcTile *tile)
{
  g_return_if_fail (TC_IS_CAMERA_TILE (self));
  if (self->tile == tile)
    return;
  let_go (self);
  drop_frame (self);
  tc_camera_picture_set_zoom (self->picture, 1);
  tc_camera_picture_set_stale (self->picture, FALSE);
  if (tile) {
    self->tile = g_object_ref (tile);
    self->look = tc_tile_look_new (tile);
    g_signal_connect (tile, "frame", G_CALLBACK (frame_cb), self);
    g_signal_connect (tile, "changed", G_CALLBACK (changed_cb), self);
    g_signal_connect (tile, "cleared", G_CALLBACK (cleared_cb), self);
    tell_size (self);
    tell_importance (self);
    /* One that came before isn't told of again. */
    g_signal_emit (self, signals[FRAME], 0);
  }
  tc_camera_tile_tell (self);
}

TcTile *
tc_camera_tile_get_tile (TcCameraTile *self)
{
  g_return_val_if_fail (TC_IS_CAMERA_TILE (self), NULL);
  return self->tile;
}

void
tc_camera_tile_set_title (TcCameraTile *self, guint number, const char *name)
{
  g_autofree char *digits = number ? g_strdup_printf ("%u", number) : g_strdup ("");

  g_return_if_fail (TC_IS_CAMERA_TILE (self));
  g_free (self->title);
  /* Translators: a camera as it is spoken: its number, its name. */
  self->title = number ? g_strdup_printf (_ ("Camera %u, %s"), number, name ? name : "")
                       : g_strdup (_ ("Empty place"));
  set_text (self->number, digits);
  set_text (self->name, name ? name : "");
  gtk_widget_set_visible (self->head, number != 0);
  tc_camera_tile_tell (self);
}

void
tc_camera_tile_set_alarm (TcCameraTile *self, const char *why)
{
  g_return_if_fail (TC_IS_CAMERA_TILE (self));
  if (g_strcmp0 (why, self->alarm) == 0)
    return;
  g_free (self->alarm);
  self->alarm = g_strdup (why);
  set_text (self->alarm_label, why ? why : "");
  if (why)
    gtk_widget_add_css_class (GTK_WIDGET (self), "alarm");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "alarm");
  tell_importance (self);
  tc_camera_tile_tell (self);
}

void
tc_camera_tile_set_hand (TcCameraTile *self, const char *text)
{
  g_return_if_fail (TC_IS_CAMERA_TILE (self));
  set_text (self->hand, text ? text : "");
}

void
tc_camera_tile_set_replay (TcCameraTile *self, gboolean replay)
{
  g_return_if_fail (TC_IS_CAMERA_TILE (self));
  if (replay == self->replay)
    return;
  self->replay = replay;
  if (replay)
    gtk_widget_add_css_class (GTK_WIDGET (self), "replay");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "replay");
  tc_camera_tile_tell (self);
}

void
tc_camera_tile_set_frozen (TcCameraTile *self, gboolean frozen)
{
  g_return_if_fail (TC_IS_CAMERA_TILE (self));
  if (frozen == self->frozen)
    return;
  self->frozen = frozen;
  tc_camera_tile_tell (self);
}

void
tc_camera_tile_set_notice (TcCameraTile *self, const char *text)
{
  g_return_if_fail (TC_IS_CAMERA_TILE (self));
  if (g_strcmp0 (text, self->notice) == 0)
    return;
  g_free (self->notice);
  self->notice = g_strdup (text);
  tc_camera_tile_tell (self);
}

/* ---- the widget ---- */

static void
set_selected (TcCameraTile *self, gboolean selected)
{
  if (self->selected == selected)
    return;
  self->selected = selected;
  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_SELECTED, selected, -1);
  if (selected)
    gtk_widget_set_state_flags (GTK_WIDGET (self), GTK_STATE_FLAG_SELECTED, FALSE);
  else
    gtk_widget_unset_state_flags (GTK_WIDGET (self), GTK_STATE_FLAG_SELECTED);
  tell_importance (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SELECTED]);
}

static void
zoomed_cb (TcCameraPicture *picture, GParamSpec *pspec, TcCameraTile *self)
{
  tell_size (self);
  tell_foot (self);
}

static void
tc_camera_tile_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (tc_camera_tile_parent_class)->map (widget);
  tell_importance (TC_CAMERA_TILE (widget));
  tc_camera_tile_tell (TC_CAMERA_TILE (widget));
}

static void
tc_camera_tile_unmap (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (tc_camera_tile_parent_class)->unmap (widget);
  tell_importance (TC_CAMERA_TILE (widget));
}

static gboolean
resized_cb (gpointer data)
{
  TcCameraTile *self = data;

  tell_size (self);
  tc_camera_tile_tell (self);
  g_signal_emit (self, signals[RESIZED], 0);
  return G_SOURCE_REMOVE;
}

/* What is said in it takes the room that there is. */
static void
tc_camera_tile_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                        int *natural, int *minimum_baseline, int *natural_baseline)
{
  gboolean across = orientation == GTK_ORIENTATION_HORIZONTAL;

  *minimum = across ? WIDTH_MIN : HEIGHT_MIN;
  *natural = across ? WIDTH_NATURAL : HEIGHT_NATURAL;
}

/* Which words there is room for isn't changed while they are laid out. */
static void
tc_camera_tile_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  TcCameraTile *self = TC_CAMERA_TILE (widget);

  gtk_widget_allocate (self->whole, width, height, baseline, NULL);
  if (width == self->width && height == self->height)
    return;
  self->width = width;
  self->height = height;
  g_idle_add_full (G_PRIORITY_DEFAULT, resized_cb, g_object_ref (self), g_object_unref);
}

static void
tc_camera_tile_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_boolean (value, TC_CAMERA_TILE (object)->selected);
}

static void
tc_camera_tile_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  set_selected (TC_CAMERA_TILE (object), g_value_get_boolean (value));
}

static void
tc_camera_tile_dispose (GObject *object)
{
  TcCameraTile *self = TC_CAMERA_TILE (object);

  let_go (self);
  g_clear_pointer (&self->whole, gtk_widget_unparent);
  G_OBJECT_CLASS (tc_camera_tile_parent_class)->dispose (object);
}

static void
tc_camera_tile_finalize (GObject *object)
{
  TcCameraTile *self = TC_CAMERA_TILE (object);

  g_clear_pointer (&self->frame, tc_tile_frame_free);
  g_free (self->title);
  g_free (self->alarm);
  g_free (self->notice);
  g_free (self->spoken);
  G_OBJECT_CLASS (tc_camera_tile_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *class)
{
  g_type_ensure (TC_TYPE_CAMERA_PICTURE);
  g_type_ensure (TC_TYPE_SIGNAL_SHAPE);
  gtk_widget_class_set_template_from_resource (class,
                                               "/io/github/toancanh/ToanCanh/ui/tc-camera-tile.ui");
  gtk_widget_class_bind_template_child (class, TcCameraTile, whole);
  gtk_widget_class_bind_template_child (class, TcCameraTile, picture);
  gtk_widget_class_bind_template_child (class, TcCameraTile, number);
  gtk_widget_class_bind_template_child (class, TcCameraTile, name);
  gtk_widget_class_bind_template_child (class, TcCameraTile, alarm_label);
  gtk_widget_class_bind_template_child (class, TcCameraTile, rung);
  gtk_widget_class_bind_template_child (class, TcCameraTile, hand);
  gtk_widget_class_bind_template_child (class, TcCameraTile, sound);
  gtk_widget_class_bind_template_child (class, TcCameraTile, sound_sign);
  gtk_widget_class_bind_template_child (class, TcCameraTile, sound_words);
  gtk_widget_class_bind_template_child (class, TcCameraTile, zoom);
  gtk_widget_class_bind_template_child (class, TcCameraTile, clock);
  gtk_widget_class_bind_template_child (class, TcCameraTile, head);
  gtk_widget_class_bind_template_child (class, TcCameraTile, foot);
  gtk_widget_class_bind_template_child (class, TcCameraTile, placard);
  gtk_widget_class_bind_template_child (class, TcCameraTile, shape);
  gtk_widget_class_bind_template_child (class, TcCameraTile, state);
  gtk_widget_class_bind_template_child (class, TcCameraTile, cause);
  gtk_widget_class_bind_template_child (class, TcCameraTile, since);
}

static void
tc_camera_tile_class_init (TcCameraTileClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  object_class->get_property = tc_camera_tile_get_property;
  object_class->set_property = tc_camera_tile_set_property;
  object_class->dispose = tc_camera_tile_dispose;
  object_class->finalize = tc_camera_tile_finalize;
  widget_class->map = tc_camera_tile_map;
  widget_class->unmap = tc_camera_tile_unmap;
  widget_class->measure = tc_camera_tile_measure;
  widget_class->size_allocate = tc_camera_tile_size_allocate;
  props[PROP_SELECTED] = g_param_spec_boolean ("selected", NULL, NULL, FALSE,
                                               G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY |
                                                   G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
  signals[FRAME] = g_signal_new ("frame", TC_TYPE_CAMERA_TILE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
  signals[RESIZED] = g_signal_new ("resized", TC_TYPE_CAMERA_TILE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_css_name (widget_class, "cameratile");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  bind_children (widget_class);
}

static void
tc_camera_tile_init (TcCameraTile *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (self->picture, "notify::zoom", G_CALLBACK (zoomed_cb), self);
  tc_camera_tile_set_title (self, 0, NULL);
}

GtkWidget *
tc_camera_tile_new (void)
{
  return g_object_new (TC_TYPE_CAMERA_TILE, NULL);
}
