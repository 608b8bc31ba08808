/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Filters by name; see the header.
 */
#include "tc-saved-filters.h"

#include "tc-fold.h"
#include "tc-incident-operations.h"
#include "tc-now.h"
#include "tc-people.h"
#include "tc-refusal-words.h"

#include <glib/gi18n-lib.h>
#include <string.h>

struct _TcSavedFilters {
  GObject parent;
  TcDesk *desk;     /* (owned) (nullable): until disposed of */
  GArray *mine;     /* (owned) (element-type TcSavedFilter) */
  GArray *all;      /* (owned) (element-type TcSavedFilter): texts belong to it; mine copied */
  gint64 agency_id; /* of the person's first post; 0: none */
};

G_DEFINE_FINAL_TYPE (TcSavedFilters, tc_saved_filters, G_TYPE_OBJECT)

static guint changed_signal;

/* ---- reading ---- */

typedef struct {
  GArray *filters; /* (owned) (nullable) */
  gint64 agency_id;
} Shared;

static void
free_shared (gpointer data)
{
  g_clear_pointer (&((Shared *) data)->filters, g_array_unref);
  g_free (data);
}

static gpointer
read_shared (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  gint64 staff_id = *(gint64 *) data, now_us = tc_now_us ();
  g_autoptr (GPtrArray) posts = tc_people_list_posts (db, staff_id, now_us);
  Shared *shared = g_new0 (Shared, 1);

  shared->filters = tc_saved_filter_list (db, staff_id, now_us);
  if (posts->len > 0)
    shared->agency_id = ((TcPost *) g_ptr_array_index (posts, 0))->agency_id;
  return shared;
}

static gpointer
read_mine (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  GArray *filters = tc_saved_filter_array_new ();
  g_autoptr (TcQuery) query = tc_database_query (
      db, "SELECT id, name, filter FROM personal_filter WHERE staff_id = ? ORDER BY name, id", "i",
      *(gint64 *) data);

  while (tc_query_next (query)) {
    TcSavedFilter filter = {tc_query_int (query, 0), TC_FILTER_PERSONAL,
                            tc_query_dup_text (query, 1), tc_query_dup_text (query, 2)};
    g_array_append_val (filters, filter);
  }
  return filters;
}

static void
append_copies (GArray *to, GArray *from)
{
  for (guint i = 0; from && i < from->len; i++) {
    TcSavedFilter filter = g_array_index (from, TcSavedFilter, i);
    filter.name = g_strdup (filter.name);
    filter.filter = g_strdup (filter.filter);
    g_array_append_val (to, filter);
  }
}

static void
shared_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TcSavedFilters) self = data;
  g_autoptr (GError) error = NULL;
  Shared *shared = tc_worker_run_finish (TC_WORKER (source), result, &error);

  if (shared && self->desk) {
    g_array_set_size (self->all, 0);
    append_copies (self->all, self->mine);
    append_copies (self->all, shared->filters);
    self->agency_id = shared->agency_id;
    g_signal_emit (self, changed_signal, 0);
  } else if (error) {
    g_warning ("reading saved filters: %s", error->message);
  }
  g_clear_pointer (&shared, free_shared);
}

static void
mine_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TcSavedFilters) self = data;
  g_autoptr (GError) error = NULL;
  GArray *mine = tc_desk_run_outbox_finish (TC_DESK (source), result, &error);
  gint64 person = 0;

  if (mine) {
    g_clear_pointer (&self->mine, g_array_unref);
    self->mine = mine;
  }
  if (!self->desk || !tc_desk_get_reader (self->desk))
    return;
  person = tc_desk_get_person (self->desk);
  tc_worker_run_async (tc_desk_get_reader (self->desk), read_shared,
                       g_memdup2 (&person, sizeof person), g_free, free_shared, NULL,
                       shared_read_cb, g_object_ref (self));
}

static void
read_anew (TcSavedFilters *self)
{
  gint64 person = tc_desk_get_person (self->desk);

  tc_desk_run_outbox_async (self->desk, read_mine, g_memdup2 (&person, sizeof person), g_free,
                            (GDestroyNotify) g_array_unref, mine_read_cb, g_object_ref (self));
}

static void
rows_changed_cb (TcSavedFilters *self, const char *table)
{
  if (g_str_equal (table, "saved_filter") || g_str_equal (table, "post"))
    read_anew (self);
}

/* ---- looking ---- */

GArray *
tc_saved_filters_get_list (TcSavedFilters *self)
{
  g_return_val_if_fail (TC_IS_SAVED_FILTERS (self), NULL);
  return self->all;
}

const TcSavedFilter *
tc_saved_filters_find (TcSavedFilters *self, gint64 id)
{
  g_return_val_if_fail (TC_IS_SAVED_FILTERS (self), NULL);

  for (guint i = 0; i < self->all->len; i++) {
    const TcSavedFilter *filter = &g_array_index (self->all, TcSavedFilter, i);
    if (filter->id == id)
      return filter;
  }
  return NULL;
}

const TcSavedFilter *
tc_saved_filters_find_named (TcSavedFilters *self, const char *name)
{
  g_autofree char *typed = tc_fold_key (name);
  const TcSavedFilter *begun = NULL;

  g_return_val_if_fail (TC_IS_SAVED_FILTERS (self), NULL);
  for (guint i = 0; *typed && i < self->all->len; i++) {
    const TcSavedFilter *filter = &g_array_index (self->all, TcSavedFilter, i);
    g_autofree char *there = tc_fold_key (filter->name);
    if (g_str_equal (there, typed))
      return filter;
    if (!begun && g_str_has_prefix (there, typed))
      begun = filter;
  }
  return begun;
}

/* ---- what it is done to ---- */

/* @id: 0: not known yet */
static GTask *
make_task (TcSavedFilters *self, gint64 id, GAsyncReadyCallback callback, gpointer data)
{
  GTask *task = g_task_new (self, NULL, callback, data);

  g_task_set_task_data (task, g_memdup2 (&id, sizeof id), g_free);
  return task;
}

/* ---- the person's own ---- */

typedef struct {
  gint64 staff_id;
  gint64 id;    /* 0: a new one */
  char *name;   /* (owned) (nullable): NULL: it is deleted */
  char *filter; /* (owned) (nullable): of a new one */
} Own;

static void
free_own (gpointer data)
{
  g_free (((Own *) data)->name);
  g_free (((Own *) data)->filter);
  g_free (data);
}

/* Returns: (transfer full) (nullable): the id of the new one */
static gpointer
change_own (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Own *own = data;
  gint64 id = 0;

  if (own->id != 0 && own->name) {
    tc_database_execute (db,
                         "UPDATE personal_filter SET name = ?, changed_us = ?"
                         " WHERE id = ? AND staff_id = ?",
                         "siii", own->name, tc_now_us (), own->id, own->staff_id);
    return NULL;
  }
  if (own->id != 0) {
    tc_database_execute (db, "DELETE FROM personal_filter WHERE id = ? AND staff_id = ?", "ii",
                         own->id, own->staff_id);
    return NULL;
  }
  tc_database_execute (db, "DELETE FROM personal_filter WHERE staff_id = ? AND name = ?", "is",
                       own->staff_id, own->name);
  if (tc_database_get_int (db, 0, "SELECT count(*) FROM personal_filter WHERE staff_id = ?", "i",
                           own->staff_id) >= TC_PERSONAL_FILTERS_MAX) {
    g_set_error (error, TC_ERROR, TC_ERROR_LIMIT, "too many filters");
    return NULL;
  }
  tc_database_execute (db,
                       "INSERT INTO personal_filter (staff_id, name, filter, changed_us)"
                       " VALUES (?, ?, ?, ?)",
                       "issi", own->staff_id, own->name, own->filter, tc_now_us ());
  id = tc_database_get_int (db, 0, "SELECT last_insert_rowid ()", NULL);
  return g_memdup2 (&id, sizeof id);
}

static void
own_changed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  TcSavedFilters *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  gint64 *id = tc_desk_run_outbox_finish (TC_DESK (source), result, &error);
  char *why = NULL;

  if (id)
    g_task_set_task_data (task, id, g_free);
  if (g_error_matches (error, TC_ERROR, TC_ERROR_LIMIT))
    why = g_strdup_printf (ngettext ("You have %d filter of your own already; delete one first.",
                                     "You have %d filters of your own already; delete one first.",
                                     TC_PERSONAL_FILTERS_MAX),
                           TC_PERSONAL_FILTERS_MAX);
  else if (error)
    why = tc_fault_word (error);
  if (self->desk && !error)
    read_anew (self);
  g_task_return_pointer (task, why, g_free);
}

static void
change_mine (TcSavedFilters *self, GTask *task, gint64 id, const char *name, const char *filter)
{
  Own *own = g_new0 (Own, 1);

  *own = (Own){tc_desk_get_person (self->desk), id, g_strdup (name), g_strdup (filter)};
  tc_desk_run_outbox_async (self->desk, change_own, own, free_own, g_free, own_changed_cb,
                            g_object_ref (task));
}

/* ---- those that are shared ---- */

static void
submitted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  TcSavedFilters *self = g_task_get_source_object (task);
  char *why = tc_verdict_finish_word (TC_OPERATION_SINK (source), result);

  if (self->desk && !why)
    read_anew (self);
  g_task_return_pointer (task, why, g_free);
}

static void
share (TcSavedFilters *self, GTask *task, const TcFilterSave *args)
{
  tc_operation_sink_submit_async (TC_OPERATION_SINK (self->desk), &tc_filter_save_type, args, NULL,
                                  submitted_cb, g_object_ref (task));
}

static gboolean
is_shared_as (const TcSavedFilter *filter, gint64 agency_id, const char *name)
{
  return filter && filter->agency_id == agency_id && g_str_equal (filter->name, name);
}

gint64
tc_saved_filters_find_agency (TcSavedFilters *self, gint64 id, TcFilterFor whom)
{
  const TcSavedFilter *from = tc_saved_filters_find (self, id);

  if (whom == TC_FILTER_FOR_ME)
    return TC_FILTER_PERSONAL;
  if (whom == TC_FILTER_FOR_PROVINCE)
    return 0;
  return from && from->agency_id > 0 ? from->agency_id : self->agency_id;
}

void
tc_saved_filters_save_async (TcSavedFilters *self, gint64 id, gint64 agency_id, const char *name,
                             GVariant *filter, GAsyncReadyCallback callback, gpointer data)
{
  gboolean shared = agency_id != TC_FILTER_PERSONAL;
  gboolean same = shared && is_shared_as (tc_saved_filters_find (self, id), agency_id, name);
  gint64 new_id = shared && !same ? tc_operation_sink_make_id (TC_OPERATION_SINK (self->desk)) : 0;
  gint64 to_id = same ? id : new_id;
  g_autoptr (GTask) task = make_task (self, to_id, callback, data);
  g_autoptr (GVariant) owned = g_variant_ref_sink (filter);
  g_autofree char *text = g_variant_print (owned, TRUE);

  if (shared)
    share (self, task, &(TcFilterSave){to_id, agency_id, name, text});
  else
    change_mine (self, task, 0, name, text);
}

static gboolean
is_own_name (TcSavedFilters *self, gint64 id, const char *name)
{
  for (guint i = 0; i < self->all->len; i++) {
    const TcSavedFilter *filter = &g_array_index (self->all, TcSavedFilter, i);
    if (filter->agency_id == TC_FILTER_PERSONAL && filter->id != id &&
        g_str_equal (filter->name, name))
      return TRUE;
  }
  return FALSE;
}

/* @refusal: (transfer full) */
static void
refuse (GTask *task, TcRefusal *refusal)
{
  g_autoptr (TcRefusal) owned = refusal;

  g_task_return_pointer (task, tc_refusal_word (owned, tc_now_us ()), g_free);
}

void
tc_saved_filters_rename_async (TcSavedFilters *self, gint64 id, const char *name,
                               GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = make_task (self, id, callback, data);
  const TcSavedFilter *filter = tc_saved_filters_find (self, id);

  g_assert (name);
  if (!filter)
    refuse (task, tc_refusal_new ("filter.unknown", NULL));
  else if (filter->agency_id != TC_FILTER_PERSONAL)
    share (self, task, &(TcFilterSave){id, filter->agency_id, name, filter->filter});
  else if (is_own_name (self, id, name))
    refuse (task, tc_refusal_new ("filter.name-used", "name", TC_S, name, NULL));
  else
    change_mine (self, task, id, name, NULL);
}

void
tc_saved_filters_delete_async (TcSavedFilters *self, gint64 id, GAsyncReadyCallback callback,
                               gpointer data)
{
  g_autoptr (GTask) task = make_task (self, id, callback, data);
  const TcSavedFilter *filter = tc_saved_filters_find (self, id);

  if (filter && filter->agency_id == TC_FILTER_PERSONAL)
    change_mine (self, task, id, NULL, NULL);
  else
    tc_operation_sink_submit_async (TC_OPERATION_SINK (self->desk), &tc_filter_delete_type,
                                    &(TcFilterDelete){id}, NULL, submitted_cb, g_object_ref (task));
}

char *
tc_saved_filters_done_finish (TcSavedFilters *self, GAsyncResult *result, gint64 *id)
{
  *id = *(gint64 *) g_task_get_task_data (G_TASK (result));
  return g_task_propagate_pointer (G_TASK (result), NULL);
}

/* ---- object ---- */

static void
tc_saved_filters_dispose (GObject *object)
{
  g_clear_object (&TC_SAVED_FILTERS (object)->desk);
  G_OBJECT_CLASS (tc_saved_filters_parent_class)->dispose (object);
}

static void
tc_saved_filters_finalize (GObject *object)
{
  TcSavedFilters *self = TC_SAVED_FILTERS (object);

  g_clear_pointer (&self->mine, g_array_unref);
  g_array_unref (self->all);
  G_OBJECT_CLASS (tc_saved_filters_parent_class)->finalize (object);
}

static void
tc_saved_filters_class_init (TcSavedFiltersClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->dispose = tc_saved_filters_dispose;
  object_class->finalize = tc_saved_filters_finalize;
  changed_signal = g_signal_new ("changed", TC_TYPE_SAVED_FILTERS, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
}

static void
tc_saved_filters_init (TcSavedFilters *self)
{
  self->all = tc_saved_filter_array_new ();
}

TcSavedFilters *
tc_saved_filters_new (TcDesk *desk)
{
  TcSavedFilters *self = g_object_new (TC_TYPE_SAVED_FILTERS, NULL);

  self->desk = g_object_ref (desk);
  g_signal_connect_object (desk, "rows-changed", G_CALLBACK (rows_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "replaced", G_CALLBACK (read_anew), self, G_CONNECT_SWAPPED);
  read_anew (self);
  return self;
}
