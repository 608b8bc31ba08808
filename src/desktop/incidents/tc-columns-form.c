/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Choosing columns; see the header. Rows are made once and moved about, so the keyboard stays on
 * the button that was pressed.
 */
#include "tc-columns-form.h"

#include <glib/gi18n-lib.h>

/* Wider or narrower by so many digits. */
#define WIDTH_STEP 2
/* Of the rows; past that they scroll. */
#define HEIGHT_MAX_PX 480

typedef enum {
  MOVE_UP,
  MOVE_DOWN,
  NARROWER,
  WIDER,
  STEPS,
} Step;

static const char *const icons[STEPS] = {
    [MOVE_UP] = "go-up-symbolic",
    [MOVE_DOWN] = "go-down-symbolic",
    [NARROWER] = "list-remove-symbolic",
    [WIDER] = "list-add-symbolic",
};

typedef struct {
  GtkWidget *row;  /* (unowned): in the box, as all here */
  GtkWidget *mark; /* (nullable): the title has none */
  GtkWidget *buttons[STEPS];
} Row;

struct _TcColumnsForm {
  GtkWidget parent;
  GtkWidget *box;  /* (unowned): the only child */
  GtkWidget *rows; /* (unowned) */
  GtkWidget *second;
  Row of[TC_QUEUE_COLUMNS]; /* by column */
  TcQueueColumns columns;
  gboolean showing; /* what is there, not what a person chooses */
};

G_DEFINE_FINAL_TYPE (TcColumnsForm, tc_columns_form, GTK_TYPE_WIDGET)

/* ---- what is chosen ---- */

static void
tell (TcColumnsForm *self, const TcQueueColumns *chosen)
{
  g_autofree char *text = tc_queue_columns_to_text (chosen);

  gtk_widget_activate_action (GTK_WIDGET (self), "win.columns", "s", text);
}

/* Of which column @widget is a part: TC_QUEUE_COLUMNS: none */
static guint
find_column (TcColumnsForm *self, GtkWidget *widget)
{
  guint i = 0;

  while (i < TC_QUEUE_COLUMNS && !gtk_widget_is_ancestor (widget, self->of[i].row))
    i++;
  return i;
}

static void
marked_cb (GtkCheckButton *mark, GParamSpec *pspec, TcColumnsForm *self)
{
  TcQueueColumns chosen = self->columns;

  if (self->showing)
    return;
  if (GTK_WIDGET (mark) == self->second)
    chosen.second = gtk_check_button_get_active (mark);
  else
    tc_queue_columns_show (&chosen, (TcQueueColumn) find_column (self, GTK_WIDGET (mark)),
                           gtk_check_button_get_active (mark));
  tell (self, &chosen);
}

static void
step_cb (GtkWidget *button, TcColumnsForm *self)
{
  TcQueueColumn column = (TcQueueColumn) find_column (self, button);
  GtkWidget *const *buttons = self->of[column].buttons;
  TcQueueColumns chosen = self->columns;
  int width = (int) chosen.widths[column];
  guint place = 0;

  while (place < chosen.n && chosen.shown[place] != column)
    place++;
  if (button == buttons[MOVE_UP])
    tc_queue_columns_move (&chosen, column, MAX (place, 1) - 1);
  else if (button == buttons[MOVE_DOWN])
    tc_queue_columns_move (&chosen, column, place + 1);
  else
    tc_queue_columns_widen (&chosen, column,
                            width + (button == buttons[WIDER] ? WIDTH_STEP : -WIDTH_STEP));
  tell (self, &chosen);
}

static void
first_cb (GtkWidget *button, TcColumnsForm *self)
{
  TcQueueColumns first;

  tc_queue_columns_init (&first);
  tell (self, &first);
}

/* ---- what is shown ---- */

static void
show_row (TcColumnsForm *self, guint column)
{
  const Row *row = &self->of[column];
  gboolean shown = tc_queue_columns_is_shown (&self->columns, (TcQueueColumn) column);
  gboolean wide = shown && column != TC_COLUMN_TITLE;
  guint width = self->columns.widths[column];

  if (row->mark)
    gtk_check_button_set_active (GTK_CHECK_BUTTON (row->mark), shown);
  gtk_widget_set_sensitive (row->buttons[MOVE_UP], shown && self->columns.shown[0] != column);
  gtk_widget_set_sensitive (row->buttons[MOVE_DOWN],
                            shown && self->columns.shown[self->columns.n - 1] != column);
  gtk_widget_set_sensitive (row->buttons[NARROWER],
                            wide && width > tc_queue_column_get_least ((TcQueueColumn) column));
  gtk_widget_set_sensitive (row->buttons[WIDER], wide && width < TC_COLUMN_WIDTH_MAX);
}

/* Those that are shown in their order, then the others. */
static void
order_rows (TcColumnsForm *self)
{
  GtkWidget *before = NULL;

  for (guint i = 0; i < self->columns.n; i++) {
    GtkWidget *row = self->of[self->columns.shown[i]].row;
    gtk_box_reorder_child_after (GTK_BOX (self->rows), row, before);
    before = row;
  }
  for (guint i = 0; i < TC_QUEUE_COLUMNS; i++) {
    if (tc_queue_columns_is_shown (&self->columns, (TcQueueColumn) i))
      continue;
    gtk_box_reorder_child_after (GTK_BOX (self->rows), self->of[i].row, before);
    before = self->of[i].row;
  }
}

void
tc_columns_form_set (TcColumnsForm *self, const TcQueueColumns *columns)
{
  g_return_if_fail (TC_IS_COLUMNS_FORM (self));

  self->columns = *columns;
  self->showing = TRUE;
  order_rows (self);
  for (guint i = 0; i < TC_QUEUE_COLUMNS; i++)
    show_row (self, i);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (self->second), columns->second);
  self->showing = FALSE;
}

/* ---- widget ---- */

/* @word: the column's name, everywhere here. */
static char *
word_step (Step step, const char *word)
{
  switch (step) {
  case MOVE_UP:
    /* Translators: a button beside a column's name: "Code: further to the left". */
    return g_strdup_printf (_ ("%s: further to the left"), word);
  case MOVE_DOWN:
    /* Translators: a button beside a column's name. */
    return g_strdup_printf (_ ("%s: further to the right"), word);
  case NARROWER:
    /* Translators: a button beside a column's name. */
    return g_strdup_printf (_ ("%s: narrower"), word);
  default:
    /* Translators: a button beside a column's name. */
    return g_strdup_printf (_ ("%s: wider"), word);
  }
}

static GtkWidget *
make_button (TcColumnsForm *self, Step step, const char *word)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icons[step]);
  g_autofree char *name = word_step (step, word);

  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect_object (button, "clicked", G_CALLBACK (step_cb), self, 0);
  return button;
}

/* @word: (nullable): something else stands in it. */
static GtkWidget *
make_mark (TcColumnsForm *self, const char *word)
{
  GtkWidget *mark = word ? gtk_check_button_new_with_label (word) : gtk_check_button_new ();

  g_signal_connect_object (mark, "notify::active", G_CALLBACK (marked_cb), self, 0);
  return mark;
}

static void
add_row (TcColumnsForm *self, guint column)
{
  const char *word = tc_queue_column_word ((TcQueueColumn) column);
  Row *row = &self->of[column];
  GtkWidget *name = column == TC_COLUMN_TITLE ? gtk_label_new (word) : make_mark (self, word);

  row->row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);
  row->mark = column == TC_COLUMN_TITLE ? NULL : name;
  gtk_widget_set_hexpand (name, TRUE);
  gtk_widget_set_halign (name, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (row->row), name);
  for (guint i = 0; i < STEPS; i++) {
    row->buttons[i] = make_button (self, (Step) i, word);
    gtk_box_append (GTK_BOX (row->row), row->buttons[i]);
  }
  gtk_box_append (GTK_BOX (self->rows), row->row);
}

static GtkWidget *
make_wrapping (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 24);
  return label;
}

static void
tc_columns_form_dispose (GObject *object)
{
  g_clear_pointer (&TC_COLUMNS_FORM (object)->box, gtk_widget_unparent);
  G_OBJECT_CLASS (tc_columns_form_parent_class)->dispose (object);
}

static void
tc_columns_form_class_init (TcColumnsFormClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = tc_columns_form_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "columnsform");
}

static void
tc_columns_form_init (TcColumnsForm *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *first = gtk_button_new_with_label (_ ("As at first"));
  const char *second = _ ("A second line: field, area, who has it");

  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  self->rows = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  for (guint i = 0; i < TC_QUEUE_COLUMNS; i++)
    add_row (self, i);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), HEIGHT_MAX_PX);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), self->rows);
  gtk_box_append (GTK_BOX (self->box), scroller);
  self->second = make_mark (self, NULL);
  gtk_check_button_set_child (GTK_CHECK_BUTTON (self->second), make_wrapping (second));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->second), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  second, -1);
  gtk_box_append (GTK_BOX (self->box), self->second);
  gtk_widget_set_halign (first, GTK_ALIGN_START);
  g_signal_connect_object (first, "clicked", G_CALLBACK (first_cb), self, 0);
  gtk_box_append (GTK_BOX (self->box), first);
}

GtkWidget *
tc_columns_form_new (void)
{
  return g_object_new (TC_TYPE_COLUMNS_FORM, NULL);
}
