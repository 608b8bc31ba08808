/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whoever comes first checks a message, pool or taker, and each message is there exactly once for
 * who takes it, also when the pool has ended before. (That wrong signatures are found is the hub's
 * test, tests/sync/test-hub-doors.c.)
 */
#include "tc-people-operations.h"
#include "tc-signature-pool.h"

#include <string.h>

#define JOBS 200
#define OPERATIONS 4

static GBytes *
make_message (const TcKey *key)
{
  g_autoptr (TcLineMessage) message = tc_line_message_new (TC_LINE_OPERATIONS);
  const TcStaffArgs args = {1, NULL, "Ai đó", NULL, NULL};

  for (guint i = 0; i < OPERATIONS; i++) {
    const TcOperationHead head = {
        .id = i + 1, .actor_id = 1, .session_id = 1, .seq = i + 1, .made_us = 1, .replica = 1};
    g_autoptr (TcOperation) op = tc_operation_make (&tc_staff_change_type, &head, &args, key);
    TcSignedBytes bytes = {g_bytes_ref (op->bytes), op->signature};

    g_array_append_val (message->operations, bytes);
  }
  return tc_line_message_write (message);
}

static void
take_all (GPtrArray *jobs)
{
  for (guint i = 0; i < jobs->len; i++) {
    TcHubOperations *operations = tc_signature_job_take (jobs->pdata[i]);

    g_assert_nonnull (operations);
    tc_hub_operations_free (operations);
  }
}

static GPtrArray *
start_jobs (TcSignaturePool *pool)
{
  GPtrArray *jobs = g_ptr_array_new_with_free_func ((GDestroyNotify) tc_signature_job_unref);
  g_autoptr (TcKey) key = tc_key_generate ();
  g_autoptr (GBytes) message = make_message (key);

  for (guint i = 0; i < JOBS; i++)
    g_ptr_array_add (jobs, tc_signature_job_new (pool, message, tc_key_get_public (key)));
  return jobs;
}

static void
test_shared (void)
{
  g_autoptr (TcSignaturePool) pool = tc_signature_pool_new ();
  g_autoptr (GPtrArray) jobs = start_jobs (pool);

  take_all (jobs);
}

static void
test_without_pool (void)
{
  g_autoptr (GPtrArray) jobs = start_jobs (NULL);

  take_all (jobs);
}

static void
test_pool_ended (void)
{
  TcSignaturePool *pool = tc_signature_pool_new ();
  g_autoptr (GPtrArray) jobs = start_jobs (pool);

  tc_signature_pool_free (pool);
  take_all (jobs);
}

/* Nobody takes them. */
static void
test_dropped (void)
{
  g_autoptr (TcSignaturePool) pool = tc_signature_pool_new ();
  g_autoptr (GPtrArray) jobs = start_jobs (pool);

  g_assert_cmpuint (jobs->len, ==, JOBS);
}

static void
test_malformed (void)
{
  static const char *const cases[] = {"", "\6", "\6\1", "\11"};
  g_autoptr (TcKey) key = tc_key_generate ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GBytes) bytes = g_bytes_new_static (cases[i], strlen (cases[i]));
    TcSignatureJob *job = tc_signature_job_new (NULL, bytes, tc_key_get_public (key));

    g_assert_null (tc_signature_job_take (job));
    tc_signature_job_unref (job);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  tc_crypto_init ();
  g_test_add_func ("/signature-pool/shared", test_shared);
  g_test_add_func ("/signature-pool/without-pool", test_without_pool);
  g_test_add_func ("/signature-pool/pool-ended", test_pool_ended);
  g_test_add_func ("/signature-pool/dropped", test_dropped);
  g_test_add_func ("/signature-pool/malformed", test_malformed);
  return g_test_run ();
}
