/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The lines of desks; see the header.
 */
#include "tc-desk-lines.h"

#include "tc-line-message.h"
#include "tc-line-server.h"
#include "tc-schema.h"

struct _TcDeskLine {
  guint refs;
  TcDeskLines *lines;  /* (unowned) (nullable): NULL once closed */
  TcLine *line;        /* (unowned) (nullable): NULL once closed */
  TcHubLine *hub_line; /* (unowned) (nullable): NULL once closed */
  guint16 replica;
  guint asked;        /* questions not answered yet */
  TcDeskLine *relay;  /* (owned) (nullable): the relay's line, if this is a desk behind one: it has
                        nothing but its number then, and lasts as long as a question of it */
  GHashTable *said;   /* (owned) (nullable): by desk, what it said over this line (TcDeskSaid) */
  GHashTable *behind; /* (owned) (nullable): of a relay's: by desk, when it asked something over
                         this line last (gint64, monotonic) */
};

struct _TcDeskLines {
  TcDeskLinesCallbacks callbacks;
  void (*failed) (const GError *error, gpointer data);
  gpointer data;
  TcHubWorker *hub;      /* (unowned) (nullable): the server's */
  TcLineServer *sockets; /* (owned) (nullable) */
  GHashTable *open;      /* (owned) (element-type TcDeskLine) */
  GHashTable *seen;      /* (owned): number of a desk to when its line was closed (gint64) */
  GHashTable *versions;  /* (owned): replica to the other version of the schema last told of it */
};

TcDeskLine *
tc_desk_line_ref (TcDeskLine *line)
{
  line->refs++;
  return line;
}

void
tc_desk_line_unref (TcDeskLine *line)
{
  if (--line->refs > 0)
    return;
  g_clear_pointer (&line->relay, tc_desk_line_unref);
  g_clear_pointer (&line->said, g_hash_table_unref);
  g_clear_pointer (&line->behind, g_hash_table_unref);
  g_free (line);
}

/* What is carried has a line of its own for its question. (transfer full) */
static TcDeskLine *
get_asking (TcDeskLine *line, guint16 replica)
{
  TcDeskLine *carried;

  if (line->replica == replica)
    return tc_desk_line_ref (line);
  carried = g_new0 (TcDeskLine, 1);
  carried->refs = 1;
  carried->replica = replica;
  carried->relay = tc_desk_line_ref (line);
  return carried;
}

/* It is there, behind that relay. */
static void
note_behind (TcDeskLine *relay, guint16 replica)
{
  gint64 now_us = g_get_monotonic_time ();

  if (!relay->behind)
    relay->behind = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  g_hash_table_insert (relay->behind, GUINT_TO_POINTER (replica),
                       g_memdup2 (&now_us, sizeof now_us));
}

/* The sockets' callbacks. */

static void
opened_cb (TcLine *socket, gpointer data)
{
  TcDeskLines *self = data;
  TcDeskLine *line = g_new0 (TcDeskLine, 1);

  line->refs = 1;
  line->lines = self;
  line->line = socket;
  tc_line_set_user_data (socket, line);
  g_hash_table_add (self->open, line);
  line->hub_line = tc_hub_worker_open_line (self->hub, line);
}

static void
received_cb (TcLine *socket, GBytes *message, gpointer data)
{
  TcDeskLines *self = data;
  TcDeskLine *line = tc_line_get_user_data (socket);

  tc_hub_worker_receive (self->hub, line->hub_line, message);
}

static void
closed_cb (TcLine *socket, gpointer data)
{
  TcDeskLines *self = data;
  TcDeskLine *line = tc_line_get_user_data (socket);

  if (line->replica) {
    gint64 now_us = g_get_real_time ();

    g_message ("desk %u: line closed", line->replica);
    g_hash_table_insert (self->seen, GUINT_TO_POINTER (line->replica),
                         g_memdup2 (&now_us, sizeof now_us));
  }
  tc_hub_worker_close_line (self->hub, line->hub_line);
  g_hash_table_remove (self->open, line);
  line->lines = NULL;
  line->line = NULL;
  line->hub_line = NULL;
  /* A newer one may have taken its place already. */
  if (line->replica && !tc_desk_lines_is_online (self, line->replica))
    self->callbacks.closed (line->replica, self->data);
  tc_desk_line_unref (line);
}

/* The hub's hooks. */

static void
send_cb (gpointer line_data, GBytes *message, gpointer data)
{
  tc_line_send (((TcDeskLine *) line_data)->line, message);
}

static void
drop_cb (gpointer line_data, gpointer data)
{
  tc_line_close (((TcDeskLine *) line_data)->line);
}

static void
welcomed_cb (gpointer line_data, guint16 replica, gpointer data)
{
  TcDeskLine *line = line_data;

  line->replica = replica;
  tc_line_trust (line->line);
  g_message ("desk %u: line from %s", replica, tc_line_get_address (line->line));
}

static void
ask_cb (gpointer line_data, guint16 replica, gint64 number, const char *name, GVariant *value,
        gpointer data)
{
  TcDeskLines *self = data;
  TcDeskLine *line = line_data;
  g_autoptr (TcDeskLine) asking = get_asking (line, replica);
  g_autoptr (TcRefusal) refusal = NULL;

  if (asking->relay)
    note_behind (line, replica);
  if (++line->asked > TC_DESK_QUESTIONS_MAX)
    refusal = tc_refusal_new ("question.busy", NULL);
  /* What a token opens is for the desk's own eyes. */
  else if (asking->relay && g_str_equal (name, "http-token"))
    refusal = tc_refusal_new ("question.unknown", "name", TC_S, name, NULL);
  if (refusal)
    tc_desk_line_reply (asking, number, refusal, NULL);
  else
    self->callbacks.ask (asking, number, name, value, self->data);
}

static void
snapshot_cb (gpointer line_data, const gint64 *scopes, guint n_scopes, gpointer data)
{
  TcDeskLines *self = data;
  g_autoptr (GArray) list = g_array_new (FALSE, FALSE, sizeof (gint64));

  g_array_append_vals (list, scopes, n_scopes);
  self->callbacks.snapshot (line_data, list, self->data);
}

static void
failed_cb (const GError *error, gpointer data)
{
  TcDeskLines *self = data;

  self->failed (error, self->data);
}

static void
committed_cb (gint64 head_lsn, gpointer data)
{
  TcDeskLines *self = data;

  self->callbacks.committed (head_lsn, self->data);
}

static void
ahead_cb (guint16 replica, const TcPosition *position, gpointer data)
{
  g_warning ("desk %u had followed this log up to %" G_GINT64_FORMAT " of epoch %" G_GINT64_FORMAT
             ", which is no longer there: the server was restored from a backup; the desk begins "
             "anew and sends again what it made since",
             replica, position->lsn, position->epoch);
}

/* Said once for each desk and version: one that is turned away comes again and again. */
static void
other_version_cb (guint16 replica, gint64 version, const char *refused, gpointer data)
{
  TcDeskLines *self = data;
  gpointer key = GUINT_TO_POINTER (replica);
  guint ours = tc_schema_state.version;

  if (GPOINTER_TO_SIZE (g_hash_table_lookup (self->versions, key)) == (gsize) version)
    return;
  g_hash_table_insert (self->versions, key, GSIZE_TO_POINTER ((gsize) version));
  if (!refused)
    g_message ("desk %u has version %" G_GINT64_FORMAT " of the data, this server %u: served",
               replica, version, ours);
  else if (version > ours)
    g_warning ("desk %u has version %" G_GINT64_FORMAT " of the data, this server %u: it waits for "
               "the server's upgrade",
               replica, version, ours);
  else
    g_warning ("desk %u has version %" G_GINT64_FORMAT " of the data, this server %u: it waits for "
               "its own upgrade",
               replica, version, ours);
}

const TcHubWorkerHooks tc_desk_lines_hooks = {
    .send = send_cb,
    .drop = drop_cb,
    .welcomed = welcomed_cb,
    .ask = ask_cb,
    .snapshot = snapshot_cb,
    .committed = committed_cb,
    .ahead = ahead_cb,
    .other_version = other_version_cb,
    .failed = failed_cb,
};

TcDeskLines *
tc_desk_lines_new (const TcDeskLinesCallbacks *callbacks,
                   void (*failed) (const GError *error, gpointer data), gpointer data)
{
  TcDeskLines *self = g_new0 (TcDeskLines, 1);

  self->callbacks = *callbacks;
  self->failed = failed;
  self->data = data;
  self->open = g_hash_table_new (NULL, NULL);
  self->seen = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  self->versions = g_hash_table_new (NULL, NULL);
  return self;
}

void
tc_desk_lines_start (TcDeskLines *self, TcHubWorker *hub, TcHttpServer *http)
{
  static const TcLineCallbacks callbacks = {opened_cb, received_cb, closed_cb};

  self->hub = hub;
  self->sockets = tc_line_server_new (http, "/sync/line", &callbacks, self);
}

void
tc_desk_lines_close_all (TcDeskLines *self)
{
  if (self->sockets)
    tc_line_server_close_all (self->sockets);
}

void
tc_desk_lines_stop (TcDeskLines *self)
{
  g_clear_pointer (&self->sockets, tc_line_server_free);
  self->hub = NULL;
}

void
tc_desk_lines_free (TcDeskLines *self)
{
  tc_desk_lines_stop (self);
  g_hash_table_unref (self->open);
  g_hash_table_unref (self->seen);
  g_hash_table_unref (self->versions);
  g_free (self);
}

guint
tc_desk_lines_get_count (TcDeskLines *self)
{
  return g_hash_table_size (self->open);
}

void
tc_desk_line_set_said (TcDeskLine *line, const TcDeskSaid *said)
{
  TcDeskLine *real = line->relay ? line->relay : line;
  TcDeskSaid *kept = g_memdup2 (said, sizeof *said);

  kept->at_us = g_get_real_time ();
  kept->relay = line->relay ? real->replica : 0;
  if (!real->said)
    real->said = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  g_hash_table_insert (real->said, GUINT_TO_POINTER (line->replica), kept);
}

const TcDeskSaid *
tc_desk_lines_get_said (TcDeskLines *self, guint16 replica)
{
  const TcDeskSaid *newest = NULL;
  GHashTableIter iter;
  gpointer line;

  g_hash_table_iter_init (&iter, self->open);
  while (g_hash_table_iter_next (&iter, &line, NULL)) {
    GHashTable *by_desk = ((TcDeskLine *) line)->said;
    const TcDeskSaid *said = by_desk ? g_hash_table_lookup (by_desk, GUINT_TO_POINTER (replica))
                                     : NULL;

    if (said && (!newest || said->at_us > newest->at_us))
      newest = said;
  }
  return newest;
}

gint64
tc_desk_lines_get_seen_us (TcDeskLines *self, guint16 replica)
{
  const gint64 *seen_us = g_hash_table_lookup (self->seen, GUINT_TO_POINTER (replica));

  return seen_us ? *seen_us : 0;
}

gboolean
tc_desk_lines_is_online (TcDeskLines *self, guint16 replica)
{
  GHashTableIter iter;
  gpointer line;

  g_hash_table_iter_init (&iter, self->open);
  while (g_hash_table_iter_next (&iter, &line, NULL))
    if (((TcDeskLine *) line)->replica == replica)
      return TRUE;
  return FALSE;
}

void
tc_desk_lines_drop (TcDeskLines *self, guint16 replica)
{
  GHashTableIter iter;
  gpointer line;

  /* Closing never takes a line out of the table at once. */
  g_hash_table_iter_init (&iter, self->open);
  while (g_hash_table_iter_next (&iter, &line, NULL))
    if (((TcDeskLine *) line)->replica == replica)
      tc_desk_line_drop (line);
}

GArray *
tc_desk_lines_list (TcDeskLines *self)
{
  GArray *replicas = g_array_new (FALSE, FALSE, sizeof (guint16));
  GHashTableIter iter;
  gpointer line;

  g_hash_table_iter_init (&iter, self->open);
  while (g_hash_table_iter_next (&iter, &line, NULL))
    if (((TcDeskLine *) line)->replica)
      g_array_append_val (replicas, ((TcDeskLine *) line)->replica);
  return replicas;
}

static gboolean
is_among (const GArray *replicas, guint16 replica)
{
  for (guint i = 0; i < replicas->len; i++)
    if (g_array_index (replicas, guint16, i) == replica)
      return TRUE;
  return FALSE;
}

static GBytes *
write_notice (const char *name, GVariant *value)
{
  g_autoptr (TcLineMessage) message = tc_line_message_new (TC_LINE_NOTICE);

  message->name = g_strdup (name);
  message->value = g_variant_ref_sink (value);
  return tc_line_message_write (message);
}

/* (nullable): the line of the relay over which it asked last, not long ago */
static TcDeskLine *
find_relay (TcDeskLines *self, guint16 replica)
{
  gint64 newest_us = g_get_monotonic_time () - TC_DESK_BEHIND_US;
  TcDeskLine *found = NULL;
  GHashTableIter iter;
  gpointer line;

  g_hash_table_iter_init (&iter, self->open);
  while (g_hash_table_iter_next (&iter, &line, NULL)) {
    GHashTable *behind = ((TcDeskLine *) line)->behind;
    const gint64 *asked_us = behind ? g_hash_table_lookup (behind, GUINT_TO_POINTER (replica))
                                    : NULL;

    if (!asked_us || *asked_us < newest_us)
      continue;
    newest_us = *asked_us;
    found = line;
  }
  return found;
}

gboolean
tc_desk_lines_tell (TcDeskLines *self, guint16 replica, const char *name, GVariant *value)
{
  g_autoptr (GVariant) owned = g_variant_ref_sink (value);
  const GArray one = {(char *) &replica, 1};
  TcDeskLine *relay;

  if (tc_desk_lines_is_online (self, replica)) {
    tc_desk_lines_notify (self, &one, name, owned);
    return TRUE;
  }
  relay = find_relay (self, replica);
  if (relay) {
    g_autoptr (GBytes) notice = write_notice (name, owned);
    g_autoptr (GBytes) carried = tc_line_carry (replica, notice);

    tc_line_send (relay->line, carried);
  }
  return relay != NULL;
}

void
tc_desk_lines_notify (TcDeskLines *self, const GArray *replicas, const char *name, GVariant *value)
{
  g_autoptr (GBytes) bytes = write_notice (name, value);
  GHashTableIter iter;
  gpointer line;

  g_hash_table_iter_init (&iter, self->open);
  while (g_hash_table_iter_next (&iter, &line, NULL))
    if (is_among (replicas, ((TcDeskLine *) line)->replica))
      tc_line_send (((TcDeskLine *) line)->line, bytes);
}

guint16
tc_desk_line_get_replica (TcDeskLine *line)
{
  return line->replica;
}

guint16
tc_desk_line_get_relay (TcDeskLine *line)
{
  return line->relay ? line->relay->replica : 0;
}

void
tc_desk_line_reply (TcDeskLine *line, gint64 number, const TcRefusal *refusal, GVariant *value)
{
  g_autoptr (GVariant) owned = value ? g_variant_ref_sink (value) : NULL;
  TcDeskLine *real = line->relay ? line->relay : line;

  real->asked--;
  if (real->lines)
    tc_hub_worker_reply (real->lines->hub, real->hub_line, number, refusal, owned);
}

void
tc_desk_line_offer (TcDeskLine *line, const TcPosition *position, GArray *files)
{
  if (line->lines)
    tc_hub_worker_offer (line->lines->hub, line->hub_line, position, files);
}

void
tc_desk_line_drop (TcDeskLine *line)
{
  if (line->line)
    tc_line_close (line->line);
}

const char *
tc_desk_line_get_address (TcDeskLine *line)
{
  return line->line ? tc_line_get_address (line->line) : "";
}
