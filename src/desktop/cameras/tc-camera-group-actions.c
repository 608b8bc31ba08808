/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Groups of cameras are set and removed (tc-camera-groups-window.c), and that is taken back.
 */
#include "tc-camera-panel-private.h"

#include "tc-camera-group-watch.h"
#include "tc-camera-groups-window.h"
#include "tc-camera-operations.h"

#include <glib/gi18n-lib.h>

#define SET_TYPE "(xssaxax)"

/* As camera-group-set takes it: what undoes what follows. */
typedef struct {
  TcCameraPanel *panel; /* (owned) */
  GVariant *set;        /* (owned) (nullable): NULL: it is removed */
  gint64 id;
} Change;

static void
show_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcCameraPanel *self = data;

  tc_camera_groups_window_show (GTK_WINDOW (self->window), self->desk);
}

/* (transfer full) (nullable) (element-type gint64): NULL: none */
static GArray *
read_ids (GVariant *value)
{
  gsize n = 0;
  const gint64 *ids = g_variant_get_fixed_array (value, &n, sizeof (gint64));
  GArray *array = n > 0 ? g_array_new (FALSE, FALSE, sizeof (gint64)) : NULL;

  return array ? g_array_append_vals (array, ids, (guint) n) : NULL;
}

static GVariant *
write_ids (const GArray *ids)
{
  return g_variant_new_fixed_array (G_VARIANT_TYPE_INT64, ids->data, ids->len, sizeof (gint64));
}

/* (transfer floating). One that is removed comes back as a new one. */
static GVariant *
write_form (const TcCameraGroupForm *form, gboolean anew)
{
  return g_variant_new ("(xss@ax@ax)", anew ? (gint64) 0 : form->id, form->code, form->name,
                        write_ids (form->camera_ids), write_ids (form->role_ids));
}

static void
set (TcCameraPanel *self, GVariant *target, const TcCameraGroupForm *before)
{
  g_autoptr (GVariant) cameras = NULL, roles = NULL;
  g_autoptr (GArray) camera_ids = NULL, role_ids = NULL;
  TcCameraGroupSet args = {0};

  g_variant_get (target, "(x&s&s@ax@ax)", &args.group_id, &args.code, &args.name, &cameras, &roles);
  if (!args.group_id)
    args.group_id = tc_operation_sink_make_id (TC_OPERATION_SINK (self->desk));
  args.camera_ids = camera_ids = read_ids (cameras);
  args.role_ids = role_ids = read_ids (roles);
  tc_camera_panel_submit (self, &tc_camera_group_set_type, &args, N_ ("The group is saved."),
                          before ? "win.camera-group-set" : NULL,
                          before ? write_form (before, FALSE) : NULL);
}

/* Who may see its cameras goes first: then it can be removed. */
static void
remove_group (TcCameraPanel *self, const TcCameraGroupForm *form)
{
  const TcCameraGroupSet open = {form->id, form->code, form->name,
                                 form->camera_ids->len ? form->camera_ids : NULL, NULL};

  if (form->role_ids->len > 0)
    tc_camera_panel_submit (self, &tc_camera_group_set_type, &open, NULL, NULL, NULL);
  tc_camera_panel_submit (self, &tc_camera_group_remove_type, &(TcCameraGroupRef){form->id},
                          N_ ("The group is removed."), "win.camera-group-set",
                          write_form (form, TRUE));
}

/* ---- what was there before ---- */

static gpointer
read_forms (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return tc_camera_group_forms_list (db);
}

static void
forms_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Change *change = data;
  g_autoptr (TcCameraPanel) self = change->panel;
  g_autoptr (GPtrArray) forms = tc_worker_run_finish (TC_WORKER (source), result, NULL);
  const TcCameraGroupForm *before = NULL;

  for (guint i = 0; forms && i < forms->len; i++)
    if (((const TcCameraGroupForm *) forms->pdata[i])->id == change->id)
      before = forms->pdata[i];
  if (self->desk && change->set)
    set (self, change->set, before);
  else if (self->desk && before)
    remove_group (self, before);
  g_clear_pointer (&change->set, g_variant_unref);
  g_free (change);
}

/* Takes no reference of @set that floats. */
static void
begin (TcCameraPanel *self, gint64 id, GVariant *set_to)
{
  TcWorker *reader = self->desk ? tc_desk_get_reader (self->desk) : NULL;
  Change *change = NULL;

  if (!reader)
    return;
  change = g_new0 (Change, 1);
  *change = (Change){g_object_ref (self), set_to ? g_variant_ref (set_to) : NULL, id};
  tc_worker_run_async (reader, read_forms, NULL, NULL, (GDestroyNotify) g_ptr_array_unref, NULL,
                       forms_cb, change);
}

static void
set_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  gint64 id = 0;

  g_variant_get_child (target, 0, "x", &id);
  begin (data, id, target);
}

static void
remove_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  begin (data, g_variant_get_int64 (target), NULL);
}

void
tc_camera_panel_enable_groups (TcCameraPanel *self)
{
  gboolean may = tc_desk_may (self->desk, TC_MAY_MANAGE_CAMERAS);

  tc_panel_enable (self->window, TC_CAMERA_GROUPS, may);
  gtk_widget_set_visible (self->groups, may);
}

void
tc_camera_panel_add_groups (TcCameraPanel *self, GActionMap *window)
{
  const GActionEntry entries[] = {
      {.name = TC_CAMERA_GROUPS, .activate = show_cb},
      {.name = "camera-group-set", .activate = set_cb, .parameter_type = SET_TYPE},
      {.name = "camera-group-remove", .activate = remove_cb, .parameter_type = "x"},
  };

  g_action_map_add_action_entries (window, entries, G_N_ELEMENTS (entries), self);
}
