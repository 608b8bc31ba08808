/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The lock of the windows; see the header.
 *
 * DESIGN: actions are the only door on screen, so while it is locked the group “win” is an empty
 * one; nothing that panels do to their own actions meanwhile matters, and nothing of it is lost.
 */
#include "tc-window-lock.h"

#include "tc-desk-lock.h"
#include "tc-hold-box.h"
#include "tc-settings.h"
#include "tc-steady-clock.h"
#include "tc-camera-wall-window.h"
#include "tc-wall-window.h"
#include "tc-window.h"

/* So long before it locks by itself that is said, unless somebody was there just now. */
#define WARN_US (20 * G_USEC_PER_SEC)
#define RESTS_US (2 * G_USEC_PER_SEC)

struct _TcWindowLock {
  GObject parent;
  TcWindowLockParts parts;
  TcDesk *desk;        /* (owned) (nullable) */
  TcDeskLock *lock;    /* (unowned) (nullable): the desk's */
  GSettings *settings; /* (owned) (nullable): where the schema isn't installed */
  GPtrArray *away;     /* (owned) (element-type GtkWindow): put away */
  GtkWidget *focus;    /* (weak) (nullable): where one was */
  gint64 input_us;     /* the last key, button or movement; on the clock of now_us() */
  double x, y;         /* of the pointer then */
  gboolean shown;      /* as locked */
};

G_DEFINE_FINAL_TYPE (TcWindowLock, tc_window_lock, G_TYPE_OBJECT)

/* ---- input ---- */

static void
touched (TcWindowLock *self)
{
  self->input_us = tc_steady_clock_us ();
  gtk_widget_set_visible (self->parts.warning, FALSE);
}

static gboolean
event_cb (GtkEventControllerLegacy *controller, GdkEvent *event, TcWindowLock *self)
{
  double x = 0, y = 0;

  switch (gdk_event_get_event_type (event)) {
  case GDK_KEY_PRESS:
  case GDK_BUTTON_PRESS:
  case GDK_SCROLL:
  case GDK_TOUCH_BEGIN:
  case GDK_TOUCH_UPDATE:
    touched (self);
    break;
  case GDK_MOTION_NOTIFY:
    /* It also comes where something moved under a pointer that rests. */
    if (gdk_event_get_position (event, &x, &y) && (x != self->x || y != self->y))
      touched (self);
    self->x = x;
    self->y = y;
    break;
  default:
    break;
  }
  return GDK_EVENT_PROPAGATE;
}

/* ---- windows ---- */

/* The main one stays, and so does another that takes its place. */
static void
put_away (TcWindowLock *self, GtkWidget *window)
{
  if (TC_IS_WINDOW (window) || TC_IS_WALL_WINDOW (window) || TC_IS_CAMERA_WALL_WINDOW (window) ||
      !gtk_widget_get_visible (window))
    return;
  gtk_widget_set_visible (window, FALSE);
  if (!g_ptr_array_find (self->away, window, NULL))
    g_ptr_array_add (self->away, g_object_ref (window));
}

/* What opens by itself while it is locked, or is presented from outside, is put away as well. */
static void
visible_cb (GtkWidget *window, GParamSpec *pspec, TcWindowLock *self)
{
  if (!self->shown)
    return;
  tc_hold_box_set_unseen (window, TRUE);
  put_away (self, window);
}

static void
show_holds (void)
{
  GListModel *toplevels = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++) {
    g_autoptr (GtkWidget) window = g_list_model_get_item (toplevels, i);
    tc_hold_box_set_unseen (window, FALSE);
  }
}

/* One that is destroyed is no toplevel any more, but stays alive as long as we hold it. */
static void
drop_destroyed (TcWindowLock *self, GListModel *toplevels)
{
  g_autoptr (GPtrArray) left = g_ptr_array_new ();

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++) {
    g_autoptr (GtkWidget) window = g_list_model_get_item (toplevels, i);
    g_ptr_array_add (left, window);
  }
  for (guint i = self->away->len; i > 0; i--)
    if (!g_ptr_array_find (left, g_ptr_array_index (self->away, i - 1), NULL))
      g_ptr_array_remove_index (self->away, i - 1);
}

static void
toplevels_cb (GListModel *toplevels, guint at, guint removed, guint added, TcWindowLock *self)
{
  if (removed > 0)
    drop_destroyed (self, toplevels);
  for (guint i = at; i < at + added; i++) {
    g_autoptr (GtkWidget) window = g_list_model_get_item (toplevels, i);
    GtkEventController *controller = gtk_event_controller_legacy_new ();

    gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
    g_signal_connect_object (controller, "event", G_CALLBACK (event_cb), self, 0);
    gtk_widget_add_controller (window, controller);
    g_signal_connect_object (window, "notify::visible", G_CALLBACK (visible_cb), self, 0);
  }
}

/* What counts down goes at once: nobody could see it, or keep it back. It is told afterwards. */
static void
put_all_away (TcWindowLock *self)
{
  GListModel *toplevels = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++) {
    g_autoptr (GtkWidget) window = g_list_model_get_item (toplevels, i);
    tc_hold_box_set_unseen (window, TRUE);
    put_away (self, window);
  }
}

/* Those that were put away first are beneath; the main window has the keyboard, but for a dialog
 * that wants an answer. */
static void
bring_back (TcWindowLock *self)
{
  gboolean modal = FALSE;

  while (self->away->len > 0) {
    g_autoptr (GtkWindow) window = g_ptr_array_steal_index (self->away, 0);

    modal |= gtk_window_get_modal (window);
    if (self->desk)
      gtk_window_present (window);
    else
      gtk_window_close (window);
  }
  if (self->desk && !modal)
    gtk_window_present (GTK_WINDOW (self->parts.window));
}

static void
show_locked (TcWindowLock *self)
{
  g_autoptr (GSimpleActionGroup) none = g_simple_action_group_new ();

  g_set_weak_pointer (&self->focus, gtk_window_get_focus (GTK_WINDOW (self->parts.window)));
  put_all_away (self);
  gtk_widget_set_visible (self->parts.warning, FALSE);
  gtk_widget_insert_action_group (GTK_WIDGET (self->parts.window), "win", G_ACTION_GROUP (none));
  tc_emergency_strip_set_veiled (self->parts.strip, TRUE);
  gtk_widget_set_visible (self->parts.command, FALSE);
  gtk_widget_set_visible (self->parts.work, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->parts.page), TRUE);
  tc_lock_page_begin (self->parts.page);
}

static void
show_open (TcWindowLock *self)
{
  GtkWidget *window = GTK_WIDGET (self->parts.window);
  GtkWidget *focus;

  gtk_widget_insert_action_group (window, "win", G_ACTION_GROUP (self->parts.window));
  /* Whoever leaves a locked desk leaves the emergency there as well. */
  if (self->desk)
    tc_emergency_strip_set_veiled (self->parts.strip, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->parts.page), FALSE);
  gtk_widget_set_visible (self->parts.work, TRUE);
  gtk_widget_set_visible (self->parts.command, self->desk != NULL);
  show_holds ();
  bring_back (self);
  focus = self->focus;
  if (self->desk && focus && gtk_widget_is_ancestor (focus, window))
    gtk_widget_grab_focus (focus);
  g_clear_weak_pointer (&self->focus);
}

static void
refresh_cb (TcWindowLock *self)
{
  gboolean locked = self->desk && tc_desk_lock_is_locked (self->lock);

  if (locked == self->shown)
    return;
  self->shown = locked;
  self->input_us = tc_steady_clock_us ();
  if (locked)
    show_locked (self);
  else
    show_open (self);
}

/* ---- when ---- */

static gboolean
is_demonstration (TcWindowLock *self)
{
  gboolean demonstration = FALSE;

  g_object_get (self->desk, "demonstration", &demonstration, NULL);
  return demonstration;
}

static gboolean
may_lock (TcWindowLock *self)
{
  return self->desk && tc_emergency_strip_get_id (self->parts.strip) == 0 &&
         !is_demonstration (self);
}

gboolean
tc_window_lock_engage (TcWindowLock *self)
{
  g_return_val_if_fail (TC_IS_WINDOW_LOCK (self), FALSE);
  if (!may_lock (self))
    return FALSE;
  tc_desk_lock_engage (self->lock);
  return TRUE;
}

gboolean
tc_window_lock_is_locked (TcWindowLock *self)
{
  g_return_val_if_fail (TC_IS_WINDOW_LOCK (self), FALSE);
  return self->shown;
}

/* Never where nobody could open it again before the line is back. */
static void
turn_open (TcWindowLock *self)
{
  gint64 after_s = self->settings ? g_settings_get_int (self->settings, "lock-after-s") : 0;
  gint64 rests_us = tc_steady_clock_us () - self->input_us;
  gint64 left_us = after_s > 0 ? after_s * G_USEC_PER_SEC - rests_us : G_MAXINT64;
  gboolean may = may_lock (self) && tc_desk_lock_can_open (self->lock);

  if (may && (left_us <= 0 || tc_desk_lock_is_session_over (self->lock)))
    tc_desk_lock_engage (self->lock);
  else
    gtk_widget_set_visible (self->parts.warning, may && left_us <= WARN_US && rests_us >= RESTS_US);
}

void
tc_window_lock_turn (TcWindowLock *self)
{
  g_return_if_fail (TC_IS_WINDOW_LOCK (self));
  if (self->shown)
    tc_lock_page_turn (self->parts.page);
  else
    turn_open (self);
}

void
tc_window_lock_set_desk (TcWindowLock *self, TcDesk *desk)
{
  g_return_if_fail (TC_IS_WINDOW_LOCK (self));

  if (self->lock)
    g_signal_handlers_disconnect_by_data (self->lock, self);
  g_set_object (&self->desk, desk);
  self->lock = desk ? tc_desk_lock_of (desk) : NULL;
  tc_lock_page_set_desk (self->parts.page, desk);
  if (desk)
    g_signal_connect_object (self->lock, "notify::locked", G_CALLBACK (refresh_cb), self,
                             G_CONNECT_SWAPPED);
  self->input_us = tc_steady_clock_us ();
  refresh_cb (self);
}

/* An unlocked window is its own group, and has itself by that. */
void
tc_window_lock_finish (TcWindowLock *self)
{
  g_return_if_fail (TC_IS_WINDOW_LOCK (self));
  tc_window_lock_set_desk (self, NULL);
  gtk_widget_insert_action_group (GTK_WIDGET (self->parts.window), "win", NULL);
}

static void
tc_window_lock_dispose (GObject *object)
{
  TcWindowLock *self = TC_WINDOW_LOCK (object);

  g_clear_weak_pointer (&self->focus);
  g_clear_pointer (&self->away, g_ptr_array_unref);
  g_clear_object (&self->settings);
  g_clear_object (&self->desk);
  G_OBJECT_CLASS (tc_window_lock_parent_class)->dispose (object);
}

static void
tc_window_lock_class_init (TcWindowLockClass *class)
{
  G_OBJECT_CLASS (class)->dispose = tc_window_lock_dispose;
}

static void
tc_window_lock_init (TcWindowLock *self)
{
  self->settings = tc_settings_open ();
  self->away = g_ptr_array_new_with_free_func (g_object_unref);
}

TcWindowLock *
tc_window_lock_new (const TcWindowLockParts *parts)
{
  TcWindowLock *self = g_object_new (TC_TYPE_WINDOW_LOCK, NULL);
  GListModel *toplevels = gtk_window_get_toplevels ();

  self->parts = *parts;
  g_signal_connect_object (toplevels, "items-changed", G_CALLBACK (toplevels_cb), self, 0);
  toplevels_cb (toplevels, 0, 0, g_list_model_get_n_items (toplevels), self);
  return self;
}
