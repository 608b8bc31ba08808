/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sitting at a window; see the header.
 */
#include "window-seat.h"

#include "main-turn.h"
#include "tc-row-list.h"
#include "tc-style.h"
#include "tc-verb-button.h"

#include <glib/gstdio.h>
#include <string.h>

static GtkApplication *app; /* (owned): one for the process */
static gint64 patience_us;  /* 0: words are waited for */

/* @label may have numbers of messages in it: §NUMBER§. */
static gboolean
says (const char *label, const char *text)
{
  g_auto (GStrv) parts = NULL;
  g_autoptr (GString) plain = NULL;

  if (strstr (label, text))
    return TRUE;
  if (!strstr (label, "§"))
    return FALSE;
  parts = g_strsplit (label, "§", -1);
  plain = g_string_new (NULL);
  for (guint i = 0; parts[i]; i++)
    if (i % 2 == 0)
      g_string_append (plain, parts[i]);
  return strstr (plain->str, text) != NULL;
}

const char *
get_shown_text (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget))
    return gtk_label_get_text (GTK_LABEL (widget));
  return GTK_IS_INSCRIPTION (widget) ? gtk_inscription_get_text (GTK_INSCRIPTION (widget)) : NULL;
}

/* Whether @widget or something visible in it shows @text. */
gboolean
shows (GtkWidget *widget, const char *text)
{
  const char *shown = get_shown_text (widget);

  if (!gtk_widget_get_mapped (widget))
    return FALSE;
  if (shown && says (shown, text))
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child)) {
    if (shows (child, text))
      return TRUE;
  }
  return FALSE;
}

void
window_seat_be_patient (gint64 for_us)
{
  patience_us = for_us;
}

static void
wait_patiently (void)
{
  gint64 end_us = g_get_monotonic_time () + patience_us;

  while (g_get_monotonic_time () < end_us)
    main_turn ();
}

void
wait_shown_in (GtkWidget *widget, const char *text, gboolean shown)
{
  gint64 end_us = g_get_monotonic_time () + WAIT_US;

  if (patience_us > 0) {
    wait_patiently ();
    return;
  }
  while (shows (widget, text) != shown) {
    if (g_get_monotonic_time () > end_us)
      g_error ("“%s” %s", text, shown ? "never came" : "never went");
    main_turn ();
  }
}

void
wait_shown (Seat *seat, const char *text, gboolean shown)
{
  wait_shown_in (GTK_WIDGET (seat->window), text, shown);
}

static void
painted_cb (GdkFrameClock *clock, gpointer data)
{
  ++*(guint *) data;
}

/* The first may have been under way. */
void
wait_painted (GtkWidget *window)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (window);
  gint64 end_us = g_get_monotonic_time () + WAIT_US;
  guint painted = 0;
  gulong id = g_signal_connect (clock, "after-paint", G_CALLBACK (painted_cb), &painted);

  gtk_widget_queue_resize (window);
  while (painted < 2) {
    g_assert_cmpint (g_get_monotonic_time (), <, end_us);
    gtk_widget_queue_draw (window);
    main_turn ();
  }
  g_signal_handler_disconnect (clock, id);
}

/* The queue itself: what is like the incident shown stands in the context too. */
GtkWidget *
find_list (GtkWidget *widget)
{
  gboolean is_list = TC_IS_ROW_LIST (widget);
  GtkWidget *found = is_list ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child && !found;
       child = gtk_widget_get_next_sibling (child))
    found = find_list (child);
  return found;
}

/* Likewise in the queue. */
void
wait_listed (Seat *seat, const char *text, gboolean shown)
{
  gint64 end_us = g_get_monotonic_time () + WAIT_US;

  while (shows (find_list (GTK_WIDGET (seat->window)), text) != shown) {
    if (g_get_monotonic_time () > end_us)
      g_error ("“%s” %s in the list", text, shown ? "never came" : "never went");
    main_turn ();
  }
}

gpointer
find_type (GtkWidget *widget, const char *type)
{
  GtkWidget *found = g_str_equal (G_OBJECT_TYPE_NAME (widget), type) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child && !found;
       child = gtk_widget_get_next_sibling (child))
    found = find_type (child, type);
  return found;
}

gpointer
find_window_of (const char *type)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++) {
    g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

    if (g_str_equal (G_OBJECT_TYPE_NAME (window), type))
      return window;
  }
  return NULL;
}

gpointer
wait_window_of (const char *type)
{
  gint64 end_us = g_get_monotonic_time () + WAIT_US;

  while (!find_window_of (type)) {
    if (g_get_monotonic_time () > end_us)
      g_error ("no %s came", type);
    main_turn ();
  }
  return find_window_of (type);
}

void
act (Seat *seat, const char *action, GVariant *target)
{
  g_assert_true (g_action_group_has_action (G_ACTION_GROUP (seat->window), action));
  g_action_group_activate_action (G_ACTION_GROUP (seat->window), action, target);
}

void
act_string (Seat *seat, const char *action, const char *target)
{
  act (seat, action, g_variant_new_string (target));
}

gboolean
can (Seat *seat, const char *action)
{
  return g_action_group_get_action_enabled (G_ACTION_GROUP (seat->window), action);
}

void
sit_down_at (Seat *seat, TcDesk *desk, const char *panel, int width, int height)
{
  const TcWindowStart start = {.panel = panel};

  g_assert_nonnull (desk);
  seat->desk = desk;
  seat->window = tc_window_new (app, seat->desk, &start);
  gtk_window_set_default_size (GTK_WINDOW (seat->window), width, height);
  gtk_window_present (GTK_WINDOW (seat->window));
}

void
sit_down (Seat *seat)
{
  sit_down_at (seat, tc_desk_open (NULL, NULL), NULL, 1920, 1080);
  wait_shown (seat, "Ngập sâu hẻm 3", TRUE);
  /* The first one, which is the latest to be late, is shown from the start. */
  wait_shown (seat, "Take", TRUE);
}

void
stand_up (Seat *seat)
{
  tc_window_end (seat->window);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  tc_desk_stop (seat->desk);
  g_object_unref (seat->desk);
}

/* Waits until @action can be done, or can't. */
void
wait_can (Seat *seat, const char *action, gboolean able)
{
  gint64 end_us = g_get_monotonic_time () + WAIT_US;

  while (can (seat, action) != able) {
    g_assert_cmpint (g_get_monotonic_time (), <, end_us);
    main_turn ();
  }
}

/* Whether a menu has that, opened or not. */
static gboolean
offers (GtkWidget *widget, const char *text)
{
  gboolean found = GTK_IS_LABEL (widget) &&
                   g_str_equal (gtk_label_get_label (GTK_LABEL (widget)), text);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child && !found;
       child = gtk_widget_get_next_sibling (child))
    found = offers (child, text);
  return found;
}

void
wait_in_menu (Seat *seat, const char *text, gboolean offered)
{
  gint64 end_us = g_get_monotonic_time () + WAIT_US;

  while (offers (GTK_WIDGET (seat->window), text) != offered) {
    if (g_get_monotonic_time () > end_us)
      g_error ("“%s” %s in a menu", text, offered ? "never came" : "never went");
    main_turn ();
  }
}

void
wait_merged (Seat *seat, gint64 incident_id, gint64 into_id)
{
  g_autofree char *code = tc_room_desk_dup_code (seat->desk, incident_id);
  g_autofree char *into = tc_room_desk_dup_code (seat->desk, into_id);
  g_autofree char *text = g_strdup_printf ("%s merged into %s.", code, into);

  wait_shown (seat, text, TRUE);
}

gboolean
is_at_list (Seat *seat)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (seat->window));
  GtkWidget *list = find_list (GTK_WIDGET (seat->window));

  return focus && (focus == list || gtk_widget_is_ancestor (focus, list));
}

void
write_and_send (Seat *seat, const char *action, const char *text)
{
  act (seat, action, NULL);
  act_string (seat, "write", text);
  act (seat, "send", NULL);
}

GtkWidget *
find_control (GtkWidget *form, const char *label)
{
  GtkGrid *grid = find_type (form, "GtkGrid");

  for (int row = 0; gtk_grid_get_child_at (grid, 0, row); row++) {
    GtkLabel *name = GTK_LABEL (gtk_grid_get_child_at (grid, 0, row));
    if (g_str_equal (gtk_label_get_label (name), label))
      return gtk_grid_get_child_at (grid, 1, row);
  }
  g_assert_not_reached ();
}

void
choose_rows (Seat *seat, guint from, guint n)
{
  TcRowList *list = TC_ROW_LIST (find_list (GTK_WIDGET (seat->window)));

  gtk_selection_model_select_range (tc_row_list_get_model (list), from, n, TRUE);
}

gboolean
is_grouped (Seat *seat, const char *by)
{
  g_autoptr (GVariant)
      state = g_action_group_get_action_state (G_ACTION_GROUP (seat->window), "group");

  return g_str_equal (g_variant_get_string (state, NULL), by);
}

void
group_by (Seat *seat, const char *by)
{
  g_action_group_change_action_state (G_ACTION_GROUP (seat->window), "group",
                                      g_variant_new_string (by));
}

/* Names are read a moment after one is saved. */
void
choose_saved (Seat *seat, const char *name)
{
  gint64 end_us = g_get_monotonic_time () + WAIT_US;

  do {
    act_string (seat, "saved-filter-named", name);
    main_turn ();
    g_assert_cmpint (g_get_monotonic_time (), <, end_us);
  } while (!is_grouped (seat, "priority"));
}

static gboolean
is_of_verb (GtkWidget *widget, const char *verb)
{
  g_autofree char *said = NULL;

  if (!TC_IS_VERB_BUTTON (widget) || !gtk_widget_is_sensitive (widget))
    return FALSE;
  g_object_get (widget, "verb", &said, NULL);
  return g_strcmp0 (said, verb) == 0;
}

gboolean
click_verb (GtkWidget *widget, const char *verb)
{
  if (!gtk_widget_get_mapped (widget))
    return FALSE;
  if (is_of_verb (widget, verb)) {
    g_signal_emit_by_name (widget, "clicked");
    return TRUE;
  }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    if (click_verb (child, verb))
      return TRUE;
  return FALSE;
}

static gboolean
is_whole_pdf (const char *path)
{
  g_autofree char *bytes = NULL;
  gsize size = 0;

  return g_file_get_contents (path, &bytes, &size, NULL) && size > 1000 &&
         g_str_has_prefix (bytes, "%PDF") && g_strstr_len (bytes + size - 8, 8, "%%EOF");
}

void
print_to (Seat *seat, const char *action, const char *name)
{
  g_autofree char *full = g_strconcat ("win.", action, NULL);

  print_from (GTK_WIDGET (seat->window), full, name);
}

void
take_list (GtkWidget *window, const char *prefix, const char *text)
{
  g_autofree char *dir = g_dir_make_tmp ("test-list-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (dir, "list.csv", NULL);
  g_autofree char *save = g_strconcat ("win.", prefix, "-save-list-to", NULL);
  g_autofree char *print = g_strconcat ("win.", prefix, "-print-list-to", NULL);
  gint64 late_us = g_get_monotonic_time () + WAIT_US;
  g_autofree char *table = NULL;

  do {
    g_clear_pointer (&table, g_free);
    g_assert_true (gtk_widget_activate_action (window, save, "s", path));
    for (gint64 end_us = g_get_monotonic_time () + G_TIME_SPAN_SECOND / 10;
         g_get_monotonic_time () < end_us;)
      main_turn ();
    g_assert_cmpint (g_get_monotonic_time (), <, late_us);
  } while (!g_file_get_contents (path, &table, NULL, NULL) || !strstr (table, text));
  print_from (window, print, "list.pdf");
}

/* What PREFIX-save-chart-to writes as @path, once it is whole. (transfer full) */
static char *
save_chart (GtkWidget *window, const char *prefix, const char *path, const char *end, gsize *length)
{
  g_autofree char *save = g_strconcat ("win.", prefix, "-save-chart-to", NULL);
  gint64 late_us = g_get_monotonic_time () + WAIT_US;
  char *content = NULL;

  g_assert_true (gtk_widget_activate_action (window, save, "s", path));
  while (!g_file_get_contents (path, &content, length, NULL) || *length < 8 ||
         !g_strstr_len (content + *length - 8, 8, end)) {
    g_clear_pointer (&content, g_free);
    g_assert_cmpint (g_get_monotonic_time (), <, late_us);
    main_turn ();
  }
  return content;
}

void
take_chart (GtkWidget *window, const char *prefix)
{
  g_autofree char *dir = g_dir_make_tmp ("test-chart-XXXXXX", NULL);
  const char *kept = g_getenv ("TC_PICTURES");
  g_autofree char *name = g_strconcat (prefix, "-chart.png", NULL);
  g_autofree char *png_path = g_build_filename (kept ? kept : dir, name, NULL);
  g_autofree char *svg_path = g_build_filename (dir, "a.SVG", NULL);
  gsize length = 0;
  g_autofree char *png = save_chart (window, prefix, png_path, "IEND", &length);
  g_autofree char *svg = NULL;

  g_assert_cmpmem (png, 4, "\x89PNG", 4);
  svg = save_chart (window, prefix, svg_path, "</svg>", &length);
  g_assert_nonnull (strstr (svg, "<svg"));
  g_assert_cmpuint (length, >, 5000);
}

void
print_from (GtkWidget *window, const char *action, const char *name)
{
  g_autofree char *path = g_build_filename (g_get_user_cache_dir (), name, NULL);
  gint64 end_us = g_get_monotonic_time () + WAIT_US;

  g_assert_cmpint (g_mkdir_with_parents (g_get_user_cache_dir (), 0700), ==, 0);
  g_unlink (path);
  g_assert_true (gtk_widget_activate_action (window, action, "s", path));
  while (!is_whole_pdf (path)) {
    g_assert_cmpint (g_get_monotonic_time (), <, end_us);
    main_turn ();
  }
  g_unlink (path);
}

void
window_seat_init (int *argc, char ***argv)
{
  g_autoptr (GError) error = NULL;

  gtk_test_init (argc, argv, NULL);
  app = g_object_new (ADW_TYPE_APPLICATION, "application-id", "io.github.toancanh.Test", "flags",
                      G_APPLICATION_NON_UNIQUE, NULL);
  g_application_register (G_APPLICATION (app), NULL, &error);
  g_assert_no_error (error);
  tc_style_register ();
  tc_style_load ("dark");
}

int
window_seat_run (void)
{
  int failed = g_test_run ();

  g_clear_object (&app);
  return failed;
}

void
show_incident (Seat *seat, gint64 id)
{
  g_autofree char *target = g_strdup_printf ("%" G_GINT64_FORMAT, id);

  act_string (seat, "open", target);
}

void
wait_state (Seat *seat, gint64 id, TcIncidentState state)
{
  gint64 end_us = g_get_monotonic_time () + WAIT_US;

  while (tc_room_desk_get_incident_state (seat->desk, id) != state) {
    g_assert_cmpint (g_get_monotonic_time (), <, end_us);
    main_turn ();
  }
}

GtkDropDown *
find_choice (GtkWidget *widget)
{
  if (!gtk_widget_get_mapped (widget))
    return NULL;
  if (GTK_IS_DROP_DOWN (widget))
    return GTK_DROP_DOWN (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child)) {
    GtkDropDown *found = find_choice (child);
    if (found)
      return found;
  }
  return NULL;
}
