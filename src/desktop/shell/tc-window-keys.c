/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Keys; see the header.
 */
#include "tc-window-keys.h"

#include "tc-enter-key.h"
#include "tc-hold-box.h"
#include "tc-picture-viewer.h"
#include "tc-scan-watch.h"

#include <glib/gi18n-lib.h>

static const TcWindowKey window_keys[] = {
    {"win.search", {"<Control>k", NULL}, N_ ("Find or command")},
    {"win.log-call", {"<Control>n", NULL}, N_ ("Log a call")},
    {"win.open-emergency", {"<Control>e", NULL}, N_ ("Open the emergency")},
    {"win.take-emergency", {"<Control>t", NULL}, N_ ("Take the emergency")},
    {"win.merge-emergency", {"<Control>m", NULL}, N_ ("Merge the emergency into what it repeats")},
    {"win.alarm-silence",
     {"<Control><Shift>a", NULL},
     N_ ("Acknowledge what rings: quiet for the room")},
    {"win.panel::overview", {"<Control>1", NULL}, N_ ("Overview")},
    {"win.panel::incidents", {"<Control>2", NULL}, N_ ("Incidents")},
    {"win.panel::cameras", {"<Control>3", NULL}, N_ ("Video wall")},
    {"win.panel::intake", {"<Control>4", NULL}, N_ ("Calls")},
    {"win.panel::alarms", {"<Control>5", NULL}, N_ ("Alarms")},
    {"win.panel::events", {"<Control>6", NULL}, N_ ("Big events")},
    {"win.panel::journal", {"<Control>7", NULL}, N_ ("Duty journal")},
    {"win.panel::tray", {"<Control>8", NULL}, N_ ("What needs attention")},
    {"win.wall-look", {"F4", NULL}, N_ ("Look at what somebody puts on your wall, and back")},
    {"win.offer-take", {"F3", NULL}, N_ ("Do what a bar offers")},
    {"win.offer-away", {"<Shift>F3", NULL}, N_ ("Not now: the bar goes")},
    {"win.sent-read", {"<Control>r", NULL}, N_ ("I have read what was sent without a count")},
    {"win.undo", {"<Control>z", NULL}, N_ ("Take back what was done last"), TRUE},
    {"win.show-units", {"F7", NULL}, N_ ("Units and what they do")},
    {"win.show-roster", {"F8", NULL}, N_ ("Duty roster")},
    {"win.lock", {"<Control>l", NULL}, N_ ("Lock the desk")},
    {"win.own-window", {"<Control><Shift>n", NULL}, N_ ("Panel into a window of its own")},
    {"win.full-screen", {"<Shift>F11", NULL}, N_ ("Full screen")},
    {"win.show-synchronisation", {"F9", NULL}, N_ ("Synchronisation")},
    {"win.guide", {"F1", NULL}, N_ ("Guide")},
    {"win.tour-next", {"F6", NULL}, N_ ("First-day tour: next step")},
    {"win.tour-back", {"<Shift>F6", NULL}, N_ ("First-day tour: the step before")},
    {"win.tour-leave", {"<Control>F6", NULL}, N_ ("First-day tour: leave it")},
    {"win.preferences", {"<Control>comma", NULL}, N_ ("Preferences")},
    {"win.shortcuts", {"<Control>question", NULL}, N_ ("Keys")},
    {"app.quit", {"<Control>q", NULL}, N_ ("Quit")},
};

/* Keys in a column of the window that lists them: at twice the size they still fit the smallest
 * screen. */
#define ROWS_MAX 12
/* Letters in a line there. */
#define LETTERS_MAX 32
/* Whoever types on behind a key that did nothing means words, not commands: until a pause. */
#define DEAF_US (G_USEC_PER_SEC * 3 / 2)
/* A key waits so long at most for what it is about to be read; later it would surprise. */
#define PATIENCE_MS 3000

typedef struct {
  TcPanel *(*get_panel) (gpointer data);
  gpointer data;        /* (unowned): the window, which owns the controller */
  GtkWidget *window;    /* (unowned): likewise */
  TcScanWatch *watch;   /* (owned) */
  guint refused;        /* the key that did nothing */
  gboolean told;        /* that what is typed behind it does nothing either */
  gint64 deaf_until_us; /* monotonic */
  /* One that waits until what is selected has been read. */
  const TcPanelKey *waiting; /* (nullable) */
  guint waiting_keyval;
  GdkModifierType waiting_modifiers;
  TcPanel *waits_at; /* (weak) (nullable) */
  gulong heard;      /* handler at it */
  guint patience;    /* source id */
} Keys;

const TcWindowKey *
tc_window_keys_list (guint *n)
{
  *n = G_N_ELEMENTS (window_keys);
  return window_keys;
}

static gboolean
is_typing (GtkWidget *focus)
{
  return focus && (GTK_IS_EDITABLE (focus) || GTK_IS_TEXT_VIEW (focus));
}

static gboolean
is_letter (guint keyval, GdkModifierType modifiers)
{
  return !(modifiers & ~GDK_SHIFT_MASK) && g_unichar_isprint (gdk_keyval_to_unicode (keyval));
}

/* A letter that can't do anything now says so, and for a while no other is a command: a note that
 * can't be written would be one after the other. */
static void
activate (Keys *keys, TcPanel *panel, const TcPanelKey *key, guint keyval,
          GdkModifierType modifiers)
{
  GtkWidget *window = keys->window;
  g_autofree char *name = g_strconcat ("win.", key->action, NULL);
  g_autofree char *text = NULL;

  if (g_action_group_get_action_enabled (G_ACTION_GROUP (window), key->action) ||
      !is_letter (keyval, modifiers)) {
    gtk_widget_activate_action (window, name, NULL);
    return;
  }
  keys->refused = keyval;
  keys->told = FALSE;
  keys->deaf_until_us = g_get_monotonic_time () + DEAF_US;
  /* Translators: what a key does, which can't be done with what is selected. */
  text = g_strdup_printf (_ ("%s: not possible here now."), _ (key->title));
  tc_panel_say (GTK_WIDGET (panel), text);
}

/* ---- one that waits ---- */

static void
forget_waiting (Keys *keys)
{
  if (keys->waits_at)
    g_clear_signal_handler (&keys->heard, keys->waits_at);
  keys->heard = 0;
  g_clear_weak_pointer (&keys->waits_at);
  g_clear_handle_id (&keys->patience, g_source_remove);
  keys->waiting = NULL;
}

static void
say_not_done (TcPanel *panel, const TcPanelKey *key)
{
  g_autofree char *text = NULL;

  /* Translators: what a key does. */
  text = g_strdup_printf (_ ("%s: not done, what was selected had not been read yet."),
                          _ (key->title));
  tc_panel_say (GTK_WIDGET (panel), text);
}

static void
read_cb (TcPanel *panel, gboolean read, gpointer data)
{
  Keys *keys = data;
  const TcPanelKey *key = keys->waiting;

  forget_waiting (keys);
  if (read && keys->get_panel (keys->data) == panel)
    activate (keys, panel, key, keys->waiting_keyval, keys->waiting_modifiers);
  else
    say_not_done (panel, key);
}

static gboolean
impatient_cb (gpointer data)
{
  Keys *keys = data;

  keys->patience = 0;
  if (keys->waits_at)
    say_not_done (keys->waits_at, keys->waiting);
  forget_waiting (keys);
  return G_SOURCE_REMOVE;
}

/* What somebody presses on the way through a list is meant for what is selected by then, though it
 * isn't read. FALSE: it needs not wait. */
static gboolean
wait_for_read (Keys *keys, TcPanel *panel, const TcPanelKey *key, guint keyval,
               GdkModifierType modifiers)
{
  if (key->needs == TC_PANEL_KEY_NEEDS_NOTHING ||
      (key->needs == TC_PANEL_KEY_NEEDS_STATE &&
       g_action_group_get_action_enabled (G_ACTION_GROUP (keys->window), key->action)) ||
      !tc_panel_read_now (panel))
    return FALSE;
  if (keys->waiting) {
    if (keys->waiting != key)
      say_not_done (panel, key);
    return TRUE;
  }
  keys->waiting = key;
  keys->waiting_keyval = keyval;
  keys->waiting_modifiers = modifiers;
  g_set_weak_pointer (&keys->waits_at, panel);
  keys->heard = g_signal_connect (panel, "read", G_CALLBACK (read_cb), keys);
  keys->patience = g_timeout_add (PATIENCE_MS, impatient_cb, keys);
  return TRUE;
}

/* ---- pressing ---- */

/* The same key again is meant. */
static gboolean
is_deaf (Keys *keys, guint keyval, GdkModifierType modifiers)
{
  gint64 now_us = g_get_monotonic_time ();

  if (now_us >= keys->deaf_until_us || keyval == keys->refused || !is_letter (keyval, modifiers))
    return FALSE;
  keys->deaf_until_us = now_us + DEAF_US;
  return TRUE;
}

static void
tell_deaf (Keys *keys, TcPanel *panel)
{
  if (!keys->told)
    tc_panel_say (GTK_WIDGET (panel), _ ("Keys pressed right behind it did nothing: wait a moment, "
                                         "then press the next one."));
  keys->told = TRUE;
}

static gboolean
is_key (const char *accelerator, guint keyval, GdkModifierType modifiers)
{
  GdkModifierType wanted = 0;
  guint value = 0;

  return gtk_accelerator_parse (accelerator, &value, &wanted) && wanted == modifiers &&
         gdk_keyval_to_lower (keyval) == value;
}

/* The window's that aren't the application's: none of them while one types. */
static gboolean
press_at_rest (GtkWidget *window, guint keyval, GdkModifierType modifiers)
{
  for (guint i = 0; i < G_N_ELEMENTS (window_keys); i++) {
    if (window_keys[i].at_rest && is_key (window_keys[i].accelerators[0], keyval, modifiers))
      return gtk_widget_activate_action (window, window_keys[i].action, NULL);
  }
  return FALSE;
}

/* (nullable). Letters are the entry's while one types. A panel that shows now this, now that may
 * have a key for both: it means what can be done. */
static const TcPanelKey *
find_key (Keys *keys, TcPanel *panel, guint keyval, GdkModifierType modifiers, gboolean typing)
{
  const TcPanelKey *found = NULL;

  for (const TcPanelKey *key = tc_panel_get_keys (panel); key->accelerator; key++) {
    if (!is_key (key->accelerator, keyval, modifiers) || (typing && keyval != GDK_KEY_Escape))
      continue;
    if (g_action_group_get_action_enabled (G_ACTION_GROUP (keys->window), key->action))
      return key;
    found = found ? found : key;
  }
  return found;
}

static gboolean
press (Keys *keys, TcPanel *panel, guint keyval, GdkModifierType modifiers, gboolean typing)
{
  const TcPanelKey *key = find_key (keys, panel, keyval, modifiers, typing);

  if (!typing && is_deaf (keys, keyval, modifiers)) {
    tell_deaf (keys, panel);
    return GDK_EVENT_STOP;
  }
  if (keyval == GDK_KEY_Escape && keys->waiting) {
    forget_waiting (keys);
    return GDK_EVENT_STOP;
  }
  if (keyval == GDK_KEY_Escape && modifiers == 0 && tc_hold_box_keep_back (keys->window))
    return GDK_EVENT_STOP;
  if (key) {
    if (!wait_for_read (keys, panel, key, keyval, modifiers))
      activate (keys, panel, key, keyval, modifiers);
    return GDK_EVENT_STOP;
  }
  return !typing && press_at_rest (keys->window, keyval, modifiers) ? GDK_EVENT_STOP
                                                                    : GDK_EVENT_PROPAGATE;
}

static gboolean
is_typing_in (GtkWidget *window)
{
  return is_typing (gtk_root_get_focus (GTK_ROOT (window)));
}

/* No scanner's: the person's. */
static void
let_go_cb (guint keyval, GdkModifierType modifiers, gpointer data)
{
  Keys *keys = data;
  TcPanel *panel = keys->get_panel (keys->data);

  if (panel && !is_typing_in (keys->window))
    press (keys, panel, keyval, modifiers, FALSE);
}

static gboolean
key_pressed_cb (GtkEventController *controller, guint keyval, guint keycode, GdkModifierType state,
                gpointer data)
{
  Keys *keys = data;
  gboolean typing = is_typing_in (keys->window);
  GdkModifierType modifiers = state & gtk_accelerator_get_default_mod_mask ();
  guint32 at_ms = gtk_event_controller_get_current_event_time (controller);
  TcPanel *panel = keys->get_panel (keys->data);

  if (!panel)
    return GDK_EVENT_PROPAGATE;
  if (!typing && is_letter (keyval, modifiers) &&
      tc_scan_watch_hold (keys->watch, keyval, modifiers, at_ms,
                          find_key (keys, panel, keyval, modifiers, FALSE) != NULL))
    return GDK_EVENT_STOP;
  return press (keys, panel, keyval, modifiers, typing);
}

/* They are the focused row's or button's before they are the window's: behind a key that did
 * nothing they are words, too, and choose nothing. */
static gboolean
captured_cb (GtkEventController *controller, guint keyval, guint keycode, GdkModifierType state,
             gpointer data)
{
  Keys *keys = data;
  gboolean chooses = keyval == GDK_KEY_space || tc_is_enter_key (keyval);
  TcPanel *panel = keys->get_panel (keys->data);

  if (!panel || !chooses || state & gtk_accelerator_get_default_mod_mask () ||
      g_get_monotonic_time () >= keys->deaf_until_us || is_typing_in (keys->window))
    return GDK_EVENT_PROPAGATE;
  tell_deaf (keys, panel);
  return GDK_EVENT_STOP;
}

static void
free_keys (gpointer data, GClosure *closure)
{
  Keys *keys = data;

  forget_waiting (keys);
  tc_scan_watch_free (keys->watch);
  g_free (keys);
}

void
tc_window_keys_add (GtkWidget *window, TcPanel *(*get_panel) (gpointer data), gpointer data)
{
  GtkEventController *controller = gtk_event_controller_key_new ();
  GtkEventController *capture = gtk_event_controller_key_new ();
  Keys *keys = g_new0 (Keys, 1);

  *keys = (Keys){.get_panel = get_panel, .data = data, .window = window};
  gtk_event_controller_set_propagation_phase (capture, GTK_PHASE_CAPTURE);
  g_signal_connect (capture, "key-pressed", G_CALLBACK (captured_cb), keys);
  /* Before the watch's, which is asked first then: the Enter of a scan is its own. */
  gtk_widget_add_controller (window, capture);
  keys->watch = tc_scan_watch_new (window, let_go_cb, keys);
  g_signal_connect_data (controller, "key-pressed", G_CALLBACK (key_pressed_cb), keys, free_keys,
                         0);
  gtk_widget_add_controller (window, controller);
}

/* GtkShortcutsWindow can only be made by a builder at this level of GTK: its XML is put together.
 * What is longer than ROWS_MAX goes on in another column, or on another page: the window doesn't
 * scroll. */
typedef struct {
  GString *xml;      /* (owned) */
  const char *title; /* of the group that keys go into */
  guint n;           /* in it so far */
  guint n_groups;
} List;

static void
begin_group (List *self, const char *title)
{
  g_autofree char *line = g_markup_printf_escaped (
      "<child><object class='GtkShortcutsGroup' id='group-%u'><property name='title'>%s</property>",
      self->n_groups++, title);

  g_string_append (self->xml, line);
  self->title = title;
  self->n = 0;
}

static void
end_group (List *self)
{
  g_string_append (self->xml, "</object></child>");
}

static void
append_key (List *self, const char *title, const char *accelerator)
{
  g_autofree char *line = g_markup_printf_escaped (
      "<child><object class='GtkShortcutsShortcut'><property name='title'>%s</property>"
      "<property name='accelerator'>%s</property></object></child>",
      title, accelerator);

  if (self->n == ROWS_MAX) {
    end_group (self);
    begin_group (self, self->title);
  }
  g_string_append (self->xml, line);
  self->n++;
}

static char *
list_keys (TcPanel *panel)
{
  List list = {g_string_new ("<interface><object class='GtkShortcutsWindow' id='window'>"
                             "<property name='modal'>1</property><child>"
                             "<object class='GtkShortcutsSection'>"
                             "<property name='section-name'>keys</property>"),
               NULL};

  g_string_append_printf (list.xml, "<property name='max-height'>%d</property>", ROWS_MAX);
  if (panel && tc_panel_get_keys (panel)->accelerator) {
    begin_group (&list, _ ("On the selection"));
    for (const TcPanelKey *key = tc_panel_get_keys (panel); key->accelerator; key++)
      append_key (&list, _ (key->title), key->accelerator);
    end_group (&list);
  }
  begin_group (&list, _ ("In the photo window"));
  for (const TcPictureViewerKey *key = tc_picture_viewer_list_keys (); key->accelerator; key++)
    if (key->title)
      append_key (&list, _ (key->title), key->accelerator);
  end_group (&list);
  begin_group (&list, _ ("Everywhere"));
  for (guint i = 0; i < G_N_ELEMENTS (window_keys); i++)
    append_key (&list, _ (window_keys[i].title), window_keys[i].accelerators[0]);
  end_group (&list);
  g_string_append (list.xml, "</object></child></object></interface>");
  return g_string_free (list.xml, FALSE);
}

static TcPanel *
find_panel (GtkWidget *widget)
{
  TcPanel *found = NULL;

  if (TC_IS_PANEL (widget) && gtk_widget_get_child_visible (widget))
    return TC_PANEL (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child && !found;
       child = gtk_widget_get_next_sibling (child))
    found = find_panel (child);
  return found;
}

/* What GTK's window says itself, where GTK has no words of the reader's language for it; and what
 * we say. */
static const char *
find_word (const char *said)
{
  static const char *const words[][2] = {
      {"Shortcuts", N_ ("Keys")},
      {"Search Shortcuts", N_ ("Find a key")},
      {"Search Results", N_ ("Keys that were found")},
      {"No Results Found", N_ ("No such key")},
      {"Try a different search", N_ ("Try other words.")},
  };

  for (guint i = 0; said && i < G_N_ELEMENTS (words); i++) {
    if (g_str_equal (said, words[i][0]))
      return _ (words[i][1]);
  }
  return NULL;
}

static gboolean
is_search_button (GtkWidget *widget)
{
  return GTK_IS_TOGGLE_BUTTON (widget) &&
         g_strcmp0 (gtk_button_get_icon_name (GTK_BUTTON (widget)), "edit-find-symbolic") == 0;
}

static void
say_in_our_words (GtkWidget *widget)
{
  g_autofree char *said = NULL;
  const char *property = GTK_IS_LABEL (widget)          ? "label"
                         : GTK_IS_SEARCH_ENTRY (widget) ? "placeholder-text"
                                                        : NULL;

  if (property)
    g_object_get (widget, property, &said, NULL);
  if (find_word (said))
    g_object_set (widget, property, find_word (said), NULL);
  if (GTK_IS_LABEL (widget) && said && g_utf8_strlen (said, -1) > LETTERS_MAX) {
    gtk_label_set_wrap (GTK_LABEL (widget), TRUE);
    gtk_label_set_max_width_chars (GTK_LABEL (widget), LETTERS_MAX);
  }
  /* Neither shows its name: it can't be seen whether GTK had words for it. */
  if (GTK_IS_SEARCH_ENTRY (widget) || is_search_button (widget))
    gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    _ ("Find a key"), -1);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    say_in_our_words (child);
}

static void
list_columns (GtkWidget *widget, GPtrArray *columns)
{
  if (GTK_IS_SHORTCUTS_GROUP (widget))
    g_ptr_array_add (columns, gtk_widget_get_parent (widget));
  else
    for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
         child = gtk_widget_get_next_sibling (child))
      list_columns (child, columns);
}

/* Each group has a column of its own; GTK puts groups into them in any order as they come. */
static void
put_in_order (GtkBuilder *builder, GtkWidget *window)
{
  g_autoptr (GPtrArray) columns = g_ptr_array_new ();
  g_autoptr (GPtrArray) groups = g_ptr_array_new_with_free_func (g_object_unref);

  list_columns (window, columns);
  for (guint i = 0; i < columns->len; i++) {
    g_autofree char *id = g_strdup_printf ("group-%u", i);
    GtkWidget *group = GTK_WIDGET (gtk_builder_get_object (builder, id));

    g_ptr_array_add (groups, g_object_ref (group));
    gtk_box_remove (GTK_BOX (gtk_widget_get_parent (group)), group);
  }
  for (guint i = 0; i < columns->len; i++)
    gtk_box_append (columns->pdata[i], groups->pdata[i]);
}

void
tc_window_keys_show (GtkWindow *window)
{
  g_autofree char *xml = list_keys (find_panel (GTK_WIDGET (window)));
  g_autoptr (GtkBuilder) builder = gtk_builder_new_from_string (xml, -1);
  GtkWindow *keys = GTK_WINDOW (gtk_builder_get_object (builder, "window"));

  put_in_order (builder, GTK_WIDGET (keys));
  say_in_our_words (GTK_WIDGET (keys));
  gtk_window_set_title (keys, _ ("Keys"));
  gtk_window_set_transient_for (keys, window);
  gtk_window_present (keys);
}
