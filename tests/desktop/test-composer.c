/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: what could not be sent comes back whole, with what is to be known before it is sent again,
 * and leaving the composer gives the keyboard away once. Method: the real composer in a window,
 * answered as a panel answers it.
 */
#include "tc-composer.h"
#include "tc-row-list.h"
#include "tc-style.h"
#include "wait-limit.h"

#include <adwaita.h>

#define ID 7
#define HINT "The reporters have been answered already."

/* ---- a row ---- */

#define TEST_TYPE_ROW (test_row_get_type ())
G_DECLARE_FINAL_TYPE (TestRow, test_row, TEST, ROW, GtkWidget)

struct _TestRow {
  GtkWidget parent;
};

G_DEFINE_FINAL_TYPE (TestRow, test_row, GTK_TYPE_WIDGET)

static void
test_row_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
}

static void
test_row_class_init (TestRowClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->set_property = test_row_set_property;
  g_object_class_install_property (object_class, 1,
                                   g_param_spec_object ("item", NULL, NULL, GTK_TYPE_STRING_OBJECT,
                                                        G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS));
}

static void
test_row_init (TestRow *self)
{
  gtk_widget_set_size_request (GTK_WIDGET (self), 300, 30);
}

/* ---- a seat ---- */

typedef struct {
  GtkWidget *window;  /* (owned) */
  GtkWidget *list;    /* (unowned): what has the keyboard else */
  GtkWidget *other;   /* (unowned): where a person goes with it */
  TcComposer *box;    /* (unowned) */
  guint left;         /* how often it was left */
  const char *action; /* (nullable): of what was sent last */
} Seat;

static void
left_cb (Seat *seat)
{
  seat->left++;
  gtk_widget_grab_focus (seat->list);
}

static void
send_cb (Seat *seat, const char *action)
{
  seat->action = g_intern_string (action);
}

static Seat *
seat_new (void)
{
  Seat *seat = g_new0 (Seat, 1);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  seat->window = g_object_ref_sink (gtk_window_new ());
  seat->list = gtk_button_new ();
  seat->other = gtk_button_new ();
  seat->box = g_object_new (TC_TYPE_COMPOSER, NULL);
  gtk_box_append (GTK_BOX (box), seat->list);
  gtk_box_append (GTK_BOX (box), seat->other);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (seat->box));
  gtk_window_set_child (GTK_WINDOW (seat->window), box);
  g_signal_connect_swapped (seat->box, "left", G_CALLBACK (left_cb), seat);
  g_signal_connect_swapped (seat->box, "send", G_CALLBACK (send_cb), seat);
  gtk_window_present (GTK_WINDOW (seat->window));
  return seat;
}

static void
seat_free (Seat *seat)
{
  gtk_window_destroy (GTK_WINDOW (seat->window));
  g_object_unref (seat->window);
  g_free (seat);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Seat, seat_free)

static void
begin (Seat *seat, const char *action)
{
  tc_composer_open (seat->box, &(TcComposerForm){.action = action,
                                                 .subject_id = ID,
                                                 .title = "Answer",
                                                 .verb = "Submit",
                                                 .required = TRUE});
}

/* (nullable): the label of that text that is shown. */
static GtkWidget *
find_shown (GtkWidget *top, const char *text)
{
  if (GTK_IS_LABEL (top) && g_str_equal (gtk_label_get_label (GTK_LABEL (top)), text))
    return gtk_widget_get_child_visible (top) && gtk_widget_get_visible (top) ? top : NULL;
  for (GtkWidget *child = gtk_widget_get_first_child (top); child;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = gtk_widget_get_visible (child) ? find_shown (child, text) : NULL;
    if (found)
      return found;
  }
  return NULL;
}

static gboolean
is_hinted (Seat *seat)
{
  return find_shown (GTK_WIDGET (seat->box), HINT) != NULL;
}

static void
check_text (Seat *seat, const char *expected)
{
  g_autofree char *text = tc_composer_dup_text (seat->box);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_hint_comes_back (void)
{
  g_autoptr (Seat) seat = seat_new ();

  begin (seat, "answer");
  tc_composer_hint (seat->box, HINT);
  tc_composer_write (seat->box, "Đã sửa.");
  g_assert_true (is_hinted (seat));
  tc_composer_send (seat->box);
  g_assert_cmpstr (seat->action, ==, "answer");
  g_assert_cmpint (tc_composer_get_subject (seat->box), ==, 0);
  tc_composer_failed (seat->box, "answer", ID, TRUE);
  check_text (seat, "Đã sửa.");
  g_assert_true (is_hinted (seat));
}

/* It is of the form that was open when it was said, and of no other. */
static void
test_hint_of_one_form (void)
{
  g_autoptr (Seat) seat = seat_new ();

  begin (seat, "answer");
  tc_composer_hint (seat->box, HINT);
  tc_composer_write (seat->box, "Đã sửa.");
  tc_composer_send (seat->box);
  begin (seat, "note");
  g_assert_false (is_hinted (seat));
  tc_composer_write (seat->box, "đã gọi");
  tc_composer_failed (seat->box, "answer", ID, TRUE);
  g_assert_cmpstr (tc_composer_get_action (seat->box), ==, "note");
  check_text (seat, "đã gọi");
  g_assert_false (is_hinted (seat));
  tc_composer_close (seat->box);
  tc_composer_hint (seat->box, HINT);
  begin (seat, "comment");
  g_assert_false (is_hinted (seat));
}

static gboolean
has_keyboard (Seat *seat)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (seat->window));

  return focus && gtk_widget_is_ancestor (focus, GTK_WIDGET (seat->box));
}

/* Sent, with the keyboard at the list then. */
static void
send_note (Seat *seat)
{
  begin (seat, "note");
  tc_composer_write (seat->box, "đã gọi");
  g_assert_true (has_keyboard (seat));
  tc_composer_send (seat->box);
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (seat->window)) == seat->list);
}

static void
test_left_once (void)
{
  g_autoptr (Seat) seat = seat_new ();

  send_note (seat);
  g_assert_cmpuint (seat->left, ==, 1);
  tc_composer_done (seat->box, "note", ID);
  tc_composer_close (seat->box);
  g_assert_cmpuint (seat->left, ==, 1);
}

/* It comes back with the keyboard, which is still where it went: so it can be mended at once. */
static void
test_keyboard_comes_back (void)
{
  g_autoptr (Seat) seat = seat_new ();

  send_note (seat);
  tc_composer_failed (seat->box, "note", ID, TRUE);
  check_text (seat, "đã gọi");
  g_assert_true (has_keyboard (seat));
  tc_composer_close (seat->box);
  g_assert_cmpuint (seat->left, ==, 2);
}

/* In place of what has the keyboard else; empty. (transfer full): what is put into it */
static GtkStringList *
put_list (Seat *seat)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  TcRowList *list = g_object_new (TC_TYPE_ROW_LIST, NULL);
  GtkStringList *strings = gtk_string_list_new (NULL);
  g_autoptr (GtkSelectionModel) model = GTK_SELECTION_MODEL (
      gtk_single_selection_new (g_object_ref (G_LIST_MODEL (strings))));

  tc_row_list_set_row_type (list, TEST_TYPE_ROW);
  tc_row_list_set_model (list, model);
  gtk_widget_set_size_request (scroller, 300, 400);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (list));
  gtk_box_prepend (GTK_BOX (gtk_window_get_child (GTK_WINDOW (seat->window))), scroller);
  seat->list = GTK_WIDGET (list);
  return strings;
}

/* So it does when the list it went to has given it to a row since. */
static void
test_keyboard_comes_from_row (void)
{
  g_autoptr (Seat) seat = seat_new ();
  g_autoptr (GtkStringList) strings = put_list (seat);
  gint64 end_us = g_get_monotonic_time () + WAIT_US;

  send_note (seat);
  gtk_string_list_append (strings, "1");
  while (gtk_widget_is_focus (seat->list)) {
    g_assert_cmpint (g_get_monotonic_time (), <, end_us);
    g_main_context_iteration (NULL, TRUE);
  }
  tc_composer_failed (seat->box, "note", ID, TRUE);
  g_assert_true (has_keyboard (seat));
}

/* Who has gone elsewhere with it stays there, and it leaves without it. */
static void
test_keyboard_stays (void)
{
  g_autoptr (Seat) seat = seat_new ();

  send_note (seat);
  gtk_widget_grab_focus (seat->other);
  tc_composer_failed (seat->box, "note", ID, TRUE);
  check_text (seat, "đã gọi");
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (seat->window)) == seat->other);
  tc_composer_close (seat->box);
  g_assert_cmpuint (seat->left, ==, 1);
}

/* Who types for the same again goes on typing. */
static void
test_typed_again (void)
{
  g_autoptr (Seat) seat = seat_new ();

  send_note (seat);
  begin (seat, "note");
  tc_composer_failed (seat->box, "note", ID, FALSE);
  g_assert_true (has_keyboard (seat));
}

/* (nullable) */
static GtkWidget *
find_text_view (GtkWidget *top)
{
  GtkWidget *found = GTK_IS_TEXT_VIEW (top) ? top : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (top); child && !found;
       child = gtk_widget_get_next_sibling (child))
    found = find_text_view (child);
  return found;
}

/* Some lines, as templates have them, stand there whole. */
static void
test_grows (void)
{
  g_autoptr (Seat) seat = seat_new ();
  GtkWidget *view = find_text_view (GTK_WIDGET (seat->box));
  GtkAdjustment *height = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (view));
  gint64 end_us = g_get_monotonic_time () + 10 * G_TIME_SPAN_SECOND;

  begin (seat, "answer");
  tc_composer_write (seat->box, "một\nhai\nba\nbốn\nnăm");
  while (gtk_adjustment_get_page_size (height) <= 57 ||
         gtk_adjustment_get_upper (height) > gtk_adjustment_get_page_size (height)) {
    g_assert_cmpint (g_get_monotonic_time (), <, end_us);
    g_main_context_iteration (NULL, FALSE);
  }
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  tc_style_register ();
  tc_style_load ("light");
  g_test_add_func ("/composer/hint-comes-back", test_hint_comes_back);
  g_test_add_func ("/composer/hint-of-one-form", test_hint_of_one_form);
  g_test_add_func ("/composer/left-once", test_left_once);
  g_test_add_func ("/composer/keyboard-comes-back", test_keyboard_comes_back);
  g_test_add_func ("/composer/keyboard-comes-from-row", test_keyboard_comes_from_row);
  g_test_add_func ("/composer/keyboard-stays", test_keyboard_stays);
  g_test_add_func ("/composer/typed-again", test_typed_again);
  g_test_add_func ("/composer/grows", test_grows);
  return g_test_run ();
}
