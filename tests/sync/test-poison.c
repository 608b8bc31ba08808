/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: an operation that the server died of once is applied in a commit of its own, one that it
 * died of twice is refused without being tried, and all others go through in their order; one that
 * the database can't carry out is as deadly. Method: the world of sync-world.h, which is told what
 * the server died of.
 */
#include "sync-world.h"

#include <string.h>

#define BEHIND 10

static const char *deadly; /* the name that it gives */
static guint died;

static guint
deaths_cb (const TcOperation *op)
{
  const char *name = NULL;

  g_variant_lookup (op->args, "name", "&s", &name);
  return g_strcmp0 (name, deadly) == 0 ? died : 0;
}

/* Some of a desk's before the deadly one and some behind it, all in one message. */
static WorldDesk *
make (World *world)
{
  WorldDesk *desk = world_add_desk (world, 1);

  world_connect (desk);
  world_run (world);
  world_disconnect (desk);
  deadly = "Hiểm";
  world->deaths = deaths_cb;
  for (guint i = 0; i < 2 * BEHIND; i++) {
    g_autofree char *name = g_strdup_printf ("Lành %u", i);

    world_rename (desk, i == BEHIND ? deadly : name);
  }
  g_array_set_size (world->executed, 0);
  world_connect (desk);
  world_run (world);
  g_assert_cmpuint (world->executing, ==, 0);
  g_assert_cmpuint (desk->status.pending, ==, 0);
  world_assert_agree (world);
  world_assert_name (world->db, "Lành 19");
  return desk;
}

static void
assert_executed (World *world, const guint *sizes, guint n)
{
  g_assert_cmpmem (world->executed->data, world->executed->len * sizeof (guint), sizes,
                   n * sizeof (guint));
}

static void
test_never (void)
{
  World *world = world_new ();
  const guint sizes[] = {2 * BEHIND};

  died = 0;
  make (world);
  assert_executed (world, sizes, G_N_ELEMENTS (sizes));
  world_free (world);
}

static void
test_once (void)
{
  World *world = world_new ();
  const guint sizes[] = {BEHIND, 1, BEHIND - 1};

  died = 1;
  WorldDesk *desk = make (world);
  assert_executed (world, sizes, G_N_ELEMENTS (sizes));
  g_assert_cmpuint (desk->status.attention, ==, 0);
  world_free (world);
}

static void
test_twice (void)
{
  World *world = world_new ();
  const guint sizes[] = {BEHIND, BEHIND - 1};

  died = 2;
  WorldDesk *desk = make (world);
  assert_executed (world, sizes, G_N_ELEMENTS (sizes));
  g_assert_cmpuint (desk->status.attention, ==, 1);
  g_autofree char *code = tc_database_dup_text (desk->outbox_db, "SELECT refusal FROM tray", NULL);
  g_assert_cmpstr (code, ==, "operation.poison");
  /* The log has its answer, for whoever asks again. */
  g_assert_cmpint (tc_database_get_int (world->db, 0,
                                        "SELECT count(*) FROM log_operation"
                                        " WHERE refusal = 'operation.poison'",
                                        NULL),
                   ==, 1);
  world_free (world);
}

typedef struct {
  const char *sql; /* what makes the next operation fail */
  int code;
  guint executing; /* that are said to be applied still */
} Failure;

/* An operation that the database can't carry out, ever, is one that the server dies of; a disk that
 * is full or can't be written is no fault of what was applied just then. */
static void
test_failing (gconstpointer data)
{
  static const TcStaffArgs args = {WORLD_STAFF, NULL, "Hiểm", NULL, NULL};
  const Failure *failure = data;
  World *world = world_new ();
  g_autoptr (GError) error = NULL;

  world_do (world, &tc_staff_change_type, &args);
  g_assert_cmpuint (world->executing, ==, 0);
  tc_database_execute_script (world->db, failure->sql);
  g_assert_true (tc_database_check (world->db, NULL));
  tc_hub_submit (world->hub, &tc_staff_change_type, tc_args_encode (&tc_staff_change_type, &args),
                 NULL, world->now_us, NULL, NULL);
  g_assert_false (tc_hub_flush (world->hub, world->now_us, &error));
  g_assert_error (error, TC_ERROR, failure->code);
  g_assert_cmpuint (world->executing, ==, failure->executing);
  world_free (world);
}

static const Failure failures[] = {
    {"CREATE TEMP TRIGGER bad BEFORE UPDATE ON staff BEGIN SELECT json ('{'); END",
     TC_ERROR_STATEMENT, 1},
    {"CREATE TABLE filler (b BLOB); PRAGMA max_page_count = 1;"
     "CREATE TEMP TRIGGER fill BEFORE UPDATE ON main.staff BEGIN"
     " INSERT INTO filler VALUES (zeroblob (1000000)); END",
     TC_ERROR_FULL, 0},
    {"PRAGMA query_only = 1", TC_ERROR_STORE, 0},
};

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/poison/never", test_never);
  g_test_add_func ("/poison/once", test_once);
  g_test_add_func ("/poison/twice", test_twice);
  g_test_add_data_func ("/poison/failing/statement", &failures[0], test_failing);
  g_test_add_data_func ("/poison/failing/full", &failures[1], test_failing);
  g_test_add_data_func ("/poison/failing/not-writable", &failures[2], test_failing);
  return g_test_run ();
}
