/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An entry with proposals; see the header.
 *
 * DESIGN: the popover has no focus and no grab of its own, so that typing goes on while it changes.
 * Enter comes by way of the entry's own activation and not as a key: an input method that composes
 * has then had it first.
 */
#include "tc-suggest-entry.h"

#include "tc-focus.h"
#include "tc-input-method.h"
#include "tc-signal-shape.h"

/* A row has two texts beside each other, however narrow the entry. */
#define WIDTH_PX 440
#define METHOD_RETRY_MS 10

struct _TcSuggestEntry {
  GtkWidget parent;
  GtkEntry *entry;             /* (unowned): template child */
  GtkPopover *popover;         /* (unowned): template child */
  GtkListBox *list;            /* (unowned): template child */
  GtkLabel *answer;            /* (unowned): template child */
  char *label;                 /* (owned) */
  char *preedit;               /* (owned): what is being composed */
  TcSuggestPlainFunc is_plain; /* (nullable) */
  gpointer plain_data;         /* (unowned): of whoever has the entry */
  guint method_source;         /* source id */
  gboolean plain;              /* the input method is off */
  gboolean eager;
  gboolean setting; /* the text is set, not typed */
};

G_DEFINE_FINAL_TYPE (TcSuggestEntry, tc_suggest_entry, GTK_TYPE_WIDGET)

enum {
  PROP_LABEL = 1,
  PROP_PLACEHOLDER,
  PROP_PLAIN,
  PROP_EAGER,
  PROP_MAX_WIDTH_CHARS,
  N_PROPS
};

enum {
  TYPED,
  ENTERED,
  CHOSEN,
  COMPLETE,
  RECALL,
  ESCAPED,
  N_SIGNALS
};

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

static gboolean
is_shown (TcSuggestEntry *self)
{
  return gtk_widget_get_visible (GTK_WIDGET (self->popover));
}

static gboolean
has_rows (TcSuggestEntry *self)
{
  return is_shown (self) && gtk_widget_get_visible (GTK_WIDGET (self->list)) &&
         gtk_list_box_get_row_at_index (self->list, 0);
}

/* The list has no focus that a screen reader would follow: the entry says what is chosen. */
static void
describe (TcSuggestEntry *self)
{
  GtkListBoxRow *row = has_rows (self) ? gtk_list_box_get_selected_row (self->list) : NULL;
  const char *spoken = row ? g_object_get_data (G_OBJECT (row), "spoken") : NULL;

  if (!spoken && is_shown (self) && gtk_widget_get_visible (GTK_WIDGET (self->answer)))
    spoken = gtk_label_get_label (self->answer);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (gtk_editable_get_delegate (GTK_EDITABLE (self->entry))),
      GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, spoken ? spoken : "", -1);
}

static void
popup (TcSuggestEntry *self)
{
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  gtk_widget_set_size_request (GTK_WIDGET (self->popover),
                               MAX (gtk_widget_get_width (GTK_WIDGET (self)), WIDTH_PX), -1);
  gtk_popover_popup (self->popover);
}

void
tc_suggest_entry_close (TcSuggestEntry *self)
{
  g_return_if_fail (TC_IS_SUGGEST_ENTRY (self));
  gtk_list_box_unselect_all (self->list);
  gtk_popover_popdown (self->popover);
  describe (self);
}

static GtkWidget *
make_label (const char *text, const char *class, gboolean fills)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (label, fills);
  if (class)
    gtk_widget_add_css_class (label, class);
  return label;
}

static void
add_row (TcSuggestEntry *self, const TcSuggestion *suggestion)
{
  GtkWidget *row = gtk_list_box_row_new (), *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *end = NULL;
  g_autofree char *spoken = g_strjoin (", ", suggestion->title,
                                       suggestion->second ? suggestion->second : suggestion->end,
                                       suggestion->second ? suggestion->end : NULL, NULL);

  if (suggestion->signal != TC_SUGGEST_NONE)
    gtk_box_append (GTK_BOX (box), tc_signal_shape_new ((TcSignal) suggestion->signal));
  gtk_box_append (GTK_BOX (lines), make_label (suggestion->title, NULL, TRUE));
  if (suggestion->second && *suggestion->second)
    gtk_box_append (GTK_BOX (lines), make_label (suggestion->second, "caption", TRUE));
  gtk_widget_set_hexpand (lines, TRUE);
  gtk_box_append (GTK_BOX (box), lines);
  if (suggestion->end) {
    end = make_label (suggestion->end, "code", FALSE);
    gtk_label_set_ellipsize (GTK_LABEL (end), PANGO_ELLIPSIZE_NONE);
    gtk_widget_add_css_class (end, "dim");
    gtk_box_append (GTK_BOX (box), end);
  }
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_widget_set_focusable (row, FALSE);
  gtk_widget_set_focus_on_click (row, FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  g_object_set_data_full (G_OBJECT (row), "spoken", g_steal_pointer (&spoken), g_free);
  gtk_list_box_append (self->list, row);
}

void
tc_suggest_entry_show (TcSuggestEntry *self, const TcSuggestion *rows, guint n_rows)
{
  GtkWidget *row = NULL;

  g_return_if_fail (TC_IS_SUGGEST_ENTRY (self));
  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))))
    gtk_list_box_remove (self->list, row);
  for (guint i = 0; i < MIN (n_rows, TC_SUGGEST_ROWS_MAX); i++)
    add_row (self, &rows[i]);
  gtk_widget_set_visible (GTK_WIDGET (self->list), TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->answer), FALSE);
  gtk_list_box_unselect_all (self->list);
  if (n_rows == 0) {
    tc_suggest_entry_close (self);
    return;
  }
  if (self->eager)
    gtk_list_box_select_row (self->list, gtk_list_box_get_row_at_index (self->list, 0));
  popup (self);
  describe (self);
}

void
tc_suggest_entry_answer (TcSuggestEntry *self, const char *text)
{
  g_return_if_fail (TC_IS_SUGGEST_ENTRY (self));
  gtk_label_set_label (self->answer, text);
  gtk_widget_set_visible (GTK_WIDGET (self->answer), TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->list), FALSE);
  popup (self);
  describe (self);
}

int
tc_suggest_entry_get_row (TcSuggestEntry *self)
{
  GtkListBoxRow *row = NULL;

  g_return_val_if_fail (TC_IS_SUGGEST_ENTRY (self), -1);
  row = has_rows (self) ? gtk_list_box_get_selected_row (self->list) : NULL;
  return row ? gtk_list_box_row_get_index (row) : -1;
}

gboolean
tc_suggest_entry_has_keys (TcSuggestEntry *self)
{
  g_return_val_if_fail (TC_IS_SUGGEST_ENTRY (self), FALSE);
  return (gtk_widget_get_state_flags (GTK_WIDGET (self->entry)) & GTK_STATE_FLAG_FOCUS_WITHIN) != 0;
}

char *
tc_suggest_entry_dup_text (TcSuggestEntry *self)
{
  const char *text = NULL, *cursor = NULL;

  g_return_val_if_fail (TC_IS_SUGGEST_ENTRY (self), NULL);
  text = gtk_editable_get_text (GTK_EDITABLE (self->entry));
  cursor = g_utf8_offset_to_pointer (text, gtk_editable_get_position (GTK_EDITABLE (self->entry)));
  return g_strdup_printf ("%.*s%s%s", (int) (cursor - text), text, self->preedit, cursor);
}

void
tc_suggest_entry_set_text (TcSuggestEntry *self, const char *text)
{
  g_return_if_fail (TC_IS_SUGGEST_ENTRY (self));
  self->setting = TRUE;
  g_free (self->preedit);
  self->preedit = g_strdup ("");
  gtk_entry_reset_im_context (self->entry);
  gtk_editable_set_text (GTK_EDITABLE (self->entry), text);
  gtk_editable_set_position (GTK_EDITABLE (self->entry), -1);
  self->setting = FALSE;
}

/* ---- the input method ---- */

static void
set_plain (TcSuggestEntry *self, gboolean plain)
{
  self->plain = plain;
  /* What the method that goes says of its end was typed by nobody. */
  self->setting = TRUE;
  g_object_set (self->entry, "im-module", plain ? "gtk-im-context-simple" : NULL, NULL);
  self->setting = FALSE;
}

/* What is selected goes with the next letter. */
static gboolean
wants_plain (TcSuggestEntry *self, const char *text)
{
  g_autofree char *rest = NULL;
  int start = 0, end = 0;

  if (!gtk_editable_get_selection_bounds (GTK_EDITABLE (self->entry), &start, &end))
    return self->is_plain (text, self->plain_data);
  rest = g_utf8_substring (text, 0, start);
  return self->is_plain (rest, self->plain_data);
}

static void
set_method (TcSuggestEntry *self)
{
  g_autofree char *text = tc_suggest_entry_dup_text (self), *left = NULL;
  int cursor = gtk_editable_get_position (GTK_EDITABLE (self->entry)) +
               (int) g_utf8_strlen (self->preedit, -1);
  gboolean plain = wants_plain (self, text);

  if (plain == self->plain)
    return;
  set_plain (self, plain);
  /* What was being composed went with the method: it is put back as it stood. */
  left = tc_suggest_entry_dup_text (self);
  if (g_str_equal (left, text))
    return;
  tc_suggest_entry_set_text (self, text);
  gtk_editable_set_position (GTK_EDITABLE (self->entry), cursor);
}

static gboolean
set_method_cb (gpointer data)
{
  TcSuggestEntry *self = data;

  self->method_source = 0;
  if (tc_input_method_is_asked ())
    self->method_source = g_timeout_add (METHOD_RETRY_MS, set_method_cb, self);
  else
    set_method (self);
  return G_SOURCE_REMOVE;
}

/* Soon, so that another method is there for the next key; not while this one is at work, which may
 * be why this is called. */
static void
choose_method (TcSuggestEntry *self)
{
  if (self->is_plain && self->method_source == 0)
    self->method_source = g_idle_add_full (G_PRIORITY_HIGH_IDLE, set_method_cb, self, NULL);
}

void
tc_suggest_entry_set_plain_func (TcSuggestEntry *self, TcSuggestPlainFunc is_plain, gpointer data)
{
  g_return_if_fail (TC_IS_SUGGEST_ENTRY (self));
  self->is_plain = is_plain;
  self->plain_data = data;
  choose_method (self);
}

static void
changed_cb (TcSuggestEntry *self)
{
  choose_method (self);
  if (!self->setting)
    g_signal_emit (self, signals[TYPED], 0);
}

static void
preedit_cb (TcSuggestEntry *self, const char *preedit)
{
  g_free (self->preedit);
  self->preedit = g_strdup (preedit ? preedit : "");
  choose_method (self);
  if (!self->setting)
    g_signal_emit (self, signals[TYPED], 0);
}

static void
activate_cb (TcSuggestEntry *self)
{
  int row = tc_suggest_entry_get_row (self);

  if (row >= 0)
    g_signal_emit (self, signals[CHOSEN], 0, (guint) row);
  else
    g_signal_emit (self, signals[ENTERED], 0);
}

static void
row_activated_cb (TcSuggestEntry *self, GtkListBoxRow *row)
{
  g_signal_emit (self, signals[CHOSEN], 0, (guint) gtk_list_box_row_get_index (row));
}

/* ---- keys ---- */

static void
select_row (TcSuggestEntry *self, int index)
{
  GtkListBoxRow *row = index >= 0 ? gtk_list_box_get_row_at_index (self->list, index) : NULL;

  if (row)
    gtk_list_box_select_row (self->list, row);
  else if (index < 0)
    gtk_list_box_unselect_all (self->list);
  describe (self);
}

static gboolean
recall (TcSuggestEntry *self, gboolean older)
{
  gboolean done = FALSE;

  g_signal_emit (self, signals[RECALL], 0, older, &done);
  return done;
}

static gboolean
go_up (TcSuggestEntry *self)
{
  int row = tc_suggest_entry_get_row (self);

  if (row > 0 || (row == 0 && !self->eager)) {
    select_row (self, row - 1);
    return TRUE;
  }
  return row == 0 || recall (self, TRUE);
}

static gboolean
go_down (TcSuggestEntry *self)
{
  int row = tc_suggest_entry_get_row (self);

  if (row < 0 && recall (self, FALSE))
    return TRUE;
  if (has_rows (self))
    select_row (self, row + 1);
  return TRUE;
}

static gboolean
complete (TcSuggestEntry *self)
{
  gboolean done = FALSE;

  if (has_rows (self))
    g_signal_emit (self, signals[COMPLETE], 0, (guint) MAX (tc_suggest_entry_get_row (self), 0),
                   &done);
  return done;
}

static gboolean
escape (TcSuggestEntry *self)
{
  gboolean done = FALSE;

  if (is_shown (self)) {
    tc_suggest_entry_close (self);
    return TRUE;
  }
  g_signal_emit (self, signals[ESCAPED], 0, &done);
  return done;
}

static gboolean
key_pressed_cb (TcSuggestEntry *self, guint keyval, guint keycode, GdkModifierType state)
{
  if (self->is_plain &&
      !tc_input_method_is_asked ()) /* this key may be here before the main loop is at rest */
    set_method (self);
  if ((state & gtk_accelerator_get_default_mod_mask ()) != 0)
    return GDK_EVENT_PROPAGATE;
  switch (keyval) {
  case GDK_KEY_Up:
  case GDK_KEY_KP_Up:
    return go_up (self);
  case GDK_KEY_Down:
  case GDK_KEY_KP_Down:
    return go_down (self);
  case GDK_KEY_Tab:
  case GDK_KEY_KP_Tab:
    return complete (self);
  case GDK_KEY_Escape:
    return escape (self);
  default:
    return GDK_EVENT_PROPAGATE;
  }
}

static void
left_cb (TcSuggestEntry *self)
{
  tc_suggest_entry_close (self);
}

/* ---- object ---- */

static gboolean
tc_suggest_entry_grab_focus (GtkWidget *widget)
{
  TcSuggestEntry *self = TC_SUGGEST_ENTRY (widget);

  gtk_editable_select_region (GTK_EDITABLE (self->entry), 0, -1);
  return gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

static void
set_label (TcSuggestEntry *self, const char *label)
{
  g_free (self->label);
  self->label = g_strdup (label ? label : "");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  self->label, -1);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (gtk_editable_get_delegate (GTK_EDITABLE (self->entry))),
      GTK_ACCESSIBLE_PROPERTY_LABEL, self->label, -1);
}

static void
tc_suggest_entry_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  TcSuggestEntry *self = TC_SUGGEST_ENTRY (object);

  if (id == PROP_LABEL)
    set_label (self, g_value_get_string (value));
  else if (id == PROP_PLACEHOLDER)
    gtk_entry_set_placeholder_text (self->entry, g_value_get_string (value));
  else if (id == PROP_PLAIN)
    set_plain (self, g_value_get_boolean (value));
  else if (id == PROP_EAGER)
    self->eager = g_value_get_boolean (value);
  else
    gtk_editable_set_max_width_chars (GTK_EDITABLE (self->entry), g_value_get_int (value));
}

static void
tc_suggest_entry_dispose (GObject *object)
{
  TcSuggestEntry *self = TC_SUGGEST_ENTRY (object);

  self->is_plain = NULL; /* nothing that is said from here on chooses another */
  g_clear_handle_id (&self->method_source, g_source_remove);
  if (self->popover)
    gtk_widget_unparent (GTK_WIDGET (g_steal_pointer (&self->popover)));
  if (self->entry)
    gtk_widget_unparent (GTK_WIDGET (g_steal_pointer (&self->entry)));
  g_clear_pointer (&self->label, g_free);
  g_clear_pointer (&self->preedit, g_free);
  G_OBJECT_CLASS (tc_suggest_entry_parent_class)->dispose (object);
}

static void
add_signals (GType type)
{
  signals[TYPED] = g_signal_new ("typed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                 0);
  signals[ENTERED] = g_signal_new ("entered", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
  signals[CHOSEN] = g_signal_new ("chosen", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[COMPLETE] = g_signal_new ("complete", type, G_SIGNAL_RUN_LAST, 0,
                                    g_signal_accumulator_true_handled, NULL, NULL, G_TYPE_BOOLEAN,
                                    1, G_TYPE_UINT);
  signals[RECALL] = g_signal_new ("recall", type, G_SIGNAL_RUN_LAST, 0,
                                  g_signal_accumulator_true_handled, NULL, NULL, G_TYPE_BOOLEAN, 1,
                                  G_TYPE_BOOLEAN);
  signals[ESCAPED] = g_signal_new ("escaped", type, G_SIGNAL_RUN_LAST, 0,
                                   g_signal_accumulator_true_handled, NULL, NULL, G_TYPE_BOOLEAN,
                                   0);
}

static void
tc_suggest_entry_class_init (TcSuggestEntryClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  const GParamFlags flags = G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS;

  object_class->set_property = tc_suggest_entry_set_property;
  object_class->dispose = tc_suggest_entry_dispose;
  widget_class->grab_focus = tc_suggest_entry_grab_focus;
  widget_class->focus = tc_focus_children;
  props[PROP_LABEL] = g_param_spec_string ("label", NULL, NULL, "", flags);
  props[PROP_PLACEHOLDER] = g_param_spec_string ("placeholder", NULL, NULL, "", flags);
  props[PROP_PLAIN] = g_param_spec_boolean ("plain", NULL, NULL, FALSE, flags);
  props[PROP_EAGER] = g_param_spec_boolean ("eager", NULL, NULL, FALSE, flags);
  props[PROP_MAX_WIDTH_CHARS] = g_param_spec_int ("max-width-chars", NULL, NULL, -1, G_MAXINT, -1,
                                                  flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
  add_signals (G_TYPE_FROM_CLASS (class));
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/toancanh/ToanCanh/ui/tc-suggest-entry.ui");
  gtk_widget_class_bind_template_child (widget_class, TcSuggestEntry, entry);
  gtk_widget_class_bind_template_child (widget_class, TcSuggestEntry, popover);
  gtk_widget_class_bind_template_child (widget_class, TcSuggestEntry, list);
  gtk_widget_class_bind_template_child (widget_class, TcSuggestEntry, answer);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
tc_suggest_entry_init (TcSuggestEntry *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();
  GtkEditable *text = NULL;

  self->label = g_strdup ("");
  self->preedit = g_strdup ("");
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_parent (GTK_WIDGET (self->popover), GTK_WIDGET (self));
  text = gtk_editable_get_delegate (GTK_EDITABLE (self->entry));
  g_signal_connect_object (text, "preedit-changed", G_CALLBACK (preedit_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (focus, "leave", G_CALLBACK (left_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);
}
