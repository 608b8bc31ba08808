/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which rows an operation that waits for the server would change here, which says who may be told
 * of it; see tc-relay-private.h.
 *
 * DESIGN: it is applied on what is confirmed and on what waits before it, and all of it is taken
 * back. Of what waits only that is applied on which it stands: the operations that change a row
 * which it names or changes, or its incident, and on which these stand in turn. That is enough,
 * since no operation moves a row to another scope, but for a camera's, which all that changes them
 * names (core/cameras/tc-camera-rows.c): others may decide whether it applies, not whose rows it
 * changes. So if it doesn't apply, or changes a row of one that was left out, all are applied
 * before it once more. What a relay doesn't show it settles by nothing: the server decides, and
 * each desk applies what it is told by itself.
 */
#include "tc-relay-private.h"

#include "tc-execute.h"
#include "tc-incident-seen.h"

void
tc_relay_free_row (gpointer data)
{
  g_ptr_array_unref (((TcRelayRow *) data)->entries);
  g_free (data);
}

void
tc_relay_link (TcRelay *self, TcRelayed *entry)
{
  for (guint i = 0; i < entry->rows->len; i++) {
    const gint64 *id = &g_array_index (entry->rows, gint64, i);
    TcRelayRow *row = g_hash_table_lookup (self->rows, id);

    if (!row) {
      row = g_new0 (TcRelayRow, 1);
      row->entries = g_ptr_array_new ();
      g_hash_table_insert (self->rows, g_memdup2 (id, sizeof *id), row);
    }
    g_ptr_array_add (row->entries, entry);
  }
}

void
tc_relay_unlink (TcRelay *self, TcRelayed *entry)
{
  for (guint i = 0; i < entry->rows->len; i++) {
    const gint64 *id = &g_array_index (entry->rows, gint64, i);
    TcRelayRow *row = g_hash_table_lookup (self->rows, id);

    if (row && g_ptr_array_remove_fast (row->entries, entry) && row->entries->len == 0)
      g_hash_table_remove (self->rows, id);
  }
}

/* What it stands on. */

/* All that may be an id. */
static void
add_named (GArray *ids, const TcOperation *op)
{
  GVariantIter iter;
  GVariant *value;

  g_array_append_val (ids, op->head.actor_id);
  g_array_append_val (ids, op->head.session_id);
  g_variant_iter_init (&iter, op->args);
  while (g_variant_iter_next (&iter, "{sv}", NULL, &value)) {
    if (g_variant_is_of_type (value, G_VARIANT_TYPE_INT64)) {
      gint64 id = g_variant_get_int64 (value);

      g_array_append_val (ids, id);
    } else if (g_variant_is_of_type (value, G_VARIANT_TYPE ("ax"))) {
      gsize n;
      gconstpointer all = g_variant_get_fixed_array (value, &n, sizeof (gint64));

      g_array_append_vals (ids, all, (guint) n);
    }
    g_variant_unref (value);
  }
}

static gint
compare_places (gconstpointer a, gconstpointer b)
{
  gint64 x = (*(TcRelayed *const *) a)->place, y = (*(TcRelayed *const *) b)->place;

  return x < y ? -1 : x > y;
}

/* (transfer full) (element-type TcRelayed): by place */
static GPtrArray *
list_before (TcRelay *self, GPtrArray *fresh)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  GPtrArray *before = g_ptr_array_new ();

  self->look++;
  for (guint i = 0; i < fresh->len; i++)
    add_named (ids, ((const TcRelayed *) g_ptr_array_index (fresh, i))->op);
  for (guint i = 0; i < ids->len; i++) {
    TcRelayRow *row = g_hash_table_lookup (self->rows, &g_array_index (ids, gint64, i));

    if (!row || row->looked == self->look)
      continue;
    row->looked = self->look;
    for (guint k = 0; k < row->entries->len; k++) {
      TcRelayed *entry = g_ptr_array_index (row->entries, k);

      if (entry->looked == self->look)
        continue;
      entry->looked = self->look;
      g_ptr_array_add (before, entry);
      add_named (ids, entry->op);
      g_array_append_vals (ids, entry->rows->data, entry->rows->len);
    }
  }
  g_ptr_array_sort (before, compare_places);
  return before;
}

/* Whether it changes no row of one that was not applied before it. */
static gboolean
is_apart (TcRelay *self, const TcRelayed *entry)
{
  for (guint i = 0; i < entry->rows->len; i++) {
    const TcRelayRow *row = g_hash_table_lookup (self->rows,
                                                 &g_array_index (entry->rows, gint64, i));

    if (row && row->looked != self->look)
      return FALSE;
  }
  return TRUE;
}

/* Applying. */

static gboolean
is_of_kind (TcRelay *self, gint64 scope, const char *kind)
{
  return tc_database_get_int (self->db, 0, "SELECT 1 FROM scope WHERE id = ? AND kind = ?", "is",
                              scope, kind) == 1;
}

/* What is in a unit's scope of an incident is a copy for that unit: who reads the incident may know
 * of it. */
static void
leave_copies (TcRelay *self, GArray *scopes)
{
  gboolean incident = FALSE;

  for (guint i = 0; i < scopes->len && !incident; i++)
    incident = is_of_kind (self, g_array_index (scopes, gint64, i), "incidents");
  for (guint i = scopes->len; incident && i > 0; i--)
    if (is_of_kind (self, g_array_index (scopes, gint64, i - 1), "unit"))
      g_array_remove_index (scopes, i - 1);
}

/* One that the process ended of is carried, but not tried again. */
static gboolean
is_deadly (TcRelay *self, const TcOperation *op)
{
  return self->hub->hooks.deaths && self->hub->hooks.deaths (op, self->data) > 0;
}

static void
tell_executing (TcRelay *self, TcOperation *op)
{
  if (self->hub->hooks.executing)
    self->hub->hooks.executing (&op, op != NULL, self->data);
}

/* DEFERRED: it isn't tried, whatever stands before it. */
static TcOutcome
try_operation (TcRelay *self, TcOperation *op, GError **error)
{
  g_autoptr (TcRefusal) refusal = NULL;
  GError *fault = NULL;
  TcOutcome outcome;

  if (is_deadly (self, op) || tc_relay_is_purged (self, op))
    return TC_OUTCOME_DEFERRED;
  tell_executing (self, op);
  outcome = tc_execute (self->db, FALSE, self->up->capture, op, &refusal, &fault);
  tell_executing (self, NULL);
  /* One that this database can't carry out is the server's to settle, like one that it refuses. */
  if (g_error_matches (fault, TC_ERROR, TC_ERROR_STATEMENT)) {
    g_clear_error (&fault);
    return TC_OUTCOME_REFUSED;
  }
  if (fault)
    g_propagate_error (error, fault);
  return outcome;
}

static void
add_row (GArray *rows, gint64 id)
{
  for (guint i = 0; i < rows->len; i++)
    if (g_array_index (rows, gint64, i) == id)
      return;
  g_array_append_val (rows, id);
}

/* @from: in what the replica has noted of changes */
static void
note_rows (TcRelay *self, TcRelayed *entry, guint from)
{
  gint64 incident_id = tc_incident_of_arguments (self->db, entry->op->args);

  if (incident_id)
    add_row (entry->rows, incident_id);
  for (guint i = from; i < self->up->changes->len; i++)
    add_row (entry->rows, g_array_index (self->up->changes, TcRowChange, i).id);
}

static TcOutcome
try_fresh (TcRelay *self, TcRelayed *entry, GError **error)
{
  guint from = self->up->changes->len;
  TcOutcome outcome = try_operation (self, entry->op, error);

  g_clear_pointer (&entry->scopes, g_array_unref);
  g_array_set_size (entry->rows, 0);
  if (outcome != TC_OUTCOME_APPLIED)
    return outcome;
  tc_capture_keep (self->up->capture);
  g_autoptr (GArray) sections = tc_capture_take_sections (self->up->capture);
  entry->scopes = g_array_new (FALSE, FALSE, sizeof (gint64));
  for (guint i = 0; i < sections->len; i++)
    g_array_append_val (entry->scopes, g_array_index (sections, TcSection, i).scope);
  leave_copies (self, entry->scopes);
  note_rows (self, entry, from);
  return outcome;
}

/* @sure: (out): what was left out of the queue changes nothing of it */
static void
apply_all (TcRelay *self, GPtrArray *before, GPtrArray *fresh, gboolean *sure, GError **error)
{
  g_autoptr (GError) local = NULL;

  *sure = TRUE;
  for (guint i = 0; i < before->len && !local; i++) {
    const TcRelayed *entry = g_ptr_array_index (before, i);

    if (entry->scopes && try_operation (self, entry->op, &local) == TC_OUTCOME_APPLIED)
      tc_capture_drop (self->up->capture);
  }
  for (guint i = 0; i < fresh->len && !local; i++) {
    TcRelayed *entry = g_ptr_array_index (fresh, i);

    *sure &= try_fresh (self, entry, &local) != TC_OUTCOME_REFUSED && is_apart (self, entry);
  }
  if (local)
    g_propagate_error (error, g_steal_pointer (&local));
}

static gboolean
apply_and_undo (TcRelay *self, GPtrArray *before, GPtrArray *fresh, gboolean *sure, GError **error)
{
  g_autoptr (GError) local = NULL;

  tc_database_execute (self->db, "SAVEPOINT provisional", NULL);
  apply_all (self, before, fresh, sure, &local);
  tc_database_execute (self->db, "ROLLBACK TO provisional", NULL);
  tc_database_execute (self->db, "RELEASE provisional", NULL);
  tc_replica_tell_changes (self->up, FALSE);
  if (local) {
    /* What taking back met, after it, says nothing new. */
    (void) !tc_database_check (self->db, NULL);
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }
  return tc_database_check (self->db, error);
}

/* (transfer container) (element-type TcRelayed): the first of @fresh that there is room for */
static GPtrArray *
list_shown (TcRelay *self, GPtrArray *fresh)
{
  GPtrArray *shown = g_ptr_array_new ();
  guint room = TC_RELAY_SHOWN_MAX - MIN (TC_RELAY_SHOWN_MAX, self->queue->len);

  for (guint i = 0; i < MIN (room, fresh->len); i++)
    g_ptr_array_add (shown, g_ptr_array_index (fresh, i));
  return shown;
}

gboolean
tc_relay_try (TcRelay *self, GPtrArray *fresh, GError **error)
{
  g_autoptr (GPtrArray) shown = list_shown (self, fresh);
  g_autoptr (GPtrArray) before = NULL;
  gboolean sure;

  if (shown->len == 0)
    return TRUE;
  before = list_before (self, shown);
  if (!apply_and_undo (self, before, shown, &sure, error))
    return FALSE;
  return sure || before->len == self->queue->len ||
         apply_and_undo (self, self->queue, shown, &sure, error);
}
