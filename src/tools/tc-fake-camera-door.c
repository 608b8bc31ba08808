/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Listening, and looking at the first line of what comes without taking it: whoever lets the client
 * in reads it all.
 */
#include "tc-fake-camera-door.h"

#include "tc-limits.h"

#include <string.h>
#include <sys/socket.h>

#define LINE_BYTES_MAX 2048
/* Who says nothing for so long is sent away. */
#define SILENCE_US (10 * TC_US_PER_S)
/* Looking again at a line that isn't whole. */
#define AGAIN_MS 20
#define VISITORS_MAX 1024
#define GARBAGE_BYTES 700
#define PATH_CHARS_MAX 256

typedef struct {
  TcFakeDoors *doors; /* (unowned) */
  guint number;       /* 0: the common one */
  guint16 port;       /* in use, or to be used again */
  GSocket *socket;    /* (owned) (nullable): NULL: closed */
  GSource *source;    /* (owned) (nullable) */
} Door;

/* Somebody who isn't in yet. */
typedef struct {
  TcFakeDoors *doors; /* (unowned) */
  guint number;       /* 0: not known yet */
  GSocket *socket;    /* (owned) (nullable): NULL: let in */
  GSource *source;    /* (owned) (nullable): what is waited for */
  gint64 come_us;     /* monotonic */
} Visitor;

struct _TcFakeDoors {
  const TcFakeWorld *world; /* (unowned) */
  TcFakeEnterFunc enter;
  gpointer data;
  Door common;
  Door *own;           /* (owned) (nullable) (array length=n) */
  GPtrArray *visitors; /* (owned) (element-type Visitor) */
};

static void
source_clear (GSource **source)
{
  if (*source)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

/* ---- visitors ---- */

static void
visitor_free (gpointer data)
{
  Visitor *visitor = data;

  source_clear (&visitor->source);
  if (visitor->socket)
    g_socket_close (visitor->socket, NULL);
  g_clear_object (&visitor->socket);
  g_free (visitor);
}

static void
send_away (Visitor *visitor)
{
  g_ptr_array_remove_fast (visitor->doors->visitors, visitor);
}

/* As one whose power is cut, as far as a process can: what was under way is lost. */
static void
cut_off (Visitor *visitor)
{
  const struct linger none = {.l_onoff = 1, .l_linger = 0};

  setsockopt (g_socket_get_fd (visitor->socket), SOL_SOCKET, SO_LINGER, &none, sizeof none);
  send_away (visitor);
}

static void
let_in (Visitor *visitor)
{
  TcFakeDoors *doors = visitor->doors;
  guint number = visitor->number;
  GSocket *socket = g_steal_pointer (&visitor->socket);

  send_away (visitor);
  doors->enter (socket, number, doors->data);
}

static void
answer_garbage (Visitor *visitor)
{
  char noise[GARBAGE_BYTES];

  for (guint i = 0; i < sizeof noise; i++)
    noise[i] = (char) g_random_int ();
  g_socket_send (visitor->socket, noise, sizeof noise, NULL, NULL);
  send_away (visitor);
}

static gboolean
late_cb (gpointer data)
{
  let_in (data);
  return G_SOURCE_REMOVE;
}

static void
wait_for (Visitor *visitor, GSource *source, GSourceFunc callback)
{
  source_clear (&visitor->source);
  visitor->source = source;
  g_source_set_callback (source, callback, visitor, NULL);
  g_source_attach (source, NULL);
}

/* It is known whom the visitor wants. */
static void
receive (Visitor *visitor)
{
  TcFakeFault fault = tc_fake_world_fault (visitor->doors->world, visitor->number);

  switch (fault.kind) {
  case TC_FAKE_FAULT_KILL:
    cut_off (visitor);
    break;
  case TC_FAKE_FAULT_UNREACHABLE:
    /* Kept and never answered, until that is over or it goes. */
    source_clear (&visitor->source);
    break;
  case TC_FAKE_FAULT_GARBAGE:
    answer_garbage (visitor);
    break;
  case TC_FAKE_FAULT_SLOW:
    wait_for (visitor, g_timeout_source_new ((guint) (fault.value / 1000)), late_cb);
    break;
  default:
    let_in (visitor);
    break;
  }
}

/* "DESCRIBE rtsp://host:8554/7/main RTSP/1.0"; 0: no camera is meant. */
static guint
parse_line (const TcFakeWorld *world, const char *line)
{
  const char *at = strchr (line, ' ');
  char path[PATH_CHARS_MAX];

  if (!at)
    return 0;
  at++;
  const char *host = g_str_has_prefix (at, "rtsp://") ? at + strlen ("rtsp://") : NULL;
  if (host)
    at = host + strcspn (host, "/ ");
  gsize size = strcspn (at, " ?");
  if (size >= sizeof path)
    return 0;
  g_strlcpy (path, at, size + 1);
  return tc_fake_world_parse_path (world, path, NULL);
}

static gboolean look_cb (GSocket *socket, GIOCondition condition, gpointer data);

static gboolean
look_again_cb (gpointer data)
{
  Visitor *visitor = data;

  wait_for (visitor, g_socket_create_source (visitor->socket, G_IO_IN, NULL),
            G_SOURCE_FUNC (look_cb));
  return G_SOURCE_REMOVE;
}

static gboolean
look_cb (GSocket *socket, GIOCondition condition, gpointer data)
{
  Visitor *visitor = data;
  char line[LINE_BYTES_MAX];
  GInputVector vector = {line, sizeof line - 1};
  int flags = G_SOCKET_MSG_PEEK;
  gssize size = g_socket_receive_message (socket, NULL, &vector, 1, NULL, NULL, &flags, NULL, NULL);

  if (size <= 0) {
    send_away (visitor);
    return G_SOURCE_REMOVE;
  }
  line[size] = '\0';
  char *end = strpbrk (line, "\r\n");
  if (!end && size < (gssize) sizeof line - 1 &&
      g_get_monotonic_time () - visitor->come_us < SILENCE_US) {
    wait_for (visitor, g_timeout_source_new (AGAIN_MS), look_again_cb);
    return G_SOURCE_REMOVE;
  }
  if (end)
    *end = '\0';
  visitor->number = parse_line (visitor->doors->world, line);
  if (visitor->number > 0)
    receive (visitor);
  else
    send_away (visitor);
  return G_SOURCE_REMOVE;
}

/* @socket: (transfer full) */
static void
welcome (Door *door, GSocket *socket)
{
  TcFakeDoors *self = door->doors;
  Visitor *visitor = g_new0 (Visitor, 1);

  *visitor = (Visitor){
      .doors = self, .number = door->number, .socket = socket, .come_us = g_get_monotonic_time ()};
  g_socket_set_blocking (socket, FALSE);
  if (self->visitors->len >= VISITORS_MAX)
    g_ptr_array_remove_index (self->visitors, 0);
  g_ptr_array_add (self->visitors, visitor);
  if (door->number > 0)
    receive (visitor);
  else
    look_again_cb (visitor);
}

/* ---- doors ---- */

static gboolean
knock_cb (GSocket *listener, GIOCondition condition, gpointer data)
{
  GSocket *socket = g_socket_accept (listener, NULL, NULL);

  if (socket)
    welcome (data, socket);
  return G_SOURCE_CONTINUE;
}

static void
close_door (Door *door)
{
  source_clear (&door->source);
  if (door->socket)
    g_socket_close (door->socket, NULL);
  g_clear_object (&door->socket);
}

static gboolean
open_door (Door *door, GError **error)
{
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new_from_string (
      door->doors->world->options->address, door->port);
  g_autoptr (GSocket) socket = g_socket_new (g_socket_address_get_family (address),
                                             G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, error);

  if (!socket || !g_socket_bind (socket, address, TRUE, error) || !g_socket_listen (socket, error))
    return FALSE;
  g_autoptr (GSocketAddress) bound = g_socket_get_local_address (socket, error);
  if (!bound)
    return FALSE;
  g_socket_set_blocking (socket, FALSE);
  door->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
  door->source = g_socket_create_source (socket, G_IO_IN, NULL);
  g_source_set_callback (door->source, G_SOURCE_FUNC (knock_cb), door, NULL);
  g_source_attach (door->source, NULL);
  door->socket = g_steal_pointer (&socket);
  return TRUE;
}

static gboolean
open_own (TcFakeDoors *self, GError **error)
{
  const TcFakeOptions *options = self->world->options;

  self->own = g_new0 (Door, options->n);
  for (guint i = 0; i < options->n; i++) {
    guint number = options->first + i;
    guint port = options->rtsp_port > 0 ? options->rtsp_port + number : 0;
    self->own[i] = (Door){.doors = self, .number = number, .port = (guint16) port};
    if (!open_door (&self->own[i], error))
      return FALSE;
  }
  return TRUE;
}

TcFakeDoors *
tc_fake_doors_new (const TcFakeWorld *world, TcFakeEnterFunc enter, gpointer data, GError **error)
{
  g_autoptr (TcFakeDoors) self = g_new0 (TcFakeDoors, 1);

  self->world = world;
  self->enter = enter;
  self->data = data;
  self->visitors = g_ptr_array_new_with_free_func (visitor_free);
  self->common = (Door){.doors = self, .port = world->options->rtsp_port};
  if (open_door (&self->common, error) && (!world->options->own_ports || open_own (self, error)))
    return g_steal_pointer (&self);
  g_prefix_error (error, "listening for streams: ");
  return NULL;
}

void
tc_fake_doors_free (TcFakeDoors *self)
{
  close_door (&self->common);
  for (guint i = 0; self->own && i < self->world->options->n; i++)
    close_door (&self->own[i]);
  g_free (self->own);
  g_ptr_array_unref (self->visitors);
  g_free (self);
}

guint16
tc_fake_doors_get_port (TcFakeDoors *self)
{
  return self->common.port;
}

guint16
tc_fake_doors_get_own_port (TcFakeDoors *self, guint number)
{
  return self->own ? self->own[number - self->world->options->first].port : self->common.port;
}

/* ---- faults ---- */

/* Those who were kept waiting: it is decided anew. */
static void
receive_again (TcFakeDoors *self, guint number)
{
  g_autoptr (GPtrArray) waiting = g_ptr_array_new ();

  for (guint i = 0; i < self->visitors->len; i++) {
    Visitor *visitor = g_ptr_array_index (self->visitors, i);
    if (visitor->number == number)
      g_ptr_array_add (waiting, visitor);
  }
  for (guint i = 0; i < waiting->len; i++)
    receive (g_ptr_array_index (waiting, i));
}

void
tc_fake_doors_fault_changed (TcFakeDoors *self, guint number)
{
  Door *door = self->own ? &self->own[number - self->world->options->first] : NULL;
  gboolean killed = tc_fake_world_fault (self->world, number).kind == TC_FAKE_FAULT_KILL;
  g_autoptr (GError) error = NULL;

  receive_again (self, number);
  if (door && killed)
    close_door (door);
  else if (door && !door->socket && !open_door (door, &error))
    g_printerr ("tc-fake-cameras: listening again for camera %u: %s\n", number, error->message);
}
