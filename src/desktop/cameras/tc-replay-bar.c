/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The bar of a replay; see the header.
 */
#include "tc-replay-bar.h"

#include "tc-focus.h"
#include "tc-inner-name.h"
#include "tc-replay-line.h"
#include "tc-tip.h"
#include "tc-words.h"
#include "tc-wrap-layout.h"

#include <glib/gi18n-lib.h>

struct _TcReplayBar {
  GtkWidget parent;
  GtkWidget *whole; /* (unowned): template child, as all below */
  GtkLabel *title;
  GtkLabel *position;
  GtkMenuButton *rate;
  TcReplayLine *line;
  GtkLabel *begin;
  GtkLabel *told;
  GtkLabel *end;
  TcCameraReplay *replay; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (TcReplayBar, tc_replay_bar, GTK_TYPE_WIDGET)

static const gint64 rates[] = {500, 1000, 2000, 4000, 8000};

/* (transfer full) */
static char *
word_rate (gint64 rate_milli)
{
  return rate_milli % 1000 ? g_strdup ("½ ×")
                           : g_strdup_printf ("%" G_GINT64_FORMAT " ×", rate_milli / 1000);
}

static void
set_text (GtkLabel *label, const char *text)
{
  if (g_strcmp0 (gtk_label_get_label (label), text) != 0)
    gtk_label_set_label (label, text);
}

/* (nullable): what is to be said of the camera's recorder. */
static const char *
tell_recorder (TcReplayBar *self)
{
  const TcReplayRecorder *recorder = tc_camera_replay_get_recorder (self->replay);
  TcRecorderState state = tc_replay_recorder_get_state (recorder);

  if (state == TC_RECORDER_ASKED)
    return _ ("Asking the camera's recorder what it holds…");
  if (tc_camera_replay_is_of_recorder (self->replay) && state == TC_RECORDER_TRIED)
    return _ ("The recorder can't say what it holds: playing from it is tried");
  if (tc_camera_replay_is_of_recorder (self->replay))
    /* Translators: legend of a timeline, under it. */
    return _ ("Played from the recorder. Outlined: what it holds; filled: recorded here");
  if (tc_camera_replay_get_spans (self->replay)->len > 0)
    return NULL;
  if (state == TC_RECORDER_FAILED)
    return tc_replay_recorder_get_trouble (recorder);
  return tc_replay_recorder_get_spans (recorder)->len > 0
             /* Translators: legend of a timeline, under it. */
             ? _ ("Outlined: what the camera's recorder holds; nothing was recorded here")
             : NULL;
}

static const char *
tell_known (TcReplayBar *self)
{
  const char *trouble = tc_camera_replay_get_trouble (self->replay);

  if (trouble)
    return trouble;
  if (!tc_camera_replay_is_known (self->replay))
    return _ ("Asking what was recorded…");
  if (tell_recorder (self))
    return tell_recorder (self);
  if (tc_camera_replay_get_spans (self->replay)->len == 0)
    return _ ("Nothing was recorded in this hour.");
  if (tc_camera_replay_get_motion (self->replay)->len == 0)
    return _ ("Dots: whether something moves isn't known.");
  return tc_camera_replay_get_untold (self->replay)->len > 0
             /* Translators: legend of a timeline, under it; keys in brackets. */
             ? _ ("Taller bars: more movement (, and . go from one to the next). Dots: not known")
             : _ ("Taller bars: more movement (, and . go from one to the next)");
}

/* Likewise, and what the outlines are where both stand on the line and ours is played. */
static char *
tell_all (TcReplayBar *self)
{
  const TcReplayRecorder *recorder = tc_camera_replay_get_recorder (self->replay);
  const char *known = tell_known (self);

  if (tell_recorder (self) || tc_camera_replay_get_trouble (self->replay) ||
      !tc_camera_replay_is_known (self->replay) ||
      tc_replay_recorder_get_spans (recorder)->len == 0)
    return g_strdup (known);
  /* Translators: legend of a timeline, under it; %s is the rest of the legend. */
  return g_strdup_printf (_ ("Outlined: what the camera's recorder holds · %s"), known);
}

/* Of where it stands, for who hears it; "": not known */
static const char *
word_motion (TcReplayBar *self, gint64 at_us)
{
  const TcCameraReplayMotion *motion = tc_camera_replay_find_motion (self->replay, at_us);

  if (!motion)
    return tc_camera_replay_is_untold (self->replay, at_us)
               ? _ ("whether something moves isn't known")
               : "";
  return motion->share_pm >= TC_CAMERA_REPLAY_MOVES_PM ? _ ("something moves")
                                                       : _ ("nothing moves");
}

static void
tell (TcReplayBar *self)
{
  gint64 at_us = tc_camera_replay_get_position (self->replay), from_us, until_us;
  g_autoptr (GDateTime) local = tc_words_local (at_us);
  g_autofree char *when = local ? g_date_time_format (local, _ ("%H:%M:%S, %d/%m/%Y")) : NULL;
  g_autofree char *rate = word_rate (tc_camera_replay_get_rate (self->replay));
  g_autofree char *begin = NULL, *end = NULL, *stands = NULL, *spoken = NULL;
  g_autofree char *told = tell_all (self);
  const char *moves = word_motion (self, at_us);

  tc_camera_replay_get_window (self->replay, &from_us, &until_us);
  begin = tc_words_clock_seconds (from_us);
  end = tc_words_clock_seconds (until_us);
  set_text (self->position, when ? when : "");
  set_text (self->begin, begin);
  set_text (self->end, end);
  set_text (self->told, told);
  tc_tip_set (GTK_WIDGET (self->told), gtk_label_get_label (self->told));
  if (g_strcmp0 (gtk_menu_button_get_label (self->rate), rate) != 0)
    gtk_menu_button_set_label (self->rate, rate);
  if (tc_camera_replay_is_of_recorder (self->replay))
    /* Translators: as the next, of what the camera's recorder holds. */
    stands = g_strdup_printf (_ ("From the recorder, at %s"), when ? when : "");
  else
    /* Translators: the timeline of a recording, as it is spoken: the time that it stands at. */
    stands = g_strdup_printf (_ ("Recording, at %s"), when ? when : "");
  spoken = g_strjoin (*moves ? ". " : "", stands, moves, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->line), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  spoken, -1);
}

static void
changed_cb (TcReplayBar *self)
{
  gboolean on = tc_camera_replay_is_on (self->replay);

  gtk_widget_set_visible (GTK_WIDGET (self), on);
  if (on)
    tell (self);
}

static void
seek_cb (TcReplayBar *self, gint64 at_us)
{
  if (at_us == G_MAXINT64)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.replay-live", NULL);
  else
    gtk_widget_activate_action (GTK_WIDGET (self), "win.replay-seek", "x", at_us);
}

static void
pause_cb (TcReplayBar *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.replay-pause", NULL);
}

static GMenuModel *
make_rates (void)
{
  GMenu *menu = g_menu_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (rates); i++) {
    g_autofree char *label = word_rate (rates[i]);
    g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

    g_menu_item_set_action_and_target (item, "win.replay-rate", "x", rates[i]);
    g_menu_append_item (menu, item);
  }
  return G_MENU_MODEL (menu);
}

static gboolean
tc_replay_bar_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (TC_REPLAY_BAR (widget)->line));
}

static void
tc_replay_bar_dispose (GObject *object)
{
  TcReplayBar *self = TC_REPLAY_BAR (object);

  tc_replay_bar_set_replay (self, NULL);
  g_clear_pointer (&self->whole, gtk_widget_unparent);
  G_OBJECT_CLASS (tc_replay_bar_parent_class)->dispose (object);
}

static void
tc_replay_bar_class_init (TcReplayBarClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = tc_replay_bar_dispose;
  widget_class->grab_focus = tc_replay_bar_grab_focus;
  widget_class->focus = tc_focus_children;
  g_type_ensure (TC_TYPE_REPLAY_LINE);
  g_type_ensure (TC_TYPE_WRAP_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/toancanh/ToanCanh/ui/tc-replay-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, TcReplayBar, whole);
  gtk_widget_class_bind_template_child (widget_class, TcReplayBar, title);
  gtk_widget_class_bind_template_child (widget_class, TcReplayBar, position);
  gtk_widget_class_bind_template_child (widget_class, TcReplayBar, rate);
  gtk_widget_class_bind_template_child (widget_class, TcReplayBar, line);
  gtk_widget_class_bind_template_child (widget_class, TcReplayBar, begin);
  gtk_widget_class_bind_template_child (widget_class, TcReplayBar, told);
  gtk_widget_class_bind_template_child (widget_class, TcReplayBar, end);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
tc_replay_bar_init (TcReplayBar *self)
{
  g_autoptr (GMenuModel) menu = make_rates ();

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_menu_button_set_menu_model (self->rate, menu);
  tc_inner_name_set (GTK_WIDGET (self->rate), _ ("How fast the recording goes"));
  g_signal_connect_swapped (self->line, "seek", G_CALLBACK (seek_cb), self);
  g_signal_connect_swapped (self->line, "pause", G_CALLBACK (pause_cb), self);
}

void
tc_replay_bar_set_replay (TcReplayBar *self, TcCameraReplay *replay)
{
  g_return_if_fail (TC_IS_REPLAY_BAR (self));
  if (self->replay)
    g_signal_handlers_disconnect_by_data (self->replay, self);
  g_set_object (&self->replay, replay);
  if (self->whole)
    tc_replay_line_set_replay (self->line, replay);
  if (replay)
    g_signal_connect_swapped (replay, "changed", G_CALLBACK (changed_cb), self);
}

void
tc_replay_bar_set_title (TcReplayBar *self, const char *title)
{
  g_return_if_fail (TC_IS_REPLAY_BAR (self));
  set_text (self->title, title);
}
