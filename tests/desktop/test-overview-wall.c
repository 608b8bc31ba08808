/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: letters on the wall are as large as distance and screen ask for, all of them; who may not
 * read everything is told so and shown no zeros; silence greys the figures and says since when; an
 * event list that is looked at doesn't move. Method: sizes by hand; the real window over the
 * control room (tc-room-desk.h), its labels measured as they are drawn.
 */
#include "main-turn.h"
#include "tc-desk-lock.h"
#include "tc-emergency-strip.h"
#include "tc-event-list.h"
#include "tc-own-task-row.h"
#include "tc-style.h"
#include "tc-wall-size.h"
#include "tc-wall-window.h"
#include "window-seat.h"

#include <glib/gstdio.h>
#include <string.h>

static void
test_sizes (void)
{
  static const struct {
    double distance_m;
    double inches;
    int width_px;
    int height_px;
    int letter_px;
  } cases[] = {
      /* The one that is set: 25 mm on a screen 685 mm high are 39.4 lines. */
      {5, 55, 1920, 1080, 40},
      {5, 55, 3840, 2160, 79},
      {8, 55, 1920, 1080, 64},
      {2.5, 55, 1920, 1080, 20},
      {5, 32, 1920, 1080, 68},
      {5, 85, 1366, 768, 19},
      /* Never fewer than twelve lines. */
      {20, 55, 1920, 1080, 90},
      /* What makes no sense counts as what is set. */
      {0, 55, 1920, 1080, 40},
      {-3, 0, 1920, 1080, 40},
      {1e9, 1e9, 1920, 1080, 40},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (tc_wall_letter_px (cases[i].distance_m, cases[i].inches, cases[i].width_px,
                                        cases[i].height_px),
                     ==, cases[i].letter_px);
}

/* ---- the window ---- */

static void
sit_at_overview (Seat *seat, TcDesk *desk)
{
  sit_down_at (seat, desk, "overview", 1366, 768);
}

static TcWallWindow *
find_wall (void)
{
  g_autoptr (GListModel) windows = g_object_ref (gtk_window_get_toplevels ());

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++) {
    g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);
    if (TC_IS_WALL_WINDOW (window))
      return TC_WALL_WINDOW (window);
  }
  return NULL;
}

/* Every label in view, as it is laid out. Returns: how many */
static guint
check_letters (GtkWidget *widget, int letter_px)
{
  guint n = 0;

  if (!gtk_widget_get_mapped (widget))
    return 0;
  if (GTK_IS_LABEL (widget)) {
    PangoContext *context = gtk_widget_get_pango_context (widget);
    const PangoFontDescription *font = pango_context_get_font_description (context);
    int size = pango_font_description_get_size (font);
    if (!pango_font_description_get_size_is_absolute (font))
      size = size * 96 / 72;
    g_assert_cmpint (size / PANGO_SCALE, >=, letter_px);
    n = 1;
  }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    n += check_letters (child, letter_px);
  return n;
}

static void
test_wall (void)
{
  Seat seat = {0};
  TcWallWindow *wall = NULL;

  sit_at_overview (&seat, tc_desk_open (NULL, NULL));
  tc_desk_start (seat.desk);
  tc_room_desk_report (seat.desk, "Cháy nhà bà Ngọc", TC_PRIORITY_EMERGENCY);
  wait_shown (&seat, "Being handled", TRUE);
  act (&seat, "wall-overview", NULL);
  wall = find_wall ();
  g_assert_nonnull (wall);
  wait_shown_in (GTK_WIDGET (wall), "Vi Thanh Ward · not taken", TRUE);
  wait_shown_in (GTK_WIDGET (wall), "Online", TRUE);
  g_assert_false (gtk_window_get_decorated (GTK_WINDOW (wall)));
  g_assert_false (shows (GTK_WIDGET (wall), "Ngọc"));
  g_assert_false (shows (GTK_WIDGET (wall), "30/4"));
  g_assert_cmpint (tc_wall_window_get_letter_px (wall), ==, 40);
  g_assert_cmpuint (check_letters (GTK_WIDGET (wall), 40), >, 15);
  tc_room_desk_set_online (seat.desk, FALSE);
  wait_shown_in (GTK_WIDGET (wall), "NO LINE since", TRUE);
  wait_shown_in (GTK_WIDGET (wall), "nothing new since", TRUE);
  act (&seat, "wall-overview", NULL);
  g_assert_null (find_wall ());
  /* Closed from its own side, it can be opened again; it goes with the window. */
  act (&seat, "wall-overview", NULL);
  gtk_window_close (GTK_WINDOW (find_wall ()));
  g_assert_null (find_wall ());
  act (&seat, "wall-overview", NULL);
  g_assert_nonnull (find_wall ());
  stand_up (&seat);
  g_assert_null (find_wall ());
}

/* Nothing was resolved yet: that is said, in place of dashes. */
static void
test_nothing_counted (void)
{
  Seat seat = {0};

  sit_at_overview (&seat, tc_desk_open (NULL, NULL));
  tc_desk_start (seat.desk);
  wait_shown (&seat, "nothing to count yet", TRUE);
  g_assert_false (shows (GTK_WIDGET (seat.window), "last week –"));
  g_assert_false (shows (GTK_WIDGET (seat.window), "in time –"));
  stand_up (&seat);
}

/* (nullable): the button whose label has @text */
static GtkWidget *
find_button (GtkWidget *widget, const char *text)
{
  const char *label = GTK_IS_BUTTON (widget) ? gtk_button_get_label (GTK_BUTTON (widget)) : NULL;
  GtkWidget *found = label && strstr (label, text) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child && !found;
       child = gtk_widget_get_next_sibling (child))
    found = find_button (child, text);
  return found;
}

static guint
count_rows (GtkWidget *widget, GtkWidget **last)
{
  guint n = 0;

  if (gtk_widget_has_css_class (widget, "wall-row")) {
    *last = widget;
    n = 1;
  }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    n += count_rows (child, last);
  return n;
}

/* The last one is whole, and no other would be. */
static gboolean
fills_room (GtkWidget *wall)
{
  GtkWidget *last = NULL, *room = NULL;
  graphene_rect_t bounds;
  guint n = count_rows (wall, &last);

  room = last ? gtk_widget_get_ancestor (last, GTK_TYPE_VIEWPORT) : NULL;
  return n > 1 && gtk_widget_compute_bounds (last, room, &bounds) &&
         bounds.origin.y + bounds.size.height <= gtk_widget_get_height (room) &&
         bounds.origin.y + bounds.size.height * 2 > gtk_widget_get_height (room);
}

/* As many emergencies as there is room for, once that is known. */
static void
wait_filled (GtkWidget *wall)
{
  gint64 end_us = g_get_monotonic_time () + WAIT_US;

  wait_painted (wall);
  while (!fills_room (wall)) {
    g_assert_cmpint (g_get_monotonic_time (), <, end_us);
    main_turn ();
  }
}

/* Whether a hand's click on its middle comes to it. */
static gboolean
takes_clicks (GtkWidget *button)
{
  GtkWidget *window = GTK_WIDGET (gtk_widget_get_root (button)), *picked = NULL;
  graphene_rect_t bounds;
  graphene_point_t middle;

  g_assert_true (gtk_widget_compute_bounds (button, window, &bounds));
  graphene_rect_get_center (&bounds, &middle);
  picked = gtk_widget_pick (window, middle.x, middle.y, GTK_PICK_DEFAULT);
  return picked && (picked == button || gtk_widget_is_ancestor (picked, button));
}

/* What waits longest is on the wall whatever else comes; how many more there are is said, and leads
 * to all of them at the desk. */
static void
test_many_emergencies (void)
{
  Seat seat = {0};
  GtkWidget *wall = NULL;
  gint64 first = 0;
  g_autofree char *code = NULL, *text = NULL;

  sit_at_overview (&seat, tc_desk_open (NULL, NULL));
  first = tc_room_desk_report (seat.desk, "Cháy nhà bà Ngọc", TC_PRIORITY_EMERGENCY);
  code = tc_room_desk_dup_code (seat.desk, first);
  /* Of today's the number alone. */
  text = g_strdup (strrchr (code, '-') + 1);
  for (guint i = 0; i < 9; i++)
    tc_room_desk_report (seat.desk, "Ngập sâu", TC_PRIORITY_EMERGENCY);
  wait_shown (&seat, "Being handled", TRUE);
  act (&seat, "wall-overview", NULL);
  wall = GTK_WIDGET (find_wall ());
  wait_shown_in (wall, "more emergencies", TRUE);
  g_assert_true (shows (wall, text));
  wait_filled (wall);
  wait_painted (wall);
  g_assert_true (takes_clicks (find_button (wall, "more emergencies")));
  g_assert_false (takes_clicks (find_type (wall, "TcFigure")));
  g_signal_emit_by_name (find_button (wall, "more emergencies"), "clicked");
  wait_shown (&seat, "Emergencies", TRUE);
  stand_up (&seat);
}

/* As GTK would carry it out. FALSE: the window has no such key. */
static gboolean
press_shortcut (GtkWidget *window, const char *accelerator)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (window);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++) {
    g_autoptr (GListModel) one = g_list_model_get_item (controllers, i);
    for (guint k = 0; GTK_IS_SHORTCUT_CONTROLLER (one) && k < g_list_model_get_n_items (one); k++) {
      g_autoptr (GtkShortcut) shortcut = g_list_model_get_item (one, k);
      g_autofree char *key = gtk_shortcut_trigger_to_string (gtk_shortcut_get_trigger (shortcut));
      if (g_str_equal (key, accelerator))
        return gtk_shortcut_action_activate (gtk_shortcut_get_action (shortcut), 0, window,
                                             gtk_shortcut_get_arguments (shortcut));
    }
  }
  return FALSE;
}

static gint64
report_until_in_strip (Seat *seat, const char *title)
{
  TcEmergencyStrip *strip = find_type (GTK_WIDGET (seat->window), "TcEmergencyStrip");
  gint64 id = tc_room_desk_report (seat->desk, title, TC_PRIORITY_EMERGENCY);
  gint64 end_us = g_get_monotonic_time () + WAIT_US;

  while (tc_emergency_strip_get_id (strip) != id) {
    g_assert_cmpint (g_get_monotonic_time (), <, end_us);
    main_turn ();
  }
  return id;
}

/* What stands in the strip at the desk is taken from the wall too, but not of a locked desk. */
static void
test_takes_emergency (void)
{
  Seat seat = {0};
  gint64 id = 0;

  sit_at_overview (&seat, tc_desk_open (NULL, NULL));
  tc_desk_start (seat.desk);
  wait_shown (&seat, "Being handled", TRUE);
  act (&seat, "wall-overview", NULL);
  id = report_until_in_strip (&seat, "Cháy nhà bà Ngọc");
  wait_shown_in (GTK_WIDGET (find_wall ()), "Vi Thanh Ward · not taken", TRUE);
  g_assert_true (press_shortcut (GTK_WIDGET (find_wall ()), "<Control>t"));
  wait_state (&seat, id, TC_STATE_ASSIGNED);
  wait_shown_in (GTK_WIDGET (find_wall ()), "Vi Thanh Ward · not taken", FALSE);
  report_until_in_strip (&seat, "Cháy nhà ông Sơn");
  tc_desk_lock_engage (tc_desk_lock_of (seat.desk));
  g_assert_false (press_shortcut (GTK_WIDGET (find_wall ()), "<Control>t"));
  stand_up (&seat);
}

static void
test_silence (void)
{
  Seat seat = {0};

  sit_at_overview (&seat, tc_desk_open (NULL, NULL));
  tc_desk_start (seat.desk);
  wait_shown (&seat, "by their service levels", TRUE);
  g_assert_false (shows (GTK_WIDGET (seat.window), "since"));
  tc_room_desk_set_online (seat.desk, FALSE);
  wait_shown (&seat, "No line to the server since", TRUE);
  wait_shown (&seat, "nothing new since", TRUE);
  tc_room_desk_set_online (seat.desk, TRUE);
  wait_shown (&seat, "by their service levels", TRUE);
  g_assert_false (shows (GTK_WIDGET (seat.window), "since"));
  stand_up (&seat);
}

/* The contents of what was saved as @name, once it is there. */
static char *
save (Seat *seat, const char *dir, const char *name, gsize *length)
{
  g_autofree char *path = g_build_filename (dir, name, NULL);
  g_autofree char *said = g_strdup_printf ("Saved: %s", name);
  char *content = NULL;

  act_string (seat, "overview-save-as", path);
  wait_shown (seat, said, TRUE);
  g_assert_true (g_file_get_contents (path, &content, length, NULL));
  g_assert_cmpint (g_unlink (path), ==, 0);
  return content;
}

static void
test_save (void)
{
  Seat seat = {0};
  g_autofree char *dir = g_dir_make_tmp (NULL, NULL), *csv = NULL, *png = NULL, *svg = NULL;
  const char *height = NULL;
  gsize length = 0;

  sit_at_overview (&seat, tc_desk_open (NULL, NULL));
  wait_shown (&seat, "by their service levels", TRUE);
  take_list (GTK_WIDGET (seat.window), "newest", "What happened");
  csv = save (&seat, dir, "a.csv", &length);
  g_assert_nonnull (strstr (csv, "\"Being handled\",\"\",8,"));
  png = save (&seat, dir, "a.PNG", &length);
  g_assert_cmpmem (png, 4, "\x89PNG", 4);
  svg = save (&seat, dir, "a.svg", &length);
  g_assert_nonnull (strstr (svg, "<svg"));
  g_assert_cmpuint (length, >, 2000);
  /* The bars stand below the chart, with their numbers. */
  height = strstr (svg, "height=\"");
  g_assert_nonnull (height);
  g_assert_cmpint (g_ascii_strtoll (height + strlen ("height=\""), NULL, 10), >, 700);
  if (g_getenv ("TC_PICTURES")) {
    g_autofree char *path = g_build_filename (g_getenv ("TC_PICTURES"), "figures.png", NULL);
    act_string (&seat, "overview-save-as", path);
    wait_shown (&seat, "Saved: figures.png", TRUE);
  }
  act_string (&seat, "overview-save-as", "/tmp/no-such-kind.exe");
  wait_shown (&seat, "Nothing was saved", TRUE);
  act_string (&seat, "overview-save-as", "/no/such/folder/a.csv");
  wait_shown (&seat, "a.csv could not be saved", TRUE);
  g_rmdir (dir);
  stand_up (&seat);
}

static void
test_unit_officer (void)
{
  Seat seat = {0};
  TcDesk *desk = tc_desk_open (NULL, NULL);

  tc_room_desk_become_unit (desk);
  sit_at_overview (&seat, desk);
  wait_shown (&seat, "1 open task of your unit, 0 overdue, 0 due soon", TRUE);
  wait_shown (&seat, "PA-", TRUE);
  g_assert_false (shows (GTK_WIDGET (seat.window), "Being handled"));
  /* What it shows can be taken away, by the keys of all lists; who reported it stays here. */
  g_assert_false (can (&seat, "overview-save-list"));
  take_list (GTK_WIDGET (seat.window), "own", "Ngã tư 30/4, Phường Vị Thanh");
  stand_up (&seat);
}

/* Before it is late a unit is told, in words. */
static void
test_order_due_soon (void)
{
  gint64 now_us = g_get_real_time ();
  g_autoptr (GArray) messages = g_array_new (FALSE, FALSE, sizeof (TcTaskMessage));
  TcTask task = {.incident_code = (char *) "PA-261126-0001",
                 .title = (char *) "Cây ngã",
                 .state = (char *) "acknowledged",
                 .sent_us = now_us - 90 * G_TIME_SPAN_MINUTE,
                 .due_us = now_us + 30 * G_TIME_SPAN_MINUTE,
                 .acknowledged_us = now_us,
                 .way_us = TC_NONE,
                 .scene_us = TC_NONE,
                 .started_us = TC_NONE,
                 .ended_us = TC_NONE,
                 .messages = messages,
                 .person = {.until_us = TC_NONE}};
  g_autoptr (GtkWidget) row = g_object_ref_sink (tc_own_task_row_new ());
  g_autofree char *early = NULL, *soon = NULL;

  tc_own_task_row_show (TC_OWN_TASK_ROW (row), &task, FALSE, 0, FALSE, "", now_us);
  early = tc_own_task_row_dup_spoken (TC_OWN_TASK_ROW (row));
  g_assert_null (strstr (early, "soon"));
  task.due_us = now_us + 10 * G_TIME_SPAN_MINUTE;
  tc_own_task_row_show (TC_OWN_TASK_ROW (row), &task, FALSE, 0, FALSE, "", now_us);
  soon = tc_own_task_row_dup_spoken (TC_OWN_TASK_ROW (row));
  g_assert_nonnull (strstr (soon, ", soon · "));
}

static gint64
count_steps (Seat *seat, const char *code)
{
  g_autofree char *sql = g_strdup_printf (
      "SELECT count(*) FROM incident_event WHERE code = '%s' AND id > ?", code);

  return tc_room_desk_find (seat->desk, sql, 0);
}

/* At its own desk a unit sees the matter and says what becomes of its order, step by step. */
static void
test_unit_acts (void)
{
  Seat seat = {0};
  TcDesk *desk = tc_desk_open (NULL, NULL);

  tc_room_desk_become_unit (desk);
  sit_at_overview (&seat, desk);
  wait_shown (&seat, "Đèn giao thông", TRUE);
  wait_shown (&seat, "Where: Ngã tư 30/4, Phường Vị Thanh", TRUE);
  wait_can (&seat, "own-knows", TRUE);
  g_assert_false (can (&seat, "own-ends"));
  act (&seat, "own-knows", NULL);
  wait_shown (&seat, "has acknowledged since", TRUE);
  wait_shown (&seat, "sent to the centre.", TRUE);
  wait_can (&seat, "own-knows", FALSE);
  act (&seat, "own-sets-out", NULL);
  wait_shown (&seat, "on the way since", TRUE);
  act (&seat, "own-arrives", NULL);
  wait_shown (&seat, "on scene since", TRUE);
  act (&seat, "own-says", NULL);
  act_string (&seat, "own-write", "Cần thêm biển báo");
  act (&seat, "own-send", NULL);
  wait_shown (&seat, "you: Cần thêm biển báo", TRUE);
  g_assert_cmpint (
      tc_room_desk_find (seat.desk, "SELECT count(*) FROM dispatch WHERE said_us > ?", 0), ==, 1);
  act (&seat, "own-ends", NULL);
  act_string (&seat, "own-write", "Đã thay bóng");
  act (&seat, "own-send", NULL);
  wait_shown (&seat, "0 open tasks of your unit", TRUE);
  g_assert_cmpint (count_steps (&seat, "incident.resolve"), ==, 1);
  g_assert_cmpint (tc_room_desk_find (seat.desk,
                                      "SELECT count(*) FROM task WHERE id > ? AND"
                                      " end_text = 'Đã thay bóng'",
                                      0),
                   ==, 1);
  stand_up (&seat);
}

static char *
make_file (const char *dir, const char *name)
{
  g_autofree char *path = g_build_filename (dir, name, NULL);

  g_assert_true (g_file_set_contents (path, name, -1, NULL));
  return g_filename_to_uri (path, NULL, NULL);
}

static GtkDropTarget *
find_drop_target (GtkWidget *widget)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);
  GtkWidget *child = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++) {
    g_autoptr (GtkEventController) one = g_list_model_get_item (controllers, i);
    if (GTK_IS_DROP_TARGET (one) && gtk_widget_has_css_class (widget, "tasks"))
      return GTK_DROP_TARGET (one);
  }
  for (child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child)) {
    GtkDropTarget *found = find_drop_target (child);
    if (found)
      return found;
  }
  return NULL;
}

/* Whether it was taken where it was let go. */
static gboolean
drop_file (Seat *seat, const char *uri, double y)
{
  GtkDropTarget *target = find_drop_target (GTK_WIDGET (seat->window));
  g_autoptr (GFile) file = g_file_new_for_uri (uri);
  GSList list = {file, NULL};
  g_auto (GValue) value = G_VALUE_INIT;
  gboolean taken = FALSE;

  g_value_init (&value, GDK_TYPE_FILE_LIST);
  g_value_set_boxed (&value, &list);
  g_signal_emit_by_name (target, "drop", &value, 10.0, y, &taken);
  return taken;
}

static void
attach_uri (Seat *seat, const char *uri)
{
  const char *uris[] = {uri, NULL};

  act (seat, "own-attach-uris", g_variant_new_strv (uris, -1));
}

/* A photo goes with an order, chosen or dropped on it. Without a line it waits, which is said; what
 * can't be sent is said too, and nothing can be dropped beside an order or with one that ended. */
static void
test_unit_attaches (void)
{
  Seat seat = {0};
  TcDesk *desk = tc_desk_open (NULL, NULL);
  g_autofree char *dir = g_dir_make_tmp ("tc-own-XXXXXX", NULL);
  g_autofree char *first = make_file (dir, "cầu.txt"), *second = make_file (dir, "hẻm.txt");

  tc_room_desk_become_unit (desk);
  sit_at_overview (&seat, desk);
  wait_can (&seat, "own-attaches", TRUE);
  tc_room_desk_set_online (seat.desk, FALSE);
  attach_uri (&seat, first);
  wait_shown (&seat, "you sent a file: cầu.txt", TRUE);
  wait_shown (&seat, "cầu.txt: waiting to be sent", TRUE);
  wait_shown (&seat, "kept at this desk", TRUE);
  attach_uri (&seat, "file:///nowhere/gone.pdf");
  wait_shown (&seat, "“gone.pdf” was not attached to", TRUE);
  wait_shown (&seat, "“gone.pdf” can't be read", TRUE);
  g_assert_false (drop_file (&seat, second, 100000));
  g_assert_true (drop_file (&seat, second, 4));
  wait_shown (&seat, "you sent a file: hẻm.txt", TRUE);
  gtk_widget_activate_action (find_type (GTK_WIDGET (seat.window), "TcAttachRow"),
                              "attach-row.drop", NULL);
  wait_shown (&seat, "“gone.pdf” can't be read", FALSE);
  g_assert_cmpint (count_steps (&seat, "incident.attach"), ==, 2);
  g_assert_cmpint (tc_room_desk_find (seat.desk, "SELECT count(*) FROM attachment WHERE id > ?", 0),
                   ==, 2);
  act (&seat, "own-returns", NULL);
  act_string (&seat, "own-write", "Xe hỏng");
  act (&seat, "own-send", NULL);
  wait_shown (&seat, "0 open tasks of your unit", TRUE);
  wait_can (&seat, "own-attaches", FALSE);
  g_assert_false (drop_file (&seat, second, 4));
  attach_uri (&seat, second);
  g_assert_cmpint (count_steps (&seat, "incident.attach"), ==, 2);
  stand_up (&seat);
}

/* Given back with a reason; without one it isn't, and nothing typed is lost. Without a line it is
 * kept, and that is said. */
static void
test_unit_gives_back (void)
{
  Seat seat = {0};
  TcDesk *desk = tc_desk_open (NULL, NULL);

  tc_room_desk_become_unit (desk);
  sit_at_overview (&seat, desk);
  wait_can (&seat, "own-returns", TRUE);
  tc_room_desk_set_online (seat.desk, FALSE);
  act (&seat, "own-returns", NULL);
  wait_shown (&seat, "back to the centre: why", TRUE);
  act_string (&seat, "own-write", "Xe hỏng");
  act (&seat, "own-send", NULL);
  wait_shown (&seat, "kept at this desk", TRUE);
  wait_shown (&seat, "0 open tasks of your unit", TRUE);
  g_assert_cmpint (tc_room_desk_find (seat.desk,
                                      "SELECT count(*) FROM incident_event WHERE id > ?"
                                      " AND code = 'incident.return' AND text ="
                                      " 'Busy with another matter. Xe hỏng'",
                                      0),
                   ==, 1);
  stand_up (&seat);
}

/* ---- events ---- */

static void
add_event (GArray *events, gint64 id, const char *title)
{
  TcOverviewEvent event = {.event = {.id = id,
                                     .code = (char *) "incident.accept",
                                     .at_us = g_get_real_time (),
                                     .when_us = TC_NONE},
                           .incident_id = id,
                           .code = (char *) "PA-1",
                           .title = (char *) title};

  g_array_prepend_val (events, event);
}

static GtkWidget *
find_list_box (GtkWidget *widget)
{
  GtkWidget *found = GTK_IS_LIST_BOX (widget) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child && !found;
       child = gtk_widget_get_next_sibling (child))
    found = find_list_box (child);
  return found;
}

static void
test_events_stand_still (void)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *list = g_object_new (TC_TYPE_EVENT_LIST, NULL);
  g_autoptr (GArray) events = g_array_new (FALSE, TRUE, sizeof (TcOverviewEvent));
  GtkWidget *rows = find_list_box (list);
  g_autoptr (GSimpleActionGroup) actions = g_simple_action_group_new ();
  g_autoptr (GSimpleAction) open = g_simple_action_new ("open", G_VARIANT_TYPE_STRING);

  /* What a row would open. */
  g_action_map_add_action (G_ACTION_MAP (actions), G_ACTION (open));
  gtk_widget_insert_action_group (window, "win", G_ACTION_GROUP (actions));
  gtk_window_set_child (GTK_WINDOW (window), list);
  gtk_window_present (GTK_WINDOW (window));
  add_event (events, 1, "first");
  tc_event_list_set (TC_EVENT_LIST (list), events);
  wait_shown_in (list, "first", TRUE);
  gtk_window_set_focus (GTK_WINDOW (window),
                        GTK_WIDGET (gtk_list_box_get_row_at_index (GTK_LIST_BOX (rows), 0)));
  add_event (events, 2, "second");
  add_event (events, 3, "third");
  tc_event_list_set (TC_EVENT_LIST (list), events);
  wait_shown_in (list, "↑ 2 newer", TRUE);
  g_assert_false (shows (list, "third"));
  gtk_window_set_focus (GTK_WINDOW (window), NULL);
  tc_event_list_set (TC_EVENT_LIST (list), events);
  wait_shown_in (list, "third", TRUE);
  g_assert_false (shows (list, "newer"));
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  window_seat_init (&argc, &argv);
  tc_style_load ("light");
  g_test_add_func ("/overview/sizes", test_sizes);
  g_test_add_func ("/overview/wall", test_wall);
  g_test_add_func ("/overview/nothing-counted", test_nothing_counted);
  g_test_add_func ("/overview/many-emergencies", test_many_emergencies);
  g_test_add_func ("/overview/takes-emergency", test_takes_emergency);
  g_test_add_func ("/overview/silence", test_silence);
  g_test_add_func ("/overview/save", test_save);
  g_test_add_func ("/overview/unit-officer", test_unit_officer);
  g_test_add_func ("/overview/order-due-soon", test_order_due_soon);
  g_test_add_func ("/overview/unit-acts", test_unit_acts);
  g_test_add_func ("/overview/unit-attaches", test_unit_attaches);
  g_test_add_func ("/overview/unit-gives-back", test_unit_gives_back);
  g_test_add_func ("/overview/events-stand-still", test_events_stand_still);
  return window_seat_run ();
}
