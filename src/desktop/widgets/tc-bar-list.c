/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Numbers by name; see the header. Rows are filled where they stand; none is ever put in another
 * place while the list is in view.
 */
#include "tc-bar-list.h"

#include "tc-bar-row.h"
#include "tc-id.h"
#include "tc-focus.h"

#include <glib/gi18n-lib.h>

#define SHOWN 8

struct _TcBarList {
  GtkWidget parent;
  GtkWidget *box;      /* (unowned): template child */
  GtkLabel *caption;   /* (unowned): template child */
  GtkListBox *list;    /* (unowned): template child */
  GtkWidget *nothing;  /* (unowned): template child */
  GtkWidget *more;     /* (unowned): template child */
  char *action_name;   /* (owned) (nullable) */
  GArray *order;       /* (owned) (element-type gint64): keys as shown */
  gboolean keep_order; /* it is looked at */
  gboolean ordered;
  guint shown;    /* rows, before one asks for the rest */
  gboolean whole; /* all are shown */
};

G_DEFINE_FINAL_TYPE (TcBarList, tc_bar_list, GTK_TYPE_WIDGET)

enum {
  PROP_CAPTION = 1,
  PROP_ACTION_NAME,
  PROP_NOTHING,
  PROP_ORDERED,
  PROP_SHOWN,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

static const TcBar *
find_bar (const TcBar *bars, guint n_bars, gint64 key)
{
  for (guint i = 0; i < n_bars; i++) {
    if (bars[i].key == key)
      return &bars[i];
  }
  return NULL;
}

/* Those shown stay where they are; what has come is put behind them. */
static void
settle_order (TcBarList *self, const TcBar *bars, guint n_bars)
{
  GArray *order = self->order;

  if (!self->keep_order || self->ordered)
    g_array_set_size (order, 0);
  for (guint i = order->len; i-- > 0;) {
    if (!find_bar (bars, n_bars, g_array_index (order, gint64, i)))
      g_array_remove_index (order, i);
  }
  for (guint i = 0; i < n_bars; i++) {
    if (!tc_ids_contain (order, bars[i].key))
      g_array_append_val (order, bars[i].key);
  }
  self->keep_order = gtk_widget_get_mapped (GTK_WIDGET (self));
}

static void
show_more (TcBarList *self)
{
  guint hidden = self->order->len > self->shown && !self->whole ? self->order->len - self->shown
                                                                : 0;
  /* Translators: lines of a list that are not shown yet. */
  g_autofree char *text = g_strdup_printf (ngettext ("and %u more", "and %u more", hidden), hidden);

  for (guint i = 0; i < self->order->len; i++) {
    GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list, (int) i);
    gtk_widget_set_visible (GTK_WIDGET (row), self->whole || hidden == 0 || i < self->shown);
  }
  gtk_button_set_label (GTK_BUTTON (self->more), text);
  gtk_widget_set_visible (self->more, hidden > 0);
}

void
tc_bar_list_set (TcBarList *self, const TcBar *bars, guint n_bars)
{
  gint64 most = 0;
  GtkListBoxRow *extra = NULL;

  g_return_if_fail (TC_IS_BAR_LIST (self));
  settle_order (self, bars, n_bars);
  for (guint i = 0; i < n_bars; i++)
    most = MAX (most, bars[i].count);
  for (guint i = 0; i < self->order->len; i++) {
    GtkWidget *row = GTK_WIDGET (gtk_list_box_get_row_at_index (self->list, (int) i));
    if (!row) {
      row = tc_bar_row_new ();
      gtk_list_box_append (self->list, row);
    }
    tc_bar_row_fill (TC_BAR_ROW (row),
                     find_bar (bars, n_bars, g_array_index (self->order, gint64, i)), most);
    /* With a target first, or the action doesn't fit. */
    gtk_actionable_set_action_name (GTK_ACTIONABLE (row), self->action_name);
  }
  while ((extra = gtk_list_box_get_row_at_index (self->list, (int) self->order->len)))
    gtk_list_box_remove (self->list, GTK_WIDGET (extra));
  gtk_widget_set_visible (GTK_WIDGET (self->list), n_bars > 0);
  gtk_widget_set_visible (self->nothing, n_bars == 0);
  show_more (self);
}

guint
tc_bar_list_get_length (TcBarList *self)
{
  g_return_val_if_fail (TC_IS_BAR_LIST (self), 0);
  return self->order->len;
}

void
tc_bar_list_get_bar (TcBarList *self, guint row, TcBar *bar)
{
  g_return_if_fail (TC_IS_BAR_LIST (self) && row < self->order->len);
  tc_bar_row_get (TC_BAR_ROW (gtk_list_box_get_row_at_index (self->list, (int) row)), bar);
}

static void
more_cb (TcBarList *self)
{
  GtkListBoxRow *first = gtk_list_box_get_row_at_index (self->list, self->shown);

  self->whole = TRUE;
  show_more (self);
  if (first)
    gtk_widget_grab_focus (GTK_WIDGET (first));
}

/* Out of view it may be put in order again. */
static void
tc_bar_list_unmap (GtkWidget *widget)
{
  TC_BAR_LIST (widget)->keep_order = FALSE;
  GTK_WIDGET_CLASS (tc_bar_list_parent_class)->unmap (widget);
}

static void
tc_bar_list_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TcBarList *self = TC_BAR_LIST (object);

  if (id == PROP_CAPTION)
    g_value_set_string (value, gtk_label_get_label (self->caption));
  else if (id == PROP_ACTION_NAME)
    g_value_set_string (value, self->action_name);
  else if (id == PROP_NOTHING)
    g_value_set_string (value, gtk_label_get_label (GTK_LABEL (self->nothing)));
  else if (id == PROP_SHOWN)
    g_value_set_uint (value, self->shown);
  else
    g_value_set_boolean (value, self->ordered);
}

static void
tc_bar_list_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  TcBarList *self = TC_BAR_LIST (object);

  if (id == PROP_CAPTION) {
    gtk_label_set_label (self->caption, g_value_get_string (value));
    gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    g_value_get_string (value), -1);
  } else if (id == PROP_ACTION_NAME) {
    g_free (self->action_name);
    self->action_name = g_value_dup_string (value);
  } else if (id == PROP_NOTHING) {
    gtk_label_set_label (GTK_LABEL (self->nothing), g_value_get_string (value));
  } else if (id == PROP_SHOWN) {
    self->shown = g_value_get_uint (value);
    show_more (self);
  } else {
    self->ordered = g_value_get_boolean (value);
  }
}

static void
tc_bar_list_dispose (GObject *object)
{
  g_clear_pointer (&TC_BAR_LIST (object)->box, gtk_widget_unparent);
  G_OBJECT_CLASS (tc_bar_list_parent_class)->dispose (object);
}

static void
tc_bar_list_finalize (GObject *object)
{
  TcBarList *self = TC_BAR_LIST (object);

  g_array_unref (self->order);
  g_free (self->action_name);
  G_OBJECT_CLASS (tc_bar_list_parent_class)->finalize (object);
}

static void
tc_bar_list_class_init (TcBarListClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = tc_bar_list_get_property;
  object_class->set_property = tc_bar_list_set_property;
  object_class->dispose = tc_bar_list_dispose;
  object_class->finalize = tc_bar_list_finalize;
  widget_class->unmap = tc_bar_list_unmap;
  props[PROP_CAPTION] = g_param_spec_string ("caption", NULL, NULL, "", flags);
  props[PROP_ACTION_NAME] = g_param_spec_string ("action-name", NULL, NULL, NULL, flags);
  props[PROP_NOTHING] = g_param_spec_string ("nothing", NULL, NULL, "", flags);
  props[PROP_ORDERED] = g_param_spec_boolean ("ordered", NULL, NULL, FALSE, flags);
  props[PROP_SHOWN] = g_param_spec_uint ("shown", NULL, NULL, 1, G_MAXUINT, SHOWN, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/toancanh/ToanCanh/ui/tc-bar-list.ui");
  gtk_widget_class_bind_template_child (widget_class, TcBarList, box);
  gtk_widget_class_bind_template_child (widget_class, TcBarList, caption);
  gtk_widget_class_bind_template_child (widget_class, TcBarList, list);
  gtk_widget_class_bind_template_child (widget_class, TcBarList, nothing);
  gtk_widget_class_bind_template_child (widget_class, TcBarList, more);
  gtk_widget_class_bind_template_callback (widget_class, more_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
tc_bar_list_init (TcBarList *self)
{
  self->shown = SHOWN;
  self->order = g_array_new (FALSE, FALSE, sizeof (gint64));
  gtk_widget_init_template (GTK_WIDGET (self));
}
