/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How cameras do; see the header.
 */
#include "tc-camera-health-list.h"

#include "tc-camera-words.h"
#include "tc-desk-files.h"
#include "tc-now.h"

#include <string.h>

#define QUESTION "camera.health"
/* Media hosts that are told of. */
#define HOSTS_MAX 100

struct _TcCameraHealthItem {
  GObject parent;
  GPtrArray *keeper; /* (owned): holds the camera */
  TcCameraHealth health;
};

G_DEFINE_FINAL_TYPE (TcCameraHealthItem, tc_camera_health_item, G_TYPE_OBJECT)

struct _TcCameraHealthList {
  GObject parent;
  TcDesk *desk;               /* (owned) (nullable): NULL once it has ended */
  TcCameraHealthWatch *watch; /* (owned) (nullable): once somebody looked */
  GPtrArray *cameras;         /* (owned) (element-type TcCamera) */
  GPtrArray *items;           /* (owned) (element-type TcCameraHealthItem): in the order */
  GArray *hosts;              /* (owned) (element-type TcCameraHost) */
  TcHealthOrder order;
  gboolean asking;
  guint source;
};

static void model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TcCameraHealthList, tc_camera_health_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, model_iface_init))

static guint changed_signal, hosts_signal;

static const char *const codes[TC_HEALTH_N_ORDERS] = {"worst",      "number", "uptime", "times",
                                                      "reconnects", "kbit",   "frames", "clock"};

const char *
tc_health_order_code (TcHealthOrder order)
{
  g_return_val_if_fail (order < TC_HEALTH_N_ORDERS, codes[0]);
  return codes[order];
}

gboolean
tc_health_order_from_code (const char *code, TcHealthOrder *order)
{
  for (guint i = 0; i < TC_HEALTH_N_ORDERS; i++) {
    if (g_strcmp0 (codes[i], code) != 0)
      continue;
    *order = (TcHealthOrder) i;
    return TRUE;
  }
  return FALSE;
}

/* ---- items ---- */

const TcCameraHealth *
tc_camera_health_item_get (TcCameraHealthItem *self)
{
  g_return_val_if_fail (TC_IS_CAMERA_HEALTH_ITEM (self), NULL);
  return &self->health;
}

static void
tc_camera_health_item_finalize (GObject *object)
{
  g_ptr_array_unref (TC_CAMERA_HEALTH_ITEM (object)->keeper);
  G_OBJECT_CLASS (tc_camera_health_item_parent_class)->finalize (object);
}

static void
tc_camera_health_item_class_init (TcCameraHealthItemClass *class)
{
  G_OBJECT_CLASS (class)->finalize = tc_camera_health_item_finalize;
  changed_signal = g_signal_new ("changed", TC_TYPE_CAMERA_HEALTH_ITEM, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
}

static void
tc_camera_health_item_init (TcCameraHealthItem *self)
{
}

/* ---- the order ---- */

static int
compare_numbers (gint64 a, gint64 b)
{
  return a < b ? -1 : a > b;
}

/* Thousandths of the time that it was down. */
static gint64
get_down (const TcCameraHealth *health)
{
  return health->span_us > 0 ? health->down_us * 1000 / health->span_us : 0;
}

static gint64
get_clock (const TcCameraHealth *health)
{
  return health->camera->clock_offset_ms == TC_NONE ? -1 : ABS (health->camera->clock_offset_ms);
}

/* What is out of service on purpose is nobody's to mend. */
static int
get_rank (const TcCameraHealth *health)
{
  if (!g_str_equal (health->camera->state, "in-service"))
    return -1;
  return (int) tc_camera_get_signal (health->camera);
}

static int
compare_by (TcHealthOrder order, const TcCameraHealth *a, const TcCameraHealth *b)
{
  int first = 0;

  switch (order) {
  case TC_HEALTH_WORST:
    first = get_rank (b) - get_rank (a);
    return first ? first : compare_numbers (get_down (b), get_down (a));
  case TC_HEALTH_UPTIME:
    return compare_numbers (get_down (b), get_down (a));
  case TC_HEALTH_TIMES:
    return compare_numbers (b->times, a->times);
  case TC_HEALTH_RECONNECTS:
    return compare_numbers (b->reconnects, a->reconnects);
  case TC_HEALTH_KBIT:
    return compare_numbers (b->kbit, a->kbit);
  case TC_HEALTH_FRAMES:
    return compare_numbers (a->fps_milli, b->fps_milli);
  case TC_HEALTH_CLOCK:
    return compare_numbers (get_clock (b), get_clock (a));
  case TC_HEALTH_NUMBER:
  default:
    return 0;
  }
}

static int
compare (gconstpointer a, gconstpointer b, gpointer data)
{
  const TcCameraHealth *one = &(*(TcCameraHealthItem *const *) a)->health;
  const TcCameraHealth *other = &(*(TcCameraHealthItem *const *) b)->health;
  int first = compare_by (*(TcHealthOrder *) data, one, other);

  return first ? first : compare_numbers (one->camera->number, other->camera->number);
}

/* ---- what is known ---- */

static void
fill_sums (TcCameraHealthList *self, TcCameraHealth *health, gint64 now_us)
{
  const GArray *sums = self->watch ? tc_camera_health_watch_get_sums (self->watch) : NULL;
  guint at = 0, end = sums ? sums->len : 0;

  health->span_us = CLAMP (now_us - health->camera->state_us, 1, TC_CAMERA_HEALTH_US);
  health->down_us = health->times = 0;
  while (at < end) {
    guint middle = at + (end - at) / 2;
    const TcCameraFaultSum *sum = &g_array_index (sums, TcCameraFaultSum, middle);

    if (sum->camera_id == health->camera->id) {
      health->down_us = MIN (sum->down_us, health->span_us);
      health->times = sum->times;
      return;
    }
    if (sum->camera_id < health->camera->id)
      at = middle + 1;
    else
      end = middle;
  }
}

static GHashTable *
index_items (const GPtrArray *items)
{
  GHashTable *index = g_hash_table_new (g_int64_hash, g_int64_equal);

  for (guint i = 0; i < items->len; i++) {
    TcCameraHealthItem *item = g_ptr_array_index (items, i);

    g_hash_table_insert (index, (gpointer) &item->health.camera->id, item);
  }
  return index;
}

static gboolean
same_order (const GPtrArray *a, const GPtrArray *b)
{
  return a->len == b->len &&
         (a->len == 0 || memcmp (a->pdata, b->pdata, a->len * sizeof (gpointer)) == 0);
}

static void
tell_items (TcCameraHealthList *self)
{
  for (guint i = 0; i < self->items->len; i++)
    g_signal_emit (g_ptr_array_index (self->items, i), changed_signal, 0);
}

/* All of it, in its order; what stays is the same item. */
static void
arrange (TcCameraHealthList *self)
{
  g_autoptr (GPtrArray) before = self->items;
  g_autoptr (GHashTable) index = index_items (before);
  gint64 now_us = tc_now_us ();

  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < self->cameras->len; i++) {
    const TcCamera *camera = g_ptr_array_index (self->cameras, i);
    TcCameraHealthItem *item = g_hash_table_lookup (index, &camera->id);

    g_ptr_array_add (self->items,
                     item ? g_object_ref (item) : g_object_new (TC_TYPE_CAMERA_HEALTH_ITEM, NULL));
  }
  g_hash_table_remove_all (index);
  for (guint i = 0; i < self->cameras->len; i++) {
    TcCameraHealthItem *item = g_ptr_array_index (self->items, i);

    g_clear_pointer (&item->keeper, g_ptr_array_unref);
    item->keeper = g_ptr_array_ref (self->cameras);
    item->health.camera = g_ptr_array_index (self->cameras, i);
    fill_sums (self, &item->health, now_us);
  }
  g_ptr_array_sort_with_data (self->items, compare, &self->order);
  if (!same_order (before, self->items))
    g_list_model_items_changed (G_LIST_MODEL (self), 0, before->len, self->items->len);
  tell_items (self);
}

/* ---- figures ---- */

static void
take_figures (TcCameraHealthList *self, GVariant *list)
{
  g_autoptr (GHashTable) index = index_items (self->items);
  gint64 id = 0;
  guint32 kbit = 0, fps_milli = 0, reconnects = 0;

  for (guint i = 0; i < self->items->len; i++)
    ((TcCameraHealthItem *) g_ptr_array_index (self->items, i))->health.has_figures = FALSE;
  for (gsize i = 0; i < MIN (g_variant_n_children (list), TC_CAMERAS_LIST_MAX); i++) {
    TcCameraHealthItem *item;

    g_variant_get_child (list, i, "(xuuu)", &id, &kbit, &fps_milli, &reconnects);
    item = g_hash_table_lookup (index, &id);
    if (!item)
      continue;
    item->health.has_figures = TRUE;
    item->health.kbit = kbit;
    item->health.fps_milli = fps_milli;
    item->health.reconnects = reconnects;
  }
  tell_items (self);
}

static void
clear_host (gpointer data)
{
  g_free (((TcCameraHost *) data)->name);
}

/* An older server tells none. @list: (nullable) */
static void
take_hosts (TcCameraHealthList *self, GVariant *list)
{
  gsize n = list ? MIN (g_variant_n_children (list), HOSTS_MAX) : 0;

  g_array_set_size (self->hosts, 0);
  for (gsize i = 0; i < n; i++) {
    TcCameraHost host = {0};
    gint64 id = 0;

    g_variant_get_child (list, i, "(xsuuuu)", &id, &host.name, &host.kbit, &host.kbit_max,
                         &host.n_viewers, &host.n_thinned);
    g_array_append_val (self->hosts, host);
  }
  g_signal_emit (self, hosts_signal, 0);
}

const GArray *
tc_camera_health_list_get_hosts (TcCameraHealthList *self)
{
  g_return_val_if_fail (TC_IS_CAMERA_HEALTH_LIST (self), NULL);
  return self->hosts;
}

/* What can't be had now is asked again soon. */
static void
asked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TcCameraHealthList) self = data;
  g_autoptr (TcRefusal) refusal = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) value = tc_desk_ask_finish (TC_DESK (source), result, &refusal, &error);
  g_autoptr (GVariant)
      list = value ? g_variant_lookup_value (value, "figures", G_VARIANT_TYPE ("a(xuuu)")) : NULL;

  g_autoptr (GVariant)
      hosts = value ? g_variant_lookup_value (value, "hosts", G_VARIANT_TYPE ("a(xsuuuu)")) : NULL;

  self->asking = FALSE;
  if (!self->desk || !list)
    return;
  take_figures (self, list);
  take_hosts (self, hosts);
}

static void
ask (TcCameraHealthList *self)
{
  GVariantDict dict = G_VARIANT_DICT_INIT (NULL);

  self->asking = TRUE;
  g_variant_dict_insert (&dict, "session_id", "x", tc_desk_get_session (self->desk));
  tc_desk_ask_async (self->desk, QUESTION, g_variant_dict_end (&dict), NULL, asked_cb,
                     g_object_ref (self));
}

static gboolean
ask_cb (gpointer data)
{
  TcCameraHealthList *self = data;

  if (!self->asking)
    ask (self);
  return G_SOURCE_CONTINUE;
}

/* ---- the model ---- */

static GType
get_item_type (GListModel *model)
{
  return TC_TYPE_CAMERA_HEALTH_ITEM;
}

static guint
get_n_items (GListModel *model)
{
  return TC_CAMERA_HEALTH_LIST (model)->items->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  GPtrArray *items = TC_CAMERA_HEALTH_LIST (model)->items;

  return position < items->len ? g_object_ref (g_ptr_array_index (items, position)) : NULL;
}

static void
model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static void
tc_camera_health_list_dispose (GObject *object)
{
  tc_camera_health_list_end (TC_CAMERA_HEALTH_LIST (object));
  G_OBJECT_CLASS (tc_camera_health_list_parent_class)->dispose (object);
}

static void
tc_camera_health_list_finalize (GObject *object)
{
  TcCameraHealthList *self = TC_CAMERA_HEALTH_LIST (object);

  g_ptr_array_unref (self->items);
  g_ptr_array_unref (self->cameras);
  g_array_unref (self->hosts);
  G_OBJECT_CLASS (tc_camera_health_list_parent_class)->finalize (object);
}

static void
tc_camera_health_list_class_init (TcCameraHealthListClass *class)
{
  G_OBJECT_CLASS (class)->dispose = tc_camera_health_list_dispose;
  G_OBJECT_CLASS (class)->finalize = tc_camera_health_list_finalize;
  hosts_signal = g_signal_new ("hosts", TC_TYPE_CAMERA_HEALTH_LIST, G_SIGNAL_RUN_LAST, 0, NULL,
                               NULL, NULL, G_TYPE_NONE, 0);
}

static void
tc_camera_health_list_init (TcCameraHealthList *self)
{
  self->cameras = g_ptr_array_new ();
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  self->hosts = g_array_new (FALSE, TRUE, sizeof (TcCameraHost));
  g_array_set_clear_func (self->hosts, clear_host);
}

TcCameraHealthList *
tc_camera_health_list_new (TcDesk *desk)
{
  TcCameraHealthList *self = g_object_new (TC_TYPE_CAMERA_HEALTH_LIST, NULL);

  self->desk = g_object_ref (desk);
  return self;
}

void
tc_camera_health_list_end (TcCameraHealthList *self)
{
  g_clear_handle_id (&self->source, g_source_remove);
  if (self->watch)
    g_signal_handlers_disconnect_by_data (self->watch, self);
  g_clear_object (&self->watch);
  g_clear_object (&self->desk);
}

void
tc_camera_health_list_set (TcCameraHealthList *self, GPtrArray *cameras)
{
  g_autoptr (GPtrArray) before = self->cameras;

  self->cameras = g_ptr_array_ref (cameras);
  arrange (self);
}

void
tc_camera_health_list_sort (TcCameraHealthList *self, TcHealthOrder order)
{
  self->order = order;
  arrange (self);
}

TcHealthOrder
tc_camera_health_list_get_order (TcCameraHealthList *self)
{
  return self->order;
}

void
tc_camera_health_list_show (TcCameraHealthList *self, gboolean shown)
{
  if (!self->desk || shown == (self->source != 0))
    return;
  g_clear_handle_id (&self->source, g_source_remove);
  if (!shown)
    return;
  if (!self->watch) {
    self->watch = tc_camera_health_watch_new (self->desk);
    g_signal_connect_object (self->watch, "changed", G_CALLBACK (arrange), self, G_CONNECT_SWAPPED);
  }
  self->source = g_timeout_add (TC_CAMERA_HEALTH_ASK_MS, ask_cb, self);
  (void) ask_cb (self);
}
