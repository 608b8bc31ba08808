/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The small server; see the header.
 */
#include "tc-admin-fake.h"

#include "tc-admin-client.h"
#include "tc-incident-codes.h"
#include "tc-incident-operations.h"
#include "tc-incident-queries.h"
#include "tc-operation-registry.h"

#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>
#include <string.h>

#define ROWS_AT_ONCE 100
#define CODES_A_DAY 9000

typedef struct {
  TcAdminFake *fake;             /* (unowned): outlives its lines */
  GSocketConnection *connection; /* (owned) */
  GDataInputStream *input;       /* (owned) */
} Line;

static void read_next (Line *line);

static JsonObject *
make_answer (void)
{
  JsonObject *answer = json_object_new ();

  json_object_set_boolean_member (answer, "ok", TRUE);
  return answer;
}

static JsonObject *
make_failure (const char *error)
{
  JsonObject *answer = json_object_new ();

  json_object_set_boolean_member (answer, "ok", FALSE);
  json_object_set_string_member (answer, "error", error);
  return answer;
}

static void
add_id (JsonArray *array, gint64 id)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, id);

  json_array_add_string_element (array, text);
}

/* ---- operate ---- */

static GVariant *
read_ids (JsonArray *array)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < json_array_get_length (array); i++) {
    gint64 id = g_ascii_strtoll (json_array_get_string_element (array, i), NULL, 10);
    g_array_append_val (ids, id);
  }
  return g_variant_new_fixed_array (G_VARIANT_TYPE_INT64, ids->data, ids->len, sizeof (gint64));
}

static GVariant *
read_value (const TcArg *arg, JsonNode *node)
{
  if (arg->kind == TC_ARG_IDS)
    return read_ids (json_node_get_array (node));
  if (json_node_get_value_type (node) == G_TYPE_INT64)
    return g_variant_new_int64 (json_node_get_int (node));
  if (arg->kind == TC_ARG_ID)
    return g_variant_new_int64 (g_ascii_strtoll (json_node_get_string (node), NULL, 10));
  return g_variant_new_string (json_node_get_string (node));
}

static GVariant *
read_args (const TcOperationType *type, JsonObject *object)
{
  g_auto (GVariantDict) dict = G_VARIANT_DICT_INIT (NULL);

  for (const TcArg *arg = type->args; arg->name; arg++) {
    JsonNode *node = json_object_get_member (object, arg->name);
    if (node)
      g_variant_dict_insert_value (&dict, arg->name, read_value (arg, node));
  }
  return g_variant_ref_sink (g_variant_dict_end (&dict));
}

static JsonObject *
refuse (const TcRefusal *refusal)
{
  JsonObject *answer = json_object_new ();
  JsonObject *object = json_object_new ();
  g_autoptr (JsonNode) args = json_gvariant_serialize (refusal->args);

  json_object_set_string_member (object, "code", refusal->code);
  json_object_set_member (object, "args", g_steal_pointer (&args));
  json_object_set_boolean_member (answer, "ok", FALSE);
  json_object_set_object_member (answer, "refusal", object);
  return answer;
}

/* As whom it says, when it says. */
static TcRefusal *
carry_out (TcAdminFake *fake, JsonObject *question, const TcOperationType *type, TcArgs *args)
{
  gint64 now_us = fake->fixture->now_us;
  const char *actor = json_object_get_string_member_with_default (question, "actor", "0");

  fake->fixture->now_us = json_object_get_int_member_with_default (question, "made_us", now_us);
  TcRefusal *refusal = tc_fixture_try_as (
      fake->fixture, (TcActor){g_ascii_strtoll (actor, NULL, 10), 0, 0}, type, tc_args_get (args));
  fake->fixture->now_us = now_us;
  return refusal;
}

static JsonObject *
operate (TcAdminFake *fake, JsonObject *question)
{
  const TcOperationType *type = tc_operation_registry_find (
      json_object_get_string_member (question, "name"));
  g_autoptr (TcRefusal) refusal = NULL;

  g_assert_nonnull (type);
  g_autoptr (GVariant) variant = read_args (type, json_object_get_object_member (question, "args"));
  g_autoptr (TcArgs) args = tc_args_decode (type, type->version, variant, &refusal);
  if (args && fake->operations + 1 == fake->refuse_at)
    refusal = tc_refusal_new ("fake.refused", "what", TC_S, type->name, NULL);
  else if (args)
    refusal = carry_out (fake, question, type, args);
  if (refusal)
    return refuse (refusal);
  JsonObject *answer = make_answer ();
  json_object_set_int_member (answer, "lsn", ++fake->operations);
  return answer;
}

/* ---- what is read ---- */

static JsonObject *
read_rows (TcAdminFake *fake, JsonObject *question)
{
  JsonArray *columns = json_object_get_array_member (question, "columns");
  const char *table = json_object_get_string_member (question, "table");
  g_autoptr (GString) sql = g_string_new ("SELECT ");
  JsonArray *rows = json_array_new ();

  for (guint i = 0; i < json_array_get_length (columns); i++)
    g_string_append_printf (sql, "%s%s", i > 0 ? ", " : "",
                            json_array_get_string_element (columns, i));
  /* As the server: what everybody reads, resources, all of cameras. */
  g_string_append_printf (sql, " FROM %s WHERE scope IN (%s) AND id > %s ORDER BY id LIMIT %d",
                          table,
                          g_str_equal (table, "resource")      ? "2"
                          : g_str_has_prefix (table, "camera") ? "4, 5, 6"
                                                               : "1",
                          json_object_get_string_member (question, "after"), ROWS_AT_ONCE);
  g_autoptr (TcQuery) query = tc_database_query (fake->fixture->db, sql->str, "");
  while (tc_query_next (query)) {
    JsonArray *row = json_array_new ();
    for (guint i = 0; i < json_array_get_length (columns); i++) {
      const char *text = tc_query_text (query, (int) i);
      if (text)
        json_array_add_string_element (row, text);
      else
        json_array_add_null_element (row);
    }
    json_array_add_array_element (rows, row);
  }
  JsonObject *answer = make_answer ();
  json_object_set_array_member (answer, "rows", rows);
  return answer;
}

static JsonObject *
make_ids (TcAdminFake *fake, JsonObject *question)
{
  JsonArray *ids = json_array_new ();
  JsonObject *answer = make_answer ();

  for (gint64 i = json_object_get_int_member (question, "count"); i > 0; i--)
    add_id (ids, tc_fixture_id (fake->fixture));
  json_object_set_array_member (answer, "ids", ids);
  return answer;
}

static JsonObject *
take_code (TcAdminFake *fake, JsonObject *question)
{
  static gint64 last; /* numbers are never handed out twice */
  gint64 day = tc_incident_day (json_object_get_int_member (question, "at_us"));
  JsonObject *answer = make_answer ();

  if (!tc_database_get_int (fake->fixture->db, 0, "SELECT 1 FROM code_block WHERE day = ?", "i",
                            day)) {
    TcIncidentLeaseCodes lease = {tc_fixture_id (fake->fixture), 0, day, 1, CODES_A_DAY};
    tc_fixture_run (fake->fixture, &tc_incident_lease_codes_type, &lease);
  }
  g_autofree char *code = tc_incident_format_code (day, ++last);
  json_object_set_string_member (answer, "code", code);
  return answer;
}

static JsonObject *
find_report (TcAdminFake *fake, JsonObject *question)
{
  gint64 id = tc_database_get_int (fake->fixture->db, 0,
                                   "SELECT id FROM report WHERE source = ? AND external_id = ?",
                                   "ss", json_object_get_string_member (question, "source"),
                                   json_object_get_string_member (question, "external_id"));
  JsonObject *answer = make_answer ();
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, id);

  if (id)
    json_object_set_string_member (answer, "id", text);
  return answer;
}

static JsonObject *
put_file (TcAdminFake *fake, JsonObject *question)
{
  gint64 offset = json_object_get_int_member (question, "offset");
  JsonObject *answer = make_answer ();
  gsize length;
  g_autofree guchar *data = g_base64_decode (json_object_get_string_member (question, "data"),
                                             &length);

  if (offset == 0)
    g_byte_array_set_size (fake->file, 0);
  if (offset == fake->file->len)
    g_byte_array_append (fake->file, data, (guint) length);
  json_object_set_int_member (answer, "offset", fake->file->len);
  return answer;
}

static JsonObject *
set_password (TcAdminFake *fake, JsonObject *question)
{
  const char *account = json_object_get_string_member (question, "account");

  if (!tc_database_get_int (fake->fixture->db, 0, "SELECT 1 FROM staff WHERE account = ?", "s",
                            account))
    return make_failure ("there is no such account");
  g_free (fake->secret);
  fake->secret = g_strdup (json_object_get_string_member (question, "password"));
  return make_answer ();
}

static JsonObject *
invite_desk (TcAdminFake *fake, JsonObject *question)
{
  JsonObject *answer = make_answer ();

  json_object_set_string_member (answer, "id", "1");
  json_object_set_string_member (answer, "code", "ABCD-EFGH");
  return answer;
}

static JsonObject *
show_status (TcAdminFake *fake, JsonObject *question)
{
  JsonObject *answer = make_answer ();

  json_object_set_int_member (answer, "lsn", fake->operations);
  json_object_set_string_member (answer, "version", "0");
  return answer;
}

/* ---- the line ---- */

static JsonObject *
answer (TcAdminFake *fake, JsonObject *question)
{
  static const struct {
    const char *verb;
    JsonObject *(*answer) (TcAdminFake *fake, JsonObject *question);
  } verbs[] = {
      {"operate", operate},         {"rows", read_rows},          {"make-ids", make_ids},
      {"take-code", take_code},     {"find-report", find_report}, {"set-password", set_password},
      {"invite-desk", invite_desk}, {"status", show_status},      {"put-file", put_file},
  };
  const char *verb = json_object_get_string_member (question, "do");

  g_string_append_printf (fake->asked, "%s ", verb);
  for (guint i = 0; i < G_N_ELEMENTS (verbs); i++) {
    if (g_str_equal (verbs[i].verb, verb))
      return verbs[i].answer (fake, question);
  }
  if (g_str_equal (verb, "test-alarm-call"))
    return make_failure ("the program gave no answer within 20 s and was ended; look at network, "
                         "credit and modem, and run it by hand ([alarm-call] command)");
  return make_failure ("there is no such verb");
}

static void
close_line (Line *line)
{
  g_object_unref (line->input);
  g_object_unref (line->connection);
  g_free (line);
}

static void
line_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Line *line = data;
  g_autofree char *text = g_data_input_stream_read_line_finish (G_DATA_INPUT_STREAM (source),
                                                                result, NULL, NULL);

  if (!text || (line->fake->drop_at && line->fake->operations >= line->fake->drop_at)) {
    close_line (line);
    return;
  }
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_assert_true (json_parser_load_from_data (parser, text, -1, NULL));
  JsonObject *object = answer (line->fake, json_node_get_object (json_parser_get_root (parser)));
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), object);
  g_autofree char *json = json_to_string (node, FALSE);
  g_autofree char *whole = g_strconcat (json, "\n", NULL);
  json_object_unref (object);
  /* Questions are few ahead and answers short: they fit the socket's buffer. */
  if (g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (line->connection)),
                                 whole, strlen (whole), NULL, NULL, NULL))
    read_next (line);
  else
    close_line (line);
}

static void
read_next (Line *line)
{
  g_data_input_stream_read_line_async (line->input, G_PRIORITY_DEFAULT, NULL, line_cb, line);
}

static gboolean
incoming_cb (GSocketService *service, GSocketConnection *connection, GObject *source, gpointer data)
{
  Line *line = g_new0 (Line, 1);

  line->fake = data;
  line->connection = g_object_ref (connection);
  line->input = g_data_input_stream_new (g_io_stream_get_input_stream (G_IO_STREAM (connection)));
  read_next (line);
  return TRUE;
}

TcAdminFake *
tc_admin_fake_new (void)
{
  TcAdminFake *fake = g_new0 (TcAdminFake, 1);
  g_autoptr (GError) error = NULL;

  fake->fixture = tc_fixture_new ();
  fake->asked = g_string_new (NULL);
  fake->file = g_byte_array_new ();
  fake->dir = g_dir_make_tmp ("admin-XXXXXX", &error);
  g_assert_no_error (error);
  fake->path = g_build_filename (fake->dir, "socket", NULL);
  fake->service = g_socket_service_new ();
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (fake->path);
  g_socket_listener_add_address (G_SOCKET_LISTENER (fake->service), address, G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_DEFAULT, NULL, NULL, &error);
  g_assert_no_error (error);
  g_signal_connect (fake->service, "incoming", G_CALLBACK (incoming_cb), fake);
  g_socket_service_start (fake->service);
  return fake;
}

void
tc_admin_fake_free (TcAdminFake *fake)
{
  g_socket_service_stop (fake->service);
  g_socket_listener_close (G_SOCKET_LISTENER (fake->service));
  g_object_unref (fake->service);
  g_unlink (fake->path);
  g_rmdir (fake->dir);
  tc_fixture_free (fake->fixture);
  g_string_free (fake->asked, TRUE);
  g_byte_array_unref (fake->file);
  g_free (fake->secret);
  g_free (fake->path);
  g_free (fake->dir);
  g_free (fake);
}
