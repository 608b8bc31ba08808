/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A place where a tile is seen; see the header.
 *
 * DESIGN: whoever takes a picture from the tile leaves it to the others, too; what one of them
 * hasn't taken by the next is dropped. What was taken is held as long as it is shown there, so that
 * a place that comes later needn't wait for the next: that is the same memory.
 */
#include "tc-tile-look.h"

#define LOOKS "tc-tile-looks"

struct _TcTileLook {
  GObject parent;
  TcTile *tile;         /* (owned) */
  TcTileFrame *pending; /* (owned) (nullable): to be taken here */
  TcTileFrame *taken;   /* (owned) (nullable): taken here last */
  int width, height;    /* 0: not said yet */
  TcTileImportance importance;
};

G_DEFINE_FINAL_TYPE (TcTileLook, tc_tile_look, G_TYPE_OBJECT)

/* (element-type TcTileLook): unowned ones, of that tile */
static GPtrArray *
get_looks (TcTile *tile)
{
  GPtrArray *looks = g_object_get_data (G_OBJECT (tile), LOOKS);

  if (!looks) {
    looks = g_ptr_array_new ();
    g_object_set_data_full (G_OBJECT (tile), LOOKS, looks, (GDestroyNotify) g_ptr_array_unref);
  }
  return looks;
}

/* Those of the others aren't asked for where one is on screen. */
static void
tell_tile (TcTile *tile)
{
  const GPtrArray *looks = get_looks (tile);
  TcTileImportance most = TC_IMPORTANCE_HIDDEN;
  int width = 0, height = 0;

  for (guint i = 0; i < looks->len; i++)
    most = MAX (most, ((const TcTileLook *) looks->pdata[i])->importance);
  for (guint i = 0; i < looks->len; i++) {
    const TcTileLook *look = looks->pdata[i];

    if (look->importance == TC_IMPORTANCE_HIDDEN && most > TC_IMPORTANCE_HIDDEN)
      continue;
    width = MAX (width, look->width);
    height = MAX (height, look->height);
  }
  if (width > 0 && height > 0)
    tc_tile_set_size (tile, width, height);
  tc_tile_set_importance (tile, most);
}

void
tc_tile_look_set_size (TcTileLook *self, int width, int height)
{
  g_return_if_fail (TC_IS_TILE_LOOK (self));
  self->width = width;
  self->height = height;
  tell_tile (self->tile);
}

void
tc_tile_look_set_importance (TcTileLook *self, TcTileImportance importance)
{
  g_return_if_fail (TC_IS_TILE_LOOK (self) && importance < TC_IMPORTANCE_N);
  self->importance = importance;
  if (importance == TC_IMPORTANCE_HIDDEN)
    g_clear_pointer (&self->pending, tc_tile_frame_free);
  tell_tile (self->tile);
}

static void
keep (TcTileFrame **kept, const TcTileFrame *frame)
{
  g_clear_pointer (kept, tc_tile_frame_free);
  *kept = tc_tile_frame_copy (frame);
}

static void
leave_to_others (TcTileLook *self, const TcTileFrame *frame)
{
  const GPtrArray *looks = get_looks (self->tile);

  for (guint i = 0; i < looks->len; i++) {
    TcTileLook *look = looks->pdata[i];

    if (look != self && look->importance > TC_IMPORTANCE_HIDDEN)
      keep (&look->pending, frame);
  }
}

TcTileFrame *
tc_tile_look_take_frame (TcTileLook *self)
{
  TcTileFrame *frame = NULL;

  g_return_val_if_fail (TC_IS_TILE_LOOK (self), NULL);
  frame = tc_tile_take_frame (self->tile);
  if (frame) {
    g_clear_pointer (&self->pending, tc_tile_frame_free);
    leave_to_others (self, frame);
  } else {
    frame = g_steal_pointer (&self->pending);
  }
  if (frame)
    keep (&self->taken, frame);
  return frame;
}

static void
cleared_cb (TcTileLook *self)
{
  g_clear_pointer (&self->pending, tc_tile_frame_free);
  g_clear_pointer (&self->taken, tc_tile_frame_free);
}

static void
tc_tile_look_dispose (GObject *object)
{
  TcTileLook *self = TC_TILE_LOOK (object);

  cleared_cb (self);
  if (self->tile) {
    g_signal_handlers_disconnect_by_data (self->tile, self);
    g_ptr_array_remove (get_looks (self->tile), self);
    tell_tile (self->tile);
    g_clear_object (&self->tile);
  }
  G_OBJECT_CLASS (tc_tile_look_parent_class)->dispose (object);
}

static void
tc_tile_look_class_init (TcTileLookClass *class)
{
  G_OBJECT_CLASS (class)->dispose = tc_tile_look_dispose;
}

static void
tc_tile_look_init (TcTileLook *self)
{
  self->importance = TC_IMPORTANCE_NORMAL;
}

TcTileLook *
tc_tile_look_new (TcTile *tile)
{
  TcTileLook *self = g_object_new (TC_TYPE_TILE_LOOK, NULL);
  GPtrArray *looks = get_looks (tile);
  const TcTileFrame *newest = NULL;

  self->tile = g_object_ref (tile);
  for (guint i = 0; i < looks->len; i++) {
    const TcTileFrame *frame = ((const TcTileLook *) looks->pdata[i])->taken;

    if (frame && (!newest || frame->decoded_us > newest->decoded_us))
      newest = frame;
  }
  if (newest)
    self->pending = tc_tile_frame_copy (newest);
  g_ptr_array_add (looks, self);
  g_signal_connect_swapped (tile, "cleared", G_CALLBACK (cleared_cb), self);
  return self;
}
