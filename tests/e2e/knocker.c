/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Speaks the line to a server by hand, as a desk that lies would, with the key of an enrolled one:
 *
 *   knocker URL FOLDER OUT LIE [WORD …]
 *
 * FOLDER is the desk's (desk.key), OUT gets every byte that came. What came is told as lines of
 * JSON on standard output, until the line is ended or three seconds after the last of it. LIE is
 * one of
 *
 *   hello REPLICA                            as that desk
 *   held REPLICA LOG EPOCH LSN LINK SCOPE …  holding these scopes at that position
 *   anew REPLICA                             holding nothing: snapshots are offered
 *   before REPLICA NAME                      a question before the greeting
 *   ask REPLICA NAME                         a question after it
 *   operation REPLICA AS NAME                an operation as that desk, signed with our key
 */
#include "tc-digest.h"
#include "tc-id.h"
#include "tc-line-client.h"
#include "tc-line-message.h"
#include "tc-operation.h"
#include "tc-schema.h"

#include <json-glib/json-glib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define QUIET_MS 3000

typedef struct {
  TcKey *key;
  char **words; /* of the lie */
  FILE *out;
  GMainLoop *loop;
  TcLineClient *client;
  guint timer;
} Knocker;

static gint64
number (const char *text)
{
  return text ? g_ascii_strtoll (text, NULL, 10) : 0;
}

static void
tell (JsonObject *object)
{
  g_autoptr (JsonNode) node = json_node_alloc ();
  g_autofree char *text = NULL;

  json_node_init_object (node, object);
  json_object_unref (object);
  text = json_to_string (node, FALSE);
  printf ("%s\n", text);
}

static void
send (Knocker *knocker, TcLineMessage *message)
{
  g_autoptr (GBytes) bytes = tc_line_message_write (message);

  tc_line_client_send (knocker->client, bytes);
  tc_line_message_free (message);
}

static TcDigest
schema_hash (void)
{
  static const TcSchemaSet *const sets[] = {&tc_schema_state, NULL};
  g_autoptr (TcDatabase)
      db = tc_database_open (":memory:", TC_DATABASE_WRITER | TC_DATABASE_MEMORY, NULL);
  g_autoptr (TcCatalogue) catalogue = NULL;

  if (!tc_schema_migrate (db, sets, NULL) || !(catalogue = tc_catalogue_load (db, NULL)))
    g_error ("the schema can't be made");
  return tc_catalogue_hash (catalogue);
}

static void
claim (Knocker *knocker, TcLineMessage *hello)
{
  TcDigest log_id;
  g_autofree char *padded = g_strconcat (knocker->words[2], "00000000000000000000000000000000",
                                         NULL);

  if (!tc_digest_from_hex (padded, &log_id) ||
      !tc_digest_from_hex (knocker->words[5], &hello->position.link))
    g_error ("no position");
  memcpy (hello->position.log_id, log_id.bytes, TC_LOG_ID_SIZE);
  hello->position.epoch = number (knocker->words[3]);
  hello->position.lsn = number (knocker->words[4]);
  for (char **word = knocker->words + 6; *word; word++) {
    gint64 scope = number (*word);

    g_array_append_val (hello->scopes, scope);
  }
}

static void
say_hello (Knocker *knocker, const TcLineMessage *challenge)
{
  TcLineMessage *hello = tc_line_message_new (TC_LINE_HELLO);
  guint16 replica = (guint16) number (knocker->words[1]);
  g_autoptr (GBytes) to_sign = tc_line_hello_to_sign (challenge, replica);

  hello->signature = tc_key_sign (knocker->key, "toancanh hello 1",
                                  g_bytes_get_data (to_sign, NULL), g_bytes_get_size (to_sign));
  hello->replica = replica;
  hello->schema_version = tc_schema_state.version;
  hello->schema_hash = schema_hash ();
  if (!strcmp (knocker->words[0], "held"))
    claim (knocker, hello);
  send (knocker, hello);
}

static void
say_ask (Knocker *knocker)
{
  TcLineMessage *ask = tc_line_message_new (TC_LINE_ASK);

  ask->number = 1;
  ask->name = g_strdup (knocker->words[2]);
  ask->value = g_variant_ref_sink (g_variant_new ("a{sv}", NULL));
  send (knocker, ask);
}

static void
say_operation (Knocker *knocker)
{
  TcLineMessage *message = tc_line_message_new (TC_LINE_OPERATIONS);
  TcOperationHead head = {.actor_id = 1, .session_id = 1, .seq = 1};
  TcIdMaker ids;

  head.made_us = g_get_real_time ();
  head.replica = (guint16) number (knocker->words[2]);
  tc_id_maker_init (&ids, head.replica, 0);
  head.id = tc_id_maker_next (&ids, head.made_us);
  g_autoptr (TcOperation) op = tc_operation_new (knocker->words[3], 1, &head,
                                                 g_variant_new ("a{sv}", NULL), knocker->key);
  TcSignedBytes one = {g_bytes_ref (op->bytes), op->signature};
  g_array_append_val (message->operations, one);
  send (knocker, message);
}

/* ---- what comes ---- */

static void
add_scopes (JsonObject *object, const TcLineMessage *message)
{
  JsonArray *scopes = json_array_new ();

  for (guint i = 0; i < message->scopes->len; i++)
    json_array_add_int_element (scopes, g_array_index (message->scopes, gint64, i));
  json_object_set_array_member (object, "scopes", scopes);
}

static void
add_files (JsonObject *object, const TcLineMessage *message)
{
  JsonObject *files = json_object_new ();

  for (guint i = 0; i < message->files->len; i++) {
    const TcSnapshotFile *file = &g_array_index (message->files, TcSnapshotFile, i);
    g_autofree char *scope = g_strdup_printf ("%" G_GINT64_FORMAT, file->scope);

    json_object_set_string_member (files, scope, file->name);
  }
  json_object_set_object_member (object, "files", files);
}

static void
add_value (JsonObject *object, const TcLineMessage *message)
{
  const char *token = NULL;

  if (message->value && g_variant_lookup (message->value, "token", "&s", &token))
    json_object_set_string_member (object, "token", token);
}

static void
tell_message (const TcLineMessage *message)
{
  static const char *const names[] = {NULL,     "challenge",  "hello",   "welcome", "snapshot",
                                      "resume", "operations", "answers", "frames",  "ack",
                                      "ask",    "reply",      "notice",  "goodbye"};
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "came", names[message->kind]);
  if (message->kind == TC_LINE_WELCOME)
    add_scopes (object, message);
  if (message->kind == TC_LINE_SNAPSHOT)
    add_files (object, message);
  if (message->refusal)
    json_object_set_string_member (object, "code", message->refusal->code);
  if (message->kind == TC_LINE_REPLY)
    add_value (object, message);
  tell (object);
}

static gboolean
quiet_cb (gpointer data)
{
  Knocker *knocker = data;

  knocker->timer = 0;
  g_main_loop_quit (knocker->loop);
  return G_SOURCE_REMOVE;
}

static void
received_cb (GBytes *bytes, gpointer data)
{
  Knocker *knocker = data;
  g_autoptr (TcLineMessage) message = tc_line_message_read (bytes, NULL);
  const char *lie = knocker->words[0];

  fwrite (g_bytes_get_data (bytes, NULL), 1, g_bytes_get_size (bytes), knocker->out);
  if (!message)
    return;
  tell_message (message);
  if (message->kind == TC_LINE_CHALLENGE && !strcmp (lie, "before"))
    say_ask (knocker);
  else if (message->kind == TC_LINE_CHALLENGE)
    say_hello (knocker, message);
  else if (message->kind == TC_LINE_WELCOME && !strcmp (lie, "ask"))
    say_ask (knocker);
  else if (message->kind == TC_LINE_WELCOME && !strcmp (lie, "operation"))
    say_operation (knocker);
  g_clear_handle_id (&knocker->timer, g_source_remove);
  knocker->timer = g_timeout_add (QUIET_MS, quiet_cb, knocker);
  if (message->kind == TC_LINE_GOODBYE)
    g_main_loop_quit (knocker->loop);
}

static void
opened_cb (gpointer data)
{
}

static void
closed_cb (const GError *why, gpointer data)
{
  Knocker *knocker = data;
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "came", "end");
  tell (object);
  g_main_loop_quit (knocker->loop);
}

int
main (int argc, char *argv[])
{
  static const TcLineClientCallbacks callbacks = {opened_cb, received_cb, closed_cb};
  Knocker knocker = {NULL};
  g_autoptr (GError) error = NULL;

  if (argc < 6)
    return 2;
  tc_crypto_init ();
  g_autoptr (TcWireAddress) address = tc_wire_address_new (argv[1], NULL, &error);
  g_autofree char *key_path = g_build_filename (argv[2], "desk.key", NULL);
  g_autoptr (TcKey) key = tc_key_load (key_path, &error);
  knocker.client = address
                       ? tc_line_client_new (address, "/sync/line", &callbacks, &knocker, &error)
                       : NULL;
  if (!key || !knocker.client)
    g_error ("%s", error->message);
  knocker.key = key;
  knocker.words = argv + 4;
  knocker.out = fopen (argv[3], "ab");
  knocker.loop = g_main_loop_new (NULL, FALSE);
  knocker.timer = g_timeout_add (3 * QUIET_MS, quiet_cb, &knocker);
  tc_line_client_start (knocker.client);
  g_main_loop_run (knocker.loop);
  tc_line_client_free (knocker.client);
  g_main_loop_unref (knocker.loop);
  return fclose (knocker.out) == 0 ? 0 : 1;
}
