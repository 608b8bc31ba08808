/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Several incidents into one: what is chosen, what is likely the same as the one that is shown, or
 * what was typed. All of it goes by the sheet over the list (tc-merge-sheet.h), where a person
 * looks at it first, and is taken back as a whole.
 */
#include "tc-incident-panel-private.h"

#include "tc-incident-merging.h"
#include "tc-incident-operations.h"
#include "tc-refusal-words.h"

#include <glib/gi18n-lib.h>

/* ---- the sheet ---- */

static void
open_sheet (TcIncidentPanel *self, GArray *ids)
{
  tc_composer_close (self->many_composer);
  gtk_label_set_label (self->many_told, "");
  /* What isn't seen can't have the keyboard. */
  gtk_widget_set_visible (self->many, TRUE);
  tc_merge_sheet_open (self->merge_sheet, tc_desk_get_reader (self->desk),
                       (const gint64 *) (void *) ids->data, ids->len);
}

gboolean
tc_incident_panel_merge_many (TcIncidentPanel *self)
{
  guint n = tc_incident_panel_count_chosen (self);
  g_autoptr (GArray) ids = NULL;

  if (n < 2)
    return FALSE;
  /* Too many: the bar says so. */
  if (n > TC_BULK_MAX || self->doing)
    return TRUE;
  ids = tc_incident_panel_list_chosen (self, TC_BULK_MAX);
  open_sheet (self, ids);
  return TRUE;
}

static void
merge_alike_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcIncidentPanel *self = data;
  const TcIncidentPicture *picture = tc_incident_focus_get_found (self->focus);
  g_autoptr (GArray) ids = NULL;

  if (!picture || self->doing)
    return;
  ids = tc_merging_list_alike (picture->detail->incident.id, picture->similar);
  open_sheet (self, ids);
}

static void
lead_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  tc_merge_sheet_lead (TC_INCIDENT_PANEL (data)->merge_sheet, g_variant_get_int64 (target));
}

static void
leave_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  tc_merge_sheet_leave (TC_INCIDENT_PANEL (data)->merge_sheet, g_variant_get_int64 (target));
}

static void
merge_now_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcIncidentPanel *self = data;
  g_autoptr (GArray) ids = tc_merge_sheet_list (self->merge_sheet);
  TcBulkOrder order = {.kind = TC_BULK_MERGE,
                       .into_id = tc_merge_sheet_get_leader (self->merge_sheet)};

  if (ids->len == 0 || !tc_merge_sheet_confirm (self->merge_sheet) ||
      !tc_incident_panel_do_many (self, &order, ids))
    return;
  g_free (self->merged_code);
  self->merged_code = g_strdup (tc_merge_sheet_get_leader_code (self->merge_sheet));
  self->merged_into = order.into_id;
  tc_merge_sheet_close (self->merge_sheet);
}

static void
confirmed_cb (TcIncidentPanel *self)
{
  g_action_group_activate_action (G_ACTION_GROUP (self->window), "merge-now", NULL);
}

static void
changed_cb (TcIncidentPanel *self)
{
  tc_incident_panel_tell_chosen (self);
  tc_incident_panel_enable_merge_actions (self);
}

/* ---- done, and taken back ---- */

static GVariant *
list_done (GArray *outcomes)
{
  GVariantBuilder builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("ax"));

  for (guint i = 0; i < outcomes->len; i++) {
    const TcBulkOutcome *outcome = &g_array_index (outcomes, TcBulkOutcome, i);
    if (!outcome->code)
      g_variant_builder_add (&builder, "x", outcome->incident_id);
  }
  return g_variant_builder_end (&builder);
}

/* @into_code: (nullable): it isn't at hand */
static char *
word_merged (const char *into_code, guint n)
{
  /* Translators: how many incidents, and the code of the one that they are now. */
  return g_strdup_printf (ngettext ("%u merged into %s.", "%u merged into %s.", n), n,
                          into_code ? into_code : "…");
}

void
tc_incident_panel_tell_merged (TcIncidentPanel *self, TcBulkKind kind, gint64 into_id,
                               GArray *outcomes, gboolean show)
{
  g_autoptr (GVariant) done = g_variant_ref_sink (list_done (outcomes));
  guint n = (guint) g_variant_n_children (done);
  g_autofree char *text = NULL;

  if (n == 0)
    return;
  if (kind == TC_BULK_UNMERGE) {
    text = g_strdup_printf (ngettext ("%u taken apart again.", "%u taken apart again.", n), n);
    tc_panel_say (GTK_WIDGET (self), text);
    return;
  }
  text = word_merged (self->merged_code, n);
  tc_panel_say_undo (GTK_WIDGET (self), text, C_ ("verb", "Undo"), "win.unmerge-many",
                     g_variant_new ("(x@ax)", into_id, done));
  if (show && n == outcomes->len)
    tc_incident_panel_choose (self, into_id);
}

static void
unmerge_many_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcIncidentPanel *self = data;
  TcBulkOrder order = {.kind = TC_BULK_UNMERGE};
  g_autoptr (GVariant) merged = NULL;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  const gint64 *first = NULL;
  g_autofree char *text = NULL;
  gsize n = 0;

  g_variant_get (target, "(x@ax)", &order.into_id, &merged);
  first = g_variant_get_fixed_array (merged, &n, sizeof (gint64));
  if (n == 0)
    return;
  g_array_append_vals (ids, first, (guint) n);
  if (tc_incident_panel_do_many (self, &order, ids))
    return;
  text = word_merged (order.into_id == self->merged_into ? self->merged_code : NULL, (guint) n);
  tc_incident_panel_offer_again (self, text, "win.unmerge-many", target);
}

/* ---- what was typed ---- */

static void
found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TcIncidentPanel) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TcMergeTarget) found = tc_merging_find_finish (TC_WORKER (source), result, &error);
  g_autofree char *answer = NULL;

  if (!self->desk)
    return;
  if (!found)
    answer = tc_fault_word (error);
  else if (found->missing)
    /* Translators: what was typed as an incident's code. */
    answer = g_strdup_printf (_ ("There is no incident %s. Type its whole code, or more of it."),
                              found->missing);
  else if (found->ids->len < 2)
    answer = g_strdup (_ ("Nothing here is likely the same. Type the codes of the others behind "
                          "it."));
  else if (self->doing)
    answer = g_strdup (_ ("Something else is being done; try again after that."));
  if (answer) {
    tc_panel_answer (GTK_WIDGET (self), FALSE, answer);
    return;
  }
  g_action_group_activate_action (G_ACTION_GROUP (self->window), "panel",
                                  g_variant_new_string ("incidents"));
  tc_incident_panel_choose (self, g_array_index (found->ids, gint64, 0));
  open_sheet (self, found->ids);
  tc_panel_answer (GTK_WIDGET (self), TRUE,
                   _ ("Look at what would be merged: Enter merges, Esc doesn't."));
}

static void
merge_codes_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcIncidentPanel *self = data;
  const char *code = NULL, *others = NULL;

  g_variant_get (target, "(&s&s)", &code, &others);
  tc_merging_find_async (tc_desk_get_reader (self->desk), code, others, found_cb,
                         g_object_ref (self));
}

/* ---- the table ---- */

void
tc_incident_panel_enable_merge_actions (TcIncidentPanel *self)
{
  static const char *const anywhere[] = {"merge-into", "merge-codes", "unmerge", "unmerge-many"};
  const TcIncidentPicture *picture = tc_incident_focus_get_found (self->focus);
  g_autoptr (GArray) alike = NULL;
  g_autoptr (GArray) ids = NULL;
  gboolean may = self->desk && self->window && tc_desk_may (self->desk, TC_MAY_SCREEN);

  if (!self->desk || !self->window)
    return;
  if (picture && (tc_incident_allowed_steps (picture->detail->incident.state) &
                  ((guint64) 1 << TC_STEP_ABSORB)))
    alike = tc_merging_list_alike (picture->detail->incident.id, picture->similar);
  /* With one alone there is M. */
  tc_panel_enable (self->window, "merge-alike",
                   may && alike && alike->len > 2 && tc_incident_panel_count_chosen (self) < 2);
  ids = tc_merge_sheet_list (self->merge_sheet);
  tc_panel_enable (self->window, "merge-now", may && ids->len > 0);
  for (guint i = 0; i < G_N_ELEMENTS (anywhere); i++)
    tc_panel_enable (self->window, anywhere[i], may);
}

void
tc_incident_panel_add_merge_actions (TcIncidentPanel *self, GActionMap *window)
{
  const GActionEntry entries[] = {
      {.name = "merge-alike", .activate = merge_alike_cb},
      {.name = "merge-lead", .activate = lead_cb, .parameter_type = "x"},
      {.name = "merge-leave", .activate = leave_cb, .parameter_type = "x"},
      {.name = "merge-now", .activate = merge_now_cb},
      {.name = "unmerge-many", .activate = unmerge_many_cb, .parameter_type = "(xax)"},
      {.name = "merge-codes", .activate = merge_codes_cb, .parameter_type = "(ss)"},
  };

  g_action_map_add_action_entries (window, entries, G_N_ELEMENTS (entries), self);
  g_signal_connect_object (self->merge_sheet, "changed", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->merge_sheet, "confirmed", G_CALLBACK (confirmed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->desk, "rows-changed", G_CALLBACK (tc_merge_sheet_rows_changed),
                           self->merge_sheet, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->desk, "replaced", G_CALLBACK (tc_merge_sheet_replaced),
                           self->merge_sheet, G_CONNECT_SWAPPED);
}
