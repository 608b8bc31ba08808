/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: a list of the queue is kept under a name, for oneself or for others, called otherwise,
 * deleted. Method: as in test-incident-window.c.
 */
#include "window-seat.h"

/* A list is saved under a name, for oneself or for all, chosen again, deleted and brought back. */
static void
test_saved (void)
{
  Seat seat = {0};

  sit_down (&seat);
  act_string (&seat, "find-text", "ngập sâu");
  wait_shown (&seat, "1 found", TRUE);
  group_by (&seat, "priority");
  write_and_send (&seat, "save-filter", "Ngập");
  wait_shown (&seat, "Saved: Ngập", TRUE);
  group_by (&seat, "none");
  act_string (&seat, "find-text", "");
  wait_listed (&seat, "Cây ngã", TRUE);
  choose_saved (&seat, "ngap");
  wait_shown (&seat, "1 found", TRUE);
  wait_listed (&seat, "Cây ngã", FALSE);
  /* Sentences at the foot come one after the other. */
  wait_shown (&seat, "Saved: Ngập", FALSE);
  wait_shown (&seat, "Shown: Ngập.", TRUE);
  wait_shown (&seat, "Shown: Ngập.", FALSE);
  act (&seat, "delete-filter", NULL);
  wait_shown (&seat, "Deleted: Ngập", TRUE);
  act (&seat, "restore-filter",
       g_variant_new_parsed ("('Ngập', int64 0, {'text': <'ngập sâu'>, 'list': <'open'>,"
                             " 'group': <'priority'>})"));
  wait_shown (&seat, "Deleted: Ngập", FALSE);
  wait_shown (&seat, "Saved: Ngập", TRUE);
  wait_shown (&seat, "Saved: Ngập", FALSE);
  act (&seat, "filter", g_variant_new_string ("open"));
  act_string (&seat, "find-text", "");
  wait_listed (&seat, "Cây ngã", TRUE);
  act_string (&seat, "saved-filter-named", "ngap");
  wait_listed (&seat, "Cây ngã", FALSE);
  act_string (&seat, "saved-filter-named", "no such");
  wait_shown (&seat, "There is no saved filter no such.", TRUE);
  stand_up (&seat);
}

static void
wait_named (Seat *seat, const char *said, const char *name)
{
  g_autofree char *text = g_strdup_printf ("%s: %s", said, name);

  wait_shown (seat, text, TRUE);
  wait_shown (seat, text, FALSE);
  g_assert_true (shows (GTK_WIDGET (seat->window), name));
}

/* What was saved is what is listed: it is called so over the list, and can be called otherwise
 * there, by whoever may delete it and for whom it was. */
static void
test_saved_name (void)
{
  static const char renamed[] = "SELECT count(*) FROM saved_filter WHERE id > ? AND"
                                " agency_id IS NULL AND name = 'Mưa bão' AND filter LIKE '%text%'";
  Seat seat = {0};

  sit_down (&seat);
  act_string (&seat, "find-text", "ngập sâu");
  wait_shown (&seat, "1 found", TRUE);
  act (&seat, "save-filter", NULL);
  g_assert_false (shows (GTK_WIDGET (seat.window), "1 incident chosen"));
  /* In one line, however it came. */
  act_string (&seat, "write", " Mưa\nlớn ");
  act (&seat, "send", NULL);
  wait_named (&seat, "Saved", "Mưa lớn");
  wait_can (&seat, "delete-filter", TRUE);
  act (&seat, "rename-filter", NULL);
  g_assert_false (shows (GTK_WIDGET (seat.window), "1 incident chosen"));
  write_and_send (&seat, "rename-filter", "Lụt");
  wait_named (&seat, "Renamed", "Lụt");
  g_assert_false (shows (GTK_WIDGET (seat.window), "Mưa lớn"));
  /* What is shared stays so. */
  act (&seat, "filter", g_variant_new_string ("open"));
  act_string (&seat, "find-text", "");
  wait_listed (&seat, "Cây ngã", TRUE);
  wait_can (&seat, "rename-filter", FALSE);
  act (&seat, "restore-filter",
       g_variant_new_parsed ("('Mưa to', int64 0, {'text': <'ngập sâu'>, 'group': <'priority'>})"));
  wait_shown (&seat, "Saved: Mưa to", TRUE);
  choose_saved (&seat, "mua to");
  write_and_send (&seat, "rename-filter", "Mưa bão");
  wait_named (&seat, "Renamed", "Mưa bão");
  g_assert_cmpint (tc_room_desk_find (seat.desk, renamed, 0), ==, 1);
  /* One's own has no name that another has. */
  act (&seat, "restore-filter",
       g_variant_new_parsed ("('Gió', int64 -1, {'group': <'priority'>})"));
  wait_shown (&seat, "Saved: Gió", TRUE);
  group_by (&seat, "none");
  choose_saved (&seat, "gio");
  write_and_send (&seat, "rename-filter", "Lụt");
  wait_shown (&seat, "There is a filter with the name “Lụt” already", TRUE);
  stand_up (&seat);
}

static gboolean
is_at_filter (Seat *seat, const char *name)
{
  g_autoptr (GVariant)
      state = g_action_group_get_action_state (G_ACTION_GROUP (seat->window), "filter");

  return g_str_equal (g_variant_get_string (state, NULL), name);
}

/* What is listed has no name any more once that is deleted, and stays as it is: the chip's, or
 * called by what it asks for. */
static void
test_saved_deleted (void)
{
  Seat seat = {0};

  sit_down (&seat);
  act_string (&seat, "find-text", "ngập sâu");
  wait_shown (&seat, "1 found", TRUE);
  write_and_send (&seat, "save-filter", "Triều cường");
  wait_can (&seat, "delete-filter", TRUE);
  g_assert_true (is_at_filter (&seat, "chosen"));
  act (&seat, "delete-filter", NULL);
  wait_can (&seat, "delete-filter", FALSE);
  g_assert_true (is_at_filter (&seat, "open"));
  wait_shown (&seat, "Triều cường", FALSE);
  g_assert_true (shows (GTK_WIDGET (seat.window), "1 found"));
  act_string (&seat, "find-text", "");
  act (&seat, "restore-filter",
       g_variant_new_parsed ("('Khẩn cấp', int64 0, {'list': <'all'>, 'priority': <int64 1>,"
                             " 'group': <'priority'>})"));
  wait_shown (&seat, "Saved: Khẩn cấp", TRUE);
  choose_saved (&seat, "khan cap");
  wait_can (&seat, "delete-filter", TRUE);
  g_assert_false (shows (GTK_WIDGET (seat.window), "All incidents · "));
  act (&seat, "delete-filter", NULL);
  wait_shown (&seat, "All incidents · ", TRUE);
  wait_shown (&seat, "Khẩn cấp", FALSE);
  g_assert_true (is_grouped (&seat, "priority"));
  stand_up (&seat);
}

/* Whoever may not share lists isn't offered to delete one that others use; one's own is deleted. */
static void
test_saved_by_others (void)
{
  Seat seat = {0};

  sit_down (&seat);
  act (&seat, "restore-filter",
       g_variant_new_parsed ("('Của tỉnh', int64 0, {'group': <'priority'>})"));
  wait_shown (&seat, "Saved: Của tỉnh", TRUE);
  act (&seat, "restore-filter",
       g_variant_new_parsed ("('Của tôi', int64 -1, {'group': <'priority'>})"));
  wait_shown (&seat, "Saved: Của tôi", TRUE);
  tc_room_desk_hold_rights (seat.desk, TRUE);
  choose_saved (&seat, "cua tinh");
  wait_can (&seat, "delete-filter", FALSE);
  group_by (&seat, "none");
  choose_saved (&seat, "cua toi");
  wait_can (&seat, "delete-filter", TRUE);
  tc_room_desk_hold_rights (seat.desk, FALSE);
  group_by (&seat, "none");
  choose_saved (&seat, "cua tinh");
  wait_can (&seat, "delete-filter", TRUE);
  stand_up (&seat);
}

/* One that can't be brought back has nothing to do with the name that is typed meanwhile. */
static void
test_saved_meanwhile (void)
{
  Seat seat = {0};

  sit_down (&seat);
  act (&seat, "restore-filter", g_variant_new_parsed ("('Bão', int64 0, {'group': <'priority'>})"));
  wait_shown (&seat, "Saved: Bão", TRUE);
  wait_shown (&seat, "Saved: Bão", FALSE);
  act (&seat, "restore-filter", g_variant_new_parsed ("('Bão', int64 0, {'group': <'priority'>})"));
  write_and_send (&seat, "save-filter", "Gió giật");
  wait_shown (&seat, "There is a filter with the name “Bão” already", TRUE);
  g_assert_false (shows (GTK_WIDGET (seat.window), "Name of this list, and for whom it is"));
  wait_shown (&seat, "Saved: Gió giật", TRUE);
  stand_up (&seat);
}

/* What is being typed stays, whatever becomes of the rows that were chosen; and says whose new name
 * it is. */
static void
test_saved_typing (void)
{
  static const char long_name[] = "Bờ kè kênh xáng Xà No từ cầu Đoàn Kết đến cầu Mười Bốn"
                                  " Ngàn, phía Vị Thanh";
  Seat seat = {0};
  GtkWidget *window = NULL;

  sit_down (&seat);
  window = GTK_WIDGET (seat.window);
  choose_rows (&seat, 0, 3);
  wait_shown (&seat, "3 incidents chosen", TRUE);
  act (&seat, "save-filter", NULL);
  act_string (&seat, "write", "Bờ kè");
  act_string (&seat, "find-text", "ngập sâu");
  wait_shown (&seat, "1 found", TRUE);
  g_assert_true (shows (window, "Name of this list, and for whom it is"));
  act (&seat, "send", NULL);
  wait_named (&seat, "Saved", "Bờ kè");
  act (&seat, "rename-filter", NULL);
  g_assert_true (shows (window, "New name of “Bờ kè”"));
  /* Of a longer name nothing is cut, and nothing happens to the list. */
  act_string (&seat, "write", long_name);
  act (&seat, "send", NULL);
  wait_shown (&seat, "The name is too long: 60 letters at most. It is kept here.", TRUE);
  g_assert_true (shows (window, "New name of “Bờ kè”"));
  act (&seat, "keep-back", NULL);
  g_assert_false (shows (window, "New name of “Bờ kè”"));
  write_and_send (&seat, "save-filter", long_name);
  wait_shown (&seat, "The name is too long: 60 letters at most. It is kept here.", TRUE);
  act (&seat, "keep-back", NULL);
  g_assert_true (shows (window, "Bờ kè"));
  stand_up (&seat);
}

static void
save_for_all (Seat *seat, const char *name)
{
  act (seat, "save-filter", NULL);
  gtk_drop_down_set_selected (find_choice (GTK_WIDGET (seat->window)), 2);
  act_string (seat, "write", name);
  act (seat, "send", NULL);
}

/* A list that others use, put together otherwise, is changed by its name; made from any other list
 * it would be another one. */
static void
test_saved_otherwise (void)
{
  static const char changed[] = "SELECT count(*) FROM saved_filter WHERE id > ? AND"
                                " agency_id IS NULL AND name = 'Sạt lở' AND"
                                " filter LIKE '%''priority'': <int64 1>%' AND"
                                " filter LIKE '%age,title,code%'";
  Seat seat = {0};
  GtkWidget *form = NULL;
  GtkDropDown *priority = NULL;

  sit_down (&seat);
  act (&seat, "restore-filter",
       g_variant_new_parsed ("('Sạt lở', int64 0, {'list': <'all'>, 'group': <'priority'>,"
                             " 'columns': <'age,title,code,term,second'>})"));
  wait_shown (&seat, "Saved: Sạt lở", TRUE);
  wait_shown (&seat, "Saved: Sạt lở", FALSE);
  save_for_all (&seat, "Sạt lở");
  wait_shown (&seat, "There is a filter with the name “Sạt lở” already", TRUE);
  choose_saved (&seat, "sat lo");
  form = find_type (GTK_WIDGET (seat.window), "TcFilterForm");
  priority = GTK_DROP_DOWN (find_control (form, "Priority"));
  gtk_drop_down_set_selected (priority, 1);
  wait_shown (&seat, "All incidents · ", TRUE);
  /* By way of a list that a chip has, too. */
  gtk_drop_down_set_selected (priority, 0);
  wait_shown (&seat, "All incidents · ", FALSE);
  gtk_drop_down_set_selected (priority, 1);
  wait_shown (&seat, "All incidents · ", TRUE);
  g_assert_true (is_grouped (&seat, "priority"));
  save_for_all (&seat, "Sạt lở");
  wait_named (&seat, "Saved", "Sạt lở");
  g_assert_cmpint (tc_room_desk_find (seat.desk, changed, 0), ==, 1);
  stand_up (&seat);
}

/* What a colleague makes of a list that is shown takes its name away from the rows, and isn't
 * written over by what was put together here meanwhile. */
static void
test_saved_elsewhere (void)
{
  static const char named[] = "SELECT id FROM saved_filter WHERE id > ? AND name = 'Sạt lở'";
  static const char kept[] = "SELECT count(*) FROM saved_filter WHERE id = ? AND"
                             " filter LIKE '%open%'";
  Seat seat = {0};
  GtkWidget *form = NULL;
  const TcFilterSave after = {.filter_id = 77, .name = "Sau đó", .filter = "{}"};
  TcFilterSave elsewhere = {.name = "Sạt lở",
                            .filter = "{'list': <'mine'>, 'group': <'priority'>}"};

  sit_down (&seat);
  act (&seat, "restore-filter",
       g_variant_new_parsed ("('Sạt lở', int64 0, {'list': <'all'>, 'group': <'priority'>})"));
  wait_shown (&seat, "Saved: Sạt lở", TRUE);
  wait_shown (&seat, "Saved: Sạt lở", FALSE);
  choose_saved (&seat, "sat lo");
  wait_can (&seat, "rename-filter", TRUE);
  elsewhere.filter_id = tc_room_desk_find (seat.desk, named, 0);
  tc_room_desk_act_elsewhere (seat.desk, &tc_filter_save_type, &elsewhere);
  wait_shown (&seat, "“Sạt lở” was changed by somebody else", TRUE);
  wait_can (&seat, "rename-filter", FALSE);
  g_assert_true (is_grouped (&seat, "priority"));
  group_by (&seat, "none");
  choose_saved (&seat, "sat lo");
  wait_can (&seat, "rename-filter", TRUE);
  form = find_type (GTK_WIDGET (seat.window), "TcFilterForm");
  gtk_drop_down_set_selected (GTK_DROP_DOWN (find_control (form, "Priority")), 1);
  wait_can (&seat, "rename-filter", FALSE);
  elsewhere.filter = "{'list': <'open'>, 'group': <'priority'>}";
  tc_room_desk_act_elsewhere (seat.desk, &tc_filter_save_type, &elsewhere);
  tc_room_desk_act_elsewhere (seat.desk, &tc_filter_save_type, &after);
  wait_in_menu (&seat, after.name, TRUE); /* it was read with that one */
  save_for_all (&seat, "Sạt lở");
  wait_shown (&seat, "There is a filter with the name “Sạt lở” already", TRUE);
  g_assert_cmpint (tc_room_desk_find (seat.desk, kept, elsewhere.filter_id), ==, 1);
  stand_up (&seat);
}

int
main (int argc, char **argv)
{
  window_seat_init (&argc, &argv);
  g_test_add_func ("/saved/again", test_saved);
  g_test_add_func ("/saved/name", test_saved_name);
  g_test_add_func ("/saved/deleted", test_saved_deleted);
  g_test_add_func ("/saved/by-others", test_saved_by_others);
  g_test_add_func ("/saved/meanwhile", test_saved_meanwhile);
  g_test_add_func ("/saved/typing", test_saved_typing);
  g_test_add_func ("/saved/otherwise", test_saved_otherwise);
  g_test_add_func ("/saved/elsewhere", test_saved_elsewhere);
  return window_seat_run ();
}
