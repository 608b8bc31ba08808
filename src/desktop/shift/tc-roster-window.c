/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The roster on screen; see the header. It is made anew when another week was read, which happens
 * when somebody changes the roster, and at no other time.
 */
#include "tc-roster-window.h"

#include "tc-csv-cell.h"
#include "tc-duty-operations.h"
#include "tc-incident-words.h"
#include "tc-inner-name.h"
#include "tc-list-take.h"
#include "tc-mark-words.h"
#include "tc-now.h"
#include "tc-panel.h"
#include "tc-people.h"
#include "tc-refusal-words.h"
#include "tc-roster-watch.h"
#include "tc-wrap-layout.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#define TC_TYPE_ROSTER_WINDOW (tc_roster_window_get_type ())
G_DECLARE_FINAL_TYPE (TcRosterWindow, tc_roster_window, TC, ROSTER_WINDOW, AdwWindow)

struct _TcRosterWindow {
  AdwWindow parent;
  AdwToastOverlay *toasts;  /* (unowned): template child */
  GtkWidget *nothing;       /* (unowned): template child */
  GtkMenuButton *list_menu; /* (unowned): template child */
  GtkBox *days;             /* (unowned): template child */
  TcDesk *desk;             /* (owned) (nullable): NULL once disposed */
  TcRosterWatch *watch;     /* (owned) (nullable): likewise */
  GPtrArray *changes;       /* (owned) (element-type Change): those that are on the page */
};

/* What one day has beside the rules: it may not be settled. */
typedef struct {
  GtkWidget *widget; /* (unowned): of the page; a label or a button */
  gint64 duty_id;
  char *text; /* (owned): without a mark */
} Change;

G_DEFINE_FINAL_TYPE (TcRosterWindow, tc_roster_window, ADW_TYPE_WINDOW)

/* ---- the page ---- */

static void
free_change (gpointer data)
{
  Change *change = data;

  g_free (change->text);
  g_free (change);
}

static void
mark_change (TcRosterWindow *self, const Change *change)
{
  g_autofree char *text = g_strdup (change->text);

  tc_mark_word_append (self->desk, change->duty_id, &text);
  g_object_set (change->widget, "label", text, NULL);
}

static void
note_change (TcRosterWindow *self, GtkWidget *widget, gint64 duty_id, const char *text)
{
  Change *change = g_new0 (Change, 1);

  *change = (Change){widget, duty_id, g_strdup (text)};
  g_ptr_array_add (self->changes, change);
  mark_change (self, change);
}

/* Marks alone. */
static void
waiting_cb (TcRosterWindow *self)
{
  for (guint i = 0; self->desk && i < self->changes->len; i++)
    mark_change (self, self->changes->pdata[i]);
}

static GtkWidget *
add_label (GtkWidget *box, const char *text, const char *class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  if (class)
    gtk_widget_add_css_class (label, class);
  gtk_box_append (GTK_BOX (box), label);
  return label;
}

static GtkWidget *
add_button (GtkWidget *box, const char *text, const char *tooltip, const char *action,
            GVariant *target)
{
  GtkWidget *button = gtk_button_new_with_label (text);

  gtk_widget_set_tooltip_text (button, tooltip);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_actionable_set_action_target_value (GTK_ACTIONABLE (button), target);
  gtk_widget_add_css_class (button, "flat");
  gtk_box_append (GTK_BOX (box), button);
  return button;
}

/* Who stands in is taken back, all others are marked as absent. */
static const TcDutyChange *
find_stand_in (const TcRosterWeek *week, const TcDutyShift *shift, gint64 staff_id, gint64 day)
{
  for (guint i = 0; i < week->changes->len; i++) {
    const TcDutyChange *change = g_ptr_array_index (week->changes, i);

    if (!change->absent && change->shift_id == shift->shift_id && change->day == day &&
        change->staff_id == staff_id)
      return change;
  }
  return NULL;
}

static void
add_person (TcRosterWindow *self, GtkWidget *box, const TcRosterWeek *week,
            const TcDutyShift *shift, guint at, gint64 day, gboolean may)
{
  GtkWidget *widget;
  const TcOnDuty *person = g_ptr_array_index (shift->people, at);
  const TcDutyChange *change = find_stand_in (week, shift, person->staff_id, day);
  g_autofree char *name = change ? g_strdup_printf (_ ("%s (stands in)"), person->name)
                                 : g_strdup (person->name);

  if (!may)
    widget = add_label (box, name, at == 0 ? "strong" : NULL);
  else if (change)
    widget = add_button (box, name, _ ("Doesn't stand in after all"), "roster.take-back",
                         g_variant_new ("(xx)", change->duty_id, day));
  else
    widget = add_button (box, name, _ ("Absent on this day"), "roster.absent",
                         g_variant_new ("(xxx)", shift->shift_id, person->staff_id, day));
  if (change)
    note_change (self, widget, change->duty_id, name);
}

static void
add_absent (TcRosterWindow *self, GtkWidget *box, const TcDutyChange *change, gboolean may)
{
  GtkWidget *widget;
  /* Translators: a person's name. */
  g_autofree char *name = g_strdup_printf (_ ("absent: %s"), change->name);

  if (may)
    widget = add_button (box, name, _ ("Is there after all"), "roster.take-back",
                         g_variant_new ("(xx)", change->duty_id, change->day));
  else
    widget = add_label (box, name, "dim");
  note_change (self, widget, change->duty_id, name);
}

/* Somebody is chosen: what the list is of, and who stands in it, is kept with it. */
static void
chosen_cb (GtkDropDown *list)
{
  const gint64 *place = g_object_get_data (G_OBJECT (list), "place");
  const GArray *ids = g_object_get_data (G_OBJECT (list), "ids");
  guint at = gtk_drop_down_get_selected (list);

  if (!ids || at == 0 || at > ids->len)
    return;
  gtk_widget_activate_action (GTK_WIDGET (list), "roster.stand-in", "(xxx)", place[0],
                              g_array_index (ids, gint64, at - 1), place[1]);
  gtk_drop_down_set_selected (list, 0);
}

static void
add_choice (GtkWidget *box, const TcRosterWeek *week, const TcDutyShift *shift, gint64 day)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  const gint64 place[] = {shift->shift_id, day};
  GtkWidget *list;

  gtk_string_list_append (names, _ ("Stand-in…"));
  for (guint i = 0; i < week->staff->len; i++) {
    const TcStaff *one = g_ptr_array_index (week->staff, i);

    gtk_string_list_append (names, one->name);
    g_array_append_val (ids, one->id);
  }
  list = gtk_drop_down_new (G_LIST_MODEL (g_object_ref (names)), NULL);
  g_object_set_data_full (G_OBJECT (list), "place", g_memdup2 (place, sizeof place), g_free);
  g_object_set_data_full (G_OBJECT (list), "ids", ids, (GDestroyNotify) g_array_unref);
  tc_inner_name_set (list, _ ("Stand-in…"));
  g_signal_connect (list, "notify::selected", G_CALLBACK (chosen_cb), NULL);
  gtk_box_append (GTK_BOX (box), list);
}

static void
add_shift (TcRosterWindow *self, const TcRosterWeek *week, const TcDutyShift *shift, gint64 day)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *left = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *people = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  g_autofree char *hours = tc_roster_word_hours (shift);
  gboolean may = tc_desk_may (self->desk, TC_CAPABILITY_DUTY);

  gtk_widget_set_size_request (left, 150, -1);
  add_label (left, tc_incident_pick_name (shift->name_vi, shift->name_en), NULL);
  gtk_widget_add_css_class (add_label (left, hours, "second"), "dim");
  gtk_widget_set_layout_manager (people, g_object_new (TC_TYPE_WRAP_LAYOUT, "spacing", 12, NULL));
  gtk_widget_set_hexpand (people, TRUE);
  for (guint i = 0; i < shift->people->len; i++)
    add_person (self, people, week, shift, i, day, may);
  for (guint i = 0; i < week->changes->len; i++) {
    const TcDutyChange *change = g_ptr_array_index (week->changes, i);

    if (change->absent && change->shift_id == shift->shift_id && change->day == day)
      add_absent (self, people, change, may);
  }
  if (shift->people->len == 0)
    add_label (people, _ ("nobody"), "dim");
  if (may)
    add_choice (people, week, shift, day);
  gtk_box_append (GTK_BOX (line), left);
  gtk_box_append (GTK_BOX (line), people);
  gtk_box_append (self->days, line);
}

static void
changed_cb (TcRosterWindow *self)
{
  const TcRosterWeek *week = tc_roster_watch_get_week (self->watch);
  gint64 today = tc_duty_day (tc_now_us ());
  guint n = 0;
  GtkWidget *child;

  g_ptr_array_set_size (self->changes, 0);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->days))))
    gtk_box_remove (self->days, child);
  for (guint i = 0; i < TC_ROSTER_DAYS; i++) {
    gint64 day = week->first_day + i;
    g_autofree char *date = tc_roster_word_day (day);
    g_autofree char *title = day == today ? g_strdup_printf (_ ("%s · today"), date)
                                          : g_strdup (date);
    GtkWidget *heading;

    if (week->days[i]->len == 0)
      continue;
    n += week->days[i]->len;
    heading = add_label (GTK_WIDGET (self->days), title, "strong");
    gtk_widget_set_margin_top (heading, 12);
    for (guint k = 0; k < week->days[i]->len; k++)
      add_shift (self, week, g_ptr_array_index (week->days[i], k), day);
  }
  gtk_widget_set_visible (self->nothing, n == 0);
}

static void
failed_cb (TcRosterWindow *self, const char *message)
{
  tc_panel_say (GTK_WIDGET (self->toasts),
                _ ("The roster can't be read at the moment: what stands here may be old."));
}

/* ---- actions ---- */

static void
done_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TcRosterWindow) self = data;
  g_autofree char *text = tc_verdict_finish_word (TC_OPERATION_SINK (source), result);

  if (self->desk && text)
    tc_panel_say (GTK_WIDGET (self->toasts), text);
}

static void
set_cb (GtkWidget *widget, const char *action, GVariant *target)
{
  TcRosterWindow *self = TC_ROSTER_WINDOW (widget);
  gint64 shift_id, staff_id, day;

  g_variant_get (target, "(xxx)", &shift_id, &staff_id, &day);
  tc_roster_set (self->desk, shift_id, staff_id, day, g_str_equal (action, "roster.absent"),
                 done_cb, g_object_ref (self));
}

static void
take_back_cb (GtkWidget *widget, const char *action, GVariant *target)
{
  TcRosterWindow *self = TC_ROSTER_WINDOW (widget);
  gint64 duty_id, day;

  g_variant_get (target, "(xx)", &duty_id, &day);
  tc_roster_take_back (self->desk, duty_id, day, done_cb, g_object_ref (self));
}

static void
go_cb (GtkWidget *widget, const char *action, GVariant *target)
{
  TcRosterWindow *self = TC_ROSTER_WINDOW (widget);
  const TcRosterWeek *week = tc_roster_watch_get_week (self->watch);
  gint64 day = week ? week->first_day : tc_duty_day (tc_now_us ());

  if (g_str_equal (action, "roster.previous"))
    day -= TC_ROSTER_DAYS;
  else if (g_str_equal (action, "roster.next"))
    day += TC_ROSTER_DAYS;
  else
    day = tc_duty_day (tc_now_us ());
  tc_roster_watch_show (self->watch, day);
}

static void
copy_cb (GtkWidget *widget, const char *action, GVariant *target)
{
  TcRosterWindow *self = TC_ROSTER_WINDOW (widget);
  const TcRosterWeek *week = tc_roster_watch_get_week (self->watch);
  g_autoptr (TcListTable) table = week ? tc_roster_week_to_table (week) : NULL;
  g_autofree char *csv = table ? tc_list_table_to_csv (table) : NULL;

  if (!csv)
    return;
  /* The mark is for files. */
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), csv + strlen (TC_CSV_MARK));
  tc_panel_say (GTK_WIDGET (self->toasts),
                _ ("The week is on the clipboard: paste it into a spreadsheet."));
}

/* Somebody else may be there, or nobody. */
static void
person_cb (TcRosterWindow *self)
{
  if (!tc_desk_get_person (self->desk))
    gtk_window_close (GTK_WINDOW (self));
  else if (tc_roster_watch_get_week (self->watch))
    changed_cb (self);
}

static TcListTable *
make_table (GtkWidget *owner)
{
  TcRosterWindow *self = TC_ROSTER_WINDOW (gtk_widget_get_root (owner));
  const TcRosterWeek *week = tc_roster_watch_get_week (self->watch);

  return week ? tc_roster_week_to_table (week) : NULL;
}

/* The owner is within what shows sentences. */
static void
add_take (TcRosterWindow *self)
{
  g_autoptr (GSimpleActionGroup) actions = g_simple_action_group_new ();

  tc_list_take_fill_menu (self->list_menu, "roster");
  tc_list_take_add (G_ACTION_MAP (actions), "roster", GTK_WIDGET (self->nothing), self->desk,
                    /* Translators: name of a file; year-month-day and the end stay. */
                    _ ("roster-%Y-%m-%d.csv"), make_table);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "win", G_ACTION_GROUP (actions));
}

/* ---- window ---- */

static void
tc_roster_window_dispose (GObject *object)
{
  TcRosterWindow *self = TC_ROSTER_WINDOW (object);

  g_clear_object (&self->watch);
  g_clear_object (&self->desk);
  g_clear_pointer (&self->changes, g_ptr_array_unref);
  G_OBJECT_CLASS (tc_roster_window_parent_class)->dispose (object);
}

static void
tc_roster_window_class_init (TcRosterWindowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = tc_roster_window_dispose;
  gtk_widget_class_install_action (widget_class, "roster.previous", NULL, go_cb);
  gtk_widget_class_install_action (widget_class, "roster.next", NULL, go_cb);
  gtk_widget_class_install_action (widget_class, "roster.today", NULL, go_cb);
  gtk_widget_class_install_action (widget_class, "roster.copy", NULL, copy_cb);
  gtk_widget_class_install_action (widget_class, "roster.absent", "(xxx)", set_cb);
  gtk_widget_class_install_action (widget_class, "roster.stand-in", "(xxx)", set_cb);
  gtk_widget_class_install_action (widget_class, "roster.take-back", "(xx)", take_back_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_s, GDK_CONTROL_MASK,
                                       "win.roster-save-list", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_p, GDK_CONTROL_MASK,
                                       "win.roster-print-list", NULL);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/toancanh/ToanCanh/ui/tc-roster-window.ui");
  gtk_widget_class_bind_template_child (widget_class, TcRosterWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, TcRosterWindow, nothing);
  gtk_widget_class_bind_template_child (widget_class, TcRosterWindow, days);
  gtk_widget_class_bind_template_child (widget_class, TcRosterWindow, list_menu);
}

static void
tc_roster_window_init (TcRosterWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->changes = g_ptr_array_new_with_free_func (free_change);
}

void
tc_roster_window_show (GtkWindow *parent, TcDesk *desk)
{
  TcRosterWindow *self = g_object_new (TC_TYPE_ROSTER_WINDOW, "transient-for", parent,
                                       "destroy-with-parent", TRUE, NULL);

  self->desk = g_object_ref (desk);
  add_take (self);
  self->watch = tc_roster_watch_new (desk);
  g_signal_connect_object (desk, "waiting-changed", G_CALLBACK (waiting_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->watch, "changed", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->watch, "failed", G_CALLBACK (failed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "notify::person-id", G_CALLBACK (person_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (self));
}
