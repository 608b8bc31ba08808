/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The lock of the windows; see the header.
 *
 * DESIGN: actions are the only door on screen, so while it is locked the group “win” is an empty
 * one; nothing that panels do to their own actions meanwhile matters, and nothing of it is lost.
 */
#include "tc-window-lock.h"

#include "tc-desk-lock.h"
#include "tc-settings.h"
#include "tc-wall-window.h"

#include <time.h>

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

/* It goes on while the machine sleeps. */
static gint64
now_us (void)
{
  struct timespec now;

  clock_gettime (CLOCK_BOOTTIME, &now);
  return now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

/* ---- input ---- */

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
    self->input_us = now_us ();
    break;
  case GDK_MOTION_NOTIFY:
    /* It also comes where something moved under a pointer that rests. */
    if (gdk_event_get_position (event, &x, &y) && (x != self->x || y != self->y))
      self->input_us = now_us ();
    self->x = x;
    self->y = y;
    break;
  default:
    break;
  }
  return GDK_EVENT_PROPAGATE;
}

static void
toplevels_cb (GListModel *toplevels, guint at, guint removed, guint added, TcWindowLock *self)
{
  for (guint i = at; i < at + added; i++) {
    g_autoptr (GtkWidget) window = g_list_model_get_item (toplevels, i);
    GtkEventController *controller = gtk_event_controller_legacy_new ();

    gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
    g_signal_connect_object (controller, "event", G_CALLBACK (event_cb), self, 0);
    gtk_widget_add_controller (window, controller);
  }
}

/* ---- windows ---- */

/* A dialog that opens by itself meanwhile is put away as well. */
static void
put_away (TcWindowLock *self)
{
  GListModel *toplevels = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++) {
    g_autoptr (GtkWidget) window = g_list_model_get_item (toplevels, i);

    if (window == GTK_WIDGET (self->parts.window) || TC_IS_WALL_WINDOW (window) ||
        !gtk_widget_get_visible (window))
      continue;
    gtk_widget_set_visible (window, FALSE);
    if (!g_ptr_array_find (self->away, window, NULL))
      g_ptr_array_add (self->away, g_object_ref (window));
  }
}

/* Those that were put away first are beneath. */
static void
bring_back (TcWindowLock *self)
{
  g_autoptr (GPtrArray) away = g_steal_pointer (&self->away);

  self->away = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < away->len; i++)
    if (self->desk)
      gtk_window_present (g_ptr_array_index (away, i));
    else
      gtk_window_close (g_ptr_array_index (away, i));
}

static void
show_locked (TcWindowLock *self)
{
  g_autoptr (GSimpleActionGroup) none = g_simple_action_group_new ();

  g_set_weak_pointer (&self->focus, gtk_window_get_focus (GTK_WINDOW (self->parts.window)));
  put_away (self);
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
  GtkWidget *focus = self->focus;

  gtk_widget_insert_action_group (window, "win", G_ACTION_GROUP (self->parts.window));
  tc_emergency_strip_set_veiled (self->parts.strip, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->parts.page), FALSE);
  gtk_widget_set_visible (self->parts.work, TRUE);
  gtk_widget_set_visible (self->parts.command, self->desk != NULL);
  if (self->desk && focus && gtk_widget_is_ancestor (focus, window))
    gtk_widget_grab_focus (focus);
  g_clear_weak_pointer (&self->focus);
  bring_back (self);
}

static void
refresh_cb (TcWindowLock *self)
{
  gboolean locked = self->desk && tc_desk_lock_is_locked (self->lock);

  if (locked == self->shown)
    return;
  self->shown = locked;
  self->input_us = now_us ();
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

gboolean
tc_window_lock_engage (TcWindowLock *self)
{
  g_return_val_if_fail (TC_IS_WINDOW_LOCK (self), FALSE);
  if (!self->desk || tc_emergency_strip_get_id (self->parts.strip) != 0 || is_demonstration (self))
    return FALSE;
  tc_desk_lock_engage (self->lock);
  return TRUE;
}

static gboolean
was_left (TcWindowLock *self)
{
  gint64 after_s = self->settings ? g_settings_get_int (self->settings, "lock-after-s") : 0;

  return after_s > 0 && now_us () - self->input_us >= after_s * G_USEC_PER_SEC;
}

void
tc_window_lock_turn (TcWindowLock *self)
{
  g_return_if_fail (TC_IS_WINDOW_LOCK (self));
  if (self->shown)
    put_away (self);
  else if (self->desk && (was_left (self) || tc_desk_lock_is_session_over (self->lock)))
    tc_window_lock_engage (self);
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
  self->input_us = now_us ();
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
