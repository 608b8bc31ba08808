/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Many incidents and their big events; see the header.
 */
#include "tc-bulk-events.h"

#include "tc-big-event-queries.h"
#include "tc-incident-queries.h"
#include "tc-now.h"

#include <glib/gi18n-lib.h>

/* More lines would leave no room to type. */
#define COUNTS_SHOWN 5

typedef struct {
  gboolean join;
  GArray *ids; /* (owned) (element-type gint64) */
} Asked;

static void
free_asked (gpointer data)
{
  Asked *asked = data;

  g_array_unref (asked->ids);
  g_free (asked);
}

static void
clear_event (gpointer data)
{
  TcBulkEvent *event = data;

  g_free (event->title);
  g_free (event->code);
}

void
tc_bulk_events_free (TcBulkEvents *events)
{
  g_array_unref (events->places);
  g_array_unref (events->events);
  g_free (events->only);
  g_free (events);
}

/* ---- reading ---- */

static TcBulkPlace
find_place (TcDatabase *db, const TcIncidentRow *row)
{
  gint64 event_id = tc_big_event_of (db, row->id);

  return (TcBulkPlace){row->id, event_id, event_id == row->id, row->state == TC_STATE_MERGED};
}

static gboolean
is_addable (const TcBulkPlace *place)
{
  return place->event_id == 0 && !place->merged;
}

/* What leads an event is in it, and can't be taken out of it. */
static gboolean
is_in (const TcBulkEvents *events, const TcBulkPlace *place, gint64 event_id)
{
  return place->event_id == event_id && (events->join || !place->leads);
}

static void
add_event (TcBulkEvents *events, const TcBigEvent *event)
{
  TcBulkEvent one = {event->id, g_strdup (event->title), g_strdup (event->code), 0};

  for (guint i = 0; i < events->places->len; i++)
    one.n_in += is_in (events, &g_array_index (events->places, TcBulkPlace, i), event->id);
  g_array_append_val (events->events, one);
}

/* Those that go on: whatever can be added can be to each. */
static void
add_running (TcDatabase *db, TcBulkEvents *events)
{
  g_autoptr (GPtrArray) all = tc_big_event_list (db, TC_BIG_EVENTS_MAX, tc_now_us ());

  for (guint i = 0; tc_bulk_events_is_free (events) && i < all->len; i++) {
    const TcBigEvent *event = g_ptr_array_index (all, i);
    if (event->ended_us == TC_NONE)
      add_event (events, event);
  }
}

static int
compare_newest (gconstpointer a, gconstpointer b)
{
  gint64 one = ((const TcBulkEvent *) a)->event_id, other = ((const TcBulkEvent *) b)->event_id;

  return one > other ? -1 : one < other;
}

/* Those that they belong to, also ended ones. */
static void
add_theirs (TcDatabase *db, TcBulkEvents *events)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_int64_hash, g_int64_equal);

  for (guint i = 0; i < events->places->len; i++) {
    TcBulkPlace *place = &g_array_index (events->places, TcBulkPlace, i);
    g_autoptr (TcBigEvent) event = NULL;

    if (place->event_id == 0 || place->leads || !g_hash_table_add (seen, &place->event_id))
      continue;
    event = tc_big_event_get (db, place->event_id, tc_now_us ());
    if (event)
      add_event (events, event);
  }
  g_array_sort (events->events, compare_newest);
}

/* (nullable) (transfer full) */
static char *
dup_only (TcDatabase *db, const TcBulkEvents *events)
{
  gint64 event_id = 0;
  g_autoptr (TcBigEvent) event = NULL;

  for (guint i = 0; i < events->places->len; i++) {
    gint64 of = g_array_index (events->places, TcBulkPlace, i).event_id;
    if (of == 0 || (i > 0 && of != event_id))
      return NULL;
    event_id = of;
  }
  event = event_id ? tc_big_event_get (db, event_id, tc_now_us ()) : NULL;
  return event ? g_strdup (event->title) : NULL;
}

static gpointer
read_events (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Asked *asked = data;
  TcBulkEvents *events = g_new0 (TcBulkEvents, 1);
  g_autoptr (GArray)
      rows = tc_incident_rows (db, (const gint64 *) (void *) asked->ids->data, asked->ids->len);

  events->join = asked->join;
  events->places = g_array_new (FALSE, FALSE, sizeof (TcBulkPlace));
  events->events = g_array_new (FALSE, FALSE, sizeof (TcBulkEvent));
  g_array_set_clear_func (events->events, clear_event);
  for (guint i = 0; i < rows->len; i++) {
    TcBulkPlace place = find_place (db, &g_array_index (rows, TcIncidentRow, i));
    g_array_append_val (events->places, place);
  }
  events->only = dup_only (db, events);
  if (events->join)
    add_running (db, events);
  else
    add_theirs (db, events);
  return events;
}

void
tc_bulk_events_async (TcWorker *reader, TcBulkKind kind, GArray *ids, GAsyncReadyCallback callback,
                      gpointer data)
{
  Asked *asked = NULL;

  g_return_if_fail (kind == TC_BULK_JOIN_EVENT || kind == TC_BULK_LEAVE_EVENT);
  g_return_if_fail (ids->len <= TC_BULK_MAX);

  asked = g_new0 (Asked, 1);
  *asked = (Asked){kind == TC_BULK_JOIN_EVENT, g_array_ref (ids)};
  tc_worker_run_async (reader, read_events, asked, free_asked, (GDestroyNotify) tc_bulk_events_free,
                       NULL, callback, data);
}

TcBulkEvents *
tc_bulk_events_finish (TcWorker *reader, GAsyncResult *result, GError **error)
{
  return tc_worker_run_finish (reader, result, error);
}

/* ---- what can be done ---- */

gboolean
tc_bulk_events_is_free (const TcBulkEvents *events)
{
  for (guint i = 0; i < events->places->len; i++)
    if (is_addable (&g_array_index (events->places, TcBulkPlace, i)))
      return TRUE;
  return FALSE;
}

/* (nullable): it wasn't looked at. */
static const TcBulkPlace *
find_looked (const TcBulkEvents *events, gint64 incident_id)
{
  for (guint i = 0; i < events->places->len; i++) {
    const TcBulkPlace *place = &g_array_index (events->places, TcBulkPlace, i);
    if (place->incident_id == incident_id)
      return place;
  }
  return NULL;
}

/* What belongs to another event stays: that it can't be added is told of each. */
GArray *
tc_bulk_events_sift (const TcBulkEvents *events, GArray *ids, guint event)
{
  GArray *sifted = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64 event_id = 0;

  g_return_val_if_fail (event < events->events->len, sifted);
  event_id = g_array_index (events->events, TcBulkEvent, event).event_id;
  for (guint i = 0; i < ids->len; i++) {
    gint64 id = g_array_index (ids, gint64, i);
    const TcBulkPlace *place = find_looked (events, id);
    if (!place || is_in (events, place, event_id) != events->join)
      g_array_append_val (sifted, id);
  }
  return sifted;
}

/* ---- words ---- */

char *
tc_bulk_events_word (const TcBulkEvents *events, guint event)
{
  const TcBulkEvent *one = NULL;

  g_return_val_if_fail (event < events->events->len, NULL);
  one = &g_array_index (events->events, TcBulkEvent, event);
  return g_strdup_printf ("%s · %s", one->title, one->code);
}

/* (transfer full) */
static char *
word_count (const TcBulkEvents *events, const TcBulkEvent *one)
{
  guint n = events->places->len;

  if (events->join)
    /* Translators: name of a big event; how many of how many incidents chosen. */
    return g_strdup_printf (ngettext ("%1$s: %2$u of %3$u is in it already",
                                      "%1$s: %2$u of %3$u are in it already", one->n_in),
                            one->title, one->n_in, n);
  return g_strdup_printf (
      /* Translators: name of a big event; how many of how many incidents chosen. */
      ngettext ("%1$s: %2$u of %3$u is in it", "%1$s: %2$u of %3$u are in it", one->n_in),
      one->title, one->n_in, n);
}

char *
tc_bulk_events_word_counts (const TcBulkEvents *events)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint shown = 0;

  for (guint i = 0; events->places->len > 1 && i < events->events->len; i++) {
    const TcBulkEvent *one = &g_array_index (events->events, TcBulkEvent, i);
    g_autofree char *line = one->n_in > 0 ? word_count (events, one) : NULL;

    if (!line)
      continue;
    if (shown++ == COUNTS_SHOWN) {
      g_string_append (text, "\n…");
      break;
    }
    g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", line);
  }
  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

static char *
word_none_to_add (const TcBulkEvents *events)
{
  guint n = events->places->len;
  const TcBulkPlace *first = &g_array_index (events->places, TcBulkPlace, 0);

  if (n == 1 && first->merged)
    return g_strdup (_ ("It was merged into another incident: add that one."));
  if (n == 1 && first->leads)
    /* Translators: name of a big event. */
    return g_strdup_printf (_ ("This incident leads the big event “%s” itself."), events->only);
  if (n == 1)
    /* Translators: name of a big event. */
    return g_strdup_printf (_ ("It is in the big event “%s” already."), events->only);
  if (events->only)
    /* Translators: how many incidents, name of a big event. */
    return g_strdup_printf (ngettext ("The %1$u incident is in the big event “%2$s” already.",
                                      "All %1$u incidents are in the big event “%2$s” already.", n),
                            n, events->only);
  return g_strdup_printf (ngettext ("The %u incident is in a big event already, leads one, or was "
                                    "merged into another.",
                                    "Each of the %u incidents is in a big event already, leads "
                                    "one, or was merged into another.",
                                    n),
                          n);
}

static char *
word_none_to_take_out (const TcBulkEvents *events)
{
  guint n = events->places->len;

  if (n == 1 && events->only)
    return g_strdup_printf (_ ("This incident leads the big event “%s” itself."), events->only);
  if (n == 1)
    return g_strdup (_ ("This incident is in no big event."));
  for (guint i = 0; i < n; i++)
    if (g_array_index (events->places, TcBulkPlace, i).leads)
      /* Translators: how many incidents. */
      return g_strdup_printf (ngettext ("The %u incident can't be taken out: it leads a big event.",
                                        "None of the %u incidents can be taken out: each leads a "
                                        "big event, or is in none.",
                                        n),
                              n);
  /* Translators: how many incidents. */
  return g_strdup_printf (ngettext ("The %u incident is in no big event.",
                                    "None of the %u incidents is in a big event.", n),
                          n);
}

char *
tc_bulk_events_word_nothing (const TcBulkEvents *events)
{
  if (events->places->len == 0)
    return g_strdup (_ ("The incident isn't here any more."));
  if (!events->join)
    return word_none_to_take_out (events);
  if (!tc_bulk_events_is_free (events))
    return word_none_to_add (events);
  return g_strdup (_ ("There is no big event. Choose the one incident first that is to lead it."));
}
