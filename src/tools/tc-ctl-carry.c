/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Plans and the server of the administration socket; see the header.
 */
#include "tc-ctl-carry.h"

#include "tc-admin-operate.h"
#include "tc-admin-upload.h"

#include <glib/gi18n-lib.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

/* ---- what the plan asks ---- */

/* An id that came as a string; 0 if it didn't. */
static gint64
get_id (JsonArray *array, guint i)
{
  JsonNode *node = json_array_get_element (array, i);
  const char *text = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_string (node) : NULL;

  return text ? g_ascii_strtoll (text, NULL, 10) : 0;
}

/* The values of one row after its id. */
static gboolean
add_row (TcKnownRows *rows, JsonNode *node, gint64 *last)
{
  guint n = g_strv_length ((char **) tc_known_rows_get_columns (rows));
  JsonArray *row = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  if (!row || json_array_get_length (row) != n + 1 || get_id (row, 0) <= *last)
    return FALSE;
  char **values = g_new0 (char *, n + 1);
  for (guint i = 0; i < n; i++) {
    JsonNode *value = json_array_get_element (row, i + 1);
    values[i] = JSON_NODE_HOLDS_VALUE (value) ? g_strdup (json_node_get_string (value)) : NULL;
  }
  tc_known_rows_add (rows, values);
  *last = get_id (row, 0);
  return TRUE;
}

/* One more page of @table after @last; @n is how many came, @last is moved on. */
static gboolean
read_page (TcAdminClient *client, const char *table, TcKnownRows *rows, gint64 *last, guint *n,
           GError **error)
{
  JsonObject *question = tc_admin_question ("rows");
  JsonArray *columns = json_array_new ();
  const char *const *names = tc_known_rows_get_columns (rows);
  g_autofree char *after = g_strdup_printf ("%" G_GINT64_FORMAT, *last);

  /* The id comes first, to go on from. */
  json_array_add_string_element (columns, "id");
  for (guint i = 0; names[i]; i++)
    json_array_add_string_element (columns, names[i]);
  json_object_set_string_member (question, "table", table);
  json_object_set_array_member (question, "columns", columns);
  json_object_set_string_member (question, "after", after);
  g_autoptr (JsonObject) answer = tc_admin_client_call (client, question, error);
  JsonNode *node = answer ? json_object_get_member (answer, "rows") : NULL;
  if (!answer)
    return FALSE;
  JsonArray *array = node && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  *n = array ? json_array_get_length (array) : 0;
  for (guint i = 0; i < *n; i++) {
    if (add_row (rows, json_array_get_element (array, i), last))
      continue;
    g_set_error (error, TC_ADMIN_ERROR, TC_ADMIN_ERROR_PROTOCOL, _ ("a row that is none of %s"),
                 table);
    return FALSE;
  }
  return TRUE;
}

static gboolean
read_rows (const char *table, TcKnownRows *rows, gpointer data, GError **error)
{
  gint64 last = 0;
  guint n = 0;

  do {
    if (!read_page (data, table, rows, &last, &n, error))
      return FALSE;
  } while (n > 0);
  return TRUE;
}

static gboolean
make_ids (guint n, GArray *ids, gpointer data, GError **error)
{
  JsonObject *question = tc_admin_question ("make-ids");

  json_object_set_int_member (question, "count", n);
  g_autoptr (JsonObject) answer = tc_admin_client_call (data, question, error);
  if (!answer)
    return FALSE;
  JsonNode *node = json_object_get_member (answer, "ids");
  JsonArray *array = node && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  if (!array || json_array_get_length (array) != n) {
    g_set_error (error, TC_ADMIN_ERROR, TC_ADMIN_ERROR_PROTOCOL, _ ("not %u ids"), n);
    return FALSE;
  }
  for (guint i = 0; i < n; i++) {
    gint64 id = get_id (array, i);
    g_array_append_val (ids, id);
  }
  return TRUE;
}

static char *
take_code (gint64 at_us, gpointer data, GError **error)
{
  JsonObject *question = tc_admin_question ("take-code");

  json_object_set_int_member (question, "at_us", at_us);
  g_autoptr (JsonObject) answer = tc_admin_client_call (data, question, error);
  const char *code = answer ? json_object_get_string_member_with_default (answer, "code", NULL)
                            : NULL;
  if (answer && !code)
    g_set_error (error, TC_ADMIN_ERROR, TC_ADMIN_ERROR_PROTOCOL, _ ("no code"));
  return g_strdup (code);
}

static gint64
find_report (const char *source, const char *external_id, gpointer data, GError **error)
{
  JsonObject *question = tc_admin_question ("find-report");

  json_object_set_string_member (question, "source", source);
  json_object_set_string_member (question, "external_id", external_id);
  g_autoptr (JsonObject) answer = tc_admin_client_call (data, question, error);
  if (!answer)
    return -1;
  return g_ascii_strtoll (json_object_get_string_member_with_default (answer, "id", "0"), NULL, 10);
}

const TcProvinceServer tc_ctl_province_server = {read_rows, make_ids, take_code, find_report};

/* ---- carrying it out ---- */

gboolean
tc_ctl_check_steps (GPtrArray *steps)
{
  gboolean fine = TRUE;

  for (guint i = 0; i < steps->len; i++) {
    const TcPlanStep *step = g_ptr_array_index (steps, i);
    if (step->upload)
      continue;
    g_autoptr (TcRefusal) refusal = NULL;
    g_autoptr (TcArgs)
        args = tc_args_decode (step->type, step->type->version, step->args, &refusal);
    const char *name = "?";
    if (args)
      continue;
    (void) !g_variant_lookup (refusal->args, "argument", "&s", &name);
    g_printerr (_ ("%s: %s does not take this %s\n"), step->place, step->type->name, name);
    fine = FALSE;
  }
  return fine;
}

static volatile sig_atomic_t interrupted;

static void
interrupt_cb (int number)
{
  interrupted = 1;
}

void
tc_ctl_catch_interrupt (void)
{
  /* The second one ends the program as ever. */
  struct sigaction action = {.sa_handler = interrupt_cb, .sa_flags = SA_RESTART | SA_RESETHAND};

  sigaction (SIGINT, &action, NULL);
  sigaction (SIGTERM, &action, NULL);
}

gboolean
tc_ctl_is_interrupted (void)
{
  return interrupted != 0;
}

/* Whether nothing more is to be sent: what belongs to one line of a file is still sent whole. */
static gboolean
is_stopped (GPtrArray *steps, guint sent)
{
  const TcPlanStep *next = g_ptr_array_index (steps, sent);
  const TcPlanStep *last = sent > 0 ? g_ptr_array_index (steps, sent - 1) : NULL;

  return interrupted && !(last && g_str_equal (last->place, next->place));
}

static void
show_progress (guint done, guint all)
{
  if (isatty (STDERR_FILENO) && (done % 50 == 0 || done == all))
    g_printerr ("\r%u/%u%s", done, all, done == all ? "\n" : "");
}

/* FALSE with @broken set where no further answer will come. */
static gboolean
receive_one (TcAdminClient *client, const TcPlanStep *step, gboolean *broken)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) answer = tc_admin_client_receive (client, &error);

  if (answer)
    return TRUE;
  g_printerr ("%s: %s: %s\n", step->place, step->type->name, error->message);
  *broken = !g_error_matches (error, TC_ADMIN_ERROR, TC_ADMIN_ERROR_REFUSED) &&
            !g_error_matches (error, TC_ADMIN_ERROR, TC_ADMIN_ERROR_FAILED);
  return FALSE;
}

static gboolean
send_one (TcAdminClient *client, const TcPlanStep *step)
{
  g_autoptr (GError) error = NULL;

  if (tc_admin_client_send (
          client, tc_admin_operate_question (step->type, step->args, step->made_us, step->actor_id),
          &error))
    return TRUE;
  g_printerr ("%s: %s: %s\n", step->place, step->type->name, error->message);
  return FALSE;
}

/* Files first, each waited for: what names them comes after. The number of them is taken off. */
static gboolean
send_files (TcAdminClient *client, GPtrArray *steps, guint *n_files)
{
  for (guint i = 0; i < steps->len; i++) {
    const TcPlanStep *step = g_ptr_array_index (steps, i);
    g_autoptr (GError) error = NULL;
    if (!step->upload)
      continue;
    if (!tc_admin_upload (client, step->upload, &error)) {
      g_printerr ("%s: %s: %s\n", step->place, step->upload, error->message);
      return FALSE;
    }
    *n_files += 1;
  }
  return TRUE;
}

gboolean
tc_ctl_carry_out_steps (TcAdminClient *client, GPtrArray *steps, void (*progress) (guint, guint))
{
  gboolean fine = TRUE;
  gboolean broken = FALSE;
  guint sent = 0;
  guint done = 0;

  while (!broken && (fine ? done < steps->len : done < sent)) {
    fine = fine && (sent == steps->len || !is_stopped (steps, sent));
    if (fine && sent < steps->len && sent - done < TC_ADMIN_AHEAD_MAX) {
      fine = send_one (client, g_ptr_array_index (steps, sent));
      broken = !fine;
      sent += fine;
      continue;
    }
    if (done == sent)
      continue;
    if (!receive_one (client, g_ptr_array_index (steps, done), &broken))
      fine = FALSE;
    else if (progress)
      progress (done + 1, steps->len);
    done++;
  }
  return fine;
}

/* (transfer container) */
static GPtrArray *
list_operations (GPtrArray *steps)
{
  GPtrArray *operations = g_ptr_array_new ();

  for (guint i = 0; i < steps->len; i++) {
    if (!((const TcPlanStep *) g_ptr_array_index (steps, i))->upload)
      g_ptr_array_add (operations, g_ptr_array_index (steps, i));
  }
  return operations;
}

TcCtlExit
tc_ctl_carry_out (TcAdminClient *client, GPtrArray *steps)
{
  g_autoptr (GPtrArray) operations = list_operations (steps);
  guint n_files = 0;

  if (!send_files (client, steps, &n_files) ||
      !tc_ctl_carry_out_steps (client, operations, show_progress)) {
    tc_ctl_complain (_ ("stopped; what was done stays, loading again goes on from there"));
    return TC_CTL_FAILED;
  }
  if (n_files > 0)
    g_print (_ ("%u files\n"), n_files);
  g_print (_ ("%u operations\n"), operations->len);
  return TC_CTL_OK;
}
