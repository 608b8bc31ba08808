/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: an account is proved in the way that a device takes, in its own time, no oftener than
 * needed, never so that it gives the password away, and not again once it was denied.
 * Method: a device on loopback (onvif-device.h) that counts proofs.
 */
#include "onvif-device.h"
#include "tc-digest.h"

#include <string.h>

/* A challenge is answered once and then kept. */
static void
test_digest (gconstpointer data)
{
  g_autoptr (Device) device = device_new ();
  g_autoptr (TcOnvifClient) client = device_connect_to (device, TRUE);

  device->proof = GPOINTER_TO_INT (data);
  device_check_all (device, client);
  g_assert_cmpstr (device->heard->pdata[0], ==, "GetSystemDateAndTime");
  g_assert_cmpstr (device->heard->pdata[1], ==, "GetServices");
  g_assert_cmpstr (device->heard->pdata[2], ==, "GetServices digest");
  g_assert_cmpstr (device->heard->pdata[3], ==, "GetDeviceInformation digest");
  g_assert_cmpuint (device->heard->len, ==, 6);
}

/* A device whose challenges wear out without saying that they are stale. */
static void
test_worn (void)
{
  g_autoptr (Device) device = device_new ();
  g_autoptr (TcOnvifClient) client = device_connect_to (device, TRUE);

  device->proof = DEVICE_MD5;
  device->nonce_uses = 1;
  device_check_all (device, client);
  g_assert_cmpuint (device_count (device, "GetDeviceInformation digest"), ==, 2);
  g_assert_cmpuint (device_count (device, "GetDeviceInformation token"), ==, 0);
}

/* It faults until it gets a token, which carries its own time: three hours ahead of ours. */
static void
test_token (void)
{
  g_autoptr (Device) device = device_new ();
  g_autoptr (TcOnvifClient) client = device_connect_to (device, TRUE);
  gint64 ahead_ms = 3 * 3600 * 1000;

  device->proof = DEVICE_TOKEN;
  device->ahead_us = ahead_ms * 1000;
  device_check_all (device, client);
  g_assert_cmpint (ABS (tc_onvif_client_get_clock_offset_ms (client) - ahead_ms), <, 2000);
  /* The first request says nothing of an account; then it is remembered what the device takes. */
  g_assert_cmpstr (device->heard->pdata[0], ==, "GetSystemDateAndTime");
  g_assert_cmpstr (device->heard->pdata[2], ==, "GetServices token");
  g_assert_cmpstr (device->heard->pdata[3], ==, "GetDeviceInformation token");
  g_assert_cmpuint (device->heard->len, ==, 6);
}

/* Never both proofs in one request. */
static void
test_either (void)
{
  g_autoptr (Device) device = device_new ();
  g_autoptr (TcOnvifClient) client = device_connect_to (device, TRUE);

  device->proof = DEVICE_EITHER;
  device_check_all (device, client);
  for (guint i = 0; i < device->heard->len; i++)
    g_assert_false (g_str_has_suffix (device->heard->pdata[i], "digest token"));
}

/* What it took before, it takes no more. */
static void
test_changes (void)
{
  g_autoptr (Device) device = device_new ();
  g_autoptr (TcOnvifClient) client = device_connect_to (device, TRUE);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) first = NULL;
  g_autoptr (GPtrArray) second = NULL;

  device->proof = DEVICE_TOKEN;
  g_assert_no_error (device_connect (client));
  device->proof = DEVICE_SHA256;
  first = device_ask_profiles (client, &error);
  g_assert_no_error (error);
  device->proof = DEVICE_TOKEN;
  second = device_ask_profiles (client, &error);
  g_assert_no_error (error);
}

/* It asks for an account even before it tells its clock. */
static void
test_closed (gconstpointer data)
{
  g_autoptr (Device) device = device_new ();
  g_autoptr (TcOnvifClient) client = device_connect_to (device, TRUE);

  device->proof = GPOINTER_TO_INT (data);
  device->all_closed = TRUE;
  device_check_all (device, client);
}

/* Devices lock an account after some proofs that are wrong: each kind once whenever it is connected
 * to, and none after that. */
static void
check_wrong (DeviceProof proof, gboolean all_closed)
{
  g_autoptr (Device) device = device_new ();
  const TcOnvifOptions options = {
      .address = device->host, .account = DEVICE_ACCOUNT, .password = "another one"};
  g_autoptr (TcOnvifClient) client = tc_onvif_client_new (&options, NULL);
  g_autoptr (TcOnvifClient) nobody = device_connect_to (device, FALSE);
  const TcOnvifProfile profile = {.token = (char *) "000"};
  GError *error = NULL;

  device->proof = proof;
  device->all_closed = all_closed;
  for (guint i = 1; i <= 2; i++) {
    error = device_connect (client);
    device_assert_cause (error, "camera.denied");
    g_assert_cmpuint (device_count_proofs (device, "digest"), <=, i);
    g_assert_cmpuint (device_count_proofs (device, "token"), <=, i);
    g_assert_cmpuint (
        device_count_proofs (device, "digest") + device_count_proofs (device, "token"), >=, i);
  }
  error = NULL;
  g_ptr_array_set_size (device->heard, 0);
  g_assert_null (device_ask_profiles (client, &error));
  g_clear_error (&error);
  g_assert_null (device_ask_stream (client, &profile, &error));
  g_clear_error (&error);
  g_assert_cmpuint (device_count_proofs (device, "digest"), ==, 0);
  g_assert_cmpuint (device_count_proofs (device, "token"), ==, 0);
  error = device_connect (nobody);
  device_assert_cause (error, "camera.denied");
}

static void
test_wrong (gconstpointer data)
{
  check_wrong (GPOINTER_TO_INT (data), FALSE);
  check_wrong (GPOINTER_TO_INT (data), TRUE);
}

/* The password is changed while it is connected: what was right before is tried once more, since a
 * challenge may only be worn, and then nothing. */
static void
test_locked (gconstpointer data)
{
  g_autoptr (Device) device = device_new ();
  g_autoptr (TcOnvifClient) client = device_connect_to (device, TRUE);
  const TcOnvifProfile profile = {.token = (char *) "000"};
  GError *error = NULL;

  device->proof = GPOINTER_TO_INT (data);
  g_assert_no_error (device_connect (client));
  device->locked = TRUE;
  g_ptr_array_set_size (device->heard, 0);
  g_assert_null (device_ask_profiles (client, &error));
  device_assert_cause (g_steal_pointer (&error), "camera.denied");
  g_assert_cmpuint (device_count_proofs (device, "digest"), <=, 2);
  g_assert_cmpuint (device_count_proofs (device, "token"), <=, 1);
  for (guint i = 0; i < 5; i++) {
    g_assert_null (device_ask_profiles (client, &error));
    device_assert_cause (g_steal_pointer (&error), "camera.denied");
    g_assert_null (device_ask_stream (client, &profile, &error));
    device_assert_cause (g_steal_pointer (&error), "camera.denied");
  }
  g_assert_cmpuint (device_count_proofs (device, "digest"), <=, 3);
  g_assert_cmpuint (device_count_proofs (device, "token"), <=, 2);
  /* Who connects anew tries anew. */
  device->locked = FALSE;
  device_check_all (device, client);
}

/* A challenge that it says is stale is answered again, in the same call. */
static void
test_stale (void)
{
  g_autoptr (Device) device = device_new ();
  g_autoptr (TcOnvifClient) client = device_connect_to (device, TRUE);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) profiles = NULL;

  device->proof = DEVICE_MD5;
  device->says_stale = TRUE;
  g_assert_no_error (device_connect (client));
  g_free (device->nonce);
  device->nonce = g_strdup ("forgotten");
  profiles = device_ask_profiles (client, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (device_count (device, "GetProfiles digest"), ==, 2);
  g_assert_cmpuint (device_count_proofs (device, "token"), ==, 0);
  /* One that says so of all is asked only so often. */
  device->locked = TRUE;
  g_ptr_array_set_size (device->heard, 0);
  device_assert_cause (device_connect (client), "camera.denied");
  g_assert_cmpuint (device->heard->len, <=, 12);
}

/* Two calls at once: one challenge is enough for both, or each has its own. */
static void
test_at_once (void)
{
  g_autoptr (Device) device = device_new ();
  g_autoptr (TcOnvifClient) client = device_connect_to (device, TRUE);
  GAsyncResult *results[4] = {NULL};

  device->proof = DEVICE_MD5;
  g_assert_no_error (device_connect (client));
  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    tc_onvif_client_profiles_async (client, NULL, device_done_cb, &results[i]);
  for (guint i = 0; i < G_N_ELEMENTS (results); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GPtrArray)
        profiles = tc_onvif_client_profiles_finish (client, device_wait (&results[i]), &error);

    g_assert_no_error (error);
    g_object_unref (results[i]);
  }
}

/* A camera that lost its power is back in another time. */
static void
test_clock_jumps (void)
{
  g_autoptr (Device) device = device_new ();
  g_autoptr (TcOnvifClient) client = NULL;
  g_autoptr (GPtrArray) profiles = NULL;
  g_autoptr (GError) error = NULL;

  device->fresh_ms = 50;
  client = device_connect_to (device, TRUE);
  device->proof = DEVICE_TOKEN;
  g_assert_no_error (device_connect (client));
  device->ahead_us = -3600 * G_GINT64_CONSTANT (1000000);
  device_run_for (100); /* what was asked just now isn't asked again */
  profiles = device_ask_profiles (client, &error);
  g_assert_no_error (error);
  g_assert_cmpint (ABS (tc_onvif_client_get_clock_offset_ms (client) + 3600 * 1000), <, 2000);
}

/* It tells no time, but HTTP does. */
static gboolean
tell_date (Device *device, const char *action, SoupServerMessage *message)
{
  g_autoptr (GDateTime)
      time = g_date_time_new_from_unix_utc ((g_get_real_time () + device->ahead_us) / 1000000);
  g_autofree char *text = soup_date_time_to_string (time, SOUP_DATE_HTTP);

  soup_message_headers_replace (soup_server_message_get_response_headers (message), "Date", text);
  if (strcmp (action, "GetSystemDateAndTime") != 0)
    return FALSE;
  device_answer (message, 401, "text/plain", "no");
  return TRUE;
}

static void
test_no_clock (void)
{
  g_autoptr (Device) device = device_new ();
  g_autoptr (TcOnvifClient) client = device_connect_to (device, TRUE);

  device->proof = DEVICE_TOKEN;
  device->ahead_us = 7200 * G_GINT64_CONSTANT (1000000);
  device->trick = tell_date;
  device_check_all (device, client);
  g_assert_cmpint (ABS (tc_onvif_client_get_clock_offset_ms (client) - 7200 * 1000), <, 2000);
}

/* A date that can't be is none. */
static gboolean
tell_odd_date (Device *device, const char *action, SoupServerMessage *message)
{
  soup_message_headers_replace (soup_server_message_get_response_headers (message), "Date",
                                device->trick_data);
  if (strcmp (action, "GetSystemDateAndTime") != 0)
    return FALSE;
  device_answer (message, 401, "text/plain", "no");
  return TRUE;
}

static void
test_odd_dates (void)
{
  static const char *const dates[] = {
      "Fri, 31 Dec 9999 23:59:59 GMT",
      "Fri, 31 Dec 9999 23:59:59 -0100",
      "Mon, 01 Jan 0001 00:00:00 GMT",
      "Thu, 01 Jan 1969 00:00:00 GMT",
      "Sat, 01 Jan 2101 00:00:00 GMT",
      "",
      "now",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (dates); i++) {
    g_autoptr (Device) device = device_new ();
    g_autoptr (TcOnvifClient) client = device_connect_to (device, TRUE);

    device->proof = DEVICE_TOKEN;
    device->trick = tell_odd_date;
    device->trick_data = (gpointer) dates[i];
    g_test_message ("%s", dates[i]);
    device_check_all (device, client);
    g_assert_cmpint (tc_onvif_client_get_clock_offset_ms (client), ==, 0);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  tc_crypto_init ();
  g_test_add_data_func ("/onvif/proof/digest/md5", GINT_TO_POINTER (DEVICE_MD5), test_digest);
  g_test_add_data_func ("/onvif/proof/digest/sha-256", GINT_TO_POINTER (DEVICE_SHA256),
                        test_digest);
  g_test_add_func ("/onvif/proof/worn", test_worn);
  g_test_add_func ("/onvif/proof/token", test_token);
  g_test_add_func ("/onvif/proof/either", test_either);
  g_test_add_func ("/onvif/proof/changes", test_changes);
  g_test_add_data_func ("/onvif/proof/closed/md5", GINT_TO_POINTER (DEVICE_MD5), test_closed);
  g_test_add_data_func ("/onvif/proof/closed/token", GINT_TO_POINTER (DEVICE_TOKEN), test_closed);
  g_test_add_data_func ("/onvif/proof/wrong/md5", GINT_TO_POINTER (DEVICE_MD5), test_wrong);
  g_test_add_data_func ("/onvif/proof/wrong/sha-256", GINT_TO_POINTER (DEVICE_SHA256), test_wrong);
  g_test_add_data_func ("/onvif/proof/wrong/token", GINT_TO_POINTER (DEVICE_TOKEN), test_wrong);
  g_test_add_data_func ("/onvif/proof/locked/md5", GINT_TO_POINTER (DEVICE_MD5), test_locked);
  g_test_add_data_func ("/onvif/proof/locked/token", GINT_TO_POINTER (DEVICE_TOKEN), test_locked);
  g_test_add_func ("/onvif/proof/stale", test_stale);
  g_test_add_func ("/onvif/proof/at-once", test_at_once);
  g_test_add_func ("/onvif/proof/clock-jumps", test_clock_jumps);
  g_test_add_func ("/onvif/proof/no-clock", test_no_clock);
  g_test_add_func ("/onvif/proof/odd-dates", test_odd_dates);
  return g_test_run ();
}
