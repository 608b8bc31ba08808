/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The tray; see the header. What an entry says is in tc-tray-work.c.
 */
#include "tc-tray-panel.h"

#include "tc-chip.h"
#include "tc-debounce.h"
#include "tc-desk-layout.h"
#include "tc-desk-tray.h"
#include "tc-incident-words.h"
#include "tc-refusal-words.h"
#include "tc-tray-row.h"
#include "tc-tray-words.h"
#include "tc-tray-work.h"

#include <glib/gi18n-lib.h>

#define REREAD_MS 300

struct _TcTrayPanel {
  GtkWidget parent;
  GtkWidget *side;         /* (unowned): template child */
  GtkWidget *chip_open;    /* (unowned): template child */
  GtkWidget *chip_settled; /* (unowned): template child */
  GtkLabel *nothing;       /* (unowned): template child */
  GtkListBox *list;        /* (unowned): template child */
  TcTrayWork *work;        /* (unowned): template child */
  TcDesk *desk;            /* (owned) (nullable): NULL once the window lets go */
  GActionMap *window;      /* (unowned) (nullable): outlives us */
  gboolean settled;        /* which list is shown */
  gboolean reading;
  gboolean again;             /* asked while it read */
  GPtrArray *entries;         /* (owned) (element-type TcTrayEntry) */
  GCancellable *cancellable;  /* (owned) (nullable): of what is read for the selection */
  gint64 selected;            /* sequence; 0: nothing */
  TcTrayDetail *detail;       /* (owned) (nullable): of the selection */
  TcDebounce *reread;         /* (owned): detail */
  gboolean can_resend;        /* as this desk's guards see it */
  gboolean can_way;           /* likewise */
  gboolean filling;           /* rows are taken away and put back: no selecting */
  const char *composing;      /* action that the composer is open for; (nullable) */
  const char *const *reasons; /* codes of the composer's choices (nullable) */
};

static void panel_iface_init (TcPanelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TcTrayPanel, tc_tray_panel, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (TC_TYPE_PANEL, panel_iface_init))

enum {
  PROP_BADGE = 1
};

static const TcPanelKey keys[] = {
    {"e", "tray-edit", N_ ("Change and send again")},
    {"s", "tray-resend", N_ ("Send again as it is")},
    {"t", "tray-way", N_ ("Take over, or send to where it was merged")},
    {"o", "tray-open", N_ ("Open the incident")},
    {"x", "tray-set-aside", N_ ("Set aside, with a reason")},
    {"Escape", "tray-cancel", N_ ("Close what is being typed")},
    {NULL, NULL, NULL},
};

/* ---- the selection ---- */

static const TcTrayEntry *
get_selected (TcTrayPanel *self)
{
  for (guint i = 0; self->entries && i < self->entries->len; i++) {
    const TcTrayEntry *entry = self->entries->pdata[i];

    if (entry->seq == self->selected)
      return entry;
  }
  return NULL;
}

static void
enable (TcTrayPanel *self, const char *name, gboolean enabled)
{
  GAction *action = g_action_map_lookup_action (self->window, name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

static void
enable_actions (TcTrayPanel *self)
{
  const TcTrayEntry *entry = get_selected (self);
  gboolean open = entry && !entry->settled_us;
  gboolean known = open && self->detail;
  TcTrayWay way = known && self->can_way ? tc_tray_find_way (entry, self->detail) : TC_TRAY_NO_WAY;
  g_autofree char *verb = known ? tc_tray_word_way (self->detail, way) : NULL;

  if (!self->window)
    return;
  tc_tray_work_set_way (self->work, verb);
  enable (self, "tray-way", verb != NULL);
  enable (self, "tray-edit", open && tc_tray_get_form (entry).argument != NULL);
  enable (self, "tray-resend", known && self->can_resend);
  enable (self, "tray-set-aside", open);
  enable (self, "tray-open", self->detail && self->detail->detail);
}

static void
tried_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TcTrayPanel) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TcVerdict) verdict = tc_desk_settle_finish (TC_DESK (source), result, &error);
  g_autofree char *why = NULL, *text = NULL;

  if (!self->desk || !get_selected (self))
    return;
  self->can_resend = verdict && !verdict->refusal;
  if (verdict && verdict->refusal) {
    why = tc_refusal_word (verdict->refusal, g_get_real_time ());
    /* Translators: why sending an operation again, unchanged, would be refused: a sentence. */
    text = g_strdup_printf (_ ("As it is, it would be refused again: %s"), why);
  }
  tc_tray_work_set_outlook (self->work, text);
  enable_actions (self);
}

static void
way_tried_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TcTrayPanel) self = data;
  g_autoptr (TcVerdict) verdict = tc_desk_settle_finish (TC_DESK (source), result, NULL);

  if (!self->desk || !get_selected (self))
    return;
  self->can_way = verdict && !verdict->refusal;
  enable_actions (self);
}

/* What would become of it: only what is lawful is offered. */
static void
look_ahead (TcTrayPanel *self, const TcTrayEntry *entry)
{
  TcTrayWay way = tc_tray_find_way (entry, self->detail);

  if (entry->settled_us)
    return;
  tc_desk_try_async (self->desk, entry->seq, NULL, tried_cb, g_object_ref (self));
  if (way != TC_TRAY_NO_WAY)
    tc_desk_try_async (self->desk, entry->seq, tc_tray_make_way (entry, self->detail, way),
                       way_tried_cb, g_object_ref (self));
}

static void
detail_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TcTrayPanel) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TcTrayDetail) detail = tc_tray_detail_read_finish (TC_WORKER (source), result, &error);
  const TcTrayEntry *entry = NULL;

  if (!self->desk)
    return;
  entry = get_selected (self);
  if (detail && entry) {
    g_clear_pointer (&self->detail, tc_tray_detail_free);
    self->detail = g_steal_pointer (&detail);
    tc_tray_work_show (self->work, entry, self->detail);
    look_ahead (self, entry);
  } else if (error && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    g_warning ("reading what belongs to an entry of the tray: %s", error->message);
  }
  enable_actions (self);
  tc_debounce_done (self->reread);
}

static void
reread_cb (gpointer data)
{
  TcTrayPanel *self = data;
  const TcTrayEntry *entry = get_selected (self);
  TcWorker *reader = self->desk ? tc_desk_get_reader (self->desk) : NULL;

  if (entry && reader)
    tc_tray_detail_read_async (reader, entry, self->cancellable, detail_read_cb,
                               g_object_ref (self));
  else
    tc_debounce_done (self->reread);
}

static void
select_entry (TcTrayPanel *self, gint64 seq)
{
  if (self->selected != seq) {
    g_cancellable_cancel (self->cancellable);
    g_object_unref (self->cancellable);
    self->cancellable = g_cancellable_new ();
    g_clear_pointer (&self->detail, tc_tray_detail_free);
    self->can_resend = FALSE;
    self->can_way = FALSE;
  }
  self->selected = seq;
  tc_tray_work_show (self->work, get_selected (self), self->detail);
  enable_actions (self);
  tc_debounce_hurry (self->reread);
}

static void
row_selected_cb (TcTrayPanel *self, GtkListBoxRow *row)
{
  if (row && !self->filling)
    select_entry (self, tc_tray_row_get_seq (row));
}

/* ---- the list ---- */

static void
select_row (TcTrayPanel *self, gint64 seq)
{
  GtkListBoxRow *row = NULL;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)); i++) {
    if (tc_tray_row_get_seq (row) == seq)
      gtk_list_box_select_row (self->list, row);
  }
}

static void
show_nothing (TcTrayPanel *self)
{
  gtk_label_set_label (self->nothing,
                       self->settled ? _ ("Nothing was refused that somebody dealt with.")
                                     : _ ("The server has taken everything that was done here."));
  gtk_widget_set_visible (GTK_WIDGET (self->nothing), self->entries->len == 0);
}

static void
codes_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TcTrayPanel) self = data;
  g_autoptr (GPtrArray) codes = tc_tray_read_codes_finish (TC_WORKER (source), result, NULL);
  gint64 now_us = g_get_real_time ();
  gint64 selected = 0;
  GtkWidget *row = NULL;

  if (!self->desk)
    return;
  self->filling = TRUE;
  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))))
    gtk_list_box_remove (self->list, row);
  for (guint i = 0; i < self->entries->len; i++)
    gtk_list_box_append (
        self->list, tc_tray_row_new (self->entries->pdata[i],
                                     codes && i < codes->len ? codes->pdata[i] : NULL, now_us));
  if (get_selected (self))
    selected = self->selected;
  else if (self->entries->len > 0)
    selected = ((const TcTrayEntry *) self->entries->pdata[0])->seq;
  select_row (self, selected);
  self->filling = FALSE;
  select_entry (self, selected);
  show_nothing (self);
}

static void read_tray (TcTrayPanel *self);

static void
tray_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TcTrayPanel) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries = tc_desk_read_tray_finish (TC_DESK (source), result, &error);
  TcWorker *reader = NULL;

  self->reading = FALSE;
  if (!self->desk)
    return;
  reader = tc_desk_get_reader (self->desk);
  if (!entries || !reader) {
    g_warning ("reading the tray: %s", error ? error->message : "the desk has no files");
    return;
  }
  if (self->again) {
    read_tray (self);
    return;
  }
  g_clear_pointer (&self->entries, g_ptr_array_unref);
  self->entries = g_ptr_array_ref (entries);
  tc_tray_read_codes_async (reader, entries, NULL, codes_read_cb, g_object_ref (self));
}

static void
read_tray (TcTrayPanel *self)
{
  self->again = self->reading;
  if (self->reading)
    return;
  self->reading = TRUE;
  tc_desk_read_tray_async (self->desk, self->settled, NULL, tray_read_cb, g_object_ref (self));
}

static void
attention_cb (TcTrayPanel *self)
{
  g_object_set (self->chip_open, "count", (int) tc_desk_get_attention (self->desk), NULL);
  g_object_notify (G_OBJECT (self), "badge");
  read_tray (self);
}

static void
rows_changed_cb (TcTrayPanel *self, const char *table, GArray *ids)
{
  if (self->selected && (g_str_equal (table, "incident") || g_str_equal (table, "incident_event")))
    tc_debounce_ask (self->reread);
}

/* ---- dealing with an entry ---- */

typedef struct {
  TcTrayPanel *panel; /* (owned) */
  const char *done;   /* what is said when it is; for gettext */
} Doing;

static void
settled_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree Doing *doing = data;
  g_autoptr (TcTrayPanel) self = doing->panel;
  g_autoptr (GError) error = NULL;
  g_autoptr (TcVerdict) verdict = tc_desk_settle_finish (TC_DESK (source), result, &error);
  g_autofree char *trouble = NULL;

  if (!self->desk)
    return;
  if (verdict && !verdict->refusal) {
    tc_composer_done (tc_tray_work_get_composer (self->work));
    self->composing = NULL;
    tc_panel_say (GTK_WIDGET (self), _ (doing->done));
    gtk_widget_grab_focus (GTK_WIDGET (self));
    return;
  }
  trouble = verdict ? tc_refusal_word (verdict->refusal, g_get_real_time ())
                    : tc_fault_word (error);
  tc_tray_work_show_trouble (self->work, trouble);
}

static Doing *
start (TcTrayPanel *self, const char *done)
{
  Doing *doing = g_new0 (Doing, 1);

  *doing = (Doing){g_object_ref (self), done};
  tc_tray_work_show_trouble (self->work, NULL);
  return doing;
}

static void
select_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  select_row (data, g_variant_get_int64 (target));
}

static void
filter_cb (GSimpleAction *action, GVariant *state, gpointer data)
{
  TcTrayPanel *self = data;

  g_simple_action_set_state (action, state);
  self->settled = g_str_equal (g_variant_get_string (state, NULL), "settled");
  read_tray (self);
}

static void
resend_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcTrayPanel *self = data;
  Doing *doing = start (self, N_ ("Sent again."));

  tc_desk_resend_async (self->desk, self->selected, NULL, settled_cb, doing);
}

static void
way_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcTrayPanel *self = data;
  const TcTrayEntry *entry = get_selected (self);
  TcTrayWay way = entry && self->detail ? tc_tray_find_way (entry, self->detail) : TC_TRAY_NO_WAY;

  if (way == TC_TRAY_NO_WAY)
    return;
  tc_desk_resend_async (self->desk, entry->seq, tc_tray_make_way (entry, self->detail, way),
                        settled_cb, start (self, N_ ("Sent again.")));
}

static void
open_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcTrayPanel *self = data;
  g_autofree char *id = NULL;

  if (!self->detail || !self->detail->detail)
    return;
  id = g_strdup_printf ("%" G_GINT64_FORMAT, self->detail->incident_id);
  g_action_group_activate_action (G_ACTION_GROUP (self->window), "open", g_variant_new_string (id));
}

static void
compose (TcTrayPanel *self, const char *action, TcComposerForm form)
{
  g_autofree char *key = g_strdup_printf ("%s %" G_GINT64_FORMAT, action, self->selected);

  form.key = key;
  tc_composer_open (tc_tray_work_get_composer (self->work), &form);
  self->composing = action;
}

static const char *const close_reasons[] = {"done", "nothing-found", "withdrawn", "other", NULL};

/* What the person typed stands in the field again, to be changed. */
static void
edit_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcTrayPanel *self = data;
  const TcTrayEntry *entry = get_selected (self);
  TcTrayForm form = {NULL};
  const char *words[G_N_ELEMENTS (close_reasons)] = {NULL};
  const char *text = "", *choice = NULL;

  if (!entry)
    return;
  form = tc_tray_get_form (entry);
  self->reasons = NULL;
  if (form.choice && g_variant_lookup (entry->args, form.choice, "&s", &choice) &&
      g_strv_contains (close_reasons, choice))
    self->reasons = close_reasons;
  for (guint i = 0; self->reasons && close_reasons[i]; i++)
    words[i] = tc_incident_word_reason (close_reasons[i]);
  compose (self, "edit",
           (TcComposerForm){.title = tc_incident_word_operation (entry->operation),
                            .verb = C_ ("verb", "Send again"),
                            .choices = self->reasons ? words : NULL,
                            .required = form.required});
  if (form.argument && g_variant_lookup (entry->args, form.argument, "&s", &text))
    tc_composer_set_text (tc_tray_work_get_composer (self->work), text);
  for (guint i = 0; self->reasons && close_reasons[i]; i++)
    if (g_str_equal (close_reasons[i], choice))
      tc_composer_set_choice (tc_tray_work_get_composer (self->work), i);
}

static void
set_aside_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  compose (data, "set-aside",
           (TcComposerForm){.title = _ ("Why it is set aside (kept with it)"),
                            .verb = C_ ("verb", "Set aside"),
                            .required = TRUE});
}

static void
send_text_cb (TcTrayPanel *self, const char *text, guint choice)
{
  const TcTrayEntry *entry = get_selected (self);

  if (!entry || !self->composing)
    return;
  if (g_str_equal (self->composing, "set-aside"))
    tc_desk_set_aside_async (self->desk, entry->seq, text, settled_cb,
                             start (self, N_ ("Set aside; it is kept under “Dealt with”.")));
  else
    tc_desk_resend_async (
        self->desk, entry->seq,
        tc_tray_edit (entry, text, self->reasons ? self->reasons[MIN (choice, 3)] : NULL),
        settled_cb, start (self, N_ ("Changed and sent again.")));
}

static void
write_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  tc_composer_set_text (tc_tray_work_get_composer (TC_TRAY_PANEL (data)->work),
                        g_variant_get_string (target, NULL));
}

static void
send_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  tc_composer_send (tc_tray_work_get_composer (TC_TRAY_PANEL (data)->work));
}

static void
cancel_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  tc_composer_close (tc_tray_work_get_composer (TC_TRAY_PANEL (data)->work));
}

/* ---- panel ---- */

static void
attach (TcPanel *panel, GActionMap *window)
{
  TcTrayPanel *self = TC_TRAY_PANEL (panel);
  const GActionEntry entries[] = {
      {.name = "tray-select", .activate = select_cb, .parameter_type = "x"},
      {.name = "tray-filter", .parameter_type = "s", .state = "'open'", .change_state = filter_cb},
      {.name = "tray-edit", .activate = edit_cb},
      {.name = "tray-resend", .activate = resend_cb},
      {.name = "tray-way", .activate = way_cb},
      {.name = "tray-open", .activate = open_cb},
      {.name = "tray-set-aside", .activate = set_aside_cb},
      {.name = "tray-write", .activate = write_cb, .parameter_type = "s"},
      {.name = "tray-send", .activate = send_cb},
      {.name = "tray-cancel", .activate = cancel_cb},
  };

  self->window = window;
  g_action_map_add_action_entries (window, entries, G_N_ELEMENTS (entries), self);
  enable_actions (self);
}

static const TcPanelKey *
get_keys (TcPanel *panel)
{
  return keys;
}

/* What is being read comes to nobody. */
static void
let_go (TcTrayPanel *self)
{
  g_cancellable_cancel (self->cancellable);
  if (self->desk)
    g_signal_handlers_disconnect_by_data (self->desk, self);
  g_clear_object (&self->desk);
  self->window = NULL;
}

static void
finish (TcPanel *panel)
{
  let_go (TC_TRAY_PANEL (panel));
}

static void
panel_iface_init (TcPanelInterface *iface)
{
  iface->attach = attach;
  iface->get_keys = get_keys;
  iface->finish = finish;
}

static gboolean
tc_tray_panel_grab_focus (GtkWidget *widget)
{
  TcTrayPanel *self = TC_TRAY_PANEL (widget);
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);

  return gtk_widget_grab_focus (row ? GTK_WIDGET (row) : self->chip_open);
}

static void
tc_tray_panel_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TcTrayPanel *self = TC_TRAY_PANEL (object);

  g_value_set_int (value, self->desk ? (int) tc_desk_get_attention (self->desk) : 0);
}

static void
tc_tray_panel_dispose (GObject *object)
{
  TcTrayPanel *self = TC_TRAY_PANEL (object);

  let_go (self);
  g_clear_pointer (&self->reread, tc_debounce_free);
  if (self->side) {
    gtk_widget_unparent (GTK_WIDGET (self->work));
    gtk_widget_unparent (g_steal_pointer (&self->side));
  }
  G_OBJECT_CLASS (tc_tray_panel_parent_class)->dispose (object);
}

static void
tc_tray_panel_finalize (GObject *object)
{
  TcTrayPanel *self = TC_TRAY_PANEL (object);

  g_object_unref (self->cancellable);
  g_clear_pointer (&self->detail, tc_tray_detail_free);
  g_ptr_array_unref (self->entries);
  G_OBJECT_CLASS (tc_tray_panel_parent_class)->finalize (object);
}

static void
tc_tray_panel_class_init (TcTrayPanelClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  object_class->get_property = tc_tray_panel_get_property;
  object_class->dispose = tc_tray_panel_dispose;
  object_class->finalize = tc_tray_panel_finalize;
  widget_class->grab_focus = tc_tray_panel_grab_focus;
  g_object_class_override_property (object_class, PROP_BADGE, "badge");
  g_type_ensure (TC_TYPE_CHIP);
  g_type_ensure (TC_TYPE_TRAY_WORK);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/toancanh/ToanCanh/ui/tc-tray-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, TcTrayPanel, side);
  gtk_widget_class_bind_template_child (widget_class, TcTrayPanel, chip_open);
  gtk_widget_class_bind_template_child (widget_class, TcTrayPanel, chip_settled);
  gtk_widget_class_bind_template_child (widget_class, TcTrayPanel, nothing);
  gtk_widget_class_bind_template_child (widget_class, TcTrayPanel, list);
  gtk_widget_class_bind_template_child (widget_class, TcTrayPanel, work);
  gtk_widget_class_bind_template_callback (widget_class, row_selected_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, TC_TYPE_DESK_LAYOUT);
}

static void
tc_tray_panel_init (TcTrayPanel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_object_set (self->chip_settled, "count", -1, NULL);
  self->entries = g_ptr_array_new ();
  self->cancellable = g_cancellable_new ();
  self->reread = tc_debounce_new (REREAD_MS, reread_cb, self);
}

GtkWidget *
tc_tray_panel_new (TcDesk *desk)
{
  TcTrayPanel *self = g_object_new (TC_TYPE_TRAY_PANEL, NULL);

  self->desk = g_object_ref (desk);
  g_signal_connect_object (desk, "notify::attention", G_CALLBACK (attention_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "rows-changed", G_CALLBACK (rows_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (tc_tray_work_get_composer (self->work), "send",
                           G_CALLBACK (send_text_cb), self, G_CONNECT_SWAPPED);
  attention_cb (self);
  return GTK_WIDGET (self);
}
