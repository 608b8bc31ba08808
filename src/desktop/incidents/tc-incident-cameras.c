/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Cameras near an incident; see the header.
 */
#include "tc-incident-cameras.h"

#include "tc-camera-near-watch.h"
#include "tc-camera-player.h"
#include "tc-camera-words.h"
#include "tc-now.h"
#include "tc-text-label.h"
#include "tc-tile-grid.h"
#include "tc-tip.h"
#include "tc-verb-button.h"
#include "tc-wrap-layout.h"

/* So many play: each costs its camera's host a stream. */
#define TILES_MAX 3
#define ROWS_MAX 5
/* Each picture that is asked for is on record: whoever goes through the queue asks for none. */
#define SETTLE_MS 700

struct _TcIncidentCameras {
  GtkWidget parent;
  GtkWidget *box; /* (unowned): template child, as all down to list */
  GtkLabel *nothing;
  TcTileGrid *grid;
  GtkListBox *list;
  TcIncidentFocus *focus;   /* (owned) (nullable) */
  TcDesk *desk;             /* (unowned) (nullable) (weak) */
  TcCameraNearWatch *watch; /* (owned) (nullable) */
  GPtrArray *players;       /* (owned) (element-type TcCameraPlayer): one for each tile */
  GArray *shown;            /* (owned) (element-type gint64): cameras of the tiles, then the rows */
  GtkAdjustment *scrolled;  /* (owned) (nullable): of what it is scrolled in, while mapped */
  guint settle;             /* source id: what is near isn't played yet */
  guint look;               /* source id: whether it is on screen is looked at */
  gboolean seen;            /* some of the tiles is on screen */
};

G_DEFINE_FINAL_TYPE (TcIncidentCameras, tc_incident_cameras, GTK_TYPE_WIDGET)

/* (nullable): of the place that is shown now */
static const TcCameraNearView *
get_view (TcIncidentCameras *self)
{
  const TcCameraNearView *view = self->watch ? tc_camera_near_watch_get_view (self->watch) : NULL;
  const TcIncidentPicture *picture = tc_incident_focus_get_found (self->focus);

  return view && picture && picture->detail->incident.lat_e7 == view->lat_e7 &&
                 picture->detail->incident.lon_e7 == view->lon_e7
             ? view
             : NULL;
}

static const TcCameraNear *
get_near (const TcCameraNearView *view, guint i)
{
  return view && i < view->near->len ? &g_array_index (view->near, TcCameraNear, i) : NULL;
}

/* ---- tiles ---- */

/* One alone is a tile; of two both are as large; of three the first is larger. */
static void
arrange (TcIncidentCameras *self, guint n)
{
  static const struct {
    guint columns, rows;
    TcTilePlace places[TILES_MAX];
    int width, height;
  } shapes[TILES_MAX + 1] = {
      {1, 1, {{0}}, 0, 0},
      {1, 1, {{0, 0, 1, 1}}, 248, 140},
      {2, 1, {{0, 0, 1, 1}, {1, 0, 1, 1}}, 374, 106},
      {3, 2, {{0, 0, 2, 2}, {2, 0, 1, 1}, {2, 1, 1, 1}}, 374, 140},
  };

  gtk_widget_set_visible (GTK_WIDGET (self->grid), n > 0);
  if (self->players->len > n)
    g_ptr_array_set_size (self->players, (int) n);
  tc_tile_grid_set_places (self->grid, shapes[n].columns, shapes[n].rows, shapes[n].places, n);
  gtk_widget_set_size_request (GTK_WIDGET (self->grid), shapes[n].width, shapes[n].height);
  while (self->players->len < n)
    g_ptr_array_add (
        self->players,
        tc_camera_player_new (self->desk, tc_tile_grid_get_tile (self->grid, self->players->len)));
}

/* What each tile shows now, or nothing while nobody sees it. */
static void
play (TcIncidentCameras *self)
{
  const TcCameraNearView *view = self->seen && self->settle == 0 ? get_view (self) : NULL;

  for (guint i = 0; i < self->players->len; i++) {
    const TcCameraNear *near = get_near (view, i);
    const TcCamera *camera = near ? near->camera : NULL;

    tc_camera_player_show (g_ptr_array_index (self->players, i), camera,
                           camera && g_hash_table_contains (view->open, &camera->id));
  }
}

static gboolean
settle_cb (gpointer data)
{
  TcIncidentCameras *self = data;

  self->settle = 0;
  play (self);
  return G_SOURCE_REMOVE;
}

/* Which streams there are is asked for once the person stays. */
static void
settle (TcIncidentCameras *self)
{
  g_clear_handle_id (&self->settle, g_source_remove);
  self->settle = g_timeout_add (SETTLE_MS, settle_cb, self);
  play (self);
}

static void
activate_cb (TcIncidentCameras *self, guint tile)
{
  const TcCameraNear *near = get_near (get_view (self), tile);
  g_autofree char *number = near ? g_strdup_printf ("%" G_GINT64_FORMAT, near->camera->number)
                                 : NULL;

  if (number)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.camera-number", "s", number);
}

/* ---- rows ---- */

static GtkListBoxRow *
add_row (TcIncidentCameras *self)
{
  GtkWidget *row = gtk_list_box_row_new (), *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkLabel *name = tc_text_label_add_line (line, "row-title");

  gtk_widget_set_hexpand (GTK_WIDGET (name), TRUE);
  gtk_box_append (GTK_BOX (line), gtk_label_new (NULL));
  gtk_widget_add_css_class (gtk_widget_get_last_child (line), "dim");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), line);
  gtk_list_box_append (self->list, row);
  return GTK_LIST_BOX_ROW (row);
}

/* How it does is seen in its tile, or heard: what makes one choose is how far it is. */
static void
fill_row (GtkListBoxRow *row, const TcCameraNear *near)
{
  GtkWidget *line = gtk_list_box_row_get_child (row);
  g_autofree char *title = tc_camera_word_title (near->camera);
  g_autofree char *far = tc_camera_word_near (near);
  g_autofree char *does = tc_camera_word_second (near->camera, tc_now_us ());
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, near->camera->number);
  g_autofree char *spoken = g_strdup_printf ("%s, %s, %s", title, far, does);

  gtk_label_set_label (GTK_LABEL (gtk_widget_get_first_child (line)), title);
  gtk_label_set_label (GTK_LABEL (gtk_widget_get_last_child (line)), far);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "s", number);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "win.camera-number");
  tc_tip_set (GTK_WIDGET (row), spoken);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
}

static void
fill_rows (TcIncidentCameras *self, const TcCameraNearView *view)
{
  guint n = view ? MIN (view->near->len, ROWS_MAX) : 0;
  GtkListBoxRow *row = NULL;

  /* Nothing moves where the focus is. */
  if (gtk_widget_get_focus_child (GTK_WIDGET (self->list)))
    return;
  for (guint i = 0; i < n; i++) {
    row = gtk_list_box_get_row_at_index (self->list, (int) i);
    fill_row (row ? row : add_row (self), get_near (view, i));
  }
  while ((row = gtk_list_box_get_row_at_index (self->list, (int) n)))
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
  gtk_widget_set_visible (GTK_WIDGET (self->list), n > 0);
}

/* ---- what is near ---- */

static gboolean
is_shown (TcIncidentCameras *self, const TcCameraNearView *view)
{
  guint n = view ? MIN (view->near->len, TILES_MAX) : 0;

  for (guint i = 0; i < n && n == self->shown->len; i++) {
    if (get_near (view, i)->camera->id != g_array_index (self->shown, gint64, i))
      return FALSE;
  }
  return n == self->shown->len;
}

static void
changed_cb (TcIncidentCameras *self)
{
  const TcCameraNearView *view = get_view (self);
  g_autofree char *none = view ? tc_camera_word_none_near (view) : NULL;
  gboolean same = is_shown (self, view);

  if (!self->desk)
    return;
  tc_text_label_say (self->nothing, none);
  fill_rows (self, view);
  if (same) {
    play (self);
    return;
  }
  g_array_set_size (self->shown, 0);
  for (guint i = 0; view && i < MIN (view->near->len, TILES_MAX); i++)
    g_array_append_val (self->shown, get_near (view, i)->camera->id);
  arrange (self, self->shown->len);
  settle (self);
}

static void
focus_cb (TcIncidentCameras *self)
{
  const TcIncidentPicture *picture = tc_incident_focus_get_found (self->focus);

  if (!self->watch)
    return;
  if (picture)
    tc_camera_near_watch_look (self->watch, picture->detail->incident.lat_e7,
                               picture->detail->incident.lon_e7);
  changed_cb (self);
}

/* ---- whether it is on screen ---- */

static gboolean
is_seen (TcIncidentCameras *self)
{
  GtkWidget *frame = gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_SCROLLED_WINDOW);
  graphene_rect_t bounds;

  if (!gtk_widget_get_mapped (GTK_WIDGET (self->grid)))
    return FALSE;
  return !frame || (gtk_widget_compute_bounds (GTK_WIDGET (self->grid), frame, &bounds) &&
                    bounds.origin.y + bounds.size.height > 0 &&
                    bounds.origin.y < (float) gtk_widget_get_height (frame));
}

static gboolean
look_cb (gpointer data)
{
  TcIncidentCameras *self = data;
  gboolean seen = is_seen (self);

  self->look = 0;
  if (seen != self->seen) {
    self->seen = seen;
    play (self);
  }
  return G_SOURCE_REMOVE;
}

/* Behind what is being laid out. */
static void
look (TcIncidentCameras *self)
{
  if (self->look == 0)
    self->look = g_idle_add (look_cb, self);
}

static void
stop_scrolling (TcIncidentCameras *self)
{
  if (self->scrolled)
    g_signal_handlers_disconnect_by_data (self->scrolled, self);
  g_clear_object (&self->scrolled);
}

static void
tc_incident_cameras_map (GtkWidget *widget)
{
  TcIncidentCameras *self = TC_INCIDENT_CAMERAS (widget);
  GtkWidget *frame = gtk_widget_get_ancestor (widget, GTK_TYPE_SCROLLED_WINDOW);

  GTK_WIDGET_CLASS (tc_incident_cameras_parent_class)->map (widget);
  if (frame) {
    self->scrolled = g_object_ref (
        gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (frame)));
    g_signal_connect_swapped (self->scrolled, "changed", G_CALLBACK (look), self);
    g_signal_connect_swapped (self->scrolled, "value-changed", G_CALLBACK (look), self);
  }
  look (self);
}

static void
tc_incident_cameras_unmap (GtkWidget *widget)
{
  TcIncidentCameras *self = TC_INCIDENT_CAMERAS (widget);

  GTK_WIDGET_CLASS (tc_incident_cameras_parent_class)->unmap (widget);
  stop_scrolling (self);
  look (self);
}

/* ---- the widget ---- */

static void
tc_incident_cameras_dispose (GObject *object)
{
  TcIncidentCameras *self = TC_INCIDENT_CAMERAS (object);

  g_clear_handle_id (&self->settle, g_source_remove);
  g_clear_handle_id (&self->look, g_source_remove);
  stop_scrolling (self);
  g_clear_pointer (&self->players, g_ptr_array_unref);
  g_clear_pointer (&self->shown, g_array_unref);
  g_clear_object (&self->watch);
  g_clear_object (&self->focus);
  g_clear_weak_pointer (&self->desk);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (tc_incident_cameras_parent_class)->dispose (object);
}

static void
tc_incident_cameras_class_init (TcIncidentCamerasClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = tc_incident_cameras_dispose;
  widget_class->map = tc_incident_cameras_map;
  widget_class->unmap = tc_incident_cameras_unmap;
  g_type_ensure (TC_TYPE_TILE_GRID);
  g_type_ensure (TC_TYPE_VERB_BUTTON);
  g_type_ensure (TC_TYPE_WRAP_LAYOUT);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/toancanh/ToanCanh/ui/tc-incident-cameras.ui");
  gtk_widget_class_bind_template_child (widget_class, TcIncidentCameras, box);
  gtk_widget_class_bind_template_child (widget_class, TcIncidentCameras, nothing);
  gtk_widget_class_bind_template_child (widget_class, TcIncidentCameras, grid);
  gtk_widget_class_bind_template_child (widget_class, TcIncidentCameras, list);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
tc_incident_cameras_init (TcIncidentCameras *self)
{
  self->players = g_ptr_array_new_with_free_func (g_object_unref);
  self->shown = g_array_new (FALSE, FALSE, sizeof (gint64));
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
tc_incident_cameras_set_focus (TcIncidentCameras *self, TcDesk *desk, TcIncidentFocus *focus)
{
  g_return_if_fail (TC_IS_INCIDENT_CAMERAS (self) && !self->watch);

  g_set_weak_pointer (&self->desk, desk);
  self->focus = g_object_ref (focus);
  self->watch = tc_camera_near_watch_new (desk);
  g_signal_connect_object (self->watch, "changed", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (focus, "changed", G_CALLBACK (focus_cb), self, G_CONNECT_SWAPPED);
  focus_cb (self);
}
