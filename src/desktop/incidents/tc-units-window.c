/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What units do; see the header.
 */
#include "tc-units-window.h"

#include "tc-dispatch-choosing.h"
#include "tc-incident-words.h"
#include "tc-list-take.h"
#include "tc-now.h"
#include "tc-open-window.h"
#include "tc-panel.h"
#include "tc-reading-watch.h"
#include "tc-text-label.h"
#include "tc-units-watch.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#define TC_TYPE_UNITS_WINDOW (tc_units_window_get_type ())
G_DECLARE_FINAL_TYPE (TcUnitsWindow, tc_units_window, TC, UNITS_WINDOW, AdwWindow)

/* A unit's row. */
typedef struct {
  gint64 agency_id;
  gint64 incident_id; /* 0: it is on none */
  GtkWidget *row;     /* (unowned): of the list, like the next */
  GtkLabel *doing;
  GtkLabel *vehicle;
} Shown;

struct _TcUnitsWindow {
  AdwWindow parent;
  AdwToastOverlay *toasts; /* (unowned): template child, like all down to nothing */
  GtkSearchEntry *entry;
  GtkListBox *list;
  GtkMenuButton *list_menu;
  GtkLabel *nothing;
  TcUnitsWatch *watch;     /* (owned) (nullable): NULL once disposed */
  TcReadingWatch *reading; /* (owned) (nullable): of incidents, likewise */
  GArray *shown;           /* (owned) (element-type Shown) */
};

G_DEFINE_FINAL_TYPE (TcUnitsWindow, tc_units_window, ADW_TYPE_WINDOW)

static GtkLabel *
add_label (GtkWidget *box, const char *class, float align)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), align);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, class);
  gtk_box_append (GTK_BOX (box), label);
  return GTK_LABEL (label);
}

/* Whoever may not read incidents doesn't see what a unit does, and isn't told that it is free; nor
 * is anybody while it isn't known who may. (transfer full) */
static char *
word_doing (TcUnitsWindow *self, const TcDispatchChoice *unit, gint64 now_us)
{
  return tc_reading_watch_is_open (self->reading) ? tc_dispatch_choice_word_doing (unit, now_us)
                                                  /* Translators: what a unit is doing. */
                                                  : g_strdup (C_ ("unit", "not known here"));
}

static void
fill (TcUnitsWindow *self, Shown *shown, const TcDispatchChoice *unit, gint64 now_us)
{
  g_autofree char *doing = word_doing (self, unit, now_us);
  g_autofree char *vehicle = tc_dispatch_choice_word_vehicle (unit, now_us);
  g_autofree char *spoken = g_strdup_printf (
      "%s: %s, %s", tc_incident_pick_name (unit->name_vi, unit->name_en), doing, vehicle);

  shown->incident_id = unit->doing_id;
  gtk_label_set_label (shown->doing, doing);
  gtk_label_set_label (shown->vehicle, vehicle);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (shown->row), unit->doing_id != 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (shown->row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  spoken, -1);
}

static void
add_row (TcUnitsWindow *self, const TcDispatchChoice *unit, gint64 now_us)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 16);
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  Shown shown = {.agency_id = unit->agency_id, .row = gtk_list_box_row_new ()};
  GtkLabel *name = add_label (lines, "strong", 0);

  gtk_label_set_label (name, tc_incident_pick_name (unit->name_vi, unit->name_en));
  shown.doing = add_label (lines, "second", 0);
  gtk_widget_set_hexpand (lines, TRUE);
  gtk_box_append (GTK_BOX (box), lines);
  shown.vehicle = add_label (box, "caption", 1);
  gtk_label_set_justify (shown.vehicle, GTK_JUSTIFY_RIGHT);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (shown.row), box);
  fill (self, &shown, unit, now_us);
  gtk_list_box_append (self->list, shown.row);
  g_array_append_val (self->shown, shown);
}

static void
say_nothing (TcUnitsWindow *self)
{
  const char *barred = tc_reading_watch_word (self->reading);
  gboolean none = tc_units_watch_get (self->watch) && self->shown->len == 0;

  tc_text_label_say (self->nothing, none ? _ ("There is no such unit.") : barred);
}

/* Made anew, those at work first. */
static void
make_rows (TcUnitsWindow *self)
{
  const GArray *units = self->watch ? tc_units_watch_get (self->watch) : NULL;
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->entry));
  gint64 now_us = tc_now_us ();
  GtkWidget *row = NULL;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))))
    gtk_list_box_remove (self->list, row);
  g_array_set_size (self->shown, 0);
  for (guint i = 0; units && i < units->len; i++) {
    const TcDispatchChoice *unit = &g_array_index (units, TcDispatchChoice, i);
    if (tc_dispatch_choice_matches (unit, text))
      add_row (self, unit, now_us);
  }
  if (self->watch)
    say_nothing (self);
}

static const TcDispatchChoice *
find_unit (const GArray *units, gint64 agency_id)
{
  for (guint i = 0; i < units->len; i++)
    if (g_array_index (units, TcDispatchChoice, i).agency_id == agency_id)
      return &g_array_index (units, TcDispatchChoice, i);
  return NULL;
}

static guint
count_matching (const GArray *units, const char *text)
{
  guint n = 0;

  for (guint i = 0; i < units->len; i++)
    n += tc_dispatch_choice_matches (&g_array_index (units, TcDispatchChoice, i), text) ? 1 : 0;
  return n;
}

/* Those that are listed, where they stand. Returns: whether they are the ones that match. */
static gboolean
fill_rows (TcUnitsWindow *self, const GArray *units)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->entry));
  gint64 now_us = tc_now_us ();

  if (count_matching (units, text) != self->shown->len)
    return FALSE;
  for (guint i = 0; i < self->shown->len; i++) {
    Shown *shown = &g_array_index (self->shown, Shown, i);
    const TcDispatchChoice *unit = find_unit (units, shown->agency_id);
    if (!unit)
      return FALSE;
    fill (self, shown, unit, now_us);
  }
  return TRUE;
}

/* Nothing moves under who reads: the same units stay where they are. */
static void
changed_cb (TcUnitsWindow *self)
{
  const GArray *units = tc_units_watch_get (self->watch);

  if (units && fill_rows (self, units))
    say_nothing (self);
  else
    make_rows (self);
}

static void
typed_cb (TcUnitsWindow *self)
{
  make_rows (self);
}

static void
failed_cb (TcUnitsWindow *self, const char *message)
{
  tc_panel_say (GTK_WIDGET (self->toasts),
                _ ("The units can't be read at the moment: what stands here may be old."));
}

static void
activated_cb (TcUnitsWindow *self, GtkListBoxRow *row)
{
  const Shown *shown = &g_array_index (self->shown, Shown, gtk_list_box_row_get_index (row));
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, shown->incident_id);

  if (shown->incident_id == 0 || !parent)
    return;
  g_action_group_activate_action (G_ACTION_GROUP (parent), "open", g_variant_new_string (id));
  gtk_window_present (parent);
  gtk_window_close (GTK_WINDOW (self));
}

static void
stopped_cb (TcUnitsWindow *self)
{
  gtk_window_close (GTK_WINDOW (self));
}

/* The first that is shown and is on something. */
static void
entered_cb (TcUnitsWindow *self)
{
  GtkListBoxRow *first = gtk_list_box_get_row_at_index (self->list, 0);

  if (first)
    activated_cb (self, first);
}

/* Nobody who isn't signed in reads on. */
static void
person_cb (TcUnitsWindow *self, GParamSpec *property, TcDesk *desk)
{
  if (tc_desk_get_person (desk) == 0)
    gtk_window_close (GTK_WINDOW (self));
}

/* ---- taken away ---- */

static TcListTable *
make_table (GtkWidget *owner)
{
  TcUnitsWindow *self = TC_UNITS_WINDOW (gtk_widget_get_root (owner));
  const GArray *units = self->watch ? tc_units_watch_get (self->watch) : NULL;
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->entry));
  const TcListColumn columns[] = {{C_ ("paper", "Unit"), 30},
                                  {C_ ("paper", "What it does"), 40},
                                  {C_ ("paper", "Vehicle"), 25}};
  TcListTable *table = tc_list_table_new (_ ("UNITS"), _ ("Units and what they do"), columns,
                                          G_N_ELEMENTS (columns));
  gint64 now_us = tc_now_us ();

  for (guint i = 0; units && i < units->len; i++) {
    const TcDispatchChoice *unit = &g_array_index (units, TcDispatchChoice, i);
    g_autofree char *doing = word_doing (self, unit, now_us);
    g_autofree char *vehicle = tc_dispatch_choice_word_vehicle (unit, now_us);
    const char *const cells[] = {tc_incident_pick_name (unit->name_vi, unit->name_en), doing,
                                 vehicle};
    if (tc_dispatch_choice_matches (unit, text))
      tc_list_table_add (table, cells);
  }
  return table;
}

/* The owner is within what shows sentences. */
static void
add_take (TcUnitsWindow *self, TcDesk *desk)
{
  g_autoptr (GSimpleActionGroup) actions = g_simple_action_group_new ();

  tc_list_take_fill_menu (self->list_menu, "units");
  tc_list_take_add (G_ACTION_MAP (actions), "units", GTK_WIDGET (self->list), desk,
                    /* Translators: name of a file; year-month-day and the end stay. */
                    _ ("units-%Y-%m-%d.csv"), make_table);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "win", G_ACTION_GROUP (actions));
}

static void
tc_units_window_dispose (GObject *object)
{
  g_clear_object (&TC_UNITS_WINDOW (object)->watch);
  g_clear_object (&TC_UNITS_WINDOW (object)->reading);
  G_OBJECT_CLASS (tc_units_window_parent_class)->dispose (object);
}

static void
tc_units_window_finalize (GObject *object)
{
  g_array_unref (TC_UNITS_WINDOW (object)->shown);
  G_OBJECT_CLASS (tc_units_window_parent_class)->finalize (object);
}

static void
tc_units_window_class_init (TcUnitsWindowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = tc_units_window_dispose;
  G_OBJECT_CLASS (class)->finalize = tc_units_window_finalize;
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_s, GDK_CONTROL_MASK,
                                       "win.units-save-list", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_p, GDK_CONTROL_MASK,
                                       "win.units-print-list", NULL);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/toancanh/ToanCanh/ui/tc-units-window.ui");
  gtk_widget_class_bind_template_child (widget_class, TcUnitsWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, TcUnitsWindow, entry);
  gtk_widget_class_bind_template_child (widget_class, TcUnitsWindow, list);
  gtk_widget_class_bind_template_child (widget_class, TcUnitsWindow, list_menu);
  gtk_widget_class_bind_template_child (widget_class, TcUnitsWindow, nothing);
  gtk_widget_class_bind_template_callback (widget_class, typed_cb);
  gtk_widget_class_bind_template_callback (widget_class, entered_cb);
  gtk_widget_class_bind_template_callback (widget_class, stopped_cb);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
}

static void
tc_units_window_init (TcUnitsWindow *self)
{
  self->shown = g_array_new (FALSE, FALSE, sizeof (Shown));
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
tc_units_window_show (GtkWindow *parent, TcDesk *desk, const char *find)
{
  GtkWindow *open = tc_open_window_find (TC_TYPE_UNITS_WINDOW, parent);
  TcUnitsWindow *self = NULL;

  if (open) {
    gtk_editable_set_text (GTK_EDITABLE (TC_UNITS_WINDOW (open)->entry), find ? find : "");
    gtk_window_present (open);
    return;
  }
  self = g_object_new (TC_TYPE_UNITS_WINDOW, "transient-for", parent, "destroy-with-parent", TRUE,
                       NULL);

  add_take (self, desk);
  self->reading = tc_reading_watch_new (desk, TC_SCOPE_INCIDENTS);
  self->watch = tc_units_watch_new (desk);
  g_signal_connect_object (self->reading, "changed", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->watch, "changed", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->watch, "failed", G_CALLBACK (failed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "notify::person-id", G_CALLBACK (person_cb), self,
                           G_CONNECT_SWAPPED);
  if (find)
    gtk_editable_set_text (GTK_EDITABLE (self->entry), find);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  gtk_window_present (GTK_WINDOW (self));
}
