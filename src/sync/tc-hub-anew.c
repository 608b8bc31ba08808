/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Operations that were made anew and are settled already, under another number; see
 * tc-made-anew.h. What the log has of a desk is looked through once one of it comes.
 */
#include "tc-hub-private.h"

#include "tc-made-anew.h"

#include <string.h>

/* The newest of a desk; older ones it doesn't have any more itself. */
#define LOOKED_THROUGH_MAX 10000

typedef struct {
  guint16 replica;
  guint8 nonce[TC_NONCE_SIZE];
} Made;

static guint
hash_made (gconstpointer made)
{
  guint hash;

  /* Its end is of a hash. */
  memcpy (&hash, ((const Made *) made)->nonce + TC_NONCE_SIZE - sizeof hash, sizeof hash);
  return hash;
}

static gboolean
equal_made (gconstpointer a, gconstpointer b)
{
  const Made *one = a, *other = b;

  return one->replica == other->replica && memcmp (one->nonce, other->nonce, TC_NONCE_SIZE) == 0;
}

GHashTable *
tc_hub_new_made_anew (void)
{
  return g_hash_table_new_full (hash_made, equal_made, g_free, g_free);
}

static Made
made_of (const TcOperation *op)
{
  Made made = {.replica = op->head.replica};

  memcpy (made.nonce, op->head.nonce, TC_NONCE_SIZE);
  return made;
}

void
tc_hub_note_made_anew (TcHub *hub, const TcOperation *op)
{
  Made made = made_of (op);

  if (tc_made_anew_is (op) && !g_hash_table_contains (hub->made_anew, &made))
    g_hash_table_insert (hub->made_anew, g_memdup2 (&made, sizeof made),
                         g_memdup2 (&op->head.seq, sizeof op->head.seq));
}

static gboolean
look_through (TcHub *hub, guint16 replica, GError **error)
{
  gpointer key = GUINT_TO_POINTER (replica);
  gint64 last = tc_log_store_last_seq (hub->log, replica, error);

  if (g_hash_table_contains (hub->looked_through, key))
    return TRUE;
  if (last < 0)
    return FALSE;
  for (gint64 seq = MAX (1, last - LOOKED_THROUGH_MAX); seq <= last; seq++) {
    GError *local = NULL;
    g_autoptr (TcLogEntry) entry = tc_log_store_find (hub->log, replica, seq, &local);

    if (local) {
      g_propagate_error (error, local);
      return FALSE;
    }
    if (entry)
      tc_hub_note_made_anew (hub, entry->op);
  }
  g_hash_table_add (hub->looked_through, key);
  return TRUE;
}

static gboolean
is_waiting (TcHub *hub, const TcOperation *op)
{
  const Made made = made_of (op);

  for (const GList *item = hub->waiting->head; item; item = item->next) {
    const Made other = made_of (((const TcWaiting *) item->data)->op);

    if (equal_made (&made, &other))
      return TRUE;
  }
  return FALSE;
}

const char *
tc_hub_answer_made_anew (TcHubPeer *peer, const TcOperation *op, gboolean *answered)
{
  TcHub *hub = peer->hub;
  const Made made = made_of (op);
  const gint64 *seq;

  *answered = FALSE;
  if (!tc_made_anew_is (op))
    return NULL;
  if (!look_through (hub, peer->replica, NULL))
    return "line.store";
  /* Its answer comes with the next commit. */
  if (is_waiting (hub, op))
    return "line.busy";
  seq = g_hash_table_lookup (hub->made_anew, &made);
  if (!seq)
    return NULL;
  g_autoptr (TcLogEntry) entry = tc_log_store_find (hub->log, peer->replica, *seq, NULL);
  if (!entry)
    return "line.store";
  tc_hub_note_queued (peer, op->head.seq, op->head.id);
  tc_hub_peer_add_answer (peer, op->head.seq, entry->lsn, entry->refusal);
  *answered = TRUE;
  return NULL;
}
