/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The tray's list and what is selected in it; see the header. What an entry says is in
 * tc-tray-work.c, what is done with it in tc-tray-actions.c.
 *
 * The list is brought up to date in place: whatever comes in, the selection, the focus and the
 * place where one reads stay.
 */
#include "tc-tray-panel-private.h"

#include "tc-chip.h"
#include "tc-desk-layout.h"
#include "tc-focus.h"
#include "tc-incident-export.h"
#include "tc-keyed-list.h"
#include "tc-list-take.h"
#include "tc-mark-words.h"
#include "tc-now.h"
#include "tc-refusal-words.h"
#include "tc-text-label.h"
#include "tc-tray-row.h"
#include "tc-tray-words.h"

#include <glib/gi18n-lib.h>

#define REREAD_MS 300

static void panel_iface_init (TcPanelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TcTrayPanel, tc_tray_panel, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (TC_TYPE_PANEL, panel_iface_init))

enum {
  PROP_BADGE = 1
};

/* ---- the selection ---- */

const TcTrayEntry *
tc_tray_panel_find (TcTrayPanel *self, gint64 seq)
{
  for (guint i = 0; i < self->entries->len; i++) {
    const TcTrayEntry *entry = self->entries->pdata[i];

    if (entry->seq == seq)
      return entry;
  }
  return NULL;
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
  /* What was read for another is cancelled. */
  entry = tc_tray_panel_find (self, self->selected);
  if (detail && entry) {
    g_clear_pointer (&self->detail, tc_tray_detail_free);
    self->detail = g_steal_pointer (&detail);
    tc_tray_work_show (self->work, entry, self->detail);
    tc_tray_panel_look_ahead (self, entry);
  } else if (error && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    g_warning ("reading what belongs to an entry of the tray: %s", error->message);
    tc_tray_work_show_trouble (self->work,
                               _ ("The incident could not be read; what is shown may be old."));
  }
  tc_tray_panel_enable_actions (self);
  tc_debounce_done (self->reread);
}

static void
reread_cb (gpointer data)
{
  TcTrayPanel *self = data;
  const TcTrayEntry *entry = tc_tray_panel_find (self, self->selected);
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
  tc_tray_work_show (self->work, tc_tray_panel_find (self, seq), self->detail);
  tc_tray_panel_enable_actions (self);
  tc_debounce_hurry (self->reread);
}

static void
row_selected_cb (TcTrayPanel *self, GtkListBoxRow *row)
{
  if (row && !self->filling)
    select_entry (self, tc_keyed_list_get_key (row));
}

void
tc_tray_panel_choose (TcTrayPanel *self, gint64 seq)
{
  GtkListBoxRow *row = tc_keyed_list_find (self->list, seq);

  if (row)
    gtk_list_box_select_row (self->list, row);
}

/* ---- the list ---- */

static void
say_nothing (TcTrayPanel *self, const char *text)
{
  tc_text_label_say (self->nothing, text);
}

/* What isn't in the list of what needs attention: what has no effect yet, and what is kept for
 * others, whatever it is. (transfer full) (nullable) */
static char *
word_beside (TcTrayPanel *self)
{
  guint hidden = tc_desk_get_attention_hidden (self->desk);
  g_autofree char *undecided = tc_mark_word_undecided (tc_desk_count_idle (self->desk),
                                                       tc_desk_count_deferred (self->desk));
  g_autofree char *others = NULL;

  if (hidden == 0)
    return g_steal_pointer (&undecided);
  others = g_strdup_printf (
      ngettext ("%u thing that somebody else did at this desk was refused: it is kept here for "
                "whoever did it.",
                "%u things that others did at this desk were refused: they are kept here for "
                "whoever did them.",
                hidden),
      hidden);
  return undecided ? g_strconcat (undecided, "\n\n", others, NULL) : g_steal_pointer (&others);
}

/* Where nothing was refused; what is still to be sent may be. (transfer full) */
static char *
word_fine (TcTrayPanel *self)
{
  guint pending = self->desk ? tc_desk_get_pending (self->desk) : 0;

  if (self->settled)
    return g_strdup (_ ("Nothing was refused that somebody dealt with."));
  /* What is on its way isn't waiting yet. */
  if (pending == 0 || g_hash_table_size (tc_desk_get_waiting (self->desk)) == 0)
    return g_strdup (_ ("The server has taken everything that was done here."));
  return g_strdup_printf (ngettext ("Nothing was refused. %u thing that was done here waits to be "
                                    "sent, and is kept on this desk until then.",
                                    "Nothing was refused. %u things that were done here wait to be "
                                    "sent, and are kept on this desk until then.",
                                    pending),
                          pending);
}

static void
show_nothing (TcTrayPanel *self)
{
  g_autofree char *beside = NULL, *fine = NULL;

  if (!self->entries)
    return;
  if (self->desk && !self->settled)
    beside = word_beside (self);
  if (!beside && self->entries->len == 0)
    fine = word_fine (self);
  say_nothing (self, fine ? fine : beside);
}

static GtkWidget *
make_row (guint i, gpointer data)
{
  return tc_tray_row_new (((const TcTrayEntry *) TC_TRAY_PANEL (data)->entries->pdata[i])->seq);
}

static void
fill_row (GtkListBoxRow *row, guint i, gpointer data)
{
  TcTrayPanel *self = data;
  const TcTrayEntry *entry = self->entries->pdata[i];
  const char *code = self->codes && i < self->codes->len ? self->codes->pdata[i] : NULL;

  tc_tray_row_fill (row, entry, code, g_hash_table_contains (self->marked, &entry->seq),
                    tc_now_us ());
}

void
tc_tray_panel_refill (TcTrayPanel *self)
{
  guint n = self->entries->len;
  g_autofree gint64 *seqs = g_new (gint64, n);

  for (guint i = 0; i < n; i++)
    seqs[i] = ((const TcTrayEntry *) self->entries->pdata[i])->seq;
  tc_keyed_list_set (self->list, seqs, n, make_row, fill_row, self);
}

static gboolean
is_not_open (gpointer seq, gpointer value, gpointer data)
{
  const TcTrayEntry *entry = tc_tray_panel_find (data, *(gint64 *) seq);

  return !entry || entry->settled_us;
}

/* What stood there goes on being selected, or what stands in its place now. */
static void
choose_anew (TcTrayPanel *self, int before)
{
  gint64 seq = tc_keyed_list_select (self->list, self->selected, before);

  self->filling = FALSE;
  select_entry (self, seq);
}

static void
show_list (TcTrayPanel *self)
{
  GtkListBoxRow *selected = NULL;
  int before = tc_keyed_list_get_place (self->list);
  gboolean focus = tc_focus_holds (GTK_WIDGET (self->list));

  self->filling = TRUE;
  g_hash_table_foreach_remove (self->marked, is_not_open, self);
  tc_tray_panel_refill (self);
  choose_anew (self, before);
  show_nothing (self);
  selected = gtk_list_box_get_selected_row (self->list);
  if (focus && selected && !tc_focus_holds (GTK_WIDGET (self->list)))
    gtk_widget_grab_focus (GTK_WIDGET (selected));
}

/* ---- reading ---- */

/* Entries whose incidents are looked up. */
typedef struct {
  TcTrayPanel *panel; /* (owned) */
  GPtrArray *entries; /* (owned) (element-type TcTrayEntry) */
} Reading;

static void
codes_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree Reading *reading = data;
  g_autoptr (TcTrayPanel) self = reading->panel;
  g_autoptr (GPtrArray) entries = reading->entries;
  g_autoptr (GError) error = NULL;
  GPtrArray *codes = tc_tray_read_codes_finish (TC_WORKER (source), result, &error);

  if (error)
    g_warning ("reading the incidents of the tray: %s", error->message);
  g_clear_pointer (&self->codes, g_ptr_array_unref);
  self->codes = codes;
  g_ptr_array_unref (self->entries);
  self->entries = g_steal_pointer (&entries);
  if (self->desk)
    show_list (self);
}

static void
tray_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TcTrayPanel) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries = tc_desk_read_tray_finish (TC_DESK (source), result, &error);
  TcWorker *reader = NULL;
  Reading *reading = NULL;

  self->reading = FALSE;
  if (!self->desk)
    return;
  if (self->again) {
    tc_tray_panel_read (self);
    return;
  }
  reader = tc_desk_get_reader (self->desk);
  if (!entries || !reader) {
    g_warning ("reading the tray: %s", error ? error->message : "the desk has no files");
    say_nothing (self, _ ("What was refused can't be read at the moment: what stands here may be "
                          "old. It is kept, and read again as soon as this computer's disk can be "
                          "read."));
    return;
  }
  reading = g_new0 (Reading, 1);
  *reading = (Reading){g_object_ref (self), g_ptr_array_ref (entries)};
  tc_tray_read_codes_async (reader, entries, NULL, codes_read_cb, reading);
}

void
tc_tray_panel_read (TcTrayPanel *self)
{
  self->again = self->reading;
  if (self->reading)
    return;
  self->reading = TRUE;
  tc_desk_read_tray_async (self->desk, self->settled, NULL, tray_read_cb, g_object_ref (self));
}

/* What the person signed in sees of what needs attention. */
static int
count_open (TcTrayPanel *self)
{
  return (int) (tc_desk_get_attention (self->desk) - tc_desk_get_attention_hidden (self->desk));
}

static void
attention_cb (TcTrayPanel *self)
{
  g_object_set (self->chip_open, "count", count_open (self), NULL);
  g_object_notify (G_OBJECT (self), "badge");
  tc_tray_panel_read (self);
}

static void
rows_changed_cb (TcTrayPanel *self, const char *table, GArray *ids)
{
  if (self->selected && (g_str_equal (table, "incident") || g_str_equal (table, "incident_event")))
    tc_debounce_ask (self->reread);
}

/* Everything may be another now, or be gone. */
static void
replaced_cb (TcTrayPanel *self)
{
  tc_tray_panel_read (self);
}

/* ---- panel ---- */

static TcListTable *
make_table (GtkWidget *owner)
{
  TcTrayPanel *self = TC_TRAY_PANEL (owner);
  const TcListColumn columns[] = {
      {C_ ("paper", "Code"), 17}, {C_ ("paper", "What was wanted"), 32},
      {C_ ("paper", "Made"), 15}, {C_ ("paper", "Refused"), 15},
      {C_ ("paper", "Why"), 25},  {C_ ("paper", "What became of it"), 0}};
  TcListTable *table = tc_list_table_new (_ ("REFUSED BY THE SERVER"),
                                          self->settled ? C_ ("filter", "Dealt with")
                                                        : C_ ("filter", "To deal with"),
                                          columns, G_N_ELEMENTS (columns));

  for (guint i = 0; i < self->entries->len; i++) {
    const TcTrayEntry *entry = g_ptr_array_index (self->entries, i);
    const char *code = self->codes && i < self->codes->len ? self->codes->pdata[i] : NULL;
    g_autofree char *wanted = tc_tray_word_wanted (entry);
    g_autofree char *made = tc_incident_word_date (entry->made_us);
    g_autofree char *refused = tc_incident_word_date (entry->refused_us);
    g_autofree char *why = tc_refusal_word (entry->refusal, entry->refused_us);
    const char *const cells[] = {code, wanted, made, refused, why, entry->settled_text};
    tc_list_table_add (table, cells);
  }
  return table;
}

static void
attach (TcPanel *panel, GActionMap *window)
{
  TcTrayPanel *self = TC_TRAY_PANEL (panel);

  self->window = window;
  tc_list_take_fill_menu (self->list_menu, "tray");
  /* Translators: name of a file; year-month-day and the end stay. */
  tc_list_take_add (window, "tray", GTK_WIDGET (self), self->desk, _ ("attention-%Y-%m-%d.csv"),
                    make_table);
  tc_tray_panel_add_actions (self, window);
  tc_tray_panel_enable_actions (self);
}

static const TcPanelKey *
get_keys (TcPanel *panel)
{
  return tc_tray_panel_list_keys ();
}

static const TcCommandVerb *
get_verbs (TcPanel *panel)
{
  return tc_tray_panel_list_verbs ();
}

/* Of the incident that the entry is about. */
static char *
dup_selected (TcPanel *panel)
{
  const TcTrayDetail *detail = TC_TRAY_PANEL (panel)->detail;

  return detail && detail->detail ? g_strdup (detail->detail->incident.code) : NULL;
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
  iface->get_verbs = get_verbs;
  iface->dup_selected = dup_selected;
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

  g_value_set_int (value, self->desk ? count_open (self) : 0);
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
  g_clear_pointer (&self->codes, g_ptr_array_unref);
  g_hash_table_unref (self->marked);
  g_hash_table_unref (self->settling);
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
  widget_class->focus = tc_focus_children;
  g_object_class_override_property (object_class, PROP_BADGE, "badge");
  g_type_ensure (TC_TYPE_CHIP);
  g_type_ensure (TC_TYPE_TRAY_WORK);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/toancanh/ToanCanh/ui/tc-tray-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, TcTrayPanel, side);
  gtk_widget_class_bind_template_child (widget_class, TcTrayPanel, list_menu);
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
  self->marked = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->settling = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->cancellable = g_cancellable_new ();
  self->reread = tc_debounce_new (REREAD_MS, reread_cb, self);
}

GtkWidget *
tc_tray_panel_new (TcDesk *desk)
{
  TcTrayPanel *self = g_object_new (TC_TYPE_TRAY_PANEL, NULL);

  self->desk = g_object_ref (desk);
  g_signal_connect_object (desk, "notify::pending", G_CALLBACK (show_nothing), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "waiting-changed", G_CALLBACK (show_nothing), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "notify::attention", G_CALLBACK (attention_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "notify::attention-hidden", G_CALLBACK (attention_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "notify::disk", G_CALLBACK (attention_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "rows-changed", G_CALLBACK (rows_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "replaced", G_CALLBACK (replaced_cb), self, G_CONNECT_SWAPPED);
  attention_cb (self);
  return GTK_WIDGET (self);
}
