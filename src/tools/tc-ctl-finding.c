/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The verbs of whoever sets cameras up: a media host looks around, and asks one device or that of a
 * camera. What is found can be had as the files that are imported (data/province/README.md).
 */
#include "tc-csv-cell.h"
#include "tc-ctl.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The host waits for devices for as long as a minute. */
#define ANSWER_S 90
#define DEVICES_HEADER "code,name,kind,vendor,address,account"
#define CAMERAS_HEADER "number,code,name,kind,agency,device,channel,main,sub"

/* (nullable): of one that may take its time. @question: (transfer full) */
static JsonObject *
call (TcCtl *ctl, JsonObject *question)
{
  TcAdminClient *client = tc_ctl_get_client (ctl);

  if (client)
    tc_admin_client_set_timeout (client, ANSWER_S);
  return tc_ctl_call (ctl, question);
}

static void
print_json (JsonObject *answer)
{
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), answer);
  g_autofree char *text = json_to_string (node, FALSE);

  g_print ("%s\n", text);
}

static const char *
get_text (JsonObject *object, const char *name)
{
  const char *text = json_object_get_string_member_with_default (object, name, NULL);

  return text && *text ? text : "–";
}

/* A code of the files, from what an address or a device's code has of letters and digits. */
static char *
make_code (const char *prefix, const char *text)
{
  g_autoptr (GString) code = g_string_new (prefix);

  for (; *text && code->len < 40; text++) {
    if (g_ascii_isalnum (*text))
      g_string_append_c (code, g_ascii_tolower (*text));
    else if (code->len > 0 && code->str[code->len - 1] != '-')
      g_string_append_c (code, '-');
  }
  while (code->len > 0 && code->str[code->len - 1] == '-')
    g_string_truncate (code, code->len - 1);
  return g_string_free (g_steal_pointer (&code), FALSE);
}

static void
print_cells (const char *const *cells)
{
  g_autoptr (GString) line = g_string_new (NULL);

  for (guint i = 0; cells[i]; i++) {
    if (i > 0)
      g_string_append_c (line, ',');
    tc_csv_append_text (line, cells[i]);
  }
  g_print ("%s\n", line->str);
}

/* ---- camera find ---- */

/* Of "http://host:port/onvif/device_service" what tells it from others: "host:port", and what
 * else of a path it has. (transfer full) */
static char *
dup_place (const char *address)
{
  const char *host = strstr (address, "://");
  const char *end;

  host = host ? host + 3 : address;
  end = strstr (host, "/onvif");
  return end ? g_strndup (host, (gsize) (end - host)) : g_strdup (host);
}

static void
print_found (JsonObject *device, gboolean csv)
{
  const char *address = json_object_get_string_member (device, "address");
  const char *name = json_object_get_string_member (device, "name");
  const char *known = json_object_get_string_member_with_default (device, "device", NULL);
  g_autofree char *place = dup_place (address);
  g_autofree char *code = make_code ("tb-", place);

  if (!csv)
    g_print ("%s\t%s\t%s\t%s\t%s\n", address, get_text (device, "name"),
             get_text (device, "hardware"), get_text (device, "location"), known ? known : "–");
  else if (!known)
    print_cells (
        (const char *const[]){code, *name ? name : place, "camera", "", address, "", NULL});
}

static TcCtlExit
run_find (TcCtl *ctl, char **words)
{
  gboolean csv = words[0] && words[1] && g_str_equal (words[1], "--csv");
  JsonArray *targets = json_array_new ();
  g_autoptr (JsonObject) answer = NULL;
  JsonObject *question;
  JsonArray *devices;

  if (!words[0] || g_str_has_prefix (words[0], "--")) {
    json_array_unref (targets);
    return tc_ctl_misused (tc_ctl_finding_verbs, "camera find");
  }
  question = tc_admin_question ("find-devices");
  json_object_set_string_member (question, "host", words[0]);
  for (guint i = csv ? 2 : 1; words[i]; i++)
    json_array_add_string_element (targets, words[i]);
  json_object_set_array_member (question, "targets", targets);
  answer = call (ctl, question);
  if (!answer)
    return tc_ctl_get_failure (ctl);
  devices = json_object_get_array_member (answer, "devices");
  if (ctl->json) {
    print_json (answer);
    return TC_CTL_OK;
  }
  if (csv)
    g_print ("%s\n", DEVICES_HEADER);
  for (guint i = 0; i < json_array_get_length (devices); i++)
    print_found (json_array_get_object_element (devices, i), csv);
  if (json_object_get_boolean_member_with_default (answer, "cut", FALSE))
    tc_ctl_complain (_ ("more devices answered than are told; ask for some by their "
                        "addresses"));
  return TC_CTL_OK;
}

/* ---- camera look, camera test ---- */

static void
print_device (JsonObject *answer)
{
  gint64 clock_ms = json_object_get_int_member_with_default (answer, "clock_ms", 0);

  g_print ("%s\t%s\t%s %s\t%s\t%s\t%+.1f s\n", get_text (answer, "device"),
           get_text (answer, "address"), get_text (answer, "maker"), get_text (answer, "model"),
           get_text (answer, "firmware"), get_text (answer, "serial"), (double) clock_ms / 1000);
}

static void
print_stream (JsonObject *stream)
{
  g_print ("%s\t%s\t%s\t%" G_GINT64_FORMAT "x%" G_GINT64_FORMAT "\t%g\t%s\t%s\n",
           get_text (stream, "source"), get_text (stream, "name"), get_text (stream, "encoding"),
           json_object_get_int_member (stream, "width"),
           json_object_get_int_member (stream, "height"),
           (double) json_object_get_int_member (stream, "fps_milli") / 1000,
           json_object_get_boolean_member (stream, "ptz") ? "ptz" : "fixed",
           get_text (stream, "address"));
}

static gint64
count_pixels (JsonObject *stream)
{
  return stream ? json_object_get_int_member (stream, "width") *
                      json_object_get_int_member (stream, "height")
                : 0;
}

static gboolean
is_usable (JsonObject *stream, const char *source)
{
  return g_str_equal (json_object_get_string_member (stream, "source"), source) &&
         *json_object_get_string_member (stream, "address");
}

static gboolean
is_recorder (JsonObject *answer)
{
  return g_str_equal (json_object_get_string_member (answer, "kind"), "recorder");
}

/* A row of cameras.csv: the largest and the smallest stream of one source. FALSE: it has none. */
static gboolean
print_channel (JsonObject *answer, const char *source, guint channel, gint64 number,
               const char *agency)
{
  JsonArray *streams = json_object_get_array_member (answer, "streams");
  const char *device = json_object_get_string_member (answer, "device");
  JsonObject *main = NULL, *sub = NULL;
  g_autofree char *digits = g_strdup_printf ("%" G_GINT64_FORMAT, number);
  g_autofree char *place = g_strdup_printf ("%u", channel);
  g_autofree char *code = NULL, *name = NULL;

  for (guint i = 0; i < json_array_get_length (streams); i++) {
    JsonObject *stream = json_array_get_object_element (streams, i);

    if (!is_usable (stream, source))
      continue;
    if (!main || count_pixels (stream) > count_pixels (main))
      main = stream;
    if (!sub || count_pixels (stream) < count_pixels (sub))
      sub = stream;
  }
  if (!main)
    return FALSE;
  code = g_strdup_printf ("%s-%u", device, channel);
  name = g_strdup_printf ("%s %u", device, channel);
  print_cells ((const char *const[]){
      digits, code, name, json_object_get_boolean_member (main, "ptz") ? "ptz" : "fixed", agency,
      device, is_recorder (answer) ? place : "", json_object_get_string_member (main, "address"),
      sub == main ? "" : json_object_get_string_member (sub, "address"), NULL});
  return TRUE;
}

/* Its sources, in the order in which it tells them: so channels are counted. @answer outlives it.
 */
static GPtrArray *
list_sources (JsonObject *answer)
{
  JsonArray *streams = json_object_get_array_member (answer, "streams");
  GPtrArray *sources = g_ptr_array_new ();

  for (guint i = 0; i < json_array_get_length (streams); i++) {
    const char *source = json_object_get_string_member (json_array_get_object_element (streams, i),
                                                        "source");

    if (!g_ptr_array_find_with_equal_func (sources, source, g_str_equal, NULL))
      g_ptr_array_add (sources, (gpointer) source);
  }
  return sources;
}

static TcCtlExit
print_channels (JsonObject *answer, gint64 number, const char *agency)
{
  g_autoptr (GPtrArray) sources = list_sources (answer);

  if (sources->len > 1 && !is_recorder (answer)) {
    tc_ctl_complain (_ ("that device has %u channels: import it as a recorder first"),
                     sources->len);
    return TC_CTL_FAILED;
  }
  g_print ("%s\n", CAMERAS_HEADER);
  for (guint i = 0; i < sources->len; i++)
    if (print_channel (answer, sources->pdata[i], i + 1, number, agency))
      number++;
  return TC_CTL_OK;
}

static TcCtlExit
run_look (TcCtl *ctl, char **words)
{
  JsonObject *question;
  g_autoptr (JsonObject) answer = NULL;
  guint n = g_strv_length (words);
  guint64 number = 0;
  gboolean csv = n == 5 && g_str_equal (words[2], "--csv");

  if ((n != 2 && !csv) ||
      (csv && !g_ascii_string_to_unsigned (words[3], 10, 1, 9999, &number, NULL)))
    return tc_ctl_misused (tc_ctl_finding_verbs, "camera look");
  question = tc_admin_question ("look-device");
  json_object_set_string_member (question, "host", words[0]);
  json_object_set_string_member (question, "device", words[1]);
  answer = call (ctl, question);
  if (!answer)
    return tc_ctl_get_failure (ctl);
  if (ctl->json) {
    print_json (answer);
  } else if (csv) {
    return print_channels (answer, (gint64) number, words[4]);
  } else {
    JsonArray *streams = json_object_get_array_member (answer, "streams");

    print_device (answer);
    for (guint i = 0; i < json_array_get_length (streams); i++)
      print_stream (json_array_get_object_element (streams, i));
  }
  return TC_CTL_OK;
}

static TcCtlExit
run_test (TcCtl *ctl, char **words)
{
  JsonObject *question;
  g_autoptr (JsonObject) answer = NULL;
  JsonArray *streams;
  guint64 number;

  if (!words[0] || words[1] || !g_ascii_string_to_unsigned (words[0], 10, 1, 9999, &number, NULL))
    return tc_ctl_misused (tc_ctl_finding_verbs, "camera test");
  question = tc_admin_question ("look-device");
  json_object_set_int_member (question, "camera", (gint64) number);
  answer = call (ctl, question);
  if (!answer)
    return tc_ctl_get_failure (ctl);
  if (ctl->json) {
    print_json (answer);
    return TC_CTL_OK;
  }
  print_device (answer);
  streams = json_object_get_array_member (answer, "camera_streams");
  for (guint i = 0; i < json_array_get_length (streams); i++) {
    JsonObject *stream = json_array_get_object_element (streams, i);

    g_print ("%s\t%s\t%s\n", get_text (stream, "profile"), get_text (stream, "address"),
             json_object_get_boolean_member (stream, "told") ? "told" : "not told");
  }
  g_print ("%s\t%s\n", get_text (answer, "condition"), get_text (answer, "cause"));
  return TC_CTL_OK;
}

const TcCtlVerb tc_ctl_finding_verbs[] = {
    {"camera find", "HOST [--csv] [ADDRESS …]",
     N_ ("Has a media host look for cameras and recorders (ONVIF) in its networks, or at some "
         "addresses: address, name, hardware, place, the code of those that are known; with --csv "
         "the others as a file to be imported."),
     run_find},
    {"camera look", "HOST DEVICE [--csv NUMBER AGENCY]",
     N_ ("Has a media host ask a device what it is and which streams it has; with --csv its "
         "channels as a file of cameras to be imported, numbered from that number on."),
     run_look},
    {"camera test", "NUMBER",
     N_ ("Has the media host of a camera try its device by address, account and password: what it "
         "is, how far its clock is ahead, whether it tells the camera's streams, and how those "
         "do."),
     run_test},
    {NULL},
};
