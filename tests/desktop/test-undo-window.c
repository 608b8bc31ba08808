/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: what no panel offers to take back is never passed over in silence: the key says what it is
 * and what it would take back instead; and nothing of somebody who was here before is taken back.
 * Method: as test-anywhere-window.c.
 */
#include "window-seat.h"

#include "main-turn.h"
#include "tc-undo.h"

typedef struct {
  Seat seat;
  gint64 id;       /* of what is shown, which is accepted */
  gint64 taken_id; /* of an emergency that was taken then */
  char *code;      /* (owned): of the first */
  char *taken;     /* (owned): as it is told */
  guint n_open;    /* how much of what was begun isn't answered */
} Work;

static void
begun_cb (Work *work)
{
  work->n_open++;
}

static void
told_cb (Work *work)
{
  work->n_open--;
}

static gpointer
do_nothing (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return NULL;
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  *(gboolean *) data = TRUE;
}

/* Until all that was done has its answer, and what is read of it then: it is on the screen before
 * that. */
static void
wait_answered (Work *work)
{
  gint64 end_us = g_get_monotonic_time () + WAIT_US;
  gboolean read = FALSE;

  while (work->n_open > 0) {
    g_assert_cmpint (g_get_monotonic_time (), <, end_us);
    main_turn ();
  }
  tc_worker_run_async (tc_desk_get_reader (work->seat.desk), do_nothing, NULL, NULL, NULL, NULL,
                       read_cb, &read);
  while (!read) {
    g_assert_cmpint (g_get_monotonic_time (), <, end_us);
    main_turn ();
  }
}

static gint64
has_taker (Work *work)
{
  return tc_room_desk_find (
      work->seat.desk, "SELECT staff_id IS NOT NULL FROM incident WHERE id = ?", work->taken_id);
}

static void
wait_taker (Work *work, gboolean wanted)
{
  gint64 end_us = g_get_monotonic_time () + WAIT_US;

  while (has_taker (work) != wanted) {
    g_assert_cmpint (g_get_monotonic_time (), <, end_us);
    main_turn ();
  }
}

static void
take_emergency (Work *work)
{
  g_autofree char *code = NULL;

  work->taken_id = tc_room_desk_report (work->seat.desk, "Cháy nhà bà Ngọc", TC_PRIORITY_EMERGENCY);
  code = tc_room_desk_dup_code (work->seat.desk, work->taken_id);
  work->taken = g_strdup_printf ("%s taken.", code);
  act (&work->seat, "take-incident", g_variant_new_int64 (work->taken_id));
  wait_taker (work, TRUE);
}

static void
begin (Work *work)
{
  sit_down (&work->seat);
  g_signal_connect_swapped (work->seat.desk, "act-begun", G_CALLBACK (begun_cb), work);
  g_signal_connect_swapped (work->seat.desk, "act-told", G_CALLBACK (told_cb), work);
  work->id = tc_room_desk_report (work->seat.desk, "Xe máy đổ trước chợ", TC_PRIORITY_NOTICE);
  work->code = tc_room_desk_dup_code (work->seat.desk, work->id);
  show_incident (&work->seat, work->id);
  wait_can (&work->seat, "accept", TRUE);
  act (&work->seat, "accept", NULL);
  wait_state (&work->seat, work->id, TC_STATE_ACCEPTED);
  wait_can (&work->seat, "forward", TRUE);
}

static void
end (Work *work)
{
  g_free (work->code);
  g_free (work->taken);
  g_signal_handlers_disconnect_by_data (work->seat.desk, work);
  stand_up (&work->seat);
}

/* As long as nobody can have read what was said. */
static void
read_it (void)
{
  gint64 end_us = g_get_monotonic_time () + TC_UNDO_READ_US;

  while (g_get_monotonic_time () < end_us)
    main_turn ();
}

/* Says that @kind of the first can't be, and what goes then; the emergency is still taken. */
static void
ask (Work *work, const char *kind)
{
  g_autofree char *text = g_strdup_printf (
      "This can't be taken back: %s: %s\nCtrl+Z once more takes"
      " back what was done before: %s",
      work->code, kind, work->taken);

  wait_answered (work);
  act (&work->seat, "undo", NULL);
  wait_shown (&work->seat, text, TRUE);
  g_assert_true (has_taker (work));
}

static void
ask_once_more (Work *work)
{
  g_autofree char *text = g_strconcat ("Taking back: ", work->taken, NULL);

  read_it ();
  act (&work->seat, "undo", NULL);
  wait_shown (&work->seat, text, TRUE);
  wait_taker (work, FALSE);
}

/* ⇧F */
static void
test_forward (void)
{
  Work work = {0};

  begin (&work);
  take_emergency (&work);
  write_and_send (&work.seat, "forward", "Công ty cấp nước");
  wait_state (&work.seat, work.id, TC_STATE_FORWARDED);
  wait_can (&work.seat, "resume", TRUE);
  ask (&work, "Forward");
  ask_once_more (&work);
  end (&work);
}

/* ⇧B; what is done between the two keys is told first. */
static void
test_resume (void)
{
  Work work = {0};

  begin (&work);
  write_and_send (&work.seat, "forward", "Công ty cấp nước");
  wait_state (&work.seat, work.id, TC_STATE_FORWARDED);
  take_emergency (&work);
  wait_can (&work.seat, "resume", TRUE);
  act (&work.seat, "resume", NULL);
  wait_state (&work.seat, work.id, TC_STATE_ACCEPTED);
  wait_can (&work.seat, "resume", FALSE);
  ask (&work, "Go on");
  write_and_send (&work.seat, "note", "đã gọi lại");
  wait_shown (&work.seat, "Note: đã gọi lại", TRUE);
  ask (&work, "Note");
  ask_once_more (&work);
  end (&work);
}

/* What is held was done last, too. */
static void
test_held (void)
{
  Work work = {0};

  begin (&work);
  take_emergency (&work);
  write_and_send (&work.seat, "wait", "Xin cho biết rõ vị trí");
  wait_shown (&work.seat, "goes to its reporters in", TRUE);
  act (&work.seat, "undo", NULL);
  wait_shown (&work.seat, "Nothing was taken back. Esc keeps back what hasn't gone yet: ", TRUE);
  g_assert_true (has_taker (&work));
  wait_state (&work.seat, work.id, TC_STATE_WAITING);
  wait_shown (&work.seat, "Waiting for the reporter: Xin cho biết rõ vị trí", TRUE);
  ask (&work, "Wait for the reporter");
  ask_once_more (&work);
  end (&work);
}

/* In whichever window is in front. */
static void
wait_said (Work *work, GtkWidget *own, const char *text)
{
  gint64 end_us = g_get_monotonic_time () + WAIT_US;

  while (!shows (GTK_WIDGET (work->seat.window), text) && !shows (own, text)) {
    if (g_get_monotonic_time () > end_us)
      g_error ("“%s” never came", text);
    main_turn ();
  }
}

/* From another window it is the same list. */
static void
test_own_window (void)
{
  Work work = {0};
  GtkWidget *own = NULL;

  begin (&work);
  take_emergency (&work);
  act_string (&work.seat, "panel", "journal");
  act (&work.seat, "own-window", NULL);
  own = wait_window_of ("TcPanelWindow");
  act_string (&work.seat, "panel", "incidents");
  write_and_send (&work.seat, "note", "đã gọi lại");
  wait_shown (&work.seat, "Note: đã gọi lại", TRUE);
  wait_answered (&work);
  gtk_widget_activate_action (own, "win.undo", NULL);
  wait_said (&work, own, "Ctrl+Z once more takes back what was done before: ");
  g_assert_true (has_taker (&work));
  read_it ();
  gtk_widget_activate_action (own, "win.undo", NULL);
  wait_taker (&work, FALSE);
  gtk_window_close (GTK_WINDOW (own));
  end (&work);
}

/* Who comes to the desk finds nothing of who was there, nor what is answered only now. */
static void
test_someone_else (void)
{
  static const char *const kinds[] = {"incidents", NULL};
  Work work = {0};

  begin (&work);
  take_emergency (&work);
  tc_room_desk_hold_answers (work.seat.desk, TRUE);
  act (&work.seat, "take", NULL);
  tc_room_desk_change_person (work.seat.desk, kinds);
  wait_can (&work.seat, "undo", TRUE);
  tc_room_desk_hold_answers (work.seat.desk, FALSE);
  wait_shown (&work.seat, "Cháy nhà bà Ngọc", TRUE);
  act (&work.seat, "undo", NULL);
  wait_shown (&work.seat, "There is nothing to undo.", TRUE);
  g_assert_true (has_taker (&work));
  end (&work);
}

/* When it begins to be read. */
static void
crowd_reader_cb (GAction *action, GVariant *target, gpointer data)
{
  TcDesk *desk = data;
  const char *with = NULL;

  g_variant_get_child (target, 1, "&s", &with);
  if (!g_str_equal (with, TC_UNDO_PENDING))
    return;
  tc_room_desk_stop_reading (desk, TRUE);
  for (guint i = 0; i <= TC_WORKER_QUEUE_MAX; i++)
    tc_worker_run_async (tc_desk_get_reader (desk), do_nothing, NULL, NULL, NULL, NULL, NULL, NULL);
}

static void
settled_cb (GAction *action, GVariant *target, gpointer data)
{
  *(gboolean *) data = TRUE;
}

static GAction *
find_action (Work *work, const char *name)
{
  return g_action_map_lookup_action (G_ACTION_MAP (work->seat.window), name);
}

/* What can't be read of what was taken elsewhere isn't pending for good. */
static void
test_unread (void)
{
  Work work = {0};
  gboolean settled = FALSE;
  gint64 end_us;

  begin (&work);
  g_signal_connect (find_action (&work, "undo-offer"), "activate", G_CALLBACK (crowd_reader_cb),
                    work.seat.desk);
  g_signal_connect (find_action (&work, "undo-settle"), "activate", G_CALLBACK (settled_cb),
                    &settled);
  take_emergency (&work);
  end_us = g_get_monotonic_time () + WAIT_US;
  while (!settled) {
    g_assert_cmpint (g_get_monotonic_time (), <, end_us);
    main_turn ();
  }
  tc_room_desk_stop_reading (work.seat.desk, FALSE);
  act (&work.seat, "undo", NULL);
  wait_shown (&work.seat, "This can't be taken back: ", TRUE);
  g_assert_true (has_taker (&work));
  end (&work);
}

int
main (int argc, char **argv)
{
  window_seat_init (&argc, &argv);
  g_test_add_func ("/undo-window/forward", test_forward);
  g_test_add_func ("/undo-window/resume", test_resume);
  g_test_add_func ("/undo-window/held", test_held);
  g_test_add_func ("/undo-window/own-window", test_own_window);
  g_test_add_func ("/undo-window/someone-else", test_someone_else);
  g_test_add_func ("/undo-window/unread", test_unread);
  return window_seat_run ();
}
