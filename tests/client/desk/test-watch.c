/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: a watch reads at once, once more if something changed meanwhile and no more often, keeps
 * what it has when reading fails, and ends with its desk. Method: a watch of this test's own, which
 * counts how often it was read, on a worker of its own; a desk that was enrolled and has no line.
 */
#include "tc-watch.h"

#include "enrolled-desk.h"
#include "main-turn.h"
#include "remove-tree.h"
#include "wait-limit.h"

#define TC_TYPE_COUNTING (counting_get_type ())
G_DECLARE_FINAL_TYPE (Counting, counting, TC, COUNTING, TcWatch)

struct _Counting {
  TcWatch parent;
  guint asked;
  gboolean minding; /* a table that isn't among its own */
  gboolean failing; /* what is read next */
  guint number;     /* read in place of how often it was asked; 0: that */
  guint changes;    /* heard by the class */
  guint stops;
};

G_DEFINE_FINAL_TYPE (Counting, counting, TC_TYPE_WATCH)

typedef struct {
  guint number;
  gboolean failing;
} Asked;

static gpointer
ask (TcWatch *watch)
{
  Counting *self = TC_COUNTING (watch);
  guint n = ++self->asked;
  const Asked asked = {self->number ? self->number : n, self->failing};

  return g_memdup2 (&asked, sizeof asked);
}

static gpointer
read_number (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Asked *asked = data;

  if (asked->failing) {
    g_set_error (error, TC_ERROR, TC_ERROR_LIMIT, "too much of it");
    return NULL;
  }
  return g_memdup2 (&asked->number, sizeof asked->number);
}

static gboolean
same (gconstpointer before, gconstpointer now)
{
  return *(const guint *) before == *(const guint *) now;
}

static gboolean
minds (TcWatch *watch, const char *table)
{
  return TC_COUNTING (watch)->minding && g_str_equal (table, "staff");
}

static void
changed (TcWatch *watch)
{
  TC_COUNTING (watch)->changes++;
}

static void
stop (TcWatch *watch)
{
  TC_COUNTING (watch)->stops++;
}

static void
counting_class_init (CountingClass *class)
{
  static const char *const tables[] = {"duty", "shift", NULL};
  TcWatchClass *watch = TC_WATCH_CLASS (class);

  watch->what = "a number";
  watch->tables = tables;
  watch->ask = ask;
  watch->free_asked = g_free;
  watch->read = read_number;
  watch->free_view = g_free;
  watch->same = same;
  watch->minds = minds;
  watch->changed = changed;
  watch->stop = stop;
}

static void
counting_init (Counting *self)
{
}

/* ---- a folder with a desk ---- */

typedef struct {
  char *folder; /* (owned) */
  TcDesk *desk; /* (owned) */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("tc-watch-XXXXXX", NULL);
  enrolled_desk_make (fixture->folder, 7);
  fixture->desk = enrolled_desk_open (fixture->folder);
  g_assert_nonnull (tc_desk_get_reader (fixture->desk));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  enrolled_desk_close (fixture->desk);
  remove_tree (fixture->folder);
  g_free (fixture->folder);
}

static void
say_changed (Fixture *fixture, const char *table)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  g_signal_emit_by_name (fixture->desk, "rows-changed", table, ids);
}

static void
wait_for (const guint *counter, guint value)
{
  gint64 end_us = g_get_monotonic_time () + WAIT_US;

  while (*counter != value) {
    g_assert_cmpint (g_get_monotonic_time (), <, end_us);
    g_assert_cmpuint (*counter, <, value);
    main_turn ();
  }
}

/* Whatever was asked of the reader before has come back. */
static gpointer
read_nothing (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return data;
}

static void
came_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  *(gboolean *) data = TRUE;
}

static void
settle (Fixture *fixture)
{
  gboolean came = FALSE;

  tc_worker_run_async (tc_desk_get_reader (fixture->desk), read_nothing, NULL, NULL, NULL, NULL,
                       came_cb, &came);
  while (!came)
    main_turn ();
}

static void
assert_read (Counting *counting, guint number)
{
  const guint *view = tc_watch_get (TC_WATCH (counting));

  g_assert_nonnull (view);
  g_assert_cmpuint (*view, ==, number);
}

/* ---- */

static void
test_follows (Fixture *fixture, gconstpointer data)
{
  g_autoptr (Counting) counting = g_object_new (TC_TYPE_COUNTING, NULL);

  g_assert_null (tc_watch_get (TC_WATCH (counting)));
  tc_watch_follow (TC_WATCH (counting), fixture->desk);
  g_assert_true (tc_watch_get_desk (TC_WATCH (counting)) == fixture->desk);
  /* It is being read: this makes it once more, not three times. */
  say_changed (fixture, "duty");
  say_changed (fixture, "shift");
  tc_watch_read (TC_WATCH (counting));
  g_assert_cmpuint (counting->asked, ==, 1);
  wait_for (&counting->changes, 2);
  settle (fixture);
  g_assert_cmpuint (counting->asked, ==, 2);
  assert_read (counting, 2);
  say_changed (fixture, "incident");
  say_changed (fixture, "staff");
  g_assert_cmpuint (counting->asked, ==, 2);
  counting->minding = TRUE;
  say_changed (fixture, "staff");
  wait_for (&counting->changes, 3);
  g_signal_emit_by_name (fixture->desk, "replaced");
  wait_for (&counting->changes, 4);
  assert_read (counting, 4);
}

/* What says the same is no news, and another is again. */
static void
test_same (Fixture *fixture, gconstpointer data)
{
  g_autoptr (Counting) counting = g_object_new (TC_TYPE_COUNTING, NULL);

  counting->number = 42;
  tc_watch_follow (TC_WATCH (counting), fixture->desk);
  wait_for (&counting->changes, 1);
  tc_watch_read (TC_WATCH (counting));
  settle (fixture);
  g_assert_cmpuint (counting->asked, ==, 2);
  g_assert_cmpuint (counting->changes, ==, 1);
  assert_read (counting, 42);
  counting->number = 43;
  tc_watch_read (TC_WATCH (counting));
  wait_for (&counting->changes, 2);
  assert_read (counting, 43);
}

static guint n_warned;

static GLogWriterOutput
write_log_cb (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer data)
{
  for (gsize i = 0; i < n_fields; i++)
    if (g_str_equal (fields[i].key, "MESSAGE") &&
        g_str_equal (fields[i].value, "reading a number: too much of it")) {
      n_warned++;
      return G_LOG_WRITER_HANDLED;
    }
  return g_log_writer_default (level, fields, n_fields, data);
}

static void
failed_cb (Counting *counting, const char *message, char **heard)
{
  *heard = g_strdup (message);
}

static void
test_fails (Fixture *fixture, gconstpointer data)
{
  g_autoptr (Counting) counting = g_object_new (TC_TYPE_COUNTING, NULL);
  g_autofree char *heard = NULL;
  GLogLevelFlags fatal;

  g_signal_connect (counting, "failed", G_CALLBACK (failed_cb), &heard);
  tc_watch_follow (TC_WATCH (counting), fixture->desk);
  wait_for (&counting->changes, 1);
  counting->failing = TRUE;
  fatal = g_log_set_always_fatal (G_LOG_LEVEL_CRITICAL | G_LOG_FATAL_MASK);
  tc_watch_read (TC_WATCH (counting));
  while (!heard)
    main_turn ();
  g_log_set_always_fatal (fatal);
  g_assert_cmpuint (n_warned, ==, 1);
  g_assert_cmpstr (heard, ==, "too much of it");
  assert_read (counting, 1);
  counting->failing = FALSE;
  tc_watch_read (TC_WATCH (counting));
  wait_for (&counting->changes, 2);
  assert_read (counting, 3);
}

/* What is on its way then is thrown away. */
static void
test_stops (Fixture *fixture, gconstpointer data)
{
  g_autoptr (Counting) counting = g_object_new (TC_TYPE_COUNTING, NULL);

  tc_watch_follow (TC_WATCH (counting), fixture->desk);
  say_changed (fixture, "duty");
  tc_desk_stop (fixture->desk);
  g_assert_cmpuint (counting->stops, ==, 1);
  g_assert_null (tc_watch_get_desk (TC_WATCH (counting)));
  say_changed (fixture, "duty");
  tc_watch_read (TC_WATCH (counting));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (counting->asked, ==, 1);
  g_assert_cmpuint (counting->changes, ==, 0);
  g_assert_null (tc_watch_get (TC_WATCH (counting)));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_log_set_writer_func (write_log_cb, NULL, NULL);
  g_test_add ("/watch/follows", Fixture, NULL, set_up, test_follows, tear_down);
  g_test_add ("/watch/same", Fixture, NULL, set_up, test_same, tear_down);
  g_test_add ("/watch/fails", Fixture, NULL, set_up, test_fails, tear_down);
  g_test_add ("/watch/stops", Fixture, NULL, set_up, test_stops, tear_down);
  return g_test_run ();
}
