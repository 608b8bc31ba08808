/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Choosing a field; see the header.
 */
#include "tc-field-chooser.h"

#include "tc-field-proposal.h"
#include "tc-incident-words.h"
#include "tc-intake-look.h"
#include "tc-suggest-entry.h"

#include <glib/gi18n-lib.h>

struct _TcFieldChooser {
  GtkWidget parent;
  TcSuggestEntry *entry; /* (unowned): template child */
  GArray *proposed;      /* (owned) (nullable) (element-type gint64): ids, best first */
  GArray *fields;        /* (owned) (nullable) (element-type TcService) */
  GArray *shown;         /* (owned) (nullable) (element-type guint): in fields */
  gint64 left_out;       /* a field; 0 */
};

G_DEFINE_FINAL_TYPE (TcFieldChooser, tc_field_chooser, GTK_TYPE_WIDGET)

enum {
  CHOSEN,
  CLOSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const TcService *
get_field (TcFieldChooser *self, guint at)
{
  return &g_array_index (self->fields, TcService, at);
}

/* Places of those proposed. (element-type guint) */
static GArray *
find_proposed (TcFieldChooser *self)
{
  GArray *found = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < self->proposed->len; i++) {
    for (guint at = 0; at < self->fields->len; at++)
      if (get_field (self, at)->id == g_array_index (self->proposed, gint64, i))
        g_array_append_val (found, at);
  }
  return found;
}

/* FALSE: it isn't among @found. */
static gboolean
leave_out (TcFieldChooser *self, GArray *found)
{
  for (guint i = 0; self->left_out != 0 && i < found->len; i++)
    if (get_field (self, g_array_index (found, guint, i))->id == self->left_out) {
      g_array_remove_index (found, i);
      return TRUE;
    }
  return FALSE;
}

static void
show (TcFieldChooser *self)
{
  g_autofree char *text = tc_suggest_entry_dup_text (self->entry);
  g_autoptr (GArray) found = NULL;
  TcSuggestion rows[TC_SUGGEST_ROWS_MAX];
  gboolean has = FALSE;

  if (!self->fields)
    return;
  found = *text ? tc_intake_match_fields (self->fields, text, TC_SUGGEST_ROWS_MAX + 1)
                : find_proposed (self);
  has = leave_out (self, found);
  g_array_set_size (found, MIN (found->len, TC_SUGGEST_ROWS_MAX));
  for (guint i = 0; i < found->len; i++) {
    const TcService *field = get_field (self, g_array_index (found, guint, i));
    const char *group = field->group_id == field->id
                            ? NULL
                            : tc_incident_pick_name (field->group_vi, field->group_en);
    rows[i] = (TcSuggestion){TC_SUGGEST_NONE,
                             tc_incident_pick_name (field->name_vi, field->name_en), group, NULL};
  }
  if (found->len == 0 && *text)
    tc_suggest_entry_answer (self->entry, has ? _ ("It has that field already.")
                                              : _ ("There is no such field."));
  else
    tc_suggest_entry_show (self->entry, rows, found->len);
  g_clear_pointer (&self->shown, g_array_unref);
  self->shown = g_steal_pointer (&found);
}

static void
typed_cb (TcFieldChooser *self)
{
  show (self);
}

static void
chosen_cb (TcFieldChooser *self, guint row)
{
  const TcService *field;

  if (!self->shown || row >= self->shown->len)
    return;
  field = get_field (self, g_array_index (self->shown, guint, row));
  tc_suggest_entry_close (self->entry);
  g_signal_emit (self, signals[CHOSEN], 0, field->id,
                 tc_incident_pick_name (field->name_vi, field->name_en));
}

static gboolean
escaped_cb (TcFieldChooser *self)
{
  g_signal_emit (self, signals[CLOSED], 0);
  return TRUE;
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TcFieldChooser) self = data;
  g_autoptr (GError) error = NULL;
  GArray *fields = tc_intake_list_fields_finish (TC_WORKER (source), result, &error);

  if (!fields || !self->entry) {
    g_clear_pointer (&fields, g_array_unref);
    return;
  }
  g_clear_pointer (&self->fields, g_array_unref);
  g_clear_pointer (&self->shown, g_array_unref);
  self->fields = fields;
  show (self);
}

void
tc_field_chooser_open (TcFieldChooser *self, TcWorker *reader, GArray *proposed)
{
  g_return_if_fail (TC_IS_FIELD_CHOOSER (self));

  self->left_out = 0;
  g_array_set_size (self->proposed, 0);
  for (guint i = 0; i < proposed->len; i++)
    g_array_append_val (self->proposed, g_array_index (proposed, TcProposedField, i).field_id);
  tc_suggest_entry_set_text (self->entry, "");
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  tc_intake_list_fields_async (reader, listed_cb, g_object_ref (self));
}

void
tc_field_chooser_leave_out (TcFieldChooser *self, gint64 field_id)
{
  g_return_if_fail (TC_IS_FIELD_CHOOSER (self));

  if (self->left_out == field_id)
    return;
  self->left_out = field_id;
  show (self);
}

static void
tc_field_chooser_dispose (GObject *object)
{
  TcFieldChooser *self = TC_FIELD_CHOOSER (object);

  if (self->entry)
    gtk_widget_unparent (GTK_WIDGET (g_steal_pointer (&self->entry)));
  g_clear_pointer (&self->proposed, g_array_unref);
  g_clear_pointer (&self->fields, g_array_unref);
  g_clear_pointer (&self->shown, g_array_unref);
  G_OBJECT_CLASS (tc_field_chooser_parent_class)->dispose (object);
}

static void
tc_field_chooser_class_init (TcFieldChooserClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = tc_field_chooser_dispose;
  signals[CHOSEN] = g_signal_new ("chosen", TC_TYPE_FIELD_CHOOSER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 2, G_TYPE_INT64, G_TYPE_STRING);
  signals[CLOSED] = g_signal_new ("closed", TC_TYPE_FIELD_CHOOSER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 0);
  g_type_ensure (TC_TYPE_SUGGEST_ENTRY);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/toancanh/ToanCanh/ui/tc-field-chooser.ui");
  gtk_widget_class_bind_template_child (widget_class, TcFieldChooser, entry);
  gtk_widget_class_bind_template_callback (widget_class, typed_cb);
  gtk_widget_class_bind_template_callback (widget_class, chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, escaped_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
tc_field_chooser_init (TcFieldChooser *self)
{
  self->proposed = g_array_new (FALSE, FALSE, sizeof (gint64));
  gtk_widget_init_template (GTK_WIDGET (self));
}
