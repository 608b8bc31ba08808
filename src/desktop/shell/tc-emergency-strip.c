/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The strip of emergencies; see the header. It reads a queue of its own that lets new ones in by
 * itself.
 */
#include "tc-emergency-strip.h"

#include "tc-age-label.h"
#include "tc-flash.h"
#include "tc-incident-operations.h"
#include "tc-incident-queue.h"
#include "tc-incident-words.h"
#include "tc-large-text.h"
#include "tc-repeat-look.h"
#include "tc-signal-shape.h"
#include "tc-tip.h"
#include "tc-verb-button.h"

#include <glib/gi18n-lib.h>

/* Looked through for one that nobody has taken since the list was read. */
#define STRIP_LOOK_MAX 200

/* So long a person needs to see that what was aimed at is elsewhere. */
#define MOVED_US (G_USEC_PER_SEC / 2)

/* On a busy machine it stands there for a while after it was taken: pressed again within that time
 * it is taken once. */
#define TAKING_US (3 * G_USEC_PER_SEC)

struct _TcEmergencyStrip {
  GtkWidget parent;
  GtkWidget *box;         /* (unowned): template child */
  TcAgeLabel *age;        /* (unowned): template child */
  GtkLabel *title;        /* (unowned): template child */
  GtkLabel *rest;         /* (unowned): template child */
  GtkWidget *quiet;       /* (unowned): template child */
  GtkWidget *open;        /* (unowned): template child */
  GtkWidget *take;        /* (unowned): template child */
  GtkLabel *told;         /* (unowned): template child */
  GtkWidget *merge;       /* (unowned): template child */
  TcDesk *desk;           /* (owned) (nullable) */
  TcIncidentQueue *queue; /* (owned) (nullable) */
  TcRepeatLook *look;     /* (owned) (nullable): with the queue */
  gint64 id;
  char *code; /* (owned) (nullable): of that */
  gboolean veiled;
  gboolean flashing;
  gint64 taking_id; /* that was asked to be taken last, */
  gint64 asked_us;  /* when that was, monotonic */
  gint64 moved_us;  /* when it came or went last, monotonic; 0: never */
};

G_DEFINE_FINAL_TYPE (TcEmergencyStrip, tc_emergency_strip, GTK_TYPE_WIDGET)

enum {
  PROP_FLASHING = 1
};

static GParamSpec *flashing_property;

static gboolean
is_untaken (const TcIncidentRow *row)
{
  return row->staff_id == 0 && row->state <= TC_STATE_ACCEPTED;
}

static void
show_row (TcEmergencyStrip *self, const TcIncidentRow *row, guint more)
{
  g_autofree char *others = more > 0 ? g_strdup_printf (ngettext ("%u more", "%u more", more), more)
                                     : NULL;
  g_autofree char *reports = g_strdup_printf (
      ngettext ("%d report", "%d reports", (gulong) row->report_count), (int) row->report_count);
  g_autofree char *rest = others ? g_strdup_printf (" · %s · %s", reports, others)
                                 : g_strdup_printf (" · %s", reports);
  const char *area = tc_incident_pick_name (row->area_name, row->area_en);
  const char *place = row->address && *row->address ? row->address : area;
  g_autofree char *title = self->veiled ? g_strdup (_ ("An emergency"))
                           : *place     ? g_strdup_printf ("%s — %s", row->title, place)
                                        : g_strdup (row->title);

  self->id = row->id;
  g_free (self->code);
  self->code = g_strdup (row->code);
  g_object_set (self->age, "time-us", row->received_us, NULL);
  gtk_label_set_label (self->title, title);
  gtk_label_set_label (self->rest, rest);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
}

/* What stands in the strip may be told of again: then that is said, and merged by one key. */
static void
show_repeat (TcEmergencyStrip *self)
{
  const TcRepeat *repeat = self->look ? tc_repeat_look_get (self->look) : NULL;
  gboolean shown = repeat && !self->veiled && tc_desk_may (self->desk, TC_MAY_SCREEN);
  g_autofree char *text = shown ? tc_repeat_word (repeat) : NULL;

  gtk_label_set_label (self->told, text ? text : _ ("nobody has taken it"));
  tc_tip_set (GTK_WIDGET (self->told), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->merge), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  text ? text : "", -1);
  gtk_widget_set_visible (self->merge, shown);
}

static void
refresh_cb (TcEmergencyStrip *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->queue)), untaken = 0;
  g_autoptr (TcIncidentItem) first = NULL;

  for (guint i = 0; i < MIN (n, STRIP_LOOK_MAX); i++) {
    g_autoptr (TcIncidentItem) item = g_list_model_get_item (G_LIST_MODEL (self->queue), i);
    const TcIncidentRow *row = tc_incident_item_get_row (item);
    if (!row || !is_untaken (row))
      continue;
    if (untaken++ == 0)
      first = g_steal_pointer (&item);
  }
  gtk_widget_set_visible (GTK_WIDGET (self), first != NULL);
  if (first)
    show_row (self, tc_incident_item_get_row (first), untaken - 1 + n - MIN (n, STRIP_LOOK_MAX));
  else
    self->id = 0;
  tc_repeat_look_set_id (self->look, self->id);
  show_repeat (self);
}

/* It may still be reading, and live until it has read. */
static void
let_go_of_queue (TcEmergencyStrip *self)
{
  if (!self->queue)
    return;
  g_signal_handlers_disconnect_by_data (self->desk, self->queue);
  g_signal_handlers_disconnect_by_data (self->desk, self->look);
  g_signal_handlers_disconnect_by_data (self->look, self);
  g_object_run_dispose (G_OBJECT (self->look));
  g_clear_object (&self->look);
  g_signal_handlers_disconnect_by_data (self->queue, self);
  g_clear_object (&self->queue);
}

void
tc_emergency_strip_set_desk (TcEmergencyStrip *self, TcDesk *desk)
{
  const TcQueueFilter filter = {.kind = TC_QUEUE_ALARMING, .sort = TC_QUEUE_NEW_FIRST};

  g_return_if_fail (TC_IS_EMERGENCY_STRIP (self));
  let_go_of_queue (self);
  g_set_object (&self->desk, desk);
  self->id = 0;
  if (!desk && self->veiled) {
    gtk_label_set_label (self->told, ""); /* that isn't known any more */
    return;
  }
  tc_emergency_strip_set_veiled (self, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  if (!desk || !tc_desk_get_reader (desk))
    return;
  self->queue = tc_incident_queue_new (tc_desk_get_reader (desk), &filter);
  g_object_set (self->queue, "auto-admit", TRUE, NULL);
  self->look = tc_repeat_look_new (tc_desk_get_reader (desk));
  g_signal_connect_object (desk, "rows-changed", G_CALLBACK (tc_repeat_look_rows_changed),
                           self->look, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->look, "changed", G_CALLBACK (show_repeat), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "rows-changed", G_CALLBACK (tc_incident_queue_rows_changed),
                           self->queue, G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "replaced", G_CALLBACK (tc_incident_queue_replaced), self->queue,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->queue, "admitted", G_CALLBACK (refresh_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->queue, "filled", G_CALLBACK (refresh_cb), self, G_CONNECT_SWAPPED);
}

gint64
tc_emergency_strip_get_id (TcEmergencyStrip *self)
{
  g_return_val_if_fail (TC_IS_EMERGENCY_STRIP (self), 0);
  return self->id;
}

static void
open_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcEmergencyStrip *self = data;
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, self->id);

  if (self->id != 0)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.open", "s", text);
}

static void
take_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcEmergencyStrip *self = data;
  gint64 id = self->id, now_us = g_get_monotonic_time ();
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, id);

  if (id == 0 || (id == self->taking_id && now_us - self->asked_us < TAKING_US))
    return;
  self->taking_id = id;
  self->asked_us = now_us;
  gtk_widget_activate_action (GTK_WIDGET (self), "win.take-incident", "x", id);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.open", "s", text);
}

static void
merge_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcEmergencyStrip *self = data;
  const TcRepeat *repeat = NULL;

  if (self->id == 0 || !gtk_widget_get_visible (self->merge))
    return;
  repeat = tc_repeat_look_get_seen (self->look);
  if (repeat)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.merge-into", "(xsxs)", self->id, self->code,
                                repeat->incident_id, repeat->code);
  else
    gtk_widget_error_bell (GTK_WIDGET (self)); /* it has only just come up */
}

void
tc_emergency_strip_add_actions (TcEmergencyStrip *self, GActionMap *window)
{
  const GActionEntry entries[] = {
      {.name = "open-emergency", .activate = open_cb},
      {.name = "take-emergency", .activate = take_cb},
      {.name = "merge-emergency", .activate = merge_cb},
  };

  g_return_if_fail (TC_IS_EMERGENCY_STRIP (self));
  g_action_map_add_action_entries (window, entries, G_N_ELEMENTS (entries), self);
}

void
tc_emergency_strip_set_flashing (TcEmergencyStrip *self, gboolean flashing)
{
  g_return_if_fail (TC_IS_EMERGENCY_STRIP (self));
  if (flashing == self->flashing)
    return;
  self->flashing = flashing;
  tc_flash_set (GTK_WIDGET (self), flashing);
  gtk_widget_set_visible (self->quiet, flashing && !self->veiled);
  g_object_notify_by_pspec (G_OBJECT (self), flashing_property);
}

void
tc_emergency_strip_set_veiled (TcEmergencyStrip *self, gboolean veiled)
{
  g_return_if_fail (TC_IS_EMERGENCY_STRIP (self));
  self->veiled = veiled;
  gtk_widget_set_visible (self->quiet, self->flashing && !veiled);
  gtk_widget_set_visible (self->open, !veiled);
  gtk_widget_set_visible (self->take, !veiled);
  if (self->queue)
    refresh_cb (self);
}

gboolean
tc_emergency_strip_has_moved (TcEmergencyStrip *self)
{
  g_return_val_if_fail (TC_IS_EMERGENCY_STRIP (self), FALSE);
  return self->moved_us != 0 && g_get_monotonic_time () - self->moved_us < MOVED_US;
}

static void
moved_cb (TcEmergencyStrip *self)
{
  self->moved_us = g_get_monotonic_time ();
}

static void
pressed_cb (GtkGesture *click, int n_press, double x, double y, TcEmergencyStrip *self)
{
  if (!tc_emergency_strip_has_moved (self)) {
    gtk_gesture_set_state (click, GTK_EVENT_SEQUENCE_DENIED);
    return;
  }
  gtk_gesture_set_state (click, GTK_EVENT_SEQUENCE_CLAIMED);
  gtk_widget_error_bell (GTK_WIDGET (self));
}

void
tc_emergency_strip_guard (TcEmergencyStrip *self, GtkWidget *below)
{
  GtkGesture *click = gtk_gesture_click_new ();

  g_return_if_fail (TC_IS_EMERGENCY_STRIP (self));
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), 0);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (click), GTK_PHASE_CAPTURE);
  g_signal_connect_object (click, "pressed", G_CALLBACK (pressed_cb), self, 0);
  gtk_widget_add_controller (below, GTK_EVENT_CONTROLLER (click));
}

static void
tc_emergency_strip_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_boolean (value, TC_EMERGENCY_STRIP (object)->flashing);
}

static void
tc_emergency_strip_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  tc_emergency_strip_set_flashing (TC_EMERGENCY_STRIP (object), g_value_get_boolean (value));
}

static void
tc_emergency_strip_dispose (GObject *object)
{
  TcEmergencyStrip *self = TC_EMERGENCY_STRIP (object);

  let_go_of_queue (self);
  g_clear_object (&self->desk);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (tc_emergency_strip_parent_class)->dispose (object);
}

static void
tc_emergency_strip_finalize (GObject *object)
{
  g_free (TC_EMERGENCY_STRIP (object)->code);
  G_OBJECT_CLASS (tc_emergency_strip_parent_class)->finalize (object);
}

static void
tc_emergency_strip_class_init (TcEmergencyStripClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->get_property = tc_emergency_strip_get_property;
  G_OBJECT_CLASS (class)->set_property = tc_emergency_strip_set_property;
  G_OBJECT_CLASS (class)->dispose = tc_emergency_strip_dispose;
  G_OBJECT_CLASS (class)->finalize = tc_emergency_strip_finalize;
  flashing_property = g_param_spec_boolean ("flashing", NULL, NULL, FALSE,
                                            G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY |
                                                G_PARAM_STATIC_STRINGS);
  g_object_class_install_property (G_OBJECT_CLASS (class), PROP_FLASHING, flashing_property);
  g_type_ensure (TC_TYPE_AGE_LABEL);
  g_type_ensure (TC_TYPE_SIGNAL_SHAPE);
  g_type_ensure (TC_TYPE_VERB_BUTTON);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/toancanh/ToanCanh/ui/tc-emergency-strip.ui");
  gtk_widget_class_bind_template_child (widget_class, TcEmergencyStrip, box);
  gtk_widget_class_bind_template_child (widget_class, TcEmergencyStrip, age);
  gtk_widget_class_bind_template_child (widget_class, TcEmergencyStrip, title);
  gtk_widget_class_bind_template_child (widget_class, TcEmergencyStrip, rest);
  gtk_widget_class_bind_template_child (widget_class, TcEmergencyStrip, quiet);
  gtk_widget_class_bind_template_child (widget_class, TcEmergencyStrip, open);
  gtk_widget_class_bind_template_child (widget_class, TcEmergencyStrip, take);
  gtk_widget_class_bind_template_child (widget_class, TcEmergencyStrip, told);
  gtk_widget_class_bind_template_child (widget_class, TcEmergencyStrip, merge);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_ALERT);
}

static void
tc_emergency_strip_init (TcEmergencyStrip *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  /* Large words and large buttons don't stand side by side on the smallest screen. */
  if (tc_large_text_is_on ())
    gtk_orientable_set_orientation (GTK_ORIENTABLE (self->box), GTK_ORIENTATION_VERTICAL);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  g_signal_connect (self, "notify::visible", G_CALLBACK (moved_cb), NULL);
}
