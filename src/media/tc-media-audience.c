/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who looks; see the header.
 */
#include "tc-media-audience.h"

#include <string.h>

typedef struct {
  TcMediaLooker looker;
  TcMediaViewer *viewer;  /* (owned) (nullable): of a replay */
  TcPacketMarker *marker; /* (owned) */
} Seat;

/* One that was let in and doesn't begin by then has given up. */
#define PROMISE_US ((gint64) 10 * G_USEC_PER_SEC)

/* Of a thin connection, to a replay. */
typedef struct {
  guint8 nonce[TC_TICKET_NONCE_SIZE];
  guint64 bps;
  guint number;    /* 0: it hasn't begun */
  gint64 until_us; /* monotonic: where it hasn't */
} Promise;

struct _TcMediaAudience {
  gatomicrefcount refs;
  gboolean thin;
  GMutex mutex;      /* of all below; none of another is taken with it but a viewer's gate */
  GPtrArray *seats;  /* (owned) (element-type Seat) */
  GHashTable *rates; /* (owned): id of a camera to bits a second */
  guint last;        /* number given */
  guint64 gone_bytes, gone_replay_bytes; /* sent to those who have gone */
  TcTileImportance least;
  guint64 free_bps, known_bps; /* as the host said it last */
  GArray *promises;            /* (owned) (element-type Promise): the oldest first */
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
  self->promises = g_array_new (FALSE, FALSE, sizeof (Promise));
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
  g_array_unref (self->promises);
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

/* ---- promises: with its mutex ---- */

static Promise *
get_promise (TcMediaAudience *self, guint i)
{
  return &g_array_index (self->promises, Promise, i);
}

static void
drop_given_up (TcMediaAudience *self)
{
  gint64 now_us = g_get_monotonic_time ();

  for (guint i = self->promises->len; i > 0; i--)
    if (!get_promise (self, i - 1)->number && get_promise (self, i - 1)->until_us <= now_us)
      g_array_remove_index (self->promises, i - 1);
}

static guint64
sum_up (TcMediaAudience *self)
{
  guint64 sum = 0;

  for (guint i = 0; i < self->promises->len; i++)
    sum += get_promise (self, i)->bps;
  return sum;
}

/* (nullable) */
static Promise *
find_promise (TcMediaAudience *self, const TcMediaTicket *pass)
{
  for (guint i = 0; i < self->promises->len; i++)
    if (memcmp (get_promise (self, i)->nonce, pass->nonce, TC_TICKET_NONCE_SIZE) == 0)
      return get_promise (self, i);
  return NULL;
}

static void
promise (TcMediaAudience *self, const TcMediaTicket *pass, guint64 bps)
{
  Promise one = {.bps = bps, .until_us = g_get_monotonic_time () + PROMISE_US};

  memcpy (one.nonce, pass->nonce, TC_TICKET_NONCE_SIZE);
  g_array_append_val (self->promises, one);
}

static gboolean
admits_replay (TcMediaAudience *self, const TcMediaTicket *pass)
{
  guint64 known = GPOINTER_TO_UINT (g_hash_table_lookup (self->rates, &pass->camera_id));
  guint64 bps = (known ? known : TC_SEND_MAIN_BPS) * (guint64) pass->rate_milli / 1000;

  drop_given_up (self);
  if (find_promise (self, pass))
    return TRUE;
  if (sum_up (self) + bps > self->free_bps + self->known_bps)
    return FALSE;
  promise (self, pass, bps);
  return TRUE;
}

/* ---- those who look ---- */

gboolean
tc_media_audience_admits (TcMediaAudience *self, const TcMediaTicket *pass, const TcSendWish *wish)
{
  gboolean admits;

  if (!self->thin)
    return TRUE;
  g_mutex_lock (&self->mutex);
  admits = tc_ticket_use_is_replay (pass->use) ? admits_replay (self, pass)
                                               : wish->importance >= self->least;
  g_mutex_unlock (&self->mutex);
  return admits;
}

guint
tc_media_audience_add (TcMediaAudience *self, const TcMediaTicket *pass, const TcSendWish *wish,
                       TcMediaViewer *viewer, TcPacketMarker *marker)
{
  Seat *seat = g_new0 (Seat, 1);
  Promise *promised;
  guint number;

  seat->viewer = viewer ? tc_media_viewer_ref (viewer) : NULL;
  seat->marker = tc_packet_marker_ref (marker);
  if (viewer)
    tc_media_viewer_listen (viewer, wish);
  g_mutex_lock (&self->mutex);
  number = ++self->last;
  seat->looker = (TcMediaLooker){.number = number,
                                 .camera_id = pass->camera_id,
                                 .use = pass->use,
                                 .profile = pass->profile,
                                 .wish = *wish,
                                 .has_lesser = viewer && tc_media_viewer_has_lesser (viewer),
                                 .has_sound = viewer && tc_media_viewer_has_sound (viewer)};
  promised = tc_ticket_use_is_replay (pass->use) ? find_promise (self, pass) : NULL;
  if (promised)
    promised->number = number;
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
  if (seat && seat->viewer)
    tc_media_viewer_listen (seat->viewer, wish);
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
    self->gone_replay_bytes += tc_ticket_use_is_replay (seat->looker.use) ? bytes : 0;
    g_ptr_array_find (self->seats, seat, &place);
    seat = g_ptr_array_steal_index (self->seats, place);
  }
  for (guint i = self->promises->len; i > 0; i--)
    if (get_promise (self, i - 1)->number == number)
      g_array_remove_index (self->promises, i - 1);
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
      tc_media_viewer_get_order (seat->viewer, &looker.order);
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
    *replays += tc_ticket_use_is_replay (seat->looker.use) ? bytes : 0;
  }
  g_mutex_unlock (&self->mutex);
  return all;
}

gboolean
tc_media_audience_order (TcMediaAudience *self, guint number, const TcMediaOrder *order)
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
  tc_media_viewer_order (viewer, order);
  tc_media_viewer_unref (viewer);
  return TRUE;
}

void
tc_media_audience_set_room (TcMediaAudience *self, TcTileImportance least, guint64 free_bps,
                            guint64 known_bps)
{
  g_mutex_lock (&self->mutex);
  self->least = least;
  self->free_bps = free_bps;
  self->known_bps = known_bps;
  g_mutex_unlock (&self->mutex);
}

guint64
tc_media_audience_get_promised (TcMediaAudience *self)
{
  guint64 sum;

  g_mutex_lock (&self->mutex);
  drop_given_up (self);
  sum = sum_up (self);
  g_mutex_unlock (&self->mutex);
  return sum;
}

GArray *
tc_media_audience_list_over (TcMediaAudience *self, guint64 over_bps)
{
  GArray *numbers = g_array_new (FALSE, FALSE, sizeof (guint));
  guint64 sum = 0;

  g_mutex_lock (&self->mutex);
  for (guint i = self->promises->len; i > 0 && sum < over_bps; i--) {
    const Promise *one = get_promise (self, i - 1);

    if (!one->number)
      continue;
    sum += one->bps;
    g_array_append_val (numbers, one->number);
  }
  g_mutex_unlock (&self->mutex);
  return numbers;
}

void
tc_media_audience_set_rate (TcMediaAudience *self, gint64 camera_id, guint32 bps)
{
  g_mutex_lock (&self->mutex);
  g_hash_table_insert (self->rates, g_memdup2 (&camera_id, sizeof camera_id),
                       GUINT_TO_POINTER (bps));
  g_mutex_unlock (&self->mutex);
}
