/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Incident codes at hand: free ones of today's and tomorrow's leased blocks, so that a caller hears
 * the number at once, also while the line is down, also after midnight. See tc_desk_take_code().
 *
 * DESIGN: blocks are leased one after the other, today's first, until there is enough for all days
 * that the desk may work without a line. The next is asked for once the row of the last has come,
 * not when the server has answered: the one doesn't say when the other happens, and what isn't seen
 * yet would be asked for again.
 */
#include "tc-desk-private.h"

#include "tc-incident-codes.h"
#include "tc-incident-queries.h"
#include "tc-limits.h"
#include "tc-now.h"
#include "tc-reading-view.h"
#include "tc-steady-clock.h"

/* Codes kept in memory, and how few of them left there make the desk read more. */
#define CODES_AT_HAND 20
#define CODES_LOW 10

typedef struct {
  guint16 replica;
  gint64 now_us;
  gint64 code_day; /* that code_number belongs to */
  gint64 code_number;
  gint64 leased_day; /* of the block that is waited for */
  gint64 leased_first;
} Ask;

typedef struct {
  gint64 day;
  GQueue *codes; /* (owned) (nullable) (element-type utf8) */
} DaySupply;

typedef struct {
  DaySupply today;
  DaySupply tomorrow;
  gint64 lacking_day; /* the first one for which more are to be leased; 0: none */
  gint64 leased_day;  /* of the block that was waited for and is here; 0: none */
  gint64 leased_first;
} Supply;

static void
free_codes (GQueue *codes)
{
  if (codes)
    g_queue_free_full (codes, g_free);
}

static void
free_supply (gpointer data)
{
  Supply *supply = data;

  free_codes (supply->today.codes);
  free_codes (supply->tomorrow.codes);
  g_free (supply);
}

static DaySupply
read_day (TcDatabase *db, guint16 replica, gint64 day, gint64 after)
{
  DaySupply supply = {day, g_queue_new ()};

  while (supply.codes->length < CODES_AT_HAND) {
    char *code = tc_incident_next_code (db, replica, day, after, &after);

    if (!code)
      break;
    g_queue_push_tail (supply.codes, code);
  }
  return supply;
}

static gint64
day_ahead (gint64 now_us, gint64 days)
{
  return tc_incident_day (now_us + days * TC_US_PER_DAY);
}

/* A desk that holds no incidents logs no calls, and would never see the block. */
static gint64
find_lacking_day (TcDatabase *db, const Ask *ask)
{
  if (!tc_database_get_int (db, 0, "SELECT 1 FROM held_scope WHERE kind = 'incidents'", NULL))
    return 0;
  for (gint64 days = 0; days <= TC_CODE_DAYS_AHEAD; days++) {
    gint64 day = day_ahead (ask->now_us, days);

    if (tc_incident_codes_left (db, ask->replica, day) < TC_CODE_BLOCK_SIZE)
      return day;
  }
  return 0;
}

static gpointer
read_codes (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Ask *ask = data;
  gint64 today = tc_incident_day (ask->now_us);
  Supply *supply = g_new0 (Supply, 1);

  /* A number that was given is taken, whoever is signed in. */
  tc_reading_view_lift (db);
  supply->today = read_day (db, ask->replica, today, today == ask->code_day ? ask->code_number : 0);
  supply->tomorrow = read_day (db, ask->replica, day_ahead (ask->now_us, 1), 0);
  supply->lacking_day = find_lacking_day (db, ask);
  if (tc_database_get_int (db, 0,
                           "SELECT 1 FROM code_block WHERE replica = ? AND day = ? AND first = ?",
                           "iii", (gint64) ask->replica, ask->leased_day, ask->leased_first)) {
    supply->leased_day = ask->leased_day;
    supply->leased_first = ask->leased_first;
  }
  return supply;
}

static void
leased_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TcDesk *self = TC_DESK (source);
  g_autoptr (TcRefusal) refusal = NULL;
  g_autoptr (GVariant) value = tc_desk_ask_finish (self, result, &refusal, NULL);

  self->lease_asked = FALSE;
  if (refusal)
    g_message ("no incident codes were leased: %s", refusal->code);
  if (!value || !g_variant_lookup (value, "first", "x", &self->leased_first))
    return;
  self->leased_day = self->asked_day;
  /* Its row may be here already. */
  tc_desk_supply_codes (self);
}

static void
ask_for_lease (TcDesk *self, gint64 day)
{
  GVariantDict dict;

  if (self->lease_asked || self->leased_first != 0 || self->state != TC_DESK_ONLINE)
    return;
  self->lease_asked = TRUE;
  self->asked_day = day;
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
  free_codes (self->codes);
  free_codes (self->next_codes);
  self->codes = g_steal_pointer (&supply->today.codes);
  self->next_codes = g_steal_pointer (&supply->tomorrow.codes);
  self->next_day = supply->tomorrow.day;
  /* A new day counts from the beginning. */
  if (self->code_day != supply->today.day)
    self->code_number = 0;
  self->code_day = supply->today.day;
  drop_given (self);
  if (supply->leased_first == self->leased_first && supply->leased_day == self->leased_day)
    self->leased_first = 0;
  if (supply->lacking_day != 0)
    ask_for_lease (self, supply->lacking_day);
  free_supply (supply);
}

gint64
tc_desk_now_us (TcDesk *self)
{
  return tc_server_clock_read (&self->clock, g_get_real_time (), tc_steady_clock_us ());
}

/* Whose time is the program's; while none was taken, that of whichever is told. */
static TcDesk *looked_at; /* (nullable) (unowned) */

void
tc_desk_tell_now (TcDesk *self)
{
  if (!looked_at || looked_at == self)
    tc_now_told (&self->clock);
}

void
tc_desk_take_now (TcDesk *self)
{
  g_set_weak_pointer (&looked_at, self);
  tc_desk_tell_now (self);
}

void
tc_desk_supply_codes (TcDesk *self)
{
  const Ask ask = {self->replica,     tc_desk_now_us (self), self->code_day,
                   self->code_number, self->leased_day,      self->leased_first};

  if (self->reader)
    tc_worker_run_async (self->reader, read_codes, g_memdup2 (&ask, sizeof ask), g_free,
                         free_supply, NULL, codes_read_cb, g_object_ref (self));
}

void
tc_desk_turn_day (TcDesk *self)
{
  if (self->code_day != tc_incident_day (tc_desk_now_us (self)))
    tc_desk_supply_codes (self);
}

/* Midnight has passed since they were read. */
static void
begin_next_day (TcDesk *self)
{
  free_codes (self->codes);
  self->codes = self->next_codes ? g_steal_pointer (&self->next_codes) : g_queue_new ();
  self->code_day = self->next_day;
  self->code_number = 0;
  self->next_day = 0;
}

char *
tc_desk_take_code (TcDesk *self, gint64 now_us)
{
  char *code = NULL;
  gint64 day;
  gint64 number;

  if (self->next_day == tc_incident_day (now_us))
    begin_next_day (self);
  if (self->code_day == tc_incident_day (now_us))
    code = g_queue_pop_head (self->codes);
  if (code && tc_incident_parse_code (code, &day, &number))
    self->code_number = number;
  if (self->codes->length < CODES_LOW || !code || self->next_day == 0)
    tc_desk_supply_codes (self);
  return code;
}
