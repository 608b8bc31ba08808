/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: the book of who is where knows what each desk said last, tells each desk of the others
 * within its scopes and of nothing else, and forgets what isn't said again, or whose line is gone;
 * what travels is read back, and what is malformed is not. Method: the functions, at times that
 * are given.
 */
#include "tc-presence.h"

#define CENTRE 2
#define OTHER 9
#define NOW_US (2000000000 * TC_US_PER_S)

static gboolean
put (TcPresenceBook *book, guint16 replica, gint64 incident_id, gint64 scope, guint16 relay,
     gint64 at_us)
{
  const TcPresence presence = {replica, FALSE, 1000 + replica, incident_id};

  return tc_presence_book_put (book, &presence, scope, relay, at_us);
}

/* What a desk that holds one scope is told, as "desk:incident …". */
static void
assert_told (TcPresenceBook *book, guint16 replica, gint64 scope, const char *expected)
{
  g_autoptr (GArray) scopes = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64 common = 1;
  g_array_append_val (scopes, common);
  g_array_append_val (scopes, scope);
  g_autoptr (GArray) list = tc_presence_book_list_for (book, replica, scopes);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < list->len; i++) {
    const TcPresence *one = &g_array_index (list, TcPresence, i);

    g_assert_cmpint (one->staff_id, ==, 1000 + one->replica);
    g_string_append_printf (text, "%s%u:%d", i ? " " : "", one->replica, (int) one->incident_id);
  }
  g_assert_cmpstr (text->str, ==, expected);
}

static void
test_told (void)
{
  g_autoptr (TcPresenceBook) book = tc_presence_book_new ();

  g_assert_true (put (book, 4, 0, CENTRE, 0, NOW_US));
  g_assert_true (put (book, 3, 77, CENTRE, 0, NOW_US));
  g_assert_true (put (book, 8, 5, OTHER, 0, NOW_US));
  g_assert_false (put (book, 3, 77, CENTRE, 0, NOW_US + 1));
  assert_told (book, 3, CENTRE, "4:0");
  assert_told (book, 4, CENTRE, "3:77");
  assert_told (book, 6, CENTRE, "3:77 4:0");
  assert_told (book, 6, OTHER, "8:5");
  assert_told (book, 6, 100, "");
  g_assert_true (put (book, 3, 78, CENTRE, 0, NOW_US + 2));
  assert_told (book, 4, CENTRE, "3:78");
  g_assert_true (tc_presence_book_remove (book, 3));
  g_assert_false (tc_presence_book_remove (book, 3));
  assert_told (book, 4, CENTRE, "");
}

static void
test_ends (void)
{
  g_autoptr (TcPresenceBook) book = tc_presence_book_new ();

  put (book, 3, 77, CENTRE, 0, NOW_US);
  put (book, 4, 0, CENTRE, 0, NOW_US + TC_PRESENCE_AGAIN_US);
  g_assert_false (tc_presence_book_expire (book, NOW_US + TC_PRESENCE_ENDS_US - 1));
  g_assert_true (tc_presence_book_expire (book, NOW_US + TC_PRESENCE_ENDS_US));
  assert_told (book, 6, CENTRE, "4:0");
  g_assert_true (tc_presence_book_cut (book, 4));
  g_assert_false (tc_presence_book_cut (book, 4));
  g_assert_cmpuint (tc_presence_book_get_size (book), ==, 0);
}

/* Desks behind a relay go with its line; they have none on which they could be told. */
static void
test_relay (void)
{
  g_autoptr (TcPresenceBook) book = tc_presence_book_new ();

  put (book, 3, 77, CENTRE, 20, NOW_US);
  put (book, 4, 0, CENTRE, 20, NOW_US);
  put (book, 5, 0, CENTRE, 0, NOW_US);
  g_autoptr (GArray) desks = tc_presence_book_list_desks (book);
  g_assert_cmpuint (desks->len, ==, 1);
  g_assert_cmpuint (g_array_index (desks, guint16, 0), ==, 5);
  g_autoptr (GArray) relays = tc_presence_book_list_relays (book);
  g_assert_cmpuint (relays->len, ==, 1);
  g_assert_cmpuint (g_array_index (relays, guint16, 0), ==, 20);
  /* Its own line from before hung, and is found to be gone only now. */
  g_assert_false (tc_presence_book_cut (book, 3));
  g_assert_true (tc_presence_book_cut (book, 20));
  assert_told (book, 6, CENTRE, "5:0");
}

static void
test_bounded (void)
{
  g_autoptr (TcPresenceBook) book = tc_presence_book_new ();
  g_autoptr (GArray) scopes = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64 scope = CENTRE;

  g_array_append_val (scopes, scope);
  for (guint16 i = 1; i <= TC_PRESENCE_MAX + 10; i++)
    put (book, i, i, CENTRE, 0, NOW_US);
  g_autoptr (GArray) list = tc_presence_book_list_for (book, 0, scopes);
  g_assert_cmpuint (list->len, ==, TC_PRESENCE_MAX);
  g_autoptr (TcPresenceBook) copy = tc_presence_book_copy (book);
  tc_presence_book_cut (book, 1);
  g_assert_cmpuint (tc_presence_book_get_size (copy), ==, TC_PRESENCE_MAX + 10);
}

static void
assert_said (const char *text, gboolean good)
{
  g_autoptr (GVariant) value = g_variant_ref_sink (g_variant_new_parsed (text));
  gint64 session_id = 0, incident_id = 0;
  gboolean away = FALSE;

  g_assert_cmpint (tc_presence_read_said (value, &session_id, &incident_id, &away), ==, good);
}

static void
assert_listed (const char *text, int n)
{
  g_autoptr (GVariant) value = g_variant_ref_sink (g_variant_new_parsed (text));
  g_autoptr (GArray) list = tc_presence_read_list (value);

  g_assert_cmpint (list ? (int) list->len : -1, ==, n);
}

static void
test_form (void)
{
  g_autoptr (GVariant) said = g_variant_ref_sink (tc_presence_write_said (5, 77, TRUE));
  gint64 session_id = 0, incident_id = 0;
  gboolean away = FALSE;

  g_assert_true (tc_presence_read_said (said, &session_id, &incident_id, &away));
  g_assert_true (session_id == 5 && incident_id == 77 && away);
  g_assert_false (tc_presence_read_said (NULL, &session_id, &incident_id, &away));
  assert_said ("{'session_id': <int64 0>}", TRUE);
  assert_said ("{'session_id': <int64 -1>}", FALSE);
  assert_said ("{'session_id': <'5'>}", FALSE);
  assert_said ("{'session_id': <int64 5>, 'incident_id': <int64 -7>}", FALSE);
  assert_said ("@a{sv} {}", FALSE);
  g_assert_null (tc_presence_read_list (NULL));
  assert_listed ("@a{sv} {}", -1);
  assert_listed ("{'people': <'x'>}", -1);
  assert_listed ("{'people': <@a(qxxb) []>}", 0);
  assert_listed ("{'people': <[(@q 3, @x 7, @x 0, true), (4, 8, 9, false)]>}", 2);
  /* The second of a desk, nobody, and one that can't be. */
  assert_listed ("{'people': <[(@q 3, @x 7, @x 0, true), (3, 8, 9, false), (4, 0, 9, false),"
                 " (5, 8, -9, false)]>}",
                 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/presence/told", test_told);
  g_test_add_func ("/presence/ends", test_ends);
  g_test_add_func ("/presence/relay", test_relay);
  g_test_add_func ("/presence/bounded", test_bounded);
  g_test_add_func ("/presence/form", test_form);
  return g_test_run ();
}
