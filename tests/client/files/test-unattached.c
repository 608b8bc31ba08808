/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: what could not be attached outlives the desk with all that is known of it, is its giver's
 * alone, within bounds, and goes with its row. Method: an outbox on a file, opened anew after each
 * step.
 */
#include "tc-unattached.h"

#include "tc-limits.h"
#include "remove-tree.h"
#include "tc-schema.h"

typedef struct {
  char *dir;
  char *path;
  TcDatabase *db;
} Fixture;

static void
reopen (Fixture *fixture)
{
  static const TcSchemaSet *const sets[] = {&tc_schema_outbox, NULL};
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&fixture->db, tc_database_close);
  fixture->db = tc_database_open (fixture->path, TC_DATABASE_WRITER | TC_DATABASE_FULL, &error);
  g_assert_no_error (error);
  g_assert_true (tc_schema_migrate (fixture->db, sets, &error));
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->dir = g_dir_make_tmp ("test-unattached-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->dir, "outbox.db", NULL);
  reopen (fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  tc_database_close (fixture->db);
  remove_tree (fixture->dir);
  g_free (fixture->path);
  g_free (fixture->dir);
}

static gboolean
add_sized (Fixture *fixture, gint64 id, gint64 staff_id, gint64 size)
{
  g_autoptr (TcRefusal) refusal = tc_refusal_new ("incident.state", "incident", TC_S, "PA-1", NULL);
  g_autoptr (GError) error = NULL;
  const TcUnattached one = {.id = id,
                            .staff_id = staff_id,
                            .incident_id = 7,
                            .code = "PA-7",
                            .task_id = id == 2 ? 6 : 0,
                            .original_id = id == 3 ? 9 : 0,
                            .hash = "abc",
                            .size = size,
                            .name = "cây ngã.png",
                            .pixels = id == 1,
                            .refusal = id == 1 ? NULL : refusal,
                            .given_us = 1000 * TC_US_PER_DAY - id};

  if (tc_unattached_add (fixture->db, &one, &error))
    return TRUE;
  g_assert_error (error, TC_ERROR, TC_ERROR_LIMIT);
  return FALSE;
}

static gboolean
add (Fixture *fixture, gint64 id, gint64 staff_id)
{
  return add_sized (fixture, id, staff_id, 100);
}

/* (transfer full) */
static GPtrArray *
list (Fixture *fixture, gint64 staff_id)
{
  GPtrArray *found = NULL;
  g_autoptr (GError) error = NULL;

  reopen (fixture);
  found = tc_unattached_list (fixture->db, staff_id);
  g_assert_true (tc_database_check (fixture->db, &error));
  return found;
}

static void
check_count (Fixture *fixture, gint64 staff_id, guint expected)
{
  g_autoptr (GPtrArray) found = list (fixture, staff_id);

  g_assert_cmpuint (found->len, ==, expected);
}

/* The oldest first. */
static void
test_list (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) found = NULL;
  const TcUnattached *one = NULL;

  for (gint64 id = 1; id <= 3; id++)
    g_assert_true (add (fixture, id, 3));
  g_assert_true (add (fixture, 4, 5));
  found = list (fixture, 3);
  g_assert_cmpuint (found->len, ==, 3);
  one = found->pdata[0];
  g_assert_cmpint (one->id, ==, 3);
  g_assert_cmpint (one->staff_id, ==, 3);
  g_assert_cmpint (one->incident_id, ==, 7);
  g_assert_cmpstr (one->code, ==, "PA-7");
  g_assert_cmpint (one->original_id, ==, 9);
  g_assert_cmpint (one->task_id, ==, 0);
  g_assert_cmpstr (one->hash, ==, "abc");
  g_assert_cmpint (one->size, ==, 100);
  g_assert_cmpstr (one->name, ==, "cây ngã.png");
  g_assert_false (one->pixels);
  g_assert_cmpstr (one->refusal->code, ==, "incident.state");
  g_assert_true (g_variant_lookup (one->refusal->args, "incident", "s", NULL));
  g_assert_cmpint (((const TcUnattached *) found->pdata[1])->task_id, ==, 6);
  one = found->pdata[2];
  g_assert_true (one->pixels);
  g_assert_null (one->refusal);
  check_count (fixture, 5, 1);
  check_count (fixture, 0, 4);
}

static void
test_changes (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TcRefusal) refusal = tc_refusal_new ("incident.unknown", NULL);
  g_autoptr (GPtrArray) found = NULL, again = NULL;

  g_assert_true (add (fixture, 1, 3));
  tc_unattached_set_refusal (fixture->db, 1, refusal);
  found = list (fixture, 3);
  g_assert_cmpstr (((const TcUnattached *) found->pdata[0])->refusal->code, ==, "incident.unknown");
  tc_unattached_set_refusal (fixture->db, 1, NULL);
  again = list (fixture, 3);
  g_assert_null (((const TcUnattached *) again->pdata[0])->refusal);
  tc_unattached_remove (fixture->db, 1);
  check_count (fixture, 3, 0);
}

/* One person's many don't keep out another's; bytes are of all together. */
static void
test_bounds (Fixture *fixture, gconstpointer data)
{
  for (gint64 id = 1; id <= TC_UNATTACHED_MAX; id++)
    g_assert_true (add (fixture, id, 3));
  g_assert_false (add (fixture, TC_UNATTACHED_MAX + 1, 3));
  g_assert_true (add (fixture, TC_UNATTACHED_MAX + 1, 5));
  tc_unattached_remove (fixture->db, 1);
  g_assert_true (add (fixture, 1, 3));
  g_assert_false (add_sized (fixture, 1000, 5, TC_UNATTACHED_BYTES_MAX));
  g_assert_true (
      add_sized (fixture, 1000, 5, TC_UNATTACHED_BYTES_MAX - 100 * (TC_UNATTACHED_MAX + 1)));
  g_assert_false (add_sized (fixture, 1001, 6, 1));
}

static void
test_old (Fixture *fixture, gconstpointer data)
{
  const gint64 given_us = 1000 * TC_US_PER_DAY - 2;
  g_autoptr (GPtrArray) none = NULL, gone = NULL;

  g_assert_true (add (fixture, 1, 3));
  g_assert_true (add (fixture, 2, 3));
  none = tc_unattached_forget_old (fixture->db, given_us + TC_UNATTACHED_DAYS * TC_US_PER_DAY);
  g_assert_cmpuint (none->len, ==, 0);
  check_count (fixture, 3, 2);
  gone = tc_unattached_forget_old (fixture->db, given_us + TC_UNATTACHED_DAYS * TC_US_PER_DAY + 1);
  g_assert_cmpuint (gone->len, ==, 1);
  g_assert_cmpint (((const TcUnattached *) gone->pdata[0])->id, ==, 2);
  check_count (fixture, 3, 1);
}

/* Arguments that a failing disk has changed: the reason is unknown then. */
static void
test_damaged (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GBytes) bytes = g_bytes_new_static ("\xff\xff\xff", 3);

  g_assert_true (add (fixture, 2, 3));
  tc_database_execute (fixture->db, "UPDATE unattached SET refusal_args = ?", "y", bytes);
  found = list (fixture, 3);
  g_assert_cmpuint (found->len, ==, 1);
  g_assert_null (((const TcUnattached *) found->pdata[0])->refusal);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/unattached/list", Fixture, NULL, set_up, test_list, tear_down);
  g_test_add ("/unattached/changes", Fixture, NULL, set_up, test_changes, tear_down);
  g_test_add ("/unattached/bounds", Fixture, NULL, set_up, test_bounds, tear_down);
  g_test_add ("/unattached/old", Fixture, NULL, set_up, test_old, tear_down);
  g_test_add ("/unattached/damaged", Fixture, NULL, set_up, test_damaged, tear_down);
  return g_test_run ();
}
