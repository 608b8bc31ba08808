/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who looks; see the header.
 */
#include "tc-media-audience.h"

typedef struct {
  TcMediaLooker looker;
  TcMediaViewer *viewer;  /* (owned) (nullable): of a replay */
  TcPacketMarker *marker; /* (owned) */
} Seat;

struct _TcMediaAudience {
  gatomicrefcount refs;
  gboolean thin;
  GMutex mutex;      /* of all below; none of another is taken with it but a viewer's gate */
  GPtrArray *seats;  /* (owned) (element-type Seat) */
  GHashTable *rates; /* (owned): id of a camera to bits a second */
  guint last;        /* number given */
  guint64 gone_bytes, gone_replay_bytes; /* sent to those who have gone */
  TcTileImportance least;
  guint64 free_bps;
};

static void
free_seat (gpointer data)
{
  Seat *seat = data;

  g_clear_pointer (&seat->viewer, tc_media_viewer_unref);
  tc_packet_marker_unref (seat->marker);
  g_free (seat);
}

TcMediaAudience *
tc_media_audience_new (gboolean thin)
{
  TcMediaAudience *self = g_new0 (TcMediaAudience, 1);

  g_atomic_ref_count_init (&self->refs);
  g_mutex_init (&self->mutex);
  self->thin = thin;
  self->seats = g_ptr_array_new_with_free_func (free_seat);
  self->rates = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  return self;
}

TcMediaAudience *
tc_media_audience_ref (TcMediaAudience *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
tc_media_audience_unref (TcMediaAudience *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  g_ptr_array_unref (self->seats);
  g_hash_table_unref (self->rates);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

gboolean
tc_media_audience_is_thin (const TcMediaAudience *self)
{
  return self->thin;
}

/* With its mutex. */
static Seat *
find_seat (TcMediaAudience *self, guint number)
{
  for (guint i = 0; i < self->seats->len; i++) {
    Seat *seat = g_ptr_array_index (self->seats, i);

    if (seat->looker.number == number)
      return seat;
  }
  return NULL;
}

/* ---- those who look ---- */

gboolean
tc_media_audience_admits (TcMediaAudience *self, const TcMediaTicket *pass, const TcSendWish *wish)
{
  gboolean admits = TRUE;
  guint64 bps;

  if (!self->thin)
    return TRUE;
  g_mutex_lock (&self->mutex);
  if (pass->use == TC_TICKET_REPLAY) {
    bps = GPOINTER_TO_UINT (g_hash_table_lookup (self->rates, &pass->camera_id));
    admits = (bps ? bps : TC_SEND_MAIN_BPS) * (guint64) pass->rate_milli / 1000 <= self->free_bps;
  } else {
    admits = wish->importance >= self->least;
  }
  g_mutex_unlock (&self->mutex);
  return admits;
}

guint
tc_media_audience_add (TcMediaAudience *self, const TcMediaTicket *pass, const TcSendWish *wish,
                       TcMediaViewer *viewer, TcPacketMarker *marker)
{
  Seat *seat = g_new0 (Seat, 1);
  guint number;

  seat->viewer = viewer ? tc_media_viewer_ref (viewer) : NULL;
  seat->marker = tc_packet_marker_ref (marker);
  g_mutex_lock (&self->mutex);
  number = ++self->last;
  seat->looker = (TcMediaLooker){.number = number,
                                 .camera_id = pass->camera_id,
                                 .use = pass->use,
                                 .profile = pass->profile,
                                 .wish = *wish,
                                 .has_lesser = viewer && tc_media_viewer_has_lesser (viewer)};
  g_ptr_array_add (self->seats, seat);
  g_mutex_unlock (&self->mutex);
  return number;
}

void
tc_media_audience_set_wish (TcMediaAudience *self, guint number, const TcSendWish *wish)
{
  Seat *seat;

  g_mutex_lock (&self->mutex);
  seat = find_seat (self, number);
  if (seat)
    seat->looker.wish = *wish;
  g_mutex_unlock (&self->mutex);
}

void
tc_media_audience_remove (TcMediaAudience *self, guint number)
{
  Seat *seat;
  guint64 bytes;
  guint place = 0;

  g_mutex_lock (&self->mutex);
  seat = find_seat (self, number);
  if (seat) {
    bytes = tc_packet_marker_get_bytes (seat->marker);
    self->gone_bytes += bytes;
    self->gone_replay_bytes += seat->looker.use == TC_TICKET_REPLAY ? bytes : 0;
    g_ptr_array_find (self->seats, seat, &place);
    seat = g_ptr_array_steal_index (self->seats, place);
  }
  g_mutex_unlock (&self->mutex);
  /* A viewer that ends leaves a fan. */
  if (seat)
    free_seat (seat);
}

/* ---- the main loop ---- */

GArray *
tc_media_audience_list (TcMediaAudience *self)
{
  GArray *list = g_array_new (FALSE, TRUE, sizeof (TcMediaLooker));

  g_mutex_lock (&self->mutex);
  for (guint i = 0; i < self->seats->len; i++) {
    const Seat *seat = g_ptr_array_index (self->seats, i);
    TcMediaLooker looker = seat->looker;

    if (seat->viewer)
      tc_media_viewer_get_order (seat->viewer, &looker.rung, &looker.gap_us);
    g_array_append_val (list, looker);
  }
  g_mutex_unlock (&self->mutex);
  return list;
}

guint64
tc_media_audience_get_bytes (TcMediaAudience *self, guint64 *replays)
{
  guint64 all;

  g_mutex_lock (&self->mutex);
  all = self->gone_bytes;
  *replays = self->gone_replay_bytes;
  for (guint i = 0; i < self->seats->len; i++) {
    const Seat *seat = g_ptr_array_index (self->seats, i);
    guint64 bytes = tc_packet_marker_get_bytes (seat->marker);

    all += bytes;
    *replays += seat->looker.use == TC_TICKET_REPLAY ? bytes : 0;
  }
  g_mutex_unlock (&self->mutex);
  return all;
}

gboolean
tc_media_audience_order (TcMediaAudience *self, guint number, TcSendRung rung, gint64 gap_us,
                         gint64 key_us)
{
  TcMediaViewer *viewer = NULL;
  Seat *seat;

  g_mutex_lock (&self->mutex);
  seat = find_seat (self, number);
  if (seat && seat->viewer)
    viewer = tc_media_viewer_ref (seat->viewer);
  g_mutex_unlock (&self->mutex);
  if (!viewer)
    return FALSE;
  tc_media_viewer_order (viewer, rung, gap_us, key_us);
  tc_media_viewer_unref (viewer);
  return TRUE;
}

void
tc_media_audience_set_room (TcMediaAudience *self, TcTileImportance least, guint64 free_bps)
{
  g_mutex_lock (&self->mutex);
  self->least = least;
  self->free_bps = free_bps;
  g_mutex_unlock (&self->mutex);
}

void
tc_media_audience_set_rate (TcMediaAudience *self, gint64 camera_id, guint32 bps)
{
  g_mutex_lock (&self->mutex);
  g_hash_table_insert (self->rates, g_memdup2 (&camera_id, sizeof camera_id),
                       GUINT_TO_POINTER (bps));
  g_mutex_unlock (&self->mutex);
}
