/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which messages stand on which screen, and how it looks, for translators (test_po_pictures.py):
 * the screens of access-screens.h, each opened in the real window over the room's desk, the pages
 * of the guide, and the questions of which a province is made, in the language of TC_LOCALE_DIR.
 *
 *   screen-words           prints for each screen a line: room-NAME, then the numbers that stand on
 *                          it, where each message has been made to say its own as §NUMBER§
 *   screen-words FOLDER    leaves FOLDER/room-NAME.png of each
 */
#include "access-names.h"
#include "access-seat.h"
#include "main-turn.h"
#include "tc-guide-pages.h"
#include "tc-guide-window.h"
#include "tc-setup-questions.h"
#include "tc-style.h"

#include <libintl.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>

#define MARK "§"
/* What moves, and what is looked up meanwhile, has come to rest by then. */
#define SETTLE_US (500 * 1000)
/* The questions of which a province is made, and what was answered. */
#define N_SETUP_PAGES (TC_SETUP_N_QUESTIONS + 1)
/* Likewise where it isn't known what is waited for. */
#define PATIENCE_US (600 * 1000)

static const char *folder; /* (nullable) */

static void
settle (void)
{
  gint64 end_us = g_get_monotonic_time () + SETTLE_US;

  while (g_get_monotonic_time () < end_us)
    main_turn ();
}

/* ---- words ---- */

static void
look_at_text (GHashTable *numbers, const char *text)
{
  for (const char *at = text ? strstr (text, MARK) : NULL; at; at = strstr (at, MARK)) {
    char *end = NULL;
    guint64 number = 0;

    at += strlen (MARK);
    number = g_ascii_strtoull (at, &end, 10);
    if (end > at && g_str_has_prefix (end, MARK)) {
      g_hash_table_add (numbers, GUINT_TO_POINTER (number + 1));
      at = end + strlen (MARK);
    }
  }
}

static void
look_at_names (GHashTable *numbers, GtkWidget *window)
{
  g_autoptr (GHashTable) names = access_names_read (window);
  GHashTableIter iter;
  gpointer name = NULL;

  g_hash_table_iter_init (&iter, names);
  while (g_hash_table_iter_next (&iter, NULL, &name)) {
    look_at_text (numbers, ((AccessName *) name)->name);
    look_at_text (numbers, ((AccessName *) name)->description);
  }
}

static void
look_at_widgets (GHashTable *numbers, GtkWidget *widget)
{
  if (!gtk_widget_get_mapped (widget))
    return;
  look_at_text (numbers, get_shown_text (widget));
  if (GTK_IS_TEXT (widget))
    look_at_text (numbers, gtk_text_get_placeholder_text (GTK_TEXT (widget)));
  look_at_text (numbers, gtk_widget_get_tooltip_text (widget));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    look_at_widgets (numbers, child);
}

static void
print_numbers (const char *screen, GHashTable *numbers)
{
  GHashTableIter iter;
  gpointer number = NULL;

  printf ("%s", screen);
  g_hash_table_iter_init (&iter, numbers);
  while (g_hash_table_iter_next (&iter, &number, NULL))
    printf (" %u", GPOINTER_TO_UINT (number) - 1);
  printf ("\n");
  fflush (stdout);
}

/* Of all windows that are there. */
static void
tell_words (const char *screen)
{
  g_autoptr (GHashTable) numbers = g_hash_table_new (NULL, NULL);
  g_autoptr (GListModel) windows = g_object_ref (gtk_window_get_toplevels ());

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++) {
    g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

    if (!gtk_widget_get_mapped (window))
      continue;
    look_at_widgets (numbers, window);
    look_at_names (numbers, window);
  }
  print_numbers (screen, numbers);
}

/* ---- pictures ---- */

/* All that is on the screen: windows and what is open in them. */
static void
take_picture (const char *screen)
{
  g_autofree char *name = g_strconcat (screen, ".png", NULL);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  const char *const take[] = {"import", "-window", "root", path, NULL};
  g_autoptr (GError) error = NULL;
  int status = 0;

  g_spawn_sync (NULL, (char **) take, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, &status,
                &error);
  g_assert_no_error (error);
  g_assert_true (g_spawn_check_wait_status (status, &error));
}

/* ---- screens ---- */

static void
show_screen (const char *name)
{
  if (folder)
    take_picture (name);
  else
    tell_words (name);
}

static void
test_screen (gconstpointer data)
{
  const AccessScreen *screen = data;
  g_autofree char *name = g_strconcat ("room-", screen->name, NULL);
  Seat seat = {0};

  access_seat_sit_down (&seat, screen);
  screen->open (&seat);
  settle ();
  show_screen (name);
  access_seat_stand_up (&seat);
}

/* The guide, page by page. */
static void
test_guide (void)
{
  static const AccessScreen guide = {"guide", NULL};
  guint n = 0;
  const TcGuidePage *pages = tc_guide_pages_list (&n);
  Seat seat = {0};

  access_seat_sit_down (&seat, &guide);
  for (guint i = 0; i < n; i++) {
    g_autofree char *name = g_strconcat ("room-guide-", pages[i].name, NULL);

    tc_guide_window_show (GTK_WINDOW (seat.window), pages[i].name);
    settle ();
    show_screen (name);
  }
  access_seat_stand_up (&seat);
}

static const struct {
  const char *field, *value;
} answers[] = {
    {"province-name", "Hậu Giang"},
    {"province-code", "H30"},
    {"reach", "network"},
    {"host", "may-chu.lan"},
    {"admin-name", "Nguyễn Thị Lan"},
    {"admin-password", "mật khẩu dài để thử"},
    {"open311", "yes"},
    {"open311-contact", "ung-dung@tinh.vn"},
};

/* Until that page is there, from 1 on, in whatever words. */
static void
wait_page (GtkWidget *window, guint page)
{
  g_autofree char *text = page == N_SETUP_PAGES ? g_strdup (gettext ("Is all of it right?"))
                                                : g_strdup_printf (gettext ("Question %u of %u"),
                                                                   page, TC_SETUP_N_QUESTIONS);
  gint64 end_us = g_get_monotonic_time () + WAIT_US;

  while (!shows (window, text)) {
    if (g_get_monotonic_time () > end_us)
      g_error ("page %u of the questions never came", page);
    main_turn ();
  }
}

static void
answer (GActionGroup *window, const char *field, const char *value)
{
  g_assert_true (g_action_group_get_action_enabled (window, "setup-answer"));
  g_action_group_activate_action (window, "setup-answer", g_variant_new ("(ss)", field, value));
}

/* A port that nobody has, whatever else runs here. */
static char *
dup_port (void)
{
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  g_autoptr (GError) error = NULL;
  guint16 port = g_socket_listener_add_any_inet_port (listener, NULL, &error);

  g_assert_no_error (error);
  g_socket_listener_close (listener);
  return g_strdup_printf ("%u", port);
}

/* The questions page by page, from the second on, and what was answered. */
static void
test_setup (void)
{
  static const AccessScreen setup = {"setup", NULL};
  g_autofree char *port = dup_port ();
  Seat seat = {0};

  access_seat_sit_down (&seat, &setup);
  access_screens_open_setup (&seat);
  g_autoptr (GPtrArray) over = access_seat_list_over (&seat);
  g_assert_cmpuint (over->len, ==, 1);
  GtkWidget *window = over->pdata[0];
  wait_page (window, 1);
  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    answer (G_ACTION_GROUP (window), answers[i].field, answers[i].value);
  answer (G_ACTION_GROUP (window), "port", port);
  for (guint page = 2; page <= N_SETUP_PAGES; page++) {
    g_autofree char *name = g_strdup_printf ("room-setup-%u", page);

    g_action_group_activate_action (G_ACTION_GROUP (window), "setup-next", NULL);
    wait_page (window, page);
    settle ();
    show_screen (name);
  }
  g_clear_pointer (&over, g_ptr_array_unref);
  access_seat_stand_up (&seat);
}

static void
add_screens (const AccessScreen *(*list) (guint *n))
{
  guint n = 0;
  const AccessScreen *screens = list (&n);

  for (guint i = 0; i < n; i++) {
    g_autofree char *path = g_strconcat ("/screen-words/", screens[i].name, NULL);
    g_test_add_data_func (path, &screens[i], test_screen);
  }
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, g_getenv ("TC_LOCALE_DIR"));
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  window_seat_init (&argc, &argv);
  folder = argc > 1 ? argv[1] : NULL;
  if (folder)
    window_seat_be_patient (PATIENCE_US);
  access_seat_init ();
  /* With numbers words are longer than a screen has room for: GTK complains, which is judged
   * elsewhere. */
  g_log_set_always_fatal (G_LOG_FATAL_MASK);
  tc_style_load ("light");
  add_screens (access_screens_list_panels);
  add_screens (access_screens_list_dialogs);
  g_test_add_func ("/screen-words/guide-pages", test_guide);
  g_test_add_func ("/screen-words/setup-pages", test_setup);
  return window_seat_run ();
}
