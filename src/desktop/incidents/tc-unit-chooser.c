/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Choosing units; see the header. A row is a unit for as long as it is open; what is typed shows
 * and hides rows, and those marked stay.
 */
#include "tc-unit-chooser.h"

#include "tc-dispatch-choosing.h"
#include "tc-enter-key.h"
#include "tc-incident-operations.h"
#include "tc-incident-words.h"
#include "tc-now.h"
#include "tc-scroll-to.h"

#include <glib/gi18n-lib.h>

/* Rows that are made; who isn't among them is found by typing. */
#define ROWS_MAX 8

struct _TcUnitChooser {
  GtkWidget parent;
  GtkWidget *box; /* (unowned): template child, like all down to verb */
  GtkEntry *entry;
  GtkListBox *list;
  GtkEntry *asked;
  GtkLabel *told;
  GtkWidget *verb;
  gint64 incident_id;  /* 0: not open */
  GArray *choices;     /* (owned) (nullable) (element-type TcDispatchChoice) */
  GArray *shown;       /* (owned) (element-type guint): of the rows, in choices */
  GHashTable *marked;  /* (owned) (element-type gint64): agencies */
  GHashTable *written; /* (owned): of incidents (gint64), a word that isn't sent */
  char *preedit;       /* (owned) (nullable): what an input method composes */
};

G_DEFINE_FINAL_TYPE (TcUnitChooser, tc_unit_chooser, GTK_TYPE_WIDGET)

enum {
  CHOSEN,
  CLOSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const TcDispatchChoice *
get_choice (TcUnitChooser *self, guint row)
{
  return &g_array_index (self->choices, TcDispatchChoice, g_array_index (self->shown, guint, row));
}

static void
tell (TcUnitChooser *self)
{
  guint n = g_hash_table_size (self->marked);
  g_autofree char *some = g_strdup_printf (
      ngettext ("Enter sends %u unit.", "Enter sends %u units.", n), n);

  gtk_widget_set_sensitive (self->verb, self->choices && self->shown->len > 0);
  if (!self->choices)
    gtk_label_set_label (self->told, _ ("Looking for units…"));
  else if (n > 0)
    gtk_label_set_label (self->told, some);
  else if (self->shown->len > 0)
    gtk_label_set_label (self->told, _ ("Enter sends the first; Space or a click marks several."));
  else
    gtk_label_set_label (self->told, _ ("There is no such unit, or it has an order already."));
}

static void
add_row (TcUnitChooser *self, const TcDispatchChoice *choice, gint64 now_us)
{
  GtkWidget *row = gtk_list_box_row_new (), *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *mark = gtk_check_button_new ();
  const char *name = tc_incident_pick_name (choice->name_vi, choice->name_en);
  g_autofree char *why = tc_dispatch_choice_word (choice, now_us);
  g_autofree char *spoken = g_strdup_printf ("%s, %s", name, why);
  GtkWidget *labels[] = {gtk_label_new (name), gtk_label_new (why)};

  for (guint i = 0; i < G_N_ELEMENTS (labels); i++) {
    gtk_label_set_xalign (GTK_LABEL (labels[i]), 0);
    gtk_label_set_wrap (GTK_LABEL (labels[i]), TRUE);
    gtk_box_append (GTK_BOX (lines), labels[i]);
  }
  gtk_widget_add_css_class (labels[0], "row-title");
  gtk_widget_add_css_class (labels[1], "caption");
  /* The row is what is activated. */
  gtk_widget_set_can_focus (mark, FALSE);
  gtk_widget_set_can_target (mark, FALSE);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (mark),
                               g_hash_table_contains (self->marked, &choice->agency_id));
  gtk_accessible_update_property (GTK_ACCESSIBLE (mark), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_box_append (GTK_BOX (box), mark);
  gtk_box_append (GTK_BOX (box), lines);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  gtk_list_box_append (self->list, row);
}

static void
show (TcUnitChooser *self)
{
  g_autofree char *text = g_strconcat (gtk_editable_get_text (GTK_EDITABLE (self->entry)),
                                       self->preedit, NULL);
  gint64 now_us = tc_now_us ();
  GtkWidget *row = NULL;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))))
    gtk_list_box_remove (self->list, row);
  g_array_set_size (self->shown, 0);
  for (guint i = 0; self->choices && i < self->choices->len; i++) {
    const TcDispatchChoice *choice = &g_array_index (self->choices, TcDispatchChoice, i);
    gboolean marked = g_hash_table_contains (self->marked, &choice->agency_id);
    if (!marked && (self->shown->len >= ROWS_MAX || !tc_dispatch_choice_matches (choice, text)))
      continue;
    g_array_append_val (self->shown, i);
    add_row (self, choice, now_us);
  }
  tell (self);
}

static void
typed_cb (TcUnitChooser *self)
{
  show (self);
}

static void
preedit_cb (TcUnitChooser *self, const char *preedit)
{
  g_free (self->preedit);
  self->preedit = g_strdup (preedit);
  show (self);
}

void
tc_unit_chooser_type (TcUnitChooser *self, const char *text)
{
  g_return_if_fail (TC_IS_UNIT_CHOOSER (self));
  gtk_editable_set_text (GTK_EDITABLE (self->entry), text);
}

void
tc_unit_chooser_mark (TcUnitChooser *self, guint row)
{
  GtkWidget *box, *mark;
  gint64 id;

  g_return_if_fail (TC_IS_UNIT_CHOOSER (self));
  if (row >= self->shown->len)
    return;
  id = get_choice (self, row)->agency_id;
  box = gtk_list_box_row_get_child (gtk_list_box_get_row_at_index (self->list, (int) row));
  mark = gtk_widget_get_first_child (box);
  if (!g_hash_table_remove (self->marked, &id))
    g_hash_table_add (self->marked, g_memdup2 (&id, sizeof id));
  gtk_check_button_set_active (GTK_CHECK_BUTTON (mark), g_hash_table_contains (self->marked, &id));
  tell (self);
}

static void
activated_cb (TcUnitChooser *self, GtkListBoxRow *row)
{
  tc_unit_chooser_mark (self, (guint) gtk_list_box_row_get_index (row));
}

static void
emit_chosen (TcUnitChooser *self, const TcDispatchChoice *choice)
{
  const char *asked = g_hash_table_lookup (self->written, &self->incident_id);

  g_signal_emit (self, signals[CHOSEN], 0, choice->agency_id,
                 tc_incident_pick_name (choice->name_vi, choice->name_en), asked);
}

static void
keep_written (TcUnitChooser *self)
{
  char *asked = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->asked))));

  if (*asked)
    g_hash_table_insert (self->written, g_memdup2 (&self->incident_id, sizeof self->incident_id),
                         g_steal_pointer (&asked));
  else
    g_hash_table_remove (self->written, &self->incident_id);
  g_free (asked);
}

void
tc_unit_chooser_write (TcUnitChooser *self, const char *asked)
{
  g_return_if_fail (TC_IS_UNIT_CHOOSER (self));
  gtk_editable_set_text (GTK_EDITABLE (self->asked), asked);
}

void
tc_unit_chooser_forget (TcUnitChooser *self, gint64 incident_id)
{
  g_return_if_fail (TC_IS_UNIT_CHOOSER (self));
  g_hash_table_remove (self->written, &incident_id);
}

void
tc_unit_chooser_send (TcUnitChooser *self)
{
  g_return_if_fail (TC_IS_UNIT_CHOOSER (self));
  if (!self->choices || self->shown->len == 0)
    return;
  keep_written (self);
  if (g_hash_table_size (self->marked) == 0)
    emit_chosen (self, get_choice (self, 0));
  for (guint i = 0; i < self->choices->len; i++) {
    const TcDispatchChoice *choice = &g_array_index (self->choices, TcDispatchChoice, i);
    if (g_hash_table_contains (self->marked, &choice->agency_id))
      emit_chosen (self, choice);
  }
  tc_unit_chooser_close (self);
}

gboolean
tc_unit_chooser_close (TcUnitChooser *self)
{
  g_return_val_if_fail (TC_IS_UNIT_CHOOSER (self), FALSE);
  if (self->incident_id == 0)
    return FALSE;
  keep_written (self);
  self->incident_id = 0;
  g_signal_emit (self, signals[CLOSED], 0);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  return TRUE;
}

void
tc_unit_chooser_keep_to (TcUnitChooser *self, gint64 incident_id)
{
  g_return_if_fail (TC_IS_UNIT_CHOOSER (self));
  if (self->incident_id != incident_id)
    tc_unit_chooser_close (self);
}

typedef struct {
  TcUnitChooser *chooser; /* (owned) */
  gint64 incident_id;
} Reading;

/* An answer may come when it is open for another incident, whose units are others. */
static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree Reading *reading = data;
  g_autoptr (TcUnitChooser) self = reading->chooser;
  g_autoptr (GError) error = NULL;
  GArray *choices = tc_dispatch_read_choices_finish (TC_WORKER (source), result, &error);

  if (!choices || !self->box || self->incident_id != reading->incident_id) {
    g_clear_pointer (&choices, g_array_unref);
    return;
  }
  g_clear_pointer (&self->choices, g_array_unref);
  self->choices = choices;
  show (self);
  tc_scroll_to (GTK_WIDGET (self));
}

void
tc_unit_chooser_open (TcUnitChooser *self, TcWorker *reader, gint64 incident_id)
{
  const char *asked = NULL;
  Reading *reading = NULL;

  g_return_if_fail (TC_IS_UNIT_CHOOSER (self));
  if (self->incident_id != 0)
    keep_written (self);
  self->incident_id = incident_id;
  asked = g_hash_table_lookup (self->written, &incident_id);
  gtk_editable_set_text (GTK_EDITABLE (self->asked), asked ? asked : "");
  g_hash_table_remove_all (self->marked);
  g_clear_pointer (&self->choices, g_array_unref);
  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  show (self);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  tc_scroll_to (GTK_WIDGET (self));
  reading = g_new (Reading, 1);
  *reading = (Reading){g_object_ref (self), incident_id};
  tc_dispatch_read_choices_async (reader, incident_id, read_cb, reading);
}

static gboolean
key_pressed_cb (TcUnitChooser *self, guint keyval)
{
  GtkListBoxRow *first = gtk_list_box_get_row_at_index (self->list, 0);

  if (keyval == GDK_KEY_Escape)
    return tc_unit_chooser_close (self);
  if (keyval == GDK_KEY_Down && first && !gtk_widget_get_focus_child (GTK_WIDGET (self->list)))
    return gtk_widget_grab_focus (GTK_WIDGET (first));
  if (!tc_is_enter_key (keyval))
    return GDK_EVENT_PROPAGATE;
  tc_unit_chooser_send (self);
  return GDK_EVENT_STOP;
}

/* Enter sends wherever the keyboard is: in the entry once no input method takes it any more, in the
 * list before the row does. */
static void
add_keys (TcUnitChooser *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->list), keys);
  keys = gtk_event_controller_key_new ();
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_add_controller (self->box, keys);
  g_signal_connect_object (self->entry, "activate", G_CALLBACK (tc_unit_chooser_send), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->asked, "activate", G_CALLBACK (tc_unit_chooser_send), self,
                           G_CONNECT_SWAPPED);
}

static void
tc_unit_chooser_dispose (GObject *object)
{
  g_clear_pointer (&TC_UNIT_CHOOSER (object)->box, gtk_widget_unparent);
  G_OBJECT_CLASS (tc_unit_chooser_parent_class)->dispose (object);
}

static void
tc_unit_chooser_finalize (GObject *object)
{
  TcUnitChooser *self = TC_UNIT_CHOOSER (object);

  g_clear_pointer (&self->choices, g_array_unref);
  g_array_unref (self->shown);
  g_hash_table_unref (self->marked);
  g_hash_table_unref (self->written);
  g_free (self->preedit);
  G_OBJECT_CLASS (tc_unit_chooser_parent_class)->finalize (object);
}

static void
tc_unit_chooser_class_init (TcUnitChooserClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = tc_unit_chooser_dispose;
  G_OBJECT_CLASS (class)->finalize = tc_unit_chooser_finalize;
  signals[CHOSEN] = g_signal_new ("chosen", TC_TYPE_UNIT_CHOOSER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 3, G_TYPE_INT64, G_TYPE_STRING, G_TYPE_STRING);
  signals[CLOSED] = g_signal_new ("closed", TC_TYPE_UNIT_CHOOSER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/toancanh/ToanCanh/ui/tc-unit-chooser.ui");
  gtk_widget_class_bind_template_child (widget_class, TcUnitChooser, box);
  gtk_widget_class_bind_template_child (widget_class, TcUnitChooser, entry);
  gtk_widget_class_bind_template_child (widget_class, TcUnitChooser, list);
  gtk_widget_class_bind_template_child (widget_class, TcUnitChooser, asked);
  gtk_widget_class_bind_template_child (widget_class, TcUnitChooser, told);
  gtk_widget_class_bind_template_child (widget_class, TcUnitChooser, verb);
  gtk_widget_class_bind_template_callback (widget_class, typed_cb);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, tc_unit_chooser_close);
  gtk_widget_class_bind_template_callback (widget_class, tc_unit_chooser_send);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
tc_unit_chooser_init (TcUnitChooser *self)
{
  self->shown = g_array_new (FALSE, FALSE, sizeof (guint));
  self->marked = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->written = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_entry_set_max_length (self->asked, TC_REASON_CHARS_MAX);
  g_signal_connect_object (gtk_editable_get_delegate (GTK_EDITABLE (self->entry)),
                           "preedit-changed", G_CALLBACK (preedit_cb), self, G_CONNECT_SWAPPED);
  add_keys (self);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}
