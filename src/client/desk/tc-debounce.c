/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Not more often than is useful; see the header.
 */
#include "tc-debounce.h"

#define REST_FACTOR 4

struct _TcDebounce {
  void (*run) (gpointer data);
  gpointer data; /* (unowned): the object that owns this */
  gint64 interval_us;
  gint64 started_us; /* monotonic */
  gint64 next_us;    /* monotonic: not before */
  gboolean running;
  gboolean again; /* asked while it ran */
  gboolean hurry; /* and to be done at once then */
  guint timer;    /* source id */
};

static void
start (TcDebounce *self)
{
  self->running = TRUE;
  self->again = self->hurry = FALSE;
  self->started_us = g_get_monotonic_time ();
  self->run (self->data);
}

static gboolean
start_cb (gpointer data)
{
  TcDebounce *self = data;

  self->timer = 0;
  start (self);
  return G_SOURCE_REMOVE;
}

TcDebounce *
tc_debounce_new (guint interval_ms, void (*run) (gpointer data), gpointer data)
{
  TcDebounce *self = g_new0 (TcDebounce, 1);

  self->run = run;
  self->data = data;
  self->interval_us = (gint64) interval_ms * 1000;
  return self;
}

void
tc_debounce_free (TcDebounce *self)
{
  if (!self)
    return;
  g_clear_handle_id (&self->timer, g_source_remove);
  g_free (self);
}

void
tc_debounce_ask (TcDebounce *self)
{
  gint64 rest_us = self->next_us - g_get_monotonic_time ();

  if (self->running)
    self->again = TRUE;
  else if (self->timer != 0)
    return;
  else if (rest_us > 0)
    self->timer = g_timeout_add ((guint) (rest_us / 1000 + 1), start_cb, self);
  else
    start (self);
}

void
tc_debounce_done (TcDebounce *self)
{
  gint64 took_us = g_get_monotonic_time () - self->started_us;

  self->running = FALSE;
  self->next_us = self->hurry ? 0
                              : self->started_us + MAX (self->interval_us, REST_FACTOR * took_us);
  if (self->again)
    tc_debounce_ask (self);
}

void
tc_debounce_hurry (TcDebounce *self)
{
  self->next_us = 0;
  self->hurry = self->running;
  g_clear_handle_id (&self->timer, g_source_remove);
  tc_debounce_ask (self);
}
