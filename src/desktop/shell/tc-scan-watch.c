/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Scanners; see the header.
 *
 * DESIGN: in an entry nothing is held back, since nobody could give it to the input method again:
 * the entry's text from before the first key is remembered, and put back once Enter shows that it
 * was a scan.
 *
 * Which keys belong together is told by when they came, not by when they are looked at: a window
 * that is late finds many of them at once. So what waits for the next key (held, settling) ends
 * only once no key is left to be looked at, behind all events.
 */
#include "tc-scan-watch.h"

#include "tc-command-entry.h"
#include "tc-enter-key.h"
#include "tc-panel.h"

#include <glib/gi18n-lib.h>

/* What an input method was composing comes by itself after it was told to stop. */
#define SETTLE_MS 60
/* Behind events that have come, before what is painted. */
#define WAIT_PRIORITY G_PRIORITY_HIGH_IDLE

typedef struct {
  guint keyval;
  GdkModifierType modifiers;
} Held;

struct _TcScanWatch {
  GtkWidget *window; /* (unowned): owns our controller */
  TcScanKeyFunc press;
  gpointer data;
  TcScanRun run;
  guint last_keycode; /* of the newest letter */
  guint32 last_ms;
  GArray *held; /* (owned) (element-type Held): letters at rest */
  guint held_source;

  GtkWidget *entry; /* (weak) (nullable): where the run began; NULL: at rest */
  char *before;     /* (owned) (nullable): its text then */
  int from;         /* what was selected of it, in letters */
  int to;

  char *scanned; /* (owned) (nullable): until it is given on */
  guint give_source;
};

/* ---- entries ---- */

/* (nullable): what takes letters now; what is secret isn't looked at */
static GtkWidget *
find_entry (TcScanWatch *self)
{
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (self->window));

  if (GTK_IS_TEXT (focus) && !gtk_text_get_visibility (GTK_TEXT (focus)))
    return NULL;
  return focus && (GTK_IS_EDITABLE (focus) || GTK_IS_TEXT_VIEW (focus)) ? focus : NULL;
}

static char *
dup_text (GtkWidget *entry)
{
  GtkTextIter start, end;

  if (GTK_IS_EDITABLE (entry))
    return g_strdup (gtk_editable_get_text (GTK_EDITABLE (entry)));
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (entry));
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
}

static void
set_text (GtkWidget *entry, const char *text, int at)
{
  GtkTextIter iter;

  if (GTK_IS_EDITABLE (entry)) {
    gtk_editable_set_text (GTK_EDITABLE (entry), text);
    gtk_editable_set_position (GTK_EDITABLE (entry), at);
    return;
  }
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (entry));
  gtk_text_buffer_set_text (buffer, text, -1);
  gtk_text_buffer_get_iter_at_offset (buffer, &iter, at);
  gtk_text_buffer_place_cursor (buffer, &iter);
}

static void
get_selected (GtkWidget *entry, int *from, int *to)
{
  GtkTextIter start, end;

  if (GTK_IS_EDITABLE (entry)) {
    gtk_editable_get_selection_bounds (GTK_EDITABLE (entry), from, to);
    return;
  }
  gtk_text_buffer_get_selection_bounds (gtk_text_view_get_buffer (GTK_TEXT_VIEW (entry)), &start,
                                        &end);
  *from = gtk_text_iter_get_offset (&start);
  *to = gtk_text_iter_get_offset (&end);
}

/* What the input method was composing goes. */
static void
reset_method (GtkWidget *entry)
{
  if (GTK_IS_TEXT_VIEW (entry)) {
    gtk_text_view_reset_im_context (GTK_TEXT_VIEW (entry));
  } else if (gtk_editable_get_editable (GTK_EDITABLE (entry))) {
    gtk_editable_set_editable (GTK_EDITABLE (entry), FALSE);
    gtk_editable_set_editable (GTK_EDITABLE (entry), TRUE);
  }
}

static void
forget_entry (TcScanWatch *self)
{
  g_clear_weak_pointer (&self->entry);
  g_clear_pointer (&self->before, g_free);
}

static void
remember_entry (TcScanWatch *self, GtkWidget *entry)
{
  forget_entry (self);
  g_set_weak_pointer (&self->entry, entry);
  self->before = dup_text (entry);
  get_selected (entry, &self->from, &self->to);
}

/* (transfer full): as if the scan had been typed without any method */
static char *
dup_expected (TcScanWatch *self, const char *scanned)
{
  const char *from = g_utf8_offset_to_pointer (self->before, self->from);
  const char *to = g_utf8_offset_to_pointer (self->before, self->to);

  return g_strdup_printf ("%.*s%s%s", (int) (from - self->before), self->before, scanned, to);
}

/* ---- what was scanned ---- */

/* (nullable): of the command line, which has the keyboard of its window */
static GtkWidget *
find_command_line (TcScanWatch *self)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self->window));
  GList *windows = application ? gtk_application_get_windows (application) : NULL;

  for (GList *item = windows; item; item = item->next) {
    GtkWidget *focus = gtk_window_get_focus (item->data);

    if (focus && GTK_IS_EDITABLE (focus) && gtk_widget_get_ancestor (focus, TC_TYPE_COMMAND_ENTRY))
      return focus;
  }
  return NULL;
}

static void
run_command (TcScanWatch *self)
{
  GtkWidget *entry;

  gtk_widget_activate_action (self->window, "win.search", NULL);
  entry = find_command_line (self);
  if (!entry)
    return;
  set_text (entry, self->scanned, -1);
  gtk_widget_activate (entry);
}

static void
give_card (TcScanWatch *self, const char *name)
{
  if (self->entry)
    set_text (self->entry, self->before, self->to);
  if (!gtk_widget_activate_action (self->window, "win.call-by-card", "s", name))
    tc_panel_say (self->window, _ ("A citizen's card was scanned. Whoever may log calls begins one "
                                   "with it; nothing of it is kept."));
}

static void
give_code (TcScanWatch *self)
{
  g_autofree char *text = NULL;

  if (!self->before) {
    run_command (self);
  } else if (self->entry) {
    text = dup_expected (self, self->scanned);
    set_text (self->entry, text, self->from + (int) g_utf8_strlen (self->scanned, -1));
    gtk_widget_activate (self->entry);
  }
}

static gboolean
give_cb (gpointer data)
{
  TcScanWatch *self = data;
  g_autofree char *name = tc_scan_dup_card_name (self->scanned);

  self->give_source = 0;
  if (name)
    give_card (self, name);
  else
    give_code (self);
  g_clear_pointer (&self->scanned, g_free);
  forget_entry (self);
  return G_SOURCE_REMOVE;
}

/* @text: (transfer full). FALSE: it stands in the entry as it should, and Enter is the entry's. */
static gboolean
take (TcScanWatch *self, char *text)
{
  g_autofree char *owned = text, *name = tc_scan_dup_card_name (text);
  g_autofree char *now = self->entry ? dup_text (self->entry) : NULL;
  g_autofree char *expected = self->entry ? dup_expected (self, text) : NULL;

  if (self->entry && !name && g_str_equal (now, expected))
    return FALSE;
  if (self->entry)
    reset_method (self->entry);
  g_free (self->scanned);
  self->scanned = g_steal_pointer (&owned);
  g_clear_handle_id (&self->give_source, g_source_remove);
  self->give_source = g_timeout_add_full (WAIT_PRIORITY, SETTLE_MS, give_cb, self, NULL);
  return TRUE;
}

/* ---- keys ---- */

static void
drop_held (TcScanWatch *self)
{
  g_clear_handle_id (&self->held_source, g_source_remove);
  g_array_set_size (self->held, 0);
}

static void
let_go_held (TcScanWatch *self)
{
  g_autoptr (GArray) held = g_steal_pointer (&self->held);

  self->held = g_array_new (FALSE, FALSE, sizeof (Held));
  g_clear_handle_id (&self->held_source, g_source_remove);
  for (guint i = 0; i < held->len; i++) {
    const Held *one = &g_array_index (held, Held, i);
    self->press (one->keyval, one->modifiers, self->data);
  }
}

static gboolean
held_cb (gpointer data)
{
  TcScanWatch *self = data;

  self->held_source = 0;
  let_go_held (self);
  return G_SOURCE_REMOVE;
}

gboolean
tc_scan_watch_hold (TcScanWatch *self, guint keyval, GdkModifierType modifiers, guint32 at_ms,
                    gboolean is_key)
{
  const Held held = {keyval, modifiers};
  gboolean next = tc_scan_run_add (&self->run, gdk_keyval_to_unicode (keyval), at_ms);

  forget_entry (self);
  /* One that is held down comes again as fast. */
  if (!next || self->run.changes == 0)
    let_go_held (self);
  if (next ? self->run.changes == 0 : !is_key)
    return FALSE;
  g_array_append_val (self->held, held);
  g_clear_handle_id (&self->held_source, g_source_remove);
  self->held_source = g_timeout_add_full (WAIT_PRIORITY, TC_SCAN_GAP_MS + 1, held_cb, self, NULL);
  return TRUE;
}

/* What an input method doesn't want it may send once more. */
static gboolean
is_again (TcScanWatch *self, guint keycode, guint32 at_ms)
{
  gboolean again = keycode == self->last_keycode && at_ms == self->last_ms;

  self->last_keycode = keycode;
  self->last_ms = at_ms;
  return again;
}

/* Before an entry and its input method have it. */
static gboolean
key_pressed_cb (GtkEventController *controller, guint keyval, guint keycode, GdkModifierType state,
                gpointer data)
{
  TcScanWatch *self = data;
  GdkModifierType modifiers = state & gtk_accelerator_get_default_mod_mask () & ~GDK_SHIFT_MASK;
  guint32 at_ms = gtk_event_controller_get_current_event_time (controller);
  gunichar letter = modifiers ? 0 : gdk_keyval_to_unicode (keyval);
  GtkWidget *entry = find_entry (self);
  char *text;

  if (gdk_key_event_is_modifier (gtk_event_controller_get_current_event (controller)))
    return GDK_EVENT_PROPAGATE;
  if (letter && g_unichar_isprint (letter)) {
    if (entry && !is_again (self, keycode, at_ms) && !tc_scan_run_add (&self->run, letter, at_ms))
      remember_entry (self, entry);
    /* The row or button that has the keyboard would take it for itself. */
    if (!entry && letter == ' ' && tc_scan_run_goes_on (&self->run, at_ms))
      return tc_scan_watch_hold (self, keyval, modifiers, at_ms, FALSE);
    return GDK_EVENT_PROPAGATE;
  }
  text = tc_is_enter_key (keyval) && !modifiers && entry == self->entry
             ? tc_scan_run_end (&self->run, at_ms)
             : NULL;
  tc_scan_run_clear (&self->run);
  if (text && take (self, text)) {
    drop_held (self);
    return GDK_EVENT_STOP;
  }
  let_go_held (self);
  return GDK_EVENT_PROPAGATE;
}

TcScanWatch *
tc_scan_watch_new (GtkWidget *window, TcScanKeyFunc press, gpointer data)
{
  TcScanWatch *self = g_new0 (TcScanWatch, 1);
  GtkEventController *controller = gtk_event_controller_key_new ();

  self->window = window;
  self->press = press;
  self->data = data;
  self->held = g_array_new (FALSE, FALSE, sizeof (Held));
  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  g_signal_connect (controller, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (window, controller);
  return self;
}

void
tc_scan_watch_free (TcScanWatch *self)
{
  drop_held (self);
  g_clear_handle_id (&self->give_source, g_source_remove);
  forget_entry (self);
  tc_scan_run_clear (&self->run);
  g_array_unref (self->held);
  g_free (self->scanned);
  g_free (self);
}
