/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A camera as a row shows it; see the header.
 */
#include "tc-camera-item.h"

#include "tc-camera-words.h"
#include "tc-mark-words.h"
#include "tc-now.h"

struct _TcCameraItem {
  GObject parent;
  GPtrArray *keeper;      /* (owned) (element-type TcCamera) */
  const TcCamera *camera; /* (unowned): in `keeper` */
  TcDesk *desk;           /* (weak) (nullable) */
};

G_DEFINE_FINAL_TYPE (TcCameraItem, tc_camera_item, G_TYPE_OBJECT)

enum {
  PROP_TITLE = 1,
  PROP_SECOND,
  PROP_MARK,
  PROP_MARKED,
  PROP_SPOKEN,
  PROP_SIGNAL,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

/* (transfer full) */
static char *
word_spoken (TcCameraItem *self, gint64 now_us)
{
  char *words = tc_camera_word_spoken (self->camera, now_us);

  tc_mark_word_append (self->desk, self->camera->id, &words);
  return words;
}

static void
tc_camera_item_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TcCameraItem *self = TC_CAMERA_ITEM (object);
  const TcCamera *camera = self->camera;
  gint64 now_us = tc_now_us ();

  switch (id) {
  case PROP_TITLE:
    g_value_take_string (value, tc_camera_word_title (camera));
    break;
  case PROP_SECOND:
    g_value_take_string (value, tc_camera_word_second (camera, now_us));
    break;
  case PROP_MARK:
    g_value_set_string (value, tc_mark_word (self->desk, camera->id));
    break;
  case PROP_MARKED:
    g_value_set_boolean (value, tc_mark_word (self->desk, camera->id) != NULL);
    break;
  case PROP_SPOKEN:
    g_value_take_string (value, word_spoken (self, now_us));
    break;
  case PROP_SIGNAL:
    g_value_set_int (value, (int) tc_camera_get_signal (camera));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
tc_camera_item_finalize (GObject *object)
{
  g_ptr_array_unref (TC_CAMERA_ITEM (object)->keeper);
  g_clear_weak_pointer (&TC_CAMERA_ITEM (object)->desk);
  G_OBJECT_CLASS (tc_camera_item_parent_class)->finalize (object);
}

static void
tc_camera_item_class_init (TcCameraItemClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = tc_camera_item_get_property;
  object_class->finalize = tc_camera_item_finalize;
  props[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  props[PROP_SECOND] = g_param_spec_string ("second", NULL, NULL, NULL, flags);
  props[PROP_MARK] = g_param_spec_string ("mark", NULL, NULL, NULL, flags);
  props[PROP_MARKED] = g_param_spec_boolean ("marked", NULL, NULL, FALSE, flags);
  props[PROP_SPOKEN] = g_param_spec_string ("spoken", NULL, NULL, NULL, flags);
  props[PROP_SIGNAL] = g_param_spec_int ("signal", NULL, NULL, 0, TC_SIGNALS - 1, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
tc_camera_item_init (TcCameraItem *self)
{
}

TcCameraItem *
tc_camera_item_new (GPtrArray *keeper, const TcCamera *camera, TcDesk *desk)
{
  TcCameraItem *self = g_object_new (TC_TYPE_CAMERA_ITEM, NULL);

  self->keeper = g_ptr_array_ref (keeper);
  self->camera = camera;
  g_set_weak_pointer (&self->desk, desk);
  return self;
}

void
tc_camera_item_update (TcCameraItem *self, GPtrArray *keeper, const TcCamera *camera)
{
  g_autoptr (GPtrArray) before = NULL;

  g_return_if_fail (TC_IS_CAMERA_ITEM (self));
  g_return_if_fail (camera->id == self->camera->id);
  before = self->keeper;
  self->keeper = g_ptr_array_ref (keeper);
  self->camera = camera;
  g_object_freeze_notify (G_OBJECT (self));
  for (guint i = 1; i < N_PROPS; i++)
    g_object_notify_by_pspec (G_OBJECT (self), props[i]);
  g_object_thaw_notify (G_OBJECT (self));
}

const TcCamera *
tc_camera_item_get_camera (TcCameraItem *self)
{
  g_return_val_if_fail (TC_IS_CAMERA_ITEM (self), NULL);
  return self->camera;
}
