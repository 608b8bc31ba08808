/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: a camera moves while somebody renews it and stops when nobody does, whatever fails on the
 * way; it is never behind by more than one request. Presets come, go and are kept.
 * Method: a device on loopback (onvif-device.h) that takes down what it is told, and when.
 */
#include "onvif-device.h"
#include "tc-digest.h"
#include "tc-onvif-ptz.h"

#include <string.h>

#define PTZ "http://www.onvif.org/ver20/ptz/wsdl"

typedef struct {
  guint n_moves;
  guint n_stops;
  guint n_failing; /* stops that are still to fail */
  guint delay_ms;  /* before a movement is answered */
  gint64 stopped_us;
  const char *unfit;  /* (nullable): movements in which that stands are refused */
  const char *refuse; /* (nullable): code with which all are refused */
  guint n_transient;  /* movements that are still to be refused as unfit */
  guint n_under_way;
  guint n_under_way_max;
} Motor;

typedef struct {
  SoupServerMessage *message; /* (owned) */
  Motor *motor;
} Late;

static gboolean
late_cb (gpointer data)
{
  Late *late = data;
  g_autofree char *done = device_dup_done (PTZ, "ContinuousMove");

  late->motor->n_under_way--;
  device_answer (late->message, 200, "application/soap+xml", done);
  soup_server_message_unpause (late->message);
  g_object_unref (late->message);
  g_free (late);
  return G_SOURCE_REMOVE;
}

static void
answer_fault (SoupServerMessage *message, const char *code)
{
  g_autofree char *text = g_strdup_printf (
      "<e:Envelope xmlns:e=\"" TC_ONVIF_SOAP_12
      "\"><e:Body><e:Fault><e:Code><e:Value>e:Sender</e:Value><e:Subcode><e:Value>ter:%s</e:Value>"
      "</e:Subcode></e:Code></e:Fault></e:Body></e:Envelope>",
      code);

  device_answer (message, 400, "application/soap+xml", text);
}

static gboolean
says (SoupServerMessage *message, const char *part)
{
  g_autoptr (GBytes)
      body = soup_message_body_flatten (soup_server_message_get_request_body (message));

  return part && g_strstr_len (g_bytes_get_data (body, NULL), (gssize) g_bytes_get_size (body),
                               part) != NULL;
}

static gboolean
turn (Device *device, const char *action, SoupServerMessage *message)
{
  Motor *motor = device->trick_data;

  if (strcmp (action, "Stop") == 0) {
    motor->n_stops++;
    motor->stopped_us = g_get_monotonic_time ();
    if (!motor->n_failing)
      return FALSE;
    motor->n_failing--;
    device_answer (message, 500, "text/plain", "");
    return TRUE;
  }
  if (strcmp (action, "ContinuousMove") != 0)
    return FALSE;
  motor->n_moves++;
  motor->n_under_way++;
  motor->n_under_way_max = MAX (motor->n_under_way_max, motor->n_under_way);
  if (motor->refuse || motor->n_transient || says (message, motor->unfit)) {
    motor->n_under_way--;
    motor->n_transient -= motor->n_transient > 0;
    answer_fault (message, motor->refuse ? motor->refuse : "InvalidArgVal");
  } else {
    Late *late = g_new (Late, 1);

    late->message = g_object_ref (message);
    late->motor = motor;
    soup_server_message_pause (message);
    g_timeout_add (motor->delay_ms, late_cb, late);
  }
  return TRUE;
}

typedef struct {
  Device *device;
  TcOnvifClient *client;
  TcOnvifPtz *ptz;
  Motor motor;
  guint n_failed;
} Fixture;

static void
failed_cb (TcOnvifPtz *ptz, GError *error, gpointer data)
{
  Fixture *fixture = data;

  g_assert_nonnull (error);
  fixture->n_failed++;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->device = device_new ();
  fixture->client = device_connect_to (fixture->device, FALSE);
  g_assert_no_error (device_connect (fixture->client));
  fixture->ptz = tc_onvif_ptz_new (fixture->client, "000");
  g_signal_connect (fixture->ptz, "failed", G_CALLBACK (failed_cb), fixture);
  fixture->device->trick = turn;
  fixture->device->trick_data = &fixture->motor;
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->ptz);
  device_run_for (100);
  g_clear_object (&fixture->client);
  device_free (fixture->device);
}

static void
run_to_rest (Fixture *fixture)
{
  for (guint i = 0; i < 250 && tc_onvif_ptz_is_moving (fixture->ptz); i++)
    device_run_for (20);
  g_assert_false (tc_onvif_ptz_is_moving (fixture->ptz));
}

/* Until the camera was told that often, and has answered. */
static void
run_to_moves (Fixture *fixture, guint n)
{
  for (guint i = 0; i < 250 && (fixture->motor.n_moves < n || fixture->motor.n_under_way); i++)
    device_run_for (20);
  g_assert_cmpuint (fixture->motor.n_moves, ==, n);
  device_run_for (50);
}

/* Each second the camera is told where to go once more, but not with every renewal; when those end
 * it stops by itself half a second later. */
static void
test_dead_man (Fixture *fixture, gconstpointer data)
{
  gint64 last_us = 0;

  for (guint i = 0; i < 10; i++) {
    tc_onvif_ptz_move (fixture->ptz, 500, -1, 0);
    last_us = g_get_monotonic_time ();
    device_run_for (100);
  }
  g_assert_cmpuint (fixture->motor.n_stops, ==, 0);
  g_assert_cmpuint (fixture->motor.n_moves, >=, 2);
  g_assert_cmpuint (fixture->motor.n_moves, <=, 4);
  g_assert_true (tc_onvif_ptz_is_moving (fixture->ptz));
  for (guint i = 0; i < 100 && fixture->motor.n_stops == 0; i++)
    device_run_for (20);
  g_assert_cmpint (fixture->motor.stopped_us - last_us, >=, 450 * 1000);
  g_assert_cmpint (fixture->motor.stopped_us - last_us, <, 3000 * 1000);
  device_run_for (100);
  g_assert_false (tc_onvif_ptz_is_moving (fixture->ptz));
  g_assert_cmpuint (fixture->motor.n_stops, ==, 1);
  g_assert_cmpuint (fixture->n_failed, ==, 0);
  g_assert_nonnull (strstr (fixture->device->bytes->str,
                            "<tt:PanTilt x=\"0.500\" y=\"-0.001\" space=\"http://www.onvif.org/"
                            "ver10/tptz/PanTiltSpaces/VelocityGenericSpace\"/></Velocity>"
                            "<Timeout>PT1S</Timeout>"));
  g_assert_null (strstr (fixture->device->bytes->str, "<tt:Zoom"));
}

static void
test_newest (Fixture *fixture, gconstpointer data)
{
  fixture->motor.delay_ms = 150;
  for (int i = 1; i <= 20; i++) {
    tc_onvif_ptz_move (fixture->ptz, 10 * i, 0, 5000);
    device_run_for (5);
  }
  device_run_for (200);
  tc_onvif_ptz_stop (fixture->ptz);
  run_to_rest (fixture);
  g_assert_cmpuint (fixture->motor.n_under_way_max, ==, 1);
  g_assert_cmpuint (fixture->motor.n_moves, <=, 4);
  g_assert_cmpuint (fixture->motor.n_stops, >=, 1);
  g_assert_false (tc_onvif_ptz_is_moving (fixture->ptz));
  /* What was wanted last was sent; what is too much was cut. */
  g_assert_nonnull (strstr (fixture->device->bytes->str, "x=\"0.200\""));
  g_assert_nonnull (strstr (fixture->device->bytes->str, "<tt:Zoom x=\"1.000\""));
}

/* A stop while nothing moves is nothing. */
static void
test_still (Fixture *fixture, gconstpointer data)
{
  tc_onvif_ptz_stop (fixture->ptz);
  tc_onvif_ptz_move (fixture->ptz, 0, 0, 0);
  device_run_for (100);
  g_assert_cmpuint (fixture->motor.n_stops, ==, 0);
}

static void
test_stop_fails (Fixture *fixture, gconstpointer data)
{
  fixture->motor.n_failing = 2;
  tc_onvif_ptz_move (fixture->ptz, 0, 0, 100);
  run_to_moves (fixture, 1);
  tc_onvif_ptz_stop (fixture->ptz);
  run_to_rest (fixture);
  g_assert_cmpuint (fixture->motor.n_stops, ==, 3);
  g_assert_cmpuint (fixture->n_failed, ==, 1);
  /* One that never can is given up: it stopped by itself. */
  fixture->motor.n_failing = 100;
  tc_onvif_ptz_move (fixture->ptz, 0, 0, 100);
  run_to_moves (fixture, 2);
  tc_onvif_ptz_stop (fixture->ptz);
  run_to_rest (fixture);
  g_assert_cmpuint (fixture->motor.n_stops, ==, 7);
  g_assert_cmpuint (fixture->n_failed, ==, 2);
}

/* Whoever moves it on while a stop is tried again isn't held back by that. */
static void
test_moved_on (Fixture *fixture, gconstpointer data)
{
  fixture->motor.n_failing = 1;
  tc_onvif_ptz_move (fixture->ptz, 100, 0, 0);
  run_to_moves (fixture, 1);
  device_run_for (50);
  tc_onvif_ptz_stop (fixture->ptz);
  for (guint i = 0; i < 100 && fixture->n_failed == 0; i++)
    device_run_for (10);
  tc_onvif_ptz_move (fixture->ptz, 0, 100, 0);
  run_to_moves (fixture, 2);
  device_run_for (50);
  tc_onvif_ptz_stop (fixture->ptz);
  run_to_rest (fixture);
  g_assert_cmpuint (fixture->motor.n_stops, ==, 2);
  g_assert_cmpuint (fixture->n_failed, ==, 1);
}

/* An older camera refuses how a movement is told: it is told otherwise, as little as it takes. */
static void
test_other_ways (Fixture *fixture, gconstpointer data)
{
  static const struct {
    const char *unfit;
    guint n_first;  /* movements until one is taken */
    guint n_second; /* likewise, from the next rest on */
    gboolean own_stop;
  } cases[] = {
      {"space=", 2, 1, TRUE},
      {"PT1S", 3, 1, TRUE},
      /* When it would stop by itself is asked anew each time. */
      {"<Timeout>", 4, 4, FALSE},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    fixture->motor = (Motor){.unfit = cases[i].unfit};
    g_clear_object (&fixture->ptz);
    fixture->ptz = tc_onvif_ptz_new (fixture->client, "000");
    g_signal_connect (fixture->ptz, "failed", G_CALLBACK (failed_cb), fixture);
    g_test_message ("%s", cases[i].unfit);
    tc_onvif_ptz_move (fixture->ptz, 100, 0, 0);
    run_to_moves (fixture, cases[i].n_first);
    device_run_for (50);
    g_assert_cmpint (tc_onvif_ptz_stops_by_itself (fixture->ptz), ==, cases[i].own_stop);
    tc_onvif_ptz_stop (fixture->ptz);
    run_to_rest (fixture);
    g_assert_cmpuint (fixture->motor.n_stops, ==, 1);
    tc_onvif_ptz_move (fixture->ptz, 100, 0, 0);
    run_to_moves (fixture, cases[i].n_first + cases[i].n_second);
    tc_onvif_ptz_stop (fixture->ptz);
    run_to_rest (fixture);
    g_assert_cmpuint (fixture->n_failed, ==, 0);
  }
}

/* One refusal that passes doesn't cost the camera its own stop. */
static void
test_transient (Fixture *fixture, gconstpointer data)
{
  fixture->motor.n_transient = 3;
  tc_onvif_ptz_move (fixture->ptz, 100, 0, 0);
  run_to_moves (fixture, 4);
  device_run_for (50);
  tc_onvif_ptz_stop (fixture->ptz);
  run_to_rest (fixture);
  g_string_truncate (fixture->device->bytes, 0);
  tc_onvif_ptz_move (fixture->ptz, 100, 0, 0);
  run_to_moves (fixture, 5);
  g_assert_nonnull (strstr (fixture->device->bytes->str, "<Timeout>PT1S</Timeout>"));
  device_run_for (50);
  g_assert_true (tc_onvif_ptz_stops_by_itself (fixture->ptz));
}

/* A camera that can't be moved says so once, and isn't pushed on while the hand is on it. */
static void
test_refused (Fixture *fixture, gconstpointer data)
{
  static const char *const codes[] = {"ActionNotSupported", "NotAuthorized", "NoPTZProfile"};

  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++) {
    fixture->motor = (Motor){.refuse = codes[i]};
    fixture->n_failed = 0;
    g_test_message ("%s", codes[i]);
    for (guint k = 0; k < 10; k++) {
      tc_onvif_ptz_move (fixture->ptz, 100, 0, 0);
      device_run_for (20);
    }
    g_assert_cmpuint (fixture->n_failed, ==, 1);
    g_assert_cmpuint (fixture->motor.n_moves, ==, 1);
    g_assert_cmpuint (fixture->motor.n_stops, ==, 0);
    g_assert_false (tc_onvif_ptz_is_moving (fixture->ptz));
    /* The next hand may try. */
    tc_onvif_ptz_stop (fixture->ptz);
    tc_onvif_ptz_move (fixture->ptz, 100, 0, 0);
    run_to_moves (fixture, 2);
    device_run_for (50);
    tc_onvif_ptz_stop (fixture->ptz);
  }
}

/* The device's account is locked while a hand is on it: its password isn't tried again and
 * again. */
static void
test_denied (void)
{
  g_autoptr (Device) device = device_new ();
  g_autoptr (TcOnvifClient) client = device_connect_to (device, TRUE);
  g_autoptr (TcOnvifPtz) ptz = NULL;

  device->proof = DEVICE_MD5;
  g_assert_no_error (device_connect (client));
  device->locked = TRUE;
  g_ptr_array_set_size (device->heard, 0);
  ptz = tc_onvif_ptz_new (client, "000");
  for (guint i = 0; i < 10; i++) {
    tc_onvif_ptz_move (ptz, 100, 0, 0);
    device_run_for (20);
    tc_onvif_ptz_stop (ptz);
    device_run_for (20);
  }
  g_assert_cmpuint (device_count_proofs (device, "digest"), <=, 3);
  g_assert_cmpuint (device_count_proofs (device, "token"), <=, 2);
  g_assert_cmpuint (device_count (device, "Stop"), ==, 0);
}

/* A movement that the camera thinks about doesn't hold back a stop. */
static void
test_slow (Fixture *fixture, gconstpointer data)
{
  gint64 let_go_us;

  fixture->motor.delay_ms = 1400;
  tc_onvif_ptz_move (fixture->ptz, 100, 0, 0);
  device_run_for (50);
  let_go_us = g_get_monotonic_time ();
  tc_onvif_ptz_stop (fixture->ptz);
  for (guint i = 0; i < 60 && fixture->motor.n_stops == 0; i++)
    device_run_for (20);
  g_assert_cmpuint (fixture->motor.n_stops, ==, 1);
  g_assert_cmpint (fixture->motor.stopped_us - let_go_us, <, 1000 * 1000);
  /* The movement may only come now: it is stopped once more. */
  run_to_rest (fixture);
  g_assert_cmpuint (fixture->motor.n_stops, ==, 2);
  g_assert_cmpuint (fixture->n_failed, ==, 0);
  device_run_for (1500); /* the device's answer */
}

/* Nor do questions that it takes its time for. */
static gboolean
hold_presets (Device *device, const char *action, SoupServerMessage *message)
{
  if (strcmp (action, "GetPresets") != 0)
    return turn (device, action, message);
  soup_server_message_pause (message);
  return TRUE;
}

static void
ignored_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  guint *n = data;

  ++*n;
}

static void
test_busy_lines (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  guint n_done = 0;

  fixture->device->trick = hold_presets;
  for (guint i = 0; i < 3; i++)
    tc_onvif_presets_async (fixture->client, "000", cancellable, ignored_cb, &n_done);
  device_run_for (100);
  tc_onvif_ptz_move (fixture->ptz, 100, 0, 0);
  run_to_moves (fixture, 1);
  device_run_for (50);
  tc_onvif_ptz_stop (fixture->ptz);
  run_to_rest (fixture);
  g_assert_cmpuint (fixture->motor.n_stops, ==, 1);
  g_assert_cmpuint (fixture->n_failed, ==, 0);
  g_assert_cmpuint (n_done, ==, 0);
  g_cancellable_cancel (cancellable);
  for (guint i = 0; i < 100 && n_done < 3; i++)
    device_run_for (20);
  g_assert_cmpuint (n_done, ==, 3);
}

/* Who lets go of the object lets go of the camera. */
static void
test_dropped (Fixture *fixture, gconstpointer data)
{
  tc_onvif_ptz_move (fixture->ptz, 100, 0, 0);
  run_to_moves (fixture, 1);
  g_clear_object (&fixture->ptz);
  for (guint i = 0; i < 250 && fixture->motor.n_stops == 0; i++)
    device_run_for (20);
  g_assert_cmpuint (fixture->motor.n_stops, ==, 1);
}

/* A stop that fails is tried again, whoever let go. */
static void
test_dropped_failing (Fixture *fixture, gconstpointer data)
{
  fixture->motor.n_failing = 2;
  tc_onvif_ptz_move (fixture->ptz, 100, 0, 0);
  run_to_moves (fixture, 1);
  g_clear_object (&fixture->ptz);
  for (guint i = 0; i < 250 && fixture->motor.n_stops < 3; i++)
    device_run_for (20);
  g_assert_cmpuint (fixture->motor.n_stops, ==, 3);
  g_assert_cmpuint (fixture->n_failed, ==, 0);
}

/* Whoever hears of a failure may do as they like with the object. */
static void
stop_and_drop_cb (TcOnvifPtz *ptz, GError *error, gpointer data)
{
  Fixture *fixture = data;

  tc_onvif_ptz_stop (ptz);
  tc_onvif_ptz_move (ptz, 0, 100, 0);
  tc_onvif_ptz_stop (ptz);
  g_clear_object (&fixture->ptz);
}

static void
test_reentered (Fixture *fixture, gconstpointer data)
{
  fixture->motor.n_failing = 2;
  g_signal_connect (fixture->ptz, "failed", G_CALLBACK (stop_and_drop_cb), fixture);
  tc_onvif_ptz_move (fixture->ptz, 100, 0, 0);
  run_to_moves (fixture, 1);
  tc_onvif_ptz_stop (fixture->ptz);
  for (guint i = 0; i < 250 && fixture->motor.n_failing; i++)
    device_run_for (20);
  device_run_for (600);
  g_assert_null (fixture->ptz);
  g_assert_cmpuint (fixture->n_failed, ==, 1);
  g_assert_cmpuint (fixture->motor.n_failing, ==, 0);
}

static gboolean
do_presets (Device *device, const char *action, SoupServerMessage *message)
{
  g_autofree char *done = device_dup_done (PTZ, action);

  if (strcmp (action, "GotoPreset") != 0 && strcmp (action, "RemovePreset") != 0)
    return FALSE;
  device_answer (message, 200, "application/soap+xml", done);
  return TRUE;
}

static void
test_presets (Fixture *fixture, gconstpointer data)
{
  TcOnvifClient *client = fixture->client;
  g_autoptr (GAsyncResult) listed = NULL;
  g_autoptr (GAsyncResult) set = NULL;
  g_autoptr (GAsyncResult) gone = NULL;
  g_autoptr (GAsyncResult) removed = NULL;
  g_autoptr (GAsyncResult) refused = NULL;
  g_autoptr (GAsyncResult) none = NULL;
  g_autoptr (GAsyncResult) replaced = NULL;
  g_autofree char *again = NULL;
  g_autoptr (GPtrArray) presets = NULL;
  g_autofree char *token = NULL;
  GError *error = NULL;

  fixture->device->trick = do_presets;
  tc_onvif_presets_async (client, "000", NULL, device_done_cb, &listed);
  presets = tc_onvif_presets_finish (client, device_wait (&listed), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (presets->len, ==, 2);
  tc_onvif_preset_set_async (client, "000", "Cổng <chợ>", NULL, NULL, device_done_cb, &set);
  token = tc_onvif_preset_set_finish (client, device_wait (&set), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (token, ==, "7");
  g_assert_nonnull (strstr (fixture->device->bytes->str, "Cổng &lt;chợ&gt;"));
  tc_onvif_preset_go_async (client, "000", "1", NULL, device_done_cb, &gone);
  g_assert_true (tc_onvif_preset_done_finish (client, device_wait (&gone), &error));
  tc_onvif_preset_remove_async (client, "000", "7", NULL, device_done_cb, &removed);
  g_assert_true (tc_onvif_preset_done_finish (client, device_wait (&removed), &error));
  fixture->device->trick = NULL;
  tc_onvif_preset_go_async (client, "000", "1", NULL, device_done_cb, &refused);
  g_assert_false (tc_onvif_preset_done_finish (client, device_wait (&refused), &error));
  device_assert_cause (g_steal_pointer (&error), "camera.unsupported");
  device_set (fixture->device, "GetPresets", NULL);
  tc_onvif_presets_async (client, "000", NULL, device_done_cb, &none);
  g_assert_null (tc_onvif_presets_finish (client, device_wait (&none), &error));
  device_assert_cause (g_steal_pointer (&error), "camera.unsupported");
  tc_onvif_preset_set_async (client, "000", NULL, "7", NULL, device_done_cb, &replaced);
  again = tc_onvif_preset_set_finish (client, device_wait (&replaced), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (again, ==, "7");
  g_assert_nonnull (strstr (fixture->device->bytes->str,
                            "<ProfileToken>000</ProfileToken><PresetToken>7</PresetToken>"
                            "</SetPreset>"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  tc_crypto_init ();
#define ADD(name, function)                                                                        \
  g_test_add ("/onvif/ptz/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("dead-man", test_dead_man);
  ADD ("newest", test_newest);
  ADD ("still", test_still);
  ADD ("stop-fails", test_stop_fails);
  ADD ("moved-on", test_moved_on);
  ADD ("other-ways", test_other_ways);
  ADD ("transient", test_transient);
  ADD ("refused", test_refused);
  g_test_add_func ("/onvif/ptz/denied", test_denied);
  ADD ("slow", test_slow);
  ADD ("busy-lines", test_busy_lines);
  ADD ("dropped", test_dropped);
  ADD ("dropped-failing", test_dropped_failing);
  ADD ("reentered", test_reentered);
  ADD ("presets", test_presets);
  return g_test_run ();
}
