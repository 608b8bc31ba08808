/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sharing a media host's connection; see the header.
 */
#include "tc-media-shares.h"

/* So long after somebody has come or gone it isn't known how far streams are reckoned well. */
#define LOOKS 5
/* More of a connection is in use than was given out, or less again: less is given out, down to that
 * share of it, or more. */
#define USE_PERCENT_HIGH 92
#define USE_PERCENT_LOW 84
#define TRUST_PM_MIN 600
#define TRUST_PM_DOWN 980
#define TRUST_PM_UP 15

struct _TcMediaShares {
  const GPtrArray *processes; /* (unowned): see the header */
  guint kbit;
  guint trust_pm; /* in thousandths: how far what streams are reckoned to take holds good */
  TcMediaUse use;
  guint64 replayed_bps; /* of what is sent */
  guint n_steady;       /* looks since somebody came or went */
  guint source;
};

static void
measure (TcMediaShares *self)
{
  guint64 sent_bps = 0;

  self->replayed_bps = 0;
  for (guint i = 0; i < self->processes->len; i++) {
    guint64 sent, replayed;

    tc_media_process_get_sent (g_ptr_array_index (self->processes, i), &sent, &replayed);
    sent_bps += sent;
    self->replayed_bps += replayed;
  }
  self->use.kbit = (guint32) MIN (sent_bps / 1000, G_MAXUINT32);
}

/* (transfer full) (element-type TcSendViewer): of all workers, one behind the other */
static GArray *
gather (TcMediaShares *self)
{
  GArray *all = g_array_new (FALSE, TRUE, sizeof (TcSendViewer));

  for (guint i = 0; i < self->processes->len; i++) {
    const GArray *some = tc_media_process_get_viewers (g_ptr_array_index (self->processes, i));

    g_array_append_vals (all, some->data, some->len);
  }
  return all;
}

/* Each worker hears of its own. */
static void
hand_out (TcMediaShares *self, const GArray *all, TcTileImportance least, guint64 free_bps,
          guint64 over_bps)
{
  guint at = 0;

  for (guint i = 0; i < self->processes->len; i++) {
    TcMediaProcess *process = g_ptr_array_index (self->processes, i);
    guint n = tc_media_process_get_viewers (process)->len;
    guint64 back_bps = MIN (over_bps, tc_media_process_get_promised (process));
    g_autoptr (GArray) some = g_array_sized_new (FALSE, TRUE, sizeof (TcSendViewer), n);

    g_array_append_vals (some, &g_array_index (all, TcSendViewer, at), n);
    tc_media_process_order (process, some, least, free_bps, back_bps);
    over_bps -= back_bps;
    at += n;
  }
}

static TcTileImportance
find_least (const GArray *all, guint64 budget_bps)
{
  TcTileImportance least = TC_IMPORTANCE_HIDDEN;

  while (least < TC_IMPORTANCE_N &&
         !tc_send_share_admits ((const TcSendViewer *) (gconstpointer) all->data, all->len,
                                budget_bps, least))
    least++;
  return least;
}

static void
trust (TcMediaShares *self)
{
  guint64 percent = (guint64) self->use.kbit * 100 / self->kbit;

  /* Who comes brings more than who stays. */
  if (percent > USE_PERCENT_HIGH && self->n_steady > LOOKS)
    self->trust_pm = MAX (self->trust_pm * TRUST_PM_DOWN / 1000, TRUST_PM_MIN);
  else if (percent < USE_PERCENT_LOW)
    self->trust_pm = MIN (self->trust_pm + TRUST_PM_UP, 1000);
}

static guint64
sum_promised (const TcMediaShares *self)
{
  guint64 sum = 0;

  for (guint i = 0; i < self->processes->len; i++)
    sum += tc_media_process_get_promised (g_ptr_array_index (self->processes, i));
  return sum;
}

/* Replays come first: they can't be thinned. What was promised to them counts from the moment on,
 * what they take once it is more. Workers that promise at the same time may have promised more
 * than there is: some of them go again. */
static void
share (TcMediaShares *self, GArray *all)
{
  guint64 whole_bps = (guint64) self->kbit * self->trust_pm;
  guint64 promised_bps = sum_promised (self);
  guint64 replayed_bps = MIN (MAX (self->replayed_bps, promised_bps), whole_bps);
  guint64 most_bps = (guint64) self->kbit * 1000;
  TcSendViewer *viewers = (TcSendViewer *) (gpointer) all->data;
  guint64 stills_bps;

  tc_send_share (viewers, all->len, whole_bps - replayed_bps);
  stills_bps = tc_send_share_least (viewers, all->len) + replayed_bps;
  hand_out (self, all, find_least (all, whole_bps - replayed_bps),
            whole_bps > stills_bps ? whole_bps - stills_bps : 0,
            promised_bps > most_bps ? promised_bps - most_bps : 0);
}

static gboolean
is_thinned (const TcSendViewer *viewer)
{
  return viewer->rung < TC_SEND_WHOLE && viewer->wish.limit == TC_RUNG_FULL &&
         viewer->wish.importance != TC_IMPORTANCE_HIDDEN;
}

static gboolean
look_cb (gpointer data)
{
  TcMediaShares *self = data;
  g_autoptr (GArray) all = gather (self);

  measure (self);
  if (self->kbit) {
    trust (self);
    share (self, all);
  }
  self->n_steady = all->len == self->use.n_viewers ? self->n_steady + 1 : 0;
  self->use.n_viewers = all->len;
  self->use.n_thinned = 0;
  for (guint i = 0; self->kbit && i < all->len; i++)
    if (is_thinned (&g_array_index (all, TcSendViewer, i)))
      self->use.n_thinned++;
  return G_SOURCE_CONTINUE;
}

void
tc_media_shares_get_use (TcMediaShares *self, TcMediaUse *use)
{
  *use = self->use;
}

TcMediaShares *
tc_media_shares_new (const GPtrArray *processes, guint kbit)
{
  TcMediaShares *self = g_new0 (TcMediaShares, 1);

  self->processes = processes;
  self->kbit = kbit;
  self->use.kbit_max = kbit;
  self->trust_pm = 1000;
  self->source = g_timeout_add (TC_MEDIA_SHARES_MS, look_cb, self);
  return self;
}

void
tc_media_shares_free (TcMediaShares *self)
{
  g_source_remove (self->source);
  g_free (self);
}
