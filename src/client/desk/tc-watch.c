/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Keeping what is looked at true; see the header.
 */
#include "tc-watch.h"

#include "tc-debounce.h"

typedef struct {
  TcDesk *desk;           /* (unowned) (nullable) (weak): it may own us */
  TcWorker *reader;       /* (owned) (nullable): in place of a desk's */
  gpointer view;          /* (owned) (nullable): what was read last */
  TcDebounce *reading;    /* (owned) */
  GCancellable *given_up; /* (owned) (nullable): of what is being read */
  gboolean aside;
  guint tick; /* source id */
} TcWatchPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (TcWatch, tc_watch, G_TYPE_OBJECT)

enum {
  CHANGED,
  FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static TcWatchPrivate *
get_private (TcWatch *self)
{
  return tc_watch_get_instance_private (self);
}

static void
clear_view (TcWatch *self)
{
  g_clear_pointer (&get_private (self)->view, TC_WATCH_GET_CLASS (self)->free_view);
}

/* Returns: whether it is another than there was. */
static gboolean
take_view (TcWatch *self, gpointer view)
{
  TcWatchPrivate *priv = get_private (self);
  const TcWatchClass *class = TC_WATCH_GET_CLASS (self);

  if (priv->view && class->same && class->same (priv->view, view)) {
    class->free_view (view);
    return FALSE;
  }
  clear_view (self);
  priv->view = view;
  return TRUE;
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TcWatch) self = data;
  g_autoptr (GError) error = NULL;
  TcWatchPrivate *priv = get_private (self);
  const TcWatchClass *class = TC_WATCH_GET_CLASS (self);
  gpointer view = tc_worker_run_finish (TC_WORKER (source), result, &error);

  if (!priv->desk && !priv->reader) {
    g_clear_pointer (&view, class->free_view);
    return;
  }
  g_clear_object (&priv->given_up);
  if (view) {
    if (take_view (self, view))
      g_signal_emit (self, signals[CHANGED], 0);
  } else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    /* Busy or closed already: that says nothing of what is read. */
    if (!g_error_matches (error, TC_ERROR, TC_ERROR_BUSY))
      g_warning ("reading %s: %s", class->what, error->message);
    g_signal_emit (self, signals[FAILED], 0, error->message);
  }
  tc_debounce_done (priv->reading);
}

static void
begin (gpointer data)
{
  TcWatch *self = data;
  TcWatchPrivate *priv = get_private (self);
  const TcWatchClass *class = TC_WATCH_GET_CLASS (self);
  TcWorker *reader = priv->reader;

  if (priv->desk)
    reader = priv->aside ? tc_desk_get_side_reader (priv->desk) : tc_desk_get_reader (priv->desk);
  if (!reader) {
    tc_debounce_done (priv->reading);
    return;
  }
  priv->given_up = g_cancellable_new ();
  tc_worker_run_async (reader, class->read, class->ask ? class->ask (self) : NULL,
                       class->free_asked, class->free_view, priv->given_up, read_cb,
                       g_object_ref (self));
}

static gboolean
tick_cb (gpointer data)
{
  tc_watch_replaced (data);
  return G_SOURCE_CONTINUE;
}

static void
stop (TcWatch *self)
{
  TcWatchPrivate *priv = get_private (self);

  g_clear_handle_id (&priv->tick, g_source_remove);
  if (priv->desk)
    g_signal_handlers_disconnect_by_data (priv->desk, self);
  g_clear_weak_pointer (&priv->desk);
  g_clear_object (&priv->reader);
  if (TC_WATCH_GET_CLASS (self)->stop)
    TC_WATCH_GET_CLASS (self)->stop (self);
}

static void
tc_watch_dispose (GObject *object)
{
  stop (TC_WATCH (object));
  G_OBJECT_CLASS (tc_watch_parent_class)->dispose (object);
}

static void
tc_watch_finalize (GObject *object)
{
  clear_view (TC_WATCH (object));
  tc_debounce_free (get_private (TC_WATCH (object))->reading);
  g_clear_object (&get_private (TC_WATCH (object))->given_up);
  G_OBJECT_CLASS (tc_watch_parent_class)->finalize (object);
}

static void
tc_watch_class_init (TcWatchClass *class)
{
  G_OBJECT_CLASS (class)->dispose = tc_watch_dispose;
  G_OBJECT_CLASS (class)->finalize = tc_watch_finalize;
  signals[CHANGED] = g_signal_new ("changed", TC_TYPE_WATCH, G_SIGNAL_RUN_FIRST,
                                   G_STRUCT_OFFSET (TcWatchClass, changed), NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
  signals[FAILED] = g_signal_new ("failed", TC_TYPE_WATCH, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
tc_watch_init (TcWatch *self)
{
}

static void
start (TcWatch *self)
{
  TcWatchPrivate *priv = get_private (self);
  const TcWatchClass *class = TC_WATCH_GET_CLASS (self);

  priv->reading = tc_debounce_new (class->interval_ms, begin, self);
  if (class->tick_s > 0)
    priv->tick = g_timeout_add_seconds (class->tick_s, tick_cb, self);
  tc_watch_read (self);
}

void
tc_watch_follow (TcWatch *self, TcDesk *desk)
{
  const struct {
    const char *signal;
    GCallback callback;
  } heard[] = {{"rows-changed", G_CALLBACK (tc_watch_rows_changed)},
               {"replaced", G_CALLBACK (tc_watch_replaced)},
               {"notify::clock-ahead-us", G_CALLBACK (tc_watch_replaced)},
               {"stopping", G_CALLBACK (stop)}};

  g_return_if_fail (TC_IS_WATCH (self) && !get_private (self)->reading);
  g_set_weak_pointer (&get_private (self)->desk, desk);
  for (gsize i = 0; i < G_N_ELEMENTS (heard); i++)
    g_signal_connect_object (desk, heard[i].signal, heard[i].callback, self, G_CONNECT_SWAPPED);
  start (self);
}

void
tc_watch_set_aside (TcWatch *self)
{
  g_return_if_fail (TC_IS_WATCH (self));
  get_private (self)->aside = TRUE;
}

void
tc_watch_follow_reader (TcWatch *self, TcWorker *reader)
{
  g_return_if_fail (TC_IS_WATCH (self) && !get_private (self)->reading);
  get_private (self)->reader = g_object_ref (reader);
  start (self);
}

void
tc_watch_read (TcWatch *self)
{
  g_return_if_fail (TC_IS_WATCH (self));
  tc_debounce_hurry (get_private (self)->reading);
}

void
tc_watch_give_up (TcWatch *self)
{
  g_return_if_fail (TC_IS_WATCH (self));
  g_cancellable_cancel (get_private (self)->given_up);
}

void
tc_watch_replaced (TcWatch *self)
{
  g_return_if_fail (TC_IS_WATCH (self));
  if (TC_WATCH_GET_CLASS (self)->interval_ms > 0)
    tc_debounce_ask (get_private (self)->reading);
  else
    tc_watch_read (self);
}

void
tc_watch_rows_changed (TcWatch *self, const char *table)
{
  g_return_if_fail (TC_IS_WATCH (self));
  const TcWatchClass *class = TC_WATCH_GET_CLASS (self);
  if (g_strv_contains (class->tables, table) || (class->minds && class->minds (self, table)))
    tc_watch_replaced (self);
}

gconstpointer
tc_watch_get (TcWatch *self)
{
  g_return_val_if_fail (TC_IS_WATCH (self), NULL);
  return get_private (self)->view;
}

TcDesk *
tc_watch_get_desk (TcWatch *self)
{
  g_return_val_if_fail (TC_IS_WATCH (self), NULL);
  return get_private (self)->desk;
}
