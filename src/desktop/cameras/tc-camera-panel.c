/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The video wall's panel: its list, and numbers that are typed; see the header.
 */
#include "tc-camera-panel-private.h"

#include "tc-camera-row.h"
#include "tc-debounce.h"
#include "tc-desk-lock.h"
#include "tc-enter-key.h"
#include "tc-focus.h"
#include "tc-inner-name.h"
#include "tc-mark-words.h"
#include "tc-reading-watch.h"
#include "tc-text-label.h"
#include "tc-verb-button.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Whoever goes on typing a number after that begins a new one. */
#define DIGITS_MS 3000
/* A camera, a point, a wall: "1142.2". */
#define DIGITS_MAX 6

static void panel_iface_init (TcPanelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TcCameraPanel, tc_camera_panel, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (TC_TYPE_PANEL, panel_iface_init))

enum {
  PROP_BADGE = 1
};

/* ---- the list ---- */

const TcCamera *
tc_camera_panel_get_listed (TcCameraPanel *self)
{
  TcCameraItem *item = gtk_single_selection_get_selected_item (self->selection);

  return item ? tc_camera_item_get_camera (item) : NULL;
}

void
tc_camera_panel_filter (TcCameraPanel *self)
{
  tc_slow_note_set_busy (self->slow, TRUE);
  tc_camera_watch_filter (self->watch, gtk_editable_get_text (self->search), self->group_id);
}

static void
stop_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcCameraPanel *self = data;

  if (!self->desk)
    return;
  tc_watch_give_up (TC_WATCH (self->watch));
  tc_slow_note_set_stopped (self->slow, _ ("This list was not read: the reading was stopped."));
}

static void
again_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcCameraPanel *self = data;

  if (self->desk)
    tc_camera_panel_filter (self);
}

static void
add_list_actions (TcCameraPanel *self, GActionMap *window)
{
  const GActionEntry entries[] = {{.name = "cameras-stop", .activate = stop_cb},
                                  {.name = "cameras-again", .activate = again_cb}};

  g_action_map_add_action_entries (window, entries, G_N_ELEMENTS (entries), self);
}

static void
searched_cb (TcCameraPanel *self)
{
  if (self->desk)
    tc_camera_panel_filter (self);
}

static void
group_cb (TcCameraPanel *self)
{
  guint i = gtk_drop_down_get_selected (self->group);

  if (self->filling || !self->desk)
    return;
  self->group_id = i > 0 && i <= self->group_ids->len
                       ? g_array_index (self->group_ids, gint64, i - 1)
                       : 0;
  tc_camera_panel_filter (self);
  tc_camera_panel_enable_actions (self);
}

static gboolean
is_listed (TcCameraPanel *self, const GPtrArray *groups)
{
  for (guint i = 0; i < groups->len && groups->len == self->group_ids->len; i++) {
    if (((const TcCameraGroup *) groups->pdata[i])->id !=
        g_array_index (self->group_ids, gint64, i))
      return FALSE;
  }
  return groups->len == self->group_ids->len;
}

/* (transfer full) */
static char *
word_group (TcCameraPanel *self, const TcCameraGroup *group)
{
  char *name = g_strdup_printf ("%s (%u)", group->name, group->cameras);

  tc_mark_word_append (self->desk, group->id, &name);
  return name;
}

/* Those alone that are worded otherwise now. */
static void
reword_groups (TcCameraPanel *self, const GPtrArray *groups)
{
  GtkStringList *names = GTK_STRING_LIST (gtk_drop_down_get_model (self->group));
  guint chosen = gtk_drop_down_get_selected (self->group);

  self->filling = TRUE;
  for (guint i = 0; i < groups->len; i++) {
    g_autofree char *name = word_group (self, groups->pdata[i]);
    const char *const texts[] = {name, NULL};

    if (!g_str_equal (name, gtk_string_list_get_string (names, i + 1)))
      gtk_string_list_splice (names, i + 1, 1, texts);
  }
  gtk_drop_down_set_selected (self->group, chosen);
  self->filling = FALSE;
}

/* Only where they are others now: what a person has open isn't filled anew. */
static void
fill_groups (TcCameraPanel *self, const GPtrArray *groups)
{
  g_autoptr (GtkStringList) names = NULL;
  guint chosen = 0;

  if (is_listed (self, groups) && gtk_drop_down_get_model (self->group)) {
    reword_groups (self, groups);
    return;
  }
  names = gtk_string_list_new (NULL);
  gtk_string_list_append (names, _ ("All cameras"));
  g_array_set_size (self->group_ids, 0);
  for (guint i = 0; i < groups->len; i++) {
    const TcCameraGroup *group = g_ptr_array_index (groups, i);
    g_autofree char *name = word_group (self, group);

    gtk_string_list_append (names, name);
    g_array_append_val (self->group_ids, group->id);
    if (group->id == self->group_id)
      chosen = i + 1;
  }
  self->filling = TRUE;
  gtk_drop_down_set_model (self->group, G_LIST_MODEL (names));
  gtk_drop_down_set_selected (self->group, chosen);
  self->filling = FALSE;
}

static void
tell_list (TcCameraPanel *self, const TcCameraView *view)
{
  const char *restricted = tc_reading_word (view->restricted, TC_SCOPE_CAMERAS_RESTRICTED);
  const char *text = NULL;
  g_autofree char *both = NULL;

  if (view->reading != TC_READING_OPEN)
    text = tc_reading_word (view->reading, TC_SCOPE_CAMERAS);
  else if (view->cameras->len == 0)
    text = *gtk_editable_get_text (self->search) || self->group_id ? _ ("No camera is like that.")
                                                                   : _ ("There is no camera yet.");
  /* One that isn't found may be there all the same. */
  if (text && view->reading == TC_READING_OPEN && restricted)
    both = g_strconcat (text, "\n", restricted, NULL);
  tc_text_label_say (self->nothing, both ? both : text);
}

static void
waiting_cb (TcCameraPanel *self)
{
  const TcCameraView *view = self->desk ? tc_camera_watch_get_view (self->watch) : NULL;

  if (!view)
    return;
  fill_groups (self, view->groups);
  tc_camera_panel_fill_menus (self);
}

static void
changed_cb (TcCameraPanel *self)
{
  const TcCameraView *view = tc_camera_watch_get_view (self->watch);

  if (!self->desk)
    return;
  tc_slow_note_set_busy (self->slow, FALSE);
  tc_camera_list_set (self->list, view->cameras);
  tc_camera_health_page_set (self->health, view->cameras);
  fill_groups (self, view->groups);
  tell_list (self, view);
  tc_camera_panel_fill_menus (self);
  tc_camera_panel_show_wall (self);
  tc_camera_panel_enable_actions (self);
}

static void
failed_cb (TcCameraPanel *self)
{
  tc_slow_note_set_busy (self->slow, FALSE);
  tc_text_label_say (self->trouble, _ ("The list of cameras can't be read at the moment: what "
                                       "stands here may be old."));
}

static gboolean
list_key_cb (TcCameraPanel *self, guint keyval)
{
  const TcCamera *camera = tc_camera_panel_get_listed (self);

  if (!tc_is_enter_key (keyval) || !camera || self->digits->len > 0)
    return GDK_EVENT_PROPAGATE;
  tc_wall_show (self->front->wall, camera->id);
  return GDK_EVENT_STOP;
}

/* ---- numbers ---- */

/* In whichever window they are typed. */
static void
show_digits (TcCameraPanel *self)
{
  /* Translators: digits that are being typed: the number of a camera. */
  g_autofree char *text = g_strdup_printf (_ ("Camera %s…"), self->digits->str);
  const char *typed = self->digits->len > 0 ? text : NULL;

  tc_text_label_say (self->typed, typed);
  for (guint i = 0; i < self->screens->len; i++) {
    const TcCameraScreen *screen = g_ptr_array_index (self->screens, i);

    if (screen->window)
      tc_camera_wall_window_tell_typed (screen->window, typed);
  }
}

static gboolean
forget_digits_cb (gpointer data)
{
  TcCameraPanel *self = data;

  self->digits_source = 0;
  g_string_truncate (self->digits, 0);
  show_digits (self);
  return G_SOURCE_REMOVE;
}

/* Behind a point stands which wall it is for: 1 is the panel's own. */
static void
show_typed (TcCameraPanel *self, const char *typed)
{
  g_auto (GStrv) parts = g_strsplit (typed, ".", 2);
  gint64 nth = parts[1] ? g_ascii_strtoll (parts[1], NULL, 10) : 0;

  if (parts[1] && (nth < 1 || nth > (gint64) self->screens->len)) {
    tc_panel_answer (tc_camera_panel_get_place (self), FALSE,
                     _ ("There is no wall of that number."));
    return;
  }
  if (parts[1])
    tc_camera_panel_set_front (self, g_ptr_array_index (self->screens, (guint) nth - 1));
  tc_camera_panel_show_number (self, g_ascii_strtoll (parts[0], NULL, 10));
}

/* What a key adds to a number; 0: nothing. */
static char
read_key (guint keyval)
{
  if (keyval >= GDK_KEY_0 && keyval <= GDK_KEY_9)
    return (char) ('0' + (keyval - GDK_KEY_0));
  if (keyval >= GDK_KEY_KP_0 && keyval <= GDK_KEY_KP_9)
    return (char) ('0' + (keyval - GDK_KEY_KP_0));
  return keyval == GDK_KEY_period || keyval == GDK_KEY_KP_Decimal || keyval == GDK_KEY_KP_Separator
             ? '.'
             : 0;
}

/* FALSE: nothing was being typed */
static gboolean
type (TcCameraPanel *self, guint keyval)
{
  char digit = read_key (keyval);
  g_autofree char *typed = NULL;

  if (self->digits->len == 0 && !g_ascii_isdigit (digit))
    return FALSE;
  g_clear_handle_id (&self->digits_source, g_source_remove);
  if (tc_is_enter_key (keyval)) {
    typed = g_strdup (self->digits->str);
    g_string_truncate (self->digits, 0);
    show_typed (self, typed);
  } else if (keyval == GDK_KEY_BackSpace) {
    g_string_truncate (self->digits, self->digits->len - 1);
  } else if (self->digits->len < DIGITS_MAX && !(digit == '.' && strchr (self->digits->str, '.'))) {
    g_string_append_c (self->digits, digit);
  }
  if (self->digits->len > 0)
    self->digits_source = g_timeout_add (DIGITS_MS, forget_digits_cb, self);
  show_digits (self);
  return TRUE;
}

gboolean
tc_camera_panel_press (TcCameraPanel *self, GtkWidget *focus, guint keyval, GdkModifierType state)
{
  if (!self->desk || tc_desk_lock_is_locked (tc_desk_lock_of (self->desk)) ||
      !(read_key (keyval) || tc_is_enter_key (keyval) || keyval == GDK_KEY_BackSpace) ||
      (state & gtk_accelerator_get_default_mod_mask ()) || GTK_IS_EDITABLE (focus) ||
      GTK_IS_TEXT_VIEW (focus))
    return GDK_EVENT_PROPAGATE;
  return type (self, keyval) ? GDK_EVENT_STOP : GDK_EVENT_PROPAGATE;
}

/* Before the tile or the row that has the keyboard, which have Enter themselves. */
static gboolean
key_cb (TcCameraPanel *self, guint keyval, guint keycode, GdkModifierType state)
{
  return tc_camera_panel_press (self, gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self))),
                                keyval, state);
}

/* ---- panel ---- */

static void
attach (TcPanel *panel, GActionMap *window)
{
  TcCameraPanel *self = TC_CAMERA_PANEL (panel);

  self->window = window;
  add_list_actions (self, window);
  tc_camera_panel_add_actions (self, window);
  tc_camera_panel_add_snapshot_actions (self, window);
  tc_camera_panel_add_tile_actions (self, window);
  tc_camera_panel_add_look_actions (self, window);
  tc_camera_panel_add_mode (self, window);
  tc_camera_panel_add_masks (self, window);
  tc_camera_panel_add_groups (self, window);
  tc_camera_panel_add_walls (self, window);
  tc_camera_panel_enable_actions (self);
}

static const TcPanelKey *
get_keys (TcPanel *panel)
{
  return tc_camera_panel_list_keys ();
}

static const TcCommandVerb *
get_verbs (TcPanel *panel)
{
  return tc_camera_panel_list_verbs ();
}

static void
let_go (TcCameraPanel *self)
{
  if (self->desk)
    g_signal_handlers_disconnect_by_data (self->desk, self);
  if (self->watch)
    g_signal_handlers_disconnect_by_data (self->watch, self);
  if (self->steer) {
    tc_camera_steer_lay (self->steer, NULL, NULL);
    tc_camera_health_page_end (self->health);
  }
  tc_camera_panel_end_replay (self);
  if (self->side)
    tc_replay_bar_set_replay (self->replay_bar, NULL);
  tc_camera_panel_end_alarms (self);
  tc_camera_panel_end_walls (self);
  g_clear_handle_id (&self->digits_source, g_source_remove);
  g_clear_object (&self->watch);
  g_clear_object (&self->desk);
  self->window = NULL;
}

/* Somebody waits for it to be looked at. */
static TcPanelUrge
get_urge (TcPanel *panel)
{
  return TC_CAMERA_PANEL (panel)->look_waits ? TC_PANEL_URGE_BADGE : TC_PANEL_URGE_NONE;
}

static void
finish (TcPanel *panel)
{
  let_go (TC_CAMERA_PANEL (panel));
}

static void
panel_iface_init (TcPanelInterface *iface)
{
  iface->attach = attach;
  iface->get_keys = get_keys;
  iface->get_verbs = get_verbs;
  iface->get_urge = get_urge;
  iface->finish = finish;
}

static gboolean
tc_camera_panel_grab_focus (GtkWidget *widget)
{
  TcCameraPanel *self = TC_CAMERA_PANEL (widget);

  return gtk_widget_grab_focus (gtk_widget_get_visible (GTK_WIDGET (self->health))
                                    ? GTK_WIDGET (self->health)
                                    : GTK_WIDGET (self->grid));
}

static void
tc_camera_panel_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_int (value, TC_CAMERA_PANEL (object)->look_waits ? 1 : 0);
}

static void
tc_camera_panel_dispose (GObject *object)
{
  TcCameraPanel *self = TC_CAMERA_PANEL (object);

  let_go (self);
  if (self->side) {
    tc_row_list_set_model (self->rows, NULL);
    gtk_widget_unparent (g_steal_pointer (&self->work));
    self->steer = NULL;
    gtk_widget_unparent (g_steal_pointer (&self->side));
  }
  g_clear_object (&self->selection);
  g_clear_object (&self->list);
  G_OBJECT_CLASS (tc_camera_panel_parent_class)->dispose (object);
}

static void
tc_camera_panel_finalize (GObject *object)
{
  TcCameraPanel *self = TC_CAMERA_PANEL (object);

  g_clear_pointer (&self->screens, g_ptr_array_unref);
  g_array_unref (self->group_ids);
  g_free (self->layout_words);
  g_array_unref (self->push_desks);
  g_clear_pointer (&self->pulls, g_ptr_array_unref);
  g_clear_pointer (&self->look, tc_wall_push_free);
  g_clear_pointer (&self->before, g_variant_unref);
  g_clear_pointer (&self->mode_wall, g_variant_unref);
  g_string_free (self->digits, TRUE);
  G_OBJECT_CLASS (tc_camera_panel_parent_class)->finalize (object);
}

static void
bind (GtkWidgetClass *class)
{
  gtk_widget_class_set_template_from_resource (
      class, "/io/github/toancanh/ToanCanh/ui/tc-camera-panel.ui");
  gtk_widget_class_bind_template_child (class, TcCameraPanel, side);
  gtk_widget_class_bind_template_child (class, TcCameraPanel, search);
  gtk_widget_class_bind_template_child (class, TcCameraPanel, group);
  gtk_widget_class_bind_template_child (class, TcCameraPanel, groups);
  gtk_widget_class_bind_template_child (class, TcCameraPanel, slow);
  gtk_widget_class_bind_template_child (class, TcCameraPanel, nothing);
  gtk_widget_class_bind_template_child (class, TcCameraPanel, rows);
  gtk_widget_class_bind_template_child (class, TcCameraPanel, work);
  gtk_widget_class_bind_template_child (class, TcCameraPanel, shape);
  gtk_widget_class_bind_template_child (class, TcCameraPanel, layouts);
  gtk_widget_class_bind_template_child (class, TcCameraPanel, walls);
  gtk_widget_class_bind_template_child (class, TcCameraPanel, more);
  gtk_widget_class_bind_template_child (class, TcCameraPanel, health);
  gtk_widget_class_bind_template_child (class, TcCameraPanel, grid);
  gtk_widget_class_bind_template_child (class, TcCameraPanel, replay_bar);
  gtk_widget_class_bind_template_child (class, TcCameraPanel, composer);
  gtk_widget_class_bind_template_child (class, TcCameraPanel, part_form);
  gtk_widget_class_bind_template_child (class, TcCameraPanel, steer);
  gtk_widget_class_bind_template_child (class, TcCameraPanel, look_bar);
  gtk_widget_class_bind_template_child (class, TcCameraPanel, look_text);
  gtk_widget_class_bind_template_child (class, TcCameraPanel, look_take);
  gtk_widget_class_bind_template_child (class, TcCameraPanel, look_away);
  gtk_widget_class_bind_template_child (class, TcCameraPanel, trouble);
  gtk_widget_class_bind_template_child (class, TcCameraPanel, typed);
  gtk_widget_class_bind_template_callback (class, searched_cb);
  gtk_widget_class_bind_template_callback (class, group_cb);
  gtk_widget_class_bind_template_callback (class, list_key_cb);
  gtk_widget_class_bind_template_callback (class, key_cb);
}

static void
tc_camera_panel_class_init (TcCameraPanelClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  object_class->get_property = tc_camera_panel_get_property;
  object_class->dispose = tc_camera_panel_dispose;
  object_class->finalize = tc_camera_panel_finalize;
  widget_class->grab_focus = tc_camera_panel_grab_focus;
  widget_class->focus = tc_focus_children;
  g_object_class_override_property (object_class, PROP_BADGE, "badge");
  g_type_ensure (TC_TYPE_CAMERA_HEALTH_PAGE);
  g_type_ensure (TC_TYPE_CAMERA_STEER);
  g_type_ensure (TC_TYPE_COMPOSER);
  g_type_ensure (TC_TYPE_PART_FORM);
  g_type_ensure (TC_TYPE_REPLAY_BAR);
  g_type_ensure (TC_TYPE_ROW_LIST);
  g_type_ensure (TC_TYPE_SLOW_NOTE);
  g_type_ensure (TC_TYPE_TILE_GRID);
  g_type_ensure (TC_TYPE_VERB_BUTTON);
  bind (widget_class);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
}

static void
tc_camera_panel_init (TcCameraPanel *self)
{
  self->digits = g_string_new (NULL);
  self->group_ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->push_desks = g_array_new (FALSE, FALSE, sizeof (guint16));
  self->dwell_s = TC_WALL_DWELL_S;
  gtk_widget_init_template (GTK_WIDGET (self));
  tc_inner_name_set (GTK_WIDGET (self->group), _ ("Group of cameras"));
  tc_inner_name_set (GTK_WIDGET (self->shape), _ ("How many tiles"));
  tc_inner_name_set (GTK_WIDGET (self->layouts), _ ("Layouts by name"));
  tc_inner_name_set (GTK_WIDGET (self->walls), _ ("Walls on screens of their own"));
  tc_inner_name_set (GTK_WIDGET (self->more), _ ("What can be done with the tile"));
}

GtkWidget *
tc_camera_panel_new (TcDesk *desk)
{
  TcCameraPanel *self = g_object_new (TC_TYPE_CAMERA_PANEL, NULL);

  self->desk = g_object_ref (desk);
  self->list = tc_camera_list_new (desk);
  self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->list)));
  tc_row_list_set_row_type (self->rows, TC_TYPE_CAMERA_ROW);
  tc_row_list_set_model (self->rows, GTK_SELECTION_MODEL (self->selection));
  self->watch = tc_camera_watch_new (desk);
  tc_slow_note_set_busy (self->slow, TRUE);
  g_signal_connect_object (self->watch, "changed", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->watch, "failed", G_CALLBACK (failed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "waiting-changed", G_CALLBACK (waiting_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "notify::person-id", G_CALLBACK (tc_camera_panel_enable_actions),
                           self, G_CONNECT_SWAPPED);
  tc_camera_health_page_attach (self->health, desk);
  tc_camera_steer_attach (self->steer, desk);
  tc_camera_steer_listen (self->steer, GTK_WIDGET (self), self->grid);
  tc_camera_panel_make_replay (self);
  tc_camera_panel_make_alarms (self);
  tc_camera_panel_make_walls (self);
  return GTK_WIDGET (self);
}
