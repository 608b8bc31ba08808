/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The guide's window; see the header. A page reads well where a picture is missing.
 */
#include "tc-guide-window.h"

#include "tc-guide-pages.h"

#include <glib/gi18n-lib.h>

#define PICTURES "/io/github/toancanh/ToanCanh/guide/"

struct _TcGuideWindow {
  AdwWindow parent;
  GtkEditable *search;         /* (unowned): template child */
  GtkListBox *list;            /* (unowned): template child */
  GtkScrolledWindow *scroller; /* (unowned): template child */
  const TcGuidePage *shown;    /* (unowned) (nullable): in @page; there for good */
  GtkBox *page;                /* (unowned): template child */
};

G_DEFINE_FINAL_TYPE (TcGuideWindow, tc_guide_window, ADW_TYPE_WINDOW)

static const TcGuidePage *
get_page (GtkListBoxRow *row)
{
  guint n;

  return &tc_guide_pages_list (&n)[gtk_list_box_row_get_index (row)];
}

static GtkWidget *
make_label (const char *text, const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_widget_set_hexpand (label, TRUE);
  if (style)
    gtk_widget_add_css_class (label, style);
  return label;
}

/* A mark, and what it stands for. */
static GtkWidget *
make_line (GtkWidget *mark, const char *text)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  gtk_widget_set_valign (mark, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (line), mark);
  gtk_box_append (GTK_BOX (line), make_label (text, NULL));
  return line;
}

static GtkWidget *
make_key (const TcGuideBlock *block)
{
  GdkModifierType modifiers = 0;
  guint value = 0;
  g_autofree char *name = NULL;
  GtkWidget *cap;

  if (gtk_accelerator_parse (block->key, &value, &modifiers))
    name = gtk_accelerator_get_label (value, modifiers);
  cap = gtk_label_new (name);
  gtk_widget_add_css_class (cap, "key-cap");
  gtk_widget_add_css_class (cap, "guide-key");
  return make_line (cap, _ (block->text));
}

static GtkWidget *
make_step (guint number, const char *text)
{
  g_autofree char *mark = g_strdup_printf ("%u", number);
  GtkWidget *label = gtk_label_new (mark);

  gtk_widget_add_css_class (label, "strong");
  gtk_widget_add_css_class (label, "guide-number");
  return make_line (label, text);
}

/* (nullable): NULL where there is no such picture. */
static GtkWidget *
make_picture (const TcGuideBlock *block)
{
  g_autofree char *path = g_strdup_printf (PICTURES "%s-%s.png", block->key,
                                           C_ ("language of names", "en"));
  GtkWidget *picture;

  if (!g_resources_get_info (path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL, NULL, NULL))
    return NULL;
  picture = gtk_picture_new_for_resource (path);
  gtk_picture_set_alternative_text (GTK_PICTURE (picture), _ (block->text));
  gtk_accessible_update_property (GTK_ACCESSIBLE (picture), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ (block->text), -1);
  gtk_widget_set_tooltip_text (picture, _ (block->text));
  gtk_widget_add_css_class (picture, "raised");
  return picture;
}

/* The main window, which alone has those actions, if it can be done now. (nullable) */
static GtkWindow *
find_able (GtkWindow *guide, const char *action)
{
  for (GList *at = gtk_application_get_windows (gtk_window_get_application (guide)); at;
       at = at->next) {
    if (G_IS_ACTION_GROUP (at->data) && g_action_group_get_action_enabled (at->data, action))
      return at->data;
  }
  return NULL;
}

static void
begin_cb (GtkWidget *button, const TcGuideBlock *block)
{
  GtkWindow *window = find_able (GTK_WINDOW (gtk_widget_get_root (button)), block->key);

  if (!window)
    return;
  gtk_window_present (window);
  g_action_group_activate_action (G_ACTION_GROUP (window), block->key, NULL);
}

static GtkWidget *
make_button (TcGuideWindow *self, const TcGuideBlock *block)
{
  GtkWidget *button = gtk_button_new_with_label (_ (block->text));

  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_widget_set_sensitive (button, find_able (GTK_WINDOW (self), block->key) != NULL);
  g_signal_connect (button, "clicked", G_CALLBACK (begin_cb), (gpointer) block);
  return button;
}

static void
append_block (TcGuideWindow *self, const TcGuideBlock *block, guint *steps)
{
  GtkWidget *widget = NULL;

  *steps = block->kind == TC_GUIDE_STEP ? *steps + 1 : 0;
  switch (block->kind) {
  case TC_GUIDE_HEADING:
    widget = make_label (_ (block->text), "guide-heading");
    gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    _ (block->text), -1);
    break;
  case TC_GUIDE_TEXT:
    widget = make_label (_ (block->text), NULL);
    break;
  case TC_GUIDE_KEY:
    widget = make_key (block);
    break;
  case TC_GUIDE_STEP:
    widget = make_step (*steps, _ (block->text));
    break;
  case TC_GUIDE_PICTURE:
    widget = make_picture (block);
    break;
  case TC_GUIDE_BUTTON:
    widget = make_button (self, block);
    break;
  }
  if (widget)
    gtk_box_append (self->page, widget);
}

static void
row_selected_cb (TcGuideWindow *self, GtkListBoxRow *row)
{
  const TcGuidePage *page = row ? get_page (row) : NULL;
  GtkWidget *child;
  guint steps = 0;

  /* Who only comes back to the list finds the page as it was left. */
  if (!page || page == self->shown)
    return;
  self->shown = page;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->page))))
    gtk_box_remove (self->page, child);
  gtk_box_append (self->page, make_label (_ (page->title), "title"));
  for (const TcGuideBlock *block = page->blocks; block->text; block++)
    append_block (self, block, &steps);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
}

static gboolean
filter_cb (GtkListBoxRow *row, gpointer data)
{
  return tc_guide_page_matches (get_page (row),
                                gtk_editable_get_text (TC_GUIDE_WINDOW (data)->search));
}

static void
search_changed_cb (TcGuideWindow *self)
{
  gtk_list_box_invalidate_filter (self->list);
}

/* Escape: first what is looked for goes, then the window, as others do. */
static void
search_stopped_cb (TcGuideWindow *self)
{
  if (*gtk_editable_get_text (self->search))
    gtk_editable_set_text (self->search, "");
  else
    gtk_window_close (GTK_WINDOW (self));
}

/* Enter: the first page found. */
static void
search_activate_cb (TcGuideWindow *self)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)); i++) {
    if (filter_cb (row, self)) {
      gtk_list_box_select_row (self->list, row);
      gtk_widget_grab_focus (GTK_WIDGET (row));
      return;
    }
  }
}

static void
tc_guide_window_class_init (TcGuideWindowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/toancanh/ToanCanh/ui/tc-guide-window.ui");
  gtk_widget_class_bind_template_child (widget_class, TcGuideWindow, search);
  gtk_widget_class_bind_template_child (widget_class, TcGuideWindow, list);
  gtk_widget_class_bind_template_child (widget_class, TcGuideWindow, scroller);
  gtk_widget_class_bind_template_child (widget_class, TcGuideWindow, page);
  gtk_widget_class_bind_template_callback (widget_class, row_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_stopped_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
tc_guide_window_init (TcGuideWindow *self)
{
  guint n = 0;
  const TcGuidePage *pages = tc_guide_pages_list (&n);

  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < n; i++) {
    GtkWidget *label = gtk_label_new (_ (pages[i].title));

    gtk_label_set_xalign (GTK_LABEL (label), 0);
    gtk_label_set_wrap (GTK_LABEL (label), TRUE);
    gtk_list_box_append (self->list, label);
    gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_parent (label)),
                                    GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    gtk_label_get_text (GTK_LABEL (label)), -1);
  }
  gtk_list_box_set_filter_func (self->list, filter_cb, self, NULL);
}

static TcGuideWindow *
find_guide (GtkApplication *application)
{
  for (GList *at = gtk_application_get_windows (application); at; at = at->next) {
    if (TC_IS_GUIDE_WINDOW (at->data))
      return at->data;
  }
  return g_object_new (TC_TYPE_GUIDE_WINDOW, "application", application, NULL);
}

void
tc_guide_window_show (GtkWindow *parent, const char *name)
{
  TcGuideWindow *self = find_guide (gtk_window_get_application (parent));
  const TcGuidePage *wanted = tc_guide_pages_find (name);
  GtkListBoxRow *row;

  gtk_editable_set_text (self->search, "");
  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)); i++) {
    if (get_page (row) == wanted)
      gtk_list_box_select_row (self->list, row);
  }
  gtk_window_present (GTK_WINDOW (self));
}
