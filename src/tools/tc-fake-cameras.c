/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * tc-fake-cameras: cameras that don't exist, for tests, measurements and the demonstration. Each
 * has streams by RTSP (/NUMBER/main, /NUMBER/sub, /NUMBER/replay, and what it holds by a vendor's
 * address, /Streaming/tracks/CHANNEL01?starttime=…), is a device by ONVIF
 * (/NUMBER/onvif/device_service, and all of them a recorder at /onvif/device_service), and does
 * wrong what cameras do wrong, when it is told to. Nothing is encoded while nobody looks.
 *
 * It says what it listens on as {"event": "ready", …}, then answers each line on standard input
 * with one JSON object a line; the end of input is no reason to stop.
 *
 *   fault NUMBER|all none         it is well again
 *   fault NUMBER|all kill         gone: connections break off, new ones are turned away
 *   fault NUMBER|all unreachable  nothing comes through any more; connections stand
 *   fault NUMBER|all 401          its password is another
 *   fault NUMBER|all stall        connections stand, no picture comes
 *   fault NUMBER|all freeze       pictures come, always the same
 *   fault NUMBER|all eos          streams end; new ones after a second
 *   fault NUMBER|all clock ±S     its clock is that many seconds ahead
 *   fault NUMBER|all codec [h264|h265|mjpeg]  it sends another codec
 *   fault NUMBER|all loss [PERCENT]           packets get lost, however they travel; 50
 *   fault NUMBER|all slow [S]     answers come so late, pictures in bursts; 1.5
 *   fault NUMBER|all garbage      what it sends is noise
 *   prepare NUMBER|all main|sub   encodes its loop now (--loop)
 *   status                        -> {"cameras": [{number, fault, main, sub}]}: pipelines that run
 *   quit
 */
#include "tc-fake-camera-discovery.h"
#include "tc-fake-camera-door.h"
#include "tc-fake-camera-encoder.h"
#include "tc-fake-camera-http.h"
#include "tc-fake-camera-stream.h"

#include <gio/gunixinputstream.h>
#include <glib-unix.h>
#include <json-glib/json-glib.h>
#include <locale.h>
#include <stdio.h>
#include <unistd.h>

typedef struct {
  TcFakeOptions *options;     /* (owned) */
  TcFakeWorld *world;         /* (owned) */
  TcFakeStreams *streams;     /* (owned) */
  TcFakeDoors *doors;         /* (owned) */
  TcFakeHttp *http;           /* (owned) */
  TcFakeDiscovery *discovery; /* (owned) (nullable) */
  GDataInputStream *input;    /* (owned) */
  GMainLoop *loop;            /* (owned) */
  TcFakeCommand preparing;    /* the command under way, … */
  guint next;                 /* … and the camera whose turn it is */
} Cameras;

static void read_line (Cameras *self);

/* ---- what is said ---- */

static void
say (JsonObject *object)
{
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), object);
  g_autofree char *text = json_to_string (node, FALSE);

  puts (text);
  fflush (stdout);
  json_object_unref (object);
}

static void
reply (Cameras *self, JsonObject *object, const GError *error)
{
  json_object_set_boolean_member (object, "reply", TRUE);
  json_object_set_boolean_member (object, "ok", !error);
  if (error)
    json_object_set_string_member (object, "error", error->message);
  say (object);
  read_line (self);
}

static void
say_ready (Cameras *self)
{
  const TcFakeOptions *options = self->options;
  JsonObject *object = json_object_new ();
  JsonArray *ports = json_array_new ();

  json_object_set_string_member (object, "event", "ready");
  json_object_set_int_member (object, "first", options->first);
  json_object_set_int_member (object, "cameras", options->n);
  json_object_set_int_member (object, "rtsp", tc_fake_doors_get_port (self->doors));
  json_object_set_int_member (object, "http", tc_fake_http_get_port (self->http));
  if (self->discovery)
    json_object_set_int_member (object, "discovery", tc_fake_discovery_get_port (self->discovery));
  for (guint i = 0; i < options->n; i++)
    json_array_add_int_element (ports,
                                tc_fake_doors_get_own_port (self->doors, options->first + i));
  json_object_set_array_member (object, "ports", ports);
  say (object);
}

static JsonObject *
describe (Cameras *self, guint number)
{
  JsonObject *object = json_object_new ();

  json_object_set_int_member (object, "number", number);
  json_object_set_string_member (
      object, "fault", tc_fake_fault_word (tc_fake_world_fault (self->world, number).kind));
  for (TcFakeProfile profile = 0; profile < TC_FAKE_N_PROFILES; profile++)
    json_object_set_int_member (object, tc_fake_profile_word (profile),
                                tc_fake_streams_get_running (self->streams, number, profile));
  return object;
}

static JsonObject *
describe_all (Cameras *self)
{
  JsonObject *object = json_object_new ();
  JsonArray *cameras = json_array_new ();

  for (guint i = 0; i < self->options->n; i++)
    json_array_add_object_element (cameras, describe (self, self->options->first + i));
  json_object_set_array_member (object, "cameras", cameras);
  return object;
}

/* ---- what is done ---- */

static void
set_fault (Cameras *self, guint number, TcFakeFault fault)
{
  TcFakeFault before = tc_fake_world_fault (self->world, number);

  fault.since_us = g_get_real_time ();
  tc_fake_faults_set (self->world->faults, number, &fault);
  tc_fake_doors_fault_changed (self->doors, number);
  tc_fake_http_fault_changed (self->http, number);
  tc_fake_streams_fault_changed (self->streams, number, &before);
}

static void
set_faults (Cameras *self, const TcFakeCommand *command)
{
  const TcFakeOptions *options = self->options;

  for (guint i = 0; i < options->n; i++) {
    if (command->number == 0 || command->number == options->first + i)
      set_fault (self, options->first + i, command->fault);
  }
}

static void prepare_next (Cameras *self);

static void
prepared_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Cameras *self = data;
  g_autoptr (GError) error = NULL;

  if (tc_fake_streams_prepare_finish (self->streams, result, &error))
    prepare_next (self);
  else
    reply (self, json_object_new (), error);
}

/* One after the other: each has a processor to itself. */
static void
prepare_next (Cameras *self)
{
  const TcFakeOptions *options = self->options;
  guint number = self->next++;
  gboolean last = self->preparing.number > 0 ? number > self->preparing.number
                                             : number >= options->first + options->n;

  if (last)
    reply (self, json_object_new (), NULL);
  else
    tc_fake_streams_prepare_async (self->streams, number, self->preparing.profile, prepared_cb,
                                   self);
}

static void
prepare (Cameras *self, const TcFakeCommand *command)
{
  self->preparing = *command;
  self->next = command->number > 0 ? command->number : self->options->first;
  prepare_next (self);
}

static void
carry_out (Cameras *self, const TcFakeCommand *command)
{
  switch (command->verb) {
  case TC_FAKE_DO_FAULT:
    set_faults (self, command);
    reply (self, json_object_new (), NULL);
    break;
  case TC_FAKE_DO_PREPARE:
    prepare (self, command);
    break;
  case TC_FAKE_DO_STATUS:
    reply (self, describe_all (self), NULL);
    break;
  case TC_FAKE_DO_QUIT:
  default:
    g_main_loop_quit (self->loop);
    break;
  }
}

/* ---- lines ---- */

static void
line_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Cameras *self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *line = g_data_input_stream_read_line_finish (G_DATA_INPUT_STREAM (source),
                                                                result, NULL, NULL);
  TcFakeCommand command;

  if (!line)
    return;
  if (tc_fake_command_parse (line, &command, &error) &&
      (command.number == 0 || tc_fake_world_has (self->world, command.number))) {
    carry_out (self, &command);
    return;
  }
  if (!error)
    g_set_error (&error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "no such camera: %u",
                 command.number);
  reply (self, json_object_new (), error);
}

static void
read_line (Cameras *self)
{
  g_data_input_stream_read_line_async (self->input, G_PRIORITY_DEFAULT, NULL, line_cb, self);
}

/* ---- the program ---- */

static void
enter_cb (GSocket *socket, guint number, gpointer data)
{
  tc_fake_streams_enter (((Cameras *) data)->streams, socket, number);
}

static gboolean
stop_cb (gpointer data)
{
  g_main_loop_quit (((Cameras *) data)->loop);
  return G_SOURCE_CONTINUE;
}

static gboolean
set_up (Cameras *self, char **argv, GError **error)
{
  self->options = tc_fake_options_parse (argv, error);
  if (!self->options || !gst_init_check (NULL, NULL, error) || !tc_fake_encoder_check (error))
    return FALSE;
  self->world = tc_fake_world_new (self->options);
  self->streams = tc_fake_streams_new (self->world);
  self->doors = tc_fake_doors_new (self->world, enter_cb, self, error);
  if (!self->doors)
    return FALSE;
  self->http = tc_fake_http_new (self->world, tc_fake_doors_get_port (self->doors), error);
  if (!self->http)
    return FALSE;
  if (!self->options->discovery_address)
    return TRUE;
  self->discovery = tc_fake_discovery_new (self->world, tc_fake_http_get_port (self->http), error);
  return self->discovery != NULL;
}

static void
serve (Cameras *self)
{
  g_autoptr (GInputStream) input = g_unix_input_stream_new (STDIN_FILENO, FALSE);

  self->loop = g_main_loop_new (NULL, FALSE);
  self->input = g_data_input_stream_new (input);
  g_unix_signal_add (SIGINT, stop_cb, self);
  g_unix_signal_add (SIGTERM, stop_cb, self);
  say_ready (self);
  read_line (self);
  g_main_loop_run (self->loop);
}

/* What was begun when not all could be. */
static void
tear_down (Cameras *self)
{
  g_clear_pointer (&self->discovery, tc_fake_discovery_free);
  g_clear_pointer (&self->http, tc_fake_http_free);
  g_clear_pointer (&self->doors, tc_fake_doors_free);
  g_clear_pointer (&self->streams, tc_fake_streams_free);
  g_clear_pointer (&self->world, tc_fake_world_free);
  g_clear_pointer (&self->options, tc_fake_options_free);
}

int
main (int argc, char **argv)
{
  Cameras cameras = {0};
  g_autoptr (GError) error = NULL;

  setlocale (LC_ALL, "");
  if (set_up (&cameras, argv, &error)) {
    serve (&cameras);
    /* Threads of streams may be anywhere in what they share; it goes with them. */
    _exit (0);
  }
  g_printerr ("tc-fake-cameras: %s\n", error->message);
  tear_down (&cameras);
  return 2;
}
