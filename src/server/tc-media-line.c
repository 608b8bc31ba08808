/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A media host's line; see the header.
 */
#include "tc-media-line.h"

#include "tc-line-client.h"
#include "tc-line-message.h"

#include <string.h>

#define LINE_PATH "/sync/line"
#define HELLO_DOMAIN "toancanh hello 1"

typedef struct {
  gint64 number;
  TcMediaAnswerFunc func;
  gpointer data;
} Waiting;

struct _TcMediaLine {
  TcLineClient *client;       /* (owned) */
  const TcMembership *member; /* (unowned): see the header */
  TcMediaLineHooks hooks;
  gpointer data;
  gboolean online;
  gint64 number;   /* of the question asked last */
  GArray *waiting; /* (owned) (element-type Waiting) */
};

static void
send (TcMediaLine *self, const TcLineMessage *message)
{
  g_autoptr (GBytes) bytes = tc_line_message_write (message);

  tc_line_client_send (self->client, bytes);
}

/* All that wait are told that nothing comes. */
static void
lose (TcMediaLine *self)
{
  g_autoptr (GArray) waiting = self->waiting;

  self->waiting = g_array_new (FALSE, FALSE, sizeof (Waiting));
  for (guint i = 0; i < waiting->len; i++) {
    const Waiting *one = &g_array_index (waiting, Waiting, i);

    one->func (NULL, NULL, one->data);
  }
}

/* ---- what comes ---- */

static void
on_challenge (TcMediaLine *self, const TcLineMessage *challenge)
{
  g_autoptr (TcLineMessage) hello = tc_line_message_new (TC_LINE_HELLO);
  g_autoptr (GBytes) to_sign = NULL;

  if (memcmp (&challenge->server_key, &self->member->server_key, sizeof (TcPublicKey)) != 0) {
    g_warning ("what answers isn't the server that this host was enrolled with");
    tc_line_client_drop (self->client);
    return;
  }
  to_sign = tc_line_hello_to_sign (challenge, self->member->replica);
  hello->signature = tc_key_sign (self->member->key, HELLO_DOMAIN, g_bytes_get_data (to_sign, NULL),
                                  g_bytes_get_size (to_sign));
  hello->replica = self->member->replica;
  send (self, hello);
}

static void
on_reply (TcMediaLine *self, const TcLineMessage *reply)
{
  for (guint i = 0; i < self->waiting->len; i++) {
    Waiting one = g_array_index (self->waiting, Waiting, i);

    if (one.number != reply->number)
      continue;
    g_array_remove_index (self->waiting, i);
    one.func (reply->refusal ? NULL : reply->value, reply->refusal, one.data);
    return;
  }
}

static void
received_cb (GBytes *bytes, gpointer data)
{
  TcMediaLine *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TcLineMessage) message = tc_line_message_read (bytes, &error);

  if (!message) {
    g_warning ("what the server says can't be understood: %s", error->message);
    tc_line_client_drop (self->client);
    return;
  }
  switch (message->kind) {
  case TC_LINE_CHALLENGE:
    on_challenge (self, message);
    break;
  case TC_LINE_WELCOME:
    self->online = TRUE;
    g_message ("the server has let the media host in");
    self->hooks.online (TRUE, self->data);
    break;
  case TC_LINE_REPLY:
    on_reply (self, message);
    break;
  case TC_LINE_NOTICE:
    self->hooks.notice (message->name, message->value, self->data);
    break;
  case TC_LINE_GOODBYE:
    g_warning ("the server ends the media host's line: %s",
               message->refusal ? message->refusal->code : "");
    tc_line_client_drop (self->client);
    break;
  default:
    break;
  }
}

static void
opened_cb (gpointer data)
{
}

static void
closed_cb (const GError *why, gpointer data)
{
  TcMediaLine *self = data;

  if (!self->online)
    return;
  self->online = FALSE;
  g_message ("the media host's line is lost: %s", why ? why->message : "");
  lose (self);
  self->hooks.online (FALSE, self->data);
}

/* ---- the rest ---- */

TcMediaLine *
tc_media_line_new (const TcWireAddress *address, const TcMembership *member,
                   const TcMediaLineHooks *hooks, gpointer data, GError **error)
{
  static const TcLineClientCallbacks callbacks = {opened_cb, received_cb, closed_cb};
  g_autoptr (TcMediaLine) self = g_new0 (TcMediaLine, 1);

  self->member = member;
  self->hooks = *hooks;
  self->data = data;
  self->waiting = g_array_new (FALSE, FALSE, sizeof (Waiting));
  self->client = tc_line_client_new (address, LINE_PATH, &callbacks, self, error);
  return self->client ? g_steal_pointer (&self) : NULL;
}

void
tc_media_line_free (TcMediaLine *self)
{
  g_clear_pointer (&self->client, tc_line_client_free);
  g_array_unref (self->waiting);
  g_free (self);
}

void
tc_media_line_start (TcMediaLine *self)
{
  tc_line_client_start (self->client);
}

gboolean
tc_media_line_is_online (TcMediaLine *self)
{
  return self->online;
}

void
tc_media_line_ask (TcMediaLine *self, const char *name, GVariant *value, TcMediaAnswerFunc func,
                   gpointer data)
{
  g_autoptr (TcLineMessage) ask = tc_line_message_new (TC_LINE_ASK);
  Waiting waiting = {++self->number, func, data};

  ask->number = waiting.number;
  ask->name = g_strdup (name);
  ask->value = g_variant_ref_sink (value);
  if (!self->online) {
    func (NULL, NULL, data);
    return;
  }
  g_array_append_val (self->waiting, waiting);
  send (self, ask);
}
