/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Names, roles, sizes; see the header. Order is in access-order.c, contrast in access-contrast.c.
 */
#include "access-check.h"

#include "access-names.h"
#include "tc-row-list.h"
#include "tc-tile-grid.h"

#include <adwaita.h>
#include <string.h>

/* How often names are read, where the window changes meanwhile. */
#define READINGS_MAX 5

void
access_begin (Access *self, const char *screen)
{
  *self = (Access){screen, g_ptr_array_new_with_free_func (g_free),
                   g_hash_table_new (g_str_hash, g_str_equal)};
}

void
access_end (Access *self)
{
  for (guint i = 0; i < self->faults->len; i++)
    g_printerr ("%s\n", (char *) self->faults->pdata[i]);
  if (self->faults->len > 0) {
    g_test_message ("%s: %u faults", self->screen, self->faults->len);
    g_test_fail ();
  }
  g_hash_table_unref (self->said);
  g_ptr_array_unref (self->faults);
}

/* What is written on it, as far as that tells it from others. */
static const char *
get_text (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget))
    return gtk_label_get_text (GTK_LABEL (widget));
  if (GTK_IS_INSCRIPTION (widget))
    return gtk_inscription_get_text (GTK_INSCRIPTION (widget));
  if (GTK_IS_BUTTON (widget) && gtk_button_get_label (GTK_BUTTON (widget)))
    return gtk_button_get_label (GTK_BUTTON (widget));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child)) {
    const char *text = get_text (child);
    if (text && *text)
      return text;
  }
  return NULL;
}

/* Our own types, ids of templates, and the widget itself with what is written on it. */
static char *
make_path (GtkWidget *widget)
{
  GString *path = g_string_new (NULL);
  const char *text = get_text (widget);

  for (GtkWidget *at = widget; at; at = gtk_widget_get_parent (at)) {
    const char *type = G_OBJECT_TYPE_NAME (at),
               *id = gtk_buildable_get_buildable_id (GTK_BUILDABLE (at));
    gboolean own_id = id && !g_str_has_prefix (id, "___object") && !g_str_equal (id, type);
    g_autofree char *part = NULL;

    if (at != widget && !own_id && !g_str_has_prefix (type, "Tc") && gtk_widget_get_parent (at))
      continue;
    part = g_strdup_printf ("%s%s%s%s", at == widget && !*path->str ? "" : "", type,
                            own_id ? "#" : "", own_id ? id : "");
    if (*path->str)
      g_string_prepend (path, " > ");
    g_string_prepend (path, part);
  }
  if (text && *text)
    g_string_append_printf (path, " “%.40s”", text);
  return g_string_free (path, FALSE);
}

void
access_fault (Access *self, GtkWidget *widget, const char *format, ...)
{
  g_autofree char *path = make_path (widget), *what = NULL;
  char *line = NULL;
  va_list arguments;

  va_start (arguments, format);
  what = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  line = g_strdup_printf ("%s: %s: %s", self->screen, path, what);
  if (g_hash_table_add (self->said, line))
    g_ptr_array_add (self->faults, line);
  else
    g_free (line);
}

/* ---- the tree ---- */

/* Parts that GTK and Adwaita put into widgets of theirs, whose names are those of the whole. */
static const struct {
  const char *part; /* type */
  const char *in;   /* likewise */
} inner[] = {
    /* A row of the list, shown within the button. */
    {"GtkListItemWidget", "GtkToggleButton"},
    /* What is chosen, the arrow, the pen: the row is told of and hit as one. */
    {"GtkListView", "AdwComboRow"},
    {"GtkListItemWidget", "AdwComboRow"},
    {"GtkImage", "AdwComboRow"},
    {"GtkImage", "AdwEntryRow"},
    /* The row does what its switch does. */
    {"GtkSwitch", "AdwActionRow"},
    /* That Caps Lock is on; what is typed is given no more where it is. */
    {"GtkImage", "GtkPasswordEntry"},
    {"GtkText", "GtkPasswordEntry"},
};

static gboolean
is_inner (GtkWidget *widget)
{
  for (guint i = 0; i < G_N_ELEMENTS (inner); i++) {
    GType in = g_type_from_name (inner[i].in);

    if (g_str_equal (G_OBJECT_TYPE_NAME (widget), inner[i].part) && in &&
        gtk_widget_get_ancestor (widget, in))
      return TRUE;
  }
  return FALSE;
}

gboolean
access_is_shown (GtkWidget *widget)
{
  return gtk_widget_get_mapped (widget) &&
         !g_str_equal (G_OBJECT_TYPE_NAME (widget), "GtkTooltipWindow");
}

gboolean
access_is_control (GtkWidget *widget)
{
  if (GTK_IS_SCROLLED_WINDOW (widget) || GTK_IS_TEXT (widget) || GTK_IS_WINDOW (widget) ||
      GTK_IS_POPOVER (widget) || TC_IS_ROW_LIST (widget) || TC_IS_TILE_GRID (widget) ||
      GTK_IS_LIST_BOX (widget) || GTK_IS_FLOW_BOX (widget) || is_inner (widget))
    return FALSE;
  if (GTK_IS_ENTRY (widget) || GTK_IS_PASSWORD_ENTRY (widget) || GTK_IS_SEARCH_ENTRY (widget) ||
      GTK_IS_SPIN_BUTTON (widget) || GTK_IS_MENU_BUTTON (widget) || GTK_IS_DROP_DOWN (widget))
    return TRUE;
  /* Where the keyboard rests while there is nothing to be done. */
  if (gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (widget)) == GTK_ACCESSIBLE_ROLE_STATUS)
    return FALSE;
  return gtk_widget_get_focusable (widget) && gtk_widget_get_can_focus (widget);
}

GtkWidget *
access_get_list (GtkWidget *widget)
{
  for (GtkWidget *at = gtk_widget_get_parent (widget); at; at = gtk_widget_get_parent (at))
    if (TC_IS_ROW_LIST (at) || TC_IS_TILE_GRID (at) || GTK_IS_LIST_BOX (at) || GTK_IS_FLOW_BOX (at))
      return at;
  return NULL;
}

GtkWidget *
access_get_row (GtkWidget *widget)
{
  GtkWidget *list = access_get_list (widget), *row = widget;

  while (list && gtk_widget_get_parent (row) != list)
    row = gtk_widget_get_parent (row);
  return list ? row : NULL;
}

static void
walk (Access *self, GtkWidget *widget, AccessLook look, gpointer data)
{
  if (!gtk_widget_get_mapped (widget) || !gtk_widget_get_child_visible (widget))
    return;
  look (self, widget, data);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    if (!GTK_IS_NATIVE (child))
      walk (self, child, look, data);
}

void
access_walk (Access *self, GtkWidget *native, AccessLook look, gpointer data)
{
  walk (self, native, look, data);
}

static void
walk_all (Access *self, GtkWidget *widget, AccessLook look, gpointer data)
{
  if (!access_is_shown (widget))
    return;
  look (self, widget, data);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    walk_all (self, child, look, data);
}

/* ---- names ---- */

/* A word, not a sign: at least one letter or digit. */
static gboolean
has_word (const char *text)
{
  for (const char *at = text; *at; at = g_utf8_next_char (at))
    if (g_unichar_isalnum (g_utf8_get_char (at)))
      return TRUE;
  return FALSE;
}

static gboolean
is_name (GtkWidget *widget, const char *name)
{
  return name && has_word (name) && !g_str_equal (name, G_OBJECT_TYPE_NAME (widget)) &&
         g_type_from_name (name) == G_TYPE_INVALID && !g_str_has_suffix (name, "-symbolic");
}

static const char *
get_role_name (GtkAccessibleRole role)
{
  g_autoptr (GEnumClass) roles = g_type_class_ref (GTK_TYPE_ACCESSIBLE_ROLE);
  const GEnumValue *value = g_enum_get_value (roles, (int) role);

  return value ? value->value_nick : "?";
}

/* What a control isn't told as: it would be a box or a text. */
static gboolean
is_idle_role (GtkAccessibleRole role)
{
  return role == GTK_ACCESSIBLE_ROLE_WIDGET || role == GTK_ACCESSIBLE_ROLE_GENERIC ||
         role == GTK_ACCESSIBLE_ROLE_GROUP || role == GTK_ACCESSIBLE_ROLE_NONE ||
         role == GTK_ACCESSIBLE_ROLE_PRESENTATION;
}

/* What tells something of its own though nothing can be done with it. */
static gboolean
wants_name (GtkAccessibleRole role)
{
  return role == GTK_ACCESSIBLE_ROLE_IMG || role == GTK_ACCESSIBLE_ROLE_METER ||
         role == GTK_ACCESSIBLE_ROLE_PROGRESS_BAR || role == GTK_ACCESSIBLE_ROLE_LIST ||
         role == GTK_ACCESSIBLE_ROLE_GRID || role == GTK_ACCESSIBLE_ROLE_TABLE ||
         role == GTK_ACCESSIBLE_ROLE_ALERT || role == GTK_ACCESSIBLE_ROLE_STATUS ||
         role == GTK_ACCESSIBLE_ROLE_WINDOW || role == GTK_ACCESSIBLE_ROLE_DIALOG;
}

static void
look_at_name (Access *self, GtkWidget *widget, gpointer data)
{
  GHashTable *names = data;
  const AccessName *name = g_hash_table_lookup (names, widget);
  GtkAccessibleRole role = gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (widget));
  gboolean control = access_is_control (widget);

  if (!name) {
    if (control && access_is_presented (widget))
      access_fault (self, widget, "can be used, and a screen reader isn't told of it");
    else if (control)
      access_fault (self, widget, "can be used, and is hidden from a screen reader");
    return;
  }
  if (control && is_idle_role (role))
    access_fault (self, widget, "can be used, and its role is %s", get_role_name (role));
  if ((control || (wants_name (role) && !is_inner (widget))) && !is_name (widget, name->name))
    access_fault (self, widget, "its name, as %s, is “%s”", get_role_name (role),
                  name->name ? name->name : "");
}

/* What came while the rest was read. */
static void
look_for_new (Access *self, GtkWidget *widget, gpointer data)
{
  gpointer *state = data;
  GHashTable *names = state[0];
  GtkWidget *parent = gtk_widget_get_parent (widget);

  if (parent && g_hash_table_contains (names, parent) && access_is_presented (widget) &&
      !g_hash_table_contains (names, widget))
    state[1] = widget;
}

void
access_check_names (Access *self, GtkWidget *root)
{
  for (guint i = 0; i < READINGS_MAX; i++) {
    g_autoptr (GHashTable) names = access_names_read (root);
    gpointer state[] = {names, NULL};

    walk_all (self, root, look_for_new, state);
    if (state[1] && i + 1 < READINGS_MAX)
      continue;
    walk_all (self, root, look_at_name, names);
    return;
  }
}

/* ---- sizes ---- */

static void
get_bounds (GtkWidget *widget, GtkWidget *in, graphene_rect_t *bounds)
{
  if (!gtk_widget_compute_bounds (widget, in, bounds))
    *bounds = GRAPHENE_RECT_INIT (0, 0, 0, 0);
}

static void
look_at_target (Access *self, GtkWidget *widget, gpointer data)
{
  int least_px = *(int *) data;
  graphene_rect_t bounds;

  if (!access_is_control (widget) || GTK_IS_LABEL (widget))
    return;
  get_bounds (widget, widget, &bounds);
  if (bounds.size.width < least_px || bounds.size.height < least_px)
    access_fault (self, widget, "is %g × %g px and not %d", bounds.size.width, bounds.size.height,
                  least_px);
}

void
access_check_targets (Access *self, GtkWidget *root, int least_px)
{
  walk_all (self, root, look_at_target, &least_px);
}

/* Returns: FALSE: it has too little, and so has what is in it */
static gboolean
has_room (Access *self, GtkWidget *widget)
{
  GtkAllocation given;
  int width = 0, height = 0, least_width = 0, least_height = 0;

  if (GTK_IS_NATIVE (widget) || GTK_IS_SCROLLABLE (widget))
    return TRUE;
  gtk_widget_get_allocation (widget, &given);
  width = given.width + gtk_widget_get_margin_start (widget) + gtk_widget_get_margin_end (widget);
  height = given.height + gtk_widget_get_margin_top (widget) +
           gtk_widget_get_margin_bottom (widget);
  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &least_width, NULL, NULL, NULL);
  if (least_width > width) {
    access_fault (self, widget, "is given %d px of width and needs %d", width, least_width);
    return FALSE;
  }
  gtk_widget_measure (widget, GTK_ORIENTATION_VERTICAL, width, &least_height, NULL, NULL, NULL);
  if (least_height > height) {
    access_fault (self, widget, "is given %d px of height and needs %d", height, least_height);
    return FALSE;
  }
  return TRUE;
}

/* A title in a list may be cut: all of it stands beside the list. A fact stands nowhere else. */
static void
look_for_cut (Access *self, GtkWidget *widget)
{
  GType fact = g_type_from_name ("TcFact");

  if (GTK_IS_LABEL (widget) && fact && gtk_widget_get_ancestor (widget, fact) &&
      pango_layout_is_ellipsized (gtk_label_get_layout (GTK_LABEL (widget))))
    access_fault (self, widget, "is cut");
}

static void
look_for_room (Access *self, GtkWidget *widget)
{
  if (!access_is_shown (widget) || is_inner (widget) || !has_room (self, widget))
    return;
  look_for_cut (self, widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    look_for_room (self, child);
}

static void
look_at_native (Access *self, GtkWidget *widget, gpointer data)
{
  const int *screen = data;
  int width = 0, height = 0;

  if (!GTK_IS_NATIVE (widget))
    return;
  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL, NULL, NULL);
  gtk_widget_measure (widget, GTK_ORIENTATION_VERTICAL, screen[0], &height, NULL, NULL, NULL);
  if (width > screen[0] || height > screen[1] || gtk_widget_get_width (widget) > screen[0] ||
      gtk_widget_get_height (widget) > screen[1])
    access_fault (self, widget, "needs %d × %d px, has %d × %d, and the screen is %d × %d", width,
                  height, gtk_widget_get_width (widget), gtk_widget_get_height (widget), screen[0],
                  screen[1]);
}

void
access_check_room (Access *self, GtkWidget *root, int width_px, int height_px)
{
  int screen[2] = {width_px, height_px};

  walk_all (self, root, look_at_native, screen);
  look_for_room (self, root);
}
