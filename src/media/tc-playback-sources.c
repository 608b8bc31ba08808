/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is known of playing from recorders; see the header.
 */
#include "tc-playback-sources.h"

typedef struct {
  TcPlaybackSource *source; /* (owned) (nullable): it can't be played */
  gint64 told_us;           /* monotonic; 0: never */
} Known;

struct _TcPlaybackSources {
  gatomicrefcount refs;
  void (*wanted) (gint64 camera_id, gpointer data);
  gpointer data;
  GMutex mutex;      /* of the next */
  GCond cond;        /* something was told */
  GHashTable *known; /* (owned): id of a camera to Known */
};

typedef struct {
  TcPlaybackSources *sources; /* (owned) */
  gint64 camera_id;
} Wanting;

static void
free_known (gpointer data)
{
  Known *known = data;

  tc_playback_source_free (known->source);
  g_free (known);
}

static void
free_wanting (gpointer data)
{
  Wanting *wanting = data;

  tc_playback_sources_unref (wanting->sources);
  g_free (wanting);
}

static gboolean
want_cb (gpointer data)
{
  Wanting *wanting = data;

  wanting->sources->wanted (wanting->camera_id, wanting->sources->data);
  return G_SOURCE_REMOVE;
}

static void
want (TcPlaybackSources *self, gint64 camera_id)
{
  Wanting *wanting = g_new0 (Wanting, 1);

  *wanting = (Wanting){tc_playback_sources_ref (self), camera_id};
  g_idle_add_full (G_PRIORITY_DEFAULT, want_cb, wanting, free_wanting);
}

/* With its mutex. (nullable): what was told at @since_us or later */
static const Known *
find (TcPlaybackSources *self, gint64 camera_id, gint64 since_us)
{
  const Known *known = g_hash_table_lookup (self->known, &camera_id);

  return known && known->told_us >= since_us ? known : NULL;
}

TcPlaybackSource *
tc_playback_sources_wait (TcPlaybackSources *self, gint64 camera_id, gint64 wait_us)
{
  gint64 now_us = g_get_monotonic_time ();
  TcPlaybackSource *source = NULL;
  const Known *known;

  g_mutex_lock (&self->mutex);
  known = find (self, camera_id, MAX (now_us - TC_PLAYBACK_FRESH_US, 1));
  /* What couldn't be played may be by now. */
  if (!known || !known->source) {
    want (self, camera_id);
    while (!(known = find (self, camera_id, now_us)) &&
           g_cond_wait_until (&self->cond, &self->mutex, now_us + wait_us))
      continue;
  }
  if (known && known->source)
    source = tc_playback_source_copy (known->source);
  g_mutex_unlock (&self->mutex);
  return source;
}

void
tc_playback_sources_set (TcPlaybackSources *self, gint64 camera_id, const TcPlaybackSource *source)
{
  Known *known = g_new0 (Known, 1);

  known->source = source ? tc_playback_source_copy (source) : NULL;
  known->told_us = g_get_monotonic_time ();
  g_mutex_lock (&self->mutex);
  g_hash_table_insert (self->known, g_memdup2 (&camera_id, sizeof camera_id), known);
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->mutex);
}

TcPlaybackSources *
tc_playback_sources_new (void (*wanted) (gint64 camera_id, gpointer data), gpointer data)
{
  TcPlaybackSources *self = g_new0 (TcPlaybackSources, 1);

  g_atomic_ref_count_init (&self->refs);
  self->wanted = wanted;
  self->data = data;
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  self->known = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, free_known);
  return self;
}

TcPlaybackSources *
tc_playback_sources_ref (TcPlaybackSources *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
tc_playback_sources_unref (TcPlaybackSources *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  g_hash_table_unref (self->known);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
  g_free (self);
}
