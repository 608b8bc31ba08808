/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Giving an incident back, and how what was done to incidents is taken back: by the operation that
 * does the contrary, with what each had before. Where core has no such operation nothing is
 * offered: what had no unit can't be assigned to none again.
 */
#include "tc-incident-panel-private.h"

#include "tc-incident-commands.h"

#include <glib/gi18n-lib.h>

/* (nullable) (transfer full): what is known of it on the screen: it is shown, or listed. */
static TcIncidentItem *
find_item (TcIncidentPanel *self, gint64 id)
{
  guint at = tc_incident_queue_find (self->queue, id);

  return at == G_MAXUINT ? NULL : g_list_model_get_item (G_LIST_MODEL (self->queue), at);
}

/* Borrowed from @item or the focus. (nullable) */
static const TcIncidentRow *
find_row (TcIncidentPanel *self, TcIncidentItem *item, gint64 id)
{
  const TcIncidentPicture *picture = tc_incident_focus_get_found (self->focus);

  if (picture && picture->detail->incident.id == id)
    return &picture->detail->incident;
  return item ? tc_incident_item_get_row (item) : NULL;
}

/* What takes it back; FALSE: nothing does. */
static gboolean
find_contrary (TcBulkKind done, TcBulkKind *back)
{
  static const TcBulkKind contraries[][2] = {
      {TC_BULK_TAKE, TC_BULK_RELEASE},
      {TC_BULK_PRIORITY, TC_BULK_PRIORITY},
      {TC_BULK_ASSIGN, TC_BULK_ASSIGN},
      {TC_BULK_CLASSIFY, TC_BULK_CLASSIFY},
  };

  for (guint i = 0; i < G_N_ELEMENTS (contraries); i++) {
    if (contraries[i][0] == done) {
      *back = contraries[i][1];
      return TRUE;
    }
  }
  return FALSE;
}

/* What @back needs of what it is now; 0: nothing changes by it; TC_NO_BEFORE: it isn't known or
 * can't be taken back. What somebody has isn't given back: who takes it once more had it already.
 * @row: (nullable) */
static gint64
get_before (TcBulkKind back, const TcIncidentRow *row)
{
  gint64 before = 0;

  switch (back) {
  case TC_BULK_RELEASE:
    return row ? row->staff_id == 0 : TC_NO_BEFORE;
  case TC_BULK_PRIORITY:
    before = row ? row->priority : 0;
    break;
  case TC_BULK_ASSIGN:
    before = row ? row->unit_id : 0;
    break;
  case TC_BULK_CLASSIFY:
    before = row ? row->field_id : 0;
    break;
  default:
    return 1;
  }
  return before ? before : TC_NO_BEFORE;
}

GArray *
tc_incident_panel_remember_one (TcIncidentPanel *self, TcBulkKind done, gint64 id)
{
  g_autoptr (TcIncidentItem) item = find_item (self, id);
  const TcIncidentRow *row = find_row (self, item, id);
  GArray *befores = NULL;
  TcBulkKind back;

  if (!row || !find_contrary (done, &back))
    return NULL;
  befores = g_array_new (FALSE, TRUE, sizeof (gint64));
  g_array_append_vals (befores, &(gint64){get_before (back, row)}, 1);
  return befores;
}

/* ---- of several: what is not in view isn't known here ---- */

typedef struct {
  TcBulkKind back;
  GArray *ids; /* (owned) (element-type gint64) */
} Remembering;

static void
free_remembering (gpointer data)
{
  Remembering *remembering = data;

  g_array_unref (remembering->ids);
  g_free (remembering);
}

static gpointer
remember (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Remembering *remembering = data;
  GArray *ids = remembering->ids, *befores = g_array_new (FALSE, TRUE, sizeof (gint64));
  g_autoptr (GArray) rows = tc_incident_rows (db, (const gint64 *) (void *) ids->data, ids->len);

  for (guint i = 0; i < ids->len; i++)
    g_array_append_vals (befores, &(gint64){TC_NO_BEFORE}, 1);
  for (guint i = 0; i < rows->len; i++) {
    const TcIncidentRow *row = &g_array_index (rows, TcIncidentRow, i);
    for (guint at = 0; at < ids->len; at++)
      if (g_array_index (ids, gint64, at) == row->id)
        g_array_index (befores, gint64, at) = get_before (remembering->back, row);
  }
  return befores;
}

gboolean
tc_incident_panel_remember_async (TcIncidentPanel *self, TcBulkKind done, GArray *ids,
                                  GAsyncReadyCallback callback, gpointer data)
{
  TcBulkKind back;
  Remembering *remembering;

  if (!find_contrary (done, &back))
    return FALSE;
  remembering = g_new0 (Remembering, 1);
  *remembering = (Remembering){back, g_array_ref (ids)};
  tc_worker_run_async (tc_desk_get_reader (self->desk), remember, remembering, free_remembering,
                       (GDestroyNotify) g_array_unref, NULL, callback, data);
  return TRUE;
}

GArray *
tc_incident_panel_remember_finish (TcWorker *reader, GAsyncResult *result)
{
  return tc_worker_run_finish (reader, result, NULL);
}

/* ---- offering it ---- */

static char *
word_one (TcBulkKind back, const char *code)
{
  switch (back) {
  case TC_BULK_RELEASE:
    /* Translators: code of an incident; likewise below. */
    return g_strdup_printf (_ ("%s taken."), code);
  case TC_BULK_TAKE:
    return g_strdup_printf (_ ("%s given back: nobody has it."), code);
  case TC_BULK_PRIORITY:
    return g_strdup_printf (_ ("Priority of %s changed."), code);
  case TC_BULK_ASSIGN:
    return g_strdup_printf (_ ("%s assigned."), code);
  case TC_BULK_CLASSIFY:
    return g_strdup_printf (_ ("%s classified."), code);
  default:
    return g_strdup_printf (_ ("%s ended."), code);
  }
}

static char *
word_done (TcIncidentPanel *self, TcBulkKind back, gint64 id, guint n)
{
  g_autoptr (TcIncidentItem) item = find_item (self, id);
  const TcIncidentRow *row = find_row (self, item, id);

  if (n == 1 && row)
    return word_one (back, row->code);
  switch (back) {
  case TC_BULK_RELEASE:
    return g_strdup_printf (ngettext ("%u taken", "%u taken", n), n);
  case TC_BULK_PRIORITY:
    return g_strdup_printf (ngettext ("Priority of %u changed", "Priority of %u changed", n), n);
  case TC_BULK_CLASSIFY:
    return g_strdup_printf (ngettext ("%u classified", "%u classified", n), n);
  default:
    return g_strdup_printf (ngettext ("%u assigned", "%u assigned", n), n);
  }
}

/* What is seen at once, and has a key of its own, needs no toast. */
static gboolean
is_told (TcBulkKind back)
{
  return back != TC_BULK_RELEASE && back != TC_BULK_TAKE;
}

static void
offer (TcIncidentPanel *self, TcBulkKind back, GVariant *list)
{
  g_autoptr (GVariant) befores = g_variant_ref_sink (list);
  guint n = (guint) g_variant_n_children (befores);
  g_autofree char *text = NULL;
  gint64 id = 0;

  if (n == 0)
    return;
  g_variant_get_child (befores, 0, "(xx)", &id, NULL);
  text = word_done (self, back, id, n);
  if (is_told (back))
    tc_panel_say_undo (GTK_WIDGET (self), text, C_ ("verb", "Undo"), "win.undo-many",
                       g_variant_new ("(i@a(xx))", (int) back, befores));
  else
    tc_panel_offer_undo (GTK_WIDGET (self), text, "win.undo-many",
                         g_variant_new ("(i@a(xx))", (int) back, befores));
}

/* ---- one ---- */

gint64
tc_incident_panel_get_before (TcIncidentPanel *self, TcBulkKind back, gint64 id)
{
  g_autoptr (TcIncidentItem) item = find_item (self, id);

  return get_before (back, find_row (self, item, id));
}

/* ---- of what was taken unseen: by an alarm, or by its code ---- */

typedef struct {
  char *code; /* (owned) (nullable): it isn't here */
  gboolean from_nobody;
} Taken;

static void
free_taken (gpointer data)
{
  Taken *taken = data;

  g_free (taken->code);
  g_free (taken);
}

/* By its history, which has it by now. */
static gpointer
read_taken (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  gint64 id = *(const gint64 *) data;
  Taken *taken = g_new0 (Taken, 1);

  taken->code = tc_database_dup_text (db, "SELECT code FROM incident WHERE id = ?", "i", id);
  taken->from_nobody = tc_database_get_int (db, 1,
                                            "SELECT coalesce (other_id, 0) FROM incident_event"
                                            " WHERE incident_id = ? AND code = 'incident.take'"
                                            " ORDER BY at_us DESC, id DESC LIMIT 1",
                                            "i", id) == 0;
  return taken;
}

typedef struct {
  TcIncidentPanel *panel; /* (owned) */
  gint64 id;
} Asked;

/* @taken: (nullable): it couldn't be read. What can't be taken back is said to be so. */
static void
settle (TcIncidentPanel *self, gint64 id, const Taken *taken)
{
  gboolean known = taken && taken->code;
  g_autofree char *text = known ? word_one (TC_BULK_RELEASE, taken->code)
                                : word_done (self, TC_BULK_RELEASE, id, 1);

  if (known && taken->from_nobody)
    tc_panel_settle_pending (
        GTK_WIDGET (self), id, text, "win.undo-many",
        g_variant_new_parsed ("(%i, [(%x, %x)])", (int) TC_BULK_RELEASE, id, (gint64) 1));
  else
    tc_panel_settle_pending (GTK_WIDGET (self), id, text, "", NULL);
}

static void
taken_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree Asked *asked = data;
  Taken *taken = tc_worker_run_finish (TC_WORKER (source), result, NULL);

  if (asked->panel->desk)
    settle (asked->panel, asked->id, taken);
  g_clear_pointer (&taken, free_taken);
  g_object_unref (asked->panel);
}

void
tc_incident_panel_offer_one (TcIncidentPanel *self, TcBulkKind back, gint64 id, gint64 before)
{
  g_autofree char *text = NULL;
  Asked *asked = NULL;

  if (before != TC_NO_BEFORE) {
    if (before != 0)
      offer (self, back, g_variant_new_parsed ("[(%x, %x)]", id, before));
    return;
  }
  text = word_done (self, back, id, 1);
  if (back != TC_BULK_RELEASE) {
    tc_panel_deny_undo (GTK_WIDGET (self), text);
    return;
  }
  tc_panel_begin_pending (GTK_WIDGET (self), text, id);
  asked = g_new (Asked, 1);
  *asked = (Asked){g_object_ref (self), id};
  tc_worker_run_async (tc_desk_get_reader (self->desk), read_taken, g_memdup2 (&id, sizeof id),
                       g_free, free_taken, NULL, taken_cb, asked);
}

void
tc_incident_panel_offer_many (TcIncidentPanel *self, TcBulkKind done, GArray *befores,
                              GArray *outcomes)
{
  TcBulkKind back;
  GVariantBuilder builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a(xx)"));
  guint n = 0, n_lost = 0;
  gint64 lost_id = 0;

  for (guint i = 0; i < MIN (outcomes->len, befores->len); i++) {
    const TcBulkOutcome *outcome = &g_array_index (outcomes, TcBulkOutcome, i);
    gint64 before = g_array_index (befores, gint64, i);
    if (outcome->code || before == 0)
      continue;
    if (before == TC_NO_BEFORE) {
      lost_id = outcome->incident_id;
      n_lost++;
      continue;
    }
    g_variant_builder_add (&builder, "(xx)", outcome->incident_id, before);
    n++;
  }
  if (!find_contrary (done, &back) || n == 0)
    g_variant_builder_clear (&builder);
  else
    offer (self, back, g_variant_builder_end (&builder));
  if (n == 0 && n_lost > 0 && find_contrary (done, &back)) {
    g_autofree char *text = word_done (self, back, lost_id, n_lost);
    tc_panel_deny_undo (GTK_WIDGET (self), text);
  }
}

/* ---- doing it ---- */

void
tc_incident_panel_offer_again (TcIncidentPanel *self, const char *text, const char *action,
                               GVariant *target)
{
  tc_panel_offer_undo (GTK_WIDGET (self), text, action, target);
  tc_panel_say (GTK_WIDGET (self), _ ("Something else is being done; try again after that."));
}

static void
undo_many_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcIncidentPanel *self = data;
  g_autoptr (GVariantIter) list = NULL;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) befores = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autofree char *text = NULL;
  TcBulkOrder order = {.each = befores};
  gint64 id, before;

  g_variant_get (target, "(ia(xx))", &order.kind, &list);
  while (g_variant_iter_next (list, "(xx)", &id, &before)) {
    g_array_append_val (ids, id);
    g_array_append_val (befores, before);
  }
  if (order.kind == TC_BULK_REOPEN)
    order.text = _ ("Ended by mistake; taken back.");
  if (ids->len == 0 || tc_incident_panel_do_many (self, &order, ids))
    return;
  text = word_done (self, order.kind, g_array_index (ids, gint64, 0), ids->len);
  tc_incident_panel_offer_again (self, text, "win.undo-many", target);
}

static void
release_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcIncidentPanel *self = data;
  gint64 id = tc_incident_focus_get_id (self->focus);
  TcCommand command = tc_incident_panel_start (self, id, NULL);

  tc_incident_panel_can_undo (&command, TC_BULK_TAKE);
  tc_incident_command_release (&command, id);
}

void
tc_incident_panel_add_undo_actions (TcIncidentPanel *self, GActionMap *window)
{
  const GActionEntry entries[] = {
      {.name = "release", .activate = release_cb},
      {.name = "undo-many", .activate = undo_many_cb, .parameter_type = "(ia(xx))"},
  };

  g_action_map_add_action_entries (window, entries, G_N_ELEMENTS (entries), self);
}
