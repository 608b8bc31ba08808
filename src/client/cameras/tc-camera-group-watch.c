/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Groups of cameras as they are set; see the header.
 */
#include "tc-camera-group-watch.h"

#include "tc-fold.h"
#include "tc-now.h"
#include "tc-people.h"

#include <string.h>

/* How cameras do changes all the time, and isn't shown here. */
#define INTERVAL_MS 1000
#define CODE_CHARS 40

struct _TcCameraGroupWatch {
  TcWatch parent;
};

G_DEFINE_FINAL_TYPE (TcCameraGroupWatch, tc_camera_group_watch, TC_TYPE_WATCH)

static void
free_view (gpointer data)
{
  TcCameraGroupView *view = data;

  g_ptr_array_unref (view->groups);
  g_ptr_array_unref (view->cameras);
  g_ptr_array_unref (view->roles);
  g_free (view);
}

static gpointer
read_view (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const TcCameraFilter filter = {.staff_id = *(const gint64 *) data, .at_us = tc_now_us ()};
  TcCameraGroupView *view = g_new0 (TcCameraGroupView, 1);

  view->groups = tc_camera_group_forms_list (db);
  view->partial = tc_camera_groups_are_partial (db, filter.staff_id, filter.at_us);
  view->cameras = tc_cameras_list (db, &filter, TC_CAMERAS_LIST_MAX);
  view->roles = tc_people_list_roles (db);
  return view;
}

static gpointer
ask (TcWatch *watch)
{
  gint64 staff_id = tc_desk_get_person (tc_watch_get_desk (watch));

  return g_memdup2 (&staff_id, sizeof staff_id);
}

static void
tc_camera_group_watch_class_init (TcCameraGroupWatchClass *class)
{
  static const char *const tables[] = {
      "camera", "camera_member", "camera_group", "camera_group_role", "role", NULL};
  TcWatchClass *watch = TC_WATCH_CLASS (class);

  watch->what = "groups of cameras";
  watch->tables = tables;
  watch->interval_ms = INTERVAL_MS;
  watch->read = read_view;
  watch->free_view = free_view;
  watch->ask = ask;
  watch->free_asked = g_free;
}

static void
tc_camera_group_watch_init (TcCameraGroupWatch *self)
{
}

TcCameraGroupWatch *
tc_camera_group_watch_new (TcDesk *desk)
{
  TcCameraGroupWatch *self = g_object_new (TC_TYPE_CAMERA_GROUP_WATCH, NULL);

  tc_watch_follow (TC_WATCH (self), desk);
  return self;
}

const TcCameraGroupView *
tc_camera_group_watch_get (TcCameraGroupWatch *self)
{
  g_return_val_if_fail (TC_IS_CAMERA_GROUP_WATCH (self), NULL);
  return tc_watch_get (TC_WATCH (self));
}

const TcCameraGroupForm *
tc_camera_group_view_find (const TcCameraGroupView *view, gint64 id)
{
  for (guint i = 0; view && i < view->groups->len; i++) {
    const TcCameraGroupForm *form = g_ptr_array_index (view->groups, i);

    if (form->id == id)
      return form;
  }
  return NULL;
}

static gboolean
has_code (const TcCameraGroupView *view, const char *code)
{
  for (guint i = 0; i < view->groups->len; i++)
    if (g_str_equal (((const TcCameraGroupForm *) view->groups->pdata[i])->code, code))
      return TRUE;
  return FALSE;
}

char *
tc_camera_group_view_make_code (const TcCameraGroupView *view, const char *name)
{
  g_autofree char *key = tc_fold_key (name);
  g_autoptr (GString) code = g_string_new (NULL);
  gsize length = 0;

  for (const char *at = key; *at && code->len < CODE_CHARS; at++) {
    if (g_ascii_isalnum (*at))
      g_string_append_c (code, g_ascii_tolower (*at));
    else if (code->len && code->str[code->len - 1] != '-')
      g_string_append_c (code, '-');
  }
  if (code->len == 0)
    g_string_append (code, "group");
  length = code->len;
  for (guint i = 2; has_code (view, code->str); i++) {
    g_string_truncate (code, length);
    g_string_append_printf (code, "-%u", i);
  }
  return g_string_free (g_steal_pointer (&code), FALSE);
}
