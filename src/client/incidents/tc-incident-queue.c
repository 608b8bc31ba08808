/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The windowed queue; see the header. Bringing the list to a new order is in tc-queue-diff.c.
 */
#include "tc-incident-queue.h"

#include "tc-debounce.h"
#include "tc-incident-words.h"
#include "tc-now.h"
#include "tc-queue-diff.h"
#include "tc-queue-reading.h"

#define IDS_INTERVAL_MS 200
/* What is read first of a long list. */
#define FIRST_PAGE 256
/* How long the list before stands while another is read. */
#define LATE_MS 100
/* More than these changed at once: all is read again. */
#define CHANGED_MAX 4096
#define FETCH_MAX 256
#define SOON_TICK_S 30

struct _TcIncidentQueue {
  GObject parent;
  TcWorker *reader; /* (owned) */
  TcQueueFilter filter;
  GCancellable *cancellable; /* (owned): of what runs for the present filter */

  TcQueueList *shown;  /* (owned) */
  TcQueueList *belong; /* (owned): what should be shown */
  GArray *edits;  /* (owned) (nullable) (element-type TcQueueEdit): from the one to the other */
  gboolean fresh; /* the two differ */
  GHashTable *changed; /* (owned) (element-type gint64): since the list was read */
  gboolean whole;      /* is to be read whole, not what changed alone */
  double text_done;    /* how much of the index of words was searched */
  guint late;          /* source id: the list before stands until then */
  gboolean page;       /* the first page alone is shown: the rest follows by itself */

  /* While edits are carried out: the first `front` are of `belong` already, behind them stands what
   * is shown from `rest` on. */
  gboolean editing;
  guint front;
  guint rest;

  GHashTable *headings; /* (owned) (gint64, owned utf8): of those that begin a group */
  guint n_new;
  gboolean loading;
  gboolean auto_admit;
  TcDebounce *reread; /* (owned) */
  guint soon_tick;    /* source id with what time alone changes */

  GHashTable *waiting;     /* (owned) (nullable) (element-type gint64) */
  GHashTable *provisional; /* (owned) (nullable) (element-type gint64) */
  GHashTable *items;       /* (owned) (gint64 * in ItemLink, unowned TcIncidentItem): those alive */
  GQueue cache;            /* (owned TcIncidentItem): the newest made */
  GArray *wanted;          /* (owned) (element-type gint64): rows to read */
  gboolean fetching;
  guint fetch_idle; /* source id */
};

static void model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TcIncidentQueue, tc_incident_queue, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, model_iface_init))

enum {
  PROP_N_NEW = 1,
  PROP_LOADING,
  PROP_AUTO_ADMIT,
  N_PROPS
};

enum {
  ADMITTED,
  FILLED,
  FAULT,
  N_SIGNALS
};

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

static guint
count_items (TcIncidentQueue *self)
{
  guint n = tc_queue_list_get_length (self->shown);

  return self->editing ? self->front + n - self->rest : n;
}

static gint64
get_id (TcIncidentQueue *self, guint position)
{
  if (!self->editing)
    return tc_queue_list_get_id (self->shown, position);
  return position < self->front
             ? tc_queue_list_get_id (self->belong, position)
             : tc_queue_list_get_id (self->shown, self->rest + position - self->front);
}

/* ---- rows ---- */

static void schedule_fetch (TcIncidentQueue *self);

/* What a fetch job is given and gives back: immutable while it runs. */
static gpointer
read_rows (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  GArray *ids = data;

  return tc_incident_rows (db, (const gint64 *) (void *) ids->data, ids->len);
}

static void
fetched_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TcIncidentQueue) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) rows = tc_worker_run_finish (TC_WORKER (source), result, &error);

  self->fetching = FALSE;
  if (!rows) {
    if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) && self->reader)
      g_signal_emit (self, signals[FAULT], 0, error);
    return;
  }
  for (guint i = 0; i < rows->len; i++) {
    TcIncidentRow *row = &g_array_index (rows, TcIncidentRow, i);
    TcIncidentItem *item = g_hash_table_lookup (self->items, &row->id);
    if (item)
      tc_incident_item_fill (item, row);
  }
  g_signal_emit (self, signals[FILLED], 0);
  schedule_fetch (self);
}

/* The next rows wanted whose items still live. (transfer full) */
static GArray *
take_wanted (TcIncidentQueue *self)
{
  GArray *batch = g_array_new (FALSE, FALSE, sizeof (gint64));
  guint taken = 0;

  while (taken < self->wanted->len && batch->len < FETCH_MAX) {
    gint64 id = g_array_index (self->wanted, gint64, taken++);
    if (g_hash_table_contains (self->items, &id))
      g_array_append_val (batch, id);
  }
  g_array_remove_range (self->wanted, 0, taken);
  return batch;
}

static gboolean
fetch_cb (gpointer data)
{
  TcIncidentQueue *self = data;
  g_autoptr (GArray) batch = take_wanted (self);

  self->fetch_idle = 0;
  if (batch->len == 0)
    return G_SOURCE_REMOVE;
  self->fetching = TRUE;
  tc_worker_run_async (self->reader, read_rows, g_array_ref (batch), (GDestroyNotify) g_array_unref,
                       (GDestroyNotify) g_array_unref, NULL, fetched_cb, g_object_ref (self));
  return G_SOURCE_REMOVE;
}

static void
schedule_fetch (TcIncidentQueue *self)
{
  if (!self->fetching && self->fetch_idle == 0 && self->wanted->len > 0 && self->reader)
    self->fetch_idle = g_idle_add_full (G_PRIORITY_HIGH_IDLE, fetch_cb, self, NULL);
}

static void
want_row (TcIncidentQueue *self, gint64 id)
{
  g_array_append_val (self->wanted, id);
  schedule_fetch (self);
}

/* ---- items ---- */

static gboolean
is_gone (TcIncidentQueue *self, gint64 id)
{
  return self->fresh && !tc_queue_list_contains (self->belong, id);
}

/* The item's own key: it is in the table for as long as the item lives. */
typedef struct {
  gint64 id;
  TcIncidentQueue *queue; /* (unowned): clears this in its dispose */
} ItemLink;

static void
item_gone_cb (gpointer data)
{
  ItemLink *link = data;

  if (link->queue)
    g_hash_table_remove (link->queue->items, &link->id);
  g_free (link);
}

static gboolean
is_in (GHashTable *ids, gint64 id)
{
  return ids && g_hash_table_contains (ids, &id);
}

/* Its row is to be read yet. */
static TcIncidentItem *
make_item (TcIncidentQueue *self, gint64 id)
{
  g_autoptr (TcIncidentItem) item = tc_incident_item_new (id);
  ItemLink *link = g_new0 (ItemLink, 1);

  link->id = id;
  link->queue = self;
  g_hash_table_insert (self->items, &link->id, item);
  g_object_set_data_full (G_OBJECT (item), "tc-queue-link", link, item_gone_cb);
  tc_incident_item_set_gone (item, is_gone (self, id));
  tc_incident_item_set_heading (item, g_hash_table_lookup (self->headings, &id));
  tc_incident_item_set_waiting (item, is_in (self->waiting, id));
  tc_incident_item_set_provisional (item, is_in (self->provisional, id));
  g_queue_push_tail (&self->cache, g_object_ref (item));
  if (self->cache.length > TC_QUEUE_CACHE_MAX)
    g_object_unref (g_queue_pop_head (&self->cache));
  return g_steal_pointer (&item);
}

static GType
get_item_type (GListModel *model)
{
  return TC_TYPE_INCIDENT_ITEM;
}

static guint
get_n_items (GListModel *model)
{
  return count_items (TC_INCIDENT_QUEUE (model));
}

/* Also makes the rest of its chunk, so that rows are read by the chunk. */
static gpointer
get_item (GListModel *model, guint position)
{
  TcIncidentQueue *self = TC_INCIDENT_QUEUE (model);
  guint from = position - position % TC_QUEUE_CHUNK,
        to = MIN (from + TC_QUEUE_CHUNK, count_items (self));
  TcIncidentItem *found = NULL;
  gint64 id = 0;

  if (position >= count_items (self))
    return NULL;
  id = get_id (self, position);
  found = g_hash_table_lookup (self->items, &id);
  if (found)
    return g_object_ref (found);
  for (guint i = from; i < to; i++) {
    gint64 other = get_id (self, i);
    g_autoptr (TcIncidentItem) item = NULL;
    if (g_hash_table_contains (self->items, &other))
      continue;
    item = make_item (self, other);
    want_row (self, other);
    if (i == position)
      found = g_steal_pointer (&item);
  }
  return found;
}

static void
model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

/* ---- ids ---- */

static void
mark_gone (TcIncidentQueue *self)
{
  GHashTableIter iter;
  gpointer key = NULL, item = NULL;

  g_hash_table_iter_init (&iter, self->items);
  while (g_hash_table_iter_next (&iter, &key, &item))
    tc_incident_item_set_gone (item, is_gone (self, *(gint64 *) key));
}

/* What stands over the first row of each group. */
static void
read_headings (TcIncidentQueue *self)
{
  GArray *groups = tc_queue_list_get_groups (self->shown);
  GHashTableIter iter;
  gpointer key = NULL, item = NULL;

  g_hash_table_remove_all (self->headings);
  for (guint i = 0; groups && i < groups->len; i++) {
    const TcQueueGroup *group = &g_array_index (groups, TcQueueGroup, i);
    gint64 id = tc_queue_list_get_id (self->shown, group->start);
    g_hash_table_insert (self->headings, g_memdup2 (&id, sizeof id),
                         tc_incident_word_group (self->filter.group, group));
  }
  g_hash_table_iter_init (&iter, self->items);
  while (g_hash_table_iter_next (&iter, &key, &item))
    tc_incident_item_set_heading (item, g_hash_table_lookup (self->headings, key));
}

static void
set_n_new (TcIncidentQueue *self, guint n_new)
{
  if (self->n_new == n_new)
    return;
  self->n_new = n_new;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_N_NEW]);
}

static void
set_loading (TcIncidentQueue *self, gboolean loading)
{
  if (self->loading == loading)
    return;
  self->loading = loading;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_LOADING]);
}

static void
show (TcIncidentQueue *self, TcQueueList *list)
{
  tc_queue_list_ref (list);
  tc_queue_list_unref (self->shown);
  self->shown = list;
  read_headings (self);
}

static TcQueueList *
make_empty (void)
{
  return tc_queue_list_new (g_array_new (FALSE, FALSE, sizeof (TcQueueEntry)), NULL);
}

/* First empties, then fills: nobody then looks for what was selected among a million rows. */
static void
refill (TcIncidentQueue *self, TcQueueList *list)
{
  g_autoptr (TcQueueList) none = make_empty ();
  guint before = count_items (self), after = tc_queue_list_get_length (list);

  show (self, none);
  if (before > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, before, 0);
  show (self, list);
  if (after > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, 0, after);
}

/* Nothing is copied: the list is what it was behind the edit and what it will be before it. */
static void
apply_edits (TcIncidentQueue *self, GArray *edits)
{
  self->front = self->rest = 0;
  self->editing = TRUE;
  for (guint i = 0; i < edits->len; i++) {
    const TcQueueEdit *edit = &g_array_index (edits, TcQueueEdit, i);
    self->rest += edit->position - self->front + edit->removed;
    self->front = edit->position + edit->added;
    g_list_model_items_changed (G_LIST_MODEL (self), edit->position, edit->removed, edit->added);
  }
  self->editing = FALSE;
  show (self, self->belong);
}

void
tc_incident_queue_admit (TcIncidentQueue *self)
{
  g_autoptr (GArray) edits = NULL;

  g_return_if_fail (TC_IS_INCIDENT_QUEUE (self));
  if (!self->fresh)
    return;
  self->fresh = FALSE;
  edits = g_steal_pointer (&self->edits);
  if (edits)
    apply_edits (self, edits);
  else
    refill (self, self->belong);
  mark_gone (self);
  set_n_new (self, 0);
  g_signal_emit (self, signals[ADMITTED], 0);
}

/* ---- reading ---- */

static void
ask_whole (TcIncidentQueue *self)
{
  self->whole = TRUE;
  tc_debounce_ask (self->reread);
}

/* What came with a list isn't read once more when it is looked at. */
static void
take_rows (TcIncidentQueue *self, GArray *rows)
{
  for (guint i = 0; i < rows->len; i++) {
    TcIncidentRow *row = &g_array_index (rows, TcIncidentRow, i);
    TcIncidentItem *known = g_hash_table_lookup (self->items, &row->id);
    g_autoptr (TcIncidentItem) item = known ? g_object_ref (known) : make_item (self, row->id);
    tc_incident_item_fill (item, row);
  }
}

static void
take_read (TcIncidentQueue *self, TcQueueRead *read)
{
  gboolean growing = self->page;

  /* Another list begins at its top. */
  if (self->loading)
    g_clear_pointer (&read->edits, g_array_unref);
  g_clear_handle_id (&self->late, g_source_remove);
  self->text_done = read->text_done;
  tc_queue_list_unref (self->belong);
  self->belong = tc_queue_list_ref (read->belong);
  g_clear_pointer (&self->edits, g_array_unref);
  self->edits = g_steal_pointer (&read->edits);
  self->fresh = !read->same;
  self->page = read->page;
  take_rows (self, read->rows);
  /* An empty list has nothing that could move, and one that is still read grows at its end. */
  if (self->loading || self->auto_admit || growing || count_items (self) == 0) {
    self->fresh |= self->loading;
    set_loading (self, FALSE);
    tc_incident_queue_admit (self);
  } else {
    mark_gone (self);
    set_n_new (self, read->n_new);
  }
  /* Not at once: what is in sight of the first page is to be read before all the rest. */
  if (self->page)
    ask_whole (self);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TcIncidentQueue) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TcQueueRead) read = tc_worker_run_finish (TC_WORKER (source), result, &error);

  if (!self->reread)
    return;
  tc_debounce_done (self->reread);
  if (read) {
    take_read (self, read);
    return;
  }
  self->whole = TRUE;
  if (error && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_signal_emit (self, signals[FAULT], 0, error);
}

static GArray *
take_changed (TcIncidentQueue *self)
{
  GArray *changed = g_array_new (FALSE, FALSE, sizeof (gint64));
  GHashTableIter iter;
  gpointer key = NULL;

  g_hash_table_iter_init (&iter, self->changed);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    g_array_append_vals (changed, key, 1);
  g_hash_table_remove_all (self->changed);
  return changed;
}

static void
reread_cb (gpointer data)
{
  TcIncidentQueue *self = data;
  TcQueueReading *reading = g_new0 (TcQueueReading, 1);
  gboolean is_range = tc_incident_queue_is_range (&self->filter);

  reading->filter = self->filter;
  reading->filter.at_us = tc_now_us ();
  reading->limit = self->loading && tc_incident_queue_is_paged (&self->filter) ? FIRST_PAGE
                                                                               : TC_QUEUE_IDS_MAX;
  reading->n_rows = self->loading ? TC_QUEUE_CHUNK : 0;
  reading->shown = tc_queue_list_ref (self->shown);
  reading->changed = take_changed (self);
  if (!self->whole && is_range && reading->changed->len <= CHANGED_MAX)
    reading->belong = tc_queue_list_ref (self->belong);
  self->whole = FALSE;
  tc_worker_run_async (self->reader, tc_queue_read, reading, tc_queue_reading_free,
                       (GDestroyNotify) tc_queue_read_free, self->cancellable, read_cb,
                       g_object_ref (self));
}

static gboolean
soon_cb (gpointer data)
{
  ask_whole (data);
  return G_SOURCE_CONTINUE;
}

/* What is on its way takes long: nobody is to take the list before for it. */
static gboolean
late_cb (gpointer data)
{
  TcIncidentQueue *self = data;
  g_autoptr (TcQueueList) none = make_empty ();

  self->late = 0;
  refill (self, none);
  return G_SOURCE_REMOVE;
}

gboolean
tc_incident_queue_is_page (TcIncidentQueue *self)
{
  g_return_val_if_fail (TC_IS_INCIDENT_QUEUE (self), FALSE);
  return self->page;
}

double
tc_incident_queue_get_text_done (TcIncidentQueue *self)
{
  g_return_val_if_fail (TC_IS_INCIDENT_QUEUE (self), 1);
  return self->text_done;
}

static void
cancel_reading (TcIncidentQueue *self)
{
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
}

void
tc_incident_queue_stop (TcIncidentQueue *self)
{
  g_return_if_fail (TC_IS_INCIDENT_QUEUE (self));
  if (!self->loading)
    return;
  cancel_reading (self);
  g_clear_handle_id (&self->soon_tick, g_source_remove);
  g_clear_handle_id (&self->late, g_source_remove);
  (void) late_cb (self);
  set_loading (self, FALSE);
}

void
tc_incident_queue_set_filter (TcIncidentQueue *self, const TcQueueFilter *filter)
{
  g_return_if_fail (TC_IS_INCIDENT_QUEUE (self));
  cancel_reading (self);
  self->filter = *filter;
  g_clear_pointer (&self->edits, g_array_unref);
  self->fresh = self->page = FALSE;
  self->whole = TRUE;
  set_n_new (self, 0);
  set_loading (self, TRUE);
  if (self->late == 0)
    self->late = g_timeout_add (LATE_MS, late_cb, self);
  g_clear_handle_id (&self->soon_tick, g_source_remove);
  if (filter->kind == TC_QUEUE_DUE_SOON || filter->kind == TC_QUEUE_MATCH || filter->match != 0)
    self->soon_tick = g_timeout_add_seconds (SOON_TICK_S, soon_cb, self);
  tc_debounce_hurry (self->reread);
}

guint
tc_incident_queue_get_n_new (TcIncidentQueue *self)
{
  g_return_val_if_fail (TC_IS_INCIDENT_QUEUE (self), 0);
  return self->n_new;
}

gint64
tc_incident_queue_get_id (TcIncidentQueue *self, guint position)
{
  g_return_val_if_fail (TC_IS_INCIDENT_QUEUE (self), 0);
  return position < count_items (self) ? get_id (self, position) : 0;
}

TcQueueList *
tc_incident_queue_dup_list (TcIncidentQueue *self)
{
  g_return_val_if_fail (TC_IS_INCIDENT_QUEUE (self), NULL);
  return tc_queue_list_ref (self->shown);
}

guint
tc_incident_queue_find (TcIncidentQueue *self, gint64 id)
{
  g_return_val_if_fail (TC_IS_INCIDENT_QUEUE (self), G_MAXUINT);

  return tc_queue_list_find (self->shown, id);
}

void
tc_incident_queue_replaced (TcIncidentQueue *self)
{
  GHashTableIter iter;
  gpointer key = NULL;

  g_return_if_fail (TC_IS_INCIDENT_QUEUE (self));
  g_hash_table_iter_init (&iter, self->items);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    want_row (self, *(gint64 *) key);
  ask_whole (self);
}

void
tc_incident_queue_set_waiting (TcIncidentQueue *self, GHashTable *ids)
{
  GHashTableIter iter;
  gpointer key, item;

  g_return_if_fail (TC_IS_INCIDENT_QUEUE (self));
  g_clear_pointer (&self->waiting, g_hash_table_unref);
  self->waiting = g_hash_table_ref (ids);
  g_hash_table_iter_init (&iter, self->items);
  while (g_hash_table_iter_next (&iter, &key, &item))
    tc_incident_item_set_waiting (item, is_in (self->waiting, *(gint64 *) key));
}

void
tc_incident_queue_set_provisional (TcIncidentQueue *self, GHashTable *ids)
{
  GHashTableIter iter;
  gpointer key, item;

  g_return_if_fail (TC_IS_INCIDENT_QUEUE (self));
  g_clear_pointer (&self->provisional, g_hash_table_unref);
  self->provisional = g_hash_table_ref (ids);
  g_hash_table_iter_init (&iter, self->items);
  while (g_hash_table_iter_next (&iter, &key, &item))
    tc_incident_item_set_provisional (item, is_in (self->provisional, *(gint64 *) key));
}

void
tc_incident_queue_rows_changed (TcIncidentQueue *self, const char *table, GArray *ids)
{
  static const char *const named[] = {"agency", "area", "field", "staff", NULL};

  g_return_if_fail (TC_IS_INCIDENT_QUEUE (self));
  if (g_strv_contains (named, table)) {
    tc_incident_queue_replaced (self);
    return;
  }
  if (!g_str_equal (table, "incident"))
    return;
  for (guint i = 0; i < ids->len; i++) {
    gint64 id = g_array_index (ids, gint64, i);
    if (g_hash_table_contains (self->items, &id))
      want_row (self, id);
    if (g_hash_table_size (self->changed) <= CHANGED_MAX)
      g_hash_table_add (self->changed, g_memdup2 (&id, sizeof id));
  }
  tc_debounce_ask (self->reread);
}

/* ---- object ---- */

static void
tc_incident_queue_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TcIncidentQueue *self = TC_INCIDENT_QUEUE (object);

  if (id == PROP_N_NEW)
    g_value_set_uint (value, self->n_new);
  else if (id == PROP_LOADING)
    g_value_set_boolean (value, self->loading);
  else
    g_value_set_boolean (value, self->auto_admit);
}

static void
tc_incident_queue_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_AUTO_ADMIT)
    TC_INCIDENT_QUEUE (object)->auto_admit = g_value_get_boolean (value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
forget_item (gpointer key, gpointer item, gpointer data)
{
  ItemLink *link = g_object_get_data (item, "tc-queue-link");

  link->queue = NULL;
}

static void
tc_incident_queue_dispose (GObject *object)
{
  TcIncidentQueue *self = TC_INCIDENT_QUEUE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->soon_tick, g_source_remove);
  g_clear_handle_id (&self->fetch_idle, g_source_remove);
  g_clear_handle_id (&self->late, g_source_remove);
  g_clear_pointer (&self->reread, tc_debounce_free);
  g_hash_table_foreach (self->items, forget_item, NULL);
  g_hash_table_remove_all (self->items);
  g_queue_clear_full (&self->cache, g_object_unref);
  g_clear_object (&self->reader);
  G_OBJECT_CLASS (tc_incident_queue_parent_class)->dispose (object);
}

static void
tc_incident_queue_finalize (GObject *object)
{
  TcIncidentQueue *self = TC_INCIDENT_QUEUE (object);

  g_object_unref (self->cancellable);
  g_hash_table_unref (self->items);
  tc_queue_list_unref (self->shown);
  tc_queue_list_unref (self->belong);
  g_hash_table_unref (self->changed);
  g_hash_table_unref (self->headings);
  g_array_unref (self->wanted);
  g_clear_pointer (&self->edits, g_array_unref);
  g_clear_pointer (&self->waiting, g_hash_table_unref);
  g_clear_pointer (&self->provisional, g_hash_table_unref);
  G_OBJECT_CLASS (tc_incident_queue_parent_class)->finalize (object);
}

static void
tc_incident_queue_class_init (TcIncidentQueueClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  const GParamFlags flags = G_PARAM_STATIC_STRINGS;

  object_class->get_property = tc_incident_queue_get_property;
  object_class->set_property = tc_incident_queue_set_property;
  object_class->dispose = tc_incident_queue_dispose;
  object_class->finalize = tc_incident_queue_finalize;
  props[PROP_N_NEW] = g_param_spec_uint ("n-new", NULL, NULL, 0, G_MAXUINT, 0,
                                         flags | G_PARAM_READABLE);
  props[PROP_LOADING] = g_param_spec_boolean ("loading", NULL, NULL, FALSE,
                                              flags | G_PARAM_READABLE);
  props[PROP_AUTO_ADMIT] = g_param_spec_boolean ("auto-admit", NULL, NULL, FALSE,
                                                 flags | G_PARAM_READWRITE);
  g_object_class_install_properties (object_class, N_PROPS, props);
  signals[ADMITTED] = g_signal_new ("admitted", TC_TYPE_INCIDENT_QUEUE, G_SIGNAL_RUN_LAST, 0, NULL,
                                    NULL, NULL, G_TYPE_NONE, 0);
  signals[FILLED] = g_signal_new ("filled", TC_TYPE_INCIDENT_QUEUE, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
  signals[FAULT] = g_signal_new ("fault", TC_TYPE_INCIDENT_QUEUE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
tc_incident_queue_init (TcIncidentQueue *self)
{
  self->headings = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  self->shown = make_empty ();
  self->belong = make_empty ();
  self->changed = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->wanted = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->items = g_hash_table_new (g_int64_hash, g_int64_equal);
  self->cancellable = g_cancellable_new ();
  self->reread = tc_debounce_new (IDS_INTERVAL_MS, reread_cb, self);
  g_queue_init (&self->cache);
}

TcIncidentQueue *
tc_incident_queue_new (TcWorker *reader, const TcQueueFilter *filter)
{
  TcIncidentQueue *self = g_object_new (TC_TYPE_INCIDENT_QUEUE, NULL);

  self->reader = g_object_ref (reader);
  tc_incident_queue_set_filter (self, filter);
  return self;
}
