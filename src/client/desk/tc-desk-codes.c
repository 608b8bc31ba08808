/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Incident codes at hand: free ones of today's leased block, so that a caller hears the number at
 * once, also while the line is down. See tc_desk_take_code().
 */
#include "tc-desk-private.h"

#include "tc-incident-codes.h"
#include "tc-incident-queries.h"

/* Codes kept in memory, and how few of them left in the blocks make the desk ask for more. */
#define CODES_AT_HAND 20
#define CODES_LOW 10

typedef struct {
  guint16 replica;
  gint64 day;
  gint64 after;
} Ask;

typedef struct {
  gint64 day;
  GQueue *codes; /* (owned) (element-type utf8) */
  gint64 left;
} Supply;

static void
free_supply (gpointer data)
{
  Supply *supply = data;

  if (supply->codes)
    g_queue_free_full (supply->codes, g_free);
  g_free (supply);
}

static gpointer
read_codes (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Ask *ask = data;
  Supply *supply = g_new0 (Supply, 1);
  gint64 after = ask->after;

  supply->day = ask->day;
  supply->codes = g_queue_new ();
  supply->left = tc_incident_codes_left (db, ask->replica, ask->day);
  while (supply->codes->length < CODES_AT_HAND) {
    char *code = tc_incident_next_code (db, ask->replica, ask->day, after, &after);

    if (!code)
      break;
    g_queue_push_tail (supply->codes, code);
  }
  return supply;
}

static void
leased_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TcDesk *self = TC_DESK (source);
  g_autoptr (TcRefusal) refusal = NULL;
  g_autoptr (GVariant) value = tc_desk_ask_finish (self, result, &refusal, NULL);

  /* The block comes as a row, like everything else; see tc_desk_queue_rows(). */
  self->lease_asked = FALSE;
  if (refusal)
    g_message ("no incident codes were leased: %s", refusal->code);
}

static void
ask_for_lease (TcDesk *self, gint64 day)
{
  GVariantDict dict;

  if (self->lease_asked || self->state != TC_DESK_ONLINE)
    return;
  self->lease_asked = TRUE;
  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert (&dict, "day", "x", day);
  g_variant_dict_insert (&dict, "count", "x", (gint64) TC_CODE_BLOCK_SIZE);
  tc_desk_ask_async (self, "codes.lease", g_variant_dict_end (&dict), NULL, leased_cb, NULL);
}

/* Codes may have been given out since they were read. */
static void
drop_given (TcDesk *self)
{
  gint64 day;
  gint64 number;

  while (!g_queue_is_empty (self->codes) &&
         tc_incident_parse_code (g_queue_peek_head (self->codes), &day, &number) &&
         number <= self->code_number)
    g_free (g_queue_pop_head (self->codes));
}

static void
codes_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TcDesk) self = data;
  g_autoptr (GError) error = NULL;
  Supply *supply = tc_worker_run_finish (TC_WORKER (source), result, &error);

  if (!supply) {
    g_warning ("the incident codes could not be read: %s", error->message);
    return;
  }
  g_queue_free_full (self->codes, g_free);
  self->codes = g_steal_pointer (&supply->codes);
  /* A new day counts from the beginning. */
  if (self->code_day != supply->day)
    self->code_number = 0;
  self->code_day = supply->day;
  drop_given (self);
  if (supply->left < CODES_LOW)
    ask_for_lease (self, supply->day);
  free_supply (supply);
}

void
tc_desk_supply_codes (TcDesk *self)
{
  gint64 day = tc_incident_day (g_get_real_time ());
  Ask ask = {self->replica, day, day == self->code_day ? self->code_number : 0};

  if (self->reader)
    tc_worker_run_async (self->reader, read_codes, g_memdup2 (&ask, sizeof ask), g_free,
                         free_supply, NULL, codes_read_cb, g_object_ref (self));
}

char *
tc_desk_take_code (TcDesk *self, gint64 now_us)
{
  char *code = NULL;
  gint64 day;
  gint64 number;

  if (self->code_day == tc_incident_day (now_us))
    code = g_queue_pop_head (self->codes);
  if (code && tc_incident_parse_code (code, &day, &number))
    self->code_number = number;
  if (self->codes->length < CODES_LOW || !code)
    tc_desk_supply_codes (self);
  return code;
}
