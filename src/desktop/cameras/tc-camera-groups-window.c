/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Groups of cameras; see the header. What a person changes stays as it is until what was saved is
 * read or another group is chosen, whatever is read meanwhile. What others saved meanwhile isn't
 * written over.
 */
#include "tc-camera-groups-window.h"

#include "tc-camera-group-watch.h"
#include "tc-camera-words.h"
#include "tc-fold.h"
#include "tc-incident-words.h"
#include "tc-mark-words.h"
#include "tc-open-window.h"
#include "tc-operation-sink.h"
#include "tc-panel.h"
#include "tc-people.h"
#include "tc-slow-note.h"
#include "tc-text-label.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <string.h>

/* More are found by words. */
#define ROWS_MAX 200
#define ID "tc-id"
#define LINE_PX 12

#define TC_TYPE_CAMERA_GROUPS_WINDOW (tc_camera_groups_window_get_type ())
G_DECLARE_FINAL_TYPE (TcCameraGroupsWindow, tc_camera_groups_window, TC, CAMERA_GROUPS_WINDOW,
                      AdwWindow)

struct _TcCameraGroupsWindow {
  AdwWindow parent;
  GtkListBox *list; /* (unowned): template child, as the next eight */
  TcSlowNote *slow;
  GtkEntry *name;
  GtkLabel *partial;
  GtkLabel *who;
  GtkListBox *roles;
  GtkLabel *members;
  GtkSearchEntry *search;
  GtkListBox *cameras;
  GSimpleActionGroup *actions; /* (owned) */
  TcCameraGroupWatch *watch;   /* (owned) (nullable) */
  gint64 id;                   /* 0: a new one */
  gint64 new_id;               /* that which the new one is saved under; 0: not yet */
  TcCameraGroupForm *loaded;   /* (owned) (nullable): as it was when changes began; NULL: new */
  TcCameraGroupForm *sent;     /* (owned) (nullable): saved, and not read yet */
  GArray *camera_ids;          /* (owned) (element-type gint64): as they are to be */
  GArray *role_ids;            /* (owned) (element-type gint64): likewise */
  gboolean changed;
  gboolean filling; /* what is set is set by us */
};

G_DEFINE_FINAL_TYPE (TcCameraGroupsWindow, tc_camera_groups_window, ADW_TYPE_WINDOW)

static const TcCameraGroupView *
get_view (TcCameraGroupsWindow *self)
{
  return self->watch ? tc_camera_group_watch_get (self->watch) : NULL;
}

/* -1: it isn't there */
static int
find_id (const GArray *ids, gint64 id)
{
  for (guint i = 0; i < ids->len; i++)
    if (g_array_index (ids, gint64, i) == id)
      return (int) i;
  return -1;
}

static void
put_id (GArray *ids, gint64 id, gboolean in)
{
  int at = find_id (ids, id);

  if (in && at < 0)
    g_array_append_val (ids, id);
  else if (!in && at >= 0)
    g_array_remove_index (ids, (guint) at);
}

/* In whatever order. */
static gboolean
has_same_ids (const GArray *ids, const GArray *others)
{
  for (guint i = 0; i < ids->len; i++)
    if (find_id (others, g_array_index (ids, gint64, i)) < 0)
      return FALSE;
  return ids->len == others->len;
}

/* As it is typed, without a code. (transfer full) */
static TcCameraGroupForm *
make_form (TcCameraGroupsWindow *self)
{
  TcCameraGroupForm *form = g_new0 (TcCameraGroupForm, 1);

  form->id = self->id ? self->id : self->new_id;
  form->name = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->name))));
  form->camera_ids = g_array_copy (self->camera_ids);
  form->role_ids = g_array_copy (self->role_ids);
  return form;
}

/* (transfer full) (nullable) */
static TcCameraGroupForm *
copy_form (const TcCameraGroupForm *form)
{
  TcCameraGroupForm *copy = form ? g_memdup2 (form, sizeof *form) : NULL;

  if (!copy)
    return NULL;
  copy->code = g_strdup (form->code);
  copy->name = g_strdup (form->name);
  copy->camera_ids = g_array_copy (form->camera_ids);
  copy->role_ids = g_array_copy (form->role_ids);
  return copy;
}

static gboolean
is_same_form (const TcCameraGroupForm *form, const TcCameraGroupForm *other)
{
  return g_str_equal (form->name, other->name) &&
         has_same_ids (form->camera_ids, other->camera_ids) &&
         has_same_ids (form->role_ids, other->role_ids);
}

static void
clear (GtkListBox *list)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (list, 0)))
    gtk_list_box_remove (list, GTK_WIDGET (row));
}

/* ---- what is said ---- */

static void
enable (TcCameraGroupsWindow *self, const char *name, gboolean enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

static void
tell (TcCameraGroupsWindow *self)
{
  const TcCameraGroupView *view = get_view (self);
  gboolean partial = view && view->partial && self->id;
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->name))));
  g_autofree char *members = g_strdup_printf (
      ngettext ("%u camera stands in it", "%u cameras stand in it", self->camera_ids->len),
      self->camera_ids->len);

  gtk_label_set_label (self->who,
                       self->role_ids->len == 0
                           ? _ ("Everybody who sees cameras may see these. Tick roles to "
                                "narrow that down:")
                           : _ ("Only who has one of these roles may see them:"));
  gtk_label_set_label (self->members, members);
  gtk_widget_set_visible (GTK_WIDGET (self->partial), partial);
  enable (self, "save", view && self->changed && *name && !partial);
  enable (self, "remove", self->id != 0);
}

/* ---- rows ---- */

/* A row with a mark, which is what the action says of @id. */
static void
append_mark (TcCameraGroupsWindow *self, GtkListBox *list, const char *text, const char *action,
             gint64 id, gboolean on, GCallback toggled)
{
  GtkWidget *mark = gtk_check_button_new_with_label (text);
  GtkWidget *row = gtk_list_box_row_new ();
  gint64 *kept = g_memdup2 (&id, sizeof id);

  gtk_check_button_set_active (GTK_CHECK_BUTTON (mark), on);
  g_object_set_data_full (G_OBJECT (mark), ID, kept, g_free);
  g_object_set_data (G_OBJECT (mark), "action", (gpointer) action);
  g_signal_connect_swapped (mark, "toggled", toggled, self);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), mark);
  gtk_widget_set_focusable (row, FALSE);
  gtk_list_box_append (list, row);
}

static void
toggled_cb (TcCameraGroupsWindow *self, GtkCheckButton *mark)
{
  const gint64 *id = g_object_get_data (G_OBJECT (mark), ID);

  if (!self->filling)
    g_action_group_activate_action (
        G_ACTION_GROUP (self->actions), g_object_get_data (G_OBJECT (mark), "action"),
        g_variant_new ("(xb)", *id, gtk_check_button_get_active (mark)));
}

/* Words of number, name and place, each from its beginning. */
static gboolean
is_found (const TcCamera *camera, char *const *words)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT " %s %s", camera->number,
                                           camera->name, camera->place ? camera->place : "");
  g_autofree char *key = tc_fold_key (text);

  for (; *words; words++) {
    const char *at = strstr (key, *words);

    if (!at || (at > key && at[-1] != ' '))
      return FALSE;
  }
  return TRUE;
}

static void
append_camera (TcCameraGroupsWindow *self, const TcCamera *camera, gboolean in)
{
  g_autofree char *title = tc_camera_word_title (camera);

  append_mark (self, self->cameras, title, "camera", camera->id, in, G_CALLBACK (toggled_cb));
}

/* Those that stand in it first. */
static void
fill_cameras (TcCameraGroupsWindow *self)
{
  const TcCameraGroupView *view = get_view (self);
  g_autofree char *key = tc_fold_key (gtk_editable_get_text (GTK_EDITABLE (self->search)));
  g_auto (GStrv) words = g_strsplit (g_strstrip (key), " ", -1);
  guint n = 0;

  self->filling = TRUE;
  clear (self->cameras);
  for (int in = 1; view && in >= 0; in--) {
    for (guint i = 0; i < view->cameras->len && n < ROWS_MAX; i++) {
      const TcCamera *camera = g_ptr_array_index (view->cameras, i);

      if ((find_id (self->camera_ids, camera->id) >= 0) != (in == 1) || !is_found (camera, words))
        continue;
      append_camera (self, camera, in == 1);
      n++;
    }
  }
  self->filling = FALSE;
}

static void
fill_roles (TcCameraGroupsWindow *self)
{
  const TcCameraGroupView *view = get_view (self);

  self->filling = TRUE;
  clear (self->roles);
  for (guint i = 0; view && i < view->roles->len; i++) {
    const TcRole *role = g_ptr_array_index (view->roles, i);

    append_mark (self, self->roles, tc_incident_pick_name (role->name_vi, role->name_en), "role",
                 role->id, find_id (self->role_ids, role->id) >= 0, G_CALLBACK (toggled_cb));
  }
  self->filling = FALSE;
}

static GtkWidget *
make_line (const char *text)
{
  GtkWidget *line = tc_text_label_new_wrapped (text, NULL);

  gtk_widget_set_margin_start (line, LINE_PX);
  gtk_widget_set_margin_end (line, LINE_PX);
  gtk_widget_set_margin_top (line, LINE_PX / 2);
  gtk_widget_set_margin_bottom (line, LINE_PX / 2);
  return line;
}

/* (transfer full) */
static char *
word_group (TcCameraGroupsWindow *self, const TcCameraGroupForm *form)
{
  char *text = g_strdup_printf ("%s (%u)", form->name, form->camera_ids->len);

  tc_mark_word_append (tc_watch_get_desk (TC_WATCH (self->watch)), form->id, &text);
  return text;
}

static void
fill_list (TcCameraGroupsWindow *self)
{
  const TcCameraGroupView *view = get_view (self);

  clear (self->list);
  for (guint i = 0; view && i < view->groups->len; i++) {
    const TcCameraGroupForm *form = g_ptr_array_index (view->groups, i);
    g_autofree char *text = word_group (self, form);
    GtkWidget *row = gtk_list_box_row_new ();

    g_object_set_data_full (G_OBJECT (row), ID, g_memdup2 (&form->id, sizeof form->id), g_free);
    gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), make_line (text));
    gtk_list_box_append (self->list, row);
    if (form->id == self->id)
      gtk_list_box_select_row (self->list, GTK_LIST_BOX_ROW (row));
  }
}

/* In place: whoever is in the list stays there. */
static void
waiting_cb (TcCameraGroupsWindow *self)
{
  const TcCameraGroupView *view = get_view (self);

  for (guint i = 0; view && i < view->groups->len; i++) {
    GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list, (int) i);
    g_autofree char *text = word_group (self, g_ptr_array_index (view->groups, i));

    if (row)
      gtk_label_set_label (GTK_LABEL (gtk_list_box_row_get_child (row)), text);
  }
}

/* ---- which one ---- */

/* What changes begin from. */
static void
load (TcCameraGroupsWindow *self, const TcCameraGroupForm *form)
{
  g_clear_pointer (&self->sent, tc_camera_group_form_free);
  g_clear_pointer (&self->loaded, tc_camera_group_form_free);
  self->loaded = copy_form (form);
  self->id = form ? form->id : 0;
  self->new_id = 0;
}

static void
show_form (TcCameraGroupsWindow *self, const TcCameraGroupForm *form)
{
  load (self, form);
  g_array_unref (self->camera_ids);
  g_array_unref (self->role_ids);
  self->camera_ids = form ? g_array_copy (form->camera_ids)
                          : g_array_new (FALSE, FALSE, sizeof (gint64));
  self->role_ids = form ? g_array_copy (form->role_ids)
                        : g_array_new (FALSE, FALSE, sizeof (gint64));
  self->changed = FALSE;
  self->filling = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->name), form ? form->name : "");
  self->filling = FALSE;
  fill_cameras (self);
  fill_roles (self);
  tell (self);
}

/* What was saved is there: no change any more, but for what was typed since. */
static void
take_sent (TcCameraGroupsWindow *self)
{
  const TcCameraGroupForm *form = self->sent
                                      ? tc_camera_group_view_find (get_view (self), self->sent->id)
                                      : NULL;
  g_autoptr (TcCameraGroupForm) typed = make_form (self);

  if (!form || !is_same_form (form, self->sent))
    return;
  if (is_same_form (typed, form))
    show_form (self, self->id ? form : NULL);
  else
    load (self, form);
}

/* What is being changed stays. */
static void
changed_cb (TcCameraGroupsWindow *self)
{
  tc_slow_note_set_busy (self->slow, FALSE);
  take_sent (self);
  fill_list (self);
  if (self->changed)
    tell (self);
  else
    show_form (self, tc_camera_group_view_find (get_view (self), self->id));
}

static void
failed_cb (TcCameraGroupsWindow *self)
{
  tc_slow_note_set_stopped (self->slow, _ ("The groups can't be read at the moment."));
}

static void
row_cb (TcCameraGroupsWindow *self, GtkListBoxRow *row)
{
  const gint64 *id = g_object_get_data (G_OBJECT (row), ID);

  g_action_group_activate_action (G_ACTION_GROUP (self->actions), "choose",
                                  g_variant_new_int64 (*id));
}

static void
typed_cb (TcCameraGroupsWindow *self)
{
  if (self->filling)
    return;
  self->changed = TRUE;
  tell (self);
}

static void
searched_cb (TcCameraGroupsWindow *self)
{
  fill_cameras (self);
}

/* ---- actions ---- */

static void
choose_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcCameraGroupsWindow *self = data;

  show_form (self, tc_camera_group_view_find (get_view (self), g_variant_get_int64 (target)));
  fill_list (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->name));
}

static void
name_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  gtk_editable_set_text (GTK_EDITABLE (((TcCameraGroupsWindow *) data)->name),
                         g_variant_get_string (target, NULL));
}

static void
find_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcCameraGroupsWindow *self = data;

  gtk_editable_set_text (GTK_EDITABLE (self->search), g_variant_get_string (target, NULL));
  fill_cameras (self);
}

static void
put_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcCameraGroupsWindow *self = data;
  gboolean role = g_str_equal (g_action_get_name (G_ACTION (action)), "role");
  gboolean in = FALSE;
  gint64 id = 0;

  g_variant_get (target, "(xb)", &id, &in);
  put_id (role ? self->role_ids : self->camera_ids, id, in);
  self->changed = TRUE;
  tell (self);
}

/* Of the main window, which isn't kept by this one. */
static void
act (TcCameraGroupsWindow *self, const char *action, GVariant *target)
{
  g_autoptr (GVariant) kept = g_variant_ref_sink (target);
  GtkWindow *main = gtk_window_get_transient_for (GTK_WINDOW (self));

  if (main)
    g_action_group_activate_action (G_ACTION_GROUP (main), action, kept);
}

static GVariant *
ids_to_variant (const GArray *ids)
{
  return g_variant_new_fixed_array (G_VARIANT_TYPE_INT64, ids->data, ids->len, sizeof (gint64));
}

/* (nullable): why what was typed would undo what somebody else did */
static const char *
find_conflict (TcCameraGroupsWindow *self, const TcCameraGroupForm *form)
{
  if (!self->loaded)
    return NULL;
  if (!form)
    return _ ("Somebody removed this group meanwhile; yours isn't saved. Save it again to make "
              "a new group of it.");
  return is_same_form (form, self->loaded) ? NULL
                                           : _ ("Somebody else changed this group meanwhile; yours "
                                                "isn't saved. Choose it again.");
}

static void
send_form (TcCameraGroupsWindow *self, const TcCameraGroupForm *form)
{
  act (self, "camera-group-set",
       g_variant_new ("(xss@ax@ax)", form->id, form->code, form->name,
                      ids_to_variant (form->camera_ids), ids_to_variant (form->role_ids)));
}

/* What is typed stays typed until it is read as it was saved. */
static void
save_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcCameraGroupsWindow *self = data;
  const TcCameraGroupView *view = get_view (self);
  TcDesk *desk = tc_watch_get_desk (TC_WATCH (self->watch));
  const TcCameraGroupForm *form = NULL;
  const char *conflict = find_conflict (self, tc_camera_group_view_find (view, self->id));

  if (conflict) {
    tc_panel_answer (GTK_WIDGET (self->name), FALSE, conflict);
    if (!tc_camera_group_view_find (view, self->id))
      load (self, NULL);
    tell (self);
    return;
  }
  /* Saved twice it is one group still. */
  if (!self->id && !self->new_id)
    self->new_id = tc_operation_sink_make_id (TC_OPERATION_SINK (desk));
  g_clear_pointer (&self->sent, tc_camera_group_form_free);
  self->sent = make_form (self);
  form = tc_camera_group_view_find (view, self->sent->id);
  self->sent->code = form ? g_strdup (form->code)
                          : tc_camera_group_view_make_code (view, self->sent->name);
  send_form (self, self->sent);
}

static void
remove_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcCameraGroupsWindow *self = data;

  act (self, "camera-group-remove", g_variant_new_int64 (self->id));
  show_form (self, NULL);
}

static void
add_actions (TcCameraGroupsWindow *self)
{
  const GActionEntry entries[] = {
      {.name = "choose", .activate = choose_cb, .parameter_type = "x"},
      {.name = "name", .activate = name_cb, .parameter_type = "s"},
      {.name = "find", .activate = find_cb, .parameter_type = "s"},
      {.name = "camera", .activate = put_cb, .parameter_type = "(xb)"},
      {.name = "role", .activate = put_cb, .parameter_type = "(xb)"},
      {.name = "save", .activate = save_cb},
      {.name = "remove", .activate = remove_cb},
  };

  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "groups", G_ACTION_GROUP (self->actions));
}

/* ---- the window ---- */

/* Nobody who isn't signed in reads on. */
static void
person_cb (TcCameraGroupsWindow *self, GParamSpec *property, TcDesk *desk)
{
  if (tc_desk_get_person (desk) == 0)
    gtk_window_close (GTK_WINDOW (self));
}

static void
tc_camera_groups_window_dispose (GObject *object)
{
  TcCameraGroupsWindow *self = TC_CAMERA_GROUPS_WINDOW (object);

  if (self->watch)
    g_signal_handlers_disconnect_by_data (self->watch, self);
  g_clear_object (&self->watch);
  G_OBJECT_CLASS (tc_camera_groups_window_parent_class)->dispose (object);
}

static void
tc_camera_groups_window_finalize (GObject *object)
{
  TcCameraGroupsWindow *self = TC_CAMERA_GROUPS_WINDOW (object);

  g_object_unref (self->actions);
  g_clear_pointer (&self->loaded, tc_camera_group_form_free);
  g_clear_pointer (&self->sent, tc_camera_group_form_free);
  g_array_unref (self->camera_ids);
  g_array_unref (self->role_ids);
  G_OBJECT_CLASS (tc_camera_groups_window_parent_class)->finalize (object);
}

static void
tc_camera_groups_window_class_init (TcCameraGroupsWindowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = tc_camera_groups_window_dispose;
  G_OBJECT_CLASS (class)->finalize = tc_camera_groups_window_finalize;
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, GDK_CONTROL_MASK,
                                       "groups.save", NULL);
  g_type_ensure (TC_TYPE_SLOW_NOTE);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/toancanh/ToanCanh/ui/tc-camera-groups-window.ui");
  gtk_widget_class_bind_template_child (widget_class, TcCameraGroupsWindow, list);
  gtk_widget_class_bind_template_child (widget_class, TcCameraGroupsWindow, slow);
  gtk_widget_class_bind_template_child (widget_class, TcCameraGroupsWindow, name);
  gtk_widget_class_bind_template_child (widget_class, TcCameraGroupsWindow, partial);
  gtk_widget_class_bind_template_child (widget_class, TcCameraGroupsWindow, who);
  gtk_widget_class_bind_template_child (widget_class, TcCameraGroupsWindow, roles);
  gtk_widget_class_bind_template_child (widget_class, TcCameraGroupsWindow, members);
  gtk_widget_class_bind_template_child (widget_class, TcCameraGroupsWindow, search);
  gtk_widget_class_bind_template_child (widget_class, TcCameraGroupsWindow, cameras);
  gtk_widget_class_bind_template_callback (widget_class, row_cb);
  gtk_widget_class_bind_template_callback (widget_class, typed_cb);
  gtk_widget_class_bind_template_callback (widget_class, searched_cb);
}

static void
tc_camera_groups_window_init (TcCameraGroupsWindow *self)
{
  self->camera_ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->role_ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  add_actions (self);
  gtk_widget_init_template (GTK_WIDGET (self));
  tell (self);
}

void
tc_camera_groups_window_show (GtkWindow *parent, TcDesk *desk)
{
  TcCameraGroupsWindow *self = tc_open_window_find (TC_TYPE_CAMERA_GROUPS_WINDOW, parent);

  if (!self) {
    self = g_object_new (TC_TYPE_CAMERA_GROUPS_WINDOW, "transient-for", parent,
                         "destroy-with-parent", TRUE, NULL);
    g_signal_connect_object (desk, "notify::person-id", G_CALLBACK (person_cb), self,
                             G_CONNECT_SWAPPED);
    g_signal_connect_object (desk, "waiting-changed", G_CALLBACK (waiting_cb), self,
                             G_CONNECT_SWAPPED);
    tc_slow_note_set_busy (self->slow, TRUE);
    self->watch = tc_camera_group_watch_new (desk);
    g_signal_connect_object (self->watch, "changed", G_CALLBACK (changed_cb), self,
                             G_CONNECT_SWAPPED);
    g_signal_connect_object (self->watch, "failed", G_CALLBACK (failed_cb), self,
                             G_CONNECT_SWAPPED);
  }
  gtk_window_present (GTK_WINDOW (self));
}
