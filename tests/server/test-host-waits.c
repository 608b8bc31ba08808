/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: what waits for a media host has its answer once: what that host says by its number, or that
 * nothing came. Method: tasks without anything behind them; time is the main loop's.
 */
#include "tc-camera-finding.h"
#include "tc-camera-recordings.h"
#include "tc-camera-steering.h"
#include "tc-desk.h"
#include "tc-host-waits.h"

#include "main-turn.h"

#define HOST 7
#define LONG_MS 60000
#define SHORT_MS 20

static const char *const causes[] = {"", "away", NULL};

static void
ended_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  *(int *) data = (int) g_task_propagate_int (G_TASK (result), NULL);
}

static GTask *
new_task (int *end)
{
  *end = 0;
  return g_task_new (NULL, NULL, ended_cb, end);
}

static void
give_up (GTask *task)
{
  g_task_return_int (task, -1);
}

static GVariant *
say (gint64 number, const char *cause)
{
  GVariantDict dict;

  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert (&dict, "number", "x", number);
  if (cause)
    g_variant_dict_insert (&dict, "cause", "s", cause);
  return g_variant_ref_sink (g_variant_dict_end (&dict));
}

static gboolean
take (TcHostWaits *waits, guint16 host, gint64 number, const char *cause, int end)
{
  g_autoptr (GVariant) value = say (number, cause);
  const char *said = NULL;
  g_autoptr (GTask) task = tc_host_waits_take (waits, host, value, causes, &said);

  if (!task)
    return FALSE;
  g_assert_cmpstr (said, ==, cause);
  g_task_return_int (task, end);
  return TRUE;
}

static void
wait_for (const int *end)
{
  while (*end == 0)
    main_turn ();
}

static void
test_answer (void)
{
  TcHostWaits *waits = tc_host_waits_new (give_up);
  int first, second;
  gint64 one = tc_host_waits_add (waits, HOST, LONG_MS, new_task (&first));
  gint64 two = tc_host_waits_add (waits, HOST, LONG_MS, new_task (&second));

  g_assert_cmpint (one, !=, two);
  g_assert_cmpuint (tc_host_waits_count (waits), ==, 2);
  g_assert_true (take (waits, HOST, two, "away", 2));
  g_assert_true (take (waits, HOST, one, "", 1));
  g_assert_cmpuint (tc_host_waits_count (waits), ==, 0);
  wait_for (&first);
  wait_for (&second);
  g_assert_cmpint (first, ==, 1);
  g_assert_cmpint (second, ==, 2);
  tc_host_waits_free (waits);
}

/* Another host's word, one by a strange number, and what isn't an answer leave it waiting. */
static void
test_not_its_answer (void)
{
  TcHostWaits *waits = tc_host_waits_new (give_up);
  const char *said = NULL;
  int end;
  gint64 number = tc_host_waits_add (waits, HOST, LONG_MS, new_task (&end));
  gint64 skipped = tc_host_waits_skip (waits);

  g_assert_cmpint (skipped, !=, number);
  g_assert_false (take (waits, HOST + 1, number, "", 1));
  g_assert_false (take (waits, HOST, skipped, "", 1));
  g_assert_false (take (waits, HOST, number, "strange", 1));
  g_assert_false (take (waits, HOST, number, NULL, 1));
  g_assert_null (tc_host_waits_take (waits, HOST, NULL, causes, &said));
  g_assert_cmpuint (tc_host_waits_count (waits), ==, 1);
  g_assert_true (take (waits, HOST, number, "", 1));
  g_assert_false (take (waits, HOST, number, "", 1));
  wait_for (&end);
  g_assert_cmpint (end, ==, 1);
  tc_host_waits_free (waits);
}

static void
test_late (void)
{
  TcHostWaits *waits = tc_host_waits_new (give_up);
  int late, other;
  gint64 number = tc_host_waits_add (waits, HOST, SHORT_MS, new_task (&late));

  tc_host_waits_add (waits, HOST, LONG_MS, new_task (&other));
  wait_for (&late);
  g_assert_cmpint (late, ==, -1);
  g_assert_false (take (waits, HOST, number, "", 1));
  g_assert_cmpuint (tc_host_waits_count (waits), ==, 1);
  tc_host_waits_free (waits);
  wait_for (&other);
  g_assert_cmpint (other, ==, -1);
}

/* A desk doesn't give up before the server does. */
static void
test_patience (void)
{
  static const struct {
    const char *name;
    guint wait_ms;
  } questions[] = {{TC_ASK_TIMELINE, TC_ERRAND_ANSWER_MS},
                   {TC_ASK_RECORDER, TC_RECORDER_ANSWER_MS},
                   {TC_ASK_CAMERA_TEST, TC_FINDING_DESK_MS + TC_FINDING_SPARE_MS},
                   {TC_ASK_STEER, TC_STEERING_ANSWER_MS}};

  for (gsize i = 0; i < G_N_ELEMENTS (questions); i++)
    g_assert_cmpuint (tc_desk_get_patience_s (questions[i].name) * 1000, >,
                      questions[i].wait_ms + 3000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/host-waits/answer", test_answer);
  g_test_add_func ("/host-waits/not-its-answer", test_not_its_answer);
  g_test_add_func ("/host-waits/late", test_late);
  g_test_add_func ("/host-waits/patience", test_patience);
  return g_test_run ();
}
