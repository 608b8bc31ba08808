/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Toasts one after the other; see the header. The overlay doesn't tell which one stands there: so
 * they are kept in order here, too.
 */
#include "tc-toasts.h"

#include "tc-text-label.h"

#include <glib/gi18n-lib.h>

#define TOASTS "tc-toasts"
/* How long one stands. */
#define STANDS_S 6
/* Likewise where another waits; and if it has a button, which there is a key for all the while. */
#define SEEN_MS 1500
#define PRESSED_MS 3000
/* Lines are no longer than a list is wide. */
#define LINE_CHARS_MAX 36

typedef struct {
  GtkWidget *overlay;   /* (unowned): has us */
  GQueue all;           /* (owned) (element-type AdwToast): the first one stands there */
  gint64 since_us;      /* monotonic: since when */
  guint hurry;          /* source id */
  GListModel *children; /* (owned): of the overlay */
  GtkWidget *beside;    /* (unowned) (nullable): in the overlay */
} Toasts;

static void
free_toasts (gpointer data)
{
  Toasts *self = data;

  g_clear_handle_id (&self->hurry, g_source_remove);
  for (GList *link = self->all.head; link; link = link->next)
    g_signal_handlers_disconnect_by_data (link->data, self);
  g_queue_clear_full (&self->all, g_object_unref);
  g_clear_object (&self->children);
  g_free (self);
}

/* What nobody can see isn't hurried: it stands its time out. */
static gboolean
hurry_cb (gpointer data)
{
  Toasts *self = data;
  g_autoptr (AdwToast) first = g_object_ref (g_queue_peek_head (&self->all));

  self->hurry = 0;
  if (gtk_widget_get_mapped (self->overlay))
    adw_toast_dismiss (first);
  return G_SOURCE_REMOVE;
}

static void
hurry (Toasts *self)
{
  AdwToast *first = g_queue_peek_head (&self->all);
  gint64 stands_ms = first && adw_toast_get_button_label (first) ? PRESSED_MS : SEEN_MS;
  gint64 left_us = self->since_us + stands_ms * 1000 - g_get_monotonic_time ();

  g_clear_handle_id (&self->hurry, g_source_remove);
  if (self->all.length > 1)
    self->hurry = g_timeout_add ((guint) MAX (left_us / 1000, 0), hurry_cb, self);
}

/* The window was put away, or the desk locked. */
static void
seen_cb (Toasts *self)
{
  self->since_us = g_get_monotonic_time ();
  hurry (self);
}

static void
dismissed_cb (AdwToast *toast, gpointer data)
{
  Toasts *self = data;

  if (toast == g_queue_peek_head (&self->all))
    self->since_us = g_get_monotonic_time ();
  g_signal_handlers_disconnect_by_data (toast, self);
  g_queue_remove (&self->all, toast);
  hurry (self);
  g_object_unref (toast);
}

/* Its button has a sign on it and no name. */
static void
name_close (GtkWidget *widget)
{
  const char *id = gtk_buildable_get_buildable_id (GTK_BUILDABLE (widget));

  if (GTK_IS_BUTTON (widget) && g_strcmp0 (id, "close_button") == 0) {
    gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    _ ("Dismiss this message"), -1);
    return;
  }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    name_close (child);
}

/* The overlay has what is as wide as itself nowhere else than at its start: so margins say where.
 * Once it has a place itself. */
static gboolean
place_cb (GtkWidget *child, GdkFrameClock *clock, gpointer data)
{
  Toasts *self = data;
  graphene_rect_t bounds;
  int width = gtk_widget_get_width (self->overlay), natural = 0, start = 0;

  if (!self->beside)
    return G_SOURCE_REMOVE;
  if (width == 0 || !gtk_widget_compute_bounds (self->beside, self->overlay, &bounds))
    return G_SOURCE_CONTINUE;
  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);
  natural -= gtk_widget_get_margin_start (child) + gtk_widget_get_margin_end (child);
  start = MAX (MIN ((int) bounds.origin.x, width - natural), 0);
  gtk_widget_set_margin_start (child, start);
  gtk_widget_set_margin_end (child, MAX (width - start - natural, 0));
  return G_SOURCE_REMOVE;
}

/* The window is about to have another size. */
static void
resized_cb (GdkSurface *surface, int width, int height, GtkWidget *child)
{
  GtkWidget *overlay = gtk_widget_get_parent (child);
  Toasts *self = overlay ? g_object_get_data (G_OBJECT (overlay), TOASTS) : NULL;

  if (self)
    gtk_widget_add_tick_callback (child, place_cb, self, NULL);
}

static void
place (Toasts *self, GtkWidget *child)
{
  GtkNative *native = gtk_widget_get_native (self->overlay);

  if (place_cb (child, NULL, self))
    gtk_widget_add_tick_callback (child, place_cb, self, NULL);
  if (native)
    g_signal_connect_object (gtk_native_get_surface (native), "layout", G_CALLBACK (resized_cb),
                             child, 0);
}

/* Each toast comes as a child of its own when it is its turn. */
static void
children_cb (GListModel *children, guint position, guint removed, guint added, Toasts *self)
{
  for (guint i = position; i < position + added; i++) {
    g_autoptr (GtkWidget) child = g_list_model_get_item (children, i);

    if (!g_str_equal (G_OBJECT_TYPE_NAME (child), "AdwToastWidget"))
      continue;
    name_close (child);
    place (self, child);
  }
}

/* The overlay itself would take Escape for its toast: an order that is about to be sent would go.
 * It does so when nobody else has a use for the key. */
static gboolean
key_cb (GtkEventController *controller, guint keyval, guint keycode, GdkModifierType state,
        gpointer data)
{
  GtkRoot *root = gtk_widget_get_root (gtk_event_controller_get_widget (controller));

  return keyval == GDK_KEY_Escape && root &&
         gtk_event_controller_key_forward (GTK_EVENT_CONTROLLER_KEY (controller),
                                           GTK_WIDGET (root));
}

static void
take_key (GtkWidget *overlay)
{
  GtkEventController *controller = gtk_event_controller_key_new ();

  g_signal_connect (controller, "key-pressed", G_CALLBACK (key_cb), NULL);
  gtk_widget_add_controller (overlay, controller);
}

static Toasts *
get_toasts (AdwToastOverlay *overlay)
{
  Toasts *self = g_object_get_data (G_OBJECT (overlay), TOASTS);

  if (self)
    return self;
  self = g_new0 (Toasts, 1);
  self->overlay = GTK_WIDGET (overlay);
  self->children = gtk_widget_observe_children (self->overlay);
  g_signal_connect (self->children, "items-changed", G_CALLBACK (children_cb), self);
  g_queue_init (&self->all);
  g_signal_connect_swapped (overlay, "map", G_CALLBACK (seen_cb), self);
  take_key (self->overlay);
  g_object_set_data_full (G_OBJECT (overlay), TOASTS, self, free_toasts);
  return self;
}

void
tc_toasts_stand_beside (AdwToastOverlay *overlay, GtkWidget *beside)
{
  g_return_if_fail (ADW_IS_TOAST_OVERLAY (overlay));
  get_toasts (overlay)->beside = beside;
}

static GtkWidget *
make_label (const char *text)
{
  GtkWidget *label = tc_text_label_new_wrapped (text, NULL);

  gtk_label_set_max_width_chars (GTK_LABEL (label), LINE_CHARS_MAX);
  gtk_widget_set_valign (label, GTK_ALIGN_CENTER);
  return label;
}

void
tc_toasts_add (AdwToastOverlay *overlay, AdwToast *toast, const char *text)
{
  Toasts *self = NULL;

  g_return_if_fail (ADW_IS_TOAST_OVERLAY (overlay));
  self = get_toasts (overlay);
  if (self->all.length == 0)
    self->since_us = g_get_monotonic_time ();
  g_queue_push_tail (&self->all, g_object_ref (toast));
  g_signal_connect (toast, "dismissed", G_CALLBACK (dismissed_cb), self);
  adw_toast_set_custom_title (toast, make_label (text));
  adw_toast_set_timeout (toast, STANDS_S);
  adw_toast_overlay_add_toast (overlay, toast);
  hurry (self);
}
