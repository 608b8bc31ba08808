/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: the line of a media host: it is let in without a replica, asks and is told, and gets no row
 * and no snapshot, whatever it says it holds. Method: messages made by hand, beside a desk that
 * changes rows.
 */
#include "sync-world.h"
#include "tc-line-message.h"

#include <string.h>

#define HOST 2

typedef struct {
  World *world;
  WorldDesk *desk; /* an ordinary one */
  WorldDesk line;  /* the host's: its queue alone is used */
  TcKey *key;
} Host;

static void
host_open (Host *host)
{
  const TcDeskArgs invite = {HOST, "Máy chủ camera", WORLD_AGENCY};
  const TcDeskRole role = {HOST, WORLD_ROLE};
  const TcDeskRef ref = {HOST};
  g_autoptr (GBytes) key = NULL;

  memset (host, 0, sizeof *host);
  host->world = world_new ();
  host->desk = world_add_desk (host->world, 1);
  world_connect (host->desk);
  world_run (host->world);
  host->key = world_key (HOST);
  key = g_bytes_new (tc_key_get_public (host->key), TC_KEY_PUBLIC_SIZE);
  const TcDeskEnrol enrol = {HOST, key};
  world_do (host->world, &tc_desk_invite_type, &invite);
  world_do (host->world, &tc_desk_media_type, &ref);
  world_do (host->world, &tc_desk_allow_role_type, &role);
  world_do (host->world, &tc_desk_enrol_type, &enrol);
  host->line.world = host->world;
  host->line.to_desk = g_queue_new ();
  host->line.connected = TRUE;
  host->line.peer = tc_hub_connect (host->world->hub, &host->line, host->world->now_us);
}

static void
host_close (Host *host)
{
  if (host->line.peer && !host->line.dropped)
    tc_hub_disconnect (host->world->hub, host->line.peer);
  g_queue_free_full (host->line.to_desk, (GDestroyNotify) g_bytes_unref);
  tc_key_free (host->key);
  world_free (host->world);
}

/* (transfer full) (nullable): the next that came. */
static TcLineMessage *
take (Host *host)
{
  g_autoptr (GBytes) bytes = g_queue_pop_head (host->line.to_desk);

  return bytes ? tc_line_message_read (bytes, NULL) : NULL;
}

static void
say (Host *host, const TcLineMessage *message)
{
  g_autoptr (GBytes) bytes = tc_line_message_write (message);

  tc_hub_receive (host->world->hub, host->line.peer, bytes, host->world->now_us);
}

/* With a replica of no known form, which says that it holds scope 1. */
static void
greet (Host *host)
{
  g_autoptr (TcLineMessage) challenge = take (host);
  g_autoptr (TcLineMessage) hello = tc_line_message_new (TC_LINE_HELLO);
  g_autoptr (GBytes) to_sign = tc_line_hello_to_sign (challenge, HOST);
  gint64 common = TC_SCOPE_COMMON;

  hello->signature = tc_key_sign (host->key, "toancanh hello 1", g_bytes_get_data (to_sign, NULL),
                                  g_bytes_get_size (to_sign));
  hello->replica = HOST;
  tc_hub_get_position (host->world->hub, &hello->position);
  g_array_append_val (hello->scopes, common);
  say (host, hello);
}

static void
test_let_in (void)
{
  Host host;

  host_open (&host);
  greet (&host);
  g_autoptr (TcLineMessage) welcome = take (&host);
  g_assert_cmpint (welcome->kind, ==, TC_LINE_WELCOME);
  g_assert_cmpuint (welcome->scopes->len, ==, 0);
  g_assert_true (g_queue_is_empty (host.line.to_desk));
  g_assert_false (host.line.load_wanted || host.line.dropped);
  host_close (&host);
}

static void
test_no_rows (void)
{
  Host host;
  g_autoptr (TcLineMessage) resume = tc_line_message_new (TC_LINE_RESUME);

  host_open (&host);
  greet (&host);
  tc_line_message_free (take (&host));
  world_rename (host.desk, "Nguyễn Văn Nam");
  world_run (host.world);
  g_assert_true (g_queue_is_empty (host.line.to_desk));
  world_assert_agree (host.world);
  /* Nor by going on as if it had loaded. */
  tc_hub_get_position (host.world->hub, &resume->position);
  say (&host, resume);
  g_autoptr (TcLineMessage) goodbye = take (&host);
  g_assert_cmpint (goodbye->kind, ==, TC_LINE_GOODBYE);
  g_assert_cmpstr (goodbye->refusal->code, ==, "line.position");
  g_assert_true (host.line.dropped);
  host_close (&host);
}

static void
test_asks (void)
{
  Host host;
  g_autoptr (TcLineMessage) ask = tc_line_message_new (TC_LINE_ASK);
  gint64 before;

  host_open (&host);
  greet (&host);
  before = host.world->asked;
  ask->number = 1;
  ask->name = g_strdup ("media.plan");
  ask->value = g_variant_ref_sink (g_variant_new ("a{sv}", NULL));
  say (&host, ask);
  g_assert_cmpint (host.world->asked, ==, before + 1);
  g_assert_false (host.line.dropped);
  host_close (&host);
}

static void
test_revoked (void)
{
  const TcDeskRef ref = {HOST};
  Host host;

  host_open (&host);
  world_do (host.world, &tc_desk_revoke_type, &ref);
  greet (&host);
  tc_line_message_free (take (&host));
  g_autoptr (TcLineMessage) goodbye = take (&host);
  g_assert_cmpint (goodbye->kind, ==, TC_LINE_GOODBYE);
  g_assert_cmpstr (goodbye->refusal->code, ==, "line.desk-unknown");
  host_close (&host);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sync/media-line/let-in", test_let_in);
  g_test_add_func ("/sync/media-line/no-rows", test_no_rows);
  g_test_add_func ("/sync/media-line/asks", test_asks);
  g_test_add_func ("/sync/media-line/revoked", test_revoked);
  return g_test_run ();
}
