/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The copies that this desk has asked for; see the header. The file has a group for each, by its
 * place in the list.
 */
#include "tc-camera-exports.h"

#include "tc-camera-export-private.h"
#include "tc-desk-files.h"

#include <string.h>

#define FILE_BYTES_MAX (1024 * 1024)

struct _TcCameraExports {
  GObject parent;
  TcDesk *desk;     /* (owned) (nullable): NULL once it is stopped */
  char *path;       /* (owned) */
  GListStore *list; /* (owned) (element-type TcCameraExport) */
};

enum {
  OVER,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TcCameraExports, tc_camera_exports, G_TYPE_OBJECT)

GListModel *
tc_camera_exports_get_list (TcCameraExports *self)
{
  g_return_val_if_fail (TC_IS_CAMERA_EXPORTS (self), NULL);
  return G_LIST_MODEL (self->list);
}

static guint
count (TcCameraExports *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->list));
}

/* (transfer none): the list has it. */
static TcCameraExport *
get_nth (TcCameraExports *self, guint i)
{
  g_autoptr (TcCameraExport) export = g_list_model_get_item (G_LIST_MODEL (self->list), i);

  return export;
}

/* ---- the file ---- */

static const char *const states[TC_EXPORT_N_STATES] = {"asked", "made",      "fetched",
                                                       "done",  "cancelled", "failed"};

static void
write_one (GKeyFile *file, const char *group, TcCameraExport *export)
{
  const TcCameraExportWish *wish = tc_camera_export_get_wish (export);

  g_key_file_set_string (file, group, "state", states[tc_camera_export_get_state (export)]);
  g_key_file_set_string (file, group, "why", tc_camera_export_get_why (export));
  g_key_file_set_string (file, group, "folder", tc_camera_export_get_folder (export));
  g_key_file_set_int64 (file, group, "id", wish->id);
  g_key_file_set_int64 (file, group, "camera", wish->camera_id);
  g_key_file_set_int64 (file, group, "number", wish->number);
  g_key_file_set_string (file, group, "name", wish->camera);
  g_key_file_set_int64 (file, group, "from", wish->from_us);
  g_key_file_set_int64 (file, group, "until", wish->until_us);
  g_key_file_set_int64 (file, group, "incident", wish->incident_id);
  g_key_file_set_string (file, group, "code", wish->incident);
  g_key_file_set_string (file, group, "reason", wish->reason);
  g_key_file_set_int64 (file, group, "kept", wish->kept_us);
}

/* A file that can't be written costs the list after a restart, and nothing else. */
static void
keep (TcCameraExports *self)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  gsize size = 0;

  for (guint i = 0; i < count (self); i++) {
    g_autofree char *group = g_strdup_printf ("%u", i);

    write_one (file, group, get_nth (self, i));
  }
  text = g_key_file_to_data (file, &size, NULL);
  if (!g_file_set_contents_full (self->path, text, (gssize) size, G_FILE_SET_CONTENTS_CONSISTENT,
                                 0600, &error))
    g_warning ("what is exported couldn't be kept in mind: %s", error->message);
}

static char *
read_text (GKeyFile *file, const char *group, const char *key)
{
  char *text = g_key_file_get_string (file, group, key, NULL);

  return text ? text : g_strdup ("");
}

/* What isn't as it was written is left out. (transfer full) (nullable) */
static TcCameraExport *
read_one (TcDesk *desk, GKeyFile *file, const char *group)
{
  g_autofree char *state_code = read_text (file, group, "state");
  g_autofree char *why = read_text (file, group, "why");
  g_autofree char *folder = read_text (file, group, "folder");
  TcCameraExportWish wish = {.id = g_key_file_get_int64 (file, group, "id", NULL),
                             .camera_id = g_key_file_get_int64 (file, group, "camera", NULL),
                             .number = g_key_file_get_int64 (file, group, "number", NULL),
                             .camera = read_text (file, group, "name"),
                             .from_us = g_key_file_get_int64 (file, group, "from", NULL),
                             .until_us = g_key_file_get_int64 (file, group, "until", NULL),
                             .incident_id = g_key_file_get_int64 (file, group, "incident", NULL),
                             .incident = read_text (file, group, "code"),
                             .reason = read_text (file, group, "reason"),
                             .kept_us = g_key_file_get_int64 (file, group, "kept", NULL)};
  TcCameraExport *export = NULL;
  guint state = 0;

  while (state < TC_EXPORT_N_STATES && !g_str_equal (states[state], state_code))
    state++;
  if (state < TC_EXPORT_N_STATES && wish.id >= 0 && wish.camera_id > 0 && wish.from_us > 0 &&
      wish.until_us > wish.from_us && g_path_is_absolute (folder))
    export = tc_camera_export_new_kept (desk, &wish, folder, (TcCameraExportState) state, why);
  tc_camera_export_wish_clear (&wish);
  return export;
}

/* ---- what comes of them ---- */

/* What is kept of one, as data of it. */
typedef struct {
  TcCameraExportState state;
  gboolean over;
  gint64 id;
} Known;

static void
set_known (Known *known, TcCameraExport *export)
{
  *known = (Known){tc_camera_export_get_state (export), tc_camera_export_is_over (export),
                   tc_camera_export_get_wish (export)->id};
}

static void
changed_cb (TcCameraExports *self, TcCameraExport *export)
{
  TcCameraExportState state = tc_camera_export_get_state (export);
  Known *known = g_object_get_data (G_OBJECT (export), "known");
  gboolean was_over = known->over;

  if (state != known->state || known->id != tc_camera_export_get_wish (export)->id) {
    set_known (known, export);
    keep (self);
  }
  if (known->over && !was_over)
    g_signal_emit (self, signals[OVER], 0, export);
}

/* @export: (transfer full) */
static void
take (TcCameraExports *self, TcCameraExport *export, guint position)
{
  Known *known = g_new0 (Known, 1);

  set_known (known, export);
  g_object_set_data_full (G_OBJECT (export), "known", known, g_free);
  g_signal_connect_object (export, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_list_store_insert (self->list, position, export);
  g_object_unref (export);
}

static void
load (TcCameraExports *self)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *text = NULL;
  g_auto (GStrv) groups = NULL;
  gsize size = 0;

  if (!g_file_get_contents (self->path, &text, &size, NULL) || size > FILE_BYTES_MAX ||
      !g_key_file_load_from_data (file, text, size, G_KEY_FILE_NONE, NULL))
    return;
  groups = g_key_file_get_groups (file, NULL);
  for (guint i = 0; groups[i] && count (self) < TC_CAMERA_EXPORTS_MAX; i++) {
    TcCameraExport *export = read_one (self->desk, file, groups[i]);

    if (export)
      take (self, export, count (self));
  }
}

/* The oldest that is over makes room. */
static gboolean
make_room (TcCameraExports *self)
{
  for (guint i = count (self); i > 0 && count (self) >= TC_CAMERA_EXPORTS_MAX; i--) {
    TcCameraExport *export = get_nth (self, i - 1);

    if (!tc_camera_export_is_over (export))
      continue;
    if (tc_camera_export_get_state (export) != TC_EXPORT_DONE)
      tc_camera_export_remove_part (export);
    g_list_store_remove (self->list, i - 1);
  }
  return count (self) < TC_CAMERA_EXPORTS_MAX;
}

gboolean
tc_camera_exports_add (TcCameraExports *self, const TcCameraExportWish *wish, const char *folder)
{
  TcCameraExport *export;

  g_return_val_if_fail (TC_IS_CAMERA_EXPORTS (self) && self->desk, FALSE);
  if (!make_room (self))
    return FALSE;
  export = tc_camera_export_new (self->desk, wish, folder);
  take (self, export, 0);
  keep (self);
  tc_camera_export_go (export);
  return TRUE;
}

void
tc_camera_exports_go (TcCameraExports *self)
{
  g_return_if_fail (TC_IS_CAMERA_EXPORTS (self));
  for (guint i = 0; i < count (self); i++) {
    TcCameraExport *export = get_nth (self, i);

    if (tc_camera_export_is_over (export))
      continue;
    tc_camera_export_go_on (export);
    tc_camera_export_try_now (export);
  }
}

/* The line is back: nobody waits for minutes. */
static void
state_cb (TcCameraExports *self)
{
  if (tc_desk_get_state (self->desk) != TC_DESK_ONLINE)
    return;
  for (guint i = 0; i < count (self); i++)
    tc_camera_export_try_soon (get_nth (self, i));
}

guint
tc_camera_exports_count_open (TcCameraExports *self)
{
  guint n = 0;

  g_return_val_if_fail (TC_IS_CAMERA_EXPORTS (self), 0);
  for (guint i = 0; i < count (self); i++)
    n += !tc_camera_export_is_over (get_nth (self, i));
  return n;
}

char *
tc_camera_exports_folder (void)
{
  const char *videos = g_get_user_special_dir (G_USER_DIRECTORY_VIDEOS);

  return g_build_filename (videos ? videos : g_get_home_dir (), "Toàn Cảnh", NULL);
}

/* ---- object ---- */

void
tc_camera_exports_stop (TcCameraExports *self)
{
  g_return_if_fail (TC_IS_CAMERA_EXPORTS (self));
  for (guint i = 0; i < count (self); i++)
    tc_camera_export_stop (get_nth (self, i));
  if (self->desk)
    g_signal_handlers_disconnect_by_func (self->desk, state_cb, self);
  g_clear_object (&self->desk);
}

static void
tc_camera_exports_dispose (GObject *object)
{
  tc_camera_exports_stop (TC_CAMERA_EXPORTS (object));
  G_OBJECT_CLASS (tc_camera_exports_parent_class)->dispose (object);
}

static void
tc_camera_exports_finalize (GObject *object)
{
  TcCameraExports *self = TC_CAMERA_EXPORTS (object);

  g_object_unref (self->list);
  g_free (self->path);
  G_OBJECT_CLASS (tc_camera_exports_parent_class)->finalize (object);
}

static void
tc_camera_exports_class_init (TcCameraExportsClass *class)
{
  G_OBJECT_CLASS (class)->dispose = tc_camera_exports_dispose;
  G_OBJECT_CLASS (class)->finalize = tc_camera_exports_finalize;
  signals[OVER] = g_signal_new ("over", TC_TYPE_CAMERA_EXPORTS, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 1, TC_TYPE_CAMERA_EXPORT);
}

static void
tc_camera_exports_init (TcCameraExports *self)
{
  self->list = g_list_store_new (TC_TYPE_CAMERA_EXPORT);
}

TcCameraExports *
tc_camera_exports_new (TcDesk *desk)
{
  TcCameraExports *self = g_object_new (TC_TYPE_CAMERA_EXPORTS, NULL);

  self->desk = g_object_ref (desk);
  self->path = tc_desk_dup_path (desk, TC_CAMERA_EXPORTS_FILE);
  load (self);
  g_signal_connect_object (desk, "notify::state", G_CALLBACK (state_cb), self, G_CONNECT_SWAPPED);
  return self;
}
