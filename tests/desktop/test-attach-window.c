/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: files are attached by choosing, dropping and pasting; what can't be attached is told of,
 * and lost by nothing but a person who drops it. Method: as in test-incident-window.c; a stop of
 * the program is a new window over the same outbox and files.
 */
#include "window-seat.h"

#include "main-turn.h"
#include "remove-tree.h"
#include "tc-desk-files.h"
#include "tc-files.h"
#include "tc-picture-viewer.h"
#include "tc-unattached.h"
#include "tc-upload-queue.h"

/* A picture on disk; (transfer full): its address. */
static char *
make_picture (const char *name)
{
  const guint8 pixels[4 * 4 * 3] = {0, (guint8) g_str_hash (name)};
  g_autoptr (GdkTexture) texture = NULL;
  g_autoptr (GBytes) raw = g_bytes_new (pixels, sizeof pixels);
  g_autoptr (GBytes) png = NULL;
  g_autofree char *dir = g_dir_make_tmp ("test-picture-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (dir, name, NULL);

  texture = gdk_memory_texture_new (4, 4, GDK_MEMORY_R8G8B8, raw, 12);
  png = gdk_texture_save_to_png_bytes (texture);
  g_assert_true (g_file_set_contents (path, g_bytes_get_data (png, NULL),
                                      (gssize) g_bytes_get_size (png), NULL));
  return g_filename_to_uri (path, NULL, NULL);
}

static TcPictureViewer *
find_viewer (void)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *at = windows; at; at = at->next)
    if (TC_IS_PICTURE_VIEWER (at->data))
      return at->data;
  return NULL;
}

static GtkWidget *
find_chooser (void)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *at = windows; at; at = at->next)
    if (GTK_IS_FILE_CHOOSER (at->data))
      return at->data;
  return NULL;
}

/* A picture on the clipboard becomes a file; text doesn't; the key opens the chooser. */
static void
test_paste_and_choose (void)
{
  static const guint8 pixels[4 * 4 * 3] = {200, 10};
  Seat seat = {0};
  g_autoptr (GBytes) raw = g_bytes_new_static (pixels, sizeof pixels);
  g_autoptr (GdkTexture) texture = gdk_memory_texture_new (4, 4, GDK_MEMORY_R8G8B8, raw, 12);
  GdkClipboard *clipboard = NULL;
  gint64 end_us = 0;

  sit_down (&seat);
  clipboard = gtk_widget_get_clipboard (GTK_WIDGET (seat.window));
  gdk_clipboard_set_text (clipboard, "cây ngã");
  act (&seat, "paste-file", NULL);
  wait_shown (&seat, "There is no picture and no file to be pasted", TRUE);
  gdk_clipboard_set_texture (clipboard, texture);
  act (&seat, "paste-file", NULL);
  wait_shown (&seat, "File attached: Pasted picture", TRUE);
  wait_shown (&seat, "1 photo or file", TRUE);
  wait_shown (&seat, "1 file to send", TRUE);
  act (&seat, "attach", NULL);
  end_us = g_get_monotonic_time () + WAIT_US;
  while (!find_chooser ()) {
    g_assert_cmpint (g_get_monotonic_time (), <, end_us);
    main_turn ();
  }
  gtk_dialog_response (GTK_DIALOG (find_chooser ()), GTK_RESPONSE_CANCEL);
  while (find_chooser () && gtk_widget_get_visible (find_chooser ()))
    main_turn ();
  stand_up (&seat);
}

static void
press_row (gpointer row, const char *action)
{
  g_assert_nonnull (row);
  g_assert_true (gtk_widget_activate_action (row, action, NULL));
}

/* A picture that no file can be made of. (transfer full) */
static GdkTexture *
make_too_large (void)
{
  const guint width = 1000001; /* PNG's reader and writer take a million */
  g_autoptr (GBytes) raw = g_bytes_new_take (g_malloc0 (width * 3), width * 3);

  return gdk_memory_texture_new ((int) width, 1, GDK_MEMORY_R8G8B8, raw, width * 3);
}

static void
paste (Seat *seat, GdkTexture *texture)
{
  gdk_clipboard_set_texture (gtk_widget_get_clipboard (GTK_WIDGET (seat->window)), texture);
  act (seat, "paste-file", NULL);
}

static gpointer
find_row (Seat *seat)
{
  return find_type (GTK_WIDGET (seat->window), "TcAttachRow");
}

/* It goes once it is told that the file is kept, after the file is shown. */
static void
wait_no_row (Seat *seat)
{
  gint64 end_us = g_get_monotonic_time () + WAIT_US;

  while (find_row (seat)) {
    g_assert_cmpint (g_get_monotonic_time (), <, end_us);
    main_turn ();
  }
}

static gpointer
count_rows (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) list = tc_unattached_list (db, 0);

  *(guint *) data = list->len;
  return NULL;
}

static void
counted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  *(gboolean *) data = TRUE;
}

/* Until the outbox has that many of what @func counts. */
static void
wait_count (Seat *seat, TcWorkFunc func, guint expected)
{
  gint64 end_us = g_get_monotonic_time () + WAIT_US;
  guint n = G_MAXUINT;

  while (n != expected) {
    gboolean counted = FALSE;

    g_assert_cmpint (g_get_monotonic_time (), <, end_us);
    tc_desk_run_outbox_async (seat->desk, func, &n, NULL, NULL, counted_cb, &counted);
    while (!counted)
      g_main_context_iteration (NULL, TRUE);
  }
}

/* What is kept on this desk's disk because it could not be attached. */
static void
wait_kept (Seat *seat, guint expected)
{
  wait_count (seat, count_rows, expected);
}

/* The window is closed and opened anew, as after a stop of the program. */
static void
sit_again (Seat *seat)
{
  TcDesk *desk = seat->desk;

  tc_window_end (seat->window);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  sit_down_at (seat, desk, NULL, 1920, 1080);
  wait_shown (seat, "Ngập sâu hẻm 3", TRUE);
}

/* A picture that no file can be made of is told of and kept: it can be tried again as often as one
 * likes, from elsewhere and later too, and goes only when it is dropped; then the keyboard has a
 * place. */
static void
test_paste_too_large (void)
{
  Seat seat = {0};
  g_autoptr (GdkTexture) texture = make_too_large ();
  gint64 other = 0;

  sit_down (&seat);
  paste (&seat, texture);
  wait_shown (&seat, "was not attached to PA-", TRUE);
  wait_shown (&seat, "The picture can't be made a file", TRUE);
  g_assert_false (shows (GTK_WIDGET (seat.window), "It could not be kept on the disk"));
  wait_kept (&seat, 1);
  press_row (find_row (&seat), "attach-row.try-again");
  wait_shown (&seat, "It is being tried again…", TRUE);
  press_row (find_row (&seat), "attach-row.drop");
  wait_shown (&seat, "The picture can't be made a file", TRUE);
  other = tc_room_desk_report (seat.desk, "Cột điện nghiêng", TC_PRIORITY_NOTICE);
  show_incident (&seat, other);
  wait_shown (&seat, "was not attached to PA-", TRUE);
  sit_again (&seat);
  wait_shown (&seat, "was not attached to PA-", TRUE);
  wait_shown (&seat, "The picture can't be made a file", TRUE);
  press_row (find_row (&seat), "attach-row.try-again");
  wait_shown (&seat, "It is being tried again…", TRUE);
  wait_shown (&seat, "The picture can't be made a file", TRUE);
  wait_kept (&seat, 1);
  gtk_widget_grab_focus (find_row (&seat));
  press_row (find_row (&seat), "attach-row.drop");
  wait_shown (&seat, "was not attached", FALSE);
  g_assert_true (is_at_list (&seat));
  wait_kept (&seat, 0);
  sit_again (&seat);
  g_assert_null (find_row (&seat));
  stand_up (&seat);
}

/* What was refused is on the disk with the reason; later it is attached, once, and gone there. */
static void
test_refused (void)
{
  static const guint8 pixels[4 * 4 * 3] = {90, 10};
  Seat seat = {0};
  g_autoptr (GBytes) raw = g_bytes_new_static (pixels, sizeof pixels);
  g_autoptr (GdkTexture) texture = gdk_memory_texture_new (4, 4, GDK_MEMORY_R8G8B8, raw, 12);

  sit_down (&seat);
  tc_room_desk_refuse_next (seat.desk, "people.not-permitted");
  paste (&seat, texture);
  wait_shown (&seat, "was not attached to PA-", TRUE);
  wait_kept (&seat, 1);
  sit_again (&seat);
  wait_shown (&seat, "was not attached to PA-", TRUE);
  tc_room_desk_refuse_next (seat.desk, "incident.unknown");
  press_row (find_row (&seat), "attach-row.try-again");
  wait_shown (&seat, "It is being tried again…", TRUE);
  wait_shown (&seat, "It is being tried again…", FALSE);
  wait_kept (&seat, 1);
  press_row (find_row (&seat), "attach-row.try-again");
  wait_shown (&seat, "File attached: Pasted picture", TRUE);
  wait_shown (&seat, "was not attached", FALSE);
  wait_kept (&seat, 0);
  wait_shown (&seat, "1 photo or file", TRUE);
  stand_up (&seat);
}

static gpointer
count_uploads (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) list = tc_upload_queue_list (db);

  *(guint *) data = list->len;
  return NULL;
}

static gint64
count_attached (Seat *seat)
{
  return tc_room_desk_find (seat->desk, "SELECT count (*) FROM attachment WHERE id > ?", 0);
}

/* Where it isn't known what became of a try the next one is of the same file: it is attached once,
 * whichever it was. */
static void
test_doubted (gconstpointer done)
{
  Seat seat = {0};
  g_autofree char *picture = make_picture ("cột điện.png");
  const char *uris[] = {picture, NULL};
  gint64 before = 0;

  sit_down (&seat);
  before = count_attached (&seat);
  tc_room_desk_doubt_next (seat.desk, done != NULL);
  act (&seat, "attach-uris", g_variant_new_strv (uris, -1));
  wait_shown (&seat, "It is not known whether this was kept", TRUE);
  wait_kept (&seat, 1);
  g_assert_cmpint (count_attached (&seat), ==, before + (done ? 1 : 0));
  press_row (find_row (&seat), "attach-row.try-again");
  wait_shown (&seat, "File attached: cột điện.png", TRUE);
  wait_shown (&seat, "was not attached", FALSE);
  wait_kept (&seat, 0);
  g_assert_cmpint (count_attached (&seat), ==, before + 1);
  wait_shown (&seat, "1 photo or file", TRUE);
  wait_shown (&seat, "1 file to send", TRUE);
  stand_up (&seat);
}

/* What is dropped then isn't attached by the next start of the program either. */
static void
test_doubted_dropped (void)
{
  Seat seat = {0};
  g_autofree char *picture = make_picture ("mái tôn.png");
  const char *uris[] = {picture, NULL};

  sit_down (&seat);
  tc_room_desk_doubt_next (seat.desk, FALSE);
  act (&seat, "attach-uris", g_variant_new_strv (uris, -1));
  wait_shown (&seat, "It is not known whether this was kept", TRUE);
  wait_count (&seat, count_uploads, 1);
  press_row (find_row (&seat), "attach-row.drop");
  wait_kept (&seat, 0);
  wait_count (&seat, count_uploads, 0);
  wait_shown (&seat, "file to send", FALSE);
  stand_up (&seat);
}

static gpointer
make_old (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  tc_database_execute (db, "UPDATE unattached SET given_us = 1", NULL);
  return NULL;
}

/* What nobody comes back to goes while the program runs, on the disk and here. */
static void
test_forgotten (void)
{
  Seat seat = {0};
  g_autoptr (GdkTexture) texture = make_too_large ();

  sit_down (&seat);
  paste (&seat, texture);
  wait_shown (&seat, "was not attached to PA-", TRUE);
  wait_kept (&seat, 1);
  tc_files_forget_now (tc_files_of (seat.desk));
  wait_kept (&seat, 1);
  g_assert_nonnull (find_row (&seat));
  tc_desk_run_outbox_async (seat.desk, make_old, NULL, NULL, NULL, NULL, NULL);
  tc_files_forget_now (tc_files_of (seat.desk));
  wait_shown (&seat, "was not attached", FALSE);
  g_assert_null (find_row (&seat));
  wait_kept (&seat, 0);
  stand_up (&seat);
}

/* After a stop of the program the file is held before anything is tidied away. */
static void
test_restart (void)
{
  Seat seat = {0};
  g_autoptr (GdkTexture) texture = make_too_large ();
  g_autofree char *dir = g_dir_make_tmp ("test-attach-XXXXXX", NULL);

  sit_down_at (&seat, tc_desk_open (dir, NULL), NULL, 1920, 1080);
  wait_shown (&seat, "Take", TRUE);
  paste (&seat, texture);
  wait_shown (&seat, "was not attached to PA-", TRUE);
  wait_kept (&seat, 1);
  stand_up (&seat);

  sit_down_at (&seat, tc_desk_open (dir, NULL), NULL, 1920, 1080);
  wait_shown (&seat, "The picture can't be made a file", TRUE);
  tc_files_set_quota (tc_files_of (seat.desk), 1);
  tc_files_tidy_now (tc_files_of (seat.desk));
  press_row (find_row (&seat), "attach-row.try-again");
  wait_shown (&seat, "It is being tried again…", TRUE);
  wait_shown (&seat, "It is being tried again…", FALSE);
  g_assert_true (shows (GTK_WIDGET (seat.window), "The picture can't be made a file"));
  press_row (find_row (&seat), "attach-row.drop");
  wait_kept (&seat, 0);
  stand_up (&seat);
  remove_tree (dir);
}

/* What is of one person is shown to nobody else. */
static void
test_other_person (void)
{
  Seat seat = {0};
  g_autoptr (GdkTexture) texture = make_too_large ();

  sit_down (&seat);
  paste (&seat, texture);
  wait_shown (&seat, "was not attached to PA-", TRUE);
  wait_kept (&seat, 1);
  tc_desk_sign_out (seat.desk);
  wait_shown (&seat, "was not attached", FALSE);
  g_assert_null (find_row (&seat));
  wait_kept (&seat, 1);
  stand_up (&seat);
}

/* What is attached without a line is seen at once, waits, and is looked at. What can't be read is
 * attached to where it was given as soon as it can. */
static void
test_attach (void)
{
  Seat seat = {0};
  g_autofree char *first = make_picture ("cây ngã.png"), *second = make_picture ("dây điện.png");
  g_autofree char *dir = g_dir_make_tmp ("test-later-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (dir, "gone.pdf", NULL);
  g_autofree char *later = g_filename_to_uri (path, NULL, NULL);
  const char *uris[] = {first, second, later, NULL};
  TcPictureViewer *viewer = NULL;

  sit_down (&seat);
  g_assert_false (can (&seat, "view-photos"));
  act (&seat, "attach-uris", g_variant_new_strv (uris, -1));
  wait_shown (&seat, "2 photos and files", TRUE);
  wait_shown (&seat, "waiting to be sent", TRUE);
  wait_shown (&seat, "2 files to send", TRUE);
  wait_shown (&seat, "“gone.pdf” can't be read", TRUE);
  g_assert_true (g_file_set_contents (path, "%PDF-1.4", -1, NULL));
  press_row (find_row (&seat), "attach-row.try-again");
  wait_shown (&seat, "“gone.pdf” can't be read", FALSE);
  wait_shown (&seat, "3 photos and files", TRUE);
  wait_no_row (&seat);
  wait_can (&seat, "view-photos", TRUE);
  act (&seat, "view-photos", NULL);
  viewer = find_viewer ();
  g_assert_nonnull (viewer);
  g_assert_cmpuint (tc_picture_viewer_get_position (viewer), ==, 0);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (viewer), "viewer.next", NULL));
  g_assert_cmpuint (tc_picture_viewer_get_position (viewer), ==, 1);
  gtk_widget_activate_action (GTK_WIDGET (viewer), "viewer.next", NULL);
  g_assert_cmpuint (tc_picture_viewer_get_position (viewer), ==, 1);
  gtk_widget_activate_action (GTK_WIDGET (viewer), "viewer.full-size", NULL);
  gtk_widget_activate_action (GTK_WIDGET (viewer), "viewer.close", NULL);
  g_assert_null (find_viewer ());
  stand_up (&seat);
}

int
main (int argc, char **argv)
{
  window_seat_init (&argc, &argv);
  g_test_add_func ("/attach-window/paste-and-choose", test_paste_and_choose);
  g_test_add_func ("/attach-window/paste-too-large", test_paste_too_large);
  g_test_add_func ("/attach-window/refused", test_refused);
  g_test_add_data_func ("/attach-window/doubted-done", GINT_TO_POINTER (TRUE), test_doubted);
  g_test_add_data_func ("/attach-window/doubted-not-done", NULL, test_doubted);
  g_test_add_func ("/attach-window/doubted-dropped", test_doubted_dropped);
  g_test_add_func ("/attach-window/forgotten", test_forgotten);
  g_test_add_func ("/attach-window/restart", test_restart);
  g_test_add_func ("/attach-window/other-person", test_other_person);
  g_test_add_func ("/attach-window/attach", test_attach);
  return window_seat_run ();
}
