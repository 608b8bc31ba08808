/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The rail; see the header.
 */
#include "tc-rail.h"

#include "tc-flash.h"
#include "tc-large-text.h"
#include "tc-nested-menu.h"
#include "tc-panel-registry.h"
#include "tc-profile-store.h"
#include "tc-settings.h"
#include "tc-window-keys.h"

#include <glib/gi18n-lib.h>

/* Beside the icon with large letters, in pixels: there a badge would hide it. */
#define BESIDE 44
#define ICON 20
#define TIGHT "tight"

struct _TcRail {
  GtkWidget parent;
  GtkWidget *box;              /* (unowned): template child */
  GtkBox *buttons;             /* (unowned): template child */
  GtkMenuButton *desk;         /* (unowned): template child */
  GMenu *menu;                 /* (unowned): of the template, like the next one */
  GMenu *profiles;             /* (unowned): of the template */
  GSettings *settings;         /* (owned) (nullable) */
  GtkScrolledWindow *scroller; /* (unowned): template child */
  double roomy_px;             /* of a button, where there is room; while they stand closer */
  guint fit_source;
};

G_DEFINE_FINAL_TYPE (TcRail, tc_rail, GTK_TYPE_WIDGET)

/* The badge's label says how many; the button's accessible name says it in a sentence. */
static void
show_badge_cb (TcPanel *panel, GParamSpec *pspec, GtkWidget *badge)
{
  const char *title = g_object_get_data (G_OBJECT (badge), "title");
  GtkWidget *button = gtk_widget_get_ancestor (badge, GTK_TYPE_TOGGLE_BUTTON);
  g_autofree char *text = NULL, *name = NULL;
  int count = 0;

  g_object_get (panel, "badge", &count, NULL);
  text = g_strdup_printf ("%d", count);
  /* Translators: a panel, then how many things wait in it. */
  name = count > 0 ? g_strdup_printf (C_ ("panel", "%s: %d"), title, count) : g_strdup (title);
  gtk_label_set_label (GTK_LABEL (badge), text);
  gtk_widget_set_visible (badge, count > 0);
  tc_flash_set (badge, tc_panel_get_urge (panel) != TC_PANEL_URGE_NONE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

/* In two lines of large letters there wouldn't be room for all of them one above the other. */
static void
show_title (GtkLabel *label, const char *title)
{
  gtk_label_set_label (label, title);
  if (!tc_large_text_is_on ())
    return;
  gtk_label_set_wrap (label, FALSE);
  gtk_label_set_ellipsize (label, PANGO_ELLIPSIZE_NONE);
}

static void
make_room (GtkWidget *icon, GtkWidget *badge)
{
  if (!tc_large_text_is_on ())
    return;
  gtk_widget_set_margin_start (icon, BESIDE);
  gtk_widget_set_margin_end (icon, BESIDE);
  gtk_widget_set_margin_start (badge, BESIDE + ICON);
}

/* "Alarms (Ctrl+5)". (transfer full) */
static char *
word_tooltip (const TcPanelType *type, const char *title)
{
  g_autofree char *action = g_strconcat ("win.panel::", type->name, NULL);
  guint n = 0, keyval = 0;
  const TcWindowKey *keys = tc_window_keys_list (&n);
  GdkModifierType modifiers = 0;

  for (guint i = 0; i < n; i++) {
    g_autofree char *label = NULL;
    if (!g_str_equal (keys[i].action, action) ||
        !gtk_accelerator_parse (keys[i].accelerators[0], &keyval, &modifiers))
      continue;
    label = gtk_accelerator_get_label (keyval, modifiers);
    return g_strdup_printf (C_ ("tooltip", "%s (%s)"), title, label);
  }
  return g_strdup (title);
}

static GtkWidget *
make_button (const TcPanelType *type, GtkWidget **badge)
{
  const char *title = g_dpgettext2 (GETTEXT_PACKAGE, "panel", type->title);
  g_autoptr (GtkBuilder)
      builder = gtk_builder_new_from_resource ("/io/github/toancanh/ToanCanh/ui/tc-rail-button.ui");
  GtkWidget *button = GTK_WIDGET (gtk_builder_get_object (builder, "button"));
  GtkWidget *icon = GTK_WIDGET (gtk_builder_get_object (builder, "icon"));
  g_autofree char *tooltip = NULL;

  *badge = GTK_WIDGET (gtk_builder_get_object (builder, "badge"));
  g_object_set_data (G_OBJECT (*badge), "title", (gpointer) title);
  gtk_image_set_from_icon_name (GTK_IMAGE (icon), type->icon);
  make_room (icon, *badge);
  show_title (GTK_LABEL (gtk_builder_get_object (builder, "title")), title);
  tooltip = word_tooltip (type, title);
  gtk_widget_set_tooltip_text (button, tooltip);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", type->name);
  return g_object_ref (button);
}

void
tc_rail_add (TcRail *self, const char *name, TcPanel *panel)
{
  GtkWidget *badge = NULL;
  g_autoptr (GtkWidget) button = NULL;

  g_return_if_fail (TC_IS_RAIL (self));
  button = make_button (tc_panel_registry_find (name), &badge);
  gtk_box_append (self->buttons, button);
  g_signal_connect_object (panel, "notify::badge", G_CALLBACK (show_badge_cb), badge, 0);
  show_badge_cb (panel, NULL, badge);
}

void
tc_rail_clear (TcRail *self)
{
  GtkWidget *button = NULL;

  g_return_if_fail (TC_IS_RAIL (self));
  while ((button = gtk_widget_get_first_child (GTK_WIDGET (self->buttons))))
    gtk_box_remove (self->buttons, button);
}

/* ---- room ---- */

/* With bars above and below it a small screen has too little for all of them: then they stand
 * closer, so that none is cut. */
static gboolean
fit_cb (gpointer data)
{
  TcRail *self = data;
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);
  double shown = gtk_adjustment_get_page_size (adjustment);
  gboolean tight = gtk_widget_has_css_class (GTK_WIDGET (self), TIGHT);
  guint n = 0;

  self->fit_source = 0;
  for (GtkWidget *button = gtk_widget_get_first_child (GTK_WIDGET (self->buttons)); button;
       button = gtk_widget_get_next_sibling (button))
    n++;
  if (n == 0 || shown < 1)
    return G_SOURCE_REMOVE;
  if (!tight && gtk_adjustment_get_upper (adjustment) > shown) {
    self->roomy_px = gtk_adjustment_get_upper (adjustment) / n;
    gtk_widget_add_css_class (GTK_WIDGET (self), TIGHT);
  } else if (tight && shown >= self->roomy_px * n) {
    gtk_widget_remove_css_class (GTK_WIDGET (self), TIGHT);
  }
  return G_SOURCE_REMOVE;
}

/* Not while all is being given its place. */
static void
room_cb (TcRail *self)
{
  if (!self->fit_source)
    self->fit_source = g_idle_add_full (G_PRIORITY_HIGH_IDLE, fit_cb, self, NULL);
}

/* ---- the menu ---- */

/* By their names: how this desk can look. */
static void
fill_profiles_cb (TcRail *self)
{
  g_auto (GStrv) names = tc_profile_store_list (self->settings);

  g_menu_remove_all (self->profiles);
  for (guint i = 0; names[i]; i++) {
    g_autoptr (GMenuItem) item = g_menu_item_new (names[i], NULL);

    g_menu_item_set_action_and_target (item, "win.profile-use", "s", names[i]);
    g_menu_append_item (self->profiles, item);
  }
}

static void
tc_rail_dispose (GObject *object)
{
  g_clear_object (&TC_RAIL (object)->settings);
  g_clear_handle_id (&TC_RAIL (object)->fit_source, g_source_remove);
  g_clear_pointer (&TC_RAIL (object)->box, gtk_widget_unparent);
  G_OBJECT_CLASS (tc_rail_parent_class)->dispose (object);
}

static void
tc_rail_class_init (TcRailClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = tc_rail_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/toancanh/ToanCanh/ui/tc-rail.ui");
  gtk_widget_class_bind_template_child (widget_class, TcRail, box);
  gtk_widget_class_bind_template_child (widget_class, TcRail, buttons);
  gtk_widget_class_bind_template_child (widget_class, TcRail, desk);
  gtk_widget_class_bind_template_child (widget_class, TcRail, menu);
  gtk_widget_class_bind_template_child (widget_class, TcRail, scroller);
  gtk_widget_class_bind_template_child (widget_class, TcRail, profiles);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_NAVIGATION);
}

static void
tc_rail_init (TcRail *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->settings = tc_settings_open ();
  if (self->settings) {
    g_signal_connect_object (self->settings, "changed::profiles", G_CALLBACK (fill_profiles_cb),
                             self, G_CONNECT_SWAPPED);
    g_signal_connect_object (self->settings, "changed::profiles-removed",
                             G_CALLBACK (fill_profiles_cb), self, G_CONNECT_SWAPPED);
  }
  fill_profiles_cb (self);
  tc_nested_menu_set (self->desk, G_MENU_MODEL (self->menu));
  g_signal_connect_object (gtk_scrolled_window_get_vadjustment (self->scroller), "changed",
                           G_CALLBACK (room_cb), self, G_CONNECT_SWAPPED);
}
