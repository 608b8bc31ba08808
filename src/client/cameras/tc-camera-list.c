/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Cameras as a list model; see the header.
 */
#include "tc-camera-list.h"

struct _TcCameraList {
  GObject parent;
  TcDesk *desk;       /* (weak) (nullable) */
  GPtrArray *cameras; /* (owned) (element-type TcCamera) */
  GHashTable *items;  /* (owned) (element-type gint64 TcCameraItem): those that somebody has seen */
};

static void model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TcCameraList, tc_camera_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, model_iface_init))

const TcCamera *
tc_camera_list_peek (TcCameraList *self, guint position)
{
  g_return_val_if_fail (TC_IS_CAMERA_LIST (self), NULL);
  g_return_val_if_fail (position < self->cameras->len, NULL);
  return g_ptr_array_index (self->cameras, position);
}

static GType
get_item_type (GListModel *model)
{
  return TC_TYPE_CAMERA_ITEM;
}

static guint
get_n_items (GListModel *model)
{
  return TC_CAMERA_LIST (model)->cameras->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  TcCameraList *self = TC_CAMERA_LIST (model);
  const TcCamera *camera = NULL;
  TcCameraItem *item = NULL;

  if (position >= self->cameras->len)
    return NULL;
  camera = tc_camera_list_peek (self, position);
  item = g_hash_table_lookup (self->items, &camera->id);
  if (item)
    return g_object_ref (item);
  item = tc_camera_item_new (self->cameras, camera, self->desk);
  g_hash_table_insert (self->items, g_memdup2 (&camera->id, sizeof camera->id), item);
  return g_object_ref (item);
}

static void
model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static void
tc_camera_list_finalize (GObject *object)
{
  TcCameraList *self = TC_CAMERA_LIST (object);

  g_hash_table_unref (self->items);
  g_ptr_array_unref (self->cameras);
  g_clear_weak_pointer (&self->desk);
  G_OBJECT_CLASS (tc_camera_list_parent_class)->finalize (object);
}

static void
tc_camera_list_class_init (TcCameraListClass *class)
{
  G_OBJECT_CLASS (class)->finalize = tc_camera_list_finalize;
}

static void
tc_camera_list_init (TcCameraList *self)
{
  self->cameras = g_ptr_array_new ();
  self->items = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_object_unref);
}

static gint64
get_id (const GPtrArray *cameras, guint position)
{
  return ((const TcCamera *) g_ptr_array_index (cameras, position))->id;
}

/* Items of cameras that went are let go; the others are told. */
static void
update_items (TcCameraList *self)
{
  g_autoptr (GHashTable)
      kept = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_object_unref);

  for (guint i = 0; i < self->cameras->len && g_hash_table_size (self->items) > 0; i++) {
    const TcCamera *camera = g_ptr_array_index (self->cameras, i);
    gpointer key = NULL, item = NULL;

    if (!g_hash_table_steal_extended (self->items, &camera->id, &key, &item))
      continue;
    g_hash_table_insert (kept, key, item);
    tc_camera_item_update (item, self->cameras, camera);
  }
  g_hash_table_unref (self->items);
  self->items = g_steal_pointer (&kept);
}

TcCameraList *
tc_camera_list_new (TcDesk *desk)
{
  TcCameraList *self = g_object_new (TC_TYPE_CAMERA_LIST, NULL);

  if (desk)
    g_signal_connect_object (desk, "waiting-changed", G_CALLBACK (update_items), self,
                             G_CONNECT_SWAPPED);
  g_set_weak_pointer (&self->desk, desk);
  return self;
}

void
tc_camera_list_set (TcCameraList *self, GPtrArray *cameras)
{
  g_autoptr (GPtrArray) before = NULL;
  guint head = 0, tail = 0, least = 0;

  g_return_if_fail (TC_IS_CAMERA_LIST (self));
  before = self->cameras;
  least = MIN (before->len, cameras->len);
  while (head < least && get_id (before, head) == get_id (cameras, head))
    head++;
  while (tail < least - head &&
         get_id (before, before->len - 1 - tail) == get_id (cameras, cameras->len - 1 - tail))
    tail++;
  self->cameras = g_ptr_array_ref (cameras);
  update_items (self);
  if (before->len != cameras->len || head < least)
    g_list_model_items_changed (G_LIST_MODEL (self), head, before->len - head - tail,
                                cameras->len - head - tail);
}

guint
tc_camera_list_find (TcCameraList *self, gint64 camera_id)
{
  g_return_val_if_fail (TC_IS_CAMERA_LIST (self), G_MAXUINT);
  for (guint i = 0; i < self->cameras->len; i++) {
    if (get_id (self->cameras, i) == camera_id)
      return i;
  }
  return G_MAXUINT;
}
