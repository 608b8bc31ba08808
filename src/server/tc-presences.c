/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who is where; see the header.
 */
#include "tc-presences.h"

#include "tc-id.h"
#include "tc-people.h"
#include "tc-rate-limiter.h"
#include "tc-reading-rights.h"

#define EXPIRE_S 5

struct _TcPresences {
  TcDeskLines *lines; /* (unowned): see the header */
  TcWorker *reader;   /* (owned) */
  TcPresenceBook *book;
  TcRateLimiter *limiter;
  GCancellable *cancellable; /* (owned): when it ends */
  guint expire_source;
  guint tell_source;
  gboolean telling;
  gboolean again; /* something changed while it was told */
};

/* One thing said, from question to answer. */
typedef struct {
  TcPresences *self; /* (unowned): not looked at once it has ended, which cancels */
  gint64 session_id;
  TcPresence presence;
  guint16 relay;
  gint64 scope;   /* who holds it may know; 0: nobody */
  GArray *rights; /* (owned) (nullable) (element-type gint64): of the desk */
} Said;

static void
free_said (gpointer data)
{
  Said *said = data;

  g_clear_pointer (&said->rights, g_array_unref);
  g_free (said);
}

static void mark (TcPresences *self);

/* ---- telling ---- */

typedef struct {
  guint16 replica;
  GVariant *list; /* (owned) */
} Told;

static void
free_told (gpointer data)
{
  g_variant_unref (((Told *) data)->list);
  g_free (data);
}

/* (element-type Told): for each desk what it may know now. */
static gpointer
make_lists (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  TcPresenceBook *book = data;
  g_autoptr (GArray) desks = tc_presence_book_list_desks (book);
  GPtrArray *all = g_ptr_array_new_with_free_func (free_told);

  for (guint i = 0; i < desks->len; i++) {
    guint16 replica = g_array_index (desks, guint16, i);
    g_autoptr (GArray) rights = tc_reading_rights_of_desk (db, replica);
    g_autoptr (GArray) list = tc_presence_book_list_for (book, replica, rights);
    Told *told = g_new0 (Told, 1);

    told->replica = replica;
    told->list = g_variant_ref_sink (tc_presence_write_list (list));
    g_ptr_array_add (all, told);
  }
  return all;
}

/* Relays are told that there is something to ask for, and no more. */
static void
tell_relays (TcPresences *self)
{
  g_autoptr (GArray) relays = tc_presence_book_list_relays (self->book);

  if (relays->len > 0)
    tc_desk_lines_notify (self->lines, relays, TC_PRESENCE, g_variant_new ("a{sv}", NULL));
}

static void
lists_made_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TcPresences *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) all = tc_worker_run_finish (TC_WORKER (source), result, &error);

  /* When it was cancelled @self is gone. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->telling = FALSE;
  if (!all)
    g_warning ("who may know who is where: %s", error->message);
  for (guint i = 0; all && i < all->len; i++) {
    const Told *told = g_ptr_array_index (all, i);
    GArray one = {(char *) &told->replica, 1};

    tc_desk_lines_notify (self->lines, &one, TC_PRESENCE, told->list);
  }
  tell_relays (self);
  if (self->again)
    mark (self);
}

static gboolean
tell_cb (gpointer data)
{
  TcPresences *self = data;

  self->tell_source = 0;
  self->telling = TRUE;
  self->again = FALSE;
  tc_worker_run_async (self->reader, make_lists, tc_presence_book_copy (self->book),
                       (GDestroyNotify) tc_presence_book_free, (GDestroyNotify) g_ptr_array_unref,
                       self->cancellable, lists_made_cb, self);
  return G_SOURCE_REMOVE;
}

/* Something is another now than was told. */
static void
mark (TcPresences *self)
{
  if (self->telling)
    self->again = TRUE;
  else if (!self->tell_source)
    self->tell_source = g_timeout_add (TC_PRESENCES_TELL_MS, tell_cb, self);
}

/* ---- what is said ---- */

/* Whether it is so: who has that session there, and what may be known of it by whom. An incident
 * that the desk may not read isn't told of. */
static gpointer
look_up (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Said *said = data;
  TcPresence *presence = &said->presence;
  gint64 scope = 0;

  presence->staff_id = tc_people_staff_of_session (db, said->session_id, presence->replica,
                                                   g_get_real_time ());
  said->rights = tc_reading_rights_of_desk (db, presence->replica);
  if (presence->incident_id)
    scope = tc_database_get_int (db, 0, "SELECT scope FROM incident WHERE id = ?", "i",
                                 presence->incident_id);
  if (!scope || !tc_ids_contain (said->rights, scope)) {
    presence->incident_id = 0;
    scope = tc_database_get_int (db, 0, "SELECT id FROM scope WHERE kind = 'incidents' ORDER BY id",
                                 NULL);
  }
  said->scope = tc_ids_contain (said->rights, scope) ? scope : 0;
  return said;
}

static void
return_refusal (GTask *task, TcRefusal *refusal)
{
  g_task_return_pointer (task, refusal, (GDestroyNotify) tc_refusal_free);
}

static void
forget (TcPresences *self, guint16 replica)
{
  if (tc_presence_book_remove (self->book, replica))
    mark (self);
}

/* It may have gone while it was looked up. */
static gboolean
has_line (const Said *said)
{
  return tc_desk_lines_is_online (said->self->lines,
                                  said->relay ? said->relay : said->presence.replica);
}

static void
looked_up_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  const Said *said = g_task_get_task_data (task);
  TcPresences *self = said->self;
  GError *error = NULL;

  if (!tc_worker_run_finish (TC_WORKER (source), result, &error)) {
    g_task_return_error (task, error);
    return;
  }
  if (!said->presence.staff_id || !said->scope || !has_line (said))
    forget (self, said->presence.replica);
  else if (tc_presence_book_put (self->book, &said->presence, said->scope, said->relay,
                                 g_get_monotonic_time ()))
    mark (self);
  return_refusal (task,
                  said->presence.staff_id ? NULL : tc_refusal_new ("people.no-session", NULL));
}

void
tc_presences_say_async (TcPresences *self, TcDeskLine *line, GVariant *value,
                        GAsyncReadyCallback callback, gpointer data)
{
  GTask *task = g_task_new (NULL, NULL, callback, data);
  Said *said = g_new0 (Said, 1);
  g_autofree char *key = g_strdup_printf ("%u", tc_desk_line_get_replica (line));
  TcRefusal *refusal = NULL;
  gint64 wait_us = 0;

  said->self = self;
  said->presence.replica = tc_desk_line_get_replica (line);
  said->relay = tc_desk_line_get_relay (line);
  g_task_set_task_data (task, said, free_said);
  if (!tc_rate_limiter_take (self->limiter, key, g_get_monotonic_time (), &wait_us))
    refusal = tc_refusal_new ("question.busy", NULL);
  else if (!tc_presence_read_said (value, &said->session_id, &said->presence.incident_id,
                                   &said->presence.away))
    refusal = tc_refusal_new ("question.form", "what", TC_S, "session_id", NULL);
  if (!refusal && said->session_id) {
    tc_worker_run_async (self->reader, look_up, said, NULL, NULL, self->cancellable, looked_up_cb,
                         task);
    return;
  }
  if (!refusal)
    forget (self, said->presence.replica);
  return_refusal (task, refusal);
  g_object_unref (task);
}

GVariant *
tc_presences_say_finish (GAsyncResult *result, TcRefusal **refusal, GError **error)
{
  const Said *said = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) local = NULL;
  g_autoptr (GArray) list = NULL;
  g_autoptr (TcRefusal) answer = g_task_propagate_pointer (G_TASK (result), &local);

  if (local) {
    g_propagate_error (error, g_steal_pointer (&local));
    return NULL;
  }
  if (answer) {
    *refusal = g_steal_pointer (&answer);
    return NULL;
  }
  list = said->rights && said->scope
             ? tc_presence_book_list_for (said->self->book, said->presence.replica, said->rights)
             : g_array_new (FALSE, FALSE, sizeof (TcPresence));
  return g_variant_ref_sink (tc_presence_write_list (list));
}

void
tc_presences_cut (TcPresences *self, guint16 replica)
{
  if (tc_presence_book_cut (self->book, replica))
    mark (self);
}

static gboolean
expire_cb (gpointer data)
{
  TcPresences *self = data;

  if (tc_presence_book_expire (self->book, g_get_monotonic_time ()))
    mark (self);
  return G_SOURCE_CONTINUE;
}

TcPresences *
tc_presences_new (const TcServerParts *parts, TcDeskLines *lines)
{
  TcPresences *self = g_new0 (TcPresences, 1);

  self->lines = lines;
  self->reader = g_object_ref (parts->reader);
  self->book = tc_presence_book_new ();
  self->limiter = tc_rate_limiter_new (TC_PRESENCES_A_MINUTE, TC_PRESENCES_AT_ONCE);
  self->cancellable = g_cancellable_new ();
  self->expire_source = g_timeout_add_seconds (EXPIRE_S, expire_cb, self);
  return self;
}

void
tc_presences_free (TcPresences *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->expire_source, g_source_remove);
  g_clear_handle_id (&self->tell_source, g_source_remove);
  g_object_unref (self->cancellable);
  g_object_unref (self->reader);
  tc_presence_book_free (self->book);
  tc_rate_limiter_free (self->limiter);
  g_free (self);
}
